"""The public form of each record. Fields are copied one by one, so a field that is not named here is never published.

Most functions return a dict with a fixed order of keys, ready for JSON. Absent optional fields are left out, never null.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry import named_tracks
from zhicheng.registry.public_record import exclusion, for_applicants, given
from zhicheng.registry.records.areas import Area, Areas
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.competence import Competence
from zhicheng.registry.records.series import Exam, Series
from zhicheng.registry.records.specialties import Specialty
from zhicheng.registry.registry import Registry


def committees(registry: Registry) -> list[Committee]:
    """The committees in order of id, each id once."""
    return [registry.by_id[key] for key in sorted(registry.by_id)]


def titles(series: Series, review: Competence) -> dict[str, tuple[str, ...]]:
    """The titles that a review can award, by level. At a level where the tracks that one of its specialties suggests have no title, all of
    the series.
    """
    fitting = named_tracks.tracks(series, review)
    found = {level: tuple(dict.fromkeys(title for track in fitting for title in track.titles[level])) for level in review.levels}
    if named_tracks.tracks_certain(series, review):
        return found
    return {level: series.titles[level] if named_tracks.names_none_at(series, review, level) else titles for level, titles in found.items()}


def compact(chosen: Iterable[Committee], table: Mapping[str, Series]) -> Value:
    """The search index: one short entry per committee. Entries refer to names of specialties by index in `strings`.

    A review has `tracks` only if it awards the titles of some, not all, tracks of its series, and `tracks_certain` only where a series has
    several: false where none is registered, so that `tracks` is what the names of specialties suggest. `third_level` has a list for each of
    the second-level specialties, in their order.
    """
    strings: dict[str, int] = {}

    def index(text: str) -> int:
        return strings.setdefault(text, len(strings))

    def review(competence: Competence) -> Value:
        catalog = [[index(first.name), [index(second) for second in first.seconds]] for first in competence.catalog]
        third = [
            [index(third) for third in thirds] for first in competence.catalog for thirds in (first.thirds or [()] * len(first.seconds))
        ]
        known = table.get(competence.series)
        fitting = () if known is None else named_tracks.tracks(known, competence)
        some = [track.name for track in fitting] if known is not None and len(fitting) < len(known.tracks) else None
        return given(
            series=competence.series,
            levels=list(competence.levels),
            tracks=some,
            track_ids=list(competence.tracks) or None,
            tracks_certain=None if known is None or len(known.tracks) < 2 else named_tracks.tracks_certain(known, competence),
            catalog=catalog,
            all_specialties=competence.all_specialties or None,
            method=competence.method,
            open_to=competence.open_to,
            excludes=[one.words for one in competence.excludes] or None,
            exclusions=[exclusion(one) for one in competence.excludes] or None,
            third_level=third if any(third) else None,
            valid_in=competence.valid_in,
        )

    entries = [
        given(
            id=c.id,
            name=c.name,
            organiser=c.organiser,
            authority=c.authority,
            area=c.area,
            status=c.status,
            scope=list(c.scope.areas),
            open_to=c.scope.open_to,
            note=c.scope.note,
            excludes=[one.words for one in c.scope.excludes] or None,
            phones=list(c.phones),
            valid=None if c.valid is None else [c.valid.start.isoformat(), c.valid.until.isoformat()],
            successor=None if c.withdrawn is None else c.withdrawn.successor,
            successors=None if c.withdrawn is None else list(c.withdrawn.successors) or None,
            reviews=[review(r) for r in c.reviews],
            **for_applicants(c),
        )
        for c in chosen
    ]
    return {"strings": list(strings), "committees": entries}


def reviews_by_series(registry: Registry, chosen: Iterable[Committee]) -> dict[str, list[tuple[Committee, Competence]]]:
    """The reviews of the active committees by series: first in the order of the registry's series, then series that it does not know."""
    found: dict[str, list[tuple[Committee, Competence]]] = {}
    for committee in chosen:
        for review in committee.reviews if committee.active else ():
            found.setdefault(review.series, []).append((committee, review))
    known = [series for series in registry.series if series in found]
    return {series: found[series] for series in (*known, *sorted(found.keys() - registry.series))}


def catalog(reviews: Iterable[tuple[Committee, Competence]]) -> Value:
    """Of the reviews of a series: first-level → second-level specialty → the committees that review it, each with its levels and areas."""
    found: dict[str, dict[str, list[Value]]] = {}
    for committee, review in reviews:
        entry = given(
            committee=committee.id,
            levels=list(review.levels),
            areas=list(committee.scope.areas),
            units=list(committee.scope.units) or None,
            places=list(committee.scope.places) or None,
        )
        for first in review.catalog:
            branch = found.setdefault(first.name, {})
            for second in first.seconds:
                branch.setdefault(second, []).append(entry)
    return {first: {second: found[first][second] for second in sorted(found[first])} for first in sorted(found)}


def series(one: Series) -> Value:
    """A title series: its titles by level, its tracks if there are several, and its former titles."""
    return given(
        id=one.id,
        number=one.number,
        name=one.name,
        certainty=one.certainty,
        titles={level: list(names) for level, names in one.titles.items() if names},
        tracks=None
        if len(one.tracks) < 2
        else [
            given(name=track.name, id=track.id, titles={level: list(names) for level, names in track.titles.items() if names})
            for track in one.tracks
        ],
        exams=[_exam(exam) for exam in one.exams] or None,
        former={level: list(names) for level, names in one.former.items()} or None,
    )


def _exam(exam: Exam) -> Value:
    return given(
        levels=list(exam.levels),
        method=exam.method,
        exam=exam.name,
        held_by=exam.held_by,
        route=exam.route,
        covers=exam.covers,
        about=list(exam.about) or None,
        note=exam.note,
        document=exam.document,
        certainty=exam.certainty,
    )


def areas(table: Areas, words: Value) -> Value:
    """The divisions in force, in the order of the table, the codes no longer in force, units without a division, systems, and words."""
    return {
        "areas": [_area(area) for area in table],
        "retired": [_retired_area(area) for area in table.retired],
        "units": [given(code=u.code, name=u.name, system=u.system, city=u.city, regiments=list(u.regiments)) for u in table.units.values()],
        "systems": [{"name": name, "aliases": list(aliases)} for name, aliases in table.systems.items()],
        "words": words,
    }


def _area(area: Area) -> Value:
    return given(
        code=area.code,
        name=area.name,
        short=area.short,
        level=area.level,
        parent=area.parent,
        also_under=area.also_under,
        aliases=list(area.aliases),
        bingtuan=area.bingtuan or None,
        since=area.since or None,
    )


def _retired_area(area: Area) -> Value:
    return given(code=area.code, name=area.name, since=area.since, until=area.until, successors=list(area.successors))


def specialty(one: Specialty) -> Value:
    """A specialty and its code."""
    return given(
        code=one.code,
        series=one.series,
        first=one.first,
        second=one.second,
        third=one.third,
        canonical=one.canonical or None,
        since=one.since.isoformat(),
        predecessors=list(one.predecessors) or None,
    )
