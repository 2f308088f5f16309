"""The attachments of the annual report as a workbook a year: 附件1, 附件2, and a sheet for each other report table."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection
from openpyxl.workbook import Workbook

from transforms.chinese import chinese
from warehouse.exports.exporting import DistrictYear, Document, Export, file_name
from warehouse.exports.office import Office
from warehouse.exports.report_tables import UNKNOWN, ReportTable, Shown, built_tables, report_table, shown
from warehouse.exports.table_sheet import CONTENTS, NO_ROWS, Column, TableSheet, link_to, write_table_sheet
from warehouse.exports.table_styles import new_workbook
from warehouse.exports.text import markdown_table
from warehouse.load import last_refresh

FIRST, SECOND = "institutional_outputs", "task_completion"
OVERVIEW = "annual_overview"
UPRIGHT = (OVERVIEW, "annual_followup")
"""Tables of one row a year."""

NOT_PRINTED = ("figure_source",)
"""What leads from a figure to its cells, for queries: as long as the ledgers themselves."""

NOT_SHOWN = ("source_row_id", "_key", "domain_no")
"""What the names of columns end with that lead to other rows and say nothing by themselves."""

PRINTED = {
    "department_scorecard": (
        "department planned completed postponed overdue completion_rate outputs findings findings_closed "
        "completion_points timeliness_points outputs_points findings_closed_points recognition_points returns_points "
        "score assessment_points"
    ),
    "scorecard_parts": "department part_name numerator denominator ratio weight points arithmetic",
    "supervision_findings": (
        "round inspection_kind inspected_department problem corrective_measure due_date department responsible_person "
        "found_date status days_late closed_date verified second_look"
    ),
    "dispatch_followup": (
        "level date chaired_by task_title decision due_date department responsible_person status completed_date "
        "days_late"
    ),
    "indicator_years": (
        "domain task_title indicator value unit previous_year previous_value previous_unit change change_rate "
        "comparison_note"
    ),
    "year_over_year": (
        "domain planned planned_before completed completed_before completed_by_now_before postponed postponed_before "
        "completion_rate completion_rate_before completion_rate_of_plan completion_rate_of_plan_before outputs "
        "outputs_before"
    ),
}
"""The columns of a table that is wider than a page: what a reader of paper looks for. The database has them all."""

PREVIEW_ROWS = 8


def _documents(con: DuckDBPyConnection, years: Sequence[DistrictYear], office: Office) -> Iterator[Document]:
    for one in years:
        place = one.folder / file_name(f"{one.year}年改革工作报告附件", ".xlsx")
        yield Document(
            place, one.year, partial(write_attachments, con, one, office), partial(preview, con, one), one.district
        )


ATTACHMENTS = Export("attachments", "附件1, 附件2 and the other report tables of a year, as a workbook.", _documents)


def preview(con: DuckDBPyConnection, one: DistrictYear) -> str:
    """The first rows of 附件2, in Markdown."""
    table = report_table(con, SECOND, one, ["seq", "domain", "title", "lead_department", "status"])
    return markdown_table(table.headers, table.shown()[:PREVIEW_ROWS])


def write_attachments(con: DuckDBPyConnection, one: DistrictYear, office: Office, target: Path) -> None:
    """Write the workbook of a year. Raises OSError."""
    refresh = last_refresh(con)
    if refresh is None:
        raise ValueError("a database that no refresh has built has no attachments")
    day = refresh.as_of
    sides = f"制表单位：{office.name_in(one.district)}", f"数据截至：{day.year}年{day.month}月{day.day}日"
    workbook = new_workbook()
    tables = dict(_sheets(con, one, *sides))
    for table in tables.values():
        write_table_sheet(workbook, table)
    _write_contents(workbook, one, *sides, tables)
    workbook.properties.title = f"{one.year}年全面深化改革工作报告附件"
    workbook.properties.creator = office.name_in(one.district)
    workbook.properties.created = workbook.properties.modified = refresh.refreshed_at
    workbook.save(target)


def _sheets(con: DuckDBPyConnection, one: DistrictYear, left: str, right: str) -> Iterator[tuple[str, TableSheet]]:
    """The tables of the workbook, by the report table that each shows."""
    overview = report_table(con, OVERVIEW, one).records()
    yield FIRST, _outputs(report_table(con, FIRST, one), one, left, right, overview[0])
    yield SECOND, _tasks(report_table(con, SECOND, one), one, left, right, overview[0])
    for name in built_tables(con):
        if name not in (FIRST, SECOND, *NOT_PRINTED):
            columns, rows = (
                _upright(report_table(con, name, one))
                if name in UPRIGHT
                else _as_it_is(report_table(con, name, one, PRINTED.get(name, "").split()))
            )
            title = chinese().tables[name].title
            yield name, TableSheet(title, "", f"{one.year}年{title}", left, right, columns, rows)


def _outputs(table: ReportTable, one: DistrictYear, left: str, right: str, overview: dict[str, Any]) -> TableSheet:
    columns = {
        "seq": 6.0,
        "domain": 14.0,
        "title": 40.0,
        "document_number": 21.0,
        "issuer": 15.0,
        "issued_date": 11.5,
        "kind": 9.5,
        "task_title": 30.0,
    }
    return TableSheet(
        tab="附件1",
        mark="附件1",
        title=f"{one.year}年{table.title}",
        left=left,
        right=right,
        columns=[Column(chinese().column(FIRST, name), width) for name, width in columns.items()],
        rows=_picked(table, list(columns)),
        group=1,
        total=_total(overview["outputs"]),
        without_rows=_without_rows(overview["outputs"], "制度性成果"),
    )


def _tasks(table: ReportTable, one: DistrictYear, left: str, right: str, overview: dict[str, Any]) -> TableSheet:
    columns = {
        "seq": 6.0,
        "domain": 14.0,
        "title": 26.0,
        "lead_department": 11.0,
        "supporting_departments": 13.0,
        "responsible_person": 8.5,
        "planned_due_date": 11.5,
        "status": 9.5,
        "completed_date": 11.5,
        "progress": 30.0,
    }
    rows = _picked(table, list(columns))
    for row, record in zip(rows, table.records(), strict=True):
        row.append(_remark(record))
    return TableSheet(
        tab="附件2",
        mark="附件2",
        title=f"{one.year}年{table.title}",
        left=left,
        right=right,
        columns=[
            *(Column(chinese().column(SECOND, name), width) for name, width in columns.items()),
            Column("备注", 22.0),
        ],
        rows=rows,
        group=1,
        total=_tally(overview),
        without_rows=_without_rows(overview["planned"], "改革任务"),
    )


def _picked(table: ReportTable, columns: Sequence[str]) -> list[list[Shown]]:
    """The rows of a table, of these columns."""
    places = [table.columns.index(name) for name in columns]
    return [[row[place] for place in places] for row in table.shown()]


def _remark(task: dict[str, Any]) -> str:
    """What is to be said of a task beside its line: from where it was carried, to when it is postponed and why."""
    carried, postponed, reason = task["carried_from_year"], task["postponed_to_year"], task["postponement_reason"]
    parts = [
        f"{carried}年结转" if carried is not None else "",
        f"延期至{postponed}年" if postponed is not None else "",
        f"延期原因：{reason}" if reason is not None else "",
        str(shown("remark", task["remark"], as_ratio=False)),
    ]
    return "；".join(filter(None, parts))


def _tally(overview: dict[str, Any]) -> str:
    """How the year's tasks ended, in one line."""
    counts = ("completed", "postponed", "overdue", "in_progress", "not_started", "cancelled")
    parts = [f"{chinese().columns[name]}{overview[name]}项" for name in counts if overview[name]]
    rates = [
        f"{chinese().columns[name]}{overview[name]:.1%}"
        for name in ("completion_rate", "completion_rate_of_plan")
        if overview[name] is not None
    ]
    return f"{_total(overview['planned'])}。" + "，".join([*parts, *rates]) + ("。" if parts or rates else "")


def _total(count: int | None) -> str:
    """How many there are, of what is known."""
    return f"合计：{UNKNOWN if count is None else f'{count}项'}"


def _without_rows(count: int | None, ledger: str) -> str:
    """What stands in place of rows: that there are none, or that nothing was received that would tell of any."""
    return f"未收到本年度{ledger}台账。" if count is None else NO_ROWS


def _upright(table: ReportTable) -> tuple[list[Column], list[list[Shown]]]:
    """A table of one row, a line a figure."""
    rows: list[list[Shown]] = [
        [number, header, value]
        for number, (header, value) in enumerate(zip(table.headers, table.shown()[0], strict=True), start=1)
    ]
    return [Column(chinese().columns["seq"], 8.0), Column(chinese().columns["measure"]), Column("数值")], rows


def _as_it_is(table: ReportTable) -> tuple[list[Column], list[list[Shown]]]:
    """A table with all of its columns that say something to a reader, numbered."""
    names = [name for name in table.columns if not name.endswith(NOT_SHOWN)]
    numbered = "seq" in names
    rows = _picked(table, names)
    if not numbered:
        rows = [[number, *row] for number, row in enumerate(rows, start=1)]
    columns = [Column(chinese().column(table.name, name)) for name in names]
    return [*([] if numbered else [Column(chinese().columns["seq"], 6.0)]), *columns], rows


def _write_contents(
    workbook: Workbook, one: DistrictYear, left: str, right: str, listed: dict[str, TableSheet]
) -> None:
    """The first sheet: every other with a link, how many rows it has, and what it says."""
    rows: list[list[Shown]] = [
        [number, f"{table.mark} {table.title}".strip(), len(table.rows), chinese().tables[name].says]
        for number, (name, table) in enumerate(listed.items(), start=1)
    ]
    columns = [Column("序号", 8.0), Column("表名（点击可直达）", 52.0), Column("行数", 10.0), Column("内容")]
    title = f"{one.year}年全面深化改革工作报告附件{CONTENTS}"
    first = write_table_sheet(workbook, TableSheet(CONTENTS, "", title, left, right, columns, rows))
    sheet = workbook[CONTENTS]
    for row, table in enumerate(listed.values(), start=first):
        link_to(sheet.cell(row, 2), table.tab)  # type: ignore[arg-type] # no row of the list is merged
    workbook.move_sheet(sheet, -len(listed))
    workbook.active = 0
