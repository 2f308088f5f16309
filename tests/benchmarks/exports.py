"""How long the exports of a year take beyond their imports, for the samples and for a year of 5,000 tasks.

Run it with `python -m tests.benchmarks.exports`. The tasks come in workbooks like those that departments send; reading
and publishing them is not measured here.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from orchestration.progress import silent
from orchestration.refresh import run_refresh
from orchestration.settings import SAMPLES, Settings
from tests.benchmarks.workbooks import ROWS, make_inbox
from warehouse.exports.exporting import export
from warehouse.exports.kinds import EXPORTS
from warehouse.query import open_read_only

TASKS = 5000
YEAR = 2021


def published(inbox: Path, home: Path) -> Settings:
    """The settings of a warehouse that is published from an inbox. Raises RuntimeError when it is not."""
    settings = Settings(
        inbox=inbox, warehouse=home / "warehouse.duckdb", exports=home / "exports", dagster_home=home / "dagster"
    )
    ended = run_refresh(settings, silent)
    if not ended.published:
        raise RuntimeError("; ".join(ended.problems))
    return settings


def tasks(settings: Settings) -> int:
    """How many tasks the year has in the published warehouse."""
    with open_read_only(settings.warehouse) as con:
        ((planned,),) = con.execute("select planned from report.annual_overview where year = ?", [YEAR]).fetchall()
    return int(planned)


def seconds(settings: Settings, clock: Callable[[], float]) -> dict[str, float]:
    """The time that each kind of export of the year takes by a clock, once its libraries are imported."""
    taken = {}
    with open_read_only(settings.warehouse) as con:
        for kind in EXPORTS:
            started = clock()
            export(kind, con, settings.office(), settings.exports, only_year=YEAR)
            taken[kind.name] = clock() - started
    return taken


def main() -> None:
    """Print the seconds that all exports take together, and those of the processors, of each kind as well."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for inbox in (SAMPLES, make_inbox(home / "inbox", -(-TASKS // ROWS))):
            settings = published(inbox, home / inbox.name)
            seconds(settings, time.perf_counter)
            whole = sum(seconds(settings, time.perf_counter).values())
            taken = seconds(settings, time.process_time)
            parts = ", ".join(f"{kind} {each:.2f} s" for kind, each in taken.items())
            sys.stdout.write(
                f"{tasks(settings):5} tasks {whole:6.2f} s, of the processors {sum(taken.values()):.2f} s  ({parts})\n"
            )


if __name__ == "__main__":
    main()
