"""Ctrl-C and SIGTERM around the few moments that must not be cut in two: forking a worker, and the swap of a site."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_ENDING = {signal.SIGINT, signal.SIGTERM}


@contextmanager
def signals_blocked() -> Iterator[None]:
    """Keeps both signals waiting inside the block; what came meanwhile is answered at its end."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def ending() -> Iterator[None]:
    """Inside the block SIGTERM ends the program as Ctrl-C does. Once is enough: what comes after it, while things are put in order and
    until the end, is passed over."""
    came = False

    def interrupt(*_: object) -> None:
        nonlocal came
        came = True
        for number in _ENDING:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in _ENDING}
    try:
        yield
    finally:
        for number, handler in before.items() if not came else ():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


def as_worker() -> None:
    """To be called first in a worker forked inside `held`: SIGTERM ends it without a word."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of a terminal; only the first one answers it
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
