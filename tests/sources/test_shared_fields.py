"""Columns that share one field: quarters below 完成情况, 大项 and 小项 below 改革任务; each row says it once."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from sources.header_periods import split_path
from sources.rows import Row, Severity
from tests.sources.test_layouts import TITLE, Layout, Rows, read

NAMES = ("序号", "改革事项", "牵头单位")
BELOW_NAMES = (None, None, None)
MERGED = ("A2:A3", "B2:B3", "C2:C3")


def record(*values: object) -> tuple[object, ...]:
    return (1, "甲改革", "区发改委", *values)


def values(row: Row) -> dict[str, str | None]:
    return {cell.field: cell.value for cell in row.cells if cell.field}


def unread(row: Row) -> list[str]:
    return [cell.raw_text for cell in row.cells if cell.field is None]


@pytest.mark.parametrize(
    ("headers", "told", "field", "value"),
    [
        (("完成情况", "一季度", "二季度", "三季度"), ("未启动", "推进中", "已完成"), "status", "completed"),
        (("完成情况", "一季度", "二季度", "三季度"), ("未启动", "推进中", None), "status", "in_progress"),
        (("完成情况", "四季度", "三季度", "二季度"), ("已完成", "推进中", "未启动"), "status", "completed"),
        (("进展", "上半年", "下半年"), ("起草方案", "印发文件"), "progress", "印发文件"),
        (("进展", "上半年", "下半年"), ("起草方案", "/"), "progress", "起草方案"),
        (("工作进展", "截至6月底", "截至11月底"), ("起草方案", "印发文件"), "progress", "印发文件"),
        (("主要内容", "一", "二"), ("起草方案", "印发文件"), "content", "起草方案\n印发文件"),
        (("主要内容", "一季度", "二季度"), ("起草方案", "印发文件"), "content", "起草方案\n印发文件"),
        (("配合单位", "区级", "街道"), ("区财政局", "七里站街道"), "supporting_departments", "区财政局、七里站街道"),
    ],
)
def test_labels_below_a_header_share_its_field(
    tmp_path: Path, headers: Sequence[str], told: Sequence[object], field: str, value: str
) -> None:
    group, *leaves = headers
    rows: Rows = [
        TITLE,
        (*NAMES, group, *(None for _ in leaves[1:]), "备注"),
        (*BELOW_NAMES, *leaves),
        record(*told, "无误"),
    ]
    last = "CDEFG"[len(leaves)]
    remark = f"{'DEFGH'[len(leaves)]}2:{'DEFGH'[len(leaves)]}3"
    reading = read(tmp_path / "a.xlsx", Layout("", rows, (), (*MERGED, f"D2:{last}2", remark)))
    assert values(reading.rows[0])[field] == value
    assert len(unread(reading.rows[0])) == len([text for text in told if text]) - 1
    (finding,) = reading.findings
    assert (finding.rule, finding.severity, finding.cell) == ("shared_field", Severity.INFO, "D3")
    assert "、".join(f"“{group}/{leaf}”" for leaf in leaves) in finding.message


@pytest.mark.parametrize(
    ("headers", "told", "expected"),
    [
        (("上半年完成情况", "三季度完成情况"), ("推进中", "已完成"), {"status": "completed"}),
        (("上半年完成情况", "三季度完成情况"), ("推进中", None), {"status": "in_progress"}),
        (("进展情况（9月）", "进展情况（10月）"), ("起草", "已印发"), {"progress": "已印发"}),
        (("10月进展", "2021年11月进展"), ("起草", "已印发"), {"progress": "已印发"}),
        (("上月进展情况", "本月进展情况"), ("起草", "已印发"), {"progress": "已印发"}),
        (
            ("上半年进展情况", "下半年进展情况", "完成状态"),
            ("甲", "乙", "完成"),
            {"progress": "乙", "status": "completed"},
        ),
        (("三季度进展情况",), ("起草",), {"progress": "起草"}),
    ],
)
def test_headers_that_differ_by_a_period_share_their_field(
    tmp_path: Path, headers: Sequence[str], told: Sequence[object], expected: dict[str, str]
) -> None:
    reading = read(tmp_path / "a.xlsx", Layout("", [TITLE, (*NAMES, *headers), record(*told)], ()))
    assert values(reading.rows[0]).items() >= expected.items()
    assert [finding.rule for finding in reading.findings] == ["shared_field"] * (len(headers) > 1)


def test_of_names_that_get_narrower_the_last_one_names_the_task(tmp_path: Path) -> None:
    rows: Rows = [
        TITLE,
        ("序号", "改革任务", None, "牵头单位"),
        (None, "大项", "小项", None),
        (1, "放管服改革", "甲改革", "区发改委"),
        (2, None, "乙改革", "区民政局"),
        (3, "丙改革", None, "区财政局"),
    ]
    reading = read(tmp_path / "a.xlsx", Layout("", rows, (), ("A2:A3", "B2:C2", "D2:D3", "B4:B5")))
    assert [values(row)["title"] for row in reading.rows] == ["甲改革", "乙改革", "丙改革"]
    assert [unread(row) for row in reading.rows] == [["放管服改革"], ["放管服改革"], []]
    assert [cell.cell for row in reading.rows for cell in row.cells if cell.field == "title"] == ["C4", "C5", "B6"]
    (finding,) = reading.findings
    assert "“改革任务/大项”、“改革任务/小项”都按“改革事项”读取:每行采用最后填写的一栏" in finding.message


def test_of_several_columns_with_one_lead_department_the_first_is_read_and_the_clerk_warned(tmp_path: Path) -> None:
    rows: Rows = [
        TITLE,
        ("序号", "改革事项", "牵头单位", None),
        (None, None, "区级", "街道"),
        (1, "甲改革", "区发改委", "七里站街道"),
    ]
    reading = read(tmp_path / "a.xlsx", Layout("", rows, (), ("A2:A3", "B2:B3", "C2:D2")))
    assert values(reading.rows[0])["lead_department"] == "区发改委"
    (finding,) = reading.findings
    assert (finding.rule, finding.severity) == ("shared_field", Severity.WARNING)
    assert "每行采用最先填写的一栏" in finding.message


def test_of_figures_by_quarter_the_last_is_read_and_the_clerk_warned(tmp_path: Path) -> None:
    rows: Rows = [TITLE, ("指标名称", "单位", "一季度完成值", "二季度完成值"), ("市场主体", "户", 100, 200)]
    reading = read(tmp_path / "a.xlsx", Layout("", rows, ()))
    assert values(reading.rows[0])["value"] == "200"
    assert [(finding.rule, finding.severity) for finding in reading.findings] == [("shared_field", Severity.WARNING)]


def test_every_cell_of_a_shared_field_is_kept_with_its_place(tmp_path: Path) -> None:
    rows: Rows = [
        TITLE,
        (*NAMES, "主要内容", None, None),
        (*BELOW_NAMES, "一", "二", "三"),
        record("甲", "无", "丙"),
    ]
    reading = read(tmp_path / "a.xlsx", Layout("", rows, (), (*MERGED, "D2:F2")))
    kept = {cell.cell: (cell.field, cell.raw_text, cell.value) for cell in reading.rows[0].cells if cell.cell}
    assert kept["D4"] == ("content", "甲", "甲\n丙")
    assert [kept[place] for place in ("E4", "F4")] == [(None, "无", "无"), (None, "丙", "丙")]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (("完成情况", "第三季度"), (9, ("完成情况",))),
        (("一季度", "进展情况"), (3, ("进展情况",))),
        (("1-6月进展情况",), (6, ("进展情况",))),
        (("截至10月底进展情况",), (10, ("进展情况",))),
        (("十二月进展",), (12, ("进展",))),
        (("前三季度完成情况",), (9, ("完成情况",))),
        (("全年完成情况",), (13, ("完成情况",))),
        (("2021年12月31日前完成情况",), (12, ("完成情况",))),
        (("12月31日前完成情况",), (12, ("完成情况",))),
        (("12月底前完成情况",), (12, ("完成情况",))),
        (("截至11月20日完成情况",), (11, ("完成情况",))),
        (("1月1日至11月20日完成情况",), (11, ("完成情况",))),
        (("三季度前期进展",), (9, ("前期进展",))),
        (("完成情况",), None),
        (("一季度", "二季度"), None),
    ],
)
def test_the_period_of_a_header(path: tuple[str, ...], found: tuple[int, tuple[str, ...]] | None) -> None:
    assert split_path(path) == found


@pytest.mark.parametrize(
    ("headers", "told", "said", "rules"),
    [
        (("完成状态", "是否销号"), ("已完成", "是"), ("completed", None), []),
        (("完成状态", "是否销号"), ("已完成", "否"), ("completed", None), ["states_disagree"]),
        (("完成状态", "是否销号"), ("推进中", "是"), ("in_progress", None), ["states_disagree"]),
        (("完成状态", "是否销号"), ("延期", "否"), ("postponed", None), []),
        (("完成状态", "是否销号"), ("未启动", None), ("planned", None), []),
        (("是否销号", "完成状态"), ("否", "延期"), ("postponed", None), []),
        (("完成状态", "是否销号"), (None, "是"), ("completed", None), []),
        (("进展情况", "办理情况", "是否办结"), ("起草", "方案已印发", "是"), ("completed", "起草"), []),
        (("进展情况", "办理情况", "是否办结"), ("起草", "方案已印发", None), (None, "起草"), ["not_a_choice"]),
    ],
)
def test_of_columns_of_one_state_the_first_that_is_certain_says_it(
    tmp_path: Path,
    headers: Sequence[str],
    told: Sequence[object],
    said: tuple[str | None, str | None],
    rules: Sequence[str],
) -> None:
    reading = read(tmp_path / "a.xlsx", Layout("", [TITLE, (*NAMES, *headers), record(*told)], ()))
    found = values(reading.rows[0])
    assert (found.get("status"), found.get("progress")) == said
    assert [cell.doubt.rule for cell in reading.rows[0].cells if cell.doubt is not None] == rules
    (finding,) = reading.findings
    assert (finding.rule, finding.severity) == ("shared_field", Severity.INFO)


def test_a_finding_is_as_open_as_the_column_that_says_a_state(tmp_path: Path) -> None:
    header = ("序号", "存在问题", "整改措施", "整改进展", "是否完成整改")
    rows: Rows = [("2021年督察问题清单",), header, (1, "台账不全", "建台账", "方案已印发", "是")]
    reading = read(tmp_path / "a.xlsx", Layout("", rows, ()))
    assert values(reading.rows[0])["state"] == "closed"
    assert unread(reading.rows[0]) == ["方案已印发"]
