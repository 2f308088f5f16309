"""Plain zip archives: reading the directory of one as office programs write it, and writing one anew.

All of a small workbook is inflated in a fraction of the time that zipfile takes, and a library need not inflate it once
more. An archive that is anything but plain is not read here: zipfile reads it, or says what is wrong with it.
"""

import struct
import zlib
from collections.abc import Iterable
from typing import Any, NamedTuple

from sources.memory import remembering

_PART = struct.Struct("<4s5H3I2H")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_END64 = struct.Struct("<4s16x")
_PART_MAGIC, _ENTRY_MAGIC, _END_MAGIC, _END64_MAGIC = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x07"
_STORED, _DEFLATED = 0, 8
_HARMLESS_FLAGS = 0x80E
"""How hard the packer tried, sizes that follow the content, and names in UTF-8."""
_VERSION = 20
_FIRST_DAY = 0x21
"""The first day of 1980, as zip archives write it: the parts have no date."""
LARGEST = 8 * 2**20
"""What all the parts of a small archive are together, inflated."""
_LONGEST_SHARED = 4096
"""The compressed length of parts that many workbooks share: themes, styles, relations."""


class PlainPart(NamedTuple):
    """A part of a plain archive: where its packed content stands, and what it is once unpacked."""

    filename: str
    start: int
    compress_size: int
    file_size: int
    checksum: int
    is_deflated: bool

    def unpacked(self, archive: bytes) -> bytes | None:
        """The content, None when it is not what the directory says of it. No more than that is ever inflated."""
        packed = archive[self.start : self.start + self.compress_size]
        if self.is_deflated:
            return _inflated(packed, self.file_size, self.checksum)
        return packed if len(packed) == self.file_size and zlib.crc32(packed) == self.checksum else None


def plain_parts(archive: bytes, most: int) -> list[PlainPart] | None:
    """The parts of a small and plain archive with no more of them than allowed; None for every other archive."""
    end = len(archive) - _END.size
    if end < 0 or archive[end - _END64.size : end - _END64.size + 4] == _END64_MAGIC:
        return None
    magic, disk, first_disk, here, count, size, start, comment = _END.unpack_from(archive, end)
    if magic != _END_MAGIC or disk or first_disk or here != count or count > most or comment or start + size != end:
        return None
    parts: list[PlainPart] = []
    at = start
    for _ in range(count):
        if at + _ENTRY.size > end:
            return None
        entry = _ENTRY.unpack_from(archive, at)
        part = _plain_part(archive, at, entry)
        if part is None:
            return None
        parts.append(part)
        at += _ENTRY.size + sum(entry[10:13])
    return parts if at == end and sum(part.file_size for part in parts) <= LARGEST else None


def _plain_part(archive: bytes, at: int, entry: tuple[Any, ...]) -> PlainPart | None:
    (magic, _, _, flags, method, _, _, checksum, compress_size, file_size, length, _, _, _, _, _, offset) = entry
    name = archive[at + _ENTRY.size : at + _ENTRY.size + length]
    is_plain = magic == _ENTRY_MAGIC and not flags & ~_HARMLESS_FLAGS and method in (_STORED, _DEFLATED)
    if not is_plain or not name.isascii() or b"\0" in name or offset + _PART.size > at:
        return None
    header = _PART.unpack_from(archive, offset)
    name_start = offset + _PART.size
    start = name_start + length + header[10]
    if header[0] != _PART_MAGIC or header[9] != length or archive[name_start : name_start + length] != name:
        return None
    return PlainPart(name.decode(), start, compress_size, file_size, checksum, method == _DEFLATED)


@remembering(most=128, longest=_LONGEST_SHARED)
def _inflated(packed: bytes, size: int, checksum: int) -> bytes | None:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflater.decompress(packed, size + 1)
    except zlib.error:
        return None
    is_whole = inflater.eof and len(content) == size and zlib.crc32(content) == checksum
    return content if is_whole else None


def stored_archive(parts: Iterable[tuple[bytes, bytes, int]]) -> bytes:
    """A zip archive of parts, each given by its name in ASCII, its content and its checksum; nothing is compressed."""
    written: list[bytes] = []
    directory: list[bytes] = []
    start = 0
    for name, content, checksum in parts:
        size, length = len(content), len(name)
        written += (
            _PART.pack(_PART_MAGIC, _VERSION, 0, 0, 0, _FIRST_DAY, checksum, size, size, length, 0),
            name,
            content,
        )
        directory += (
            _ENTRY.pack(
                *(_ENTRY_MAGIC, _VERSION, _VERSION, 0, 0, 0, _FIRST_DAY, checksum, size, size, length),
                *(0, 0, 0, 0, 0, start),
            ),
            name,
        )
        start += _PART.size + length + size
    entries = b"".join(directory)
    count = len(directory) // 2
    end = _END.pack(_END_MAGIC, 0, 0, count, count, len(entries), start, 0)
    return b"".join((*written, entries, end))
