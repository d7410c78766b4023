"""No order of events lets a change pass without each approval on its head commit, and from everywhere it can still pass."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, permutations
from typing import Any, get_args

import pytest
from helpers.forge import ACCOUNTS, CENTRE, COUNTY, PREFECTURE, REGION, PullRequest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from zhicheng.review.approvals import STANDINGS, OfficeVerdict, Standing, Verdict, commit_status, judge
from zhicheng.review.forge_lists import ForgeReview, State
from zhicheng.review.route import Kind, Station

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
TestReviewing.settings = settings(max_examples=300, stateful_step_count=25, deadline=None, derandomize=True)

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


def station(kind: Kind, office: str, *accounts: str, deputies: tuple[str, ...] = ()) -> Station:
    return Station(kind, "653100" if kind == "prefecture" else None, office, accounts, deputies, (), ())


KS, CENTRE_STATION = station("prefecture", "某局", "ks", deputies=("KS-Deputy",)), station("centre", "中心", "centre")
HEAD = "a" * 40


def review(account: str, at: float | None, state: State = "approved", commit: str = HEAD, **more: Any) -> ForgeReview:
    return ForgeReview(account, state, commit, "", at, at, int(at or 0), **more)


def codes(*reviews: ForgeReview, author: str = "", committers: tuple[str, ...] = ()) -> list[str]:
    return [no.code for no in judge((KS, CENTRE_STATION), reviews, HEAD, author, committers).uncounted]


@pytest.mark.parametrize(("length", "shortened"), [(134, False), (135, False), (136, True)])
def test_a_status_has_140_characters_at_most(length: int, shortened: bool) -> None:
    """Just 140 stand whole; of what is longer the first 139 and an ellipsis."""
    said = "审核已齐：" + "部" * length
    held = OfficeVerdict(station("centre", "部" * length, "a"), "given", (), ())
    assert commit_status(Verdict(HEAD, (held,), ())) == ("success", said[:139] + "…" if shortened else said)
    assert len(commit_status(Verdict(HEAD, (held,), ()))[1]) == min(5 + length, 140)


def test_the_last_of_an_accounts_approvals_is_the_one_shown() -> None:
    first, again, centre = review("ks", 1), review("ks", 2), review("centre", 3)
    verdict = judge((KS, CENTRE_STATION), [centre, again, first], HEAD)
    assert [held.approvals for held in verdict.stations] == [(again,), (centre,)]
    assert verdict.uncounted == ()
    assert verdict.passed
    assert verdict.with_standing("given") == verdict.stations
    assert verdict.with_standing("turn") == verdict.with_standing("refused") == verdict.with_standing("waiting") == ()


def test_who_took_part_is_barred_in_any_capitals() -> None:
    verdict = judge((KS, CENTRE_STATION), (), HEAD, "CENTRE", ("ks-deputy",))
    assert [(held.barred, held.accounts) for held in verdict.stations] == [(("KS-Deputy",), ("ks",)), (("centre",), ())]
    assert [held.standing for held in verdict.stations] == ["turn", "waiting"]


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        pytest.param([review("", 1, "comment"), review("", 2)], ["comment", "no-account"], id="nobody"),
        pytest.param([review("", 1, "pending"), review("", 2, "requested")], ["pending", "request"], id="nobody-beside"),
        pytest.param([review("x", 1), review("x", 2, "comment")], ["not-a-reviewer", "comment"], id="somebody-else"),
        pytest.param([review("ks", 1, "dismissed")], ["dismissed"], id="dismissed"),
        pytest.param([review("ks", 1, "changes")], ["changes"], id="changes"),
        pytest.param([review("ks", 1, "unknown")], ["unknown"], id="unknown"),
        pytest.param([review("ks", None)], ["no-time"], id="no-time"),
        pytest.param([review("ks", 1, commit="b")], ["other-commit"], id="other-commit"),
        pytest.param([review("ks", 1, stale=True)], ["stale"], id="stale"),
        pytest.param([review("ks", 1, stale=True, official=False)], ["stale"], id="stale-and-unofficial"),
        pytest.param([review("ks", 1, official=False)], ["unofficial"], id="unofficial"),
        pytest.param([review("ks", 1), review("ks", 2, "changes")], ["withdrawn", "changes"], id="withdrawn"),
        pytest.param([review("ks", 1, "changes"), review("ks", 2)], ["changes"], id="mended"),
        pytest.param([review("centre", 1), review("ks", 1)], ["too-early"], id="at-the-same-time"),
        pytest.param([review("centre", 2), review("ks", 1)], [], id="in-order"),
        pytest.param([review("centre", 1)], ["too-early"], id="the-centre-alone"),
        pytest.param([review("ks", 1), review("KS-deputy", 2, "changes"), review("centre", 3)], ["changes", "too-early"], id="held-up"),
    ],
)
def test_why_a_review_does_not_count(reviews: list[ForgeReview], expected: list[str]) -> None:
    assert codes(*reviews) == expected


def test_author_and_committers_are_told_apart() -> None:
    """Who is both is the author; a comment of either stays a comment."""
    said = [review("ks", 1), review("centre", 2), review("centre", 3, "comment")]
    assert codes(*said, author="KS", committers=("centre", "ks")) == ["author", "committer", "comment"]


@pytest.mark.parametrize(
    ("standings", "expected"),
    [
        (("refused", "turn", "waiting"), ("failure", "甲要求修改，请改好以后重新提交")),
        (("refused", "refused", "given"), ("failure", "甲、乙要求修改，请改好以后重新提交")),
        (("turn", "turn", "waiting"), ("pending", "等待甲、乙审核，然后轮到丙")),
        (("given", "given", "turn"), ("pending", "等待丙审核")),
        (("given", "given", "waiting"), ("pending", "等待丙审核")),
        (("given", "given", "given"), ("success", "审核已齐：甲、乙、丙")),
    ],
)
def test_the_words_of_a_status(standings: tuple[Standing, ...], expected: tuple[str, str]) -> None:
    held = tuple(OfficeVerdict(station("centre", office), standing, (), ()) for office, standing in zip("甲乙丙", standings, strict=True))
    assert commit_status(Verdict(HEAD, held, ())) == expected


def test_a_change_of_nothing_needs_nobody() -> None:
    assert commit_status(Verdict(HEAD, (), ())) == ("success", "没有改动，不需要审核")


def test_every_standing_has_words() -> None:
    assert STANDINGS == {"given": "已同意", "refused": "要求修改", "turn": "等待审核", "waiting": "还没有轮到"}
    assert tuple(STANDINGS) == get_args(Standing)
