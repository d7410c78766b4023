"""The tests make a first commit once for the same files: what they get is what Git makes of them, and each time another repository."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from helpers.registries import ONE, write
from helpers.repositories import ENVIRONMENT, Repository
from helpers.repositories_once import made_of


def test_it_is_what_git_makes_and_each_its_own(small: Path, tmp_path: Path) -> None:
    write(small, "registry/only-here.txt", f"{tmp_path}\n")
    copies = [Path(shutil.copytree(small, tmp_path / name)) for name in ("first", "second", "again")]
    first, second, again = (Repository(root) for root in copies)
    assert first.git("rev-parse", "HEAD") == second.git("rev-parse", "HEAD") == again.git("rev-parse", "HEAD")
    assert [len(list((root / ".git/objects/pack").glob("*.pack"))) for root in copies] == [0, 0, 1], "the last is a copy"
    for made in (first, second, again):
        assert made.git("status", "--porcelain") == ""
        assert made.git("diff-index", "HEAD") == ""  # which looks at no file that the index takes for unchanged
        assert made.git("fsck", "--strict", "--no-dangling") == ""
        assert made.git("ls-files", "-s") == first.git("ls-files", "-s")
        assert made.git("show", f"HEAD:{ONE}") == (made.root / ONE).read_text(encoding="utf-8").strip()
    before = again.git("rev-parse", "HEAD")
    assert first.change(("示例", "示範"), path="registry/registry.yaml") != before
    assert again.git("rev-parse", "HEAD") == before
    assert again.git("log", "--format=%h").count("\n") == 0


@pytest.mark.parametrize("what", ["text", "name", "mode", "link", "day"])
def test_whatever_a_commit_holds_makes_it_another(small: Path, what: str) -> None:
    write(small, "a", "1")
    environment = dict(ENVIRONMENT)
    before = made_of(small, environment)
    if what == "text":
        write(small, "a", "2")
    elif what == "name":
        (small / "a").rename(small / "b")
    elif what == "mode":
        (small / "a").chmod(0o755)
    elif what == "link":
        (small / "b").symlink_to("a")
    else:
        environment["GIT_AUTHOR_DATE"] = "2026-04-01T00:00:00Z"
    assert made_of(small, environment) != before
