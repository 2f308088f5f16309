"""Write one feedback workbook: the sender's own with what was found marked in it, behind a sheet that lists it all.

Nothing here knows the database. Senders' files are opened here, so it is to run where it may die.
"""

import io
import re
import warnings
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from sources.contents import Location, content
from sources.office_sheets import FEEDBACK
from sources.rows import RawValue
from sources.workbook import DEFAULT_LIMITS, Sheet, open_workbook
from warehouse.exports import look
from warehouse.exports.formula_results import with_results
from warehouse.exports.text import display_width, escaped, lines_within, printable

AUTHOR = "改革办"
MOST_LISTED = 2000
"""A list that is longer than this helps nobody; what is the matter is the same in every row by then."""

LONGEST_SHOWN = 300
LABELS = {"error": "错误", "warning": "提醒", "info": "说明"}
FILLS = {"error": look.RED, "warning": look.AMBER}
COLUMNS = {
    "序号": 6.0,
    "性质": 7.0,
    "工作表": 16.0,
    "单元格": 9.0,
    "栏目": 13.0,
    "原填内容": 24.0,
    "问题说明": 36.0,
    "处理办法": 34.0,
    "填写要求": 24.0,
}
HEADER_ROW = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: where it stands (None where it is about the whole file or sheet), and what a clerk must know."""

    severity: str
    sheet: str | None
    cell: str | None
    header: str | None
    raw_text: str | None
    problem: str
    remedy: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """All that goes back to the sender of a file. findings: errors first."""

    file_id: str
    path: str
    department: str | None
    is_readable: bool
    rows_loaded: int
    rows_warned: int
    rows_rejected: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """A feedback workbook to write. source: the sender's file, None to write the list alone."""

    source: Location | None
    target: Path
    feedback: Feedback


def write_feedback(job: Job) -> Path:
    """Write the workbook: into the sender's own; where that cannot be opened or kept, into its cells; else alone.

    Gives the job's target.
    """
    if job.source is not None and job.feedback.is_readable:
        named = {finding.sheet for finding in job.feedback.findings if finding.sheet}
        for sender_workbook in (_as_sent, _converted):
            # Whatever the sender's file does to a library, the list of what was found in it must come out.
            with suppress(Exception):
                workbook, sheets = sender_workbook(job.source)
                if named <= sheets.keys():
                    return _write(workbook, sheets, job)
    return _write(*_empty(), job)


Sheets = dict[str, Worksheet]
"""The sheets of a workbook by the name that findings know them by."""


def _write(workbook: Workbook, sheets: Sheets, job: Job) -> Path:
    _mark(sheets, job.feedback.findings)
    listing = workbook.create_sheet(FEEDBACK, 0)
    _list(listing, sheets, job.feedback)
    workbook.active = listing
    for sheet in workbook.worksheets:
        sheet.sheet_view.tabSelected = sheet is listing
    buffer = io.BytesIO()
    workbook.save(buffer)
    data = buffer.getvalue()
    if job.source is not None and any(map(_has_formulas, sheets.values())):
        sent = open_workbook(job.source, DEFAULT_LIMITS).sheets
        data = with_results(data, workbook, {sheet.name: sheet for sheet in sent})
    job.target.write_bytes(data)
    return job.target


def _has_formulas(sheet: Worksheet) -> bool:
    return any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


# --- the sender's workbook --------------------------------------------------------------------------------------------


def _as_sent(source: Location) -> tuple[Workbook, Sheets]:
    """The workbook with its formats; its macros are left out, its formulas stay as they are."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(io.BytesIO(content(source, DEFAULT_LIMITS)), rich_text=True)
    workbook.template = False
    sheets: Sheets = {sheet.title: sheet for sheet in workbook.worksheets if isinstance(sheet, Worksheet)}
    earlier = sheets.get(FEEDBACK)
    if earlier is not None and earlier["A1"].value == FEEDBACK:
        workbook.remove(sheets.pop(FEEDBACK))
        for sheet in sheets.values():
            _unmark(sheet)
    return workbook, sheets


def _unmark(sheet: Worksheet) -> None:
    """Take away what an earlier feedback has marked: its sender has mended the workbook that came back."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
                cell.fill = openpyxl.styles.PatternFill()


def _converted(source: Location) -> tuple[Workbook, Sheets]:
    """A workbook of the cells alone, for what has no formats that could be kept."""
    workbook, sheets = _empty()
    for number, sheet in enumerate(open_workbook(source, DEFAULT_LIMITS).sheets, start=1):
        if sheet.name != FEEDBACK:
            title = re.sub(r"[\[\]*?:/\\]", "_", printable(sheet.name))[:31] or f"Sheet{number}"
            sheets[sheet.name] = workbook.create_sheet(title)
            _fill(sheets[sheet.name], sheet)
    return workbook, sheets


def _empty() -> tuple[Workbook, Sheets]:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    return workbook, {}


def _fill(target: Worksheet, sheet: Sheet) -> None:
    height, width = len(sheet.rows), max(map(len, sheet.rows), default=0)
    for row, values in enumerate(sheet.rows, start=1):
        for column, value in enumerate(values, start=1):
            if value is not None and value != "":
                cell: Cell = target.cell(row, column)  # type: ignore[assignment] # nothing is merged yet
                put(cell, value)
                cell.font = look.BODY
                cell.alignment = look.LEFT if _is_tabular(values) else Alignment(vertical="center")
    for top, left, bottom, right in sheet.merges:
        # Merged cells may reach beyond all content, a million rows far.
        last_row, last_column = min(bottom, height - 1), min(right, width - 1)
        if top <= last_row and left <= last_column and (top, left) != (last_row, last_column):
            target.merge_cells(None, top + 1, left + 1, last_row + 1, last_column + 1)
    look.set_widths(target, _widths(sheet, width))
    look.fit_to_page(target)


def _widths(sheet: Sheet, columns: int) -> list[float]:
    """Of each column a width that suits its texts; a title that stands alone in its row runs over the columns."""
    tabular = [row for row in sheet.rows if _is_tabular(row)]
    longest = [
        max((display_width(str(row[column])[:60]) for row in tabular if column < len(row)), default=0)
        for column in range(columns)
    ]
    return [min(40.0, max(9.0, needed + 2.0)) for needed in longest]


def _is_tabular(row: Sequence[RawValue]) -> bool:
    return sum(value not in (None, "") for value in row) > 1


def put(cell: Cell, value: RawValue) -> None:
    """Set a cell to a value, never to a formula: text stays text, and a program that opens the file knows it."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = printable(value)
    cell.data_type = "s"
    if escaped(value) != value:
        cell.quotePrefix = True


# --- what is marked in it ---------------------------------------------------------------------------------------------


def _mark(sheets: Sheets, findings: Sequence[Finding]) -> None:
    """Colour the cells with findings and say in a comment what is wrong with each."""

    def place(finding: Finding) -> tuple[str, str]:
        return finding.sheet or "", finding.cell or ""

    listed = findings[:MOST_LISTED]
    marked = [finding for finding in listed if finding.severity in FILLS and finding.cell and finding.sheet in sheets]
    for (name, address), group in groupby(sorted(marked, key=place), key=place):
        found = list(group)
        sheet = sheets[name]
        sheet.sheet_state = "visible"  # a link to a hidden sheet leads nowhere
        cell = _top_left(sheet, address)
        cell.fill = FILLS[found[0].severity]
        text = "\n".join(f"【{LABELS[one.severity]}】{one.problem}\n【处理】{one.remedy}" for one in found)
        if cell.comment is not None:
            text += f"\n【原批注】{cell.comment.text}"
        text = printable(text)
        cell.comment = Comment(text, AUTHOR, width=320, height=min(400, 24 + 18 * lines_within(text, 44)))


def _top_left(sheet: Worksheet, address: str) -> Cell:
    """The cell, or the top left of the merged cells that it is part of."""
    cell = sheet[address]
    if isinstance(cell, MergedCell):
        merged = next(area for area in sheet.merged_cells.ranges if address in area)
        cell = sheet.cell(merged.min_row, merged.min_col)
    return cell  # type: ignore[no-any-return] # the stubs know no single cell


# --- the list in front of it ------------------------------------------------------------------------------------------


def _list(listing: Worksheet, sheets: Sheets, feedback: Feedback) -> None:
    """The first sheet: of which file, how much, how to send it again, and every finding with a link to its cell."""
    look.set_widths(listing, list(COLUMNS.values()))
    look.write_line(listing, 1, len(COLUMNS), FEEDBACK, is_title=True)
    head = (
        f"文件：{feedback.path}　　填报单位：{feedback.department or '未写明'}",
        _tally(feedback),
        _what_to_do(feedback, has_sender_sheets=bool(sheets)),
    )
    for row, text in enumerate(head, start=2):
        look.write_line(listing, row, len(COLUMNS), escaped(printable(text)))
    for column, header in enumerate(COLUMNS, start=1):
        cell = listing.cell(HEADER_ROW, column, header)
        cell.font, cell.fill, cell.border, cell.alignment = look.HEADER, look.GREY, look.GRID, look.CENTRED
    listing.row_dimensions[HEADER_ROW].height = 26
    for number, finding in enumerate(feedback.findings[:MOST_LISTED], start=1):
        _list_one(listing, HEADER_ROW + number, number, finding, sheets)
    look.set_up_page(listing, HEADER_ROW)


def _list_one(listing: Worksheet, row: int, number: int, finding: Finding, sheets: Sheets) -> None:
    texts = (
        str(number),
        LABELS[finding.severity],
        finding.sheet or "整个文件",
        finding.cell or "",
        _short(finding.header),
        _short(finding.raw_text) or ("（空白）" if finding.wanted else ""),
        finding.problem,
        finding.remedy,
        finding.wanted,
    )
    for column, text in enumerate(texts, start=1):
        cell: Cell = listing.cell(row, column)  # type: ignore[assignment] # no row of the list is merged
        put(cell, escaped(printable(text)))
        cell.font, cell.border = look.BODY, look.GRID
        cell.alignment = look.CENTRED if column in (1, 2, 4) else Alignment(vertical="center", wrap_text=True)
    if finding.severity in FILLS:
        listing.cell(row, 2).fill = FILLS[finding.severity]
    target = sheets.get(finding.sheet or "")
    if target is not None:
        _link(listing.cell(row, 4), target, finding.cell or "A1")  # type: ignore[arg-type] # as above
    look.fit_height(listing, row, len(COLUMNS))


def _link(cell: Cell, target: Worksheet, address: str) -> None:
    """Make a cell a link to a cell of another sheet of the workbook."""
    quoted = target.title.replace("'", "''")
    cell.value = cell.value or address
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{address}")
    cell.font = look.LINK


def _short(text: str | None) -> str:
    line = (text or "").strip()
    return line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}……（共{len(line)}字）"


def _tally(feedback: Feedback) -> str:
    counts = {severity: sum(found.severity == severity for found in feedback.findings) for severity in LABELS}
    parts = [f"错误{counts['error']}处（必须改正）" if counts["error"] else "没有错误"]
    parts += [f"提醒{counts['warning']}处（请核对）"] if counts["warning"] else []
    parts += [f"说明{counts['info']}处"] if counts["info"] else []
    text = f"共{len(feedback.findings)}处：{'，'.join(parts)}。"
    if len(feedback.findings) > MOST_LISTED:
        text += f"下面列出前{MOST_LISTED}处，改正后重新报送即可看到其余各处。"
    if not feedback.is_readable:
        return text + "文件未能读取，没有数据入库。"
    read = feedback.rows_loaded + feedback.rows_warned + feedback.rows_rejected
    refused = f"，退回{feedback.rows_rejected}行未入库" if feedback.rows_rejected else ""
    return f"{text}读取数据{read}行，入库{feedback.rows_loaded + feedback.rows_warned}行{refused}。"


def _what_to_do(feedback: Feedback, *, has_sender_sheets: bool) -> str:
    if not has_sender_sheets:
        return "重新报送：请按“处理办法”改正原文件，保存后按原文件名重新报送。改正后本反馈自动撤销。"
    return (
        "重新报送：点击“单元格”一列可直达该处（红色为错误，黄色为提醒，批注写明原因和处理办法）。"
        "请在原文件或本文件中逐处改正，保存后按原文件名重新报送，本页不必删除。改正后本反馈自动撤销。"
    )
