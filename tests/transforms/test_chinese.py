"""Every report table and each of its columns has a Chinese name, and no name is left over."""

from collections.abc import Iterator

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.small import built, task
from transforms.chinese import chinese
from transforms.models import models


@pytest.fixture(scope="module")
def warehouse() -> Iterator[DuckDBPyConnection]:
    with built({"2021.xlsx": [task(2, "甲事项")]}) as con:
        yield con


def report_columns(con: DuckDBPyConnection) -> dict[str, list[str]]:
    rows = con.execute(
        "select table_name, list(column_name order by column_index) from duckdb_columns() "
        "where schema_name = 'report' group by all"
    ).fetchall()
    return dict(rows)


def test_every_report_table_and_column_has_a_name(warehouse: DuckDBPyConnection) -> None:
    tables = report_columns(warehouse)
    assert set(chinese().tables) == {model.name for model in models() if model.schema == "report"} == set(tables)
    for table, columns in tables.items():
        names = [chinese().column(table, column) for column in columns]
        assert len(set(names)) == len(names), f"two columns of {table} go by one name"
        assert set(chinese().tables[table].columns) <= set(columns), table
    used = {column for columns in tables.values() for column in columns}
    assert set(chinese().columns) == used


def test_a_measure_is_called_as_the_column_that_it_is() -> None:
    assert chinese().value("measure", "outputs") == chinese().columns["outputs"]
    assert chinese().value("status", "completed") == "已完成"
    assert chinese().value("title", "completed") == "completed"


def test_a_table_may_call_a_value_otherwise() -> None:
    assert chinese().value("status", "open", "supervision_findings") == "整改中"
    assert chinese().value("status", "open", "dispatch_followup") == "办理中"
    assert chinese().value("status", "overdue", "supervision_findings") == "逾期"
    tables = chinese().tables.items()
    assert all(declared.values.keys() <= chinese().values.keys() for _, declared in tables)
