"""What a refresh computes anew, part by part: the checks, the models and the gates of the districts that it touches."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from duckdb import DuckDBPyConnection

from transforms.models import Model
from warehouse import expectations, history, tables
from warehouse.expectations import Evaluate, Outcome
from warehouse.gates import Gate, gates, offending_rows
from warehouse.load import is_of_other_software
from warehouse.parts import part, touched_districts
from warehouse.store import at_once

CHECKED = ("raw.source_file", "raw.source_row", "quality.finding", "quality.newer_return", "quality.file_summary")
"""The tables that the checks write."""

Progress = Callable[[int, int], None]
"""Called with the steps that are done and the steps that there are."""
Broken = Mapping[Gate, Sequence[str]]
"""The gates that do not hold, each with the first rows that break it."""


def check(
    con: DuckDBPyConnection,
    progress: Progress = lambda done, total: None,
    evaluate: Evaluate = expectations.evaluate,
) -> tuple[list[Outcome], Broken]:
    """Check the rows of the touched districts; give what was evaluated and the gates of quality that are broken.

    Which rows break what is in quality.finding; it is not given, for it may be as much as the inbox.
    """
    outcomes: list[Outcome] = []
    broken: dict[Gate, list[str]] = defaultdict(list)
    parts = list(touched_districts(con))
    for done, districts in enumerate(parts, start=1):
        with part(con, districts, copied=CHECKED) as checked:
            found = expectations.check_rows(con, evaluate) + expectations.check_relations(con, evaluate)
            outcomes += (replace(outcome, broken=()) for outcome in found)
            expectations.summarise(con)
            find_broken(con, CHECKED, broken, per_district=True)
            for table in CHECKED:
                checked.merge(table)
        progress(done, len(parts))
    find_broken(con, CHECKED, broken, per_district=False)
    return outcomes, broken


def build(con: DuckDBPyConnection, models: Sequence[Model], progress: Progress = lambda done, total: None) -> Broken:
    """Build the models of a layer for the touched districts; give the gates of the layer that are broken.

    What a table held before is there, as ``built.whole(table)``, until it is replaced.
    """
    names = [model.table for model in models]
    broken: dict[Gate, list[str]] = defaultdict(list)
    parts = list(touched_districts(con))
    if is_of_other_software(con) or tables.missing(con, names):
        with at_once(con):
            tables.ensure(con, models)
    for number, districts in enumerate(parts):
        with part(con, districts, made=names) as built:
            for done, model in enumerate(models, start=1):
                tables.make(con, model)
                progress(number * len(models) + done, len(parts) * len(models))
            find_broken(con, names, broken, per_district=True)
            if history.TASKS in names:
                history.record(built)
            with at_once(con):
                for table in names:
                    built.replace(table)
    find_broken(con, names, broken, per_district=False)
    return broken


def find_broken(
    con: DuckDBPyConnection, of_tables: Iterable[str], broken: dict[Gate, list[str]], *, per_district: bool
) -> None:
    """Add the gates of these tables that do not hold for what is there."""
    for gate in gates():
        if gate.table in of_tables and gate.per_district == per_district and (rows := offending_rows(con, gate)):
            broken[gate] += rows
