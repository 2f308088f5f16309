"""The Parquet copies hold what the tables hold, and are there for every report table, fact and dimension."""

import duckdb

from orchestration.settings import Settings
from transforms.models import models
from warehouse.tables import received_tables


def test_every_copy_holds_the_columns_and_rows_of_its_table(sample_warehouse: Settings) -> None:
    folder = sample_warehouse.exports / "parquet"
    copies = {path.name.removesuffix(".parquet"): path for path in folder.iterdir()}
    made = [*(model.table for model in models()), *received_tables()]
    assert copies.keys() == {table for table in made if table.startswith(("report.", "core.fct_", "core.dim_"))}
    with duckdb.connect(str(sample_warehouse.warehouse), read_only=True) as con:
        for table, path in copies.items():
            copy = f"read_parquet('{path}')"
            described, of_copy = (con.execute(f"describe from {one}").fetchall() for one in (table, copy))
            assert [column[:2] for column in described] == [column[:2] for column in of_copy], table
            for one, other in ((table, copy), (copy, table)):
                assert con.execute(f"from {one} except all from {other}").fetchall() == [], table
        assert con.execute(
            f"select planned from '{copies['report.annual_overview']}' where year = 2021"
        ).fetchall() == [(44,)]
