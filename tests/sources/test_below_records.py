"""What stands below the last record of a table: notes, seals and signatures are no records, and no record is a note."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from sources.rows import FileReading, Severity
from tests.sources.test_layouts import HEADER, OTHER, TASK, TITLE, Layout, Rows, read

UNNUMBERED = tuple(row[1:] for row in (HEADER, TASK, OTHER))
MARGIN = (None, None)


def below(path: Path, lines: Rows) -> FileReading:
    return read(path / "a.xlsx", Layout("", [TITLE, HEADER, TASK, OTHER, *lines], ()))


def kinds(reading: FileReading) -> list[str | None]:
    return [row.skipped for row in reading.rows]


@pytest.mark.parametrize("margin", [(), MARGIN], ids=["first column", "column of titles"])
@pytest.mark.parametrize(
    "text",
    [
        "共计2项，已完成1项，推进中1项",
        "（公章）",
        "区发展和改革委员会（盖章）",
        "区发展和改革委员会",
        "领导意见：同意上报",
        "单位主要负责人审核意见：",
        "此表一式两份",
        "本表于每季度末报送",
        "2021年12月30日",
        "二〇二一年十二月三十日",
        "以上数据截至11月底",
        "其中：已完成1项",
        "附：佐证材料清单",
        "请各单位于每月25日前报送。",
        datetime(2021, 12, 30),
    ],
)
def test_a_line_about_the_table_is_a_note(tmp_path: Path, margin: Sequence[object], text: object) -> None:
    reading = below(tmp_path, [(*margin, text)])
    assert kinds(reading) == [None, None, "note"]
    assert reading.findings == ()


@pytest.mark.parametrize(
    "lines",
    [
        [(*MARGIN, "填报人：张三", "审核人：李四", None, "联系电话：123")],
        [("单位负责人：", "张三", "填报人：", "李四", None, "2021年12月30日")],
        [(*MARGIN, "区发改委（公章）", None, None), (), (*MARGIN, "2021年12月30日")],
        [("分管领导意见：", "同意", None, "主要领导意见：", "同意")],
    ],
)
def test_signatures_over_several_columns_are_notes(tmp_path: Path, lines: Rows) -> None:
    reading = below(tmp_path, lines)
    assert kinds(reading)[:2] == [None, None]
    assert set(kinds(reading)[2:]) == {"note"}


@pytest.mark.parametrize(
    ("rows", "kind", "reading_named"),
    [
        ((HEADER, TASK, OTHER, (*MARGIN, "丁改革")), "note", "按表下的说明处理"),
        ((*UNNUMBERED, (None, "丁改革")), None, "按一条记录读取"),
    ],
)
def test_a_lone_cell_that_may_be_a_record_is_told_with_its_reading(
    tmp_path: Path, rows: Rows, kind: str | None, reading_named: str
) -> None:
    reading = read(tmp_path / "a.xlsx", Layout("", [TITLE, *rows], ()))
    assert kinds(reading) == [None, None, kind]
    (finding,) = reading.findings
    assert (finding.rule, finding.severity, finding.cell[1:] if finding.cell else None) == (
        "row_below_records",
        Severity.WARNING,
        "5",
    )
    assert reading_named in finding.message


@pytest.mark.parametrize(
    "rows",
    [
        (HEADER, TASK, (*MARGIN, "丁改革"), OTHER),
        (HEADER, TASK, OTHER, (3, None, "丁改革")),
        (HEADER, TASK, OTHER, (*MARGIN, "丁改革", "区发改委")),
        (HEADER, (*MARGIN, "甲改革"), (*MARGIN, "乙改革"), (*MARGIN, "丁改革")),
        (HEADER, TASK, (2, "社会体制改革", "乙改革", "区民政局", "6月"), (3, None, "完善制度。")),
    ],
)
def test_a_record_that_says_little_stays_one(tmp_path: Path, rows: Rows) -> None:
    reading = read(tmp_path / "a.xlsx", Layout("", [TITLE, *rows], ()))
    assert kinds(reading) == [None, None, None]
    assert reading.findings == ()


def test_a_seal_below_an_empty_template_is_a_note(tmp_path: Path) -> None:
    reading = read(tmp_path / "a.xlsx", Layout("", [TITLE, HEADER, (1,), (2,), (*MARGIN, "（公章）")], ()))
    assert kinds(reading) == ["blank template row", "blank template row", "note"]


def test_the_day_of_signing_does_not_tell_the_year(tmp_path: Path) -> None:
    reading = below(tmp_path, [(*MARGIN, "2022年1月5日")])
    assert reading.year == 2021
    untitled = read(tmp_path / "台账2021.xlsx", Layout("", [HEADER, TASK, OTHER, (*MARGIN, "2022年1月5日")], ()))
    assert untitled.year == 2021


@pytest.mark.parametrize(
    "row",
    [
        (1, "无"),
        (1, "无", "/", "/", "—", "无"),
        ("无",),
        (None, "无"),
        (None, "/", "/"),
        (1, "无延期事项"),
        (1, "本单位无申请延期任务。"),
        ("本年度无此类情况",),
        ("2021年暂无相关情况",),
    ],
)
def test_a_row_that_says_that_there_is_nothing_to_tell_is_no_record(tmp_path: Path, row: Sequence[object]) -> None:
    header = ("序号", "改革事项", "延期原因", "审批会议", "延至年度", "备注")
    reading = read(tmp_path / "a.xlsx", Layout("", [("2021年申请延期改革任务",), header, row], ()))
    assert kinds(reading) == ["blank template row"]
    assert reading.findings == ()


@pytest.mark.parametrize("title", ["无证明城市建设", "无废城市建设试点", "无差别综合受理改革"])
def test_a_title_that_begins_like_nothing_is_a_record(tmp_path: Path, title: str) -> None:
    assert kinds(below(tmp_path, [(3, title)]))[-1] is None
