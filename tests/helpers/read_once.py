"""What a YAML text holds, and that it fits its schema, is worked out once in a process of the tests: thousands of registries share their
reference tables.

Each gets a copy of its own, so that none sees what another does to it. A text with faults is read each time: its findings name the file.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from zhicheng.documents import loading, yaml_reading
from zhicheng.documents.codes import USUAL, Codes
from zhicheng.documents.finding import Finding
from zhicheng.documents.yaml_reading import Document

_read, _fitting = yaml_reading.value_of, loading.fitting
_FROM = 400  # characters: to read less takes no longer


@lru_cache(maxsize=256)
def _packed(text: str) -> bytes | None:
    """The value of a text, or None where it has faults."""
    value, faults = _read("", text)
    return None if faults else marshal.dumps(value)


def value_of(path: str, text: str) -> tuple[Any, list[Finding]]:
    """As `documents.yaml_values` has it."""
    packed = _packed(text) if len(text) >= _FROM else None
    return _read(path, text) if packed is None else (marshal.loads(packed), [])  # noqa: S302 - what we packed ourselves


_fit: set[tuple[str, Codes, bytes]] = set()  # what fits: the kind of the file, the registry's levels and authorities, the content
_MOST = 2000


def fitting(kind: str, path: str, read: Callable[[str], Document], codes: Codes | None = USUAL) -> Document | list[Finding]:
    """As `documents.loading` has it."""
    found = _fitting(kind, path, read, None)
    if codes is None or not isinstance(found, Document) or (kind, codes, found.content) in _fit:
        return found
    document = found
    judged = _fitting(kind, path, lambda _: document, codes)
    if judged is document and len(_fit) < _MOST:
        _fit.add((kind, codes, document.content))
    return judged
