"""Percentages have one meaning however they are written: 0.9, 90 and 90% are the ratio 0.9.

What is written with its own sign is read by ``values.figures``. Here are the plain figures: that they are percentages
their header, their unit or their name says, and where that leaves two readings, the one taken is named.
"""

import re
from decimal import Decimal

from sources.rows import Doubt, Reading
from sources.values.cells import plain, quoted
from sources.vocabulary import half_width

PERCENT_UNITS = frozenset(("%", "百分比", "百分数"))

_OWN_SIGN = re.compile(r"[%‰成]|分之")
_IN_HEADER = re.compile(r"%|百分[比数]")
_RATE = re.compile(r"(?:(?<![频汇功倍速])率|占比|比例|比重|百分[比数])(?:\(.*\))?$")


def has_own_sign(text: str) -> bool:
    """Whether a figure is written as a percentage itself."""
    return bool(_OWN_SIGN.search(half_width(text)))


def says_percent(header: str) -> bool:
    """Whether a header says that the figures below are percentages: 完成率(%)."""
    return bool(_IN_HEADER.search(half_width(header)))


def names_a_rate(text: str) -> bool:
    """Whether a header or the name of a figure is that of a rate: 群众满意率."""
    return bool(_RATE.search("".join(half_width(text).split())))


def as_ratio(value: str, text: str, is_said: bool) -> Reading:
    """The ratio that a plain figure means. is_said: whether a % sign says so, and not only the name of a rate.

    Up to 1 it is a ratio as it stands, beyond it is hundredths; it is certain when the sign says hundredths or the name
    alone a ratio, and nothing else is.
    """
    figure = Decimal(value)
    if not figure:
        return Reading(value)
    is_ratio = abs(figure) <= 1
    ratio = plain(figure if is_ratio else figure / 100)
    if is_ratio != is_said:
        return Reading(ratio)
    shown = plain(Decimal(ratio) * 100)
    remedy = f"请写明百分号(如{shown}%)" if is_ratio else f"请写明百分号(如{shown}%)或单位"
    return Reading(ratio, Doubt("percentage_assumed", f"{quoted(text)}按{shown}%读取;{remedy}"))
