"""The route of a change: which offices must approve it. It follows from the changed files and the settings of the base alone.

A committee goes through the offices that `route` in reviewers.yaml names to the centre: where it names none, a county's through its
prefecture, every other one straight (letter 一（五）1); a roster that an employer submits goes to the centre (letter 二（三）2); a change
of a pool also to the title office, where reviewers.yaml names one (letter 二（四）); a draw of members to the centre and to whoever
supervises draws by reviewers.yaml. Rounds, waivers and decisions belong to the centre;
reviewers, rulebooks and keys to the centre and the maintainers, and so do files that are only sealed anew to other keys; everything else
(code, schemas, reference tables, settings) to the maintainers. A record that cannot be read needs all of these offices but the title's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.paths import LISTED, committee_of, draw_of
from zhicheng.registry.records.areas import Areas
from zhicheng.registry.records.reviewers import Reviewers
from zhicheng.registry.records.wording import Wording, wording
from zhicheng.registry.vault_listing import BANS, ROSTER
from zhicheng.review.resealing import is_of_keys

Kind = Literal["prefecture", "centre", "title-office", "supervision", "maintainers"]
KINDS: dict[Kind, str] = {  # the first where a region says nothing
    "prefecture": "地市",
    "centre": "中心",
    "title-office": "职称办公室",
    "supervision": "监督人",
    "maintainers": "管理员",
}
_EMPLOYER = re.compile(r"employer-[0-9]{6}")

VIA_PREFECTURE = "区县级评审委员会经所在地的上一级报送"
BY_ROUTE = "按登记册的审核路线（reviewers.yaml 的 route），先由所在地审核"
BY_CENTRE = "评审委员会的登记由中心审核"
BY_EMPLOYER = "单位直接报送的评委花名册报中心"
BY_TITLE_OFFICE = "专家库的更新、调整和补充，职称办公室也要审核"
DRAW = "抽取评委由中心办理"
BY_SUPERVISION = "抽取的方案、结果和电话记录，监督人也要审核"
ROUND = "报送的年度和期限由中心规定"
WAIVER = "例外由中心登记"
DECISION = "审核记录由中心留存"
FROM_LIST = "一览表里尚未备案的评审委员会，由所在地和中心核对"
BANNED = "违规记录由中心管"
KEYS = "谁能打开密封文件由中心决定"
RESEALED = "换了密钥，只是重新密封，由管密钥的中心和管理员审核"
JOINT = "审核人员和审查依据由中心和管理员一起决定"
UNREADABLE = "登记读不出来，分不清该由谁审核，所以全部要审"
MISPLACED = "文件所在的文件夹与登记的级别、区划不符，文件夹所属的地方也要审"
OTHER = "程序、数据格式、参考数据和设置由管理员审核"
_OFFICE_FILES = {"registry/rounds/": ROUND, "registry/decisions/": DECISION, "registry/waivers.yaml": WAIVER}


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """The path, authority and area of one version of a committee's record; the latter two are None where it cannot be read."""

    path: str
    authority: str | None
    area: str | None


@dataclass(frozen=True, slots=True)
class Station:
    """An office that must approve a change: the accounts that may approve for it, the files that require it, and the reasons (`why`).

    The kind "prefecture" is that of all offices below the centre; `area` is the code of their division.
    """

    kind: Kind
    area: str | None
    office: str
    accounts: tuple[str, ...]
    deputies: tuple[str, ...]
    files: tuple[str, ...]
    why: tuple[str, ...]
    prefectures: str = KINDS["prefecture"]  # what prefectures are called in this region

    @property
    def label(self) -> str:
        """What kind of office it is in Chinese: 地级市 or whatever prefectures are called, 区县 for one of a county, 中心, 管理员."""
        if self.kind != "prefecture":
            return KINDS[self.kind]
        return "区县" if self.area is not None and not self.area.endswith("00") else self.prefectures

    @property
    def all_accounts(self) -> tuple[str, ...]:
        return self.accounts + self.deputies


def record_place(path: str, value: Value | None) -> RecordPlace:
    """The place of a record from its value. A value that is None or lacks a text for authority or area counts as unreadable."""
    authority, area = (None, None) if value is None else (value.get("authority"), value.get("area"))
    readable = isinstance(authority, str) and isinstance(area, str)
    return RecordPlace(path, authority if readable else None, area if readable else None)


def required_stations(
    paths: Iterable[str],
    committees: Mapping[str, Sequence[RecordPlace]],
    reviewers: Reviewers,
    areas: Areas,
    vault: str = "registry/vault",
    words: Wording | None = None,
    added: Mapping[str, Collection[str]] = MappingProxyType({}),
    resealed: Collection[str] = (),
    pools: Collection[str] = (),
) -> tuple[Station, ...]:
    """The stations a change must pass: the prefectures by code, each behind its counties, then the centre, the title office, the
    maintainers; none without a change.

    `paths` are the changed files relative to the registry's root, a renamed one with both names. `committees` holds, for each id that
    `committee_of` gives for a path, the places of all versions of its record before and after the change: the routes of all versions are
    required, so that a record cannot avoid a prefecture's review by moving. `reviewers`, `areas` and `words` (by default those that
    follow from `areas`) must be those of the base; `added` are the levels of the divisions of each authority that its rulebooks add.
    `resealed` are the paths that are only sealed anew, to other keys; `pools` are the committees and employers, by key, that have a roster
    at the base: what changes these is a change of a pool, and not its first list.
    """
    files: dict[tuple[Kind, str], dict[str, None]] = {}
    reasons: dict[tuple[Kind, str], dict[str, None]] = {}
    for path in dict.fromkeys(paths):
        offices = list(_OF_RESEALED if path in resealed else _offices_for_path(path, committees, reviewers, areas, vault, added))
        if reviewers.title_office is not None and path not in resealed and _is_of_pool(path, pools, vault):
            offices.append(("title-office", "", BY_TITLE_OFFICE))
        if reviewers.supervision is not None and draw_of(path, vault) is not None:
            offices.append(("supervision", "", BY_SUPERVISION))
        for kind, area, why in offices:
            has_no_reviewers = kind == "prefecture" and area not in reviewers.areas
            key: tuple[Kind, str] = ("centre", "") if has_no_reviewers else (kind, area)
            files.setdefault(key, {})[path] = None
            reasons.setdefault(key, {})[f"{areas.name(area)}没有登记审核账号，由中心审核" if has_no_reviewers else why] = None

    def place(key: tuple[Kind, str]) -> tuple[int, str, bool, str]:
        return tuple(KINDS).index(key[0]), key[1] and areas.folder("prefecture", key[1]), areas.level(key[1]) == "prefecture", key[1]

    order = sorted(files, key=place)
    called = (words or wording(None, areas)).prefectures
    return tuple(_station(*key, reviewers, tuple(files[key]), tuple(reasons[key]), called) for key in order)


def _station(kind: Kind, area: str, reviewers: Reviewers, files: tuple[str, ...], why: tuple[str, ...], prefectures: str) -> Station:
    teams = {
        "centre": reviewers.centre,
        "title-office": reviewers.title_office or reviewers.centre,
        "supervision": reviewers.supervision or reviewers.centre,
        "maintainers": reviewers.maintainers,
    }
    team = reviewers.areas[area] if area else teams[kind]
    return Station(kind, area or None, team.office, team.accounts, team.deputies, files, why, prefectures)


def _is_of_pool(path: str, pools: Collection[str], vault: str) -> bool:
    """Whether a file is a roster, its public counts or the sealed part, of a pool that there was before."""
    is_roster = path.startswith("registry/rosters/") or path.endswith(ROSTER)
    return is_roster and committee_of(path, vault) in pools


_Added = Mapping[str, Collection[str]]
_Requirement = tuple[Kind, str, str]  # the kind of office, the area's code ("" unless a prefecture), and why
_OF_RESEALED: tuple[_Requirement, ...] = (("centre", "", RESEALED), ("maintainers", "", RESEALED))


def _offices_for_path(
    path: str, committees: Mapping[str, Sequence[RecordPlace]], reviewers: Reviewers, areas: Areas, vault: str, added: _Added
) -> Iterator[_Requirement]:
    """The offices that one changed file requires."""
    key = committee_of(path, vault)
    office = next((why for start, why in _OFFICE_FILES.items() if path == start or (start.endswith("/") and path.startswith(start))), None)
    if key is not None:
        versions = committees.get(key, ())
        for version in versions:
            yield from _offices_for_committee(version, reviewers, areas, added)
        if _EMPLOYER.fullmatch(key) and not path.startswith("registry/committees/"):
            yield "centre", "", BY_EMPLOYER
        elif not versions:
            yield from _offices_for_committee(RecordPlace(path, None, None), reviewers, areas, added)
    elif path.startswith(LISTED):
        folder = path.split("/")[2]
        if areas.level(folder) == "prefecture":
            yield "prefecture", folder, FROM_LIST
        yield "centre", "", FROM_LIST
    elif office is not None or draw_of(path, vault) is not None:
        yield "centre", "", office or DRAW
    else:
        if path == f"{vault}/{BANS}":
            yield "centre", "", BANNED
            return
        if is_of_keys(path, vault):
            yield "centre", "", KEYS
        joint = path == "registry/reviewers.yaml" or path.startswith("registry/rulebooks/")
        if joint:
            yield "centre", "", JOINT
        yield "maintainers", "", JOINT if joint else OTHER


def _offices_for_committee(version: RecordPlace, reviewers: Reviewers, areas: Areas, added: _Added) -> Iterator[_Requirement]:
    """The offices that one version of a committee's record requires."""
    folder = version.path.split("/")[2] if version.path.startswith("registry/committees/") else ""
    folder_prefecture = areas.folder("prefecture", folder) if areas.level(folder) == "prefecture" else ""
    if version.authority is None or version.area is None or not _is_reporting_line_known(version.authority, version.area, areas, added):
        if folder_prefecture:
            yield "prefecture", folder_prefecture, UNREADABLE
        yield "centre", "", UNREADABLE
        yield "maintainers", "", UNREADABLE
        return
    own = areas.folder(version.authority, version.area)
    passed = reviewers.offices(version.authority, version.area, areas)
    for code in passed:
        yield "prefecture", code, BY_ROUTE if reviewers.is_stated(version.authority, version.area, areas) else VIA_PREFECTURE
    if folder_prefecture not in ("", own, *passed):
        yield "prefecture", folder_prefecture, MISPLACED
    yield "centre", "", BY_CENTRE


def _is_reporting_line_known(authority: str, area: str, areas: Areas, added: _Added) -> bool:
    """Whether it is known whom a committee of that authority and area reports to; a county must be in the table of areas.

    So must the division of an added authority, and be of a level that it may have.
    """
    if authority in added:
        return areas.level(area) in added[authority]
    if authority != "county":
        return authority in ("region", "prefecture", "central")
    return areas.level(area) == "county"
