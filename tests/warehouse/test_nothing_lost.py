"""Nothing is lost: what other programs find below a table's header stands in raw, text for text, at its address."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlrd
from duckdb import DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from orchestration.settings import SAMPLES, Settings
from sources.inbox import InboxFile, scan
from sources.reading import read_file
from sources.rows import FileReading
from tests.warehouse.small import REFRESH, VOCABULARY, prepared
from tests.workbooks import TASK_HEADER, write_workbook
from warehouse import rebuild
from warehouse.load import receive

Grid = list[list[str]]
Texts = dict[tuple[str, str, str], str]
"""The text of each cell, by file, sheet and address."""


def shown(value: object) -> str:
    """A cell's content as the spreadsheet shows it in its plainest form."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return date(value.year, value.month, value.day).isoformat()
    return str(value)


def read_xlsx(path: Path) -> dict[str, Grid]:
    workbook = openpyxl.load_workbook(path)
    return {sheet.title: [[shown(value) for value in row] for row in sheet.values] for sheet in workbook}


def read_xls(path: Path) -> dict[str, Grid]:
    workbook = xlrd.open_workbook(path)

    def content(cell: xlrd.sheet.Cell) -> object:
        is_date = cell.ctype == xlrd.XL_CELL_DATE
        return xlrd.xldate_as_datetime(cell.value, workbook.datemode) if is_date else cell.value

    return {
        sheet.name: [[shown(content(cell)) for cell in sheet.row(row)] for row in range(sheet.nrows)]
        for sheet in workbook.sheets()
    }


def read_csv(path: Path) -> dict[str, Grid]:
    return {"csv": list(csv.reader(path.read_text("gb18030").splitlines()))}


READERS = {".xlsx": read_xlsx, ".xls": read_xls, ".csv": read_csv}


def is_header(row: list[str]) -> bool:
    return bool(row) and "".join(row[0].split()) in ("序号", "编号")


def body_texts(path: Path, name: str) -> Texts:
    """Every non-empty cell of a file that stands below the first header of its sheet and in no header itself."""
    texts = {}
    for sheet, grid in READERS[path.suffix](path).items():
        headers = [at for at, row in enumerate(grid) if is_header(row)]
        if not headers:
            continue
        start = headers[0] + 1
        while start < len(grid) and not grid[start][0].strip() and any(grid[start]):
            start += 1  # the second line of a header has nothing below 序号
        for at in range(start, len(grid)):
            for column, text in enumerate(grid[at]):
                if text.strip():
                    texts[name, sheet, f"{get_column_letter(column + 1)}{at + 1}"] = text
    return texts


def received_texts(con: DuckDBPyConnection) -> Texts:
    return {
        (path, sheet, cell): text
        for path, sheet, cell, text in con.execute(
            """
            select file.path, source.sheet, cell.cell, cell.raw_text
            from raw.source_cell as cell
            join raw.source_row as source using (source_row_id)
            join raw.source_file as file using (file_id)
            where cell.cell is not null
            """
        ).fetchall()
    }


def received(inbox: Path) -> DuckDBPyConnection:
    """A warehouse into which the files of a folder were read."""

    def read(files: list[InboxFile]) -> Iterator[tuple[str, FileReading]]:
        for file in files:
            yield file.path, read_file(file.location, file.path, VOCABULARY)

    con = prepared()
    receive(con, scan(inbox), REFRESH, lambda files: read(list(files)), Settings().paths())
    return con


def lost(expected: Texts, inbox: Path) -> dict[tuple[str, str, str], tuple[str, str | None]]:
    """The cells whose text is not in raw as it is in the file: (in the file, in raw)."""
    texts = received_texts(received(inbox))
    return {place: (text, texts.get(place)) for place, text in expected.items() if texts.get(place) != text}


@pytest.fixture(scope="module")
def samples() -> Texts:
    paths = [path for path in SAMPLES.rglob("*.*") if path.suffix in READERS]
    return {
        place: text for path in paths for place, text in body_texts(path, path.relative_to(SAMPLES).as_posix()).items()
    }


def test_every_cell_of_the_samples_tables_is_in_raw(samples: Texts) -> None:
    assert len({path for path, *_ in samples}) == len([p for p in SAMPLES.rglob("*.*") if p.suffix in READERS])
    assert lost(samples, SAMPLES) == {}


TEXT = st.one_of(
    st.none(),
    st.integers(0, 10**9),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.text("甲乙丙丁改革事项任务 /-—()《》,。:0123456789AB", max_size=12),
    st.sampled_from(
        [
            "合计",
            "小计",
            "一、经济体制改革(2项)",
            "注:以上任务由各单位落实",
            "说明",
            "事项",
            "改革领域",
            "待定",
            "√",
            "#REF!",
        ]
    ),
)
BODY = st.lists(st.tuples(*[TEXT] * len(TASK_HEADER)), min_size=1, max_size=8)


@settings(max_examples=25, deadline=None)
@given(body=BODY)
def test_every_cell_of_any_tables_body_is_in_raw(
    tmp_path_factory: pytest.TempPathFactory, body: list[tuple[object, ...]]
) -> None:
    inbox = tmp_path_factory.mktemp("inbox")
    write_workbook(inbox / "a.xlsx", {"任务": [["2021年重点改革任务"], TASK_HEADER, *body]})
    expected = {
        ("a.xlsx", "任务", f"{get_column_letter(column)}{number}"): shown(value)
        for number, row in enumerate(body, start=3)
        for column, value in enumerate(row, start=1)
        if shown(value).strip()
    }
    assert lost(expected, inbox) == {}


def test_rows_of_no_known_table_are_kept_and_count_for_nothing(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    task = [1, "经济体制改革", "优化营商环境", "区发改委", "12月", "已完成", None]
    write_workbook(
        inbox / "甲.xlsx",
        {
            "物资": [["物资", "数量"], ["纸张", 3], [], ["笔", 12.5]],
            "任务": [["2021年重点改革任务"], ["物资", "数量", "金额"], ["墨", 1, 2], TASK_HEADER, task],
        },
    )
    write_workbook(inbox / "乙.xlsx", {"说明": [["请按时报送"], [None, "联系人", "张三"]]})
    con = received(inbox)
    rebuild.check(con)
    kept = con.execute(
        "select path, sheet, row_number, disposition, reason from raw.source_row "
        "inner join raw.source_file using (file_id) where record_type is null order by all"
    ).fetchall()
    assert [(*place, "skipped", "no known table") for place in UNKNOWN_ROWS] == kept
    texts = received_texts(con)
    assert [texts["甲.xlsx", "物资", cell] for cell in ("A2", "B2", "A4", "B4")] == ["纸张", "3", "笔", "12.5"]
    assert texts["乙.xlsx", "说明", "C2"] == "张三"
    assert con.execute(
        "select path, rows_found, rows_loaded + rows_warned, rows_rejected, rows_skipped from quality.file_summary "
        "order by path"
    ).fetchall() == [("乙.xlsx", 2, 0, 0, 2), ("甲.xlsx", 6, 1, 0, 5)]
    assert con.execute("select count(*) from raw.task").fetchall() == [(1,)]


UNKNOWN_ROWS = [
    ("乙.xlsx", "说明", 1),
    ("乙.xlsx", "说明", 2),
    ("甲.xlsx", "任务", 2),
    ("甲.xlsx", "任务", 3),
    ("甲.xlsx", "物资", 1),
    ("甲.xlsx", "物资", 2),
    ("甲.xlsx", "物资", 4),
]
