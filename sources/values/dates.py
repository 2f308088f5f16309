"""Cells that name a day, a deadline or a year."""

import re
from datetime import date, time, timedelta

from sources.records import Kind, RecordField
from sources.rows import Doubt, RawValue, Reading
from sources.values.cells import LONGEST_VALUE, ReadingContext, quoted, raw_text, squeezed
from sources.values.numerals import with_arabic_years
from sources.values.periods import Period, folded_period, named_period, period_within
from sources.vocabulary import half_width

_EXCEL_EPOCH = date(1899, 12, 30)
_OPEN_ENDED = re.compile(r"(?:长期|持续|常态化?|常年|经常性|不间断|日常|随时).{0,10}")
_RECURRING = re.compile(r"(?:每|按|逐)(?:半?年|季度?|月|周|日|旬|天).{0,12}")
_YEAR = re.compile(r"(?<![\d.])(?:19[89]\d|20\d\d)(?![\d.]*\d*[余多万亿元个家户条项人%]|\d)")


def find_year(text: str) -> int | None:
    """The one year that a text names (2021年…, 二〇二一年); None when it names none, or several."""
    years = {int(found) for found in _YEAR.findall(with_arabic_years(half_width(text)))}
    return years.pop() if len(years) == 1 else None


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
    if isinstance(raw, float) and re.fullmatch(r"\d{4}\.1", text):
        return Doubt("ambiguous_month", f"单元格是数字{text},分不清1月还是10月;请填写完整日期,如{text[:4]}-10-31")
    folded = folded_period(text)
    if _OPEN_ENDED.fullmatch(folded):
        return Doubt("open_ended", f"{quoted(text)}没有截止日期,未取完成时限;如有时限请填写具体日期")
    if field.kind is Kind.DEADLINE and _RECURRING.fullmatch(folded):
        return Period(None, 12, 31, doubt="是反复进行的工作,按年底")
    return _serial_day(raw, folded) or named_period(folded, context.year) or period_within(folded, context.year)


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
    how = f"{quoted(text)}{{}}{day.isoformat()}读取;请填写完整日期"
    if period.doubt is not None:
        return Reading(day.isoformat(), Doubt("date_assumed", how.format(period.doubt)))
    if field.kind is Kind.DATE and not period.is_day:
        return Reading(day.isoformat(), Doubt("date_not_exact", how.format("没有写到日,按")))
    if field.kind is Kind.DATE and period.year is None:
        return Reading(day.isoformat(), Doubt("date_assumed", how.format("没有写年份,按")))
    return Reading(day.isoformat())


def _not_a_date(text: str, field: RecordField) -> Reading:
    remedy = field.remedy or "请填写完整日期,如2021-12-31"
    return Reading(None, Doubt("not_a_date", f"{field.header}{quoted(text)}不是可用的日期;{remedy}"))


def _serial_day(raw: RawValue, folded: str) -> Period | None:
    """A day as Excel numbers it. As a text it is a guess: whoever saved the file lost the cell's format."""
    if not re.fullmatch(r"[2-7]\d{4}(?:\.\d+)?", folded):
        return None
    day = _EXCEL_EPOCH + timedelta(days=int(folded.partition(".")[0]))
    return Period(day.year, day.month, day.day, is_day=True, doubt="是日期序号,按" if isinstance(raw, str) else None)


def read_year(raw: RawValue, field: RecordField, context: ReadingContext) -> Reading:
    """The one year that a cell names."""
    text = raw_text(raw)
    year = find_year(text) if len(text) <= LONGEST_VALUE else None
    if year is not None and not isinstance(raw, date):
        return Reading(str(year))
    folded = squeezed(text)
    short = re.fullmatch(r"'?(\d{2})年度?", folded)
    near = re.search(r"[明次下今本当]一?年", folded) if len(folded) <= LONGEST_VALUE else None
    if year is None and short:
        year = 2000 + int(short[1])
    elif year is None and near and context.year is not None:
        year = context.year + (near[0][0] in "明次下")
    if year is None:
        remedy = field.remedy or "请填写四位年份,如2022"
        return Reading(None, Doubt("not_a_year", f"{field.header}{quoted(text)}不是一个明确的年份;{remedy}"))
    return Reading(str(year), Doubt("year_assumed", f"{quoted(text)}按{year}年读取;请填写四位年份"))
