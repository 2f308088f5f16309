"""Each gate is fed a warehouse that breaks it and sees it, and lets a good one pass."""

from collections.abc import Iterator

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.small import Files, built, output, postponement, row, table, task
from warehouse.gates import gates, offending_rows

FILES: Files = {
    "plan": [
        task(2, "甲事项", is_plan=True, due_date="2021-12-31"),
        task(3, "乙事项", is_plan=True, domain="文化体制改革"),
        task(4, "丙事项", is_plan=True, domain=None, due_date="2021-06-30"),
        task(5, "丁事项", is_plan=True, due_date="2021-03-31"),
        task(6, "戊事项", is_plan=True),
        task(7, "己事项", is_plan=True, due_date=None),
    ],
    "return": [
        task(2, "甲事项", status="completed", completed_date="2021-11-30"),
        task(3, "丙事项", domain="社会体制改革", due_date="2021-12-31"),
        task(4, "戊事项", status="cancelled"),
        task(5, "己事项", status="in_progress", due_date="2022-12-31"),
        task(6, "不在计划的事项"),
        row(7, "task", skipped="subtotal", title="合计"),
    ],
    "延期": [postponement(2, "乙事项")],
    "2022": [task(2, "庚事项", year="2022")],
    "成果": [
        output(2),
        output(3, title="《甲 办法》"),
        output(4, title="《乙办法》", task_title="乙事项", domain=None),
    ],
    "会议": [row(2, "meeting", name="第一次会议", date="2021-02-01")],
    "空表": [],
}
BROKEN_BY = {
    "core.fct_output.counted_once": "insert into core.fct_output from core.fct_output limit 1",
    "core.fct_task.counted_once": "delete from core.fct_task where title = '甲事项'",
    "core.fct_task.rows_known": "update raw.source_row set disposition = 'rejected' where disposition = 'loaded'",
    "quality.file_summary.has_records": "update quality.file_summary set rows_loaded = 0, rows_warned = 0",
    "quality.file_summary.rows_conserved": "delete from raw.source_row where disposition = 'skipped'",
    "quality.finding.rows_checked": "update raw.source_row set disposition = null where disposition = 'rejected'",
    "report.annual_overview.received_bear_out": "delete from raw.source_file where format = 'xlsx'",
    "report.annual_overview.totals_add_up": "update report.domain_summary set planned = planned + 1",
    "report.figure_source.departments_bear_out": "update report.department_scorecard set planned = planned + 1",
    "report.figure_source.figures_bear_out": "delete from report.figure_source where measure = 'completed'",
    "report.figure_source.leads_to_cells": "delete from raw.source_cell where field = 'due_date'",
    "report.task_completion.lists_every_task": "delete from report.task_completion where title = '甲事项'",
}


@pytest.fixture(scope="module")
def warehouse() -> DuckDBPyConnection:
    return built(FILES)


@pytest.fixture
def spoilt(warehouse: DuckDBPyConnection) -> Iterator[DuckDBPyConnection]:
    """The warehouse, to be spoilt by one test only."""
    warehouse.begin()
    yield warehouse
    warehouse.rollback()


def broken_gates(con: DuckDBPyConnection) -> dict[str, list[str]]:
    offending = {f"{gate.table}.{gate.name}": offending_rows(con, gate) for gate in gates()}
    return {name: rows for name, rows in offending.items() if rows}


def test_every_gate_has_a_case_that_breaks_it() -> None:
    assert {f"{gate.table}.{gate.name}" for gate in gates()} == set(BROKEN_BY)


def test_a_good_warehouse_passes_every_gate(warehouse: DuckDBPyConnection) -> None:
    assert broken_gates(warehouse) == {}


def test_titles_that_differ_in_a_digit_are_counted_apart() -> None:
    numbers = enumerate(((batch, item) for batch in range(10) for item in range(60)), start=2)
    numbered = [task(number, f"第{batch}批第{item}项改革事项") for number, (batch, item) in numbers]
    with built({"plan": numbered}) as con:
        assert broken_gates(con) == {}


@pytest.mark.parametrize(("gate", "corruption"), BROKEN_BY.items())
def test_a_gate_sees_what_breaks_it(spoilt: DuckDBPyConnection, gate: str, corruption: str) -> None:
    spoilt.execute(corruption)
    assert gate in broken_gates(spoilt)


COUNTS = [
    *("domains", "planned", "carried_in", "completed", "postponed", "cancelled", "overdue", "in_progress"),
    *("not_started", "outputs", "meetings", "q4_planned"),
]
RECEIVED = ("files", "rows_found", "rows_rejected")


@pytest.mark.parametrize("measure", [*COUNTS, *RECEIVED])
def test_no_count_can_be_changed_unseen(spoilt: DuckDBPyConnection, measure: str) -> None:
    assert table(spoilt, f"select max({measure}) > 0 as counted from report.annual_overview") == [{"counted": True}]
    spoilt.execute(f"update report.annual_overview set {measure} = {measure} + 1 where year = 2021")
    guard = "annual_overview.received_bear_out" if measure in RECEIVED else "figure_source.figures_bear_out"
    assert f"report.{guard}" in broken_gates(spoilt)


def traced(con: DuckDBPyConnection, measure: str, year: int = 2021) -> set[tuple[str, str, str]]:
    return set(
        con.execute(
            """
            select file.path, cell.cell, cell.raw_text
            from report.figure_source as figure
            join raw.source_row as source using (source_row_id)
            join raw.source_file as file using (file_id)
            join raw.source_cell as cell using (source_row_id, field)
            where figure.measure = ? and figure.year = ?
            """,
            [measure, year],
        ).fetchall()
    )


def test_a_figure_leads_to_the_cell_that_made_it(warehouse: DuckDBPyConnection) -> None:
    assert traced(warehouse, "completed") == {("return", "D2", "completed")}
    assert traced(warehouse, "cancelled") == {("return", "D4", "cancelled")}
    assert traced(warehouse, "in_progress") == {("return", "D5", "in_progress")}
    assert traced(warehouse, "postponed") == {("延期", "C2", "yes")}
    assert traced(warehouse, "overdue") == {("plan", "D4", "2021-06-30"), ("plan", "D5", "2021-03-31")}
    assert traced(warehouse, "q4_planned") == {("plan", "D2", "2021-12-31")}
    assert ("return", "B3", "社会体制改革") in traced(warehouse, "domains")
    assert traced(warehouse, "carried_in", 2022) == {("延期", "D2", "2022")}
    assert traced(warehouse, "not_started", 2022) == {("2022", "A2", "庚事项"), ("延期", "A2", "乙事项")}


def test_a_loaded_file_without_a_row_is_counted_as_a_file(warehouse: DuckDBPyConnection) -> None:
    files = "select count(*) as files from raw.source_file where state = 'loaded'"
    counted = "select count(distinct counted) as files from report.counted_figures() where measure = 'files'"
    assert table(warehouse, counted) == table(warehouse, files) == [{"files": len(FILES)}]
