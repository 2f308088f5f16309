"""Public workbooks, looked at by eye: what a reader must find in them, or why it must not read them."""

from collections import Counter
from pathlib import Path

import pytest

from sources.reading import read_file
from sources.rows import FileReading
from sources.vocabulary import Vocabulary

CASES = Path(__file__).parent.parent / "cases"
VOCABULARY = Vocabulary.load()


def read(name: str) -> FileReading:
    return read_file(CASES / name, name, VOCABULARY)


def test_a_task_list_with_hidden_columns_and_a_sheet_of_choices() -> None:
    reading = read("任务清单.xlsx")
    assert [finding.rule for finding in reading.findings] == [
        "hidden_content",
        "year_guessed",
        "unused_columns",
        "left_blank_below",
        "unknown_table",
    ]
    assert reading.year == 2016
    assert {(row.sheet, row.record_type, row.skipped) for row in reading.rows} == {
        ("工作表1", "task", None),
        ("工作表2", None, "no known table"),
    }
    assert [row.row_number for row in reading.rows if row.skipped is None] == list(range(2, 92))
    filled = Counter(cell.field for row in reading.rows for cell in row.cells)
    assert (filled["title"], filled["responsible_person"], filled["status"]) == (62, 1, 90)
    first = {cell.header_text: (cell.cell, cell.value) for cell in reading.rows[0].cells}
    assert first["任务名称"] == ("B2", "测试管理系统")
    assert first["截止时间"] == ("K2", "2016-09-26")
    assert first["风险评估"] == ("O2", "普通")


@pytest.mark.parametrize(
    ("name", "sheet", "content"),
    [
        ("merged_range.xlsx", "Sheet1", "内容在 A1:H4,首行为“A1 | B1 | C1 | E1 | F1 | G1 | H1”"),
        ("merged_range.xls", "Sheet2", "内容在 A1:F4,首行为“A1 | B1 | C1 | E1 | F1”"),
        ("biff5_write.xls", "SheetJS", "内容在 A1:D4,首行为“1 | 2 | 3”"),
        ("covered.ods", "sheet1", "内容在 A1:A3,首行为“a1”"),
        ("any_sheets.xlsx", "Visible", "内容在 A1:B5,首行为“1 | 2”"),
        ("sample.xlsb", "Sheet1", "内容在 A1,首行为“2013-01-12”"),
        (
            "multiline-headers.xlsx",
            "Лист1",
            "内容在 A1:D6,首行为“Region | Caloric contribution | Cumulative impact of changes”",
        ),
        ("master.xlsx", "Sheet1", "内容在 A1:C19,首行为“file name | Chutney Bridge.xlsm | "),
    ],
)
def test_a_sheet_without_a_known_table_is_told_by_its_content(name: str, sheet: str, content: str) -> None:
    reading = read(name)
    assert reading.state == "unrecognised"
    assert {(row.table_number, row.record_type, row.skipped) for row in reading.rows} == {(0, None, "no known table")}
    assert any(finding.sheet == sheet and content in finding.message for finding in reading.findings)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("xlsx-corrupted.xlsx", "damaged_file"),
        ("poc-xmlbomb-empty.xlsx", "forbidden_content"),
        ("password.xls", "encrypted_file"),
        ("60320-protected.xlsx", "encrypted_file"),
        ("pass_protected.ods", "encrypted_file"),
        ("xfd1048576.xlsx", "sheet_too_large"),
    ],
)
def test_a_file_that_must_not_be_read_is_named(name: str, rule: str) -> None:
    reading = read(name)
    assert (reading.state, [finding.rule for finding in reading.findings]) == ("unreadable", [rule])
