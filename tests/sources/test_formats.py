"""Each format that departments send gives the same sheet; what is shown of a date or a figure is what is read."""

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from sources.formats.number_formats import shown
from sources.limits import Limits, UnreadableFileError
from sources.reading import read_file
from sources.rows import FileReading, FileState, RawValue
from sources.vocabulary import Vocabulary
from sources.workbook import Workbook, open_workbook
from tests.sources import xlsb

VOCABULARY = Vocabulary.load()
ROWS = [["2021年重点改革任务", ""], ["序号", "改革事项"], ["1", "优化营商环境"]]


def opened(folder: Path, content: bytes, name: str = "a.xls", limits: Limits | None = None) -> Workbook:
    (folder / name).write_bytes(content)
    return open_workbook(folder / name, limits or Limits())


def refusal(folder: Path, content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        opened(folder, content, limits=limits)
    return caught.value.rule


def read(folder: Path, content: bytes, name: str = "a.xls") -> FileReading:
    (folder / name).write_bytes(content)
    return read_file(folder / name, name, VOCABULARY)


def as_texts(workbook: Workbook) -> list[list[str]]:
    """The rows of the first sheet, whole numbers without .0 and every row as wide as the widest."""
    rows = [
        ["" if value is None else str(value).removesuffix(".0") for value in row] for row in workbook.sheets[0].rows
    ]
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows if any(row)]


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.worksheets[0].merge_cells("A1:B1")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xls() -> bytes:
    book = xlwt.Workbook(encoding="gbk")
    sheet = book.add_sheet("表")
    sheet.write_merge(0, 0, 0, 1, ROWS[0][0])
    for row in (1, 2):
        for column in (0, 1):
            sheet.write(row, column, ROWS[row][column])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def biff5() -> bytes:
    """An xls as Excel 95 wrote it: bytes of the code page that it names (936) instead of Unicode."""

    def record(number: int, content: bytes) -> bytes:
        return struct.pack("<HH", number, len(content)) + content

    def label(row: int, column: int, text: str) -> bytes:
        encoded = text.encode("gbk")
        return record(0x0204, struct.pack("<HHHH", row, column, 0, len(encoded)) + encoded)

    def book(sheet_at: int) -> bytes:
        name = "表".encode("gbk")
        return (
            record(0x0809, struct.pack("<HHHH", 0x0500, 0x0005, 0x0DBB, 0x07CC))
            + record(0x0042, struct.pack("<H", 936))
            + record(0x0085, struct.pack("<IBBB", sheet_at, 0, 0, len(name)) + name)
            + record(0x000A, b"")
        )

    cells = [label(row, column, text) for row, line in enumerate(ROWS) for column, text in enumerate(line) if text]
    sheet = record(0x0809, struct.pack("<HHHH", 0x0500, 0x0010, 0x0DBB, 0x07CC)) + b"".join(cells)
    return book(len(book(0))) + sheet + record(0x000A, b"")


def binary() -> bytes:
    rows = {row: dict(enumerate(cells)) for row, cells in enumerate(ROWS)}
    return xlsb.book(xlsb.sheet(rows, merges=[(0, 0, 0, 1)]))


def ods(cells: str) -> bytes:
    content = f"""<?xml version="1.0" encoding="UTF-8"?><office:document-content
        xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
        xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
        xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
        <table:table table:name="表">{cells}</table:table></office:spreadsheet></office:body>
        </office:document-content>"""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content.replace("\n        ", " "))
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return buffer.getvalue()


def ods_table() -> bytes:
    def cell(text: str, more: str = "") -> str:
        return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'

    title = cell(ROWS[0][0], ' table:number-columns-spanned="2"') + "<table:covered-table-cell/>"
    lines = [title, *("".join(map(cell, row)) for row in ROWS[1:])]
    return ods("".join(f"<table:table-row>{line}</table:table-row>" for line in lines))


def html(encoding: str) -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS[1:])
    title = f"<tr><td colspan=2>{ROWS[0][0]}</td></tr>"
    return f"<html><head><meta charset={encoding}></head><table>{title}{rows}</table></html>".encode(encoding)


def single_file_webpage() -> bytes:
    page = html("utf-8").decode().replace("=2", "=3D2").replace("charset=utf-8", "charset=3Dutf-8")
    quoted = "".join(char if char < "\x80" else "".join(f"={b:02X}" for b in char.encode()) for char in page)
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
    return f"{head}Content-Transfer-Encoding: quoted-printable\nContent-Type: text/html\n\n{quoted}\n--b--\n".encode()


def xml(encoding: str, rows: str | None = None, styles: str = "") -> bytes:
    if rows is None:
        first = f'<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">{ROWS[0][0]}</Data></Cell></Row>'
        cells = (f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for row in ROWS[1:] for cell in row)
        rows = first + "".join(f"<Row>{one}{other}</Row>" for one, other in zip(cells, cells, strict=True))
    return f"""<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>
        <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
        xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>{styles}</Styles>
        <Worksheet ss:Name="表"><Table>{rows}</Table></Worksheet></Workbook>""".strip().encode(encoding)


def delimited(encoding: str, delimiter: str = ",") -> bytes:
    return "\r\n".join(delimiter.join(row) for row in ROWS).encode(encoding)


@pytest.mark.parametrize(
    ("make", "format_", "has_merge"),
    [
        (xlsx, "xlsx", True),
        (binary, "xlsb", True),
        (xls, "xls", True),
        (biff5, "xls", False),
        (ods_table, "ods", True),
        (lambda: html("utf-8"), "html", True),
        (lambda: html("gbk"), "html", True),
        (lambda: html("utf-16"), "html", True),
        (single_file_webpage, "html", True),
        (lambda: xml("utf-8"), "xml", True),
        (lambda: xml("gb2312"), "xml", True),
        (lambda: xml("utf-16"), "xml", True),
        *((lambda e=e: delimited(e), "csv", False) for e in ("utf-8", "utf-8-sig", "gbk", "gb18030")),
        *((lambda e=e: delimited(e, "\t"), "csv", False) for e in ("utf-16", "utf-16-le", "utf-16-be")),
    ],
)
@pytest.mark.parametrize("name", ["a.xls", "a.et", "a"])
def test_every_format_gives_the_same_sheet_whatever_the_name(
    tmp_path: Path, make: Callable[[], bytes], format_: str, has_merge: bool, name: str
) -> None:
    workbook = opened(tmp_path, make(), name)
    assert (workbook.format, as_texts(workbook)) == (format_, ROWS)
    assert workbook.sheets[0].merges == (((0, 0, 0, 1),) if has_merge else ())
    assert workbook.doubts == ()


# --- encodings --------------------------------------------------------------------------------------------------------

LONG = "序号,改革事项\n" + "1,深化行政审批制度改革\n" * 60


def test_damaged_bytes_of_utf8_are_told_with_their_line(tmp_path: Path) -> None:
    content = LONG.encode().replace("深化".encode(), "深化".encode()[:-1], 1)
    workbook = opened(tmp_path, content)
    assert str(workbook.sheets[0].rows[1][1]).startswith("深\ufffd行政")
    assert [(doubt.rule, "第 2 行" in doubt.message) for doubt in workbook.doubts] == [("damaged_text", True)]
    reading = read(tmp_path, content)
    assert (reading.state, reading.findings[0].rule) == (FileState.LOADED, "damaged_text")


def test_damaged_bytes_of_gb18030_are_told(tmp_path: Path) -> None:
    workbook = opened(tmp_path, LONG.encode("gb18030") + b"\xff\n")
    assert workbook.sheets[0].rows[0] == ["序号", "改革事项"]
    assert [doubt.rule for doubt in workbook.doubts] == ["damaged_text"]


@pytest.mark.parametrize(
    ("content", "first"),
    [
        ("Année,Prix\nété,1\n".encode("latin-1"), ["Année", "Prix"]),
        ("Straße,Größe\nKöln,1\n".encode("latin-1"), ["Straße", "Größe"]),
        ("Descripción;Año\nGestión „2011“;1\n".encode("cp1252"), ["Descripción", "Año"]),
    ],
)
def test_western_letters_among_plain_ones_are_read_with_a_doubt(
    tmp_path: Path, content: bytes, first: list[str]
) -> None:
    workbook = opened(tmp_path, content)
    assert workbook.sheets[0].rows[0] == first
    assert [doubt.rule for doubt in workbook.doubts] == ["assumed_encoding"]


@pytest.mark.parametrize(
    "content",
    [
        "序號,改革事項\n1,深化行政審批制度改革與優化營商環境\n".encode("big5"),
        "Название,Цена\nМосква,1\n".encode("cp1251"),
        "番号,名前\n1,カタカナ\n".encode("shift-jis"),
    ],
)
def test_a_text_in_an_unknown_encoding_is_never_read_as_something_else(tmp_path: Path, content: bytes) -> None:
    assert refusal(tmp_path, content) == "unknown_encoding"


def test_a_stray_zero_byte_does_not_make_a_text_utf16(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"a,b,c,d\n1,2\0,3,4\n") == "foreign_file"


def test_a_csv_may_name_its_delimiter(tmp_path: Path) -> None:
    assert opened(tmp_path, b"sep=|\r\na,b|c\r\n").sheets[0].rows == [[], ["a,b", "c"]]


@pytest.mark.parametrize(
    ("content", "rows", "lines"),
    [
        ('a,b\n1,"甲,乙\n2,丙\n3,丁\n', [["a", "b"], ["1", "甲,乙\n2,丙\n3,丁\n"]], ["第 2 行"]),
        ('a,b\n1,"甲\n2,丙\n3,"丁"\n', [["a", "b"], ["1", '甲\n2,丙\n3,丁"']], ["第 2 行"]),
        ('sep=,\na,b\n1,"甲\n', [[], ["a", "b"], ["1", "甲\n"]], ["第 3 行"]),
        ('a,b\n1,甲"乙\n2,"丙\n丁"\n', [["a", "b"], ["1", '甲"乙'], ["2", "丙\n丁"]], []),
        ('="001"|="甲"|乙="丙"\n', [["001", "甲", '乙="丙"']], []),
    ],
)
def test_a_quote_that_is_not_closed_is_told_with_its_line(
    tmp_path: Path, content: str, rows: list[list[str]], lines: list[str]
) -> None:
    workbook = opened(tmp_path, content.encode())
    assert workbook.sheets[0].rows == rows
    assert [doubt.rule for doubt in workbook.doubts] == ["unpaired_quote"] * len(lines)
    assert all(line in doubt.message for line, doubt in zip(lines, workbook.doubts, strict=True))


# --- web pages --------------------------------------------------------------------------------------------------------


def page(tmp_path: Path, body: str) -> Workbook:
    return opened(tmp_path, f"<html><body>{body}</body></html>".encode())


def test_spans_are_merged_cells_and_keep_the_others_in_their_columns(tmp_path: Path) -> None:
    sheet = page(
        tmp_path,
        "<table><tr><td rowspan=2>甲<td colspan=2>乙<td>丙</tr><tr><td>丁</td><td>戊<td>己</table>",
    ).sheets[0]
    assert sheet.rows[:2] == [["甲", "乙", "", "丙"], ["", "丁", "戊", "己"]]
    assert sheet.merges == ((0, 0, 1, 0), (0, 1, 0, 2))


def test_texts_around_and_tables_below_and_within_stand_on_one_sheet(tmp_path: Path) -> None:
    sheet = page(
        tmp_path,
        "<style>td {x}</style><h1>标题</h1>填报单位:甲<table><tr><td>外<table><tr><td>内</table></td><td>右</td></tr>"
        "<tr><td>下</td></tr></table><table><caption>表二</caption><tr><td>a&nbsp;<b>b</b><br>c &lt;</td></table>注",
    ).sheets[0]
    texts = [(row, text) for row, cells in enumerate(sheet.rows) for text in cells if text]
    assert [text for _, text in texts] == ["标题", "填报单位:甲", "外", "右", "内", "下", "表二", "a b\nc <", "注"]
    rows = {text: row for row, text in texts}
    assert rows["外"] == rows["右"] < rows["内"] < rows["下"] < rows["表二"] < rows["注"]


def test_the_name_and_the_hidden_rows_of_a_page_of_excel(tmp_path: Path) -> None:
    sheet = page(
        tmp_path,
        "<!--[if gte mso 9]><xml><x:ExcelWorksheet><x:Name>任务</x:Name></xml><![endif]--><table>"
        "<tr style='display:none'><td>甲</td></tr><![if supportMisalignedColumns]><tr><td>乙</tr><![endif]></table>",
    ).sheets[0]
    assert (sheet.name, sheet.has_hidden_cells, as_texts(Workbook("html", (sheet,)))) == (
        "任务",
        True,
        [["甲"], ["乙"]],
    )


def test_a_row_that_is_hidden_and_empty_is_not_told(tmp_path: Path) -> None:
    assert not page(tmp_path, "<table><tr style='display:none'><td></tr><tr><td>甲</table>").sheets[0].has_hidden_cells


@pytest.mark.parametrize("body", ["<p>没有表格</p>", "<frameset><frame src='a.files/sheet001.htm'></frameset>"])
def test_pages_without_a_table_are_refused(tmp_path: Path, body: str) -> None:
    assert refusal(tmp_path, f"<html>{body}</html>".encode()) == "foreign_file"


# --- XML of 2003 ------------------------------------------------------------------------------------------------------


def test_xml_cells_have_types_places_and_formulas(tmp_path: Path) -> None:
    rows = """<Column ss:Hidden="1"/><Row ss:Index="3"><Cell ss:Index="2"><Data ss:Type="Number">1.5</Data>
        <Comment><ss:Data>批注</ss:Data></Comment></Cell>
        <Cell><Data ss:Type="DateTime">2021-12-31T00:00:00.000</Data></Cell>
        <Cell><Data ss:Type="Error">#REF!</Data></Cell>
        <Cell><ss:Data ss:Type="String"><B>粗</B>体</ss:Data></Cell><Cell ss:Formula="=1+1"/>
        <Cell><Data ss:Type="Number">x</Data></Cell></Row>"""
    sheet = opened(tmp_path, xml("utf-8", rows)).sheets[0]
    assert sheet.rows == [[], [], ["", 1.5, datetime(2021, 12, 31), "#REF!", "粗体", "", "x"]]
    assert (sheet.name, sheet.has_hidden_cells, sheet.uncalculated) == ("表", True, ((2, 5),))


def test_xml_with_a_doctype_is_refused(tmp_path: Path) -> None:
    content = xml("utf-8").replace(b"<?mso-application", b'<!DOCTYPE a [<!ENTITY b "c">]><?mso-application')
    assert refusal(tmp_path, content) == "forbidden_content"


@pytest.mark.parametrize("content", [b"<?xml version='1.0'?><a/>", b"<svg xmlns='x'></svg>"])
def test_other_xml_is_refused(tmp_path: Path, content: bytes) -> None:
    assert refusal(tmp_path, content) == "foreign_file"


# --- xlsb -------------------------------------------------------------------------------------------------------------


def test_an_xlsb_gives_its_error_cells_merges_and_hidden_rows(tmp_path: Path) -> None:
    content = xlsb.book(xlsb.sheet({1: {1: "甲"}, 2: {0: "#REF!", 1: 1.5}}, [(1, 1, 1, 3)], hidden_rows=[2]))
    sheet = opened(tmp_path, content).sheets[0]
    assert [row[:2] for row in sheet.rows] == [["", ""], ["", "甲"], ["#REF!", 1.5]]
    assert (sheet.merges, sheet.has_hidden_cells) == (((1, 1, 1, 3),), True)


REFERENCE, EMPTY_TEXT = b"\x44\x00\x00\x00\x00\x00\xc0", b"\x17\x00\x00"


def test_formulas_of_an_xlsb_without_a_value_are_told(tmp_path: Path) -> None:
    rows: dict[int, dict[int, xlsb.Value]] = {
        0: {0: "序号", 1: "改革事项", 2: "完成时限"},
        1: {0: 1, 1: "甲改革", 2: ("", REFERENCE, 0)},
        2: {0: (0.0, REFERENCE, 2), 1: "乙改革", 2: ("6月", REFERENCE, 0)},
        3: {0: (0.0, REFERENCE, 0), 1: "丙改革", 2: ("", REFERENCE + EMPTY_TEXT, 0)},
    }
    content = xlsb.book(xlsb.sheet(rows))
    assert opened(tmp_path, content).sheets[0].uncalculated == ((1, 2), (2, 0))
    told = [finding.cell for finding in read(tmp_path, content).findings if finding.rule == "formula_without_value"]
    assert told == ["C2", "A3"]


def test_formulas_of_an_ods_without_a_value_and_its_errors_are_told(tmp_path: Path) -> None:
    def row(*cells: str, repeated: int = 1) -> str:
        inside = "".join(f"<table:table-cell {cell}</table:table-cell>" for cell in cells)
        return f'<table:table-row table:number-rows-repeated="{repeated}">{inside}</table:table-row>'

    empty_text = 'table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value="">'
    error = 'table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error">'
    cells = [
        row('office:value-type="string"><text:p>改革事项</text:p>', 'table:formula="of:=[.A1]">', empty_text),
        row(">", repeated=3),
        row('table:formula="of:=1" table:number-columns-repeated="2">', f"{error}<text:p>#DIV/0!</text:p>"),
    ]
    sheet = opened(tmp_path, ods("".join(cells))).sheets[0]
    assert sheet.uncalculated == ((0, 1), (4, 0), (4, 1))
    assert sheet.rows[4][2] == "#DIV/0!"


def test_formulas_of_an_xls_without_a_value_are_told(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    cells = [
        ("序号", "改革事项", "完成时限"),
        (1, "甲改革", xlwt.Formula("B2")),
        (2, "乙改革", xlwt.Formula('IF(A1=1,1,"")')),
    ]
    for name in ("一", "二"):
        sheet = book.add_sheet(name)
        for row, line in enumerate(cells):
            for column, value in enumerate(line):
                sheet.write(row, column, value)
    buffer = io.BytesIO()
    book.save(buffer)
    content = buffer.getvalue()
    assert [sheet.uncalculated for sheet in opened(tmp_path, content).sheets] == [((1, 2),), ((1, 2),)]
    told = [finding.cell for finding in read(tmp_path, content).findings if finding.rule == "formula_without_value"]
    assert told == ["C2", "C2"]


@pytest.mark.parametrize(("flags", "told"), [(0, ()), (1, ()), (2, ((1, 2),))])
def test_a_formula_of_an_xls_that_is_still_to_be_calculated_has_no_value_though_it_is_0(
    tmp_path: Path, flags: int, told: tuple[tuple[int, int], ...]
) -> None:
    book = xlwt.Workbook()
    book.add_sheet("表").write(1, 2, xlwt.Formula("B2"))
    buffer = io.BytesIO()
    book.save(buffer)
    nothing, nought = struct.pack("<QH", 0xFFFF000000000003, 0), struct.pack("<dH", 0, flags)
    assert buffer.getvalue().count(nothing) == 1
    sheet = opened(tmp_path, buffer.getvalue().replace(nothing, nought)).sheets[0]
    assert (sheet.uncalculated, sheet.rows[1]) == (told, ["", "", 0])


def test_in_an_xls_that_was_calculated_nothing_is_a_result(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    sheet.write(1, 2, xlwt.Formula("TRIM(B2)"))
    sheet.write(1, 3, xlwt.Formula("1+1"))
    buffer = io.BytesIO()
    book.save(buffer)
    nothing, two = struct.pack("<QH", 0xFFFF000000000003, 0), struct.pack("<dH", 2, 0)
    before, after = buffer.getvalue().split(nothing, 1)
    assert opened(tmp_path, buffer.getvalue()).sheets[0].uncalculated == ((1, 2), (1, 3))
    assert opened(tmp_path, before + nothing + after.replace(nothing, two)).sheets[0].uncalculated == ()


def test_an_xlsb_that_would_exhaust_its_reader_is_refused(tmp_path: Path) -> None:
    far = xlsb.book(xlsb.sheet({0: {0: "甲"}, 1048575: {16383: "乙"}}))
    assert refusal(tmp_path, far) == "sheet_too_large"
    strings = xlsb.record(159, b"\xff" * 8)
    assert refusal(tmp_path, xlsb.book(xlsb.sheet({}), sharedStrings=strings)) == "damaged_file"


# --- what is shown ----------------------------------------------------------------------------------------------------

FIRST = datetime(2021, 12, 1)


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (FIRST, 'yyyy"年"m"月"', "2021年12月"),
        (FIRST, 'yyyy"年"m"月";@', "2021年12月"),
        (FIRST, "[DBNum1][$-804]yyyy年m月", "2021年12月"),
        (FIRST, "mmm-yy", "2021年12月"),
        (FIRST, "yyyy\\-mm", "2021年12月"),
        (FIRST, 'e"年"m"月"', "2021年12月"),
        (date(2021, 12, 1), "yyyy/m", "2021年12月"),
        (date(2021, 1, 1), "yyyy", "2021年"),
        (date(2021, 12, 1), "yyyy", date(2021, 12, 1)),
        (date(2021, 12, 15), "yyyy/m", date(2021, 12, 15)),
        (FIRST, "yyyy-mm-dd", FIRST),
        (FIRST, 'm"月"d"日"', FIRST),
        (FIRST, "yyyy/m/d h:mm", FIRST),
        (datetime(2021, 12, 1, 8, 30), "yyyy/m", datetime(2021, 12, 1, 8, 30)),
        (2021.1, "0.00", "2021.10"),
        (2021.1, "0.00_ ", "2021.10"),
        (2021.1, "0.00_);[Red]\\(0.00\\)", "2021.10"),
        (2021.1, "0.0", 2021.1),
        (2021.1, "General", 2021.1),
        (2021.1, "#,##0.00", 2021.1),
        (2021.0, "0.00", 2021.0),
        (2021.12, "0.00", 2021.12),
        (12.5, "0.00", 12.5),
        (0.905, "0%", "90.5%"),
        (1.0, "0.00%", "100%"),
        (True, "0%", True),
        ("文字", "0%", "文字"),
    ],
)
def test_a_format_that_says_more_is_what_is_read(value: RawValue, code: str, expected: RawValue) -> None:
    assert shown(value, code) == expected


SHOWN: list[RawValue] = ["2021年12月", "2021.10", "90%", "2021年12月"]


def test_shown_in_xlsx(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append([FIRST, 2021.1, 0.9, FIRST, 0.9])
    for column, code in enumerate(['yyyy"年"m"月"', "0.00", "0%", "mmm-yy", "General"], start=1):
        book.worksheets[0].cell(1, column).number_format = code
    book.save(tmp_path / "a.xlsx")
    assert open_workbook(tmp_path / "a.xlsx", Limits()).sheets[0].rows == [[*SHOWN, 0.9]]


def test_shown_in_xls(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for column, (value, code) in enumerate(
        [(FIRST, 'yyyy"年"m"月"'), (2021.1, "0.00"), (0.9, "0%"), (FIRST, "mmm-yy")]
    ):
        sheet.write(0, column, value, xlwt.easyxf(num_format_str=code))
    sheet.write(0, 4, 0.9)
    book.save(str(tmp_path / "a.xls"))
    assert open_workbook(tmp_path / "a.xls", Limits()).sheets[0].rows == [[*SHOWN, 0.9]]


def test_shown_in_xlsb(tmp_path: Path) -> None:
    styles = xlsb.styles([(0, None), (200, 'yyyy"年"m"月"'), (2, None), (9, None), (57, None)])
    cells: list[xlsb.Value] = [(44531.0, 1), (2021.1, 2), (0.9, 3), (44531.0, 4), 0.9]
    content = xlsb.book(xlsb.sheet({0: dict(enumerate(cells))}), styles=styles)
    assert opened(tmp_path, content).sheets[0].rows == [[*SHOWN, 0.9]]


def test_shown_in_ods(tmp_path: Path) -> None:
    def cell(kind: str, value: str, text: str) -> str:
        name = "date-value" if kind == "date" else "value"
        shown = f"<text:p>{text}</text:p></table:table-cell>"
        return f'<table:table-cell office:value-type="{kind}" office:{name}="{value}">{shown}'

    cells = (
        cell("date", "2021-12-01", "2021年12月"),
        cell("float", "2021.1", "2021.10"),
        cell("percentage", "0.9", "90%"),
        cell("date", "2021-12-01", "2021-12"),
        cell("float", "0.9", "0.9"),
    )
    content = ods(f"<table:table-row>{''.join(cells)}</table:table-row>")
    assert opened(tmp_path, content).sheets[0].rows == [[*SHOWN, 0.9]]


def test_shown_in_xml(tmp_path: Path) -> None:
    codes = ('yyyy"年"m"月"', "Fixed", "Percent", "mmm\\-yy").__iter__()
    styles = "".join(
        f'<Style ss:ID="s{number}"><NumberFormat ss:Format="{code.replace(chr(34), "&quot;")}"/></Style>'
        for number, code in enumerate(codes)
    )
    contents = [("DateTime", "2021-12-01T00:00:00.000"), ("Number", "2021.1"), ("Number", "0.9")]
    cells = "".join(
        f'<Cell ss:StyleID="s{number}"><Data ss:Type="{kind}">{text}</Data></Cell>'
        for number, (kind, text) in enumerate([*contents, contents[0]])
    )
    content = xml("utf-8", f"<Row>{cells}</Row>", styles)
    assert opened(tmp_path, content).sheets[0].rows == [SHOWN]


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_both_date_systems_of_xlsx(tmp_path: Path, epoch_1904: bool) -> None:
    book = openpyxl.Workbook()
    if epoch_1904:
        book.epoch = CALENDAR_MAC_1904
    book.worksheets[0]["A1"] = FIRST
    book.save(tmp_path / "a.xlsx")
    assert open_workbook(tmp_path / "a.xlsx", Limits()).sheets[0].rows == [[FIRST.date()]]


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_both_date_systems_of_xls(tmp_path: Path, epoch_1904: bool) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = epoch_1904
    book.add_sheet("表").write(0, 0, FIRST, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    book.save(str(tmp_path / "a.xls"))
    assert open_workbook(tmp_path / "a.xls", Limits()).sheets[0].rows == [[FIRST]]


def test_a_due_month_ends_with_its_last_day_and_october_is_october(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["序号", "改革事项", "完成时限"], [1, "甲", datetime(2021, 9, 1)], [2, "乙", 2021.1]):
        sheet.append(row)
    sheet["C2"].number_format = 'yyyy"年"m"月"'
    sheet["C3"].number_format = "0.00"
    buffer = io.BytesIO()
    book.save(buffer)
    reading = read(tmp_path, buffer.getvalue())
    due = [cell for row in reading.rows for cell in row.cells if cell.field == "due_date"]
    assert [(cell.raw_text, cell.value, cell.doubt) for cell in due] == [
        ("2021年9月", "2021-09-30", None),
        ("2021.10", "2021-10-31", None),
    ]
