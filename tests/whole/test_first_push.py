"""This repository passes its own hook when it is pushed to a new server for the first time: `make deep` pushes its whole history."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from helpers import registries
from helpers.deep import DEEP
from helpers.repositories import ENVIRONMENT

from zhicheng.commands.cli import main

pytestmark = pytest.mark.slow
REPOSITORY = registries.HERE.parent


def git(folder: Path, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(REPOSITORY / "scripts"), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    environment = {**ENVIRONMENT, "PYTHONPATH": path, "PYTHONWARNDEFAULTENCODING": "0"}
    return subprocess.run(["git", *arguments], cwd=folder, env=environment, check=check, capture_output=True, encoding="utf-8")


def test_this_repository_passes_its_own_hook(tmp_path: Path) -> None:
    """With what is committed now as the main branch. Objects are checked too, as `hook --install` sets it.

    But for `make deep` it is pushed as one commit: packing and looking through the history takes a minute.
    """
    if git(REPOSITORY, "rev-parse", "--is-shallow-repository", check=False).stdout != "false\n":
        pytest.skip("not a Git repository, or without its history")
    copy, depth = tmp_path / "copy", () if DEEP else ("--depth", "1")
    git(tmp_path, "clone", "--quiet", "--no-local", "--no-tags", *depth, REPOSITORY.as_uri(), "copy")
    first = git(copy, "rev-parse", "HEAD") if DEEP else git(copy, "commit-tree", "-m", "All of it", "HEAD^{tree}")
    git(copy, "checkout", "--quiet", "-B", "main", first.stdout.strip())
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "server.git")
    assert main(["hook", "pre-receive", "--install", str(tmp_path / "server.git")]) == 0
    pushed = git(tmp_path / "copy", "push", str(tmp_path / "server.git"), "main", check=False)
    assert pushed.returncode == 0, pushed.stderr
    assert "main：检查了" in pushed.stderr
    assert "，0 个错误" in pushed.stderr
