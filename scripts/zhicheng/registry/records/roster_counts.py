"""The public counts of a roster (registry/rosters/<key>.yaml) as dataclasses."""

from __future__ import annotations

from dataclasses import dataclass

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.committee import Sealed, sealed


@dataclass(frozen=True, slots=True)
class RoundCount:
    """The numbers of experts of a past round."""

    round: str
    active: int
    removed: int


MIN_POOL_FOR_AGE = 5  # a count by age in a smaller pool could identify a person


def roster_key(committee: str | None, area: str | None) -> str:
    """The name of a roster's files: the committee's id, or employer-<area>."""
    return committee or f"employer-{area}"


@dataclass(frozen=True, slots=True)
class RosterCounts:
    """The public numbers of experts in a roster (专家名册). No names."""

    committee: str | None
    area: str | None
    round: str
    sealed: Sealed | None
    active: int
    removed: int
    by_level: dict[str, int]
    by_specialty: dict[str, dict[str, dict[str, int]]]
    young: int | None
    history: tuple[RoundCount, ...] = ()

    @property
    def key(self) -> str:
        return roster_key(self.committee, self.area)

    @property
    def counts(self) -> tuple[object, ...]:
        """All that is counted of the sealed roster."""
        return self.active, self.removed, self.by_level, self.by_specialty, self.young


def roster_counts(value: Value) -> RosterCounts:
    """Counts from a value that fits schemas/roster.schema.json."""
    counts = value["counts"]
    return RosterCounts(
        committee=value.get("committee"),
        area=value.get("area"),
        round=value["round"],
        sealed=sealed(value.get("sealed")),
        active=counts["active"],
        removed=counts.get("removed", 0),
        by_level=counts.get("by_level", {}),
        by_specialty=counts.get("by_specialty", {}),
        young=counts.get("young"),
        history=tuple(RoundCount(past["round"], past["active"], past["removed"]) for past in value.get("history", ())),
    )
