"""Make the tables: the received ones from their DDL, the views of the records, and the models; comment every one."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from sources.records import COMMON_FIELDS, Kind, RecordType, record_types
from transforms.models import QUESTIONS, Model, column_comments, header_comment, macros
from warehouse.functions import functions_of

SCHEMAS = ("raw", "quality", "staging", "core", "report")
SCHEMA_FILES = Path(__file__).parent / "schema"
KEPT_AS_WRITTEN = (Kind.DATE, Kind.DEADLINE, Kind.NUMBER)
"""The kinds of field whose text as written stands in a column of its own, <field>_text, beside the value."""
COMPARED = ("title", "task_title")
"""The fields whose normalised text stands in a column of its own, <field>_key: rows are matched by it everywhere."""


def quoted(text: str) -> str:
    """The text as a SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


@cache
def received_tables() -> dict[str, str]:
    """The tables that loading fills, "schema.name" -> its DDL; the header comment of the DDL says the grain."""
    return {path.stem: path.read_text("utf-8") for path in sorted(SCHEMA_FILES.glob("*.sql"))}


def has_current_schema(con: DuckDBPyConnection) -> bool:
    """Whether a database's received tables have the columns that today's DDL and record types give them."""
    import duckdb

    with duckdb.connect() as scratch:
        prepare(scratch)
        return received_columns(con) == received_columns(scratch)


def received_columns(con: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """The columns of the received tables, in order: (table, column, type, whether it may be null)."""
    return con.execute(
        "select schema_name || '.' || table_name as received, column_name, data_type, is_nullable "
        "from duckdb_columns() "
        "where received in (select unnest(?)) order by received, column_index",
        [[*received_tables(), *map(values_table, record_types().values())]],
    ).fetchall()


def values_table(declared: RecordType) -> str:
    """The table that holds the values of a record type's rows."""
    return f"raw.{declared.name}_values"


def value_columns(declared: RecordType) -> dict[str, str]:
    """The columns of a type's values, each with what it takes from the cells of a row."""
    columns: dict[str, str] = {}
    for field in declared.fields:
        of_field = f"filter (where field = {quoted(field.name)})"
        columns[field.name] = f"max(value) {of_field}"
        if field.kind in KEPT_AS_WRITTEN:
            columns[f"{field.name}_text"] = f"max(raw_text) {of_field}"
        if field.name in COMPARED:
            columns[f"{field.name}_key"] = f"title_key({columns[field.name]})"
    return columns


def gather_values(con: DuckDBPyConnection) -> None:
    """Put the values of rows that are not checked yet into one row each: once, and not anew for every query on them."""
    for declared in record_types().values():
        table = values_table(declared)
        con.execute(f"""
            insert into {table}
            with new_rows as (
                select source_row_id
                from raw.source_row
                anti join {table} using (source_row_id)
                where record_type = {quoted(declared.name)} and disposition is null
            )

            select source_row_id, any_value(district), {", ".join(value_columns(declared).values())}
            from raw.source_cell
            where source_row_id in (select source_row_id from new_rows)
            group by source_row_id
        """)


def record_view(declared: RecordType) -> str:
    """The query of a record type's view: one row a source row, one column a declared field."""
    return f"""
        select
            source.source_row_id, source.file_id, file.district, file.path, source.sheet, source.table_number,
            source.row_number, source.is_plan, source.disposition, contents.* exclude (source_row_id, district)
        from raw.source_row as source
        inner join raw.source_file as file using (file_id)
        left join {values_table(declared)} as contents using (source_row_id)
        where source.record_type = {quoted(declared.name)} and source.disposition not in ('skipped', 'superseded')
    """


def records_view() -> str:
    """The query of the view of what every record says, whatever became of it: its year, who reported it and when."""
    common = ", ".join(field.name for field in COMMON_FIELDS)
    columns = f"source_row_id, district, {common}"
    return " union all ".join(f"select {columns} from {values_table(declared)}" for declared in record_types().values())


def things_view() -> str:
    """The query of the view of all records by what they are about: what names it, and a key that compares it."""
    parts = []
    for declared in record_types().values():
        named = declared.identity[0]
        keys = [
            f"{field.name}_key" if field.name in COMPARED else f"title_key({field.name})" for field in declared.identity
        ]
        parts.append(f"""
            select
                source_row_id, file_id, district, path, sheet, table_number, row_number, is_plan, disposition, year,
                reporting_department, reported_date, reported_period, {quoted(declared.name)} as record_type,
                {quoted(named.name)} as field, {quoted(named.header)} as noun,
                concat_ws(' ', {", ".join(field.name for field in declared.identity)}) as thing,
                [{", ".join(keys)}] as thing_key
            from raw.{declared.name}
        """)
    return " union all by name ".join(parts)


@cache
def column_meanings() -> dict[str, str]:
    """What each column means: said in the dictionary, else by the header of the declared field that it holds."""
    meanings: dict[str, str] = {}
    for declared in record_types().values():
        for field in declared.fields:
            meanings[field.name] = f"{field.header} ({declared.title})."
            meanings[f"{field.name}_text"] = f"{field.header} as written."
    return meanings | column_comments()


def comment_on(con: DuckDBPyConnection, table: str, comment: str, kind: str = "table") -> None:
    """Put the grain on a table (or view) and its meaning on each of its columns.

    Raises KeyError when a column's name is neither in the dictionary nor that of a declared field.
    """
    comments = column_meanings()
    names = [name for (name, *_) in con.execute(f"describe {table}").fetchall()]
    statements = [f"comment on {kind} {table} is {quoted(comment)}"]
    statements += [f'comment on column {table}."{name}" is {quoted(comments[name])}' for name in names]
    con.execute(";".join(statements))


def prepare(con: DuckDBPyConnection) -> None:
    """Make the schemas, macros, received tables and record views that a database does not have yet."""
    for schema in SCHEMAS:
        con.execute(f"create schema if not exists {schema}")
    for table, ddl in received_tables().items():
        con.execute(re.sub(r"^create table", "create table if not exists", ddl, flags=re.MULTILINE))
        comment_on(con, table, header_comment(ddl))
    for declared in record_types().values():
        values = values_table(declared)
        columns = ", ".join(f"{name} varchar" for name in ("source_row_id", "district", *value_columns(declared)))
        con.execute(f"create table if not exists {values} ({columns})")
        comment_on(con, values, f"One row {declared.grain}, as received: its values, as its cells are read.")
    make_views(con)
    for declared in record_types().values():
        comment = f"One row {declared.grain}, as received: the fields declared for {declared.title}."
        comment_on(con, f"raw.{declared.name}", comment, "view")
    told = "One row a record of any type, as received and whatever became of it, with what every record says."
    comment_on(con, "raw.record", told, "view")
    comment_on(con, "raw.thing", "One row a record of any type, as received, with what it is about.", "view")


def make_views(con: DuckDBPyConnection) -> None:
    """Make the record views and the macros over the received tables."""
    for declared in record_types().values():
        con.execute(f"create or replace view raw.{declared.name} as {record_view(declared)}")
    con.execute(f"create or replace view raw.record as {records_view()}")
    con.execute(macros())
    con.execute(f"create or replace view raw.thing as {things_view()}")


def ensure(con: DuckDBPyConnection, models: Iterable[Model]) -> None:
    """Make the tables of models where there are none with the columns that their SQL gives; see to their comments.

    A table whose columns differ keeps its rows, as far as the columns go on, until its districts are built anew.
    """
    held, comments = catalogue(con)
    meanings = column_meanings()
    for model in models:
        with functions_of(con, model.sql):
            described = con.execute(f"describe from ({model.sql}\n)").fetchall()
            wanted = {name: kind for name, kind, *_ in described}
            columns = held.get(model.table, {})
            has_shape = wanted == {name: kind for name, (kind, _) in columns.items()}
            if not has_shape:
                reshape(con, model, {name: kind for name, kind in wanted.items() if name in columns})
        is_explained = all(comment == meanings[name] for name, (_, comment) in columns.items() if name in wanted)
        if not (has_shape and is_explained and comments[model.table] == model.comment):
            comment_on(con, model.table, model.comment)


def catalogue(con: DuckDBPyConnection) -> tuple[dict[str, dict[str, tuple[str, str | None]]], dict[str, str | None]]:
    """Each table's columns, by name, with type and comment; and each table's comment."""
    columns: dict[str, dict[str, tuple[str, str | None]]] = defaultdict(dict)
    for table, name, kind, comment in con.execute(
        "select schema_name || '.' || table_name, column_name, data_type, comment from duckdb_columns() "
        "where not internal and database_name = current_database()"
    ).fetchall():
        columns[table][name] = (kind, comment)
    comments = con.execute(
        "select schema_name || '.' || table_name, comment from duckdb_tables() where database_name = current_database()"
    ).fetchall()
    return columns, dict(comments)


def reshape(con: DuckDBPyConnection, model: Model, kept: Mapping[str, str]) -> None:
    """Make a model's table with the columns that its SQL gives; its rows keep the columns kept, as of these types."""
    if kept:
        values = ", ".join(f"try_cast({name} as {kind}) as {name}" for name, kind in kept.items())
        con.execute(f"create temp table held as select {values} from {model.table}")
    con.execute(f"create or replace table {model.table} as from ({model.sql}\n) limit 0")
    if kept:
        con.execute(f"insert into {model.table} by name from held; drop table held")


def missing(con: DuckDBPyConnection, names: Collection[str]) -> set[str]:
    """Which of these tables are not there."""
    there = con.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
    return set(names) - {name for (name,) in there}


def make(con: DuckDBPyConnection, model: Model) -> None:
    """Make a model's table with its rows, where there is none."""
    con.execute(f"create table {model.table} as {model.sql}")


def make_questions(con: DuckDBPyConnection) -> None:
    """Make the table macros that users call, over tables that are all built."""
    con.execute(QUESTIONS.read_text("utf-8"))


def row_count(con: DuckDBPyConnection, table: str) -> int:
    """The number of rows of a table."""
    (count,) = con.execute(f"select count(*) from {table}").fetchall()[0]
    return int(count)
