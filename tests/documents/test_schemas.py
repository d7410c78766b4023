"""The schemas: labels for people on every field, nothing the wording does not know, and two validators that agree."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from helpers import registries
from helpers.deep import examples
from helpers.registries import record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from zhicheng.documents import schema_faults, schemas, yaml_reading
from zhicheng.registry.paths import kind_of

pytestmark = pytest.mark.slow

KINDS = pytest.mark.parametrize("kind", schemas.KINDS)
# What the wording of findings knows, and what only structures or describes.
CHECKED = set(schema_faults._WORDINGS) | {"propertyNames"}
STRUCTURE = {"properties", "items", "$ref", "$defs", "if", "then", "else", "$schema", "$id"}
DESCRIPTION = {"title", "description", "examples", "default", "enumDescriptions"}


def parts(here: Any, pointer: str = "", field: bool = True) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Every schema in a schema with its pointer, and whether it describes a field (so not what stands under `if`)."""
    yield pointer, here, field
    for key in ("properties", "$defs"):
        for name, inner in here.get(key, {}).items():
            yield from parts(inner, f"{pointer}/{key}/{name}", field)
    for key in ("items", "additionalProperties", "propertyNames", "if", "then", "else"):
        if isinstance(here.get(key), dict):
            yield from parts(here[key], f"{pointer}/{key}", field and key not in ("if", "then", "else"))


@KINDS
def test_it_is_a_schema(kind: str) -> None:
    value = schemas.schema(kind)
    Draft202012Validator.check_schema(value)
    assert jsonschema_rs.meta.is_valid(value)
    assert value["$id"].endswith(f"/schemas/{kind}.schema.json")
    assert value["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@KINDS
def test_every_field_has_a_label_and_an_explanation(kind: str) -> None:
    """In Chinese, as messages, forms and pages show them."""
    for pointer, here, field in parts(schemas.schema(kind)):
        if field:
            assert re.search("[\u4e00-\u9fff]", here.get("title", "")), f"{pointer} has no title"
            assert re.search("[\u4e00-\u9fff]", here.get("description", "")), f"{pointer} has no description"
            assert len(here["title"]) <= 20, pointer


@KINDS
def test_every_mapping_is_closed(kind: str) -> None:
    """An unknown field is a slip, and must be found."""
    for pointer, here, field in parts(schemas.schema(kind)):
        if field and here.get("type") == "object":
            assert here.get("additionalProperties") is False or isinstance(here.get("additionalProperties"), dict), pointer
            assert set(here.get("required", ())) <= set(here.get("properties", ())), pointer


@KINDS
def test_only_keywords_that_have_words(kind: str) -> None:
    """Every fault a schema can find is one that can be said in Chinese."""
    for pointer, here, _ in parts(schemas.schema(kind)):
        assert set(here) <= CHECKED | STRUCTURE | DESCRIPTION, pointer


@KINDS
def test_closed_lists_are_explained_one_by_one(kind: str) -> None:
    for pointer, here, _ in parts(schemas.schema(kind)):
        if "enum" in here:
            assert len(here["enumDescriptions"]) == len(here["enum"]) == len(set(here["enum"])), pointer


@KINDS
def test_examples_fit(kind: str) -> None:
    """What a schema shows as an example is valid by it."""
    root = schemas.schema(kind)
    for pointer, here, _ in parts(root):
        for example in here.get("examples", ()):
            part = {**here, "$defs": root.get("$defs", {})}
            assert list(Draft202012Validator(part).iter_errors(example)) == [], pointer


@KINDS
def test_references_lead_somewhere(kind: str) -> None:
    root = schemas.schema(kind)
    for pointer, here, _ in parts(root):
        if "$ref" in here:
            assert here["$ref"].startswith("#/$defs/"), pointer
            assert here["$ref"].removeprefix("#/$defs/") in root["$defs"], pointer


@KINDS
def test_formatted_as_people_read_it(kind: str) -> None:
    """UTF-8 text with Chinese in the open, two spaces deep, one line break at the end."""
    text = schemas.schema_text(kind)
    assert "\\u" not in text
    assert text.endswith("}\n")
    assert "\t" not in text


# --- two validators ----------------------------------------------------------------------------------------------------


def agreed(kind: str, value: Any) -> bool:
    """Whether a value fits: asserts that both validators, and the wording, say the same."""
    fast = schemas._checker(kind)(value)
    slow = schemas.validator(kind).is_valid(value)
    problems = schema_faults.problems(kind, value)
    assert fast == slow == (not problems)
    for code, problem in problems:
        assert re.fullmatch("S00[1-7]", code)
        assert problem.message
    return bool(fast)


def files(*folders: Path) -> list[Path]:
    """Every YAML file of these folders."""
    return sorted(path for folder in folders for path in folder.rglob("*.yaml") if path.is_file() and not path.is_symlink())


def agreed_on(path: Path) -> bool:
    """Whether a file fits its schema, as both validators say; of one that cannot be read, there is nothing to say."""
    content = path.read_bytes()
    said = re.match(rb"# path: (\S+)\n", content)
    inside = f"registry/{str(path).rpartition('/registry/')[2]}"
    kind = kind_of(said[1].decode() if said else inside) or "committee"
    try:
        return agreed(kind, yaml_reading.parse("x.yaml", content).value)
    except yaml_reading.Unreadable:
        return False


@pytest.mark.parametrize(
    "path", files(registries.SMALL, registries.HERE / "data/bad"), ids=lambda path: str(path.relative_to(registries.HERE.parent))
)
def test_both_validators_agree_on_every_file(path: Path) -> None:
    """jsonschema-rs, which is the gate, and jsonschema, which finds the faults."""
    assert agreed_on(path) or registries.SMALL not in path.parents


def test_both_validators_agree_on_the_sample() -> None:
    assert [path for path in files(registries.REAL) if not agreed_on(path)] == []


BASE: dict[str, Any] = yaml.safe_load(record('approval: {date: "2018-03"}\ncontacts: {sha256: "' + "0" * 64 + '", size: 5}\n'))
TEXTS = (
    *(
        "",
        " ",
        "a",
        "ab",
        "abc",
        "A",
        "a-b",
        "a--b",
        "-",
        "region",
        "active",
        "withdrawn",
        "junior",
        "650000",
        "65000",
        "６５００００",
        "2026",
    ),
    *("2026-06-02", "2026-6-2", "2026-02-30", "2026-06-02\n", "某", "某" * 101, "某" * 501, "𠮷" * 100, "\u0000", "é", "e\u0301", "0" * 64),
)
WORDS = st.sampled_from(TEXTS)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.sampled_from([0, 1, -1, 0.0, 1.0, 25.0, 25.5, 1000, 1000.5, 1e300]), WORDS
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3), max_leaves=6)


def pointers(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here, *(place for key, item in items for place in pointers(item, (*here, key)))]


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A valid record with one to three changes anywhere: a value replaced, left out, doubled, or added under another name."""
    value = copy.deepcopy(BASE)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from([pointer for pointer in pointers(value) if pointer]))
        parent = value
        for part in place[:-1]:
            parent = parent[part]
        change = draw(st.sampled_from(["replace", "leave out", "double", "add"]))
        if change == "replace":
            parent[place[-1]] = draw(VALUES)
        elif change == "leave out":
            del parent[place[-1]]
        elif isinstance(parent, list):
            parent.append(copy.deepcopy(parent[place[-1]]) if change == "double" else draw(VALUES))
        else:
            parent[draw(WORDS) if change == "add" else f"{place[-1]}s"] = draw(VALUES)
    return value


@settings(max_examples=examples(250), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(value=mutated())
def test_both_validators_agree_on_anything(value: Any) -> None:
    """On a valid record with a few changes: valid for both, or invalid for both and with a finding."""
    agreed("committee", value)


@settings(max_examples=examples(100), deadline=None)
@given(value=VALUES, kind=st.sampled_from(schemas.KINDS))
def test_both_validators_agree_on_rubbish(value: Any, kind: str) -> None:
    agreed(kind, value)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        ([1], [True], False),
        ([True], True, False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1.0}, True),
        ({"a": [1]}, {"a": [1.0]}, True),
        ({"a": 1}, {"a": True}, False),
        (["bool", True], True, False),
        ("1", 1, False),
        (None, False, False),
        ([], {}, False),
    ],
)
def test_values_are_the_same_where_json_has_them_so(one: Any, other: Any, same: bool) -> None:
    """Repeated items are found as JSON Schema defines them, by both validators."""
    assert (schemas.comparable(one) == schemas.comparable(other)) is same
    rule = {"uniqueItems": True}
    assert jsonschema_rs.is_valid(rule, [one, other]) is not same
    assert Draft202012Validator(rule).is_valid([one, other]) is not same


def test_dates_are_judged_alike() -> None:
    """The formats are our own; both validators ask the same functions."""
    for text in ("2024-02-29", "2023-02-29", "2026-06-02\n", "10000-01-01", "0001-01-01", "2026-06-02 ", "２０２６-06-02"):
        value = {**copy.deepcopy(BASE), "filings": [{"round": "2026", "date": text}]}
        assert agreed("committee", value) is (text in ("2024-02-29", "0001-01-01"))


def test_the_schemas_are_what_editors_get() -> None:
    """.vscode/settings.json names a schema for every kind of file."""
    settings_text = (registries.HERE.parent / ".vscode/settings.json").read_text(encoding="utf-8")
    mapped = json.loads(re.sub(r"^\s*//.*$", "", settings_text, flags=re.MULTILINE))["yaml.schemas"]
    assert {Path(name).name for name in mapped} >= {f"{kind}.schema.json" for kind in schemas.KINDS}
