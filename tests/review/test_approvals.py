"""Which reviews count as approvals of a change, why others do not, and the words of the status that a forge shows."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from zhicheng.review.approvals import STANDINGS, OfficeVerdict, Standing, Verdict, commit_status, judge
from zhicheng.review.forge_lists import ForgeReview, State
from zhicheng.review.route import Kind, Station


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


@pytest.mark.parametrize(
    ("reviews", "standings", "expected"),
    [
        pytest.param([], ["turn", "turn", "waiting"], [], id="neither"),
        pytest.param([review("ks", 1)], ["given", "turn", "waiting"], [], id="the-first"),
        pytest.param([review("ht", 1)], ["turn", "given", "waiting"], [], id="the-second"),
        pytest.param([review("ks", 1), review("centre", 2)], ["given", "turn", "waiting"], ["too-early"], id="the-centre-after-one"),
        pytest.param([review("ks", 1), review("ht", 2)], ["given", "given", "turn"], [], id="both"),
        pytest.param([review("ks", 1), review("ht", 2), review("centre", 3)], ["given", "given", "given"], [], id="the-centre-after-both"),
        pytest.param(
            [review("ks", 1), review("centre", 2), review("ht", 2)], ["given", "given", "turn"], ["too-early"], id="the-centre-between"
        ),
    ],
)
def test_the_centre_comes_after_every_prefecture(reviews: list[ForgeReview], standings: list[Standing], expected: list[str]) -> None:
    verdict = judge((KS, Station("prefecture", "653200", "乙局", ("ht",), (), (), ()), CENTRE_STATION), reviews, HEAD)
    assert [held.standing for held in verdict.stations] == standings
    assert [no.code for no in verdict.uncounted] == expected


@pytest.mark.parametrize(
    ("reviews", "standings"),
    [
        pytest.param([review("ks", 1, "changes")], ["refused", "waiting"], id="refused"),
        pytest.param([review("ks", 1, "changes", commit="b")], ["turn", "waiting"], id="of-another-commit"),
        pytest.param([review("ks", 1, "changes", commit="b"), review("ks", 2, "changes")], ["refused", "waiting"], id="once-more"),
        pytest.param([review("ks", 1, "changes"), review("ks", 2, "changes", commit="b")], ["turn", "waiting"], id="and-then-of-another"),
        pytest.param([review("ks", 1), review("ks", 2, "changes")], ["refused", "waiting"], id="approved-before"),
        pytest.param([review("ks", 1, "changes"), review("ks", 2)], ["given", "turn"], id="approved-afterwards"),
        pytest.param([review("ks", 1, "changes"), review("ks", 2, "comment")], ["refused", "waiting"], id="only-commented-afterwards"),
        pytest.param([review("ks", 1, "changes"), review("ks", 2, "dismissed")], ["turn", "waiting"], id="dismissed-afterwards"),
        pytest.param([review("ks", 1), review("ks-deputy", 2, "changes")], ["refused", "waiting"], id="by-the-deputy"),
        pytest.param([review("ks", 1), review("centre", 2, "changes")], ["given", "refused"], id="by-the-centre"),
        pytest.param([review("centre", 1, "changes")], ["turn", "refused"], id="by-the-centre-before-its-turn"),
        pytest.param([review("stranger", 1, "changes")], ["turn", "waiting"], id="by-somebody-else"),
    ],
)
def test_a_refusal_blocks_its_station_and_no_other(reviews: list[ForgeReview], standings: list[Standing]) -> None:
    """The last that an account says of the head commit counts, whatever the others of its station say."""
    verdict = judge((KS, CENTRE_STATION), reviews, HEAD)
    assert [held.standing for held in verdict.stations] == standings
    assert [len(held.refusals) for held in verdict.stations] == [int(standing == "refused") for standing in standings]
    assert {(one.state, one.commit) for held in verdict.stations for one in held.refusals} <= {("changes", HEAD)}


BOTH = station("centre", "中心", "ks", "centre")


@pytest.mark.parametrize(
    ("reviews", "standings", "expected"),
    [
        pytest.param([review("ks", 1)], ["given", "turn"], ["same-account"], id="one-for-both"),
        pytest.param([review("ks", 1), review("ks", 2)], ["given", "turn"], ["same-account"], id="twice"),
        pytest.param([review("ks", 1), review("ks-deputy", 2)], ["given", "turn"], ["too-early"], id="another-one-later"),
        pytest.param([review("ks-deputy", 1), review("ks", 2)], ["given", "given"], [], id="another-one-before"),
        pytest.param([review("ks", 1), review("centre", 2)], ["given", "given"], ["same-account"], id="the-other-of-the-centre"),
    ],
)
def test_who_belongs_to_two_stations(reviews: list[ForgeReview], standings: list[Standing], expected: list[str]) -> None:
    """Nobody is both eyes of four: for the centre it takes another account than the prefecture's."""
    verdict = judge((KS, BOTH), reviews, HEAD)
    assert [held.standing for held in verdict.stations] == standings
    assert [no.code for no in verdict.uncounted] == expected


@pytest.mark.parametrize(
    ("settled", "standings"), [(2.0, ["given", "given"]), (3.0, ["given", "turn"]), (4.0, ["given", "turn"]), (None, ["given", "turn"])]
)
def test_when_a_review_was_settled_counts(settled: float | None, standings: list[Standing]) -> None:
    """On Gitea a review is dated by its beginning: the centre has to come after the moment at which it was handed in."""
    begun = ForgeReview("ks", "approved", HEAD, "", 1.0, settled, 1)
    verdict = judge((KS, CENTRE_STATION), [begun, review("centre", 3.0)], HEAD)
    assert [held.standing for held in verdict.stations] == standings


@pytest.mark.parametrize(("again", "standing"), [(2, "given"), (4, "given")])
def test_the_first_of_the_approvals_in_force_is_the_one_to_come_after(again: int, standing: Standing) -> None:
    """Who approves once more has not taken anything back."""
    verdict = judge((KS, CENTRE_STATION), [review("ks", 1), review("ks", again), review("centre", 3)], HEAD)
    assert [held.standing for held in verdict.stations] == ["given", standing]


def test_who_came_too_early_may_come_again() -> None:
    verdict = judge((KS, CENTRE_STATION), [review("centre", 1), review("ks", 2), review("centre", 3)], HEAD)
    assert verdict.passed
    assert verdict.uncounted == ()


@pytest.mark.parametrize(
    ("standings", "passed"),
    [((), True), (("given", "given"), True), (("given", "turn"), False), (("waiting", "given"), False), (("given", "refused"), False)],
)
def test_all_stations_have_to_approve(standings: tuple[Standing, ...], passed: bool) -> None:
    assert Verdict(HEAD, tuple(OfficeVerdict(KS, standing, (), ()) for standing in standings), ()).passed == passed


def test_one_review_listed_twice_is_one() -> None:
    """A forge repeats an item where something is added between two pages."""
    said = review("x", 1)
    assert codes(said, said) == ["not-a-reviewer"]


def test_of_several_approvals_that_come_too_early_the_last_is_told() -> None:
    """It is the one that stands; it has to come again. The first is not told of as if there were nothing else."""
    first, again = review("centre", 1), review("centre", 2)
    verdict = judge((KS, CENTRE_STATION), [first, again, review("ks", 3)], HEAD)
    assert [(no.review, no.code) for no in verdict.uncounted] == [(again, "too-early")]
    assert [held.standing for held in verdict.stations] == ["given", "turn"]


def test_the_centre_does_not_wait_for_the_maintainers() -> None:
    """They look after the program and the rulebooks; in which order the two approve does not matter."""
    stations = (station("maintainers", "管理员", "keeper"), CENTRE_STATION)
    assert [held.standing for held in judge(stations, (), HEAD).stations] == ["turn", "turn"]
    verdict = judge(stations, [review("centre", 1), review("keeper", 2)], HEAD)
    assert verdict.passed
    assert verdict.uncounted == ()


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
