"""The period of the year that a header names beside its field: 三季度 in 三季度进展情况, 上半年 below 完成情况.

What the rest of such a header means belongs to ``headers``.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from sources.values.numerals import integer

_NUMERALS = "一二三四五六七八九十"
_PERIOD = re.compile(
    r"(?:截[至止]到?)?(?:(?P<of>(?:19|20)\d\d)年)?(?:"
    r"(?:第|前)?(?P<quarter>[一二三四1-4])个?季度?|(?P<half>[上下])半年|(?P<year>全年|年[底终末])"
    rf"|(?:(?:\d{{1,2}}|[{_NUMERALS}]{{1,2}})月?(?:\d{{1,2}}日)?[-—~至到])?(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?"
    r"|(?P<near>[上本])(?:月|周|季度|期|旬))(?:[底末]|为止)?"
)
_AFTER = re.compile(r"^(?:\d{1,2}日)?(?:[之以]?前(?!期))?的*")
"""What ties a period to the rest of its label, as in 12月31日前的完成情况."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_ENDS = {"上": 0, "本": 1}
_FULL_YEAR = 13


@lru_cache(maxsize=4096)
def split_period(label: str) -> tuple[int, str] | None:
    """The end of the period that a folded label begins or ends with, to sort by, and the rest; None without one."""
    found = _PERIOD.match(label)
    if found is not None:
        return _end(found), _AFTER.sub("", label[found.end() :])
    for start in range(max(len(label) - 12, 1), len(label)):
        found = _PERIOD.fullmatch(label, start)
        if found is not None:
            return _end(found), label[:start]
    return None


def split_path(path: Sequence[str]) -> tuple[int, tuple[str, ...]] | None:
    """The end of the one period that the labels above a column name, and the labels without it."""
    found = [(at, split) for at, label in enumerate(path) if (split := split_period(label)) is not None]
    if len(found) != 1:
        return None
    at, (end, rest) = found[0]
    return end, tuple(label for label in (*path[:at], rest, *path[at + 1 :]) if label)


def bare_period(label: str) -> tuple[int, int] | None:
    """The year and the end of the period that a folded label says, alone or before 完成; 0 for no year."""
    found = _PERIOD.fullmatch(label.removesuffix("完成"))
    return (int(found["of"] or 0), _end(found)) if found is not None else None


def names_a_year(label: str) -> bool:
    """Whether a label says a year."""
    return _YEAR.search(label) is not None


def _end(found: re.Match[str]) -> int:
    """The month in which a period ends; the whole year comes after its last month, 本月 after 上月."""
    if found["quarter"]:
        return 3 * integer(found["quarter"])
    if found["half"]:
        return 6 if found["half"] == "上" else 12
    if found["month"]:
        return integer(found["month"])
    return _ENDS.get(found["near"] or "", _FULL_YEAR)
