"""How the content of one cell is read into a value, by the kind of its field.

Every reading is certain or carries a doubt that says in Chinese how the text was taken; nothing is guessed in silence.
Which names are known belongs to ``vocabulary``, which cells make a row to the reader of tables, and whether a value is
allowed (required, minimum, maximum, pattern) to the checks.
"""

import calendar
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from sources.records import Kind, RecordField
from sources.rows import Doubt, RawValue, Reading
from sources.vocabulary import Vocabulary, half_width

__all__ = ["ReadingContext", "find_year", "half_width", "is_blank", "raw_text", "read_value"]

LONGEST_VALUE = 200
"""A text longer than this is prose: no date, figure, year or choice is looked for in it."""

EXCEL_EPOCH = date(1899, 12, 30)
EARLIEST_YEAR, LATEST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What a cell is read against: the known names, and the year of the table for dates such as 12月底前."""

    vocabulary: Vocabulary
    year: int | None


def read_value(
    raw: RawValue, field: RecordField, context: ReadingContext, siblings: Sequence[RecordField] = ()
) -> Reading:
    """What the content of a cell means as the value of `field`; never raises.

    siblings: the other fields of the record type. Where a cell labels its parts ("牵头单位:…\\n责任单位:…") with the
    headers of `field` and of siblings, the field's own part is the value and the others are companions.
    """
    text = raw_text(raw)
    if isinstance(raw, str) and half_width(text).strip().upper() in _ERROR_CELLS:
        return Reading(None, Doubt("error_cell", f"单元格是错误值“{text.strip()}”;请改正公式或直接填写内容"))
    if is_blank(raw):
        return Reading(None)
    if field.kind is not Kind.TEXT and (":" in text or "\uff1a" in text):
        return _read_labelled(half_width(text), field, context, siblings) or _read(raw, field, context)
    return _read(raw, field, context)


def raw_text(raw: RawValue) -> str:
    """The text of a cell as it is kept: "" for an empty one, whole numbers without .0, dates as ISO."""
    if isinstance(raw, datetime) and raw.time() == time.min:
        raw = raw.date()
    match raw:
        case None:
            return ""
        case bool():
            return str(raw).upper()
        case float():
            return _plain_float(raw)
    return str(raw)


def is_blank(raw: RawValue) -> bool:
    """Whether a cell is empty or holds white space only (full-width and invisible characters included)."""
    return raw is None or (isinstance(raw, str) and not half_width(raw).strip())


def find_year(text: str) -> int | None:
    """The one year that a text names (2021年…, 二〇二一年); None when it names none, or several."""
    folded = _CHINESE_YEAR.sub(lambda found: _digits(found[0]), half_width(text))
    years = {int(found) for found in _YEAR.findall(folded)}
    return years.pop() if len(years) == 1 else None


def _read(raw: RawValue, field: RecordField, context: ReadingContext) -> Reading:
    """Read content that is not blank and has no labels."""
    if field.kind is Kind.TEXT:
        return _read_text(raw, field)
    if field.kind is Kind.CHOICE:
        chosen = _exact_choice(raw, field)
        if chosen is not None:
            return Reading(chosen)
    text = _squeezed(raw_text(raw))
    if text.casefold() in _FILLERS:
        return Reading(None)
    if text.strip("()") in _UNDECIDED:
        return Reading(None, Doubt("undecided", f"“{text}”还没有确定的内容;确定后请补填"))
    return _READERS[field.kind](raw, field, context)


# --- texts ------------------------------------------------------------------------------------------------------------

_ERROR_CELLS = {
    *("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!"),
    *("#GETTING_DATA", "#CONNECT!", "#UNKNOWN!", "#BUSY!"),
}
_MEANINGLESS = {
    *"无/\\-—–_―─、.·*。…",
    "--",
    "——",
    "---",
    "//",
    "……",
    "...",
    "n/a",
    "na",
    "#n/a",
    "null",
    "none",
    "nan",
    "nil",
}
_FILLERS = {
    *_MEANINGLESS,
    "暂无",
    "没有",
    "空",
    "空白",
    "未填",
    "不适用",
    "不涉及",
    "无。",
    "暂缺",
    "无内容",
    "(空白)",
    "(无)",
}
_UNDECIDED = {
    *("待定", "未定", "待确定", "待明确", "尚未确定", "暂未确定", "未确定", "暂定", "另行通知", "待研究", "待报"),
    *("待填", "待补充", "待统计", "待核实", "待落实", "?", "??", "???", "不详", "tbd", "未知"),
}

_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’《》"
_ITEM = re.compile(
    r"(?:\d+[.、))．]|[一二三四五六七八九十]+[、.]|[((][一二三四五六七八九十\d]+[))]|[①-⑳]|第[一二三四五六七八九十]|[-•●■◆])"
)
_DOCUMENT_YEAR = re.compile(r"[\[(［（【〖〈<{〔]\s*((?:19|20)\d{2})\s*年?\s*[\])］）】〗〉>}〕]")


def _plain(number: Decimal) -> str:
    """A plain decimal: no exponent, no trailing zeros, no negative zero."""
    text = format(number if number else abs(number), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain_float(number: float) -> str:
    # Excel itself keeps and shows fifteen digits: what floats have beyond them was never written.
    return _plain(Decimal(format(number, ".15g"))) if math.isfinite(number) else str(number)


def _squeezed(text: str) -> str:
    """The text folded and without any white space."""
    return re.sub(r"\s+", "", half_width(text))


def _quoted(text: str) -> str:
    """The text as a message shows it: on one line, and not endless."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= 40 else line[:40] + '…'}”"


def _read_text(raw: RawValue, field: RecordField) -> Reading:
    """A text as written, with white space tidied. Only what can mean nothing at all is taken as blank."""
    text = raw_text(raw)
    fillers = _MEANINGLESS if field.pattern is None else _FILLERS
    if _squeezed(text).casefold() in fillers:
        return Reading(None)
    if field.pattern is not None and "〔" in field.pattern:
        return Reading(_document_number(text))
    return Reading(_tidied(text))


def _document_number(text: str) -> str:
    """A document's number with its year in 〔〕, half-width digits and no spaces."""
    return _DOCUMENT_YEAR.sub(r"〔\1〕", re.sub(r"\s+", "", half_width(text)))


def _tidied(text: str) -> str:
    """The text with runs of spaces made one and wrapped lines joined; lines that are paragraphs or items stay."""
    lines = [re.sub(r"[^\S\n]+", " ", line).strip() for line in re.split(r"[\r\n\v\f\x85\u2028\u2029]+", text)]
    lines = [line for line in lines if line]
    tidy = lines[0] if lines else ""
    for before, line in pairwise(lines):
        tidy += _between(before, line) + line
    return tidy


def _between(before: str, line: str) -> str:
    if before[-1] in "。;；:：!！?？" or _ITEM.match(line):
        return "\n"
    return "" if re.match(f"[{_CJK}]", before[-1]) and re.match(f"[{_CJK}]", line) else " "


# --- labelled parts ---------------------------------------------------------------------------------------------------


_PART_EDGES = " \n,、;。"


def _labels(field: RecordField) -> Iterator[str]:
    for header in field.headers:
        yield from {header, header.rpartition("/")[2]}


def _read_labelled(
    text: str, field: RecordField, context: ReadingContext, siblings: Sequence[RecordField]
) -> Reading | None:
    """A cell whose parts are labelled with headers; None when it has no label."""
    fields = (field, *(sibling for sibling in siblings if sibling.kind is not Kind.TEXT and sibling != field))
    owners = {label: owner for owner in reversed(fields) for label in _labels(owner)}
    names = "|".join(re.escape(label) for label in sorted(owners, key=len, reverse=True))
    found = list(re.finditer(rf"(?:^|(?<=[\s,、;。/]))({names})\s*:", text))
    if not found:
        return None
    ends = [*(label.start() for label in found[1:]), len(text)]
    parts: dict[str, str] = {}
    for label, end in zip(found, ends, strict=True):
        name = owners[label[1]].name
        parts[name] = f"{parts.get(name, '')}\n{text[label.end() : end].strip(_PART_EDGES)}".strip()
    before = text[: found[0].start()].strip(_PART_EDGES)
    parts[field.name] = "\n".join(filter(None, (before, parts.get(field.name, ""))))
    readings = {
        owner.name: _read(parts[owner.name], owner, context) for owner in fields if not is_blank(parts.get(owner.name))
    }
    own = readings.pop(field.name, Reading(None))
    others = tuple((name, reading.value) for name, reading in readings.items() if reading.value is not None)
    doubts = [own.doubt, *(reading.doubt for reading in readings.values())]
    return Reading(own.value, _joined(doubts), (*own.companions, *others))


def _joined(doubts: Sequence[Doubt | None]) -> Doubt | None:
    """Several doubts as one: the rule of the first, every sentence once."""
    real = list(dict.fromkeys(doubt for doubt in doubts if doubt is not None))
    return Doubt(real[0].rule, ";".join(doubt.message for doubt in real)) if real else None


# --- choices ----------------------------------------------------------------------------------------------------------

_MARKS = {"✓": "√", "✔": "√", "☑": "√", "✅": "√", "✗": "×", "✘": "×", "✖": "×", "❌": "×", "x": "×"}
_CHOICE_EDGES = " 。.,、;!?:()[]【】“”\"'"
_CLAUSE = re.compile(r"[,。;、()【】\[\]:!]+")
_NOT_YET = re.compile(r"[未不没无非尚待暂难拟将]|预计|计划|争取|力争|确保|接近|部分|阶段|初步|多数|一半|如果|若")
_ONLY_PART = re.compile(r"(?:了|前期|部分|阶段|一半|率|时间|时限|期限|情况|\d|[一二三四五六七八九十]+[项个条])")


def _choice_key(text: str) -> str:
    key = _squeezed(text).strip(_CHOICE_EDGES).casefold()
    return _MARKS.get(key, key)


def _spellings(field: RecordField) -> dict[str, str]:
    """Every spelling, folded, to its choice."""
    return _folded_spellings(tuple(field.choices.items()))


@lru_cache(maxsize=256)
def _folded_spellings(choices: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    return {_choice_key(spelling): choice for choice, others in choices for spelling in (choice, *others)}


def _choice_candidates(raw: RawValue) -> Iterator[str]:
    """What a cell may be called by: its text, a number also as a percentage (1 and 100 are 100%), TRUE also as 是."""
    text = _choice_key(raw_text(raw))
    yield text
    if isinstance(raw, bool) or text in ("true", "false"):
        yield "是" if text == "true" else "否"
    elif re.fullmatch(r"\d{1,3}(?:\.\d+)?%?", text):
        figure = Decimal(text.rstrip("%"))
        yield f"{_plain(figure)}%" if "%" in text or figure > 1 else f"{_plain(figure * 100)}%"


def _exact_choice(raw: RawValue, field: RecordField) -> str | None:
    spellings = _spellings(field)
    return next((spellings[key] for key in _choice_candidates(raw) if key in spellings), None)


def _read_choice(raw: RawValue, field: RecordField, _: ReadingContext) -> Reading:
    """A choice within more text is only a guess, and none when the text denies it or names two."""
    text = raw_text(raw)
    guesses = set(_choices_within(_squeezed(text).casefold(), field)) if len(text) <= LONGEST_VALUE else set()
    remedy = field.remedy or f"请填写:{'、'.join(_shown(field, choice) for choice in field.choices)}"
    if len(guesses) == 1:
        (choice,) = guesses
        return Reading(choice, Doubt("guessed_choice", f"{_quoted(text)}按“{_shown(field, choice)}”读取;{remedy}"))
    return Reading(None, Doubt("not_a_choice", f"{field.header}{_quoted(text)}不是可填的内容;{remedy}"))


def _shown(field: RecordField, choice: str) -> str:
    """A choice as clerks write it: keys in English are shown by their first spelling."""
    return next(iter(field.choices[choice]), choice) if choice.isascii() else choice


def _choices_within(text: str, field: RecordField) -> Iterator[str]:
    spellings = _spellings(field)
    for clause in _CLAUSE.split(text):
        if clause in spellings:
            yield spellings[clause]
            continue
        # A spelling of one character (是, 市) says nothing inside a longer text.
        longest_first = sorted((key for key in spellings if len(key) > 1), key=len, reverse=True)
        for found in re.finditer("|".join(map(re.escape, longest_first)) or "$^", clause):
            denied = _NOT_YET.search(clause[: found.start()]) or _ONLY_PART.match(clause, found.end())
            if not denied and "%" not in clause:
                yield spellings[found[0]]


# --- dates ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Period:
    """A stretch of time by its last day. year is None when the text names none; is_day when it is one certain day."""

    year: int | None
    month: int
    day: int
    is_day: bool = False
    doubt: str | None = None
    """Why the reading is not certain, in Chinese, to stand before "读取"."""

    def last_day(self, year: int) -> date | None:
        """The last day, in that year; None when there is no such day."""
        if not (EARLIEST_YEAR <= year <= LATEST_YEAR and 1 <= self.month <= 12):
            return None
        last = calendar.monthrange(year, self.month)[1]
        if self.is_day and not 1 <= self.day <= last:
            return None
        return date(year, self.month, min(self.day, last))


_CHINESE_YEAR_DIGITS = str.maketrans("〇零○O0o一二三四五六七八九", "000000123456789")
_CHINESE_YEAR = re.compile(r"(?:二[〇零○Oo0]|一九)[〇零○Oo0一二三四五六七八九]{2}(?=年)")
_YEAR = re.compile(r"(?<![\d.])(?:19[89]\d|20\d\d)(?![\d.]*\d*[余多万亿元个家户条项人%]|\d)")
_CHINESE_COUNT = re.compile(r"[一二三四五六七八九十]{1,3}(?=月|日|号|季)")
_MONTH_PARTS = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}
_TIME_OF_DAY = re.compile(r"[\sT]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?\s*$")
_DATE_LEAD = re.compile(r"^(?:计划|预计|力争|争取|确保|拟|原则上|于|在|截至|截止到?|到|至|已|将|,)+")
_DATE_TAIL = re.compile(
    r"(?:(?:并|,|、|;|。)*(?:长期坚持|持续推进|持续实施|常态化推进)|全面|全部|基本|已|"
    r"完成|办结|印发|出台|召开|实施|落实到位|到位|整改|销号|,|。|;|、|\.|止)+$"
)
_DATE_NOTE = re.compile(r"\((?:星期|周)[一二三四五六日天]\)|(?:星期|周)[一二三四五六日天]$")
_OPEN_ENDED = re.compile(r"(?:长期|持续|常态化?|常年|经常性|不间断|日常|随时).{0,10}")
_RECURRING = re.compile(r"(?:每|按|逐)(?:半?年|季度?|月|周|日|旬|天).{0,12}")
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


def _digits(chinese_year: str) -> str:
    return chinese_year.translate(_CHINESE_YEAR_DIGITS)


def _read_date(raw: RawValue, field: RecordField, context: ReadingContext) -> Reading:
    """A point in time (DATE) or the last day of a period (DEADLINE)."""
    text = raw_text(raw)
    meant = _date_meant(raw, field, context)
    if isinstance(meant, Doubt):
        return Reading(None, meant)
    return _dated(meant, text, field, context) if meant else _not_a_date(text, field)


def _date_meant(raw: RawValue, field: RecordField, context: ReadingContext) -> _Period | Doubt | None:
    """The period a cell names, or why none is taken from it; None when it names none."""
    if isinstance(raw, date):
        return _Period(raw.year, raw.month, raw.day, is_day=True)
    text = raw_text(raw)
    if isinstance(raw, bool | time | timedelta) or len(text) > LONGEST_VALUE:
        return None
    if isinstance(raw, float) and re.fullmatch(r"\d{4}\.1", text):
        return Doubt("ambiguous_month", f"单元格是数字{text},分不清1月还是10月;请填写完整日期,如{text[:4]}-10-31")
    folded = _folded_date(text)
    if _OPEN_ENDED.fullmatch(folded):
        return Doubt("open_ended", f"{_quoted(text)}没有截止日期,未取完成时限;如有时限请填写具体日期")
    if field.kind is Kind.DEADLINE and _RECURRING.fullmatch(folded):
        return _Period(None, 12, 31, doubt="是反复进行的工作,按年底")
    return _serial_day(raw, folded) or _period(folded, context.year) or _period_within(folded, context.year)


def _folded_date(text: str) -> str:
    """The text without white space, time of day, words around the date and Chinese numerals."""
    folded = _DATE_NOTE.sub("", _TIME_OF_DAY.sub("", half_width(text).strip()))
    spaced = re.fullmatch(r"(\d{4})\s+(\d{1,2})\s+(\d{1,2})", folded)
    if spaced:
        return "-".join(spaced.groups())
    folded = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", folded)
    folded = _CHINESE_YEAR.sub(lambda found: _digits(found[0]), folded)
    folded = _CHINESE_COUNT.sub(lambda found: str(_chinese_integer(found[0])), folded)
    return _DATE_TAIL.sub("", _DATE_LEAD.sub("", folded)) or folded


def _dated(period: _Period, text: str, field: RecordField, context: ReadingContext) -> Reading:
    """The period's last day as the field's value, with what is not certain about it."""
    year = period.year if period.year is not None else context.year
    if year is None:
        return Reading(
            None, Doubt("year_missing", f"{_quoted(text)}没有写年份,无法确定日期;请填写完整日期,如2021-12-31")
        )
    day = period.last_day(year)
    if day is None:
        return _not_a_date(text, field)
    how = f"{_quoted(text)}{{}}{day.isoformat()}读取;请填写完整日期"
    if period.doubt is not None:
        return Reading(day.isoformat(), Doubt("date_assumed", how.format(period.doubt)))
    if field.kind is Kind.DATE and not period.is_day:
        return Reading(day.isoformat(), Doubt("date_not_exact", how.format("没有写到日,按")))
    if field.kind is Kind.DATE and period.year is None:
        return Reading(day.isoformat(), Doubt("date_assumed", how.format("没有写年份,按")))
    return Reading(day.isoformat())


def _not_a_date(text: str, field: RecordField) -> Reading:
    remedy = field.remedy or "请填写完整日期,如2021-12-31"
    return Reading(None, Doubt("not_a_date", f"{field.header}{_quoted(text)}不是可用的日期;{remedy}"))


def _serial_day(raw: RawValue, folded: str) -> _Period | None:
    """A day as Excel numbers it. As a text it is a guess: whoever saved the file lost the cell's format."""
    if not re.fullmatch(r"[2-7]\d{4}(?:\.\d+)?", folded):
        return None
    day = EXCEL_EPOCH + timedelta(days=int(folded.partition(".")[0]))
    return _Period(day.year, day.month, day.day, is_day=True, doubt="是日期序号,按" if isinstance(raw, str) else None)


def _period(text: str, context_year: int | None) -> _Period | None:
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


def _read_day(text: str, _: int | None) -> _Period | None:
    found = _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
    return _Period(int(found["year"]), int(found["month"]), int(found["day"]), is_day=True) if found else None


def _read_month_day(text: str, context_year: int | None) -> _Period | None:
    found = _MONTH_DAY.fullmatch(text)
    if found is None:
        return None
    return _Period(_named_year(found, context_year), int(found["month"]), int(found["day"]), is_day=True)


def _read_month(text: str, context_year: int | None) -> _Period | None:
    found = _MONTH.fullmatch(text)
    if found is None:
        return None
    last = _MONTH_PARTS.get(found["part"] or "", 31)
    return _Period(_named_year(found, context_year), int(found["month"]), last, doubt=_before(found))


def _read_numeric_month(text: str, _: int | None) -> _Period | None:
    found = _NUMERIC_MONTH.fullmatch(text)
    if found is None or not 1 <= int(found["month"]) <= 12 or (not found["mark"] and len(found["month"]) == 1):
        return None
    lost_zero = found["mark"] == "." and found["month"] == "1"
    return _Period(int(found["year"]), int(found["month"]), 31, doubt="可能是1月或10月,按" if lost_zero else None)


def _read_quarter(text: str, context_year: int | None) -> _Period | None:
    found = _QUARTER.fullmatch(text)
    if found is None:
        return None
    month = 3 * int(found["quarter"] or found["q"])
    return _Period(_named_year(found, context_year), month, 31, doubt=_before(found))


def _read_half(text: str, context_year: int | None) -> _Period | None:
    found = _HALF.fullmatch(text)
    if found is None:
        return None
    return _Period(_named_year(found, context_year), 6 if found["half"] == "上" else 12, 31, doubt=_before(found))


def _read_whole_year(text: str, context_year: int | None) -> _Period | None:
    found = _WHOLE_YEAR.fullmatch(text) or re.fullmatch(r"(?P<year>\d{4})(?P<part>)(?P<before>)", text)
    if found is None or not any(found.groupdict().get(part) for part in ("year", "near", "part")):
        return None
    year = int(found["year"]) if found["year"] else _named_year(found, context_year)
    return _Period(year, 12, 31, doubt=_before(found))


def _read_bare_month_day(text: str, _: int | None) -> _Period | None:
    found = _BARE_MONTH_DAY.fullmatch(text)
    # 3-12 may as well be the months from March to December.
    if found is None or (found["mark"] == "-" and int(found["day"]) <= 12):
        return None
    return _Period(None, int(found["month"]), int(found["day"]), is_day=True, doubt="没有写年份,按")


def _read_year_last(text: str, _: int | None) -> _Period | None:
    found = _YEAR_LAST.fullmatch(text)
    if found is None or (int(found["day"]) <= 12 and found["day"] != found["month"]):
        return None
    return _Period(int(found["year"]), int(found["month"]), int(found["day"]), is_day=True, doubt="按")


_PERIOD_READERS: tuple[Callable[[str, int | None], _Period | None], ...] = (
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


def _single(text: str, context_year: int | None) -> _Period | None:
    return next(filter(None, (read(text, context_year) for read in _PERIOD_READERS)), None)


def _range(text: str, context_year: int | None) -> _Period | None:
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


def _short_year(text: str, context_year: int | None) -> _Period | None:
    """A year of two digits: taken as one of this century, with a doubt."""
    found = _SHORT_YEAR.fullmatch(text)
    period = _single(f"20{found['year']}{found['rest']}", context_year) if found else None
    return replace(period, doubt="的年份只有两位,按") if period else None


def _period_within(text: str, context_year: int | None) -> _Period | Doubt | None:
    """The one date inside a longer text, as a guess."""
    named = {found[0]: _single(found[0], context_year) for found in _DATE_WITHIN.finditer(text)}
    if len(named) > 1:
        shown = "、".join(named)
        return Doubt("several_dates", f"{_quoted(text)}里有多个日期({shown});请只填写一个日期")
    period = next(iter(named.values()), None)
    # A date beside other digits is a piece of something else: 2021-02 in 2021-02-30, 2月 in "1 2月".
    if period is None or re.search(r"\d", text.replace(next(iter(named)), "")):
        return None
    return replace(period, doubt="中还有其他文字,按")


# --- years ------------------------------------------------------------------------------------------------------------


def _read_year(raw: RawValue, field: RecordField, context: ReadingContext) -> Reading:
    text = raw_text(raw)
    year = find_year(text) if len(text) <= LONGEST_VALUE else None
    if year is not None and not isinstance(raw, date):
        return Reading(str(year))
    folded = _squeezed(text)
    short = re.fullmatch(r"'?(\d{2})年度?", folded)
    near = re.search(r"[明次下今本当]一?年", folded) if len(folded) <= LONGEST_VALUE else None
    if year is None and short:
        year = 2000 + int(short[1])
    elif year is None and near and context.year is not None:
        year = context.year + (near[0][0] in "明次下")
    if year is None:
        remedy = field.remedy or "请填写四位年份,如2022"
        return Reading(None, Doubt("not_a_year", f"{field.header}{_quoted(text)}不是一个明确的年份;{remedy}"))
    return Reading(str(year), Doubt("year_assumed", f"{_quoted(text)}按{year}年读取;请填写四位年份"))


# --- figures ----------------------------------------------------------------------------------------------------------

RATIO_UNIT = "比率"
"""The unit of a percentage: it is stored as a ratio, so that 90% is 0.9 and never 0.9 %."""

_CHINESE_DIGITS = {"〇": 0, "零": 0, "两": 2} | {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
_CHINESE_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_CHINESE_FIGURE = r"[〇零一二两三四五六七八九十][〇零一二两三四五六七八九十百千万亿]*"
_ABOUT_BEFORE = "大约|约为|约|近|接近|超过|超|突破|逾|不少于|不低于|至少|≥|>"
_NUMBER = rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|{_CHINESE_FIGURE}"
_FIGURE = re.compile(
    rf"(?P<before>{_ABOUT_BEFORE})?(?:共计|共|累计|合计|达到|达)?(?P<percent>百分之)?(?P<sign>[-+−])?(?P<number>{_NUMBER})"
    r"(?P<odd>余|多|几)?(?P<scale>万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![克米瓦卡伏])|百(?!分))?(?P<odd_scaled>余|多)?"
    r"(?P<unit>[^\d]{0,8}?)(?P<after>左右|上下|以上|以内)?"
)
_FIGURES_WITHIN = re.compile(r"\d+(?:[,.]\d+)*")
_PERCENT_SIGNS = {"%": Decimal("0.01"), "‰": Decimal("0.001")}
_VAGUE_UNITS = ("批", "系列", "些", "定", "半", "点", "次性", "体", "般", "直", "起")


def _chinese_integer(text: str) -> int:
    """三十二 is 32, 二〇二一 is 2021, 一百零五万 is 1050000."""
    if len(text) > 1 and not set(text) & set(_CHINESE_SCALES):
        return int("".join(str(_CHINESE_DIGITS[digit]) for digit in text))
    total = section = digit = 0
    for character in text:
        scale = _CHINESE_SCALES.get(character)
        if scale is None:
            digit = _CHINESE_DIGITS[character]
        elif scale >= 10**4:
            total, section, digit = (total + section + digit) * scale, 0, 0
        else:
            section, digit = section + (digit or 1) * scale, 0
    return total + section + digit


def _scale(words: str) -> int:
    return math.prod(_CHINESE_SCALES[word] for word in words)


def _read_number(raw: RawValue, field: RecordField, _: ReadingContext) -> Reading:
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
    number = Decimal(written) if written[0].isdigit() else Decimal(_chinese_integer(written))
    number *= _scale(found["scale"] or "") * (-1 if found["sign"] in ("-", "−") else 1)
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
    value, doubt = _plain(number), None
    if about and field.approximate_field is None:
        doubt = Doubt("approximate_figure", f"约数{_quoted(text)}按{value}读取;请填写准确数字")
    return Reading(value, doubt, tuple(companions))


def _figure_within(folded: str, text: str, field: RecordField) -> Reading:
    """The one figure inside a longer text, as a guess; none of several."""
    figures = list(_FIGURES_WITHIN.finditer(folded))
    if len(figures) > 1:
        return Reading(None, Doubt("several_figures", f"{_quoted(text)}里有多个数字;请一行只填写一个数字"))
    rest = folded[figures[0].start() :] if figures else ""
    tail = re.match(rf"(?:{_NUMBER})(?:余|多)?(?:万亿|亿|万)?(?:余|多)?(?:%|‰|个百分点|[\u4e00-\u9fff]|$)", rest)
    found = _FIGURE.fullmatch(tail[0]) if tail else None
    # Brackets and signs around a figure may be its sign.
    if found is None or re.search(r"[-(*/=+]$", folded[: figures[0].start()]):
        return _not_a_number(text, field)
    reading = _matched_figure(found, text, field)
    doubt = Doubt(
        "figure_in_text", f"{_quoted(text)}中还有其他文字,按{reading.value}读取;{field.remedy or '请只填写数字'}"
    )
    return replace(reading, doubt=doubt)


def _not_a_number(text: str, field: RecordField) -> Reading:
    return Reading(None, Doubt("not_a_number", f"{field.header}{_quoted(text)}不是数字;{field.remedy or '请填写数字'}"))


# --- names ------------------------------------------------------------------------------------------------------------

_BETWEEN_NAMES = re.compile(r"[、,;/|\n\r]+")
_AND = re.compile(r"[和与及]|以及")
_AND_OTHERS = re.compile(r"等(?:有关|相关|其他)?(?:单位|部门|街道)?$")
_PHONE = re.compile(
    r"(?:电话|手机|联系电话|联系方式|tel)?[::]?\(?(?:\+?86-?)?(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{7,8}|\d{3}-?\d{4}-?\d{4})\)?"
)
_NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,12}·[\u3400-\u9fff·]{1,12}|[A-Za-z][A-Za-z .'-]+")
_POST = re.compile(
    r"书记|区长|县长|市长|镇长|主任|局长|部长|主席|常委|科长|处长|院长|检察长|负责人|委员|干部|领导|大队长|经理|等$"
)


def _read_department(raw: RawValue, field: RecordField, context: ReadingContext) -> Reading:
    reading = _read_departments(raw, field, context)
    names = reading.value.split("、") if reading.value else []
    if len(names) < 2:
        return reading
    message = f"{field.header}{_quoted(raw_text(raw))}有多个单位,按第一个“{names[0]}”读取;请只填写一个单位"
    return Reading(names[0], _joined([Doubt("several_departments", message), reading.doubt]))


def _read_departments(raw: RawValue, _: RecordField, context: ReadingContext) -> Reading:
    text = half_width(raw_text(raw)).strip()
    written = _AND_OTHERS.sub("", text)
    doubts: list[Doubt | None] = []
    if written and written != text:
        doubts.append(Doubt("unnamed_department", f"{_quoted(text)}只读取了写明的单位;请逐一写出单位名称"))
    names = [name for chunk in _BETWEEN_NAMES.split(written) for name in _names_in(chunk, context.vocabulary)]
    readings = [context.vocabulary.department(name) for name in names]
    values = dict.fromkeys(reading.value for reading in readings if reading.value)
    return Reading("、".join(values) or None, _joined([*doubts, *(reading.doubt for reading in readings)]))


def _names_in(chunk: str, vocabulary: Vocabulary) -> list[str]:
    """The departments in a text without separators: white space and 和 part names only where names remain."""
    if len(chunk) > LONGEST_VALUE or _is_known(chunk, vocabulary):
        return [chunk]
    for separator in (re.compile(r"\s+"), _AND):
        pieces = [piece for piece in separator.split(chunk.strip()) if piece]
        if len(pieces) > 1 and all(_is_known(piece, vocabulary) for piece in pieces):
            return pieces
    spaced = chunk.split()
    return spaced if spaced and all(len(piece) > 2 for piece in spaced) else [chunk]


def _is_known(name: str, vocabulary: Vocabulary) -> bool:
    reading = vocabulary.department(name)
    return reading.doubt is None or reading.doubt.rule != "unknown_department"


def _read_domain(raw: RawValue, _: RecordField, context: ReadingContext) -> Reading:
    return context.vocabulary.domain(raw_text(raw))


def _read_persons(raw: RawValue, field: RecordField, _: ReadingContext) -> Reading:
    """Names joined by 、. Telephone numbers, posts in brackets and 同志 are no part of a name."""
    text = raw_text(raw)
    folded = re.sub(r"\([^()]*\)", " ", _PHONE.sub(" ", half_width(text)))
    names = [name for chunk in _BETWEEN_NAMES.split(folded) for name in _persons_in(chunk)]
    value = "、".join(dict.fromkeys(names)) or None
    if value is None or not all(_NAME.fullmatch(name) and not _POST.search(name) for name in names):
        kept = "已按原文保留" if value else "没有读到姓名"
        return Reading(
            value, Doubt("not_a_name", f"{field.header}{_quoted(text)}不全是姓名,{kept};请只填写姓名,用“、”隔开")
        )
    return Reading(value)


def _persons_in(chunk: str) -> list[str]:
    """White space parts names, but not the characters of 张 三 nor the words of a Latin name."""
    if re.fullmatch(r"[\sA-Za-z.'-]+", chunk):
        return [" ".join(chunk.split())] if chunk.strip() else []
    joined = re.sub(r"(?<!\S)(\S)\s+(?:(\S)\s+)?(\S)(?!\S)", lambda found: "".join(filter(None, found.groups())), chunk)
    names = [piece.strip(":.。").removesuffix("同志") for piece in joined.split()]
    return [name for name in names if name]


_READERS: dict[Kind, Callable[[RawValue, RecordField, ReadingContext], Reading]] = {
    Kind.CHOICE: _read_choice,
    Kind.DATE: _read_date,
    Kind.DEADLINE: _read_date,
    Kind.YEAR: _read_year,
    Kind.NUMBER: _read_number,
    Kind.DOMAIN: _read_domain,
    Kind.DEPARTMENT: _read_department,
    Kind.DEPARTMENTS: _read_departments,
    Kind.PERSONS: _read_persons,
}
