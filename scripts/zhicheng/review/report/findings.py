"""The findings that a change brings and those it cures, across the whole registry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from zhicheng.documents.finding import Finding
from zhicheng.registry.records.waiver import Waiver
from zhicheng.rules.comparison import additional, key
from zhicheng.rules.engine import Result


@dataclass(frozen=True, slots=True)
class FindingChanges:
    """The new findings (`brought`), those that are gone (`cured`), those that remain (`left`), and new violations that a waiver covers."""

    brought: tuple[Finding, ...]
    cured: tuple[Finding, ...]
    left: tuple[Finding, ...]
    waived: tuple[tuple[Waiver, Finding], ...]

    @property
    def errors(self) -> int:
        return sum(finding.severity == "error" for finding in self.brought)

    @property
    def warnings(self) -> int:
        return len(self.brought) - self.errors


def compare_findings(before: Result | None, after: Result, moved: Mapping[str, str]) -> FindingChanges:
    """Compares the findings before and after a change, ignoring lines. `moved` gives the new path of each moved file by its old one."""
    was = [] if before is None else before.findings
    brought = additional(after.findings, was, {}, moved)
    cured = additional(was, after.findings, moved, {})
    fresh = set(map(id, brought))
    left = [finding for finding in after.findings if id(finding) not in fresh]
    known = Counter(key(finding, moved) for _, finding in (() if before is None else before.waived))
    waived = []
    for waiver, finding in after.waived:
        known[key(finding, {})] -= 1
        if known[key(finding, {})] < 0:
            waived.append((waiver, finding))
    first, second, third = (tuple(sorted(found, key=_weight)) for found in (brought, cured, left))
    return FindingChanges(first, second, third, tuple(waived))


def _weight(finding: Finding) -> tuple[bool, tuple[str, int, int, str, str]]:
    return (finding.severity != "error", finding.order)
