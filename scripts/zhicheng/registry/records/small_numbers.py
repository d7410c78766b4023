"""Numbers of people under five are not published, nor what would give them away: the one place that decides which.

A group are the parts of a known sum: the levels of a pool, its first-level specialties, the second-level ones of a first-level one. In a
group with small parts

- the small ones are named as under five; each of them has somebody, so each is 1 to 4 for a reader;
- where their sum alone says too much, the part that follows the first small one is withheld too. Which one that is does not depend on how
  large the parts are, since a choice by size would say something of the size;
- where not even that helps, and always where the sum is under twice five, the group is not divided at all: not even its parts are named.

So a reader who knows this program still has two values at least for each number that is not published.
`tests/registry/test_small_numbers.py` tries all small tables, and works back what it can from whole registries.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhicheng.documents.yaml_reading import Value

SMALL = 5  # numbers of people under this are not published
_SLACK = 2  # the least distance between bounds that others can work out


@dataclass(frozen=True, slots=True)
class Parts:
    """What is published of a group: numbers, and the parts that are named without one. Empty where the group is not divided."""

    shown: dict[str, int]
    under_five: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


def divided(total: int, parts: Mapping[str, int]) -> Parts:
    """What may be published of parts of a published sum; parts without anybody are left out."""
    named = {key: number for key, number in parts.items() if number}
    small = [key for key, number in named.items() if number < SMALL]
    if not small:
        return Parts(named)
    if total < 2 * SMALL:
        return Parts({})
    most, found = (SMALL - 1) * len(small), sum(named[key] for key in small)
    withheld: tuple[str, ...] = ()
    if len(small) == 1 or not len(small) + _SLACK <= found <= most - _SLACK:
        keys = sorted(named)  # whatever order a file has: two choices for the same numbers would say more than one
        start = keys.index(min(small))
        following = next((key for key in (*keys[start:], *keys[:start]) if key not in small), None)
        if following is None or (found == len(small) and named[following] == SMALL):
            return Parts({})
        withheld = (following,)
    shown = {key: number for key, number in named.items() if key not in (*small, *withheld)}
    return Parts(shown, tuple(small), withheld)


def of_round(active: int, removed: int, earlier: Iterable[Value] = ()) -> Value:
    """What may be published of the totals of a round: `active` and `removed`, or their names in `under_five` or `withheld`.

    `earlier` are the rounds before, as published. Who leaves the pool stays in it as removed: where `active` has become smaller, somebody
    was removed, and from a number published now the earlier one could be worked out.
    """
    if active < SMALL:
        return {"under_five": ["active"], "withheld": ["removed"]}
    before = [*earlier]
    gone = _gone(before, active)
    result: Value = {"active": active}
    if any("active" not in past for past in before):  # everybody of that round is here or removed: the sum would bound a small pool
        result["withheld"] = ["removed"]
    elif removed < SMALL:
        result["under_five" if gone <= _SLACK else "withheld"] = ["removed"]
    elif removed >= gone + _SLACK:
        result["removed"] = removed
    else:
        result["withheld"] = ["removed"]
    return result


def _gone(before: Sequence[Value], active: int) -> int:
    """How many at the least were removed since the first round whose `removed` is not published: what `active` fell by, round by round."""
    since = next((i for i, past in enumerate(before) if "removed" not in past), len(before))
    sizes = [*(past["active"] for past in before[since:] if "active" in past), active]
    return sum(max(0, earlier - later) for earlier, later in itertools.pairwise(sizes))


def history(rounds: Iterable[Value]) -> list[Value]:
    """The totals of rounds, oldest first, as they may be published; what is hidden already stays so."""
    found: list[Value] = []
    for past in rounds:
        whole = "active" in past and "removed" in past
        found.append({"round": past["round"], **of_round(past["active"], past["removed"], found)} if whole else dict(past))
    return found


def is_whole(counts: Value) -> bool:
    """Whether counts hold every number: those of a roster just counted, or of a file from before small numbers were hidden."""
    return "by_first" not in counts


def published(counts: Value, earlier: Sequence[Value] = ()) -> Value:
    """The counts that may be published of those of a whole roster (`sealed_roster.counts`); counts that are not whole stay as they are, but
    for small numbers that somebody wrote into them.

    `earlier` are the rounds before, as published.
    """
    if not is_whole(counts) or "active" not in counts:
        return _without_small(counts)
    whole = of_round(counts["active"], counts.get("removed", 0), earlier)
    hidden: dict[str, Value] = {name: {"totals": whole[name]} if name in whole else {} for name in ("under_five", "withheld")}
    given: Value = {name: whole[name] for name in ("active", "removed") if name in whole}
    result: Value = {**given, "by_level": {}, "by_first": {}, "by_specialty": {}}
    if "active" in whole:
        _add_levels(counts, result, hidden)
        _add_specialties(counts, result, hidden)
        _add_young(counts, result, hidden)
    return result | {name: named for name, named in hidden.items() if named}


def _without_small(counts: Value) -> Value:
    kept = {name: item for name, item in counts.items() if not (isinstance(item, int) and item < SMALL)}
    return {name: _without_small(item) if isinstance(item, dict) else item for name, item in kept.items()}


def totals(counts: Value, earlier: Sequence[Value]) -> Value:
    """The totals of a public file as an item of a history: numbers, and the names of those that are not published."""
    now = published(counts, earlier)
    found: Value = {name: now[name] for name in ("active", "removed") if name in now}
    for name in ("under_five", "withheld"):
        if named := [one for one in now.get(name, {}).get("totals", ()) if one in ("active", "removed")]:
            found[name] = named
    return found


def _add_levels(counts: Value, result: Value, hidden: dict[str, Value]) -> None:
    part = divided(counts["active"], counts.get("by_level", {}))
    result["by_level"] = part.shown
    for name, keys in (("under_five", part.under_five), ("withheld", part.withheld)):
        if keys:
            hidden[name]["by_level"] = [*keys]


def _add_specialties(counts: Value, result: Value, hidden: dict[str, Value]) -> None:
    """The first-level specialties of all series are one group; each that is published is divided into its second-level ones."""
    places = [(series, first) for series, firsts in counts.get("by_specialty", {}).items() for first in firsts]
    at = {f"{series}/{first}": (series, first) for series, first in places}
    sums = {key: sum(counts["by_specialty"][series][first].values()) for key, (series, first) in at.items()}
    firsts = divided(counts["active"], sums)
    for key, number in firsts.shown.items():
        series, first = at[key]
        result["by_first"].setdefault(series, {})[first] = number
        seconds = divided(number, counts["by_specialty"][series][first])
        if seconds.shown:
            result["by_specialty"].setdefault(series, {})[first] = seconds.shown
        for name, keys in (("under_five", seconds.under_five), ("withheld", seconds.withheld)):
            if keys:
                hidden[name].setdefault("by_specialty", {}).setdefault(series, {})[first] = [*keys]
    for name, given in (("under_five", firsts.under_five), ("withheld", firsts.withheld)):
        for key in given:
            series, first = at[key]
            hidden[name].setdefault("by_first", {}).setdefault(series, []).append(first)


def _add_young(counts: Value, result: Value, hidden: dict[str, Value]) -> None:
    if "young" not in counts:
        return
    young, others = counts["young"], counts["active"] - counts["young"]
    if young >= SMALL and others >= SMALL:
        result["young"] = young
    else:
        certain = young < SMALL and counts["active"] >= 2 * SMALL
        hidden["under_five" if certain else "withheld"].setdefault("totals", []).append("young")


def bounds(shown: Iterable[int], under_five: int = 0, withheld: int = 0) -> tuple[float, float]:
    """What parts may add up to: the least and the most, by the published numbers and by how many parts are named without one."""
    known = sum(shown)
    return known + under_five + SMALL * withheld, math.inf if withheld else known + (SMALL - 1) * under_five


def small_ones(value: object) -> bool:
    """Whether a number of 1 to 4 stands anywhere in counts as written."""
    if isinstance(value, dict):
        return any(small_ones(item) for item in value.values())
    return isinstance(value, int) and 0 < value < SMALL


def people(number: int) -> str:
    """A number of people for a message that others may see: ` 12 人` with the space before, or 少于 5 人."""
    return f" {number} 人" if number >= SMALL else f"少于 {SMALL} 人"
