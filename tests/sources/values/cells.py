"""The fields that cells are read for in these tests, and what a reading comes to in a table of expectations."""

from sources.records import RecordField, record_types
from sources.rows import RawValue
from sources.values import ReadingContext, read_value
from sources.vocabulary import Vocabulary

CONTEXT = ReadingContext(Vocabulary.load("瑶海区"), 2021)
WITHOUT_YEAR = ReadingContext(CONTEXT.vocabulary, None)

DEADLINE = "task.due_date"
DATE = "task.completed_date"
STATUS = "task.status"
APPROVED = "postponement.approved"
VALUE = "indicator.value"
LEAD = "task.lead_department"
SUPPORT = "task.supporting_departments"
DOMAIN = "task.domain"
PERSON = "task.responsible_person"
YEAR = "postponement.postponed_to_year"
TITLE = "task.title"
REMARK = "task.remark"
NUMBER = "output.document_number"

Expectation = tuple[str, RawValue, str | None, str | None]
"""A field, what a clerk writes in it, the value it must be read as, and the rule of the doubt about it."""


def declared(path: str) -> RecordField:
    record_type, _, name = path.partition(".")
    return record_types()[record_type].field(name)


def read(path: str, raw: RawValue) -> tuple[str | None, str | None]:
    reading = read_value(raw, declared(path), CONTEXT)
    return reading.value, reading.doubt.rule if reading.doubt else None
