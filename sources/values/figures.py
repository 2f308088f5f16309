"""Figures: how much or how many, with the unit and whether it is about so many."""

import math
import re
from datetime import date, time, timedelta
from decimal import Decimal

from sources.records import RecordField
from sources.rows import Doubt, RawValue, Reading
from sources.values.cells import LONGEST_VALUE, ReadingContext, closed_up, plain, quoted, raw_text
from sources.values.numerals import CHINESE_INTEGER, chinese_integer, scale_of
from sources.vocabulary import half_width

RATIO_UNIT = "比率"
"""The unit of a percentage: it is stored as a ratio, so that 90% is 0.9 and never 0.9 %."""

_ABOUT_BEFORE = (
    "大约|约为|约|将近|近|接近|超过|超|突破|逾|过|上|不少于|不低于|至少|不超过|不高于|不多于|至多|最多|低于|少于|不足|不到|"
    "[≥≧≤≦><]=?|=[><]"
)
_NUMBER = rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|{CHINESE_INTEGER}"
_SCALE = r"万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![克米瓦卡伏])|百(?!分)"
_SCALE_OF_UNIT = re.compile(_SCALE)
_SCALED_NUMBER = re.compile(rf"\d(?:余|多|几)?(?:{_SCALE})")
_FIGURE = re.compile(
    rf"(?P<before>{_ABOUT_BEFORE})?(?:共计|共|累计|合计|总计|达到|达)?(?P<percent>[百千万]分之)?(?P<sign>[-+−])?"
    rf"(?:(?P<number>{_NUMBER})(?P<odd>余|多|几)?(?P<scale>{_SCALE})?|(?P<round>[百千万亿]+))"
    r"(?P<odd_scaled>余|多)?(?P<unit>[^\d]{0,8}?)(?P<after>左右|上下|以上|以下|以内|余|\+)?"
)
_UNIT_SIGNS = {"km²": "平方公里", "㎢": "平方公里", "m²": "平方米", "㎡": "平方米", "m³": "立方米", "㎥": "立方米"}
_UNIT_SIGN = re.compile("|".join(_UNIT_SIGNS))
_IN_SPACED_THOUSANDS = re.compile(r"\D*\d{1,3}(?: \d{3})+\D*")
_COMPOUND = re.compile(r"(?<![\d.])(\d{1,4})亿(\d{1,4})(?=万)|(?<![\d.])(\d{1,4})万(\d{4})(?![\d.万亿])")
_BRACKETED_UNIT = re.compile(r"(?<=\d)\(([\u4e00-\u9fff%]{1,3})\)$")
_FIGURES_WITHIN = re.compile(r"\d+(?:[,.]\d+)*")
_RATIOS = {
    **{"%": Decimal("0.01"), "‰": Decimal("0.001"), "成": Decimal("0.1")},
    **{"百分之": Decimal("0.01"), "千分之": Decimal("0.001"), "万分之": Decimal("0.0001")},
}
_NO_UNIT = re.compile(
    # More of a number, of words or of a list.
    r"^[(十百]|[、,;:。~〇零一二两三四五六七八九—-]|.[%‰]|[%‰].|已|完成|其中|同比|增|"
    # A slash stands in units, 元/人, and in lists.
    r"/(?!(?:万?[人户]|[天日月年次时秒亩吨]|小时|平方米|立方米|公里|平方公里)$)|"
    # 1O and 5w are no 1 and no 5.
    r"^(?!(?:km|kg|[gtmh]|mm|cm|ha|[kMG]W|kwh|kWh|[GMT]B|°C|dB)$)[A-Za-z]"
)
_VAGUE_UNITS = ("批", "系列", "些", "定", "半", "点", "次性", "体", "般", "直", "起")
_DECREASE = re.compile(r"下降|降低|减少|压减|下滑|缩减|负|扣|亏|[-(*/=+.—–―A-Za-z]$")


def read_number(raw: RawValue, field: RecordField, _: ReadingContext) -> Reading:
    """The one figure of a cell; its unit and whether it is approximate are companions."""
    text = raw_text(raw)
    if isinstance(raw, bool | date | time | timedelta) or len(text) > LONGEST_VALUE:
        return _not_a_number(text, field)
    if isinstance(raw, int | float):
        return _figure(Decimal(text), "", False, text, field) if math.isfinite(raw) else _not_a_number(text, field)
    folded = _folded_figure(text)
    found = _FIGURE.fullmatch(folded)
    if found is not None and _is_a_figure(found):
        return _matched_figure(found, text, field)
    return _figure_within(folded, text, field)


def in_unit(value: str, text: str, unit: str) -> str:
    """The value of a figure in the unit beside it: 13.5亿元 is 135000 in 万元, and 13.5亿 is 13.5 in 亿元."""
    scale = _SCALE_OF_UNIT.match(half_width(unit).strip())
    is_scaled = scale is not None and _SCALED_NUMBER.search(half_width(text)) is not None
    return plain(Decimal(value) / scale_of(scale[0])) if scale is not None and is_scaled else value


def _folded_figure(text: str) -> str:
    """The text without spaces, with units in words and 1亿2000万 as 12000万."""
    text = _UNIT_SIGN.sub(lambda found: _UNIT_SIGNS[found[0]], text)
    folded = half_width(text).strip().rstrip("。.,;、")
    folded = folded.replace(" ", "") if _IN_SPACED_THOUSANDS.fullmatch(folded) else folded
    folded = _BRACKETED_UNIT.sub(r"\1", closed_up(folded))
    return _COMPOUND.sub(lambda found: str(int(found[1] or found[3]) * 10**4 + int(found[2] or found[4])), folded)


def _is_a_figure(found: re.Match[str]) -> bool:
    """Whether what stands around the number leaves it a figure."""
    unit = found["unit"]
    if found["round"]:
        # 百 alone is no figure: 百余家 is about a hundred, 近千户 about a thousand.
        is_figure = bool(found["before"] or found["odd_scaled"] or found["percent"])
        return is_figure and _NO_UNIT.search(unit) is None
    # Chinese numerals begin many words that count nothing: 一批, 一系列.
    is_a_word = found["number"] in ("一", "两") and unit.startswith(_VAGUE_UNITS)
    is_a_year = unit.startswith("年") and re.fullmatch(r"(?:19|20)\d\d", found["number"]) is not None
    return not is_a_word and not is_a_year and _NO_UNIT.search(unit) is None


def _matched_figure(found: re.Match[str], text: str, field: RecordField) -> Reading:
    written = (found["number"] or "一").replace(",", "")
    number = Decimal(written) if written[0].isdigit() else Decimal(chinese_integer(written))
    number *= scale_of(found["scale"] or found["round"] or "") * (-1 if found["sign"] in ("-", "−") else 1)
    unit = found["unit"].partition("(")[0]
    ratio = _RATIOS.get(found["percent"] or unit)
    if ratio is not None:
        number, unit = number * ratio, RATIO_UNIT
    about = any(found[word] for word in ("before", "odd", "odd_scaled", "after"))
    return _figure(number, unit, about, text, field)


def _figure(number: Decimal, unit: str, about: bool, text: str, field: RecordField) -> Reading:
    companions: list[tuple[str, str]] = []
    if field.approximate_field is not None:
        companions.append((field.approximate_field, "true" if about else "false"))
    if field.unit_field is not None and unit:
        companions.append((field.unit_field, unit))
    value, doubt = plain(number), None
    if about and field.approximate_field is None:
        doubt = Doubt("approximate_figure", f"约数{quoted(text)}按{value}读取;请填写准确数字")
    return Reading(value, doubt, tuple(companions))


_WITHIN = re.compile(rf"(?:{_NUMBER})(?:余|多)?(?:万亿|亿|万)?(?:余|多)?(?:%|‰|个百分点|[\u4e00-\u9fff]|$)")


def _figure_within(folded: str, text: str, field: RecordField) -> Reading:
    """The one figure inside a longer text, as a guess; none of several."""
    figures = list(_FIGURES_WITHIN.finditer(folded))
    if len(figures) > 1:
        return Reading(None, Doubt("several_figures", f"{quoted(text)}里有多个数字;请一行只填写一个数字"))
    if not figures:
        return _not_a_number(text, field)
    tail = _WITHIN.match(folded, figures[0].start())
    found = _FIGURE.fullmatch(tail[0]) if tail else None
    # What stands before a figure may be its sign, or be one word with it: 下降3%, PM2.5.
    if found is None or not _is_a_figure(found) or _DECREASE.search(folded[: figures[0].start()]):
        return _not_a_number(text, field)
    reading = _matched_figure(found, text, field)
    message = f"{quoted(text)}中还有其他文字,按{reading.value}读取;{field.remedy or '请只填写数字'}"
    return reading._replace(doubt=Doubt("figure_in_text", message))


def _not_a_number(text: str, field: RecordField) -> Reading:
    return Reading(None, Doubt("not_a_number", f"{field.header}{quoted(text)}不是数字;{field.remedy or '请填写数字'}"))
