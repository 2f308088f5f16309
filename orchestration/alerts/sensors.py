"""When people are told while `reform serve` runs: after each refresh, and when none succeeds for too long."""

import time
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import dagster as dg

from orchestration.alerts import message
from orchestration.alerts.sending import send
from orchestration.alerts.telling import tell
from orchestration.refresh import TOLD_TAG, how_it_ended
from orchestration.settings import TIME_ZONE, Settings

LOOK_SECONDS = 300
ENDS = {"told_success": dg.DagsterRunStatus.SUCCESS, "told_failure": dg.DagsterRunStatus.FAILURE}


class NotToldError(Exception):
    """A message that did not get through everywhere, with the reasons."""


def alert_sensors(settings: Settings, job_name: str) -> list[dg.SensorDefinition]:
    """The sensors that tell of a job's runs; none when alerts are off."""
    if not settings.alerts.channels:
        return []
    ends = [_end_sensor(settings, job_name, name, status) for name, status in ENDS.items()]
    return [*ends, _late_sensor(settings, job_name)]


def _end_sensor(
    settings: Settings, job_name: str, name: str, status: dg.DagsterRunStatus
) -> dg.RunStatusSensorDefinition:
    @dg.run_status_sensor(
        name=name,
        run_status=status,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description=f"Tells people of refreshes that end with {status.value.lower()}.",
    )
    def tell_of_end(context: dg.RunStatusSensorContext) -> dg.SkipReason | None:
        run = context.dagster_run
        if run.job_name != job_name or TOLD_TAG in run.tags:
            return dg.SkipReason("not a refresh, or one whose command has told of it")
        entries = context.instance.all_logs(run.run_id)
        events = [entry.dagster_event for entry in entries if entry.dagster_event is not None]
        _refuse(tell(settings, how_it_ended(events)))
        return None

    return tell_of_end


def _late_sensor(settings: Settings, job_name: str) -> dg.SensorDefinition:
    @dg.sensor(
        name="told_late",
        minimum_interval_seconds=LOOK_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Tells people, once, when no refresh has succeeded for too long.",
    )
    def tell_of_delay(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        succeeded_at = last_success(context.instance, job_name)
        watch = Watch.resumed(context.cursor, succeeded_at, time.time())
        hours = (time.time() - watch.since) / 3600
        if hours < settings.alerts.late_after_hours or watch.is_told:
            context.update_cursor(str(watch))
            return dg.SkipReason(f"{hours:.1f} hours since the last success or since the watch began")
        last = datetime.fromtimestamp(succeeded_at, ZoneInfo(TIME_ZONE)) if succeeded_at is not None else None
        office = settings.office().name_in(settings.district)
        # First remembered, then told: a channel that is down must not make the others tell it every five minutes.
        context.update_cursor(str(Watch(watch.since, is_told=True)))
        _refuse(send(message.of_delay(office, last, hours), settings.alerts.channels))
        return dg.SkipReason("told that the refresh is late")

    return tell_of_delay


def last_success(instance: dg.DagsterInstance, job_name: str) -> float | None:
    """When the last successful run of a job ended, in seconds since the epoch; None when none has."""
    succeeded = dg.RunsFilter(job_name=job_name, statuses=[dg.DagsterRunStatus.SUCCESS])
    records = instance.get_run_records(succeeded, limit=1)
    return records[0].end_time if records else None


@dataclass(frozen=True, slots=True)
class Watch:
    """Since when a success is waited for, in seconds since the epoch, and whether people were told that it is late."""

    since: float
    is_told: bool = False

    @classmethod
    def resumed(cls, cursor: str | None, succeeded_at: float | None, now: float) -> "Watch":
        """The watch that a cursor remembers, begun anew by every success."""
        since, _, told = (cursor or "").partition(" ")
        before = cls(float(since), bool(told)) if since else cls(now)
        return cls(succeeded_at) if succeeded_at is not None and succeeded_at > before.since else before

    def __str__(self) -> str:
        return f"{self.since!r}{' told' if self.is_told else ''}"


def _refuse(problems: list[str]) -> None:
    """Fail the tick, so that the UI shows what could not be sent."""
    if problems:
        raise NotToldError("; ".join(problems))
