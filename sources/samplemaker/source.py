"""The text source of a year's samples: records, and the workbooks that show them. No layout, no file formats."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

Value = date | int | str
Record = dict[str, Value]


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Declared):
    """A column of a sheet: its header (levels joined with "/"), the field it shows, its width in characters."""

    header: str
    field: str
    width: int


class Correction(_Declared):
    """How a sender writes one field of one record in one sheet."""

    id: str
    field: str
    text: str


class Sheet(_Declared):
    """A sheet that shows records.

    domains: "merged" writes a domain once in a merged cell, "sections" as a row above its records.
    subtotal and total: the field in whose column the number of records stands.
    """

    name: str
    rows: str
    title: str
    columns: tuple[Column, ...]
    select: tuple[str, ...] | None = None
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    domains: Literal["merged", "sections"] | None = None
    subtotal: str | None = None
    total: str | None = None
    as_written: tuple[Correction, ...] = ()


class Workbook(_Declared):
    """A file to be made; its suffix says in which format."""

    file: str
    sheet: tuple[Sheet, ...]


class Source(_Declared):
    """All that the samples of a year say: records by their type, and the workbooks that show them.

    domains and leaders: what a domain is called and who answers for it, by its number, which task ids begin with;
    report: the written report whose stated figures they give, if any.
    """

    domains: dict[str, str]
    leaders: dict[str, str]
    workbook: tuple[Workbook, ...]
    report: str = ""
    task: tuple[Record, ...] = ()
    output: tuple[Record, ...] = ()
    indicator: tuple[Record, ...] = ()
    postponement: tuple[Record, ...] = ()
    supervision: tuple[Record, ...] = ()
    dispatch: tuple[Record, ...] = ()
    publicity: tuple[Record, ...] = ()
    pilot: tuple[Record, ...] = ()
    meeting: tuple[Record, ...] = ()
    assessment: tuple[Record, ...] = ()
    stated: tuple[Record, ...] = ()

    def records(self, sheet: Sheet) -> list[Record]:
        """The records a sheet shows, numbered, as its sender writes them.

        Raises ValueError when the sheet selects or rewrites a record that is not there.
        """
        known = list(self._completed(sheet.rows))
        shown = (
            known if sheet.select is None else [record for wanted in sheet.select for record in _named(known, wanted)]
        )
        numbered: list[Record] = [{**record, "number": number} for number, record in enumerate(shown, start=1)]
        for correction in sheet.as_written:
            for record in _named(numbered, correction.id):
                record[correction.field] = correction.text
        return numbered

    def _completed(self, rows: str) -> Iterator[Record]:
        """The records of a list with what they take from their task and from the report.

        The leader who answers for a task is that of its domain, unless it names another.
        """
        tasks = {str(task["id"]): task for task in self.task}
        listed: tuple[Record, ...] = getattr(self, rows)
        for record in listed:
            task = tasks.get(str(record.get("task")), {})
            task_no = str(record.get("task", record.get("id", "")))
            taken: Record = {"report": self.report}
            if task_no:
                taken["domain"] = self.domains[task_no.split("-", maxsplit=1)[0]]
            if rows == "task":
                taken["leader"] = self.leaders[task_no.split("-", maxsplit=1)[0]]
            if task:
                taken |= {"task_title": task["title"], "title": task["title"], "lead": task["lead"]}
            yield {**taken, **record}


def _named(records: list[Record], wanted: str) -> list[Record]:
    """The records of that id, or of the task of that id."""
    found = [record for record in records if wanted in (record.get("id"), record.get("task"))]
    if not found:
        raise ValueError(f"no record is called {wanted}")
    return found


def load(path: Path) -> Source:
    """The text source in that file; pydantic.ValidationError when it is wrong."""
    return Source.model_validate(tomllib.loads(path.read_text("utf-8")))
