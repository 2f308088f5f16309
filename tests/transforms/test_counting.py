"""The eight counting rules, each by its number, and how years and weeks stand side by side."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from sources.rows import Row
from tests.warehouse.small import (
    REFRESH,
    Files,
    apart,
    build,
    built,
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
from warehouse.gates import gates, offending_rows


def overview(files: Files, year: int = 2021) -> dict[str, object]:
    (line,) = table(built(files), f"from report.annual_overview where year = {year}")
    return line


PLAN = [task(2, "甲事项", is_plan=True, due_date="2021-12-31"), task(3, "乙事项", is_plan=True, due_date="2021-06-30")]
DONE = [task(2, "甲事项", status="completed", completed_date="2021-11-30")]


def test_rule_1_a_task_counts_once_in_the_domain_of_the_plan() -> None:
    elsewhere = [task(2, "甲事项", domain="社会体制改革", lead_department="区司法局", status="completed")]
    con = built({"plan": PLAN, "one": DONE, "other": elsewhere})
    assert table(con, "select domain, planned from report.domain_summary") == [{"domain": "经济体制改革", "planned": 2}]


def test_rule_2_both_rates_leave_out_what_was_postponed_with_approval_or_cancelled() -> None:
    more = [*PLAN, task(4, "丙事项", is_plan=True), task(5, "丁事项", is_plan=True)]
    returned = [*DONE, task(3, "丙事项", status="cancelled")]
    line = overview({"plan": more, "return": returned, "延期": [postponement(2, "乙事项")]})
    assert (line["completion_rate"], line["completion_rate_of_plan"]) == (1 / 2, 1 / 4)


def test_rule_3_a_postponement_without_approval_is_a_finding_and_not_completed() -> None:
    files = {"plan": PLAN, "return": DONE, "延期": [postponement(2, "乙事项", approved="pending")]}
    line = overview(files)
    assert (line["postponed"], line["overdue"], line["completion_rate"]) == (0, 1, 1 / 2)
    assert "postponement_without_approval" in rules_broken(built(files))


@pytest.mark.parametrize(
    ("approved_by", "is_approved"),
    [
        ("区委深改委第三次会议", True),
        ("经区委深改委第5次会议审议通过", True),
        ("区委常委会（2021年11月3日）", True),
        ("区委深改委", True),
        ("瑶办〔2021〕12号", True),
        ("《会议纪要》第8期", True),
        ("区政府主要领导批示", True),
        ("无为市委深改委第二次会议", True),
        ("未来科技城管委会会议", True),
        ("未上会", False),
        ("尚未召开", False),
        ("待区委深改委会议审议", False),
        ("拟提交区委深改委审议", False),
        ("无（暂未上会）", False),
        ("待定", False),
        ("经区委深改委第三次会议研究未通过", False),
        ("已提交区委深改委会议，尚未研究", False),
        ("口头同意", False),
        ("分管领导同意", False),
        ("分管领导同意（2021年5月）", False),
        ("张三（2021）", False),
        ("领导同意，5号", False),
        ("书记意见", False),
        ("微信群通知", False),
        ("电话通知", False),
        ("电话会商", False),
        ("会商同意", False),
        ("会后再议", False),
        ("下次会议研究", False),
        ("会议待定", False),
        ("区委通知", False),
        ("视频会议", True),
        ("区政府第12次常务会", True),
        ("局党组会研究同意", True),
        ("党组会同意", True),
        ("区长碰头会研究同意", True),
        ("关于同意延期的通知", True),
        ("瑶办[2021]12", True),
        ("瑶改办发12号", True),
        ("区政府2021年第12号文", True),
        ("区财政局复函", True),
        ("因上级政策尚未出台，经区委深改委第五次会议同意延期", True),
        ("因上级方案未印发，区委深改委会议同意延至2022年", True),
        ("区委常委会（11月5日）：市级文件尚未出台，同意延期", True),
        ("报经区委深改委会议审议通过", True),
        ("报请区委常委会审议同意", True),
        ("报区委深改委会议审议通过", True),
        ("区委深改委第六次会议审议同意延期至2022年，待上级政策明确后推进", True),
        ("区委深改委会议同意延期（未能按期完成）", True),
        ("区委深改委第三次会议，无不同意见", True),
        ("区委深改委第三次会议没有异议", True),
        ("区委深改委第三次会议（暂定延至2022年）", True),
        ("会议审议通过(待印发纪要)", True),
        ("电话请示后，区委深改委第三次会议追认", True),
        ("瑶办〔2021〕12号（电话通知已告知）", True),
        ("区委深改委第五次会议（微信视频）", True),
        ("社会体制改革专项小组会", True),
        ("区委改革工作例会", True),
        ("党代会", True),
        ("瑶政办秘45号", True),
        ("瑶政秘2021（45）号", True),
        ("会议审议通过", True),
        ("瑶办(2021)12号", True),
        ("瑶办【2021】第12号", True),
        ("经区委召开会议研究同意", True),
        ("等区委深改委会议通过", False),
        ("需经区委深改委会议审议", False),
        ("建议提交区委深改委审议", False),
        ("提交区委深改委审议中", False),
        ("已报区委深改委审议", False),
        ("已列入区委深改委第六次会议议题", False),
        ("会议取消", False),
        ("区委深改委会议未讨论", False),
        ("区委深改委会议没通过", False),
        ("未列入会议议程", False),
        ("会议要求按期完成", False),
        ("区委常委会不批准", False),
        ("会议搁置", False),
        ("会议决定不延期", False),
        ("批复未下", False),
        ("未见文件", False),
        ("文件遗失", False),
        ("会议材料已报", False),
        ("区委深改委会议（待召开）", False),
        ("已上会，待批复", False),
        ("瑶政秘2021年15号", True),
        ("同意，2021年5月5号", False),
        ("四届第8次深改会", True),
        ("延期审批表", True),
        ("区长签批", True),
        ("已报批", False),
        ("同意", False),
    ],
)
def test_rule_3_approved_means_that_a_meeting_or_a_document_is_named(
    empty: DuckDBPyConnection, approved_by: str, is_approved: bool
) -> None:
    assert empty.execute("select names_approval(?)", [approved_by]).fetchall() == [(is_approved,)]


@pytest.mark.parametrize(("approved_by", "is_approved"), [("区委深改委第三次会议", True), ("口头同意", False)])
def test_rule_3_what_is_approved_is_postponed_and_what_is_not_is_told(approved_by: str, is_approved: bool) -> None:
    con = built({"plan": PLAN, "延期": [postponement(2, "乙事项", approved_by=approved_by)]})
    assert table(con, "select approved from report.postponements") == [{"approved": is_approved}]
    assert table(con, "select postponed from report.annual_overview where year = 2021") == [{"postponed": is_approved}]
    assert ("postponement_without_approval" in rules_broken(con)) is not is_approved


@pytest.mark.parametrize(("postponed_to_year", "postponed"), [("2022", 1), ("2026", 1), ("2202", 0), ("2021", 0)])
def test_rule_3_a_task_is_postponed_to_a_later_year_within_five(postponed_to_year: str, postponed: int) -> None:
    con = built({"plan": PLAN, "延期": [postponement(2, "乙事项", postponed_to_year=postponed_to_year)]})
    assert table(con, "select postponed from report.annual_overview where year = 2021") == [{"postponed": postponed}]
    assert ("postponed_to_impossible_year" in rules_broken(con)) is (postponed == 0)


@pytest.mark.parametrize(
    ("agreed_on", "refused_on", "is_approved"),
    [
        ("2021-11-01", "2021-12-30", False),
        ("2021-12-30", "2021-11-01", True),
        ("2021-11-01", "2021-11-01", False),
        ("2021-11-01", None, False),
        (None, "2021-11-01", False),
        (None, None, False),
    ],
)
def test_rule_3_of_two_answers_the_later_counts_and_without_days_the_refusal(
    agreed_on: str | None, refused_on: str | None, is_approved: bool
) -> None:
    con = built(
        {
            "plan": PLAN,
            "申请": [postponement(2, "乙事项", approved="pending", approved_by=None, reported_date="2021-10-01")],
            "同意": [postponement(2, "乙事项", reported_date=agreed_on)],
            "不同意": [postponement(2, "乙事项", approved="no", reported_date=refused_on)],
        }
    )
    assert table(con, "select postponed from report.annual_overview where year = 2021") == [{"postponed": is_approved}]
    told = table(con, "select path, rule from quality.finding where rule like 'postponement_%' order by all")
    assert told == [{"path": path, "rule": "postponement_answers_differ"} for path in ("不同意", "同意")]


def test_rule_4_an_approved_postponement_carries_in_once_also_where_the_year_lists_the_task() -> None:
    listed = [
        row(number, "task", year="2022", title=title) for number, title in enumerate(["乙事项", "戊事项"], start=2)
    ]
    line = overview({"plan": PLAN, "延期": [postponement(2, "乙事项")], "2022": listed}, 2022)
    assert (line["planned"], line["carried_in"]) == (2, 1)


def test_rule_4_a_task_is_carried_into_a_year_of_which_any_ledger_came() -> None:
    outputs = [output(2, year="2022", title="《乙办法》", task_title="乙事项"), output(3, year="2023")]
    con = built({"plan": PLAN, "延期": [postponement(2, "乙事项")], "outputs": outputs})
    lines = table(con, "select year, planned, carried_in, completed, outputs, pilots from report.annual_overview")
    assert {tuple(line.values()) for line in lines} == {
        (2021, 2, 0, 0, None, None),
        (2022, 1, 1, 0, 1, None),
        (2023, None, None, None, 1, None),
    }
    assert table(con, "select title from report.task_completion where year = 2022") == [{"title": "乙事项"}]
    assert con.execute("select distinct year from report.quarterly_load order by year").fetchall() == [(2021,), (2022,)]
    assert table(con, "select year, has_plan, tasks from core.dim_year order by year") == [
        {"year": 2021, "has_plan": True, "tasks": 2},
        {"year": 2022, "has_plan": False, "tasks": None},
        {"year": 2023, "has_plan": False, "tasks": None},
    ]
    assert [gate.name for gate in gates() if offending_rows(con, gate)] == []


def test_rule_5_an_output_counts_once_however_many_report_it() -> None:
    again = [output(2, title="甲办法", lead_department="区司法局")]
    assert overview({"plan": PLAN, "one": [output(2)], "other": again})["outputs"] == 1


@pytest.mark.parametrize(
    ("titles", "tasks", "document_number", "counted"),
    [
        (["《甲办法》", "关于印发《甲办法》的通知", "《区政府关于印发〈甲办法〉的通知》"], "甲甲甲", None, 1),
        (["《甲办法》", "关于转发《甲办法》的通知", "关于印发《甲办法实施细则》的通知"], "甲甲甲", None, 3),
        (["《实施方案》", "关于印发《实施方案》的通知", "实施方案"], "甲乙甲", None, 2),
        (["《实施方案》", "《实施方案》"], "甲 ", None, 1),
        (["2021年工作要点", "2021年工作要点"], "甲乙", None, 2),
        (["《养老实施方案》", "《养老实施方案》"], "甲乙", None, 1),
        (["通知", "通知"], "甲乙", "区办〔2021〕3号", 1),
    ],
)
def test_rule_5_a_title_is_one_with_and_without_its_notice_and_that_of_a_kind_is_its_tasks(
    titles: list[str], tasks: str, document_number: str | None, counted: int
) -> None:
    rows = [
        output(n, title=title, task_title=f"{task}事项" if task.strip() else None, document_number=document_number)
        for n, (title, task) in enumerate(zip(titles, tasks, strict=True), start=2)
    ]
    con = checked({"plan": PLAN, "outputs": rows})
    assert table(con, "select count(distinct output_key) as outputs from output_groups()") == [{"outputs": counted}]
    assert not rules_broken(con) & {"document_number_shared", "document_numbers_differ"}


def years_of_outputs(*rows: dict[str, Any]) -> tuple[dict[int, int], set[str]]:
    """How many outputs each year has, when these are reported by its sheets; and the rules that are broken."""
    con = built({f"{n}": [row(2, "output", **{"title": "《甲办法》", **values})] for n, values in enumerate(rows)})
    counted = {line["year"]: line["outputs"] for line in table(con, "from report.annual_overview where outputs > 0")}
    return counted, rules_broken(con)


def test_rule_5_an_output_that_two_years_report_counts_once_in_the_year_in_which_it_was_issued() -> None:
    told = {"output_reported_in_two_years"}
    counted, broken = years_of_outputs({"year": "2021"}, {"year": "2022", "issued_date": "2022-01-11"})
    assert (counted, broken & told) == ({2022: 1}, told)
    counted, broken = years_of_outputs({"year": "2021", "document_number": "区办〔2021〕3号"}, {"year": "2022"})
    assert (counted, broken & told) == ({2021: 1}, told)
    renamed = {"year": "2022", "title": "《甲办法（修订）》", "document_number": "区办〔2022〕3号"}
    counted, broken = years_of_outputs({"year": "2021", "document_number": "区办 [2022] 3号"}, renamed)
    assert (counted, broken & told) == ({2022: 1}, told)


def test_rule_5_documents_of_one_title_with_other_numbers_or_years_of_issue_are_several() -> None:
    first: dict[str, Any] = {"year": "2021", "document_number": "区办〔2021〕3号"}
    second = {"year": "2022", "document_number": "区办〔2022〕3号"}
    assert years_of_outputs(first, second) == ({2021: 1, 2022: 1}, set())
    dated = [{"year": year, "issued_date": f"{year}-01-11"} for year in ("2021", "2022")]
    assert years_of_outputs(*dated) == ({2021: 1, 2022: 1}, set())
    again = {"year": "2023"}
    counted, _ = years_of_outputs(first, second, again)
    assert counted == {2021: 1, 2022: 1}


def test_an_output_that_two_years_report_is_told_at_both_cells() -> None:
    con = built({year: [row(2, "output", year=year, title="《甲办法》")] for year in ("2021", "2022")})
    told = table(con, "select path, cell, message_zh from quality.finding order by path")
    assert [(line["path"], line["cell"]) for line in told] == [("2021", "A2"), ("2022", "A2")]
    assert "2022 表!A2" in told[0]["message_zh"]
    assert "2021 表!A2" in told[1]["message_zh"]
    assert "只在2021年统计一次" in told[1]["message_zh"]


def test_every_task_that_a_document_is_of_has_it_and_it_counts_once() -> None:
    done = [task(n, title, status="completed") for n, title in enumerate(["甲事项", "乙事项"], start=2)]
    con = built({"one": done, "b": [output(2), output(3, task_title="乙事项")]})
    assert table(con, "select outputs from report.annual_overview") == [{"outputs": 1}]
    assert table(con, "select tasks_with_output from report.department_scorecard") == [{"tasks_with_output": 2}]
    suspects = table(con, "select reasons from report.routine_suspects")
    assert not [line for line in suspects if "制度性成果" in line["reasons"]]


def test_a_document_of_two_departments_tasks_speaks_for_both_in_their_scores() -> None:
    done = [task(2, "甲事项", status="completed"), task(3, "乙事项", status="completed", lead_department="区司法局")]
    con = built({"one": done, "b": [output(2), output(3, task_title="乙事项")]})
    scores = con.execute("select outputs, outputs_measure from report.department_scorecard order by outputs")
    assert scores.fetchall() == [(0, 1), (1, 1)]


def test_a_document_that_counts_in_a_later_year_keeps_the_task_that_an_earlier_year_names() -> None:
    done = [task(2, "甲事项", status="completed")]
    later = row(2, "output", year="2022", title="《甲办法》", issued_date="2022-01-11")
    con = built({"2021": done, "b": [output(2, issued_date="2022-01-11")], "c": [later]})
    told = table(con, "select year, domain, task_title from report.institutional_outputs")
    assert told == [{"year": 2022, "domain": "经济体制改革", "task_title": "甲事项"}]
    scores = table(con, "select tasks_with_output from report.department_scorecard where year = 2021")
    assert scores == [{"tasks_with_output": 1}]


def test_rule_6_a_stated_figure_that_is_not_borne_out_is_shown_and_changes_nothing() -> None:
    stated = [row(2, "stated", report="总结报告", measure="completed", value="5")]
    con = built({"plan": PLAN, "return": DONE, "stated": stated})
    (line,) = table(
        con, "select stated::int as stated, computed::int as computed, verdict from report.stated_vs_computed"
    )
    assert line == {"stated": 5, "computed": 1, "verdict": "differs"}


def test_rule_7_over_a_third_in_the_fourth_quarter_is_flagged_and_a_third_is_not() -> None:
    def flagged(fourth: int, others: int) -> bool:
        due = ["2021-12-31"] * fourth + ["2021-06-30"] * others
        plan = [
            task(number, f"第{number}号事项", is_plan=True, due_date=day) for number, day in enumerate(due, start=2)
        ]
        (line,) = table(built({"plan": plan}), "select flagged from report.quarterly_load where quarter = 4")
        return bool(line["flagged"])

    assert (flagged(1, 2), flagged(2, 3)) == (False, True)


def test_rule_7_a_task_that_is_due_in_another_year_is_in_no_quarter_and_comes_when_it_is_due() -> None:
    due = {"甲": "2022-12-31", "乙": "2021-06-30", "丙": "2020-11-30", "丁": None}
    plan = [task(n, title, is_plan=True, due_date=day) for n, (title, day) in enumerate(due.items(), start=2)]
    con = built({"plan": plan}, replace(REFRESH, as_of=date(2021, 1, 31)))
    load = table(con, "select quarter, planned, to_come, flagged from report.quarterly_load where year = 2021")
    assert [tuple(line.values()) for line in load] == [
        (1, 0, 1, False),
        (2, 1, 2, False),
        (3, 0, 2, False),
        (4, 0, 3, False),
        (None, 3, None, False),
    ]
    assert {cell for rule, _, cell, _ in found(con) if rule == "due_outside_year"} == {"D2", "D4"}


def test_rule_8_what_is_unknown_is_null_and_shown_as_not_filled() -> None:
    con = built({"a": [task(2, "甲事项", domain=None, lead_department=None)]})
    (line,) = table(con, "select domain, lead_department, due_text from report.task_completion")
    assert line == {"domain": "未填", "lead_department": None, "due_text": None}


def test_the_rows_of_a_file_count_in_the_years_that_they_say_and_in_its_own_where_nothing_else_is_of_theirs() -> None:
    def sent(number: int, title: str | None, year: str) -> Row:
        return task(number, title, year=year, reporting_department="区发改委")

    both = [
        *(sent(2, "甲", "2020"), sent(3, None, "2020"), sent(4, "乙", "2021"), sent(5, None, "2019")),
        row(6, "task", year="2021", skipped="subtotal", title="合计", reporting_department="区发改委"),
    ]
    con = built({"两年": both, "一年": [sent(2, "丙", "2021")]})
    received = ("files", "rows_found", "rows_rejected")
    query = f"select year, {', '.join(received)} from report.annual_overview order by year"
    assert con.execute(query).fetchall() == [(2020, 1, 4, 2), (2021, 2, 2, 0)]
    counted = "select year, count(distinct counted) from report.counted_figures() where measure = ? group by year"
    figures = {name: dict(con.execute(counted, [name]).fetchall()) for name in received}
    assert figures == {"files": {2020: 1, 2021: 2}, "rows_found": {2020: 4, 2021: 2}, "rows_rejected": {2020: 2}}
    returns = con.execute("select path, year, cells, errors from core.fct_return").fetchall()
    assert set(returns) == {("两年", 2020, 13, 2), ("两年", 2021, 5, 0), ("一年", 2021, 5, 0)}
    assert not [gate.name for gate in gates() if offending_rows(con, gate)]


def test_rows_of_a_year_of_which_nothing_had_happened_yet_are_of_no_year_of_the_overview() -> None:
    adopted = row(3, "publicity", year="2022", title="《甲》", adopted_by="市委改革办", date="2022-03-01")
    con = built({"a": [task(2, "甲事项"), adopted]}, replace(REFRESH, as_of=date(2021, 12, 31)))
    assert con.execute("select year, files, rows_found from report.annual_overview").fetchall() == [(2021, 1, 1)]
    assert not [gate.name for gate in gates() if offending_rows(con, gate)]


RUNNING: Files = {
    "2020": [
        row(number, "task", year="2020", title=title, status="completed", completed_date=day)
        for number, (title, day) in enumerate([("早", "2020-01-15"), ("晚", "2020-12-20")], start=2)
    ],
    "2021": [
        row(number, "task", year="2021", title=title, status="completed", completed_date=day)
        for number, (title, day) in enumerate(
            [("春", "2021-03-31"), ("秋", "2021-10-10"), ("冬", "2021-12-01")], start=2
        )
    ],
    "2022": [
        row(number, "task", year="2022", title=f"第{number}号", due_date=due, status="in_progress")
        for number, due in enumerate(["2022-03-31", "2022-12-31", "2022-12-31", None], start=2)
    ],
}


@pytest.mark.parametrize(
    ("written", "day", "due", "measure"),
    [
        ("2021年12月", "2021-12-31", "2021-12-25", "completed_on_time"),
        ("2021年12月", "2021-12-31", "2021-12-01", "completed_on_time"),
        ("2021年12月", "2021-12-31", "2021-11-30", "completed_late"),
        ("2021年二季度", "2021-06-30", "2021-06-30", "completed_on_time"),
        ("2021年二季度", "2021-06-30", "2021-06-29", "completed_undated"),
        ("2021年二季度", "2021-06-30", "2021-04-01", "completed_undated"),
        ("2021年二季度", "2021-06-30", "2021-03-31", "completed_late"),
        ("2021年下半年", "2021-12-31", "2021-11-30", "completed_undated"),
        ("2021年", "2021-12-31", "2021-12-31", "completed_on_time"),
        ("2021年", "2021-12-31", "2021-06-30", "completed_undated"),
    ],
)
def test_a_month_of_completion_is_late_only_as_a_whole_and_a_longer_time_may_be_neither(
    written: str, day: str, due: str, measure: str
) -> None:
    done = task(2, "甲事项", due_date=due, status="completed", completed_date=inexact(day, written))
    con = built({"a": [done]})
    (counts,) = table(con, "select completed_on_time, completed_late, completed_undated from core.fct_department_year")
    assert counts == {"completed_on_time": 0, "completed_late": 0, "completed_undated": 0} | {measure: 1}
    source = "select distinct measure, field from report.figure_source where measure like 'completed_%' order by field"
    assert table(con, source) == [{"measure": measure, "field": field} for field in ("completed_date", "due_date")]


def test_what_is_to_come_stands_beside_what_was_done_in_the_same_weeks() -> None:
    """As of 31 January: three tasks of 2021 and one of 2020 were completed after that day."""
    load = table(built(RUNNING), "from report.quarterly_load where year = 2022 order by quarter nulls last")
    assert [(line["remaining"], line["to_come"], line["done_in_same_weeks"], line["overloaded"]) for line in load] == [
        (1, 1, 0.5, True),
        (0, 1, 0.5, True),
        (0, 1, 0.5, True),
        (2, 4, 2.0, True),
        (1, None, None, None),
    ]


def test_a_year_that_is_over_or_has_none_before_it_warns_of_nothing() -> None:
    load = table(built({"2022": RUNNING["2022"], "plan": PLAN}), "from report.quarterly_load")
    assert {line["overloaded"] for line in load} == {None}
    assert {line["to_come"] for line in load if line["year"] == 2021} == {None}


def test_a_year_stands_beside_the_year_before_domain_by_domain_also_one_that_is_gone_or_renamed() -> None:
    before = [
        row(2, "task", title="甲", domain="民主法制改革", status="completed", completed_date="2021-01-20"),
        row(3, "task", title="乙", domain="文化体制改革"),
    ]
    con = built({"2021": before, "2022": [row(2, "task", year="2022", title="丙", domain="民主法制改革")]})
    con.execute(
        "update raw.source_cell set raw_text = '六、民主法治领域改革(1项)' where raw_text = '民主法制改革' "
        "and source_row_id in (select source_row_id from raw.task where year = '2022')"
    )
    build(con)
    lines = table(con, "from report.year_over_year where year = 2022")
    told = {
        line["domain"]: (line["planned"], line["planned_before"], line["completed_by_now_before"]) for line in lines
    }
    assert told == {None: (1, 2, 1), "民主法制改革": (1, 1, 1), "文化体制改革": (0, 1, 0)}
    (names,) = table(con, "select names from core.dim_domain where name = '民主法制改革'")
    assert names["names"] == [{"year": 2021, "name": "民主法制改革"}, {"year": 2022, "name": "民主法治领域改革"}]


def test_years_are_compared_in_the_order_in_which_the_plan_names_the_domains() -> None:
    domains = ["经济体制改革", "社会体制改革", "城区发展体制改革"]
    plan = [task(number, f"{number}号事项", domain=domain, is_plan=True) for number, domain in enumerate(domains, 2)]
    con = built({"plan": plan})
    assert [line["domain"] for line in table(con, "from report.year_over_year where year = 2021")] == [None, *domains]


def test_late_is_past_the_due_date_and_not_completed() -> None:
    con = built({"plan": PLAN, "return": DONE})
    late = table(con, "select title, days_late, lead_department, responsible_person from report.overdue_tasks")
    days = (date(2022, 1, 31) - date(2021, 6, 30)).days
    assert late == [{"title": "乙事项", "days_late": days, "lead_department": "区发改委", "responsible_person": None}]


def test_a_day_on_which_a_task_cannot_have_been_completed_is_told_and_not_taken() -> None:
    impossible = ("2012-06-20", "2020-12-31", "2022-02-01")
    plan = [
        task(number, f"第{number}号", is_plan=True, due_date="2021-06-30", status="completed", completed_date=day)
        for number, day in enumerate((*impossible, "2021-06-20", "2022-01-31"), start=2)
    ]
    con = built({"plan": plan, "2022": [row(2, "task", year="2022", title="丙")]})
    told = table(con, "select cell, field from quality.finding where rule = 'completed_outside_year' order by cell")
    assert [line["cell"] for line in told] == ["F2", "F3", "F4"]
    (score,) = table(con, "from report.department_scorecard where year = 2021")
    kinds = ("completed", "completed_on_time", "completed_late", "completed_undated")
    assert [score[kind] for kind in kinds] == [5, 1, 1, 3]
    (compared,) = table(con, "select distinct earlier_year, earlier_undated from core.quarter_ahead")
    assert compared == {"earlier_year": 2021, "earlier_undated": 3}


def pace(year: str, undated: int) -> dict[str, Any]:
    """The rest of 2022, with two open tasks, beside earlier years: in these weeks two were completed in 2021, one in
    2020, and in one of the years some on days that are not known."""
    more = [row(number, "task", year=year, title=f"{number}号", status="completed") for number in range(9, 9 + undated)]
    open_tasks = [row(number, "task", year="2022", title=f"{number}号") for number in (2, 3)]
    con = built({**RUNNING, "2021": RUNNING["2021"][1:], "2022": open_tasks, "undated": more})
    (line,) = table(con, "from report.quarterly_load where year = 2022 and quarter = 4")
    return line


@pytest.mark.parametrize(
    ("year", "undated", "done", "at_most", "overloaded"),
    [
        ("2021", 0, 1.5, 1.5, True),
        ("2021", 5, 1.0, 4.0, True),
        ("2020", 9, 2.0, 6.0, False),
    ],
)
def test_a_year_with_completions_of_no_known_day_does_not_lower_what_was_done(
    year: str, undated: int, done: float, at_most: float, overloaded: bool
) -> None:
    line = pace(year, undated)
    assert (line["done_in_same_weeks"], line["done_in_same_weeks_at_most"]) == (done, at_most)
    assert line["overloaded"] is overloaded


@pytest.mark.parametrize(("to_come", "overloaded"), [(3, None), (4, True)])
def test_where_no_year_has_all_its_days_more_is_to_come_than_can_have_been_done_or_nothing_is_said(
    to_come: int, overloaded: bool | None
) -> None:
    before = [
        row(2, "task", title="甲", status="completed", completed_date="2021-06-30"),
        row(3, "task", title="乙", status="completed", completed_date="2021-01-20"),
        row(4, "task", title="丙", domain="文化体制改革", status="completed"),
        row(5, "task", title="丁", domain="文化体制改革", status="completed", completed_date="2012-01-01"),
    ]
    open_tasks = [row(number, "task", year="2022", title=f"{number}号") for number in range(2, 2 + to_come)]
    con = built({"2021": before, "2022": open_tasks})
    (line,) = table(con, "from report.quarterly_load where year = 2022 and quarter = 4")
    told = [line[name] for name in ("done_in_same_weeks", "done_in_same_weeks_at_most", "overloaded")]
    assert told == [None, 3.0, overloaded]
    by_now = table(con, "select domain, completed_by_now_before as done from report.year_over_year where year = 2022")
    assert {line["domain"]: line["done"] for line in by_now} == {None: None, "未填": 1, "文化体制改革": None}


@pytest.mark.parametrize(
    ("written", "day", "done", "at_most", "by_now"),
    [
        ("2021年1月", "2021-01-31", 0, 0, 1),
        ("2021年2月", "2021-02-28", 1, 1, 0),
        ("2021年二季度", "2021-06-30", 1, 1, 0),
        ("2021年一季度", "2021-03-31", None, 1, None),
        ("2021年上半年", "2021-06-30", None, 1, None),
        ("2021年", "2021-12-31", None, 1, None),
    ],
)
def test_what_may_have_been_done_before_these_weeks_or_in_them_is_of_no_known_day(
    written: str, day: str, done: int | None, at_most: int, by_now: int | None
) -> None:
    """As of 31 January, beside one task that is to come."""
    before = task(2, "甲", status="completed", completed_date=inexact(day, written))
    con = built({"2021": [before], "2022": [row(2, "task", year="2022", title="乙")]})
    (line,) = table(con, "from report.quarterly_load where year = 2022 and quarter = 4")
    told = [line[name] for name in ("done_in_same_weeks", "done_in_same_weeks_at_most", "overloaded")]
    assert told == [done, at_most, None if done is None else done == 0]
    (year,) = table(con, "from report.year_over_year where year = 2022 and domain is null")
    assert year["completed_by_now_before"] == by_now
    query = "select count(*) from report.counted_figures() where measure = ? and coalesce(quarter, 4) = 4"
    figures = {"done_in_same_weeks": done, "done_in_same_weeks_at_most": at_most, "completed_by_now": by_now}
    for measure, figure in figures.items():
        assert con.execute(query, [measure]).fetchall() == [(figure or 0,)], measure


def test_a_day_of_completion_without_a_status_means_completed_and_is_told() -> None:
    returned = [task(2, "甲事项", completed_date="2021-11-30"), task(3, "乙事项", completed_date="2012-06-20")]
    con = built({"plan": PLAN, "return": returned, "延期": [postponement(2, "甲事项")]})
    told = table(con, "select title, status, completed_date from core.fct_task where year = 2021 order by title desc")
    assert told == [
        {"title": "甲事项", "status": "completed", "completed_date": date(2021, 11, 30)},
        {"title": "乙事项", "status": "overdue", "completed_date": None},
    ]
    assert not table(con, "from core.fct_task where year = 2022")
    assert [gate.name for gate in gates() if gate.name == "leads_to_cells" and offending_rows(con, gate)] == []
    rules = {"completed_without_status", "completed_outside_year", "completed_task_postponed"}
    assert rules <= rules_broken(con)
    assert "unfinished_task_completed" not in rules_broken(con)


def test_what_was_completed_after_the_day_as_of_which_tasks_are_judged_was_not_yet() -> None:
    judged = replace(REFRESH, refreshed_at=datetime(2026, 1, 1), as_of=date(2021, 6, 30))
    returned = [
        task(number, f"第{number}号", due_date="2021-03-31", status=status, completed_date=day)
        for number, (status, day) in enumerate(
            [
                ("completed", "2021-05-15"),
                ("completed", "2021-08-15"),
                (None, "2021-12-15"),
                ("completed", "2031-01-01"),
            ],
            start=2,
        )
    ]
    con = built({"return": returned}, judged)
    told = [line["status"] for line in table(con, "select status from core.fct_task order by title")]
    assert told == ["completed", "overdue", "overdue", "completed"]
    assert {cell for rule, _, cell, _ in found(con) if rule == "completed_outside_year"} == {"F5"}


def test_a_year_of_which_one_ledger_alone_was_received_has_its_line() -> None:
    ledgers = {
        "2016": row(2, "supervision", year="2016", problem="台账不全", inspected_department="区司法局"),
        "2017": row(2, "dispatch", year="2017", task_title="甲事项", date="2017-03-01", decision="出台方案"),
        "2018": row(2, "indicator", year="2018", name="户数", value="5"),
        "2019": row(2, "assessment", year="2019", department="区司法局", points="90"),
        "2020": row(2, "pilot", year="2020", name="甲试点", level="省"),
    }
    con = built({year: [sheet] for year, sheet in ledgers.items()})
    lines = table(con, "select year, planned, files from report.annual_overview")
    assert [tuple(line.values()) for line in lines] == [(int(year), None, 1) for year in ledgers]


TASK_COUNTS = {
    *("domains", "planned", "carried_in", "completed", "postponed", "cancelled", "overdue", "in_progress"),
    *("not_started", "q4_planned", "suspects"),
}


def test_what_no_ledger_was_received_for_is_unknown_and_no_nought() -> None:
    cases: list[tuple[Row, set[str]]] = [
        (task(2, "甲事项"), TASK_COUNTS),
        (output(2), {"outputs"}),
        (row(2, "meeting", name="第一次会议", date="2021-03-01"), {"meetings"}),
        (row(2, "publicity", title="《甲》", adopted_by="省委改革办"), {"publicity", "endorsements"}),
        (row(2, "pilot", name="甲试点", level="省"), {"pilots"}),
        (row(2, "dispatch", task_title="甲事项", chaired_by="张某"), {"tasks_to_dispatch"}),
        (
            row(2, "dispatch", task_title="甲事项", date="2021-03-01", decision="出台方案"),
            {"decisions", "decisions_met", "decisions_overdue"},
        ),
        (
            row(2, "supervision", problem="台账不全", inspected_department="区司法局"),
            {"findings", "open", "findings_overdue", "closed", "reopened"},
        ),
        (row(2, "indicator", name="户数", value="5"), set()),
    ]
    con = built(apart({str(number): {"a": [ledger]} for number, (ledger, _) in enumerate(cases)}))
    years = table(con, "from report.annual_overview join report.annual_followup using (district, year)")
    rates = {"completion_rate", "completion_rate_of_plan", "q4_share", "closing_rate"}
    received = {"district", "year", "files", "rows_found", "rows_rejected", "tasks_to_dispatch_1"}
    known = {
        year["district"]: {name for name, value in year.items() if value is not None} - rates - received
        for year in years
    }
    assert known == {str(number): counts for number, (_, counts) in enumerate(cases)}
    assert [gate.name for gate in gates() if offending_rows(con, gate)] == []


def test_what_a_received_ledger_does_not_tell_of_is_none_also_by_domain_department_and_beside_the_year_before() -> None:
    before = [task(2, "甲事项"), output(3)]
    now = [row(2, "task", year="2022", title="乙事项", domain="文化体制改革", lead_department="区文旅局")]
    con = built({"2021": before, "2022": now})
    domains = table(con, "select year, domain, planned, outputs from report.domain_summary")
    assert [tuple(line.values()) for line in domains] == [
        (2021, "经济体制改革", 1, 1),
        (2022, "文化体制改革", 1, None),
    ]
    beside = table(
        con, "select planned, planned_before, outputs, outputs_before from report.year_over_year where year = 2022"
    )
    assert [tuple(line.values()) for line in beside] == [(1, 1, None, 1), (1, 0, None, 0), (0, 1, None, 1)]
    scores = table(con, "select year, planned, outputs, findings from report.department_scorecard")
    assert [tuple(line.values()) for line in scores] == [(2021, 1, 1, None), (2022, 1, None, None)]


def test_an_output_that_counts_in_another_year_leaves_its_own_year_with_none() -> None:
    counted, _ = years_of_outputs({"year": "2021"}, {"year": "2022", "issued_date": "2022-01-11"})
    assert counted == {2022: 1}
    con = built({y: [row(2, "output", year=y, title="《甲办法》", issued_date="2022-01-11")] for y in ("2021", "2022")})
    assert table(con, "select outputs from report.annual_overview order by year") == [{"outputs": 0}, {"outputs": 1}]
