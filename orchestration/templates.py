"""`reform template`: blank workbooks for departments, from the settings and the published warehouse."""

from collections.abc import Sequence
from pathlib import Path

from orchestration.settings import Settings
from sources.records import RecordType, record_types
from warehouse.exports.template import Order, Task, department_types, known_domains, write_template, year_tasks
from warehouse.query import NoWarehouseError, open_read_only


class NoTemplateError(Exception):
    """What was asked for does not say which template is meant."""


def write_templates(
    settings: Settings, year: int, department: str | None, types: Sequence[str], output: Path | None
) -> list[Path]:
    """Write the template of a department, or of each that leads a task of the year when none is given.

    output: the file of one department, or a folder. Gives the files written.

    Raises NoTemplateError, and OSError when one cannot be written.
    """
    tasks = published_tasks(settings, year)
    wanted_types = named_types(types)
    vocabulary = settings.vocabulary()
    domains = known_domains(vocabulary, tasks)
    names = leading_departments(tasks, year) if department is None else [known_department(settings, department)]
    is_folder = output is None or department is None or output.is_dir()
    written = []
    for name in names:
        own = tuple(task for task in tasks if task["lead_department"] == name)
        target = output or settings.templates / str(year)
        target = target / f"{name}{year}年改革工作填报表.xlsx" if is_folder else target
        write_template(Order(name, year, wanted_types, vocabulary, domains, own), target)
        written.append(target)
    return written


def published_tasks(settings: Settings, year: int) -> list[Task]:
    """The tasks that the published warehouse knows of the year; none when nothing is published."""
    try:
        with open_read_only(settings.warehouse) as con:
            return year_tasks(con, settings.district, year)
    except NoWarehouseError:
        return []


def named_types(names: Sequence[str]) -> tuple[RecordType, ...]:
    """The record types of these names, those that departments send when there are none."""
    unknown = [name for name in names if name not in record_types()]
    if unknown:
        raise NoTemplateError(f"no record type {', '.join(unknown)}; there are {', '.join(record_types())}")
    return tuple(record_types()[name] for name in dict.fromkeys(names)) or department_types()


def known_department(settings: Settings, written: str) -> str:
    """The canonical name of a department; a template with a name that is not known would come back with a warning."""
    reading = settings.vocabulary().department(written)
    if reading.value is None or reading.doubt is not None:
        why = f": {reading.doubt.message}" if reading.doubt else ""
        raise NoTemplateError(f"“{written}” is not known as a department{why}; [departments] in reform.toml adds one")
    return reading.value


def leading_departments(tasks: Sequence[Task], year: int) -> list[str]:
    """The departments that lead a task of the year, in the order of the plan."""
    if not tasks:
        raise NoTemplateError(f"no task of {year} is published; name a department with --department")
    return list(dict.fromkeys(task["lead_department"] for task in tasks))
