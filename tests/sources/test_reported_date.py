"""Who sent a table and when, and up to when it tells: from its own lines, else from names, only when it is sure."""

import pytest

from sources.surroundings import labelled, reported_date, reported_period, reporting_department
from sources.tables import Line
from sources.vocabulary import Vocabulary

YAOHAI = Vocabulary.load("瑶海区")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2021年改革任务台账（填报单位：区发改委）", ("填报单位", "区发改委")),
        ("2021年改革任务台账【填报单位：区发改委】", ("填报单位", "区发改委")),
        ("2021年改革任务〔牵头单位：区发改委〕", ("牵头单位", "区发改委")),
        ("（被考核单位：区发改委（区粮储局））", ("被考核单位", "区发改委(区粮储局)")),
        ("被考核单位：区发改委（区粮储局）", ("被考核单位", "区发改委(区粮储局)")),
        ("（单位：万元）", ("单位", "万元")),
        ("2021年改革任务 填报单位：区发改委", ("填报单位", "区发改委")),
        ("2021年改革任务 填报 单位：区发改委", ("填报单位", "区发改委")),
        ("填 报 单 位：区发改委", ("填报单位", "区发改委")),
        ("填　报　单　位（盖章）：区发改委", ("填报单位", "区发改委")),
        ("单    位：万元", ("单位", "万元")),
    ],
)
def test_a_label_and_its_value_around_other_words(line: str, expected: tuple[str, str]) -> None:
    assert [(told.header, told.meant) for told in labelled([Line(0, 0, line)])] == [expected]


@pytest.mark.parametrize(
    ("line", "path", "expected"),
    [
        ("填报单位:区发改委  填报时间:2021年11月30日", "a.xlsx", "2021-11-30"),
        ("填 表 人:张 三  填 报 时 间:2021年11月30日", "a.xlsx", "2021-11-30"),
        ("填报日期:2021.6.5", "2021/改革任务20211130.xlsx", "2021-06-05"),
        ("报送时间:11月30日", "a.xlsx", "2021-11-30"),
        (None, "2021/改革任务20211130.xlsx", "2021-11-30"),
        (None, "2021/改革任务(2021-11-30).xlsx", "2021-11-30"),
        (None, "2021/改革任务11月30日.xlsx", "2021-11-30"),
        (None, "2021/11月30日前完成的改革任务.xlsx", None),
        (None, "2021/1月1日至11月30日改革任务.xlsx", None),
        (None, "2021/改革任务20211345.xlsx", None),
        ("填报时间:2021年11月", "a.xlsx", None),
        ("完成时限:2021年11月30日", "2021/改革任务.xlsx", None),
        (None, "20211130/改革任务.xlsx", None),
    ],
)
def test_the_day_of_sending(line: str | None, path: str, expected: str | None) -> None:
    told = reported_date([Line(1, 0, line)] if line else [], path, 2021, YAOHAI)
    assert (told.meant if told else None) == expected


def test_a_day_without_a_year_is_no_day_while_the_year_is_unknown() -> None:
    assert reported_date([], "改革任务11月30日.xlsx", None, YAOHAI) is None


@pytest.mark.parametrize(
    ("line", "sheet", "path", "expected"),
    [
        ("2021年第三季度重点改革任务进展情况表", "Sheet1", "a.xlsx", "2021-09-30"),
        ("2021年一季度改革任务进展", "Sheet1", "二季度.xlsx", "2021-03-31"),
        ("重点改革任务进展情况(截至2021年9月15日)", "Sheet1", "a.xlsx", "2021-09-15"),
        ("截至9月底改革任务进展情况", "Sheet1", "a.xlsx", "2021-09-30"),
        ("2021年1—11月改革任务进展情况", "Sheet1", "a.xlsx", "2021-11-30"),
        ("2021年1月至十一月改革任务进展情况", "Sheet1", "a.xlsx", "2021-11-30"),
        ("报送期:上半年", "Sheet1", "三季度.xlsx", "2021-06-30"),
        (None, "2月", "a.xlsx", "2021-02-28"),
        (None, "Sheet1", "2021/区司法局(年底).xlsx", "2021-12-31"),
        (None, "Sheet1", "2021/区司法局2020年Q4.xlsx", "2020-12-31"),
        (None, "Sheet1", "2021/上半年/区司法局.xlsx", "2021-06-30"),
        ("2021年9月底前完成的改革任务", "Sheet1", "a.xlsx", None),
        ("请于2021年12月20日前报送", "Sheet1", "a.xlsx", None),
        ("一季度与二季度改革任务对比", "Sheet1", "a.xlsx", None),
        ("填报时间:2021年11月30日", "Sheet1", "a.xlsx", None),
        ("2021年2月30日", "Sheet1", "a.xlsx", None),
        ("2021年重点改革任务进展情况表", "2021", "2021/改革任务20211130.xlsx", None),
    ],
)
def test_the_period_that_a_table_tells_of(line: str | None, sheet: str, path: str, expected: str | None) -> None:
    told = reported_period([Line(1, 0, line)] if line else [], sheet, path, 2021)
    assert (told.meant if told else None) == expected


@pytest.mark.parametrize(
    ("texts", "sender", "day"),
    [
        (("区委改革办：", "现将完成情况报送如下：", "区发改委", "2021年12月20日"), "区发改委", "2021-12-20"),
        (("区委全面深化改革委员会办公室:", "区发改委", "2021.12.20"), "区发改委", "2021-12-20"),
        (("致区委改革办",), None, None),
        (("区委改革办：", "2021年12月20日"), None, None),
        (("区发改委", "2021年12月20日前完成"), "区发改委", None),
        (("填报单位：区民政局", "填报日期：2021年12月1日", "区发改委", "2021年12月20日"), "区民政局", "2021-12-01"),
        (("区发改委", "2021年13月20日"), "区发改委", None),
    ],
)
def test_who_signs_sends_and_who_is_addressed_does_not(
    texts: tuple[str, ...], sender: str | None, day: str | None
) -> None:
    lines = [Line(row, 0, text) for row, text in enumerate(texts)]
    told = reporting_department(lines, "a.xlsx", YAOHAI), reported_date(lines, "a.xlsx", 2021, YAOHAI)
    assert tuple(one.meant if one else None for one in told) == (sender, day)


@pytest.mark.parametrize(
    ("path", "sender"),
    [
        ("2021/区发改委2021年改革任务.xlsx", "区发改委"),
        ("2021/区发改委-2021年改革任务.xlsx", "区发改委"),
        ("2021/区发改委、区财政局.xlsx", None),
        ("2021/瑶海区发改委(区发改委).xlsx", "瑶海区发改委"),
        ("区财政局/区发改委、区财政局.xlsx", "区财政局"),
    ],
)
def test_a_name_of_two_departments_names_no_sender(path: str, sender: str | None) -> None:
    told = reporting_department([], path, YAOHAI)
    assert (told.meant if told else None) == sender
