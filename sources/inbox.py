"""The inbox: the folder in which departments' files arrive, listed with the hash of each file's content."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file as it lies in the inbox. path: relative to the inbox, with forward slashes, on every platform."""

    path: str
    location: Path
    sha256: str
    size_bytes: int

    @property
    def file_id(self) -> str:
        """Names this content under this path: the same path with other content is another file."""
        return hashlib.sha256(f"{self.path}\0{self.sha256}".encode()).hexdigest()[:16]


def is_for_reading(name: str) -> bool:
    """Whether a file of that name is a sender's: hidden files, office lock files (~$…) and a README are not."""
    return not name.startswith((".", "~$")) and not name.upper().startswith("README")


def list_locations(inbox: Path) -> list[Path]:
    """Every sender's regular file below the inbox, sorted by path; links are never followed, pipes never opened."""
    found = []
    for folder, folders, names in os.walk(inbox, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        locations = (Path(folder, name) for name in names if is_for_reading(name))
        found += [location for location in locations if location.is_file() and not location.is_symlink()]
    return sorted(found, key=lambda location: location.relative_to(inbox).as_posix())


def inbox_file(location: Path, path: str) -> InboxFile:
    """One file with the hash of its content. Raises OSError when it cannot be read."""
    with location.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return InboxFile(path=path, location=location, sha256=digest, size_bytes=location.stat().st_size)


def scan(inbox: Path) -> list[InboxFile]:
    """The inbox's files with their hashes, sorted by path. Raises OSError when one cannot be read."""
    return [inbox_file(location, location.relative_to(inbox).as_posix()) for location in list_locations(inbox)]


def fingerprint(files: list[InboxFile]) -> str:
    """One hash for the whole inbox: it changes when any file is added, removed, renamed or changed."""
    listing = "\n".join(f"{file.path}\0{file.sha256}" for file in files)
    return hashlib.sha256(listing.encode()).hexdigest()
