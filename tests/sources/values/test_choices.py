"""States, levels and other choices as clerks write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.rows import RawValue, Reading
from sources.values import read_value
from tests.sources.values.cells import APPROVED, CONTEXT, STATUS, Expectation, declared, read

MEASURE = "stated.measure"
ROWS: list[Expectation] = [
    # others than the choices are kept where the field says so, and not guessed at
    (MEASURE, "已完成", "completed", None),
    (MEASURE, "信访件", "信访件", "unknown_choice"),
    (MEASURE, "已完成整治的小区", "已完成整治的小区", "unknown_choice"),
    # status, certain
    (STATUS, "已完成", "completed", None),
    (STATUS, "完成。", "completed", None),
    (STATUS, "【已完成】", "completed", None),
    (STATUS, "已 完 成", "completed", None),
    (STATUS, "completed", "completed", None),
    (STATUS, "√", "completed", None),
    (STATUS, "✔", "completed", None),
    (STATUS, 1, "completed", "guessed_choice"),
    (STATUS, 1.0, "completed", "guessed_choice"),
    (STATUS, 60, "in_progress", "guessed_choice"),
    (STATUS, "60", "in_progress", "guessed_choice"),
    (STATUS, " 60 ", "in_progress", "guessed_choice"),
    (STATUS, "0%", "planned", None),
    (STATUS, 2, None, "not_a_choice"),
    (STATUS, 120, None, "not_a_choice"),
    (APPROVED, 60, None, "not_a_choice"),
    (STATUS, "100%", "completed", None),
    ("supervision.state", 1, "closed", "guessed_choice"),
    (APPROVED, 1, None, "not_a_choice"),
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
    (STATUS, "正在推进中", "in_progress", None),
    (STATUS, "尚未全部完成", "in_progress", None),
    (STATUS, "没有完成", "in_progress", None),
    (STATUS, "部分完成", "in_progress", None),
    (STATUS, "完成过半", "in_progress", None),
    (STATUS, "达到时序进度", "in_progress", None),
    (STATUS, "待验收", "in_progress", None),
    (STATUS, "通过验收", "completed", None),
    (STATUS, "已申请暂缓", "postponed", None),
    (STATUS, "50%", "in_progress", None),
    # ticked inside the cell
    (STATUS, "☑已完成 □推进中", "completed", None),
    (STATUS, "√已完成 ○未启动", "completed", None),
    (STATUS, "■已完成□推进中□未启动", "completed", None),
    (STATUS, "□未启动\u3000□推进中\u3000☑已完成", "completed", None),
    (STATUS, "已完成□推进中☑未启动□", "in_progress", None),
    (STATUS, "已完成 √推进中 未启动", "in_progress", None),
    (STATUS, "● 已完成 / ○ 推进中", "completed", None),
    (STATUS, "1.☑已完成 2.□推进中", "completed", None),
    (STATUS, "● 已 完成 / ○ 推 进中", "completed", None),
    (STATUS, "（×）已完成（√）推进中", "in_progress", None),
    (STATUS, "√已完成", "completed", None),
    (STATUS, "推进中(√)", "in_progress", None),
    (APPROVED, "[√] 是 [ ] 否", "yes", None),
    (APPROVED, "是（√） 否（ ）", "yes", None),
    (APPROVED, "【√】同意【 】不同意", "yes", None),
    (APPROVED, "☐同意 ☑不同意", "no", None),
    ("publicity.level", "□国家 □省 ☑市 □区", "市", None),
    (STATUS, "R已完成 £推进中", "completed", "guessed_tick"),
    (STATUS, "£已完成 R推进中 £未启动", "in_progress", "guessed_tick"),
    (STATUS, "þ已完成 ¨推进中", "completed", "guessed_tick"),
    (STATUS, "☒已完成 □推进中", "completed", "guessed_tick"),
    (STATUS, "已完成√推进中", "completed", "guessed_tick"),
    (APPROVED, "同意 [x] 不同意 [ ]", "yes", "guessed_tick"),
    (STATUS, "□已完成\n□推进中", None, "no_tick"),
    (STATUS, "☑已完成☑推进中", None, "several_ticks"),
    (STATUS, "☑其他 □推进中", None, "not_a_choice"),
    (STATUS, "RFID项目已完成", "completed", "guessed_choice"),
    (STATUS, "无", None, None),
    (STATUS, "已办结", "completed", None),
    (STATUS, "销号", "completed", None),
    (STATUS, "正在推进", "in_progress", None),
    (STATUS, "序时推进", "in_progress", None),
    (STATUS, "滞后", "in_progress", None),
    (STATUS, "延期", "postponed", None),
    (STATUS, "完成", "completed", None),
    (STATUS, "按序时进度推进", "in_progress", None),
    (STATUS, "有序推进中", "in_progress", None),
    (STATUS, "长期坚持", "in_progress", None),
    (STATUS, "常态化推进", "in_progress", None),
    (STATUS, "已结项", "completed", None),
    (STATUS, "已完工", "completed", None),
    (STATUS, "已落实", "completed", None),
    (STATUS, "按期完成", "completed", None),
    (STATUS, "提前完成", "completed", None),
    (STATUS, "逾期完成", "completed", None),
    (STATUS, "逾期未完成", "in_progress", None),
    (STATUS, "已逾期", "in_progress", None),
    (STATUS, "未按期完成", "in_progress", None),
    (STATUS, "未能完成", "in_progress", None),
    (STATUS, "在办", "in_progress", None),
    (STATUS, "起草中", "in_progress", None),
    (STATUS, "征求意见中", "in_progress", None),
    (STATUS, "暂未启动", "planned", None),
    (STATUS, "没有启动", "planned", None),
    (STATUS, "70%", "in_progress", None),
    (STATUS, "即将完成", "in_progress", None),
    (STATUS, "已申请延期", "postponed", None),
    (STATUS, "不再开展", "cancelled", None),
    (STATUS, "未销号", "in_progress", None),
    (STATUS, "Y", "completed", None),
    (STATUS, "N", "in_progress", None),
    (STATUS, 0.7, "in_progress", None),
    (STATUS, 100, "completed", None),
    (STATUS, False, "in_progress", None),
    # status, not certain
    (STATUS, "已完成(12月)", "completed", "guessed_choice"),
    (STATUS, "基本完成", "completed", "guessed_choice"),
    (STATUS, "已全部完成,并出台文件", "completed", "guessed_choice"),
    (STATUS, "预计12月完成", None, "not_a_choice"),
    (STATUS, "完成80%", "in_progress", "guessed_choice"),
    (STATUS, "完成前期工作", None, "not_a_choice"),
    (STATUS, "延期完成", None, "several_choices"),
    (STATUS, "好", None, "not_a_choice"),
    (STATUS, "已完成（8月）", "completed", "guessed_choice"),
    (STATUS, "已完成/持续推进", "completed", "guessed_choice"),
    (STATUS, "已完成，持续推进", "completed", "guessed_choice"),
    (STATUS, "已完成（持续推进）", "completed", "guessed_choice"),
    (STATUS, "已完成并长期坚持", "completed", "guessed_choice"),
    (STATUS, "无法完成", None, "not_a_choice"),
    (STATUS, "完成100%", "completed", "guessed_choice"),
    (STATUS, "完成率100%", "completed", "guessed_choice"),
    (STATUS, "已完成(100%)", "completed", "guessed_choice"),
    (STATUS, "已完成90%，正在推进", "in_progress", "guessed_choice"),
    (STATUS, "已完成初稿", None, "not_a_choice"),
    (STATUS, "已完成方案制定", None, "not_a_choice"),
    (STATUS, "已完成3项", None, "not_a_choice"),
    (STATUS, "完成3/5", None, "not_a_choice"),
    (STATUS, "快完成", None, "not_a_choice"),
    (STATUS, "初步完成", None, "not_a_choice"),
    (STATUS, "11月底前完成", None, "not_a_choice"),
    (STATUS, "已于11月完成", "completed", "guessed_choice"),
    (STATUS, "力争年底完成", None, "not_a_choice"),
    (STATUS, "正在推进，预计12月底完成", "in_progress", "guessed_choice"),
    (STATUS, "未完成，申请延期", None, "several_choices"),
    (STATUS, "推进中（延期）", None, "several_choices"),
    (STATUS, "已完成；推进中", None, "several_choices"),
    (STATUS, "已完成 推进中", None, "several_choices"),
    (STATUS, "延期至2022年", "postponed", "guessed_choice"),
    (STATUS, "结转2022年", "postponed", "guessed_choice"),
    (STATUS, "建议延期", None, "not_a_choice"),
    (STATUS, "拟延期", None, "not_a_choice"),
    (STATUS, "申请取消", None, "not_a_choice"),
    (STATUS, "建议取消", None, "not_a_choice"),
    (STATUS, "暂停", None, "not_a_choice"),
    (STATUS, "申请销号", None, "not_a_choice"),
    (STATUS, "已印发", None, "not_a_choice"),
    (STATUS, "√完成", "completed", None),
    (STATUS, "×（正在推进）", "in_progress", "guessed_choice"),
    (STATUS, "1", None, "not_a_choice"),
    (STATUS, "○", None, "not_a_choice"),
    (STATUS, "同上", None, "said_elsewhere"),
    (STATUS, "见备注", None, "said_elsewhere"),
    (STATUS, "正常", None, "not_a_choice"),
    (STATUS, "己完成", "completed", "guessed_choice"),
    (STATUS, 0, None, "not_a_choice"),
    (STATUS, 2, None, "not_a_choice"),
    (STATUS, 50, "in_progress", "guessed_choice"),
    # approved, certain
    (APPROVED, "同意", "yes", None),
    (APPROVED, "不同意", "no", None),
    (APPROVED, "待定", "pending", None),
    (APPROVED, "未获同意", "no", None),
    (APPROVED, "审批中", "pending", None),
    (APPROVED, "尚未批准", "pending", None),
    # approved, not certain
    (APPROVED, "原则同意", "yes", "guessed_choice"),
    (APPROVED, "同意延期至2022年开展", "yes", "guessed_choice"),
    (APPROVED, "暂不批准", None, "not_a_choice"),
    (APPROVED, "已批准（区委深改委第八次会议）", "yes", "guessed_choice"),
    (APPROVED, "经区委深改委会议研究同意", "yes", "guessed_choice"),
    (APPROVED, "建议同意", None, "not_a_choice"),
    (APPROVED, "拟同意", None, "not_a_choice"),
    # supervision.state, certain
    ("supervision.state", "整改中", "open", None),
    ("supervision.state", "已整改", "closed", None),
    ("supervision.state", "整改完成", "closed", None),
    ("supervision.state", "持续整改", "open", None),
    ("supervision.state", "待解决", "open", None),
    ("supervision.state", "已解决", "closed", None),
    ("supervision.state", "已办结", "closed", None),
    ("supervision.state", "未整改到位", "open", None),
    ("supervision.state", "整改不到位", "reopened", None),
    ("supervision.state", "反弹", "reopened", None),
    ("supervision.state", "60%", "open", None),
    # supervision.state, not certain
    ("supervision.state", "申请销号", "open", None),
    ("supervision.state", "已完成整改，拟销号", "open", "guessed_choice"),
    ("supervision.state", "已完成整改并销号", "closed", "guessed_choice"),
    (STATUS, "已完成任务的三分之二", None, "not_a_choice"),
    (STATUS, "已完成（部分）", None, "not_a_choice"),
    (STATUS, "√（部分）", None, "not_a_choice"),
    (STATUS, "可完成", None, "not_a_choice"),
    (STATUS, "待上会", "in_progress", None),
    (STATUS, "拟申请延期", "in_progress", None),
    ("postponement.approved", "待上会", "pending", None),
    # indicator.approximate, certain
    ("indicator.approximate", "是", "true", None),
    ("indicator.approximate", "大约", "true", None),
    ("indicator.approximate", "不是", "false", None),
    # pilot.level, certain
    ("pilot.level", "国家级", "国家", None),
    ("pilot.level", "市", "市", None),
    # pilot.level, not certain
    ("pilot.level", "省、市级", None, "several_choices"),
    ("pilot.level", "国家级（第二批）", "国家", "guessed_choice"),
    ("pilot.level", "街道", None, "not_a_choice"),
    # output.kind, certain
    ("output.kind", "印发实施", "印发", None),
    # output.kind, not certain
    ("output.kind", "出台/印发", None, "several_choices"),
    ("output.kind", "制度文件", None, "not_a_choice"),
    ("output.kind", "印发《方案》", "印发", "guessed_choice"),
]


@pytest.mark.parametrize(("path", "raw", "value", "rule"), ROWS)
def test_a_cell_is_read(path: str, raw: RawValue, value: str | None, rule: str | None) -> None:
    assert read(path, raw) == (value, rule)


def test_a_doubt_names_the_reading() -> None:
    reading = read_value("基本完成", declared(STATUS), CONTEXT)
    assert reading.doubt is not None
    assert "“基本完成”按“已完成”读取" in reading.doubt.message
    assert "请填写" in reading.doubt.message


def test_what_may_be_written_stands_in_the_doubt() -> None:
    reading = read_value("好", declared(STATUS), CONTEXT)
    assert reading.doubt is not None
    assert "未启动、推进中、已完成、延期或取消" in reading.doubt.message


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
