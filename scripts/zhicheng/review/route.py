"""The route of a change: which offices must approve it, told from the files it touches and from nothing the change itself may decide.

The letter (一（五）1) sends a county committee through its prefecture to the centre and everybody else straight to the centre; a roster
that an employer hands in goes straight to the centre (二（三）2). Rounds, waivers and decisions are the centre's own acts. Everything
else (code, schemas, rulebooks, reference tables, settings, who reviews) is the maintainers'. What cannot be read needs all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.paths import committee_of
from zhicheng.registry.records.areas import Areas
from zhicheng.registry.records.reviewers import Reviewers

Kind = Literal["prefecture", "centre", "maintainers"]
KINDS: dict[Kind, str] = {"prefecture": "地州市", "centre": "中心", "maintainers": "管理员"}
_EMPLOYER = re.compile(r"employer-[0-9]{6}")

VIA_PREFECTURE = "区县级评审委员会经所在地州市报送（函一（五）1）"
BY_CENTRE = "评审委员会的登记由中心审核（函一（五）1）"
BY_EMPLOYER = "单位直接报送的评委花名册报中心（函二（三）2）"
ROUND = "报送的年度和期限由中心规定（函一（五）2）"
WAIVER = "例外由中心登记"
DECISION = "审核记录由中心留存"
KEYS = "谁能打开密封文件由中心决定"
UNREADABLE = "登记读不出来，分不清该由谁审核，所以全部要审"
MISPLACED = "文件所在的文件夹与登记的级别、区划不符，文件夹所属的地州市也要审"
OTHER = "程序、数据格式、审查依据、参考数据、设置和审核人员由管理员审核"
_OFFICE_FILES = {"registry/rounds/": ROUND, "registry/decisions/": DECISION, "registry/waivers.yaml": WAIVER}


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one version of a committee's record stands: its file, authority and area. Both are None where it cannot be read."""

    path: str
    authority: str | None
    area: str | None


@dataclass(frozen=True, slots=True)
class Station:
    """An office that must approve a change, who may approve for it, and why: the changed files and the reasons."""

    kind: Kind
    area: str | None
    office: str
    accounts: tuple[str, ...]
    deputies: tuple[str, ...]
    files: tuple[str, ...]
    why: tuple[str, ...]

    @property
    def everybody(self) -> tuple[str, ...]:
        return self.accounts + self.deputies


def placed(path: str, value: Value | None) -> Placed:
    """Where a committee's file stands, from its value; None, or one without authority and area in their shape, cannot be read."""
    authority, area = (None, None) if value is None else (value.get("authority"), value.get("area"))
    readable = isinstance(authority, str) and isinstance(area, str)
    return Placed(path, authority if readable else None, area if readable else None)


def needed(
    paths: Iterable[str],
    committees: Mapping[str, Sequence[Placed]],
    reviewers: Reviewers,
    areas: Areas,
    vault: str = "registry/vault",
) -> tuple[Station, ...]:
    """The stations a change must pass: the prefectures by code, then the centre, then the maintainers; none where no file changes.

    `paths` are the changed files from the registry's root, a renamed one by its old and its new name. `committees` holds for each id that
    `committee_of` gives for them every version of its record that matters, before and after: each version's route is needed, so that no
    record can move itself out of a prefecture's sight. `reviewers` and `areas` are those of the base, never those of the change.
    """
    files: dict[tuple[Kind, str], dict[str, None]] = {}
    reasons: dict[tuple[Kind, str], dict[str, None]] = {}
    for path in dict.fromkeys(paths):
        for kind, area, why in _asked_for(path, committees, areas, vault):
            nobody = kind == "prefecture" and area not in reviewers.areas
            key: tuple[Kind, str] = ("centre", "") if nobody else (kind, area)
            files.setdefault(key, {})[path] = None
            reasons.setdefault(key, {})[f"{areas.name(area)}没有登记审核账号，由中心审核" if nobody else why] = None
    order = sorted(files, key=lambda key: (tuple(KINDS).index(key[0]), key[1]))
    return tuple(_station(*key, reviewers, tuple(files[key]), tuple(reasons[key])) for key in order)


def _station(kind: Kind, area: str, reviewers: Reviewers, files: tuple[str, ...], why: tuple[str, ...]) -> Station:
    team = reviewers.areas[area] if area else reviewers.centre if kind == "centre" else reviewers.maintainers
    return Station(kind, area or None, team.office, team.accounts, team.deputies, files, why)


Ask = tuple[Kind, str, str]  # an office, the code of its area where it is a prefecture's, and why


def _asked_for(path: str, committees: Mapping[str, Sequence[Placed]], areas: Areas, vault: str) -> Iterator[Ask]:
    """The offices that one changed file asks for."""
    key = committee_of(path, vault)
    office = next((why for start, why in _OFFICE_FILES.items() if path == start or (start.endswith("/") and path.startswith(start))), None)
    if key is not None:
        versions = committees.get(key, ())
        for version in versions:
            yield from _of_committee(version, areas)
        if _EMPLOYER.fullmatch(key) and not path.startswith("registry/committees/"):
            yield "centre", "", BY_EMPLOYER
        elif not versions:
            yield from _of_committee(Placed(path, None, None), areas)
    elif office is not None:
        yield "centre", "", office
    else:
        if path == f"{vault}/recipients.txt":
            yield "centre", "", KEYS
        yield "maintainers", "", OTHER


def _of_committee(version: Placed, areas: Areas) -> Iterator[Ask]:
    """The offices that a version of a committee's record asks for."""
    folder = version.path.split("/")[2] if version.path.startswith("registry/committees/") else ""
    of_folder = areas.folder("prefecture", folder) if areas.level(folder) == "prefecture" else ""
    if version.authority is None or version.area is None or not _told(version.authority, version.area, areas):
        if of_folder:
            yield "prefecture", of_folder, UNREADABLE
        yield "centre", "", UNREADABLE
        yield "maintainers", "", UNREADABLE
        return
    own = areas.folder(version.authority, version.area)
    if version.authority == "county" and areas.level(own) == "prefecture":
        yield "prefecture", own, VIA_PREFECTURE
    if of_folder not in ("", own):
        yield "prefecture", of_folder, MISPLACED
    yield "centre", "", BY_CENTRE


def _told(authority: str, area: str, areas: Areas) -> bool:
    """Whether it can be told whom a committee of that authority and area reports to: of a county it must be known which it is."""
    if authority != "county":
        return authority in ("region", "prefecture", "central")
    return areas.level(area) == "county"
