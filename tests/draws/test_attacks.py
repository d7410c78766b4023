"""Attacks on a draw, each found by its own finding: by whoever makes the plan, by whoever calls, and by whoever can rewrite what is public.

What is forged is forged well: whoever drops a person computes all commitments, hashes and codes again. The public sees D2 findings, the
supervisor D3 findings too.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from helpers.draw_world import CALLER, COMMITTEE, EMPLOYERS, NAME, WITNESS, Value, World, people_of_committee, seal_roster

from zhicheng.draws import files
from zhicheng.draws.seating import chain
from zhicheng.registry.vault_listing import DRAW_CALLS, DRAW_LIST, DRAW_NONCE
from zhicheng.vault import cipher, store

pytestmark = pytest.mark.slow

IN_TIME = "2026-09-14T18:20:00+08:00"


def person(sealed: Value, expert: str) -> Value:
    return next(one for one in sealed["people"] if one["expert"] == expert)


def out(sealed: Value, expert: str) -> Value:
    return next(one for one in sealed["excluded"] if one["expert"] == expert)


def drop(sealed: Value, expert: str) -> Value:
    sealed["people"].remove(found := person(sealed, expert))
    return found


def left_out(sealed: Value, expert: str, reason: str) -> None:
    one = drop(sealed, expert)
    sealed["excluded"].append({"roster": COMMITTEE, "expert": expert, "group": one["group"], "reason": reason})


def added(sealed: Value, plan: Value, expert: str) -> None:
    salts = {"list_salt": secrets.token_hex(32), "order_salt": secrets.token_hex(32)}
    sealed["people"].append({**person(sealed, "p001"), "expert": expert, **salts})


def let_in(sealed: Value, expert: str) -> None:
    """Somebody who is recused, in the list after all, as the roster has them."""
    sealed["excluded"].remove(one := out(sealed, expert))
    row = next(row for row in people_of_committee() if row["id"] == expert)
    fields = {name: row[name] for name in ("name", "born", "employer", "level")}
    more = {"roster": COMMITTEE, "expert": expert, "group": one["group"], "list_salt": "1" * 64, "order_salt": "2" * 64}
    sealed["people"].append({**person(sealed, "p001"), **fields, **more})


def changed(expert: str, **fields: Any) -> Callable[[Value, Value], None]:
    return lambda sealed, plan: person(sealed, expert).update(fields)


FIRST_ROW = f"{COMMITTEE} 第 1 行"
# What is done to the sealed list and the plan before it is published, the codes that the supervisor's key finds, and what one of them says.
FORGED_LISTS: dict[str, tuple[Callable[[Value, Value], Any], set[str], str]] = {
    "a person dropped": (lambda s, p: drop(s, "p000"), {"D302"}, f"名单里少了应当参加的人：{FIRST_ROW}"),
    "a person added": (lambda s, p: added(s, p, "nobody"), {"D302"}, f"名单里多了不应参加的人：{COMMITTEE} 里没有的一人"),
    "somebody of another specialty": (
        lambda s, p: added(s, p, "elsewhere"), {"D302"}, f"名单里多了不应参加的人：{COMMITTEE} 第 37 行",
    ),
    "somebody recused let in": (
        lambda s, p: let_in(s, "recused"), {"D302"}, f"名单里多了不应参加的人：{COMMITTEE} 第 34 行",
    ),
    "an employer altered": (changed("p000", employer="示例"), {"D302"}, f"名单与花名册不一致：{FIRST_ROW}"),
    "a name altered by one character": (changed("p000", name="示例甲已"), {"D302"}, f"名单与花名册不一致：{FIRST_ROW}"),
    "a month of birth altered": (changed("p000", born="1966-06"), {"D302"}, f"名单与花名册不一致：{FIRST_ROW}"),
    "a level altered": (changed("p000", level="full-senior"), {"D302"}, f"名单与花名册不一致：{FIRST_ROW}"),
    "somebody from outside made local": (changed("p000", outside=False), {"D302"}, f"名单与花名册不一致：{FIRST_ROW}"),
    "somebody made young": (changed("p000", young=True), {"D302"}, f"名单与花名册不一致：{FIRST_ROW}"),
    "somebody put into the other group": (changed("p000", group="works"), {"D302"}, f"名单与花名册不一致：{FIRST_ROW}"),
    "a salt that was chosen": (changed("p000", order_salt="3" * 64), {"D302"}, f"名单与花名册不一致：{FIRST_ROW}"),
    "a salt of the list that was chosen": (changed("p000", list_salt="3" * 64), {"D302"}, f"名单与花名册不一致：{FIRST_ROW}"),
    "somebody twice": (
        lambda s, p: s["people"].append({**person(s, "p000"), "order_salt": "4" * 64, "list_salt": "5" * 64}),
        {"D302"}, "名单里有人出现了几次",
    ),
    "a reason that is invented": (lambda s, p: left_out(s, "p000", "retired"), {"D302", "D303"}, f"不参加的原因不成立：{FIRST_ROW}"),
    "a recusal that nobody asked for": (
        lambda s, p: left_out(s, "p000", "recused"), {"D302", "D303"}, f"不参加的原因不成立：{FIRST_ROW}",
    ),
    "a ban that is invented": (lambda s, p: left_out(s, "p000", "banned"), {"D302", "D303"}, f"不参加的原因不成立：{FIRST_ROW}"),
    "another reason": (
        lambda s, p: out(s, "leader").update(reason="retired"), {"D303"}, f"不参加的原因不成立：{COMMITTEE} 第 31 行",
    ),
    "an exclusion that is not told": (
        lambda s, p: s["excluded"].remove(out(s, "leader")), {"D302", "D303"}, f"不参加而没有写原因：{COMMITTEE} 第 31 行",
    ),
    "the list of another draw": (lambda s, p: s.update(number=2), {"D301"}, "名单是另一次抽取的"),
}  # fmt: skip


@pytest.mark.parametrize("attack", FORGED_LISTS)
def test_a_list_forged_before_it_is_published_is_found_by_the_supervisor(world: World, attack: str) -> None:
    made, codes, message = FORGED_LISTS[attack]
    world.back_to("planned").forge_list(made)
    world.commit(IN_TIME, "--amend")
    assert world.verify(keyed=False).rows == []  # it is forged well: the public file agrees with itself and with its history
    found = world.verify(NAME, centre=True)
    assert found.codes == codes, found.rows
    assert message in "\n".join(row["message"] for row in found.rows), found.rows
    told = world.verify(NAME)
    if attack == "a ban that is invented":  # the list of bans is the centre's: the supervisor is told that somebody was left out by it
        assert told.message("D304") == "有 2 人因违规记录没有参加，这把私钥打不开违规记录，没有核对"
    else:
        assert told.codes == codes, told.rows
        assert "核对码（只有监督人看得到" not in told.said.err, "the code is not given out for a list with faults"


def test_a_plan_made_without_asking_is_found_by_the_supervisor(world: World) -> None:
    """The list is right by the rosters, but who is from outside was never said, or somebody named who is nowhere."""
    world.back_to("planned").forge_list(lambda sealed, plan: sealed["given"].update(different=[{"roster": COMMITTEE, "expert": "nobody"}]))
    world.commit(IN_TIME, "--amend")
    found = world.verify()
    assert found.codes == {"D303"}
    assert found.message("D303") == ("没有问清楚就制定了方案：人员文件 第 1 项，“同名的两个人”第 1 项指明的评委不在用来抽取的花名册里")


def with_pool(number: int) -> Callable[[Value], None]:
    def made(value: Value) -> None:
        value["plan"]["groups"][0]["pool"] = number

    return made


def plan_field(**fields: Any) -> Callable[[Value], None]:
    return lambda value: value["plan"].update(fields)


def first_group(**fields: Any) -> Callable[[Value], None]:
    return lambda value: value["plan"]["groups"][0].update(fields)


def candidate(value: Value) -> None:
    own = value["plan"]["groups"][0]["candidates"]
    own[-1] = "f" * 64


def of_list(value: Value) -> None:
    value["plan"]["list"][-1] = "f" * 64


def swapped_candidates(value: Value) -> None:
    own = value["plan"]["groups"][0]["candidates"]
    own[0], own[1] = own[1], own[0]


def shared_candidate(value: Value) -> None:
    one, other = value["plan"]["groups"]
    other["candidates"] = sorted([*other["candidates"][1:], one["candidates"][0]])


def nonce(value: Value) -> None:
    value["plan"]["supervisor"]["nonce"] = "0" * 64


def sealed_hash(value: Value) -> None:
    value["plan"]["sealed"]["sha256"] = "0" * 64


def draw_key(value: Value) -> None:
    value["plan"]["rosters"][0]["draw_key"] = "0" * 64


def roster_hash(value: Value) -> None:
    value["plan"]["rosters"][0]["sealed"] = "0" * 64


# What is done to the plan before it is published (its code is computed again), what the public finds, what the supervisor's key finds.
FORGED_PLANS: dict[str, tuple[Callable[[Value], None], set[str], set[str], str]] = {
    "a number of the pool": (with_pool(99), {"D208"}, {"D208", "D302"}, "design 组在库 99 名，除去不参加的还有 95 名，指纹却有 22 个"),
    "a commitment to somebody else": (candidate, set(), {"D301"}, "design 组公布的指纹与密封的名单不同"),
    "a commitment of the list": (of_list, set(), {"D301"}, "公布的名单的指纹与密封的名单不同"),
    "commitments that are not sorted": (swapped_candidates, {"D208"}, {"D208", "D301"}, "design 组的指纹没有从小到大排好"),
    "one commitment in two groups": (shared_candidate, {"D208"}, {"D208", "D301"}, "组的代号或者指纹有重复的"),
    "an even number of members": (first_group(members=7), set(), {"D101"}, "各组应到一共 12 名，是双数"),
    "fewer members than the rulebook wants": (first_group(members=4), set(), {"D101"}, "各组应到一共 9 名，少于 11 名"),
    "more members than candidates": (first_group(members=40), {"D208"}, {"D102", "D208"}, "design 组要 41 名，指纹只有 22 个"),
    "a code of another supervisor": (nonce, set(), {"D301"}, "核对码与方案的校验值不同"),
    "another sealed list": (sealed_hash, set(), {"D301"}, "密封的名单与方案里的校验值不同"),
    "a draw key that was not published": (
        draw_key, {"D209"}, {"D209", "D302"}, f"花名册 {COMMITTEE} 的抽取密钥在方案以前没有公布",
    ),
    "a roster that was not published": (
        roster_hash, {"D209"}, {"D209", "D304"}, f"方案用的花名册 {COMMITTEE} 没有公布过这个校验值",
    ),
    "the day before": (
        plan_field(as_of="2026-09-13"), {"D208"}, {"D208"}, "名单按 2026-09-13 的花名册，方案却是 2026-09-14 制定的",
    ),
    "planned after the throws": (
        plan_field(planned_at="2026-09-16T10:00:00+08:00", as_of="2026-09-16"), {"D204"}, {"D204"}, "随机数产生的时间不晚于制定方案的时间",
    ),
    "too little randomness": (
        plan_field(randomness={"source": "lottery", "at": "2026-09-16T10:00:00+08:00", "draws": [{"name": "双色球", "issue": "2026107"}]}),
        {"D204"}, {"D204"}, "随机数不够：双色球 2026107 期：24.1 位",
    ),
    "a round of a beacon at another time": (
        plan_field(randomness={"source": "drand", "beacon": "quicknet", "round": 30000000, "at": "2026-09-16T10:00:00+08:00"}),
        {"D204"}, {"D204"}, "第 30000000 轮的时间不是 2026-09-16T10:00:00+08:00",
    ),
    "a method that nobody knows": (
        plan_field(algorithm="zhicheng-draw/2"), {"D205"}, {"D205"}, "抽取办法 zhicheng-draw/2 这个版本的程序不认识",
    ),
}  # fmt: skip


@pytest.mark.parametrize("attack", FORGED_PLANS)
def test_a_plan_forged_before_it_is_published_is_found(world: World, attack: str) -> None:
    made, public, sealed, message = FORGED_PLANS[attack]
    world.back_to("planned").change(made)
    world.recode()
    world.commit(IN_TIME, "--amend")
    found = world.verify(keyed=False)
    assert found.codes == public, found.rows
    found = world.verify()
    assert found.codes == sealed, found.rows
    assert message in "\n".join(row["message"] for row in found.rows), found.rows


# --- calls -----------------------------------------------------------------------------------------------------------


def step(n: int, kind: str, at: str, group: str = "", rank: int = 0, **more: Any) -> Value:
    place = {"group": group, "rank": rank} if group else {}
    who = {"caller": CALLER, "witness": WITNESS, "salt": f"{n:064x}"}
    return {"n": n, "at": f"2026-09-16T{at}:00+08:00", "kind": kind, **place, **more, **who}


def fake_calls(world: World, made: list[Value], **closed: Any) -> None:
    """Puts steps in place of the calls, with the chain that belongs to them, as whoever calls can."""
    for n, one in enumerate(made, 1):
        one["n"] = n
    value = world.value()
    world.put({**value, "calls": {"chain": chain(value["result"]["seed"], made), **closed}})
    world.reseal({"committee": COMMITTEE, "number": 1, "steps": made}, DRAW_CALLS)


def yes(rank: int, at: str = "10:10", group: str = "design") -> Value:
    return step(0, "confirmed", at, group, rank)


# Calls that do not follow the rules, of which everything public and sealed agrees; and what is said of them.
FAKED_CALLS = {
    "a call skipped": ([yes(2)], "第 1 步不合办法：没有轮到 design 组第 2 位。现在该打的：design 组第 1 位"),
    "the other group first": (
        [yes(1, group="works")], "第 1 步不合办法：没有轮到 works 组第 1 位。现在该打的：design 组第 1 位",
    ),
    "an answer after nobody answered twice": (
        [
            step(0, "no-answer", "10:10", "design", 1), step(0, "no-answer", "10:40", "design", 1),
            yes(1, "10:45"),
        ], "第 3 步不合办法：没有轮到 design 组第 1 位",
    ),
    "no answer, twice at once": (
        [step(0, "no-answer", "10:10", "design", 1), step(0, "no-answer", "10:39", "design", 1)],
        "第 2 步不合办法：design 组第 1 位上次没有打通，要到 10:40 再打",
    ),
    "a time before the step before": ([step(0, "no-answer", "10:10", "design", 1), yes(1, "10:09")], "第 2 步不合办法：时间早于上一步"),
    "a call before the order was known": ([yes(1, "10:04")], "第 1 步不合办法：时间早于上一步"),
    "absent without having come": (
        [step(0, "absent", "10:10", "design", 1, reason="illness")], "第 1 步不合办法：design 组第 1 位没有答应过到会，不能记缺席",
    ),
    "a limit relaxed that can be met": (
        [step(0, "relaxed", "10:10", limit="outside", note="示例")], "第 1 步不合办法：这项限额还做得到，不能放宽",
    ),
    "more present than sit": (
        [step(0, "closed", "10:10", present=1, note="示例")], "第 1 步不合办法：应到的只有 0 名，到会不会有 1 名",
    ),
    "nobody there of that rank": ([yes(99)], "第 1 步不合办法：没有这一位：design 组第 99 位"),
    "a group that is none": ([yes(1, group="other")], "第 1 步不合办法：没有这一位：other 组第 1 位"),
    "no reason why nobody else was called": ([step(0, "closed", "10:10", present=0)], "第 1 步不合办法：还有人没有打（design 组第 1 位）"),
    "a step that says nothing": ([step(0, "confirmed", "10:10")], "第 1 步不合办法：缺少 group、rank"),
}  # fmt: skip


@pytest.mark.parametrize("attack", FAKED_CALLS)
def test_calls_that_do_not_follow_the_rules_are_found_by_the_supervisor(world: World, attack: str) -> None:
    made, message = FAKED_CALLS[attack]
    fake_calls(world.back_to("drawn"), json.loads(json.dumps(made)))
    world.commit("2026-09-16T12:00:00+08:00")
    assert world.verify(keyed=False).rows == []
    found = world.verify()
    assert found.codes == {"D306"}, found.rows
    assert message in found.message("D306")


def reclose(world: World, made: Callable[[Value], Any]) -> None:
    """Signs the calls off with other states than the sealed steps give, before anything of it is published."""
    world.back_to("closed").git("reset", "--quiet", "--soft", "called")
    world.change(lambda value: made(value["calls"]["closed"]))
    world.commit("2026-09-16T16:45:00+08:00")


def swap_alternate(closed: Value) -> None:
    ranks = closed["ranks"]["works"]
    there, spare = ranks.index("member"), ranks.index("alternate")
    ranks[there], ranks[spare] = "alternate", "member"


def swap_uncalled(closed: Value) -> None:
    """A member in whose place somebody sits who was never called."""
    ranks = closed["ranks"]["works"]
    ranks[ranks.index("member")], ranks[-1] = "uncalled", "member"


@pytest.mark.parametrize(
    ("made", "public", "sealed", "message"),
    [
        (swap_alternate, set(), {"D207"}, "公布的各位的结果与密封的电话记录不同：works 组"),
        (swap_uncalled, {"D207"}, {"D207"}, "works 组跳过了排在前面的人"),
        (lambda closed: closed.update(present=9), set(), {"D207"}, "公布的到会人数或者放宽的限额与密封的电话记录不同"),
        (lambda closed: closed.update(present=12), {"D207"}, {"D207"}, "应到的有 11 名，到会却有 12 名"),
        (lambda closed: closed.update(relaxed={"outside": 2}), set(), {"D207"}, "公布的到会人数或者放宽的限额与密封的电话记录不同"),
        (lambda closed: closed.update(at="2026-09-16T16:41:00+08:00"), set(), {"D207"}, "公布的封存时间与密封的电话记录不同"),
        (lambda closed: closed["ranks"]["works"].append("uncalled"), {"D207"}, {"D207"}, "works 组各位的结果与人数不符"),
        (lambda closed: closed["ranks"].pop("works"), {"D207"}, {"D207"}, "works 组各位的结果与人数不符"),
        (lambda closed: closed["ranks"].update(other=["member"]), {"D207"}, {"D207"}, "有方案里没有的组"),
        (lambda closed: closed["ranks"].update(works=["member"] * 12), {"D207"}, {"D207"}, "多于方案的 5 名、1 名"),
    ],
)
def test_published_states_that_the_calls_do_not_give_are_found(
    world: World, made: Callable[[Value], Any], public: set[str], sealed: set[str], message: str
) -> None:
    reclose(world, made)
    assert world.verify(keyed=False).codes == public
    found = world.verify()
    assert found.codes == sealed, found.rows
    assert message in found.message("D207")


def test_sealed_calls_that_were_exchanged_are_found(world: World) -> None:
    """Steps that were changed, cut off or added after their chain was published."""
    steps = world.opened(DRAW_CALLS)["steps"]
    sealed = {"committee": COMMITTEE, "number": 1}
    world.reseal({**sealed, "steps": [{**steps[0], "caller": "示例"}, *steps[1:]]}, DRAW_CALLS)
    found = world.verify()
    assert (found.codes, found.message("D305")) == ({"D305"}, "密封的电话记录第 1 步与公布的链不同")
    world.reseal({**sealed, "steps": steps[:-1]}, DRAW_CALLS)
    found = world.verify()
    assert (found.codes, found.message("D305")) == ({"D305"}, f"公布了 {len(steps)} 步，密封的电话记录只有 {len(steps) - 1} 步")
    more = step(len(steps) + 1, "absent", "17:00", "design", 4, reason="other")
    world.reseal({**sealed, "steps": [*steps, more]}, DRAW_CALLS)
    found = world.verify()
    assert (found.codes, found.message("D305")) == ({"D305"}, f"密封的电话记录第 {len(steps) + 1} 步与公布的链不同")


def test_calls_whose_chain_was_never_published_are_told(world: World) -> None:
    """Nobody goes on calling either: what is sealed would be written over."""
    world.back_to("drawn").git("checkout", "--quiet", "closed", "--", str(world.sealed_path(DRAW_CALLS)))
    found = world.verify()
    assert (found.codes, found.message("D305")) == ({"D305"}, "密封库里有电话记录，公布的文件里却没有")
    said = world.run("call", NAME, "--identity", world.identity)
    assert said.code == 2
    assert said.err == f"错误：密封库里已经有 {NAME} 的电话记录，公布的文件里却没有。请先取来最新的登记册，以免盖掉记录。\n"


def test_calls_faked_after_the_sign_off_are_found(world: World) -> None:
    """Whoever adds a step to the chain and to the sealed calls together: the public sees that the chain grew, the supervisor the step."""
    steps = world.opened(DRAW_CALLS)["steps"]
    more = step(len(steps) + 1, "absent", "17:00", "design", 4, reason="other")
    fake_calls(world, [*steps, more], closed=world.value()["calls"]["closed"])
    world.commit()
    found = world.verify(keyed=False)
    assert (found.codes, found.message("D206")) == ({"D206"}, "封存以后又加了步骤")
    found = world.verify()
    assert found.codes == {"D206", "D306"}
    assert f"第 {len(steps) + 1} 步不合办法：电话已经封存，不能再记" in found.message("D306")


# --- history ---------------------------------------------------------------------------------------------------------


def test_a_plan_that_is_committed_when_the_throws_are_known_is_found(world: World) -> None:
    """One second before the throws is in time, the second itself is not."""
    world.back_to("planned")
    world.commit("2026-09-16T09:59:59+08:00", "--amend")
    assert world.verify(keyed=False).rows == []
    world.commit("2026-09-16T10:00:00+08:00", "--amend")
    found = world.verify(keyed=False)
    assert (found.codes, found.message("D202")) == ({"D202"}, "方案 2026-09-16 10:00 才提交，随机数 2026-09-16 10:00 就产生了")


def test_a_plan_that_is_committed_together_with_its_result_is_found(world: World) -> None:
    world.back_to("drawn").git("reset", "--quiet", "--soft", "keyed")
    world.commit("2026-09-16T09:00:00+08:00")
    found = world.verify(keyed=False)
    assert (found.codes, found.message("D202")) == ({"D202"}, "方案和结果是同一次提交的，看不出方案在先")


def test_a_plan_that_nobody_committed_yet_is_told(world: World) -> None:
    """Whoever verifies before committing is told that the time was not looked at, and nothing worse."""
    world.back_to("planned").git("reset", "--quiet", "--soft", "keyed")
    found = world.verify(NAME)
    assert (found.codes, found.warnings) == (set(), {"D202", "D304"})
    assert found.message("D202") == "方案还没有提交，没有核对它是不是在随机数产生以前公布的"


@pytest.mark.parametrize("name", ["planned", "closed"])
def test_a_plan_that_was_changed_after_publication_is_found(world: World, name: str) -> None:
    """All that follows from it may agree: the history tells."""
    world.back_to(name).change(lambda value: value["plan"]["calls"].update(attempts=3))
    world.recompute() if name == "closed" else world.recode()
    for _ in range(2):  # before and after it is committed
        found = world.verify(keyed=False)
        assert found.codes == ({"D201"} if name == "planned" else {"D201", "D205"})
        assert found.message("D201").split("\n") == ["“plan”公布以后改过", "“code”公布以后改过"]
        world.commit()


def test_a_plan_that_was_deleted_and_written_anew_is_found(world: World) -> None:
    world.back_to("planned")
    text = world.path.read_text(encoding="utf-8")
    world.path.unlink()
    world.commit()
    world.path.write_text(text, encoding="utf-8")
    world.change(lambda value: value["plan"].update(quorum=1))
    world.recode()
    world.commit()
    assert world.verify(keyed=False).codes == {"D201"}


def test_a_plan_that_was_exchanged_by_a_merge_is_found(world: World) -> None:
    """The commit with the first plan lies on a side that Git leaves out of a file's history where the merge takes all from the other."""
    world.back_to("keyed").git("checkout", "--quiet", "-b", "other")
    world.git("checkout", "--quiet", "planned", "--", ".")
    world.change(lambda value: value["plan"].update(quorum=1))
    world.recode()
    world.commit("2026-09-14T18:30:00+08:00")
    world.git("checkout", "--quiet", "main")
    world.back_to("planned")
    world.git("merge", "--quiet", "-s", "ours", "--message=x", "other")
    world.git("checkout", "--quiet", "other", "--", ".")
    world.commit("2026-09-14T18:40:00+08:00", "--amend")
    found = world.verify(keyed=False)
    assert found.codes == {"D201"}, found.rows


def test_branches_that_were_merged_are_no_attack(world: World) -> None:
    """A result on one branch and a signature on another: neither was taken away."""
    world.back_to("planned").git("checkout", "--quiet", "-b", "signing")
    world.done("sign", NAME, "--what", "plan", "--by", "主持人", "--date", "2026-09-14")
    world.commit("2026-09-16T10:20:00+08:00")
    world.git("checkout", "--quiet", "main")
    result = world.back_to("drawn").value()["result"]
    world.git("merge", "--quiet", "-s", "ours", "--message=x", "signing", at="2026-09-16T10:30:00+08:00")
    world.git("checkout", "--quiet", "signing", "--", ".")
    world.change(lambda value: value.update(result=result))
    world.commit("2026-09-16T10:30:00+08:00", "--amend")
    assert world.verify(keyed=False).rows == []


# What is done to the public file after the draw, the code by which the public sees it, and what it says. All of it is committed.
REWRITTEN: dict[str, tuple[str, Callable[[Value], Any], set[str], str]] = {
    "the chain shortened": ("called", lambda v: v["calls"]["chain"].pop(), {"D206"}, "电话的链公布以后改过：只能往后加"),
    "the chain rewritten": ("called", lambda v: v["calls"]["chain"].__setitem__(0, "0" * 64), {"D206"}, "电话的链公布以后改过：只能往后加"),
    "the calls deleted": ("called", lambda v: v.pop("calls"), {"D206"}, "电话的链公布以后改过：只能往后加"),
    "the sign-off taken back": ("closed", lambda v: v["calls"].pop("closed"), {"D206"}, "封存以后改过"),
    "the sign-off changed": ("closed", lambda v: v["calls"]["closed"].update(present=9), {"D206"}, "封存以后改过"),
    "another result": (
        "drawn", lambda v: v["result"].update(value="1" + v["result"]["value"][1:]), {"D205"}, "“result”写明以后改过或者删去了",
    ),
    "the result deleted": ("drawn", lambda v: v.pop("result"), {"D205"}, "“result”写明以后改过或者删去了"),
    "the publication taken back": ("published", lambda v: v.pop("published"), {"D203"}, "“published”写明以后改过或者删去了"),
    "a signature deleted": ("published", lambda v: v.pop("signed"), {"D203"}, "“signed”写明以后改过或者删去了"),
    "a signature changed": ("published", lambda v: v["signed"][0].update(by="主持人"), {"D203"}, "“signed”写明以后改过或者删去了"),
    "cancelled after the sign-off": (
        "closed", lambda v: v.update(cancelled={"date": "2026-09-15", "reason": "改期"}), {"D203"}, "已经封存，又写了取消",
    ),
}  # fmt: skip


@pytest.mark.parametrize("attack", REWRITTEN)
def test_what_was_published_and_changed_is_found(world: World, attack: str) -> None:
    stage, made, codes, message = REWRITTEN[attack]
    world.back_to(stage).change(made)
    world.recompute() if "another result" in attack else None
    for _ in range(2):  # before and after it is committed
        found = world.verify(keyed=False)
        assert found.codes == codes, found.rows
        assert message in found.message(next(iter(codes)))
        world.commit()


def test_a_signature_more_is_no_attack(world: World) -> None:
    world.done("sign", NAME, "--what", "calls", "--by", "主持人", "--date", "2026-10-11")
    world.commit()
    assert world.verify(keyed=False).rows == []


def test_a_draw_cancelled_after_the_throws_is_told(world: World) -> None:
    """Cancelling before the throws is nobody's advantage; after them it may be. A day that is put back is told by the commit."""
    world.back_to("planned").done("cancel", NAME, "--note", "会议改期", "--date", "2026-09-15")
    world.commit("2026-09-15T10:00:00+08:00")
    assert world.verify(keyed=False).rows == []
    world.commit("2026-09-16T10:00:00+08:00", "--amend")
    found = world.verify(keyed=False)
    assert (found.codes, found.warnings) == (set(), {"D203"})
    assert found.message("D203") == "随机数 2026-09-16 10:00 产生，取消 2026-09-16 10:00 才提交：抽了不满意再抽，会偏向一个人"
    world.back_to("drawn").done("cancel", NAME, "--note", "会议改期", "--date", "2026-09-15")
    found = world.verify(keyed=False)
    assert found.warnings == {"D203"}
    assert found.message("D203") == "排出先后以后才取消：抽了不满意再抽，会偏向一个人"


def cancel_and_plan_again(world: World) -> None:
    """The draw is cancelled in time, and a second one planned."""
    world.back_to("planned").done("cancel", NAME, "--note", "会议改期", "--date", "2026-09-15")
    world.commit("2026-09-15T09:00:00+08:00")
    said = world.plan("2026-09-15T10:00:00+08:00")
    assert said.code == 0, said.everything
    world.commit("2026-09-15T10:30:00+08:00")


def test_a_draw_that_is_deleted_is_found(world: World) -> None:
    """A number that is missing is told at the next draw; and the history tells of every draw whose file is gone."""
    cancel_and_plan_again(world)
    assert world.verify(keyed=False).rows == []
    world.path.unlink()
    for _ in range(2):  # before and after it is committed
        found = world.verify(keyed=False)
        assert found.codes == {"D203"}
        missing, gone = sorted(found.message("D203").split("\n"))[::-1]
        assert missing == "缺少第 1 次抽取：次数一次不缺，取消的也留着"
        assert gone == "抽取的文件公布以后删去了"
        world.commit()


def test_the_only_draw_that_is_deleted_is_found(world: World) -> None:
    world.path.unlink()
    world.commit()
    found = world.verify(keyed=False)
    assert (found.codes, found.message("D203")) == ({"D203"}, "抽取的文件公布以后删去了")
    assert found.rows[0]["file"] == f"registry/draws/{NAME}.yaml"


def test_a_number_that_was_skipped_is_found(world: World) -> None:
    """A redraw under the number after the next, as if there had been another draw."""
    cancel_and_plan_again(world)
    second = world.root / "registry/draws/example-one-2.yaml"
    value = {**dict(world.loaded.draws[1].record), "number": 3}
    second.unlink()
    (world.root / "registry/draws/example-one-3.yaml").write_text(files.public_text(value), encoding="utf-8")
    world.commit("2026-09-15T10:30:00+08:00", "--amend")
    found = world.verify("example-one-3", keyed=False)
    assert found.codes == {"D201", "D203"}
    assert found.message("D203") == "缺少第 2 次抽取：次数一次不缺，取消的也留着"


def test_a_file_under_another_name_is_found(world: World) -> None:
    world.git("mv", f"registry/draws/{NAME}.yaml", "registry/draws/example-one-7.yaml")
    found = world.verify(keyed=False)
    assert found.codes == {"D203"}
    assert "文件名与编号不同：应是 example-one-1.yaml" in found.message("D203")


def test_a_draw_that_cannot_be_read_is_told(world: World) -> None:
    """Verifying everything must not pass over what it cannot read."""
    world.path.write_text("committee: [\n", encoding="utf-8")
    found = world.verify(keyed=False)
    assert found.said.code == 2
    assert found.said.err == f"错误：registry/draws/{NAME}.yaml 读不出来。请先运行 zhicheng validate，改好以后再试。\n"


# --- rosters ---------------------------------------------------------------------------------------------------------


def test_the_roster_of_another_day_is_found(world: World) -> None:
    """A plan with the roster before its last change: somebody who was added then is not in the list."""
    world.back_to("planned").git("reset", "--quiet", "--soft", "keyed")
    key = store.decoded(cipher.unseal(world.sealed_path(".roster.age", COMMITTEE).read_bytes(), world.keys.identities))["draw_key"]
    plan = world.path.read_bytes()
    sealed = world.sealed_path().read_bytes()
    world.back_to("keyed")
    seal_roster(world.root, COMMITTEE, people_of_committee()[1:], key)
    world.commit("2026-09-12T10:00:00+08:00")
    world.path.parent.mkdir(exist_ok=True)
    world.path.write_bytes(plan)
    world.sealed_path().write_bytes(sealed)
    world.commit(IN_TIME)
    found = world.verify(keyed=False)
    assert (found.codes, found.message("D209")) == ({"D209"}, f"制定方案的时候，花名册 {COMMITTEE} 已经有更新的一份")


def test_a_draw_key_that_was_changed_is_found(world: World) -> None:
    """Whoever could change the key could choose the salts: it stays what it was when it was published first."""
    world.back_to("keyed")
    seal_roster(world.root, COMMITTEE, people_of_committee(), secrets.token_hex(32))
    world.commit("2026-09-12T10:00:00+08:00")
    assert world.plan().code == 0
    world.commit(IN_TIME)
    found = world.verify(keyed=False)
    assert (found.codes, found.warnings) == (set(), {"D209"})
    assert found.message("D209") == f"花名册 {COMMITTEE} 的抽取密钥公布以后换过"


def test_a_draw_key_that_is_published_with_the_plan_is_found(world: World) -> None:
    world.back_to("planned").git("reset", "--quiet", "--soft", "keyed")
    world.commit(IN_TIME, "--amend")
    found = world.verify(keyed=False)
    assert found.codes == {"D209"}
    assert found.message("D209").split("\n")[0] == f"花名册 {COMMITTEE} 的抽取密钥在方案以前没有公布"
    assert f"花名册 {EMPLOYERS} 的抽取密钥在方案以前没有公布" in found.message("D209")


# --- bits ------------------------------------------------------------------------------------------------------------


def test_one_bit_of_a_sealed_file_is_found(world: World) -> None:
    """The list by its hash in the plan; the calls and the code, which have none, by the cipher."""
    expected = {
        DRAW_LIST: ("D301", "密封库里现在的名单不是方案的那一份，或者打不开"),
        DRAW_CALLS: ("D304", "没有核对电话："),
        DRAW_NONCE: ("D304", "核对码打不开"),
    }
    for ending, (code, message) in expected.items():
        path = world.sealed_path(ending)
        content = path.read_bytes()
        for place in (len(content) // 2, len(content) - 60):
            path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
            found = world.verify()
            assert found.codes == {code}, (ending, place, found.rows)
            assert message in found.message(code)
        path.unlink()
        assert world.verify().codes == {code}, ending
        path.write_bytes(content)
    world.git("rm", "--quiet", "--cached", str(world.sealed_path()))
    world.git("commit", "--quiet", "--amend", "--message=x")
    assert world.verify().codes == set()


def test_a_sealed_list_that_is_gone_is_told(world: World) -> None:
    """Neither there nor in the history of the vault: nothing sealed can be verified."""
    world.back_to("planned").sealed_path().unlink()
    world.commit(IN_TIME, "--amend")
    world.git("reflog", "expire", "--expire=now", "--all")
    found = world.verify()
    assert (found.codes, found.message("D301")) == ({"D301"}, "密封库里没有名单")


# --- the supervisor --------------------------------------------------------------------------------------------------


def own_supervisor(world: World) -> None:
    """Whoever plans seals the list and the code to a key of their own, under the supervisor's name."""
    secret, public = cipher.new_identity()
    world.supervisor.write_text(f"{secret}\n", encoding="utf-8")

    def made(value: Value) -> None:
        value["plan"]["supervisor"] |= {"key": public}

    world.change(made)
    world.agree(world.opened(), json.loads(json.dumps(world.value())))


def test_a_supervisor_of_ones_own_is_found(world: World) -> None:
    """By everybody: the key is not one that the registry named before the plan."""
    own_supervisor(world.back_to("planned"))
    world.commit(IN_TIME, "--amend")
    found = world.verify(keyed=False)
    assert (found.codes, found.message("D209")) == ({"D209"}, "方案的监督人的公钥，制定方案的时候没有登记给监督人用")


@pytest.mark.parametrize(
    ("replaced", "codes"),
    [
        (("role: supervisor", "role: supervisor, committee: example-one"), set()),
        (("role: supervisor", "role: supervisor, committee: example-two"), {"D209"}),
        (("role: supervisor", 'role: supervisor, until: "2026-09-14"'), set()),
        (("role: supervisor", 'role: supervisor, until: "2026-09-13"'), {"D209"}),
        (("role: supervisor", "role: centre"), {"D209"}),
    ],
)
def test_for_whom_and_when_a_supervisor_was_registered(world: World, replaced: tuple[str, str], codes: set[str]) -> None:
    """As of the day of the plan; what the list says later is no matter."""
    world.back_to("planned").git("reset", "--quiet", "--soft", "keyed")
    path = world.root / "registry/recipients.yaml"
    world.git("stash", "--quiet")
    path.write_text(path.read_text(encoding="utf-8").replace(*replaced), encoding="utf-8")
    world.commit("2026-09-11T10:00:00+08:00")
    world.git("stash", "pop", "--quiet", "--index")
    world.commit(IN_TIME)
    assert world.verify(keyed=False).codes == codes
    path.write_text(path.read_text(encoding="utf-8").replace(replaced[1], "role: centre"), encoding="utf-8")
    world.commit()
    assert world.verify(keyed=False).codes == codes
