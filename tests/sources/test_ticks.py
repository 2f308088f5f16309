"""Columns that are ticked: the ticked column's own words are the value, at the cell of the tick."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from sources.reading import read_file
from sources.rows import Cell, FileReading
from sources.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()
Rows = Sequence[Sequence[object]]
STATES = ["未启动", "推进中", "已完成", "延期", "取消"]


def read(tmp_path: Path, rows: Rows, *merges: str) -> FileReading:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    workbook.save(tmp_path / "a.xlsx")
    return read_file(tmp_path / "a.xlsx", "a.xlsx", VOCABULARY)


def values(reading: FileReading, field: str) -> list[str | None]:
    return [
        next((cell.value for cell in row.cells if cell.field == field), None)
        for row in reading.rows
        if row.skipped is None
    ]


def cells(reading: FileReading, field: str) -> list[Cell]:
    return [cell for row in reading.rows for cell in row.cells if cell.field == field]


def matrix(parent: str, *marks: Sequence[object]) -> list[list[object]]:
    header: list[list[object]] = [
        ["2021年改革任务", *[None] * 7],
        ["序号", "改革事项", parent, *[None] * 4, "备注"],
        [None, None, *STATES, None],
    ]
    return [*header, *([number, f"事项{number}", *row] for number, row in enumerate(marks, 1))]


MERGES = ("A2:A3", "B2:B3", "C2:G2", "H2:H3")


@pytest.mark.parametrize(
    "parent", ["完成情况", "完成状态", "进展", "落实情况", "进展情况", "推进情况（打√）", "目前状况"]
)
@pytest.mark.parametrize("merges", [MERGES, ("C2:G2",)])
def test_the_ticked_column_is_the_status(tmp_path: Path, parent: str, merges: tuple[str, ...]) -> None:
    marks = [[None] * at + ["√"] for at in range(5)]
    reading = read(tmp_path, matrix(parent, *marks), *merges)
    assert values(reading, "status") == ["planned", "in_progress", "completed", "postponed", "cancelled"]
    assert [cell.cell for cell in cells(reading, "status")] == ["C4", "D5", "E6", "F7", "G8"]
    assert {cell.raw_text for cell in cells(reading, "status")} == {"√"}
    assert reading.findings == ()


@pytest.mark.parametrize("tick", ["√", "✓", "✔", "☑", "●", "是", 1, "1", " √ ", "Y", True, "推进中"])
def test_what_counts_as_a_tick(tmp_path: Path, tick: object) -> None:
    reading = read(tmp_path, matrix("完成情况", ["×", tick, "/", 0, "否"]), *MERGES)
    (status,) = cells(reading, "status")
    assert (status.value, status.doubt, status.header_text) == ("in_progress", None, "完成情况/推进中")
    assert {cell.cell for cell in reading.rows[0].cells} >= {"C4", "D4", "E4", "F4", "G4"}


def test_no_tick_is_no_status(tmp_path: Path) -> None:
    assert cells(read(tmp_path, matrix("完成情况", ["×", None, "否"]), *MERGES), "status") == []


def test_two_ticks_are_a_doubt(tmp_path: Path) -> None:
    (status,) = cells(read(tmp_path, matrix("完成情况", ["√", None, "√"]), *MERGES), "status")
    assert status.value is None
    assert status.doubt is not None
    assert status.doubt.rule == "several_ticks"
    assert "C4(完成情况/未启动)、E4(完成情况/已完成)" in status.doubt.message


def test_other_words_than_a_tick_are_a_doubt_that_names_the_reading(tmp_path: Path) -> None:
    (status,) = cells(read(tmp_path, matrix("完成情况", [None, None, "11月印发"]), *MERGES), "status")
    assert status.value == "completed"
    assert status.doubt is not None
    assert status.doubt.rule == "unclear_tick"
    assert "按“已完成”读取" in status.doubt.message


def test_a_ticked_column_with_unknown_words_is_a_doubt(tmp_path: Path) -> None:
    rows: Rows = [
        ["序号", "改革事项", "完成情况", None, None],
        [None, None, "已完成", "推进中", "另行安排"],
        [1, "甲", None, None, "√"],
    ]
    (status,) = cells(read(tmp_path, rows, "A1:A2", "B1:B2", "C1:E1"), "status")
    assert status.value is None
    assert status.doubt is not None
    assert "另行安排" in status.doubt.message


@pytest.mark.parametrize(
    ("header", "marks", "field", "expected"),
    [
        (["序号", "改革事项", "已完成", "推进中", "未启动"], [None, "√", None], "status", "in_progress"),
        (["序号", "改革事项", "牵头单位", "未启动", "已办结"], ["√", None], "status", "planned"),
        (["标题", "采用单位", "国家", "省", "市", "区"], [None, "√", None, None], "level", "省"),
        (["改革事项", "延期原因", "同意", "不同意"], [None, "√"], "approved", "no"),
    ],
)
def test_choices_side_by_side_need_no_word_above(
    tmp_path: Path, header: list[str], marks: list[str | None], field: str, expected: str
) -> None:
    others = ["文"] * (len(header) - len(marks))
    assert values(read(tmp_path, [header, [*others, *marks]]), field) == [expected]


@pytest.mark.parametrize(
    ("rows", "merge", "field", "expected"),
    [
        (
            [["改革事项", "延期原因", "是否同意"], [None, None, "是", "否"], ["甲", "乙", None, "√"]],
            "C1:D1",
            "approved",
            "no",
        ),
        (
            [["标题", "采用单位", "级别"], [None, None, "国家", "省", "市", "区"], [*"甲乙", None, None, None, "√"]],
            "C1:F1",
            "level",
            "区",
        ),
        (
            [["名称", "批准单位", "称号", "级别"], [None, None, None, "省级", "市级"], [*"甲乙丙", "√"]],
            "D1:E1",
            "level",
            "省",
        ),
    ],
)
@pytest.mark.parametrize("is_merged", [True, False])
def test_any_choice_can_be_ticked(
    tmp_path: Path, *, rows: Rows, merge: str, field: str, expected: str, is_merged: bool
) -> None:
    assert values(read(tmp_path, rows, *([merge] if is_merged else [])), field) == [expected]


def test_a_column_of_values_goes_before_columns_to_tick(tmp_path: Path) -> None:
    rows: Rows = [["序号", "改革事项", "完成状态", "已完成", "推进中"], [1, "甲", "延期", None, "√"]]
    assert values(read(tmp_path, rows), "status") == ["postponed"]


def test_counts_by_state_are_no_ticks(tmp_path: Path) -> None:
    rows: Rows = [["序号", "牵头单位", "已完成", "推进中", "未启动"], [1, "区发改委", 3, 1, 0]]
    assert cells(read(tmp_path, rows), "status") == []
