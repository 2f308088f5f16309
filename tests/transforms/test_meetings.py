"""Meetings of the commission: told apart by name and day."""

from dataclasses import replace

import pytest

from sources.rows import Cell, Doubt, Row
from tests.warehouse.small import Files, built, row, table


def held(number: int, day: str | None, *, sent: str, name: str = "区委深改委会议") -> Row:
    """A meeting as a sheet of the reform office tells of it."""
    return row(number, "meeting", name=name, date=day, reporting_department="区委改革办", reported_date=sent)


def test_meetings_of_one_name_on_different_days_are_different_meetings() -> None:
    june = [held(2, "2021-01-15", sent="2021-06-30"), held(3, "2021-03-15", sent="2021-06-30")]
    november = [
        held(2, "2021-03-15", sent="2021-11-30", name="区委 深改委会议"),
        held(3, "2021-09-15", sent="2021-11-30"),
        held(4, None, sent="2021-11-30", name="专题会议"),
    ]
    con = built({"6月": june, "11月": november})
    assert table(con, "select meetings from report.annual_overview") == [{"meetings": 4}]
    days = table(con, "select date::varchar as day from core.fct_meeting order by date nulls last")
    assert [line["day"] for line in days] == ["2021-01-15", "2021-03-15", "2021-09-15", None]
    replaced = "select path, row_number from raw.source_row inner join raw.source_file using (file_id) "
    assert table(con, replaced + "where disposition = 'superseded'") == [{"path": "6月", "row_number": 3}]


def test_a_meeting_without_a_day_is_one_of_its_name_and_is_told() -> None:
    files: Files = {
        "a": [held(2, "2021-01-15", sent="2021-06-30"), held(3, "2021-03-15", sent="2021-06-30")],
        "b": [row(2, "meeting", name="区委深改委会议", agenda="听取汇报"), row(3, "meeting", name="专题会议")],
    }
    con = built(files)
    assert table(con, "select meetings from report.annual_overview") == [{"meetings": 3}]
    told = table(con, "select path, cell, message_zh from quality.finding where rule = 'meeting_day_missing'")
    assert [(finding["path"], finding["cell"]) for finding in told] == [("b", "A2")]
    assert "a 表!2行" in told[0]["message_zh"]


@pytest.mark.parametrize(
    ("first", "second", "meetings"),
    [
        ("区委深改委第五次会议", "区委全面深化改革委员会第五次会议", 1),
        ("区委深改组第五次会议", "中共瑶海区委全面深化改革领导小组第5次会议", 1),
        ("区委深改委第12次会议", "2021年区委深化改革委员会第十二次会议", 1),
        ("区委深改委第二十次会议", "瑶海区委深改领导小组第20次会议", 1),
        ("四届区委深改委第一次会议", "五届区委深改委第一次会议", 2),
        ("区委深改委第五次会议", "市委深改委第五次会议", 2),
        ("区委深改委第五次会议", "区委深改委第六次会议", 2),
    ],
)
def test_a_meeting_of_the_commission_counts_once_however_its_name_is_written(
    first: str, second: str, meetings: int
) -> None:
    files = {path: [row(2, "meeting", name=name, date="2021-03-15")] for path, name in (("a", first), ("b", second))}
    con = built(files)
    assert table(con, "select meetings from report.annual_overview") == [{"meetings": meetings}]
    assert table(con, "from quality.finding") == []


MONTH = Doubt("date_not_exact", "没有写到日")


def month(number: int, name: str, written: str, last_day: str) -> Row:
    """A meeting whose day is written no more exactly than a month, or a year."""
    day = Cell("date", "日期", f"B{number}", written, last_day, MONTH)
    told = row(number, "meeting", name=name)
    return replace(told, cells=(*told.cells, day))


def test_a_meeting_of_a_month_is_the_one_of_its_name_in_the_month() -> None:
    files: Files = {
        "a": [
            row(2, "meeting", name="专题会议", date="2021-06-01"),
            row(3, "meeting", name="专题会议", date="2021-06-20"),
            row(4, "meeting", name="推进会议", date="2021-05-31"),
        ],
        "b": [month(2, "专题会议", "2021年6月", "2021-06-30"), month(3, "推进会议", "2021年6月", "2021-06-30")],
        "c": [month(2, "推进会议", "2021.6", "2021-06-30"), month(3, "专题会议", "2021年", "2021-12-31")],
    }
    con = built(files)
    days = table(con, "select meeting, date::varchar as day from core.fct_meeting order by all")
    assert [(line["meeting"], line["day"]) for line in days] == [
        ("专题会议", "2021-06-01"),
        ("专题会议", "2021-06-20"),
        ("推进会议", "2021-05-31"),
        ("推进会议", "2021-06-30"),
    ]
    told = table(con, "select path, cell, message_zh from quality.finding where rule = 'meeting_day_missing'")
    assert sorted((line["path"], line["cell"]) for line in told) == [("b", "B2"), ("b", "B3"), ("c", "B2"), ("c", "B3")]


def test_a_newer_return_that_corrects_the_day_of_a_numbered_meeting_replaces_the_older() -> None:
    june = [
        held(2, "2021-03-15", sent="2021-06-30", name="区委深改委第五次会议"),
        held(3, "2021-04-15", sent="2021-06-30", name="区委深改委专题会议"),
    ]
    november = [
        held(2, "2021-03-16", sent="2021-11-30", name="区委全面深化改革委员会第五次会议"),
        held(3, "2021-04-16", sent="2021-11-30", name="区委深改委专题会议"),
    ]
    con = built({"6月": june, "11月": november})
    days = table(con, "select date::varchar as day from core.fct_meeting order by all")
    assert [line["day"] for line in days] == ["2021-03-16", "2021-04-15", "2021-04-16"]
    replaced = "select path, row_number from raw.source_row inner join raw.source_file using (file_id) "
    assert table(con, replaced + "where disposition = 'superseded'") == [{"path": "6月", "row_number": 2}]
    assert table(con, "select rule from quality.finding where rule != 'replaced_by_newer_return'") == []
