"""Every figure of every report leads to cells; what does not is said in one line."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from orchestration.settings import Settings
from tests.warehouse.small import built, output, postponement, row, task
from transforms.models import models
from warehouse.query import open_read_only
from warehouse.trace import NUMERIC, NotTraceableError, Traced, key_columns, table_columns, trace

REPORTS = [model.table for model in models() if model.schema == "report" and model.name != "figure_source"]


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


@dataclass(frozen=True)
class Behind:
    """A figure of a line, and the cells that it leads to."""

    con: DuckDBPyConnection
    line: dict[str, Any]
    column: str
    cells: list[dict[str, Any]]

    def counted(self, part: str | None = None) -> set[str]:
        """What is counted in a part of the figure, or in all of it."""
        return {cell["counted"] for cell in self.cells if part in (cell["part"], None)} - {None}

    def __getitem__(self, part: str) -> int:
        """How many things are counted in a part."""
        return len(self.counted(part))

    def values(self) -> list[str]:
        """What the cells hold, as they were read."""
        places = [[cell["path"], cell["sheet"], str(cell["row_number"]), cell["cell"]] for cell in self.cells]
        read = self.con.execute(
            "select distinct source_row_id, cell, value from raw.source_cell as cell "
            "inner join raw.source_row as source using (source_row_id) inner join raw.source_file using (file_id) "
            "where [path, sheet, row_number::varchar, cell] in (select unnest(?)) and value is not null",
            [places],
        )
        return [value for *_, value in read.fetchall()]

    def numbers(self) -> list[float]:
        """The numbers that the cells hold."""
        return [float(value) for value in self.values() if re.fullmatch(r"-?\d+(\.\d+)?", value)]

    def days(self) -> list[date]:
        """The days that the cells hold."""
        return [date.fromisoformat(value) for value in self.values() if re.fullmatch(r"\d{4}-\d\d-\d\d", value)]

    def ask(self, query: str, *values: object) -> Any:
        """The one value that a query gives."""
        ((value,),) = self.con.execute(query, values).fetchall()
        return value


Account = Callable[[Behind], float | None]
"""What a figure must be by the cells behind it; NULL where they leave it open."""


def things_counted(behind: Behind) -> float | None:
    return len(behind.counted())


def ratio(numerator: float, denominator: float) -> float | None:
    return numerator / denominator if denominator else None


def to_be_done(behind: Behind) -> int:
    return behind["planned"] - behind["postponed"] - behind["cancelled"]


def timeliness(behind: Behind) -> float | None:
    judged = behind["completed_on_time"] + behind["completed_late"] + behind["overdue"]
    return ratio(behind["completed_on_time"], judged and judged + behind["completed_undated"])


def documents(behind: Behind) -> float | None:
    return ratio(behind["tasks_with_output"], to_be_done(behind))


def level_points(behind: Behind) -> int:
    """What the cells with levels, or with bodies whose names say theirs, come to."""
    level = "coalesce(level_of_body($1), replace($1, '级', ''))"
    query = f"select coalesce(list_position(['区', '市', '省', '国家'], {level}), 0)"
    texts = {cell["counted"]: cell["raw_text"] for cell in behind.cells if cell["part"] == "level_points"}
    return sum(behind.ask(query, text) for text in texts.values())


def cells_of_returns(behind: Behind) -> int:
    query = "select coalesce(sum(cells), 0) from raw.source_file where file_id in (select unnest(?))"
    return int(behind.ask(query, sorted(behind.counted("returns"))))


def quality_of_returns(behind: Behind) -> float | None:
    cells, errors, returns = cells_of_returns(behind), behind["errors"], behind["returns"] - behind["returns_undated"]
    per_hundred = min(errors * 100 / cells, 10) if cells else 10
    in_time = 1 - behind["returns_late"] / returns if returns else 1
    return (1 - per_hundred / 10) * in_time if behind["returns"] else None


def days_late(behind: Behind) -> float | None:
    """The days from one of the days in the cells to another, or to that as of which the samples are judged."""
    days = behind.days()
    as_of = behind.ask("select max(as_of) from raw.refresh")
    late = {max((end - due).days, 0) for due in days for end in (*days, as_of)}
    return behind.line["days_late"] if behind.line["days_late"] in late else None


def in_same_weeks(behind: Behind) -> float | None:
    query = "select count(distinct earlier_year) from core.quarter_ahead where year = ? and quarter = ?"
    if behind.column == "done_in_same_weeks":
        query += " and earlier_undated = 0"
    return ratio(len(behind.counted()), behind.ask(query, behind.line["year"], behind.line["quarter"]))


def quarter_of_day(behind: Behind) -> float | None:
    return next(((day.month + 2) // 3 for day in behind.days()), None)


def number_in_cell(behind: Behind) -> float | None:
    value = behind.line[behind.column]
    return value if any(abs(number - float(value)) < 1e-9 for number in behind.numbers()) else None


def points(behind: Behind) -> float | None:
    part, measure = behind.column.removesuffix("_points"), behind.line[behind.column.replace("points", "measure")]
    return None if measure is None else round(behind.line[f"{part}_weight"] * measure, 2)


PARTS = ("completion", "timeliness", "outputs", "findings_closed", "recognition", "returns")
RATIOS: dict[str, Account] = {
    "completion": lambda behind: ratio(behind["completed"], to_be_done(behind)),
    "timeliness": timeliness,
    "outputs": documents,
    "findings_closed": lambda behind: ratio(behind["findings_closed"], behind["findings"]),
    "recognition": lambda behind: min(level_points(behind), 4) / 4,
    "returns": quality_of_returns,
}
ACCOUNTS: dict[str, Account] = {
    "completion_rate": RATIOS["completion"],
    "completion_rate_of_plan": lambda behind: ratio(behind["completed"], behind["planned"]),
    "q4_share": lambda behind: ratio(behind["q4_planned"], behind["planned"]),
    "share": lambda behind: ratio(behind.line["planned"], behind["planned"]),
    "closing_rate": lambda behind: ratio(behind["closed"], behind["findings"]),
    "done_in_same_weeks": in_same_weeks,
    "done_in_same_weeks_at_most": in_same_weeks,
    "level_points": level_points,
    "cells": cells_of_returns,
    "days_late": days_late,
    "planned_quarter": quarter_of_day,
    "assessment_points": lambda behind: sum(behind.numbers()),
    "assessment_weight": lambda behind: sum(behind.numbers()),
    "change": lambda behind: behind.line["value"] - behind.line["previous_value"],
    "change_rate": lambda behind: behind.line["change"] / behind.line["previous_value"],
    "ratio": lambda behind: RATIOS[behind.line["measure"].removesuffix("_points")](behind),
    "points": lambda behind: round(behind.line["weight"] * behind.line["ratio"], 2),
    "computed": lambda behind: ACCOUNTS.get(behind.line["measure"], things_counted)(behind),
    "difference": lambda behind: float(behind.line["stated"]) - behind.line["computed"],
    "points_reached": lambda behind: sum(behind.line[f"{part}_points"] or 0 for part in PARTS),
    "weight_counted": lambda behind: sum(behind.line[f"{part}_weight"] or 0 for part in PARTS),
    "score": lambda behind: round(100 * behind.line["points_reached"] / behind.line["weight_counted"], 2),
    **{f"{part}_measure": account for part, account in RATIOS.items()},
    **{f"{part}_points": points for part in PARTS},
    **dict.fromkeys(
        ("value", "previous_value", "stated", "postponed_to_year", "carried_from_year", "previous_year", "last_year"),
        number_in_cell,
    ),
}
"""What a figure that is no count must be by its cells, or by figures of its line that are held to theirs. A figure of
another name is as many things as are counted behind it."""

SETTINGS = {"weight", *(f"{part}_weight" for part in PARTS)}
"""Figures that settings make, and no cell."""
UNTRACED = {"seq", "domain_no", "signs", "likeness", "numerator", "denominator"}
"""Figures held to account elsewhere: places of lines, signs that the reasons beside list, the likeness of two titles
(test_the_likeness_of_titles_leads_to_both), and the two sides of a ratio."""


@pytest.mark.parametrize("table", REPORTS)
def test_the_cells_behind_every_figure_of_every_report_account_for_it(samples: DuckDBPyConnection, table: str) -> None:
    _, columns = table_columns(samples, table)
    keys = {*key_columns(samples), *SETTINGS, *UNTRACED}
    figures = [column for column, kind in columns.items() if kind.startswith(NUMERIC) and column not in keys]
    said_by_rows = any(column.endswith("source_row_id") for column in columns)
    traced = by_line(trace(samples, table))
    for number, line in enumerate(report_lines(samples, table), start=1):
        for column in figures:
            if line[column] is None:
                continue
            own = [cell for cell in traced[number] if cell["figure"] == column]
            of_row = [cell for cell in traced[number] if cell["figure"] is None]
            cells = own or (of_row if column in ACCOUNTS else [])
            assert said_by_rows or all(cell["path"] for cell in cells)
            behind = Behind(samples, line, column, cells)
            account = ACCOUNTS.get(column.removesuffix("_before"), things_counted)
            accounted = account(behind)
            assert accounted is not None, (column, line, cells)
            assert float(accounted) == pytest.approx(float(line[column])), (column, line, cells)


def test_the_likeness_of_titles_leads_to_both(samples: DuckDBPyConnection) -> None:
    traced = by_line(trace(samples, "report.routine_suspects", "likeness = 1"))
    for cells in traced.values():
        titles = [cell["raw_text"] for cell in cells if cell["figure"] == "likeness"]
        assert len(titles) == 2
        assert len({title.strip() for title in titles}) == 1


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


def test_tasks_with_a_document_and_those_in_time_lead_to_both_cells_that_decide_it() -> None:
    con = small()
    document = behind(con, "department_scorecard", "year = 2021 and completed = 1", "tasks_with_output")
    assert document == {("plan", "A2"), ("return", "A3")}
    in_time = behind(con, "department_scorecard", "year = 2021 and completed = 1", "completed_on_time")
    assert in_time == {("plan", "D2"), ("return", "E2")}
    parts = trace(con, "department_scorecard", "year = 2021 and completed = 1")
    for figure, path, cell in (("outputs_points", "return", "A3"), ("timeliness_points", "plan", "D2")):
        assert any(set(values) >= {figure, path, cell} for values in parts.rows)


def test_that_a_department_has_no_more_leads_to_the_ledger_that_it_sent() -> None:
    article = row(
        2, "publicity", title="《乙》", task_title="甲事项", adopted_by="省委改革办", reporting_department="区司法局"
    )
    con = built({"plan": [task(2, "甲事项", is_plan=True, lead_department="区发改委")], "sent": [article]})
    (cell,) = behind(con, "department_scorecard", "department = '区司法局'", "recognition_weight")
    assert cell[0] == "sent"


@pytest.mark.parametrize(
    "told", [{"state": "done", "progress": "已办"}, {"completed_date": "2021-05-01", "progress": "已办"}]
)
def test_a_decision_that_is_met_leads_to_the_cell_that_says_so(told: dict[str, Any]) -> None:
    planned = row(2, "dispatch", task_title="甲事项")
    met = row(3, "dispatch", task_title="甲事项", date="2021-03-01", decision="出台方案", **told)
    con = built({"a": [task(4, "甲事项", is_plan=True), planned, met]})
    assert behind(con, "supervision_plan", "true", "decisions_met") == {("a", "D3")}
    assert behind(con, "annual_followup", "year = 2021", "decisions_met") == {("a", "D3")}


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


def test_what_was_followed_leads_to_the_rows_that_say_how_it_stands() -> None:
    found: dict[str, Any] = {"problem": "台账不全", "inspected_department": "区司法局"}
    decided: dict[str, Any] = {"task_title": "甲事项", "date": "2021-03-01", "decision": "出台方案"}
    con = built(
        {
            "a": [row(2, "supervision", **found, found_date="2021-03-01"), row(3, "dispatch", **decided)],
            "b": [row(2, "supervision", **found, state="closed"), row(3, "dispatch", **decided, state="done")],
            "c": [row(2, "supervision", **found, verified_by="区委改革办")],
        }
    )
    assert ("b", "D3") in behind(con, "annual_followup", "year = 2021", "decisions_met")
    assert behind(con, "supervision_followup", "true", "closed_verified") == {("b", "C2"), ("c", "C2")}
    assert behind(con, "department_scorecard", "true", "findings_closed") == {("b", "C2"), ("c", "C2")}
    for report, cell in (("supervision_findings", "C2"), ("dispatch_followup", "D3")):
        traced = trace(con, report)
        cells: list[dict[str, Any]] = [dict(zip(traced.columns, values, strict=True)) for values in traced.rows]
        assert ("b", cell) in {(traced_cell["path"], traced_cell["cell"]) for traced_cell in cells}


@pytest.mark.parametrize(
    ("ended", "of_finding", "of_decision"),
    [(None, {("b", "C2")}, {("b", "D3")}), ("2021-07-20", {("b", "C2"), ("b", "E2")}, {("b", "D3"), ("b", "F3")})],
)
def test_days_late_lead_to_the_deadline_and_the_day_that_count_and_to_no_others(
    ended: str | None, of_finding: set[tuple[str, str]], of_decision: set[tuple[str, str]]
) -> None:
    found: dict[str, Any] = {"problem": "台账不全", "inspected_department": "区司法局"}
    decided: dict[str, Any] = {"task_title": "甲事项", "date": "2021-03-01", "decision": "出台方案"}
    told: dict[str, Any] = {"due_date": "2021-04-30", "reported_date": "2021-05-01"}
    put_off: dict[str, Any] = {"due_date": "2021-06-30", "reported_date": "2021-08-01"}
    con = built(
        {
            "plan": [task(4, "甲事项", is_plan=True)],
            "a": [row(2, "supervision", **found, **told), row(3, "dispatch", **decided, **told)],
            "b": [
                row(2, "supervision", **found, **put_off, closed_date=ended),
                row(3, "dispatch", **decided, **put_off, completed_date=ended),
            ],
        }
    )
    assert behind(con, "supervision_findings", "true", "days_late") == of_finding
    assert behind(con, "dispatch_followup", "true", "days_late") == of_decision
