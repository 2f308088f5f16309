"""A column 完成时间 holds days of completion, or the days by which to complete: what stands in it tells."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from sources.rows import FileReading, Severity
from tests.sources.test_layouts import TITLE, Layout, read

HEADER = ("序号", "改革事项", "完成状态", "完成时间")


def told(path: Path, rows: Sequence[tuple[str, str]], header: Sequence[str] = HEADER) -> FileReading:
    records = [(number, f"改革{number}", *row) for number, row in enumerate(rows, 1)]
    return read(path / "a.xlsx", Layout("", [TITLE, header, *records], ()))


def values(reading: FileReading, field: str) -> list[str | None]:
    return [cell.value for row in reading.rows for cell in row.cells if cell.field == field]


@pytest.mark.parametrize(
    "rows",
    [
        [("推进中", "12月底前"), ("已完成", "6月底前")],
        [("已完成", "12月底前完成"), ("已完成", "6月30日前")],
        [("推进中", "2021年12月"), ("推进中", "12月31日"), ("已完成", "2021年6月")],
        [("未启动", "2021年12月31日")],
    ],
)
def test_a_column_of_deadlines_is_read_as_such_and_said_so(tmp_path: Path, rows: Sequence[tuple[str, str]]) -> None:
    reading = told(tmp_path, rows)
    assert len(values(reading, "due_date")) == len(rows)
    assert values(reading, "completed_date") == []
    (finding,) = reading.findings
    assert (finding.rule, finding.severity, finding.cell) == ("deadlines_assumed", Severity.WARNING, "D2")
    assert "按“完成时限”读取" in finding.message


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (HEADER, [("已完成", "2021年6月3日"), ("已完成", "2021年3月5日"), ("推进中", "2021年11月30日")]),
        (HEADER, [("已完成", "2021年6月3日"), ("已完成", "2021年8月1日"), ("已完成", "9月底前")]),
        ((*HEADER[:3], "实际完成时间"), [("推进中", "2021年6月3日")]),
    ],
)
def test_days_of_completion_stay_so(tmp_path: Path, header: Sequence[str], rows: Sequence[tuple[str, str]]) -> None:
    reading = told(tmp_path, rows, header)
    assert len(values(reading, "completed_date")) == len(rows)
    assert values(reading, "due_date") == []
    assert reading.findings == ()


def test_progress_tells_as_well_that_tasks_are_not_completed(tmp_path: Path) -> None:
    header = ("序号", "改革事项", "进展情况", "完成时间")
    rows = [("推进中", "2021年12月"), ("推进中", "2021年11月"), ("已完成", "2021年6月3日")]
    assert len(values(told(tmp_path, rows, header), "due_date")) == 3
    prose = [("已完成招标，正在施工", "2021年6月3日"), ("推进中", "2021年6月3日")]
    assert len(values(told(tmp_path, prose, header), "completed_date")) == 2


def test_beside_a_column_of_deadlines_it_is_never_one(tmp_path: Path) -> None:
    rows: Sequence[Sequence[object]] = [TITLE, (*HEADER, "完成时限"), (1, "甲改革", "推进中", "12月底前", "11月底")]
    reading = read(tmp_path / "a.xlsx", Layout("", rows, ()))
    assert values(reading, "due_date") == ["2021-11-30"]
    doubts = [cell.doubt.message for row in reading.rows for cell in row.cells if cell.doubt]
    assert ["像是计划的时间" in doubt for doubt in doubts] == [True]
