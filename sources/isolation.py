"""Running a function over many inputs in worker processes, any of which may crash, hang or run out of memory.

Each worker has a pipe of its own and shares no lock with anyone, so that one can be killed at any instant and harm
nobody else. What the function does belongs elsewhere.
"""

import gc
import multiprocessing
import os
import pickle
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Generic, TypeVar

from sources.limits import Limits

Input = TypeVar("Input")
Result = TypeVar("Result")

SECONDS_TO_START = 120.0
INPUTS_AHEAD = 2
"""A worker has its next input at hand when it ends one, so that it never waits for this process."""


STARTED = object()
"""The first word of a worker."""


class Failure(Enum):
    """How the work on an input ended without a result."""

    TIMED_OUT = "timed out"
    CRASHED = "crashed"


class WorkersNotStartedError(Exception):
    """No worker process comes up on this machine."""


def run_isolated(
    function: Callable[[Input], Result],
    inputs: Iterable[Input],
    *,
    processes: int,
    limits: Limits,
    preload: Sequence[str] = (),
) -> Generator[tuple[Input, Result | Failure], None, None]:
    """Apply a picklable function to each input; yields input and result as they finish.

    An input on which the function raises, the worker dies or the limit of time is passed ends in a Failure. The limit
    of memory bounds a worker's address space, where the platform can. preload: modules that workers need. Raises
    WorkersNotStartedError.
    """
    waiting = deque(inputs)
    context = _context(preload)
    crew: list[_Worker[Input]] = []
    try:
        while waiting or any(worker.given for worker in crew):
            while len(crew) < min(processes, len(waiting)):
                crew.append(_Worker.start(context, function, limits.memory_bytes))
            _hand_out(waiting, crew, limits.seconds)
            for worker in _with_news(crew):
                outcome = worker.outcome(limits.seconds)
                if outcome is STARTED:
                    continue
                given = worker.given.popleft()
                if worker.is_gone:
                    crew.remove(worker)
                    waiting.extendleft(reversed(worker.given))
                yield given, outcome
    finally:
        for worker in crew:
            worker.kill()


def _hand_out(waiting: deque[Input], crew: "list[_Worker[Input]]", seconds: float) -> None:
    while waiting:
        worker = min(crew, key=lambda worker: len(worker.given))
        if len(worker.given) >= INPUTS_AHEAD:
            return
        worker.give(waiting.popleft(), seconds)


def _with_news(crew: "list[_Worker[Input]]") -> "list[_Worker[Input]]":
    """The workers that have sent something, have died or are late; waits until there is one."""
    working = [worker for worker in crew if worker.given]
    first_deadline = min(worker.deadline for worker in working)
    heard = wait([worker.pipe for worker in working], max(0.0, first_deadline - time.monotonic()))
    now = time.monotonic()
    return [worker for worker in working if worker.pipe in heard or worker.deadline <= now]


@dataclass(slots=True)
class _Worker(Generic[Input]):
    """A worker process seen from here. given: its inputs, first the one it is at. deadline: of its next message."""

    process: BaseProcess
    pipe: "Connection[Any, Any]"
    deadline: float
    given: deque[Input] = field(default_factory=deque)
    is_ready: bool = False
    is_gone: bool = False

    @classmethod
    def start(cls, context: BaseContext, function: Callable[[Input], Any], memory_bytes: int) -> "_Worker[Input]":
        here, there = context.Pipe()
        process = context.Process(target=_work, args=(there, function, memory_bytes), daemon=True)  # type: ignore[attr-defined]
        process.start()
        there.close()
        return cls(process, here, time.monotonic() + SECONDS_TO_START)

    def give(self, one: Input, seconds: float) -> None:
        if self.is_ready and not self.given:
            self.deadline = time.monotonic() + seconds
        self.given.append(one)
        with suppress(OSError):  # a worker that has died is noticed by the end of its pipe
            self.pipe.send(one)

    def outcome(self, seconds: float) -> Any:
        """The result of the first input given or how it failed; STARTED when the worker only says that it has."""
        try:
            if not self.pipe.poll():
                self.kill()
                return self._failed(Failure.TIMED_OUT)
            message = self.pipe.recv_bytes()
        except (EOFError, OSError):
            self.kill()
            return self._failed(Failure.CRASHED)
        self.deadline = time.monotonic() + seconds
        if not self.is_ready:
            self.is_ready = True
            return STARTED
        return pickle.loads(message)  # noqa: S301 - written by our own worker

    def _failed(self, failure: Failure) -> Failure:
        if not self.is_ready:
            raise WorkersNotStartedError(f"worker processes do not start on this machine: one has {failure.value}")
        return failure

    def kill(self) -> None:
        self.is_gone = True
        self.process.kill()
        self.process.join()
        self.pipe.close()


def start(preload: Sequence[str]) -> None:
    """Let the server that workers are forked from start and read these modules, while this process goes on."""
    if _context(preload).get_start_method() == "forkserver":
        from multiprocessing import forkserver

        forkserver.ensure_running()


def _context(preload: Sequence[str]) -> BaseContext:
    """How workers start: forked from a small server that has read the modules once, anew where there is none."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context


def _work(pipe: "Connection[Any, Any]", function: Callable[[Any], Any], memory_bytes: int) -> None:
    """The life of a worker: say that it has started, then answer every input until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started it ends it
    collect_seldom()
    with Path(os.devnull).open("w") as nowhere:  # what a library says when it dies is of no use to the person who asked
        os.dup2(nowhere.fileno(), 2)
    _bound_memory(memory_bytes)
    pipe.send_bytes(b"")
    with suppress(EOFError, BrokenPipeError):
        while True:
            pipe.send_bytes(_answer(function, pipe.recv()))


def collect_seldom() -> None:
    """Look for garbage that holds itself seldom, and not among the modules: what a worker makes is sent away."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000)


def _answer(function: Callable[[Any], Any], given: Any) -> bytes:
    try:
        return pickle.dumps(function(given), pickle.HIGHEST_PROTOCOL)
    except BaseException:  # noqa: BLE001 - a panic of a Rust library is no Exception
        return pickle.dumps(Failure.CRASHED)


def _bound_memory(most: int) -> None:
    with suppress(ImportError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
