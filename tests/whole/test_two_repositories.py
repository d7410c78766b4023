"""The layout for real use: a public registry and a vault in two repositories, with real Git, the hook and age.

init, keys, sealing where there is no vault, a packet and a pushed branch, the hook, publication, another key, reseal, verify.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import registries
from helpers.registries import record
from helpers.repositories import ENVIRONMENT
from helpers.servers import AS_OF, Server
from helpers.vault_commands import CONTACTS, pool, roster

from zhicheng.commands.cli import main
from zhicheng.vault import cipher

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
KEY = "example-one"
RECORD = f"registry/committees/650000/{KEY}.yaml"
FILED = 'filings: [{round: "2026", date: "2026-11-23"}]'
MOMENTS = (f"2026-11-2{day}T0{hour}:00:00Z" for day in range(1, 4) for hour in range(1, 10))


def git(folder: Path, *arguments: str) -> str:
    dated = {**ENVIRONMENT, "GIT_COMMITTER_DATE": "2026-11-23T20:00:00+08:00"}  # after every approval
    done = subprocess.run(["git", *arguments], cwd=folder, env=dated, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


class Desk:
    """A clone of the public registry, and what zhicheng says there."""

    def __init__(self, root: Path, capsys: Capture) -> None:
        self.root, self.capsys = root, capsys

    def zhicheng(self, *arguments: str | Path, code: int = 0) -> str:
        """Runs a command as of the day of the tests and gives all that it prints."""
        self.capsys.readouterr()
        dated = [] if arguments[0] == "open" else ["--as-of", AS_OF]
        done = main([*map(str, arguments), "--root", str(self.root), *dated])
        out, said = self.capsys.readouterr()
        assert done == code, out + said
        return out + said


def plain(path: Path, value: dict[str, Any]) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def office(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> Office:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return Office(tmp_path, capsys)


class Office:
    """The centre with both repositories, and their bare ones on a server."""

    def __init__(self, folder: Path, capsys: Capture) -> None:
        self.folder, self.capsys = folder, capsys
        self.keys: dict[str, Path] = {}
        self.public = folder / "centre/public"
        self.desk = Desk(self.public, capsys)
        self._begin()

    def _begin(self) -> None:
        self.public.parent.mkdir()
        assert main(["init", str(self.public), "--region", "650000", "--as-of", AS_OF]) == 0
        path = self.public / "registry/registry.yaml"
        text = path.read_text(encoding="utf-8").replace("（请改为实际名称）", "").replace("请填写咨询电话", '"0991-0000001"')
        path.write_text(text.replace("sample: true", "vault: ../../vault"), encoding="utf-8")
        for name, holder in (("daily", "中心评审科（日常）"), ("reserve", "中心办公室（备用）")):
            self.add_key(name, holder)
        self.server = Server(self.public, self.folder)
        self.vault_server = self.folder / "vault.git"
        git(self.folder, "init", "-q", "--bare", "--initial-branch=main", str(self.vault_server))
        self.vault = self.public.parent / "vault"
        git(self.folder, "clone", "-q", str(self.vault_server), str(self.vault))
        (self.vault / "README.md").write_text("密封库\n", encoding="utf-8")
        self.push_vault()
        first = self.server.push("main")
        assert first.accepted, first.said

    def add_key(self, name: str, holder: str, *more: str) -> str:
        """A new key, made outside and registered with its holder; gives the public one."""
        self.keys[name] = self.folder / f"{name}.identity"
        made = self.desk.zhicheng("keys", "new", "--out", self.keys[name])
        public = made.splitlines()[0]
        self.desk.zhicheng("keys", "add", public, "--holder", holder, *more)
        return public

    def push_vault(self) -> None:
        git(self.vault, "add", "--all")
        git(self.vault, "commit", "-q", "--allow-empty", "-m", "vault: x")
        git(self.vault, "push", "-q", "origin", "HEAD:main")

    def commit(self) -> str:
        git(self.public, "add", "--all")
        git(self.public, "commit", "-q", "-m", "registry: x")
        return git(self.public, "rev-parse", "HEAD")

    def approve(self, *accounts: str) -> None:
        head = git(self.public, "rev-parse", "HEAD")
        for account in accounts:
            self.server.review(account, head, next(MOMENTS))


def test_two_repositories(office: Office, tmp_path: Path, capsys: Capture) -> None:
    centre, server = office.desk, office.server
    server.configure("zhicheng.vault", str(office.vault_server))

    # A committee: a clone of the public registry alone. Sealing needs a place for what is sealed; the public file is written as ever.
    clone = tmp_path / "committee/public"
    git(tmp_path, "clone", "-q", str(server.bare), str(clone))
    committee = Desk(clone, capsys)
    registries.write(clone, RECORD, record("contacts:", FILED))
    desk = tmp_path / "desk"
    desk.mkdir()
    contacts, people = plain(desk / "联系人.json", CONTACTS), plain(desk / "花名册.json", roster(*pool(30)))
    said = committee.zhicheng("seal", KEY, contacts, code=2)
    assert "错误：这里没有密封库（" in said
    assert "zhicheng seal 加 --out 文件夹" in said
    assert not (tmp_path / "committee/vault").exists()
    said = committee.zhicheng("seal", KEY, contacts, "--out", clone / "sealed", code=2)
    assert "密封文件不放在公开登记册的仓库里" in said
    sealed = tmp_path / "u盘/密封"
    for file in (contacts, people):
        said = committee.zhicheng("seal", KEY, file, "--out", sealed)
    assert f"公开的 registry/rosters/{KEY}.yaml 提交到登记册；密封的 {sealed / f'{KEY}.roster.age'} 不提交" in said
    assert sorted(path.name for path in sealed.iterdir()) == [f"{KEY}.contacts.age", f"{KEY}.roster.age"]
    assert not list(clone.rglob("*.age"))
    said = committee.zhicheng("validate")
    assert said.count("密封文件没有核对") == 1
    assert "1 份联系人、1 份花名册的密封文件没有核对。" in said
    assert "R202" not in said

    # Both ways in: a branch, whose sealed files are asked for, and a packet, which holds them.
    git(clone, "switch", "-q", "-c", "first")
    git(clone, "add", "--all")
    git(clone, "commit", "-q", "-m", f"registry: Add {KEY}")
    pushed = subprocess.run(["git", "push", "-q", "origin", "first"], cwd=clone, env=_with_program(), capture_output=True, encoding="utf-8")
    assert pushed.returncode == 0, pushed.stderr
    assert "提醒：2 个密封文件没有送到密封库，或者那里的是另一份" in pushed.stderr
    said = committee.zhicheng("report", "--base", "origin/main")
    assert "没有密封库（" in said
    assert "R202" not in said
    packet = tmp_path / "u盘/报送.zip"
    said = committee.zhicheng("pack", KEY, "--out", packet, "--sealed", sealed)
    assert "密封的联系人、密封的花名册" in said

    # The centre receives it: a branch in each repository. Main takes the record after the sealed files, and not before.
    said = centre.zhicheng("receive", packet, "--papers", tmp_path / "纸质表")
    assert "密封文件写到了密封库的分支 submit/example-one-2026，请与登记库的分支一起合并。" in said
    git(office.public, "merge", "-q", "--ff-only", "submit/example-one-2026")
    office.approve("centre-a")
    refused = server.push("main")
    assert not refused.accepted
    assert "拒绝 main：2 个密封文件没有送到密封库，或者那里的是另一份（大小、校验值与登记的不同）：" in refused.said
    assert "请先把它们推送到密封库的主分支，再推送登记册" in refused.said
    git(office.vault, "merge", "-q", "submit/example-one-2026")
    office.push_vault()
    accepted = server.push("main")
    assert accepted.accepted, accepted.said

    # Publication: with the vault that the site's machine has; not with one that lacks a file, nor with another one.
    empty = tmp_path / "empty"
    empty.mkdir()
    said = centre.zhicheng("build", "--vault", empty, "--out", tmp_path / "site", code=1)
    assert "R202 密封库里没有 " in said
    assert not (tmp_path / "site").exists()
    said = centre.zhicheng("build", "--vault", office.vault_server, "--out", tmp_path / "site")
    assert (tmp_path / f"site/committees/{KEY}/index.html").is_file()
    said = committee.zhicheng("build", "--out", tmp_path / "here")
    assert said.count("密封文件没有核对") == 1

    # A committee's own key and a new reserve key: the change needs centre and maintainers; then everything is sealed anew.
    own = office.add_key("own", "评审委员会办公室", "--role", "committee", "--committee", KEY)
    reserve = cipher.public_key(cipher.secrets(office.keys["reserve"].read_text(encoding="utf-8"))[0])
    path = office.public / "registry/recipients.yaml"
    ended = path.read_text(encoding="utf-8").splitlines()
    ended = [f'{line[:-1]}, until: "2026-11-22"}}' if reserve in line else line for line in ended]
    path.write_text("\n".join(ended) + "\n", encoding="utf-8")
    office.add_key("new reserve", "中心财务科（备用）")
    office.commit()
    said = centre.zhicheng("report", "--base", "origin/main")
    assert said.index("公钥有改动") < said.index("由谁审核")
    assert "增加了“中心财务科（备用）”的公钥" in said
    assert "停用了“中心办公室（备用）”的公钥" in said
    office.approve("centre-a")
    assert not server.push("main").accepted
    office.approve("maintainer-a")
    assert server.push("main").accepted
    said = centre.zhicheng("reseal", "--identity", office.keys["reserve"], code=2)
    assert "没有重新密封，文件没有改动：没有人可以问。" in said
    said = centre.zhicheng("reseal", "--yes", "--identity", office.keys["reserve"])
    assert "全部　评审委员会办公室" in said
    assert own in said
    assert reserve not in said
    office.commit()
    office.approve("centre-a")
    refused = server.push("main")
    assert not refused.accepted
    assert "拒绝 main：2 个密封文件没有送到密封库，或者那里的是另一份" in refused.said
    office.push_vault()
    accepted = server.push("main")
    assert accepted.accepted, accepted.said

    # Whose key opens what now, with any age tool too.
    for name in ("daily", "new reserve", "own"):
        said = centre.zhicheng("verify", "--identity", office.keys[name])
        assert "核对了 1 份花名册、30 名评委：0 个错误" in said
        assert "几把公钥" not in said
    content = (office.vault / f"{KEY}.roster.age").read_bytes()
    if shutil.which("age") is not None:
        done = subprocess.run(["age", "-d", "-i", str(office.keys["own"])], input=content, capture_output=True, check=False)
        assert json.loads(done.stdout)["committee"] == KEY
        assert subprocess.run(["age", "-d", "-i", str(office.keys["reserve"])], input=content, capture_output=True, check=False).returncode
    stranger = tmp_path / "stranger.identity"
    centre.zhicheng("keys", "new", "--out", stranger)
    for command in (("verify",), ("validate",), ("reseal", "--yes")):
        assert "没有在 registry/recipients.yaml 里登记" in centre.zhicheng(*command, "--identity", stranger, code=2)

    # The committee again: with nothing of the vault, and with a part of it, which is normal too.
    git(clone, "switch", "-q", "main")
    git(clone, "pull", "-q", "origin", "main")
    assert "R202" not in committee.zhicheng("validate")
    part = tmp_path / "committee/vault"
    part.mkdir()
    shutil.copy(office.vault / f"{KEY}.contacts.age", part)
    said = committee.zhicheng("validate")
    assert f"1 个密封文件不在这里（密封库 {part} 只有一部分），没有核对。" in said
    assert "R202" not in said
    assert "R202" in committee.zhicheng("validate", "--vault", part, code=1)
    said = committee.zhicheng("verify", KEY, "--identity", office.keys["own"], code=2)
    assert f"{KEY} 的密封文件不在这里，没有核对。" in said
    published = yaml.safe_load((clone / f"registry/rosters/{KEY}.yaml").read_text(encoding="utf-8"))
    assert published["sealed"]["size"] == len(content)


def test_a_server_that_does_not_know_the_vault(office: Office) -> None:
    """It refuses what names sealed files on main, until it is told where the vault is, or that it is elsewhere; then it says so."""
    contacts = plain(office.folder / "联系人.json", CONTACTS)
    registries.write(office.public, RECORD, record("contacts:", FILED))
    office.desk.zhicheng("seal", KEY, contacts)
    office.commit()
    office.approve("centre-a")
    office.server.configure("core.quotePath", "false")
    refused = office.server.push("main")
    assert not refused.accepted
    assert "拒绝 main：这次登记了 1 个密封文件，服务器不知道密封库在哪里，没有核对是否送到。" in refused.said
    assert "git config zhicheng.vault 密封库的裸仓库" in refused.said
    office.server.configure("zhicheng.vault", str(office.folder / "nowhere.git"))
    refused = office.server.push("main")
    assert not refused.accepted
    assert "nowhere.git 不是文件夹，也不是裸仓库。请核对写法。" in refused.said
    office.server.configure("zhicheng.vault", "elsewhere")
    accepted = office.server.push("main")
    assert accepted.accepted, accepted.said
    assert "提醒：这次登记了 1 个密封文件，服务器不知道密封库在哪里，没有核对是否送到。" in accepted.said


def _with_program() -> dict[str, str]:
    return {**ENVIRONMENT, "PYTHONPATH": str(registries.HERE.parent / "scripts"), "PYTHONWARNDEFAULTENCODING": "0"}
