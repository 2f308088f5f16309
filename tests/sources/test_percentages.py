"""Percentages mean one thing however they are written, and a reading that is not certain is named."""

from pathlib import Path

import openpyxl
import pytest

from sources.reading import read_file
from sources.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()


def read(path: Path, header: list[object], row: list[object]) -> tuple[str | None, str | None, str | None]:
    """The value, the unit and the rule of the doubt of an indicator."""
    workbook = openpyxl.Workbook()
    for cells in (["2021年指标"], header, row):
        workbook.worksheets[0].append(cells)
    workbook.save(path)
    (record,) = read_file(path, path.name, VOCABULARY).rows
    cells_by_field = {cell.field: cell for cell in record.cells}
    doubt = cells_by_field["value"].doubt
    unit = cells_by_field.get("unit")
    assert cells_by_field["value"].raw_text == str(row[1])
    return cells_by_field["value"].value, unit.value if unit else None, doubt.rule if doubt else None


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("数值（%）", ["满意度", 90, None], ("0.9", "比率", None)),
        ("数值（%）", ["满意度", "90%", None], ("0.9", "比率", None)),
        ("数值（%）", ["满意度", 0.9, None], ("0.9", "比率", "percentage_assumed")),
        ("数值（%）", ["增速", 105.5, None], ("1.055", "比率", None)),
        ("数值（%）", ["增速", -3.1, None], ("-0.031", "比率", None)),
        ("数值", ["满意度", 90, "%"], ("0.9", "比率", None)),
        ("数值", ["满意度", "90%", "%"], ("0.9", "比率", None)),
        ("数值", ["满意度", 0.9, "%"], ("0.9", "比率", "percentage_assumed")),
        ("数值", ["群众满意率", 90, None], ("0.9", "比率", "percentage_assumed")),
        ("数值", ["群众满意率", 0.9, None], ("0.9", "比率", None)),
        ("数值", ["群众满意率", "90%", None], ("0.9", "比率", None)),
        ("数值", ["办结率（全年）", 1, None], ("1", "比率", None)),
        ("数值", ["民营经济占比", "约62", None], ("0.62", "比率", "percentage_assumed")),
        ("数值", ["增长率", "5个百分点", None], ("5", "个百分点", None)),
        ("数值", ["走访频率", 90, None], ("90", None, None)),
        ("数值", ["户数", 90, "户"], ("90", "户", None)),
        ("数值", ["满意率", 0, None], ("0", "比率", None)),
    ],
)
def test_a_percentage(
    tmp_path: Path, header: str, row: list[object], expected: tuple[str, str | None, str | None]
) -> None:
    assert read(tmp_path / "a.xlsx", ["指标名称", header, "单位", "备注"], [*row, "无"]) == expected


def test_a_percent_format_is_the_sign(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for cells in (["2021年指标"], ["指标名称", "数值（%）", "备注"], ["满意率", 0.9, "无"]):
        sheet.append(cells)
    sheet["B3"].number_format = "0%"
    workbook.save(tmp_path / "a.xlsx")
    (record,) = read_file(tmp_path / "a.xlsx", "a.xlsx", VOCABULARY).rows
    (value,) = [cell for cell in record.cells if cell.field == "value"]
    assert (value.value, value.doubt) == ("0.9", None)


def test_a_stated_rate_is_a_ratio(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    for cells in (["2021年"], ["报告", "指标", "数值"], ["年度报告", "完成率", 90.9], ["年度报告", "任务数", 44]):
        workbook.worksheets[0].append(cells)
    workbook.save(tmp_path / "a.xlsx")
    rows = read_file(tmp_path / "a.xlsx", "a.xlsx", VOCABULARY).rows
    assert [cell.value for row in rows for cell in row.cells if cell.field == "value"] == ["0.909", "44"]
