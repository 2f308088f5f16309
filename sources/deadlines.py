"""A column 完成时间 beside no column of deadlines holds either: days of completion, or the days by which to complete.

Which of them is told by what stands in it; what one cell means belongs to ``values``.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from sources.body import BodyRow
from sources.headers import fold
from sources.records import Kind, RecordField
from sources.rows import RawValue
from sources.tables import Column, Grid, Table
from sources.values import ReadingContext, half_width, raw_text, read_value, says_nothing

_STATUS, _COMPLETED = "status", "completed"
_BY_THEN = re.compile(r"(?:[底末月日号年度旬]|[之以])前|前完成|计划|预计|力争|争取|确保")


def with_deadlines(table: Table, grid: Grid, body: Sequence[BodyRow], context: ReadingContext) -> Table:
    """The table with a column of deadlines read as such, where its header says days of completion.

    It holds them when most of its cells say 前, or belong to records that are not completed.
    """
    deadline_of = {index: found for index, column in table.columns.items() if (found := _deadline(table, column))}
    if not deadline_of:
        return table
    columns, matches = dict(table.columns), dict(table.assignment.matches)
    for index, deadline in deadline_of.items():
        if _are_deadlines(table, grid, body, context, index):
            matches[index] = replace(matches[index], field=deadline)
            columns[index] = replace(columns[index], match=matches[index], is_by_content=True)
    return replace(table, columns=columns, assignment=replace(table.assignment, matches=matches))


def _deadline(table: Table, column: Column) -> RecordField | None:
    """The deadline that a column of days may be instead; None when its header means none, or another column is one."""
    if column.match is None or column.match.field.kind is not Kind.DATE:
        return None
    label = fold(column.header.rpartition("/")[2])
    own, found = table.assignment.record_type.own_fields, table.assignment.own_fields
    deadlines = (field for field in own if field.kind is Kind.DEADLINE and field.name not in found)
    return next((field for field in deadlines if label in map(fold, field.second_synonyms)), None)


def _are_deadlines(table: Table, grid: Grid, body: Sequence[BodyRow], context: ReadingContext, index: int) -> bool:
    states = [
        (match.field.name != _STATUS, at)
        for at, match in table.assignment.matches.items()
        if _STATUS in (match.field.name, match.field.choice_field) and match.option is None and match.share is None
    ]
    is_prose, state_column = min(states, default=(True, None))
    filled = deadlines = 0
    for row in body:
        told = _content(grid, row, index) if row.skipped is None else None
        if says_nothing(told):
            continue
        filled += 1
        state = _content(grid, row, state_column) if state_column is not None else None
        is_by_then = isinstance(told, str) and bool(_BY_THEN.search("".join(half_width(told).split())))
        if is_by_then or not _may_be_completed(state, is_prose, table, context):
            deadlines += 1
    return 2 * deadlines > filled


def _may_be_completed(state: RawValue, is_prose: bool, table: Table, context: ReadingContext) -> bool:
    """Whether a record may be completed: it is not said to be in any other state. Prose says one only for certain."""
    declared = table.assignment.record_type.field(_STATUS)
    reading = read_value(raw_text(state), declared, context)
    return (is_prose and reading.doubt is not None) or reading.value in (None, _COMPLETED)


def _content(grid: Grid, row: BodyRow, index: int) -> RawValue:
    """What stands in a column of a record; of a form, in its cell of that label."""
    if row.places is not None:
        return dict(row.cells or ()).get(index)
    return grid.own(*grid.source(row.row, index))
