"""The faults of `make mutants`: which ones are made, and that the list of equivalent ones fits the source."""

from __future__ import annotations

import ast
import subprocess
import sys

import noting
import pytest
from faults import all_of, drawn, equivalents, mutants, with_notes
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


@pytest.mark.parametrize(("function", "noted_in"), [("A.b", "b"), ("A.b.c", "b"), ("d", "d"), ("A", "bcd"), ("", "bcd")])
def test_a_function_notes_its_calls(function: str, noted_in: str) -> None:
    """The outermost of the name, or all where the fault is outside of functions."""
    source = b'class A:\n    def b(self):\n        """Yields."""\n        def c(): return 1\n        yield c()\n\ndef d(): return 2\n'
    functions = {node.name: node for node in ast.walk(ast.parse(with_notes(source, {7: function}))) if isinstance(node, ast.FunctionDef)}
    assert {name for name, node in functions.items() if any("noted(7)" in ast.unparse(line) for line in node.body[:2])} == set(noted_in)
    assert ast.get_docstring(functions["b"]) == "Yields."


def test_callers_are_those_that_call_and_those_that_share_what_was_made() -> None:
    shared = 'a.py::one\t["a.py site"]\na.py::two\t["a.py site"]\nb.py::three\t[]\n'
    assert noting.callers(shared + "a.py::one (setup)\t0\n\t1\nb.py::three (call)\t1\na.py::one (call)\t2\n", 4) == [
        {"a.py::one", "a.py::two"},
        {"b.py::three"},
        {"a.py::one"},
        set(),
    ]


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
