"""Figures: how much or how many, with the unit and whether it is about so many."""

import math
import re
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

from sources.records import RecordField
from sources.rows import Doubt, RawValue, Reading
from sources.values.cells import LONGEST_VALUE, ReadingContext, plain, quoted, raw_text
from sources.values.numerals import CHINESE_INTEGER, chinese_integer, scale_of
from sources.vocabulary import half_width

RATIO_UNIT = "比率"
"""The unit of a percentage: it is stored as a ratio, so that 90% is 0.9 and never 0.9 %."""
_ABOUT_BEFORE = "大约|约为|约|近|接近|超过|超|突破|逾|不少于|不低于|至少|≥|>"
_NUMBER = rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|{CHINESE_INTEGER}"
_FIGURE = re.compile(
    rf"(?P<before>{_ABOUT_BEFORE})?(?:共计|共|累计|合计|达到|达)?(?P<percent>百分之)?(?P<sign>[-+−])?(?P<number>{_NUMBER})"
    r"(?P<odd>余|多|几)?(?P<scale>万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![克米瓦卡伏])|百(?!分))?(?P<odd_scaled>余|多)?"
    r"(?P<unit>[^\d]{0,8}?)(?P<after>左右|上下|以上|以内)?"
)
_FIGURES_WITHIN = re.compile(r"\d+(?:[,.]\d+)*")
_PERCENT_SIGNS = {"%": Decimal("0.01"), "‰": Decimal("0.001")}
_VAGUE_UNITS = ("批", "系列", "些", "定", "半", "点", "次性", "体", "般", "直", "起")


def read_number(raw: RawValue, field: RecordField, _: ReadingContext) -> Reading:
    """The one figure of a cell; its unit and whether it is approximate are companions."""
    text = raw_text(raw)
    if isinstance(raw, bool | date | time | timedelta) or len(text) > LONGEST_VALUE:
        return _not_a_number(text, field)
    if isinstance(raw, int | float):
        return _figure(Decimal(text), "", False, text, field) if math.isfinite(raw) else _not_a_number(text, field)
    folded = half_width(text).strip().rstrip("。.,;、")
    folded = folded.replace(" ", "") if re.fullmatch(r"\D*\d{1,3}(?: \d{3})+\D*", folded) else folded
    # White space is no part of a figure, but it keeps two figures apart.
    folded = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", folded)
    found = _FIGURE.fullmatch(folded)
    if found is not None and _is_a_figure(found):
        return _matched_figure(found, text, field)
    return _figure_within(folded, text, field)


def _is_a_figure(found: re.Match[str]) -> bool:
    """Whether what follows the number is a unit, and not more of a number, of words or of a list."""
    unit = found["unit"]
    # Chinese numerals begin many words that count nothing: 一批, 一系列.
    is_a_word = found["number"] in ("一", "两") and unit.startswith(_VAGUE_UNITS)
    has_more = re.search(r"^\(|[、,;/:。~〇零一二两三四五六七八九—-]|.[%‰]|[%‰].", unit)
    return not is_a_word and has_more is None


def _matched_figure(found: re.Match[str], text: str, field: RecordField) -> Reading:
    written = found["number"].replace(",", "")
    number = Decimal(written) if written[0].isdigit() else Decimal(chinese_integer(written))
    number *= scale_of(found["scale"] or "") * (-1 if found["sign"] in ("-", "−") else 1)
    unit = found["unit"].partition("(")[0]
    percent = _PERCENT_SIGNS.get("%" if found["percent"] else unit)
    if percent is not None:
        number, unit = number * percent, RATIO_UNIT
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


def _figure_within(folded: str, text: str, field: RecordField) -> Reading:
    """The one figure inside a longer text, as a guess; none of several."""
    figures = list(_FIGURES_WITHIN.finditer(folded))
    if len(figures) > 1:
        return Reading(None, Doubt("several_figures", f"{quoted(text)}里有多个数字;请一行只填写一个数字"))
    rest = folded[figures[0].start() :] if figures else ""
    tail = re.match(rf"(?:{_NUMBER})(?:余|多)?(?:万亿|亿|万)?(?:余|多)?(?:%|‰|个百分点|[\u4e00-\u9fff]|$)", rest)
    found = _FIGURE.fullmatch(tail[0]) if tail else None
    # Brackets and signs around a figure may be its sign.
    if found is None or re.search(r"[-(*/=+]$", folded[: figures[0].start()]):
        return _not_a_number(text, field)
    reading = _matched_figure(found, text, field)
    doubt = Doubt(
        "figure_in_text", f"{quoted(text)}中还有其他文字,按{reading.value}读取;{field.remedy or '请只填写数字'}"
    )
    return replace(reading, doubt=doubt)


def _not_a_number(text: str, field: RecordField) -> Reading:
    return Reading(None, Doubt("not_a_number", f"{field.header}{quoted(text)}不是数字;{field.remedy or '请填写数字'}"))
