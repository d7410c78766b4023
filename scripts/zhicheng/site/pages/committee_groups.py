"""The groups and folds of the list of committees, and which pages list those of a fold too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from zhicheng.registry.records.added_codes import WIDE
from zhicheng.site.pages.overview import Overview, Row
from zhicheng.site.pages.words import authority_label


@dataclass(frozen=True, slots=True)
class CommitteeGroup:
    """Committees under one heading. `parts` are its folds, one for each division or series: key, name and rows."""

    id: str
    name: str
    parts: tuple[tuple[str, str, tuple[Row, ...]], ...]

    @property
    def count(self) -> int:
        return sum(len(rows) for _, _, rows in self.parts)


def groups(overview: Overview) -> tuple[CommitteeGroup, ...]:
    """Active committees by authority: committees of the region and central ones by series, the others by prefecture."""
    found = []
    for authority, rows in groupby(overview.active, key=lambda row: row.committee.authority):
        parts: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            parts.setdefault(_part_of(overview, row), []).append(row)
        ordered = sorted(parts.items()) if authority not in WIDE else _by_series(overview, parts)
        folds = tuple((key, name, tuple(members)) for (key, name), members in ordered)
        found.append(CommitteeGroup(authority, authority_label(overview.registry, authority), folds))
    return tuple(sorted(found, key=lambda group: overview.registry.ranks.order.index(group.id)))


def _part_of(overview: Overview, row: Row) -> tuple[str, str]:
    """The key and name of the fold that a committee is listed in."""
    committee = row.committee
    if committee.authority in WIDE:
        return committee.series[0], overview.series_name(committee.series[0])
    folder = overview.areas.folder(committee.authority, committee.area)
    if overview.areas.level(committee.area) == "region":
        return "", overview.areas.name(folder)
    if overview.areas.level(folder) == "region":
        cities = any(area.level == "prefecture" for area in overview.top_areas())  # else a municipality, all of whose parts are below it
        return ("~", overview.direct_name()) if cities else (committee.area, overview.areas.name(committee.area))
    return folder, overview.areas.name(folder)


def _by_series(overview: Overview, parts: dict[tuple[str, str], list[Row]]) -> list[tuple[tuple[str, str], list[Row]]]:
    order = {name: i for i, name in enumerate(overview.registry.series)}
    return sorted(parts.items(), key=lambda part: (order.get(part[0][0], len(order)), part[0]))


def listed_elsewhere(overview: Overview, found: Iterable[CommitteeGroup]) -> dict[tuple[str, str], str]:
    """The address of the page that lists the committees of a fold too, by its group and key: that of their series or division."""
    pages = {
        (group.id, key): f"series/{key}/" if group.id in WIDE else f"areas/{key}/" if key in overview.areas.current else ""
        for group in found
        for key, _, _ in group.parts
    }
    return {fold: url for fold, url in pages.items() if url}
