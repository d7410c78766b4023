"""The workflow files: what may run in them, with which rights, and that each command in them is one that the program takes."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import registries
from helpers.repositories import ENVIRONMENT, Repository

from zhicheng.commands.cli import parser

TOP = registries.HERE.parent
COUNTY = "registry/committees/653100/example-county.yaml"
FILES = sorted([*TOP.glob(".github/workflows/*"), *TOP.glob(".gitea/workflows/*")])
EVERY = pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(TOP).as_posix())
GITHUB = {"check", "comment", "review", "route", "verify-rosters", "publish", "nightly", "release", "test"}
GITEA = {"check", "review", "route", "verify-rosters", "publish", "nightly", "release"}
# Events whose runs hold a token that may write, or secrets, though the change is somebody else's.
TRUSTED = {"workflow_run", "pull_request_target"}
# Every right that a job asks for, and why it may.
RIGHTS = {
    ".github/workflows/check.yaml": {"contents: read"},
    ".github/workflows/comment.yaml": {"actions: read", "contents: read", "pull-requests: write"},
    ".github/workflows/nightly.yaml": {"contents: read", "issues: write"},
    ".github/workflows/publish.yaml": {"contents: read", "id-token: write", "attestations: write", "pages: write"},
    ".github/workflows/release.yaml": {"contents: read", "contents: write", "id-token: write", "attestations: write"},
    ".github/workflows/review.yaml": set(),
    ".github/workflows/route.yaml": {"actions: read", "contents: read", "pull-requests: read", "statuses: write"},
    ".github/workflows/test.yaml": {"contents: read"},
    ".github/workflows/verify-rosters.yaml": {"contents: read", "pull-requests: read", "statuses: write"},
    ".gitea/workflows/check.yaml": {"contents: read"},
    ".gitea/workflows/nightly.yaml": {"contents: read", "issues: write"},
    ".gitea/workflows/publish.yaml": {"contents: read"},
    ".gitea/workflows/release.yaml": {"contents: read", "contents: write"},
    ".gitea/workflows/review.yaml": {"contents: write", "pull-requests: write"},  # who may write code may set a status there
    ".gitea/workflows/route.yaml": {"contents: write", "pull-requests: read"},
    ".gitea/workflows/verify-rosters.yaml": {"contents: write", "pull-requests: read"},
}

# What the Gitea file of the same name has instead of a line of the GitHub file, and nothing else; "" where it has no such line.
ARTIFACT = (
    "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
    "actions/upload-artifact@ff15f0306b3f739f7b6fd43fb5d26cd321bd4de5 # v3.2.1",  # Gitea and Forgejo keep artifacts by the old protocol
)
RUNNER = ("    runs-on: ubuntu-24.04\n", "    runs-on: ubuntu-latest\n")  # how they call their runners is up to whoever runs them
DIFFERENCES: dict[str, list[tuple[str, str]]] = {
    "check": [
        RUNNER,
        ARTIFACT,
        ("  merge_group: # what the merge queue has put together: main and approved changes\n", ""),  # no queue there
        (" || github.event.merge_group.head_sha", ""),
        (
            "BASE: HEAD^1 # what is checked out is the merge, and this is the main branch in it",
            "BASE: ${{ github.event.pull_request.base.sha }} # what is checked out is the change itself",
        ),
    ],
    "nightly": [RUNNER],
    "release": [
        RUNNER,
        ("      id-token: write # signs the attestation\n      attestations: write\n", ""),
        (
            "      - uses: actions/attest-build-provenance@a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32 # v4.1.0\n"
            "        with:\n"
            "          subject-path: dist/SHA256SUMS\n",
            "",
        ),
    ],
    "verify-rosters": [
        (
            "      contents: read\n      pull-requests: read\n      statuses: write\n",
            "      contents: write # a status belongs to the code here, there is no scope for it\n      pull-requests: read\n",
        ),
        ("    if: ${{ vars.ZHICHENG_VAULT == 'inside' }}\n", ""),
        ("    environment: rosters # protected: one of the centre's key holders has to agree to each run\n", ""),
    ],
}
# Those that Gitea starts by other events and in other jobs: of these the steps are the same, but for the ones named here.
OWN_STEPS = {
    "publish": {"检查登记，生成网站和校验值", "检查登记，生成网站、网页报送和校验值"},
    "review": {"核对审核路线，设提交状态", "写评论"},
    "route": set[str](),
}


def read(path: Path) -> dict[Any, Any]:
    """A workflow; YAML 1.1 takes its key `on` for true."""
    found: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    found["on"] = found.pop(True)
    return found


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


def runs(path: Path) -> list[str]:
    return [step["run"] for step in steps(path) if "run" in step]


def test_which_there_are() -> None:
    for folder, names in ((".github", GITHUB), (".gitea", GITEA)):
        assert {path.name for path in FILES if folder in path.parts} == {f"{name}.yaml" for name in names}
    assert {path.relative_to(TOP).as_posix() for path in FILES} == set(RIGHTS)


@pytest.mark.parametrize("name", DIFFERENCES)
def test_gitea_file_is_the_github_file_with_these_differences(name: str) -> None:
    """Whoever changes one of the two changes the other, or says here in what they differ."""
    text = (TOP / f".github/workflows/{name}.yaml").read_text(encoding="utf-8")
    for github, gitea in DIFFERENCES[name]:
        assert github in text, "a difference that is gone"
        text = text.replace(github, gitea)
    assert (TOP / f".gitea/workflows/{name}.yaml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", OWN_STEPS)
def test_steps_on_gitea_are_steps_on_github(name: str) -> None:
    """Where Gitea has other events, each step is still one of GitHub's: of the file of the same name, of `comment` or of `route`."""
    known = [step for other in (name, "comment", "route") for step in steps(TOP / f".github/workflows/{other}.yaml")]
    own = {step["name"] for step in steps(TOP / f".gitea/workflows/{name}.yaml") if step not in known}
    assert own == OWN_STEPS[name]


def test_each_gitea_file_is_compared_one_way() -> None:
    assert sorted([*DIFFERENCES, *OWN_STEPS]) == sorted(GITEA)


@EVERY
def test_actions_are_pinned(path: Path) -> None:
    """By the full hash of a commit, with the version in a comment; one action is of one version in all files of a forge."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if re.search(r"\buses:", line)]
    for line in lines:
        assert re.fullmatch(r" +(?:- )?uses: actions/[a-z-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+", line), line
    for other in FILES:
        for line in other.read_text(encoding="utf-8").splitlines():
            for mine in lines if other.parts[-3] == path.parts[-3] else ():
                if re.search(r"\buses:", line) and line.split("@")[0].split()[-1] == mine.split("@")[0].split()[-1]:
                    assert line.split("@")[1] == mine.split("@")[1]


@EVERY
def test_the_python_of_the_machine_is_used(path: Path) -> None:
    """Nothing is downloaded where the machine has one; `make install` says what is missing."""
    assert {step["uses"].partition("@")[0] for step in steps(path) if "uses" in step} <= {
        "actions/attest-build-provenance",
        "actions/checkout",
        "actions/deploy-pages",
        "actions/upload-artifact",
        "actions/upload-pages-artifact",
    }


@EVERY
def test_rights(path: Path) -> None:
    """None at the top; each job names its own, and no more than this table allows."""
    workflow = read(path)
    assert workflow["permissions"] == {}
    asked = {f"{scope}: {right}" for job in workflow["jobs"].values() for scope, right in job["permissions"].items()}
    assert asked == RIGHTS[path.relative_to(TOP).as_posix()]
    assert all("permissions" in job for job in workflow["jobs"].values())


@EVERY
def test_what_others_start_can_only_read(path: Path) -> None:
    """A change of a fork starts these with the change's own program: no right to write, no secret, no token in a step."""
    workflow = read(path)
    if {"pull_request", "pull_request_review"} & set(workflow["on"]):
        assert not any(right.endswith("write") for right in RIGHTS[path.relative_to(TOP).as_posix()])
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"secrets\.|github\.token|vars\.|self-hosted", text)
        assert not TRUSTED & set(workflow["on"])


@EVERY
def test_trusted_runs_take_the_main_branch(path: Path) -> None:
    """What may write checks out the main branch, and downloads nothing that the change has left."""
    workflow = read(path)
    for job in workflow["jobs"].values():
        if not any(right == "write" for right in job["permissions"].values()) or not TRUSTED & set(workflow["on"]):
            continue
        checkouts = [step for step in job["steps"] if "checkout" in step.get("uses", "")]
        assert len(checkouts) == 1
        default = "${{ github.event.repository.default_branch }}"
        assert checkouts[0]["with"].get("ref", default) == default
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"download-artifact|head_ref|head\.ref|head_branch|refs/pull", text)


@EVERY
def test_nothing_from_outside_stands_in_a_shell_line(path: Path) -> None:
    for line in runs(path):
        assert "${{" not in line
        assert not re.search(r"[;&|`]|\$\(", line), line
        assert all(re.search(rf'"\${name}(?:/[a-z.]+)?"', line) for name in re.findall(r"\$(\w+)", line)), f"without quotes: {line}"


@EVERY
def test_each_line_is_one_command(path: Path) -> None:
    """A word of the Makefile or a command of the program, with options that it takes. The relay of reviews does nothing."""
    words = set(re.findall(r"(?m)^([a-z-]+):", (TOP / "Makefile").read_text(encoding="utf-8")))
    for line in runs(path):
        program, *rest = shlex.split(line.partition(" >")[0])
        if program == "make":
            assert set(rest) <= words
            assert len(rest) == 1
        elif program == ".venv/bin/zhicheng":
            numbers = [{"$RUN_ID": "1", "$PULL": "1", "$QUEUED": "0" * 40}.get(word, word) for word in rest]
            assert callable(parser().parse_args(numbers).run)
        elif program == "python3":
            assert rest == [".ci/fast.py", "$WANTED"]
            assert (TOP / rest[0]).is_file()
        else:
            assert (line, path.name) == ("true", "review.yaml")


@EVERY
def test_checkouts_leave_no_token(path: Path) -> None:
    for step in steps(path):
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False


@EVERY
def test_time_and_concurrency(path: Path) -> None:
    workflow = read(path)
    assert set(workflow["concurrency"]) == {"group", "cancel-in-progress"}
    assert all(0 < job["timeout-minutes"] <= 90 for job in workflow["jobs"].values())


def test_identity_only_where_the_centre_says() -> None:
    """The rosters are opened by hand, on a machine of the centre; on GitHub in a protected environment, and not unless switched on."""
    for path in FILES:
        workflow = read(path)
        opens = any("--identity" in line for line in runs(path))
        assert opens == (path.stem == "verify-rosters")
        if opens:
            assert set(workflow["on"]) == {"workflow_dispatch"}
            (job,) = workflow["jobs"].values()
            assert job["runs-on"] == ["self-hosted", "zhicheng-vault"]
            if ".github" in path.parts:
                assert job["environment"] == "rosters"
                assert job["if"] == "${{ vars.ZHICHENG_VAULT == 'inside' }}"


def test_a_merge_queue_gets_what_it_must_wait_for() -> None:
    """The two statuses that branch protection requires (docs/guide/centre.md) are those of a job and of a command that it starts."""
    started = {path.stem for path in FILES if "merge_group" in read(path)["on"]}
    assert started == {"check", "route"}
    (check,) = read(TOP / ".github/workflows/check.yaml")["jobs"].values()
    assert check["name"] == "检查登记"
    assert "if" not in check
    assert [name for name, job in read(TOP / ".github/workflows/route.yaml")["jobs"].items() if "merge_group" in job["if"]] == ["queued"]


def test_relays_name_workflows_that_there_are() -> None:
    for path in FILES:
        relayed = (read(path)["on"] or {}).get("workflow_run") or {}
        names = {read(other)["name"] for other in FILES if other.parent == path.parent}
        assert set(relayed.get("workflows", ())) <= names
        assert read(path)["name"] == path.stem


def test_fast_tests_run_on_each_system_and_python() -> None:
    """From the oldest Python that may be used; by a script that needs no make and is the same as `make test-fast`."""
    job = read(TOP / ".github/workflows/test.yaml")["jobs"]["systems"]
    matrix = job["strategy"]["matrix"]
    assert [name.partition("-")[0] for name in matrix["os"]] == ["ubuntu", "windows", "macos"]
    oldest = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"].removeprefix(">=")
    assert matrix["python"] == [f"3.{minor}" for minor in range(int(oldest.partition(".")[2]), 15)]
    script = (TOP / ".ci/fast.py").read_text(encoding="utf-8")
    makefile = (TOP / "Makefile").read_text(encoding="utf-8")
    (step,) = [step for step in job["steps"] if "run" in step]
    assert (step["env"], step["shell"]) == ({"WANTED": "${{ matrix.python }}"}, "bash")  # $WANTED is that of bash, on Windows too
    (recipe,) = re.findall(r"(?m)^test-fast:.*\n\t.* -m pytest (.*)$", makefile)
    assert ", ".join(f'"{word}"' for word in ("-m", "pytest", *shlex.split(recipe))) in script
    assert all(f'"{word}"' in script for word in ("--require-hashes", "requirements/run.txt", "requirements/dev.txt", "--no-deps"))


def test_fast_tests_take_a_python_that_is_there(tmp_path: Path) -> None:
    """This one, one on the path, or one of the tool cache of a forge's machine; where there is none, that is said, with exit code 2."""
    spec = importlib.util.spec_from_file_location("fast", TOP / ".ci/fast.py")
    assert spec is not None
    assert spec.loader is not None
    fast = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fast)
    for name in ("3.98.1/x64/bin/python3", "3.98.2/x64/bin/python3", "3.97.0/x64/python.exe"):
        registries.write(tmp_path, f"Python/{name}", "")
    registries.write(tmp_path, "bin/python3.99", "#!/bin/sh\n").chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RUNNER_TOOL_CACHE", str(tmp_path))
        patch.setenv("PATH", str(tmp_path / "bin"))
        found = [fast.interpreter(f"3.{minor}") for minor in (sys.version_info.minor, 99, 98, 97, 96)]
    cache = tmp_path / "Python"
    there = [tmp_path / "bin/python3.99", cache / "3.98.2/x64/bin/python3", cache / "3.97.0/x64/python.exe"]
    assert found == [sys.executable, *map(str, there), None]
    done = subprocess.run([sys.executable, TOP / ".ci/fast.py", "3.96"], capture_output=True, check=False, encoding="utf-8")
    assert (done.returncode, done.stdout) == (2, "")
    assert "This machine has no Python 3.96" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("forge", [".github", ".gitea"])
@pytest.mark.parametrize("good", [True, False], ids=["good", "bad"])
def test_check_as_a_runner_runs_it(small: Path, tmp_path: Path, forge: str, good: bool) -> None:
    """Its lines in a shell, on the merge that GitHub checks out or the branch that Gitea does, with the environment that they are given."""
    repository = Repository(small)
    base = repository.git("rev-parse", "HEAD")
    repository.git("checkout", "--quiet", "-b", "change")
    new = "region" if not good else "county"
    repository.change(("authority: county", f"authority: {new}"), ("示例街 3 号", "示例街 5 号"), path=COUNTY)
    if forge == ".github":
        repository.git("checkout", "--quiet", "--detach", "main")
        repository.git("merge", "--quiet", "--no-ff", "--message=Merge", "change")
    workflow = read(TOP / forge / "workflows/check.yaml")
    shim = f'case "$1" in guard) ;; *) set -- "$@" --as-of {registries.TODAY} ;; esac\nexec {sys.executable} -m zhicheng "$@"\n'
    registries.write(small, ".venv/bin/zhicheng", f"#!/bin/sh\n{shim}").chmod(0o755)
    registries.write(small, ".git/info/exclude", ".venv\nsite\n")
    (job,) = workflow["jobs"].values()
    given = {"BASE": job["env"]["BASE"].replace("${{ github.event.pull_request.base.sha }}", base)}
    summary = tmp_path / "summary.md"
    environment = {
        **ENVIRONMENT,
        **given,
        "PYTHONPATH": str(TOP / "scripts"),
        "GITHUB_STEP_SUMMARY": str(summary),
        "RUNNER_TEMP": str(tmp_path),
    }
    codes = {}
    for line in runs(TOP / forge / "workflows/check.yaml"):
        if line.startswith(".venv"):
            done = subprocess.run(
                ["bash", "-e", "-c", line], cwd=small, env=environment, capture_output=True, check=False, encoding="utf-8"
            )
            codes[line.split()[1]] = done.returncode
            if "github" in line and not good:
                assert re.search(f"(?m)^::error file={COUNTY},line=[0-9]+,", done.stdout)
    assert codes == {"validate": int(not good), "guard": 0, "report": int(not good), "build": int(not good)}
    assert "示例街 5 号" in (tmp_path / "report.md").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["counts"]["files"] == 1
    assert "登记修改报告" in summary.read_text(encoding="utf-8")
    assert (small / "site/SHA256SUMS").exists() == good


def test_ci_is_one_word_of_the_makefile(tmp_path: Path) -> None:
    """`.ci/run` calls `make ci` at the top of the checkout, from wherever it is started, and its exit code is that of make."""
    registries.write(tmp_path, "bin/make", '#!/bin/sh\necho "$PWD: $*"\nexit 5\n').chmod(0o755)
    environment = {**ENVIRONMENT, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    done = subprocess.run([TOP / ".ci/run"], cwd=tmp_path, env=environment, capture_output=True, check=False, encoding="utf-8")
    assert (done.stdout, done.returncode) == (f"{TOP}: ci\n", 5)


@pytest.mark.parametrize("failing", ["", "lint", "check", "test"])
def test_make_ci(tmp_path: Path, failing: str) -> None:
    """Lint, check and test in this order, each under its heading; the first that fails ends it."""
    makefile = re.search(r"(?m)^ci:\n(?:\t.*\n)+", (TOP / "Makefile").read_text(encoding="utf-8"))
    assert makefile is not None
    rest = "".join(f"{word}:\n\t@echo {word}{' && exit 1' if word == failing else ''}\n" for word in ("lint", "check", "test"))
    registries.write(tmp_path, "Makefile", makefile[0] + rest)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}  # of `make test` itself
    done = subprocess.run(["make", "ci"], cwd=tmp_path, env=environment, capture_output=True, check=False, encoding="utf-8")
    words = ["lint", "check", "test"]
    reached = words[: words.index(failing) + 1] if failing else words
    assert done.stdout == "".join(f"== make {word}\n{word}\n" for word in reached)
    assert done.returncode == (2 if failing else 0)
