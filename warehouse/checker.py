"""Great Expectations in a process of its own: it takes seconds to import, which pass while this one does other work.

The process lives as long as this one and serves all its refreshes. What is expected belongs to ``expectations``.
"""

import gc
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from warehouse import expectations
from warehouse.expectations import Expected, NotEvaluatedError, Outcome

if TYPE_CHECKING:
    import pandas as pd

NAME = "checker"


def start() -> None:
    """Let the process begin, unless it runs already."""
    _pipe()


def evaluate(suite: str, frame: "pd.DataFrame", rules: Sequence[Expected]) -> list[Outcome]:
    """Evaluate as ``expectations.evaluate`` does, there. Raises NotEvaluatedError, also when the process has died."""
    try:
        _pipe().send((suite, frame, rules))
        answer = _pipe().recv()
    except (EOFError, OSError) as died:
        _pipe.cache_clear()
        raise NotEvaluatedError(f"{suite}: the process that checks the rows has died; run the refresh again") from died
    if isinstance(answer, Exception):
        raise answer
    outcomes: list[Outcome] = answer
    return outcomes


@cache
def _pipe() -> "Connection[Any, Any]":
    """This end of the pipe to the process: it ends when the pipe does, however this process dies."""
    context = get_context("spawn")
    here, there = context.Pipe()
    context.Process(target=_serve, args=(there,), name=NAME, daemon=True).start()
    there.close()
    return here


def _serve(pipe: "Connection[Any, Any]") -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started it ends it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # in order: libraries hold semaphores
    gc.set_threshold(200_000)  # what libraries make while they are imported is no garbage
    expectations.frames()
    with suppress(EOFError, OSError):
        while True:
            pipe.send(_answer(*pipe.recv()))


def _answer(suite: str, frame: "pd.DataFrame", rules: Sequence[Expected]) -> list[Outcome] | Exception:
    try:
        return expectations.evaluate(suite, frame, rules)
    except NotEvaluatedError as error:
        return error
    except Exception as error:  # noqa: BLE001 - whatever a library raises, here nobody would hear of it
        return NotEvaluatedError(f"{suite}: {type(error).__name__}: {error}")
