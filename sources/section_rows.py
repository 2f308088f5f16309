"""What a row above some of a table's records says of all of them: 区发改委（2项） who leads, 一、国家级 the level.

Which rows are sections belongs to ``body``; their domains are known there.
"""

import re
from functools import lru_cache

from sources.records import Kind, RecordField
from sources.vocabulary import Vocabulary, heading_text

_MORE_BEFORE, _MORE_AFTER = "(?<![省市区县、及和或])", "(?![、及和或以])"
"""省市级 and 省级以上 are no one level."""


def said_by_section(text: str, declared: RecordField, vocabulary: Vocabulary) -> str | None:
    """The part of a section row's text that surely is a value of a field; None without one."""
    bare = heading_text(text)
    if declared.kind is Kind.DEPARTMENT:
        reading = vocabulary.department(bare)
        return bare if reading.value is not None and reading.doubt is None else None
    choices = _choices(tuple(declared.choices.items()))
    found = {choices[word]: word for word in _pattern(tuple(choices)).findall(bare)}
    return next(iter(found.values())) if len(found) == 1 else None


@lru_cache(maxsize=16)
def _choices(declared: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    """The choice of each of its words that says something within a text: 省 alone does not."""
    return {word: choice for choice, others in declared for word in (choice, *others) if len(word) > 1}


@lru_cache(maxsize=16)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(f"{_MORE_BEFORE}(?:{longest_first}){_MORE_AFTER}")
