"""Moving a worksheet's merged cells before its cells, for a library that looks for them from the top.

calamine goes through a worksheet twice: once for its cells, and once more, from the beginning until they come, for its
merged ones. They come last. Where they come first, the second way ends where it begins.
"""

import re

_CELLS, _END_OF_CELLS = b"<sheetData>", b"</sheetData>"
_MERGES = re.compile(rb"<mergeCells[\s>].*?</mergeCells>", re.DOTALL)
_NO_MERGES = b"<mergeCells></mergeCells>"
_NAME = b"mergeCells"
_NO_ELEMENT = b"<!"


def merges_first(worksheet: bytes) -> bytes:
    """The XML of a worksheet with its merged cells, or with none, told before its cells.

    What is not written as spreadsheet programs write it, with prefixes or with comments, stays as it is.
    """
    start, end = worksheet.find(_CELLS), worksheet.rfind(_END_OF_CELLS)
    if not 0 <= start < end:
        return worksheet
    above, below = worksheet[:start], worksheet[end:]
    if _NO_ELEMENT in above or _NO_ELEMENT in below or _NAME in above:
        return worksheet
    found = _MERGES.search(below)
    if found is None and _NAME in below:
        return worksheet
    return b"".join((above, found[0] if found else _NO_MERGES, worksheet[start:]))
