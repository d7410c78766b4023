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
    """What two findings must have in common to count as the same: everything but the line and the indexes of list items, which change where
    an item is inserted before.

    `moved` gives the new path of each moved file by its old one.
    """
    place = _INDEX.sub("/*", finding.pointer)
    return (finding.code, finding.severity, moved.get(finding.file, finding.file), place, finding.message)


def additional(
    found: Iterable[Finding], known: Iterable[Finding], moved: Mapping[str, str], known_moved: Mapping[str, str]
) -> list[Finding]:
    """The findings in `found` that are not in `known`. One that occurs more often than there is additional as often as that."""
    left = Counter(key(finding, known_moved) for finding in known)
    beyond = []
    for finding in found:
        same = key(finding, moved)
        left[same] -= 1
        if left[same] < 0:
            beyond.append(finding)
    return beyond


def marked(findings: list[Finding], after: Registry, before: Registry, today: date) -> list[Finding]:
    """The findings of the registry `after` a change; those that the registry `before` had as well, in the same record and place, are
    marked.

    Both are judged as of today, so that findings due to the date alone count as there before.
    """
    was = [finding for finding in check(before, today).findings if not _replaced(finding, before, after)]
    brought = set(map(id, additional(findings, was, {}, _moved(before, after))))
    return [finding if id(finding) in brought else replace(finding, before=True) for finding in findings]


def _moved(before: Registry, after: Registry) -> dict[str, str]:
    """The new path of each committee's record that is in another folder now, by its old path."""
    now = {entry.record.id: entry.path for entry in after.committees}
    return {entry.path: now[entry.record.id] for entry in before.committees if now.get(entry.record.id, entry.path) != entry.path}


def _replaced(finding: Finding, before: Registry, after: Registry) -> bool:
    """Whether the line of a finding on a private value is gone. Messages do not repeat such values, so an equal finding may be about
    another value.
    """
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
    """Errors that are not covered any more because their waiver has ended, by cause.

    `by_time`: nothing but the date has changed since the last day of the waiver. `by_change`: on that day the registry did not have this
    error, or this waiver. `unknown`: the registry of that day is not known.
    """

    by_time: tuple[Overdue, ...] = ()
    by_change: tuple[Overdue, ...] = ()
    unknown: tuple[Overdue, ...] = ()


def after_waivers(registry: Registry, findings: Iterable[Finding], today: date) -> list[Overdue]:
    """The errors among the findings of `today` that a waiver would cover if it had not ended.

    For each waiver that has ended and names the rule of an error, the registry as it is now is judged as of the waiver's last day.
    """
    errors = [finding for finding in findings if finding.severity == "error"]
    codes = {finding.code for finding in errors}
    ended = () if registry.waivers is None else registry.waivers.record
    days = {waiver.until for waiver in ended if waiver.until < today and waiver.rule in codes}
    covered: dict[_Key, Waiver] = {}
    for day in sorted(days):  # where several waivers covered an error, the last one counts
        covered |= {key(finding, {}): waiver for waiver, finding in check(registry, day).waived if waiver.until == day}
    return [Overdue(covered[key(finding, {})], finding) for finding in errors if key(finding, {}) in covered]


def by_cause(found: Iterable[Overdue], registry: Registry, on_day: Callable[[date], Registry | None]) -> AfterWaivers:
    """The errors sorted by cause. `on_day` gives the registry as it was at the end of a day, None where that is not known.

    If a waiver covered the same error on its last day, only time has passed since: the message of an error names the value that is wrong.
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
    """A waiver without the fields whose wording may be changed later."""
    return replace(waiver, reason=None, granted_by="")
