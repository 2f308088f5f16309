"""Excel's spreadsheet as one XML text ("XML 表格 2003"), which many office systems export under the name of an xls."""

from collections.abc import Mapping
from datetime import datetime
from xml.parsers import expat

from sources.formats.number_formats import shown, tells
from sources.limits import Limits, damaged, forbidden
from sources.rows import RawValue
from sources.sheets import Extent, Merge, Sheet, Workbook, put, refuse_too_many_sheets

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"

_NAMED_FORMATS = {"Fixed": "0.00", "Percent": "0.00%"}


def spreadsheetml(text: str, limits: Limits) -> Workbook:
    """The sheets. Raises UnreadableFileError when the XML is broken, declares entities, or passes a limit."""
    book = _Book(limits)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = book.start
    parser.EndElementHandler = book.end
    parser.CharacterDataHandler = book.characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(text.encode(), True)
    except (expat.ExpatError, ValueError) as problem:
        raise damaged("xml") from problem
    refuse_too_many_sheets("xml", len(book.sheets), limits)
    return Workbook("xml", tuple(book.sheets))


def _refuse_doctype(*_: object) -> None:
    raise forbidden("xml")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _Book:
    """Follows the elements of a workbook; what is inside of a comment is no cell."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: list[Sheet] = []
        self._limits = limits
        self._path: list[str] = []
        self._formats: dict[str, str] = {}
        self._style = ""
        self._begin("")

    def _begin(self, name: str) -> None:
        self._name = name
        self._rows: list[list[RawValue]] = []
        self._merges: list[Merge] = []
        self._uncalculated: list[tuple[int, int]] = []
        self._has_hidden_cells = self._is_hidden = False
        self._extent = Extent("xml", self._limits)
        self._row = self._next_row = self._column = self._next_column = 0
        self._cell: Mapping[str, str] = {}
        self._kind: str | None = None
        self._text = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        given = {_local(key): value for key, value in attributes.items()}
        match name:
            case "Style":
                self._style = given.get("ID", "")
            case "NumberFormat":
                code = given.get("Format", "")
                self._formats[self._style] = _NAMED_FORMATS.get(code, code)
            case "Worksheet":
                self._begin(given.get("Name", ""))
            case "Row":
                self._row = _number(given, "Index", self._next_row + 1) - 1
                self._next_row = self._row + 1 + _number(given, "Span", 0)
                self._next_column = 0
            case "Cell":
                self._start_cell(given)
            case "Data" if "Comment" not in self._path:
                self._kind, self._text = given.get("Type", "String"), ""
        if name in ("Row", "Column") and given.get("Hidden") == "1":
            self._has_hidden_cells = True
        self._path.append(name)

    def characters(self, text: str) -> None:
        if self._kind is not None or self._path[-1:] == ["Visible"]:
            self._text += text

    def end(self, tag: str) -> None:
        name = self._path.pop() if self._path else ""
        if name == "Data" and self._kind is not None:
            code = self._formats.get(self._cell.get("StyleID", ""), "")
            value = _value(self._kind, self._text)
            put(self._rows, self._row, self._column, shown(value, code) if tells(code) else value)
            self._kind = None
        elif name == "Cell" and "Formula" in self._cell and not self._has_value():
            self._uncalculated.append((self._row, self._column))
        elif name == "Visible":
            self._is_hidden, self._text = self._text.strip().startswith("SheetHidden"), ""
        elif name == "Worksheet":
            uncalculated = tuple(self._uncalculated)
            merges = tuple(self._merges)
            self.sheets.append(
                Sheet(self._name, self._rows, merges, self._is_hidden, self._has_hidden_cells, uncalculated)
            )

    def _start_cell(self, given: Mapping[str, str]) -> None:
        self._cell = given
        self._column = _number(given, "Index", self._next_column + 1) - 1
        across, down = _number(given, "MergeAcross", 0), _number(given, "MergeDown", 0)
        self._extent.add(self._row, self._column + 1, self._column + 1 - self._next_column)
        self._next_column = self._column + 1 + across
        if across or down:
            self._merges.append((self._row, self._column, self._row + down, self._column + across))

    def _has_value(self) -> bool:
        return self._row < len(self._rows) and self._column < len(self._rows[self._row])


def _number(attributes: Mapping[str, str], name: str, default: int) -> int:
    digits = attributes.get(name, "")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else default


def _value(kind: str, text: str) -> RawValue:
    try:
        match kind:
            case "Number":
                return float(text)
            case "DateTime":
                return datetime.fromisoformat(text)
            case "Boolean":
                return text.strip() == "1"
    except ValueError:
        return text
    return text
