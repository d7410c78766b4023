"""Administrative divisions (registry/reference/areas.yaml) with their history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from zhicheng.documents.yaml_reading import Value


@dataclass(frozen=True, slots=True)
class Area:
    """一个行政区划。`since` and `until` are years; `until` is set for codes no longer in force."""

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
        """A short name for a tile or a chip: the shortest alias, else the name without its kind."""
        if self.aliases:
            return min(self.aliases, key=len)
        if "自治" in self.name:
            return self.name
        for suffix in ("地区", "市", "县", "区"):
            if self.name.endswith(suffix) and len(self.name) > len(suffix) + 1:
                return self.name.removesuffix(suffix)
        return self.name


class Areas:
    """The divisions in force and the retired ones."""

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
                a["since"],
            )
            for a in value["areas"]
        }
        self._retired: dict[str, list[Area]] = {}
        self._ancestors: dict[str, frozenset[str]] = {}
        self._within: dict[str, frozenset[str]] = {}
        for r in value.get("retired", ()):
            code = r["code"]
            area = Area(
                code, r["name"], _level_of(code), _parent_of(code), since=r["since"], until=r["until"], successors=tuple(r["successor"])
            )
            self._retired.setdefault(code, []).append(area)

    @cached_property
    def region(self) -> Area | None:
        """The province or autonomous region itself."""
        return next((area for area in self.current.values() if area.level == "region"), None)

    @property
    def retired(self) -> list[Area]:
        """The divisions no longer in force, by code and year."""
        past = (area for areas in self._retired.values() for area in areas)
        return sorted(past, key=lambda area: (area.code, area.since))

    def on(self, code: str, day: date) -> Area | None:
        """The division a code meant on a day, or None. In its first and last year a code counts as in force."""
        area = self.current.get(code)
        if area is not None and area.since <= day.year:
            return area
        past = (a for a in self._retired.get(code, ()) if a.since <= day.year and a.until is not None and day.year <= a.until)
        return next(past, None)

    def known(self, code: str) -> Area | None:
        """The division a code means now, else the last one it meant."""
        return self.current.get(code) or next(iter(reversed(self._retired.get(code, []))), None)

    def successors(self, code: str) -> tuple[Area, ...]:
        """The divisions in force that a retired code went into, following chains of successors."""
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
        """The name of a division, or the code where it is unknown."""
        area = self.known(code)
        return code if area is None else area.name

    def within(self, code: str) -> frozenset[str]:
        """The code itself and the divisions it lies in, those it is only administered through left out."""
        known = self._within.get(code)
        if known is None:
            found: set[str] = set()
            here = self.known(code)
            while here is not None and here.code not in found:
                found.add(here.code)
                here = None if here.parent is None else self.known(here.parent)
            known = self._within[code] = frozenset(found)
        return known

    def widened(self, codes: Iterable[str]) -> frozenset[str]:
        """Divisions in force that a list of codes means: retired ones as what they went into, all parts of a division as the division."""
        found = {
            now for code in codes for now in ([code] if code in self.current else [area.code for area in self.successors(code)] or [code])
        }
        grown = True
        while grown:
            parents = {area.parent for code in found if (area := self.current.get(code)) is not None}
            whole = {parent for parent in parents - found if parent and self._parts[parent] <= found}
            found |= whole
            grown = bool(whole)
        return frozenset(code for code in found if code)

    @cached_property
    def _parts(self) -> dict[str, set[str]]:
        parts: dict[str, set[str]] = {}
        for area in self.current.values():
            if area.parent is not None:
                parts.setdefault(area.parent, set()).add(area.code)
        return parts

    def ancestors(self, code: str) -> frozenset[str]:
        """The code itself and all divisions it lies in, those it is administered through included."""
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
        """Whether `inner` is `outer` or lies in it."""
        return outer in self.ancestors(inner)

    def children(self, code: str) -> list[Area]:
        """The divisions in force directly below `code`, in the order of the table."""
        return [area for area in self.current.values() if code in (area.parent, area.also_under)]

    def folder(self, authority: str, code: str) -> str:
        """The folder of a committee: a prefecture's or county's lies under the prefecture's code, all others under the region's."""
        region = self.region.code if self.region else code
        if authority not in ("prefecture", "county"):
            return region
        for area in (self.known(code), *self.successors(code)):
            if area is None or (area.until is not None and self.successors(code)):
                continue
            prefecture = area.code if area.level == "prefecture" else area.parent
            return prefecture if prefecture and self.level(prefecture) == "prefecture" else region
        return region

    def level(self, code: str) -> str | None:
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
