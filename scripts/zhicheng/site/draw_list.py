"""The draws of a registry, and what is said of each: for their pages, the API and the table. Only what their public files hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zhicheng.documents.yaml_reading import Value
from zhicheng.draws import files, public_file, rates
from zhicheng.registry.public_record import given
from zhicheng.registry.registry import Registry


@dataclass(frozen=True, slots=True)
class ListedDraw:
    """A draw among the others: the value of its public file and where that lies, its id and state.

    `rate` is None until the calls are closed; `others` is that of the other draws together.
    """

    value: Value
    path: str
    id: str
    state: str
    rate: rates.Rate | None
    others: rates.Rate

    @property
    def far_above(self) -> bool:
        """Whether more of those called declined or could not be reached than chance explains, by what the others say."""
        return self.rate is not None and rates.far_above(self.rate, self.others)

    def whole(self) -> dict[str, Any]:
        """The value of the public file with the id and the digest of the plan."""
        return {"id": self.id, "digest": public_file.digest(self.value), **self.value}


def listed_draws(registry: Registry) -> list[ListedDraw]:
    """Every draw, by committee and number; the first of a repeated id."""
    first: dict[str, tuple[Value, str]] = {}
    for entry in registry.draws:
        first.setdefault(files.draw_id(entry.record), (entry.record, entry.path))
    rate_of = {key: rates.rate(value) for key, (value, _) in first.items()}
    every = rates.together(rate for rate in rate_of.values() if rate is not None)
    found = []
    for key, (value, path) in sorted(first.items(), key=lambda item: (item[1][0]["committee"], item[1][0]["number"])):
        own = rate_of[key] or rates.Rate(0, 0)
        others = rates.Rate(every.unavailable - own.unavailable, every.called - own.called)
        found.append(ListedDraw(value, path, key, public_file.state(value), rate_of[key], others))
    return found


def published(registry: Registry) -> dict[str, Any]:
    """What draws.json holds beside the version: an entry for each draw, and the numbers that are missing by committee."""
    every = listed_draws(registry)
    missing = public_file.missing_numbers(one.value for one in every)
    return {"draws": [_entry(one) for one in every], "missing": [{"committee": key, "numbers": gaps} for key, gaps in missing.items()]}


def _entry(one: ListedDraw) -> dict[str, Any]:
    value = one.value
    closed = value.get("calls", {}).get("closed", {})
    return given(
        id=one.id,
        committee=value["committee"],
        number=value["number"],
        state=one.state,
        code=value["code"],
        planned_at=value["plan"]["planned_at"],
        random_at=value["plan"]["randomness"]["at"],
        drawn_at=value.get("result", {}).get("drawn_at"),
        closed_at=closed.get("at"),
        published=value.get("published"),
        cancelled=value.get("cancelled"),
        present=closed.get("present"),
        groups=list(_groups(value)),
        rate=None if one.rate is None else {"called": one.rate.called, "unavailable": one.rate.unavailable, "far_above": one.far_above},
    )


def _groups(value: Value) -> Iterator[dict[str, Any]]:
    """The groups of a draw, each with its numbers, and with the counts of the calls once they are closed."""
    counts = public_file.counts(value)
    for group in value["plan"]["groups"]:
        said = {key: group[key] for key in ("id", "name", "members", "alternates", "pool")}
        said["candidates"] = len(group["candidates"])
        if counts:
            said["counts"] = {state: counts[group["id"]][state] for state in public_file.RANKS if counts[group["id"]][state]}
        yield said


def rows(registry: Registry) -> Iterator[tuple[str | int | None, ...]]:
    """The rows of the table: one for each group of each draw, with a number for each state of a rank once the calls are closed."""
    for one in listed_draws(registry):
        counts = public_file.counts(one.value)
        for group in one.value["plan"]["groups"]:
            named = (one.id, one.value["committee"], one.value["number"], one.state, group["id"], group["name"])
            wanted = (group["members"], group["alternates"], group["pool"], len(group["candidates"]))
            yield (*named, *wanted, *(counts[group["id"]][state] if counts else None for state in public_file.RANKS))
