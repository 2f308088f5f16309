"""Text with a cell after each delimiter: csv and tsv."""

import csv
import io
import re

from sources.limits import Limits, damaged
from sources.rows import Doubt, RawValue
from sources.sheets import Extent, Sheet, Workbook

DELIMITERS = (",", "\t", ";", "|")
LOOKED_AT = 20_000

_SAID_DELIMITER = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
"""How programs write what a spreadsheet is not to take for a number: ="001"."""


def delimited(text: str, limits: Limits) -> Workbook:
    """The cells of a csv. Raises UnreadableFileError when it is damaged or passes a limit.

    A quote that is not closed takes the lines below it into its cell: it is a doubt that names its line.
    """
    try:
        return Workbook("csv", (_sheet(text, limits, strict=True),))
    except _UnpairedQuoteError as problem:
        message = (
            f"文件第 {problem.line} 行的双引号不成对,其后各行可能并入了同一个单元格;"
            "请补全或删除这个引号,或用 Excel 或 WPS 另存为 xlsx 再报送"
        )
    return Workbook("csv", (_sheet(text, limits, strict=False),), (Doubt("unpaired_quote", message),))


class _UnpairedQuoteError(Exception):
    """A cell that is quoted is not closed, or goes on behind its quotes. line: where its row begins."""

    def __init__(self, line: int) -> None:
        self.line = line


def _sheet(text: str, limits: Limits, strict: bool) -> Sheet:
    """The rows. Raises _UnpairedQuoteError only when strict."""
    said = _SAID_DELIMITER.match(text)
    delimiter = said[1] if said else max(DELIMITERS, key=lambda candidate: _splits(text, candidate))
    csv.field_size_limit(limits.max_file_bytes)
    extent = Extent("csv", limits)
    rows: list[list[RawValue]] = [[]] if said else []
    above, begins = len(rows), 0
    lines = io.StringIO(text[said.end() :] if said else text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=strict)
    is_wrapped = '="' in text
    try:
        for row in reader:
            extent.add(len(rows), len(row), len(row))
            rows.append([_unwrapped(cell) for cell in row] if is_wrapped else [*row])
            begins = reader.line_num
    except csv.Error as problem:
        if strict:
            raise _UnpairedQuoteError(above + begins + 1) from problem
        raise damaged("csv") from problem
    return Sheet("csv", rows)


def _unwrapped(cell: str) -> str:
    found = _KEPT_AS_TEXT.fullmatch(cell)
    return found[1] if found else cell


def _splits(text: str, delimiter: str) -> int:
    """How many times the delimiter splits the first lines."""
    return sum(line.count(delimiter) for line in text[:LOOKED_AT].splitlines()[:50])
