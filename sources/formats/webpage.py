"""Tables of a web page under a spreadsheet's name, as Excel's "web page" and the exports of many office systems are.

All tables of a page, and the text between them, stand on one sheet, below each other. Nothing that a page points to is
fetched.
"""

import email
import email.policy
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from sources.formats.texts import decoded
from sources.limits import Limits, UnreadableFileError, damaged, foreign
from sources.rows import RawValue
from sources.sheets import Extent, Merge, Sheet, Workbook, put, refuse_too_many_sheets

_UNSHOWN = frozenset(("script", "style", "title", "xml", "noscript", "template"))
_BLOCKS = frozenset(
    (
        *("h1", "h2", "h3", "h4", "h5", "h6", "address", "blockquote", "center", "div", "dd", "dl", "dt"),
        *("form", "hr", "li", "ol", "p", "pre", "section", "ul"),
    )
)
_EXCEL_MARKS = re.compile(r"<!\[[^>\-]*\]>")
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,100})</x:Name>")
_FRAMES = re.compile(r"<frameset", re.IGNORECASE)
_LINE_BREAK = re.compile(r" *\n[ \n]*")
_WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def webpage(text: str, limits: Limits) -> Workbook:
    """A page's tables. Raises UnreadableFileError when it has none, or passes a limit."""
    if _FRAMES.search(text):
        raise UnreadableFileError(
            "html",
            "foreign_file",
            "文件只是网页的外壳,表格在同名的“.files”文件夹里;请用 Excel 或 WPS 打开后另存为 xlsx 再报送",
        )
    sheet = _page_sheet(text, limits)
    if not sheet.rows:
        raise foreign("html", "是网页,其中没有表格")
    return Workbook("html", (sheet,))


def single_file_webpage(data: bytes, limits: Limits) -> Workbook:
    """The tables of a page saved as a single file, a sheet for each page inside that has any."""
    parts = email.message_from_bytes(data, policy=email.policy.compat32).walk()
    pages = [part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/html"]
    refuse_too_many_sheets("html", len(pages), limits)
    texts = [decoded(page)[0] for page in pages if isinstance(page, bytes) and page.strip()]
    sheets = tuple(sheet for text in texts if (sheet := _page_sheet(text, limits)).rows)
    if not sheets:
        raise foreign("html", "是网页,其中没有表格")
    return Workbook("html", sheets)


def _page_sheet(text: str, limits: Limits) -> Sheet:
    page = _Page(limits)
    try:
        page.feed(_EXCEL_MARKS.sub("", _without_comments(text)))
        page.end()
    except AssertionError as problem:  # how the parser says that a declaration is broken
        raise damaged("html") from problem
    if not page.has_table:
        return Sheet("html", [])
    name = _SHEET_NAME.search(text)
    return Sheet(name[1].strip() if name else "html", page.rows, tuple(page.merges), False, page.has_hidden_cells)


def _without_comments(text: str) -> str:
    """The page without its comments. The parser would look for the end of each one that has none, to the page's end."""
    kept: list[str] = []
    place = 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[place:start])
        place = end + 3
    return "".join((*kept, text[place:].replace("<!--", "")))


@dataclass
class _Table:
    """A table being read. cell: the open one; until: for each column the last row to which a cell above reaches."""

    row: int
    first_merge: int
    has_row: bool = False
    column: int = 0
    until: dict[int, int] = field(default_factory=dict)
    cell: tuple[int, int] | None = None
    is_hidden: bool = False


class _Page(HTMLParser):
    """Puts the tables of a page, and the texts between them, onto one sheet, each below what came before."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[RawValue]] = []
        self.merges: list[Merge] = []
        self.has_table = False
        self.has_hidden_cells = False
        self._extent = Extent("html", limits)
        self._tables: list[_Table] = []
        self._texts: list[str] = []
        self._unshown: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unshown is not None:
            return
        attributes = dict(attrs)
        is_hidden = _HIDDEN.search(attributes.get("style") or "") is not None
        if tag in _UNSHOWN:
            self._unshown = tag
        elif tag == "table":
            self._take_text()
            self.has_table = True
            self._tables.append(_Table(len(self.rows) - 1, len(self.merges), is_hidden=is_hidden))
        elif tag == "tr" and self._tables:
            self._start_row(is_hidden)
        elif tag in ("td", "th") and self._tables:
            self._start_cell(_span(attributes, "rowspan", 65_534), _span(attributes, "colspan", 1000))
        elif tag == "br" or tag in _BLOCKS:
            self._break_line()

    def handle_endtag(self, tag: str) -> None:
        if self._unshown is not None:
            self._unshown = None if tag == self._unshown else self._unshown
        elif tag in ("td", "th", "tr") and self._tables:
            self._end_cell()
        elif tag == "table" and self._tables:
            self._end_table()
        elif tag in _BLOCKS:
            self._break_line()

    def handle_data(self, data: str) -> None:
        if self._unshown is None:
            self._texts.append(_WHITE_SPACE.sub(" ", data))

    def end(self) -> None:
        """Take what stands in tags that were never closed."""
        self.close()
        while self._tables:
            self._end_table()
        self._take_text()

    def _start_row(self, is_hidden: bool) -> None:
        self._end_cell()
        table = self._tables[-1]
        # A table within a cell has taken the rows below it.
        table.row = max(table.row + 1, len(self.rows))
        table.has_row = True
        table.column = 0
        table.is_hidden = is_hidden

    def _start_cell(self, down: int, across: int) -> None:
        self._end_cell()
        table = self._tables[-1]
        if not table.has_row:
            self._start_row(is_hidden=False)
        first = table.column
        while table.until.get(table.column, -1) >= table.row:
            table.column += 1
        left, right = table.column, table.column + across
        self._extent.add(table.row, right, right - first)
        if down > 1:
            table.until.update(dict.fromkeys(range(left, right), table.row + down - 1))
        if down > 1 or across > 1:
            self.merges.append((table.row, left, table.row + down - 1, right - 1))
        table.cell = (table.row, left)
        table.column = right

    def _end_cell(self) -> None:
        self._take_text()
        self._tables[-1].cell = None

    def _end_table(self) -> None:
        self._end_cell()
        table = self._tables.pop()
        self.merges[table.first_merge :] = [
            (top, left, min(bottom, table.row), right) for top, left, bottom, right in self.merges[table.first_merge :]
        ]
        self.rows.append([])

    def _break_line(self) -> None:
        if self._tables:
            self._texts.append("\n")
        else:
            self._take_text()

    def _take_text(self) -> None:
        """Put the text so far where it belongs: the open cell, or a row of its own."""
        text = _LINE_BREAK.sub("\n", "".join(self._texts).replace("\xa0", " ")).strip()
        self._texts.clear()
        if not text:
            return
        row, column = (self._tables[-1].cell if self._tables else None) or self._own_row()
        put(self.rows, row, column, "\n".join(filter(None, (self._text_at(row, column), text))))
        if self._tables and self._tables[-1].is_hidden:
            self.has_hidden_cells = True

    def _own_row(self) -> tuple[int, int]:
        row = len(self.rows)
        self._extent.add(row, 1, 1)
        if self._tables:
            self._tables[-1].row = row
        return row, 0

    def _text_at(self, row: int, column: int) -> str:
        is_there = row < len(self.rows) and column < len(self.rows[row])
        return str(self.rows[row][column]) if is_there else ""


def _span(attributes: Mapping[str, str | None], name: str, most: int) -> int:
    """How many rows or columns a cell takes, within what browsers allow."""
    digits = (attributes.get(name) or "").strip()
    return min(max(int(digits), 1), most) if digits.isdecimal() and len(digits) < 10 else 1
