"""A bare Git server with the pre-receive hook, and a clone that pushes to it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

from helpers import registries
from helpers.repositories import ENVIRONMENT, Repository

from zhicheng.commands.cli import main

AS_OF = registries.TODAY.isoformat()


class Push(NamedTuple):
    """Whether a push was accepted, and the output of the server."""

    accepted: bool
    said: str


class Server:
    """A bare repository with the hook and, next to it, a file of reviews; `root` is the clone that pushes to it."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.clone = Repository(root)
        self.root = root
        self.bare = folder / "server.git"
        self.reviews = folder / "reviews.json"
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(self.bare)], check=True, env=ENVIRONMENT)
        self.clone.git("remote", "add", "origin", str(self.bare))
        assert main(["hook", "pre-receive", "--install", str(self.bare)]) == 0
        script = self.bare / "hooks/pre-receive"
        text = script.read_text(encoding="utf-8")
        assert os.access(script, os.X_OK)
        script.write_text(text.rstrip("\n") + f" --as-of {AS_OF}\n", encoding="utf-8")
        self.configure("zhicheng.reviews", str(self.reviews))
        self.listed: list[dict[str, Any]] = []
        self.write_reviews()

    def configure(self, name: str, value: str) -> None:
        subprocess.run(["git", "-C", str(self.bare), "config", name, value], check=True, env=ENVIRONMENT)

    def take_main(self) -> None:
        """Has the main branch of the clone without a push, which the hook would judge."""
        subprocess.run(["git", "-C", str(self.bare), "fetch", "--quiet", str(self.root), "+main:main"], check=True, env=ENVIRONMENT)

    def write_reviews(self) -> None:
        self.reviews.write_text(json.dumps(self.listed), encoding="utf-8")

    def review(self, account: str, commit: str, moment: str, state: str = "APPROVED") -> None:
        """Adds a review to the server's file, as its administrator does."""
        self.listed.append(
            {"id": len(self.listed) + 1, "user": {"login": account}, "state": state, "commit_id": commit, "submitted_at": moment}
        )
        self.write_reviews()

    def push(self, *refs: str) -> Push:
        """Pushes from the clone, through the hook of the server."""
        path = os.pathsep.join([str(registries.HERE.parent / "scripts"), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        environment = {**ENVIRONMENT, "PYTHONPATH": path, "PYTHONWARNDEFAULTENCODING": "0"}
        done = subprocess.run(
            ["git", "push", "origin", *refs], cwd=self.root, env=environment, capture_output=True, check=False, encoding="utf-8"
        )
        said = "".join(f"{line.removeprefix('remote: ').rstrip()}\n" for line in done.stderr.splitlines() if line.startswith("remote:"))
        return Push(done.returncode == 0, said)

    def at(self, ref: str) -> str:
        """The hash of a ref of the server, "" where it does not exist."""
        done = subprocess.run(
            ["git", "-C", str(self.bare), "rev-parse", "--verify", "--quiet", ref], capture_output=True, check=False, encoding="utf-8"
        )
        return done.stdout.strip()
