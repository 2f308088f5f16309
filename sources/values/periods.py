"""The stretch of time that a text names, by its last day."""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from sources.rows import Doubt
from sources.values.cells import quoted
from sources.values.numerals import chinese_integer, with_arabic_years
from sources.vocabulary import half_width

_EARLIEST_YEAR, _LATEST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time by its last day. year is None when the text names none; is_day when it is one certain day."""

    year: int | None
    month: int
    day: int
    is_day: bool = False
    doubt: str | None = None
    """Why the reading is not certain, in Chinese, to stand before "读取"."""

    def last_day(self, year: int) -> date | None:
        """The last day, in that year; None when there is no such day."""
        if not (_EARLIEST_YEAR <= year <= _LATEST_YEAR and 1 <= self.month <= 12):
            return None
        last = calendar.monthrange(year, self.month)[1]
        if self.is_day and not 1 <= self.day <= last:
            return None
        return date(year, self.month, min(self.day, last))


_CHINESE_COUNT = re.compile(r"[一二三四五六七八九十]{1,3}(?=月|日|号|季)")
_MONTH_PARTS = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}
_TIME_OF_DAY = re.compile(r"[\sT]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?\s*$")
_LEAD = re.compile(r"^(?:计划|预计|力争|争取|确保|拟|原则上|于|在|截至|截止到?|到|至|已|将|,)+")
_TAIL = re.compile(
    r"(?:(?:并|,|、|;|。)*(?:长期坚持|持续推进|持续实施|常态化推进)|全面|全部|基本|已|"
    r"完成|办结|印发|出台|召开|实施|落实到位|到位|整改|销号|,|。|;|、|\.|止)+$"
)
_NOTE = re.compile(r"\((?:星期|周)[一二三四五六日天]\)|(?:星期|周)[一二三四五六日天]$")
_RANGE_DASH = re.compile(r"\s*(?:[—–―─−~〜至到]|--)+\s*")
_DATE_WITHIN = re.compile(
    r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号]|[底末]|[上中下]旬)?|(?:\d{4}年)?(?:第?[1-4]季度|[上下]半年|年?底)"
    r"|\d{4}[-./]\d{1,2}(?:[-./]\d{1,2})?|\d{4}年"
)

_YEAR_PART = (
    r"(?:(?P<year>\d{4})(?:年度?|(?=第?[1-4]季|[上下]半年|全年|Q)|[-./](?=\d+月))|(?P<near>今|本|当|明|次|去|上)年度?)?"
)
_DAY = re.compile(
    r"(?P<year>\d{4})(?:年|[-./])(?P<month>\d{1,2})(?:月|[-./])(?P<day>\d{1,2})[日号]?(?:[之以]?前|当日)?"
)
_COMPACT_DAY = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_MONTH_DAY = re.compile(_YEAR_PART + r"(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?(?:[之以]?前)?")
_MONTH = re.compile(_YEAR_PART + r"(?P<month>\d{1,2})月份?(?P<part>[上中下]旬|[底末初中])?(?P<before>[之以]?前)?内?")
_NUMERIC_MONTH = re.compile(r"(?P<year>\d{4})(?P<mark>[-./]?)(?P<month>\d{1,2})")
_QUARTER = re.compile(
    _YEAR_PART + r"(?:第?(?P<quarter>[1-4])季度?|Q(?P<q>[1-4]))(?P<part>[底末])?(?P<before>[之以]?前)?内?"
)
_HALF = re.compile(_YEAR_PART + r"(?P<half>[上下])半年(?P<part>[底末])?(?P<before>[之以]?前)?内?")
_WHOLE_YEAR = re.compile(_YEAR_PART + r"(?P<part>全年|年?[底末内终]|年度)?(?P<before>[之以]?前)?")
_SHORT_YEAR = re.compile(r"'?(?P<year>\d{2})(?P<rest>(?:年|[-./](?=\d{1,2}[-./])).+)")
_BARE_MONTH_DAY = re.compile(r"(?P<month>\d{1,2})(?P<mark>[-./])(?P<day>\d{1,2})")
_YEAR_LAST = re.compile(r"(?P<month>\d{1,2})[-/](?P<day>\d{1,2})[-/](?P<year>\d{4})")
_NEAR_YEARS = {"明": 1, "次": 1, "去": -1, "上": -1}


def folded_period(text: str) -> str:
    """The text without white space, time of day, words around the date and Chinese numerals."""
    folded = _NOTE.sub("", _TIME_OF_DAY.sub("", half_width(text).strip()))
    spaced = re.fullmatch(r"(\d{4})\s+(\d{1,2})\s+(\d{1,2})", folded)
    if spaced:
        return "-".join(spaced.groups())
    folded = with_arabic_years(re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", folded))
    folded = _CHINESE_COUNT.sub(lambda found: str(chinese_integer(found[0])), folded)
    return _TAIL.sub("", _LEAD.sub("", folded)) or folded


def named_period(text: str, context_year: int | None) -> Period | None:
    """The period that the whole text names, single or a range; None when it names none."""
    return _single(text, context_year) or _range(text, context_year) or _short_year(text, context_year)


def _named_year(found: re.Match[str], context_year: int | None) -> int | None:
    if found["year"]:
        return int(found["year"])
    offset = _NEAR_YEARS.get(found["near"] or "", 0)
    return context_year + offset if offset and context_year is not None else None


def _before(found: re.Match[str]) -> str | None:
    """底前 is clear; a bare 前 may leave out the period or not."""
    return "未写明是否含当期,按" if found["before"] and not found["part"] else None


def _read_day(text: str, _: int | None) -> Period | None:
    found = _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
    return Period(int(found["year"]), int(found["month"]), int(found["day"]), is_day=True) if found else None


def _read_month_day(text: str, context_year: int | None) -> Period | None:
    found = _MONTH_DAY.fullmatch(text)
    if found is None:
        return None
    return Period(_named_year(found, context_year), int(found["month"]), int(found["day"]), is_day=True)


def _read_month(text: str, context_year: int | None) -> Period | None:
    found = _MONTH.fullmatch(text)
    if found is None:
        return None
    last = _MONTH_PARTS.get(found["part"] or "", 31)
    return Period(_named_year(found, context_year), int(found["month"]), last, doubt=_before(found))


def _read_numeric_month(text: str, _: int | None) -> Period | None:
    found = _NUMERIC_MONTH.fullmatch(text)
    if found is None or not 1 <= int(found["month"]) <= 12 or (not found["mark"] and len(found["month"]) == 1):
        return None
    lost_zero = found["mark"] == "." and found["month"] == "1"
    return Period(int(found["year"]), int(found["month"]), 31, doubt="可能是1月或10月,按" if lost_zero else None)


def _read_quarter(text: str, context_year: int | None) -> Period | None:
    found = _QUARTER.fullmatch(text)
    if found is None:
        return None
    month = 3 * int(found["quarter"] or found["q"])
    return Period(_named_year(found, context_year), month, 31, doubt=_before(found))


def _read_half(text: str, context_year: int | None) -> Period | None:
    found = _HALF.fullmatch(text)
    if found is None:
        return None
    return Period(_named_year(found, context_year), 6 if found["half"] == "上" else 12, 31, doubt=_before(found))


def _read_whole_year(text: str, context_year: int | None) -> Period | None:
    found = _WHOLE_YEAR.fullmatch(text) or re.fullmatch(r"(?P<year>\d{4})(?P<part>)(?P<before>)", text)
    if found is None or not any(found.groupdict().get(part) for part in ("year", "near", "part")):
        return None
    year = int(found["year"]) if found["year"] else _named_year(found, context_year)
    return Period(year, 12, 31, doubt=_before(found))


def _read_bare_month_day(text: str, _: int | None) -> Period | None:
    found = _BARE_MONTH_DAY.fullmatch(text)
    # 3-12 may as well be the months from March to December.
    if found is None or (found["mark"] == "-" and int(found["day"]) <= 12):
        return None
    return Period(None, int(found["month"]), int(found["day"]), is_day=True, doubt="没有写年份,按")


def _read_year_last(text: str, _: int | None) -> Period | None:
    found = _YEAR_LAST.fullmatch(text)
    if found is None or (int(found["day"]) <= 12 and found["day"] != found["month"]):
        return None
    return Period(int(found["year"]), int(found["month"]), int(found["day"]), is_day=True, doubt="按")


_PERIOD_READERS: tuple[Callable[[str, int | None], Period | None], ...] = (
    _read_day,
    _read_month_day,
    _read_month,
    _read_numeric_month,
    _read_quarter,
    _read_half,
    _read_whole_year,
    _read_bare_month_day,
    _read_year_last,
)


def _single(text: str, context_year: int | None) -> Period | None:
    return next(filter(None, (read(text, context_year) for read in _PERIOD_READERS)), None)


def _range(text: str, context_year: int | None) -> Period | None:
    """The last day of "3月—12月": the end stands in the year of the start unless it names its own."""
    for start_text, end_text in _halves(text):
        end = _single(end_text, context_year)
        start = next(
            filter(None, (_single(start_text + unit, context_year) for unit in ("", "月", "季度", "年"))), None
        )
        if start is None or end is None:
            continue
        if end.year is None:
            end = replace(end, year=start.year)
        turned = (start.year or 0, start.month, start.day) > (end.year or 0, end.month, end.day)
        if turned and start.year == end.year:
            continue
        return replace(end, is_day=False, day=end.day) if end.last_day(end.year or 2000) else None
    return None


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """The text cut in two at its dash; hyphens also stand inside dates, so each is tried."""
    dashes = list(_RANGE_DASH.finditer(text)) or list(re.finditer("-", text))
    yield from ((text[: dash.start()], text[dash.end() :]) for dash in dashes)


def _short_year(text: str, context_year: int | None) -> Period | None:
    """A year of two digits: taken as one of this century, with a doubt."""
    found = _SHORT_YEAR.fullmatch(text)
    period = _single(f"20{found['year']}{found['rest']}", context_year) if found else None
    return replace(period, doubt="的年份只有两位,按") if period else None


def period_within(text: str, context_year: int | None) -> Period | Doubt | None:
    """The one date inside a longer text, as a guess."""
    named = {found[0]: _single(found[0], context_year) for found in _DATE_WITHIN.finditer(text)}
    if len(named) > 1:
        shown = "、".join(named)
        return Doubt("several_dates", f"{quoted(text)}里有多个日期({shown});请只填写一个日期")
    period = next(iter(named.values()), None)
    # A date beside other digits is a piece of something else: 2021-02 in 2021-02-30, 2月 in "1 2月".
    if period is None or re.search(r"\d", text.replace(next(iter(named)), "")):
        return None
    return replace(period, doubt="中还有其他文字,按")
