"""The stand-in for rpds: what jsonschema and referencing do with it is the same as with rpds itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import rpds
from helpers import registries
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.submission import persistent

KEYS = st.integers(0, 6)
PAIRS = st.dictionaries(KEYS, KEYS)


def said(act: Any) -> Any:
    """What an act gives, as plain values, or the kind of its error."""
    try:
        made = act()
    except (KeyError, IndexError) as error:
        return type(error).__name__
    if isinstance(made, rpds.HashTrieMap | persistent.HashTrieMap):
        return "map", dict(made.items()), len(made)
    if isinstance(made, rpds.HashTrieSet | persistent.HashTrieSet):
        return "set", set(made), len(made)
    return list(made) if isinstance(made, rpds.List | persistent.List) else made


@given(PAIRS, PAIRS, KEYS, KEYS)
def test_maps(held: dict[int, int], more: dict[int, int], key: int, value: int) -> None:
    for act in (
        lambda module: module.HashTrieMap(held),
        lambda module: module.HashTrieMap((k, v) for k, v in held.items()),
        lambda module: module.HashTrieMap().update(held).update(module.HashTrieMap(more)),
        lambda module: module.HashTrieMap(held).insert(key, value),
        lambda module: module.HashTrieMap(held).remove(key),
        lambda module: module.HashTrieMap(held).discard(key),
        lambda module: module.HashTrieMap(held)[key],
        lambda module: module.HashTrieMap(held).get(key),
        lambda module: key in module.HashTrieMap(held),
        lambda module: module.HashTrieMap(held) == module.HashTrieMap(more),
        lambda module: hash(module.HashTrieMap(held)) == hash(module.HashTrieMap(dict(reversed(held.items())))),
        lambda module: module.HashTrieMap.convert(held),
        lambda module: module.HashTrieMap(held).update(a=1),
    ):
        assert said(lambda act=act: act(persistent)) == said(lambda act=act: act(rpds))
    kept = persistent.HashTrieMap(held)
    kept.insert(key, value), kept.discard(key), kept.update(more)
    assert dict(kept) == held
    assert persistent.HashTrieMap.convert(kept) is kept


@given(st.lists(KEYS), st.lists(KEYS), KEYS)
def test_sets_and_lists(held: list[int], more: list[int], key: int) -> None:
    for act in (
        lambda module: module.HashTrieSet(held),
        lambda module: module.HashTrieSet(held).insert(key),
        lambda module: module.HashTrieSet(held).remove(key),
        lambda module: module.HashTrieSet(held).discard(key),
        lambda module: module.HashTrieSet(held).update(more),
        lambda module: module.HashTrieSet(held) == module.HashTrieSet(more),
        lambda module: key in module.HashTrieSet(held),
        lambda module: module.List(held),
        lambda module: module.List(held).push_front(key),
        lambda module: module.List(held).drop_first(),
        lambda module: module.List(held).rest if held else [],
        lambda module: module.List(held).first,
        lambda module: module.List(key, key),
        lambda module: bool(module.List(held)),
    ):
        assert said(lambda act=act: act(persistent)) == said(lambda act=act: act(rpds))


# With the stand-in in the place of rpds: the faults that jsonschema finds in values that differ from good ones, by each of our schemas.
FAULTS = """
import copy, json, sys
if sys.argv[1] == "stand-in":
    from zhicheng.submission import persistent
    sys.modules["rpds"] = persistent
import jsonschema, referencing, yaml
from zhicheng.documents import schemas
import rpds
assert rpds.__name__.endswith("persistent") == (sys.argv[1] == "stand-in")

def changed(value):
    yield value
    if isinstance(value, dict):
        for key, item in value.items():
            yield {name: one for name, one in value.items() if name != key}
            yield {**value, key: None}
            yield from ({**value, key: other} for other in changed(item))
        yield {**value, "more": 1}
    elif isinstance(value, list):
        yield [*value, *value]
        yield []
        for at, item in enumerate(value[:2]):
            yield from ([*value[:at], other, *value[at + 1 :]] for other in changed(item))
    elif isinstance(value, str):
        yield value + " \\n"
        yield 7

found = []
for kind in schemas.KINDS:
    schema = schemas.schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    for value in (schema, {}, [], "x"):
        found.append([kind, sorted((list(map(str, one.absolute_path)), one.validator, one.message[:200]) for one in jsonschema.Draft202012Validator(schema).iter_errors(value))])
value = yaml.safe_load(open(sys.argv[2], encoding="utf-8"))
validator = jsonschema.Draft202012Validator(schemas.schema("committee"))
for other in changed(value):
    found.append(sorted((list(map(str, one.absolute_path)), one.validator, one.message[:200]) for one in validator.iter_errors(other)))
try:
    jsonschema.Draft202012Validator({"$ref": "http://example.org/none"}).is_valid(1)
except Exception as error:
    found.append(type(error).__name__)
nested = {"$id": "http://example.org/a", "$defs": {"b": {"$id": "b", "$anchor": "c", "type": "integer", "$dynamicAnchor": "d"}},
          "properties": {"x": {"$ref": "b"}, "y": {"$ref": "b#c"}, "z": {"$dynamicRef": "b#d"}}}
found += [[one.message for one in jsonschema.Draft202012Validator(nested).iter_errors({key: "no"})] for key in "xyz"]
found.append([one.message for one in jsonschema.Draft202012Validator(jsonschema.Draft202012Validator.META_SCHEMA).iter_errors({"type": 7, "$defs": 1})])
print(json.dumps(found))
"""  # noqa: E501 - a program


@pytest.mark.slow
def test_jsonschema_finds_the_same_faults() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    path = registries.SMALL / registries.ONE
    results = [
        subprocess.run([sys.executable, "-c", FAULTS, what, path], env=environment, capture_output=True, encoding="utf-8", timeout=300)
        for what in ("rpds", "stand-in")
    ]
    assert [one.returncode for one in results] == [0, 0], results[1].stderr
    found = json.loads(results[0].stdout)
    assert len(found) > 300
    assert sum(bool(one) for one in found) > 250
    assert json.loads(results[1].stdout) == found


def test_it_needs_nothing() -> None:
    """It stands alone in a browser, as `rpds.py`."""
    text = Path(persistent.__file__).read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if "import" in line and "zhicheng" in line] == []
