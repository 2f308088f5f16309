"""The formulas of an xls that were never calculated: xlrd gives what a formula came to, and not that it is one."""

import io
import re
import struct
from collections.abc import Iterator

Position = tuple[int, int]

_BOF, _EOF, _SHEET, _FORMULA = 0x0809, 0x000A, 0x0085, 0x0006
_WORKSHEET = 0
_STILL_TO_BE_CALCULATED = 0b11
"""The flags of a formula that is calculated always, or when the file is opened."""
_NOUGHT, _NO_TEXT = bytes(8), b"\x03\0\0\0\0\0\xff\xff"
_MAY_BE_ONE = re.compile(rb"\x06\0.{8}(?:\0{8}[\x01-\x0f]\0|\x03\0{5}\xff\xff)", re.DOTALL)
"""What such a formula looks like among all records: most files have none, and need no closer look."""
_EMPTY_TEXT = b"\x17\x00\x00"
"""How a formula says "" itself, as if(…, "") does."""


def uncalculated_formulas(data: bytes) -> list[tuple[Position, ...]]:
    """The cells of the formulas without a value, of each worksheet in their order."""
    stream = _workbook_stream(data)
    if _MAY_BE_ONE.search(stream) is None:
        return []
    sheets = [struct.unpack_from("<iBB", content) for number, content in _records(stream, 0) if number == _SHEET]
    return [tuple(_uncalculated_in(stream, start)) for start, _, kind in sheets if kind == _WORKSHEET]


def _workbook_stream(data: bytes) -> bytes:
    """The records of the workbook: they stand in a compound document, or are all of the oldest files."""
    import xlrd

    if not data.startswith(xlrd.compdoc.SIGNATURE):
        return data
    document = xlrd.compdoc.CompDoc(data, logfile=io.StringIO())
    found = (document.locate_named_stream(name) for name in ("Workbook", "Book"))
    memory, start, length = next((place for place in found if place[0]), (b"", 0, 0))
    return memory[start : start + length]


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records from the beginning of a part of the stream to its end, each as its number and its bytes."""
    depth = 0
    while start + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, start)
        yield number, stream[start + 4 : start + 4 + size]
        depth += (number == _BOF) - (number == _EOF)
        start += 4 + size
        if depth <= 0:
            return


def _uncalculated_in(stream: bytes, start: int) -> Iterator[Position]:
    for number, content in _records(stream, start):
        if number == _FORMULA and _is_uncalculated(content):
            row, column = struct.unpack_from("<HH", content)
            yield row, column


def _is_uncalculated(formula: bytes) -> bool:
    """Whether a formula's value was never calculated. There is always one in an xls: then it is nothing, or 0.

    Nothing is a result where the formula itself says so, and 0 nearly always is: unless the formula is still to be
    calculated.
    """
    value = formula[6:14]
    if value not in (_NOUGHT, _NO_TEXT):
        return False
    (flags,) = struct.unpack_from("<H", formula, 14)
    is_result = value == _NOUGHT or _EMPTY_TEXT in formula[22:]
    return bool(flags & _STILL_TO_BE_CALCULATED) or not is_result
