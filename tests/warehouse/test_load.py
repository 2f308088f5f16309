"""What is received, again and again: only what changed is read, and nothing goes by the machine's clock."""

from dataclasses import replace
from datetime import date, datetime

from tests.warehouse.small import REFRESH, build, check, checked, receive_files, table, task
from warehouse.load import last_refresh

DAY_LATER = replace(
    REFRESH, refresh_id="two", refreshed_at=datetime(2021, 1, 1), as_of=date(2022, 3, 1), inbox_fingerprint="other"
)
"""The refresh after REFRESH, on a machine whose clock was set back."""


def test_a_clock_set_back_leaves_no_row_unchecked() -> None:
    late = task(2, "甲事项", due_date="2022-02-28")
    con = checked({"a": [late]})
    assert receive_files(con, {"a": [late], "b": [task(2, "乙事项"), task(3, None)]}, DAY_LATER) == 1
    check(con)
    build(con)
    assert last_refresh(con) == DAY_LATER
    ends = table(con, "select path, disposition from raw.source_row join raw.source_file using (file_id) order by all")
    assert [end["disposition"] for end in ends] == ["loaded", "loaded", "rejected"]
    assert table(con, "select title, days_late from report.overdue_tasks") == [{"title": "甲事项", "days_late": 1}]
