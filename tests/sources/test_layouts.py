"""The layouts that offices send, one by one: what is a record, what it says, and what is only around the records."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import openpyxl.styles
import pytest

from sources.reading import read_file
from sources.rows import FileReading, Severity
from sources.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()
Rows = Sequence[Sequence[object]]
HEADER = ("序号", "改革领域", "改革事项", "牵头单位", "完成时限", "完成状态")
TASK = (1, "经济体制改革", "甲改革", "区发改委", "12月底前", "已完成")
OTHER = (2, "社会体制改革", "乙改革", "区民政局", "6月", "推进中")
TITLE = ("2021年重点改革任务",)


ARTICLE = (1, "甲经验", "省委改革办", "2021年5月3日")


@dataclass(frozen=True)
class Layout:
    """A sheet and what a reader must find: the records' values of some fields, and why other rows are none."""

    name: str
    rows: Rows
    records: Sequence[Mapping[str, str | None]]
    merges: Sequence[str] = ()
    skipped: Sequence[str] = ()
    rules: Sequence[str] = field(default=())


def task(title: str | None, **more: str | None) -> dict[str, str | None]:
    return {"title": title, **more}


def most_below(label: str) -> Layout:
    """Points of which the row below the headers says the most that can be reached."""
    return Layout(
        f"points below {label}",
        [
            ("2021年考核得分",),
            ("单位", "任务完成", "信息报送", "总得分"),
            (label, 60, 40, 100),
            ("区发改委", 48, 22, 70),
        ],
        [
            {"department": "区发改委", "indicator": None, "weight": "100", "points": "70"},
            {"indicator": "任务完成", "weight": "60", "points": "48"},
            {"indicator": "信息报送", "weight": "40", "points": "22"},
        ],
        skipped=["header"],
    )


def most_in_header(written: str, *others: str) -> Layout:
    """Points of which the headers say the most that can be reached, once with a total and once without."""
    return Layout(
        f"points below 任务{written} {' '.join(others)}",
        [
            ("2021年综合考核",),
            ("单位", f"任务{written.format(40)}", f"信息{written.format(60)}", f"加分{written.format(5)}", *others),
            ("区发改委", 38, 58, 2, *[98 for _ in others]),
        ],
        [
            *[{"indicator": None, "points": "98"} for _ in others],
            {"indicator": "任务", "weight": "40", "points": "38"},
            {"indicator": "信息", "weight": "60", "points": "58"},
            {"indicator": "加分", "weight": None, "points": "2"},
        ],
    )


def points_above(label: str) -> Layout:
    """Points above a row of the most, the best or the worst, which is no department's."""
    return Layout(
        f"points above {label}",
        [
            ("2021年考核得分",),
            ("单位", "任务完成(60分)", "信息报送(40分)", "总得分"),
            ("区发改委", 48, 22, 70),
            (label, 60, 40, 100),
        ],
        [
            {"department": "区发改委", "indicator": None, "points": "70"},
            {"indicator": "任务完成", "points": "48"},
            {"indicator": "信息报送", "points": "22"},
        ],
        skipped=["subtotal"],
    )


def dated_below(planned: str, done: str, of_plan: str = "完成时间", of_done: str = "完成时间") -> Layout:
    """Tasks with a planned and an actual day below two groups of headers."""
    return Layout(
        f"days below {planned}/{of_plan} and {done}/{of_done}",
        [
            ("2022年改革任务",),
            ("改革任务", "牵头单位", planned, None, done, None),
            (None, None, "启动时间", of_plan, "是否完成", of_done),
            ("甲改革", "区发改委", "2022年1月", "2022年6月30日", "是", "2022年6月20日"),
        ],
        [task("甲改革", due_date="2022-06-30", status="completed", completed_date="2022-06-20")],
        merges=["A2:A3", "B2:B3", "C2:D2", "E2:F2"],
        rules=["unused_columns"],
    )


def reached(header: str) -> Layout:
    """An indicator whose figure stands below a header beside its aim."""
    return Layout(
        f"an indicator's {header}",
        [("2022年主要指标",), ("指标名称", "单位", "年度目标", header, "完成率"), ("投资", "亿元", 100, 70, "70%")],
        [{"name": "投资", "value": "70", "unit": "亿元"}],
        rules=["unused_columns"],
    )


LAYOUTS = [
    Layout(
        "experiences adopted above, with the level at which and the day on which they were",
        [
            ("改革经验推广情况表（2021年）",),
            ("序号", "经验名称", "推广单位", "推广层级", "推广时间"),
            (1, "社区微治理", "中央改革办", "国家级", "2021年9月3日"),
        ],
        [{"title": "社区微治理", "adopted_by": "中央改革办", "level": "国家", "date": "2021-09-03"}],
    ),
    dated_below("时间节点", "完成情况", of_done="完成日期"),
    dated_below("时限要求", "办理情况", "办结时间", "办结时间"),
    dated_below("计划", "实际"),
    dated_below("工作计划", "落实情况"),
    dated_below("计划完成", "实际完成", "时间", "时间"),
    Layout(
        "two rows of headers below groups that were not merged, one of their labels not known",
        [
            ("2022年任务进度表",),
            ("序号", "任务名称", "责任主体", None, "时间", None, "进展情况"),
            (None, None, "牵头单位", "配合单位", "启动时间", "完成时限", None),
            (1, "甲改革", "区发改委", "区财政局", "2022-1-1", "2022-6-30", "已印发"),
        ],
        [task("甲改革", lead_department="区发改委", due_date="2022-06-30", progress="已印发")],
        rules=["unused_columns"],
    ),
    Layout(
        "progress that begins with a state in a sentence of its own",
        [
            ("2022年改革任务",),
            ("改革任务", "牵头单位", "完成时限", "进展情况"),
            ("甲改革", "区发改委", "6月底", "已完成。1.印发方案；2.召开会议。"),
            ("乙改革", "区发改委", "6月底", "正在推进；已完成调研。"),
            ("丙改革", "区发改委", "6月底", "已完成：方案编制、招标。"),
            ("丁改革", "区发改委", "6月底", "已完成方案。下一步抓好落实。"),
        ],
        [
            task("甲改革", status="completed", progress="已完成。1.印发方案；2.召开会议。"),
            task("乙改革", status="in_progress"),
            task("丙改革", status=None),
            task("丁改革", status=None),
        ],
    ),
    *[
        Layout(
            f"tasks of a {header}",
            [("2022年改革任务",), (header, "改革任务", "完成时限"), ("区发改委", "甲改革", "6月底")],
            [task("甲改革", lead_department="区发改委")],
        )
        for header in ("单位", "部门名称")
    ],
    *[
        Layout(
            f"a planned day below {planned} and the actual one below {actual}",
            [
                ("2022年改革任务",),
                ("改革任务", "牵头单位", planned, actual, "完成情况"),
                ("甲改革", "区发改委", "2022年6月30日", "2022年6月20日", "完成"),
            ],
            [task("甲改革", due_date="2022-06-30", completed_date="2022-06-20")],
        )
        for planned, actual in (("完成时间", "实际完成时间"), ("完成日期", "销号时间"))
    ],
    Layout(
        "problems with who leads and who else is responsible",
        [
            ("2022年督察问题整改台账",),
            ("发现问题", "整改措施", "责任单位", "牵头单位", "是否销号"),
            ("问题一", "措施一", "区财政局、区审计局", "区城管局", "是"),
        ],
        [{"responsible_department": "区城管局", "supporting_departments": "区财政局、区审计局", "state": "closed"}],
    ),
    Layout(
        "departments above the tasks that they lead",
        [
            ("2022年改革任务清单",),
            ("序号", "改革任务", "完成时限", "完成情况"),
            ("区发改委（2项）",),
            (1, "甲改革", "6月底", "完成"),
            (2, "乙改革", "6月底", "完成"),
            ("一、区民政局：1项",),
            (1, "丙改革", "6月底", "推进中"),
            ("二、其他改革任务",),
            (1, "丁改革", "6月底", "推进中"),
        ],
        [
            task("甲改革", lead_department="区发改委"),
            task("乙改革", lead_department="区发改委"),
            task("丙改革", lead_department="区民政局"),
            task("丁改革", lead_department=None),
        ],
        merges=["A3:D3", "A6:D6"],
        skipped=["section"] * 3,
    ),
    Layout(
        "levels above the articles that were adopted there",
        [
            ("2022年宣传推广情况",),
            ("序号", "标题", "媒体", "日期"),
            ("（一）中央媒体（1篇）",),
            (1, "甲经验", "人民日报", "2022-5-1"),
            ("（二）省级媒体",),
            (2, "乙经验", "安徽日报", "2022-6-1"),
            ("（三）省市级及以上媒体",),
            (3, "丙经验", "合肥日报", "2022-7-1"),
        ],
        [{"title": "甲经验", "level": "国家"}, {"title": "乙经验", "level": "省"}, {"title": "丙经验", "level": None}],
        skipped=["section"] * 3,
    ),
    *[
        Layout(
            f"a title on its side beside headers of two rows, with merges {merges}",
            [
                ("2022年改革任务", "序号", "改革事项", "责任主体", None, "完成时限"),
                (None, None, None, "牵头单位", "配合单位", None),
                (None, 1, "甲改革", "区发改委", "区财政局", "6月底"),
                (None, 2, "乙改革", "区民政局", "区财政局", "12月底"),
            ],
            [task("甲改革", lead_department="区发改委", due_date="2022-06-30"), task("乙改革", due_date="2022-12-31")],
            merges=["A1:A4", *merges],
        )
        for merges in (("B1:B2", "C1:C2", "D1:E1", "F1:F2"), ("D1:E1",))
    ],
    *map(reached, ("1-9月完成", "截至9月完成", "前三季度完成", "全年完成", "2022年完成", "目前完成")),
    *map(most_below, ("（权重）", "分值", "满分值", "满分100分", "最高分")),
    *[
        most_in_header(written, *others)
        for written in ("[{}分]", "【{}分】", "（总分{}分）", "（最高{}分）", "（≤{}分）", "{}分")
        for others in ((), ("总分",))
    ],
    *map(points_above, ("最高分", "最低分", "最高得分", "满分", "满分值", "满分：100分", "（权重）", "分值")),
    *[
        Layout(
            f"a remark {place} names no sender: {remark}",
            [TITLE, HEADER, *rows],
            [task("甲改革", reporting_department=None), task("乙改革", reporting_department=None)],
            skipped=["note"],
        )
        for remark in ("注：责任单位调整为区发改委、区财政局", "（以下任务由区发改委、区财政局提供）")
        for place, rows in (("between", (TASK, (remark,), OTHER)), ("below", (TASK, OTHER, (remark,))))
    ],
    Layout(
        "figures that say 万 or 亿 beside a unit that does",
        [
            ("2022年改革成效指标",),
            ("指标名称", "数值", "单位"),
            ("财政收入", "13.5亿元", "万元"),
            ("投资", "13.5亿", "亿元"),
            ("税收", "1亿2000万元", "万元"),
            ("产值", 20, "万元"),
            ("就业", "1.2万人", "人"),
            ("户数", "三千五百", "万户"),
        ],
        [
            {"name": "财政收入", "value": "135000", "unit": "万元"},
            {"name": "投资", "value": "13.5", "unit": "亿元"},
            {"name": "税收", "value": "12000", "unit": "万元"},
            {"name": "产值", "value": "20", "unit": "万元"},
            {"name": "就业", "value": "12000", "unit": "人"},
            {"name": "户数", "value": "3500", "unit": "万户"},
        ],
    ),
    Layout(
        "figures that say 万 or 亿 below a unit of the table or in their header",
        [
            ("2022年改革成效指标",),
            ("单位：万元",),
            ("指标名称", "数值"),
            ("税收", "1.2亿"),
            ("产值", 20),
            ("投资", "3亿元"),
        ],
        [
            {"name": "税收", "value": "12000", "unit": "万元"},
            {"name": "产值", "value": "20", "unit": "万元"},
            {"name": "投资", "value": "300000000", "unit": "元"},
        ],
    ),
    Layout(
        "a figure that says 万 below a header with a unit",
        [("2022年改革成效指标",), ("指标名称", "数值（户）"), ("户数", "1.2万")],
        [{"name": "户数", "value": "12000", "unit": "户"}],
    ),
    Layout(
        "a title on its side, merged from the headers down over the records",
        [
            ("2022年改革任务", "序号", "改革事项", "牵头单位", "完成时限", "进展情况"),
            (None, 1, "甲改革", "区发改委", "6月底", "已完成"),
            (None, 2, "乙改革", "区民政局", "12月底", "推进中"),
        ],
        [
            task("甲改革", due_date="2022-06-30", status="completed"),
            task("乙改革", due_date="2022-12-31", status="in_progress"),
        ],
        merges=["A1:A3"],
    ),
    Layout(
        "a remark merged from the headers down over the records",
        [
            ("改革事项", "牵头单位", "完成状态", "本表每月25日前报送"),
            ("甲改革", "区发改委", "已完成", None),
            ("乙改革", "区民政局", "推进中", None),
        ],
        [task("甲改革", status="completed"), task("乙改革", status="in_progress")],
        merges=["D1:D3"],
    ),
    Layout(
        "titles and context lines above",
        [
            TITLE,
            ("填报单位：区发改委（盖章）", None, "填报人：张三", None, "填报时间：2022年1月5日"),
            HEADER,
            TASK,
        ],
        [task("甲改革", year="2021", reporting_department="区发改委", due_date="2021-12-31")],
    ),
    Layout(
        "two tables below each other",
        [
            TITLE,
            HEADER,
            TASK,
            (),
            ("延期申请",),
            ("改革事项", "延期原因", "审批会议"),
            ("乙改革", "机构调整", "深改委会议"),
        ],
        [task("甲改革"), task("乙改革", reason="机构调整")],
        skipped=["title", "header"],
    ),
    Layout(
        "a list of problems with a plain state",
        [("2021年问题清单",), ("序号", "问题描述", "状态"), (1, "平台未对接", "待解决"), (2, "台账不全", "已解决")],
        [{"problem": "平台未对接", "state": "open"}, {"problem": "台账不全", "state": "closed"}],
    ),
    Layout(
        "a row of two header words among the records",
        [TITLE, HEADER, TASK, (None, None, "事项", "说明"), OTHER],
        [task("甲改革"), task("事项"), task("乙改革", status="in_progress")],
    ),
    Layout(
        "a row of two header words at the end",
        [TITLE, HEADER, TASK, ("事项", "说明")],
        [task("甲改革"), task(None)],
        rules=["left_blank_below"],
    ),
    Layout(
        "header words in a record apart from the others",
        [TITLE, HEADER, TASK, (), (2, "社会体制改革", "事项", "区民政局", "6月", "说明"), OTHER],
        [task("甲改革"), task("事项"), task("乙改革")],
    ),
    Layout(
        "a second table without rows",
        [TITLE, HEADER, TASK, (), ("延期申请",), ("改革事项", "延期原因", "审批会议")],
        [task("甲改革")],
        skipped=["title", "header"],
    ),
    Layout(
        "an unknown table above a known one",
        [
            TITLE,
            ("填报单位：区发改委", None, "填报人：张三"),
            ("物资", "数量", "金额"),
            ("纸张", 3, 120),
            (),
            HEADER,
            TASK,
        ],
        [task("甲改革", reporting_department="区发改委")],
        skipped=["no known table", "no known table"],
        rules=["rows_outside_tables"],
    ),
    Layout(
        "two tables side by side",
        [
            ("2021年", None, None, None, None, None),
            ("改革事项", "牵头单位", "完成状态", None, "试点名称", "批准单位"),
            ("甲改革", "区发改委", "已完成", None, "某试点", "省发改委"),
        ],
        [task("甲改革", status="completed"), {"name": "某试点", "approved_by": "省发改委"}],
    ),
    Layout(
        "the same table twice, side by side without a gap",
        [
            TITLE,
            ("序号", "改革事项", "完成状态", "序号", "改革事项", "完成状态"),
            (1, "甲改革", "已完成", 3, "丙改革", "延期"),
            (2, "乙改革", "推进中"),
        ],
        [task("甲改革", status="completed"), task("乙改革"), task("丙改革", status="postponed")],
    ),
    Layout(
        "numbers of columns above the header",
        [TITLE, (1, 2, 3, 4, 5, 6), HEADER, TASK],
        [task("甲改革")],
    ),
    Layout(
        "a header of two rows with merges",
        [
            TITLE,
            ("序号", "改革事项", "责任主体", None),
            (None, None, "牵头单位", "责任单位"),
            (1, "甲改革", "区发改委", "区财政局"),
        ],
        [task("甲改革", lead_department="区发改委", supporting_departments="区财政局")],
        ("A2:A3", "B2:B3", "C2:D2"),
    ),
    Layout(
        "a header of three rows with merges",
        [
            TITLE,
            ("序号", "任务", None, "责任主体", None, None),
            (None, "改革领域", "改革事项", "单位", None, "责任人"),
            (None, None, None, "牵头单位", "配合单位", None),
            (1, "经济体制改革", "甲改革", "区发改委", "区财政局", "张三"),
        ],
        [task("甲改革", lead_department="区发改委", supporting_departments="区财政局", responsible_person="张三")],
        ("A2:A4", "B2:C2", "B3:B4", "C3:C4", "D2:F2", "D3:E3", "F3:F4"),
    ),
    Layout(
        "a header of four rows with merges",
        [
            TITLE,
            ("序号", "改革事项", "落实", None, None),
            (None, None, "责任", None, "时间"),
            (None, None, "单位", None, None),
            (None, None, "牵头单位", "责任单位", "完成时限"),
            (1, "甲改革", "区发改委", "区财政局", "12月"),
        ],
        [task("甲改革", lead_department="区发改委", supporting_departments="区财政局", due_date="2021-12-31")],
        ("A2:A5", "B2:B5", "C2:E2", "C3:D3", "C4:D4", "E3:E4"),
    ),
    Layout(
        "headers repeated after a page break",
        [TITLE, HEADER, TASK, TITLE, HEADER, OTHER],
        [task("甲改革"), task("乙改革")],
        skipped=["repeated header", "repeated header"],
    ),
    Layout(
        "a row of formulas under the header",
        [TITLE, ("序号", "改革事项", "完成时限"), ("甲", 1, "2=3-5-8"), (1, "甲改革", "12月")],
        [task("甲改革")],
        skipped=["instruction"],
    ),
    Layout(
        "a row of explanations under the header",
        [
            TITLE,
            HEADER,
            ("填写说明", "从下拉中选择", "填写全称", "填写规范简称", "如：2021年12月", "请选择"),
            TASK,
        ],
        [task("甲改革")],
        skipped=["instruction"],
    ),
    Layout(
        "explanations over the whole width under the header",
        [TITLE, HEADER, ("填写说明：请按工作要点填写，不得增减事项。",), TASK],
        [task("甲改革")],
        ("A3:F3",),
        skipped=["instruction"],
    ),
    Layout(
        "section rows give the domain",
        [
            TITLE,
            HEADER,
            ("一、经济体制改革（1项）",),
            (1, None, *TASK[2:]),
            ("二、社会体制改革（1项）",),
            (2, None, *OTHER[2:]),
        ],
        [task("甲改革", domain="经济体制改革"), task("乙改革", domain="社会体制改革")],
        ("A3:F3", "A5:F5"),
        skipped=["section", "section"],
    ),
    Layout(
        "headings that are numbered in Chinese are no records",
        [
            TITLE,
            HEADER,
            ("一", None, "基层治理"),
            (1, None, *TASK[2:]),
            ("（二）", None, "营商环境"),
            (2, None, *OTHER[2:]),
        ],
        [task("甲改革", domain=None), task("乙改革", domain=None)],
        skipped=["section", "section"],
    ),
    Layout(
        "headings with a number of their own above numbers like 1.1",
        [
            TITLE,
            ("序号", "改革事项", "牵头单位", "完成状态"),
            ("1", "国资国企改革"),
            ("1.1", "甲改革", "区国资委", "已完成"),
            ("1.2", "乙改革", "区国资委", "推进中"),
            (2, "丙改革", "区财政局", "推进中"),
            (2.1, "丁改革", "区财政局", "推进中"),
            (3, "戊改革"),
        ],
        [task("甲改革"), task("乙改革"), task("丙改革"), task("丁改革"), task("戊改革")],
        skipped=["section"],
    ),
    Layout(
        "what was done in the column of states is progress, where no other column tells it",
        [
            TITLE,
            ("序号", "改革事项", "完成情况"),
            (1, "甲改革", "已出台办法，全年办理320件。"),
            (2, "乙改革", "已完成"),
        ],
        [
            task("甲改革", status=None, progress="已出台办法，全年办理320件。"),
            task("乙改革", status="completed", progress=None),
        ],
    ),
    Layout(
        "records that are numbered in Chinese are records",
        [TITLE, HEADER, ("一", None, "甲改革"), ("二", None, "乙改革"), ("三", *TASK[1:2], "丙改革", "区发改委")],
        [task("甲改革"), task("乙改革"), task("丙改革")],
    ),
    Layout(
        "a postponement's new time limit and approval in the words of offices",
        [
            ("2021年度改革任务延期申请表",),
            ("序号", "改革事项", "申请延期理由", "原完成时限", "延期后完成时限", "审批情况", None),
            (None, None, None, None, None, "会议名称", "意见"),
            (1, "甲改革", "疫情影响", "2021年12月", "2022年6月", "区委深改委第5次会议", "同意"),
        ],
        [task("甲改革", postponed_to_year="2022", approved="yes", approved_by="区委深改委第5次会议")],
        ("A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:G2"),
        rules=["unused_columns"],
    ),
    Layout(
        "page numbers and addressees below",
        [TITLE, HEADER, TASK, ("第1页 共2页",), ("—2—",), ("抄送：区委办",)],
        [task("甲改革")],
        skipped=["note"] * 3,
    ),
    Layout(
        "a table of which only one header is known",
        [TITLE, ("序号", "改革事项", "甲栏", "乙栏", "丙栏"), (1, "甲改革", 3, 4, 5)],
        [task("甲改革")],
        rules=["table_guessed"],
    ),
    Layout(
        "what departments sign with in a column of the table",
        [
            TITLE,
            HEADER,
            TASK,
            (None, None, "自评得分", None, None, 10),
            (None, None, "主要负责人签字：", None, "日期："),
        ],
        [task("甲改革")],
        skipped=["subtotal", "note"],
    ),
    Layout(
        "merged cells of the body give the rows below their domain",
        [TITLE, HEADER, TASK, (2, None, *OTHER[2:])],
        [task("甲改革", domain="经济体制改革"), task("乙改革", domain="经济体制改革")],
        ("B3:B4",),
    ),
    Layout(
        "one task merged over its steps",
        [
            TITLE,
            ("序号", "改革事项", "牵头单位", "具体举措", "完成时限", "完成状态"),
            (1, "甲改革", "区发改委", "起草方案", "3月", "已完成"),
            (None, None, None, "征求意见", "6月", "已完成"),
            (None, None, None, "印发实施", "10月", "已完成"),
            (2, "乙改革", "区民政局", "推进", "12月", "推进中"),
        ],
        [
            task("甲改革", content="起草方案\n征求意见\n印发实施", due_date="2021-10-31", status="completed"),
            task("乙改革", content="推进", due_date="2021-12-31", status="in_progress"),
        ],
        ("A3:A5", "B3:B5", "C3:C5"),
        skipped=["step", "step"],
    ),
    Layout(
        "steps that are not all done leave the status open",
        [
            TITLE,
            ("序号", "改革事项", "具体举措", "完成状态", "责任人"),
            (1, "甲改革", "起草", "已完成", "张三"),
            (None, None, "印发", "推进中", "李四"),
        ],
        [task("甲改革", status=None, responsible_person="张三", content="起草\n印发")],
        ("A3:A4", "B3:B4"),
        skipped=["step"],
    ),
    Layout(
        "one merged task whose steps have numbers of their own",
        [
            TITLE,
            ("序号", "改革事项", "具体举措", "完成时限"),
            (1.1, "甲改革", "起草", "9月"),
            (1.2, None, "印发", "9月"),
            ("（1）", "乙改革", "推进", "10月"),
            ("（2）", None, "评估", "10月"),
            (5, "丙改革", "推进", "12月"),
        ],
        [
            task("甲改革", task_no="1.1", content="起草\n印发", due_date="2021-09-30"),
            task("乙改革", content="推进\n评估", due_date="2021-10-31"),
            task("丙改革", task_no="5"),
        ],
        ("B3:B4", "B5:B6"),
        skipped=["step", "step"],
    ),
    Layout(
        "one task over its steps that are not merged and have numbers below its own",
        [
            TITLE,
            ("序号", "改革事项", "具体举措", "牵头单位", "完成时限"),
            (1, "甲改革", "总体", "区发改委", "6月"),
            ("1.1", None, "起草", "区发改委", "6月"),
            (1.2, None, "印发", "区发改委", "12月"),
            (2, "乙改革", "总体", "区民政局", "12月"),
            ("（1）", None, "推进", "区民政局", "9月"),
            (3, "丙改革", "总体", "区民政局", "12月"),
            ("①", None, "推进", "区民政局", "9月"),
        ],
        [
            task("甲改革", task_no="1", content="总体\n起草\n印发", due_date="2021-12-31"),
            task("乙改革", task_no="2", content="总体\n推进", due_date="2021-12-31"),
            task("丙改革", task_no="3", content="总体\n推进", due_date="2021-12-31"),
        ],
        skipped=["step"] * 4,
        rules=["rows_go_on"] * 3,
    ),
    Layout(
        "numbered decisions below one whose meeting alone has a day",
        [
            ("2021年调度会议台账",),
            ("序号", "日期", "改革事项", "议定事项", "完成时限"),
            (1, "2021-05-03", "甲改革", "加快", "2021-06-30"),
            (2, None, "乙改革", "加快", "2021-06-30"),
        ],
        [{"date": "2021-05-03", "task_title": "甲改革"}, {"date": None, "task_title": "乙改革"}],
        rules=["left_blank_below"],
    ),
    Layout(
        "one merged department of several numbered tasks",
        [
            TITLE,
            ("序号", "改革事项", "牵头单位"),
            (1, "甲改革", "区发改委"),
            (2, "乙改革", None),
        ],
        [task("甲改革", lead_department="区发改委"), task("乙改革", lead_department="区发改委")],
        ("C3:C4",),
    ),
    Layout(
        "one task over its steps that are not merged",
        [
            TITLE,
            ("序号", "改革领域", "改革事项", "具体举措", "牵头单位", "完成时限", "完成状态"),
            (1, "经济体制改革", "甲改革", "起草方案", "区发改委", "3月", "已完成"),
            (None, None, None, "征求意见", None, "6月", "已完成"),
            (None, None, None, "印发实施", None, "10月", "已完成"),
            (2, "社会体制改革", "乙改革", "推进", "区民政局", "12月", "推进中"),
        ],
        [
            task("甲改革", content="起草方案\n征求意见\n印发实施", due_date="2021-10-31", status="completed"),
            task("乙改革", content="推进", lead_department="区民政局"),
        ],
        skipped=["step", "step"],
        rules=["rows_go_on"],
    ),
    Layout(
        "steps that are not merged in a table without numbers",
        [
            TITLE,
            ("改革事项", "牵头单位", "具体举措", "完成状态"),
            ("甲改革", "区发改委", "起草", "已完成"),
            (None, None, "印发", "已完成"),
        ],
        [task("甲改革", content="起草\n印发", status="completed")],
        skipped=["step"],
        rules=["rows_go_on"],
    ),
    Layout(
        "a record that lacks its title goes on with none",
        [
            TITLE,
            HEADER,
            TASK,
            (2, None, None, "区民政局", "6月", "推进中"),
            (),
            (None, None, None, "区财政局", "6月", "推进中"),
        ],
        [task("甲改革"), task(None, lead_department="区民政局"), task(None, lead_department="区财政局")],
        rules=["left_blank_below"],
    ),
    Layout(
        "a domain that is written once for its tasks",
        [
            TITLE,
            ("改革领域", "序号", "改革事项", "牵头单位", "完成状态"),
            ("经济体制改革", 1, "甲事项改革", "区发改委", "已完成"),
            (None, 2, "乙事项改革", "区财政局", "已完成"),
            ("社会体制改革", 3, "丙事项改革", "区民政局", "推进中"),
        ],
        [
            task("甲事项改革", domain="经济体制改革"),
            task("乙事项改革", domain="经济体制改革"),
            task("丙事项改革", domain="社会体制改革"),
        ],
        rules=["taken_from_above"],
    ),
    Layout(
        "what a group says of one of its labels it does not say of the others",
        [
            TITLE,
            ("改革事项", "时间安排", None, "推进情况", None),
            (None, "启动时间", "完成时限", "目前进展", "完成比例"),
            ("甲改革", "2021年1月", "2021年10月", "完成梳理", "70%"),
        ],
        [task("甲改革", due_date="2021-10-31", status="in_progress", progress="完成梳理")],
        ("A2:A3", "B2:C2", "D2:E2"),
        rules=["unused_columns"],
    ),
    Layout(
        "progress in per cent, as its header says",
        [
            TITLE,
            ("改革任务", "举措", "节点", "进度（%）"),
            ("甲改革", "推开", "6月", 70),
            ("乙改革", "推开", "7月", 100),
        ],
        [task("甲改革", status="in_progress", content="推开"), task("乙改革", status="completed")],
    ),
    Layout(
        "points of each indicator in a column of its own",
        [
            ("2021年考核得分汇总表",),
            ("序号", "单位", "改革任务(40分)", "信息报送（权重20%）", "总分（100分）", "排名"),
            (1, "区发改委", 38, 18, 56, 1),
            (2, "区民政局", 36.5, "/", 36.5, 2),
        ],
        [
            {"department": "区发改委", "points": "56", "indicator": None},
            {"department": "区民政局", "points": "36.5", "indicator": None},
            {"department": "区发改委", "indicator": "改革任务", "weight": "40", "points": "38"},
            {"department": "区民政局", "indicator": "改革任务", "weight": "40", "points": "36.5"},
            {"department": "区发改委", "indicator": "信息报送", "weight": "0.2", "points": "18"},
        ],
        rules=["unused_columns"],
    ),
    Layout(
        "points of each indicator without a total",
        [
            ("2021年综合考核",),
            ("序号", "单位", "改革任务(40分)", "信息报送（60分）", "加分项", "备注"),
            (1, "区发改委", 38, 15, 2, "无误"),
            (2, "区民政局", 30, "/", None, None),
        ],
        [
            {"department": "区发改委", "indicator": "改革任务", "weight": "40", "points": "38", "remark": "无误"},
            {"department": "区民政局", "indicator": "改革任务", "weight": "40", "points": "30"},
            {"department": "区发改委", "indicator": "信息报送", "weight": "60", "points": "15", "remark": None},
            {"department": "区发改委", "indicator": "加分项", "weight": None, "points": "2"},
        ],
    ),
    Layout(
        "stages of a task with shares are no points",
        [
            TITLE,
            ("单位", "改革任务", "一季度(25%)", "二季度(50%)", "完成状态"),
            ("区发改委", "甲改革", "起草", "印发", "已完成"),
        ],
        [task("甲改革", status="completed", points=None)],
        rules=["unused_columns"],
    ),
    Layout(
        "points of indicators under groups",
        [
            ("2021年考核得分",),
            ("单位", "日常考核", None, "年终考核", "加分项", "扣分项", "总得分"),
            (None, "任务（50分）", "信息（20分）", "成效（30分）", None, None, None),
            ("区发改委", 48, 18, 29, 2, 1, 96),
        ],
        [
            {"indicator": None, "points": "96"},
            {"indicator": "日常考核/任务", "weight": "50", "points": "48"},
            {"indicator": "日常考核/信息", "weight": "20", "points": "18"},
            {"indicator": "年终考核/成效", "weight": "30", "points": "29"},
            {"indicator": "加分项", "weight": None, "points": "2"},
            {"indicator": "扣分项", "weight": None, "points": "-1"},
        ],
        ("A2:A3", "B2:C2", "E2:E3", "F2:F3", "G2:G3"),
        rules=["points_lost"],
    ),
    Layout(
        "points of indicators under groups, with what can be reached and without a total",
        [
            ("2021年综合考核",),
            ("序号", "单位", "改革任务", None, "党的建设", None, "日常扣分（10分）"),
            (None, None, "任务完成", "信息报送", "组织建设", "党风廉政", None),
            (None, "满分", 40, "20分", 20, 20, "/"),
            (1, "区发改委", 38, 18, 20, 19, 1.5),
            (2, "区民政局", 36.5, "/", 19, 20, -2),
        ],
        [
            {"department": "区发改委", "indicator": "改革任务/任务完成", "weight": "40", "points": "38"},
            {"department": "区民政局", "indicator": "改革任务/任务完成", "weight": "40", "points": "36.5"},
            {"department": "区发改委", "indicator": "改革任务/信息报送", "weight": "20", "points": "18"},
            {"department": "区发改委", "indicator": "党的建设/组织建设", "weight": "20", "points": "20"},
            {"department": "区民政局", "indicator": "党的建设/组织建设", "weight": "20", "points": "19"},
            {"department": "区发改委", "indicator": "党的建设/党风廉政", "weight": "20", "points": "19"},
            {"department": "区民政局", "indicator": "党的建设/党风廉政", "weight": "20", "points": "20"},
            {"department": "区发改委", "indicator": "日常扣分", "weight": None, "points": "-1.5"},
            {"department": "区民政局", "indicator": "日常扣分", "weight": None, "points": "-2"},
        ],
        ("A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3"),
        skipped=["header"],
        rules=["points_lost"],
    ),
    Layout(
        "points of indicators with what can be reached in the lower headers",
        [
            ("2021年度考核得分表",),
            ("单位", "考核指标", None, "总分"),
            (None, "任务完成（40分）", "信息报送（60分）", None),
            ("区发改委", 38, 50, 88),
        ],
        [
            {"department": "区发改委", "indicator": None, "weight": None, "points": "88"},
            {"indicator": "考核指标/任务完成", "weight": "40", "points": "38"},
            {"indicator": "考核指标/信息报送", "weight": "60", "points": "50"},
        ],
        ("A2:A3", "B2:C2", "D2:D3"),
    ),
    Layout(
        "points of indicators with what can be reached below each",
        [
            ("2021年度考核得分表",),
            ("单位", "任务完成", "信息报送", "总分"),
            (None, "40分", "60分", "100分"),
            ("区发改委", 38, 50, 88),
        ],
        [
            {"department": "区发改委", "indicator": None, "weight": "100", "points": "88"},
            {"indicator": "任务完成", "weight": "40", "points": "38"},
            {"indicator": "信息报送", "weight": "60", "points": "50"},
        ],
        ("A2:A3",),
    ),
    Layout(
        "points below a row of weights, with a column of points lost among them",
        [
            ("2021年考核得分",),
            ("单位", "任务完成", "信息报送", "扣分", "总分"),
            ("权重", "60%", "40%", None, "100%"),
            ("区发改委", 48, 22, "1分", 69),
            ("区民政局", 48, 22, 0, 70),
        ],
        [
            {"department": "区发改委", "points": "69", "weight": "1"},
            {"department": "区民政局", "points": "70"},
            {"indicator": "任务完成", "weight": "0.6", "points": "48"},
            {"indicator": "任务完成", "weight": "0.6", "points": "48"},
            {"indicator": "信息报送", "weight": "0.4", "points": "22"},
            {"indicator": "信息报送", "weight": "0.4", "points": "22"},
            {"indicator": "扣分", "points": "-1"},
            {"indicator": "扣分", "points": "0"},
        ],
        skipped=["header"],
        rules=["points_lost"],
    ),
    Layout(
        "extra points and points lost under groups, beside the sum of a group",
        [
            ("2021年考核得分",),
            ("单位", "改革", None, None, "党建", "加分项", "扣分项", None, "总分", "折算分"),
            (None, "任务", "信息", "小计", None, "创新", "信访", "安全", None, None),
            ("满分", 40, 20, 60, 40, 5, 5, 5, 100, 5),
            ("区发改委", 30, 20, 50, 38, 2, 1, 2, 87, 4.35),
            ("平均分", 30, 20, 50, 38, 2, 1, 2, 87, 4.35),
        ],
        [
            {"indicator": None, "weight": "100", "points": "87"},
            {"indicator": "改革/任务", "weight": "40", "points": "30"},
            {"indicator": "改革/信息", "weight": "20", "points": "20"},
            {"indicator": "党建", "weight": "40", "points": "38"},
            {"indicator": "加分项/创新", "weight": None, "points": "2"},
            {"indicator": "扣分项/信访", "weight": None, "points": "-1"},
            {"indicator": "扣分项/安全", "weight": None, "points": "-2"},
        ],
        ("A2:A3", "B2:D2", "E2:E3", "G2:H2", "I2:I3", "J2:J3"),
        skipped=["header", "subtotal"],
        rules=["unused_columns", "points_lost", "points_lost"],
    ),
    Layout(
        "points below what can be reached without a word for it",
        [
            ("2021年考核得分",),
            ("单位", "任务完成", "信息报送", "总分"),
            (None, "（60分）", "（40分）", "（100分）"),
            ("区发改委", 48, 22, 70),
        ],
        [
            {"indicator": None, "weight": "100", "points": "70"},
            {"indicator": "任务完成", "weight": "60", "points": "48"},
            {"indicator": "信息报送", "weight": "40", "points": "22"},
        ],
        skipped=["header"],
    ),
    Layout(
        "points lost and points left of each indicator",
        [
            ("2021年考核得分",),
            ("单位", "改革任务（40分）", None, "信息报送（60分）", None, "总分"),
            (None, "扣分", "得分", "扣分", "得分", None),
            ("区发改委", 2, 38, 10, 50, 88),
        ],
        [
            {"department": "区发改委", "indicator": None, "points": "88"},
            {"indicator": "改革任务", "weight": "40", "points": "38"},
            {"indicator": "信息报送", "weight": "60", "points": "50"},
        ],
        ("A2:A3", "B2:C2", "D2:E2", "F2:F3"),
        rules=["unused_columns"],
    ),
    Layout(
        "points lost and points left of each indicator without a total",
        [
            ("2021年考核得分",),
            ("单位", "改革任务（40分）", None, "信息报送（60分）", None),
            (None, "扣分", "得分", "扣分", "得分"),
            ("区发改委", 2, 38, 10, 50),
        ],
        [
            {"indicator": "改革任务", "weight": "40", "points": "38"},
            {"indicator": "信息报送", "weight": "60", "points": "50"},
        ],
        ("A2:A3", "B2:C2", "D2:E2"),
        rules=["unused_columns"],
    ),
    Layout(
        "points lost of an indicator a row",
        [
            ("2021年考核评分表",),
            ("单位", "考核指标", "分值", "扣分", "得分", "扣分原因"),
            ("区发改委", "任务完成", 60, 2, 58, "逾期"),
        ],
        [{"indicator": "任务完成", "weight": "60", "points": "58", "remark": "逾期"}],
        rules=["unused_columns"],
    ),
    Layout(
        "points below a row of what can be reached",
        [
            ("2021年考核得分",),
            ("单位", "任务完成", "信息报送", "总得分", "联系电话"),
            ("满分", "60分", 40, "100分", None),
            ("区发改委", 48, 22, 70, "123"),
        ],
        [
            {"department": "区发改委", "points": "70", "indicator": None},
            {"indicator": "任务完成", "weight": "60", "points": "48"},
            {"indicator": "信息报送", "weight": "40", "points": "22"},
        ],
        skipped=["header"],
    ),
    Layout(
        "numbers of the columns are not what can be reached",
        [
            ("2021年综合考核得分",),
            ("单位", "任务得分（1）", "信息得分（2）", "加分（3）", "扣分（4）", "总分（5=1+2+3-4）"),
            ("区发改委", 55, 35, 3, 2, 91),
        ],
        [{"department": "区发改委", "indicator": None, "weight": None, "points": "91"}],
        rules=["unused_columns"],
    ),
    Layout(
        "numbers of the columns beside what can be reached",
        [
            ("2021年综合考核得分",),
            ("单位（1）", "任务得分(60分)（2）", "信息得分(40分)（3）", "总分（4=2+3）"),
            ("区发改委", 55, 35, 90),
        ],
        [
            {"indicator": None, "weight": None, "points": "90"},
            {"indicator": "任务得分", "weight": "60", "points": "55"},
            {"indicator": "信息得分", "weight": "40", "points": "35"},
        ],
    ),
    Layout(
        "years are not what can be reached",
        [
            ("2021年综合考核得分",),
            ("单位", "任务得分(2020)", "任务得分(2021)", "总分"),
            ("区发改委", 90, 92, 92),
        ],
        [{"indicator": None, "weight": None, "points": "92"}],
        rules=["unused_columns"],
    ),
    Layout(
        "what can be reached is of an indicator and of no field with a like name",
        [
            ("2021年综合考核得分",),
            ("单位", "报送(20分)", "会议(80分)", "总分"),
            ("区发改委", 18, 79, 97),
        ],
        [
            {"indicator": None, "points": "97", "reported_period": None},
            {"indicator": "报送", "weight": "20", "points": "18"},
            {"indicator": "会议", "weight": "80", "points": "79"},
        ],
    ),
    Layout(
        "counts of tasks without a total are no points",
        [
            ("2021年改革任务考核统计表",),
            ("序号", "单位", "承担任务(44)", "已完成(40)", "延期(4)"),
            (1, "区发改委", 10, 9, 1),
        ],
        [],
        skipped=["no known table"] * 3,
        rules=["no_known_table"],
    ),
    Layout(
        "figures without a word for points below what can be reached",
        [
            ("2021年考核得分",),
            ("序号", "单位", "改革任务(60)", "信息报送(40)"),
            (None, "满分", 60, 40),
            (1, "区发改委", 58, 39),
        ],
        [
            {"indicator": "改革任务", "weight": "60", "points": "58"},
            {"indicator": "信息报送", "weight": "40", "points": "39"},
        ],
        skipped=["header"],
    ),
    Layout(
        "what extra points were given for is told and is no points",
        [
            ("2021年综合考核得分",),
            ("单位", "任务完成(60分)", "创新(40分)", "加分情况", "总分"),
            ("区发改委", 58, 38, "省级推广3次，每次加2分，共6分", 102),
        ],
        [
            {"indicator": None, "points": "102"},
            {"indicator": "任务完成", "points": "58"},
            {"indicator": "创新", "points": "38"},
        ],
        rules=["unused_columns"],
    ),
    Layout(
        "points of a department that is named once",
        [
            ("2021年考核评分表",),
            ("单位", "考核指标", "分值", "得分"),
            ("区发改委", "任务完成", 60, 58),
            (None, "信息报送", 40, 36),
            ("区民政局", "任务完成", 60, 55),
        ],
        [
            {"department": "区发改委", "indicator": "任务完成"},
            {"department": "区发改委", "indicator": "信息报送", "points": "36"},
            {"department": "区民政局", "indicator": "任务完成"},
        ],
        rules=["taken_from_above"],
    ),
    Layout(
        "decisions of a meeting that is written once",
        [
            ("2021年调度情况表",),
            ("序号", "调度时间", "主持人", "调度任务", "议定事项", "责任单位", "办结时限"),
            (1, "2021年5月12日", "张三", "甲改革", "完成办法", "区发改委", "5月底前"),
            (None, None, None, None, "完成采集", "区统计局", "6月底前"),
        ],
        [
            {"decision": "完成办法", "due_date": "2021-05-31"},
            {
                "decision": "完成采集",
                "task_title": "甲改革",
                "date": "2021-05-12",
                "chaired_by": "张三",
                "responsible_department": "区统计局",
                "due_date": "2021-06-30",
                "dispatch_no": None,
            },
        ],
        rules=["taken_from_above"],
    ),
    Layout(
        "decisions of a meeting that is merged over them",
        [
            ("2021年调度情况表",),
            ("序号", "调度时间", "调度任务", "议定事项", "责任单位", "办结时限"),
            (1, "2021年5月12日", "甲改革", "完成办法", "区发改委", "5月底前"),
            (None, None, None, "完成采集", "区统计局", "6月底前"),
        ],
        [
            {"decision": "完成办法", "responsible_department": "区发改委", "due_date": "2021-05-31"},
            {"decision": "完成采集", "task_title": "甲改革", "responsible_department": "区统计局"},
        ],
        ("A3:A4", "B3:B4", "C3:C4"),
    ),
    Layout(
        "indicators of a task that is written once",
        [
            TITLE,
            ("序号", "改革事项", "指标名称", "完成值"),
            (1, "甲改革", "转诊", 12),
            (None, None, "下沉", 56),
            (3, None, "签约", 75),
        ],
        [
            {"name": "转诊", "task_title": "甲改革"},
            {"name": "下沉", "task_title": "甲改革", "value": "56"},
            {"name": "签约", "task_title": None},
        ],
        rules=["taken_from_above"],
    ),
    Layout(
        "merged cells over a whole task are no steps of the next",
        [TITLE, HEADER, TASK, (None,) * 6, OTHER],
        [task("甲改革"), task("乙改革")],
        tuple(f"{column}3:{column}4" for column in "ABCDEF"),
    ),
    Layout(
        "subtotals and totals",
        [TITLE, HEADER, TASK, ("小计", 1), OTHER, ("合 计", None, "2项"), ("总计", 2)],
        [task("甲改革"), task("乙改革")],
        skipped=["subtotal"] * 3,
    ),
    Layout(
        "notes and signatures below",
        [
            TITLE,
            HEADER,
            TASK,
            (),
            ("注：1.本表一式两份；",),
            ("2.请于12月底前报送。",),
            ("填表人：李四", None, "联系电话：123", None, "审核人：王五"),
            ("单位负责人（签字）：", None, None, "填报日期：2022年1月"),
        ],
        [task("甲改革")],
        skipped=["note"] * 4,
    ),
    Layout(
        "what templates end with",
        [TITLE, HEADER, TASK, (2,), (3,), ("……",), ("保留格式，勿删",)],
        [task("甲改革")],
        skipped=["blank template row"] * 3 + ["note"],
    ),
    Layout(
        "blank rows and columns between",
        [
            (),
            (None, *TITLE),
            (),
            (None, "序号", None, "改革事项", None, "牵头单位", "完成时限"),
            (),
            (None, 1, None, "甲改革", None, "区发改委", "12月"),
            (),
            (),
            (None, 2, None, "乙改革", None, "区民政局", "6月"),
        ],
        [task("甲改革", lead_department="区发改委"), task("乙改革", due_date="2021-06-30")],
    ),
    Layout(
        "a unit for the whole table",
        [
            ("2021年指标完成情况", None, None),
            ("单位：万元", None, None),
            ("指标名称", "数值", "对应改革事项"),
            ("投资", 1500, "甲改革"),
            ("户数", "5500余户", "甲改革"),
        ],
        [
            {"name": "投资", "value": "1500", "unit": "万元"},
            {"name": "户数", "value": "5500", "unit": "户"},
        ],
    ),
    Layout(
        "a unit in the header",
        [("2021年",), ("指标名称", "数值（万元）", "对应改革事项"), ("投资", 1500, "甲改革")],
        [{"name": "投资", "value": "1500", "unit": "万元"}],
    ),
    Layout(
        "a column of units goes before the table's unit",
        [("单位：万元",), ("指标名称", "数值", "计量单位"), ("投资", 1500, "亿元"), ("产值", 20, None)],
        [{"name": "投资", "value": "1500", "unit": "亿元"}, {"name": "产值", "unit": "万元"}],
    ),
    Layout(
        "the sender as 单位 is no unit",
        [("2021年",), ("单位：区发改委",), ("指标名称", "数值", "对应改革事项"), ("投资", 1500, "甲改革")],
        [{"name": "投资", "unit": None, "reporting_department": "区发改委"}],
    ),
    Layout(
        "a title beside the unit above an indicator table",
        [
            ("2021年改革成效指标表", None, None, None, "单位：万元"),
            ("指标名称", "目标值", "完成值", "完成率", "截至时间"),
            ("投资", 1500, 1600, "106%", "2021年12月31日"),
            ("产值", 20, 21, "105%", "2021年12月31日"),
        ],
        [
            {"name": "投资", "value": "1600", "unit": "万元", "as_of_date": "2021-12-31"},
            {"name": "产值", "value": "21", "unit": "万元"},
        ],
        rules=["unused_columns"],
    ),
    Layout(
        "an indicator table of one row below its sender and unit",
        [
            ("2021年改革成效指标表",),
            ("填报单位：区发改委", None, "单位：万元"),
            ("指标名称", "完成值", "截至时间"),
            ("投资", 1600, "2021年12月31日"),
        ],
        [{"name": "投资", "value": "1600", "unit": "万元", "reporting_department": "区发改委"}],
    ),
    Layout(
        "tasks and their outputs under groups side by side",
        [
            TITLE,
            ("序号", "改革任务", None, None, "制度性成果", None, None),
            (None, "改革事项", "牵头单位", "完成状态", "成果名称", "文号", "印发时间"),
            (1, "甲改革", "区发改委", "已完成", "《甲办法》", "瑶办〔2021〕1号", "2021年3月5日"),
            (2, "乙改革", "区民政局", "推进中", "/", None, None),
        ],
        [
            task("甲改革", status="completed", lead_department="区发改委"),
            task("乙改革", status="in_progress"),
            {"title": "《甲办法》", "task_title": "甲改革", "document_number": "瑶办〔2021〕1号", "status": None},
        ],
        ("A2:A3", "B2:D2", "E2:G2"),
    ),
    Layout(
        "tasks and their outputs in one row of headers",
        [
            TITLE,
            ("序号", "改革事项", "牵头单位", "完成状态", "成果名称", "文号"),
            (1, "甲改革", "区发改委", "已完成", "《甲办法》", "瑶办〔2021〕1号"),
            (None, None, None, None, "《乙办法》", "瑶办〔2021〕2号"),
            ("合计", "1项"),
        ],
        [
            task("甲改革", status="completed"),
            {"title": "《甲办法》", "task_title": "甲改革"},
            {"title": "《乙办法》", "task_title": "甲改革"},
        ],
        ("A3:A4", "B3:B4", "C3:C4", "D3:D4"),
        skipped=["step", "subtotal"],
    ),
    Layout(
        "tasks and outputs side by side, each with its own numbers",
        [
            TITLE,
            ("任务完成情况", None, None, None, "成果情况", None, None),
            ("序号", "改革事项", "牵头单位", "完成状态", "序号", "成果名称", "文号"),
            (1, "甲改革", "区发改委", "已完成", 1, "《甲办法》", "瑶办〔2021〕1号"),
            (2, "乙改革", "区民政局", "推进中", None, None, None),
        ],
        [
            task("甲改革", status="completed", task_no="1"),
            task("乙改革"),
            {"title": "《甲办法》", "output_no": "1", "task_title": None},
        ],
        ("A2:D2", "E2:G2"),
    ),
    Layout(
        "tasks and the postponement of some",
        [
            TITLE,
            ("序号", "改革事项", "完成时限", "完成状态", "延期原因", "审批会议", "延至年度"),
            (1, "甲改革", "12月底", "已完成", "无", None, None),
            (2, "乙改革", "6月底", "延期", "机构调整", "区委深改委第5次会议", "2022年"),
        ],
        [
            task("甲改革", status="completed"),
            task("乙改革", status="postponed", reason=None),
            task("乙改革", reason="机构调整", postponed_to_year="2022", status=None),
        ],
    ),
    Layout(
        "what was mended but is not closed yet",
        [
            ("2021年督察问题整改台账",),
            ("序号", "发现问题", "整改措施", "整改状态", "是否销号"),
            (1, "台账不全", "补齐", "已整改", "否"),
            (2, "标准不一", "统一", "已整改", "是"),
            (3, "进度滞后", "加快", "整改中", None),
        ],
        [
            {"problem": "台账不全", "state": "open"},
            {"problem": "标准不一", "state": "closed"},
            {"problem": "进度滞后", "state": "open"},
        ],
        rules=["shared_field"],
    ),
    Layout(
        "headers that name two things",
        [
            TITLE,
            ("序号", "改革事项及主要内容", "牵头单位及责任人", "完成时限"),
            (1, "甲改革", "区发改委\n张三、李四", "6月底"),
            (2, "乙改革", "区民政局（王五）", "6月底"),
        ],
        [
            task("甲改革", lead_department="区发改委", responsible_person="张三、李四"),
            task("乙改革", lead_department="区民政局", responsible_person="王五"),
        ],
    ),
    Layout(
        "the year that a task is postponed to, beside the deadline in it",
        [
            TITLE,
            ("序号", "改革事项", "延期原因", "审批会议", "是否同意", "延至年度", "延期后完成时限"),
            (1, "甲改革", "机构调整", "区委深改委第5次会议", "同意", 2022, "2022年6月底"),
        ],
        [task("甲改革", postponed_to_year="2022", due_date="2022-06-30", approved="yes")],
    ),
    Layout(
        "an approval written as a sentence names who approved",
        [
            ("2021年度改革任务延期申请表",),
            ("序号", "改革事项", "延期原因", "审批情况", "延至年度"),
            (1, "甲改革", "机构调整", "经区委深改委第5次会议审议通过", "2022"),
            (2, "乙改革", "同上", "同意", "2022"),
        ],
        [
            task("甲改革", approved="yes", approved_by="经区委深改委第5次会议审议通过"),
            task("乙改革", approved="yes", approved_by=None, reason=None),
        ],
    ),
    Layout(
        "a subsection that is a domain of its own",
        [
            TITLE,
            ("序号", "改革事项", "完成状态"),
            ("一、经济体制改革",),
            (1, "甲改革", "已完成"),
            ("（三）基层治理专项",),
            (2, "乙改革", "推进中"),
        ],
        [task("甲改革", domain="经济体制改革"), task("乙改革", domain="基层治理专项")],
        ("A3:C3", "A5:C5"),
        skipped=["section", "section"],
    ),
    Layout(
        "a row that tells of a task, its output and its postponement",
        [
            TITLE,
            ("序号", "改革事项", "完成时限", "完成状态", "成果名称", "文号", "延期原因", "审批会议", "延至年度"),
            (1, "甲改革", "12月底", "已完成", "《甲办法》", "瑶办〔2021〕1号", None, None, None),
            (2, "乙改革", "6月底", "延期", None, None, "机构调整", "区委深改委第5次会议", "2022年"),
        ],
        [
            task("甲改革", status="completed"),
            task("乙改革", status="postponed"),
            task("乙改革", reason="机构调整"),
            {"title": "《甲办法》", "task_title": "甲改革"},
        ],
    ),
    Layout(
        "tasks with their problems and measures are no inspection",
        [
            TITLE,
            ("序号", "改革任务", "责任人", "完成时限", "目前进展", "存在问题", "整改措施"),
            (1, "甲改革", "张三", "12月", "推进中", "人手少", "增加人手"),
        ],
        [task("甲改革", status="in_progress")],
        rules=["unused_columns"],
    ),
    Layout(
        "a calendar of months below the time limit is no deadline",
        [
            TITLE,
            ("序号", "改革事项", "时间安排", None),
            (None, None, "6月", "12月"),
            (1, "甲改革", "起草", "印发"),
        ],
        [task("甲改革", due_date=None)],
        ("A2:A3", "B2:B3", "C2:D2"),
        rules=["unused_columns"],
    ),
    Layout(
        "amounts below a header of states are no states",
        [
            TITLE,
            ("序号", "改革事项", "完成情况", None, None),
            (None, None, "总数", "已完成数", "完成率"),
            (1, "甲改革", 10, 8, "80%"),
        ],
        [task("甲改革", status=None)],
        ("A2:A3", "B2:B3", "C2:E2"),
        rules=["table_guessed"],
    ),
    Layout(
        "years below a header of states are of other years",
        [
            TITLE,
            ("序号", "改革事项", "完成情况", None),
            (None, None, "2020年", "2021年"),
            (1, "甲改革", "推进中", "已完成"),
        ],
        [task("甲改革", status="completed", progress=None)],
        ("A2:A3", "B2:B3", "C2:D2"),
        rules=["duplicate_column"],
    ),
    Layout(
        "tasks whose progress stands beside their outputs",
        [
            TITLE,
            ("改革领域", "改革任务", "出台制度文件", None, "进展"),
            (None, None, "文件名称", "文号", None),
            ("经济体制改革", "甲改革", "《甲办法》", "瑶办〔2021〕1号", "已完成"),
            ("社会体制改革", "乙改革", "无", None, "推进中"),
        ],
        [task("甲改革", status="completed"), task("乙改革", status="in_progress"), {"title": "《甲办法》"}],
        ("A2:A3", "B2:B3", "C2:D2", "E2:E3"),
    ),
    Layout(
        "outputs that name the task and its lead department",
        [
            TITLE,
            ("序号", "成果名称", "文号", "印发时间", "改革事项", "牵头单位"),
            (1, "《甲办法》", "瑶办〔2021〕1号", "2021年3月5日", "甲改革", "区发改委"),
        ],
        [{"title": "《甲办法》", "task_title": "甲改革"}],
        rules=["unused_columns"],
    ),
    Layout(
        "a line above findings says whom and in which round the inspection was of",
        [
            ("2021年督察问题整改台账",),
            ("督察轮次：第一轮　　督察对象：区教体局　　责任单位：区教体局",),
            ("序号", "存在问题", "整改措施", "整改时限"),
            (1, "台账不全", "建台账", "12月底"),
        ],
        [
            {
                "problem": "台账不全",
                "round": "第一轮",
                "inspected_department": "区教体局",
                "responsible_department": "区教体局",
            }
        ],
    ),
    Layout(
        "a line above findings says who inspected",
        [
            ("2021年督察问题整改台账",),
            ("督察单位：区委改革办", None, "督察时间：2021年6月"),
            ("序号", "存在问题", "责任单位及责任人", "整改完成情况"),
            (1, "台账不全", "区教体局 张三", "已完成"),
        ],
        [{"inspected_department": None, "responsible_department": "区教体局", "responsible_person": "张三"}],
    ),
    Layout(
        "a line above points says whose they are",
        [("2021年考核评分表",), ("被考核单位：区民政局",), ("考核内容", "分值", "得分"), ("任务完成", 60, 55)],
        [{"department": "区民政局", "indicator": "任务完成", "points": "55"}],
    ),
    Layout(
        "a line that names a task names no row",
        [
            TITLE,
            ("改革事项：甲改革", None, "责任人：张三"),
            ("序号", "主要内容", "牵头单位", "完成时限"),
            (1, "起草", "区发改委", "6月"),
        ],
        [task(None, content="起草", responsible_person=None)],
        rules=["missing_column"],
    ),
    Layout(
        "a known table beside one that is not known takes nothing from it",
        [
            TITLE,
            ("序号", "已完成的", "牵头单位", "完成时间", None, "序号", "延期任务", "牵头单位", "延期原因"),
            (1, "甲改革", "区发改委", "2021年6月", None, 7, "丙改革", "区教体局", "资金未到位"),
        ],
        [{"title": "丙改革", "task_no": "7", "lead_department": "区教体局", "reason": "资金未到位"}],
        rules=["unused_columns"],
    ),
    Layout(
        "figures below a period alone",
        [
            ("2021年1-6月改革成效指标",),
            ("单位：亿元",),
            ("指标", "1-6月累计", "去年同期"),
            ("零售额", 123.4, 110.2),
            ("利用外资（万美元）", 8800, 7600),
            ("网办率（%）", 98.5, 96),
        ],
        [
            {"name": "零售额", "value": "123.4", "unit": "亿元"},
            {"value": "8800", "unit": "万美元"},
            {"value": "0.985", "unit": "比率"},
        ],
        rules=["unused_columns"],
    ),
    Layout(
        "figures of months alone, the last filled of which counts",
        [
            ("2021年改革成效指标",),
            ("指标名称", "单位", "1月", "2月", "3月份", "全年目标"),
            ("办件量", "件", 1200, 900, 1500, 9000),
            ("网办率", "%", 90, 91, None, 95),
        ],
        [{"value": "1500"}, {"value": "0.91"}],
        rules=["shared_field", "unused_columns"],
    ),
    Layout(
        "figures of a period in two years",
        [("改革成效指标",), ("指标", "2021年1-6月", "2020年1-6月", "增幅"), ("市场主体（户）", 120, 100, "20%")],
        [{"value": "120", "unit": "户", "year": "2021"}],
        rules=["duplicate_column", "unused_columns"],
    ),
    Layout(
        "the figure so far beside that of the month",
        [("2021年改革成效指标",), ("指标", "本月", "本年累计", "上年同期累计"), ("减税（亿元）", 1.2, 5.6, 4.4)],
        [{"value": "5.6", "unit": "亿元"}],
        rules=["unused_columns"],
    ),
    Layout(
        "figures beside their yearly targets",
        [("2021年改革成效指标",), ("指标", "年度目标", "完成情况"), ("惠企户数", "500户", "320户")],
        [{"value": "320", "unit": "户"}],
        rules=["unused_columns"],
    ),
    Layout(
        "figures below years alone",
        [
            ("改革成效指标对比",),
            ("序号", "指标", "单位", "2020年", "2021年"),
            (1, "市场主体", "户", 3000, "5500余"),
        ],
        [{"name": "市场主体", "value": "5500", "unit": "户", "year": "2021"}],
        rules=["duplicate_column"],
    ),
    Layout(
        "figures below the years before the table's own",
        [
            ("2020年改革成效指标",),
            ("指标名称", "2019年", "2020年度", "2021年"),
            ("市场主体", 1, 2, 3),
        ],
        [{"name": "市场主体", "value": "2", "year": "2020"}],
        rules=["duplicate_column", "duplicate_column"],
    ),
    Layout(
        "years beside a column of figures are no figures",
        [("2021年改革成效指标",), ("指标名称", "数值", "2020年"), ("市场主体", 2, 1)],
        [{"name": "市场主体", "value": "2", "year": "2021"}],
        rules=["unused_columns"],
    ),
    Layout(
        "a title with the unit in cells of its own",
        [("2021年国企改革指标", None, "单位", "万元"), ("指标名称", "数值", "备注"), ("利润总额", 7890.5, None)],
        [{"name": "利润总额", "value": "7890.5", "unit": "万元"}],
    ),
    Layout(
        "headers that name the year",
        [("重点改革任务",), ("序号", "2021年改革任务", "牵头单位", "完成时限"), (1, "甲改革", "区发改委", "6月底")],
        [task("甲改革", due_date="2021-06-30")],
    ),
    Layout(
        "states by year side by side",
        [
            TITLE,
            ("序号", "改革事项", "2020年完成情况", "2021年完成情况", "2022年工作计划"),
            (1, "甲改革", "推进中", "已完成", "推广"),
        ],
        [task("甲改革", status="completed", progress=None)],
        rules=["duplicate_column", "unused_columns"],
    ),
    Layout(
        "departments that support the lead, in its cell and in a column of their own",
        [
            TITLE,
            ("序号", "改革事项", "牵头单位", "配合单位", "完成时限"),
            (1, "甲改革", "区发改委牵头，区财政局配合", "区人社局", "12月底"),
            (2, "乙改革", "区民政局牵头，区财政局配合", None, "12月底"),
        ],
        [
            task("甲改革", lead_department="区发改委", supporting_departments="区人社局、区财政局"),
            task("乙改革", lead_department="区民政局", supporting_departments="区财政局"),
        ],
    ),
    Layout(
        "documents whose task is left blank below another's",
        [
            ("2021年制度性成果",),
            ("序号", "成果名称", "文号", "对应改革事项"),
            (1, "《甲办法》", "瑶办〔2021〕1号", None),
            (2, "《乙办法》", "瑶办〔2021〕2号", "甲改革"),
            (3, "《丙办法》", "瑶办〔2021〕3号", None),
            (4, "《丁办法》", "瑶办〔2021〕4号", None),
            (5, "《戊办法》", "瑶办〔2021〕5号", "无"),
            (6, "《己办法》", "瑶办〔2021〕6号", None),
            (7, "《庚办法》", "瑶办〔2021〕7号", "乙改革"),
            (8, "《辛办法》", "瑶办〔2021〕8号", None),
        ],
        [{"task_title": name} for name in (None, "甲改革", None, None, None, None, "乙改革", "乙改革")],
        merges=["D9:D10"],
        rules=["left_blank_below"],
    ),
    Layout(
        "who adopted an article and when in one cell",
        [
            ("2021年宣传推广",),
            ("序号", "标题", "刊登媒体及日期", "备注"),
            (1, "甲经验", "人民日报 2021年5月3日", None),
            (2, "乙经验", "《安徽日报》2021-05-03", None),
            (3, "丙经验", "人民日报（2021.5.3，第3版）", None),
            (4, "丁经验", "人民日报 5月3日", None),
        ],
        [
            task("甲经验", adopted_by="人民日报", date="2021-05-03"),
            task("乙经验", adopted_by="《安徽日报》", date="2021-05-03"),
            task("丙经验", adopted_by="人民日报", date="2021-05-03"),
            task("丁经验", adopted_by="人民日报", date="2021-05-03"),
        ],
    ),
    Layout(
        "who adopted an article and when in one cell, beside a column of days",
        [("2021年宣传推广",), ("序号", "标题", "媒体", "日期"), (1, "甲经验", "人民日报2021年5月3日", "2021年5月4日")],
        [task("甲经验", adopted_by="人民日报", date="2021-05-04")],
    ),
    Layout(
        "endorsements by the header of who gave them",
        [
            ("2021年信息工作",),
            ("序号", "信息题目", "批示领导", "批示时间", "批示内容", "备注"),
            (*ARTICLE, "很好", "略写"),
        ],
        [
            task(
                "甲经验",
                form="批示",
                adopted_by="省委改革办",
                date="2021-05-03",
                endorsement_text="很好",
                remark="略写",
            )
        ],
    ),
    Layout(
        "endorsements by the header of what was endorsed",
        [("2021年",), ("序号", "批示件标题", "采用单位", "日期"), ARTICLE],
        [task("甲经验", form="批示")],
    ),
    Layout(
        "endorsements by the title",
        [("2021年领导批示情况",), ("序号", "标题", "级别", "日期"), (1, "甲经验", "省", "2021年5月3日")],
        [task("甲经验", form="批示", level="省")],
    ),
    Layout(
        "endorsements among what was adopted, by the title",
        [("2021年宣传推广和领导批示情况",), ("序号", "标题", "采用单位", "日期"), ARTICLE],
        [task("甲经验", form=None)],
    ),
    Layout(
        "endorsements among what was adopted, by a column of what was written",
        [("2021年",), ("序号", "标题", "采用单位", "日期", "批示情况"), (*ARTICLE, "省长批示")],
        [task("甲经验", form=None, adopted_by="省委改革办", endorsement_text="省长批示")],
    ),
    Layout(
        "endorsements among what was adopted, by another column of who gave them",
        [("2021年",), ("序号", "标题", "采用单位", "日期", "批示领导"), (*ARTICLE, None)],
        [task("甲经验", form=None, adopted_by="省委改革办")],
        rules=["duplicate_column"],
    ),
    *(
        Layout(
            f"instructions that are to be handled, {name}",
            [(title,), headers, row],
            [],
            skipped=["no known table"] * 3,
            rules=["no_known_table"],
        )
        for name, title, headers, row in (
            (
                "below such a title",
                "2021年批示件督办台账",
                (
                    "序号",
                    "批示件名称",
                    "批示领导",
                    "批示时间",
                    "批示内容",
                    "承办单位",
                    "办理情况",
                    "办结时间",
                    "是否办结",
                ),
                (
                    1,
                    "关于甲的报告",
                    "省长",
                    "2021年5月3日",
                    "请区发改委牵头办理",
                    "区发改委",
                    "已办理",
                    "2021年6月",
                    "是",
                ),
            ),
            (
                "below any title",
                "2021年领导批示情况",
                ("序号", "批示件标题", "批示人", "批示时间", "批示意见", "责任单位", "落实情况"),
                (1, "关于甲的报告", "区长", "2021年5月3日", "请办理", "区发改委", "已落实"),
            ),
            (
                "by who gave them",
                "2021年督办事项台账",
                ("序号", "督办事项", "批示领导", "承办单位", "办理时限", "办理情况"),
                (1, "甲问题", "区长", "区发改委", "6月底前", "办理中"),
            ),
            (
                "beside when they are to be completed",
                "2021年领导批示情况",
                ("序号", "批示件名称", "批示领导", "批示时间", "责任单位", "完成时限", "完成情况"),
                (1, "关于甲的报告", "省长", "2021年5月3日", "区发改委", "6月底", "已完成"),
            ),
            (
                "as the title alone says",
                "2021年批示件督办台账",
                ("序号", "批示件名称", "批示领导", "批示时间", "责任单位"),
                (1, "关于甲的报告", "省长", "2021年5月3日", "区发改委"),
            ),
            (
                "beside what was answered",
                "2021年领导批示台账",
                ("序号", "批示件名称", "批示领导", "批示时间", "批示内容", "责任单位", "反馈情况"),
                (1, "关于甲的报告", "省长", "2021年5月3日", "请阅处", "区发改委", "已反馈"),
            ),
            (
                "below a title that says that they are no endorsements",
                "2021年非肯定性批示情况",
                ("序号", "批示件名称", "批示领导", "批示时间", "落实情况"),
                (1, "关于甲的报告", "省长", "2021年5月3日", "已落实"),
            ),
        )
    ),
    *(
        Layout(
            f"endorsements that look like instructions to be handled, by {name}",
            [
                *titles,
                ("序号", "批示件名称", "批示领导", "批示时间", last),
                (1, "甲经验", "省长", "2021年5月3日", "略"),
            ],
            [task("甲经验", form="批示", adopted_by="省长")],
            rules=rules,
        )
        for name, titles, last, rules in (
            ("the sender's name", [("区委督办室2021年改革信息获批示情况",)], "备注", []),
            ("who sends them", [("2021年领导批示情况",), ("填报单位：区委督办督查科",)], "备注", []),
            ("who wrote them", [("2021年领导批示情况",)], "完成人", ["unused_columns"]),
            ("what was done, below 经验", [("2021年改革经验获领导批示情况",)], "落实措施", ["unused_columns"]),
        )
    ),
    Layout(
        "points for articles that were adopted are no assessment",
        [
            ("2021年信息采用情况",),
            ("单位", "标题", "中央", "省委", "市委", "得分"),
            ("区发改委", "甲经验", None, "√", None, 10),
        ],
        [],
        skipped=["no known table"] * 3,
        rules=["no_known_table"],
    ),
    Layout(
        "instructions that are to be handled, by the nearest title",
        [
            ("2021年改革信息采用情况",),
            ("批示件督办台账",),
            ("序号", "批示件名称", "批示领导", "批示时间"),
            (1, "关于甲的报告", "区长", "2021年5月3日"),
        ],
        [],
        skipped=["no known table"] * 4,
        rules=["no_known_table"],
    ),
    Layout(
        "endorsements beside who carries them out, below a title that says that they are",
        [
            ("2021年领导肯定性批示情况",),
            ("序号", "批示件名称", "批示领导", "批示时间", "批示内容", "落实情况"),
            (1, "甲经验", "省长", "2021年5月3日", "值得推广", "已推广"),
        ],
        [task("甲经验", form="批示", adopted_by="省长", date="2021-05-03")],
        rules=["unused_columns"],
    ),
    Layout(
        "what was adopted, beside what leaders wrote of it and how that was carried out",
        [("2021年",), ("序号", "标题", "采用单位", "日期", "批示领导", "落实情况"), (*ARTICLE, "省长", "已推广")],
        [task("甲经验", form=None, adopted_by="省委改革办")],
        rules=["duplicate_column", "unused_columns"],
    ),
    Layout(
        "tasks with what leaders wrote of them are tasks",
        [
            ("2021年改革任务督办台账",),
            ("序号", "改革任务", "批示领导", "承办单位", "办理时限", "办理情况"),
            (1, "甲改革", "区长", "区发改委", "6月底前", "推进中"),
        ],
        [task("甲改革", status="in_progress")],
        rules=["unused_columns"],
    ),
    Layout(
        "instructions that are to be handled below what was adopted",
        [
            ("2021年宣传推广",),
            ("序号", "标题", "采用单位", "日期"),
            ARTICLE,
            (),
            ("批示件督办台账",),
            ("序号", "批示件名称", "批示领导", "批示时间", "办理情况"),
            (1, "关于甲的报告", "区长", "2021年5月3日", "已办理"),
        ],
        [task("甲经验")],
        skipped=["no known table"] * 3,
        rules=["unknown_table"],
    ),
    Layout(
        "materials that were adopted",
        [("2021年经验材料",), ("序号", "材料名称", "采用单位", "采用时间"), ARTICLE],
        [task("甲经验", adopted_by="省委改革办", date="2021-05-03")],
    ),
    Layout(
        "materials with a document's number",
        [("2021年",), ("序号", "材料名称", "文号", "印发时间"), (1, "《甲办法》", "瑶办〔2021〕1号", "2021年3月5日")],
        [task("《甲办法》", document_number="瑶办〔2021〕1号")],
    ),
    Layout(
        "materials that are only handed in",
        [("2021年报送材料清单",), ("序号", "材料名称", "份数", "备注"), (1, "甲总结", 2, "纸质")],
        [],
        skipped=["no known table"] * 3,
        rules=["no_known_table"],
    ),
    *(
        Layout(
            f"who is credited, by {header}",
            [(title,), ("序号", name, header, by), (1, "甲", "区发改委", "省委改革办")],
            [task("甲" if name == "标题" else None, reporting_department="区发改委")],
        )
        for title, name, by, header in (
            ("2021年宣传推广", "标题", "采用单位", "供稿单位"),
            ("2021年宣传推广", "标题", "采用单位", "撰稿单位"),
            ("2021年试点示范", "试点名称", "批准单位", "承担单位"),
            ("2021年试点示范", "试点名称", "批准单位", "承办单位"),
        )
    ),
    Layout(
        "from when to when a task is due",
        [TITLE, ("序号", "改革事项", "牵头单位", "起止时间"), (1, "甲改革", "区发改委", "2021年3月至12月")],
        [task("甲改革", due_date="2021-12-31")],
    ),
    Layout(
        "the section of a department",
        [TITLE, ("序号", "改革事项", "牵头单位", "责任科室", "完成时限"), (1, "甲改革", "区发改委", "体改科", "6月底")],
        [task("甲改革", lead_department="区发改委")],
    ),
    Layout(
        "a number and no title",
        [
            TITLE,
            HEADER,
            TASK,
            (2, "社会体制改革", None, *OTHER[3:]),
            (3, None, None, None, None, "已完成"),
            (4, *OTHER[1:]),
        ],
        [task("甲改革"), task(None, task_no="2", lead_department="区民政局"), task(None, task_no="3"), task("乙改革")],
        rules=["left_blank_below"],
    ),
    Layout(
        "forms of adoption below a title of endorsements",
        [
            ("2021年领导批示情况",),
            ("序号", "标题", "采用单位", "日期", "形式"),
            (*ARTICLE, "简报采用"),
            (2, "乙经验", "省委办"),
        ],
        [task("甲经验", form="简报采用"), task("乙经验", form=None)],
    ),
]


def read(path: Path, layout: Layout) -> FileReading:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in layout.rows:
        sheet.append(list(row))
    for merge in layout.merges:
        sheet.merge_cells(merge)
    workbook.save(path)
    return read_file(path, path.name, VOCABULARY)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_layout(tmp_path: Path, layout: Layout) -> None:
    reading = read(tmp_path / "a.xlsx", layout)
    records = [row for row in reading.rows if row.skipped is None]
    found = [{cell.field: cell.value for cell in row.cells if cell.field} for row in records]
    assert [
        {name: record.get(name) for name in expected} for record, expected in zip(found, layout.records, strict=False)
    ] == [dict(expected) for expected in layout.records]
    assert len(records) == len(layout.records)
    assert [row.skipped for row in reading.rows if row.skipped] == list(layout.skipped)
    assert [finding.rule for finding in reading.findings] == list(layout.rules)
    # A row is told from all others of its file by these.
    places = [(row.sheet, row.table_number, row.row_number) for row in reading.rows]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_cell_below_a_header_is_kept(tmp_path: Path, layout: Layout) -> None:
    reading = read(tmp_path / "a.xlsx", layout)
    kept = {cell.cell for row in reading.rows for cell in row.cells}
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    first = min(row.row_number for row in reading.rows)
    filled = {cell.coordinate for row in sheet.iter_rows(min_row=first) for cell in row if cell.value is not None}
    header = {f"{column}6" for column in "ABCDEF"} if layout.name == "an unknown table above a known one" else set()
    assert filled - kept == header


@pytest.mark.parametrize("hidden", ["row", "column", "sheet"])
def test_what_is_hidden_is_read_and_said_so(tmp_path: Path, hidden: str) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in (TITLE, HEADER, TASK, OTHER):
        sheet.append(list(row))
    if hidden == "row":
        sheet.row_dimensions[4].hidden = True
    elif hidden == "column":
        sheet.column_dimensions["D"].hidden = True
    else:
        workbook.create_sheet("别的")
        sheet.sheet_state = "hidden"
    workbook.save(tmp_path / "a.xlsx")
    reading = read_file(tmp_path / "a.xlsx", "a.xlsx", VOCABULARY)
    assert [cell.value for row in reading.rows for cell in row.cells if cell.field == "title"] == ["甲改革", "乙改革"]
    assert [finding.rule for finding in reading.findings] == ["hidden_content"]
    assert {"sheet": "是隐藏的"}.get(hidden, "有隐藏的行或列") in reading.findings[0].message


@pytest.mark.parametrize(
    ("title", "value", "unused"),
    [("2022年改革指标", "200", "2021年"), ("2021年改革指标", "100", "2022年"), ("改革指标", "100", "2022年")],
)
def test_of_columns_that_differ_by_a_year_the_one_of_the_tables_year_is_read(
    tmp_path: Path, title: str, value: str, unused: str
) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    groups, years = ("序号", "指标名称", "数值", None, "单位"), (None, None, "2021年", "2022年", None)
    for row in ((title,), groups, years, (1, "市场主体", 100, 200, "户"), (2, "养老床位", None, 30, "张")):
        sheet.append(list(row))
    for merged in ("A2:A3", "B2:B3", "C2:D2", "E2:E3"):
        sheet.merge_cells(merged)
    workbook.save(tmp_path / "a.xlsx")
    reading = read_file(tmp_path / "a.xlsx", "a.xlsx", VOCABULARY)
    told = [cell for cell in reading.rows[0].cells if cell.field == "value"]
    assert [(cell.value, cell.raw_text) for cell in told] == [(value, value)]
    (finding,) = reading.findings
    assert (finding.rule, finding.raw_text) == ("duplicate_column", f"数值/{unused}")
    assert "其他年份的数据请另表填报" in finding.message
    assert {cell.header_text for cell in reading.rows[1].cells if cell.raw_text == "30"} == {"数值/2022年"}


def test_columns_that_nothing_reads_are_told_once_with_their_headers_and_warn_of_no_row(tmp_path: Path) -> None:
    header = ("序号", "改革事项", "牵头单位", "完成时限", "亮点", "联系电话", "备用", "堵点")
    rows = [(number, f"第{number}项改革", "区发改委", "6月底", "有", "13800000000", None, "无") for number in (1, 2, 3)]
    workbook = openpyxl.Workbook()
    for row in (TITLE, header, *rows):
        workbook.worksheets[0].append(row)
    workbook.save(tmp_path / "a.xlsx")
    reading = read_file(tmp_path / "a.xlsx", "a.xlsx", VOCABULARY)
    (told,) = reading.findings
    assert (told.rule, told.severity, told.cell, told.field) == ("unused_columns", Severity.INFO, "E2", None)
    assert "“亮点”、“堵点”;" in told.message
    assert "[headers.task]" in told.message
    assert "电话" not in told.message
    assert "备用" not in told.message
    assert [cell.doubt for row in reading.rows for cell in row.cells if cell.doubt is not None] == []


def test_declared_dimensions_beyond_the_content_do_not_matter(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in (TITLE, HEADER, TASK):
        sheet.append(list(row))
    sheet.cell(20_000, 60).font = openpyxl.styles.Font(bold=True)
    workbook.save(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as whole, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as changed:
        for name in whole.namelist():
            data = whole.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', data)
            changed.writestr(name, data)
    reading = read_file(tmp_path / "a.xlsx", "a.xlsx", VOCABULARY)
    assert [row.row_number for row in reading.rows] == [3]


def test_steps_that_differ_are_told_with_the_reading(tmp_path: Path) -> None:
    steps = next(layout for layout in LAYOUTS if layout.name == "one task merged over its steps")
    reading = read(tmp_path / "a.xlsx", steps)
    due = next(cell for cell in reading.rows[0].cells if cell.field == "due_date")
    assert (due.cell, due.raw_text) == ("E5", "10月")
    assert due.doubt is not None
    assert "按 E5 的“10月”读取" in due.doubt.message
    assert [cell.raw_text for cell in reading.rows[1].cells] == ["征求意见", "6月", "已完成"]


def test_a_day_without_a_year_is_told_where_it_is_taken(tmp_path: Path) -> None:
    rows = [
        ("2021年宣传推广",),
        ("标题", "媒体", "日期"),
        ("甲", "人民日报5月3日", "2021年5月4日"),
        ("乙", "人民日报5月3日"),
    ]
    reading = read(tmp_path / "a.xlsx", Layout("", rows, ()))
    doubted = {cell.field: cell for row in reading.rows for cell in row.cells if cell.doubt is not None}
    assert {name: (cell.cell, cell.value) for name, cell in doubted.items()} == {"date": ("B4", "2021-05-03")}
    assert "没有写年份,按2021-05-03读取" in str(doubted["date"].doubt)


@pytest.mark.parametrize(
    ("name", "cell", "field", "message"),
    [
        (
            "documents whose task is left blank below another's",
            "D5",
            "task_title",
            "第 5 至 6 行的“对应改革事项”空着,没有按 D4 的“甲改革”读取;如与其相同,请逐行填写或合并单元格,"
            "确实没有的请填“无”",
        ),
        (
            "a number and no title",
            "C4",
            "title",
            "第 4 至 5 行的“改革事项”空着,没有按 C3 的“甲改革”读取;如是其后续内容,请合并单元格,如是另一条记录,请补填",
        ),
    ],
)
def test_blanks_below_a_filled_cell_are_asked_about_by_their_rows(
    tmp_path: Path, name: str, cell: str, field: str, message: str
) -> None:
    layout = next(layout for layout in LAYOUTS if layout.name == name)
    (finding,) = read(tmp_path / "a.xlsx", layout).findings
    assert (finding.severity, finding.cell, finding.field) == (Severity.INFO, cell, field)
    assert finding.message.endswith(message)


@pytest.mark.parametrize(("blanks", "more"), [(20, 0), (21, 1), (50, 30)])
def test_many_blanks_below_filled_cells_are_told_together(tmp_path: Path, blanks: int, more: int) -> None:
    header = ("序号", "成果名称", "文号", "印发时间", "对应改革事项")
    rows = [
        (n, f"《第{n}号办法》", f"瑶办〔2021〕{n}号", "2021年3月5日", "甲改革" * (n % 2))
        for n in range(1, 2 * blanks + 1)
    ]
    layout = Layout("", [("2021年制度性成果",), header, *([cell or None for cell in row] for row in rows)], ())
    told = [one for one in read(tmp_path / "a.xlsx", layout).findings if one.rule == "left_blank_below"]
    assert len(told) == min(blanks, 20) + bool(more)
    assert told[0].cell == "E4"
    assert (f"另有 {more} 行的“对应改革事项”空着" in told[-1].message) is bool(more)
