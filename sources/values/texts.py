"""Texts: kept as written but for their white space; and what clerks write where they have nothing to say."""

import re
from datetime import date
from itertools import pairwise
from operator import itemgetter

from sources.records import RecordField
from sources.rows import Doubt, RawValue, Reading
from sources.values.cells import ReadingContext, quoted, raw_text, squeezed
from sources.vocabulary import half_width

_LONGEST_PHRASE, _LONGEST_MEANINGLESS = 40, 10
"""No way of saying nothing is longer, generous spaces included."""

_ERROR_CELLS = {
    *("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!"),
    *("#GETTING_DATA", "#CONNECT!", "#UNKNOWN!", "#BUSY!"),
}
_MEANINGLESS = {
    *("无", *"/\\-—–_―─、.·*。…", "--", "——", "---", "//", "……", "..."),
    *("n/a", "na", "#n/a", "null", "none", "nan", "nil"),
}
_FILLERS = {
    *_MEANINGLESS,
    *("暂无", "没有", "空", "空白", "未填", "不适用", "不涉及", "无。", "暂缺", "无内容", "(空白)", "(无)", "空缺"),
    *("暂无数据", "无数据", "无此项", "无此项任务", "无文号", "暂无文号", "未编号", "未编文号", "无编号"),
}
_UNDECIDED = {
    *(
        "待定",
        "未定",
        "待确定",
        "待明确",
        "尚未确定",
        "暂未确定",
        "未确定",
        "暂定",
        "另行通知",
        "待研究",
        "待报",
        "未明确",
    ),
    *("待填", "待补充", "待统计", "待核实", "待落实", "?", "??", "???", "不详", "tbd", "未知", "暂不确定", "待通知"),
    *("待印发", "待编号", "待发文", "待上级明确", "统计中", "正在统计", "未统计", "待核定", "待批复"),
}
_ELSEWHERE = re.compile(r"[〃\"'″”“]+|[同如]上(?:所述|行|格)?|同[前左]|[详参]?见.{0,12}")

_ABOVE = re.compile(r"[〃″”“]+|同上(?:所述|行|格)?|同前|同左")
"""What a text says that goes without its own content: a remark may well begin with 见, and be one."""

_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’《》]")
_NUMBERED_LINE = re.compile(r"^(?:\d{1,2}[.、)](?!\d)|\(\d{1,2}\))", re.MULTILINE)
_LEAP_YEAR = 2000
_SPACES = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")
_ITEM = re.compile(
    r"(?:\d+[.、))．]|[一二三四五六七八九十]+[、.]|[((][一二三四五六七八九十\d]+[))]|[①-⑳]|第[一二三四五六七八九十]|[-•●■◆])"
)


def is_error(text: str) -> bool:
    """Whether a text is what a spreadsheet shows for a formula that failed."""
    return ("#" in text or "＃" in text) and half_width(text).strip().upper() in _ERROR_CELLS


def read_nothing(text: str) -> Reading | None:
    """The reading of a text that leaves the cell blank (无, /), puts it off (待定) or says 同上; None for any other."""
    if len(text) > _LONGEST_PHRASE:
        return None
    phrase = squeezed(text).casefold()
    if phrase in _FILLERS:
        return Reading(None)
    phrase = phrase.strip("()")
    if phrase in _UNDECIDED:
        return Reading(None, Doubt("undecided", f"{quoted(text)}还没有确定的内容;确定后请补填"))
    return _said_elsewhere(text) if _ELSEWHERE.fullmatch(phrase) else None


def _said_elsewhere(text: str) -> Reading:
    return Reading(None, Doubt("said_elsewhere", f"{quoted(text)}没有写出内容,未读取;请直接填写"))


def read_text(raw: RawValue, field: RecordField, context: ReadingContext) -> Reading:
    """A text as written, with white space tidied. Only what can mean nothing at all is taken as blank.

    Of what names its row there should be one: several are read as one thing, with a doubt.
    """
    text = raw_text(raw)
    if len(text) <= _LONGEST_MEANINGLESS and squeezed(text).casefold() in _MEANINGLESS:
        return Reading(None)
    if field.is_prose and len(text) <= _LONGEST_PHRASE and _ABOVE.fullmatch(squeezed(text).strip("()")):
        return _said_elsewhere(text)
    value = _tidied(text, field.is_prose) or None
    if value is not None and field.number_field is not None and (parts := _title_and_number(value)) is not None:
        return Reading(parts[0], None, ((field.number_field, parts[1]),))
    if value is not None and field.day_field is not None and (both := _name_and_day(value, context)) is not None:
        name, day, doubt = both
        return Reading(name, doubt, ((field.day_field, day),) if day else ())
    if value is not None and _holds_several(value, field):
        message = f"{field.header}{quoted(text)}里有多项内容,按一项读取;请一行只填写一项"
        return Reading(value, Doubt("several_items", message))
    return Reading(value)


def _holds_several(text: str, field: RecordField) -> bool:
    """Whether a text of which there should be one tells of several: numbered lines, or names with a day each."""
    return (field.required and len(_NUMBERED_LINE.findall(half_width(text))) > 1) or (
        field.day_field is not None and len(_DAY.findall(text)) > 1
    )


def may_hold_more(text: str, field: RecordField) -> bool:
    """Whether a text may say another field as well: a document's number behind its title, a day beside a name."""
    return (field.number_field is not None and "号" in text) or (
        field.day_field is not None and _DAY.search(text) is not None
    )


def is_tidy(text: str) -> bool:
    """Whether a text is surely its own value: one run without white space that says something."""
    return len(text) > _LONGEST_MEANINGLESS and text[0].isalnum() and text.split(maxsplit=1)[0] == text


def are_tidy(texts: list[str]) -> bool:
    """Whether all texts are tidy, told at once."""
    return (
        min(map(len, texts), default=0) > _LONGEST_MEANINGLESS
        and "".join(map(itemgetter(0), texts)).isalnum()
        and (together := "".join(texts)).split(maxsplit=1) == [together]
    )


def _tidied(text: str, is_prose: bool) -> str:
    """The text with runs of spaces made one and wrapped lines joined; lines of prose, paragraphs and items stay."""
    if len(text.split(maxsplit=1)) == 1:
        return text.strip()
    lines = [_SPACES.sub(" ", line).strip() for line in _LINE_ENDS.split(text)]
    lines = [line for line in lines if line]
    tidy = lines[0] if lines else ""
    for before, line in pairwise(lines):
        tidy += ("\n" if is_prose else _between(before, line)) + line
    return tidy


def _between(before: str, line: str) -> str:
    if before[-1] in "。;;：:!！?？" or _ITEM.match(line):
        return "\n"
    return "" if _CJK.match(before[-1]) and _CJK.match(line) else " "


# --- days beside names ------------------------------------------------------------------------------------------------

_DAY = re.compile(
    r"(?<!\d)(?:(?P<year>(?:19|20)\d\d)(?:年|[-./])(?P<month>\d{1,2})(?:月|[-./])(?P<day>\d{1,2})(?:日|(?![\d日]))"
    r"|(?<!年)(?P<bare_month>\d{1,2})月(?P<bare_day>\d{1,2})日)"
)
_PAGE = re.compile(r"(?:第?[A-Z]?\d{1,2}版|头版)?(?:头条)?")
_PARTING = " \t\n\u3000,，、:：(（"
_AROUND_PAGE = _PARTING + ")）。.;；"


def _name_and_day(text: str, context: ReadingContext) -> tuple[str, str | None, Doubt | None] | None:
    """A name and the one day beside it, None for a text that is not both: 人民日报 2021年5月3日第3版.

    A day without a year is one in the table's, as a guess that is told; no day where that is not known.
    """
    days = [*_DAY.finditer(text)]
    if len(days) != 1:
        return None
    (found,) = days
    before, behind = text[: found.start()].rstrip(_PARTING), text[found.end() :]
    parted = behind.lstrip(_PARTING)
    if before and before.count("(") + before.count("（") == before.count(")") + before.count("）"):
        name = before if _PAGE.fullmatch(behind.strip(_AROUND_PAGE)) else None
    else:
        name = parted if not found.start() and (parted != behind or parted.startswith("《")) else None
    if not name:
        return None
    year = int(found["year"]) if found["year"] else context.year
    month, day = int(found["month"] or found["bare_month"]), int(found["day"] or found["bare_day"])
    try:
        told = date(_LEAP_YEAR if year is None else year, month, day).isoformat()
    except ValueError:
        return None
    if found["year"]:
        return name, told, None
    if year is None:
        message = f"{quoted(text)}里的日期没有写年份,只读取了名称;请填写完整日期,如2021-12-31"
        return name, None, Doubt("year_missing", message)
    message = f"{quoted(text)}里的日期没有写年份,按{told}读取;请填写完整日期"
    return name, told, Doubt("date_assumed", message)


# --- document numbers -------------------------------------------------------------------------------------------------

_OPENING, _CLOSING = r"[\[(（【〖〈《<{〔「『]", r"[\])）】〗〉》>}〕」』]"
_DOCUMENT_YEAR = re.compile(
    rf"(?:{_OPENING}(?P<year>(?:19|20)\d\d)年?{_CLOSING}?|(?<!\d)(?P<unopened>(?:19|20)\d\d)年?{_CLOSING})"
    r"(?:第?0*(?=[1-9]\d*号))?"
)
_YEAR_OF_NUMBER = re.compile(r"〔\d{4}〕|(?<!\d)(?:19|20)\d\d(?:年|(?!\d|号|期))")
_REMARK_BEHIND = re.compile(r"[(（][^()（）]*[)）]$")
_ISSUER_AND_SERIAL = re.compile(
    r"(?!第|[附文][件表本]|材料|[编序]号|[共已拟于计])[^\W\d_]{2}.*?"
    r"(?:(?<!\d)\d{1,20}|[一二三四五六七八九十百零〇]{1,9}(?=[号期]))(?:号(?:文件?|令|件)?|期|-)?"
)
"""What tells a document from all others but for its year: a word of who issued it, and its number there."""

_NUMBER_BEHIND = re.compile(
    rf"(?:(?<=》)|[\s,，、:：(（【\[])[\s(（【\[]{{0,3}}"
    rf"(?P<number>[^\s《》()（）,，、:：\[\]【】]{{1,15}}\s?{_OPENING}(?:19|20)\d\d年?{_CLOSING}\s?第?\d{{1,5}}\s?号)"
    r"[\s)）】\]。.;；]{0,3}$"
)
"""A document's number behind its title, in brackets or parted from it: 《甲办法》(瑶办〔2021〕8号)."""


def _title_and_number(text: str) -> tuple[str, str] | None:
    """A title and the one document number that stands behind it, None for a text that is not both."""
    found = _NUMBER_BEHIND.search(text)
    if found is None or not text[: found.start()].strip() or _DOCUMENT_YEAR.search(text[: found.start()]):
        return None
    return text[: found.start()], _with_its_year(found["number"])


def _with_its_year(number: str) -> str:
    return _DOCUMENT_YEAR.sub(lambda found: f"〔{found['year'] or found['unopened']}〕", squeezed(number))


def read_document_number(raw: RawValue, field: RecordField, _: ReadingContext) -> Reading:
    """A document's number with its year in 〔〕 and no spaces: 瑶办[2021]第012号 is 瑶办〔2021〕12号."""
    text = raw_text(raw)
    number = _with_its_year(text)
    # Two documents of which the same is said in place of a number must not be taken for one.
    rest = _YEAR_OF_NUMBER.sub("", _REMARK_BEHIND.sub("", half_width(number)))
    if number and not _ISSUER_AND_SERIAL.fullmatch(rest):
        said = f"{field.header}{quoted(text)}看不出是哪个单位的第几号文件,未读取"
        return Reading(None, Doubt("undecided", f"{said};有文号的请按“瑶办〔2021〕12号”的样式填写"))
    return Reading(number or None)
