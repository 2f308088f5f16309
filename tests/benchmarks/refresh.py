"""How long a refresh of the samples takes against the bare imports of its libraries, in one run.

Run it with `python -m tests.benchmarks.refresh`: medians of whole processes, in turn, and their ratios, by the clock
and in the time of all processors, which counts on a machine that has other work.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.processes import Cost, cost

ROUNDS = 5
IMPORTS = [sys.executable, "-c", "import dagster, great_expectations, pandas"]
REFRESH = [sys.executable, "-c", "from orchestration.cli import main; main()", "refresh"]


def measured(command: list[str], home: Path) -> Cost:
    """What one process costs."""
    return cost(
        command,
        {
            "REFORM_WAREHOUSE": str(home / "warehouse.duckdb"),
            "REFORM_DAGSTER_HOME": str(home / "dagster"),
            "REFORM_EXPORTS": str(home / "exports"),
        },
    )


def main() -> None:
    """Print the table of medians and ratios, and the most memory a process took."""
    costs: dict[str, list[Cost]] = {"imports": [], "cold refresh": [], "refresh, nothing changed": []}
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            costs["imports"].append(measured(IMPORTS, home))
            costs["cold refresh"].append(measured(REFRESH, home))
            costs["refresh, nothing changed"].append(measured(REFRESH, home))
    medians = {
        name: (statistics.median(each.seconds for each in some), statistics.median(each.processor for each in some))
        for name, some in costs.items()
    }
    base, base_processor = medians["imports"]
    for name, (seconds, processor) in medians.items():
        sys.stdout.write(
            f"{name:26} {seconds:6.2f} s  {seconds / base:5.2f} x imports"
            f"   processors {processor:6.2f} s  {processor / base_processor:5.2f} x\n"
        )
    peak = max(each.megabytes for some in costs.values() for each in some)
    sys.stdout.write(f"most memory of a process   {peak:6.0f} MB\n")


if __name__ == "__main__":
    main()
