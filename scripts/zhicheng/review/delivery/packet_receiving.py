"""Receives packets: each is checked as if it were in the registry already, and committed to a branch for review.

Receiving may be killed at any moment; receiving the packet again completes it. The order of writing is: the printed forms, each atomically;
the sealed files of a separate vault, together, on a branch or in a folder that nothing refers to yet; last the branch of the registry, by
one update of its reference. So a branch for review never names the hash of a missing sealed file. Where the vault lies in the registry's
repository, both parts are one commit. Unreferenced Git objects that a kill leaves are removed by Git.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from zhicheng.documents.finding import Finding
from zhicheng.errors import GitError, UserError
from zhicheng.registry.registry import BrokenSettings, Registry
from zhicheng.review.delivery import decision_packet, packet, packet_checks, trial_check
from zhicheng.review.delivery.packet import Packet
from zhicheng.review.delivery.packet_times import china_time, made_of
from zhicheng.review.delivery.packet_zip import MAX_PACKET, PacketRefused
from zhicheng.review.delivery.trial_check import Trial
from zhicheng.system import git_commits
from zhicheng.system.atomic_files import replace_file, replace_files
from zhicheng.system.git_commits import LastCommit, Repository
from zhicheng.text import listed, private_values, show
from zhicheng.vault import store

START = "submit/"  # the prefix of every branch with a packet
TAKEN, REPEATED, REFUSED, WOULD_BE_TAKEN = "已收下", "重复", "拒收", "可以收"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The result of receiving a packet. `whose` is the committee, or the file's name where that is unknown; `to_do` the next step."""

    whose: str
    round: str
    result: str
    branch: str
    to_do: str
    remarks: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """The options of the command. `papers` is the folder for printed forms; None means a folder next to each packet."""

    branch: str | None = None
    by: str | None = None
    papers: Path | None = None
    force: bool = False
    dry: bool = False


@dataclass(frozen=True, slots=True)
class Destination:
    """The registry that receives packets, with its repository and HEAD commit; `sealed` is the repository of its vault, if it has one."""

    registry: Registry
    repository: Repository
    head: str
    sealed: Repository | None
    now: datetime
    trial: Trial

    @property
    def vault_inside(self) -> bool:
        """Whether the vault lies in the registry's repository."""
        return self.trial.vault_inside


def open_destination(loaded: Registry, now: datetime, options: Options) -> Destination:
    """The destination of packets. Raises UserError where there is no repository, commit, or Git identity, or the branch is not allowed."""
    repository, sealed = git_commits.repository(loaded.root), git_commits.repository(loaded.vault_folder)
    commit = None if repository is None else git_commits.head(repository)
    if repository is None or commit is None:
        raise UserError("登记库不在 Git 仓库里，或者还没有提交，不能收报送包：收下的内容要写到分支上。请在登记库的 Git 副本里运行。")
    for written in (repository, *([] if sealed is None else [sealed])):
        git_commits.require_identity(written)
    if not ((name := options.branch or START + "x").startswith(START) and git_commits.is_name(repository, name)) or private_values(name):
        raise UserError(f"分支名 {show(name, 100)} 不能用：要以 {START} 开头，只用字母、数字和短横线，不写电话和邮箱。")
    trial = Trial(repository, sealed is not None and sealed.folder == repository.folder, loaded.vault, now.date())
    return Destination(loaded, repository, commit, sealed, now, trial)


def receive(destination: Destination, file: Path, options: Options) -> Receipt:
    """Receives the packet in a file; the receipt says whether it was accepted or refused."""
    whose, round_, branch = show(file.name, 60), "", ""
    try:
        content = _read_file(file)
        if decision_packet.is_one(content):
            raise PacketRefused("这是审核意见，不是报送包", "请写在 --decision 后面。", to_do="用 --decision 再收")
        given = packet.read_bounded(content, destination.registry.ranks.codes)
        whose, round_ = f"{given.name}（{given.key}）", given.manifest["round"]
        branch = options.branch or f"{START}{given.key}-{round_}"
        return _take(destination, file, given, branch, options, Receipt(whose, round_, "", branch, ""))
    except PacketRefused as error:
        return Receipt(whose, round_, REFUSED, branch, error.to_do, (str(error),), tuple(error.findings))
    except GitError as error:
        return Receipt(whose, round_, REFUSED, branch, "见上面的说明", (str(error),))


def _read_file(file: Path) -> bytes:
    try:
        if file.is_file():
            with file.open("rb") as stream:
                return stream.read(MAX_PACKET + 1)
    except OSError:
        pass
    raise PacketRefused("读不到，或者不是普通文件", "请核对路径和权限。", to_do="核对文件")


def _take(destination: Destination, file: Path, given: Packet, branch: str, options: Options, receipt: Receipt) -> Receipt:
    packet_checks.check_place(destination.registry, given, destination.now)
    files = _repository_files(destination, given)
    if branch in git_commits.in_use(destination.repository):
        raise GitError(f"分支 {branch} 正在使用，没有动它。请先换到别的分支（git switch），再收一次。")
    tip = git_commits.tip(destination.repository, branch)
    merged = tip is None or git_commits.contains(destination.repository, destination.head, tip)
    parent = destination.head if tip is None or merged else tip
    remarks = _age_remarks(destination, given, branch, None if merged else tip, files, options.force)
    repeated = git_commits.read(destination.repository, parent, files) == files
    findings: list[Finding] = []
    if not repeated:
        findings = _checked(destination, parent, branch, given, files)
        if errors := sum(finding.severity == "error" for finding in findings):
            raise PacketRefused(f"检查有 {errors} 个错误", "请报送单位照检查结果改好，重新打包。", findings, "照检查结果改好再报")
    if repeated:
        waits = parent != destination.head  # else it is merged, and there is no branch to look for
        receipt = replace(receipt, result=REPEATED, to_do="不用处理", branch=branch if waits else "")
        remarks.insert(0, _repeated(destination, given, parent, f"分支 {branch} " if waits else "登记库", files))
    if options.dry:
        receipt = receipt if repeated else replace(receipt, result=WOULD_BE_TAKEN, to_do="去掉 --dry-run 再收")
        return replace(receipt, remarks=tuple(remarks), findings=tuple(findings))
    remarks += _put_papers(given, options.papers or Path(os.path.abspath(file)).parent / "纸质表")
    remarks += (sealed := _put_sealed(destination, given, branch, options))
    if repeated:
        return replace(receipt, to_do="只合并密封文件" if sealed else receipt.to_do, remarks=tuple(remarks))
    git_commits.commit(destination.repository, branch, tip, parent, files, _message(given, options.by))
    return replace(receipt, result=TAKEN, to_do="审核这个分支，再合并", remarks=tuple(remarks), findings=tuple(findings))


def _repeated(destination: Destination, given: Packet, commit: str, where: str, files: Mapping[str, bytes]) -> str:
    """A sentence on a packet whose files the commit has already: whether it is the same packet, or another with the same content."""
    change = git_commits.last_change(destination.repository, commit, files)
    same = change is not None and _time(change) == (given.made, True)
    return f"{f'这份报送包以前收过，内容已经在{where}里' if same else f'内容与{where}里的完全相同'}，没有新的提交，不用再处理。"


def _repository_files(destination: Destination, given: Packet) -> dict[str, bytes]:
    """The files of a packet that are committed to the registry's repository, by path from its top folder."""
    found = {f"{destination.repository.prefix}{path}": content for path, content in given.below("registry/").items()}
    if destination.vault_inside and destination.sealed is not None:
        found |= {destination.sealed.prefix + name: content for name, content in _sealed(given).items()}
    return found


def _checked(destination: Destination, parent: str, branch: str, given: Packet, files: Mapping[str, bytes]) -> list[Finding]:
    """The findings of the registry with the packet's files in it. Raises PacketRefused where it cannot be checked."""
    if given.below(packet.VAULT) and not destination.vault_inside and destination.registry.vault is None:
        where = store.shown(destination.registry.vault_folder, destination.registry)
        remedy = f"请先取得密封库（{where}），或者把报送包转给有密封库的单位。"
        raise PacketRefused("包里有密封文件，本机没有密封库，没有地方放", remedy, to_do="取得密封库再收")
    try:
        return trial_check.findings(destination.trial, parent, files, _sealed(given))
    except (BrokenSettings, UserError):
        where = "登记库最后一次提交" if parent == destination.head else f"分支 {branch} "
        raise PacketRefused(
            f"{where}里的基本设置有误", "请用 zhicheng validate 检查，改好并提交，再收一次。", to_do="改好登记库再收"
        ) from None


def _sealed(given: Packet) -> dict[str, bytes]:
    """The sealed files of a packet by their name in a vault."""
    return {path.removeprefix(packet.VAULT): content for path, content in given.below(packet.VAULT).items()}


# --- order in time -----------------------------------------------------------------------------------------------------


def _age_remarks(
    destination: Destination, given: Packet, branch: str, tip: str | None, files: Mapping[str, bytes], force: bool
) -> list[str]:
    """Remarks on a packet compared with the registry and its branch. Raises PacketRefused where it is older, unless forced."""
    remarks = []
    for where, commit in (("登记库", destination.head), (f"分支 {branch} ", tip)):
        if commit is None or (there := git_commits.read(destination.repository, commit, files)) == files:
            continue
        change = git_commits.last_change(destination.repository, commit, files)
        if change is None:
            continue
        time, by_packet = _time(change)
        if given.made < time:
            said = f"这份报送包是 {china_time(given.made)} 打的，{where}里的是 {china_time(time)} 的，更新"
            if not force:
                raise PacketRefused(said, "不用收；确实要换回旧的，加 --force 再收。", to_do="有更新的，不用收")
            remarks.append(f"{said}；按 --force 换回旧的。")
        elif commit == tip:
            differ = [path.removeprefix(destination.repository.prefix) for path in files if there.get(path) != files[path]]
            remarks.append(f"比{where}里的（{china_time(time)}）新，接在后面；不同的文件：{listed(differ)}。")
        elif not by_packet and _changed_since(destination, given, change):
            remarks.append(f"登记库在打包所用的底本以后改过（{china_time(time)}），请核对这次报送会不会把它改回去。")
    return remarks


def _time(change: LastCommit) -> tuple[datetime, bool]:
    """The time of a commit's content, and whether it came as a packet (whose time of making counts)."""
    made = made_of(change.message)
    return (change.time, False) if made is None else (made, True)


def _changed_since(destination: Destination, given: Packet, change: LastCommit) -> bool:
    base = given.manifest.get("base")
    return (
        base is not None
        and git_commits.known(destination.repository, base)
        and not git_commits.contains(destination.repository, base, change.commit)
    )


# --- writing -----------------------------------------------------------------------------------------------------------


def _put_papers(given: Packet, folder: Path) -> list[str]:
    """Writes the printed forms to a folder outside of any repository (they bear signatures); returns remarks. Raises PacketRefused."""
    papers = given.below(packet.PAPERS)
    target = folder / f"{given.key}-{given.manifest['round']}"
    if not papers:
        return []
    remedy = "请用 --papers 指明一个仓库以外、可以写的文件夹，再收一次。"
    try:
        store.refuse_inside(target / "x", "打印的表")
        for path, content in papers.items():
            name = path.removeprefix(packet.PAPERS)
            if (target / name).exists() and (target / name).read_bytes() != content:
                name = f"{given.made.strftime('%Y%m%d-%H%M%S')}-{name}"  # an earlier file is kept
            replace_file(target / name, content)
    except UserError:
        raise PacketRefused(f"打印的表不能放在仓库里：{target}", remedy, to_do="用 --papers 再收") from None
    except OSError:
        raise PacketRefused(f"打印的表写不到 {target}", remedy, to_do="用 --papers 再收") from None
    return [f"打印的表放在 {target}，没有写进仓库。"]


def _put_sealed(destination: Destination, given: Packet, branch: str, options: Options) -> list[str]:
    """Writes the sealed files to a separate vault: to a branch of the same name, or to a folder where it is no repository."""
    sealed = _sealed(given)
    if destination.vault_inside or not sealed:
        return []
    repository = destination.sealed
    head = None if repository is None else git_commits.head(repository)
    if repository is None or head is None:
        vault = destination.registry.vault_folder
        if any(_holds(place, sealed) for place in (vault / branch, vault)):
            return []
        replace_files(destination.registry.root, [(vault / branch / name, content) for name, content in sealed.items()])
        return [f"密封文件放在 {vault / branch}：合并分支时，把它们移到 {vault}。"]
    if branch in git_commits.in_use(repository):
        raise GitError(f"密封库的分支 {branch} 正在使用，没有动它。请先在密封库里换到别的分支（git switch），再收一次。")
    files = {repository.prefix + name: content for name, content in sealed.items()}
    tip = git_commits.tip(repository, branch)
    parent = head if tip is None or git_commits.contains(repository, head, tip) else tip
    if git_commits.read(repository, parent, files) == files:
        return []
    git_commits.commit(repository, branch, tip, parent, files, _message(given, options.by))
    return [f"密封文件写到了密封库的分支 {branch}，请与登记库的分支一起合并。"]


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a folder has these files."""
    return all((folder / name).is_file() and (folder / name).read_bytes() == content for name, content in files.items())


def _message(given: Packet, by: str | None) -> str:
    said = given.manifest
    lines = [f"registry: 报送 {given.name}（{given.key}）{said['round']} 年度", ""]
    lines += [f"报送单位：{by or said['by']}", f"打包时间：{china_time(given.made)}"]
    lines += [f"{label}：{said[key]}" for key, label in (("digest", "内容摘要"), ("base", "底本")) if key in said]
    return "\n".join((*lines, "", f"Packet-Made: {said['made']}", ""))
