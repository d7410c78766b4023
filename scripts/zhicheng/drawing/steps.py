"""What happens to a draw after its plan: the ranking from the randomness, the telephone calls, the sign-off, cancelling, publication."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from zhicheng.documents.yaml_reading import Value
from zhicheng.drawing import sealed_files
from zhicheng.drawing.eligible import selected
from zhicheng.draws import files, public_file, randomness, results
from zhicheng.draws.seating import ALTERNATE, MEMBER, Facts, NotAllowed, Seating, chained
from zhicheng.errors import UserError
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import DRAW_CALLS, DRAW_LIST
from zhicheng.vault import bans, roster_changes
from zhicheng.vault.store import Keyring

_SALT = 32  # bytes


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody who may be called now: group, rank from 1, name, employer and numbers; from when again, where nobody answered before."""

    group: str
    rank: int
    name: str
    employer: str
    phones: tuple[str, ...]
    again: datetime | None = None


def run(registry: Registry, value: Value, typed: Sequence[str], nonce: str, now: datetime) -> Value:
    """The draw with its result. `typed` is the randomness as it was typed in, `nonce` the code that only the supervisor could open.

    Raises UserError where it was run or cancelled already, the randomness cannot exist yet or does not fit, or the code is wrong.
    """
    _refuse_cancelled(value)
    name, plan = files.draw_id(value), value["plan"]
    if "result" in value:
        raise UserError(f"{name} 已经排出先后，不能再排。作废重来的，请用 zhicheng draw cancel 写明原因，再制定新的方案。")
    if now < datetime.fromisoformat(plan["randomness"]["at"]):
        raise UserError(f"方案说定的随机数 {plan['randomness']['at']} 才产生，现在还没有。请到时再排。")
    if files.nonce_hash(nonce) != plan["supervisor"]["nonce"]:
        raise UserError(
            f"核对码不对。请监督人（{plan['supervisor']['holder']}）用自己的私钥运行 zhicheng draw verify {name}，"
            "核对方案以后把核对码念给您。"
        )
    canonical = randomness.canonical(plan["randomness"], files.table(registry), typed)
    result = {"drawn_at": now.isoformat(timespec="seconds"), "value": canonical, **results.computed(value, canonical)}
    return {**value, "result": result}


def _refuse_cancelled(value: Value) -> None:
    if "cancelled" in value:
        raise UserError(f"{files.draw_id(value)} 已经取消（{value['cancelled']['date']}：{value['cancelled']['reason']}）。")


def ranked(value: Value, sealed: Value) -> dict[str, list[Value]]:
    """The people of the sealed list by group, in the order of the ranking."""
    found = {}
    for group, order in value["result"]["ranking"].items():
        own = [one for one in sealed["people"] if one["group"] == group]
        found[group] = [own[candidate - 1] for candidate in order]
    return found


def order_holds(value: Value, sealed: Value) -> bool:
    """Whether seed and ranking follow from the plan, and the commitments of the plan are those of the sealed list: only then is it known
    which person has which rank.
    """
    published = {group["id"]: group["candidates"] for group in value["plan"]["groups"]}
    found: dict[str, list[str]] = {group: [] for group in published}
    for one in sealed["people"]:
        found.setdefault(one["group"], []).append(files.committed(one, "order"))
    expected = results.computed(value, value["result"]["value"])
    return found == published and all(value["result"][name] == one for name, one in expected.items())


def seating(value: Value, sealed: Value) -> Seating:
    """The state before the first call."""
    facts = {
        group: [Facts(one["employer"], one["outside"], one["young"]) for one in people] for group, people in ranked(value, sealed).items()
    }
    return Seating(value["plan"], facts, last=datetime.fromisoformat(value["result"]["drawn_at"]))


@dataclass(slots=True)
class Calls:
    """The calls of a draw, opened: the sealed list and steps, and the state that follows from them."""

    value: Value
    sealed: Value
    steps: list[Value]
    state: Seating

    def now_due(self) -> list[Called]:
        """Who may be called now."""
        people = ranked(self.value, self.sealed)
        found = []
        for group, index in self.state.may_be_called():
            one = people[group][index]
            _, since = self.state.attempts.get((group, index), (0, None))
            again = None if since is None else since + timedelta(minutes=self.value["plan"]["calls"]["minutes"])
            found.append(Called(group, index + 1, one["name"], one["employer"], tuple(one.get("phones", ())), again))
        return found


def left_since(registry: Registry, keys: Keyring, known: Calls, today: date) -> Iterator[str]:
    """What is to be said of those who may be called or said yes, and could not be drawn any more: they left a roster, retired or were
    banned since the plan. The order stays as it was drawn; who does not come is recorded as a step. One sentence where that cannot be told.
    """
    given = known.state.states.items()
    coming = [(group, index) for group, states in given for index, state in enumerate(states) if state in (MEMBER, ALTERNATE)]
    concerned = list(dict.fromkeys((*known.state.may_be_called(), *coming)))
    if not concerned:
        return
    plan = known.value["plan"]
    try:
        rosters = {used["key"]: roster_changes.open_roster(registry, used["key"], keys) for used in plan["rosters"]}
        bans.opened(registry, keys, today)
        now = selected(registry, known.value["committee"], rosters, plan, known.sealed["given"], today, frozenset())
    except UserError as error:
        yield f"没有核对名单里的人现在还能不能到会：{error}"
        return
    there = {(one.roster, one.expert) for one in now.people}
    out = {(one.roster, one.expert): one.reason for one in now.excluded}
    people, labels = ranked(known.value, known.sealed), public_file.reasons()
    for group, index in concerned:
        place = people[group][index]["roster"], people[group][index]["expert"]
        reason = out.get(place, "")
        if place not in there and reason != "duplicate":
            why = labels.get(reason, "已经调出花名册")
            how = (
                "答应过了，请与监督人查明：确实不能到会的，改记 --result absent --reason other，在 --note 里写明。"
                if (group, index) in coming
                else "请先不要打，与监督人查明：确实不能到会的，记 --result declined --reason other，在 --note 里写明。"
            )
            yield f"{group} 第 {index + 1} 位在制定方案以后有变动（{why}），照现在的登记不能参加。{how}"


def calls(registry: Registry, keys: Keyring, value: Value) -> Calls:
    """The calls of a draw so far. Raises UserError where there is no ranking yet, or what is sealed does not fit what is published."""
    _refuse_cancelled(value)
    name = files.draw_id(value)
    if "result" not in value:
        raise UserError(f"{name} 还没有排出先后。请先运行 zhicheng draw run {name}。")
    sealed = sealed_files.opened(registry, f"{name}{DRAW_LIST}", "sealed-draw", keys)
    if not order_holds(value, sealed):
        raise UserError(f"{name} 密封的名单或者先后与公布的方案不符。请先用 zhicheng draw verify {name} 查明原因，不要打电话。")
    steps = []
    if "calls" in value:
        steps = sealed_files.opened(registry, f"{name}{DRAW_CALLS}", "sealed-calls", keys)["steps"]
    elif (registry.vault_folder / f"{name}{DRAW_CALLS}").exists():
        raise UserError(f"密封库里已经有 {name} 的电话记录，公布的文件里却没有。请先取来最新的登记册，以免盖掉记录。")
    state = seating(value, sealed)
    before = value["result"]["seed"]
    chain = value.get("calls", {}).get("chain", ())
    for number, step in enumerate(steps):
        before = chained(before, step)
        if number >= len(chain) or chain[number] != before:
            raise UserError(f"{name} 密封的电话记录第 {step['n']} 步与公布的链不同。请先用 zhicheng draw verify {name} 查明原因。")
        try:
            state.apply(step)
        except NotAllowed as error:
            raise UserError(f"{name} 密封的电话记录第 {step['n']} 步不合办法：{error}。请先查明原因。") from None
    if len(steps) != len(chain):
        raise UserError(f"{name} 公布了 {len(chain)} 步，密封的电话记录只有 {len(steps)} 步。请先取来最新的密封库。")
    return Calls(value, sealed, steps, state)


def recorded(registry: Registry, known: Calls, step: Value, today: date) -> tuple[Value, tuple[tuple[Path, bytes], ...]]:
    """The draw after one more step, and the files to write. `step` has what the kind needs, without n and salt.

    Raises UserError where the rules do not allow the step now.
    """
    made = {"n": len(known.steps) + 1, **step, "salt": secrets.token_hex(_SALT)}
    try:
        known.state.apply(made)
    except NotAllowed as error:
        raise UserError(f"没有记：{error}。") from None
    value, name = known.value, files.draw_id(known.value)
    chain = value.get("calls", {}).get("chain", [])
    public: Value = {"chain": [*chain, chained(chain[-1] if chain else value["result"]["seed"], made)]}
    if made["kind"] == "closed":
        relaxed = {"relaxed": dict(known.state.relaxed)} if known.state.relaxed else {}
        public["closed"] = {"at": made["at"], "present": made["present"], **relaxed, "ranks": known.state.ranks()}
    after = {**{key: item for key, item in value.items() if key in ("committee", "number", "plan", "code", "result")}, "calls": public}
    after |= {key: item for key, item in value.items() if key not in after}
    sealed = {"committee": value["committee"], "number": value["number"], "steps": [*known.steps, made]}
    readers = sealed_files.readers(registry, value["plan"]["supervisor"]["key"], today)
    return after, (sealed_files.sealed_file(registry, f"{name}{DRAW_CALLS}", sealed, readers), files.public_file(registry, after))


def cancelled(value: Value, day: date, reason: str) -> Value:
    """The draw, cancelled. It keeps its number. Raises UserError where it is cancelled or signed off already."""
    _refuse_cancelled(value)
    if "closed" in value.get("calls", {}):
        raise UserError(f"{files.draw_id(value)} 已经封存，不能取消。")
    return {**value, "cancelled": {"date": day.isoformat(), "reason": reason}}


def published(value: Value, day: date) -> Value:
    """The draw after the results of the review were published. Raises UserError where it is not signed off before, or published already."""
    _refuse_cancelled(value)
    if "closed" not in value.get("calls", {}):
        raise UserError(f"{files.draw_id(value)} 还没有封存。评审结果公示以前，先记完电话，再封存。")
    if "published" in value:
        raise UserError(f"{files.draw_id(value)} 已经写明结果在 {value['published']} 公示。")
    if day < (closed := datetime.fromisoformat(value["calls"]["closed"]["at"]).date()):
        raise UserError(f"{files.draw_id(value)} 是 {closed} 才封存的，评审结果不会在 {day} 公示。请核对日期。")
    return {**value, "published": day.isoformat()}


def signed(value: Value, what: str, day: date, by: str) -> Value:
    """The draw with a note that those present signed a paper. Raises UserError where there is nothing to sign yet."""
    there = {"plan": True, "result": "result" in value, "calls": "closed" in value.get("calls", {})}
    if not there[what]:
        raise UserError(f"{files.draw_id(value)} 还没有这一张纸可以签。")
    return {**value, "signed": [*value.get("signed", ()), {"what": what, "date": day.isoformat(), "by": by}]}
