"""A look at a zipped workbook before any library opens it: its limits, and what the library does not tell.

The scan inflates every part once, counting as it goes, and refuses what would crash or exhaust a reader. On the way it
notes error cells, formulas without a value, hidden rows and columns, and the merged cells of an ods.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from sources import archives
from sources.limits import Limits, UnreadableFileError, damaged, encrypted, too_large

CHUNK = 1 << 18
SMALL_ENTRY = 100 * 1024
PARSED_SUFFIXES = (".xml", ".rels", ".bin")

Merge = tuple[int, int, int, int]
"""Top, left, bottom and right of merged cells, counted from 0, all inclusive."""


@dataclass(slots=True)
class SheetScan:
    """What the scan noted of one sheet; positions are counted from 0."""

    errors: list[tuple[int, int, str]] = field(default_factory=list)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    merges: tuple[Merge, ...] = ()
    has_hidden_cells: bool = False


@dataclass(frozen=True, slots=True)
class ZipScan:
    """The format of a zipped workbook and what was noted of its sheets, by name."""

    format: str
    sheets: dict[str, SheetScan]


def scan_zip(data: bytes, limits: Limits) -> ZipScan:
    """Look through a zipped workbook. Raises UnreadableFileError when it is none, is damaged or passes a limit."""
    format_ = "zip"
    try:
        with archives.opened(io.BytesIO(data), limits) as archive:
            names = {_part_name(entry.filename): entry for entry in archive.filelist}
            format_ = _format(archive, names)
            return ZipScan(format_, _scan_parts(archive, names, format_, limits))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as problem:
        raise damaged(format_) from problem
    except RuntimeError as problem:  # how zipfile says that an entry needs a password
        raise encrypted(format_) from problem


def _part_name(filename: str) -> str:
    return filename.replace("\\", "/").lstrip("/").lower()


def _format(archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo]) -> str:
    if any(name.endswith("workbook.bin") for name in names):
        return "xlsb"
    if any(name.endswith("workbook.xml") for name in names):
        return "xlsx"
    if "mimetype" in names:
        with archive.open(names["mimetype"]) as part:
            if b"opendocument.spreadsheet" in part.read(200):
                return "ods"
    if not archives.is_document(list(names)):
        raise UnreadableFileError("zip", "nested_archive", "文件是压缩包里的压缩包,未读取;请解压后直接报送其中的表格")
    what = "Word 文档" if any(name.startswith("word/") for name in names) else "其他文档"
    raise UnreadableFileError("unknown", "foreign_file", f"文件是{what},不是电子表格;请报送 Excel 或 WPS 表格")


def _scan_parts(
    archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo], format_: str, limits: Limits
) -> dict[str, SheetScan]:
    inflated = _Inflation(archive, format_, limits)
    if format_ == "ods" and "meta-inf/manifest.xml" in names:
        manifest = b"".join(inflated.chunks(names["meta-inf/manifest.xml"]))
        if b"encryption-data" in manifest:
            raise encrypted("ods")
    by_part: dict[str, SheetScan] = {}
    sheets: dict[str, SheetScan] = {}
    kept: dict[str, bytes] = {}
    for name, entry in names.items():
        if not name.endswith(PARSED_SUFFIXES):
            continue
        chunks = inflated.chunks(entry)
        if format_ == "xlsx" and "/worksheets/" in name and name.endswith(".xml"):
            by_part[name] = _scan_worksheet(chunks, limits)
        elif format_ == "ods" and name == "content.xml":
            sheets = _scan_ods(chunks, limits)
        elif format_ == "xlsx" and name.endswith("sharedstrings.xml"):
            _refuse_false_count(chunks)
        elif format_ == "xlsx" and name.endswith(("workbook.xml", "workbook.xml.rels")):
            kept[name.rsplit("/", 1)[-1]] = b"".join(chunks)
        else:
            for _ in chunks:
                pass
    if format_ == "xlsx":
        parts = _sheet_parts(kept.get("workbook.xml", b""), kept.get("workbook.xml.rels", b""))
        sheets = {
            sheet: next((scan for name, scan in by_part.items() if name.endswith(part)), SheetScan())
            for sheet, part in parts.items()
        }
    return sheets


class _Inflation:
    """Inflates entry after entry and refuses a bomb while it grows."""

    def __init__(self, archive: zipfile.ZipFile, format_: str, limits: Limits) -> None:
        self._archive = archive
        self._format = format_
        self._limits = limits
        self._total = 0

    def chunks(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        size = 0
        tail = b""
        with self._archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                size += len(chunk)
                self._total += len(chunk)
                if self._total > self._limits.max_uncompressed_bytes:
                    raise _bomb(self._format, "解压后的内容过大")
                if size > SMALL_ENTRY and size > self._limits.max_ratio * max(entry.compress_size, 1):
                    raise _bomb(self._format, "压缩比异常")
                if b"<!DOCTYPE" in tail + chunk and not entry.filename.lower().endswith(".bin"):
                    raise UnreadableFileError(
                        self._format,
                        "forbidden_content",
                        "文件含有不允许的 DOCTYPE 声明;请用 Excel 或 WPS 另存后再报送",
                    )
                tail = chunk[-8:]
                yield chunk


def _bomb(format_: str, what: str) -> UnreadableFileError:
    return too_large(format_, f"{what},超过上限", "请用 Excel 或 WPS 重新保存后再报送")


_FILLED_CELL = re.compile(rb"""<(?:\w+:)?c\s(?:[^<>]*?\s)?r\s*=\s*["']\$?([A-Za-z]+)\$?(\d+)["'](?:[^<>]*[^/<>])?>""")
_CELL = re.compile(rb"""<(?:\w+:)?c\s([^<>]*[^/<>])>(.*?)</(?:\w+:)?c\s*>""", re.DOTALL)
_REFERENCE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Za-z]+)(\d+)["']""")
_IS_ERROR = re.compile(rb"""(?:^|\s)t\s*=\s*["']e["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>([^<]*)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_HIDDEN = re.compile(rb"""<(?:\w+:)?(?:row|col)\s[^<>]*\bhidden\s*=\s*["'](?:1|true)""")


def _scan_worksheet(chunks: Iterator[bytes], limits: Limits) -> SheetScan:
    scan = SheetScan()
    merges = 0
    bottom = right = 0
    for xml in _whole_cells(chunks):
        # The columns and the rows of all filled cells, as a set each: a cell costs nothing of its own.
        references = _FILLED_CELL.findall(xml)
        if references:
            columns, rows = zip(*references, strict=True)
            longest = max(map(len, columns))
            right = max(right, _column_number(max(column.upper() for column in set(columns) if len(column) == longest)))
            bottom = max(bottom, *map(_row_number, set(rows)))
            _refuse_too_large(bottom, right, references, limits)
        merges += xml.count(b"mergeCell ")
        if merges > limits.max_merges:
            raise _bomb("xlsx", f"合并单元格超过 {limits.max_merges} 处")
        if b'"e"' in xml or b"'e'" in xml or _FORMULA.search(xml):
            _note_formulas(xml, scan)
        if b"hidden" in xml and not scan.has_hidden_cells:
            scan.has_hidden_cells = _HIDDEN.search(xml) is not None
    return scan


def _whole_cells(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The chunks cut between cells, so that no cell is in two of them."""
    rest = b""
    for chunk in chunks:
        xml = rest + chunk
        cut = max(xml.rfind(b"<c "), xml.rfind(b":c "), xml.rfind(b"row>"))
        if cut < 0 or b"</sheetData" in xml[cut:]:
            cut = xml.rfind(b"<")
        elif xml[cut : cut + 1] == b":":
            cut = xml.rfind(b"<", 0, cut)
        yield xml[: max(cut, 0)]
        rest = xml[max(cut, 0) :]
    yield rest


def _row_number(digits: bytes) -> int:
    return int(digits) if len(digits) < 10 else 10**10


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - 64
    return number


def _refuse_too_large(bottom: int, right: int, references: list[tuple[bytes, bytes]], limits: Limits) -> None:
    if bottom <= limits.max_rows and right <= limits.max_columns and bottom * right <= limits.max_cells:
        return
    letters, digits = max(references, key=lambda cell: _row_number(cell[1]) + 64 * _column_number(cell[0]))
    where = (letters[:8] + digits[:12]).decode("ascii", "replace")
    raise UnreadableFileError(
        "xlsx", "sheet_too_large", f"工作表的范围过大,单元格 {where} 处有内容;请删除表格以外的内容后再报送"
    )


def _note_formulas(xml: bytes, scan: SheetScan) -> None:
    for attributes, inside in _CELL.findall(xml):
        reference = _REFERENCE.search(attributes)
        if reference is None:
            continue
        row, column = _row_number(reference[2]) - 1, _column_number(reference[1]) - 1
        value = _VALUE.search(inside)
        if _IS_ERROR.search(attributes) and value is not None:
            scan.errors.append((row, column, value[1].decode("utf-8", "replace")))
        elif value is None and _FORMULA.search(inside):
            scan.uncalculated.append((row, column))


_STRING_COUNT = re.compile(rb"""\b(?:uniqueCount|count)\s*=\s*["'](\d+)""")


def _refuse_false_count(chunks: Iterator[bytes]) -> None:
    """A reader makes room for as many shared strings as the part says it has: that must not be more than can be."""
    start = next(chunks, b"")
    size = len(start) + sum(map(len, chunks))
    if any(len(count) > 12 or int(count) > 1000 + size for count in _STRING_COUNT.findall(start[:2000])[:2]):
        raise UnreadableFileError(
            "xlsx", "damaged_file", "文件中的文字表与实际内容不符;请用 Excel 或 WPS 打开后另存再报送"
        )


def _sheet_parts(workbook: bytes, relations: bytes) -> dict[str, str]:
    """The part of each sheet, by the sheet's name."""
    targets = {
        attributes.get("Id", ""): _part_name(attributes.get("Target", ""))
        for tag, attributes in _elements(relations)
        if tag == "Relationship"
    }
    return {
        attributes["name"]: targets[attributes["id"]].removeprefix("xl/")
        for tag, attributes in _elements(workbook)
        if tag == "sheet" and attributes.get("id") in targets and "name" in attributes
    }


def _local(name: str) -> str:
    return name.rsplit(":", 1)[-1]


def _elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    """Every element's name and attributes, without prefixes."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        found.append((_local(tag), {_local(name): value for name, value in attributes.items()}))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    _parse(parser, iter([xml]), "xlsx")
    return found


def _parse(parser: Any, chunks: Iterator[bytes], format_: str) -> None:
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as problem:
        raise damaged(format_) from problem


class _OdsScan:
    """Follows the table elements of an ods, which repeat rows and cells by number."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: dict[str, SheetScan] = {}
        self._limits = limits
        self._merges: list[Merge] = []
        self._row = self._column = self._repeat = self._bottom = self._right = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self._row = self._bottom = self._right = 0
            self._merges = []
            self.sheets[attributes.get("table:name", "")] = SheetScan()
        elif tag == "table:table-row":
            self._column = 0
            self._repeat = _count(attributes, "table:number-rows-repeated")
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._cell(attributes)
        if attributes.get("table:visibility") in ("collapse", "filter") and self.sheets:
            self._last().has_hidden_cells = True

    def end(self, tag: str) -> None:
        if tag == "table:table-row":
            self._row += self._repeat
        elif tag == "table:table" and self.sheets:
            self._last().merges = tuple(self._merges)

    def _last(self) -> SheetScan:
        return next(reversed(self.sheets.values()))

    def _cell(self, attributes: dict[str, str]) -> None:
        width = _count(attributes, "table:number-columns-repeated")
        down, across = (_count(attributes, f"table:number-{axis}-spanned") for axis in ("rows", "columns"))
        if down > 1 or across > 1:
            self._merges.append((self._row, self._column, self._row + down - 1, self._column + across - 1))
        if "office:value-type" in attributes:
            self._bottom = max(self._bottom, self._row + self._repeat)
            self._right = max(self._right, self._column + width)
        self._column += width
        if len(self._merges) > self._limits.max_merges or self._bottom * self._right > self._limits.max_cells:
            raise UnreadableFileError("ods", "sheet_too_large", "工作表的范围过大;请删除表格以外的内容后再报送")


def _count(attributes: dict[str, str], name: str) -> int:
    digits = attributes.get(name, "1")
    return int(digits) if digits.isdigit() and len(digits) < 10 else 1


def _scan_ods(chunks: Iterator[bytes], limits: Limits) -> dict[str, SheetScan]:
    scan = _OdsScan(limits)
    parser = expat.ParserCreate()
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    _parse(parser, chunks, "ods")
    return scan.sheets
