"""How long a refresh of a large inbox takes, and one with a single changed file after it, in one run.

Run it with `python -m tests.benchmarks.inbox [FILES]` (1,000 by default). Whole processes; the start-up,
measured by the first refresh of an inbox of one file, is taken off both.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.workbooks import DISTINCT, copy_with_title, make_inbox

REFRESH = [sys.executable, "-c", "from orchestration.cli import main; main()", "refresh"]


def seconds(inbox: Path, home: Path) -> float:
    """The wall time of one refresh."""
    environment = os.environ | {
        "REFORM_INBOX": str(inbox),
        "REFORM_WAREHOUSE": str(home / "warehouse.duckdb"),
        "REFORM_DAGSTER_HOME": str(home / "dagster"),
        "REFORM_EXPORTS": str(home / "exports"),
    }
    started = time.perf_counter()
    subprocess.run(REFRESH, env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


def main(files: int) -> None:
    """Print the times and the most memory a process took."""
    with tempfile.TemporaryDirectory() as folder:
        inbox, home = make_inbox(Path(folder) / "inbox", files), Path(folder)
        start_up = seconds(make_inbox(Path(folder) / "one", 1), Path(folder) / "alone")
        first = seconds(inbox, home)
        unchanged = seconds(inbox, home)
        changed = sorted(inbox.iterdir())[0]
        copy_with_title(changed, inbox / "changed", files * DISTINCT)
        (inbox / "changed").replace(changed)
        second = seconds(inbox, home)
    share = (second - start_up) / (first - start_up)
    sys.stdout.write(f"refresh of one file            {start_up:7.1f} s\n")
    sys.stdout.write(f"first refresh of {files} files      {first:7.1f} s\n")
    sys.stdout.write(f"nothing changed                {unchanged:7.1f} s\n")
    sys.stdout.write(f"one file changed               {second:7.1f} s   {share:6.3f} of the first, beyond start-up\n")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stdout.write(f"most memory of a process     {peak:7.0f} MB\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
