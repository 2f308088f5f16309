"""The shapes that reading a file yields: cells, rows, findings of the reader, and the file as a whole."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, cast

RawValue = str | int | float | bool | date | datetime | time | timedelta | None
"""A cell's content as the spreadsheet library gives it."""


_SEPARATOR = "\x1f"
_NOTHING: Mapping[int, Any] = {}


class FileState(StrEnum):
    """How the reading of a file ended."""

    LOADED = "loaded"
    UNREADABLE = "unreadable"
    UNRECOGNISED = "unrecognised"


class Severity(StrEnum):
    """error: the row (or the sheet, or the file) stays out; warning: it is loaded and said so; info: only said."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a reading is not certain or not possible: a rule's name and a sentence in Chinese for the clerk.

    The sentence says what was found, how it was taken (when it was) and what to write instead.
    """

    rule: str
    message: str


class Reading(NamedTuple):
    """What a cell's content means.

    value: normalised text (ISO date, plain decimal, canonical choice or name), None when blank or unreadable.
    doubt: None when the reading is certain.
    companions: values for other fields of the row that the same cell gives, by field name (unit, approximate, …).
    """

    value: str | None
    doubt: Doubt | None = None
    companions: tuple[tuple[str, str], ...] = ()


class Cell(NamedTuple):
    """One value of a row and where it stands.

    field: the declared field, or None for a column that no field claims (the cell is kept all the same).
    header_text: the header as written (levels joined with "/"), or what the value was taken from
        ("标题", "填报单位", "工作表名", "文件名", "文件夹名") when it is no column.
    cell: A1 address of the cell that holds the text (a merged area's top left), None when it is outside the sheet.
    raw_text: the text as written, never changed.
    """

    field: str | None
    header_text: str
    cell: str | None
    raw_text: str
    value: str | None
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table's body. skipped says in English why a row is no record (subtotal, repeated header, …).

    record_type: None for a row that stands in no known table.
    """

    sheet: str
    table_number: int
    row_number: int
    record_type: str | None
    cells: tuple[Cell, ...]
    is_plan: bool = False
    skipped: str | None = None


class Texts(NamedTuple):
    """One text or more in one, parted by what none of them has in it: so they are sent and loaded much faster.

    None stands in it as an empty text.
    """

    joined: str
    separator: str

    @staticmethod
    def of(texts: Sequence[str | None]) -> "Texts":
        """Put texts together. Raises ValueError when there are none: no text at all looks like an empty one."""
        if not texts:
            raise ValueError("no texts to put together")
        filled = cast(Sequence[str], texts)
        try:
            joined = _SEPARATOR.join(filled)
        except TypeError:
            filled = [text or "" for text in texts]
            joined = _SEPARATOR.join(filled)
        if joined.count(_SEPARATOR) == len(filled) - 1:
            return Texts(joined, _SEPARATOR)
        separators = (f"{_SEPARATOR}{number}{_SEPARATOR}" for number in itertools.count())
        return next(
            found for found in (Texts(mark.join(filled), mark) for mark in separators) if found.split() == filled
        )

    def split(self) -> list[str]:
        """The texts one by one."""
        return self.joined.split(self.separator)


class CellColumn(NamedTuple):
    """Cells under one header of a table, of which each has an entry in all lists; fields are those of Cell.

    at: the row of each cell, as its position among the table's rows. value: None when it is the same as the raw text
    for all cells. letters: the column of the sheet in which they stand, each in its own row; None when all stand in
    one cell. elsewhere: the cell of those that stand neither there nor there. Both that and doubts are by the position
    in the lists.
    """

    field: str | None
    header_text: str
    at: Sequence[int]
    raw_text: Texts
    value: Texts | None
    letters: str | None = None
    cell: str | None = None
    elsewhere: Mapping[int, str | None] = _NOTHING
    doubts: Mapping[int, Doubt] = _NOTHING

    def values(self) -> list[str | None]:
        """The value of each cell."""
        return [value or None for value in (self.value or self.raw_text).split()]

    def each(self, row_numbers: Sequence[int]) -> Iterator[tuple[int, Cell]]:
        """The cells one by one, each with the position of its row. row_numbers: of the table's rows."""
        for index, (at, raw_text, value) in enumerate(zip(self.at, self.raw_text.split(), self.values(), strict=True)):
            cell = f"{self.letters}{row_numbers[at]}" if self.letters else self.cell
            cell = self.elsewhere.get(index, cell)
            yield at, Cell(self.field, self.header_text, cell, raw_text, value, self.doubts.get(index))


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of a table's body. Their cells are kept by column: so they are read, sent and loaded much faster.

    table_number: of the table in its file, from 1, through all sheets: with the row's number it is the order of rows.
    skipped: why a row is no record, None for one that is. is_plan: whether the records are the year's plan.
    record_type: None, and the number 0, for the rows of a sheet that stand in no known table.
    """

    sheet: str
    table_number: int
    record_type: str | None
    is_plan: bool
    row_numbers: list[int]
    skipped: list[str | None]
    columns: list[CellColumn]

    def each(self) -> list[Row]:
        """The rows one by one."""
        cells: list[list[Cell]] = [[] for _ in self.row_numbers]
        for column in self.columns:
            for at, cell in column.each(self.row_numbers):
                cells[at].append(cell)
        return [
            Row(
                self.sheet,
                self.table_number,
                number,
                self.record_type,
                tuple(cells[at]),
                self.is_plan and skipped is None,
                skipped,
            )
            for at, (number, skipped) in enumerate(zip(self.row_numbers, self.skipped, strict=True))
        ]


@dataclass(frozen=True, slots=True)
class ReaderFinding:
    """Something about the file, a sheet or a header that a clerk must know. message: one sentence in Chinese."""

    rule: str
    severity: Severity
    message: str
    sheet: str | None = None
    cell: str | None = None
    field: str | None = None
    raw_text: str | None = None


@dataclass(frozen=True, slots=True)
class FileReading:
    """All that was read from one file. year and department are those of the file as a whole, None when not said."""

    format: str
    state: FileState
    message: str | None = None
    department: str | None = None
    year: int | None = None
    tables: tuple[TableRows, ...] = ()
    findings: tuple[ReaderFinding, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all tables, one by one."""
        return tuple(row for table in self.tables for row in table.each())
