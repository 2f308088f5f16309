"""Reading the rows of a table's body into cells, a column at a time: what stands under a header is read in one go.

What the rows are belongs to ``body``, what stands around the table to ``surroundings``, what a content means to
``values``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from sources import surroundings
from sources.body import SECTION, STEP, BodyRow
from sources.headers import Match
from sources.percentages import PERCENT_UNITS, as_ratio, has_own_sign, names_a_rate, says_percent
from sources.records import Kind, RecordField
from sources.rows import Cell, CellColumn, Doubt, RawValue, Reading
from sources.sheets import address, letters
from sources.surroundings import Told
from sources.tables import Grid, Position, Table
from sources.ticks import Mark, tick_cells
from sources.values import RATIO_UNIT, ReadingContext, Readings, is_blank, joined, raw_text, read_value, read_values

_NO_COLUMN: tuple[str, Match | None] = ("", None)
_SCALED = re.compile(r"[百千万亿]")

NumberedRow = tuple[int, BodyRow]
"""A row and its position in the table's body."""


@dataclass(slots=True)
class _Contents:
    """What stands in one column of the records. at: the position of each content's row; by a content's position in the
    lists elsewhere: the place of what stands not in its own row, written: the text of which a content is only a part.
    """

    at: list[int] = field(default_factory=list)
    values: list[RawValue] = field(default_factory=list)
    elsewhere: dict[int, Position] = field(default_factory=dict)
    written: dict[int, str] = field(default_factory=dict)

    def add(self, at: int, value: RawValue, place: Position) -> None:
        self.elsewhere[len(self.at)] = place
        self.at.append(at)
        self.values.append(value)

    def texts(self) -> list[str]:
        """The text of each content's cell, as it is kept."""
        found = [value if value.__class__ is str else raw_text(value) for value in self.values]
        for index, text in self.written.items():
            found[index] = text
        return found

    def addresses(self, column: int, row_numbers: Mapping[int, str]) -> list[str | None]:
        own = letters(column)
        found: list[str | None] = [own + row_numbers[at] for at in self.at]
        for index, place in self.elsewhere.items():
            found[index] = address(*place)
        return found


class _Gathered:
    """Cells put together by what they have in common: their field and their header."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str | None, str], CellColumn] = {}

    @property
    def columns(self) -> list[CellColumn]:
        return list(self._columns.values())

    def column(self, name: str | None, header: str) -> CellColumn:
        found = self._columns.get((name, header))
        if found is None:
            found = self._columns[name, header] = CellColumn(name, header)
        return found

    def add(self, at: int, cell: Cell) -> None:
        self.column(cell.field, cell.header_text).add(at, cell)

    def put(self, at: int, cell: Cell) -> None:
        """Add a cell, or give the one that is there its value."""
        column = self.column(cell.field, cell.header_text)
        if at in column.at:
            column.values[column.at.index(at)] = cell.value
        else:
            column.add(at, cell)

    def by_row(self, name: str) -> dict[int, Cell]:
        """The cells of a field by their rows."""
        return {at: cell for column in self.columns if column.field == name for at, cell in column.each()}

    def filled(self) -> dict[str | None, set[int]]:
        """The rows that have a cell of each field."""
        rows: dict[str | None, set[int]] = {}
        for (name, _), column in self._columns.items():
            rows.setdefault(name, set()).update(column.at)
        return rows


class BodyReader:
    """Reads the body of one table.

    told: what the surroundings of the table tell of all its records, by field. unit: of its figures without one.
    """

    def __init__(
        self, grid: Grid, table: Table, context: ReadingContext, told: Mapping[str, Told], unit: Told | None
    ) -> None:
        self._grid = grid
        self._table = table
        self._type = table.assignment.record_type
        self._fields = {declared.name: declared for declared in self._type.fields}
        self._context = context
        self._unit = unit
        self._columns = {index: (column.header, column.match) for index, column in table.columns.items()}
        self._fields_found = {match.field.name for match in table.assignment.matches.values()}
        self.told = {name: self._told_cell(name, what) for name, what in told.items() if name in self._fields}

    def read(self, body: Sequence[BodyRow]) -> list[CellColumn]:
        """The cells of all rows: those of records read, those of other rows as written."""
        with_steps = {
            at for at, (row, below) in enumerate(pairwise(body)) if row.skipped is None and below.skipped == STEP
        }
        gathered = _Gathered()
        self._read_records(
            [(at, row) for at, row in enumerate(body) if row.skipped is None and at not in with_steps], gathered
        )
        for at in sorted(with_steps):
            for cell in self._cells_with_steps(body, at):
                gathered.add(at, cell)
        for at, row in enumerate(body):
            if row.skipped is not None:
                for cell in self._plain_cells(row):
                    gathered.add(at, cell)
        return gathered.columns

    def _plain_cells(self, row: BodyRow) -> Iterator[Cell]:
        """The cells of a row that is no record: kept as written."""
        for index, value in row.cells:
            header, match = self._columns.get(index, _NO_COLUMN)
            name = match.field.name if match and row.skipped != SECTION else None
            yield Cell(name, header, address(*row.place(index)), row.text(index, value), None)

    def _cells_with_steps(self, body: Sequence[BodyRow], at: int) -> list[Cell]:
        """The cells of a record; where its steps below say something else, the value that holds for all of them."""
        rows = [body[at]]
        while at + 1 < len(body) and body[at + 1].skipped == STEP:
            at += 1
            rows.append(body[at])
        own, *steps = (self._record_cells(row) for row in rows)
        return _with_steps(own, steps, tuple(self._fields.values()))

    def _record_cells(self, row: BodyRow) -> list[Cell]:
        gathered = _Gathered()
        self._read_records([(0, row)], gathered)
        return [cell for column in gathered.columns for _, cell in column.each()]

    def _read_records(self, rows: Sequence[NumberedRow], gathered: _Gathered) -> None:
        contents = self._contents(rows)
        years = self._years(contents)
        row_numbers = {at: str(row.row + 1) for at, row in rows}
        companions: list[tuple[int, Cell]] = []
        marks: dict[int, list[Mark]] = {}
        for index in sorted(contents):
            found = contents[index]
            header, match = self._columns.get(index, _NO_COLUMN)
            where = found.addresses(index, row_numbers)
            texts = found.texts()
            if match is not None and match.option is not None:
                for at, cell, text in zip(found.at, where, texts, strict=True):
                    marks.setdefault(at, []).append(Mark(match, header, cell or "", text))
                continue
            if match is None:
                values = [None if is_blank(text) else text.strip() for text in texts]
                readings = Readings(values, {}, [])
            else:
                readings = self._read_column(found, match.field, years)
            column = gathered.column(match.field.name if match else None, header)
            _extend(column, found.at, where, texts, readings)
            companions += [
                (found.at[of], Cell(name, header, where[of], texts[of], meant))
                for of, name, meant in readings.companions
            ]
            if match is not None and match.field.choice_field is not None:
                said = self._said_choices(match.field.choice_field, found, years)
                companions += [
                    (found.at[of], Cell(match.field.choice_field, header, where[of], texts[of], meant))
                    for of, meant in said
                ]
        for at, of_row in marks.items():
            context = self._context_of(years.get(at))
            for ticked in tick_cells(of_row, partial(self._read, context=context)):
                gathered.add(at, ticked)
        self._complete(rows, companions, gathered)

    def _complete(
        self, rows: Sequence[NumberedRow], companions: Iterable[tuple[int, Cell]], gathered: _Gathered
    ) -> None:
        """Add to the rows what other cells and the surroundings tell of the fields that they leave out."""
        filled = gathered.filled()
        for at, cell in companions:
            rows_with = filled.setdefault(cell.field, set())
            if at not in rows_with:
                rows_with.add(at)
                gathered.add(at, cell)
        for name, cell in self.told.items():
            if name != "domain":
                _spread(gathered, cell, [at for at, _ in rows if at not in filled.get(name, ())])
        if "domain" in self._fields:
            self._tell_domains([(at, row) for at, row in rows if at not in filled.get("domain", ())], gathered)
        self._tell_units(filled, gathered)
        self._tell_percentages(gathered)

    def _contents(self, rows: Sequence[NumberedRow]) -> dict[int, _Contents]:
        """The records' own content and what merged cells give them from above, by column."""
        contents: dict[int, _Contents] = {}
        for at, row in rows:
            for index, value in row.cells:
                found = contents.get(index)
                if found is None:
                    found = contents[index] = _Contents()
                if row.places is None:
                    found.at.append(at)
                    found.values.append(value)
                else:
                    if row.written is not None and index in row.written:
                        found.written[len(found.at)] = row.written[index]
                    found.add(at, value, row.places[index])
            for index, place in self._inherited(row):
                contents.setdefault(index, _Contents()).add(at, self._grid.own(*place), place)
        return contents

    def _inherited(self, row: BodyRow) -> Iterator[tuple[int, Position]]:
        columns = self._grid.inherited_columns(row.row) if row.places is None else []
        own = {column for column, _ in row.cells} if columns else set()
        for column in columns:
            place = self._grid.source(row.row, column)
            is_of_body = place[0] > self._table.header_bottom and column in self._table.columns
            if is_of_body and column not in own and self._table.left <= column <= self._table.right:
                yield column, place

    def _years(self, contents: Mapping[int, _Contents]) -> dict[int, int]:
        """The years that records have in a column of their own, by their position: they go before the table's."""
        years: dict[int, int] = {}
        for index, found in contents.items():
            _, match = self._columns.get(index, _NO_COLUMN)
            if match is not None and match.field.name == "year":
                readings = read_values(found.values, self._type, match.field, self._context)
                for at, value in zip(found.at, readings.values, strict=True):
                    if value is not None and value.isdigit():
                        years.setdefault(at, int(value))
        return years

    def _context_of(self, year: int | None) -> ReadingContext:
        return self._context if year is None else ReadingContext(self._context.vocabulary, year)

    def _read_column(self, found: _Contents, declared: RecordField, years: Mapping[int, int]) -> Readings:
        if not years:
            return read_values(found.values, self._type, declared, self._context)
        by_year: dict[int | None, list[int]] = {}
        for index, at in enumerate(found.at):
            by_year.setdefault(years.get(at), []).append(index)
        joined = Readings([None] * len(found.at), {}, [])
        for year, indexes in by_year.items():
            some = [found.values[index] for index in indexes]
            readings = read_values(some, self._type, declared, self._context_of(year))
            for index, value in zip(indexes, readings.values, strict=True):
                joined.values[index] = value
            joined.doubts.update((indexes[of], doubt) for of, doubt in readings.doubts.items())
            joined.companions.extend((indexes[of], name, meant) for of, name, meant in readings.companions)
        return joined

    def _read(self, value: RawValue, declared: RecordField, context: ReadingContext) -> Reading:
        return read_value(value, declared, context, self._type.siblings(declared))

    def _said_choices(self, name: str, found: _Contents, years: Mapping[int, int]) -> list[tuple[int, str]]:
        """The choices that texts are, of a field that has no column here: 已完成 below 进展情况 is a status."""
        if name in self._fields_found:
            return []
        readings = self._read_column(found, self._fields[name], years)
        return [
            (of, value) for of, value in enumerate(readings.values) if value is not None and of not in readings.doubts
        ]

    def _told_cell(self, name: str, told: Told) -> Cell:
        reading = self._read(told.meant, self._fields[name], self._context)
        place = address(*told.place) if told.place else None
        return Cell(name, told.header, place, told.text, reading.value, reading.doubt)

    def _tell_domains(self, rows: Iterable[NumberedRow], gathered: _Gathered) -> None:
        """The domain of records without one: of the section row above them, else of the table."""
        by_section: dict[Position | None, list[int]] = {}
        for at, row in rows:
            by_section.setdefault(row.section, []).append(at)
        for section, positions in by_section.items():
            if section is not None:
                text = raw_text(self._grid.own(*section))
                _spread(gathered, self._told_cell("domain", Told("分组行", text, section, text)), positions)
            elif "domain" in self.told:
                _spread(gathered, self.told["domain"], positions)

    def _tell_units(self, filled: Mapping[str | None, set[int]], gathered: _Gathered) -> None:
        """The unit of plain figures without one: from their header's brackets, else from the table's 单位 line."""
        for declared in self._type.fields:
            unit_field = declared.unit_field
            if unit_field is None:
                continue
            with_unit = filled.get(unit_field, set())
            for column in gathered.columns:
                if column.field != declared.name:
                    continue
                named = surroundings.unit_in_header(column.header_text)
                for at, cell in list(column.each()):
                    if at in with_unit or cell.value is None or _SCALED.search(cell.raw_text):
                        continue
                    if named is not None:
                        gathered.add(at, cell._replace(field=unit_field, value=named, doubt=None))
                    elif self._unit is not None:
                        gathered.add(at, self._told_cell(unit_field, self._unit))

    def _tell_percentages(self, gathered: _Gathered) -> None:
        """Make ratios of the plain figures that their header, their unit or their name says are percentages."""
        for declared in self._type.own_fields:
            if declared.unit_field is None:
                continue
            units = gathered.by_row(declared.unit_field)
            others = [other for other in self._type.own_fields if other.required and other != declared]
            cells = [cell for other in others for cell in gathered.by_row(other.name).items()]
            rates = {at for at, cell in cells if names_a_rate(cell.raw_text)}
            for column in gathered.columns:
                if column.field != declared.name:
                    continue
                for index, at in enumerate(column.at):
                    unit = units[at].value if at in units else None
                    if _make_ratio(column, index, unit, is_named=at in rates):
                        told = Cell(
                            declared.unit_field, column.header_text, column.cells[index], column.raw_texts[index], None
                        )
                        gathered.put(at, units.get(at, told)._replace(value=RATIO_UNIT))


def _make_ratio(column: CellColumn, index: int, unit: str | None, is_named: bool) -> bool:
    """Make a ratio of a figure when it is a percentage, and say whether it is. is_named: whether as a rate."""
    value, text = column.values[index], column.raw_texts[index]
    is_said = unit in PERCENT_UNITS or (unit is None and says_percent(column.header_text))
    is_rate = unit is None and (is_named or names_a_rate(column.header_text))
    if value is None or not (is_said or is_rate):
        return False
    if not has_own_sign(text):
        reading = as_ratio(value, text, is_said)
        column.values[index] = reading.value
        doubt = joined([column.doubts.get(index), reading.doubt])
        if doubt is not None:
            column.doubts[index] = doubt
    return True


def _extend(
    column: CellColumn, at: Sequence[int], cells: Sequence[str | None], texts: Sequence[str], readings: Readings
) -> None:
    start = len(column.at)
    column.at += at
    column.cells += cells
    column.raw_texts += texts
    column.values += readings.values
    column.doubts.update((start + of, doubt) for of, doubt in readings.doubts.items())


def _spread(gathered: _Gathered, cell: Cell, positions: Sequence[int]) -> None:
    """The same cell for many rows."""
    count = len(positions)
    if count:
        doubts = dict.fromkeys(range(count), cell.doubt) if cell.doubt is not None else {}
        readings = Readings([cell.value] * count, doubts, [])
        column = gathered.column(cell.field, cell.header_text)
        _extend(column, positions, [cell.cell] * count, [cell.raw_text] * count, readings)


def _with_steps(own: list[Cell], steps: list[list[Cell]], fields: tuple[RecordField, ...]) -> list[Cell]:
    """The cells of a record of several rows. A cell whose value does not hold for all of them keeps only its text."""
    cells = {cell.field: cell for cell in own if cell.field is not None}
    others = [cell for cell in own if cell.field is None]
    for declared in fields:
        said = [cell for row in (own, *steps) for cell in row if cell.field == declared.name and cell.value is not None]
        before = cells.get(declared.name)
        is_agreed = len({cell.value for cell in said}) <= 1 and (not said or said[0] is before)
        if declared.kind is Kind.TEXT or is_agreed:
            continue
        if before is not None:
            others.append(before._replace(field=None, value=before.raw_text.strip(), doubt=None))
        cells[declared.name] = _value_of_steps(declared, said, len(steps) + 1)
    return [*cells.values(), *others]


def _value_of_steps(declared: RecordField, said: list[Cell], steps: int) -> Cell:
    """What steps that differ say of their record: the last of several dates, the first of other values, no state."""
    is_date = declared.kind in (Kind.DATE, Kind.DEADLINE)
    chosen = max(said, key=lambda cell: cell.value or "") if is_date else said[0]
    is_unknown = declared.kind is Kind.CHOICE
    meant = "未采用" if is_unknown else f"按 {chosen.cell} 的“{chosen.raw_text.strip()}”读取"
    message = f"本事项分 {steps} 行填写,各行的{declared.header}不同,{meant};请在首行写明整个事项的{declared.header}"
    return chosen._replace(value=None if is_unknown else chosen.value, doubt=Doubt("steps_differ", message))
