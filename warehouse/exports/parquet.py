"""Parquet copies of the report tables, and of the facts and dimensions behind them, for programs that read no DuckDB.

A file a table, all years and districts in it, named as the table is: ``parquet/report.annual_overview.parquet``.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path, PurePosixPath

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.exports.exporting import DistrictYear, Document, Export
from warehouse.exports.office import Office
from warehouse.tables import quoted, row_count

FOLDER = PurePosixPath("parquet")


def parquet_documents(con: DuckDBPyConnection, years: Sequence[DistrictYear], office: Office) -> Iterator[Document]:
    """A file of each report table, fact and dimension."""
    tables = con.execute("""
        select
            schema_name || '.' || table_name as copied,
            comment
        from duckdb_tables()
        where
            schema_name = 'report'
            or (schema_name = 'core' and regexp_matches(table_name, '^(fct|dim)_'))
        order by copied
    """).fetchall()
    writer = _Writer(con)
    for table, comment in tables:
        yield Document(
            FOLDER / f"{table}.parquet", None, partial(writer.write_copy, table), partial(_preview, con, table, comment)
        )


class _Writer:
    """Writes the copies: the connection for users can write no file, so one of its own reads the database beside it."""

    def __init__(self, con: DuckDBPyConnection) -> None:
        self._con = con

    @cached_property
    def _beside(self) -> DuckDBPyConnection:
        ((published, memory),) = self._con.execute("""
            select path, current_setting('memory_limit')
            from duckdb_databases()
            where database_name = current_database()
        """).fetchall()
        beside = duckdb.connect(config={"memory_limit": memory})
        beside.execute(f"attach {quoted(published)} as published (read_only)")
        return beside

    def write_copy(self, table: str, target: Path) -> None:
        """Write the copy of a table."""
        self._beside.execute(f"copy published.{table} to {quoted(str(target))} (format parquet, compression zstd)")


def _preview(con: DuckDBPyConnection, table: str, comment: str) -> str:
    return f"{row_count(con, table)} rows. {comment}"


PARQUET = Export("parquet", "Parquet copies of the report tables, facts and dimensions.", parquet_documents)
