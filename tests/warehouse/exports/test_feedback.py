"""A sender gets back the own workbook with the cells marked; what is mended is cleared; no file harms the export."""

import csv
import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest
import xlwt
from duckdb import DuckDBPyConnection
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from sources.office_sheets import FEEDBACK
from sources.reading import read_file
from sources.rows import FileState
from sources.vocabulary import Vocabulary
from sources.workbook import DEFAULT_LIMITS, Limits
from tests.warehouse.exports.received import receive_inbox
from tests.workbooks import TASK_HEADER, Sheet, task_sheet, write_workbook
from warehouse.exports import feedback
from warehouse.exports.feedback import export_feedback, is_current, open_feedback
from warehouse.exports.feedback_workbook import FILLS, HEADER_ROW, Feedback, Job, write_feedback
from warehouse.exports.text import FORMULA_STARTS, typeset

GOOD = (1, "经济体制改革", "优化营商环境", "区发改委", "2021年12月底前", "已完成", "2021-11-30")
WITHOUT_TITLE = (2, "社会体制改革", None, "区司法局", "2021年12月底前", "推进中")
MENDED = (2, "社会体制改革", "社区矫正", *WITHOUT_TITLE[3:])
VAGUE_STATUS = (3, "社会体制改革", "养老服务", "区民政局", "2021年12月底前", "基本完成")


def exported(con: DuckDBPyConnection, inbox: Path, folder: Path, limits: Limits = DEFAULT_LIMITS) -> list[str]:
    """Refresh and export; the workbooks that stand in the folder then."""
    export_feedback(con, receive_inbox(con, inbox), folder, limits)
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.xlsx"))


def listed(path: Path) -> list[tuple[object, ...]]:
    """The rows of the first sheet's list."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.title == FEEDBACK
    return list(sheet.iter_rows(min_row=HEADER_ROW + 1, values_only=True))


def fill(sheet: Worksheet, cell: str) -> str:
    return str(sheet[cell].fill.fgColor.rgb)


def comment(sheet: Worksheet, cell: str) -> str:
    found = sheet[cell].comment
    return found.text if found else ""


def test_the_senders_workbook_comes_back_with_its_cells_marked_behind_a_list_of_them(
    tmp_path: Path, inbox: Path
) -> None:
    sent = write_workbook(inbox / "2021" / "甲.xlsx", {"任务": task_sheet(GOOD, VAGUE_STATUS, WITHOUT_TITLE)})
    workbook = openpyxl.load_workbook(sent)
    workbook["任务"]["A1"].font = Font(bold=True, size=22)
    workbook["任务"].column_dimensions["C"].width = 41
    workbook["任务"]["J1"] = "=1+1"
    workbook.save(sent)
    con = duckdb.connect()
    assert exported(con, inbox, tmp_path / "out") == ["2021/甲（填报反馈）.xlsx"]

    back = openpyxl.load_workbook(tmp_path / "out" / "2021" / "甲（填报反馈）.xlsx")
    listing, tasks = back.worksheets
    assert (listing.title, tasks.title) == (FEEDBACK, "任务")
    lines = listed(tmp_path / "out" / "2021" / "甲（填报反馈）.xlsx")
    assert [row[1] for row in lines] == sorted((str(row[1]) for row in lines), key=["错误", "提醒", "说明"].index)
    rows = {row[3]: row for row in reversed(lines)}
    assert rows["C5"][1:7] == ("错误", "任务", "C5", "改革事项", "（空白）", "改革事项未填")
    assert "请填写改革事项的全称" in str(rows["C5"][7])
    assert rows["F4"][1:6] == ("提醒", "任务", "F4", "完成状态", "基本完成")
    assert "未启动、推进中、已完成" in str(rows["F4"][8])
    links = {link.location for row in listing.iter_rows() for cell in row if (link := cell.hyperlink)}
    assert {"'任务'!C5", "'任务'!F4"} <= links

    assert fill(tasks, "C5") == FILLS["error"].fgColor.rgb
    assert fill(tasks, "F4") == FILLS["warning"].fgColor.rgb
    assert fill(tasks, "C3") not in {FILLS["error"].fgColor.rgb, FILLS["warning"].fgColor.rgb}
    assert "改革事项未填" in comment(tasks, "C5")
    assert tasks["A1"].font.bold
    assert tasks.column_dimensions["C"].width == 41
    assert (tasks["J1"].value, tasks["J1"].data_type) == ("=1+1", "f")


def write_xls(path: Path, rows: Sheet) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("任务")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    book.save(str(path))


def write_csv(path: Path, rows: Sheet) -> None:
    with path.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows(rows)


@pytest.mark.parametrize(("name", "write"), [("乙.xls", write_xls), ("乙.csv", write_csv)])
def test_what_has_no_formats_to_keep_is_converted(
    tmp_path: Path, inbox: Path, name: str, write: Callable[[Path, Sheet], None]
) -> None:
    write(inbox / name, task_sheet(GOOD, VAGUE_STATUS, (4, "社会体制改革", "=1+1", *WITHOUT_TITLE[3:])))
    (place,) = exported(duckdb.connect(), inbox, tmp_path / "out")
    back = openpyxl.load_workbook(tmp_path / "out" / place)
    sheet = back.worksheets[1]
    assert fill(sheet, "F4") == FILLS["warning"].fgColor.rgb
    assert (sheet["C5"].value, sheet["C5"].data_type, sheet["C5"].quotePrefix) == ("=1+1", "s", True)


def test_columns_without_a_meaning_are_said_beside_other_findings_but_alone_make_no_feedback(
    tmp_path: Path, inbox: Path
) -> None:
    for name, task in (("甲", GOOD), ("乙", (*WITHOUT_TITLE, None))):
        title, header, row = task_sheet(task)
        write_workbook(inbox / f"{name}.xlsx", {"任务": [title, [*header, "亮点"], [*row, "有"]]})
    con = duckdb.connect()
    assert exported(con, inbox, tmp_path / "out") == ["乙（填报反馈）.xlsx"]
    assert [row[1] for row in listed(tmp_path / "out" / "乙（填报反馈）.xlsx")] == ["错误", "说明"]
    told = con.execute("select path from quality.finding where rule = 'unused_columns' order by all").fetchall()
    assert told == [("乙.xlsx",), ("甲.xlsx",)]
    rows = con.execute("select path, disposition from raw.source_row join raw.source_file using (file_id) order by all")
    assert rows.fetchall() == [("乙.xlsx", "rejected"), ("甲.xlsx", "loaded")]


def test_an_unreadable_file_gets_the_list_alone(tmp_path: Path, inbox: Path) -> None:
    (inbox / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    (place,) = exported(duckdb.connect(), inbox, tmp_path / "out")
    back = openpyxl.load_workbook(tmp_path / "out" / place)
    assert back.sheetnames == [FEEDBACK]
    (row,) = listed(tmp_path / "out" / place)
    assert row[1:3] == ("错误", "整个文件")
    assert "未能读取" in str(back.worksheets[0]["A3"].value)


def test_the_folder_holds_the_open_feedback_and_what_has_not_changed_is_not_written_again(
    tmp_path: Path, inbox: Path
) -> None:
    out = tmp_path / "out"
    for name, task in (("甲", WITHOUT_TITLE), ("乙", VAGUE_STATUS), ("丙", GOOD)):
        write_workbook(inbox / f"{name}部" / f"{name}.xlsx", {"任务": task_sheet(task)})
    con = duckdb.connect()
    assert exported(con, inbox, out) == ["乙部/乙（填报反馈）.xlsx", "甲部/甲（填报反馈）.xlsx"]
    assert is_current(out, "refresh 0")
    before = (out / "乙部" / "乙（填报反馈）.xlsx").stat()
    (out / "别人的.txt").touch()

    write_workbook(
        inbox / "甲部" / "甲.xlsx", {"任务": task_sheet((2, "社会体制改革", "社区矫正", *WITHOUT_TITLE[3:]))}
    )
    assert exported(con, inbox, out) == ["乙部/乙（填报反馈）.xlsx"]
    after = (out / "乙部" / "乙（填报反馈）.xlsx").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
    assert not (out / "甲部").exists()
    assert (out / "别人的.txt").exists()
    assert not (out / feedback.WRITING).exists()


def test_many_findings_are_answered_a_portion_at_a_time(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback, "FINDINGS_AT_ONCE", 2)
    gathered: list[int] = []
    told: list[tuple[int, int]] = []

    def counted(con: DuckDBPyConnection, file_ids: Iterable[str]) -> list[Feedback]:
        some = open_feedback(con, file_ids)
        gathered.append(sum(len(one.findings) for one in some))
        return some

    monkeypatch.setattr(feedback, "open_feedback", counted)
    for number in range(1, 6):
        write_workbook(inbox / f"{number}.xlsx", {"任务": task_sheet((number, *WITHOUT_TITLE[1:]))})
    write_workbook(inbox / "6.xlsx", {"任务": task_sheet((6, *GOOD[1:]))})
    con, out = duckdb.connect(), tmp_path / "out"
    done = export_feedback(con, receive_inbox(con, inbox), out, progress=lambda done, total: told.append((done, total)))
    assert (done.standing, done.written) == (5, 5)
    assert len(gathered) > 1
    assert max(gathered) <= 2
    assert told == [(number, 5) for number in range(1, 6)]
    assert len(list(out.glob("*.xlsx"))) == 5
    assert is_current(out, "refresh 0")
    assert export_feedback(con, receive_inbox(con, inbox), out).written == 0


def test_an_export_that_dies_leaves_whole_workbooks_and_the_next_one_mends_the_folder(
    tmp_path: Path, inbox: Path
) -> None:
    out = tmp_path / "out"
    for name in "甲乙丙":
        write_workbook(inbox / f"{name}.xlsx", {"任务": task_sheet(WITHOUT_TITLE)})
    con = duckdb.connect()

    def die(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_feedback(con, receive_inbox(con, inbox), out, progress=die)
    for standing in out.glob("*.xlsx"):
        assert listed(standing)
    assert not is_current(out, "refresh 0")
    write_workbook(inbox / "甲.xlsx", {"任务": task_sheet(GOOD)})
    write_workbook(inbox / "乙.xlsx", {"任务": task_sheet((9, *GOOD[1:]))})
    write_workbook(inbox / "丙.xlsx", {"任务": task_sheet((7, *GOOD[1:]))})
    assert exported(con, inbox, out) == []
    assert is_current(out, "refresh 1")


def rewritten(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Change the parts of a workbook as no program would."""
    with zipfile.ZipFile(path) as archive:
        parts = {part.filename: archive.read(part) for part in archive.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, change(data))


def test_a_file_that_kills_its_library_still_gets_an_answer(tmp_path: Path, inbox: Path) -> None:
    sent = write_workbook(inbox / "甲.xlsx", {"任务": task_sheet(GOOD, VAGUE_STATUS)})
    merges = b'</sheetData><mergeCells count="1"><mergeCell ref="J9:XFD1048576"/></mergeCells>'
    rewritten(sent, lambda data: data.replace(b"</sheetData>", merges))
    limits = Limits(memory_bytes=600 * 2**20, seconds=30)
    (place,) = exported(duckdb.connect(), inbox, tmp_path / "out", limits)
    back = openpyxl.load_workbook(tmp_path / "out" / place)
    assert back.sheetnames[0] == FEEDBACK
    assert listed(tmp_path / "out" / place)


def test_a_workbook_whose_sheets_its_library_does_not_see_is_converted(tmp_path: Path, inbox: Path) -> None:
    sent = write_workbook(inbox / "甲.xlsx", {"任务": task_sheet(GOOD, VAGUE_STATUS)})
    usual, strict = b'org/officeDocument/2006/relationships"', b'org/ooxml/officeDocument/relationships"'
    rewritten(sent, lambda data: data.replace(usual, strict))
    (place,) = exported(duckdb.connect(), inbox, tmp_path / "out")
    back = openpyxl.load_workbook(tmp_path / "out" / place)
    assert fill(back["任务"], "F4") == FILLS["warning"].fgColor.rgb


@pytest.mark.parametrize("start", [*FORMULA_STARTS[:5], *FORMULA_STARTS[-4:]])
def test_what_a_program_would_run_is_escaped_in_the_list(tmp_path: Path, inbox: Path, start: str) -> None:
    row = (3, "社会体制改革", "养老服务", "区民政局", "2021年12月底前", f"{start}cmd|'/c calc'!A0")
    write_csv(inbox / "甲.csv", task_sheet(row))
    (place,) = exported(duckdb.connect(), inbox, tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out" / place).worksheets[0]
    texts = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("cmd|" in str(cell.value) for cell in texts)
    for cell in texts:
        assert cell.data_type == "s"
        assert not str(cell.value).startswith(FORMULA_STARTS)


def test_macros_do_not_come_back(tmp_path: Path, inbox: Path) -> None:
    sent = write_workbook(inbox / "甲.xlsm", {"任务": task_sheet(VAGUE_STATUS)})
    with zipfile.ZipFile(sent, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    (place,) = exported(duckdb.connect(), inbox, tmp_path / "out")
    with zipfile.ZipFile(tmp_path / "out" / place) as archive:
        assert not any("vba" in name.lower() for name in archive.namelist())
        assert b"macroEnabled" not in archive.read("[Content_Types].xml")


def test_a_feedback_workbook_that_is_mended_and_sent_back_reads_clean_and_loses_its_marks(
    tmp_path: Path, inbox: Path
) -> None:
    write_workbook(inbox / "甲.xlsx", {"任务": task_sheet(GOOD, VAGUE_STATUS, WITHOUT_TITLE)})
    con = duckdb.connect()
    (place,) = exported(con, inbox, tmp_path / "out")
    back = openpyxl.load_workbook(tmp_path / "out" / place)
    back["任务"]["F4"] = "已完成"
    back.save(inbox / "甲.xlsx")
    (place,) = exported(con, inbox, tmp_path / "out")
    again = openpyxl.load_workbook(tmp_path / "out" / place)
    assert again.sheetnames == [FEEDBACK, "任务"]
    assert {row[3] for row in listed(tmp_path / "out" / place)} == {"C5"}
    assert comment(again["任务"], "F4") == ""
    assert fill(again["任务"], "F4") != FILLS["warning"].fgColor.rgb
    again["任务"]["C5"] = "社区矫正"
    again.save(inbox / "甲.xlsx")
    assert exported(con, inbox, tmp_path / "out") == []


def test_the_list_itself_is_no_table_to_the_reader(tmp_path: Path, inbox: Path) -> None:
    write_workbook(inbox / "甲.xlsx", {"任务": task_sheet(WITHOUT_TITLE)})
    (place,) = exported(duckdb.connect(), inbox, tmp_path / "out")
    reading = read_file(tmp_path / "out" / place, "甲.xlsx", Vocabulary.load())
    assert reading.state is FileState.LOADED
    assert {row.sheet for row in reading.rows} == {"任务"}
    assert reading.findings == ()


def test_files_of_like_names_do_not_share_an_answer(tmp_path: Path, inbox: Path) -> None:
    write_workbook(inbox / "甲.xlsx", {"任务": task_sheet(WITHOUT_TITLE)})
    write_workbook(inbox / "甲", {"任务": task_sheet(VAGUE_STATUS)})
    assert len(exported(duckdb.connect(), inbox, tmp_path / "out")) == 2


def test_an_archive_s_names_become_names_that_windows_takes(tmp_path: Path, inbox: Path) -> None:
    sent = write_workbook(tmp_path / "sent.xlsx", {"任务": task_sheet(WITHOUT_TITLE)})
    with zipfile.ZipFile(inbox / "报送.zip", "w") as archive:
        archive.write(sent, "C:/报表?/甲|1.xlsx")
    (place,) = exported(duckdb.connect(), inbox, tmp_path / "out")
    assert place == "报送.zip/C：/报表？/甲｜1（填报反馈）.xlsx"
    assert (tmp_path / "out" / place).is_file()


def test_merged_and_already_commented_cells_are_marked(tmp_path: Path, inbox: Path) -> None:
    sent = write_workbook(inbox / "甲.xlsx", {"任务": task_sheet(GOOD, VAGUE_STATUS, (5, "社会体制改革", "丙事项"))})
    workbook = openpyxl.load_workbook(sent)
    sheet = workbook["任务"]
    sheet.merge_cells("F4:F5")
    sheet["F4"].comment = openpyxl.comments.Comment("请科长看", "科员")
    workbook.save(sent)
    (place,) = exported(duckdb.connect(), inbox, tmp_path / "out")
    marked = comment(openpyxl.load_workbook(tmp_path / "out" / place)["任务"], "F4")
    assert "基本完成" in marked
    assert "请科长看" in marked


def test_a_finding_says_what_the_declaration_wants(inbox: Path) -> None:
    write_workbook(inbox / "甲.xlsx", {"任务": [["2021年改革任务"], TASK_HEADER, VAGUE_STATUS]})
    con = duckdb.connect()
    ((found,),) = [one.findings for one in open_feedback(con, receive_inbox(con, inbox))]
    assert found.problem == "“基本完成”按“已完成”读取"
    assert found.remedy == "请填写：未启动、推进中、已完成、延期或取消"
    assert found.wanted == "未启动、推进中、已完成、延期、取消，择一填写"


@pytest.mark.parametrize(
    ("message", "as_typeset"),
    [
        ("“a,b;c”有误,请改写:甲", "“a,b;c”有误，请改写：甲"),
        ("早于2022-07-20,不作为依据;F5:不一致", "早于2022-07-20，不作为依据；F5：不一致"),
        ("写成“1,500”或1,500,时间12:30", "写成“1,500”或1,500，时间12:30"),
    ],
)
def test_typesetting_leaves_figures_and_what_is_quoted(message: str, as_typeset: str) -> None:
    assert typeset(message) == as_typeset


def test_any_raw_text_can_be_written(tmp_path: Path, inbox: Path) -> None:
    con = duckdb.connect()
    write_workbook(inbox / "甲.xlsx", {"任务": task_sheet(VAGUE_STATUS)})
    files = receive_inbox(con, inbox)
    con.execute("update quality.finding set raw_text = ?", ["\x00\x0b=\ufffe" + "长" * 40_000])
    (one,) = open_feedback(con, files)
    assert write_feedback(Job(None, tmp_path / "x.xlsx", one)) == tmp_path / "x.xlsx"
    assert "（共40004字）" in str(listed(tmp_path / "x.xlsx")[0][5])


def test_formulas_come_back_with_their_results(tmp_path: Path, inbox: Path) -> None:
    path = inbox / "甲.xlsx"
    formulas = {"H3": "=1+1", "C4": '="社区"&"矫正"', "E4": "=DATE(2021,12,31)", "H4": '=IF(H3>1,"","x")'}
    write_workbook(path, {"任务": task_sheet(GOOD, (*WITHOUT_TITLE[:5], "基本完成"))})
    workbook = openpyxl.load_workbook(path)
    for cell, formula in formulas.items():
        workbook["任务"][cell] = formula
    workbook["任务"]["E4"].number_format = "yyyy-mm-dd"
    workbook.save(path)
    results = {"H3": "<v>2</v>", "C4": "<v>社区矫正</v>", "E4": "<v>44561</v>", "H4": "<v></v>"}

    def calculate(data: bytes) -> bytes:
        if b"<f>" not in data:
            return data
        xml = data.decode()
        for cell, result in results.items():
            kind = ' t="str"' if cell in ("C4", "H4") else ""
            xml, count = re.subn(rf'(<c r="{cell}"[^>]*)>(<f>[^<]*</f>)<v ?/?>(</v>)?', rf"\1{kind}>\2{result}", xml)
            assert count == 1
        return xml.encode()

    rewritten(path, calculate)
    (place,) = exported(duckdb.connect(), inbox, tmp_path / "out")
    assert {row[3] for row in listed(tmp_path / "out" / place)} == {"F4"}
    shown = openpyxl.load_workbook(tmp_path / "out" / place, data_only=True)["任务"]
    assert [shown[cell].value for cell in formulas] == [2, "社区矫正", datetime(2021, 12, 31), None]
    kept = openpyxl.load_workbook(tmp_path / "out" / place)["任务"]
    assert {cell: kept[cell].value for cell in formulas} == formulas
    reading = read_file(tmp_path / "out" / place, "甲.xlsx", Vocabulary.load())
    assert [finding.rule for finding in reading.findings] == []
