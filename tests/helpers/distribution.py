"""How the tests are distributed among processes: a module goes to one of them whole, and so do all modules of one `xdist_group`.

pytest-xdist alone deals out test by test, so that each process makes for itself what a module needs: sites, browsers, keys. It hangs groups
on the names of tests, where pytest 9.2 does not look any more, and looks through all tests, and counts all that was done, before each step.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from xdist.scheduler import LoadScopeScheduling

_TOP = Path(__file__).parents[2]
# The line that marks a whole module as slow: nearly all of its tests run Git, a browser or whole builds.
_SLOW = re.compile(r"^pytestmark = (\[\n    )?.*\bpytest\.mark\.slow\b", re.MULTILINE)
_GROUP = re.compile(r'\bxdist_group\("([a-z-]+)"\)')


@cache
def is_slow(module: Path) -> bool:
    """Whether a file is a module of slow tests."""
    return _SLOW.search(module.read_text(encoding="utf-8")) is not None


@cache
def unit(module: str) -> str:
    """What goes to one process with others: the first group that a module names, or the module itself, by its path below the top."""
    group = _GROUP.search((_TOP / module).read_text(encoding="utf-8"))
    return group[1] if group else module


class _Numbered(list[str]):
    """The names of all tests; where one stands is looked up and not looked for."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(names)
        self._at = {name: number for number, name in enumerate(self)}

    def index(self, name: str, *_: Any) -> int:
        return self._at[name]


class ByModule(LoadScopeScheduling):
    """Slow modules and groups go first, and of these and the rest the largest, so that all processes end at about one time."""

    def add_node_collection(self, node: Any, collection: Sequence[str]) -> None:
        super().add_node_collection(node, collection)
        if node in self.registered_collections:
            self.registered_collections[node] = _Numbered(collection)

    def mark_test_complete(self, node: Any, item_index: int, duration: float = 0) -> None:
        """What is done whole is forgotten: it would be counted again after each test to come."""
        name = self.registered_collections[node][item_index]
        given = self.assigned_work[node]
        done = given[self._split_scope(name)]
        done[name] = True
        if all(done.values()):
            del given[self._split_scope(name)]
        self._reschedule(node)

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid.split("::", 1)[0])

    def _assign_work_unit(self, node: Any) -> None:
        self.workqueue.move_to_end(max(self.workqueue, key=self._weight), last=False)
        super()._assign_work_unit(node)

    def _weight(self, scope: str) -> tuple[bool, int]:
        return not scope.endswith(".py") or is_slow(_TOP / scope), len(self.workqueue[scope])
