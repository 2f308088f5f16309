"""Each relation between rows is fed rows that break it and sees them, and rows that keep it and leaves them alone."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from sources.records import record_types
from sources.rows import Row
from tests.warehouse.small import (
    REFRESH,
    Files,
    apart,
    build,
    checked,
    found,
    inexact,
    output,
    postponement,
    row,
    rules_broken,
    table,
    task,
)
from warehouse.expectations import broken_rows, relations
from warehouse.parts import part
from warehouse.scorecard import Scorecard

PLAN = task(2, "甲事项", is_plan=True)
TOLD = ("broken", "kept")
DUE = replace(REFRESH, scorecard=Scorecard(returns_due={2021: date(2021, 12, 20)}).model_dump_json())
"""A refresh with a day by which the returns of 2021 are due."""


def section(number: int, text: str) -> Row:
    return row(number, "task", skipped="section", title=text)


def returned(number: int, title: str, day: str | None, **more: Any) -> Row:
    """A task row of a return that 区司法局 sent on a day."""
    return task(number, title, reporting_department="区司法局", reported_date=day, **more)


def stated(number: int, value: str, **more: Any) -> Row:
    """A figure of outputs that the report states, unless told otherwise."""
    return row(number, "stated", value=value, **{"report": "总结报告", "measure": "outputs", **more})


def figure(number: int, value: str, unit: str, **more: Any) -> Row:
    """A figure of the indicator 投资额."""
    return row(number, "indicator", name="投资额", value=value, unit=unit, **more)


def finding(number: int, problem: str = "台账不全", **more: Any) -> Row:
    """A finding of an inspection of 区司法局, unless told otherwise."""
    return row(number, "supervision", **{"problem": problem, "inspected_department": "区司法局", **more})


def dispatched(number: int, **more: Any) -> Row:
    """A decision of a dispatch meeting on 甲事项, unless told otherwise."""
    return row(number, "dispatch", **{"task_title": "甲事项", "date": "2021-03-01", "decision": "出台方案", **more})


def assessed(number: int, indicator: str = "任务完成", **more: Any) -> Row:
    """Points of 区司法局, unless told otherwise."""
    return row(number, "assessment", **{"department": "区司法局", "indicator": indicator, "points": "50", **more})


CASES: dict[str, tuple[Files, Files]] = {
    "postponement_of_unknown_task": (
        {"a": [task(2, "甲事项")], "b": [postponement(2, "乙事项")]},
        {"a": [task(2, "甲事项")], "b": [postponement(2, "甲 事项")]},
    ),
    "replaced_by_newer_return": (
        {"a": [returned(2, "甲事项", "2021-06-30")], "b": [returned(2, "甲 事项", "2021-11-30")]},
        {"a": [returned(2, "甲事项", "2021-06-30")], "b": [returned(2, "乙事项", "2021-11-30"), task(3, "甲事项")]},
    ),
    "blank_in_newer_return": (
        {
            "a": [returned(2, "甲事项", "2021-06-30", status="completed")],
            "b": [returned(2, "甲事项", "2021-11-30")],
        },
        {
            "a": [returned(2, "甲事项", "2021-06-30", status="completed")],
            "b": [returned(2, "甲事项", "2021-11-30")],
            "c": [task(2, "甲事项", status="completed")],
        },
    ),
    "left_out_of_newer_return": (
        {
            "a": [returned(2, "甲事项", "2021-06-30"), returned(3, "乙事项", "2021-06-30")],
            "b": [returned(2, "甲事项", "2021-11-30")],
        },
        {
            "a": [returned(n, title, "2021-06-30") for n, title in enumerate(("甲事项", "乙事项", "丙事项"), start=2)],
            "b": [returned(2, "甲事项", "2021-11-30")],
            "c": [task(2, "丁事项", reporting_department="区发改委", reported_date="2021-11-30")],
        },
    ),
    "title_without_text": ({"a": [task(2, "《》")]}, {"a": [task(2, "《A》"), task(3, "5G"), task(4, "“甲”")]}),
    "task_listed_twice": (
        {"a": [task(2, "甲事项"), task(3, "“甲事项”")]},
        {"a": [task(2, "甲事项"), task(3, "甲事项", year="2022")], "b": [task(2, "甲事项")]},
    ),
    "task_not_in_plan": (
        {"a": [PLAN], "b": [task(2, "乙事项")]},
        {"a": [PLAN], "b": [task(2, "甲事项"), task(3, "乙事项", year="2022")]},
    ),
    "output_before_year": (
        {"a": [PLAN], "b": [output(2, issued_date="2020-12-31")]},
        {"a": [PLAN], "b": [output(2, issued_date="2021-01-01"), output(3, title="《乙》", issued_date="2022-01-11")]},
    ),
    "dated_outside_year": (
        {"a": [PLAN], "b": [row(2, "publicity", title="《甲》", date="2020-12-31")]},
        {
            "a": [PLAN],
            "b": [
                row(2, "publicity", title="《甲》", date="2021-12-31"),
                row(3, "pilot", name="乙", date=None),
                row(4, "meeting", name="丙", date="2021-01-01"),
            ],
        },
    ),
    "dated_in_future": (
        {"a": [finding(2, state="closed", closed_date="2031-08-01")]},
        {
            "a": [
                finding(2, state="closed", closed_date="2022-01-31", due_date="2031-08-01"),
                dispatched(3, state="done", completed_date="2022-01-31", due_date="2031-08-01"),
                output(4, issued_date="2022-01-31"),
            ]
        },
    ),
    "meeting_days_differ": (
        {
            "a": [row(2, "meeting", name="区委深改委第五次会议", date="2021-01-01")],
            "b": [row(2, "meeting", name="区委全面深化改革委员会第5次会议", date="2021-01-02")],
        },
        {
            "a": [row(2, "meeting", name="区委深改委第五次会议", date="2021-01-01")],
            "b": [
                row(2, "meeting", name="区委深改组第五次会议", date="2021-01-01"),
                row(3, "meeting", name="区委深改委会议", date="2021-01-02"),
            ],
        },
    ),
    "meeting_day_missing": (
        {"a": [row(2, "meeting", name="甲", date="2021-01-01"), row(3, "meeting", name="甲")]},
        {"a": [row(2, "meeting", name="甲", date="2021-01-01"), row(3, "meeting", name="乙")]},
    ),
    "completed_outside_year": (
        {"a": [task(2, "甲事项", status="completed", completed_date="2012-05-01")]},
        {
            "a": [
                task(2, "甲事项", status="completed", completed_date="2021-01-01"),
                task(3, "乙事项", status="in_progress", completed_date="2031-12-31"),
            ]
        },
    ),
    "due_outside_year": (
        {"a": [task(2, "甲事项", due_date="2022-06-30"), task(3, "乙事项", due_date="2020-11-30")]},
        {"a": [task(2, "甲事项", due_date="2021-01-01"), task(3, "乙事项", due_date="2021-12-31"), task(4, "丙事项")]},
    ),
    "completed_without_status": (
        {"a": [task(2, "甲事项", completed_date="2021-11-30")]},
        {
            "a": [
                task(2, "甲事项", status="completed", completed_date="2021-11-30"),
                task(3, "乙事项", completed_date="2012-11-30"),
            ]
        },
    ),
    "decision_before_meeting": (
        {"a": [dispatched(2, completed_date="2021-02-28")]},
        {
            "a": [
                dispatched(2, completed_date="2021-03-01"),
                dispatched(3, date=None, decision="报送进展", due_date="2021-02-28"),
            ]
        },
    ),
    "dispatch_day_missing": (
        {"a": [dispatched(2), dispatched(3, date="2021-06-01"), dispatched(4, date=None)]},
        {"a": [dispatched(2), dispatched(3, date="2021-06-01", decision="报送进展"), dispatched(4, date=None)]},
    ),
    "dispatch_task_unknown": (
        {"a": [PLAN], "b": [dispatched(2, task_title="乙事项")]},
        {"a": [PLAN], "b": [dispatched(2)]},
    ),
    "document_number_shared": (
        {"a": [row(n, "output", title=f"《办法{n}》", document_number="区办〔2021〕1号") for n in (2, 3)]},
        {
            "a": [
                *(row(n, "output", title="《甲》", document_number=f"区办〔2021〕{n}号") for n in (2, 3)),
                row(4, "output", title="关于印发《甲》的通知", document_number="区办〔2021〕3号"),
            ]
        },
    ),
    "document_numbers_differ": (
        {"a": [output(2, document_number="区办〔2021〕1号")], "b": [output(2, document_number="区办〔2021〕2号")]},
        {
            "a": [output(2, document_number="区办〔2021〕1号")],
            "b": [
                *(output(2, document_number="区办[2021]1号"), output(3)),
                output(4, title="《乙》", document_number="区办〔2021〕2号"),
                output(5, year="2022", document_number="区办〔2022〕2号"),
                *(output(n, title="通知", task_title=f"{n}", document_number=f"区办〔2021〕{n}号") for n in (6, 7)),
            ],
        },
    ),
    "domain_differs_from_plan": (
        {"a": [PLAN], "b": [task(2, "甲事项", domain="文化体制改革")]},
        {"a": [PLAN], "b": [task(2, "甲事项", domain=None)]},
    ),
    "domain_unknown": (
        {"a": [PLAN], "b": [stated(2, "5", domain="海洋经济改革")]},
        {"a": [PLAN], "b": [stated(2, "5", domain="经济体制改革"), stated(3, "5", year="2022", domain="别的改革")]},
    ),
    "stated_twice": (
        {"a": [PLAN], "b": [stated(2, "33"), stated(3, "25")]},
        {
            "a": [PLAN],
            "b": [
                *(stated(2, "33"), stated(3, "33.0"), stated(4, "25", domain="经济体制改革")),
                *(stated(5, "25", measure="planned"), stated(6, "25", report="另一份报告")),
            ],
        },
    ),
    "indicator_unit_differs": (
        {"a": [PLAN], "b": [figure(2, "5", "户", year="2020"), figure(3, "6", "家")]},
        {"a": [PLAN], "b": [figure(2, "5", "亿元", year="2020"), figure(3, "6", "万元"), figure(4, "7", "元")]},
    ),
    "indicator_figures_differ": (
        {"a": [figure(2, "12", "户", task_title="甲事项")], "b": [figure(2, "13", "户", task_title="甲 事项")]},
        {
            "a": [figure(2, "12.3", "亿元", task_title="甲事项")],
            "b": [
                figure(2, "122800", "万元", task_title="甲事项"),
                figure(3, "13", "亿元", task_title="乙事项"),
                figure(4, "13", "亿元", task_title="甲事项", as_of_date="2021-06-30"),
                figure(5, "13", "亿元", task_title="甲事项", approximate="true"),
                figure(6, "13", "户", task_title="甲事项"),
            ],
        },
    ),
    "return_without_day": (
        {"a": [returned(2, "甲事项", None)]},
        {
            "a": [returned(2, "甲事项", "2021-12-18"), returned(3, "乙事项", None)],
            "b": [returned(2, "丙事项", None, year="2022")],
            "c": [task(2, "丁事项")],
        },
    ),
    "recognised_at_two_levels": (
        {"a": [row(2, "pilot", name="乙", level="市")], "b": [row(2, "pilot", name="乙", approved_by="省民政厅")]},
        {
            "a": [row(2, "pilot", name="乙", level="省"), row(3, "publicity", title="《甲》", adopted_by="省委改革办")],
            "b": [
                *(row(2, "pilot", name="乙", approved_by="省民政厅"), row(3, "pilot", name="乙")),
                row(4, "publicity", title="《甲》", adopted_by="市委改革办"),
            ],
        },
    ),
    "recognition_body_missing": (
        {"a": [row(2, "publicity", title="《甲》", adopted_by="新华网")], "b": [row(2, "publicity", title="《甲》")]},
        {
            "a": [row(2, "publicity", title="《甲》", adopted_by="新华网")],
            "b": [row(2, "publicity", title="《甲》", form="批示"), row(3, "publicity", title="《乙》")],
        },
    ),
    "recognition_of_nobody": (
        {"a": [PLAN], "b": [row(2, "pilot", name="乙", level="省", reporting_department="区委改革办")]},
        {
            "a": [PLAN],
            "b": [
                row(2, "pilot", name="乙", level="省", reporting_department="区委改革办", task_title="甲事项"),
                row(3, "publicity", title="《甲》", level="省", reporting_department="区司法局"),
            ],
        },
    ),
    "recognition_days_differ": (
        {
            "a": [row(2, "publicity", title="《甲》", adopted_by="市委改革办", date="2021-05-10")],
            "b": [row(2, "publicity", title="《甲》", adopted_by="合肥市委改革办", date="2021-06-10")],
        },
        {
            "a": [row(2, "publicity", title="《甲》", adopted_by="市委改革办", date="2021-05-10")],
            "b": [
                row(2, "publicity", title="《甲》", adopted_by="市委改革办", date=inexact("2021-05-31", "2021年5月")),
                row(3, "publicity", title="《乙》", adopted_by="市委改革办", date="2021-06-10"),
                row(4, "publicity", title="《甲》", adopted_by="省委改革办", date="2021-06-10"),
            ],
        },
    ),
    "recognition_reported_again": (
        {"a": [row(2, "pilot", name="乙", level="省")], "b": [row(2, "pilot", year="2022", name="乙", level="省")]},
        {
            "a": [row(2, "pilot", name="乙", level="省")],
            "b": [row(2, "pilot", year="2022", name="乙", level="省", date="2022-01-11")],
        },
    ),
    "recognition_task_unknown": (
        {"a": [PLAN], "b": [row(2, "pilot", name="乙", level="省", task_title="乙事项")]},
        {"a": [PLAN], "b": [row(2, "publicity", title="《甲》", level="省", task_title="甲事项")]},
    ),
    "recognition_level_unknown": (
        {"a": [PLAN], "b": [row(2, "publicity", title="《甲》", adopted_by="人民日报")]},
        {
            "a": [PLAN],
            "b": [
                row(2, "publicity", title="《甲》", adopted_by="人民日报", level="国家"),
                row(3, "pilot", name="乙", approved_by="人社部"),
            ],
        },
    ),
    "recognition_level_differs": (
        {"a": [PLAN], "b": [row(2, "pilot", name="乙", approved_by="市民政局", level="国家")]},
        {"a": [PLAN], "b": [row(2, "pilot", name="乙", approved_by="市民政局", level="市")]},
    ),
    "indicator_task_unknown": (
        {"a": [PLAN], "b": [row(2, "indicator", name="户数", value="5", task_title="乙事项")]},
        {"a": [PLAN], "b": [row(2, "indicator", name="户数", value="5", task_title="甲事项")]},
    ),
    "output_reported_in_two_years": (
        {"a": [output(2)], "b": [output(2, year="2022")]},
        {"a": [output(2, issued_date="2021-03-01")], "b": [output(2, year="2022", issued_date="2022-01-11")]},
    ),
    "output_task_unknown": (
        {"a": [PLAN], "b": [output(2, task_title="乙事项")]},
        {"a": [PLAN], "b": [output(2), row(3, "output", title="《乙》", year="2022")]},
    ),
    "points_exceed_weight": (
        {"a": [assessed(2, points="50", weight="40")]},
        {"a": [assessed(2, points="50", weight="50"), assessed(3, "改革创新", points="5", weight="0.1")]},
    ),
    "postponed_to_impossible_year": (
        {"a": [PLAN], "b": [postponement(2, "甲事项", postponed_to_year="2021")]},
        {"a": [PLAN], "b": [postponement(2, "甲事项", postponed_to_year="2026")]},
    ),
    "postponed_without_request": (
        {"a": [task(2, "甲事项", status="postponed")], "b": [postponement(2, "甲事项", approved="pending")]},
        {"a": [task(2, "甲事项", status="postponed")], "b": [postponement(2, "甲事项")]},
    ),
    "postponement_without_approval": (
        {"a": [PLAN], "b": [postponement(2, "甲事项", approved_by=None)]},
        {"a": [PLAN], "b": [postponement(2, "甲事项")], "c": [postponement(2, "甲事项", approved="pending")]},
    ),
    "postponement_answers_differ": (
        {"a": [PLAN], "b": [postponement(2, "甲事项")], "c": [postponement(2, "甲事项", approved="no")]},
        {"a": [PLAN], "b": [postponement(2, "甲事项")], "c": [postponement(2, "甲事项", approved="pending")]},
    ),
    "carried_task_renamed": (
        {
            "a": [task(2, "推进“一业一证”改革")],
            "b": [postponement(2, "推进“一业一证”改革")],
            "c": [task(2, "推进“一业一证”集成改革", year="2022"), task(3, "深化国企改革", year="2022")],
        },
        {
            "a": [task(2, "推进“一业一证”改革"), task(3, "推进“一业一证”集成改革")],
            "b": [postponement(2, "推进“一业一证”改革")],
            "c": [task(2, "推进“一业一证”集成改革", year="2022"), task(3, "深化国企改革", year="2022")],
            "d": [task(4, "推进“一网通办”改革", year="2022")],
        },
    ),
    "postponed_due_differs": (
        {"a": [PLAN], "b": [postponement(2, "甲事项", due_date="2021-06-30")]},
        {"a": [PLAN], "b": [postponement(2, "甲事项", due_date="2022-06-30")], "c": [postponement(2, "甲事项")]},
    ),
    "postponement_without_tasks": (
        {"b": [postponement(2, "甲事项")]},
        {"a": [PLAN], "b": [postponement(2, "甲事项")]},
    ),
    "assessment_disagrees": (
        {"a": [assessed(2)], "b": [assessed(2, points="49")]},
        {"a": [assessed(2)], "b": [assessed(2), assessed(3, "改革创新", points="49")]},
    ),
    "assessment_total_differs": (
        {"a": [assessed(2), assessed(3, "改革创新", points="40.5"), assessed(4, "总 分", points="91")]},
        {
            "a": [assessed(2), assessed(3, "改革创新", points="40.5"), assessed(4, "总分", points="90.50")],
            "b": [assessed(2, "总得分", points="90.5"), assessed(3, "总分", points="90", department="区民政局")],
        },
    ),
    "assessment_weights_do_not_add_up": (
        {"a": [assessed(2, weight="60"), assessed(3, "改革创新", weight="30", points="20")]},
        {
            "a": [assessed(2, weight="60"), assessed(3, "改革创新", weight="40", points="20")],
            "b": [assessed(2, "改革", weight="60")],
        },
    ),
    "closed_before_found": (
        {"a": [finding(2, found_date="2021-05-10")], "b": [finding(2, closed_date="2021-05-09")]},
        {"a": [finding(2, found_date="2021-05-10")], "b": [finding(2, closed_date="2021-05-10")]},
    ),
    "closed_without_verification": (
        {"a": [finding(2, state="closed", verification="未核验")]},
        {
            "a": [finding(2, state="closed"), finding(3, "别的", state="open")],
            "b": [finding(2, verification="核验通过")],
        },
    ),
    "completed_task_postponed": (
        {"a": [task(2, "甲事项", status="completed")], "b": [postponement(2, "甲事项")]},
        {"a": [task(2, "甲事项", status="completed")], "b": [postponement(2, "甲事项", approved="no")]},
    ),
    "postponement_year_missing": (
        {"a": [PLAN], "b": [postponement(2, "甲事项", postponed_to_year=None)]},
        {"a": [PLAN], "b": [postponement(2, "甲事项", postponed_to_year=None, approved="pending")]},
    ),
    "stated_count_differs": (
        {"a": [section(2, "一、经济体制改革(2项)"), task(3, "甲事项")]},
        {"a": [section(2, "一、经济体制改革(1项)"), task(3, "甲事项")]},
    ),
    "postponed_to_two_years": (
        {"a": [PLAN, postponement(3, "甲事项")], "b": [postponement(2, "甲事项", postponed_to_year="2023")]},
        {
            "a": [PLAN, postponement(3, "甲事项")],
            "b": [postponement(2, "甲事项", year="2022", postponed_to_year="2023")],
        },
    ),
    "returns_disagree": (
        {"a": [task(2, "甲事项", status="completed")], "b": [task(2, "甲事项", status="in_progress")]},
        {"a": [task(2, "甲事项", status="completed")], "b": [task(2, "甲事项", status="completed")]},
    ),
    "unfinished_decision_completed": (
        {"a": [dispatched(2, state="in_progress", completed_date="2021-04-01")]},
        {"a": [dispatched(2, state="done", completed_date="2021-04-01"), dispatched(3, state="in_progress")]},
    ),
    "unfinished_finding_closed": (
        {"a": [finding(2, state="open", closed_date="2021-04-01")]},
        {"a": [finding(2, state="closed", closed_date="2021-04-01"), finding(3, "无方案", state="open")]},
    ),
    "unfinished_task_completed": (
        {"a": [task(2, "甲事项", status="in_progress", completed_date="2021-11-30")]},
        {
            "a": [
                task(2, "甲事项", status="completed", completed_date="2021-11-30"),
                task(3, "乙事项", status="in_progress", due_date="2021-11-30"),
            ]
        },
    ),
    "standings_disagree": (
        {
            "a": [finding(2, state="closed"), dispatched(3, state="done")],
            "b": [finding(2, state="open"), dispatched(3, state="not_done")],
        },
        {
            "a": [
                finding(2, state="closed", reported_date="2021-09-30"),
                finding(3, "无方案", state="closed", closed_date="2021-08-01"),
                finding(4, "无专人", state="closed", closed_date="2021-08-01"),
                finding(5, "无预算", state="closed"),
                dispatched(6, completed_date="2021-08-01"),
                dispatched(7, date="2021-06-01", state="done", reported_period="2021-12-31"),
            ],
            "b": [
                finding(2, state="open", reported_date="2021-06-30"),
                finding(3, "无方案", state="open", reported_date="2021-06-30"),
                finding(4, "无专人", state="reopened", inspection_kind="回头看"),
                finding(5, "无预算", state="closed", year="2022"),
                dispatched(6, state="in_progress", reported_date="2021-06-30"),
                dispatched(7, date="2021-06-01", state="in_progress", reported_period="2021-09-30"),
            ],
            "c": [finding(5, "无预算", state="open", year="2021", closed_date=None, inspected_department="区财政局")],
        },
    ),
    "supervision_task_missing": (
        {"a": [finding(2, task_title="甲事项"), finding(3, task_title="乙事项"), finding(4)]},
        {"a": [finding(2, task_title="甲事项"), finding(3), finding(4, "无方案", task_title="乙事项")]},
    ),
    "supervision_task_unknown": (
        {"a": [PLAN], "b": [finding(2, task_title="乙事项")]},
        {"a": [PLAN], "b": [finding(2, task_title="甲事项")]},
    ),
    "task_number_repeated": (
        {"a": [task(2, "甲事项", task_no="1"), task(3, "乙事项", task_no="1")]},
        {"a": [task(2, "甲事项", task_no="1"), task(3, "乙事项", task_no="1", domain="文化体制改革")]},
    ),
    "two_persons_for_one_post": (
        {"a": [task(2, "甲事项", responsible_person="张三")], "b": [task(2, "甲事项", responsible_person="李四")]},
        {
            "a": [task(2, "甲事项", responsible_person="张三")],
            "b": [task(2, "甲事项", responsible_person="李四、张三")],
        },
    ),
    "task_without_domain": (
        {"a": [task(2, "甲事项", domain=None)]},
        {"a": [task(2, "甲事项", domain=None)], "b": [task(2, "甲事项")]},
    ),
}


@pytest.mark.parametrize(
    "naming",
    [
        output(2, domain="文化体制改革"),
        figure(2, "5", "户", domain="文化体制改革"),
        postponement(2, "甲事项", domain="文化体制改革"),
        finding(2, domain="文化体制改革"),
        stated(2, "5", domain="文化体制改革"),
    ],
    ids=lambda naming: naming.record_type,
)
def test_a_domain_that_the_years_tasks_do_not_have_is_told_of_every_ledger(naming: Row) -> None:
    assert "domain_unknown" in rules_broken(checked({"a": [PLAN], "b": [naming]}))
    known = {"a": [PLAN, task(3, "乙事项", is_plan=True, domain="文化体制改革")], "b": [naming]}
    assert "domain_unknown" not in rules_broken(checked(known))
    assert "domain_unknown" not in rules_broken(checked({"b": [naming]}))


@pytest.mark.parametrize(
    ("earlier", "request_", "is_told"),
    [
        (task(2, "甲事项"), postponement(3, "甲事项"), False),
        (task(2, "甲事项", domain=None), postponement(3, "甲事项", domain="经济体制改革"), False),
        (task(2, "甲事项"), postponement(3, "甲事项", approved="pending"), True),
        (task(2, "甲事项", status="completed"), postponement(3, "甲事项"), True),
    ],
)
def test_a_carried_task_stands_in_the_domain_from_which_it_came(earlier: Row, request_: Row, is_told: bool) -> None:
    listed = row(2, "task", year="2022", title="甲事项", lead_department="区发改委")
    con = checked({"2021": [earlier], "延期": [request_], "2022": [listed]})
    told = table(con, "from quality.finding where rule = 'task_without_domain' and path = '2022'")
    assert bool(told) is is_told
    build(con)
    (counted,) = table(con, "select domain_key from core.fct_task where year = 2022")
    assert (counted["domain_key"] is None) is is_told


def message(files: Files, rule: str) -> str:
    """What the finding of a rule says in the file named last."""
    ((text,),) = (
        checked(files)
        .execute("select message_zh from quality.finding where rule = ? and path = ?", [rule, list(files)[-1]])
        .fetchall()
    )
    return str(text)


def test_of_several_rows_the_first_by_its_place_is_named_in_whatever_order_files_came() -> None:
    plans = {
        "乙": [task(2, "“甲事项”", is_plan=True, domain="社会体制改革")],
        "丙": [task(2, "甲 事项", is_plan=True, domain="文化体制改革")],
        "丁": [task(2, "甲事项", is_plan=True, domain="党建体制改革")],
    }
    first = min(plans)
    sent = [task(2, "甲事项", domain="经济体制改革")]
    for order in (plans, dict(reversed(plans.items()))):
        domain = plans[first][0].cells[2].value
        assert f"工作要点中的“{domain}”" in message({**order, "return": sent}, "domain_differs_from_plan")
        title = plans[first][0].cells[1].value
        near = message({**order, "return": [task(2, "甲事项了")]}, "task_not_in_plan")
        assert f"最接近的是“{title}”" in near


def test_each_of_two_numbers_of_one_title_is_told_of_the_others_cell() -> None:
    files = {path: [output(2, document_number=f"区办〔2021〕{number}号")] for path, number in (("a", 1), ("b", 2))}
    assert "与另一处的“区办〔2021〕1号”(a 表!D2)不同" in message(files, "document_numbers_differ")
    backwards = dict(reversed(files.items()))
    assert "与另一处的“区办〔2021〕2号”(b 表!D2)不同" in message(backwards, "document_numbers_differ")


def test_each_of_two_titles_of_one_number_is_told_of_the_others_cell() -> None:
    files = {path: [output(2, title=f"《{path}办法》", document_number="区办〔2021〕1号")] for path in ("甲", "乙")}
    assert "与另一处的成果“《甲办法》”(甲 表!D2)相同" in message(files, "document_number_shared")
    backwards = dict(reversed(files.items()))
    assert "与另一处的成果“《乙办法》”(乙 表!D2)相同" in message(backwards, "document_number_shared")


def test_what_was_completed_without_an_approved_postponement_is_not_said_to_be_unfinished() -> None:
    files = {"a": [task(2, "甲事项", status="completed")], "b": [postponement(2, "甲事项", approved="no")]}
    assert "任务没有完成的按未完成统计" in message(files, "postponement_without_approval")


def test_each_of_two_states_of_a_finding_or_a_decision_is_told_of_the_others_cell() -> None:
    later = {"reported_date": "2021-11-30"}
    con = checked(
        {
            "a": [
                *(finding(2, state="closed"), dispatched(3, state="done", **later)),
                finding(4, "无方案", state="closed"),
            ],
            "b": [finding(2, state="reopened"), dispatched(3, state="not_done", **later)],
            "c": [finding(4, "无方案", state="open", closed_date="2021-05-01")],
        }
    )
    told = table(con, "select path, cell, message_zh from quality.finding where rule = 'standings_disagree'")
    others = {
        (line["path"], line["cell"], line["message_zh"].split("另一份报送的")[1].split("不一致")[0]) for line in told
    }
    assert others == {
        *(("a", "C2", "“reopened”(b 表!C2)"), ("b", "C2", "“closed”(a 表!C2)")),
        *(("a", "D3", "“not_done”(b 表!D3)"), ("b", "D3", "“done”(a 表!D3)")),
        *(("a", "C4", "“open”(c 表!C4)"), ("c", "C4", "“closed”(a 表!C4)")),
    }


def test_each_of_two_figures_of_an_indicator_is_told_of_the_others_cell() -> None:
    files = {path: [figure(2, value, "户")] for path, value in (("a", "12"), ("b", "13"))}
    assert "填报为“13”,与另一处的“12”(a 表!B2)不一致" in message(files, "indicator_figures_differ")
    backwards = dict(reversed(files.items()))
    assert "填报为“12”,与另一处的“13”(b 表!B2)不一致" in message(backwards, "indicator_figures_differ")


def test_every_relation_has_its_cases() -> None:
    assert {relation.name for relation in relations()} == set(CASES)


def test_what_a_relation_is_not_asked_of_it_says_nothing_of() -> None:
    rows = {
        "task": PLAN,
        "postponement": postponement(2, "甲事项"),
        "output": output(2),
        "indicator": figure(2, "5", "亿元"),
        "supervision": finding(2),
        "dispatch": dispatched(2),
        "publicity": row(2, "publicity", title="《甲》"),
        "pilot": row(2, "pilot", name="甲"),
        "meeting": row(2, "meeting", name="甲"),
        "assessment": assessed(2),
        "stated": stated(2, "5"),
    }
    assert rows.keys() == record_types().keys()
    con = checked(apart({record_type: {"a": [of_type]} for record_type, of_type in rows.items()}))
    told_of: set[str] = set()
    for relation in relations():
        others = [record_type for record_type in rows if not relation.may_speak_of([record_type])]
        with part(con, others):
            assert broken_rows(con, relation)[0] == 0, relation.name
        told_of.update(others)
    assert told_of == rows.keys()


@pytest.fixture(scope="module")
def cases() -> set[tuple[str, str, str]]:
    """The findings of all cases: district, rule and severity."""
    files = {f"{name} {told}": case for name, both in CASES.items() for told, case in zip(TOLD, both, strict=True)}
    con = checked(apart(files), DUE)
    return set(con.execute("select district, rule, severity from quality.finding").fetchall())


@pytest.mark.parametrize("name", CASES)
def test_a_relation_finds_the_rows_that_break_it_and_no_others(name: str, cases: set[tuple[str, str, str]]) -> None:
    broken, kept = (f"{name} {told}" for told in TOLD)
    (severity,) = {relation.severity for relation in relations() if relation.name == name}
    assert (broken, name, severity) in cases
    assert (kept, name) not in {(district, rule) for district, rule, _ in cases}


def assessed_in_columns(number: int, department: str, **weights: str) -> list[Row]:
    """A row of an assessment with a column for each indicator."""
    return [
        replace(
            assessed(number, indicator, department=department, weight=weight, points="1"), table_number=table_number
        )
        for table_number, (indicator, weight) in enumerate(weights.items(), start=1)
    ]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            [
                *assessed_in_columns(2, "区司法局", 甲="60", 乙="30"),
                *assessed_in_columns(3, "区民政局", 甲="60", 乙="30"),
            ],
            1,
        ),
        ([*assessed_in_columns(2, "区司法局", 甲="60"), *assessed_in_columns(3, "区民政局", 甲="60", 乙="40")], 0),
        (assessed_in_columns(2, "区司法局", 甲="10", 乙="5", 总分="15"), 0),
        (assessed_in_columns(2, "区司法局", 甲="10", 乙="5", 总分="20"), 1),
        (assessed_in_columns(2, "区司法局", 甲="0.6", 乙="0.4", 总分="100"), 0),
    ],
)
def test_weights_that_stand_once_for_all_departments_are_added_up_once(rows: list[Row], told: int) -> None:
    rules = [rule for rule, *_ in found(checked({"a": rows}))]
    assert rules.count("assessment_weights_do_not_add_up") == told


CARRIED_TWICE: Files = {
    "2021": [task(2, "甲事项", is_plan=True)],
    "2022": [task(2, "乙事项", year="2022", is_plan=True)],
    "2023": [task(2, "丙事项", year="2023", is_plan=True)],
    "延期2021": [postponement(2, "甲事项")],
    "延期2022": [postponement(2, "甲事项", year="2022", postponed_to_year="2023")],
}


@pytest.mark.parametrize(
    "naming",
    [
        task(2, "甲事项", year="2023"),
        postponement(2, "甲事项", year="2023", postponed_to_year="2024"),
        row(2, "output", year="2023", title="《甲办法》", task_title="甲事项"),
        row(2, "indicator", year="2023", name="户数", value="5", task_title="甲事项"),
    ],
    ids=lambda naming: naming.record_type,
)
def test_a_task_carried_from_year_to_year_is_known(naming: Row) -> None:
    unknown = {"postponement_of_unknown_task", "task_not_in_plan", "output_task_unknown", "indicator_task_unknown"}
    assert not unknown & rules_broken(checked({**CARRIED_TWICE, "return": [naming]}))
    without_the_second = {path: rows for path, rows in CARRIED_TWICE.items() if path != "延期2022"}
    assert unknown & rules_broken(checked({**without_the_second, "return": [naming]}))


def test_two_sheets_of_a_file_that_disagree_are_told_of_each_others_cell() -> None:
    draft = replace(task(2, "甲事项", status="in_progress"), sheet="初稿", table_number=2)
    final = replace(task(2, "甲事项", status="completed"), sheet="最终")
    told = "select sheet, cell, message_zh from quality.finding where rule = 'returns_disagree' order by sheet"
    findings = checked({"a": [final, draft]}).execute(told).fetchall()
    assert [(sheet, cell) for sheet, cell, _ in findings] == [("初稿", "D2"), ("最终", "D2")]
    assert "完成状态“in_progress”与同一文件另一工作表的“completed”" in findings[0][2]
    assert "最终" in findings[0][2]
    assert "初稿" in findings[1][2]
    agreed = replace(draft, cells=final.cells)
    assert checked({"a": [final, agreed]}).execute(told).fetchall() == []


def test_a_postponement_carries_into_later_years_only() -> None:
    files: Files = {
        "2020": [task(2, "乙事项", year="2020", is_plan=True)],
        "2021": [task(2, "甲事项", is_plan=True)],
        "延期": [postponement(2, "甲事项", postponed_to_year="2020")],
        "return": [task(2, "甲事项", year="2020")],
    }
    assert "task_not_in_plan" in rules_broken(checked(files))


def test_a_postponement_of_a_task_that_no_plan_knows_carries_nothing() -> None:
    files: Files = {
        **CARRIED_TWICE,
        "延期2021": [postponement(2, "不在计划的事项")],
        "延期2022": [postponement(2, "不在计划的事项", year="2022", postponed_to_year="2023")],
        "return": [task(2, "不在计划的事项", year="2023")],
    }
    con = checked(files)
    rejected = con.execute(
        "select path from raw.source_row inner join raw.source_file using (file_id) where disposition = 'rejected'"
    ).fetchall()
    assert {path for (path,) in rejected} == {"延期2021", "延期2022", "return"}


@pytest.mark.parametrize(
    ("record_type", "field"),
    [
        *(("task", "title"), ("postponement", "title"), ("output", "title"), ("publicity", "title")),
        *(("pilot", "name"), ("meeting", "name")),
    ],
)
@pytest.mark.parametrize("marks", ["《》", "————", "“ ”", "…?!", "38.5"])
def test_marks_alone_are_no_title_of_any_type(record_type: str, field: str, marks: str) -> None:
    bad: dict[str, Any] = {field: marks}
    good: dict[str, Any] = {field: "有字"}
    con = checked({"a": [row(2, record_type, **bad), row(3, record_type, **good)]})
    assert ("title_without_text", "error", "A2", field) in found(con)
    ends = con.execute("select disposition = 'rejected' from raw.source_row order by row_number").fetchall()
    assert ends == [(True,), (False,)]


def without_domain(con: DuckDBPyConnection) -> list[tuple[str, str]]:
    return con.execute(
        "select path, cell from quality.finding where rule = 'task_without_domain' order by all"
    ).fetchall()


def test_a_table_that_leaves_domains_to_a_plan_not_received_is_told_once() -> None:
    returned = [task(n, f"事项{n}", domain=None) for n in (2, 3, 4)]
    assert without_domain(checked({"return": returned})) == [("return", "A2")]
    assert without_domain(checked({"return": [*returned, task(5, "别的事项")]})) == [
        ("return", "B2"),
        ("return", "B3"),
        ("return", "B4"),
    ]
    plan = [task(2, "事项2", is_plan=True), task(3, "事项3", is_plan=True, domain=None), task(4, "事项4", is_plan=True)]
    assert without_domain(checked({"plan": plan, "return": returned})) == [("plan", "B3"), ("return", "A3")]
