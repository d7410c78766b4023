"""`zhicheng receive`, with real Git and real sealed files: what comes on which branch, and what stays untouched."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import packets, registries
from helpers.packets import (
    BRANCH,
    DAY,
    ONE,
    PDF,
    closed,
    commit,
    git,
    listed,
    moved,
    opened,
    pack,
    receive,
    repository,
    sender,
    state,
    tree,
)

from zhicheng.commands.console import table
from zhicheng.errors import GitError
from zhicheng.review.delivery import packet_making
from zhicheng.system import git_commits
from zhicheng.text import cells
from zhicheng.vault.guard.parts import parts_of
from zhicheng.vault.store import fingerprint, keyring
from zhicheng.vault.store import opened as opened_file

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
NAME = "示例自治区工程系列建筑工程专业高级职称评审委员会（example-one）"


@pytest.fixture(autouse=True)
def _no_exported_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where Word cannot be written: most tests are about other things."""
    monkeypatch.setattr(packet_making, "forms", lambda registry, key: ({}, "这台机器上没有装好写 Word 用的组件。"))


@pytest.fixture(scope="session")
def office_template(tmp_path_factory: pytest.TempPathFactory, small_template: Path) -> Path:
    """The small registry in Git: only to be copied."""
    return repository(Path(shutil.copytree(small_template, tmp_path_factory.mktemp("office") / "office")))


@pytest.fixture
def office(office_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The registry of those who receive, of the test's own; nothing of the machine's Git settings."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, packets.GIT[name])
    return Path(shutil.copytree(office_template, tmp_path / "office"))


@pytest.fixture
def arrived(office: Path, tmp_path: Path, capsys: Capture) -> Path:
    """A packet of example-one, whose address has changed."""
    assert pack(sender(office, tmp_path / "sender"), tmp_path / "x.zip") == 0
    capsys.readouterr()
    return tmp_path / "x.zip"


def remade(path: Path, target: Path, changes: dict[str, bytes] | None = None, **manifest: object) -> Path:
    """A packet with other files or another manifest, sound in itself."""
    entries = {**opened(path.read_bytes()), **(changes or {})}
    target.write_bytes(closed(listed(entries, **manifest).items()))
    return target


# --- on a branch -------------------------------------------------------------------------------------------------------


def test_a_packet_comes_on_a_branch(office: Path, arrived: Path, tmp_path: Path, capsys: Capture) -> None:
    """One commit on top of HEAD, with the sender's files and all others as they were; nothing else is touched."""
    before, base = state(office), git(office, "rev-parse", "HEAD").strip()
    assert receive(office, arrived) == 0
    out, talk = capsys.readouterr()
    assert out == (
        f"评审委员会{' ' * 55}年度  结果    分支                     怎么办\n{NAME}  2026  已收下  {BRANCH}  审核这个分支，再合并\n"
    )
    assert talk == "x.zip：已收下\n1 个报送包：1 个已收下。\n"
    assert state(office) == before
    assert git(office, "rev-list", BRANCH).split() == [git(office, "rev-parse", BRANCH).strip(), base]
    assert tree(office, BRANCH) == {**tree(office, base), **packets.files(tmp_path / "sender")}
    assert git(office, "diff", "--name-only", "main", BRANCH).split() == [ONE]


def test_the_commit_says_who_and_when(office: Path, arrived: Path) -> None:
    """In the name of the office that received it, by Git's settings."""
    assert receive(office, arrived) == 0
    said = json.loads(opened(arrived.read_bytes())["manifest.json"])
    author, _, message = git(office, "log", "-1", "--format=%an <%ae> %cn <%ce>%n%B", BRANCH).partition("\n")
    assert author == "示例中心 <centre@example.org> 示例中心 <centre@example.org>"
    assert message == (
        f"registry: 报送 {NAME}2026 年度\n\n"
        "报送单位：示例自治区住房和城乡建设厅\n打包时间：2026-11-23 00:00:00\n"
        f"内容摘要：{said['digest']}\n底本：{said['base']}\n\nPacket-Made: 2026-11-23T00:00:00+08:00\n\n"
    )


def test_who_handed_it_in_can_be_said(office: Path, arrived: Path) -> None:
    assert receive(office, arrived, "--by", "示例地区人社局") == 0
    assert "报送单位：示例地区人社局\n" in git(office, "log", "-1", "--format=%B", BRANCH)


def test_every_committee_comes_back_whole(office: Path, tmp_path: Path, capsys: Capture) -> None:
    """A batch, of committees in two folders, with and without rosters; one of them has nothing new."""
    root = sender(office, tmp_path / "sender")
    found = [(path.stem, path.parent.name) for path in sorted((root / "registry/committees").rglob("*.yaml"))]
    for key, folder in found[1:]:
        path = root / f"registry/committees/{folder}/{key}.yaml"
        path.write_text(path.read_text(encoding="utf-8") + "# 已核对\n", encoding="utf-8")
    assert [pack(root, tmp_path / f"{key}.zip", key=key) for key, _ in found] == [0] * 6
    capsys.readouterr()
    assert receive(office, *(tmp_path / f"{key}.zip" for key, _ in found)) == 0
    assert capsys.readouterr().err.endswith("6 个报送包：1 个重复，5 个已收下。\n")
    branches = git(office, "for-each-ref", "--format=%(refname:short)", "refs/heads/submit").split()
    years = dict(found) | {"example-old": "2019"}
    assert len(branches) == 5
    for branch in branches:
        key = branch.removeprefix("submit/").rpartition("-")[0]
        assert tree(office, branch) == {**tree(office, "main"), **packets.files(root, key, dict(found)[key])}
        assert branch.endswith("-2019" if years[key] == "2019" else "-2026")


def test_a_new_committee_in_a_new_folder(office: Path, tmp_path: Path) -> None:
    """A record, a folder and a vault file that the office has never seen."""
    root = sender(office, tmp_path / "sender")
    text = (root / "registry/committees/653100/example-county.yaml").read_text(encoding="utf-8")
    text = text.replace("example-county", "example-new").replace("653125", "652301").replace("莎车县", "示例县")
    for part in ("contacts: ", "scope: "):
        text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith(part))
    registries.write(root, "registry/committees/652300/example-new.yaml", text + 'scope: {areas: ["652301"], open_to: system}\n')
    (root / "x.json").write_text(
        json.dumps(
            {
                "committee": "example-new",
                "leader": {"name": "示例乙", "landline": "0991-0000001", "mobile": "10000000001"},
                "clerks": [{"name": "示例乙", "landline": "0991-0000001", "mobile": "10000000001"}],
                "preparer": {"name": "示例丙", "phone": "0991-0000003"},
            }
        ),
        encoding="utf-8",
    )
    shutil.move(root / "x.json", tmp_path / "x.json")
    assert packets.main(["seal", "example-new", str(tmp_path / "x.json"), "--root", str(root), "--as-of", DAY]) == 0
    assert pack(root, tmp_path / "x.zip", key="example-new") == 0
    assert receive(office, tmp_path / "x.zip") == 0
    new = packets.files(root, "example-new", "652300")
    assert len(new) == 2
    assert tree(office, "submit/example-new-2026") == {**tree(office, "main"), **new}


def test_the_registry_may_lie_below_the_top(office: Path, arrived: Path, tmp_path: Path) -> None:
    """In a folder of a larger repository."""
    top = tmp_path / "top"
    shutil.copytree(office, top / "data/库", ignore=shutil.ignore_patterns(".git"))
    repository(top)
    assert receive(top / "data/库", arrived) == 0
    assert git(top, "diff", "--name-only", "-z", "main", BRANCH) == f"data/库/{ONE}\0"
    assert git(top, "status", "--porcelain") == ""


def test_another_desk_is_not_disturbed(office: Path, arrived: Path) -> None:
    """Uncommitted work, a staged file, a detached HEAD: none is seen or changed; the branch starts from HEAD."""
    registries.write(office, "registry/committees/650000/example-two.yaml", "half done")
    registries.write(office, "notes.txt", "staged")
    git(office, "add", "notes.txt")
    git(office, "checkout", "-q", "--detach")
    before = state(office)
    assert receive(office, arrived) == 0
    assert state(office) == before
    assert git(office, "diff", "--name-only", "main", BRANCH).split() == [ONE]


def test_git_settings_of_the_machine_change_nothing(office: Path, arrived: Path, tmp_path: Path) -> None:
    """Line breaks, encodings, signatures and hooks are for people; the files arrive byte for byte."""
    for name, value in (("core.autocrlf", "true"), ("i18n.commitEncoding", "GBK"), ("commit.gpgSign", "true"), ("core.quotePath", "true")):
        git(office, "config", name, value)
    hook = registries.write(office, ".git/hooks/pre-commit", "#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    assert receive(office, arrived) == 0
    assert tree(office, BRANCH) == {**tree(office, "main"), **packets.files(tmp_path / "sender")}


def test_environment_of_another_repository(office: Path, arrived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a hook, where GIT_DIR and GIT_INDEX_FILE name where Git itself is at work."""
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert receive(office, arrived) == 0
    assert not (tmp_path / "index").exists()


# --- repeated, newer, older --------------------------------------------------------------------------------------------


def test_a_repeated_packet_is_no_error(office: Path, arrived: Path, tmp_path: Path, capsys: Capture) -> None:
    assert receive(office, arrived) == 0
    tip = git(office, "rev-parse", BRANCH)
    shutil.copy(arrived, tmp_path / "again.zip")
    capsys.readouterr()
    assert receive(office, arrived, tmp_path / "again.zip") == 0
    out, talk = capsys.readouterr()
    assert out.count(f"{NAME}  2026  重复  {BRANCH}  不用处理\n") == 2
    assert f"x.zip：重复\n    这份报送包以前收过，内容已经在分支 {BRANCH} 里，没有新的提交，不用再处理。\n" in talk
    assert git(office, "rev-parse", BRANCH) == tip
    assert receive(office, arrived, "--dry-run") == 0
    assert "这份报送包以前收过" in capsys.readouterr().err


def test_another_packet_with_the_same_content(office: Path, arrived: Path, tmp_path: Path, capsys: Capture) -> None:
    assert receive(office, arrived) == 0
    capsys.readouterr()
    assert receive(office, remade(arrived, tmp_path / "y.zip", {}, made="2026-11-23T00:00:01+08:00")) == 0
    assert f"y.zip：重复\n    内容与分支 {BRANCH} 里的完全相同，没有新的提交，不用再处理。\n" in capsys.readouterr().err


def test_a_packet_whose_branch_is_merged_and_gone(office: Path, arrived: Path, capsys: Capture) -> None:
    """No branch is named then: there is none to look for."""
    assert receive(office, arrived) == 0
    git(office, "merge", "-q", "--no-ff", "-m", "registry: Merge", BRANCH)
    git(office, "branch", "-D", BRANCH)
    capsys.readouterr()
    assert receive(office, arrived) == 0
    out, talk = capsys.readouterr()
    assert re.search(rf"^{re.escape(NAME)}  2026  重复 +不用处理$", out, re.MULTILINE)
    assert "x.zip：重复\n    这份报送包以前收过，内容已经在登记库里，没有新的提交，不用再处理。\n" in talk


def test_what_is_in_the_registry_already(office: Path, tmp_path: Path, capsys: Capture) -> None:
    assert pack(office, tmp_path / "x.zip") == 0
    assert receive(office, tmp_path / "x.zip") == 0
    assert "内容与登记库里的完全相同，没有新的提交，不用再处理。" in capsys.readouterr().err
    assert git(office, "branch", "--list", "submit/*") == ""


def test_a_newer_packet_comes_on_top(office: Path, arrived: Path, tmp_path: Path, capsys: Capture) -> None:
    """And the older one is then refused, with both times; --force takes it all the same."""
    assert receive(office, arrived) == 0
    assert pack(moved(tmp_path / "sender", "示例市再新路 3 号"), tmp_path / "y.zip", day="2026-11-24") == 0
    capsys.readouterr()
    assert receive(office, tmp_path / "y.zip", day="2026-11-24") == 0
    assert f"比分支 {BRANCH} 里的（2026-11-23 00:00:00）新，接在后面；不同的文件：{ONE}。" in capsys.readouterr().err
    assert len(git(office, "rev-list", f"main..{BRANCH}").split()) == 2
    tip = git(office, "rev-parse", BRANCH)
    assert receive(office, arrived, day="2026-11-25") == 1
    out, talk = capsys.readouterr()
    assert f"{NAME}  2026  拒收  {BRANCH}  有更新的，不用收\n" in out
    assert (
        f"x.zip：拒收\n    这份报送包是 2026-11-23 00:00:00 打的，分支 {BRANCH} 里的是 2026-11-24 00:00:00 的，更新。"
        "不用收；确实要换回旧的，加 --force 再收。\n"
    ) in talk
    assert git(office, "rev-parse", BRANCH) == tip
    assert receive(office, arrived, "--force", day="2026-11-25") == 0
    assert "更新；按 --force 换回旧的。" in capsys.readouterr().err
    assert tree(office, BRANCH)[ONE] == opened(arrived.read_bytes())[ONE]


@pytest.mark.parametrize(
    ("made", "taken"), [("2026-11-22T23:59:59+08:00", False), ("2026-11-23T00:00:00+08:00", True), ("2026-11-23T00:00:01+08:00", True)]
)
def test_a_second_older_is_older(office: Path, arrived: Path, tmp_path: Path, capsys: Capture, made: str, taken: bool) -> None:
    """Another packet of the same second is not: it comes on top."""
    text = opened(arrived.read_bytes())[ONE].replace("示例市新路 2 号".encode(), "示例市再新路 3 号".encode())
    other = remade(arrived, tmp_path / "y.zip", {ONE: text}, made=made, digest=None)
    assert receive(office, arrived) == 0
    capsys.readouterr()
    assert receive(office, other) == (0 if taken else 1)
    older = f"这份报送包是 2026-11-22 23:59:59 打的，分支 {BRANCH} 里的是 2026-11-23 00:00:00 的，更新。"
    newer = f"比分支 {BRANCH} 里的（2026-11-23 00:00:00）新，接在后面；不同的文件：{ONE}。"
    talk = capsys.readouterr().err
    assert (newer in talk, older in talk) == (taken, not taken)
    assert (tree(office, BRANCH)[ONE] == text) is taken


def test_in_one_batch_the_older_does_not_win(office: Path, arrived: Path, tmp_path: Path) -> None:
    assert pack(moved(tmp_path / "sender", "示例市再新路 3 号"), tmp_path / "y.zip", day="2026-11-24") == 0
    assert receive(office, tmp_path / "y.zip", arrived, day="2026-11-24") == 1
    assert tree(office, BRANCH)[ONE] == opened((tmp_path / "y.zip").read_bytes())[ONE]


def test_changed_by_hand_since(office: Path, arrived: Path, capsys: Capture) -> None:
    """A change of the registry that came after the packet was made is newer than it; one before it is not."""
    commit(moved(office, "示例市老路 9 号"), "registry: Correct", day="2026-11-24")
    assert receive(office, arrived, day="2026-11-25") == 1
    assert "这份报送包是 2026-11-23 00:00:00 打的，登记库里的是 2026-11-24 08:00:00 的，更新。" in capsys.readouterr().err
    git(office, "reset", "-q", "--hard", "HEAD~")
    commit(moved(office, "示例市老路 9 号"), "registry: Correct", day="2026-11-22")
    assert receive(office, arrived, day="2026-11-25") == 0
    said = "登记库在打包所用的底本以后改过（2026-11-22 08:00:00），请核对这次报送会不会把它改回去。"
    assert said in capsys.readouterr().err


def test_after_the_branch_was_merged(office: Path, arrived: Path, tmp_path: Path, capsys: Capture) -> None:
    """The next packet starts from HEAD, though its sender never saw the merge; that what it changes came as a packet needs no warning."""
    assert receive(office, arrived) == 0
    git(office, "merge", "-q", "--no-ff", "-m", "Merge", BRANCH, day="2026-11-30")
    assert pack(moved(tmp_path / "sender", "示例市再新路 3 号"), tmp_path / "y.zip", day="2026-11-24") == 0
    capsys.readouterr()
    assert receive(office, tmp_path / "y.zip", day="2026-12-01") == 0
    assert capsys.readouterr().err.startswith("y.zip：已收下\n1 个报送包")
    assert git(office, "rev-parse", f"{BRANCH}~") == git(office, "rev-parse", "main")
    assert receive(office, arrived, day="2026-12-01") == 1


def test_a_packet_from_the_future(office: Path, arrived: Path, capsys: Capture) -> None:
    """A day of grace for clocks that are wrong; more would bar every later packet."""
    assert receive(office, arrived, "--dry-run", day="2026-11-22") == 0
    assert receive(office, arrived, day="2026-11-21") == 1
    assert "打包时间 2026-11-23 00:00:00 还没有到。请核对报送单位电脑上的日期，改好以后重新打包。" in capsys.readouterr().err


# --- refused -----------------------------------------------------------------------------------------------------------


def test_one_bad_packet_does_not_stop_the_others(office: Path, arrived: Path, tmp_path: Path, capsys: Capture) -> None:
    """The summary has a line for each, and columns that stand one below the other."""
    (tmp_path / "坏.zip").write_bytes(arrived.read_bytes()[:-9])
    os.mkfifo(tmp_path / "pipe.zip")
    assert receive(office, tmp_path / "坏.zip", tmp_path / "pipe.zip", arrived) == 1
    out, talk = capsys.readouterr()
    lines = out.splitlines()
    assert [line.split()[0] for line in lines] == ["评审委员会", "坏.zip", "pipe.zip", NAME]
    assert [line.split()[-1] for line in lines[1:]] == ["请报送单位重新打包", "核对文件", "审核这个分支，再合并"]
    starts = {cells(line[: line.index(word)]) for line, word in zip(lines, ("结果", "拒收", "拒收", "已收下"), strict=True)}
    assert len(starts) == 1
    assert "坏.zip：拒收\n    不完整，或者不是 zhicheng pack 打的包（可能没有传完）。请报送单位用 zhicheng pack 重新打包" in talk
    assert "pipe.zip：拒收\n    读不到，或者不是普通文件。请核对路径和权限。\n" in talk
    assert talk.endswith("3 个报送包：2 个拒收，1 个已收下。\n")


def test_what_the_checks_find_refuses(office: Path, arrived: Path, tmp_path: Path, capsys: Capture) -> None:
    """Findings of this change are reported, as errors with clause and remedy; what was wrong before is not."""
    registries.write(office, "registry/committees/650000/example-two.yaml", b"\xff")
    commit(office, "registry: Break another")
    entries = opened(arrived.read_bytes())
    bad = remade(arrived, tmp_path / "bad.zip", {ONE: entries[ONE].replace(b"members: 25", b"members: 26")}, digest=None)
    assert receive(office, bad) == 1
    out, talk = capsys.readouterr()
    assert out.startswith(f"{ONE}:")
    assert "E202 组成人数 26 是偶数\n    依据：人社部令第40号第九条\n    建议：" in out
    assert "example-two" not in out
    assert "照检查结果改好再报" in out
    assert "bad.zip：拒收\n    检查有 1 个错误。请报送单位照检查结果改好，重新打包。\n" in talk
    assert git(office, "branch", "--list", "submit/*") == ""
    assert receive(office, arrived) == 0


def test_a_finding_elsewhere_that_the_packet_brings(office: Path, tmp_path: Path, capsys: Capture) -> None:
    """Two of the same name and organiser: found at the other one, and said."""
    root = sender(office, tmp_path / "sender")
    one, two = ((root / ONE.replace("one", which)).read_text(encoding="utf-8") for which in ("one", "two"))
    line = {which: next(line for line in text.splitlines() if line.startswith("name:")) for which, text in (("one", one), ("two", two))}
    who = {which: next(line for line in text.splitlines() if line.startswith("organiser:")) for which, text in (("one", one), ("two", two))}
    registries.write(root, ONE, one.replace(line["one"], line["two"]).replace(who["one"], who["two"]))
    assert pack(root, tmp_path / "x.zip") == 0
    capsys.readouterr()
    assert receive(office, tmp_path / "x.zip") == 0
    assert "X006 （提醒）" in capsys.readouterr().out


def test_the_wrong_folder(office: Path, arrived: Path, tmp_path: Path, capsys: Capture) -> None:
    entries = opened(arrived.read_bytes())
    record = entries.pop(ONE)
    changed = listed({**entries, ONE.replace("650000", "653100"): record})
    (tmp_path / "y.zip").write_bytes(closed(changed.items()))
    assert receive(office, tmp_path / "y.zip") == 1
    assert "登记文件放在 653100 文件夹里，按单位级别和区划应当在 650000。" in capsys.readouterr().err


def test_a_record_in_a_second_folder(office: Path, tmp_path: Path, capsys: Capture) -> None:
    """A committee that says it belongs to another authority now: its id would be there twice."""
    root = sender(office, tmp_path / "sender")
    old = root / "registry/committees/653100/example-prefecture.yaml"
    text = old.read_text(encoding="utf-8").replace("authority: prefecture", "authority: region").replace('area: "653100"', 'area: "650000"')
    old.rename(root / "registry/committees/650000/example-prefecture.yaml")
    registries.write(root, "registry/committees/650000/example-prefecture.yaml", text)
    assert pack(root, tmp_path / "x.zip", key="example-prefecture") == 0
    capsys.readouterr()
    assert receive(office, tmp_path / "x.zip") == 1
    assert " X002 " in capsys.readouterr().out


def test_a_registry_whose_commit_cannot_be_read(office: Path, arrived: Path, capsys: Capture) -> None:
    """What counts is what is committed, not what lies on the desk."""
    text = (office / "registry/registry.yaml").read_text(encoding="utf-8")
    registries.write(office, "registry/registry.yaml", "name: [\n")
    commit(office, "registry: Break")
    registries.write(office, "registry/registry.yaml", text)
    assert receive(office, arrived) == 1
    out, talk = capsys.readouterr()
    assert "登记库最后一次提交里的基本设置有误。请用 zhicheng validate 检查，改好并提交，再收一次。" in talk
    assert "改好登记库再收" in out


def test_a_history_that_was_cut_off(office: Path, arrived: Path, tmp_path: Path) -> None:
    """A shallow clone does not know when a file last changed: the day of its first commit says nothing."""
    commit(registries.write(office, "notes.txt", "x").parent, "docs: Note", day="2026-11-24")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{office}", "shallow")
    for name, value in (("user.name", "示例"), ("user.email", "x@example.org")):
        git(tmp_path / "shallow", "config", name, value)
    assert receive(tmp_path / "shallow", arrived, day="2026-11-25") == 0


def test_the_wrong_digest(office: Path, arrived: Path, tmp_path: Path, capsys: Capture) -> None:
    assert receive(office, remade(arrived, tmp_path / "y.zip", digest="0000-0000-0000")) == 1
    assert "内容摘要对不上：清单里是 0000-0000-0000，按登记内容算是 " in capsys.readouterr().err
    assert receive(office, remade(arrived, tmp_path / "y.zip", digest=None)) == 0


def test_sealed_files_that_are_not_there(office: Path, arrived: Path, tmp_path: Path, capsys: Capture) -> None:
    """A record names contacts; neither the packet nor the vault has them."""
    entries = opened(arrived.read_bytes())
    sealed = registries.write(tmp_path, "x.age", (office / "registry/vault/example-two.contacts.age").read_bytes())
    old = json.loads(entries["manifest.json"])["files"].pop("vault/example-one.contacts.age")
    new = fingerprint(sealed.read_bytes())
    text = entries[ONE].decode().replace(old["sha256"], new["sha256"]).replace(f"size: {old['size']}", f"size: {new['size']}")
    del entries["vault/example-one.contacts.age"]
    (tmp_path / "y.zip").write_bytes(closed(listed({**entries, ONE: text.encode()}, digest=None).items()))
    assert receive(office, tmp_path / "y.zip") == 1
    assert "R202" in capsys.readouterr().out


# --- settings ----------------------------------------------------------------------------------------------------------


def test_dry_run_writes_nothing(office: Path, arrived: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    assert pack(tmp_path / "sender", tmp_path / "y.zip", "--paper", tmp_path / "a.pdf") == 0
    before, refs = state(office), git(office, "for-each-ref")
    capsys.readouterr()
    assert receive(office, arrived, tmp_path / "y.zip", "--dry-run") == 0
    out, talk = capsys.readouterr()
    assert out.count("可以收") == 2
    assert "去掉 --dry-run 再收" in out
    assert talk.endswith("2 个报送包：2 个可以收。\n")
    assert (state(office), git(office, "for-each-ref")) == (before, refs)
    assert not (tmp_path / "纸质表").exists()


def test_all_on_one_branch(office: Path, arrived: Path, tmp_path: Path) -> None:
    """--branch: a batch for one review."""
    path = tmp_path / "sender/registry/committees/653100/example-county.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# 已核对\n", encoding="utf-8")
    assert pack(tmp_path / "sender", tmp_path / "y.zip", key="example-county") == 0
    assert receive(office, arrived, tmp_path / "y.zip", "--branch", "submit/喀什-2026") == 0
    assert git(office, "diff", "--name-only", "main", "submit/喀什-2026").split() == [ONE, path.relative_to(tmp_path / "sender").as_posix()]


@pytest.mark.parametrize(
    "branch", ["main", "submit", "submit/", "submit/../main", "submit/a b", "-d", "submit/a.lock", "refs/heads/main", "submit/13800001234"]
)
def test_branches_that_cannot_be(office: Path, arrived: Path, capsys: Capture, branch: str) -> None:
    before = state(office)
    assert receive(office, arrived, f"--branch={branch}") == 2
    assert "不能用：要以 submit/ 开头，只用字母、数字和短横线，不写电话和邮箱。" in capsys.readouterr().err
    assert state(office) == before


def test_a_branch_somebody_stands_on(office: Path, arrived: Path, tmp_path: Path, capsys: Capture) -> None:
    """Here or in another working tree: moving it would turn their files into changes of their own."""
    git(office, "switch", "-q", "-c", BRANCH)
    before = state(office)
    assert receive(office, arrived) == 1
    assert f"分支 {BRANCH} 正在使用，没有动它。请先换到别的分支（git switch），再收一次。" in capsys.readouterr().err
    assert state(office) == before
    git(office, "switch", "-q", "main")
    git(office, "worktree", "add", "-q", str(tmp_path / "other"), BRANCH)
    assert receive(office, arrived) == 1


def test_a_branch_that_is_in_the_way(office: Path, arrived: Path, capsys: Capture) -> None:
    git(office, "branch", "submit")
    assert receive(office, arrived) == 1
    assert f"写不了分支 {BRANCH}：它刚刚被改动过，或者与别的分支重名。请再收一次。" in capsys.readouterr().err


def test_git_must_know_in_whose_name(office: Path, arrived: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    git(office, "config", "--unset", "user.email")
    for name in ("EMAIL", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.delenv(name, raising=False)
    assert receive(office, arrived) == 2
    assert capsys.readouterr().err == (
        "错误：Git 不知道您是谁，不能写提交。请先运行：git config --global user.name 姓名或单位，git config --global user.email 邮箱。\n"
    )


def test_without_git(small: Path, arrived: Path, capsys: Capture) -> None:
    assert receive(small, arrived) == 2
    assert "登记库不在 Git 仓库里，或者还没有提交，不能收报送包：" in capsys.readouterr().err
    git(small, "init", "-q")
    assert receive(small, arrived) == 2


def test_a_packet_that_is_not_there(office: Path, arrived: Path, tmp_path: Path, capsys: Capture) -> None:
    """Wrong usage: nothing is received."""
    assert receive(office, arrived, tmp_path / "none.zip") == 2
    assert f"没有这个文件：{tmp_path / 'none.zip'}\n" in capsys.readouterr().err
    assert git(office, "branch", "--list", "submit/*") == ""


def test_a_folder_is_every_packet_in_it(office: Path, arrived: Path, tmp_path: Path, capsys: Capture) -> None:
    """On Windows nobody expands *.zip."""
    for name in ("stick/b.ZIP", "stick/a.zip", "stick/read.me", "empty/read.me"):
        registries.write(tmp_path, name, arrived.read_bytes())
    assert receive(office, tmp_path / "stick") == 0
    assert capsys.readouterr().err.startswith("a.zip：已收下\nb.ZIP：重复\n")
    assert receive(office, tmp_path / "empty") == 2
    assert f"文件夹里没有报送包（.zip）：{tmp_path / 'empty'}\n" in capsys.readouterr().err


# --- printed forms -----------------------------------------------------------------------------------------------------


@pytest.fixture
def with_paper(office: Path, tmp_path: Path, capsys: Capture) -> Path:
    """A packet with a printed form, in a folder of its own."""
    root = sender(office, tmp_path / "sender")
    (tmp_path / "盖章.pdf").write_bytes(PDF)
    (tmp_path / "stick").mkdir()
    assert pack(root, tmp_path / "stick/x.zip", "--paper", tmp_path / "盖章.pdf") == 0
    capsys.readouterr()
    return tmp_path / "stick/x.zip"


def test_a_printed_form_lies_beside_the_packet(office: Path, with_paper: Path, tmp_path: Path, capsys: Capture) -> None:
    """And never in Git; received again it is there again, and another one of its name does not take its place."""
    assert receive(office, with_paper) == 0
    folder = tmp_path / "stick/纸质表/example-one-2026"
    assert (folder / "盖章.pdf").read_bytes() == PDF
    assert f"打印的表放在 {folder}，没有写进仓库。" in capsys.readouterr().err
    assert not any("盖章" in name for name in tree(office, BRANCH))
    (folder / "盖章.pdf").unlink()
    assert receive(office, with_paper) == 0
    assert (folder / "盖章.pdf").read_bytes() == PDF
    other = remade(with_paper, tmp_path / "stick/y.zip", {"papers/盖章.pdf": PDF + b"2"}, made="2026-11-23T09:08:07+08:00")
    assert receive(office, other) == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"盖章.pdf": PDF, "20261123-090807-盖章.pdf": PDF + b"2"}


def test_a_folder_for_printed_forms(office: Path, with_paper: Path, tmp_path: Path) -> None:
    assert receive(office, with_paper, "--papers", tmp_path / "档案") == 0
    assert (tmp_path / "档案/example-one-2026/盖章.pdf").read_bytes() == PDF
    assert not (tmp_path / "stick/纸质表").exists()


def test_printed_forms_do_not_lie_in_the_repository(office: Path, with_paper: Path, capsys: Capture) -> None:
    """They bear names and signatures."""
    shutil.copy(with_paper, office / "x.zip")
    assert receive(office, office / "x.zip") == 1
    out, talk = capsys.readouterr()
    assert "打印的表不能放在仓库里：" in talk
    assert "请用 --papers 指明一个仓库以外、可以写的文件夹，再收一次。" in talk
    assert "用 --papers 再收" in out
    assert not (office / "纸质表").exists()
    assert git(office, "branch", "--list", "submit/*") == ""


# --- a vault elsewhere -------------------------------------------------------------------------------------------------


def elsewhere(office: Path, vault: Path) -> Path:
    """Moves the vault of a registry somewhere else, as registries that are not samples have it."""
    shutil.move(office / "registry/vault", vault)
    path = office / "registry/registry.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"vault: {vault}\n", encoding="utf-8")
    return commit(office, "registry: Keep the vault elsewhere")


def resealed(root: Path, desk: Path) -> None:
    """Seals other contacts of example-one."""
    people = {"name": "示例丁", "landline": "0991-0000004", "mobile": "10000000004"}
    value = {"committee": "example-one", "leader": people, "clerks": [people], "preparer": {"name": "示例丁", "phone": "0991-0000004"}}
    (desk / "c.json").write_text(json.dumps(value), encoding="utf-8")
    assert packets.main(["seal", "example-one", str(desk / "c.json"), "--root", str(root), "--as-of", DAY]) == 0


def test_a_vault_in_its_own_repository(office: Path, tmp_path: Path, capsys: Capture) -> None:
    """Sealed files come on a branch of the same name there; not one of them in the public repository."""
    root = sender(office, tmp_path / "sender")
    vault = tmp_path / "vault"
    elsewhere(office, vault)
    repository(vault)
    resealed(root, tmp_path)
    assert pack(root, tmp_path / "x.zip") == 0
    before = state(office), state(vault)
    capsys.readouterr()
    assert receive(office, tmp_path / "x.zip") == 0
    assert f"密封文件写到了密封库的分支 {BRANCH}，请与登记库的分支一起合并。" in capsys.readouterr().err
    assert (state(office), state(vault)) == before
    sealed = (root / "registry/vault/example-one.contacts.age").read_bytes()
    assert tree(vault, BRANCH) == {**tree(vault, "main"), "example-one.contacts.age": sealed}
    assert git(office, "diff", "--name-only", "main", BRANCH).split() == [ONE]
    assert not any(name.endswith(".age") for name in tree(office, BRANCH))
    assert receive(office, tmp_path / "x.zip") == 0
    assert len(git(vault, "rev-list", f"main..{BRANCH}").split()) == 1


def test_a_vault_that_is_a_repository_inside(office: Path, tmp_path: Path) -> None:
    """Mounted at registry/vault, as a clone that the public repository ignores."""
    root = sender(office, tmp_path / "sender")
    git(office, "rm", "-q", "-r", "--cached", "registry/vault")
    registries.write(office, ".gitignore", "/registry/vault/\n")
    commit(office, "registry: Keep the vault elsewhere")
    repository(office / "registry/vault")
    resealed(root, tmp_path)
    assert pack(root, tmp_path / "x.zip") == 0
    assert receive(office, tmp_path / "x.zip") == 0
    assert git(office / "registry/vault", "diff", "--name-only", "main", BRANCH).split() == ["example-one.contacts.age"]
    assert git(office, "diff", "--name-only", "main", BRANCH).split() == [ONE]


@pytest.mark.parametrize("inside", [True, False])
def test_a_vault_that_is_a_plain_folder(office: Path, tmp_path: Path, capsys: Capture, inside: bool) -> None:
    """What is not accepted yet waits in a folder of its name, beside what holds good."""
    root = sender(office, tmp_path / "sender")
    if inside:
        vault = office / "registry/vault"
        git(office, "rm", "-q", "-r", "--cached", "registry/vault")
        registries.write(office, ".gitignore", "/registry/vault/\n")
        commit(office, "registry: Keep the vault elsewhere")
    else:
        vault = tmp_path / "vault"
        elsewhere(office, vault)
    old = (vault / "example-one.contacts.age").read_bytes()
    resealed(root, tmp_path)
    assert pack(root, tmp_path / "x.zip") == 0
    capsys.readouterr()
    assert receive(office, tmp_path / "x.zip") == 0
    assert f"密封文件放在 {vault / BRANCH}：合并分支时，把它们移到 {vault}。" in capsys.readouterr().err
    assert (vault / "example-one.contacts.age").read_bytes() == old
    for name in packets.SEALED:
        assert (vault / BRANCH / name).read_bytes() == (root / "registry/vault" / name).read_bytes()
    assert git(office, "diff", "--name-only", "main", BRANCH).split() == [ONE]
    assert packets.main(["validate", "--root", str(office), "--as-of", DAY]) == 0
    assert receive(office, tmp_path / "x.zip") == 0
    out, talk = capsys.readouterr()
    assert "  重复  " in out
    assert "不用处理" in out
    assert "密封文件放在" not in talk
    (vault / BRANCH / packets.SEALED[0]).unlink()
    assert receive(office, tmp_path / "x.zip") == 0
    out, talk = capsys.readouterr()
    assert "  重复  " in out
    assert "只合并密封文件" in out
    assert f"密封文件放在 {vault / BRANCH}" in talk


def test_without_a_vault_here(office: Path, tmp_path: Path, capsys: Capture) -> None:
    """Sealed files have nowhere to go; what has none is taken."""
    root = sender(office, tmp_path / "sender")
    elsewhere(office, tmp_path / "vault")
    shutil.rmtree(tmp_path / "vault")
    assert pack(root, tmp_path / "x.zip") == 0
    capsys.readouterr()
    assert receive(office, tmp_path / "x.zip") == 1
    out, talk = capsys.readouterr()
    assert f"包里有密封文件，本机没有密封库，没有地方放。请先取得密封库（{tmp_path / 'vault'}）" in talk
    assert "取得密封库再收" in out
    shutil.rmtree(root / "registry/vault")
    assert pack(root, tmp_path / "y.zip") == 0
    assert receive(office, tmp_path / "y.zip") == 0


# --- the summary -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("职称", 4), ("（x）", 5), ("ｘ", 2), ("e\u0301", 1), ("㑇𠅤", 4), ("阿卜杜·示例", 11), ("“”", 2)],
)
def test_columns_of_a_terminal(text: str, columns: int) -> None:
    assert cells(text) == columns


def test_columns_stand_below_each_other() -> None:
    assert table([("甲", "b"), ("abc", "乙"), ("", "")]) == "甲   b\nabc  乙\n\n"


def test_nobody_is_named(office: Path, tmp_path: Path) -> None:
    """Pack and receive as programs of their own: no value of the sealed files is in what they say, in the packet or on the branch."""
    root = sender(office, tmp_path / "sender")
    said = []
    for arguments in (
        ["pack", "example-one", "--root", str(root), "--as-of", DAY, "--out", str(tmp_path / "x.zip")],
        ["receive", str(tmp_path / "x.zip"), "--root", str(office), "--as-of", DAY],
        ["receive", "--help"],
    ):
        command = [sys.executable, "-m", "zhicheng", *arguments]
        environment = packets.GIT | {"PYTHONPATH": str(registries.HERE.parent / "scripts")}
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        said += [done.stdout, done.stderr]
    assert "用法：zhicheng receive" in said[4].decode()
    keys = keyring(registries.HERE / "demonstration.identity")
    roster, contacts = (opened_file(root / f"registry/vault/example-one.{kind}.age", keys) for kind in ("roster", "contacts"))
    private = {value for expert in roster["experts"] for value in (expert.get("name"), expert.get("unit"), *expert.get("phones", ()))}
    private |= {value for person in (contacts["leader"], *contacts["clerks"], contacts["preparer"]) for value in person.values()}
    assert len(private) > 30
    said += [*opened((tmp_path / "x.zip").read_bytes()).values(), *tree(office, BRANCH).values(), git(office, "log", "--all").encode()]
    for part in parts_of((tmp_path / "x.zip").read_bytes()):
        said.append(part.text.encode())
    assert not [value for value in private if value and any(value.encode() in text for text in said)]


def test_a_branch_that_moved_meanwhile(office: Path, arrived: Path) -> None:
    """Two who receive at once: the second is told, and the first is not overwritten."""
    assert receive(office, arrived) == 0
    of = git_commits.repository(office)
    assert of is not None
    head, tip = git_commits.head(of), git_commits.tip(of, BRANCH)
    assert head is not None
    for seen in (None, head):
        with pytest.raises(GitError, match="它刚刚被改动过"):
            git_commits.commit(of, BRANCH, seen, head, {"x": b"y"}, "x")
    assert git_commits.tip(of, BRANCH) == tip


def test_a_part_of_a_vault_here(office: Path, tmp_path: Path, capsys: Capture) -> None:
    """What the registry named before may lie elsewhere; what a packet names newly must come with it, or be here."""
    root = sender(office, tmp_path / "sender")
    vault = tmp_path / "vault"
    elsewhere(office, vault)
    for path in vault.glob("example-one.*"):
        path.unlink()
    repository(vault)
    resealed(root, tmp_path)
    (root / "registry/vault/example-one.roster.age").rename(tmp_path / "kept")  # the counts in the packet are those of before
    registries.write(root, "registry/registry.yaml", (root / "registry/registry.yaml").read_text(encoding="utf-8") + "vault: ../../none\n")
    sealed = tmp_path / "sealed"
    sealed.mkdir()
    shutil.copy(root / "registry/vault/example-one.contacts.age", sealed)
    assert pack(root, tmp_path / "with.zip", "--sealed", str(sealed)) == 0
    assert pack(root, tmp_path / "without.zip") == 0
    capsys.readouterr()
    assert receive(office, tmp_path / "without.zip") == 1
    assert f"R202 {vault}/example-one.contacts.age " in capsys.readouterr().out
    assert receive(office, tmp_path / "with.zip") == 0
