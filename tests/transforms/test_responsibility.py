"""Who answers for a task, what nobody owns, and how much each has to carry."""

from tests.warehouse.small import built, table, task

TASKS = {
    "plan": [
        task(2, "甲事项", is_plan=True, leader="李四", responsible_person="张三、王五", due_date="2021-03-31"),
        task(3, "乙事项", is_plan=True, responsible_person="张三", lead_department="区司法局", due_date="2021-03-31"),
        task(4, "丙事项", is_plan=True, supporting_departments="区司法局、区发改委、区民政局"),
        task(5, "丁事项", is_plan=True, lead_department=None, responsible_person="张三"),
    ]
}


def test_what_nobody_owns_is_listed_first_with_who_is_missing() -> None:
    found = table(built(TASKS), "select title, is_owned, missing from report.task_responsibility")
    assert [(line["title"], line["is_owned"], line["missing"]) for line in found] == [
        ("丁事项", False, "责任领导、牵头单位"),
        ("丙事项", False, "责任领导、责任人"),
        ("乙事项", True, "责任领导"),
        ("甲事项", True, None),
    ]


def test_the_department_that_leads_a_task_does_not_support_it_as_well() -> None:
    found = table(built(TASKS), "select title, supporting_departments from report.task_completion")
    assert {line["title"]: line["supporting_departments"] for line in found} == {
        "甲事项": None,
        "乙事项": None,
        "丙事项": "区司法局、区民政局",
        "丁事项": None,
    }


def test_the_load_by_quarter_tells_people_of_one_name_apart_by_their_department() -> None:
    query = "select quarter, role, department, person, planned from report.responsibility_load"
    load = {tuple(line.values()) for line in table(built(TASKS), query)}
    assert load == {
        (1, "lead_department", "区发改委", None, 1),
        (1, "lead_department", "区司法局", None, 1),
        (None, "lead_department", "区发改委", None, 1),
        (None, "lead_department", "未填", None, 1),
        (None, "supporting_department", "区司法局", None, 1),
        (None, "supporting_department", "区民政局", None, 1),
        (1, "leader", "区发改委", "李四", 1),
        (1, "responsible_person", "区发改委", "张三", 1),
        (1, "responsible_person", "区发改委", "王五", 1),
        (1, "responsible_person", "区司法局", "张三", 1),
        (None, "responsible_person", "未填", "张三", 1),
    }
