"""A look at a zipped workbook before any library opens it: its limits, and what the library does not tell.

The scan inflates every part once, counting as it goes, and refuses what would crash or exhaust a reader. On the way it
notes error cells, formulas without a value, telling number formats, hidden rows and columns, and merged cells.
"""

import zipfile
import zlib
from dataclasses import dataclass

from sources import archives
from sources.formats.ods_scan import scan_ods
from sources.formats.scan import Parts, SheetScan
from sources.formats.xlsb_scan import scan_xlsb
from sources.formats.xlsx_scan import scan_xlsx
from sources.limits import Limits, UnreadableFileError, damaged, encrypted, foreign

_SCANS = {"xlsx": scan_xlsx, "xlsb": scan_xlsb, "ods": scan_ods}


@dataclass(frozen=True, slots=True)
class ZipScan:
    """The format of a zipped workbook, what was noted of its sheets, by name, and the archive to read them from."""

    format: str
    sheets: dict[str, SheetScan]
    archive: bytes


def scan_zip(data: bytes, limits: Limits) -> ZipScan:
    """Look through a zipped workbook. Raises UnreadableFileError when it is none, is damaged or passes a limit."""
    format_ = "zip"
    try:
        parts = Parts(data, limits)
        parts.format = format_ = _format(parts)
        sheets = _SCANS[format_](parts, limits)
        parts.inflate_others()
        return ZipScan(format_, sheets, parts.archive())
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as problem:
        raise damaged(format_) from problem
    except RuntimeError as problem:  # how zipfile says that an entry needs a password
        raise encrypted(format_) from problem


def _format(parts: Parts) -> str:
    if any(name.endswith("workbook.bin") for name in parts.names):
        return "xlsb"
    if any(name.endswith("workbook.xml") for name in parts.names):
        return "xlsx"
    if b"opendocument.spreadsheet" in parts.content("mimetype")[:200]:
        return "ods"
    if not archives.is_document(list(parts.names)):
        raise UnreadableFileError("zip", "nested_archive", "文件是压缩包里的压缩包,未读取;请解压后直接报送其中的表格")
    what = "Word 文档" if any(name.startswith("word/") for name in parts.names) else "其他文档"
    raise foreign("unknown", f"是{what},不是电子表格")
