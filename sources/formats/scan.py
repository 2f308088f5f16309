"""What a look at a zipped workbook yields, and its parts, inflated within limits."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from sources import archives
from sources.formats.zip_plain import PlainPart, plain_parts, stored_archive
from sources.limits import OF_ANY_RATIO, Limits, UnreadableFileError, damaged, forbidden, too_large
from sources.sheets import Merge

CHUNK = 1 << 18
PARSED_SUFFIXES = (".xml", ".rels", ".bin")

_OF_NO_CELL = ("docprops/", "xl/theme/")


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

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.format = "zip"
        self._data = data
        self._limits = limits
        plain = plain_parts(data, limits.max_zip_entries)
        self._archive = archives.opened(io.BytesIO(data), limits) if plain is None else None
        entries: Sequence[PlainPart | zipfile.ZipInfo] = self._archive.filelist if self._archive else plain or ()
        self.names = {part_name(entry.filename): entry for entry in entries}
        if len(self.names) < len(entries):
            raise damaged(self.format)
        self._total = 0
        self._inflated: set[str] = set()
        self._handed_on: dict[str, tuple[bytes, bytes, int]] = {}

    def content(self, name: str) -> bytes:
        """All of a part, nothing of one that is not there."""
        return b"".join(self.chunks(name)) if name in self.names else b""

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part piece by piece. Raises UnreadableFileError when it passes a limit or declares entities."""
        entry = self.names[name]
        self._inflated.add(name)
        size = 0
        tail = b""
        for chunk in self._inflate(name, entry):
            size += len(chunk)
            self._total += len(chunk)
            if self._total > self._limits.max_uncompressed_bytes:
                raise too_much(self.format, "解压后的内容过大")
            if size > OF_ANY_RATIO and size > self._limits.max_ratio * max(entry.compress_size, 1):
                raise too_much(self.format, "压缩比异常")
            # Looking for one byte is many times as quick as looking for several.
            may_declare = b"!" in chunk or b"!" in tail
            if may_declare and not name.endswith(".bin") and b"<!DOCTYPE" in tail + chunk:
                raise forbidden(self.format)
            tail = chunk[-8:]
            yield chunk

    def _inflate(self, name: str, entry: PlainPart | zipfile.ZipInfo) -> Iterator[bytes]:
        if isinstance(entry, PlainPart):
            content = entry.unpacked(self._data)
            if content is None:
                raise damaged(self.format)
            self._handed_on[name] = (entry.filename.encode(), content, entry.checksum)
            yield content
        elif self._archive is not None:
            with self._archive.open(entry) as part:
                while chunk := part.read(CHUNK):
                    yield chunk

    def hand_on(self, name: str, change: Callable[[bytes], bytes]) -> None:
        """Let a library read a part of a plain archive otherwise than it was sent."""
        if name in self._handed_on:
            filename, content, _ = self._handed_on[name]
            changed = change(content)
            self._handed_on[name] = (filename, changed, zlib.crc32(changed))

    def inflate_others(self) -> None:
        """Inflate what a library parses and was not looked at: it counts too."""
        for name in self.names:
            if name.endswith(PARSED_SUFFIXES) and name not in self._inflated:
                for _ in self.chunks(name):
                    pass

    def archive(self) -> bytes:
        """An archive for a library to read: of a plain one the parts as they were inflated; else the one sent.

        A library inflates a sheet twice, for its cells and for its merged ones. What says nothing of cells is left out.
        """
        if self._archive is not None:
            return self._data
        return stored_archive(part for name, part in self._handed_on.items() if not name.startswith(_OF_NO_CELL))


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
