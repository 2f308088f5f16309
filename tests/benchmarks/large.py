"""How long one sheet of 200,000 rows takes to read to records, beside pandas and python-calamine, in one run.

Run it with `python -m tests.benchmarks.large [ROWS]`. Each reader reads the workbook in a process of its own, so that
its memory is known; what it imports is not counted.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.benchmarks.reading import with_calamine, with_pandas
from tests.benchmarks.workbooks import make_inbox, make_large_workbook


def with_records(path: Path) -> int:
    """The rows of a workbook as they are read to records, in this process."""
    from sources.reading import read_file
    from sources.vocabulary import Vocabulary

    return sum(len(table.row_numbers) for table in read_file(path, path.name, Vocabulary.load()).tables)


READERS: dict[str, Callable[[Path], int]] = {
    "pandas + openpyxl": with_pandas,
    "python-calamine alone": with_calamine,
    "read to records": with_records,
}


def cost(name: str, small: Path, large: Path) -> tuple[float, float]:
    """The processor's seconds that reading takes once the reader is warm, and the most memory of the process in MB."""
    READERS[name](small)
    started = time.process_time()
    READERS[name](large)
    return time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(rows: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        (small,) = make_inbox(Path(folder) / "one", 1).iterdir()
        large = make_large_workbook(Path(folder) / "large.xlsx", rows)
        costs = {}
        for name in READERS:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
                costs[name] = process.submit(cost, name, small, large).result()
    ours, _ = costs["read to records"]
    for name, (seconds, memory) in costs.items():
        sys.stdout.write(
            f"{name:24} {seconds:7.1f} s {memory:7.0f} MB   read to records takes {ours / seconds:6.2f} x the time\n"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
