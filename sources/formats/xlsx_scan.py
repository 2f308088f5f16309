"""A look at the XML parts of an xlsx: their bounds, and what the library does not tell of a sheet.

Found by pattern, not by parsing: a sheet of 200,000 rows is looked through in the time that reading it takes anyway.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from sources.formats.number_formats import BUILT_IN, tells
from sources.formats.scan import Parts, SheetScan, elements, relations, too_much
from sources.formats.xlsx_merges import merges_first
from sources.limits import Limits, UnreadableFileError, damaged
from sources.memory import remembering

LONGEST_SHARED = 100 * 1024
"""The length of parts that many workbooks share: styles, relations, the list of sheets."""


def scan_xlsx(parts: Parts, limits: Limits) -> dict[str, SheetScan]:
    """What is to be noted of each sheet, by its name. Raises UnreadableFileError when a part passes a limit."""
    styles = _telling_styles(parts.content("xl/styles.xml"))
    by_part: dict[str, SheetScan] = {}
    workbook = workbook_relations = b""
    for name in parts.names:
        if "/worksheets/" in name and name.endswith(".xml"):
            by_part[name] = _scan_worksheet(_of_bytes(parts.chunks(name)), styles, limits)
            parts.hand_on(name, merges_first)
        elif name.endswith("sharedstrings.xml"):
            _refuse_false_count(parts.chunks(name))
        elif name.endswith("workbook.xml"):
            workbook = parts.content(name)
        elif name.endswith("workbook.xml.rels"):
            workbook_relations = parts.content(name)
    return {
        sheet: next((scan for name, scan in by_part.items() if name.endswith(part)), SheetScan())
        for sheet, part in _sheet_parts(workbook, workbook_relations).items()
    }


def _of_bytes(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The chunks of a part in which a letter is a byte. In UTF-16 nothing would be found, and the sheet be blank."""
    first = next(chunks, b"")
    if b"\0" in first[:4]:
        raise damaged("xlsx")
    yield first
    yield from chunks


_FILLED_CELL = re.compile(rb"""<(?:\w+:)?c\s(?:[^<>]*?\s)?r\s*=\s*["']\$?([A-Za-z]+)\$?(\d+)["'](?:[^<>]*[^/<>])?>""")
_ZZ = 26 * 27
_BEYOND_ZZ999 = re.compile(rb"""<c(?! r="[A-Z][A-Z]?+\d{1,3}+"|[a-zA-Z])""")
_UNUSUAL = re.compile(rb"""<c(?![a-zA-Z]| r="[A-Z]{1,3}\d{1,7}")""")
_COLUMNS = re.compile(rb"""<c r="([A-Z]{1,3})\d{1,7}"(?:[^<>]*[^/<>])?>""")
_ROWS = re.compile(rb"""<c r="[A-Z]{1,3}(\d{1,7})"(?:[^<>]*[^/<>])?>""")
_DOUBLE_E = re.compile(rb'"e"')
_MAY_BE_FORMULA = re.compile(rb"<f")
_MAY_BE_HIDDEN = re.compile(rb"hidden")
_MERGE = re.compile(rb"mergeCell ")
_MOST_LOOKS = 100
_PREFIXED = re.compile(rb":[cf][\s/>]")
_CELL = re.compile(rb"""<(?:\w+:)?c\s([^<>]*[^/<>])>(.*?)</(?:\w+:)?c\s*>""", re.DOTALL)
_REFERENCE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Za-z]+)(\d+)["']""")
_IS_ERROR = re.compile(rb"""(?:^|\s)t\s*=\s*["']e["']""")
_IS_TEXT = re.compile(rb"""(?:^|\s)t\s*=\s*["']str["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:(?:\s[^<>]*)?/>|(?:\s[^<>]*)?>([^<]*)<)")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_HIDDEN = re.compile(rb"""<(?:\w+:)?(?:row|col)\s[^<>]*\bhidden\s*=\s*["'](?:1|true)""")


def _scan_worksheet(chunks: Iterator[bytes], styles: Mapping[bytes, str], limits: Limits) -> SheetScan:
    scan = SheetScan()
    styled = _styled_cells(styles)
    merges = 0
    extent = _Extent(limits)
    for xml in _whole_cells(chunks):
        has_prefixes = _find(xml, _PREFIXED, b":") >= 0
        extent.add(xml, has_prefixes)
        first_merge = _find(xml, _MERGE, b"g", 3)
        merges += xml.count(b"mergeCell ", first_merge) if first_merge >= 0 else 0
        if merges > limits.max_merges:
            raise too_much("xlsx", f"合并单元格超过 {limits.max_merges} 处")
        if has_prefixes or _find(xml, _MAY_BE_FORMULA, b"f", 1) >= 0 or _may_have_errors(xml):
            _note_formulas(xml, scan)
        if styled is not None:
            _note_styles(styled.findall(xml), styles, scan)
        if not scan.has_hidden_cells and _find(xml, _MAY_BE_HIDDEN, b"h") >= 0:
            scan.has_hidden_cells = _HIDDEN.search(xml) is not None
    return scan


def _find(xml: bytes, pattern: re.Pattern[bytes], rare: bytes, before: int = 0) -> int:
    """Where a pattern is first found, -1 when nowhere.

    rare: a byte of it, after `before` others, that sheets seldom have. One byte is looked for many times as quickly as
    several are.
    """
    at = xml.find(rare)
    for _ in range(_MOST_LOOKS):
        if at < 0:
            return -1
        start = max(at - before, 0)
        if pattern.match(xml, start):
            return start
        at = xml.find(rare, at + 1)
    found = pattern.search(xml, max(at - before, 0)) if at >= 0 else None
    return found.start() if found is not None else -1


def _may_have_errors(xml: bytes) -> bool:
    return _DOUBLE_E.search(xml) is not None or (b"'" in xml and b"'e'" in xml)


def _whole_cells(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The chunks cut between cells, so that no cell is in two of them."""
    xml = next(chunks, b"")
    for chunk in chunks:
        cut = max(xml.rfind(b"<c "), xml.rfind(b":c "), xml.rfind(b"row>"))
        if cut < 0 or b"</sheetData" in xml[cut:]:
            cut = xml.rfind(b"<")
        elif xml[cut : cut + 1] == b":":
            cut = xml.rfind(b"<", 0, cut)
        yield xml[: max(cut, 0)]
        xml = xml[max(cut, 0) :] + chunk
    yield xml


def _row_number(digits: bytes) -> int:
    return int(digits) if len(digits) < 10 else 10**10


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - 64
    return number


class _Extent:
    """How far the filled cells of a growing sheet reach. Raises UnreadableFileError when that is too far.

    Only chunks in which a cell may stand beyond what is known already are measured: in most sheets none.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._bottom = self._right = 0
        self._unmeasured: list[bytes] = []
        self._beyond = _BEYOND_ZZ999 if self._is_allowed(999, _ZZ) else None

    def add(self, xml: bytes, has_prefixes: bool) -> None:
        """Count the cells of a chunk in. has_prefixes: whether the names of their elements may have prefixes."""
        if self._beyond is not None and not has_prefixes and self._beyond.search(xml) is None:
            if not self._bottom:
                self._unmeasured.append(xml)
            return
        for chunk in (*self._unmeasured, xml):
            self._measure(chunk, has_prefixes)
        self._unmeasured.clear()
        bottom = _rounded_up(self._bottom)
        is_close = self._right <= 26 and self._is_allowed(bottom, self._right)
        self._beyond = _beyond(bottom, self._right) if is_close else None
        if is_close:
            self._bottom = bottom

    def _is_allowed(self, bottom: int, right: int) -> bool:
        limits = self._limits
        return bottom <= limits.max_rows and right <= limits.max_columns and bottom * right <= limits.max_cells

    def _measure(self, xml: bytes, has_prefixes: bool) -> None:
        # The columns and the rows of all filled cells, as a set each: a cell costs nothing of its own.
        if has_prefixes or _UNUSUAL.search(xml):
            references = _FILLED_CELL.findall(xml)
            columns, rows = map(set, zip(*references, strict=True)) if references else (set(), set())
        else:
            columns, rows = set(_COLUMNS.findall(xml)), set(_ROWS.findall(xml))
        if not columns:
            return
        longest = max(map(len, columns))
        farthest = max(column.upper() for column in columns if len(column) == longest)
        self._right = max(self._right, _column_number(farthest))
        self._bottom = max(self._bottom, *map(_row_number, rows))
        if not self._is_allowed(self._bottom, self._right):
            cells = _FILLED_CELL.findall(xml)
            letters, digits = max(cells, key=lambda cell: _row_number(cell[1]) + 64 * _column_number(cell[0]))
            where = (letters[:8] + digits[:12]).decode("ascii", "replace")
            raise UnreadableFileError(
                "xlsx", "sheet_too_large", f"工作表的范围过大,单元格 {where} 处有内容;请删除表格以外的内容后再报送"
            )


def _rounded_up(bottom: int) -> int:
    """The last row whose number begins with the same two digits: 217,350 is 219,999."""
    digits = str(max(bottom, 999))
    return int(digits[:2] + "9" * (len(digits) - 2))


@lru_cache(maxsize=256)
def _beyond(bottom: int, right: int) -> re.Pattern[bytes]:
    """What finds a cell outside of some columns and rows, or one written otherwise than usual."""
    digits = str(bottom)
    first, second, more = int(digits[0]), digits[1], len(digits) - 1
    rows = [rf"\d{{1,{more}}}", rf"{first}[0-{second}]\d{{{more - 1}}}"]
    if first > 1:
        rows.append(rf"[1-{first - 1}]\d{{{more}}}")
    pattern = rf"""<c(?![a-zA-Z]| r="[A-{chr(64 + max(right, 1))}](?:{"|".join(rows)})")"""
    return re.compile(pattern.encode())


def _note_formulas(xml: bytes, scan: SheetScan) -> None:
    for attributes, inside in _CELL.findall(xml):
        reference = _REFERENCE.search(attributes)
        if reference is None:
            continue
        row, column = _row_number(reference[2]) - 1, _column_number(reference[1]) - 1
        found = _VALUE.search(inside)
        value = (found[1] or b"") if found else b""
        # Programs that do not calculate leave the value empty; it is a result only of a formula that gives a text.
        is_result = bool(value) or (found is not None and _IS_TEXT.search(attributes) is not None)
        if value and _IS_ERROR.search(attributes):
            scan.errors.append((row, column, value.decode("utf-8", "replace")))
        elif not is_result and _FORMULA.search(inside):
            scan.uncalculated.append((row, column))


_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s[^<>]*>")
_STYLE = re.compile(rb"<(?:\w+:)?xf\s[^<>]*>")
_FORMAT_ID = re.compile(rb"""\bnumFmtId\s*=\s*["'](\d+)["']""")
_FORMAT_CODE = re.compile(rb"""\bformatCode\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@remembering(most=128, longest=LONGEST_SHARED)
def _telling_styles(styles: bytes) -> dict[bytes, str]:
    """The styles, by their number as cells write it, whose number format tells something, with its code."""
    codes = {str(number).encode(): code for number, code in BUILT_IN.items()}
    for element in _FORMAT.findall(styles):
        number, code = _FORMAT_ID.search(element), _FORMAT_CODE.search(element)
        if number and code:
            codes[number[1]] = html.unescape((code[1] or code[2] or b"").decode("utf-8", "replace"))
    telling = {number: code for number, code in codes.items() if tells(code)}
    cells = styles[max(styles.find(b"cellXfs"), 0) :]
    found = (_FORMAT_ID.search(element) for element in _STYLE.findall(cells))
    return {
        str(index).encode(): telling[number[1]]
        for index, number in enumerate(found)
        if number is not None and number[1] in telling
    }


def _styled_cells(styles: Mapping[bytes, str]) -> re.Pattern[bytes] | None:
    """What finds the cells of these styles, None when there is nothing to find."""
    if not styles:
        return None
    numbers = b"|".join(styles)
    reference = rb"""(?=[^<>]*?\sr\s*=\s*["']([A-Za-z]+)(\d+)["'])"""
    return re.compile(rb"""<(?:\w+:)?c%b(?=[^<>]*?\ss\s*=\s*["'](%b)["'])[^<>]*[^/<>]>""" % (reference, numbers))


def _note_styles(cells: Iterable[tuple[bytes, bytes, bytes]], styles: Mapping[bytes, str], scan: SheetScan) -> None:
    scan.shown_as += [(_row_number(row) - 1, _column_number(column) - 1, styles[style]) for column, row, style in cells]


_STRING_COUNT = re.compile(rb"""\b(?:uniqueCount|count)\s*=\s*["'](\d+)""")


def _refuse_false_count(chunks: Iterator[bytes]) -> None:
    """A reader makes room for as many shared strings as the part says it has: that must not be more than can be."""
    start = next(chunks, b"")
    size = len(start) + sum(map(len, chunks))
    if any(len(count) > 12 or int(count) > 1000 + size for count in _STRING_COUNT.findall(start[:2000])[:2]):
        raise UnreadableFileError(
            "xlsx", "damaged_file", "文件中的文字表与实际内容不符;请用 Excel 或 WPS 打开后另存再报送"
        )


def _sheet_parts(workbook: bytes, workbook_relations: bytes) -> dict[str, str]:
    """The part of each sheet, by the sheet's name."""
    targets = _targets(workbook_relations)
    return {name: targets[relation] for name, relation in _sheets(workbook) if relation in targets}


@remembering(most=128, longest=LONGEST_SHARED)
def _targets(workbook_relations: bytes) -> dict[str, str]:
    return relations(workbook_relations, "xlsx")


@remembering(most=128, longest=LONGEST_SHARED)
def _sheets(workbook: bytes) -> list[tuple[str, str]]:
    """The name and the relation of each sheet."""
    return [
        (attributes["name"], attributes["id"])
        for tag, attributes in elements(workbook, "xlsx")
        if tag == "sheet" and "id" in attributes and "name" in attributes
    ]
