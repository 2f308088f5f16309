"""What is said of a refresh: a title, a text in Chinese, and its figures for programs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from orchestration.refresh import Ended
from warehouse.exports.bulletin import Bulletin


class Event(StrEnum):
    """What has happened."""

    PUBLISHED = "published"
    EXPORT_FAILED = "export_failed"
    NOT_PUBLISHED = "not_published"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Message:
    """One message. title: one line; text: the lines below it; data: the same for programs."""

    event: Event
    title: str
    text: str
    data: dict[str, Any] = field(default_factory=dict)


def of_publication(office: str, bulletin: Bulletin, problems: Sequence[str]) -> Message:
    """A new version stands; problems: of exports that could not be written."""
    event = Event.EXPORT_FAILED if problems else Event.PUBLISHED
    title = f"{office}:改革台账已更新" + (",但有文件未能导出" if problems else "")
    failed = [f"导出失败:{problem}" for problem in problems]
    return Message(event, title, "\n".join([*failed, *bulletin.lines()]), bulletin.data() | {"problems": [*problems]})


def of_failure(office: str, ended: Ended) -> Message:
    """No new version stands."""
    why = "数据检查没有通过" if ended.refused else "刷新没有完成"
    lines = [f"{why},没有发布新版本;上一版本照常使用。", *(f"原因:{problem}" for problem in ended.problems)]
    return Message(Event.NOT_PUBLISHED, f"{office}:改革台账未能更新", "\n".join(lines), {"problems": [*ended.problems]})


def of_delay(office: str, last_success: datetime | None, hours: float) -> Message:
    """No refresh has succeeded for so many hours. last_success: with its time zone; None when none ever has."""
    last = f"上次成功是 {last_success:%Y-%m-%d %H:%M}" if last_success else "还没有成功过"
    text = f"已有 {hours:.0f} 小时没有成功刷新({last});请检查刷新任务和收件文件夹。"
    data = {"last_success": last_success.isoformat() if last_success else None, "hours": round(hours, 1)}
    return Message(Event.LATE, f"{office}:改革台账没有按时更新", text, data)
