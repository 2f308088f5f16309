"""Parts of the warehouse: some districts at a time, under the usual names, so that the same SQL computes them anew.

Districts are independent of each other: no check, model or gate combines rows of two. So a refresh computes anew only
the districts that it touches (``raw.refresh_district``), and so many at a time that memory does not grow with their
number. Which checks and models are computed in a part is not said here.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import get_ident

from duckdb import DuckDBPyConnection

from warehouse.tables import quoted

ROWS_OF_A_PART = 300_000
"""Districts are taken together until they have so many rows."""
DISTRICT_COLUMNS = ("district", "district_key")


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of some districts, as they are seen within `part`."""

    con: DuckDBPyConnection
    warehouse: str
    districts: tuple[str, ...]

    def whole(self, table: str) -> str:
        """How to name, within the part, the table of the whole warehouse: until it is replaced, as it was before."""
        return f'"{self.warehouse}".{table}'

    def merge(self, table: str) -> None:
        """Bring the rows of a received table back, by the key in its first column: only what differs is written."""
        names = [name for (name, *_) in self.con.execute(f"describe {table}").fetchall()]
        key, *others = names
        differs = " or ".join(f"old.{name} is distinct from new.{name}" for name in others)
        changes = ", ".join(f"{name} = new.{name}" for name in others)
        self.con.execute(f"""
            merge into {self.whole(table)} as old
            using (from {table}) as new
            on old.{key} = new.{key}
            when matched and ({differs}) then update set {changes}
            when not matched then insert by name
            when not matched by source and old.district in ({listed(self.districts)}) then delete
        """)

    def replace(self, table: str) -> None:
        """Put the rows of a model's table in the place of those that the warehouse has of these districts."""
        column = district_column(self.con, table)
        self.con.execute(f"delete from {self.whole(table)} where {column} in ({listed(self.districts)})")
        self.con.execute(f"insert into {self.whole(table)} by name from {table}")


def listed(texts: Sequence[str]) -> str:
    """Texts as a list of SQL literals."""
    return ", ".join(map(quoted, texts))


def district_column(con: DuckDBPyConnection, table: str) -> str:
    """The column of a table that says the district. Raises ValueError when it has none."""
    names = {name for (name, *_) in con.execute(f"describe {table}").fetchall()}
    found = [name for name in DISTRICT_COLUMNS if name in names]
    if not found:
        raise ValueError(f"{table} has no column that says the district: {' or '.join(DISTRICT_COLUMNS)}")
    return found[0]


def touched_districts(con: DuckDBPyConnection) -> Iterator[tuple[str, ...]]:
    """The districts that the latest refresh touches, in order, as many at a time as make up a part."""
    found = con.execute("""
        select touched.district, count(source.source_row_id)
        from raw.refresh_district as touched
        left join raw.source_row as source using (district)
        where touched.refresh_id = (select max_by(refresh_id, refresh_number) from raw.refresh)
        group by all
        order by touched.district
    """).fetchall()
    together: list[str] = []
    size = 0
    for district, rows in found:
        if together and size + rows > ROWS_OF_A_PART:
            yield tuple(together)
            together, size = [], 0
        together.append(district)
        size += rows
    if together:
        yield tuple(together)


@contextmanager
def part(
    con: DuckDBPyConnection, districts: Sequence[str], *, copied: Sequence[str] = (), made: Sequence[str] = ()
) -> Iterator[Part]:
    """Within it every table holds the rows of these districts alone.

    copied: tables that may be changed there; made: tables that are to be made there and so are not there at first. All
    others are views. Nothing comes back to the warehouse of itself. A thread has one part at a time.
    """
    (warehouse,) = con.execute("select current_database()").fetchall()[0]
    name = f"part_{get_ident()}"
    con.execute(f"attach ':memory:' as {name}")
    try:
        # Views and macros are copied as they are: to make them anew would take most of the time of a small part.
        con.execute(f'copy from database "{warehouse}" to {name} (schema); use {name}')
        tables = con.execute(
            """
            select
                schema_name || '.' || table_name as name,
                min(column_name) filter (where column_name in (select unnest($districts)))
            from duckdb_columns()
            where
                database_name = $part
                and (schema_name, table_name) in (
                    select (schema_name, table_name) from duckdb_tables() where database_name = $part
                )
            group by schema_name, table_name
            """,
            {"part": name, "districts": list(DISTRICT_COLUMNS)},
        ).fetchall()
        for table, column in tables:
            con.execute(f"drop table {table}")
            if table not in made:
                where = f"where {column} in ({listed(districts)})" if column else ""
                kind = "table" if table in copied else "view"
                con.execute(f'create {kind} {table} as from "{warehouse}".{table} {where}')
        yield Part(con, warehouse, tuple(districts))
    finally:
        con.execute(f'use "{warehouse}"; detach {name}')
