"""Put the results of formulas back into a workbook that was written without them.

The library that writes workbooks keeps a formula or its result, never both; and what opens a workbook without
calculating, as a protected view does, shows nothing where a formula has no result.
"""

import io
import math
import re
import zipfile
from collections.abc import Mapping
from datetime import date, time, timedelta
from html import escape

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook import Workbook

from sources.rows import RawValue
from sources.workbook import Sheet
from warehouse.exports.text import printable

_FORMULA = re.compile(
    r'<c r="(?P<place>[A-Z]+\d+)"(?P<style>(?: s="\d+")?)(?: t="\w+")?>'
    r"(?P<formula><f[^>]*>[^<]*</f>)<v ?(?:/>|></v>)</c>"
)


def with_results(data: bytes, workbook: Workbook, results: Mapping[str, Sheet]) -> bytes:
    """The bytes of a workbook as it was written, with the results of its formulas. results: its sheets by title."""
    parts = {f"xl/worksheets/sheet{at}.xml": sheet.title for at, sheet in enumerate(workbook.worksheets, start=1)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as written, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in written.namelist():
            content = written.read(name)
            known = results.get(parts.get(name, ""))
            if known is not None and b"<f" in content:
                content = _with_results(content.decode(), known, workbook).encode()
            archive.writestr(name, content)
    return buffer.getvalue()


def _with_results(xml: str, known: Sheet, workbook: Workbook) -> str:
    uncalculated = frozenset(known.uncalculated)

    def with_result(found: re.Match[str]) -> str:
        row, column = _position(found["place"])
        result = None if (row, column) in uncalculated else _result(_content(known, row, column), workbook)
        if result is None:
            return found[0]
        kind, text = result
        return f'<c r="{found["place"]}"{found["style"]}{kind}>{found["formula"]}<v>{text}</v></c>'

    return _FORMULA.sub(with_result, xml)


def _position(place: str) -> tuple[int, int]:
    letters, row = coordinate_from_string(place)
    return row - 1, column_index_from_string(letters) - 1


def _content(known: Sheet, row: int, column: int) -> RawValue:
    cells = known.rows[row] if row < len(known.rows) else []
    return cells[column] if column < len(cells) else None


def _result(value: RawValue, workbook: Workbook) -> tuple[str, str] | None:
    """How a cell says its kind, and its content: an empty text for a blank one; None for what is no result."""
    if value is None or value == "":
        return ' t="str"', ""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, date | time | timedelta):
        return "", repr(to_excel(value, workbook.epoch))  # type: ignore[no-untyped-call] # the stubs leave it out
    if isinstance(value, str):
        is_error = value.startswith("#") and value.rstrip("!?").isupper()
        return ' t="e"' if is_error else ' t="str"', escape(printable(value))
    return "", repr(value)
