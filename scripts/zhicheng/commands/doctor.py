"""`zhicheng doctor`: whether this machine and this copy of the registry are in order, and what to do where they are not."""

from __future__ import annotations

import argparse
import os
import platform
import shlex
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhicheng import __version__
from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console, add_identity, loaded
from zhicheng.documents import yaml_reading
from zhicheng.errors import GitError, NotFetched
from zhicheng.registry import arrival
from zhicheng.registry.key_holders import fingerprint, named_keys
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import CHECKED_OUT_ANEW, DEMONSTRATION_KEYS
from zhicheng.system import dependencies, git, git_refusals, libreoffice, temporary_files
from zhicheng.text import listed
from zhicheng.vault import store

_MOST_NAMED = 10  # leftovers that are named, of however many
# What Git keeps in its folder while something is not finished, and how that is called.
_UNFINISHED = {"MERGE_HEAD": "合并", "rebase-merge": "变基", "rebase-apply": "变基", "CHERRY_PICK_HEAD": "摘取", "REVERT_HEAD": "撤回"}


FINE, NOTE, FAULT = "√", "·", "×"


@dataclass(frozen=True, slots=True)
class Check:
    """The result of a check: a sentence, and a sign that it is in order, worth knowing, or a fault, which `remedy` puts right."""

    sign: str
    said: str
    remedy: str = ""


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("doctor", _doctor, "检查这台电脑和这个副本：缺什么程序、有没有写到一半留下的文件、密封库全不全、密钥对不对")
    add_identity(added, "私钥文件：看它是谁的、还用不用、别人读不读得到", required=False)
    added.add_argument("--clean", action="store_true", help="删去写到一半留下的临时文件")


def _doctor(arguments: argparse.Namespace, console: Console) -> int:
    console.lock(arguments)
    registry = loaded(arguments, console)
    checks = [*_programs(), *_copy(registry), *_leftovers(registry, arguments.clean), *_vault(registry)]
    if arguments.identity is not None:
        checks += _identity(registry, arguments.identity, console.today(arguments))
    for check in checks:
        console.write(f"{check.sign} {check.said}{check.remedy}\n")
    faults = sum(check.sign == FAULT for check in checks)
    console.say(f"{faults} 处要处理，见打 × 的几行。" if faults else "没有要处理的。登记本身有没有错误，请用 zhicheng validate 检查。")
    return FINDINGS if faults else OK


def _programs() -> Iterator[Check]:
    """Python, Git and what else commands start or import."""
    yield Check(FINE, f"zhicheng {__version__}，Python {platform.python_version()}（{platform.system()}）。")
    if not yaml_reading.ACCELERATED:
        yield Check(FAULT, "没有 libyaml，读取会慢十几倍。", "请运行：pip install --force-reinstall PyYAML。")
    version = git.version()
    yield Check(FINE, f"Git {version}。") if version else Check(FAULT, "没有 Git。", "请安装 Git，再运行一次。")
    yield from (Check(FAULT, said, f"请运行：{command}。") for said, command in dependencies.lacking())
    if libreoffice.installed():
        yield Check(FINE, "有 LibreOffice，旧格式的表（.rtf、.odt 等）可以直接读。")
    else:
        yield Check(NOTE, "没有 LibreOffice，只有旧格式的表（.rtf、.odt 等）用得到。", "没有的，请先在 Word 里另存为 .docx。")


def _copy(registry: Registry) -> list[Check]:
    """The state of this copy and its history, or why Git does not read it."""
    try:
        return [*_git(registry.root), *_history(registry)]
    except (GitError, NotFetched) as error:
        return [Check(FAULT, str(error))]


def _git(root: Path) -> Iterator[Check]:
    """The state of this copy: something begun and not finished, changes not committed, and the check before each commit."""
    folder = git.ask(root, "rev-parse", "--absolute-git-dir")
    if folder is None:
        yield Check(NOTE, "这里不是 Git 仓库：可以检查和生成，看不到历史和审批。")
        return
    for what in dict.fromkeys(what for name, what in _UNFINISHED.items() if (_path(root, folder) / name).exists()):
        yield Check(FAULT, f"Git 的{what}没有做完。", "请改好冲突以后提交，或者按 git status 的提示放弃。")
    changed = (git.ask(root, "status", "--porcelain", "--", "registry") or b"").count(b"\n")
    yield Check(NOTE, f"登记册里有 {changed} 处修改还没有提交。") if changed else Check(FINE, "登记册里没有未提交的修改。")
    if (root / ".pre-commit-config.yaml").is_file():
        hook = git.ask(root, "rev-parse", "--git-path", "hooks/pre-commit")
        if hook is not None and _path(root, hook).is_file():
            yield Check(FINE, "提交以前会自动检查。")
        else:
            yield Check(NOTE, "提交以前不会自动检查。", "要自动检查的，请运行：pre-commit install。")


def _history(registry: Registry) -> Iterator[Check]:
    """Whether the history is complete and holds the merges that the decisions name. Where it was rewritten, those are gone."""
    root = registry.root
    if b"\n?" in (git.ask(root, "rev-list", "--objects", "--missing=print", "HEAD") or b""):
        try:
            git.refuse_partial(root)
            yield Check(FAULT, git_refusals.damaged(root))
        except NotFetched:
            left = "这份副本是用 git clone --filter 取的：以前的内容不都在这里，要用时会停下。"
            yield Check(NOTE, left, "要补齐的，请运行：git fetch --refetch --no-filter。")
    if git.is_shallow(root):
        yield Check(NOTE, "取来的历史不完整：以前的登记、纸质表和快照核对不了。", "要核对的，请运行：git fetch --unshallow。")
        return
    merged = [one for entry in registry.decisions for one in entry.record if one.merged is not None]
    if not merged or (said := git.ask(root, "rev-list", "HEAD")) is None:
        return
    there = set(said.decode().split())
    gone = {one.merged: one.published or one.date for one in merged if one.merged not in there}
    begun = min((git.ask(root, "log", "--max-parents=0", "--format=%cs", "HEAD") or b"").decode().split(), default="")
    lost = [day for day in gone.values() if day.isoformat() >= begun]
    if lost:
        said_so = f"审核记录写明的合并，有 {len(lost)} 次不在这里的历史里（最早的在 {min(lost)}）：历史改写过，或者这个分支没有并入主分支。"
        yield Check(FAULT, said_so, "请与另一份副本的主分支核对，从那里取回；没有核对以前，不要推送。")
    elif gone:
        yield Check(NOTE, f"这里的历史从 {begun} 开始，以前合并的 {len(gone)} 次不在里面。", "不该是这样的，请与另一份副本核对。")
    else:
        yield Check(FINE, f"审核记录写明的 {len({one.merged for one in merged})} 次合并，都在这里的历史里。")


def _path(root: Path, said: bytes) -> Path:
    """A path that Git says."""
    return root / os.fsdecode(said).rstrip("\n")


def _leftovers(registry: Registry, clean: bool) -> Iterator[Check]:
    """Temporary files of killed commands: here, as the lock is held, nobody is writing. With `clean` they are removed."""
    places = {registry.root, *([] if registry.vault is None else [registry.vault_folder])}
    found = sorted({path for place in places for path in temporary_files.left_behind(place)})
    if not found:
        yield Check(FINE, "没有写到一半留下的临时文件。")
        return
    names = _named(store.shown(path, registry) for path in found)
    if not clean:
        yield Check(FAULT, f"有 {len(found)} 个写到一半留下的临时文件：{names}。", "请用 zhicheng doctor --clean 删去，不要提交。")
        return
    for path in found:
        path.unlink()
    yield Check(FINE, f"删去了 {len(found)} 个写到一半留下的临时文件：{names}。")


def _vault(registry: Registry) -> Iterator[Check]:
    """Whether the sealed files that the registry names are here and are the right ones. A part of the vault is a usual state and no fault;
    a vault that is older or newer than the registry is one.
    """
    if missing := arrival.said(registry):
        yield Check(NOTE, missing)
    if registry.vault is None:
        return
    every = [*arrival.named(registry)]
    absent = [one.name for one in every if one.name not in registry.vault.files]
    if absent and not missing:
        said = f"登记了 {len(every)} 个密封文件，缺 {len(absent)} 个：{_named(absent)}。"
        yield Check(FAULT, said, "请从密封库的仓库取回；哪一条登记要它，zhicheng validate 会写明。")
    others = [one.name for one in arrival.not_arrived(every, registry.vault) if one.name not in absent]
    if others:
        said = f"有 {len(others)} 个密封文件与登记的不是同一份：{_named(others)}。"
        if any(registry.vault.files[name].crlf for name in others):
            yield Check(FAULT, f"{said}Git 换掉了它们的行尾（CRLF）。", CHECKED_OUT_ANEW)
            return
        yield Check(
            FAULT, said, "登记册和密封库要是同一天的：请各取最新的；从备份恢复的，两个一起恢复。还不同的，zhicheng validate 会写明。"
        )
    elif every and not absent:
        yield Check(FINE, f"登记了 {len(every)} 个密封文件，都在这里，都是登记的那一份。")


def _identity(registry: Registry, path: Path, today: date) -> Iterator[Check]:
    """Whose key an identity is by the registry, whether it is in use, and whether others can read its file. Raises UserError."""
    keys = store.keyring(path)
    named = {one.recipient.key: one.recipient for one in named_keys(registry)}
    for key in keys.public:
        mark = f"公钥的指纹 {fingerprint(key)}"
        holder = named.get(key)
        if holder is None:
            yield Check(FAULT, f"这把私钥没有在登记册里登记（{mark}）。", "请核对是不是拿错了；新的密钥，要先登记公钥。")
        elif holder.in_use(today):
            yield Check(FINE, f"私钥是{holder.holder}的（{mark}），在用。")
        elif holder.since is not None and today < holder.since:
            yield Check(FAULT, f"私钥是{holder.holder}的（{mark}），{holder.since} 才开始用。", "在那以前，请用在用的那一把。")
        else:
            yield Check(FAULT, f"私钥是{holder.holder}的（{mark}），用到 {holder.until} 为止。", "它只能打开那时密封的，请换在用的那一把。")
    if os.name == "posix" and not set(keys.public) <= DEMONSTRATION_KEYS and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Check(FAULT, "私钥文件别的账号也读得到。", f"请运行：chmod 600 {shlex.quote(str(path))}。")


def _named(names: Iterable[str]) -> str:
    """The first of the names, and whether there are more."""
    every = list(names)
    return listed(every[:_MOST_NAMED]) + (" 等" if len(every) > _MOST_NAMED else "")
