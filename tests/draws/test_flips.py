"""One bit of a public or sealed file, or one field: whatever is changed is found, and nothing in it makes the program fail."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from helpers.draw_world import COMMITTEE, NAME, Value, World
from helpers.registries import TODAY

from zhicheng.documents.finding import Pointer
from zhicheng.documents.schemas import fits
from zhicheng.documents.yaml_reading import Document
from zhicheng.drawing import history_checks, planning, sealed_checks, steps
from zhicheng.draws import files, public_checks
from zhicheng.draws.seating import chain
from zhicheng.errors import UserError
from zhicheng.registry.registry import Entry
from zhicheng.registry.vault_listing import DRAW_CALLS

pytestmark = pytest.mark.slow


def parts(value: Any, at: Pointer = ()) -> Iterator[tuple[Pointer, Any]]:
    """Every part of a value, of lists the first and the last, with its place."""
    if at:
        yield at, value
    if isinstance(value, dict):
        for key, one in value.items():
            yield from parts(one, (*at, key))
    elif isinstance(value, list):
        for i in sorted({0, len(value) - 1}):
            yield from parts(value[i], (*at, i))


def other(value: Any) -> Iterator[Any]:
    """Values that differ from a value by little."""
    if isinstance(value, list):
        yield value[:-1]
        yield [*value, value[-1]]
        yield value[::-1]
    elif isinstance(value, int):
        yield value + 1
        yield value - 1
        yield 999
    elif isinstance(value, str):
        yield value[:-1] + chr(ord(value[-1]) ^ 1)
        yield chr(ord(value[0]) ^ 1) + value[1:]


def with_part(value: Value, at: Pointer, made: Any) -> Value:
    """A copy of a value with another part; None takes it out."""
    copy: Any = json.loads(json.dumps(value))
    inner = copy
    for part in at[:-1]:
        inner = inner[part]
    if made is None:
        del inner[at[-1]]
    else:
        inner[at[-1]] = made
    return dict(copy)


def changes(value: Value, kind: str = "draw") -> list[tuple[Pointer, Value]]:
    """The value with one part changed or taken out, wherever it still has the shape of its kind."""
    made = [(at, with_part(value, at, new)) for at, part in parts(value) for new in (*other(part), None)]
    found = [(at, one) for at, one in made if one != value and fits(kind, one)]
    assert len(found) > (150 if kind == "draw" else 20)
    return found


def entry(value: Value) -> Entry[Value]:
    return Entry(value, Document(f"registry/draws/{NAME}.yaml", files.public_text(value), value))


def test_whatever_is_changed_in_the_public_file_is_found(world: World) -> None:
    """By everybody, without a key; a shape that is broken is found by `validate`. A signature more is no change."""
    value, loaded = world.value(), world.loaded
    assert history_checks.findings(loaded, entry(value)) == []
    for at, changed in changes(value):
        found = list(public_checks.of_draw(loaded, entry(changed)))
        if not found and len(changed.get("signed", ())) < 2:
            found = history_checks.findings(loaded, entry(changed))
            assert found, at
        assert {one.code[:2] for one in found} <= {"D2"}


def test_no_public_file_makes_the_sealed_checks_fail(world: World) -> None:
    """Whatever stands in it, they end with findings, and the next plan with words."""
    value, loaded = world.value(), world.loaded
    for at, changed in changes(value):
        if at[:2] in (("plan", "groups"), ("plan", "rosters"), ("plan", "limits")) or at[0] in ("result", "calls"):
            loaded.draws[0] = draw = entry(changed)
            found = [*public_checks.of_draw(loaded, draw), *sealed_checks.checked(loaded, world.keys, draw, TODAY).findings]
            assert found or at[:2] == ("result", "drawn_at"), at
            with contextlib.suppress(UserError):
                planning.sat_since(loaded, world.keys, COMMITTEE, "2026-01-01")


def test_nobody_is_called_by_a_changed_order(world: World) -> None:
    value, loaded = world.back_to("drawn").value(), world.loaded
    before = [(at, one) for at, one in changes(value) if at[0] == "plan" or at[:2] == ("result", "ranking") or at[-1] in ("seed", "value")]
    for _, changed in before:
        with pytest.raises(UserError, match=f"^{NAME} 密封的名单或者先后与公布的方案不符。请先用"):
            steps.calls(loaded, world.keys, changed)
    assert steps.calls(loaded, world.keys, value).now_due()


def test_whatever_is_changed_in_the_sealed_list_is_found(world: World) -> None:
    """By the centre, where whoever plans made everything agree with it. What is not judged: numbers, notes, and the words of a reason."""
    sealed, value, loaded = world.back_to("planned").opened(), world.value(), world.loaded
    for at, changed in changes(sealed, "sealed-draw"):
        if {*(place["group"] for place in changed["people"])} <= {"design", "works"}:
            world.agree(changed, json.loads(json.dumps(value)), count=False)
            loaded.draws[0] = draw = entry(world.value())
            found = [*public_checks.of_draw(loaded, draw), *sealed_checks.checked(loaded, world.keys, draw, TODAY).findings]
            other_order = all(sorted(map(str, changed[name])) == sorted(map(str, sealed[name])) for name in ("people", "excluded"))
            unjudged = "phones" in at or at[-1] == "note" or at[0] == "given" or other_order
            assert unjudged or any(one.severity == "error" for one in found), at


def test_no_sealed_calls_make_the_checks_fail(world: World) -> None:
    """Whatever is recorded, with a chain that belongs to it: they end with findings or without."""
    sealed, value, loaded = world.opened(DRAW_CALLS), world.value(), world.loaded
    codes = set()
    for _, changed in changes(sealed, "sealed-calls"):
        if changed["steps"]:
            world.reseal(changed, DRAW_CALLS)
            calls = {**value["calls"], "chain": chain(value["result"]["seed"], changed["steps"])}
            loaded.draws[0] = draw = entry({**value, "calls": calls})
            codes |= {one.code for one in sealed_checks.checked(loaded, world.keys, draw, TODAY).findings}
    assert codes == {"D207", "D306"}
