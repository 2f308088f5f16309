"""The Chinese names of the report tables, their columns and their values, for all that leaders read."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

NAMES = Path(__file__).with_name("chinese.toml")


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ChineseTable(_Declared):
    """What a report table is called and says. columns, values: those that it calls otherwise than others do."""

    title: str
    says: str
    columns: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}


class Chinese(_Declared):
    """All Chinese names: of tables by their name without the schema, of columns, of values by column."""

    tables: dict[str, ChineseTable]
    columns: dict[str, str]
    values: dict[str, dict[str, str]]

    def column(self, table: str, column: str) -> str:
        """What a column of a table is called. Raises KeyError when it has no Chinese name."""
        return self.tables[table].columns.get(column) or self.columns[column]

    def words(self, column: str, table: str | None = None) -> dict[str, str]:
        """What the values of a column that are words of ours are called. A measure is the name of a column."""
        if column == "measure":
            return self.columns
        own = self.tables[table].values.get(column, {}) if table is not None else {}
        return self.values.get(column, {}) | own

    def value(self, column: str, value: str, table: str | None = None) -> str:
        """What a value is called: itself where it is no word of ours."""
        return self.words(column, table).get(value, value)


@cache
def chinese() -> Chinese:
    """The names as declared."""
    return Chinese.model_validate(tomllib.loads(NAMES.read_text("utf-8")))
