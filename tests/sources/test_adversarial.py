"""Files made to hurt: each is answered by a reading or by a finding, within the limits, and harms no other file."""

import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from string import ascii_uppercase

import openpyxl
import pytest
import xlwt

from sources.inbox import scan
from sources.limits import Limits
from sources.rows import FileReading, FileState
from sources.vocabulary import Vocabulary
from sources.workers import read_files
from tests.sources import xlsb

LIMITS = Limits(seconds=30.0, max_cells=500_000, max_rows=100_000, max_sheets=20)
HEADER = ("序号", "改革事项", "牵头单位", "完成时限", "完成状态")
LAUGHS = "<!DOCTYPE a [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + level)} '{f'&{chr(97 + level)};' * 10}'>" for level in range(9)
)


def xlsx(*rows: Sequence[str | float]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows or (HEADER, (1, "甲", "区发改委", "2021年12月底前", "已完成")):
        book.worksheets[0].append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xls(*rows: tuple[object, ...]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("表")
    for row, cells in enumerate((HEADER, *rows)):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def zipped(parts: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def parts_of(workbook: bytes) -> dict[str, bytes | str]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


SHEET = "xl/worksheets/sheet1.xml"


def xlsx_with(**parts: str) -> bytes:
    """A workbook with other parts in place of its sheet, strings or workbook."""
    names = {"sheet": SHEET, "strings": "xl/sharedStrings.xml", "workbook": "xl/workbook.xml"}
    return zipped(parts_of(xlsx()) | {names[name]: content for name, content in parts.items()})


def worksheet(cells: str, more: str = "", start: str = "") -> str:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{start}<worksheet xmlns="{namespace}"><sheetData>{cells}</sheetData>{more}</worksheet>'


def text_cell(reference: str, text: str = "甲") -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def ods(content: bytes) -> bytes:
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": "<manifest/>",
        }
    )


def ods_table(rows: str, start: str = "") -> str:
    return f"""<?xml version="1.0"?>{start}<office:document-content
        xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
        xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
        xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
        <table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body>
        </office:document-content>"""


def repeated(cell: str) -> str:
    """A cell of an ods that says that it stands in every place of a sheet."""
    row = '<table:table-row table:number-rows-repeated="1048576">'
    return f'{row}<table:table-cell table:number-columns-repeated="16384" {cell}</table:table-row>'


def xml_2003(rows: str, start: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{start}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        f'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表"><Table>{rows}</Table>'
        "</Worksheet></Workbook>"
    ).encode()


def overlapping() -> bytes:
    """Many entries of the directory that all name one and the same compressed megabyte."""
    one = zipped({"xl/workbook.xml": "<workbook/>", SHEET: b" " * 2**20})
    start = one.rindex(b"PK\x01\x02")
    end = one.rindex(b"PK\x05\x06")
    entry = one[start:end]
    directory = one[one.index(b"PK\x01\x02") : start] + b"".join(
        entry.replace(b"sheet1", f"shee{number:02}".encode()) for number in range(90)
    )
    offset = one.index(b"PK\x01\x02")
    return one[:offset] + directory + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 91, 91, len(directory), offset, 0)


def deep_headers() -> bytes:
    """A header of a hundred merged rows."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in range(1, 101):
        sheet.cell(row, 1, f"组{row}")
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=5)
    for column, header in enumerate(HEADER, start=1):
        sheet.cell(101, column, header)
        sheet.cell(102, column, 1 if column == 1 else "甲")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def looping_sectors() -> bytes:
    """An xls whose table of sectors sends every sector to itself."""
    content = bytearray(xls())
    table = 512 + 512 * struct.unpack_from("<I", content, 76)[0]
    for sector in range(100):
        struct.pack_into("<I", content, table + 4 * sector, sector)
    return bytes(content)


def broken_sectors() -> bytes:
    content = bytearray(xls())
    table = 512 + 512 * struct.unpack_from("<I", content, 76)[0]
    for sector in range(100):
        struct.pack_into("<I", content, table + 4 * sector, 0x7FFFFFFF)
    return bytes(content)


def with_surrogate() -> bytes:
    """An xls with half of a surrogate pair in a text."""
    content = xls((1, "甲😀乙"))
    assert "😀".encode("utf-16-le") in content
    return content.replace("😀".encode("utf-16-le"), "😀".encode("utf-16-le")[:2] + "丙".encode("utf-16-le"))


def long_values() -> bytes:
    """Cells as long as Excel allows, of what dates, figures, names and states are looked for in."""
    texts = (
        "1" * 32767,
        "年" * 32767,
        "(" * 32767,
        "一" * 32767,
        "、甲" * 16383,
        "1-" * 16383,
        "牵头单位:" * 6000,
        "\n" * 32767,
    )
    return unpacked(xlsx(HEADER, *([text[:32767]] * len(HEADER) for text in texts)))


def long_headers() -> bytes:
    return unpacked(xlsx(("序号", "改革事项", "(" * 32767, "责任" * 16000, "/" * 32767), (1, "甲", 1, 1, 1)))


def unpacked(workbook: bytes) -> bytes:
    """The workbook without compression, so that what repeats is not taken for a bomb."""
    return zipped(parts_of(workbook), zipfile.ZIP_STORED)


def cut(make: Callable[[], bytes], tenths: int) -> bytes:
    content = make()
    return content[: len(content) * tenths // 10]


NOISE = random.Random(1).randbytes(20_000)
DATA = '<Data ss:Type="String">a</Data>'
MERGED = f'<Cell ss:Index="1" ss:MergeAcross="299" ss:MergeDown="299">{DATA}</Cell>'
FORMULA = "=cmd|' /C calc'!A0"
FILLED = 'office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
LOADED = "loaded"
TOO_LARGE = ("file_too_large", "sheet_too_large")

Case = tuple[Callable[[], bytes], tuple[str, ...]]
"""What makes the file, and the ways in which its reading may end: loaded, or the rule of its first finding."""

CASES: dict[str, Case] = {
    # bombs
    "bomb.xlsx": (lambda: zipped({"xl/workbook.xml": "<workbook/>", SHEET: b" " * 30_000_000}), TOO_LARGE),
    "overlapping.xlsx": (overlapping, ("damaged_file", *TOO_LARGE)),
    "entries.xlsx": (lambda: zipped({"xl/workbook.xml": "", **{f"{n}.xml": "" for n in range(5000)}}), TOO_LARGE),
    "within.zip": (lambda: zipped({"a.zip": zipped({"b.zip": zipped({"c.xlsx": xlsx()})})}), ("nested_archive",)),
    "laughs.xlsx": (lambda: xlsx_with(sheet=worksheet("&j;", start=LAUGHS + "]>")), ("forbidden_content",)),
    "laughs.ods": (lambda: ods(ods_table("&j;", LAUGHS + "]>").encode()), ("forbidden_content",)),
    "laughs16.ods": (lambda: ods(ods_table("&j;", LAUGHS + "]>").encode("utf-16")), ("forbidden_content",)),
    "laughs.xml": (lambda: xml_2003("&j;", LAUGHS + "]>"), ("forbidden_content",)),
    "external.xml": (
        lambda: xml_2003("&a;", "<!DOCTYPE a [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"),
        ("forbidden_content",),
    ),
    "spans.xls": (lambda: b"<table>" + b"<tr>" + b"<td rowspan=60000 colspan=1000>a" * 20_000, TOO_LARGE),
    "rows.xls": (lambda: b"<table>" + b"<tr><td rowspan=60000 colspan=1000>a" * 20_000, (*TOO_LARGE, "empty_file")),
    "comments.xls": (lambda: b"<table><tr><td>a" + b"<!--" * 100_000, ("no_known_table",)),
    "angles.xls": (lambda: b"<table><tr><td>a" + b"<" * 100_000, ("no_known_table", *TOO_LARGE)),
    # what is declared is not what is there
    "corner.xlsx": (
        lambda: xlsx_with(sheet=worksheet(f'<row r="1">{text_cell("A1")}{text_cell("XFD1048576")}</row>')),
        TOO_LARGE,
    ),
    "row.xlsx": (lambda: xlsx_with(sheet=worksheet(f"<row>{text_cell('A4294967295')}</row>")), TOO_LARGE),
    "reference.xlsx": (
        lambda: xlsx_with(sheet=worksheet(f"<row>{text_cell('AAAAAAAA1')}{text_cell('é')}</row>")),
        (*TOO_LARGE, "damaged_file"),
    ),
    "dimension.xlsx": (
        lambda: xlsx_with(
            sheet=worksheet(f"<row>{text_cell('A1')}</row>").replace(
                "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'
            )
        ),
        ("no_known_table",),
    ),
    "count.xlsx": (
        lambda: xlsx_with(strings='<sst count="1" uniqueCount="4294967295"><si><t>a</t></si></sst>'),
        ("damaged_file",),
    ),
    "string.xlsx": (
        lambda: xlsx_with(sheet=worksheet('<row><c r="A1" t="s"><v>99999999</v></c></row>')),
        ("damaged_file", "empty_file", "no_known_table", "reading_crashed"),
    ),
    "merges.xlsx": (
        lambda: xlsx_with(
            sheet=worksheet(
                f"<row>{text_cell('A1')}{text_cell('Z5000')}</row>",
                "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 40_000 + "</mergeCells>",
            )
        ),
        TOO_LARGE,
    ),
    "corner.xlsb": (lambda: xlsb.book(xlsb.sheet({0: {0: "甲"}, 1048575: {16383: "乙"}})), TOO_LARGE),
    "count.xlsb": (lambda: xlsb.book(xlsb.sheet({}), sharedStrings=xlsb.record(159, b"\xff" * 8)), ("damaged_file",)),
    "noise.xlsb": (lambda: xlsb.book(NOISE), ("damaged_file", "empty_file", *TOO_LARGE)),
    "repeated.ods": (lambda: ods(ods_table(repeated(FILLED)).encode()), TOO_LARGE),
    "blank.ods": (lambda: ods(ods_table(repeated("/>")).encode()), ("empty_file",)),
    "index.xml": (
        lambda: xml_2003('<Row ss:Index="99999999"><Cell><Data ss:Type="String">a</Data></Cell></Row>'),
        TOO_LARGE,
    ),
    "merges.xml": (
        lambda: xml_2003(f"<Row>{MERGED * 3000}</Row>" + f"<Row><Cell ss:Index='300'>{DATA}</Cell></Row>" * 300),
        TOO_LARGE,
    ),
    # depth and length
    "deep.xlsx": (lambda: xlsx_with(sheet=worksheet("<row>" * 50_000)), ("damaged_file", "empty_file", *TOO_LARGE)),
    "deep.ods": (lambda: ods(ods_table("<table:table-row>" * 50_000).encode()), ("damaged_file", *TOO_LARGE)),
    "deep.xml": (lambda: xml_2003("<Row>" * 100_000), ("damaged_file",)),
    "deep.xls": (lambda: b"<table><tr><td>a" * 5_000, ("no_known_table", *TOO_LARGE)),
    "headers.xlsx": (deep_headers, (LOADED,)),
    "values.xlsx": (long_values, (LOADED,)),
    "labels.xlsx": (long_headers, (LOADED,)),
    "text.xlsx": (
        lambda: xlsx_with(sheet=worksheet(f"<row>{text_cell('A1', random.Random(2).randbytes(400_000).hex())}</row>")),
        TOO_LARGE,
    ),
    "sheets.xlsx": (lambda: many_sheets(30), ("too_many_sheets",)),
    "line.csv": (lambda: "改革事项".encode() * 1_500_000, TOO_LARGE),
    "columns.csv": (lambda: b"a," * 100_000, TOO_LARGE),
    "lines.csv": (lambda: b"a\n" + b"\n" * 200_000, TOO_LARGE),
    "quote.csv": (lambda: b'a,"' + b"b\n" * 1_000_000, TOO_LARGE),
    # what is no text
    "surrogates.xls": (with_surrogate, ("damaged_file", LOADED)),
    "surrogates.csv": (lambda: "序号,改革事项\n1,甲".encode("utf-16") + b"\x00\xd8", (LOADED,)),
    "surrogates.xlsx": (
        lambda: xlsx_with(sheet=worksheet(f"<row>{text_cell('A1', '&#xD800;')}</row>")),
        ("damaged_file", "no_known_table"),
    ),
    "surrogates.html": (lambda: b"<table><tr><td>&#xD800;&#0;&#x110000;", ("no_known_table",)),
    "zeros.csv": (lambda: b"a,b\n" + bytes(1000), ("foreign_file",)),
    "zeros.xls": (lambda: xls((1, "甲\0乙")), (LOADED,)),
    "nothing.xlsx": (lambda: b"", ("empty_file",)),
    "zero.xlsx": (lambda: bytes(1_000_000), ("foreign_file",)),
    "blank.csv": (lambda: b" \n" * 1000, ("empty_file",)),
    "noise.xlsx": (lambda: NOISE, ("foreign_file", "unknown_encoding")),
    "noise.zip": (lambda: b"PK\x03\x04" + NOISE, ("damaged_file",)),
    "noise.xls": (lambda: xls()[:512] + NOISE, ("damaged_file", "foreign_file")),
    "encoding.xlsx": (lambda: xlsx_with(workbook='<?xml version="1.0" encoding="UTF-0"?><a/>'), ("damaged_file",)),
    # broken containers
    "loop.xls": (looping_sectors, ("damaged_file",)),
    "sectors.xls": (broken_sectors, ("damaged_file",)),
    **{f"cut{tenths}.xlsx": (partial(cut, xlsx, tenths), ("damaged_file",)) for tenths in range(1, 10)},
    **{f"cut{tenths}.xls": (partial(cut, xls, tenths), ("damaged_file", "foreign_file")) for tenths in range(1, 10)},
    # what would be run or fetched elsewhere
    "macros.xlsm": (lambda: zipped(parts_of(xlsx()) | {"xl/vbaProject.bin": NOISE}), (LOADED,)),
    "links.xlsx": (
        lambda: zipped(parts_of(xlsx()) | {"xl/externalLinks/externalLink1.xml": "<externalLink/>"}),
        (LOADED,),
    ),
    "formula.csv": (f"序号,改革事项\n1,{FORMULA}\n".encode, (LOADED,)),
}


def many_sheets(count: int) -> bytes:
    book = openpyxl.Workbook()
    for _ in range(count - 1):
        book.create_sheet()
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, FileReading]:
    """All of them, and a good file among them, read at once as a refresh does."""
    inbox = tmp_path_factory.mktemp("inbox")
    (inbox / "good.xlsx").write_bytes(xlsx())
    for name, (make, _) in CASES.items():
        (inbox / name).write_bytes(make())
    files = [(file.location, file.path) for file in scan(inbox, LIMITS)]
    return {path.split("/")[0]: reading for path, reading in read_files(files, Vocabulary.load(), LIMITS)}


def test_every_file_is_answered(readings: dict[str, FileReading]) -> None:
    assert set(readings) == {"good.xlsx", *CASES}
    assert readings["good.xlsx"].state == FileState.LOADED


@pytest.mark.parametrize("name", CASES)
def test_a_reading_ends_as_expected(readings: dict[str, FileReading], name: str) -> None:
    reading = readings[name]
    ended = LOADED if reading.state == FileState.LOADED else reading.findings[0].rule
    assert ended in CASES[name][1]


@pytest.mark.parametrize("name", CASES)
def test_all_that_is_told_is_text_that_a_database_takes(readings: dict[str, FileReading], name: str) -> None:
    for text in told(readings[name]):
        text.encode()


def told(reading: FileReading) -> Iterator[str]:
    for finding in reading.findings:
        yield from (finding.message, finding.sheet or "", finding.raw_text or "")
    for row in reading.rows:
        yield row.sheet
        for cell in row.cells:
            yield from (cell.header_text, cell.raw_text, cell.value or "")


def test_a_formula_in_a_text_is_only_text(readings: dict[str, FileReading]) -> None:
    texts = [cell.raw_text for row in readings["formula.csv"].rows for cell in row.cells]
    assert FORMULA in texts


FAR = (
    '<c r="XFD1048576" t="n"><v>1</v></c>',
    '<c  r="XFD1048576"><v>1</v></c>',
    '<c\nr="XFD1048576"><v>1</v></c>',
    '<c r = "XFD1048576"><v>1</v></c>',
    "<c r='XFD1048576'><v>1</v></c>",
    '<c s="0" r="XFD1048576"><v>1</v></c>',
    '<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="XFD1048576"><v>1</v></x:c>',
)


@pytest.mark.parametrize("far", FAR)
def test_a_far_cell_is_seen_however_it_is_written(tmp_path: Path, far: str) -> None:
    (tmp_path / "far.xlsx").write_bytes(xlsx_with(sheet=worksheet(f"<row>{text_cell('A1')}{far}</row>")))
    [(_, reading)] = read_files([(tmp_path / "far.xlsx", "far.xlsx")], Vocabulary.load())
    assert reading.findings[0].rule == "sheet_too_large"


def test_a_sheet_wide_at_its_top_and_long_below_is_measured_as_a_whole(tmp_path: Path) -> None:
    noise = random.Random(1)  # text that does not shrink, so that the file is not refused for its compression
    wide = "".join(text_cell(f"{first}{second}1") for first in ascii_uppercase for second in ascii_uppercase)
    between = "".join(f"<row>{text_cell(f'A{row}', noise.randbytes(9000).hex())}</row>" for row in range(2, 62))
    sheet = worksheet(f"<row>{wide}</row>{between}<row>{text_cell('A100000')}</row>")
    (tmp_path / "wide.xlsx").write_bytes(xlsx_with(sheet=sheet))
    [(_, reading)] = read_files([(tmp_path / "wide.xlsx", "wide.xlsx")], Vocabulary.load())
    assert reading.findings[0].rule == "sheet_too_large"
