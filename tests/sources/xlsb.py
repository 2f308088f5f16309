"""A small writer of xlsb (MS-XLSB): no library writes it, and its reader must be tried on more than one real file."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

RELATIONS = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/>
</Relationships>"""

Styled = tuple[float, int]
Formula = tuple[str | float, bytes, int]
Value = str | float | Styled | Formula
"""A text, a number, a number with the index of its style, or an error when the text is #REF!.

A formula: the value that was calculated, the formula's tokens and its flags.
"""


def record(number: int, content: bytes = b"") -> bytes:
    head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    length = len(content)
    while length >= 128:
        head += bytes([length & 0x7F | 0x80])
        length >>= 7
    return head + bytes([length]) + content


def text(value: str) -> bytes:
    encoded = value.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def cell(column: int, value: Value) -> bytes:
    if value == "#REF!":
        return record(3, struct.pack("<IIB", column, 0, 0x17))
    if isinstance(value, str):
        return record(6, struct.pack("<II", column, 0) + text(value))
    if isinstance(value, tuple) and len(value) == 3:
        result, tokens, flags = value
        head = struct.pack("<II", column, 0) + (text(result) if isinstance(result, str) else struct.pack("<d", result))
        end = struct.pack("<HI", flags, len(tokens)) + tokens + struct.pack("<I", 0)
        return record(8 if isinstance(result, str) else 9, head + end)
    number, style = value if isinstance(value, tuple) else (value, 0)
    return record(5, struct.pack("<IId", column, style, number))


def sheet(
    rows: Mapping[int, Mapping[int, Value]],
    merges: Sequence[tuple[int, int, int, int]] = (),
    hidden_rows: Sequence[int] = (),
) -> bytes:
    """A sheet's part. merges: top, left, bottom, right."""
    part = record(129) + record(148, bytes(16)) + record(145)
    for row, cells in rows.items():
        part += record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0x10 if row in hidden_rows else 0, 0, 0))
        part += b"".join(cell(column, value) for column, value in cells.items())
    part += record(146)
    for top, left, bottom, right in merges:
        part += record(176, struct.pack("<IIII", top, bottom, left, right))
    return part + record(130)


def styles(formats: Sequence[tuple[int, str | None]]) -> bytes:
    """The styles' part: a style for each format, given by its number and its code (None when it is built in)."""
    own = [(number, code) for number, code in formats if code is not None]
    part = record(278) + record(615, struct.pack("<I", len(own)))
    part += b"".join(record(44, struct.pack("<H", number) + text(code)) for number, code in own)
    part += record(616) + record(617, struct.pack("<I", len(formats)))
    part += b"".join(record(47, struct.pack("<HH", 0, number) + bytes(12)) for number, _ in formats)
    return part + record(618) + record(279)


def book(sheet_part: bytes, **more: bytes) -> bytes:
    """A workbook of one sheet named 表; more: other parts of xl/, by name without .bin."""
    bundle = record(156, struct.pack("<II", 0, 1) + text("rId1") + text("表"))
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.bin": record(131) + record(143) + bundle + record(144) + record(132),
        "xl/_rels/workbook.bin.rels": RELATIONS.encode(),
        "xl/worksheets/sheet1.bin": sheet_part,
        **{f"xl/{name}.bin": part for name, part in more.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()
