"""Choices: one of a few declared words, in any of its spellings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from sources.records import RecordField
from sources.rows import Doubt, RawValue, Reading
from sources.values.cells import LONGEST_VALUE, ReadingContext, plain, quoted, raw_text, squeezed
from sources.values.ticked import Ticked, ticked_words

_MARKS = {"✓": "√", "✔": "√", "☑": "√", "✅": "√", "✗": "×", "✘": "×", "✖": "×", "❌": "×", "x": "×"}
_EDGES = " 。.,、;!?:()[]【】“”\"'"
_CLAUSE = re.compile(r"[,。;、()【】\[\]:!/]+")
_GOING_ON = re.compile(r"(?<=.)[,、/;(并且]+(?:长期坚持|长期推进|持续推进|持续实施|持续开展|常态化推进)\)?$")
_NOT_YET = re.compile(
    r"[未不没无非尚待暂难拟将快可]|预计|计划|争取|力争|确保|接近|部分|阶段|初步|多数|一半|主体|如果|若|建议|申请|(?<!提)前$"
)
_ONLY_PART = re.compile(
    r"(?:的?(?:[一二两三四五六七八九十]分之|\d+/\d|大半|多半)|了|前期|部分|阶段|一半|率|时间|时限|期限|情况|初稿|草案|草稿|方案|调研|起草|立项|招标|招投标|设计|可研|选址|征求|摸底|"
    r"采购|编制|\d(?!\d{3}年?)|[一二三四五六七八九十]+[项个条])"
)
_PERCENTAGE = re.compile(r"\d{1,3}(?:\.\d+)?%?")
_PLAIN_NUMBER = re.compile(r"\d{1,3}(?:\.\d+)?")
_SMALLEST_PERCENTAGE = 10
"""A smaller number in a column of states may be a code: 1 已完成, 2 推进中."""
_PROGRESS = re.compile(
    r"(?:已|完成率?|进度|比例|达到?|约|近|为)*(?P<percentage>\d{1,3}(?:\.\d+)?%)(?:以上|左右|已?完成|的?进度)?"
)
_PART_IN_BRACKETS = re.compile(r"\((?=大?部分|阶段|初步|一半|多数)([^()]*)\)")
_FIRST_SENTENCE = re.compile(r"(?P<said>[^\s。;；!！]{2,12})[。;；!！\n]+\s*\S")
BELOW_ALL = "<100%"
"""The spelling by which a choice is declared to mean any percentage between nothing and all."""


@dataclass(frozen=True, slots=True)
class _Spellings:
    """Every spelling of a field's choices, folded, to its choice; and the pattern that finds them inside a text.

    starts: the first two characters of each, by which most texts are told from those that begin with one.
    """

    choices: dict[str, str]
    within: re.Pattern[str]
    starts: frozenset[str]


def read_choice(raw: RawValue, field: RecordField, _: ReadingContext) -> Reading:
    """A choice within more text is only a guess, and none when the text denies it or names two."""
    text = raw_text(raw)
    if len(text) <= LONGEST_VALUE and (
        ticked := ticked_words(text, lambda word: exact_choice(word, field) is not None)
    ):
        return _ticked_choice(ticked, text, field)
    guesses = dict.fromkeys(_guesses(raw, field))
    remedy = field.remedy or f"请填写:{'、'.join(_shown(field, choice) for choice in field.choices)}"
    shown = "、".join(_shown(field, choice) for choice in guesses)
    if field.others_kept:
        likely = f"是否指“{shown}”?" if guesses else ""
        return Reading(
            squeezed(text),
            Doubt("unknown_choice", f"{field.header}{quoted(text)}不在可选范围内,已按原文保留;{likely}{remedy}"),
        )
    if len(guesses) == 1:
        (choice,) = guesses
        return Reading(choice, Doubt("guessed_choice", f"{quoted(text)}按“{shown}”读取;{remedy}"))
    if guesses:
        return Reading(None, Doubt("several_choices", f"{field.header}{quoted(text)}里有多个内容({shown});{remedy}"))
    return Reading(None, Doubt("not_a_choice", f"{field.header}{quoted(text)}不是可填的内容;{remedy}"))


def _ticked_choice(ticked: Ticked, text: str, field: RecordField) -> Reading:
    """The one choice that is ticked inside a cell."""
    if len(ticked.words) != 1:
        shown = f"勾选了{'、'.join(ticked.words)}多项" if ticked.words else "没有勾选任何一项"
        rule = "several_ticks" if ticked.words else "no_tick"
        return Reading(None, Doubt(rule, f"{field.header}{quoted(text)}{shown},未采用;请只勾选一项,或直接填写"))
    (word,) = ticked.words
    choice = exact_choice(word, field)
    if choice is None:
        return Reading(None, Doubt("not_a_choice", f"{field.header}{quoted(text)}勾选的“{word}”不是可填的内容"))
    if ticked.is_sure:
        return Reading(choice)
    return Reading(choice, Doubt("guessed_tick", f"{quoted(text)}按勾选“{word}”读取;如不是,请改用√勾选或直接填写"))


def exact_choice(raw: RawValue, field: RecordField) -> str | None:
    """The choice of which the cell is a spelling."""
    choices = _spellings(field).choices
    return next((choices[key] for key in _candidates(raw) if key in choices), None)


def choice_at_start(text: str, field: RecordField) -> tuple[str, str] | None:
    """The choice that a text begins with in a sentence of its own, 已完成。1.印发方案…, and that sentence."""
    if text[:2] not in _spellings(field).starts:
        return None
    sentence = _FIRST_SENTENCE.match(text)
    choice = exact_choice(sentence["said"], field) if sentence else None
    return (choice, sentence["said"]) if sentence and choice is not None else None


def _candidates(raw: RawValue) -> Iterator[str]:
    """What a cell may be called by: its text, a number also as a percentage (0.9 and 90 are 90%), TRUE also as 是."""
    text = _key(raw_text(raw))
    yield text
    if isinstance(raw, bool) or text in ("true", "false"):
        yield "是" if text == "true" else "否"
    elif _PERCENTAGE.fullmatch(text):
        figure = Decimal(text.rstrip("%"))
        if "%" in text or figure > 1:
            yield from _percentage(figure, is_sure="%" in text)
        elif not isinstance(raw, str) and 0 < figure < 1:
            yield from _percentage(figure * 100, is_sure=True)


def _percentage(figure: Decimal, is_sure: bool) -> Iterator[str]:
    """The ways in which a percentage may be declared. Not sure: 50 may be many other things than 50%."""
    yield f"{plain(figure)}%"
    if is_sure and 0 < figure < 100:
        yield BELOW_ALL


def _guesses(raw: RawValue, field: RecordField) -> Iterator[str]:
    """The choices that a cell may mean. A plain number may be a percentage, a small one also a count or a code."""
    text = raw_text(raw)
    number = _key(text)
    figure = Decimal(number) if _PLAIN_NUMBER.fullmatch(number) else None
    if figure is not None and (figure >= _SMALLEST_PERCENTAGE or (figure == 1 and not isinstance(raw, str))):
        keys = _percentage(Decimal(100) if figure == 1 else figure, is_sure=True)
        yield from (choice for key in keys if (choice := exact_choice(key, field)) is not None)
    if len(text) <= LONGEST_VALUE:
        yield from _choices_within(squeezed(text).casefold(), field)


def _choices_within(text: str, field: RecordField) -> Iterator[str]:
    """The choices that the clauses of a text name; not one that another of them denies: 已完成整改,拟销号."""
    spellings = _spellings(field)
    found: list[str] = []
    denied: set[str] = set()
    # What is done and goes on is done: 已完成,持续推进.
    for clause in _CLAUSE.split(_GOING_ON.sub("", _PART_IN_BRACKETS.sub(r"\1", text))):
        progress = _PROGRESS.fullmatch(clause)
        if progress and clause not in spellings.choices:
            figure = Decimal(progress["percentage"].rstrip("%"))
            keys = _percentage(figure, is_sure=True)
            found += [spellings.choices[key] for key in keys if key in spellings.choices]
            continue
        if clause in spellings.choices:
            found.append(spellings.choices[clause])
        for word in spellings.within.finditer(clause, clause in spellings.choices):
            if _NOT_YET.search(clause[: word.start()]) or _ONLY_PART.match(clause, word.end()):
                denied |= {spellings.choices[word[0]]} - {spellings.choices.get(clause)}
            elif "%" not in clause and clause not in spellings.choices:
                found.append(spellings.choices[word[0]])
    yield from (choice for choice in found if choice not in denied)


def _shown(field: RecordField, choice: str) -> str:
    """A choice as clerks write it: keys in English are shown by their first spelling."""
    return next(iter(field.choices[choice]), choice) if choice.isascii() else choice


def _key(text: str) -> str:
    key = squeezed(text).strip(_EDGES).casefold()
    return _MARKS.get(key, key)


def _spellings(field: RecordField) -> _Spellings:
    return _folded_spellings(tuple(field.choices.items()))


@lru_cache(maxsize=256)
def _folded_spellings(choices: tuple[tuple[str, tuple[str, ...]], ...]) -> _Spellings:
    keys = {_key(spelling): choice for choice, others in choices for spelling in (choice, *others)}
    # A spelling of one character (是, 市) says nothing inside a longer text.
    longest_first = sorted((key for key in keys if len(key) > 1), key=len, reverse=True)
    within = re.compile("|".join(map(re.escape, longest_first)) or "$^")
    return _Spellings(keys, within, frozenset(key[:2] for key in longest_first))
