"""Random cases of the draw for two implementations to be compared on, and the second of them as a running program.

Nothing here knows the program's own draws: what may be called next, which a case of calls needs while it is made, is asked of the second
implementation. A case is what `second.mjs` reads: a mapping with `op` and what the operation takes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, Self

Case = dict[str, Any]
Ask = Callable[[Case], Any]

REASONS = ["duty", "leave", "illness", "recusal", "other"]
KINDS = ["confirmed", "declined", "no-answer"]
_SYLLABLES = ["甲", "乙", "丙", "丁", "戊", "己", "㛃", "𠮷", "·", "é", "买", "提", "阿", "ү", "’", "-"]
_EMPLOYERS = ["示例设计院", "示例勘察院有限公司", "示例大学（北校区）", "示例“引号”公司", "Example Ltd.", "示例建\\筑公司", "示例𠮷田公司"]
_GROUPS = ["design", "survey", "water", "g-10", "9", "10"]


class Second:
    """The second implementation, running: `ask` gives its answer to a case."""

    def __init__(self) -> None:
        node = Path(sys.prefix, "bin", "node")
        command = [str(node if node.exists() else "node"), str(Path(__file__).parents[1] / "draws/second.mjs")]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", bufsize=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(30)

    def ask(self, case: Case) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(case) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def _hex(random: Random, digits: int = 64) -> str:
    return f"{random.getrandbits(4 * digits):0{digits}x}"


def _draw(random: Random) -> str:
    return f"{random.choice(['ks-engineering', 'xj-health', 'a1b'])}-{random.choice([1, 2, 9, 10, 137])}"


def _size(random: Random) -> int:
    """How many people: often few, sometimes one, rarely 300."""
    return random.choice([1, 1, 2, 3, random.randint(4, 20), random.randint(4, 60), random.randint(4, 300)])


def _word(random: Random) -> str:
    return "".join(random.choice(_SYLLABLES) for _ in range(random.randint(1, 6)))


def commitments(random: Random) -> Case:
    groups = random.sample(_GROUPS, random.randint(1, 4))
    one = lambda: {  # noqa: E731
        "name": _word(random), "born": f"{random.randint(1955, 1995)}-{random.randint(1, 12):02d}", "employer": random.choice(_EMPLOYERS),
        "group": random.choice(groups), "level": random.choice(["associate-senior", "full-senior", "intermediate"]),
    }  # fmt: skip
    people = [one() for _ in range(_size(random))]
    if len(people) > 2:  # two of one name, who differ in one thing only
        people[1] = people[0] | {"born": "1954-01"}
    return {"op": "commitments", "draw": _draw(random), "key": _hex(random), "people": people}


def _limits(random: Random, seats: int) -> dict[str, int]:
    """Limits that can be met, that can just be met, and that cannot."""
    limits = {"per_employer": random.randint(1, 3), "outside": random.randint(1, seats + 2), "young": random.randint(1, seats + 2)}
    if random.random() < 0.5:
        limits |= {"outside": random.randint(1, 1 + seats // 3), "young": random.randint(1, 1 + seats // 3)}
    return {name: limits[name] for name in random.sample(sorted(limits), random.choice([1, 1, 2, 2, 3]))}


def _randomness(random: Random) -> dict[str, Any]:
    at = f"2026-09-{random.randint(10, 30)}T{random.randint(0, 23):02d}:05:00+08:00"
    draws = [{"name": _word(random), "issue": str(random.randint(1, 9999999))} for _ in range(random.randint(1, 4))]
    return random.choice([
        {"source": "dice", "throws": random.randint(25, 40), "at": at},
        {"source": "lottery", "draws": draws, "at": at},
        {"source": "drand", "beacon": "quicknet", "round": random.randint(1, 2**40), "at": at},
    ])  # fmt: skip


def code(random: Random) -> Case:
    def group(name: str) -> dict[str, Any]:
        reasons = random.sample(["recused", "drawn-before", "leader", "retired"], random.randint(0, 4))
        return {
            "id": name, "name": _word(random), "series": "engineering", "specialties": [[_word(random)], [_word(random), _word(random)]],
            "levels": ["full-senior"], "members": random.randint(1, 30), "alternates": random.randint(0, 5),
            "pool": random.randint(1, 300), "excluded": {reason: random.randint(1, 9) for reason in reasons},
            "candidates": sorted(_hex(random) for _ in range(random.randint(1, 30))),
        }  # fmt: skip

    plan = {
        "algorithm": "zhicheng-draw/1", "as_of": "2026-09-14", "planned_at": "2026-09-14T18:05:00+08:00", "meeting": "2026-09-20",
        "rosters": [{"key": "ks-engineering", "sealed": _hex(random), "draw_key": _hex(random)}],
        "groups": [group(name) for name in random.sample(_GROUPS, random.randint(1, 4))],
        "list": sorted(_hex(random) for _ in range(random.randint(1, 30))), "limits": _limits(random, 9), "rest": "2025-09-14",
        "randomness": _randomness(random), "calls": {"attempts": 2, "minutes": 30}, "quorum": random.randint(1, 99),
        "supervisor": {"holder": "示例\"纪检\"组\u2028\t\u007f\\", "key": "age1" + _hex(random, 58), "nonce": _hex(random)},
        "sealed": {"sha256": _hex(random), "size": random.randint(1, 10**9)},
    }  # fmt: skip
    for optional in ("meeting", "limits", "rest", "quorum", "supervisor"):
        if random.random() < 0.4:
            del plan[optional]
    items = list(plan.items())
    random.shuffle(items)
    committee, _, number = _draw(random).rpartition("-")
    return {"op": "code", "committee": committee, "number": int(number), "plan": dict(items)}


def _lottery(random: Random, name: str) -> dict[str, Any]:
    def part() -> dict[str, Any]:
        of, ordered = random.choice([1, 9, 10, 11, 12, 16, 33, 35, 80, 99, 100, 101]), random.random() < 0.4
        return {"choose": random.randint(1, 7 if ordered else min(of, 20)), "of": of, "from": random.choice([0, 1]), "ordered": ordered}

    parts = [part() for _ in range(random.randint(1, 3))]
    if random.random() < 0.3:  # some more from what the part before has left
        first = {"choose": 7, "of": random.choice([12, 30]), "from": 1, "ordered": False}
        parts += [first, first | {"choose": random.randint(1, 3), "apart": True}]
    return {"name": name, "parts": parts}


def value(random: Random) -> Case:
    if random.random() < 0.3:
        throws = random.randint(25, 60)
        randomness = {"source": "dice", "throws": throws, "at": "2026-09-16T10:00:00+08:00"}
        return {"op": "value", "randomness": randomness, "formats": {"lotteries": []}, "raw": "".join(random.choices("123456", k=throws))}
    lotteries = [_lottery(random, name) for name in ("双色球", "大乐透", "七星彩", "示例𠮷彩", "三")]
    drawn = [random.choice(lotteries) for _ in range(random.randint(1, 5))]
    draws = [{"name": one["name"], "issue": str(2026100 + i)} for i, one in enumerate(drawn)]

    def numbers(part: dict[str, Any], before: list[int]) -> list[int]:
        among = [number for number in range(part["from"], part["from"] + part["of"]) if not ("apart" in part and number in before)]
        return random.choices(among, k=part["choose"]) if part["ordered"] else random.sample(among, part["choose"])

    raw: list[list[list[int]]] = []
    for one in drawn:
        raw.append([])
        for part in one["parts"]:
            raw[-1].append(numbers(part, raw[-1][-1] if raw[-1] else []))
    randomness = {"source": "lottery", "draws": draws, "at": "2026-09-16T10:00:00+08:00"}
    return {"op": "value", "randomness": randomness, "formats": {"lotteries": lotteries}, "raw": raw}


def ranking(random: Random) -> Case:
    groups = [{"id": name, "count": _size(random)} for name in random.sample(_GROUPS, random.randint(1, 4))]
    lotteries = "双色球 2026107 03-08-14-22-27-31+09/大乐透 26107 01-02-03-04-35+01-12"
    drawn = random.choice(["".join(random.choices("123456", k=25)), lotteries, _hex(random, 96)])
    return {"op": "ranking", "draw": _draw(random), "digest": _hex(random), "value": drawn, "groups": groups}


def _setting(random: Random) -> Case:
    """A plan, and people by rank, before the first call. Some are narrow: few employers, all limits, many alternates."""
    narrow = random.random() < 0.3
    groups, people = [], {}
    employers = _EMPLOYERS[: 3 if narrow else random.randint(1, len(_EMPLOYERS))]
    outside, young = random.choice([0.1, 0.3, 0.6]), random.choice([0.1, 0.3, 0.6])
    for name in random.sample(_GROUPS, random.choice([1, 2, 2, 3])):
        members, alternates = random.randint(1, 2 if narrow else 4), random.randint(2 if narrow else 0, 3)
        groups.append({"id": name, "members": members, "alternates": alternates})
        some = members + alternates + random.randint(0, 3)
        size = some if narrow else random.choice([1, members, some, 2 * members + 2, random.randint(1, 40)])
        people[name] = [
            {"employer": random.choice(employers), "outside": random.random() < outside, "young": random.random() < young}
            for _ in range(size)
        ]
    plan: dict[str, Any] = {"groups": groups, "calls": {"attempts": random.randint(1, 3), "minutes": 30}}
    if narrow:
        plan["limits"] = {"per_employer": random.randint(1, 2), "outside": random.randint(1, 2), "young": 1}
    elif random.random() < 0.75:
        plan["limits"] = _limits(random, sum(group["members"] for group in groups))
    return {"op": "calls", "seed": _hex(random), "plan": plan, "people": people, "steps": []}


class _Calls:
    """A case of calls while it is made: step after step, at random, in the end perhaps one that the rules do not allow."""

    def __init__(self, random: Random, ask: Ask) -> None:
        self.random, self.case = random, _setting(random)
        self.ask = lambda: ask(self.case)
        self.minute, self.tried = 0, dict[tuple[str, int], int]()  # the minute of a person's last call in vain

    def step(self, **what: Any) -> dict[str, Any]:
        self.minute += self.random.choice([0, 0, 1, 45]) if what.get("kind") != "no-answer" else 0
        at = f"2026-09-{16 + self.minute // 1440}T{self.minute // 60 % 24:02d}:{self.minute % 60:02d}:00+08:00"
        step = {"n": len(self.case["steps"]) + 1, "at": at, "caller": _word(self.random), "witness": "乙", "salt": _hex(self.random)} | what
        if self.random.random() < 0.1 and "note" not in step:
            step["note"] = _word(self.random)
        return step

    def take(self, **what: Any) -> None:
        self.case["steps"].append(self.step(**what))

    def seated(self, answer: Any, *seats: str) -> list[tuple[str, int]]:
        return [(group, i + 1) for group, ranks in answer["states"].items() for i, word in enumerate(ranks) if word in seats]

    def outcome(self, odds: tuple[int, int, int], group: str, rank: int) -> None:
        kind = self.random.choices(KINDS, odds)[0]
        if kind == "no-answer" and (group, rank) in self.tried:  # rarely a minute too early
            self.minute = max(self.minute, self.tried[group, rank] + self.random.choice([30, 30, 30, 31, 29]))
        self.take(kind=kind, group=group, rank=rank, **({"reason": self.random.choice(REASONS)} if kind == "declined" else {}))
        if kind == "no-answer":
            self.tried[group, rank] = self.minute

    def relax(self) -> None:
        limits = sorted(self.case["plan"].get("limits", {"outside": 1}))
        self.take(kind="relaxed", limit=self.random.choice(limits), note="凑不齐，经会商同意放宽")

    def forbidden(self, answer: Any) -> None:
        """One step that the rules refuse, in one of the ways there are (or, by chance, allow)."""
        random = self.random
        group = random.choice(sorted(self.case["people"]))
        rank = random.randint(1, len(self.case["people"][group]))
        called = dict(zip(("group", "rank"), random.choice(answer["next"] or [(group, rank)]), strict=True))
        last = self.case["steps"][-1]["at"] if self.case["steps"] else "2026-09-15T00:00:00+08:00"
        ways: list[dict[str, Any]] = [
            {"kind": random.choice(KINDS), "group": group, "rank": rank, "reason": "duty"},
            {"kind": "absent", "group": group, "rank": rank, "reason": "illness"},
            {"kind": "confirmed", "group": group, "rank": len(self.case["people"][group]) + 1},
            {"kind": "confirmed", **called, "n": len(self.case["steps"]) + random.choice([0, 2])},
            {"kind": "confirmed", **called, "at": last.replace("2026-09", "2026-08")},
            {"kind": "relaxed", "limit": random.choice(["per_employer", "outside", "young"]), "note": "放宽"},
            {"kind": "no-answer", **called},
            {"kind": "closed", "present": len(self.seated(answer, "member")) + 1, "note": "不再打了"},
        ]
        self.take(**random.choice(ways))

    def made(self) -> Case:
        random = self.random
        odds = random.choice([(9, 1, 0), (9, 0, 1), (8, 2, 1), (4, 4, 2), (1, 6, 3), (3, 1, 8)])
        leaving = random.choice([0.02, 0.12, 0.3])
        forbidden_at = random.choice([None, None, random.randint(0, 25)])
        answer = self.ask()
        for number in range(random.choice([3, 15, 40])):
            seated = self.seated(answer, "member", "alternate")
            if number == forbidden_at:
                self.forbidden(answer)
            elif seated and random.random() < leaving:
                group, rank = random.choice(seated)
                self.take(kind="absent", group=group, rank=rank, reason=random.choice(REASONS))
            elif answer["next"] and random.random() < 0.96:
                self.outcome(odds, *random.choice(answer["next"]))
            elif random.random() < (0.85 if "limits" in self.case["plan"] else 0.1):
                self.relax()
            else:
                present = random.randint(0, len(self.seated(answer, "member")))
                self.take(kind="closed", present=present, **({"note": "不再打了"} if answer["next"] and random.random() < 0.7 else {}))
            answer = self.ask()
            if answer["refused"]:  # one more that would be allowed: after a refused one nothing is applied
                if answer["next"]:
                    self.outcome(odds, *answer["next"][0])
                break
        return self.case


def calls(random: Random, ask: Ask) -> Case:
    return _Calls(random, ask).made()


def cases(seed: int, ask: Ask, calls_of: int = 800) -> Iterator[Case]:
    """1,500 cases, of every operation."""
    random = Random(seed)
    for make, count in ((commitments, 150), (code, 150), (value, 200), (ranking, 200)):
        for _ in range(count):
            yield make(random)
    for _ in range(calls_of):
        yield calls(random, ask)
