"""Keep in the warehouse which columns each column of a model is computed from, as its SQL says.

It is computed anew with other software only: nothing else changes it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from duckdb import DuckDBPyConnection

from transforms.lineage import Source, column_sources
from transforms.models import Model
from warehouse.batch import insert_rows
from warehouse.load import last_refresh

LINEAGE = "quality.column_lineage"


def record(con: DuckDBPyConnection, models: Sequence[Model]) -> None:
    """Write the lineage of models whose tables, and those they read, are all there; unless this software wrote it."""
    refresh = last_refresh(con)
    software = refresh.software_fingerprint if refresh else ""
    con.execute(f"delete from {LINEAGE} where software_fingerprint != ?", [software])
    known = {model for (model,) in con.execute(f"select distinct model from {LINEAGE}").fetchall()}
    missing = [model for model in models if model.table not in known]
    if not missing:
        return
    tables = table_columns(con)
    rows: list[tuple[str | None, ...]] = []
    for model in missing:
        for column, sources in column_sources(model.sql, tables[model.table], tables).items():
            rows += [(model.table, column, *source, software) for source in sorted(sources)]
            if not sources:
                rows.append((model.table, column, None, None, software))
    insert_rows(con, LINEAGE, rows)


def sources_of(con: DuckDBPyConnection, table: str) -> Mapping[str, Sequence[Source]]:
    """The sources of each column of a table that is computed from others: none of a table that was received."""
    sources: dict[str, list[Source]] = defaultdict(list)
    for column, source_table, source_column in con.execute(
        f"select column_name, source_table, source_column from {LINEAGE} "
        "where model = ? and source_table is not null order by all",
        [table],
    ).fetchall():
        sources[column].append((source_table, source_column))
    return sources


def table_columns(con: DuckDBPyConnection) -> dict[str, list[str]]:
    """The columns of every table and view, in order."""
    return dict(
        con.execute("""
            select schema_name || '.' || table_name, list(column_name order by column_index)
            from duckdb_columns()
            where not internal and database_name = current_database()
            group by all
        """).fetchall()
    )
