"""Columns that have one field together, as quarters below 完成情况 do: which they are and what they say of a record.

What each header means alone belongs to ``headers``.
"""

from collections.abc import Mapping
from dataclasses import replace

from sources.header_periods import names_a_year
from sources.matches import Claims, Match, Options, Path, Periods, Share, Together
from sources.records import Kind, RecordField


def columns_sharing(paths: dict[int, Path], claims: Claims, periods: Mapping[int, object]) -> list[list[int]]:
    """The columns that have one field together: below one header that alone says what they mean, or by periods.

    So have a column that decides, as 是否销号 does, and the others of its field.
    """
    groups: dict[tuple[bool, Path], list[int]] = {}
    deciding = {found[0].field.name for column, found in claims.items() if _is_deciding(found[0], paths[column])}
    for column, found in sorted(claims.items()):
        path = paths[column]
        if found[0].field.name in deciding:
            groups.setdefault((False, (found[0].field.name,)), []).append(column)
        elif column in periods:
            groups.setdefault((True, path), []).append(column)
        elif found[0].level >= len(path) and not names_a_year(path[-1]):
            groups.setdefault((False, path[:-1]), []).append(column)
    return [columns for columns in groups.values() if len(columns) > 1]


def _is_deciding(match: Match, path: Path) -> bool:
    """Whether a column's header decides what its field says."""
    return bool(path) and path[-1] in match.field.deciding_synonyms


def share(
    columns: list[int],
    paths: dict[int, Path],
    periods: Periods,
    matches: Options,
    duplicates: Options,
) -> None:
    """Give all of the columns the field that the first of them got, or none of them one."""
    first = columns[0]
    if first in duplicates:
        duplicates |= dict.fromkeys(columns, duplicates[first])
        return
    match = matches[first]
    is_of_period = first in periods
    decides = {column for column in columns if _is_deciding(match, paths[column])}
    together = Together.DECIDING if decides else _together(match.field, is_of_period)
    for column in columns:
        order = (periods[column][0] if column in periods else column in decides, column)
        matches[column] = replace(match, share=Share(order, together, is_of_period))


def share_states(paths: dict[int, Path], matches: Options, duplicates: Options) -> None:
    """Let all columns of one state say it, as 完成状态 and 是否销号 do, that mean nothing else: not those of a year."""
    lost: dict[str, dict[int, Match]] = {}
    for column, match in duplicates.items():
        if match.field.kind is Kind.CHOICE and not names_a_year(paths[column][-1]):
            lost.setdefault(match.field.name, {})[column] = match
    for name, others in lost.items():
        alone = {column: match for column, match in matches.items() if match.field.name == name}
        if all(match.share is None and match.option is None for match in alone.values()):
            best_first = sorted((match.order, column, match) for column, match in (alone | others).items())
            for place, (_, column, match) in enumerate(best_first):
                matches[column] = replace(match, share=Share((place, column), Together.CERTAIN, is_of_period=False))
                duplicates.pop(column, None)


def _together(declared: RecordField, is_of_period: bool) -> Together:
    """What several columns of a field say together: the last of names that get narrower or states that change."""
    if declared.identifies or (is_of_period and (declared.kind is not Kind.TEXT or declared.choice_field)):
        return Together.LAST
    if declared.kind in (Kind.TEXT, Kind.DEPARTMENTS, Kind.PERSONS):
        return Together.ALL
    return Together.FIRST if declared.kind is Kind.DEPARTMENT else Together.LAST
