"""Exceptions granted (registry/waivers.yaml) as typed records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - `date` is the name of a field

from zhicheng.documents.yaml_reading import Value
from zhicheng.text import plain


@dataclass(frozen=True, slots=True)
class Waiver:
    """一项获准的例外：哪个评委会、哪条规则、谁准的、到哪天。"""

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
