"""What the public file of a draw (schemas/draw.schema.json) says: how far the draw is, and how many people stand how. Never who.

`draw` is always the value of such a file. Nothing here reads files or the clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from zhicheng.documents.schemas import field_at, field_label, schema
from zhicheng.documents.yaml_reading import Value
from zhicheng.draws import seating
from zhicheng.draws.commitments import plan_digest

MEMBER, UNCALLED = seating.MEMBER, seating.UNCALLED
PLANNED, DRAWN, CALLING, CLOSED, PUBLISHED, CANCELLED = "planned", "drawn", "calling", "closed", "published", "cancelled"
STATES = {
    PLANNED: "方案已公布",
    DRAWN: "已排出先后",
    CALLING: "正在打电话",
    CLOSED: "已封存",
    PUBLISHED: "评审结果已公示",
    CANCELLED: "已取消",
}
# What may become of a rank, in the order in which it is told (docs/guide/draw-rules.md, chapter 5).
RANKS = {
    seating.MEMBER: "应到",
    seating.ALTERNATE: "候补",
    seating.DECLINED: "不能到会",
    seating.UNREACHABLE: "联系不上",
    seating.ABSENT: "缺席",
    seating.UNANSWERED: "没有打通",
    seating.PASSED: "因限额被越过",
    seating.UNCALLED: "没有打",
}
_NOT_CALLED = (seating.PASSED, seating.UNCALLED)


def state(draw: Value) -> str:
    """How far a draw is: one of STATES. A draw that was cancelled is that, however far it had come."""
    if "cancelled" in draw:
        return CANCELLED
    if "published" in draw:
        return PUBLISHED
    if "calls" in draw:
        return CLOSED if "closed" in draw["calls"] else CALLING
    return DRAWN if "result" in draw else PLANNED


def digest(draw: Value) -> str:
    """The digest of its plan, from which the short code is made."""
    return plan_digest(draw["committee"], draw["number"], draw["plan"])


def ranks(draw: Value) -> dict[str, list[str]]:
    """What became of each rank, by group; empty until the calls are closed."""
    found: dict[str, list[str]] = draw.get("calls", {}).get("closed", {}).get("ranks", {})
    return found


def counts(draw: Value) -> dict[str, Counter[str]]:
    """How many ranks of each group are how, by the id of the group in the order of the plan; empty until the calls are closed."""
    closed = ranks(draw)
    return {group["id"]: Counter(closed.get(group["id"], ())) for group in draw["plan"]["groups"]} if closed else {}


def called(count: Counter[str]) -> int:
    """How many of those counted were called, whether they answered or not."""
    return count.total() - sum(count[one] for one in _NOT_CALLED)


def reasons() -> dict[str, str]:
    """Why experts of the pool do not take part: the Chinese of each code, as the schema has it."""
    root = schema("draw")
    place = ("plan", "groups", 0, "excluded")
    return {code: field_label(root, (*place, code)) for code in field_at(root, place)["properties"]}


def excluded(draw: Value) -> dict[str, dict[str, int]]:
    """How many experts of the pool do not take part: by reason, then by the id of the group; in the order of the plan."""
    found: dict[str, dict[str, int]] = {}
    for group in draw["plan"]["groups"]:
        for reason, number in group.get("excluded", {}).items():
            found.setdefault(reason, {})[group["id"]] = number
    return found


def missing_numbers(draws: Iterable[Value]) -> dict[str, list[int]]:
    """The numbers that are not there of each committee, from 1 to its last draw: a draw is cancelled, never taken away."""
    numbers: dict[str, set[int]] = {}
    for draw in draws:
        numbers.setdefault(draw["committee"], set()).add(draw["number"])
    found = {committee: sorted({*range(1, max(there))} - there) for committee, there in numbers.items()}
    return {committee: gaps for committee, gaps in sorted(found.items()) if gaps}
