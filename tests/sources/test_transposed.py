"""Transposed tables: headers down the first column, a record in each column beside them."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.reading import read_file
from sources.rows import FileReading
from sources.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()
Rows = Sequence[Sequence[object]]


def read(path: Path, rows: Rows, merges: Sequence[str] = ()) -> FileReading:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    workbook.save(path)
    return read_file(path, path.name, VOCABULARY)


def records(reading: FileReading) -> list[dict[str, str | None]]:
    return [{cell.field: cell.value for cell in row.cells if cell.field} for row in reading.rows if row.skipped is None]


def test_each_column_is_a_record(tmp_path: Path) -> None:
    rows: Rows = [
        ["2021年重点改革任务完成情况"],
        ["填报单位：区发改委"],
        ["序号", 1, 2, 3],
        ["改革领域", "经济体制改革", None, "社会体制改革"],
        ["改革事项", "甲改革", "乙改革", "丙改革"],
        ["牵头单位", "区发改委", "区财政局", "区民政局"],
        ["完成时限", "12月底前", "6月", "2021.10.31"],
        ["完成状态", "已完成", None, "延期"],
        ["联系电话", "1", "2", "3"],
        ["注：以上为初步数据"],
    ]
    reading = read(tmp_path / "a.xlsx", rows, ["B4:C4"])
    found = records(reading)
    assert [record["title"] for record in found] == ["甲改革", "乙改革", "丙改革"]
    assert [record["domain"] for record in found] == ["经济体制改革", "经济体制改革", "社会体制改革"]
    assert [record["due_date"] for record in found] == ["2021-12-31", "2021-06-30", "2021-10-31"]
    assert [record.get("status") for record in found] == ["completed", None, "postponed"]
    assert {(record["year"], record["reporting_department"]) for record in found} == {("2021", "区发改委")}
    cells = [{cell.field: cell.cell for cell in row.cells} for row in reading.rows]
    assert [cell["title"] for cell in cells[:3]] == ["B5", "C5", "D5"]
    assert cells[1]["domain"] == "B4"
    assert [row.skipped for row in reading.rows] == [None, None, None, "note"]
    assert len({(row.table_number, row.row_number) for row in reading.rows}) == 4
    kept = {cell.cell for row in reading.rows for cell in row.cells}
    assert kept >= {f"{column}{row}" for column in "BCD" for row in (3, 5, 6, 7, 9)} | {"A10"}
    assert reading.findings == ()


def test_labels_may_be_grouped(tmp_path: Path) -> None:
    rows: Rows = [
        ["改革事项", None, "甲改革", "乙改革", "丙改革"],
        ["责任主体", "牵头单位", "区发改委", "区财政局", "区民政局"],
        [None, "配合单位", "区人社局", "区司法局", "区卫健委"],
        ["完成时限", None, "12月", "6月", "3月"],
    ]
    found = records(read(tmp_path / "2021.xlsx", rows, ["A1:B1", "A2:A3", "A4:B4"]))
    assert [(record["lead_department"], record["supporting_departments"]) for record in found] == [
        ("区发改委", "区人社局"),
        ("区财政局", "区司法局"),
        ("区民政局", "区卫健委"),
    ]


def test_a_header_that_is_guessed_is_told_once(tmp_path: Path) -> None:
    rows: Rows = [["改革事项", "甲", "乙"], ["牵头单位", "区发改委", "区民政局"], ["完成时限", "6月", "7月"]]
    rows = [*rows, ["完成状态况", "已完成", "推进中"]]
    assert [finding.rule for finding in read(tmp_path / "a.xlsx", rows).findings] == ["header_guessed"]


def test_a_sheet_that_explains_its_labels_has_no_records(tmp_path: Path) -> None:
    rows: Rows = [
        ["填报说明"],
        ["改革事项", "全称", "必填"],
        ["牵头单位", "简称", "必填"],
        ["完成时限", "日期", "选填"],
    ]
    assert records(read(tmp_path / "a.xlsx", rows)) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text("甲乙丙丁改革", min_size=2, max_size=8), min_size=2, max_size=6),
    st.permutations(["改革事项", "牵头单位", "完成时限", "完成状态", "责任人"]),
)
def test_turned_on_its_side_a_table_says_the_same(tmp_path: Path, titles: list[str], labels: list[str]) -> None:
    said = {"牵头单位": "区发改委", "完成时限": "12月", "完成状态": "推进中", "责任人": "张三"}
    upright = [labels, *([{"改革事项": title, **said}[label] for label in labels] for title in titles)]
    found = records(read(tmp_path / "2021.xlsx", list(zip(*upright, strict=True))))
    assert found == records(read(tmp_path / "2021b.xlsx", upright))
    assert [record["title"] for record in found] == titles
