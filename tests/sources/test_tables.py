"""Finding tables: where headers stand, how they are joined, which type they are."""

from collections.abc import Sequence

import pytest

from sources.headers import fold, is_numbering, lexicon
from sources.tables import Grid, Table, find_tables
from sources.workbook import Merge, Sheet


def tables(rows: Sequence[Sequence[object]], *merges: Merge, name: str = "表") -> list[Table]:
    sheet = Sheet(name, [list(row) for row in rows], merges)  # type: ignore[arg-type]
    return find_tables(Grid(sheet), lexicon())


def fields(table: Table) -> dict[int, str]:
    return {index: match.field.name for index, match in sorted(table.assignment.matches.items())}


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("序 号", "序号"),
        ("完成时限\n（年/月）", "完成时限"),
        ("*改革事项", "改革事项"),
        ("３．牵头单位：", "牵头单位"),
        ("责任主体／牵头单位", "责任主体/牵头单位"),
    ],
)
def test_headers_are_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_a_header_below_titles_and_context() -> None:
    (table,) = tables(
        [
            ["2021年台账"],
            ["填报单位：区发改委", "", "填报人：张三"],
            [],
            ["序号", "改革事项", "完成时限"],
            [1, "甲", "12月"],
        ]
    )
    assert (table.top, table.header_bottom, table.body_end) == (3, 3, 5)
    assert fields(table) == {0: "task_no", 1: "title", 2: "due_date"}
    assert [line.text for line in table.lead] == ["2021年台账", "填报单位：区发改委", "填报人：张三"]


def test_merged_headers_are_joined() -> None:
    rows: list[list[object]] = [
        ["序号", "改革事项", "责任主体", "", "完成时限"],
        ["", "", "牵头单位", "责任单位", ""],
        [1, "甲", "乙", "丙", "丁"],
    ]
    (table,) = tables(rows, (0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4))
    assert (table.top, table.header_bottom) == (0, 1)
    assert table.columns[2].header == "责任主体/牵头单位"
    assert fields(table)[3] == "supporting_departments"


@pytest.mark.parametrize("group", ["完成时间", "完成时限"])
def test_planned_and_actual_under_one_header_are_the_deadline_and_the_day(group: str) -> None:
    rows: list[list[object]] = [
        ["序号", "改革事项", group, "", "完成情况"],
        ["", "", "计划", "实际", ""],
        [1, "甲", "6月底", "2022.7.5", "已完成"],
    ]
    (table,) = tables(rows, (0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4))
    assert (fields(table)[2], fields(table)[3]) == ("due_date", "completed_date")


def test_the_deadline_of_a_measure_is_that_of_the_finding() -> None:
    rows: list[list[object]] = [
        ["序号", "存在问题", "整改措施清单", "", "责任单位"],
        ["", "", "措施", "时限", ""],
        [1, "台账不全", "补齐", "6月底", "区发改委"],
    ]
    (table,) = tables(rows, (0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4))
    assert table.assignment.record_type.name == "supervision"
    assert (fields(table)[2], fields(table)[3]) == ("corrective_measure", "due_date")


def test_headers_grouped_without_merging() -> None:
    rows: list[list[object]] = [
        ["序号", "改革事项", "责任主体", "", "完成时限"],
        ["", "", "牵头单位", "责任单位", ""],
        [1, "甲", "乙", "丙", "丁"],
    ]
    (table,) = tables(rows)
    assert table.header_bottom == 1
    assert [table.columns[index].header for index in (2, 3, 4)] == [
        "责任主体/牵头单位",
        "责任主体/责任单位",
        "完成时限",
    ]


def test_headers_that_mean_something_only_by_their_path() -> None:
    (table,) = tables(
        [["文件", "", "改革事项"], ["名称", "文号", ""], ["《甲》", "乙", "丙"]], (0, 0, 0, 1), (0, 2, 1, 2)
    )
    assert table.assignment.record_type.name == "output"
    assert fields(table) == {0: "title", 1: "document_number", 2: "task_title"}


def test_tables_below_each_other() -> None:
    first, second = tables(
        [["序号", "改革事项"], [1, "甲"], [], ["延期情况"], ["改革事项", "延期原因", "审批会议"], ["乙", "丙", "丁"]]
    )
    assert (first.assignment.record_type.name, first.body_end) == ("task", 3)
    assert (second.assignment.record_type.name, second.top) == ("postponement", 4)


def test_tables_side_by_side() -> None:
    first, second = tables([["指标名称", "数值", "", "试点名称", "批准单位"], ["甲", 1, "", "乙", "丙"]])
    assert (first.assignment.record_type.name, first.right) == ("indicator", 2)
    assert (second.assignment.record_type.name, second.left) == ("pilot", 3)


def test_a_blank_header_inside_a_table_does_not_split_it() -> None:
    (table,) = tables([["序号", "改革事项", "", "牵头单位", "完成时限"], [1, "甲", "x", "乙", "丙"]])
    assert fields(table) == {0: "task_no", 1: "title", 3: "lead_department", 4: "due_date"}


def test_the_better_of_two_columns_wins() -> None:
    (table,) = tables([["改革任务", "改革事项", "完成时限"], ["甲", "乙", "丙"]])
    assert fields(table) == {1: "title", 2: "due_date"}
    assert table.columns[0].is_duplicate


def test_a_misspelled_header_is_guessed_only_when_no_other_field_is_as_near() -> None:
    assignment = lexicon().assign({0: ("序号",), 1: ("改革事项",), 2: ("牵头单位名",)}, "")
    assert assignment is not None
    assert assignment.matches[2].field.name == "lead_department"


def test_headers_in_another_order_right_below_a_table_begin_another() -> None:
    first, second = tables(
        [
            ["改革事项", "牵头单位", "完成时限", "完成状态"],
            ["甲改革任务", "区财政局", "12月底", "已完成"],
            ["改革事项", "牵头单位", "完成时限", "完成状态"],
            ["乙改革任务", "区财政局", "12月底", "已完成"],
            ["牵头单位", "改革事项", "完成状态", "完成时限"],
            ["区财政局", "丙改革任务", "已完成", "12月底"],
        ]
    )
    assert (first.top, first.body_end, second.top) == (0, 4, 4)
    assert fields(second) == {0: "lead_department", 1: "title", 2: "status", 3: "due_date"}


@pytest.mark.parametrize("rows", [[["姓名", "电话"], ["甲", 1]], [["甲"]], [], [["名称", "金额", "地址"], [1, 2, 3]]])
def test_what_is_no_known_table(rows: list[list[object]]) -> None:
    assert tables(rows) == []


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1", "2", "3"], True),
        (["甲", "乙", "1", "2"], True),
        (["1", "2", "3=1+2"], True),
        (["(1)", "(2)", "(3)=(2)/(1)"], True),
        (["栏次", "（2）", "（3）"], True),
        (["栏 次", "甲", "1", "2=3+4"], True),
        (["栏次", "甲改革"], False),
        (["栏次"], False),
        (["1", "甲改革", "3"], False),
        (["5", "9", "7"], False),
    ],
)
def test_rows_that_number_the_columns(texts: list[str], expected: bool) -> None:
    assert is_numbering(texts) is expected
