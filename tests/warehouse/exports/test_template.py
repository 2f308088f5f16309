"""A template shows and allows what the declarations say, and reads back clean however it is filled."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sources.office_sheets import OPTIONS
from sources.percentages import names_a_rate
from sources.reading import read_file
from sources.records import Kind, RecordField, RecordType, record_types
from sources.rows import FileState
from sources.vocabulary import Vocabulary
from tests.warehouse.exports.printed import converted
from tests.warehouse.exports.received import built, receive_inbox
from tests.workbooks import write_workbook
from warehouse.exports.template import (
    BLANK_ROWS,
    HEADER_ROW,
    WIDTHS,
    Order,
    Task,
    department_types,
    known_domains,
    write_template,
    year_tasks,
)
from warehouse.exports.text import FORMULA_STARTS
from warehouse.exports.wanted import shown_choices, wanted

VOCABULARY = Vocabulary.load()
DOMAINS = known_domains(VOCABULARY, [])
DEPARTMENTS = VOCABULARY.department_names()
YEAR = 2022
TASK_ONE: Task = {"title": "优化营商环境", "domain": "经济体制改革", "lead_department": "区发改委"}


def template(
    folder: Path, types: Sequence[RecordType] = tuple(record_types().values()), tasks: Sequence[Task] = ()
) -> Path:
    target = folder / f"区发改委{YEAR}年改革工作填报表.xlsx"
    write_template(Order("区发改委", YEAR, tuple(types), VOCABULARY, DOMAINS, tuple(tasks)), target)
    return target


def sheet_of(workbook: Workbook, declared: RecordType) -> Worksheet:
    sheet = workbook[declared.title]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_an_empty_template_reads_as_nothing_to_say(tmp_path: Path) -> None:
    reading = read_file(template(tmp_path), "甲.xlsx", VOCABULARY)
    assert (reading.state, reading.rows, reading.findings) == (FileState.LOADED, (), ())


@pytest.mark.parametrize("declared", record_types().values(), ids=record_types())
def test_a_sheet_is_made_from_its_declaration(tmp_path: Path, declared: RecordType) -> None:
    workbook = openpyxl.load_workbook(template(tmp_path, [declared]))
    sheet = sheet_of(workbook, declared)
    headers = [cell.value for cell in sheet[HEADER_ROW]]
    assert headers == [field.header for field in declared.own_fields]
    assert str(YEAR) in str(sheet["A1"].value)
    assert "区发改委" in str(sheet["A2"].value)
    assert sheet.protection.sheet
    assert not sheet.protection.password
    last = HEADER_ROW + BLANK_ROWS
    for column, field in enumerate(declared.own_fields, start=1):
        assert sheet.cell(HEADER_ROW, column).protection.locked
        body = sheet.cell(HEADER_ROW + 1, column)
        assert not body.protection.locked
        (rule,) = [rule for rule in sheet.data_validations.dataValidation if body.coordinate in rule.cells]
        assert sheet.cell(last, column).coordinate in rule.cells
        assert rule.prompt
        if field.kind is Kind.CHOICE:
            assert (rule.type, rule.formula1) == ("list", f'"{",".join(shown_choices(field))}"')
            assert rule.showErrorMessage
        elif field.kind in (Kind.DOMAIN, Kind.DEPARTMENT):
            assert rule.type == "list"
        elif field.kind is Kind.DATE:
            assert rule.type == "date"
        elif field.kind is Kind.DEADLINE:
            assert body.number_format == "@"


def test_a_list_too_long_for_a_dropdown_stands_on_a_hidden_sheet(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(template(tmp_path))
    options = workbook[OPTIONS]
    assert options.sheet_state == "hidden"
    (rule,) = [rule for rule in workbook["改革任务"].data_validations.dataValidation if rule.promptTitle == "牵头单位"]
    assert rule.formula1 == f"'{OPTIONS}'!$A$2:$A${len(DEPARTMENTS) + 1}"
    assert [options.cell(row, 1).value for row in range(2, len(DEPARTMENTS) + 2)] == list(DEPARTMENTS)


@pytest.mark.parametrize("name", [*DEPARTMENTS, *DOMAINS])
def test_every_name_of_a_dropdown_is_known_for_certain(name: str) -> None:
    reading = VOCABULARY.department(name) if name in DEPARTMENTS else VOCABULARY.domain(name)
    assert (reading.value, reading.doubt) == (name, None)


def test_what_would_not_read_back_for_certain_is_left_to_the_clerk(tmp_path: Path) -> None:
    task = TASK_ONE | {"supporting_departments": "火星局", "due_date": "随便", "title": "=cmd|'/c calc'!A0"}
    path = template(tmp_path, [record_types()["task"]], [task])
    row = openpyxl.load_workbook(path)["改革任务"][HEADER_ROW + 1]
    cells = {field.name: cell for field, cell in zip(record_types()["task"].own_fields, row, strict=True)}
    assert cells["title"].value == task["title"]
    assert (cells["title"].data_type, cells["title"].quotePrefix) == ("s", True)
    assert not cells["supporting_departments"].value
    assert not cells["due_date"].value
    assert cells["task_no"].value == 1


def test_a_rate_is_held_to_a_ratio_and_a_figure_to_its_bounds(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(template(tmp_path, [record_types()["stated"]]))
    sheet = sheet_of(workbook, record_types()["stated"])
    (rule,) = [rule for rule in sheet.data_validations.dataValidation if rule.promptTitle == "数值"]
    assert (rule.type, "百分号" in rule.prompt, len(rule.formula1) <= 255) == ("custom", True, True)
    figures: dict[tuple[str, float | str], bool] = {
        ("完成率", 0.909): True,
        ("完成率", -1): True,
        ("完成率", 90.9): False,
        ("四季度占比", -2163): False,
        ("改革事项", 44): True,
        ("改革事项", -2163.5): True,
        ("改革事项", "四十四"): False,
        ("改革事项", 1e16): False,
        ("满意人数", 90): True,
    }
    told = Workbook()
    for row, (measure, figure) in enumerate(figures, start=1):
        cells = rule.formula1.replace(f"C{HEADER_ROW + 1}", f"C{row}").replace(f"E{HEADER_ROW + 1}", f"E{row}")
        for column, value in (("A", f"={cells}"), ("C", measure), ("E", figure)):
            told.worksheets[0][f"{column}{row}"] = value
    told.save(tmp_path / "told.xlsx")
    shown = converted(tmp_path / "told.xlsx", "csv", tmp_path).read_text("utf-8").splitlines()
    assert [line.partition(",")[0] for line in shown] == [str(allowed).upper() for allowed in figures.values()]


# --- however it is filled, it reads back clean ------------------------------------------------------------------------

WORDS = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=6, max_size=20)
RATIOS = st.floats(-1, 1).map(lambda ratio: round(ratio, 4))
"""What the rule of the column lets a clerk write of a rate."""
DAYS = st.dates(date(YEAR, 1, 1), date(YEAR, 12, 31))


def values(field: RecordField) -> st.SearchStrategy[object]:
    """What the rules of the column let a clerk write."""
    low = 0 if field.minimum is None else field.minimum
    high = 10_000 if field.maximum is None else min(field.maximum, 10_000)
    people = st.sampled_from(["张三", "李四", "欧阳修", "王 五"])
    by_kind: dict[Kind, st.SearchStrategy[object]] = {
        Kind.TEXT: WORDS,
        Kind.CHOICE: st.sampled_from(shown_choices(field) or [""]),
        Kind.DATE: DAYS,
        Kind.DEADLINE: DAYS | st.sampled_from(["四季度", f"{YEAR}年12月底前", "上半年", "10月底", "全年"]),
        Kind.YEAR: st.integers(YEAR + 1, YEAR + 3),
        Kind.NUMBER: st.integers(int(low), int(high)) | st.floats(low, high).map(lambda number: round(number, 2)),
        Kind.DOMAIN: st.sampled_from(DOMAINS),
        Kind.DEPARTMENT: st.sampled_from(DEPARTMENTS),
        Kind.DEPARTMENTS: st.lists(st.sampled_from(DEPARTMENTS), min_size=1, max_size=3).map("、".join),
        Kind.PERSONS: st.lists(people, min_size=1, max_size=2).map("、".join),
    }
    if field.pattern is not None:
        return st.integers(1, 9999).map(lambda number: f"瑶办〔{YEAR}〕{number}号")
    return by_kind[field.kind]


Filled = dict[str, list[dict[str, object]]]
UNIQUE = {
    "meeting": ("name",),
    "output": ("document_number", "title"),
    "supervision": ("problem",),
    "assessment": ("indicator",),
    "indicator": ("name",),
    "publicity": ("title",),
    "pilot": ("name",),
}
"""The fields by each of which the rows of a type are told apart."""
ALWAYS = {"dispatch": {"decision"}, "assessment": {"indicator"}, "output": {"task_title"}}
"""The fields that others of the row rest on, or that are asked about where they are blank."""
CONSTRAINED = {
    "supervision": ("found_date", "verified_date", "second_look"),
    "dispatch": ("date",),
    "assessment": ("weight",),
}
"""Fields that other fields of the row must agree with."""


@st.composite
def fillings(draw: st.DrawFn) -> Filled:
    """Rows for every sheet that hold together: what they say of a task is about one that is listed, and agrees."""
    tasks = draw(rows_of(record_types()["task"], {"title", "domain"}, unique=("title",), smallest=1))
    titles = [task["title"] for task in tasks]
    domains = sorted({str(task["domain"]) for task in tasks})
    postponed = draw(rows_of(record_types()["postponement"], {"title", "approved", "approved_by", "postponed_to_year"}))
    postponed = postponed[: len(tasks)]
    for task, request in zip(tasks, postponed, strict=False):
        request |= {"title": task["title"], "approved": "同意", "approved_by": "区委深改委会议", "due_date": None}
        request.update({"domain": task["domain"]} if "domain" in request else {})
        task |= {"status": "延期", "completed_date": None}
    for task in tasks[len(postponed) :]:
        if task.get("status") == "延期":
            task["status"] = "推进中"
    for task in tasks:
        task.update({"status": "已完成"} if task.get("completed_date") else {})
    filled: Filled = {"task": tasks, "postponement": postponed}
    for declared in record_types().values():
        if declared.name not in filled:
            filled[declared.name] = draw(
                rows_of(declared, ALWAYS.get(declared.name, set()), unique=UNIQUE.get(declared.name, ()))
            )
            for row in filled[declared.name]:
                row.update({"verification": "核验通过"} if declared.name == "supervision" else {})
                row.update({"state": "已落实"} if "completed_date" in row else {})
                row.update({"state": "已销号"} if "closed_date" in row else {})
                row.update({"level": "省"} if declared.name in {"publicity", "pilot"} else {})
                if declared.name == "stated" and names_a_rate(str(row["measure"])):
                    row["value"] = draw(RATIOS)
                for name in CONSTRAINED.get(declared.name, ()):
                    row.pop(name, None)
                row.update({"task_title": draw(st.sampled_from(titles))} if "task_title" in row else {})
                row.update({"domain": draw(st.sampled_from(domains))} if "domain" in row else {})
    return filled


def rows_of(
    declared: RecordType, always: set[str], unique: Sequence[str] = (), smallest: int = 0
) -> st.SearchStrategy[list[dict[str, object]]]:
    fields = [field for field in declared.own_fields if not field.name.endswith("_no")]
    row = st.fixed_dictionaries(
        {field.name: values(field) for field in fields if field.required or field.name in always},
        optional={field.name: values(field) for field in fields if not field.required and field.name not in always},
    )
    fields_by = tuple(partial(said_of, name) for name in unique)
    return st.lists(row, min_size=smallest, max_size=3, unique_by=fields_by or said_at_all)


def said_of(name: str, row: Mapping[str, object]) -> object:
    return row.get(name, id(row))


def said_at_all(row: Mapping[str, object]) -> object:
    return tuple(sorted(map(str, row.items())))


@cache
def blank() -> bytes:
    """A template of every record type: the same for each filling."""
    with TemporaryDirectory() as folder:
        return template(Path(folder)).read_bytes()


def fill(path: Path, filled: Filled) -> None:
    """Write the rows below the headers of a blank template, numbered, as a clerk would."""
    workbook = openpyxl.load_workbook(BytesIO(blank()))
    for name, rows in filled.items():
        declared = record_types()[name]
        for number, values_of_row in enumerate(rows, start=1):
            row: Mapping[str, object] = {declared.own_fields[0].name: number, **values_of_row}
            for column, field in enumerate(declared.own_fields, start=1):
                cell = sheet_of(workbook, declared).cell(HEADER_ROW + number, column)
                cell.value = row.get(field.name)  # type: ignore[assignment] # any value that a cell can have
    workbook.save(path)


UNHURRIED = (HealthCheck.too_slow, HealthCheck.data_too_large)


@settings(max_examples=25, deadline=None, suppress_health_check=UNHURRIED)
@given(filled=fillings())
def test_a_filled_template_is_read_without_a_doubt(filled: Filled) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "区发改委.xlsx"
        fill(path, filled)
        reading = read_file(path, path.name, VOCABULARY)
    assert reading.findings == ()
    assert [cell for row in reading.rows for cell in row.cells if cell.doubt] == []
    assert Counter(row.record_type for row in reading.rows if row.skipped is None) == {
        name: len(rows) for name, rows in filled.items() if rows
    }


@settings(max_examples=3, deadline=None, suppress_health_check=UNHURRIED)
@given(filled=fillings())
def test_a_filled_template_passes_every_check(filled: Filled) -> None:
    with TemporaryDirectory() as folder:
        fill(Path(folder) / "区发改委.xlsx", filled)
        con = duckdb.connect()
        receive_inbox(con, Path(folder), as_of=date(YEAR, 12, 31))
    assert con.execute("select cell, rule, message_zh from quality.finding").fetchall() == []
    read = con.execute("select count(*) from raw.source_row where disposition = 'loaded'").fetchall()
    assert read == [(sum(map(len, filled.values())),)]


# --- what is known beforehand -----------------------------------------------------------------------------------------


def test_the_years_tasks_and_those_carried_over_are_filled_in(tmp_path: Path, inbox: Path) -> None:
    header = ["序号", "改革领域", "改革事项", "主要内容", "牵头单位", "责任单位", "完成时限"]
    write_workbook(
        inbox / "2021" / "要点.xlsx",
        {
            "任务": [
                ["2021年工作要点任务分解表"],
                header,
                [1, "经济体制改革", "优化营商环境", "放管服", "区发改委", "区财政局", "四季度"],
                [2, "行政体制改革", "行政复议改革", "复议", "区司法局", "区财政局", "6月底"],
            ]
        },
    )
    write_workbook(
        inbox / "2021" / "延期.xlsx",
        {
            "延期": [
                ["2021年延期申请表"],
                ["改革事项", "延期原因", "审批会议", "是否同意", "延至年度"],
                ["行政复议改革", "上级未定", "区委深改委第五次会议", "同意", 2022],
            ]
        },
    )
    con = built(inbox)
    planned = year_tasks(con, "本区", 2021)
    assert [(task["title"], task["lead_department"], task["due_date"]) for task in planned] == [
        ("优化营商环境", "区发改委", "四季度"),
        ("行政复议改革", "区司法局", "6月底"),
    ]
    (carried,) = year_tasks(con, "本区", 2022)
    assert carried == {
        "domain": "行政体制改革",
        "title": "行政复议改革",
        "content": "复议",
        "lead_department": "区司法局",
        "supporting_departments": "区财政局",
        "remark": "由2021年结转",
    }
    assert year_tasks(con, "别区", 2021) == []
    assert known_domains(VOCABULARY, planned) == ("经济体制改革", "行政体制改革")


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.CHOICE])
def test_every_kind_of_field_has_a_place_in_a_template_and_words_for_a_clerk(kind: Kind) -> None:
    assert WIDTHS[kind] > 0
    assert kind is Kind.TEXT or wanted(RecordField(name="f", header="栏目", kind=kind))


def test_bounds_are_said_without_exponents() -> None:
    said = wanted(RecordField(name="f", header="栏目", kind=Kind.NUMBER, minimum=-1e15, maximum=2_000_000))
    assert said == "数字;不小于-1000万亿、不大于2000000"


def test_departments_are_asked_for_what_they_send() -> None:
    names = [declared.name for declared in department_types()]
    assert names[0] == "task"
    assert {"postponement", "output", "indicator"} <= set(names)
    assert "stated" not in names


def test_nothing_of_ours_begins_like_a_formula(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(template(tmp_path))
    texts = [
        str(cell.value) for sheet in workbook.worksheets for row in sheet.iter_rows() for cell in row if cell.value
    ]
    assert not [text for text in texts if text.startswith(FORMULA_STARTS)]
