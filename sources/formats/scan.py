"""What a look at a zipped workbook yields, and its parts, inflated within limits."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from sources.formats.zip_stored import stored_archive
from sources.limits import Limits, UnreadableFileError, damaged, forbidden, too_large
from sources.memory import remembering
from sources.sheets import Merge

CHUNK = 1 << 18
SMALL_PART = 100 * 1024
LONGEST_SHARED = 4096
"""The compressed length of parts that many workbooks share: themes, styles, relations."""
MOST_STORED = 8 * 2**20
"""So much of the parts of a workbook is kept for the library to read."""
PARSED_SUFFIXES = (".xml", ".rels", ".bin")

_OF_NO_CELL = ("docprops/", "xl/theme/")
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_HARMLESS_FLAGS = 0x80E
"""How hard the packer tried, sizes that follow the content, and names in UTF-8."""


@dataclass(slots=True)
class SheetScan:
    """What the scan noted of one sheet; positions are counted from 0."""

    errors: list[tuple[int, int, str]] = field(default_factory=list)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    shown_as: list[tuple[int, int, str]] = field(default_factory=list)
    """Cells whose number format tells more than their content does, with the format's code."""
    merges: tuple[Merge, ...] = ()
    has_hidden_cells: bool = False


class Parts:
    """The parts of a workbook by name, inflated one after the other; a bomb is refused while it grows.

    Raises UnreadableFileError when two have the same name: a library could read the one that was not looked at.
    """

    def __init__(self, data: bytes, archive: zipfile.ZipFile, limits: Limits) -> None:
        self.format = "zip"
        self.names = {part_name(entry.filename): entry for entry in archive.filelist}
        if len(self.names) < len(archive.filelist):
            raise damaged(self.format)
        self._data = data
        self._archive = archive
        self._limits = limits
        self._total = 0
        self._inflated: set[str] = set()
        self._whole: dict[str, tuple[bytes, bytes, int]] = {}

    def content(self, name: str) -> bytes:
        """All of a part, nothing of one that is not there."""
        return b"".join(self.chunks(name)) if name in self.names else b""

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part piece by piece. Raises UnreadableFileError when it passes a limit or declares entities."""
        entry = self.names[name]
        self._inflated.add(name)
        size = 0
        tail = b""
        for chunk in self._inflate(entry):
            size += len(chunk)
            self._total += len(chunk)
            if self._total > self._limits.max_uncompressed_bytes:
                raise too_much(self.format, "解压后的内容过大")
            if size > SMALL_PART and size > self._limits.max_ratio * max(entry.compress_size, 1):
                raise too_much(self.format, "压缩比异常")
            # Looking for one byte is many times as quick as looking for several.
            may_declare = b"!" in chunk or b"!" in tail
            if may_declare and not name.endswith(".bin") and b"<!DOCTYPE" in tail + chunk:
                raise forbidden(self.format)
            tail = chunk[-8:]
            yield chunk

    def _inflate(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        whole = _inflated_at_once(self._data, entry)
        if whole is not None:
            if self._total < MOST_STORED:
                name = entry.orig_filename
                self._whole[name] = (name.encode(), whole, entry.CRC)
            yield whole
            return
        with self._archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                yield chunk

    def inflate_others(self) -> None:
        """Inflate what a library parses and was not looked at: it counts too."""
        for name in self.names:
            if name.endswith(PARSED_SUFFIXES) and name not in self._inflated:
                for _ in self.chunks(name):
                    pass

    def stored(self) -> bytes:
        """An archive for a library to read: of the parts as they were inflated, if all are small; else the one sent.

        A library inflates a sheet twice, for its cells and for its merged ones. What says nothing of cells is left out.
        """
        entries = self._archive.filelist
        whole = [self._whole.get(entry.orig_filename) for entry in entries]
        if None in whole:
            return self._data
        return stored_archive(
            part
            for part, name in zip(whole, self.names, strict=True)
            if part is not None and not name.startswith(_OF_NO_CELL)
        )


def _inflated_at_once(data: bytes, entry: zipfile.ZipInfo) -> bytes | None:
    """All of a small part that is just what the directory says of it, in a fraction of the time that zipfile takes.

    None for every other part: zipfile says what is wrong with it.
    """
    if entry.compress_type != zipfile.ZIP_DEFLATED or entry.flag_bits & ~_HARMLESS_FLAGS or entry.file_size > CHUNK:
        return None
    header = data[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size:
        return None
    signature, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    name_start = entry.header_offset + _LOCAL_HEADER.size
    start = name_start + name_length + extra_length
    name = entry.orig_filename
    if signature != b"PK\x03\x04" or not name.isascii() or data[name_start : name_start + name_length] != name.encode():
        return None
    return _inflated(data[start : start + entry.compress_size], entry.file_size, entry.CRC)


@remembering(most=128, longest=LONGEST_SHARED)
def _inflated(compressed: bytes, size: int, checksum: int) -> bytes | None:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflater.decompress(compressed, CHUNK + 1)
    except zlib.error:
        return None
    is_whole = inflater.eof and len(content) == size and zlib.crc32(content) == checksum
    return content if is_whole else None


def part_name(filename: str) -> str:
    """A part's name, however the program that packed it wrote it."""
    return filename.replace("\\", "/").lstrip("/").lower()


def too_much(format_: str, what: str) -> UnreadableFileError:
    """The error of a workbook that passes a limit."""
    return too_large(format_, f"{what},超过上限", "请用 Excel 或 WPS 重新保存后再报送")


def parse(parser: Any, chunks: Iterator[bytes], format_: str) -> None:
    """Let expat parse a part. Raises UnreadableFileError when the XML is broken or declares entities."""

    def refuse(*_: object) -> None:
        raise forbidden(format_)

    parser.StartDoctypeDeclHandler = refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as problem:  # LookupError: of an encoding that is none
        raise damaged(format_) from problem


def relations(part: bytes, format_: str) -> dict[str, str]:
    """The part that each relation of a workbook names, by the relation's id."""
    return {
        attributes.get("Id", ""): part_name(attributes.get("Target", "")).removeprefix("xl/")
        for tag, attributes in elements(part, format_)
        if tag == "Relationship"
    }


def elements(xml: bytes, format_: str) -> list[tuple[str, dict[str, str]]]:
    """Every element's name and attributes, without prefixes."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        found.append((_local(tag), {_local(name): value for name, value in attributes.items()}))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parse(parser, iter([xml]), format_)
    return found


def _local(name: str) -> str:
    return name.rsplit(":", 1)[-1]
