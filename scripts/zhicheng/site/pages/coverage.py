"""Who reviews each series in each division, level by level: where nobody does, and where several do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import combinations
from urllib.parse import quote

from zhicheng.registry.records.added_codes import WIDE
from zhicheng.registry.records.areas import Area
from zhicheng.registry.records.competence import Competence
from zhicheng.registry.records.series import Series
from zhicheng.site.language import N_, t, tn
from zhicheng.site.page import Context, Page
from zhicheng.site.pages.areas import competent, inside
from zhicheng.site.pages.overview import Overview, Row, level_names

# What a series is in a division at a level, from the nearest to nobody: how it is called and what it means.
STATES = {
    "own": (N_("本地"), N_("有本地的评审委员会评，不一定每个专业都评")),
    "wide": (N_("全境"), N_("有受理全境各地的评审委员会评，不一定每个专业都评")),
    "part": (N_("部分"), N_("只有当地一部分县市，或者要先问清")),
    "entrusted": (N_("委托"), N_("本地出委托函，由别处评")),
    "some-entrusted": (N_("部分委托"), N_("本地只把其中一部分专业委托给别处评，其余的在登记册里找不到谁评")),
    "exam": (N_("考试"), N_("全国考试合格即取得")),
    "none": (N_("无人评"), N_("登记册里找不到")),
}
_LETTERS = {
    **{"own": N_("本"), "wide": N_("全"), "part": N_("部"), "entrusted": N_("委"), "some-entrusted": N_("分"), "exam": N_("考")},
    "none": N_("无"),
}
_NAMED = 60  # overlaps that the page names


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """A series in a division at a level: its state (a key of STATES) and the committees by which it is that."""

    state: str
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two committees to which the same people may go with the same specialties; `words` say at which levels and with which."""

    first: Row
    second: Row
    series: Series
    words: str


@dataclass(frozen=True, slots=True)
class CoverageTable:
    """The cells of one kind of divisions at a level. `lines`: the series, its cells by division, each with its question, the state where it
    is the same everywhere, and how many cells are nobody's. `missing` are the series of each division that nobody reviews.
    """

    name: str
    areas: tuple[Area, ...]
    lines: tuple[tuple[Series, tuple[tuple[Area, CoverageCell, str], ...], str, int], ...]
    counts: Counter[str]
    missing: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


Matrix = dict[tuple[str, str, str], CoverageCell]  # by level, id of the series, code of the division


def pages(overview: Overview) -> Iterator[Page]:
    """The page over all levels, and one for each level."""
    yield Page(
        url="coverage/",
        title=t("评审覆盖"),
        description=t("每个系列、每个层级在各地由谁评：哪里没有人评，哪里有几个评审委员会都评。"),
        section="areas",
        template="coverage.html",
        context=partial(_summary, overview),
    )
    for level, label in overview.registry.levels.items():
        yield Page(
            url=f"coverage/{level}/",
            title=t("%(level)s：每个系列在各地由谁评", level=t(label)),
            description=t("%(level)s职称：每个系列在每个地方由哪里的评审委员会评，哪里没有人评。", level=t(label)),
            section="areas",
            template="coverage_level.html",
            context=partial(_level, overview, level),
        )


def _groups(overview: Overview) -> list[tuple[str, tuple[Area, ...]]]:
    """The divisions right below the region, each kind with its name: prefectures first."""
    top = overview.top_areas()
    prefectures = tuple(area for area in top if area.level == "prefecture")
    others = tuple(area for area in top if area.level != "prefecture")
    return [
        (name, areas) for name, areas in ((overview.registry.words.prefectures, prefectures), (overview.direct_name(), others)) if areas
    ]


def _summary(overview: Overview) -> Context:
    cells = matrix(overview)
    groups = _groups(overview)
    levels = []
    for level, label in reversed(overview.registry.levels.items()):
        counted = [_counts(cells, level, areas) for _, areas in groups]
        levels.append((level, t(label), counted[0] if counted else Counter(), _gaps(overview, cells, level, groups)))
    overlaps = _overlaps(overview)
    return {
        "states": _states(),
        "levels": levels,
        "group": groups[0][0] if groups else "",
        "overlaps": overlaps[:_NAMED],
        "overlaps_more": max(0, len(overlaps) - _NAMED),
    }


def _level(overview: Overview, level: str) -> Context:
    cells = matrix(overview)
    series = [one for one in overview.series() if _has(one, level)]
    groups = _groups(overview)
    return {
        "states": _states(),
        "level": level,
        "levels": [(code, t(label)) for code, label in reversed(overview.registry.levels.items())],
        "label": t(overview.registry.levels[level]),
        "tables": [_table(overview, cells, level, series, name, areas) for name, areas in groups],
    }


def _table(overview: Overview, matrix: Matrix, level: str, series: list[Series], name: str, areas: tuple[Area, ...]) -> CoverageTable:
    lines = []
    for one in series:
        cells = tuple((area, matrix[level, one.id, area.code], _question(overview, area, level, one)) for area in areas)
        states = {cell.state for _, cell, _ in cells}
        lines.append((one, cells, states.pop() if len(states) == 1 else "", sum(cell.state == "none" for _, cell, _ in cells)))
    missing = tuple(sum(matrix[level, one.id, area.code].state == "none" for one in series) for area in areas)
    return CoverageTable(name, areas, tuple(lines), _counts(matrix, level, areas), missing)


def _question(overview: Overview, area: Area, level: str, series: Series) -> str:
    """The address of a cell as a question to the page that finds."""
    return "find/?q=" + quote(f"{area.short} {overview.registry.levels[level]} {series.name}")


def _states() -> list[tuple[str, str, str, str]]:
    """Each state: its key, letter, name and meaning."""
    return [(state, t(_LETTERS[state]), t(name), t(words)) for state, (name, words) in STATES.items()]


def _counts(matrix: Matrix, level: str, areas: Iterable[Area]) -> Counter[str]:
    """How many cells of a level in the divisions are in each state."""
    codes = {area.code for area in areas}
    return Counter(cell.state for (at, _, code), cell in matrix.items() if at == level and code in codes)


def _gaps(
    overview: Overview, matrix: Matrix, level: str, groups: list[tuple[str, tuple[Area, ...]]]
) -> list[tuple[Series, list[tuple[Area, str]], bool, list[Area]]]:
    """The series that nobody reviews somewhere at a level, with the divisions, each a question; whether it is nowhere reviewed; and, where
    there are few of them, the divisions in which it is.
    """
    every = [area for _, areas in groups for area in areas]
    found = []
    for series in overview.series():
        if _has(series, level):
            missing = [area for area in every if matrix[level, series.id, area.code].state == "none"]
            if missing:
                there = [area for area in every if area not in missing]
                questions = [(area, _question(overview, area, level, series)) for area in missing]
                found.append((series, questions, not there, there if 0 < len(there) <= len(missing) / 2 else []))
    return found


def _has(series: Series, level: str) -> bool:
    """Whether the series has titles at a level, so that somebody has to review it."""
    return bool(series.titles.get(level))


@lru_cache(maxsize=2)  # the pages of the levels and the one over all of them need the same
def matrix(overview: Overview) -> Matrix:
    """Every cell, of the committees in force that are open to the public."""
    found: Matrix = {}
    for area in overview.top_areas():
        whole, through = competent(overview, area)
        best: dict[tuple[str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for rows, only_part in ((whole, False), ([*through, *inside(overview, area)], True)):
            for row in rows:
                if not row.past:
                    for level, name, state in _reviewed(overview, row, area, only_part):
                        best[level, name][state].append(row)
        for row in overview.seated(area.code):
            for one in row.committee.entrusts if not row.past else ():
                for level in one.levels:
                    best[level, one.series]["some-entrusted" if one.tracks or one.specialties else "entrusted"].append(row)
        for level in overview.registry.levels:
            for series in overview.series():
                if _has(series, level):
                    found[level, series.id, area.code] = _cell(series, level, best.get((level, series.id), {}))
    return found


def _reviewed(overview: Overview, row: Row, area: Area, only_part: bool) -> Iterator[tuple[str, str, str]]:
    """What a committee reviews for the public in a division: level, series and state. `only_part`: the committee covers only a part of the
    division.
    """
    for review in row.committee.reviews:
        if not _is_public(row, review) or _barred(overview, row, review, area):
            continue
        state = "part" if only_part else "wide" if row.committee.authority in WIDE else "own"
        for level in review.levels:
            yield level, review.series, "exam" if review.way == "exam" else state


def _is_public(row: Row, review: Competence) -> bool:
    """Whether a review is open to people of every unit, which it is where nothing is written."""
    return (row.committee.open_to(review) or "public") == "public"


def _barred(overview: Overview, row: Row, review: Competence, area: Area) -> bool:
    """Whether people of a division cannot apply for a review: the division, a division that contains it, or all of its parts are
    excluded.
    """
    within = overview.areas.within(area.code)
    excluded = (overview.areas.widened(one.areas) for one in row.committee.excludes(review) if one.where is None)
    return any(not within.isdisjoint(areas) for areas in excluded)


def _cell(series: Series, level: str, found: dict[str, list[Row]]) -> CoverageCell:
    state = next((state for state in STATES if found.get(state)), None)
    by_exam = (exam := series.exam_for(level)) is not None and exam.method == "exam"
    if by_exam and state in (None, "exam", "part", "entrusted", "some-entrusted"):
        return CoverageCell("exam", tuple(dict.fromkeys(found.get("exam", ()))))
    return CoverageCell("none") if state is None else CoverageCell(state, tuple(dict.fromkeys(found[state])))


def _overlaps(overview: Overview) -> list[Overlap]:
    """Pairs of committees in force, open to the public, of one kind of authority, for the same divisions, with the same specialties."""
    found = []
    top = {area.code for area in overview.top_areas()}
    for series in overview.series():
        places: dict[str, list[tuple[Row, dict[str, set[str]]]]] = defaultdict(list)
        for row in overview.by_series[series.id]:
            specialties = {} if row.past else _specialties(row, series.id)
            if specialties and row.committee.authority in WIDE:
                places[""].append((row, specialties))
            elif specialties:
                scoped = overview.areas.widened(row.committee.scope.areas)
                within = {code for one in scoped for code in overview.areas.within(one)}
                for code in within & top:
                    places[code].append((row, specialties))
        pairs = {
            (one[0].committee.id, other[0].committee.id): (one, other) for both in places.values() for one, other in combinations(both, 2)
        }
        found += [overlap for (one, other) in pairs.values() if (overlap := _overlap(overview, series, one, other)) is not None]
    return found


def _overlap(
    overview: Overview, series: Series, one: tuple[Row, dict[str, set[str]]], other: tuple[Row, dict[str, set[str]]]
) -> Overlap | None:
    (first, some), (second, others) = one, other
    shared = [name for name in some if some[name] & others.get(name, set())]
    if not shared or not _same_places(overview, first, second):
        return None
    levels = {level for name in shared for level in some[name] & others[name]}
    names = level_names(overview.registry, tuple(level for level in overview.registry.levels if level in levels))
    if len(shared) == 1:
        return Overlap(first, second, series, t("%(levels)s（%(name)s）", levels=names, name=shared[0]))
    return Overlap(first, second, series, tn("%(levels)s（%(name)s等 %(n)s 个专业）", len(shared), levels=names, name=shared[0]))


def _specialties(row: Row, series: str) -> dict[str, set[str]]:
    """The specialties of a series that a committee reviews for the public, by first and second level, with the levels of each."""
    found: dict[str, set[str]] = {}
    for review in row.committee.reviews:
        if review.series == series and review.way != "exam" and _is_public(row, review):
            for first in review.catalog:
                for second in first.seconds:
                    found.setdefault(f"{first.name}/{second}", set()).update(review.levels)
    return found


def _same_places(overview: Overview, first: Row, second: Row) -> bool:
    """Whether two scopes have a division in common, or one of them lies within the other."""
    some, others = (set(overview.areas.widened(row.committee.scope.areas)) for row in (first, second))
    return any(not overview.areas.within(code).isdisjoint(others) for code in some) or any(
        not overview.areas.within(code).isdisjoint(some) for code in others
    )
