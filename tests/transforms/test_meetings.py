"""Meetings of the commission: told apart by name and day."""

from sources.rows import Row
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
