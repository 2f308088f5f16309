"""Every figure of every report leads to cells; what does not is said in one line."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from orchestration.settings import Settings
from tests.warehouse.small import built, output, postponement, row, task
from transforms.models import models
from warehouse.query import open_read_only
from warehouse.trace import NUMERIC, NotTraceableError, Traced, key_columns, table_columns, trace

REPORTS = [model.table for model in models() if model.schema == "report" and model.name != "figure_source"]
LINE_NUMBERS = ("seq",)
"""Numeric columns that number the lines of a report."""


@pytest.fixture(scope="module")
def samples(sample_warehouse: Settings) -> Iterator[DuckDBPyConnection]:
    with open_read_only(sample_warehouse.warehouse) as con:
        yield con


def by_line(traced: Traced) -> dict[int, list[dict[str, Any]]]:
    lines = defaultdict(list)
    for values in traced.rows:
        cells: dict[str, Any] = dict(zip(traced.columns, values, strict=True))
        lines[cells["line"]].append(cells)
    return lines


def report_lines(con: DuckDBPyConnection, table: str) -> list[dict[str, Any]]:
    cursor = con.execute(f"from {table}")
    names = [name for name, *_ in cursor.description or ()]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


@pytest.mark.parametrize("table", REPORTS)
def test_every_figure_of_every_report_leads_to_cells(samples: DuckDBPyConnection, table: str) -> None:
    _, columns = table_columns(samples, table)
    keys = {*key_columns(samples), *LINE_NUMBERS}
    figures = [column for column, kind in columns.items() if kind.startswith(NUMERIC) and column not in keys]
    is_counted = not any(column.endswith("source_row_id") for column in columns)
    traced = by_line(trace(samples, table))
    parts = {
        measure
        for (measure,) in samples.execute("select measure from report.figure_parts() where of_table is null").fetchall()
    }
    for number, line in enumerate(report_lines(samples, table), start=1):
        for column in figures:
            if not line[column]:
                continue
            behind = [cell for cell in traced[number] if not is_counted or cell["figure"] == column]
            assert [cell for cell in behind if cell["path"] and cell["sheet"] and cell["raw_text"]], (column, line)
            measure = column.removesuffix("_before")
            if is_counted and isinstance(line[column], int) and measure not in parts:
                assert len({cell["counted"] for cell in behind}) == line[column], (column, line)


def test_the_text_as_written_stands_at_the_cell_that_is_named(samples: DuckDBPyConnection) -> None:
    traced = trace(samples, "report.domain_summary", "year = 2022 and domain = '社会体制改革'")
    cells: list[dict[str, Any]] = [dict(zip(traced.columns, values, strict=True)) for values in traced.rows]
    (cell,) = [cell for cell in cells if cell["figure"] == "cancelled"]
    assert (cell["sheet"], cell["cell"], cell["header_text"], cell["raw_text"]) == ("csv", "E7", "完成情况", "不再实施")
    assert cell["path"].startswith("2022/社会体制改革任务")


def small() -> DuckDBPyConnection:
    return built(
        {
            "plan": [task(2, "甲事项", is_plan=True, due_date="2021-12-31"), task(3, "乙事项", is_plan=True)],
            "return": [task(2, "甲事项", status="completed", completed_date="2021-11-30"), output(3)],
            "延期": [postponement(2, "乙事项")],
            "2022": [row(2, "task", year="2022", title="丙事项", domain="社会体制改革")],
        }
    )


def behind(con: DuckDBPyConnection, table: str, where: str, figure: str) -> set[tuple[str, str | None]]:
    traced = trace(con, table, where)
    cells: list[dict[str, Any]] = [dict(zip(traced.columns, values, strict=True)) for values in traced.rows]
    return {(cell["path"], cell["cell"]) for cell in cells if cell["figure"] == figure}


def test_a_rate_has_the_cells_of_what_it_is_made_of_and_a_share_those_of_the_whole_year() -> None:
    con = small()
    rate = behind(con, "annual_overview", "year = 2021", "completion_rate")
    assert rate == {("plan", "A2"), ("plan", "A3"), ("return", "D2"), ("延期", "C2")}
    assert behind(con, "quarterly_load", "year = 2021 and quarter = 4", "planned") == {("plan", "A2")}
    assert behind(con, "quarterly_load", "year = 2021 and quarter = 4", "share") == {("plan", "A2"), ("plan", "A3")}


def test_a_figure_of_the_year_before_has_the_cells_of_that_year() -> None:
    con = small()
    where = "year = 2022 and domain is null"
    assert behind(con, "year_over_year", where, "completed_before") == {("return", "D2")}
    assert behind(con, "year_over_year", where, "planned") == {("2022", "A2"), ("延期", "A2")}


def test_a_file_in_which_no_row_was_found_is_named() -> None:
    con = built({"a": [task(2, "甲事项")], "b": []})
    con.execute("update raw.source_file set year = 2021 where path = 'b'")
    assert ("b", None) in behind(con, "annual_overview", "year = 2021", "files")


def test_rows_that_are_no_report_are_traced_too() -> None:
    traced = trace(small(), "core.fct_task", "title = '甲事项'")
    assert ("plan", "A2") in {
        (values[traced.columns.index("path")], values[traced.columns.index("cell")]) for values in traced.rows
    }


@pytest.mark.parametrize(
    ("table", "where", "message"),
    [
        ("report.nonsense", None, "no table report.nonsense"),
        ("report.annual_overview; drop table core.fct_task", None, "no table"),
        ("core.dim_district", None, "no figures"),
        ("report.annual_overview", "selec 1", "syntax error"),
        ("report.annual_overview", "true) union (select 1", "syntax error"),
        ("report.annual_overview", "no_column = 1", "no_column"),
        ("report.annual_overview", "year = 1999", "there is no such line"),
        ("report.year_over_year", "year = 2022 and domain = '民主法制改革' and planned = 0", "there is no such line"),
        ("report.annual_overview", "(select count(*) from read_text('/etc/passwd')) > 0", "disabled"),
    ],
)
def test_what_leads_to_no_cells_is_said_in_one_line(
    samples: DuckDBPyConnection, table: str, where: str | None, message: str
) -> None:
    with pytest.raises(NotTraceableError, match=message) as refused:
        trace(samples, table, where)
    assert "\n" not in str(refused.value)
