"""The groups (`Place`) by which the committees of a round are counted and listed, and whether the groups have pages of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhicheng.registry.authority_names import authority_label
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Registry

ON_ONE_PAGE = 5000  # committees: a list of more would be a page of many megabytes


@dataclass(frozen=True, slots=True)
class Place:
    """The group that a committee is counted in: those of the region, the central ones, those of a prefecture with its counties, or those of
    a city that reports to the centre directly.

    `code` is "region", "central", an authority that rulebooks add, or the code of the division.
    """

    code: str
    name: str
    kind: Literal["region", "central", "prefecture", "city"]

    @property
    def order(self) -> tuple[int, str]:
        """The key that places are sorted by: kind, then code."""
        return ("region", "central", "prefecture", "city").index(self.kind), self.code


def place(registry: Registry, committee: Committee) -> Place:
    """The group that a committee is counted in."""
    authority, areas = committee.authority, registry.areas
    if authority == "region":
        return Place("region", authority_label(registry, authority), "region")
    if authority == "central":
        return Place("central", authority_label(registry, authority), "central")
    if authority in registry.ranks.areas and areas.level(committee.area) == "region":
        return Place(authority, authority_label(registry, authority), "region")
    folder = areas.folder(authority, committee.area)
    if areas.level(folder) == "region":
        return Place(committee.area, areas.name(committee.area), "city")
    return Place(folder, areas.name(folder), "prefecture")


def apart(registry: Registry) -> bool:
    """Whether a round has so many committees that each place has a page of its own."""
    return len(registry.by_id) > ON_ONE_PAGE
