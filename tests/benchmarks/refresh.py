"""How long a refresh of the samples takes against the bare imports of its libraries, in one run.

Run it with `python -m tests.benchmarks.refresh`: medians of whole processes, in turn, and their ratios.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5
IMPORTS = [sys.executable, "-c", "import dagster, great_expectations, pandas"]
REFRESH = [sys.executable, "-c", "from orchestration.cli import main; main()", "refresh"]


def seconds(command: list[str], home: Path) -> float:
    """The wall time of one process."""
    environment = os.environ | {
        "REFORM_WAREHOUSE": str(home / "warehouse.duckdb"),
        "REFORM_DAGSTER_HOME": str(home / "dagster"),
    }
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    """Print the table of medians and ratios, and the most memory a process took."""
    times: dict[str, list[float]] = {"imports": [], "cold refresh": [], "refresh, nothing changed": []}
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            times["imports"].append(seconds(IMPORTS, home))
            times["cold refresh"].append(seconds(REFRESH, home))
            times["refresh, nothing changed"].append(seconds(REFRESH, home))
    base = statistics.median(times["imports"])
    for name, measured in times.items():
        median = statistics.median(measured)
        sys.stdout.write(f"{name:28} {median:6.2f} s  {median / base:5.2f} x imports\n")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stdout.write(f"most memory of a process     {peak:6.0f} MB\n")


if __name__ == "__main__":
    main()
