"""What a written report states beside what is counted: by domain and measure, and said so where nothing counts it."""

from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from sources.records import record_types
from sources.rows import Row
from tests.warehouse.small import Files, built, row, table, task
from transforms.models import models

FILES: Files = {
    "plan": [
        task(2, "甲事项", is_plan=True, status="completed"),
        task(3, "乙事项", is_plan=True, domain="文化体制改革"),
    ],
    "会议": [row(2, "meeting", name="第一次会议", date="2021-02-01")],
    "推广": [
        row(2, "publicity", title="《甲》", adopted_by="省委改革办"),
        row(3, "pilot", name="乙试点", level="国家"),
    ],
}


def stated(number: int, measure: str, value: str, domain: str | None = None, year: str = "2021") -> Row:
    return row(number, "stated", report="总结报告", measure=measure, value=value, domain=domain, year=year)


@pytest.fixture(scope="module")
def tasks() -> DuckDBPyConnection:
    """Eleven tasks, ten of them completed, and a figure that a report states of them."""
    rows = [task(n, f"事项{n}", status="completed" if n < 12 else "in_progress") for n in range(2, 13)]
    return built({"plan": rows, "报告": [stated(2, "planned", "11")]})


VERDICTS = "select verdict from ({})".format(
    next(model.sql for model in models() if model.table == "report.stated_vs_computed")
)
"""What the report's query says of the figures that stand in core.fct_stated now."""


def verdicts(*figures: Row) -> list[tuple[Any, ...]]:
    con = built({**FILES, "报告": figures})
    query = "select computed, verdict, explanation from report.stated_vs_computed order by source_row_id"
    return [tuple(found.values()) for found in table(con, query)]


def test_every_stated_figure_has_a_verdict_and_what_nothing_counts_says_why() -> None:
    assert verdicts(
        stated(2, "planned", "2"),
        stated(3, "completed", "1", "文化体制改革"),
        stated(4, "completion_rate", "0.5"),
        stated(5, "publicity", "1"),
        stated(6, "pilots", "2"),
        stated(7, "信访件", "54"),
    ) == [
        (2, "agrees", None),
        (0, "differs", None),
        (0.5, "agrees", None),
        (1, "agrees", None),
        (1, "differs", None),
        (None, "not_computable", "没有这项指标的统计数,不能核对"),
    ]
    assert verdicts(
        stated(2, "meetings", "1", "文化体制改革"),
        stated(3, "planned", "2", "海洋经济改革"),
        stated(4, "planned", "2", year="2019"),
    ) == [
        (None, "not_computable", "这项指标没有该领域的统计数,不能核对"),
        (None, "not_computable", "“海洋经济改革”不是2021年任务的领域,不能核对"),
        (None, "not_computable", "没有收到2019年的数据,不能核对"),
    ]


@pytest.mark.parametrize(
    ("measure", "written", "value", "verdict"),
    [
        ("completion_rate_of_plan", "91%", "0.91", "agrees"),
        ("completion_rate_of_plan", "90.9%", "0.909", "agrees"),
        ("completion_rate_of_plan", "90.90%", "0.909", "differs"),
        ("completion_rate_of_plan", "90.91％", "0.9091", "agrees"),
        ("completion_rate_of_plan", "90%", "0.9", "differs"),
        ("completion_rate_of_plan", "90.8%", "0.908", "differs"),
        ("completion_rate_of_plan", "0.91", "0.91", "agrees"),
        ("completion_rate_of_plan", "0.90909090909", "0.90909090909", "agrees"),
        ("completion_rate_of_plan", "百分之九十一", "0.91", "agrees"),
        ("completion_rate_of_plan", "百分之九十", "0.9", "differs"),
        ("completion_rate_of_plan", "1", "1", "differs"),
        ("completion_rate_of_plan", "九成", "0.9", "differs"),
        ("planned", "11项", "11", "agrees"),
        ("planned", "十一", "11", "agrees"),
        ("planned", "12", "12", "differs"),
        ("completed", "0", "0", "differs"),
    ],
)
def test_a_rate_agrees_as_it_is_rounded_and_a_count_to_the_last_one(
    tasks: DuckDBPyConnection, measure: str, written: str, value: str, verdict: str
) -> None:
    tasks.execute("update core.fct_stated set measure = ?, stated_text = ?, stated = ?", [measure, written, value])
    assert tasks.execute(VERDICTS).fetchall() == [(verdict,)]


def test_a_nought_for_want_of_a_ledger_bears_nothing_out() -> None:
    claims = [stated(2, "planned", "44"), stated(3, "meetings", "2"), stated(4, "outputs", "3")]
    con = built({"成果": [row(2, "output", title="《甲办法》")], "报告": claims})
    found = table(con, "select measure, verdict, explanation from report.stated_vs_computed order by source_row_id")
    assert [tuple(line.values()) for line in found] == [
        ("planned", "not_computable", "没有收到2021年的改革任务,不能核对"),
        ("meetings", "not_computable", "没有收到2021年的深改委会议,不能核对"),
        ("outputs", "differs", None),
    ]


def test_a_measure_that_can_be_chosen_is_counted() -> None:
    columns = {
        name
        for report in ("annual_overview", "domain_summary")
        for name in table(built(FILES), f"from report.{report}")[0]
    }
    assert set(record_types()["stated"].field("measure").choices) <= columns
