"""What a field's declaration wants of the clerk, in Chinese: in the feedback, and beside the cells of a template."""

from sources.records import Kind, RecordField

_BY_KIND = {
    Kind.TEXT: "",
    Kind.DOCUMENT_NUMBER: "文号,如瑶办〔2021〕12号",
    Kind.DATE: "具体日期,填写到日,如2021-06-30",
    Kind.DEADLINE: "期限,如2021年12月底、2021年四季度或具体日期",
    Kind.YEAR: "四位年份,如2021",
    Kind.NUMBER: "数字",
    Kind.DOMAIN: "一个改革领域的名称,与年度工作要点一致",
    Kind.DEPARTMENT: "一个单位的规范名称,如区发改委",
    Kind.DEPARTMENTS: "单位的规范名称,多个用“、”隔开",
    Kind.PERSONS: "姓名,多个用“、”隔开",
}


def shown_choices(field: RecordField) -> tuple[str, ...]:
    """The choices as clerks write them: one whose name is English goes by its first spelling."""
    return tuple(next(iter(spellings), name) if name.isascii() else name for name, spellings in field.choices.items())


def wanted(field: RecordField) -> str:
    """What belongs into a cell of the field."""
    if field.kind is Kind.CHOICE:
        content = f"{'、'.join(shown_choices(field))},择一填写"
    elif field.pattern is not None and field.remedy is not None:
        content = field.remedy
    elif field.approximate_field is not None:
        content = "数字,约数可写“5500余”"
    else:
        content = _BY_KIND[field.kind]
    return ";".join(filter(None, (content, _bounds(field), "必填" if field.required else "")))


def _bounds(field: RecordField) -> str:
    if field.kind is Kind.YEAR:
        return ""
    low = "" if field.minimum is None else f"不小于{_figure(field.minimum)}"
    high = "" if field.maximum is None else f"不大于{_figure(field.maximum)}"
    return "、".join(filter(None, (low, high)))


def _figure(bound: float) -> str:
    """A figure as people write it, without an exponent."""
    return f"{bound / 10**12:g}万亿" if abs(bound) >= 10**12 else f"{bound:.12g}"
