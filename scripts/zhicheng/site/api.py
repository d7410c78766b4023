"""The files of /api/v1 and /schemas: same registry, same bytes. Fields may be added to v1, never renamed or removed."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

from zhicheng.documents import schemas
from zhicheng.forms import digest
from zhicheng.registry import public, public_counts, public_record
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.competence import Competence
from zhicheng.registry.records.roster_counts import RosterCounts
from zhicheng.registry.registry import Registry
from zhicheng.rules.as_here import Figure, RuleHere, all_here
from zhicheng.site import draw_list
from zhicheng.site.page import View
from zhicheng.site.stamp import File, Written
from zhicheng.system.json_bytes import encoded

VERSION = 1
BASE = "api/v1/"
INDEX = "api/v1/index.json"


def as_json(value: object) -> bytes:
    """JSON as we publish it, with one line break at the end."""
    return encoded(value) + b"\n"


def files(view: View) -> list[File]:
    """All files of the API and the schemas but index.json, the large ones first, so that workers take them early."""
    registry = view.registry
    chosen = public.committees(registry)
    reviews = public.reviews_by_series(registry, chosen)
    listed: dict[str, Callable[[], dict[str, Any]]] = {
        "digests": lambda: {"committees": _digests(view)},
        "committees": lambda: public.compact(chosen, registry.series),
        "experts": lambda: {
            "committees": [public_counts.experts(counts) for counts in rosters(registry) if counts.committee],
            "employers": [public_counts.experts(counts) for counts in rosters(registry) if not counts.committee],
        },
        "decisions": lambda: {
            "decisions": [public_record.decision(d) for _, decided in sorted(registry.decisions_on.items()) for d in decided],
            "others": [public_record.decision(d) for d in public_record.other_decisions(registry.decisions)],
        },
        "listed": lambda: {"committees": [public_record.listed(one) for one in registry.unfiled]},
        "draws": lambda: draw_list.published(registry),
        "series": lambda: {"series": [public.series(series) for series in registry.series.values()], **_levels(registry)},
        "areas": lambda: public.areas(registry.areas, registry.words.public),
        "specialties": lambda: {
            "specialties": [public.specialty(one) for one in (() if registry.specialties is None else registry.specialties.record)]
        },
        "rules": lambda: {"rules": [_rule(here) for here in all_here(registry).values()]},
    }
    found = [File(f"{BASE}catalog.json", lambda: _catalog(reviews))]
    found += [_file(f"{BASE}{name}.json", make) for name, make in listed.items()]
    found += [
        _file(f"{BASE}catalog/{name}.json", lambda name=name: {"series": name, "catalog": public.catalog(reviews.get(name, ()))})  # type: ignore[misc]
        for name in dict.fromkeys((*registry.series, *reviews))
    ]
    found += [_schema(kind, registry) for kind in schemas.KINDS]
    found += [File(f"{BASE}draws/{one.id}.json", lambda one=one: as_json(one.whole())) for one in draw_list.listed_draws(registry)]  # type: ignore[misc]
    return found + [record(c) for c in chosen]


def _catalog(reviews: Mapping[str, list[tuple[Committee, Competence]]]) -> bytes:
    """catalog.json, made a series at a time: of a very large registry it takes hundreds of megabytes, which are not to be there twice."""
    made = io.BytesIO()
    made.write(b'{"version":%d,"series":{' % VERSION)
    for number, (name, of_series) in enumerate(reviews.items()):
        made.write(b"%s%s:" % (b"," if number else b"", encoded(name)))
        made.write(encoded(public.catalog(of_series)))
    made.write(b"}}\n")
    return made.getvalue()


def rosters(registry: Registry) -> list[RosterCounts]:
    """The public counts of all rosters, those of employers first, in order of committee, area and round."""
    return sorted((entry.record for entry in registry.rosters), key=lambda r: (r.committee or "", r.area or "", r.round))


def _levels(registry: Registry) -> dict[str, Any]:
    """The levels, from low to high, where the registry has others than every one; else nothing."""
    added = registry.ranks.codes.added_levels
    return {"levels": [{"code": code, "name": name} for code, name in registry.levels.items()]} if added else {}


def _schema(kind: str, registry: Registry) -> File:
    """The schema of a kind of file, with the levels and authorities of the registry."""
    return File(f"schemas/{kind}.schema.json", lambda: schemas.schema_text(kind, registry.ranks.codes).encode())


def _digests(view: View) -> list[dict[str, Any]]:
    """The current digest of each record, and the earlier ones with the days they were in force and the fields that have changed since.

    The digests of single fields are not published: from them a value that had to be removed could be guessed.
    """
    found = []
    for key, versions in digest.versions(view.registry, view.history, known=view.digests).items():
        committee, now = view.registry.by_id[key], versions.now
        entry: dict[str, Any] = {"id": key, "name": committee.name, "status": committee.status, "digest": now.digest}
        entry |= {"date": now.date} if now.date else {}
        past = [
            {"digest": old.digest, "date": old.date, "until": newer.date, "changed": list(digest.differing(old, now))}
            for newer, old in zip((now, *versions.past), versions.past, strict=False)
        ]
        found.append(entry | ({"past": [{k: v for k, v in item.items() if v is not None} for item in past]} if past else {}))
    return found


def lists(path: str) -> bool:
    """Whether index.json lists the file at `path`: a file of the API or a schema, no other generated file."""
    return path.startswith((BASE, "schemas/"))


def _file(path: str, make: Callable[[], dict[str, Any]]) -> File:
    return File(path, lambda: as_json({"version": VERSION, **make()}))


def record(committee: Committee) -> File:
    """The file of a committee's record."""
    return File(f"{BASE}committees/{committee.id}.json", lambda: as_json(public_record.committee(committee)))


def _rule(here: RuleHere) -> dict[str, Any]:
    """A rule as the registry's rulebooks put it in force; `documents` and `figures` are given for those that a rulebook decides on."""
    rule = here.rule
    documents = [
        {"rulebook": document.book.id, "title": document.book.title, "clause": document.clause, "rounds": list(document.rounds)}
        for document in here.documents
    ]
    return {
        "code": rule.code,
        "severity": here.severity,
        "waivable": rule.waivable,
        "title": rule.title,
        **({"clause": here.clause} if here.clause else {}),
        "text": here.text,
        "in_force": here.in_force,
        **({"rounds": list(here.rounds)} if here.rounds else {}),
        **({"documents": documents} if documents else {}),
        **({"figures": [_figure(figure) for figure in here.figures]} if here.figures else {}),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    value = figure.provision
    found = {"number": value.number, "levels": list(value.levels) or None, "holds": value.holds, "share": value.share and value.share.words}
    found = {key: one for key, one in found.items() if one is not None}
    return {"name": figure.name, **found, "rulebook": figure.book.id, "clause": value.clause}


def index(view: View, written: list[Written]) -> bytes:
    """index.json: version, source commit, counts, and the path, size in bytes and hash of each file in `written`."""
    registry = view.registry
    chosen = public.committees(registry)
    active = [c for c in chosen if c.active]
    seconds: dict[tuple[str, str], set[str]] = {}  # the names of second-level specialties by series and first level
    for series, first in ((review.series, first) for c in active for review in c.reviews for first in review.catalog):
        seconds.setdefault((series, first.name), set()).update(first.seconds)
    return as_json(
        {
            "version": VERSION,
            "name": registry.settings.name,
            "region": registry.settings.region,
            "sample": registry.settings.sample,
            **({"licence": registry.settings.licence} if registry.settings.licence else {}),
            "as_of": view.as_of.isoformat(),
            "source": ({"revision": view.revision} if view.revision else {}) | {"data_version": view.data_version},
            "counts": {
                "committees": len(chosen),
                "active": len(active),
                "withdrawn": len(chosen) - len(active),
                "series": len({series for c in active for series in c.series}),
                "specialties": sum(map(len, seconds.values())),
                "experts": sum(entry.record.active or 0 for entry in registry.rosters if entry.record.retired is None),
            },
            "files": [{"path": f.path, "size": f.size, "sha256": f.sha256} for f in written],
        }
    )
