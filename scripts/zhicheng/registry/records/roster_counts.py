"""The public counts of a roster (registry/rosters/<key>.yaml) as dataclasses, without small numbers, whenever it was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records import small_numbers
from zhicheng.registry.records.committee import Sealed, sealed

Levels = dict[str, int]
Firsts = dict[str, dict[str, int]]  # series → first-level specialty → number
Seconds = dict[str, dict[str, dict[str, int]]]  # series → first-level specialty → second-level specialty → number


@dataclass(frozen=True, slots=True)
class RoundCount:
    """The numbers of experts of a past round; None where a number is not published. `under_five` names those that are under five."""

    round: str
    active: int | None
    removed: int | None
    under_five: tuple[str, ...] = ()


def roster_key(committee: str | None, area: str | None) -> str:
    """The name of a roster's files: the committee's id, or employer-<area>."""
    return committee or f"employer-{area}"


@dataclass(frozen=True, slots=True)
class Unpublished:
    """The parts of counts that are named without a number: `totals` are active, removed and young."""

    totals: tuple[str, ...] = ()
    by_level: tuple[str, ...] = ()
    by_first: dict[str, list[str]] = field(default_factory=dict)
    by_specialty: dict[str, dict[str, list[str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RosterCounts:
    """The public numbers of experts in a roster (专家名册). No names. A number not published is None, or not in its mapping."""

    committee: str | None
    area: str | None
    round: str
    sealed: Sealed | None
    active: int | None
    removed: int | None
    by_level: Levels
    by_first: Firsts
    by_specialty: Seconds
    young: int | None
    under_five: Unpublished
    withheld: Unpublished
    history: tuple[RoundCount, ...] = ()
    written: Value = field(default_factory=dict)  # the counts as the file has them; a file from before may hold small numbers
    retired: date | None = None  # when the sealed roster of a withdrawn committee was deleted; the numbers are its last ones

    @property
    def key(self) -> str:
        return roster_key(self.committee, self.area)

    @property
    def counts(self) -> tuple[object, ...]:
        """All that is published of the sealed roster's numbers."""
        hidden = (self.under_five, self.withheld)
        return self.active, self.removed, self.by_level, self.by_first, self.by_specialty, self.young, hidden

    @property
    def names_of_levels(self) -> tuple[str, ...]:
        """The levels that have experts; none where the pool is not divided by level."""
        return (*self.by_level, *self.under_five.by_level, *self.withheld.by_level)

    @property
    def names_of_firsts(self) -> tuple[tuple[str, str], ...]:
        """The first-level specialties that have experts, each with its series; without those of a pool that is not divided."""
        given = (self.by_first, self.under_five.by_first, self.withheld.by_first)
        return tuple(dict.fromkeys((series, first) for firsts in given for series, names in firsts.items() for first in names))

    def names_of_seconds(self, series: str, first: str) -> tuple[str, ...]:
        """The second-level specialties that have experts; none where the first-level one is not divided."""
        given = (self.by_specialty, self.under_five.by_specialty, self.withheld.by_specialty)
        return tuple(name for seconds in given for name in seconds.get(series, {}).get(first, ()))


def roster_counts(value: Value) -> RosterCounts:
    """Counts from a value that fits schemas/roster.schema.json."""
    past = small_numbers.history(value.get("history", ()))
    counts = small_numbers.published(value["counts"], past)
    return RosterCounts(
        committee=value.get("committee"),
        area=value.get("area"),
        round=value["round"],
        sealed=sealed(value.get("sealed")),
        active=counts.get("active"),
        removed=counts.get("removed"),
        by_level=counts.get("by_level", {}),
        by_first=counts.get("by_first", {}),
        by_specialty=counts.get("by_specialty", {}),
        young=counts.get("young"),
        under_five=_unpublished(counts.get("under_five", {})),
        withheld=_unpublished(counts.get("withheld", {})),
        history=tuple(RoundCount(one["round"], one.get("active"), one.get("removed"), tuple(one.get("under_five", ()))) for one in past),
        written=value["counts"],
        retired=date.fromisoformat(value["retired"]) if "retired" in value else None,
    )


def _unpublished(value: Value) -> Unpublished:
    return Unpublished(
        tuple(value.get("totals", ())), tuple(value.get("by_level", ())), value.get("by_first", {}), value.get("by_specialty", {})
    )
