"""Columns that differ only by a year in their headers: of a table of 2022, 数值/2022年 is read and not 数值/2021年.

Which year a table is of is told by what stands around it; what else headers mean belongs to ``headers``.
"""

from dataclasses import replace

from sources.surroundings import HEADER, Told
from sources.tables import Table
from sources.values import find_year


def with_its_year(table: Table, year: int | None) -> Table:
    """The table with the columns of its own year read, where others had been taken that name another one."""
    matches, duplicates = dict(table.assignment.matches), dict(table.assignment.duplicates)
    if year is None or not duplicates:
        return table
    years = {index: find_year(column.header) for index, column in table.columns.items()}
    columns = dict(table.columns)
    for taken, match in table.assignment.matches.items():
        own = [index for index, lost in duplicates.items() if lost.field == match.field and years[index] == year]
        if len(own) == 1 and years[taken] not in (None, year):
            matches[own[0]], duplicates[taken] = duplicates.pop(own[0]), matches.pop(taken)
            columns[own[0]] = replace(columns[own[0]], match=matches[own[0]], is_duplicate=False)
            columns[taken] = replace(columns[taken], match=None, is_duplicate=True)
    assignment = replace(table.assignment, matches=matches, duplicates=duplicates)
    return replace(table, columns=columns, assignment=assignment)


def year_in_headers(table: Table) -> Told | None:
    """The one year that the headers name from which a table is read, as 2021年 above its figures does."""
    read = [column for column in table.columns.values() if column.match is not None]
    told = {year: column for column in read if (year := find_year(column.header)) is not None}
    if len(told) != 1:
        return None
    ((year, column),) = told.items()
    return Told(HEADER, column.header, column.cell, str(year))
