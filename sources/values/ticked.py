"""Choices ticked inside one cell: ☑已完成 □推进中, √已完成 ○未启动, 是（√）否（ ）, [√]是 [ ]否.

Columns that are ticked, a choice each, belong to ``sources.ticks``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sources.vocabulary import half_width

_SURE_TICKS = "√✓✔☑✅●■◆★▲"
_CROSSES = "×✗✘✖❌"
_SURE_BLANKS = "□☐○◯◇☆△" + _CROSSES
# Boxes of the fonts Wingdings and Wingdings 2, without their font; and a crossed box, which some mean as ticked.
_LIKELY_TICKS = "Rþü☒⊠◎\uf052\uf0fe\uf0fc"
_LIKELY_BLANKS = "£¡\uf0a3\uf0a8\uf06f"
_TICKS, _BLANKS = _SURE_TICKS + _LIKELY_TICKS, _SURE_BLANKS + _LIKELY_BLANKS

_BRACKETS = re.compile(rf"[\[(【]\s*(?P<inside>[{_TICKS}{_BLANKS}vVxX]?)\s*[\])】]")
_MARK = re.compile(rf"[{_TICKS}{_BLANKS}]")
_ITEM_NUMBER = re.compile(r"(?<!\d)\d{1,2}[.、)]")
_PARTS = re.compile(
    rf"(?P<mark>[{_TICKS}{_BLANKS}])|(?P<gap>[\s,、;/|。:]+)|(?P<word>[^{_TICKS}{_BLANKS}\s,、;/|。:]+)"
)


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a cell of marked words ticks. is_sure: whether no mark is only likely to be what it was taken for."""

    words: tuple[str, ...]
    is_sure: bool


def ticked_words(text: str, is_choice: Callable[[str], bool]) -> Ticked | None:
    """The words that are ticked; None for a text that is no list of marked choices.

    is_choice: whether a word is one of the field's choices.
    """
    if not _has_marks(text):
        return None
    folded = _ITEM_NUMBER.sub(" ", half_width(text.replace("¨", "□")))
    found = _PARTS.finditer(_BRACKETS.sub(_unbracketed, folded).strip())
    parts = _joined([(part.lastgroup or "", part[0]) for part in found], is_choice)
    if not parts:
        return None
    before, after = _sides(parts)
    marked = _marked(parts, is_before=bool(before) or (not after and parts[0][0] == "mark"))
    if marked is None or (before and after) or not any(mark for _, mark in marked):
        return None
    if not any(is_choice(word) for word, _ in marked):
        return None  # prose with a mark in it
    marks = "".join(mark for _, mark in marked)
    if all(mark in _CROSSES for mark in marks):
        return None  # a cross before words says 否, and the words say more
    is_sided = before or after or (parts[0][0] == "mark") != (parts[-1][0] == "mark")
    return Ticked(
        tuple(word for word, mark in marked if mark and mark in _TICKS),
        bool(is_sided) and all(mark in _SURE_TICKS + _SURE_BLANKS for mark in marks),
    )


def _has_marks(text: str) -> bool:
    """Whether a text has a mark beside other words: at most one look at each of its characters."""
    return len(text) > 1 and (_MARK.search(text) is not None or any(bracket in text for bracket in "[(（［【"))


def _unbracketed(found: re.Match[str]) -> str:
    """A mark in brackets is a box: an empty one is not ticked."""
    inside = found["inside"]
    if inside in "xX" and inside:
        return "☒"
    return "√" if inside and inside in "vV" else inside or "□"


def _joined(parts: list[tuple[str, str]], is_choice: Callable[[str], bool]) -> list[tuple[str, str]]:
    """The parts with a choice in one that only white space parts, as in 已 完成. Two choices stay two: 是 否."""
    joined: list[tuple[str, str]] = []
    for kind, text in parts:
        if kind == "word" and [one for one, _ in joined[-2:]] == ["word", "gap"] and joined[-1][1].isspace():
            before = joined[-2][1]
            if is_choice(before + text) and not (is_choice(before) and is_choice(text)):
                joined[-2:] = [(kind, before + text)]
                continue
        joined.append((kind, text))
    return joined


def _sides(parts: list[tuple[str, str]]) -> tuple[int, int]:
    """How many marks stand at the word after them alone, and how many at the word before them."""
    kinds = ["gap", *(kind for kind, _ in parts), "gap"]
    around = [(kinds[at - 1], kinds[at + 1]) for at, kind in enumerate(kinds) if kind == "mark"]
    return around.count(("gap", "word")), around.count(("word", "gap"))


def _marked(parts: list[tuple[str, str]], is_before: bool) -> list[tuple[str, str]] | None:
    """Each word with its mark, "" where it has none; None when the marks and words do not go together."""
    found: list[list[str]] = []
    waiting = ""
    for kind, text in parts:
        if kind == "mark":
            if is_before:
                if waiting:
                    return None
                waiting = text
            elif not found or found[-1][1]:
                return None
            else:
                found[-1][1] = text
        elif kind == "word":
            found.append([text, waiting])
            waiting = ""
    return None if waiting else [(word, mark) for word, mark in found]
