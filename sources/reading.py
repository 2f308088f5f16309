"""From a file to records: every table's rows as cells with their meaning, and what the clerk must know of the file.

This module joins the others: it opens nothing and finds nothing itself, and it never raises for what a file holds.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from sources import surroundings
from sources.body import NOTE, STEP, BodyRow, body_rows, is_remark, rows_beside
from sources.columns import BodyReader
from sources.columns_of_figures import find_without_total, told_by_header, with_columns_of_figures
from sources.contents import Location
from sources.continued import findings_of_blanks_below, findings_of_rows_above
from sources.deadlines import with_deadlines
from sources.forms import find_forms, is_explanation
from sources.headers import OF_NO_FIELD, Lexicon, lexicon
from sources.matches import GUESS, Together
from sources.office_sheets import is_of_the_office
from sources.other_lists import other_list
from sources.other_rows import is_cover, other_rows
from sources.records import Kind, RecordField, record_types
from sources.rows import CellColumn, FileReading, FileState, ReaderFinding, Severity, TableRows
from sources.surroundings import Told
from sources.tables import Column, Grid, Line, Table, find_tables, lines_at_top
from sources.transposed import are_doubtful, find_transposed
from sources.values import ReadingContext, find_year, raw_text
from sources.vocabulary import Vocabulary
from sources.workbook import DEFAULT_LIMITS, Limits, Sheet, UnreadableFileError, Workbook, address, open_workbook
from sources.years import with_its_year, year_in_headers

MOST_FORMULA_FINDINGS = 20
LONGEST_QUOTE = 60
DATES_OF_TABLE = "表中日期"
_TOLD_TOGETHER = {
    Together.LAST: "每行采用最后填写的一栏,其余各栏只原样保留",
    Together.DECIDING: "销号一栏填写了的以该栏为准,其余各栏只原样保留",
    Together.CERTAIN: "每行采用写明状态的一栏,其余各栏只原样保留",
    Together.FIRST: "每行采用最先填写的一栏,其余各栏只原样保留",
    Together.ALL: "每行把各栏内容合在一起",
}
FEWEST_UNKNOWN = 3
"""So many unknown headers beside only one that is known make the type of a table a guess."""


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
    of_file = _told_by_other_sheets(sheets)
    if of_file:
        sheets = [_SheetReader(sheet, inbox_path, vocabulary, of_file) for sheet in sent]
        for sheet in sheets:
            sheet.read()
    return _joined(workbook, sheets)


def unreadable(format_: str, rule: str, message: str) -> FileReading:
    """The reading of a file that could not be read."""
    finding = ReaderFinding(rule, Severity.ERROR, message)
    return FileReading(format_, FileState.UNREADABLE, message, findings=(finding,))


def _told_by_other_sheets(sheets: list["_SheetReader"]) -> dict[str, Told]:
    """What the sheets of a file say for those of its tables that do not say it themselves, by field."""
    lacking = {name for sheet in sheets for name in sheet.lacking}
    found: dict[str, Told | None] = {}
    if "year" in lacking:
        of_tables = [year for sheet in sheets for year in sheet.years]
        of_covers = [year for sheet in sheets for year in surroundings.years_of_titles(sheet.cover)]
        found["year"] = _one_told(of_tables or of_covers) or _year_of_dates(sheets)
    if "reporting_department" in lacking:
        senders = (surroundings.named_sender(sheet.cover) for sheet in sheets)
        found["reporting_department"] = _one_told(sender for sender in senders if sender is not None)
    return {name: told for name, told in found.items() if told is not None}


def _one_told(told: Iterable[Told]) -> Told | None:
    """What sheets tell for the others of their file; None when they differ."""
    by_meaning = {one.meant: one for one in told}
    if len(by_meaning) != 1:
        return None
    (one,) = by_meaning.values()
    return Told("其他工作表", one.text, None, one.meant)


def _year_of_dates(sheets: list["_SheetReader"]) -> Told | None:
    """The year that most dates name in the tables for which nothing tells one; None when no year has most of them."""
    tables = (table for sheet in sheets for table in sheet.tables if not any(map(_tells_year, table.columns)))
    days = (
        day for table in tables for column in table.columns if _is_of_days(table, column) for day in column.values()
    )
    years = Counter(day[:4] for day in days if day)
    year, count = years.most_common(1)[0] if years else ("", 0)
    return Told(DATES_OF_TABLE, year, None, year) if count * 2 > years.total() else None


def _tells_year(column: CellColumn) -> bool:
    return column.field == "year"


def _is_of_days(table: TableRows, column: CellColumn) -> bool:
    """Whether a column holds days of the table's year. The day until which something is put off is of a later one."""
    if table.record_type is None or column.field is None:
        return False
    declared = record_types()[table.record_type]
    is_put_off = any(field.deadline_field == column.field for field in declared.own_fields)
    return declared.field(column.field).kind in (Kind.DATE, Kind.DEADLINE) and not is_put_off


def _joined(workbook: Workbook, sheets: list["_SheetReader"]) -> FileReading:
    format_ = workbook.format
    tables = tuple(_numbered(sheets))
    of_file = (ReaderFinding(doubt.rule, Severity.WARNING, doubt.message) for doubt in workbook.doubts)
    findings = (*of_file, *(finding for sheet in sheets for finding in sheet.findings))
    if not any(sheet.has_content for sheet in sheets):
        return _unrecognised(format_, "empty_file", "文件里没有任何内容;请检查是否报送了正确的文件", findings)
    if not any(sheet.has_table for sheet in sheets):
        message = f"文件里没有找到可识别的表格;{_expected()}"
        return _unrecognised(format_, "no_known_table", message, findings, tables)
    departments = {department for sheet in sheets for department in sheet.departments}
    years: Counter[str | None] = Counter()
    for table in tables:
        for column in table.columns:
            if column.field == "year":
                years.update(column.values())
    del years[None]
    return FileReading(
        format_,
        FileState.LOADED,
        department=departments.pop() if len(departments) == 1 else None,
        year=int(max(years, key=years.__getitem__) or 0) if years else None,
        tables=tables,
        findings=findings,
    )


def _numbered(sheets: list["_SheetReader"]) -> Iterator[TableRows]:
    """The tables of a file as they follow each other, numbered through all its sheets; 0 stays what is no table."""
    before = 0
    for sheet in sheets:
        for table in sheet.tables:
            yield replace(table, table_number=before + table.table_number) if before and table.table_number else table
        before += max((table.table_number for table in sheet.tables), default=0)


def _unrecognised(
    format_: str, rule: str, message: str, findings: tuple[ReaderFinding, ...], tables: tuple[TableRows, ...] = ()
) -> FileReading:
    unknown = [finding for finding in findings if finding.rule == "unknown_table"]
    if len(unknown) == 1:
        # The one sheet with content says all there is to say of the file.
        only = replace(unknown[0], rule=rule, severity=Severity.ERROR)
        others = tuple(finding for finding in findings if finding is not unknown[0])
        return FileReading(format_, FileState.UNRECOGNISED, only.message, tables=tables, findings=(only, *others))
    own = ReaderFinding(rule, Severity.ERROR, message)
    return FileReading(format_, FileState.UNRECOGNISED, message, tables=tables, findings=(own, *findings))


def _expected() -> str:
    """The headers of which a table must have one, for a clerk whose sheet has none of them."""
    tasks_first = sorted(record_types().values(), key=lambda declared: declared.name != "task")
    telling = dict.fromkeys(field.header for declared in tasks_first for field in declared.own_fields if field.required)
    return f"如果是要报送的表格,请使用规定的表头(如{'、'.join(telling)})"


def _used_range(grid: Grid) -> str:
    """The range from the first to the last cell with content, A1:C3."""
    filled = [(row, column) for row, cells in enumerate(grid.filled) for column, _ in cells]
    if not filled:
        return ""
    columns = [column for _, column in filled]
    corners = (address(filled[0][0], min(columns)), address(filled[-1][0], max(columns)))
    return ":".join(dict.fromkeys(corners))


def _first_cell(grid: Grid, start: int = 0) -> str | None:
    """The first cell with content from a row on."""
    rows = range(start, grid.height)
    return next((address(row, grid.filled[row][0][0]) for row in rows if grid.filled[row]), None)


@dataclass
class _SheetReader:
    """Reads one sheet; its tables and findings gather here."""

    sheet: Sheet
    inbox_path: str
    vocabulary: Vocabulary
    of_file: dict[str, Told] = field(default_factory=dict)
    years: list[Told] = field(default_factory=list)
    lacking: set[str] = field(default_factory=set)
    cover: tuple[Line, ...] = ()
    tables: list[TableRows] = field(default_factory=list)
    findings: list[ReaderFinding] = field(default_factory=list)
    departments: set[str | None] = field(default_factory=set)
    has_content: bool = False
    has_table: bool = False

    @cached_property
    def words(self) -> Lexicon:
        """What headers mean in this file."""
        return lexicon(self.vocabulary.header_words.of_file(self.inbox_path))

    def read(self) -> None:
        grid, words = Grid(self.sheet), self.words
        forms, below = find_forms(grid, words)
        tables = below if forms else find_tables(grid, words)
        if not forms and are_doubtful(tables) and (turned := find_transposed(grid, words, self.vocabulary)):
            forms, tables = turned, []
        if not forms:
            tables = find_without_total(grid, words, tables) or with_columns_of_figures(grid, tables)
        tables, others = self._without_other_lists(tables)
        self.has_content = not all(map(grid.is_blank, range(grid.height))) or bool(self.sheet.uncalculated)
        self.has_table = bool(forms or tables)
        self._tell_of_formulas()
        if self.has_content and not (self.has_table or others):
            explains = is_explanation(grid)
            self.cover = () if explains else lines_at_top(grid)
            severity = Severity.INFO if explains or is_cover(grid) else Severity.WARNING
            self._tell("unknown_table", severity, self._unknown_content(grid), cell=_first_cell(grid))
        if self.has_table and (self.sheet.is_hidden or self.sheet.has_hidden_cells):
            what = "是隐藏的" if self.sheet.is_hidden else "有隐藏的行或列"
            self._tell(
                "hidden_content", Severity.INFO, f"工作表“{self.sheet.name}”{what},其中的内容也已读取;不需要的请删除"
            )
        above: _TableReader | None = None
        found = [(form.table, list(form.body)) for form in forms]
        body: list[BodyRow] = []
        for table in tables:
            if table.beside:
                found.append((table, list(rows_beside(grid, table, body))))
            else:
                body = list(body_rows(grid, table, self.vocabulary))
                found.append((table, body))
        for table, body in found:
            above = _TableReader(self, grid, table, body, above)
            above.read()
        self._keep_others(grid, other_rows(grid, found[0][0] if found else None, others), others)

    def _without_other_lists(self, tables: list[Table]) -> tuple[list[Table], list[Table]]:
        """The tables that are read, and those that are lists of something else, which are told."""
        found = [(table, other_list(table, self.sheet.name, self.words)) for table in tables]
        for table, told in found:
            if told is None:
                continue
            headers = "、".join(f"“{column.header[:LONGEST_QUOTE]}”" for column in told.columns)
            said = f"有{headers}栏" if headers else f"标题为“{told.title[:LONGEST_QUOTE]}”"
            first = address(table.top, table.span[0])
            message = (
                f"工作表“{self.sheet.name}”从 {first} 开始的表{said},像是{told.other.title},没有对应的记录类型:"
                f"只原样保留,未作为记录读取,不计入{told.looks_like.title};{told.other.remedy}"
            )
            cell = address(*told.columns[0].cell) if told.columns else first
            self._tell("unknown_table", Severity.WARNING, message, cell=cell)
        return [table for table, other in found if other is None], [table for table, other in found if other]

    def _keep_others(self, grid: Grid, kept: TableRows | None, others: Sequence[Table]) -> None:
        """Keep the rows of no known table; those above a known one are told, an unknown sheet is told as a whole.

        others: the tables of which it is told why they are not read.
        """
        if kept is None:
            return
        self.tables.append(kept)
        told = {row + 1 for table in others for row in range(table.start, table.body_end)}
        numbers = [number for number in kept.row_numbers if number not in told] if self.has_table else []
        if numbers:
            rows = f"第 {numbers[0]} 行" if len(numbers) == 1 else f"第 {numbers[0]} 至 {numbers[-1]} 行"
            message = f"工作表“{self.sheet.name}”{rows}不在可识别的表格里,只原样保留,未作为记录读取;{_expected()}"
            self._tell("rows_outside_tables", Severity.WARNING, message, cell=_first_cell(grid, numbers[0] - 1))

    def _unknown_content(self, grid: Grid) -> str:
        """Where the content of an unknown sheet stands and what its first row says, so that a clerk knows it again."""
        first = next((row for row in grid.filled if row), [])
        said = " | ".join(" ".join(raw_text(value).split()) for _, value in first)
        begins = f",首行为“{said[:LONGEST_QUOTE]}”" if said else ""
        where = f"(内容在 {_used_range(grid)}{begins})" if said else ""
        return f"工作表“{self.sheet.name}”里没有找到可识别的表格{where},只原样保留,未作为记录读取;{_expected()}"

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
        self._body = body
        self._around = self._told_around(above)
        self._year = self._around.get("year")
        sheet.lacking |= {"year", "reporting_department"} - self._around.keys()
        if self._year is not None and self._year.place is not None:
            sheet.years.append(self._year)
        context_year = int(self._year.meant) if self._year else None
        context = ReadingContext(sheet.vocabulary, context_year)
        self._table = with_deadlines(with_its_year(table, context_year), grid, body, context)
        told = surroundings.told_by_names(table, sheet.sheet.name)
        told |= surroundings.own_fields(table.lead, table.assignment, sheet.words)
        told |= told_by_header(grid, table)
        told |= self._around
        self._reader = BodyReader(grid, self._table, context, told, surroundings.unit(table.lead))

    def _told_around(self, above: "_TableReader | None") -> dict[str, Told]:
        """What stands around the table and holds for all its rows, by field.

        What is said above one table holds for those below it as well, a domain only for one that goes on.
        """
        sheet, lead = self._sheet, self._table.lead
        name, path, vocabulary = sheet.sheet.name, sheet.inbox_path, sheet.vocabulary
        below = [
            Line(*row.place(column), str(value).strip())
            for row in self._body
            if row.skipped == NOTE
            for column, value in row.cells or ()
        ]
        lines = [*lead, *(line for line in below if not is_remark(line.text))]
        before = above._around if above else {}
        year = _nearest(surroundings.year(lead, name, path, below), before.get("year"), sheet.of_file.get("year"))
        year = year or year_in_headers(self._table)
        context_year = int(year.meant) if year else None
        found = {
            "year": year,
            "reporting_department": surroundings.reporting_department(lines, path, vocabulary),
            "reported_date": surroundings.reported_date(lines, path, context_year, vocabulary),
            "reported_period": surroundings.reported_period(lead, name, path, context_year),
            "domain": surroundings.domain(lead, name, vocabulary),
        }
        goes_on = self._table.continues is not None
        nearest = {
            field: _nearest(told, before.get(field) if goes_on or field != "domain" else None, sheet.of_file.get(field))
            for field, told in found.items()
        }
        return {field: told for field, told in nearest.items() if told is not None}

    def read(self) -> None:
        self._tell_of_headers()
        department = self._reader.told.get("reporting_department")
        reported = department.value if department else None
        self._sheet.departments.add(reported)
        says_plan = self._type.name == "task" and surroundings.is_plan(
            self._table.lead, self._sheet.sheet.name, self._sheet.inbox_path
        )
        columns = self._reader.read(self._body)
        self._tell_of_unused(columns)
        self._tell_of_unsure_rows()
        told = ((row.row, row.skipped == STEP, row.from_above) for row in self._body if row.from_above)
        name, own = self._sheet.sheet.name, [row for row in self._body if row.skipped is None]
        self._sheet.findings += findings_of_rows_above(name, self._grid, self._table, told)
        own = [] if self._table.beside else own  # told with the first table of the same rows
        alone = [row.row for row in own if row.places is None and not row.from_above]
        self._sheet.findings += findings_of_blanks_below(name, self._grid, self._table, alone)
        self._sheet.tables.append(
            TableRows(
                self._sheet.sheet.name,
                self._table.number,
                self._type.name,
                says_plan and (reported is None or self._sheet.vocabulary.makes_plans(reported)),
                [row.row + 1 for row in self._body],
                [row.skipped for row in self._body],
                columns,
            )
        )

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
            elif column.match is not None and column.is_by_content:
                message = (
                    f"工作表“{sheet}”单元格 {where} 的表头“{column.header}”一栏多为限期(如“12月底前”)或未完成事项的时间"
                    f",按“{column.match.field.header}”读取;如是实际完成的时间,请把表头改为“实际完成时间”"
                )
                self._tell("deadlines_assumed", Severity.WARNING, message, column, column.match.field)
            elif column.match is not None and column.is_lost:
                message = (
                    f"工作表“{sheet}”单元格 {where} 的表头“{column.header}”按扣分读取,各行的分数记为负分"
                    f"(如 2 分记为 -2 分),与各项得分一并计入总分;如不是扣分,请改用不同的表头"
                )
                self._tell("points_lost", Severity.WARNING, message, column, column.match.field)
            elif column.is_duplicate:
                is_of_a_year = find_year(column.header) is not None
                remedy = "其他年份的数据请另表填报" if is_of_a_year else "请合并两列,或改用不同的表头"
                message = f"工作表“{sheet}”单元格 {where} 的表头“{column.header}”与另一列含义相同,本列未采用;{remedy}"
                self._tell("duplicate_column", Severity.WARNING, message, column, None)
        self._tell_of_shared_fields()
        first = self._table.columns[self._table.span[0]]
        self._tell_if_guessed(first)
        if self._year is not None and self._year.header == DATES_OF_TABLE:
            message = (
                f"工作表“{sheet}”从 {address(*first.cell)} 开始的{self._type.title}表没有写明年度,"
                f"按其中多数日期所在的 {self._year.meant} 年读取;如不是,请在标题中写明年度"
            )
            self._tell("year_guessed", Severity.WARNING, message, first, self._type.field("year"))
        unknown = "、".join(f"“{column.header[:LONGEST_QUOTE]}”" for column in self._unknown)
        for missing in self._table.assignment.missing:
            if missing.name in self._reader.told:
                continue
            message = (
                f"工作表“{sheet}”从 {address(*first.cell)} 开始的{self._type.title}表缺少必填的列“{missing.header}”;"
                f"请补上这一列{f',或把{unknown}中含有它的一列改为这个表头' if unknown else ''}"
            )
            self._tell("missing_column", Severity.ERROR, message, first, missing)

    def _tell_of_shared_fields(self) -> None:
        """Tell of every field that several columns share how it is read from them."""
        sharing: dict[str, list[Column]] = {}
        for column in self._table.columns.values():
            if column.match is not None and column.match.share is not None:
                sharing.setdefault(column.match.field.name, []).append(column)
        for columns in sharing.values():
            match = columns[0].match
            if match is None or match.share is None:
                continue
            share, declared = match.share, match.field
            # Figures of quarters may add up, or each be of the year so far.
            is_sure = (share.is_of_period and declared.kind is not Kind.NUMBER) or declared.identifies
            is_sure = is_sure or share.together in (Together.ALL, Together.DECIDING, Together.CERTAIN)
            headers = "、".join(f"“{column.header[:LONGEST_QUOTE]}”" for column in columns)
            message = (
                f"工作表“{self._sheet.sheet.name}”的表头{headers}都按“{declared.header}”读取:"
                f"{_TOLD_TOGETHER[share.together]}{'' if is_sure else ';如不是,请改为规定的表头'}"
            )
            severity = Severity.INFO if is_sure else Severity.WARNING
            self._tell("shared_field", severity, message, columns[0], declared)

    @cached_property
    def _unknown(self) -> list[Column]:
        """The columns whose headers mean no field, but might."""
        columns = self._table.columns.values()
        unmatched = (one for one in columns if one.match is None and not (one.is_duplicate or one.is_of_other))
        return [column for column in unmatched if column.header and not column.header.endswith(OF_NO_FIELD)]

    @cached_property
    def _is_guessed(self) -> bool:
        """Whether only one of many headers says the type of the table."""
        known = [name for name in self._table.assignment.own_fields if not name.endswith("_no")]
        return len(known) < 2 and len(self._unknown) >= FEWEST_UNKNOWN

    def _tell_if_guessed(self, first: Column) -> None:
        if self._is_guessed:
            known = [match for name, match in self._table.assignment.own_fields.items() if not name.endswith("_no")]
            message = (
                f"工作表“{self._sheet.sheet.name}”从 {address(*first.cell)} 开始的表只识别出"
                f"“{'、'.join(match.field.header for match in known)}”一列,按{self._type.title}表读取,其余各列未采用;"
                f"如不是,请改为规定的表头"
            )
            self._tell("table_guessed", Severity.WARNING, message, first, None)

    def _tell_of_unused(self, read: Sequence[CellColumn]) -> None:
        """Tell once a table of the headers that no field claims though something stands below them."""
        filled = {column.header_text for column in read if column.field is None}
        named = [column for column in self._unknown if column.header in filled]
        if named and not self._is_guessed:
            headers = "、".join(f"“{column.header[:LONGEST_QUOTE]}”" for column in named)
            message = (
                f"工作表“{self._sheet.sheet.name}”的{self._type.title}表有 {len(named)} 列只原样保留、未采用,"
                f"表头为{headers};"
                f"如需采用,请改用规定的表头,或请管理员在设置的 [headers.{self._type.name}] 中加上这个表头"
            )
            self._tell("unused_columns", Severity.INFO, message, named[0], None)

    def _tell_of_unsure_rows(self) -> None:
        """Tell how the rows below the records were taken that may be records or notes."""
        for row in self._body:
            if row.is_unsure and row.cells:
                ((column, value),) = row.cells
                text = " ".join(raw_text(value).split())[:LONGEST_QUOTE]
                found = f"工作表“{self._sheet.sheet.name}”第 {row.row + 1} 行只有“{text}”一格"
                message = (
                    f"{found},也没有序号,按表下的说明处理,未作为记录读取;如是一条记录,请补填序号等各栏"
                    if row.skipped == NOTE
                    else f"{found},按一条记录读取;如是表下的说明,请在前面写明“注：”"
                )
                finding = ReaderFinding(
                    "row_below_records", Severity.WARNING, message, self._sheet.sheet.name, address(row.row, column)
                )
                self._sheet.findings.append(finding)

    def _tell(self, rule: str, severity: Severity, message: str, column: Column, declared: RecordField | None) -> None:
        finding = ReaderFinding(
            rule,
            severity,
            message,
            sheet=self._sheet.sheet.name,
            cell=address(*column.cell),
            field=declared.name if declared else None,
            raw_text=column.header,
        )
        # The records of a transposed table share their headers.
        if finding not in self._sheet.findings:
            self._sheet.findings.append(finding)


def _nearest(*told: Told | None) -> Told | None:
    """The first of the texts that stands on the sheet, else the first at all."""
    said = [one for one in told if one is not None]
    return next((one for one in said if one.place is not None), said[0] if said else None)
