"""The rows of a sheet that stand in no known table: what may be data is kept as written, so that no row is lost.

Title lines and lines such as 填报单位:区发改委 above a table are no rows; they belong to ``surroundings``.
"""

from collections.abc import Sequence

from sources.headers import is_numbering
from sources.records import COMMON_FIELDS
from sources.rows import CellColumn, RawValue, TableRows, Texts
from sources.sheets import letters
from sources.surroundings import unit
from sources.tables import CONTEXT_LINE, Grid, Line, Table
from sources.values import raw_text

NO_TABLE = "no known table"
"""Why such a row is no record."""

FEWEST_CELLS = 3
"""A row of fewer cells is data only beside others like it: a title may stand in two cells."""

MOST_ON_A_COVER = 10
"""The rows of a cover: more of them may be a list of one column."""

_LABELS = frozenset(header for field in COMMON_FIELDS for header in field.headers)


def other_rows(grid: Grid, first: Table | None, others: Sequence[Table] = ()) -> TableRows | None:
    """All rows of a sheet without a known table, else those above its first table that may be data; None if none.

    others: tables of the sheet that are not read, whose rows are kept wherever they stand.
    """
    if first is None:
        rows = [row for row in range(grid.height) if not grid.is_blank(row)]
    else:
        rows = [row for row in range(first.top) if _may_be_data(row, grid.filled[row])]
        if len(rows) < 2 and all(len(grid.filled[row]) < FEWEST_CELLS for row in rows):
            rows = []
        of_others = (row for table in others for row in range(table.start, table.body_end) if not grid.is_blank(row))
        rows = sorted({*rows, *of_others})
    return _kept(grid, rows) if rows else None


def is_cover(grid: Grid) -> bool:
    """Whether a sheet says a few things and lists nothing, as the cover of a file does."""
    rows = [row for row in range(grid.height) if not grid.is_blank(row)]
    return len(rows) <= MOST_ON_A_COVER and not any(_may_be_data(row, grid.filled[row]) for row in rows)


def _may_be_data(row: int, cells: list[tuple[int, RawValue]]) -> bool:
    if len(cells) < 2 or any(_is_label(value) for _, value in cells):
        return False
    lines = [Line(row, column, raw_text(value)) for column, value in cells]
    return not is_numbering([line.text for line in lines]) and unit(lines) is None


def _is_label(value: RawValue) -> bool:
    return isinstance(value, str) and (CONTEXT_LINE.match(value) is not None or "".join(value.split()) in _LABELS)


def _kept(grid: Grid, rows: Sequence[int]) -> TableRows:
    columns: dict[int, list[tuple[int, str]]] = {}
    for at, row in enumerate(rows):
        for index, value in grid.filled[row]:
            columns.setdefault(index, []).append((at, raw_text(value)))
    kept = [_column(letters(index), *zip(*columns[index], strict=True)) for index in sorted(columns)]
    numbers = [row + 1 for row in rows]
    return TableRows(grid.sheet.name, 0, None, False, numbers, [NO_TABLE] * len(numbers), kept)


def _column(name: str, at: Sequence[int], texts: Sequence[str]) -> CellColumn:
    return CellColumn(None, "", at, Texts.of(texts), Texts.of([None] * len(texts)), letters=name)
