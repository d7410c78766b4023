"""The commands of those who keep the vault, on a registry of the test's own: keys, seal, open, verify, reseal, roster."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from helpers import registries
from helpers.rosters import IDENTITY
from helpers.vault_commands import ROSTER, Value, expert, opened, pool, roster, run, write

from zhicheng.commands import cli
from zhicheng.commands.cli import main
from zhicheng.documents import yaml_reading
from zhicheng.errors import CannotOpen, UserError
from zhicheng.registry import public_counts, registry
from zhicheng.vault import cipher, public_files, store
from zhicheng.vault.public_files import public_roster
from zhicheng.vault.store import keyring

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
PUBLIC = "registry/rosters/example-one.yaml"


@pytest.fixture
def sealed(small: Path, tmp_path: Path, capsys: Capture) -> Path:
    """The small registry with a sealed roster of 25 experts in example-one."""
    assert run(small, "seal", "example-one", write(tmp_path, roster()), "--yes") == 0
    capsys.readouterr()
    return small


# --- keys --------------------------------------------------------------------------------------------------------------


def test_keys_new(tmp_path: Path, capsys: Capture) -> None:
    """The public key goes to stdout, the secret one into a file that only its owner can read; nothing is written over."""
    path = tmp_path / "centre.identity"
    assert main(["keys", "new", "--out", str(path)]) == 0
    public, talk = capsys.readouterr()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (secret,) = cipher.secrets(path.read_text(encoding="utf-8"))
    assert cipher.public_key(secret) == public.strip()
    assert secret not in public + talk
    before = path.read_bytes()
    assert main(["keys", "new", "--out", str(path)]) == 2
    assert capsys.readouterr().err == f"错误：{path} 已经有了，没有覆盖。请换一个文件名，或先移走它。\n"
    assert path.read_bytes() == before


def test_keys_are_not_made_inside_a_repository(small: Path, capsys: Capture) -> None:
    path = small / "centre.identity"
    assert main(["keys", "new", "--out", str(path)]) == 2
    assert capsys.readouterr().err == f"错误：私钥不能放在仓库里：{path}。请放到仓库以外的文件夹，以免被提交出去。\n"
    assert not path.exists()


# --- seal --------------------------------------------------------------------------------------------------------------


def test_seal_writes_sealed_file_counts_and_hash(small: Path, tmp_path: Path, capsys: Capture) -> None:
    plain = write(tmp_path, roster())
    assert run(small, "seal", "example-one", plain, "--yes") == 0
    assert capsys.readouterr().out == f"{ROSTER}\n{PUBLIC}\n"
    public = yaml.safe_load((small / PUBLIC).read_text(encoding="utf-8"))
    assert public["sealed"] == store.fingerprint((small / ROSTER).read_bytes())
    assert public["counts"] == {
        "active": 25,
        "by_level": {"associate-senior": 25},
        "by_first": {"engineering": {"建筑工程": 25}},
        "by_specialty": {"engineering": {"建筑工程": {"城市规划": 25}}},
        "young": 14,  # the oldest born 1981-05: 45 in 2026-06
        "under_five": {"totals": ["removed"]},
    }
    assert registries.findings(small) == []
    assert plain.exists(), "what was not sealed here is not ours to remove"


def test_seal_gives_ids_that_say_nothing(sealed: Path) -> None:
    ids = [row["id"] for row in opened(sealed)["experts"]]
    assert len(set(ids)) == 25
    assert all(len(identifier) == 6 and identifier.isascii() for identifier in ids)


def test_seal_keeps_given_ids(small: Path, tmp_path: Path) -> None:
    rows = [{"id": f"aaaaa{n:x}", **row} for n, row in enumerate(pool())]
    assert run(small, "seal", "example-one", write(tmp_path, roster(*rows)), "--yes") == 0
    assert [row["id"] for row in opened(small)["experts"]] == [row["id"] for row in rows]


@pytest.mark.parametrize(
    ("value", "report"),
    [
        (
            roster(expert(), expert(name=None), expert(born="1984-13")),
            f"{ROSTER}:2:1: S002 第 2 行“一名评委”里缺少“姓名”（name）\n"
            "    建议：姓名，与身份证件一致，间隔号用“·”，至多 50 个字符。对应附件3“姓名”。\n"
            f"{ROSTER}:3:5: S005 第 3 行“出生年月”的写法不对\n"
            '    建议：出生的年和月，如 "1975-04"，不写日。对应附件3“出生年月”。\n',
        ),
        (
            roster(*[{"id": "aaaaaa", **row} for row in pool(2)]),
            f"{ROSTER}:2:1: S007 第 2 行的评委编号 aaaaaa 与前面的重复\n    建议：请删去其中一个编号，会自动另编。\n",
        ),
    ],
    ids=["shape", "one id twice"],
)
def test_seal_refuses_and_touches_nothing(small: Path, tmp_path: Path, capsys: Capture, value: Value, report: str) -> None:
    """What is wrong is named by row and column of Annex 3, never by its value."""
    before = contents(small)
    assert run(small, "seal", "example-one", write(tmp_path, value)) == 1
    assert capsys.readouterr().out == report
    assert contents(small) == before


def contents(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("example-none", roster(), "没有编号是 example-none 的评审委员会。单位直接报送的花名册，编号写成 employer-区划代码。"),
        ("example-one", roster(committee="example-two"), "这份花名册是 example-two 的，不是 example-one 的。请核对编号。"),
        ("example-one", roster(round="2031"), "没有 2031 这个备案年度。请核对 round；已有的年度：2019、2026。"),
        ("employer-999999", roster(), "没有这个区划代码：999999。请核对编号里的六位代码。"),
        ("example-one", {"experts": []}, "花名册是空的：没有一名评委，没有密封。请核对文件。"),
        ("example-one", {"people": []}, "看不出这是花名册还是联系人：花名册要有 experts，联系人要有 leader、clerks、preparer。"),
    ],
    ids=["unknown committee", "another committee's", "unknown round", "unknown area", "empty", "neither"],
)
def test_seal_of_what_does_not_belong(small: Path, tmp_path: Path, capsys: Capture, key: str, value: Value, words: str) -> None:
    before = contents(small)
    assert run(small, "seal", key, write(tmp_path, value)) == 2
    assert capsys.readouterr().err == f"错误：{words}\n"
    assert contents(small) == before


def test_seal_takes_no_plain_file_from_the_repository(small: Path, capsys: Capture) -> None:
    path = write(small, roster())
    assert run(small, "seal", "example-one", path) == 2
    assert capsys.readouterr().err == f"错误：没有密封的文件不能放在仓库里：{path}。请放到仓库以外的文件夹，以免被提交出去。\n"


@pytest.mark.parametrize(
    "text", ["{", '{"experts": [', "experts: [", "\x00", "- 1\n", ""], ids=["{", "cut off", "yaml", "nul", "list", "empty"]
)
def test_seal_of_a_broken_file(small: Path, tmp_path: Path, capsys: Capture, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    assert run(small, "seal", "example-one", path) in (1, 2)
    out, talk = capsys.readouterr()
    assert "x.json" in out + talk
    assert "Traceback" not in out + talk


@pytest.mark.parametrize("name", ["\ud800", "示\u202e例", "示\u0000例", "示\n例", "示\x7f例", "示\u200b例"], ids=ascii)
def test_seal_refuses_control_characters(small: Path, tmp_path: Path, capsys: Capture, name: str) -> None:
    """As the public files do, and by no other way in: a name must be what it looks like."""
    path = tmp_path / "x.json"
    path.write_text(json.dumps(roster(expert(name=name))), encoding="utf-8")
    before = contents(small)
    assert run(small, "seal", "example-one", path) == 2
    assert (
        capsys.readouterr().err == "错误：x.json 里有控制字符、换行、不完整的字符或重复的字段，或者不是 UTF-8。请重新导入，或改好再试。\n"
    )
    assert contents(small) == before


@pytest.mark.parametrize("name", ["示例\\n", "a\\u0001", 'a"b', "买买提·示例"], ids=ascii)
def test_what_only_looks_like_an_escape_is_text(name: str) -> None:
    assert store.decoded(json.dumps({"name": name}).encode()) == {"name": name}


def test_seal_contacts(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """The hash goes into the committee's file; every other line, comments included, stays."""
    person = {"name": "示例甲", "landline": "0991-0000001", "mobile": "10000000001"}
    value = {"leader": person, "clerks": [person], "preparer": {"name": "示例丙", "phone": "0991-0000003"}}
    before = (small / registries.ONE).read_text(encoding="utf-8").splitlines()
    assert run(small, "seal", "example-one", write(tmp_path, value)) == 0
    assert capsys.readouterr().out == f"registry/vault/example-one.contacts.age\n{registries.ONE}\n"
    after = (small / registries.ONE).read_text(encoding="utf-8").splitlines()
    strip = lambda lines: [line for line in lines if not line.startswith("contacts:")]  # noqa: E731
    assert strip(after) == strip(before)
    assert opened(small, "registry/vault/example-one.contacts.age") == {"committee": "example-one", **value}
    assert registries.findings(small) == []


@pytest.mark.parametrize(
    "text",
    [
        "status: active\n",
        'contacts: {sha256: "aa", size: 1}\nstatus: active\n',
        'contacts:\n  # 说明\n  sha256: "aa"\n\n  size: 1\nstatus: active\n',
        "status: active\ncontacts:\n  size: 1\n",
        "# status: active\nstatus: active # 在册\n",
    ],
)
def test_contacts_go_in_whatever_the_file_looks_like(text: str) -> None:
    fingerprint = {"sha256": "bb", "size": 2}
    document = yaml_reading.parse("x.yaml", text.encode())
    changed = public_files.with_contacts(document, fingerprint)
    assert yaml_reading.parse("x.yaml", changed.encode()).value == {**document.value, "contacts": fingerprint}


def test_contacts_do_not_go_into_a_file_written_in_braces() -> None:
    with pytest.raises(UserError, match="的写法特殊，没法自动写入"):
        public_files.with_contacts(yaml_reading.parse("x.yaml", b"{status: active}"), {"sha256": "bb", "size": 2})


def test_employer_roster(small: Path, tmp_path: Path) -> None:
    """Experts who applied through their employer belong to an area and to no committee."""
    rows = [expert(**{**row, "entry": "employer"}) for row in pool(6)]
    assert run(small, "seal", "employer-653100", write(tmp_path, roster(*rows)), "--yes") == 0
    public = yaml.safe_load((small / "registry/rosters/employer-653100.yaml").read_text(encoding="utf-8"))
    assert (public["area"], public["counts"]["active"]) == ("653100", 6)
    assert registries.findings(small) == []


@pytest.mark.parametrize(
    "name",
    [
        "城市规划",
        "建筑（装饰）",
        "null",
        "true",
        "A: b",
        "- x",
        "1",
        "甲、乙",
        '"',
        "#x",
        "x #y",
        "{a}",
        "·",
        "C++",
        "3D 打印",
        "a,b",
        "'",
        "\\",
    ],
)
def test_public_roster_is_yaml_whatever_the_names(name: str) -> None:
    counts = {"active": 1, "removed": 0, "by_level": {"junior": 1}, "by_specialty": {"engineering": {name: {name: 1}}}}
    text = public_roster(
        {"area": "653100"}, "2026", {"sha256": "1" * 64, "size": 5}, counts, [{"round": "2019", "active": 2, "removed": 0}]
    )
    value = yaml_reading.parse("x.yaml", text.encode()).value
    assert value == {
        "area": "653100",
        "round": "2026",
        "sealed": {"sha256": "1" * 64, "size": 5},
        "counts": counts,
        "history": [{"round": "2019", "active": 2, "removed": 0}],
    }


def test_seal_asks_before_a_smaller_roster_replaces_the_sealed_one(
    sealed: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list of some of the experts is no roster: how many would go is said, and nothing is replaced but by --yes or an answer."""
    fewer = write(tmp_path, roster(*pool(25)[:24]))
    before = (sealed / ROSTER).read_bytes()
    assert run(sealed, "seal", "example-one", fewer) == 2
    said = capsys.readouterr().err
    assert said.startswith(
        "已密封的花名册有至少 25 名（在库 25、已调出的不公布），这一份只有 24 名：至少少 1 名。密封以后，少的人就不在库里了"
    )
    assert said.endswith("错误：没有密封，原有文件没有改动：没有人可以问。确认要用这一份替换的，请加 --yes 再运行一次。\n")
    assert "示例" not in said
    for typed, left in (("", True), ("n", True), ("y", False)):
        monkeypatch.setattr(cli, "_ask", lambda question, typed=typed: typed)
        assert run(sealed, "seal", "example-one", fewer) == 0
        assert ((sealed / ROSTER).read_bytes() == before) is left
    monkeypatch.undo()
    assert run(sealed, "seal", "example-one", write(tmp_path, roster(*pool(24)))) == 0  # as many: no question
    assert run(sealed, "seal", "example-one", write(tmp_path, roster(*pool(23))), "--yes") == 0
    assert len(opened(sealed)["experts"]) == 23


@pytest.mark.parametrize(("size", "said"), [(25, True), (28, True), (29, False)])
def test_seal_says_what_it_cannot_see_without_a_key(sealed: Path, tmp_path: Path, capsys: Capture, size: int, said: bool) -> None:
    """How many were removed is not published where they are few: as many as 4 may be missing, without a word by the numbers."""
    assert run(sealed, "seal", "example-one", write(tmp_path, roster(*pool(size)))) == 0
    remark = (
        f"提醒：已密封的花名册在库 25 名，已调出的人数不公布（少于 5 人），看不出这一份的 {size} 名是不是少了已调出的人。"
        "有私钥的，加 --identity 就会核对。"
    )
    assert (remark in capsys.readouterr().err.splitlines()) is said


def test_seal_with_the_key_counts_those_who_were_removed(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    """Of 25, two removed: a list of 24 lacks one, which the published numbers do not tell."""
    gone = [one["id"] for one in opened(sealed)["experts"][:2]]
    remove = [argument for one in gone for argument in ("--expert", one)]
    day = ("--reason", "retired", "--date", "2026-10-31")
    assert run(sealed, "roster", "remove", "example-one", *remove, *day, "--identity", IDENTITY) == 0
    capsys.readouterr()
    fewer = write(tmp_path, roster(*pool(24)))
    assert run(sealed, "seal", "example-one", fewer, "--identity", IDENTITY) == 2
    assert capsys.readouterr().err.startswith("已密封的花名册有 25 名（在库 23、已调出 2），这一份只有 24 名：少 1 名。")
    assert run(sealed, "seal", "example-one", write(tmp_path, roster(*pool(25))), "--identity", IDENTITY) == 0


# --- open --------------------------------------------------------------------------------------------------------------


def test_open_to_the_terminal_and_to_a_file(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run(sealed, "open", "example-one", "--identity", IDENTITY) == 0
    assert json.loads(capsys.readouterr().out) == opened(sealed)
    out = tmp_path / "opened.json"
    assert run(sealed, "open", "example-one", "--identity", IDENTITY, "--out", out) == 0
    assert json.loads(out.read_text(encoding="utf-8")) == opened(sealed)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert run(sealed, "open", "example-one", "--identity", IDENTITY, "--out", sealed / "opened.json") == 2
    assert not (sealed / "opened.json").exists()


def test_open_with_another_key(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    identity = tmp_path / "other.identity"
    assert main(["keys", "new", "--out", str(identity)]) == 0
    capsys.readouterr()
    assert run(sealed, "open", "example-one", "--identity", identity) == 2
    assert capsys.readouterr() == ("", f"错误：打不开 {sealed / ROSTER}：这把密钥打不开它：它不是密封给这把密钥的。\n")


def test_git_diff_shows_key_holders_what_changed(sealed: Path, tmp_path: Path) -> None:
    """With the textconv of the guide, `git diff` of the vault shows the lines of the roster that changed; nothing is cached."""
    git = lambda *words: subprocess.run(["git", "-C", str(sealed), *words], check=True, capture_output=True, encoding="utf-8").stdout  # noqa: E731
    (sealed / ".gitattributes").write_text("registry/vault/*.age diff=zhicheng-age\n", encoding="utf-8")
    git("init", "-q")
    git("config", "user.email", "clerk@example.org")
    git("config", "user.name", "clerk")
    git("config", "diff.zhicheng-age.textconv", f"{textconv()} open --identity '{IDENTITY}' --textconv")
    git("config", "diff.zhicheng-age.cachetextconv", "false")
    git("add", "-A")
    git("commit", "-qm", "first")
    identifier = opened(sealed)["experts"][0]["id"]
    changes = write(tmp_path, {"experts": [{"id": identifier, "post": "规划"}]}, "changes.json")
    assert run(sealed, "roster", "update", "example-one", changes, "--identity", IDENTITY) == 0
    shown = git("diff", "--", ROSTER)
    assert [line[:1] for line in shown.splitlines() if "规划" in line and identifier in line] == ["-", "+"]
    assert git("notes", "list") == ""
    git("config", "diff.zhicheng-age.textconv", f"{textconv()} open --identity /nowhere/key --textconv")
    assert "-----BEGIN AGE ENCRYPTED FILE-----" in git("diff", "--", ROSTER)


def textconv() -> str:
    """The program under test as a shell command."""
    return f"PYTHONPATH='{registries.HERE.parent / 'scripts'}' '{sys.executable}' -m zhicheng"


# --- verify ------------------------------------------------------------------------------------------------------------


def test_verify_what_was_sealed(sealed: Path, capsys: Capture) -> None:
    assert run(sealed, "verify", "example-one", "--identity", IDENTITY) == 0
    assert capsys.readouterr() == ("", "核对了 1 份花名册、25 名评委：0 个错误，0 个提醒。\n")


def test_verify_counts_changed_by_hand(sealed: Path, capsys: Capture) -> None:
    """Each count that differs, at its place in the public file; numbers by age are not told."""
    path = sealed / PUBLIC
    text = path.read_text(encoding="utf-8").replace("active: 25", "active: 26").replace("young: 14", "young: 15")
    path.write_text(text, encoding="utf-8")
    assert run(sealed, "verify", "example-one", "--identity", IDENTITY) == 1
    hint = "    建议：请不要手工改人数：用 zhicheng seal 重新密封，人数会随着更新。\n"
    assert capsys.readouterr().out == (
        f"{PUBLIC}:7:11: R201 “在库人数”与密封的花名册不一致：公开的是 26 人，花名册里是 25 人\n{hint}"
        f"{PUBLIC}:8:3: R206 各层级人数合计 25 人，在库人数写的是 26 人\n{hint}"
        f"{PUBLIC}:9:3: R206 各一级目录人数合计 25 人，在库人数写的是 26 人\n{hint}"
        f"{PUBLIC}:14:10: R201 “年轻评委人数”与密封的花名册不一致\n{hint}"
    )


def test_verify_with_another_key_and_of_a_swapped_file(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    identity = tmp_path / "other.identity"
    assert main(["keys", "new", "--out", str(identity)]) == 0
    capsys.readouterr()
    assert run(sealed, "verify", "example-one", "--identity", identity) == 1
    assert f"{ROSTER}:1:1: R203 这把密钥打不开它：它不是密封给这把密钥的\n" in capsys.readouterr().out
    assert run(sealed, "seal", "example-two", write(tmp_path, roster(*pool(6)))) == 0
    stolen = (sealed / "registry/vault/example-two.roster.age").read_bytes()
    (sealed / ROSTER).write_bytes(stolen)
    text = (sealed / PUBLIC).read_text(encoding="utf-8")
    was = yaml.safe_load(text)["sealed"]
    now = store.fingerprint(stolen)
    (sealed / PUBLIC).write_text(
        text.replace(was["sha256"], now["sha256"]).replace(f"size: {was['size']}", f"size: {now['size']}"), encoding="utf-8"
    )
    capsys.readouterr()
    assert run(sealed, "verify", "example-one", "--identity", IDENTITY) == 1
    assert f"{ROSTER}:1:1: R202 里面是另一份花名册（评审委员会 example-two）\n" in capsys.readouterr().out


@pytest.mark.parametrize(("gone", "which"), [(0, None), (1, "第 1 行"), (5, "第 1、2、3、4、5 行"), (6, "第 1、2、3、4、5 行等")])
def test_verify_says_who_stands_in_a_specialty_that_left_the_catalog(
    small: Path, tmp_path: Path, capsys: Capture, gone: int, which: str | None
) -> None:
    """A warning with the rows, not the people; those who were removed from the pool are not counted."""
    rows = pool()
    for row in rows[:gone]:
        row["specialty"] = ["建筑工程", "建筑勘察设计"]
    rows[-1] |= {"specialty": ["建筑工程", "建筑勘察设计"], "state": "removed", "removed": {"date": "2026-06-01", "reason": "retired"}}
    assert run(small, "seal", "example-one", write(tmp_path, roster(*rows)), "--yes") == 0
    path = small / registries.ONE
    path.write_text(path.read_text(encoding="utf-8").replace("建筑勘察设计, ", ""), encoding="utf-8")
    capsys.readouterr()
    assert run(small, "verify", "example-one", "--identity", IDENTITY) == 0
    said = [line for line in capsys.readouterr().out.splitlines() if "X003" in line]
    assert said == (
        [f"registry/vault/example-one.roster.age:1:7: X003 （提醒）有 {gone} 名评委的专业不在登记的专业目录里（{which}）"] if which else []
    )


def test_verify_without_a_vault(sealed: Path, capsys: Capture) -> None:
    """Everything public still validates, and it is said what was not checked."""
    (sealed / "registry/vault").rename(sealed / "registry-vault-elsewhere")
    assert run(sealed, "verify", "--identity", IDENTITY) == 2
    assert capsys.readouterr().err.startswith("错误：没有密封库：")
    assert run(sealed, "validate") == 0
    assert "没有密封库（registry/vault）：" in capsys.readouterr().err


def test_vault_in_another_repository(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    """`vault:` of registry.yaml says where it lies."""
    (sealed / "registry/vault").rename(tmp_path / "private")
    path = sealed / "registry/registry.yaml"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("vault:")]
    path.write_text("\n".join([*kept, "vault: ../../private"]) + "\n", encoding="utf-8")
    assert run(sealed, "verify", "example-one", "--identity", IDENTITY) == 0
    assert run(sealed, "validate") == 0
    assert "没有密封库" not in capsys.readouterr().err


def test_validate_with_identity(sealed: Path, capsys: Capture) -> None:
    """The whole check, sealed part included."""
    text = (sealed / PUBLIC).read_text(encoding="utf-8")
    (sealed / PUBLIC).write_text(text.replace("  active: 25\n", "  active: 25\n  removed: 7\n"), encoding="utf-8")
    assert run(sealed, "validate") == 0
    capsys.readouterr()
    assert run(sealed, "validate", sealed / PUBLIC, "--identity", IDENTITY) == 1
    assert "R201 “已调出人数”与密封的花名册不一致：公开的是 7 人，花名册里是（不应写）" in capsys.readouterr().out


# --- reseal and dynamic management -------------------------------------------------------------------------------------


def test_reseal_to_new_keys(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    """After a key was exchanged the new one opens everything, the old one nothing, and the public files agree."""
    keys = []
    for name in ("a", "b"):
        assert main(["keys", "new", "--out", str(tmp_path / f"{name}.identity")]) == 0
        keys.append(capsys.readouterr().out.strip())
    before = opened(sealed)
    (sealed / "registry/vault/recipients.txt").write_text("\n".join(keys) + "\n", encoding="utf-8")
    assert run(sealed, "reseal", "--yes", "--identity", IDENTITY) == 0
    assert json.loads(cipher.unseal((sealed / ROSTER).read_bytes(), keyring(tmp_path / "b.identity").identities)) == before
    with pytest.raises(CannotOpen):
        opened(sealed)
    assert registries.findings(sealed) == []
    capsys.readouterr()
    assert run(sealed, "reseal", "example-one", "--yes", "--identity", IDENTITY) == 1
    assert "没有重新密封 example-one.roster.age：这把密钥打不开它：它不是密封给这把密钥的\n" in capsys.readouterr().err


def test_roster_remove_keeps_the_entry(sealed: Path, capsys: Capture) -> None:
    """Removal takes one of the four reasons and a date; the expert stays in the sealed file, and the counts follow."""
    identifier = opened(sealed)["experts"][2]["id"]
    remove = ("roster", "remove", "example-one", "--identity", IDENTITY, "--expert", identifier)
    assert run(sealed, *remove) == 2
    assert "用法有误：roster remove 要写 --reason、--date。" in capsys.readouterr().err
    assert run(sealed, *remove, "--reason", "left-post", "--date", "2026-09-01") == 0
    row = opened(sealed)["experts"][2]
    assert (row["state"], row["removed"]) == ("removed", {"date": "2026-09-01", "reason": "left-post"})
    counts = yaml.safe_load((sealed / PUBLIC).read_text(encoding="utf-8"))["counts"]
    assert (counts["active"], counts["under_five"]) == (24, {"totals": ["removed"]})
    capsys.readouterr()
    assert run(sealed, *remove, "--reason", "left-post", "--date", "2026-09-01") == 2
    assert capsys.readouterr().err == f"错误：{identifier} 已经调出了，没有改动。\n"


def test_roster_add_and_update(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run(sealed, "roster", "add", "example-one", write(tmp_path, {"experts": [expert(born="1988-01")]}), "--identity", IDENTITY) == 0
    rows = opened(sealed)["experts"]
    assert len(rows) == 26
    change = {"id": rows[25]["id"], "phones": ["0991-0000999"], "note": "换了电话"}
    assert run(sealed, "roster", "update", "example-one", write(tmp_path, {"experts": [change]}), "--identity", IDENTITY) == 0
    assert opened(sealed)["experts"][25] == {**rows[25], **change}
    change = {"id": rows[25]["id"], "note": None}
    assert run(sealed, "roster", "update", "example-one", write(tmp_path, {"experts": [change]}), "--identity", IDENTITY) == 0
    assert "note" not in opened(sealed)["experts"][25]
    capsys.readouterr()
    wrong = write(tmp_path, {"experts": [{"id": "zzzzzz", "note": "x"}]})
    assert run(sealed, "roster", "update", "example-one", wrong, "--identity", IDENTITY) == 2
    assert capsys.readouterr().err == "错误：花名册里没有编号是 zzzzzz 的评委。编号可用 zhicheng open 查看。\n"


def test_roster_purge_forgets_long_removed_people(sealed: Path, capsys: Capture) -> None:
    """Up to the day before, not on the day; what counts and the record need stays."""
    first, second, *_ = (row["id"] for row in opened(sealed)["experts"])
    for identifier, when in ((first, "2026-08-31"), (second, "2026-09-01")):
        remove = ("--expert", identifier, "--reason", "other", "--date", when, "--note", "不宜公开")
        assert run(sealed, "roster", "remove", "example-one", "--identity", IDENTITY, *remove) == 0
    before = (sealed / PUBLIC).read_text(encoding="utf-8")
    capsys.readouterr()
    assert run(sealed, "roster", "purge", "--before", "2026-09-01", "--identity", IDENTITY) == 0
    assert "example-one：忘掉 1 名已调出评委的个人信息。" in capsys.readouterr().err
    forgotten, kept = opened(sealed)["experts"][:2]
    assert forgotten == {
        "id": first,
        "series": "engineering",
        "specialty": ["建筑工程", "城市规划"],
        "title": "高级工程师",
        "level": "associate-senior",
        "entry": "recommended",
        "in_service": "serving",
        "state": "removed",
        "removed": {"date": "2026-08-31", "reason": "other"},
    }
    assert kept["name"]
    assert yaml.safe_load(before)["counts"] == yaml.safe_load((sealed / PUBLIC).read_text(encoding="utf-8"))["counts"]
    assert run(sealed, "verify", "example-one", "--identity", IDENTITY) == 0


def test_history_of_rounds_is_kept(sealed: Path, tmp_path: Path) -> None:
    """Sealing for a new round keeps the counts of the round before; sealing again for the same round does not."""
    past = yaml.safe_load((sealed / PUBLIC).read_text(encoding="utf-8")).get("history", [])
    text = (sealed / "registry/rounds/2026.yaml").read_text(encoding="utf-8")
    (sealed / "registry/rounds/2027.yaml").write_text(
        text.replace("2026", "2027").replace("expected: ", "expected: [] # "), encoding="utf-8"
    )
    loaded = registry.load(sealed)
    assert public_counts.past_rounds(loaded, "example-one", "2026") == past
    assert public_counts.past_rounds(loaded, "example-one", "2027") == [*past, {"round": "2026", "active": 25, "under_five": ["removed"]}]


# --- what an attack found ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("note", ["a\nb", "a\x1bb"], ids=ascii)
def test_what_could_not_be_opened_again_is_not_sealed(sealed: Path, capsys: Capture, note: str) -> None:
    """From the command line too; the roster stays as it was."""
    before = contents(sealed)
    remove = ("--expert", opened(sealed)["experts"][0]["id"], "--reason", "other", "--date", "2026-09-01", "--note", note)
    assert run(sealed, "roster", "remove", "example-one", "--identity", IDENTITY, *remove) == 2
    assert capsys.readouterr().err == "错误：有一项内容里有换行、控制字符或不完整的字符，没有密封。请改成一行普通文字再试。\n"
    assert contents(sealed) == before


def test_counts_name_registered_specialties_only(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """A text of the roster's own, a name perhaps, does not come into the public counts that way."""
    before = contents(small)
    assert run(small, "seal", "example-one", write(tmp_path, roster(expert(), expert(specialty=["建筑工程", "金丝雀"])))) == 1
    out, _ = capsys.readouterr()
    assert out.startswith(f"{ROSTER}:2:7: X003 第 2 行“现专业岗位”：专业不在登记的专业目录里\n")
    assert "金丝雀" not in out
    assert contents(small) == before


def test_an_exchanged_file_is_not_resealed_or_changed(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    """Its hash is the only sign that it was exchanged."""
    assert run(sealed, "seal", "example-two", write(tmp_path, roster(*pool(6)))) == 0
    (sealed / ROSTER).write_bytes((sealed / "registry/vault/example-two.roster.age").read_bytes())
    before = contents(sealed)
    capsys.readouterr()
    assert run(sealed, "reseal", "example-one", "--yes", "--identity", IDENTITY) == 1
    said = capsys.readouterr().err
    assert "没有重新密封 example-one.roster.age：与公开登记的大小或校验值不同，没有动它" in said
    assert run(sealed, "roster", "add", "example-one", write(tmp_path, {"experts": [expert()]}), "--identity", IDENTITY) == 2
    assert "与公开登记的大小或校验值不同，没有动它。请先用 zhicheng verify 查明原因。" in capsys.readouterr().err
    assert contents(sealed)[ROSTER] == before[ROSTER]
    assert contents(sealed)[PUBLIC] == before[PUBLIC]


@pytest.mark.parametrize("change", ["append", "remove"])
def test_verify_of_one_committee_looks_at_its_contacts(sealed: Path, capsys: Capture, change: str) -> None:
    path = sealed / "registry/vault/example-one.contacts.age"
    if change == "append":
        path.write_bytes(path.read_bytes() + b"\n")
    else:
        path.unlink()
    assert run(sealed, "verify", "example-one", "--identity", IDENTITY) == 1
    assert f"{registries.ONE}:" in (said := capsys.readouterr().out)
    assert " R202 " in said


@pytest.mark.parametrize("identifier", [[1], {}, 5, None], ids=str)
def test_an_id_that_is_no_text_is_a_finding(small: Path, tmp_path: Path, capsys: Capture, identifier: object) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps(roster({**expert(), "id": identifier})), encoding="utf-8")
    assert run(small, "seal", "example-one", path) == 1
    assert f"{ROSTER}:1:1: S003 第 1 行“评委编号”的类型不对" in capsys.readouterr().out


def test_a_sealed_file_that_is_no_roster_is_not_changed(sealed: Path, capsys: Capture) -> None:
    """Anybody can seal to a public key."""
    content = cipher.seal(
        json.dumps({"committee": "example-one", "round": "2026", "experts": [{"id": [1]}, 5]}).encode(), store.DEMONSTRATION_KEYS
    )
    public = (sealed / PUBLIC).read_text(encoding="utf-8")
    was, now = yaml.safe_load(public)["sealed"], store.fingerprint(content)
    (sealed / ROSTER).write_bytes(content)
    public = public.replace(was["sha256"], now["sha256"]).replace(f"size: {was['size']}", f"size: {now['size']}")
    (sealed / PUBLIC).write_text(public, encoding="utf-8")
    assert run(sealed, "roster", "purge", "example-one", "--before", "2026-01-01", "--identity", IDENTITY) == 2
    assert "里的内容不合花名册的格式：" in capsys.readouterr().err


def test_open_shows_terminal_controls_and_does_not_obey_them(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "x.age"
    path.write_bytes(cipher.seal(b'{"name": "\x1b]0;x\x07"}', store.DEMONSTRATION_KEYS))
    assert main(["open", str(path), "--identity", str(IDENTITY)]) == 0
    assert capsys.readouterr().out == '{"name": "\\u001b]0;x\\u0007"}'


def test_reseal_of_an_unknown_id(sealed: Path, capsys: Capture) -> None:
    assert run(sealed, "reseal", "nosuch", "--identity", IDENTITY) == 2
    assert capsys.readouterr().err == "错误：密封库里没有 nosuch 的密封文件。请核对编号。\n"


@pytest.mark.parametrize("key", ["../x", "x/../../y", "X", ""])
def test_an_id_that_leads_elsewhere(sealed: Path, capsys: Capture, key: str) -> None:
    assert run(sealed, "roster", "purge", key or ".", "--before", "2026-01-01", "--identity", IDENTITY) == 2
    assert "编号的写法不对：" in capsys.readouterr().err


def test_a_field_twice_in_json(small: Path, tmp_path: Path) -> None:
    """As in YAML: of two values the reader must not choose one."""
    path = tmp_path / "x.json"
    path.write_text(json.dumps(roster()).replace('"state": "active"', '"state": "removed", "state": "active"', 1), encoding="utf-8")
    assert run(small, "seal", "example-one", path) == 2
