"""Each check is fed the bad case and seen to fail; rows get their disposition by their gravest finding."""

import pandas as pd
import pytest
from duckdb import DuckDBPyConnection

from sources.records import RecordField, record_types
from sources.rows import Doubt, Row
from tests.warehouse import small
from tests.warehouse.small import found, row
from warehouse import expectations
from warehouse.expectations import NotEvaluatedError, Rule, evaluate, field_rules


def checked(*rows: Row) -> DuckDBPyConnection:
    return small.checked({"a.xlsx": rows})


def test_rows_end_by_their_gravest_finding() -> None:
    con = checked(
        row(2, "output", title="《甲》", document_number="区办〔2021〕1号"),
        row(3, "output", title="《乙》", document_number="没有"),
        row(4, "output", title=None, document_number="没有"),
        row(5, "output", title="合计", skipped="subtotal"),
    )
    ends = con.execute("select disposition from raw.source_row order by row_number").fetchall()
    assert [end for (end,) in ends] == ["loaded", "warned", "rejected", "skipped"]
    assert found(con) == {
        ("pattern", "warning", "B3", "document_number"),
        ("required", "error", "A4", "title"),
        ("pattern", "warning", "B4", "document_number"),
    }
    assert con.execute("select rows_found, rows_rejected from quality.file_summary").fetchall() == [(4, 1)]


def test_a_required_value_that_cannot_be_read_is_an_error_in_the_readers_words() -> None:
    doubt = Doubt("not_a_number", "“许多”不是数字")
    con = checked(row(2, "indicator", name="入库", value=doubt))
    findings = con.execute("select rule, severity, cell, message_zh from quality.finding").fetchall()
    assert ("not_a_number", "error", "B2", "“许多”不是数字") in findings
    assert len(findings) == 1


def test_a_doubt_is_a_warning() -> None:
    con = checked(row(2, "task", domain="经济体制改革", title="甲", due_date=Doubt("not_a_date", "看不懂")))
    assert found(con) == {("not_a_date", "warning", "C2", "due_date")}


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        (RecordField(name="f", header="甲", required=True), "x", None),
        (RecordField.model_validate({"name": "f", "header": "甲", "kind": "choice", "choices": {"a": []}}), "a", "b"),
        (RecordField(name="f", header="甲", pattern="^a+$"), "aa", "ab"),
        (RecordField(name="f", header="甲", minimum=1, maximum=2), 1.5, 3.0),
    ],
)
def test_every_kind_of_rule_can_fail(field: RecordField, good: object, bad: object) -> None:
    rules = field_rules(field)[1:]
    frame = pd.DataFrame({"source_row_id": ["good", "bad"], "f": pd.Series([good, bad], dtype=object)})
    if field.minimum is not None:
        frame["f"] = frame["f"].astype(float)
    (outcome,) = evaluate("suite", frame, rules)
    assert outcome.broken == ("bad",)


def test_what_cannot_be_evaluated_is_no_pass() -> None:
    frame = pd.DataFrame({"source_row_id": ["a"], "other": [1]})
    rule = ("ExpectColumnValuesToNotBeNull", {"column": "missing"}, Rule("required", "missing", "error", ""))
    with pytest.raises(NotEvaluatedError, match="missing"):
        evaluate("suite", frame, [rule])


def test_every_declared_type_is_checked_even_when_it_has_no_fact_yet() -> None:
    types = record_types().values()
    con = checked(*(row(number, declared.name, year=None) for number, declared in enumerate(types, start=2)))
    rejected = con.execute("select record_type from raw.source_row where disposition = 'rejected'").fetchall()
    assert {name for (name,) in rejected} == set(record_types())


def test_more_rows_than_are_brought_over_at_once_are_all_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expectations, "ROWS_AT_ONCE", 2)
    con = small.received(
        {"a": [small.task(number, None if number == 6 else f"事项{number}") for number in range(2, 9)]}
    )
    outcomes = expectations.check_rows(con)
    assert expectations.rows_evaluated(outcomes) == {"task": 7}
    ends = con.execute("select disposition, count(*) from raw.source_row group by all order by all").fetchall()
    assert ends == [("loaded", 6), ("rejected", 1)]
