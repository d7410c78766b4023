"""`zhicheng rotate-key`: one key in the place of another, with everything that the old one opens. With real age; all people are invented
(人物均为虚构)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from helpers import registries
from helpers.rosters import IDENTITY
from helpers.vault_commands import run

from zhicheng.commands import cli
from zhicheng.errors import CannotOpen
from zhicheng.registry.key_holders import fingerprint
from zhicheng.vault import cipher

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
LIST = "registry/recipients.yaml"
KEY = ("--identity", IDENTITY)
FIRST = "age1zyr20ewh77rtvu5fh08fqfax5szm3hphytp4pgs9e8zdgklj8sas6j5v5q"
ONE = "registry/vault/example-one.contacts.age"
COUNTY = "registry/vault/example-county.contacts.age"
FOUR = ("x-1.draw.age", "x-1.calls.age", "x-1.nonce.age", "x-2.draw.age")


@pytest.fixture
def keys(tmp_path: Path) -> dict[str, tuple[Path, str]]:
    """Identity files and public keys."""
    made = {}
    for name in ("old", "new", "reserve", "committee", "committee-new"):
        secret, public = cipher.new_identity()
        (tmp_path / f"{name}.identity").write_text(secret, encoding="utf-8")
        made[name] = (tmp_path / f"{name}.identity", public)
    return made


@pytest.fixture
def registered(small: Path, keys: dict[str, tuple[Path, str]], capsys: Capture) -> Path:
    """The small registry with a third key of the centre and one of example-one, sealed to them."""
    assert run(small, "keys", "add", keys["old"][1], "--holder", "中心评审科") == 0
    assert run(small, "keys", "add", keys["committee"][1], "--holder", "评委会", "--role", "committee", "--committee", "example-one") == 0
    text = (small / LIST).read_text(encoding="utf-8").replace("2026-11-23", "2026-01-05")
    (small / LIST).write_text(text.replace("recipients:", "# 保管人另有名册\nrecipients:"), encoding="utf-8")
    assert run(small, "reseal", "--yes", *KEY) == 0
    capsys.readouterr()
    return small


def opens(root: Path, identity: Path, path: str = ONE) -> bool:
    try:
        cipher.unseal((root / path).read_bytes(), [cipher.identity(identity.read_text(encoding="utf-8").strip())])
    except CannotOpen:
        return False
    return True


def snapshot(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (root / "registry").rglob("*") if path.is_file()}


def test_in_one_command(registered: Path, keys: dict[str, tuple[Path, str]], capsys: Capture) -> None:
    """The old one is ended yesterday, the new one is for the same, all is resealed and fits; other lines and comments stay."""
    before = (registered / LIST).read_text(encoding="utf-8")
    assert run(registered, "rotate-key", keys["old"][1], keys["new"][1], "--identity", keys["old"][0], "--yes") == 0
    out, talk = capsys.readouterr()
    after = (registered / LIST).read_text(encoding="utf-8")
    old = f'  - {{key: {keys["old"][1]}, holder: 中心评审科, role: centre, since: "2026-01-05"}}\n'
    assert old in before
    new = f'  - {{key: {keys["new"][1]}, holder: 中心评审科, role: centre, since: "2026-11-23"}}\n'
    assert after == before.replace(old, old.replace("}", ', until: "2026-11-22"}')) + new
    assert opens(registered, keys["new"][0])
    assert opens(registered, keys["new"][0], COUNTY)
    assert not opens(registered, keys["old"][0])
    assert out.splitlines()[0] == LIST
    assert len(out.splitlines()) == 1 + len(list((registered / "registry/vault").glob("*.age")))
    assert (
        talk.splitlines()[0] == f"停用：指纹 {fingerprint(keys['old'][1])}；启用：指纹 {fingerprint(keys['new'][1])}。请当面核对新的指纹。"
    )
    assert "请把改动的文件一起提交：这是一次更换公钥，由中心和管理员一起审核，是一个决定" in talk
    assert "说不清有没有被人拿走的，按泄露处理" in talk
    assert registries.findings(registered) == []
    assert run(registered, "verify", "--identity", keys["new"][0]) == 0
    assert "与登记的不同" not in capsys.readouterr().err


def test_a_lost_key_with_the_reserve(registered: Path, keys: dict[str, tuple[Path, str]], capsys: Capture) -> None:
    """Nobody needs the old identity; what is sealed is opened with another one. `--leaked` says what cannot be put right by sealing."""
    assert run(registered, "rotate-key", keys["old"][1], keys["new"][1], *KEY, "--holder", " 中心　办公室 ", "--leaked", "--yes") == 0
    talk = capsys.readouterr().err
    assert "这把私钥泄露了：以前密封的内容，拿到它的人仍然打得开，重新密封改变不了。" in talk
    assert "改写密封库的历史" in talk
    assert "第五十七条" in talk
    last = yaml.safe_load((registered / LIST).read_text(encoding="utf-8"))["recipients"][-1]
    assert last == {"key": keys["new"][1], "holder": "中心 办公室", "role": "centre", "since": "2026-11-23"}


@pytest.mark.parametrize(
    ("files", "said"), [((), None), (("x-1.draw.age",), "（x-1.draw.age）"), (FOUR, "（x-1.calls.age、x-1.draw.age、x-1.nonce.age等）")]
)
@pytest.mark.parametrize("command", ["rotate-key", "reseal"])
def test_draws_stay_sealed_to_the_keys_of_their_day(
    registered: Path, keys: dict[str, tuple[Path, str]], capsys: Capture, command: str, files: tuple[str, ...], said: str | None
) -> None:
    """What their plans publish is the hash of the sealed list: whoever destroys the old key can check and prove nothing any more."""
    for name in files:
        registries.write(registered, f"registry/vault/{name}", b"-")
    between = (keys["old"][1], keys["new"][1]) if command == "rotate-key" else ()
    assert run(registered, command, *between, "--identity", keys["old"][0], "--yes") == 0
    talk = capsys.readouterr().err
    if said:
        assert f"抽取的 {len(files)} 个密封文件没有重新密封{said}：公开的方案写着名单的校验值，改了就对不上。" in talk
        assert "旧的私钥请留到那时再销毁。" in talk
    else:
        assert "抽取的" not in talk


def test_a_committees_own(registered: Path, keys: dict[str, tuple[Path, str]], capsys: Capture) -> None:
    """Only its own files change."""
    registries.write(registered, "registry/vault/x-1.draw.age", b"-")
    before = snapshot(registered)
    command = ("rotate-key", keys["committee"][1], keys["committee-new"][1], "--identity", keys["committee"][0], "--yes")
    assert run(registered, *command) == 0
    changed = {path.name for path, content in snapshot(registered).items() if before.get(path) != content}
    assert changed == {
        "recipients.yaml",
        "example-one.yaml",
        "example-one.contacts.age",
        "example-one.roster.age",
    }
    assert opens(registered, keys["committee-new"][0])
    assert not opens(registered, keys["committee"][0])
    talk = capsys.readouterr().err
    assert "2 个密封文件，将重新密封给：" in talk
    assert "抽取的" not in talk  # sealed to the centre and the supervisor


def test_asks_first(registered: Path, keys: dict[str, tuple[Path, str]], capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot(registered)
    command = ("rotate-key", keys["old"][1], keys["new"][1], *KEY)
    monkeypatch.setattr(cli, "_ask", lambda question: None)
    assert run(registered, *command) == 2
    assert "没有改动，文件没有改动：没有人可以问。" in capsys.readouterr().err
    monkeypatch.setattr(cli, "_ask", lambda question: "n")
    assert run(registered, *command) == 0
    assert snapshot(registered) == before
    monkeypatch.setattr(cli, "_ask", lambda question: "是")
    assert run(registered, *command) == 0
    assert snapshot(registered) != before


def test_a_file_that_cannot_be_opened_does_not_stop_the_others(
    registered: Path, keys: dict[str, tuple[Path, str]], capsys: Capture
) -> None:
    """After a leak the rest must not wait for it; what is still sealed to the old key is named, and the exit code says so."""
    (registered / COUNTY).write_bytes(b"-----BEGIN AGE ENCRYPTED FILE-----\n-----END AGE ENCRYPTED FILE-----\n")
    assert run(registered, "rotate-key", keys["old"][1], keys["new"][1], *KEY, "--yes") == 1
    assert "没有重新密封 example-county.contacts.age：与公开登记的大小或校验值不同" in capsys.readouterr().err
    assert opens(registered, keys["new"][0])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("old", "old", "用法有误：新旧公钥是同一把。"),
        ("new", "committee-new", "不能换：registry/recipients.yaml 里没有它。"),
        ("old", "committee", "已经登记过。请用 zhicheng keys new 另生成一把。"),
        ("old", "age1abc", "不是有效的公钥"),
        ("old", "AGE-SECRET-KEY-1ABC", "这是私钥，不是公钥，没有改动。"),
    ],
)
def test_refused(registered: Path, keys: dict[str, tuple[Path, str]], capsys: Capture, old: str, new: str, said: str) -> None:
    before = snapshot(registered)
    key = keys[new][1] if new in keys else new
    assert run(registered, "rotate-key", keys[old][1], key, *KEY, "--yes") == 2
    assert said in capsys.readouterr().err
    assert snapshot(registered) == before


def test_not_twice_and_not_by_another(registered: Path, keys: dict[str, tuple[Path, str]], capsys: Capture) -> None:
    """A key that was ended is not ended again; an identity that opens nothing changes nothing; one that is not registered is refused."""
    command = ("rotate-key", keys["old"][1], keys["new"][1], "--yes")
    assert run(registered, *command, "--identity", keys["new"][0]) == 2
    assert "没有改动：这把私钥的公钥" in capsys.readouterr().err
    before = snapshot(registered)
    assert run(registered, "rotate-key", FIRST, keys["new"][1], "--yes", "--identity", keys["committee"][0]) == 1, "its own two files"
    for path, content in before.items():
        path.write_bytes(content)
    (registered / ONE).unlink()
    (registered / "registry/vault/example-one.roster.age").unlink()
    before = snapshot(registered)
    assert run(registered, *command, "--identity", keys["committee"][0]) == 2
    assert "没有改动：这把私钥一个文件也打不开。" in capsys.readouterr().err
    assert snapshot(registered) == before
    assert run(registered, *command, *KEY) == 0, "what a whole vault lacks is R202, and not of this command"
    assert run(registered, *command, *KEY) == 2
    assert "不能换：它已经停用。" in capsys.readouterr().err


def test_keys_that_stand_elsewhere(small: Path, keys: dict[str, tuple[Path, str]], capsys: Capture) -> None:
    """In recipients.txt and in reviewers.yaml nothing is changed: it is said what to do first."""
    assert run(small, "rotate-key", FIRST, keys["new"][1], *KEY, "--yes") == 2
    assert "没有改动：没有 registry/recipients.yaml。请先运行 zhicheng keys move。" in capsys.readouterr().err
    assert run(small, "keys", "move") == 0
    path = small / "registry/reviewers.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("{office: 喀什地区", f"{{recipient: {keys['old'][1]}, office: 喀什地区", 1), encoding="utf-8")
    assert run(small, "rotate-key", keys["old"][1], keys["new"][1], *KEY, "--yes") == 2
    assert "它写在 registry/reviewers.yaml 里。" in capsys.readouterr().err
