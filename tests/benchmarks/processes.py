"""What a command costs: its time by the clock and of the processors, and the most memory that a process of it took.

Workers that the command leaves behind when it ends count too, where the platform hands them over (Linux).
"""

import ctypes
import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

SET_CHILD_SUBREAPER = 36
"""The option of prctl() that makes a process the parent of those that its children leave behind."""


@dataclass(frozen=True, slots=True)
class Cost:
    """seconds: by the clock; processor: seconds of all processors and processes; megabytes: of the largest process."""

    seconds: float
    processor: float
    megabytes: float


def cost(command: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """Run a command to its end; an interruption ends it too. Raises RuntimeError with what it said when it fails."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryFile("w+") as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, env=os.environ | dict(environment), stdout=subprocess.DEVNULL, stderr=said, text=True
        )
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            process.terminate()
            raise
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        usages = [used]
        with suppress(ChildProcessError):
            while True:
                usages.append(os.wait4(-1, 0)[2])
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {said.read()}")
    processor = sum(one.ru_utime + one.ru_stime for one in usages)
    return Cost(seconds, processor, max(one.ru_maxrss for one in usages) / 1024)
