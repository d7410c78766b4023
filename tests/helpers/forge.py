"""A model of a pull request on GitHub or Gitea, event by event, and whether it should pass.

`answer` is the list of reviews as the forge's API gives it. `passes` does not use that list: it uses the last decision of each account,
updated with every event.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from zhicheng.review.approvals import Verdict, judge
from zhicheng.review.forge_lists import read
from zhicheng.review.route import Station

_START = datetime(2026, 11, 21, tzinfo=UTC)
PREFECTURE = ("ks", "ks-deputy", "both")  # `both` reviews for the prefecture and for the centre
CENTRE = ("centre", "centre-deputy", "both")
ACCOUNTS = ("ks", "ks-deputy", "centre", "centre-deputy", "both", "stranger")
COUNTY = (
    Station("prefecture", "653100", "地州市", PREFECTURE[:1], PREFECTURE[1:], ("x",), ()),
    Station("centre", None, "中心", CENTRE[:1], CENTRE[1:], ("x",), ()),
)
REGION = COUNTY[1:]


@dataclass
class Decision:
    """The decision of an account in force: its commit, and the times of the first and the last review of an unbroken run of approvals."""

    approves: bool
    commit: int
    since: int
    last: int


@dataclass
class PullRequest:
    """A pull request. `commits` is their number, `head` that of the head commit, `clock` the time in seconds (events may share it)."""

    gitea: bool
    stations: tuple[Station, ...] = COUNTY
    author: str = "office"
    commits: int = 1
    head: int = 1
    clock: int = 0
    answer: list[dict[str, Any]] = field(default_factory=list)
    committers: set[str] = field(default_factory=set)
    decisions: dict[str, Decision] = field(default_factory=dict)

    def wait(self) -> None:
        self.clock += 1

    def push(self, account: str) -> None:
        """Adds a commit by an account."""
        self.commits += 1
        self.head = self.commits
        self.committers.add(account)
        for review in self.answer if self.gitea else ():
            review["stale"] = review["commit_id"] != _hash(self.head)

    def push_back(self) -> None:
        """Forces the branch back to its first commit."""
        self.head = 1
        for review in self.answer if self.gitea else ():
            review["stale"] = review["commit_id"] != _hash(self.head)

    def approve(self, account: str) -> None:
        self._add(account, "APPROVED")
        before = self.decisions.get(account)
        stands = before is not None and before.approves and before.commit == self.head and not self.gitea
        self.decisions[account] = Decision(True, self.head, before.since if before is not None and stands else self.clock, self.clock)

    def request_changes(self, account: str) -> None:
        self._add(account, "REQUEST_CHANGES" if self.gitea else "CHANGES_REQUESTED")
        self.decisions[account] = Decision(False, self.head, self.clock, self.clock)

    def comment(self, account: str) -> None:
        self._add(account, "COMMENT" if self.gitea else "COMMENTED")

    def begin(self, account: str) -> None:
        """Begins a review without submitting it."""
        self._add(account, "PENDING")
        if not self.gitea:
            del self.answer[-1]["submitted_at"]

    def dismiss(self, account: str) -> None:
        """Dismisses the last approval or refusal of an account."""
        for review in reversed(self.answer):
            if review["user"]["login"].lower() == account and review["state"] not in ("COMMENT", "COMMENTED", "PENDING"):
                if self.gitea:
                    review["dismissed"] = True
                else:
                    review["state"] = "DISMISSED"
                break
        self.decisions.pop(account, None)

    def verdict(self, order: int = 0) -> Verdict:
        """The program's verdict on the forge's list; `order` is the seed of a shuffle, 0 for none."""
        items = sorted(self.answer, key=lambda review: hash((order, review["id"]))) if order else self.answer
        return judge(self.stations, read(json.dumps(items).encode()), _hash(self.head), self.author, self.committers)

    def passes(self) -> bool:
        """Whether every office has approved the head, in the order that the letter requires."""
        outsiders = self.committers | {self.author}
        now = {
            account: decision for account, decision in self.decisions.items() if decision.commit == self.head and account not in outsiders
        }
        centre = {account: decision for account, decision in now.items() if account in CENTRE}
        prefecture = {account: decision for account, decision in now.items() if account in PREFECTURE}
        if not all(decision.approves for decision in centre.values()) or not centre:
            return False
        if len(self.stations) == 1:
            return True
        if not all(decision.approves for decision in prefecture.values()):
            return False
        return any(p != c and before.since < after.last for p, before in prefecture.items() for c, after in centre.items())

    def _add(self, account: str, state: str) -> None:
        moment = (_START + timedelta(seconds=self.clock)).isoformat().replace("+00:00", "Z")
        name = account.upper() if len(self.answer) % 2 else account
        review: dict[str, Any] = {"id": len(self.answer) + 1, "user": {"login": name}, "state": state}
        review |= {"commit_id": _hash(self.head), "submitted_at": moment}
        if self.gitea:
            decides = state in ("APPROVED", "REQUEST_CHANGES")
            for earlier in self.answer if decides else ():
                if earlier["user"]["login"].lower() == account:
                    earlier["official"] = False
                    earlier["dismissed"] = earlier["dismissed"] or earlier["state"] in ("APPROVED", "REQUEST_CHANGES")
            review |= {"official": decides, "stale": False, "dismissed": False, "updated_at": moment}
        self.answer.append(review)


def _hash(commit: int) -> str:
    return f"{commit:040x}"
