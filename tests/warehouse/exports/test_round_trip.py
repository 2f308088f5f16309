"""Whatever a sender's file is and however it is laid out: what is mended in its feedback clears what was found."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import openpyxl
import pytest
import xlwt
from openpyxl.workbook import Workbook

from sources.office_sheets import FEEDBACK
from tests.sources import xlsb
from tests.sources.test_formats import ods
from tests.warehouse.exports.received import receive_inbox
from warehouse.exports.feedback import export_feedback
from warehouse.exports.feedback_workbook import HEADER_ROW

Rows = Sequence[Sequence[str | None]]
HEADER = ("序号", "改革领域", "改革事项", "牵头单位", "完成时限", "完成状态")
ROWS: Rows = (
    ("2021年重点改革任务",),
    HEADER,
    ("1", "经济体制改革", "优化营商环境", "区发改委", "2021年12月底前", "已完成"),
    ("2", "社会体制改革", None, "区司法局", "2021年12月底前", "基本完成"),
)
MENDED = {"C4": "社区矫正", "F4": "已完成"}


def as_csv(rows: Rows) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("gb18030")


def as_xls(rows: Rows) -> bytes:
    book = xlwt.Workbook(encoding="gbk")
    sheet = book.add_sheet("任务")
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if text is not None:
                sheet.write(at, column, text)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_xlsb(rows: Rows) -> bytes:
    cells = {at: {column: text for column, text in enumerate(row) if text} for at, row in enumerate(rows)}
    return xlsb.book(xlsb.sheet(cells))


def as_ods(rows: Rows) -> bytes:
    def cell(text: str | None) -> str:
        inside = f' office:value-type="string"><text:p>{text}</text:p>' if text else ">"
        return f"<table:table-cell{inside}</table:table-cell>"

    return ods("".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows))


def as_xlsx(rows: Rows) -> bytes:
    return saved(workbook_of({"任务": rows}))


def workbook_of(sheets: dict[str, Rows]) -> Workbook:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return workbook


def saved(workbook: Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def several_sheets() -> bytes:
    """The same table on two sheets, one of them hidden, with merged cells."""
    other: Rows = (*ROWS[:2], ("3", "社会体制改革", "养老服务", "区民政局", "2021年12月底前", "基本完成"))
    workbook = workbook_of({"任务": ROWS, "续表": other, "说明": (("填报说明",), ("请按时报送",))})
    workbook["续表"].sheet_state = "hidden"
    for sheet in ("任务", "续表"):
        workbook[sheet].merge_cells("A1:F1")
    return saved(workbook)


FORM: Rows = (
    ("2021年重点改革任务",),
    ("改革事项：社区矫正",),
    ("改革领域：社会体制改革",),
    ("牵头单位：区司法局",),
    ("完成状态：基本完成",),
)
TRANSPOSED: Rows = (ROWS[0], *zip(*ROWS[1:], strict=True))
IN_SHEET = {"任务": MENDED}

CASES: dict[str, tuple[str, Callable[[], bytes], dict[str, dict[str, str]]]] = {
    "xlsx": ("甲.xlsx", lambda: as_xlsx(ROWS), IN_SHEET),
    "csv": ("甲.csv", lambda: as_csv(ROWS), {"csv": MENDED}),
    "xls": ("甲.xls", lambda: as_xls(ROWS), IN_SHEET),
    "et": ("甲.et", lambda: as_xls(ROWS), IN_SHEET),
    "xlsb": ("甲.xlsb", lambda: as_xlsb(ROWS), {"表": MENDED}),
    "ods": ("甲.ods", lambda: as_ods(ROWS), {"表": MENDED}),
    "several sheets": ("甲.xlsx", several_sheets, {"任务": MENDED, "续表": {"F3": "推进中"}}),
    "transposed": ("甲.xlsx", lambda: as_xlsx(TRANSPOSED), {"任务": {"C4": "社区矫正", "C7": "已完成"}}),
    "form": ("甲.xlsx", lambda: as_xlsx(FORM), {"任务": {"A5": "完成状态：已完成"}}),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_mended_in_the_feedback_and_sent_again_is_cleared(tmp_path: Path, case: str) -> None:
    name, make, mended = CASES[case]
    inbox, out = tmp_path / "inbox", tmp_path / "out"
    inbox.mkdir()
    (inbox / name).write_bytes(make())
    con = duckdb.connect()
    export_feedback(con, receive_inbox(con, inbox), out)
    (place,) = out.rglob("*.xlsx")
    workbook = openpyxl.load_workbook(place)
    listed = {row[2:4] for row in workbook[FEEDBACK].iter_rows(min_row=HEADER_ROW + 1, values_only=True)}
    assert listed >= {(sheet, cell) for sheet, cells in mended.items() for cell in cells}
    for sheet, cells in mended.items():
        for cell, text in cells.items():
            assert workbook[sheet][cell].comment is not None
            workbook[sheet][cell] = text
    if case == "several sheets":
        workbook.remove(workbook["说明"])
    workbook.save(inbox / name)
    export_feedback(con, receive_inbox(con, inbox), out)
    assert list(out.rglob("*.xlsx")) == []
