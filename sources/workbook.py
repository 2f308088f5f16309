"""Opening a file that came from outside: its bytes become sheets of cells, or it is refused and the clerk told why.

Formats are told apart by the bytes at the start of the file, never by its name, and limits are enforced before a
spreadsheet library sees the file. What the cells mean belongs to ``tables`` and ``reading``; the scan of a zipped
workbook's parts belongs to ``zip_scan``.
"""

import csv
import io
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from sources.contents import Location, content
from sources.limits import DEFAULT_LIMITS, Limits, UnreadableFileError, damaged, encrypted
from sources.rows import RawValue
from sources.zip_scan import Merge, SheetScan, ZipScan, scan_zip

__all__ = ["DEFAULT_LIMITS", "Limits", "Merge", "Sheet", "UnreadableFileError", "Workbook", "address", "open_workbook"]

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RAW_BIFF_MAGICS = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
WORKBOOK_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
FOREIGN_MAGICS = {
    b"%PDF": "PDF 文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"\x1f\x8b": "gzip 压缩包",
}
MARKUP = re.compile(rb"\s*<(!doctype|html|table|\?xml|head|meta|style|body|div)", re.IGNORECASE)
DELIMITERS = (",", "\t", ";")
SAVE_AS_XLSX = "请用 Excel 或 WPS 打开后另存为 xlsx 再报送"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a sheet at their absolute positions, counted from 0; rows may be of different lengths."""

    name: str
    rows: list[list[RawValue]]
    merges: tuple[Merge, ...] = ()
    is_hidden: bool = False
    has_hidden_cells: bool = False
    uncalculated: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file's format and its sheets, in their order."""

    format: str
    sheets: tuple[Sheet, ...] = field(default=())


def address(row: int, column: int) -> str:
    """The A1 address of a cell whose row and column are counted from 0."""
    return f"{_letters(column)}{row + 1}"


@cache
def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def open_workbook(location: Location, limits: Limits) -> Workbook:
    """A file's sheets. Raises UnreadableFileError, with a message in Chinese, when it must not or cannot be read."""
    data = content(location, limits)
    if not data.strip():
        return Workbook("unknown")
    if data.startswith(b"PK"):
        return _open_zip(data, limits)
    if data.startswith((OLE_MAGIC, *RAW_BIFF_MAGICS)):
        return _open_xls(data, limits)
    return _open_text(data, limits)


def _refuse_merges(format_: str, rows: list[list[RawValue]], merges: Sequence[Merge], limits: Limits) -> None:
    """Merged cells may lie over each other thousands of times: together they must not cover more than a sheet may."""
    bottom, right = len(rows), max(map(len, rows), default=0)
    covered = sum(
        max(0, min(last_row + 1, bottom) - top) * max(0, min(last_column + 1, right) - left)
        for top, left, last_row, last_column in merges
    )
    if len(merges) > limits.max_merges or covered > limits.max_cells:
        message = "工作表的合并单元格过多;请取消不必要的合并后再报送"
        raise UnreadableFileError(format_, "sheet_too_large", message)


def _open_zip(data: bytes, limits: Limits) -> Workbook:
    scan = scan_zip(data, limits)
    try:
        return _read_with_calamine(data, scan, limits)
    except UnreadableFileError:
        raise
    except Exception as problem:
        raise _unreadable_zip(scan.format, problem) from problem
    except BaseException as problem:
        # A panic of the Rust library is no Exception.
        if type(problem).__name__ != "PanicException":
            raise
        raise damaged(scan.format) from problem


def _unreadable_zip(format_: str, problem: Exception) -> UnreadableFileError:
    import python_calamine

    if isinstance(problem, python_calamine.PasswordError):
        return encrypted(format_)
    if isinstance(problem, MemoryError):
        return UnreadableFileError(format_, "file_too_large", "文件内容过多,内存不足;请拆分成几个文件后再报送")
    return damaged(format_)


def _read_with_calamine(data: bytes, scan: ZipScan, limits: Limits) -> Workbook:
    import python_calamine

    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        worksheets = [
            sheet for sheet in workbook.sheets_metadata if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        _refuse_too_many_sheets(scan.format, len(worksheets), limits)
        sheets = []
        for metadata in worksheets:
            found = workbook.get_sheet_by_name(metadata.name)
            rows = cast("list[list[RawValue]]", found.to_python(skip_empty_area=False))
            seen = scan.sheets.get(metadata.name, SheetScan())
            for row, column, text in seen.errors:
                _put(rows, row, column, text)
            native = found.merged_cell_ranges
            merges = seen.merges if native is None else tuple((*start, *end) for start, end in native)
            _refuse_merges(scan.format, rows, merges, limits)
            is_hidden = metadata.visible != python_calamine.SheetVisibleEnum.Visible
            sheets.append(
                Sheet(metadata.name, rows, merges, is_hidden, seen.has_hidden_cells, tuple(seen.uncalculated))
            )
    return Workbook(scan.format, tuple(sheets))


def _put(rows: list[list[RawValue]], row: int, column: int, text: str) -> None:
    """Set a cell, growing the sheet to it: a sheet of nothing but error cells is empty to the library."""
    rows.extend([] for _ in range(row + 1 - len(rows)))
    rows[row].extend([""] * (column + 1 - len(rows[row])))
    rows[row][column] = text


def _open_xls(data: bytes, limits: Limits) -> Workbook:
    if ENCRYPTED_STREAM in data:
        raise encrypted("xlsx")
    if data.startswith(OLE_MAGIC) and not any(stream in data for stream in WORKBOOK_STREAMS):
        raise UnreadableFileError("unknown", "foreign_file", f"文件不是电子表格(可能是 Word 等文档);{SAVE_AS_XLSX}")
    try:
        return _read_with_xlrd(data, limits)
    except UnreadableFileError:
        raise
    except MemoryError as problem:
        message = "文件内容过多,内存不足;请拆分成几个文件后再报送"
        raise UnreadableFileError("xls", "file_too_large", message) from problem
    except Exception as problem:
        raise (encrypted("xls") if "encrypted" in str(problem).lower() else damaged("xls")) from problem


def _read_with_xlrd(data: bytes, limits: Limits) -> Workbook:
    import xlrd

    def read(encoding: str | None) -> Workbook:
        book = xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,
            ragged_rows=True,
            encoding_override=encoding,
            logfile=io.StringIO(),
        )
        _refuse_too_many_sheets("xls", book.nsheets, limits)
        return Workbook("xls", tuple(_xls_sheet(sheet, book.datemode, limits) for sheet in book.sheets()))

    try:
        workbook = read(None)
    except (UnicodeError, LookupError):
        return read("gb18030")
    if not _is_garbled(workbook):
        return workbook
    with suppress(UnicodeError, LookupError):
        return read("gb18030")
    return workbook


def _xls_sheet(sheet: Any, datemode: int, limits: Limits) -> Sheet:  # xlrd has no types
    if sheet.nrows * sheet.ncols > limits.max_cells:
        raise UnreadableFileError(
            "xls", "sheet_too_large", f"工作表“{sheet.name}”的范围过大;请删除表格以外的行列后再报送"
        )
    rows = [
        [
            _xls_value(kind, value, datemode)
            for kind, value in zip(sheet.row_types(row), sheet.row_values(row), strict=True)
        ]
        for row in range(sheet.nrows)
    ]
    merges = tuple((top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells)
    _refuse_merges("xls", rows, merges, limits)
    hidden = any(info.hidden for info in (*sheet.rowinfo_map.values(), *sheet.colinfo_map.values()))
    return Sheet(sheet.name, rows, merges, sheet.visibility != 0, hidden)


def _xls_value(kind: int, value: Any, datemode: int) -> RawValue:
    import xlrd

    if kind == xlrd.XL_CELL_DATE:
        # A serial outside the calendar (negative, or the false 1900-02-29) stays the number that it is.
        with suppress(xlrd.xldate.XLDateError, OverflowError, ValueError):
            return cast("RawValue", xlrd.xldate.xldate_as_datetime(value, datemode))
    elif kind == xlrd.XL_CELL_ERROR:
        return cast("str", xlrd.error_text_from_code.get(value, "#ERR!"))
    elif kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    return cast("RawValue", value)


def _is_garbled(workbook: Workbook) -> bool:
    """Whether the text looks like Chinese bytes read as a Western code page: accented letters and no Chinese."""
    texts = "".join(
        value for sheet in workbook.sheets for row in sheet.rows[:200] for value in row if isinstance(value, str)
    )
    accented = sum("\x80" <= character <= "\xff" for character in texts)
    return accented * 3 > len(texts) and not re.search("[\u4e00-\u9fff]", texts)


def _open_text(data: bytes, limits: Limits) -> Workbook:
    for magic, name in FOREIGN_MAGICS.items():
        if data.startswith(magic):
            raise UnreadableFileError("unknown", "foreign_file", f"文件是{name},不是电子表格;请报送 Excel 或 WPS 表格")
    if MARKUP.match(data[:1000]):
        raise UnreadableFileError("html", "foreign_file", f"文件是网页或 XML,不是真正的电子表格;{SAVE_AS_XLSX}")
    text = _decoded(data)
    if text is None:
        raise UnreadableFileError("unknown", "foreign_file", f"文件不是能识别的电子表格;{SAVE_AS_XLSX}")
    return Workbook("csv", (_csv_sheet(text, limits),))


def _decoded(data: bytes) -> str | None:
    """The text of a file, None when it is no text. Encoding guessers take short GBK for UTF-16: try the strict ones."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: Sequence[str] = ("utf-16",)
    elif b"\x00" in data[:2000]:
        # The zero bytes of ASCII characters stand at the odd places when the low byte comes first.
        is_little = data[1:2000:2].count(0) >= data[0:2000:2].count(0)
        encodings = ("utf-16-le",) if is_little else ("utf-16-be",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        with suppress(UnicodeError):
            text = data.decode(encoding)
            if not re.search("[\x00-\x08\x0e-\x1f\ufffe\uffff]", text):
                return text
    return None


def _csv_sheet(text: str, limits: Limits) -> Sheet:
    csv.field_size_limit(limits.max_file_bytes)
    delimiter = max(DELIMITERS, key=lambda candidate: _regularity(text, candidate))
    rows: list[list[RawValue]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append([*row])
            cells += len(row)
            if cells > limits.max_cells:
                raise UnreadableFileError("csv", "sheet_too_large", "文件内容过多;请拆分成几个文件后再报送")
    except csv.Error as problem:
        raise damaged("csv") from problem
    return Sheet("csv", rows)


def _regularity(text: str, delimiter: str) -> int:
    """How many of the first lines the delimiter splits, counting each by its cells: titles hold no delimiter."""
    sample = text[:20_000].splitlines()[:50]
    return sum(line.count(delimiter) for line in sample)


def _refuse_too_many_sheets(format_: str, count: int, limits: Limits) -> None:
    if count > limits.max_sheets:
        message = f"文件有 {count} 个工作表,超过 {limits.max_sheets} 个的上限;请拆分成几个文件后再报送"
        raise UnreadableFileError(format_, "too_many_sheets", message)
