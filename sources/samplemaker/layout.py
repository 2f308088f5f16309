"""From a declared sheet and its records to a grid of lines, as an office would arrange them. No file formats."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import accumulate, groupby

from sources.samplemaker.source import Column, Record, Sheet, Value

SECTION_NUMBERS = "一二三四五六七八九十"


class LineKind(Enum):
    """What a line is, which decides how it looks."""

    TITLE = auto()
    CONTEXT = auto()
    HEADER = auto()
    SECTION = auto()
    RECORD = auto()
    SUM = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet."""

    kind: LineKind
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area, by first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Grid:
    """A sheet ready to be written."""

    name: str
    widths: tuple[int, ...]
    lines: list[Line] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)

    def add(self, kind: LineKind, values: dict[int, Value]) -> None:
        """Add a line with values at those columns."""
        self.lines.append(Line(kind, tuple(values.get(column, "") for column in range(len(self.widths)))))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge an area, unless it is a single cell."""
        if (top, left) != (bottom, right):
            self.merges.append(Merge(top, left, bottom, right))


def lay_out(sheet: Sheet, records: list[Record]) -> Grid:
    """The grid of a sheet: title, context lines, header, body, total, notes."""
    grid = Grid(sheet.name, tuple(column.width for column in sheet.columns))
    _add_wide_line(grid, LineKind.TITLE, sheet.title)
    _add_context(grid, sheet.above)
    _add_header(grid, sheet.columns)
    body: dict[str | None, Callable[[Grid, Sheet, list[Record]], None]] = {
        "sections": _add_sections,
        "merged": _add_merged_domains,
        None: _add_records,
    }
    body[sheet.domains](grid, sheet, records)
    if sheet.total:
        _add_sum(grid, sheet, "合计", sheet.total, len(records))
    for note in sheet.below:
        _add_wide_line(grid, LineKind.NOTE, note)
    return grid


def _add_wide_line(grid: Grid, kind: LineKind, text: str) -> None:
    grid.add(kind, {0: text})
    row = len(grid.lines) - 1
    grid.merge(row, 0, row, len(grid.widths) - 1)


def _add_context(grid: Grid, texts: tuple[str, ...]) -> None:
    """One line that shares the width of the sheet among the texts."""
    if not texts:
        return
    starts = _shares(grid.widths, len(texts))
    grid.add(LineKind.CONTEXT, dict(zip(starts, texts, strict=True)))
    row = len(grid.lines) - 1
    for start, following in zip(starts, [*starts[1:], len(grid.widths)], strict=True):
        grid.merge(row, start, row, following - 1)


def _shares(widths: tuple[int, ...], count: int) -> list[int]:
    """The columns at which each of ``count`` parts of about equal width starts; a part has a column at least."""
    edges = list(accumulate(widths, initial=0))
    starts = [0]
    for part in range(1, count):
        last_possible = len(widths) - count + part
        wanted = part * edges[-1] / count
        starts.append(min(range(starts[-1] + 1, last_possible + 1), key=lambda at: abs(edges[at] - wanted)))
    return starts


def _add_header(grid: Grid, columns: tuple[Column, ...]) -> None:
    """One row, or two when a header has two levels: then the first level stands merged over its columns."""
    levels = [column.header.split("/") for column in columns]
    top = len(grid.lines)
    firsts = [level[0] for level in levels]
    grid.add(LineKind.HEADER, {at: text for at, text in enumerate(firsts) if at == 0 or text != firsts[at - 1]})
    if all(len(level) == 1 for level in levels):
        return
    grid.add(LineKind.HEADER, {at: level[1] for at, level in enumerate(levels) if len(level) == 2})
    for _, members in groupby(range(len(levels)), key=lambda at: firsts[at]):
        group = list(members)
        bottom = top if len(levels[group[0]]) == 2 else top + 1
        grid.merge(top, group[0], bottom, group[-1])


def _by_domain(records: list[Record]) -> list[tuple[str, list[Record]]]:
    return [(domain, list(members)) for domain, members in groupby(records, key=lambda record: str(record["domain"]))]


def _add_records(grid: Grid, sheet: Sheet, records: list[Record]) -> None:
    for record in records:
        grid.add(LineKind.RECORD, {at: record.get(column.field, "") for at, column in enumerate(sheet.columns)})


def _add_sections(grid: Grid, sheet: Sheet, records: list[Record]) -> None:
    for number, (domain, members) in zip(SECTION_NUMBERS, _by_domain(records), strict=False):
        _add_wide_line(grid, LineKind.SECTION, f"{number}、{domain}（{len(members)}项）")
        _add_records(grid, sheet, members)
        if sheet.subtotal:
            _add_sum(grid, sheet, "小计", sheet.subtotal, len(members))


def _add_merged_domains(grid: Grid, sheet: Sheet, records: list[Record]) -> None:
    at = [column.field for column in sheet.columns].index("domain")
    for _, members in _by_domain(records):
        top = len(grid.lines)
        rest: list[Record] = [{**record, "domain": ""} for record in members[1:]]
        _add_records(grid, sheet, [members[0], *rest])
        grid.merge(top, at, len(grid.lines) - 1, at)


def _add_sum(grid: Grid, sheet: Sheet, label: str, counted: str, number: int) -> None:
    at = [column.field for column in sheet.columns].index(counted)
    grid.add(LineKind.SUM, {0: label, at: f"共{number}项"})
    row = len(grid.lines) - 1
    grid.merge(row, 0, row, at - 1)
