"""Figures whose headers say only of when they are: 2020年 | 2021年, 1-6月 | 7-9月完成.

They mean the figure of a table in which no other header says it.
"""

import re
from collections.abc import Mapping

from sources.header_periods import bare_period
from sources.matches import Claims, Match, Path, Periods
from sources.records import Kind, RecordField, RecordType

_BARE_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)年?度?(?:完成)?")


def figures_by_time(record_type: RecordType, paths: Mapping[int, Path], claims: Claims) -> tuple[Claims, Periods]:
    """The columns of the figure that no header says, by the years or the periods that their headers are.

    Of several years the latest comes first; columns of one year have the figure together, by their periods. Nothing
    where none says what is counted.
    """
    figure = _figure_lacking(record_type, claims)
    alone = {column: path[0] for column, path in paths.items() if len(path) == 1} if figure else {}
    years = {column: int(found["year"]) for column, label in alone.items() if (found := _BARE_YEAR.fullmatch(label))}
    if figure is None or years:
        return {column: (Match(figure, 0, -year),) for column, year in years.items() if figure}, {}
    named = {column: period for column, label in alone.items() if (period := bare_period(label)) is not None}
    latest = max((year for year, _ in named.values()), default=0)
    periods: Periods = {column: (end, (figure.header,)) for column, (year, end) in named.items() if year in (0, latest)}
    return {column: (Match(figure, 0, column not in periods),) for column in named}, periods


def _figure_lacking(record_type: RecordType, claims: Claims) -> RecordField | None:
    """The figure of a type, when it is all that its headers lack."""
    required = [declared for declared in record_type.own_fields if declared.required]
    figure = next((declared for declared in required if declared.kind is Kind.NUMBER and declared.unit_field), None)
    claimed = {match.field.name for found in claims.values() for match in found}
    return figure if figure and {declared.name for declared in required} - claimed == {figure.name} else None
