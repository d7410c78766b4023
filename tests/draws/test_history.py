"""What Git's history tells of a draw, and what it does not: shallow copies, no Git, versions that cannot be read, what came later."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from helpers import draw_world, registries
from helpers.draw_world import COMMITTEE, EMPLOYERS, NAME, World

from zhicheng.vault import store

pytestmark = pytest.mark.slow


def draw_key(world: World, key: str) -> str:
    return str(store.opened(world.root / f"registry/vault/{key}.roster.age", world.keys)["draw_key"])


def test_a_shallow_copy_judges_nothing_by_its_first_commit(world: World, tmp_path: Path) -> None:
    """A runner of a forge has the last commit alone: that it is late says nothing."""
    copy = World(tmp_path / "copy")
    copy.desk.mkdir(parents=True)
    world.git("clone", "--quiet", "--depth", "1", f"file://{world.root}", str(copy.root))
    found = copy.verify(keyed=False)
    assert (found.codes, found.warnings) == (set(), {"D202"})
    assert found.message("D202") == "这份副本的历史不完整，没有核对方案是不是在随机数产生以前公布的"
    assert found.rows[0]["hint"] == "请先取来完整的历史：git fetch --unshallow。"
    copy.change(lambda value: value["calls"]["chain"].pop())
    assert copy.verify(keyed=False).codes == {"D206"}  # what it has it compares


def test_without_git_the_time_is_not_judged(world: World) -> None:
    shutil.rmtree(world.root / ".git")
    found = world.verify(keyed=False)
    assert (found.codes, found.warnings) == (set(), {"D202"})
    assert found.message("D202") == "没有 Git 的历史，没有核对方案是不是在随机数产生以前公布的"
    assert found.rows[0]["hint"] == "请在登记册的仓库里核对，或者核对当场签字的短码。"
    assert world.verify().codes == set()
    world.change(lambda value: value["result"]["ranking"]["design"].reverse())
    assert world.verify(keyed=False).codes == {"D205"}


@pytest.mark.parametrize("text", ["committee: [\n", "committee: example-one\n", "[]\n", "plan: {}\nnumber: x\n", ""])
def test_a_version_that_cannot_be_read_is_passed_over(world: World, text: str) -> None:
    """And what stands before and after it is compared all the same."""
    content = world.path.read_bytes()
    world.path.write_text(text, encoding="utf-8")
    world.commit("2026-10-11T10:00:00+08:00")
    world.path.write_bytes(content)
    world.commit("2026-10-12T10:00:00+08:00")
    assert world.verify(keyed=False).rows == []
    world.change(lambda value: value.update(published="2026-10-11"))
    assert world.verify(keyed=False).codes == {"D203"}


def test_rosters_that_change_later_are_no_matter(world: World) -> None:
    """The plan is checked against those of its day, found in the history of the vault by their hash."""
    for key, people in ((COMMITTEE, draw_world.people_of_committee()[3:]), (EMPLOYERS, draw_world.people_of_employers()[1:])):
        draw_world.seal_roster(world.root, key, people, draw_key(world, key))
    world.commit("2026-10-20T10:00:00+08:00")
    assert world.verify(centre=True).rows == []
    assert world.verify().codes == set()


def test_a_roster_that_is_gone_is_told_and_not_guessed(world: World) -> None:
    """In a vault without its history, after the roster changed."""
    draw_world.seal_roster(world.root, COMMITTEE, draw_world.people_of_committee()[3:], draw_key(world, COMMITTEE))
    shutil.rmtree(world.root / ".git")
    found = world.verify()
    assert found.codes == {"D304"}
    said = f"没有核对名单：花名册 {COMMITTEE} 那天的一份打不开（密封库和它的历史里没有这一份）"
    assert said in found.message("D304").split("\n")


def test_a_registry_of_then_that_cannot_be_read_is_told_and_not_guessed(world: World) -> None:
    """Rules and waivers of today may be others than those of the plan."""
    settings = world.root / "registry/registry.yaml"
    content = settings.read_bytes()
    shutil.rmtree(world.root / ".git")
    world.git("init", "--quiet", "--initial-branch=main")
    settings.write_text("name: [\n", encoding="utf-8")
    world.commit("2026-10-08T09:00:00+08:00")
    settings.write_bytes(content)
    world.commit("2026-10-08T09:30:00+08:00")
    found = world.verify()
    assert "D304" in found.codes
    assert "没有核对名单：制定方案时的登记库（规则、豁免）读不出来" in found.message("D304").split("\n")


def test_another_key_opens_nothing(world: World, tmp_path: Path) -> None:
    """Whoever has a key of their own is told that nothing was checked; it is no fault of the draw that is hidden."""
    other = tmp_path / "other.key"
    said = world.zhicheng("keys", "new", "--out", other)
    assert said.code == 0
    said = world.run("verify", "--identity", other)
    assert said.code == 1
    assert "D304 名单打不开：" in said.out


def test_what_a_verification_rests_on(world: World) -> None:
    """From the weakest to the strongest: the clock of whoever committed, and the code that those present signed."""
    said = world.run("verify", NAME)
    code = world.value()["code"]
    assert said.err.splitlines() == [
        f"{NAME} 依靠的是：随机数产生的时间：2026-09-16T10:00:00+08:00",
        f"{NAME} 依靠的是：Git 的提交时间 2026-09-14 18:20（提交人的电脑的钟，可以拨；别人早先取走的副本里有它，就改不了）",
        f"{NAME} 依靠的是：当场签字的短码：主持人和纪检人员 2 人，2026-09-14（请与签字的纸核对：{code}）",
        "核对了 1 次抽取公开的部分：0 个错误，0 个提醒。",
    ]


def test_a_fault_of_another_draw_does_not_keep_back_the_code(world: World) -> None:
    """The code of a plan depends on that plan alone."""
    assert world.plan("2026-11-01T10:00", world.wanted).code == 0
    world.commit("2026-11-01T10:30:00+08:00")
    world.change(lambda value: value["result"]["ranking"]["design"].reverse())
    said = world.run("verify", "--identity", world.supervisor)
    assert said.code == 1
    assert "example-one-2 的核对码" in said.err


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, True),
        ({"date": "2026-09-16"}, True),  # on the day of the randomness: the day is shown
        ({"date": "2026-09-17"}, False),
        ({"kind": "roster"}, False),
        ({"committee": "example-two"}, False),
        ({"commit": "0" * 40}, False),
    ],
)
def test_an_approval_of_the_plan_on_the_forge_is_told(world: World, changed: dict[str, str], told: bool) -> None:
    first = world.git("log", "--format=%H", "--reverse", "--", str(world.path)).split()[0]
    decision = {"committee": COMMITTEE, "round": "2026", "role": "supervision", "account": "watch-a", "commit": first}
    decision |= {"outcome": "approved", "date": "2026-09-15", "kind": "draw", **changed}
    registries.write(
        world.root, "registry/decisions/2026.yaml", yaml.safe_dump({"year": "2026", "decisions": [decision]}, allow_unicode=True)
    )
    said = world.run("verify", NAME).err
    sentence = f"审核记录：watch-a {decision['date']} 在代码平台上审核过含有这个方案的提交"
    assert (sentence in said) is told
