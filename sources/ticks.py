"""Reading the columns of a row that are ticked: 未启动 | 推进中 | 已完成 with one √ in them is one value, not three.

What a column stands for belongs to ``headers``; here is only which of them the row ticks.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sources.headers import fold
from sources.matches import Match
from sources.records import RecordField
from sources.rows import Cell, Doubt, Reading
from sources.vocabulary import half_width

_TICK = re.compile(r"[√✓✔☑✅●■◆★▲vy是有对1]|yes|true", re.IGNORECASE)
_NO_TICK = re.compile(r"[×✗✘✖❌x否无0□☐○◯n/\\\-–—]|—+|-+|no|false", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A filled cell of a column that stands for a choice."""

    match: Match
    header: str
    cell: str
    text: str

    @property
    def is_tick(self) -> bool:
        """Whether the cell surely ticks its column: with a mark, or with the column's own words."""
        return bool(_TICK.fullmatch(_squeezed(self.text))) or fold(self.text) == self.match.option

    @property
    def may_be_tick(self) -> bool:
        """Whether the cell says something else than a mark, such as a date below 已完成."""
        return not self.is_tick and not _NO_TICK.fullmatch(_squeezed(self.text))


def tick_cells(marks: Sequence[Mark], read: Callable[[str, RecordField], Reading]) -> Iterator[Cell]:
    """The cells of a row's ticked columns: one of each field has the value, the others are kept as written.

    read: what the words of a column mean as a value of its field.
    """
    by_field: dict[str, list[Mark]] = {}
    for mark in marks:
        by_field.setdefault(mark.match.field.name, []).append(mark)
    for group in by_field.values():
        ticked = [mark for mark in group if mark.is_tick] or [mark for mark in group if mark.may_be_tick]
        for mark in group:
            if ticked and mark is ticked[0]:
                reading = _read_ticked(ticked, read)
                yield Cell(mark.match.field.name, mark.header, mark.cell, mark.text, reading.value, reading.doubt)
            else:
                yield Cell(None, mark.header, mark.cell, mark.text, mark.text.strip())


def _read_ticked(ticked: Sequence[Mark], read: Callable[[str, RecordField], Reading]) -> Reading:
    first, declared = ticked[0], ticked[0].match.field
    readings = {mark.header: read(mark.match.option or "", declared) for mark in ticked}
    if len({reading.value for reading in readings.values()}) > 1:
        where = "、".join(f"{mark.cell}({mark.header})" for mark in ticked)
        return Reading(None, Doubt("several_ticks", f"{declared.header}在 {where} 都有勾选,未采用;请只勾选一项"))
    reading = readings[first.header]
    if first.is_tick:
        return reading
    meant = f"按“{first.match.option}”读取" if reading.value is not None else "未采用"
    message = f"“{first.header}”一栏填写的是“{first.text.strip()[:40]}”,{meant};请只在符合的一栏打√,其他内容写入备注"
    return Reading(reading.value, Doubt("unclear_tick", message))


def _squeezed(text: str) -> str:
    return "".join(half_width(text).split())
