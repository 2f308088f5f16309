"""Text as it may stand in a file that a spreadsheet program opens: never a formula, nothing that XML cannot hold."""

import re
import unicodedata
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def escaped(value: Any) -> Any:
    """Text that a spreadsheet program would take for a formula, made plain text."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


def printable(text: str) -> str:
    """The text with � for each character that no XML file can hold."""
    return _NOT_IN_XML.sub("�", text)


def display_width(text: str) -> int:
    """How wide a line of text is, in Latin characters: a Chinese one takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def lines_within(text: str, width: float) -> int:
    """How many lines the text takes in a column of that width."""
    return sum(max(1, -(-display_width(line) // max(1, int(width) - 1))) for line in text.split("\n"))
