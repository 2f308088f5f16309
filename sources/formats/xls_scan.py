"""The formulas of an xls that were never calculated: xlrd gives what a formula came to, and not that it is one."""

import io
import re
import struct
from collections.abc import Iterator

Position = tuple[int, int]

_BOF, _EOF, _SHEET, _FORMULA = 0x0809, 0x000A, 0x0085, 0x0006
_WORKSHEET = 0
_STILL_TO_BE_CALCULATED = 0b10
"""The flag of a formula that is calculated when the file is opened; one that is always, as today(), has another."""
_NOUGHT, _NO_TEXT = bytes(8), b"\x03\0\0\0\0\0\xff\xff"
_MAY_BE_ONE = re.compile(rb"\x06\0.{8}(?:\0{8}[\x01-\x0f]\0|\x03\0{5}\xff\xff)", re.DOTALL)
"""What such a formula looks like among all records: most files have none, and need no closer look."""
_EMPTY_TEXT = b"\x17\x00\x00"
"""How a formula says "" itself, as if(…, "") does."""


def uncalculated_formulas(data: bytes) -> list[tuple[Position, ...]]:
    """The cells of the formulas without a value, of each worksheet in their order.

    A program that calculates leaves a value behind for one formula or another: nothing and 0 are then results as well.
    """
    stream = _workbook_stream(data)
    if _MAY_BE_ONE.search(stream) is None:
        return []
    sheets = [struct.unpack_from("<iBB", content) for number, content in _records(stream, 0) if number == _SHEET]
    formulas = [list(_formulas_in(stream, start)) for start, _, kind in sheets if kind == _WORKSHEET]
    if any(formula[6:14] not in (_NOUGHT, _NO_TEXT) for some in formulas for formula in some):
        return []
    return [tuple(struct.unpack_from("<HH", one) for one in some if _is_uncalculated(one)) for some in formulas]


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


def _formulas_in(stream: bytes, start: int) -> Iterator[bytes]:
    return (content for number, content in _records(stream, start) if number == _FORMULA)


def _is_uncalculated(formula: bytes) -> bool:
    """Whether a formula's value, nothing or 0, was never calculated.

    Nothing is a result where the formula itself says so, and 0 nearly always is: unless the formula is still to be
    calculated.
    """
    (flags,) = struct.unpack_from("<H", formula, 14)
    is_result = formula[6:14] == _NOUGHT or _EMPTY_TEXT in formula[22:]
    return bool(flags & _STILL_TO_BE_CALCULATED) or not is_result
