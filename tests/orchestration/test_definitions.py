"""What Dagster sees: an asset a table, blocking gates, one nightly job that runs by default."""

import os
import time
from pathlib import Path

import dagster as dg
import pytest

from orchestration.assets import asset_key
from orchestration.build import JOB, SETTLING_SECONDS, build_definitions
from tests.workbooks import settings_in
from transforms.models import models
from warehouse.gates import gates
from warehouse.tables import received_tables


@pytest.fixture
def definitions(tmp_path: Path, inbox: Path) -> dg.Definitions:
    return build_definitions(settings_in(tmp_path, inbox))


def test_every_table_is_an_asset_with_its_grain_and_upstream(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    for model in models():
        node = graph.get(asset_key(model.table))
        assert node.description == model.comment
        reads = {asset_key(table) for table in model.reads if table in {m.table for m in models()}}
        assert reads <= node.parent_keys, model.table
    for table in received_tables():
        assert asset_key(table) in graph.get_all_asset_keys()


def test_every_gate_blocks(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    for gate in gates():
        assert graph.get_check_spec(dg.AssetCheckKey(asset_key(gate.table), gate.name)).blocking, gate


def test_the_nightly_schedule_and_the_sensor_run_by_default(definitions: dg.Definitions) -> None:
    schedule = definitions.resolve_schedule_def("nightly")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 2 * * *", "Asia/Shanghai")
    assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING
    assert schedule.job_name == JOB
    assert definitions.resolve_sensor_def("new_files").default_status is dg.DefaultSensorStatus.RUNNING


def tick(definitions: dg.Definitions, cursor: str | None) -> dg.SensorResult | dg.SkipReason:
    with dg.DagsterInstance.ephemeral() as instance:
        context = dg.build_sensor_context(instance=instance, cursor=cursor)
        result = definitions.resolve_sensor_def("new_files")(context)
    assert isinstance(result, dg.SensorResult | dg.SkipReason)
    return result


def test_the_sensor_asks_for_a_refresh_when_new_files_have_come_to_rest(
    definitions: dg.Definitions, inbox: Path
) -> None:
    file = inbox / "a.csv"
    file.write_text("序号,改革事项\n1,甲\n", "utf-8")
    assert isinstance(tick(definitions, None), dg.SkipReason)
    rested = time.time() - SETTLING_SECONDS - 1
    os.utime(file, (rested, rested))
    asked = tick(definitions, None)
    assert isinstance(asked, dg.SensorResult)
    assert len(asked.run_requests or []) == 1
    assert isinstance(tick(definitions, asked.cursor), dg.SkipReason)
