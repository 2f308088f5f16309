"""Telling which declared field a written header means, and which record type a row of headers belongs to.

Everything here is about the texts of headers. Where headers stand on a sheet belongs to ``tables``.
"""

import difflib
import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from unicodedata import is_normalized

from sources.figure_headers import figures_by_time
from sources.header_periods import names_a_year, split_path, split_period
from sources.header_words import OwnHeader
from sources.matches import GUESS, Claims, Match, Options, Path, Periods
from sources.records import COMMON_FIELDS, Kind, RecordField, RecordType, record_types
from sources.sharing import columns_sharing, share, share_states
from sources.vocabulary import half_width

LONGEST_HEADER = 40
MOST_ASSIGNMENTS = 4096
LONGEST_GUESSED = 16
LIKENESS = 0.8

_BRACKETED = re.compile(r"[(\[{【〔<][^()\[\]{}【】〔〕<>]*[)\]}】〕>]")
_PREFIX = re.compile(r"^[*★☆※#]*(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、)])?[*★☆※#]*")
_YEAR_BEFORE = re.compile(r"^(?:19|20)\d\d年度?的?")
_PERIOD_BRACKET = re.compile(r"[(\[【](?P<period>[^()\[\]【】]+)[)\]】]$")
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
OF_NO_FIELD = ("电话", "手机", "号码", "联系方式", "邮箱", "地址", "科室", "处室", "股室")
"""How headers end that are like no field, though they have much in common with 联系人及电话 or 责任单位."""
_AMOUNTS = frozenset("数率量额比")
"""How headers of figures end."""
_MERE_ANSWERS = frozenset(("是", "否"))
_COMMON = frozenset(field.name for field in COMMON_FIELDS)


def is_plain(text: str) -> bool:
    """Whether a text has nothing to fold but its case, as most have not."""
    return text.isalnum() and is_normalized("NFKC", text)


def fold(text: str) -> str:
    """A header without what does not tell it from others: spaces, line breaks, brackets, numbering, full width."""
    return text.casefold() if is_plain(text) else _folded(text)


@lru_cache(maxsize=16_384)
def _folded(text: str) -> str:
    folded = _squeezed(text)
    bare = _BRACKETED.sub("", folded)
    return _PREFIX.sub("", bare or folded).strip(":,。;*/ .★☆※#")


_KEPT = frozenset(map(chr, (*range(0x4E00, 0x9FA6), *range(0x30, 0x3A))))
"""The characters that folding keeps at the end of a text: ideographs and digits."""
_KEPT_END = re.compile("[\u4e00-\u9fa50-9]*$")
LAST = slice(-6, None)
_MOST_ENDS = 16_384


class Ends(dict[str, bool]):
    """By the `LAST` characters of a text: whether it may fold into one of some labels. Most texts surely do not.

    Folding is slow, and other texts than labels end alike in many rows and files.
    """

    def __init__(self, labels: Iterable[str]) -> None:
        super().__init__()
        self._of_labels = {label[-length:] for label in labels for length in range(1, -LAST.start + 1)}

    def __missing__(self, end: str) -> bool:
        kept = _KEPT_END.search(end)
        may_be = kept is None or not kept[0] or kept[0] in self._of_labels
        if len(self) >= _MOST_ENDS:
            self.clear()
        self[end] = may_be
        return may_be


def _squeezed(text: str) -> str:
    return "".join(half_width(text).split()).casefold()


def _declared_label(header: str) -> str:
    """A declared header as it is looked up: one that is declared with brackets means nothing without them."""
    return _squeezed(header) if "(" in header else fold(header)


@dataclass(frozen=True)
class Assignment:
    """The record type of a table and, by column, the match of its header; duplicates lost their field to a better."""

    record_type: RecordType
    matches: dict[int, Match]
    duplicates: dict[int, Match]

    @cached_property
    def own_fields(self) -> dict[str, Match]:
        """The best match of every field found that is the type's own."""
        own: dict[str, Match] = {}
        for match in self.matches.values():
            if match.field.name not in _COMMON:
                own.setdefault(match.field.name, match)
        return own

    @cached_property
    def missing(self) -> tuple[RecordField, ...]:
        """Required columns that no header claims."""
        found = {match.field.name for match in self.matches.values()}
        return tuple(field for field in self.record_type.own_fields if field.required and field.name not in found)

    def beside(self, other: "Assignment") -> dict[int, Match]:
        """The columns that only this assignment claims as the type's own, and not the other."""
        return {
            column: match
            for column, match in self.matches.items()
            if column not in other.matches and match.field.name not in _COMMON
        }

    @property
    def required_columns(self) -> frozenset[int]:
        """The columns of the required fields that are the type's own."""
        return frozenset(
            column for column, match in self.matches.items() if match.field.required and match.field.name not in _COMMON
        )

    @property
    def is_enough(self) -> bool:
        """Whether these headers make a table of the type rather than a chance likeness."""
        own = [match.field for match in self.own_fields.values()]
        return len(own) >= 2 and (not self.missing or (len(own) >= 3 and any(field.telling for field in own)))


_NO_PAIRS: frozenset[tuple[str, str]] = frozenset()


class Lexicon:
    """What headers mean: those that the record types declare, and before them the office's own."""

    def __init__(self, own: Sequence[OwnHeader] = ()) -> None:
        self._own = own
        self._headers = {name: self._headers_of(declared) for name, declared in record_types().items()}
        known: dict[str, set[tuple[str, str]]] = {}
        for name, headers in self._headers.items():
            for header, meanings in headers.items():
                known.setdefault(header, set()).update((name, match.field.name) for match in meanings)
        self._known = {header: frozenset(pairs) for header, pairs in known.items()}
        self._bracketed = frozenset(header for header in self._known if "(" in header)
        self._option_words = frozenset(
            word for declared in record_types().values() for field in declared.own_fields for word in _options_of(field)
        )
        self._ends = Ends(self._known)
        self._last_unlike = frozenset(_KEPT.difference(header[-1:] for header in self._known))
        # Asked of every text of a sheet: names, states and days come again and again.
        self._pairs = lru_cache(maxsize=16_384)(self._pairs_of)
        self._meanings: dict[tuple[str, Path], tuple[Match, ...]] = {}
        self._alikes: dict[tuple[str, str], Match | None] = {}
        self._assignments: dict[tuple[bool, tuple[tuple[int, Path], ...]], list[tuple[Assignment, Assignment]]] = {}

    def _headers_of(self, declared: RecordType) -> dict[str, tuple[Match, ...]]:
        """Every header of a type: the fields that it can mean, first the one that it usually means."""
        own: dict[str, tuple[Match, ...]] = {}
        for header in self._own:
            if header.record_type == declared.name:
                own.setdefault(_declared_label(header.header), (Match(declared.field(header.field), 0, -1),))
        found: dict[str, dict[str, Match]] = {}
        for field in declared.fields:
            for rank, text in enumerate((*field.headers, *field.second_synonyms)):
                found.setdefault(_declared_label(text), {}).setdefault(field.name, Match(field, 0, rank))
        usual = {label: tuple(sorted(found[label].values(), key=lambda match: match.rank)) for label in found}
        return usual | own

    def label(self, text: str) -> str:
        """A header folded; what stands in brackets stays where that tells headers apart, as in 责任单位(牵头)."""
        if is_plain(text):
            return text.casefold()
        if "(" in text or "（" in text:
            whole = _squeezed(text)
            if whole in self._bracketed:
                return whole
            bracket = _PERIOD_BRACKET.search(whole)
            if bracket is not None and (split_period(bracket["period"]) or (0, "-"))[1] == "":
                return fold(text) + bracket["period"]
        return fold(text)

    def is_known(self, text: str) -> bool:
        """Whether any record type has this header."""
        return len(text) <= LONGEST_HEADER and bool(self._pairs(text))

    def is_option(self, text: str) -> bool:
        """Whether the text is a choice of any field."""
        return len(text) <= LONGEST_HEADER and fold(text) in self._option_words

    def is_known_path(self, path: Path) -> bool:
        """Whether any record type has the joined labels as a header, or the second as a choice of the first's field."""
        return "/".join(path) in self._known or self._is_option_path(path)

    def _is_option_path(self, path: Path) -> bool:
        group, label = path[0], path[-1]
        return len(path) == 2 and any(
            label in _options_of(match.field) for headers in self._headers.values() for match in headers.get(group, ())
        )

    def _pairs_of(self, text: str) -> frozenset[tuple[str, str]]:
        """The record types and fields of which the text is a header."""
        if len(text) > LONGEST_HEADER or not self._ends[text[LAST]]:
            return _NO_PAIRS
        return self._known.get(self.label(text), _NO_PAIRS)

    def headers_among(self, texts: Iterable[str]) -> set[str]:
        """Those of the texts that are headers of any record type."""
        unlike, ends = self._last_unlike, self._ends
        may_be = [text for text in texts if text and text[-1] not in unlike]
        return {text for text in may_be if ends[text[LAST]] and self._pairs_of(text)}

    def known_fields(self, texts: Sequence[str]) -> int:
        """How many fields of one record type these texts can be headers of, for the type with the most of them."""
        return _most_fields(tuple(filter(None, map(self._pairs, texts))))

    def meanings(self, type_name: str, path: Path) -> tuple[Match, ...]:
        """The fields that the labels name: by the full path, then by less of it, then the leaf, then the parents."""
        known = self._meanings.get((type_name, path))
        if known is None:
            known = self._meanings[type_name, path] = self._look_up(self._headers[type_name], path)
        return known

    def _look_up(self, headers: dict[str, tuple[Match, ...]], path: Path) -> tuple[Match, ...]:
        tails = ["/".join(path[start:]) for start in range(len(path))]
        parents = list(path[-2::-1])
        for level, label in enumerate((*tails, *parents)):
            if label in headers:
                meant = headers[label] if level >= len(path) else _as_groups_say(headers[label], headers, parents)
                return tuple(replace(match, level=level) for match in meant)
        # Below a year in its header a column means one thing: of several the one of the table's year is read.
        of_a_year = headers.get(_YEAR_BEFORE.sub("", path[-1])) if path else None
        return (replace(of_a_year[0], level=len(path) - 1),) if of_a_year else ()

    def _periods(self, type_name: str, paths: dict[int, Path]) -> Periods:
        """By column the end of the period that its labels name and the other labels, where these mean a field."""
        found: Periods = {}
        for column, path in paths.items():
            split = split_path(path) if path else None
            is_plain = split is None or (path[-1] in self._headers[type_name] and split_period(path[-1]) is not None)
            if split is not None and not is_plain and self.meanings(type_name, split[1]):
                found[column] = split
        return found

    def _alike(self, type_name: str, label: str) -> Match | None:
        """The one field of the type with a header much like the label, None when there is none or more than one.

        A header that is known and means nothing beside these others is like none.
        """
        if not 2 <= len(label) <= LONGEST_GUESSED or label.endswith(OF_NO_FIELD) or label in self._headers[type_name]:
            return None
        if (type_name, label) not in self._alikes:
            headers = self._headers[type_name]
            near = difflib.get_close_matches(label, headers, n=8, cutoff=LIKENESS)
            # How many tasks there are is no task.
            near = [header for header in near if label[-1] not in _AMOUNTS or header[-1] == label[-1]]
            names = {headers[header][0].field.name for header in near}
            found = replace(headers[near[0]][0], level=GUESS) if near and len(names) == 1 else None
            self._alikes[type_name, label] = found
        return self._alikes[type_name, label]

    def assign(self, paths: dict[int, Path], surroundings: str, guess: bool = False) -> Assignment | None:
        """The record type that covers the headers best, None when they are no known table.

        surroundings: the table's title lines and the sheet's name. guess: whether likeness counts in choosing the type.
        """
        enough = self._enough(paths, guess)
        if len(enough) == 1:
            return enough[0][1]
        return max(enough, key=lambda found: _worth(found[0], surroundings))[1] if enough else None

    def assign_all(self, paths: dict[int, Path], surroundings: str, guess: bool = False) -> "tuple[Assignment, ...]":
        """The record type that covers the headers best, and with it the others of which each row tells as well.

        The one that the others refer to comes first: tasks before their outputs. Empty when they are no known table.
        """
        best = self.assign(paths, surroundings, guess)
        if best is None:
            return ()
        enough = [found for _, found in self._enough(paths, guess) if found.record_type != best.record_type]
        texts = {column: "/".join((surroundings, *path)) for column, path in paths.items()}
        found = [_told_together(first, [best, *enough], texts) for first in (best, *enough)]
        return max((told for told in found if best in told), key=len)

    def _enough(self, paths: dict[int, Path], guess: bool) -> list[tuple[Assignment, Assignment]]:
        """What the headers mean in a table of each type that they make one of, as asked and with likeness counted.

        Found once: senders who share a form share its headers.
        """
        key = (guess, tuple(paths.items()))
        found = self._assignments.get(key)
        if found is None:
            assigned = [self._assign(declared, paths, guess) for declared in record_types().values()]
            enough = [assignment for assignment in assigned if assignment.is_enough]
            found = [(assignment, self._assign(assignment.record_type, paths, guess=True)) for assignment in enough]
            if len(self._assignments) >= MOST_ASSIGNMENTS:
                self._assignments.clear()
            self._assignments[key] = found
        return found

    def _guessed(self, type_name: str, paths: dict[int, Path], values: Claims) -> Claims:
        """The columns whose headers are only like one of a field that no other column may be."""
        claimed = {match.field.name for found in values.values() for match in found}
        alike = {column: self._alike(type_name, path[-1]) for column, path in paths.items() if path}
        return {column: (match,) for column, match in alike.items() if match and match.field.name not in claimed}

    def _assign(self, record_type: RecordType, paths: dict[int, Path], guess: bool) -> Assignment:
        periods = self._periods(record_type.name, paths)
        bases = paths | {column: base for column, (_, base) in periods.items()}
        claims = {column: found for column, path in bases.items() if (found := self.meanings(record_type.name, path))}
        of_time, of_periods = figures_by_time(record_type, paths, claims)
        claims |= of_time
        periods |= of_periods
        bases |= {column: base for column, (_, base) in of_periods.items()}
        claims = _beside_others(_without_others(claims, bases, periods), bases)
        named, bare = _options(record_type, paths, claims)
        values = {column: found for column, found in claims.items() if column not in named and column not in bare}
        if guess:
            free = {column: path for column, path in paths.items() if column not in values | named | bare}
            values |= self._guessed(record_type.name, free, values)
        sharing = columns_sharing(bases, values, periods)
        shared = {column for columns in sharing for column in columns[1:]}
        matches, duplicates = _settled_among({column: values[column] for column in values if column not in shared})
        for columns in sharing:
            share(columns, bases, periods, matches, duplicates)
        share_states(bases, matches, duplicates)
        duplicates = {column: match for column, match in duplicates.items() if _says_itself(match, bases[column])}
        taken = {match.field.name for match in matches.values()}
        for column, match in named.items():
            (duplicates if match.field.name in taken else matches)[column] = match
        taken |= {match.field.name for match in named.values()}
        without = Assignment(record_type, matches, duplicates)
        if without.missing:
            return without
        # Choices side by side without a word above them are ticked only in a table that is whole without them.
        more = {column: match for column, match in bare.items() if match.field.name not in taken}
        return Assignment(record_type, matches | more, duplicates)


def _as_groups_say(
    meant: tuple[Match, ...], headers: Mapping[str, tuple[Match, ...]], groups: Sequence[str]
) -> tuple[Match, ...]:
    """The meanings of a label, first those that a group above it has as well: 完成时间 below 时间节点 is a deadline."""
    if len(meant) < 2:
        return meant
    said = {match.field.name for group in groups for match in headers.get(group, ())}
    return tuple(sorted(meant, key=lambda match: match.field.name not in said))


def _says_itself(match: Match, path: Path) -> bool:
    """Whether a column's own label, and not only the group above it, says the field; a year below a group says it."""
    return match.level < len(path) or names_a_year(path[-1])


def _told_together(first: Assignment, others: list[Assignment], texts: dict[int, str]) -> tuple[Assignment, ...]:
    """An assignment with those of the others of which the same rows tell, each in columns of its own.

    texts: what stands above each column and around the table; it must name the other type: 存在问题 alone is no 督察.
    """
    told = [first]
    for other in sorted(others, key=lambda other: -len(other.beside(first))):
        own = "".join(texts[column] for column in other.beside(first))
        is_named = any(hint in own for hint in other.record_type.hints)
        if is_named and all(
            _are_both_told(first, other) and other.beside(first).keys().isdisjoint(one.beside(first)) for one in told
        ):
            told.append(other)
    return tuple(told)


def _are_both_told(first: Assignment, second: Assignment) -> bool:
    """Whether the rows of a table tell of two records: the second refers to the first and says enough of its own."""
    if first is second or first.missing or second.missing or not first.required_columns <= second.matches.keys():
        return False
    own_telling = [
        sum(match.field.telling or match.field.choice_field is not None for match in one.beside(other).values())
        for one, other in ((first, second), (second, first))
    ]
    fewest = 1 if second.required_columns.isdisjoint(first.matches) else 2
    return min(own_telling) >= fewest and len(second.beside(first)) >= 2


@lru_cache(maxsize=1024)
def _most_fields(meanings: tuple[frozenset[tuple[str, str]], ...]) -> int:
    """How many fields of one record type such headers can be: the same ones stand in many files."""
    if len(meanings) < 2:
        return len(meanings)
    fields: dict[str, set[str]] = {}
    for name, field in {pair for pairs in meanings for pair in pairs if pair[1] not in _COMMON}:
        fields.setdefault(name, set()).add(field)
    return max((min(len(found), len(meanings)) for found in fields.values()), default=0)


@lru_cache(maxsize=64)
def lexicon(own: tuple[OwnHeader, ...] = ()) -> Lexicon:
    """The lexicon with an office's own headers, put together once."""
    return Lexicon(own)


def _settled(claims: Claims) -> tuple[Options, Options]:
    """Every column's field, and the columns that got none: a column that loses a field may mean another.

    Each column asks for its meanings in turn, and a field stays with the best that asked (a stable matching): with a
    header that means nothing else before one that may, 实际完成时间 before 完成时间.
    """
    held: dict[str, tuple[int, Match]] = {}
    duplicates: Options = {}
    waiting = [(column, iter(found)) for column, found in sorted(claims.items())]
    asking = dict(waiting)
    columns = deque(asking)

    def worth(column: int, match: Match) -> tuple[int, bool, int, int]:
        return (match.level, len(claims[column]) > 1, match.rank, column)

    while columns:
        column = columns.popleft()
        match = next(asking[column], None)
        if match is None:
            duplicates[column] = claims[column][0]
            continue
        rival = held.get(match.field.name)
        if rival is not None and worth(*rival) <= worth(column, match):
            columns.append(column)
            continue
        held[match.field.name] = (column, match)
        if rival is not None:
            columns.append(rival[0])
    return dict(sorted(held.values(), key=lambda pair: pair[0])), duplicates


def _settled_among(claims: Claims) -> tuple[Options, Options]:
    """The settled columns, where no column with another meaning has a field without the fields that it rests on."""
    while True:
        matches, duplicates = _settled(claims)
        present = {match.field.name for match in matches.values()}
        loose = {
            column: match
            for column, match in matches.items()
            if match.field.rests_on and len(claims[column]) > 1 and present.isdisjoint(match.field.rests_on)
        }
        if not loose:
            return matches, duplicates
        others = {
            column: tuple(meant for meant in claims[column] if meant.field != match.field)
            for column, match in loose.items()
        }
        claims = claims | others


def _without_others(claims: Claims, paths: dict[int, Path], periods: Mapping[int, object]) -> Claims:
    """The claims but those of a calendar, where months stand below 时间安排, and of amounts below a header of texts.

    Below one header years mean it alone.
    """
    kept: Claims = {}
    for column, found in claims.items():
        path, kind = paths[column], found[0].field.kind
        is_of_calendar = column in periods and kind in (Kind.DATE, Kind.DEADLINE)
        is_below = found[0].level >= len(path)
        is_amount = is_below and kind is not Kind.NUMBER and path[-1][-1] in _AMOUNTS
        if not (is_of_calendar or is_amount):
            kept[column] = found[:1] if is_below and names_a_year(path[-1]) else found
    return kept


def _beside_others(claims: Claims, paths: dict[int, Path]) -> Claims:
    """The claims but those of headers that mean a field only beside one of some others, where no column is of these."""
    claimed = {match.field.name for found in claims.values() for match in found}

    def holds(match: Match, label: str) -> bool:
        others = match.field.synonyms_beside.get(label)
        return others is None or not claimed.isdisjoint(others)

    kept = {
        column: tuple(match for match in found if holds(match, paths[column][-1])) for column, found in claims.items()
    }
    return {column: found for column, found in kept.items() if found}


@lru_cache(maxsize=256)
def _options_of_choices(spellings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(spelling) for spelling in spellings if _IDEOGRAPH.search(spelling))


def _options_of(declared: RecordField) -> frozenset[str]:
    """The folded words for the choices of a field that may head columns to tick; none for a field without choices."""
    if not declared.choices:
        return frozenset()
    return _options_of_choices(tuple(word for choice, others in declared.choices.items() for word in (choice, *others)))


def _options(record_type: RecordType, paths: dict[int, Path], claims: Claims) -> tuple[Options, Options]:
    """The columns that stand for the choices of a field: those below its header, and those without a word above.

    A label below the field's header that is no known choice is an option all the same, when another one is known.
    """
    named: Options = {}
    bare: Options = {}
    groups: dict[Path, list[int]] = {}
    for column, path in paths.items():
        if path and (column not in claims or claims[column][0].level >= len(path)):
            groups.setdefault(path[:-1], []).append(column)
    for declared in record_type.own_fields:
        words = _options_of(declared)
        for columns in groups.values() if words else ():
            labels = {column: paths[column][-1] for column in columns}
            known = {column: label for column, label in labels.items() if label in words}
            if not known or len(labels) < 2:
                continue
            if all(column in claims and claims[column][0].field == declared for column in columns):
                named |= {column: Match(declared, 0, 0, label) for column, label in labels.items()}
            elif len(set(known.values())) >= 2 and not set(known.values()) <= _MERE_ANSWERS:
                bare |= {column: Match(declared, 0, 0, label) for column, label in known.items()}
    return named, bare


def _worth(assignment: Assignment, surroundings: str) -> tuple[float, int, int]:
    """How well a type covers the headers: matched and telling fields first, what the title says tips the balance."""
    own = assignment.own_fields.values()
    telling = sum(match.field.telling for match in own)
    hints = sum(hint in surroundings for hint in (assignment.record_type.title, *assignment.record_type.hints))
    covered = len(own) - 0.5 * sum(match.level == GUESS for match in own) - len(assignment.missing)
    return (covered + telling + min(hints, 2), hints, -len(assignment.record_type.own_fields))


def is_numbering(texts: Sequence[str]) -> bool:
    """Whether the cells of a row number the columns, 甲 乙 1 2, 栏次 2 3 or 1 2 3=1+2: the row holds no record."""
    found = [half_width(text).strip() for text in texts]
    is_said = bool(found) and "".join(found[0].split()) in _NUMBERING_LABELS
    if is_said:
        del found[0]
    numbers = [int(match[1]) for text in found if (match := _COLUMN_NUMBER.fullmatch(text))]
    letters = sum(text in _COLUMN_LETTERS for text in found)
    has_formula = any("=" in text for text in found)
    if len(numbers) + letters < len(found) or len(found) < (1 if has_formula or is_said else 3) or not numbers:
        return False
    is_from_start = is_said or numbers[0] <= 1
    return has_formula or (is_from_start and all(after == before + 1 for before, after in pairwise(numbers)))


_NUMBERING_LABELS = frozenset(("栏次", "列次", "栏号", "列号", "栏目", "栏"))
_COLUMN_LETTERS = frozenset("甲乙丙丁戊己ABCD")
_COLUMN_NUMBER = re.compile(
    r"[(\[]?(\d{1,2})(?:\)?\s*=\s*\(?\d{1,2}\)?(?:\s*[-+*/×÷%]\s*\(?\d{1,3}\)?)*%?)?[)\]]?(?:\.0)?"
)
