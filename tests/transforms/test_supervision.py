"""Inspections and dispatch meetings, followed from what was found or decided to its end."""

from dataclasses import replace
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from sources.rows import Cell, Doubt
from tests.warehouse.small import Files, apart, built, row, table, task

PLAN = task(2, "甲事项", is_plan=True)
FOUND = {"problem": "台账不全", "inspected_department": "区司法局", "found_date": "2021-05-10"}
LATE = "2021-06-30"
"""A day before that as of which the tests judge."""


def finding(number: int = 2, **more: Any) -> Any:
    return row(number, "supervision", **{**FOUND, **more})


def only_finding(*rows: Any) -> dict[str, Any]:
    (found,) = table(built({"plan": [PLAN], "督察": list(rows)}), "from core.fct_supervision")
    return found


def test_how_a_finding_stands_and_which_cell_says_so() -> None:
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({}, "open", "problem"),
        ({"state": "open", "due_date": "2022-06-30"}, "open", "state"),
        ({"state": "open", "due_date": LATE}, "overdue", "due_date"),
        ({"due_date": LATE}, "overdue", "due_date"),
        ({"state": "closed", "due_date": LATE}, "closed", "state"),
        ({"closed_date": "2021-06-20"}, "closed", "closed_date"),
        ({"state": "reopened", "due_date": LATE}, "reopened", "state"),
        ({"state": "closed", "second_look": "reopened"}, "reopened", "second_look"),
        ({"state": "closed", "second_look": "holds"}, "closed", "state"),
        (
            {
                "state": "closed",
                "closed_date": "2021-12-01",
                "second_look": "reopened",
                "second_look_date": "2021-10-01",
            },
            "closed",
            "state",
        ),
    ]
    con = built(apart({str(told): {"plan": [PLAN], "督察": [finding(**told)]} for told, _, _ in cases}))
    found = con.execute("select district_key, status, status_field from core.fct_supervision").fetchall()
    assert set(found) == {(str(told), status, field) for told, status, field in cases}


def test_the_three_lists_make_one_finding() -> None:
    lists = [
        finding(2, task_title="甲事项"),
        row(3, "supervision", problem="台账 不全", corrective_measure="补齐", due_date=LATE),
        row(
            4,
            "supervision",
            problem="台账不全",
            responsible_department="区民政局",
            state="closed",
            verified_by="改革办",
        ),
    ]
    found = only_finding(*lists)
    assert (found["inspected_department_key"], found["department_key"]) == ("区司法局", "区民政局")
    assert (found["corrective_measure"], found["status"], found["verified"]) == ("补齐", "closed", True)
    assert (found["domain_key"], found["task_title"]) == ("经济体制改革", "甲事项")


def test_one_problem_of_two_departments_is_two_findings() -> None:
    con = built({"督察": [finding(2), finding(3, inspected_department="区民政局", state="closed")]})
    assert table(con, "select department_key, status from core.fct_supervision order by all") == [
        {"department_key": "区司法局", "status": "open"},
        {"department_key": "区民政局", "status": "closed"},
    ]


def test_a_second_look_in_a_later_round_reopens_what_was_closed() -> None:
    first = finding(2, state="closed", verification="核验通过", round="第一轮", reported_date="2021-06-30")
    second = finding(3, state="reopened", inspection_kind="回头看", round="第二轮", reported_date="2021-11-30")
    assert only_finding(first, second)["status"] == "reopened"
    assert only_finding(second, finding(4, state="closed", reported_date="2021-12-30"))["status"] == "closed"


def test_what_counts_as_verified() -> None:
    cases: list[tuple[dict[str, Any], bool]] = [
        ({"verification": "核验通过"}, True),
        ({"verification": "无问题"}, True),
        ({"verified_by": "区委改革办"}, True),
        ({"verified_date": "2021-07-01"}, True),
        ({"verification": "未核验", "verified_date": "2021-07-01"}, False),
        ({"verification": "待验收"}, False),
        ({"verification": "核验未通过"}, False),
        ({"verification": "无"}, False),
        ({"verified_by": "未核验"}, False),
        ({}, False),
    ]
    con = built(apart({str(said): {"督察": [finding(state="closed", **said)]} for said, _ in cases}))
    found = con.execute("select district_key, verified from core.fct_supervision").fetchall()
    assert set(found) == {(str(said), verified) for said, verified in cases}


@pytest.mark.parametrize(
    ("verification", "verified_by", "verified"),
    [
        ("正在核验", "区委改革办", False),
        ("核验中", None, False),
        ("计划12月核验", None, False),
        ("待核", None, False),
        ("无法核验", None, False),
        ("不合格", None, False),
        ("已申请验收", None, False),
        ("部分整改到位", None, False),
        ("资料已收", "区委改革办", False),
        ("已核验", None, True),
        ("√", None, True),
        ("合格", None, True),
        ("验收合格，同意销号", None, True),
        ("区委改革办11月2日现场核验，问题已整改", None, True),
        ("经核查，没有问题", None, True),
        ("按计划完成核验", None, True),
        ("2021年12月10日，区委改革办核验", None, True),
        ("区委督查室2021年12月核验", None, True),
        ("实地核查", None, True),
        ("张三、李四核验", None, True),
        ("经核验，原不规范合同已全部清理", None, True),
        ("12个未达标点位全部达标", None, True),
        ("未完成的3个项目已全部完成", None, True),
        ("整改到位，不再反弹", None, True),
        ("已核验，未见异常", None, True),
        ("核验通过，下一步持续巩固", None, True),
        ("核验通过，需继续巩固", None, True),
        ("已核验，将于明年回头看", None, True),
        ("经核验限期整改到位", None, True),
        ("提请核验，核验通过", None, True),
        ("已申请销号，经核验同意销号", None, True),
        ("批准销号", None, True),
        ("已审核", None, True),
        ("审核同意", None, True),
        ("同意", None, True),
        ("已检查", None, True),
        ("达到整改要求", None, True),
        ("见核验报告", None, True),
        ("无问题", None, True),
        ("核验通过", None, True),
        ("现场核验通过", None, True),
        ("核验结果：合格", None, True),
        ("已约核验时间", None, False),
        ("已报核验", None, False),
        ("已整改，报核验", None, False),
        ("核验材料准备完成", None, False),
        ("已核验：否", None, False),
        ("现场核验存在问题", None, False),
        ("经核验整改走过场", None, False),
        ("已安排核验", None, False),
        ("已报送核验材料", None, False),
        ("现场核验时发现反弹", None, False),
        ("已核验，反弹", None, False),
        ("已现场核验，整改效果差", None, False),
        ("由区委改革办核验", None, False),
        ("请区委改革办核验", None, False),
        ("核验未通过", None, False),
        ("未核验", None, False),
        ("待验收", None, False),
        ("核验不合格", None, False),
        (None, "尚小明", True),
        (None, "不动产登记中心", True),
        (None, "区未成年人保护办", True),
        (None, "待区委改革办核验", False),
        (None, "拟由区委改革办核验", False),
        (None, "未央区委改革办", True),
    ],
)
def test_a_verification_is_said_in_known_words(
    empty: DuckDBPyConnection, verification: str | None, verified_by: str | None, verified: bool
) -> None:
    said = empty.execute("select is_verified(?, ?, cast(null as date))", [verification, verified_by]).fetchall()
    assert said == [(verified,)]


@pytest.mark.parametrize(
    ("first", "last", "verified"),
    [
        ({"verification": "核验通过"}, {"verification": "核验未通过"}, False),
        ({"verification": "核验未通过"}, {"verification": "核验通过"}, True),
        ({"verification": "待核验"}, {"verified_by": "区委改革办"}, True),
        ({"verification": "核验通过"}, {}, True),
    ],
)
def test_of_what_sheets_say_of_a_verification_the_last_counts(
    first: dict[str, Any], last: dict[str, Any], verified: bool
) -> None:
    sheets: Files = {
        "六月": [finding(2, state="closed", reported_date="2021-06-30", **first)],
        "十二月": [finding(2, state="closed", reported_date="2021-12-20", inspected_department="区司法局", **last)],
    }
    con = built(sheets)
    assert table(con, "select verified from core.fct_supervision") == [{"verified": verified}]
    told = table(con, "from quality.finding where rule = 'closed_without_verification'")
    assert (told == []) is verified


CLOSED_AGAIN: dict[str, Any] = {"state": "closed", "closed_date": "2021-12-01", "second_look": "reopened"}


@pytest.mark.parametrize(
    ("told", "verified"),
    [
        ({"verified_date": "2021-06-20", "second_look_date": "2021-10-01"}, False),
        ({"verified_date": "2021-12-05", "second_look_date": "2021-10-01"}, True),
        ({"verification": "核验通过", "second_look_date": "2021-10-01"}, True),
    ],
)
def test_a_verification_is_of_the_last_closing(told: dict[str, Any], verified: bool) -> None:
    found = only_finding(finding(**CLOSED_AGAIN, **told))
    assert (found["status"], found["verified"]) == ("closed", verified)


@pytest.mark.parametrize(
    "told",
    [
        {"verification": "核验通过"},
        {"state": "open", "verified_date": "2021-07-01"},
        {"state": "reopened", "verified_by": "区委改革办"},
        {"state": "closed", "verified_by": "区委改革办", "second_look": "reopened"},
    ],
)
def test_what_is_not_closed_is_not_verified(told: dict[str, Any]) -> None:
    found = only_finding(finding(**told))
    assert found["status"] != "closed"
    assert found["verified"] is False


@pytest.mark.parametrize(("said_again", "verified"), [({}, False), ({"verification": "核验通过"}, True)])
def test_what_was_verified_before_a_later_sheet_reopened_it_is_not_verified_when_closed_again(
    said_again: dict[str, Any], verified: bool
) -> None:
    sheets = [
        finding(2, state="closed", verification="核验通过", reported_date="2021-06-30"),
        finding(3, state="reopened", inspection_kind="回头看", round="第二轮", reported_date="2021-10-30"),
        finding(4, state="closed", round="第三轮", reported_date="2021-12-30", **said_again),
    ]
    con = built({"督察": sheets})
    assert table(con, "select status, verified from core.fct_supervision") == [
        {"status": "closed", "verified": verified}
    ]
    told = table(con, "select cell, message_zh from quality.finding where rule = 'closed_without_verification'")
    assert len(told) == (0 if verified else 1)
    assert all("重新打开后再次销号" in line["message_zh"] for line in told)


def test_the_follow_up_counts_every_finding_once_and_what_was_not_verified_beside() -> None:
    states: list[dict[str, Any]] = [
        {"state": "open"},
        {"state": "open", "due_date": LATE},
        {"state": "closed", "verification": "核验通过"},
        {"state": "closed"},
        {"state": "reopened"},
    ]
    rows = [finding(number, problem=f"问题{number}", **state) for number, state in enumerate(states, start=2)]
    (line,) = table(built({"plan": [PLAN], "督察": rows}), "from report.supervision_followup")
    names = ("findings", "open", "overdue", "closed", "reopened", "closed_verified", "closed_unverified")
    assert {name: line[name] for name in names} == dict(zip(names, (5, 1, 1, 2, 1, 1, 1), strict=True))
    assert (line["department"], line["domain"]) == ("区司法局", "未填")


def test_a_finding_in_a_domain_that_the_year_does_not_know_counts_under_none() -> None:
    assert only_finding(finding(domain="文化体制改革"))["domain_key"] is None
    assert only_finding(finding(domain="经济体制改革"))["domain_key"] == "经济体制改革"


def findings_of(*rows: Any) -> list[tuple[Any, ...]]:
    con = built({str(number): [sheet] for number, sheet in enumerate(rows)})
    return con.execute("select year, last_year, status, verified from core.fct_supervision order by year").fetchall()


REOPENED: dict[str, Any] = {
    "state": "closed",
    "closed_date": "2021-06-20",
    "verification": "核验通过",
    "second_look": "reopened",
    "second_look_date": "2021-11-26",
}


def test_a_finding_that_is_followed_into_the_next_year_is_one_finding() -> None:
    later = finding(year="2022", state="closed", inspection_kind="回头看", found_date="2022-01-05")
    assert findings_of(finding(**REOPENED), later) == [(2021, 2022, "closed", False)]
    verified = finding(year="2022", state="closed", closed_date="2022-01-20", verification="核验通过", found_date=None)
    assert findings_of(finding(**REOPENED), verified) == [(2021, 2022, "closed", True)]
    assert findings_of(finding(state="open"), finding(year="2022", state="closed")) == [(2021, 2022, "closed", False)]


def test_what_was_closed_and_is_found_anew_in_a_later_year_is_another_finding() -> None:
    closed = finding(state="closed", closed_date="2021-06-20")
    anew = finding(year="2022", found_date="2022-01-05", state="open")
    assert findings_of(closed, anew) == [(2021, 2021, "closed", False), (2022, 2022, "open", False)]
    carried = finding(year="2022", state="closed", closed_date="2021-06-20")
    assert findings_of(closed, carried) == [(2021, 2022, "closed", False)]


def test_a_closing_before_its_finding_closes_nothing() -> None:
    early: dict[str, Any] = {"state": "closed", "closed_date": "2021-05-09", "verification": "核验通过"}
    con = built({"督察": [finding(**early)]})
    (line,) = table(con, "from report.supervision_followup")
    assert (line["findings"], line["open"], line["closed"]) == (1, 1, 0)
    assert table(con, "select findings_closed from report.department_scorecard") == [{"findings_closed": 0}]
    (told,) = table(con, "select cell, message_zh from quality.finding where rule = 'closed_before_found'")
    assert "不作为销号依据" in told["message_zh"]
    cells = table(con, "select cell from report.figure_cells('open')")
    assert cells == [{"cell": told["cell"]}]
    late = only_finding(finding(**early, due_date=LATE))
    assert (late["status"], late["status_field"], late["closed_date"]) == ("overdue", "due_date", None)
    elsewhere = row(3, "supervision", problem="台账不全", closed_date="2021-06-09")
    assert only_finding(finding(**early), elsewhere)["status"] == "closed"


def test_a_ledger_that_says_no_day_of_sending_was_sent_after_what_it_tells_of() -> None:
    sheet = [
        finding(due_date="2021-08-31", state="open", reported_date="2021-08-30"),
        row(3, "dispatch", **DECIDED, state="in_progress", reported_date="2021-05-30"),
    ]
    ledger = [
        finding(state="closed", closed_date="2021-11-01", verified_date="2021-11-03"),
        row(3, "dispatch", **DECIDED, state="done", completed_date="2021-06-20"),
    ]
    con = built({"a": sheet, "b": ledger})
    assert table(con, "select status, verified, days_late from core.fct_supervision") == [
        {"status": "closed", "verified": True, "days_late": 62}
    ]
    assert table(con, "select status, days_late from core.fct_dispatch") == [{"status": "met_late", "days_late": 51}]


def test_what_a_later_sheet_says_is_open_shows_no_day_of_closing() -> None:
    sheet = [
        finding(due_date="2021-08-31", state="open", reported_date="2021-12-30"),
        row(3, "dispatch", **DECIDED, state="in_progress", reported_date="2021-12-30"),
    ]
    ledger = [
        finding(state="closed", closed_date="2021-11-01"),
        row(3, "dispatch", **DECIDED, state="done", completed_date="2021-06-20"),
    ]
    con = built({"a": sheet, "b": ledger})
    assert table(con, "select status, closed_date from core.fct_supervision") == [
        {"status": "overdue", "closed_date": None}
    ]
    assert table(con, "select status, completed_date from core.fct_dispatch") == [
        {"status": "overdue", "completed_date": None}
    ]


@pytest.mark.parametrize("day_of_look", ["second_look_date", "found_date"])
def test_a_second_look_is_about_what_was_found_before_it(day_of_look: str) -> None:
    first = finding(state="closed", closed_date="2021-08-01", verification="核验通过")
    look: dict[str, Any] = {
        "inspection_kind": "回头看",
        "second_look": "reopened",
        "found_date": None,
        day_of_look: "2021-11-01",
    }
    anew = finding(4, found_date="2021-12-01", state="closed", closed_date="2022-01-10", verification="核验通过")
    con = built({"a": [first], "b": [finding(3, **look)], "c": [anew]})
    told = table(con, "select status, second_look from core.fct_supervision order by found_date")
    assert [tuple(line.values()) for line in told] == [("reopened", "reopened"), ("closed", None)]
    assert not table(con, "from quality.finding where rule = 'closed_before_found'")


LOOKED: dict[str, Any] = {"state": "closed", "inspection_kind": "回头看", "second_look": "holds"}


def test_the_day_of_a_second_look_is_not_that_of_the_finding() -> None:
    first = finding(state="closed", verification="核验通过", due_date=LATE, closed_date="2021-06-20")
    look = finding(3, **LOOKED, found_date="2021-10-10", closed_date="2021-06-20", due_date=LATE)
    found = only_finding(first, look)
    assert (found["status"], found["verified"], str(found["found_date"])) == ("closed", True, "2021-05-10")
    assert only_finding(look)["status"] == "closed"
    undated = finding(state="closed", closed_date="2021-06-20", due_date=LATE, found_date=None)
    later = finding(year="2022", **LOOKED, found_date="2022-01-10")
    con = built({"a": [undated], "b": [later]})
    assert table(con, "select year, status, found_date from core.fct_supervision") == [
        {"year": 2021, "status": "closed", "found_date": None}
    ]
    assert table(con, "select * from quality.finding where rule = 'closed_before_found'") == []


def test_a_closing_that_is_dated_too_early_takes_nothing_from_a_later_one() -> None:
    early = finding(state="closed", closed_date="2021-05-01", due_date=LATE)
    later = finding(year="2022", state="closed", verification="核验通过", found_date=None)
    assert findings_of(early, later) == [(2021, 2022, "closed", True)]


def test_a_later_closing_outlives_a_reopening_on_the_same_sheet() -> None:
    reopened = finding(2, state="reopened", second_look_date="2021-06-10", due_date=LATE)
    closed = finding(3, state="closed", closed_date="2021-08-10", verification="核验通过")
    found = only_finding(reopened, closed)
    assert (found["status"], found["verified"], str(found["closed_date"])) == ("closed", True, "2021-08-10")
    undated = finding(2, state="reopened", due_date=LATE)
    assert only_finding(undated, closed)["status"] == "reopened"
    again = finding(2, state="reopened", second_look_date="2021-09-10")
    assert only_finding(again, closed)["status"] == "reopened"


def test_one_problem_in_two_tasks_is_two_findings_and_a_list_without_a_task_means_the_only_one() -> None:
    one = finding(2, task_title="甲事项", state="closed")
    other = finding(3, task_title="乙事项", state="open", due_date=LATE)
    con = built({"督察": [one, other]})
    told = table(con, "select task_title, status from core.fct_supervision order by status")
    assert told == [{"task_title": "甲事项", "status": "closed"}, {"task_title": "乙事项", "status": "overdue"}]
    assert findings_of(finding(2, task_title="甲事项"), finding(2, year="2022", state="closed")) == [
        (2021, 2022, "closed", False)
    ]
    con = built({"督察": [one, other, finding(4, found_date=None, corrective_measure="补齐")]})
    assert table(con, "select count(*) as findings from core.fct_supervision") == [{"findings": 2}]
    (told_of,) = table(con, "select cell, message_zh from quality.finding where rule = 'supervision_task_missing'")
    assert told_of["cell"] == "A4"
    assert "“甲事项”和“乙事项”" in told_of["message_zh"] or "“乙事项”和“甲事项”" in told_of["message_zh"]


def test_what_was_closed_and_is_found_anew_in_the_same_year_is_another_finding() -> None:
    first = finding(2, round="第一轮", state="closed", closed_date="2021-06-20", verification="核验通过")
    third = finding(3, round="第三轮", state="open", found_date="2021-10-10", due_date="2021-12-31")
    measure = row(4, "supervision", problem="台账不全", round="第一轮", corrective_measure="补齐")
    con = built({"督察": [first, third, measure]})
    told = table(con, "select round, status, corrective_measure from core.fct_supervision order by status")
    assert [tuple(line.values()) for line in told] == [("第一轮", "closed", "补齐"), ("第三轮", "overdue", None)]
    visit = finding(3, found_date="2021-10-10", state="closed", closed_date="2021-06-20")
    assert only_finding(first, visit)["status"] == "closed"


@pytest.mark.parametrize(("closed_date", "status"), [("2021-05-20", "closed"), ("2021-04-30", "open")])
def test_a_day_that_is_not_exact_is_after_another_only_as_a_whole(closed_date: str, status: str) -> None:
    found = finding(state="closed", closed_date=closed_date)
    month = Cell("found_date", "发现时间", "Z2", "2021年5月", "2021-05-31", Doubt("date_not_exact", "没有写到日"))
    cells = (*(cell for cell in found.cells if cell.field != "found_date"), month)
    con = built({"督察": [replace(found, cells=cells)]})
    assert table(con, "select status from core.fct_supervision") == [{"status": status}]
    told = table(con, "select * from quality.finding where rule = 'closed_before_found'")
    assert len(told) == (status == "open")


def test_a_verification_before_the_finding_verifies_nothing() -> None:
    early = only_finding(finding(state="closed", verification="核验通过", verified_date="2021-05-09"))
    assert (early["status"], early["verified"]) == ("closed", False)


def test_a_deadline_that_is_no_day_is_shown_as_it_was_written() -> None:
    files: Files = {"督察": [finding(due_date="长期"), row(3, "dispatch", **{**DECIDED, "due_date": "长期"})]}
    con = built(files)
    for report in ("supervision_findings", "dispatch_followup"):
        assert table(con, f"select due_text, due_date from report.{report}") == [{"due_text": "长期", "due_date": None}]


DECIDED: dict[str, Any] = {
    "task_title": "甲事项",
    "date": "2021-03-01",
    "decision": "出台方案",
    "due_date": "2021-04-30",
}


def test_whether_a_decision_was_met() -> None:
    cases: list[tuple[dict[str, Any], str | None, int | None]] = [
        ({"completed_date": "2021-04-20"}, "met", 0),
        ({"state": "done"}, "met", None),
        ({"completed_date": "2021-05-02"}, "met_late", 2),
        ({"state": "in_progress"}, "overdue", 276),
        ({"due_date": None}, "open", None),
        ({"due_date": "2022-06-30"}, "open", None),
        ({"decision": None}, None, None),
        ({"state": "done", "completed_date": "2012-04-20"}, "overdue", 276),
    ]
    of_case = {str(told): row(2, "dispatch", **{**DECIDED, **told}) for told, _, _ in cases}
    con = built(apart({told: {"plan": [PLAN], "调度": [decision]} for told, decision in of_case.items()}))
    found = con.execute("select district, status, days_late, department from report.dispatch_followup").fetchall()
    assert set(found) == {(str(told), status, days_late, "区发改委") for told, status, days_late in cases}


def test_a_decision_that_the_next_year_still_follows_is_one_decision() -> None:
    sheets = [row(2, "dispatch", **DECIDED), row(2, "dispatch", year="2022", **DECIDED, state="done")]
    con = built({str(number): [sheet] for number, sheet in enumerate(sheets)})
    assert table(con, "select year, status from report.dispatch_followup") == [{"year": 2021, "status": "met"}]
    years = table(con, "select year, decisions, decisions_met from report.annual_followup")
    assert [tuple(line.values()) for line in years] == [(2021, 1, 1), (2022, 0, 0)]


@pytest.mark.parametrize("year", ["2021", "2022"])
def test_a_sheet_that_repeats_a_decision_without_the_day_means_the_one_that_is_known(year: str) -> None:
    follow_up: dict[str, Any] = {"task_title": "甲事项", "decision": "出台方案", "completed_date": "2021-04-20"}
    con = built({"a": [row(2, "dispatch", **DECIDED)], "b": [row(2, "dispatch", year=year, **follow_up)]})
    assert table(con, "select year, status, date::varchar as date from report.dispatch_followup") == [
        {"year": 2021, "status": "met", "date": "2021-03-01"}
    ]
    early = row(2, "dispatch", year=year, **{**follow_up, "completed_date": "2021-02-20"})
    con = built({"a": [row(2, "dispatch", **DECIDED)], "b": [early]})
    assert table(con, "select status from report.dispatch_followup") == [{"status": "overdue"}]
    assert table(con, "select path from quality.finding where rule = 'decision_before_meeting'") == [{"path": "b"}]


def test_a_decision_that_two_meetings_made_is_two_and_a_row_without_the_day_is_the_first() -> None:
    rows = [
        row(2, "dispatch", **DECIDED),
        row(3, "dispatch", **{**DECIDED, "date": "2021-06-01"}),
        row(4, "dispatch", **{**DECIDED, "date": None, "state": "done"}),
    ]
    con = built({"a": rows})
    told = table(con, "select date::varchar as date, status from report.dispatch_followup order by date")
    assert [tuple(line.values()) for line in told] == [("2021-03-01", "met"), ("2021-06-01", "overdue")]


def test_a_day_before_the_meeting_takes_nothing_from_a_later_sheet() -> None:
    early = row(2, "dispatch", **DECIDED, state="done", completed_date="2021-02-20")
    later = row(2, "dispatch", year="2022", **DECIDED, state="done")
    con = built({"a": [early], "b": [later]})
    assert table(con, "select status from report.dispatch_followup") == [{"status": "met"}]


def test_what_is_said_to_be_under_way_is_not_ended_by_a_day() -> None:
    files: Files = {
        "督察": [finding(state="open", closed_date="2021-06-20", due_date=LATE)],
        "调度": [row(2, "dispatch", **DECIDED, state="in_progress", completed_date="2021-04-20")],
    }
    con = built(files)
    assert table(con, "select status, closed_date from core.fct_supervision") == [
        {"status": "overdue", "closed_date": None}
    ]
    assert table(con, "select status, completed_date from core.fct_dispatch") == [
        {"status": "overdue", "completed_date": None}
    ]


def test_a_row_that_says_how_a_decision_stands_is_no_plan_though_it_leaves_the_decision_out() -> None:
    files: Files = {
        "督察计划": [row(2, "dispatch", task_title="甲事项", chaired_by="李四")],
        "调度": [row(2, "dispatch", task_title="甲事项", state="done"), row(3, "dispatch", task_title="乙事项")],
    }
    con = built(files)
    planned = table(con, "select task_title, leader from report.supervision_plan order by task_title desc")
    assert [tuple(line.values()) for line in planned] == [("甲事项", "李四"), ("乙事项", None)]
    assert table(con, "select task_title, status from report.dispatch_followup") == [
        {"task_title": "甲事项", "status": None}
    ]
    told = table(con, "select path, cell from quality.finding where rule = 'dispatch_day_missing'")
    assert told == [{"path": "调度", "cell": "A2"}]


def test_the_plan_of_supervision_names_tasks_and_what_came_of_them() -> None:
    files: Files = {
        "plan": [PLAN, task(3, "乙事项", is_plan=True)],
        "督察计划": [row(2, "dispatch", task_title="甲事项", chaired_by="区委主要负责同志", level="点对点调度")],
        "调度": [row(2, "dispatch", **DECIDED), row(3, "dispatch", **{**DECIDED, "decision": "报送进展"})],
        "督察": [finding(task_title="甲事项", state="closed")],
    }
    (planned,) = table(built(files), "from report.supervision_plan")
    assert (planned["task_title"], planned["leader"], planned["lead_department"]) == (
        "甲事项",
        "区委主要负责同志",
        "区发改委",
    )
    names = ("meetings_held", "decisions", "decisions_met", "decisions_overdue", "findings", "findings_closed")
    assert [planned[name] for name in names] == [1, 2, 0, 2, 1, 1]
