"""A look at the content of an ods: its bounds, and what the library does not tell of a sheet."""

import re
from xml.parsers import expat

from sources.formats.scan import Parts, SheetScan, parse
from sources.limits import Limits, UnreadableFileError, encrypted
from sources.sheets import Merge


def scan_ods(parts: Parts, limits: Limits) -> dict[str, SheetScan]:
    """What is to be noted of each sheet, by its name. Raises UnreadableFileError when it must not or cannot be read."""
    if b"encryption-data" in parts.content("meta-inf/manifest.xml"):
        raise encrypted("ods")
    if "content.xml" not in parts.names:
        return {}
    scan = _OdsScan(limits)
    parser = expat.ParserCreate()
    parser.StartElementHandler = scan.start
    parser.CharacterDataHandler = scan.text
    parser.EndElementHandler = scan.end
    parse(parser, parts.chunks("content.xml"), "ods")
    return scan.sheets


class _OdsScan:
    """Follows the table elements of an ods, which repeat rows and cells by number."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: dict[str, SheetScan] = {}
        self._limits = limits
        self._merges: list[Merge] = []
        self._row = self._column = self._repeat = self._bottom = self._right = 0
        self._telling: tuple[str, str, range] | None = None
        self._text = ""

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

    def text(self, characters: str) -> None:
        if self._telling is not None:
            self._text += characters

    def end(self, tag: str) -> None:
        if tag == "table:table-cell" and self._telling is not None:
            self._note_shown(*self._telling)
        elif tag == "table:table-row":
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
        elif "table:formula" in attributes:
            columns = range(self._column, self._column + min(width, _MOST_SHOWN))
            self._last().uncalculated += [(self._row, column) for column in columns]
        kind, value = attributes.get("office:value-type"), attributes.get("office:value", "")
        if attributes.get("calcext:value-type") == _ERROR:
            kind = _ERROR
        is_telling = kind in ("date", "percentage", _ERROR) or (kind == "float" and _YEAR_AND_TENTH.fullmatch(value))
        columns = range(self._column, self._column + min(width, _MOST_SHOWN))
        self._telling = (kind or "", value, columns) if is_telling else None
        self._text = ""
        self._column += width
        if len(self._merges) > self._limits.max_merges or self._bottom * self._right > self._limits.max_cells:
            raise UnreadableFileError("ods", "sheet_too_large", "工作表的范围过大;请删除表格以外的内容后再报送")

    def _note_shown(self, kind: str, value: str, columns: range) -> None:
        """What an ods shows stands beside the content, so that the format need not be looked up."""
        self._telling = None
        code = None
        if kind == _ERROR:
            self._last().errors += [(self._row, column, self._text.strip() or "#ERR!") for column in columns]
        elif kind == "percentage":
            code = "0%"
        elif kind == "float" and self._text.strip() == f"{value}0":
            code = "0.00"
        elif kind == "date" and _SHOWN_MONTH.fullmatch(self._text):
            code = "yyyy-mm"
        if code is not None:
            rows = range(self._row, self._row + min(self._repeat, _MOST_SHOWN))
            self._last().shown_as += [(row, column, code) for row in rows for column in columns]


_MOST_SHOWN = 1000
_ERROR = "error"
_YEAR_AND_TENTH = re.compile(r"\d{4}\.\d")
_SHOWN_MONTH = re.compile(r"\D*\d{4}\D+\d{1,2}\D*")


def _count(attributes: dict[str, str], name: str) -> int:
    digits = attributes.get(name, "1")
    return int(digits) if digits.isdigit() and len(digits) < 10 else 1
