"""The page that says of every expectation how many rows it was evaluated on and how many break it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from sources.records import RecordType, record_types
from warehouse.expectations import Relation, field_rules, relations
from warehouse.exports.documentation.markup import Markup, heading, html_of, page, paragraph, table
from warehouse.functions import functions_of

DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Standing:
    """How an expectation stands for the rows that are published. evaluated: the rows that it speaks of."""

    suite: str
    expectation: str
    about: str
    severity: str
    evaluated: int
    broken: int

    @property
    def state(self) -> str:
        """In one word; what no row was there for has not been evaluated."""
        return "not evaluated" if not self.evaluated else "broken" if self.broken else "holds"


def standings(con: DuckDBPyConnection) -> Iterator[Standing]:
    """Every expectation of every suite: those of the record types, then the relations."""
    found: dict[tuple[str, str, str], int] = {
        (record_type, field, rule): rows
        for record_type, field, rule, rows in con.execute("""
            select
                source.record_type,
                finding.field,
                -- A cell that is required and could not be read is told of by its doubt.
                if(finding.rule = cell.doubt_rule and finding.severity = 'error', 'required', finding.rule) as rule,
                count(distinct source_row_id)
            from quality.finding as finding
            inner join raw.source_row as source using (source_row_id)
            left join raw.source_cell as cell using (source_row_id, field)
            where source.disposition in ('loaded', 'warned', 'rejected')
            group by all

            union all

            select source.record_type, cell.field, 'doubt', count(distinct source_row_id)
            from raw.source_cell as cell
            inner join raw.source_row as source using (source_row_id)
            where cell.doubt_rule is not null and source.disposition in ('loaded', 'warned', 'rejected')
            group by all
        """).fetchall()
    }
    checked: dict[str, int] = dict(
        con.execute("""
            select record_type, count(*) filter (where disposition in ('loaded', 'warned', 'rejected'))
            from raw.source_row
            where record_type is not null
            group by all
        """).fetchall()
    )
    for declared in record_types().values():
        yield from _of_type(declared, checked.get(declared.name, 0), found)
    broken_by: dict[str, int] = dict(
        con.execute("select rule, count(distinct source_row_id) from quality.finding group by all").fetchall()
    )
    for relation in relations():
        rows, still_broken = _asked(con, relation) if relation.may_speak_of(checked) else (0, 0)
        broken = broken_by.get(relation.name, 0)
        # What was rejected for it, or replaced, is none of the rows that it speaks of now.
        evaluated = rows + max(broken - still_broken, 0)
        yield Standing(relation.name, "ExpectColumnValuesToBeInSet", "holds", relation.severity, evaluated, broken)


def _asked(con: DuckDBPyConnection, relation: Relation) -> tuple[int, int]:
    """How many rows a relation speaks of now, and how many of them break it."""
    with functions_of(con, relation.sql):
        ((rows, broken),) = con.execute(
            f"select count(*), count(*) filter (where holds is distinct from true) from ({relation.sql})"
        ).fetchall()
    return rows, broken


def _of_type(declared: RecordType, checked: int, found: dict[tuple[str, str, str], int]) -> Iterator[Standing]:
    for field in declared.fields:
        for expectation, _, rule in field_rules(field):
            broken = found.get((declared.name, field.name, rule.name), 0)
            yield Standing(declared.name, expectation, f"{field.header}: {rule.name}", rule.severity, checked, broken)


def write_validation(con: DuckDBPyConnection, target: Path) -> None:
    """Write the page: the expectations that are broken first, then all of them by suite."""
    every = list(standings(con))
    broken = [one for one in every if one.state == "broken"]
    holding = sum(one.state == "holds" for one in every)
    parts = [
        paragraph(
            f"{len(every)} expectations: {holding} hold, {len(broken)} are broken, "
            f"{len(every) - holding - len(broken)} had no row to be evaluated on. What an error breaks is not loaded; "
            "quality.finding names the cell of each."
        ),
        heading(2, "Broken", "broken"),
        _table(broken) if broken else paragraph("None."),
        heading(2, "All expectations", "all"),
        _table(every),
    ]
    target.write_text(page(con, "Validation results", parts), "utf-8", newline="\n")


def _table(shown: list[Standing]) -> Markup:
    return table(
        ["suite", "expectation", "about", "severity", "rows evaluated", "rows broken", "state"],
        (
            [
                one.suite,
                one.expectation,
                one.about,
                one.severity,
                one.evaluated,
                one.broken,
                Markup(f'<span class="{one.state.replace(" ", "-")}">{html_of(one.state)}</span>'),
            ]
            for one in shown
        ),
    )
