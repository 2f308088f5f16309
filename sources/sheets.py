"""The shape of an opened file: sheets of cells at their positions, whatever the format was."""

from dataclasses import dataclass
from functools import cache, cached_property

from sources.limits import Limits, UnreadableFileError, too_large
from sources.rows import Doubt, RawValue

Merge = tuple[int, int, int, int]
"""Top, left, bottom and right of merged cells, counted from 0, all inclusive."""


@dataclass(frozen=True)
class Sheet:
    """The cells of a sheet at their absolute positions, counted from 0; rows may be of different lengths."""

    name: str
    rows: list[list[RawValue]]
    merges: tuple[Merge, ...] = ()
    is_hidden: bool = False
    has_hidden_cells: bool = False
    uncalculated: tuple[tuple[int, int], ...] = ()

    @cached_property
    def texts(self) -> list[str]:
        """The texts that stand in the cells, each once."""
        contents: set[RawValue] = set().union(*self.rows)
        return [content for content in contents if content.__class__ is str]


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file's format, its sheets in their order, and what is not certain about the file as a whole."""

    format: str
    sheets: tuple[Sheet, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def address(row: int, column: int) -> str:
    """The A1 address of a cell whose row and column are counted from 0."""
    return f"{letters(column)}{row + 1}"


@cache
def letters(column: int) -> str:
    """The letters of a column counted from 0."""
    found = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        found = chr(65 + letter) + found
    return found


def put(rows: list[list[RawValue]], row: int, column: int, value: RawValue) -> None:
    """Set a cell, growing the sheet to it."""
    rows.extend([] for _ in range(row + 1 - len(rows)))
    rows[row].extend([""] * (column + 1 - len(rows[row])))
    rows[row][column] = value


def refuse_too_many_sheets(format_: str, count: int, limits: Limits) -> None:
    """Raise UnreadableFileError when a file has more sheets than allowed."""
    if count > limits.max_sheets:
        message = f"文件有 {count} 个工作表,超过 {limits.max_sheets} 个的上限;请拆分成几个文件后再报送"
        raise UnreadableFileError(format_, "too_many_sheets", message)


def refuse_excess(workbook: Workbook, limits: Limits) -> None:
    """Raise UnreadableFileError, naming the place, for too many merged cells or too long a text."""
    for sheet in workbook.sheets:
        _refuse_merges(workbook.format, sheet, limits)
        _refuse_long_texts(workbook.format, sheet, limits)


def _refuse_merges(format_: str, sheet: Sheet, limits: Limits) -> None:
    """Merged cells may lie over each other thousands of times: together they must not cover more than a sheet may."""
    if not sheet.merges:
        return
    bottom, right = len(sheet.rows), max(map(len, sheet.rows), default=0)
    covered = sum(
        max(0, min(last_row + 1, bottom) - top) * max(0, min(last_column + 1, right) - left)
        for top, left, last_row, last_column in sheet.merges
    )
    if len(sheet.merges) > limits.max_merges or covered > limits.max_cells:
        message = f"工作表“{sheet.name}”的合并单元格过多;请取消不必要的合并后再报送"
        raise UnreadableFileError(format_, "sheet_too_large", message)


def _refuse_long_texts(format_: str, sheet: Sheet, limits: Limits) -> None:
    if max(map(len, sheet.texts), default=0) <= limits.max_text_length:
        return
    for row, cells in enumerate(sheet.rows):
        for column, value in enumerate(cells):
            if isinstance(value, str) and len(value) > limits.max_text_length:
                where = f"工作表“{sheet.name}”单元格 {address(row, column)} 的文字有 {len(value)} 个字"
                raise too_large(format_, f"{where},超过 {limits.max_text_length} 个的上限", "请删减后再报送")


class Extent:
    """Counts a growing sheet's rows and cells. Raises UnreadableFileError as soon as there are more than allowed."""

    def __init__(self, format_: str, limits: Limits) -> None:
        self._format = format_
        self._limits = limits
        self._cells = 0

    def add(self, row: int, right: int, cells: int) -> None:
        """Count some cells of a row, given by its index, the last of them left of a column."""
        self._cells += cells
        if row >= self._limits.max_rows or right > self._limits.max_columns or self._cells > self._limits.max_cells:
            where = address(row, max(right - 1, 0))
            message = f"表格的范围过大(已到单元格 {where});请删除表格以外的内容,或拆分成几个文件后再报送"
            raise UnreadableFileError(self._format, "sheet_too_large", message)
