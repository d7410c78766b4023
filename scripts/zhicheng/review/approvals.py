"""Which approvals of a change count, which are missing, and why each other review does not count.

An approval counts while all of this holds:
- it is the latest decision of its account, on the head commit, and the forge marks it as neither dismissed, stale nor unofficial;
- the account is a reviewer or deputy of a station that the change must pass, and took no part in the change;
- if the station is the centre: it came after an approval of every prefecture on the route, given by another account.

A refusal of the head commit that its account has not replaced blocks the station, even where other accounts approve.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from zhicheng.review.forge_lists import ForgeReview, account_key
from zhicheng.review.route import Station
from zhicheng.text import listed

Standing = Literal["given", "refused", "turn", "waiting"]
STANDINGS: dict[Standing, str] = {"given": "已同意", "refused": "要求修改", "turn": "等待审核", "waiting": "还没有轮到"}
StatusState = Literal["success", "pending", "failure"]  # of a forge's commit status
Code = Literal[
    "no-account", "pending", "comment", "request", "author", "committer", "not-a-reviewer", "dismissed", "changes", "unknown", "no-time",
    "other-commit", "stale", "unofficial", "withdrawn", "too-early", "same-account",
]  # fmt: skip
CODES: dict[Code, str] = {
    "no-account": "账号已经注销或没有写明",
    "pending": "还没有提交",
    "comment": "只是评论",
    "request": "只是邀请审核",
    "author": "是这次修改的提交人，不能审核自己的修改",
    "committer": "是其中一个提交的作者或提交者，不能审核自己的修改",
    "not-a-reviewer": "不是这次修改所需的审核账号",
    "dismissed": "已被撤销，或被同一账号后来的审核代替",
    "changes": "要求修改",
    "unknown": "状态不认识，不算同意",
    "no-time": "没有写明时间，分不清先后",
    "other-commit": "审核的不是现在的版本",
    "stale": "同意以后又有新的提交",
    "unofficial": "代码平台不把它算作正式的审核（official）",
    "withdrawn": "同一账号后来改了意见",
    "too-early": "早于下级的同意，要在下级同意以后再审",
    "same-account": "同一账号已经代表下级同意，中心要由另一个账号审核",
}
LIMIT = 140  # characters of a commit status, on GitHub


@dataclass(frozen=True, slots=True)
class OfficeVerdict:
    """The state of one station: the last counting approval of each of its accounts, and the refusals in force.

    `barred` are the accounts of the station that took part in the change and so cannot approve it.
    """

    station: Station
    standing: Standing
    approvals: tuple[ForgeReview, ...]
    refusals: tuple[ForgeReview, ...]
    barred: tuple[str, ...] = ()

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts that may approve: regular accounts first, then deputies."""
        return tuple(account for account in self.station.all_accounts if account not in self.barred)


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A review that does not count (at all, or not for the centre), and why."""

    review: ForgeReview
    code: Code

    @property
    def why(self) -> str:
        return CODES[self.code]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of each station on the route of a change at the commit `head`, and the reviews that do not count."""

    head: str
    stations: tuple[OfficeVerdict, ...]
    uncounted: tuple[Uncounted, ...]

    @property
    def passed(self) -> bool:
        return all(office.standing == "given" for office in self.stations)

    def with_standing(self, standing: Standing) -> tuple[OfficeVerdict, ...]:
        """The stations that have a standing."""
        return tuple(office for office in self.stations if office.standing == standing)


Run = tuple[ForgeReview, ...]  # the approvals in force of one account, oldest first


def judge(
    stations: Iterable[Station], reviews: Iterable[ForgeReview], head: str, author: str = "", committers: Iterable[str] = ()
) -> Verdict:
    """Judges a change by its route, the forge's reviews (in any order), and the accounts of its author and its commits' authors."""
    stations = tuple(stations)
    ordered = sorted(dict.fromkeys(reviews), key=lambda review: review.order)
    took_part: dict[str, Code] = {**{account_key(account): "committer" for account in committers}, account_key(author): "author"}
    why = _disregarded(ordered, stations, took_part)
    words: dict[str, list[ForgeReview]] = {}
    for review in ordered:
        if review not in why:
            words.setdefault(account_key(review.account), []).append(review)
    runs = {account: _trailing_approvals(own, head) for account, own in words.items()}
    for account, own in words.items():
        why.update({review: _why_no_approval(review, head) or "withdrawn" for review in own[: len(own) - len(runs[account])]})
    refusing = {account: own[-1] for account, own in words.items() if own[-1].state == "changes" and own[-1].commit == head}
    offices = {station: _office_verdict(station, runs, refusing, took_part) for station in stations if station.kind != "centre"}
    prefectures = [office for station, office in offices.items() if station.kind == "prefecture"]
    for centre in stations:
        if centre.kind == "centre":
            early = _too_early(centre, runs, prefectures)
            why.update({runs[account][-1]: code for account, code in early.items()})
            in_time = {account: run for account, run in runs.items() if account not in early}
            waits = any(office.standing != "given" for office in prefectures)
            offices[centre] = _office_verdict(centre, in_time, refusing, took_part, waits)
    return Verdict(head, tuple(offices[s] for s in stations), tuple(Uncounted(review, why[review]) for review in ordered if review in why))


_NEUTRAL_STATES: dict[str, Code] = {"pending": "pending", "comment": "comment", "requested": "request"}  # neither approve nor withdraw


def _disregarded(reviews: Iterable[ForgeReview], stations: Iterable[Station], took_part: Mapping[str, Code]) -> dict[ForgeReview, Code]:
    """The reviews that never count, whatever their commit and time, and why: neutral ones, and those of accounts that may not review."""
    allowed = {account for station in stations for account in _account_keys(station)}
    found: dict[ForgeReview, Code] = {}
    for review in reviews:
        account = account_key(review.account)
        if review.state in _NEUTRAL_STATES:
            found[review] = _NEUTRAL_STATES[review.state]
        elif account in took_part or account not in allowed:
            found[review] = took_part.get(account, "not-a-reviewer") if account else "no-account"
    return found


def _too_early(centre: Station, runs: Mapping[str, Run], prefectures: Sequence[OfficeVerdict]) -> dict[str, Code]:
    """The accounts of the centre whose approval does not come after those of the prefectures, and why."""
    approving = (account for account in _account_keys(centre) if runs.get(account))
    return {account: code for account in approving if (code := _why_too_early(account, runs, prefectures))}


def _account_keys(station: Station) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(account_key, station.all_accounts)))


def _trailing_approvals(own: Sequence[ForgeReview], head: str) -> Run:
    """The last reviews of an account (oldest first) that are all approvals of the head commit."""
    start = len(own)
    while start and _why_no_approval(own[start - 1], head) is None:
        start -= 1
    return tuple(own[start:])


def _why_no_approval(review: ForgeReview, head: str) -> Code | None:
    """Why a review is not an approval of the head commit; None where it is. Account and order are not considered."""
    if review.state in ("dismissed", "changes"):
        return "dismissed" if review.state == "dismissed" else "changes"
    if review.state != "approved":
        return "unknown"
    if review.time is None:
        return "no-time"
    if review.commit != head:
        return "other-commit"
    return "stale" if review.stale else None if review.official else "unofficial"


def _office_verdict(
    station: Station, runs: Mapping[str, Run], refusing: Mapping[str, ForgeReview], took_part: Container[str], waits: bool = False
) -> OfficeVerdict:
    accounts = _account_keys(station)
    approvals = tuple(runs[account][-1] for account in accounts if runs.get(account))
    refusals = tuple(refusing[account] for account in accounts if account in refusing)
    standing: Standing = "refused" if refusals else "waiting" if waits else "given" if approvals else "turn"
    return OfficeVerdict(
        station, standing, approvals, refusals, tuple(account for account in station.all_accounts if account_key(account) in took_part)
    )


def _why_too_early(account: str, runs: Mapping[str, Run], prefectures: Sequence[OfficeVerdict]) -> Code | None:
    """Why an account's approval for the centre does not come after those of the prefectures; None where it does."""
    last = runs[account][-1].time
    for prefecture in prefectures:
        others = [run for other in _account_keys(prefecture.station) if other != account and (run := runs.get(other))]
        if prefecture.standing == "given" and not others:
            return "same-account"
        settled = [review.settled for run in others for review in run if review.settled is not None]
        if prefecture.standing != "given" or last is None or not any(moment < last for moment in settled):
            return "too-early"
    return None


def commit_status(verdict: Verdict) -> tuple[StatusState, str]:
    """The state of a forge's commit status and its description, of at most LIMIT characters."""
    refused, turn, waiting = (_office_names(verdict.with_standing(standing)) for standing in ("refused", "turn", "waiting"))
    if refused:
        return "failure", _cut(f"{refused}要求修改，请改好以后重新提交")
    if turn or waiting:
        then = f"，然后轮到{waiting}" if turn and waiting else ""
        return "pending", _cut(f"等待{turn or waiting}审核{then}")
    given = _office_names(verdict.stations)
    return "success", _cut(f"审核已齐：{given}" if given else "没有改动，不需要审核")


def _office_names(offices: Iterable[OfficeVerdict]) -> str:
    return listed(office.station.office for office in offices)


def _cut(text: str) -> str:
    return text if len(text) <= LIMIT else text[: LIMIT - 1] + "…"
