"""Text with a cell after each delimiter: csv and tsv."""

import csv
import io
import re

from sources.limits import Limits, damaged
from sources.rows import RawValue
from sources.sheets import Extent, Sheet

DELIMITERS = (",", "\t", ";")
LOOKED_AT = 20_000

_SAID_DELIMITER = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def delimited_sheet(text: str, limits: Limits) -> Sheet:
    """The cells of a csv. Raises UnreadableFileError when it is damaged or passes a limit."""
    said = _SAID_DELIMITER.match(text)
    delimiter = said[1] if said else max(DELIMITERS, key=lambda candidate: _splits(text, candidate))
    csv.field_size_limit(limits.max_file_bytes)
    extent = Extent("csv", limits)
    rows: list[list[RawValue]] = [[]] if said else []
    lines = io.StringIO(text[said.end() :] if said else text, newline="")
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            extent.add(len(rows), len(row), len(row))
            rows.append([*row])
    except csv.Error as problem:
        raise damaged("csv") from problem
    return Sheet("csv", rows)


def _splits(text: str, delimiter: str) -> int:
    """How many times the delimiter splits the first lines."""
    return sum(line.count(delimiter) for line in text[:LOOKED_AT].splitlines()[:50])
