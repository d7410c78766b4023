"""`zhicheng snapshot` and `zhicheng correct`: a version named for good, and an error that the public is told of; with real Git."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from helpers import registries
from helpers.registries import ONE, write
from helpers.repositories import ENVIRONMENT, Repository

from zhicheng.commands.cli import main
from zhicheng.registry import registry

Capture = pytest.CaptureFixture[str]
pytestmark = pytest.mark.slow


@pytest.fixture
def repository(small: Path) -> Repository:
    """The registry, committed at 2026-03-01 and changed at 2026-03-02, 23:30 in China."""
    made = Repository(small)
    made.change(("address: ", "address: 新"))
    return made


def snapshot(root: Path, *arguments: str, as_of: str = "2026-11-23") -> int:
    return main(["snapshot", "--root", str(root), "--as-of", as_of, *arguments])


def test_snapshot_of_today(repository: Repository, capsys: Capture) -> None:
    head = repository.git("rev-parse", "HEAD")
    assert snapshot(repository.root) == 0
    out, talk = capsys.readouterr()
    assert out == "v2026.11.23\n"
    said = f"v2026.11.23 打在 {head[:12]} 上。那一天没有合并，取的是 2026-03-02 的版本。"
    assert talk.endswith(f"{said}公布：git push origin v2026.11.23。推送以后就不能再改了。\n")
    assert repository.git("rev-parse", "v2026.11.23") == head
    assert snapshot(repository.root) == 0
    assert capsys.readouterr() == (
        "",
        f"检查了 20 个文件：0 个错误，0 个提醒。\nv2026.11.23 已经打在 {head[:12]}（2026-03-02）上，没有改动。\n",
    )


def test_snapshot_of_a_day_is_the_last_of_it(small: Path, capsys: Capture) -> None:
    """Whatever is checked out and lies in the tree; the rules are asked as of that day."""
    for path in sorted((small / "registry/committees").rglob("*.yaml")):  # what was filed in June has not happened by March
        base = path.relative_to(small).as_posix()
        if path.stem != "example-old":
            write(small, base, registries.record('filings: [{round: "2019", date: "2019-06-18"}]\nvalid:\n', base=base))
    repository = Repository(small)
    first = repository.git("rev-parse", "HEAD")
    second = repository.change(("address: ", "address: 新"))
    write(small, ONE, "id: [\n")
    for day, commit in (("2026-03-01", first), ("2026-03-02", second), ("2026-03-03", second)):
        assert snapshot(small, "--date", day) == 0, capsys.readouterr().err
        assert repository.git("rev-parse", f"v{day.replace('-', '.')}") == commit


def test_snapshot_with_errors_is_none(repository: Repository, capsys: Capture) -> None:
    """What cannot be published is not named for good."""
    repository.change(("members: 25", "members: 24"))
    assert snapshot(repository.root) == 1
    out, talk = capsys.readouterr()
    assert "E202" in out
    assert "有错误，没有打标签：快照要能公布。请先改好、合并，再打。" in talk
    write(repository.root, "registry/registry.yaml", "name: 示例\n")
    repository.commit()
    assert snapshot(repository.root) == 1
    assert "的基本设置有误，没有打标签。" in capsys.readouterr().err
    assert repository.git("tag") == ""


def test_wrong_tag_can_be_replaced_until_it_is_published(repository: Repository, tmp_path: Path, capsys: Capture) -> None:
    bare = tmp_path / "bare.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(bare)], check=True, env=ENVIRONMENT)
    repository.git("remote", "add", "origin", str(bare))
    old, head = repository.git("rev-parse", "HEAD~1"), repository.git("rev-parse", "HEAD")
    repository.git("tag", "v2026.11.23", old)
    assert snapshot(repository.root) == 2
    said = f"错误：v2026.11.23 已经打在另一个版本 {old[:12]} 上，还没有公布。确认打错了的，请加 --replace 再运行一次。\n"
    assert capsys.readouterr().err.endswith(said)
    assert repository.git("rev-parse", "v2026.11.23") == old
    assert snapshot(repository.root, "--replace") == 0
    assert repository.git("rev-parse", "v2026.11.23") == head
    repository.git("push", "--quiet", "origin", "v2026.11.23")
    repository.git("tag", "--force", "v2026.11.23", old)
    capsys.readouterr()
    assert snapshot(repository.root, "--replace") == 2
    assert "v2026.11.23 已经公布，不能改，也不能删：别人已经照它核对过。" in capsys.readouterr().err
    bare.rename(tmp_path / "elsewhere")
    assert snapshot(repository.root, "--replace") == 2
    assert "连不上 origin，不知道 v2026.11.23 有没有公布，没有动它。" in capsys.readouterr().err


def test_version_that_the_server_does_not_have(repository: Repository, tmp_path: Path, capsys: Capture) -> None:
    """A snapshot of what was merged here and is not public yet would publish it, and the hook would refuse its tag."""
    bare = tmp_path / "server.git"
    repository.git("init", "--quiet", "--bare", str(bare))
    repository.git("remote", "add", "origin", str(bare))
    repository.git("push", "--quiet", "origin", "main")
    assert main(["snapshot", "--root", str(repository.root), "--as-of", "2026-11-23"]) == 0
    ahead = repository.commit()
    assert main(["snapshot", "--root", str(repository.root), "--as-of", "2026-11-24"]) == 2
    said = f"错误：{ahead[:12]} 在本机的主分支上，origin 上还没有，没有打标签：快照要打在公布的版本上。"
    assert f"{said}请先推送主分支；刚推送过的，先取来（git fetch origin），再试一次。" in capsys.readouterr().err
    repository.git("push", "--quiet", "origin", "main")
    assert main(["snapshot", "--root", str(repository.root), "--as-of", "2026-11-24"]) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--date", "2026-11-24"], "用法有误：--date 2026-11-24 还没有到。"),
        (["--date", "2026-02-28"], "错误：主分支在 2026-02-28 还没有登记。请核对日期。"),
    ],
)
def test_dates_of_snapshots(repository: Repository, capsys: Capture, arguments: list[str], said: str) -> None:
    assert snapshot(repository.root, *arguments) == 2
    assert said in capsys.readouterr().err
    assert repository.git("tag") == ""


# --- correct -----------------------------------------------------------------------------------------------------------


def correct(root: Path, *arguments: str, key: str = "example-one") -> int:
    return main(["correct", key, "--root", str(root), "--as-of", "2026-11-23", *arguments])


def test_correction_is_added_and_the_rest_left_alone(small: Path, capsys: Capture) -> None:
    before = (small / ONE).read_text(encoding="utf-8")
    assert correct(small, "--note", " 评审层级原登记漏列正高级，\t现予补正。 ") == 0
    assert capsys.readouterr().out == f"{ONE}\n"
    after = (small / ONE).read_text(encoding="utf-8")
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    assert correct(small, "--note", "咨询电话原印有误。", "--date", "2026-11-20") == 0
    assert [(str(n.date), n.kind, n.text) for n in registry.load(small).by_id["example-one"].notices] == [
        ("2026-11-23", "correction", "评审层级原登记漏列正高级， 现予补正。"),
        ("2026-11-20", "correction", "咨询电话原印有误。"),
    ]
    assert correct(small, "--note", "暂停评审，期限一年。", "--kind", "suspension") == 0
    assert "有效期（valid）的最后一天也请改成暂停的前一天" in capsys.readouterr().err
    assert registry.load(small).by_id["example-one"].notices[-1].kind == "suspension"
    assert [finding.code for finding in registries.findings(small)] == ["E125"]  # the validity goes on
    assert correct(small, "--note", "恢复评审。", "--kind", "resumption") == 0
    assert registries.findings(small) == []
    text = (small / ONE).read_text(encoding="utf-8")
    assert correct(small, "--note", "咨询电话原印有误。", "--date", "2026-11-20") == 0
    assert (small / ONE).read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("key", "arguments", "said"),
    [
        ("example-tow", ["--note", "一"], "错误：没有编号是 example-tow 的评审委员会"),
        ("example-one", ["--note", " "], "错误：--note 要写 1 到 1000 个字，现在是 0 个。"),
        ("example-one", ["--note", "字" * 1001], "错误：--note 要写 1 到 1000 个字，现在是 1001 个。"),
        ("example-one", ["--note", "请打 13900000001"], "错误：--note 里有手机号码、身份证号码或者邮箱。"),
        ("example-one", ["--note", "一", "--date", "2026-11-24"], "用法有误：--date 2026-11-24 还没有到。"),
    ],
)
def test_corrections_that_cannot_be(small: Path, capsys: Capture, key: str, arguments: list[str], said: str) -> None:
    before = (small / ONE).read_bytes()
    assert correct(small, *arguments, key=key) == 2
    talk = capsys.readouterr().err
    assert talk.startswith(said)
    assert "13900000001" not in talk
    assert (small / ONE).read_bytes() == before


def test_longest_correction(small: Path) -> None:
    assert correct(small, "--note", "字" * 1000) == 0
    assert registries.findings(small) == []
