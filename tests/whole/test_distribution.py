"""The tests are dealt out among processes by module and group, what takes long first."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from helpers.distribution import ByModule, is_slow, unit
from helpers.registries import HERE

# Two modules of one group, one that is slow for itself, and two that are quick, with so many tests each.
MODULES = {
    "tests/site/test_sheets.py": 2,
    "tests/site/test_old_browser.py": 1,
    "tests/test_text.py": 5,
    "tests/vault/test_recipients.py": 3,
    "tests/whole/test_leaks.py": 1,
}


class Process:
    """A process of the tests, as the scheduler sees it. `given`: the modules of the tests that it is to run, in turn."""

    shutting_down = False

    def __init__(self, name: str) -> None:
        self.gateway = SimpleNamespace(id=name)
        self.given: list[str] = []

    def send_runtest_some(self, places: list[int]) -> None:
        self.given += [TESTS[place].split("::")[0] for place in places]

    def shutdown(self) -> None:
        self.shutting_down = True


TESTS = [f"{module}::test_{n}" for module, number in MODULES.items() for n in range(number)]


def test_modules_stay_whole_and_groups_together() -> None:
    """Each test is run once; all of a module, and of the modules of a group, in one process; the slow ones go first."""
    option: Any = SimpleNamespace(loadscopereorder=True)
    asked: Any = SimpleNamespace(option=option, getvalue=lambda name: ["popen", "popen"])
    scheduler = ByModule(asked)
    processes: list[Any] = [Process("gw0"), Process("gw1")]
    for process in processes:
        scheduler.add_node(process)
        scheduler.add_node_collection(process, TESTS)
    scheduler.schedule()
    done = dict.fromkeys(processes, 0)
    while left := [process for process in processes if done[process] < len(process.given)]:
        for process in left:
            module = process.given[done[process]]
            done[process] += 1
            first = TESTS.index(f"{module}::test_0") + process.given[: done[process]].count(module) - 1
            scheduler.mark_test_complete(process, first)
    runs = [list(dict.fromkeys(process.given)) for process in processes]
    assert {module: sum(process.given.count(module) for process in processes) for module in MODULES} == MODULES
    assert [sorted(run[:2]) for run in runs if "tests/site/test_sheets.py" in run] == [sorted(MODULES)[:2]]
    assert sorted(unit(run[0]) for run in runs) == ["pages", "tests/whole/test_leaks.py"]
    assert sorted(module for run in runs for module in run) == sorted(MODULES), "no module is in both"


@pytest.mark.parametrize(
    ("module", "slow"),
    [("site/test_old_browser.py", True), ("site/test_descriptions.py", True), ("site/test_sheets.py", False), ("test_text.py", False)],
)
def test_slow_modules_are_known_without_importing_them(module: str, slow: bool) -> None:
    """In one line or several; a module with single slow tests is none."""
    assert is_slow(HERE / module) == slow
