"""The registry as the pages need it: every committee as a row of a list, and the indexes that several pages use.

Made once, before workers are forked, so that they share it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from zhicheng.registry.records.added_codes import WIDE
from zhicheng.registry.records.areas import Area
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.competence import Competence, Entrusted
from zhicheng.registry.records.series import Series
from zhicheng.registry.registry import Entry, Registry
from zhicheng.site.draw_list import ListedDraw, listed_draws
from zhicheng.site.language import N_, t
from zhicheng.site.page import View
from zhicheng.site.pages.standing import InForce, expiring_days, standing
from zhicheng.site.pages.words import listed

# The levels, shortened for tables.
_SHORT_LEVELS = {"junior": N_("初"), "intermediate": N_("中"), "associate-senior": N_("副高"), "full-senior": N_("正高")}


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity: fast, and there is one Row for each committee
class Row:
    """A committee as a row of a list. `past`: it no longer reviews."""

    committee: Committee
    path: str
    url: str
    series: str
    levels: str
    standing: InForce
    past: bool

    @property
    def open_to(self) -> str:
        """Whom the committee reviews: public (where nothing is written), system or unit; mixed where some reviews are open to all."""
        found = {self.committee.open_to(review) or "public" for review in self.committee.reviews}
        return found.pop() if len(found) == 1 else "mixed" if "public" in found else "system"


# A catalog across committees: first level → second level → the committees that review it.
Catalog = dict[str, dict[str, list[Row]]]


class Overview:
    """Indexes over a registry on a day. Everything is sorted, so that the same registry gives the same pages."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.registry = view.registry
        self.areas = view.registry.areas
        self.soon = expiring_days(view.registry)

    def prepare(self) -> None:
        """Makes every index now, so that processes forked later share them."""
        _ = (
            self.registry.decisions_on,
            self.row,
            self.by_series,
            self.by_scope,
            self.by_seat,
            self.below,
            self.specialty_count,
            self.expected,
            self.entrusted_to,
            self.became,
            self.followed_by,
            self.draws_of,
        )

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every committee, by authority, area, series and name; the first of a repeated id."""
        first: dict[str, Entry[Committee]] = {}
        for entry in self.registry.committees:
            first.setdefault(entry.record.id, entry)
        return tuple(self._row(entry) for entry in sorted(first.values(), key=self._sort_key))

    @cached_property
    def row(self) -> dict[str, Row]:
        """Every committee's row by id."""
        return {row.committee.id: row for row in self.rows}

    @cached_property
    def active(self) -> tuple[Row, ...]:
        """The rows of the committees that are not withdrawn."""
        return tuple(row for row in self.rows if row.committee.active)

    @cached_property
    def by_series(self) -> dict[str, tuple[Row, ...]]:
        """Active committees by series, series in the order of the reference table."""
        found: dict[str, list[Row]] = {name: [] for name in self.registry.series}
        for row in self.active:
            for series in row.committee.series:
                found.setdefault(series, []).append(row)
        return {name: tuple(rows) for name, rows in found.items()}

    @cached_property
    def by_scope(self) -> dict[str, tuple[Row, ...]]:
        """Active committees by each area in their scope. A retired code counts as its successors, and all parts of an area together as the
        area.
        """
        found: dict[str, dict[str, Row]] = {}
        for row in self.active:
            for code in self.areas.widened(row.committee.scope.areas):
                found.setdefault(code, {})[row.committee.id] = row
        return {code: tuple(rows.values()) for code, rows in found.items()}

    @cached_property
    def excluding(self) -> tuple[Row, ...]:
        """Those active committees that say for each of their reviews who may not apply."""
        return tuple(row for row in self.active if all(row.committee.excludes(review) for review in row.committee.reviews))

    @cached_property
    def of_whole(self) -> dict[str, int]:
        """How many active committees are of the whole region, by authority: of WIDE, and of added ones in the region itself."""
        code = "" if self.areas.region is None else self.areas.region.code
        added = [row for row in self.by_seat.get(code, ()) if row.committee.authority in self.registry.ranks.areas]
        found = Counter(row.committee.authority for row in (*(row for row in self.active if row.committee.authority in WIDE), *added))
        return {name: found[name] for name in self.registry.ranks.order if found[name]}

    @cached_property
    def by_seat(self) -> dict[str, tuple[Row, ...]]:
        """Active committees of parts of the region (all but those of WIDE) by the division of their organiser."""
        found: dict[str, list[Row]] = {}
        for row in self.active:
            if row.committee.authority not in WIDE:
                code = row.committee.area
                places = [code] if code in self.areas.current else [area.code for area in self.areas.successors(code)][:1] or [code]
                found.setdefault(places[0], []).append(row)
        return {code: tuple(rows) for code, rows in found.items()}

    @cached_property
    def below(self) -> dict[str, tuple[Area, ...]]:
        """The divisions each division is the parent of, in the order of the table."""
        found: dict[str, list[Area]] = {}
        for area in self.areas:
            if area.parent is not None:
                found.setdefault(area.parent, []).append(area)
        return {code: tuple(areas) for code, areas in found.items()}

    def seated(self, code: str) -> tuple[Row, ...]:
        """Active committees of prefectures and counties whose organiser is in a division or below it."""
        return self.by_seat.get(code, ()) + tuple(row for area in self.below.get(code, ()) for row in self.seated(area.code))

    def top_areas(self) -> tuple[Area, ...]:
        """The divisions right below the region."""
        region = self.areas.region
        return () if region is None else self.below.get(region.code, ())

    def direct_name(self) -> str:
        """What the divisions right below the region are called that are no prefectures: cities, or some of them counties."""
        top = self.top_areas()
        if all(area.level != "prefecture" for area in top):
            return t("各地")  # of a municipality
        return t("直辖县级市") if all(area.is_city for area in top if area.level != "prefecture") else t("直辖县市")

    @cached_property
    def catalogs(self) -> dict[str, Catalog]:
        """The catalog of each series across all active committees, in the order the committees write it."""
        found: dict[str, Catalog] = {}
        for row in self.active:
            for review in row.committee.reviews:
                catalog = found.setdefault(review.series, {})
                for first in review.catalog:
                    branch = catalog.setdefault(first.name, {})
                    for second in first.seconds:
                        rows = branch.setdefault(second, [])
                        if row not in rows[-1:]:  # not again for a second entry of the same committee, with other levels
                            rows.append(row)
        return {series: found[series] for series in self.by_series if series in found}

    @cached_property
    def specialty_count(self) -> int:
        """How many second-level specialties the catalogs have."""
        return sum(len(seconds) for catalog in self.catalogs.values() for seconds in catalog.values())

    @cached_property
    def expected(self) -> frozenset[str]:
        """The committees that have to file in the current round."""
        current = self.registry.rounds.get(self.registry.settings.current_round)
        return frozenset(current.record.expected if current else ())

    @cached_property
    def entrusted_to(self) -> dict[str, tuple[tuple[Row, Entrusted], ...]]:
        """What active committees entrust to each committee."""
        found: dict[str, list[tuple[Row, Entrusted]]] = {}
        for row in self.active:
            for one in row.committee.entrusts:
                if one.committee is not None:
                    found.setdefault(one.committee, []).append((row, one))
        return {identifier: tuple(pairs) for identifier, pairs in found.items()}

    @cached_property
    def became(self) -> dict[str, tuple[str, ...]]:
        """The ids of the withdrawn committees that each committee succeeds, by their own records."""
        found: dict[str, list[str]] = {}
        for row in self.rows:
            for successor in row.committee.withdrawn.all_successors if row.committee.withdrawn else ():
                found.setdefault(successor, []).append(row.committee.id)
        return {identifier: tuple(ids) for identifier, ids in found.items()}

    @cached_property
    def followed_by(self) -> dict[str, tuple[str, ...]]:
        """The ids of the committees that name each committee as a predecessor."""
        found: dict[str, list[str]] = {}
        for row in self.rows:
            for predecessor in row.committee.predecessors:
                found.setdefault(predecessor, []).append(row.committee.id)
        return {identifier: tuple(ids) for identifier, ids in found.items()}

    @cached_property
    def draws(self) -> tuple[ListedDraw, ...]:
        """Every draw of members, by committee and number."""
        return tuple(listed_draws(self.registry))

    @cached_property
    def draws_of(self) -> dict[str, tuple[ListedDraw, ...]]:
        """The draws of each committee, the newest first."""
        found: dict[str, list[ListedDraw]] = {}
        for one in reversed(self.draws):
            found.setdefault(one.value["committee"], []).append(one)
        return {identifier: tuple(draws) for identifier, draws in found.items()}

    def series_name(self, identifier: str) -> str:
        """The name of a series; its id where it is not in the reference table."""
        series = self.registry.series.get(identifier)
        return identifier if series is None else series.name

    def series(self) -> tuple[Series, ...]:
        """Every series of the reference table, in its order."""
        return tuple(self.registry.series.values())

    @cached_property
    def _series_place(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.registry.series)}

    def _sort_key(self, entry: Entry[Committee]) -> tuple[int, str, list[int], str, str]:
        committee = entry.record
        places = [self._series_place.get(series, len(self._series_place)) for series in committee.series]
        return (self.registry.ranks.order.index(committee.authority), committee.area, places, committee.name, committee.id)

    def _row(self, entry: Entry[Committee]) -> Row:
        committee = entry.record
        in_force_on_day = standing(committee, self.view.as_of, self.soon)
        return Row(
            committee=committee,
            path=entry.path,
            url=f"committees/{committee.id}/",
            series=listed(self.series_name(series) for series in committee.series),
            levels=_levels_of(self.registry, committee),
            standing=in_force_on_day,
            past=in_force_on_day.past,
        )


def in_force(rows: Iterable[Row]) -> int:
    """How many of the committees review now: those whose validity is over are not counted."""
    return len([row for row in rows if not row.past])


def _levels_of(registry: Registry, committee: Committee) -> str:
    """The levels of a committee, short; those that are obtained by an examination alone are told apart: 副高（初、中由考试取得）."""
    examined = {level for level in committee.levels if all(_is_examined(registry, review, level) for review in committee.reviews)}
    reviewed, others = (
        listed(t(_SHORT_LEVELS.get(level, registry.levels[level])) for level in committee.levels if (level in examined) is is_examined)
        for is_examined in (False, True)
    )
    if reviewed and others:
        return t("%(reviewed)s（%(others)s由考试取得）", reviewed=reviewed, others=others)
    return t("%(levels)s（由考试取得）", levels=others) if others else reviewed


def _is_examined(registry: Registry, review: Competence, level: str) -> bool:
    """Whether nobody obtains the level by a review: it is not reviewed, or no way is registered and an examination is the series'."""
    series = registry.series.get(review.series)
    exam = None if series is None else series.exam_for(level)
    by_series = review.method is None and exam is not None and exam.method == "exam"
    return level not in review.levels or review.method == "exam" or by_series


def level_names(registry: Registry, levels: tuple[str, ...]) -> str:
    """Levels in full: 中级、副高级."""
    return listed(t(registry.levels[level]) for level in levels)
