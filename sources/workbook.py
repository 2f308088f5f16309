"""Opening a file that came from outside: its bytes become sheets of cells, or it is refused and the clerk told why.

Formats are told apart by what is in the file, never by its name, and limits are enforced before a spreadsheet library
sees it. How each format is read stands in ``sources.formats``; what the cells mean belongs to ``tables`` and
``reading``.
"""

import re
from dataclasses import replace

from sources.contents import Location, content
from sources.formats.delimited import delimited
from sources.formats.spreadsheetml import NAMESPACE, spreadsheetml
from sources.formats.texts import decoded
from sources.formats.webpage import single_file_webpage, webpage
from sources.formats.xls import OLE_MAGIC, RAW_BIFF_MAGICS, open_xls
from sources.formats.zipped import open_zip
from sources.limits import DEFAULT_LIMITS, Limits, UnreadableFileError, foreign
from sources.sheets import Merge, Sheet, Workbook, address, refuse_excess

__all__ = ["DEFAULT_LIMITS", "Limits", "Merge", "Sheet", "UnreadableFileError", "Workbook", "address", "open_workbook"]

_FOREIGN_MAGICS = {
    b"%PDF": "是 PDF 文件,不是电子表格",
    b"{\\rtf": "是 Word 文档,不是电子表格",
    b"\x89PNG": "是图片,不是电子表格",
    b"\xff\xd8\xff": "是图片,不是电子表格",
    b"GIF8": "是图片,不是电子表格",
}
_ARCHIVE_MAGICS = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ": "xz"}
_SINGLE_FILE_WEBPAGE = re.compile(rb"\s*(?:mime-version|content-type|from|x-[\w-]+):", re.IGNORECASE)
_MARKUP = re.compile(r"\s*<(?:!doctype|!--|\?xml|/?[a-z][\w:-]*[\s>/])", re.IGNORECASE)
_HTML = re.compile(r"<(?:html|table|body|frameset)[\s>]", re.IGNORECASE)


def open_workbook(location: Location, limits: Limits) -> Workbook:
    """A file's sheets. Raises UnreadableFileError, with a message in Chinese, when it must not or cannot be read."""
    data = content(location, limits)
    if not data.strip():
        return Workbook("unknown")
    if data.startswith(b"PK"):
        workbook = open_zip(data, limits)
    elif data.startswith((OLE_MAGIC, *RAW_BIFF_MAGICS)):
        workbook = open_xls(data, limits)
    else:
        workbook = _open_text(data, limits)
    refuse_excess(workbook, limits)
    return workbook


def _open_text(data: bytes, limits: Limits) -> Workbook:
    for magic, what in _FOREIGN_MAGICS.items():
        if data.startswith(magic):
            raise foreign("unknown", what)
    for magic, what in _ARCHIVE_MAGICS.items():
        if data.startswith(magic):
            message = f"文件是 {what} 压缩包,不能读取;请改用 zip 压缩,或解压后直接报送其中的表格"
            raise UnreadableFileError("unknown", "foreign_archive", message)
    if _SINGLE_FILE_WEBPAGE.match(data) and b"text/html" in data:
        return single_file_webpage(data, limits)
    text, doubts = decoded(data)
    workbook = _open_decoded(text, limits)
    return replace(workbook, doubts=(*doubts, *workbook.doubts)) if doubts else workbook


def _open_decoded(text: str, limits: Limits) -> Workbook:
    if not _MARKUP.match(text):
        return delimited(text, limits)
    if NAMESPACE in text and "<?xml" in text[:100]:
        return spreadsheetml(text, limits)
    if _HTML.search(text):
        return webpage(text, limits)
    raise foreign("unknown", "是 XML,不是电子表格")
