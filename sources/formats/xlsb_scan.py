"""A look at the binary parts of an xlsb (MS-XLSB): their bounds, and what the library does not tell of a sheet.

A part is a row of records: a number that says what it is, a length, and that many bytes.
"""

import struct
from collections.abc import Iterator, Mapping

from sources.formats.number_formats import BUILT_IN, tells
from sources.formats.scan import Parts, SheetScan, relations
from sources.limits import Limits, UnreadableFileError, damaged
from sources.sheets import address

_ROW, _ERROR_CELL, _TEXT_FORMULA, _NUMBER_FORMULA, _ERROR_FORMULA, _LAST_CELL = 0, 3, 8, 9, 11, 11
_CALCULATE_ALWAYS, _EMPTY_TEXT = 0x02, b"\x17\x00\x00"
_FORMAT, _STYLE, _BEGIN_STYLES, _END_STYLES = 44, 47, 617, 618
_COLUMNS, _SHEET, _BEGIN_STRINGS, _MERGE, _BEGIN_FORMATS = 60, 156, 159, 176, 615
_ERRORS = {
    **{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"},
    0x2B: "#GETTING_DATA",
}
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x10, 0x01


def scan_xlsb(parts: Parts, limits: Limits) -> dict[str, SheetScan]:
    """What is to be noted of each sheet, by its name. Raises UnreadableFileError when a part passes a limit."""
    styles = _telling_styles(parts.content("xl/styles.bin"))
    targets = relations(parts.content("xl/_rels/workbook.bin.rels"), "xlsb")
    sheets = {
        name: _scan_sheet(parts.content(f"xl/{targets.get(relation, '')}"), styles, limits)
        for name, relation in _sheet_relations(parts.content("xl/workbook.bin")).items()
    }
    for name in ("xl/sharedstrings.bin", "xl/styles.bin"):
        _refuse_false_counts(parts.content(name))
    return sheets


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a part, each as its number and its bytes. Raises UnreadableFileError when the part ends early."""
    place, end = 0, len(part)
    try:
        while place < end:
            number = part[place]
            place += 1
            if number & 0x80:
                number = number & 0x7F | part[place] << 7
                place += 1
            length = shift = 0
            more = True
            while more and shift < 28:
                byte = part[place]
                place += 1
                length |= (byte & 0x7F) << shift
                shift += 7
                more = bool(byte & 0x80)
            yield number, part[place : place + length]
            place += length
    except IndexError as problem:
        raise damaged("xlsb") from problem


def _scan_sheet(part: bytes, styles: Mapping[int, str], limits: Limits) -> SheetScan:
    """What is to be noted of a sheet. Raises UnreadableFileError when it is damaged or too large."""
    scan = SheetScan()
    merges = []
    row = bottom = right = 0
    try:
        for number, content in _records(part):
            if number == _ROW:
                row = _integers("I", content)[0]
                scan.has_hidden_cells |= bool(content[11] & _HIDDEN_ROW)
            elif number <= _LAST_CELL:
                column, style = _integers("II", content)
                bottom, right = max(bottom, row + 1), max(right, column + 1)
                _refuse_too_large(bottom, right, (row, column), limits)
                if number in (_ERROR_CELL, _ERROR_FORMULA):
                    scan.errors.append((row, column, _ERRORS.get(content[8], "#ERR!")))
                elif number in (_TEXT_FORMULA, _NUMBER_FORMULA) and _is_uncalculated(number, content):
                    scan.uncalculated.append((row, column))
                code = styles.get(style & 0xFFFFFF)
                if code is not None:
                    scan.shown_as.append((row, column, code))
            elif number == _COLUMNS:
                scan.has_hidden_cells |= bool(content[16] & _HIDDEN_COLUMN)
            elif number == _MERGE:
                top, last_row, left, last_column = _integers("IIII", content)
                merges.append((top, left, last_row, last_column))
    except (struct.error, IndexError) as problem:
        raise damaged("xlsb") from problem
    scan.merges = tuple(merges)
    return scan


def _is_uncalculated(number: int, content: bytes) -> bool:
    """Whether a formula's value was never calculated. There is always one in an xlsb: then it is nothing, or 0.

    Nothing is a result where the formula itself says so, as in if(…, ""), and 0 nearly always is: unless the formula is
    marked as one that is still to be calculated.
    """
    size = 4 + 2 * _integers("I", content[8:])[0] if number == _TEXT_FORMULA else 8
    if any(content[8 : 8 + size]):
        return False
    (flags,) = _integers("H", content[8 + size :])
    is_result = number == _NUMBER_FORMULA or _EMPTY_TEXT in content[10 + size :]
    return bool(flags & _CALCULATE_ALWAYS) or not is_result


def _telling_styles(part: bytes) -> dict[int, str]:
    """The styles, by their number, whose number format tells something, with its code."""
    codes = dict(BUILT_IN)
    styles: list[int] = []
    is_of_cells = False
    try:
        for number, content in _records(part):
            if number == _FORMAT:
                codes[_integers("H", content)[0]] = _text(content, 2)
            elif number in (_BEGIN_STYLES, _END_STYLES):
                is_of_cells = number == _BEGIN_STYLES
            elif number == _STYLE and is_of_cells:
                styles.append(_integers("HH", content)[1])
    except struct.error as problem:
        raise damaged("xlsb") from problem
    return {index: codes[key] for index, key in enumerate(styles) if tells(codes.get(key, ""))}


def _sheet_relations(part: bytes) -> dict[str, str]:
    """The relation of each sheet's part, by the sheet's name."""
    try:
        found = [_relation_and_name(content) for number, content in _records(part) if number == _SHEET]
    except struct.error as problem:
        raise damaged("xlsb") from problem
    return {name: relation for relation, name in found}


def _refuse_false_counts(part: bytes) -> None:
    """A reader makes room for as many strings and styles as a part says it has: that must not be more than can be."""
    counted = {_BEGIN_STRINGS: 4, _BEGIN_FORMATS: 0, _BEGIN_STYLES: 0}
    for number, content in _records(part):
        place = counted.get(number)
        if place is not None and int.from_bytes(content[place : place + 4], "little") > len(part):
            raise damaged("xlsb")


def _refuse_too_large(bottom: int, right: int, last: tuple[int, int], limits: Limits) -> None:
    if bottom > limits.max_rows or right > limits.max_columns or bottom * right > limits.max_cells:
        message = f"工作表的范围过大,单元格 {address(*last)} 处有内容;请删除表格以外的内容后再报送"
        raise UnreadableFileError("xlsb", "sheet_too_large", message)


def _integers(kinds: str, content: bytes) -> tuple[int, ...]:
    return struct.unpack_from(f"<{kinds}", content)


def _relation_and_name(content: bytes) -> tuple[str, str]:
    relation = _text(content, 8)
    return relation, _text(content, 12 + 2 * len(relation))


def _text(content: bytes, place: int) -> str:
    (length,) = struct.unpack_from("<I", content, place)
    return content[place + 4 : place + 4 + 2 * length].decode("utf-16-le", "replace")
