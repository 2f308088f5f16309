"""What must hold before a version is published: queries that find the offending rows, one file a gate.

A gate's file is named by the table it guards: ``core.fct_task.counted_once.sql``. No row found means that it holds. It
is looked at for the districts that a refresh touches; those in ``gates/whole/`` are of the warehouse as a whole.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from duckdb import DuckDBPyConnection

from transforms.models import header_comment

GATE_FILES = Path(__file__).parent / "gates"


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition on a table. sql: finds the rows that break it; per_district: each district holds it by itself."""

    table: str
    name: str
    sql: str
    per_district: bool

    @property
    def meaning(self) -> str:
        """What it guards, in words."""
        return header_comment(self.sql)


@cache
def gates() -> tuple[Gate, ...]:
    """Every gate, by table and name."""
    found = []
    for path in sorted(GATE_FILES.rglob("*.sql"), key=lambda path: path.name):
        schema, table, name = path.stem.split(".")
        sql, per_district = path.read_text("utf-8"), path.parent == GATE_FILES
        found.append(Gate(f"{schema}.{table}", name, sql, per_district))
    return tuple(found)


def offending_rows(con: DuckDBPyConnection, gate: Gate, most: int = 20) -> list[str]:
    """The first rows that break a gate, each as text; empty when it holds."""
    return [str(row) for row in con.execute(f"from ({gate.sql}) limit {most}").fetchall()]
