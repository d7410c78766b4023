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
_TOGETHER = 32  # results a worker sends at a time


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

    All is done here where there are few items, one core or no fork, and beside other threads, which a fork would cut off. So is the rest
    of the share of a worker that ends early: killed for want of memory perhaps, or of an error, which is then raised here.
    """
    count = min(os.cpu_count() or 1, len(items) // _SHARE)
    if count < 2 or "fork" not in multiprocessing.get_all_start_methods() or threading.active_count() > 1:
        return [made(item, work(item)) for item in items]
    context = multiprocessing.get_context("fork")
    found: dict[int, Kept] = {}
    workers: dict[Any, tuple[Any, list[int]]] = {}  # by connection, with the places not done yet, the next one last
    try:
        for first in range(count):
            ours, theirs = context.Pipe(duplex=False)
            places = range(first, len(items), count)
            worker = context.Process(target=_work, args=(work, [items[i] for i in places], theirs, (*workers, ours)), daemon=True)
            with signals.held():
                worker.start()
                workers[ours] = worker, [*reversed(places)]
            theirs.close()
        busy = set(workers)
        while busy:
            for connection in wait(list(busy)):
                left = workers[connection][1]
                results = _received(connection)
                if results is None:
                    results = [work(items[i]) for i in reversed(left)]
                for result in results:
                    place = left.pop()
                    found[place] = made(items[place], result)
                if not left:
                    busy.remove(connection)
    finally:
        for connection, (worker, _) in workers.items():
            connection.close()
            worker.terminate()
        for worker, _ in workers.values():
            worker.join()
    return [found[place] for place in range(len(items))]


def _received(connection: Any) -> list[Any] | None:
    """The next results of a worker; None where it has ended."""
    try:
        results: list[Any] = marshal.loads(connection.recv_bytes())  # noqa: S302 - from a process of ours
    except (EOFError, OSError):
        return None
    return results


def _work(work: Callable[[Item], Any], items: Sequence[Item], connection: Connection, parents: tuple[Connection, ...]) -> None:
    """Runs in a worker. Sends with marshal, which takes a third of the time of pickle."""
    signals.as_worker()
    gc.disable()  # it would look through all that is shared, which makes copies of it
    for parent in parents:
        parent.close()  # so that the end of the parent is seen as the end of the pipe
    try:
        for start in range(0, len(items), _TOGETHER):
            connection.send_bytes(marshal.dumps([work(item) for item in items[start : start + _TOGETHER]]))
    except Exception:  # noqa: S110 - the parent does the rest again and says what is the matter; here it might show a private value
        pass
