"""What the readers of every kind of value need of a cell: its text, and what it is read against."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import cast

from sources.rows import Doubt, RawValue
from sources.vocabulary import Vocabulary, half_width

LONGEST_VALUE = 200
"""A text longer than this is prose: no date, figure, year or choice is looked for in it."""

_LARGEST_WHOLE = 10**15
_LOOSE_SPACES = re.compile(r"(?<!\d)\s+|\s+(?!\d)")


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What a cell is read against: the known names, and the year of the table for dates such as 12月底前."""

    vocabulary: Vocabulary
    year: int | None


def raw_text(raw: RawValue) -> str:
    """The text of a cell as it is kept: "" for an empty one, whole numbers without .0, dates as ISO."""
    match raw:
        case str():
            return raw
        case float():
            return _plain_float(raw)
        case None:
            return ""
        case bool():
            return str(raw).upper()
        case datetime() if raw.time() == time.min:
            return str(raw.date())
    return str(raw)


def raw_texts(raws: list[RawValue]) -> list[str]:
    """The texts of cells: the list itself when it holds only texts."""
    classes = set(map(type, raws))
    if classes == {str}:
        return cast("list[str]", raws)
    if classes == {float}:
        numbers = cast("list[float]", raws)
        if all(map(float.is_integer, numbers)) and max(map(abs, numbers)) < _LARGEST_WHOLE:
            return list(map(str, map(int, numbers)))
    return [raw if isinstance(raw, str) else _remembered_text(raw) for raw in raws]


_remembered_text = lru_cache(maxsize=4096, typed=True)(raw_text)


def is_blank(raw: RawValue) -> bool:
    """Whether a cell is empty or holds white space only (full-width and invisible characters included)."""
    if not isinstance(raw, str):
        return raw is None
    return not raw[:1].isalnum() and not half_width(raw).strip()


def plain(number: Decimal) -> str:
    """A plain decimal: no exponent, no trailing zeros, no negative zero."""
    text = format(number if number else abs(number), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain_float(number: float) -> str:
    if number.is_integer() and abs(number) < _LARGEST_WHOLE:
        return str(int(number))
    # Excel itself keeps and shows fifteen digits: what floats have beyond them was never written.
    return plain(Decimal(format(number, ".15g"))) if math.isfinite(number) else str(number)


def squeezed(text: str) -> str:
    """The text folded and without any white space."""
    return "".join(half_width(text).split())


def closed_up(text: str) -> str:
    """The text folded and without white space but between digits, where it keeps two numbers apart."""
    return _LOOSE_SPACES.sub("", half_width(text))


def quoted(text: str) -> str:
    """The text as a message shows it: on one line, and not endless."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= 40 else line[:40] + '…'}”"


def joined(doubts: Sequence[Doubt | None]) -> Doubt | None:
    """Several doubts as one: the rule of the first, every sentence once."""
    real = list(dict.fromkeys(doubt for doubt in doubts if doubt is not None))
    return Doubt(real[0].rule, ";".join(doubt.message for doubt in real)) if real else None
