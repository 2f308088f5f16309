"""The pages of documentation show all that there is, load nothing, and take no text for markup."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from sources.records import record_types
from tests.warehouse.small import built, task
from warehouse.expectations import relations
from warehouse.exports.documentation.markup import html_of, link, table
from warehouse.exports.documentation.tables import write_tables
from warehouse.exports.documentation.validation import standings, write_validation


@pytest.fixture(scope="module")
def warehouse() -> Iterator[DuckDBPyConnection]:
    with built({"2021.xlsx": [task(2, "甲事项", status="完成"), task(3, None)]}) as con:
        con.execute("comment on column report.indicators.unit is '<script>alert(1)</script> & \"x\"'")
        con.execute("insert into quality.column_lineage values ('report.indicators', 'unit', 'core.<b>', 'u', '')")
        yield con


class Loaded(HTMLParser):
    """What a page would load or run, and the places and links in it."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.ids: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag in ("script", "link", "img", "iframe") or "src" in found:
            self.loaded.append(tag)
        self.ids.add(found.get("id") or "")
        if tag == "a":
            self.links.add(found.get("href") or "")


def read(path: Path) -> tuple[str, Loaded]:
    text = path.read_text("utf-8")
    loaded = Loaded()
    loaded.feed(text)
    assert loaded.loaded == []
    assert "url(" not in text
    return text, loaded


def test_every_table_and_column_stands_on_the_page(warehouse: DuckDBPyConnection, tmp_path: Path) -> None:
    write_tables(warehouse, tmp_path / "tables.html")
    text, page = read(tmp_path / "tables.html")
    columns = warehouse.execute(
        "select schema_name || '.' || table_name, column_name from duckdb_columns() where not internal"
    ).fetchall()
    assert {name for name, _ in columns} <= page.ids
    for _, column in columns:
        assert f"<td>{html_of(column)}</td>" in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;" in text
    assert "core.&lt;b&gt;" in text
    assert {href for href in page.links if href != "#core.<b>"} <= {f"#{anchor}" for anchor in page.ids}


def test_every_expectation_stands_with_its_outcome(warehouse: DuckDBPyConnection, tmp_path: Path) -> None:
    every = list(standings(warehouse))
    assert {one.suite for one in every} == {*record_types(), *(relation.name for relation in relations())}
    of_title = {one.expectation: one for one in every if one.suite == "task" and one.about.startswith("改革事项")}
    required = of_title["ExpectColumnValuesToNotBeNull"]
    assert (required.evaluated, required.broken, required.state, required.severity) == (2, 1, "broken", "error")
    assert of_title["ExpectColumnValuesToBeNull"].state == "holds"
    assert {one.state for one in every if one.suite == "pilot"} == {"not evaluated"}
    write_validation(warehouse, tmp_path / "validation.html")
    text, _ = read(tmp_path / "validation.html")
    assert len(re.findall("<tr><td>", text)) == len(every) + sum(one.state == "broken" for one in every)


def test_no_text_is_taken_for_markup() -> None:
    assert html_of(table(["<i>"], [["<b>&", 1, None]])).count("<b>") == 0
    assert html_of(link('"><script>', "<")) == '<a href="#&quot;&gt;&lt;script&gt;">&lt;</a>'
