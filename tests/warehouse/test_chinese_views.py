"""The report tables under Chinese names say the same as under English ones."""

from collections.abc import Iterator

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.small import built, task
from transforms.chinese import chinese
from warehouse.chinese_views import SCHEMA, identifier, make_chinese_views

TITLE = "甲\"事项'; drop table report.annual_overview; --"


@pytest.fixture(scope="module")
def warehouse() -> Iterator[DuckDBPyConnection]:
    with built({"2021.xlsx": [task(2, TITLE, status="completed"), task(3, "乙事项", status="in_progress")]}) as con:
        yield con


@pytest.mark.parametrize("table", chinese().tables)
def test_a_view_has_the_rows_and_columns_of_its_table(warehouse: DuckDBPyConnection, table: str) -> None:
    view = f"{SCHEMA}.{identifier(chinese().tables[table].title)}"
    of_table = warehouse.execute(f"from report.{table}")
    columns = [chinese().column(table, column) for column, *_ in of_table.description or ()]
    rows = of_table.fetchall()
    of_view = warehouse.execute(f"from {view}")
    assert [column for column, *_ in of_view.description or ()] == columns
    words = {**chinese().columns, **{word: said for words in chinese().values.values() for word, said in words.items()}}
    for row, shown in zip(rows, of_view.fetchall(), strict=True):
        assert all(one == other or words[str(one)] for one, other in zip(row, shown, strict=True))


def test_values_that_are_words_of_ours_are_in_chinese(warehouse: DuckDBPyConnection) -> None:
    found = warehouse.execute("select 改革事项, 完成情况 from 报表.重点改革任务完成情况表 order by 序号").fetchall()
    assert found == [(TITLE, "已完成"), ("乙事项", "推进中")]
    measures = warehouse.execute("select 指标 from 报表.数据来源 where 指标 = '计划任务'").fetchall()
    assert len(measures) == 2


def test_views_and_their_columns_say_what_they_are(warehouse: DuckDBPyConnection) -> None:
    views = warehouse.execute(
        "select view_name, comment from duckdb_views() where schema_name = ?", [SCHEMA]
    ).fetchall()
    assert {name for name, _ in views} == {table.title for table in chinese().tables.values()}
    assert all(comment for _, comment in views)
    meaning = "select comment from duckdb_columns() where schema_name = ? and column_name = '第四季度到期任务'"
    assert warehouse.execute(meaning, [SCHEMA]).fetchall() == [("q4_planned: Tasks due in the fourth quarter.",)]
    uncommented = "from duckdb_columns() where schema_name = ? and comment is null"
    assert warehouse.execute(uncommented, [SCHEMA]).fetchall() == []


def test_views_that_are_no_longer_declared_go(warehouse: DuckDBPyConnection) -> None:
    warehouse.execute("create view 报表.旧表 as select 1 as 甲")
    make_chinese_views(warehouse)
    views = warehouse.execute("select view_name from duckdb_views() where schema_name = ?", [SCHEMA]).fetchall()
    assert {name for (name,) in views} == {table.title for table in chinese().tables.values()}
