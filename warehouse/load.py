"""Load what was read: every file, every row and every cell, nothing dropped; read only what has changed."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from pathlib import Path

from duckdb import DuckDBPyConnection

from sources.inbox import InboxFile
from sources.records import record_types
from sources.rows import FileReading, ReaderFinding, Severity
from sources.surroundings import PathTold
from warehouse.batch import Batch
from warehouse.scorecard import Scorecard
from warehouse.tables import gather_values, values_table

Reader = Callable[[Sequence[InboxFile]], Iterator[tuple[str, FileReading]]]
"""Reads files and yields each one's path with what was read, in any order."""

PACKAGES = ("sources", "transforms", "warehouse")
COPY = "same_content"
REPLACED = "replaced_by_newer_return"
"""The rule of the findings at rows that a newer return of the same department replaces: they are superseded."""


@dataclass(frozen=True, slots=True)
class Refresh:
    """One refresh: when it runs, as of which day tasks are judged, of what inbox, by which software and weights."""

    refresh_id: str
    refreshed_at: datetime
    as_of: date
    inbox_fingerprint: str
    software_fingerprint: str
    scorecard: str = Scorecard().model_dump_json()


def software_fingerprint(settings: str) -> str:
    """A hash of all code, SQL and declarations that make the warehouse, and of the settings that steer the reading."""
    digest = hashlib.sha256(settings.encode())
    root = Path(__file__).parent.parent
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*")):
            if path.suffix in (".py", ".sql", ".toml"):
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def last_refresh(con: DuckDBPyConnection) -> Refresh | None:
    """The refresh that a database was built by, None when it was built by none."""
    row = con.execute(
        "select * exclude (refresh_number) from raw.refresh order by refresh_number desc limit 1"
    ).fetchone()
    return Refresh(*row) if row else None


def is_of_other_software(con: DuckDBPyConnection) -> bool:
    """Whether the latest refresh runs other software than the one before: tables may change shape."""
    fingerprints = con.execute(
        "select software_fingerprint from raw.refresh order by refresh_number desc limit 2"
    ).fetchall()
    return len(set(fingerprints)) == 2


def is_current(last: Refresh | None, now: Refresh) -> bool:
    """Whether nothing that shapes the tables differs from the last refresh: inbox, software, day and weights."""
    return (
        last is not None
        and last.inbox_fingerprint == now.inbox_fingerprint
        and last.software_fingerprint == now.software_fingerprint
        and last.as_of == now.as_of
        and last.scorecard == now.scorecard
    )


def without_copies(
    files: Iterable[InboxFile], told_by: Callable[[str], PathTold]
) -> tuple[list[InboxFile], dict[str, str]]:
    """The files whose content comes first, and for each later copy of the same content the path of that first one.

    The same content under a path that tells another district, year or department is read otherwise, and so no copy.
    """
    first: dict[tuple[str, PathTold], InboxFile] = {}
    copies: dict[str, str] = {}
    for file in files:
        original = first.setdefault((file.sha256, told_by(file.path)), file)
        if original is not file:
            copies[file.path] = original.path
    return list(first.values()), copies


def receive(
    con: DuckDBPyConnection,
    files: Sequence[InboxFile],
    refresh: Refresh,
    read: Reader,
    told_by: Callable[[str], PathTold],
) -> int:
    """Bring raw up to date with the inbox; give the number of files that were read.

    Files that are gone, replaced or copies of another are marked so and their rows superseded. Files that are new or
    changed are read; all are when the software differs from that of the last refresh. told_by: what a path tells.
    The districts of these files are what the refresh computes anew; on another day, with other weights, or by other
    software, all are.
    """
    last = last_refresh(con)
    reread_all = last is None or last.software_fingerprint != refresh.software_fingerprint
    known_districts = districts_of(con)
    record_refresh(con, refresh)
    distinct, copies = without_copies(files, told_by)
    current = {file.file_id for file in distinct}
    standing = standing_files(con)
    gone = {file_id: path for file_id, (path, _) in standing.items() if file_id not in current}
    retire(con, gone, {file.path for file in files})
    changed = [file for file in distinct if reread_all or file.file_id not in standing]
    load(con, changed, refresh, read, told_by)
    copied = record_copies(con, [file for file in files if file.path in copies], copies, refresh, told_by)
    if reread_all or last is None or (last.as_of, last.scorecard) != (refresh.as_of, refresh.scorecard):
        touch(con, refresh, known_districts | districts_of(con))
    else:
        touch(con, refresh, districts_of(con, gone.keys() | {file.file_id for file in changed} | copied))
    return len(changed)


def receive_beside(
    con: DuckDBPyConnection,
    files: Sequence[InboxFile],
    refresh: Refresh,
    read: Reader,
    told_by: Callable[[str], PathTold],
) -> None:
    """Load files beside those of an inbox that are there already, in place of earlier ones of their name or content."""
    record_refresh(con, refresh)
    names = {file.path for file in files}
    contents = {file.sha256 for file in files}
    earlier = {
        file_id: path
        for file_id, (path, sha256) in standing_files(con).items()
        if path.rpartition("/")[2] in names or sha256 in contents
    }
    retire(con, earlier, set(earlier.values()))
    distinct, copies = without_copies(files, told_by)
    load(con, distinct, refresh, read, told_by)
    copied = record_copies(con, [file for file in files if file.path in copies], copies, refresh, told_by)
    touch(con, refresh, districts_of(con, earlier.keys() | {file.file_id for file in distinct} | copied))


def record_refresh(con: DuckDBPyConnection, refresh: Refresh) -> None:
    """Write which refresh this is, as the latest: clocks can be set back."""
    con.execute(
        "insert into raw.refresh select ?, ?, ?, ?, ?, ?, coalesce(max(refresh_number), 0) + 1 from raw.refresh",
        astuple(refresh),
    )


def districts_of(con: DuckDBPyConnection, file_ids: Iterable[str] | None = None) -> set[str]:
    """The districts of these files; of all when none are given."""
    query, values = "select distinct district from raw.source_file", []
    if file_ids is not None:
        query, values = f"{query} where file_id in (select unnest(?))", [list(file_ids)]
    return {district for (district,) in con.execute(query, values).fetchall()}


def touch(con: DuckDBPyConnection, refresh: Refresh, districts: Iterable[str]) -> None:
    """Note the districts that the refresh computes anew."""
    con.execute("insert into raw.refresh_district select ?, unnest(?)", [refresh.refresh_id, sorted(districts)])


def standing_files(con: DuckDBPyConnection) -> dict[str, tuple[str, str]]:
    """The files that count at the moment: file_id -> (path, sha256)."""
    found = con.execute(
        """
        select file_id, path, sha256
        from raw.source_file
        where
            state in ('loaded', 'unreadable', 'unrecognised')
            or file_id in (select file_id from quality.finding where rule = ?)
        """,
        [REPLACED],
    ).fetchall()
    return {file_id: (path, sha256) for file_id, path, sha256 in found}


def load(
    con: DuckDBPyConnection,
    files: Sequence[InboxFile],
    refresh: Refresh,
    read: Reader,
    told_by: Callable[[str], PathTold],
) -> None:
    """Read files and load all that is in them, in place of what was read from them before."""
    first_seen = dict(con.execute("select file_id, first_seen_at from raw.source_file").fetchall())
    forget(con, [file.file_id for file in files if file.file_id in first_seen])
    by_path = {file.path: file for file in files}
    batch = Batch()
    for path, reading in read(files):
        file = by_path.pop(path)
        seen = first_seen.get(file.file_id, refresh.refreshed_at)
        batch.add(file, reading, told_by(path).district, seen, refresh.refreshed_at)
        if batch.is_full:
            batch.insert(con)
            batch = Batch()
    batch.insert(con)
    gather_values(con)
    if by_path:
        raise RuntimeError(f"the reader gave nothing for {sorted(by_path)}")


def retire(con: DuckDBPyConnection, gone: Mapping[str, str], present_paths: set[str]) -> None:
    """Mark files that left the inbox as removed, or superseded when their path has other content now."""
    for state in ("superseded", "removed"):
        ids = [file_id for file_id, path in gone.items() if (path in present_paths) == (state == "superseded")]
        if ids:
            con.execute("update raw.source_file set state = ? where file_id in (select unnest(?))", [state, ids])
            con.execute(
                "update raw.source_row set disposition = 'superseded', reason = ? where file_id in (select unnest(?))",
                [f"file {state}", ids],
            )
            con.execute("delete from quality.finding where file_id in (select unnest(?))", [ids])


def forget(con: DuckDBPyConnection, file_ids: Sequence[str]) -> None:
    """Delete all that was read from these files before, so that they can be read anew."""
    if not file_ids:
        return
    ids = [list(file_ids)]
    for table in ("raw.source_cell", *map(values_table, record_types().values())):
        con.execute(
            f"""
            delete from {table}
            where source_row_id in (select source_row_id from raw.source_row where file_id in (select unnest(?)))
            """,
            ids,
        )
    for table in ("raw.source_row", "quality.finding", "raw.source_file"):
        con.execute(f"delete from {table} where file_id in (select unnest(?))", ids)


def record_copies(
    con: DuckDBPyConnection,
    files: Sequence[InboxFile],
    copies: Mapping[str, str],
    refresh: Refresh,
    told_by: Callable[[str], PathTold],
) -> set[str]:
    """Record the files that are copies of another as superseded by it, with a finding that names it.

    Gives the ids of those that are copies since this refresh, or of another file than before, or not any more.
    """
    messages = {
        file.file_id: f"与“{copies[file.path]}”内容完全相同,只读取其中一份;如系重复报送,请删去一份" for file in files
    }
    told = dict(
        con.execute("select file_id, message_zh from quality.finding where rule = ?", [COPY]).fetchall(),
    )
    changed = {file_id for file_id, _ in messages.items() ^ told.items()}
    con.execute("delete from quality.finding where rule = ? and file_id in (select unnest(?))", [COPY, list(changed)])
    copied = [file for file in files if file.file_id in changed]
    first_seen = dict(
        con.execute(
            "select file_id, first_seen_at from raw.source_file where file_id in (select unnest(?))",
            [[file.file_id for file in copied]],
        ).fetchall()
    )
    forget(con, [*first_seen])
    batch = Batch()
    for file in copied:
        district, message = told_by(file.path).district, messages[file.file_id]
        batch.files.append(
            (
                file.file_id,
                file.path,
                file.sha256,
                file.size_bytes,
                "copy",
                district,
                None,
                None,
                first_seen.get(file.file_id, refresh.refreshed_at),
                refresh.refreshed_at,
                "superseded",
                message,
                None,
            )
        )
        batch.add_finding(file, district, ReaderFinding(COPY, Severity.WARNING, message))
    batch.insert(con)
    return changed
