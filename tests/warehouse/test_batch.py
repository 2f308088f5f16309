"""What is inserted is what was read, however the texts look that carry it."""

from datetime import datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sources.inbox import InboxFile
from sources.rows import CellColumn, Doubt, FileReading, FileState, TableRows, Texts
from tests.warehouse.small import prepared
from warehouse.batch import Batch

NOW = datetime(2021, 12, 1)
FILE = InboxFile("甲.xlsx", Path("甲.xlsx"), "0" * 64, 1)
WRITTEN = st.text(st.sampled_from("\x1f0甲,'\"\n\\;"), min_size=1, max_size=5)


@st.composite
def read_tables(draw: st.DrawFn) -> TableRows:
    """A table of some rows: a column that stands in them, one that stands elsewhere, and doubts here and there."""
    count = draw(st.integers(1, 4))
    at = list(range(count))
    texts = draw(st.lists(WRITTEN, min_size=count, max_size=count))
    values = draw(st.lists(WRITTEN | st.none(), min_size=count, max_size=count))
    some = st.dictionaries(st.sampled_from(at), st.sampled_from(("A1", None)))
    doubts = {index: Doubt("rule", "message") for index in draw(st.sets(st.sampled_from(at)))}
    return TableRows(
        "表'一",
        1,
        "task",
        draw(st.booleans()),
        [3 * index + 2 for index in at],
        draw(st.lists(st.sampled_from((None, "note")), min_size=count, max_size=count)),
        [
            CellColumn("title", "改革事项", at, Texts.of(texts), Texts.of(values), "C", None, draw(some), doubts),
            CellColumn(None, "", at[:1], Texts.of(texts[:1]), None, cell="B1"),
        ],
    )


@settings(deadline=None, max_examples=30)
@given(read_tables())
def test_the_database_has_the_rows_and_cells_that_were_read(table: TableRows) -> None:
    con = prepared()
    batch = Batch()
    batch.add(FILE, FileReading("xlsx", FileState.LOADED, tables=(table,)), "本区", NOW, NOW)
    batch.insert(con)

    place = f"{FILE.file_id}:{table.sheet}!1."
    rows = {(f"{place}{row.row_number}", row.row_number, row.is_plan, row.skipped) for row in table.each()}
    cells = [
        (f"{place}{row.row_number}", cell.field, cell.cell, cell.raw_text, cell.value, cell.doubt and cell.doubt.rule)
        for row in table.each()
        for cell in row.cells
    ]
    found_rows = con.execute("select source_row_id, row_number, is_plan, reason from raw.source_row").fetchall()
    found_cells = con.execute(
        "select source_row_id, field, cell, raw_text, value, doubt_rule from raw.source_cell"
    ).fetchall()
    assert set(found_rows) == rows
    assert sorted(found_cells, key=str) == sorted(cells, key=str)
