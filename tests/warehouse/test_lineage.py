"""The lineage of the models stands in the warehouse, and is computed anew with other software only."""

from dataclasses import replace

import pytest

from orchestration.assets import materialised
from tests.warehouse.small import REFRESH, built, task
from transforms.models import models
from warehouse import lineage
from warehouse.load import record_refresh


def test_the_lineage_is_recorded_once_for_a_software(monkeypatch: pytest.MonkeyPatch) -> None:
    with built({"2021.xlsx": [task(2, "甲事项")]}) as con:
        con.execute(f"insert into {lineage.LINEAGE} values ('core.gone', 'a', null, null, 'earlier software')")
        lineage.record(con, models())
        found = con.execute(f"select distinct model, column_name from {lineage.LINEAGE}").fetchall()
        made = {model.table for model in models()}
        columns = lineage.table_columns(con)
        assert set(found) == {(table, column) for table in made for column in columns[table]}

        shown = materialised(con, "report.domain_summary").metadata or {}
        (source,) = shown["dagster/column_lineage"].deps_by_column["domain_no"]  # type: ignore[union-attr]
        assert (source.asset_key.path, source.column_name) == (["core", "dim_domain_year"], "domain_no")

        with monkeypatch.context() as patched:
            patched.delattr(lineage, "column_sources")
            lineage.record(con, models())
        record_refresh(con, replace(REFRESH, refresh_id="two", software_fingerprint="other"))
        lineage.record(con, models()[:1])
        assert con.execute(f"select distinct model, software_fingerprint from {lineage.LINEAGE}").fetchall() == [
            (models()[0].table, "other")
        ]
