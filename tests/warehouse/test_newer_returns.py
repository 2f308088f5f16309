"""A newer return of a department replaces its older one, row by row, visibly, and only where it is surely newer."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from sources.rows import Row
from tests.warehouse.small import REFRESH, Files, build, built, check, checked, receive_files, row, table, task

MONTH_LATER = replace(REFRESH, refresh_id="two", refreshed_at=datetime(2022, 2, 1))


def returned(number: int, title: str | None, day: str | None = None, **more: Any) -> Row:
    return task(number, title, **{"reporting_department": "区司法局", "reported_date": day, **more})


def ends(con: DuckDBPyConnection) -> dict[tuple[str, int], str]:
    """What became of each row, by file and row number."""
    return {
        (path, number): disposition
        for path, number, disposition in con.execute(
            "select path, row_number, disposition from raw.source_row inner join raw.source_file using (file_id)"
        ).fetchall()
    }


def states(con: DuckDBPyConnection) -> dict[str, str]:
    return dict(con.execute("select path, state from raw.source_file").fetchall())


JUNE = [returned(2, "甲事项", "2021-06-30", status="in_progress"), returned(3, "乙事项", "2021-06-30")]
NOVEMBER = [returned(2, "甲事项", "2021-11-30", status="completed")]


def test_the_newer_row_counts_and_the_older_is_superseded_by_name() -> None:
    con = built({"6月": JUNE, "11月": NOVEMBER})
    assert ends(con) == {("6月", 2): "superseded", ("6月", 3): "loaded", ("11月", 2): "loaded"}
    assert states(con) == {"6月": "loaded", "11月": "loaded"}
    (older,) = table(con, "select reason from raw.source_row where disposition = 'superseded'")
    assert "11月 表!2行" in older["reason"]
    assert "2021-11-30" in older["reason"]
    assert table(con, "select status from core.fct_task where title = '甲事项'") == [{"status": "completed"}]
    assert table(con, "select * from quality.finding where rule = 'returns_disagree'") == []
    (year,) = table(con, "select planned, files, rows_found from report.annual_overview")
    assert year == {"planned": 2, "files": 2, "rows_found": 3}


def test_a_file_of_which_every_row_was_replaced_is_superseded_until_the_newer_one_goes() -> None:
    whole = [*NOVEMBER, returned(3, "乙事项", "2021-11-30")]
    con = checked({"6月": JUNE, "11月": whole})
    assert states(con) == {"6月": "superseded", "11月": "loaded"}
    assert receive_files(con, {"6月": JUNE}, MONTH_LATER) == 0
    check(con)
    build(con)
    assert states(con) == {"6月": "loaded", "11月": "removed"}
    assert ends(con)[("6月", 2)] == ends(con)[("6月", 3)] == "loaded"
    assert table(con, "select count(*) as tasks from core.fct_task") == [{"tasks": 2}]


def test_without_days_what_arrived_later_replaces_and_what_arrived_together_does_not() -> None:
    older, newer = [returned(2, "甲事项", status="in_progress")], [returned(2, "甲事项", status="completed")]
    together = checked({"a": older, "b": newer})
    assert set(ends(together).values()) == {"warned"}
    con = checked({"b": older})
    receive_files(con, {"a": newer, "b": older}, MONTH_LATER)
    check(con)
    assert ends(con) == {("a", 2): "loaded", ("b", 2): "superseded"}
    assert states(con) == {"a": "loaded", "b": "superseded"}


@pytest.mark.parametrize(
    "newer",
    [
        [returned(2, "甲事项", "2021-11-30", reporting_department="区发改委")],
        [returned(2, "甲事项", "2021-11-30", reporting_department=None)],
        [returned(2, "甲事项", "2022-11-30", year="2022")],
        [returned(2, "甲事项", "2021-11-30", is_plan=True)],
        [returned(2, None, "2021-11-30")],
        [row(2, "supervision", reporting_department="区司法局", reported_date="2021-11-30", problem="甲事项")],
    ],
    ids=["other department", "unknown department", "other year", "plan", "rejected", "other type"],
)
def test_nothing_else_replaces_a_row(newer: list[Row]) -> None:
    assert "superseded" not in ends(checked({"6月": [JUNE[0]], "11月": newer})).values()


def test_two_senders_who_disagree_name_each_others_cell() -> None:
    other = [returned(2, "甲事项", "2021-11-30", reporting_department="区发改委", status="completed")]
    con = checked({"6月": [JUNE[0]], "11月": other})
    told = table(con, "select path, message_zh from quality.finding where rule = 'returns_disagree' order by path")
    assert [finding["path"] for finding in told] == ["11月", "6月"]
    assert "6月 表!F2" in told[0]["message_zh"]
    assert "11月 表!F2" in told[1]["message_zh"]


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("completed_date", "2021-06-30", "2021-11-30"),
        ("due_date", "2021-06-30", "2021-12-31"),
        ("lead_department", "区司法局", "区民政局"),
        ("domain", "经济体制改革", "社会体制改革"),
    ],
)
def test_senders_who_disagree_on_more_than_the_status_name_both_cells(field: str, one: str, other: str) -> None:
    mine = [returned(2, "甲事项", **{field: one})]
    theirs = [returned(2, "甲事项", **{field: other, "reporting_department": "区民政局"})]
    con = checked({"a": mine, "b": theirs})
    told = table(
        con, "select path, field, message_zh from quality.finding where rule = 'returns_disagree' order by path"
    )
    assert [(finding["path"], finding["field"]) for finding in told] == [("a", field), ("b", field)]
    assert f"“{other}”(b 表!" in told[0]["message_zh"]
    assert f"“{one}”(a 表!" in told[1]["message_zh"]
    agreed = checked({"a": mine, "b": [returned(2, "甲事项", **{field: one, "reporting_department": "区民政局"})]})
    assert table(agreed, "select * from quality.finding where rule = 'returns_disagree'") == []


KEYS: dict[str, dict[str, str]] = {
    "supervision": {"problem": "甲问题", "round": "第一轮"},
    "dispatch": {"task_title": "甲事项", "date": "2021-05-01"},
    "assessment": {"department": "区司法局", "indicator": "改革任务", "points": "9"},
    "stated": {"report": "年度报告", "measure": "planned", "value": "44"},
}


@pytest.mark.parametrize("record_type", KEYS)
def test_every_record_type_is_replaced_by_a_newer_return(record_type: str) -> None:
    def sent(day: str, **more: Any) -> Row:
        values: dict[str, Any] = {**KEYS[record_type], **more}
        return row(2, record_type, reporting_department="区委改革办", reported_date=day, **values)

    con = checked({"6月": [sent("2021-06-30", remark="旧")], "11月": [sent("2021-11-30", remark="新")]})
    assert ends(con)[("6月", 2)] == "superseded"
    assert ends(con)[("11月", 2)] != "superseded"
    first = next(iter(KEYS[record_type]))
    different = {first: "区民政局" if first == "department" else "乙"}
    con = checked({"6月": [sent("2021-06-30")], "11月": [sent("2021-11-30", **different)]})
    assert "superseded" not in ends(con).values()


def test_a_heading_that_states_a_number_counts_replaced_rows_too() -> None:
    heading = row(1, "task", skipped="section", title="一、经济体制改革(2项)")
    files: Files = {"6月": [heading, *JUNE], "11月": NOVEMBER}
    assert table(checked(files), "select * from quality.finding where rule = 'stated_count_differs'") == []


def test_an_indicator_of_another_day_is_another_figure() -> None:
    def figure(day: str, as_of: str) -> Row:
        more: dict[str, Any] = {"reporting_department": "区司法局", "reported_date": day, "as_of_date": as_of}
        return row(2, "indicator", name="户数", value="5", task_title="甲事项", **more)

    con = checked({"a": [figure("2021-06-30", "2021-06-30")], "b": [figure("2021-11-30", "2021-11-30")]})
    assert set(ends(con).values()) == {"loaded"}
    con = checked({"a": [figure("2021-06-30", "2021-06-30")], "b": [figure("2021-11-30", "2021-06-30")]})
    assert sorted(ends(con).values()) == ["loaded", "superseded"]


def test_a_finding_in_another_task_replaces_none() -> None:
    sent: dict[str, Any] = {
        "problem": "推进缓慢",
        "inspected_department": "区司法局",
        "reporting_department": "区司法局",
    }
    june = row(2, "supervision", **sent, task_title="甲事项", reported_date="2021-06-30")
    november = row(2, "supervision", **sent, task_title="乙事项", reported_date="2021-11-30")
    assert "superseded" not in ends(checked({"6月": [june], "11月": [november]})).values()
