"""Workflow files run as a forge runs them: by `act` on this machine, without containers, against the stand-in forge.

What a forge does itself is done here: which files an event starts and from which commit they come, which rights the token of each job has,
and what a finished run starts. `act` does the rest from the file: conditions, steps, environment.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from helpers import forge_rights, registries
from helpers.forge_rights import TOP, Rights
from helpers.forges import FakeForge
from helpers.repositories import ENVIRONMENT, Repository

from zhicheng.registry import codeowners, shipped_files

ACT = Path(sys.executable).parent / "act"  # of requirements/dev.txt: where it is missing, the tests fail
ACTIONS = registries.HERE / "data/actions"
DAY = registries.TODAY.isoformat()
SOURCE = f"./requirements/zhicheng-0.0.0-py3-none-any.whl --hash=sha256:{'0123456789abcdef' * 4}\n"
_USUAL_TYPES = ("opened", "reopened", "synchronize")  # that start a workflow which names none
_OF_PULLS = ("pull_request", "pull_request_target", "pull_request_review")
# A Python that makes an environment with this program in it, and writes down what is to be installed and what is run, on which commit.
_PYTHON = """#!/bin/sh
case "$*" in
"-m venv .venv") mkdir -p .venv/bin && ln -s "$0" .venv/bin/python && ln -s {folder}/zhicheng .venv/bin/zhicheng ;;
"-m pip "*) echo "$*" >> {folder}/installed ;;
*) exec {python} "$@" ;;
esac
"""
_PROGRAM = """#!/bin/sh
echo "$(git rev-parse HEAD) $*" >> {folder}/ran
grep -qsx "$1" {folder}/noted-only && mkdir -p site && exit 0
case "$1" in guard) ;; *) set -- "$@" --as-of {day} ;; esac
PYTHONPATH={scripts} exec {python} -m zhicheng "$@"
"""


@dataclass(frozen=True)
class JobRun:
    """A job that was run: its workflow and name, the commit on which the forge shows it, `success` or `failure`, and its log."""

    file: str
    name: str
    commit: str
    result: str
    log: str

    @property
    def passed(self) -> bool:
        return self.result == "success"


class Hosted:
    """A registry in a repository of its own on the stand-in forge, with the workflows that `init` gives it, and pull requests."""

    def __init__(self, root: Path, folder: Path, forge: FakeForge) -> None:
        self.root, self.folder, self.forge = root, folder, forge
        self.origin = folder / "origin.git"
        self.kept = folder / "kept"
        self.runs = 100
        self.variables: dict[str, str] = {}
        for path, content in shipped_files.shipped("github" if forge.kind == "github" else "gitea").items():
            registries.write(root, path, content)
        registries.write(root, shipped_files.SOURCE, SOURCE)
        settings = root / "registry/registry.yaml"
        if forge.kind == "github":
            settings.write_text(settings.read_text(encoding="utf-8").replace("kind: gitea", "kind: github"), encoding="utf-8")
            reviewers = yaml.safe_load((root / "registry/reviewers.yaml").read_text(encoding="utf-8"))
            registries.write(root, ".github/CODEOWNERS", codeowners.render(reviewers, "650000", keys=False))
        self.author = Repository(root)
        git("init", "--quiet", "--bare", "--initial-branch=main", str(self.origin))
        self.author.git("remote", "add", "origin", str(self.origin))
        self.author.git("push", "--quiet", "origin", "main")
        names = {"folder": folder, "python": sys.executable, "day": DAY, "scripts": TOP / "scripts"}
        for name, text in (("python", _PYTHON), ("zhicheng", _PROGRAM)):
            registries.write(folder, name, text.format(**names)).chmod(0o755)

    @property
    def main(self) -> str:
        return git("-C", str(self.origin), "rev-parse", "main")

    def note_only(self, *commands: str) -> None:
        """From now on these commands of the program are written down and not run, where another test runs them."""
        registries.write(self.folder, "noted-only", "".join(f"{command}\n" for command in commands))

    def ran(self) -> list[tuple[str, str]]:
        """What the program was called with since the last time, each with the commit that was checked out."""
        path = self.folder / "ran"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return [(commit, words) for commit, _, words in (line.partition(" ") for line in lines)]

    # --- what people do ------------------------------------------------------------------------------------------------

    def propose(self, number: int, *replaced: tuple[str, str], path: str, owner: str = "office") -> list[JobRun]:
        """Somebody opens a pull request, from a fork of `owner`, or from this repository where that is `example`."""
        self.open(number, *replaced, path=path, owner=owner)
        return self._changed(number, "opened")

    def open(self, number: int, *replaced: tuple[str, str], path: str, owner: str = "office") -> None:
        """The same, where what it starts is another test's."""
        self.forge.add_pull(number, "", owner=owner)
        self._push(number, *replaced, path=path)

    def push_again(self, number: int, *replaced: tuple[str, str], path: str) -> list[JobRun]:
        self._push(number, *replaced, path=path)
        return self._changed(number, "synchronize")

    def review(self, number: int, account: str) -> list[JobRun]:
        """Somebody approves the head, a day after the review before."""
        self.forge.reviews[number].append(self.reviewed(number, account))
        return self._pull_event("pull_request_review", number, "submitted")

    def reviewed(self, number: int, account: str) -> dict[str, Any]:
        """The next review, as the forge lists it."""
        listed, head = self.forge.reviews[number], self.forge.pulls[number]["head"]["sha"]
        moment = f"2026-03-{10 + len(listed):02d}T02:00:00Z"
        review = {"id": len(listed) + 1, "user": {"login": account}, "state": "APPROVED", "submitted_at": moment, "commit_id": head}
        return review | ({"official": True, "stale": False, "dismissed": False, "updated_at": moment} if self.forge.gitea else {})

    def dismiss(self, number: int) -> list[JobRun]:
        """The last review is dismissed."""
        self.forge.reviews[number][-1] |= {"dismissed": True} if self.forge.gitea else {"state": "DISMISSED"}
        return self._pull_event("pull_request_review", number, "dismissed")

    def invited(self, number: int, writers: Collection[str]) -> set[str]:
        """Whom GitHub asks for a review of a pull request by itself, where `writers` may write to the repository."""
        at = ("-C", str(self.origin))
        changed = git(*at, "diff", "--name-only", f"main...refs/pull/{number}/head").splitlines()
        return forge_rights.invited(git(*at, "show", "main:.github/CODEOWNERS"), changed, writers)

    def queue(self, number: int) -> tuple[str, list[JobRun]]:
        """A pull request is added to the merge queue: the merge that it builds, and what ran on it."""
        head = self.forge.pulls[number]["head"]["sha"]
        self.author.git("checkout", "--quiet", "--detach", self.main)
        self.author.git("merge", "--quiet", "--no-ff", "--message=Merge pull request", head)
        commit, ref = self.author.git("rev-parse", "HEAD"), f"refs/heads/gh-readonly-queue/main/pr-{number}-{self.main}"
        self.author.git("push", "--quiet", "--force", "origin", f"{commit}:{ref}")
        self.author.git("checkout", "--quiet", "main")
        group = {"head_sha": commit, "head_ref": ref, "base_sha": self.main, "base_ref": "refs/heads/main"}
        return commit, self.event("merge_group", {"merge_group": group}, commit, action="checks_requested")

    def _push(self, number: int, *replaced: tuple[str, str], path: str) -> None:
        """Pushes the head of a pull request, which forges keep with its merge into main."""
        self.author.git("checkout", "--quiet", "-B", "theirs", "main")
        head = self.author.change(*replaced, path=path)
        self.author.git("push", "--quiet", "--force", "origin", f"theirs:refs/pull/{number}/head")
        self.author.git("checkout", "--quiet", "--detach", "main")
        self.author.git("merge", "--quiet", "--no-ff", "--message=Merge", head)
        self.author.git("push", "--quiet", "--force", "origin", f"HEAD:refs/pull/{number}/merge")
        self.author.git("checkout", "--quiet", "main")
        self.forge.pulls[number]["head"]["sha"] = head
        self.forge.commits[number] = [{"sha": head, "author": {"login": "office"}, "committer": {"login": "office"}}]

    # --- what the forge does -------------------------------------------------------------------------------------------

    def _changed(self, number: int, action: str) -> list[JobRun]:
        return [run for event in ("pull_request_target", "pull_request") for run in self._pull_event(event, number, action)]

    def _pull_event(self, event: str, number: int, action: str) -> list[JobRun]:
        found = self.forge.pulls[number]
        owner = found["head"]["repo"]["owner"]["login"]
        repository = {"full_name": f"{owner}/zhicheng", "owner": {"login": owner}}
        pull = {**found, "head": {**found["head"], "repo": repository}, "base": {**found["base"], "sha": self.main}}
        # GitHub runs the change merged into main, Gitea and Forgejo its head; what is trusted is main's.
        name = "merge" if self.forge.kind == "github" else "head"
        commit = self.main if event == "pull_request_target" else git("-C", str(self.origin), "rev-parse", f"refs/pull/{number}/{name}")
        return self.event(event, {"number": number, "pull_request": pull}, commit, action=action, fork=owner != "example")

    def event(
        self, event: str, payload: Mapping[str, Any], commit: str, *, action: str = "", fork: bool = False, only: str = ""
    ) -> list[JobRun]:
        """What an event starts, with the files of a commit: the jobs, and those that their end starts. `only` names one file."""
        found: list[JobRun] = []
        with self._files(commit) as place:
            for path in sorted(place.glob(".gi*/workflows/*.yaml")):
                workflow = read(path)
                if (not only and not _starts(workflow["on"], event, action, payload)) or only not in ("", path.stem):
                    continue
                self.runs += 1
                number = self.runs
                jobs = list(self._jobs(place, path, workflow, event, {**payload, "action": action}, fork))
                found += jobs
                if event in ("pull_request", "pull_request_review", "merge_group"):
                    self._note(number, path.name, event, payload, commit)
                    found += self.finished(number, workflow["name"], event)
        return found

    def finished(self, number: int, name: str, event: str) -> list[JobRun]:
        """What the end of a run starts on GitHub, also of one that is run again."""
        if self.forge.kind != "github":
            return []
        run = {"id": number, "name": name, "event": event, "head_sha": self.forge.runs[number]["head_sha"]}
        return self.event("workflow_run", {"workflow_run": run}, self.main, action="completed")

    def _note(self, number: int, file: str, event: str, payload: Mapping[str, Any], commit: str) -> None:
        if "pull_request" in payload:
            self.forge.add_run(number, payload["number"], event, file)
            return
        owner, branch = {"login": "example"}, payload["merge_group"]["head_ref"].removeprefix("refs/heads/")
        run = {"head_sha": commit, "head_branch": branch, "head_repository": {"owner": owner}, "event": event}
        self.forge.runs[number] = {**run, "path": f".github/workflows/{file}"}

    def _files(self, commit: str) -> Any:
        return _Checkout(self.folder / f"files-{self.runs}-{commit[:8]}", self.origin, commit)

    def _jobs(self, place: Path, path: Path, workflow: Any, event: str, payload: Mapping[str, Any], fork: bool) -> Iterator[JobRun]:
        """Runs the jobs of a file, each with a token of its own; a job that needs others runs them first, in one go."""
        needed = {need for job in workflow["jobs"].values() for need in _list(job.get("needs", []))}
        for name, job in workflow["jobs"].items():
            if name in needed:
                continue
            together = [workflow["jobs"][need]["permissions"] for need in _list(job.get("needs", []))]
            permissions = {scope: right for rights in (*together, job["permissions"]) for scope, right in rights.items()}
            rights = forge_rights.granted(self.forge.kind, permissions, event, fork)
            lines, commit = self._act(place, path, name, event, payload, rights), _commit(payload, place)
            for run in dict.fromkeys(line["jobID"] for line in lines if "jobResult" in line):
                own = [line for line in lines if line.get("jobID") == run]
                results = {line["jobResult"] for line in own if "jobResult" in line}
                log = "".join(line["msg"] for line in own if line.get("raw_output"))
                yield JobRun(path.stem, run, commit, "failure" if "failure" in results else "success", log)

    def _act(self, place: Path, path: Path, job: str, event: str, payload: Mapping[str, Any], rights: Rights) -> list[dict[str, Any]]:
        token = f"token-of-a-job-{len(self.forge.rights)}"
        self.forge.rights[token] = rights
        told = place / "event.json"
        repository = {"full_name": "example/zhicheng", "default_branch": "main"}
        told.write_text(json.dumps({**payload, "repository": repository}), encoding="utf-8")
        given = {
            "GITHUB_API_URL": self.forge.api,
            "ORIGIN": f"file://{self.origin}",
            "MAY_READ_CODE": "yes" if forge_rights.holds(rights, "contents: read") else "no",
            "KEPT_FILES": str(self.kept),
            "PYTHON": str(self.folder / "python"),
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        labels = {"self-hosted", *(label for one in read(path)["jobs"].values() for label in _list(one["runs-on"]) if "$" not in label)}
        labels |= set(read(path)["jobs"][job].get("strategy", {}).get("matrix", {}).get("os", ()))
        command = [str(ACT), event, "--json", "-C", str(place), "-W", str(path), "-e", str(told), "-j", job]
        command += ["--no-skip-checkout", "--action-offline-mode", "--no-cache-server", "--container-daemon-socket=-"]
        command += [f"--action-cache-path={self.folder / 'act'}", f"--secret=GITHUB_TOKEN={token}"]
        command += [f"--env={name}={value}" for name, value in given.items()]
        command += [f"--var={name}={value}" for name, value in self.variables.items()]
        command += [f"--platform={label}=-self-hosted" for label in sorted(labels)]
        command += [f"--local-repository={used}={ACTIONS / used.partition('@')[0].partition('/')[2]}" for used in sorted(_used(place))]
        kept = {name: value for name, value in ENVIRONMENT.items() if not name.startswith(("MAKE", "MFLAGS", "GITHUB_", "ACT", "XDG_"))}
        environment = {**kept, "HOME": str(self.folder)}  # no settings of act of whoever runs the tests
        done = subprocess.run(command, capture_output=True, env=environment, check=False, encoding="utf-8", timeout=300)
        lines = [json.loads(line) for line in (done.stdout + done.stderr).splitlines() if line.startswith("{")]
        failed = any(line.get("jobResult") == "failure" for line in lines)
        assert failed == (done.returncode != 0), done.stdout + done.stderr
        return lines


class _Checkout:
    """The files of a commit in a folder, as `act` looks for them: a repository whose origin is the forge."""

    def __init__(self, folder: Path, origin: Path, commit: str) -> None:
        self.folder, self.origin, self.commit = folder, origin, commit

    def __enter__(self) -> Path:
        git("init", "--quiet", str(self.folder))
        at = ("-C", str(self.folder))
        git(*at, "fetch", "--quiet", f"file://{self.origin}", self.commit)
        git(*at, "checkout", "--quiet", "--detach", self.commit)
        git(*at, "remote", "add", "origin", "https://github.com/example/zhicheng")  # from here act has the name of the repository
        return self.folder

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder)


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], check=True, env=ENVIRONMENT, capture_output=True, encoding="utf-8").stdout.strip()


def read(path: Path) -> dict[Any, Any]:
    """A workflow; YAML 1.1 takes its key `on` for true."""
    found: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    found["on"] = found.pop(True)
    return found


def _starts(on: Mapping[str, Any], event: str, action: str, payload: Mapping[str, Any]) -> bool:
    if event not in on:
        return False
    told = on[event] or {}
    if event == "push":
        return payload["ref"].removeprefix("refs/heads/") in told.get("branches", ()) or (
            payload["ref"].startswith("refs/tags/v") and "v*" in told.get("tags", ())
        )
    if event == "workflow_run" and payload["workflow_run"]["name"] not in told["workflows"]:
        return False
    return event not in (*_OF_PULLS, "workflow_run") or action in told.get("types", _USUAL_TYPES)


def _commit(payload: Mapping[str, Any], place: Path) -> str:
    """On which commit the forge shows a run: the head of the pull request, else that of the files."""
    return payload["pull_request"]["head"]["sha"] if "pull_request" in payload else git("-C", str(place), "rev-parse", "HEAD")


def _used(place: Path) -> set[str]:
    jobs = (job for path in place.glob(".gi*/workflows/*.yaml") for job in read(path)["jobs"].values())
    return {step["uses"] for job in jobs for step in job["steps"] if "uses" in step}


def _list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
