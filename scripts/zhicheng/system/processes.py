"""Much work in little time: shared among as many processes as there are cores, and without looking for garbage."""

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
_others: list[Callable[[], bool]] = []  # what else of ours keeps a core busy


@contextmanager
def gc_paused() -> Iterator[None]:
    """A quarter of the time would go into looking for cycles that are not there. What was made meanwhile is not searched later either."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def beside(working: Callable[[], bool]) -> Iterator[None]:
    """Inside the block, `each` leaves a core to another process of ours for as long as `working` says so."""
    _others.append(working)
    try:
        yield
    finally:
        _others.remove(working)


def each(work: Callable[[Item], Any], items: Sequence[Item], made: Callable[[Item, Any], Kept]) -> list[Kept]:
    """What is made of each item, in turn, and of what `work` gives for it: plain values (None, numbers, texts, lists, tuples, dicts).

    `made` is done here, in any order. `work` is done here too, and in a worker for every other core that has nothing to do, as soon as
    there is one: to send what a worker found takes up to half as long as to find it. The workers are forked, so that `work` may use all
    that is in memory; what they send goes through pipes, and nothing is written to disk.

    All is done here where there are few items, no core to spare or no fork, and beside other threads, which a fork would cut off. So is
    what a worker leaves that ends early, killed for want of memory perhaps, or of an error, which is then raised here; and what is left
    where the system lets us start no more of them.
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
    """How many workers it is worth to start for so many items."""
    if items < 2 * _SHARE:
        return 0
    import multiprocessing

    if "fork" not in multiprocessing.get_all_start_methods() or threading.active_count() > 1:
        return 0
    free = (os.cpu_count() or 1) - sum(working() for working in _others)
    return max(0, min(free, items // _SHARE) - 1)


def _shared(work: Callable[[Item], Any], items: Sequence[Item], made: Callable[[Item, Any], Kept], size: int, count: int) -> list[Kept]:
    """`each`, with so many workers."""
    from multiprocessing.connection import wait

    to_do, end = os.pipe()  # who is free reads there where to go on; all of it fits in
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
    """So many forked processes by the connections to them; fewer, or none, where the system gives no more. The end of the block ends them.

    Each runs `run` with the connection to this process and the `arguments`. `duplex`: it is spoken to, too.
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
    """What a worker begins with."""
    signals.as_worker()
    for parent in parents:
        parent.close()  # so that the end of the parent is seen as the end of the pipe
    run(connection, *arguments)


def _widen(connection: Connection) -> None:
    """Lets a worker get ahead of this process, which takes what it sends between two pieces of work of its own."""
    import fcntl

    with suppress(OSError, AttributeError):  # not everywhere, not beyond what a user may have in all, and not where it hears too
        fcntl.fcntl(connection.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)


def _received(connection: Any) -> tuple[int, list[Any]]:
    """The next results of a worker and the place of the first; none where it has ended."""
    try:
        start, results = marshal.loads(connection.recv_bytes())  # noqa: S302 - from a process of ours
    except (EOFError, OSError):
        return 0, []
    return start, results


def _work(connection: Connection, work: Callable[[Item], Any], items: Sequence[Item], size: int, to_do: int) -> None:
    """Runs in a worker. Sends with marshal, which takes plain values only."""
    gc.disable()  # it would look through all that is shared, which makes copies of it
    try:
        while start := os.read(to_do, _START):
            first = int.from_bytes(start, "big")
            connection.send_bytes(marshal.dumps((first, [work(item) for item in items[first : first + size]])))
    except Exception:  # noqa: S110 - the parent does it again and says what is the matter; here it might show a private value
        pass
    connection.close()
