"""Work on what strangers send, within a budget of processor time and memory: in a process of its own, which the system ends beyond it."""

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

_PATIENCE = 30  # times the processor time that is waited for at most: other processes may have the cores


class OverBudget(Exception):  # noqa: N818 - the name says the fault
    """The work took more time or memory than it may."""


def within(work: Callable[[], Result], seconds: int, memory: int) -> Result:
    """What `work` gives, which has to be picklable. Raises OverBudget where it takes more than so many seconds of processor time, or so
    many bytes of memory beside what this process has; and what `work` raises.

    Where no process can be forked (Windows, a browser, beside other threads) it is done here, without limits.
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
    return work()  # it raised something there, in time, or the system gave us no process


def _work(connection: Connection, work: Callable[[], Any], seconds: int, memory: int) -> None:
    """Runs in the process: sends whether the work came to its end, and its result in a list; None where it raised something."""
    _limit(seconds, memory)
    try:
        sent = pickle.dumps((True, [work()]))
    except MemoryError:
        return
    except BaseException:
        sent = pickle.dumps((True, None))
    with suppress(OSError):  # nobody listens any more
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
