"""Texts: kept as written but for their white space; and what clerks write to say that there is nothing."""

import re
from itertools import pairwise

from sources.records import RecordField
from sources.rows import RawValue, Reading
from sources.values.cells import raw_text, squeezed
from sources.vocabulary import half_width

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
FILLERS = {
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
UNDECIDED = {
    *("待定", "未定", "待确定", "待明确", "尚未确定", "暂未确定", "未确定", "暂定", "另行通知", "待研究", "待报"),
    *("待填", "待补充", "待统计", "待核实", "待落实", "?", "??", "???", "不详", "tbd", "未知"),
}

_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’《》"
_ITEM = re.compile(
    r"(?:\d+[.、))．]|[一二三四五六七八九十]+[、.]|[((][一二三四五六七八九十\d]+[))]|[①-⑳]|第[一二三四五六七八九十]|[-•●■◆])"
)
_DOCUMENT_YEAR = re.compile(r"[\[(［（【〖〈<{〔]\s*((?:19|20)\d{2})\s*年?\s*[\])］）】〗〉>}〕]")


def is_error(text: str) -> bool:
    """Whether a text is what a spreadsheet shows for a formula that failed."""
    return half_width(text).strip().upper() in _ERROR_CELLS


def read_text(raw: RawValue, field: RecordField) -> Reading:
    """A text as written, with white space tidied. Only what can mean nothing at all is taken as blank."""
    text = raw_text(raw)
    fillers = _MEANINGLESS if field.pattern is None else FILLERS
    if squeezed(text).casefold() in fillers:
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
