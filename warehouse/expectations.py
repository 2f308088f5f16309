"""Great Expectations suites, generated from the record declarations and from the relations, and what they find.

A row that breaks an error rule is rejected: it stays in raw, visible, and out of the facts. A warning is loaded and
said so. Relations (``relations/<severity>/*.sql``) are
queries that say of every row whether it holds.
"""

import os
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duckdb import DuckDBPyConnection

from sources.records import Kind, RecordField, RecordType, record_types
from transforms.models import raw_tables_read
from warehouse.batch import insert_rows
from warehouse.functions import functions_of
from warehouse.load import REPLACED
from warehouse.tables import quoted, row_count, values_table

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations.core.batch_definition import BatchDefinition

RELATION_FILES = Path(__file__).parent / "relations"
DOUBT = "__doubt"
OF_ALL_TYPES = ("source_row", "record", "thing")
"""What a relation reads of raw that has rows of every record type."""
ROWS_AT_ONCE = 20_000
"""How many rows are brought over for checking at a time: memory does not grow with the inbox."""


class NotEvaluatedError(Exception):
    """An expectation could not be evaluated: nothing may be published on it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a broken expectation means: the rule's name, how grave it is, and the remedy when the reader has none."""

    name: str
    field: str
    severity: str
    message: str


Expected = tuple[str, dict[str, Any], Rule]
"""An expectation's name, its arguments and the rule it stands for."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One evaluated expectation: how many rows it saw and the ids of those that break it."""

    suite: str
    expectation: str
    rule: Rule
    evaluated: int
    broken: tuple[str, ...]


Evaluate = Callable[[str, "pd.DataFrame", Sequence[Expected]], list[Outcome]]
"""Evaluates the expectations of a suite over a frame that has a source_row_id column."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A check of rows against others. sql: a query of (source_row_id, field, holds, message_zh)."""

    name: str
    severity: str
    sql: str

    def may_speak_of(self, record_types: Collection[str]) -> bool:
        """Whether rows of these record types alone can be among those that the query gives."""
        return not raw_tables_read(self.sql).isdisjoint({*record_types, *OF_ALL_TYPES})


@cache
def relations() -> tuple[Relation, ...]:
    """The relation checks, by the folder of their severity: those that replace rows (info) before those that reject
    rows, and these before those that warn."""
    return tuple(
        Relation(path.stem, severity, path.read_text("utf-8"))
        for severity in ("info", "error", "warning")
        for path in sorted((RELATION_FILES / severity).glob("*.sql"))
    )


def field_rules(field: RecordField) -> list[Expected]:
    """The expectations of one declared field."""
    remedy = field.remedy or f"请填写{field.header}"
    gravity = "error" if field.required else "warning"
    rules: list[Expected] = [
        (
            "ExpectColumnValuesToBeNull",
            {"column": field.name + DOUBT},
            Rule("doubt", field.name, "warning", f"{field.header}的读法不确定;{remedy}"),
        )
    ]
    if field.required:
        rules.append(
            (
                "ExpectColumnValuesToNotBeNull",
                {"column": field.name},
                Rule("required", field.name, "error", f"{field.header}未填;{remedy}"),
            )
        )
    if field.kind is Kind.CHOICE and not field.others_kept:
        rules.append(
            (
                "ExpectColumnValuesToBeInSet",
                {"column": field.name, "value_set": list(field.choices)},
                Rule("not_a_choice", field.name, gravity, f"{field.header}不在可选范围内;{remedy}"),
            )
        )
    if field.pattern is not None:
        rules.append(
            (
                "ExpectColumnValuesToMatchRegex",
                {"column": field.name, "regex": field.pattern},
                Rule("pattern", field.name, gravity, f"{field.header}的格式不对;{remedy}"),
            )
        )
    if field.minimum is not None or field.maximum is not None:
        rules.append(
            (
                "ExpectColumnValuesToBeBetween",
                {"column": field.name, "min_value": field.minimum, "max_value": field.maximum},
                Rule("out_of_range", field.name, gravity, f"{field.header}超出合理范围;{remedy}"),
            )
        )
    return rules


@cache
def frames() -> "BatchDefinition[None]":
    """Where Great Expectations takes frames from: in memory, reporting nothing and drawing no progress bars."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas("rows")
    return source.add_dataframe_asset("rows").add_batch_definition_whole_dataframe("all")


def evaluate(suite: str, frame: "pd.DataFrame", rules: Sequence[Expected]) -> list[Outcome]:
    """Evaluate the rules over a frame that has a source_row_id column.

    Raises NotEvaluatedError when an expectation could not be evaluated, e.g. for want of its column.
    """
    import great_expectations as gx

    batch = frames().get_batch({"dataframe": frame})
    expected = {(name, arguments["column"]): rule for name, arguments, rule in rules}
    suite_of_rules = gx.ExpectationSuite(
        name=suite, expectations=[getattr(gx.expectations, name)(**arguments) for name, arguments, _ in rules]
    )
    found = batch.validate(
        suite_of_rules, result_format={"result_format": "COMPLETE", "unexpected_index_column_names": ["source_row_id"]}
    )
    outcomes = []
    for result in found.results:
        configuration = result.expectation_config
        if configuration is None:
            raise NotEvaluatedError(f"{suite}: a result does not say which expectation it is of")
        name = "".join(word.capitalize() for word in configuration.type.split("_"))
        rule = expected.pop((name, configuration.kwargs["column"]))
        if result.exception_info and any_exception(result.exception_info):
            raise NotEvaluatedError(f"{suite}: {name} on {rule.field} could not be evaluated: {result.exception_info}")
        broken = tuple(row["source_row_id"] for row in result.result.get("unexpected_index_list") or ())
        outcomes.append(Outcome(suite, name, rule, len(frame), broken))
    if expected:
        raise NotEvaluatedError(f"{suite}: not evaluated: {sorted(expected)}")
    return outcomes


def rows_evaluated(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """How many rows each suite saw, in however many parts."""
    rows: Counter[tuple[str, Rule]] = Counter()
    for outcome in outcomes:
        rows[outcome.suite, outcome.rule] += outcome.evaluated
    return {suite: seen for (suite, _), seen in rows.items()}


def any_exception(exception_info: dict[str, Any]) -> bool:
    """Whether a result's exception_info, flat or nested by metric, tells of an exception."""
    if "raised_exception" in exception_info:
        return bool(exception_info["raised_exception"])
    return any(nested.get("raised_exception") for nested in exception_info.values() if isinstance(nested, dict))


def unchecked_rows(con: DuckDBPyConnection, declared: RecordType) -> "pd.DataFrame":
    """The first rows of a type that have not been checked: a column a field for its value and one for its doubt."""
    values, doubts = [], []
    for field in declared.fields:
        is_bounded = field.minimum is not None or field.maximum is not None
        values.append(f"cast({field.name} as double) as {field.name}" if is_bounded else field.name)
        doubts.append(f"max(doubt_rule) filter (where field = {quoted(field.name)}) as {field.name}{DOUBT}")
    return con.execute(f"""
        with unchecked as (
            select source_row_id
            from raw.source_row
            where record_type = {quoted(declared.name)} and disposition is null
            order by source_row_id
            limit {ROWS_AT_ONCE}
        ),

        doubted as (
            select source_row_id, {", ".join(doubts)}
            from raw.source_cell
            where doubt_rule is not null and source_row_id in (from unchecked)
            group by source_row_id
        )

        select source_row_id, {", ".join(values)}, doubted.* exclude (source_row_id)
        from unchecked
        left join {values_table(declared)} using (source_row_id)
        left join doubted using (source_row_id)
        order by source_row_id
    """).df()


def check_rows(con: DuckDBPyConnection, evaluate: Evaluate = evaluate) -> list[Outcome]:
    """Check the rows not checked before against their declarations; record the findings and settle the rows."""
    outcomes: list[Outcome] = []
    for declared in record_types().values():
        rules = [rule for field in declared.fields for rule in field_rules(field)]
        while not (frame := unchecked_rows(con, declared)).empty:
            outcomes += evaluate(declared.name, frame, rules)
            mark_checked(con, frame)
    record_findings(
        con,
        [(row_id, o.rule.field, o.rule.name, o.rule.severity, o.rule.message) for o in outcomes for row_id in o.broken],
    )
    settle(con)
    return outcomes


def mark_checked(con: DuckDBPyConnection, frame: "pd.DataFrame") -> None:
    """Give the rows of a frame that was evaluated their first disposition."""
    con.register("evaluated", frame[["source_row_id"]])
    con.execute(
        "update raw.source_row set disposition = 'loaded' from evaluated "
        "where source_row.source_row_id = evaluated.source_row_id"
    )
    con.unregister("evaluated")


def check_relations(con: DuckDBPyConnection, evaluate: Evaluate = evaluate) -> list[Outcome]:
    """Check every row against the others; record the findings anew and settle the rows.

    Rows that a relation replaces or rejects are settled before the relations that follow look at what is left.
    """
    restore_replaced(con)
    names = [relation.name for relation in relations()]
    con.execute("delete from quality.finding where rule in (select unnest(?))", [names])
    settle(con)
    con.execute("delete from quality.newer_return")
    con.execute((Path(__file__).parent / "newer_returns.sql").read_text("utf-8"))
    received = [
        name
        for (name,) in con.execute(
            "select distinct record_type from raw.source_row where record_type is not null"
        ).fetchall()
    ]
    outcomes: list[Outcome] = []
    for severity, some in groupby(relations(), key=lambda relation: relation.severity):
        findings: list[tuple[str, str, str, str, str]] = []
        for relation in some:
            evaluated, frame = broken_rows(con, relation) if relation.may_speak_of(received) else (0, None)
            rule = Rule(relation.name, "holds", severity, "")
            outcome = Outcome(relation.name, "ExpectColumnValuesToBeInSet", rule, evaluated, ())
            if frame is not None and not frame.empty:
                arguments = {"column": "holds", "value_set": [True]}
                found = evaluate(relation.name, frame, [(outcome.expectation, arguments, rule)])
                outcome = replace(found[0], evaluated=evaluated)
                findings += [
                    (str(row.source_row_id), str(row.field), relation.name, severity, str(row.message_zh))
                    for row in frame[frame["source_row_id"].isin(outcome.broken)].itertuples(index=False)
                ]
            outcomes.append(outcome)
        record_findings(con, findings)
        settle(con)
    retire_replaced(con)
    return outcomes


def broken_rows(con: DuckDBPyConnection, relation: Relation) -> "tuple[int, pd.DataFrame]":
    """How many rows a relation speaks of, and those for which it does not hold; what cannot be said to hold does not.

    Rows that hold stay where they are: there may be a million.
    """
    with functions_of(con, relation.sql):
        con.execute(f"create or replace temp table evaluated as {relation.sql}")
    frame = con.execute("select * replace (false as holds) from evaluated where holds is distinct from true").df()
    rows = row_count(con, "evaluated")
    con.execute("drop table evaluated")
    return rows, frame


def restore_replaced(con: DuckDBPyConnection) -> None:
    """Let the files whose rows newer returns had replaced count again, for what is newer may have gone."""
    con.execute(
        "update raw.source_file set state = 'loaded', message = null "
        "where file_id in (select file_id from quality.finding where rule = ?)",
        [REPLACED],
    )


def retire_replaced(con: DuckDBPyConnection) -> None:
    """Mark the files of which every record was replaced by newer returns as superseded."""
    con.execute("""
        with replaced as (
            select file_id
            from raw.source_row
            where disposition != 'skipped'
            group by all
            having bool_and(disposition = 'superseded')
        )

        update raw.source_file
        set state = 'superseded', message = '各行均已由较新的报送代替,不再统计'
        where state = 'loaded' and file_id in (select file_id from replaced)
    """)


def record_findings(con: DuckDBPyConnection, findings: Sequence[tuple[str, str, str, str, str]]) -> None:
    """Write findings of (source_row_id, field, rule, severity, message) with the file, sheet and cell they are about.

    A cell that the reader doubted says so in the reader's words. A blank cell is addressed by the column its field has
    in other rows of the same table.
    """
    con.execute(
        "create or replace temp table found "
        "(source_row_id varchar, field varchar, rule varchar, severity varchar, message_zh varchar)"
    )
    insert_rows(con, "found", findings)
    con.execute((Path(__file__).parent / "record_findings.sql").read_text("utf-8"))
    con.execute("drop table found")


def settle(con: DuckDBPyConnection) -> None:
    """Give every record row that was checked its disposition by its gravest finding."""
    con.execute(
        """
        with gravest as (
            select
                source_row_id,
                bool_or(severity = 'error') as has_error,
                bool_or(severity = 'warning') as has_warning,
                min(message_zh) filter (where severity = 'error') as error_message,
                min(message_zh) filter (where rule = $replaced) as replaced_message
            from quality.finding
            where source_row_id is not null
            group by all
        ),

        settled as (
            select
                source.source_row_id,
                case
                    when has_error then 'rejected'
                    when replaced_message is not null then 'superseded'
                    when has_warning then 'warned'
                    else 'loaded'
                end as disposition,
                if(has_error, error_message, replaced_message) as reason
            from raw.source_row as source
            inner join raw.source_file as file using (file_id)
            left join gravest using (source_row_id)
            where
                file.state = 'loaded'
                and source.disposition in ('loaded', 'warned', 'rejected', 'superseded')
        )

        update raw.source_row
        set disposition = settled.disposition, reason = settled.reason
        from settled
        where
            source_row.source_row_id = settled.source_row_id
            and (
                source_row.disposition != settled.disposition
                or source_row.reason is distinct from settled.reason
            )
        """,
        {"replaced": REPLACED},
    )


def summarise(con: DuckDBPyConnection) -> None:
    """Write what became of each file's rows."""
    con.execute("delete from quality.file_summary")
    con.execute("""
        insert into quality.file_summary
        select
            file.file_id,
            file.path,
            file.district,
            file.department,
            file.year,
            count(source.source_row_id),
            count(*) filter (where source.disposition = 'loaded'),
            count(*) filter (where source.disposition = 'warned'),
            count(*) filter (where source.disposition = 'rejected'),
            count(*) filter (where source.disposition = 'skipped'),
            count(*) filter (where source.disposition = 'superseded')
        from raw.source_file as file
        left join raw.source_row as source using (file_id)
        group by all
    """)
