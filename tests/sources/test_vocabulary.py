"""The names of departments and domains, in all the ways offices write them."""

import json
import pickle
import subprocess
import sys

import pytest

from sources.rows import Reading
from sources.vocabulary import Vocabulary, half_width

YAOHAI = Vocabulary.load("瑶海区")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("发改委", "区发改委"),
        ("区发展改革委", "区发改委"),
        ("区发展和改革委员会", "区发改委"),
        ("合肥市瑶海区发展改革委", "区发改委"),
        ("安徽省合肥市瑶海区发改委", "区发改委"),
        ("我区发改委", "区发改委"),
        ("瑶海发改委", "区发改委"),
        ("区发改委。", "区发改委"),
        ("市场监管局", "区市场监管局"),
        ("区市场监督管理局", "区市场监管局"),
        ("组织部", "区委组织部"),
        ("中共瑶海区委组织部", "区委组织部"),
        ("中共合肥市瑶海区委组织部", "区委组织部"),
        ("区委办公室", "区委办"),
        ("区政府办公室", "区政府办"),
        ("瑶海区人民政府办公室", "区政府办"),
        ("区人大常委会办公室", "区人大办"),
        ("区纪委区监委", "区纪委监委"),
        ("团区委", "区团委"),
        ("区人民检察院", "区检察院"),
        ("市生态环境局瑶海分局", "区生态环境分局"),
        ("市自然资源和规划局瑶海区分局", "区自然资源分局"),
        ("区直机关工委", "区委直属机关工委"),
        ("七里站街道办事处", "七里站街道"),
        ("瑶海区大兴镇人民政府", "大兴镇"),
        ("三里街街道党工委", "三里街街道"),
        ("龙岗开发区管委会", "龙岗开发区"),
        ("瑶海经济开发区", "瑶海经济开发区"),
        ("和平路街道", "和平路街道"),
        ("区委", "区委"),
        ("中共瑶海区委", "区委"),
        ("区人民政府", "区政府"),
        ("瑶海公安分局", "区公安分局"),
        ("公安瑶海分局", "区公安分局"),
        ("市公安局瑶海分局", "区公安分局"),
        ("市交警支队瑶海大队", "区交警大队"),
        ("市消防救援支队瑶海区大队", "区消防大队"),
        ("国家税务总局合肥市瑶海区税务局", "区税务局"),
        ("瑶海区税务局", "区税务局"),
        ("区卫生和健康委员会", "区卫健委"),
        ("区12345热线中心", "区热线中心"),
    ],
)
def test_a_department_has_one_name(written: str, name: str) -> None:
    assert YAOHAI.department(written) == Reading(name)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("市发改委", "市发改委"),
        ("市发展和改革委员会", "市发改委"),
        ("合肥市发展和改革委员会", "合肥市发改委"),
        ("市市场监管局", "市市场监管局"),
        ("省委改革办", "省委改革办"),
        ("安徽省委改革办", "安徽省委改革办"),
        ("中央改革办", "中央改革办"),
        ("国家发展改革委", "国家发改委"),
        ("蜀山区发改委", "蜀山区发改委"),
        ("市委办公室", "市委办"),
        ("团市委", "市团委"),
    ],
)
def test_a_department_of_another_level_or_place_stays_another(written: str, name: str) -> None:
    assert YAOHAI.department(written) == Reading(name)


@pytest.mark.parametrize(
    ("written", "value", "rule", "named"),
    [
        ("区发政委", "区发政委", "unknown_department", "是否指"),
        ("区教体居", "区教体居", "unknown_department", "区教体局"),
        ("某某公司研究所", "某某公司研究所", "unknown_department", "单位名录"),
        ("办公室", "办公室", "unknown_department", "办公室"),
        ("各街道", "各街道", "unnamed_department", "逐一写出"),
        ("有关单位", "有关单位", "unnamed_department", "逐一写出"),
        ("区委宣传部(区文明办)", "区委宣传部", "bracketed_name", "区委宣传部"),
        ("区某某局", "区某某局", "unknown_department", "单位名录"),
        ("区综改委", "区综改委", "unknown_department", "单位名录"),
        ("区电商中心", "区电商中心", "unknown_department", "单位名录"),
        ("区设计院", "区设计院", "unknown_department", "单位名录"),
        ("牵头单位区发改委", "牵头单位区发改委", "unknown_department", "单位名录"),
        ("十三个街镇开发区", "十三个街镇开发区", "unnamed_department", "逐一写出"),
        ("全体成员单位", "全体成员单位", "unnamed_department", "逐一写出"),
        ("七里站街道大兴镇龙岗开发区", "七里站街道大兴镇龙岗开发区", "unknown_department", "单位名录"),
    ],
)
def test_a_department_that_is_not_certain_is_doubted(written: str, value: str, rule: str, named: str) -> None:
    reading = YAOHAI.department(written)
    assert reading.value == value
    assert reading.doubt is not None
    assert reading.doubt.rule == rule
    assert named in reading.doubt.message


def test_a_county_names_its_departments_by_its_own_level() -> None:
    county = Vocabulary.load("肥东县")
    assert county.department("肥东县发展和改革委员会") == Reading("县发改委")
    assert county.department("县委组织部") == Reading("县委组织部")
    assert county.department("区发改委") == Reading("区发改委")


def test_without_its_name_a_district_is_assumed_and_said_so() -> None:
    reading = Vocabulary.load().department("瑶海区发改委")
    assert reading.value == "区发改委"
    assert reading.doubt is not None
    assert reading.doubt.rule == "assumed_district"


def test_an_office_adds_departments_and_aliases() -> None:
    own = Vocabulary.load("瑶海区", departments={"区智慧办": ["智慧城市办"], "区发改委": ["发展委"]})
    assert own.department("智慧城市办") == Reading("区智慧办")
    assert own.department("瑶海区智慧办") == Reading("区智慧办")
    assert own.department("发展委") == Reading("区发改委")
    assert own.department("区发展改革委") == Reading("区发改委")


@pytest.mark.parametrize(
    "written",
    [
        *("区委改革办", "区委深改办", "改革办", "区委深改委办公室", "瑶海区委全面深化改革委员会办公室"),
        *("区委深改委", "区委全面深化改革委员会", "中共瑶海区委深化改革领导小组"),
    ],
)
def test_the_reform_office_and_its_commission_make_plans(written: str) -> None:
    assert YAOHAI.makes_plans(written)
    assert Vocabulary.load().makes_plans(written)


@pytest.mark.parametrize("written", [None, "", "区发改委", "市委改革办", "市委深改委", "区委编办", "深改委成员单位"])
def test_others_make_no_plans(written: str | None) -> None:
    assert not YAOHAI.makes_plans(written)


PLAN = (
    "经济体制改革",
    "城区发展体制改革",
    "行政体制改革",
    "文化体制改革",
    "社会体制改革",
    "民主法制改革",
    "生态文明体制改革",
    "深化党的建设领域",
)


@pytest.mark.parametrize(("number", "name"), list(enumerate(PLAN, 1)))
@pytest.mark.parametrize("shape", ["{}", "一、{}（10项）", "({}", "{}领域", "{}方面", "{}专项小组", " {} 10项"])
def test_the_eight_domains_of_a_plan(number: int, name: str, shape: str) -> None:
    assert YAOHAI.domain(shape.format(name).removeprefix("(")) == Reading(name)
    assert YAOHAI.domain_number(name) == number


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("经济", "经济体制改革"),
        ("（一）城区发展", "城区发展体制改革"),
        ("2.行政体制", "行政体制改革"),
        ("民主法治领域", "民主法制改革"),
        ("党的建设制度改革", "深化党的建设领域"),
        ("党建", "深化党的建设领域"),
        ("深化农业农村改革", "农业农村体制改革"),
        ("纪检监察体制改革", "纪检监察体制改革"),
        ("教育", "教育体制改革"),
        ("城乡一体化发展", None),
        ("经济、社会", None),
        ("8", None),
    ],
)
def test_a_domain_by_its_other_names(written: str, name: str | None) -> None:
    reading = YAOHAI.domain(written)
    if name is None:
        assert reading.doubt is not None
        assert reading.doubt.rule == "unknown_domain"
    else:
        assert reading == Reading(name)


def test_an_unknown_domain_names_the_nearest() -> None:
    reading = YAOHAI.domain("三、经剂体制改革（3项）")
    assert reading.value == "经剂体制改革"
    assert reading.doubt is not None
    assert "经济体制改革" in reading.doubt.message


def test_an_office_adds_domains_and_aliases() -> None:
    own = Vocabulary.load("瑶海区", domains={"数字化改革": ["数改"], "党建": ["组织建设"]})
    assert own.domain("一、数改（2项）") == Reading("数字化改革")
    assert own.domain("组织建设") == Reading("深化党的建设领域")
    assert own.domain_number("数字化改革") is None


def test_a_vocabulary_goes_to_worker_processes() -> None:
    own = Vocabulary.load("瑶海区", {"区智慧办": ["智慧城市办"]}, {"数字化改革": ["数改"]})
    copy = pickle.loads(pickle.dumps(own))
    assert copy == own
    assert copy.department("智慧城市办") == Reading("区智慧办")


def test_values_are_read_without_heavy_libraries() -> None:
    script = "import sys, json, sources.values; print(json.dumps([m for m in sys.modules]))"
    loaded = json.loads(
        subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout
    )
    assert not {"pandas", "openpyxl", "duckdb", "dagster", "great_expectations"} & set(loaded)


@pytest.mark.parametrize("written", ["区发改委（盖章）", "区发改委(公章)", "区发展和改革委员会 (加盖公章)"])
def test_the_place_for_a_seal_is_no_part_of_a_name(written: str) -> None:
    assert Vocabulary.load().department(written) == Reading("区发改委")


# What a district's plan of reform is shared out among, by the long name on the seal.
USUAL = {
    "区委办": "区委办公室",
    "区委组织部": "区委组织部",
    "区委宣传部": "区委宣传部",
    "区委统战部": "区委统战部",
    "区委政法委": "区委政法委员会",
    "区委社会工作部": "区委社会工作部",
    "区委改革办": "区委全面深化改革委员会办公室",
    "区委编办": "区委机构编制委员会办公室",
    "区委网信办": "区委网络安全和信息化委员会办公室",
    "区委巡察办": "区委巡察工作领导小组办公室",
    "区委老干部局": "区委老干部局",
    "区委党校": "区委党校",
    "区委政研室": "区委政策研究室",
    "区委直属机关工委": "区直属机关工作委员会",
    "区委党史研究室": "区委史志室",
    "区纪委监委": "区纪律检查委员会监察委员会",
    "区人大办": "区人大常委会办公室",
    "区政府办": "区人民政府办公室",
    "区政协办": "区政协办公室",
    "区法院": "瑶海区人民法院",
    "区检察院": "瑶海区人民检察院",
    "区发改委": "区发展和改革委员会",
    "区教体局": "区教育体育局",
    "区科技局": "区科学技术局",
    "区经信局": "区经济和信息化局",
    "区民政局": "区民政局",
    "区司法局": "区司法局",
    "区财政局": "区财政局",
    "区人社局": "区人力资源和社会保障局",
    "区住建局": "区住房和城乡建设局",
    "区城管局": "区城市管理综合行政执法局",
    "区交通局": "区交通运输局",
    "区农业农村局": "区农业农村和水务局",
    "区商务局": "区商务局",
    "区文旅局": "区文化和旅游局",
    "区卫健委": "区卫生健康委员会",
    "区退役军人局": "区退役军人事务局",
    "区应急局": "区应急管理局",
    "区审计局": "区审计局",
    "区市场监管局": "区市场监督管理局",
    "区统计局": "区统计局",
    "区医保局": "区医疗保障局",
    "区信访局": "区信访局",
    "区数据资源局": "区数据资源管理局",
    "区政务服务局": "区政务服务管理局",
    "区地方金融监管局": "区地方金融监督管理局",
    "区国资委": "区国有资产监督管理委员会",
    "区机关事务中心": "区机关事务管理局",
    "区重点局": "区重点工程建设管理局",
    "区投促中心": "区投资促进局",
    "区房产局": "区住房保障和房产管理局",
    "区林业和园林局": "区园林绿化局",
    "区公管局": "区公共资源交易监督管理局",
    "区人防办": "区人民防空办公室",
    "区档案馆": "区档案馆",
    "区融媒体中心": "区融媒体中心",
    "区疾控中心": "区疾病预防控制中心",
    "区消防大队": "区消防救援大队",
    "区公安分局": "市公安局瑶海分局",
    "区生态环境分局": "市生态环境局瑶海分局",
    "区自然资源分局": "市自然资源和规划局瑶海分局",
    "区税务局": "国家税务总局合肥市瑶海区税务局",
    "区气象局": "区气象局",
    "区人武部": "区人民武装部",
    "区总工会": "区总工会",
    "区团委": "共青团瑶海区委员会",
    "区妇联": "区妇女联合会",
    "区科协": "区科学技术协会",
    "区工商联": "区工商业联合会",
    "区残联": "区残疾人联合会",
    "区文联": "区文学艺术界联合会",
    "区侨联": "区归国华侨联合会",
    "区社科联": "区社会科学界联合会",
    "区法学会": "区法学会",
    "区计生协": "区计划生育协会",
    "区红十字会": "区红十字会",
    "区供销社": "区供销合作社联合社",
    "区城投公司": "区城市建设投资有限公司",
}


@pytest.mark.parametrize(("name", "written"), USUAL.items())
def test_the_usual_departments_are_known_by_their_long_and_short_names(name: str, written: str) -> None:
    assert YAOHAI.department(written) == Reading(name)
    assert YAOHAI.department(name) == Reading(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("区委统战部", "区民宗局"),
        ("区委宣传部", "区文明办"),
        ("区档案馆", "区档案局"),
        ("区疾控中心", "区疾控局"),
        ("区公管局", "区公共资源交易中心"),
        ("区统计局", "国家统计局瑶海调查队"),
        ("区房产局", "区征收办"),
        ("区经信局", "区科经局"),
        ("区发改委", "区物价局"),
    ],
)
def test_departments_that_only_some_districts_have_merged_stay_apart(one: str, other: str) -> None:
    assert YAOHAI.department(one).value != YAOHAI.department(other).value


def test_an_office_says_which_departments_it_has_merged() -> None:
    own = Vocabulary.load("瑶海区", departments={"区委统战部": ["区民宗局", "民宗局"]})
    assert own.department("区民宗局") == Reading("区委统战部")
    assert own.department("瑶海区民宗局") == Reading("区委统战部")


@pytest.mark.parametrize(
    ("written", "likely"),
    [("区发该委", "区发改委"), ("城官局", "区城管局"), ("区财正局", "区财政局"), ("区卫健位", "区卫健委")],
)
def test_a_misspelt_department_is_kept_and_its_likely_name_said(written: str, likely: str) -> None:
    reading = YAOHAI.department(written)
    assert reading.value == written
    assert reading.doubt is not None
    assert likely in reading.doubt.message


def test_a_circled_number_is_no_digit() -> None:
    assert half_width("①2月底、⑩") == "(1)2月底、(10)"
