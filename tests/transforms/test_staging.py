"""Staging types what the checks let through, and no value of any file can make it fail."""

from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.records import Kind, RecordField, record_types
from sources.rows import RawValue
from sources.values import ReadingContext, read_value
from tests.warehouse.small import VOCABULARY, build, built, received, row, rules_broken, table, task
from warehouse.expectations import check_rows, unchecked_rows

SQL_TYPES = {Kind.DATE: "date", Kind.DEADLINE: "date", Kind.YEAR: "integer", Kind.NUMBER: "decimal(38, 6)"}


@pytest.mark.parametrize(
    ("record_type", "more"), [("indicator", {"name": "甲"}), ("stated", {"report": "甲", "measure": "planned"})]
)
@pytest.mark.parametrize("value", ["1" + "0" * 40, "-" + "9" * 400])
def test_a_figure_beyond_all_bounds_is_rejected_and_harms_no_other(
    record_type: str, more: dict[str, Any], value: str
) -> None:
    figures = [row(2, record_type, value="5", **more), row(3, record_type, value=value, **more)]
    con = built({"a": [task(2, "甲事项")], "b": figures})
    assert rules_broken(con) == {"out_of_range"}
    dispositions = f"select disposition from raw.source_row where record_type = '{record_type}' order by row_number"
    assert [row["disposition"] for row in table(con, dispositions)] == ["loaded", "rejected"]
    assert len(table(con, f"from staging.stg_{record_type}")) == 1


TYPED = [
    (declared.name, field)
    for declared in record_types().values()
    for field in declared.fields
    if field.kind in SQL_TYPES
]
RAW = st.one_of(
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.text("0123456789年月日底前上下半季度.-/%万亿余约 ", max_size=30),
)


@settings(deadline=None)
@given(typed=st.sampled_from(TYPED), raw=RAW, year=st.sampled_from([None, 2021]))
def test_what_is_read_and_within_bounds_has_its_type(
    typed: tuple[str, RecordField], raw: RawValue, year: int | None
) -> None:
    name, field = typed
    value = read_value(raw, field, ReadingContext(VOCABULARY, year)).value
    if value is None or (field.kind is Kind.NUMBER and abs(Decimal(value)) > 10**15):
        return
    with duckdb.connect() as con:
        is_typed = con.execute(f"select try_cast(? as {SQL_TYPES[field.kind]}) is not null", [value]).fetchall()
    assert is_typed == [(True,)], (name, field.name, value)


def test_the_checks_see_the_numbers_that_bounds_are_for() -> None:
    con = received({"a": [row(2, "indicator", name="甲", value="9" * 320)]})
    (value,) = unchecked_rows(con, record_types()["indicator"])["value"]
    assert value == float("inf")
    check_rows(con)
    build(con)
    assert table(con, "select disposition from raw.source_row") == [{"disposition": "rejected"}]
