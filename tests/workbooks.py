"""Small workbooks and whole refreshes for the tests: real files, the real job, a real database."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from shutil import copyfile
from typing import Any
from uuid import uuid4

import duckdb
import openpyxl

from orchestration.progress import silent
from orchestration.refresh import Ended, run_refresh
from orchestration.session import Session
from orchestration.settings import SAMPLES, Settings
from sources.inbox import InboxFile
from sources.reading import read_file
from sources.rows import FileReading
from tests.warehouse.small import empty_warehouse
from transforms.models import models
from warehouse import rebuild
from warehouse.load import receive
from warehouse.store import connect

Sheet = Sequence[Sequence[object]]
TASK_HEADER = ("序号", "改革领域", "改革事项", "牵头单位", "完成时限", "完成状态", "完成时间")
AS_OF = date(2022, 1, 31)


def write_workbook(path: Path, sheets: Mapping[str, Sheet]) -> Path:
    """Write sheets, each given by its rows from A1."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)
    return path


def task_sheet(*tasks: Sequence[object], title: str = "2021年重点改革任务完成情况表") -> Sheet:
    """A sheet of tasks below a title and a header."""
    return [[title], TASK_HEADER, *tasks]


def settings_in(folder: Path, inbox: Path = SAMPLES, **more: Any) -> Settings:
    """Settings whose files all lie in a folder of the test."""
    given = {
        "inbox": inbox,
        "warehouse": folder / "warehouse.duckdb",
        "exports": folder / "exports",
        "dagster_home": folder / "dagster",
        "as_of": AS_OF,
        **more,
    }
    return Settings(**given)


def refreshed(folder: Path, inbox: Path = SAMPLES, **more: Any) -> Settings:
    """Run the refresh job over an inbox and expect it to publish (or to find nothing changed)."""
    settings = settings_in(folder, inbox, **more)
    ended = run_refresh(settings, silent)
    assert ended.published or ended.unchanged, ended.problems
    return settings


def computed(folder: Path, inbox: Path, **more: Any) -> Settings:
    """Receive, check and build an inbox with the very functions that a refresh calls, in a fraction of its time.

    Nothing of Dagster, no workers, no gates, no exports: for the tests of what the tables then hold.
    """
    settings = settings_in(folder, inbox, **more)
    vocabulary = settings.vocabulary()

    def read(files: Sequence[InboxFile]) -> Iterator[tuple[str, FileReading]]:
        for file in files:
            yield file.path, read_file(file.location, file.path, vocabulary, settings.limits)

    session = Session(settings, str(uuid4()), silent)
    copyfile(empty_warehouse(), settings.warehouse)
    with connect(settings.warehouse) as con:
        receive(con, session.files, session.describe(session.files), read, settings.paths())
        rebuild.check(con)
        rebuild.build(con, models())
    return settings


def refresh(settings: Settings) -> Ended:
    """Run the refresh job once more."""
    return run_refresh(settings, silent)


def rows(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query on the published warehouse."""
    with duckdb.connect(str(settings.warehouse), read_only=True) as con:
        return con.execute(query).fetchall()


def one(settings: Settings, query: str) -> dict[str, Any]:
    """The only row of a query, by column."""
    with duckdb.connect(str(settings.warehouse), read_only=True) as con:
        cursor = con.execute(query)
        names = [name for name, *_ in cursor.description or ()]
        (row,) = cursor.fetchall()
        return dict(zip(names, row, strict=True))
