"""What a refresh computes anew, part by part: the checks, the models and the gates of the districts that it touches."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from threading import Lock

from duckdb import DuckDBPyConnection

from transforms.models import Model
from warehouse import expectations, history, tables
from warehouse.expectations import Evaluate, Outcome
from warehouse.functions import functions_of
from warehouse.gates import Gate, gates, offending_rows
from warehouse.load import is_of_other_software
from warehouse.parts import part, touched_districts
from warehouse.store import at_once, beside

CHECKED = ("raw.source_file", "raw.source_row", "quality.finding", "quality.newer_return", "quality.file_summary")
"""The tables that the checks write."""

PARTS_AT_ONCE = 2
"""While the tables of one part are written, which takes one processor, those of the next are computed."""

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
    """Build the models of a layer for the touched districts; give the gates of the layer that are broken."""
    names = [model.table for model in models]
    parts = list(touched_districts(con))
    if is_of_other_software(con) or tables.missing(con, names):
        with at_once(con):
            tables.ensure(con, models)
    steps, one_at_a_time = count(1), Lock()

    def made() -> None:
        with one_at_a_time:
            progress(next(steps), len(parts) * len(models))

    def build_part(districts: Sequence[str]) -> Broken:
        with beside(con) as own:
            return _build_part(own, models, districts, made)

    broken: dict[Gate, list[str]] = defaultdict(list)
    with functions_of(con, *(model.sql for model in models)), ThreadPoolExecutor(PARTS_AT_ONCE) as workers:
        for broken_of_part in workers.map(build_part, parts):
            for gate, rows in broken_of_part.items():
                broken[gate] += rows
    find_broken(con, names, broken, per_district=False)
    return broken


def _build_part(
    con: DuckDBPyConnection, models: Sequence[Model], districts: Sequence[str], made: Callable[[], None]
) -> Broken:
    """Build the models of a layer for some districts; give the gates that are broken for them.

    What a table held before is there, as ``built.whole(table)``, until it is replaced. made: called after each table.
    """
    names = [model.table for model in models]
    broken: dict[Gate, list[str]] = defaultdict(list)
    with part(con, districts, made=names) as built:
        for model in models:
            tables.make(con, model)
            made()
        find_broken(con, names, broken, per_district=True)
        has_history = history.TASKS in names
        if has_history:
            history.compare(built)
        with at_once(con):
            if has_history:
                history.record(built)
            for table in names:
                built.replace(table)
    return broken


def find_broken(
    con: DuckDBPyConnection, of_tables: Iterable[str], broken: dict[Gate, list[str]], *, per_district: bool
) -> None:
    """Add the gates of these tables that do not hold for what is there."""
    for gate in gates():
        if gate.table in of_tables and gate.per_district == per_district and (rows := offending_rows(con, gate)):
            broken[gate] += rows
