"""Who is called next and who sits: steps and refusals in small cases, and what must hold whatever legal steps are taken."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from helpers.deep import examples
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from zhicheng.draws.public_checks import _states
from zhicheng.draws.seating import Facts, NotAllowed, Seating, chain

START = datetime.fromisoformat("2026-09-16T10:05:00+08:00")
Value = dict[str, Any]


def facts(text: str) -> list[Facts]:
    """People from a short text: the employer's letter, `o` from outside, `y` young, separated by blanks: `A Bo Ay Coy`."""
    return [Facts(one[0], "o" in one[1:], "y" in one[1:]) for one in text.split()]


def group(key: str, members: int, alternates: int = 0) -> Value:
    return {"id": key, "members": members, "alternates": alternates}


class Table:
    """A state to which steps are told as short texts: `+a1` came, `-a1` cannot, `?a1` no answer, `!a1` absent, `<outside` relaxed."""

    def __init__(self, *groups: Value, people: dict[str, str], minutes: int = 30, attempts: int = 2, **limits: int) -> None:
        plan = {"groups": list(groups), "calls": {"attempts": attempts, "minutes": minutes}, **({"limits": limits} if limits else {})}
        self.state = Seating(plan, {key: facts(text) for key, text in people.items()}, last=START)
        self.at = START

    def step(self, text: str, minutes: int = 1, **more: Any) -> Value:
        self.at += timedelta(minutes=minutes)
        kind = {"+": "confirmed", "-": "declined", "?": "no-answer", "!": "absent", "<": "relaxed", ".": "closed"}[text[0]]
        made: Value = {"n": self.state.steps + 1, "at": self.at.isoformat(), "kind": kind}
        if kind == "relaxed":
            made |= {"limit": text[1:], "note": "示例"}
        elif kind == "closed":
            made |= {"present": int(text[1:])}
        else:
            made |= {"group": text[1], "rank": int(text[2:])}
        if kind in ("declined", "absent"):
            made["reason"] = "duty"
        return {**made, **more}

    def told(self, *texts: str) -> Table:
        for text in texts:
            self.state.apply(self.step(text, 31 if text[0] == "?" else 1))
        return self

    def refuses(self, text: str, minutes: int = 1, **more: Any) -> str:
        """The words with which a step is refused; it must change nothing."""
        before = copy.deepcopy(self.state)
        with pytest.raises(NotAllowed) as error:
            self.state.apply(self.step(text, minutes, **more))
        assert self.state == before
        return str(error.value)

    @property
    def due(self) -> list[str]:
        return [f"{key}{index + 1}" for key, index in self.state.may_be_called()]

    def ranks(self, key: str = "a") -> str:
        """The states, a letter each: Member, Alternate, Declined, Unreachable, aBsent, Passed, unaNswered, uncalled -."""
        letters = {"member": "M", "alternate": "A", "declined": "D", "unreachable": "U", "absent": "B", "passed": "P", "unanswered": "N"}
        return "".join(letters.get(state, "-") for state in self.state.ranks()[key])


def one(members: int = 2, alternates: int = 1, people: str = "A B C D E F", **limits: int) -> Table:
    return Table(group("a", members, alternates), people={"a": people}, **limits)


def two(members: int = 1, alternates: int = 0, a: str = "A B C", b: str = "D E F", **limits: int) -> Table:
    return Table(group("a", members, alternates), group("b", members, alternates), people={"a": a, "b": b}, **limits)


# --- walking down ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "due", "ranks"),
    [
        ([], ["a1"], "------"),
        (["+a1"], ["a2"], "M-----"),
        (["-a1"], ["a2"], "D-----"),
        (["?a1"], ["a1"], "N-----"),
        (["?a1", "?a1"], ["a2"], "U-----"),
        (["?a1", "+a1"], ["a2"], "M-----"),
        (["+a1", "+a2"], ["a3"], "MM----"),
        (["+a1", "+a2", "+a3"], [], "MMA---"),
        (["+a1", "+a2", "-a3"], ["a4"], "MMD---"),
        (["+a1", "+a2", "+a3", "!a1"], ["a4"], "BMM---"),  # the alternate moves up, and another is called
        (["+a1", "+a2", "+a3", "!a3"], ["a4"], "MMB---"),
        (["+a1", "+a2", "+a3", "!a1", "+a4", "!a2", "+a5"], [], "BBMMA-"),
        (["-a1", "-a2", "-a3", "-a4", "-a5", "-a6"], [], "DDDDDD"),
    ],
)
def test_down_the_list(told: list[str], due: list[str], ranks: str) -> None:
    table = one().told(*told)
    assert (table.due, table.ranks()) == (due, ranks)


def test_groups_without_limits_are_called_side_by_side() -> None:
    table = two()
    assert table.due == ["a1", "b1"]
    assert table.told("+b1", "-a1").due == ["a2"]


def test_groups_with_limits_are_called_one_after_the_other() -> None:
    """Members of all groups first, then alternates; also after the limit was relaxed away."""
    table = two(alternates=1, per_employer=3)
    assert table.due == ["a1"]
    assert table.told("+a1").due == ["b1"]
    assert table.told("-b1", "+b2").due == ["a2"]
    assert table.told("+a2").due == ["b3"]
    assert table.told("+b3").due == []


# --- limits ------------------------------------------------------------------------------------------------------------


def test_an_employer_that_is_full_is_passed_over_and_comes_again() -> None:
    table = one(people="A A B C D E", per_employer=1).told("+a1")
    assert table.due == ["a3"]
    assert table.told("+a3").due == ["a4"]
    assert table.told("!a1").due == ["a2"]  # now there is room for the employer
    assert one(people="A A B C D E", per_employer=1).told("+a1", "+a3").ranks() == "MPM---"
    assert one(people="A A B C D E", per_employer=2).told("+a1").due == ["a2"]


def test_an_alternate_of_a_full_employer_is_not_called_and_does_not_move_up() -> None:
    table = one(members=1, alternates=2, people="A B B A", per_employer=1).told("+a1")
    assert table.due == ["a2"]
    assert table.told("+a2").due == ["a3"]  # an alternate does not sit yet
    assert table.told("+a3").ranks() == "MAA-"
    assert table.told("!a1").ranks() == "BMA-"


@pytest.mark.parametrize(
    ("people", "members", "outside", "due"),
    [
        ("A B Co D", 2, 1, "a1"),  # one local may sit: a seat is left for somebody from outside
        ("A B Co D", 1, 1, "a3"),
        ("A Bo Co Do", 3, 3, "a2"),
        ("A Bo Co Do", 4, 3, "a1"),
        ("Ao B Co", 2, 1, "a1"),
    ],
)
def test_seats_are_kept_for_those_from_outside(people: str, members: int, outside: int, due: str) -> None:
    assert one(members, 0, people, outside=outside).due == [due]


def test_both_minima_together() -> None:
    """Each alone could be met, together not: two seats, one from outside and one young needed, nobody is both."""
    assert one(2, 0, "A B Co Dy", outside=1, young=1).due == ["a3"]
    assert one(2, 0, "A B Coy D", outside=1, young=1).due == ["a1"]  # one person is both
    assert one(3, 0, "A B Co Dy", outside=1, young=1).due == ["a1"]


def test_seats_are_kept_in_other_groups_too() -> None:
    assert two(outside=1, b="D E F", a="A Bo C").due == ["a2"]
    assert two(outside=1, b="D Eo F", a="A B C").due == ["a1"]


@pytest.mark.parametrize(
    ("table", "limit", "now"),
    [
        (one(2, 0, "Ao B C", outside=2), "outside", 1),
        (one(2, 0, "Ay B C", young=2), "young", 1),
        (one(2, 0, "A A A", per_employer=1).told("+a1"), "per_employer", 2),
    ],
)
def test_a_limit_that_cannot_be_met_is_relaxed_by_one(table: Table, limit: str, now: int) -> None:
    table.told(f"<{limit}")
    assert table.state.relaxed == {limit: now}
    assert table.due
    assert table.refuses(f"<{limit}") == "这项限额还做得到，不能放宽"


def test_a_minimum_is_not_relaxed_below_zero() -> None:
    table = one(1, 0, "A B", outside=1).told("<outside")
    assert table.state.relaxed == {"outside": 0}
    assert table.refuses("<outside") == "方案没有这项限额，或者已经放宽到 0"


def test_where_both_minima_fail_together_either_may_be_relaxed() -> None:
    for limit in ("outside", "young"):
        one(1, 0, "Ao By", outside=1, young=1).told(f"<{limit}")


def test_where_one_minimum_fails_alone_only_that_is_relaxed() -> None:
    table = one(3, 0, "Ay By C", outside=1, young=1)
    assert table.refuses("<young") == "这项限额还做得到，不能放宽"
    table.told("<outside")


def test_a_limit_on_employers_is_relaxed_only_where_it_keeps_somebody_out() -> None:
    assert one(2, 0, "A A A", per_employer=1).refuses("<per_employer") == "这项限额还做得到，不能放宽"  # nobody sits yet
    assert one(2, 0, "A B", per_employer=1).told("+a1", "-a2").refuses("<per_employer") == "这项限额还做得到，不能放宽"
    stuck = one(2, 0, "Ao Bo C D", per_employer=1, outside=2).told("+a1", "-a2")
    assert stuck.due == []  # by the minimum
    assert stuck.refuses("<per_employer") == "这项限额还做得到，不能放宽"
    assert (
        one(1, 1, "A A", per_employer=1).told("+a1").refuses("<per_employer") == "这项限额还做得到，不能放宽"
    )  # only an alternate is lacking


def test_a_relaxed_limit_lets_an_alternate_move_up() -> None:
    table = one(2, 2, "A C B B", per_employer=1).told("+a1", "+a2", "+a3", "+a4", "!a1", "!a2")
    assert table.ranks() == "BBMA"  # the fourth is of the employer of the third: there is no room
    assert table.told("<per_employer").ranks() == "BBMM"


# --- refusals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "step", "said"),
    [
        ([], "+a2", "没有轮到 a 组第 2 位。现在该打的：a 组第 1 位"),
        (["+a1"], "+a1", "没有轮到 a 组第 1 位。现在该打的：a 组第 2 位"),
        (["+a1", "+a2", "+a3"], "+a4", "没有轮到 a 组第 4 位。现在该打的：没有人要打了"),
        ([], "-a2", "没有轮到 a 组第 2 位。现在该打的：a 组第 1 位"),
        ([], "?a2", "没有轮到 a 组第 2 位。现在该打的：a 组第 1 位"),
        ([], "+a0", "没有这一位：a 组第 0 位"),
        ([], "+a7", "没有这一位：a 组第 7 位"),
        ([], "!a0", "没有这一位：a 组第 0 位"),
        ([], "+c1", "没有这一位：c 组第 1 位"),
        ([], "!a1", "a 组第 1 位没有答应过到会，不能记缺席"),
        (["-a1"], "!a1", "a 组第 1 位没有答应过到会，不能记缺席"),
        (["+a1", "!a1"], "!a1", "a 组第 1 位没有答应过到会，不能记缺席"),
        ([], "<outside", "方案没有这项限额，或者已经放宽到 0"),
        (["+a1"], ".2", "应到的只有 1 名，到会不会有 2 名"),
        (["+a1"], ".1", "还有人没有打（a 组第 2 位）。不打了的，请写明原因"),
    ],
)
def test_refusals(told: list[str], step: str, said: str) -> None:
    assert one().told(*told).refuses(step) == said


def test_minutes_bind_a_further_call_in_vain_to_the_minute() -> None:
    table = one().told("?a1")
    assert table.refuses("?a1", 29).startswith("a 组第 1 位上次没有打通，要到 ")
    table = one().told("?a1")
    table.state.apply(table.step("?a1", 30))
    assert table.ranks() == "U-----"
    table = one().told("?a1")
    table.state.apply(table.step("+a1", 0))  # they rang back at once
    assert table.ranks() == "M-----"
    table = one().told("?a1")
    table.state.apply(table.step("-a1", 1))
    assert table.ranks() == "D-----"


def test_attempts_and_minutes_of_the_plan_count() -> None:
    assert one(people="A B", members=1).told("?a1").due == ["a1"]
    table = Table(group("a", 1), people={"a": "A B"}, attempts=1)
    assert table.told("?a1").due == ["a2"]
    table = Table(group("a", 1), people={"a": "A B"}, attempts=3, minutes=0)
    for _ in range(3):
        assert table.due == ["a1"]
        table.state.apply(table.step("?a1", 0))
    assert table.due == ["a2"]


def test_steps_come_in_their_order() -> None:
    table = one()
    assert table.refuses("+a1", n=2) == "步骤的次序不对：应是第 1 步，写的是第 2 步"
    assert table.refuses("+a1", n=0) == "步骤的次序不对：应是第 1 步，写的是第 0 步"
    assert table.refuses("+a1", at="2026-09-16T10:04:59+08:00") == "时间早于上一步"
    table.state.apply(table.step("+a1", at=START.isoformat()))
    assert table.refuses("+a2", at="2026-09-16T10:04:59+08:00") == "时间早于上一步"
    table.state.apply(table.step("+a2", at=START.isoformat()))


@pytest.mark.parametrize(
    ("step", "field"),
    [
        ("+a1", "group"),
        ("+a1", "rank"),
        ("-a1", "reason"),
        ("!a1", "reason"),
        ("<outside", "note"),
        ("<outside", "limit"),
        (".0", "present"),
    ],
)
def test_steps_that_lack_something(step: str, field: str) -> None:
    table = one()
    made = {name: one_ for name, one_ in table.step(step).items() if name != field}
    with pytest.raises(NotAllowed, match=f"^缺少 {field}$"):
        table.state.apply(made)


def test_a_sign_off_is_the_end() -> None:
    table = one()
    table.state.apply(table.step(".0", note="示例"))
    assert table.due == []
    for step in ("+a1", ".0", "<outside"):
        assert table.refuses(step) == "电话已经封存，不能再记"
    full = one(1, 0, "A").told("+a1", ".1")  # nobody is left to be called: no note is needed
    assert full.state.present == 1
    assert one(1, 0, "A").told("+a1", ".0").state.present == 0


# --- whatever legal steps are taken --------------------------------------------------------------------------------------

LETTERS = st.sampled_from("ABCD")
PERSON = st.builds(Facts, LETTERS, st.booleans(), st.booleans())


class Calls(RuleBasedStateMachine):
    """A draw being called: any legal step at any time."""

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        groups = [group(key, data.draw(st.integers(1, 3)), data.draw(st.integers(0, 2))) for key in "ab"[: data.draw(st.integers(1, 2))]]
        limits = data.draw(st.dictionaries(st.sampled_from(["per_employer", "outside", "young"]), st.integers(1, 2)))
        self.plan: Value = {
            "groups": groups,
            "calls": {"attempts": data.draw(st.integers(1, 3)), "minutes": data.draw(st.sampled_from([0, 30]))},
            **({"limits": limits} if limits else {}),
        }
        least = {one_["id"]: one_["members"] + one_["alternates"] for one_ in groups}
        self.facts = {key: data.draw(st.lists(PERSON, min_size=size, max_size=size + 3)) for key, size in least.items()}
        self.state, self.steps, self.at = self.fresh(), [], START

    def fresh(self) -> Seating:
        return Seating(self.plan, self.facts, last=START)

    def say(self, kind: str, minutes: int = 31, **more: Any) -> None:
        self.at += timedelta(minutes=minutes)
        step = {"n": len(self.steps) + 1, "at": self.at.isoformat(), "kind": kind, **more, "salt": f"{len(self.steps):064x}"}
        self.state.apply(step)
        self.steps.append(step)

    def seated(self) -> list[tuple[str, int]]:
        return [(key, i) for key, states in self.state.states.items() for i, state in enumerate(states) if state in ("member", "alternate")]

    @precondition(lambda self: self.state.may_be_called())
    @rule(data=st.data(), kind=st.sampled_from(["confirmed", "confirmed", "declined", "no-answer"]))
    def called(self, data: st.DataObject, kind: str) -> None:
        key, index = data.draw(st.sampled_from(self.state.may_be_called()))
        more = {"reason": "duty"} if kind == "declined" else {}
        self.say(kind, group=key, rank=index + 1, **more)

    @precondition(lambda self: self.state.present is None and self.seated())
    @rule(data=st.data())
    def absent(self, data: st.DataObject) -> None:
        key, index = data.draw(st.sampled_from(self.seated()))
        self.say("absent", group=key, rank=index + 1, reason="illness")

    @precondition(lambda self: self.state.present is None)
    @rule(limit=st.sampled_from(["per_employer", "outside", "young"]))
    def relaxed(self, limit: str) -> None:
        before, count = copy.deepcopy(self.state), len(self.steps)
        try:
            self.say("relaxed", limit=limit, note="示例")
        except NotAllowed:
            assert self.state == before
            assert len(self.steps) == count

    @precondition(lambda self: self.state.present is None and len(self.steps) > 5)
    @rule(data=st.data())
    def closed(self, data: st.DataObject) -> None:
        members = sum(states.count("member") for states in self.state.states.values())
        self.say("closed", present=data.draw(st.integers(0, members)), note="示例")

    @precondition(lambda self: self.state.present is not None)
    @rule(kind=st.sampled_from(["confirmed", "absent", "relaxed", "closed"]))
    def after_the_sign_off(self, kind: str) -> None:
        assert self.state.may_be_called() == []
        with pytest.raises(NotAllowed, match=r"^电话已经封存，不能再记$"):
            self.say(kind)

    @invariant()
    def nobody_sits_too_many(self) -> None:
        for one_ in self.plan["groups"]:
            states = self.state.states[one_["id"]]
            assert states.count("member") <= one_["members"]
            assert states.count("alternate") <= one_["alternates"]

    @invariant()
    def limits_hold(self) -> None:
        """As they are now; a minimum can still be met, or could not from the beginning or since somebody did not come."""
        members = [self.facts[key][i] for key, i in self.seated() if self.state.states[key][i] == "member"]
        most = self.state.limits.get("per_employer")
        assert most is None or all(sum(one_.employer == other.employer for other in members) <= most for one_ in members)
        full = all(self.state.vacancies(one_) == 0 for one_ in self.plan["groups"])
        for name in ("outside", "young"):
            wanted = self.state.limits.get(name, 0)
            assert not full or sum(getattr(one_, name) for one_ in members) >= wanted, "all seats are taken, and a minimum is not met"

    @invariant()
    def relaxing_is_counted_in_steps(self) -> None:
        for name, number in self.state.relaxed.items():
            times = sum(step["kind"] == "relaxed" and step["limit"] == name for step in self.steps)
            assert number == self.plan["limits"][name] + (times if name == "per_employer" else -times) >= 0

    @invariant()
    def the_public_checks_agree(self) -> None:
        """The states that would be published now are never refused by those who have nothing else."""
        ranks = self.state.ranks()
        for one_ in self.plan["groups"]:
            found = _states({"plan": self.plan}, one_, ranks[one_["id"]])
            assert [problem.message for _, problem in found if problem.severity != "warning"] == []

    @invariant()
    def the_same_steps_give_the_same_state(self) -> None:
        again = self.fresh()
        for step in self.steps:
            again.apply(step)
        assert again == self.state
        assert [again.may_be_called(), again.ranks()] == [self.state.may_be_called(), self.state.ranks()]

    def teardown(self) -> None:
        """Every single change of the steps is refused, or gives another chain."""
        steps = getattr(self, "steps", [])
        known = chain("seed", steps)
        assert len(set(known)) == len(steps)
        for i, step in enumerate(steps):
            others = [steps[:i] + steps[i + 1 :], [*steps[:i], step, *steps[i:]]]
            if i:
                others.append([*steps[: i - 1], step, steps[i - 1], *steps[i + 1 :]])
            for name, value in step.items():
                changed = value + 1 if isinstance(value, int) else f"{value[:-1]}{'1' if value[-1] != '1' else '2'}"
                others.append([*steps[:i], {**step, name: changed}, *steps[i + 1 :]])
            assert all(chain("seed", other) != known for other in others)
        assert not steps or chain("other", steps)[0] != known[0]


TestCalls = Calls.TestCase
TestCalls.settings = settings(max_examples=examples(150), stateful_step_count=30, suppress_health_check=list(HealthCheck))
