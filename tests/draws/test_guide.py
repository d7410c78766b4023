"""The guide to a draw: its example of a plan can be planned, every field is explained, and the tables name all that the program knows."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import registries
from helpers.drawn import Drawn, people

from zhicheng.documents.schemas import schema
from zhicheng.draws.seating import REASONS, RESULTS
from zhicheng.rules import RULES
from zhicheng.vault import store

GUIDE = (registries.HERE.parent / "docs/guide/draw.md").read_text(encoding="utf-8")
COMMITTEE = "ks-engineering-water"


def example(name: str) -> Any:
    """The file of a name in the guide."""
    (text,) = re.findall(rf"(?ms)^```yaml\n(# {name}\n.*?)^```", GUIDE)
    return yaml.safe_load(text.replace(COMMITTEE, "example-one"))


def part(anchor: str) -> str:
    """The text under a heading, up to the next of any depth."""
    found = re.search(rf"(?ms)\{{#{anchor}\}}\n(.*?)(?=^#+ |\Z)", re.sub(r"(?m)^# (方案|人员)\.yaml$", "", GUIDE))
    assert found is not None, anchor
    return found[1]


def fields(node: dict[str, Any]) -> set[str]:
    """The names of the fields of a schema, at every depth."""
    inner = node.get("properties", {})
    return {*inner}.union(*map(fields, inner.values()), *([fields(node["items"])] if "items" in node else []))


@pytest.mark.parametrize(("kind", "anchor"), [("draw-plan", "plan-file"), ("draw-people", "people-file")])
def test_every_field_of_a_file_is_explained(kind: str, anchor: str) -> None:
    text = part(anchor)
    assert {name for name in fields(schema(kind)) if not re.search(rf"\b{name}\b", text)} == set()


def test_the_examples_of_the_guide_can_be_planned(tmp_path: Path) -> None:
    plan, given = example("方案.yaml"), example("人员.yaml")
    assert store.shape_faults("draw-plan", plan, "x") == []
    assert store.shape_faults("draw-people", given, "x") == []
    ids = [one["expert"] for one in (*given["recused"], *given["outside"])]
    names = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地"
    rows = [{**one, "employer": f"某市示例{names[i]}院", "level": "full-senior"} for i, one in enumerate(people(24))]
    for i, row in enumerate(rows):
        group = plan["groups"][i % 2]
        first, *second = group["specialties"][i // 2 % len(group["specialties"])]
        row |= {"specialty": [first, *(second or ["道路工程"])], "id": ids[i] if i < len(ids) else row["id"]}
    draw = Drawn(tmp_path / "r", json.loads(json.dumps(rows)), plan, given)
    made = draw.value["plan"]
    assert [(one["members"], one["alternates"]) for one in made["groups"]] == [(6, 2), (5, 1)]
    assert [one.get("excluded") for one in made["groups"]] == [{"recused": 1}, None]
    assert (made["limits"], made["quorum"], made["calls"]) == (plan["limits"], plan["quorum"], plan["calls"])


def test_the_tables_name_every_result_and_code() -> None:
    calls = part("calls")
    assert re.findall(r"(?m)^\| `([a-z][a-z-]+)` \|", calls) == list(RESULTS)
    first = re.findall(r"(?m)^\| ((?:D\d{3}、?)+) \|", part("findings"))
    assert sorted(code for cell in first for code in cell.split("、")) == [code for code in RULES if code.startswith("D")]


def test_reasons_of_the_method_are_those_of_the_program() -> None:
    rules = (registries.HERE.parent / "docs/guide/draw-rules.md").read_text(encoding="utf-8")
    assert all(f"`{code}` {said}" in rules for code, said in REASONS.items())
