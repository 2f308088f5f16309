"""Print the result of a query: as a table for people, as csv or json for programs."""

import csv
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TextIO

from rich.cells import cell_len

from warehouse.exports.text import escaped, is_ratio


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def as_shown(column: str, value: Any) -> str:
    """A value as people read it: ratios as percentages, unknown as nothing, no needless decimals."""
    if value is None:
        return ""
    if isinstance(value, (float, Decimal)):
        if is_ratio(column):
            return f"{round(float(value) * 100, 1):g} %"
        return f"{value:f}".rstrip("0").rstrip(".") if isinstance(value, Decimal) else f"{value:g}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def print_rows(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], form: Format, width: int | None, out: TextIO = sys.stdout
) -> None:
    """Print rows. width: the terminal's, None when the output is no terminal; too wide a table is printed upright."""
    if form is Format.JSON:
        records = [dict(zip(columns, row, strict=True)) for row in rows]
        json.dump(records, out, ensure_ascii=False, indent=2, default=json_value)
        out.write("\n")
    elif form is Format.CSV:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([escaped(value) for value in row] for row in rows)
    else:
        print_table(columns, rows, width, out)


def json_value(value: Any) -> Any:
    """What JSON has no type for."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], width: int | None, out: TextIO) -> None:
    """Print a table with aligned columns; upright, a block a row, when it is wider than the terminal."""
    shown = [[" ".join(as_shown(c, v).split()) for c, v in zip(columns, row, strict=True)] for row in rows]
    widths = [max([cell_len(column), *(cell_len(row[i]) for row in shown)]) for i, column in enumerate(columns)]
    if width is not None and sum(widths) + 3 * len(widths) > width and rows:
        label = max(map(cell_len, columns))
        for number, row in enumerate(shown, start=1):
            out.write(f"── {number} ──\n")
            out.writelines(f"{padded(column, label)}  {value}\n" for column, value in zip(columns, row, strict=True))
    else:
        numeric = [
            all(isinstance(row[i], (int, float, Decimal)) or row[i] is None for row in rows)
            for i in range(len(columns))
        ]
        out.write(
            "  ".join(padded(c, w, right=n) for c, w, n in zip(columns, widths, numeric, strict=True)).rstrip() + "\n"
        )
        out.write("  ".join("─" * w for w in widths) + "\n")
        for row in shown:
            out.write(
                "  ".join(padded(v, w, right=n) for v, w, n in zip(row, widths, numeric, strict=True)).rstrip() + "\n"
            )
    out.write(f"({len(rows)} {'row' if len(rows) == 1 else 'rows'})\n")


def padded(text: str, width: int, *, right: bool = False) -> str:
    """Text padded to a width in terminal cells: a Chinese character takes two."""
    space = " " * (width - cell_len(text))
    return space + text if right else text + space
