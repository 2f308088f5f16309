"""A refresh answers the senders after it has published; an answer that cannot be written undoes nothing."""

from pathlib import Path

from tests.workbooks import refresh, refreshed, rows, settings_in, task_sheet, write_workbook

TASK = (1, "经济体制改革", "优化营商环境", "区发改委", "2021年12月底前", "基本完成", "2021-11-30")


def test_feedback_that_cannot_be_written_leaves_the_publication_and_is_written_by_the_next_refresh(
    tmp_path: Path, inbox: Path
) -> None:
    write_workbook(inbox / "2021" / "甲.xlsx", {"任务": task_sheet(TASK)})
    settings = settings_in(tmp_path, inbox)
    settings.exports.touch()
    ended = refresh(settings)
    assert ended.published
    assert not ended.unchanged
    assert any(str(settings.exports) in problem for problem in ended.problems)
    assert rows(settings, "select planned from report.annual_overview") == [(1,)]

    settings.exports.unlink()
    refreshed(tmp_path, inbox)
    assert (settings.feedback / "2021" / "甲（填报反馈）.xlsx").is_file()
    assert refresh(settings).unchanged
