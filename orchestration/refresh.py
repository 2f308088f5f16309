"""Run the refresh job in this process, exactly as the nightly schedule runs it."""

import json
import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.progress import Progress
from orchestration.settings import Settings

if TYPE_CHECKING:
    import dagster as dg

DAGSTER_YAML = """\
# Written by reform at every start; change it in orchestration/refresh.py.
telemetry:
  enabled: false
# The steps write nothing to stdout or stderr; capturing it would start two processes a step.
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
# One database for all events: with one a run, each event is written twice.
event_log_storage:
  module: dagster._core.storage.event_log
  class: ConsolidatedSqliteEventLogStorage
  config:
    base_dir: {events}
concurrency:
  runs:
    max_concurrent_runs: 1
retention:
  schedule:
    purge_after_days: 90
  sensor:
    purge_after_days:
      skipped: 7
      success: 90
"""


EVENTS_WRITTEN_AT_ONCE = 1000
"""How many of the events that it plans Dagster writes in one transaction; by default it writes them one by one."""
FAILURES = ("STEP_FAILURE", "RESOURCE_INIT_FAILURE", "PIPELINE_FAILURE")
SUCCESS = "PIPELINE_SUCCESS"
CHECK_EVALUATION = "ASSET_CHECK_EVALUATION"
TOLD_TAG = "reform/told"
"""The tag of a run whose command itself tells people how it ended."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a refresh ended.

    published: a new version stands; unchanged: nothing had changed, the last version stands; refused: a version was
    built, a check did not let it be published.
    """

    published: bool
    unchanged: bool
    refused: bool
    problems: tuple[str, ...]


def prepare_dagster_home(home: Path) -> None:
    """Make the folder that Dagster keeps its runs in, with telemetry off, and tell Dagster of it."""
    home.mkdir(parents=True, exist_ok=True)
    settings = home / "dagster.yaml"
    wanted = DAGSTER_YAML.format(events=json.dumps(str(home.resolve() / "events")))
    if not settings.is_file() or settings.read_text("utf-8") != wanted:
        settings.write_text(wanted, "utf-8")
    os.environ["DAGSTER_HOME"] = str(home.resolve())
    os.environ.setdefault("DAGSTER_EVENT_BATCH_SIZE", str(EVENTS_WRITTEN_AT_ONCE))


@contextmanager
def kept_open(home: Path) -> Iterator[None]:
    """Keep the databases of Dagster open meanwhile.

    Dagster opens and closes them at every event, and SQLite writes its journal back whenever the last one closes.
    """
    with ExitStack() as databases:
        for path in (*home.glob("events/*.db"), *home.glob("history/*.db")):
            database = databases.enter_context(closing(sqlite3.connect(path)))
            database.execute("pragma schema_version")  # it is opened only when it is read
        yield


def run_refresh(settings: Settings, progress: Progress) -> Ended:
    """Run the job once. What goes wrong in it is in the result, in words, not raised."""
    from orchestration import helpers

    if not settings.warehouse.exists():  # the first refresh is certain to need them
        helpers.start()
    import dagster as dg

    from orchestration.build import JOB, build_definitions

    prepare_dagster_home(settings.dagster_home)
    job = build_definitions(settings, progress).resolve_job_def(JOB)
    with dg.DagsterInstance.get() as instance, kept_open(settings.dagster_home):
        result = job.execute_in_process(
            instance=instance,
            raise_on_error=False,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
            tags={TOLD_TAG: "yes"},
        )
    return how_it_ended(result.all_events)


def how_it_ended(events: "Sequence[dg.DagsterEvent]") -> Ended:
    """What the events of a run tell of its end."""
    checks = [event.asset_check_evaluation_data for event in events if event.event_type.value == CHECK_EVALUATION]
    failed_checks = [
        f"{check.asset_key.to_user_string()} {check.check_name}: {check.description}"
        for check in checks
        if not check.passed and check.blocking
    ]
    errors = [root_message(event) for event in events if event.event_type.value in FAILURES]
    published = any(event.is_step_materialization and event.step_key == "publish" for event in events)
    return Ended(
        published=published,
        unchanged=not published and any(event.event_type.value == SUCCESS for event in events),
        refused=bool(failed_checks),
        problems=tuple(failed_checks or dict.fromkeys(error for error in errors if error)),
    )


def root_message(event: "dg.DagsterEvent") -> str:
    """What our own code said when it failed, in one line: Dagster wraps it in errors of its own."""
    error = getattr(event.event_specific_data, "error", None)
    while error is not None and error.cause is not None and (error.cls_name or "").startswith("Dagster"):
        error = error.cause
    if error is None:
        return ""
    if error.cls_name == "DagsterExecutionInterruptedError":
        return "interrupted"
    return re.sub(rf"^[\w.]*{error.cls_name}: ", "", " ".join(error.message.split()))
