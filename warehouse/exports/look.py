"""How the workbooks that we hand out look: fonts, colours, borders and the printed page, the same in all of them."""

from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties

from warehouse.exports.text import lines_within

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

GB2312 = 134
ROMAN, SWISS = 1, 2
"""Families: what a program without the font takes in its place, a Song for the first, a Hei for the second."""

TITLE = Font(name="方正小标宋简体", size=20, family=ROMAN, charset=GB2312)
MARK = Font(name="黑体", size=16, family=SWISS, charset=GB2312)
HEADER = Font(name="黑体", size=11, family=SWISS, charset=GB2312)
BODY = Font(name="宋体", size=11, family=ROMAN, charset=GB2312)
FORMAL = Font(name="仿宋_GB2312", size=11, family=ROMAN, charset=GB2312)
LINK = Font(name="宋体", size=11, family=ROMAN, charset=GB2312, color="0563C1", underline="single")

CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)

_LINE = Side(style="thin", color="808080")
GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)

GREY = PatternFill("solid", fgColor="E7E6E6")
BLUE = PatternFill("solid", fgColor="BDD7EE")
RED = PatternFill("solid", fgColor="FFC7CE")
AMBER = PatternFill("solid", fgColor="FFEB9C")

LINE_HEIGHT = 16.5
TALLEST_ROW = 400.0
A4 = 9


def write_line(sheet: "Worksheet", row: int, columns: int, text: str, *, is_title: bool = False) -> "Cell":
    """A text over a whole row of the table, as high as it needs."""
    font, alignment = (TITLE, CENTRED) if is_title else (BODY, LEFT)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    cell: Cell = sheet.cell(row, 1)  # type: ignore[assignment] # the top left of merged cells is a cell
    cell.value, cell.font, cell.alignment = text, font, alignment
    width = sum(sheet.column_dimensions[letter].width for letter in _letters(columns))
    lines = lines_within(text, width * 11 / (font.size or 11))
    sheet.row_dimensions[row].height = min(TALLEST_ROW, lines * LINE_HEIGHT * (font.size or 11) / 11 + 6)
    return cell


def fit_height(sheet: "Worksheet", row: int, columns: int) -> None:
    """Make a row as high as the longest of its texts needs: not every program does so when it opens a file."""
    needed = (
        lines_within(str(sheet.cell(row, index).value or ""), sheet.column_dimensions[letter].width)
        for index, letter in enumerate(_letters(columns), start=1)
    )
    sheet.row_dimensions[row].height = min(TALLEST_ROW, max(needed) * LINE_HEIGHT + 4)


def set_widths(sheet: "Worksheet", widths: "list[float]") -> None:
    """Set the widths of the first columns."""
    for letter, width in zip(_letters(len(widths)), widths, strict=True):
        sheet.column_dimensions[letter].width = width


def set_up_page(sheet: "Worksheet", header_row: int) -> None:
    """The page of a table: its header on each page and above the rows that scroll."""
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    fit_to_page(sheet)
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"  # type: ignore[union-attr] # a new sheet has one


def fit_to_page(sheet: "Worksheet") -> None:
    """A4 landscape, as wide as the page and as long as it takes."""
    sheet.page_setup.paperSize = A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.75


def _letters(columns: int) -> list[str]:
    from openpyxl.utils import get_column_letter

    return [get_column_letter(index) for index in range(1, columns + 1)]
