"""The inbox: the folder in which departments' files arrive, listed with the hash of each file's content.

Whatever lies there is listed: what cannot be opened, or must not, is a file too, with the reason why it is not read.
"""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from sources import archives
from sources.contents import Location, Member, Refused
from sources.limits import DEFAULT_LIMITS, Limits, UnreadableFileError, not_opened

_SYSTEM_FILES = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file of the inbox. path: relative to the inbox, with forward slashes; a file in an archive is "a.zip/b.xlsx".

    sha256: of the content; of the path and the reason where the content is not read.
    """

    path: str
    location: Location
    sha256: str
    size_bytes: int

    @property
    def file_id(self) -> str:
        """Names this content under this path: the same path with other content is another file."""
        return hashlib.sha256(f"{self.path}\0{self.sha256}".encode()).hexdigest()[:16]


def is_for_reading(name: str) -> bool:
    """Whether a file of that name is a sender's: hidden and system files, lock files (~$…) and a README are not."""
    return (
        not name.startswith((".", "~$"))
        and not name.upper().startswith("README")
        and name.casefold() not in _SYSTEM_FILES
    )


def list_locations(inbox: Path) -> list[Path]:
    """All that senders put into the inbox, sorted by path: files, links, and folders that cannot be opened.

    Links are never followed. Raises OSError when the inbox itself cannot be opened.
    """
    closed: list[Path] = []

    def note(problem: OSError) -> None:
        folder = Path(problem.filename or inbox)
        if folder == inbox:
            raise problem
        closed.append(folder)

    found: list[Path] = []
    for folder, folders, names in os.walk(inbox, followlinks=False, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = (name for name in folders if Path(folder, name).is_symlink())
        found += [Path(folder, name) for name in (*names, *links) if is_for_reading(name)]
    return sorted([*found, *closed], key=lambda location: os.fsencode(location.relative_to(inbox).as_posix()))


def scan(inbox: Path, limits: Limits = DEFAULT_LIMITS) -> list[InboxFile]:
    """The inbox's files with their hashes, sorted by path; each path is there once.

    Raises OSError when the inbox itself cannot be opened.
    """
    files: list[InboxFile] = []
    for location in list_locations(inbox):
        files += look(location, shown_path(location.relative_to(inbox)), limits)
    return list(with_distinct_paths(sorted(files, key=lambda file: file.path)))


def look(location: Path, path: str, limits: Limits = DEFAULT_LIMITS) -> list[InboxFile]:
    """The file that lies there, or the files of the archive that does; never raises for what a sender did."""
    try:
        _refuse_what_is_no_file(location.lstat().st_mode)
        with location.open("rb") as stream:
            if archives.is_archive(stream, limits):
                return list(_archived_files(location, stream, path, limits))
            stream.seek(0)
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return [InboxFile(path, location, digest, stream.tell())]
    except UnreadableFileError as problem:
        return [_refused(path, problem)]
    except OSError as problem:
        return [_refused(path, not_opened(problem))]


def _refuse_what_is_no_file(mode: int) -> None:
    if stat.S_ISLNK(mode):
        message = "这是指向别处的链接,不予读取;请把文件本身复制到收件文件夹"
        raise UnreadableFileError("unknown", "link_not_followed", message)
    if stat.S_ISDIR(mode):
        message = "文件夹打不开(没有读取权限),其中的文件未读取;请联系管理员检查文件夹权限"
        raise UnreadableFileError("unknown", "folder_not_opened", message)
    if not stat.S_ISREG(mode):
        raise UnreadableFileError("unknown", "not_a_file", "这不是普通文件,不予读取;请报送 Excel 或 WPS 表格文件")


def shown_path(path: Path) -> str:
    """A path as people read it. Names that are not UTF-8 are mostly GBK, from a zip or a share of a Chinese Windows."""
    return "/".join(map(_shown_name, path.parts))


def fingerprint(files: list[InboxFile]) -> str:
    """One hash for the whole inbox: it changes when any file is added, removed, renamed or changed."""
    listing = "\n".join(f"{file.path}\0{file.sha256}" for file in files)
    return hashlib.sha256(listing.encode()).hexdigest()


def _shown_name(name: str) -> str:
    try:
        name.encode()
    except UnicodeEncodeError:
        raw = os.fsencode(name)
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError:
            return raw.decode(errors="replace")
    return name


def with_distinct_paths(files: Iterable[InboxFile]) -> Iterator[InboxFile]:
    """The files, with a number after a path that another file has already: two names may be shown alike."""
    taken: set[str] = set()
    for file in files:
        path, number = file.path, 1
        while path in taken:
            number += 1
            path = f"{file.path} ({number})"
        taken.add(path)
        yield replace(file, path=path)


def _archived_files(location: Path, stream: BinaryIO, path: str, limits: Limits) -> Iterator[InboxFile]:
    """The files of an archive, each with the hash of its own content: a changed one is read again, the rest is not."""
    is_empty = True
    with archives.opened(stream, limits) as archive:
        for index, name, entry in archives.members(archive, limits):
            if all(map(is_for_reading, name.split("/"))):
                is_empty = False
                member = Member(location, index, entry.file_size)
                yield _archived_file(member, f"{path}/{name}", archives.member_chunks(archive, entry, limits))
    if is_empty:
        message = "压缩包里没有可读取的文件;请检查是否报送了正确的文件"
        raise UnreadableFileError("zip", "empty_archive", message)


def _archived_file(member: Member, path: str, chunks: Iterator[bytes]) -> InboxFile:
    digest = hashlib.sha256()
    try:
        for chunk in chunks:
            digest.update(chunk)
    except UnreadableFileError as problem:
        return _refused(path, problem)
    return InboxFile(path, member, digest.hexdigest(), member.size_bytes)


def _refused(path: str, problem: UnreadableFileError) -> InboxFile:
    reason = Refused(problem.format, problem.rule, problem.message)
    digest = hashlib.sha256(f"{path}\0{problem.rule}\0{problem.message}".encode()).hexdigest()
    return InboxFile(path, reason, digest, 0)
