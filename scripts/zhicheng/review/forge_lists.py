"""Reads the reviews and commits of a pull request from the JSON lists of GitHub's, Gitea's and Forgejo's REST API.

Field names and states are those of the published API descriptions. A review in a state that they do not name gets the state `unknown`:
it withdraws an earlier approval and is not an approval itself.
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
_STATE_OF_FORGE: dict[str, State] = {
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


class NotAList(Exception):  # noqa: N818 - the name says the fault
    """The input is not a forge's list. The text is Chinese, says what is wrong, and holds none of its values."""


@dataclass(frozen=True, slots=True)
class ForgeReview:
    """A review: its account, state and commit, and when it was submitted (as the forge writes it; "" without a valid time).

    `time` is the submission in seconds since 1970, `settled` the latest time at which the forge changed the review: Gitea's submission time
    is that of beginning a review. Both are None without a valid time. `stale` (commits were pushed afterwards) and `official` (the forge
    counts the review) are given by Gitea and Forgejo only.
    """

    account: str
    state: State
    commit: str
    submitted: str
    time: float | None
    settled: float | None
    number: int
    stale: bool = False
    official: bool = True

    @property
    def order(self) -> tuple[float, int]:
        """The sort key: time, then number. A review without a time comes last, so that it can withdraw an approval."""
        return (float("inf") if self.time is None else self.time, self.number)


@dataclass(frozen=True, slots=True)
class ForgeCommit:
    """A commit: its hash, the accounts of its author and committer, and whether the forge lacks either account (`nameless`)."""

    revision: str
    accounts: tuple[str, ...]
    nameless: bool


def account_key(account: str) -> str:
    """An account in the form for comparison: forges ignore case. Only ASCII is folded, so that no other letter equals an ASCII one."""
    return account.lower() if account.isascii() else account


def listing(content: bytes) -> list[Any]:
    """The items of a forge's JSON list; a list of pages is joined into one. Raises NotAList."""
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
    """The reviews in a forge's answer to `GET …/pulls/{n}/reviews`. Raises NotAList."""
    return list(_reviews(listing(content)))


def _reviews(items: Sequence[Any]) -> Iterator[ForgeReview]:
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict) or not isinstance(item.get("state"), str) or "user" not in item:
            raise NotAList(f"第 {number} 项不是审核记录：缺少 state 或 user")
        from_gitea = any(name in item for name in _GITEA)
        state = _STATE_OF_FORGE.get(item["state"], "unknown")
        if item.get("dismissed") not in (None, False) and state in ("approved", "changes"):
            state = "dismissed"
        submitted = item.get("submitted_at")
        time, updated = _moment(submitted), _moment(item.get("updated_at"))
        yield ForgeReview(
            account=_login(item["user"]),
            state=state,
            commit=item["commit_id"] if isinstance(item.get("commit_id"), str) else "",
            submitted=submitted if isinstance(submitted, str) and time is not None else "",
            time=time,
            settled=time if time is None or updated is None else max(time, updated),
            number=item["id"] if isinstance(item.get("id"), int) else 0,
            stale=item.get("stale") not in (None, False),
            official=item.get("official") is True if from_gitea else True,
        )


def commits(content: bytes) -> list[ForgeCommit]:
    """The commits in a forge's answer to `GET …/pulls/{n}/commits`. Raises NotAList."""
    found = []
    for number, item in enumerate(listing(content), 1):
        if not isinstance(item, dict) or not isinstance(item.get("sha"), str):
            raise NotAList(f"第 {number} 项不是提交：缺少 sha")
        people = [_login(item.get(role)) for role in ("author", "committer")]
        found.append(ForgeCommit(item["sha"], tuple(dict.fromkeys(filter(None, people))), nameless="" in people))
    return found


def _login(user: Any) -> str:
    """The account of a user; "" where the forge gives none (a deleted account)."""
    login = user.get("login") if isinstance(user, dict) else None
    return login if isinstance(login, str) else ""


def _moment(written: Any) -> float | None:
    """An RFC 3339 time in seconds since 1970; None where it is invalid or has no time zone."""
    try:
        read = datetime.fromisoformat(written)
        return (read - _EPOCH).total_seconds()
    except (TypeError, ValueError, OverflowError):
        return None
