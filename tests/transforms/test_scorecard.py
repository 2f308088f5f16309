"""The score of a department: every part by hand, the parts that are unknown, and the weights."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from duckdb import DuckDBPyConnection
from pydantic import ValidationError

from sources.rows import Cell, Doubt, Row
from tests.warehouse.small import (
    REFRESH,
    Files,
    apart,
    build,
    built,
    check,
    receive_files,
    received,
    row,
    rules_broken,
    table,
    task,
)
from warehouse.load import is_current, last_refresh
from warehouse.scorecard import Scorecard, Weights

DONE = {"status": "completed", "due_date": "2021-06-30"}
FILES: Files = {
    "plan": [
        task(2, "甲事项", is_plan=True, **DONE, completed_date="2021-06-30"),
        task(3, "乙事项", is_plan=True, **DONE, completed_date="2021-07-01"),
        task(4, "丙事项", is_plan=True, due_date="2021-09-30"),
        task(5, "丁事项", is_plan=True, status="cancelled"),
        task(6, "戊事项", is_plan=True, lead_department="区司法局"),
    ],
    "成果": [row(n, "output", title=f"《办法{n}》", task_title="甲事项") for n in (2, 3)],
    "督察": [
        row(2, "supervision", problem="一", inspected_department="区发改委", state="closed", verification="核验通过"),
        row(3, "supervision", problem="二", inspected_department="区发改委", state="closed"),
    ],
    "宣传": [row(2, "publicity", title="甲经验", adopted_by="省委改革办", level="省", task_title="甲事项")],
    "考核": [
        row(n, "assessment", department="区发改委", indicator=f"指标{n}", weight="50", points="45.5") for n in (2, 3)
    ],
}


def score_of(con: DuckDBPyConnection, department: str = "区发改委") -> dict[str, Any]:
    (found,) = table(con, f"from report.department_scorecard where department = '{department}'")
    return found


def by_hand(con: DuckDBPyConnection, arithmetic: str) -> tuple[float, float]:
    """What a line of arithmetic comes to when somebody works it out, and what it says that it comes to."""
    line = re.sub(r"（另有[^（）]*）", "", arithmetic)
    line = re.sub(r"推广和试点([\d.]+)分（国家4[^（）]*最多计(\d+)分）", r"least(\1, \2)", line)
    line = re.sub(r"差错(\d+)处×100÷(\d+)格，差错最多计(\d+)", r"least(\1×100÷\2, \3)", line)
    sum_, said = re.sub(r"[\u4e00-\u9fff]", "", line).translate(str.maketrans("×÷−＋（）", "*/-+()")).split("＝")
    ((worked_out,),) = con.execute(f"select cast({sum_} as double)").fetchall()
    return worked_out, float(said)


def lines_that_do_not_add_up(con: DuckDBPyConnection) -> list[str]:
    lines = table(con, "select arithmetic, points from report.scorecard_parts where points is not null")
    assert lines
    right = {line["arithmetic"]: (*by_hand(con, line["arithmetic"]), line["points"]) for line in lines}
    return [line for line, (worked_out, *said) in right.items() if any(abs(worked_out - one) > 0.0051 for one in said)]


def test_every_part_can_be_checked_by_hand() -> None:
    con = built(FILES)
    score = score_of(con)
    assert {name: score[f"{name}_points"] for name in Weights.model_fields} == {
        "completion": 26.67,  # 40 x 2 / (4 - 1)
        "timeliness": 6.67,  # 20 x 1 / (1 + 1 + 1)
        "outputs": 3.33,  # 10 x 1 / (4 - 1)
        "findings_closed": 5.0,  # 10 x 1 / 2
        "recognition": 7.5,  # 10 x 3 / 4
        "returns": None,  # the department sent nothing itself
    }
    assert (score["points_reached"], score["weight_counted"], score["score"]) == (49.17, 90, 54.63)
    assert (score["outputs"], score["findings"], score["assessment_points"], score["assessment_weight"]) == (
        2,
        2,
        91,
        100,
    )
    lines = table(con, "select measure, arithmetic from report.scorecard_parts where department = '区发改委'")
    arithmetic = {line["measure"]: line["arithmetic"] for line in lines}
    assert arithmetic["completion_points"] == "权重40×完成2项÷（计划4项−延期0项−取消1项）＝26.67"
    assert arithmetic["returns_points"] == "没有可计算的数据，权重10不计入总分"
    assert lines_that_do_not_add_up(con) == []


@pytest.mark.parametrize("total", ["总分", "2021年度综合考核总得分", "合计", None])
def test_a_total_of_an_assessment_is_not_added_to_its_parts_and_counts_where_there_are_none(total: str | None) -> None:
    def given(number: int, indicator: str | None, points: str, weight: str, department: str = "区发改委") -> Row:
        return row(number, "assessment", department=department, indicator=indicator, weight=weight, points=points)

    parts = [given(2, "指标一", "45.5", "50"), given(3, "总分管理", "40", "50")]
    con = built({"a": [*parts, given(4, total, "85.5", "100"), given(5, total, "91", "100", "区民政局")]})
    for department, points in (("区发改委", 85.5), ("区民政局", 91)):
        score = score_of(con, department)
        assert (score["assessment_points"], score["assessment_weight"]) == (points, 100)
    assert table(con, "from quality.finding") == []


REFUSED = Doubt("several_figures", "有几个数")


def assessed_in_parts(
    parts: Sequence[tuple[str | None, str | Doubt]], total: str | None, more: str | None
) -> list[Row]:
    """Weights and points of indicators, their total, and what stands beside it under another header."""
    rows = [
        row(n, "assessment", department="区发改委", indicator=f"指标{n}", weight=weight, points=given)
        for n, (weight, given) in enumerate(parts, start=2)
    ]
    if total:
        whole = row(9, "assessment", department="区发改委", points=total)
        unread = [Cell(None, more, "F9", "省级推广3次,共6分", None)] if more else []
        rows.append(replace(whole, cells=(*whole.cells, *unread)))
    return rows


def test_a_total_counts_where_its_parts_need_not_add_up_to_it() -> None:
    cases: list[tuple[list[tuple[str | None, str | Doubt]], str | None, str | None, float, str | None]] = [
        ([("60", "58"), ("40", "38")], "96", None, 96, None),
        ([("60", "58"), ("40", "38")], "102", None, 96, "按各项指标之和统计"),
        ([("60", "58"), ("40", "38")], "102", "加分情况", 102, None),
        ([("60", "58"), ("40", "38")], "102", "联系电话", 96, "按各项指标之和统计"),
        ([("60", "58"), ("40", REFUSED)], "96", None, 96, None),
        ([("60", "58"), ("40", REFUSED)], None, None, 58, None),
        ([("0.6", "90"), ("0.4", "95")], "92", None, 92, None),
        ([("0.6", "90"), ("0.4", "91")], "90", None, 90, None),
        ([("0.6", "90"), ("0.4", "95")], "93", None, 93, "按总分统计"),
        ([("0.6", "90"), ("0.4", "95"), (None, "-2")], "90", None, 90, None),
        ([("0.6", "54"), ("0.4", "38")], "92", None, 92, None),
    ]
    con = built(apart({str(case): {"a": assessed_in_parts(*case[:3])} for case in cases}))
    counted = con.execute("select district, assessment_points from report.department_scorecard").fetchall()
    assert dict(counted) == {str(case): case[3] for case in cases}
    differs = "select district, message_zh from quality.finding where rule = 'assessment_total_differs'"
    found = dict(con.execute(differs).fetchall())
    told = {str(case): case[4] for case in cases if case[4]}
    assert found.keys() == told.keys()
    assert [case for case, message in told.items() if message not in found[case]] == []


def test_a_part_that_is_unknown_counts_neither_for_nor_against() -> None:
    con = built({"plan": [task(2, "甲事项", is_plan=True, status="completed")]})
    score = score_of(con)
    assert (score["completion_points"], score["weight_counted"], score["score"]) == (40, 40, 100)
    for part in ("timeliness", "outputs", "findings_closed", "recognition", "returns"):
        assert (score[f"{part}_measure"], score[f"{part}_weight"], score[f"{part}_points"]) == (None, None, None), part


LEDGERS = ("outputs_points", "recognition_points")


def test_a_ledger_of_a_department_says_nothing_of_the_others_and_one_of_the_reform_office_says_all() -> None:
    def sent_by(department: str) -> Files:
        rows = [
            row(2, "output", title="《三》", task_title="甲事项", reporting_department=department),
            row(3, "publicity", title="《四》", adopted_by="省长", level="省", task_title="甲事项"),
            row(4, "pilot", name="五", level="省", task_title="甲事项", reporting_department=department),
        ]
        return {**FILES, "台账": rows}

    of_department = built(sent_by("区发改委"))
    assert [score_of(of_department)[part] for part in LEDGERS] == [3.33, 10]
    unnamed = score_of(of_department, "区司法局")
    assert [unnamed[part] for part in (*LEDGERS, "findings_closed_points")] == [None, None, None]
    of_itself = built(sent_by("区司法局"))
    assert [score_of(of_itself, "区司法局")[part] for part in LEDGERS] == [0, 0]
    of_office = built(sent_by("区委改革办"))
    assert [score_of(of_office, "区司法局")[part] for part in LEDGERS] == [0, 0]


def test_what_was_recognised_at_a_level_that_nobody_knows_is_no_nought() -> None:
    rows = [row(2, "publicity", title="《甲》", adopted_by="某研究会", task_title="甲事项")]
    score = score_of(built({"plan": FILES["plan"], "宣传": rows}))
    assert (score["recognitions"], score["recognition_points"]) == (1, None)


def test_a_completion_whose_day_is_not_known_is_not_counted_as_in_time() -> None:
    more: Files = {
        "plan": [
            *FILES["plan"],
            task(7, "己事项", is_plan=True, **DONE),
            task(8, "庚事项", is_plan=True, **DONE, lead_department="区司法局"),
        ]
    }
    con = built(more)
    score = score_of(con)
    assert (score["completed_on_time"], score["completed_undated"], score["timeliness_points"]) == (1, 1, 5)
    (line,) = table(
        con,
        "select arithmetic from report.scorecard_parts where measure = 'timeliness_points' and department = '区发改委'",
    )
    assert "完成时间不明1项" in line["arithmetic"]
    alone = score_of(con, "区司法局")
    assert (alone["completed_undated"], alone["timeliness_points"]) == (1, None)


def test_tasks_of_no_department_are_counted_and_not_scored() -> None:
    con = built({"plan": [*FILES["plan"], task(7, "己事项", is_plan=True, lead_department=None)]})
    nobody = score_of(con, "未填")
    assert (nobody["planned"], nobody["score"]) == (1, None)
    ((total, planned),) = con.execute(
        "select sum(planned), (select planned from report.annual_overview) from report.department_scorecard"
    ).fetchall()
    assert total == planned


def test_the_quality_of_returns_counts_errors_a_hundred_cells_and_returns_late() -> None:
    def sent(number: int, day: str, title: str | None) -> Row:
        return task(number, title, reporting_department="区发改委", reported_date=day)

    due = Scorecard.model_validate({"returns_due": {"2021": "2021-12-31"}})
    files = {
        "a": [sent(2, "2021-12-30", "甲事项"), sent(3, "2021-12-30", None)],
        "b": [sent(2, "2022-01-05", "乙事项")],
    }
    con = received(files, replace(REFRESH, scorecard=due.model_dump_json()))
    con.execute("update raw.source_file set cells = 18")
    check(con)
    build(con)
    score = score_of(con)
    assert (score["returns"], score["returns_late"], score["errors"], score["cells"]) == (2, 1, 1, 36)
    assert score["returns_points"] == 3.61  # 10 x (10 - 1 x 100 / 36) x (2 - 1) / (10 x 2)
    assert lines_that_do_not_add_up(con) == []


@pytest.mark.parametrize(
    ("period", "is_late"), [("2021-12-31", False), ("2021-06-30", True), (None, True)], ids=["same", "other", "unknown"]
)
def test_what_corrects_a_return_of_its_period_that_was_in_time_is_not_late(period: str | None, is_late: bool) -> None:
    def sent(day: str, period: str | None) -> Row:
        return task(2, "甲事项", reporting_department="区发改委", reported_date=day, reported_period=period)

    con = built({"a": [sent("2021-12-18", period)], "b": [sent("2021-12-25", "2021-12-31" if period else None)]})
    due = Scorecard.model_validate({"returns_due": {"2021": "2021-12-20"}})
    con.execute("update raw.source_file set department = '区发改委'")
    con.execute("update raw.refresh set scorecard = ?", [due.model_dump_json()])
    build(con)
    assert table(con, "select path, is_late from core.fct_return") == [{"path": "b", "is_late": is_late}]


ERRORS = "（10−差错0处×100÷{cells}格，差错最多计10）"
UNDATED = "（另有1次报送没有填报日期，是否迟报不明，只计差错）"


@pytest.mark.parametrize(
    ("days", "counts", "points", "arithmetic"),
    [
        (["2021-12-18"], (1, 0, 0), 10, f"权重10×{ERRORS}×（报送1次−迟报0次）÷（10×报送1次）＝10.00"),
        (["2021-12-18", None], (2, 0, 1), 10, f"权重10×{ERRORS}×（报送1次−迟报0次）÷（10×报送1次）＝10.00{UNDATED}"),
        (["2022-01-05", None], (2, 1, 1), 0, f"权重10×{ERRORS}×（报送1次−迟报1次）÷（10×报送1次）＝0.00{UNDATED}"),
        ([None], (1, 0, 1), 10, f"权重10×{ERRORS}÷10＝10.00{UNDATED}"),
    ],
)
def test_a_return_without_a_day_is_neither_late_nor_in_time_and_is_told(
    days: list[str | None], counts: tuple[int, int, int], points: float | None, arithmetic: str
) -> None:
    files = {
        str(number): [task(2, f"第{number}号", reporting_department="区发改委", reported_date=day)]
        for number, day in enumerate(days)
    }
    due = Scorecard.model_validate({"returns_due": {"2021": "2021-12-20"}})
    con = built(files, replace(REFRESH, scorecard=due.model_dump_json()))
    score = score_of(con)
    assert (score["returns"], score["returns_late"], score["returns_undated"]) == counts
    assert score["returns_points"] == points
    (line,) = table(con, "select arithmetic from report.scorecard_parts where measure = 'returns_points'")
    assert line["arithmetic"] == arithmetic.format(cells=score["cells"])
    assert lines_that_do_not_add_up(con) == []
    told = table(con, "select path, field from quality.finding where rule = 'return_without_day'")
    assert told == [{"path": str(len(days) - 1), "field": "reported_date"}] * counts[2]


def test_what_follows_a_year_on_and_what_the_office_keeps_is_no_late_return() -> None:
    def told(number: int, department: str, **more: Any) -> Row:
        return task(number, f"第{number}号", reporting_department=department, **more)

    files = {
        "later": [
            told(2, "区发改委", reported_date="2022-09-30"),
            told(3, "区发改委", year="2022", reported_date="2022-09-30"),
        ],
        "period": [told(4, "区民政局", reported_date="2022-04-10", reported_period="2022-03-31")],
        "late": [told(5, "区司法局", reported_date="2022-04-10")],
        "office": [told(6, "区委改革办", reported_date="2022-04-10")],
    }
    due = Scorecard.model_validate({"returns_due": {"2021": "2021-12-20"}})
    con = built(files, replace(REFRESH, scorecard=due.model_dump_json()))
    returns = table(con, "select path, year, is_late from core.fct_return")
    assert {tuple(one.values()) for one in returns} == {
        ("later", 2021, False),
        ("later", 2022, None),
        ("period", 2021, False),
        ("late", 2021, True),
    }
    assert "return_without_day" not in rules_broken(con)


def test_other_weights_compute_the_scores_anew_and_read_no_file() -> None:
    con = built(FILES)
    weights = {"completion": 20, "timeliness": 40}
    scorecard = Scorecard.model_validate({"weights": weights}).model_dump_json()
    refresh = replace(REFRESH, refresh_id="two", scorecard=scorecard)
    last = last_refresh(con)
    assert not is_current(last, refresh)
    assert receive_files(con, FILES, refresh) == 0
    check(con)
    build(con)
    score = score_of(con)
    assert (score["completion_points"], score["timeliness_points"]) == (13.33, 13.33)
    assert is_current(last_refresh(con), refresh)


def test_weights_that_do_not_add_up_are_refused_with_what_they_are() -> None:
    with pytest.raises(ValidationError, match="add up to 110, not 100: completion 50, timeliness 20"):
        Scorecard.model_validate({"weights": {"completion": 50}})
    with pytest.raises(ValidationError):
        Scorecard.model_validate({"weights": {"completion": 140, "timeliness": -80}})
    assert Scorecard.model_validate({"weights": {"completion": 30, "returns": 20}}).weights.returns == 20
