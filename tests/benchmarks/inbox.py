"""How long a refresh of inboxes of several sizes takes, and one with a single changed file after it, in one run.

Run it with `python -m tests.benchmarks.inbox [FILES …] [flat]` (500, 2,000 and 10,000 by default): the inbox of a
province, a hundred files a district, or with `flat` all in the folder of one district and year, which is then computed
anew as a whole. Whole processes, with everything that a refresh writes; the start-up, measured by the first refresh of
an inbox of one file, is taken off both. Interrupted (Ctrl-C or SIGTERM), it prints what it has measured.
"""

import signal
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.processes import Cost, cost
from tests.benchmarks.workbooks import DISTINCT, DISTINCT_A_YEAR, copy_with_title, make_inbox, make_province

REFRESH = [sys.executable, "-c", "from orchestration.cli import main; main()", "refresh"]
SIZES = (500, 2_000, 10_000)
FIRST, UNCHANGED, ONE_CHANGED = "first refresh", "nothing changed", "one file changed"
UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class Measured:
    """What the refreshes of an inbox of so many files cost, by what had changed before."""

    files: int
    costs: dict[str, Cost] = field(default_factory=dict)


def refresh(inbox: Path, home: Path, *, is_province: bool) -> Cost:
    """What one refresh costs."""
    return cost(
        REFRESH,
        {
            "REFORM_INBOX": str(inbox),
            "REFORM_INBOX_HAS_DISTRICT_FOLDERS": str(is_province),
            "REFORM_WAREHOUSE": str(home / "warehouse.duckdb"),
            "REFORM_DAGSTER_HOME": str(home / "dagster"),
            "REFORM_EXPORTS": str(home / "exports"),
        },
    )


def measure(measured: Measured, folder: Path, *, is_province: bool) -> None:
    """Measure an inbox, noting each figure as soon as it is known."""
    make, distinct = (make_province, DISTINCT_A_YEAR) if is_province else (make_inbox, DISTINCT)
    inbox, home = make(folder / "inbox", measured.files), folder
    for name in (FIRST, UNCHANGED, ONE_CHANGED):
        if name == ONE_CHANGED:
            changed = min(inbox.rglob("*.xlsx"))
            copy_with_title(changed, home / "changed", measured.files * distinct, distinct)
            (home / "changed").replace(changed)
        sys.stderr.write(f"{measured.files} files: {name} …\n")
        measured.costs[name] = refresh(inbox, home, is_province=is_province)


def table(start_up: Cost, sizes: list[Measured]) -> str:
    """What was measured, a column a size; what was not is left open."""
    lines = {"files": [f"{one.files:,}" for one in sizes]}
    for name in (FIRST, ONE_CHANGED, UNCHANGED):
        costs = [one.costs.get(name) for one in sizes]
        lines[name] = [f"{each.seconds:.1f} s" if each else UNKNOWN for each in costs]
        lines[f"{name}, time of all processors"] = [f"{each.processor:.1f} s" if each else UNKNOWN for each in costs]
    lines["one file changed, of the first, beyond start-up"] = [share(one, start_up) for one in sizes]
    lines["memory of the largest process"] = [
        f"{max(each.megabytes for each in one.costs.values()):.0f} MB" if one.costs else UNKNOWN for one in sizes
    ]
    header, *rows = (f"| {name} | {' | '.join(values)} |\n" for name, values in lines.items())
    return "".join([header, f"| --- |{' ---: |' * len(sizes)}\n", *rows])


def share(measured: Measured, start_up: Cost) -> str:
    """How much of the first refresh the one with a changed file takes, beyond start-up: by the clock and processors."""
    first, second = (measured.costs.get(name) for name in (FIRST, ONE_CHANGED))
    if first is None or second is None:
        return UNKNOWN
    by_clock = (second.seconds - start_up.seconds) / (first.seconds - start_up.seconds)
    of_processors = (second.processor - start_up.processor) / (first.processor - start_up.processor)
    return f"{by_clock:.3f} ({of_processors:.3f} of all processors)"


def main(sizes: list[int], *, is_province: bool) -> None:
    """Measure the sizes one after the other and print the table, also when interrupted."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory() as folder:
        make = make_province if is_province else make_inbox
        start_up = refresh(make(Path(folder) / "one" / "inbox", 1), Path(folder) / "one", is_province=is_province)
        sys.stdout.write(
            f"first refresh of one file: {start_up.seconds:.1f} s, {start_up.processor:.1f} s of all processors\n"
        )
        try:
            for files in sizes:
                measured.append(Measured(files))
                with tempfile.TemporaryDirectory(dir=folder) as room:
                    measure(measured[-1], Path(room), is_province=is_province)
        except KeyboardInterrupt:
            sys.stderr.write("interrupted: what was not measured is left open\n")
        finally:
            sys.stdout.write(table(start_up, measured))


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:] if size != "flat"] or [*SIZES], is_province="flat" not in sys.argv)
