"""Make the tables: the received ones from their DDL, the views of the records, and the models; comment every one."""

import re
from functools import cache
from pathlib import Path

from duckdb import DuckDBPyConnection

from sources.records import Kind, RecordType, record_types
from transforms.models import MACROS, Model, column_comments, header_comment

SCHEMA_FILES = Path(__file__).parent / "schema"
KEPT_AS_WRITTEN = (Kind.DATE, Kind.DEADLINE, Kind.NUMBER)
"""The kinds of field whose text as written stands in a column of its own, <field>_text, beside the value."""


def quoted(text: str) -> str:
    """The text as a SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


@cache
def received_tables() -> dict[str, str]:
    """The tables that loading fills, "schema.name" -> its DDL; the header comment of the DDL says the grain."""
    return {path.stem: path.read_text("utf-8") for path in sorted(SCHEMA_FILES.glob("*.sql"))}


def has_current_schema(con: DuckDBPyConnection) -> bool:
    """Whether a database's received tables have the columns that today's DDL gives them."""
    import duckdb

    with duckdb.connect() as scratch:
        prepare(scratch)
        return received_columns(con) == received_columns(scratch)


def received_columns(con: DuckDBPyConnection) -> list[tuple[str, ...]]:
    """The columns of the received tables, in order: (table, column, type)."""
    return con.execute(
        "select schema_name || '.' || table_name as received, column_name, data_type from duckdb_columns() "
        "where received in (select unnest(?)) order by received, column_index",
        [list(received_tables())],
    ).fetchall()


def record_view(declared: RecordType) -> str:
    """The query of a record type's view: one row a source row, one column a declared field."""
    columns = []
    for field in declared.fields:
        columns.append(f"max(value) filter (where field = {quoted(field.name)}) as {field.name}")
        if field.kind in KEPT_AS_WRITTEN:
            columns.append(f"max(raw_text) filter (where field = {quoted(field.name)}) as {field.name}_text")
    return f"""
        with records as (
            select
                source_row_id, file_id, sheet, table_number, row_number, is_plan, disposition
            from raw.source_row
            where record_type = {quoted(declared.name)} and disposition not in ('skipped', 'superseded')
        ),

        contents as (
            select source_row_id, {", ".join(columns)}
            from raw.source_cell
            where source_row_id in (select source_row_id from records)
            group by source_row_id
        )

        select
            records.source_row_id, records.file_id, file.district, file.path, records.sheet, records.table_number,
            records.row_number, records.is_plan, records.disposition, contents.* exclude (source_row_id)
        from records
        inner join raw.source_file as file using (file_id)
        left join contents using (source_row_id)
    """


def comment_on(con: DuckDBPyConnection, table: str, comment: str, kind: str = "table") -> None:
    """Put the grain on a table (or view) and the dictionary's meaning on each of its columns.

    Raises KeyError when a column's name is not in the dictionary.
    """
    comments = column_comments()
    names = [name for (name, *_) in con.execute(f"describe {table}").fetchall()]
    statements = [f"comment on {kind} {table} is {quoted(comment)}"]
    statements += [f'comment on column {table}."{name}" is {quoted(comments[name])}' for name in names]
    con.execute(";".join(statements))


def prepare(con: DuckDBPyConnection) -> None:
    """Make the schemas, macros, received tables and record views that a database does not have yet."""
    for schema in ("raw", "quality", "staging", "core", "report"):
        con.execute(f"create schema if not exists {schema}")
    for table, ddl in received_tables().items():
        con.execute(re.sub(r"^create table", "create table if not exists", ddl, flags=re.MULTILINE))
        comment_on(con, table, header_comment(ddl))
    for declared in record_types().values():
        view = f"raw.{declared.name}"
        con.execute(f"create or replace view {view} as {record_view(declared)}")
        comment_on(
            con, view, f"One row {declared.grain}, as received: the fields declared for {declared.title}.", "view"
        )
    con.execute(MACROS.read_text("utf-8"))


def build(con: DuckDBPyConnection, model: Model) -> int:
    """Make a model's table anew; give its number of rows."""
    con.execute(f"create or replace table {model.table} as {model.sql}")
    comment_on(con, model.table, model.comment)
    return row_count(con, model.table)


def row_count(con: DuckDBPyConnection, table: str) -> int:
    """The number of rows of a table."""
    (count,) = con.execute(f"select count(*) from {table}").fetchall()[0]
    return int(count)
