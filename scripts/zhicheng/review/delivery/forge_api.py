"""A client of the API of the forge that a workflow runs on: GitHub, Gitea or Forgejo, whose paths and fields are nearly the same.

The token is sent to the forge's own address only, not along a redirect. Answers are limited in size, and only the needed fields are used,
after a check of their shape.
"""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from urllib.parse import quote, urlencode, urlsplit

from zhicheng.errors import UserError
from zhicheng.review.approvals import StatusState
from zhicheng.system import git
from zhicheng.text import show

SECONDS = 30  # until a request times out
MAX_BYTES = 32 * 1024 * 1024  # of one answer
MAX_PAGES = 200
# The accounts that write comments with a workflow's own token.
WORKFLOW_ACCOUNTS = ("github-actions[bot]", "gitea-actions", "forgejo-actions")
_RUNS = (("pull_request", ".github/workflows/check.yaml"), ("pull_request_review", ".github/workflows/review.yaml"))
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*/[A-Za-z0-9_.-]+")


class NoRight(UserError):  # noqa: N818 - named after the fault
    """The forge does not let this token do what was asked (403)."""


@dataclass(frozen=True, slots=True)
class Forge:
    """A repository on a forge: the address of the API, `owner/name`, the token, and the accounts whose comments are the program's own."""

    api: str
    repository: str
    token: str = field(repr=False)
    accounts: tuple[str, ...] = WORKFLOW_ACCOUNTS

    @property
    def gitea(self) -> bool:
        """Whether it is Gitea or Forgejo."""
        return self.api.endswith("/api/v1")


@dataclass(frozen=True, slots=True)
class Pull:
    """A pull request: number, head commit, target branch (and whether that is the default branch), author, and whether it is open.

    `author` is "" where the account was deleted.
    """

    number: int
    head: str
    base: str
    default: bool
    author: str
    open: bool


@dataclass(frozen=True, slots=True)
class MergedPull:
    """A pull request that was merged into the main branch: by which commit, and when, in seconds since 1970."""

    pull: Pull
    commit: str
    time: float


def of_environment(environment: Mapping[str, str], account: str | None = None) -> Forge:
    """The forge from the environment variables of GitHub, Gitea or Forgejo Actions. `account` replaces the known accounts of workflows.

    Raises UserError where a variable is missing or malformed.
    """
    api, repository = environment.get("GITHUB_API_URL", "").rstrip("/"), environment.get("GITHUB_REPOSITORY", "")
    token = environment.get("GITHUB_TOKEN", "")
    if not (api and repository and token):
        raise UserError("没有写明代码平台。要有环境变量 GITHUB_API_URL、GITHUB_REPOSITORY 和 GITHUB_TOKEN；在工作流程里前两个已经有了。")
    address = urlsplit(api)
    if address.scheme not in ("https", "http") or not _REPOSITORY.fullmatch(repository):
        raise UserError("GITHUB_API_URL 或 GITHUB_REPOSITORY 的写法不对。后者是“单位/仓库”。")
    return Forge(api, repository, token, WORKFLOW_ACCOUNTS if account is None else (account,))


# --- requests ------------------------------------------------------------------------------------------------------------


def ask(forge: Forge, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
    """The JSON of the forge's answer, None for an empty one. `path` is relative to the repository. Raises UserError where it fails."""
    content = _send(forge, method, f"{forge.api}/repos/{forge.repository}/{path}", body)
    try:
        return json.loads(content) if content else None
    except ValueError:
        raise UserError(f"代码平台的回答不是 JSON（{method} {show(path.partition('?')[0], 200)}）。") from None


def _send(forge: Forge, method: str, url: str, body: Mapping[str, Any] | None) -> bytes:
    where = f"{method} {show(urlsplit(url).path, 200)}"
    request = urllib.request.Request(url, None if body is None else json.dumps(body).encode(), method=method)  # noqa: S310 - checked above
    request.add_header("Accept", "application/json" if forge.gitea else "application/vnd.github+json")
    request.add_header("User-Agent", "zhicheng")
    if body is not None:
        request.add_header("Content-Type", "application/json")
    scheme = "token" if forge.gitea else "Bearer"
    request.add_unredirected_header("Authorization", f"{scheme} {forge.token}")
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            content: bytes = answer.read(MAX_BYTES + 1)
    except urllib.error.HTTPError as error:
        error.close()
        hint = {401: "令牌无效或已过期", 403: "令牌没有这项权限", 404: "没有这一项，或者令牌看不到它", 422: "平台不接受这些内容"}
        kind = NoRight if error.code == 403 else UserError
        raise kind(f"代码平台回答 {error.code}（{where}）：{hint.get(error.code, '请稍后再试')}。") from None
    except (OSError, ValueError):
        raise UserError(f"连不上代码平台（{where}）。请核对地址和网络，稍后再试。") from None
    if len(content) > MAX_BYTES:
        raise UserError(f"代码平台的回答超过 {MAX_BYTES // 1024 // 1024} MiB（{where}），没有读。")
    return content


def pages(forge: Forge, path: str) -> list[Any]:
    """All items of a list, page by page until an empty page: a forge may give fewer items a page than requested. Raises UserError."""
    found: list[Any] = []
    for number in range(1, MAX_PAGES + 1):
        size = {"limit": 50} if forge.gitea else {"per_page": 100}
        page = ask(forge, "GET", f"{path}{'&' if '?' in path else '?'}{urlencode({**size, 'page': number})}")
        if not isinstance(page, list):
            raise UserError(f"代码平台的回答不是列表（{show(path.partition('?')[0], 200)}）。")
        if not page:
            return found
        found += page
    raise UserError(f"代码平台的列表太长，没有读完（{show(path.partition('?')[0], 200)}）。")


# --- pull requests -------------------------------------------------------------------------------------------------------


def pull(forge: Forge, number: int) -> Pull:
    """A pull request of the repository. Raises UserError."""
    return _pull(ask(forge, "GET", f"pulls/{number}"))


def _pull(item: Any) -> Pull:
    try:
        head, base, user = item["head"]["sha"], item["base"]["ref"], item["user"]
        author = "" if user is None else user["login"]
        found = Pull(item["number"], head, base, base == item["base"]["repo"]["default_branch"], author, item["state"] == "open")
    except (KeyError, TypeError):
        raise UserError("代码平台的回答里没有合并请求的编号、版本、分支或提交人。") from None
    if not (isinstance(found.number, int) and isinstance(head, str) and git.HASH.fullmatch(head) and isinstance(author, str)):
        raise UserError("代码平台的回答里，合并请求的编号或版本写法不对。")
    return found


def open_pulls(forge: Forge) -> list[Pull]:
    """The open pull requests into the main branch. Raises UserError."""
    return [found for found in map(_pull, pages(forge, "pulls?state=open")) if found.default and found.open]


def merged_pulls(forge: Forge) -> list[MergedPull]:
    """The pull requests that were merged into the main branch, in the order in which they were. Raises UserError."""
    found = []
    for item in pages(forge, "pulls?state=closed"):
        merged = item.get("merged_at") if isinstance(item, dict) else None
        if merged and (closed := _pull(item)).default:
            try:
                commit, time = item["merge_commit_sha"], datetime.fromisoformat(merged).timestamp()
            except (KeyError, TypeError, ValueError):
                commit, time = None, 0.0
            if not isinstance(commit, str) or not git.HASH.fullmatch(commit):
                raise UserError(f"代码平台的回答里没有写合并请求 {closed.number} 合并成了哪个版本、什么时候合并的。")
            found.append(MergedPull(closed, commit, time))
    return sorted(found, key=lambda one: (one.time, one.pull.number))


def pulls_of_run(forge: Forge, run: int) -> list[Pull]:
    """The open pull requests of a finished check or review run; none for a run of any other workflow or event.

    A run for a fork does not name its pull request, and what the run wrote cannot be trusted. So the pull requests of the run's branch are
    listed, and those whose head is still the run's commit count. Raises UserError.
    """
    answer = ask(forge, "GET", f"actions/runs/{run}")
    try:
        commit, branch, owner = answer["head_sha"], answer["head_branch"], answer["head_repository"]["owner"]["login"]
        is_review_run = (answer["event"], answer["path"].partition("@")[0]) in _RUNS
    except (KeyError, TypeError, AttributeError):
        raise UserError("代码平台的回答里没有这次运行的版本、分支或来源。") from None
    if not is_review_run:
        return []
    listed = pages(forge, f"pulls?{urlencode({'state': 'open', 'head': f'{owner}:{branch}'})}")
    return [found for found in map(_pull, listed) if found.head == commit and found.default and found.open]


# --- writing -------------------------------------------------------------------------------------------------------------


def set_status(forge: Forge, commit: str, context: str, state: StatusState, description: str) -> None:
    """Sets the status of a commit, which branch protection uses; `description` is cut to 140 characters. One that stands is not set again.

    Raises NoRight where the token may not (on Gitea and Forgejo that of a fork's pull request never may), else UserError.
    """
    wanted = {"state": state, "context": context, "description": description[:140]}
    if not _stands(forge, commit, wanted):
        ask(forge, "POST", f"statuses/{quote(commit)}", wanted)


def _stands(forge: Forge, commit: str, wanted: Mapping[str, str]) -> bool:
    """Whether the last status of a context says this, and the program set it; False where the forge does not tell.

    GitHub takes 1,000 statuses of a context for a commit and then no more, and the route is told again with each change of the main branch.
    """
    try:
        listed = ask(forge, "GET", f"commits/{quote(commit)}/statuses?{'limit=50&sort=highestindex' if forge.gitea else 'per_page=100'}")
        last = max((item for item in listed if item["context"] == wanted["context"]), key=lambda item: int(item["id"]))
        said = {**wanted, "state": last["status" if forge.gitea else "state"], "description": last["description"]}
        return said == wanted and last["creator"]["login"] in forge.accounts
    except (UserError, ValueError, TypeError, KeyError):
        return False


def put_comment(forge: Forge, number: int, mark: str, text: str) -> bool:
    """Creates or updates the program's comment on a pull request or issue; True where it was created. Raises UserError.

    The program's comment begins with `mark` and is written by one of its own accounts: anybody could write the mark.
    """
    for item in pages(forge, f"issues/{number}/comments"):
        if _is_own(forge, item, mark):
            if item["body"] != text:
                ask(forge, "PATCH", f"issues/comments/{item['id']}", {"body": text})
            return False
    ask(forge, "POST", f"issues/{number}/comments", {"body": text})
    return True


def put_issue(forge: Forge, mark: str, title: str, text: str | None) -> Literal["opened", "updated", "closed", "none"]:
    """Opens or updates the program's issue with `text`; where that is None, closes it. Raises UserError."""
    items = [item for item in pages(forge, "issues?state=open") if _is_own(forge, item, mark) and not item.get("pull_request")]
    for item in items[:1] if text is not None else ():
        if (item.get("title"), item["body"]) != (title, text):
            ask(forge, "PATCH", f"issues/{item['number']}", {"title": title, "body": text})
        return "updated"
    if text is not None:
        ask(forge, "POST", "issues", {"title": title, "body": text})
        return "opened"
    for item in items:
        ask(forge, "PATCH", f"issues/{item['number']}", {"state": "closed"})
    return "closed" if items else "none"


def _is_own(forge: Forge, item: Any, mark: str) -> bool:
    body, user = (item.get("body"), item.get("user")) if isinstance(item, dict) else (None, None)
    return isinstance(body, str) and body.startswith(mark) and isinstance(user, dict) and user.get("login") in forge.accounts


def lists(forge: Forge, number: int) -> Iterator[bytes]:
    """The complete lists of a pull request's reviews and then of its commits, as JSON. Raises UserError."""
    for name in ("reviews", "commits"):
        yield json.dumps(pages(forge, f"pulls/{number}/{name}")).encode()
