"""The usual YAML, read a line at a time: what it says, the parser says too; where it says nothing, the parser is asked."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import registries
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from zhicheng import source, usual

FILES = sorted(path for folder in (registries.SMALL, registries.HERE / "bad") for path in folder.rglob("*.yaml") if path.is_file())
SAMPLE = sorted(path for name in ("committees", "reference") for path in (registries.REAL / name).rglob("*.yaml"))
PIECES = [
    *" \n:-#,[]{}'\"a1.~?&*!|>%@`<=\\+0_：中\u3000", "\n  ", "\n- ", ": ", ", ", " #", "\n\n", "---\n", "...\n", "null", "<<: ", "- - ",
    "\r\n", "\r", "''", '""', ": {a: b}", ": [a]", "a: ", "{}", "[]", "\n# c\n", "012", "-1", ".5", ":x",
]  # fmt: skip


def parsed(text: str) -> Any:
    """What the parser makes of a text, without the short way; None where it finds a fault."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "read_usual", lambda _: None)
        try:
            return source.parse("x.yaml", text.encode("utf-8")).value
        except source.Unreadable:
            return None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: b\n", {"a": "b"}),
        ("a: b", {"a": "b"}),
        ("# c\n\na: b c  # d\n", {"a": "b c"}),
        ("a: 1\nb: 2.5\nc: true\nd:\ne: ~\nf: no\n", {"a": 1, "b": 2.5, "c": True, "d": None, "e": None, "f": "no"}),
        ("a: \"1\"\n'b': 'x'\n\"653100\": \"\"\n", {"a": "1", "b": "x", "653100": ""}),
        ("a:\n- b\n- c: d\n  e: f\ng: h\n", {"a": ["b", {"c": "d", "e": "f"}], "g": "h"}),
        ("a:\n  b:\n    - c: [1, x]\n      d:\n        - e\n", {"a": {"b": [{"c": [1, "x"], "d": ["e"]}]}}),
        ("a: {b: c, d: [e, {f: 1}]}\nb: [{c: d, e: f}]\n", {"a": {"b": "c", "d": ["e", {"f": 1}]}, "b": [{"c": "d", "e": "f"}]}),
        ("a: http://b/c\r\nd: 12:30\r\n", {"a": "http://b/c", "d": "12:30"}),
    ],
)  # fmt: skip
def test_usual(text: str, value: Any) -> None:
    assert usual.read(text) == value == parsed(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "a\n", "- a\n", "a: b\n  c\n", "a: b\na: c\n", "a: {b: c, b: d}\n", "1: a\n", "null: a\n", "<<: a\n", "a: &b c\n", "a: *b\n",
        "a: !b c\n", "a: |\n  b\n", "a: b: c\n", "a: 'b''c'\n", 'a: "\\n"\n', "a:\tb\n", "a: [b, [c]]\n", "a: [b\n", "a: {b}\n",
        "? a\n", "--- \na: b\n", "a: b\n...\n", "%YAML 1.1\n---\na: b\n", "a:\n   - b\n  - c\n", "  a: b\nc: d\n", "a: -\n", "a:\n  -\n",
        "a b : c\n", 'a: "b" c\n', "a: 'b\n", "a: b\nc\n", "a: b\n- c\n", "".join(" " * i + "a:\n" for i in range(40)),
    ],
)  # fmt: skip
def test_not_usual(text: str) -> None:
    assert usual.read(text) is None


def agreed(path: Path) -> bool:
    """Whether a file is read the short way, which gives what the parser gives."""
    text = path.read_bytes().decode("utf-8-sig", "ignore")
    value = None if source.FORBIDDEN.search(text) else usual.read(text)
    assert value is None or repr(value) == repr(parsed(text)), path
    return value is not None


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(registries.HERE)))
def test_files_agree(path: Path) -> None:
    agreed(path)


def test_most_files_of_the_sample_are_usual() -> None:
    """The short way is worth its lines only where most files go it."""
    short = [agreed(path) for path in SAMPLE]
    assert sum(short) > len(SAMPLE) * 0.7


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_changed_files_agree(data: st.DataObject) -> None:
    """Pieces of records with something put in, taken out or copied are read as the parser reads them, or not at all."""
    lines = data.draw(st.sampled_from(TEXTS)).split("\n")
    start = data.draw(st.integers(0, len(lines) - 1))
    text = "\n".join(lines[start : start + data.draw(st.integers(1, 12))]) + "\n"
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(st.sampled_from(PIECES)) + text[at + data.draw(st.integers(0, 3)) :]
    value = None if source.FORBIDDEN.search(text) else usual.read(text)
    assert value is None or repr(value) == repr(parsed(text))


TEXTS = [
    "a:\n  b: c\n  d:\n  - e\n  - f: g\n    h: i\nj: {k: l, m: [n, 'o']}\n",
    yaml.safe_dump({"a": [{"b": "c", "d": [1, 2.5, None]}], "e": {"f": "g"}}, allow_unicode=True),
    *(path.read_text(encoding="utf-8") for path in sorted((registries.SMALL / "registry/committees").rglob("*.yaml"))),
]


@pytest.mark.parametrize(
    "text",
    [
        "a" + " " * 250_000 + "&", "- " * 120_000, "a:" * 120_000 + "#", "a: {" + "a " * 120_000 + "}", "a: [" + "b ]" * 80_000 + "#x",
        "\n" * 250_000, "".join(" " * i + "a:\n" for i in range(600)), "a: b:/" + "c:/" * 80_000 + " #" * 1000 + "\n:",
    ],
    ids=range(8),
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    """Whatever a file of the greatest size holds, reading it is a matter of an instant and not of minutes."""
    start = time.process_time()
    usual.read(text)
    assert time.process_time() - start < 5
