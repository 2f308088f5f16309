"""`reform check`: what a refresh would find in some files, in a copy that is thrown away."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from rich.console import Console
from rich.text import Text

from orchestration.progress import silent
from orchestration.session import Session
from orchestration.settings import Settings
from orchestration.summary import finding_table
from sources import inbox as inboxes
from sources.inbox import InboxFile
from warehouse import rebuild, tables
from warehouse.exports.feedback import write_beside
from warehouse.load import receive_beside
from warehouse.store import Store


def check_files(files: Sequence[Path], settings: Settings, console: Console, feedback: Path | None = None) -> bool:
    """Print every finding in these files; give whether anything would be rejected or cannot be read.

    The files are checked against the published warehouse, as if they lay in its inbox beside what is there.
    feedback: a folder to write feedback workbooks into. Raises OSError when it cannot be written.
    """
    from orchestration.assets import read_with_progress

    looked_at = [(file, found) for file in files for found in inboxes.look(file.resolve(), file.name, settings.limits)]
    given = list(inboxes.with_distinct_paths(found for _, found in looked_at))
    shown = {one.path: _as_given(file, found) for one, (file, found) in zip(given, looked_at, strict=True)}
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "check.duckdb")
        session = Session(settings, "check", silent)
        if session.published_refresh() is not None:
            shutil.copyfile(settings.warehouse, store.published)
        with duckdb.connect(str(store.published)) as con:
            tables.prepare(con)
            refresh = session.describe(given)
            receive_beside(con, given, refresh, lambda some: read_with_progress(some, session), settings.paths())
            rebuild.check(con)
            ids = [[file.file_id for file in given]]
            findings = con.execute(
                "select distinct severity, path, sheet, cell, message_zh from quality.finding "
                "where file_id in (select unnest(?)) order by all",
                ids,
            ).fetchall()
            found, loaded, warned, rejected = con.execute(
                "select sum(rows_found - rows_skipped), sum(rows_loaded), sum(rows_warned), sum(rows_rejected) "
                "from quality.file_summary where file_id in (select unnest(?))",
                ids,
            ).fetchall()[0]
            answers = write_beside(con, given, feedback) if feedback is not None else []
    if findings:
        console.print(finding_table([(severity, shown[path], *more) for severity, path, *more in findings]))
    console.print(Text(f"共{found or 0}行:可入库{loaded or 0}行,有提醒{warned or 0}行,不能入库{rejected or 0}行"))
    for answer in answers:
        console.print(Text(f"反馈表:{answer}"), soft_wrap=True)
    return any(severity == "error" for severity, *_ in findings)


def _as_given(file: Path, found: InboxFile) -> str:
    """A file, or one in an archive, by the path that was given: two may have the same name."""
    folder = file.parent
    where = "" if folder == Path() else f"{folder.anchor}{inboxes.shown_path(folder.relative_to(folder.anchor))}/"
    return f"{where}{found.path}"
