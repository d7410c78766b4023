"""No order of events publishes what was not approved, or leaves unrecorded what was: the whole way of changes, against a model of it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers.deep import DEEP
from helpers.process import ACCOUNTS, DECISIONS, EDITS, WAIVERS, Accepted, Tree, World, edited
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

pytestmark = pytest.mark.slow

STATES = ["APPROVED"] * 4 + ["CHANGES_REQUESTED", "DISMISSED", "COMMENTED"]
picks = st.integers(0, 1000)


def key(one: dict[str, Any]) -> str:
    return repr(sorted((name, str(value)) for name, value in one.items()))


class Process(RuleBasedStateMachine):
    """Everybody does anything to changes, reviews, the main branch and the record of decisions."""

    by_hook = False
    world: World

    @initialize()
    def begun(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.world = World(self.folder, self.by_hook)
        self.first = self.world.main
        self.branches: list[str] = []
        self.made: set[str] = set()  # the decisions that were to be recorded, and were
        self.number = 100
        self.snapshot = self.world.main

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)

    # --- help ---

    def edit(self, tree: Tree, kinds: list[str]) -> Tree | None:
        for kind in kinds:
            self.number += 1
            after = edited(tree, kind, self.number, self.world.keys, self.world.sealed)
            if after is None:
                return None
            tree = after
        return tree

    def branch(self, pick: int) -> int:
        return pick % len(self.branches)

    def tree(self, commit: str) -> Tree:
        return self.world.model.commits[commit].tree

    def attempt(self, commit: str, reviewed: str) -> None:
        """Pushes to main, and holds what the server says against the model."""
        world, tip = self.world, self.world.main
        if commit == tip:
            return
        grows = world.contains(commit, tip)
        changed = world.model.changed(self.tree(tip), self.tree(commit))
        offices = world.model.offices(changed, self.tree(tip), self.tree(commit))
        given = world.model.approvals(offices, reviewed)
        faults = world.model.faults(self.tree(tip), self.tree(commit)) + world.model.dating(tip, commit, given or {})
        faults += world.model.unfounded(self.tree(tip), self.tree(commit))
        wanted = grows and given is not None and not faults
        taken, said = world.push(commit)
        assert taken == wanted, f"wanted {wanted}: grows {grows}, given {given}, faults {faults}, changed {changed}\n{said}"
        if taken:
            world.model.accepted.append(Accepted(tip, commit, reviewed, world.clock))

    def asked_for_its_day(self, one: Accepted) -> str | None:
        """Where a merge that is main's has what main took as its second parent: the first parent, which may have been main instead."""
        line, found = self.world.main, None
        while parents := self.world.model.commits[line].parents:
            found = parents[0] if parents[1:] == (one.commit,) else found
            line = parents[0]
        return None if found is None or self.world.contains(found, one.commit) else found

    def approve_all(self, commit: str) -> None:
        """Every office agrees in order, by somebody who may."""
        tip = self.tree(self.world.main)
        changed = self.world.model.changed(tip, self.tree(commit))
        for _, accounts in sorted(self.world.model.offices(changed, tip, self.tree(commit)).items()):
            self.world.review(sorted(accounts)[0], "APPROVED", commit)

    # --- what happens ---

    @rule(kinds=st.lists(st.sampled_from(EDITS), min_size=1, max_size=3, unique=True), old=st.booleans())
    def propose(self, kinds: list[str], old: bool) -> None:
        start = self.snapshot if old else self.world.main
        tree = self.edit(self.tree(start), kinds)
        if tree is not None:
            self.branches.append(self.world.commit(tree, start))

    @precondition(lambda self: self.branches)
    @rule(pick=picks, kinds=st.lists(st.sampled_from(EDITS), max_size=1))
    def amend(self, pick: int, kinds: list[str]) -> None:
        """One more commit, or an empty one, after which nothing that was said of the branch counts."""
        i = self.branch(pick)
        tree = self.edit(self.tree(self.branches[i]), kinds)
        if tree is not None:
            self.branches[i] = self.world.commit(tree, self.branches[i])

    @precondition(lambda self: self.branches)
    @rule(pick=picks)
    def stack(self, pick: int) -> None:
        """A branch that begins at another one."""
        self.branches.append(self.branches[self.branch(pick)])

    @precondition(lambda self: self.branches)
    @rule(pick=picks)
    def bring_up_to_date(self, pick: int) -> None:
        """Main is merged into a branch."""
        i = self.branch(pick)
        tree = self.world.merged(self.branches[i], self.world.main)
        if tree is not None and not self.world.contains(self.branches[i], self.world.main):
            self.branches[i] = self.world.commit(tree, self.branches[i], self.world.main)

    @precondition(lambda self: self.branches)
    @rule(
        pick=picks,
        account=st.sampled_from(ACCOUNTS),
        state=st.sampled_from(["APPROVED"] * 4 + ["CHANGES_REQUESTED", "DISMISSED", "COMMENTED"]),
    )
    def review(self, pick: int, account: str, state: str) -> None:
        self.world.review(account, state, self.branches[self.branch(pick)])

    @precondition(lambda self: self.branches)
    @rule(pick=picks)
    def approve(self, pick: int) -> None:
        self.approve_all(self.branches[self.branch(pick)])

    @precondition(lambda self: self.branches)
    @rule(pick=picks)
    def approve_by_all_in_the_wrong_order(self, pick: int) -> None:
        for account in ("centre-reviewer-a", "centre-new", "maintainer-a", "ks-reviewer-a", "ks-new"):
            self.world.review(account, "APPROVED", self.branches[self.branch(pick)])

    @rule(hours=st.integers(1, 9))
    def wait(self, hours: int) -> None:
        self.world.wait(hours * 1200)

    @rule()
    def remember(self) -> None:
        """From here branches begin that are old later on."""
        self.snapshot = self.world.main

    @precondition(lambda self: self.branches)
    @rule(pick=picks, approved=st.booleans())
    def merge(self, pick: int, approved: bool) -> None:
        """By a merge commit, as Git makes it."""
        head = self.branches[self.branch(pick)]
        if approved:
            self.approve_all(head)
        tree = self.world.merged(self.world.main, head)
        if tree is not None and not self.world.contains(self.world.main, head):
            self.attempt(self.world.commit(tree, self.world.main, head), head)

    @precondition(lambda self: self.branches)
    @rule(pick=picks)
    def fast_forward(self, pick: int) -> None:
        head = self.branches[self.branch(pick)]
        if not self.world.contains(self.world.main, head):
            self.attempt(head, head)

    @precondition(lambda self: self.branches)
    @rule(pick=picks, kind=st.sampled_from(EDITS), approved=st.booleans())
    def merge_with_something_else(self, pick: int, kind: str, approved: bool) -> None:
        """What was slipped into the merge is judged with it, by reviews of the merge itself."""
        head = self.branches[self.branch(pick)]
        tree = self.world.merged(self.world.main, head)
        if tree is None or self.world.contains(self.world.main, head) or (more := self.edit(tree, [kind])) is None:
            return
        commit = self.world.commit(more, self.world.main, head)
        if approved:
            self.approve_all(commit)
        self.attempt(commit, commit)

    @precondition(lambda self: self.branches)
    @rule(pick=picks, theirs=st.booleans(), approved=st.booleans())
    def merge_one_side_only(self, pick: int, theirs: bool, approved: bool) -> None:
        """The whole of one side, in place of what merging gives: what main got meanwhile is lost, or all of the branch."""
        head, tip = self.branches[self.branch(pick)], self.world.main
        if self.world.contains(tip, head):
            return
        tree = self.tree(head if theirs else tip)
        commit = self.world.commit(tree, tip, head)
        if approved:
            self.approve_all(commit)
        self.attempt(commit, head if self.world.merged(tip, head) == tree else commit)

    @precondition(lambda self: self.branches)
    @rule(pick=picks, approved=st.booleans())
    def squash(self, pick: int, approved: bool) -> None:
        """One new commit, which nobody has reviewed unless he says so."""
        head = self.branches[self.branch(pick)]
        tree = self.world.merged(self.world.main, head)
        if tree is None or self.world.contains(self.world.main, head):
            return
        commit = self.world.commit(tree, self.world.main)
        if approved:
            self.approve_all(commit)
        self.attempt(commit, commit)

    @precondition(lambda self: self.branches)
    @rule(pick=picks)
    def merge_the_wrong_way_round(self, pick: int) -> None:
        head = self.branches[self.branch(pick)]
        tree = self.world.merged(head, self.world.main)
        if tree is not None and not self.world.contains(self.world.main, head) and not self.world.contains(head, self.world.main):
            commit = self.world.commit(tree, head, self.world.main)
            self.attempt(commit, commit)

    @precondition(lambda self: self.world.model.accepted)
    @rule(pick=picks)
    def propose_to_revert(self, pick: int) -> None:
        """A branch that takes back what main took."""
        one = self.world.model.accepted[pick % len(self.world.model.accepted)]
        now, new, old = (self.tree(name) for name in (self.world.main, one.commit, one.tip))
        tree = {path: text for path, text in now.items() if now.get(path) != new.get(path) or path in old}
        tree |= {path: old[path] for path in old if now.get(path) == new.get(path)}
        self.branches.append(self.world.commit(tree, self.world.main))

    @precondition(lambda self: self.world.model.accepted)
    @rule(pick=picks)
    def old_version_again(self, pick: int) -> None:
        """A merge by hand with a version that was approved long ago and is in main already; its content is the old one."""
        one = self.world.model.accepted[pick % len(self.world.model.accepted)]
        commit = self.world.commit(self.tree(one.reviewed), self.world.main, one.reviewed)
        self.attempt(commit, commit)

    @precondition(lambda self: self.world.main != self.first)
    @rule()
    def rewrite_main(self) -> None:
        parent = self.world.model.commits[self.world.main].parents[0]
        taken, _ = self.world.push(parent, force=True)
        assert not taken

    @rule(kinds=st.lists(st.sampled_from(EDITS), max_size=1))
    def push_straight_to_main(self, kinds: list[str]) -> None:
        tree = self.edit(self.tree(self.world.main), kinds)
        if tree is not None:
            commit = self.world.commit(tree, self.world.main)
            self.attempt(commit, commit)

    @precondition(lambda self: any(path in self.tree(self.world.main) for path in (DECISIONS,)))
    @rule(how=st.sampled_from(["delete", "rewrite", "reorder", "file"]))
    def tamper_with_decisions(self, how: str) -> None:
        """Not even with all approvals."""
        tree = dict(self.tree(self.world.main))
        head, *lines = tree[DECISIONS].split("  - ")
        match how:
            case "delete":
                lines = lines[1:]
            case "rewrite":
                lines = [lines[0].replace("outcome: approved", 'outcome: returned, reason_code: other, mend: "x", appeal: "x"'), *lines[1:]]
            case "reorder":
                lines = lines[::-1]
        if how == "file":
            del tree[DECISIONS]
        else:
            tree[DECISIONS] = head.rstrip() + ("\n  - " if lines else " []\n") + "  - ".join(lines)
        commit = self.world.commit(tree, self.world.main)
        self.approve_all(commit)
        self.attempt(commit, commit)

    @precondition(lambda self: len(self.tree(self.world.main)[WAIVERS].splitlines()) > 3)
    @rule()
    def take_a_waiver_back(self) -> None:
        tree = dict(self.tree(self.world.main))
        tree[WAIVERS] = "".join(line for line in tree[WAIVERS].splitlines(keepends=True)[:-1])
        commit = self.world.commit(tree, self.world.main)
        self.approve_all(commit)
        self.attempt(commit, commit)

    @precondition(lambda self: self.branches)
    @rule(pick=picks, account=st.sampled_from(ACCOUNTS), merged=st.booleans())
    def make_a_decision_up(self, pick: int, account: str, merged: bool) -> None:
        """A decision on a branch that main has not taken is written down by hand, and the centre lets it pass."""
        head = self.branches[self.branch(pick)]
        if self.world.contains(self.world.main, head):
            return
        more = f', merged: "{head if merged else self.first}", published: "2026-11-23"'
        line = f'committee: example-two, round: "2026", role: centre, account: {account}, commit: "{head}", outcome: approved'
        tree = dict(self.tree(self.world.main))
        before = tree.get(DECISIONS, 'year: "2026"\ndecisions:\n')
        tree[DECISIONS] = f'{before}  - {{{line}, date: "2026-11-23"{more}}}\n'
        commit = self.world.commit(tree, self.world.main)
        self.approve_all(commit)
        self.attempt(commit, commit)

    # --- the record ---

    @precondition(lambda self: self.world.model.accepted)
    @rule(pick=picks)
    def record(self, pick: int) -> None:
        """What main took is recorded, however it came and whatever was said afterwards; a second time there is nothing to do."""
        world = self.world
        one = world.model.accepted[-1 - pick % len(world.model.accepted)]
        stated = [] if one.reviewed != one.commit else ["--published", one.time.isoformat()]
        wanted = world.model.expected(one, world.model.commits[one.commit].time if not stated else one.time)
        assert wanted is not None
        known = yaml.safe_load(self.tree(world.main).get(DECISIONS, "decisions: []"))["decisions"]
        new = [decision for decision in wanted if key(decision) not in {key(other) for other in known}]
        asked = self.asked_for_its_day(one)
        if asked and not (stated and asked != one.tip):
            code, texts = world.record("--base", one.tip, "--merged", one.commit, *stated)
            assert (code, texts) == (2, {}), "it may be a branch that was merged"
            if asked == one.tip:
                return
            stated = ["--published", one.time.isoformat()]
            wanted = world.model.expected(one, one.time)
            assert wanted is not None
            new = [decision for decision in wanted if key(decision) not in {key(other) for other in known}]
        code, texts = world.record("--base", one.tip, "--merged", one.commit, *stated)
        assert code == (0 if self.tree(one.tip) != self.tree(one.commit) else 2), "there is nothing to record where nothing changed"
        made = yaml.safe_load(texts[DECISIONS])["decisions"][len(known) :] if DECISIONS in texts else []
        assert sorted(map(key, made)) == sorted(map(key, new)), (made, wanted, known, one)
        if texts:
            tree = {**self.tree(world.main), **texts}
            branch = world.commit(tree, world.main)
            self.made |= set(map(key, new))
            self.branches.append(branch)

    @rule(kinds=st.lists(st.sampled_from(EDITS), min_size=1, max_size=2, unique=True), by_merge=st.booleans(), wait=st.integers(0, 9))
    def as_it_should_be(self, kinds: list[str], by_merge: bool, wait: int) -> None:
        """Proposed, approved, taken, recorded, and the record taken too."""
        before = len(self.world.model.accepted)
        self.propose(kinds, old=False)
        if self.branches:
            self.wait(wait)
            self.approve(len(self.branches) - 1)
            (self.merge(len(self.branches) - 1, approved=False) if by_merge else self.fast_forward(len(self.branches) - 1))
        if len(self.world.model.accepted) > before:
            branches = len(self.branches)
            self.record(0)
            if len(self.branches) > branches:
                self.merge(branches, approved=True)

    @precondition(lambda self: self.branches)
    @rule(pick=picks)
    def record_what_was_not_merged(self, pick: int) -> None:
        """A commit that main has not: as if it had been merged."""
        head = self.branches[self.branch(pick)]
        if not self.world.contains(self.world.main, head):
            code, texts = self.world.record("--base", self.world.main, "--merged", head, "--published", "2026-11-23")
            assert code in (1, 2), "recorded as published, and is not"
            assert not texts

    @invariant()
    def main_is_what_was_taken(self) -> None:
        """What is recorded on main was to be recorded, each once; that nothing is lost is held with each push."""
        if not hasattr(self, "world"):
            return
        there = list(map(key, yaml.safe_load(self.tree(self.world.main).get(DECISIONS, "decisions: []"))["decisions"]))
        assert set(there) <= self.made
        assert len(set(there)) == len(there)


class ProcessWithTheHook(Process):
    """The same through `git push` and the installed hook."""

    by_hook = True


TestProcess = pytest.mark.slow(Process.TestCase)
TestProcess.settings = settings(
    max_examples=500 if DEEP else 5,
    stateful_step_count=40,
    deadline=None,
    derandomize=not DEEP,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shorten a failing story takes minutes; it is short enough to read
    suppress_health_check=list(HealthCheck),
)


def test_a_story_through_the_installed_hook() -> None:
    """What the model says holds of `git push` too: some of everything."""
    story = ProcessWithTheHook()
    story.begun()
    try:
        story.propose(["address"], old=False)
        story.merge(0, approved=False)
        story.merge(0, approved=True)
        story.propose(["handover", "roster"], old=False)
        story.approve(1)
        story.wait(9)  # midnight
        story.fast_forward(1)
        story.merge(1, approved=False)
        story.propose(["registration"], old=True)
        story.merge_with_something_else(2, "phones", approved=False)
        story.merge_one_side_only(2, theirs=True, approved=False)
        story.squash(2, approved=False)
        story.merge_the_wrong_way_round(2)
        story.record(0)
        story.merge(3, approved=True)
        story.tamper_with_decisions("rewrite")
        story.rewrite_main()
        assert len(story.world.model.accepted) == 3
        assert len(story.made) == 3  # the reviewers by both, the roster by the centre
    finally:
        story.teardown()
