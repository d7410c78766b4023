"""What tests/mutants.py puts into its copy of the package: notes which test calls a function, in whatever process. Also a pytest plugin."""

from __future__ import annotations

import contextlib
import json
import os
from typing import Any

_noted: set[tuple[int, str]] = set()


def noted(key: int) -> None:
    """Writes down, once a test and process, that a function was called."""
    test = os.environ.get("PYTEST_CURRENT_TEST", "")
    if (key, test) not in _noted:
        _noted.add((key, test))
        _write(f"{test}\t{key}\n")


def pytest_collection_finish(session: Any) -> None:
    """Writes down which fixtures each test shares with others: what is called to make these concerns all of them."""
    lines = []
    for item in session.items:
        alone = {*session._fixturemanager._getautousenames(item)}
        fixtures = [defined[-1] for name, defined in item._fixtureinfo.name2fixturedefs.items() if name not in alone]
        shared = [f"{one.baseid} {one.argname}" for one in fixtures if one.scope != "function"]
        lines.append(f"{item.nodeid}\t{json.dumps(shared)}\n")
    _write("".join(lines))


def callers(notes: str, keys: int) -> list[set[str]]:
    """The tests that call each function, from all that was written down."""
    fixtures: dict[str, list[str]] = {}
    sharing: dict[str, set[str]] = {}
    called = [set[str]() for _ in range(keys)]
    for line in notes.splitlines():
        test, _, told = line.rpartition("\t")
        if told.isdigit():
            called[int(told)].add(test)
        else:
            fixtures[test] = json.loads(told)
            for fixture in fixtures[test]:
                sharing.setdefault(fixture, set()).add(test)
    found = []
    for noted_in in called:
        phases = [test.rpartition(" ") for test in noted_in if test]
        shared = [sharing[fixture] for test, _, phase in phases if phase == "(setup)" for fixture in fixtures.get(test, [])]
        found.append({test for test, *_ in phases}.union(*shared))
    return found


def _write(text: str) -> None:
    with contextlib.suppress(OSError):
        notes = os.open("NOTES", os.O_WRONLY | os.O_APPEND)
        os.write(notes, text.encode())
        os.close(notes)
