"""The files that go out of the published database: each kind of export says what it makes, and here it is put in place.

A file appears whole: it is written beside the others and then renamed. What was made of which version is remembered in
the folder, so that what is no longer made is taken away, and nothing is made again without need. What takes longer than
a moment is written by worker processes, each of which reads the database itself.
"""

import json
import os
import re
import shutil
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from duckdb import DuckDBPyConnection

from sources.isolation import Failure, WorkersNotStartedError, run_isolated
from sources.limits import Limits
from warehouse.exports.office import Office
from warehouse.exports.text import printable
from warehouse.load import last_refresh
from warehouse.query import open_read_only

INDEX = ".index"
WRITING = ".writing"
LONGEST_NAME_BYTES = 200
SECONDS_ALONE = 2.0
"""So long the files of a kind are written one after the other: workers take about as long to start."""
WORKER = Limits(seconds=3600, memory_bytes=sys.maxsize)
"""What a worker may take to write a file."""
WORKER_MEMORY = "512MB"
"""What the database of a worker takes of it: it reads one district at a time."""

Progress = Callable[[int, int], None]
"""Called with the files written and the files to write."""


class ExportError(Exception):
    """Files that could not be written, each with the reason; the others stand."""


@dataclass(frozen=True, slots=True)
class DistrictYear:
    """A year of a district that has report tables. folder: where its files lie in the exports folder."""

    district: str
    year: int
    folder: PurePosixPath


@dataclass(frozen=True, slots=True)
class Document:
    """A file to be made.

    place: where it lies in the exports folder; year: None when it shows all years; write: writes the whole of it to the
    path it is given; preview: gives what Dagster shows of it, in Markdown; district: None when it shows all districts.
    """

    place: PurePosixPath
    year: int | None
    write: Callable[[Path], None]
    preview: Callable[[], str] = str
    district: str | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """A kind of export. documents: the files it makes of the published years, which are read when they are written."""

    name: str
    description: str
    documents: Callable[[DuckDBPyConnection, Sequence[DistrictYear], Office], Iterable[Document]]


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of a kind of export: the files written now, and the places of those taken away."""

    written: tuple[Document, ...]
    removed: tuple[str, ...]


def published_years(con: DuckDBPyConnection) -> list[DistrictYear]:
    """The years that have report tables; with several districts each has a folder of its own in the year's."""
    years = con.execute("select district, year from report.annual_overview order by all").fetchall()
    has_several = len({district for district, _ in years}) > 1
    return [
        DistrictYear(district, year, PurePosixPath(str(year), *([file_name(district)] if has_several else [])))
        for district, year in years
    ]


def file_name(text: str, ending: str = "") -> str:
    """A text as the name of a file on any system, with its ending."""
    name = re.sub(r'[\x00-\x1f<>:"/\\|?*�]', "_", printable(text)).strip(" .") or "_"
    while len((name + ending).encode()) > LONGEST_NAME_BYTES:
        name = name[:-1]
    return name + ending


def is_current(folder: Path, names: Iterable[str], version: str) -> bool:
    """Whether the folder holds every file of these kinds of export, made of that version."""
    indices = [_Index.of(folder, name) for name in names]
    return all(
        index.version == version and all((folder / place).is_file() for place in index.places) for index in indices
    )


def export(  # noqa: PLR0913 - what, of what, for whom, where, and two that can be left out
    kind: Export,
    con: DuckDBPyConnection,
    office: Office,
    folder: Path,
    *,
    only_year: int | None = None,
    only_changed: bool = False,
    progress: Progress = lambda done, total: None,
) -> Exported:
    """Write the files of a kind: all of them, or those of one year, and take away what is no longer made.

    con: the published database; only_changed: leave the files of districts that no refresh has touched since they were
    written. Raises ExportError, after the files that can be written are, and OSError when the
    folder itself cannot be written.
    """
    refresh = last_refresh(con)
    if refresh is None:
        raise ValueError("a database that no refresh has built has no exports")
    years = published_years(con)
    documents = list(kind.documents(con, years, office))
    before = _Index.of(folder, kind.name)
    versions = _versions(con, documents, years, office)
    wanted = [
        one
        for one in documents
        if (only_year is None or one.year in (None, only_year))
        and not (
            only_changed and before.places.get(str(one.place)) == versions[one.place] and (folder / one.place).is_file()
        )
    ]
    gone = tuple(sorted(before.places.keys() - {str(one.place) for one in documents}))
    # Whatever is there after a crash, and should not be, must be known as ours.
    unknown = {str(one.place): "" for one in wanted}
    _Index(None, before.places | unknown).write(folder, kind.name)
    failures = _write_all(kind, con, office, wanted, folder, progress)
    for place in gone:
        _remove(folder, folder / place)
    version = office.version(refresh.refresh_id)
    is_whole = not failures and (only_year is None or before.version == version)
    made = {str(one.place): versions[one.place] for one in wanted if one.place not in failures}
    standing = {str(one.place): before.places.get(str(one.place), "") for one in documents} | unknown | made
    _Index(version if is_whole else None, standing).write(folder, kind.name)
    if failures:
        raise ExportError("; ".join(failures.values()))
    return Exported(tuple(wanted), gone)


def _versions(
    con: DuckDBPyConnection, documents: Iterable[Document], years: Sequence[DistrictYear], office: Office
) -> dict[PurePosixPath, str]:
    """What each document is made of: the refresh that last touched its district, and which districts there are."""
    touched = con.execute("""
        select district, max_by(refresh_id, refresh_number)
        from raw.refresh_district
        inner join raw.refresh using (refresh_id)
        group by district
    """).fetchall()
    districts = sorted({one.district for one in years})
    version_of = {district: office.version(f"{refresh_id} {districts}") for district, refresh_id in touched}
    version_of_all = office.version(f"{sorted(touched)}")
    return {one.place: version_of.get(one.district or "", version_of_all) for one in documents}


@dataclass(frozen=True, slots=True)
class _Job:
    """What a worker is told: the document of a kind that lies at a place, of which database, and where to draft it."""

    kind: Export
    published: Path
    office: Office
    place: PurePosixPath
    draft: Path
    target: Path


def _write_all(  # noqa: PLR0913, PLR0917 - what, of what, for whom, where
    kind: Export,
    con: DuckDBPyConnection,
    office: Office,
    documents: Sequence[Document],
    folder: Path,
    progress: Progress,
) -> dict[PurePosixPath, str]:
    """Write documents, each beside the others and then put in its place; give of each that failed why."""
    writing = folder / WRITING
    shutil.rmtree(writing, ignore_errors=True)
    writing.mkdir(parents=True)
    published = _file_of(con)
    jobs = deque(
        _Job(kind, published, office, one.place, writing / f"{number}{one.place.suffix}", folder / one.place)
        for number, one in enumerate(documents, start=1)
    )
    failures = {}
    # Where this ends early the workers end with it: none writes on into the folder of the next export.
    with closing(_written(jobs, {one.place: one for one in documents})) as written:
        for done, (place, failure) in enumerate(written, start=1):
            if failure is not None:
                failures[place] = failure
            progress(done, len(documents))
    shutil.rmtree(writing)
    return failures


def _file_of(con: DuckDBPyConnection) -> Path:
    """The file of the database; the empty path when it is in memory."""
    ((path,),) = con.execute("select path from duckdb_databases() where database_name = current_database()").fetchall()
    return Path(path or "")


def _written(
    jobs: deque[_Job], documents: dict[PurePosixPath, Document]
) -> Generator[tuple[PurePosixPath, str | None], None, None]:
    """Do the jobs, in this process for a moment and then in workers; give the place of each and why it failed."""
    started = time.monotonic()
    while jobs and (time.monotonic() - started < SECONDS_ALONE or not jobs[0].published.is_file()):
        job = jobs.popleft()
        yield job.place, _put(documents[job.place], job)
    try:
        processes = min(os.cpu_count() or 1, len(jobs))
        for job, outcome in run_isolated(_put_by_worker, jobs, processes=processes, limits=WORKER):
            if isinstance(outcome, Failure):
                yield job.place, f"{job.target} cannot be written (the process that wrote it {outcome.value})"
            else:
                yield job.place, outcome
    except WorkersNotStartedError as error:
        raise ExportError(str(error)) from error


def _put_by_worker(job: _Job) -> str | None:
    """Do a job of which this process knows nothing yet."""
    try:
        document = _documents_of(job.kind, job.published, job.office)[job.place]
    except Exception as error:  # noqa: BLE001 - why nothing can be read belongs to the message of the file
        return f"{job.target}: {error or type(error).__name__}"
    return _put(document, job)


@cache
def _documents_of(kind: Export, published: Path, office: Office) -> dict[PurePosixPath, Document]:
    """The documents of a kind by place, of a database that stays open as long as the worker lives."""
    con = open_read_only(published, WORKER_MEMORY)
    return {one.place: one for one in kind.documents(con, published_years(con), office)}


def _put(document: Document, job: _Job) -> str | None:
    """Write a document and put it in its place; give why it failed."""
    try:
        document.write(job.draft)
        job.target.parent.mkdir(parents=True, exist_ok=True)
        job.draft.replace(job.target)
    except PermissionError as error:
        return f"{job.target} cannot be replaced ({error.strerror}): close it where it is open"
    except OSError as error:
        return f"{job.target} cannot be written ({error.strerror or error})"
    except Exception as error:  # noqa: BLE001 - one file that fails must not keep the others from being written
        return f"{job.target}: {error or type(error).__name__}"
    return None


def _remove(folder: Path, target: Path) -> None:
    """Remove a file, and the folders in which nothing else is."""
    target.unlink(missing_ok=True)
    for parent in target.parents:
        if parent == folder:
            return
        with suppress(OSError):
            parent.rmdir()


@dataclass(frozen=True, slots=True)
class _Index:
    """What the folder holds of a kind: its files by place, each with what it was made of, and of which version all are.

    version: None when they are not all of one; of a file: empty when it is not known.
    """

    version: str | None
    places: dict[str, str]

    @classmethod
    def of(cls, folder: Path, name: str) -> "_Index":
        with suppress(OSError, ValueError, KeyError):
            data = json.loads((folder / INDEX / f"{name}.json").read_text("utf-8"))
            return cls(data["version"], dict(data["places"]))
        return cls(None, {})

    def write(self, folder: Path, name: str) -> None:
        place = folder / INDEX / f"{name}.json"
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_suffix(".new")
        data = {"version": self.version, "places": dict(sorted(self.places.items()))}
        beside.write_text(json.dumps(data, ensure_ascii=True, indent=1), "utf-8")
        beside.replace(place)
