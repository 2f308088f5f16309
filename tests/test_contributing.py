"""CONTRIBUTING's example of a twelfth record type, added to a copy of the project and taken from workbook to report."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from sources.values import half_width
from tests.workbooks import task_sheet, write_workbook

ROOT = Path(__file__).parent.parent
PACKAGES = ("orchestration", "sources", "transforms", "warehouse")
FILES = re.compile(r"^`(?P<path>[\w/.]+)`:\n\n```\w+\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
HEADER = ("序号", "改革领域", "案例名称", "评选单位", "评选结果")
CASES = [
    ("2021年改革创新案例汇总表",),
    ("填报单位：区委改革办",),
    HEADER,
    (1, "社会体制改革", "“快办行动”案例", "省委改革办", "入选"),
    (2, "社会体制改革", None, "省委改革办", "获奖"),
    (3, "社会体制改革", "网格共治", "市委改革办", "据说很好"),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the files that CONTRIBUTING shows."""
    copy = tmp_path_factory.mktemp("project")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__", "samples"))
    shown = list(FILES.finditer((ROOT / "CONTRIBUTING.md").read_text("utf-8")))
    assert len(shown) == 4
    for file in shown:
        path = copy / file["path"]
        assert not path.exists()
        path.write_text(file["text"], "utf-8")
    return copy


def reform(project: Path, *arguments: str) -> str:
    """What a command of the copy prints; it must end well."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REFORM_")}
    done = subprocess.run(
        [sys.executable, "-c", "from orchestration.cli import main; main()", *arguments],
        cwd=project,
        env=environment | {"PYTHONPATH": str(project), "REFORM_AS_OF": "2022-01-31"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_type_of_ones_own_goes_from_workbook_to_report(project: Path) -> None:
    task = (1, "社会体制改革", "推进快办", "区人社局", "2021年12月底前", "已完成", None)
    write_workbook(project / "inbox" / "2021" / "任务.xlsx", {"任务": task_sheet(task)})
    write_workbook(project / "inbox" / "2021" / "案例.xlsx", {"案例": CASES})
    reform(project, "refresh", "--inbox", "inbox")

    cases = json.loads(reform(project, "sql", "select * exclude (source_row_id) from report.cases", "-f", "json"))
    assert [(case["case_title"], case["domain"], case["selected_by"], case["selection"]) for case in cases] == [
        ("“快办行动”案例", "社会体制改革", "省委改革办", "selected"),
        ("网格共治", "社会体制改革", "市委改革办", None),
    ]
    findings = "select cell, severity, rule from quality.finding where path like '%案例%' order by cell"
    assert json.loads(reform(project, "sql", findings, "-f", "json")) == [
        {"cell": "C5", "severity": "error", "rule": "required"},
        {"cell": "E6", "severity": "warning", "rule": "not_a_choice"},
    ]
    assert "评选结果" in reform(project, "sql", ".describe report.cases")
    traced = reform(project, "trace", "report.cases", "--where", "selection = 'selected'", "-f", "csv")
    assert "D4" in traced
    assert (project / "data" / "exports" / "feedback").is_dir()


def test_a_newer_return_of_ones_own_type_replaces_the_older(project: Path) -> None:
    newer = [CASES[0], ("填报单位：区委改革办",), HEADER, (1, "社会体制改革", "快办行动 案例", "省委改革办", "获奖")]
    write_workbook(project / "inbox" / "2021" / "案例（补报）.xlsx", {"案例": newer})
    reform(project, "refresh", "--inbox", "inbox")
    selections = reform(project, "sql", "select selection from report.cases order by case_title", "-f", "csv")
    assert "awarded" in selections
    assert "selected" not in selections.splitlines()


def test_a_template_has_a_sheet_of_ones_own_type(project: Path) -> None:
    reform(project, "template", "--department", "区人社局", "--year", "2022", "--type", "case", "-o", "案例表.xlsx")
    sheet = openpyxl.load_workbook(project / "案例表.xlsx")["改革创新案例"]
    written = {half_width(str(value)) for row in sheet.iter_rows(values_only=True) for value in row if value}
    assert set(HEADER) <= {text.rstrip("*") for text in written}
