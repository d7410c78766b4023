"""The reviewers (registry/reviewers.yaml): the forge accounts of each office."""

from __future__ import annotations

from dataclasses import dataclass

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.areas import Areas

MAINTAINERS = "登记册管理员"


@dataclass(frozen=True, slots=True)
class Team:
    """The reviewers of an office, as forge accounts without @."""

    office: str
    accounts: tuple[str, ...]
    deputies: tuple[str, ...] = ()

    @property
    def everybody(self) -> tuple[str, ...]:
        """The accounts and the deputies."""
        return self.accounts + self.deputies


@dataclass(frozen=True, slots=True)
class Way:
    """What the route of a committee is before the centre: the divisions in which it sits whose offices review it, by their level.

    It holds for committees of an authority; with `area`, for those that sit in that division, before the ways of wider divisions and
    those without one.
    """

    authority: str
    area: str | None
    via: tuple[str, ...]


USUAL = (Way("county", None, ("prefecture",)),)  # a county's committee through its prefecture, every other one to the centre


@dataclass(frozen=True, slots=True)
class Reviewers:
    """The teams of the centre, of the maintainers, and of the divisions, by area code; and the `route` where it is not the usual one.

    `title_office` is the team of the title office (职称办公室), which reviews changes of pools beside the centre; None where it has none.
    `supervision` is the team that reviews draws of members beside the centre, or None.
    """

    centre: Team
    maintainers: Team
    areas: dict[str, Team]
    route: tuple[Way, ...] = ()
    title_office: Team | None = None
    supervision: Team | None = None

    def offices(self, authority: str, area: str, areas: Areas) -> tuple[str, ...]:
        """The codes of the divisions whose offices review a committee before the centre, whether or not they have reviewers here."""
        return offices(self.route, authority, area, areas)

    def is_stated(self, authority: str, area: str, areas: Areas) -> bool:
        """Whether reviewers.yaml itself says by which way committees of an authority in a division go."""
        return _way(self.route, authority, area, areas) in self.route


def offices(route: tuple[Way, ...], authority: str, area: str, areas: Areas) -> tuple[str, ...]:
    """The codes of the divisions that a committee passes before the centre: the smaller ones first."""
    code, way = _now(area, areas), _way(route, authority, area, areas)
    own = {"county": code if areas.level(code) == "county" else "", "prefecture": areas.folder("prefecture", area)}
    found = [own[level] for level in ("county", "prefecture") if way is not None and level in way.via]
    return tuple(code for code in found if code and areas.level(code) != "region")


def _now(area: str, areas: Areas) -> str:
    """The code of what became of a division, where that is one."""
    now = () if area in areas.current else areas.successors(area)
    return now[0].code if len(now) == 1 else area


def _way(route: tuple[Way, ...], authority: str, area: str, areas: Areas) -> Way | None:
    """The way of a committee, of the route or else the usual one; that for the smallest division it sits in."""
    ways = [way for way in (*route, *USUAL) if way.authority == authority]
    within = areas.within(_now(area, areas)) if any(way.area for way in ways) else frozenset[str]()
    nearest = sorted(within, key=lambda one: len(areas.within(one)), reverse=True)
    return next((one for place in (*nearest, None) for one in ways if one.area == place), None)


def reviewers(value: Value, centre: str) -> Reviewers:
    """Reviewers from a value that fits schemas/reviewers.schema.json; `centre` is the name of the centre, from registry.yaml."""

    def team(office: str, value: Value) -> Team:
        return Team(office, tuple(value["accounts"]), tuple(value.get("deputies", ())))

    areas = {code: team(area["office"], area) for code, area in value.get("areas", {}).items()}
    more = {name: team(value[name]["office"], value[name]) for name in ("title_office", "supervision") if name in value}
    return Reviewers(team(centre, value["centre"]), team(MAINTAINERS, value["maintainers"]), areas, route_of(value), **more)


def route_of(value: Value) -> tuple[Way, ...]:
    """The ways that a value that fits schemas/reviewers.schema.json states."""
    return tuple(Way(one["authority"], one.get("area"), tuple(one["via"])) for one in value.get("route", ()))
