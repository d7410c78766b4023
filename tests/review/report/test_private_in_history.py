"""What must not be in Git is looked for in every commit of a change: the report names it first, and `validate --base` fails on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers import registries
from helpers.registries import ONE
from helpers.repositories import Repository

from zhicheng.commands.cli import main

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
MOBILE = "13800000001"
AS_OF = ("--as-of", "2026-11-23")


@pytest.fixture
def repository(small: Path) -> Repository:
    """The small registry on main, and a branch that is checked out."""
    made = Repository(small)
    made.git("checkout", "--quiet", "-b", "change")
    return made


def run(repository: Repository, command: str, capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    code = main([command, "--root", str(repository.root), "--base", "main", *AS_OF, *arguments])
    return code, *capsys.readouterr()


def come_and_gone(repository: Repository) -> str:
    """A mobile number that one commit brings and the next one takes away; the first one's hash."""
    first = repository.change(("示例路 1 号三楼", f"示例路 1 号 {MOBILE}"))
    repository.change((f"示例路 1 号 {MOBILE}", "示例路 1 号四楼"))
    return first


def test_what_a_later_commit_took_away(repository: Repository, capsys: Capture) -> None:
    """Named first, by file and commit and never by its value, with the steps; the tip alone has no fault."""
    commit = come_and_gone(repository)
    code, out, _ = run(repository, "report", capsys)
    assert code == 1
    assert MOBILE not in out
    assert out.startswith("提交里有 1 处不能公开的内容，先请报送单位改掉，不要合并。修改评审委员会")
    first = out.split("【需要您判断】\n")[1].splitlines()[0]
    assert first.startswith(f"1. 不能进入仓库：{ONE}（第 8 行） 有手机号码（提交 {commit[:10]}）。删去文件并不能从历史里抹掉，请重新提交")
    code, out, talk = run(repository, "validate", capsys)
    assert code == 1
    assert "P001" not in out
    assert f"{ONE}（第 8 行）: 手机号码（提交 {commit[:10]}）\n    处理：删去文件并不能从历史里抹掉" in talk
    assert "这次修改的提交里有 1 处不能进入仓库的内容，后来删去的也算。" in talk
    assert MOBILE not in out + talk


def test_in_messages_authors_and_names(repository: Repository, capsys: Capture) -> None:
    repository.git("commit", "--quiet", "--allow-empty", f"--message=请打 {MOBILE}")
    repository.git("commit", "--quiet", "--allow-empty", f"--author=示例 {MOBILE} <a@example.org>", "--message=x")
    repository.git("branch", "--move", f"找-{MOBILE}")
    repository.git("tag", f"t-{MOBILE}")
    code, out, _ = run(repository, "report", capsys)
    assert code == 1
    lines = [line.split("。")[0] for line in out.split("【需要您判断】\n")[1].splitlines() if "不能进入仓库：" in line]
    hashes = repository.git("rev-list", "HEAD", "^main").split()
    assert sorted(line.partition("：")[2] for line in lines) == sorted(
        [
            f"提交说明第 1 行 有手机号码（提交 {hashes[1][:10]}）",
            f"提交的作者（姓名或邮箱） 有手机号码（提交 {hashes[0][:10]}）",
            "分支名 （有个人信息，不显示） 有手机号码",
            "标签名 （有个人信息，不显示） 有手机号码",
        ]
    )
    assert MOBILE not in out


def test_at_most_five_are_listed(repository: Repository, capsys: Capture) -> None:
    for number in range(7):
        repository.git("commit", "--quiet", "--allow-empty", f"--message=请打 1380000000{number}")
    _, out, _ = run(repository, "report", capsys)
    assert out.count("不能进入仓库：") == 5
    assert "6. 另有 2 处这样的内容，运行 zhicheng guard --base 版本 逐处列出" in out
    _, out, _ = run(repository, "report", capsys, "--format", "json")
    assert len(json.loads(out)["private"]) == 7


def test_an_address_is_a_reminder(repository: Repository, capsys: Capture) -> None:
    """It may be that of an office: it is said, and stops nothing."""
    repository.git("commit", "--quiet", "--allow-empty", "--message=请写信给 someone@example.com")
    code, out, _ = run(repository, "report", capsys)
    assert code == 0
    assert "1. 提醒：提交说明第 1 行 有电子邮箱地址，可能是个人的（提交 " in out
    assert "处不能公开的内容" not in out
    assert run(repository, "validate", capsys)[0] == 0
    _, out, _ = run(repository, "report", capsys, "--format", "json")
    (one,) = json.loads(out)["private"]
    assert (one["kind"], one["reminder"], one["place"]) == ("mail", True, "提交说明第 1 行")


def test_what_main_had_is_not_of_the_change(small: Path, capsys: Capture) -> None:
    repository = Repository(small)
    come_and_gone(repository)
    repository.git("checkout", "--quiet", "-b", "change")
    repository.change(("members: 25", "members: 27"))
    assert run(repository, "validate", capsys)[0] == 0
    code, out, _ = run(repository, "report", capsys)
    assert code == 0
    assert "不能进入仓库" not in out


def test_what_the_base_accepts(small: Path, capsys: Capture) -> None:
    """guard.yaml of the base counts, and not that of the change."""
    listed = f'accepted:\n  - {{paths: ["{ONE}"], kinds: [mobile], reason: 试验}}\n'
    registries.write(small, "guard.yaml", listed)
    repository = Repository(small)
    repository.git("checkout", "--quiet", "-b", "change")
    come_and_gone(repository)
    assert run(repository, "validate", capsys)[0] == 0


def test_a_clean_change_says_nothing(repository: Repository, capsys: Capture) -> None:
    repository.change(("members: 25", "members: 27"))
    code, out, _ = run(repository, "report", capsys, "--format", "json")
    assert code == 0
    assert json.loads(out)["private"] == []
