"""The history of tasks: what each refresh changed, kept from one published version to the next.

Only changes are stored (``core.fct_task_history``); a task as it stood is the task of today with the later changes
undone (``report.task_as_of``). What compares two refreshes is ``record_history.sql``.
"""

from collections.abc import Collection
from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse.parts import Part, listed

TASKS = "core.fct_task"
HISTORY = "core.fct_task_history"
CARRIED = ("raw.refresh", HISTORY)
"""The tables that go on when a database is begun anew because others have columns of another shape."""
COMPARISON = Path(__file__).parent / "record_history.sql"


def compare(part: Part) -> None:
    """Find what the tasks of a part, made anew there, say otherwise than those of the warehouse."""
    part.con.execute(f"""
        create view core.task_before as
        from {part.whole(TASKS)}
        where district_key in ({listed(part.districts)})
    """)
    part.con.execute(COMPARISON.read_text("utf-8"))


def record(part: Part) -> None:
    """Append what ``compare`` found to the history of the warehouse."""
    part.con.execute(f"insert into {part.whole(HISTORY)} by name from core.task_changes")


def carry_over(con: DuckDBPyConnection, published: Path, districts: Collection[str]) -> None:
    """Bring the history of a published version into a database that is begun anew, and its tasks to compare with.

    districts: those that the new database will have. A version that kept no history, or another one, leaves none.
    """
    (warehouse,) = con.execute("select current_database()").fetchall()[0]
    con.execute("attach $place as earlier (read_only)", {"place": str(published)})
    try:
        tables = (*CARRIED, TASKS)
        if all(columns(con, "earlier", table) >= columns(con, warehouse, table) for table in tables):
            for table in CARRIED:
                names = ", ".join(sorted(columns(con, warehouse, table)))
                con.execute(f"insert into {table} by name select {names} from earlier.{table}")
            con.execute(
                f"create table {TASKS} as from earlier.{TASKS} where district_key in (select unnest(?))",
                [list(districts)],
            )
    finally:
        con.execute("detach earlier")


def columns(con: DuckDBPyConnection, database: str, table: str) -> set[str]:
    """The columns that a table has in a database; none when it is not there."""
    found = con.execute(
        "select column_name from duckdb_columns() where database_name = ? and schema_name || '.' || table_name = ?",
        [database, table],
    ).fetchall()
    return {name for (name,) in found}
