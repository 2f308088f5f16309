"""The main job over the samples: a real Dagster run, a real database, the figures of the report."""

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from orchestration.settings import SAMPLES, Settings
from tests.workbooks import computed, one, refresh, refreshed, rows

BY_DOMAIN = [
    ("经济体制改革", 10, 10, 0),
    ("城区发展体制改革", 6, 6, 0),
    ("行政体制改革", 4, 2, 2),
    ("文化体制改革", 4, 4, 0),
    ("社会体制改革", 9, 7, 2),
    ("民主法制改革", 4, 4, 0),
    ("生态文明体制改革", 2, 2, 0),
    ("深化党的建设领域", 5, 5, 0),
]


def test_the_year_is_counted_as_the_report_counts_it(sample_warehouse: Settings) -> None:
    year = one(sample_warehouse, "from report.annual_overview where year = 2021")
    assert (year["year"], year["planned"], year["completed"], year["postponed"]) == (2021, 44, 40, 4)
    assert (year["completion_rate"], round(year["completion_rate_of_plan"], 3)) == (1.0, 0.909)
    assert (year["domains"], year["outputs"], year["meetings"], year["overdue"]) == (8, 25, 2, 0)
    assert year["rows_rejected"] == 0
    assert year["q4_share"] > 1 / 3


def test_every_domain_is_counted_as_the_report_counts_it(sample_warehouse: Settings) -> None:
    query = (
        "select domain, planned, completed, postponed from report.domain_summary where year = 2021 order by domain_no"
    )
    assert rows(sample_warehouse, query) == BY_DOMAIN


def test_what_the_report_states_and_the_tasks_do_not_bear_out_is_shown(sample_warehouse: Settings) -> None:
    figures = "select measure, stated, computed, difference from report.stated_vs_computed"
    query = f"{figures} where verdict != 'agrees' and year = 2021"
    assert [tuple(map(str, row)) for row in rows(sample_warehouse, query)] == [("outputs", "33.000000", "25.0", "8.0")]


def test_the_dispatches_that_the_report_states_are_those_of_the_plan_of_supervision(sample_warehouse: Settings) -> None:
    query = "select stated, computed, verdict from report.stated_vs_computed where measure = 'tasks_to_dispatch'"
    assert one(sample_warehouse, query) == {"stated": 9, "computed": 9, "verdict": "agrees"}


def test_what_was_recognised_above_is_what_the_report_tells_of(sample_warehouse: Settings) -> None:
    counted = "select publicity, endorsements, pilots from report.annual_overview where year = 2021"
    assert rows(sample_warehouse, counted) == [(3, 1, 1)]
    endorsed = "select recognised_by, level, task_title, department from report.recognition where year = 2021"
    assert rows(sample_warehouse, f"{endorsed} and recognition = 'endorsement'") == [
        ("省文化馆", "省", "筹建文艺家志愿服务库", "区文旅局")
    ]


def test_postponements_name_their_approval(sample_warehouse: Settings) -> None:
    query = "select approved_by, approved, postponed_to_year from report.postponements where year = 2021"
    found = rows(sample_warehouse, query)
    assert found == [("五届区委全面深化改革委员会第一次会议", True, 2022)] * 4


def test_the_fourth_quarter_is_flagged(sample_warehouse: Settings) -> None:
    query = "select quarter, flagged from report.quarterly_load where year = 2021 and quarter is not null"
    flags = dict(rows(sample_warehouse, query))
    assert flags == {1: False, 2: False, 3: False, 4: True}


def test_about_figures_stay_about(sample_warehouse: Settings) -> None:
    figures = rows(
        sample_warehouse, "select value::int, unit, approximate from report.indicators where value in (5500, 1500, 31)"
    )
    assert sorted(figures) == [(31, "家", False), (1500, "名", True), (5500, "户", True)]


def test_rows_are_conserved_by_file(sample_warehouse: Settings) -> None:
    summary = rows(
        sample_warehouse,
        "select rows_found, rows_loaded + rows_warned + rows_rejected + rows_skipped + rows_superseded "
        "from quality.file_summary",
    )
    assert summary
    assert all(found == accounted for found, accounted in summary)


def equal_tables(one_of: Settings, other: Settings) -> None:
    tables = rows(
        one_of,
        "select schema_name || '.' || table_name from duckdb_tables() "
        "where not starts_with(table_name, 'refresh') and not ends_with(table_name, 'history') order by all",
    )
    for (table,) in tables:
        columns = "* exclude (first_seen_at, loaded_at)" if table == "raw.source_file" else "*"
        query = f"select {columns} from {table} order by all"
        assert rows(one_of, query) == rows(other, query), table


def test_a_second_refresh_changes_nothing_and_reads_nothing(sample_warehouse: Settings, tmp_path: Path) -> None:
    settings = sample_warehouse.model_copy(
        update={"warehouse": tmp_path / "warehouse.duckdb", "dagster_home": tmp_path / "dagster"}
    )
    shutil.copyfile(sample_warehouse.warehouse, settings.warehouse)
    before = settings.warehouse.stat().st_mtime_ns
    ended = refresh(settings)
    assert (ended.published, ended.unchanged) == (False, True)
    assert settings.warehouse.stat().st_mtime_ns == before


def test_the_tables_are_the_same_in_any_file_order_and_step_by_step(
    sample_warehouse: Settings, tmp_path: Path, inbox: Path
) -> None:
    files = sorted((path for path in SAMPLES.rglob("*.*") if path.suffix != ".md"), reverse=True)
    for number, file in enumerate(files):
        target = inbox / file.relative_to(SAMPLES)
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(file, target)
        if number == len(files) // 2:
            settings = refreshed(tmp_path, inbox, as_of=sample_warehouse.judged_as_of())
    settings = refreshed(tmp_path, inbox, as_of=sample_warehouse.judged_as_of())
    equal_tables(sample_warehouse, settings)


def copied_samples(inbox: Path) -> Path:
    shutil.copytree(SAMPLES / "2021", inbox / "2021")
    return inbox


def differing(before: dict[str, object], after: dict[str, object]) -> dict[str, tuple[object, object]]:
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


@pytest.fixture
def mutable(tmp_path: Path, inbox: Path) -> Settings:
    return computed(tmp_path, copied_samples(inbox))


def task_of_file_with(settings: Settings, where: str) -> tuple[str, str, str, str]:
    """A sample's cell for a field: (path, sheet, cell, raw text)."""
    ((path, sheet, cell, text),) = rows(
        settings,
        f"""
        select file.path, source.sheet, cell.cell, cell.raw_text
        from raw.source_cell as cell
        join raw.source_row as source using (source_row_id)
        join raw.source_file as file using (file_id)
        where {where} and file.format = 'xlsx' and source.disposition = 'loaded'
        order by all limit 1
        """,
    )
    return path, sheet, cell, text


def set_cell(settings: Settings, path: str, sheet: str, cell: str, value: str) -> None:
    workbook = openpyxl.load_workbook(settings.inbox / path)
    workbook[sheet][cell] = value
    workbook.save(settings.inbox / path)


def test_a_mutated_status_moves_one_task(mutable: Settings) -> None:
    before = one(mutable, "from report.annual_overview")
    due = "select status_source_row_id from core.fct_task where planned_due_date is not null"
    path, sheet, cell, _ = task_of_file_with(
        mutable, f"cell.field = 'status' and cell.value = 'completed' and source.source_row_id in ({due})"
    )
    set_cell(mutable, path, sheet, cell, "推进中")
    computed(mutable.warehouse.parent, mutable.inbox)
    changed = differing(before, one(mutable, "from report.annual_overview"))
    assert changed.pop("completed") == (40, 39)
    assert changed.pop("overdue") == (0, 1)
    assert changed.pop("completion_rate") == (1.0, 39 / 40)
    assert changed.pop("completion_rate_of_plan") == (40 / 44, 39 / 44)
    assert changed == {}


def test_a_mutated_due_date_moves_one_quarter(mutable: Settings) -> None:
    before = one(mutable, "from report.annual_overview")
    path, sheet, cell, _ = task_of_file_with(
        mutable, "cell.field = 'due_date' and source.is_plan and month(cell.value::date) = 12"
    )
    set_cell(mutable, path, sheet, cell, "2021年6月底前")
    computed(mutable.warehouse.parent, mutable.inbox)
    changed = differing(before, one(mutable, "from report.annual_overview"))
    assert changed.pop("q4_planned") == (before["q4_planned"], int(str(before["q4_planned"])) - 1)
    assert changed.keys() == {"q4_share"}


def test_a_mutated_domain_moves_the_tasks_of_its_cell(mutable: Settings) -> None:
    by_domain = "select domain, planned, completed, outputs from report.domain_summary"
    before = one(mutable, "from report.annual_overview")
    domains = {domain: figures for domain, *figures in rows(mutable, by_domain)}
    path, sheet, cell, _ = task_of_file_with(
        mutable, "cell.field = 'domain' and source.is_plan and cell.value = '生态文明体制改革'"
    )
    set_cell(mutable, path, sheet, cell, "文化体制改革")
    computed(mutable.warehouse.parent, mutable.inbox)
    assert differing(before, one(mutable, "from report.annual_overview")) == {"domains": (8, 7)}
    moved = domains.pop("生态文明体制改革")
    domains["文化体制改革"] = [a + b for a, b in zip(domains["文化体制改革"], moved, strict=True)]
    assert {domain: figures for domain, *figures in rows(mutable, by_domain)} == domains


def test_a_date_that_is_no_date_is_a_finding_with_its_cell(mutable: Settings) -> None:
    path, sheet, cell, _ = task_of_file_with(mutable, "cell.field = 'due_date' and source.is_plan")
    set_cell(mutable, path, sheet, cell, "2021年13月45日")
    computed(mutable.warehouse.parent, mutable.inbox)
    found = rows(mutable, "select path, sheet, cell, raw_text, severity from quality.finding where rule = 'not_a_date'")
    assert found == [(path, sheet, cell, "2021年13月45日", "warning")]
    assert one(mutable, "select planned from report.annual_overview") == {"planned": 44}


def test_as_of_decides_what_is_overdue(tmp_path: Path, inbox: Path) -> None:
    from tests.workbooks import task_sheet, write_workbook

    write_workbook(
        inbox / "2021" / "a.xlsx",
        {"任务": task_sheet((1, "经济体制改革", "甲事项", "区发改委", "2021年6月30日", "推进中", None))},
    )
    settings = computed(tmp_path, inbox, as_of=date(2021, 6, 30))
    assert one(settings, "select status from core.fct_task") == {"status": "in_progress"}
    settings = computed(tmp_path, inbox, as_of=date(2021, 7, 1))
    assert one(settings, "select status from core.fct_task") == {"status": "overdue"}
    assert one(settings, "select days_late from report.overdue_tasks") == {"days_late": 1}
