"""A pull request on a forge, event by event, as GitHub and Gitea keep its reviews; and what it should take for it to pass.

The forge writes the list that its API would answer. `passes` knows nothing of that list: it goes by what each account last said, kept up to
date with every event.
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
class Word:
    """What an account last said and nobody has taken away: of which commit, since when without a break, and when again last."""

    approves: bool
    commit: int
    since: int
    last: int


@dataclass
class PullRequest:
    """A pull request. `commits` counts them; `head` is the one it shows; `clock` is in seconds, and several events may share one."""

    gitea: bool
    stations: tuple[Station, ...] = COUNTY
    author: str = "office"
    commits: int = 1
    head: int = 1
    clock: int = 0
    answer: list[dict[str, Any]] = field(default_factory=list)
    committers: set[str] = field(default_factory=set)
    words: dict[str, Word] = field(default_factory=dict)

    def wait(self) -> None:
        self.clock += 1

    def push(self, account: str) -> None:
        """A new commit, by whomever."""
        self.commits += 1
        self.head = self.commits
        self.committers.add(account)
        for review in self.answer if self.gitea else ():
            review["stale"] = review["commit_id"] != _hash(self.head)

    def push_back(self) -> None:
        """The branch is forced back to its first commit."""
        self.head = 1
        for review in self.answer if self.gitea else ():
            review["stale"] = review["commit_id"] != _hash(self.head)

    def approve(self, account: str) -> None:
        self._add(account, "APPROVED")
        before = self.words.get(account)
        stands = before is not None and before.approves and before.commit == self.head and not self.gitea
        self.words[account] = Word(True, self.head, before.since if before is not None and stands else self.clock, self.clock)

    def request_changes(self, account: str) -> None:
        self._add(account, "REQUEST_CHANGES" if self.gitea else "CHANGES_REQUESTED")
        self.words[account] = Word(False, self.head, self.clock, self.clock)

    def comment(self, account: str) -> None:
        self._add(account, "COMMENT" if self.gitea else "COMMENTED")

    def begin(self, account: str) -> None:
        """A review that was begun and not submitted, as the one who began it sees it."""
        self._add(account, "PENDING")
        if not self.gitea:
            del self.answer[-1]["submitted_at"]

    def dismiss(self, account: str) -> None:
        """Takes away the last approval or refusal of an account."""
        for review in reversed(self.answer):
            if review["user"]["login"].lower() == account and review["state"] not in ("COMMENT", "COMMENTED", "PENDING"):
                if self.gitea:
                    review["dismissed"] = True
                else:
                    review["state"] = "DISMISSED"
                break
        self.words.pop(account, None)

    def verdict(self, order: int = 0) -> Verdict:
        """What the program makes of the forge's answer, its reviews in some order."""
        items = sorted(self.answer, key=lambda review: hash((order, review["id"]))) if order else self.answer
        return judge(self.stations, read(json.dumps(items).encode()), _hash(self.head), self.author, self.committers)

    def passes(self) -> bool:
        """Whether every office has approved the head, as the letter has it."""
        outsiders = self.committers | {self.author}
        now = {account: word for account, word in self.words.items() if word.commit == self.head and account not in outsiders}
        centre = {account: word for account, word in now.items() if account in CENTRE}
        prefecture = {account: word for account, word in now.items() if account in PREFECTURE}
        if not all(word.approves for word in centre.values()) or not centre:
            return False
        if len(self.stations) == 1:
            return True
        if not all(word.approves for word in prefecture.values()):
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
