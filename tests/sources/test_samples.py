"""The committed sample workbooks, those of 2021 against the public report, read without the project's own reader."""

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlrd

from orchestration.settings import Settings
from sources.samplemaker.__main__ import SAMPLES, make_samples

YEARS = ("2021", "2022")
YEAR = SAMPLES / "2021"
PLAN = "2021年工作要点任务分解表.xlsx"
STATED = "报告所述数据.xlsx"
POSTPONEMENTS = "延期申请汇总表.xlsx"

DOMAINS = {
    "经济体制改革": (10, 10, 0),
    "城区发展体制改革": (6, 6, 0),
    "行政体制改革": (4, 2, 2),
    "文化体制改革": (4, 4, 0),
    "社会体制改革": (9, 7, 2),
    "民主法制改革": (4, 4, 0),
    "生态文明体制改革": (2, 2, 0),
    "深化党的建设领域": (5, 5, 0),
}
POSTPONED = {
    "开展行政复议体制改革",
    "推进应急管理综合执法改革",
    "深入推进矛盾纠纷多元化解体制改革",
    "建立健全社区协商工作和运行机制",
}
TITLE_HEADERS = {"改革事项", "改革任务", "任务名称", "重点改革任务", "改革事项名称"}
OUTPUT_HEADERS = {"成果名称", "文件名称", "制度名称", "制度性成果名称", "文件标题", "名称"}
NUMBER_HEADERS = {"文号", "发文字号", "文件编号"}
FIGURE_HEADERS = {"数值", "完成数"}
STATUS_HEADERS = {"完成状态", "完成情况", "是否完成", "办理情况", "进展状态"}
COMPLETED = {"已完成", "完成", "√", "已办结", "100%", "已全部完成", "圆满完成"}
POSTPONED_WORDINGS = {"延期", "申请延期"}

Grid = list[list[str]]


def read_xlsx(path: Path) -> dict[str, Grid]:
    workbook = openpyxl.load_workbook(path)
    return {sheet.title: [[shown(value) for value in row] for row in sheet.values] for sheet in workbook}


def read_xls(path: Path) -> dict[str, Grid]:
    workbook = xlrd.open_workbook(path)
    return {
        sheet.name: [[shown(cell.value) for cell in sheet.row(row)] for row in range(sheet.nrows)]
        for sheet in workbook.sheets()
    }


def read_csv(path: Path) -> dict[str, Grid]:
    return {path.stem: list(csv.reader(path.read_text("gb18030").splitlines()))}


def shown(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def read(path: Path) -> dict[str, Grid]:
    return {".xlsx": read_xlsx, ".xls": read_xls, ".csv": read_csv}[path.suffix](path)


def key(text: str) -> str:
    return re.sub(r"[\s《》「」“”‘’\"'。;]", "", unicodedata.normalize("NFKC", text))


def header_row(grid: Grid) -> int:
    return next(at for at, row in enumerate(grid) if row[0].replace(" ", "") in {"序号", "编号"})


def columns(grid: Grid) -> list[str]:
    """The headers, of two rows the lower where it says something."""
    at = header_row(grid)
    upper, lower = grid[at], grid[at + 1]
    if lower[0]:
        return [header.replace(" ", "") for header in upper]
    return [(below or above).replace(" ", "") for above, below in zip(upper, lower, strict=True)]


def column(grid: Grid, headers: set[str]) -> int | None:
    return next((at for at, header in enumerate(columns(grid)) if header in headers), None)


def body(grid: Grid) -> Grid:
    return [row for row in grid[header_row(grid) + 1 :] if row[0].isdigit()]


def values(grid: Grid, headers: set[str]) -> list[str]:
    at = column(grid, headers)
    assert at is not None
    return [row[at] for row in body(grid)]


def all_sheets() -> dict[tuple[str, str], Grid]:
    return {(path.name, name): grid for path in sorted(YEAR.iterdir()) for name, grid in read(path).items()}


def plan() -> Grid:
    return next(iter(read(YEAR / PLAN).values()))


def reports() -> list[tuple[str, str]]:
    """Title and status of every task that a return reports."""
    found: list[tuple[str, str]] = []
    for (file, _), grid in all_sheets().items():
        if file in {PLAN, POSTPONEMENTS} or column(grid, STATUS_HEADERS) is None:
            continue
        found += zip(values(grid, TITLE_HEADERS), values(grid, STATUS_HEADERS), strict=True)
    return found


def outputs() -> list[tuple[str, str]]:
    """Title and document number of every document that a return reports."""
    found: list[tuple[str, str]] = []
    for grid in all_sheets().values():
        if column(grid, OUTPUT_HEADERS) is None:
            continue
        found += zip(values(grid, OUTPUT_HEADERS), values(grid, NUMBER_HEADERS), strict=True)
    return found


def plan_titles_by_domain() -> dict[str, list[str]]:
    titles = defaultdict(list)
    domain = ""
    for row in body(plan()):
        domain = row[1] or domain
        titles[domain].append(key(row[2]))
    return titles


def quarter(due: str) -> int:
    """The quarter in which a due date of the plan falls."""
    text = unicodedata.normalize("NFKC", due)
    named = {"一季度": 1, "二季度": 2, "三季度": 3, "四季度": 4, "上半年": 2, "全年": 4}
    for word, number in named.items():
        if text.endswith(word):
            return number
    month = re.search(r"(\d{1,2})月", text) or re.match(r"\d{4}[-.](\d{1,2})", text)
    assert month, due
    return (int(month[1]) + 2) // 3


def test_the_plan_lists_the_tasks_of_each_domain() -> None:
    titles = plan_titles_by_domain()
    assert {domain: len(tasks) for domain, tasks in titles.items()} == {d: counts[0] for d, counts in DOMAINS.items()}
    assert len({title for tasks in titles.values() for title in tasks}) == 44


def test_the_plan_has_a_header_of_two_rows_and_says_nothing_about_completion() -> None:
    grid = plan()
    above, below = grid[header_row(grid)], grid[header_row(grid) + 1]
    assert above[4] == "责任主体"
    assert below[4:7] == ["牵头单位", "责任单位", "责任人"]
    assert column(grid, STATUS_HEADERS) is None


def test_over_a_third_of_the_plan_is_due_in_the_fourth_quarter() -> None:
    due = Counter(quarter(text) for text in values(plan(), {"完成时限"}))
    assert due[4] == 17
    assert due[4] / due.total() > 1 / 3
    assert set(due) == {1, 2, 3, 4}


def test_the_task_that_the_report_does_not_name_stays_unnamed_and_blank() -> None:
    (unnamed,) = [row for row in body(plan()) if row[2] == "报告未列名"]
    assert unnamed[3:7] == ["", "", "", ""]


def test_the_returns_report_every_task_of_the_plan_once() -> None:
    planned = [title for titles in plan_titles_by_domain().values() for title in titles]
    assert Counter(key(title) for title, _ in reports()) == Counter(planned)


def test_the_returns_bear_out_the_report_in_each_domain() -> None:
    status_of = {key(title): status for title, status in reports()}
    assert set(status_of.values()) <= COMPLETED | POSTPONED_WORDINGS
    for domain, titles in plan_titles_by_domain().items():
        completed = sum(status_of[title] in COMPLETED for title in titles)
        postponed = sum(status_of[title] in POSTPONED_WORDINGS for title in titles)
        assert (len(titles), completed, postponed) == DOMAINS[domain]


def test_the_returns_name_the_25_documents_of_the_report_two_of_them_twice() -> None:
    times = Counter(key(title) for title, _ in outputs())
    assert len(times) == 25
    assert sorted(times.values())[-3:] == [1, 2, 2]


def test_a_document_number_stands_for_one_document() -> None:
    titles_of = defaultdict(set)
    for title, number in outputs():
        if number:
            titles_of[re.sub(r"[\[\]【】〔〕()]", "", key(number))].add(key(title))
    assert len(titles_of) == 25
    assert all(len(titles) == 1 for titles in titles_of.values())


def test_the_four_postponements_are_approved_to_2022() -> None:
    grid = next(iter(read(YEAR / POSTPONEMENTS).values()))
    rows = body(grid)
    assert {row[2] for row in rows} == POSTPONED
    assert {tuple(row[5:8]) for row in rows} == {("五届区委全面深化改革委员会第一次会议", "同意", "2022")}
    assert all(row[4] for row in rows)


def test_the_stated_figures_are_those_of_the_report() -> None:
    grid = next(iter(read(YEAR / STATED).values()))
    stated = {(row[2], row[3]): row[4] for row in body(grid)}
    by_domain = {
        (domain, measure): str(count)
        for domain, counts in DOMAINS.items()
        for measure, count in zip(("任务数", "已完成", "延期"), counts, strict=True)
    }
    overall = {
        ("", "领域数"): "8",
        ("", "改革事项"): "44",
        ("", "延期"): "4",
        ("", "完成"): "40",
        ("", "完成率"): "100%",
        ("", "制度性成果"): "33",
        ("", "会议次数"): "2",
        ("", "点对点调度任务数"): "9",
    }
    assert stated == by_domain | overall


def test_the_figures_that_tasks_reached_are_those_of_the_report() -> None:
    figures = Counter(
        unicodedata.normalize("NFKC", value)
        for (file, _), grid in all_sheets().items()
        if file != STATED and column(grid, FIGURE_HEADERS) is not None
        for value in values(grid, FIGURE_HEADERS)
    )
    assert figures == Counter(["90", "124", "31", "32个", "576", "5500余", "三个", "1500余名", "54", "91", "3"])


def test_real_dates_are_dates_and_dates_in_words_stay_words() -> None:
    workbook = openpyxl.load_workbook(YEAR / PLAN)
    due = [row[7].value for row in workbook.active.iter_rows(min_row=5) if str(row[0].value).isdigit()]  # type: ignore[union-attr]
    assert any(isinstance(value, date) for value in due)
    assert any(isinstance(value, str) and "底前" in value for value in due)


@pytest.fixture(scope="module")
def made_anew(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    make_samples(folder)
    return folder


def test_the_inbox_holds_workbooks_and_a_readme_only() -> None:
    strangers = [
        path.name for path in SAMPLES.rglob("*") if path.is_file() and path.suffix not in {".xlsx", ".xls", ".csv"}
    ]
    assert strangers == ["README.md"]


@pytest.mark.parametrize("year", YEARS)
def test_making_the_samples_anew_gives_what_is_committed(made_anew: Path, year: str) -> None:
    committed = {path.name: read(path) for path in (SAMPLES / year).iterdir()}
    assert {path.name: read(path) for path in (made_anew / year).iterdir()} == committed


@pytest.mark.parametrize("year", YEARS)
def test_merged_areas_made_anew_are_those_committed(made_anew: Path, year: str) -> None:
    for path in (SAMPLES / year).glob("*.xlsx"):
        for old, new in zip(
            openpyxl.load_workbook(path), openpyxl.load_workbook(made_anew / year / path.name), strict=True
        ):
            assert {str(area) for area in new.merged_cells.ranges} == {str(area) for area in old.merged_cells.ranges}


def test_making_the_samples_twice_gives_the_same_bytes(made_anew: Path, tmp_path: Path) -> None:
    for path in make_samples(tmp_path):
        assert path.read_bytes() == (made_anew / path.parent.name / path.name).read_bytes(), path.name


def test_every_sample_is_listed_in_the_readme() -> None:
    readme = (SAMPLES / "README.md").read_text("utf-8")
    assert [path.name for year in YEARS for path in (SAMPLES / year).iterdir() if path.name not in readme] == []


def test_the_samples_are_judged_as_of_the_day_of_their_latest_returns() -> None:
    sent = [
        tuple(map(int, re.findall(r"\d+", found)))
        for path in SAMPLES.glob("*/*.*")
        for grid in read(path).values()
        for line in grid
        for cell in line
        for found in re.findall(r"填报时间[：:](\d{4}[年.-]\d{1,2}[月.-]\d{1,2})", cell)
    ]
    assert Settings(inbox=SAMPLES).judged_as_of() == date(*max(sent))
