"""What must hold before a version is published: queries that find the offending rows, one file a gate.

A gate's file is named by the table it guards: ``core.fct_task.counted_once.sql``. No row found means that it holds.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from duckdb import DuckDBPyConnection

from transforms.models import header_comment

GATE_FILES = Path(__file__).parent / "gates"


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition on a table. sql: finds the rows that break it."""

    table: str
    name: str
    sql: str

    @property
    def meaning(self) -> str:
        """What it guards, in words."""
        return header_comment(self.sql)


@cache
def gates() -> tuple[Gate, ...]:
    """Every gate, by table and name."""
    found = []
    for path in sorted(GATE_FILES.glob("*.sql")):
        schema, table, name = path.stem.split(".")
        found.append(Gate(table=f"{schema}.{table}", name=name, sql=path.read_text("utf-8")))
    return tuple(found)


def offending_rows(con: DuckDBPyConnection, gate: Gate, most: int = 20) -> list[str]:
    """The first rows that break a gate, each as text; empty when it holds."""
    return [str(row) for row in con.execute(f"from ({gate.sql}) limit {most}").fetchall()]
