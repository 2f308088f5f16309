"""Reading many files at once in worker processes, any of which may die: a crash costs one file, never the run.

What a file holds is the business of ``reading``; here is only how the work is spread, bounded and gathered.
"""

import copyreg
import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from typing import Any

from sources.contents import Location, content_size
from sources.reading import read_file, unreadable
from sources.rows import Cell, FileReading, Row
from sources.vocabulary import Vocabulary
from sources.workbook import DEFAULT_LIMITS, Limits

File = tuple[Location, str]
Chunk = tuple[File, ...]

FILES_OF_A_CHUNK = 16
BYTES_OF_A_CHUNK = 2 * 2**20
CHUNKS_AHEAD = 3

_vocabulary: Vocabulary
_limits: Limits


def read_files(
    files: Sequence[File],
    vocabulary: Vocabulary,
    limits: Limits = DEFAULT_LIMITS,
    processes: int | None = None,
) -> Iterator[tuple[str, FileReading]]:
    """Read files, each given by its location and its inbox path; yields inbox path and reading as they finish.

    Small files go to a worker several at a time. When one of them kills the worker or takes too long, each of them is
    read again alone, so that only the guilty one is unreadable.
    """
    import pebble

    processes = processes or os.cpu_count() or 1
    waiting = deque(_chunks(files, processes))
    if not waiting:
        return
    pool = pebble.ProcessPool(
        max_workers=min(processes, len(waiting)),
        initializer=_start_worker,
        initargs=(vocabulary, limits),
        context=_context(),
    )
    running: dict[Future[list[FileReading]], Chunk] = {}
    try:
        while waiting or running:
            while waiting and len(running) < processes * CHUNKS_AHEAD:
                chunk = waiting.popleft()
                running[pool.schedule(_read_chunk, args=(chunk,), timeout=limits.seconds)] = chunk
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                chunk = running.pop(done)
                readings = _result(done, chunk, limits)
                if readings is None:
                    waiting.extendleft((file,) for file in reversed(chunk))
                else:
                    yield from zip((inbox_path for _, inbox_path in chunk), readings, strict=True)
    except BaseException:
        pool.stop()  # type: ignore[no-untyped-call]
        raise
    else:
        # Workers end by themselves: one that is stopped may hold the lock that the others wait for.
        pool.close()  # type: ignore[no-untyped-call]
    finally:
        pool.join()


def _chunks(files: Sequence[File], processes: int) -> Iterator[Chunk]:
    """The files in chunks small enough that every process gets its share."""
    most = max(1, min(FILES_OF_A_CHUNK, len(files) // (processes * 2)))
    chunk: list[File] = []
    size = 0
    for file in files:
        chunk.append(file)
        size += content_size(file[0])
        if len(chunk) >= most or size >= BYTES_OF_A_CHUNK:
            yield tuple(chunk)
            chunk, size = [], 0
    if chunk:
        yield tuple(chunk)


def _result(done: "Future[list[FileReading]]", chunk: Chunk, limits: Limits) -> list[FileReading] | None:
    """The readings of a chunk; None when it failed and its files must be read again, each alone."""
    try:
        return done.result()
    except TimeoutError:
        message = f"读取文件超过 {limits.seconds:.0f} 秒,已停止;请删去无关内容或拆分文件后再报送"
        failed = unreadable("unknown", "reading_timed_out", message)
    except Exception:  # noqa: BLE001 whatever a worker died of, it is this file that it died of
        message = "文件内容异常,读取时出错;请用 Excel 或 WPS 打开后另存为 xlsx 再报送"
        failed = unreadable("unknown", "reading_crashed", message)
    return [failed] if len(chunk) == 1 else None


def _context() -> Any:
    """How workers start: forked from a small server that has read the modules once, anew where there is none."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["sources.workers", "python_calamine"])
    return context


def _start_worker(vocabulary: Vocabulary, limits: Limits) -> None:
    global _vocabulary, _limits  # a worker reads with one vocabulary for all its life
    _vocabulary, _limits = vocabulary, limits
    with suppress(ImportError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = limits.memory_bytes if hard == resource.RLIM_INFINITY else min(limits.memory_bytes, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _read_chunk(chunk: Chunk) -> list[FileReading]:
    return [read_file(path, inbox_path, _vocabulary, _limits) for path, inbox_path in chunk]


def _cell_parts(cell: Cell) -> tuple[type[Cell], tuple[Any, ...]]:
    return Cell, (cell.field, cell.header_text, cell.cell, cell.raw_text, cell.value, cell.doubt)


def _row_parts(row: Row) -> tuple[type[Row], tuple[Any, ...]]:
    return Row, (row.sheet, row.table_number, row.row_number, row.record_type, row.cells, row.is_plan, row.skipped)


# The usual pickling of a frozen dataclass with slots goes over its fields in Python, for every cell, on both sides.
copyreg.pickle(Cell, _cell_parts)
copyreg.pickle(Row, _row_parts)
