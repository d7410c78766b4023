"""Which reviewed commit a merge brings into the main branch, and whether what it brings is what was reviewed.

The same functions are used by the hook before it accepts a push, by the status of a forge's merge queue, and by the record of decisions
afterwards. So what was accepted can always be recorded.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhicheng.errors import UserError
from zhicheng.review import change as changes_under_review
from zhicheng.system import git
from zhicheng.text import day_in_china, show

_MOST_QUEUED = 100  # merges of one queue


@dataclass(frozen=True, slots=True)
class Merge:
    """The commit that brought a change into the main branch, and its day in China's time zone."""

    commit: str
    day: date


@dataclass(frozen=True, slots=True)
class QueuedMerge:
    """A merge that a forge's queue has built and not brought into main yet: the commit, what it continues, and the head that it merges."""

    commit: str
    tip: str
    head: str


def queued(root: Path, main: str, commit: str) -> list[QueuedMerge]:
    """The merges that bring main to the commit of a forge's merge queue, in their order; none where main holds it already.

    Raises UserError where the commit does not continue main by merges alone, each of which is Git's automatic merge of one head.
    """
    found: list[QueuedMerge] = []
    while not git.contains(root, main, commit):
        known = git.commit(root, commit)
        parents = () if known is None else known.parents
        if len(parents) != 2 or len(found) == _MOST_QUEUED:
            remedy = "合并队列的合并方式请选“合并提交”（merge commit），并与主分支同步。"
            raise UserError(f"合并队列的版本 {commit[:12]} 不是接着主分支的合并提交，看不出审核的是哪一个版本。{remedy}")
        if not is_automatic(root, commit, parents[1]):
            raise UserError(
                f"合并队列的版本 {commit[:12]} 与审核过的版本照原样合并的结果不同。请让这个合并请求重新排队（要有 git 2.38 以上版本）。"
            )
        found.append(QueuedMerge(commit, *parents))
        commit = parents[0]
    if found and commit != main:
        raise UserError(f"合并队列的版本是接着 {commit[:12]} 的，主分支已经不是那里了。请让合并请求重新排队。")
    return found[::-1]


def merge(root: Path, revision: str) -> tuple[Merge, str]:
    """The merge that a revision names, and the reviewed commit: the second parent of a merge commit, else the commit itself.

    Raises UserError where there is no such commit.
    """
    commit = git.commit(root, revision)
    if commit is None:
        raise UserError(f"Git 里没有“{show(revision)}”这个版本。请核对 --merged，或先取来（git fetch），再试一次。")
    return Merge(commit.revision, day_in_china(commit.time)), commit.parents[1] if len(commit.parents) == 2 else commit.revision


def versions(root: Path, tip: str, head: str) -> list[git.Commit]:
    """The commits that the main branch gets as new versions when it moves from `tip` to `head`, newest first.

    Empty where `tip` would not be among the versions of `head`: where main was merged into the branch instead of the branch into main.
    """
    output = git.ask(root, "log", "--first-parent", "--no-show-signature", "--format=%H %ct %P", f"{tip}..{head}", "--") or b""
    found = []
    for name, time, *parents in map(str.split, output.decode("ascii").splitlines()):
        found.append(git.Commit(name, int(time), day_in_china(int(time)).isoformat(), tuple(parents)))
    return found if found and found[-1].parents[:1] == (tip,) else []


def merge_of(root: Path, main: str, commit: str) -> git.Commit | None:
    """The first merge commit on the line of the main branch that has a commit as its second parent; None where there is none.

    It merged the commit as a branch, or, where main had been merged into a branch that then became main, as main.
    """
    output = git.ask(root, "log", "--reverse", "--first-parent", "--merges", "--no-show-signature", "--format=%H %P", main, "--") or b""
    merges = (line.split() for line in output.decode("ascii").splitlines())
    return next((git.commit(root, name) for name, _, *branches in merges if commit in branches), None)


def reviewed_commit(root: Path, tip: str, change: changes_under_review.Change) -> tuple[str, list[str]]:
    """The commit whose reviews count for a change of the main branch, and the files in which a merge differs from what was reviewed.

    `tip` is the main branch before the change. The commit is the head of the merged branch where the merge equals Git's automatic merge,
    otherwise the merge itself.
    """
    head = reviewed_commits(root, change)[0]
    if head == change.head:
        return change.head, []
    if is_automatic(root, change.head, head):
        return head, []
    both = {*change.files, *changes_under_review.read(root, tip, head).files}  # changed by the merge, and by the merged branch
    return change.head, _unlike(root, head, change.head, both) or sorted(change.files)


def main_before(root: Path, head: str, merged: str, reviewed: Collection[str], others: Collection[str] = ()) -> str | None:
    """The commit at which main was before a reviewed version came in, in whichever way a forge does that; None where that is unknown.

    `head` is the reviewed version, `merged` the commit by which it came into main, `reviewed` the commits that were reviewed, `others` the
    commits by which other changes came into main. Of a merge commit it is the first parent. Where the reviewed commits themselves are in
    main, it is the commit before them. Where they were squashed or rebased (and perhaps merged then), it is the earliest commit, going back
    at most as many commits as were reviewed, from which Git's automatic merge with `head` gives exactly the tree of `merged`: so nothing
    came in that was not reviewed.
    """
    found = git.commit(root, merged)
    if found is None:
        return None
    if len(found.parents) == 2:
        return found.parents[0] if found.parents[1] == head or is_automatic(root, merged, head) else None
    line = _lines(git.ask(root, "rev-list", "--first-parent", f"--max-count={len(reviewed) + 1}", merged))
    if merged == head:
        return next((commit for commit in line if commit not in reviewed), None)
    for i, commit in enumerate(line):
        if i and commit in others:  # what comes before belongs to another change; this commit itself may be main as it was
            line = line[: i + 1]
            break
    return next((commit for commit in reversed(line[1:]) if _tree(root, merged) == _automatic_merge(root, commit, head)), None)


def brought(root: Path, commit: str) -> list[str]:
    """The paths, relative to `root`, in which a commit differs from its first parent."""
    parent = _parent(root, commit)
    return sorted(changes_under_review.changed(root, parent, commit) if parent else git.tree(root, commit))


def reviewed_commits(root: Path, change: changes_under_review.Change) -> list[str]:
    """The commits whose reviews may count for a change of the main branch, the likelier first: the merged branch, and the merge itself."""
    _, head = merge(root, change.head)  # where that is in main already, it was approved for another change
    is_branch = head != change.head and _parent(root, change.head) == change.base and not git.contains(root, change.base, head)
    return [head, change.head] if is_branch else [change.head]


def unlike_reviewed(root: Path, change: changes_under_review.Change, commit: str) -> list[str]:
    """The paths whose content in a merged commit is neither the reviewed one nor that of Git's automatic merge: something else may have
    been slipped in. Only paths that the change or the merged commit touch are looked at.

    The automatic merge is tried into the parent of the commit and, as a part of the change may have come before it (rebase), into the base
    of the change.
    """
    if any(is_automatic(root, commit, change.head, base) for base in ("", change.base)):
        return []
    return _unlike(root, change.head, commit, {*change.files, *changes_under_review.read(root, change.base, commit).files})


def is_automatic(root: Path, commit: str, head: str, base: str = "") -> bool:
    """Whether a commit (a merge, or a squashed one) has the tree of Git's automatic merge of `head` into `base`, or its first parent."""
    parent = base or _parent(root, commit)
    return bool(parent) and _tree(root, commit) == _automatic_merge(root, parent, head)


def _unlike(root: Path, head: str, commit: str, paths: Collection[str]) -> list[str]:
    return sorted(set(changes_under_review.changed(root, head, commit)).intersection(paths))


def _lines(output: bytes | None) -> list[str]:
    return (output or b"").decode("ascii").split()


def _parent(root: Path, commit: str) -> str:
    return (git.ask(root, "rev-parse", "--verify", "--quiet", f"{commit}^1") or b"").decode().strip()


def _automatic_merge(root: Path, tip: str, head: str) -> str | None:
    """The tree of Git's automatic merge of a branch into main; None where there are conflicts or Git is older than 2.38."""
    if git.contains(root, head, tip):
        return _tree(root, head)
    output = git.ask(root, "merge-tree", "--write-tree", tip, head)
    return None if output is None else output.decode("ascii", "replace").split("\n", 1)[0]


def _tree(root: Path, commit: str) -> str:
    return (git.ask(root, "rev-parse", "--verify", "--quiet", f"{commit}^{{tree}}") or b"").decode().strip()
