"""How many workbooks a second are read to records, beside pandas with openpyxl and python-calamine alone, in one run.

Run it with `python -m tests.benchmarks.reading [FILES]` (1,000 by default). Every reader has all cores, given to the
others by a plain process pool; pandas also reads in one process, as it is called. The others do nothing with the cells.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from sources.vocabulary import Vocabulary
from sources.workers import read_files

ROUNDS = 3
SLOW = 10
"""pandas reads only one in so many of the files: its speed does not depend on their number."""


def with_calamine(path: Path) -> int:
    """The cells of a workbook as calamine gives them, merged ranges included."""
    import python_calamine

    with python_calamine.CalamineWorkbook.from_path(path) as workbook:
        sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
        return sum(len(sheet.to_python()) + len(sheet.merged_cell_ranges or ()) for sheet in sheets)


def with_pandas(path: Path) -> int:
    """The frames of a workbook as pandas reads them with openpyxl."""
    import pandas as pd

    return sum(map(len, pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl").values()))


def files_a_second(read: Callable[[Path], int], paths: Sequence[Path], processes: int | None = None) -> float:
    """How many files a plain process pool, over all cores if not told otherwise, reads a second, started and warm."""
    with ProcessPoolExecutor(processes, mp_context=get_context("forkserver")) as pool:
        list(pool.map(read, paths[: 2 * (os.cpu_count() or 1)]))
        started = time.perf_counter()
        list(pool.map(read, paths, chunksize=16))
        return len(paths) / (time.perf_counter() - started)


def records_a_second(paths: Sequence[Path], vocabulary: Vocabulary) -> float:
    """How many files are read to records a second, with the start of the workers."""
    started = time.perf_counter()
    for _ in read_files([(path, path.name) for path in paths], vocabulary):
        pass
    return len(paths) / (time.perf_counter() - started)


def main(files: int) -> None:
    """Print the table of medians and ratios."""
    # Every worker imports this module, and none makes workbooks.
    from tests.benchmarks.workbooks import make_inbox

    vocabulary = Vocabulary.load()
    names = ("pandas + openpyxl", "pandas, one process", "python-calamine alone", "read to records")
    speeds: dict[str, list[float]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as folder:
        paths = sorted(make_inbox(Path(folder), files).iterdir())
        for _ in range(ROUNDS):
            speeds["pandas + openpyxl"].append(files_a_second(with_pandas, paths[::SLOW]))
            speeds["pandas, one process"].append(files_a_second(with_pandas, paths[:: 2 * SLOW], processes=1))
            speeds["python-calamine alone"].append(files_a_second(with_calamine, paths))
            speeds["read to records"].append(records_a_second(paths, vocabulary))
    ours = statistics.median(speeds["read to records"])
    for name, measured in speeds.items():
        median = statistics.median(measured)
        sys.stdout.write(f"{name:24} {median:7.0f} files/s   read to records is {ours / median:6.2f} x as fast\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
