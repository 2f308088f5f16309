"""Reading many files at once in worker processes, any of which may die: a crash costs one file, never the run.

What a file holds is the business of ``reading``, how workers are kept apart that of ``isolation``; here is only how
the files are spread and gathered.
"""

import os
from collections.abc import Iterator, Sequence
from functools import partial

from sources.contents import Location, content_size
from sources.isolation import Failure, run_isolated
from sources.reading import read_file, unreadable
from sources.rows import FileReading
from sources.vocabulary import Vocabulary
from sources.workbook import DEFAULT_LIMITS, Limits

File = tuple[Location, str]
Chunk = tuple[File, ...]

FILES_OF_A_CHUNK = 16
BYTES_OF_A_CHUNK = 2 * 2**20
PRELOAD = ("sources.workers", "sources.preloaded", "python_calamine")


def read_files(
    files: Sequence[File],
    vocabulary: Vocabulary,
    limits: Limits = DEFAULT_LIMITS,
    processes: int | None = None,
) -> Iterator[tuple[str, FileReading]]:
    """Read files, each given by its location and its inbox path; yields inbox path and reading as they finish.

    Small files go to a worker several at a time. When one of them kills the worker or takes too long, each of them is
    read again alone, so that only the guilty one is unreadable. Raises WorkersNotStartedError.
    """
    processes = processes or os.cpu_count() or 1
    chunks = list(_chunks(files, processes))
    while chunks:
        suspects: list[Chunk] = []
        read = partial(_read_chunk, vocabulary, limits)
        for chunk, readings in run_isolated(read, chunks, processes=processes, limits=limits, preload=PRELOAD):
            if not isinstance(readings, Failure):
                yield from zip((path for _, path in chunk), readings, strict=True)
            elif len(chunk) > 1:
                suspects += [(file,) for file in chunk]
            else:
                yield chunk[0][1], _failed(readings, limits)
        chunks = suspects


def _failed(failure: Failure, limits: Limits) -> FileReading:
    if failure is Failure.TIMED_OUT:
        message = f"读取文件超过 {limits.seconds:.0f} 秒,已停止;请删去无关内容或拆分文件后再报送"
        return unreadable("unknown", "reading_timed_out", message)
    message = "文件内容异常,读取时出错;请用 Excel 或 WPS 打开后另存为 xlsx 再报送"
    return unreadable("unknown", "reading_crashed", message)


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


def _read_chunk(vocabulary: Vocabulary, limits: Limits, chunk: Chunk) -> list[FileReading]:
    return [read_file(location, inbox_path, vocabulary, limits) for location, inbox_path in chunk]
