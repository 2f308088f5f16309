"""The conventions of the SQL, tested by walking the tree."""

import duckdb
import pytest

from transforms.models import HERE, MACROS, SCHEMAS, Model, column_comments, models, tables_read
from warehouse import tables
from warehouse.expectations import relations
from warehouse.functions import functions_of
from warehouse.gates import gates

LAYERS = ["raw", "quality", *SCHEMAS.values()]


@pytest.mark.parametrize("model", models(), ids=lambda model: model.table)
def test_every_model_says_its_grain(model: Model) -> None:
    assert model.comment.startswith(("One row", "One line")), model.table


@pytest.mark.parametrize("model", models(), ids=lambda model: model.table)
def test_a_layer_reads_no_layer_after_it(model: Model) -> None:
    for table in model.reads:
        assert LAYERS.index(table.partition(".")[0]) <= LAYERS.index(model.schema), f"{model.table} reads {table}"


def test_models_come_after_those_they_read() -> None:
    seen: set[str] = set()
    made = {model.table for model in models()}
    for model in models():
        assert model.reads & made <= seen, model.table
        seen.add(model.table)


def test_tables_read_leaves_common_table_expressions_out() -> None:
    sql = "with a as (select * from core.x) select * from a join report.y using (z) where z in (select z from raw.w)"
    assert tables_read(sql) == {"core.x", "report.y", "raw.w"}


def test_every_table_and_column_has_a_comment_and_every_meaning_a_column() -> None:
    with duckdb.connect() as con:
        tables.prepare(con)
        tables.ensure(con, models())
        columns = con.execute(
            "select schema_name || '.' || table_name, column_name, comment from duckdb_columns() where not internal"
        ).fetchall()
        uncommented = con.execute(
            "select table_name from duckdb_tables() where comment is null "
            "union all select view_name from duckdb_views() where not internal and comment is null"
        ).fetchall()
    assert uncommented == []
    assert [row for row in columns if not row[2]] == []
    assert set(column_comments()) - {name for _, name, _ in columns} == set()


def test_a_table_keeps_its_rows_when_its_columns_change() -> None:
    before = Model("core.x", "select 'd' as district_key, '2021' as year, 7 as tasks", "One row.", frozenset())
    after = Model("core.x", "select 1 as year, 'd' as district_key, 'a' as domain", "One row, or two.", frozenset())
    with duckdb.connect() as con:
        con.execute("create schema core")
        tables.ensure(con, [before])
        con.execute(f"insert into core.x {before.sql}")
        tables.ensure(con, [after])
        assert con.execute("select district_key, year, domain from core.x").fetchall() == [("d", 2021, None)]
        assert con.execute("select comment from duckdb_tables()").fetchall() == [("One row, or two.",)]
        tables.ensure(con, [before])
        assert con.execute("select district_key, year, tasks from core.x").fetchall() == [("d", "2021", None)]


def test_a_column_without_a_meaning_fails_the_build() -> None:
    with duckdb.connect() as con:
        con.execute("create schema core")
        with pytest.raises(KeyError, match="nameless"):
            tables.ensure(con, [Model("core.x", "select 1 as nameless", "One row.", frozenset())])


def test_the_check_queries_run_on_an_empty_warehouse() -> None:
    with duckdb.connect() as con:
        tables.prepare(con)
        tables.ensure(con, models())
        for relation in relations():
            with functions_of(con, relation.sql):
                names = [name for name, *_ in con.execute(relation.sql).description or ()]
            assert names == ["source_row_id", "field", "holds", "message_zh"], relation.name
        for gate in gates():
            con.execute(gate.sql)
            assert gate.meaning


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readmes_name_every_report_table(readme: str) -> None:
    text = (HERE.parent / readme).read_text("utf-8")
    assert {model.name for model in models() if model.schema == "report" and f"`{model.name}`" not in text} == set()


def test_sql_files_lie_where_the_loader_looks() -> None:
    assert {path.parent.name for path in HERE.rglob("*.sql")} == {*SCHEMAS, "transforms", "macros"}
    assert {path.stem for path in (HERE / "macros").glob("*.sql")} == set(MACROS)
