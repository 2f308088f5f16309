"""Which columns a column is computed from is found from the SQL, whatever form the SQL has."""

import pytest

from tests.warehouse.small import prepared
from transforms.lineage import ROW, Source, Sources, column_sources
from transforms.models import models
from warehouse import tables
from warehouse.lineage import table_columns

Lineage = dict[Source, Sources]

TABLES = {"core.a": ["id", "x", "y"], "core.b": ["id", "z", "tasks"], "raw.supervision": ["source_row_id", "problem"]}
CONSTANTS = {
    ("core.task_description", "is_of_year"),
    ("core.quarter_ahead", "quarter"),
    ("report.completion_by_month", "month"),
    ("report.scorecard_parts", "seq"),
    ("report.scorecard_parts", "measure"),
    ("report.scorecard_parts", "part_name"),
}
"""The columns of models that come from no table: words and numbers that stand in the SQL."""


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select x + y as c from core.a", {"core.a.x", "core.a.y"}),
        ("select 1 as c from core.a", set()),
        ("select z as c from core.a inner join core.b using (id)", {"core.b.z"}),
        ("select q.c from (select x as c, y from core.a) as q", {"core.a.x"}),
        ("with q as (select * from core.a) select q.y as c from q", {"core.a.y"}),
        ("with q as (select * replace (id + x as y) from core.a) select y as c from q", {"core.a.id", "core.a.x"}),
        ("select x as c from core.a union all select z from core.b", {"core.a.x", "core.b.z"}),
        ("select x as c, y from core.a union by name select z as y, id as c from core.b", {"core.a.x", "core.b.id"}),
        ("select count(*) as c from core.a", {"core.a.*"}),
        ("select row_number() over () as c from core.a", {"core.a.*"}),
        ("select sum(x) over (partition by y) as c from core.a", {"core.a.x", "core.a.y"}),
        ("select (select max(z) from core.b where core.b.id = a.id) as c from core.a as a", {"core.b.z"}),
        ("select (select a.x) as c from core.a as a", {"core.a.x"}),
        ("select exists (select 1 from core.b) as c from core.a", {"core.b.*"}),
        ("select x as d, d || 'e' as c from core.a", {"core.a.x"}),
        ("select list_transform(tasks, lambda t: t.x || z) as c from core.b", {"core.b.tasks", "core.b.z"}),
        ("with q as (select unnest(tasks, recursive := true) from core.b) select c from q", {"core.b.tasks"}),
        ("with q as (select unnest([{'c': x, 'd': y}], recursive := true) from core.a) select c from q", {"core.a.x"}),
        ("select unnest.c.x as c from (select {'x': y} as c from core.a) as unnest", {"core.a.y"}),
        ("with q as (unpivot core.a on x, y into name n value c) select c from q", {"core.a.x", "core.a.y"}),
        ("with q as (pivot core.a on y in ('e') using max(x) as c group by id) select e_c as c from q", {"core.a.x"}),
        ("with q as (pivot core.a on y in ('e') using max(x) as c group by id) select id as c from q", {"core.a.id"}),
        (
            "with recursive q as (select x as c from core.a union select c + z from q, core.b) select c from q",
            {"core.a.x", "core.b.z"},
        ),
    ],
)  # fmt: skip
def test_the_sources_of_a_column(sql: str, expected: set[str]) -> None:
    (sources,) = column_sources(sql, ["c"], TABLES).values()
    assert {f"{table}.{column}" for table, column in sources} == expected


@pytest.fixture(scope="module")
def columns() -> dict[str, list[str]]:
    """The columns of every table."""
    with prepared() as con:
        tables.ensure(con, models())
        return table_columns(con)


@pytest.fixture(scope="module")
def lineage(columns: dict[str, list[str]]) -> Lineage:
    """The sources of every column of every model."""
    return {
        (model.table, column): sources
        for model in models()
        for column, sources in column_sources(model.sql, columns[model.table], columns).items()
    }


def test_every_column_of_every_model_has_a_source_or_is_a_constant(
    lineage: Lineage, columns: dict[str, list[str]]
) -> None:
    assert {column for column, sources in lineage.items() if not sources} <= CONSTANTS
    known = {(table, name) for table, names in columns.items() for name in (*names, ROW)}
    assert {source for sources in lineage.values() for source in sources} <= known


def test_a_model_comes_from_the_tables_that_it_reads(lineage: Lineage) -> None:
    for model in models():
        read = {table for (made, _), sources in lineage.items() if made == model.table for table, _ in sources}
        through_macros = {table for table in read if table.startswith(("raw.", "quality."))}
        assert read - through_macros <= model.reads, model.table


@pytest.mark.parametrize(
    ("table", "column", "sources"),
    [
        (
            "report.annual_overview",
            "outputs",
            {("core.fct_output", ROW), ("core.year_received", "outputs_received")},
        ),
        (
            "report.annual_overview",
            "completion_rate_of_plan",
            {("core.fct_task_year_domain", "completed"), ("core.fct_task_year_domain", "planned")},
        ),
        ("report.domain_summary", "domain_no", {("core.dim_domain_year", "domain_no")}),
        ("report.department_scorecard", "outputs_weight", {("report.scorecard_parts", "weight")}),
        ("staging.stg_task", "title", {("raw.task", "title"), ("raw.task_values", "title")}),
    ],
)
def test_the_sources_of_known_columns(lineage: Lineage, table: str, column: str, sources: set[tuple[str, str]]) -> None:
    assert lineage[table, column] == sources
