"""Public files of draws, made by the method itself: as many groups as wanted, in every state. The people are hashes of numbers."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from helpers import registries

from zhicheng.documents.yaml_reading import Value
from zhicheng.draws import commitments, files, public_file, ranking, seating
from zhicheng.system.json_bytes import encoded

_CLOCK = "2026-09-{:02}T{}+08:00"


class Group(NamedTuple):
    """A group of a plan: how many are wanted, and how many take part."""

    id: str = "design"
    name: str = "设计与结构"
    members: int = 5
    alternates: int = 1
    candidates: int = 16


THREE = (Group(), Group("building", "施工与监理", 6, 2, 18), Group("budget", "市政与造价", 4, 1, 11))
DICE = {"source": "dice", "throws": 25, "at": _CLOCK.format(16, "10:00:00")}


def hexadecimal(*what: object) -> str:
    """64 hexadecimal digits, the same for the same parts."""
    return hashlib.sha256(repr(what).encode()).hexdigest()


def plan(groups: Sequence[Group] = THREE, **more: Value) -> Value:
    """The plan of a draw; `more` adds parts, or takes the place of others."""
    made = {
        "algorithm": commitments.ALGORITHM,
        "as_of": "2026-09-14",
        "planned_at": _CLOCK.format(14, "18:05:00"),
        "rosters": [{"key": "example-one", "sealed": hexadecimal("sealed"), "draw_key": hexadecimal("draw key")}],
        "groups": [
            {
                "id": one.id,
                "name": one.name,
                "series": "engineering",
                "specialties": [["建筑工程", "城市规划"], ["市政工程"]],
                "levels": ["associate-senior", "full-senior"],
                "members": one.members,
                "alternates": one.alternates,
                "pool": one.candidates + 3,
                "excluded": {"recused": 2, "retired": 1},
                "candidates": sorted(hexadecimal("order", one.id, i) for i in range(one.candidates)),
            }
            for one in groups
        ],
        "list": sorted(hexadecimal("list", one.id, i) for one in groups for i in range(one.candidates)),
        "randomness": DICE,
        "calls": {"attempts": 2, "minutes": 30},
        "supervisor": {"holder": "示例纪检监察组", "key": "age1" + "q" * 58, "nonce": hexadecimal("nonce")},
        "sealed": {"sha256": hexadecimal("list of names"), "size": 4096},
    }
    return {**made, **more}


def draw(
    state: str = public_file.CLOSED,
    groups: Sequence[Group] = THREE,
    committee: str = "example-one",
    number: int = 1,
    lost: float = 0.3,
    **more: Value,
) -> Value:
    """The public file of a draw in a state; of those called a share of `lost` declines or cannot be reached. `more` are parts of the plan.

    A cancelled draw was cancelled before its randomness.
    """
    made = {"committee": committee, "number": number, "plan": plan(groups, **more)}
    digest = public_file.digest(made)
    made["code"] = commitments.short_code(digest)
    if state == public_file.CANCELLED:
        return {**made, "cancelled": {"date": "2026-09-15", "reason": "会议改期"}}
    if state == public_file.PLANNED:
        return made
    chance = random.Random(f"{committee} {number} {lost}")
    value = value_of(made["plan"]["randomness"], chance)
    made["result"] = result(made, value)
    made["signed"] = [{"what": "plan", "date": "2026-09-14", "by": "主持人和纪检人员 2 人"}]
    if state == public_file.DRAWN:
        return made
    made["calls"] = _calls(made, chance, lost, close=state != public_file.CALLING)
    if state == public_file.PUBLISHED:
        made["published"] = "2026-10-10"
    return made


def value_of(randomness: Value, chance: random.Random) -> str:
    """A value of a source as the method writes it."""
    if randomness["source"] == "dice":
        return "".join(str(chance.randint(1, 6)) for _ in range(randomness["throws"]))
    if randomness["source"] == "lottery":
        return "/".join(f"{one['name']} {one['issue']} 03-08-14-22-27-31+09" for one in randomness["draws"])
    return hexadecimal("drand", chance.random()) + hexadecimal("beacon")[:32]


def result(made: Value, value: str) -> Value:
    """What `draw run` writes for a value."""
    seed = ranking.seed(files.draw_id(made), public_file.digest(made), value)
    order = {one["id"]: ranking.ranking(seed, one["id"], len(one["candidates"])) for one in made["plan"]["groups"]}
    return {"drawn_at": _CLOCK.format(16, "10:05:00"), "value": value, "seed": seed, "ranking": order}


def _calls(made: Value, chance: random.Random, lost: float, close: bool) -> Value:
    """The calls, from the first to the last, as `draw call` records them."""
    facts = {
        one["id"]: [seating.Facts(f"单位{i % 7}", i % 3 == 0, i % 4 == 0) for i in range(len(one["candidates"]))]
        for one in made["plan"]["groups"]
    }
    seats, steps, now = seating.Seating(made["plan"], facts), list[Value](), datetime.fromisoformat(_CLOCK.format(16, "10:20:00"))

    def record(kind: str, **fields: Value) -> None:
        nonlocal now
        now += timedelta(minutes=30 if kind == "no-answer" else 2)
        people = {"caller": "甲", "witness": "乙", "salt": hexadecimal("step", len(steps))}
        step = {"n": len(steps) + 1, "at": now.isoformat(), "kind": kind, **fields, **people}
        seats.apply(step)
        steps.append(step)

    while there := seats.may_be_called():
        group, index = there[0]
        place = {"group": group, "rank": index + 1}
        if chance.random() >= lost:
            record("confirmed", **place)
        elif chance.random() < 0.5:
            record("declined", **place, reason="duty")
        else:
            for _ in range(made["plan"]["calls"]["attempts"]):
                record("no-answer", **place)
        if not close and len(steps) > 5:
            break
    if not close:
        return {"chain": seating.chain(made["result"]["seed"], steps)}
    seated = sum(states.count(seating.MEMBER) for states in seats.states.values())
    record("closed", present=max(0, seated - 1), note="打完了")
    closed = {"at": now.isoformat(), "present": max(0, seated - 1), "ranks": seats.ranks()}
    if seats.relaxed:
        closed["relaxed"] = seats.relaxed
    return {"chain": seating.chain(made["result"]["seed"], steps), "closed": closed}


def of_every_state(committee: str = "example-one") -> list[Value]:
    """A draw in each state: numbers 1 to 6, in the order of public_file.STATES, and a number 8, so that 7 is missing."""
    lottery = {
        "source": "lottery",
        "draws": [{"name": "双色球", "issue": "2026107"}, {"name": "大乐透", "issue": "26107"}],
        "at": _CLOCK.format(15, "21:15:00"),
    }
    drand = {"source": "drand", "beacon": "quicknet", "round": 12345678, "at": _CLOCK.format(16, "10:00:00")}
    limits = {"limits": {"per_employer": 3, "outside": 4, "young": 3}, "quorum": 12, "meeting": "2026-09-20", "rest": "2025-09-14"}
    parts: dict[str, Value] = {
        public_file.DRAWN: {"randomness": lottery},
        public_file.CALLING: {"randomness": drand},
        public_file.CLOSED: limits,
    }
    found = [draw(state, committee=committee, number=i, **parts.get(state, {})) for i, state in enumerate(public_file.STATES, 1)]
    return [*found, draw(committee=committee, number=8, groups=THREE[:1], lost=0.9)]


def write(root: Path, made: Value) -> Path:
    """Writes a public file into the registry under `root` and returns its path."""
    return registries.write(root, f"registry/draws/{files.draw_id(made)}.yaml", encoded(made) + b"\n")  # JSON is YAML


def lay(root: Path, committee: str = "example-one") -> Path:
    """Lays a draw in each state into the registry under `root`, and returns it."""
    for made in of_every_state(committee):
        write(root, made)
    return root
