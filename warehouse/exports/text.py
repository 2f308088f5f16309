"""Text as it may stand in a file that a spreadsheet program opens: never a formula, nothing that XML cannot hold."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from transforms.chinese import chinese

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def escaped(value: Any) -> Any:
    """Text that a spreadsheet program would take for a formula, made plain text."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~&]")


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown: values as they are, whatever they hold, each on one line; of None nothing."""
    lines = [header, ["---"] * len(header), *([_in_markdown(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _in_markdown(value: object) -> str:
    return "" if value is None else _MARKDOWN.sub(r"\\\g<0>", " ".join(str(value).split()))


def printable(text: str) -> str:
    """The text with � for each character that no XML file can hold."""
    return _NOT_IN_XML.sub("�", text)


def display_width(text: str) -> int:
    """How wide a line of text is, in Latin characters: a Chinese one takes two."""
    return len(text) if text.isascii() else sum(map(_character_width, text))


@cache
def _character_width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


_UNBROKEN = re.compile(r"\s+|[《“‘（「『〔【(]*(?:[\x21-\x7e]+|[^\s])[，。、；：？！》”’）」』〕】…]*")
"""What no program breaks over two lines: a Latin word, a character with the marks that may not stand apart from it."""


def lines_within(text: str, width: float) -> int:
    """How many lines the text takes in a column of that width, never fewer than it does."""
    room = max(2, int(width) - 1)
    return sum(_lines(line, room) for line in text.split("\n"))


def _lines(line: str, room: int) -> int:
    if (whole := display_width(line)) <= room:
        return 1
    if whole > 20 * room:  # of a long text each line may lose what does not fit at its end
        return -(-whole // max(1, room - 4)) + 1
    lines, used = 1, 0
    for part in _UNBROKEN.findall(line):
        width = display_width(part)
        if used + width <= room:
            used += width
        elif width <= room:
            lines, used = lines + 1, width
        else:
            over = -(-(used + width) // room) - 1
            lines, used = lines + over + 1, room
    return lines


RATIO_ENDINGS = (
    "ratio",
    "_measure",
    "_rate",
    "_rate_of_plan",
    "_rate_before",
    "_rate_of_plan_before",
    "share",
    "likeness",
)


def is_ratio(column: str) -> bool:
    """Whether the figures of a column (or measure) of that name are ratios, which people read as percentages."""
    return column.endswith(RATIO_ENDINGS) or column in _chinese_ratios()


@cache
def _chinese_ratios() -> frozenset[str]:
    """What columns of ratios are called in the Chinese views."""
    names = [chinese().columns, *(table.columns for table in chinese().tables.values())]
    return frozenset(name for called in names for column, name in called.items() if column.endswith(RATIO_ENDINGS))


_HALF_WIDTH = re.compile(r"“[^”]*”|(?<=[\u4e00-\u9fff”)）〕])[,;:?]|[,;:?](?=[\u4e00-\u9fff“])")
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？"}


def typeset(message: str) -> str:
    """A message with Chinese punctuation, as a letter has it; what it quotes stays as written."""
    return _HALF_WIDTH.sub(lambda found: _FULL_WIDTH.get(found[0], found[0]), message)
