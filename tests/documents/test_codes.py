"""The codes that a registry adds, in the schemas: every list of levels and of authorities takes them, and nothing else changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from zhicheng.documents import schemas
from zhicheng.documents.codes import USUAL, Codes

ADDED = Codes((("technician", "员级"), *USUAL.levels), (*USUAL.authorities, ("own-unit", "用人单位级")))
LEVELS, AUTHORITIES = ({code for code, _ in labels} for labels in USUAL)
EVERY = pytest.mark.parametrize("kind", schemas.KINDS)


def parts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from parts(inner)


@EVERY
def test_every_list_and_every_field_of_levels_and_authorities_is_extended(kind: str) -> None:
    for node in parts(schemas.schema(kind, ADDED)):
        listed = {one for one in node.get("enum", ()) if isinstance(one, str)} if isinstance(node.get("enum"), list) else set()
        assert ("technician" in listed) == (listed >= LEVELS)
        assert ("own-unit" in listed) == (listed >= AUTHORITIES)
        if "enumDescriptions" in node and isinstance(node["enumDescriptions"], list):
            assert len(node["enumDescriptions"]) == len(node["enum"])
        fields = node.get("properties", {})
        assert ("technician" in fields) == ("intermediate" in fields), fields.keys()
        assert ("own-unit" in fields) == ("central" in fields)


@EVERY
def test_the_text_without_added_codes_is_the_shipped_one(kind: str) -> None:
    """Byte for byte, so that nothing that is published changes."""
    assert schemas.schema_text(kind, USUAL) == schemas.schema_text(kind)


def without_added(node: Any) -> Any:
    """A schema without the codes of ADDED."""
    if isinstance(node, dict):
        return {key: without_added(inner) for key, inner in node.items() if key not in ("technician", "own-unit")}
    added = ("technician", "own-unit", "员级", "用人单位级")
    return [without_added(inner) for inner in node if inner not in added] if isinstance(node, list) else node


@EVERY
def test_nothing_else_changes(kind: str) -> None:
    assert without_added(schemas.schema(kind, ADDED)) == schemas.schema(kind)


def test_labels_of_the_usual_codes_stay_and_the_order_is_that_of_the_ranks() -> None:
    level = schemas.schema("committee", ADDED)["$defs"]["level"]
    assert level["enum"] == ["technician", "junior", "intermediate", "associate-senior", "full-senior"]
    assert level["enumDescriptions"] == ["员级", "初级", "中级", "副高级", "正高级"]
    authority = schemas.schema("committee", ADDED)["properties"]["authority"]
    assert authority["enumDescriptions"] == ["省级单位", "地市级单位", "区县级单位", "中央驻地方单位", "用人单位级"]
    tracks = schemas.schema("series", ADDED)["properties"]["series"]["items"]["properties"]["tracks"]["items"]["properties"]
    assert tracks["technician"] == {"title": "员级职称", "description": "员级的职称名称。", "$ref": "#/$defs/job_title"}


@pytest.mark.parametrize(("level", "codes", "fits"), [("technician", ADDED, True), ("technician", USUAL, False), ("worker", ADDED, False)])
def test_a_value_fits_by_the_codes_of_its_registry(level: str, codes: Codes, fits: bool) -> None:
    table = {"series": [{"id": "made-up", "name": "示例", "certainty": "rule", "tracks": [{"track": "示例", level: "示例员"}]}]}
    assert schemas.fits("series", table, codes) == schemas.validator("series", codes).is_valid(table) == fits
    assert json.loads(schemas.schema_text("series", codes)) == schemas.schema("series", codes)
