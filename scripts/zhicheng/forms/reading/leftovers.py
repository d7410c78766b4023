"""Leftovers of a blank form or of a program in values: boxes and ticks, crosses and stars, 无 and 暂缺."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhicheng.documents.finding import Pointer
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.cells import remains
from zhicheng.forms.reading.cells.nothing import keeps_place

_LEFT = re.compile(
    "[☑☒☐□√✓✔✗✘✕\ue000-\uf8ff]|[×✕＊*]{2,}|[XxＸｘ]{2,}(?=[\u4e00-\u9fff])|[(（]?(?:必填|选填)[)）]?$|^[(（]?(?:请|可)[^，。；]{0,12}填[写报]"
    rf"|{remains.PATTERN}"
)


def in_values(record: Value) -> Iterator[tuple[Pointer, str]]:
    """The texts of a record, or the names in it, that have leftovers in them: the pointer of each, and the leftover."""
    yield from _in((), record)


def _in(pointer: Pointer, value: object) -> Iterator[tuple[Pointer, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _in((*pointer, key), key)
            yield from _in((*pointer, key), inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _in((*pointer, number), inner)
    elif isinstance(value, str) and (found := _LEFT.search(value)) is not None:
        yield pointer, found[0]
    elif isinstance(value, str) and keeps_place(value):
        yield pointer, value
