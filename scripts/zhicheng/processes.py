"""Much work in little time: shared among as many processes as there are cores, and without looking for garbage."""

from __future__ import annotations

import gc
import marshal
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from zhicheng import signals

Item = TypeVar("Item")
Kept = TypeVar("Kept")

_SHARE = 150  # items a process is worth starting for
_TOGETHER = 16  # at least so many results a worker sends at a time
_START = 4  # bytes


@contextmanager
def no_garbage() -> Iterator[None]:
    """A quarter of the time would go into looking for cycles that are not there."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def each(work: Callable[[Item], Any], items: Sequence[Item], made: Callable[[Item, Any], Kept]) -> list[Kept]:
    """What is made of each item, in turn, and of what `work` gives for it: plain values (None, numbers, texts, lists, tuples, dicts).

    `work` is done in workers, as many as there are cores, and `made` here as soon as a result arrives, in any order. The workers are
    forked, so that `work` may use all that is in memory; what they send goes through pipes, and nothing is written to disk.

    All is done here where there are few items, one core or no fork, and beside other threads, which a fork would cut off. So is what a
    worker leaves that ends early: killed for want of memory perhaps, or of an error, which is then raised here.
    """
    count = min(os.cpu_count() or 1, len(items) // _SHARE)
    if count < 2 or "fork" not in multiprocessing.get_all_start_methods() or threading.active_count() > 1:
        return [made(item, work(item)) for item in items]
    size = max(_TOGETHER, len(items) // 4000)
    starts = range(0, len(items), size)
    to_do, end = os.pipe()  # who is free reads there where to go on; all of it fits in
    os.write(end, b"".join(start.to_bytes(_START, "big") for start in starts))
    os.close(end)
    context = multiprocessing.get_context("fork")
    found: dict[int, Kept] = {}
    workers: dict[Any, Any] = {}  # by connection
    try:
        for _ in range(count):
            ours, theirs = context.Pipe(duplex=False)
            worker = context.Process(target=_work, args=(work, items, size, to_do, theirs, (*workers, ours)), daemon=True)
            with signals.held():
                worker.start()
                workers[ours] = worker
            theirs.close()
        busy = set(workers)
        while busy:
            for connection in wait(list(busy)):
                start, results = _received(connection)
                if not results:
                    busy.remove(connection)
                for place, result in enumerate(results, start):
                    found[place] = made(items[place], result)
    finally:
        os.close(to_do)
        for connection, worker in workers.items():
            connection.close()
            worker.terminate()
        for worker in workers.values():
            worker.join()
    return [found[place] if place in found else made(item, work(item)) for place, item in enumerate(items)]


def _received(connection: Any) -> tuple[int, list[Any]]:
    """The next results of a worker and the place of the first; none where it has ended."""
    try:
        start, results = marshal.loads(connection.recv_bytes())  # noqa: S302 - from a process of ours
    except (EOFError, OSError):
        return 0, []
    return start, results


def _work(
    work: Callable[[Item], Any], items: Sequence[Item], size: int, to_do: int, connection: Connection, parents: tuple[Connection, ...]
) -> None:
    """Runs in a worker. Sends with marshal, which takes a third of the time of pickle."""
    signals.as_worker()
    gc.disable()  # it would look through all that is shared, which makes copies of it
    for parent in parents:
        parent.close()  # so that the end of the parent is seen as the end of the pipe
    try:
        while start := os.read(to_do, _START):
            first = int.from_bytes(start, "big")
            connection.send_bytes(marshal.dumps((first, [work(item) for item in items[first : first + size]])))
    except Exception:  # noqa: S110 - the parent does it again and says what is the matter; here it might show a private value
        pass
    connection.close()
