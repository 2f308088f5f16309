"""Rows are checked in a process of its own as they are in this one, and its death is one clear message."""

import multiprocessing
import os
import signal

import pandas as pd
import pytest

from warehouse import checker, expectations
from warehouse.expectations import Expected, NotEvaluatedError, Rule

FRAME = pd.DataFrame({"source_row_id": ["a", "b", "c"], "title": ["甲", None, "丙"], "year": [2021.0, 1999.0, None]})
RULES: list[Expected] = [
    ("ExpectColumnValuesToNotBeNull", {"column": "title"}, Rule("required", "title", "error", "未填")),
    ("ExpectColumnValuesToBeBetween", {"column": "year", "min_value": 2000}, Rule("range", "year", "warning", "超出")),
]


def helper() -> int:
    """The process that checks rows."""
    (found,) = [one.pid for one in multiprocessing.active_children() if one.name == checker.NAME]
    assert found is not None
    return found


def test_it_finds_what_this_process_finds() -> None:
    there = checker.evaluate("task", FRAME, RULES)
    assert there == expectations.evaluate("task", FRAME, RULES)
    assert [outcome.broken for outcome in there] == [("b",), ("b",)]


def test_what_cannot_be_evaluated_is_said_and_stops_nothing_after_it() -> None:
    with pytest.raises(NotEvaluatedError, match="nowhere"):
        checker.evaluate("task", FRAME, [("ExpectColumnValuesToBeNull", {"column": "nowhere"}, RULES[0][2])])
    with pytest.raises(NotEvaluatedError, match=r"task: AttributeError: .*NoSuchExpectation"):
        checker.evaluate("task", FRAME, [("NoSuchExpectation", {"column": "title"}, RULES[0][2])])
    assert len(checker.evaluate("task", FRAME, RULES)) == len(RULES)


def test_its_death_is_one_message_and_the_next_refresh_has_another() -> None:
    checker.start()
    os.kill(helper(), signal.SIGKILL)
    with pytest.raises(NotEvaluatedError, match="task: the process that checks the rows has died; run the refresh"):
        checker.evaluate("task", FRAME, RULES)
    assert len(checker.evaluate("task", FRAME, RULES)) == len(RULES)
