"""Finding transposed tables: headers down a column and a record in each column beside them.

Turned on its side such a table is an ordinary one. Each record is handed on as a form, for its cells stand in many
rows. A sheet is looked at so only when it holds neither a form nor a table, or none whose headers are mostly known.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from sources.body import NOTE, STEP, BodyRow, body_rows, cells_of
from sources.forms import FEWEST_FIELDS, Form, is_explained, other_rows_of
from sources.headers import Lexicon
from sources.rows import RawValue
from sources.sheets import Sheet
from sources.tables import Grid, Line, Position, Table, search_tables
from sources.vocabulary import Vocabulary

WIDEST_LABELS = 4
"""Labels stand in one of the first columns, after a number of the line or beside a group."""
DEEPEST_LABELS = 200


@dataclass(frozen=True)
class _Turned:
    """Some rows of a sheet turned on their side: each is a column of the grid."""

    sheet: Grid
    top: int
    bottom: int

    @cached_property
    def grid(self) -> Grid:
        rows: list[list[RawValue]] = [[""] * (self.bottom - self.top) for _ in range(self.sheet.width)]
        for row in range(self.top, self.bottom):
            for column, value in self.sheet.filled[row]:
                rows[column][row - self.top] = value
        merges = tuple(
            (left, first - self.top, right, min(last, self.bottom - 1) - self.top)
            for first, left, last, right in self.sheet.sheet.merges
            if self.top <= first < self.bottom
        )
        return Grid(Sheet(self.sheet.sheet.name, rows, merges))

    def place(self, row: int, column: int) -> Position:
        """Where a cell of the turned grid stands on the sheet."""
        return (self.top + column, row)


def find_transposed(grid: Grid, words: Lexicon, vocabulary: Vocabulary) -> list[Form]:
    """The records of the sheet's transposed table, from left to right; none when it holds no such table."""
    column, rows = _labels(grid, words)
    if len(rows) < FEWEST_FIELDS or is_explained(grid, rows[0]):
        return []
    turned = _Turned(grid, rows[0], _bottom(grid, column, rows[-1]))
    tables = [table for table in search_tables(turned.grid, words) if not (table.assignment.missing or table.beside)]
    if len(tables) != 1 or len(tables[0].assignment.own_fields) < FEWEST_FIELDS:
        return []
    forms = list(_forms(turned, tables[0], vocabulary))
    return forms if any(row.skipped is None for form in forms for row in form.body) else []


def are_doubtful(tables: list[Table]) -> bool:
    """Whether most headers of every table are unknown: they may be the records of a transposed one."""
    return all(2 * len(table.assignment.matches) < len(table.columns) for table in tables)


def _labels(grid: Grid, words: Lexicon) -> tuple[int, list[int]]:
    """The column that has the most labels, and their rows."""
    by_column: dict[int, list[int]] = {}
    for row, cells in enumerate(grid.filled[:DEEPEST_LABELS]):
        for column, value in cells[:WIDEST_LABELS]:
            if column < WIDEST_LABELS and isinstance(value, str) and words.is_known(value):
                by_column.setdefault(column, []).append(row)
    return max(by_column.items(), key=lambda found: len(found[1]), default=(0, []))


def _bottom(grid: Grid, column: int, last: int) -> int:
    """The row after the last of the table: labels that are not known stand below those that are."""
    bottom = last + 1
    while bottom < grid.height and len(grid.filled[bottom]) >= 2 and grid.filled[bottom][0][0] == column:
        bottom += 1
    return bottom


def _forms(turned: _Turned, table: Table, vocabulary: Vocabulary) -> Iterator[Form]:
    """A form for each column of records; the last has the rows below as notes."""
    sheet, top = turned.sheet, turned.top
    lead = tuple(Line(row, column, str(value).strip()) for row in range(top) for column, value in sheet.filled[row])
    columns = {index: replace(column, cell=turned.place(*column.cell)) for index, column in table.columns.items()}
    named = next(index for index, match in table.assignment.matches.items() if match.field.required)
    notes = tuple(other_rows_of(sheet, range(turned.bottom, sheet.height), NOTE))
    body = list(body_rows(turned.grid, table, vocabulary))
    for number, row in enumerate(body, 1):
        cells, places = _cells(turned, table, row)
        if row.skipped is None and named not in places:
            cells.append((named, ""))  # what is missing has its place, to be told of
            places[named] = turned.place(row.row, named)
        # A column that goes on with the one before it is a record too: what is merged holds for both.
        record = BodyRow(top + named, cells, None if row.skipped == STEP else row.skipped, places=places)
        own = replace(
            table, number=number, columns=columns, top=top, header_bottom=top, lead=lead, is_first=number == 1
        )
        yield Form(own, (record, *notes) if number == len(body) else (record,))


def _cells(turned: _Turned, table: Table, row: BodyRow) -> tuple[list[tuple[int, RawValue]], dict[int, Position]]:
    """A record's own cells and those that are merged over it, each with its place on the sheet."""
    cells = list(row.cells if row.cells is not None else cells_of(turned.grid, table, row.row))
    places = {column: turned.place(row.row, column) for column, _ in cells}
    for column in turned.grid.inherited_columns(row.row):
        source = turned.grid.source(row.row, column)
        if column not in places and source[0] > table.header_bottom and column in table.columns:
            cells.append((column, turned.grid.own(*source)))
            places[column] = turned.place(*source)
    return cells, places
