"""Finding forms: one record laid out as labels with their values beside or below them, several forms below each other.

A form is handed on as a table of one row whose cells stand wherever the form has them. Tables proper belong to
``tables``; a sheet that begins with one is no form.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from sources.body import BLANK_TEMPLATE_ROW, NOTE, TITLE, BodyRow, is_instruction_cell
from sources.headers import OF_NO_FIELD, Assignment, Lexicon, fold
from sources.records import COMMON_FIELDS
from sources.rows import RawValue
from sources.tables import CONTEXT_LINE, Column, Grid, Line, Position, Table, lead_above, search_tables
from sources.vocabulary import half_width

FEWEST_FIELDS = 3
FEWEST_ROWS = 2
FEWEST_HEADERS = 3
LONGEST_STRETCH = 40
BESIDE = 1 << 20
"""Added to the column of a cell that stands under no label: the labels of a form are counted from 0."""

_EXPLAINS = re.compile(
    r"填[报表写](?:说明|要求|须知|指南)|(?:字段|指标|表头)(?:说明|解释|定义)|数据字典|示例|样表|^(?:使用|操作)?说明$"
)
_BETWEEN_PAIRS = re.compile(r"[\r\n]+|[ \u3000]{2,}")
_PAIR = re.compile(r"\s*(?P<label>[^:\uff1a]{1,20})[:\uff1a](?P<value>.*)")
_OF_CONTEXT = frozenset(header for field in COMMON_FIELDS for header in field.headers)
_TITLE_WORDS = re.compile(r"(?:19|20)\d\d|附件|附表|表$|清单$|台账|汇总|情况")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A label and its value; blank where nothing stands beside the label.

    written: the whole text of a cell that holds both.
    """

    label: Position
    text: str
    value: Position
    content: RawValue
    written: str | None = None


@dataclass(frozen=True, slots=True)
class _FormRow:
    row: int
    pairs: tuple[_Pair, ...]
    has_more_values: bool


@dataclass(frozen=True, slots=True)
class Form:
    """A form as a table of one record; body: that record, and the rows around it that are none."""

    table: Table
    body: tuple[BodyRow, ...]


def find_forms(grid: Grid, words: Lexicon) -> tuple[list[Form], list[Table]]:
    """The forms of a sheet from the top down and the tables below them.

    None when the sheet holds a table above or between, or explains how to fill one in.
    """
    rows = list(_form_rows(grid, words))
    parts = list(_parts(rows, words))
    assigned = [_assigned(grid, words, part) for part in parts]
    # One part that is no form makes the others doubtful: then nothing here is.
    forms = [(part, found) for part, found in zip(parts, assigned, strict=True) if found is not None]
    if not forms or len(forms) < len(parts) or _explains(grid, rows):
        return [], []
    tables = [table for table in search_tables(grid, words) if not table.assignment.missing]
    end_of_forms = rows[-1].row + 1
    if any(table.top < end_of_forms and table.top not in {row.row for row in rows} for table in tables):
        return [], []
    below = [_below(grid, table, end_of_forms) for table in tables if table.top >= end_of_forms]
    tops = [
        _lead_top(grid, part[0].row, 0 if at == 0 else forms[at - 1][0][-1].row + 1)
        for at, (part, _) in enumerate(forms)
    ]
    ends = [*tops[1:], below[0].start if below else grid.height]
    built = [
        _form(grid, number, found, (top, end))
        for number, (found, top, end) in enumerate(zip(forms, tops, ends, strict=True), 1)
    ]
    return built, [replace(table, number=number) for number, table in enumerate(below, len(forms) + 1)]


def _below(grid: Grid, table: Table, end_of_forms: int) -> Table:
    """A table as one below forms: what stands above the first of the tables is not all its title."""
    if not table.is_first:
        return table
    return replace(table, lead=lead_above(grid, table.top, end_of_forms, is_first=False), is_first=False)


def _form_rows(grid: Grid, words: Lexicon) -> Iterator[_FormRow]:
    """The rows of labels and values, up to a long stretch without any; none when the headers of a table come first."""
    has_any = False
    without = 0
    paired = {text for text in _with_colons(grid.sheet.texts) if _pairs_within(words, text)}
    headed = {*grid.rows_with_headers(words), *(grid.rows_with(paired) if paired else ())}
    for row in range(grid.height):
        if grid.is_blank(row):
            continue
        found = _form_row(grid, words, row) if row in headed and not _is_over_values(grid, headed, row) else None
        if found is not None:
            has_any, without = True, 0
            yield found
            continue
        without += 1
        texts = [text for _, text in grid.filled[row] if isinstance(text, str)] if row in headed else []
        is_header = words.known_fields(texts) >= 2
        if without > LONGEST_STRETCH or (is_header and not has_any):
            return


def _with_colons(texts: Sequence[str]) -> list[str]:
    together = "".join(texts)
    if ":" not in together and "\uff1a" not in together:
        return []
    return [text for text in texts if ":" in text or "\uff1a" in text]


def _form_row(grid: Grid, words: Lexicon, row: int) -> _FormRow | None:
    """The labels of a row with their values, None when it has none or they stand side by side as headers do."""
    cells = grid.filled[row]
    pairs: list[_Pair] = []
    more = 0
    at = 0
    while at < len(cells):
        column, text = cells[at]
        at += 1
        if isinstance(text, str) and (within := _pairs_within(words, text)):
            place = (row, column)
            pairs += [_Pair(place, label, place, value, text) for label, value in within]
            continue
        if not _is_label(words, text):
            more += bool(pairs)
            continue
        bottom, right = grid.reach(row, column)
        after = cells[at] if at < len(cells) and cells[at][0] == right + 1 else None
        if after is not None and bottom > row and _is_label(words, after[1]):
            continue  # a label over several rows groups the labels beside it
        place = (row, right + 1)
        if after is None and len(cells) == 1 and (below := _value_below(grid, words, row, column)) is not None:
            place = below
        elif after is not None:
            at += 1
        pairs.append(_Pair((row, column), str(text).strip().rstrip(":："), place, grid.own(*place)))
    filled = [pair for pair in pairs if pair.content is not None]
    if not pairs or 2 * sum(_is_label(words, pair.content) for pair in filled) > len(filled) - (len(filled) > 1):
        return None
    return _FormRow(row, tuple(pairs), more > 0)


def _is_over_values(grid: Grid, headed: Set[int], row: int) -> bool:
    """Whether a row of headers stands over a row of as many cells without a label. headed: the rows that have one."""
    below = grid.filled[row + 1] if row + 1 < grid.height else []
    return row + 1 not in headed and FEWEST_HEADERS <= len(grid.filled[row]) <= len(below) + 1


def _pairs_within(words: Lexicon, text: str) -> list[tuple[str, str]]:
    """The labels with their values that one cell holds, 改革事项:甲改革; none when it does not begin with a label."""
    if ":" not in text and "\uff1a" not in text:
        return []
    pairs: list[tuple[str, str]] = []
    for part in _BETWEEN_PAIRS.split(text.strip()):
        found = _PAIR.fullmatch(part)
        label = fold(found["label"]) if found is not None else ""
        is_known = words.is_known(label) and label not in _OF_CONTEXT
        if found is not None and (is_known or (pairs and label.endswith(OF_NO_FIELD))):
            pairs.append((found["label"].strip(), found["value"].strip()))
        elif pairs:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]}\n{part}")
        else:
            return []
    return pairs if any(value for _, value in pairs) else []


def _is_label(words: Lexicon, text: RawValue) -> bool:
    return isinstance(text, str) and words.is_known(text)


def _value_below(grid: Grid, words: Lexicon, row: int, column: int) -> Position | None:
    """The cell below a label that has its row for itself, when that cell has its row for itself as well."""
    below = grid.reach(row, column)[0] + 1
    if below >= grid.height or grid.reach(row, column)[1] == column:
        return None
    cells = grid.filled[below]
    return (below, column) if len(cells) == 1 and cells[0][0] == column and not _is_label(words, cells[0][1]) else None


def _parts(rows: list[_FormRow], words: Lexicon) -> Iterator[list[_FormRow]]:
    """The rows of each form: the next one begins where the first label comes again."""
    part: list[_FormRow] = []
    for row in rows:
        first = words.label(part[0].pairs[0].text) if part else None
        if part and any(words.label(pair.text) == first for pair in row.pairs):
            yield part
            part = []
        part.append(row)
    if part:
        yield part


def _assigned(grid: Grid, words: Lexicon, part: list[_FormRow]) -> Assignment | None:
    """What the labels of a form mean, None when they are too few, or without one that is required."""
    labels = [pair for row in part for pair in row.pairs]
    title = "\n".join((grid.sheet.name, *(str(value) for cells in grid.filled[: part[0].row] for _, value in cells)))
    found = words.assign({index: (words.label(pair.text),) for index, pair in enumerate(labels)}, title)
    is_filled = all(pair.content for pair in labels)
    if found is None or found.missing or len(found.own_fields) < FEWEST_FIELDS:
        return None
    return found if len(part) >= FEWEST_ROWS or is_filled else None


def _explains(grid: Grid, rows: list[_FormRow]) -> bool:
    """Whether the sheet tells what to fill in, or has several values to a label, as no form of one record has."""
    values = [str(pair.content) for row in rows for pair in row.pairs if pair.content is not None]
    return (
        is_explained(grid, rows[0].row)
        or 2 * sum(row.has_more_values for row in rows) >= len(rows)
        or 2 * sum(is_instruction_cell(text) for text in values) > len(values) > 0
    )


def is_explained(grid: Grid, top: int) -> bool:
    """Whether the sheet's name or a line above its labels says that it tells how to fill in a form."""
    lead = (grid.sheet.name, *(str(value) for cells in grid.filled[:top] for _, value in cells))
    return any(_EXPLAINS.search(text) for text in lead)


def is_explanation(grid: Grid) -> bool:
    """Whether the sheet only tells in sentences how to fill in the others."""
    return is_explained(grid, FEWEST_ROWS) and all(len(cells) <= 2 for cells in grid.filled)


def _lead_top(grid: Grid, row: int, floor: int) -> int:
    """The first of the title and context lines right above a form; above the first form all lines are of its lead."""
    if floor == 0:
        return 0
    top = row
    while top > floor and _is_lead(grid, top - 1):
        top -= 1
    return top


def _is_lead(grid: Grid, row: int) -> bool:
    texts = [str(value) for _, value in grid.filled[row]]
    return len(texts) == 1 and bool(_TITLE_WORDS.search(half_width(texts[0]))) and not CONTEXT_LINE.match(texts[0])


def _form(grid: Grid, number: int, found: tuple[list[_FormRow], Assignment], reach: tuple[int, int]) -> Form:
    part, assignment = found
    top, end = reach
    first = part[0].row
    pairs = [pair for row in part for pair in row.pairs]
    columns = {
        index: Column(index, pair.text, pair.label, assignment.matches.get(index), index in assignment.duplicates)
        for index, pair in enumerate(pairs)
    }
    lead = tuple(
        Line(row, column, str(value).strip()) for row in range(top, first) for column, value in grid.filled[row]
    )
    table = Table(number, assignment, columns, first, first, 0, 1 << 20, lead, body_end=end, is_first=number == 1)
    titles = () if table.is_first else other_rows_of(grid, range(top, first), TITLE)
    return Form(table, (*titles, *_body(grid, part, pairs, assignment, end)))


def other_rows_of(grid: Grid, rows: Iterable[int], kind: str) -> Iterator[BodyRow]:
    """The rows around a form that have content: their cells stand under none of its labels."""
    for row in rows:
        if grid.filled[row]:
            places = {BESIDE + column: (row, column) for column, _ in grid.filled[row]}
            yield BodyRow(row, [(BESIDE + column, value) for column, value in grid.filled[row]], kind, places=places)


def _body(grid: Grid, part: list[_FormRow], pairs: list[_Pair], assignment: Assignment, end: int) -> Iterator[BodyRow]:
    """The record, at the row of the value that names it, and the other rows as notes; no cell of them is left out."""
    taken = {pair.label for pair in pairs}
    cells: list[tuple[int, RawValue]] = [
        (index, pair.content) for index, pair in enumerate(pairs) if pair.content is not None
    ]
    places = {index: pair.value for index, pair in enumerate(pairs)}
    rows = {row.row for row in part} | {row for row, _ in places.values()}
    others = [(row, column) for row in sorted(rows) for column, _ in grid.filled[row]]
    for place in others:
        if place not in taken and place not in places.values():
            index = len(pairs) + len(places)
            places[index] = place
            cells.append((index, grid.own(*place)))
    own = {
        index: match for index, match in assignment.matches.items() if match.field in assignment.record_type.own_fields
    }
    named = next(index for index, match in own.items() if match.field.required)
    is_blank = all(pairs[index].content is None for index in own)
    if not is_blank and pairs[named].content is None:
        cells.append((named, ""))  # what is missing has its place, to be told of
    written = {index: pair.written for index, pair in enumerate(pairs) if pair.written is not None}
    yield BodyRow(
        places[named][0], cells, BLANK_TEMPLATE_ROW if is_blank else None, places=places, written=written or None
    )
    yield from other_rows_of(grid, (row for row in range(part[0].row, end) if row not in rows), NOTE)
