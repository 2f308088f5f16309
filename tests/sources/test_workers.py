"""Worker processes: every file is answered, whatever happens to the process that reads it."""

import os
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from sources import workers
from sources.reading import read_file
from sources.rows import FileState
from sources.vocabulary import Vocabulary
from sources.workbook import Limits
from sources.workers import read_files

VOCABULARY = Vocabulary.load()


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in (["序号", "改革事项"], [1, path.stem]):
        book.worksheets[0].append(row)
    book.save(path)
    return path


def test_every_file_is_read_as_it_would_be_alone(tmp_path: Path) -> None:
    files = [(workbook(tmp_path / f"{number}.xlsx"), f"{number}.xlsx") for number in range(20)]
    readings = dict(read_files(files, VOCABULARY, processes=2))
    assert readings == {name: read_file(path, name, VOCABULARY) for path, name in files}


def test_no_files_are_no_work() -> None:
    assert list(read_files([], VOCABULARY)) == []


def test_a_file_that_takes_too_long_harms_no_other(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    files = [(workbook(tmp_path / "a.xlsx"), "a.xlsx"), (pipe, "pipe.xlsx"), (workbook(tmp_path / "b.xlsx"), "b.xlsx")]
    readings = dict(read_files(files, VOCABULARY, replace(Limits(), seconds=1.5), processes=1))
    assert readings["pipe.xlsx"].findings[0].rule == "reading_timed_out"
    assert {readings[name].state for name in ("a.xlsx", "b.xlsx")} == {FileState.LOADED}


def test_a_worker_that_dies_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_read_chunk", _read_or_die)
    files = [(workbook(tmp_path / f"{name}.xlsx"), f"{name}.xlsx") for name in ("a", "deadly", "b")]
    readings = dict(read_files(files, VOCABULARY, processes=1))
    assert readings["deadly.xlsx"].findings[0].rule == "reading_crashed"
    assert {readings[name].state for name in ("a.xlsx", "b.xlsx")} == {FileState.LOADED}


def _read_or_die(vocabulary: Vocabulary, limits: Limits, chunk: workers.Chunk) -> list[object]:
    if any(name == "deadly.xlsx" for _, name in chunk):
        os.abort()
    return [read_file(path, name, VOCABULARY) for path, name in chunk]
