"""Bans: whoever was removed for breaking the rules enters no pool for some years. With real age; all people are invented (人物均为虚构)."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from helpers import registries
from helpers.rosters import IDENTITY
from helpers.vault_commands import expert, opened, pool, roster, write
from helpers.vault_commands import run as on_the_day

from zhicheng.commands.cli import main
from zhicheng.registry.registry import load
from zhicheng.registry.vault_listing import BANS
from zhicheng.vault import bans, cipher, store
from zhicheng.vault.store import keyring

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
Value = dict[str, Any]
KEY = ("--identity", IDENTITY)
LIST = f"registry/vault/{BANS}"
CLOSED = "违规记录（bans.age）用这把私钥打不开，没有核对有没有记录未满期的人。它只密封给中心，请中心核对。"
DEMONSTRATION = (
    "age1zyr20ewh77rtvu5fh08fqfax5szm3hphytp4pgs9e8zdgklj8sas6j5v5q",
    "age1xxl3swd8ymhae4ltwz4sylrfxtstlvnj5hr8uzrvryaynmvu3e9sdhdfvp",
)


@pytest.fixture
def sealed(small: Path, tmp_path: Path, capsys: Capture) -> Path:
    """The small registry with the rulebook on bans; 25 experts in the pool of example-one and one in that of example-prefecture."""
    registries.bans_in_force(small)
    assert on_the_day(small, "seal", "example-one", write(tmp_path, roster()), "--yes") == 0
    one = expert(series="health", specialty=["医疗", "内科"], title="副主任医师", name="示例·买买提", born="1980-05")
    assert on_the_day(small, "seal", "example-prefecture", write(tmp_path, roster(one)), "--yes") == 0
    capsys.readouterr()
    return small


def run(root: Path, *arguments: str | Path, day: str = "2026-11-23") -> int:
    return main([*map(str, arguments), "--root", str(root), "--as-of", day])


def listed(root: Path) -> list[Value]:
    """The bans as they are sealed."""
    return list(opened(root, LIST)["bans"])


def removed(root: Path, day: str = "2026-03-01", row: int = 0) -> Value:
    """Removes an expert of example-one for breaking the rules. Gives the row as it was."""
    gone: Value = opened(root)["experts"][row]
    remove = ("roster", "remove", "example-one", *KEY, "--expert", gone["id"], "--reason", "discipline", "--date", day)
    assert run(root, *remove) == 0
    return gone


def again(gone: Value, **changes: str) -> Value:
    """An expert to be added who is the same person."""
    return {name: item for name, item in {**gone, **changes}.items() if name != "id"}


def test_removal_and_ban_are_written_together(sealed: Path, capsys: Capture) -> None:
    """The list holds a keyed hash and no name, is sealed to the centre's keys alone, and the public counts are those of any removal."""
    gone = removed(sealed)
    assert capsys.readouterr().out.splitlines()[0] == LIST
    text = cipher.unseal((sealed / LIST).read_bytes(), keyring(IDENTITY).identities).decode()
    assert gone["name"] not in text
    assert gone["born"] not in text
    assert [{**ban, "person": ""} for ban in listed(sealed)] == [
        {
            "person": "",
            "reason": "discipline",
            "since": "2026-03-01",
            "until": "2029-02-28",
            "clause": "人社部发〔2024〕56号关于评审专家的规定",
            "pool": "example-one",
            "expert": gone["id"],
        }
    ]
    assert re.fullmatch("[0-9a-f]{64}", listed(sealed)[0]["person"])
    assert cipher.stanzas((sealed / LIST).read_bytes()) == 2
    assert registries.findings(sealed) == []


def test_two_registries_hash_in_two_ways(sealed: Path, tmp_path: Path) -> None:
    """The secret is the list's own."""
    removed(sealed)
    first = opened(sealed, LIST)
    (sealed / LIST).unlink()
    assert run(sealed, "roster", "bans", *KEY) == 0
    second = opened(sealed, LIST)
    assert first["secret"] != second["secret"]
    assert first["bans"][0]["person"] != second["bans"][0]["person"]


@pytest.mark.parametrize(("day", "code"), [("2026-03-01", 1), ("2026-11-23", 1), ("2029-02-28", 1), ("2029-03-01", 0)])
def test_nobody_enters_before_it_is_over(sealed: Path, tmp_path: Path, capsys: Capture, day: str, code: int) -> None:
    """Into no pool; from the day of the removal to the last day of the three years. The row is told, not the name."""
    gone = removed(sealed)
    assert run(sealed, "roster", "purge", "--before", "2026-11-01", *KEY) == 0
    capsys.readouterr()
    health = again(gone, series="health", specialty=["医疗", "内科"], title="副主任医师")
    before = (sealed / "registry/vault/example-prefecture.roster.age").read_bytes()
    assert run(sealed, "roster", "add", "example-prefecture", write(tmp_path, {"experts": [health]}), *KEY, day=day) == code
    out = capsys.readouterr().out
    said = (
        "registry/vault/example-prefecture.roster.age:2:2: R118 第 2 行“姓名”："
        "违规记录还没有满期，2029-02-28 以前（含当天）不得进入专家库\n"
        "    依据：人社部发〔2024〕56号关于评审专家的规定\n"
    )
    assert (said in out) == bool(code)
    assert gone["name"] not in out
    assert ((sealed / "registry/vault/example-prefecture.roster.age").read_bytes() == before) == bool(code)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "示例 一"}, 1),
        ({"name": "示·例一"}, 1),
        ({"name": "示例二"}, 0),
        ({"born": "1970-06"}, 0),
        ({"unit": "另一家单位", "employer": "另一家单位"}, 1),
    ],
)
def test_who_is_the_same_person(sealed: Path, tmp_path: Path, changes: dict[str, str], code: int) -> None:
    """By name, however it is written, and month of birth, as in R106 and R112."""
    one = expert(name="示例一", born="1970-05")
    assert run(sealed, "seal", "example-one", write(tmp_path, roster(one, *pool()[1:])), "--yes") == 0
    gone = removed(sealed)
    assert run(sealed, "roster", "add", "example-one", write(tmp_path, {"experts": [again(gone, **changes)]}), *KEY) == code


def test_a_namesake_enters_once_the_centre_has_said_so(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    """By file before entering, and then in the pool; the banned person, who holds the title since another month, still does not enter."""
    gone = removed(sealed)
    twin = again(gone, title_since="2017-03")
    other = write(tmp_path, {"experts": [expert(name="示例丙"), twin]}, "other.plain.json")
    assert run(sealed, "roster", "add", "example-one", other, *KEY) == 1
    assert "只是姓名、出生年月相同的，请中心核实后用 zhicheng roster namesake 登记。" in capsys.readouterr().out
    assert run(sealed, "roster", "namesake", "example-one", other, *KEY) == 0
    said = capsys.readouterr()
    assert said.err == "文件里第 2 名已登记为同名的另一个人，不再报 R118。已写好 registry/vault/bans.age，请提交到密封库。\n"
    assert gone["name"] not in cipher.unseal((sealed / LIST).read_bytes(), keyring(IDENTITY).identities).decode()
    assert run(sealed, "roster", "add", "example-one", other, *KEY) == 0
    assert run(sealed, "verify", "example-one", *KEY) == 0
    assert "R118" not in capsys.readouterr().out
    back = write(tmp_path, {"experts": [again(gone)]}, "back.plain.json")
    assert run(sealed, "roster", "add", "example-one", back, *KEY) == 1
    assert run(sealed, "roster", "namesake", "example-one", other, *KEY) == 0, "said once, it is there"
    assert "没有改动：没有与未满期的违规记录同名" in capsys.readouterr().err
    assert run(sealed, "roster", "bans", *KEY, day="2029-03-01") == 0
    assert "namesakes" not in opened(sealed, LIST), "gone with the ban"


def test_a_namesake_who_is_in_a_pool_already(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    """By the id in the roster, where somebody of another pool was banned later."""
    one = expert(name="示例·买买提", born="1980-05", title_since="2015-01")
    assert run(sealed, "roster", "add", "example-one", write(tmp_path, {"experts": [one]}, "one.plain.json"), *KEY) == 0
    removed(sealed, row=25)
    capsys.readouterr()
    assert run(sealed, "verify", "example-prefecture", *KEY) == 1
    assert "R118" in capsys.readouterr().out
    stays = opened(sealed, "registry/vault/example-prefecture.roster.age")["experts"][0]["id"]
    assert run(sealed, "roster", "namesake", "example-prefecture", *KEY, "--expert", stays) == 0
    assert capsys.readouterr().err.startswith(f"{stays}已登记为同名的另一个人")
    assert run(sealed, "verify", "example-prefecture", *KEY) == 0


@pytest.mark.parametrize("both", [True, False])
def test_namesake_takes_a_file_or_an_expert(sealed: Path, tmp_path: Path, capsys: Capture, both: bool) -> None:
    given = (write(tmp_path, {"experts": []}, "x.plain.json"), "--expert", "abcdef") if both else ()
    assert run(sealed, "roster", "namesake", "example-one", *given, *KEY) == 2
    assert "roster namesake 要写文件，或者 --expert，只写一样。" in capsys.readouterr().err


def test_found_by_everything_that_opens_rosters(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    """`seal` with an identity, `verify` and `validate --identity`; a roster that was sealed without one is found later."""
    gone = removed(sealed)
    back = write(tmp_path, roster(again(gone), *pool()[1:]))
    seal = ("seal", "example-one", back, "--yes")
    capsys.readouterr()
    assert run(sealed, *seal, *KEY) == 1
    assert "R118 第 1 行“姓名”" in capsys.readouterr().out
    assert run(sealed, *seal) == 0, "who has no key cannot look"
    assert run(sealed, "verify", *KEY) == 1
    assert "example-one.roster.age:1:2: R118" in capsys.readouterr().out
    assert run(sealed, "validate", *KEY) == 1
    assert "example-one.roster.age:1:2: R118" in capsys.readouterr().out
    assert [ban["expert"] for ban in listed(sealed)] == [gone["id"]], "it stays, though the row is gone"


def test_whoever_is_moved_or_updated(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    """`update` that removes somebody for breaking the rules bans, too; with another date it is another period; taken back there is none."""
    row = opened(sealed)["experts"][3]
    update = ("roster", "update", "example-one")
    for given, until in (("2026-03-01", "2029-02-28"), ("2026-04-01", "2029-03-31")):
        change = {"id": row["id"], "state": "removed", "removed": {"date": given, "reason": "discipline"}}
        assert run(sealed, *update, write(tmp_path, {"experts": [change]}), *KEY) == 0
        assert [(ban["expert"], ban["until"]) for ban in listed(sealed)] == [(row["id"], until)]
    capsys.readouterr()
    assert run(sealed, *update, write(tmp_path, {"experts": [{"id": row["id"], "state": "active", "removed": None}]}), *KEY) == 0
    assert f"example-one 的 {row['id']} 不再是因违纪调出，违规记录里删去了这一项。" in capsys.readouterr().err
    assert listed(sealed) == []


def test_a_roster_sealed_by_others_lifts_no_ban(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    """A committee that seals its roster with the row as if nothing had been: the next change by the centre finds the person."""
    gone = removed(sealed)
    value = opened(sealed)
    value["experts"][0] = gone
    assert run(sealed, "seal", "example-one", write(tmp_path, value), "--yes") == 0
    added = write(tmp_path, {"experts": [expert(name="示例新", born="1990-01")]})
    assert run(sealed, "roster", "add", "example-one", added, *KEY) == 1
    assert "R118 第 1 行“姓名”" in capsys.readouterr().out
    assert [ban["expert"] for ban in listed(sealed)] == [gone["id"]]


@pytest.mark.parametrize(("day", "left"), [("2029-02-28", 1), ("2029-03-01", 0)])
def test_purge_keeps_what_runs(sealed: Path, capsys: Capture, day: str, left: int) -> None:
    gone = removed(sealed)
    assert run(sealed, "roster", "purge", "--before", "2027-01-01", *KEY, day=day) == 0
    assert len(listed(sealed)) == left
    assert "name" not in opened(sealed)["experts"][0]
    capsys.readouterr()
    assert run(sealed, "roster", "bans", *KEY, day=day) == 0
    out, talk = capsys.readouterr()
    assert out == f"example-one  {gone['id']}  2026-03-01 至 2029-02-28  人社部发〔2024〕56号关于评审专家的规定\n" * left
    assert talk == f"没有满期的违规记录 {left} 项。没有要改的。\n"


def test_a_lost_list_is_told_and_made_again(sealed: Path, capsys: Capture) -> None:
    """No public file has its hash: whoever opens the rosters is told of each removal without a ban. Whose name is gone cannot come back."""
    removed(sealed)
    removed(sealed, row=1)
    kept = (sealed / LIST).read_bytes()
    (sealed / LIST).unlink()
    capsys.readouterr()
    assert run(sealed, "verify", *KEY) == 1
    assert capsys.readouterr().out.count("因违反评审工作纪律调出，没有违规记录") == 2
    assert run(sealed, "roster", "bans", *KEY) == 0
    assert run(sealed, "verify", *KEY) == 0
    assert len(listed(sealed)) == 2
    assert run(sealed, "roster", "purge", "--before", "2026-11-01", *KEY) == 0
    (sealed / LIST).unlink()
    capsys.readouterr()
    assert run(sealed, "verify", *KEY) == 0
    assert capsys.readouterr().out.count("R118 （提醒）") == 2
    assert run(sealed, "roster", "bans", *KEY) == 0
    assert "没有记入违规记录：没有姓名或者出生年月。" in capsys.readouterr().err
    (sealed / LIST).write_bytes(kept)
    assert run(sealed, "verify", *KEY) == 0
    assert "R118" not in capsys.readouterr().out


def test_another_key_cannot(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    """A prefecture opens its rosters and not the list: it is told so, and what would change the list is refused whole."""
    secret, own = cipher.new_identity()
    identity = tmp_path / "own.identity"
    identity.write_text(secret, encoding="utf-8")
    holder = ("--holder", "喀什地区职称办", "--role", "prefecture", "--area", "653100")
    assert run(sealed, "keys", "add", own, *holder) == 0
    assert run(sealed, "reseal", "--yes", *KEY) == 0
    assert run(sealed, "roster", "bans", *KEY) == 0
    other = ("--identity", identity)
    row = opened(sealed, "registry/vault/example-prefecture.roster.age")["experts"][0]
    files = {path: path.read_bytes() for path in (sealed / "registry").rglob("*") if path.is_file()}
    capsys.readouterr()
    remove = ("roster", "remove", "example-prefecture", *other, "--expert", row["id"], "--date", "2026-09-01", "--reason")
    assert run(sealed, *remove, "discipline") == 2
    assert capsys.readouterr().err == (
        "错误：没有改动：有人因违反评审工作纪律调出（或者撤销、更正、忘掉这样的调出），违规记录（bans.age）要一起改，"
        "而它打不开：这把密钥打不开它：它不是密封给这把密钥的。请交给中心，用中心的私钥办。\n"
    )
    assert run(sealed, "roster", "bans", *other) == 2
    assert {path: path.read_bytes() for path in files} == files
    health = expert(series="health", specialty=["医疗", "内科"], title="副主任医师", name="示例新", born="1981-05")
    assert run(sealed, "roster", "add", "example-prefecture", write(tmp_path, {"experts": [health]}), *other) == 0
    assert CLOSED in capsys.readouterr().err
    assert run(sealed, *remove, "retired") == 0
    assert CLOSED not in capsys.readouterr().err
    assert run(sealed, "verify", "example-prefecture", *other) == 0
    assert CLOSED in capsys.readouterr().err


def test_where_nobody_is_banned_nothing_is_said(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """A registry without such a rulebook: another key than the centre's hears nothing of bans."""
    secret, own = cipher.new_identity()
    (tmp_path / "own.identity").write_text(secret, encoding="utf-8")
    assert run(small, "keys", "add", own, "--holder", "监督", "--role", "supervisor") == 0
    assert run(small, "reseal", "--yes", *KEY) == 0
    capsys.readouterr()
    assert run(small, "verify", "--identity", tmp_path / "own.identity") == 0
    assert CLOSED not in capsys.readouterr().err
    registries.bans_in_force(small)
    assert run(small, "validate", "--identity", tmp_path / "own.identity") == 0
    assert CLOSED in capsys.readouterr().err


@pytest.mark.parametrize(("day", "bans_"), [("2024-07-24", 0), ("2024-07-25", 1)])
def test_not_before_the_rulebook(sealed: Path, capsys: Capture, day: str, bans_: int) -> None:
    gone = removed(sealed, day)
    assert ("没有记入违规记录" in capsys.readouterr().err) == (not bans_)
    assert run(sealed, "roster", "bans", *KEY) == 0
    assert [ban["expert"] for ban in listed(sealed)] == [gone["id"]] * bans_


def test_without_such_a_rulebook_nobody_is_banned(small: Path, tmp_path: Path, capsys: Capture) -> None:
    assert on_the_day(small, "seal", "example-one", write(tmp_path, roster()), "--yes") == 0
    gone = removed(small)
    assert "没有记入违规记录：本年度的规则文件没有写记录几年（ban_years）" in capsys.readouterr().err
    assert not (small / LIST).exists()
    assert run(small, "roster", "add", "example-one", write(tmp_path, {"experts": [again(gone)]}), *KEY) == 0


def test_resealed_to_the_centre_alone(sealed: Path, capsys: Capture) -> None:
    """A supervisor's key opens every roster, and not the list."""
    removed(sealed)
    _, third = cipher.new_identity()
    _, watching = cipher.new_identity()
    assert run(sealed, "keys", "add", third, "--holder", "中心备用") == 0
    assert run(sealed, "keys", "add", watching, "--holder", "监督", "--role", "supervisor") == 0
    before = listed(sealed)
    capsys.readouterr()
    assert run(sealed, "reseal", "--yes", *KEY) == 0
    assert BANS in capsys.readouterr().out.splitlines()
    assert cipher.stanzas((sealed / LIST).read_bytes()) == 3
    assert cipher.stanzas((sealed / "registry/vault/example-one.roster.age").read_bytes()) == 4
    assert listed(sealed) == before
    assert run(sealed, "verify", *KEY) == 0
    assert "与登记的不同" not in capsys.readouterr().err


def test_a_damaged_list_is_told(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    """By whoever has the centre's key; nothing is written that would need it."""
    removed(sealed)
    whole = (sealed / LIST).read_bytes()
    (sealed / LIST).write_bytes(whole[:-60])
    capsys.readouterr()
    assert run(sealed, "verify", *KEY) == 1
    assert "registry/vault/bans.age:1:1: R203 不是完整的 age 密封文件" in capsys.readouterr().out
    row = opened(sealed)["experts"][5]
    assert (
        run(sealed, "roster", "remove", "example-one", *KEY, "--expert", row["id"], "--reason", "discipline", "--date", "2026-09-01") == 2
    )
    assert "违规记录（bans.age）要一起改，而它打不开：不是完整的 age 密封文件" in capsys.readouterr().err
    (sealed / LIST).write_bytes(cipher.seal(b'{"bans": [], "secret": "short"}', DEMONSTRATION))
    assert run(sealed, "verify", *KEY) == 2
    assert "registry/vault/bans.age 里的内容不合违规记录的格式" in capsys.readouterr().err


def test_its_size_does_not_tell_how_many(sealed: Path) -> None:
    """Empty or with eighty bans."""
    loaded = load(sealed)
    assert bans.opened(loaded, keyring(IDENTITY), date(2026, 11, 23)) == ""
    assert loaded.bans is not None
    empty = store.packed({"secret": loaded.bans.secret, "bans": []})
    ban = {"person": "0" * 64, "reason": "discipline", "since": "2026-03-01", "until": "2029-02-28", "clause": "某办法第一条"}
    many = {"secret": loaded.bans.secret, "bans": [{**ban, "pool": "xj-engineering-construction", "expert": "abcdef"}] * 80}
    assert len(store.padded(empty)) == len(store.padded(store.packed(many))) == 32768
    sealed_list = bans.sealed(loaded, loaded.bans, date(2026, 11, 23))
    assert len(cipher.unseal(sealed_list, keyring(IDENTITY).identities)) == 32768
