"""Laws of reading: no cell of a body is lost, and no bytes whatever raise an exception."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.reading import read_file
from sources.records import RecordType, record_types
from sources.rows import FileReading
from sources.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()
CONTENTS: st.SearchStrategy[object] = st.one_of(
    st.none(),
    st.integers(0, 3000),
    st.sampled_from(
        [
            "小计",
            "一、经济体制改革",
            "注：x",
            "……",
            "填表人：甲",
            "区发改委",
            "2021年12月",
            "序号",
            "12月底",
        ]
    ),
    st.text("甲乙丙改革：、（）1a /", max_size=12),
)


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[list[object]], int]:
    """A sheet with the headers of a known type, and the row of the header."""
    declared: RecordType = draw(st.sampled_from(list(record_types().values())))
    needed = [field for field in declared.own_fields if field.required or field.telling]
    others = draw(st.lists(st.sampled_from(declared.own_fields), unique_by=lambda field: field.name, max_size=5))
    fields = list({field.name: field for field in (*needed, *others)}.values())
    header: list[object] = [field.header for field in draw(st.permutations(fields))]
    lead: list[list[object]] = draw(st.sampled_from([[], [["2021年情况表"]], [["2021年"], ["填报单位：区发改委"]]]))
    width = len(header) + draw(st.integers(0, 2))
    body: list[list[object]] = draw(st.lists(st.lists(CONTENTS, min_size=1, max_size=width), max_size=8))
    return [*lead, header, *body], len(lead) + 1


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets())
def test_every_cell_of_a_body_is_in_a_row(sheet: tuple[list[list[object]], int]) -> None:
    rows, header_row = sheet
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.xlsx")
        workbook = openpyxl.Workbook()
        for row in rows:
            workbook.worksheets[0].append(row)
        workbook.save(path)
        filled = {
            cell.coordinate
            for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=header_row + 1)
            for cell in row
            if cell.value is not None and str(cell.value).strip()
        }
        reading = read_file(path, "a.xlsx", VOCABULARY)
    kept = {cell.cell for row in reading.rows for cell in row.cells}
    assert filled - kept == set()


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_mutated_files_are_read_or_refused(seed: int, changes: int) -> None:
    chance = random.Random(seed)
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.xlsx")
        workbook = openpyxl.Workbook()
        workbook.worksheets[0].append(["序号", "改革事项", "完成时限"])
        workbook.worksheets[0].append([1, "甲", "=A2"])
        workbook.save(path)
        data = bytearray(path.read_bytes())
        for _ in range(changes):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data[: chance.randrange(len(data))] if chance.random() < 0.1 else data)
        assert isinstance(read_file(path, "a.xlsx", VOCABULARY), FileReading)
