"""Load the SQL models and find, from the SQL itself, what each one reads.

A model's table is named by where its file lies: ``reports/annual_overview.sql`` is ``report.annual_overview``. Its
header comment says the grain and becomes the table's COMMENT; the comments of columns stand once for all tables in
``columns.toml``, because one name means one thing everywhere.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

HERE = Path(__file__).parent
SCHEMAS = {"staging": "staging", "core": "core", "reports": "report"}
"""The folder of a layer -> the schema its tables stand in, in the order of the layers."""

MACROS = (
    *("names", "days", "received", "departments", "tasks", "outputs", "figures", "recognition", "meetings"),
    *("inspections", "dispatch"),
)
"""The files of ``macros/``, by their subject, each after those whose macros it calls."""

QUESTIONS = HERE / "questions.sql"
WORDINGS = HERE / "wordings.toml"


@dataclass(frozen=True, slots=True)
class Model:
    """One table made by SQL.

    table: "schema.name"; sql: the query; comment: the grain, from the header; reads: the tables it selects from.
    """

    table: str
    sql: str
    comment: str
    reads: frozenset[str]

    @property
    def schema(self) -> str:
        """The schema the table stands in."""
        return self.table.partition(".")[0]

    @property
    def name(self) -> str:
        """The table's name without its schema."""
        return self.table.partition(".")[2]


def header_comment(sql: str) -> str:
    """The comment lines that open a SQL file, joined into one text; empty when the file opens without one."""
    lines = []
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    return " ".join(lines)


def tables_read(sql: str) -> frozenset[str]:
    """The "schema.name" of every table that a query selects from, common table expressions left out."""
    from sqlglot import exp, parse_one

    tables = parse_one(sql, read="duckdb").find_all(exp.Table)
    return frozenset(f"{table.db}.{table.name}" for table in tables if table.db)


@cache
def models() -> tuple[Model, ...]:
    """Every model, each after the models it reads.

    Raises graphlib.CycleError when models read each other in a circle, sqlglot.ParseError when a file is no SQL.
    """
    found: dict[str, Model] = {}
    for folder, schema in SCHEMAS.items():
        for path in sorted((HERE / folder).glob("*.sql")):
            sql = path.read_text("utf-8")
            table = f"{schema}.{path.stem}"
            found[table] = Model(table=table, sql=sql, comment=header_comment(sql), reads=tables_read(sql))
    order = TopologicalSorter({table: sorted(model.reads & found.keys()) for table, model in found.items()})
    return tuple(found[table] for table in order.static_order())


@cache
def macros() -> str:
    """The statements that make the macros: one for each list of words, and those in SQL, which may use the lists."""
    wordings: dict[str, list[str]] = tomllib.loads(WORDINGS.read_text("utf-8"))
    patterns = {name: "|".join(words).replace("'", "''") for name, words in wordings.items()}
    lists = (f"create or replace macro {name}() as '{pattern}';\n" for name, pattern in patterns.items())
    return "".join(lists) + "".join((HERE / "macros" / f"{subject}.sql").read_text("utf-8") for subject in MACROS)


@cache
def macro_bodies() -> dict[str, str]:
    """What each macro in SQL stands for, by its name."""
    return dict(re.findall(r"create or replace macro (\w+)\((.*?);\n", macros(), flags=re.DOTALL))


@cache
def raw_tables_read(sql: str) -> frozenset[str]:
    """The names, without the schema, of the tables and views of raw that a query reads, itself or through macros."""
    found = set(re.findall(r"\braw\.(\w+)", sql))
    for called in set(re.findall(r"\b(\w+)\(", sql)) & macro_bodies().keys():
        found |= raw_tables_read(macro_bodies()[called])
    return frozenset(found)


@cache
def column_comments() -> dict[str, str]:
    """What each column name means, in every table that has a column of that name."""
    comments: dict[str, str] = tomllib.loads((HERE / "columns.toml").read_text("utf-8"))
    return comments
