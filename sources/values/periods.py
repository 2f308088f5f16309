"""The stretch of time that a text names, by its last day."""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from sources.values.cells import closed_up
from sources.values.numerals import integer, with_arabic_years
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


def named_period(text: str, context_year: int | None) -> Period | None:
    """The period that a whole folded text names, single or a range; None when it names none.

    context_year: the year of the table, for 明年 and 次年.
    """
    period = _single(text, context_year)
    if period is not None and period.doubt is None and _OTHER_YEAR.match(text):
        return replace(period, doubt="的年份从表的年度推算,按")
    return period or _range(text, context_year) or _short_year(text, context_year)


def periods_within(text: str, context_year: int | None) -> dict[str, Period | None]:
    """The dates inside a longer folded text, by how they are written."""
    return {found[0]: _single(found[0], context_year) for found in _WITHIN.finditer(text)}


# --- folding ----------------------------------------------------------------------------------------------------------

_CHINESE_COUNT = re.compile(r"[一二三四五六七八九十]{1,3}(?=月|日|号|个?季)")
_QUARTER_LIST = re.compile(r"第?([一二三四1-4])[、,和至到~—–-]?第?(?=[一二三四1-4]个?季)")
_SPACED_DAY = re.compile(r"(\d{4})\s+(\d{1,2})\s+(\d{1,2})")
_CHINESE_POINT = re.compile(r"(?<=\d)。(?=\d)")
_CLOCK = re.compile(r"(?:[\sT]+|(?<=日))\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?\s*(?=前?\s*$)")
_TIME_OF_DAY = re.compile(r"(?<=[日号])(?:[上下]午)?(?:\d{1,2}[时点])?(?=前?$)")
_WEEKDAY = re.compile(r"\((?:星期|周)[一二三四五六日天]\)|(?:星期|周)[一二三四五六日天]$")
_LEAD = re.compile(r"^(?:计划|预计|力争|争取|确保|拟|原则上|贯穿|不晚于|最迟|于|在|截至|截止到?|到|至|已|将|,)+")
_TAIL = re.compile(
    r"(?:并|长期坚持|持续推进|持续实施|常态化推进|推进|全面|全部|基本|已|完成|办结|印发|出台|召开|实施|落实到位|到位|整改|"
    r"销号|,|。|;|、|\.|止)+$"
)


def folded_period(text: str) -> str:
    """The text without white space, time of day, words around the date and Chinese numerals."""
    folded = _CLOCK.sub("", half_width(text).strip())
    spaced = _SPACED_DAY.fullmatch(folded)
    if spaced:
        return "-".join(spaced.groups())
    folded = _TIME_OF_DAY.sub("", _WEEKDAY.sub("", closed_up(folded)))
    folded = _CHINESE_POINT.sub(".", with_arabic_years(folded))
    if "季" in folded:
        folded = _QUARTER_LIST.sub(lambda found: f"{integer(found[1])}-", folded)
    folded = _CHINESE_COUNT.sub(lambda found: str(integer(found[0])), folded)
    return _TAIL.sub("", _LEAD.sub("", folded)) or folded


# --- single periods ---------------------------------------------------------------------------------------------------

_YEAR = (
    r"(?:(?P<year>\d{4})(?:年度?|(?=第?[1-4]季|[上下]半年|全年|Q|[底末])|[-./](?=\d+月))"
    r"|(?P<near>今|本|当|明|次|去|上)年度?)?"
)
_BEFORE = r"(?P<before>[之以]?前)?"
_DAY = re.compile(
    r"(?P<year>\d{4})(?P<mark>年|[-./])(?P<month>\d{1,2})(?:(?<=年\d)月|(?<=年\d\d)月|(?P=mark))(?P<day>\d{1,2})"
    r"[日号]?(?:[之以]?前|当日)?"
)
_COMPACT_DAY = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_MONTH_DAY = re.compile(_YEAR + r"(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?(?:[之以]?前)?")
_MONTH = re.compile(_YEAR + r"(?P<month>\d{1,2})月份?(?P<part>[上中下]旬|[底末初中])?" + _BEFORE + "内?")
_NUMERIC_MONTH = re.compile(r"(?P<year>\d{4})(?P<mark>[-./]?)(?P<month>\d{1,2})(?P<part>[底末])?" + _BEFORE)
_QUARTER = re.compile(_YEAR + r"(?:[第前]?(?P<quarter>[1-4])个?季度?|Q(?P<q>[1-4]))(?P<part>[底末])?" + _BEFORE + "内?")
_HALF = re.compile(_YEAR + r"(?P<half>[上下])半年(?P<part>[底末])?" + _BEFORE + "内?")
_WHOLE_YEAR = re.compile(_YEAR + r"(?P<part>全年|年?[底末内终中]|年度)?" + _BEFORE)
_BARE_YEAR = re.compile(r"(?P<year>\d{4})")
_SHORT_YEAR = re.compile(r"'?(?P<year>\d{2})(?P<rest>(?:年|[-./](?=\d{1,2}[-./])).+)")
_BARE_MONTH_DAY = re.compile(r"(?P<month>\d{1,2})(?P<mark>[-./])(?P<day>\d{1,2})[日号]?(?P<before>[之以]?前)?")
_YEAR_LAST = re.compile(r"(?P<month>\d{1,2})[-/](?P<day>\d{1,2})[-/](?P<year>\d{4})")
_BEFORE_HOLIDAY = re.compile(
    _YEAR + r"(?:(?P<may>五一|劳动节)|(?P<july>七一|建党节)|(?P<august>八一|建军节)|(?P<october>十一|国庆))节?[之以]?前"
)
_OTHER_YEAR = re.compile(r"[明次去上]年")
_NEAR_YEARS = {"明": 1, "次": 1, "去": -1, "上": -1}
_MONTH_PARTS = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}
_WITHIN = re.compile(
    r"(?:(?:\d{4}|[明次])年)?\d{1,2}月(?:\d{1,2}[日号]|[底末]|[上中下]旬)?|(?:\d{4}年)?(?:第?[1-4]季度|[上下]半年)"
    r"|(?:\d{4}|[今本当明次])?年[底末]|\d{4}[-./]\d{1,2}(?:[-./]\d{1,2})?|\d{4}年(?!.*[前后初节])"
)


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
    part = found["part"] or ""
    doubt = "没有写明是哪一天,按" if part in ("初", "中") else _before(found)
    return Period(_named_year(found, context_year), int(found["month"]), _MONTH_PARTS.get(part, 31), doubt=doubt)


def _read_numeric_month(text: str, _: int | None) -> Period | None:
    found = _NUMERIC_MONTH.fullmatch(text)
    if found is None or not 1 <= int(found["month"]) <= 12 or (not found["mark"] and len(found["month"]) == 1):
        return None
    lost_zero = found["mark"] == "." and found["month"] == "1"
    doubt = "可能是1月或10月,按" if lost_zero else _before(found)
    return Period(int(found["year"]), int(found["month"]), 31, doubt=doubt)


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
    bare = _BARE_YEAR.fullmatch(text)
    if bare is not None:
        return Period(int(bare["year"]), 12, 31)
    found = _WHOLE_YEAR.fullmatch(text)
    if found is None or not (found["year"] or found["near"] or found["part"]):
        return None
    year = _named_year(found, context_year)
    if found["part"] and found["part"].endswith("中"):
        return Period(year, 6, 31, doubt="没有写明月份,按年中")
    # 2021年前 is before the year, 年底前 within it.
    return None if found["before"] and not found["part"] else Period(year, 12, 31)


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


def _read_before_holiday(text: str, context_year: int | None) -> Period | None:
    """The day before a holiday that has the same date every year."""
    found = _BEFORE_HOLIDAY.fullmatch(text)
    if found is None:
        return None
    month = next(last for name, last in (("may", 4), ("july", 6), ("august", 7), ("october", 9)) if found[name])
    return Period(_named_year(found, context_year), month, 31, doubt="按节日的前一天")


_READERS: tuple[Callable[[str, int | None], Period | None], ...] = (
    _read_day,
    _read_month_day,
    _read_month,
    _read_numeric_month,
    _read_quarter,
    _read_half,
    _read_whole_year,
    _read_bare_month_day,
    _read_year_last,
    _read_before_holiday,
)


def _single(text: str, context_year: int | None) -> Period | None:
    return next(filter(None, (read(text, context_year) for read in _READERS)), None)


def _short_year(text: str, context_year: int | None) -> Period | None:
    """A year of two digits: taken as one of this century, with a doubt."""
    found = _SHORT_YEAR.fullmatch(text)
    period = _single(f"20{found['year']}{found['rest']}", context_year) if found else None
    return replace(period, doubt="的年份只有两位,按") if period else None


# --- ranges -----------------------------------------------------------------------------------------------------------

_DASH = re.compile(r"\s*(?:[—–―─−~〜至到]|--)+\s*")
_DAY_NUMBER = re.compile(r"(?P<number>\d{1,2})(?P<unit>[日号]?)(?P<before>[之以]?前)?")


def _range(text: str, context_year: int | None) -> Period | None:
    """The last day of "3月—12月": the end stands in the year of the start unless it names its own."""
    for start_text, end_text in _halves(text):
        units = ("", "月", "日", "季度", "年")
        start = next(filter(None, (_single(start_text + unit, context_year) for unit in units)), None)
        if start is None:
            continue
        end = _single(end_text, context_year) or _end_like(start, end_text)
        if end is None:
            continue
        if end.year is None:
            end = replace(end, year=start.year)
        turned = (start.year or 0, start.month, start.day) > (end.year or 0, end.month, end.day)
        if turned and start.year == end.year:
            continue
        return replace(end, is_day=False) if end.last_day(end.year or 2000) else None
    return None


def _end_like(start: Period, text: str) -> Period | None:
    """An end that leaves to the start what it counts: 8日 in 11月5日—8日, the month 12 in 2021.1-12."""
    found = _DAY_NUMBER.fullmatch(text)
    if found is None:
        return None
    number = int(found["number"])
    if start.is_day:
        is_a_day = 1 <= number <= 31
        return replace(start, day=number) if is_a_day else None
    if start.year is None or found["unit"] or not 1 <= number <= 12:
        return None
    return Period(start.year, number, 31, doubt="可能是起止月份,按")


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """The text cut in two at its dash; hyphens also stand inside dates, so each is tried."""
    dashes = list(_DASH.finditer(text)) or list(re.finditer("-", text))
    yield from ((text[: dash.start()], text[dash.end() :]) for dash in dashes)
