"""Opening files: formats by content, what calamine does not tell, limits, and foreign files."""

import io
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import python_calamine
import xlwt

from sources.archives import Member, member_content
from sources.formats.xlsx_merges import merges_first
from sources.formats.zip_plain import LARGEST
from sources.formats.zip_scan import scan_zip
from sources.workbook import DEFAULT_LIMITS, Limits, UnreadableFileError, address, open_workbook

CASES = Path(__file__).parent.parent / "cases"


def xlsx(path: Path, rows: list[list[object]]) -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.worksheets[0].append(row)
    workbook.save(path)
    return path


def rewritten(path: Path, part: str, before: str, after: str) -> Path:
    """The workbook with a text of one part replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert before.encode() in parts[part]
    parts[part] = parts[part].replace(before.encode(), after.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def refusal(path: Path, limits: Limits = DEFAULT_LIMITS) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        open_workbook(path, limits)
    return caught.value


@pytest.mark.parametrize(
    ("row", "column", "expected"), [(0, 0, "A1"), (9, 25, "Z10"), (0, 26, "AA1"), (0, 16383, "XFD1")]
)
def test_addresses(row: int, column: int, expected: str) -> None:
    assert address(row, column) == expected


def test_positions_are_absolute_and_merges_are_kept(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet["C4"] = "甲"
    sheet.merge_cells("C4:D6")
    workbook.save(tmp_path / "a.xlsx")
    opened = open_workbook(tmp_path / "a.xlsx", Limits()).sheets[0]
    assert opened.rows[3][2] == "甲"
    assert opened.merges == ((3, 2, 5, 3),)


def test_the_name_of_a_file_does_not_tell_its_format(tmp_path: Path) -> None:
    assert open_workbook(xlsx(tmp_path / "a.xls", [["甲"]]), Limits()).format == "xlsx"


def test_error_cells_keep_their_text_and_formulas_without_a_value_are_told(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["甲", "#REF!", "=1+1"]])
    sheet = open_workbook(path, Limits()).sheets[0]
    assert sheet.rows[0][1] == "#REF!"
    assert sheet.uncalculated == ((0, 2),)


@pytest.mark.parametrize(
    ("cell", "is_told"),
    [
        ('<c r="A1"><f>1+1</f></c>', True),
        ('<c r="A1"><f>1+1</f><v/></c>', True),
        ('<c r="A1"><f>1+1</f><v /></c>', True),
        ('<c r="A1"><f>1+1</f><v></v></c>', True),
        ('<c r="A1" t="str"><f>B1</f></c>', True),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', False),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', False),
    ],
)
def test_a_formula_is_told_whose_value_is_empty_but_is_no_text(tmp_path: Path, cell: str, is_told: bool) -> None:
    path = xlsx(tmp_path / "a.xlsx", [[5]])
    number = '<c r="A1" t="n"><v>5</v></c>'
    sheet = open_workbook(rewritten(path, "xl/worksheets/sheet1.xml", number, cell), Limits()).sheets[0]
    assert sheet.uncalculated == (((0, 0),) if is_told else ())


def test_hidden_sheets_and_rows_are_read_and_noted(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].append(["甲"])
    workbook.worksheets[0].row_dimensions[1].hidden = True
    workbook.create_sheet("乙").append(["乙"])
    workbook.worksheets[1].sheet_state = "hidden"
    workbook.save(tmp_path / "a.xlsx")
    first, second = open_workbook(tmp_path / "a.xlsx", Limits()).sheets
    assert (first.rows, first.has_hidden_cells, first.is_hidden) == ([["甲"]], True, False)
    assert (second.rows, second.is_hidden) == ([["乙"]], True)


def test_xls_gives_values_and_merges(tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="gbk")
    sheet = book.add_sheet("任务")
    sheet.write_merge(0, 1, 0, 2, "标题")
    sheet.write(2, 1, 5.5)
    book.save(str(tmp_path / "a.xlsx"))
    opened = open_workbook(tmp_path / "a.xlsx", Limits())
    assert opened.format == "xls"
    assert opened.sheets[0].rows[0][0] == "标题"
    assert opened.sheets[0].rows[2][1] == 5.5
    assert opened.sheets[0].merges == ((0, 0, 1, 2),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_any_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f'序号{delimiter}改革事项\r\n1{delimiter}"第一行\n第二行"\r\n'.encode(encoding))
    opened = open_workbook(path, Limits())
    assert opened.format == "csv"
    assert opened.sheets[0].rows == [["序号", "改革事项"], ["1", "第一行\n第二行"]]


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"<html><p></p>", b"\x89PNG\r\n", bytes(range(256))])
def test_foreign_files_are_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert refusal(path).rule == "foreign_file"


def test_a_zip_that_is_no_spreadsheet_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("a.txt", "甲")
    assert refusal(tmp_path / "a.xlsx").rule == "nested_archive"


def test_an_encrypted_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    assert refusal(path).rule == "encrypted_file"


def test_a_truncated_file_is_damaged(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["甲"]])
    path.write_bytes(path.read_bytes()[:-200])
    assert refusal(path).rule == "damaged_file"


def test_an_empty_file_has_no_sheets(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"")
    assert open_workbook(tmp_path / "a.xlsx", Limits()).sheets == ()


def test_a_cell_at_the_far_end_is_refused_and_named(tmp_path: Path) -> None:
    path = rewritten(xlsx(tmp_path / "a.xlsx", [["甲"]]), "xl/worksheets/sheet1.xml", 'r="A1"', 'r="XFD1048576"')
    error = refusal(path)
    assert (error.rule, "XFD1048576" in error.message) == ("sheet_too_large", True)


def test_a_false_count_of_shared_strings_is_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["甲"]])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", '<sst count="1" uniqueCount="4294967295"><si><t>甲</t></si></sst>')
    assert refusal(path).rule == "damaged_file"


@pytest.mark.parametrize(
    "other", ["xl/worksheets/SHEET1.xml", "/xl/worksheets/sheet1.xml", "xl\\worksheets\\sheet1.xml"]
)
def test_a_part_that_is_there_twice_is_refused(tmp_path: Path, other: str) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["甲"]])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(other, "<worksheet/>")
    assert refusal(path).rule == "damaged_file"


def test_a_part_in_utf_16_is_refused_and_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["甲"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    parts["xl/worksheets/sheet1.xml"] = f'<?xml version="1.0" encoding="UTF-16"?>{sheet}'.encode("utf-16")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert refusal(path).rule == "damaged_file"


def test_a_doctype_is_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["甲"]])
    rewritten(path, "xl/worksheets/sheet1.xml", "<worksheet", '<!DOCTYPE a [<!ENTITY a "a">]><worksheet')
    assert refusal(path).rule == "forbidden_content"


def test_a_cell_of_the_same_character_all_over_is_no_bomb(tmp_path: Path) -> None:
    text = "改" * 32_767
    sent = xlsx(tmp_path / "a.xlsx", [["改革事项", "备注"], ["甲", text]])
    with zipfile.ZipFile(sent) as archive:
        assert any(entry.file_size > 100 * entry.compress_size for entry in archive.filelist)
    assert open_workbook(sent, DEFAULT_LIMITS).sheets[0].rows[1] == ["甲", text]
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", f"改革事项,备注\n甲,{text}\n")
    content = member_content(Member(tmp_path / "a.zip", 0, 0), DEFAULT_LIMITS)
    assert content.decode() == f"改革事项,备注\n甲,{text}\n"


def test_a_bomb_is_refused_while_it_inflates(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    assert refusal(tmp_path / "a.xlsx").rule == "file_too_large"


def test_a_file_beyond_a_limit_is_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["甲"] * 30] * 30)
    assert refusal(path, replace(Limits(), max_file_bytes=100)).rule == "file_too_large"
    assert refusal(path, replace(Limits(), max_cells=100)).rule == "sheet_too_large"
    assert refusal(path, replace(Limits(), max_zip_entries=2)).rule == "file_too_large"


def test_an_ods_gives_its_merged_cells(tmp_path: Path) -> None:
    content = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
      xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
      xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
      xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
      <table:table table:name="表"><table:table-row>
      <table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1" office:value-type="string">
      <text:p>甲</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table>
      </office:spreadsheet></office:body></office:document-content>"""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml", "".join(line.strip(" ") for line in content.splitlines(keepends=True)).replace("\n<", "<")
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    (tmp_path / "a.ods").write_bytes(buffer.getvalue())
    opened = open_workbook(tmp_path / "a.ods", Limits())
    assert opened.format == "ods"
    assert opened.sheets[0].rows[0][0] == "甲"
    assert opened.sheets[0].merges == ((0, 0, 0, 1),)


def test_the_archive_that_the_library_reads_has_the_parts_as_they_were_sent_but_inflated(tmp_path: Path) -> None:
    sent = xlsx(tmp_path / "a.xlsx", [["甲", 1]])
    with zipfile.ZipFile(sent, "a") as archive:
        archive.writestr("xl/media/image1.png", bytes(100))
    scan = scan_zip(sent.read_bytes(), DEFAULT_LIMITS)
    with zipfile.ZipFile(io.BytesIO(scan.archive)) as stored, zipfile.ZipFile(sent) as original:
        assert stored.testzip() is None
        assert {entry.compress_type for entry in stored.filelist} == {zipfile.ZIP_STORED}
        left_out = set(original.namelist()) - set(stored.namelist())
        assert all(name.startswith(("docProps/", "xl/theme/", "xl/media/")) for name in left_out)
        for name in stored.namelist():
            expected = original.read(name)
            assert stored.read(name) == (merges_first(expected) if "worksheets/" in name else expected)


@pytest.mark.parametrize("comment", [b"", b"a comment"])
def test_an_archive_that_is_not_plain_or_not_small_is_read_as_it_was_sent(tmp_path: Path, comment: bytes) -> None:
    sent = xlsx(tmp_path / "a.xlsx", [["甲", 1]])
    with zipfile.ZipFile(sent, "a") as archive:
        archive.comment = comment
        if not comment:
            archive.writestr("xl/media/image1.png", bytes(LARGEST))
    assert scan_zip(sent.read_bytes(), DEFAULT_LIMITS).archive == sent.read_bytes()
    assert open_workbook(sent, DEFAULT_LIMITS).sheets[0].rows == [["甲", 1]]


# --- merged cells told before the cells -------------------------------------------------------------------------------


Merged = dict[str, list[tuple[tuple[int, int], tuple[int, int]]]]


def merged_as_sent(path: Path) -> Merged:
    with python_calamine.CalamineWorkbook.from_path(path) as book:
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
        return {sheet.name: sheet.merged_cell_ranges or [] for sheet in sheets}


def merged_as_read(path: Path) -> Merged:
    sheets = open_workbook(path, DEFAULT_LIMITS).sheets
    return {
        sheet.name: [((top, left), (bottom, right)) for top, left, bottom, right in sheet.merges] for sheet in sheets
    }


def test_real_files_have_the_merged_cells_that_they_were_sent_with() -> None:
    compared = 0
    for path in sorted(CASES.rglob("*.xls[xm]")):
        with suppress(UnreadableFileError):
            read = merged_as_read(path)
            sent = merged_as_sent(path)
            assert read == {name: sent[name] for name in read}, path.name
            compared += sum(map(len, read.values()))
    assert compared >= 20


@pytest.mark.parametrize(
    "below",
    [
        "",
        '<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="A2:A3"/></mergeCells>',
        '<sheetProtection/><mergeCells><mergeCell ref="A1:B1"/></mergeCells><pageMargins/>',
        '<x:mergeCells xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:mergeCell ref="A1:B1"/></x:mergeCells>',
        '<!--<mergeCells><mergeCell ref="A1:C1"/></mergeCells>--><mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
        '<mergeCells count="0"/>',
    ],
)
def test_however_merged_cells_are_written_they_are_read(tmp_path: Path, below: str) -> None:
    sent = xlsx(tmp_path / "a.xlsx", [["甲", 1], ["乙", "<mergeCells>"]])
    rewritten(sent, "xl/worksheets/sheet1.xml", "</sheetData>", f"</sheetData>{below}")
    assert merged_as_read(sent) == merged_as_sent(sent)
    assert open_workbook(sent, DEFAULT_LIMITS).sheets[0].rows == [["甲", 1], ["乙", "<mergeCells>"]]
