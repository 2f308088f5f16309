"""Write one table as a sheet that is printed as it is: title, lines above, grouped rows, pages that break between rows.

The sheet is laid out here and not left to the program that opens it: row heights, and where a page ends, so that a
group that goes on is named again at the top of the next page. Nothing here knows the database.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from openpyxl.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from warehouse.exports import look
from warehouse.exports.report_tables import Ratio, Shown
from warehouse.exports.table_styles import (
    DAY,
    GROUP,
    HEAD,
    LONGEST_TEXT,
    MIDDLE,
    NUMBER,
    PERCENT,
    TEXT,
    TOP,
    TOTAL,
    Pen,
    set_text,
    with_own_style,
)
from warehouse.exports.text import display_width, escaped, lines_within

PAGE_PIXELS = 1020
"""The width of an A4 page in landscape between its margins, at 96 pixels an inch."""

PAGE_POINTS = 470.0
"""Its height in points between the margins, less what a line that is drawn or rounded may take."""

LEAST_SCALE = 0.75
"""How small a table is made at most so that all of it stands on one page; otherwise it goes on on the next."""

DIGIT_PIXELS = 22 / 3
"""The width of a digit in 宋体 at 11 points, in which widths of columns are given; Excel makes it a whole 8."""

NARROWEST, WIDEST = 7.0, 40.0
HIGHEST_ROW = 396.0
"""A row cannot be higher than 409 points: a longer text stands in merged rows."""

CENTRED_UP_TO = 12
CONTENTS = "目录"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, and its width in Latin characters, None for what its texts need."""

    header: str
    width: float | None = None


NO_ROWS = "本年度没有此项内容。"


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A table to be printed.

    tab: the sheet's name; mark: what stands above the title, as 附件1; left and right: the line above the table; rows:
    values by column; group: the column whose equal neighbours are merged, with their number; total: the line below;
    without_rows: the line in place of rows.
    """

    tab: str
    mark: str
    title: str
    left: str
    right: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Shown]]
    group: int | None = None
    total: str = ""
    without_rows: str = NO_ROWS


def write_table_sheet(workbook: Workbook, table: TableSheet) -> int:
    """Add the sheet of a table to a workbook of ours; gives the row of its first record."""
    sheet = workbook.create_sheet(table.tab)
    widths = _widths(table)
    look.set_widths(sheet, widths)
    pen = Pen.of(sheet)
    header_row = _write_head(pen, table, widths)
    records = [_Record(row, widths, table.group) for row in table.rows]
    page = _Page(sheet, header_row, _shrunk(widths), sum(sum(record.heights) for record in records))
    next_row = _write_records(pen, table, records, page, header_row + 1)
    next_row = _write_end(sheet, table, page, next_row, len(widths))
    look.set_up_page(sheet, header_row)
    if page.is_only_one:
        sheet.page_setup.fitToHeight = 1
    sheet.print_area = f"A1:{get_column_letter(len(widths))}{next_row - 1}"
    if table.tab != CONTENTS:
        link_to(sheet.cell(1, len(widths) + 2, f"返回{CONTENTS}"), CONTENTS)  # not merged
    return header_row + 1


def link_to(cell: Cell, tab: str) -> None:
    """Make a cell a link to the top of a sheet of the workbook."""
    quoted = tab.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1")
    with_own_style(cell).font = look.LINK


def _widths(table: TableSheet) -> list[float]:
    """The widths of the columns; what is left of the page goes to those that were not given one."""
    widths = [
        column.width if column.width is not None else _needed(column.header, [row[index] for row in table.rows])
        for index, column in enumerate(table.columns)
    ]
    room = (PAGE_PIXELS - _pixels(widths)) / DIGIT_PIXELS
    free = [index for index, column in enumerate(table.columns) if column.width is None]
    if room > 0 and free:
        whole = sum(widths[index] for index in free)
        for index in free:
            widths[index] += room * widths[index] / whole
    return [round(width, 1) for width in widths]


def _needed(header: str, values: Sequence[Shown]) -> float:
    longest = max((display_width(_as_text(value)) for value in values), default=0)
    return min(WIDEST, max(NARROWEST, min(display_width(header), 12) + 2.0, longest + 2.0))


def _pixels(widths: Sequence[float]) -> float:
    return sum(width * DIGIT_PIXELS + 5 for width in widths)


def _shrunk(widths: Sequence[float]) -> float:
    """How much smaller than it is a table is printed, as a ratio, so that it is as wide as the page at most."""
    return min(1.0, PAGE_PIXELS / _pixels(widths))


def _as_text(value: Shown) -> str:
    if isinstance(value, Ratio):
        return f"{value:.1%}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _write_head(pen: Pen, table: TableSheet, widths: Sequence[float]) -> int:
    """What stands above the table, and its header; gives the header's row."""
    sheet, columns = pen.sheet, len(widths)
    row = 1
    if table.mark:
        cell = look.write_line(sheet, row, columns, table.mark)
        cell.font = look.MARK
        sheet.row_dimensions[row].height = 26
        row += 1
    look.write_line(sheet, row, columns, escaped(table.title), is_title=True)
    row += 1
    _write_sides(sheet, row, widths, table.left, table.right)
    row += 1
    needed = 1
    for index, (column, width) in enumerate(zip(table.columns, widths, strict=True), start=1):
        pen.put(row, index, column.header, HEAD)
        needed = max(needed, lines_within(column.header, width))
    sheet.row_dimensions[row].height = max(30.0, needed * look.LINE_HEIGHT + 8)
    return row


def _write_sides(sheet: Worksheet, row: int, widths: Sequence[float], left: str, right: str) -> None:
    """The line above the table: who made it at its left, of which day it is at its right."""
    half = next(i for i in range(1, len(widths) + 1) if sum(widths[:i]) * 2 >= sum(widths) or i == len(widths))
    spans = [(left, 1, half, "left"), (right, half + 1, len(widths), "right")]
    if half == len(widths):
        spans = [(f"{left}　　{right}", 1, half, "left")]
    for text, first, last, side in spans:
        cell: Cell = sheet.cell(row, first)  # type: ignore[assignment] # the top left of merged cells is a cell
        set_text(cell, text)
        cell.font, cell.alignment = look.FORMAL, Alignment(horizontal=side, vertical="center")
        if last > first:
            sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
    sheet.row_dimensions[row].height = 22


@dataclass
class _Record:
    """A row of a table and the height that its texts need; one too high for a row takes several."""

    values: Sequence[Shown]
    heights: list[float]
    is_long: bool

    def __init__(self, values: Sequence[Shown], widths: Sequence[float], group: int | None) -> None:
        needed = max(
            lines_within(_as_text(value)[:LONGEST_TEXT], width)
            for index, (value, width) in enumerate(zip(values, widths, strict=True))
            if index != group
        )
        height = needed * look.LINE_HEIGHT + 4
        self.values = values
        self.is_long = height > HIGHEST_ROW
        self.heights = [height]
        if self.is_long:
            rows = int(height // HIGHEST_ROW) + 1
            self.heights = [height / rows] * rows


class _Page:
    """Where the pages of a sheet end: told of each row, it says whether the row begins a page, and breaks there."""

    is_only_one: bool
    """Whether all of the sheet is made small enough for one page."""

    def __init__(self, sheet: Worksheet, header_row: int, shrunk: float, body: float) -> None:
        self._sheet = sheet
        self._room = PAGE_POINTS / shrunk
        self._header = sheet.row_dimensions[header_row].height or 0
        self._used = sum(sheet.row_dimensions[row].height or 0 for row in range(1, header_row + 1))
        self._is_empty = True
        self.is_only_one = self._room < self._used + body <= PAGE_POINTS / LEAST_SCALE

    def begins_with(self, row: int, height: float) -> bool:
        """Whether a row of that height no longer fits the page and begins the next."""
        breaks = self._used + height > self._room and not self._is_empty and not self.is_only_one
        if breaks:
            self._sheet.row_breaks.append(Break(id=row - 1))
            self._used = self._header
        self._used += height
        self._is_empty = False
        return breaks


def _write_records(pen: Pen, table: TableSheet, records: Sequence[_Record], page: _Page, first_row: int) -> int:
    """Write the rows of the table; gives the row after them."""
    groups = _Groups(pen, table, records)
    are_short = [_is_short(column) for column in zip(*table.rows, strict=True)]
    row = first_row
    for number, record in enumerate(records):
        styles = [
            _style(value, is_short, record.is_long) for value, is_short in zip(record.values, are_short, strict=True)
        ]
        first = row
        for height in record.heights:
            least = max(height, groups.least_height(number) if height is record.heights[0] else 0)
            if page.begins_with(row, least) and row == first:
                groups.break_before(row)
            pen.sheet.row_dimensions[row].height = least
            row += 1
        groups.add(number, first)
        for column, (value, style) in enumerate(zip(record.values, styles, strict=True), start=1):
            if column - 1 != table.group:
                pen.put(first, column, value, style)
                pen.merge_down(column, first, row - 1, style)
    groups.close(row)
    return row


def _is_short(values: Sequence[Shown]) -> bool:
    """Whether the texts of a column are all so short that they stand in its middle."""
    return all(display_width(value) <= CENTRED_UP_TO for value in values if isinstance(value, str))


def _style(value: Shown, is_short: bool, is_long_record: bool) -> str:
    if isinstance(value, Ratio):
        return PERCENT
    if isinstance(value, date):
        return DAY
    if isinstance(value, (int, float)):
        return NUMBER
    if is_long_record:
        return TOP
    return MIDDLE if is_short else TEXT


class _Groups:
    """The column of groups: equal neighbours are one cell, named again where a page begins."""

    def __init__(self, pen: Pen, table: TableSheet, records: Sequence[_Record]) -> None:
        self._pen = pen
        self._column = table.group
        names = [record.values[table.group] if table.group is not None else "" for record in records]
        self._names = names
        self._sizes = _run_lengths(names)
        self._width = pen.sheet.column_dimensions[get_column_letter((table.group or 0) + 1)].width
        self._start: int | None = None
        self._label = ""

    def least_height(self, number: int) -> float:
        """What the row must be high for the group's name, when it may stand beside this row alone."""
        if self._column is None or self._sizes[number] > 1:
            return 0
        return lines_within(self._named(number), self._width) * look.LINE_HEIGHT + 4

    def _named(self, number: int) -> str:
        return f"{self._names[number]}\n（{self._sizes[number]}项）"

    def add(self, number: int, row: int) -> None:
        """A record begins in that row."""
        if self._column is None:
            return
        if number == 0 or self._names[number] != self._names[number - 1]:
            self.close(row)
            self._start, self._label = row, self._named(number)
        elif self._start is None:
            self._start, self._label = row, f"{self._names[number]}\n（续）"

    def break_before(self, row: int) -> None:
        """A page begins with that row."""
        self.close(row)

    def close(self, row: int) -> None:
        """The group, or its part on this page, ends before that row."""
        if self._column is None or self._start is None:
            return
        self._pen.put(self._start, self._column + 1, self._label, GROUP)
        self._raise_to_label(row)
        self._pen.merge_down(self._column + 1, self._start, row - 1, GROUP)
        self._start = None

    def _raise_to_label(self, row: int) -> None:
        """Make a part of a group that is lower than its name as high."""
        dimensions = self._pen.sheet.row_dimensions
        missing = lines_within(self._label, self._width) * look.LINE_HEIGHT + 4
        missing -= sum(dimensions[each].height or 0 for each in range(self._start or row, row))
        if missing > 0:
            dimensions[row - 1].height = (dimensions[row - 1].height or 0) + missing


def _run_lengths(values: Sequence[Shown]) -> list[int]:
    """For each value how many equal ones stand together with it."""
    starts = [0, *(i for i, (one, other) in enumerate(pairwise(values), start=1) if one != other), len(values)]
    return [end - start for start, end in pairwise(starts) for _ in range(start, end)]


def _write_end(sheet: Worksheet, table: TableSheet, page: _Page, row: int, columns: int) -> int:
    """The line below the table, or in its place when it has no rows; gives the row after it."""
    for text in _end_lines(table):
        for column in range(1, columns + 1):
            sheet.cell(row, column).style = TOTAL
        cell = look.write_line(sheet, row, columns, text)
        cell.style = TOTAL
        height = (sheet.row_dimensions[row].height or 0) + 8
        sheet.row_dimensions[row].height = height
        page.begins_with(row, height)
        row += 1
    return row


def _end_lines(table: TableSheet) -> Iterator[str]:
    if not table.rows:
        yield table.without_rows
    if table.total:
        yield table.total
