"""The list of public keys: `keys add`, `list` and `move`; and what `reseal` says and asks before it seals to them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from helpers import registries
from helpers.rosters import IDENTITY
from helpers.vault_commands import ROSTER, roster, run, write

from zhicheng.commands import cli
from zhicheng.commands.cli import main
from zhicheng.registry import registry
from zhicheng.registry.key_holders import fingerprint, named_keys
from zhicheng.registry.vault_listing import DEMONSTRATION_KEYS
from zhicheng.vault import cipher

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
LIST = "registry/recipients.yaml"
FIRST = "age1zyr20ewh77rtvu5fh08fqfax5szm3hphytp4pgs9e8zdgklj8sas6j5v5q"
SECOND = "age1xxl3swd8ymhae4ltwz4sylrfxtstlvnj5hr8uzrvryaynmvu3e9sdhdfvp"


@pytest.fixture
def sealed(small: Path, tmp_path: Path, capsys: Capture) -> Path:
    """The small registry with a sealed roster in example-one."""
    assert run(small, "seal", "example-one", write(tmp_path, roster()), "--yes") == 0
    capsys.readouterr()
    return small


def test_new_says_how_to_register(tmp_path: Path, capsys: Capture) -> None:
    assert main(["keys", "new", "--out", str(tmp_path / "a.identity")]) == 0
    public, said = capsys.readouterr()
    assert said == (
        f"私钥已写入 {tmp_path / 'a.identity'}，只有本人能读。上面一行是公钥，指纹 {fingerprint(public.strip())}：请当面核对。\n"
        f"请中心登记它：zhicheng keys add {public.strip()} --holder 保管岗位\n"
    )
    assert main(["keys", "new"]) == 2
    assert "缺少参数：--out" in capsys.readouterr().err


def test_add_takes_the_earlier_keys_along(small: Path, capsys: Capture) -> None:
    """Where there is no list yet, it begins with the keys of recipients.txt, which is not read any more."""
    _, own = cipher.new_identity()
    assert run(small, "keys", "add", own, "--holder", " 评审委员会　办公室 ", "--role", "committee", "--committee", "example-one") == 0
    out, said = capsys.readouterr()
    assert out == f"{LIST}\n"
    assert said.startswith(f"登记了“评审委员会 办公室”的公钥，指纹 {fingerprint(own)}。请当面核对，再提交；以后密封的文件它都能打开。\n")
    text = (small / LIST).read_text(encoding="utf-8")
    assert text.splitlines()[-1] == (
        f'  - {{key: {own}, holder: 评审委员会 办公室, role: committee, committee: example-one, since: "2026-11-23"}}'
    )
    named = [one.recipient for one in named_keys(registry.load(small))]
    assert {one.key for one in named if one.role == "centre"} == DEMONSTRATION_KEYS
    assert registries.findings(small) == []
    assert run(small, "keys", "add", own, "--holder", "办公室", "--role", "committee", "--committee", "example-one") == 2
    assert capsys.readouterr().err == f"错误：这把公钥已经登记过（{LIST}，“办公室”），没有改动。\n"
    assert (small / LIST).read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add",), "add 要写公钥和 --holder"),
        (("add", SECOND), "add 要写公钥和 --holder"),
        (("add", SECOND[:-1], "--holder", "岗位"), "不是有效的公钥"),
        (("add", "AGE-SECRET-KEY-1QQQQ", "--holder", "岗位"), "这是私钥，不是公钥，没有登记。"),
        (("add", SECOND, "--holder", "岗位", "--role", "prefecture"), "--role prefecture 要写 --area"),
        (("add", SECOND, "--holder", "岗位", "--role", "committee"), "--role committee 要写 --committee"),
        (("add", SECOND, "--holder", "岗位", "--role", "prefecture", "--area", "999999"), "没有 --area 写的区划代码"),
        (("add", SECOND, "--holder", "岗位", "--role", "committee", "--committee", "no-such"), "没有 --committee 写的评审委员会"),
        (("add", SECOND, "--holder", "岗"), "登记的内容不合要求"),
    ],
)
def test_what_is_not_registered(small: Path, capsys: Capture, arguments: tuple[str, ...], said: str) -> None:
    assert run(small, "keys", *arguments) == 2
    found = capsys.readouterr().err
    assert said in found
    assert "QQQQ" not in found
    assert not (small / LIST).exists()


def test_the_demonstration_key_is_only_for_samples(small: Path, capsys: Capture) -> None:
    path = small / "registry/registry.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("sample: true", "sample: false"), encoding="utf-8")
    assert run(small, "keys", "add", FIRST, "--holder", "岗位") == 2
    assert "这是演示密钥的公钥，私钥人人都有，没有登记。" in capsys.readouterr().err


def test_move_and_list(small: Path, capsys: Capture) -> None:
    assert run(small, "keys", "list") == 0
    before = capsys.readouterr().out
    assert run(small, "keys", "move") == 0
    assert f"以后只认 {LIST}，密封库里的 recipients.txt 不再读，请删去" in capsys.readouterr().err
    (small / "registry/vault/recipients.txt").unlink()
    assert run(small, "keys", "list") == 0
    assert capsys.readouterr().out == before
    assert f"中心　全部　备用　指纹 {fingerprint(SECOND)}　{SECOND}\n" in before
    assert run(small, "keys", "move") == 2
    (small / LIST).unlink()
    assert run(small, "keys", "move") == 2
    assert "没有可以移的" in capsys.readouterr().err


# --- reseal --------------------------------------------------------------------------------------------------------------


def test_reseal_says_to_whom_and_asks(sealed: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each holder with the fingerprint, those of one committee apart; without an answer nothing is written and the exit code is 2."""
    _, own = cipher.new_identity()
    assert run(sealed, "keys", "add", own, "--holder", "办公室", "--role", "committee", "--committee", "example-one") == 0
    before = (sealed / ROSTER).read_bytes()
    capsys.readouterr()
    monkeypatch.setattr(cli, "_ask", lambda question: None)
    assert run(sealed, "reseal", "--identity", IDENTITY) == 2
    said = capsys.readouterr().err
    assert "个密封文件，将重新密封给：\n" in said
    assert f"  全部　备用　指纹 {fingerprint(SECOND)}　{SECOND}\n" in said
    assert f"办公室　指纹 {fingerprint(own)}　{own}\n" in said
    assert said.endswith("错误：没有重新密封，文件没有改动：没有人可以问。核对过以上公钥的，请加 --yes 再运行一次。\n")
    monkeypatch.setattr(cli, "_ask", lambda question: "n")
    assert run(sealed, "reseal", "--identity", IDENTITY) == 0
    assert capsys.readouterr().err.endswith("没有重新密封，文件没有改动。\n")
    assert (sealed / ROSTER).read_bytes() == before
    monkeypatch.setattr(cli, "_ask", lambda question: "y")
    assert run(sealed, "reseal", "--identity", IDENTITY) == 0
    assert cipher.stanzas((sealed / ROSTER).read_bytes()) == 3
    assert registries.findings(sealed) == []


def test_a_committees_key_is_not_for_all(sealed: Path, capsys: Capture) -> None:
    """Without ids --also would open every roster to one committee."""
    _, own = cipher.new_identity()
    before = (sealed / ROSTER).read_bytes()
    assert run(sealed, "reseal", "--yes", "--identity", IDENTITY, "--also", own) == 2
    assert "--also 的公钥会打开全部文件，而评审委员会自己的公钥只该打开它自己的。" in capsys.readouterr().err
    assert run(sealed, "roster", "purge", "--before", "2026-10-01", "--identity", IDENTITY, "--also", own) == 2
    assert "--also 的公钥会打开全部花名册" in capsys.readouterr().err
    assert (sealed / ROSTER).read_bytes() == before
    assert run(sealed, "reseal", "example-one", "--yes", "--identity", IDENTITY, "--also", own) == 0
    assert cipher.stanzas((sealed / ROSTER).read_bytes()) == 3


def test_an_identity_that_the_list_does_not_name(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    """Refused by reseal, verify and validate; before there was a list, with a remark."""
    identity = tmp_path / "other.identity"
    assert main(["keys", "new", "--out", str(identity)]) == 0
    commands = (("reseal", "--yes"), ("verify",), ("validate",))
    capsys.readouterr()
    for command in commands:
        assert run(sealed, *command, "--identity", identity) == 1
        assert "提醒：这把私钥的公钥（指纹 " in capsys.readouterr().err
    assert run(sealed, "keys", "move") == 0
    capsys.readouterr()
    for command in commands:
        assert run(sealed, *command, "--identity", identity) == 2, command
        assert f"）没有在 {LIST} 里登记。" in capsys.readouterr().err
        assert run(sealed, *command, "--identity", IDENTITY) == 0, command
    capsys.readouterr()


def test_verify_says_where_files_are_sealed_to_another_number_of_keys(sealed: Path, capsys: Capture) -> None:
    """The header names no one, but says how many: with a key that the registry does not name it is one too many."""
    assert run(sealed, "verify", "--identity", IDENTITY) == 0
    assert "几把公钥" not in capsys.readouterr().err
    _, stranger = cipher.new_identity()
    assert run(sealed, "reseal", "example-one", "--yes", "--identity", IDENTITY, "--also", stranger) == 0
    capsys.readouterr()
    assert run(sealed, "verify", "--identity", IDENTITY) == 0
    said = capsys.readouterr().err
    assert "example-one.roster.age（密封给 3 把，按登记是 2 把）" in said
    assert "请查明多出来的是谁的，再用 zhicheng reseal 重新密封" in said


def test_upgrade_mentions_the_list(tmp_path: Path, capsys: Capture) -> None:
    """A registry of before has its keys in the vault: they are not moved by themselves."""
    root = tmp_path / "gd"
    assert main(["init", str(root), "--region", "440000", "--as-of", "2026-11-23"]) == 0
    assert yaml.safe_load((root / LIST).read_text(encoding="utf-8")) == {"recipients": []}
    capsys.readouterr()
    assert main(["upgrade", "--root", str(root)]) == 0
    assert LIST not in capsys.readouterr().err
    (root / LIST).unlink()
    assert main(["upgrade", "--root", str(root)]) == 0
    assert f"公钥还没有写在 {LIST}：请用 zhicheng keys add 登记。" in capsys.readouterr().err
    registries.write(root, "registry/vault/recipients.txt", f"{FIRST}\n{SECOND}\n")
    assert main(["upgrade", "--root", str(root)]) == 0
    assert "请运行 zhicheng keys move，把 recipients.txt 里的移过去" in capsys.readouterr().err


def test_reseal_of_a_part_of_the_vault_says_so(sealed: Path, capsys: Capture) -> None:
    """The rest is still sealed to the keys of before."""
    vault = sealed.parent / "vault"
    (sealed / "registry/vault").rename(vault)
    path = sealed / "registry/registry.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "vault: ../../vault\n", encoding="utf-8")
    (vault / "example-two.contacts.age").unlink()
    assert run(sealed, "reseal", "--yes", "--identity", IDENTITY) == 1
    assert (
        "1 个密封文件不在这里，没有重新密封，仍是密封给以前的公钥：请取来完整的密封库，再运行一次 zhicheng reseal。"
        in capsys.readouterr().err
    )
    assert run(sealed, "reseal", "example-one", "--yes", "--identity", IDENTITY) == 0
