"""A newer return of a department replaces its older one, row by row, visibly, and only where it is surely newer."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from sources.rows import Row
from tests.warehouse.small import (
    REFRESH,
    Files,
    build,
    built,
    check,
    checked,
    receive_files,
    row,
    rules_broken,
    table,
    task,
)

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
    assert ends(con) == {("6月", 2): "superseded", ("6月", 3): "warned", ("11月", 2): "loaded"}
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


@pytest.mark.parametrize(("title", "replaced"), [("《实施方案》", 0), ("《甲办法》", 1)])
def test_a_document_named_by_its_kind_alone_replaces_none_of_another_task(title: str, replaced: int) -> None:
    def sent(day: str, task_title: str) -> Row:
        return row(2, "output", title=title, task_title=task_title, reporting_department="区司法局", reported_date=day)

    con = checked({"6月": [sent("2021-06-30", "甲事项")], "11月": [sent("2021-11-30", "乙事项")]})
    assert list(ends(con).values()).count("superseded") == replaced


def test_a_finding_in_another_task_replaces_none() -> None:
    sent: dict[str, Any] = {
        "problem": "推进缓慢",
        "inspected_department": "区司法局",
        "reporting_department": "区司法局",
    }
    june = row(2, "supervision", **sent, task_title="甲事项", reported_date="2021-06-30")
    november = row(2, "supervision", **sent, task_title="乙事项", reported_date="2021-11-30")
    assert "superseded" not in ends(checked({"6月": [june], "11月": [november]})).values()


def told_of(con: DuckDBPyConnection, rule: str) -> list[tuple[str, str]]:
    """The cells at which a rule is told, each with what is said there."""
    return sorted(con.execute("select path || cell, message_zh from quality.finding where rule = ?", [rule]).fetchall())


def test_what_a_newer_return_leaves_blank_holds_of_a_task_as_before_and_is_told() -> None:
    plan = [task(2, "甲事项", is_plan=True, due_date="2021-12-31")]
    june = [returned(2, "甲事项", "2021-06-30", status="completed", completed_date="2021-05-31", due_date="2021-06-30")]
    november = [returned(2, "甲事项", "2021-11-30", progress="持续巩固")]
    con = built({"6月": june, "11月": november, "要点": plan})
    assert ends(con)[("6月", 2)] == "superseded"
    kept = table(con, "select status, completed_date, progress, planned_due_date from core.fct_task")
    assert kept == [
        {
            "status": "completed",
            "completed_date": date(2021, 5, 31),
            "progress": "持续巩固",
            "planned_due_date": date(2021, 12, 31),
        }
    ]
    traced = table(
        con,
        "select path, cell, value from core.fct_task as task inner join raw.source_cell as cell "
        "on task.status_source_row_id = cell.source_row_id and task.status_field = cell.field "
        "inner join raw.source_row as source on cell.source_row_id = source.source_row_id "
        "inner join raw.source_file using (file_id)",
    )
    assert traced == [{"path": "6月", "cell": "F2", "value": "completed"}]
    ((place, message),) = told_of(con, "blank_in_newer_return")
    assert place == "11月A2"
    assert "6月 表!F2" in message
    assert "“completed”" in message
    assert "仍按较早的统计" in message


def test_of_several_older_returns_the_newest_holds_for_what_the_newest_of_all_leaves_blank() -> None:
    quarters = {
        path: [returned(2, "甲事项", reported_period=day, **said)]
        for path, day, said in (
            ("一季度", "2021-03-31", {"status": "planned"}),
            ("三季度", "2021-09-30", {"status": "completed", "completed_date": "2021-09-10"}),
            ("全年", "2021-12-31", {}),
        )
    }
    con = built(quarters)
    assert table(con, "select status from core.fct_task") == [{"status": "completed"}]
    ((_, message),) = told_of(con, "blank_in_newer_return")
    assert "(三季度 表!" in message


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("b", "a")])
def test_without_days_what_arrived_later_says_how_a_task_stands_whatever_it_is_called(first: str, second: str) -> None:
    older, newer = [returned(2, "甲事项", status="completed")], [returned(2, "甲事项", status="in_progress")]
    con = checked({first: older})
    receive_files(con, {first: older, second: newer}, MONTH_LATER)
    check(con)
    build(con)
    assert table(con, "select status from core.fct_task") == [{"status": "in_progress"}]


def test_what_a_newer_return_says_or_another_sheet_still_says_is_not_told_to_be_blank() -> None:
    june = [returned(2, "甲事项", "2021-06-30", status="completed")]
    november = [returned(2, "甲事项", "2021-11-30", status="in_progress")]
    con = built({"6月": june, "11月": november})
    assert table(con, "select status from core.fct_task") == [{"status": "in_progress"}]
    assert told_of(con, "blank_in_newer_return") == []


def test_what_a_newer_return_leaves_blank_of_anything_but_a_task_does_not_hold_and_is_told() -> None:
    def asked(day: str, **more: Any) -> Row:
        sent: dict[str, Any] = {"reporting_department": "区司法局", "reported_date": day}
        return row(2, "postponement", title="甲事项", postponed_to_year="2022", **sent, **more)

    approved = asked("2021-06-30", approved="yes", approved_by="区委深改委会议")
    con = checked({"6月": [approved], "11月": [asked("2021-11-30")]})
    told = told_of(con, "blank_in_newer_return")
    assert len(told) == len(("approved", "approved_by"))
    assert all("不再按较早的统计" in message for _, message in told)


@pytest.mark.parametrize(
    ("older", "newer", "replaced"),
    [
        ({"reported_period": "2021-03-31"}, {"reported_period": "2021-06-30"}, {"a"}),
        ({"reported_period": "2021-06-30"}, {"reported_period": "2021-03-31"}, {"b"}),
        ({"reported_date": "2021-07-05"}, {"reported_period": "2021-09-30"}, {"a"}),
        ({"reported_date": "2021-07-05"}, {"reported_date": "2021-07-05", "reported_period": "2021-06-30"}, set()),
        ({"reported_date": "2021-07-05"}, {}, set()),
        ({"reported_date": "2021-07-05"}, {"reported_date": "2031-07-06"}, set()),
    ],
)
def test_of_sheets_that_arrived_together_the_day_else_the_period_says_which_is_newer(
    older: dict[str, str], newer: dict[str, str], replaced: set[str]
) -> None:
    con = checked(
        {
            "a": [task(2, "甲事项", reporting_department="区司法局", **older)],
            "b": [task(2, "甲事项", reporting_department="区司法局", **newer)],
        }
    )
    assert {path for (path, _), end in ends(con).items() if end == "superseded"} == replaced


def test_sheets_of_one_file_that_tell_of_several_quarters_replace_each_other() -> None:
    quarters = [
        replace(returned(2, "甲事项", reported_period=day, status=status), sheet=sheet)
        for sheet, day, status in (("四", "2021-12-31", "completed"), ("三", "2021-09-30", "in_progress"))
    ]
    con = built({"全年": quarters})
    assert table(con, "select status from core.fct_task") == [{"status": "completed"}]
    assert "returns_disagree" not in rules_broken(con)


def test_a_return_that_arrives_later_and_is_dated_before_the_arrival_of_an_undated_one_replaces_nothing() -> None:
    undated, dated = (
        [returned(2, "甲事项", status="completed")],
        [returned(2, "甲事项", "2021-11-30", status="planned")],
    )
    con = checked({"a": undated})
    receive_files(con, {"a": undated, "b": dated}, MONTH_LATER)
    check(con)
    assert set(ends(con).values()) == {"warned"}
    ((_, first), _) = told_of(con, "returns_disagree")
    assert "以哪一份为准" in first
    after = [returned(2, "甲事项", "2022-01-15", status="planned")]
    receive_files(con, {"a": undated, "b": after}, replace(MONTH_LATER, refresh_id="three"))
    check(con)
    assert ends(con)[("a", 2)] == "superseded"


@pytest.mark.parametrize(("status", "times"), [("completed", 0), ("cancelled", 0), ("in_progress", 1), (None, 1)])
def test_what_is_over_need_not_be_listed_again(status: str | None, times: int) -> None:
    june = [returned(2, "甲事项", "2021-06-30", status=status), returned(3, "乙事项", "2021-06-30")]
    con = checked({"6月": june, "11月": [returned(2, "乙事项", "2021-11-30")]})
    assert len(told_of(con, "left_out_of_newer_return")) == times


def test_what_the_newer_plan_leaves_out_counts_on_and_the_newer_plan_says_what_is_planned() -> None:
    def plan(day: str, due: str, *titles: str) -> list[Row]:
        return [
            task(number, title, is_plan=True, reported_date=day, due_date=due)
            for number, title in enumerate(titles, start=2)
        ]

    con = built(
        {"a": plan("2021-03-01", "2021-06-30", "甲事项", "乙事项"), "b": plan("2021-07-01", "2021-12-31", "甲事项")}
    )
    planned = table(con, "select title, planned_due_date from core.fct_task order by title")
    assert planned == [
        {"title": "乙事项", "planned_due_date": date(2021, 6, 30)},
        {"title": "甲事项", "planned_due_date": date(2021, 12, 31)},
    ]
    ((place, message),) = told_of(con, "left_out_of_newer_return")
    assert (place, "工作要点(b)" in message) == ("aA3", True)
    assert all("以哪一份为准" in disagreement for _, disagreement in told_of(con, "returns_disagree"))
