"""Waivers 例外 (registry/waivers.yaml) as dataclasses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - `date` is the name of a field

from zhicheng.documents.yaml_reading import Value
from zhicheng.text import plain


@dataclass(frozen=True, slots=True)
class Waiver:
    """A waiver (获准的例外) of one rule for one committee, or for one expert of its roster; `until` is its last day."""

    committee: str
    rule: str
    expert: str | None
    reason: str | None
    granted_by: str
    date: Day
    until: Day


def waivers(value: Value) -> tuple[Waiver, ...]:
    """The waivers of a value that fits schemas/waivers.schema.json."""
    return tuple(
        Waiver(
            w["committee"],
            w["rule"],
            w.get("expert"),
            None if w.get("reason") is None else plain(w["reason"]),
            plain(w["granted_by"]),
            Day.fromisoformat(w["date"]),
            Day.fromisoformat(w["until"]),
        )
        for w in value["waivers"]
    )
