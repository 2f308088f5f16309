"""The draft of the annual report: a Word template that the office may change, filled from the report tables.

What the report says and how stands in the template; here are the fields that it can use. Each figure is a field of a
report table as it is; nothing is counted here. Values are data: nothing in them is ever taken for a template's tag.
"""

from collections import UserList
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from itertools import groupby
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from duckdb import DuckDBPyConnection

from warehouse.exports.exporting import DistrictYear, Document, Export, file_name
from warehouse.exports.office import Office
from warehouse.exports.report_tables import UNKNOWN, Ratio, built_tables, report_table, shown
from warehouse.exports.text import is_ratio, printable
from warehouse.load import last_refresh

OVERVIEW, FOLLOWUP = "annual_overview", "annual_followup"
BY_DOMAIN = ("task_completion", "institutional_outputs", "indicators", "postponements", "overdue_tasks")
"""Report tables whose rows are also given with the domain that they belong to."""

NUMERALS = "〇一二三四五六七八九"

Record = dict[str, Any]
"""A row of a report table by column, each value as text that may stand in a sentence, or None."""


class TemplateError(Exception):
    """The office's template cannot be filled, and why."""


def _documents(con: DuckDBPyConnection, years: Sequence[DistrictYear], office: Office) -> Iterator[Document]:
    for one in years:
        place = one.folder / file_name(f"{one.year}年改革工作总结报告（草稿）", ".docx")
        yield Document(place, one.year, partial(write_report, con, one, office), district=one.district)


DRAFT_REPORT = Export("draft_report", "The draft of the annual report of a year, as a Word document.", _documents)


def write_report(con: DuckDBPyConnection, one: DistrictYear, office: Office, target: Path) -> None:
    """Fill the template for a year. Raises TemplateError when it cannot be filled, OSError when it cannot be read."""
    import jinja2
    from docxtpl import DocxTemplate
    from jinja2.sandbox import SandboxedEnvironment

    if not office.report_template.is_file():
        raise TemplateError(f"there is no template {office.report_template}")
    # A template may come from anywhere: it can name fields and nothing else.
    tags = SandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined, finalize=known)
    tags.filters |= {"numeral": numeral, "book_title": book_title}
    try:
        report = DocxTemplate(office.report_template)
        report.init_docx()
    except (BadZipFile, KeyError, SyntaxError, ValueError) as error:
        raise TemplateError(f"the template {office.report_template} is no Word document (docx): {error}") from error
    try:
        report.render(fields(con, one, office), tags, autoescape=True)
    except jinja2.TemplateError as error:
        raise TemplateError(f"the template {office.report_template} cannot be filled: {error}") from error
    properties = report.docx.core_properties
    properties.title, properties.author = f"{one.year}年改革工作总结报告（草稿）", office.name_in(one.district)
    report.save(target)


def fields(con: DuckDBPyConnection, one: DistrictYear, office: Office) -> dict[str, Any]:
    """What a template can name.

    year, district (本 left out), office and date; each report table by its name as rows; overview and followup, the
    year's rows of their tables; approvals, who approved postponements to when; and domains, the rows of domain_summary,
    each with the rows of task_completion, institutional_outputs, … that belong to it, and outputs_by_kind.
    """
    refresh = last_refresh(con)
    if refresh is None:
        raise ValueError("a database that no refresh has built has no report")
    tables = {name: Rows(partial(_records, con, name, one)) for name in built_tables(con)}
    domains = [
        domain | {name: [row for row in tables[name] if row["domain"] == domain["domain"]] for name in BY_DOMAIN}
        for domain in tables["domain_summary"]
    ]
    for domain in domains:
        domain["outputs_by_kind"] = _by_kind(domain["institutional_outputs"])
    return tables | {
        "year": one.year,
        "district": one.district.removeprefix("本"),
        "office": office.name_in(one.district),
        "date": _day(refresh.as_of),
        "overview": tables[OVERVIEW][0],
        "followup": tables[FOLLOWUP][0],
        "domains": domains,
        "approvals": _approvals(tables["postponements"]),
    }


class Rows(UserList[Record]):
    """The rows of a report table, read when a template first names it: of most it names none."""

    def __init__(self, read: Callable[[], list[Record]]) -> None:
        self._read = read

    @cached_property
    def data(self) -> list[Record]:  # type: ignore[override] # set when it is first needed
        """The rows."""
        return self._read()

    def __iter__(self) -> Iterator[Record]:
        return iter(self.data)


def _records(con: DuckDBPyConnection, name: str, one: DistrictYear) -> list[Record]:
    table = report_table(con, name, one)
    return [{column: _said(name, column, value) for column, value in row.items()} for row in table.records()]


def _said(table: str, column: str, value: Any) -> Any:
    """A value as a sentence has it. Whole numbers and truths stay what they are, for a template to compare."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, date):
        return _day(value)
    as_shown = shown(column, value, is_ratio(column), table)
    if isinstance(as_shown, Ratio):
        return f"{round(as_shown * 100, 1):g}%"
    if isinstance(as_shown, float):
        return f"{as_shown:.10g}"
    return as_shown if isinstance(as_shown, int) else _one_line(str(as_shown))


def _one_line(text: str) -> str:
    """A text within a sentence: without line breaks, nor the full stop that the sentence brings itself."""
    return printable(" ".join(text.split())).rstrip("。")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _by_kind(outputs: Sequence[Record]) -> list[dict[str, Any]]:
    """Outputs by how they came out, in the order in which the kinds first come."""
    kinds = list(dict.fromkeys(one["kind"] for one in outputs))
    return [{"kind": kind, "titles": [one["title"] for one in outputs if one["kind"] == kind]} for kind in kinds]


def _approvals(postponements: Sequence[Record]) -> list[Mapping[str, Any]]:
    """Who approved postponements to which year, each once."""
    approved = [(one["approved_by"], one["postponed_to_year"]) for one in postponements if one["approved"]]
    return [{"approved_by": by, "postponed_to_year": year} for (by, year), _ in groupby(sorted(approved, key=str))]


def known(value: Any) -> Any:
    """A value as it is put into the text: what is not known is said to be so."""
    return UNKNOWN if value is None else value


def numeral(number: int) -> str:
    """A number from 1 to 99 as it counts in a text: 十二."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens]}十") + (NUMERALS[ones] if ones else "")


def book_title(title: str) -> str:
    """A document's title in 《》, once."""
    return title if "《" in title else f"《{title}》"
