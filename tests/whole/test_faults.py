"""The faults of `make mutants`: which ones are made, and that the list of equivalent ones fits the source."""

from __future__ import annotations

import builtins
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from faults import all_of, drawn, equivalents, mutants, noted_function
from helpers import registries

ROOT = registries.HERE.parent
LISTED = equivalents((ROOT / "tests/mutants-equivalent.txt").read_text(encoding="utf-8"))


def afters(source: str) -> list[str]:
    return [mutant.after for mutant in mutants("a.py", source.encode())]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a < b", ["a <= b", "a >= b"]),
        ("a not  in b", ["a in b"]),
        ("a is not b == c", ["a is b == c", "a is not b != c"]),
        ("甲 and (b)", ["((甲) or (b))", "((b))", "((甲))"]),
        ("not a", ["(a)"]),
        ("a - b", ["a + b"]),
        ("a + ''", []),
        ("a if b else c", ["a if False else c", "a if True else c"]),
        ("while a: b", ["while False: b"]),
        ("for a in b: continue", ["for a in b: break", "for a in b: pass"]),
        ("max(a)", ["pass", "min(a)"]),
        ("a[1]", ["a[2]", "a[0]"]),
        ("a(b=True)", ["pass", "a(b=False)"]),
        ("a = 'b', 'c'", ["a = ('c',)", "a = ('b',)"]),
        ("a += 1", ["a -= 1", "a += 2", "a += 0"]),
        ("def a(b: c < d = 1) -> e < f: 'text'", ["def a(b: c < d = 2) -> e < f: 'text'", "def a(b: c < d = 0) -> e < f: 'text'"]),
        ("@a(1)\ndef b(): yield", ["def b(): pass"]),
        ("__all__ = ['a', 'b']", []),
        ("f'{a < b}'", []),
    ],
)
def test_faults_of_a_line(line: str, expected: list[str]) -> None:
    assert afters(line) == expected


def test_a_fault_is_told_by_its_function_and_lines() -> None:
    source = "class A:\n    def b(self):\n        return (1\n                and c)\n"
    (mutant,) = [mutant for mutant in mutants("a.py", source.encode()) if mutant.after == "return (((c)))"]
    assert mutant.name == ("a.py", "A.b", "return (1 and c)", "return (((c)))")
    assert mutant.line == 3
    assert mutant.source.decode() == "class A:\n    def b(self):\n        return (((c)))\n"


def test_a_function_notes_its_calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = b'class A:\n    def b(self, c):\n        """Yields."""\n        if c > 1:\n            yield c\n'
    (mutant,) = [mutant for mutant in mutants("a.py", source) if mutant.after == "if c >= 1:"]
    loaded: dict[str, Any] = {}
    exec(compile(source, str(tmp_path / "a.py"), "exec"), loaded)  # noqa: S102 - the source above
    change = noted_function(mutant, source, tmp_path / "a.py", 7)
    assert change is not None
    called: list[int] = []
    monkeypatch.setattr(builtins, "noted", called.append, raising=False)
    assert list(loaded["A"]().b(2)) == [2]
    assert called == []
    loaded["A"].b.__code__ = change[1]
    assert [list(loaded["A"]().b(2)), list(loaded["A"]().b(1))] == [[2], []]
    assert called == [7, 7]


def test_the_same_seed_draws_the_same_from_every_line() -> None:
    source = b"a < b\nc < d\ne < f\n"
    first, again, other = ([mutant.after for mutant in drawn(list(mutants("a.py", source)), seed)] for seed in ("1", "1", "2"))
    assert first == again != other
    assert sorted(first) == sorted(other)
    assert len({after[0] for after in first[:3]}) == 3


def test_a_fault_is_put_into_what_the_tests_have_frozen() -> None:
    """In a process of its own, as all that is remembered there is forgotten."""
    code = "import gc; from faults import put; exec('def a(): return 1'); old = a.__code__; gc.freeze()\n"
    code += "exec('def b(): return 2'); put(old, b.__code__); print(a())"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT / "tests").stdout == b"2\n"


def test_every_equivalent_fault_listed_is_one_of_the_source_and_has_a_reason() -> None:
    names = {mutant.name for found in all_of(sorted({name[0] for name in LISTED}), ROOT).values() for mutant in found}
    assert set(LISTED) - names == set()
    assert all(reason.strip() for reason in LISTED.values())
