"""From a file to rows: what each row is, where each value stands, and what the clerk is told."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from sources.reading import read_file
from sources.records import record_types
from sources.rows import Cell, FileReading, FileState, Row, Severity
from sources.vocabulary import Vocabulary
from tests.workbooks import Sheet, write_workbook

VOCABULARY = Vocabulary.load()
HEADER = ["序号", "改革事项", "牵头单位", "完成时限", "完成状态"]


def read(
    tmp_path: Path, rows: Sequence[Sequence[object]], *merges: str, name: str = "a.xlsx", sheet: str = "表"
) -> FileReading:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].title = sheet
    for row in rows:
        workbook.worksheets[0].append(list(row))
    for merge in merges:
        workbook.worksheets[0].merge_cells(merge)
    path = tmp_path / Path(name).name
    workbook.save(path)
    return read_file(path, name, VOCABULARY)


def cell(row: Row, field: str) -> Cell:
    return next(cell for cell in row.cells if cell.field == field)


def kinds(reading: FileReading) -> list[str | None]:
    return [row.skipped for row in reading.rows]


def rules(reading: FileReading) -> list[str]:
    return [finding.rule for finding in reading.findings]


def test_a_table_with_all_that_offices_put_around_it(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        [
            ["2021年重点改革任务台账"],
            ["填报单位：区发改委", None, "填报人：张三", None, "填报时间：2022年1月5日"],
            HEADER,
            [1, 2, 3, 4, 5],
            ["一、经济体制改革（2项）"],
            [1, "甲改革", "区发改委", "12月底前", "已完成"],
            [None],
            [2, "乙改革", "区财政局", "四季度", "推进中"],
            ["小计", 2],
            ["二、社会体制改革"],
            HEADER,
            [3, "丙改革", "区民政局", "6月", "已完成"],
            [4],
            ["……"],
            ["注：本表一式两份"],
            ["填表人：李四"],
        ],
        "A1:E1",
        "A5:E5",
    )
    assert reading.state is FileState.LOADED
    assert (reading.year, reading.department) == (2021, "区发改委")
    records = [row for row in reading.rows if row.skipped is None]
    assert [cell(row, "title").value for row in records] == ["甲改革", "乙改革", "丙改革"]
    assert [cell(row, "domain").value for row in records] == ["经济体制改革", "经济体制改革", "社会体制改革"]
    assert cell(records[0], "domain").cell == "A5"
    assert cell(records[0], "year").header_text == "标题"
    assert cell(records[0], "reporting_department").cell == "A2"
    assert [kind for kind in kinds(reading) if kind] == [
        "instruction",
        "section",
        "subtotal",
        "section",
        "repeated header",
        "blank template row",
        "blank template row",
        "note",
        "note",
    ]


def test_a_merged_body_cell_gives_the_rows_below_its_value(tmp_path: Path) -> None:
    header = ["序号", "改革领域", "改革事项"]
    reading = read(tmp_path, [header, [1, "经济体制改革", "甲"], [2, None, "乙"]], "B2:B3")
    domain = cell(reading.rows[1], "domain")
    assert (domain.value, domain.cell) == ("经济体制改革", "B2")


@pytest.mark.parametrize(
    ("title", "sheet", "name", "expected"),
    [
        ("2021年台账", "2020", "2019/a.xlsx", ("标题", "2021")),
        ("台账", "2020年", "2019/2018.xlsx", ("工作表名", "2020")),
        ("台账", "表", "2019/2018年任务.xlsx", ("文件名", "2018")),
        ("台账", "表", "2019/a.xlsx", ("文件夹名", "2019")),
    ],
)
def test_the_year_comes_from_what_is_nearest(
    tmp_path: Path, title: str, sheet: str, name: str, expected: tuple[str, str]
) -> None:
    reading = read(tmp_path, [[title], HEADER, [1, "甲", "区发改委", "12月", "已完成"]], name=name, sheet=sheet)
    found = cell(reading.rows[0], "year")
    assert (found.header_text, found.value) == expected


def test_a_row_without_a_year_anywhere_has_no_year_cell(tmp_path: Path) -> None:
    reading = read(tmp_path, [HEADER, [1, "甲"]])
    assert all(cell.field != "year" for cell in reading.rows[0].cells)


@pytest.mark.parametrize(("department", "expected"), [("区委改革办", True), ("区发改委", False)])
def test_only_the_reform_office_sends_the_plan(tmp_path: Path, department: str, expected: bool) -> None:
    reading = read(tmp_path, [["2021年工作要点"], [f"填报单位：{department}"], HEADER, [1, "甲"]])
    assert reading.rows[0].is_plan is expected


def test_a_missing_required_column_is_looked_for_among_the_unknown_headers(tmp_path: Path) -> None:
    header = ["序号", "项目", "内容", "科目", "负责人", "期限", "进度", "联系电话"]
    row = [1, "甲改革", "一网通办", "区发改委", "张三", "6月底", "已完成"]
    reading = read(tmp_path, [["2021年任务清单"], header, row])
    assert rules(reading) == ["missing_column", "unused_columns"]
    assert "“改革事项”;请补上这一列,或把“项目”、“科目”中含有它的一列改为这个表头" in reading.findings[0].message
    unknown = read(tmp_path, [["甲", "乙"], ["丙", "丁"]])
    assert "(如改革事项、" in unknown.findings[0].message


def test_a_missing_required_column_is_an_error_and_its_rows_stay(tmp_path: Path) -> None:
    reading = read(tmp_path, [["序号", "牵头单位", "完成时限", "完成状态"], [1, "区发改委", "12月", "已完成"]])
    assert rules(reading) == ["missing_column"]
    assert len(reading.rows) == 1


def test_guessed_and_duplicate_headers_are_told(tmp_path: Path) -> None:
    reading = read(tmp_path, [["序号", "改革事项", "改革任务", "牵头单位名"], [1, "甲", "乙", "区发改委"]])
    assert sorted(rules(reading)) == ["duplicate_column", "header_guessed"]
    assert {cell.raw_text for cell in reading.rows[0].cells} >= {"甲", "乙", "区发改委"}


def test_a_companion_does_not_override_a_filled_column(tmp_path: Path) -> None:
    header = ["序号", "改革事项", "牵头单位", "责任单位"]
    both = "牵头单位：区财政局\n责任单位：区人社局"
    filled, blank = read(tmp_path, [header, [1, "甲", "区发改委", both], [2, "乙", None, both]]).rows
    assert [cell.value for cell in filled.cells if cell.field == "lead_department"] == ["区发改委"]
    assert [cell.value for cell in blank.cells if cell.field == "lead_department"] == ["区财政局"]


def test_columns_without_a_header_are_kept(tmp_path: Path) -> None:
    row = read(tmp_path, [["序号", "改革事项"], [1, "甲", "另记"]]).rows[0]
    assert [(cell.field, cell.cell) for cell in row.cells if cell.raw_text == "另记"] == [(None, "C2")]


def test_formulas_without_a_value_are_told_by_cell(tmp_path: Path) -> None:
    reading = read(tmp_path, [HEADER, [1, "甲", "区发改委", "=1+1"]])
    assert [(finding.rule, finding.cell) for finding in reading.findings] == [("formula_without_value", "D2")]


def test_tables_are_numbered_through_all_sheets_of_a_file(tmp_path: Path) -> None:
    one: Sheet = [HEADER, [1, "甲改革", "区发改委", "12月底前", "已完成"]]
    path = write_workbook(tmp_path / "2021年.xlsx", {"一": one, "二": [["说明", "无"]], "三": one})
    places = [(row.sheet, row.table_number, row.row_number) for row in read_file(path, path.name, VOCABULARY).rows]
    assert places == [("一", 1, 2), ("二", 0, 1), ("三", 2, 2)]


def test_files_without_tables_are_unrecognised(tmp_path: Path) -> None:
    unknown = read(tmp_path, [["姓名", "电话"], ["甲", "1"]])
    assert (unknown.state, rules(unknown)) == (FileState.UNRECOGNISED, ["no_known_table"])
    empty = read(tmp_path, [])
    assert (empty.state, rules(empty)) == (FileState.UNRECOGNISED, ["empty_file"])


def test_a_sheet_without_a_table_is_told_by_its_place_and_first_row(tmp_path: Path) -> None:
    reading = read(tmp_path, [[], [None, "姓名", "联系\n电话"], [None, "甲", 1]], sheet="通讯录")
    (finding,) = reading.findings
    assert (finding.sheet, finding.cell) == ("通讯录", "B2")
    assert "工作表“通讯录”里没有找到可识别的表格(内容在 B2:C3,首行为“姓名 | 联系 电话”)" in finding.message
    assert reading.message == finding.message


@pytest.mark.parametrize(
    ("name", "rows", "severity"),
    [
        ("填报说明", [["1.请于每月25日前报送"]], Severity.INFO),
        ("说明", [["1.请于每月25日前报送"]], Severity.INFO),
        ("Sheet2", [["填表说明"], ["1.请于每月25日前报送"]], Severity.INFO),
        ("指标说明", [["指标", "口径", "来源"], ["甲", "乙", "丙"]], Severity.WARNING),
        ("通讯录", [["姓名", "电话"]], Severity.WARNING),
        ("封面", [["2021年重点改革任务台账"], ["填报单位：", "区发改委"], ["2022年1月5日"]], Severity.INFO),
        ("目录", [[f"第{number}章"] for number in range(20)], Severity.WARNING),
    ],
)
def test_a_sheet_that_only_says_how_to_fill_in_the_others_or_is_their_cover_asks_nothing_of_the_sender(
    tmp_path: Path, name: str, rows: Sheet, severity: Severity
) -> None:
    task: Sheet = [HEADER, [1, "甲改革", "区发改委", "12月底前", "已完成"]]
    path = write_workbook(tmp_path / "2021年.xlsx", {"任务": task, name: rows})
    (finding,) = read_file(path, path.name, VOCABULARY).findings
    assert (finding.rule, finding.sheet, finding.severity) == ("unknown_table", name, severity)


@pytest.mark.parametrize(
    ("dates", "year"),
    [
        (["2021年12月底", "12月底前", "2021.10", "2022年6月"], "2021"),
        (["12月底前", "2021年9月", "四季度"], "2021"),
        (["2021年12月", "2022年6月"], None),
        (["12月底前", "长期坚持"], None),
    ],
)
def test_where_nothing_tells_the_year_most_dates_do_with_a_warning(
    tmp_path: Path, dates: list[str], year: str | None
) -> None:
    reading = read(tmp_path, [HEADER, *([index, f"{index}号改革", "", day] for index, day in enumerate(dates, 1))])
    years = {cell.value for row in reading.rows for cell in row.cells if cell.field == "year"}
    assert years == ({year} if year else set())
    assert rules(reading) == (["year_guessed"] if year else [])
    if year:
        assert str(cell(reading.rows[1], "due_date").value).startswith(year)
        assert f"按其中多数日期所在的 {year} 年读取" in reading.findings[0].message


def test_the_dates_do_not_outweigh_a_year_that_another_sheet_names(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows: list[Sequence[object]] = [HEADER, [1, "甲改革", "", "2022年6月"]]
    write_workbook(path, {"一": [["2021年重点改革任务"], *rows], "二": rows})
    reading = read_file(path, "a.xlsx", VOCABULARY)
    assert {cell.value for row in reading.rows for cell in row.cells if cell.field == "year"} == {"2021"}


@pytest.mark.parametrize(
    ("others", "year", "sender"),
    [
        ({"封面": [["2021年重点改革任务台账"], ["填报单位：区发改委"]]}, "2021", "区发改委"),
        ({"封面": [["二〇二一年重点改革任务"], ["填报单位：", "区发改委"], ["2022年1月5日"]]}, "2021", "区发改委"),
        ({"汇总": [["2021年改革任务汇总"], ["领域", "事项数", "完成数"], ["经济", 2020, 1]]}, "2021", None),
        ({"封面": [["改革任务台账"], ["填报日期：2022年1月5日"], ["二〇二二年一月"]]}, None, None),
        ({"封面": [["2021年改革任务"]], "汇总": [["2020年改革任务"]]}, None, None),
        ({"填报说明": [["1.填写2021年的任务"]]}, None, None),
        ({"封面": [["2020年度"]], "二": [["2021年改革任务"], HEADER, [1, "乙改革", "", "12月底前"]]}, "2021", None),
    ],
)
def test_sheets_without_a_table_tell_the_year_and_the_sender_of_the_others(
    tmp_path: Path, others: dict[str, Sheet], year: str | None, sender: str | None
) -> None:
    task: Sheet = [HEADER, [1, "甲改革", "", "12月底前"]]
    reading = read_file(write_workbook(tmp_path / "a.xlsx", {**others, "任务": task}), "a.xlsx", VOCABULARY)
    found = {cell.field: (cell.value, cell.header_text) for cell in reading.rows[-1].cells if cell.field}
    told = {"year": year, "reporting_department": sender}
    assert {name: found.get(name) for name in told} == {
        name: (value, "其他工作表") if value else None for name, value in told.items()
    }


def test_a_missing_year_is_to_be_written_into_the_title() -> None:
    remedy = record_types()["task"].field("year").remedy
    assert remedy is not None
    assert "标题" in remedy
    assert "2021年重点改革任务" in remedy


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    reading = read_file(tmp_path / "a.xlsx", "a.xlsx", VOCABULARY)
    assert (reading.state, rules(reading)) == (FileState.UNREADABLE, ["file_not_opened"])


@pytest.mark.parametrize(
    ("text", "status"),
    [("已完成", "completed"), ("正在推进", "in_progress"), ("方案已印发,基本完成", None), ("起草了方案", None)],
)
def test_a_state_told_as_progress_is_the_status(tmp_path: Path, text: str, status: str | None) -> None:
    reading = read(tmp_path, [["2021年任务"], ["序号", "改革事项", "进展情况"], [1, "甲", text]])
    (row,) = reading.rows
    assert [cell.value for cell in row.cells if cell.field == "status"] == ([status] if status else [])
    assert cell(row, "progress").value == text


def test_a_state_told_as_progress_yields_to_a_column_of_states(tmp_path: Path) -> None:
    header = ["序号", "改革事项", "进展情况", "完成状态"]
    (row,) = read(tmp_path, [["2021年任务"], header, [1, "甲", "已完成", None]]).rows
    assert [cell for cell in row.cells if cell.field == "status"] == []


def test_a_table_of_how_many_tasks_there_are_is_no_table_of_tasks(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    for row in (
        ["2022年各单位改革任务完成情况统计表"],
        ["序号", "单位", "任务数", "已完成", "推进中", "未启动", "完成率"],
        [1, "区发改委", 10, 8, 2, 0, "80%"],
        ["合计", None, 10, 8, 2, 0, "80%"],
    ):
        workbook.worksheets[0].append(row)
    workbook.save(tmp_path / "a.xlsx")
    reading = read_file(tmp_path / "a.xlsx", "a.xlsx", VOCABULARY)
    assert (reading.state, {row.skipped for row in reading.rows}) == ("unrecognised", {"no known table"})
