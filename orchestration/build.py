"""Put the definitions together: assets, the one refresh job, its schedule and its sensors."""

import hashlib
import logging
import os
import time
import warnings
from contextlib import suppress

import dagster as dg

from orchestration.alerts.sensors import alert_sensors
from orchestration.assets import all_assets
from orchestration.export_assets import export_assets
from orchestration.progress import Progress, silent
from orchestration.session import session_resource
from orchestration.settings import TIME_ZONE, Settings
from sources import inbox as inboxes

warnings.filterwarnings("ignore", category=dg.BetaWarning)
# It warns that the checks of skipped steps have no result; when nothing has changed, that is as it should be.
logging.getLogger("dagster._core.execution.plan.active").setLevel(logging.ERROR)

JOB = "refresh"
SETTLING_SECONDS = 30
"""A file must have lain this long unchanged before the sensor starts a refresh: uploads take time."""


def inbox_listing(settings: Settings) -> tuple[str, float]:
    """A cheap fingerprint of the inbox (names, sizes, times) and when it last changed, in seconds since the epoch."""
    digest = hashlib.sha256()
    changed_at = 0.0
    for path in inboxes.list_locations(settings.inbox):
        digest.update(os.fsencode(path))
        with suppress(OSError):  # a file may vanish meanwhile
            stat = path.lstat()
            digest.update(f"\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
            changed_at = max(changed_at, stat.st_mtime)
    return digest.hexdigest(), changed_at


def inbox_sensor(settings: Settings) -> dg.SensorDefinition:
    """Ask for a refresh soon after files of the inbox have changed and come to rest."""

    @dg.sensor(
        name="new_files",
        job_name=JOB,
        minimum_interval_seconds=SETTLING_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Refreshes soon after departments' files arrive.",
    )
    def new_files(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        if not settings.inbox.is_dir():
            return dg.SkipReason(f"there is no folder {settings.inbox}")
        listing, changed_at = inbox_listing(settings)
        if listing == context.cursor:
            return dg.SkipReason("no file has changed")
        if time.time() - changed_at < SETTLING_SECONDS:
            return dg.SkipReason("files are still arriving")
        return dg.SensorResult(run_requests=[dg.RunRequest(run_key=listing)], cursor=listing)

    return new_files


def build_definitions(settings: Settings, progress: Progress = silent) -> dg.Definitions:
    """All definitions for these settings. progress is told how far a run in this process is."""
    assets = [*all_assets(), *export_assets()]
    job = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.assets(*assets),
        executor_def=dg.in_process_executor,
        description="Read the inbox, check it, build every table, publish, and write the exports.",
    )
    nightly = dg.ScheduleDefinition(
        name="nightly",
        job=job,
        cron_schedule=settings.schedule,
        execution_timezone=TIME_ZONE,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Refreshes every night.",
    )
    return dg.Definitions(
        assets=assets,
        jobs=[job],
        schedules=[nightly],
        sensors=[inbox_sensor(settings), *alert_sensors(settings, JOB)],
        resources={"session": session_resource(settings, progress)},
        executor=dg.in_process_executor,
    )
