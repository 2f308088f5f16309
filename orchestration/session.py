"""The resource of one run: it holds the lock on the warehouse and the database that the run builds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import dagster as dg
from duckdb import DuckDBPyConnection

from orchestration.progress import Progress
from orchestration.settings import Settings
from sources import inbox as inboxes
from sources.inbox import InboxFile
from warehouse import history, tables
from warehouse.chinese_views import make_chinese_views
from warehouse.exports import exporting, feedback
from warehouse.exports.kinds import EXPORTS
from warehouse.load import Refresh, last_refresh, software_fingerprint
from warehouse.query import open_read_only
from warehouse.store import connect


@dataclass(frozen=True)
class Session:
    """What every step of a run works with."""

    settings: Settings
    refresh_id: str
    progress: Progress

    @cached_property
    def files(self) -> list[InboxFile]:
        """The inbox as it was when this run first looked."""
        return inboxes.scan(self.settings.inbox, self.settings.limits)

    def describe(self, files: list[InboxFile]) -> Refresh:
        """This refresh, now, of these files."""
        now = datetime.now(UTC).replace(tzinfo=None)
        return Refresh(
            refresh_id=self.refresh_id,
            refreshed_at=now,
            as_of=self.settings.judged_as_of(),
            inbox_fingerprint=inboxes.fingerprint(files),
            software_fingerprint=software_fingerprint(self.settings.reading()),
            scorecard=self.settings.scorecard.model_dump_json(),
        )

    def published_refresh(self) -> Refresh | None:
        """The refresh that built the published version; None when there is none of today's shape.

        Raises NoWarehouseError when another file lies in its place.
        """
        if not self.settings.warehouse.exists():
            return None
        with open_read_only(self.settings.warehouse) as con:
            return last_refresh(con) if tables.has_current_schema(con) else None

    def has_exported(self, refresh_id: str) -> bool:
        """Whether all exports of that refresh stand."""
        version = self.settings.office().version(refresh_id)
        names = [kind.name for kind in EXPORTS]
        return feedback.is_current(self.settings.feedback, refresh_id) and exporting.is_current(
            self.settings.exports, names, version
        )

    @contextmanager
    def building(self) -> Iterator[DuckDBPyConnection]:
        """The database that this run builds, begun from the published one; closed, and so on disk, afterwards."""
        path = self.settings.store.building(self.refresh_id)
        is_begun = path.exists()
        is_fresh = not is_begun and self.published_refresh() is None
        if not is_begun:
            self.settings.store.begin(self.refresh_id, fresh=is_fresh)
        with connect(path, self.settings.memory) as con:
            if is_fresh and self.settings.warehouse.exists():
                tables.prepare(con)
                districts = {self.settings.district_of(file.path) for file in self.files}
                history.carry_over(con, self.settings.warehouse, districts)
            yield con

    def publish(self) -> None:
        """Swap the built version in, with the questions that users ask of it by name, and its Chinese names."""
        with self.building() as con:
            tables.make_questions(con)
            make_chinese_views(con)
        self.settings.store.publish(self.refresh_id)


def session_resource(settings: Settings, progress: Progress) -> dg.ResourceDefinition:
    """The session of a run: takes the lock at its start; puts what was not published aside and frees it at its end."""

    @dg.resource(description="The lock on the warehouse and the database that this run builds.")
    def session(context: dg.InitResourceContext) -> Iterator[Session]:
        lock = settings.store.lock()
        refresh_id = context.run.run_id if context.run else "session"
        try:
            settings.store.clear()
            yield Session(settings, refresh_id, progress)
        finally:
            settings.store.put_aside(refresh_id)
            lock.release()

    return session
