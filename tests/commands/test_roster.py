"""Experts found, moved and removed together; a specialty that left the catalog. With real age; all people are invented (人物均为虚构)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from helpers import registries
from helpers.rosters import IDENTITY
from helpers.vault_commands import expert, opened, pool, roster, run, write

Capture = pytest.CaptureFixture[str]
OTHER = "registry/vault/example-prefecture.roster.age"
KEY = ("--identity", IDENTITY)


@pytest.fixture
def sealed(small: Path, tmp_path: Path, capsys: Capture) -> Path:
    """A registry whose pool of example-one has 25 experts, and that of example-prefecture one."""
    assert run(small, "seal", "example-one", write(tmp_path, roster()), "--yes") == 0
    one = expert(series="health", specialty=["医疗", "内科"], title="副主任医师", name="示例·买买提", born="1980-05")
    assert run(small, "seal", "example-prefecture", write(tmp_path, roster(one)), "--yes") == 0
    capsys.readouterr()
    return small


def counts(root: Path, key: str) -> dict[str, int]:
    value: dict[str, int] = yaml.safe_load((root / f"registry/rosters/{key}.yaml").read_text(encoding="utf-8"))["counts"]
    return value


def test_several_are_removed_together(sealed: Path) -> None:
    """For one reason, on one day, sealed once; where one cannot be removed, none is."""
    first, second, third = (row["id"] for row in opened(sealed)["experts"][:3])
    remove = ("roster", "remove", "example-one", *KEY, "--reason", "retired", "--date", "2026-09-01")
    assert run(sealed, *remove, "--expert", first, "--expert", second, "--expert", first) == 0
    assert [row["id"] for row in opened(sealed)["experts"] if row["state"] == "removed"] == [first, second]
    before = (sealed / "registry/vault/example-one.roster.age").read_bytes()
    assert run(sealed, *remove, "--expert", third, "--expert", first) == 2
    assert (sealed / "registry/vault/example-one.roster.age").read_bytes() == before


@pytest.mark.parametrize("name", ["示例·买买提", "示例买买提", " 示例 • 买买提"])
def test_found_however_the_name_is_written(sealed: Path, tmp_path: Path, capsys: Capture, name: str) -> None:
    """In every pool, with what the holder of the key needs to go on, and not the name."""
    (tmp_path / "name.txt").write_text(name, encoding="utf-8")
    assert run(sealed, "roster", "find", "--name", f"@{tmp_path / 'name.txt'}", *KEY) == 0
    out, talk = capsys.readouterr()
    identifier = opened(sealed, OTHER)["experts"][0]["id"]
    assert out == f"example-prefecture  {identifier}  第 1 行  在库  卫生技术人员 医疗／内科  副高级  1980-05\n"
    assert talk == "查了 3 份花名册，找到 1 处。\n"
    (sealed / "registry/vault/employer-653100.roster.age").unlink()
    assert run(sealed, "roster", "find", "--name", name, *KEY) == 1, "not everywhere was looked"
    assert capsys.readouterr() == (out, "1 份花名册打不开或者不在这里，没有查：employer-653100。\n查了 2 份花名册，找到 1 处。\n")


def test_found_nowhere_and_in_one_pool(sealed: Path, capsys: Capture) -> None:
    assert run(sealed, "roster", "find", "example-one", "--name", "示例·买买提", *KEY) == 0
    assert capsys.readouterr() == ("", "查了 1 份花名册，找到 0 处。\n")
    assert run(sealed, "roster", "find", "example-two", "--name", "示例", *KEY) == 2
    assert "没有 example-two 的密封花名册。" in capsys.readouterr().err


def test_moved_to_another_pool(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    """The one pool keeps that they left, the other gets them with an id of its own; both are written together."""
    inner = expert(series="health", specialty=["医疗", "内科"], title="副主任医师", name="示例转库", born="1981-05")
    assert run(sealed, "roster", "add", "example-prefecture", write(tmp_path, {"experts": [inner]}), *KEY) == 0
    identifier = opened(sealed, OTHER)["experts"][1]["id"]
    text = (sealed / registries.ONE).read_text(encoding="utf-8")
    health = "  - {series: health, levels: [associate-senior], catalog: {医疗: [内科]}}\nscope:\n"
    registries.write(sealed, registries.ONE, text.replace("scope:\n", health, 1))
    move = ("roster", "move", "example-prefecture", *KEY, "--expert", identifier, "--to", "example-one", "--date", "2026-09-01")
    assert run(sealed, *move, "--note", "单位调整") == 0, capsys.readouterr().err
    left, came = opened(sealed, OTHER)["experts"][1], opened(sealed)["experts"][-1]
    assert left["removed"] == {"date": "2026-09-01", "reason": "other", "note": "转到 example-one：单位调整"}
    assert came["id"] != identifier
    assert {name: item for name, item in came.items() if name != "id"} == inner
    assert counts(sealed, "example-one")["active"] == 26
    assert "active" not in counts(sealed, "example-prefecture"), "fewer than five are not published"
    assert run(sealed, *move) == 2
    assert f"错误：{identifier} 已经调出了，没有改动。" in capsys.readouterr().err
    everybody = ("roster", "move", "example-prefecture", *KEY, "--all", "--to", "example-one", "--date", "2026-09-02")
    assert run(sealed, *everybody) == 0, capsys.readouterr().err
    assert {one["state"] for one in opened(sealed, OTHER)["experts"]} == {"removed"}
    assert opened(sealed, OTHER)["experts"][1] == left
    assert counts(sealed, "example-one")["active"] == 27
    assert run(sealed, *everybody) == 2
    assert "错误：example-prefecture 里没有在库的专家，没有改动。" in capsys.readouterr().err


def test_move_to_a_pool_without_the_specialty_changes_nothing(sealed: Path, capsys: Capture) -> None:
    before = [(sealed / path).read_bytes() for path in ("registry/vault/example-one.roster.age", OTHER)]
    identifier = opened(sealed)["experts"][0]["id"]
    for path in ("registry/committees/650000/example-one.yaml", "registry/committees/650000/example-two.yaml"):
        text = (sealed / path).read_text(encoding="utf-8")
        registries.write(sealed, path, text.replace("城市规划", "城市设计"))
    move = ("roster", "move", "example-one", *KEY, "--expert", identifier, "--to", "example-prefecture", "--date", "2026-09-01")
    assert run(sealed, *move) == 1
    out, talk = capsys.readouterr()
    assert "专业不在登记的专业目录里" in out
    assert talk.endswith("有错误，两份花名册都没有改动。转去的地方没有这个专业的，请先用 roster update 改专业，或者在那里用 roster add。\n")
    assert [(sealed / path).read_bytes() for path in ("registry/vault/example-one.roster.age", OTHER)] == before


def test_specialty_that_left_the_catalog_does_not_hold_up_the_work(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    """Removing somebody, or mending a telephone number, goes on, with a warning; a new expert in it is an error."""
    for path in sorted((sealed / "registry/committees").rglob("*.yaml")):
        path.write_text(path.read_text(encoding="utf-8").replace("城市规划", "城市设计"), encoding="utf-8")
    first, second, *_ = (row["id"] for row in opened(sealed)["experts"])
    assert run(sealed, "roster", "remove", "example-one", *KEY, "--expert", first, "--reason", "retired", "--date", "2026-09-01") == 0
    out = capsys.readouterr().out
    assert "专业已经不在登记的专业目录里" in out
    assert "X003" in out
    assert counts(sealed, "example-one")["active"] == 24
    change = write(tmp_path, {"experts": [{"id": second, "phones": ["0991-0000999"]}]})
    assert run(sealed, "roster", "update", "example-one", change, *KEY) == 0
    assert run(sealed, "roster", "purge", "example-one", "--expert", second, *KEY) == 2  # still in the pool
    assert run(sealed, "roster", "purge", "example-one", "--expert", first, *KEY) == 0
    assert run(sealed, "roster", "purge", "example-one", "--before", "2026-11-01", *KEY) == 0
    added = write(tmp_path, {"experts": [expert(born="1988-01")]})
    assert run(sealed, "roster", "add", "example-one", added, *KEY) == 1
    assert run(sealed, "seal", "example-one", write(tmp_path, roster(*pool())), "--yes") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["find"], "用法有误：roster find 要写 --name。"),
        (["move", "example-one", "--expert", "a"], "用法有误：roster move 要写 --to、--date。"),
        (
            ["move", "example-one", "--expert", "a", "--all", "--to", "example-two", "--date", "2026-09-01"],
            "用法有误：roster move 要写 --expert，或者 --all，只写一样。",
        ),
        (
            ["move", "example-one", "--to", "example-two", "--date", "2026-09-01"],
            "用法有误：roster move 要写 --expert，或者 --all，只写一样。",
        ),
        (["add", "example-one", "--all"], "用法有误：roster add 不用 --all。"),
        (["move", "example-one", "--expert", "a", "--to", "example-one", "--date", "2026-09-01"], "--to 与原来的是同一个花名册。"),
        (["remove", "--expert", "a", "--reason", "other"], "用法有误：roster remove 要写 编号、--date。"),
        (["bans", "example-one"], "用法有误：roster bans 不用 编号。"),
        (["add", "example-one", "--name", "示例"], "用法有误：roster add 不用 --name。"),
        (["purge", "example-one", "--before", "2026-09-01", "--reason", "other"], "用法有误：roster purge 不用 --reason。"),
        (["purge", "example-one"], "用法有误：roster purge 要写 --before，或者编号和 --expert，只写一样。"),
        (
            ["purge", "example-one", "--before", "2026-09-01", "--expert", "a"],
            "用法有误：roster purge 要写 --before，或者编号和 --expert，只写一样。",
        ),
        (["purge", "--expert", "a"], "用法有误：roster purge --expert 要写编号。"),
    ],
)
def test_wrong_usage(sealed: Path, capsys: Capture, arguments: list[str], said: str) -> None:
    assert run(sealed, "roster", *arguments, *KEY) == 2
    assert said in capsys.readouterr().err
