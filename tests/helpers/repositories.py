"""Real Git repositories of registries."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from helpers import registries, repositories_once

ENVIRONMENT = {
    **os.environ,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "maintenance.auto",  # a process after each commit, fetch and push
    "GIT_CONFIG_VALUE_0": "false",
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


class Repository:
    """A Git repository of a registry; every commit is dated a day after the one before."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.day = 0
        repositories_once.begin(root, _on(self.day), self._begin)
        self.day = 1

    def _begin(self) -> None:
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit()

    def git(self, *arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.root, env=_on(self.day), check=True, capture_output=True, encoding="utf-8")
        return done.stdout.strip()

    def commit(self) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=x")
        self.day += 1
        head = (self.root / ".git/HEAD").read_text(encoding="ascii").strip()
        branch = head.removeprefix("ref: ")
        return head if branch == head else (self.root / ".git" / branch).read_text(encoding="ascii").strip()

    def change(self, *replaced: tuple[str, str], path: str = registries.ONE) -> str:
        """Commits a file in which texts are replaced; returns the commit's hash."""
        text = (self.root / path).read_text(encoding="utf-8")
        for old, new in replaced:
            assert old in text, old
            text = text.replace(old, new)
        registries.write(self.root, path, text)
        return self.commit()


def _on(day: int) -> dict[str, str]:
    """The environment of a command on a day of March, from 0."""
    moment = f"2026-03-{day + 1:02d}T23:30:00+0800"
    return {**ENVIRONMENT, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}


def publish(root: Path, files: dict[str, bytes]) -> None:
    """Commits files, as if they had been published, and then deletes them from the working tree."""
    for path, content in files.items():
        registries.write(root, path, content)
    Repository(root)
    for path in files:
        (root / path).unlink()
