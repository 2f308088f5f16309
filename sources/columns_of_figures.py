"""Tables in which each indicator has a column of its figures: 单位 | 改革任务(40分) | 信息报送(20分), and maybe 总分.

Such a column is a table of the same rows, whose records its header names; which fields are so is declared with the
record types.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from sources.headers import Assignment, Lexicon, fold
from sources.matches import GUESS, Match
from sources.records import RecordField, RecordType, record_types
from sources.rows import RawValue
from sources.surroundings import HEADER, Told
from sources.tables import Column, Grid, Labels, Table, columns_below, header_band, header_labels, lead_above
from sources.values import raw_text
from sources.vocabulary import half_width

_MOST = r"(?!(?:19|20)\d\d(?![\d.分%]))\d+(?:\.\d+)?(?:分|%)?"
"""Points or a share, but no year."""
_NAME_AND_MOST = re.compile(
    r"(?P<name>.+?)(?:"
    rf"(?:/(?!(?:19|20)\d\d)|/?(?=[(\[【]))[(\[【]?(?:满分|总分|权重|分值|最高|占比?|≤)?:?(?P<most>{_MOST})[)\]】]?"
    r"|(?<!\d)(?P<points>\d+(?:\.\d+)?分))"
)
_MOST_LABEL = re.compile(r"最高分值?|满分(?:值|:?\d+分?)")
_BEST_OR_WORST = re.compile(r"最[高低]得?分")
_OF_POINTS = re.compile(r".*(?:[(\[【/][^()/]*(?:分|权重|占|%)[^()/]*\)?|\d分)")
_POINTS = re.compile(r"\d+(?:\.\d+)?分$")
_COLUMN_NUMBER = re.compile(r"\((\d{1,2})(?:=[^()]*)?\)$")
_OF_THE_NAME = re.compile(r"/(?:实?得分|评分|分数)$")
_EXTRA = re.compile(r"(?:附加|奖励)?加[减扣]?分项?")
_LOST = re.compile(r".{0,6}(?:扣|(?<!加)减)分(?:项|值|事项|合计)?")
_SUM = re.compile(r"(?:得分)?小计(?:得分)?|.*折[算合后].*")
"""Figures that other columns say already: the sum of a group, or all points made those of another whole."""
_FEWEST_COLUMNS = 2
_MOST_HEADER_ROWS = 20
_COLUMN_NUMBERS_BEGIN_BELOW = 5


def with_columns_of_figures(grid: Grid, tables: Sequence[Table]) -> list[Table]:
    """The tables, each with one more for every column of figures beside a total whose header says of what they are."""
    parted = [part for table in tables for part in _parted(grid, table)]
    return _numbered(parted, tables[0].number) if len(parted) > len(tables) else parted


def find_without_total(grid: Grid, words: Lexicon, others: Sequence[Table]) -> list[Table]:
    """The table of a sheet that has such columns alone, without a total; none where it has several tables.

    others: the tables found by headers that mean a field, as 改革任务(40分) does where no assessment is spoken of.
    """
    for row in grid.rows_with_headers(words)[:_MOST_HEADER_ROWS] if len(others) <= 1 else ():
        for declared, figure in _figures_headed():
            if not _is_spoken_of(grid, row, declared):
                continue
            table = _table_at(grid, words, row, declared, figure)
            found = {match.field.name for match in table.assignment.matches.values()}
            lacking = {one.name for one in declared.own_fields if one.required} - found
            named = _named_columns(grid, table) if lacking == {figure.name} else []
            if named and figure.heading_field not in found and _are_of_points(grid, table, named):
                return _without_total(table, named, figure)
    return []


@cache
def _figures_headed() -> list[tuple[RecordType, RecordField]]:
    """The fields whose columns may say in the header of what they are, each with its record type."""
    return [
        (declared, field)
        for declared in record_types().values()
        for field in declared.own_fields
        if field.heading_field
    ]


def _is_spoken_of(grid: Grid, row: int, declared: RecordType) -> bool:
    """Whether the sheet's name or what stands above a row says that the sheet is of a type."""
    above = (value for cells in grid.sheet.rows[:row] for value in cells if isinstance(value, str))
    return any(hint in text for text in (grid.sheet.name, *above) for hint in declared.hints)


def _table_at(grid: Grid, words: Lexicon, row: int, declared: RecordType, figure: RecordField) -> Table:
    """The table below the headers in a row, of which those with the most that can be reached mean no field but a total.

    A label above others that means a field does not mean it for each of them.
    """
    top, bottom = header_band(grid, words, row, 0)
    labels = {column: above for column, above in header_labels(grid, top, bottom).items() if above}
    is_numbered = _are_numbered(labels)
    matches: dict[int, Match] = {}
    for column, above in labels.items():
        path = tuple(label for _, text in above if not _is_most(text) and (label := words.label(text)))
        match = next((one for one in words.meanings(declared.name, path) if one.level < len(path)), None)
        if match is None or match.field in [other.field for other in matches.values()]:
            continue
        is_total = match.field == figure and not match.level
        header = "/".join(text for _, text in above)
        if is_total or not _name_and_most(header, is_numbered)[1]:
            matches[column] = match
    assignment = Assignment(declared, matches, {})
    columns = columns_below(labels, assignment)
    lead = lead_above(grid, top, 0, is_first=True)
    return Table(1, assignment, columns, top, bottom, 0, grid.width, lead, body_end=grid.height)


def _without_total(table: Table, named: Sequence[Column], figure: RecordField) -> list[Table]:
    """The tables of such columns: the rows of the first are those of the others as well."""
    first, *more = named
    matches = table.assignment.matches | {first.index: Match(figure, 0, 0)}
    columns = table.columns | {column.index: replace(column, is_of_other=True) for column in more}
    columns[first.index] = _of_figures(first, matches[first.index])
    whole = replace(table, assignment=replace(table.assignment, matches=matches), columns=columns)
    return _numbered([whole, *(_part(table, column, figure) for column in more)], table.number)


def _numbered(tables: Sequence[Table], first: int) -> list[Table]:
    """The tables as they follow each other, so that no two rows of a sheet are one."""
    return [replace(table, number=number) for number, table in enumerate(tables, first)]


def row_of_most(grid: Grid, table: Table) -> int | None:
    """The row below the headers that says the most that can be reached in each column: 满分 | 60分 | 40分.

    Without such a label it says nothing else: (60分) | (40分).
    """
    figure = _heading_figure(table)
    row = table.header_bottom + 1
    if figure is None or figure.most_field is None or not row < min(table.body_end, grid.height):
        return None
    values = [value for _, value in grid.filled[row]]
    is_said = bool(values) and _says_most(table.assignment.record_type.field(figure.most_field), str(values[0]))
    is_told = is_said or all(isinstance(value, str) and _is_most(value) for value in values)
    return row if is_told and sum(map(_is_most, values)) >= _FEWEST_COLUMNS else None


def says_most_or_fewest(table: Table, text: str) -> bool:
    """Whether a row that begins so says the most or the fewest points of all, and is no department's."""
    most = next((one.most_field for one in table.assignment.record_type.own_fields if one.most_field), None)
    if most is None:
        return False
    is_most = _says_most(table.assignment.record_type.field(most), text)
    return is_most or _BEST_OR_WORST.fullmatch(_plain(text)) is not None


def _says_most(field: RecordField, text: str) -> bool:
    headers, plain = set(map(fold, field.headers)), _plain(text)
    return not headers.isdisjoint((fold(text), plain)) or _MOST_LABEL.fullmatch(plain) is not None


def _plain(text: str) -> str:
    return "".join(half_width(text).split()).strip("():")


def told_by_header(grid: Grid, table: Table) -> dict[str, Told]:
    """What the header of a column of figures tells of all its records: of what they are, and the most they can be.

    Of the total it tells the most alone, of extra points and of those that are lost what they are.
    """
    figure = _figure(table)
    if figure is None or figure.heading_field is None or figure.most_field is None:
        return {}
    columns = [column for column in table.columns.values() if column.match is not None]
    named = next((column for column in columns if column.is_named_by_header), None)
    column = named or next(one for one in columns if one.match is not None and one.match.field == figure)
    name, most = _name_and_most(column.header, _has_numbers(grid, table))
    row = row_of_most(grid, table)
    below = raw_text(grid.own(row, column.index)) if row is not None else ""
    told = {figure.heading_field: Told(HEADER, column.header, column.cell, name)} if named else {}
    if column.is_lost or _says(_EXTRA, column):
        return told
    if most:
        told[figure.most_field] = Told(HEADER, column.header, column.cell, most)
    elif row is not None and _is_most(below):
        told[figure.most_field] = Told(HEADER, below, (row, column.index), half_width(below).strip("()"))
    return told


def _parted(grid: Grid, table: Table) -> Iterator[Table]:
    apart = _without_heading_above(table)
    figure = None if table.beside else _figure(apart)
    apart = apart if figure is None else _without_guesses(grid, apart, figure)
    named = [] if figure is None else _named_columns(grid, apart)
    if figure is None or not named:
        yield table
        return
    others = {column.index: replace(column, is_of_other=True, is_duplicate=False) for column in named}
    yield replace(apart, columns=apart.columns | others)
    for column in named:
        yield _part(apart, column, figure)


def _without_heading_above(table: Table) -> Table:
    """The table without a column that says only by a label above it what figures are of: 考核指标 over 任务(40分)."""
    matches = table.assignment.matches
    heading = next((one.heading_field for one in table.assignment.record_type.own_fields if one.heading_field), None)
    above = {
        at
        for at, match in matches.items()
        if match.field.name == heading and table.columns[at].header.count("/") < match.level < GUESS
    }
    return _meaning_nothing(table, above)


def _without_guesses(grid: Grid, table: Table, figure: RecordField) -> Table:
    """The table in which no header with the most that can be reached is guessed: 报送(20分) is no 报送期."""
    is_numbered = _has_numbers(grid, table)
    guessed = {
        at
        for at, match in table.assignment.matches.items()
        if match.level == GUESS and match.field != figure and _name_and_most(table.columns[at].header, is_numbered)[1]
    }
    return _meaning_nothing(table, guessed)


def _meaning_nothing(table: Table, columns: set[int]) -> Table:
    """The table in which some columns mean no field."""
    if not columns:
        return table
    kept = {at: match for at, match in table.assignment.matches.items() if at not in columns}
    others = table.columns | {at: replace(table.columns[at], match=None) for at in columns}
    return replace(table, assignment=replace(table.assignment, matches=kept), columns=others)


def _named_columns(grid: Grid, table: Table) -> list[Column]:
    """The columns whose headers say of what their figures are: with the most that they can be, or as extra points.

    Points that are lost come last: below the header of an indicator that has points of its own they count nowhere.
    """
    free = [column for column in table.columns.values() if column.match is None and not column.is_of_other]
    free = [column for column in free if not _says(_SUM, column)]
    row = row_of_most(grid, table)
    below = {column.index: grid.own(row, column.index) for column in free} if row is not None else {}
    lost = [column for column in free if _says(_LOST, column)]
    extra = [column for column in free if column not in lost and _says(_EXTRA, column)]
    others = [column for column in free if column not in (*lost, *extra)]
    is_numbered = _has_numbers(grid, table)
    named = [one for one in others if _name_and_most(one.header, is_numbered)[1] or _is_most(below.get(one.index))]
    with_points = {_group(column) for column in table.columns.values() if _OF_THE_NAME.search(column.header)}
    lost = [column for column in lost if _group(column) not in with_points]
    return [*named, *extra, *lost] if len(named) >= _FEWEST_COLUMNS else []


def _are_of_points(grid: Grid, table: Table, named: Sequence[Column]) -> bool:
    """Whether what can be reached is said to be points or a share: 已完成(40) alone may be a count."""
    of_points = [column for column in named if _OF_POINTS.fullmatch("".join(half_width(column.header).split()))]
    return row_of_most(grid, table) is not None or len(of_points) >= _FEWEST_COLUMNS


def _says(what: re.Pattern[str], column: Column) -> bool:
    """Whether the header of a column, or a label above it, says something."""
    return any(what.fullmatch(_POINTS.sub("", fold(label))) for label in column.header.split("/"))


def _group(column: Column) -> str:
    return column.header.rpartition("/")[0]


def _of_figures(column: Column, match: Match) -> Column:
    """The column as one of figures that its header names."""
    return replace(column, match=match, is_named_by_header=True, is_duplicate=False, is_lost=_says(_LOST, column))


def _part(table: Table, column: Column, figure: RecordField) -> Table:
    """The table of the records in one column of figures, with what names the rows."""
    others = {declared.name for declared in table.assignment.record_type.own_fields if not declared.identifies}
    shared = {at: match for at, match in table.assignment.matches.items() if match.field.name not in others}
    match = Match(figure, 0, 0)
    columns = {at: table.columns[at] for at in shared}
    columns[column.index] = _of_figures(column, match)
    assignment = Assignment(table.assignment.record_type, shared | {column.index: match}, {})
    return replace(table, assignment=assignment, columns=columns, beside=frozenset((column.index,)))


def _heading_figure(table: Table) -> RecordField | None:
    """The field of figures whose headers may say of what they are; None where a column says it."""
    figure = next((one for one in table.assignment.record_type.own_fields if one.heading_field), None)
    return figure if figure and figure.heading_field not in table.assignment.own_fields else None


def _figure(table: Table) -> RecordField | None:
    """The field of the figures that may stand beside their total; None where a column says of what they are."""
    figure = _heading_figure(table)
    return figure if figure and figure.name in table.assignment.own_fields else None


def _name_and_most(header: str, is_numbered: bool) -> tuple[str, str]:
    """What a header says its figures are of, and the most they can be. is_numbered: whether headers number columns."""
    squeezed = "".join(half_width(header).split())
    number = _COLUMN_NUMBER.search(squeezed) if is_numbered else None
    named = _OF_THE_NAME.sub("", squeezed[: number.start()] if number else squeezed)
    found = _NAME_AND_MOST.fullmatch(named)
    if found:
        return found["name"], found["most"] or found["points"]
    return named if number else _OF_THE_NAME.sub("", header), ""


def _has_numbers(grid: Grid, table: Table) -> bool:
    return _are_numbered(header_labels(grid, table.top, table.header_bottom))


def _are_numbered(labels: Labels) -> bool:
    """Whether the headers number their columns in brackets, 任务(1) | 信息(2) | 总分(3=1+2)."""
    lowest = ("".join(half_width(above[-1][1]).split()) for _, above in sorted(labels.items()) if above)
    numbers = [int(found[1]) for text in lowest if (found := _COLUMN_NUMBER.search(text))]
    is_run = all(after == before + 1 for before, after in pairwise(numbers))
    return len(numbers) >= _FEWEST_COLUMNS and is_run and numbers[0] < _COLUMN_NUMBERS_BEGIN_BELOW


def _is_most(value: RawValue) -> bool:
    return value is not None and re.fullmatch(rf"\(?{_MOST}\)?", half_width(raw_text(value)).strip()) is not None
