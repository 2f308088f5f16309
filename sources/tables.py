"""Finding the tables of a sheet by their content: where headers stand, how far they reach, which type they are.

A sheet is looked at as a grid with its merged cells expanded: a merged value stands once, at its top left. What the
rows of a table's body are belongs to ``body``; what the cells mean belongs to ``reading``.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise, takewhile, zip_longest
from typing import NamedTuple, overload

from sources.header_periods import bare_period
from sources.headers import LAST, Assignment, Ends, Lexicon, fold
from sources.matches import Match, Path
from sources.memory import remembering
from sources.rows import RawValue
from sources.vocabulary import half_width
from sources.workbook import Sheet

DEEPEST_HEADER = 4
GUESSED_ROWS = 10
LONGEST_GROUP = 16
ROWS_AT_ONCE = 1000
LONGEST_SHARED = 200
"""The length of what stands around the headers of a form that many senders fill in."""

LONGEST_COVER = 30
MOST_ON_A_LINE = 2
"""A label and its value: of a row with more cells begins a table."""

CONTEXT_LINE = re.compile(
    r"\s*(?:[^\s:\uff1a]{1,14}|[\u4e00-\u9fff](?:[ \u3000]{1,4}[\u4e00-\u9fff]){1,9})"
    r"\s*(?:[(\uff08][^)\uff09]*[)\uff09])?\s*[:\uff1a]"
)
_TITLE = re.compile(r"(?:19|20)\d\d|附件|附表|台账|汇总|一览|统计表|情况表|明细表|清单$|二[〇○零]")
_SECTION = re.compile(r"\(?[一二三四五六七八九十]+[)、.]")
_TITLE_WORDS = re.compile(r"(?:19|20)\d\d|附件|附表|表$|清单$|台账|汇总|要点")

Position = tuple[int, int]


Cells = list[tuple[int, RawValue]]
"""The columns of a row that have content of their own, and that content."""


class FilledRows(Sequence[Cells]):
    """The filled cells of every row of a sheet, found for a row when it is asked for: most rows need no such look."""

    def __init__(self, rows: Sequence[Sequence[RawValue]], blanks: Set[RawValue]) -> None:
        self._rows = rows
        self._blanks = blanks
        self._found: dict[int, Cells] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, row: int) -> Cells: ...
    @overload
    def __getitem__(self, row: slice) -> list[Cells]: ...
    def __getitem__(self, row: int | slice) -> Cells | list[Cells]:
        if isinstance(row, slice):
            return [self[each] for each in range(*row.indices(len(self)))]
        cells = self._found.get(row)
        if cells is None:
            blanks = self._blanks
            cells = [(column, value) for column, value in enumerate(self._rows[row]) if value not in blanks]
            self._found[row] = cells
        return cells


@dataclass(frozen=True)
class Grid:
    """A sheet with its merged cells expanded; rows and columns are counted from 0."""

    sheet: Sheet
    _with_headers: dict[Lexicon, list[int]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def blanks(self) -> frozenset[RawValue]:
        """The contents of the sheet that say nothing: empty, or white space only."""
        return frozenset(("", None, *filter(str.isspace, self.sheet.texts)))

    def rows_with_headers(self, words: Lexicon) -> list[int]:
        """The rows in which a header of any record type stands."""
        if words not in self._with_headers:
            self._with_headers[words] = self.rows_with(words.headers_among(self.sheet.texts))
        return self._with_headers[words]

    def rows_with(self, contents: Set[RawValue]) -> list[int]:
        """The rows in which one of these contents stands."""
        return [row for row, cells in enumerate(self.sheet.rows) if not contents.isdisjoint(cells)]

    @cached_property
    def spans(self) -> dict[Position, Position]:
        """The bottom right of merged cells by their top left."""
        return {(top, left): (bottom, right) for top, left, bottom, right in self.sheet.merges}

    @cached_property
    def _covered(self) -> dict[Position, Position]:
        """The top left of the merged cells that cover a position."""
        last_row, last_column = len(self.sheet.rows) - 1, self.width - 1
        covered: dict[Position, Position] = {}
        for (top, left), (bottom, right) in self.spans.items():
            for row in range(top, min(bottom, last_row) + 1):
                for column in range(left, min(right, last_column) + 1):
                    covered.setdefault((row, column), (top, left))
        return covered

    @cached_property
    def width(self) -> int:
        """The number of columns of the widest row or merged cell that has content."""
        width = max(map(len, self.sheet.rows), default=0)
        while width and self.blanks.issuperset(cells[width - 1] for cells in self.sheet.rows if len(cells) >= width):
            width -= 1
        return width

    @cached_property
    def filled(self) -> FilledRows:
        """Of every row the columns with content of their own, and that content."""
        return FilledRows(self.sheet.rows, self.blanks)

    def columns(self, rows: Sequence[int]) -> list[list[RawValue]]:
        """What stands in each column in these rows, None in a row that does not reach so far."""
        sheet = self.sheet.rows
        columns: list[list[RawValue]] = [[] for _ in range(max(map(len, map(sheet.__getitem__, rows)), default=0))]
        # Some rows at a time: turning very many at once is slow.
        for start in range(0, len(rows), ROWS_AT_ONCE):
            some = map(sheet.__getitem__, rows[start : start + ROWS_AT_ONCE])
            for column, values in zip_longest(columns, zip_longest(*some)):
                column.extend(values or [None] * min(ROWS_AT_ONCE, len(rows) - start))
        return columns

    def leaves_blank(self, rows: Sequence[int], column: int) -> bool:
        """Whether a column has nothing of its own in one of these rows."""
        cells, blanks = self.sheet.rows, self.blanks
        return any(len(cells[row]) <= column or cells[row][column] in blanks for row in rows)

    def is_blank(self, row: int) -> bool:
        """Whether nothing stands in a row."""
        return self.blanks.issuperset(self.sheet.rows[row])

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.sheet.rows)

    def own(self, row: int, column: int) -> RawValue:
        """The content that stands in the cell itself, None when it is blank."""
        cells = self.sheet.rows[row] if 0 <= row < self.height else []
        value = cells[column] if column < len(cells) else None
        return None if value in self.blanks else value

    def source(self, row: int, column: int) -> Position:
        """Where the content of a cell stands: the cell itself, or the top left of the merged cells over it."""
        if self.own(row, column) is not None:
            return (row, column)
        return self._covered.get((row, column), (row, column))

    def is_covered(self, row: int, column: int) -> bool:
        """Whether the cell is part of merged cells and not their top left."""
        return self._covered.get((row, column), (row, column)) != (row, column)

    def reach(self, row: int, column: int) -> Position:
        """The bottom right of the cell, merged or not."""
        return self.spans.get((row, column), (row, column))

    def inherited_columns(self, row: int) -> list[int]:
        """The columns in which merged cells give this row a value that stands in a row above."""
        return self.inherited.get(row, [])

    @cached_property
    def inherited(self) -> dict[int, list[int]]:
        """The columns of the values that merged cells give from a row above, by row."""
        inherited: dict[int, list[int]] = {}
        for (top, left), (bottom, _) in sorted(self.spans.items()):
            if self.own(top, left) is not None:
                for row in range(top + 1, min(bottom, self.height - 1) + 1):
                    inherited.setdefault(row, []).append(left)
        return inherited


@dataclass(slots=True)
class Column:
    """A column of a table: its header as written, the header's lowest cell, and the field that it means.

    is_of_other: whether it belongs to another table of the same rows. is_by_content: whether what stands below it says
    what it means, and not its header alone. is_named_by_header: whether its header says of what its figures are,
    is_lost: that they are points lost.
    """

    index: int
    header: str
    cell: Position
    match: Match | None
    is_duplicate: bool = False
    is_of_other: bool = False
    is_by_content: bool = False
    is_named_by_header: bool = False
    is_lost: bool = False


class Line(NamedTuple):
    """A text above a table and where it stands."""

    row: int
    column: int
    text: str


class TableLabels:
    """Every folded label of a table's header, of each of its rows. ends: those of texts that may be one of them."""

    def __init__(self, headers: Iterable[str]) -> None:
        self._labels = frozenset(fold(part) for header in headers for part in (*header.split("/"), header))
        self.ends = Ends(self._labels)

    def __contains__(self, text: str) -> bool:
        return self.ends[text[LAST]] and fold(text) in self._labels


labels_of = lru_cache(maxsize=512)(TableLabels)
"""The labels of headers: senders who share a form share them."""


@dataclass(frozen=True)
class Table:
    """A table of a sheet: top..header_bottom are its header, body_end is the row after its last.

    left and right reach beyond the headers, so that no cell of the body is outside: they bound side-by-side tables.
    is_first: whether no other table stands above it on its sheet. beside: of a table whose rows are those of one before
    it as well, the columns that make a row of that one also one of this.
    """

    number: int
    assignment: Assignment
    columns: dict[int, Column]
    top: int
    header_bottom: int
    left: int
    right: int
    lead: tuple[Line, ...]
    body_end: int = 0
    continues: "Table | None" = None
    is_first: bool = True
    beside: frozenset[int] = frozenset()

    @property
    def start(self) -> int:
        """The row where its title lines, or else its headers, begin."""
        return self.lead[0].row if self.lead else self.top

    @cached_property
    def labels(self) -> "TableLabels":
        """Every label of the header."""
        return labels_of(tuple(column.header for column in self.columns.values()))

    def has_label(self, text: str) -> bool:
        """Whether the text is a label of the header."""
        return text in self.labels

    def is_label_of(self, column: int, text: str) -> bool:
        """Whether the text is a label of the header above one column."""
        header = self.columns[column].header if column in self.columns else ""
        return fold(text) in {fold(part) for part in (*header.split("/"), header)}

    @cached_property
    def span(self) -> tuple[int, int]:
        """The first and the last column that has a header."""
        headed = [index for index, column in self.columns.items() if column.header]
        return min(headed), max(headed)


def find_tables(grid: Grid, words: Lexicon) -> list[Table]:
    """The tables of known types, from the top down and from left to right; by a guess where no header is known."""
    return search_tables(grid, words) or _Search(grid, words).run(guess=True)


def search_tables(grid: Grid, words: Lexicon) -> list[Table]:
    """The tables of known types whose headers are known."""
    return _Search(grid, words).run(guess=False)


@dataclass
class _Search:
    grid: Grid
    words: Lexicon
    closed: list[Table] = field(default_factory=list)
    open: list[Table] = field(default_factory=list)

    def run(self, guess: bool) -> list[Table]:
        row = 0
        for candidate in self._guessed_rows() if guess else self._header_rows():
            if candidate < row:
                continue
            found = self._tables_at(candidate, row, guess)
            if found and not self._is_of_a_body(found):
                self._close(found[0].start)
                self.open = found
                row = found[0].header_bottom + 1
                if guess:
                    break
        self._close(self.grid.height)
        return self.closed

    def _is_of_a_body(self, found: list[Table]) -> bool:
        """Whether what looks like headers is a row of the table above: few header words, or only two and not apart."""
        if not self.open:
            return False
        matched = sum(len(table.assignment.matches) for table in found)
        headed = sum(len(table.columns) for table in found)
        first = found[0]
        is_apart = bool(first.lead) or first.header_bottom > first.top or not self.grid.filled[first.top - 1]
        return 2 * matched < headed or (matched <= 2 and not is_apart)

    def _header_rows(self) -> Iterator[int]:
        for row in self.grid.rows_with_headers(self.words):
            cells = self.grid.filled[row]
            if len(cells) >= 2:
                texts = [value for _, value in cells if isinstance(value, str)]
                known = self.words.known_fields(texts) if len(texts) >= 2 else 0
                if known >= 2 or (known == 1 and self._is_known_with_others(row, texts)):
                    yield row

    def _is_known_with_others(self, row: int, texts: list[str]) -> bool:
        """Whether one known header is one of a table: beside periods of figures, or with the groups above the row."""
        return any(bare_period(fold(text)) for text in texts) or self._is_known_with_groups(row, texts)

    def _is_known_with_groups(self, row: int, texts: list[str]) -> bool:
        """Whether labels that mean little alone, as 名称 does, are headers under the groups in the row above."""
        if row == 0:
            return False
        above = [(column, self.grid.own(*self.grid.source(row - 1, column))) for column, _ in self.grid.filled[row]]
        joined = [f"{group}/{self.grid.own(row, column)}" for column, group in above if isinstance(group, str)]
        merged = [self.grid.own(*self.grid.source(row, column)) for column in self.grid.inherited_columns(row)]
        return self.words.known_fields([*texts, *joined, *(text for text in merged if isinstance(text, str))]) >= 2

    def _guessed_rows(self) -> Iterator[int]:
        """The first rows that look like a header without being a known one."""
        looked_at = 0
        for row, cells in enumerate(self.grid.filled):
            if len(cells) >= 3 and all(isinstance(value, str) and len(value) <= 40 for _, value in cells):
                yield row
                looked_at += 1
                if looked_at >= GUESSED_ROWS:
                    return

    def _close(self, end: int) -> None:
        self.closed.extend(replace(table, body_end=end) for table in self.open)
        self.open = []

    def _tables_at(self, row: int, floor: int, guess: bool) -> list[Table]:
        top, bottom = header_band(self.grid, self.words, row, floor)
        repeated = next((table for table in self.open if is_repeated_header(self.grid, table, row)), None)
        is_first = not (self.closed or self.open)
        lead = lead_above(self.grid, top, floor, is_first=is_first)
        if repeated is not None:
            known = {line.text for line in repeated.lead}
            if all(line.text in known or _SECTION.match(half_width(line.text)) for line in lead):
                return []
        paths = header_labels(self.grid, top, bottom)
        for line in titles_beside(self.grid, top, bottom):
            lead = (*lead, line)
            paths[line.column] = []
        number = len(self.closed) + len(self.open) + 1
        surroundings = "\n".join((self.grid.sheet.name, *(line.text for line in lead)))
        texts = tuple((column, tuple(text for _, text in labels)) for column, labels in paths.items())
        tables: list[Table] = []
        for left, right, assignments in _segments(surroundings, texts, self.words, guess):
            own = {column: labels for column, labels in paths.items() if left <= column <= right and labels}
            whole = Table(
                number + len(tables),
                assignments[0],
                columns_below(own, assignments[0]),
                top,
                bottom,
                left,
                right,
                lead,
                continues=repeated,
                is_first=is_first,
            )
            tables += _tables_of(whole, own, *assignments)
        return tables


Labels = dict[int, list[tuple[Position, str]]]


def columns_below(labels: Labels, assignment: Assignment) -> dict[int, Column]:
    """The columns of a table whose headers mean these fields. labels: above each, as written."""
    return {
        column: Column(
            column,
            "/".join(text for _, text in above),
            above[-1][0],
            assignment.matches.get(column),
            column in assignment.duplicates,
        )
        for column, above in labels.items()
    }


def _tables_of(whole: Table, labels: Labels, first: Assignment, *others: Assignment) -> list[Table]:
    """The tables of the same rows: the columns that only the others claim are not missing in the first."""
    if not others:
        return [whole]
    taken = {index for other in others for index in other.beside(first)}
    columns = {
        index: replace(column, is_of_other=index in taken, is_duplicate=column.is_duplicate and index not in taken)
        for index, column in whole.columns.items()
    }
    tables = [replace(whole, columns=columns)]
    for number, other in enumerate(others, whole.number + 1):
        claimed = {column: above for column, above in labels.items() if column in other.matches}
        own = replace(other, duplicates={})
        beside = frozenset(other.beside(first))
        tables.append(replace(whole, number=number, assignment=own, columns=columns_below(claimed, own), beside=beside))
    return tables


@remembering(most=512, longest=LONGEST_SHARED)
def _segments(
    surroundings: str, labels: tuple[tuple[int, Path], ...], words: Lexicon, guess: bool
) -> list[tuple[int, int, tuple[Assignment, ...]]]:
    """The tables side by side under one band of headers: apart only where each side is a whole table of its own.

    One may begin after a blank column, or where the first header comes again; of each the types of which its rows tell.
    labels: above each column, as written. Remembered, for senders who share a form share its title and its headers.
    """
    paths = {column: _path(texts, words) for column, texts in labels}
    headed = sorted(column for column, path in paths.items() if path)
    starts = [
        column
        for before, column in pairwise(headed)
        if column > before + 1 or paths[column][-1] == paths[headed[0]][-1]
    ]
    parts: list[tuple[int, tuple[Assignment, ...]]] = []
    rest_start = 0
    for end in (*starts, None):
        part = {
            column: path for column, path in paths.items() if column >= rest_start and (end is None or column < end)
        }
        after = {} if end is None else {column: path for column, path in paths.items() if column >= end}
        found = words.assign_all(part, surroundings, guess)
        if end is None:
            if found:
                parts.append((rest_start, found))
        elif found and not found[0].missing:
            other = words.assign(after, surroundings, guess)
            if other is not None and not other.missing:
                parts.append((rest_start, found))
                rest_start = end
    if len(parts) == 1:
        parts = [(0, _of_one_side(parts[0][1], paths, headed, surroundings, words))]
    ends = [start - 1 for start, _ in parts[1:]]
    last = 1 << 20
    return [(start, end, found) for (start, found), end in zip(parts, (*ends, last), strict=False)]


def _of_one_side(
    found: tuple[Assignment, ...], paths: dict[int, Path], headed: list[int], surroundings: str, words: Lexicon
) -> tuple[Assignment, ...]:
    """What headers mean, without those of another table: it begins with the first header again, after a blank column.

    A record has no fields of two tables: where only one of them is known, the columns of the other mean nothing.
    """
    begins = [
        column
        for before, column in pairwise(headed)
        if column > before + 1 and paths[column][-1] == paths[headed[0]][-1]
    ]
    sides = [
        {column: paths[column] for column in headed if start <= column and (end is None or column < end)}
        for start, end in zip_longest((0, *begins), begins)
    ]
    if len(sides) < 2:
        return found
    alone = [one for side in sides if (one := words.assign_all(side, surroundings)) and not one[0].missing]
    return alone[0] if len(alone) == 1 else found


def _path(labels: Path, words: Lexicon) -> Path:
    return tuple(label for text in labels if (label := words.label(text)))


def is_repeated_header(grid: Grid, table: Table, row: int) -> bool:
    """Whether the row says the table's own headers once more in their columns, as after a page break."""
    cells = [(column, value) for column, value in grid.filled[row] if table.left <= column <= table.right]
    allowed = len(cells) // 5
    others = 0
    for column, text in cells:
        is_label = isinstance(text, str) and len(text) <= 60 and table.has_label(text)
        if not (is_label and table.is_label_of(column, str(text))):
            others += 1
            if others > allowed:
                return False
    return len(cells) - others >= 2


def header_band(grid: Grid, words: Lexicon, row: int, floor: int) -> tuple[int, int]:
    """The first and the last row of the header that the row is part of."""
    top = row
    while top > floor and row - top < DEEPEST_HEADER - 1 and _is_group_row(grid, words, top - 1, row):
        top -= 1
    bottom = row
    while True:
        reaching = [
            below
            for line in range(top, bottom + 1)
            for column, _ in grid.filled[line]
            if (below := grid.reach(line, column)[0]) > bottom
        ]
        if reaching and _is_record_below(grid, words, bottom, len(reaching)):
            return top, bottom
        if bottom - top < DEEPEST_HEADER - 1 and _is_sub_row(grid, words, bottom + 1, top):
            bottom += 1
        elif reaching:
            bottom = min(*reaching, top + DEEPEST_HEADER - 1, grid.height - 1)
            if bottom < min(reaching):
                return top, bottom
        else:
            return top, bottom


def _is_record_below(grid: Grid, words: Lexicon, bottom: int, reaching: int) -> bool:
    """Whether a record stands below headers although cells beside them reach down: a title on its side, a remark.

    More known headers, none of them over several columns, have something below that is no header than such cells are.
    """
    if bottom + 1 >= grid.height:
        return False
    records = 0
    for column, value in grid.filled[bottom + 1]:
        place = grid.source(bottom, column)
        header = grid.own(*place)
        is_narrow = grid.reach(*place) == (bottom, place[1])
        if isinstance(header, str) and is_narrow and words.is_known(header):
            records += not (isinstance(value, str) and words.is_known(value))
    return records > max(reaching, 1)


def _is_group_row(grid: Grid, words: Lexicon, row: int, core: int) -> bool:
    """Whether a row above known headers groups them: 责任主体 over 牵头单位 and 责任单位."""
    cells = grid.filled[row]
    texts = [value for _, value in cells if isinstance(value, str)]
    if not cells or len(texts) < len(cells) or any(not _is_group_label(text) for text in texts):
        return False
    if any(grid.reach(row, column)[0] > row for column, _ in cells):
        return len(cells) >= 2
    is_path = any(
        isinstance(below := grid.own(core, column), str) and words.is_known_path((fold(text), fold(below)))
        for column, text in zip((column for column, _ in cells), texts, strict=True)
    )
    return is_path or (len(cells) >= 2 and any(grid.reach(row, column)[1] > column for column, _ in cells))


def _is_group_label(text: str) -> bool:
    return len(fold(text)) <= LONGEST_GROUP and not CONTEXT_LINE.match(text) and not _TITLE.search(half_width(text))


def _is_sub_row(grid: Grid, words: Lexicon, row: int, top: int) -> bool:
    """Whether a row below headers divides some of them: its cells are all under groups, wide, unmerged or known."""
    cells = grid.filled[row] if row < grid.height else []
    texts = [value for _, value in cells if isinstance(value, str) and len(value) <= 60]
    if not cells or len(texts) < len(cells):
        return False
    others = [
        (column, text)
        for (column, _), text in zip(cells, texts, strict=True)
        if not (_is_under_known_path(grid, words, row, column, text) or _is_under_group(grid, row, column))
    ]
    if not all(_is_under_unmerged_group(grid, row, column) for column, _ in others):
        return False
    # Below groups that were not merged most are known: a record may have blank headers above it as well.
    if 2 * sum(words.is_known(text) or words.is_option(text) for _, text in others) < len(others):
        return False
    repeats = {fold(value) for _, value in grid.filled[top] if isinstance(value, str)}
    is_repeat = len(texts) >= 2 and all(fold(text) in repeats for text in texts)
    return not is_repeat and (len(cells) >= 2 or _is_under_known_path(grid, words, row, cells[0][0], texts[0]))


def _is_under_unmerged_group(grid: Grid, row: int, column: int) -> bool:
    """Whether the cell is one of several different labels below one label that was not merged over them."""
    left = column
    while left > 0 and grid.own(row - 1, left) is None and not grid.is_covered(row - 1, left):
        left -= 1
    right = left + 1
    while right < grid.width and grid.own(row - 1, right) is None and not grid.is_covered(row - 1, right):
        right += 1
    if grid.own(row - 1, left) is None or grid.own(row, left) is None:
        return False
    below = [value for other in range(left, right) if (value := grid.own(row, other)) is not None]
    return len(below) >= 2 and len({str(value) for value in below}) == len(below)


def _is_under_group(grid: Grid, row: int, column: int) -> bool:
    above_row, above_column = grid.source(row - 1, column)
    if grid.own(above_row, above_column) is None:
        return False
    _, right = grid.reach(above_row, above_column)
    return (
        right > above_column
        and sum(grid.own(row, other) is not None for other in range(above_column, min(right, grid.width - 1) + 1)) >= 2
    )


def _is_under_known_path(grid: Grid, words: Lexicon, row: int, column: int, text: str) -> bool:
    above = grid.own(*grid.source(row - 1, column))
    return isinstance(above, str) and words.is_known_path((fold(above), fold(text)))


def header_labels(grid: Grid, top: int, bottom: int) -> Labels:
    """The labels above each column, from the top down; one that is merged or written twice counts once."""
    labels: Labels = {column: [] for column in range(grid.width)}
    for row in range(top, bottom + 1):
        group: Position | None = None
        for column in range(grid.width):
            place, value = (row, column), grid.own(row, column)
            if value is None:
                place = grid.source(row, column)
                value = grid.own(*place) if place[0] >= top else None
            if value is not None:
                group = place if place[0] == row else None
            elif group is not None and _is_unmerged_group(grid, row, column, bottom, group):
                place, value = group, grid.own(*group)
            if value is None:
                continue
            text = str(value).strip()
            if not labels[column] or (labels[column][-1][0] != place and fold(labels[column][-1][1]) != fold(text)):
                labels[column].append((place, " ".join(text.split())))
    return labels


def _is_unmerged_group(grid: Grid, row: int, column: int, bottom: int, group: Position) -> bool:
    """Whether a blank cell in an upper header row belongs to the label left of it: both have a label below."""
    if row == bottom or grid.is_covered(row, column):
        return False
    return all(
        any(grid.own(below, place) is not None for below in range(row + 1, bottom + 1)) for place in (column, group[1])
    )


def lead_above(grid: Grid, top: int, floor: int, is_first: bool) -> tuple[Line, ...]:
    """The title and context lines above a header; for a later table only those that stand right above it."""
    rows: list[int] = []
    for row in range(top - 1, floor - 1, -1):
        cells = grid.filled[row]
        if not is_first and ((not cells and rows) or (cells and not _is_lead_row(grid, row, floor))):
            break
        if cells:
            rows.append(row)
    return tuple(Line(row, column, str(value).strip()) for row in reversed(rows) for column, value in grid.filled[row])


def titles_beside(grid: Grid, top: int, bottom: int) -> list[Line]:
    """The titles on their side: merged from the headers down over the records."""
    return [
        Line(row, column, str(value).strip())
        for row in range(top, bottom + 1)
        for column, value in grid.filled[row]
        if grid.reach(row, column)[0] > bottom and isinstance(value, str) and _TITLE.search(half_width(value))
    ]


def lines_at_top(grid: Grid) -> tuple[Line, ...]:
    """The title and context lines with which a sheet without a table begins, as a cover does."""
    top = takewhile(lambda row: len(grid.filled[row]) <= MOST_ON_A_LINE, range(min(grid.height, LONGEST_COVER)))
    return tuple(Line(row, column, str(value).strip()) for row in top for column, value in grid.filled[row])


def _is_lead_row(grid: Grid, row: int, floor: int) -> bool:
    """Whether a row between two tables speaks of the lower one. A row that may be a record is left to the upper."""
    cells = grid.filled[row]
    texts = [value for _, value in cells if isinstance(value, str)]
    if len(texts) < len(cells):
        return False
    if all(CONTEXT_LINE.match(text) for text in texts):
        return not texts[0].lstrip().startswith(("注", "备注", "说明"))
    column, _ = cells[0]
    is_wide = grid.reach(row, column)[1] - column >= 2
    is_apart = row - 1 < floor or not grid.filled[row - 1]
    return len(cells) == 1 and (is_wide or is_apart or bool(_TITLE_WORDS.search(half_width(texts[0]))))
