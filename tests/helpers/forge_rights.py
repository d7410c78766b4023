"""What forges really grant: the rights of a workflow's token, what each request of the API needs, and whom CODEOWNERS invites.

Where it stands:
- GitHub, documentation: "Controlling permissions for GITHUB_TOKEN" (a right that a job does not name is none), "GITHUB_TOKEN reference"
  (a fork's `pull_request` may read only; `pull_request_target` has the base's rights), "Permissions required for GitHub Apps" (what a
  request needs), "About code owners" (an owner must be able to write).
- Gitea since 1.26, documentation: "Actions job token permissions": no scope `statuses`; what a job does not name is none. Source:
  `services/actions/notifier_helper.go` (a run of a fork's pull request is one of a fork whatever the event, `pull_request_target` too),
  `services/actions/token_permission_design.md` (which then may read only), `routers/api/v1/api.go` (a status needs the code unit's write).
- Gitea before, and Forgejo: `permissions` is ignored; write, but read for a fork's pull request whatever the event (Forgejo:
  `services/actions/trust.go`, `RepoAccess`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Literal

import yaml
from helpers import registries

Kind = Literal["github", "gitea", "forgejo"]  # "forgejo" is Gitea before 1.26 too
Rights = Mapping[str, str]  # of a token: read or write, by scope
TOP = registries.HERE.parent
_SCOPES = ("actions", "contents", "issues", "pull-requests", "statuses")
_UNITS = ("actions", "contents", "issues", "pull-requests")  # Gitea's, as far as a workflow here names them
_OF_A_FORK = ("pull_request", "pull_request_review", "pull_request_review_comment")

# What a request needs: any one of these on GitHub, all of these on Gitea and Forgejo.
_NEEDS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("GET", r"pulls(/\d+(/(reviews|commits))?)?", ("pull-requests: read",), ("pull-requests: read", "contents: read")),
    ("GET", r"commits/[0-9a-f]{40,64}/statuses", ("statuses: read",), ("contents: read",)),
    ("POST", r"statuses/[0-9a-f]{40,64}", ("statuses: write",), ("contents: write",)),
    ("GET", r"issues/\d+/comments", ("issues: read", "pull-requests: read"), ("pull-requests: read",)),
    ("POST", r"issues/\d+/comments", ("issues: write", "pull-requests: write"), ("pull-requests: read",)),
    ("PATCH", r"issues/comments/\d+", ("issues: write", "pull-requests: write"), ("pull-requests: read",)),  # one's own
    ("GET", r"issues", ("issues: read",), ("issues: read",)),
    ("POST", r"issues", ("issues: write",), ("issues: read",)),
    ("PATCH", r"issues/\d+", ("issues: write",), ("issues: read",)),  # one's own
    ("GET", r"actions/runs/\d+", ("actions: read",), ("actions: read",)),
)


def granted(kind: Kind, permissions: Rights, event: str, fork: bool) -> Rights:
    """The rights of a job's token, from its `permissions`, the event, and whether that is about a pull request of a fork."""
    if kind == "forgejo":
        return dict.fromkeys(_UNITS, "read" if fork else "write")
    named = {scope: right for scope, right in permissions.items() if kind == "github" or scope in _UNITS}
    reads_only = fork and (kind == "gitea" or event in _OF_A_FORK)
    return {scope: "read" if reads_only else right for scope, right in named.items()}


def everything(kind: Kind) -> Rights:
    """The rights of somebody who may write to the repository, with a token of their own."""
    return dict.fromkeys(_SCOPES if kind == "github" else _UNITS, "write")


def suffices(kind: Kind, rights: Rights, method: str, path: str) -> bool:
    """Whether a token with these rights may make a request; `path` is relative to the repository. Raises KeyError for an unknown one."""
    for known, pattern, on_github, on_gitea in _NEEDS:
        if known == method and re.fullmatch(pattern, path):
            has = (holds(rights, need) for need in (on_github if kind == "github" else on_gitea))
            return any(has) if kind == "github" else all(has)
    raise KeyError(f"{method} {path}")


def holds(rights: Rights, need: str) -> bool:
    """Whether rights hold one like `contents: read`; to write is to read too."""
    scope, _, right = need.partition(": ")
    return rights.get(scope) in (right, "write")


def job(kind: Kind, file: str, name: str) -> Any:
    """A job of a workflow file of the project, by the name of the file without its ending."""
    path = Path(TOP, ".github" if kind == "github" else ".gitea", "workflows", f"{file}.yaml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"][name]


def invited(text: str, paths: Collection[str], writers: Collection[str]) -> set[str]:
    """The accounts that GitHub asks for a review of changed files: of the last line that fits each, those who may write."""
    found: set[str] = set()
    for path in paths:
        owners: list[str] = []
        for line in text.splitlines():
            pattern, _, accounts = line.partition(" ")
            if pattern == "*" or (not pattern.startswith("#") and f"/{path}".startswith(pattern)):
                owners = [account.removeprefix("@") for account in accounts.split()]
        found.update(owner for owner in owners if owner in writers)
    return found
