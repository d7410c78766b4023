"""Runs work on untrusted input in a process of its own with limits on processor time and memory. The system ends the process when it
exceeds one of them.
"""

from __future__ import annotations

import multiprocessing
import pickle
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from zhicheng.system import processes

Result = TypeVar("Result")

_PATIENCE = 30  # the longest wait by the clock, as a multiple of the processor time allowed: other processes may be using the cores


class OverBudget(Exception):  # noqa: N818 - the name says the fault
    """The work took more time or memory than it was allowed."""


def within(work: Callable[[], Result], seconds: int, memory: int) -> Result:
    """The result of `work`, which must be picklable. `seconds` is the processor time that it may take, `memory` the bytes beyond those that
    this process already has. Raises OverBudget beyond either, and whatever `work` raises.

    Where no process can be forked (on Windows, in a browser, with other threads running) the work is done here, without limits.
    """
    if "fork" not in multiprocessing.get_all_start_methods() or threading.active_count() > 1:
        return work()
    with processes.workers(1, _work, (work, seconds, memory)) as started:
        for connection in started:
            try:
                ended, result = pickle.loads(connection.recv_bytes()) if connection.poll(seconds * _PATIENCE) else (False, None)  # noqa: S301 - from a process of ours
            except (EOFError, OSError):
                ended, result = False, None
            if not ended:
                raise OverBudget
            if result is not None:
                made: Result = result[0]
                return made
    return work()  # it raised an error within its limits, which is raised here; or the system started no process


def _work(connection: Connection, work: Callable[[], Any], seconds: int, memory: int) -> None:
    """Runs in the started process. Sends (True, [result]), or (True, None) where the work raised an error within its limits; sends nothing
    beyond them.
    """
    _limit(seconds, memory)
    try:
        sent = pickle.dumps((True, [work()]))
    except MemoryError:
        return
    except BaseException:
        sent = pickle.dumps((True, None))
    with suppress(OSError):  # the parent has closed the pipe
        connection.send_bytes(sent)


def _limit(seconds: int, memory: int) -> None:
    """Limits this process; its own parts that are there already do not count."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, ValueError):  # where the system does not tell how much there is, time alone is limited
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
