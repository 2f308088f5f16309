"""What a person sees after a refresh: files, rows, the headline figures of each year, and how to go on."""

from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection
from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from orchestration.output import as_shown
from warehouse.exports.text import typeset
from warehouse.query import open_read_only

FINDINGS_SHOWN = 10
SEVERITIES = {"error": ("错误", "red"), "warning": ("提醒", "yellow"), "info": ("说明", "dim")}


def finding_table(findings: list[tuple[Any, ...]]) -> Table:
    """Findings of (severity, path, sheet, cell, message) as a table for a clerk."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("", "文件", "位置", "问题与处理办法"):
        table.add_column(heading, overflow="fold")
    for severity, path, sheet, cell, message in findings:
        label, style = SEVERITIES[severity]
        place = "!".join(part for part in (sheet, cell) if part)
        table.add_row(Text(label, style), Text(path), Text(place), Text(typeset(message)))
    return table


def received_line(con: DuckDBPyConnection) -> Text:
    """How many files and rows stand in the warehouse, by their end."""
    files, unread = con.execute(
        "select count(*) filter (where state = 'loaded'), "
        "count(*) filter (where state in ('unreadable', 'unrecognised')) "
        "from raw.source_file"
    ).fetchall()[0]
    files_replaced, rows_replaced = con.execute(
        "select count(distinct file_id) filter (where file.state = 'superseded'), count(*) "
        "from quality.newer_return inner join raw.source_row using (source_row_id) "
        "inner join raw.source_file as file using (file_id)"
    ).fetchall()[0]
    rows = dict(con.execute("select disposition, count(*) from raw.source_row group by all").fetchall())
    line = Text.assemble(("Files     ", "bold"), f"{files} loaded")
    if files_replaced:
        line.append(f", {files_replaced} replaced by newer returns")
    if unread:
        line.append(f", {unread} not readable", "red")
    line.append("\nRows      ", "bold")
    line.append(f"{rows.get('loaded', 0)} loaded, {rows.get('warned', 0)} with a warning, ")
    line.append(f"{rows.get('rejected', 0)} rejected", "red" if rows.get("rejected") else "")
    line.append(f", {rows.get('skipped', 0)} skipped")
    if rows_replaced:
        line.append(f", {rows_replaced} replaced by newer returns")
    return line


HEADLINES = {
    "district": "District",
    "year": "Year",
    "planned": "Planned",
    "completed": "Completed",
    "postponed": "Postponed",
    "overdue": "Overdue",
    "completion_rate": "Rate",
    "completion_rate_of_plan": "of plan",
    "domains": "Domains",
    "outputs": "Outputs",
    "q4_share": "Q4 due",
}


def year_table(con: DuckDBPyConnection) -> Table:
    """The headline figures, a line a year."""
    rows = con.execute(f"select {', '.join(HEADLINES)} from report.annual_overview order by all").fetchall()
    one_district = len({row[0] for row in rows}) <= 1
    shown = list(HEADLINES)[1:] if one_district else list(HEADLINES)
    table = Table(header_style="bold", box=None, padding=(0, 1, 0, 0), pad_edge=False)
    for column in shown:
        table.add_column(HEADLINES[column], justify="left" if column == "district" else "right")
    for row in rows:
        values = row[1:] if one_district else row
        table.add_row(*(as_shown(column, value) for column, value in zip(shown, values, strict=True)))
    return table


def worst_findings(con: DuckDBPyConnection) -> list[RenderableType]:
    """The gravest findings, and how many more there are."""
    distinct = "select distinct severity, path, sheet, cell, message_zh from quality.finding"
    counts = dict(con.execute(f"select severity, count(*) from ({distinct}) group by all").fetchall())
    total = counts.get("error", 0) + counts.get("warning", 0)
    if not total:
        return []
    findings = con.execute(f"{distinct} where severity != 'info' order by all limit ?", [FINDINGS_SHOWN]).fetchall()
    lines: list[RenderableType] = [
        Text(f"\nFindings: {counts.get('error', 0)} errors, {counts.get('warning', 0)} warnings", "bold"),
        finding_table(findings),
    ]
    if total > FINDINGS_SHOWN:
        lines.append(Text(f'… and {total - FINDINGS_SHOWN} more: reform sql "from quality.finding"', "dim"))
    return lines


def print_summary(console: Console, warehouse: Path, *, unchanged: bool) -> None:
    """Print what stands in the published warehouse."""
    with open_read_only(warehouse) as con:
        parts: list[RenderableType] = [received_line(con), Text(), year_table(con), *worst_findings(con)]
    title = "Nothing has changed: the published warehouse is current" if unchanged else "Published"
    console.print(Rule(Text(title, "bold green"), style="green", align="left"))
    console.print(Group(*parts))
    console.print(Rule(style="green"))
    console.print(Text.assemble(("Database  ", "bold"), str(warehouse)))
    console.print(Text.assemble(("Ask it    ", "bold"), 'reform sql "select * from report.domain_summary"'))
    console.print(Text.assemble(("Reports   ", "bold"), 'schema report: reform sql ".tables report"'))
    console.print(Text.assemble(("Watch it  ", "bold"), "reform serve"))


def print_refused(console: Console, refused: Path) -> None:
    """Print what was found in the files of a refresh that did not publish."""
    with open_read_only(refused) as con:
        console.print(Rule(Text("Not published", "bold red"), style="red", align="left"))
        console.print(Group(received_line(con), *worst_findings(con)))
        console.print(Rule(style="red"))
    console.print(Text.assemble(("What it built  ", "bold"), f"reform sql --warehouse {refused}"))
    console.print(Text.assemble(("To be sent back  ", "bold"), "reform check --feedback FOLDER FILE…"))
