"""A batch of what was read, inserted at once: files, rows, cells and findings.

The rows of a table and the cells of a column come as one text each and become many rows in the database
(unfold_rows.sql, unfold_cells.sql): hardly a value passes from Python to the database by itself. Which files are read
and which of their rows stand belongs to ``load``.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from duckdb import DuckDBPyConnection

from sources.inbox import InboxFile
from sources.rows import CellColumn, FileReading, ReaderFinding, TableRows, Texts

SQL_FILES = Path(__file__).parent
FILES_A_BATCH = 200
TEXT_A_BATCH = 20_000_000
"""So many characters are inserted at once at most, beyond those of one file: memory does not grow with the inbox."""


class _Table(NamedTuple):
    """The rows of a table. place: what its row ids begin with."""

    place: str
    file_id: str
    district: str
    sheet: str
    table_number: int
    record_type: str | None
    is_plan: bool
    row_numbers: str
    skipped: str
    separator: str


class _Column(NamedTuple):
    """The cells of a column; value: None when it is the raw text."""

    column_number: int
    place: str
    district: str
    field: str | None
    header_text: str
    letters: str | None
    cell: str | None
    row_numbers: str
    raw_text: str
    raw_separator: str
    value: str | None
    value_separator: str | None


class _Peculiar(NamedTuple):
    """A cell that stands elsewhere than the others of its column, or whose value is in doubt."""

    column_number: int
    position: int
    is_elsewhere: bool
    cell: str | None
    doubt_rule: str | None
    doubt_message: str | None


def _cells_of(column: CellColumn) -> int:
    """How many cells of the sheet a column was read from: a merged cell and one above the table count once."""
    in_rows = len(column.at) - len(column.elsewhere) if column.letters else int(column.cell is not None)
    return in_rows + len({*column.elsewhere.values()} - {None})


@dataclass(slots=True)
class Batch:
    """What was read from some files."""

    files: list[tuple[Any, ...]] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)
    columns: list[_Column] = field(default_factory=list)
    peculiar: list[_Peculiar] = field(default_factory=list)
    findings: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    length: int = 0

    @property
    def is_full(self) -> bool:
        """Whether it is time to insert it."""
        return len(self.files) >= FILES_A_BATCH or self.length >= TEXT_A_BATCH

    def add(
        self, file: InboxFile, reading: FileReading, district: str, first_seen_at: datetime, loaded_at: datetime
    ) -> None:
        """Add a file with all that was read from it."""
        self.files.append(
            (
                file.file_id,
                file.path,
                file.sha256,
                file.size_bytes,
                reading.format,
                district,
                reading.department,
                reading.year,
                first_seen_at,
                loaded_at,
                reading.state.value,
                reading.message,
                sum(
                    map(
                        _cells_of, (column for table in reading.tables if table.record_type for column in table.columns)
                    )
                ),
            )
        )
        for table in reading.tables:
            if table.row_numbers:
                self._add_table(file, district, table)
        for finding in reading.findings:
            self.add_finding(file, district, finding)

    def _add_table(self, file: InboxFile, district: str, table: TableRows) -> None:
        place = f"{file.file_id}:{table.sheet}!{table.table_number}."
        skipped = Texts.of(table.skipped)
        self.tables.append(
            _Table(
                place,
                file.file_id,
                district,
                table.sheet,
                table.table_number,
                table.record_type,
                table.is_plan,
                ",".join(map(str, table.row_numbers)),
                skipped.joined,
                skipped.separator,
            )
        )
        numbers: dict[int, str] = {}  # many columns share the list of their rows
        for column in table.columns:
            if id(column.at) not in numbers:
                numbers[id(column.at)] = ",".join([str(table.row_numbers[at]) for at in column.at])
            self._add_column(place, district, numbers[id(column.at)], column)

    def _add_column(self, place: str, district: str, row_numbers: str, column: CellColumn) -> None:
        number = len(self.columns)
        raw_text, value = column.raw_text, column.value
        self.length += len(raw_text.joined) + (len(value.joined) if value else 0)
        self.columns.append(
            _Column(
                number,
                place,
                district,
                column.field,
                column.header_text,
                column.letters,
                column.cell,
                row_numbers,
                raw_text.joined,
                raw_text.separator,
                value.joined if value else None,
                value.separator if value else None,
            )
        )
        for index in {*column.elsewhere, *column.doubts}:
            doubt = column.doubts.get(index)
            told = (doubt.rule, doubt.message) if doubt else (None, None)
            is_elsewhere = index in column.elsewhere
            self.peculiar.append(_Peculiar(number, index, is_elsewhere, column.elsewhere.get(index), *told))

    def add_finding(self, file: InboxFile, district: str, finding: ReaderFinding) -> None:
        """Add a finding about the file, a sheet or a header."""
        values = (
            None,
            file.file_id,
            district,
            file.path,
            finding.sheet,
            finding.cell,
            finding.field,
            finding.raw_text,
            finding.rule,
            finding.severity.value,
            finding.message,
        )
        finding_id = hashlib.md5("|".join(map(str, values)).encode(), usedforsecurity=False).hexdigest()
        self.findings[finding_id] = (finding_id, *values)

    def insert(self, con: DuckDBPyConnection) -> None:
        """Insert all that was gathered."""
        insert_rows(con, "raw.source_file", self.files)
        if self.tables:
            _register(con, "read_tables", _Table._fields, self.tables)
            _register(con, "read_columns", _Column._fields, self.columns)
            _register(con, "peculiar_cells", _Peculiar._fields, self.peculiar)
            con.execute((SQL_FILES / "unfold_rows.sql").read_text("utf-8"))
            con.execute((SQL_FILES / "unfold_cells.sql").read_text("utf-8"))
            for name in ("read_tables", "read_columns", "peculiar_cells"):
                con.unregister(name)
        insert_rows(con, "quality.finding", list(self.findings.values()))


def insert_rows(con: DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows, given in the order of the table's columns, through a data frame: many rows at once."""
    if rows:
        _register(con, "inserted_rows", [name for (name, *_) in con.execute(f"describe {table}").fetchall()], rows)
        con.execute(f"insert into {table} by name select * from inserted_rows")
        con.unregister("inserted_rows")


def _register(con: DuckDBPyConnection, name: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Let SQL read rows as a table of that name."""
    import pandas as pd

    values = zip(*rows, strict=True) if rows else [()] * len(columns)
    of_columns = zip(columns, values, strict=True)
    con.register(name, pd.DataFrame({column: pd.Series(some, dtype=object) for column, some in of_columns}))
