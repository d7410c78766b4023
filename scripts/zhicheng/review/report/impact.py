"""The effects of a change on records outside of it: references to withdrawn committees, specialties without a committee, changed rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zhicheng.documents.sentences import Words, few, quote
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Registry
from zhicheng.review.report.difference import ReportNames
from zhicheng.review.report.parts import Chapter

_Place = tuple[str, str, str]  # series, second level ("" for every one of the series), level
_GONE = ("withdrawn", "deleted")


def affected(parts: Iterable[Chapter], before: Registry | None, after: Registry, names: ReportNames) -> list[Words]:
    """A sentence for each record or group of records outside of the change that it affects."""
    found = list(parts)
    said: list[Words] = []
    for part in found:
        if part.kind == "committee" and part.state in _GONE:
            said += _references_to(part, after, names)
        elif part.kind == "rulebook":
            said += _committees_judged_by(part, after)
        elif part.kind == "round":
            said += _filing_progress(part, after)
        elif part.kind in ("series", "areas"):
            said += _committees_using(part, before, after)
        elif part.kind == "reviewers":
            said += _reviewer_changes(part, after, names)
    return said


def lost_specialties(parts: Iterable[Chapter], before: Registry | None, after: Registry) -> dict[str, list[Words]]:
    """By committee of the change: the specialties and levels that it stops reviewing and no other committee in its areas reviews."""
    if before is None:
        return {}
    lost = _lost(parts, before, after)
    offered = _offered({one for places in lost.values() for place in places for one in _answers(place)}, after)
    found: dict[str, list[Words]] = {}
    for key, places in lost.items():
        levels: dict[Words, list[str]] = {}
        for place in places:
            others = [other for one in _answers(place) for other in offered.get(one, ())]
            if not any(after.areas.overlap(before.by_id[key].scope.areas, other.scope.areas) for other in others):
                levels.setdefault(_specialty(place, before, after.by_id.get(key)), []).append(place[2])
        if levels:
            found[key] = [(*said, f"（{_level_names(names, before)}）") for said, names in levels.items()]
    return found


def _answers(place: _Place) -> tuple[_Place, ...]:
    """The entries that review a specialty at a level: that specialty itself, and all specialties of the series."""
    return (place,) if not place[1] else (place, (place[0], "", place[2]))


def _specialty(place: _Place, before: Registry, now: Committee | None) -> Words:
    """The specialty of a place in words; `now` is the committee that no longer offers it."""
    series, second, level = place
    if second:
        return (quote(second),)
    name = before.series[series].name if series in before.series else series
    rest = now is not None and now.active and any((s, at) == (series, level) for s, _, at in _offers(now))
    return (quote(name), "系列的其他专业" if rest else "系列的全部专业")


def _lost(parts: Iterable[Chapter], before: Registry, after: Registry) -> dict[str, list[_Place]]:
    """By committee that was active before the change: what it no longer offers."""
    lost: dict[str, list[_Place]] = {}
    for part in parts:
        old = before.by_id.get(part.key) if part.kind == "committee" and part.state != "unreadable" else None
        if old is not None and old.active:
            new = after.by_id.get(part.key)
            kept = set(_offers(new)) if new is not None and new.active else set()
            lost[part.key] = list(dict.fromkeys(place for place in _offers(old) if kept.isdisjoint(_answers(place))))
    return lost


def _offered(wanted: set[_Place], registry: Registry) -> dict[_Place, list[Committee]]:
    """The active committees that offer each of the wanted specialties and levels."""
    series = {place[0] for place in wanted}
    offered: dict[_Place, list[Committee]] = {}
    for committee in registry.by_id.values():
        if committee.active and not series.isdisjoint(committee.series):
            for place in wanted.intersection(_offers(committee)):
                offered.setdefault(place, []).append(committee)
    return offered


def _level_names(levels: Iterable[str], registry: Registry) -> str:
    wanted = set(levels)
    return "、".join(name for level, name in registry.levels.items() if level in wanted)


def _offers(committee: Committee) -> Iterator[_Place]:
    for review in committee.reviews:
        seconds = [""] if review.all_specialties else [second for first in review.catalog for second in first.seconds]
        yield from ((review.series, second, level) for second in seconds for level in review.levels)


def _references_to(part: Chapter, after: Registry, names: ReportNames) -> Iterator[Words]:
    """What still refers to a committee that is withdrawn or deleted."""
    key = part.key
    who: Words = ("“", quote(names.committee(key)), "”")
    for committee in after.by_id.values():
        if committee.withdrawn is not None and key in committee.withdrawn.all_successors:
            others = [after.by_id[one] for one in committee.withdrawn.all_successors if one in after.by_id and after.by_id[one].active]
            beside: Words = ("；其余由", *few([(quote(one.name),) for one in others]), "承接") if others else ()
            said: Words = ("“", quote(f"{committee.name}（{committee.id}）"), "”撤销时写明由", *who)
            yield (*said, "承接，而它也没有了：请核对该由谁承接", *beside)
        if committee.active and any(entrusted.committee == key for entrusted in committee.entrusts):
            yield ("“", quote(f"{committee.name}（{committee.id}）"), "”委托", *who, "评审，而它没有了：请核对改由谁评审")
    for entry in after.rounds.values():
        if key in entry.record.expected:
            current = "（当前年度）" if entry.record.id == after.settings.current_round else ""
            yield (quote(entry.record.title), f"{current}的应报送名单里有", *who)
    waivers = () if after.waivers is None else after.waivers.record
    codes = [waiver.rule for waiver in waivers if waiver.committee == key]
    if codes:
        yield (*who, f"名下登记了 {len(codes)} 项例外（{'、'.join(codes)}），以后用不着了")
    roster = after.roster_of.get(key)
    if roster is not None and roster.active != 0:
        yield (*who, f"的专家库里还有{'不到 5' if roster.active is None else f' {roster.active}'} 名专家")


def _committees_judged_by(part: Chapter, after: Registry) -> Iterator[Words]:
    rounds = [entry.record.id for entry in after.rounds.values() if part.key in entry.record.rulebooks]
    judged = sum(c.active and c.filings[-1].round in rounds for c in after.by_id.values())
    if rounds:
        yield ("审查依据 ", quote(part.key), f" 用于 {'、'.join(sorted(rounds))} 年度，{judged} 个在册的评审委员会按它审查")
    else:
        yield ("审查依据 ", quote(part.key), " 还没有哪个年度采用")


def _filing_progress(part: Chapter, after: Registry) -> Iterator[Words]:
    filed = sum(any(filing.round == part.key for filing in c.filings) for c in after.by_id.values())
    entry = after.rounds.get(part.key)
    expected = 0 if entry is None else len(entry.record.expected)
    yield (quote(f"{part.key} 年度"), f"：应报送 {expected} 个，已有 {filed} 个评审委员会备案")


def _committees_using(part: Chapter, before: Registry | None, after: Registry) -> Iterator[Words]:
    """The committees that use the series or areas whose entries differ."""
    changed = _changed_ids(part.kind, before, after)
    if part.kind == "series":
        using = [c for c in after.by_id.values() if not changed.isdisjoint(c.series)]
    else:
        using = [c for c in after.by_id.values() if not changed.isdisjoint((c.area, *c.scope.areas))]
    if using:
        yield (
            f"用到改动的{'系列' if part.kind == 'series' else '区划'}的有 {len(using)} 个评审委员会：",
            *few([(quote(c.name),) for c in using]),
        )


def _changed_ids(kind: str, before: Registry | None, after: Registry) -> set[str]:
    path, key = f"registry/reference/{kind}.yaml", "id" if kind == "series" else "code"
    sides: list[dict[str, Any]] = []
    for registry in (before, after):
        document = None if registry is None else registry.document(path)
        items = [] if document is None else [i for part in document.value.values() if isinstance(part, list) for i in part]
        sides.append({item[key]: item for item in items if isinstance(item, dict) and key in item})
    old, new = sides
    return {name for name in {**old, **new} if old.get(name) != new.get(name)}


def _reviewer_changes(part: Chapter, after: Registry, names: ReportNames) -> Iterator[Words]:
    codes = {difference.pointer.split("/")[2] for difference in part.differences if difference.pointer.startswith("/areas/")}
    for code in sorted(codes):
        count = sum(c.active and c.authority == "county" and after.areas.folder(c.authority, c.area) == code for c in after.by_id.values())
        yield (quote(names.area(code)), f"的审核人员有变：那里有 {count} 个在册的区县级评审委员会")


def moved_files(parts: Iterable[Chapter], status: Mapping[str, str]) -> dict[str, str]:
    """The new path of each file that moved to another folder, by its old path."""
    found = {}
    for part in parts:
        old = [path for path in part.paths if status[path] == "deleted"]
        new = [path for path in part.paths if status[path] == "added"]
        if old and new:
            found[old[0]] = new[0]
    return found
