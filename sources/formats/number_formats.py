"""What a number format shows of a cell where that says more than the cell's content.

A day shown as 2021年12月 is the month, whichever day the cell holds; 2021.1 shown with two decimals is 2021.10, and
means October; 0.9 shown as 90% is a percentage. What is shown is what the clerk wrote and saw.
"""

import math
import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from sources.rows import RawValue

MONTH, YEAR, TWO_DECIMALS, PERCENT = "month", "year", "two decimals", "percent"

BUILT_IN = {
    2: "0.00",
    9: "0%",
    10: "0.00%",
    17: "mmm-yy",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
}
"""The codes of numbered formats that are not written out in a file, as far as they tell something."""

_LITERALS = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|am/pm|a/p|上午/下午', re.IGNORECASE)
_CALENDAR_YEARS = range(1990, 2101)


@lru_cache(maxsize=1024)
def tells(code: str) -> str | None:
    """What a format code tells beyond the content of its cells, None when nothing."""
    shown = _LITERALS.sub("", code.partition(";")[0]).strip().lower()
    if shown == "0.00":
        return TWO_DECIMALS
    if shown.endswith("%"):
        return PERCENT
    letters = set(re.findall("[a-z]", shown)) if not re.search("[0#]", shown) else set()
    if not letters & {"y", "e"} or letters - {"y", "e", "m"}:
        return None
    return MONTH if "m" in letters else YEAR


def shown(value: RawValue, code: str) -> RawValue:
    """The content as the format shows it, when the format tells more; else the content."""
    told = tells(code)
    if isinstance(value, date) and not _has_time(value):
        if told == MONTH and value.day == 1:
            return f"{value.year}年{value.month}月"
        if told == YEAR and (value.month, value.day) == (1, 1):
            return f"{value.year}年"
    elif isinstance(value, float) and math.isfinite(value):
        if told == TWO_DECIMALS and int(value) in _CALENDAR_YEARS and _has_one_decimal(value):
            return f"{value:.2f}"
        if told == PERCENT:
            return f"{Decimal(format(value * 100, '.15g')):f}%"
    return value


def _has_time(value: date) -> bool:
    return isinstance(value, datetime) and (value.hour, value.minute, value.second) != (0, 0, 0)


def _has_one_decimal(value: float) -> bool:
    return not value.is_integer() and round(value, 1) == round(value, 9)
