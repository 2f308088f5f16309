"""Telling which declared field a written header means, and which record type a row of headers belongs to.

Everything here is about the texts of headers. Where headers stand on a sheet belongs to ``tables``.
"""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from sources.records import COMMON_FIELDS, RecordField, RecordType, record_types
from sources.vocabulary import half_width

LONGEST_HEADER = 40
LONGEST_GUESSED = 16
LIKENESS = 0.8
GUESS = 9
"""The level of a match by likeness: worse than every exact one."""

Path = tuple[str, ...]
"""The folded labels above a column, from the top down."""

_BRACKETED = re.compile(r"[(\[{【〔<][^()\[\]{}【】〔〕<>]*[)\]}】〕>]")
_PREFIX = re.compile(r"^[*★☆※#]*(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、)])?[*★☆※#]*")
_COMMON = frozenset(field.name for field in COMMON_FIELDS)


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """A header without what does not tell it from others: spaces, line breaks, brackets, numbering, full width."""
    folded = "".join(half_width(text).split()).casefold()
    bare = _BRACKETED.sub("", folded)
    return _PREFIX.sub("", bare or folded).strip(":,。;*/ ")


@dataclass(frozen=True, slots=True)
class Match:
    """The field that a header means. level: 0 for the whole path, more for less of it, GUESS when only alike."""

    field: RecordField
    level: int
    rank: int

    @property
    def order(self) -> tuple[int, int]:
        """Matches in the order of their worth, best first."""
        return (self.level, self.rank)


@dataclass(frozen=True, slots=True)
class Assignment:
    """The record type of a table and, by column, the match of its header; duplicates lost their field to a better."""

    record_type: RecordType
    matches: dict[int, Match]
    duplicates: dict[int, Match]

    @property
    def missing(self) -> tuple[RecordField, ...]:
        """Required columns that no header claims."""
        found = {match.field.name for match in self.matches.values()}
        return tuple(field for field in self.record_type.own_fields if field.required and field.name not in found)

    @property
    def is_enough(self) -> bool:
        """Whether these headers make a table of the type rather than a chance likeness."""
        own = [match.field for match in self.matches.values() if match.field.name not in _COMMON]
        return len(own) >= 2 and (not self.missing or (len(own) >= 3 and any(field.telling for field in own)))


@cache
def _headers_of(type_name: str) -> dict[str, tuple[str, int]]:
    """Every folded header of a type: the field's name and the header's place among the field's headers."""
    headers: dict[str, tuple[str, int]] = {}
    for field in record_types()[type_name].fields:
        for rank, header in enumerate(field.headers):
            headers.setdefault(fold(header), (field.name, rank))
    return headers


@cache
def _types_of_headers() -> dict[str, frozenset[tuple[str, str]]]:
    """Every folded header of any type, to the types and fields that it can mean, but for the common fields."""
    known: dict[str, set[tuple[str, str]]] = {}
    for name in record_types():
        for header, (field, _) in _headers_of(name).items():
            known.setdefault(header, set()).add((name, field))
    return {header: frozenset(meanings) for header, meanings in known.items()}


def is_known(text: str) -> bool:
    """Whether any record type has this header."""
    return len(text) <= LONGEST_HEADER and fold(text) in _types_of_headers()


def is_known_path(path: Path) -> bool:
    """Whether any record type has the joined labels as a header."""
    return "/".join(path) in _types_of_headers()


def known_fields(texts: Sequence[str]) -> int:
    """How many fields of one record type these texts can be headers of, for the type with the most of them."""
    known = _types_of_headers()
    meanings = [known[folded] for text in texts if len(text) <= LONGEST_HEADER and (folded := fold(text)) in known]
    if len(meanings) < 2:
        return len(meanings)
    fields: dict[str, set[str]] = {}
    for name, field in {pair for pairs in meanings for pair in pairs if pair[1] not in _COMMON}:
        fields.setdefault(name, set()).add(field)
    return max(map(len, fields.values()), default=0)


@lru_cache(maxsize=16_384)
def _match(type_name: str, path: Path) -> Match | None:
    """The field that the labels name: by the full path, then by less of it, then the leaf, then the parents."""
    headers = _headers_of(type_name)
    tails = ["/".join(path[start:]) for start in range(len(path))]
    parents = list(path[-2::-1])
    for level, label in enumerate((*tails, *parents)):
        if label in headers:
            name, rank = headers[label]
            return Match(record_types()[type_name].field(name), level, rank)
    return None


@lru_cache(maxsize=4096)
def _alike(type_name: str, label: str) -> Match | None:
    """The one field of the type with a header much like the label, None when there is none or more than one."""
    if not 2 <= len(label) <= LONGEST_GUESSED:
        return None
    headers = _headers_of(type_name)
    near = difflib.get_close_matches(label, headers, n=8, cutoff=LIKENESS)
    names = {headers[header][0] for header in near}
    if len(names) != 1:
        return None
    return Match(record_types()[type_name].field(names.pop()), GUESS, headers[near[0]][1])


def _assign(record_type: RecordType, paths: dict[int, Path], guess: bool) -> Assignment:
    claims = {column: match for column, path in paths.items() if path and (match := _match(record_type.name, path))}
    if guess:
        claimed = {match.field.name for match in claims.values()}
        for column, path in paths.items():
            alike = _alike(record_type.name, path[-1]) if path and column not in claims else None
            if alike is not None and alike.field.name not in claimed:
                claims[column] = alike
    matches: dict[int, Match] = {}
    duplicates: dict[int, Match] = {}
    taken: set[str] = set()
    for column, match in sorted(claims.items(), key=lambda claim: (claim[1].order, claim[0])):
        (duplicates if match.field.name in taken else matches)[column] = match
        taken.add(match.field.name)
    return Assignment(record_type, matches, duplicates)


def _worth(assignment: Assignment, surroundings: str) -> tuple[float, int, int]:
    """How well a type covers the headers: matched and telling fields first, what the title says tips the balance."""
    own = [match for match in assignment.matches.values() if match.field.name not in _COMMON]
    telling = sum(match.field.telling for match in own)
    hints = sum(hint in surroundings for hint in (assignment.record_type.title, *assignment.record_type.hints))
    covered = len(own) - 0.5 * sum(match.level == GUESS for match in own) - len(assignment.missing)
    return (covered + telling + min(hints, 2), hints, -len(assignment.record_type.own_fields))


def assign(paths: dict[int, Path], surroundings: str, guess: bool = False) -> Assignment | None:
    """The record type that covers the headers best, None when they are no known table.

    surroundings: the table's title lines and the sheet's name. guess: whether likeness counts in choosing the type.
    """
    found = [_assign(record_type, paths, guess) for record_type in record_types().values()]
    enough = [assignment for assignment in found if assignment.is_enough]
    if not enough:
        return None
    best = max(enough, key=lambda assignment: _worth(assignment, surroundings))
    return _assign(best.record_type, paths, guess=True)


def is_numbering(texts: Sequence[str]) -> bool:
    """Whether the cells of a row number the columns, 甲 乙 1 2 3 or 1 2 3=1+2: the row explains, it holds no record."""
    numbers = [int(found[1]) for text in texts if (found := _COLUMN_NUMBER.fullmatch(half_width(text).strip()))]
    letters = sum(text.strip() in _COLUMN_LETTERS for text in texts)
    has_formula = any("=" in half_width(text) for text in texts)
    if len(numbers) + letters < len(texts) or len(texts) < (1 if has_formula else 3) or not numbers:
        return False
    return has_formula or (numbers[0] <= 1 and all(after == before + 1 for before, after in pairwise(numbers)))


_COLUMN_LETTERS = frozenset("甲乙丙丁戊己ABCD")
_COLUMN_NUMBER = re.compile(
    r"[(\[]?(\d{1,2})(?:\s*=\s*\(?\d{1,2}\)?(?:\s*[-+*/×÷%]\s*\(?\d{1,3}\)?)*%?)?[)\]]?(?:\.0)?"
)
