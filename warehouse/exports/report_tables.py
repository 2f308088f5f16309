"""The report tables as leaders read them: the rows of a year, and what tables, columns and values are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from duckdb import DuckDBPyConnection

from transforms.chinese import chinese
from warehouse.exports.exporting import DistrictYear
from warehouse.exports.text import is_ratio, printable, typeset

UNKNOWN = "未填"
WHOLE_YEAR = "全年"
EXPECTED = (
    "lead_department",
    "responsible_person",
    "planned_due_date",
    "issuer",
    "issued_date",
    "document_number",
    "reason",
    "approved_by",
    "approved",
    "recognised_by",
    "level",
    "value",
    "quarter",
)
"""Columns in which a gap is said: somebody has to know. In the others nothing means that there is nothing."""


COUNTS = frozenset(
    (
        *("domains", "planned", "carried_in", "completed", "postponed", "cancelled", "overdue", "in_progress"),
        *("not_started", "q4_planned", "outputs", "meetings", "tasks_to_dispatch", "publicity", "endorsements"),
        *("pilots", "meetings_held", "decisions", "decisions_met", "decisions_overdue", "findings", "open"),
        *("findings_overdue", "closed", "reopened", "findings_closed", "suspects"),
    )
)
"""Columns that count what ledgers tell of, also of the year before: where none was received, a gap is said as well."""

OUR_WORDS = ("reasons", "comparison_note", "explanation")
"""Columns in which the warehouse says something itself."""


class Ratio(float):
    """A figure that is read as a percentage."""


Shown = str | int | float | date | Ratio
"""A value as people read it; nothing is an empty text."""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """The rows of a report table of a year of a district. columns: their names in the database."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def title(self) -> str:
        """What it is called."""
        return chinese().tables[self.name].title

    @property
    def headers(self) -> list[str]:
        """What its columns are called."""
        return [chinese().column(self.name, column) for column in self.columns]

    def records(self) -> list[dict[str, Any]]:
        """Its rows, each by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def shown(self) -> list[list[Shown]]:
        """Its rows as people read them."""
        measure = self.columns.index("measure") if "measure" in self.columns else None
        return [
            [
                shown(column, value, is_ratio(str(row[measure]) if measure is not None else column), self.name)
                for column, value in zip(self.columns, row, strict=True)
            ]
            for row in self.rows
        ]


def report_table(
    con: DuckDBPyConnection, name: str, one: DistrictYear, columns: Sequence[str] | None = None
) -> ReportTable:
    """The rows of a report table of a year, in its own order. columns: all but where and when it is, when None."""
    selected = ", ".join(columns) if columns else "columns(lambda name: name not in ('district', 'year'))"
    cursor = con.execute(
        f"select {selected} from report.{name} where district = ? and year = ? order by rowid", [one.district, one.year]
    )
    names = tuple(column for column, *_ in cursor.description or ())
    return ReportTable(name, names, tuple(cursor.fetchall()))


def built_tables(con: DuckDBPyConnection) -> list[str]:
    """The report tables that a database has, in the order in which they are declared for readers."""
    built = con.execute("select table_name from duckdb_tables() where schema_name = 'report'").fetchall()
    names = {name for (name,) in built}
    return [name for name in chinese().tables if name in names]


def shown(column: str, value: Any, as_ratio: bool, table: str | None = None) -> Shown:
    """A value (of a table) as people read it: numbers as numbers, ratios as such, words of ours in Chinese."""
    if value is None:
        return _missing(column)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float, Decimal)):
        return Ratio(value) if as_ratio else int(value) if value == int(value) else float(value)
    if isinstance(value, date):
        return value
    text = chinese().value(column, str(value), table)
    return printable(typeset(text) if column in OUR_WORDS else text)


def _missing(column: str) -> str:
    if column == "domain":
        return WHOLE_YEAR
    if is_ratio(column):
        return "—"
    return UNKNOWN if column in EXPECTED or column.removesuffix("_before") in COUNTS else ""
