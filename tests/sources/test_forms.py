"""Forms: labels with their values beside or below them are one record; what only looks like it is none."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.reading import read_file
from sources.rows import FileReading, Row
from sources.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()
Rows = Sequence[Sequence[object]]
FORM: Rows = [
    ["2021年重点改革任务情况表"],
    ["填报单位：区发改委"],
    ["改革事项", "甲改革", None, None],
    ["改革领域：", "经济体制改革", "牵头单位", "区发改委"],
    ["责任单位", "区财政局、区人社局", "责任人", "张三"],
    ["完成时限", "12月底前", "完成状态", "已完成"],
    ["主要内容", "第一，…；\n第二，…。", None, None],
    [None, None, None, None],
    ["进展情况", "已印发文件", None, None],
    ["联系电话", "0551-1234567", None, None],
    ["填表人：李四", None, "填报日期：2022年1月"],
]
MERGES = ("A1:D1", "B3:D3", "A7:A8", "B7:D8", "B9:D9", "B10:D10")


def read(path: Path, sheets: Mapping[str, Rows], merges: Sequence[str] = ()) -> FileReading:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for merge in merges:
            sheet.merge_cells(merge)
    workbook.save(path)
    return read_file(path, path.name, VOCABULARY)


def values(row: Row) -> dict[str, str | None]:
    return {cell.field: cell.value for cell in row.cells if cell.field}


def records(reading: FileReading) -> list[dict[str, str | None]]:
    return [values(row) for row in reading.rows if row.skipped is None]


def test_who_agrees_to_a_request_is_read_and_the_day_asked_for_tells_no_year(tmp_path: Path) -> None:
    form: Rows = [
        ["改革任务延期申请表"],
        ["申请单位", "区住建局", "申请延期至", "2023年6月底"],
        ["任务名称", "甲改革"],
        ["延期原因", "资金未到位"],
        ["主管领导意见", "同意"],
        ["区委改革办意见", "经区委深改委第十二次会议审议，同意延期"],
    ]
    (record,) = records(read(tmp_path / "a.xlsx", {"甲": form}))
    assert (record["approved"], record["due_date"]) == ("yes", "2023-06-30")
    assert record["approved_by"] == "经区委深改委第十二次会议审议，同意延期"
    assert "year" not in record


def test_a_form_is_one_record(tmp_path: Path) -> None:
    reading = read(tmp_path / "a.xlsx", {"甲": FORM}, MERGES)
    assert records(reading) == [
        {
            "title": "甲改革",
            "domain": "经济体制改革",
            "lead_department": "区发改委",
            "supporting_departments": "区财政局、区人社局",
            "responsible_person": "张三",
            "due_date": "2021-12-31",
            "status": "completed",
            "content": "第一，…；\n第二，…。",
            "progress": "已印发文件",
            "year": "2021",
            "reporting_department": "区发改委",
        }
    ]
    row = reading.rows[0]
    assert (row.row_number, row.record_type) == (3, "task")
    assert {cell.field: cell.cell for cell in row.cells}["due_date"] == "B6"
    assert {cell.header_text for cell in row.cells if cell.field == "domain"} == {"改革领域"}
    assert reading.findings == ()


def test_every_cell_of_a_form_is_kept(tmp_path: Path) -> None:
    reading = read(tmp_path / "a.xlsx", {"甲": FORM}, MERGES)
    kept = {cell.raw_text for row in reading.rows for cell in row.cells}
    assert {"0551-1234567", "填表人：李四", "填报日期：2022年1月"} <= kept


def test_a_form_a_sheet(tmp_path: Path) -> None:
    other = [[{"甲改革": "乙改革"}.get(str(value), value) for value in row] for row in FORM]
    reading = read(tmp_path / "a.xlsx", {"甲": FORM, "乙": other}, MERGES)
    assert [(record["title"], row.sheet) for record, row in zip(records(reading), reading.rows[::3], strict=False)] == [
        ("甲改革", "甲"),
        ("乙改革", "乙"),
    ]


@pytest.mark.parametrize("between", [[], [[]], [["2021年改革任务（二）"]], [[], ["2021年改革任务（二）"]]])
def test_forms_below_each_other(tmp_path: Path, between: list[list[object]]) -> None:
    def form(title: str) -> list[list[object]]:
        return [["改革事项", title, "牵头单位", "区发改委"], ["完成时限", "6月", "完成状态", "推进中"]]

    rows: Rows = [["2021年改革任务（一）"], *form("甲改革"), *between, *form("乙改革"), *between, *form("丙改革")]
    reading = read(tmp_path / "a.xlsx", {"表": rows})
    assert [record["title"] for record in records(reading)] == ["甲改革", "乙改革", "丙改革"]
    assert {record["year"] for record in records(reading)} == {"2021"}
    found = [row for row in reading.rows if row.skipped is None]
    assert [row.row_number for row in found] == [2, 4 + len(between), 6 + 2 * len(between)]
    assert [row.table_number for row in found] == [1, 2, 3]
    assert [row.skipped for row in reading.rows if row.skipped] == ["title", "title"] * any(between)


def test_values_below_their_labels_and_groups_of_labels(tmp_path: Path) -> None:
    rows: Rows = [
        ["2021年"],
        ["基本情况", "改革事项", "甲改革", None],
        [None, "完成时限", "12月", None],
        ["责任主体", "牵头单位", "区发改委", None],
        [None, "责任单位", "区财政局", None],
        ["主要内容", None, None, None],
        ["建立机制", None, None, None],
    ]
    reading = read(tmp_path / "a.xlsx", {"表": rows}, ("A2:A3", "A4:A5", "A6:D6", "A7:D7"))
    (record,) = records(reading)
    assert record["supporting_departments"] == "区财政局"
    assert record["content"] == "建立机制"
    assert len(reading.rows) == 1
    assert "基本情况" in {cell.raw_text for cell in reading.rows[0].cells}


def test_other_types_have_forms_too(tmp_path: Path) -> None:
    rows: Rows = [
        ["延期申请表（2021年）"],
        ["改革事项", "甲改革"],
        ["申请单位", "区发改委"],
        ["延期原因", "机构调整"],
        ["延至年度", 2022],
    ]
    reading = read(tmp_path / "a.xlsx", {"表": rows})
    assert [(row.record_type, values(row)["postponed_to_year"]) for row in reading.rows] == [("postponement", "2022")]


def test_a_form_not_filled_in_is_no_record(tmp_path: Path) -> None:
    rows: Rows = [["改革事项", None, "牵头单位", None], ["完成时限", None, "完成状态", None]]
    reading = read(tmp_path / "a.xlsx", {"表": rows})
    assert [row.skipped for row in reading.rows] == ["blank template row"]


def test_a_table_below_a_form_is_read(tmp_path: Path) -> None:
    rows: Rows = [
        ["2021年", None, None],
        ["改革事项", "甲改革", None],
        ["牵头单位", "区发改委", None],
        ["完成时限", "12月", None],
        [],
        ["出台的文件"],
        ["成果名称", "文号", "印发单位"],
        ["《甲方案》", "瑶办〔2021〕1号", "区发改委"],
    ]
    reading = read(tmp_path / "a.xlsx", {"表": rows})
    assert [(row.record_type, row.table_number, row.skipped, values(row).get("year")) for row in reading.rows] == [
        ("task", 1, None, "2021"),
        ("output", 2, "title", None),
        ("output", 2, "header", None),
        ("output", 2, None, "2021"),
    ]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("填表说明", [["改革事项", "与工作要点一致"], ["牵头单位", "只写一个"], ["完成时限", "某年某月"]]),
        ("表", [["字段说明"], ["改革事项", "与工作要点一致"], ["牵头单位", "只写一个"], ["完成时限", "某年某月"]]),
        ("表", [["改革事项", "（填写全称）"], ["牵头单位", "请填写规范简称"], ["完成时限", "如：2021年12月"]]),
        ("表", [["牵头单位", "区发改委"], ["责任人", "张三"], ["完成时限", "12月"]]),
        (
            "功能",
            [
                ["序号", "一级功能", "二级功能", "三级功能", "备注"],
                [1, "登录", "登录", "退出"],
                [2, "工作台", "总览", "标题", "头像和描述"],
            ],
        ),
    ],
)
def test_what_is_no_form(tmp_path: Path, name: str, rows: Rows) -> None:
    reading = read(tmp_path / "a.xlsx", {name: rows})
    assert records(reading) == []
    assert [finding.severity for finding in reading.findings] == ["error"]


def test_labels_and_values_in_one_cell(tmp_path: Path) -> None:
    rows: Rows = [
        ["2021年重点改革任务"],
        ["填报单位：区发改委"],
        ["改革事项：甲改革"],
        ["牵头单位：区发改委  责任人：张三", None, "完成时限：12月底前"],
        ["完成状态：☑已完成 □推进中"],
        [],
        ["改革事项：乙改革"],
        ["牵头单位：区民政局\n完成时限：2021年11月\n联系电话：123"],
        ["进展情况：一是印发方案。\n二是推进落实。"],
    ]
    reading = read(tmp_path / "a.xlsx", {"表": rows})
    first, second = records(reading)
    assert first == {
        "title": "甲改革",
        "lead_department": "区发改委",
        "responsible_person": "张三",
        "due_date": "2021-12-31",
        "status": "completed",
        "year": "2021",
        "reporting_department": "区发改委",
    }
    assert (second["title"], second["due_date"]) == ("乙改革", "2021-11-30")
    assert second["progress"] == "一是印发方案。\n二是推进落实。"
    written = {(cell.field, cell.cell): cell.raw_text for row in reading.rows for cell in row.cells}
    assert written["title", "A3"] == "改革事项：甲改革"
    assert written["responsible_person", "A4"] == "牵头单位：区发改委  责任人：张三"
    assert written["due_date", "C4"] == "完成时限：12月底前"


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["改革事项：甲改革\n牵头单位：区发改委\n完成时限：12月底"],
            ["改革事项：乙改革\n牵头单位：区民政局\n完成时限：6月"],
        ],
        [
            ["改革事项", "甲改革", "牵头单位", "区发改委", "完成时限", "12月"],
            ["改革事项", "乙改革", "牵头单位", "区民政局", "完成时限", "6月"],
        ],
    ],
)
def test_a_form_of_one_row(tmp_path: Path, rows: Rows) -> None:
    reading = read(tmp_path / "a.xlsx", {"表": [["2021年"], *rows]})
    assert [(record["title"], record["lead_department"], record["due_date"]) for record in records(reading)] == [
        ("甲改革", "区发改委", "2021-12-31"),
        ("乙改革", "区民政局", "2021-06-30"),
    ]


def test_context_lines_above_a_table_are_no_form(tmp_path: Path) -> None:
    rows: Rows = [["2021年"], ["牵头单位：区发改委"], ["序号", "改革事项", "完成时限"], [1, "甲改革", "12月"]]
    assert [record["title"] for record in records(read(tmp_path / "a.xlsx", {"表": rows}))] == ["甲改革"]


TITLES = st.text("甲乙丙丁改革", min_size=2, max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(TITLES, min_size=1, max_size=3), st.permutations(["牵头单位", "完成时限", "完成状态", "责任人", "备注"])
)
def test_stacked_forms_give_a_record_each(tmp_path: Path, titles: list[str], labels: list[str]) -> None:
    texts = {"牵头单位": "区发改委", "完成时限": "12月", "完成状态": "推进中", "责任人": "张三", "备注": "略"}
    rows: list[list[object]] = [["2021年"]]
    for title in titles:
        rows.append(["改革事项", title])
        rows += [[labels[0], texts[labels[0]], labels[1], texts[labels[1]]]]
        rows += [[label, texts[label]] for label in labels[2:]]
    reading = read(tmp_path / "a.xlsx", {"表": rows})
    assert [record["title"] for record in records(reading)] == titles
