"""The command line as a person meets it: what it prints, where, and its exit code."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from orchestration.settings import SAMPLES, Settings
from tests.workbooks import one, refreshed, task_sheet, write_workbook

TASK = (1, "经济体制改革", "优化营商环境", "区发改委", "2021年12月底前", "已完成", "2021-11-30")
REFORM = [sys.executable, "-c", "from orchestration.cli import main; main()"]


def reform(*arguments: str, home: Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REFORM_")}
    environment |= {"REFORM_WAREHOUSE": str(home / "warehouse.duckdb"), "REFORM_DAGSTER_HOME": str(home / "dagster")}
    return subprocess.run(
        [*REFORM, *arguments],
        cwd=home,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


@pytest.fixture
def home(tmp_path: Path, sample_warehouse: Settings) -> Path:
    shutil.copyfile(sample_warehouse.warehouse, tmp_path / "warehouse.duckdb")
    return tmp_path


def test_refresh_prints_a_summary_and_exits_0(tmp_path: Path, inbox: Path) -> None:
    write_workbook(inbox / "2021" / "a.xlsx", {"任务": task_sheet(TASK)})
    done = reform("refresh", "--inbox", str(inbox), home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Published" in done.stdout
    assert "2021" in done.stdout
    assert "reform sql" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("case", ["missing", "empty", "file", "readme only"])
def test_without_an_inbox_one_line_and_exit_2(tmp_path: Path, case: str) -> None:
    inbox = tmp_path / "in"
    if case != "missing":
        inbox.mkdir() if case != "file" else inbox.touch()
    if case == "readme only":
        (inbox / "README.md").touch()
    done = reform("refresh", "--inbox", str(inbox), home=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert str(inbox) in done.stderr


def test_a_folder_that_cannot_be_written_is_one_line_and_exit_2(tmp_path: Path, inbox: Path) -> None:
    write_workbook(inbox / "a.xlsx", {"任务": task_sheet(TASK)})
    (tmp_path / "taken").touch()
    done = reform("refresh", "--inbox", str(inbox), "--warehouse", str(tmp_path / "taken" / "w.duckdb"), home=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_weights_that_do_not_add_up_are_one_line_and_exit_2(tmp_path: Path, inbox: Path) -> None:
    write_workbook(inbox / "a.xlsx", {"任务": task_sheet(TASK)})
    (tmp_path / "reform.toml").write_text("[scorecard.weights]\ncompletion = 50\n")
    done = reform("refresh", "--inbox", str(inbox), home=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "scorecard.weights" in done.stderr
    assert "add up to 110, not 100" in done.stderr


@pytest.mark.parametrize("command", [["refresh"], ["sql", "select 1"], ["check", "a.xlsx"], ["serve"]])
def test_another_file_where_the_warehouse_should_be_is_one_line_and_exit_2(tmp_path: Path, command: list[str]) -> None:
    write_workbook(tmp_path / "a.xlsx", {"任务": task_sheet(TASK)})
    (tmp_path / "warehouse.duckdb").write_bytes(b"a letter")
    done = reform(*command, home=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert (tmp_path / "warehouse.duckdb").read_bytes() == b"a letter"


@pytest.mark.parametrize("text", ['district = "', "no_such_setting = 1", "port = 0"])
def test_settings_that_do_not_hold_are_one_line_and_exit_2(tmp_path: Path, text: str) -> None:
    (tmp_path / "reform.toml").write_text(text)
    done = reform("refresh", home=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr


def test_an_interrupted_refresh_says_so_without_a_traceback(tmp_path: Path, inbox: Path) -> None:
    write_workbook(inbox / "a.xlsx", {"任务": task_sheet(TASK)})
    environment = os.environ | {"REFORM_WAREHOUSE": str(tmp_path / "w"), "REFORM_DAGSTER_HOME": str(tmp_path / "home")}
    process = subprocess.Popen(
        [*REFORM, "refresh", "--inbox", str(inbox)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    while process.poll() is None and not (tmp_path / "w.building").exists():
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    output, _ = process.communicate(timeout=120)
    assert process.returncode != 0
    assert "Traceback" not in output
    assert "Dagster" not in output
    assert not (tmp_path / "w").exists()


def test_not_published_exits_1_and_says_which_check(tmp_path: Path, inbox: Path) -> None:
    (inbox / "a.xlsx").write_bytes(b"broken")
    done = reform("refresh", "--inbox", str(inbox), home=tmp_path)
    assert done.returncode == 1
    assert "has_records" in done.stderr
    assert "a.xlsx" in done.stdout
    assert "reform check --feedback" in done.stdout
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "warehouse.duckdb").exists()


def test_sql_prints_rates_as_percentages(home: Path) -> None:
    columns = "planned, completed, postponed, completion_rate, completion_rate_of_plan, domains"
    done = reform("sql", f"select {columns} from report.annual_overview", home=home)
    assert done.stdout.splitlines()[2].split("  ")[-1].strip() == "8"
    assert "100 %" in done.stdout
    assert "90.9 %" in done.stdout
    in_chinese = reform("sql", "select 占全部计划的完成率 from 报表.年度总览", home=home)
    assert "90.9 %" in in_chinese.stdout, in_chinese.stderr


def test_sql_as_json_csv_and_piped_in(home: Path) -> None:
    query = "select planned, completion_rate_of_plan as rate from report.annual_overview where year = 2021"
    assert json.loads(reform("sql", query, "-f", "json", home=home).stdout) == [{"planned": 44, "rate": 40 / 44}]
    assert reform("sql", "-f", "csv", home=home, stdin=query).stdout.splitlines()[0] == "planned,rate"


def test_sql_csv_escapes_what_a_spreadsheet_would_run(home: Path) -> None:
    done = reform("sql", "select '=1+1' as a, '＝cmd' as b, -5 as c", "-f", "csv", home=home)
    assert done.stdout.splitlines()[1] == "'=1+1,'＝cmd,-5"


def test_sql_tells_tables_and_columns_with_their_meaning(home: Path) -> None:
    assert "report.annual_overview" in reform("sql", ".tables report", home=home).stdout
    assert "as a ratio" in reform("sql", ".describe report.annual_overview", home=home).stdout


@pytest.mark.parametrize("query", ["select nonsense", "selec 1", ".nonsense", "drop table core.fct_task"])
def test_a_question_without_an_answer_is_said_so(home: Path, query: str) -> None:
    done = reform("sql", query, home=home)
    assert done.returncode == 1
    assert done.stderr.startswith("reform: ")
    assert "Traceback" not in done.stderr


def test_sql_without_a_warehouse_exits_2(tmp_path: Path) -> None:
    done = reform("sql", "select 1", home=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_check_names_the_cell_and_touches_nothing(tmp_path: Path) -> None:
    good = write_workbook(tmp_path / "好.xlsx", {"任务": task_sheet(TASK)})
    bad = write_workbook(tmp_path / "坏.xlsx", {"任务": task_sheet(TASK, (2, "社会体制改革", None, "区司法局"))})
    before = sorted(tmp_path.iterdir())
    passed = reform("check", str(good), home=tmp_path)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    failed = reform("check", str(bad), home=tmp_path)
    assert failed.returncode == 1
    assert "C4" in failed.stdout
    assert sorted(tmp_path.iterdir()) == before


def test_check_names_files_by_the_path_that_was_given(tmp_path: Path) -> None:
    bad = (2, "社会体制改革", None, "区司法局")
    for folder, rows in (("甲局", task_sheet(TASK)), ("乙局", task_sheet(TASK, bad)), (".", task_sheet(bad))):
        write_workbook(tmp_path / folder / "表.xlsx", {"任务": rows})
    done = reform("check", "甲局/表.xlsx", "乙局/表.xlsx", "表.xlsx", home=tmp_path)
    assert done.returncode == 1
    errors = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("错误")]
    assert errors == ["乙局/表.xlsx", "表.xlsx"]
    assert "共4行" in done.stdout


def test_check_writes_feedback_where_it_is_told_to(tmp_path: Path) -> None:
    bad = write_workbook(tmp_path / "坏.xlsx", {"任务": task_sheet(TASK, (2, "社会体制改革", None, "区司法局"))})
    done = reform("check", str(bad), "--feedback", str(tmp_path / "反馈"), home=tmp_path)
    assert done.returncode == 1
    assert [path.name for path in (tmp_path / "反馈").iterdir()] == ["坏（填报反馈）.xlsx"]
    assert "坏（填报反馈）.xlsx" in done.stdout


def test_template_writes_a_workbook_with_the_departments_tasks(home: Path) -> None:
    done = reform("template", "--department", "区司法局", "--year", "2022", "--type", "task", "-o", "a.xlsx", home=home)
    assert (done.returncode, done.stdout) == (0, "a.xlsx\n")
    sheet = openpyxl.load_workbook(home / "a.xlsx")["改革任务"]
    assert "开展行政复议体制改革" in [row[2] for row in sheet.iter_rows(values_only=True)]
    everyone = reform("template", "--all", "--year", "2021", "-o", "all", home=home).stdout.splitlines()
    assert "all/区司法局2021年改革工作填报表.xlsx" in everyone
    assert all((home / path).is_file() for path in everyone)


@pytest.mark.parametrize(
    "wrong",
    [
        ("--year", "2022"),
        ("--year", "2022", "--department", "火星局"),
        ("--year", "2022", "--department", "区司法局", "--all"),
        ("--year", "2022", "--department", "区司法局", "--type", "nonsense"),
        ("--year", "2050", "--all"),
    ],
)
def test_template_that_is_not_clear_is_one_line_and_exit_2(home: Path, wrong: tuple[str, ...]) -> None:
    done = reform("template", *wrong, home=home)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert not (home / "data").exists()


def test_help_teaches(tmp_path: Path) -> None:
    for command in ("refresh", "check", "template", "sql", "serve"):
        assert command in reform("--help", home=tmp_path).stdout
        assert reform(command, "--help", home=tmp_path).returncode == 0


def test_killed_at_any_instant_the_last_version_stands_and_the_next_refresh_works(tmp_path: Path, inbox: Path) -> None:
    write_workbook(inbox / "2021" / "a.xlsx", {"任务": task_sheet(TASK)})
    settings = refreshed(tmp_path, inbox)
    environment = os.environ | {
        "REFORM_INBOX": str(inbox),
        "REFORM_WAREHOUSE": str(settings.warehouse),
        "REFORM_EXPORTS": str(settings.exports),
        "REFORM_DAGSTER_HOME": str(settings.dagster_home),
    }
    for number, after in enumerate((0.5, 3.0, 5.5, 8.0, 12.0), start=2):
        more = (number, "社会体制改革", f"事项{number}", *TASK[3:])
        write_workbook(inbox / "2021" / f"{number}.xlsx", {"任务": task_sheet(more)})
        process = subprocess.Popen(
            [*REFORM, "refresh"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(after)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert 1 <= one(settings, "select planned from report.annual_overview")["planned"] <= number
    refreshed(tmp_path, inbox)
    assert one(settings, "select planned from report.annual_overview") == {"planned": number}
    assert not settings.store.workshop.exists()


def test_the_samples_are_the_default_inbox() -> None:
    assert Settings().inbox == SAMPLES
