"""A registry's server with everything that happens to changes there, and a model of what may happen, written from the guides.

`World` runs real Git and the program. `Model` knows the commits as texts, the reviews as they were given, and says which push the main
branch may take and which decisions are to be recorded; it uses nothing of the program.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml
from helpers import registries
from helpers.repositories import ENVIRONMENT

from zhicheng.commands.cli import main
from zhicheng.review.delivery import push
from zhicheng.vault import cipher

Tree = dict[str, str]  # the texts of the files that events change, by path
CHINA = timezone(timedelta(hours=8))
COUNTY = "registry/committees/653100/example-county.yaml"
PREFECTURE = "registry/committees/653100/example-prefecture.yaml"
ONE = registries.ONE
ROSTER, AGE = "registry/rosters/example-one.yaml", "registry/vault/example-one.roster.age"
EMPLOYER = "registry/rosters/employer-653100.yaml"
REVIEWERS, RECIPIENTS = "registry/reviewers.yaml", "registry/recipients.yaml"
WAIVERS, SETTINGS = "registry/waivers.yaml", "registry/registry.yaml"
ROUND, DECISIONS = "registry/rounds/2027.yaml", "registry/decisions/2026.yaml"
_START = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)  # half past nine in the evening, in China
_CENTRES = ("centre-reviewer-a, centre-reviewer-b", "centre-reviewer-b, centre-new")
_KS = ("ks-reviewer-a", "ks-new")
ACCOUNTS = ("ks-reviewer-a", "ks-reviewer-b", "ks-new", "centre-reviewer-a", "centre-reviewer-b", "centre-reviewer-c", "centre-new",
            "maintainer-a", "stranger")  # fmt: skip


@dataclass(frozen=True)
class Sealed:
    """A sealed file of the store: the blob, and what the public file says of it."""

    blob: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Commit:
    """A commit: what the model knows of it."""

    name: str
    parents: tuple[str, ...]
    tree: Tree
    time: datetime


@dataclass(frozen=True)
class Review:
    account: str
    state: str  # APPROVED, CHANGES_REQUESTED, DISMISSED, COMMENTED
    commit: str
    time: datetime


@dataclass(frozen=True)
class Accepted:
    """What main took: `reviewed` is the commit whose reviews counted, `tip` main before, `day` that of the push in China."""

    tip: str
    commit: str
    reviewed: str
    time: datetime

    @property
    def day(self) -> str:
        return _day(self.time)


def _day(moment: datetime) -> str:
    return moment.astimezone(CHINA).date().isoformat()


# --- what people do to files ---------------------------------------------------------------------------------------------


# One text in a file, by a pattern, and what takes its place; {n} is a number of its own.
_REPLACED = {
    "address": (COUNTY, "^address: .*", "address: 莎车县示例街 {n} 号"),
    "procedure": (COUNTY, "^procedure: .*", "procedure: [个人申报, 第 {n} 步评审, 公示]"),
    "phones": (ONE, "^phones: .*", 'phones: ["0991-0000{n}"]'),
    "levels": (COUNTY, r"^    levels: \[junior, intermediate\]", "    levels: [intermediate]"),
    "withdrawal": (PREFECTURE, "^status: active", 'status: withdrawn\nwithdrawn: {{date: "2026-11-20", reason: 机构改革}}'),
    "restoration": (PREFECTURE, r"^status: withdrawn\nwithdrawn: .*", "status: active"),
}
_LINES = {  # one more line of a list
    "employer": (EMPLOYER, "# 更新 {n}\n"),
    "waiver": (
        WAIVERS,
        '  - {{committee: example-two, rule: E203, reason: 第 {n} 次, granted_by: 示例厅, date: "2026-11-20", until: "2028-12-31"}}\n',
    ),
}
_NEW_ROUND = (
    'id: "2027"\ntitle: 2027 年度备案登记\nopened: "2026-11-20"\n'
    'deadlines: {form: "2027-06-18", roster: "2027-06-25", platform: "2027-06-30"}\n'
    "rulebooks: [letter-2019, order-40]\nexpected: [example-one]\n"
)


def edited(tree: Tree, kind: str, number: int, keys: list[str], sealed: list[Sealed]) -> Tree | None:
    """The tree after an edit of a kind; None where the kind does not apply. `number`, of three digits, makes the content one of its own."""
    if kind in _REPLACED:
        path, pattern, new = _REPLACED[kind]
        return _put(tree, path, pattern, new.format(n=number))
    if kind in _LINES:
        path, line = _LINES[kind]
        return {**tree, path: tree[path] + line.format(n=number)}
    return _EDITORS[kind](tree, number, keys, sealed)


def _put(tree: Tree | None, path: str, pattern: str, new: str) -> Tree | None:
    """The tree with a text replaced; None where it is not there."""
    if tree is None or path not in tree:
        return None
    text, count = re.subn(pattern, lambda _: new, tree[path], count=1, flags=re.MULTILINE)
    return {**tree, path: text} if count and text != tree[path] else None


def _renewal(tree: Tree, *_: object) -> Tree | None:
    new = '  - {round: "2026", date: "2026-06-15"}\n  - {round: "2027", date: "2026-11-23"}'
    return _put(tree, COUNTY, '^  - {round: "2026".*', new) if ROUND in tree and '"2027"' not in tree[COUNTY] else None


def _correction(tree: Tree, number: int, *_: object) -> Tree:
    return {**tree, ONE: _appended(tree[ONE], "notices", f'{{date: "2026-11-23", kind: correction, text: 更正第 {number} 处。}}')}


def _sealed_anew(tree: Tree, number: int, _: list[str], sealed: list[Sealed]) -> Tree | None:
    new = sealed[number % len(sealed)]
    return _put({**tree, AGE: f"={new.blob}"}, ROSTER, "^sealed: .*", f'sealed: {{sha256: "{new.sha256}", size: {new.size}}}')


def _roster(tree: Tree, number: int, keys: list[str], sealed: list[Sealed]) -> Tree | None:
    return _put(_sealed_anew(tree, number, keys, sealed), ROSTER, "^  young: .*", f"  young: {5 + number % 20}")


def _key(tree: Tree, number: int, keys: list[str], _: list[Sealed]) -> Tree | None:
    line = '  - {{key: {}, holder: 中心第 {} 岗, role: centre, since: "2026-11-20"}}\n'
    free = next((key for key in keys if key not in tree[RECIPIENTS]), None)
    return {**tree, RECIPIENTS: tree[RECIPIENTS] + line.format(free, number)} if free else None


def _handover(pair: tuple[str, str]) -> Callable[..., Tree | None]:
    """From one to the other, or back."""

    def edit(tree: Tree, *_: object) -> Tree | None:
        old, new = pair if f"[{pair[0]}]" in tree[REVIEWERS] else pair[::-1]
        return _put(tree, REVIEWERS, rf"accounts: \[{old}\]", f"accounts: [{new}]")

    return edit


def _round(tree: Tree, *_: object) -> Tree | None:
    return None if ROUND in tree else _put({**tree, ROUND: _NEW_ROUND}, SETTINGS, '^current_round: "2026"', 'current_round: "2027"')


def _registration(tree: Tree, number: int, _: list[str], sealed: list[Sealed]) -> Tree | None:
    path, contacts = f"registry/committees/653100/new-{number}.yaml", sealed[0]
    made = {**tree, path: tree[COUNTY], f"registry/vault/new-{number}.contacts.age": f"={contacts.blob}"}
    texts = {
        "^id: .*": f"id: new-{number}",
        "^name: .*": f"name: 莎车县第 {number} 教师系列中级职称评审委员会",
        "^contacts: .*": f'contacts: {{sha256: "{contacts.sha256}", size: {contacts.size}}}',
    }
    for pattern, new in texts.items():
        made = _put(made, path, pattern, new) or made
    return _put(made, path, '^  - {round: "2027".*\n', "") or made


_EDITORS: dict[str, Callable[..., Tree | None]] = {
    "renewal": _renewal,
    "correction": _correction,
    "roster": _roster,
    "sealed anew": _sealed_anew,
    "keys": _key,
    "handover": _handover(_KS),
    "handover of the centre": _handover(_CENTRES),
    "round": _round,
    "registration": _registration,
}
EDITS = (*_REPLACED, *_LINES, *_EDITORS)


def _appended(text: str, name: str, item: str) -> str:
    found = re.search(rf"^{name}:\n", text, flags=re.MULTILINE)
    return f"{text[: found.end()]}  - {item}\n{text[found.end() :]}" if found else f"{text.rstrip(chr(10))}\n{name}:\n  - {item}\n"


# --- what the guides say -------------------------------------------------------------------------------------------------


@dataclass
class Model:
    """What was committed, reviewed and taken, and what follows from it."""

    commits: dict[str, Commit] = field(default_factory=dict)
    reviews: list[Review] = field(default_factory=list)
    accepted: list[Accepted] = field(default_factory=list)

    def changed(self, before: Tree, after: Tree) -> set[str]:
        return {path for path in {*before, *after} if before.get(path) != after.get(path)}

    def offices(self, paths: Iterable[str], tip: Tree, after: Tree) -> dict[str, set[str]]:
        """Who reviews (reviewer.md, 审核路线): each office with its accounts, by the reviewers of main."""
        found: set[str] = set()
        paths = set(paths)
        resealed = _resealed(paths, tip, after)
        for path in paths:
            if path in resealed:
                found |= {"centre", "maintainers"}
                continue
            key = path.rpartition("/")[2].split(".")[0]
            if path.startswith(("registry/committees/", "registry/rosters/", "registry/vault/")):
                found |= {"centre"} | ({"653100"} if key == "example-county" or key.startswith("new-") else set())
            elif path.startswith(("registry/rounds/", "registry/decisions/")) or path == WAIVERS:
                found |= {"centre"}
            elif path in (REVIEWERS, RECIPIENTS):
                found |= {"centre", "maintainers"}
            else:
                found |= {"maintainers"}
        team = yaml.safe_load(tip[REVIEWERS])
        teams = {"centre": team["centre"], "maintainers": team["maintainers"], **team["areas"]}
        return {name: {*teams[name]["accounts"], *teams[name].get("deputies", ())} for name in found}

    def standing(self, commit: str, until: datetime | None) -> dict[str, tuple[bool, datetime, datetime]]:
        """Of each account its word on a commit: whether it agrees, since when without a break, and when it last said so."""
        now: dict[str, tuple[bool, datetime, datetime]] = {}
        for one in self.reviews:
            if one.commit != commit or one.state == "COMMENTED" or (until is not None and one.time > until):
                continue
            before = now.pop(one.account, None)
            if one.state == "APPROVED":
                now[one.account] = (True, before[1] if before and before[0] else one.time, one.time)
            elif one.state == "CHANGES_REQUESTED":
                now[one.account] = (False, one.time, one.time)
        return now

    def approvals(
        self, offices: Mapping[str, set[str]], commit: str, until: datetime | None = None
    ) -> dict[str, dict[str, datetime]] | None:
        """Who agreed for each office and when last; None where an office did not, or somebody wants a change (哪些同意算数)."""
        now = self.standing(commit, until)
        by: dict[str, dict[str, datetime]] = {}
        for office, accounts in offices.items():
            own = {account: word for account, word in now.items() if account in accounts}
            if not own or not all(agrees for agrees, _, _ in own.values()):
                return None
            by[office] = {account: last for account, (_, _, last) in own.items()}
        for area in [name for name in offices if name.isdigit()]:
            early = {account for account, last in by["centre"].items() if not any(p != account and now[p][1] < last for p in by[area])}
            by["centre"] = {account: last for account, last in by["centre"].items() if account not in early}
        return by if all(by.values()) else None

    def faults(self, tip: Tree, tree: Tree) -> list[str]:
        """Why a version may not be published beside main, of what the events can do to it."""
        found = [path for path in tip if path.startswith(("registry/committees/", "registry/decisions/")) and path not in tree]
        for path in (path for path in tip if path in tree):
            if path.startswith("registry/decisions/") and not _continues(tip[path], tree[path], "decisions"):
                found.append(path)
            if path == WAIVERS and not _continues(tip[path], tree[path], "waivers"):
                found.append(path)
        rounds = {"2019", "2026"} | ({"2027"} if ROUND in tree else set())
        for path, text in tree.items():
            if path.startswith("registry/committees/"):
                found += [path for filing in yaml.safe_load(text)["filings"] if filing["round"] not in rounds]
            if path.startswith("registry/decisions/"):
                found += [path for decision in yaml.safe_load(text)["decisions"] if decision["round"] not in rounds]
        return found + ([SETTINGS] if yaml.safe_load(tree[SETTINGS])["current_round"] not in rounds else [])

    def dating(self, tip: str, commit: str, given: Mapping[str, Mapping[str, datetime]]) -> list[str]:
        """Why the versions of main would not say what it was on a day: what becomes one was made on the last approval's day, or later."""
        last = max((_day(moment) for office in given.values() for moment in office.values()), default="")
        while commit != tip:
            if not self.commits[commit].parents:
                return ["main as it was is not on its line"]
            if _day(self.commits[commit].time) < last:
                return [f"{commit} is older than its approval"]
            commit = self.commits[commit].parents[0]
        return []

    def unfounded(self, tip: Tree, tree: Tree) -> list[str]:
        """The decisions that a version adds though their accounts did not say so, or main had not taken what they are about."""
        taken = {one.commit for one in self.accepted}
        texts = [(path, text) for path, text in tree.items() if path.startswith("registry/decisions/")]
        before = [item for path, _ in texts for item in yaml.safe_load(tip.get(path, "decisions: []"))["decisions"]]
        new = [item for _, text in texts for item in yaml.safe_load(text)["decisions"] if item not in before]
        state = {"approved": "APPROVED", "returned": "CHANGES_REQUESTED"}
        said = {(one.account, one.commit, one.state) for one in self.reviews}
        return [
            item["commit"]
            for item in new
            if (item["account"], item["commit"], state[item["outcome"]]) not in said or item.get("merged", item["commit"]) not in taken
        ]

    def subjects(self, fork: Tree, head: Tree) -> list[dict[str, Any]]:
        """What a change decides (rounds.md, 决定的是什么事): committee or area, kind, what changed, and the path that says who decides."""
        found: list[dict[str, Any]] = []
        paths = self.changed(fork, head)
        current = yaml.safe_load(head[SETTINGS])["current_round"]
        last = {"example-two": "2026"} | {
            path.rpartition("/")[2][:-5]: yaml.safe_load(text)["filings"][-1]["round"]
            for path, text in head.items()
            if path.startswith("registry/committees/")
        }
        for path in sorted(path for path in paths if path.startswith("registry/committees/")):
            before, after = yaml.safe_load(fork.get(path, "{}")), yaml.safe_load(head.get(path, "{}"))
            kind, changed = _kind(before or {}, after or {})
            found.append({"committee": path.rpartition("/")[2][:-5], "kind": kind, "changed": changed, "paths": {path}})
        resealed = _resealed(paths, fork, head)
        if ROSTER in paths - resealed and ONE not in paths:
            found.append({"committee": "example-one", "kind": "roster", "changed": [], "paths": {ROSTER}})
        if EMPLOYER in paths:
            found.append({"area": "653100", "kind": "roster", "changed": [], "paths": {EMPLOYER}})
        if WAIVERS in paths:
            found.append({"committee": "example-two", "kind": "waiver", "changed": ["E203"], "paths": {WAIVERS}})
        if RECIPIENTS in paths:
            found.append({"kind": "keys", "changed": [], "paths": {RECIPIENTS} | resealed})
        if REVIEWERS in paths:
            before, after = yaml.safe_load(fork[REVIEWERS]), yaml.safe_load(head[REVIEWERS])
            changed = [name for name in ("centre", "maintainers") if before[name] != after[name]]
            found.append({"kind": "reviewers", "changed": changed + ["653100"] * (before["areas"] != after["areas"]), "paths": {REVIEWERS}})
        if ROUND in paths:
            found.append({"kind": "round", "changed": ["2027"], "paths": {ROUND}})
        for one in found:
            one["round"] = last.get(one.get("committee", ""), current) if one["paths"] != {EMPLOYER} else "2026"
        return found

    def expected(self, one: Accepted, until: datetime | None = None) -> list[dict[str, Any]] | None:
        """The decisions to record on what main took; None where the reviews as they are do not let it pass."""
        tip, after = (self.commits[name].tree for name in (one.tip, one.commit))
        roles = {"centre": "centre", "maintainers": "maintainer"}
        given = self.approvals(self.offices(self.changed(tip, after), tip, after), one.reviewed, until)
        if given is None:
            return None
        found = []
        for subject in self.subjects(tip, after):
            for office in self.offices(subject["paths"], tip, after):
                for account, last in given[office].items():
                    found.append(
                        {
                            **{name: value for name, value in subject.items() if name != "paths" and value not in ([], None)},
                            **{"role": roles.get(office, "prefecture"), "account": account, "commit": one.reviewed, "outcome": "approved"},
                            **{"date": _day(last), "merged": one.commit, "published": one.day},
                        }
                    )
        return found


def _resealed(paths: set[str], fork: Tree, head: Tree) -> set[str]:
    """The files of a roster that is only sealed anew, together with the change of the keys, and nothing else of it changed."""
    only = ROSTER in paths and re.sub("(?m)^sealed: .*", "", fork[ROSTER]) == re.sub("(?m)^sealed: .*", "", head[ROSTER])
    return {ROSTER, AGE} & paths if only and RECIPIENTS in paths and ONE not in paths else set()


def _continues(before: str, after: str, name: str) -> bool:
    """Whether a list goes on as it was, with more behind; what is new may stand anywhere."""
    rest = iter(yaml.safe_load(after)[name])
    return all(any(item == other for other in rest) for item in yaml.safe_load(before)[name])


def _kind(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, list[str]]:
    if not before or not after:
        return ("registration" if after else "change"), []
    changed = [name for name in after if before.get(name) != after[name]] + [name for name in before if name not in after]
    rest = [name for name in changed if name not in ("status", "withdrawn")]
    if before["status"] != after["status"]:
        return ("withdrawal" if after["status"] == "withdrawn" else "restoration"), rest
    if "notices" in changed:
        return "correction", [name for name in rest if name != "notices"]
    if {filing["round"] for filing in after["filings"]} - {filing["round"] for filing in before["filings"]}:
        return "renewal", [name for name in rest if name != "filings"]
    return "change", rest


# --- what really happens -------------------------------------------------------------------------------------------------


class World:
    """A bare server, a store of commits that are not there yet, and the centre's desk where decisions are recorded."""

    def __init__(self, folder: Path, by_hook: bool = False) -> None:
        self.folder, self.by_hook = folder, by_hook
        self.server, self.store, self.desk = folder / "server.git", folder / "store.git", folder / "desk"
        self.reviews = folder / "reviews.json"
        self.clock = _START
        self.model = Model()
        self.keys = [cipher.new_identity()[1] for _ in range(6)]
        root = registries.small(folder / "first")
        (root / "registry/vault/recipients.txt").unlink()
        registries.write(root, RECIPIENTS, _recipients(self.keys[:2]))
        self.git(root, "init", "-q", "--initial-branch=main")
        self.git(root, "add", "--all")
        self.git(root, "commit", "-q", "-m", "x")
        for bare in (self.store, self.server):
            self.git(folder, "clone", "-q", "--bare", str(root), str(bare))
        self.git(folder, "clone", "-q", "--shared", str(self.store), str(self.desk))
        (self.server / "objects/info/alternates").write_text(f"{self.store / 'objects'}\n", encoding="utf-8")
        self.git(self.server, "config", "zhicheng.reviews", str(self.reviews))
        self.reviews.write_text("[]", encoding="utf-8")
        if by_hook:
            assert main(["hook", "pre-receive", "--install", str(self.server)]) == 0
        self.sealed = []
        for _ in range(5):
            content = cipher.seal(b"{}" + b" " * 40000, self.keys[:2])
            file = registries.write(folder, "sealed", content)
            blob = self.git(self.store, "hash-object", "-w", str(file))
            self.sealed.append(Sealed(blob, hashlib.sha256(content).hexdigest(), len(content)))
        tip = self.git(root, "rev-parse", "HEAD")
        paths = [COUNTY, PREFECTURE, ONE, ROSTER, EMPLOYER, REVIEWERS, RECIPIENTS, WAIVERS, SETTINGS]
        tree = {path: (root / path).read_text(encoding="utf-8") for path in paths}
        self.model.commits[tip] = Commit(tip, (), tree | {AGE: f"={self.git(root, 'rev-parse', f'HEAD:{AGE}')}"}, self.clock)
        self.main = tip
        shutil.rmtree(root)

    def git(self, folder: Path, *arguments: str, sent: str = "", index: bool = False) -> str:
        moment = self.clock.isoformat()
        dated = {**ENVIRONMENT, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        own = {"GIT_INDEX_FILE": str(self.folder / "index")} if index else {}
        done = subprocess.run(
            ["git", *arguments], cwd=folder, env={**dated, **own}, input=sent, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout.strip()

    def wait(self, seconds: int) -> None:
        self.clock += timedelta(seconds=seconds)

    def commit(self, tree: Tree, *parents: str) -> str:
        """A commit with the texts of a tree; everything else is that of the first parent."""
        self.wait(1)
        before = self.model.commits[parents[0]].tree
        self.git(self.store, "read-tree", parents[0], index=True)
        lines = []
        for path in self.model.changed(before, tree):
            if path not in tree:
                lines.append(f"0 {'0' * 40}\t{path}")
                continue
            text = tree[path]
            blob = text[1:] if text.startswith("=") else self.git(self.store, "hash-object", "-w", "--stdin", sent=text)
            lines.append(f"100644 {blob}\t{path}")
        self.git(self.store, "update-index", "--add", "--index-info", sent="".join(f"{line}\n" for line in lines), index=True)
        written = self.git(self.store, "write-tree", index=True)
        name = self.git(self.store, "commit-tree", written, *(word for one in parents for word in ("-p", one)), "-m", "x")
        self.model.commits[name] = Commit(name, parents, tree, self.clock)
        return name

    def merged(self, first: str, second: str) -> Tree | None:
        """The texts of Git's automatic merge of two commits; None where there is a conflict."""
        done = subprocess.run(
            ["git", "merge-tree", "--write-tree", first, second], cwd=self.store, env=ENVIRONMENT, capture_output=True, check=False
        )
        if done.returncode:
            return None
        tree = done.stdout.decode().split()[0]
        paths = {*self.model.commits[first].tree, *self.model.commits[second].tree}
        listed = self.git(self.store, "ls-tree", "-r", "--format=%(path)", tree).splitlines()
        return {
            path: f"={self.git(self.store, 'rev-parse', f'{tree}:{path}')}" if path.endswith(".age") else self.text(f"{tree}:{path}")
            for path in sorted(paths & set(listed))
        }

    def text(self, name: str) -> str:
        done = subprocess.run(["git", "cat-file", "blob", name], cwd=self.store, env=ENVIRONMENT, capture_output=True, check=True)
        return done.stdout.decode()

    def contains(self, commit: str, older: str) -> bool:
        return older in self.git(self.store, "rev-list", commit).split()

    def review(self, account: str, state: str, commit: str) -> None:
        """A review as the server's administrator writes it down."""
        self.wait(1)
        self.model.reviews.append(Review(account, state, commit, self.clock))
        listed = [
            {"id": i, "user": {"login": one.account}, "state": one.state, "commit_id": one.commit, "submitted_at": one.time.isoformat()}
            for i, one in enumerate(self.model.reviews, 1)
        ]
        self.reviews.write_text(json.dumps(listed), encoding="utf-8")

    def push(self, commit: str, force: bool = False) -> tuple[bool, str]:
        """Whether the server's main takes a commit, and what it says."""
        self.wait(1)
        today = self.clock.astimezone(CHINA).date()
        if self.by_hook:
            hook = self.server / "hooks/pre-receive"
            script = hook.read_text(encoding="utf-8").split(" --as-of")[0].rstrip("\n")
            hook.write_text(f"{script} --as-of {today}\n", encoding="utf-8")
            path = os.pathsep.join([str(registries.HERE.parent / "scripts"), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
            done = subprocess.run(
                ["git", "push", *(["--force"] if force else []), str(self.server), f"{commit}:refs/heads/main"],
                cwd=self.store, env={**ENVIRONMENT, "PYTHONPATH": path, "PYTHONWARNDEFAULTENCODING": "0"}, capture_output=True,
                check=False, encoding="utf-8",
            )  # fmt: skip
            taken, said = done.returncode == 0, done.stderr
        else:
            lines: list[str] = []
            taken = not push.is_refused(self.server, None, [push.Update(self.main, commit, "refs/heads/main")], today, lines.append)
            said = "\n".join(lines)
            if taken:
                self.git(self.server, "update-ref", "refs/heads/main", commit, self.main)
        if taken:
            self.main = commit
        assert self.git(self.server, "rev-parse", "refs/heads/main") == self.main
        return taken, said

    def record(self, *arguments: str) -> tuple[int, dict[str, str]]:
        """Runs `zhicheng record` on main at the centre's desk; its exit code and the files of decisions that it changes."""
        self.git(self.desk, "checkout", "-q", "--force", "--detach", self.main)
        self.git(self.desk, "update-ref", "refs/remotes/origin/main", self.main)
        self.git(self.desk, "clean", "-q", "-fdx")
        before = {path.name: path.read_text(encoding="utf-8") for path in (self.desk / "registry/decisions").glob("*.yaml")}
        code = main(["record", "--root", str(self.desk), "--reviews", str(self.reviews), "--all-changes", *arguments])
        after = {path.name: path.read_text(encoding="utf-8") for path in (self.desk / "registry/decisions").glob("*.yaml")}
        return code, {f"registry/decisions/{name}": text for name, text in after.items() if before.get(name) != text}


def _recipients(keys: list[str]) -> str:
    lines = [f'  - {{key: {key}, holder: 中心第 {n} 岗位, role: centre, since: "2026-01-20"}}\n' for n, key in enumerate(keys, 1)]
    return "recipients:\n" + "".join(lines)
