"""SQL for users reads the database and nothing else."""

from pathlib import Path

import duckdb
import pytest

from warehouse.query import NoWarehouseError, open_read_only

FORBIDDEN = [
    "create table t2 as select 1",
    "insert into t values (2)",
    "drop table t",
    "select * from read_csv('{folder}/secret.csv')",
    "select * from read_text('{folder}/secret.csv')",
    "select * from glob('{folder}/*')",
    "attach '{folder}/other.duckdb'",
    "copy t to '{folder}/out.csv'",
    "export database '{folder}/out'",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "set memory_limit = '1GB'",
]


@pytest.fixture
def published(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with duckdb.connect(str(path)) as con:
        con.execute("create schema raw; create table raw.refresh (a int); create table t as select 1 as a")
    return path


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_users_sql_cannot_write_or_leave_the_database(published: Path, statement: str) -> None:
    with open_read_only(published) as con, pytest.raises(duckdb.Error):
        con.execute(statement.format(folder=published.parent)).fetchall()
    with duckdb.connect(str(published), read_only=True) as con:
        assert con.execute("from t").fetchall() == [(1,)]


def test_two_readers_at_once(published: Path) -> None:
    with open_read_only(published) as one, open_read_only(published) as two:
        assert one.execute("from t").fetchall() == two.execute("from t").fetchall() == [(1,)]


def test_no_warehouse_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NoWarehouseError, match="reform refresh"):
        open_read_only(tmp_path / "none.duckdb")


@pytest.mark.parametrize("content", [b"", b"no database", b"\0" * 100_000])
def test_a_file_that_is_no_warehouse_is_said_so_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(content)
    with pytest.raises(NoWarehouseError, match="no warehouse"):
        open_read_only(path)
    assert path.read_bytes() == content


def test_a_database_of_somebody_else_is_no_warehouse(tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("create table t as select 1 as a")
    with pytest.raises(NoWarehouseError, match="no warehouse"):
        open_read_only(path)
