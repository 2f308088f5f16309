"""Record types: what a row of a department's spreadsheet can be, declared as data.

Each type is one TOML file in ``record_types/``. The declaration drives header matching, the reading of values, the
expectations and the texts that clerks get back. The models here are strict: a typo in a declaration fails at load.
"""

import itertools
import re
import tomllib
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

DECLARATIONS = Path(__file__).parent / "record_types"


class Kind(StrEnum):
    """How the text of a cell is read into a value."""

    TEXT = "text"
    DOCUMENT_NUMBER = "document_number"
    CHOICE = "choice"
    DATE = "date"
    DEADLINE = "deadline"
    YEAR = "year"
    NUMBER = "number"
    DOMAIN = "domain"
    DEPARTMENT = "department"
    DEPARTMENTS = "departments"
    PERSONS = "persons"


class RecordField(BaseModel):
    """One field of a record type: its headers, how it is read and the rules its value must meet.

    second_synonyms: headers that usually mean another field of the type, and this one where that has a better column.
    synonyms_beside: headers that mean the field only beside a column of one of these fields.
    deciding_synonyms: headers of columns that, where filled, go before another column of the field in the same table.
    supporting_field: the field of the departments that are named in its cell beside the one that leads.
    number_field: the field of the document's number that may stand behind a title in its cell.
    day_field: the field of the day that may stand beside a name in its cell.
    person_field: the field of the persons who are named after a department in its cell.
    deadline_field: the field of the day that a cell of a year may name as well, in a table without a column for it.
    heading_field: the field that headers tell, where several columns hold such figures beside their total: 信息(20分).
    most_field: the field of the most that such a figure can be, in brackets in its header or in the row below it.
    text_field: the field that a choice written as a sentence tells as well, in a table without a column for it.
    choice_field: the field whose choice a text may say as well, in a table without a column for it.
    others_kept: a text that is none of the choices is kept as written, with a doubt, and not refused.
    said_by_headers: words in the header of a column that identifies the records, else in a title, that say the field of
    all of them, in a table without a column for it.
    said_by_sections: a row above some records says the field of all of them, in a table without a column for it.
    identifies: rows of the type that agree in all such fields are about the same thing; the first names it.
    asked_below: a cell left blank below a filled one is asked about: it may mean the same, or nothing.
    is_prose: a text of sentences or items, of which the lines stay lines; those of a name are only wrapped.
    rests_on: a header that fields share means this one only beside a column of one of these.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    header: str
    synonyms: tuple[str, ...] = ()
    second_synonyms: tuple[str, ...] = ()
    synonyms_beside: dict[str, tuple[str, ...]] = {}
    deciding_synonyms: tuple[str, ...] = ()
    kind: Kind = Kind.TEXT
    required: bool = False
    telling: bool = False
    choices: dict[str, tuple[str, ...]] = {}
    others_kept: bool = False
    identifies: bool = False
    asked_below: bool = False
    is_prose: bool = False
    unit_field: str | None = None
    approximate_field: str | None = None
    choice_field: str | None = None
    said_by_headers: tuple[str, ...] = ()
    said_by_sections: bool = False
    deadline_field: str | None = None
    heading_field: str | None = None
    most_field: str | None = None
    text_field: str | None = None
    number_field: str | None = None
    day_field: str | None = None
    supporting_field: str | None = None
    person_field: str | None = None
    rests_on: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    remedy: str | None = None

    def __hash__(self) -> int:
        # Cheap, for the cache of readings: few fields share both.
        return hash((self.name, self.header))

    @property
    def headers(self) -> tuple[str, ...]:
        """The Chinese header and its synonyms, the header first."""
        return (self.header, *self.synonyms, *self.deciding_synonyms, *self.synonyms_beside)

    def with_synonyms(self, more: tuple[str, ...]) -> "RecordField":
        """The field with more headers that mean it."""
        return self.model_copy(update={"synonyms": (*self.synonyms, *more)}) if more else self

    @field_validator("pattern")
    @classmethod
    def _pattern_compiles(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            re.compile(pattern)
        return pattern

    @model_validator(mode="after")
    def _choices_belong_to_a_choice(self) -> "RecordField":
        if (self.kind is Kind.CHOICE) != bool(self.choices):
            raise ValueError(f"{self.name}: choices are declared for kind 'choice' and only for it")
        if self.others_kept and not self.choices:
            raise ValueError(f"{self.name}: others than choices are kept, but no choices are declared")
        if self.is_prose and self.kind is not Kind.TEXT:
            raise ValueError(f"{self.name}: only a text is prose")
        spellings = [spelling for others in self.choices.values() for spelling in others]
        if len(spellings) != len(set(spellings)):
            raise ValueError(f"{self.name}: a spelling stands for two choices")
        return self


COMMON_FIELDS = (
    RecordField(
        name="year",
        header="年度",
        synonyms=("年份", "所属年度"),
        kind=Kind.YEAR,
        required=True,
        minimum=2000,
        maximum=2100,
        remedy="请在标题中写明年度(如“2021年重点改革任务”),或写在文件名、文件夹名中",
    ),
    RecordField(
        name="reporting_department",
        header="填报单位",
        synonyms=("报送单位", "上报单位", "填表单位", "填报部门", "报送部门"),
        kind=Kind.DEPARTMENT,
    ),
    RecordField(
        name="reported_date",
        header="填报日期",
        synonyms=("填报时间", "报送日期", "报送时间", "上报日期", "上报时间", "填表日期", "填表时间"),
        kind=Kind.DATE,
    ),
    RecordField(
        name="reported_period",
        header="报送期",
        synonyms=("报告期", "填报期"),
        kind=Kind.DATE,
    ),
)


class OtherList(BaseModel):
    """Lists that share headers with a record type and are of something else, as columns of their own or titles say.

    named_by: the word in the header of what identifies a row, any when it is empty. header_words, title_words: patterns
    of words in headers, or in titles, of such lists alone. unless_titled: those in a title that says that it is a list
    of the type all the same.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    named_by: str = ""
    header_words: tuple[str, ...] = Field(min_length=1)
    title_words: tuple[str, ...] = ()
    unless_titled: tuple[str, ...] = ()
    remedy: str


class RecordType(BaseModel):
    """A kind of row that departments send, e.g. a task or an output.

    kept_by_office: only the office sends it. common_synonyms: by a common field the headers that mean it in this type.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    grain: str
    hints: tuple[str, ...] = ()
    kept_by_office: bool = False
    other_list: OtherList | None = None
    common_synonyms: dict[str, tuple[str, ...]] = {}
    own_fields: tuple[RecordField, ...] = Field(alias="fields", min_length=1)

    @cached_property
    def fields(self) -> tuple[RecordField, ...]:
        """The declared fields, then those that every type has (the year, who reported, when, and up to when)."""
        own = {field.name for field in self.own_fields}
        common = (field for field in COMMON_FIELDS if field.name not in own)
        return (*self.own_fields, *(field.with_synonyms(self.common_synonyms.get(field.name, ())) for field in common))

    @model_validator(mode="after")
    def _names_are_unique_and_known(self) -> "RecordType":
        names = [field.name for field in self.own_fields]
        if len(names) != len(set(names)):
            raise ValueError(f"{self.name}: a field is declared twice")
        for field in self.own_fields:
            for companion in (
                field.unit_field,
                field.approximate_field,
                field.choice_field,
                field.deadline_field,
                field.heading_field,
                field.most_field,
                field.text_field,
                field.number_field,
                field.day_field,
                field.supporting_field,
                field.person_field,
                *field.rests_on,
                *itertools.chain(*field.synonyms_beside.values()),
            ):
                if companion is not None and companion not in names:
                    raise ValueError(f"{self.name}.{field.name}: {companion} is not a field of {self.name}")
        unknown = self.common_synonyms.keys() - {field.name for field in COMMON_FIELDS}
        if unknown:
            raise ValueError(f"{self.name}: {', '.join(sorted(unknown))} is no common field")
        self._shared_headers_are_declared()
        if not any(field.telling for field in self.own_fields):
            raise ValueError(f"{self.name}: no field tells this type from the others")
        if not self.identity or not self.identity[0].required:
            raise ValueError(f"{self.name}: the first field that identifies a row must be there, and required")
        return self

    def _shared_headers_are_declared(self) -> None:
        owners = {header: field.name for field in self.own_fields for header in field.headers}
        for field in self.own_fields:
            for header in field.headers:
                if owners[header] != field.name:
                    raise ValueError(f"{self.name}: {header} is a header of {field.name} and {owners[header]}")
            for header in field.second_synonyms:
                if owners.get(header, field.name) == field.name:
                    raise ValueError(f"{self.name}.{field.name}: {header} is no header of another field")

    @cached_property
    def identity(self) -> tuple[RecordField, ...]:
        """The fields that tell what a row is about, the one that names it first."""
        return tuple(
            sorted((field for field in self.own_fields if field.identifies), key=lambda field: not field.required)
        )

    def field(self, name: str) -> RecordField:
        """The field of that name; KeyError when the type has none."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, RecordField]:
        return {field.name: field for field in self.fields}

    def siblings(self, field: RecordField) -> tuple[RecordField, ...]:
        """The type's own fields but this one."""
        return tuple(other for other in self.own_fields if other.name != field.name)


@cache
def record_types() -> dict[str, RecordType]:
    """Every declared record type by name, in the order of their names.

    Raises pydantic.ValidationError when a declaration is wrong.
    """
    types = [RecordType.model_validate(tomllib.loads(path.read_text("utf-8"))) for path in DECLARATIONS.glob("*.toml")]
    return {declared.name: declared for declared in sorted(types, key=lambda declared: declared.name)}
