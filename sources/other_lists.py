"""Lists that look like one of a record type and are of something else: 批示 that are to be handled are no endorsements.

Which columns say so is declared with the record types. Such a list is kept as written, and never read as records.
"""

import re
from typing import NamedTuple

from sources.headers import Lexicon
from sources.records import OtherList, RecordType, record_types
from sources.tables import CONTEXT_LINE, Column, Table


class Found(NamedTuple):
    """A list of something else: the type that it only looks like, what it is, and the headers or title that say so."""

    looks_like: RecordType
    other: OtherList
    columns: list[Column]
    title: str


def other_list(table: Table, sheet: str, words: Lexicon) -> Found | None:
    """What a table is instead of a list of a record type; None for any other table.

    A table of another type whose required columns are all there is what it is. Of titles the nearest that says counts.
    """
    titles = (*(line.text for line in reversed(table.lead) if not CONTEXT_LINE.match(line.text)), sheet)
    for declared in record_types().values():
        other = declared.other_list
        is_named_so = table.assignment.record_type.name == declared.name or table.assignment.missing
        if other is None or not is_named_so:
            continue
        columns = [column for column in table.columns.values() if _says(column.header, other.header_words)]
        nearest = next((title for title in titles if _says(title, (*other.title_words, *other.unless_titled))), "")
        naming = _naming_headers(table, declared, words).values()
        is_named = any(all(other.named_by in header for header in headers) for headers in naming)
        if (columns or nearest) and is_named and not _says(nearest, other.unless_titled):
            return Found(declared, other, columns, nearest)
    return None


def _naming_headers(table: Table, declared: RecordType, words: Lexicon) -> dict[str, list[str]]:
    """By field the headers that mean one by which a record of the type is identified."""
    naming: dict[str, list[str]] = {}
    for column in table.columns.values():
        path = tuple(map(words.label, column.header.split("/")))
        for match in words.meanings(declared.name, path):
            if match.field.identifies:
                naming.setdefault(match.field.name, []).append(column.header)
    return naming


def _says(text: str, patterns: tuple[str, ...]) -> bool:
    return any(re.search(pattern, text) for pattern in patterns)
