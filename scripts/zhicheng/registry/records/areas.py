"""Administrative divisions 行政区划 (registry/reference/areas.yaml), current and retired."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.added_codes import WIDE

# Words of units that may belong to the central government or to a system of its own, whatever area their name begins with.
OF_THE_CENTRE = re.compile(
    r"公司|集团|中国|中央|国家|全国|气象|地震|邮政|海关|税务|石油|铁路|民航|烟草|电力|通信管理|第.{1,3}师|铁道|银行|监管局"
)


@dataclass(frozen=True, slots=True)
class Area:
    """A division (行政区划). `since` and `until` are its first and last year; `since` is 0 where it is not known, `until` is set once it is
    retired.
    """

    code: str
    name: str
    level: str
    parent: str | None
    also_under: str | None = None
    aliases: tuple[str, ...] = ()
    bingtuan: bool = False
    since: int = 0
    until: int | None = None
    successors: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """A short name for labels: the shortest alias, else the name without 地区, 市, 县 or 区 at its end."""
        if self.aliases:
            return min(self.aliases, key=len)
        if "自治" in self.name:
            return self.name
        for suffix in ("地区", "市", "县", "区"):
            if self.name.endswith(suffix) and len(self.name) > len(suffix) + 1:
                return self.name.removesuffix(suffix)
        return self.name

    @property
    def is_city(self) -> bool:
        return self.name.endswith("市")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that no division covers (第八师): code, name, the system it belongs to, the city that is one with it, and the divisions where
    it also has regiments.
    """

    code: str
    name: str
    system: str | None
    city: str | None
    regiments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapPlace:
    """The place of a division on the map of tiles of the home page, from 0, and its name there where it is another than `Area.short`."""

    column: int
    row: int
    name: str | None


class Areas:
    """The table of divisions. `current` holds those in force by code; the retired ones are apart, as a code may have been retired twice.

    `units` holds, by code, units that no division covers; `systems` the other names of each system (铁路, 农垦), and `tiles`
    the places of divisions on the map of the home page.
    """

    def __init__(self, value: Value) -> None:
        self.current: dict[str, Area] = {
            a["code"]: Area(
                a["code"],
                a["name"],
                a["level"],
                a.get("parent"),
                a.get("also_under"),
                tuple(a.get("aliases", ())),
                a.get("bingtuan", False),
                a.get("since", 0),
            )
            for a in value["areas"]
        }
        self.units: dict[str, Unit] = {
            u["code"]: Unit(u["code"], u["name"], u.get("system"), u.get("city"), tuple(u.get("regiments", ())))
            for u in value.get("units", ())
        }
        self.systems: dict[str, tuple[str, ...]] = {s["name"]: tuple(s["aliases"]) for s in value.get("systems", ())}
        self.tiles = {tile["code"]: MapPlace(tile["column"], tile["row"], tile.get("name")) for tile in value.get("map", ())}
        self._retired: dict[str, list[Area]] = {}
        self._ancestors: dict[str, frozenset[str]] = {}
        self._within: dict[str, frozenset[str]] = {}
        for row in value.get("retired", ()):
            code = row["code"]
            area = Area(
                code,
                row["name"],
                _level_of(code),
                _parent_of(code),
                since=row["since"],
                until=row["until"],
                successors=tuple(row["successor"]),
            )
            self._retired.setdefault(code, []).append(area)

    @cached_property
    def region(self) -> Area | None:
        """The province or autonomous region itself."""
        return next((area for area in self.current.values() if area.level == "region"), None)

    @property
    def retired(self) -> list[Area]:
        """The divisions no longer in force, in order of code and first year."""
        past = (area for areas in self._retired.values() for area in areas)
        return sorted(past, key=lambda area: (area.code, area.since))

    def on(self, code: str, day: date) -> Area | None:
        """The division that a code meant on a day, or None. A code counts as in force in the whole of its first and last year."""
        area = self.current.get(code)
        if area is not None and area.since <= day.year:
            return area
        past = (a for a in self._retired.get(code, ()) if a.since <= day.year and a.until is not None and day.year <= a.until)
        return next(past, None)

    def known(self, code: str) -> Area | None:
        """The division that a code means now, else the last one it meant, else None."""
        return self.current.get(code) or next(iter(reversed(self._retired.get(code, []))), None)

    def successors(self, code: str) -> tuple[Area, ...]:
        """The divisions in force that succeed a retired code, directly or through other retired codes."""
        found: dict[str, Area] = {}
        queue, seen = [code], set()
        while queue:
            for area in self._retired.get(queue.pop(), ()):
                for successor in area.successors:
                    if successor in self.current:
                        found[successor] = self.current[successor]
                    elif successor not in seen:
                        seen.add(successor)
                        queue.append(successor)
        return tuple(found[key] for key in sorted(found))

    def name(self, code: str) -> str:
        """The name of a division, behind its parent's where others of its level are called so (乐山市市中区); the code if it is unknown."""
        area = self.known(code)
        if area is None:
            return code
        parent = self.known(area.parent) if area.parent and (area.level, area.name) in self._shared else None
        return area.name if parent is None else parent.name + area.name

    @cached_property
    def _shared(self) -> frozenset[tuple[str, str]]:
        """The levels and names that several divisions in force have."""
        counts = Counter((area.level, area.name) for area in self.current.values())
        return frozenset(key for key, number in counts.items() if number > 1)

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """The codes of areas by name, without names that several have."""
        named: dict[str, set[str]] = {}
        for area in self:
            named.setdefault(area.name, set()).add(area.code)
        return {name: next(iter(codes)) for name, codes in named.items() if len(codes) == 1}

    def leading(self, text: str) -> str | None:
        """The code of the area whose whole name begins a text; None where there is none, or where several have the name."""
        return next((self._by_name[text[:end]] for end in range(min(len(text), 20), 1, -1) if text[:end] in self._by_name), None)

    def system(self, name: str) -> str:
        """The name in the table of a system that is called otherwise (铁路局: 铁路), or the name itself."""
        return next((known for known, aliases in self.systems.items() if name in aliases), name)

    def unit_name(self, code: str) -> str:
        """The name of a unit, or the code itself if it is unknown."""
        return self.units[code].name if code in self.units else code

    def within(self, code: str) -> frozenset[str]:
        """The code itself and the codes of the divisions that contain it geographically (by `parent`, not `also_under`)."""
        known = self._within.get(code)
        if known is None:
            found: set[str] = set()
            here = self.known(code)
            while here is not None and here.code not in found:
                found.add(here.code)
                here = None if here.parent is None else self.known(here.parent)
            known = self._within[code] = frozenset(found)
        return known

    def holding(self, code: str) -> frozenset[str]:
        """As `within`. For a retired code, which a committee keeps until it files again: the code itself and the divisions that contain all
        its successors.
        """
        now = [] if code in self.current else [self.within(area.code) for area in self.successors(code)]
        return frozenset.intersection(*now) | {code} if now else self.within(code)

    def widened(self, codes: Iterable[str]) -> frozenset[str]:
        """The codes in force that a list of codes means.

        Retired codes are replaced by their successors; if all parts of a division are listed, the division is added.
        """
        found = {
            now for code in codes for now in ([code] if code in self.current else [area.code for area in self.successors(code)] or [code])
        }
        grown = True
        while grown:
            parents = {area.parent for code in found if (area := self.current.get(code)) is not None}
            complete = {parent for parent in parents - found if parent and self._parts[parent] <= found}
            found |= complete
            grown = bool(complete)
        return frozenset(code for code in found if code)

    @cached_property
    def _parts(self) -> dict[str, set[str]]:
        """The codes of the direct parts of each division in force, by its code."""
        parts: dict[str, set[str]] = {}
        for area in self.current.values():
            if area.parent is not None:
                parts.setdefault(area.parent, set()).add(area.code)
        return parts

    def ancestors(self, code: str) -> frozenset[str]:
        """The code itself and the codes of all divisions that contain or administer it, those of its successors included."""
        known = self._ancestors.get(code)
        if known is None:
            found: set[str] = set()
            queue: list[str | None] = [code]
            while queue:
                current = queue.pop()
                area = None if current is None else self.known(current)
                if current is None or current in found:
                    continue
                found.add(current)
                if area is not None:
                    queue += [area.parent, area.also_under, *(s.code for s in self.successors(current))]
            known = self._ancestors[code] = frozenset(found)
        return known

    def covers(self, outer: str, inner: str) -> bool:
        """Whether the division `inner` is `outer` or what that went into, lies in it or is administered by it."""
        now = () if outer in self.current else self.successors(outer)
        return outer in self.ancestors(inner) or any(area.code in self.ancestors(inner) for area in now)

    def overlap(self, one: Iterable[str], other: Iterable[str]) -> bool:
        """Whether a division of `one` is, contains or lies in a division of `other`."""
        return any(self.covers(a, b) or self.covers(b, a) for a in one for b in other)

    def children(self, code: str) -> list[Area]:
        """The divisions in force directly in or administered by `code`, in the order of the table."""
        return [area for area in self.current.values() if code in (area.parent, area.also_under)]

    def folder(self, authority: str, code: str) -> str:
        """The name of the folder of a committee's record: the prefecture's code; of one of the whole region the region's."""
        region = self.region.code if self.region else code
        if authority in WIDE:
            return region
        for area in (self.known(code), *self.successors(code)):
            if area is None or (area.until is not None and self.successors(code)):
                continue
            prefecture = area.code if area.level == "prefecture" else area.parent
            return prefecture if prefecture and self.level(prefecture) == "prefecture" else region
        return region

    def level(self, code: str) -> str | None:
        """The level of a division (region, prefecture, county), or None if the code is unknown."""
        area = self.known(code)
        return None if area is None else area.level

    def __iter__(self) -> Iterator[Area]:
        return iter(self.current.values())


def _level_of(code: str) -> str:
    if code.endswith("0000"):
        return "region"
    return "prefecture" if code.endswith("00") else "county"


def _parent_of(code: str) -> str | None:
    level = _level_of(code)
    if level == "region":
        return None
    return code[:2] + "0000" if level == "prefecture" else code[:4] + "00"
