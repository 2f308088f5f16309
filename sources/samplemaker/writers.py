"""Grids to files: xlsx, xls and csv, the same bytes every time. What stands in the grids is decided elsewhere."""

import csv
import io
import math
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sources.samplemaker.layout import Grid, Line, LineKind
from sources.samplemaker.source import Value

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

TITLE_FONT, HEADER_FONT, BODY_FONT = "方正小标宋简体", "黑体", "仿宋_GB2312"
FONTS = {
    LineKind.TITLE: (TITLE_FONT, 18),
    LineKind.CONTEXT: (BODY_FONT, 12),
    LineKind.HEADER: (HEADER_FONT, 12),
    LineKind.SECTION: (HEADER_FONT, 12),
    LineKind.RECORD: (BODY_FONT, 11),
    LineKind.SUM: (HEADER_FONT, 11),
    LineKind.NOTE: (BODY_FONT, 11),
}
BORDERED = {LineKind.HEADER, LineKind.SECTION, LineKind.RECORD, LineKind.SUM}
WRAPPED = BORDERED | {LineKind.TITLE}
LEFT_ALIGNED = {LineKind.CONTEXT, LineKind.SECTION, LineKind.NOTE}
TEXT_WIDTH = 24
LINE_HEIGHT = 16
DATE_FORMAT = "yyyy/m/d"
FIXED_MOMENT = (2022, 1, 4, 9, 0, 0)


def write(path: Path, grids: list[Grid]) -> None:
    """Write the grids in the format that the suffix names; KeyError for a suffix that no writer is for."""
    writers: dict[str, Callable[[Path, list[Grid]], None]] = {
        ".xlsx": _write_xlsx,
        ".xls": _write_xls,
        ".csv": _write_csv,
    }
    writers[path.suffix](path, grids)


def _display_width(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def _height(grid: Grid, line: Line) -> int:
    """The height in points that shows every wrapped text of a line."""
    if line.kind is LineKind.TITLE:
        return 36
    if line.kind is not LineKind.RECORD:
        return 24
    needed = [
        math.ceil(_display_width(str(value)) / (width - 1))
        for value, width in zip(line.values, grid.widths, strict=True)
    ]
    return max(24, LINE_HEIGHT * max(needed) + 4)


def _is_left_aligned(kind: LineKind, width: int) -> bool:
    return kind in LEFT_ALIGNED or (kind is LineKind.RECORD and width >= TEXT_WIDTH)


def _header_bottom(grid: Grid) -> int:
    return max(row for row, line in enumerate(grid.lines, start=1) if line.kind is LineKind.HEADER)


def _write_xlsx(path: Path, grids: list[Grid]) -> None:
    from openpyxl import Workbook

    workbook = Workbook()
    del workbook["Sheet"]
    workbook.properties.creator = "办公室"
    for grid in grids:
        _fill_sheet(workbook.create_sheet(grid.name), grid)
    buffer = io.BytesIO()
    workbook.save(buffer)
    path.write_bytes(_with_fixed_times(buffer.getvalue()))


def _fill_sheet(sheet: "Worksheet", grid: Grid) -> None:
    from openpyxl.utils import get_column_letter

    for at, width in enumerate(grid.widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for row, line in enumerate(grid.lines, start=1):
        sheet.row_dimensions[row].height = _height(grid, line)
        for column, value in enumerate(line.values, start=1):
            _dress(sheet.cell(row, column, None if value == "" else value), line.kind, value, grid.widths[column - 1])
    for merge in grid.merges:
        sheet.merge_cells(
            start_row=merge.top + 1, start_column=merge.left + 1, end_row=merge.bottom + 1, end_column=merge.right + 1
        )
    bottom = _header_bottom(grid)
    sheet.freeze_panes = f"A{bottom + 1}"
    sheet.print_title_rows = f"1:{bottom}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]


def _dress(cell: "Cell", kind: LineKind, value: Value, width: int) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    font, size = FONTS[kind]
    cell.font = Font(name=font, size=size)
    horizontal = "left" if _is_left_aligned(kind, width) else "center"
    cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=kind in WRAPPED)
    if kind in BORDERED:
        thin = Side(style="thin")
        cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    if isinstance(value, date):
        cell.number_format = DATE_FORMAT


def _with_fixed_times(package: bytes) -> bytes:
    """The same package with the times of its making replaced, so that making it again gives the same bytes."""
    moment = datetime(*FIXED_MOMENT).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as made, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment, content)
            target.writestr(zipfile.ZipInfo(name, FIXED_MOMENT), content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _write_xls(path: Path, grids: list[Grid]) -> None:
    import xlwt

    workbook = xlwt.Workbook(encoding="utf-8")
    for grid in grids:
        sheet = workbook.add_sheet(grid.name)
        _set_up_xls_page(sheet, _header_bottom(grid))
        for at, width in enumerate(grid.widths):
            sheet.col(at).width = width * 256
        for row, line in enumerate(grid.lines):
            sheet.row(row).height_mismatch = True
            sheet.row(row).height = _height(grid, line) * 20
            _fill_xls_row(sheet, grid, row, line)
    workbook.save(str(path))


def _set_up_xls_page(sheet: Any, header_bottom: int) -> None:
    sheet.set_portrait(False)
    sheet.set_paper_size_code(9)
    sheet.set_fit_num_pages(1)
    sheet.set_fit_height_to_pages(0)
    sheet.set_header_str(b"")
    sheet.set_footer_str(b"")
    sheet.set_panes_frozen(True)
    sheet.set_horz_split_pos(header_bottom)


def _fill_xls_row(sheet: Any, grid: Grid, row: int, line: Line) -> None:
    merged = {(merge.top, merge.left): merge for merge in grid.merges}
    covered = {
        (at, column)
        for merge in grid.merges
        for at in range(merge.top, merge.bottom + 1)
        for column in range(merge.left, merge.right + 1)
    }
    for column, value in enumerate(line.values):
        style = _xls_style(line.kind, value, grid.widths[column])
        if merge := merged.get((row, column)):
            sheet.write_merge(merge.top, merge.bottom, merge.left, merge.right, value, style)
        elif (row, column) not in covered:
            sheet.write(row, column, value, style)


def _xls_style(kind: LineKind, value: Value, width: int) -> Any:
    import xlwt

    font, size = FONTS[kind]
    horizontal = "left" if _is_left_aligned(kind, width) else "center"
    wrap = "on" if kind in WRAPPED else "off"
    borders = "borders: left thin, right thin, top thin, bottom thin;" if kind in BORDERED else ""
    return xlwt.easyxf(
        f"font: name {font}, height {size * 20}; align: horiz {horizontal}, vert center, wrap {wrap}; {borders}",
        num_format_str=DATE_FORMAT if isinstance(value, date) else "General",
    )


def _write_csv(path: Path, grids: list[Grid]) -> None:
    """The only grid as a Chinese Excel saves it: GB18030, dates as shown."""
    (grid,) = grids
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([[_shown(value) for value in line.values] for line in grid.lines])


def _shown(value: Value) -> str:
    return f"{value.year}/{value.month}/{value.day}" if isinstance(value, date) else str(value)
