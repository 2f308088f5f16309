"""After a refresh people are told what it brought, or why it brought nothing; by default nobody is."""

import os
import time
from pathlib import Path

import dagster as dg
import pytest
from typer.testing import CliRunner

from orchestration.alerts.sensors import NotToldError, alert_sensors
from orchestration.alerts.settings import Alerts
from orchestration.build import JOB, build_definitions
from orchestration.cli import app
from orchestration.refresh import prepare_dagster_home
from orchestration.settings import Settings
from tests.orchestration.alerts.servers import WebhookServer, webhook_server
from tests.workbooks import settings_in, task_sheet, write_workbook

DONE = (1, "经济体制改革", "优化营商环境", "区发改委", "2021年12月底前", "已完成", "2021-11-30")
LATE = (2, "经济体制改革", "清理欠款", "区财政局", "2021年6月底前", "推进中", None)


def alerts_to(server: WebhookServer, **more: float) -> Alerts:
    return Alerts.model_validate({"webhooks": [{"url": server.url}], **more})


def run_by_command(settings: Settings, monkeypatch: pytest.MonkeyPatch, server: WebhookServer) -> tuple[int, str]:
    """`reform refresh` as a user runs it, with the settings in the environment."""
    environment = {
        "REFORM_INBOX": settings.inbox,
        "REFORM_WAREHOUSE": settings.warehouse,
        "REFORM_EXPORTS": settings.exports,
        "REFORM_DAGSTER_HOME": settings.dagster_home,
        "REFORM_AS_OF": settings.as_of,
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("REFORM_ALERTS__WEBHOOKS", f'[{{"url": "{server.url}"}}]')
    ran = CliRunner().invoke(app, ["refresh"])
    return ran.exit_code, ran.stderr


def test_a_refresh_tells_what_it_brought_and_an_idle_one_nothing(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook = inbox / "2021" / "甲.xlsx"
    settings = settings_in(tmp_path, inbox)
    with webhook_server() as server:
        write_workbook(workbook, {"任务": task_sheet(DONE, LATE)})
        assert run_by_command(settings, monkeypatch, server)[0] == 0
        assert run_by_command(settings, monkeypatch, server)[0] == 0
        write_workbook(workbook, {"任务": task_sheet(DONE, (*LATE[:5], "已完成", "2021-12-30"))})
        assert run_by_command(settings, monkeypatch, server)[0] == 0
        first, second = (posted.body for posted in server.posted)
    assert (first["event"], first["figures"]["tasks_new"], first["figures"]["tasks_overdue"]) == ("published", 2, 1)
    assert first["overdue"][0]["title"] == "清理欠款"
    assert "2021年“清理欠款”(区财政局),逾期 215 天" in first["text"]
    assert (second["figures"]["tasks_changed"], second["figures"]["tasks_overdue"]) == (1, 0)
    assert "2021年“清理欠款”:完成情况 逾期→已完成" in second["text"]


def test_a_refresh_that_does_not_publish_tells_why(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_workbook(inbox / "2021" / "甲.xlsx", {"任务": [["2021年重点改革任务"], ["无关", "内容"]]})
    with webhook_server() as server:
        code, _ = run_by_command(settings_in(tmp_path, inbox), monkeypatch, server)
        (posted,) = server.posted
    assert (code, posted.body["event"]) == (1, "not_published")
    assert "没有发布新版本" in posted.body["text"]
    assert posted.body["problems"]


def test_an_alert_that_is_not_sent_changes_nothing_of_the_refresh(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_workbook(inbox / "2021" / "甲.xlsx", {"任务": task_sheet(DONE)})
    with webhook_server() as server:
        server.status = 503
        code, told = run_by_command(settings_in(tmp_path, inbox), monkeypatch, server)
    assert code == 0
    assert "reform: an alert was not sent: json webhook at 127.0.0.1: it answered 503" in told


def test_there_are_no_sensors_and_no_messages_by_default(tmp_path: Path, inbox: Path) -> None:
    settings = settings_in(tmp_path, inbox)
    assert settings.alerts.channels == []
    names = {sensor.name for sensor in build_definitions(settings).sensors or ()}
    assert names == {"new_files"}


@pytest.fixture
def dagster_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(os.environ, "DAGSTER_HOME", "")
    home = tmp_path / "dagster"
    prepare_dagster_home(home)
    return home


def job_of(settings: Settings) -> dg.JobDefinition:
    return build_definitions(settings).resolve_job_def(JOB)


def evaluate(sensor: dg.SensorDefinition, instance: dg.DagsterInstance, cursor: str | None = None) -> str | None:
    """Evaluate a sensor once; give its cursor."""
    context = dg.build_sensor_context(instance=instance, cursor=cursor)
    sensor.evaluate_tick(context)
    return context.cursor


def test_the_nightly_run_is_told_of_and_one_by_command_is_not_told_of_twice(
    tmp_path: Path, inbox: Path, dagster_home: Path
) -> None:
    write_workbook(inbox / "2021" / "甲.xlsx", {"任务": task_sheet(DONE)})
    with webhook_server() as server, dg.DagsterInstance.get() as instance:
        settings = settings_in(tmp_path, inbox, alerts=alerts_to(server))
        job = job_of(settings)
        result = job.execute_in_process(instance=instance, raise_on_error=False)
        told = next(one for one in alert_sensors(settings, JOB) if one.name == "told_success")
        assert isinstance(told, dg.RunStatusSensorDefinition)
        by_schedule = instance.get_run_by_id(result.run_id)
        assert by_schedule is not None
        for run in (by_schedule, by_schedule.with_tags({**by_schedule.tags, "reform/told": "yes"})):
            context = dg.build_run_status_sensor_context("told_success", result.all_events[-1], instance, run)
            told(context)
        (posted,) = server.posted
    assert (posted.body["event"], posted.body["figures"]["tasks"]) == ("published", 1)


def test_a_late_refresh_is_told_of_once_and_again_after_the_next_success(
    tmp_path: Path, inbox: Path, dagster_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_workbook(inbox / "2021" / "甲.xlsx", {"任务": task_sheet(DONE)})
    now = time.time()

    def in_hours(hours: float) -> None:
        monkeypatch.setattr(time, "time", lambda: now + hours * 3600)

    with webhook_server() as server, dg.DagsterInstance.get() as instance:
        settings = settings_in(tmp_path, inbox, alerts=alerts_to(server, late_after_hours=26))
        job = job_of(settings)
        late = next(one for one in alert_sensors(settings, JOB) if one.name == "told_late")
        cursor = evaluate(late, instance)
        in_hours(25)
        cursor = evaluate(late, instance, cursor)
        assert server.posted == []
        for hours in (27, 28):
            in_hours(hours)
            cursor = evaluate(late, instance, cursor)
        (never,) = server.posted
        monkeypatch.undo()
        prepare_dagster_home(dagster_home)
        job.execute_in_process(instance=instance, raise_on_error=False)
        cursor = evaluate(late, instance, cursor)
        in_hours(30)
        cursor = evaluate(late, instance, cursor)
        _, again = server.posted
        server.status = 500
        in_hours(100)
        with pytest.raises(NotToldError, match="it answered 500"):
            evaluate(late, instance, "0.0")
    assert (never.body["event"], never.body["last_success"]) == ("late", None)
    assert "还没有成功过" in never.body["text"]
    assert "上次成功是" in again.body["text"]
