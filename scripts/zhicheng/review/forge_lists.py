"""The reviews and commits of a pull request, as forges list them: GitHub's REST API, and Gitea's and Forgejo's.

Of a review counts who, what, when, and on which commit. Names of fields and states are those of the published API descriptions; a review
in a state that is not known there is kept as `unknown`, which withdraws an approval and is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

State = Literal["approved", "changes", "comment", "pending", "dismissed", "requested", "unknown"]
STATES: dict[State, str] = {
    "approved": "同意",
    "changes": "要求修改",
    "comment": "评论",
    "pending": "还没有提交的审核",
    "dismissed": "已撤销的审核",
    "requested": "邀请审核",
    "unknown": "不认识的状态",
}
_WORDS: dict[str, State] = {
    "APPROVED": "approved",
    "CHANGES_REQUESTED": "changes",  # GitHub
    "REQUEST_CHANGES": "changes",  # Gitea
    "COMMENTED": "comment",  # GitHub
    "COMMENT": "comment",  # Gitea
    "PENDING": "pending",
    "DISMISSED": "dismissed",  # GitHub; Gitea keeps the state and sets `dismissed`
    "REQUEST_REVIEW": "requested",  # Gitea
}
_GITEA = ("official", "stale", "dismissed")  # fields that only Gitea and Forgejo have
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MAX_BYTES = 64 * 1024 * 1024


class NotAList(Exception):  # noqa: N818 - what is the matter
    """What should be a forge's list is none. The text is Chinese and says what is wrong with it, without its values."""


@dataclass(frozen=True, slots=True)
class ForgeReview:
    """A review: who, what, on which commit, when. `submitted` is as the forge writes it, "" where it gives no time.

    `at` is that moment in seconds, and `settled` the latest at which the forge changed it: Gitea dates a review from when it was begun,
    not from when it was submitted. Both are None without a time. `stale` and `official` are Gitea's: pushed over, and counted by the forge.
    """

    account: str
    state: State
    commit: str
    submitted: str
    at: float | None
    settled: float | None
    number: int
    stale: bool = False
    official: bool = True

    @property
    def order(self) -> tuple[float, int]:
        """By time; what has none comes last, where it can withdraw an approval but give none."""
        return (float("inf") if self.at is None else self.at, self.number)


@dataclass(frozen=True, slots=True)
class ForgeCommit:
    """A commit of the change: its hash, and the accounts of its author and committer, as far as the forge knows them."""

    revision: str
    accounts: tuple[str, ...]
    nameless: bool


def key(account: str) -> str:
    """An account as it is compared: forges take capitals for the same. Only ASCII is folded: no other letter may pass for one of it."""
    return account.lower() if account.isascii() else account


def listing(content: bytes) -> list[Any]:
    """The items of a forge's JSON list; pages that were fetched one by one and put into a list are joined. Raises NotAList."""
    if len(content) > MAX_BYTES:
        raise NotAList(f"文件超过 {MAX_BYTES // 1024 // 1024} MiB")
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotAList("文件不是 UTF-8 编码") from None
    except (ValueError, RecursionError):
        raise NotAList("文件不是完整的 JSON") from None
    if not isinstance(found, list):
        raise NotAList("JSON 的最外层不是列表，可能是平台返回的错误信息")
    if found and all(isinstance(page, list) for page in found):
        found = [item for page in found for item in page]
    return found


def read(content: bytes) -> list[ForgeReview]:
    """The reviews in what a forge answers to `GET …/pulls/{n}/reviews`. Raises NotAList."""
    return list(_reviews(listing(content)))


def _reviews(items: Sequence[Any]) -> Iterator[ForgeReview]:
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict) or not isinstance(item.get("state"), str) or "user" not in item:
            raise NotAList(f"第 {number} 项不是审核记录：缺少 state 或 user")
        of_gitea = any(name in item for name in _GITEA)
        state = _WORDS.get(item["state"], "unknown")
        if item.get("dismissed") not in (None, False) and state in ("approved", "changes"):
            state = "dismissed"
        submitted = item.get("submitted_at")
        at, updated = _moment(submitted), _moment(item.get("updated_at"))
        yield ForgeReview(
            account=_login(item["user"]),
            state=state,
            commit=item["commit_id"] if isinstance(item.get("commit_id"), str) else "",
            submitted=submitted if isinstance(submitted, str) and at is not None else "",
            at=at,
            settled=at if at is None or updated is None else max(at, updated),
            number=item["id"] if isinstance(item.get("id"), int) else 0,
            stale=item.get("stale") not in (None, False),
            official=item.get("official") is True if of_gitea else True,
        )


def commits(content: bytes) -> list[ForgeCommit]:
    """The commits in what a forge answers to `GET …/pulls/{n}/commits`. Raises NotAList."""
    found = []
    for number, item in enumerate(listing(content), 1):
        if not isinstance(item, dict) or not isinstance(item.get("sha"), str):
            raise NotAList(f"第 {number} 项不是提交：缺少 sha")
        people = [_login(item.get(role)) for role in ("author", "committer")]
        found.append(ForgeCommit(item["sha"], tuple(dict.fromkeys(filter(None, people))), nameless="" in people))
    return found


def _login(user: Any) -> str:
    """The account of a user; "" where the forge gives none, as for an account that was deleted."""
    login = user.get("login") if isinstance(user, dict) else None
    return login if isinstance(login, str) else ""


def _moment(written: Any) -> float | None:
    """An RFC 3339 time in seconds since 1970; None for what is none, or says no time zone."""
    try:
        read = datetime.fromisoformat(written)
        return (read - _EPOCH).total_seconds()
    except (TypeError, ValueError, OverflowError):
        return None
