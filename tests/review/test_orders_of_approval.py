"""No order of events lets a change pass without each approval on its head commit, and from everywhere it can still pass."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, permutations

import pytest
from helpers.deep import examples
from helpers.forge import ACCOUNTS, CENTRE, COUNTY, PREFECTURE, REGION, PullRequest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

pytestmark = pytest.mark.slow

accounts = st.sampled_from(ACCOUNTS)


class Reviewing(RuleBasedStateMachine):
    """Everybody does anything, in any order, on either forge, for a change that goes through a prefecture or straight to the centre."""

    request: PullRequest
    order: int = 0

    @initialize(gitea=st.booleans(), county=st.booleans(), author=st.sampled_from(["office", "ks", "centre", "both"]))
    def opened(self, gitea: bool, county: bool, author: str) -> None:
        self.request = PullRequest(gitea, COUNTY if county else REGION, author)

    @rule()
    def wait(self) -> None:
        self.request.wait()

    @rule(account=st.sampled_from(["office", "ks", "centre-deputy"]))
    def push(self, account: str) -> None:
        self.request.push(account)

    @rule()
    def push_back(self) -> None:
        self.request.push_back()

    @rule(account=accounts)
    def approve(self, account: str) -> None:
        self.request.approve(account)

    @rule(account=accounts)
    def approve_a_second_later(self, account: str) -> None:
        self.request.wait()
        self.request.approve(account)

    @rule(account=accounts)
    def request_changes(self, account: str) -> None:
        self.request.request_changes(account)

    @rule(account=accounts)
    def comment(self, account: str) -> None:
        self.request.comment(account)

    @rule(account=accounts)
    def begin(self, account: str) -> None:
        self.request.begin(account)

    @rule(account=accounts)
    def dismiss(self, account: str) -> None:
        self.request.dismiss(account)

    @rule(order=st.integers(1, 1000))
    def listed_in_another_order(self, order: int) -> None:
        self.order = order

    @invariant()
    def passes_when_it_should(self) -> None:
        assert self.request.verdict(self.order).passed == self.request.passes()

    @invariant()
    def passed_means_approved_on_the_head_commit(self) -> None:
        """Said of the forge's list itself: each office has an approval of the head in it, of somebody who had no part in the change."""
        verdict = self.request.verdict(self.order)
        if not verdict.passed:
            return
        for held in verdict.stations:
            allowed = set(held.station.all_accounts) - self.request.committers - {self.request.author}
            assert any(
                review["state"] == "APPROVED"
                and review["commit_id"] == verdict.head
                and review["user"]["login"].lower() in allowed
                and not review.get("dismissed")
                for review in self.request.answer
            )

    def teardown(self) -> None:
        """Whatever happened before: where an office still has an account that took no part, its approvals in order let the change pass."""
        request = self.request
        free = [account for account in ACCOUNTS if account not in request.committers | {request.author}]
        before = [account for account in free if account in PREFECTURE]
        pairs = [(p, c) for p in before for c in free if c in CENTRE and c != p]
        if not pairs:
            return
        for account in ACCOUNTS:
            request.dismiss(account)
        for account in pairs[0]:
            request.wait()
            request.approve(account)
        assert request.verdict(self.order).passed


TestReviewing = pytest.mark.slow(Reviewing.TestCase)
TestReviewing.settings = settings(max_examples=examples(300), stateful_step_count=25, deadline=None, derandomize=True)

Event = Callable[[PullRequest], None]
EVENTS: dict[str, Event] = {
    "prefecture": lambda request: request.approve("ks"),
    "centre": lambda request: request.approve("centre"),
    "push": lambda request: request.push("office"),
    "refused": lambda request: request.request_changes("ks"),
    "dismissed": lambda request: request.dismiss("ks"),
    "deputy": lambda request: request.approve("ks-deputy"),
}


@pytest.mark.parametrize("gitea", [False, True], ids=["github", "gitea"])
def test_every_order_of_six_events(gitea: bool) -> None:
    """720 orders of the usual events: those that end with both approvals on the last commit, in order, pass, and no other."""
    passed = 0
    for names in permutations(EVENTS):
        request = PullRequest(gitea)
        for name in names:
            request.wait()
            EVENTS[name](request)
            assert request.verdict().passed == request.passes(), names
        place = names.index
        ks_stands = place("push") < place("prefecture") and not place("prefecture") < max(place("refused"), place("dismissed"))
        deputy_stands = place("push") < place("deputy")
        first = min([place("prefecture")] * ks_stands + [place("deputy")] * deputy_stands, default=99)
        refused = place("refused") > max(place("push"), place("prefecture"), place("dismissed"))
        expected = first < place("centre") and not refused
        assert request.verdict().passed == expected, names
        passed += expected
    assert passed == 100


@pytest.mark.parametrize("gitea", [False, True], ids=["github", "gitea"])
def test_every_order_of_repeated_approvals(gitea: bool) -> None:
    """The prefecture's first standing approval counts, and the centre's last. On Gitea a new approval replaces the account's old one."""
    for places in combinations(range(6), 3):
        request = PullRequest(gitea)
        for i in range(6):
            request.wait()
            request.approve("ks" if i in places else "centre")
            assert request.verdict().passed == request.passes()
        last = next(i for i in reversed(range(6)) if i not in places)
        assert request.verdict().passed == ((max(places) if gitea else min(places)) < last), places


def test_the_model_can_tell_right_from_wrong() -> None:
    """In order it passes, the other way round it does not, and the push of a reviewer takes his own approval away."""
    request = PullRequest(gitea=False)
    request.approve("centre")
    request.wait()
    request.approve("ks")
    assert not request.passes()
    request.wait()
    request.approve("centre")
    assert request.passes()
    request.push("ks")
    for account in ("ks", "centre"):
        request.wait()
        request.approve(account)
    assert not request.passes()
