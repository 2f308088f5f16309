"""What stands around a table and holds for all its rows: titles, 填报单位 lines, sheet, file and folder names.

Each is found as a text with the place where it stands, so that the year and the department of a row can be traced.
"""

import calendar
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import PurePosixPath

from sources.headers import Assignment, Lexicon
from sources.memory import remembering
from sources.records import COMMON_FIELDS, Kind, RecordField, RecordType
from sources.tables import CONTEXT_LINE, Line, Table
from sources.values import find_year
from sources.values.numerals import integer
from sources.vocabulary import Vocabulary, half_width

PLAN_WORDS = ("工作要点", "改革要点", "任务分解")
"""What the title, the sheet's or the file's name says of a list that is the plan itself."""

LONGEST_REMEMBERED = 100
LONGEST_VAGUE = 2
"""Labels of so few characters, as 单位 and 日期, may speak of the sheet itself."""

HEADER = "表头"
TITLE = "标题"
SHEET_NAME = "工作表名"
FILE_NAME = "文件名"
FOLDER_NAME = "文件夹名"
SIGNATURE = "落款"
SECTION_ROW = "分组行"

_DEPARTMENT_LABELS = next(field for field in COMMON_FIELDS if field.name == "reporting_department").headers
_REPORTED_LABELS = next(field for field in COMMON_FIELDS if field.name == "reported_date").headers
_PERIOD_LABELS = next(field for field in COMMON_FIELDS if field.name == "reported_period").headers
_YEAR_LABELS = next(field for field in COMMON_FIELDS if field.name == "year").headers
_COMMON_LABELS = frozenset(header for field in COMMON_FIELDS for header in field.headers)
_WHO = (Kind.DEPARTMENT, Kind.DEPARTMENTS)
_WHO_JUDGES = re.compile(r"(?:督[察查]|考[核评]|检查)(?:单位|部门)")
"""Above a table these labels say who inspects or assesses, and not whom, as they may in a column."""
_SIGNING_DATE = re.compile(r"日期|时间|制表|打印|电话")
_LABELLED = re.compile(
    r"(?P<label>[\u4e00-\u9fff]{2,10}(?:\s[\u4e00-\u9fff]{1,4})?)\s*(?:\([^)]*\))?\s*:\s*"
    r"(?P<value>.*?)(?=\s+[\u4e00-\u9fff]{2,10}\s*(?:\([^)]*\))?\s*:|\s{2,}|$)",
    re.DOTALL,
)
_SPACED_LABEL = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?P<space> {1,4})(?:[\u4e00-\u9fff](?P=space))*[\u4e00-\u9fff]"
    r"(?=\s*(?:\([^)]*\))?\s*:)"
)
_OPENING = {")": "(", "]": "[", "】": "【", "〕": "〔"}
_UNIT_LABELS = ("单位", "计量单位", "金额单位", "数据单位", "数量单位")
_UNIT = re.compile(
    r"[十百千万亿]*(?:元|美元|人|人次|户|家|个|件|项|次|篇|条|吨|亩|公顷|平方米|平方公里|立方米|公里|千米|米|千瓦时|天|小时|分钟|"
    r"辆|套|台|处|所|名|批|宗|起|场|期|份|株|棵|只|头|张|卷|册|平台)|[百千]分(?:比|点)|%|‰|[万亿]"
)
_PARTS = re.compile(r"[\s\-_—·~、,()《》\[\].+&]+|(?:19|20)\d\d年?(?:度)?|\d+")
_DOMAIN_IN_TITLE = re.compile(r"([\u4e00-\u9fff]{2,20}?(?:专项小组|专项组|领域|体制改革|专项))")


@dataclass(frozen=True, slots=True)
class Told:
    """A text that tells something of a table: under which name it is known, where it stands, and what it says."""

    header: str
    text: str
    place: tuple[int, int] | None
    meant: str


@dataclass(frozen=True, slots=True)
class PathTold:
    """What a path alone tells of the tables in its file."""

    district: str
    year: str | None
    department: str | None
    is_plan: bool


def told_by_path(district: str, inbox_path: str, vocabulary: Vocabulary) -> PathTold:
    """What the path of a district's file tells of its tables, as far as they do not say otherwise."""
    told_year, told_department = year((), "", inbox_path), reporting_department((), inbox_path, vocabulary)
    return PathTold(
        district,
        told_year.meant if told_year else None,
        vocabulary.department(told_department.meant).value if told_department else None,
        is_plan((), "", inbox_path),
    )


def labelled(lines: Iterable[Line]) -> Iterator[Told]:
    """The label–value pairs of the lines around a table; the value may stand in the cell after the label."""
    known = list(lines)
    for index, line in enumerate(known):
        after = known[index + 1] if index + 1 < len(known) and known[index + 1].row == line.row else None
        for label, value in _pairs(line.text):
            if value:
                yield Told(label, line.text, (line.row, line.column), value)
            elif after is not None and not CONTEXT_LINE.match(after.text):
                yield Told(label, after.text, (after.row, after.column), after.text)
        bare = "".join(half_width(line.text).split()) if after is not None else ""
        if after is not None and bare in (*_DEPARTMENT_LABELS, *_YEAR_LABELS, *_UNIT_LABELS):
            yield Told(bare, after.text, (after.row, after.column), after.text)


@remembering(most=1024, longest=LONGEST_REMEMBERED)
def _pairs(text: str) -> list[tuple[str, str]]:
    """The labels in a text, each with its value."""
    found = _LABELLED.finditer(_SPACED_LABEL.sub(lambda label: "".join(label[0].split()), half_width(text).strip()))
    return [(_label(pair["label"]), _without_bracket_of_title(pair["value"].strip())) for pair in found]


def _without_bracket_of_title(value: str) -> str:
    """A value without the bracket at its end that was opened before its label."""
    closing = value[-1:]
    is_of_title = closing in _OPENING and value.count(closing) > value.count(_OPENING[closing])
    return value[:-1].rstrip() if is_of_title else value


def _label(text: str) -> str:
    """A label without the spaces in it, and without the words of a title that stand before a known one."""
    *_, last = parts = text.split()
    whole = "".join(parts)
    return last if last in _COMMON_LABELS and whole not in _COMMON_LABELS else whole


def reporting_department(lines: Iterable[Line], inbox_path: str, vocabulary: Vocabulary) -> Told | None:
    """Who sends the table: from a 填报单位 line, else the one sure name in the title, the file's or a folder's name.

    A line that addresses a body names who is sent the table.
    """
    known = list(lines)
    named = named_sender(known)
    if named is not None:
        return named
    for told in labelled(known):
        if told.header in ("单位", "单位名称", "部门", "部门名称") and _is_department(told.meant, vocabulary):
            return told
    for header, text, place in _names([line for line in known if not _ADDRESS.match(line.text)], inbox_path):
        parts = [part for part in _PARTS.split(half_width(text)) if part and _is_department(part, vocabulary)]
        if len({vocabulary.department(part).value for part in parts}) == 1:
            return Told(header, text, place, parts[0])
    return None


def named_sender(lines: Iterable[Line]) -> Told | None:
    """Who sends the table or the file, from a 填报单位 line alone."""
    return next((told for told in labelled(lines) if told.header in _DEPARTMENT_LABELS), None)


_ADDRESS = re.compile(r"\s*(?:致|.*[:：]\s*$)")
_DAY = re.compile(
    r"(?<!\d)(?:(?P<year>20\d\d)(?:年|[-./_])(?P<month>\d{1,2})(?:月|[-./_])(?P<day>\d{1,2})"
    r"|(?P<compact>20\d{6})|(?P<bare_month>\d{1,2})月(?P<bare_day>\d{1,2})(?=日))(?!\d|日?[之以]?前)"
)


def reported_date(lines: Iterable[Line], inbox_path: str, year: int | None, vocabulary: Vocabulary) -> Told | None:
    """The day on which the table was sent: from a 填报日期 line, else a signature, else the one day in the file's name.

    year: the table's, for a day such as 11月30日. None when no day is said for certain.
    """
    known = list(lines)
    _, stem, _ = _names_of_path(inbox_path)[0]
    labels = (told for told in labelled(known) if told.header in _REPORTED_LABELS)
    for told in (*labels, *_days_of_signatures(known, vocabulary), Told(FILE_NAME, stem, None, stem)):
        days = {_day(found, year) for found in _DAY.finditer(half_width(told.meant))}
        day = days.pop() if len(days) == 1 else None
        if day is not None:
            return Told(told.header, told.text, told.place, day.isoformat())
    return None


def _days_of_signatures(lines: Sequence[Line], vocabulary: Vocabulary) -> Iterator[Told]:
    """The lines of a day alone, each below a line of a department alone."""
    for signed, dated in pairwise(lines):
        is_signed = _is_department(signed.text.strip(), vocabulary) and not _ADDRESS.match(signed.text)
        if is_signed and _DAY_ALONE.fullmatch(half_width(dated.text).strip()):
            yield Told(SIGNATURE, dated.text, (dated.row, dated.column), dated.text)


def _day(found: re.Match[str], year: int | None) -> date | None:
    """The day that was found; None when there is no such day, or its year is not known."""
    if found["compact"]:
        parts = (found["compact"][:4], found["compact"][4:6], found["compact"][6:])
    elif found["year"]:
        parts = (found["year"], found["month"], found["day"])
    else:
        parts = (str(year or 0), found["bare_month"], found["bare_day"])
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


_DAY_ALONE = re.compile(r"(?:20\d\d|二[〇○零]..)(?:年.{1,4}月(?:.{1,4}日)?|[-./]\d{1,2}(?:[-./]\d{1,2})?)")
"""A day, or a month, that a title or a signature has for itself."""
_PERIOD = re.compile(
    r"(?:(?P<year>20\d\d)年度?)?"
    r"(?:第?(?P<quarter>[一二三四1-4])季度|[Qq](?P<short>[1-4])(?!\d)|(?P<half>[上下])半年|(?P<whole>全年|年[底终末])"
    r"|(?:(?<!\d)\d{1,2}月?[-—~至到])?(?P<month>(?<!\d)(?:1[0-2]|0?[1-9])|十[一二]?|[一二三四五六七八九])月(?:份|底|末)?"
    r"(?:(?P<day>\d{1,2})日)?)(?!(?:[份底末]|\d+日)*[之以]?前)"
)
_LONGEST_TITLE = 60


def reported_period(lines: Iterable[Line], sheet: str, inbox_path: str, year: int | None) -> Told | None:
    """The last day of what the table tells of: 2021年第三季度…情况表, 截至9月底, a sheet 9月, a folder 上半年.

    year: the table's, for names that say none. None when no name says one period for certain.
    """
    known = list(lines)
    signed = (told for told in labelled(known) if told.header in _PERIOD_LABELS)
    names = (
        *_titles(known, sheet),
        *(Told(header, text, None, text) for header, text, _ in _names_of_path(inbox_path)),
    )
    for told in (*signed, *names):
        day = _period_in(told.meant, year)
        if day is not None:
            return Told(told.header, told.text, told.place, day)
    return None


def _titles(lines: Iterable[Line], sheet: str) -> Iterator[Told]:
    """The titles above a table and the sheet's name, the nearest to the table first."""
    for line in lines:
        if len(line.text) <= _LONGEST_TITLE and not CONTEXT_LINE.match(line.text):
            yield Told(TITLE, line.text, (line.row, line.column), line.text)
    yield Told(SHEET_NAME, sheet, None, sheet)


@remembering(most=1024, longest=LONGEST_REMEMBERED)
def _period_in(text: str, year: int | None) -> str | None:
    """The last day of the only period that a text names, as an ISO date."""
    days = {_last_day(found, year) for found in _PERIOD.finditer(half_width(text))}
    return days.pop() if len(days) == 1 else None


def _last_day(found: re.Match[str], context_year: int | None) -> str | None:
    """The last day of the period that was found; None when there is no such day, or its year is not known."""
    quarter = found["quarter"] or found["short"]
    if quarter:
        month = 3 * integer(quarter)
    elif found["month"]:
        month = integer(found["month"])
    else:
        month = 6 if found["half"] == "上" else 12
    year = int(found["year"]) if found["year"] else context_year
    if year is None:
        return None
    last = calendar.monthrange(year, month)[1]
    day = int(found["day"] or last)
    return date(year, month, day).isoformat() if 1 <= day <= last else None


def _is_department(text: str, vocabulary: Vocabulary) -> bool:
    reading = vocabulary.department(text)
    return reading.value is not None and (reading.doubt is None or reading.doubt.rule == "assumed_district")


def year(lines: Iterable[Line], sheet: str, inbox_path: str, below: Iterable[Line] = ()) -> Told | None:
    """The year of the table: title and context lines, sheet, file, folders; a signing date only when all else fails.

    below: the lines under the table: they say when it was signed, or speak of other years.
    """
    known = list(lines)
    signed = [line for line in known if _SIGNING_DATE.search(line.text) and CONTEXT_LINE.match(line.text)]
    said = [line for line in known if line not in signed]
    names = list(_names(said, inbox_path))
    titles, others = [name for name in names if name[2] is not None], [name for name in names if name[2] is None]
    for header, text, place in (*titles, (SHEET_NAME, sheet, None), *others, *_lines((*signed, *below))):
        found = _year_in(text)
        if found is not None:
            return Told(header, text, place, str(found))
    return None


def years_of_titles(lines: Iterable[Line]) -> Iterator[Told]:
    """The years that the titles on a sheet without a table name, such as a cover; the day of a signature is none."""
    for told in _titles(lines, ""):
        found = None if _DAY_ALONE.fullmatch("".join(half_width(told.text).split())) else _year_in(told.text)
        if found is not None:
            yield replace(told, meant=str(found))


@remembering(most=1024, longest=LONGEST_REMEMBERED)
def _year_in(text: str) -> int | None:
    return find_year(text) or _bare_year(text)


def _bare_year(text: str) -> int | None:
    """The year of a name that writes it without 年: 2021, 任务2021, 2021-11."""
    years = set(re.findall(r"(?<!\d)20[0-4]\d(?!\d)", half_width(text)))
    return int(years.pop()) if len(years) == 1 else None


def domain(lines: Iterable[Line], sheet: str, vocabulary: Vocabulary) -> Told | None:
    """The domain that the title or the sheet's name surely names, as 经济体制改革专项小组 does."""
    places = [*((TITLE, line.text, (line.row, line.column)) for line in lines), (SHEET_NAME, sheet, None)]
    for header, text, place in places:
        named = _domain_in(text, vocabulary)
        if named is not None:
            return Told(header, text, place, named)
    return None


@remembering(most=1024, longest=LONGEST_REMEMBERED)
def _domain_in(text: str, vocabulary: Vocabulary) -> str | None:
    """The part of a text that surely names a domain."""
    folded = "".join(half_width(text).split())
    after_year = re.split(r"(?:19|20)\d\d年?(?:度)?", folded)
    candidates: list[str] = [folded, *(found for part in after_year for found in _DOMAIN_IN_TITLE.findall(part))]
    for candidate in candidates:
        reading = vocabulary.domain(candidate)
        if reading.value is not None and reading.doubt is None:
            return candidate
    return None


def own_fields(lines: Iterable[Line], assignment: Assignment, words: Lexicon) -> dict[str, Told]:
    """What lines such as 督察对象:区教体局 say of all rows of a table that has no column for it, by field.

    What names a row is told by a line only where a column tells the rows apart: not one task of many rows.
    """
    declared, found = assignment.record_type, assignment.own_fields
    fields: dict[str, Told] = {}
    for told in labelled(lines):
        if len(told.header) <= LONGEST_VAGUE or told.header in _COMMON_LABELS or _WHO_JUDGES.fullmatch(told.header):
            continue
        meant = words.meanings(declared.name, (words.label(told.header),))
        alone = (match.field for match in meant if not match.field.rests_on or found.keys() & match.field.rests_on)
        field = next(alone, None)
        if field is not None and field.name not in found and _may_hold_for_all(field, declared, found):
            fields.setdefault(field.name, told)
    return fields


def told_by_names(table: Table, sheet: str) -> dict[str, Told]:
    """What the headers of columns that identify its records say of all rows of a table, else its titles, by field.

    批示领导 says that each is a 批示. A name that says other records as well, 宣传推广和领导批示, tells nothing.
    """
    declared = table.assignment.record_type
    fields: dict[str, Told] = {}
    for field in declared.own_fields:
        if field.said_by_headers and field.name not in table.assignment.own_fields:
            for told in (*_naming_headers(table), *_titles(table.lead, sheet)):
                said = next((word for word in field.said_by_headers if word in told.text), None)
                if said is not None and not any(hint in told.text for hint in declared.hints):
                    fields.setdefault(field.name, replace(told, meant=said))
    return fields


def _naming_headers(table: Table) -> Iterator[Told]:
    """The headers of the columns that identify the records, but of those that share a field: no one speaks for all."""
    columns = [*table.assignment.matches.items(), *table.assignment.duplicates.items()]
    naming = [(index, match.field.name) for index, match in columns if match.field.identifies]
    count = Counter(name for _, name in naming)
    for index, name in naming:
        column = table.columns[index]
        if count[name] == 1:
            yield Told(HEADER, column.header, column.cell, column.header)


def _may_hold_for_all(field: RecordField, of: RecordType, found: Container[str]) -> bool:
    """Whether a line above a table may say a field of all its rows: who, and what tells one list from another."""
    names_rows, *others = of.identity
    if field.name == names_rows.name and not any(other.name in found for other in others):
        return False
    is_said = field.identifies or (field.telling and field.kind is Kind.TEXT)
    return field.kind in _WHO or (is_said and not field.is_prose and field.kind in (Kind.TEXT, Kind.DATE))


def unit(lines: Iterable[Line]) -> Told | None:
    """The unit of the table's figures, from a line such as 单位:万元; None when it names a sender or several units."""
    for told in labelled(lines):
        if told.header in _UNIT_LABELS and _UNIT.fullmatch(told.meant):
            return told
    return None


def unit_in_header(header: str) -> str | None:
    """The unit that a header names in brackets, as 数值(万元) does."""
    found = re.search(r"\((?:单位:)?([^()]+)\)$", half_width(header).strip())
    return found[1] if found and _UNIT.fullmatch(found[1]) else None


def is_plan(lines: Iterable[Line], sheet: str, inbox_path: str) -> bool:
    """Whether the names say that the table is the plan."""
    names = half_width("\n".join((sheet, PurePosixPath(inbox_path).name, *(line.text for line in lines))))
    return any(word in names for word in PLAN_WORDS)


Named = tuple[str, str, tuple[int, int] | None]


def _lines(lines: Iterable[Line]) -> Iterator[Named]:
    for line in lines:
        label = next(iter(labelled([line])), None)
        yield (TITLE if label is None else label.header, line.text, (line.row, line.column))


def _names(lines: Iterable[Line], inbox_path: str) -> Iterator[Named]:
    """The texts that may name a year or a department, the nearest to the table first."""
    yield from _lines(lines)
    yield from _names_of_path(inbox_path)


@lru_cache(maxsize=16)
def _names_of_path(inbox_path: str) -> tuple[Named, ...]:
    """The file's name and its folders' names, the nearest first: asked for several times in a row."""
    path = PurePosixPath(inbox_path)
    return ((FILE_NAME, path.stem, None), *((FOLDER_NAME, folder, None) for folder in reversed(path.parent.parts)))
