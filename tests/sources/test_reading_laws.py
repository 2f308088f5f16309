"""Laws of reading: no cell of a body is lost, and no bytes whatever raise an exception."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from sources.reading import read_file
from sources.records import RecordType, record_types
from sources.rows import FileReading
from sources.vocabulary import Vocabulary

VOCABULARY = Vocabulary.load()
STATES = ("planned", "in_progress", "completed", "postponed", "cancelled")
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
            "事项",
            "说明",
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


MERGES = st.lists(st.tuples(st.integers(1, 12), st.integers(1, 8), st.integers(0, 3), st.integers(0, 2)), max_size=4)


def merge(sheet: Worksheet, first_row: int, merges: list[tuple[int, int, int, int]]) -> None:
    """Merge cells of the body, as far as they do not lie over each other."""
    covered: set[tuple[int, int]] = set()
    for top, left, rows, columns in merges:
        cells = {(top + down, left + right) for down in range(rows + 1) for right in range(columns + 1)}
        if len(cells) > 1 and not cells & covered:
            covered |= cells
            sheet.merge_cells(None, first_row + top, left, first_row + top + rows, left + columns)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets(), MERGES)
def test_every_cell_of_a_body_is_in_a_row(
    sheet: tuple[list[list[object]], int], merges: list[tuple[int, int, int, int]]
) -> None:
    rows, header_row = sheet
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.xlsx")
        workbook = openpyxl.Workbook()
        for row in rows:
            workbook.worksheets[0].append(row)
        merge(workbook.worksheets[0], header_row, merges)
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


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["完成情况", "完成状态", "进展情况", "落实情况"]),
    st.permutations(["未启动", "推进中", "已完成", "延期", "取消"]),
    st.lists(st.integers(0, 4), min_size=1, max_size=6),
    st.sampled_from(["√", "✓", "✔", "●", 1, "是"]),
)
def test_a_ticked_state_is_the_state_its_column_names(
    group: str, states: list[str], ticked: list[int], tick: object
) -> None:
    names = dict(zip(["未启动", "推进中", "已完成", "延期", "取消"], STATES, strict=True))
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.xlsx")
        workbook = openpyxl.Workbook()
        sheet = workbook.worksheets[0]
        sheet.append(["序号", "改革事项", group])
        sheet.append([None, None, *states])
        for number, at in enumerate(ticked, 1):
            sheet.append([number, f"事项{number}", *[None] * at, tick])
        sheet.merge_cells("C1:G1")
        workbook.save(path)
        reading = read_file(path, "a.xlsx", VOCABULARY)
    found = [[cell.value for cell in row.cells if cell.field == "status"] for row in reading.rows]
    assert found == [[names[states[at]]] for at in ticked]
