"""The cookbook's questions are answered by their SQL, and for the sample year 2021 with what the year's report says."""

import re
from typing import Any

import pytest

from orchestration.settings import Settings
from transforms.models import HERE
from warehouse.query import open_read_only

COOKBOOK = (HERE / "COOKBOOK.md").read_text("utf-8")
RECIPES = dict(re.findall(r"^### \d+\. ([^\n]+)\n\n[^\n]+(?:\n[^\n]+)*\n\n```sql\n(.*?)^```$", COOKBOOK, re.M | re.S))
DOMAINS_2021 = {
    "经济体制改革": (10, 10, 0, 8),
    "城区发展体制改革": (6, 6, 0, 2),
    "行政体制改革": (4, 2, 2, 1),
    "文化体制改革": (4, 4, 0, 5),
    "社会体制改革": (9, 7, 2, 4),
    "民主法制改革": (4, 4, 0, 2),
    "生态文明体制改革": (2, 2, 0, 1),
    "深化党的建设领域": (5, 5, 0, 2),
}


def answer(settings: Settings, question: str) -> list[dict[str, Any]]:
    with open_read_only(settings.warehouse) as con:
        cursor = con.execute(RECIPES[question])
        names = [name for name, *_ in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_there_are_twenty_questions() -> None:
    assert len(RECIPES) == len(re.findall(r"^### \d+\.", COOKBOOK, re.M)) == 20


@pytest.mark.parametrize("question", RECIPES)
def test_every_question_has_an_answer(sample_warehouse: Settings, question: str) -> None:
    rows = answer(sample_warehouse, question)
    assert rows
    assert any(value is not None for row in rows for value in row.values())


def test_the_year_2021_is_answered_as_its_report_says(sample_warehouse: Settings) -> None:
    (year, *_) = answer(sample_warehouse, "全年计划多少项、完成多少、完成率多少？")
    assert year == {
        "年度": 2021,
        "计划任务": 44,
        "已完成": 40,
        "延期": 4,
        "取消": 0,
        "逾期": 0,
        "完成率": 100.0,
        "占全部计划": 90.9,
    }
    domains = answer(sample_warehouse, "各领域完成得怎么样？")
    found = {row["改革领域"]: (row["计划任务"], row["已完成"], row["延期"], row["制度性成果"]) for row in domains}
    assert found == DOMAINS_2021
    by_domain = answer(sample_warehouse, "各领域各出了多少成果？")
    assert {row["改革领域"]: row["成果数"] for row in by_domain} == {name: n[3] for name, n in DOMAINS_2021.items()}
    assert len(answer(sample_warehouse, "全年出了哪些制度性成果？")) == 25


def test_postponements_and_the_fourth_quarter_are_answered(sample_warehouse: Settings) -> None:
    postponed = answer(sample_warehouse, "哪些任务延期了，为什么，谁批准的？")
    assert {row["改革事项"] for row in postponed} == {
        "建立健全社区协商工作和运行机制",
        "深入推进矛盾纠纷多元化解体制改革",
        "开展行政复议体制改革",
        "推进应急管理综合执法改革",
    }
    assert {(row["审批会议（文件）"], row["延至年度"]) for row in postponed} == {
        ("五届区委全面深化改革委员会第一次会议", 2022)
    }
    assert {row["改革事项"] for row in answer(sample_warehouse, "去年延期的任务今年办得怎样？")} == {
        row["改革事项"] for row in postponed
    }
    quarters = answer(sample_warehouse, "任务是不是都压在第四季度？")
    assert sum(row["计划任务"] for row in quarters) == 44
    assert [row["季度"] for row in quarters if row["超过三分之一"]] == [4]


def test_what_the_report_states_and_the_ledger_does_not_bear_out_is_shown(sample_warehouse: Settings) -> None:
    (row,) = answer(sample_warehouse, "书面报告里的数字和台账对得上吗？")
    assert (row["指标"], row["报告所述"], row["台账统计"], row["核对结果"]) == ("制度性成果", 33, 25, "不一致")


def test_a_figure_is_followed_to_as_many_tasks_as_it_counts(sample_warehouse: Settings) -> None:
    cells = answer(sample_warehouse, "某个数字是从哪些单元格来的？")
    assert len({row["所计事项"] for row in cells}) == DOMAINS_2021["社会体制改革"][1]
    assert all(row["单元格"] and row["原文"] for row in cells)
