"""What a committee reviews, for whom and where: the parts `reviews`, `scope` and `entrusts` of its record.

Numbers such as 一（三）2 are clauses of the letter of 2019.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.values import each, optional_text
from zhicheng.text import plain

METHODS = {"review": "评审", "exam": "以考代评", "exam-and-review": "考评结合", "recognition": "考核认定"}
BY_EXPERTS = frozenset({"review", "exam-and-review"})
OPEN_TO = {"public": "面向社会", "system": "限本系统", "unit": "限本单位"}
VALID_IN = {"everywhere": "通用", "grassroots": "基层有效", "targeted": "定向评价、定向使用"}
# `where` of an exclusion: people for whom another committee is competent, that of their place or unit, or that of their unit only
OWN_COMMITTEE = frozenset({"own-committee", "own-unit-committee"})


@dataclass(frozen=True, slots=True)
class FirstLevel:
    """A first-level specialty (一级目录) and its second-level specialties, with the third-level ones of each where the industry has three.

    `key` is the name as in the file, and `second_keys` the names of the second level or their indexes, for pointers.
    """

    key: str
    name: str
    seconds: tuple[str, ...]
    second_keys: tuple[str | int, ...] = ()
    thirds: tuple[tuple[str, ...], ...] = ()  # empty, or one for each of `seconds`


@dataclass(frozen=True, slots=True)
class Exclusion:
    """People who do not apply here: of some areas or systems, or those with another committee (`where`); `words` are the document's."""

    areas: tuple[str, ...]
    systems: tuple[str, ...]
    where: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Competence:
    """A series reviewed, with its levels and catalogue of specialties (评审系列、层级与专业目录, 一（三）9、10).

    `method`, `open_to` and `valid_in` are None where the record does not state them; `tracks` are ids of tracks of the series, empty where
    none is registered. `all_specialties`: every specialty of the series, so that `catalog` is empty.
    """

    series: str
    levels: tuple[str, ...]
    catalog: tuple[FirstLevel, ...]
    method: str | None = None
    tracks: tuple[str, ...] = ()
    open_to: str | None = None
    excludes: tuple[Exclusion, ...] = ()
    valid_in: str | None = None
    all_specialties: bool = False

    @property
    def way(self) -> str:
        """The way of evaluation (评价方式), a key of METHODS: review where none is stated."""
        return self.method or "review"

    @property
    def by_experts(self) -> bool:
        """Whether experts review the applications, alone or after an examination."""
        return self.way in BY_EXPERTS


@dataclass(frozen=True, slots=True)
class Scope:
    """The areas and applicants covered by the reviews (评审地域范围, 一（三）11).

    `units` are codes of units that no division covers (第八师), `places` names of what has no code (省本级).
    """

    areas: tuple[str, ...]
    open_to: str | None
    note: str | None
    excludes: tuple[Exclusion, ...] = ()
    units: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entrusted:
    """Reviews that the committee entrusts to another one (委托评审), by its id, or by name where it is not registered.

    `tracks` are ids of tracks of the series, `specialties` names of the first or second level; empty: of every one.
    """

    committee: str | None
    name: str | None
    series: str
    levels: tuple[str, ...]
    words: str | None
    tracks: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()


def competence(value: Value) -> Competence:
    """A review from an item of `reviews`."""
    catalog = value["catalog"]
    return Competence(
        value["series"],
        tuple(value["levels"]),
        () if catalog == "all" else _catalog(catalog),
        value.get("method"),
        tuple(value.get("tracks", ())),
        value.get("open_to"),
        each(value.get("excludes"), _exclusion),
        value.get("valid_in"),
        catalog == "all",
    )


def scope(value: Value) -> Scope:
    """The areas and applicants covered, from the value of `scope`."""
    return Scope(
        tuple(value["areas"]),
        value.get("open_to"),
        optional_text(value.get("note")),
        each(value.get("excludes"), _exclusion),
        tuple(value.get("units", ())),
        each(value.get("places"), plain),
    )


def _exclusion(value: Value) -> Exclusion:
    return Exclusion(tuple(value.get("areas", ())), each(value.get("systems"), plain), value.get("where"), plain(value["words"]))


def entrusted(value: Value) -> Entrusted:
    """An item of `entrusts`."""
    return Entrusted(
        value.get("committee"),
        optional_text(value.get("name")),
        value["series"],
        tuple(value["levels"]),
        optional_text(value.get("words")),
        tuple(value.get("tracks", ())),
        each(value.get("specialties"), plain),
    )


def _catalog(value: dict[str, Any]) -> tuple[FirstLevel, ...]:
    return tuple(_first_level(key, seconds) for key, seconds in value.items())


def _first_level(key: str, seconds: list[str] | dict[str, list[str]]) -> FirstLevel:
    names, keys = tuple(map(plain, seconds)), tuple(seconds) if isinstance(seconds, dict) else tuple(range(len(seconds)))
    thirds = tuple(tuple(map(plain, third)) for third in seconds.values()) if isinstance(seconds, dict) else ()
    return FirstLevel(key, plain(key), names, keys, thirds)
