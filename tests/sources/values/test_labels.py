"""Cells that label their parts with headers."""

import pytest

from sources.records import record_types
from sources.rows import Reading
from sources.values import read_value
from tests.sources.values.cells import CONTEXT, LEAD, SUPPORT, declared


class TestLabelledParts:
    TEXT = "牵头单位：区发改委\n责任单位：区财政局、区人社局"

    @pytest.mark.parametrize(
        ("path", "value", "companions"),
        [
            (LEAD, "区发改委", {"supporting_departments": "区财政局、区人社局"}),
            (SUPPORT, "区财政局、区人社局", {"lead_department": "区发改委"}),
        ],
    )
    def test_the_own_part_is_the_value_and_the_others_are_companions(
        self, path: str, value: str, companions: dict[str, str]
    ) -> None:
        reading = read_value(self.TEXT, declared(path), CONTEXT, record_types()["task"].fields)
        assert reading == Reading(value, None, tuple(companions.items()))

    def test_short_labels_on_one_line(self) -> None:
        text = "牵头:区发改委;配合:区财政局"
        reading = read_value(text, declared(LEAD), CONTEXT, record_types()["task"].fields)
        assert reading == Reading("区发改委", None, (("supporting_departments", "区财政局"),))

    def test_what_has_no_label_is_the_own_part(self) -> None:
        text = "区发改委\n配合单位:区财政局"
        reading = read_value(text, declared(LEAD), CONTEXT, record_types()["task"].fields)
        assert reading == Reading("区发改委", None, (("supporting_departments", "区财政局"),))

    def test_a_doubt_about_another_part_is_not_lost(self) -> None:
        text = "牵头单位:区发改委\n责任单位:区发政委"
        reading = read_value(text, declared(LEAD), CONTEXT, record_types()["task"].fields)
        assert reading.value == "区发改委"
        assert reading.doubt is not None
        assert "区发政委" in reading.doubt.message

    def test_the_words_of_sharing_a_task_are_labels(self) -> None:
        text = "主办：区发改委 协办：区财政局"
        reading = read_value(text, declared(LEAD), CONTEXT, record_types()["task"].fields)
        assert reading == Reading("区发改委", None, (("supporting_departments", "区财政局"),))
