"""Small warehouses in memory, loaded, checked and built as a refresh does it, from rows given in a test."""

import atexit
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from sources.inbox import InboxFile
from sources.rows import Cell, CellColumn, Doubt, FileReading, FileState, Row, TableRows, Texts
from sources.surroundings import told_by_path
from sources.vocabulary import Vocabulary
from transforms.models import models
from warehouse import rebuild, tables
from warehouse.chinese_views import make_chinese_views
from warehouse.load import Refresh, receive
from warehouse.store import connect

Files = Mapping[str, Sequence[Row]]
VOCABULARY = Vocabulary.load("本区", {}, {})
REFRESH = Refresh("one", datetime(2022, 1, 1), date(2022, 1, 31), "inbox", "software")


def row(
    number: int,
    record_type: str,
    *,
    year: str | None = "2021",
    is_plan: bool = False,
    skipped: str | None = None,
    **values: str | Doubt | Cell | None,
) -> Row:
    """A row of a table in columns A, B, …: the values by field.

    A doubt stands for a cell that could not be read, a cell for what it holds, wherever it says it stands.
    """
    cells = [] if year is None else [Cell("year", "标题", "A1", f"{year}年", year)]
    for column, (field, value) in enumerate(values.items()):
        place = f"{chr(65 + column)}{number}"
        if isinstance(value, Cell):
            cells.append(value._replace(field=field, header_text=field, cell=place))
        elif value is not None:
            doubt = value if isinstance(value, Doubt) else None
            text = None if doubt else str(value)
            cells.append(Cell(field, field, place, text or "?", text, doubt))
    return Row("表", 1, number, record_type, tuple(cells), is_plan, skipped)


def inexact(day: str, written: str) -> Cell:
    """A day that is not written to the day: the last that the text can mean."""
    return Cell("", "", "", written, day, Doubt("date_not_exact", "没有写到日"))


def task(number: int, title: str | None, **more: Any) -> Row:
    """A task row with a domain and a lead department, unless others are given."""
    values = {"title": title, "domain": "经济体制改革", "lead_department": "区发改委", **more}
    return row(number, "task", **values)


def postponement(number: int, title: str, **more: Any) -> Row:
    """A postponement from 2021 to 2022 with a recorded approval, unless told otherwise."""
    values = {"title": title, "approved_by": "区委深改委会议", "approved": "yes", "postponed_to_year": "2022", **more}
    return row(number, "postponement", **values)


def output(number: int, **more: Any) -> Row:
    """An output of the task 甲事项, unless told otherwise."""
    values = {"title": "《甲办法》", "task_title": "甲事项", "domain": "经济体制改革", **more}
    return row(number, "output", **values)


def inbox_files(files: Files) -> list[InboxFile]:
    """The files of an inbox that holds these rows: their content is told apart by what stands in it."""
    return [
        InboxFile(path, Path(path), sha256(f"{path}{rows}".encode()).hexdigest(), 1) for path, rows in files.items()
    ]


def read_from(files: Files, some: Sequence[InboxFile]) -> Iterator[tuple[str, FileReading]]:
    """What reading these files yields."""
    for file in some:
        rows = files[file.path]
        years = [cell.value for row in rows for cell in row.cells if cell.field == "year" and cell.value]
        senders = {
            next((cell.value for cell in row.cells if cell.field == "reporting_department"), None) for row in rows
        }
        yield (
            file.path,
            FileReading(
                "xlsx",
                FileState.LOADED,
                department=senders.pop() if len(senders) == 1 else None,
                year=int(years[0]) if years else None,
                tables=tuple(map(as_table, rows)),
            ),
        )


def as_table(row: Row) -> TableRows:
    """A table of one row."""
    columns = [
        CellColumn(
            cell.field,
            cell.header_text,
            [0],
            Texts.of([cell.raw_text]),
            Texts.of([cell.value]),
            cell=cell.cell,
            doubts={0: cell.doubt} if cell.doubt else {},
        )
        for cell in row.cells
    ]
    return TableRows(
        row.sheet, row.table_number, row.record_type, row.is_plan, [row.row_number], [row.skipped], columns
    )


def receive_files(con: DuckDBPyConnection, files: Files, refresh: Refresh = REFRESH) -> int:
    """Bring raw up to date with an inbox of these files; give the number of files read.

    A file in a folder is of the district that the folder is named for.
    """
    return receive(
        con,
        inbox_files(files),
        refresh,
        lambda some: read_from(files, some),
        lambda path: told_by_path(path.rpartition("/")[0] or "本区", path, VOCABULARY),
    )


def apart(cases: Mapping[str, Files]) -> Files:
    """The files of several cases in one inbox, each a district: what is checked and built of one knows no other."""
    return {f"{case}/{path}": rows for case, files in cases.items() for path, rows in files.items()}


def check(con: DuckDBPyConnection) -> None:
    """Check what was received, as a refresh does."""
    rebuild.check(con)


def build(con: DuckDBPyConnection) -> None:
    """Build every model."""
    rebuild.build(con, models())


@cache
def empty_warehouse() -> Path:
    """The file of a warehouse with all its tables and views and no rows, in a folder that goes with the process.

    To copy it takes a tenth of the time of making its tables, which most tests would otherwise spend most of theirs on.
    """
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "empty.duckdb"
    with connect(path) as con:
        tables.prepare(con)
        tables.ensure(con, models())
        tables.make_questions(con)
        make_chinese_views(con)
    return path


def prepared() -> DuckDBPyConnection:
    """A warehouse in memory without rows, of one thread: tests run side by side."""
    con = duckdb.connect(config={"threads": 1})
    con.execute(f"attach '{empty_warehouse()}' as empty (read_only); copy from database empty to memory; detach empty")
    return con


def received(files: Files, refresh: Refresh = REFRESH) -> DuckDBPyConnection:
    """A warehouse with these files received and not yet checked."""
    con = prepared()
    receive_files(con, files, refresh)
    return con


def checked(files: Files, refresh: Refresh = REFRESH) -> DuckDBPyConnection:
    """A warehouse with these files received and checked."""
    con = received(files, refresh)
    check(con)
    return con


def built(files: Files, refresh: Refresh = REFRESH) -> DuckDBPyConnection:
    """A warehouse with these files received, checked and every model built."""
    con = checked(files, refresh)
    build(con)
    return con


def table(con: DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """The rows of a query, each by column."""
    cursor = con.execute(query)
    names = [name for name, *_ in cursor.description or ()]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def found(con: DuckDBPyConnection) -> set[tuple[str, str, str, str]]:
    """The findings: rule, severity, cell and field."""
    return set(con.execute("select rule, severity, cell, field from quality.finding").fetchall())


def rules_broken(con: DuckDBPyConnection) -> set[str]:
    """The names of the rules that some row breaks."""
    return {rule for rule, *_ in found(con)}
