"""Handing over: replaces one account by another in reviewers.yaml, and lists what the person who leaves has not finished."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhicheng.documents import schemas, yaml_writing
from zhicheng.documents.schemas import schema
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.registry import codeowners
from zhicheng.registry.key_holders import named_keys
from zhicheng.registry.paths import CODEOWNERS
from zhicheng.registry.records.decision import Decision
from zhicheng.registry.records.recipients import Recipient
from zhicheng.registry.records.reviewers import MAINTAINERS
from zhicheng.registry.registry import Registry
from zhicheng.review.forge_lists import ForgeReview, account_key
from zhicheng.system import git
from zhicheng.text import nearest, show

_PATH = "registry/reviewers.yaml"
_PLACES = ("accounts", "deputies")


@dataclass(frozen=True, slots=True)
class TeamChange:
    """The change of one team: its area ("" for `centre` and `maintainers`, which `name` tells), its office, and how the account changes."""

    name: str
    area: str
    office: str
    how: str


@dataclass(frozen=True, slots=True)
class Handover:
    """The files to write, and the change of each team."""

    files: tuple[tuple[Path, bytes], ...]
    teams: tuple[TeamChange, ...]


def handover(registry: Registry, old: str, new: str, area: str | None = None) -> Handover:
    """Replaces the account `old` by `new`: in every team that has it, or only in the team of one area. A deputy who takes over becomes a
    regular account; an account that is in the team already keeps its place.

    Raises UserError where reviewers.yaml cannot be read or changed, does not have the account there, or a team would be left without
    accounts.
    """
    if registry.reviewers is None:
        raise UserError(f"{_PATH} 读不出来，没有改动。请先运行 zhicheng validate，改好以后再试。")
    value = copy.deepcopy(registry.reviewers.record)
    changed = []
    for name, code, office, team in _teams(registry, value):
        if area in (None, code):
            how = _replaced(team, old, new)
            if how:
                changed.append(TeamChange(name, code, office, how))
    if not changed:
        raise UserError(_not_there(list(_teams(registry, value)), old, area))
    if not schemas.fits("reviewers", value, registry.ranks.codes):
        raise UserError(f"没有改动：“{show(new)}”不是账号的写法。请写代码平台上的账号，字母、数字、短横线、下划线或点。")
    try:
        text = yaml_writing.amended(registry.reviewers.document, value, list(schema("reviewers")["properties"]))
    except yaml_writing.CannotAmend:
        raise UserError(f"{_PATH} 的写法特殊，没法自动改，没有改动。请自己把 {show(old)} 换成 {show(new)}。") from None
    files = [(registry.root / _PATH, text.encode())]
    if codeowners.is_generated(registry):
        path = registry.root / CODEOWNERS
        if path.is_symlink() or path.parent.is_symlink():
            raise UserError(f"没有改动：{CODEOWNERS} 或它所在的文件夹是符号链接，不写。请换成普通的文件和文件夹。")
        files.append((registry.root / CODEOWNERS, codeowners.of_reviewers(registry, value).encode()))
    return Handover(tuple(files), tuple(changed))


def _teams(registry: Registry, value: Value) -> Iterator[tuple[str, str, str, Value]]:
    """Each team of a value of reviewers.yaml: its name, the code of its area or "", its office, and the team itself."""
    yield "centre", "", registry.settings.centre_name, value["centre"]
    yield "maintainers", "", MAINTAINERS, value["maintainers"]
    for code, team in value.get("areas", {}).items():
        yield "area", code, team["office"], team


def _replaced(team: Value, old: str, new: str) -> str:
    """Replaces one account by another in a team. Returns how, in Chinese; "" where the team does not have the account."""
    place = next((name for name in _PLACES if _index(team.get(name, []), old) is not None), None)
    if place is None:
        return ""
    left = _index(team[place], old)
    before = next((name for name in _PLACES if _index(team.get(name, []), new) is not None), None)
    if before == "deputies" and place == "accounts":
        team["deputies"] = [one for one in team["deputies"] if account_key(one) != account_key(new)]
        team[place][left] = new
        how = f"代理账号 {new} 接替审核账号 {old}"
    elif before is not None:
        team[place] = [one for one in team[place] if account_key(one) != account_key(old)]
        how = f"去掉 {old}，{new} 已经在里面"
    else:
        team[place][left] = new
        how = f"{'审核账号' if place == 'accounts' else '代理账号'} {old} 换成 {new}"
    if not team.get("deputies", True):
        del team["deputies"]
    return how


def _index(accounts: Sequence[str], wanted: str) -> int | None:
    return next((i for i, one in enumerate(accounts) if account_key(one) == account_key(wanted)), None)


def _not_there(teams: Sequence[tuple[str, str, str, Value]], old: str, area: str | None) -> str:
    """The message that an account is in no team, or not in that of an area."""
    if area is not None and area not in {code for _, code, _, _ in teams if code}:
        return f"没有改动：{_PATH} 里没有地区 {show(area)} 的审核人员。请核对 --area。"
    near = nearest(old, [one for _, code, _, team in teams if area in (None, code) for name in _PLACES for one in team.get(name, ())])
    where = "" if area is None else f"地区 {area} 的审核人员里"
    return f"没有改动：{where or _PATH + ' 里'}没有 {show(old)}。{f'是否想写 {near}？' if near else ''}"


# --- what the one who leaves has open ----------------------------------------------------------------------------------------


def twice_on_the_way(value: Value, account: str) -> bool:
    """Whether an account reviews both for a division and for the centre: for one change it counts only once."""
    centre = _index([*value["centre"]["accounts"], *value["centre"].get("deputies", ())], account) is not None
    areas = value.get("areas", {}).values()
    return centre and any(_index([*team["accounts"], *team.get("deputies", ())], account) is not None for team in areas)


def open_approvals(registry: Registry, reviews: Sequence[ForgeReview], account: str) -> list[ForgeReview]:
    """The last approvals of an account that will no longer count: of versions that are not in the main branch as it is here (HEAD), and on
    which no decision is recorded.
    """
    decided = {decision.commit for entry in registry.decisions for decision in entry.record}
    last: dict[str, ForgeReview] = {}
    for review in sorted(reviews, key=lambda one: one.order):
        if account_key(review.account) == account_key(account):
            last[review.commit] = review
    return [
        one for one in last.values() if one.state == "approved" and one.commit not in decided and not _is_merged(registry.root, one.commit)
    ]


def _is_merged(root: Path, commit: str) -> bool:
    return git.ask(root, "merge-base", "--is-ancestor", commit, "HEAD") is not None


def decided_since(registry: Registry, account: str, day: date) -> list[Decision]:
    """The decisions of an account from a day on, which came after it should have handed over."""
    found = (decision for entry in registry.decisions for decision in entry.record)
    return [one for one in found if account_key(one.account) == account_key(account) and one.date >= day]


def keys_of(registry: Registry, teams: Sequence[TeamChange], day: date) -> list[Recipient]:
    """The keys in use that the office of one of the teams holds: those of the centre, or of the area."""
    centre, areas = any(team.name == "centre" for team in teams), {team.area for team in teams if team.area}
    offices = {team.office for team in teams}
    found: dict[str, Recipient] = {}
    for one in (named.recipient for named in named_keys(registry) if named.recipient.in_use(day)):
        if (one.role == "centre" and centre) or one.area in areas or any(office in one.holder for office in offices):
            found.setdefault(one.key, one)
    return list(found.values())
