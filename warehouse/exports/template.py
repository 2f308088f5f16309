"""Blank workbooks for departments to fill: a sheet a record type, made from its declaration, that reads back clean.

Everything that a sheet shows or allows comes from the declarations, the vocabulary and the year's published tasks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import openpyxl
from duckdb import DuckDBPyConnection
from openpyxl.cell import Cell
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sources.office_sheets import OPTIONS
from sources.percentages import names_a_rate
from sources.records import COMMON_FIELDS, Kind, RecordField, RecordType, record_types
from sources.values import ReadingContext, read_value
from sources.vocabulary import Vocabulary
from warehouse.exports import look
from warehouse.exports.feedback_workbook import put
from warehouse.exports.text import display_width
from warehouse.exports.wanted import shown_choices, wanted

YEAR_TASKS = Path(__file__).with_name("year_tasks.sql")
BLANK_ROWS = 20
HEADER_ROW = 4
LONGEST_INLINE_LIST = 255
"""Characters that a dropdown may hold itself; a longer list stands on a sheet of its own."""
LARGEST = 1e15
"""No figure of a department is larger; a rule for numbers must name an end."""

NOTES = (
    "填写说明：蓝色表头的栏目必填；有下拉箭头的请从中选择；点选单元格可看到填写要求；一事一行，请勿合并单元格或改动表头，"
    "行数不够可继续向下填写；没有内容的工作表留空即可。"
)
WIDTHS = {
    Kind.TEXT: 20.0,
    Kind.DOCUMENT_NUMBER: 20.0,
    Kind.CHOICE: 12.0,
    Kind.DATE: 12.0,
    Kind.DEADLINE: 14.0,
    Kind.YEAR: 10.0,
    Kind.NUMBER: 12.0,
    Kind.DOMAIN: 18.0,
    Kind.DEPARTMENT: 13.0,
    Kind.DEPARTMENTS: 18.0,
    Kind.PERSONS: 10.0,
}

Task = dict[str, str]
"""A task known beforehand: values by the name of a field."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a template is wanted for. tasks: those of the department that are known beforehand."""

    department: str
    year: int
    types: tuple[RecordType, ...]
    vocabulary: Vocabulary
    domains: tuple[str, ...]
    tasks: tuple[Task, ...] = ()


@dataclass
class _Draft:
    """A workbook in the making."""

    workbook: Workbook
    order: Order
    options: dict[tuple[str, ...], str] = field(default_factory=dict)


def department_types() -> tuple[RecordType, ...]:
    """The record types that departments send: tasks first."""
    types = [declared for declared in record_types().values() if not declared.kept_by_office]
    return tuple(sorted(types, key=lambda declared: declared.name != "task"))


def year_tasks(con: DuckDBPyConnection, district: str, year: int) -> list[Task]:
    """The tasks of a year with their lead departments, those carried in from earlier years among them."""
    cursor = con.execute(YEAR_TASKS.read_text("utf-8"), {"district": district, "year": year})
    names = [name for name, *_ in cursor.description or ()]
    return [
        {name: value for name, value in zip(names, row, strict=True) if value is not None} for row in cursor.fetchall()
    ]


def known_domains(vocabulary: Vocabulary, tasks: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """The domains to choose from: those of the year's tasks, all that have a name where none are known."""
    planned = dict.fromkeys(task["domain"] for task in tasks if "domain" in task)
    if planned:
        return tuple(planned)
    last = len(vocabulary.domain_numbers) + 1
    usual = dict.fromkeys(vocabulary.domain_names.values())
    return tuple(sorted(usual, key=lambda domain: vocabulary.domain_number(domain) or last))


def write_template(order: Order, target: Path) -> None:
    """Write the blank workbook. Raises OSError when it cannot be written."""
    draft = _Draft(openpyxl.Workbook(), order)
    draft.workbook.remove(draft.workbook.worksheets[0])
    sheets = {declared.name: draft.workbook.create_sheet(declared.title) for declared in order.types}
    for declared in order.types:
        _write_sheet(draft, declared, sheets)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft.workbook.save(target)


def _write_sheet(draft: _Draft, declared: RecordType, sheets: Mapping[str, Worksheet]) -> None:
    sheet, order = sheets[declared.name], draft.order
    fields = declared.own_fields
    look.set_widths(sheet, [_width(one) for one in fields])
    look.write_line(sheet, 1, len(fields), f"{order.year}年{declared.title}填报表", is_title=True)
    _write_sender(sheet, len(fields), order.department)
    look.write_line(sheet, 3, len(fields), NOTES)
    rows = _prefilled(declared, order)
    last = HEADER_ROW + len(rows) + BLANK_ROWS
    for column, one in enumerate(fields, start=1):
        _write_header(sheet, column, one)
        _write_body(sheet, column, [row.get(one.name, "") for row in rows], last)
        rule = _validation(draft, declared, one, sheets)
        rule.add(f"{get_column_letter(column)}{HEADER_ROW + 1}:{get_column_letter(column)}{last}")
        sheet.add_data_validation(rule)
        _format_column(sheet, column, one, last)
    for row in range(HEADER_ROW + 1, HEADER_ROW + 1 + len(rows)):
        look.fit_height(sheet, row, len(fields))
    sheet.sheet_format.defaultRowHeight = 24
    sheet.sheet_format.customHeight = True
    look.set_up_page(sheet, HEADER_ROW)
    sheet.freeze_panes = f"{get_column_letter(_columns_that_stay(fields) + 1)}{HEADER_ROW + 1}"
    _protect(sheet)


def _columns_that_stay(fields: Sequence[RecordField]) -> int:
    """The columns up to the first required one, which names the row, when they leave room to scroll."""
    first = next((index for index, one in enumerate(fields, start=1) if one.required), 1)
    return first if first <= 3 else 1


def _width(one: RecordField) -> float:
    if one.name.endswith("_no"):
        return 7.0
    return max(WIDTHS[one.kind], display_width(one.header) + 4.0)


def _write_sender(sheet: Worksheet, columns: int, department: str) -> None:
    """The line above the table: who fills it, which stands, and who and when, which the clerk adds."""
    third = columns // 3
    parts = (
        ("填报单位：" + department, 1, third),
        ("填报人：", third + 1, 2 * third),
        ("填报日期：", 2 * third + 1, columns),
    )
    for text, first, last in parts:
        sheet.merge_cells(start_row=2, start_column=first, end_row=2, end_column=last)
        cell = sheet.cell(2, first)
        cell.value, cell.font, cell.alignment = text, look.BODY, look.LEFT
        cell.protection = Protection(locked=first == 1)
    sheet.row_dimensions[2].height = 24


def _write_header(sheet: Worksheet, column: int, one: RecordField) -> None:
    cell = sheet.cell(HEADER_ROW, column, one.header)
    cell.font, cell.border, cell.alignment = look.HEADER, look.GRID, look.CENTRED
    cell.fill = look.BLUE if one.required else look.GREY
    sheet.row_dimensions[HEADER_ROW].height = 30


def _write_body(sheet: Worksheet, column: int, values: Sequence[str], last: int) -> None:
    for row, value in enumerate(values, start=HEADER_ROW + 1):
        cell: Cell = sheet.cell(row, column)  # type: ignore[assignment] # no row of the body is merged
        put(cell, int(value) if value.isdigit() and column == 1 else value)
    for row in range(HEADER_ROW + 1, last + 1):
        cell = sheet.cell(row, column)  # type: ignore[assignment] # as above
        cell.font, cell.border = look.BODY, look.GRID


def _format_column(sheet: Worksheet, column: int, one: RecordField, last: int) -> None:
    """Formats that keep what is written as it is: a deadline stays text, lest 2021.10 become the number 2021.1."""
    formats = {Kind.DATE: "yyyy-mm-dd", Kind.NUMBER: "General", Kind.YEAR: "0"}
    is_number = one.name.endswith("_no")
    number_format = "General" if is_number else formats.get(one.kind, "@")
    is_short = is_number or one.kind in (Kind.CHOICE, Kind.DATE, Kind.YEAR)
    whole = sheet.column_dimensions[get_column_letter(column)]
    whole.protection = Protection(locked=False)
    whole.number_format = number_format
    for row in range(HEADER_ROW + 1, last + 1):
        cell = sheet.cell(row, column)
        cell.number_format = number_format
        cell.alignment = look.CENTRED if is_short else look.LEFT
        cell.protection = Protection(locked=False)


def _protect(sheet: Worksheet) -> None:
    """Lock what is above the body, without a password; rows may be added, and all may be formatted and sorted."""
    protection = sheet.protection
    protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter"):
        setattr(protection, allowed, False)


# --- what cells allow -------------------------------------------------------------------------------------------------


def _validation(
    draft: _Draft, declared: RecordType, one: RecordField, sheets: Mapping[str, Worksheet]
) -> DataValidation:
    """The rule of a column: a dropdown, a kind of value, or only the words that say what belongs there."""
    rule = _kind_of_value(declared, one) or _dropdown(draft, declared, one, sheets) or DataValidation()
    rule.allow_blank = True
    rule.showInputMessage = True
    rule.promptTitle = one.header[:32]
    rule.prompt = _prompt(declared, one)
    rule.showErrorMessage = rule.type is not None
    rule.errorTitle, rule.error = one.header[:32], rule.prompt
    return rule


def _prompt(declared: RecordType, one: RecordField) -> str:
    rates = _rates(declared, one)
    told = [
        wanted(one),
        one.remedy if one.kind is Kind.TEXT and one.pattern is None else None,
        f"{'、'.join(rates.names)}请写百分号,如90.9%" if rates is not None else None,
    ]
    return (";".join(filter(None, told)) or "按实际情况填写")[:250]


def _kind_of_value(declared: RecordType, one: RecordField) -> DataValidation | None:
    if one.kind is Kind.DATE:
        return DataValidation(type="date", operator="between", formula1="DATE(2000,1,1)", formula2="DATE(2100,12,31)")
    if one.kind is Kind.YEAR:
        return _between("whole", one.minimum or 2000, one.maximum or 2100)
    rates = _rates(declared, one)
    if rates is not None:
        return _ratio_if_a_rate(one, get_column_letter(declared.own_fields.index(one) + 1), rates)
    if one.kind is Kind.NUMBER and one.approximate_field is None:
        return _between("decimal", *_ends(one))
    return None


def _ends(one: RecordField) -> tuple[float, float]:
    """The least and the largest figure that a field allows."""
    return (-LARGEST if one.minimum is None else one.minimum, LARGEST if one.maximum is None else one.maximum)


@dataclass(frozen=True, slots=True)
class _Rates:
    """The choices beside a figure that make it a rate, and the column in which they are chosen."""

    column: str
    names: tuple[str, ...]


def _rates(declared: RecordType, one: RecordField) -> _Rates | None:
    """Of a figure with a unit what makes it a rate, as 完成率 does; None when nothing to choose does."""
    for column, other in enumerate(declared.own_fields, start=1):
        names = tuple(filter(names_a_rate, shown_choices(other)))
        if names and other.required and one.unit_field is not None:
            return _Rates(get_column_letter(column), names)
    return None


def _ratio_if_a_rate(one: RecordField, column: str, rates: _Rates) -> DataValidation:
    """The rule of figures of which some are rates, written 90.9% or 0.909: a plain 90.9 would have two readings."""
    figure, name = (f"{letter}{HEADER_ROW + 1}" for letter in (column, rates.column))
    low, high = _ends(one)
    others = ",".join(f'{name}<>"{rate}"' for rate in rates.names)
    is_ratio = f"{figure}>=-1,{figure}<=1"
    allowed = f"ISNUMBER({figure}),{figure}>={low:.15g},{figure}<={high:.15g},OR(AND({is_ratio}),AND({others}))"
    return DataValidation(type="custom", formula1=f"AND({allowed})")


def _between(kind: Literal["whole", "decimal"], low: float, high: float) -> DataValidation:
    return DataValidation(type=kind, operator="between", formula1=f"{low:.15g}", formula2=f"{high:.15g}")


def _dropdown(
    draft: _Draft, declared: RecordType, one: RecordField, sheets: Mapping[str, Worksheet]
) -> DataValidation | None:
    """A dropdown; names that are not on a list may be right, so that only choices are held to theirs."""
    if one.kind is Kind.CHOICE:
        dropdown = DataValidation(type="list", formula1=_list(draft, shown_choices(one)))
        if one.others_kept:
            dropdown.errorStyle = "warning"
        return dropdown
    names = {Kind.DOMAIN: draft.order.domains, Kind.DEPARTMENT: draft.order.vocabulary.department_names()}
    if one.kind in names:
        return DataValidation(type="list", errorStyle="warning", formula1=_list(draft, names[one.kind]))
    task = record_types()["task"]
    if declared is not task and one.header.endswith(task.field("title").header) and task.name in sheets:
        return DataValidation(type="list", errorStyle="warning", formula1=_titles(draft, sheets[task.name]))
    return None


def _titles(draft: _Draft, tasks: Worksheet) -> str:
    """The column of the task sheet in which the titles stand: what the clerk lists there can be chosen elsewhere."""
    fields = [one.name for one in record_types()["task"].own_fields]
    letter = get_column_letter(fields.index("title") + 1)
    last = HEADER_ROW + len(draft.order.tasks) + BLANK_ROWS
    return f"'{tasks.title}'!${letter}${HEADER_ROW + 1}:${letter}${last}"


def _list(draft: _Draft, items: tuple[str, ...]) -> str:
    inline = ",".join(items)
    if len(inline) + 2 <= LONGEST_INLINE_LIST and not any(set(item) & set('",') for item in items):
        return f'"{inline}"'
    if items not in draft.options:
        draft.options[items] = _write_options(draft, items)
    return draft.options[items]


def _write_options(draft: _Draft, items: Sequence[str]) -> str:
    """Write a list to the hidden sheet of lists; gives its address."""
    if OPTIONS not in draft.workbook.sheetnames:
        sheet = draft.workbook.create_sheet(OPTIONS)
        sheet["A1"] = OPTIONS
        sheet.sheet_state = "hidden"
        sheet.protection.sheet = True
    options: Any = draft.workbook[OPTIONS]
    column = len(draft.options) + 1
    for row, item in enumerate(items, start=2):
        put(options.cell(row, column), item)
    letter = get_column_letter(column)
    return f"'{OPTIONS}'!${letter}$2:${letter}${len(items) + 1}"


# --- what is filled in beforehand -------------------------------------------------------------------------------------


def _prefilled(declared: RecordType, order: Order) -> list[Task]:
    """The department's tasks, numbered. What would not read back for certain is left to the clerk."""
    if declared.name != "task":
        return []
    fields = {one.name: one for one in (*declared.own_fields, *COMMON_FIELDS)}
    context = ReadingContext(order.vocabulary, order.year)
    rows = []
    for number, task in enumerate(order.tasks, start=1):
        certain = {
            name: value
            for name, value in task.items()
            if name in fields and read_value(value, fields[name], context).doubt is None
        }
        rows.append({"task_no": str(number), **certain})
    return rows
