"""Ties the record of decisions to the reviews on a bare server: nobody writes down a decision that was not made, or was not published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from zhicheng.registry.paths import committee_of, draw_of
from zhicheng.registry.records.decision import OUTCOMES, Decision
from zhicheng.registry.registry import Registry
from zhicheng.review.change import changed
from zhicheng.review.forge_lists import ForgeReview, State, account_key
from zhicheng.system import git
from zhicheng.text import day_in_china, show

_STATES: dict[str, State] = {"approved": "approved", "returned": "changes", "refused": "changes"}  # answers have no review


def unfounded(
    root: Path, tip: str, loaded: Registry, before: Registry | None, reviews: Callable[[str], Iterable[ForgeReview]]
) -> Iterator[str]:
    """What is wrong with the decisions that a push adds, in Chinese: no review of that account on that commit and day, a commit
    that is about another committee, or a merge that main lacks.

    `tip` is the main branch before, `reviews` gives those of a commit that the server has.
    """
    known = set() if before is None else {decision for entry in before.decisions for decision in entry.record}
    for decision in (decision for entry in loaded.decisions for decision in entry.record if decision not in known):
        what = f"{show(decision.account)} 对 {decision.commit[:12]} 的“{OUTCOMES[decision.outcome]}”"
        if not _is_founded(decision, reviews):
            yield f"{what}，服务器上没有这样的审核"
        elif not _is_about(root, tip, decision):
            yield f"{what}，那个版本没有改动 {show(decision.committee)} 的登记"
        elif decision.merged is not None and not (
            git.contains(root, tip, decision.merged) and git.contains(root, decision.merged, decision.commit)
        ):
            yield f"{what}，写的合并 {decision.merged[:12]} 不在主分支上，或者没有合并它"


def _is_founded(decision: Decision, reviews: Callable[[str], Iterable[ForgeReview]]) -> bool:
    state = _STATES.get(decision.outcome)
    own = account_key(decision.account)
    return state is None or any(
        account_key(one.account) == own and one.state == state and (one.time is None or day_in_china(one.time) == decision.date)
        for one in reviews(decision.commit)
    )


def _is_about(root: Path, tip: str, decision: Decision) -> bool:
    """Whether the reviewed version changes files of the committee that is said to be decided on; True where that cannot be told."""
    if decision.committee is None or decision.outcome not in _STATES:
        return True
    base = f"{decision.merged}^1" if decision.merged is not None else tip
    fork = (git.ask(root, "merge-base", base, decision.commit) or b"").decode("ascii").strip()
    if fork in ("", decision.commit):
        return True  # it is not here, or is in main already
    paths = changed(root, fork, decision.commit)
    draws = (name for path in paths if (name := draw_of(path)) is not None)
    return (
        decision.committee in map(committee_of, paths)
        or decision.committee in (name.rpartition("-")[0] for name in draws)
        or (decision.kind in (None, "waiver") and "registry/waivers.yaml" in paths)
    )
