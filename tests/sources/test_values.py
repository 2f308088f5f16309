"""Cells as departments write them, and what each must be read as."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.records import RecordField, record_types
from sources.rows import RawValue, Reading
from sources.values import ReadingContext, find_year, half_width, is_blank, raw_text, read_value
from sources.vocabulary import Vocabulary

CONTEXT = ReadingContext(Vocabulary.load("瑶海区"), 2021)
WITHOUT_YEAR = ReadingContext(CONTEXT.vocabulary, None)

DEADLINE = "task.due_date"
DATE = "task.completed_date"
STATUS = "task.status"
APPROVED = "postponement.approved"
VALUE = "indicator.value"
LEAD = "task.lead_department"
SUPPORT = "task.supporting_departments"
DOMAIN = "task.domain"
PERSON = "task.responsible_person"
YEAR = "postponement.postponed_to_year"
TITLE = "task.title"
REMARK = "task.remark"
NUMBER = "output.document_number"


def declared(path: str) -> RecordField:
    record_type, _, name = path.partition(".")
    return record_types()[record_type].field(name)


ROWS: list[tuple[str, RawValue, str | None, str | None]] = [
    # deadlines: the last day of the period, certain
    (DEADLINE, "2021年12月底前", "2021-12-31", None),
    (DEADLINE, "12月底前", "2021-12-31", None),
    (DEADLINE, "12月底", "2021-12-31", None),
    (DEADLINE, "十二月底前", "2021-12-31", None),
    (DEADLINE, "11月中旬", "2021-11-20", None),
    (DEADLINE, "11月上旬", "2021-11-10", None),
    (DEADLINE, "2月下旬", "2021-02-28", None),
    (DEADLINE, "6月份", "2021-06-30", None),
    (DEADLINE, "四季度", "2021-12-31", None),
    (DEADLINE, "第4季度", "2021-12-31", None),
    (DEADLINE, "第三季度", "2021-09-30", None),
    (DEADLINE, "四季度末", "2021-12-31", None),
    (DEADLINE, "二季度底前完成", "2021-06-30", None),
    (DEADLINE, "2021年第四季度", "2021-12-31", None),
    (DEADLINE, "2021年四季度", "2021-12-31", None),
    (DEADLINE, "2021Q3", "2021-09-30", None),
    (DEADLINE, "上半年", "2021-06-30", None),
    (DEADLINE, "2022年上半年", "2022-06-30", None),
    (DEADLINE, "下半年", "2021-12-31", None),
    (DEADLINE, "全年", "2021-12-31", None),
    (DEADLINE, "年内", "2021-12-31", None),
    (DEADLINE, "年底前", "2021-12-31", None),
    (DEADLINE, "2021年底前", "2021-12-31", None),
    (DEADLINE, "今年年底", "2021-12-31", None),
    (DEADLINE, "2021年", "2021-12-31", None),
    (DEADLINE, "2021年度", "2021-12-31", None),
    (DEADLINE, 2021, "2021-12-31", None),
    (DEADLINE, "明年6月底前", "2022-06-30", None),
    (DEADLINE, "3月—12月", "2021-12-31", None),
    (DEADLINE, "3月-12月", "2021-12-31", None),
    (DEADLINE, "3月–11月", "2021-11-30", None),
    (DEADLINE, "3—12月", "2021-12-31", None),
    (DEADLINE, "3月~10月", "2021-10-31", None),
    (DEADLINE, "3月～10月", "2021-10-31", None),
    (DEADLINE, "3月至10月", "2021-10-31", None),
    (DEADLINE, "1-9月", "2021-09-30", None),
    (DEADLINE, "2021年3月－2022年6月", "2022-06-30", None),
    (DEADLINE, "2021.03-2021.11", "2021-11-30", None),
    (DEADLINE, "2021年1-11月", "2021-11-30", None),
    (DEADLINE, "2021-2023年", "2023-12-31", None),
    (DEADLINE, "一季度至三季度", "2021-09-30", None),
    (DEADLINE, "3月1日—11月15日", "2021-11-15", None),
    (DEADLINE, "9月至次年3月", "2022-03-31", None),
    (DEADLINE, "2021.12.31", "2021-12-31", None),
    (DEADLINE, "2021/12", "2021-12-31", None),
    (DEADLINE, "2021-12", "2021-12-31", None),
    (DEADLINE, "2021-6", "2021-06-30", None),
    (DEADLINE, "202112", "2021-12-31", None),
    (DEADLINE, "20211231", "2021-12-31", None),
    (DEADLINE, 20211231, "2021-12-31", None),
    (DEADLINE, "2021年12月31日", "2021-12-31", None),
    (DEADLINE, "2021年12月31日前", "2021-12-31", None),
    (DEADLINE, "12月31日", "2021-12-31", None),
    (DEADLINE, "２０２１年１２月３１日", "2021-12-31", None),
    (DEADLINE, " 2021 年 12 月 底前 ", "2021-12-31", None),
    (DEADLINE, "2021年\n12月底", "2021-12-31", None),
    (DEADLINE, "二〇二一年十月底前", "2021-10-31", None),
    (DEADLINE, 44561, "2021-12-31", None),
    (DEADLINE, 44561.0, "2021-12-31", None),
    (DEADLINE, 44561.5, "2021-12-31", None),
    (DEADLINE, datetime(2021, 12, 31), "2021-12-31", None),
    (DEADLINE, date(2021, 12, 31), "2021-12-31", None),
    (DEADLINE, 2021.12, "2021-12-31", None),
    (DEADLINE, "力争2021年11月底前完成", "2021-11-30", None),
    (DEADLINE, "2021年12月底前完成,长期坚持", "2021-12-31", None),
    (DEADLINE, "完成时限:2021年9月", "2021-09-30", None),
    (DEADLINE, "2024年2月", "2024-02-29", None),
    # deadlines: not certain
    (DEADLINE, "每月", "2021-12-31", "date_assumed"),
    (DEADLINE, "每季度末", "2021-12-31", "date_assumed"),
    (DEADLINE, "12月前", "2021-12-31", "date_assumed"),
    (DEADLINE, "长期坚持", None, "open_ended"),
    (DEADLINE, "持续推进", None, "open_ended"),
    (DEADLINE, "常态化推进", None, "open_ended"),
    (DEADLINE, "待定", None, "undecided"),
    (DEADLINE, "21年12月底", "2021-12-31", "date_assumed"),
    (DEADLINE, "21.12.31", "2021-12-31", "date_assumed"),
    (DEADLINE, "12.31", "2021-12-31", "date_assumed"),
    (DEADLINE, "12/31", "2021-12-31", "date_assumed"),
    (DEADLINE, "3-12", None, "not_a_date"),
    (DEADLINE, "44561", "2021-12-31", "date_assumed"),
    (DEADLINE, "2021.1", "2021-01-31", "date_assumed"),
    (DEADLINE, 2021.1, None, "ambiguous_month"),
    (DEADLINE, "2021-02-30", None, "not_a_date"),
    (DEADLINE, "2021年2月30日", None, "not_a_date"),
    (DEADLINE, "13月", None, "not_a_date"),
    (DEADLINE, "2021-13", None, "not_a_date"),
    (DEADLINE, "12月至3月", None, "several_dates"),
    (DEADLINE, "6月底前完成一批,12月底前全部完成", None, "several_dates"),
    (DEADLINE, "方案于2021年9月报审", "2021-09-30", "date_assumed"),
    (DEADLINE, "尽快", None, "not_a_date"),
    (DEADLINE, "1 2月", None, "not_a_date"),
    (DEADLINE, "2021年10", None, "not_a_date"),
    (DEADLINE, "2021年12月(已完成)", "2021-12-31", "date_assumed"),
    (DEADLINE, "9月底前、12月底前", None, "several_dates"),
    (DEADLINE, True, None, "not_a_date"),
    (DEADLINE, time(12, 0), None, "not_a_date"),
    (DEADLINE, timedelta(days=3), None, "not_a_date"),
    (DEADLINE, -1, None, "not_a_date"),
    (DEADLINE, date(1900, 1, 5), None, "not_a_date"),
    (DEADLINE, "#REF!", None, "error_cell"),
    (DEADLINE, "/", None, None),
    (DEADLINE, "无", None, None),
    # points in time
    (DATE, "2021年12月31日", "2021-12-31", None),
    (DATE, "2021-11-05", "2021-11-05", None),
    (DATE, "2021-11-05 08:30:00", "2021-11-05", None),
    (DATE, datetime(2021, 11, 5, 8, 30), "2021-11-05", None),
    (DATE, "2021 11 5", "2021-11-05", None),
    (DATE, "2021年11月5日(星期五)", "2021-11-05", None),
    (DATE, "2021年11月5日完成", "2021-11-05", None),
    (DATE, 44505, "2021-11-05", None),
    (DATE, "12/31/2021", "2021-12-31", "date_assumed"),
    (DATE, "01/02/2021", None, "not_a_date"),
    (DATE, "2021年11月", "2021-11-30", "date_not_exact"),
    (DATE, "2021.11", "2021-11-30", "date_not_exact"),
    (DATE, 2021.11, "2021-11-30", "date_not_exact"),
    (DATE, 2021.1, None, "ambiguous_month"),
    (DATE, "2021年四季度", "2021-12-31", "date_not_exact"),
    (DATE, "11月5日", "2021-11-05", "date_assumed"),
    (DATE, "已完成", None, "not_a_date"),
    (DATE, "每月", None, "not_a_date"),
    (DATE, "待定", None, "undecided"),
    (DATE, "-", None, None),
    # figures
    (VALUE, "5500余户", "5500", None),
    (VALUE, "约31家", "31", None),
    (VALUE, "6.2%左右", "0.062", None),
    (VALUE, "90%", "0.9", None),
    (VALUE, "百分之九十", "0.9", None),
    (VALUE, 0.9, "0.9", None),
    (VALUE, "1,500", "1500", None),
    (VALUE, "1，500", "1500", None),
    (VALUE, "１５００", "1500", None),
    (VALUE, "1 500 户", "1500", None),
    (VALUE, "三十二", "32", None),
    (VALUE, "三个", "3", None),
    (VALUE, "两家", "2", None),
    (VALUE, "一百零五", "105", None),
    (VALUE, "十余家", "10", None),
    (VALUE, "1.2亿", "120000000", None),
    (VALUE, "1500万元", "15000000", None),
    (VALUE, "1500多万元", "15000000", None),
    (VALUE, "30万平方米", "300000", None),
    (VALUE, "5千米", "5", None),
    (VALUE, "3个百分点", "3", None),
    (VALUE, "124家", "124", None),
    (VALUE, "576个点位", "576", None),
    (VALUE, 31, "31", None),
    (VALUE, 1500.0, "1500", None),
    (VALUE, 0.1 + 0.2, "0.3", None),
    (VALUE, "-3.5", "-3.5", None),
    (VALUE, "1500余名", "1500", None),
    (VALUE, "54件信访件、91件问题线索", None, "several_figures"),
    (VALUE, "3-5个", None, "several_figures"),
    (VALUE, "2021年新增31家", None, "several_figures"),
    (VALUE, "新增高企31家", "31", "figure_in_text"),
    (VALUE, "(5)", None, "not_a_number"),
    (VALUE, "数百", None, "not_a_number"),
    (VALUE, "百分之六点二", None, "not_a_number"),
    (VALUE, "100%全覆盖", "1", "figure_in_text"),
    (VALUE, "5500余户(含个体)", "5500", None),
    (VALUE, "1/3", None, "several_figures"),
    (VALUE, "一批", None, "not_a_number"),
    (VALUE, "全覆盖", None, "not_a_number"),
    (VALUE, date(2021, 1, 1), None, "not_a_number"),
    (VALUE, False, None, "not_a_number"),
    (VALUE, float("inf"), None, "not_a_number"),
    (VALUE, float("nan"), None, None),
    (VALUE, "待统计", None, "undecided"),
    (VALUE, "#N/A", None, "error_cell"),
    (VALUE, "N/A", None, None),
    ("assessment.points", "约90", "90", "approximate_figure"),
    ("assessment.points", "95分", "95", None),
    # choices
    (STATUS, "已完成", "completed", None),
    (STATUS, "完成。", "completed", None),
    (STATUS, "【已完成】", "completed", None),
    (STATUS, "已 完 成", "completed", None),
    (STATUS, "completed", "completed", None),
    (STATUS, "√", "completed", None),
    (STATUS, "✔", "completed", None),
    (STATUS, 1, "completed", None),
    (STATUS, 1.0, "completed", None),
    (STATUS, "100%", "completed", None),
    (STATUS, "100.00%", "completed", None),
    (STATUS, "１００％", "completed", None),
    (STATUS, True, "completed", None),
    (STATUS, "未完成", "in_progress", None),
    (STATUS, "×", "in_progress", None),
    (STATUS, "推进中", "in_progress", None),
    (STATUS, "申请延期", "postponed", None),
    (STATUS, "取消", "cancelled", None),
    (STATUS, "未启动", "planned", None),
    (STATUS, "已完成(12月)", "completed", "guessed_choice"),
    (STATUS, "基本完成", "completed", "guessed_choice"),
    (STATUS, "已全部完成,并出台文件", "completed", "guessed_choice"),
    (STATUS, "正在推进中", "in_progress", "guessed_choice"),
    (STATUS, "尚未全部完成", None, "not_a_choice"),
    (STATUS, "没有完成", None, "not_a_choice"),
    (STATUS, "预计12月完成", None, "not_a_choice"),
    (STATUS, "完成80%", None, "not_a_choice"),
    (STATUS, "部分完成", None, "not_a_choice"),
    (STATUS, "完成前期工作", None, "not_a_choice"),
    (STATUS, "延期完成", None, "not_a_choice"),
    (STATUS, "50%", None, "not_a_choice"),
    (STATUS, "好", None, "not_a_choice"),
    (STATUS, "无", None, None),
    (APPROVED, "同意", "yes", None),
    (APPROVED, "不同意", "no", None),
    (APPROVED, "待定", "pending", None),
    (APPROVED, "原则同意", "yes", "guessed_choice"),
    (APPROVED, "同意延期至2022年开展", "yes", "guessed_choice"),
    (APPROVED, "暂不批准", None, "not_a_choice"),
    (APPROVED, "未获同意", None, "not_a_choice"),
    ("pilot.level", "国家级", "国家", None),
    ("pilot.level", "市", "市", None),
    ("output.kind", "印发实施", "印发", None),
    # departments
    (LEAD, "区发改委", "区发改委", None),
    (LEAD, "区发展改革委", "区发改委", None),
    (LEAD, "区发展和改革委员会", "区发改委", None),
    (LEAD, "瑶海区发改委", "区发改委", None),
    (LEAD, "区 发改委", "区发改委", None),
    (LEAD, "市发改委", "市发改委", None),
    (LEAD, "区发政委", "区发政委", "unknown_department"),
    (LEAD, "区发改委、区财政局", "区发改委", "several_departments"),
    (LEAD, "牵头单位:区发改委", "区发改委", None),
    (LEAD, "/", None, None),
    (LEAD, "待定", None, "undecided"),
    (LEAD, 12, "12", "unknown_department"),
    (SUPPORT, "区财政局、区人社局", "区财政局、区人社局", None),
    (SUPPORT, "区财政局，区人社局；区民政局/区司法局", "区财政局、区人社局、区民政局、区司法局", None),
    (SUPPORT, "区财政局\n区人力资源和社会保障局", "区财政局、区人社局", None),
    (SUPPORT, "区财政局 区人社局", "区财政局、区人社局", None),
    (SUPPORT, "区财政局区人社局", "区财政局区人社局", "unknown_department"),
    (SUPPORT, "区财政局和区人社局", "区财政局、区人社局", None),
    (SUPPORT, "区财政局、区财政局", "区财政局", None),
    (SUPPORT, "区财政局、区发政委", "区财政局、区发政委", "unknown_department"),
    (SUPPORT, "区财政局等单位", "区财政局", "unnamed_department"),
    (SUPPORT, "各镇街开发区", "各镇街开发区", "unnamed_department"),
    (SUPPORT, "七里站街道办事处、大兴镇人民政府", "七里站街道、大兴镇", None),
    # domains
    (DOMAIN, "一、经济体制改革（10项）", "经济体制改革", None),
    (DOMAIN, "经济体制改革方面", "经济体制改革", None),
    (DOMAIN, "经济", "经济体制改革", None),
    (DOMAIN, "经济体制\n改革领域", "经济体制改革", None),
    (DOMAIN, "党的建设制度改革", "深化党的建设领域", None),
    (DOMAIN, "民主法治", "民主法制改革", None),
    (DOMAIN, "经剂体制改革", "经剂体制改革", "unknown_domain"),
    # years
    (YEAR, "2022年", "2022", None),
    (YEAR, 2022, "2022", None),
    (YEAR, 2022.0, "2022", None),
    (YEAR, "延期至2022年开展", "2022", None),
    (YEAR, "二〇二二年", "2022", None),
    (YEAR, "22年", "2022", "year_assumed"),
    (YEAR, "明年", "2022", "year_assumed"),
    (YEAR, datetime(2022, 1, 1), "2022", "year_assumed"),
    (YEAR, "2021年延至2022年", None, "not_a_year"),
    (YEAR, "近期", None, "not_a_year"),
    # persons
    (PERSON, "张三、李四", "张三、李四", None),
    (PERSON, "张三 李四", "张三、李四", None),
    (PERSON, "张 三", "张三", None),
    (PERSON, "张 三 李四", "张三、李四", None),
    (PERSON, "欧 阳 修", "欧阳修", None),
    (PERSON, "张三\n李四", "张三、李四", None),
    (PERSON, "张三 13800000000", "张三", None),
    (PERSON, "张三（0551-64480000）", "张三", None),
    (PERSON, "阿依古丽·买买提", "阿依古丽·买买提", None),
    (PERSON, "张三(副局长)", "张三", None),
    (PERSON, "张三副局长", "张三副局长", "not_a_name"),
    (PERSON, "张三、李四等", "张三、李四等", "not_a_name"),
    (PERSON, 13800000000, None, "not_a_name"),
    # texts
    (TITLE, "  开展行政\n复议体制改革 ", "开展行政复议体制改革", None),
    (TITLE, "作用的意见　　充分发挥", "作用的意见 充分发挥", None),
    (TITLE, "1.建机制;\n2.定方案。", "1.建机制;\n2.定方案。", None),
    (TITLE, "第一条\n第二条", "第一条\n第二条", None),
    (TITLE, "#VALUE!", None, "error_cell"),
    (TITLE, 12.0, "12", None),
    (REMARK, "无", None, None),
    (REMARK, "——", None, None),
    (REMARK, "待定", "待定", None),
    (REMARK, "暂无", "暂无", None),
    (REMARK, "\u3000 ", None, None),
    (REMARK, None, None, None),
    (NUMBER, "瑶办〔2021〕12号", "瑶办〔2021〕12号", None),
    (NUMBER, "瑶办[2021]12号", "瑶办〔2021〕12号", None),
    (NUMBER, "瑶办（２０２１）１２号", "瑶办〔2021〕12号", None),
    (NUMBER, "瑶办［2021］ 12 号", "瑶办〔2021〕12号", None),
    (NUMBER, "瑶办【2021】12号", "瑶办〔2021〕12号", None),
    (NUMBER, "暂无", None, None),
]


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(ROWS) >= 150


@pytest.mark.parametrize(("path", "raw", "value", "rule"), ROWS)
def test_a_cell_is_read(path: str, raw: RawValue, value: str | None, rule: str | None) -> None:
    reading = read_value(raw, declared(path), CONTEXT)
    assert (reading.value, reading.doubt.rule if reading.doubt else None) == (value, rule)


@pytest.mark.parametrize(
    ("raw", "unit", "approximate"),
    [
        ("5500余户", "户", "true"),
        ("5500余户(含个体)", "户", "true"),
        ("约31家", "家", "true"),
        ("6.2%左右", "比率", "true"),
        ("90%", "比率", "false"),
        ("百分之九十", "比率", "false"),
        ("1500万元", "元", "false"),
        ("1500多万元", "元", "true"),
        ("1.2亿余元", "元", "true"),
        ("576个点位", "个点位", "false"),
        ("5千米", "千米", "false"),
        ("3个百分点", "个百分点", "false"),
        ("1500余名", "名", "true"),
        ("新增高企31家", "家", "false"),
        (31, None, "false"),
    ],
)
def test_a_figure_gives_its_unit_and_whether_it_is_approximate(
    raw: RawValue, unit: str | None, approximate: str
) -> None:
    companions = dict(read_value(raw, declared(VALUE), CONTEXT).companions)
    assert companions == {"approximate": approximate} | ({"unit": unit} if unit else {})


@pytest.mark.parametrize("text", ["12月底前", "四季度", "年内", "3月—12月", "12月31日", "每月"])
@pytest.mark.parametrize("path", [DATE, DEADLINE])
def test_a_date_without_any_year_is_not_guessed(path: str, text: str) -> None:
    reading = read_value(text, declared(path), WITHOUT_YEAR)
    assert reading.value is None
    assert reading.doubt is not None


def test_a_doubt_names_the_reading() -> None:
    reading = read_value("基本完成", declared(STATUS), CONTEXT)
    assert reading.doubt is not None
    assert "“基本完成”按“已完成”读取" in reading.doubt.message
    assert "请填写" in reading.doubt.message


def test_what_may_be_written_stands_in_the_doubt() -> None:
    reading = read_value("好", declared(STATUS), CONTEXT)
    assert reading.doubt is not None
    assert "未启动、推进中、已完成、延期或取消" in reading.doubt.message


class TestLabelledParts:
    TEXT = "牵头单位：区发改委\n责任单位：区财政局、区人社局"

    @pytest.mark.parametrize(
        ("path", "value", "companions"),
        [
            (LEAD, "区发改委", {"supporting_departments": "区财政局、区人社局"}),
            (SUPPORT, "区财政局、区人社局", {"lead_department": "区发改委"}),
        ],
    )
    def test_the_own_part_is_the_value_and_the_others_are_companions(
        self, path: str, value: str, companions: dict[str, str]
    ) -> None:
        reading = read_value(self.TEXT, declared(path), CONTEXT, record_types()["task"].fields)
        assert reading == Reading(value, None, tuple(companions.items()))

    def test_short_labels_on_one_line(self) -> None:
        text = "牵头:区发改委;配合:区财政局"
        reading = read_value(text, declared(LEAD), CONTEXT, record_types()["task"].fields)
        assert reading == Reading("区发改委", None, (("supporting_departments", "区财政局"),))

    def test_what_has_no_label_is_the_own_part(self) -> None:
        text = "区发改委\n配合单位:区财政局"
        reading = read_value(text, declared(LEAD), CONTEXT, record_types()["task"].fields)
        assert reading == Reading("区发改委", None, (("supporting_departments", "区财政局"),))

    def test_a_doubt_about_another_part_is_not_lost(self) -> None:
        text = "牵头单位:区发改委\n责任单位:区发政委"
        reading = read_value(text, declared(LEAD), CONTEXT, record_types()["task"].fields)
        assert reading.value == "区发改委"
        assert reading.doubt is not None
        assert "区发政委" in reading.doubt.message


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("瑶海区委全面深化改革委员会2021年工作要点", 2021),
        ("二〇二一年工作要点", 2021),
        ("二○二一年", 2021),
        ("二零二一年度", 2021),
        ("２０２１年", 2021),
        ("瑶海区2021", 2021),
        ("2021-12-31", 2021),
        ("瑶办〔2021〕12号", 2021),
        ("2021年和2021年度", 2021),
        ("2021—2023年行动计划", None),
        ("2021年工作,2022年计划", None),
        ("共2000户", None),
        ("12021", None),
        ("工作要点", None),
        ("", None),
    ],
)
def test_the_year_of_a_text(text: str, year: int | None) -> None:
    assert find_year(text) == year


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


FIELDS = [(declared, kind.fields) for kind in record_types().values() for declared in kind.fields]
# The words of real cells, so that random joins of them get far into every reader.
WORDS = [raw for _, raw, _, _ in ROWS if isinstance(raw, str)] + list("年月日季度前底至—-~/.%、,;:余约万亿（〔\n")
ANY_TEXT = st.text() | st.lists(st.sampled_from(WORDS), max_size=6).map("".join)
ANY_RAW: st.SearchStrategy[RawValue] = st.one_of(
    st.none(),
    ANY_TEXT,
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@given(raw=ANY_RAW, where=st.sampled_from(FIELDS), year=st.none() | st.integers(1990, 2100))
def test_no_cell_breaks_the_reading_of_any_field(
    raw: RawValue, where: tuple[RecordField, tuple[RecordField, ...]], year: int | None
) -> None:
    field, siblings = where
    reading = read_value(raw, field, ReadingContext(CONTEXT.vocabulary, year), siblings)
    assert reading.value is None or reading.value.strip()
    if reading.doubt is not None:
        assert "\n" not in reading.doubt.message
    if reading.value is not None and field.kind in ("date", "deadline"):
        date.fromisoformat(reading.value)
    if reading.value is not None and field.kind == "number":
        assert re.fullmatch(r"-?\d+(\.\d+)?", reading.value)
    if reading.value is not None and field.kind == "choice":
        assert reading.value in field.choices


@given(ANY_TEXT)
def test_a_text_is_kept_as_written(text: str) -> None:
    assert raw_text(text) == text


@given(
    st.dates(date(1990, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]),
)
def test_every_day_reads_back_from_every_shape(day: date, shape: str) -> None:
    for path in (DATE, DEADLINE):
        assert read_value(day.strftime(shape), declared(path), CONTEXT) == Reading(day.isoformat())


@given(
    st.sampled_from(
        [
            (path, choice, spelling)
            for path in (STATUS, APPROVED)
            for choice, others in declared(path).choices.items()
            for spelling in (choice, *others)
        ]
    )
)
def test_every_declared_spelling_is_certain(declaration: tuple[str, str, str]) -> None:
    path, choice, spelling = declaration
    assert read_value(spelling, declared(path), CONTEXT) == Reading(choice)


@pytest.mark.parametrize(
    "piece", ["-", "年", "1", "、", "区", " ", "改革", "一", "完成", "牵头单位:", "(", "\n", "1 ", "张 "]
)
def test_the_longest_cell_is_read_in_no_time(piece: str) -> None:
    text = piece * (32_767 // len(piece))
    started = datetime.now()
    for kind in {field.kind: field for field, _ in FIELDS}.values():
        read_value(text, kind, CONTEXT, record_types()["task"].fields)
    assert datetime.now() - started < timedelta(seconds=5)
