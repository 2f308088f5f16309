"""How the content of one cell is read into a value, by the kind of its field.

Every reading is certain or carries a doubt that says in Chinese how the text was taken; nothing is guessed in silence.
Each kind of value has its module here; `read_value` is the way in. Which names are known belongs to
``sources.vocabulary``, which cells make a row to the reader of tables, and whether a value is allowed (required,
minimum, maximum, pattern) to the checks.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from sources.records import Kind, RecordField, RecordType, record_types
from sources.rows import Doubt, RawValue, Reading
from sources.values.cells import LONGEST_VALUE, ReadingContext, is_blank, joined, quoted, raw_text, raw_texts
from sources.values.choices import choice_at_start, exact_choice, read_choice
from sources.values.dates import find_year, read_date, read_year
from sources.values.figures import RATIO_UNIT, in_unit, read_number
from sources.values.labels import labelled_parts
from sources.values.names import read_department, read_departments, read_domain, read_persons
from sources.values.texts import (
    are_tidy,
    is_error,
    is_tidy,
    may_hold_more,
    read_document_number,
    read_nothing,
    read_text,
)
from sources.vocabulary import Vocabulary, half_width

__all__ = [
    "RATIO_UNIT",
    "ReadingContext",
    "Readings",
    "as_written",
    "choice_at_start",
    "exact_choice",
    "find_year",
    "half_width",
    "in_unit",
    "is_blank",
    "joined",
    "quoted",
    "raw_text",
    "raw_texts",
    "read_value",
    "read_values",
    "says_nothing",
]

_MOST_REMEMBERED = 2048
_NUMBERS = {bool, int, float}
_TEXTS_ONLY: set[type] = {str}

_READERS: dict[Kind, Callable[[RawValue, RecordField, ReadingContext], Reading]] = {
    Kind.DOCUMENT_NUMBER: read_document_number,
    Kind.CHOICE: read_choice,
    Kind.DATE: read_date,
    Kind.DEADLINE: read_date,
    Kind.YEAR: read_year,
    Kind.NUMBER: read_number,
    Kind.DOMAIN: read_domain,
    Kind.DEPARTMENT: read_department,
    Kind.DEPARTMENTS: read_departments,
    Kind.PERSONS: read_persons,
}


def read_value(
    raw: RawValue, field: RecordField, context: ReadingContext, siblings: Sequence[RecordField] = ()
) -> Reading:
    """What the content of a cell means as the value of `field`; never raises.

    siblings: the other fields of the record type. Where a cell labels its parts ("牵头单位:…\\n责任单位:…") with the
    headers of `field` and of siblings, the field's own part is the value and the others are companions.
    """
    if field.kind is Kind.TEXT:
        is_plain = isinstance(raw, str) and is_tidy(raw) and not may_hold_more(raw, field)
        return Reading(cast("str", raw)) if is_plain else _read(raw, field, context)
    if isinstance(raw, str) and (":" in raw or "\uff1a" in raw):
        parts = labelled_parts(half_width(raw), field, siblings)
        if parts is not None:
            return _read_parts(parts, field, context, siblings)
    return _read(raw, field, context)


class Readings(NamedTuple):
    """What the contents of a column mean: a value for each, None where there is none.

    doubts and companions (values for other fields): by the content's position.
    """

    values: list[str | None]
    doubts: dict[int, Doubt]
    companions: list[tuple[int, str, str]]


Found = str | None | Reading
"""A value that is certain, or a reading that says more than a value."""


def read_values(
    raws: Sequence[RawValue], texts: list[str], record_type: RecordType, field: RecordField, context: ReadingContext
) -> Readings:
    """What the contents of a column of `field` mean, each as `read_value` reads it; never raises.

    texts: those of the contents, as `raw_texts` gives them.
    """
    if not raws:
        return Readings([], {}, [])
    classes = _TEXTS_ONLY if texts is raws else set(map(type, raws))
    if field.kind is Kind.TEXT:
        holds_more = (field.number_field or field.day_field) and any(may_hold_more(text, field) for text in texts)
        if classes == _TEXTS_ONLY and not holds_more and are_tidy(texts):
            return Readings(cast("list[str | None]", texts), {}, [])
        if str not in classes and all(map(str.isdecimal, texts)):
            return Readings([*texts], {}, [])
    memories = _memories(record_type.name, field.name, context.vocabulary, context.year)
    found = list(_remembered(raws, classes, memories))
    if not any(memory.says_more for memory in memories.values()) or Reading not in set(map(type, found)):
        return Readings(cast("list[str | None]", found), {}, [])
    more = [(at, reading) for at, reading in enumerate(found) if isinstance(reading, Reading)]
    return Readings(
        [one.value if isinstance(one, Reading) else one for one in found],
        {at: reading.doubt for at, reading in more if reading.doubt is not None},
        [(at, *said) for at, reading in more for said in reading.companions],
    )


def as_written(texts: list[str]) -> Readings:
    """What the texts of a column mean that no field claims: they are kept."""
    if are_tidy(texts):
        return Readings(cast("list[str | None]", texts), {}, [])
    return Readings([None if is_blank(text) else text.strip() for text in texts], {}, [])


def says_nothing(raw: RawValue) -> bool:
    """Whether a cell is blank or leaves its field so with a word or a mark: 无, /, —."""
    if is_blank(raw):
        return True
    reading = read_nothing(raw_text(raw))
    return reading is not None and reading.doubt is None


class _Memory(dict[RawValue, Found]):
    """What contents mean as a field: those that come again and again, as names, states and days do, are read once."""

    says_more = False
    """Whether any content ever meant more than a value."""

    def __init__(self, read: Callable[[RawValue], Reading]) -> None:
        self._read = read

    def __missing__(self, raw: RawValue) -> Found:
        reading = self._read(raw)
        found = reading.value if reading.doubt is None and not reading.companions else reading
        self.says_more |= found is reading
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        # Prose differs from row to row and would fill the memory.
        if not isinstance(raw, str) or len(raw) <= LONGEST_VALUE:
            self[raw] = found
        return found


def _remembered(
    raws: Sequence[RawValue], classes: set[type], memories: "defaultdict[type, _Memory]"
) -> Iterable[Found]:
    numbers = classes & _NUMBERS
    if len(numbers) <= 1:
        return map(memories[numbers.pop() if numbers else str].__getitem__, raws)
    return (memories[raw.__class__][raw] for raw in raws)


@lru_cache(maxsize=512)
def _memories(
    type_name: str, field_name: str, vocabulary: Vocabulary, year: int | None
) -> "defaultdict[type, _Memory]":
    """The memories of a field by the class of the numbers among the contents: 1, 1.0 and TRUE are not the same."""
    record_type = record_types()[type_name]
    field = record_type.field(field_name)
    context = ReadingContext(vocabulary, year)
    siblings = record_type.siblings(field)
    return defaultdict(lambda: _Memory(lambda raw: read_value(raw, field, context, siblings)))


def _read_parts(
    parts: dict[str, str], field: RecordField, context: ReadingContext, siblings: Sequence[RecordField]
) -> Reading:
    """The field's own part as the value, the parts of its siblings as companions."""
    declared = {field.name: field} | {sibling.name: sibling for sibling in siblings}
    readings = {name: _read(part, declared[name], context) for name, part in parts.items() if not is_blank(part)}
    own = readings.pop(field.name, Reading(None))
    others = tuple((name, reading.value) for name, reading in readings.items() if reading.value is not None)
    doubts = [own.doubt, *(reading.doubt for reading in readings.values())]
    return Reading(own.value, joined(doubts), (*own.companions, *others))


def _read(raw: RawValue, field: RecordField, context: ReadingContext) -> Reading:
    """Read content that has no labels."""
    if isinstance(raw, str) and is_error(raw):
        return Reading(None, Doubt("error_cell", f"单元格是错误值“{raw.strip()}”;请改正公式或直接填写内容"))
    if is_blank(raw):
        return Reading(None)
    return read_text(raw, field, context) if field.kind is Kind.TEXT else _read_typed(raw, field, context)


def _read_typed(raw: RawValue, field: RecordField, context: ReadingContext) -> Reading:
    """Read content that is not blank, of any kind but text. What is a choice of its own is no way of saying nothing."""
    chosen = exact_choice(raw, field) if field.kind is Kind.CHOICE else None
    if chosen is not None:
        return Reading(chosen)
    return read_nothing(raw_text(raw)) or _READERS[field.kind](raw, field, context)
