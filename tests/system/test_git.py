"""What a revision means: a branch before a tag, and nothing where it is not sure."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.repositories import ENVIRONMENT

from zhicheng.commands.cli import main
from zhicheng.errors import GitError, UserError
from zhicheng.review import change
from zhicheng.system import git
from zhicheng.vault.guard import refusals

pytestmark = pytest.mark.slow


def run(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=folder, env=ENVIRONMENT, check=True, capture_output=True, encoding="utf-8"
    ).stdout.strip()


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, str, str]:
    """A repository with two commits; main and origin/main are at the second."""
    folder = tmp_path / "two"
    folder.mkdir()
    run(folder, "init", "-q", "-b", "main")
    for word in ("first", "second"):
        run(folder, "commit", "-q", "--allow-empty", "-m", word)
    run(folder, "update-ref", "refs/remotes/origin/main", "main")
    run(folder, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    return folder, run(folder, "rev-parse", "main~1"), run(folder, "rev-parse", "main")


def test_what_names_mean(two: tuple[Path, str, str]) -> None:
    folder, first, second = two
    run(folder, "tag", "old", first)
    run(folder, "tag", "-a", "-m", "x", "note", first)
    for name in (
        "main",
        "origin/main",
        "origin",
        "HEAD",
        "heads/main",
        "refs/heads/main",
        second,
        second[:9],
        "main~0",
        "main^{commit}",
        "@",
    ):
        assert git.resolve(folder, name) == second, name
    for name in ("main~1", "main^", "HEAD^", "old", "tags/old", "refs/tags/old", "note", "note^{}", first, first[:9], "main@{0}~1"):
        assert git.resolve(folder, name) == first, name
    for name in ("nowhere", "", "-q", "--all", "~1", "main~9", "0" * 40):
        assert git.resolve(folder, name) is None, name


@pytest.mark.parametrize("name", ["main", "origin/main"])
def test_a_tag_does_not_pass_for_a_branch(two: tuple[Path, str, str], name: str) -> None:
    """Git takes the tag. So an approval by a reviewer who had left could count."""
    folder, first, second = two
    run(folder, "update-ref", f"refs/tags/{name}", first)
    assert run(folder, "rev-parse", name) == first
    for revision in (name, f"{name}~0"):
        with pytest.raises(UserError) as error:
            git.resolve(folder, revision)
        assert f"“{name}”在这里有不止一个意思（refs/" in str(error.value)
        assert f"refs/tags/{name}），不知道是哪一个版本。请删去或改掉重名的标签、分支，再试一次。" in str(error.value)
    run(folder, "update-ref", f"refs/tags/{name}", second)
    assert git.resolve(folder, name) == second  # the same commit: nothing to mistake


def test_replaced_objects_are_not_shown(two: tuple[Path, str, str]) -> None:
    """`git replace`, which a copy of all refs brings along, would put another commit in the place of the approved one."""
    folder, first, second = two
    run(folder, "replace", second, run(folder, "commit-tree", "-m", "x", "main^{tree}"))
    found = git.commit(folder, "main")
    assert found is not None
    assert found.parents == (first,)


def test_grafts_are_not_shown(two: tuple[Path, str, str]) -> None:
    """They are replacements as Git wrote them before."""
    folder, first, second = two
    (folder / ".git/info/grafts").write_text(f"{second}\n", encoding="ascii")
    assert run(folder, "rev-list", "--count", "main") == "1"
    assert git.contains(folder, second, first)
    (folder / ".git/info/grafts").write_text(f"{first} {second}\n", encoding="ascii")  # the other way round
    assert not git.contains(folder, first, second)


def _add(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


# What was done to a repository or a worktree of it, and what is said then of asking in it.
REFUSED: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "settings": (lambda one, _: _add(one / ".git/config", "[core\n"), "Git 的设置读不了，什么都没有读（bad config line "),
    "value": (lambda one, _: _add(one / ".git/config", "[core]\nbare = maybe"), "（bad boolean config value 'maybe' for 'core.bare'）。"),
    "newer": (lambda one, _: _add(one / ".git/config", "[core]\nrepositoryformatversion = 99\n"), "的仓库是用更新的 Git 建的"),
    "parts": (lambda one, _: (one / ".git/HEAD").unlink(), "/two/.git，Git 却不认：这份副本不完整，或者读不了。请重新取一份（git clone）"),
    "no link": (lambda one, _: (shutil.rmtree(one / ".git"), (one / ".git").write_text("x", encoding="utf-8")), "/two/.git，Git 却不认"),
    "moved": (lambda one, other: (one.rename(one.with_name("away")), other.rename(one)), "找不到那一份了。请在那份副本里运行 git"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_repository_that_git_does_not_read(two: tuple[Path, str, str], tmp_path: Path, case: str) -> None:
    """It is there, so nobody is told that there is none, or that it has no history."""
    folder, _, _ = two
    run(folder, "worktree", "add", "-q", str(tmp_path / "other"))
    happened, said = REFUSED[case]
    happened(folder, tmp_path / "other")
    (folder / "sub").mkdir(exist_ok=True)
    for place in (folder, folder / "sub"):
        with pytest.raises(GitError) as refused:
            git.ask(place, "rev-parse", "--git-dir")
        assert said in str(refused.value)


def test_a_repository_of_another_account(
    two: tuple[Path, str, str], small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git refuses it. What needs no Git is done; what would say that there is no history says why, and `doctor` too."""
    folder, _, _ = two
    shutil.copytree(small, folder, dirs_exist_ok=True)
    where = ("--root", str(folder), "--as-of", "2026-11-23")
    monkeypatch.setattr(git, "_ISOLATED", {**git._ISOLATED, "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})
    assert main(["validate", *where]) == 0
    capsys.readouterr()
    assert main(["doctor", *where]) == 1
    remedy = f"里面的内容可信的，先运行 git config --global --add safe.directory {folder}，再试一次。"
    assert f"× Git 不肯读 {folder}：它属于别的账号。请用那个账号运行；{remedy}" in capsys.readouterr().out.splitlines()
    for command in ("build", "snapshot", "report --base main", "build --revision main"):
        assert main([*command.split(), *where]) == 2
        assert remedy in capsys.readouterr().err, command
    assert not (folder / "site").exists()


@pytest.mark.parametrize(
    ("lost", "how"),
    [
        ("HEAD", "gone"),
        ("HEAD", "empty"),
        ("HEAD^{tree}", "gone"),
        ("HEAD^{tree}", "empty"),
        ("HEAD:registry/registry.yaml", "gone"),
    ],
)
def test_a_repository_parts_of_which_are_lost(
    two: tuple[Path, str, str], small: Path, lost: str, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """As after a power cut. Nobody is told that there is no history, or nothing to commit; `doctor` knows it of any part."""
    folder, _, _ = two
    shutil.copytree(small, folder, dirs_exist_ok=True)
    run(folder, "add", "--all")
    run(folder, "commit", "-q", "-m", "third")
    name = run(folder, "rev-parse", lost)
    part = folder / f".git/objects/{name[:2]}/{name[2:]}"
    part.unlink()
    if how == "empty":
        part.touch()
    where = ("--root", str(folder), "--as-of", "2026-11-23")
    said = f"{folder} 的 Git 仓库坏了，有的内容读不出来：多半是断过电、磁盘满过"
    assert main(["doctor", *where]) == 1
    assert f"× {said}" in capsys.readouterr().out
    if not lost.startswith("HEAD:"):
        assert main(["build", *where]) == 2
        assert f"错误：{said}" in capsys.readouterr().err
        assert not (folder / "site").exists()


def test_where_there_is_no_repository_nothing_is_refused(tmp_path: Path) -> None:
    assert git.ask(tmp_path, "rev-parse", "--git-dir") is None


def test_what_a_person_has_set_changes_no_answer(two: tuple[Path, str, str]) -> None:
    """`log.showSignature` puts lines into every log, `log.diffMerges` takes what merges brought out of it."""
    folder, first, second = two
    text = run(folder, "cat-file", "commit", second).replace(
        "\n\n", "\ngpgsig -----BEGIN SSH SIGNATURE-----\n -----END SSH SIGNATURE-----\n\n"
    )
    signed = (git.ask(folder, "hash-object", "-w", "-t", "commit", "--stdin", sent=f"{text}\n".encode()) or b"").decode().strip()
    asked = ("log", "-m", "--first-parent", "--name-only", "--format=%H %ct", signed)
    before = git.ask(folder, *asked)
    run(folder, "config", "log.showSignature", "true")
    run(folder, "config", "log.diffMerges", "off")
    assert run(folder, *asked).encode() not in (before or b""), "what Git answers where it is not told"
    assert git.ask(folder, *asked) == before
    (folder / "new").touch()
    run(folder, "add", "new")
    merged = run(folder, "commit-tree", "-m", "x", "-p", first, "-p", second, run(folder, "write-tree"))
    assert git.ask(folder, *asked[:-1], "-1", merged).split(b"\n")[1:] == [b"", b"new", b""]


@pytest.mark.parametrize(
    ("seconds", "day"),
    [
        (0, "1970-01-01"),
        (1_780_243_199, "2026-05-31"),
        (1_780_243_200, "2026-06-01"),
        (253_402_271_999, "9999-12-31"),
        (253_402_272_000, "9999-12-31"),
        (2**62, "9999-12-31"),
    ],
)
def test_the_day_of_a_commit(two: tuple[Path, str, str], seconds: int, day: str) -> None:
    """In China's time zone, whatever clock the commit was made by: Git takes any time, and one commit must not stop all builds."""
    folder, *_ = two
    when = {"GIT_COMMITTER_DATE": f"@{seconds} -0800", "GIT_AUTHOR_DATE": f"@{seconds} -0800"}
    name = git.ask(folder, "commit-tree", "-m", "x", "main^{tree}", extra={**ENVIRONMENT, **when})
    assert name is not None
    found = git.commit(folder, name.decode().strip())
    assert found is not None
    assert (found.time, found.day) == (seconds, day)


def test_other_names_that_mean_two_things(two: tuple[Path, str, str]) -> None:
    folder, first, second = two
    for ref in ("refs/heads/origin/main", "refs/origin/main"):
        run(folder, "update-ref", ref, first)
        with pytest.raises(UserError, match="不止一个意思"):
            git.resolve(folder, "origin/main")
        run(folder, "update-ref", "-d", ref)
    assert git.resolve(folder, "origin/main") == second
    run(folder, "update-ref", f"refs/tags/{second[:9]}", first)
    with pytest.raises(UserError, match="不止一个意思"):
        git.resolve(folder, second[:9])
    assert git.resolve(folder, second) == second


def test_every_comparison_refuses_it(two: tuple[Path, str, str], small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In validate, report, route and guard."""
    folder, first, _ = two
    run(folder, "tag", "main", first)
    with pytest.raises(UserError, match="不止一个意思"):
        refusals(folder, None, "main")
    with pytest.raises(UserError, match="不止一个意思"):
        change.commit(folder, "main")
    run(small, "init", "-q", "-b", "main")
    run(small, "add", "-A")
    run(small, "commit", "-q", "-m", "x")
    run(small, "tag", "origin/main")
    run(small, "commit", "-q", "--allow-empty", "-m", "y")
    run(small, "update-ref", "refs/remotes/origin/main", "main")
    (small / "reviews.json").write_text("[]", encoding="utf-8")
    for arguments in (
        ["validate", "--base", "origin/main"],
        ["report", "--base", "origin/main"],
        ["route", "--base", "origin/main", "--reviews", str(small / "reviews.json")],
        ["guard", "--base", "origin/main"],
    ):
        assert main([*arguments, "--root", str(small)]) == 2, arguments
        assert "不止一个意思" in capsys.readouterr().err.replace("\n", "")


def test_patterns_of_a_sparse_checkout_are_found_without_git(two: tuple[Path, str, str], tmp_path: Path) -> None:
    """Of a worktree those of its own."""
    root, other = two[0], tmp_path / "worktree"
    run(root, "worktree", "add", "--quiet", "--detach", str(other))
    inside = other / "registry"
    inside.mkdir(exist_ok=True)
    assert [git.has_sparse_patterns(folder) for folder in (root, other, inside, tmp_path)] == [False] * 4
    run(other, "sparse-checkout", "set", "--no-cone", "/*")
    assert [git.has_sparse_patterns(folder) for folder in (root, other, inside, tmp_path)] == [False, True, True, False]
    run(root, "sparse-checkout", "set", "--no-cone", "/*")
    assert git.has_sparse_patterns(root)


def test_a_sparse_checkout_without_the_registry(
    two: tuple[Path, str, str], small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not said that there is none."""
    folder, _, _ = two
    shutil.copytree(small, folder, dirs_exist_ok=True)
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "docs/a.md").touch()
    run(folder, "add", "--all")
    run(folder, "commit", "-q", "-m", "third")
    run(folder, "sparse-checkout", "set", "--no-cone", "/docs/*")
    monkeypatch.chdir(folder)
    assert main(["validate"]) == 2
    assert "这里只取出了一部分文件（sparse-checkout），没有登记库。请先运行 git sparse-checkout disable" in capsys.readouterr().err
