"""The shapes of what is read: texts put together come apart as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.rows import CellColumn, Doubt, TableRows, Texts

HARD = st.text(st.sampled_from("\x1f01甲,\n\x00\ue000 "), max_size=6)


@given(st.lists(HARD | st.text(), min_size=1))
def test_texts_come_apart_as_they_were(texts: list[str]) -> None:
    assert Texts.of(texts).split() == texts


def test_of_no_text_nothing_is_put_together() -> None:
    with pytest.raises(ValueError, match="no texts"):
        Texts.of([])


def test_a_cell_stands_in_its_row_or_where_its_column_says() -> None:
    doubt = Doubt("rule", "message")
    beside = CellColumn("title", "改革事项", [0, 1], Texts.of(["甲", "乙"]), None, "C", None, {1: "C3"}, {0: doubt})
    told = CellColumn("year", "标题", [0, 1], Texts.of(["2021年"] * 2), Texts.of(["2021", None]), cell="A1")

    first, second = TableRows("表", 1, "task", False, [3, 7], [None, None], [beside, told]).each()

    assert [(cell.cell, cell.value, cell.doubt) for cell in first.cells] == [("C3", "甲", doubt), ("A1", "2021", None)]
    assert [(cell.cell, cell.value, cell.doubt) for cell in second.cells] == [("C3", "乙", None), ("A1", None, None)]
