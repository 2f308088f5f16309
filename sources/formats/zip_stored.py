"""Writing a zip archive anew from parts that were inflated already, so that no reader has to inflate them again.

The parts stand in it as they are, in their order, each with the checksum that was looked at when it was inflated.
"""

import struct
from collections.abc import Iterable

_PART = struct.Struct("<4s5H3I2H")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 20
_FIRST_DAY = 0x21
"""The first day of 1980, as zip archives write it: the parts have no date."""


def stored_archive(parts: Iterable[tuple[bytes, bytes, int]]) -> bytes:
    """A zip archive of parts, each given by its name in ASCII, its content and its checksum; nothing is compressed."""
    written: list[bytes] = []
    directory: list[bytes] = []
    start = 0
    for name, content, checksum in parts:
        size, length = len(content), len(name)
        written += (
            _PART.pack(b"PK\x03\x04", _VERSION, 0, 0, 0, _FIRST_DAY, checksum, size, size, length, 0),
            name,
            content,
        )
        directory += (
            _ENTRY.pack(
                *(b"PK\x01\x02", _VERSION, _VERSION, 0, 0, 0, _FIRST_DAY, checksum, size, size, length),
                *(0, 0, 0, 0, 0, start),
            ),
            name,
        )
        start += _PART.size + length + size
    entries = b"".join(directory)
    count = len(directory) // 2
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(entries), start, 0)
    return b"".join((*written, entries, end))
