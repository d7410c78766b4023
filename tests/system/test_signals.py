"""Ctrl-C and SIGTERM wait through what must not be cut in two, and end a worker without a word."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading

import pytest

from zhicheng.system import signals

pytestmark = pytest.mark.slow

WORKER = """
import os, signal
from zhicheng.system import signals
def interrupt(*_): raise KeyboardInterrupt
signal.signal(signal.SIGTERM, interrupt)
with signals.signals_blocked():
    child = os.fork()
    if not child:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGTERM)
        signals.as_worker()
        os._exit(1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_held_signals_are_answered_at_the_end() -> None:
    done = []

    def work() -> None:
        with signals.signals_blocked():
            signal.pthread_kill(threading.get_ident(), signal.SIGINT)  # pytest-xdist has other threads, a build has none
            done.append("all of it")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["all of it"]


def test_worker_ended_as_it_starts_says_nothing() -> None:
    """Between the fork and its own handlers, a worker has those of its parent: a signal then must not run them."""
    ran = subprocess.run([sys.executable, "-c", WORKER], capture_output=True, encoding="utf-8", check=False)
    assert (ran.stdout, ran.stderr) == (f"{-signal.SIGTERM}\n", "")
