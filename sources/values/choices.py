"""Choices: one of a few declared words, in any of its spellings."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from sources.records import RecordField
from sources.rows import Doubt, RawValue, Reading
from sources.values.cells import LONGEST_VALUE, ReadingContext, plain, quoted, raw_text, squeezed

_MARKS = {"✓": "√", "✔": "√", "☑": "√", "✅": "√", "✗": "×", "✘": "×", "✖": "×", "❌": "×", "x": "×"}
_CHOICE_EDGES = " 。.,、;!?:()[]【】“”\"'"
_CLAUSE = re.compile(r"[,。;、()【】\[\]:!]+")
_NOT_YET = re.compile(r"[未不没无非尚待暂难拟将]|预计|计划|争取|力争|确保|接近|部分|阶段|初步|多数|一半|如果|若")
_ONLY_PART = re.compile(r"(?:了|前期|部分|阶段|一半|率|时间|时限|期限|情况|\d|[一二三四五六七八九十]+[项个条])")


def _choice_key(text: str) -> str:
    key = squeezed(text).strip(_CHOICE_EDGES).casefold()
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
        yield f"{plain(figure)}%" if "%" in text or figure > 1 else f"{plain(figure * 100)}%"


def exact_choice(raw: RawValue, field: RecordField) -> str | None:
    """The choice of which the cell is a spelling."""
    spellings = _spellings(field)
    return next((spellings[key] for key in _choice_candidates(raw) if key in spellings), None)


def read_choice(raw: RawValue, field: RecordField, _: ReadingContext) -> Reading:
    """A choice within more text is only a guess, and none when the text denies it or names two."""
    text = raw_text(raw)
    guesses = set(_choices_within(squeezed(text).casefold(), field)) if len(text) <= LONGEST_VALUE else set()
    remedy = field.remedy or f"请填写:{'、'.join(_shown(field, choice) for choice in field.choices)}"
    if len(guesses) == 1:
        (choice,) = guesses
        return Reading(choice, Doubt("guessed_choice", f"{quoted(text)}按“{_shown(field, choice)}”读取;{remedy}"))
    return Reading(None, Doubt("not_a_choice", f"{field.header}{quoted(text)}不是可填的内容;{remedy}"))


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
