"""What is received, again and again: only what changed is read, and nothing goes by the machine's clock."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from orchestration.settings import Settings
from sources.inbox import InboxFile
from sources.rows import FileReading, FileState
from tests.warehouse.small import REFRESH, build, check, checked, found, prepared, receive_files, table, task
from warehouse.load import last_refresh, receive, without_copies

DAY_LATER = replace(
    REFRESH, refresh_id="two", refreshed_at=datetime(2021, 1, 1), as_of=date(2022, 3, 1), inbox_fingerprint="other"
)
"""The refresh after REFRESH, on a machine whose clock was set back."""


def test_a_clock_set_back_leaves_no_row_unchecked() -> None:
    late = task(2, "甲事项", year="2022", due_date="2022-02-28")
    con = checked({"a": [late]})
    assert receive_files(con, {"a": [late], "b": [task(2, "乙事项"), task(3, None)]}, DAY_LATER) == 1
    check(con)
    build(con)
    assert last_refresh(con) == DAY_LATER
    ends = table(con, "select path, disposition from raw.source_row join raw.source_file using (file_id) order by all")
    assert [end["disposition"] for end in ends] == ["loaded", "loaded", "rejected"]
    assert table(con, "select title, days_late from report.overdue_tasks") == [{"title": "甲事项", "days_late": 1}]


@pytest.mark.parametrize(
    ("one", "other", "is_copy"),
    [
        ("2021/区发改委.xlsx", "2021/区发改委(1).xlsx", True),
        ("2021/区发改委.xlsx", "2021/备份/区发展改革委.xlsx", True),
        ("2021/a.xlsx", "2022/a.xlsx", False),
        ("2021/区发改委.xlsx", "2021/区司法局.xlsx", False),
        ("2021/改革任务.xlsx", "2021/工作要点.xlsx", False),
        ("瑶海区/a.xlsx", "蜀山区/a.xlsx", False),
    ],
)
def test_the_same_content_is_a_copy_when_its_path_tells_the_same(one: str, other: str, is_copy: bool) -> None:
    files = [InboxFile(path, Path(path), "0" * 64, 1) for path in (one, other)]
    distinct, copies = without_copies(files, Settings(inbox_has_district_folders="区/" in one).paths())
    assert copies == ({other: one} if is_copy else {})
    assert [file.path for file in distinct] == ([one] if is_copy else [one, other])


def test_a_copy_that_is_gone_is_no_finding_any_more() -> None:
    con = prepared()
    original, copy = (InboxFile(path, Path(path), "0" * 64, 1) for path in ("a.xlsx", "a(1).xlsx"))
    for number, files in enumerate(([original, copy], [original])):
        receive(
            con,
            files,
            replace(REFRESH, refresh_id=f"{number}"),
            lambda some: ((file.path, FileReading("xlsx", FileState.LOADED)) for file in some),
            Settings().paths(),
        )
        assert len(found(con)) == 1 - number
