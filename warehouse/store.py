"""Where the database files lie: the published one that readers open, and the one that a refresh builds beside it.

A refresh works on a copy and swaps it in by renaming, so readers see the last published version until the next one is
whole, and a refresh that dies leaves it untouched.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout


class RefreshRunningError(Exception):
    """Another refresh holds the warehouse."""


@dataclass(frozen=True, slots=True)
class Store:
    """The place of one warehouse. published: the database file that readers open."""

    published: Path

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
        """Swap the built version in at once. Readers that hold the old file keep it."""
        self.building(refresh_id).replace(self.published)

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
