"""The feedback folder: a workbook for each file with findings, none for a file without, kept as the warehouse changes.

What was found comes from the warehouse; how a workbook is written belongs to ``feedback_workbook``.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any

from duckdb import DuckDBPyConnection

from sources.inbox import InboxFile
from sources.isolation import Failure, run_isolated
from sources.records import RecordField, record_types
from sources.workbook import DEFAULT_LIMITS, Limits
from warehouse.exports.feedback_workbook import Feedback, Finding, Job, write_feedback
from warehouse.exports.text import typeset
from warehouse.exports.wanted import wanted
from warehouse.load import last_refresh

QUERY = Path(__file__).with_name("open_findings.sql")
INDEX = ".index.json"
WRITING = ".writing"
SUFFIX = "（填报反馈）.xlsx"
LONGEST_NAME_BYTES = 255
OF_WINDOWS = str.maketrans('<>:"|?*\\', "＜＞：＂｜？＊＼") | dict.fromkeys(range(32), "_")
"""What Windows takes in no name, though an archive's members may have it, with what stands for it."""
PRELOAD = ("warehouse.exports.feedback_workbook", "python_calamine")

FINDINGS_AT_ONCE = 20_000
"""So many findings are gathered at a time at most, beyond those of one file: memory does not grow with the inbox."""

Progress = Callable[[int, int], None]
"""Called with the files that are answered and those that are to be."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of the folder: workbooks that stand in it, and how many of them were written or taken away now."""

    standing: int
    written: int
    removed: int


def open_feedback(con: DuckDBPyConnection, file_ids: Iterable[str]) -> list[Feedback]:
    """What must go back to the sender of each of these files that has findings, by path."""
    found = con.execute(QUERY.read_text("utf-8"), {"file_ids": list(file_ids)}).fetchall()
    findings = {
        file_id: tuple(_finding(row[1:]) for row in rows) for file_id, rows in groupby(found, key=lambda row: row[0])
    }
    files = con.execute(
        """
        select
            file.file_id,
            file.path,
            file.department,
            file.state != 'unreadable',
            coalesce(summary.rows_loaded, 0),
            coalesce(summary.rows_warned, 0),
            coalesce(summary.rows_rejected, 0)
        from raw.source_file as file
        left join quality.file_summary as summary using (file_id)
        where file.file_id in (select unnest(?))
        order by file.path
        """,
        [list(findings)],
    ).fetchall()
    return [Feedback(*(*file, findings[file[0]])) for file in files]


def _finding(found: tuple[Any, ...]) -> Finding:
    """A row of the query as its reader sees it."""
    severity, sheet, cell, record_type, field_name, header, raw_text, message = found
    field = _declared(record_type, field_name)
    problem, remedy = _split(message)
    return Finding(
        severity,
        sheet,
        cell,
        header or (field.header if field else None),
        raw_text,
        typeset(problem),
        typeset(remedy),
        typeset(wanted(field)) if field else "",
    )


def _declared(record_type: str | None, name: str | None) -> RecordField | None:
    declared = record_types().get(record_type or "")
    return next((field for field in declared.fields if field.name == name), None) if declared else None


_PROBLEM = re.compile(r"((?:[^;；“]|“[^”]*”?)*)[;；](.+)", re.DOTALL)


def _split(message: str) -> tuple[str, str]:
    """A message's two parts: what was found, and after the first semicolon outside quotes, what to do."""
    parts = _PROBLEM.fullmatch(message)
    return (parts[1], parts[2]) if parts else (message, "")


def write_beside(
    con: DuckDBPyConnection, files: Sequence[InboxFile], folder: Path, limits: Limits = DEFAULT_LIMITS
) -> list[Path]:
    """Write the feedback of just these files, and take away what stands in the folder of those that have none.

    Raises OSError when the folder cannot be written.
    """
    by_id = {file.file_id: file for file in files}
    open_ones = open_feedback(con, by_id)
    targets = _targets(file.path for file in files)
    for path in {file.path for file in files} - {feedback.path for feedback in open_ones}:
        (folder / targets[path]).unlink(missing_ok=True)
    jobs = [Job(by_id[one.file_id].location, folder / targets[one.path], one) for one in open_ones]
    _write_all(folder, jobs, limits)
    return [job.target for job in jobs]


def is_current(folder: Path, refresh_id: str) -> bool:
    """Whether the folder holds the whole feedback of that refresh."""
    return _Index.of(folder).refresh_id == refresh_id


def export_feedback(
    con: DuckDBPyConnection,
    files: Mapping[str, InboxFile],
    folder: Path,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress = lambda done, total: None,
) -> Exported:
    """Bring the folder up to date with the warehouse: it then holds a workbook for each file with findings.

    files: the inbox by file_id. Only what differs from the last export is written, each workbook beside the folder's
    and swapped in when it is whole; of what else lies in the folder nothing is touched. Raises OSError.
    """
    refresh = last_refresh(con)
    if refresh is None:
        raise ValueError("a database that no refresh has built has no feedback")
    shutil.rmtree(folder / WRITING, ignore_errors=True)  # what an export that died was about to write
    before = _Index.of(folder)
    answered = _answered(con, files)
    targets = _targets(path for path, _ in answered.values())
    # Whatever is there after a crash, and should not be, must be known as ours.
    standing = before.workbooks | dict.fromkeys(targets.values() - before.workbooks.keys(), "")
    now: dict[str, str] = {}
    written = 0
    for some in _portions(answered):
        jobs = []
        for one in open_feedback(con, some):
            target = targets[one.path]
            now[target] = _digest(one, refresh.software_fingerprint)
            if before.workbooks.get(target) != now[target] or not (folder / target).is_file():
                jobs.append(Job(files[one.file_id].location, folder / target, one))
                standing[target] = ""
        _Index(None, standing).write(folder)
        _write_all(folder, jobs, limits, _onward(progress, len(now) - len(jobs), len(answered)))
        written += len(jobs)
    gone = before.workbooks.keys() - now.keys()
    for target in gone:
        _remove(folder, folder / target)
    _Index(refresh.refresh_id, now).write(folder)
    return Exported(standing=len(now), written=written, removed=len(gone))


def _answered(con: DuckDBPyConnection, file_ids: Iterable[str]) -> dict[str, tuple[str, int]]:
    """The path of each of these files that is answered, and how many findings it has, by path."""
    found = con.execute(
        """
        select file.file_id, file.path, count(*)
        from quality.finding as finding
        inner join raw.source_file as file using (file_id)
        where file.file_id in (select unnest(?))
        group by all
        having bool_or(finding.rule != 'unused_columns')
        order by file.path
        """,
        [list(file_ids)],
    ).fetchall()
    return {file_id: (path, findings) for file_id, path, findings in found}


def _portions(answered: Mapping[str, tuple[str, int]]) -> Iterator[list[str]]:
    """The answered files, so many at a time as have FINDINGS_AT_ONCE together."""
    some: list[str] = []
    gathered = 0
    for file_id, (_, findings) in answered.items():
        if some and gathered + findings > FINDINGS_AT_ONCE:
            yield some
            some, gathered = [], 0
        some.append(file_id)
        gathered += findings
    if some:
        yield some


def _onward(progress: Progress, before: int, total: int) -> Progress:
    """Tell of a portion as of a part of the whole."""
    return lambda done, _: progress(before + done, total)


@dataclass(frozen=True, slots=True)
class _Index:
    """What the folder holds of ours: by place the digest of what was written, and of which refresh when it is whole."""

    refresh_id: str | None
    workbooks: dict[str, str]

    @classmethod
    def of(cls, folder: Path) -> "_Index":
        with suppress(OSError, ValueError, KeyError):
            data = json.loads((folder / INDEX).read_text("utf-8"))
            return cls(data["refresh_id"], dict(data["workbooks"]))
        return cls(None, {})

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / f"{INDEX}.new"
        data = {"refresh_id": self.refresh_id, "workbooks": self.workbooks}
        beside.write_text(json.dumps(data, ensure_ascii=True, indent=1), "utf-8")
        beside.replace(folder / INDEX)


def _digest(feedback: Feedback, software: str) -> str:
    return hashlib.sha256(f"{software}\n{feedback!r}".encode("utf-8", "surrogatepass")).hexdigest()


def _targets(paths: Iterable[str]) -> dict[str, str]:
    """Where each file's feedback lies in the folder: in the sender's folder, under the sender's name."""
    targets: dict[str, str] = {}
    taken: set[str] = set()
    for path in sorted(set(paths)):
        parts = [part.translate(OF_WINDOWS) for part in PurePosixPath(path).parts if part not in ("/", "..", ".")]
        name = parts[-1] if parts else "文件"
        for number in range(1, len(taken) + 2):
            end = SUFFIX if number == 1 else f"（{number}）{SUFFIX}"
            target = "/".join((*parts[:-1], _shortened(name.removesuffix(".xlsx"), end)))
            # Two names that differ in case are one file to Windows.
            if target.casefold() not in taken:
                break
        taken.add(target.casefold())
        targets[path] = target
    return targets


def _shortened(name: str, end: str) -> str:
    """A file's name with its end, cut to what file systems take."""
    room = LONGEST_NAME_BYTES - len(os.fsencode(end))
    while len(os.fsencode(name)) > room:
        name = name[:-1]
    return name + end


def _write_all(
    folder: Path, jobs: Sequence[Job], limits: Limits, progress: Progress = lambda done, total: None
) -> None:
    """Write workbooks in worker processes, each swapped into its place; a sender's file that kills one is left out."""
    writing = folder / WRITING
    shutil.rmtree(writing, ignore_errors=True)
    writing.mkdir(parents=True, exist_ok=True)
    places = {writing / f"{number}.xlsx": job.target for number, job in enumerate(jobs)}
    drafts = [replace(job, target=draft) for draft, job in zip(places, jobs, strict=True)]
    processes = os.cpu_count() or 1
    # Where this ends early the workers end with it: none writes on into the folder of the next export.
    with closing(run_isolated(write_feedback, drafts, processes=processes, limits=limits, preload=PRELOAD)) as written:
        for done, (draft, outcome) in enumerate(written, start=1):
            if isinstance(outcome, Failure):
                write_feedback(replace(draft, source=None))
            target = places[draft.target]
            target.parent.mkdir(parents=True, exist_ok=True)
            draft.target.replace(target)
            progress(done, len(jobs))
    shutil.rmtree(writing)


def _remove(folder: Path, target: Path) -> None:
    """Remove a workbook, and the sender's folder when nothing else is in it."""
    target.unlink(missing_ok=True)
    for parent in target.parents:
        if parent == folder:
            return
        with suppress(OSError):
            parent.rmdir()
