"""How the content of one cell is read into a value, by the kind of its field.

Every reading is certain or carries a doubt that says in Chinese how the text was taken; nothing is guessed in silence.
Each kind of value has its module here; `read_value` is the way in. Which names are known belongs to
``sources.vocabulary``, which cells make a row to the reader of tables, and whether a value is allowed (required,
minimum, maximum, pattern) to the checks.
"""

from collections.abc import Callable, Sequence

from sources.records import Kind, RecordField
from sources.rows import Doubt, RawValue, Reading
from sources.values.cells import ReadingContext, is_blank, joined, raw_text
from sources.values.choices import exact_choice, read_choice
from sources.values.dates import find_year, read_date, read_year
from sources.values.figures import read_number
from sources.values.labels import labelled_parts
from sources.values.names import read_department, read_departments, read_domain, read_persons
from sources.values.texts import is_error, is_filler, nothing_said, read_document_number, read_text
from sources.vocabulary import half_width

__all__ = ["ReadingContext", "find_year", "half_width", "is_blank", "raw_text", "read_value"]

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
    text = raw_text(raw)
    if isinstance(raw, str) and is_error(text):
        return Reading(None, Doubt("error_cell", f"单元格是错误值“{text.strip()}”;请改正公式或直接填写内容"))
    if is_blank(raw):
        return Reading(None)
    if field.kind is not Kind.TEXT and (":" in text or "\uff1a" in text):
        parts = labelled_parts(half_width(text), field, siblings)
        if parts is not None:
            return _read_parts(parts, field, context, siblings)
    return _read(raw, field, context)


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
    """Read content that is not blank and has no labels."""
    if field.kind is Kind.TEXT:
        return read_text(raw)
    if field.kind is Kind.CHOICE:
        chosen = exact_choice(raw, field)
        if chosen is not None:
            return Reading(chosen)
    text = raw_text(raw)
    if is_filler(text):
        return Reading(None)
    nothing = nothing_said(text)
    if nothing is not None:
        return Reading(None, nothing)
    return _READERS[field.kind](raw, field, context)
