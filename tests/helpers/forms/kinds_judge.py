"""What comes of a case of helpers.forms.kinds, and how it differs from what must come: the verdicts of a clerk who compares the two.

"right": all the named values come out as expected. "asked": an error, and nothing to write, where the case allows ASK. "wrong": a value
differs though nothing stopped the import. "refused": stopped although the right value was there to be read.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from helpers.forms.kinds import ASK, Case, Value, want

from zhicheng.documents.finding import Finding
from zhicheng.errors import UserError
from zhicheng.forms import reading
from zhicheng.forms.intake import record
from zhicheng.forms.intake.plan import Instructions, Refused, plan, unsealed_roster
from zhicheng.registry.registry import Registry
from zhicheng.rules.engine import check

TODAY = date(2026, 6, 10)
ROSTER_OF = "ks-engineering-construction"
USAGE = "wrong usage: "
UNIT = ("prefecture", "653200")
Verdict = tuple[str, list[str]]


def judged(registry: Registry, name: str, case: Case) -> Verdict:
    """The verdict on a case, and why. The registry is left as it is."""
    value: Any
    value, said = _roster(registry, case) if case.roster else _record(registry, f"hotan-test-{name.lower()}", case)
    if value is None:
        asked = ASK in case.wants and not said[-1].startswith(USAGE)
        return ("asked" if asked else "refused"), said
    wants = [one for one in case.wants if one != ASK]
    reasons = [list(_people_differ(one, value) if case.roster else _differs(one, case.also, value)) for one in wants]
    if any(not one for one in reasons):
        return "right", said
    return "wrong", [*(min(reasons, key=len) if reasons else [f"taken, should be asked: {_short(value)}"]), *said]


def _short(value: Any) -> str:
    """The fields of a record, or of experts, that differ from what most forms of the cases say."""
    if isinstance(value, list):
        return f"{len(value)} experts"
    usual = want()
    return "; ".join(f"{key}: {value.get(key)!r}" for key in usual if key in value and value[key] != usual[key])


def _sentences(findings: Sequence[Finding]) -> list[str]:
    return [f"{one.severity} {one.code} {one.file}:{one.line}: {one.message}" for one in findings]


def _stopped(findings: Sequence[Finding]) -> bool:
    return any(one.severity == "error" for one in findings)


def _record(registry: Registry, committee: str, case: Case) -> tuple[Value | None, list[str]]:
    files = sorted(case.make().items())
    read = reading.read(files, record.tables(registry), TODAY.year, *(UNIT if case.stated else (None, None)))
    said = _sentences(read.findings)
    if _stopped(read.findings):
        return None, said
    own = copy.copy(registry)
    own.present = {key: set(one) for key, one in registry.present.items()}
    contacts = copy.deepcopy(read.contacts)
    try:
        planned = plan(own, Instructions(committee, *(UNIT if case.stated else ())), read, TODAY)
    except Refused as refused:
        return None, said + _sentences(refused.findings)
    except UserError as error:
        return None, [*said, f"{USAGE}{error}"]
    rules = [one for one in check(own, TODAY).findings if one.file == planned.made.document.path and one.code[0] in "EP"]
    said += _sentences([one for one in rules if one.severity == "error"])
    return {**planned.made.document.value, "contacts": contacts}, said + _sentences(planned.findings)


def _roster(registry: Registry, case: Case) -> tuple[list[Value] | None, list[str]]:
    files = [(Path(name), content) for name, content in case.make().items()]
    read = reading.read([(str(path), content) for path, content in files], record.tables(registry), TODAY.year, None, None)
    if {kind for _, kind in read.kinds} != {"附件3"}:
        return None, ["read as " + "、".join(kind for _, kind in read.kinds), *_sentences(read.findings)]
    value, findings, _ = unsealed_roster(
        registry, Instructions(ROSTER_OF), ROSTER_OF, [(path.name, content) for path, content in files], TODAY
    )
    return (None if _stopped(findings) else value["experts"]), _sentences(findings)


def _differs(want: Mapping[str, Any], also: Mapping[str, Any], value: Value) -> Iterator[str]:
    tables = value.get("scoring", [])
    plain = [item for table in tables for item in table["items"] if not item.get("bonus") and not item.get("deduction")]
    found = {
        "scoring_total": sum(table["total"] for table in tables),
        "scoring_n": len(plain),
    }
    for key, expected in want.items():
        got = found[key] if key in found else value.get(key)
        if got != expected:
            yield f"{key}: expected {expected!r}, got {got!r}"
    points = {
        "points": [item["points"] for item in plain],
        "bonus": [item["points"] for table in tables for item in table["items"] if item.get("bonus")],
        "deduction": [item["points"] for table in tables for item in table["items"] if item.get("deduction")],
    }
    for key, allowed in also.items():
        if key == "areas":
            if value["scope"].get("areas") != allowed:
                yield f"areas: expected {allowed!r}, got {value['scope']!r}"
        elif points[key] not in allowed:
            yield f"{key}: expected one of {allowed!r}, got {points[key]!r}"


def _people_differ(want: Sequence[Value], people: Sequence[Value]) -> Iterator[str]:
    if len(want) != len(people):
        yield f"number of experts: expected {len(want)}, got {len(people)}"
    for expected, got in zip(want, people, strict=False):
        for key in sorted(expected.keys() | ({"honours"} & got.keys())):
            if expected.get(key) != got.get(key):
                yield f"{key}: expected {expected.get(key)!r}, got {got.get(key)!r}"
