"""What the YAML reader makes of a file, as plain values that can be compared between two parsers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhicheng.documents.yaml_reading import Unreadable, parse


def described(path: str) -> Any:
    """The value of a file with the place of each part, or its findings."""
    try:
        document = parse("x.yaml", Path(path).read_bytes())
    except Unreadable as unreadable:
        # no columns: for a bad escape libyaml reports the backslash, PyYAML the character after it
        return [[f.code, f.line, f.message, f.hint] for f in unreadable.findings]
    places = [[list(pointer), document.place(pointer), document.place(pointer, key=True)] for pointer, _ in walk(document.value)]
    return [document.value, places]


def walk(value: Any, pointer: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """A value and every value inside it, each with its pointer."""
    yield pointer, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from walk(item, (*pointer, key))
