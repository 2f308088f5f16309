"""The names that departments and reform domains go by, and how a written name is recognised.

The usual names are data in ``vocabularies/``; an office adds its own. What belongs here is telling which known name a
text means. Splitting a cell into names, and every other kind of value, belongs to ``values``.
"""

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from sources.header_words import NO_HEADERS, HeaderWords
from sources.rows import Doubt, Reading

VOCABULARIES = Path(__file__).parent / "vocabularies"
UNNAMED_DISTRICT = "本区"
LONGEST_NAME = 40

_NOTHING: Mapping[str, Sequence[str]] = MappingProxyType({})
# A circled number is an item's: without its circle, ①2月 would be 12月.
_REPLACED = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), "") | {
    ord("①") + index: f"({index + 1})" for index in range(20)
}
_IS_REPLACED = re.compile(f"[{''.join(map(chr, _REPLACED))}]")


def half_width(text: str) -> str:
    """The text with full-width and compatibility forms folded and invisible characters removed: for matching only."""
    if text.isascii():
        return text
    if _IS_REPLACED.search(text):
        text = text.translate(_REPLACED)
    return unicodedata.normalize("NFKC", text)


class _Places(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kinds: list[str]
    endings: list[str]


class _Departments(BaseModel):
    model_config = ConfigDict(extra="forbid")

    party: dict[str, list[str]]
    government: dict[str, list[str]]
    places: _Places


class _Domain(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    no: int | None = None
    aliases: list[str]


class _Domains(BaseModel):
    model_config = ConfigDict(extra="forbid")

    domains: list[_Domain]


@cache
def _known_departments() -> _Departments:
    return _Departments.model_validate(tomllib.loads((VOCABULARIES / "departments.toml").read_text("utf-8")))


@cache
def _known_domains() -> tuple[_Domain, ...]:
    data = tomllib.loads((VOCABULARIES / "domains.toml").read_text("utf-8"))
    return tuple(_Domains.model_validate(data).domains)


_COLLECTIVE = re.compile(
    r"(各|有关|相关|其他|其它|全区各|区直各|区直有关|区各|区有关|区相关|全体|所有).*|[\d一二三四五六七八九十百]+个.*"
    r"|.*(各部门|各单位|相关单位|有关单位|相关部门|有关部门|成员单位|责任单位|区直部门|区直单位)"
)
_LEVELS = "省市区县旗州"
# No place's name has a word for an organ in it: 区财政局区人社局 is two names, not a 人社局 of some 区.
_PLACE_CHARACTER = r"(?:(?![局委办部院厅]|单位|牵头|责任|配合)[\u4e00-\u9fff])"
_ORGAN_LEVEL = re.compile(rf"中央|国家|全国|[{_LEVELS}]|(?:{_PLACE_CHARACTER}{{1,9}}?[{_LEVELS}])+")
_NO_DISTRICT = ("开发区", "高新区", "经开区", "园区", "景区", "社区", "示范区", "片区", "小区", "校区", "超市", "城市")
# The level stands inside two names: 团区委 is 区 + 团委, 区纪委区监委 is 区 + 纪委监委.
_YOUTH_LEAGUE = re.compile(rf"^(?:共青)?团([^团]*[{_LEVELS}])委$")
_TAX_SERVICE = re.compile(r"^国家税务总局(?=.)")
_COMMISSION = re.compile(r"委(?:深改[委组]|(?:全面)?深化改革(?:委员会|领导小组))(?:办公室)?$")
_DISCIPLINE = re.compile(rf"纪委[{_LEVELS}]监委")
_BRACKETED = re.compile(r"[((【\[〔](?P<inside>[^()()【】\[\]〔〕]*)[))】\]〕]$")
_ORGAN_END = re.compile("[局委办部院会]")
_SECTIONS = ("科", "股", "室")
_PUNCTUATION = " \t\r\n\u3000。.,,、;;::!!*★☆▲△"


@cache
def _place_pattern() -> re.Pattern[str]:
    places = _known_departments().places
    kinds, endings = ("|".join(sorted(words, key=len, reverse=True)) for words in (places.kinds, places.endings))
    return re.compile(rf"(?P<place>(?:(?!街道|开发区){_PLACE_CHARACTER}){{1,12}}?(?:{kinds}))(?:{endings})?")


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of the directory without its level; a party organ's level is written 区委…."""

    short: str
    is_party: bool

    def at(self, level: str) -> str:
        """The name as the department of that level: 区 + 发改委, 区 + 委 + 组织部."""
        return level + ("委" if self.is_party and level != "中央" else "") + self.short


@cache
def _directory() -> dict[str, _Name]:
    """Every usual name, folded, to the name it stands for."""
    known = _known_departments()
    directory: dict[str, _Name] = {}
    for organs, is_party in ((known.party, True), (known.government, False)):
        for short, aliases in organs.items():
            name = _Name(short, is_party)
            directory |= {_department_key(alias): name for alias in (short, *aliases)}
    return directory


_SEAL = re.compile(r"\((?:盖章|公章|加盖公章|章|签章)\)$")


def _cleaned(text: str) -> str:
    """A name without white space, enclosing punctuation, full-width forms and the words that ask for a seal."""
    return _SEAL.sub("", re.sub(r"\s+", "", half_width(text))).strip(_PUNCTUATION)


@lru_cache(maxsize=4096)
def _department_key(text: str) -> str:
    """A department's name with the long and the short way of writing it made equal."""
    folded = _cleaned(text).casefold().strip("“”\"'《》")
    short = (
        _TAX_SERVICE.sub("", folded).replace("委员会", "委").replace("办公室", "办").replace("和", "").replace("·", "")
    )
    return _DISCIPLINE.sub("纪委监委", _YOUTH_LEAGUE.sub(r"\1团委", short))


_NUMBERING = re.compile(r"^(第?[一二三四五六七八九十]+[、.,::]|[((]?[一二三四五六七八九十\d]+[))、.]+|\d+[、.:]?)")
_COUNT = re.compile(r"(?<!第)([((]?(共|合计)?[\d一二三四五六七八九十]+[项个件条][^))]*[))]?|[((][^))]*[))])$")
_DOMAIN_PREFIX = re.compile(r"^(全面深化|全面推进|深化|推进|加强|关于|持续深化)")
_DOMAIN_SUFFIX = re.compile(r"(领域|方面|专项小组|专项组|小组|专项|板块|改革|体制|机制|制度|类|工作|组)$")


def heading_text(text: str) -> str:
    """A heading as written, without its numbering and the count of what stands below it: a domain, a department."""
    return _COUNT.sub("", _NUMBERING.sub("", _cleaned(text))).strip(_PUNCTUATION)


@lru_cache(maxsize=4096)
def _domain_key(text: str) -> str:
    """What tells a domain from the others: "一、经济体制改革领域（10项）" is 经济."""
    key = _DOMAIN_PREFIX.sub("", heading_text(text))
    while (shorter := _DOMAIN_SUFFIX.sub("", key)) and shorter != key:
        key = shorter
    return key


@lru_cache(maxsize=4096)
def _nearest(text: str, names: tuple[str, ...]) -> str | None:
    """The one of the names most like the text, None when none is much like it."""
    found = difflib.get_close_matches(text, names, n=1, cutoff=0.6)
    return found[0] if found else None


def _unknown(text: str, what: str, rule: str, nearest: str | None, where: str) -> Reading:
    likely = f"是否指“{nearest}”?" if nearest else ""
    return Reading(
        text, Doubt(rule, f"{what}“{text[:LONGEST_NAME]}”不在{where}中,已按原文保留;{likely}请改写为{where}中的名称")
    )


@dataclass(frozen=True)
class Vocabulary:
    """The names known in one district, the usual ones and the office's own. Made by `load`."""

    district: str
    level: str
    own_departments: Mapping[str, str]
    domain_names: Mapping[str, str]
    domain_numbers: Mapping[str, int]
    header_words: HeaderWords = NO_HEADERS

    @classmethod
    def load(
        cls,
        district: str = UNNAMED_DISTRICT,
        departments: Mapping[str, Sequence[str]] = _NOTHING,
        domains: Mapping[str, Sequence[str]] = _NOTHING,
    ) -> "Vocabulary":
        """The usual names and the office's own additions (canonical name to aliases).

        Aliases of a name that is known already join that name; they win over the usual meaning of the same spelling.
        """
        level = district[-1] if district and district[-1] in _LEVELS else "区"
        known = _known_domains()
        usual = cls(
            district,
            level,
            {},
            {_domain_key(name): domain.name for domain in known for name in (*domain.aliases, domain.name)},
            {domain.name: domain.no for domain in known if domain.no is not None},
        )
        return cls(
            district,
            level,
            _with_additions({}, departments, _department_key, usual.department),
            _with_additions(usual.domain_names, domains, _domain_key, usual.domain),
            usual.domain_numbers,
        )

    def __hash__(self) -> int:
        # Cheap, for the cache of readings: one process reads with one vocabulary.
        return hash((self.district, self.level))

    def department(self, text: str) -> Reading:
        """The canonical name of one department: 区发展和改革委员会 and 瑶海区发改委 are 区发改委.

        A department of another level or place keeps its level (市发改委). An unknown name is kept with a doubt.
        """
        return _department(self, text) if len(text) <= LONGEST_NAME else self._read_department(text)

    def _read_department(self, text: str) -> Reading:
        name = _cleaned(text)
        if not name or len(name) > LONGEST_NAME:
            return _unknown(name, "单位", "unknown_department", None, "单位名录") if name else Reading(None)
        known = self._known_department(name)
        if known is not None:
            return known
        bracketed = _BRACKETED.search(name)
        base = self._known_department(name[: bracketed.start()]) if bracketed else None
        if base is not None and base.value is not None:
            message = f"“{name}”按“{base.value}”读取,括号内的内容未采用;请只填写一个单位名称"
            return Reading(base.value, Doubt("bracketed_name", message))
        whole = self._whole_of(name)
        if whole is not None:
            message = f"“{name}”按“{whole}”读取;请只填写单位名称,科室请另列填写"
            return Reading(whole, Doubt("part_of_department", message))
        if _COLLECTIVE.fullmatch(name):
            return Reading(
                name, Doubt("unnamed_department", f"“{name}”没有写明具体单位,已按原文保留;请逐一写出单位名称")
            )
        return _unknown(name, "单位", "unknown_department", self._nearest_department(name), "单位名录")

    def domain(self, text: str) -> Reading:
        """The canonical name of a reform domain. An unknown name is kept, without numbering and count, with a doubt."""
        name = _cleaned(text)
        if len(name) <= LONGEST_NAME:
            name = heading_text(text) or name
            canonical = self.domain_names.get(_domain_key(text))
            if canonical is not None or not name:
                return Reading(canonical)
        names = tuple(dict.fromkeys(self.domain_names.values()))
        nearest = _nearest(name, names) if len(name) <= LONGEST_NAME else None
        return _unknown(name, "改革领域", "unknown_domain", nearest, "改革领域名录")

    def domain_number(self, domain: str) -> int | None:
        """The usual place of a canonical domain in the plan, None for a domain beyond the eight."""
        return self.domain_numbers.get(domain)

    def department_names(self) -> tuple[str, ...]:
        """Every known department of the district by its canonical name, the office's own first."""
        usual = (name.at(self.level) for name in _directory().values())
        return tuple(dict.fromkeys((*self.own_departments.values(), *usual)))

    def makes_plans(self, department: str | None) -> bool:
        """Whether this names the district's own reform office or its commission, however they are written."""
        if department is None:
            return False
        own = f"{self.level}委"
        is_commission = own in department and _COMMISSION.search(department) is not None
        return is_commission or self.department(department).value == f"{own}改革办"

    def _whole_of(self, name: str) -> str | None:
        """The department of which a section is named: 区税务局纳税服务科 is part of 区税务局."""
        ends = [found.end() for found in _ORGAN_END.finditer(name)] if name.endswith(_SECTIONS) else []
        known = filter(None, (self._known_department(name[:end]) for end in reversed(ends) if end < len(name) - 1))
        return next((reading.value for reading in known if reading.doubt is None), None)

    def _known_department(self, name: str) -> Reading | None:
        key = _department_key(name)
        if key in self.own_departments:
            return Reading(self.own_departments[key])
        # The longest rest of the name that is known: 市场监管局 is a bureau of its own, not 场监管局 of a 市.
        for cut in range(len(key)):
            reading = self._at_level(key[:cut], key[cut:], name)
            if reading is not None:
                return reading
        return self._branch(key) or self._place(name)

    def _branch(self, key: str) -> Reading | None:
        """The district's branch of a city's bureau: 市生态环境局瑶海分局 is 区生态环境分局."""
        found = self._branch_pattern.fullmatch(key)
        if found is None:
            return None
        organs = (f"{found['bureau']}{found['branch']}", f"{found['bureau']}局")
        known = next(filter(None, map(_directory().get, organs)), None)
        return Reading(known.at(self.level)) if known else None

    @cached_property
    def _branch_pattern(self) -> re.Pattern[str]:
        stem = re.escape(self.district.removesuffix(self.level))
        return re.compile(
            rf"(?:[\u4e00-\u9fff]{{0,8}}市)?(?P<bureau>.+?)[局支队]*{stem}{self.level}?(?P<branch>分局|大队)"
        )

    def _at_level(self, prefix: str, rest: str, written: str) -> Reading | None:
        """The department called `rest` at the level that `prefix` names; None when either is unknown."""
        known = _directory().get(rest)
        own = self.own_departments.get(self.level + rest)
        if known is None and own is None:
            return None
        # A lone 办 or 委 is nobody's name, only what is left of 区委办 and 区委.
        if (rest == "办" and not prefix.endswith("委")) or (rest == "委" and not prefix):
            return None
        level = prefix.removeprefix("中共").removesuffix("委") if prefix else ""
        if self._is_own(level):
            return Reading(own or (known.at(self.level) if known else None))
        if known is None or not _ORGAN_LEVEL.fullmatch(level) or level.endswith(_NO_DISTRICT):
            return None
        if self.district == UNNAMED_DISTRICT and level.endswith(self.level):
            assumed = known.at(self.level)
            return Reading(assumed, Doubt("assumed_district", f"“{written}”按“{assumed}”读取;如不是本区的单位,请写明"))
        return Reading(known.at(level))

    def _is_own(self, level: str) -> bool:
        if level in ("", self.level, f"本{self.level}", f"我{self.level}", self.district, self.district[:-1]):
            return True
        # Only a province or a city may stand before the district's own name.
        above = level.removesuffix(self.district)
        return above != level and re.fullmatch(r"([\u4e00-\u9fff]{2,7}[省市州])+", above) is not None

    def _place(self, name: str) -> Reading | None:
        """A street, town or zone by the shape of its name."""
        for above in _above(name, self.district):
            found = _place_pattern().fullmatch(name[len(above) :])
            if found and self._is_own(above) and not _COLLECTIVE.fullmatch(found["place"]):
                return Reading(found["place"])
        return None

    def _nearest_department(self, name: str) -> str | None:
        """The known department most like the name, by any of its names."""
        rest = _department_key(name)
        for prefix in (self.district, f"{self.level}委", self.level):
            rest = rest.removeprefix(prefix)
        spelling = _nearest(rest, (*_directory(), *self.own_departments))
        if spelling is None:
            return None
        return self.own_departments.get(spelling) or _directory()[spelling].at(self.level)


@lru_cache(maxsize=8192)
def _department(vocabulary: Vocabulary, text: str) -> Reading:
    return vocabulary._read_department(text)


def _above(name: str, district: str) -> Iterable[str]:
    """What may stand before a place's own name: nothing, or all up to the district's name."""
    at = name.find(district)
    return (name[: at + len(district)], "") if at >= 0 else ("",)


def _with_additions(
    usual: Mapping[str, str],
    additions: Mapping[str, Sequence[str]],
    key: Callable[[str], str],
    read: Callable[[str], Reading],
) -> dict[str, str]:
    names = dict(usual)
    for canonical, aliases in additions.items():
        known = read(canonical)
        meant = known.value if known.doubt is None and known.value is not None else canonical
        names |= {key(alias): meant for alias in (canonical, *aliases)}
    return names
