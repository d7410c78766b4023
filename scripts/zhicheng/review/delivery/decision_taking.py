"""Taking an opinion on a packet on the command line: it counts as a review if it is about what was received and comes from an office of the
route.

Nothing in it is taken on trust: the files are compared with those of the reviewed commit, the office and the account with the route by the
settings of the base. Whether the office really wrote it no file can prove.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from zhicheng.documents import yaml_reading
from zhicheng.documents.finding import Finding
from zhicheng.errors import UserError
from zhicheng.registry.registry import BrokenSettings, Registry
from zhicheng.review import approvals
from zhicheng.review import change as changes_under_review
from zhicheng.review.approvals import Verdict
from zhicheng.review.change import Change
from zhicheng.review.delivery import decision_packet, packet, trial_check
from zhicheng.review.delivery.decision_packet import Opinion
from zhicheng.review.delivery.packet_receiving import REPEATED, Destination
from zhicheng.review.delivery.packet_times import china_time
from zhicheng.review.delivery.packet_zip import MAX_PACKET, PacketRefused
from zhicheng.review.forge_lists import ForgeReview, State, account_key
from zhicheng.review.route import Station
from zhicheng.system import git, git_commits
from zhicheng.text import listed, show
from zhicheng.vault import store

USABLE, UNUSABLE = "意见可用", "意见不用"
_STATES: dict[str, State] = {"approved": "approved", "returned": "changes", "refused": "changes"}


def opened(file: Path) -> Opinion:
    """The opinion in a file. Raises UserError where it cannot be read or is none."""
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_PACKET + 1)
    except OSError:
        raise UserError(f"读不到审核意见 {file}。请核对路径和权限。") from None
    try:
        return decision_packet.read(content)
    except PacketRefused as error:
        raise UserError(f"审核意见 {show(file.name, 100)} 不能用：{error}") from None


def branch_of(opinion: Opinion) -> str:
    """The branch that the packet was received onto, unless another was named."""
    return f"submit/{opinion.key}-{opinion.value['round']}"


def check_recorded(registry: Registry, opinion: Opinion, head: str) -> None:
    """Raises UserError where the account has decided otherwise on the same commit since, by the record of decisions."""
    own, day = account_key(opinion.value["account"]), opinion.made.date()
    for one in registry.decisions_on.get(opinion.key, ()):
        if account_key(one.account) == own and one.commit == head and one.outcome in _STATES and one.date > day:
            raise UserError(
                f"{show(one.account)} 在 {one.date} 对 {opinion.key} 另有决定（审核记录里有），这份意见是 {day} 的，旧了，没有用它。"
            )


def check_packet(opinion: Opinion, content: bytes) -> bool:
    """Whether an opinion is on the packet in these bytes; False where that is of another committee. Raises UserError where it is on another
    packet of the same committee and round.
    """
    if hashlib.sha256(content).hexdigest() == opinion.value["packet"]["sha256"]:
        return True
    try:
        given = packet.read_bounded(content)
    except PacketRefused:
        return False
    if (given.key, given.manifest["round"]) == (opinion.key, opinion.value["round"]):
        raise UserError(
            f"审核意见看的不是这份报送包：意见看的是 {china_time(datetime.fromisoformat(opinion.value['packet']['made']))} 打的"
            f"（校验值 {opinion.value['packet']['sha256'][:12]}），这份是 {china_time(given.made)} 打的"
            f"（{hashlib.sha256(content).hexdigest()[:12]}）。请审核的单位重新看这一份。"
        )
    return False


def station(opinion: Opinion, change: Change) -> Station:
    """The office of the route whose opinion it is. Raises UserError where it is not on the route, or the account is not of that office."""
    value = opinion.value
    found = next((one for one in change.stations if (one.kind, one.area or "") == (value["role"], value.get("area", ""))), None)
    if found is None:
        route = listed(one.office for one in change.stations)
        raise UserError(f"{show(value['office'], 60)} 不在这次修改的审核路线上，它的意见不算。路线是：{route}。")
    if account_key(value["account"]) not in {account_key(one) for one in found.all_accounts}:
        raise UserError(
            f"{show(value['account'])} 不是{found.office}的审核账号，这份意见不算。账号以主分支的 reviewers.yaml 为准；"
            "写错了的，请审核的单位重新做一份。"
        )
    return found


def review(root: Path, change: Change, opinion: Opinion) -> ForgeReview:
    """The opinion as a review of the head of a change. Raises UserError where it is not on the files of that commit, or not by an office of
    the route.
    """
    station(opinion, change)
    _check_files(root, change, opinion)
    made = opinion.made.timestamp()
    state = _STATES[opinion.value["outcome"]]
    return ForgeReview(opinion.value["account"], state, change.head, opinion.value["made"], made, made, 0)


def reviews(root: Path, change: Change, opinions: Iterable[Opinion]) -> list[ForgeReview]:
    """The opinions as reviews of the head of a change. Raises as `review`."""
    return [review(root, change, one) for one in opinions]


def _check_files(root: Path, change: Change, opinion: Opinion) -> None:
    seen = {path: one for path, one in opinion.seen.items() if path.startswith("registry/")}
    tree = git.tree(root, change.head, *seen) if seen else {}
    texts = git.contents(root, (blob for blob in tree.values() if blob))
    there = {path: texts.get(blob, b"") for path, blob in tree.items() if blob}
    differ = [path for path, one in seen.items() if path not in there or hashlib.sha256(there[path]).hexdigest() != one["sha256"]]
    if differ or not seen:
        raise UserError(
            f"审核意见看的与 {change.head[:12]} 里的不同：{listed(show(path, 100) for path in differ) or '没有登记文件'}。"
            "报送包在审核以后换过，或者意见是对另一份的：请审核的单位看现在的这一份。"
        )
    unseen = [path for path in change.files if path not in seen and not _is_sealed(root, change.head, path, opinion)]
    if unseen:
        raise UserError(f"这次修改还有审核意见没有看过的文件：{listed(show(path, 100) for path in unseen[:5])}。请一个报送包用一个分支。")
    for path, content in there.items():
        if path.startswith("registry/committees/") and _round(path, content) != opinion.value["round"]:
            raise UserError(f"审核意见写的年度 {opinion.value['round']} 与 {path} 的不同，没有用它。")


def _is_sealed(root: Path, head: str, path: str, opinion: Opinion) -> bool:
    """Whether a file of a change is a sealed one that came in the packet."""
    one = opinion.seen.get(f"{packet.VAULT}{path.rpartition('/')[2]}")
    content = git.contents(root, [blob]).get(blob) if one is not None and (blob := git.tree(root, head, path).get(path)) else None
    return content is not None and store.fingerprint(content) == one


def _round(path: str, content: bytes) -> str | None:
    try:
        return packet.last_round(yaml_reading.parse(path, content).value)
    except yaml_reading.Unreadable:
        return None


# --- with the packets ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Taken:
    """An opinion that can be used: the branch that it is on, the review that it is, the office, what is to do next, the findings now."""

    opinion: Opinion
    branch: str
    review: ForgeReview
    office: str
    result: str
    to_do: str
    findings: tuple[Finding, ...]


def take(destination: Destination, opinions: Sequence[Opinion], branch: str) -> tuple[list[Taken], list[tuple[Opinion, str]]]:
    """Takes opinions on one packet, which is on `branch`; those that can be used are judged by the route together. Gives also those that
    cannot, and why.

    All is checked again: what the rules say now counts, not what the office saw. Raises UserError where there is nothing to compare with.
    """
    root, repository = destination.registry.root, destination.repository
    tip = git_commits.tip(repository, branch)
    if tip is None:
        said = "请把报送包一起写：zhicheng receive 报送包 --decision 审核意见。"
        returned = next((one.value["outcome"] for one in opinions if one.value["outcome"] != "approved"), None)
        if returned is not None:
            said += f"报送包有错误、收不下的，不用登记{decision_packet.OUTCOMES[returned]}，把意见交给报送单位就行。"
        raise UserError(f"这里没有分支 {branch}，还没有收到意见看的报送包。{said}")
    if git_commits.contains(repository, destination.head, tip):
        raise UserError(f"分支 {branch} 已经合并。登记用 zhicheng record --base 合并的版本^1 --merged 合并的版本 --decision 审核意见。")
    change = changes_under_review.read(root, destination.head, tip)
    findings = _findings(destination, change, branch)
    counted: list[tuple[Opinion, ForgeReview]] = []
    unusable: list[tuple[Opinion, str]] = []
    for opinion in opinions:
        try:
            counted.append((opinion, _checked(destination, change, opinion, findings)))
        except UserError as error:
            unusable.append((opinion, str(error)))
    verdict = approvals.judge(change.stations, [own for _, own in counted], change.head)
    taken = []
    for opinion, own in counted:
        why = next((one.why for one in verdict.uncounted if one.review == own), "")
        if why and not any(own in office.refusals for office in verdict.stations):
            unusable.append((opinion, f"这份意见不算数：{why}。"))
            continue
        again = any(
            (account_key(one.account), one.commit, one.outcome) == (account_key(own.account), own.commit, opinion.value["outcome"])
            for one in destination.registry.decisions_on.get(opinion.key, ())
        )
        to_do = "已经登记过，不用处理" if again else _to_do(opinion, verdict)
        taken.append(Taken(opinion, branch, own, station(opinion, change).office, REPEATED if again else USABLE, to_do, tuple(findings)))
    return taken, unusable


def _checked(destination: Destination, change: Change, opinion: Opinion, findings: Sequence[Finding]) -> ForgeReview:
    """An opinion as a review of a change that has these findings now. Raises UserError where it cannot be used."""
    if opinion.made > destination.now + timedelta(days=1):
        raise UserError(f"审核意见的时间 {china_time(opinion.made)} 还没有到。请与审核的单位核对电脑的日期，重新做一份。")
    own = review(destination.registry.root, change, opinion)
    check_recorded(destination.registry, opinion, change.head)
    errors = [one for one in findings if one.severity == "error"]
    if opinion.value["outcome"] == "approved" and errors:
        said = "；".join(f"{one.code} {one.message}" for one in errors)
        raise UserError(f"意见是同意，可是现在检查有 {len(errors)} 个错误，不能照它通过：{said}。请审核的单位重新看。")
    return own


def _to_do(opinion: Opinion, verdict: Verdict) -> str:
    if opinion.value["outcome"] != "approved":
        return "用 zhicheng record 登记，再退给报送单位"
    return "审核已齐：合并，再用 zhicheng record 登记" if verdict.passed else approvals.commit_status(verdict)[1]


def _findings(destination: Destination, change: Change, branch: str) -> list[Finding]:
    """What the rules say of a change now, laid over the registry as it is."""
    files = git_commits.read(destination.repository, change.head, [f"{destination.repository.prefix}{path}" for path in change.files])
    sealed: dict[str, bytes] = {}
    if not destination.vault_inside:
        place = destination.registry.vault_folder / branch
        sealed = {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()} if place.is_dir() else {}
        if destination.sealed is not None and (tip := git_commits.tip(destination.sealed, branch)) is not None:
            there = git_commits.read(destination.sealed, tip, [destination.sealed.prefix or "."])
            sealed |= {path.rpartition("/")[2]: content for path, content in there.items() if path.endswith(".age")}
    try:
        return trial_check.findings(destination.trial, destination.head, files, sealed)
    except BrokenSettings:
        raise UserError("登记库最后一次提交里的基本设置有误。请用 zhicheng validate 检查，改好并提交，再试一次。") from None
