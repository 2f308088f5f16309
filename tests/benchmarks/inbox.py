"""How long a refresh of a large inbox takes, and one with a single changed file after it, in one run.

Run it with `python -m tests.benchmarks.inbox [FILES] [flat]` (1,000 by default): the inbox of a province, a hundred
files a district, or with `flat` all in the folder of one district and year, which is then computed anew as a whole.
Whole processes, with everything that a refresh writes; the start-up, measured by the first refresh of an inbox of one
file, is taken off both.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.workbooks import DISTINCT, DISTINCT_A_YEAR, copy_with_title, make_inbox, make_province

REFRESH = [sys.executable, "-c", "from orchestration.cli import main; main()", "refresh"]


def seconds(inbox: Path, home: Path, *, is_province: bool) -> float:
    """The wall time of one refresh."""
    environment = os.environ | {
        "REFORM_INBOX": str(inbox),
        "REFORM_INBOX_HAS_DISTRICT_FOLDERS": str(is_province),
        "REFORM_WAREHOUSE": str(home / "warehouse.duckdb"),
        "REFORM_DAGSTER_HOME": str(home / "dagster"),
        "REFORM_EXPORTS": str(home / "exports"),
    }
    started = time.perf_counter()
    subprocess.run(REFRESH, env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


def main(files: int, *, is_province: bool) -> None:
    """Print the times and the most memory a process took."""
    make, distinct = (make_province, DISTINCT_A_YEAR) if is_province else (make_inbox, DISTINCT)
    with tempfile.TemporaryDirectory() as folder:
        inbox, home = make(Path(folder) / "inbox", files), Path(folder)
        start_up = seconds(make(Path(folder) / "one", 1), Path(folder) / "alone", is_province=is_province)
        first = seconds(inbox, home, is_province=is_province)
        unchanged = seconds(inbox, home, is_province=is_province)
        changed = min(inbox.rglob("*.xlsx"))
        copy_with_title(changed, home / "changed", files * distinct, distinct)
        (home / "changed").replace(changed)
        second = seconds(inbox, home, is_province=is_province)
    share = (second - start_up) / (first - start_up)
    sys.stdout.write(f"refresh of one file            {start_up:7.1f} s\n")
    sys.stdout.write(f"first refresh of {files} files      {first:7.1f} s\n")
    sys.stdout.write(f"nothing changed                {unchanged:7.1f} s\n")
    sys.stdout.write(f"one file changed               {second:7.1f} s   {share:6.3f} of the first, beyond start-up\n")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stdout.write(f"most memory of a process     {peak:7.0f} MB\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, is_province="flat" not in sys.argv)
