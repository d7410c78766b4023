"""What a YAML text holds is worked out once in a process of the tests: thousands of registries share their reference tables.

Each gets a copy of its own, so that none sees what another does to it. A text with faults is read each time: its findings name the file.
"""

from __future__ import annotations

import marshal
from functools import lru_cache
from typing import Any

from zhicheng.documents import yaml_reading
from zhicheng.documents.finding import Finding

_read = yaml_reading.value_of
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
