"""What changes between refreshes is kept, with the cell that says it, and what stood before can be asked for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from duckdb import BinderException, DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.rows import Row
from tests.warehouse.small import (
    REFRESH,
    Files,
    build,
    postponement,
    prepared,
    receive_files,
    row,
    table,
    task,
)
from warehouse import history, tables
from warehouse.store import connect

STATE = """
    select title, domain_key, lead_department_key, content, planned_due_date, due_text, status, completed_date,
        progress, carried_from_year, postponed_to_year, task_key
    from core.fct_task order by task_key
"""
STOOD = """
    select title, domain, lead_department, content, planned_due_date, due_text, status, completed_date, progress,
        carried_from_year, postponed_to_year, task_key
    from report.task_as_of(?) order by task_key
"""


def day(number: int) -> datetime:
    return datetime(2022, 1, number, 2)


def refresh(con: DuckDBPyConnection, number: int, files: Files, **more: Any) -> None:
    """The refresh of a day of January, one more over the same database, of rows that are all accepted."""
    described = replace(
        REFRESH, refresh_id=str(number), refreshed_at=day(number), inbox_fingerprint=str(number), **more
    )
    receive_files(con, files, described)
    con.execute("update raw.source_row set disposition = 'loaded' where disposition is null")
    build(con)


def test_what_cannot_be_written_leaves_no_history_behind() -> None:
    con = refreshed({"plan": [task(2, "甲事项")]})
    kept = table(con, f"select count(*) as changes from {history.HISTORY}")
    con.execute("alter table core.fct_task rename column completed_first_day to first_day")
    with pytest.raises(BinderException):
        refresh(con, 2, {"plan": [task(2, "甲事项"), task(3, "乙事项")]})
    assert table(con, f"select count(*) as changes from {history.HISTORY}") == kept


def refreshed(*inboxes: Files) -> DuckDBPyConnection:
    """A warehouse after a refresh a day, each of the inbox of its day."""
    con = prepared()
    for number, files in enumerate(inboxes, start=1):
        refresh(con, number, files)
    return con


def changes(con: DuckDBPyConnection, number: int) -> list[dict[str, Any]]:
    found = table(con, f"from report.changes_since('{day(number):%Y-%m-%d}')")
    return [change for change in found if change["changed_at"] == day(number)]


PLAN = [task(2, "甲事项", is_plan=True, due_date="2021-12-31"), task(3, "乙事项", is_plan=True, due_date="2022-06-30")]


def test_a_changed_field_is_kept_with_both_values_and_the_cell() -> None:
    con = refreshed(
        {"plan": PLAN, "return": [task(2, "甲事项", status="in_progress")]},
        {"plan": PLAN, "return": [task(2, "甲事项", status="completed", completed_date="2021-12-20")]},
    )
    told = [
        (change["title"], change["field"], change["old_value"], change["new_value"], change["path"], change["cell"])
        for change in changes(con, 2)
    ]
    assert told == [
        ("甲事项", "completed_date", None, "2021-12-20", "return", "E2"),
        ("甲事项", "status", "overdue", "completed", "return", "D2"),
    ]


def test_a_field_that_several_sheets_tell_is_led_to_the_one_that_the_task_follows() -> None:
    def inbox(content: str, due_date: str, progress: str) -> Files:
        own = task(2, "甲事项", content="自述", due_date="2022-06-30", progress=progress)
        other = task(
            2, "甲事项", lead_department="区财政局", content="协助", due_date="2022-03-31", progress="配合" + progress
        )
        return {"a": [other], "plan": [task(2, "甲事项", is_plan=True, content=content, due_date=due_date)], "z": [own]}

    con = refreshed(inbox("旧", "2021-12-31", "起草"), inbox("新", "2021-11-30", "印发"))
    told = [(change["field"], change["new_value"], change["path"], change["cell"]) for change in changes(con, 2)]
    assert told == [
        ("content", "新", "plan", "D2"),
        ("due_text", "2021-11-30", "plan", "E2"),
        ("planned_due_date", "2021-11-30", "plan", "E2"),
        ("progress", "配合印发", "a", "F2"),
    ]


def test_a_day_that_passes_makes_a_task_late_by_the_cell_that_says_when_it_was_due() -> None:
    con = refreshed({"plan": PLAN})
    refresh(con, 2, {"plan": PLAN}, as_of=date(2022, 7, 1))
    (change,) = changes(con, 2)
    assert (change["title"], change["field"], change["new_value"]) == ("乙事项", "status", "overdue")
    assert (change["path"], change["cell"]) == ("plan", "D3")


def test_only_changes_are_stored() -> None:
    con = refreshed({"plan": PLAN}, {"plan": PLAN})
    refresh(con, 3, {"plan": PLAN}, software_fingerprint="other software")
    history = table(con, "select task_key, changed_at, field from core.fct_task_history order by all")
    assert [(change["changed_at"], change["field"]) for change in history] == [(day(1), "task_key")] * 2


def test_a_task_that_appears_or_goes_stood_only_in_between() -> None:
    con = refreshed({"plan": PLAN[:1]}, {"plan": PLAN}, {"plan": PLAN[1:]})
    stood = [
        [line["title"] for line in table(con, f"select title from report.task_as_of('{day(number):%Y-%m-%d}')")]
        for number in (1, 2, 3)
    ]
    assert stood == [["甲事项"], ["乙事项", "甲事项"], ["乙事项"]]
    assert table(con, "from report.task_as_of('2021-12-31')") == []
    assert table(con, "select title from report.task_as_of('2022-01-02 01:59:59')") == [{"title": "甲事项"}]


def test_a_task_that_has_gone_keeps_its_last_title_in_every_line() -> None:
    progress = [PLAN[0], task(3, "乙事项", is_plan=True, progress="已开展")]
    con = refreshed({"plan": PLAN}, {"plan": progress}, {"plan": PLAN[:1]})
    told = {(change["title"], change["field"]) for change in table(con, "from report.changes_since('2022-01-02')")}
    assert {title for title, _ in told} == {"乙事项"}
    assert {field for _, field in told} >= {"progress", "status", "domain_key", "task_key"}


def test_history_goes_on_when_the_tables_of_the_software_have_other_columns() -> None:
    con = refreshed({"plan": PLAN})
    con.execute("alter table core.fct_task drop column remark; alter table core.fct_task add column old_column integer")
    changed = [task(2, "甲事项", is_plan=True, due_date="2022-03-31"), PLAN[1]]
    refresh(con, 2, {"plan": changed}, software_fingerprint="other software")
    told = [(change["field"], change["old_value"], change["new_value"]) for change in changes(con, 2)]
    assert told == [
        ("due_text", "2021-12-31", "2022-03-31"),
        ("planned_due_date", "2021-12-31", "2022-03-31"),
        ("status", "overdue", "planned"),
    ]


DISTRICT = "本区"


def published(path: Path, *statements: str) -> Path:
    """A warehouse that was published after a refresh, and changed by statements."""
    with connect(path) as con:
        tables.prepare(con)
        refresh(con, 1, {"plan": PLAN})
        for statement in statements:
            con.execute(statement)
    return path


def begun_anew(path: Path, version: Path, *districts: str) -> DuckDBPyConnection:
    """A database that is begun anew and takes over the history of a version; a task of it is due later now."""
    con = connect(path)
    tables.prepare(con)
    history.carry_over(con, version, districts)
    changed = [task(2, "甲事项", is_plan=True, due_date="2022-03-31"), PLAN[1]]
    refresh(con, 2, {"plan": changed})
    tables.make_questions(con)
    return con


def fields_changed(con: DuckDBPyConnection) -> list[tuple[int, str]]:
    return con.execute("select day(changed_at), field from core.fct_task_history order by all").fetchall()


APPEARED = "task_key"


def test_a_database_that_is_begun_anew_goes_on_with_the_history(tmp_path: Path) -> None:
    with begun_anew(tmp_path / "anew", published(tmp_path / "published"), DISTRICT) as con:
        changed = ("due_text", "planned_due_date", "status")
        assert fields_changed(con) == [(1, APPEARED), (1, APPEARED), *((2, field) for field in changed)]
        stood = table(con, "select due_text from report.task_as_of('2022-01-01') where title = '甲事项'")
        assert stood == [{"due_text": "2021-12-31"}]
        assert table(con, "select refresh_number from raw.refresh order by all") == [
            {"refresh_number": 1},
            {"refresh_number": 2},
        ]


def test_of_a_district_that_is_no_longer_there_no_task_is_compared(tmp_path: Path) -> None:
    with begun_anew(tmp_path / "anew", published(tmp_path / "published"), "别的区") as con:
        assert fields_changed(con) == [(day, APPEARED) for day in (1, 1, 2, 2)]


def test_a_history_of_another_shape_is_left_where_it_is(tmp_path: Path) -> None:
    version = published(tmp_path / "published", "alter table core.fct_task_history drop column source_field")
    with begun_anew(tmp_path / "anew", version, DISTRICT) as con:
        assert fields_changed(con) == [(2, APPEARED)] * 2
        assert con.execute("select count(*) from duckdb_databases() where database_name = 'earlier'").fetchall() == [
            (0,)
        ]


STATUSES = st.sampled_from([None, "in_progress", "completed", "cancelled"])
REPORTED = st.fixed_dictionaries({"status": STATUSES, "progress": st.sampled_from([None, "好", "很好"])})


@st.composite
def inboxes(draw: st.DrawFn) -> Files:
    """An inbox of a plan, returns and postponements on some of three tasks, in two years."""
    files: dict[str, Sequence[Row]] = {}
    planned = draw(st.lists(st.sampled_from(["甲事项", "乙事项", "丙事项"]), min_size=1, unique=True))
    due = draw(st.sampled_from([None, "2021-12-31", "2022-02-28"]))
    files["plan"] = [task(number, title, is_plan=True, due_date=due) for number, title in enumerate(planned, start=2)]
    for title in planned:
        if draw(st.booleans()):
            files[f"return {title}"] = [task(2, title, **draw(REPORTED))]
        if draw(st.booleans()):
            files[f"延期 {title}"] = [postponement(2, title)]
    if draw(st.booleans()):
        files["2022"] = [row(2, "task", year="2022", title="丁事项", domain="社会体制改革")]
    return files


@settings(max_examples=6, deadline=None)
@given(st.lists(inboxes(), min_size=2, max_size=4))
def test_every_past_refresh_can_be_asked_for_exactly(days: list[Files]) -> None:
    con = prepared()
    states = []
    for number, files in enumerate(days, start=1):
        refresh(con, number, files)
        states.append(con.execute(STATE).fetchall())
    for number, state in enumerate(states, start=1):
        assert con.execute(STOOD, [day(number)]).fetchall() == state


@pytest.mark.parametrize("moment", ["2022-01-01", "2022-01-01 02:00:00"])
def test_a_day_means_its_end_and_a_moment_itself(moment: str) -> None:
    con = refreshed({"plan": PLAN}, {"plan": [*PLAN, task(4, "丙事项", is_plan=True)]})
    assert table(con, f"select count(*) as tasks from report.task_as_of('{moment}')") == [{"tasks": 2}]
