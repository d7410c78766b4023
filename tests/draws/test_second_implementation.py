"""The draw by the program, and by a second implementation that was written from docs/guide/draw-rules.md alone, in JavaScript."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from helpers.draw_cases import Case, Second, cases
from helpers.draw_cases import calls as random_calls
from helpers.registries import HERE

from zhicheng.draws.commitments import Person, Use, commitment, plan_digest, salt, short_code
from zhicheng.draws.randomness import bits, canonical
from zhicheng.draws.ranking import ranking, seed
from zhicheng.draws.seating import Facts, NotAllowed, Seating, chain


@pytest.fixture(scope="module")
def second() -> Iterator[Second]:
    with Second() as running:
        yield running


def commitments(case: Case) -> Any:
    key, draw = bytes.fromhex(case["key"]), case["draw"]
    people = [Person(**one) for one in case["people"]]
    groups = sorted({one.group for one in people})
    uses: tuple[Use, Use] = ("list", "order")
    salts = {use: [salt(key, draw, one, use) for one in people] for use in uses}
    made = {use: [commitment(salted, one, use) for salted, one in zip(salts[use], people, strict=True)] for use in uses}
    order = list(zip(people, made["order"], strict=True))
    return {
        "list": sorted(made["list"]),
        "candidates": {group: sorted(committed for one, committed in order if one.group == group) for group in groups},
        "list_salts": salts["list"],
        "order_salts": salts["order"],
    }


def code(case: Case) -> Any:
    digest = plan_digest(case["committee"], case["number"], case["plan"])
    return {"digest": digest, "code": short_code(digest)}


def value(case: Case) -> Any:
    randomness, random = case["randomness"], Random(repr(case))
    if randomness["source"] == "dice":
        typed = [case["raw"]]
    else:  # typed as people do, with this or that between the numbers
        typed = ["".join(f"{number}{random.choice([' ', '-', '、', '+'])}" for part in drawn for number in part) for drawn in case["raw"]]
    return {"value": canonical(randomness, case["formats"], typed), "bits": round(bits(randomness, case["formats"]), 6)}


def ranked(case: Case) -> Any:
    start = seed(case["draw"], case["digest"], case["value"])
    return {"seed": start, "ranking": {group["id"]: ranking(start, group["id"], group["count"]) for group in case["groups"]}}


def calls(case: Case) -> Any:
    seating = Seating(case["plan"], {group: [Facts(**one) for one in all_] for group, all_ in case["people"].items()})
    refused = None
    for number, step in enumerate(case["steps"], 1):
        try:
            seating.apply(step)
        except NotAllowed:
            refused = number
            break
    done = case["steps"] if refused is None else case["steps"][: refused - 1]
    may = [[group, index + 1] for group, index in seating.may_be_called()]
    return {"chain": chain(case["seed"], done), "states": seating.ranks(), "next": may, "refused": refused}


PROGRAM: dict[str, Callable[[Case], Any]] = {
    "commitments": commitments, "code": code, "value": value, "ranking": ranked, "calls": calls,
}  # fmt: skip


@pytest.mark.slow
def test_both_give_the_same_for_more_than_a_thousand_cases(second: Second) -> None:
    """And the cases are of every kind: each step allowed and refused, each state, nobody next and several."""
    seen = Counter[str]()
    for number, case in enumerate(cases(17, second.ask)):
        theirs = second.ask(case)
        assert PROGRAM[case["op"]](case) == theirs, f"case {number}: {case}"
        seen[case["op"]] += 1
        if case["op"] == "calls":
            seen.update(kinds(case, theirs))
    assert (seen["calls"], sum(seen[name] for name in PROGRAM)) == (800, 1500)
    steps = ("confirmed", "declined", "no-answer", "absent", "relaxed", "closed")
    states = ("member", "alternate", "declined", "unreachable", "absent", "passed", "unanswered", "uncalled")
    wanted = [f"{said} {kind}" for kind in steps for said in ("allowed", "refused")] + [f"a {state}" for state in states]
    wanted += [f"relaxed {limit}" for limit in ("per_employer", "outside", "young")] + [f"{number} next" for number in range(4)]
    assert [what for what in wanted if not seen[what]] == []


RARE = {
    "an alternate kept out by employer, and nobody else left": (
        {"a": (1, 1), "b": (1, 0)},
        {"per_employer": 1},
        {"a": ["甲", "乙"], "b": ["丙", "乙"]},
        ["confirmed a 1", "confirmed b 1", "confirmed a 2", "absent b 1", "confirmed b 2", "absent a 1"],
        {"a": ["absent", "alternate"], "b": ["absent", "member"]},
        [],
        "relaxed per_employer",
        {"a": ["absent", "member"], "b": ["absent", "member"]},
    ),
    "an alternate kept out by employer counts among those who can still meet a minimum": (
        {"a": (2, 1), "b": (1, 0)},
        {"per_employer": 1, "outside": 2},
        {"a": ["甲", "丁 外", "乙 外", "戊"], "b": ["丙 外", "乙 外"]},
        [
            *("confirmed a 1", "confirmed a 2", "confirmed b 1", "confirmed a 3"),
            *("absent b 1", "confirmed b 2", "absent a 1", "absent a 2"),
        ],
        {"a": ["absent", "absent", "alternate", "uncalled"], "b": ["absent", "member"]},
        [["a", 4]],
        "confirmed a 4",
        {"a": ["absent", "absent", "alternate", "member"], "b": ["absent", "member"]},
    ),
}


def written(step: str, n: int) -> dict[str, Any]:
    """A step from its short form: `confirmed a 1`, `relaxed outside`."""
    kind, *rest = step.split()
    made: dict[str, Any] = {"n": n, "at": "2026-09-16T10:00:00+08:00", "kind": kind, "caller": "甲", "witness": "乙", "salt": "0" * 64}
    if kind == "relaxed":
        return made | {"limit": rest[0], "note": "坐不下"}
    return made | {"group": rest[0], "rank": int(rest[1])} | ({"reason": "other"} if kind == "absent" else {})


@pytest.mark.parametrize("name", RARE)
def test_both_give_the_same_where_chance_seldom_leads(second: Second, name: str) -> None:
    """Of each: the state after some steps, who is next then, and the state after one more."""
    seats, limits, people, steps, states, next_, one_more, after = RARE[name]
    groups = [{"id": group, "members": members, "alternates": alternates} for group, (members, alternates) in seats.items()]
    facts = {
        group: [{"employer": one.split()[0], "outside": "外" in one, "young": False} for one in all_] for group, all_ in people.items()
    }
    plan = {"groups": groups, "calls": {"attempts": 1, "minutes": 30}, "limits": limits}
    case = {"op": "calls", "seed": "0" * 64, "plan": plan, "people": facts, "steps": [written(step, n) for n, step in enumerate(steps, 1)]}
    assert calls(case) == second.ask(case)
    assert (calls(case)["states"], calls(case)["next"], calls(case)["refused"]) == (states, next_, None)
    case["steps"].append(written(one_more, len(steps) + 1))
    assert calls(case) == second.ask(case)
    assert (calls(case)["states"], calls(case)["refused"]) == (after, None)


def test_a_seat_for_which_there_is_somebody_can_always_be_filled(second: Second) -> None:
    """Where a group has an open seat and somebody left, but nobody may be called, some limit may be relaxed: no plan has a dead end."""
    stuck, random = 0, Random(18)
    for _ in range(400):
        case = random_calls(random, second.ask)
        answer = second.ask(case)
        done = case | {"steps": case["steps"][: len(answer["chain"])]}
        if "limits" not in case["plan"] or (done["steps"] and done["steps"][-1]["kind"] == "closed"):
            continue
        waiting = {
            group["id"]
            for group in case["plan"]["groups"]
            if (ranks := answer["states"][group["id"]]).count("member") < group["members"]
            and {*ranks} & {"alternate", "passed", "uncalled", "unanswered"}
        }
        if waiting and not answer["next"]:
            stuck += 1
            at = done["steps"][-1]["at"] if done["steps"] else "2026-09-16T10:00:00+08:00"
            more = [written(f"relaxed {limit}", len(done["steps"]) + 1) | {"at": at} for limit in case["plan"]["limits"]]
            assert any(calls(done | {"steps": [*done["steps"], step]})["refused"] is None for step in more), done
    assert stuck > 20


@pytest.mark.parametrize(("first", "drawn", "shown"), [(0, 7, "7"), (1, 10, "10"), (1, 3, "03")])
def test_a_lottery_of_one_number_is_read_as_digits_only_where_all_have_one(second: Second, first: int, drawn: int, shown: str) -> None:
    lottery = {"name": "示例彩", "parts": [{"choose": 1, "of": 10, "from": first, "ordered": True}]}
    randomness = {"source": "lottery", "draws": [{"name": "示例彩", "issue": "2026107"}], "at": "2026-09-16T10:00:00+08:00"}
    case = {"op": "value", "randomness": randomness, "formats": {"lotteries": [lottery]}, "raw": [[[drawn]]]}
    assert value(case) == second.ask(case)
    assert value(case)["value"] == f"示例彩 2026107 {shown}"


@pytest.mark.slow
def test_the_command_of_the_page_gives_the_same_number() -> None:
    """With a shell and nothing else: the first number of a group says who is drawn first."""
    page = (HERE.parent / "docs/guide/draw-rules.md").read_text(encoding="utf-8")
    command = re.findall(r"`(printf [^`]*)`", page)[0]
    assert "种子" in command
    start = seed("ks-engineering-3", "0" * 64, "3164251" * 4)
    command = command.replace("种子", start).replace("\\n组\\n", "\\ndesign\\n")
    said = subprocess.run(["sh", "-c", command], capture_output=True, encoding="ascii", check=True).stdout
    for people in (2, 7, 300):
        assert ranking(start, "design", people)[0] == int(said, 16) % people + 1


def kinds(case: Case, answer: Any) -> Iterator[str]:
    """What occurs in a case of calls, in words to be counted."""
    for step in case["steps"][: len(answer["chain"])]:
        yield f"allowed {step['kind']}"
        if "limit" in step:
            yield f"relaxed {step['limit']}"
    if answer["refused"]:
        yield f"refused {case['steps'][answer['refused'] - 1]['kind']}"
    yield from (f"a {state}" for ranks in answer["states"].values() for state in ranks)
    yield f"{len(answer['next'])} next"
