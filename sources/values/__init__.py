"""How the content of one cell is read into a value, by the kind of its field.

Every reading is certain or carries a doubt that says in Chinese how the text was taken; nothing is guessed in silence.
Each kind of value has its module here; `read_value` is the way in. Which names are known belongs to
``sources.vocabulary``, which cells make a row to the reader of tables, and whether a value is allowed (required,
minimum, maximum, pattern) to the checks.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from sources.records import Kind, RecordField, RecordType, record_types
from sources.rows import Doubt, RawValue, Reading
from sources.values.cells import LONGEST_VALUE, ReadingContext, is_blank, joined, raw_text
from sources.values.choices import exact_choice, read_choice
from sources.values.dates import find_year, read_date, read_year
from sources.values.figures import RATIO_UNIT, read_number
from sources.values.labels import labelled_parts
from sources.values.names import read_department, read_departments, read_domain, read_persons
from sources.values.texts import are_tidy, is_error, is_tidy, read_document_number, read_nothing, read_text
from sources.vocabulary import Vocabulary, half_width

__all__ = [
    "RATIO_UNIT",
    "ReadingContext",
    "Readings",
    "find_year",
    "half_width",
    "is_blank",
    "joined",
    "raw_text",
    "read_value",
    "read_values",
]

_Reader = Callable[[RawValue], Reading]

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
        return Reading(raw) if isinstance(raw, str) and is_tidy(raw) else _read(raw, field, context)
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


def read_values(
    raws: Sequence[RawValue], record_type: RecordType, field: RecordField, context: ReadingContext
) -> Readings:
    """What the contents of a column of `field` mean, each as `read_value` reads it; never raises."""
    if field.kind is Kind.TEXT and are_tidy(raws):
        return Readings(list(raws), {}, [])
    remembered = _remembered(record_type.name, field.name, context.vocabulary, context.year)
    readings = [
        # Prose differs from row to row and would fill the memory.
        read_value(raw, field, context, record_type.siblings(field))
        if isinstance(raw, str) and len(raw) > LONGEST_VALUE
        else remembered(raw)
        for raw in raws
    ]
    return Readings(
        [reading.value for reading in readings],
        {at: reading.doubt for at, reading in enumerate(readings) if reading.doubt is not None},
        [(at, *companion) for at, reading in enumerate(readings) for companion in reading.companions],
    )


@lru_cache(maxsize=512)
def _remembered(type_name: str, field_name: str, vocabulary: Vocabulary, year: int | None) -> _Reader:
    """Reads the content of a field once for each that comes again and again, as names, states and days do."""
    record_type = record_types()[type_name]
    field = record_type.field(field_name)
    context = ReadingContext(vocabulary, year)
    siblings = record_type.siblings(field)
    return lru_cache(maxsize=2048, typed=True)(lambda raw: read_value(raw, field, context, siblings))


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
    return read_text(raw) if field.kind is Kind.TEXT else _read_typed(raw, field, context)


def _read_typed(raw: RawValue, field: RecordField, context: ReadingContext) -> Reading:
    """Read content that is not blank, of any kind but text. What is a choice of its own is no way of saying nothing."""
    chosen = exact_choice(raw, field) if field.kind is Kind.CHOICE else None
    if chosen is not None:
        return Reading(chosen)
    return read_nothing(raw_text(raw)) or _READERS[field.kind](raw, field, context)
