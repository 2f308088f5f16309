"""The attachments say what the report tables say, as numbers and dates, and print as they are: whole, page by page."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from duckdb import DuckDBPyConnection
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from orchestration.settings import Settings
from tests.warehouse.exports.printed import converted, pages
from tests.warehouse.small import built, output, postponement, task
from transforms.chinese import chinese
from warehouse.exports.attachments import FIRST, NOT_PRINTED, SECOND, UPRIGHT, write_attachments
from warehouse.exports.exporting import DistrictYear, published_years
from warehouse.exports.office import Office
from warehouse.exports.report_tables import built_tables, report_table
from warehouse.query import open_read_only

NASTY = (
    '=HYPERLINK("http://x","y")',
    "+区A\"&'<b>局</b>",
    "{{ 7*7 }}{% for x in y %}局",
    "＝1+1 局\n第二行",
    '&P&D&"Wingdings"局',
    "@SUM(A1)",
    "'带引号'局",
    "局\x0b\x00尾",
)
LONG = "".join(f"第{number}句说明情况，" for number in range(1, 230))


@pytest.fixture(scope="module")
def samples(sample_warehouse: Settings) -> Iterator[DuckDBPyConnection]:
    with open_read_only(sample_warehouse.warehouse) as con:
        yield con


@pytest.fixture(scope="module")
def written(samples: DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return attachments(samples, tmp_path_factory.mktemp("attachments"))


def attachments(con: DuckDBPyConnection, folder: Path, year: int = 2021) -> Path:
    (one,) = [one for one in published_years(con) if one.year == year]
    path = folder / f"{year}.xlsx"
    write_attachments(con, one, Office(), path)
    return path


def header_row(sheet: Worksheet) -> int:
    return int(re.match(r"\$?(\d+)", str(sheet.print_title_rows))[1])  # type: ignore[index]


def body(sheet: Worksheet) -> list[list[Any]]:
    """The rows below the header, but for the line at the end that goes over all columns."""
    header = header_row(sheet)
    width = sum(cell.value is not None for cell in sheet[header])
    rows = [[cell.value for cell in row[:width]] for row in sheet.iter_rows(min_row=header + 1)]
    return [row for row in rows if isinstance(row[0], int)]


def sheet_of(workbook: Workbook, name: str) -> Worksheet:
    sheet = workbook[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_the_first_attachment_lists_every_output_by_domain(samples: DuckDBPyConnection, written: Path) -> None:
    sheet = sheet_of(openpyxl.load_workbook(written), "附件1")
    assert [sheet["A1"].value, sheet["A2"].value] == ["附件1", "2021年重要制度性成果汇总表"]
    assert sheet["A3"].value == "制表单位：区委改革办"
    rows = samples.execute(
        "select seq, title, document_number, issuer, issued_date, kind, task_title from report.institutional_outputs "
        "where year = 2021 order by seq"
    ).fetchall()
    assert [
        (seq, title, number, issuer, day.date(), kind, of)
        for seq, _, title, number, issuer, day, kind, of in body(sheet)
    ] == rows
    assert f"合计：{len(rows)}项" in {row[0].value for row in sheet.iter_rows()}


def test_the_second_attachment_lists_every_task_and_how_it_ended(samples: DuckDBPyConnection, written: Path) -> None:
    sheet = sheet_of(openpyxl.load_workbook(written), "附件2")
    shown = body(sheet)
    rows = samples.execute(
        "select seq, title, coalesce(lead_department, '未填'), planned_due_date, status, completed_date "
        "from report.task_completion where year = 2021 order by seq"
    ).fetchall()
    assert len(rows) == 44
    assert [(r[0], r[2], r[3], r[6].date(), r[7], r[8] and r[8].date()) for r in shown] == [
        (*row[:4], chinese().value("status", row[4]), row[5]) for row in rows
    ]
    remarks = dict(
        samples.execute(
            "select seq, postponement_reason from report.task_completion where year = 2021 and status = 'postponed'"
        ).fetchall()
    )
    assert len(remarks) == 4
    for row in shown:
        assert row[10] == (f"延期至2022年；延期原因：{remarks[row[0]]}" if row[0] in remarks else None)
    (tally,) = (row[0].value for row in sheet.iter_rows() if str(row[0].value).startswith("合计"))
    assert tally == "合计：44项。已完成40项，延期4项，完成率（扣除延期和取消）100.0%，占全部计划的完成率90.9%。"


def test_domains_are_merged_with_their_number_and_named_again_on_the_next_page(written: Path) -> None:
    sheet = sheet_of(openpyxl.load_workbook(written), "附件2")
    breaks = [one.id for one in sheet.row_breaks.brk]
    assert breaks, "44 tasks take more than one page"
    merged = {area.min_row: area.max_row for area in sheet.merged_cells.ranges if area.min_col == area.max_col == 2}
    assert not [(first, last) for first, last in merged.items() for end in breaks if first <= end < last]
    labels = [str(row[1].value).split("\n") for row in sheet.iter_rows(min_row=header_row(sheet) + 1) if row[1].value]
    counted = [(name, how) for name, how in labels if how != "（续）"]
    assert counted[0] == ("经济体制改革", "（10项）")
    assert sum(int(how[1:-2]) for _, how in counted) == 44
    for name, parts in groupby(labels, key=lambda label: label[0]):
        assert [how == "（续）" for _, how in parts][1:] == [True] * (
            len([one for one in labels if one[0] == name]) - 1
        )


def test_every_report_table_has_a_sheet_that_the_contents_lead_to(samples: DuckDBPyConnection, written: Path) -> None:
    workbook = openpyxl.load_workbook(written)
    listed = body(sheet_of(workbook, "目录"))
    names = [name for name in built_tables(samples) if name not in NOT_PRINTED]
    assert len(listed) == len(names) == len(workbook.sheetnames) - 1
    assert workbook.sheetnames[0] == "目录"
    links = [
        cell.hyperlink.location for row in sheet_of(workbook, "目录").iter_rows() for cell in row if cell.hyperlink
    ]
    assert [str(link).removesuffix("!A1").strip("'") for link in links] == workbook.sheetnames[1:]
    for name in set(names) - {FIRST, SECOND, *UPRIGHT}:
        (one,) = [one for one in published_years(samples) if one.year == 2021]
        table = report_table(samples, name, one)
        sheet = sheet_of(workbook, chinese().tables[name].title)
        assert len(body(sheet)) == len(table.rows), name


def test_figures_are_numbers_and_rates_are_percentages(samples: DuckDBPyConnection, written: Path) -> None:
    sheet = sheet_of(openpyxl.load_workbook(written), "年度总览")
    cells = {row[1].value: row[2] for row in sheet.iter_rows(min_row=header_row(sheet) + 1)}
    (overview,) = report_table(samples, "annual_overview", published_years(samples)[0]).records()
    for name, value in overview.items():
        cell = cells[chinese().columns[name]]
        assert cell.value == pytest.approx(value), name
        assert cell.number_format == ("0.0%" if name.endswith(("rate", "rate_of_plan", "share")) else "General"), name
    stated = sheet_of(openpyxl.load_workbook(written), "报告数据核对")
    header = [cell.value for cell in stated[header_row(stated)]]
    formats = {
        row[header.index("指标")].value: row[header.index("报告所述")].number_format
        for row in stated.iter_rows(min_row=header_row(stated) + 1)
    }
    assert formats[chinese().columns["completion_rate"]] == "0.0%"
    assert formats[chinese().columns["planned"]] == "General"


def test_no_word_of_ours_is_left_in_english(samples: DuckDBPyConnection, tmp_path: Path) -> None:
    for one in published_years(samples):
        for sheet in openpyxl.load_workbook(attachments(samples, tmp_path, one.year)).worksheets:
            texts = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
            assert [text for text in texts if re.fullmatch("[a-z_]+", text)] == [], sheet.title


def test_every_sheet_is_set_up_to_be_printed(written: Path) -> None:
    for sheet in openpyxl.load_workbook(written).worksheets:
        header = header_row(sheet)
        assert sheet.print_title_rows == f"${header}:${header}"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert "&P" in str(sheet.oddFooter.center.text)  # type: ignore[union-attr] # it has one
        width = sum(cell.value is not None for cell in sheet[header])
        assert re.fullmatch(rf"'?{sheet.title}'?!\$A\$1:\$[A-Z]+\${sheet.max_row}", sheet.print_area)
        assert f"${get_column_letter(width)}$" in sheet.print_area
        assert sheet.freeze_panes == f"A{header + 1}"


def test_what_goes_a_little_over_a_page_is_made_to_fit_it(written: Path) -> None:
    workbook = openpyxl.load_workbook(written)
    for name, pages_high in (("目录", 1), ("年度总览", 1), ("督察调度总览", 0), ("附件2", 0)):
        sheet = sheet_of(workbook, name)
        assert sheet.page_setup.fitToHeight == pages_high, name
        assert bool(sheet.row_breaks.brk) == (name == "附件2"), name


def texts(path: Path) -> list[str]:
    """All that a workbook's print areas show, as it is shown."""
    shown = []
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet[sheet.print_area.split("!")[1].replace("$", "")]:
            for cell in row:
                value = cell.value
                if isinstance(value, datetime | date):
                    shown.append(f"{value:%Y-%m-%d}")
                elif isinstance(value, float) and "%" in cell.number_format:
                    shown.append(f"{value:.1%}")
                elif value is not None:
                    shown.append(f"{value:g}" if isinstance(value, float) else str(value))
    return ["".join(text.split()) for text in shown]


def test_libreoffice_prints_it_whole_with_the_header_on_each_page(written: Path, tmp_path: Path) -> None:
    printed = pages(converted(written, "pdf", tmp_path))
    workbook = openpyxl.load_workbook(written)
    assert len(printed) == sum(len(sheet.row_breaks.brk) + 1 for sheet in workbook.worksheets)
    at = 0
    for sheet in workbook.worksheets:
        header = "".join(str(cell.value) for cell in sheet[header_row(sheet)] if cell.value)
        for number in range(len(sheet.row_breaks.brk) + 1):
            page = printed[at + number]
            assert Counter(header) - Counter(page) == Counter(), (sheet.title, number)
            assert f"第{at + number + 1}页共{len(printed)}页" in page
        at += len(sheet.row_breaks.brk) + 1
    missing = Counter("".join(texts(written))) - Counter("".join(printed))
    assert not missing, "a character that stands in a cell is not on paper"


def test_rows_are_as_high_as_libreoffice_needs_them(written: Path, tmp_path: Path) -> None:
    """Without our heights the program sets its own: ours must be no lower."""
    ours = {
        sheet.title: {row: dimension.height for row, dimension in sheet.row_dimensions.items()}
        for sheet in openpyxl.load_workbook(written).worksheets
    }
    without = tmp_path / "without.xlsx"
    with ZipFile(written) as old, ZipFile(without, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb' (customHeight="1"|ht="[\d.]+")', b"", content)
            new.writestr(name, content)
    (tmp_path / "out").mkdir()
    checked = 0
    for sheet in openpyxl.load_workbook(converted(without, "xlsx", tmp_path / "out")).worksheets:
        for row, dimension in sheet.row_dimensions.items():
            if dimension.height and row in ours[sheet.title] and row >= 4:
                checked += 1
                assert dimension.height <= ours[sheet.title][row] + 0.5, (sheet.title, row)
    assert checked > 100


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DuckDBPyConnection, Path]]:
    tasks = [
        task(number, f"{text}事项", lead_department=text, domain=text, progress=text)
        for number, text in enumerate(NASTY, start=2)
    ]
    tasks.append(task(20, "长事项", progress=LONG, responsible_person="张三"))
    rows = [*tasks, postponement(30, "长事项", reason=LONG), output(40, title="=1+1《办法》", task_title="长事项")]
    with built({"2021.xlsx": rows}) as con:
        yield con, attachments(con, tmp_path_factory.mktemp("nasty"))


def test_what_looks_like_a_formula_or_a_template_is_shown_as_it_is(nasty: tuple[DuckDBPyConnection, Path]) -> None:
    con, path = nasty
    workbook = openpyxl.load_workbook(path)
    assert not [
        cell for sheet in workbook.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]
    shown = {row[3] for row in body(sheet_of(workbook, "附件2"))}
    for (text,) in con.execute(
        "select lead_department from report.task_completion where lead_department is not null"
    ).fetchall():
        assert re.sub("[\x00\x0b]", "�", text) in shown


def test_a_text_longer_than_a_row_can_be_high_is_printed_whole(
    nasty: tuple[DuckDBPyConnection, Path], tmp_path: Path
) -> None:
    _, path = nasty
    sheet = sheet_of(openpyxl.load_workbook(path), "附件2")
    assert LONG in [row[9] for row in body(sheet)]
    assert max(dimension.height or 0 for dimension in sheet.row_dimensions.values()) <= 409
    printed = Counter("".join(pages(converted(path, "pdf", tmp_path))))
    assert not Counter("".join(texts(path)).replace("�", "")) - printed


def test_what_no_ledger_was_received_for_is_said_not_to_be_known(tmp_path: Path) -> None:
    with built({"2021.xlsx": [task(2, "甲事项")]}) as con:
        path = attachments(con, tmp_path)
    workbook = openpyxl.load_workbook(path)
    figures = {line[1]: line[2] for line in body(sheet_of(workbook, "年度总览"))}
    assert (figures["计划任务"], figures["延期"], figures["制度性成果"]) == (1, 0, "未填")
    assert "未收到本年度制度性成果台账。" in [row[0].value for row in sheet_of(workbook, "附件1").iter_rows()]


def test_a_year_without_any_rows_has_sheets_that_say_so(samples: DuckDBPyConnection, tmp_path: Path) -> None:
    with built({"2021.xlsx": [output(2, title="《甲办法》", task_title=None, domain=None)]}) as con:
        path = attachments(con, tmp_path)
    workbook = openpyxl.load_workbook(path)
    assert "未收到本年度改革任务台账。" in [row[0].value for row in sheet_of(workbook, "附件2").iter_rows()]
    assert "本年度没有此项内容。" in [row[0].value for row in sheet_of(workbook, "延期事项").iter_rows()]
    assert [row[2] for row in body(sheet_of(workbook, "附件1"))] == ["《甲办法》"]
    with pytest.raises(IndexError):
        write_attachments(samples, DistrictYear("瑶海区", 1999, tmp_path), Office(), tmp_path / "no.xlsx")  # type: ignore[arg-type]
