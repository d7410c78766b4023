"""Which findings a change brings, and which errors are there only because the last day of a waiver has passed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from zhicheng.documents.finding import Finding
from zhicheng.registry.records.waiver import Waiver
from zhicheng.registry.registry import Registry
from zhicheng.rules.engine import check

_Key = tuple[str, str, str, str, str]
_INDEX = re.compile(r"/[0-9]+(?=/|$)")


def key(finding: Finding, moved: Mapping[str, str]) -> _Key:
    """What makes two findings the same: all but the line, and the number of an item in a list, which an item put before it changes.

    `moved` gives the new path of each moved file by its old one.
    """
    place = _INDEX.sub("/*", finding.pointer)
    return (finding.code, finding.severity, moved.get(finding.file, finding.file), place, finding.message)


def additional(
    found: Iterable[Finding], known: Iterable[Finding], moved: Mapping[str, str], known_moved: Mapping[str, str]
) -> list[Finding]:
    """The findings that are not among the known ones; repeated findings are counted."""
    left = Counter(key(finding, known_moved) for finding in known)
    beyond = []
    for finding in found:
        same = key(finding, moved)
        left[same] -= 1
        if left[same] < 0:
            beyond.append(finding)
    return beyond


def marked(findings: list[Finding], after: Registry, before: Registry, today: date) -> list[Finding]:
    """The findings of a registry, with those marked that were there `before` the change, in the same record and place.

    Both sides are judged as of today, so that what came because a day passed was there before.
    """
    was = [finding for finding in check(before, today).findings if not _replaced(finding, before, after)]
    brought = set(map(id, additional(findings, was, {}, _moved(before, after))))
    return [finding if id(finding) in brought else replace(finding, before=True) for finding in findings]


def _moved(before: Registry, after: Registry) -> dict[str, str]:
    """The new path of each committee's record that lies in another folder, by its old one."""
    now = {entry.record.id: entry.path for entry in after.committees}
    return {entry.path: now[entry.record.id] for entry in before.committees if now.get(entry.record.id, entry.path) != entry.path}


def _replaced(finding: Finding, before: Registry, after: Registry) -> bool:
    """Whether the line with a private value, which no message repeats, is no longer there: then another value may stand in its place."""
    if not finding.code.startswith("P"):
        return False
    was, now = (registry.document(finding.file) for registry in (before, after))
    return was is None or now is None or was.text.splitlines()[finding.line - 1] not in now.text.splitlines()


@dataclass(frozen=True, slots=True)
class Overdue:
    """An error that a waiver covered until it ended."""

    waiver: Waiver
    finding: Finding


@dataclass(frozen=True, slots=True)
class AfterWaivers:
    """Errors that a waiver which has ended would cover, as the registry is now, by why they are there.

    `by_time`: only because the last day of the waiver has passed. `by_change`: on that day the registry had not this error, or not this
    waiver. `unknown`: it is not known what the registry was on that day.
    """

    by_time: tuple[Overdue, ...] = ()
    by_change: tuple[Overdue, ...] = ()
    unknown: tuple[Overdue, ...] = ()


def after_waivers(registry: Registry, findings: Iterable[Finding], today: date) -> list[Overdue]:
    """The errors among the findings of `today` that a waiver would have covered on its last day, as the registry is now.

    The registry is judged again as of the last day of each waiver that has ended and names the rule of an error.
    """
    errors = [finding for finding in findings if finding.severity == "error"]
    codes = {finding.code for finding in errors}
    ended = () if registry.waivers is None else registry.waivers.record
    days = {waiver.until for waiver in ended if waiver.until < today and waiver.rule in codes}
    covered: dict[_Key, Waiver] = {}
    for day in sorted(days):  # where several waivers covered an error, the last one counts
        covered |= {key(finding, {}): waiver for waiver, finding in check(registry, day).waived if waiver.until == day}
    return [Overdue(covered[key(finding, {})], finding) for finding in errors if key(finding, {}) in covered]


def told_apart(found: Iterable[Overdue], registry: Registry, on_day: Callable[[date], Registry | None]) -> AfterWaivers:
    """Why these errors are there. `on_day` gives the registry as it was at the end of a day, None where that is not known.

    A waiver that ended then covered the same error then: nothing of it has been changed since. A message names the value that is wrong.
    """
    covered: dict[date, set[tuple[Waiver, _Key]] | None] = {}
    sides: dict[bool | None, list[Overdue]] = {True: [], False: [], None: []}
    for one in found:
        day = one.waiver.until
        if day not in covered:
            then = on_day(day)
            waived = [] if then is None else check(then, day).waived
            moved = {} if then is None else _moved(then, registry)
            covered[day] = None if then is None else {(_bare(waiver), key(finding, moved)) for waiver, finding in waived}
        known = covered[day]
        sides[None if known is None else (_bare(one.waiver), key(one.finding, {})) in known].append(one)
    return AfterWaivers(*(tuple(sides[side]) for side in (True, False, None)))


def _bare(waiver: Waiver) -> Waiver:
    """A waiver without what may be put in other words afterwards."""
    return replace(waiver, reason=None, granted_by="")
