"""From a file to records: every table's rows as cells with their meaning, and what the clerk must know of the file.

This module joins the others: it opens nothing and finds nothing itself, and it never raises for what a file holds.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sources import surroundings
from sources.body import NOTE, SECTION, STEP, BodyRow, body_rows
from sources.contents import Location
from sources.forms import find_forms
from sources.headers import GUESS, Match, lexicon
from sources.office_sheets import is_of_the_office
from sources.records import Kind, RecordField, record_types
from sources.rows import Cell, Doubt, FileReading, FileState, RawValue, ReaderFinding, Reading, Row, Severity
from sources.surroundings import Told
from sources.tables import Column, Grid, Line, Table, find_tables
from sources.ticks import Mark, tick_cells
from sources.values import ReadingContext, is_blank, raw_text, read_value
from sources.vocabulary import Vocabulary
from sources.workbook import DEFAULT_LIMITS, Limits, Sheet, UnreadableFileError, Workbook, address, open_workbook

MOST_FORMULA_FINDINGS = 20
LONGEST_QUOTE = 60

_NO_COLUMN: tuple[str, Match | None] = ("", None)
_SCALED = re.compile(r"[百千万亿]")


def read_file(
    location: Location, inbox_path: str, vocabulary: Vocabulary, limits: Limits = DEFAULT_LIMITS
) -> FileReading:
    """All records of a file, or why there are none.

    inbox_path: the file's path relative to the inbox, with forward slashes: its names tell the year and the department.
    """
    try:
        workbook = open_workbook(location, limits)
    except UnreadableFileError as problem:
        return unreadable(problem.format, problem.rule, problem.message)
    sent = [sheet for sheet in workbook.sheets if not is_of_the_office(sheet)]
    sheets = [_SheetReader(sheet, inbox_path, vocabulary) for sheet in sent]
    for sheet in sheets:
        sheet.read()
    year = _one_year(sheets)
    if year is not None and any(sheet.lacks_year for sheet in sheets):
        sheets = [_SheetReader(sheet, inbox_path, vocabulary, year) for sheet in sent]
        for sheet in sheets:
            sheet.read()
    return _joined(workbook, sheets)


def unreadable(format_: str, rule: str, message: str) -> FileReading:
    """The reading of a file that could not be read."""
    finding = ReaderFinding(rule, Severity.ERROR, message)
    return FileReading(format_, FileState.UNREADABLE, message, findings=(finding,))


def _one_year(sheets: list["_SheetReader"]) -> Told | None:
    """The year that the titles of a file's sheets name, for its sheets that name none; None when they differ."""
    told = {year.meant: year for sheet in sheets for year in sheet.years}
    if len(told) != 1:
        return None
    (year,) = told.values()
    return Told("其他工作表", year.text, None, year.meant)


def _joined(workbook: Workbook, sheets: list["_SheetReader"]) -> FileReading:
    format_ = workbook.format
    rows = tuple(row for sheet in sheets for row in sheet.rows)
    of_file = (ReaderFinding(doubt.rule, Severity.WARNING, doubt.message) for doubt in workbook.doubts)
    findings = (*of_file, *(finding for sheet in sheets for finding in sheet.findings))
    if not any(sheet.has_content for sheet in sheets):
        return _unrecognised(format_, "empty_file", "文件里没有任何内容;请检查是否报送了正确的文件", findings)
    if not any(sheet.has_table for sheet in sheets):
        message = f"文件里没有找到可识别的表格;{_expected()}"
        return _unrecognised(format_, "no_known_table", message, findings)
    departments = {department for sheet in sheets for department in sheet.departments}
    years = Counter(cell.value for row in rows for cell in row.cells if cell.field == "year" and cell.value)
    return FileReading(
        format_,
        FileState.LOADED,
        department=departments.pop() if len(departments) == 1 else None,
        year=int(years.most_common(1)[0][0]) if years else None,
        rows=rows,
        findings=findings,
    )


def _unrecognised(format_: str, rule: str, message: str, findings: tuple[ReaderFinding, ...]) -> FileReading:
    unknown = [finding for finding in findings if finding.rule == "unknown_table"]
    if len(unknown) == 1:
        # The one sheet with content says all there is to say of the file.
        only = replace(unknown[0], rule=rule, severity=Severity.ERROR)
        others = tuple(finding for finding in findings if finding is not unknown[0])
        return FileReading(format_, FileState.UNRECOGNISED, only.message, findings=(only, *others))
    own = ReaderFinding(rule, Severity.ERROR, message)
    return FileReading(format_, FileState.UNRECOGNISED, message, findings=(own, *findings))


def _expected() -> str:
    """The headers of which a table must have one, for a clerk whose sheet has none of them."""
    telling = dict.fromkeys(
        field.header for declared in record_types().values() for field in declared.own_fields if field.required
    )
    return f"如果是要报送的表格,请使用规定的表头(如{'、'.join(telling)})"


def _used_range(grid: Grid) -> str:
    """The range from the first to the last cell with content, A1:C3."""
    filled = [(row, column) for row, cells in enumerate(grid.filled) for column, _ in cells]
    if not filled:
        return ""
    columns = [column for _, column in filled]
    corners = (address(filled[0][0], min(columns)), address(filled[-1][0], max(columns)))
    return ":".join(dict.fromkeys(corners))


def _first_cell(grid: Grid) -> str | None:
    return next((address(row, cells[0][0]) for row, cells in enumerate(grid.filled) if cells), None)


@dataclass
class _SheetReader:
    """Reads one sheet; its rows and findings gather here."""

    sheet: Sheet
    inbox_path: str
    vocabulary: Vocabulary
    year_of_file: Told | None = None
    years: list[Told] = field(default_factory=list)
    lacks_year: bool = False
    rows: list[Row] = field(default_factory=list)
    findings: list[ReaderFinding] = field(default_factory=list)
    departments: set[str | None] = field(default_factory=set)
    has_content: bool = False
    has_table: bool = False

    def read(self) -> None:
        words = lexicon(self.vocabulary.header_words.of_file(self.inbox_path))
        grid = Grid(self.sheet)
        forms, below = find_forms(grid, words)
        tables = below if forms else find_tables(grid, words)
        self.has_content = any(grid.filled) or bool(self.sheet.uncalculated)
        self.has_table = bool(forms or tables)
        self._tell_of_formulas()
        if self.has_content and not self.has_table:
            self._tell("unknown_table", Severity.WARNING, self._unknown_content(grid), cell=_first_cell(grid))
        if self.has_table and (self.sheet.is_hidden or self.sheet.has_hidden_cells):
            what = "是隐藏的" if self.sheet.is_hidden else "有隐藏的行或列"
            self._tell(
                "hidden_content", Severity.INFO, f"工作表“{self.sheet.name}”{what},其中的内容也已读取;不需要的请删除"
            )
        above: _TableReader | None = None
        found = [(form.table, list(form.body)) for form in forms]
        found += [(table, list(body_rows(grid, table, self.vocabulary))) for table in tables]
        for table, body in found:
            above = _TableReader(self, grid, table, body, above)
            above.read()

    def _unknown_content(self, grid: Grid) -> str:
        """Where the content of an unknown sheet stands and what its first row says, so that a clerk knows it again."""
        first = next((row for row in grid.filled if row), [])
        said = " | ".join(" ".join(raw_text(value).split()) for _, value in first)
        begins = f",首行为“{said[:LONGEST_QUOTE]}”" if said else ""
        where = f"(内容在 {_used_range(grid)}{begins})" if said else ""
        return f"工作表“{self.sheet.name}”里没有找到可识别的表格{where},未读取;{_expected()}"

    def _tell_of_formulas(self) -> None:
        for row, column in self.sheet.uncalculated[:MOST_FORMULA_FINDINGS]:
            cell = address(row, column)
            message = (
                f"工作表“{self.sheet.name}”单元格 {cell} 是没有计算结果的公式;请用 Excel 或 WPS 打开保存,或直接填写数值"
            )
            self._tell("formula_without_value", Severity.WARNING, message, cell=cell)
        more = len(self.sheet.uncalculated) - MOST_FORMULA_FINDINGS
        if more > 0:
            message = f"工作表“{self.sheet.name}”另有 {more} 个单元格是没有计算结果的公式;请用 Excel 或 WPS 打开后保存"
            self._tell("formula_without_value", Severity.WARNING, message)

    def _tell(self, rule: str, severity: Severity, message: str, cell: str | None = None) -> None:
        self.findings.append(ReaderFinding(rule, severity, message, sheet=self.sheet.name, cell=cell))


class _TableReader:
    """Reads one table's body into rows."""

    def __init__(
        self, sheet: _SheetReader, grid: Grid, table: Table, body: list[BodyRow], above: "_TableReader | None"
    ) -> None:
        self._sheet = sheet
        self._grid = grid
        self._table = table
        self._type = table.assignment.record_type
        self._fields = {declared.name: declared for declared in self._type.fields}
        self._siblings = {
            name: tuple(other for other in self._type.own_fields if other.name != name) for name in self._fields
        }
        self._body = body
        below = tuple(
            Line(row.row, column, str(value).strip())
            for row in self._body
            if row.skipped == NOTE
            for column, value in row.cells
        )
        lines = (*table.lead, *below)
        year = surroundings.year(lines, sheet.sheet.name, sheet.inbox_path)
        department = surroundings.reporting_department(lines, sheet.inbox_path, sheet.vocabulary)
        domain = surroundings.domain(table.lead, sheet.sheet.name, sheet.vocabulary)
        # The title of a sheet speaks for every table below it; its domain only for one that goes on.
        goes_on = above is not None and table.continues is not None
        self._year: Told | None = _nearest(year, above._year if above else None, sheet.year_of_file)
        self._department: Told | None = _nearest(department, above._department if above else None)
        self._domain: Told | None = _nearest(domain, above._domain if above and goes_on else None)
        self._unit = surroundings.unit(table.lead)
        self._unit_fields = {
            declared.name: declared.unit_field for declared in self._type.fields if declared.unit_field
        }
        self._fields_found = {match.field.name for match in table.assignment.matches.values()}
        if self._year is None:
            sheet.lacks_year = True
        elif self._year.place is not None:
            sheet.years.append(self._year)
        context_year = int(self._year.meant) if self._year else None
        self._context = ReadingContext(sheet.vocabulary, context_year)
        reported = surroundings.reported_date(lines, sheet.inbox_path, context_year)
        self._reported: Told | None = _nearest(reported, above._reported if above else None)
        self._known: dict[tuple[str, type, RawValue, int | None], Reading] = {}
        self._columns = {index: (column.header, column.match) for index, column in table.columns.items()}
        self._constant = self._constant_cells()

    def read(self) -> None:
        self._tell_of_headers()
        reported = next((cell.value for cell in self._constant if cell.field == "reporting_department"), None)
        self._sheet.departments.add(reported)
        says_plan = self._type.name == "task" and surroundings.is_plan(
            self._table.lead, self._sheet.sheet.name, self._sheet.inbox_path
        )
        is_plan = says_plan and (reported is None or self._sheet.vocabulary.is_reform_office(reported))
        for at, row in enumerate(self._body):
            cells = tuple(self._cells_with_steps(at) if row.skipped is None else self._plain_cells(row))
            self._sheet.rows.append(
                Row(
                    self._sheet.sheet.name,
                    self._table.number,
                    row.row + 1,
                    self._type.name,
                    cells,
                    is_plan and row.skipped is None,
                    row.skipped,
                )
            )

    def _constant_cells(self) -> list[Cell]:
        """The year, the department and the day of sending that every row has from what stands around the table."""
        told = {"year": self._year, "reporting_department": self._department, "reported_date": self._reported}
        return [self._told_cell(name, what) for name, what in told.items() if what is not None]

    def _told_cell(self, name: str, told: Told) -> Cell:
        reading = read_value(told.meant, self._fields[name], self._context)
        place = address(*told.place) if told.place else None
        return Cell(name, told.header, place, told.text, reading.value, reading.doubt)

    def _plain_cells(self, row: BodyRow) -> Iterator[Cell]:
        """The cells of a row that is no record: kept as written."""
        for index, value in row.cells:
            column = self._table.columns.get(index)
            name = column.match.field.name if column and column.match and row.skipped != SECTION else None
            yield Cell(name, column.header if column else "", address(*row.place(index)), raw_text(value), None)

    def _cells_with_steps(self, at: int) -> list[Cell]:
        """The cells of a record; where its steps below say something else, the value that holds for all of them."""
        own = self._record_cells(self._body[at])
        steps: list[list[Cell]] = []
        while at + 1 < len(self._body) and self._body[at + 1].skipped == STEP:
            at += 1
            steps.append(self._record_cells(self._body[at]))
        return _with_steps(own, steps, tuple(self._fields.values())) if steps else own

    def _record_cells(self, row: BodyRow) -> list[Cell]:
        context = self._row_context(row)
        cells: list[Cell] = []
        companions: list[Cell] = []
        marks: list[Mark] = []
        columns, known = self._columns, self._known
        for index, place, value in self._values(row):
            header, match = columns.get(index, _NO_COLUMN)
            where, text = address(*place), raw_text(value)
            if match is None:
                cells.append(Cell(None, header, where, text, None if is_blank(value) else text.strip()))
                continue
            if match.option is not None:
                marks.append(Mark(match, header, where, text))
                continue
            declared = match.field
            reading = known.get((declared.name, type(value), value, context.year)) or self._read(
                value, declared, context
            )
            cells.append(Cell(declared.name, header, where, text, reading.value, reading.doubt))
            if reading.companions:
                companions += [Cell(name, header, where, text, meant) for name, meant in reading.companions]
            if declared.choice_field is not None:
                companions += self._said_choice(declared.choice_field, header, where, value, context)
        if marks:
            cells += tick_cells(marks, lambda words, declared: self._read(words, declared, context))
        filled = {cell.field for cell in cells if cell.raw_text.strip()}
        for companion in companions:
            if companion.field not in filled:
                filled.add(companion.field)
                cells.append(companion)
        cells += [cell for cell in self._told_cells(row) if cell.field not in filled]
        if self._unit_fields:
            cells += self._told_units(cells, filled)
        return cells

    def _said_choice(
        self, name: str, header: str, where: str, value: RawValue, context: ReadingContext
    ) -> Iterator[Cell]:
        """The choice that a text is, of a field that has no column here: 已完成 below 进展情况 is a status."""
        if name not in self._fields_found:
            reading = self._read(value, self._fields[name], context)
            if reading.value is not None and reading.doubt is None:
                yield Cell(name, header, where, raw_text(value), reading.value)

    def _told_units(self, cells: list[Cell], filled: set[str | None]) -> list[Cell]:
        """The unit of a plain figure without one: from its header's brackets, else from the table's 单位 line."""
        told: list[Cell] = []
        for cell in cells:
            unit_field = self._unit_fields.get(cell.field or "")
            if unit_field is None or unit_field in filled or cell.value is None or _SCALED.search(cell.raw_text):
                continue
            named = surroundings.unit_in_header(cell.header_text)
            if named is not None:
                told.append(Cell(unit_field, cell.header_text, cell.cell, cell.raw_text, named))
            elif self._unit is not None:
                told.append(self._told_cell(unit_field, self._unit))
        return told

    def _told_cells(self, row: BodyRow) -> Iterator[Cell]:
        yield from self._constant
        if "domain" not in self._fields:
            return
        if row.section is not None:
            text = raw_text(self._grid.own(*row.section))
            yield self._told_cell("domain", Told("分组行", text, row.section, text))
        elif self._domain is not None:
            yield self._told_cell("domain", self._domain)

    def _values(self, row: BodyRow) -> Iterator[tuple[int, tuple[int, int], RawValue]]:
        """The row's own content and what merged cells give it from above, by column, with the place of the text."""
        for column, value in row.cells:
            yield column, row.place(column), value
        inherited = self._grid.inherited_columns(row.row) if row.places is None else []
        own = {column for column, _ in row.cells} if inherited else set()
        for column in inherited:
            place = self._grid.source(row.row, column)
            is_of_body = place[0] > self._table.header_bottom and column in self._table.columns
            if is_of_body and column not in own and self._table.left <= column <= self._table.right:
                yield column, place, self._grid.own(*place)

    def _row_context(self, row: BodyRow) -> ReadingContext:
        """The context of the row: its own year column goes before the table's year."""
        for index, _, value in self._values(row) if "year" in self._fields_found else ():
            column = self._table.columns.get(index)
            if column and column.match and column.match.field.name == "year":
                read = self._read(value, column.match.field, self._context).value
                if read is not None and read.isdigit():
                    return ReadingContext(self._context.vocabulary, int(read))
        return self._context

    def _read(self, value: RawValue, declared: RecordField, context: ReadingContext) -> Reading:
        """read_value, once for each content that comes again and again, as names and states do."""
        reading = read_value(value, declared, context, self._siblings[declared.name])
        if declared.kind is not Kind.TEXT:
            self._known[declared.name, type(value), value, context.year] = reading
        return reading

    def _tell_of_headers(self) -> None:
        sheet = self._sheet.sheet.name
        for column in self._table.columns.values():
            where = address(*column.cell)
            if column.match is not None and column.match.level == GUESS:
                message = (
                    f"工作表“{sheet}”单元格 {where} 的表头“{column.header}”按“{column.match.field.header}”读取;"
                    f"如不是,请改为规定的表头"
                )
                self._tell("header_guessed", Severity.WARNING, message, column, column.match.field)
            elif column.is_duplicate:
                message = (
                    f"工作表“{sheet}”单元格 {where} 的表头“{column.header}”与另一列含义相同,本列未采用;"
                    f"请合并两列,或改用不同的表头"
                )
                self._tell("duplicate_column", Severity.WARNING, message, column, None)
        first = self._table.columns[self._table.span[0]]
        for missing in self._table.assignment.missing:
            message = (
                f"工作表“{sheet}”从 {address(*first.cell)} 开始的{self._type.title}表缺少必填的列“{missing.header}”;"
                f"请补上这一列"
            )
            self._tell("missing_column", Severity.ERROR, message, first, missing)

    def _tell(self, rule: str, severity: Severity, message: str, column: Column, declared: RecordField | None) -> None:
        self._sheet.findings.append(
            ReaderFinding(
                rule,
                severity,
                message,
                sheet=self._sheet.sheet.name,
                cell=address(*column.cell),
                field=declared.name if declared else None,
                raw_text=column.header,
            )
        )


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


def _nearest(*told: Told | None) -> Told | None:
    """The first of the texts that stands on the sheet, else the first at all."""
    said = [one for one in told if one is not None]
    return next((one for one in said if one.place is not None), said[0] if said else None)
