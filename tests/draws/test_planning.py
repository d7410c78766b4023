"""Making a plan: numbers by the rulebooks, enough people, limits, the randomness, the supervisor, the draw before, rosters and bans."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from helpers import draw_world, registries
from helpers.draw_world import APPLICANT, COMMITTEE, EMPLOYERS, HOLDER, NAME, PLAN, Said, Value, World, people_file

from zhicheng.drawing import steps
from zhicheng.draws.commitments import plan_digest, short_code
from zhicheng.registry.records.sealed_roster import draw_key_commitment
from zhicheng.vault import cipher, store

pytestmark = pytest.mark.slow
IN_TIME = "2026-09-14T18:20:00+08:00"


@pytest.fixture
def keyed(world: World) -> World:
    """The world before any draw."""
    return world.back_to("keyed")


def wanted(**changes: Any) -> Value:
    return {name: one for name, one in {**PLAN, **changes}.items() if one is not None}


def members(design: int, works: int, **more: Any) -> list[Value]:
    one, other = PLAN["groups"]
    return [{**one, "members": design, **more}, {**other, "members": works}]


def refused(world: World, said: Said, message: str) -> None:
    """Nothing was planned, with this message."""
    assert (said.code, said.out, said.err) == (2, "", f"错误：{message}\n")
    assert not world.path.exists()
    assert not world.sealed_path().exists()


def found(world: World, said: Said, *lines: str) -> None:
    """Nothing was planned, with these findings: the first line of each."""
    assert said.code == 1, said.everything
    assert [line for line in said.out.splitlines() if not line.startswith("    ")] == list(lines)
    assert said.err == f"{len(lines)} 个错误，没有制定方案，什么都没有写。\n"
    assert not world.path.exists()


# --- numbers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("design", "works", "fault"), [(6, 5, ""), (6, 6, "D101 各组应到一共 12 名，是双数"), (5, 4, "D101 各组应到一共 9 名，少于 11 名")]
)
def test_an_odd_number_of_at_least_eleven(keyed: World, design: int, works: int, fault: str) -> None:
    said = keyed.plan(wanted=wanted(groups=members(design, works)))
    if fault:
        found(keyed, said, f"抽取方案:1:1: {fault}")
        assert "    依据：人社部令第40号第九条\n" in said.out
    else:
        assert said.code == 0


def test_a_plan_of_levels_that_are_not_senior_has_no_least_number(keyed: World) -> None:
    one = {**PLAN["groups"][0], "levels": ["intermediate"], "members": 1, "alternates": 0, "specialties": [["建筑工程"]]}
    assert keyed.plan(wanted=wanted(groups=[one], limits=None)).code == 0


def test_enough_people(keyed: World) -> None:
    """22 of design may be drawn: 21 members and one alternate are enough, 23 are not."""
    assert keyed.plan(wanted=wanted(groups=members(20, 5, alternates=2))).code == 0
    keyed.unplan()
    said = keyed.plan(wanted=wanted(groups=members(20, 5, alternates=3)))
    found(keyed, said, "抽取方案:1:1: D102 design 组要 23 名（含候补），能抽的只有 22 名")


def test_limits_that_can_be_met(keyed: World) -> None:
    """As many as there are from outside, and one more; young people and both together likewise."""
    counted = keyed.plan(wanted=wanted(limits=None))
    assert counted.code == 0
    people = keyed.opened()["people"]
    keyed.unplan()
    seats = {"design": 6, "works": 5}
    most = sum(min(seats[group], sum(one["outside"] for one in people if one["group"] == group)) for group in seats)
    assert 0 < most < 11
    assert keyed.plan(wanted=wanted(limits={"outside": most})).code == 0
    keyed.unplan()
    said = keyed.plan(wanted=wanted(limits={"outside": most + 1}))
    found(keyed, said, "抽取方案:1:1: D102 外地的凑不齐方案要的人数")
    said = keyed.plan(wanted=wanted(limits={"outside": 12, "young": 12}))
    found(keyed, said, "抽取方案:1:1: D102 外地的、年轻的凑不齐方案要的人数")


# --- the randomness ----------------------------------------------------------------------------------------------------


def test_the_randomness_lies_in_the_future(keyed: World) -> None:
    source = {"source": "dice", "throws": 25, "at": "2026-09-14T18:05:00+08:00"}
    message = "随机数的时间（2026-09-14T18:05:00+08:00）不在将来：可能已经有人知道了。请用还没有产生的。"
    refused(keyed, keyed.plan(wanted=wanted(randomness=source)), message)
    assert keyed.plan("2026-09-14T18:04:59+08:00", wanted(randomness=source)).code == 0


def test_the_time_of_a_round_is_computed(keyed: World) -> None:
    """By the genesis and period of the beacon: the round of the moment of the plan is too late, the next comes three seconds later."""
    source = {"source": "drand", "beacon": "quicknet"}
    last = (1789380300 - 1692803367) // 3 + 1  # the round at or before 2026-09-14T18:05:00
    said = keyed.plan(wanted=wanted(randomness={**source, "round": last}))
    assert (said.code, "不在将来" in said.err) == (2, True)
    assert keyed.plan(wanted=wanted(randomness={**source, "round": last + 1})).code == 0
    assert keyed.value()["plan"]["randomness"] == {
        "source": "drand", "beacon": "quicknet", "round": last + 1, "at": "2026-09-14T18:05:03+08:00",
    }  # fmt: skip
    keyed.commit(IN_TIME)
    assert keyed.verify(NAME, keyed=False).codes == {"D202"}  # it was committed a quarter of an hour after the round


def test_a_time_is_needed(keyed: World) -> None:
    message = "方案没有写明随机数什么时候产生（randomness 的 at）。请写日期和时间，如 2026-09-16T10:00:00+08:00。"
    refused(keyed, keyed.plan(wanted=wanted(randomness={"source": "dice", "throws": 25})), message)


def test_too_little_randomness_is_no_plan(keyed: World) -> None:
    source = {"source": "lottery", "draws": [{"name": "快乐8", "issue": "2026247"}], "at": "2026-09-16T10:00:00+08:00"}
    said = keyed.plan(wanted=wanted(randomness=source))
    assert said.code == 2
    assert said.err.startswith("错误：随机数不够：快乐8 2026247 期：61.6 位，一共 61.6 位，至少要 64 位")


# --- who supervises ----------------------------------------------------------------------------------------------------


def keys(world: World, *more: tuple[str, str], drop: bool = False) -> None:
    """Adds supervisors' keys (holder, until), or drops the one there is."""
    path = world.root / "registry/recipients.yaml"
    value = yaml.safe_load(path.read_text(encoding="utf-8"))
    if drop:
        value["recipients"] = [one for one in value["recipients"] if one["role"] != "supervisor"]
    for holder, until in more:
        _, public = cipher.new_identity()
        ends = {"until": until} if until else {}
        value["recipients"].append({"key": public, "holder": holder, "role": "supervisor", "since": "2026-01-01", **ends})
    path.write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")


def test_nobody_supervises(keyed: World) -> None:
    keys(keyed, drop=True)
    message = (
        "registry/recipients.yaml 里没有监督人的公钥，不能抽取：名单要密封给监督人一份，由他核对。"
        "请监督人用 zhicheng keys new 生成密钥，把公钥登记在里面（role: supervisor）。"
    )
    refused(keyed, keyed.plan(), message)
    keys(keyed, ("示例旧监督", "2026-09-13"))  # out of use the day before
    refused(keyed, keyed.plan(), message)


def test_two_supervise(keyed: World) -> None:
    keys(keyed, ("示例审计处", ""))
    refused(keyed, keyed.plan(), f"有 2 把监督人的公钥，请用 --supervisor 写明是谁：{HOLDER}、示例审计处。")
    assert keyed.plan(draw_world.PLANNED, None, None, "--supervisor", HOLDER).code == 0
    plan = keyed.value()["plan"]
    assert plan["supervisor"]["holder"] == HOLDER
    keyed.path.unlink()
    other = yaml.safe_load((keyed.root / "registry/recipients.yaml").read_text(encoding="utf-8"))["recipients"][-1]["key"]
    assert keyed.plan(draw_world.PLANNED, None, None, "--supervisor", other).code == 0
    assert keyed.value()["plan"]["supervisor"]["key"] == other
    keyed.path.unlink()
    said = keyed.plan(draw_world.PLANNED, None, None, "--supervisor", "示例别人")
    assert said.code == 2
    assert said.err == "错误：登记的监督人里没有 --supervisor 写的“示例别人”。登记的有：示例纪检监察组、示例审计处。\n"


# --- the draw before ---------------------------------------------------------------------------------------------------


def test_a_second_draw_waits_for_the_first(world: World) -> None:
    message = (
        f"上一次抽取（{NAME}）还没有封存，也没有取消，不能再制定方案：抽了不满意再抽，是不许可的。"
        f"作废的，请先写明原因：zhicheng draw cancel {NAME} --note 原因。"
    )
    for stage in ("planned", "drawn", "called"):
        said = world.back_to(stage).plan("2026-09-15T10:00")
        assert (said.code, said.err) == (2, f"错误：{message}\n"), stage
    assert world.back_to("closed").plan("2026-11-01T10:00", world.wanted).code == 0
    second = world.loaded.draws[1].record
    assert (second["number"], second["plan"]["as_of"]) == (2, "2026-11-01")
    world.back_to("planned").done("cancel", NAME, "--note", "会议改期", "--date", "2026-09-15")
    assert world.plan("2026-09-15T10:00").code == 0


def test_a_draw_that_cannot_be_read_is_not_passed_over(world: World) -> None:
    world.path.write_text("committee: [\n", encoding="utf-8")
    said = world.plan("2026-11-01T10:00", world.wanted)
    assert said.err == f"错误：registry/draws/{NAME}.yaml 读不出来，不知道这是第几次。请先运行 zhicheng validate，改好以后再试。\n"


def test_who_sat_rests(world: World) -> None:
    """The members of the first draw are out of the second where it rests since the day of the first or before; alternates are not."""
    value, sealed = world.value(), world.opened()
    ranks, order = value["calls"]["closed"]["ranks"], steps.ranked(value, sealed)
    sat = {group: states.count("member") for group, states in ranks.items()}
    members_of_works = [one["expert"] for one, state in zip(order["works"], ranks["works"], strict=True) if state == "member"]
    sat["works"] += "p005" in members_of_works  # who stands in the employers' roster too
    enough = {**world.wanted, "limits": None, "groups": members(6, 5, alternates=0)}
    plan = {name: one for name, one in enough.items() if one is not None}
    assert world.plan("2026-11-01T10:00", {**plan, "rest": "2026-09-16"}).code == 0
    second = world.loaded.draws[1].record
    assert {group["id"]: group["excluded"]["drawn-before"] for group in second["plan"]["groups"]} == sat
    world.commit("2026-11-01T10:30:00+08:00")
    assert world.verify("example-one-2", centre=True).rows == []
    for path in world.root.glob("registry/*/example-one-2.*"):
        path.unlink()
    assert world.plan("2026-11-01T10:00", {**plan, "rest": "2026-09-17"}).code == 0
    assert all("drawn-before" not in group.get("excluded", {}) for group in world.loaded.draws[1].record["plan"]["groups"])


# --- rosters and bans --------------------------------------------------------------------------------------------------


def test_a_roster_without_a_draw_key(keyed: World) -> None:
    """It gets one by `draw key`, once, and that is published first; the experts stay what they were."""
    draw_world.seal_roster(keyed.root, COMMITTEE, draw_world.people_of_committee(), None)
    draw_world.seal_roster(keyed.root, EMPLOYERS, draw_world.people_of_employers(), None)
    refused(
        keyed,
        keyed.plan(),
        f"{COMMITTEE}、{EMPLOYERS} 是有抽取密钥以前密封的，还不能用来抽取。请先运行 zhicheng draw key {COMMITTEE} {EMPLOYERS}，"
        "提交并公布以后再制定方案：密钥先公布，抽取的人就不能挑。",
    )
    draw_world.seal_roster(keyed.root, EMPLOYERS, draw_world.people_of_employers(), "0" * 64)
    public = (keyed.root / f"registry/rosters/{EMPLOYERS}.yaml").read_bytes()
    said = keyed.run("key", EMPLOYERS, "--identity", keyed.identity, "--as-of", "2026-09-11")
    assert (said.code, said.out, said.err) == (0, "", f"已经有抽取密钥，没有改动：{EMPLOYERS}。\n")
    assert (keyed.root / f"registry/rosters/{EMPLOYERS}.yaml").read_bytes() == public


def test_a_key_for_a_roster(keyed: World) -> None:
    """By the real rules of sealing: the experts are the same, the public file has the hash of the key, and a plan can be made."""
    fine = [one for one in draw_world.people_of_committee() if one["id"] not in ("leader", "retired", "level", "removed", "banned")]
    draw_world.seal_roster(keyed.root, COMMITTEE, fine, None)
    said = keyed.run("key", COMMITTEE, "--identity", keyed.identity, "--as-of", "2026-09-11")
    assert said.code == 0, said.everything
    assert said.out == f"registry/vault/{COMMITTEE}.roster.age\nregistry/rosters/{COMMITTEE}.yaml\n"
    roster = store.opened(keyed.root / f"registry/vault/{COMMITTEE}.roster.age", keyed.keys)
    assert roster["experts"] == fine
    public = yaml.safe_load((keyed.root / f"registry/rosters/{COMMITTEE}.yaml").read_text(encoding="utf-8"))
    assert public["draw_key"] == draw_key_commitment(roster["draw_key"])
    keyed.commit("2026-09-11T10:00:00+08:00")
    assert keyed.plan().code == 0
    keyed.commit(IN_TIME)
    assert keyed.verify(NAME).codes == set()


def test_a_committee_without_a_roster(keyed: World) -> None:
    plan = keyed.desk / "plan.yaml"
    plan.write_text(yaml.safe_dump(PLAN, allow_unicode=True), encoding="utf-8")
    run = ("--plan", plan, "--identity", keyed.identity, "--at", draw_world.PLANNED)
    said = keyed.run("plan", "example-two", *run)
    assert (said.code, said.err) == (2, "错误：example-two 没有密封的花名册，没有人可以抽。\n")
    said = keyed.run("plan", "nobody", *run)
    assert (said.code, said.err) == (2, "错误：没有编号是 nobody 的评审委员会。请核对编号。\n")


def test_which_rosters_of_employers(keyed: World) -> None:
    """All of the area, unless the plan names them; none where it names none."""
    assert keyed.plan(wanted=wanted(employer_rosters=[])).code == 0
    assert [one["key"] for one in keyed.value()["plan"]["rosters"]] == [COMMITTEE]
    keyed.path.unlink()
    assert keyed.plan(wanted=wanted(employer_rosters=[EMPLOYERS])).code == 0
    assert [one["key"] for one in keyed.value()["plan"]["rosters"]] == [COMMITTEE, EMPLOYERS]
    keyed.path.unlink()
    for other in ("employer-653200", COMMITTEE):
        said = keyed.plan(wanted=wanted(employer_rosters=[other]))
        assert said.err == f"错误：没有单位直接报送的花名册 {other}。请核对方案里的 employer_rosters。\n"


def test_the_bans_must_be_open(keyed: World) -> None:
    """The supervisor's key opens the rosters but not the bans: no plan without looking everybody up."""
    plan = keyed.desk / "plan.yaml"
    plan.write_text(yaml.safe_dump(PLAN, allow_unicode=True), encoding="utf-8")
    said = keyed.run("plan", COMMITTEE, "--plan", plan, "--identity", keyed.supervisor, "--at", draw_world.PLANNED)
    assert said.code == 2
    assert said.err.startswith("错误：违规记录打不开：")
    assert said.err.endswith("违规记录没有满期的人不能参加抽取，请用中心的私钥制定方案。\n")
    assert not keyed.path.exists()


def test_people_files_stay_outside(keyed: World) -> None:
    inside = registries.write(keyed.root, "people.yaml", "outside: []\n")
    plan = keyed.desk / "plan.yaml"
    plan.write_text(yaml.safe_dump(PLAN, allow_unicode=True), encoding="utf-8")
    said = keyed.run("plan", COMMITTEE, "--plan", plan, "--people", inside, "--identity", keyed.identity)
    assert (said.code, said.err) == (2, f"错误：回避和外地名单不能放在仓库里：{inside}。请放到仓库以外的文件夹，以免被提交出去。\n")


# --- what is published -------------------------------------------------------------------------------------------------


def test_what_a_plan_publishes(world: World) -> None:
    """The code is that of the plan; the keys are those of the rosters; nobody's name, number, employer or reason is in it."""
    value = world.back_to("planned").value()
    assert value["code"] == short_code(plan_digest(COMMITTEE, 1, value["plan"]))
    rosters = {one["key"]: one for one in value["plan"]["rosters"]}
    for key in (COMMITTEE, EMPLOYERS):
        public = yaml.safe_load((world.root / f"registry/rosters/{key}.yaml").read_text(encoding="utf-8"))
        assert (rosters[key]["draw_key"], rosters[key]["sealed"]) == (public["draw_key"], public["sealed"]["sha256"])
    text = world.path.read_text(encoding="utf-8")
    for one in (*draw_world.people_of_committee(), *draw_world.people_of_employers()):
        for private in (one["name"], one["employer"], *one["phones"]):
            assert private not in text
    assert APPLICANT not in text
    assert people_file()["recused"][0]["reason"] not in text


def test_two_plans_of_one_day_share_nothing_but_their_people(keyed: World) -> None:
    """The commitments of a person are the same in the same draw: the key is the roster's. What is sealed is sealed anew."""
    assert keyed.plan().code == 0
    one = keyed.value()["plan"]
    keyed.path.unlink()
    assert keyed.plan().code == 0
    other = keyed.value()["plan"]
    assert [group["candidates"] for group in one["groups"]] == [group["candidates"] for group in other["groups"]]
    assert one["sealed"]["sha256"] != other["sealed"]["sha256"]
    assert one["supervisor"]["nonce"] != other["supervisor"]["nonce"]


def test_the_number_of_a_draw_is_in_every_commitment(world: World) -> None:
    """The same people have other commitments in the next draw: nobody can follow them."""
    assert world.plan("2026-11-01T10:00", world.wanted).code == 0
    one, other = (entry.record["plan"] for entry in world.loaded.draws)
    assert not {*one["list"]} & {*other["list"]}
    assert not {*one["list"]} & {line for group in one["groups"] for line in group["candidates"]}
