"""What the page shows: the rows of the report tables of one district, and for each record the cells behind it.

Everything is taken from the published tables as it stands there; nothing is counted here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from transforms.chinese import chinese
from warehouse.exports.text import is_ratio

HERE = Path(__file__).parent
CHINA = timezone(timedelta(hours=8))

Plain = str | int | float | bool | None | list[Any]
"""What JSON can hold."""

Data = dict[str, Any]
"""An object of JSON."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A report table of which the page shows columns. traced: its rows are records with cells of their own behind them.

    order: how its rows are listed where nobody has sorted them.
    """

    table: str
    columns: tuple[str, ...]
    order: str
    traced: bool = False


FIGURES = [
    "planned",
    "carried_in",
    "completed",
    "postponed",
    "cancelled",
    "overdue",
    "in_progress",
    "not_started",
    "completion_rate",
    "completion_rate_of_plan",
    "outputs",
]

TABLES: Mapping[str, Shown] = {
    "overview": Shown(
        "report.annual_overview",
        ("year", "domains", *FIGURES, "meetings", "q4_planned", "q4_share", "files", "rows_found", "rows_rejected"),
        "year",
    ),
    "domains": Shown("report.domain_summary", ("year", "domain", *FIGURES), "year, domain_no nulls last, domain"),
    "quarters": Shown(
        "report.quarterly_load",
        (
            "year",
            "quarter",
            "planned",
            "share",
            "completed",
            "flagged",
            "to_come",
            "done_in_same_weeks",
            "done_in_same_weeks_at_most",
            "overloaded",
        ),
        "year, quarter nulls last",
    ),
    "months": Shown("report.completion_by_month", ("year", "month", "due_so_far", "completed_so_far"), "year, month"),
    "tasks": Shown(
        "report.task_completion",
        (
            *("year", "seq", "domain", "title", "lead_department", "supporting_departments", "responsible_person"),
            *("due_text", "planned_due_date", "status", "completed_date", "carried_from_year", "postponed_to_year"),
            *("postponement_reason", "progress", "remark"),
        ),
        "year, seq",
        traced=True,
    ),
    "outputs": Shown(
        "report.institutional_outputs",
        ("year", "seq", "domain", "title", "document_number", "issuer", "issued_date", "task_title", "kind"),
        "year, seq",
        traced=True,
    ),
    "postponements": Shown(
        "report.postponements",
        ("year", "domain", "title", "lead_department", "reason", "approved_by", "approved", "postponed_to_year"),
        "all",
        traced=True,
    ),
    "recognition": Shown(
        "report.recognition",
        ("year", "recognition", "title", "recognised_by", "level", "form", "date"),
        "year, list_position(['国家', '省', '市', '区'], level) nulls last, source_row_id",
        traced=True,
    ),
    "indicators": Shown(
        "report.indicators",
        ("year", "domain", "task_title", "indicator", "value", "value_text", "unit", "approximate", "as_of_date"),
        "year, domain, source_row_id",
        traced=True,
    ),
    "suspects": Shown(
        "report.routine_suspects",
        ("year", "domain", "title", "lead_department", "status", "signs", "reasons"),
        "year, signs desc, source_row_id",
        traced=True,
    ),
    "supervision": Shown(
        "report.supervision_findings",
        (
            *("year", "round", "inspection_kind", "inspected_department", "domain", "task_title", "problem"),
            *("corrective_measure", "due_text", "due_date", "department", "responsible_person", "found_date", "status"),
            *("days_late", "closed_date", "verified", "verification"),
        ),
        "year, days_late desc nulls last, status = 'closed', source_row_id",
        traced=True,
    ),
    "followup": Shown(
        "report.supervision_followup",
        ("year", "department", "domain", "findings", "open", "overdue", "closed", "reopened"),
        "year, department, domain",
    ),
    "scorecard": Shown(
        "report.department_scorecard",
        (
            *("year", "department", "planned", "completed", "postponed", "cancelled", "overdue", "completion_rate"),
            *("outputs", "findings", "score"),
        ),
        "year, (coalesce(planned, 0) = 0), score desc nulls last, department",
    ),
    "parts": Shown(
        "report.scorecard_parts",
        ("year", "department", "seq", "part_name", "ratio", "weight", "points", "arithmetic"),
        "year, department, seq",
    ),
    "stated": Shown(
        "report.stated_vs_computed",
        ("year", "report", "domain", "measure", "stated", "computed", "difference", "verdict", "explanation", "quote"),
        "year, report, domain nulls first, source_row_id",
        traced=True,
    ),
}


def districts(con: DuckDBPyConnection) -> list[str]:
    """The districts that have report tables."""
    return [
        name for (name,) in con.execute("select distinct district from report.annual_overview order by all").fetchall()
    ]


def freshness(con: DuckDBPyConnection) -> Data:
    """When the published tables were made, in China's time, and the day as of which tasks were judged overdue."""
    refreshed_at, as_of = con.execute(
        "select refreshed_at, as_of from raw.refresh order by refresh_number desc limit 1"
    ).fetchall()[0]
    return {
        "refreshed_at": refreshed_at.replace(tzinfo=UTC).astimezone(CHINA).strftime("%Y-%m-%d %H:%M"),
        "as_of": as_of.isoformat(),
    }


def overviews(con: DuckDBPyConnection) -> Data:
    """The headline figures of every district and year."""
    shown = TABLES["overview"]
    columns = ("district", *shown.columns)
    rows = con.execute(f"select {', '.join(columns)} from {shown.table} order by district, year").fetchall()
    return as_table(columns, rows)


def district_tables(con: DuckDBPyConnection, district: str) -> dict[str, Data]:
    """The tables of a district, by the name the page knows them by; the files it sent are one of them.

    The last column of a traced table, "trace", is the place of the record's cells in the ``traces`` of its year.
    """
    tables = {name: _rows_of(con, shown, district) for name, shown in TABLES.items()}
    tables["files"] = _files(con, district)
    return tables


def _rows_of(con: DuckDBPyConnection, shown: Shown, district: str) -> Data:
    columns = (*shown.columns, "source_row_id") if shown.traced else shown.columns
    rows = con.execute(
        f"select {', '.join(columns)} from {shown.table} where district = ? order by {shown.order}", [district]
    ).fetchall()
    return as_table(columns, rows)


def _files(con: DuckDBPyConnection, district: str) -> Data:
    cursor = con.execute(
        """
        select
            received.year,
            file.path,
            received.department,
            count(received.source_row_id) as rows_found,
            count(*) filter (where received.disposition = 'loaded') as rows_loaded,
            count(*) filter (where received.disposition = 'warned') as rows_warned,
            count(*) filter (where received.disposition = 'rejected') as rows_rejected,
            count(*) filter (where received.disposition = 'skipped') as rows_skipped
        from rows_of_years() as received
        inner join raw.source_file as file using (file_id)
        where received.district = ? and received.state = 'loaded'
        group by all
        order by file.path, received.year
        """,
        [district],
    )
    return as_table([name for name, *_ in cursor.description or ()], cursor.fetchall())


def names() -> Data:
    """What measures, words and the columns of the tables are called in Chinese."""
    columns = {
        name: {column: chinese().column(shown.table.removeprefix("report."), column) for column in shown.columns}
        for name, shown in TABLES.items()
        if shown.traced
    }
    measures = chinese().columns
    return {
        "measures": measures,
        "ratios": [measure for measure in measures if is_ratio(measure)],
        "values": chinese().values,
        "columns": columns,
    }


def as_table(columns: Iterable[str], rows: Iterable[Sequence[Any]]) -> Data:
    """Rows as JSON holds them, shorter than an object a row."""
    return {"columns": list(columns), "rows": [[plain(value) for value in row] for row in rows]}


def plain(value: Any) -> Plain:
    """A value of DuckDB as JSON holds it: dates as ISO texts, and what is no finite number as text."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return value  # type: ignore[no-any-return] # the report tables hold texts, numbers and truth values besides


def move_traces(con: DuckDBPyConnection, district: str, tables: Mapping[str, Data]) -> dict[int, Data]:
    """The cells behind the records of a district's tables, by year; the records then name their place there."""
    wanted: dict[int, dict[str, int]] = defaultdict(dict)
    for table in tables.values():
        if table["columns"][-1] != "source_row_id":
            continue
        table["columns"][-1] = "trace"
        for row in table["rows"]:
            places = wanted[row[0]]
            row[-1] = places.setdefault(row[-1], len(places))
    return {year: _Traces(con, district, year, places).data() for year, places in sorted(wanted.items())}


class _Traces:
    """The cells behind the records of a year. Texts that recur (paths, sheets, headers) stand once, in ``texts``."""

    def __init__(self, con: DuckDBPyConnection, district: str, year: int, places: Mapping[str, int]) -> None:
        self._texts: dict[str | None, int] = {}
        self._rows: dict[str, int] = {}
        self._records: list[list[Any]] = [[] for _ in places]
        self._described: list[list[Any]] = []
        parameters = {"district": district, "year": year, "record_row_ids": list(places)}
        query = (HERE / "traces.sql").read_text("utf-8")
        for record, source_row, fields, path, sheet, row_number in con.execute(query, parameters).fetchall():
            if source_row not in self._rows:
                self._rows[source_row] = len(self._rows)
                self._described.append([self._text(path), self._text(sheet), row_number, []])
            self._records[places[record]].append([self._rows[source_row], fields or []])
        self._add_cells(con)

    def _add_cells(self, con: DuckDBPyConnection) -> None:
        query = (HERE / "cells.sql").read_text("utf-8")
        cells = con.execute(query, {"source_row_ids": list(self._rows)}).fetchall()
        for source_row, cell, header, text, field in cells:
            self._described[self._rows[source_row]][3].append([cell, self._text(header), text, self._text(field)])

    def _text(self, text: str | None) -> int:
        return self._texts.setdefault(text, len(self._texts))

    def data(self) -> Data:
        """The traces as the page reads them."""
        return {"texts": list(self._texts), "rows": self._described, "records": self._records}
