"""`reform serve`: the UI answers on loopback and nowhere else, and the schedule and the sensor run."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.orchestration.alerts.servers import free_port
from tests.workbooks import task_sheet, write_workbook

TASK = (1, "经济体制改革", "优化营商环境", "区发改委", "2021年12月底前", "已完成", "2021-11-30")
QUERY = """{ repositoriesOrError { ... on RepositoryConnection { nodes {
    schedules { name scheduleState { status } } sensors { name sensorState { status } } } } } }"""


def ask(port: int, query: str) -> Any:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql",
        data=json.dumps({"query": query}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)["data"]


@pytest.fixture
def port(tmp_path: Path, inbox: Path) -> Iterator[int]:
    write_workbook(inbox / "2021" / "a.xlsx", {"任务": task_sheet(TASK)})
    number = free_port()
    environment = os.environ | {"REFORM_DAGSTER_HOME": str(tmp_path / "dagster")}
    command = [sys.executable, "-c", "from orchestration.cli import main; main()", "serve", "--port", str(number)]
    process = subprocess.Popen(
        [*command, "--inbox", str(inbox), "--warehouse", str(tmp_path / "warehouse.duckdb")],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(number)
        yield number
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the server as Ctrl-C does; not waiting, as Dagster does, a minute for each of its own processes to end."""
    os.killpg(process.pid, signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=20)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for(port: int) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            if ask(port, "{ version }")["version"]:
                return
        except OSError:
            time.sleep(0.5)
    raise AssertionError("the UI did not come up")


def test_the_ui_is_on_loopback_and_the_refresh_is_scheduled(port: int) -> None:
    (repository,) = ask(port, QUERY)["repositoriesOrError"]["nodes"]
    assert [(s["name"], s["scheduleState"]["status"]) for s in repository["schedules"]] == [("nightly", "RUNNING")]
    assert [(s["name"], s["sensorState"]["status"]) for s in repository["sensors"]] == [("new_files", "RUNNING")]
    other = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=True).stdout.split()
    for address in other:
        with pytest.raises(OSError, match=r"refused|unreachable|timed out"):
            socket.create_connection((address, port), timeout=2).close()
