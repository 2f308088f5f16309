"""The day on which a table was sent: from its own 填报日期 line, else from its file's name, only when it is sure."""

import pytest

from sources.surroundings import reported_date
from sources.tables import Line


@pytest.mark.parametrize(
    ("line", "path", "expected"),
    [
        ("填报单位:区发改委  填报时间:2021年11月30日", "a.xlsx", "2021-11-30"),
        ("填报日期:2021.6.5", "2021/改革任务20211130.xlsx", "2021-06-05"),
        ("报送时间:11月30日", "a.xlsx", "2021-11-30"),
        (None, "2021/改革任务20211130.xlsx", "2021-11-30"),
        (None, "2021/改革任务(2021-11-30).xlsx", "2021-11-30"),
        (None, "2021/改革任务11月30日.xlsx", "2021-11-30"),
        (None, "2021/11月30日前完成的改革任务.xlsx", None),
        (None, "2021/1月1日至11月30日改革任务.xlsx", None),
        (None, "2021/改革任务20211345.xlsx", None),
        ("填报时间:2021年11月", "a.xlsx", None),
        ("完成时限:2021年11月30日", "2021/改革任务.xlsx", None),
        (None, "20211130/改革任务.xlsx", None),
    ],
)
def test_the_day_of_sending(line: str | None, path: str, expected: str | None) -> None:
    told = reported_date([Line(1, 0, line)] if line else [], path, 2021)
    assert (told.meant if told else None) == expected


def test_a_day_without_a_year_is_no_day_while_the_year_is_unknown() -> None:
    assert reported_date([], "改革任务11月30日.xlsx", None) is None
