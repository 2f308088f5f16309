"""Names of departments, domains and persons: how a cell is parted into them."""

import re
from collections.abc import Iterator

from sources.records import RecordField
from sources.rows import Doubt, RawValue, Reading
from sources.values.cells import LONGEST_VALUE, ReadingContext, joined, quoted, raw_text
from sources.vocabulary import Vocabulary, half_width

# A list's commas, but not those within brackets: 各街道(镇、开发区) is one.
_BETWEEN_NAMES = re.compile(r"[、,;/|\n\r]+(?![^()\n]{0,40}\))")
_ITEM_NUMBER = re.compile(r"(?:\(\d{1,2}\)|(?<!\d)\d{1,2}[.、)])(?=\s*[^\W\d])")


def read_domain(raw: RawValue, _: RecordField, context: ReadingContext) -> Reading:
    """A domain of reform by its canonical name."""
    return context.vocabulary.domain(raw_text(raw))


# --- departments ------------------------------------------------------------------------------------------------------

_ONE_BODY = re.compile(r"(党工委|工委|党委)[、和/](?=办事处|管委会|管理委员会|政府|人民政府)")
_KIND_OF_OTHERS = r"(?:其他|其它|有关|相关|成员|责任|区直)*"
_AND_OTHERS = re.compile(
    rf"等{_KIND_OF_OTHERS}(?:\d+|[一二三四五六七八九十]+)?[个家]?{_KIND_OF_OTHERS}(?:单位|部门|街道|乡镇|街镇|镇街|开发区)*$"
)
_NAME_AFTER = re.compile(
    r"(?P<department>[^\s():/]{2,20})(?:[\s:/]+|\()(?P<persons>[^()\d]{2,30}(?<![会联协社团院]))\)?", re.DOTALL
)
_ROLE = re.compile(
    r"^(?:牵头|责任|配合|主办|协办|参与)(?:单位|部门)"
    r"|等?(?:(?:按照?|依据|根据)(?:各自)?(?:职责|职能)?(?:分工)?)?(?:共同|分别|具体)?(?:牵头|负责|配合|参与|协助|主办|协办|落实)$"
)
_LEADS = re.compile(r"\s?\(?(?:共同|总|负责)?(?:牵头|主办|主责)(?:单位|部门|负责|落实)?\)?$")
_SUPPORTS = re.compile(r"\s?\(?(?:共同|分别|积极|负责)?(?:配合|协办|协助|协同|参与)(?:单位|部门|落实|实施)?\)?$")
_MARKED = re.compile(r"[*★☆▲△]+\s?(?P<before>\S+)|(?P<after>\S+)[*★☆▲△]+")
"""The one that leads among several, with a sign before or after its name."""
_BETWEEN_ROLES = re.compile(rf"{_BETWEEN_NAMES.pattern}|(?<=牵头|主办|主责|配合|协办|协助|协同|参与)\s+")
_TOGETHER_WITH = re.compile(r"^(?:由|会同|联合|并)")
_BETWEEN_KNOWN_NAMES = (
    re.compile(r"\s+"),
    re.compile(r"会同|联合|以及|[和与及+&·—–\\.-]"),
    re.compile(r"(?<=[局委办部院会室])(?=区)"),
)
"""What parts names only where names remain on all its sides: 卫生和健康委 is one name."""


def read_department(raw: RawValue, field: RecordField, context: ReadingContext) -> Reading:
    """One department: the one that leads, else the first of several. The others support it, where a field is for them.

    That they do is certain only where the cell says who leads: 区发改委牵头,区财政局配合.
    """
    text = raw_text(raw)
    leading, others = _by_role(text)
    if leading:
        return _leading(leading, others, field, context)
    if field.person_field is not None and (both := _with_persons(text, field, context)) is not None:
        return both
    return _leading(text, "", field, context)


def _leading(text: str, others: str, field: RecordField, context: ReadingContext) -> Reading:
    """The first of the departments of a text. others: those that the cell says do not lead."""
    leads, rest = read_departments(text, field, context), read_departments(others, field, context)
    first, _, more = (leads.value or "").partition("、")
    supporting = "、".join(filter(None, (more, rest.value)))
    said = ((field.supporting_field, supporting),) if field.supporting_field and supporting else ()
    doubt = None
    if more or (supporting and not said):
        kept = ",其余按配合单位读取" if said else ""
        message = f"{field.header}{quoted(text)}有多个单位,按第一个“{first}”读取{kept};请只填写一个单位"
        doubt = Doubt("several_departments", message)
    return Reading(first or None, joined([doubt, leads.doubt, rest.doubt]), said)


def _by_role(text: str) -> tuple[str, str]:
    """The names of a cell that it says to lead, and all others; none lead where it does not say who does.

    A role holds for the names before it that have none yet, 甲牵头,乙、丙配合; in brackets for its own name alone, as
    the sign of *甲、乙 does.
    """
    leading: list[str] = []
    others: list[str] = []
    without: list[str] = []
    for piece in filter(None, map(str.strip, _BETWEEN_ROLES.split(half_width(text)))):
        if (marked := _MARKED.fullmatch(piece)) is not None:
            leading.append(marked["before"] or marked["after"])
            continue
        leads, supports = _LEADS.search(piece), _SUPPORTS.search(piece)
        role = leads or supports
        without.append(_TOGETHER_WITH.sub("", piece[: role.start()] if role else piece))
        if role is not None:
            own = without[-1:] if role[0].lstrip().startswith("(") else without[:]
            (leading if leads else others).extend(own)
            del without[-len(own) :]
    return "、".join(leading), "、".join((*others, *without))


def _with_persons(text: str, field: RecordField, context: ReadingContext) -> Reading | None:
    """A department and the persons after it, 区发改委 张三 or 区发改委(张三); None when the cell is surely not both."""
    found = _NAME_AFTER.fullmatch(half_width(text).strip())
    if found is None or field.person_field is None:
        return None
    department = context.vocabulary.department(found["department"])
    persons = read_persons(found["persons"], field, context)
    if department.doubt is not None or persons.doubt is not None or not persons.value:
        return None
    return Reading(department.value, None, ((field.person_field, persons.value),))


def read_departments(raw: RawValue, _: RecordField, context: ReadingContext) -> Reading:
    """Departments by their canonical names, joined by 、. A name of the directory may have in it what parts others."""
    whole = context.vocabulary.department(raw_text(raw))
    if whole.value is not None and whole.doubt is None:
        return whole
    text = _ONE_BODY.sub(r"\1", _ITEM_NUMBER.sub("、", half_width(raw_text(raw))))
    chunks = filter(str.strip, _BETWEEN_NAMES.split(text))
    readings = [reading for chunk in chunks for reading in _departments_in(chunk, context.vocabulary)]
    values = dict.fromkeys(reading.value for reading in readings if reading.value)
    return Reading("、".join(values) or None, joined([reading.doubt for reading in readings]))


def _departments_in(chunk: str, vocabulary: Vocabulary) -> list[Reading]:
    """The departments in a text without commas."""
    if len(chunk) > LONGEST_VALUE:
        return [vocabulary.department(chunk)]
    known = _known_department(chunk, vocabulary)
    if known is not None:
        return [known]
    for separator in _BETWEEN_KNOWN_NAMES:
        pieces = [_known_department(piece, vocabulary) for piece in separator.split(chunk) if piece.strip()]
        readings = [reading for reading in pieces if reading is not None]
        if len(pieces) == len(readings) > 1:
            return readings
    return [_first_of(chunk, vocabulary)] if re.search(r"\S[\s:]+\S", chunk) else [vocabulary.department(chunk)]


def _known_department(text: str, vocabulary: Vocabulary) -> Reading | None:
    """The department that a text names, its part in the task and 等 left out with a doubt; None when it is unknown."""
    reading = vocabulary.department(text)
    if not _is_unknown(reading):
        return reading
    for extra, rule, message in (
        (_AND_OTHERS, "unnamed_department", "只读取了写明的单位;请逐一写出单位名称"),
        (_ROLE, "role_in_name", "只读取了单位名称;请只填写单位名称,分工请填在对应的列"),
    ):
        shorter = extra.sub("", text.strip())
        reading = vocabulary.department(shorter)
        if shorter and shorter != text.strip() and not _is_unknown(reading):
            return Reading(reading.value, joined([Doubt(rule, f"{quoted(text)}{message}"), reading.doubt]))
    return None


def _first_of(chunk: str, vocabulary: Vocabulary) -> Reading:
    """The department that a text of several words begins with: 区发改委 张三."""
    first = _known_department(re.split(r"[\s:]", chunk.strip())[0], vocabulary)
    if first is None:
        return vocabulary.department(chunk)
    message = f"{quoted(chunk)}按“{first.value}”读取,其余内容未采用;请只填写单位名称,多个单位用“、”隔开"
    return Reading(first.value, joined([Doubt("extra_text", message), first.doubt]))


def _is_unknown(reading: Reading) -> bool:
    return reading.doubt is not None and reading.doubt.rule == "unknown_department"


# --- persons ----------------------------------------------------------------------------------------------------------

_PHONE = re.compile(
    r"(?:联系电话|联系方式|电话|手机|tel)?:?\(?(?:\+?86-?)?"
    r"(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-?\d{7,8}|\d{7,8}|\d{3}-?\d{4}-?\d{4})\)?"
)
_PERSON_LABEL = re.compile(r"(?:姓名|联系人|负责人|责任人|经办人|填报人)\s*:")
_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
_COMPOUND_SURNAME = (
    r"(?:欧阳|司马|上官|诸葛|司徒|东方|独孤|南宫|夏侯|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|轩辕|端木|百里|呼延|东郭|澹台|"
    r"第五|公冶|宗政|濮阳|淳于|单于|太叔|申屠|仲孙|钟离|鲜于|闾丘|赫连|拓跋|万俟|闻人|西门|太史)"
)
_NAME = re.compile(
    rf"{_HAN}{{2,3}}|{_COMPOUND_SURNAME}{_HAN}{{2}}|{_HAN}{{1,12}}·[\u3400-\u9fff·]{{1,12}}|[A-Za-z][A-Za-z .'-]+"
)
_SPACED_NAME = re.compile(rf"(?<!\S)(?:({_COMPOUND_SURNAME})\s+(\S{{1,2}})|(\S)\s+(?:(\S)\s+)?(\S))(?!\S)")
_POST = (
    r"(?:书记|区长|县长|市长|镇长|主任|局长|部长|主席|常委|科长|股长|处长|站长|所长|院长|校长|检察长|秘书长|调研员|负责人|"
    r"委员|干部|领导|大队长|经理)"
)
_POST_OR_OFFICE = re.compile(
    rf"(?:副|分管|常务|主要|党组|党委|党工委|一级|二级|三级|四级)*{_POST}|{_HAN}{{2,}}[局委办部院室股科]"
)
_NO_NAME = re.compile(rf"{_POST}|[局委办部院室股某]$|{_HAN}{{2}}科$|中心|街道|公司|单位|完成|推进|空缺")
_AND_OTHER_PERSONS = re.compile(r"等(?:同志|人)?$")


def read_persons(raw: RawValue, field: RecordField, _: ReadingContext) -> Reading:
    """Names joined by 、. Telephone numbers, posts in brackets and 同志 are no part of a name."""
    text = raw_text(raw)
    if _is_a_name(text):
        return Reading(text)
    folded = _PERSON_LABEL.sub("、", _PHONE.sub(" ", half_width(text)))
    folded = re.sub(r"\([^()]*\)", " ", _ITEM_NUMBER.sub("、", folded))
    written = [piece for chunk in _BETWEEN_NAMES.split(folded) for piece in _persons_in(chunk)]
    others = [piece for piece in written if _POST_OR_OFFICE.fullmatch(piece)]
    named = [piece for piece in written if piece not in others] or others
    names = list(filter(None, (_AND_OTHER_PERSONS.sub("", piece) for piece in named)))
    value = "、".join(dict.fromkeys(names)) or None
    if value is not None and names == written and all(map(_is_a_name, names)):
        return Reading(value)
    kept = f"按“{value}”保留" if value else "没有读到姓名"
    message = f"{field.header}{quoted(text)}不全是姓名,{kept};请只填写姓名,用“、”隔开"
    return Reading(value, Doubt("not_a_name", message))


def _is_a_name(piece: str) -> bool:
    return _NAME.fullmatch(piece) is not None and _NO_NAME.search(piece) is None


def _persons_in(chunk: str) -> Iterator[str]:
    """White space parts names, but not the characters of 张 三 nor the words of a Latin name."""
    if re.fullmatch(r"[\sA-Za-z.'-]+", chunk):
        yield from filter(None, [" ".join(chunk.split())])
        return
    together = _SPACED_NAME.sub(lambda found: "".join(filter(None, found.groups())), chunk)
    for piece in together.split():
        name = piece.strip(":.。").removesuffix("同志")
        pair = re.split("[和与及]", name, maxsplit=1)
        # No name has five characters: 张三和李四 are two, 欧阳和平 is one.
        is_pair = len(name) >= 5 and all(map(_is_a_name, pair))
        yield from pair if is_pair else filter(None, [name])
