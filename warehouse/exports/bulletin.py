"""What a refresh has brought, in a few lines: what was loaded and rejected, what changed, what is overdue."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from duckdb import DuckDBPyConnection

from transforms.chinese import chinese

QUERIES = Path(__file__).parent
LINES_SHOWN = 10
LONGEST_VALUE = 40
OFFICE_TIME = ZoneInfo("Asia/Shanghai")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """The latest refresh. figures: by name; changes and overdue: the first few, the figures say how many there are."""

    figures: Row
    changes: tuple[Row, ...]
    overdue: tuple[Row, ...]

    def lines(self) -> list[str]:
        """The bulletin in Chinese, a line a thing."""
        figures = self.figures
        refreshed = figures["refreshed_at"].replace(tzinfo=ZoneInfo("UTC")).astimezone(OFFICE_TIME)
        return [
            f"更新时间:{refreshed:%Y-%m-%d %H:%M},任务状态截至 {figures['as_of']}",
            f"文件:共 {figures['files']} 个,本次读取 {figures['files_read']} 个"
            + (f",不能读取或识别 {figures['files_not_read']} 个" if figures["files_not_read"] else ""),
            f"数据行:采用 {figures['rows_loaded']},采用但有提醒 {figures['rows_warned']},"
            f"退回 {figures['rows_rejected']}",
            f"任务:共 {figures['tasks']} 项,新增 {figures['tasks_new']},有变化 {figures['tasks_changed']},"
            f"不再列入 {figures['tasks_gone']}",
            *(f"· {change_line(change)}" for change in self.changes),
            f"逾期:{figures['tasks_overdue']} 项",
            *(f"· {overdue_line(task)}" for task in self.overdue),
        ]

    def data(self) -> Row:
        """The bulletin for programs: figures, changes and overdue tasks; days and times in ISO form."""
        return {
            "figures": {name: as_text(value) for name, value in self.figures.items()},
            "changes": list(self.changes),
            "overdue": list(self.overdue),
        }


def bulletin_of(con: DuckDBPyConnection) -> Bulletin:
    """The bulletin of the refresh that built a published database."""
    (figures,) = rows(con, "bulletin_figures")
    return Bulletin(
        figures,
        tuple(rows(con, "bulletin_changes", LINES_SHOWN)),
        tuple(rows(con, "bulletin_overdue", LINES_SHOWN)),
    )


def rows(con: DuckDBPyConnection, name: str, *values: object) -> list[Row]:
    """The rows of a query that lies beside this module, by column."""
    answer = con.execute(query(name), list(values))
    names = [name for name, *_ in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


@cache
def query(name: str) -> str:
    """A query that lies beside this module."""
    return (QUERIES / f"{name}.sql").read_text("utf-8")


def change_line(change: Row) -> str:
    """2022年“…”:完成状态 推进中→已完成."""
    column = change["field"].removesuffix("_key")
    said = (shown(column, change[side]) for side in ("old_value", "new_value"))
    return f"{change['year']}年“{shortened(change['title'])}”:{chinese().columns.get(column, column)} {'→'.join(said)}"


def overdue_line(task: Row) -> str:
    """2022年“…”(区住建局),逾期 12 天."""
    department = task["lead_department"] or "未填"
    return f"{task['year']}年“{shortened(task['title'])}”({department}),逾期 {task['days_late']} 天"


def shown(column: str, value: str | None) -> str:
    """A value as people read it."""
    return "未填" if value is None else shortened(chinese().value(column, value))


def shortened(text: str) -> str:
    """A text on one line, its end left out when it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_VALUE else f"{line[: LONGEST_VALUE - 1]}…"


def as_text(value: object) -> object:
    """A day or a time in ISO form; anything else as it is."""
    return value.isoformat() if isinstance(value, date | datetime) else value
