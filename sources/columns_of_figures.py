"""Tables in which each indicator has a column of its figures: 单位 | 改革任务(40分) | 信息报送(20分), and maybe 总分.

Such a column is a table of the same rows, whose records its header names; which fields are so is declared with the
record types.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sources.headers import Assignment, Lexicon, fold
from sources.matches import Match
from sources.records import RecordField, RecordType, record_types
from sources.rows import RawValue
from sources.surroundings import HEADER, Told
from sources.tables import Column, Grid, Table, lead_above
from sources.values import raw_text
from sources.vocabulary import half_width

_MOST = r"\d+(?:\.\d+)?(?:分|%)?"
_NAME_AND_MOST = re.compile(rf"(?P<name>.+?)\((?:满分|权重|分值|占比?)?:?(?P<most>{_MOST})\)")
_EXTRA = re.compile(r"(?:附加|奖励)?加分(?:项|情况)?")
_FEWEST_COLUMNS = 2
_MOST_HEADER_ROWS = 20


def with_columns_of_figures(grid: Grid, tables: Sequence[Table]) -> list[Table]:
    """The tables, each with one more for every column of figures beside a total whose header says of what they are."""
    parted = [part for table in tables for part in _parted(grid, table)]
    return [replace(table, number=number) for number, table in enumerate(parted, tables[0].number)] if tables else []


def find_without_total(grid: Grid, words: Lexicon, others: Sequence[Table]) -> list[Table]:
    """The table of a sheet that has such columns alone, without a total; none where it has several tables.

    others: the tables found by headers that mean a field, as 改革任务(40分) does where no assessment is spoken of.
    """
    figures = [
        (declared, field)
        for declared in record_types().values()
        for field in declared.own_fields
        if field.heading_field
    ]
    rows = [row for row in grid.rows_with_headers(words)[:_MOST_HEADER_ROWS] if _says_most(grid, row)]
    for row in rows if len(others) <= 1 else ():
        for declared, figure in figures:
            table = _table_at(grid, words, row, declared, figure)
            found = {match.field.name for match in table.assignment.matches.values()}
            lacking = {one.name for one in declared.own_fields if one.required} - found
            said = (grid.sheet.name, *(line.text for line in table.lead))
            is_all_lacking = lacking == {figure.name} and figure.heading_field not in found
            if is_all_lacking and any(hint in text for hint in declared.hints for text in said):
                return _without_total(table, _named_columns(grid, table), figure)
    return []


def _says_most(grid: Grid, row: int) -> bool:
    """Whether enough headers of a row say the most that can be reached."""
    return sum(bool(_name_and_most(raw_text(value))[1]) for _, value in grid.filled[row]) >= _FEWEST_COLUMNS


def _table_at(grid: Grid, words: Lexicon, row: int, declared: RecordType, figure: RecordField) -> Table:
    """The table below a row of headers, of which those with the most that can be reached mean no field but a total."""
    headers = {column: raw_text(value) for column, value in grid.filled[row]}
    matches: dict[int, Match] = {}
    for column, header in headers.items():
        match = next(iter(words.meanings(declared.name, (words.label(header),))), None)
        if match is None or match.field in [other.field for other in matches.values()]:
            continue
        if match.field == figure or not _name_and_most(header)[1]:
            matches[column] = match
    columns = {at: Column(at, header, (row, at), matches.get(at)) for at, header in headers.items()}
    lead = lead_above(grid, row, 0, is_first=True)
    return Table(1, Assignment(declared, matches, {}), columns, row, row, 0, grid.width, lead, body_end=grid.height)


def _without_total(table: Table, named: Sequence[Column], figure: RecordField) -> list[Table]:
    """The tables of such columns: the rows of the first are those of the others as well."""
    first, *more = named
    matches = table.assignment.matches | {first.index: Match(figure, 0, 0)}
    columns = table.columns | {column.index: replace(column, is_of_other=True) for column in more}
    columns[first.index] = replace(first, match=matches[first.index], is_named_by_header=True)
    whole = replace(table, assignment=replace(table.assignment, matches=matches), columns=columns)
    return [whole, *(_part(table, column, figure) for column in more)]


def row_of_most(grid: Grid, table: Table) -> int | None:
    """The row below the headers that says the most that can be reached in each column: 满分 | 60分 | 40分."""
    figure = _figure(table)
    row = table.header_bottom + 1
    if figure is None or figure.most_field is None or not row < min(table.body_end, grid.height):
        return None
    (label, *others) = [value for _, value in grid.filled[row]] or [None]
    headers = map(fold, table.assignment.record_type.field(figure.most_field).headers)
    return row if others and fold(str(label)) in headers and all(map(_is_most, others)) else None


def told_by_header(grid: Grid, table: Table) -> dict[str, Told]:
    """What the header of a column of figures tells of all its records: of what they are, and the most they can be."""
    figure = _figure(table)
    column = next((column for column in table.columns.values() if column.is_named_by_header), None)
    if figure is None or figure.heading_field is None or figure.most_field is None or column is None:
        return {}
    name, most = _name_and_most(column.header)
    told = {figure.heading_field: Told(HEADER, column.header, column.cell, name)}
    row = row_of_most(grid, table)
    below = raw_text(grid.own(row, column.index)) if row is not None else ""
    if most:
        told[figure.most_field] = Told(HEADER, column.header, column.cell, most)
    elif row is not None and below:
        told[figure.most_field] = Told(HEADER, below, (row, column.index), below)
    return told


def _parted(grid: Grid, table: Table) -> Iterator[Table]:
    figure = _figure(table)
    named = _named_columns(grid, table) if figure is not None and not table.beside else []
    if figure is None or not named:
        yield table
        return
    others = {column.index: replace(column, is_of_other=True, is_duplicate=False) for column in named}
    yield replace(table, columns=table.columns | others)
    for column in named:
        yield _part(table, column, figure)


def _named_columns(grid: Grid, table: Table) -> list[Column]:
    """The columns whose headers say of what their figures are: with the most that they can be, or as extra points."""
    free = [column for column in table.columns.values() if column.match is None and not column.is_of_other]
    row = row_of_most(grid, table)
    below = {column.index: grid.own(row, column.index) for column in free} if row is not None else {}
    named = [one for one in free if _name_and_most(one.header)[1] or _is_most(below.get(one.index))]
    extra = [column for column in free if column not in named and _EXTRA.fullmatch(fold(column.header))]
    return [*named, *extra] if len(named) >= _FEWEST_COLUMNS else []


def _part(table: Table, column: Column, figure: RecordField) -> Table:
    """The table of the records in one column of figures, with what names the rows."""
    others = {declared.name for declared in table.assignment.record_type.own_fields if not declared.identifies}
    shared = {at: match for at, match in table.assignment.matches.items() if match.field.name not in others}
    match = Match(figure, 0, 0)
    columns = {at: table.columns[at] for at in shared}
    columns[column.index] = replace(column, match=match, is_named_by_header=True, is_duplicate=False)
    assignment = Assignment(table.assignment.record_type, shared | {column.index: match}, {})
    return replace(table, assignment=assignment, columns=columns, beside=frozenset((column.index,)))


def _figure(table: Table) -> RecordField | None:
    """The field of the figures that may stand beside their total; None where a column says of what they are."""
    figure = next((one for one in table.assignment.record_type.own_fields if one.heading_field), None)
    own = table.assignment.own_fields
    return figure if figure and figure.name in own and figure.heading_field not in own else None


def _name_and_most(header: str) -> tuple[str, str]:
    found = _NAME_AND_MOST.fullmatch("".join(half_width(header).split()))
    return (found["name"], found["most"]) if found else (header, "")


def _is_most(value: RawValue) -> bool:
    return value is not None and re.fullmatch(_MOST, half_width(raw_text(value)).strip()) is not None
