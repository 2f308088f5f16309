"""Lists that look like one of a record type and are of something else: 批示 that are to be handled are no endorsements.

Which columns say so is declared with the record types. Such a list is kept as written, and never read as records.
"""

from typing import NamedTuple

from sources.headers import Lexicon
from sources.records import OtherList, RecordType, record_types
from sources.tables import Column, Table


class Found(NamedTuple):
    """A list of something else: the type that it only looks like, what it is, and the headers or titles that say so."""

    looks_like: RecordType
    other: OtherList
    columns: list[Column]
    titles: list[str]


def other_list(table: Table, sheet: str, words: Lexicon) -> Found | None:
    """What a table is instead of a list of a record type; None for any other table.

    A table of another type whose required columns are all there is what it is.
    """
    titles = (sheet, *(line.text for line in table.lead))
    for declared in record_types().values():
        other = declared.other_list
        is_named_so = table.assignment.record_type.name == declared.name or table.assignment.missing
        if other is None or not is_named_so:
            continue
        columns = [column for column in table.columns.values() if _has_any(column.header, other.header_words)]
        said = [title for title in titles if _has_any(title, other.title_words)]
        naming = _naming_headers(table, declared, words).values()
        is_named = any(all(other.named_by in header for header in headers) for headers in naming)
        is_of_the_type = any(_has_any(title, other.unless_titled) for title in titles)
        if (columns or said) and is_named and not is_of_the_type:
            return Found(declared, other, columns, said)
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


def _has_any(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)
