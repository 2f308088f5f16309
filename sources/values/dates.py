"""Cells that name a day, a deadline or a year."""

import re
from dataclasses import replace
from datetime import date, time, timedelta

from sources.records import Kind, RecordField
from sources.rows import Doubt, RawValue, Reading
from sources.values.cells import LONGEST_VALUE, ReadingContext, closed_up, quoted, raw_text, squeezed
from sources.values.numerals import with_arabic_years
from sources.values.periods import Period, folded_period, named_period, periods_within
from sources.vocabulary import half_width

_EXCEL_EPOCH = date(1899, 12, 30)
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
_LOST_ZERO = re.compile(r"(?P<year>(?:19|20)\d\d)\.1|(?:[1-9]|1[0-2])\.[123]")
_OPEN_ENDED = re.compile(
    r"(?:长期|持续|常态化?|常年|经常性|不间断|日常|随时).{0,10}|立行立改|[即边]知[即边]改|立[即马]整?改|立查立改"
)
_LETTERS_FOR_DIGITS = re.compile(r"(?:(?<=[\d年月./-])|^)[lIoO](?=[\d月日年./-])|(?<=\d)[lIoO]")
_START_ONLY = re.compile(r"(?:自|从).+|.+(?:起|开始|以来)")
_RECURRING = re.compile(r"(?:每|按|逐)(?:半?年|季度?|月|周|日|旬|天)(?P<when>.{0,12})")
_BETWEEN_STEPS = re.compile(r"[;；,，。、()（）\n\r①-⑳]|(?<!\d)/|/(?!\d)")
_AMOUNT = re.compile(r"\d+(?:\.\d+)?[%个项家户件条]")
_ONE_OF_TWO = re.compile(r"或|原|延|推迟|顺延|调整")
"""Words by which dates are no steps to one end: one takes the place of the other."""
_LEAP_YEAR = 2000
_LATEST = "里有多个日期,按其中最晚的"
_NOT_YET = re.compile(r"计划|预计|预期|力争|争取|确保|拟|将于|前(?:完成|办结)?$")
_YEAR = re.compile(r"(?<![\d.])(?:19[89]\d|20\d\d)(?![\d.]*\d*[余多万亿元个家户条项人%]|\d)")


def read_date(raw: RawValue, field: RecordField, context: ReadingContext) -> Reading:
    """A point in time (DATE) or the last day of a period (DEADLINE)."""
    text = raw_text(raw)
    meant = _date_meant(raw, field, context)
    if isinstance(meant, Doubt):
        return Reading(None, meant)
    return _dated(meant, text, field, context) if meant else _not_a_date(text, field)


def _date_meant(raw: RawValue, field: RecordField, context: ReadingContext) -> Period | Doubt | None:
    """The period a cell names, or why none is taken from it; None when it names none."""
    if isinstance(raw, date):
        return Period(raw.year, raw.month, raw.day, is_day=True)
    text = raw_text(raw)
    if isinstance(raw, bool | time | timedelta) or len(text) > LONGEST_VALUE:
        return None
    if isinstance(raw, float) and (lost := _LOST_ZERO.fullmatch(text)):
        rule, what = ("ambiguous_month", "1月还是10月") if lost["year"] else ("ambiguous_day", f"{text}还是{text}0")
        return Doubt(rule, f"单元格是数字{text},分不清是{what};请填写完整日期,如2021-10-31")
    folded = folded_period(text)
    if _OPEN_ENDED.fullmatch(folded):
        return Doubt("open_ended", f"{quoted(text)}没有截止日期,未取完成时限;如有时限请填写具体日期")
    if field.kind is Kind.DEADLINE and (recurring := _RECURRING.fullmatch(folded)):
        period = named_period(recurring["when"], context.year) or Period(None, 12, 31)
        return replace(period, doubt="是反复进行的工作,按")
    return (
        _serial_day(raw, folded)
        or named_period(folded, context.year)
        or _mistyped(folded, context.year)
        or (_last_of_several(text, context.year) if field.kind is Kind.DEADLINE else None)
        or _one_within(folded, text, context.year)
    )


def _mistyped(folded: str, context_year: int | None) -> Period | None:
    """The period of a text with letters for digits, 2022年l2月, as a guess."""
    digits = _LETTERS_FOR_DIGITS.sub(lambda found: "0" if found[0] in "oO" else "1", folded)
    period = named_period(digits, context_year) if digits != folded else None
    return replace(period, doubt="里把数字写成了字母,按") if period is not None else None


def _last_of_several(text: str, context_year: int | None) -> Period | None:
    """The latest of the dates of a text that parts them, 6月底前完成方案;12月底前完成, as a guess.

    None where they are no steps that follow each other, or one of them is not certain.
    """
    dated: list[Period] = []
    unsure: set[int] = set()
    year = None
    for part in () if _ONE_OF_TWO.search(text) else _BETWEEN_STEPS.split(text):
        folded = folded_period(_AMOUNT.sub("", half_width(part)))
        meant = named_period(folded, context_year) or _one_within(folded, part, context_year)
        if isinstance(meant, Doubt) or (meant is None and periods_within(folded, context_year)):
            return None
        if meant is not None:
            if year is not None and meant.year is None and not part.startswith("其中"):
                unsure.add(len(dated))
            year = meant.year or year
            dated.append(replace(meant, year=year))
    days = [period.last_day(period.year or context_year or _LEAP_YEAR) for period in dated]
    if len(dated) < 2 or None in days:
        return None
    latest = max(range(len(dated)), key=lambda at: days[at] or date.min)
    # What goes back behind the year that is written before it may be of the next one.
    if any(at > latest for at in unsure):
        return None
    return replace(dated[latest], doubt=_LATEST)


def _one_within(folded: str, text: str, context_year: int | None) -> Period | Doubt | None:
    """The one date inside a longer text, as a guess."""
    named = periods_within(folded, context_year)
    if len(named) > 1:
        return Doubt("several_dates", f"{quoted(text)}里有多个日期({'、'.join(named)});请只填写一个日期")
    written, period = next(iter(named.items()), ("", None))
    # A date beside other digits is a piece of something else: 2021-02 in 2021-02-30, 2月 in "1 2月".
    if period is None or re.search(r"\d", folded.replace(written, "")):
        return None
    if _START_ONLY.fullmatch(folded):
        return Doubt("open_ended", f"{quoted(text)}只写了开始时间,没有截止日期;如有时限请填写具体日期")
    return replace(period, doubt="中还有其他文字,按")


def _dated(period: Period, text: str, field: RecordField, context: ReadingContext) -> Reading:
    """The period's last day as the field's value, with what is not certain about it."""
    year = period.year if period.year is not None else context.year
    if year is None:
        return Reading(
            None, Doubt("year_missing", f"{quoted(text)}没有写年份,无法确定日期;请填写完整日期,如2021-12-31")
        )
    day = period.last_day(year)
    if day is None:
        return _not_a_date(text, field)
    doubt = _uncertainty(period, text, field)
    if doubt is None:
        return Reading(day.isoformat())
    rule, why = doubt
    remedy = "请只填写最后的完成日期" if why == _LATEST else "请填写完整日期"
    return Reading(day.isoformat(), Doubt(rule, f"{quoted(text)}{why}{day.isoformat()}读取;{remedy}"))


def _uncertainty(period: Period, text: str, field: RecordField) -> tuple[str, str] | None:
    """The rule by which a dated reading is not certain and why, to stand before the day; None when it is certain."""
    if period.doubt is not None:
        return "date_assumed", period.doubt
    if field.kind is Kind.DEADLINE:
        return None
    if _NOT_YET.search(squeezed(text)):
        return "date_assumed", "像是计划的时间,按"
    if not period.is_day:
        return "date_not_exact", "没有写到日,按"
    return ("date_assumed", "没有写年份,按") if period.year is None else None


def _not_a_date(text: str, field: RecordField) -> Reading:
    remedy = field.remedy or "请填写完整日期,如2021-12-31"
    return Reading(None, Doubt("not_a_date", f"{field.header}{quoted(text)}不是可用的日期;{remedy}"))


def _serial_day(raw: RawValue, folded: str) -> Period | None:
    """A day as Excel numbers it. As a text it is a guess: whoever saved the file lost the cell's format."""
    if not _SERIAL.fullmatch(folded):
        return None
    day = _EXCEL_EPOCH + timedelta(days=int(folded.partition(".")[0]))
    return Period(day.year, day.month, day.day, is_day=True, doubt="是日期序号,按" if isinstance(raw, str) else None)


# --- years ------------------------------------------------------------------------------------------------------------

_POSTPONED_TO = re.compile(r"延.*?[至到](?=(?:19|20)\d\d年?)")
_YEAR_ALONE = re.compile(r"\d{2,4}年?度?")
_SHORT_YEAR = re.compile(r"'?(\d{2})年度?")
_NEAR_YEAR = re.compile(r"[明次下今本当]一?年")
_UNSURE = re.compile(r"约|暂定|可能|左右|前后|待|或")


def find_year(text: str) -> int | None:
    """The one year that a text names (2021年…, 二〇二一年); None when it names none, or several."""
    years = {int(found) for found in _YEAR.findall(with_arabic_years(half_width(text)))}
    return years.pop() if len(years) == 1 else None


def read_year(raw: RawValue, field: RecordField, context: ReadingContext) -> Reading:
    """The one year that a cell names; of 2021年延至2022年 the later. A deadline that it names in it is a companion."""
    text = raw_text(raw)
    if len(text) > LONGEST_VALUE:
        return _not_a_year(text, field)
    folded = closed_up(text)
    postponed_to = _POSTPONED_TO.search(folded)
    named = folded[postponed_to.end() :] if postponed_to else folded
    year = find_year(named)
    doubt = None
    if year is None or isinstance(raw, date) or _UNSURE.search(folded):
        year = year or _assumed_year(folded, context)
        if year is None:
            return _not_a_year(text, field)
        doubt = Doubt("year_assumed", f"{quoted(text)}按{year}年读取;请填写四位年份")
    day = _day_in_year(raw, named, year) if field.deadline_field else None
    return Reading(str(year), doubt, ((field.deadline_field, day),) if field.deadline_field and day else ())


def _day_in_year(raw: RawValue, named: str, year: int) -> str | None:
    """The last day of the period within that year that a text names for certain; None when it names the year alone."""
    if isinstance(raw, date):
        return raw.strftime("%Y-%m-%d") if raw.year == year else None
    folded = folded_period(named)
    period = None if _YEAR_ALONE.fullmatch(folded) else named_period(folded, year)
    if period is None or period.doubt is not None or period.year not in {None, year}:
        return None
    day = period.last_day(year)
    return day.isoformat() if day else None


def _assumed_year(folded: str, context: ReadingContext) -> int | None:
    """The year of 22年, or of 明年 seen from the table's year."""
    short = _SHORT_YEAR.fullmatch(folded)
    if short:
        return 2000 + int(short[1])
    near = _NEAR_YEAR.search(folded)
    return context.year + (near[0][0] in "明次下") if near and context.year is not None else None


def _not_a_year(text: str, field: RecordField) -> Reading:
    remedy = field.remedy or "请填写四位年份,如2022"
    return Reading(None, Doubt("not_a_year", f"{field.header}{quoted(text)}不是一个明确的年份;{remedy}"))
