"""The public keys (registry/recipients.yaml) that rosters and contacts are sealed to, as dataclasses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhicheng.documents.yaml_reading import Value
from zhicheng.text import plain

ROLES = {"centre": "中心", "prefecture": "地市、区县", "committee": "评审委员会自己", "supervisor": "监督"}


@dataclass(frozen=True, slots=True)
class Recipient:
    """A public key: which office holds its private half, and for what.

    A key with a `committee` is for that committee alone, one with an `area` for what lies in it. `since` and `until` are its first and last
    day, None where there is no such bound.
    """

    key: str
    holder: str
    role: str
    area: str | None = None
    committee: str | None = None
    since: date | None = None
    until: date | None = None

    def in_use(self, today: date) -> bool:
        """Whether files are sealed to the key on a day."""
        return (self.since is None or self.since <= today) and (self.until is None or today <= self.until)


def recipients(value: Value) -> tuple[Recipient, ...]:
    """The keys of a value that fits schemas/recipients.schema.json."""
    return tuple(
        Recipient(
            one["key"],
            plain(one["holder"]),
            one["role"],
            one.get("area"),
            one.get("committee"),
            date.fromisoformat(one["since"]),
            date.fromisoformat(one["until"]) if "until" in one else None,
        )
        for one in value["recipients"]
    )
