"""`zhicheng draw` as the clerk and the supervisor meet it: what is said, on which stream, with which exit code."""

from __future__ import annotations

import io
import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from helpers import draw_world
from helpers.draw_world import CALLER, COMMITTEE, HOLDER, NAME, PLAN, THROWS, WITNESS, Said, World

from zhicheng.drawing import steps
from zhicheng.registry.vault_listing import DRAW_CALLS
from zhicheng.vault import store

pytestmark = pytest.mark.slow


def usage(said: Said, message: str) -> None:
    """The command ended as wrong usage, with this message alone on standard error, and printed nothing."""
    assert (said.code, said.out, said.err) == (2, "", f"{message}\n")


# --- the story ---------------------------------------------------------------------------------------------------------


def test_the_plan_says_what_was_written_and_what_comes_next(world: World) -> None:
    said = world.back_to("keyed").plan()
    assert said.code == 0
    assert said.out == f"registry/vault/{NAME}.draw.age\nregistry/vault/{NAME}.nonce.age\nregistry/draws/{NAME}.yaml\n"
    code = world.value()["code"]
    assert said.err.splitlines() == [
        "规划与设计：应到 6、候补 1，在库 26，不参加 4，参加 22。",
        "施工：应到 5、候补 1，在库 15，不参加 3，参加 12。",
        "花名册里另有 1 名在库的评委，专业不在任何一组，不参加。",
        f"短码：{code}",
        "已写好第 1 次抽取的方案。请在 2026-09-16T10:00:00+08:00 以前提交、推送公开的文件，密封的放进密封库；当场念短码，请在场的人签字；"
        f"再请监督人用自己的私钥运行 zhicheng draw verify {NAME}。",
    ]
    assert re.fullmatch("([0-9a-hjkmnp-tv-z]{4}-){5}[0-9a-hjkmnp-tv-z]{4}", code)
    assert world.zhicheng("validate", "--as-of", "2026-09-14").err.endswith("0 个提醒。\n")


def test_the_code_is_for_the_supervisor_alone(world: World) -> None:
    world.back_to("planned")
    nonce = world.nonce()
    for keyed, centre in ((False, False), (True, True)):
        found = world.verify(NAME, keyed=keyed, centre=centre)
        assert (found.said.code, "核对码" in found.said.err) == (0, False)
    said = world.run("verify", NAME, "--identity", world.supervisor)
    assert f"{NAME} 的核对码（只有监督人看得到，核对无误再念给抽取的人）：{nonce}" in said.err.splitlines()
    assert nonce not in said.out
    world.back_to("drawn")
    assert "核对码" not in world.verify(NAME).said.err  # it was used
    for path in world.root.rglob("*"):
        assert not path.is_file() or nonce.encode() not in path.read_bytes()


def test_the_order_needs_the_code_and_the_time(world: World) -> None:
    world.back_to("planned")
    nonce, before = world.nonce(), world.path.read_bytes()
    usage(
        world.run("run", NAME, "--nonce", "abcdefgh", "--value", THROWS, "--at", "2026-09-16T10:05"),
        f"错误：核对码不对。请监督人（{HOLDER}）用自己的私钥运行 zhicheng draw verify {NAME}，核对方案以后把核对码念给您。",
    )
    usage(
        world.run("run", NAME, "--nonce", nonce, "--value", THROWS, "--at", "2026-09-16T09:59:59"),
        "错误：方案说定的随机数 2026-09-16T10:00:00+08:00 才产生，现在还没有。请到时再排。",
    )
    usage(
        world.run("run", NAME, "--nonce", nonce, "--value", THROWS[1:], "--at", "2026-09-16T10:05"),
        "错误：方案说定掷 25 次，这里有 24 个点数。请照记录的纸核对，一个不多，一个不少。",
    )
    assert world.path.read_bytes() == before
    spelt = f"{nonce[:4]}-{nonce[4:8]} {nonce[8:]}".upper()  # read aloud and written down
    said = world.run("run", NAME, "--nonce", spelt, "--value", THROWS, "--at", "2026-09-16T10:00")
    assert (said.code, said.out) == (0, f"registry/draws/{NAME}.yaml\n")
    assert said.err == f"已排出先后：design 22 位、works 12 位。请提交、推送，再用 zhicheng draw call {NAME} 依次打电话。\n"
    usage(
        world.run("run", NAME, "--nonce", nonce, "--value", THROWS, "--at", "2026-09-16T10:06"),
        f"错误：{NAME} 已经排出先后，不能再排。作废重来的，请用 zhicheng draw cancel 写明原因，再制定新的方案。",
    )


def typed(world: World, monkeypatch: pytest.MonkeyPatch, *lines: str) -> Said:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    return world.run("run", NAME, "--nonce", world.nonce(), "--at", "2026-09-16T10:05")


def test_the_throws_are_typed_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.back_to("planned")
    spaced = " ".join(re.findall(".{1,5}", THROWS))
    said = typed(world, monkeypatch, THROWS, THROWS[:7] + "6" + THROWS[8:])
    assert said.code == 2
    assert said.err.endswith("两遍输入的随机数不同，从第 8 个字符起。请照原始记录核对，重新输入。\n")
    assert typed(world, monkeypatch, THROWS, THROWS[:-1]).err.endswith("从第 25 个字符起。请照原始记录核对，重新输入。\n")
    assert typed(world, monkeypatch, THROWS).err.endswith("错误：没有人可以问。请用 --value 写明随机数。\n")
    assert "result" not in world.value()
    said = typed(world, monkeypatch, spaced, THROWS)
    assert said.code == 0
    assert said.err.startswith("请输入随机数：请另一个人照原始记录再输入一遍：已排出先后：")
    assert world.value()["result"]["value"] == THROWS


def test_the_numbers_of_each_lottery_are_typed_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    draws = [{"name": "快乐8", "issue": "2026247"}, {"name": "排列5", "issue": "26247"}]
    source = {"source": "lottery", "draws": draws, "at": "2026-09-16T10:00:00+08:00"}
    world.back_to("keyed")
    assert world.plan(wanted={**PLAN, "randomness": source}).code == 0
    world.commit("2026-09-14T18:20:00+08:00")
    one, other = " ".join(f"{n:02}" for n in range(1, 21)), "0 7 7 0 1"
    said = typed(world, monkeypatch, one, one, other, "07701")
    assert said.code == 0, said.err
    assert "请输入快乐8 2026247 期的号码：" in said.err
    assert "请输入排列5 26247 期的号码：" in said.err
    assert world.value()["result"]["value"] == f"快乐8 2026247 {one.replace(' ', '-')}/排列5 26247 0-7-7-0-1"
    assert world.verify(keyed=False).rows == []


def test_calls_are_shown_and_recorded(world: World) -> None:
    """Who is called next, with employer and numbers, on standard output; the rest on standard error."""
    world.back_to("drawn")
    said = world.done("call", NAME, "--identity", world.identity)
    assert re.fullmatch(r"design  第 1 位  示例\S+  某市示例第..?设计院  0991-0000[0-9]{3}\n", said.out)
    assert said.err == "规划与设计：应到 0／6，候补 0／1\n施工：应到 0／5，候补 0／1\n"
    who = ("--group", "design", "--rank", "1")
    said = world.call("no-answer", "10:10", *who)
    assert said.out.rstrip().endswith("（没有打通过，10:40 以后再打）")
    usage(world.call("no-answer", "10:39", *who), "错误：没有记：design 组第 1 位上次没有打通，要到 10:40 再打。")
    said = world.call("confirmed", "10:39", *who)  # they rang back
    assert said.err.splitlines()[:2] == [
        f"已记第 2 步。链的末尾：{world.value()['calls']['chain'][-1][:12]}",
        "规划与设计：应到 1／6，候补 0／1",
    ]
    group, rank = world.due()[0]
    usage(world.call("confirmed", "10:38", "--group", group, "--rank", str(rank)), "错误：没有记：时间早于上一步。")
    usage(
        world.call("confirmed", "10:50", "--group", "design", "--rank", "1"),
        f"错误：没有记：没有轮到 design 组第 1 位。现在该打的：{group} 组第 {rank} 位。",
    )
    said = world.call("closed", "11:00", "--present", "1", "--note", "示例")
    assert said.err.splitlines()[1:] == ["已经封存。请打印电话记录，请在场的人签字；再提交、推送。"]
    usage(world.call("absent", "11:10", *who, "--reason", "other"), "错误：没有记：电话已经封存，不能再记。")


def test_who_has_left_since_the_plan_is_told_when_to_be_called(world: World) -> None:
    """The order stays as it was drawn; who was not to be drawn any more is not called without a word."""
    world.back_to("drawn")
    call = ("call", NAME, "--identity", world.identity, "--as-of", "2026-09-16")
    assert "变动" not in world.done(*call).everything
    first = steps.ranked(world.value(), world.opened())["design"][0]
    sealed = world.root / f"registry/vault/{first['roster']}.roster.age"
    roster = store.opened(sealed, world.keys)
    removed = {"state": "removed", "removed": {"date": "2026-09-15", "reason": "discipline"}}
    for change, why in ((removed, "已经调出花名册"), ({"in_service": "retired"}, "已退休，没有获准的例外")):
        people = [{**one, **change} if one["id"] == first["expert"] else one for one in roster["experts"]]
        draw_world.seal_roster(world.root, first["roster"], people, roster["draw_key"])
        said = world.done(*call)
        assert said.out.startswith("design  第 1 位  ")
        assert f"design 第 1 位在制定方案以后有变动（{why}" in said.err
        assert "记 --result declined --reason other，在 --note 里写明" in said.err
    said = world.call("confirmed", "10:10", "--group", "design", "--rank", "1")
    assert "design 第 1 位在制定方案以后有变动（已退休，没有获准的例外）" in said.err
    assert "答应过了，请与监督人查明：确实不能到会的，改记 --result absent --reason other，在 --note 里写明。" in said.err
    verify = ("verify", NAME, "--identity", world.identity)
    for day, told in (("2026-09-15", True), ("2026-09-16", False)):  # the call was on the 16th
        gone = {"state": "removed", "removed": {"date": day, "reason": "discipline"}}
        people = [{**one, **gone} if one["id"] == first["expert"] else one for one in roster["experts"]]
        draw_world.seal_roster(world.root, first["roster"], people, roster["draw_key"])
        line = "D306 （提醒）design 组第 1 位 2026-09-15 已经调出花名册，2026-09-16 记的是答应到会"
        assert (line in world.run(*verify).everything) is told
    sealed.unlink()
    assert "没有核对名单里的人现在还能不能到会" in world.done(*call).err


def test_an_option_without_its_result_is_not_passed_over(world: World) -> None:
    """Whoever forgets --result, or gives what the result does not take, must not believe that it was recorded."""
    world.back_to("drawn")
    before = world.path.read_bytes()
    call = ("call", NAME, "--identity", world.identity)
    who = ("--caller", CALLER, "--witness", WITNESS)
    for options, message in (
        (("--group", "design", "--rank", "1"), "没有记：要写明 --result。"),
        (("--at", "2026-09-16T10:10"), "没有记：要写明 --result。"),
        (("--result", "confirmed", *who), "没有记：要写明 --group、--rank。"),
        (("--result", "confirmed", "--group", "design", "--rank", "1"), "没有记：要写明 --caller、--witness。"),
        (("--result", "declined", "--group", "design", "--rank", "1", *who), "没有记：要写明 --reason。"),
        (("--result", "relaxed", "--limit", "outside", *who), "没有记：要写明 --note。"),
        (("--result", "closed", *who), "没有记：要写明 --present。"),
        (
            ("--result", "confirmed", "--group", "design", "--rank", "1", "--reason", "duty", *who),
            "没有记：答应到会不用写 --reason。请核对写的是哪一种结果。",
        ),
        (("--result", "closed", "--present", "0", "--rank", "1", *who), "没有记：封存不用写 --rank。请核对写的是哪一种结果。"),
    ):
        usage(world.run(*call, *options), f"错误：{message}")
    assert world.path.read_bytes() == before


@pytest.mark.parametrize("rank", ["0", "-1", "23"])
@pytest.mark.parametrize("result", ["confirmed", "absent"])
def test_a_rank_that_nobody_has(world: World, rank: str, result: str) -> None:
    """Zero and less do not count from the end."""
    more = ("--reason", "other") if result == "absent" else ()
    usage(
        world.back_to("drawn").call(result, "10:10", "--group", "design", "--rank", rank, *more),
        f"错误：没有记：没有这一位：design 组第 {rank} 位。",
    )


def test_what_could_not_be_read_again_is_not_written(world: World) -> None:
    """Texts that are empty, too long or of two lines, and numbers below zero."""
    first = ("--group", "design", "--rank", "1")
    world.back_to("drawn")
    calls = f"没有写 {NAME}.calls.age："
    for options, message in (
        (("closed", "10:10", "--present", "-1", "--note", "示例"), f"{calls}步骤“到会”太长、太短、太大、太小，或者项数不对。"),
        (("confirmed", "10:10", *first, "--note", ""), f"{calls}步骤“说明”"),
        (("confirmed", "10:10", *first, "--note", "示例\n示例"), "有一项内容里有换行、控制字符或不完整的字符"),
        (("confirmed", "10:10", *first, "--note", "示" * 301), f"{calls}步骤“说明”太长、太短、太大、太小，或者项数不对。"),
    ):
        said = world.call(*options)
        assert said.code == 2, said.everything
        assert said.err.startswith(f"错误：{message}"), said.err
        assert "示示" not in said.err
    assert not world.sealed_path(DRAW_CALLS).exists()
    said = world.run("cancel", NAME, "--note", "x", "--date", "2026-09-15")
    assert (said.code, said.err[:20]) == (2, "错误：没有写 registry/draws/example-one-1.yaml：“原因”"[:20])
    assert "cancelled" not in world.value()


# --- cancelling, publishing, signing, proving --------------------------------------------------------------------------


def test_marks_of_a_draw_come_in_their_order(world: World) -> None:
    world.back_to("planned")
    usage(world.run("publish", NAME), f"错误：{NAME} 还没有封存。评审结果公示以前，先记完电话，再封存。")
    for what in ("result", "calls"):
        usage(world.run("sign", NAME, "--what", what, "--by", "主持人"), f"错误：{NAME} 还没有这一张纸可以签。")
    usage(world.run("call", NAME, "--identity", world.identity), f"错误：{NAME} 还没有排出先后。请先运行 zhicheng draw run {NAME}。")
    assert world.run("sign", NAME, "--what", "plan", "--by", "主持人", "--date", "2026-09-14").code == 0
    assert world.value()["signed"] == [{"what": "plan", "date": "2026-09-14", "by": "主持人"}]
    nonce = world.nonce()
    said = world.run("cancel", NAME, "--note", "会议改期", "--date", "2026-09-15")
    assert (said.code, said.out, said.err) == (0, f"registry/draws/{NAME}.yaml\n", "")
    gone = f"错误：{NAME} 已经取消（2026-09-15：会议改期）。"
    usage(world.run("cancel", NAME, "--note", "会议改期"), gone)
    usage(world.run("publish", NAME), gone)
    usage(world.run("run", NAME, "--nonce", nonce, "--value", THROWS, "--at", "2026-09-16T10:05"), gone)
    world.back_to("closed")
    usage(world.run("cancel", NAME, "--note", "会议改期"), f"错误：{NAME} 已经封存，不能取消。")
    closed = datetime.fromisoformat(world.value()["calls"]["closed"]["at"]).date()
    early = closed - timedelta(days=1)
    said = f"错误：{NAME} 是 {closed} 才封存的，评审结果不会在 {early} 公示。请核对日期。"
    usage(world.run("publish", NAME, "--date", early.isoformat()), said)
    assert world.run("publish", NAME, "--date", closed.isoformat()).code == 0
    world.back_to("published")
    usage(world.run("publish", NAME, "--date", "2026-10-11"), f"错误：{NAME} 已经写明结果在 2026-10-10 公示。")


def test_a_proof_shows_that_somebody_was_in_the_list_and_no_more(world: World, tmp_path: Path) -> None:
    """Not before the results are published, for nobody who was left out, and not if a character is changed."""
    out = tmp_path / "proof.json"
    prove = ("prove", NAME, "--identity", world.identity, "--roster", COMMITTEE, "--out", out)
    world.back_to("closed")
    usage(
        world.run(*prove, "--expert", "p000"),
        f"错误：{NAME} 的评审结果还没有公示，现在不能证明谁在名单里：评审没有完，这会让人知道可以找谁。",
    )
    world.back_to("published")
    usage(world.run(*prove, "--expert", "recused"), f"错误：{COMMITTEE} 里这个评委编号的人不在 {NAME} 的名单里。")
    assert not out.exists()
    said = world.run(*prove, "--expert", "p000")
    assert (said.code, said.out) == (0, "")
    assert said.err == f"已写入 {out}：证明这名评委在名单里，不说明有没有抽到。请只交给本人或者查问的机关。\n"
    given = json.loads(out.read_text(encoding="utf-8"))
    assert sorted(given) == ["born", "draw", "employer", "group", "level", "name", "salt"]
    said = world.run("verify", NAME, "--proof", out)
    assert (said.code, said.err) == (0, f"证明成立：这个人在 {NAME} 的名单里。这不说明他有没有抽到。\n")
    sealed = next(one for one in world.opened()["people"] if one["expert"] == "p000")
    assert sealed["order_salt"] not in out.read_text(encoding="utf-8"), "who has the proof cannot tell the rank"
    for field in ("name", "born", "employer", "group", "level", "salt"):
        changed = {**given, field: given[field][:-1] + ("0" if given[field][-1] != "0" else "1")}
        out.write_text(json.dumps(changed, ensure_ascii=False), encoding="utf-8")
        usage(world.run("verify", NAME, "--proof", out), "错误：证明不成立：名单公布的指纹里没有这个人。内容改过一个字，也不成立。")
    out.write_text(json.dumps({**given, "draw": "example-one-2"}), encoding="utf-8")
    usage(world.run("verify", NAME, "--proof", out), f"错误：这是另一次抽取的证明，不是 {NAME} 的。")
    for broken in ({**given, "rank": "1"}, {**given, "salt": 1}, [], {}):
        out.write_text(json.dumps(broken), encoding="utf-8")
        usage(
            world.run("verify", NAME, "--proof", out),
            "错误：证明的文件不合格式：应有 draw、name、born、employer、group、level、salt 七项文字。"
            "请用 zhicheng draw prove 写出的原文件。",
        )
    for text in ("{", "[" * 100_000):
        out.write_text(text, encoding="utf-8")
        usage(
            world.run("verify", NAME, "--proof", out),
            "错误：读不到证明 proof.json，或者它不是 JSON。请用 zhicheng draw prove 写出的原文件。",
        )
    usage(world.run(*prove[:-1], world.root / "x.json", "--expert", "p000"), f"错误：证明不能放在仓库里：{world.root / 'x.json'}。"
          "请放到仓库以外的文件夹，以免被提交出去。")  # fmt: skip


# --- wrong usage -------------------------------------------------------------------------------------------------------


def test_wrong_usage(world: World) -> None:
    help_ = "\n用 zhicheng draw --help 查看说明。"
    for arguments, message in (
        (("plan",), f"用法有误：draw plan 要写 编号、--plan、--identity。{help_}"),
        (("run", NAME), f"用法有误：draw run 要写 --nonce。{help_}"),
        (("run", NAME, "--nonce", "x", "--identity", "y"), f"用法有误：draw run 不用 --identity。{help_}"),
        (("verify", "--nonce", "x"), f"用法有误：draw verify 不用 --nonce。{help_}"),
        (("publish", NAME, "example-two-1"), "错误：zhicheng draw publish 只写一个编号。"),
        (("replace",), "错误：draw replace 改叫 draw call：依次打电话，答应、不能来、没有打通都记下来，往后递补。"),
        (("verify", "nobody-1"), f"错误：没有抽取 nobody-1。已有：{NAME}。"),
        (("verify", "--proof", "x"), "错误：读不到证明 x，或者它不是 JSON。请用 zhicheng draw prove 写出的原文件。"),
        (("run", NAME, "--nonce", "x", "--at", "16 日"), f"用法有误：--at：“16 日”不是时间，请写成 2026-11-26T10:00{help_}"),
        (("run", NAME, "--nonce", "x", "--value", THROWS, "--at", "2999-01-01"), f"用法有误：--at 2999-01-01T00:00 还没有到。{help_}"),
        *(
            ((*which, "--date", "2999-01-01"), f"用法有误：--date 2999-01-01 还没有到。{help_}")
            for which in (("cancel", NAME, "--note", "会议改期"), ("publish", NAME), ("sign", NAME, "--what", "plan", "--by", "主持人"))
        ),
        (("run", NAME, "--nonce", "x", "--at", "0001-01-01"), f"用法有误：--at：“0001-01-01”的年份不对，要在 1900 到 2999 之间{help_}"),
    ):
        usage(world.run(*arguments), message)
    world.back_to("keyed")
    usage(world.run("verify", NAME), f"错误：没有抽取 {NAME}。还没有制定过方案：zhicheng draw plan。")
    said = world.run("verify")
    assert (said.code, said.out, said.err) == (0, "", "核对了 0 次抽取公开的部分：0 个错误，0 个提醒。\n")


def test_times_of_other_zones_are_written_as_those_of_china(world: World) -> None:
    """A time with another zone is the same moment: what was written is read again."""
    assert world.back_to("keyed").plan("2026-09-14T10:05:00Z").code == 0
    plan = world.value()["plan"]
    assert (plan["planned_at"], plan["as_of"]) == ("2026-09-14T18:05:00+08:00", "2026-09-14")
    world.commit("2026-09-14T18:20:00+08:00")
    assert world.run("run", NAME, "--nonce", world.nonce(), "--value", THROWS, "--at", "2026-09-16T02:00:00Z").code == 0
    assert world.value()["result"]["drawn_at"] == "2026-09-16T10:00:00+08:00"


@pytest.mark.parametrize(
    ("at", "message"),
    [
        ("2026-02-30T10:00:00+08:00", "S005 “产生的时间”的值“2026-02-30T10:00:00+08:00”不是真实存在的时间"),
        ("2026-09-16T25:00:00+08:00", "S005 “产生的时间”的值“2026-09-16T25:00:00+08:00”不是真实存在的时间"),
        ("2026-09-16T10:00:00+09:00", "S005 “产生的时间”的值“2026-09-16T10:00:00+09:00”的写法不符合要求"),
        ("明天", "S005 “产生的时间”的值“明天”的写法不符合要求"),
    ],
)
def test_a_time_that_does_not_exist(world: World, at: str, message: str) -> None:
    """In what is wanted of a plan and in a published one."""
    world.back_to("keyed")
    said = world.plan(wanted={**PLAN, "randomness": {"source": "dice", "throws": 25, "at": at}})
    assert (said.code, said.err) == (1, "")
    assert message in said.out
    world.back_to("planned").change(lambda value: value["plan"]["randomness"].update(at=at))
    said = world.zhicheng("validate")
    assert said.code == 1
    assert "S005" in said.out


def test_faults_of_a_plan_file_have_their_places(world: World) -> None:
    """The clerk is told the line and what stands there; a file of people is told without its values."""
    plan, people = world.back_to("keyed").desk / "wanted.yaml", world.desk / "who.yaml"
    plan.write_text(
        "groups:\n  - {id: west, name: 西医, series: health, specialties: [临床医学], levels: [副高级], members: 13}\n"
        'randomness: {source: dice, throws: 24, at: "2026-09-16T10:00:00+08:00"}\ncalls: {attempts: 2, minutes: 30}\n',
        encoding="utf-8",
    )
    run = ("plan", COMMITTEE, "--plan", plan, "--identity", world.identity)
    said = world.run(*run)
    assert said.code == 1
    assert [line for line in said.out.splitlines() if not line.startswith("    ")] == [
        "wanted.yaml:2:5: S002 “一组”里缺少“候补”（alternates）",
        "wanted.yaml:2:56: S003 “一个专业”应当是列表，现在是文字“临床医学”",
        "wanted.yaml:2:72: S004 “层级”不能是“副高级”",
        "wanted.yaml:3:36: S006 “掷几次”太小：不能小于 25，现在是 24",
    ]
    plan.write_text("groups: [\n", encoding="utf-8")
    said = world.run(*run)
    assert (said.code, said.out.split(" ")[0]) == (1, "wanted.yaml:2:1:")
    people.write_text("recused:\n  - {roster: example-one, expert: p000, reason: 示例亲属, name: 示例甲}\n", encoding="utf-8")
    plan.write_text("x: 1\n", encoding="utf-8")
    said = world.run(*run, "--people", people)
    assert said.code == 1
    assert "who.yaml:1:1: S001 回避“一个人”里有不认识的字段" in said.out
    assert "示例" not in said.out
    assert "wanted.yaml:1:1: S001" in said.out
