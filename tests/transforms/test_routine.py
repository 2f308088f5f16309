"""What is shown as possibly routine, with its signs, and what is not."""

import re
from typing import Any

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import given
from hypothesis import strategies as st

from sources.rows import Row
from tests.warehouse.small import Files, built, output, postponement, row, table, task
from transforms.models import WORDINGS, macros
from warehouse.functions import title_likeness


def plan(number: int, title: str, year: str = "2021", **more: Any) -> Row:
    return task(number, title, year=year, is_plan=True, **more)


def suspects(con: DuckDBPyConnection) -> dict[tuple[str, int], tuple[int, str]]:
    found = table(con, "select title, year, signs, reasons from report.routine_suspects")
    return {(row["title"], row["year"]): (row["signs"], row["reasons"]) for row in found}


def test_a_finished_task_that_left_nothing_is_shown_with_each_sign() -> None:
    files: Files = {
        "plan": [
            plan(2, "持续推进环境卫生整治,做好日常保洁工作", status="completed"),
            plan(3, "优化审批", status="completed"),
            plan(4, "甲事项", status="completed"),
            plan(5, "增加学位", status="completed"),
            plan(6, "建立联席会议机制", status="completed"),
            plan(7, "刚开始的事项", status="in_progress"),
        ],
        "成果": [output(2)],
        "指标": [row(2, "indicator", name="学位", value="500", unit="个", task_title="增加学位")],
    }
    found = suspects(built(files))
    assert found == {
        ("持续推进环境卫生整治,做好日常保洁工作", 2021): (
            4,
            "没有对应的制度性成果;没有提到建立机制、平台或机构;没有量化指标;用语似常规工作:“做好日常保洁工作”“持续推进”",
        ),
        ("优化审批", 2021): (3, "没有对应的制度性成果;没有提到建立机制、平台或机构;没有量化指标"),
    }


def test_routine_wording_is_shown_before_the_task_ends_and_not_beside_a_document() -> None:
    files: Files = {
        "plan": [plan(2, "做好信访维稳工作"), plan(3, "甲事项", content="持续深化国资国企改革", status="completed")],
        "成果": [output(2)],
    }
    assert suspects(built(files)) == {
        ("做好信访维稳工作", 2021): (
            4,
            "尚无对应的制度性成果;没有提到建立机制、平台或机构;尚无量化指标;用语似常规工作:“做好信访维稳工作”",
        )
    }


REPEATED = "推进全区32个老旧小区整治工程"


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (REPEATED, "与2021年的“推进全区32个老旧小区整治工程”相同"),
        ("推进全区28个老旧小区整治工程", "与2021年的“推进全区32个老旧小区整治工程”相同"),
        ("推进全区老旧小区整治提升工程", "与2021年的“推进全区32个老旧小区整治工程”几乎相同(相似度88%)"),
        ("推进全区城中村改造工程", None),
    ],
)
def test_what_an_earlier_year_said_nearly_word_for_word_is_shown_in_the_later(later: str, said: str | None) -> None:
    con = built({"2021": [plan(2, REPEATED)], "2022": [plan(2, later, "2022")]})
    found = suspects(con)
    assert [year for _, year in found] == ([2022] if said else [])
    if said:
        ((_, reasons),) = found.values()
        assert reasons.endswith(said)


def test_a_task_carried_on_is_not_repeated() -> None:
    files: Files = {
        "2021": [plan(2, REPEATED)],
        "延期": [postponement(2, REPEATED)],
        "2022": [plan(2, REPEATED, "2022")],
    }
    assert suspects(built(files)) == {}


def test_the_likest_of_many_titles_over_many_years_is_found() -> None:
    others = [plan(number, f"完善{chr(0x4E00 + 37 * number) * 4}管理长效机制", "2020") for number in range(3, 200)]
    files: Files = {
        "2020": [plan(2, "推进全区老旧小区整治工程", "2020"), *others],
        "2021": [plan(2, "推进全区老旧小区的整治工程", "2021")],
        "2022": [plan(2, "继续推进全区老旧小区整治工程", "2022")],
    }
    con = built(files)
    found = table(con, "select year, earlier_years, earlier_title from report.routine_suspects where year > 2020")
    assert [tuple(row.values()) for row in found] == [
        (2021, "2020", "推进全区老旧小区整治工程"),
        (2022, "2020、2021", "推进全区老旧小区整治工程"),
    ]


TITLES = st.text("推进深化改革工作机制建设甲乙丙丁123年", min_size=1, max_size=30)


@given(one=TITLES, other=TITLES)
def test_likeness_is_a_ratio_equal_both_ways_and_whole_for_the_same(one: str, other: str) -> None:
    likeness = title_likeness(one, other)
    assert 0 <= likeness <= 1
    assert likeness == title_likeness(other, one)
    assert (likeness == 1) == (one == other)


def test_every_list_of_words_is_a_pattern_that_the_database_can_use() -> None:
    con = built({})
    for name in re.findall(r"^(\w+) = \[", WORDINGS.read_text("utf-8"), re.MULTILINE):
        assert f"macro {name}()" in macros()
        assert con.execute(f"select regexp_matches('某', {name}())").fetchall() == [(False,)]
