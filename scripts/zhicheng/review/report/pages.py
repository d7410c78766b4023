"""The pages and API files of the site that a change alters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from zhicheng.forms import digest
from zhicheng.registry import public, public_record
from zhicheng.registry.places import apart, place
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.decision import Decision
from zhicheng.registry.records.waiver import Waiver
from zhicheng.registry.registry import Registry
from zhicheng.review.report.parts import Chapter
from zhicheng.system import git

_API = "api/v1/"
_WHOLE = ("registry", "wording", "areas", "series", "rulebook")  # kinds of records that nearly every page shows


@dataclass(frozen=True, slots=True)
class Site:
    """Addresses relative to the site's root ("" is the home page). `whole`: every page may differ. index.json, the search index and the
    sitemap change with any of them and are not listed."""

    pages: tuple[str, ...]
    api: tuple[str, ...]
    whole: bool


def site(parts: Iterable[Chapter], changes: Iterable[git.FileChange], before: Registry | None, after: Registry) -> Site:
    """The pages and API files that differ once the change is published."""
    pages: set[str] = set()
    api: set[str] = set()
    whole = False
    for part in parts:
        _of_part(part, before, after, pages, api)
        whole = whole or part.kind in _WHOLE
    for change in changes:
        whole = whole or change.path.startswith("scripts/zhicheng/") or change.path == "mkdocs.yml"
        if change.path.startswith("docs/") and change.path.endswith(".md"):
            pages.add(_page_of(change.path))
        elif re.fullmatch(r"schemas/[a-z-]+\.schema\.json", change.path):
            api.add(change.path)
    return Site(tuple(sorted(pages)), tuple(sorted(api)), whole)


def _of_part(part: Chapter, before: Registry | None, after: Registry, pages: set[str], api: set[str]) -> None:
    """Adds the pages and API files that a changed record alters."""
    if part.kind == "committee":
        _of_committee(part.key, before, after, pages, api)
    elif part.kind == "roster":
        pages |= {"", "experts/", *([] if part.key.startswith("employer-") else [f"committees/{part.key}/"])}
        named = (_rounds_of_roster(part.key, before) ^ _rounds_of_roster(part.key, after)) & after.rounds.keys()
        committees = [after.by_id[part.key]] if part.key in after.by_id else []
        pages |= {url for name in named for url in _pages_of_round(name, committees, after)}
        api.add(f"{_API}experts.json")
    elif part.kind == "waivers":
        differing = _waivers(before) ^ _waivers(after)
        pages |= {"waivers/"} | {url for w in differing for url in (f"committees/{w.committee}/", f"rules/{w.rule}/")}
    elif part.kind == "decisions":
        decided = _all_decisions(after) ^ _all_decisions(before)
        pages |= {f"committees/{decision.committee}/" for decision in decided if decision.committee in after.by_id}
        api |= {f"{_API}decisions.json"} if decided else set()
    elif part.kind == "round":
        concerned = _committees_in_round(part.key, before, after)
        pages |= {"", "rounds/", *_pages_of_round(part.key, [after.by_id[key] for key in concerned], after)}
        pages |= {f"committees/{key}/" for key in concerned}
    elif part.kind in ("series", "areas"):
        api |= {f"{_API}{part.kind}.json", f"{_API}committees.json"}


def _page_of(path: str) -> str:
    name = PurePosixPath(path).relative_to("docs").with_suffix("")
    folder = name.parent if name.name == "index" else name
    return "" if str(folder) == "." else f"{folder}/"


def _of_committee(key: str, before: Registry | None, after: Registry, pages: set[str], api: set[str]) -> None:
    old, new = None if before is None else before.by_id.get(key), after.by_id.get(key)
    sides = [c for c in (old, new) if c is not None]
    if not sides:  # readable neither before nor after
        return
    if old is not None and new is not None and public_record.committee(old) == public_record.committee(new):
        return
    pages |= {f"committees/{key}/", ""}
    api.add(f"{_API}committees/{key}.json")
    if _differ(sides, lambda c: (digest.of(c), c.name, c.status)):
        api.add(f"{_API}digests.json")
    pages |= _listing(sides, before, after)
    for file, shown in ((f"{_API}committees.json", _compact), (f"{_API}catalog.json", _competence)):
        if _differ(sides, lambda c, shown=shown: shown(c, after)):  # type: ignore[misc]
            api.add(file)
    for series in {series for c in sides for series in c.series}:
        if _differ(sides, lambda c, series=series: _competence_in(c, series)):  # type: ignore[misc]
            api.add(f"{_API}catalog/{series}.json")


def _listing(sides: Sequence[Committee], before: Registry | None, after: Registry) -> set[str]:
    """The pages other than its own on which a committee is listed, counted or named, and differs."""
    pages: set[str] = set()
    key = sides[0].id
    if _differ(sides, lambda c: (c.name, c.authority, c.area, c.reviews, c.scope, c.valid, c.status, c.withdrawn)):
        pages |= {"committees/"} | {f"series/{series}/" for c in sides for series in c.series}
        pages |= {f"areas/{code}/" for c in sides for code in _areas(c, after)}
        if any(registry is not None and key in registry.roster_of for registry in (before, after)):
            pages.add("experts/")
        if any(waiver.committee == key for waiver in _waivers(before) | _waivers(after)):
            pages.add("waivers/")
    if _differ(sides, lambda c: (c.status, c.authority, c.area, c.reviews, c.scope, c.valid)):
        pages |= {"areas/", "series/", "catalog/", "find/", "experts/"}
    if _differ(sides, lambda c: (c.name, c.status, c.authority, c.area, c.reviews, c.scope, c.valid, c.entrusts)):
        levels = {level for c in sides for level in (*c.levels, *(level for one in c.entrusts for level in one.levels))}
        pages |= {"coverage/"} | {f"coverage/{level}/" for level in levels}
    if _differ(sides, lambda c: (c.name, c.status, c.authority, c.area, c.filings, c.expert_pool.exists)):
        pages |= {"rounds/"} | {url for c in sides for name in _rounds(c, after) for url in _pages_of_round(name, [c], after)}
    if _differ(sides, lambda c: (c.name, c.status, c.withdrawn, c.predecessors, c.entrusts)):
        pages |= {f"committees/{other}/" for other in _linked_committees(sides, before, after)}
    return pages


def _differ(sides: Sequence[Committee], shown: Callable[[Committee], object]) -> bool:
    """Whether a committee is shown differently before and after; true where it exists on one side only."""
    return len(sides) < 2 or shown(sides[0]) != shown(sides[1])


def _compact(committee: Committee, registry: Registry) -> object:
    return public.compact([committee], registry.series)


def _competence(committee: Committee, _: Registry) -> object:
    return (committee.active, committee.reviews, committee.scope.areas, committee.scope.units, committee.scope.places)


def _competence_in(committee: Committee, series: str) -> object:
    """What a committee reviews of a series."""
    return [
        (review, committee.scope.areas, committee.scope.units, committee.scope.places)
        for review in committee.reviews
        if committee.active and review.series == series
    ]


def _areas(committee: Committee, registry: Registry) -> Iterator[str]:
    """The divisions whose pages list a committee: those of its seat and scope, their ancestors, and the divisions inside them."""
    areas = registry.areas
    for code in (committee.area, *committee.scope.areas, *areas.widened(committee.scope.areas)):
        yield from (above for above in areas.ancestors(code) if above in areas.current)
        yield from (area.code for area in areas if areas.covers(code, area.code))


def _pages_of_round(name: str, committees: Iterable[Committee], registry: Registry) -> set[str]:
    """The page of a round, and those of the places of committees where these have pages of their own."""
    found = {f"rounds/{name}/"}
    return found | ({f"rounds/{name}-{place(registry, c).code}/" for c in committees} if apart(registry) else set())


def _rounds(committee: Committee, registry: Registry) -> set[str]:
    expected = {name for name, entry in registry.rounds.items() if committee.id in entry.record.expected}
    return (expected | {filing.round for filing in committee.filings}) & registry.rounds.keys()


def _linked_committees(sides: Sequence[Committee], before: Registry | None, after: Registry) -> set[str]:
    """The committees whose pages name one of these as predecessor or successor, or for what is entrusted."""
    found = {key for c in sides for key in _neighbours(c)}
    ids = {c.id for c in sides}
    for registry in (before, after):
        for other in () if registry is None else registry.by_id.values():
            if not ids.isdisjoint(_neighbours(other)):
                found.add(other.id)
    return found & after.by_id.keys()


def _neighbours(committee: Committee) -> tuple[str, ...]:
    """The ids of the committees that a record names: predecessors, successors, and those to which it entrusts reviews."""
    entrusted = tuple(one.committee for one in committee.entrusts if one.committee is not None)
    return (*committee.predecessors, *entrusted, *(() if committee.withdrawn is None else committee.withdrawn.all_successors))


def _waivers(registry: Registry | None) -> frozenset[Waiver]:
    return frozenset(() if registry is None or registry.waivers is None else registry.waivers.record)


def _all_decisions(registry: Registry | None) -> set[Decision]:
    return set() if registry is None else {decision for decided in registry.decisions_on.values() for decision in decided}


def _rounds_of_roster(key: str, registry: Registry | None) -> set[str]:
    """The rounds for which a roster was submitted."""
    counts = None if registry is None else registry.roster_of.get(key)
    return set() if counts is None else {counts.round, *(past.round for past in counts.history)}


def _committees_in_round(name: str, before: Registry | None, after: Registry) -> set[str]:
    """The committees whose pages show their state in a round."""
    found = {c.id for c in after.by_id.values() if any(filing.round == name for filing in c.filings)}
    for registry in (before, after):
        entry = None if registry is None else registry.rounds.get(name)
        found |= set(() if entry is None else entry.record.expected)
    return found & after.by_id.keys()
