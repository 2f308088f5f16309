"""Rows that leave blank what names their record: they go on with the record above them, merged with it or not.

Such a row is a step of that record, or a record of its own that shares with it what is written once. What the other
rows of a body are belongs to ``body``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby, pairwise
from operator import itemgetter

from sources.records import Kind, RecordField
from sources.rows import ReaderFinding, Severity
from sources.sheets import address
from sources.tables import Cells, Grid, Position, Table
from sources.values import raw_text, says_nothing

LONGEST_QUOTE = 60
MOST_BLANKS_TOLD = 20
"""The blanks of a column that are told one by one; the rest are told together."""
_BELOW_A_NUMBER = re.compile(r"[(（]?\d{1,2}[)）]|[①-⑳]")

FromAbove = Mapping[int, Position]
"""By column, where the record above says what a row leaves blank without being merged with it."""

NOTHING_FROM_ABOVE: FromAbove = {}


class RecordAbove:
    """The record that a row may go on with. from_above: what the last row that was asked about takes from it."""

    def __init__(self, grid: Grid, table: Table, number_column: int | None) -> None:
        self._grid = grid
        self._table = table
        self._number = number_column
        self._named = self._last = table.header_bottom
        self.from_above = NOTHING_FROM_ABOVE

    @cached_property
    def _own(self) -> dict[int, RecordField]:
        """The columns of the type's own fields; asked for only where a row may go on with another."""
        names = {declared.name for declared in self._table.assignment.record_type.own_fields}
        matches = self._table.assignment.matches.items()
        return {index: match.field for index, match in matches if match.field.name in names}

    @cached_property
    def _required(self) -> set[int]:
        return {index for index, declared in self._own.items() if declared.required}

    @cached_property
    def _naming(self) -> set[int]:
        return self._required | {index for index, declared in self._own.items() if declared.identifies}

    def begin(self, row: int) -> None:
        """Let a record begin that names itself."""
        self._named = self._last = row
        self.from_above = NOTHING_FROM_ABOVE

    def has_step(self, row: int, cells: Cells) -> bool:
        """Whether a row is a step of the record above, and not the next record."""
        own = {column for column, _ in cells}
        is_named = not own.isdisjoint(self._naming)
        self.from_above = NOTHING_FROM_ABOVE
        # What is merged over rows is one, though its steps are numbered 1.1 and 1.2.
        if self._required and not is_named and self._is_merged(row):
            self._last = row
            return True
        numbers_step = self._numbers_step(row, cells)
        blank = self._left_blank(row, cells[1 if numbers_step else 0][0])
        says_more = any(declared.is_prose and column in own for column, declared in self._own.items())
        is_numbered = self._number in own and not numbers_step
        is_step = not is_named and not is_numbered and self._required <= blank.keys() and says_more
        if is_step and self._required and len(blank) >= 2:
            self.from_above = {column: blank[column] for column in sorted(self._required)}
            self._last = row
            return True
        takes_name = not self._naming.isdisjoint(blank) and self._number not in own
        domains = (column for column, declared in self._own.items() if declared.kind is Kind.DOMAIN)
        takes_domain = self._number not in blank and any(column in blank for column in domains)
        if (takes_name or takes_domain) and is_named:
            self.from_above = {column: place for column, place in blank.items() if column != self._number}
            self._last = row
            return False
        self.begin(row)
        return False

    def _is_merged(self, row: int) -> bool:
        """Whether all that names the row is merged with the cells of a record above."""
        if not self._grid.inherited_columns(row):
            return False
        return all(self._table.header_bottom < self._grid.source(row, column)[0] < row for column in self._required)

    def _numbers_step(self, row: int, cells: Cells) -> bool:
        """Whether a row begins with a number below that of the record above: 1.1, (1) or ① below 1."""
        if self._number is None or cells[0][0] != self._number or len(cells) < 2:
            return False
        above = raw_text(self._grid.own(*self._grid.source(self._named, self._number))).strip()
        number = raw_text(cells[0][1]).strip()
        is_part = number.startswith(f"{above}.") and number[len(above) + 1 :].isdecimal()
        return above.isdecimal() and (is_part or _BELOW_A_NUMBER.fullmatch(number) is not None)

    def _left_blank(self, row: int, first: int) -> dict[int, Position]:
        """The columns before a row's first cell that the record right above it fills, and where."""
        if self._last != row - 1 or self._named == self._table.header_bottom:
            return {}
        known = (column for column in sorted(self._table.assignment.matches) if column < first)
        places = {column: self._grid.source(self._named, column) for column in known}
        return {
            column: place
            for column, place in places.items()
            if self._grid.own(*place) is not None and self._grid.source(row, column) != place
        }


def findings_of_rows_above(
    sheet: str, grid: Grid, table: Table, rows: Iterable[tuple[int, bool, FromAbove]]
) -> Iterable[ReaderFinding]:
    """What a clerk must know of rows that take something from the record above, told once for rows that follow each
    other. rows: each with whether it is a step.
    """
    for (is_step, from_above), some in groupby(rows, key=lambda row: (row[1], row[2])):
        numbers = [number for number, _, _ in some]
        first = next(iter(from_above))
        headers = "、".join(f"“{table.columns[column].header}”" for column in from_above)
        said = "、".join(_quoted(grid, place) for place in from_above.values())
        where = f"工作表“{sheet}”{_lines(numbers)}的{headers}空着"
        message = (
            f"{where},按 {said}的后续内容读取,没有另作记录;如是另一条记录,请补填{headers}"
            if is_step
            else f"{where},按 {said}读取;请逐行填写,或合并单元格"
        )
        rule = "rows_go_on" if is_step else "taken_from_above"
        yield ReaderFinding(rule, Severity.WARNING, message, sheet, address(numbers[0], first))


def findings_of_blanks_below(sheet: str, grid: Grid, table: Table, records: Sequence[int]) -> Iterator[ReaderFinding]:
    """Blank cells below a filled one that may mean the same and are read as blank, told once for rows that follow each
    other. records: the rows of the table's records.
    """
    matches = table.assignment.matches.items()
    asked = [(at, match.field) for at, match in matches if match.field.asked_below and match.share is None]
    for column, declared in asked:
        header, remedy = table.columns[column].header, _remedy_of_blank(declared, table)
        blanks = groupby(_blanks_below(grid, column, records), key=itemgetter(1))
        runs = [(above, [row for row, _ in some]) for above, some in blanks]
        told = [
            (numbers[0], f"{_lines(numbers)}的“{header}”空着,没有按 {_quoted(grid, above)}读取")
            for above, numbers in runs[:MOST_BLANKS_TOLD]
        ]
        more = [row for _, numbers in runs[MOST_BLANKS_TOLD:] for row in numbers]
        if more:
            told.append((more[0], f"另有 {len(more)} 行的“{header}”空着,没有按其上的内容读取"))
        for row, said in told:
            message, cell = f"工作表“{sheet}”{said};{remedy}", address(row, column)
            yield ReaderFinding("left_blank_below", Severity.INFO, message, sheet, cell, declared.name)


def _remedy_of_blank(declared: RecordField, table: Table) -> str:
    """What to do about a blank below a filled cell: of what alone names a record each is written once."""
    if table.assignment.record_type.identity == (declared,):
        return "如是其后续内容,请合并单元格,如是另一条记录,请补填"
    return f"如与其相同,请逐行填写或合并单元格{'' if declared.required else ',确实没有的请填“无”'}"


def _blanks_below(grid: Grid, column: int, records: Sequence[int]) -> Iterator[tuple[int, Position]]:
    """The records that are blank in a column below one that is not, right below it or each other, with its place."""
    if not grid.leaves_blank(records, column):
        return
    above: Position | None = None
    for before, row in pairwise((-1, *records)):
        place = grid.source(row, column)
        value = grid.own(*place)
        if value is not None:
            above = None if says_nothing(value) else place
        elif above is not None and row == before + 1:
            yield row, above
        else:
            above = None


def _lines(rows: Sequence[int]) -> str:
    return f"第 {rows[0] + 1} 行" if len(rows) == 1 else f"第 {rows[0] + 1} 至 {rows[-1] + 1} 行"


def _quoted(grid: Grid, place: Position) -> str:
    text = " ".join(raw_text(grid.own(*place)).split())[:LONGEST_QUOTE]
    return f"{address(*place)} 的“{text}”"
