"""How tasks are counted from year to year: what is carried on, what it keeps, and who is named."""

from datetime import date
from typing import Any

import pytest

from tests.warehouse.small import Files, build, built, found, postponement, table, task

ORIGIN = task(
    2, "甲事项", is_plan=True, content="把甲办好", leader="李四", responsible_person="张三、王五", domain="文化体制改革"
)
YEARS: Files = {
    "2021": [ORIGIN],
    "2022": [task(2, "乙事项", year="2022", is_plan=True)],
    "2023": [task(2, "丙事项", year="2023", is_plan=True)],
}
TWICE: Files = {
    "延期2021": [postponement(2, "甲事项")],
    "延期2022": [postponement(2, "甲事项", year="2022", postponed_to_year="2023")],
}


def tasks_titled(files: Files, title: str = "甲事项") -> list[dict[str, Any]]:
    return table(built(files), f"select * from core.fct_task where title = '{title}' order by year")


def test_a_task_postponed_twice_keeps_what_its_first_year_says() -> None:
    first, second, third = tasks_titled({**YEARS, **TWICE})
    assert [task["status"] for task in (first, second, third)] == ["postponed", "postponed", "planned"]
    for later in (second, third):
        for name in ("content", "leader", "domain_key", "lead_department_key", "person_keys"):
            assert later[name] == first[name] is not None, name
        assert later["planned_due_date"] is None
    assert [later["carried_from_year"] for later in (second, third)] == [2021, 2022]
    assert third["domain_source_row_id"] == first["source_row_id"]
    assert third["source_row_id"] == third["carried_source_row_id"]


def test_the_years_own_list_goes_before_what_earlier_years_said() -> None:
    listed = task(3, "甲事项", year="2023", content="新的内容", domain=None, due_date="2023-06-30")
    *_, third = tasks_titled({**YEARS, **TWICE, "2023": [*YEARS["2023"], listed]})
    assert (third["content"], third["domain_key"], third["leader"]) == ("新的内容", "文化体制改革", "李四")
    assert third["planned_quarter"] == 2


def test_a_carried_task_is_due_when_its_approved_request_says_unless_its_year_says_otherwise() -> None:
    requests: Files = {"延期2021": [postponement(2, "甲事项", due_date="2022-06-30")], "延期2022": TWICE["延期2022"]}
    first, second, third = tasks_titled({**YEARS, **requests})
    assert [task["planned_due_date"] for task in (first, second, third)] == [None, date(2022, 6, 30), None]
    assert (second["due_text"], second["planned_quarter"]) == ("2022-06-30", 2)
    assert second["due_source_row_id"] == second["carried_source_row_id"]
    listed = task(3, "甲事项", year="2022", due_date="2022-09-30")
    _, second, _ = tasks_titled({**YEARS, **requests, "2022": [*YEARS["2022"], listed]})
    assert (second["planned_due_date"], second["due_source_row_id"]) == (date(2022, 9, 30), second["source_row_id"])
    elsewhere = {**requests, "延期2021": [postponement(2, "甲事项", due_date="2023-06-30")]}
    assert tasks_titled({**YEARS, **elsewhere})[1]["planned_due_date"] is None


@pytest.mark.parametrize(
    "written",
    [
        "推进放管服，营商环境改革",
        "推进放管服,营商环境改革。",
        "１、推进“放管服” 营商环境改革",
        "（一）推进放管服：营商环境改革",
    ],
)
def test_a_title_is_one_however_it_is_punctuated(written: str) -> None:
    con = built(
        {"plan": [task(2, "推进放管服、营商环境改革", is_plan=True)], "return": [task(2, written, status="completed")]}
    )
    assert table(con, "select planned, completed from report.annual_overview") == [{"planned": 1, "completed": 1}]


def test_a_chain_goes_on_over_a_year_of_which_its_request_alone_was_received() -> None:
    without_2022 = {path: rows for path, rows in YEARS.items() if path != "2022"}
    first, second, last = tasks_titled({**without_2022, **TWICE})
    assert [line["year"] for line in (first, second, last)] == [2021, 2022, 2023]
    assert (second["status"], last["content"]) == ("postponed", "把甲办好")


def test_what_was_completed_or_cancelled_is_not_carried_and_both_sides_are_told() -> None:
    for status in ("completed", "cancelled"):
        files = {**YEARS, "延期2021": TWICE["延期2021"], "return": [task(2, "甲事项", domain=None, status=status)]}
        (only,) = tasks_titled(files)
        assert (only["year"], only["status"], only["postponed_to_year"]) == (2021, status, None)
        con = built(files)
        told = con.execute(
            "select path, field, message_zh from quality.finding where rule = 'completed_task_postponed' order by path"
        ).fetchall()
        assert [(path, field) for path, field, _ in told] == [("return", "status"), ("延期2021", "approved")]
        assert "延期2021 表!C2" in told[0][2]
        assert "return 表!D2" in told[1][2]


def test_a_postponement_to_an_earlier_or_the_same_year_does_not_carry() -> None:
    for to_year in ("2021", "2020"):
        files = {
            **YEARS,
            "2020": [task(2, "丁事项", year="2020")],
            "延期": [postponement(2, "甲事项", postponed_to_year=to_year)],
        }
        (only,) = tasks_titled(files)
        assert (only["year"], only["status"], only["postponed_to_year"]) == (2021, "planned", None)


def test_of_approved_postponements_the_one_to_a_later_year_counts() -> None:
    files = {**YEARS, "a": [postponement(2, "甲事项", postponed_to_year="2021")], "b": [postponement(2, "甲事项")]}
    first, *_ = tasks_titled(files)
    assert (first["year"], first["status"]) == (2021, "postponed")


def test_an_approved_postponement_to_no_year_is_told_at_the_column_of_the_year() -> None:
    files = {
        **YEARS,
        "延期": [postponement(2, "甲事项", postponed_to_year=None), postponement(3, "乙事项", year="2022")],
    }
    assert ("postponement_year_missing", "warning", "D2", "postponed_to_year") in found(built(files))


def test_the_text_of_a_deadline_is_that_of_its_day() -> None:
    (only,) = tasks_titled(
        {
            "plan": [task(2, "甲事项", is_plan=True, due_date="长期")],
            "return": [task(2, "甲事项", due_date="2021-12-31")],
        }
    )
    assert (str(only["planned_due_date"]), only["due_text"]) == ("2021-12-31", "2021-12-31")
    (only,) = tasks_titled({"plan": [task(2, "甲事项", is_plan=True, due_date="长期")]})
    assert (only["planned_due_date"], only["due_text"]) == (None, "长期")


def test_a_departments_names_stand_without_the_words_around_them() -> None:
    con = built({"a": [task(2, "甲事项")]})
    con.execute("update raw.source_cell set raw_text = '填报单位：区发展改革委（盖章）' where raw_text = '区发改委'")
    build(con)
    (department,) = table(con, "select aliases from core.dim_department where name = '区发改委'")
    assert department["aliases"] == ["区发展改革委"]


def test_a_domains_names_stand_without_their_numbering_and_no_title_is_one() -> None:
    con = built({"a": [task(2, "甲事项", domain="行政体制改革"), task(3, "乙事项", domain="文化体制改革")]})
    con.execute("update raw.source_cell set raw_text = '一、行政体制改革（1项）' where raw_text = '行政体制改革'")
    title = "raw_text = '2021年文化体制改革任务完成情况', header_text = '标题'"
    con.execute(f"update raw.source_cell set {title} where raw_text = '文化体制改革'")
    build(con)
    domains = table(
        con, "select name, aliases, list_transform(names, lambda year: year.name) as names from core.dim_domain"
    )
    assert sorted(domains, key=lambda domain: str(domain["name"])) == [
        {"name": "文化体制改革", "aliases": [], "names": ["文化体制改革"]},
        {"name": "行政体制改革", "aliases": ["行政体制改革"], "names": ["行政体制改革"]},
    ]


def test_every_person_named_is_one_person_of_the_department() -> None:
    con = built({"a": [ORIGIN, task(3, "乙事项", responsible_person="张三"), task(4, "丙", lead_department=None)]})
    people = table(con, "select * from core.dim_person order by name")
    assert [(person["name"], person["person_key"]) for person in people] == [
        ("张三", "本区|区发改委|张三"),
        ("王五", "本区|区发改委|王五"),
    ]
    (first, *_) = tasks_titled({"a": [ORIGIN]})
    assert first["person_key"] == "本区|区发改委|张三"
    assert first["person_keys"] == ["本区|区发改委|张三", "本区|区发改委|王五"]
