"""The file of reviews of a bare Git server, where there is no forge: reviews written down by the server's administrator."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from zhicheng.errors import UserError
from zhicheng.registry import at_commit
from zhicheng.registry.registry import BrokenSettings
from zhicheng.review import forge_lists
from zhicheng.review.delivery.push import REVIEWS
from zhicheng.review.forge_lists import ForgeReview, NotAList, account_key
from zhicheng.system import folder_lock, git
from zhicheng.system.atomic_files import replace_file
from zhicheng.text import CHINA, nearest, reason, show

STATES = {"approved": "APPROVED", "changes": "CHANGES_REQUESTED"}  # of `hook review add`, as forges write them


def add(repository: Path, account: str, revision: str, state: str, moment: datetime) -> tuple[Path, ForgeReview]:
    """Adds a review to the file of reviews of a bare repository; returns the file and the review.

    `state` is one of STATES. Raises UserError where the repository names no file, the file is unusable, the commit is not there, or the
    account is not a reviewer by the reviewers.yaml of the main branch.
    """
    commit = git.resolve(repository, revision)
    if commit is None:
        raise UserError(f"服务器上没有“{show(revision)}”这个版本。审核的是推送上来的版本：请核对提交号，或请报送的人先推送。")
    named = _reviewer(repository, account)
    path = _file(repository)
    with _held(path):
        items = _items(path)
        number = max((item["id"] for item in items if isinstance(item.get("id"), int)), default=0) + 1
        item = {"id": number, "user": {"login": named}, "state": STATES[state], "commit_id": commit}
        item["submitted_at"] = moment.astimezone(CHINA).replace(microsecond=0).isoformat()
        lines = ",\n".join(f"  {json.dumps(one, ensure_ascii=False)}" for one in (*items, item))
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
        replace_file(path, f"[\n{lines}\n]\n".encode())
        path.chmod(mode)
    return path, forge_lists.read(json.dumps([item]).encode())[0]


def listed_reviews(repository: Path) -> list[ForgeReview]:
    """The reviews in the file of a bare repository, in the order of the file. Raises UserError where it is unusable."""
    return forge_lists.read(json.dumps(_items(_file(repository))).encode())


def _file(repository: Path) -> Path:
    if git.ask(repository, "rev-parse", "--is-bare-repository") != b"true\n":
        raise UserError(f"{repository} 不是裸仓库。请写服务器上的那个仓库。")
    named = git.ask(repository, "config", "--type=path", "--get", REVIEWS)
    file = os.fsdecode((named or b"").rstrip(b"\n"))
    if not file:
        raise UserError(f"服务器上没有写明审核记录放在哪里。请先运行：git -C {repository} config {REVIEWS} 审核记录文件的完整路径")
    return Path(file)


def _items(path: Path) -> list[dict[str, Any]]:
    """The items of the file, none where there is no file yet."""
    try:
        content = path.read_bytes() if path.exists() else b"[]"
        forge_lists.read(content)
    except NotAList as error:
        raise UserError(f"审核记录 {path} 用不了：{error}。没有改动，请先改好。") from None
    except OSError as error:
        raise UserError(f"读不了审核记录 {path}：{reason(error)}。") from None
    return forge_lists.listing(content)


def _reviewer(repository: Path, account: str) -> str:
    """The account as reviewers.yaml of the main branch writes it. Raises UserError where it is not there."""
    try:
        reviewers = at_commit.load(repository, "HEAD").reviewers
    except (BrokenSettings, UserError):
        reviewers = None
    if reviewers is None:
        raise UserError("服务器的主分支上没有能用的 registry/reviewers.yaml，不知道谁能审核。请先推送主分支。")
    value = reviewers.record
    teams = [
        value["centre"],
        value["maintainers"],
        *(value[name] for name in ("title_office", "supervision") if name in value),
        *value.get("areas", {}).values(),
    ]
    accounts = [str(one) for team in teams for one in (*team["accounts"], *team.get("deputies", ()))]
    found = next((one for one in accounts if account_key(one) == account_key(account)), None)
    if found is None:
        near = nearest(account, accounts)
        raise UserError(f"{show(account)} 不在主分支的 reviewers.yaml 里，记下来也不算数。{f'是否想写 {near}？' if near else ''}没有登记。")
    return found


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Keeps other commands from writing the file at the same time."""
    handle = folder_lock.take(path.parent, lambda: True)
    if handle is None:
        raise UserError(f"别的命令正在写 {path}，请稍后再试。")
    try:
        yield
    finally:
        folder_lock.release(path.parent, handle)
