"""A fake forge API over HTTP, like GitHub's, Gitea's or Forgejo's, with pull requests from a real Git repository.

A request needs a token that has the right for it (`forge_rights`), and what it sends must be what the forge takes.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from helpers import forge_rights
from helpers.forge_rights import Kind, Rights

BOT: dict[Kind, str] = {"github": "github-actions[bot]", "gitea": "gitea-actions", "forgejo": "forgejo-actions"}
TOKEN = "a-token-of-the-tests"  # noqa: S105 - opens nothing


class FakeForge:
    """The state of the forge and the requests it received. `page` is the largest number of items a page, whatever is requested.

    `rights` are those of each token that is valid: TOKEN is that of somebody who may write, until a test changes it.
    """

    def __init__(self, kind: Kind) -> None:
        self.kind: Kind = kind
        self.gitea = kind != "github"
        self.rights: dict[str, Rights] = {TOKEN: forge_rights.everything(kind)}
        self.refused: list[tuple[str, str]] = []
        self.sets_statuses = BOT[kind]
        self.page = 2
        self.pulls: dict[int, dict[str, Any]] = {}
        self.reviews: dict[int, list[Any]] = {}
        self.commits: dict[int, list[Any]] = {}
        self.comments: dict[int, list[dict[str, Any]]] = {}
        self.issues: list[dict[str, Any]] = []
        self.runs: dict[int, dict[str, Any]] = {}
        self.statuses: list[tuple[str, dict[str, Any]]] = []
        self.asked: list[tuple[str, str]] = []
        self.tokens: set[str | None] = set()
        self.broken: tuple[int, bytes] | None = None
        self.redirect = ""
        self.address = ""

    @property
    def api(self) -> str:
        return f"{self.address}{'/api/v1' if self.gitea else ''}"

    def environment(self) -> dict[str, str]:
        return {"GITHUB_API_URL": self.api, "GITHUB_REPOSITORY": "example/zhicheng", "GITHUB_TOKEN": TOKEN}

    def add_pull(self, number: int, head: str, author: str = "office", branch: str = "change", owner: str = "office") -> None:
        self.pulls[number] = {
            "number": number,
            "state": "open",
            "user": {"login": author},
            "head": {"sha": head, "ref": branch, "repo": {"owner": {"login": owner}}},
            "base": {"ref": "main", "repo": {"default_branch": "main"}},
        }
        self.reviews[number], self.commits[number], self.comments[number] = [], [], []

    def merge(self, number: int, commit: str, moment: str) -> None:
        """Marks a pull request as merged by a commit."""
        self.pulls[number] |= {"state": "closed", "merged_at": moment, "merge_commit_sha": commit}

    def add_run(self, number: int, pull: int, event: str = "pull_request", file: str = "check.yaml") -> None:
        head = self.pulls[pull]["head"]
        self.runs[number] = {
            "head_sha": head["sha"],
            "head_branch": head["ref"],
            "head_repository": {"owner": head["repo"]["owner"]},
            "event": event,
            "path": f".github/workflows/{file}",
        }

    def refusal(self, authorization: str | None, method: str, path: str, body: Any) -> int | None:
        """The HTTP status with which the forge refuses a request, None where it takes it."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme != ("token" if self.gitea else "Bearer") or token not in self.rights:
            return 401
        if not forge_rights.suffices(self.kind, self.rights[token], method, path):
            self.refused.append((method, path))
            return 403
        too_long = body is not None and (len(body.get("description", "")) > 140 or len(body.get("body", "")) > 65536)
        return 422 if too_long and not self.gitea else None

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> Any:
        """The answer of the API, None for 404."""
        self.asked.append((method, path))
        if found := re.fullmatch(r"pulls/(\d+)", path):
            return self.pulls.get(int(found[1]))
        if path == "pulls":
            head = query.get("head", [""])[0]
            owned = [p for p in self.pulls.values() if head in ("", f"{p['head']['repo']['owner']['login']}:{p['head']['ref']}")]
            return self._paged(owned, query)
        if found := re.fullmatch(r"pulls/(\d+)/(reviews|commits)", path):
            return self._paged(getattr(self, found[2])[int(found[1])], query)
        if found := re.fullmatch(r"actions/runs/(\d+)", path):
            return self.runs.get(int(found[1]))
        if found := re.fullmatch(r"statuses/([0-9a-f]{40,64})", path):
            self.statuses.append((found[1], body))
            return {}
        if found := re.fullmatch(r"commits/([0-9a-f]{40,64})/statuses", path):
            return self._statuses(found[1], query)
        if found := re.fullmatch(r"issues/(\d+)/comments", path):
            listed = self.comments[int(found[1])]
            return self._add(listed, body) if method == "POST" else self._paged(listed, query)
        if found := re.fullmatch(r"issues/comments/(\d+)", path):
            return self._change([c for listed in self.comments.values() for c in listed], "id", int(found[1]), body)
        if path == "issues":
            listed = [issue for issue in self.issues if issue["state"] == "open"]
            return self._add(self.issues, body) if method == "POST" else self._paged(listed, query)
        if found := re.fullmatch(r"issues/(\d+)", path):
            return self._change(self.issues, "number", int(found[1]), body)
        return None

    def _statuses(self, commit: str, query: dict[str, list[str]]) -> list[Any]:
        """Those of a commit, the newest first: Gitea only if it is asked, and it calls the state otherwise."""
        listed = [(number, body) for number, (on, body) in enumerate(self.statuses, 1) if on == commit]
        newest = listed if self.gitea and query.get("sort") != ["highestindex"] else listed[::-1]
        state, creator = "status" if self.gitea else "state", {"login": self.sets_statuses}
        size = int(query["limit" if self.gitea else "per_page"][0])
        shown = [
            {"id": i, "creator": creator, state: b["state"], "context": b["context"], "description": b["description"]} for i, b in newest
        ]
        return shown[:size]

    def _paged(self, listed: list[Any], query: dict[str, list[str]]) -> list[Any]:
        page = int(query["page"][0])
        assert query["limit" if self.gitea else "per_page"]
        return listed[(page - 1) * self.page : page * self.page]

    def _add(self, listed: list[dict[str, Any]], body: dict[str, Any]) -> dict[str, Any]:
        number = 100 + len(listed)
        listed.append({"id": number, "number": number, "state": "open", "user": {"login": BOT[self.kind]}, **body})
        return listed[-1]

    def _change(self, listed: list[dict[str, Any]], key: str, number: int, body: dict[str, Any]) -> dict[str, Any] | None:
        found = next((item for item in listed if item[key] == number), None)
        if found is not None:
            found.update(body)
        return found


@contextmanager
def serving(forge: FakeForge) -> Iterator[FakeForge]:
    """Serves the forge on a local port until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            url = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            forge.tokens.add(self.headers.get("Authorization"))
            start = f"{'/api/v1' if forge.gitea else ''}/repos/example/zhicheng/"
            if forge.redirect:
                self.send_response(302)
                self.send_header("Location", forge.redirect + self.path)
                self.end_headers()
                return
            status, content = 404, b"{}"
            if url.path.startswith(start):
                path = url.path.removeprefix(start)
                refused = forge.refusal(self.headers.get("Authorization"), self.command, path, body)
                found = None if refused else forge.answer(self.command, path, parse_qs(url.query), body)
                status, content = (refused or 404, content) if found is None else (200, json.dumps(found).encode())
            if forge.broken is not None:
                status, content = forge.broken
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = handle_any  # noqa: N815 - as the server calls them

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))  # it looks so often whether it is to stop, each half second else
    thread.start()
    forge.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield forge
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
