"""Spreads work over as many processes as there are cores, and pauses garbage collection while much is made."""

from __future__ import annotations

import gc
import marshal
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from zhicheng.system import signals

if TYPE_CHECKING:  # multiprocessing is loaded where there is much to do
    from multiprocessing.connection import Connection

Item = TypeVar("Item")
Kept = TypeVar("Kept")

_SHARE = 150  # items a process is worth starting for
_TOGETHER = 16  # at least so many results a worker sends at a time
_START = 4  # bytes
_STARTS = 1000  # of them at most: a page of memory, the least that a pipe holds
_PIPE = 1024 * 1024  # bytes: several pieces of work
_others: list[Callable[[], bool]] = []  # other processes of this program: whether each is still working


@contextmanager
def gc_paused() -> Iterator[None]:
    """Inside the block Python's garbage collector is off: it would spend a quarter of the time looking for reference cycles and find none.
    It does not search what was made inside later, either.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def beside(working: Callable[[], bool]) -> Iterator[None]:
    """Inside the block `each` leaves one core free while `working` returns true: for another process that this program has started."""
    _others.append(working)
    try:
        yield
    finally:
        _others.remove(working)


def each(work: Callable[[Item], Any], items: Sequence[Item], made: Callable[[Item, Any], Kept]) -> list[Kept]:
    """`made(item, work(item))` for each item, in order. `work` returns plain values: None, numbers, texts, lists, tuples, dicts.

    `made` runs in this process, in any order. `work` runs here too, and in one worker for each further core that is free, as soon as one
    is: sending a result takes up to half as long as finding it, so a core that is busy is not worth a worker. Workers are forked, so that
    `work` may use everything in memory; their results come through pipes, and nothing is written to disk.

    Everything is done in this process where there are few items, no free core or no fork, and where other threads run, which a fork would
    cut off. What a worker leaves undone is done here as well: it may have been killed for lack of memory, or `work` raised an error, which
    is then raised here.
    """
    size = max(_TOGETHER, -(-len(items) // _STARTS))
    starts = range(0, len(items), size)
    found: list[Kept] = []
    for start in starts:
        count = _workers(len(items) - start)
        if count:
            return found + _shared(work, items[start:], made, size, count)
        found += [made(item, work(item)) for item in items[start : start + size]]
    return found


def _workers(items: int) -> int:
    """How many workers are worth starting for a number of items."""
    if items < 2 * _SHARE:
        return 0
    import multiprocessing

    if "fork" not in multiprocessing.get_all_start_methods() or threading.active_count() > 1:
        return 0
    free = (os.cpu_count() or 1) - sum(working() for working in _others)
    return max(0, min(free, items // _SHARE) - 1)


def _shared(work: Callable[[Item], Any], items: Sequence[Item], made: Callable[[Item, Any], Kept], size: int, count: int) -> list[Kept]:
    """`each` with `count` workers and pieces of `size` items."""
    from multiprocessing.connection import wait

    to_do, end = os.pipe()  # holds the start of every piece of work; each process reads the next one when it is free
    os.write(end, b"".join(start.to_bytes(_START, "big") for start in range(0, len(items), size)))
    os.close(end)
    found: dict[int, Kept] = {}
    try:
        with workers(count, _work, (work, items, size, to_do)) as started:
            busy = set(started)
            more = True
            while more or busy:
                more = more and (place := os.read(to_do, _START)) != b""
                if more:
                    first = int.from_bytes(place, "big")
                    for at, item in enumerate(items[first : first + size], first):
                        found[at] = made(item, work(item))
                while busy and (ready := wait(list(busy), 0 if more else None)):
                    for connection in ready:
                        start, results = _received(connection)
                        if not results:
                            busy.remove(connection)
                        for at, result in enumerate(results, start):
                            found[at] = made(items[at], result)
    finally:
        os.close(to_do)
    return [found[place] if place in found else made(item, work(item)) for place, item in enumerate(items)]


@contextmanager
def workers(count: int, run: Callable[..., None], arguments: tuple[Any, ...], duplex: bool = False) -> Iterator[dict[Any, Any]]:
    """Forks `count` processes; yields them by the connection to each. There are fewer, or none, where the system does not start more. They
    are ended at the end of the block.

    Each runs `run(connection to this process, *arguments)`. `duplex`: this process sends to it as well.
    """
    import multiprocessing

    context = multiprocessing.get_context("fork")
    started: dict[Any, Any] = {}
    try:
        for _ in range(count):
            try:
                ours, theirs = context.Pipe(duplex)
            except OSError:  # too many files are open
                break
            _widen(theirs)
            worker = context.Process(target=_begin, args=(run, theirs, (*started, ours), arguments), daemon=True)
            try:
                with signals.signals_blocked():
                    worker.start()
                    started[ours] = worker
            except OSError:  # too many processes, or no memory
                ours.close()
                break
            finally:
                theirs.close()
        yield started
    finally:
        for connection, worker in started.items():
            connection.close()
            worker.terminate()
        for worker in started.values():
            worker.join()


def _begin(run: Callable[..., None], connection: Connection, parents: tuple[Connection, ...], arguments: tuple[Any, ...]) -> None:
    """The first function of every worker: sets up signals and connections, then calls `run`."""
    signals.as_worker()
    for parent in parents:
        parent.close()  # so that the end of the parent is seen as the end of the pipe
    run(connection, *arguments)


def _widen(connection: Connection) -> None:
    """Enlarges a worker's pipe, so that it need not wait until this process, busy with work of its own, reads what it sends."""
    import fcntl

    with suppress(OSError, AttributeError):  # not on every system, not beyond the limit of a user, and not for a pipe in both directions
        fcntl.fcntl(connection.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)


def _received(connection: Any) -> tuple[int, list[Any]]:
    """The next results of a worker and the index of the first of them; no results where the worker has ended."""
    try:
        start, results = marshal.loads(connection.recv_bytes())  # noqa: S302 - from a process of ours
    except (EOFError, OSError):
        return 0, []
    return start, results


def _work(connection: Connection, work: Callable[[Item], Any], items: Sequence[Item], size: int, to_do: int) -> None:
    """Runs in a worker: takes pieces until none is left and sends the results with marshal, which takes plain values only."""
    gc.disable()  # it would write to every shared object, and so copy the memory that holds it
    try:
        while start := os.read(to_do, _START):
            first = int.from_bytes(start, "big")
            connection.send_bytes(marshal.dumps((first, [work(item) for item in items[first : first + size]])))
    except Exception:  # noqa: S110 - the parent does it again and says what is the matter; here it might show a private value
        pass
    connection.close()
