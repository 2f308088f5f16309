"""Laws of reading that hold for any content whatever in any field."""

import re
import unicodedata
from datetime import date
from time import process_time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sources.records import Kind, RecordField, record_types
from sources.rows import RawValue, Reading
from sources.values import ReadingContext, is_blank, read_value
from tests.sources.values import test_choices, test_dates, test_figures, test_names, test_texts
from tests.sources.values.cells import CONTEXT

FIELDS = [(declared, kind.fields) for kind in record_types().values() for declared in kind.fields]
# The words of real cells, so that random joins of them get far into every reader.
WORDS = [
    raw
    for module in (test_dates, test_figures, test_choices, test_names, test_texts)
    for _, raw, _, _ in module.ROWS
    if isinstance(raw, str)
] + list("年月日季度前底至—-~/.%、,;:余约万亿（〔\n")
ANY_TEXT = st.text() | st.lists(st.sampled_from(WORDS), max_size=6).map("".join)
ANY_RAW: st.SearchStrategy[RawValue] = st.one_of(
    st.none(),
    ANY_TEXT,
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@given(raw=ANY_RAW, where=st.sampled_from(FIELDS), year=st.none() | st.integers(1990, 2100))
def test_no_cell_breaks_the_reading_of_any_field(
    raw: RawValue, where: tuple[RecordField, tuple[RecordField, ...]], year: int | None
) -> None:
    field, siblings = where
    reading = read_value(raw, field, ReadingContext(CONTEXT.vocabulary, year), siblings)
    assert reading.value is None or reading.value.strip()
    if reading.doubt is not None:
        assert "\n" not in reading.doubt.message
    if reading.value is not None and field.kind in ("date", "deadline"):
        date.fromisoformat(reading.value)
    if reading.value is not None and field.kind == "number":
        assert re.fullmatch(r"-?\d+(\.\d+)?", reading.value)
    if reading.value is not None and field.kind == "choice":
        assert field.others_kept or reading.value in field.choices
    if not is_blank(raw) and reading.value is None and reading.doubt is None:
        assert _says_nothing(str(raw), field)


def _says_nothing(text: str, field: RecordField) -> bool:
    """Whether a text leaves any field blank: then it leaves this one blank too."""
    other = record_types()["task"].field("leader" if field.kind is not Kind.PERSONS else "status")
    return read_value(text, other, CONTEXT) == Reading(None) or not re.search(r"\w", text)


def _read_alike(one: str, other: str, field: RecordField) -> None:
    """Both texts have the same meaning; the messages may quote them as they are."""
    first, second = (read_value(text, field, CONTEXT) for text in (one, other))
    assert (first.value, first.companions) == (second.value, second.companions)
    assert (first.doubt and first.doubt.rule) == (second.doubt and second.doubt.rule)


TYPED = [field for field, _ in FIELDS if field.kind is not Kind.TEXT]
FULL_WIDTH = {ord(" "): "\u3000"} | {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}


@given(st.sampled_from(WORDS), st.sampled_from(TYPED))
def test_full_width_forms_read_as_half_width_ones(text: str, field: RecordField) -> None:
    half = unicodedata.normalize("NFKC", text)
    assume(not re.search("[①-⑳²³㎡]", text))
    _read_alike(half, half.translate(FULL_WIDTH), field)


@given(st.sampled_from(WORDS), st.sampled_from(TYPED), st.data())
def test_spaces_around_and_within_words_do_not_matter(text: str, field: RecordField, data: st.DataObject) -> None:
    padding = data.draw(st.sampled_from([" ", "\u3000", "\t", "\n", "\u200b", "\xa0"]))
    _read_alike(text, f"{padding}{text}{padding}", field)
    assume(field.kind not in (Kind.PERSONS, Kind.DEPARTMENT, Kind.DEPARTMENTS))
    # Between two Chinese characters white space parts nothing but names.
    at = data.draw(
        st.sampled_from([0, *(found.end() for found in re.finditer("[\u4e00-\u9fff](?=[\u4e00-\u9fff])", text))])
    )
    _read_alike(text, f"{text[:at]} {text[at:]}", field)


PIECES = [
    *("-", "年", "1", "、", "区", " ", "改革", "一", "完成", "牵头单位:", "(", "\n", "1 ", "张 "),
    *("，，持续推进", "已", "1,", "和", "万", "年底", "等", "①"),
]


@pytest.mark.parametrize("piece", PIECES)
def test_the_longest_cell_is_read_in_no_time(piece: str) -> None:
    text = piece * (32_767 // len(piece))
    started = process_time()
    for field in {field.kind: field for field, _ in FIELDS}.values():
        read_value(text, field, CONTEXT, record_types()["task"].fields)
    assert process_time() - started < 5
