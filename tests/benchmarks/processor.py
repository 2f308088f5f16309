"""What a workbook costs a processor to read to records, beside pandas with openpyxl and python-calamine, in one run.

Run it with `python -m tests.benchmarks.processor [FILES]`. One process reads the same files with each reader in turn, a
few at a time, and only its own time on the processor counts: so it can be measured on a machine that has other work.
All of them have the garbage collector as the workers of a refresh have it.
"""

import pickle
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from sources.isolation import collect_seldom
from sources.reading import read_file
from sources.vocabulary import Vocabulary
from tests.benchmarks.reading import with_calamine, with_pandas
from tests.benchmarks.workbooks import make_inbox

AT_ONCE = 16
SLOW = 8
"""pandas reads only one in so many of the files."""


def main(files: int) -> None:
    """Print the milliseconds a file and the ratios."""
    vocabulary = Vocabulary.load()

    def with_records(some: Sequence[Path]) -> None:
        """Read to records, and send them to another process and take them there, as a refresh does."""
        pickle.loads(pickle.dumps([read_file(path, path.name, vocabulary) for path in some], pickle.HIGHEST_PROTOCOL))

    readers: dict[str, Callable[[Sequence[Path]], object]] = {
        "pandas + openpyxl": lambda some: [with_pandas(path) for path in some[::SLOW]],
        "python-calamine alone": lambda some: [with_calamine(path) for path in some],
        "read to records": with_records,
    }
    spent: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        paths = sorted(make_inbox(Path(folder), files).iterdir())
        for read in readers.values():
            read(paths[:AT_ONCE])
        collect_seldom()
        for start in range(0, len(paths) - AT_ONCE + 1, AT_ONCE):
            for name, read in readers.items():
                started = time.thread_time_ns()
                read(paths[start : start + AT_ONCE])
                spent[name] += time.thread_time_ns() - started
    spent["pandas + openpyxl"] *= SLOW
    measured = len(paths) // AT_ONCE * AT_ONCE
    for name, nanoseconds in spent.items():
        ratio = nanoseconds / spent["read to records"]
        sys.stdout.write(f"{name:24} {nanoseconds / measured / 1e6:7.2f} ms/file   {ratio:6.2f} x read to records\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
