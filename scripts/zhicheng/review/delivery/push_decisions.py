"""Ties the record of decisions to the reviews on a bare server: nobody writes down a decision that was not made, or was not published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from zhicheng.registry.records.decision import OUTCOMES, Decision
from zhicheng.registry.registry import Registry
from zhicheng.review.forge_lists import ForgeReview, State, account_key
from zhicheng.system import git
from zhicheng.text import show

_STATES: dict[str, State] = {"approved": "approved", "returned": "changes", "refused": "changes"}  # answers have no review


def unfounded(
    root: Path, tip: str, loaded: Registry, before: Registry | None, reviews: Callable[[str], Iterable[ForgeReview]]
) -> Iterator[str]:
    """What is wrong with the decisions that a push adds, in Chinese: no review of that account on that commit, or a merge that main lacks.

    `tip` is the main branch before, `reviews` gives those of a commit that the server has.
    """
    known = set() if before is None else {decision for entry in before.decisions for decision in entry.record}
    for decision in (decision for entry in loaded.decisions for decision in entry.record if decision not in known):
        what = f"{show(decision.account)} 对 {decision.commit[:12]} 的“{OUTCOMES[decision.outcome]}”"
        if not _is_founded(decision, reviews):
            yield f"{what}，服务器上没有这样的审核"
        elif decision.merged is not None and not (
            git.contains(root, tip, decision.merged) and git.contains(root, decision.merged, decision.commit)
        ):
            yield f"{what}，写的合并 {decision.merged[:12]} 不在主分支上，或者没有合并它"


def _is_founded(decision: Decision, reviews: Callable[[str], Iterable[ForgeReview]]) -> bool:
    state = _STATES.get(decision.outcome)
    own = account_key(decision.account)
    return state is None or any(account_key(one.account) == own and one.state == state for one in reviews(decision.commit))
