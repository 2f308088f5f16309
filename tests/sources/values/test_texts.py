"""Texts and document numbers as clerks write them, and what is blank."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.records import record_types
from sources.rows import RawValue
from sources.values import half_width, is_blank, raw_text, read_value, read_values
from tests.sources.values.cells import CONTEXT, NUMBER, REMARK, TITLE, WITHOUT_YEAR, Expectation, declared, read

ROWS: list[Expectation] = [
    # title, certain
    (TITLE, "  开展行政\n复议体制改革 ", "开展行政复议体制改革", None),
    (TITLE, "作用的意见\u3000\u3000充分发挥", "作用的意见 充分发挥", None),
    (TITLE, "1.建机制;\n2.定方案。", "1.建机制;\n2.定方案。", "several_items"),
    (TITLE, "第一条\n第二条", "第一条\n第二条", None),
    (TITLE, 12.0, "12", None),
    ("task.progress", "一季度起草\n二季度印发", "一季度起草\n二季度印发", None),
    ("publicity.adopted_by", "甲报2021年5月3日、乙报2021-06-01", "甲报2021年5月3日、乙报2021-06-01", "several_items"),
    ("postponement.reason", "同上", None, "said_elsewhere"),
    ("postponement.reason", "〃", None, "said_elsewhere"),
    ("postponement.reason", "见附件", "见附件", None),
    (TITLE, "同上", "同上", None),
    (TITLE, "1.关于", "1.关于", None),
    (TITLE, "=SUM(A1)", "=SUM(A1)", None),
    # title, not certain
    (TITLE, "#VALUE!", None, "error_cell"),
    # remark, certain
    (REMARK, "无", None, None),
    (REMARK, "——", None, None),
    (REMARK, "待定", "待定", None),
    (REMARK, "暂无", "暂无", None),
    (REMARK, "\u3000 ", None, None),
    (REMARK, None, None, None),
    # number, certain
    (NUMBER, "瑶办〔2021〕12号", "瑶办〔2021〕12号", None),
    (NUMBER, "瑶办[2021]12号", "瑶办〔2021〕12号", None),
    (NUMBER, "瑶办（２０２１）１２号", "瑶办〔2021〕12号", None),
    (NUMBER, "瑶办［2021］ 12 号", "瑶办〔2021〕12号", None),
    (NUMBER, "瑶办【2021】12号", "瑶办〔2021〕12号", None),
    (NUMBER, "暂无", None, None),
    (NUMBER, "瑶办「2021」12号", "瑶办〔2021〕12号", None),
    (NUMBER, "瑶办《2021》12号", "瑶办〔2021〕12号", None),
    (NUMBER, "瑶办〔2021年〕12号", "瑶办〔2021〕12号", None),
    (NUMBER, "瑶办2021〕12号", "瑶办〔2021〕12号", None),
    (NUMBER, "瑶办〔2021）12号", "瑶办〔2021〕12号", None),
    (NUMBER, "瑶办〔2021〕第12号", "瑶办〔2021〕12号", None),
    (NUMBER, "瑶办〔2021〕012号", "瑶办〔2021〕12号", None),
    (NUMBER, "瑶办\n〔2021〕12号", "瑶办〔2021〕12号", None),
    (NUMBER, "瑶办2021年12号", "瑶办2021年12号", None),
    (NUMBER, "无文号", None, None),
    (NUMBER, "未编号", None, None),
    (NUMBER, "会议纪要第12期", "会议纪要第12期", None),
    # number, not certain
    (NUMBER, "瑶办〔2021〕号", None, "undecided"),
    (NUMBER, "瑶办发", None, "undecided"),
    (NUMBER, "内部资料", None, "undecided"),
    (NUMBER, "会议纪要", None, "undecided"),
    (NUMBER, "瑶办函2021", None, "undecided"),
    (NUMBER, "会议纪要第八期", "会议纪要第八期", None),
    (NUMBER, "瑶办函2021-12", "瑶办函2021-12", None),
    (NUMBER, "2021年12月印发", None, "undecided"),
    (NUMBER, "拟于12月印发", None, "undecided"),
    (NUMBER, "2021-12-31", None, "undecided"),
    (NUMBER, "共3份", None, "undecided"),
    (NUMBER, "已印发（2份）", None, "undecided"),
    (NUMBER, "1", None, "undecided"),
    (NUMBER, "第1号", None, "undecided"),
    (NUMBER, "1号文件", None, "undecided"),
    (NUMBER, "一期", None, "undecided"),
    (NUMBER, "区政府第8次常务会", None, "undecided"),
    (NUMBER, "〔2021〕1号", None, "undecided"),
    (NUMBER, "常务会议通过（2021年5月3日）", None, "undecided"),
    (NUMBER, "附件1", None, "undecided"),
    (NUMBER, "DB34/T1234-2021", "DB34/T1234-2021", None),
    (NUMBER, "区人民政府令第5号", "区人民政府令第5号", None),
    (NUMBER, "瑶办〔2021〕12号（修订）", "瑶办〔2021〕12号(修订)", None),
    (NUMBER, "〔2021〕瑶办12号", "〔2021〕瑶办12号", None),
    (NUMBER, "瑶办〔2021〕 号", None, "undecided"),
    (NUMBER, "瑶办〔2021〕**号", None, "undecided"),
    (NUMBER, "待印发", None, "undecided"),
    (NUMBER, "待定", None, "undecided"),
    (NUMBER, "同上", None, "said_elsewhere"),
    (NUMBER, "#N/A", None, "error_cell"),
]


@pytest.mark.parametrize(("path", "raw", "value", "rule"), ROWS)
def test_a_cell_is_read(path: str, raw: RawValue, value: str | None, rule: str | None) -> None:
    assert read(path, raw) == (value, rule)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (None, ""),
        (" 原文　", " 原文　"),
        (12, "12"),
        (12.0, "12"),
        (0.5, "0.5"),
        (-0.0, "0"),
        (1e-7, "0.0000001"),
        (True, "TRUE"),
        (False, "FALSE"),
        (datetime(2021, 12, 31), "2021-12-31"),
        (datetime(2021, 12, 31, 8, 30), "2021-12-31 08:30:00"),
        (date(2021, 12, 31), "2021-12-31"),
        (time(8, 30), "08:30:00"),
        (timedelta(hours=1), "1:00:00"),
    ],
)
def test_the_text_that_is_kept(raw: RawValue, text: str) -> None:
    assert raw_text(raw) == text


@pytest.mark.parametrize(
    ("raw", "blank"), [(None, True), ("", True), ("　\n\t\u200b", True), (0, False), (False, False), ("无", False)]
)
def test_blank_is_white_space_only(raw: RawValue, blank: bool) -> None:
    assert is_blank(raw) is blank


def test_full_width_forms_are_folded_for_matching() -> None:
    assert half_width("（１２）Ａ，\u200b％") == "(12)A,%"


@given(st.text())
def test_a_text_is_kept_as_written(text: str) -> None:
    assert raw_text(text) == text


@pytest.mark.parametrize(
    ("text", "name", "day"),
    [
        ("人民日报 2021年5月3日", "人民日报", "2021-05-03"),
        ("人民日报2021年5月3日第3版", "人民日报", "2021-05-03"),
        ("《安徽日报》2021年5月3日A1版头条", "《安徽日报》", "2021-05-03"),
        ("省委改革办（2021年第3期，2021年12月31日）", "省委改革办（2021年第3期，2021年12月31日）", None),
        ("《安徽日报》\n2021-05-03", "《安徽日报》", "2021-05-03"),
        ("《改革简报》2021年第5期（2021.5.3）", "《改革简报》2021年第5期", "2021-05-03"),
        ("2021年5月3日 人民日报", "人民日报", "2021-05-03"),
        ("2021/5/3《安徽日报》", "《安徽日报》", "2021-05-03"),
        ("《改革简报》2021年第5期", "《改革简报》2021年第5期", None),
        ("人民日报 2021年5月", "人民日报 2021年5月", None),
        ("人民日报 2021年2月30日", "人民日报 2021年2月30日", None),
        ("2021年5月3日在人民日报刊登", "2021年5月3日在人民日报刊登", None),
        ("2021年5月3日", "2021年5月3日", None),
    ],
)
def test_the_day_beside_who_adopted_an_article_is_its_day(text: str, name: str, day: str | None) -> None:
    body = declared("publicity.adopted_by")
    reading = read_value(text, body, CONTEXT)
    assert (reading.value, reading.doubt, dict(reading.companions).get("date")) == (name, None, day)
    together = read_values([text, "光明日报"], [text, "光明日报"], record_types()["publicity"], body, CONTEXT)
    assert together.values == [name, "光明日报"]


@pytest.mark.parametrize(
    ("text", "year", "name", "day", "rule"),
    [
        ("人民日报 5月3日", 2021, "人民日报", "2021-05-03", "date_assumed"),
        ("人民日报（5月3日第3版）", 2021, "人民日报", "2021-05-03", "date_assumed"),
        ("5月3日《安徽日报》", 2021, "《安徽日报》", "2021-05-03", "date_assumed"),
        ("人民日报 5月3日", None, "人民日报", None, "year_missing"),
        ("人民日报 2月30日", 2021, "人民日报 2月30日", None, None),
        ("人民日报5月3日、新华社5月4日", 2021, "人民日报5月3日、新华社5月4日", None, "several_items"),
    ],
)
def test_a_day_without_a_year_beside_who_adopted_an_article_is_one_in_the_table_s_year(
    text: str, year: int | None, name: str, day: str | None, rule: str | None
) -> None:
    reading = read_value(text, declared("publicity.adopted_by"), CONTEXT if year else WITHOUT_YEAR)
    assert (reading.value, dict(reading.companions).get("date")) == (name, day)
    assert (reading.doubt.rule if reading.doubt else None) == rule
    assert day is None or f"按{day}读取" in str(reading.doubt)


@pytest.mark.parametrize(
    ("text", "title", "number"),
    [
        ("《甲办法》（瑶办〔2021〕8号）", "《甲办法》", "瑶办〔2021〕8号"),
        ("《甲办法》瑶政办[2021]第08号", "《甲办法》", "瑶政办〔2021〕8号"),
        ("《甲办法》\n（瑶办〔2021〕8号）", "《甲办法》", "瑶办〔2021〕8号"),
        ("关于印发《甲办法》的通知 瑶政〔2021〕22号", "关于印发《甲办法》的通知", "瑶政〔2021〕22号"),
        ("关于甲的意见，瑶改委办〔2021〕3号", "关于甲的意见", "瑶改委办〔2021〕3号"),
        ("甲办法(瑶办〔2021〕8号)", "甲办法", "瑶办〔2021〕8号"),
        ("《甲办法》（瑶办〔2021〕号）", "《甲办法》（瑶办〔2021〕号）", None),
        ("甲办法（瑶办〔2021〕8号、瑶政〔2021〕2号）", "甲办法（瑶办〔2021〕8号、瑶政〔2021〕2号）", None),
        ("贯彻皖政〔2021〕5号文件的意见", "贯彻皖政〔2021〕5号文件的意见", None),
        ("瑶办〔2021〕8号", "瑶办〔2021〕8号", None),
        ("关于第1号行动的通知", "关于第1号行动的通知", None),
    ],
)
def test_the_number_behind_a_title_is_the_document_s(text: str, title: str, number: str | None) -> None:
    declared_title = declared("output.title")
    reading = read_value(text, declared_title, CONTEXT)
    assert (reading.value, reading.doubt, dict(reading.companions).get("document_number")) == (title, None, number)
    together = read_values([text, "乙办法"], [text, "乙办法"], record_types()["output"], declared_title, CONTEXT)
    assert together.values == [title, "乙办法"]
