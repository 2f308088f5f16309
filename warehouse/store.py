"""Where the database files lie: the published one that readers open, the one that a refresh builds beside it, and the
versions that were published before.

A refresh works on a copy and swaps it in by renaming, so readers see the last published version until the next one is
whole, and a refresh that dies leaves it untouched. The version that it replaces is kept, and can be swapped back in.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection
from filelock import FileLock, Timeout

HALF = ".half"
"""The suffix of a file that is being put in its place."""
READABLE_SINCE = "v1.2.0"
"""The oldest DuckDB that can open what is built: the programs that people open it with lag behind the library."""
MEMORY = "1GB"
"""How much memory DuckDB takes, by default, before it works on disk."""


class RefreshRunningError(Exception):
    """Another refresh holds the warehouse."""


class NoVersionError(Exception):
    """There is no such version to go back to."""


def connect(path: Path, memory: str = MEMORY) -> DuckDBPyConnection:
    """Open a database to build in: what does not fit into the memory goes to a folder beside it."""
    con = duckdb.connect(
        str(path),
        config={
            "memory_limit": memory,
            "temp_directory": f"{path}.tmp",
            "storage_compatibility_version": READABLE_SINCE,
        },
    )
    return without_bar(con)


def beside(con: DuckDBPyConnection) -> DuckDBPyConnection:
    """Another connection to the same database, for another thread."""
    return without_bar(con.cursor())


def without_bar(con: DuckDBPyConnection) -> DuckDBPyConnection:
    """The connection, drawing no progress bar of its own."""
    return con.execute("set enable_progress_bar = false")


@contextmanager
def at_once(con: DuckDBPyConnection) -> Iterator[None]:
    """Within it all is written in one transaction: whole or not at all, and to disk once, not at every statement."""
    con.begin()
    try:
        yield
    except BaseException:
        con.rollback()
        raise
    con.commit()


@dataclass(frozen=True, slots=True)
class Store:
    """The place of one warehouse.

    published: the database file that readers open; versions_kept: how many versions are kept beside it.
    """

    published: Path
    versions_kept: int = 3

    @property
    def workshop(self) -> Path:
        """The folder beside the published file in which the next version is built."""
        return self.published.with_name(f"{self.published.stem}.building")

    def building(self, refresh_id: str) -> Path:
        """The database file that the refresh of that id builds."""
        return self.workshop / f"{refresh_id}.duckdb"

    def lock(self) -> FileLock:
        """Take the warehouse for one refresh; release the returned lock at its end.

        Raises RefreshRunningError when another refresh has it. The lock falls with the process that holds it.
        """
        self.published.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.published.with_suffix(".lock"))
        try:
            lock.acquire(timeout=0)
        except Timeout as held:
            raise RefreshRunningError(
                f"another refresh is working on {self.published}; try again when it ends"
            ) from held
        return lock

    def begin(self, refresh_id: str, *, fresh: bool) -> None:
        """Start the next version: from nothing when fresh, else as a copy of the published one."""
        building = self.building(refresh_id)
        building.parent.mkdir(parents=True, exist_ok=True)
        if not fresh:
            shutil.copyfile(self.published, building)

    @property
    def refused(self) -> Path:
        """The version that the last refresh built and could not publish: there to see why."""
        return self.published.with_name(f"{self.published.stem}.refused.duckdb")

    def publish(self, refresh_id: str) -> None:
        """Swap the built version in at once and keep the one it replaces. Readers that hold the old file keep it."""
        self._keep_published()
        self.building(refresh_id).replace(self.published)
        self._forget_oldest()

    @property
    def versions(self) -> Path:
        """The folder of the versions that are kept, each a database file named by when it was built (UTC)."""
        return self.published.with_name(f"{self.published.stem}.versions")

    def kept(self) -> dict[str, Path]:
        """The versions that are kept, by name, the newest first. The published one is among them after going back."""
        return {path.stem: path for path in sorted(self.versions.glob("*.duckdb"), reverse=True)}

    def is_published(self, version: Path) -> bool:
        """Whether that file is the version that readers open."""
        return self.published.exists() and _same_content(version, self.published)

    def find(self, name: str | None) -> Path:
        """The kept version whose name begins so; without a name the newest one older than the published.

        Raises NoVersionError when there is none, or more than one, or it is the published one.
        """
        published = [known for known, path in self.kept().items() if self.is_published(path)]
        others = {known: path for known, path in self.kept().items() if known not in published}
        if name is None:
            before = version_name(self.published) if self.published.exists() else "~"
            others = dict([(known, path) for known, path in others.items() if known < before][:1])
            problem = "no version older than the published one is kept"
        else:
            others = {known: path for known, path in others.items() if known.startswith(name)}
            stands = not others and any(known.startswith(name) for known in published)
            problem = f"{name} stands already" if stands else f"{len(others) or 'no'} kept versions are called {name}"
        if len(others) != 1:
            raise NoVersionError(problem)
        return next(iter(others.values()))

    def go_back(self, version: Path) -> None:
        """Swap a kept version in at once and keep the one it replaces; only to be called by the holder of the lock."""
        self._keep_published()
        _place(version, self.published)
        self._forget_oldest()

    def _keep_published(self) -> None:
        """Keep the published version under a name of its own, unless it is kept already."""
        if self.versions_kept and self.published.exists() and not any(map(self.is_published, self.kept().values())):
            self.versions.mkdir(exist_ok=True)
            _place(self.published, self.versions / f"{version_name(self.published)}.duckdb")

    def _forget_oldest(self) -> None:
        """Delete what is kept beyond the number of versions, and what a death left half kept."""
        others = [path for path in self.kept().values() if not self.is_published(path)]
        for path in (*others[self.versions_kept :], *self.versions.glob(f"*{HALF}")):
            path.unlink(missing_ok=True)
        with suppress(OSError):  # it is not empty, or was never made
            self.versions.rmdir()

    def clear(self) -> None:
        """Remove what earlier refreshes that failed or died have left; only to be called by the holder of the lock."""
        shutil.rmtree(self.workshop, ignore_errors=True)
        self.refused.unlink(missing_ok=True)

    def put_aside(self, refresh_id: str) -> None:
        """Keep what a refresh built and did not publish as the refused version; nothing when it was published."""
        building = self.building(refresh_id)
        if building.exists():
            building.replace(self.refused)
        shutil.rmtree(self.workshop, ignore_errors=True)


def version_name(version: Path) -> str:
    """When a version's file was last written, as a name: names sort by time."""
    return f"{datetime.fromtimestamp(version.stat().st_mtime, UTC):%Y%m%d-%H%M%S-%f}"


def _same_content(one: Path, other: Path) -> bool:
    """Whether two paths are one file, or copies of it where the file system knows no links."""
    stats = (one.stat(), other.stat())
    return one.samefile(other) or len({(stat.st_size, stat.st_mtime_ns) for stat in stats}) == 1


def _place(source: Path, target: Path) -> None:
    """Put a file at another path as well, at once: by a link, or where the file system has none, by a copy."""
    half = target.with_name(target.name + HALF)
    half.unlink(missing_ok=True)
    try:
        os.link(source, half)
    except OSError:
        shutil.copy2(source, half)
    half.replace(target)
