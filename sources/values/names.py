"""Names of departments, domains and persons: how a cell is parted into them."""

import re

from sources.records import RecordField
from sources.rows import Doubt, RawValue, Reading
from sources.values.cells import LONGEST_VALUE, ReadingContext, joined, quoted, raw_text
from sources.vocabulary import Vocabulary, half_width

_BETWEEN_NAMES = re.compile(r"[、,;/|\n\r]+")
_AND = re.compile(r"[和与及]|以及")
_AND_OTHERS = re.compile(r"等(?:有关|相关|其他)?(?:单位|部门|街道)?$")
_PHONE = re.compile(
    r"(?:电话|手机|联系电话|联系方式|tel)?[::]?\(?(?:\+?86-?)?(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{7,8}|\d{3}-?\d{4}-?\d{4})\)?"
)
_NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,12}·[\u3400-\u9fff·]{1,12}|[A-Za-z][A-Za-z .'-]+")
_SPACED_NAME = re.compile(r"(?<!\S)(\S)\s+(?:(\S)\s+)?(\S)(?!\S)")
_POST = re.compile(
    r"书记|区长|县长|市长|镇长|主任|局长|部长|主席|常委|科长|处长|院长|检察长|负责人|委员|干部|领导|大队长|经理|等$"
)


def read_department(raw: RawValue, field: RecordField, context: ReadingContext) -> Reading:
    """One department; the first of several."""
    reading = read_departments(raw, field, context)
    names = reading.value.split("、") if reading.value else []
    if len(names) < 2:
        return reading
    message = f"{field.header}{quoted(raw_text(raw))}有多个单位,按第一个“{names[0]}”读取;请只填写一个单位"
    return Reading(names[0], joined([Doubt("several_departments", message), reading.doubt]))


def read_departments(raw: RawValue, _: RecordField, context: ReadingContext) -> Reading:
    """Departments by their canonical names, joined by 、."""
    text = half_width(raw_text(raw)).strip()
    written = _AND_OTHERS.sub("", text)
    doubts: list[Doubt | None] = []
    if written and written != text:
        doubts.append(Doubt("unnamed_department", f"{quoted(text)}只读取了写明的单位;请逐一写出单位名称"))
    names = [name for chunk in _BETWEEN_NAMES.split(written) for name in _names_in(chunk, context.vocabulary)]
    readings = [context.vocabulary.department(name) for name in names]
    values = dict.fromkeys(reading.value for reading in readings if reading.value)
    return Reading("、".join(values) or None, joined([*doubts, *(reading.doubt for reading in readings)]))


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


def read_domain(raw: RawValue, _: RecordField, context: ReadingContext) -> Reading:
    """A domain of reform by its canonical name."""
    return context.vocabulary.domain(raw_text(raw))


def read_persons(raw: RawValue, field: RecordField, _: ReadingContext) -> Reading:
    """Names joined by 、. Telephone numbers, posts in brackets and 同志 are no part of a name."""
    text = raw_text(raw)
    folded = re.sub(r"\([^()]*\)", " ", _PHONE.sub(" ", half_width(text)))
    names = [name for chunk in _BETWEEN_NAMES.split(folded) for name in _persons_in(chunk)]
    value = "、".join(dict.fromkeys(names)) or None
    if value is None or not all(_NAME.fullmatch(name) and not _POST.search(name) for name in names):
        kept = "已按原文保留" if value else "没有读到姓名"
        return Reading(
            value, Doubt("not_a_name", f"{field.header}{quoted(text)}不全是姓名,{kept};请只填写姓名,用“、”隔开")
        )
    return Reading(value)


def _persons_in(chunk: str) -> list[str]:
    """White space parts names, but not the characters of 张 三 nor the words of a Latin name."""
    if re.fullmatch(r"[\sA-Za-z.'-]+", chunk):
        return [" ".join(chunk.split())] if chunk.strip() else []
    together = re.sub(
        r"(?<!\S)(\S)\s+(?:(\S)\s+)?(\S)(?!\S)", lambda found: "".join(filter(None, found.groups())), chunk
    )
    names = [piece.strip(":.。").removesuffix("同志") for piece in together.split()]
    return [name for name in names if name]
