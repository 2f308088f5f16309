"""How the cells of our tables are written: the named styles of a workbook, and the pen that writes in them."""

from copy import copy
from dataclasses import dataclass

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill
from openpyxl.styles.cell_style import StyleArray
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from warehouse.exports import look
from warehouse.exports.report_tables import Ratio, Shown
from warehouse.exports.text import FORMULA_STARTS

LONGEST_TEXT = 32_000

TEXT, MIDDLE, TOP, NUMBER, PERCENT, DAY, HEAD, GROUP, TOTAL = (
    "表文",
    "表文居中",
    "表文靠上",
    "表数",
    "表百分比",
    "表日期",
    "表头",
    "表组",
    "表合计",
)
_TOP_LEFT = Alignment(horizontal="left", vertical="top", wrap_text=True)
_STYLES: dict[str, tuple[Font, Alignment, str, PatternFill]] = {
    TEXT: (look.FORMAL, look.LEFT, "General", PatternFill()),
    MIDDLE: (look.FORMAL, look.CENTRED, "General", PatternFill()),
    TOP: (look.FORMAL, _TOP_LEFT, "General", PatternFill()),
    NUMBER: (look.FORMAL, look.CENTRED, "General", PatternFill()),
    PERCENT: (look.FORMAL, look.CENTRED, "0.0%", PatternFill()),
    DAY: (look.FORMAL, look.CENTRED, "yyyy-mm-dd", PatternFill()),
    HEAD: (look.HEADER, look.CENTRED, "General", look.GREY),
    GROUP: (look.HEADER, look.CENTRED, "General", PatternFill()),
    TOTAL: (look.HEADER, look.LEFT, "General", PatternFill()),
}


def new_workbook() -> Workbook:
    """An empty workbook with the styles of our tables."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    normal = next(style for style in workbook._named_styles if style.name == "Normal")  # type: ignore[attr-defined]
    normal.font = look.BODY  # the widths of columns are counted in its digits
    for name, (font, alignment, number_format, fill) in _STYLES.items():
        workbook.add_named_style(
            NamedStyle(name, font=font, alignment=alignment, number_format=number_format, border=look.GRID, fill=fill)
        )
    return workbook


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes into the cells of a sheet, in styles that are looked up once and not for each cell."""

    sheet: Worksheet
    styles: dict[str, StyleArray]

    @classmethod
    def of(cls, sheet: Worksheet) -> "Pen":
        """The pen of a sheet of one of our workbooks."""
        named = sheet.parent._named_styles  # type: ignore[union-attr] # a sheet of a workbook
        return cls(sheet, {style.name: style.as_tuple() for style in named})

    def put(self, row: int, column: int, value: Shown, style: str) -> Cell:
        """Write a value: numbers and days as such, a text never as a formula."""
        cell = self._styled(row, column, style)
        if isinstance(value, str):
            set_text(cell, value)
        else:
            cell.value = float(value) if isinstance(value, Ratio) else value
        return cell

    def merge_down(self, column: int, first: int, last: int, style: str) -> None:
        """Make cells below each other one."""
        if last == first:
            return
        for row in range(first + 1, last + 1):
            self._styled(row, column, style)
        # Each has its borders already; merge_cells() would look at every cell to give it some.
        self.sheet.merged_cells.ranges.add(CellRange(None, column, first, column, last))

    def _styled(self, row: int, column: int, style: str) -> Cell:
        cell: Cell = self.sheet.cell(row, column)  # type: ignore[assignment] # nothing is merged before it is written
        cell._style = self.styles[style]  # type: ignore[attr-defined] # one for all: see with_own_style()
        return cell


def set_text(cell: Cell, text: str) -> None:
    """Set a cell to a text, never to a formula."""
    if len(text) > LONGEST_TEXT:
        text = f"{text[:LONGEST_TEXT]}……（共{len(text)}字，其余见数据库）"
    cell.value = text
    cell.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        with_own_style(cell).quotePrefix = True


def with_own_style(cell: Cell) -> Cell:
    """The cell, with a style that it no longer shares with others: so it can be changed."""
    cell._style = copy(cell._style)  # type: ignore[attr-defined]
    return cell
