"""The page that says of every table what a row of it is, and of every column what it means and comes from."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from duckdb import DuckDBPyConnection

from transforms.lineage import ROW, Source
from warehouse.chinese_views import SCHEMA
from warehouse.exports.documentation.markup import Markup, Piece, heading, joined, link, page, paragraph, table
from warehouse.lineage import sources_of
from warehouse.tables import SCHEMAS, row_count


def write_tables(con: DuckDBPyConnection, target: Path) -> None:
    """Write the page of the tables and views of every schema."""
    found = con.execute("""
        select schema_name, table_name, comment, true as is_table from duckdb_tables() where not temporary
        union all
        select schema_name, view_name, comment, false as is_table from duckdb_views() where not internal
        order by all
    """).fetchall()
    columns = defaultdict(list)
    for schema, name, *column in con.execute("""
        select schema_name, table_name, column_name, data_type, comment
        from duckdb_columns()
        where not internal
        order by schema_name, table_name, column_index
    """).fetchall():
        columns[schema, name].append(column)
    parts: list[Markup] = []
    for schema in (*SCHEMAS, SCHEMA):
        of_schema = [(name, comment, is_table) for its, name, comment, is_table in found if its == schema]
        parts.append(heading(2, schema, schema))
        parts.append(paragraph(joined(link(f"{schema}.{name}", name) for name, *_ in of_schema)))
        for name, comment, is_table in of_schema:
            size = f"{row_count(con, f'{schema}.{name}')} rows." if is_table else "A view."
            said = f"{comment} {size}"
            parts += [heading(3, f"{schema}.{name}", f"{schema}.{name}"), paragraph(said)]
            parts.append(_columns(con, f"{schema}.{name}", columns[schema, name]))
    target.write_text(page(con, "Tables of the warehouse", parts), "utf-8", newline="\n")


def _columns(con: DuckDBPyConnection, of: str, columns: list[list[str]]) -> Markup:
    sources = sources_of(con, of)
    if not sources:
        return table(["column", "type", "meaning"], columns)
    rows: list[list[Piece]] = [[*column, _sources(sources.get(column[0], ()))] for column in columns]
    return table(["column", "type", "meaning", "computed from"], rows)


def _sources(sources: Sequence[Source]) -> Piece:
    by_table = defaultdict(list)
    for source_table, source_column in sources:
        by_table[source_table].append(source_column)
    if not by_table:
        return "a constant"
    return joined(
        (
            joined([link(name, name), " (", "rows" if columns == [ROW] else ", ".join(columns), ")"], "")
            for name, columns in by_table.items()
        ),
        "<br>",
    )
