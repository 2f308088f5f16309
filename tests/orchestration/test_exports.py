"""A refresh writes what goes out to people; what cannot be written undoes nothing and is written by the next one."""

import re
from pathlib import Path

import dagster as dg
import pytest
from typer.testing import CliRunner

from orchestration.build import JOB, build_definitions
from orchestration.cli import app
from orchestration.export_assets import export_key
from orchestration.settings import Settings
from tests.workbooks import refresh, refreshed, rows, settings_in, task_sheet, write_workbook
from warehouse.exports.attachments import ATTACHMENTS as ATTACHMENTS_KIND
from warehouse.exports.kinds import EXPORTS

TASK = (1, "经济体制改革", "优化营商环境", "区发改委", "2021年12月底前", "已完成", "2021-11-30")
ATTACHMENTS = Path("2021") / "2021年改革工作报告附件.xlsx"


def test_every_kind_of_export_is_an_asset_after_the_publication(tmp_path: Path, inbox: Path) -> None:
    graph = build_definitions(settings_in(tmp_path, inbox)).resolve_asset_graph()
    for kind in EXPORTS:
        node = graph.get(export_key(kind))
        assert node.description == kind.description
        assert node.parent_keys == {dg.AssetKey("published")}


def test_an_export_that_fails_undoes_nothing_and_is_made_by_the_next_refresh(tmp_path: Path, inbox: Path) -> None:
    write_workbook(inbox / "2021" / "甲.xlsx", {"任务": task_sheet(TASK)})
    settings = settings_in(tmp_path, inbox)
    (settings.exports / ATTACHMENTS).mkdir(parents=True)
    ended = refresh(settings)
    assert ended.published
    assert any(f"{ATTACHMENTS.name} cannot be written" in problem for problem in ended.problems), ended.problems
    assert rows(settings, "select planned from report.annual_overview") == [(1,)]

    (settings.exports / ATTACHMENTS).rmdir()
    refreshed(tmp_path, inbox)
    assert (settings.exports / ATTACHMENTS).is_file()
    assert refresh(settings).unchanged
    (settings.exports / ATTACHMENTS).unlink()
    assert refresh(settings).published
    assert (settings.exports / ATTACHMENTS).is_file()


def test_a_folder_that_cannot_be_written_is_said_once_in_plain_words(tmp_path: Path, inbox: Path) -> None:
    write_workbook(inbox / "2021" / "甲.xlsx", {"任务": task_sheet(TASK)})
    settings = settings_in(tmp_path, inbox)
    settings.exports.write_text("in the way")
    ended = refresh(settings)
    assert ended.published
    assert len(ended.problems) == 2
    for folder, problem in zip((settings.exports, settings.feedback), sorted(ended.problems, key=len), strict=True):
        assert re.fullmatch(rf"cannot write in {folder}: [A-Z][a-z ]+", problem)


def test_dagster_shows_what_columns_come_from_and_how_exports_look(tmp_path: Path, inbox: Path) -> None:
    write_workbook(
        inbox / "2021" / "甲.xlsx", {"任务": task_sheet((1, "经济体制改革", "<b>甲|乙</b>\n事项", *TASK[3:]))}
    )
    job = build_definitions(settings_in(tmp_path, inbox)).resolve_job_def(JOB)
    ran = job.execute_in_process(instance=dg.DagsterInstance.ephemeral())
    shown = {
        event.asset_key: event.materialization.metadata
        for event in ran.get_asset_materialization_events()
        if event.asset_key is not None
    }
    overview = shown[dg.AssetKey(["report", "annual_overview"])]
    lineage = overview["dagster/column_lineage"].value
    assert isinstance(lineage, dg.TableColumnLineage)
    assert {(one.asset_key.to_user_string(), one.column_name) for one in lineage.deps_by_column["completion_rate"]} == {
        ("core/fct_task_year_domain", name) for name in ("planned", "completed", "postponed", "cancelled")
    }
    assert overview["dagster/row_count"].value == 1
    preview = str(shown[export_key(ATTACHMENTS_KIND)][str(ATTACHMENTS)].value)
    assert preview.splitlines()[0] == "| 序号 | 改革领域 | 改革事项 | 牵头单位 | 完成情况 |"
    assert preview.splitlines()[2] == r"| 1 | 经济体制改革 | \<b\>甲\|乙\</b\> 事项 | 区发改委 | 已完成 |"


def reform_export(settings: Settings, exports: Path, *more: str) -> tuple[int, str, str]:
    where = ("--warehouse", str(settings.warehouse), "--exports", str(exports))
    ran = CliRunner().invoke(app, ["export", *where, *more])
    return ran.exit_code, ran.stdout, ran.stderr


def test_exports_are_written_by_hand(sample_warehouse: Settings, tmp_path: Path) -> None:
    code, told, _ = reform_export(sample_warehouse, tmp_path, "--year", "2021", "--only", "attachments")
    assert (code, told.split()) == (0, [str(tmp_path / ATTACHMENTS)])
    assert (tmp_path / ATTACHMENTS).is_file()


@pytest.mark.parametrize(
    ("asked", "said"),
    [(("--year", "1999"), "nothing of 1999 is published; there is 2021"), (("--only", "nix"), "no export nix")],
)
def test_an_export_that_there_is_not_is_wrong_use(
    sample_warehouse: Settings, tmp_path: Path, asked: tuple[str, str], said: str
) -> None:
    code, _, told = reform_export(sample_warehouse, tmp_path, *asked)
    assert code == 2
    assert said in told


def test_an_export_that_cannot_be_written_is_said_so(sample_warehouse: Settings, tmp_path: Path) -> None:
    (tmp_path / ATTACHMENTS).mkdir(parents=True)
    code, _, told = reform_export(sample_warehouse, tmp_path)
    assert code == 1
    assert ATTACHMENTS.name in told
    code, _, told = reform_export(sample_warehouse.model_copy(update={"warehouse": tmp_path / "no.duckdb"}), tmp_path)
    assert code == 2
    assert "no warehouse" in told
