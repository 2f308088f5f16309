"""Workbooks of Excel before 2007 and of WPS (xls, et), read by xlrd."""

import io
import re
from collections.abc import Mapping
from contextlib import suppress
from itertools import chain, repeat
from typing import Any, cast

from sources.formats.number_formats import BUILT_IN, shown, tells
from sources.formats.xls_scan import Position, uncalculated_formulas
from sources.limits import Limits, UnreadableFileError, damaged, encrypted, foreign, out_of_memory
from sources.rows import RawValue
from sources.sheets import Sheet, Workbook, refuse_too_many_sheets

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RAW_BIFF_MAGICS = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
WORKBOOK_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))


def open_xls(data: bytes, limits: Limits) -> Workbook:
    """The sheets of an xls. Raises UnreadableFileError."""
    if ENCRYPTED_STREAM in data:
        raise encrypted("xlsx")
    if data.startswith(OLE_MAGIC) and not any(stream in data for stream in WORKBOOK_STREAMS):
        raise foreign("unknown", "不是电子表格(可能是 Word 等文档)")
    try:
        return _read_with_xlrd(data, limits)
    except UnreadableFileError:
        raise
    except MemoryError as problem:
        raise out_of_memory("xls") from problem
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
        refuse_too_many_sheets("xls", book.nsheets, limits)
        telling, formulas = _telling_formats(book), uncalculated_formulas(data)
        return Workbook(
            "xls",
            tuple(
                _sheet(sheet, book.datemode, telling, uncalculated, limits)
                for sheet, uncalculated in zip(book.sheets(), chain(formulas, repeat(())), strict=False)
            ),
        )

    try:
        workbook = read(None)
    except (UnicodeError, LookupError):
        return read("gb18030")
    if not _is_garbled(workbook):
        return workbook
    with suppress(UnicodeError, LookupError):
        return read("gb18030")
    return workbook


def _sheet(
    sheet: Any,  # xlrd has no types
    datemode: int,
    telling: Mapping[int, str],
    uncalculated: tuple[Position, ...],
    limits: Limits,
) -> Sheet:
    if sheet.nrows * sheet.ncols > limits.max_cells:
        raise UnreadableFileError(
            "xls", "sheet_too_large", f"工作表“{sheet.name}”的范围过大;请删除表格以外的行列后再报送"
        )
    rows = [
        [_value(kind, value, datemode) for kind, value in zip(sheet.row_types(row), sheet.row_values(row), strict=True)]
        for row in range(sheet.nrows)
    ]
    for row, cells in enumerate(rows if telling else ()):
        for column, value in enumerate(cells):
            code = telling.get(sheet.cell_xf_index(row, column))
            if code is not None:
                cells[column] = shown(value, code)
    merges = tuple((top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells)
    hidden = any(info.hidden for info in (*sheet.rowinfo_map.values(), *sheet.colinfo_map.values()))
    return Sheet(sheet.name, rows, merges, sheet.visibility != 0, hidden, uncalculated)


def _telling_formats(book: Any) -> dict[int, str]:
    """The cell formats, by their index, whose number format tells something, with its code."""
    codes = {key: BUILT_IN.get(key) or known.format_str for key, known in book.format_map.items()}
    return {
        index: codes[known.format_key]
        for index, known in enumerate(book.xf_list)
        if tells(codes.get(known.format_key) or "")
    }


def _value(kind: int, value: Any, datemode: int) -> RawValue:
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
