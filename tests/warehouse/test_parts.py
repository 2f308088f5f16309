"""What a refresh computes anew, district by district, is what computing everything anew gives."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from sources.rows import Row
from sources.surroundings import PathTold, told_by_path
from tests.warehouse.small import (
    REFRESH,
    VOCABULARY,
    inbox_files,
    output,
    postponement,
    prepared,
    read_from,
    row,
    table,
    task,
)
from transforms.models import models
from warehouse import parts, rebuild, tables
from warehouse.gates import gates
from warehouse.load import receive

DISTRICTS = ("甲区", "乙区", "丙区")
TITLES = ("甲事项", "乙事项", "丙事项", "丁事项")
DOMAINS = ("经济体制改革", "社会体制改革", None)
STATUSES = ("completed", "in_progress", "postponed", "cancelled", None)
OF_NO_DISTRICT = ("raw.refresh", "quality.column_lineage")
Inbox = dict[str, list[Row]]


def some_rows(chance: random.Random, day: int) -> Iterator[Row]:
    """The rows of a file that is unlike all others by the day on which it was sent."""
    year, is_plan = chance.choice(("2021", "2022")), chance.random() < 0.3
    department = chance.choice(("区发改委", "区司法局"))
    sent: dict[str, Any] = {"reporting_department": department, "reported_date": f"2022-01-{day:02}"}
    for number, title in enumerate(chance.choices(TITLES, k=3), start=2):
        more = {"domain": chance.choice(DOMAINS), "status": chance.choice(STATUSES), "due_date": f"{year}-11-30"}
        yield task(number, title, year=year, is_plan=is_plan, **sent, **more)
    yield postponement(6, chance.choice(TITLES), approved=chance.choice(("yes", None)), **sent)
    yield output(7, title=f"《{chance.choice(TITLES)}办法》", task_title=chance.choice(TITLES), **sent)
    yield row(8, "meeting", name=chance.choice(TITLES), date="2021-02-01", **sent)


def changed(chance: random.Random, inbox: Inbox, day: int) -> None:
    """Add, replace and take away a few files of one or two districts."""
    for district in chance.sample(DISTRICTS, chance.choice((1, 2))):
        path = f"{district}/{chance.randrange(4)}.xlsx"
        if path in inbox and chance.random() < 0.4:
            del inbox[path]
        else:
            inbox[path] = list(some_rows(chance, day))


def told_by_path_alone(path: str) -> PathTold:
    return told_by_path(path.partition("/")[0], path, VOCABULARY)


def refresh(con: DuckDBPyConnection, inbox: Inbox, number: int) -> None:
    """Receive, check and build, as a refresh does."""
    receive(
        con,
        inbox_files(inbox),
        replace(REFRESH, refresh_id=f"refresh {number}"),
        lambda some: read_from(inbox, some),
        told_by_path_alone,
    )
    rebuild.check(con)
    rebuild.build(con, models())


def contents(con: DuckDBPyConnection, *schemas: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for when files came and which refresh touched what."""
    names = con.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where schema_name in (select unnest(?)) "
        "and not starts_with(table_name, 'refresh') order by all",
        [list(schemas)],
    ).fetchall()
    left_out = {"raw.source_file": " exclude (first_seen_at, loaded_at)"}
    return {
        name: con.execute(f"select *{left_out.get(name, '')} from {name} order by all").fetchall() for (name,) in names
    }


def touched(con: DuckDBPyConnection) -> list[tuple[str, str]]:
    return con.execute("select refresh_id, district from raw.refresh_district order by all").fetchall()


@pytest.mark.parametrize("seed", range(2))
def test_district_by_district_gives_what_computing_everything_anew_gives(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "ROWS_OF_A_PART", 12)
    chance, con = random.Random(seed), prepared()
    inbox: Inbox = {}
    for number in range(1, 5):
        changed(chance, inbox, number)
        refresh(con, inbox, number)
    by_district = contents(con, *tables.SCHEMAS)
    con.execute("delete from raw.refresh_district")
    con.execute("insert into raw.refresh_district select distinct 'refresh 4', district from raw.source_file")
    monkeypatch.setattr(parts, "ROWS_OF_A_PART", 1_000_000)
    rebuild.check(con)
    rebuild.build(con, models())
    assert contents(con, *tables.SCHEMAS) == by_district
    alone = prepared()
    refresh(alone, inbox, 1)
    for remembered in ("core.dim_district", "core.fct_task_history"):  # who ever sent something, and what has changed
        del by_district[remembered]
    for name, rows in contents(alone, "core", "report").items():
        assert by_district.get(name, rows) == rows, name


def test_only_the_districts_whose_files_changed_are_computed_anew() -> None:
    con = prepared()
    inbox: Inbox = {f"{district}/a.xlsx": [task(2, "甲事项")] for district in DISTRICTS}
    refresh(con, inbox, 1)
    con.execute("update report.annual_overview set planned = 7")
    inbox["乙区/b.xlsx"] = [task(2, "乙事项")]
    refresh(con, inbox, 2)
    assert [district for refresh_id, district in touched(con) if refresh_id == "refresh 2"] == ["乙区"]
    planned = "select district, planned from report.annual_overview"
    assert {row["district"]: row["planned"] for row in table(con, planned)} == {"甲区": 7, "乙区": 2, "丙区": 7}
    del inbox["丙区/a.xlsx"]
    refresh(con, inbox, 3)
    assert {row["district"]: row["planned"] for row in table(con, planned)} == {"甲区": 7, "乙区": 2}


def test_on_another_day_all_districts_are_computed_anew() -> None:
    con = prepared()
    inbox = {f"{district}/a.xlsx": [task(2, "甲事项", due_date="2022-02-28")] for district in DISTRICTS}
    refresh(con, inbox, 1)
    later = replace(REFRESH, refresh_id="later", as_of=REFRESH.as_of.replace(month=3))
    receive(con, inbox_files(inbox), later, lambda _: iter(()), told_by_path_alone)
    rebuild.check(con)
    rebuild.build(con, models())
    assert {district for refresh_id, district in touched(con) if refresh_id == "later"} == set(DISTRICTS)
    assert {row["overdue"] for row in table(con, "select overdue from report.annual_overview")} == {1}


def test_a_part_brings_nothing_back_when_it_fails() -> None:
    con = prepared()
    refresh(con, {"甲区/a.xlsx": [task(2, "甲事项")]}, 1)
    before = contents(con, *tables.SCHEMAS)
    with pytest.raises(RuntimeError), parts.part(con, ("甲区",), copied=rebuild.CHECKED):
        con.execute("update raw.source_row set disposition = 'rejected'")
        raise RuntimeError
    assert contents(con, *tables.SCHEMAS) == before


def test_a_gate_of_the_whole_is_not_broken_by_a_district_without_a_record() -> None:
    con = prepared()
    refresh(
        con, {"甲区/a.xlsx": [task(2, "甲事项")], "乙区/a.xlsx": [row(2, "task", skipped="subtotal", title="合计")]}, 1
    )
    assert rebuild.build(con, models()) == {}
    assert {gate.name for gate in gates() if not gate.per_district} == {"has_records"}


@pytest.fixture(scope="module")
def empty() -> DuckDBPyConnection:
    """A warehouse whose tables are all made."""
    con = prepared()
    tables.ensure(con, models())
    return con


@pytest.mark.parametrize("name", [*tables.received_tables(), *(model.table for model in models())])
def test_every_table_says_the_district(name: str, empty: DuckDBPyConnection) -> None:
    if name not in OF_NO_DISTRICT:
        assert parts.district_column(empty, name)
