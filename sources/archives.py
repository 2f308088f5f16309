"""Zip archives that departments send: which files are inside, under which names, and the bytes of each.

Nothing is ever unpacked to disk: a name inside an archive is only a name. What an archive says of a member's size is
believed, because no more than that is ever inflated.
"""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sources.limits import OF_ANY_RATIO, Limits, UnreadableFileError, damaged, encrypted, too_large

_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
_FIRST_PARTS_OF_WORKBOOKS = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/", b"mimetype")
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DIRECTORY_SIZE = 5
_LONGEST_ENTRY = 1000
_NAME_IS_UTF8 = 0x800
_IS_ENCRYPTED = 0x1
_SEND_FILES = "请解压后直接报送其中的表格"


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a zip archive. index: its place in the archive's directory, because names may repeat there."""

    archive: Path
    index: int
    size_bytes: int


def is_archive(stream: BinaryIO, limits: Limits) -> bool:
    """Whether a file is a zip archive of files, and not one file that is a zip inside, as an xlsx or a docx is."""
    start = stream.read(64)
    if not start.startswith(_MAGICS) or start[30:].startswith(_FIRST_PARTS_OF_WORKBOOKS):
        return False
    try:
        with opened(stream, limits) as archive:
            return not is_document(archive.namelist())
    except UnreadableFileError as problem:
        return problem.rule != "damaged_file"


def is_document(names: list[str]) -> bool:
    """Whether these are the parts of a spreadsheet, a text or slides, by their names."""
    parts = (name.replace("\\", "/").lower() for name in names)
    return any(part in ("[content_types].xml", "mimetype") or part.endswith("xl/workbook.xml") for part in parts)


def opened(stream: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """A zip with as many entries as are allowed. Raises UnreadableFileError when it is damaged or has more."""
    try:
        # Reading the directory costs memory for each entry: its size must be known first.
        end = zipfile._EndRecData(stream)  # type: ignore[attr-defined]
        if end is not None and end[_DIRECTORY_SIZE] > limits.max_zip_entries * _LONGEST_ENTRY:
            raise _too_many_entries(limits)
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as problem:
        raise damaged("zip") from problem
    if len(archive.filelist) > limits.max_zip_entries:
        raise _too_many_entries(limits)
    return archive


def _too_many_entries(limits: Limits) -> UnreadableFileError:
    return too_large("zip", f"压缩内容超过 {limits.max_zip_entries} 项的上限", "请拆分后再报送")


def members(archive: zipfile.ZipFile, limits: Limits) -> Iterator[tuple[int, str, zipfile.ZipInfo]]:
    """The files of an archive, each with its place and its path. Raises UnreadableFileError when they are too large."""
    size = sum(entry.file_size for entry in archive.filelist)
    if size > limits.max_uncompressed_bytes:
        raise too_large("zip", f"压缩包内的文件共 {size / 2**20:.0f} MB,超过上限", "请拆分成几个压缩包后再报送")
    for index, entry in enumerate(archive.filelist):
        name = member_name(entry)
        if name and not entry.is_dir():
            yield index, name, entry


def member_name(entry: zipfile.ZipInfo) -> str:
    """The path of a member, with forward slashes and without steps that lead elsewhere.

    Names that are not marked as UTF-8 are in the encoding of whoever packed them: here that is UTF-8 or GBK.
    """
    name = entry.orig_filename
    if not entry.flag_bits & _NAME_IS_UTF8:
        name = _decoded(name.encode("cp437"))
    parts = name.partition("\0")[0].replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def _decoded(name: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("cp437")


def member_chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> Iterator[bytes]:
    """The content of a member piece by piece. Raises UnreadableFileError when it must not or cannot be inflated."""
    if entry.flag_bits & _IS_ENCRYPTED:
        raise encrypted("zip")
    if entry.compress_type not in _COMPRESSIONS:
        raise UnreadableFileError("zip", "unknown_compression", f"不能识别的压缩方式;{_SEND_FILES}")
    if entry.file_size > limits.max_file_bytes:
        raise too_large("zip", f"文件有 {entry.file_size / 2**20:.0f} MB,超过上限", "请删去图片等无关内容后再报送")
    if entry.file_size > max(OF_ANY_RATIO, limits.max_ratio * entry.compress_size):
        raise too_large("zip", "压缩比异常,超过上限", _SEND_FILES)
    try:
        with archive.open(entry) as part:
            while chunk := part.read(1 << 18):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as problem:
        raise damaged("zip") from problem


def member_content(member: Member, limits: Limits) -> bytes:
    """The bytes of a member. Raises UnreadableFileError, or OSError when the archive cannot be opened."""
    with member.archive.open("rb") as stream, opened(stream, limits) as archive:
        if member.index >= len(archive.filelist):
            raise damaged("zip")
        return b"".join(member_chunks(archive, archive.filelist[member.index], limits))
