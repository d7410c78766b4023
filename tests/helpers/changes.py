"""Reviewed changes of a registry in a Git repository, for what becomes of their reviews when `zhicheng record` runs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import yaml
from helpers.registries import write
from helpers.repositories import Repository

from zhicheng.commands.cli import main

COUNTY = "registry/committees/653100/example-county.yaml"
PREFECTURE_APPROVED, CENTRE_APPROVED = "2026-03-10T02:00:00Z", "2026-03-11T02:00:00Z"  # when, by default


class Change:
    """A repository with a branch that changes records, and the reviews of it. `merge` brings it to main."""

    def __init__(self, root: Path, *paths: str) -> None:
        self.repository = Repository(root)
        self.root = root
        self.base = self.repository.git("rev-parse", "HEAD")
        self.repository.git("checkout", "--quiet", "-b", "change")
        for path in paths:
            text = (root / path).read_text(encoding="utf-8")
            write(
                root,
                path,
                re.sub(r"(?m)^(address|young|  young): .*", lambda line: line[0] + "0" if "young" in line[0] else "address: 新", text),
            )
        self.head = self.repository.commit()
        self.reviews: list[dict[str, Any]] = []

    def review(self, account: str, state: str = "APPROVED", moment: str = CENTRE_APPROVED, commit: str | None = None) -> Change:
        number = len(self.reviews) + 1
        review = {"id": number, "user": {"login": account}, "state": state, "commit_id": commit or self.head, "submitted_at": moment}
        self.reviews.append(review)
        return self

    def approved(self) -> Change:
        """By the prefecture, then by the centre."""
        return self.review("ks-reviewer-a", moment=PREFECTURE_APPROVED).review("centre-reviewer-a", moment=CENTRE_APPROVED)

    def merge(self, *how: str) -> str:
        """Merges on 12 March, after the usual approvals."""
        self.repository.day = max(self.repository.day, 11)
        self.repository.git("checkout", "--quiet", "main")
        self.repository.git("merge", "--quiet", *(how or ("--no-ff", "--message=merge")), "change")
        self.repository.day += 1
        return self.repository.commit() if how == ("--squash",) else self.repository.git("rev-parse", "HEAD")

    def record(self, *arguments: str, base: str | None = None) -> int:
        file = self.root.parent / "reviews.json"
        file.write_text(json.dumps(self.reviews), encoding="utf-8")
        return main(["record", "--root", str(self.root), "--base", base or self.base, "--reviews", str(file), *arguments])

    def decisions(self, year: str = "2026") -> list[dict[str, Any]]:
        path = self.root / f"registry/decisions/{year}.yaml"
        found: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["decisions"] if path.exists() else []
        return found
