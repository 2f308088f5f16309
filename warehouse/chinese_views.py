"""The report tables once more under Chinese names: the schema 报表, for those who ask in Chinese.

What tables, columns and values are called is declared in ``transforms/chinese.toml``; a report table that has no
Chinese name there has no view.
"""

from duckdb import DuckDBPyConnection

from transforms.chinese import chinese
from warehouse.tables import column_meanings, quoted

SCHEMA = "报表"


def make_chinese_views(con: DuckDBPyConnection) -> None:
    """Make the views anew, over report tables that are all built, each with its comments.

    Raises KeyError when a column of a table that has a Chinese name has none.
    """
    columns = dict(
        con.execute("""
            select table_name, list(column_name order by column_index)
            from duckdb_columns()
            where schema_name = 'report' and not internal
            group by all
        """).fetchall()
    )
    statements = [f"drop schema if exists {SCHEMA} cascade", f"create schema {SCHEMA}"]
    for table in chinese().tables:
        if table in columns:
            statements += view_statements(table, columns[table])
    con.execute("; ".join(["begin", *statements, "commit"]))


def view_statements(table: str, columns: list[str]) -> list[str]:
    """What makes the view of a report table. A column's comment says how it is called in English, and what it means."""
    declared = chinese().tables[table]
    view = f"{SCHEMA}.{identifier(declared.title)}"
    names = {column: identifier(chinese().column(table, column)) for column in columns}
    selected = ", ".join(f"{in_chinese(table, column)} as {name}" for column, name in names.items())
    return [
        f"create view {view} as select {selected} from report.{table}",
        f"comment on view {view} is {quoted(f'{declared.says}（report.{table}）')}",
        *(
            f"comment on column {view}.{name} is {quoted(f'{column}: {column_meanings()[column]}')}"
            for column, name in names.items()
        ),
    ]


def in_chinese(table: str, column: str) -> str:
    """The SQL of a column's values as they are called in Chinese; what is no word of ours stays as it is."""
    words = chinese().words(column, table)
    if not words:
        return f'"{column}"'
    cases = " ".join(f"when {quoted(word)} then {quoted(called)}" for word, called in words.items())
    return f'case "{column}" {cases} else "{column}" end'


def identifier(name: str) -> str:
    """A name as SQL may hold it, whatever characters it has."""
    return '"' + name.replace('"', '""') + '"'
