"""records.json, what is said of each record's file; labels.json, the words for codes; snapshots/, the versions of the past.

What is said of a file stands apart from the record (committees/<id>.json): the digest on printed forms is computed from the record's
fields, by a recipe that is published, and would come out wrong where a field were added that is none of the record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from zhicheng.draws import public_file
from zhicheng.registry import public, snapshots
from zhicheng.registry.authority_names import authority_label
from zhicheng.registry.history import KINDS
from zhicheng.registry.public_record import given
from zhicheng.registry.records import decision
from zhicheng.registry.records.committee import FORMED_BY, RECEIPTS, Committee
from zhicheng.registry.records.competence import METHODS, OPEN_TO, VALID_IN
from zhicheng.registry.records.office import NATURES, POWERS
from zhicheng.registry.records.scoring import SCORED_BY
from zhicheng.registry.records.specialties import names_key
from zhicheng.registry.registry import Registry
from zhicheng.site.api import BASE, VERSION, as_json
from zhicheng.site.page import View
from zhicheng.site.stamp import File


def files(view: View) -> list[File]:
    """The files. Snapshots are hashed here, where there are any: each file once, in however many of them it is."""
    settings = view.registry.settings
    past = snapshots.until(view.registry.root, view.revision or "HEAD", view.as_of, settings.vault)
    made = [File(f"{BASE}snapshots/{one.tag}.sha256", one.text.encode) for one in past]
    listed = [
        {
            "tag": one.tag,
            "date": one.day.isoformat(),
            "commit": one.commit,
            "files": len(one.sums),
            "sums": {"path": f"{BASE}snapshots/{one.tag}.sha256", "sha256": hashlib.sha256(one.text.encode()).hexdigest()},
        }
        for one in past
    ]
    return [
        File(f"{BASE}records.json", lambda: as_json({"version": VERSION, "records": records(view)})),
        File(f"{BASE}labels.json", lambda: as_json({"version": VERSION, "labels": labels(view.registry)})),
        File(f"{BASE}snapshots/index.json", lambda: as_json({"version": VERSION, "snapshots": listed})),
        *made,
    ]


def records(view: View) -> list[dict[str, Any]]:
    """What is said of each committee's record, in order of id: its file, hash, day of the last change, validities, codes of specialties."""
    documents = {entry.record.id: entry for entry in reversed(view.registry.committees)}
    codes = specialty_codes(view.registry)
    found = []
    for one in public.committees(view.registry):
        found.append(
            given(
                id=one.id,
                file=documents[one.id].path,
                sha256=hashlib.sha256(documents[one.id].document.content).hexdigest(),
                digest=view.digests[one.id],
                updated=updated(view, one.id),
                validity=validity(one) or None,
                specialties=_codes_of(one, codes) or None,
            )
        )
    return found


def updated(view: View, key: str) -> str | None:
    """The day of the last change of a committee's record; None where Git does not know it."""
    versions = view.history.by_committee.get(key)
    return versions[0].date if versions else None


def validity(one: Committee) -> list[dict[str, Any]]:
    """Every validity of a committee, from the oldest to today's. `ended`: the day of the withdrawal, where that came first."""
    periods = [(p.start, p.until, "past", p.document) for p in one.past]
    periods += [] if one.valid is None else [(one.valid.start, one.valid.until, "current", None)]
    end = None if one.withdrawn is None else one.withdrawn.date
    return [
        given(
            **{"from": start.isoformat()},
            until=until.isoformat(),
            kind=kind,
            document=document,
            ended=None if end is None or end >= until else end.isoformat(),
        )
        for start, until, kind, document in sorted(periods, key=lambda period: period[:2])
    ]


Codes = Mapping[tuple[str, str, str, str], str]


def specialty_codes(registry: Registry) -> Codes:
    """The code of each specialty by its names."""
    return {} if registry.specialties is None else {one.names: one.code for one in registry.specialties.record}


def _codes_of(one: Committee, codes: Codes) -> list[str]:
    """The codes of the specialties that a committee reviews, each once, sorted. Of a second level with third levels, its own and those of
    the third levels.
    """
    found = set()
    for review in one.reviews if codes else ():
        for first in review.catalog:
            for place, second in enumerate(first.seconds):
                for third in (None, *(first.thirds[place] if first.thirds else ())):
                    found.add(codes.get(names_key(review.series, first.name, second, third)))
    return sorted(code for code in found if code)


def labels(registry: Registry) -> dict[str, dict[str, str]]:
    """The Chinese words for the codes of each closed list. Keys are the fields that hold them, or what the field is of."""
    return {
        "level": dict(registry.levels),
        "authority": {code: authority_label(registry, code) for code in registry.ranks.order},
        "status": {"active": "在册", "withdrawn": "已撤销"},
        "open_to": OPEN_TO,
        "method": METHODS,
        "valid_in": VALID_IN,
        "nature": NATURES,
        "power": POWERS,
        "formed_by": FORMED_BY,
        "scored_by": SCORED_BY,
        "receipt": RECEIPTS,
        "change": {str(code): label for code, label in KINDS.items()},
        "decision": decision.KINDS,
        "outcome": decision.OUTCOMES,
        "reason_code": decision.GROUNDS,
        "role": decision.ROLES,
        "draw": public_file.STATES,
        "rank": public_file.RANKS,
        "excluded": public_file.reasons(),
        "series": {key: one.name for key, one in registry.series.items()},
        "area": {area.code: area.name for area in registry.areas},
    }
