"""The headers that an office adds to the usual ones: synonyms for all its files, and pins for those of one sender.

They are settings, checked against the declared record types when they are loaded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sources.records import record_types


class Pin(BaseModel):
    """What headers mean in the files of one sender. path: a pattern of paths in the inbox, such as 住建局/*.xlsx."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str = Field(min_length=1)
    record_type: str
    headers: dict[str, str] = Field(min_length=1)

    @model_validator(mode="after")
    def _fields_are_known(self) -> "Pin":
        for name in self.headers.values():
            _require_field(self.record_type, name)
        return self


@dataclass(frozen=True, slots=True)
class OwnHeader:
    """A header of the office's own and the field that it means."""

    header: str
    record_type: str
    field: str


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """The office's own headers: those of all files, and by a pattern of paths those of some."""

    everywhere: tuple[OwnHeader, ...] = ()
    pinned: tuple[tuple[str, tuple[OwnHeader, ...]], ...] = ()

    @classmethod
    def load(cls, synonyms: Mapping[str, Mapping[str, Sequence[str]]], pins: Sequence[Pin]) -> "HeaderWords":
        """From synonyms by record type and field, and pins. Raises ValueError for a type or a field that is unknown."""
        everywhere = []
        for record_type, by_field in synonyms.items():
            for name, headers in by_field.items():
                _require_field(record_type, name)
                everywhere += [OwnHeader(header, record_type, name) for header in headers]
        pinned = tuple(
            (pin.path, tuple(OwnHeader(header, pin.record_type, name) for header, name in pin.headers.items()))
            for pin in pins
        )
        return cls(tuple(everywhere), pinned)

    def of_file(self, inbox_path: str) -> tuple[OwnHeader, ...]:
        """The headers that hold in a file, the pinned ones first: they win."""
        pinned = (header for path, headers in self.pinned if fnmatchcase(inbox_path, path) for header in headers)
        return (*pinned, *self.everywhere)


NO_HEADERS = HeaderWords()


def _require_field(record_type: str, name: str) -> None:
    declared = record_types().get(record_type)
    if declared is None:
        raise ValueError(f"{record_type} is no record type; there are {', '.join(record_types())}")
    if name not in {field.name for field in declared.fields}:
        raise ValueError(f"{record_type} has no field {name}; it has {', '.join(f.name for f in declared.fields)}")
