"""The sheets that we put into workbooks ourselves: clerks send them back with the rest, and none is to be read."""

from sources.workbook import Sheet

FEEDBACK = "填报反馈"
"""The list of findings, the first sheet of a feedback workbook."""

OPTIONS = "下拉选项"
"""The lists of a template's dropdowns, on a hidden sheet."""


def is_of_the_office(sheet: Sheet) -> bool:
    """Whether the sheet is one of ours: it has our name, and the name once more in its first cell."""
    return sheet.name in (FEEDBACK, OPTIONS) and bool(sheet.rows and sheet.rows[0]) and sheet.rows[0][0] == sheet.name
