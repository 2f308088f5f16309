"""Days that were still to come on the day as of which things are judged, or that have not come at all."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from sources.rows import Row
from tests.warehouse.small import (
    REFRESH,
    Files,
    apart,
    built,
    inexact,
    output,
    prepared,
    row,
    table,
    task,
)

JUDGED = replace(REFRESH, refreshed_at=datetime(2026, 1, 1), as_of=date(2021, 9, 30))
"""A refresh that judges as of an earlier day, and knows what has come since."""


def judged(files: Files) -> DuckDBPyConnection:
    return built(files, JUDGED)


def finding(number: int, problem: str, found: str, closed: str | None, verified: str | None = None) -> Row:
    return row(
        number,
        "supervision",
        problem=problem,
        inspected_department="区司法局",
        found_date=found,
        due_date="2021-08-31",
        state="closed" if closed else None,
        closed_date=closed,
        verified_date=verified,
    )


def decision(number: int, decided: str, day: str, completed: str | None) -> Row:
    return row(
        number,
        "dispatch",
        task_title="甲事项",
        date=day,
        decision=decided,
        due_date="2021-05-31",
        state="done" if completed else None,
        completed_date=completed,
    )


def ledgers(later: str) -> Files:
    """Ledgers with a day in each that had come by September 2021, and one that had not."""
    return {
        "plan": [task(2, "甲事项", is_plan=True)],
        "督察": [
            finding(2, "早", "2021-05-10", "2021-08-01", "2021-08-03"),
            finding(3, "晚", "2021-05-10", later, later),
        ],
        "调度": [decision(2, "早", "2021-04-01", "2021-05-20"), decision(3, "晚", "2021-04-01", later)],
        "成果": [output(2, title="早", issued_date="2021-05-20"), output(3, title="晚", issued_date=later)],
        "宣传": [row(2, "publicity", title="早", date="2021-05-20"), row(3, "publicity", title="晚", date=later)],
        "试点": [row(2, "pilot", name="早", date="2021-05-20"), row(3, "pilot", name="晚", date=later)],
        "会议": [row(2, "meeting", name="早", date="2021-05-20"), row(3, "meeting", name="晚", date=later)],
    }


COUNTED = {
    "core.fct_output": "title",
    "core.fct_publicity": "title",
    "core.fct_pilot": "pilot",
    "core.fct_meeting": "meeting",
}


def said(con: DuckDBPyConnection, query: str) -> dict[str, tuple[Any, ...]]:
    return {first: rest for first, *more in con.execute(query).fetchall() for rest in [tuple(more)]}


def test_what_is_dated_later_had_not_happened() -> None:
    con = judged(ledgers("2021-11-03"))
    findings = said(con, "select problem, status, days_late, closed_date is null, verified from core.fct_supervision")
    assert findings == {"早": ("closed", 0, False, True), "晚": ("overdue", 30, True, False)}
    decisions = said(con, "select decision, status, days_late from core.fct_dispatch")
    assert decisions == {"早": ("met", 0), "晚": ("overdue", 122)}
    for counted, name in COUNTED.items():
        assert list(said(con, f"select {name} from {counted}")) == ["早"], counted
    assert not table(con, "from quality.finding where rule = 'dated_in_future'")


def test_what_is_found_or_decided_later_is_not_known_yet() -> None:
    rows = [finding(2, "晚", "2021-11-01", None), row(3, "supervision", problem="晚", corrective_measure="补齐")]
    con = judged({"督察": rows, "调度": [decision(2, "晚", "2021-12-01", None)]})
    assert not table(con, "from core.fct_supervision") + table(con, "from core.fct_dispatch")


def test_a_finding_that_is_found_anew_later_leaves_the_earlier_one_as_it_stood() -> None:
    rows = [finding(2, "甲", "2021-05-10", "2021-11-01"), finding(3, "甲", "2021-12-10", None)]
    con = judged({"督察": rows})
    told = table(con, "select status, found_date, last_year from core.fct_supervision")
    assert told == [{"status": "overdue", "found_date": date(2021, 5, 10), "last_year": 2021}]


def test_a_day_that_has_not_come_is_told_and_not_taken() -> None:
    con = judged(ledgers("2031-08-01"))
    findings = said(con, "select problem, status, days_late, closed_date is null, verified from core.fct_supervision")
    assert findings["晚"] == ("closed", None, True, False)
    assert said(con, "select decision, status, days_late from core.fct_dispatch")["晚"] == ("met", None)
    assert list(said(con, "select title from core.fct_output")) == ["早"]
    told = said(con, "select path || cell, message_zh from quality.finding where rule = 'dated_in_future'")
    assert set(told) == {"督察F3", "督察G3", "调度F3", "成果D3"}
    assert told["调度F3"] == ("完成时间“2031-08-01”晚于统计日期2026-01-01,按完成时间不明统计;请核对完成时间",)


@pytest.mark.parametrize("field", ["found_date", "closed_date"])
def test_a_day_that_has_not_come_ends_and_begins_nothing_by_itself(field: str) -> None:
    told: dict[str, Any] = {"problem": "甲", "inspected_department": "区司法局", field: "2031-08-01"}
    (found,) = table(built({"督察": [row(2, "supervision", **told)]}), "from core.fct_supervision")
    assert (found["status"], found["found_date"], found["closed_date"]) == ("open", None, None)


def test_a_year_alone_has_come_when_it_has_begun() -> None:
    con = prepared()
    con.execute("create temp table told (written varchar, day date)")
    con.executemany("insert into told values (?, ?)", [("2021年", "2021-12-31"), ("2021年12月", "2021-12-31")])
    con.executemany("insert into told values (?, ?)", [("2021.11.3", "2021-11-03"), ("20210903", "2021-09-03")])
    known = "select written, is_known_by(earliest_day(day, written), date '2021-09-30') from told"
    assert said(con, known) == {"2021年": (True,), "2021年12月": (False,), "2021.11.3": (False,), "20210903": (True,)}


@pytest.mark.parametrize(
    ("written", "day", "first"),
    [
        ("2021年12月", date(2021, 12, 31), date(2021, 12, 1)),
        ("2021-12", date(2021, 12, 31), date(2021, 12, 1)),
        ("2021年四季度", date(2021, 12, 31), date(2021, 10, 1)),
        ("2021年下半年", date(2021, 12, 31), date(2021, 7, 1)),
        ("2021年12月26日—28日", date(2021, 12, 28), date(2021, 12, 28)),
        ("2021年", date(2021, 12, 31), date(2021, 1, 1)),
        ("2021.10", date(2021, 10, 31), date(2021, 10, 1)),
        ("2021年1-6月", date(2021, 6, 30), date(2021, 1, 1)),
        ("11-3月", date(2021, 3, 31), date(2021, 3, 1)),
        ("2021年春季学期", date(2021, 12, 31), date(2021, 1, 1)),
        ("2021年前三季度", date(2021, 9, 30), date(2021, 1, 1)),
        ("一至三季度", date(2021, 9, 30), date(2021, 1, 1)),
        ("2021年10月前", date(2021, 10, 31), date(2021, 1, 1)),
        ("1-9月", date(2021, 9, 30), date(2021, 1, 1)),
        ("2021年6月（转入日常管理）", date(2021, 6, 30), date(2021, 6, 1)),
        ("2021年6月节假日前", date(2021, 6, 30), date(2021, 1, 1)),
        ("202112", date(2021, 12, 31), date(2021, 12, 1)),
        ("2021Q4", date(2021, 12, 31), date(2021, 10, 1)),
        ("3月—6月", date(2021, 6, 30), date(2021, 3, 1)),
        ("二〇二一年六月", date(2021, 6, 30), date(2021, 6, 1)),
        ("12月底前", date(2021, 12, 31), date(2021, 12, 1)),
        *(
            (written, date(2021, 6, 28), date(2021, 6, 28))
            for written in (
                *("2021年6月28日", "6月28", "2021.6.28", "2021-06-28 00:00:00", "21/6/28", "28/6/2021", "2021 6 28"),
                *("20210628", "44375", "６月２８日", "二〇二一年六月二十八日", None),
            )
        ),
    ],
)
def test_of_what_is_not_written_to_the_day_the_first_that_it_can_mean_is_known(
    empty: DuckDBPyConnection, written: str | None, day: date, first: date
) -> None:
    assert empty.execute("select earliest_day(?, ?)", [day, written]).fetchall() == [(first,)]


@pytest.mark.parametrize(
    ("day", "status", "told"),
    [("2021-09-14", "completed", 0), ("2021-09-16", "overdue", 0), ("2026-01-02", "completed", 1)],
)
def test_a_task_is_not_completed_before_its_day_though_it_be_of_the_same_month(
    day: str, status: str, told: int
) -> None:
    done = task(2, "甲事项", due_date="2021-08-31", status="completed", completed_date=day)
    con = built({"a": [done]}, replace(JUDGED, as_of=date(2021, 9, 15)))
    assert table(con, "select status from core.fct_task") == [{"status": status}]
    assert len(table(con, "from quality.finding where rule = 'completed_outside_year'")) == told


def ended(written: str, day: str, due: str) -> list[Row]:
    """A finding and a decision that ended by a day that is not exact."""
    end = inexact(day, written)
    found: dict[str, Any] = {"problem": "甲", "inspected_department": "区司法局", "state": "closed", "closed_date": end}
    held: dict[str, Any] = {"task_title": "甲事项", "decision": "乙", "state": "done", "completed_date": end}
    return [row(2, "supervision", due_date=due, **found), row(3, "dispatch", due_date=due, **held)]


def test_a_month_of_an_end_is_late_only_as_a_whole_and_a_longer_time_may_be_neither() -> None:
    cases: list[tuple[str, str, str, int | None]] = [
        ("2021年5月", "2021-05-31", "2021-05-31", 0),
        ("2021年5月", "2021-05-31", "2021-05-01", 0),
        ("2021年5月", "2021-05-31", "2021-04-30", 1),
        ("2021年二季度", "2021-06-30", "2021-06-30", 0),
        ("2021年二季度", "2021-06-30", "2021-06-29", None),
        ("2021年二季度", "2021-06-30", "2021-03-31", 1),
        ("2021年", "2021-12-31", "2021-06-30", None),
    ]
    con = built(apart({f"{written} {due}": {"a": ended(written, day, due)} for written, day, due, _ in cases}))
    found = con.execute("select district_key, status, days_late from core.fct_supervision").fetchall()
    assert set(found) == {(f"{written} {due}", "closed", late) for written, _, due, late in cases}
    held = con.execute("select district_key, status, days_late from core.fct_dispatch").fetchall()
    assert set(held) == {(f"{written} {due}", "met_late" if late else "met", late) for written, _, due, late in cases}
