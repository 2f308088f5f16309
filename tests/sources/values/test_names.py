"""Departments, domains and persons as clerks write them."""

import pytest

from sources.records import record_types
from sources.rows import RawValue, Reading
from sources.values import ReadingContext, read_value
from sources.vocabulary import Vocabulary
from tests.sources.values.cells import CONTEXT, DOMAIN, LEAD, PERSON, SUPPORT, Expectation, declared, read

ROWS: list[Expectation] = [
    # lead, certain
    (LEAD, "区发改委", "区发改委", None),
    (LEAD, "区发展改革委", "区发改委", None),
    (LEAD, "区发展和改革委员会", "区发改委", None),
    (LEAD, "瑶海区发改委", "区发改委", None),
    (LEAD, "区 发改委", "区发改委", None),
    (LEAD, "市发改委", "市发改委", None),
    (LEAD, "牵头单位:区发改委", "区发改委", None),
    (LEAD, "/", None, None),
    # lead, not certain
    (LEAD, "区发政委", "区发政委", "unknown_department"),
    (LEAD, "区发改委、区财政局", "区发改委", "several_departments"),
    (LEAD, "待定", None, "undecided"),
    (LEAD, 12, "12", "unknown_department"),
    (LEAD, "区发改委牵头", "区发改委", None),
    (LEAD, "区财政局、区人社局等按职责分工负责", "区财政局", "several_departments"),
    (LEAD, "区发改委 张三", "区发改委", None),
    (LEAD, "区发改委（张三）", "区发改委", None),
    (LEAD, "牵头单位区发改委", "区发改委", "role_in_name"),
    (LEAD, "同上", None, "said_elsewhere"),
    (LEAD, "区纪委监委机关", "区纪委监委", None),
    (LEAD, "区税务局纳税服务科", "区税务局", "part_of_department"),
    (LEAD, "区委宣传部办公室", "区委宣传部", "part_of_department"),
    (LEAD, "区发展和改革委员会价格科", "区发改委", "part_of_department"),
    (SUPPORT, "区教体局基础教育科、区财政局", "区教体局、区财政局", "part_of_department"),
    (SUPPORT, "明光路街道党工委/办事处、区财政局", "明光路街道、区财政局", None),
    # support, certain
    (SUPPORT, "区财政局、区人社局", "区财政局、区人社局", None),
    (SUPPORT, "区财政局，区人社局；区民政局/区司法局", "区财政局、区人社局、区民政局、区司法局", None),
    (SUPPORT, "区财政局\n区人力资源和社会保障局", "区财政局、区人社局", None),
    (SUPPORT, "区财政局 区人社局", "区财政局、区人社局", None),
    (SUPPORT, "区财政局区人社局", "区财政局、区人社局", None),
    (SUPPORT, "区财政局和区人社局", "区财政局、区人社局", None),
    (SUPPORT, "区财政局、区财政局", "区财政局", None),
    (SUPPORT, "七里站街道办事处、大兴镇人民政府", "七里站街道、大兴镇", None),
    (SUPPORT, "区委组织部 区人社局", "区委组织部、区人社局", None),
    (SUPPORT, "区委、区政府", "区委、区政府", None),
    (SUPPORT, "区委区政府", "区委、区政府", None),
    (SUPPORT, "区委组织部、宣传部", "区委组织部、区委宣传部", None),
    (SUPPORT, "1.区发改委2.区财政局", "区发改委、区财政局", None),
    (SUPPORT, "1、区发改委；2、区财政局", "区发改委、区财政局", None),
    (SUPPORT, "①区发改委②区财政局", "区发改委、区财政局", None),
    (SUPPORT, "（1）区发改委（2）区财政局", "区发改委、区财政局", None),
    (SUPPORT, "区发改委会同区财政局、区审计局", "区发改委、区财政局、区审计局", None),
    (SUPPORT, "区发改委+区财政局", "区发改委、区财政局", None),
    (SUPPORT, "区发改委·区财政局", "区发改委、区财政局", None),
    (SUPPORT, "区发改委及区财政局", "区发改委、区财政局", None),
    (SUPPORT, "区卫生和健康委", "区卫健委", None),
    (SUPPORT, "长淮街道党工委、办事处", "长淮街道", None),
    (SUPPORT, "区发改委、、区财政局", "区发改委、区财政局", None),
    (SUPPORT, "区12345热线中心", "区热线中心", None),
    # support, not certain
    (SUPPORT, "区财政局、区发政委", "区财政局、区发政委", "unknown_department"),
    (SUPPORT, "区财政局等单位", "区财政局", "unnamed_department"),
    (SUPPORT, "各镇街开发区", "各镇街开发区", "unnamed_department"),
    (SUPPORT, "区发改委（区营商办）", "区发改委", "bracketed_name"),
    (SUPPORT, "发改局等12家单位", "区发改委", "unnamed_department"),
    (SUPPORT, "区发改委等5部门", "区发改委", "unnamed_department"),
    (SUPPORT, "各镇街", "各镇街", "unnamed_department"),
    (SUPPORT, "各街道（镇、开发区）", "各街道(镇、开发区)", "unnamed_department"),
    (SUPPORT, "13个街道", "13个街道", "unnamed_department"),
    (SUPPORT, "十三个街镇开发区", "十三个街镇开发区", "unnamed_department"),
    (SUPPORT, "各成员单位", "各成员单位", "unnamed_department"),
    (SUPPORT, "区发改委牵头", "区发改委", "role_in_name"),
    (SUPPORT, "区财政局配合", "区财政局", "role_in_name"),
    (SUPPORT, "*区财政局、区人社局", "区财政局、区人社局", None),
    (SUPPORT, "区发改委:张三", "区发改委", "extra_text"),
    (SUPPORT, "区发改委张三", "区发改委张三", "unknown_department"),
    (SUPPORT, "区发改委等部门和各街道", "区发改委、各街道", "unnamed_department"),
    (SUPPORT, "三里街", "三里街", "unknown_department"),
    (SUPPORT, "张三", "张三", "unknown_department"),
    (SUPPORT, "都市科技园", "都市科技园", "unknown_department"),
    (SUPPORT, "见附件", None, "said_elsewhere"),
    # domain, certain
    (DOMAIN, "一、经济体制改革（10项）", "经济体制改革", None),
    (DOMAIN, "经济体制改革方面", "经济体制改革", None),
    (DOMAIN, "经济", "经济体制改革", None),
    (DOMAIN, "经济体制\n改革领域", "经济体制改革", None),
    (DOMAIN, "党的建设制度改革", "深化党的建设领域", None),
    (DOMAIN, "民主法治", "民主法制改革", None),
    (DOMAIN, "①经济体制改革", "经济体制改革", None),
    (DOMAIN, "社会事业", "社会体制改革", None),
    (DOMAIN, "生态文明", "生态文明体制改革", None),
    # domain, not certain
    (DOMAIN, "经剂体制改革", "经剂体制改革", "unknown_domain"),
    (DOMAIN, "经济体制改革、社会体制改革", "经济体制改革、社会体制改革", "unknown_domain"),
    (DOMAIN, "第一项", "第一项", "unknown_domain"),
    (DOMAIN, "同上", None, "said_elsewhere"),
    (DOMAIN, "待定", None, "undecided"),
    # person, certain
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
    (PERSON, "张三/李四", "张三、李四", None),
    (PERSON, "张三：13800000000", "张三", None),
    (PERSON, "张三 138 0000 0000", "张三", None),
    (PERSON, "欧阳娜娜", "欧阳娜娜", None),
    (PERSON, "司马 相如", "司马相如", None),
    (PERSON, "张三和李四", "张三、李四", None),
    (PERSON, "欧阳和平", "欧阳和平", None),
    (PERSON, "李和平", "李和平", None),
    (PERSON, "1.张三 2.李四", "张三、李四", None),
    (PERSON, "①张三②李四", "张三、李四", None),
    (PERSON, "姓名：张三", "张三", None),
    (PERSON, "张三、李四同志", "张三、李四", None),
    (PERSON, "张𠮷", "张𠮷", None),
    (PERSON, "John Smith", "John Smith", None),
    (PERSON, "空缺", None, None),
    (PERSON, "王 一 二", "王一二", None),
    # person, not certain
    (PERSON, "张三副局长", "张三副局长", "not_a_name"),
    (PERSON, "张三、李四等", "张三、李四", "not_a_name"),
    (PERSON, 13800000000, None, "not_a_name"),
    (PERSON, "张三李四", "张三李四", "not_a_name"),
    (PERSON, "张三 等", "张三", "not_a_name"),
    (PERSON, "张三 副局长", "张三", "not_a_name"),
    (PERSON, "局长张三", "局长张三", "not_a_name"),
    (PERSON, "张局长", "张局长", "not_a_name"),
    (PERSON, "张局", "张局", "not_a_name"),
    (PERSON, "主任", "主任", "not_a_name"),
    (PERSON, "各单位主要负责人", "各单位主要负责人", "not_a_name"),
    (PERSON, "综合科", "综合科", "not_a_name"),
    (PERSON, "办公室 张三", "张三", "not_a_name"),
    (PERSON, "区发改委", "区发改委", "not_a_name"),
    (PERSON, "区发改委 张三", "张三", "not_a_name"),
    (PERSON, "张某某", "张某某", "not_a_name"),
    (PERSON, "同上", None, "said_elsewhere"),
    (PERSON, "见附件", None, "said_elsewhere"),
    (PERSON, "完成", "完成", "not_a_name"),
    (PERSON, "张xx", "张xx", "not_a_name"),
]


@pytest.mark.parametrize(("path", "raw", "value", "rule"), ROWS)
def test_a_cell_is_read(path: str, raw: RawValue, value: str | None, rule: str | None) -> None:
    assert read(path, raw) == (value, rule)


SUPPORTING, PERSONS = "supporting_departments", "responsible_person"


@pytest.mark.parametrize(
    ("text", "lead", "said", "rule"),
    [
        ("区发改委牵头，区财政局配合", "区发改委", {SUPPORTING: "区财政局"}, None),
        ("区发改委牵头，区财政局、区人社局配合", "区发改委", {SUPPORTING: "区财政局、区人社局"}, None),
        ("由区发改委牵头，会同区财政局落实", "区发改委", {SUPPORTING: "区财政局"}, "role_in_name"),
        ("区发改委牵头 区财政局配合", "区发改委", {SUPPORTING: "区财政局"}, None),
        ("区财政局配合，区发改委牵头", "区发改委", {SUPPORTING: "区财政局"}, None),
        ("区发改委（牵头）、区财政局、区人社局", "区发改委", {SUPPORTING: "区财政局、区人社局"}, None),
        ("区财政局、区发改委（牵头）", "区发改委", {SUPPORTING: "区财政局"}, None),
        ("区发改委（牵头单位）\n区财政局（配合单位）", "区发改委", {SUPPORTING: "区财政局"}, None),
        ("牵头：区发改委；配合：区财政局", "区发改委", {SUPPORTING: "区财政局"}, None),
        ("区发改委（牵头）", "区发改委", {}, None),
        ("区发改委、区财政局牵头，区人社局配合", "区发改委", {SUPPORTING: "区财政局、区人社局"}, "several_departments"),
        ("区发改委牵头，区发政委配合", "区发改委", {SUPPORTING: "区发政委"}, "unknown_department"),
        ("区发改委、区财政局", "区发改委", {SUPPORTING: "区财政局"}, "several_departments"),
        ("区发改委，区财政局配合", "区发改委", {SUPPORTING: "区财政局"}, "several_departments"),
        ("区发改委 张三", "区发改委", {PERSONS: "张三"}, None),
        ("*区发改委、区财政局", "区发改委", {SUPPORTING: "区财政局"}, None),
        ("区财政局、★区发改委", "区发改委", {SUPPORTING: "区财政局"}, None),
        ("区财政局，区发改委*", "区发改委", {SUPPORTING: "区财政局"}, None),
        ("区发改委 区财政局*", "区发改委", {SUPPORTING: "区财政局"}, "several_departments"),
        ("*区发改委", "区发改委", {}, None),
        ("*区发改委、*区财政局", "区发改委", {SUPPORTING: "区财政局"}, "several_departments"),
    ],
)
def test_the_others_of_a_cell_support_its_first(text: str, lead: str, said: dict[str, str], rule: str | None) -> None:
    reading = read_value(text, declared(LEAD), CONTEXT, record_types()["task"].siblings(declared(LEAD)))
    assert (reading.value, dict(reading.companions)) == (lead, said)
    assert (reading.doubt.rule if reading.doubt else None) == rule


@pytest.mark.parametrize("name", ["区政务服务局/数据局", "区住建局>房管中心", "区人社局(就业中心)"])
def test_a_name_of_the_office_s_own_is_not_parted(name: str) -> None:
    own = ReadingContext(Vocabulary.load("瑶海区", departments={name: ["房管"]}), 2021)
    assert read_value(name, declared(LEAD), own) == Reading(name)
    assert read_value("房管、区财政局", declared(LEAD), own).value == name
