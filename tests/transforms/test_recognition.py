"""What was recognised above, by whom and at which level: stated, certain from the body's name, or not known."""

import re
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from sources.rows import Row
from tests.sources.test_layouts import Layout, read
from tests.warehouse.small import apart, built, found, received, row, table, task

TASKS = [task(2, "甲事项", is_plan=True)]


@pytest.fixture(scope="module")
def macros_alone() -> DuckDBPyConnection:
    """A warehouse that holds nothing, for asking macros."""
    return received({})


def test_a_level_is_read_from_a_body_only_where_its_name_leaves_no_doubt() -> None:
    cases: list[tuple[str | None, str | None, str | None]] = [
        ("人社部", "国家", None),
        ("国务院办公厅", "国家", None),
        ("国家发展改革委", "国家", None),
        ("省委改革办", "省", None),
        ("安徽省民政厅", "省", None),
        ("省文化馆馆长李晓东", "省", None),
        ("市委改革办", "市", None),
        ("《改革简报》(市委改革办)", "市", None),
        ("中共合肥市委改革办", "市", None),
        ("安徽省合肥市人民政府", "市", None),
        ("瑶海区委", "区", None),
        ("人民日报", None, "国家"),
        ("学习强国", None, "国家"),
        ("安徽日报", None, "省"),
        ("合肥晚报", None, "市"),
        ("合肥市广播电视台", None, "市"),
        ("北京市委改革办", None, "省"),
        ("市场监管总局", None, None),
        ("某研究会", None, None),
        (None, None, None),
    ]
    adopted = {str(body): row(2, "publicity", title="《甲经验》", adopted_by=body, level=None) for body, *_ in cases}
    con = built(apart({body: {"a": TASKS, "b": [adoption]} for body, adoption in adopted.items()}))
    found = con.execute("select district, level, level_basis from report.recognition").fetchall()
    assert set(found) == {(str(body), level, "body" if level else None) for body, level, _ in cases}
    unknown = "select district, message_zh from quality.finding where rule = 'recognition_level_unknown'"
    told = dict(con.execute(unknown).fetchall())
    assert told.keys() == {str(body) for body, level, _ in cases if level is None}
    guessed = {body: re.findall(r"可能是“(.+?)”级", message) for body, message in told.items()}
    assert guessed == {str(body): [guess] if guess else [] for body, level, guess in cases if level is None}


def test_what_a_sheet_of_endorsements_lists_are_endorsements(tmp_path: Path) -> None:
    sheet = [
        ("2021年领导批示情况",),
        ("序号", "批示件名称", "批示领导", "批示时间"),
        (1, "《甲经验》", "常务副市长", "2021年5月3日"),
    ]
    con = built({"a": TASKS, "b": list(read(tmp_path / "b.xlsx", Layout("", sheet, ())).rows)})
    lines = table(con, "select title, recognition, recognised_by, level from report.recognition")
    assert [tuple(line.values()) for line in lines] == [("《甲经验》", "endorsement", "常务副市长", "市")]


LEVELS = {
    "国家": ["人社部", "国务院办公厅", "国家市场监管总局", "团中央", "全国总工会", "国务院副总理"],
    "省": [
        *("安徽省教育厅", "省发改委", "团省委", "共青团安徽省委", "省科协", "省妇联", "省总工会", "省市场监管局"),
        *("安徽省城市管理局", "省市政工程协会", "自治区政府", "广西壮族自治区教育厅", "省委、合肥市委"),
        *(
            "省长",
            "副省长",
            "安徽省常务副省长",
            "省长王某某",
            "王某某副省长",
            "省委书记",
            "省委常委、副省长",
            "省政府主要领导",
        ),
        *("省政协副主席", "自治区主席", "安徽省省长江某"),
    ],
    "市": [
        *("安徽省合肥市教育局", "安徽省合肥市人民政府办公厅", "安徽省合肥市委改革办", "市发改委", "市住建委", "市科协"),
        *("团市委", "昆山市", "宣城市城市管理局", "合肥市市场监管局", "凉山彝族自治州教育局", "阿克苏地区行署"),
        *("新疆维吾尔自治区喀什地区教育局", "锡林郭勒盟委", "湖南省长沙市教育局"),
        *("市长", "副市长李某", "市政府常务副市长", "合肥市长", "合肥市副市长", "王某某市长", "市委书记", "市领导"),
        *("市委常委、常务副市长", "市人大常委会主任"),
    ],
    "区": [
        *("合肥市瑶海区教育局", "安徽省合肥市瑶海区财政局", "瑶海区市场监管局", "歙县教育局", "北京市朝阳区教育局"),
        *("广西壮族自治区南宁市青秀区教育局", "区委", "合肥市长丰县教育局", "西安市长安区教育局"),
        *("区长", "瑶海区常务副区长", "合肥市瑶海区区长", "县长", "县委书记", "区委副书记、区长", "区主要领导"),
    ],
    None: [
        *("北京市发改委", "市场监管局", "合肥市场监管局", "安徽自贸试验区管委会", "合肥高新区管委会", "教育局"),
        *(
            "北京市市长",
            "王某某",
            "长三角区域合作办公室",
            "长三角地区主要领导座谈会",
            "中国城市协会",
            "合肥市广播电视台",
        ),
    ],
}


def test_the_lowest_place_in_a_bodys_name_is_its_level() -> None:
    bodies = [body for some in LEVELS.values() for body in some]
    rows = [row(number, "pilot", name=f"{body}试点", approved_by=body) for number, body in enumerate(bodies, start=2)]
    read = table(built({"a": TASKS, "b": rows}), "select recognised_by, level from report.recognition")
    assert {line["recognised_by"]: line["level"] for line in read} == {
        body: level for level, some in LEVELS.items() for body in some
    }


def test_the_level_stated_counts_and_one_that_its_body_contradicts_is_told() -> None:
    rows = [row(2, "publicity", title="《甲经验》", adopted_by="市委改革办", level="国家")]
    con = built({"a": TASKS, "b": rows})
    levels = table(con, "select level, level_basis from report.recognition")
    assert levels == [{"level": "国家", "level_basis": "stated"}]
    assert ("recognition_level_differs", "warning", "C2", "level") in found(con)


def test_a_year_is_counted_by_level_and_kind() -> None:
    rows = [
        row(2, "publicity", title="《甲》", adopted_by="市委改革办", level="市", form="采用"),
        row(3, "publicity", title="《甲》", adopted_by="省委改革办", level=None, form="典型经验"),
        row(4, "publicity", title="《乙》", adopted_by="省长", level="省", form="批示"),
        row(5, "publicity", title="《丙》", adopted_by="人民日报", level=None),
        row(6, "pilot", name="丁试点", approved_by="人社部", level=None),
    ]
    again = [row(2, "publicity", title="甲", adopted_by="市委改革办", level="市")]
    con = built({"a": TASKS, "b": rows, "c": again})
    counted = table(con, "select level, publicity, endorsements, pilots, recognitions from report.recognition_by_level")
    assert [tuple(row.values()) for row in counted] == [
        ("国家", 0, 0, 1, 1),
        ("省", 1, 1, 0, 2),
        ("市", 1, 0, 0, 1),
        ("未填", 1, 0, 0, 1),
    ]


@pytest.mark.parametrize(
    ("bodies", "told_apart"),
    [
        (["省委改革办", "省委 改革办", "“省委改革办”", "市委改革办"], 2),
        (["合肥市委改革办", "中共合肥市委全面深化改革委员会办公室", "安徽省合肥市委深改办"], 1),
        (["《改革简报》（市委改革办）", "市委改革办", "市委改革办《动态》第5期", "《简报(第3期)》(市委改革办)"], 1),
        (["市委改革办", "合肥市委改革办", "芜湖市委改革办"], 3),
        (["安徽省发展和改革委员会", "安徽省发改委", "国家发展改革委", "国家发改委"], 2),
        (["合肥市人民政府办公厅", "合肥市政府办公室", "合肥市政府", "安徽省政府办公厅"], 3),
        (["共青团合肥市委", "合肥市团委", "合肥市委", "团市委", "市委"], 4),
        (["团中央", "中央", "中共中央"], 2),
        (["合肥高新区管委会", "合肥经开区管委会", "合肥市场监管局", "合肥市市场监管局"], 4),
        (["《安徽日报》(省委宣传部)", "省委宣传部", "《经济参考报》（新华社）", "新华社", "《改革简报》"], 5),
        (["市委深改委", "市委改革办"], 2),
        (["人民日报", "《人民日报》", "人民网"], 2),
        (["省长", "安徽省省长", "省政府省长", "副省长", "安徽省常务副省长", "省政府"], 5),
        (["合肥市长", "合肥市市长", "合肥市政府市长", "合肥市副市长", "市长", "长丰县县长"], 4),
    ],
)
def test_a_body_is_one_however_it_is_written(
    macros_alone: DuckDBPyConnection, bodies: list[str], told_apart: int
) -> None:
    query = "select distinct body_parts(body, level_of_body(body)) from (select unnest($bodies) as body)"
    assert len(macros_alone.execute(query, {"bodies": bodies}).fetchall()) == told_apart


def test_a_body_counts_once_and_without_its_place_it_is_of_the_one_that_the_districts_sheets_name() -> None:
    def adopted(number: int, title: str, body: str) -> Row:
        return row(number, "publicity", title=title, adopted_by=body)

    alone = [
        *(adopted(2, "《甲》", "市委改革办"), adopted(3, "《甲》", "中共合肥市委全面深化改革委员会办公室")),
        *(adopted(4, "《乙》", "合肥市教育局"), adopted(5, "《乙》", "安徽省教育厅")),
    ]
    for rows, counted in ((alone, 3), ([*alone, adopted(6, "《丙》", "芜湖市教育局")], 5)):
        con = built({"a": TASKS, "b": rows})
        assert table(con, "select publicity from report.annual_overview") == [{"publicity": counted}]


def test_an_article_of_one_body_on_two_days_is_one_and_each_cell_is_told_of_the_other() -> None:
    def adopted(number: int, title: str, day: str, body: str = "市委改革办") -> Row:
        return row(number, "publicity", title=title, adopted_by=body, date=day)

    rows = [adopted(2, "《甲》", "2021-05-10"), adopted(3, "《乙》", "2021-05-10")]
    con = built({"a": rows, "b": [adopted(2, "《甲》", "2021-06-10", "《改革简报》(市委改革办)")]})
    assert table(con, "select publicity from report.annual_overview") == [{"publicity": 2}]
    told = table(con, "select path, cell, message_zh from quality.finding where rule = 'recognition_days_differ'")
    others = {(line["path"], line["cell"]): line["message_zh"] for line in told}
    assert set(others) == {("a", "C2"), ("b", "C2")}
    assert "“2021-06-10”(b 表!C2)" in others["a", "C2"] and "“2021-05-10”(a 表!C2)" in others["b", "C2"]


def test_what_was_recognised_is_of_the_department_of_its_task_else_of_the_one_that_reports_it() -> None:
    office: dict[str, Any] = {"reporting_department": "区委改革办"}
    sender: dict[str, Any] = {"reporting_department": "区民政局"}
    rows = [
        row(2, "publicity", title="《甲》", adopted_by="省委改革办", task_title="甲事项", **sender),
        row(3, "publicity", title="《乙》", adopted_by="省委改革办", **sender),
        row(4, "pilot", name="丙试点", approved_by="人社部", task_title="没有的事项", **sender),
        row(5, "publicity", title="《丁》", adopted_by="省委改革办", **office),
        row(6, "pilot", name="戊试点", approved_by="人社部"),
    ]
    again = [row(2, "publicity", title="《丁》", adopted_by="省委改革办", task_title="甲事项", **office)]
    con = built({"a": TASKS, "b": rows, "c": again})
    found_for = table(con, "select title, department from report.recognition order by title")
    assert {line["title"]: line["department"] for line in found_for} == {
        "《甲》": "区发改委",
        "《乙》": "区民政局",
        "丙试点": "区民政局",
        "《丁》": "区发改委",
        "戊试点": "未填",
    }
    counted = table(con, "select department, recognitions from report.department_scorecard where recognitions > 0")
    assert {line["department"]: line["recognitions"] for line in counted} == {"区发改委": 2, "区民政局": 2, "未填": 1}
    nobody = "select row_number from quality.finding inner join raw.source_row using (source_row_id) where rule = "
    assert {line["row_number"] for line in table(con, nobody + "'recognition_of_nobody'")} == {5, 6}
    unknown = table(con, "select cell, field from quality.finding where rule = 'recognition_task_unknown'")
    assert unknown == [{"cell": "C4", "field": "task_title"}]


def test_what_is_recognised_in_a_later_year_is_of_the_latest_department_of_its_task() -> None:
    office: dict[str, Any] = {"reporting_department": "区委改革办"}
    tasks = [
        task(2, "甲事项", is_plan=True),
        task(3, "乙事项", is_plan=True),
        task(4, "乙事项", is_plan=True, year="2022", lead_department="区财政局"),
        task(5, "丙事项", is_plan=True, year="2022"),
        task(6, "乙事项", is_plan=True, year="2023", lead_department=None),
    ]
    rows = [
        row(2, "publicity", year="2022", title="《甲》", level="省", task_title="甲事项", **office),
        row(3, "pilot", year="2023", name="乙试点", level="省", task_title="乙事项", **office),
        row(4, "pilot", year="2021", name="丙试点", level="省", task_title="丙事项", **office),
        row(5, "publicity", year="2023", title="《丁》", level="省", task_title="丁事项", **office),
    ]
    con = built({"a": tasks, "b": rows})
    counted = table(con, "select year, title, department from report.recognition order by year, title")
    assert [tuple(line.values()) for line in counted] == [
        (2021, "丙试点", "未填"),
        (2022, "《甲》", "区发改委"),
        (2023, "《丁》", "未填"),
        (2023, "乙试点", "区财政局"),
    ]
    keys = table(con, "select task_key from core.fct_publicity union all select task_key from core.fct_pilot")
    assert {line["task_key"] for line in keys} == {"本区|2021|甲事项", "本区|2023|乙事项", None}
    told = "select cell, message_zh from quality.finding where rule = 'recognition_task_unknown' order by cell"
    assert [(line["cell"], "年及以前的改革任务" in line["message_zh"]) for line in table(con, told)] == [
        ("C4", True),
        ("C5", True),
    ]


def test_what_a_later_year_repeats_without_a_day_is_counted_once() -> None:
    def of_year(year: str, day: str | None = None) -> list[Row]:
        dated = f"{year}-{day}" if day else None
        return [
            row(2, "pilot", year=year, name="丁试点", level="国家", date=dated),
            row(3, "publicity", year=year, title="《甲》", adopted_by="省委改革办", date=dated),
        ]

    con = built({"2019": of_year("2019"), "2020": of_year("2020"), "2021": of_year("2021", "03-01")})
    lines = table(con, "select year, publicity, pilots from report.annual_overview")
    assert [tuple(line.values()) for line in lines] == [(2019, 1, 1), (2020, 0, 0), (2021, 1, 1)]
    told = table(con, "select path, cell, message_zh from quality.finding where rule = 'recognition_reported_again'")
    assert sorted((line["path"], line["cell"]) for line in told) == [("2020", "A2"), ("2020", "A3")]
    assert {"2019 表!2行" in line["message_zh"] for line in told} == {True, False}


@pytest.mark.parametrize("levels", [("市", "省", None), ("省", None, "市"), (None, "市", "省")])
def test_of_rows_that_say_several_levels_the_highest_counts_and_both_cells_are_told(
    levels: tuple[str | None, ...],
) -> None:
    files = {
        path: [
            row(2, "pilot", name="丁试点", level=level),
            row(3, "publicity", title="《甲》", adopted_by="新华网", level=level),
        ]
        for path, level in zip("abc", levels, strict=True)
    }
    con = built(files)
    lines = table(con, "select recognition, level, level_basis from report.recognition order by all")
    assert [tuple(line.values()) for line in lines] == [("pilot", "省", "stated"), ("publicity", "省", "stated")]
    told = table(con, "select path, message_zh from quality.finding where rule = 'recognised_at_two_levels'")
    places = {level: path for path, level in zip("abc", levels, strict=True) if level}
    assert {line["path"] for line in told} == set(places.values())
    assert all(f"在{places['省']} 表!" in line["message_zh"] for line in told)
    assert all(f"在{places['市']} 表!" in line["message_zh"] for line in told)


def test_a_row_that_leaves_the_body_out_means_the_adoption_that_another_row_names() -> None:
    def adopted(number: int, title: str, body: str | None = None, **more: Any) -> Row:
        return row(number, "publicity", title=title, adopted_by=body, **more)

    files = {
        "a": [adopted(2, "《甲》", "新华网"), adopted(3, "《乙》", "省委改革办"), adopted(4, "《丙》")],
        "b": [adopted(2, "甲"), adopted(3, "《乙》", form="批示", level="省"), adopted(4, "《丙》")],
        "c": [adopted(2, "《甲》", year="2022"), adopted(3, "《乙》", year="2022", date="2022-01-05")],
    }
    con = built(files)
    lines = table(con, "select year, title, recognised_by, recognition from report.recognition order by all")
    assert [tuple(line.values()) for line in lines] == [
        (2021, "《丙》", None, "publicity"),
        (2021, "《乙》", "省委改革办", "publicity"),
        (2021, "《乙》", None, "endorsement"),
        (2021, "《甲》", "新华网", "publicity"),
        (2022, "《乙》", None, "publicity"),
    ]
    told = table(con, "select path, cell, message_zh from quality.finding where rule = 'recognition_body_missing'")
    assert sorted((line["path"], line["cell"]) for line in told) == [("b", "A2"), ("c", "A2")]
    assert all("“新华网”采用的(a 表!2行)" in line["message_zh"] for line in told)
