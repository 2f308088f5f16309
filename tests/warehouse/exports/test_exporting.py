"""Files appear whole and only when they must; one that fails stops no other and is made the next time."""

import os
import signal
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import duckdb
import pytest
from duckdb import DuckDBPyConnection
from hypothesis import given
from hypothesis import strategies as st

from orchestration.settings import Settings
from tests.warehouse.small import REFRESH, built, row
from warehouse import tables
from warehouse.exports import exporting
from warehouse.exports.exporting import (
    DistrictYear,
    Document,
    Export,
    ExportError,
    export,
    file_name,
    is_current,
    published_years,
)
from warehouse.exports.kinds import EXPORTS
from warehouse.exports.office import Office
from warehouse.load import record_refresh, touch
from warehouse.query import open_read_only

OFFICE = Office()
VERSION = OFFICE.version(REFRESH.refresh_id)


@pytest.fixture(scope="module")
def two_years() -> Iterator[DuckDBPyConnection]:
    with built({f"{year}.xlsx": [row(2, "task", year=year, title="甲事项")] for year in ("2021", "2022")}) as con:
        yield con


def a_kind(content: str = "whole", *, without: int | None = None, breaks: int | None = None) -> Export:
    """A file a year, and one of all years; without one of the years, or with one that fails halfway."""

    def write(path: Path, year: int | None) -> None:
        path.write_text(content[:2], "utf-8")
        if year is not None and year == breaks:
            raise ValueError("it does not fit")
        path.write_text(content, "utf-8")

    def documents(con: DuckDBPyConnection, years: Sequence[DistrictYear], office: Office) -> Iterable[Document]:
        yield Document(PurePosixPath("all.txt"), None, lambda path: write(path, None))
        for one in years:
            if one.year != without:
                yield Document(one.folder / "表.txt", one.year, lambda path, year=one.year: write(path, year))  # type: ignore[misc]

    return Export("sheets", "Sheets for a test.", documents)


def standing(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in sorted(folder.rglob("*.txt"))}


def test_the_files_of_every_year_stand_and_are_current(two_years: DuckDBPyConnection, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    assert not is_current(tmp_path, ["sheets"], VERSION)
    export(a_kind(), two_years, OFFICE, tmp_path, progress=lambda done, total: told.append((done, total)))
    assert standing(tmp_path) == {"all.txt": "whole", "2021/表.txt": "whole", "2022/表.txt": "whole"}
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert is_current(tmp_path, ["sheets"], VERSION)
    assert not is_current(tmp_path, ["sheets"], OFFICE.version("another refresh"))
    assert not is_current(tmp_path, ["sheets", "another kind"], VERSION)
    (tmp_path / "2021" / "表.txt").unlink()
    assert not is_current(tmp_path, ["sheets"], VERSION)


def test_a_file_that_fails_stops_no_other_and_leaves_the_one_before_it(
    two_years: DuckDBPyConnection, tmp_path: Path
) -> None:
    export(a_kind("before"), two_years, OFFICE, tmp_path)
    with pytest.raises(ExportError, match=r"2021.表\.txt: it does not fit"):
        export(a_kind("after", breaks=2021), two_years, OFFICE, tmp_path)
    assert standing(tmp_path) == {"all.txt": "after", "2021/表.txt": "before", "2022/表.txt": "after"}
    assert not is_current(tmp_path, ["sheets"], VERSION)
    export(a_kind("after"), two_years, OFFICE, tmp_path)
    assert is_current(tmp_path, ["sheets"], VERSION)
    assert not list(tmp_path.rglob(".writing"))


def test_what_is_no_longer_made_is_taken_away_and_nothing_else(two_years: DuckDBPyConnection, tmp_path: Path) -> None:
    export(a_kind(), two_years, OFFICE, tmp_path)
    (tmp_path / "2021" / "自己的笔记.txt").write_text("mine", "utf-8")
    exported = export(a_kind(without=2022), two_years, OFFICE, tmp_path)
    assert exported.removed == ("2022/表.txt",)
    assert not (tmp_path / "2022").exists()
    exported = export(a_kind(without=2021), two_years, OFFICE, tmp_path)
    assert standing(tmp_path) == {"all.txt": "whole", "2021/自己的笔记.txt": "mine", "2022/表.txt": "whole"}


def test_one_year_by_hand_writes_that_year_and_the_files_of_all_years(
    two_years: DuckDBPyConnection, tmp_path: Path
) -> None:
    export(a_kind("before"), two_years, OFFICE, tmp_path)
    export(a_kind("after"), two_years, OFFICE, tmp_path, only_year=2022)
    assert standing(tmp_path) == {"all.txt": "after", "2021/表.txt": "before", "2022/表.txt": "after"}
    assert is_current(tmp_path, ["sheets"], VERSION)
    with two_years.cursor() as con:
        con.begin()
        record_refresh(con, replace(REFRESH, refresh_id="two"))
        export(a_kind("later"), con, OFFICE, tmp_path, only_year=2022)
        con.rollback()
    assert not is_current(tmp_path, ["sheets"], OFFICE.version("two"))


def test_only_the_files_of_districts_that_a_refresh_touched_are_written_again(tmp_path: Path) -> None:
    def documents(con: DuckDBPyConnection, years: Sequence[DistrictYear], office: Office) -> Iterable[Document]:
        yield Document(PurePosixPath("all.txt"), None, lambda path: path.touch())
        for one in years:
            yield Document(one.folder / "表.txt", one.year, lambda path: path.touch(), district=one.district)

    def written(con: DuckDBPyConnection, number: int, *districts: str) -> list[str]:
        refresh = replace(REFRESH, refresh_id=f"refresh {number}")
        record_refresh(con, refresh)
        touch(con, refresh, districts)
        exported = export(Export("sheets", "", documents), con, OFFICE, tmp_path, only_changed=True)
        assert is_current(tmp_path, ["sheets"], OFFICE.version(refresh.refresh_id))
        return [str(document.place) for document in exported.written]

    with duckdb.connect() as con:
        tables.prepare(con)
        con.execute("create table report.annual_overview (district text, year integer)")
        con.execute("insert into report.annual_overview values ('甲区', 2021), ('乙区', 2021)")
        everything = ["all.txt", "2021/乙区/表.txt", "2021/甲区/表.txt"]
        assert written(con, 1, "甲区", "乙区") == everything
        assert written(con, 2, "乙区") == ["all.txt", "2021/乙区/表.txt"]
        assert written(con, 3) == []
        (tmp_path / "2021" / "甲区" / "表.txt").unlink()
        assert written(con, 4) == ["2021/甲区/表.txt"]
        assert written(con, 5, "甲区", "乙区") == everything


def contents(folder: Path) -> dict[str, object]:
    """What stands in a folder, file by file; of an Office file its parts, but for when it was saved."""
    found: dict[str, object] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found[str(path.relative_to(folder))] = path.read_bytes()
        if path.suffix in (".xlsx", ".docx"):
            with ZipFile(path) as parts:
                found[str(path.relative_to(folder))] = {
                    name: parts.read(name) for name in parts.namelist() if name != "docProps/core.xml"
                }
    return found


def test_workers_write_the_same_as_this_process_alone(
    sample_warehouse: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for alone in (0.0, float("inf")):
        monkeypatch.setattr(exporting, "SECONDS_ALONE", alone)
        told: list[tuple[int, int]] = []
        with open_read_only(sample_warehouse.warehouse) as con:
            for kind in EXPORTS:
                folder = tmp_path / str(alone)
                export(kind, con, OFFICE, folder, progress=lambda done, total, told=told: told.append((done, total)))  # type: ignore[misc]
        assert told[-1] == (2, 2)
    by_workers, alone_written = (contents(tmp_path / name) for name in ("0.0", "inf"))
    assert len(alone_written) > 40
    assert by_workers.keys() == alone_written.keys()
    assert [name for name in by_workers if by_workers[name] != alone_written[name]] == []


def write_process(ends: str, path: Path) -> None:
    """Write who writes, or end as told."""
    if ends == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if ends == "raises":
        raise ValueError("it does not fit")
    path.write_text(str(os.getpid()), "utf-8")


def documents_of_workers(con: DuckDBPyConnection, years: Sequence[DistrictYear], office: Office) -> Iterable[Document]:
    for number, ends in enumerate(("well", "dies", "well", "raises", "well")):
        yield Document(PurePosixPath(f"{number}.txt"), None, partial(write_process, ends))


def test_a_worker_that_dies_costs_its_file_and_is_said_in_one_line(
    sample_warehouse: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "SECONDS_ALONE", 0.0)
    with open_read_only(sample_warehouse.warehouse) as con, pytest.raises(ExportError) as failed:
        export(Export("sheets", "", documents_of_workers), con, OFFICE, tmp_path)
    died, raised = sorted(str(failed.value).split("; "))
    assert died == f"{tmp_path / '1.txt'} cannot be written (the process that wrote it crashed)"
    assert raised == f"{tmp_path / '3.txt'}: it does not fit"
    written = standing(tmp_path)
    assert written.keys() == {"0.txt", "2.txt", "4.txt"}
    assert str(os.getpid()) not in written.values()
    assert not list(tmp_path.rglob(".writing"))


def test_several_districts_have_a_folder_each_in_the_year() -> None:
    with duckdb.connect() as con:
        con.execute("create schema report; create table report.annual_overview (district text, year integer)")
        con.execute("insert into report.annual_overview values ('瑶海区', 2021)")
        assert [str(one.folder) for one in published_years(con)] == ["2021"]
        con.execute("insert into report.annual_overview values ('../庐阳区', 2021)")
        assert [str(one.folder) for one in published_years(con)] == ["2021/_庐阳区", "2021/瑶海区"]


@given(st.text(max_size=300))
def test_any_text_gives_the_name_of_a_file(text: str) -> None:
    name = file_name(text, "附件.xlsx")
    assert name.endswith("附件.xlsx")
    assert len(name.encode()) <= 255
    assert PurePosixPath(name).name == name
    assert not set(name) & set('<>:"/\\|?*\0\n')
