"""What each row of a table's body is: a record, or a section, a subtotal, a note or another row that is no record.

A row that nothing here claims is a record, even when it looks wrong: no row is ever lost.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from sources.columns_of_figures import row_of_most, says_most_or_fewest
from sources.continued import NOTHING_FROM_ABOVE, FromAbove, RecordAbove
from sources.headers import LAST, is_numbering
from sources.records import Kind
from sources.rows import RawValue
from sources.tables import CONTEXT_LINE, Cells, Grid, Position, Table, is_repeated_header
from sources.values import raw_text, says_nothing
from sources.vocabulary import LONGEST_NAME, Vocabulary, half_width

TITLE = "title"
HEADER = "header"
SECTION = "section"
SUBTOTAL = "subtotal"
REPEATED_HEADER = "repeated header"
INSTRUCTION = "instruction"
NOTE = "note"
STEP = "step"
BLANK_TEMPLATE_ROW = "blank template row"

_NUMERAL = "一二三四五六七八九十"
_ORDINAL = re.compile(rf"第?[{_NUMERAL}]+(?:[、.,:章节]|部分)|\([{_NUMERAL}]+\)")
_TOP_ORDINAL = re.compile(rf"第?[{_NUMERAL}]+(?:[、.,:章节]|部分)")
_LIKE_A_DOMAIN = re.compile(
    rf"^(?:\([{_NUMERAL}]+\)|[{_NUMERAL}]+[、.]).*(?:改革|领域|体制|专项(?:小组|组)?)(?:方面)?(?:\(.*\))?$"
)
_BARE_NUMERAL = re.compile(rf"\(?[{_NUMERAL}]+\)?[、.]?")
_ITEM_COUNT = re.compile(r"\(?共?\d+[项个条件]\)?")
_SUB_NUMBER = re.compile(r"\d{1,3}\.\d{1,3}")
_TOTAL = re.compile(
    r"(?:本页|全区|全年)?(?:小计|合计|总计|共计|累计|总数|自评(?:总分|总得分|得分)|平均(?:分数?|得分|值)?)(?:[(:].*)?"
)
_TOTAL_OF = re.compile(r".{1,12}(?:小计|合计|总计)(?:[(:].*)?")
_NOTE = re.compile(r"(?:备?注|附注|说明|备注说明|填[报表写]说明|注意事项|填[报表写]要求)\d*(?:[:.、]|$|\d)|[※*]\s*注?")
_SIGNATURE = re.compile(
    r"(?:填[表报]人|制表人?|审核人?|经办人|复核人?|联系人|联系电话|(?:单位|部门|分管|主要)*(?:负责人|领导)(?:签[字章名]|盖章)?"
    r"|填[报表](?:日期|时间|单位|部门)"
    r"|[报上]?报送?(?:日期|时间|单位)|签[字章名]|盖章|日期|电话)(?:\([^)]*\))?(?::|$)"
)
_OPINION = re.compile(r"[^:]{0,10}(?:意见|领导|负责人)(?:\([^)]*\))?:")
_ON_THE_TABLE = re.compile(
    r"\([^()]*\)|[(]?(?:此|本|该|以上|上述|上列)(?:表|数据|内容|事项|任务|材料|情况|统计|所列).*|共计?\d+[项个条件].*"
    r"|[\W_]+|附[:件].*|温馨提示.*|其中[:,].*|数据(?:来源|截[至止]).*|.*(?:一式.份|\((?:公章|盖章|签章|章)\))[。.]?|.*[。;]",
    re.DOTALL,
)
"""What stands alone below the records and speaks of the table as a whole: a seal, a count, a sentence."""
_ASIDE = re.compile(r"\([^()]{3,}\)")
"""What is no number of a record, where it stands alone in the column of these."""
_SEAL = re.compile(r"\((?:公章|盖章|签章|章|加盖公章|单位盖章)\)")
_DAY = re.compile(
    r"(?:[12]\d{3}|[二一][\d〇○零一二三四五六七八九Oo]{3})[年./-][\d一二三四五六七八九十]{1,3}[月./-](?:[\d一二三四五六七八九十]{1,3}日?)?(?:00:00:00)?"
)
_PAGE = re.compile(r"第\d+页.{0,3}(?:共\d+页)?|[-—–]\d{1,3}[-—–]|(?:抄[送报]|主送|附件):.*")
_KEEP_FORMAT = re.compile(
    r".*(?:保留格式|勿删|不要删除|请勿删除|此行.{0,4}删|以下空白|可自行(?:增|添)加行).*", re.DOTALL
)
_NONE_OF_THEM = re.compile(
    r"(?:[本我][^无]{1,4})?(?:\d{4}年度?)?(?:目前|暂|均|尚)?无(?:申请|需要?|涉及|新增)?"
    r"(?:此[项类]|该[项类]|相关|有关|上述|延期|结转|试点|示范|督[察查]|问题|存在|制度|成果|宣传|采用|报送|新增)[^,。;]{0,10}[。.]?"
)
_DOTS = re.compile(r"[….·。\-—~]{1,12}|(?:略|\.\.\.)+")
_INSTRUCTION_START = re.compile(r"填[报表写](?:说明|要求|示例)|示例|样例|举例|例[::]?$|例[::]")
_INSTRUCTION_CELL = re.compile(
    r"\(.*\)|(?:.{0,6}(?:必填|选填|下拉|请填写|请选择|填写.{1,12}|格式[:为]).*)|(?:如|例如|例)[:“\"].*", re.DOTALL
)
_NUMBERS = (int, float)
_CONTINUED_NOTE = re.compile(r"\(?\d{1,2}[.、)]|[①-⑳]")


class BodyRow(NamedTuple):
    """A row of a table's body. cells: its own content by column. section: the place of the domain above it.

    heading: the place of the section row above it, whatever that says.

    cells: None for a record whose cells are all that its row has between the edges of the table: most are, and need no
    closer look. places: where each content stands, for a form whose cells stand in many rows. written: by column the
    whole text of a cell of which the content is only a part. is_unsure: whether it may be a record or a note.
    from_above: what it leaves blank and takes from the record above.
    """

    row: int
    cells: Cells | None
    skipped: str | None
    section: Position | None = None
    heading: Position | None = None
    places: Mapping[int, Position] | None = None
    written: Mapping[int, str] | None = None
    is_unsure: bool = False
    from_above: FromAbove = NOTHING_FROM_ABOVE

    def place(self, column: int) -> Position:
        """Where the content of a column stands."""
        return (self.row, column) if self.places is None else self.places[column]

    def text(self, column: int, content: RawValue) -> str:
        """The text of the cell that holds the content of a column, as it is kept."""
        return raw_text(content) if self.written is None else self.written.get(column, raw_text(content))


def body_rows(grid: Grid, table: Table, vocabulary: Vocabulary) -> Iterator[BodyRow]:
    """The rows of a table's body that are not blank, from the top down.

    Below another table the title lines and the headers count as rows too: what stands below a header is never lost.
    """
    body = _Body(grid, table, vocabulary)
    section: Position | None = None
    heading: Position | None = None
    numbered = set(body.numbered_records())
    passed: int | None = None
    for row in range(table.header_bottom + 1 if table.is_first else table.start, table.body_end):
        if row in numbered:
            passed = row
            yield BodyRow(row, None, None, section, heading)
            continue
        cells = cells_of(grid, table, row)
        if not cells:
            continue
        if row <= table.header_bottom:
            yield BodyRow(row, cells, TITLE if row < table.top else HEADER)
            continue
        if passed is not None:
            body.pass_record(passed)
            passed = None
        skipped = body.kind(row, cells)
        if skipped == SECTION:
            section = body.section_after(row, cells, section)
            heading = (row, max(cells, key=lambda cell: len(str(cell[1])))[0])
        yield BodyRow(row, cells, skipped, section, heading, is_unsure=body.is_unsure, from_above=body.from_above)


def rows_beside(grid: Grid, table: Table, body: Iterable[BodyRow]) -> Iterator[BodyRow]:
    """The rows of another table that are records of this one as well. body: all rows of that table."""
    named = table.assignment.required_columns & table.beside
    has_any = False
    for row in body:
        if row.skipped not in (None, STEP):
            continue
        written = row.cells if row.cells is not None else cells_of(grid, table, row.row)
        cells = [cell for cell in written if cell[0] in table.columns]
        own = {column for column, value in cells if column in table.beside and not says_nothing(value)}
        if own:
            goes_on = has_any and row.skipped == STEP and named.isdisjoint(own)
            has_any = True
            shared = {column: place for column, place in row.from_above.items() if column in table.columns}
            kind = STEP if goes_on else None
            yield BodyRow(row.row, cells, kind, row.section, row.heading, from_above=shared)


def cells_of(grid: Grid, table: Table, row: int) -> Cells:
    """The cells of a row between the edges of a table."""
    cells = grid.filled[row]
    if cells and (cells[0][0] < table.left or cells[-1][0] > table.right):
        return [cell for cell in cells if table.left <= cell[0] <= table.right]
    return cells


class _Body:
    """Judges row after row; what came before matters: instructions stand at the top, notes go on."""

    def __init__(self, grid: Grid, table: Table, vocabulary: Vocabulary) -> None:
        self._grid = grid
        self._table = table
        self._vocabulary = vocabulary
        self._is_before_records = True
        self._after_note = False
        self._after_total = False
        fields = {column.match.field.name: index for index, column in table.columns.items() if column.match}
        self._number_column = next((index for name, index in fields.items() if name.endswith("_no")), None)
        self._has_domain = any(field.name == "domain" for field in table.assignment.record_type.own_fields)
        self._domain_column = fields.get("domain")
        required = {declared.name for declared in table.assignment.record_type.own_fields if declared.required}
        self._required_columns = {index for name, index in fields.items() if name in required}
        self._lead = {half_width(line.text) for line in table.lead}
        self._kinds = {index: column.match.field.kind for index, column in table.columns.items() if column.match}
        self._row_of_most = row_of_most(grid, table)
        self._above = RecordAbove(grid, table, self._number_column)
        self.is_unsure = False
        self.from_above = NOTHING_FROM_ABOVE

    def numbered_records(self) -> list[int]:
        """The rows that need no closer look: a number in the first column and a text of its own in all required.

        Such a text is no label, no numbering and no total, and does not say that there is nothing to tell.
        """
        column, left, required = self._number_column, self._table.left, self._required_columns
        if column is None or not required or (self._domain_column is not None and self._domain_column < column):
            return []
        width = max(column, *required) + 1
        first = self._table.header_bottom + 1
        rows = [
            (row, cells)
            for row, cells in enumerate(self._grid.sheet.rows[first : self._table.body_end], first)
            if len(cells) >= width and cells[column].__class__ in _NUMBERS
        ]
        labels = self._table.labels
        ends = labels.ends
        for index in required:
            # Asked of every row: so it is written out here, and what most texts are is found out first.
            rows = [
                (row, cells)
                for row, cells in rows
                if isinstance(text := cells[index], str)
                and len(text) > 3
                and text[0].isalnum()
                and not text.isdigit()
                and "计" not in text
                and "无" not in text
                and (not ends[text[LAST]] or text not in labels)
            ]
        if left < column:
            rows = [(row, cells) for row, cells in rows if self._grid.blanks.issuperset(cells[left:column])]
        return [row for row, _ in rows if row not in self._headings]

    def pass_record(self, row: int) -> None:
        """Go on below a row, the last of those that need no closer look."""
        self._above.begin(row)
        self._is_before_records = self._after_note = self._after_total = False

    def kind(self, row: int, cells: Cells) -> str | None:
        """Why the row is no record, None when it is one."""
        texts = [half_width(str(value)).strip() for _, value in cells]
        self.is_unsure, self.from_above = False, NOTHING_FROM_ABOVE
        kind = (
            HEADER
            if row == self._row_of_most
            else self._kind(row, cells, texts) or self._kind_below_records(row, cells, texts)
        )
        self._after_note = kind == NOTE
        self._after_total = kind in (SUBTOTAL, NOTE) and (self._after_total or _is_grand_total(cells))
        if kind is None:
            self._is_before_records = False
            if self.is_unsure:
                self._above.begin(row)
                return None
            is_step = self._above.has_step(row, cells)
            self.from_above = self._above.from_above
            return STEP if is_step else None
        return kind

    def _kind(self, row: int, cells: Cells, texts: list[str]) -> str | None:
        if self._is_repeated(row, cells, texts):
            return REPEATED_HEADER
        if self._is_template_tail(cells, texts):
            return BLANK_TEMPLATE_ROW
        if self._is_before_records and _is_instruction(texts):
            return INSTRUCTION
        if self._is_note(texts) or (
            len(cells) == 1 and cells[0][0] == self._number_column and _ASIDE.fullmatch(texts[0])
        ):
            return NOTE
        if self._is_subtotal(cells, texts):
            return SUBTOTAL
        return SECTION if self._is_section(row, cells, texts) else None

    def _kind_below_records(self, row: int, cells: Cells, texts: list[str]) -> str | None:
        """What stands below the last whole record: a note, when it speaks of the table or is alone without a number.

        A cell that stands alone there and may be a record after all makes the row unsure.
        """
        if len(texts) == 1 and _SEAL.fullmatch("".join(texts[0].split())):
            return NOTE
        if not self._table.header_bottom < self._last_whole < row or self._grid.inherited_columns(row):
            return None
        if self._speaks_of_table(cells, texts):
            return NOTE
        if len(cells) > 1:
            return None
        self.is_unsure = True
        column = self._number_column
        is_numbered = column is not None and self._grid.own(self._last_whole, column) is not None
        return NOTE if is_numbered else None

    @cached_property
    def _last_whole(self) -> int:
        """The last row with more than one cell that does not speak of the table; the header when there is none."""
        for row in range(self._table.body_end - 1, self._table.header_bottom, -1):
            cells = cells_of(self._grid, self._table, row)
            texts = [half_width(str(value)).strip() for _, value in cells]
            is_alone = len(cells) <= 1 and not self._grid.inherited_columns(row)
            if not is_alone and not self._speaks_of_table(cells, texts) and not self._is_signed(texts):
                return row
        return self._table.header_bottom

    def _speaks_of_table(self, cells: Cells, texts: list[str]) -> bool:
        """Whether every cell of a row says something of the whole table: who signs it, when, or a sentence."""
        is_told = False
        for (column, _), text in zip(cells, texts, strict=True):
            squeezed = "".join(text.split())
            is_label = bool(_SIGNATURE.match(squeezed) or _OPINION.match(squeezed))
            if not (is_told or is_label or self._is_on_the_table(column, text)):
                return False
            is_told = is_label and text.rstrip().endswith(":")
        return True

    def _is_on_the_table(self, column: int, text: str) -> bool:
        squeezed = "".join(text.split())
        if _DAY.fullmatch(squeezed):
            return self._kinds.get(column) not in (Kind.DATE, Kind.DEADLINE)
        if _ON_THE_TABLE.fullmatch(squeezed):
            return column == self._number_column or column in self._required_columns
        is_name = self._kinds.get(column) not in (Kind.DEPARTMENT, Kind.DEPARTMENTS) and len(squeezed) <= LONGEST_NAME
        return is_name and self._vocabulary.department(squeezed).doubt is None

    def _is_repeated(self, row: int, cells: Cells, texts: list[str]) -> bool:
        if is_repeated_header(self._grid, self._table, row):
            return True
        if len(cells) <= 3 and all(len(text) > 3 and text in self._lead for text in texts):
            return True
        # The lower rows of a header of several rows repeat only a few of its labels.
        is_lower = row > 0 and self._table.header_bottom > self._table.top and self._is_inside_repeat(row)
        return is_lower and all(isinstance(value, str) for _, value in cells)

    def _is_inside_repeat(self, row: int) -> bool:
        depth = self._table.header_bottom - self._table.top
        return any(
            is_repeated_header(self._grid, self._table, above)
            for above in range(max(self._table.header_bottom + 1, row - depth), row)
        ) and all(isinstance(value, str) and self._table.has_label(value) for _, value in self._grid.filled[row])

    def _is_template_tail(self, cells: Cells, texts: list[str]) -> bool:
        beside_number = [text for (column, _), text in zip(cells, texts, strict=True) if column != self._number_column]
        said = beside_number or texts
        if all(map(says_nothing, said)) or (len(said) == 1 and _NONE_OF_THEM.fullmatch("".join(said[0].split()))):
            return True
        if not beside_number:
            return bool(re.fullmatch(r"[\d.、()]{1,8}|" + _BARE_NUMERAL.pattern, texts[0])) or bool(
                _DOTS.fullmatch(texts[0])
            )
        return all(_DOTS.fullmatch(text) for text in beside_number) and any(
            re.match(r"…|\.{3}|·{3}", text) for text in texts
        )

    def _is_note(self, texts: list[str]) -> bool:
        first = "".join(texts[0].split())
        if len(texts) <= 2 and (_NOTE.match(first) or _KEEP_FORMAT.fullmatch(first)):
            return True
        if len(texts) == 1 and _PAGE.fullmatch(first):
            return True
        if self._is_signed(texts):
            return True
        if self._after_total and len(texts) == 1 and not texts[0].isdigit():
            return True
        return self._after_note and len(texts) == 1 and bool(_CONTINUED_NOTE.match(first))

    def _is_signed(self, texts: list[str]) -> bool:
        first = "".join(texts[0].split())
        if not _SIGNATURE.match(first) or (":" not in first and len(texts) > 6):
            return False
        return len(texts) <= 2 or all(CONTEXT_LINE.match(text) or _SIGNATURE.match(text) for text in texts[::2])

    def _is_subtotal(self, cells: Cells, texts: list[str]) -> bool:
        words = [
            "".join(text.split())
            for (column, value), text in zip(cells, texts, strict=True)
            if isinstance(value, str) and (column != self._number_column or not text.isdigit())
        ][:2]
        if any(_TOTAL.fullmatch(word) for word in words) or (words and says_most_or_fewest(self._table, words[0])):
            return True
        return bool(words) and bool(_TOTAL_OF.fullmatch(words[0])) and not self._has_number(cells, texts)

    def _has_number(self, cells: Cells, texts: list[str]) -> bool:
        return any(
            column == self._number_column and re.fullmatch(r"\d+", text)
            for (column, _), text in zip(cells, texts, strict=True)
        )

    def _is_section(self, row: int, cells: Cells, texts: list[str]) -> bool:
        if row in self._headings:
            return True
        words = [text for text in texts if not _ITEM_COUNT.fullmatch(text)] or texts
        if len(words) == 2 and _BARE_NUMERAL.fullmatch(words[0]) and cells[0][0] == self._number_column:
            return self._is_domain(words[1]) or (len(cells) == 2 and self._numbers_in_digits)
        if len(words) != 1 or not isinstance(cells[0][1], str):
            return False
        column = cells[0][0]
        first, last = self._table.span
        width = self._grid.reach(row, column)[1] - column + 1
        if width >= 2 and width * 2 >= min(last, self._grid.width - 1) - first + 1:
            return True
        if _ORDINAL.match(words[0]):
            return True
        return column <= first and column != self._domain_column and self._is_domain(words[0])

    @cached_property
    def _headings(self) -> set[int]:
        """The rows of a number and a title that head the rows below, numbered 1.1 and 1.2 under 1."""
        column = self._number_column
        if column is None:
            return set()
        first = self._table.header_bottom + 1
        numbered = [
            (row, cells[column])
            for row, cells in enumerate(self._grid.sheet.rows[first : self._table.body_end], first)
            if len(cells) > column and cells[column]
        ]
        found: set[int] = set()
        # Asked of every table: most are numbered 1, 2, 3 throughout.
        if all(number.__class__ is float and number.is_integer() for _, number in numbered):
            return found
        for (above, number), (_, below) in pairwise(numbered):
            text = raw_text(below).strip()
            is_under = _SUB_NUMBER.fullmatch(text) and text.startswith(f"{raw_text(number).strip()}.")
            if is_under and len(self._grid.filled[above]) == 2:
                found.add(above)
        return found

    @cached_property
    def _numbers_in_digits(self) -> bool:
        """Whether records are numbered 1, 2, 3 and say more than a title: then 一 and a title head some of them."""
        rows = self._grid.filled[self._table.header_bottom + 1 : self._table.body_end]
        return any(
            len(cells) > 2 and cells[0][0] == self._number_column and raw_text(cells[0][1]).strip().isdigit()
            for cells in rows
        )

    def _is_domain(self, text: str) -> bool:
        return self._has_domain and known_domain(text, self._vocabulary) is not None

    def section_after(self, row: int, cells: Cells, before: Position | None) -> Position | None:
        """The place of the domain that holds below a section row: a subsection keeps that of its section."""
        for column, value in cells:
            if known_domain(str(value), self._vocabulary) is not None or _LIKE_A_DOMAIN.search(half_width(str(value))):
                return (row, column)
        return None if _TOP_ORDINAL.match(half_width(str(cells[0][1])).strip()) else before


def _is_grand_total(cells: Cells) -> bool:
    """Whether a row is the total of the whole table: what stands alone below it speaks of the table."""
    return any(re.search(r"合\s*计|总\s*计", str(value)) for _, value in cells)


def _is_instruction(texts: list[str]) -> bool:
    if is_numbering(texts) or _INSTRUCTION_START.match(texts[0]):
        return True
    return len(texts) >= 2 and all(_INSTRUCTION_CELL.fullmatch(text) for text in texts)


def is_instruction_cell(text: str) -> bool:
    """Whether a cell tells how to fill it in, as （必填） and 如：2021年12月 do."""
    return bool(_INSTRUCTION_CELL.fullmatch(half_width(text).strip()))


def is_remark(text: str) -> bool:
    """Whether a text is a note or goes on with one, and not a signature."""
    folded = "".join(half_width(text).split())
    return bool(_NOTE.match(folded) or _CONTINUED_NOTE.match(folded) or _ASIDE.fullmatch(folded))


def known_domain(text: str, vocabulary: Vocabulary) -> str | None:
    """The domain that a text surely names, None for any other text."""
    reading = vocabulary.domain(text)
    return reading.value if reading.doubt is None else None
