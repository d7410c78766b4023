"""Work within a budget of time and memory: what is over it is ended by the system, what is within it comes back whole."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys

import pytest

from zhicheng.system import budget

pytestmark = pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork: nothing is limited")

START = """
import sys, time
from zhicheng.system.budget import OverBudget, within
MIB = 1024 * 1024
def busy(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return seconds
def shown(work, seconds=2, memory=200 * MIB):
    try:
        print(within(work, seconds, memory))
    except BaseException as error:
        print(type(error).__name__, error)
"""


def said(code: str) -> list[str]:
    """What a Python of its own prints: one that runs tests may have threads, beside which nothing is forked."""
    done = subprocess.run([sys.executable, "-c", START + code], capture_output=True, text=True, encoding="utf-8", timeout=120, check=True)
    return done.stdout.splitlines()


@pytest.mark.slow
def test_both_sides_of_the_time() -> None:
    assert said("shown(lambda: busy(0.2), 2)\nshown(lambda: busy(4), 2)") == ["0.2", "OverBudget "]


@pytest.mark.slow
def test_both_sides_of_the_memory() -> None:
    """It counts beside what the process had before."""
    code = "held = bytearray(400 * MIB)\nshown(lambda: len(bytearray(100 * MIB)) // MIB)\nshown(lambda: len(bytearray(300 * MIB)) // MIB)"
    assert said(code) == ["100", "OverBudget "]


def test_what_the_work_raises_is_raised_here() -> None:
    assert said("def bad():\n    raise ValueError('x')\nshown(bad)\nshown(sys.exit)") == ["ValueError x", "SystemExit "]


def test_nothing_comes_back_but_the_result() -> None:
    """And what cannot come back is done here."""
    code = "kept = []\nshown(lambda: kept.append(1))\nprint(kept)\nshown(lambda: kept.append(2) or (lambda: 1))\nprint(kept)"
    first, second, third, fourth = said(code)
    assert (first, second, fourth) == ("None", "[]", "[2]")
    assert third.startswith("<function")


def test_without_a_fork_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    kept: list[int] = []
    assert budget.within(lambda: kept.append(1), 1, 1) is None
    assert kept == [1]


def test_beside_other_threads_it_is_done_here() -> None:
    code = "import threading\nkept = []\nthreading.Thread(target=time.sleep, args=(1,)).start()\nshown(lambda: kept.append(1))\nprint(kept)"
    assert said(code) == ["None", "[1]"]
