"""Reading the rows of a table's body into cells, a column at a time: what stands under a header is read in one go.

What the rows are belongs to ``body``, what stands around the table to ``surroundings``, what a content means to
``values``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise

from sources import surroundings
from sources.body import SECTION, STEP, BodyRow
from sources.matches import Match, Together
from sources.percentages import PERCENT_UNITS, as_ratio, has_own_sign, names_a_rate, says_percent
from sources.records import Kind, RecordField
from sources.rows import Cell, CellColumn, Doubt, RawValue, Reading, Texts
from sources.section_rows import said_by_section
from sources.sheets import address, letters
from sources.states import state_among
from sources.surroundings import SECTION_ROW, Told
from sources.tables import Grid, Position, Table
from sources.ticks import Mark, tick_cells
from sources.values import (
    RATIO_UNIT,
    ReadingContext,
    Readings,
    as_written,
    choice_at_start,
    in_unit,
    joined,
    quoted,
    raw_text,
    raw_texts,
    read_value,
    read_values,
    says_nothing,
)

_NO_COLUMN: tuple[str, Match | None] = ("", None)
_LAST_COUNTS = (Together.LAST, Together.DECIDING)
_SHORTEST_SENTENCE = 4
_NAMES_A_BODY = re.compile(r"会议?(?!商)|区委|政府|文件|〔|批示|领导")
_BRACKETS = (")", "）")
_SCALED = re.compile(r"[百千万亿]")

NumberedRow = tuple[int, BodyRow]
"""A row and its position in the table's body."""

CellAt = tuple[int, int]
"""A column of the sheet and the position of a content in it."""


@dataclass(slots=True)
class _Contents:
    """What stands in one column of the records. at: the position of each content's row; by a content's position in the
    lists elsewhere: the place of what stands not in its own row, written: the text of which a content is only a part,
    doubts: what is not certain about it whatever it means.
    """

    at: list[int] = field(default_factory=list)
    values: list[RawValue] = field(default_factory=list)
    elsewhere: dict[int, Position] = field(default_factory=dict)
    written: dict[int, str] = field(default_factory=dict)
    doubts: dict[int, Doubt] = field(default_factory=dict)

    def add(self, at: int, value: RawValue, place: Position | None) -> None:
        if place is not None:
            self.elsewhere[len(self.at)] = place
        self.at.append(at)
        self.values.append(value)

    def take(self, other: "_Contents", index: int, value: str | None = None) -> None:
        """Add a content of another column of contents. value: what it says together with others, else its own."""
        of = len(self.at)
        text = other.written.get(index, None if value is None else raw_text(other.values[index]))
        if text is not None:
            self.written[of] = text
        self.add(other.at[index], other.values[index] if value is None else value, other.elsewhere.get(index))

    def kept(self, texts: list[str]) -> list[str]:
        """The text of each content's cell, as it is kept. texts: those of the contents."""
        if self.written:
            return [self.written.get(index, text) for index, text in enumerate(texts)]
        return texts

    def place(self, column: int, sheet_rows: Mapping[int, int], index: int) -> Position:
        """Where a content stands."""
        return self.elsewhere.get(index) or (sheet_rows[self.at[index]], column)


@dataclass(slots=True)
class _Cells:
    """A growing column of cells, like CellColumn. is_shared: whether the lists belong to others as well."""

    name: str | None
    header: str
    letters: str | None
    cell: str | None
    at: list[int] = field(default_factory=list)
    raw_texts: list[str] = field(default_factory=list)
    values: list[str | None] = field(default_factory=list)
    elsewhere: dict[int, str | None] = field(default_factory=dict)
    doubts: dict[int, Doubt] = field(default_factory=dict)
    is_shared: bool = False

    def extend(self, at: list[int], raw_texts: list[str], values: list[str | None], doubts: Mapping[int, Doubt]) -> int:
        """Add cells; give the position of the first."""
        start = len(self.at)
        if not start:
            self.at, self.raw_texts, self.values, self.is_shared = at, raw_texts, values, True
        else:
            self._make_own()
            self.at += at
            self.raw_texts += raw_texts
            self.values += values
        if doubts:
            self.doubts.update((start + index, doubt) for index, doubt in doubts.items())
        return start

    def _make_own(self) -> None:
        if self.is_shared:
            self.at, self.raw_texts, self.values = [*self.at], [*self.raw_texts], [*self.values]
            self.is_shared = False

    def set_value(self, index: int, value: str | None) -> None:
        """Give an entry another value."""
        self._make_own()
        self.values[index] = value

    def rows_naming_a_rate(self) -> Iterator[int]:
        """The rows whose text names a rate."""
        return (at for at, text in zip(self.at, self.raw_texts, strict=True) if names_a_rate(text))

    def address(self, index: int, sheet_rows: Mapping[int, int]) -> str | None:
        """The cell of an entry."""
        own = f"{self.letters}{sheet_rows[self.at[index]] + 1}" if self.letters else self.cell
        return self.elsewhere.get(index, own)

    def column(self) -> CellColumn:
        value = None if self.values == self.raw_texts else Texts.of(self.values)
        raw_text = Texts.of(self.raw_texts)
        return CellColumn(
            self.name,
            self.header,
            self.at,
            raw_text,
            value,
            self.letters,
            self.cell,
            self.elsewhere,
            self.doubts,
        )


class _Gathered:
    """Cells put together by what they have in common: their field, their header and where they stand."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str | None, ...], _Cells] = {}

    def columns(self) -> list[CellColumn]:
        return [cells.column() for cells in self._cells.values()]

    def of(self, name: str | None, header: str, column: str | None = None, cell: str | None = None) -> _Cells:
        """The cells under a header in a column of the sheet, each in its own row, or all of them in one cell."""
        found = self._cells.get((name, header, column, cell))
        if found is None:
            found = self._cells[name, header, column, cell] = _Cells(name, header, column, cell)
        return found

    def add(self, at: int, cell: Cell) -> tuple[_Cells, int]:
        """Add a cell; give the column in which it is, and its position there."""
        cells = self.of(cell.field, cell.header_text)
        doubts = {0: cell.doubt} if cell.doubt is not None else {}
        start = cells.extend([at], [cell.raw_text], [cell.value], doubts)
        if cell.cell is not None:
            cells.elsewhere[start] = cell.cell
        return cells, start

    def spread(self, positions: list[int], cell: Cell) -> None:
        """Add the same cell for many rows."""
        count = len(positions)
        if count:
            doubts = dict.fromkeys(range(count), cell.doubt) if cell.doubt is not None else {}
            cells = self.of(cell.field, cell.header_text, cell=cell.cell)
            cells.extend(positions, [cell.raw_text] * count, [cell.value] * count, doubts)

    def of_field(self, name: str | None) -> list[_Cells]:
        return [cells for cells in self._cells.values() if cells.name == name]

    def rows_with(self, name: str | None) -> set[int]:
        """The rows that have a cell of a field."""
        return {at for cells in self.of_field(name) for at in cells.at}

    def by_row(self, name: str | None) -> dict[int, tuple[_Cells, int]]:
        """Where the cell of a field is found that a row has: its column, and its position in it."""
        return {at: (cells, index) for cells in self.of_field(name) for index, at in enumerate(cells.at)}


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
        kinds = [row.skipped for row in body]
        with_steps = {at for at, (kind, below) in enumerate(pairwise(kinds)) if kind is None and below == STEP}
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
        return gathered.columns()

    def _plain_cells(self, row: BodyRow) -> Iterator[Cell]:
        """The cells of a row that is no record: kept as written."""
        for index, value in row.cells or ():
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
        return [cell for column in gathered.columns() for _, cell in column.each([row.row + 1])]

    def _read_records(self, rows: Sequence[NumberedRow], gathered: _Gathered) -> None:
        contents = self._contents(rows)
        years = self._years(contents)
        sheet_rows = {at: row.row for at, row in rows}
        companions: list[tuple[int, Cell]] = []
        marks: dict[int, list[Mark]] = {}
        for index, found, match in self._parted(contents):
            header, _ = self._columns.get(index, _NO_COLUMN)
            own_texts = raw_texts(found.values)
            texts = found.kept(own_texts)
            place = partial(found.place, index, sheet_rows)
            if match is not None and match.option is not None:
                for of, at in enumerate(found.at):
                    marks.setdefault(at, []).append(Mark(match, header, address(*place(of)), texts[of]))
                continue
            readings = as_written(texts) if match is None else self._read_column(found, own_texts, match.field, years)
            if index in self._table.columns and self._table.columns[index].is_lost:
                readings = readings._replace(values=list(map(_as_lost, readings.values)))
            of_days = _doubts_of_days(readings, match)
            for of, doubt in found.doubts.items():
                readings.doubts[of] = joined([doubt, readings.doubts.get(of)]) or doubt
            cells = gathered.of(match.field.name if match else None, header, letters(index))
            start = cells.extend(found.at, texts, readings.values, readings.doubts)
            cells.elsewhere.update((start + of, address(*where)) for of, where in found.elsewhere.items())
            said = list(readings.companions)
            if match is not None and match.field.choice_field is not None:
                said += self._said_choices(match.field.choice_field, _as_percentages(found, header), own_texts, years)
            if match is not None and match.field.text_field is not None:
                said += self._said_texts(match.field.text_field, own_texts, readings)
            companions += [
                (found.at[of], Cell(name, header, address(*place(of)), texts[of], meant, of_days.get(of)))
                for of, name, meant in said
            ]
            if match is not None and match.field.choice_field is not None:
                companions += [
                    (found.at[of], Cell(match.field.choice_field, header, address(*place(of)), texts[of], meant, doubt))
                    for of, meant, doubt in self._choices_at_start(match.field.choice_field, own_texts)
                ]
        for at, of_row in marks.items():
            context = self._context_of(years.get(at))
            for ticked in tick_cells(of_row, partial(self._read, context=context)):
                gathered.add(at, ticked)
        self._complete(rows, companions, gathered)
        self._tell_units(sheet_rows, gathered)
        self._tell_percentages(sheet_rows, gathered)

    def _parted(self, contents: Mapping[int, _Contents]) -> Iterator[tuple[int, _Contents, Match | None]]:
        """The contents with what they mean; of columns that share a field, what they say of it and the rest apart."""
        sharing: dict[str, list[int]] = {}
        for index in sorted(contents):
            _, match = self._columns.get(index, _NO_COLUMN)
            if match is None or match.share is None:
                yield index, contents[index], match
            else:
                sharing.setdefault(match.field.name, []).append(index)
        for columns in sharing.values():
            yield from self._shared({index: contents[index] for index in columns})

    def _shared(self, contents: Mapping[int, _Contents]) -> Iterator[tuple[int, _Contents, Match | None]]:
        """The contents of columns that share a field, apart: in each row one has the value, the others are kept."""
        matches = {index: match for index in contents if (match := self._columns[index][1]) is not None}
        shares = {index: match.share for index, match in matches.items() if match.share is not None}
        said: dict[int, list[CellAt]] = {}
        order = sorted(shares, key=lambda index: shares[index].order)
        for index in order:
            found = contents[index]
            for of, (at, value) in enumerate(zip(found.at, found.values, strict=True)):
                if not says_nothing(value):
                    said.setdefault(at, []).append((index, of))
        together = shares[order[0]].together
        chosen, doubts = self._chosen(said, contents, together, matches[order[0]].field)
        for index in sorted(contents):
            found = contents[index]
            own, rest = _Contents(), _Contents()
            for of, at in enumerate(found.at):
                if chosen.get(at) != (index, of):
                    rest.take(found, of)
                    continue
                if at in doubts:
                    own.doubts[len(own.at)] = doubts[at]
                if together is Together.ALL and len(said[at]) > 1:
                    own.take(found, of, "\n".join(raw_text(contents[i].values[j]).strip() for i, j in said[at]))
                else:
                    own.take(found, of)
            yield from ((index, some, match) for some, match in ((own, matches[index]), (rest, None)) if some.at)

    def _chosen(
        self, said: Mapping[int, list[CellAt]], contents: Mapping[int, _Contents], together: Together, of: RecordField
    ) -> tuple[dict[int, CellAt], dict[int, Doubt]]:
        """By row the one of its cells that has the value of a field, and the doubt about it. said: all of the field."""
        if together is not Together.CERTAIN:
            return {at: cells[-1] if together in _LAST_COUNTS else cells[0] for at, cells in said.items()}, {}
        chosen: dict[int, CellAt] = {}
        doubts: dict[int, Doubt] = {}
        for at, cells in said.items():
            first, doubt = state_among([(self._columns[i][0], contents[i].values[j]) for i, j in cells], of)
            chosen[at] = cells[first]
            if doubt is not None:
                doubts[at] = doubt
        return chosen, doubts

    def _complete(
        self, rows: Sequence[NumberedRow], companions: Iterable[tuple[int, Cell]], gathered: _Gathered
    ) -> None:
        """Add to the rows what other cells and the surroundings tell of the fields that they leave out."""
        filled: dict[str | None, dict[int, tuple[_Cells, int]]] = {}
        for at, cell in companions:
            if cell.field not in filled:
                filled[cell.field] = gathered.by_row(cell.field)
            if at not in filled[cell.field]:
                filled[cell.field][at] = gathered.add(at, cell)
            elif cell.field is not None and self._fields[cell.field].kind is Kind.DEPARTMENTS:
                _add_names(*filled[cell.field][at], cell.value)
        for name, cell in self.told.items():
            if name != "domain":
                gathered.spread([at for at, _ in _without(name, rows, gathered)], cell)
        self._tell_of_sections(rows, gathered)
        if "domain" in self._fields:
            self._tell_domains(_without("domain", rows, gathered), gathered)

    def _contents(self, rows: Sequence[NumberedRow]) -> dict[int, _Contents]:
        """The records' own content and what merged cells give them from above, by column."""
        contents: dict[int, _Contents] = {}
        for at, row in rows if self._grid.inherited else ((at, row) for at, row in rows if row.cells is not None):
            for index, value in row.cells or ():
                found = contents.setdefault(index, _Contents())
                if row.written is not None and index in row.written:
                    found.written[len(found.at)] = row.written[index]
                found.add(at, value, row.places[index] if row.places else None)
            for index, place in self._inherited(row):
                contents.setdefault(index, _Contents()).add(at, self._grid.own(*place), place)
        self._add_whole_rows([(at, row.row) for at, row in rows if row.cells is None], contents)
        return contents

    def _add_whole_rows(self, rows: Sequence[tuple[int, int]], contents: dict[int, _Contents]) -> None:
        """Add what stands in rows of the sheet, which are given by their position and their number."""
        if not rows:
            return
        positions = [at for at, _ in rows]
        blanks = self._grid.blanks
        for index, column in enumerate(self._grid.columns([row for _, row in rows])):
            if not self._table.left <= index <= self._table.right:
                continue
            at, values = positions, column
            if not blanks.isdisjoint(column):
                if blanks.issuperset(column):
                    continue
                at = [place for place, value in zip(positions, column, strict=True) if value not in blanks]
                values = [value for value in column if value not in blanks]
            if index in contents:
                contents[index].at += at
                contents[index].values += values
            else:
                contents[index] = _Contents(at, values)

    def _inherited(self, row: BodyRow) -> Iterator[tuple[int, Position]]:
        columns = self._grid.inherited_columns(row.row) if row.places is None else []
        for column in columns:
            place = self._grid.source(row.row, column)
            is_of_body = place[0] > self._table.header_bottom and column in self._table.columns
            if is_of_body and place[0] != row.row and self._table.left <= column <= self._table.right:
                yield column, place
        yield from row.from_above.items()

    def _years(self, contents: Mapping[int, _Contents]) -> dict[int, int]:
        """The years that records have in a column of their own, by their position: they go before the table's."""
        years: dict[int, int] = {}
        for index, found in contents.items():
            _, match = self._columns.get(index, _NO_COLUMN)
            if match is not None and match.field.name == "year":
                readings = read_values(found.values, raw_texts(found.values), self._type, match.field, self._context)
                for at, value in zip(found.at, readings.values, strict=True):
                    if value is not None and value.isdigit():
                        years.setdefault(at, int(value))
        return years

    def _context_of(self, year: int | None) -> ReadingContext:
        return self._context if year is None else ReadingContext(self._context.vocabulary, year)

    def _read_column(
        self, found: _Contents, texts: list[str], declared: RecordField, years: Mapping[int, int]
    ) -> Readings:
        if not years:
            return read_values(found.values, texts, self._type, declared, self._context)
        by_year: dict[int | None, list[int]] = {}
        for index, at in enumerate(found.at):
            by_year.setdefault(years.get(at), []).append(index)
        joined = Readings([None] * len(found.at), {}, [])
        for year, indexes in by_year.items():
            some = [found.values[index] for index in indexes]
            readings = read_values(some, raw_texts(some), self._type, declared, self._context_of(year))
            for index, value in zip(indexes, readings.values, strict=True):
                joined.values[index] = value
            joined.doubts.update((indexes[of], doubt) for of, doubt in readings.doubts.items())
            joined.companions.extend((indexes[of], name, meant) for of, name, meant in readings.companions)
        return joined

    def _read(self, value: RawValue, declared: RecordField, context: ReadingContext) -> Reading:
        return read_value(value, declared, context, self._type.siblings(declared))

    def _said_choices(
        self, name: str, found: _Contents, texts: list[str], years: Mapping[int, int]
    ) -> list[tuple[int, str, str]]:
        """The choices that texts are, of a field that has no column here: 已完成 below 进展情况 is a status."""
        if name in self._fields_found:
            return []
        readings = self._read_column(found, texts, self._fields[name], years)
        return [
            (of, name, value)
            for of, value in enumerate(readings.values)
            if value is not None and of not in readings.doubts
        ]

    def _choices_at_start(self, name: str, texts: list[str]) -> Iterator[tuple[int, str, Doubt]]:
        """The choices that texts begin with, each in a sentence of its own, as 已完成。1.印发方案… does."""
        if name in self._fields_found:
            return
        declared = self._fields[name]
        for of, text in enumerate(texts):
            begins = choice_at_start(text, declared)
            if begins is not None:
                choice, said = begins
                message = (
                    f"{quoted(text)}以{quoted(said)}开头,{declared.header}按此读取;请增加“{declared.header}”一栏填写"
                )
                yield of, choice, Doubt("guessed_choice", message)

    def _said_texts(self, name: str, texts: list[str], readings: Readings) -> list[tuple[int, str, str]]:
        """The texts that are written where a choice is asked for, for a field that has no column here.

        What was done is progress; 经区委深改委第5次会议审议通过 names the meeting that approved as well.
        """
        if name in self._fields_found:
            return []
        is_prose = self._fields[name].is_prose
        return [
            (of, name, texts[of].strip())
            for of in readings.doubts
            if len(texts[of]) >= _SHORTEST_SENTENCE
            and (is_prose or (readings.values[of] is not None and _NAMES_A_BODY.search(texts[of])))
        ]

    def _told_cell(self, name: str, told: Told) -> Cell:
        readings = read_values([told.meant], [told.meant], self._type, self._fields[name], self._context)
        place = address(*told.place) if told.place else None
        return Cell(name, told.header, place, told.text, readings.values[0], readings.doubts.get(0))

    def _tell_of_sections(self, rows: Sequence[NumberedRow], gathered: _Gathered) -> None:
        """What the section rows above records say of them, of fields that have no column here."""
        told = [one for one in self._type.own_fields if one.said_by_sections and one.name not in self._fields_found]
        by_heading: dict[Position, list[int]] = {}
        for at, row in rows if told else ():
            if row.heading is not None:
                by_heading.setdefault(row.heading, []).append(at)
        for declared in told if by_heading else ():
            filled = gathered.rows_with(declared.name)
            for heading, positions in by_heading.items():
                text = raw_text(self._grid.own(*heading))
                meant = said_by_section(text, declared, self._context.vocabulary)
                if meant is not None:
                    cell = self._told_cell(declared.name, Told(SECTION_ROW, text, heading, meant))
                    gathered.spread([at for at in positions if at not in filled], cell)

    def _tell_domains(self, rows: Iterable[NumberedRow], gathered: _Gathered) -> None:
        """The domain of records without one: of the section row above them, else of the table."""
        by_section: dict[Position | None, list[int]] = {}
        for at, row in rows:
            by_section.setdefault(row.section, []).append(at)
        for section, positions in by_section.items():
            if section is not None:
                text = raw_text(self._grid.own(*section))
                gathered.spread(positions, self._told_cell("domain", Told(SECTION_ROW, text, section, text)))
            elif "domain" in self.told:
                gathered.spread(positions, self.told["domain"])

    def _tell_units(self, sheet_rows: Mapping[int, int], gathered: _Gathered) -> None:
        """The unit of plain figures without one: in brackets after their name or in their header, else of the table.

        A figure that says thousands of its own, 13.5亿元 or 13.5亿, is told in that unit.
        """
        for declared in self._type.fields:
            unit_field = declared.unit_field
            if unit_field is None:
                continue
            units = gathered.by_row(unit_field)
            in_names = {
                at: (cells, index, named)
                for name in self._naming(declared)
                for cells in gathered.of_field(name)
                for index, (at, text) in enumerate(zip(cells.at, cells.raw_texts, strict=True))
                if text.rstrip()[-1:] in _BRACKETS and (named := surroundings.unit_in_header(text))
            }
            for cells in gathered.of_field(declared.name):
                in_header = surroundings.unit_in_header(cells.header)
                for index, (at, value, text) in enumerate(zip(cells.at, cells.values, cells.raw_texts, strict=True)):
                    if value is None:
                        continue
                    said = in_names.get(at) or ((cells, index, in_header) if in_header else None)
                    unit: str | None = None
                    if at in units:
                        own, of = units[at]
                        unit = own.values[of]
                    elif said is not None:
                        told, of, unit = said
                        where = told.address(of, sheet_rows)
                        gathered.add(at, Cell(unit_field, told.header, where, told.raw_texts[of], unit))
                    elif self._unit is not None:
                        unit = self._unit.meant
                        gathered.add(at, self._told_cell(unit_field, self._unit))
                    if unit and _SCALED.search(text):
                        cells.set_value(index, in_unit(value, text, unit))

    def _naming(self, figure: RecordField) -> list[str]:
        """The fields that say what a figure is of."""
        return [other.name for other in self._type.own_fields if other.required and other != figure]

    def _tell_percentages(self, sheet_rows: Mapping[int, int], gathered: _Gathered) -> None:
        """Make ratios of the plain figures that their header, their unit or their name says are percentages."""
        for declared in self._type.own_fields:
            if declared.unit_field is None:
                continue
            units = gathered.by_row(declared.unit_field)
            rates = {
                at
                for name in self._naming(declared)
                for cells in gathered.of_field(name)
                for at in cells.rows_naming_a_rate()
            }
            for cells in gathered.of_field(declared.name):
                for index, at in enumerate(cells.at):
                    found, of = units.get(at, (None, 0))
                    if not _make_ratio(cells, index, found.values[of] if found else None, is_named=at in rates):
                        continue
                    if found is not None:
                        found.set_value(of, RATIO_UNIT)
                    else:
                        where, text = cells.address(index, sheet_rows), cells.raw_texts[index]
                        gathered.add(at, Cell(declared.unit_field, cells.header, where, text, RATIO_UNIT))


def _doubts_of_days(readings: Readings, match: Match | None) -> dict[int, Doubt]:
    """The doubts about days beside names, taken from the names: they are none where another column has the day."""
    day = match.field.day_field if match is not None else None
    dated = [of for of, name, _ in readings.companions if name == day]
    return {of: readings.doubts.pop(of) for of in dated if of in readings.doubts}


def _as_lost(value: str | None) -> str | None:
    """Points that are lost: a figure below nought, with its sign or without it."""
    return value if value is None or value.startswith("-") or not float(value) else f"-{value}"


def _as_percentages(found: _Contents, header: str) -> _Contents:
    """The contents, each number below a header such as 进度(%) as the percentage that it is."""
    if not says_percent(header):
        return found
    values = [
        f"{raw_text(value)}%" if isinstance(value, int | float) and value > 1 else value for value in found.values
    ]
    return replace(found, values=values)


def _add_names(cells: _Cells, index: int, names: str | None) -> None:
    """Add names to those of a cell that another cell of its row tells of as well."""
    said = [value for value in (cells.values[index], names) if value]
    cells.set_value(index, "、".join(dict.fromkeys(name for value in said for name in value.split("、"))) or None)


def _make_ratio(cells: _Cells, index: int, unit: str | None, is_named: bool) -> bool:
    """Make a ratio of a figure when it is a percentage, and say whether it is. is_named: whether as a rate."""
    value, text = cells.values[index], cells.raw_texts[index]
    is_said = unit in PERCENT_UNITS or (unit is None and says_percent(cells.header))
    is_rate = unit is None and (is_named or names_a_rate(cells.header))
    if value is None or not (is_said or is_rate):
        return False
    if not has_own_sign(text):
        reading = as_ratio(value, text, is_said)
        cells.set_value(index, reading.value)
        doubt = joined([cells.doubts.get(index), reading.doubt])
        if doubt is not None:
            cells.doubts[index] = doubt
    return True


def _without(name: str, rows: Sequence[NumberedRow], gathered: _Gathered) -> list[NumberedRow]:
    """The rows that have no cell of a field."""
    filled = gathered.rows_with(name)
    return [(at, row) for at, row in rows if at not in filled] if filled else list(rows)


def _with_steps(own: list[Cell], steps: list[list[Cell]], fields: tuple[RecordField, ...]) -> list[Cell]:
    """The cells of a record of several rows. A cell whose value does not hold for all of them keeps only its text.

    What they tell in sentences is told by all of them together.
    """
    cells = {cell.field: cell for cell in own if cell.field is not None}
    others = [cell for cell in own if cell.field is None]
    for declared in fields:
        said = [cell for row in (own, *steps) for cell in row if cell.field == declared.name and cell.value is not None]
        before = cells.get(declared.name)
        is_agreed = len({cell.value for cell in said}) <= 1 and (not said or said[0] is before)
        if is_agreed or (declared.kind is Kind.TEXT and not declared.is_prose):
            continue
        if declared.is_prose:
            lines = dict.fromkeys(cell.value for cell in said if cell.value is not None)
            cells[declared.name] = (before or said[0])._replace(value="\n".join(lines))
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
