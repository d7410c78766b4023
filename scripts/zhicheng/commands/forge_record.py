"""`zhicheng forge record`: the decisions on all pull requests that were merged and have no record yet, judged as they were when merged."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from datetime import date

from zhicheng.commands import route
from zhicheng.commands.console import FINDINGS, OK, Console, loaded
from zhicheng.errors import UserError
from zhicheng.registry.records.decision import Decision
from zhicheng.registry.registry import Registry
from zhicheng.review import decisions, forge_lists, merging
from zhicheng.review.delivery import forge_api, forge_commits
from zhicheng.review.delivery.forge_api import Forge, MergedPull
from zhicheng.system import git
from zhicheng.system.atomic_files import replace_files
from zhicheng.text import day_in_china, listed

_NAMED = 5  # files that are named in a sentence


class _NotRecorded(Exception):  # noqa: N818 - the pull request is not recorded, the program has no error
    """Why a merged pull request is not recorded, and what to do, in Chinese."""


def record(arguments: argparse.Namespace, console: Console, forge: Forge) -> int:
    """Judges every merged pull request that has no record, and writes all decisions at once. Gives the exit code."""
    console.lock(arguments)
    registry = loaded(arguments, console)
    root, since = registry.root, arguments.since
    if git.is_shallow(root):
        raise UserError("这份副本的历史不完整，看不出合并以前的主分支。请先运行 git fetch --unshallow。")
    merged = forge_api.merged_pulls(forge)
    known = {decision.merged for entry in registry.decisions for decision in entry.record}
    others = {one.commit for one in merged}
    made: list[Decision] = []
    judged = failed = 0
    for one in merged:
        if one.commit in known or (since is not None and day_in_china(one.time) < since) or _decides_nothing(registry, one):
            continue
        judged += 1
        try:
            found = _of_pull(registry, forge, one, others - {one.commit})
        except (UserError, forge_lists.NotAList, _NotRecorded) as why:
            failed += 1
            console.say(f"合并请求 {one.pull.number}（{_day(one)} 合并）没有登记：{why}")
            continue
        made += found
        if found:
            console.say(f"合并请求 {one.pull.number}（{_day(one)} 合并）：{len(found)} 项。")
    texts, repeated = decisions.additions(registry, made)
    replace_files(root, [(root / path, text.encode()) for path, text in texts.items()])
    console.write("".join(f"{path}\n" for path in texts))
    new = len(made) - len(repeated)
    console.say(f"核对了 {judged} 次还没有登记的合并，登记了 {new} 项审核{f'，{failed} 次没有登记，见上' if failed else ''}。")
    if texts:
        console.say('请一次提交：git add registry/decisions && git commit -m "registry: Record decisions"，由中心审核合并。')
    return FINDINGS if failed else OK


def _day(one: MergedPull) -> date:
    return day_in_china(one.time)


def _decides_nothing(registry: Registry, one: MergedPull) -> bool:
    """Whether a merge commit brings nothing to decide on: no file of the registry, or only records of decisions. False where the merge
    alone does not show that.
    """
    found = git.commit(registry.root, one.commit)
    if found is None or len(found.parents) != 2:
        return False
    paths = merging.brought(registry.root, one.commit)
    return all(not path.startswith("registry/") or path.startswith("registry/decisions/") for path in paths)


def _of_pull(registry: Registry, forge: Forge, one: MergedPull, others: Collection[str]) -> list[Decision]:
    """The decisions on one pull request, by the reviews that there were when it was merged. Raises _NotRecorded, UserError, NotAList."""
    root, head = registry.root, one.pull.head
    commit = git.commit(root, one.commit)
    if commit is None or not git.contains(root, "HEAD", one.commit):
        raise _NotRecorded(f"合并成的版本 {one.commit[:12]} 不在这里的主分支上。请先取来最新的主分支（git pull），再运行一次。")
    forge_commits.fetch(root, forge, one.pull)
    given, listed_commits = forge_api.lists(forge, one.pull.number)
    reviews = [review for review in forge_lists.read(given) if review.time is None or review.time <= one.time]
    commits = forge_lists.commits(listed_commits)
    base = merging.main_before(root, head, one.commit, {each.revision for each in commits}, others)
    if base is None:
        raise _NotRecorded(
            f"合并成的版本 {one.commit[:12]} 不是审核的版本 {head[:12]} 按 Git 自动合并的结果："
            "可能是压缩、变基合并时解决了冲突，或者另外改了东西，没有人审核过多出来的部分。"
            "请比较这两个版本；确实一样的，用 zhicheng record 写明 --base、--head、--merged 登记；"
            "不一样的，把合并以后的内容另提一次修改，重新审核。"
        )
    found = route.judge(root, base, head, reviews, commits, one.pull.author)
    otherwise = merging.unlike_reviewed(root, found.change, one.commit)
    if otherwise:
        more = "等" if len(otherwise) > _NAMED else ""
        raise _NotRecorded(f"合并的内容与审核的不同：{listed(otherwise[:_NAMED])}{more}。请把合并以后的内容另提一次修改，重新审核。")
    if not found.verdict.passed:
        waiting = listed(held.station.office for held in found.verdict.stations if held.standing != "given")
        raise _NotRecorded(
            f"合并的时候审核还不齐：{waiting}没有通过 {head[:12]}（合并以后的审核不算）。请由它们补审：把同样的内容另提一次修改；"
            f"审核为什么不算，用 zhicheng route --base {base[:12]} --head {head[:12]} 查看。"
        )
    merge = merging.Merge(commit.revision, day_in_china(commit.time))
    return decisions.decisions_for(registry, found.change, found.verdict, "approved", None, merge)
