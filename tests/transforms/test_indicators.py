"""The same indicator across years: lined up by name, compared where units allow it, never converted silently."""

from decimal import Decimal
from typing import Any

from sources.rows import Row
from tests.warehouse.small import Files, built, row, table, task

TASKS = [task(2, "甲事项", is_plan=True), task(3, "甲事项", year="2022", is_plan=True)]


def figure(number: int, name: str, value: str, unit: str | None, year: str, **more: Any) -> Row:
    return row(number, "indicator", name=name, value=value, unit=unit, year=year, **more)


def lined_up(*figures: Row) -> list[dict[str, Any]]:
    files: Files = {"a": TASKS, "b": figures}
    return table(built(files), "from report.indicator_years")


def test_years_line_up_by_name_without_year_and_words_for_how_many() -> None:
    first, second, third = lined_up(
        figure(2, "2019年新增高企数", "10", "家", "2019"),
        figure(3, "全年新增 高企", "31", "家", "2021", approximate="true"),
        figure(4, "新增高企数量", "40", "家", "2022"),
    )
    assert (first["comparison"], first["previous_year"], first["change"]) == ("first", None, None)
    assert (second["previous_year"], second["previous_value"], second["change"]) == (2019, 10, 21)
    assert (second["approximate"], third["previous_approximate"]) == (True, True)
    assert (third["previous_year"], third["change"], round(third["change_rate"], 4)) == (2021, 9, 0.2903)
    assert {line["indicator_name_key"] for line in (first, second, third)} == {"新增高企"}


def test_units_apart_by_ten_thousands_are_compared_with_the_conversion_shown() -> None:
    _, now = lined_up(figure(2, "投资额", "1.5", "亿元", "2021"), figure(3, "投资额", "18000", "万元", "2022"))
    assert (now["value"], now["unit"], now["previous_value"], now["previous_unit"]) == (
        Decimal(18000),
        "万元",
        Decimal("1.5"),
        "亿元",
    )
    assert (now["comparison"], now["change"], now["change_rate"]) == ("converted", 3000, 0.2)
    assert now["comparison_note"] == "换算:1.5亿元=15000万元"


def test_other_units_are_not_compared_and_said_so() -> None:
    for earlier, later, note in (
        ("户", "家", "计量单位不同(户、家),不作比较"),
        (None, "家", "计量单位不同(未填、家),不作比较"),
        ("米", "千米", "计量单位不同(米、千米),不作比较"),
    ):
        _, now = lined_up(figure(2, "挂牌", "5", earlier, "2021"), figure(3, "挂牌", "6", later, "2022"))
        assert (now["comparison"], now["change"], now["comparison_note"]) == ("units_differ", None, note)
        assert (now["previous_value"], now["value"]) == (5, 6)


def test_of_a_year_the_latest_day_counts_and_namesakes_are_not_compared() -> None:
    _, now = lined_up(
        figure(2, "点位", "1", "个", "2021", as_of_date="2021-06-30"),
        figure(3, "点位", "2", "个", "2021", as_of_date="2021-12-31"),
        figure(4, "点位", "5", "个", "2022"),
    )
    assert (now["previous_value"], now["change"]) == (2, 3)
    namesakes = [
        figure(2, "点位", "1", "个", "2021", task_title="甲事项"),
        figure(3, "点位", "2", "个", "2021", task_title="乙事项"),
        figure(4, "点位", "5", "个", "2022"),
    ]
    *_, now = lined_up(*namesakes)
    assert (now["comparison"], now["change"], now["previous_value"]) == ("ambiguous", None, None)
    assert now["comparison_note"] == "同一年度有多行同名指标,不作比较"


def test_a_domain_that_no_task_of_the_year_has_is_not_taken() -> None:
    con = built({"a": TASKS, "b": [figure(2, "点位", "1", "个", "2021", domain="海洋经济改革")]})
    assert table(con, "select domain from report.indicators") == [{"domain": "未填"}]
