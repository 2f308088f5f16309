"""The counting rules and the findings, each on a small inbox of its own."""

import os
from pathlib import Path
from typing import Any

import pytest

from orchestration.build import inbox_listing
from orchestration.settings import Settings
from tests.workbooks import computed, one, refresh, refreshed, rows, settings_in, task_sheet, write_workbook

TASK = (1, "经济体制改革", "优化营商环境", "区发改委", "2021年12月底前", "已完成", "2021-11-30")
POSTPONED = (2, "社会体制改革", "深化多元化解改革", "区司法局", "2021年12月底前", "延期", None)
POSTPONEMENT_HEADER = ("序号", "改革事项", "延期原因", "审批会议", "是否同意", "延至年度")


def tasks(inbox: Path, *some: tuple[Any, ...], name: str = "2021/区发改委.xlsx", **more: Any) -> None:
    write_workbook(inbox / name, {"任务": task_sheet(*some, **more)})


def postponements(inbox: Path, *some: tuple[Any, ...]) -> None:
    write_workbook(inbox / "2021" / "延期.xlsx", {"延期": [["2021年延期申请汇总表"], POSTPONEMENT_HEADER, *some]})


def findings(settings: Settings, rule: str) -> list[tuple[Any, ...]]:
    return rows(settings, f"select path, sheet, cell, severity from quality.finding where rule = '{rule}' order by all")


def test_an_approved_postponement_leaves_the_rate_whole(tmp_path: Path, inbox: Path) -> None:
    tasks(inbox, TASK, POSTPONED)
    postponements(inbox, (1, "深化多元化解改革", "上级文件未出台", "区委深改委第一次会议", "同意", 2022))
    settings = computed(tmp_path, inbox)
    year = one(settings, "from report.annual_overview")
    assert (year["planned"], year["completed"], year["postponed"]) == (2, 1, 1)
    assert (year["completion_rate"], year["completion_rate_of_plan"]) == (1.0, 0.5)


@pytest.mark.parametrize(
    ("meeting", "approved"), [(None, "同意"), ("区委深改委会议", "待批"), ("区委深改委会议", None)]
)
def test_without_recorded_approval_a_postponement_is_a_finding_and_not_completed(
    tmp_path: Path, inbox: Path, meeting: str | None, approved: str | None
) -> None:
    tasks(inbox, TASK, POSTPONED)
    postponements(inbox, (1, "深化多元化解改革", "上级文件未出台", meeting, approved, 2022))
    settings = computed(tmp_path, inbox)
    year = one(settings, "from report.annual_overview")
    assert (year["completed"], year["postponed"], year["overdue"], year["completion_rate"]) == (1, 0, 1, 0.5)
    assert findings(settings, "postponement_without_approval")[0][:2] == ("2021/延期.xlsx", "延期")
    assert findings(settings, "postponed_without_request") == [("2021/区发改委.xlsx", "任务", "F4", "warning")]


def test_a_postponed_task_is_carried_in_once_also_when_it_is_listed_again(tmp_path: Path, inbox: Path) -> None:
    tasks(inbox, TASK, POSTPONED)
    postponements(inbox, (1, "深化多元化解改革", "上级文件未出台", "区委深改委第一次会议", "同意", 2022))
    other = (1, "经济体制改革", "新的事项", "区发改委", "2022年6月底前", "推进中", None)
    tasks(inbox, other, name="2022/区发改委.xlsx", title="2022年重点改革任务")
    settings = computed(tmp_path, inbox)
    carried = "select planned, carried_in from report.annual_overview where year = 2022"
    assert rows(settings, carried) == [(2, 1)]
    again = (2, "社会体制改革", "深化 多元化解改革", "区司法局", "2022年10月底前", "推进中", None)
    tasks(inbox, other, again, name="2022/区发改委.xlsx", title="2022年重点改革任务")
    computed(tmp_path, inbox)
    assert rows(settings, carried) == [(2, 1)]


def test_an_output_counts_once_by_number_or_title_also_through_others(tmp_path: Path, inbox: Path) -> None:
    header = ("序号", "成果名称", "文号", "印发单位", "印发时间", "对应改革事项")
    tasks(inbox, TASK)
    reported = [
        ("《甲办法》", "区办〔2021〕1号"),
        ("甲办法", None),
        ("甲 办 法(修订)", "区办[2021]1号"),
        ("“甲办法”", "区办〔2021〕2号"),
        ("乙方案", "区办〔2021〕3号"),
        ("丙方案", None),
    ]
    for number, (title, document) in enumerate(reported):
        row = (1, title, document, "区发改委", "2021-05-01", "优化营商环境")
        write_workbook(inbox / "2021" / f"成果{number}.xlsx", {"成果": [["2021年制度性成果"], header, row]})
    settings = computed(tmp_path, inbox)
    assert one(settings, "select outputs from report.annual_overview") == {"outputs": 3}
    assert one(settings, "select outputs from report.domain_summary") == {"outputs": 3}


def test_a_task_listed_twice_counts_once_and_names_the_first(tmp_path: Path, inbox: Path) -> None:
    tasks(inbox, TASK, (2, *TASK[1:]))
    settings = computed(tmp_path, inbox)
    assert one(settings, "select planned, rows_rejected from report.annual_overview") == {
        "planned": 1,
        "rows_rejected": 1,
    }
    assert findings(settings, "task_listed_twice") == [("2021/区发改委.xlsx", "任务", "C4", "error")]


def test_a_return_on_a_task_outside_the_plan_is_rejected_with_the_nearest(tmp_path: Path, inbox: Path) -> None:
    tasks(inbox, TASK, name="2021/工作要点.xlsx", title="2021年工作要点任务分解表")
    tasks(inbox, (1, "经济体制改革", "优化经商环境", *TASK[3:]))
    settings = computed(tmp_path, inbox)
    assert one(settings, "select planned from report.annual_overview") == {"planned": 1}
    assert findings(settings, "task_not_in_plan") == [("2021/区发改委.xlsx", "任务", "C3", "error")]
    ((message,),) = rows(settings, "select message_zh from quality.finding where rule = 'task_not_in_plan'")
    assert "优化营商环境" in message


def test_the_plans_domain_counts(tmp_path: Path, inbox: Path) -> None:
    tasks(inbox, TASK, name="2021/工作要点.xlsx", title="2021年工作要点任务分解表")
    tasks(inbox, (1, "社会体制改革", *TASK[2:]))
    settings = computed(tmp_path, inbox)
    assert rows(settings, "select domain, planned from report.domain_summary") == [("经济体制改革", 1)]
    assert findings(settings, "domain_differs_from_plan") == [("2021/区发改委.xlsx", "任务", "B3", "warning")]


def test_unknown_is_null_and_shown_as_not_filled(tmp_path: Path, inbox: Path) -> None:
    tasks(inbox, (1, None, "没有领域的事项", None, None, None, None))
    settings = computed(tmp_path, inbox)
    assert rows(settings, "select domain, planned, not_started from report.domain_summary") == [("未填", 1, 1)]
    assert rows(settings, "select domain_key, planned_due_date, lead_department_key from core.fct_task") == [
        (None, None, None)
    ]


def test_a_missing_title_rejects_its_row_with_its_cell(tmp_path: Path, inbox: Path) -> None:
    tasks(inbox, TASK, (2, "社会体制改革", None, "区司法局", "2021年12月底前", "推进中", None))
    settings = computed(tmp_path, inbox)
    assert one(settings, "select planned from report.annual_overview") == {"planned": 1}
    assert findings(settings, "required") == [("2021/区发改委.xlsx", "任务", "C4", "error")]


def test_an_unknown_department_is_loaded_with_a_warning(tmp_path: Path, inbox: Path) -> None:
    tasks(inbox, (1, "经济体制改革", "甲事项", "星际事务部", *TASK[4:]))
    settings = computed(tmp_path, inbox)
    assert findings(settings, "unknown_department") == [("2021/区发改委.xlsx", "任务", "D3", "warning")]
    assert one(settings, "select lead_department_key from core.fct_task") == {"lead_department_key": "星际事务部"}


def test_a_heading_that_states_more_tasks_than_follow_is_a_finding(tmp_path: Path, inbox: Path) -> None:
    section = ("一、经济体制改革(2项)", None, None, None, None, None, None)
    write_workbook(inbox / "2021" / "甲.xlsx", {"任务": task_sheet(section, TASK)})
    settings = computed(tmp_path, inbox)
    assert len(findings(settings, "stated_count_differs")) == 1


def test_two_senders_who_disagree_name_each_other(tmp_path: Path, inbox: Path) -> None:
    tasks(inbox, TASK)
    tasks(inbox, (*TASK[:5], "推进中", None), name="2021/区司法局.xlsx")
    settings = computed(tmp_path, inbox)
    assert len(findings(settings, "returns_disagree")) == 2
    assert one(settings, "select planned from report.annual_overview") == {"planned": 1}


def test_a_bad_file_harms_nobody_else(tmp_path: Path, inbox: Path) -> None:
    tasks(inbox, TASK)
    (inbox / "2021" / "坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (inbox / "2021" / "空.xlsx").write_bytes(b"")
    (inbox / "2021" / "报告.docx").write_bytes(b"\x00\x01\x02 something else")
    write_workbook(inbox / "2021" / "通讯录.xlsx", {"Sheet1": [["姓名", "电话"], ["张三", "123"]]})
    settings = refreshed(tmp_path, inbox)
    states = dict(rows(settings, "select path, state from raw.source_file"))
    assert states.pop("2021/区发改委.xlsx") == "loaded"
    assert set(states.values()) == {"unreadable", "unrecognised"}
    assert len(states) == 4
    for path in states:
        assert rows(settings, f"select message_zh from quality.finding where path = '{path}'"), path


def test_a_mended_file_clears_its_findings_and_the_old_rows_stay_visible(tmp_path: Path, inbox: Path) -> None:
    tasks(inbox, TASK, (2, *TASK[1:]))
    settings = refreshed(tmp_path, inbox)
    tasks(inbox, TASK)
    refresh(settings)
    assert findings(settings, "task_listed_twice") == []
    assert sorted(rows(settings, "select state, count(*) from raw.source_file group by all")) == [
        ("loaded", 1),
        ("superseded", 1),
    ]
    assert ("superseded", 2) in rows(settings, "select disposition, count(*)::int from raw.source_row group by all")


def test_a_copy_of_a_file_is_not_counted_again(tmp_path: Path, inbox: Path) -> None:
    tasks(inbox, TASK)
    content = (inbox / "2021" / "区发改委.xlsx").read_bytes()
    (inbox / "2021" / "区发改委(1).xlsx").write_bytes(content)
    settings = computed(tmp_path, inbox)
    assert rows(settings, "select count(*) from raw.source_row where disposition = 'loaded'") == [(1,)]
    assert len(findings(settings, "same_content")) == 1


def test_nothing_is_published_over_a_good_version_without_a_record(tmp_path: Path, inbox: Path) -> None:
    tasks(inbox, TASK)
    settings = refreshed(tmp_path, inbox)
    (inbox / "2021" / "区发改委.xlsx").write_bytes(b"broken")
    ended = refresh(settings)
    assert not ended.published
    assert any("has_records" in problem for problem in ended.problems)
    assert one(settings, "select planned from report.annual_overview") == {"planned": 1}


def test_a_refresh_needs_the_lock(tmp_path: Path, inbox: Path) -> None:
    tasks(inbox, TASK)
    settings = settings_in(tmp_path, inbox)
    lock = settings.store.lock()
    try:
        ended = refresh(settings)
    finally:
        lock.release()
    assert not ended.published
    assert any("another refresh" in problem for problem in ended.problems)


def test_a_heading_that_names_a_new_domain_gives_it_with_a_warning(tmp_path: Path, inbox: Path) -> None:
    section = ("一、海洋经济改革(1项)", None, None, None, None, None, None)
    write_workbook(inbox / "2021" / "甲.xlsx", {"任务": task_sheet(section, (1, None, *TASK[2:]))})
    settings = computed(tmp_path, inbox)
    assert rows(settings, "select domain, planned from report.domain_summary") == [("海洋经济改革", 1)]
    assert findings(settings, "unknown_domain") == [("2021/甲.xlsx", "任务", "A3", "warning")]


def test_a_title_speaks_for_the_tables_below_it_and_for_sheets_without_one(tmp_path: Path, inbox: Path) -> None:
    header = ("序号", "成果名称", "文号", "印发时间", "对应改革事项")
    first = ("1", "《甲办法》", "区办〔2021〕1号", "2021-05-01", "优化营商环境")
    second = ("1", "《乙办法》", "区办〔2021〕2号", "2021-05-01", "优化营商环境")
    below = [*task_sheet(TASK), (), ("二、制度性成果",), header, first]
    write_workbook(inbox / "报送.xlsx", {"任务": below, "成果": [header, second]})
    settings = computed(tmp_path, inbox)
    assert one(settings, "select outputs, rows_rejected from report.annual_overview") == {
        "outputs": 2,
        "rows_rejected": 0,
    }


def test_a_postponement_without_any_task_of_its_year_cannot_be_checked(tmp_path: Path, inbox: Path) -> None:
    tasks(inbox, TASK, name="2022/甲.xlsx", title="2022年改革任务")
    postponements(inbox, (1, "深化多元化解改革", "上级文件未出台", "区委深改委第一次会议", "同意", 2022))
    settings = computed(tmp_path, inbox)
    assert len(findings(settings, "postponement_without_tasks")) == 1
    assert findings(settings, "postponement_of_unknown_task") == []


def test_a_rejected_row_is_not_compared_with(tmp_path: Path, inbox: Path) -> None:
    tasks(inbox, TASK, (2, *TASK[1:5], "推进中", None))
    tasks(inbox, TASK, name="2021/区司法局.xlsx", title="2021年改革任务进展")
    settings = computed(tmp_path, inbox)
    assert len(findings(settings, "task_listed_twice")) == 1
    assert findings(settings, "returns_disagree") == []


def test_a_line_below_the_total_is_no_task(tmp_path: Path, inbox: Path) -> None:
    below = [("合计", None, "1项"), (None, None, "以上任务请各单位抓好落实")]
    write_workbook(inbox / "2021" / "甲.xlsx", {"任务": task_sheet(TASK, *below)})
    settings = computed(tmp_path, inbox)
    assert one(settings, "select planned from report.annual_overview") == {"planned": 1}
    assert findings(settings, "stated_count_differs") == []


def test_what_cannot_be_opened_is_told_and_the_rest_is_loaded(tmp_path: Path, inbox: Path) -> None:
    tasks(inbox, TASK)
    os.mkfifo(inbox / "pipe.csv")
    (inbox / "link.xlsx").symlink_to(inbox / "nowhere.xlsx")
    Path(os.fsdecode(os.fsencode(inbox) + "/区民政局.csv".encode("gb18030"))).write_text("序号,改革事项\n1,甲")
    inbox_listing(settings_in(tmp_path, inbox))
    settings = refreshed(tmp_path, inbox)
    assert rows(settings, "select path, state from raw.source_file order by path") == [
        ("2021/区发改委.xlsx", "loaded"),
        ("link.xlsx", "unreadable"),
        ("pipe.csv", "unreadable"),
        ("区民政局.csv", "loaded"),
    ]
    assert findings(settings, "link_not_followed") != []


def test_a_task_carried_in_can_be_reported_though_the_plan_does_not_list_it(tmp_path: Path, inbox: Path) -> None:
    tasks(inbox, TASK, POSTPONED)
    postponements(inbox, (1, "深化多元化解改革", "上级文件未出台", "区委深改委第一次会议", "同意", 2022))
    planned = (1, "经济体制改革", "新的事项", "区发改委", "2022年6月底前", None, None)
    tasks(inbox, planned, name="2022/工作要点.xlsx", title="2022年工作要点任务分解表")
    write_workbook(
        inbox / "2022" / "区司法局.xlsx",
        {"任务": task_sheet((1, *POSTPONED[1:4], "2022年6月底前", "已完成", None), title="2022年重点改革任务")},
    )
    settings = computed(tmp_path, inbox)
    assert rows(settings, "select planned, carried_in, completed from report.annual_overview where year = 2022") == [
        (2, 1, 1)
    ]


def test_the_plan_and_the_returns_may_stand_on_two_sheets_of_a_file(tmp_path: Path, inbox: Path) -> None:
    plan = task_sheet((*TASK[:5], None, None), title="2021年工作要点任务分解表")
    write_workbook(inbox / "2021" / "台账.xlsx", {"工作要点": plan, "完成情况": task_sheet(TASK)})
    settings = computed(tmp_path, inbox)
    assert rows(settings, "select planned, completed, rows_rejected from report.annual_overview") == [(1, 1, 0)]
