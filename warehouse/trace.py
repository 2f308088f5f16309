"""Trace what stands in a table to the cells it was made of: file, sheet, cell and the text as written.

A table leads to cells in three ways. Figures that count have what they count in ``report.counted_figures()``: a line's
figure is made by the rows of its measure that agree with the line's keys. Other lines name the source rows that say
them, in every column whose name ends in ``source_row_id``; what other rows have made of their figures stands in
``report.row_figures()``. No table is named here: their columns tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.tables import quoted

FIGURES = "report.counted_figures()"
ROW_FIGURES = "report.row_figures()"
NO_KEYS = ("measure", "counted", "field", "source_row_id")
"""The columns of what is counted that are no keys of a figure."""
WHOLE_YEAR = "domain"
"""The key that is NULL in a line for the year as a whole; in others NULL is what is unknown."""
LAST = {"quarter": 4, "month": 12}
"""The keys that figures are summed up to, each with its last: what has none counts there."""
BEFORE = "_before"
"""What ends the name of a figure of the year before."""
NUMERIC = ("INTEGER", "BIGINT", "HUGEINT", "DOUBLE", "FLOAT", "DECIMAL", "SMALLINT", "TINYINT", "UBIGINT", "UINTEGER")
PLACE = "file.path, source.sheet, source.row_number, cell.cell, cell.header_text, cell.raw_text"


class NotTraceableError(Exception):
    """What was asked for leads to no cells, with the reason in one line."""


@dataclass(frozen=True, slots=True)
class Traced:
    """The cells behind the lines of a table.

    columns: the number of the line among those asked for, its keys, the figure (its column and value; none where a line
    as a whole was said by a row), the part of the figure that the cell belongs to and what is counted there, file,
    sheet, row, cell, header and text; rows: one a cell.
    """

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]


def trace(con: DuckDBPyConnection, table: str, where: str | None = None) -> Traced:
    """The cells behind the lines of a table for which a condition holds, all when there is none.

    where: SQL of the user; the connection must be one on which any may run. Raises NotTraceableError.
    """
    name, columns = table_columns(con, table)
    asked = f"from {name}" + (f" where (\n{where}\n)" if where else "")
    keys = [key for key in key_columns(con) if key in columns]
    figures = [column for column, kind in columns.items() if column not in keys and kind.startswith(NUMERIC)]
    said_by = [column for column in columns if column.endswith("source_row_id")]
    parts = [row_cells(keys, column) for column in said_by]
    by_rows = figures_by_rows(con, name) if said_by else {}
    if by_rows:
        parts.append(row_figure_cells(name, keys, list(by_rows)))
    counted = [figure for figure in figures if not by_rows.get(figure)]
    if counted and ("measure" in columns or not said_by):
        parts.append(figure_cells(name, keys, counted, is_named_by_line="measure" in columns))
    if not parts:
        raise NotTraceableError(f"{name} has no figures and no column that leads to source rows")
    query = f"""
        with lines as (select row_number() over () as line, * {asked})
        select distinct * from ({" union all by name ".join(f"({part})" for part in parts)}) order by all
    """
    try:
        if where:
            duckdb.SQLExpression(where)  # Raises what is wrong with it: it must be one condition, and end nowhere else.
        ((lines,),) = con.execute(f"select count(*) {asked}").fetchall()
        found = con.execute(query)
        names, rows = tuple(column for column, *_ in found.description or ()), found.fetchall()
    except duckdb.Error as error:
        raise NotTraceableError(str(error).strip().splitlines()[0]) from error
    if not rows:
        why = "every figure there is 0 or unknown" if lines else "there is no such line"
        raise NotTraceableError(f"no cell stands behind {name}{f' where {where}' if where else ''}: {why}")
    return Traced(names, rows)


def table_columns(con: DuckDBPyConnection, table: str) -> tuple[str, dict[str, str]]:
    """The full name of a table (of the schema report when it names none), and its columns, each with its type.

    Raises NotTraceableError when there is no such table.
    """
    name = table if "." in table else f"report.{table}"
    columns = con.execute(
        "select column_name, data_type from duckdb_columns() "
        "where schema_name || '.' || table_name = ? and not internal order by column_index",
        [name],
    ).fetchall()
    if not columns:
        raise NotTraceableError(f'no table {name}: reform sql ".tables report" lists them')
    return name, dict(columns)


def key_columns(con: DuckDBPyConnection) -> list[str]:
    """The keys that figures have, as the columns of what is counted say."""
    return [name for name, *_ in con.execute(f"describe from {FIGURES}").fetchall() if name not in NO_KEYS]


def figures_by_rows(con: DuckDBPyConnection, table: str) -> dict[str, bool]:
    """The figures of a table that rows of others have made, each with whether nothing else is behind it."""
    return dict(
        con.execute(
            f"select figure, bool_and(is_all) from {ROW_FIGURES} where of_table = ? group by all", [table]
        ).fetchall()
    )


def row_cells(keys: Sequence[str], column: str) -> str:
    """The query of the cells of the source rows that a column names."""
    return f"""
        select
            line, {listed("lines", keys)}
            cast(null as varchar) as figure, cast(null as double) as value,
            cast(null as varchar) as part, cast(null as varchar) as counted, {PLACE}
        from lines
        inner join raw.source_row as source on lines.{column} = source.source_row_id
        inner join raw.source_file as file using (file_id)
        inner join raw.source_cell as cell on source.source_row_id = cell.source_row_id
    """


def row_figure_cells(table: str, keys: Sequence[str], figures: Sequence[str]) -> str:
    """The query of the cells behind figures of lines that source rows say: those of the rows that made them."""
    return f"""
        with figures as (
            unpivot (
                select
                    line, {listed("lines", keys)} source_row_id as line_source_row_id,
                    {", ".join(f'cast("{column}" as double) as "{column}"' for column in figures)}
                from lines
            )
            on {", ".join(f'"{column}"' for column in figures)}
            into name figure value value
        )

        select
            figures.line, {listed("figures", keys)}
            figures.figure, figures.value, figures.figure as part, made.counted, {PLACE}
        from figures
        inner join {ROW_FIGURES} as made
            on made.of_table = {quoted(table)} and made.figure = figures.figure
            and made.line_source_row_id = figures.line_source_row_id
        inner join raw.source_row as source on made.source_row_id = source.source_row_id
        inner join raw.source_file as file using (file_id)
        inner join raw.source_cell as cell
            on made.source_row_id = cell.source_row_id
            and (made.field is null or made.field = cell.field)
    """


def figure_cells(table: str, keys: Sequence[str], figures: Sequence[str], *, is_named_by_line: bool) -> str:
    """The query of the cells behind figures: through what they are made of; those of the year before by its year.

    is_named_by_line: whether the lines say in a column `measure` what their figures count; else the columns' names do.
    """
    agrees = [f"({agreement(key)})" for key in keys]
    before = f"ends_with(figure, {quoted(BEFORE)})"
    measure = "measure" if is_named_by_line else f"regexp_replace(figure, '{BEFORE}$', '')"
    year_counted = f"year - if({before}, 1, 0)" if "year" in keys else "null"
    return f"""
        with figures as (
            unpivot (
                select
                    line, {listed("lines", keys)} {"measure, " if is_named_by_line else ""}
                    {", ".join(f'cast("{column}" as double) as "{column}"' for column in figures)}
                from lines
            )
            on {", ".join(f'"{column}"' for column in figures)}
            into name figure value value
        ),

        wanted as (
            select
                line, {listed("figures", keys)} figure, value, {measure} as measure, {year_counted} as year_counted
            from figures
        ),

        needed as (
            select wanted.*, coalesce(made_of.part, wanted.measure) as part, made_of.over, made_of.until
            from wanted
            left join report.figure_parts() as made_of
                on wanted.measure = made_of.measure
                and coalesce(made_of.of_table = {quoted(table)}, true)
        )

        select
            needed.line, {listed("needed", keys)} needed.figure, needed.value, needed.part, figure.counted, {PLACE}
        from needed
        inner join {FIGURES} as figure on {" and ".join(["needed.part = figure.measure", *agrees])}
        left join raw.source_row as source on figure.source_row_id = source.source_row_id
        left join raw.source_file as file on coalesce(source.file_id, figure.counted) = file.file_id
        left join raw.source_cell as cell
            on figure.source_row_id = cell.source_row_id
            and (figure.field is null or figure.field = cell.field)
    """


def agreement(key: str) -> str:
    """When a thing that is counted agrees with a figure's key."""
    if key == "year":
        return "figure.year = needed.year_counted"
    if key == WHOLE_YEAR:
        return f"figure.{key} = needed.{key} or needed.{key} is null"
    agrees = f"figure.{key} is not distinct from needed.{key} or needed.over = '{key}'"
    if key not in LAST:
        return agrees
    is_until = f"coalesce(figure.{key} <= needed.{key}, needed.{key} = {LAST[key]})"
    return f"{agrees} or (needed.until = '{key}' and {is_until})"


def listed(of: str, columns: Sequence[str]) -> str:
    """Columns of a table, each ended by a comma."""
    return "".join(f"{of}.{column}, " for column in columns)
