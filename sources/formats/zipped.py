"""Workbooks that are a zip of parts: xlsx, xlsm, xlsb and ods, scanned first and then read by calamine."""

import io
from typing import cast

from sources.formats.number_formats import shown
from sources.formats.scan import SheetScan
from sources.formats.zip_scan import ZipScan, scan_zip
from sources.limits import Limits, UnreadableFileError, damaged, encrypted, out_of_memory
from sources.rows import RawValue
from sources.sheets import Sheet, Workbook, put, refuse_too_many_sheets


def open_zip(data: bytes, limits: Limits) -> Workbook:
    """The sheets of an xlsx, xlsm, xlsb or ods. Raises UnreadableFileError."""
    scan = scan_zip(data, limits)
    try:
        return _read_with_calamine(scan, limits)
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
        return out_of_memory(format_)
    return damaged(format_)


def _read_with_calamine(scan: ZipScan, limits: Limits) -> Workbook:
    import python_calamine

    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(scan.archive)) as workbook:
        worksheets = [
            sheet for sheet in workbook.sheets_metadata if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        refuse_too_many_sheets(scan.format, len(worksheets), limits)
        sheets = []
        for metadata in worksheets:
            found = workbook.get_sheet_by_name(metadata.name)
            rows = cast("list[list[RawValue]]", found.to_python(skip_empty_area=False))
            seen = scan.sheets.get(metadata.name, SheetScan())
            for row, column, text in seen.errors:
                put(rows, row, column, text)
            for row, column, code in seen.shown_as:
                if row < len(rows) and column < len(rows[row]):
                    rows[row][column] = shown(rows[row][column], code)
            native = found.merged_cell_ranges
            merges = seen.merges if native is None else tuple((*start, *end) for start, end in native)
            is_hidden = metadata.visible != python_calamine.SheetVisibleEnum.Visible
            sheets.append(
                Sheet(metadata.name, rows, merges, is_hidden, seen.has_hidden_cells, tuple(seen.uncalculated))
            )
    return Workbook(scan.format, tuple(sheets))
