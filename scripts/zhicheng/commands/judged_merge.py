"""A merge into the main branch as it was judged when it was accepted, for `zhicheng record`."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path

from zhicheng.commands.route import Lists
from zhicheng.errors import UserError
from zhicheng.registry import revisions
from zhicheng.review import change as changes_under_review
from zhicheng.review import merging
from zhicheng.review.approvals import Verdict
from zhicheng.review.change import Change
from zhicheng.system import git
from zhicheng.text import CHINA, day_in_china


def merge_on_main(root: Path, arguments: argparse.Namespace) -> merging.Merge:
    """The merge that --merged names. Raises UserError where the main branch does not have it (what is recorded was published), where it is
    a branch that was merged into --base, and where it may be one and --published does not say when main was there.
    """
    made, _ = merging.merge(root, arguments.merged)
    main, short = revisions.main_branch(root) or "HEAD", made.commit[:12]
    if not git.contains(root, main, made.commit):
        raise UserError(f"{short} 不在主分支上，还没有合并、公布，没有登记。请先取来最新的主分支（git fetch），核对 --merged。")
    by = merging.merge_of(root, main, made.commit)
    if by is None or git.contains(root, by.parents[0], made.commit):
        return made
    merge = by.revision[:12]
    if git.resolve(root, arguments.base) == by.parents[0]:
        raise UserError(f"{short} 是被合并的分支，合并它的是 {merge}，没有登记。--merged 请写合并的提交，--base 写 {merge}^1。")
    if arguments.published is None:
        raise UserError(
            f"{short} 后来并进了 {merge}，看不出它自己在主分支上公布过没有，没有登记。公布过的，请加 --published，写推送到主分支的时间；"
            f"没有的，--merged 请写合并的提交，--base 写 {merge}^1。"
        )
    return made


def judged_at_merge(root: Path, given: Lists, arguments: argparse.Namespace, merged: merging.Merge) -> tuple[Change, Verdict, list[str]]:
    """What a merge changed on the main branch, the verdict by which it was accepted, and the files in which it differs from what was
    reviewed.

    Counted are reviews of the merged branch, or of the merge itself, that came before the merge: a later change of mind does not take back
    what is public. A commit that was reviewed itself is older than its reviews; then all count, or those until --published.
    """
    made = git.commit(root, merged.commit)
    time = None if made is None else made.time
    if arguments.published is not None and time is not None and arguments.published.timestamp() < time:
        raise UserError(f"--published 早于合并的提交（{merged.day}）。请核对。")
    change = changes_under_review.read(root, arguments.base, merged.commit)
    heads = [arguments.head] if arguments.head else merging.reviewed_commits(root, change)
    until = (time, None) if arguments.published is None else (arguments.published.timestamp(),)
    tried = []
    for head in heads:
        unlike = merging.unlike_reviewed(root, changes_under_review.read(root, arguments.base, head), merged.commit)
        tried += [(given.judged(root, arguments.base, head, moment, change).verdict, unlike) for moment in until]
        if given.commits is not None:
            break  # the forge's list of commits is that of the branch
    passed = [one for one in tried if one[0].passed]
    verdict, unlike = ([one for one in passed if not one[1]] or passed or tried[len(until) - 1 :])[0]
    return change, verdict, unlike


def published(merged: merging.Merge, verdict: Verdict, stated: datetime | None) -> date:
    """The day on which the main branch took a merge. Raises UserError where its commit does not say it."""
    last = max((day_in_china(review.time) for office in verdict.stations for review in office.approvals if review.time), default=merged.day)
    if stated is not None:
        return stated.astimezone(CHINA).date()
    if merged.day < last:
        raise UserError(
            f"合并的提交写的日期 {merged.day} 早于最后的同意（{last}），看不出哪天公布，没有登记。"
            f"请加 --published，写推送到主分支的时间，例如 --published {last}T17:00。"
        )
    return merged.day
