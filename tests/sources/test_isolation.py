"""Work in processes that may die: every input is answered exactly once, whatever the others do."""

import os
import time
from dataclasses import replace

import pytest

from sources import isolation
from sources.isolation import Failure, WorkersNotStartedError, run_isolated
from sources.limits import DEFAULT_LIMITS

LIMITS = replace(DEFAULT_LIMITS, seconds=1.0)


def work(number: int) -> int:
    if number % 10 == 3:
        os.abort()
    if number == 15:
        time.sleep(60)
    if number % 10 == 7:
        raise RuntimeError("no result")
    if number % 10 == 9:
        return len(bytearray(LIMITS.memory_bytes + 1))
    return number * number


def never_starts(*_: object) -> None:
    os._exit(1)


@pytest.mark.parametrize("processes", [1, 3])
def test_every_input_is_answered_once_whatever_becomes_of_the_others(processes: int) -> None:
    answers = list(run_isolated(work, range(30), processes=processes, limits=LIMITS))
    assert sorted(number for number, _ in answers) == list(range(30))
    for number, answer in answers:
        if number == 15:
            assert answer is Failure.TIMED_OUT
        elif number % 10 in (3, 7, 9):
            assert answer is Failure.CRASHED
        else:
            assert answer == number * number


def test_no_inputs_are_no_work() -> None:
    assert list(run_isolated(work, [], processes=1, limits=LIMITS)) == []


def test_no_result_is_a_result_too() -> None:
    assert list(run_isolated(list[int]().extend, [[1], [2]], processes=1, limits=LIMITS)) == [([1], None), ([2], None)]


def test_results_larger_than_a_pipe_holds_arrive_while_others_are_given_out() -> None:
    answers = list(run_isolated(bytes, [10**6] * 20, processes=2, limits=LIMITS))
    assert [answer for _, answer in answers] == [bytes(10**6)] * 20


def test_leaving_early_leaves_no_process_behind() -> None:
    readings = run_isolated(pid_of_worker, range(100), processes=2, limits=LIMITS)
    (_, pid) = next(readings)
    readings.close()
    assert isinstance(pid, int)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def pid_of_worker(_: int) -> int:
    return os.getpid()


def test_a_machine_on_which_no_worker_starts_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_work", never_starts)
    with pytest.raises(WorkersNotStartedError):
        list(run_isolated(work, [1], processes=1, limits=LIMITS))
