"""Makes inboxes to measure with: many workbooks of 60 rows by 14 columns in varied layouts, or one large one."""

import random
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

import sources

HEADER = (
    "序号",
    "改革领域",
    "改革事项",
    "主要内容",
    "牵头单位",
    "配合单位",
    "责任领导",
    "责任人",
    "完成时限",
    "进展情况",
    "完成状态",
    "完成时间",
    "联系电话",
    "备注",
)
ROWS = 60
VOCABULARY = Path(sources.__file__).parent / "vocabularies" / "departments.toml"
DISTINCT = 50
"""Workbooks that differ in more than a title; the others repeat their rows under names of their own."""

YEARS = (2019, 2020, 2021, 2022)
DISTINCT_A_YEAR = 10

DOMAINS = ("经济体制改革", "社会体制改革", "文化体制改革", "行政体制改革", "生态文明体制改革")
DEPARTMENTS = ("区发改委", "区财政局", "区教体局", "区民政局", "区住建局", "区司法局", "区卫健委", "区城管局")
STATUSES = ("已完成", "推进中", "完成", "未启动", "正在推进", "已办结")
NAMES = ("张三", "李四", "王五", "赵六", "孙七", "周八")


def task_rows(chance: random.Random, file: int, rows: int = ROWS, year: int = 2021) -> Iterator[list[object]]:
    """Rows of tasks as departments write them: dates and deadlines in many shapes, co-departments, remarks."""
    for number in range(1, rows + 1):
        day = date(year, 1, 1) + timedelta(days=chance.randrange(360))
        deadlines = (
            f"{year}年{day.month}月底前",
            day,
            "四季度",
            f"{day.month}月中旬",
            f"{year}.{day.month:02}.{day.day:02}",
        )
        status = chance.choice(STATUSES)
        done = status in ("已完成", "完成", "已办结")
        yield [
            number,
            chance.choice(DOMAINS),
            f"第{file}批第{number}项改革事项",
            f"建立健全第{number}项工作机制,明确职责分工和时间节点,形成可复制可推广的经验做法",
            chance.choice(DEPARTMENTS),
            "、".join(chance.sample(DEPARTMENTS, 2)),
            chance.choice(NAMES),
            chance.choice(NAMES),
            chance.choice(deadlines),
            f"已召开专题会议{chance.randrange(1, 9)}次,印发实施方案",
            status,
            day.isoformat() if done else None,
            f"138{chance.randrange(10**8):08}",
            chance.choice((None, None, "无", "按月报送")),
        ]


def write_sheet(sheet: Worksheet, chance: random.Random, file: int, rows: int = ROWS, year: int = 2021) -> None:
    """One of five layouts: plain; with a title; with a title and 填报单位; with section rows; with a total."""
    layout = file % 5
    if layout:
        sheet.append([f"{year}年重点改革任务完成情况表"])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADER))
    if layout == 2:
        sheet.append([f"填报单位:{chance.choice(DEPARTMENTS)}", *[None] * 10, f"填报时间:{year}年12月"])
    sheet.append(HEADER)
    for row in task_rows(chance, file, rows, year):
        if layout == 3 and row[0] in (1, 31):
            sheet.append([f"{'一' if row[0] == 1 else '二'}、{row[1]}"])
        sheet.append(row)
    if layout == 4:
        sheet.append(["合计", None, f"{rows}项"])


def make_inbox(folder: Path, files: int) -> Path:
    """An inbox of so many workbooks."""
    chance = random.Random(files)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(min(files, DISTINCT)):
        book = openpyxl.Workbook()
        write_sheet(book.worksheets[0], chance, number)
        book.save(folder / f"2021-{number:05}.xlsx")
    for number in range(DISTINCT, files):
        copy_with_title(folder / f"2021-{number % DISTINCT:05}.xlsx", folder / f"2021-{number:05}.xlsx", number)
    return folder


def make_province(folder: Path, files: int) -> Path:
    """An inbox of so many workbooks as a province has it: a folder a district, in it one a year with the departments'.

    A district has a hundred files, of four years and 25 departments.
    """
    chance = random.Random(files)
    departments = [f"区{name}" for name in list(usual_departments()["government"])[2:27]]
    models = folder.with_name(f"{folder.name}-models")
    models.mkdir(parents=True, exist_ok=True)
    for year in YEARS:
        for number in range(DISTINCT_A_YEAR):
            book = openpyxl.Workbook()
            write_sheet(book.worksheets[0], chance, number, year=year)
            book.save(models / f"{year}-{number}.xlsx")
    for number in range(files):
        district, in_district = divmod(number, len(YEARS) * len(departments))
        year, department = YEARS[in_district % len(YEARS)], departments[in_district // len(YEARS)]
        target = folder / f"第{district + 1:03}区" / str(year) / f"{department}.xlsx"
        target.parent.mkdir(parents=True, exist_ok=True)
        copy_with_title(models / f"{year}-{number % DISTINCT_A_YEAR}.xlsx", target, number, DISTINCT_A_YEAR)
    return folder


def usual_departments() -> dict[str, dict[str, list[str]]]:
    """The usual departments, by kind of organ."""
    departments: dict[str, dict[str, list[str]]] = tomllib.loads(VOCABULARY.read_text("utf-8"))
    return departments


def copy_with_title(source: Path, target: Path, number: int, distinct: int = DISTINCT) -> None:
    """The same workbook with tasks of its own: their titles are replaced in its parts, which is quick."""
    import zipfile

    batches = [f"第{each}批" for each in (number % distinct, number)]
    # openpyxl writes them as UTF-8, and as references where lxml is installed.
    pairs = [[text.encode(how, "xmlcharrefreplace") for text in batches] for how in ("utf-8", "ascii")]
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            content = old.read(name)
            for before, after in pairs:
                content = content.replace(before, after)
            new.writestr(name, content)


def make_large_workbook(path: Path, rows: int) -> Path:
    """One sheet of so many rows."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["2021年重点改革任务完成情况表"])
    sheet.append(HEADER)
    for row in task_rows(random.Random(rows), 1, rows):
        sheet.append(row)
    book.save(path)
    return path
