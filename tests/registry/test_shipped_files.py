"""What `init` writes for a repository on a forge, and what `upgrade` does with it: from a real wheel, in an empty folder."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from helpers import registries
from helpers.wheels import Bench

from zhicheng.commands.cli import main
from zhicheng.registry import shipped_files

TOP = registries.HERE.parent


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    root = tmp_path / "gd"
    assert main(["init", str(root), "--region", "440000", "--forge", "github"]) == 0
    return root


def upgraded(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["upgrade", "--root", str(root), *options])
    return code, *capsys.readouterr()


@pytest.mark.parametrize(
    ("forge", "there", "not_there"),
    [
        ("github", [".github/workflows/check.yaml", ".github/CODEOWNERS", ".github/ISSUE_TEMPLATE/correction.yaml"], [".gitea"]),
        ("gitea", [".gitea/workflows/check.yaml", ".gitea/issue_template/correction.yaml"], [".github", "CODEOWNERS"]),
        ("none", ["Makefile", "requirements/run.txt", ".pre-commit-config.yaml"], [".github", ".gitea"]),
    ],
)
def test_by_forge(tmp_path: Path, forge: str, there: list[str], not_there: list[str]) -> None:
    """The workflows of that forge and no other, but for the one that tests the program itself; valid at once."""
    root = tmp_path / "gd"
    assert main(["init", str(root), "--region", "440000", "--forge", forge]) == 0
    assert [path for path in there if not (root / path).is_file()] == []
    assert [path for path in not_there if (root / path).exists()] == []
    assert not [path for name in ("test", "release") for path in root.glob(f".git*/workflows/{name}.yaml")]
    assert registries.findings(root) == []
    words = ("新疆", "自治区", "兵团", "地州", "喀什", "乌鲁木齐", "爱国爱疆", "函（2019）")
    files = [
        path
        for path in root.rglob("*")
        if path.is_file() and ("git" in path.parts[-2] or path.parent.name in ("workflows", "requirements"))
    ]
    assert [(path.name, word) for path in files for word in words if word in path.read_text(encoding="utf-8")] == []


def test_workflows_call_only_what_the_makefile_has(fresh: Path) -> None:
    """`make install` is the one word they use, and what it makes is what they run."""
    makefile = (fresh / "Makefile").read_text(encoding="utf-8")
    for path in (fresh / ".github/workflows").glob("*.yaml"):
        for job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values():
            for step in job["steps"]:
                for line in step.get("run", "true").splitlines():
                    words = line.strip('"').split()
                    assert words[0] in ("make", "true", ".venv/bin/zhicheng"), line
                    assert words[0] != "make" or f"\n{words[1]}:" in makefile


def test_codeowners_are_those_of_the_reviewers(fresh: Path) -> None:
    """After a change of the reviewers they are out of date, and `codeowners` renews them."""
    path = fresh / "registry/reviewers.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("[centre-a]", "[centre-b]"), encoding="utf-8")
    assert {finding.code for finding in registries.findings(fresh)} == {"X005"}


def test_upgrade_with_nothing_to_do(fresh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert upgraded(fresh, capsys) == (0, "", "都是这一版的，没有改动。\n")


def test_upgrade_of_what_is_old(fresh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file as an earlier version wrote it is replaced, one that is new comes in, what is the repository's own stays."""
    old = fresh / "schemas/round.schema.json"
    old.write_bytes(b"{}\n")
    own = fresh / ".github/pull_request_template.md"
    own.write_text("我们自己的\n", encoding="utf-8")
    record = fresh / shipped_files.RECORD
    known = shipped_files.recorded(record.read_text(encoding="utf-8"))
    known["schemas/round.schema.json"] = hashlib.sha256(b"{}\n").hexdigest()
    del known[".github/workflows/nightly.yaml"]
    (fresh / ".github/workflows/nightly.yaml").unlink()
    record.write_text(shipped_files.record(known), encoding="utf-8")
    code, out, said = upgraded(fresh, capsys)
    assert (code, out) == (0, "更新  schemas/round.schema.json\n更新  .github/workflows/nightly.yaml\n")
    assert said == "更新了 2 个文件，请看过 git diff 再提交。\n"
    assert old.read_bytes() == (TOP / "schemas/round.schema.json").read_bytes()
    assert own.read_text(encoding="utf-8") == "我们自己的\n"
    assert upgraded(fresh, capsys)[0] == 0


def test_upgrade_of_what_was_edited_or_removed(fresh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is named and left, until somebody says to replace it."""
    edited = fresh / "schemas/committee.schema.json"
    edited.write_bytes(edited.read_bytes() + b"\n")
    (fresh / ".github/workflows/nightly.yaml").unlink()
    code, out, said = upgraded(fresh, capsys)
    assert (code, out) == (1, "本地改过，没有动  schemas/committee.schema.json\n本地已经删去，没有恢复  .github/workflows/nightly.yaml\n")
    assert said == "请逐个核对上面没有动的文件；要换成这一版的，用 zhicheng upgrade --replace。\n"
    assert edited.read_bytes().endswith(b"\n\n")
    code, out, _ = upgraded(fresh, capsys, "--replace")
    assert (code, out) == (0, "更新  schemas/committee.schema.json\n更新  .github/workflows/nightly.yaml\n")
    assert upgraded(fresh, capsys) == (0, "", "都是这一版的，没有改动。\n")


def test_upgrade_of_a_registry_from_before_there_was_a_record(fresh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is the same is noted, what is missing comes in, what differs may have been edited."""
    (fresh / shipped_files.RECORD).unlink()
    (fresh / "Makefile").write_text("all:\n", encoding="utf-8")
    (fresh / "requirements/run.txt").unlink()
    code, out, _ = upgraded(fresh, capsys)
    assert (code, out) == (1, "更新  requirements/run.txt\n本地改过，没有动  Makefile\n")
    assert "Makefile" not in shipped_files.recorded((fresh / shipped_files.RECORD).read_text(encoding="utf-8"))


def test_upgrade_of_the_program_itself(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, said = upgraded(TOP, capsys)
    assert (code, said) == (2, "错误：这里是程序自己的仓库，格式文件就是这一版的。请用 git 更新。\n")


HASH, COMMIT = "0123456789abcdef" * 4, "0123456789" * 4
INSTALLS = [
    "-m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt",
    "-m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -r requirements/zhicheng.txt",
]


@pytest.mark.parametrize(
    ("line", "python", "said"),
    [
        (f"./requirements/x.whl --hash=sha256:{HASH}", "", None),
        (f"zhicheng @ git+https://forge.example.org/a/zhicheng@{COMMIT}", "", None),
        (f"./requirements/x.whl --hash=sha256:{HASH}\r\n \r", "", None),  # written on Windows
        ("", "", "还没有写明程序从哪里装"),
        (" \r", "", "还没有写明程序从哪里装"),
        ("./requirements/x.whl", "", "没有写校验值或者完整的提交号"),
        (f"./requirements/x.whl --hash=sha256:{HASH}\nother", "", "没有写校验值或者完整的提交号"),
        (f"./requirements/x.whl --hash=md5:{HASH}", "", "没有写校验值或者完整的提交号"),
        ("zhicheng @ git+https://forge.example.org/a/zhicheng@main", "", "没有写校验值或者完整的提交号"),
        (f"zhicheng @ git+https://forge.example.org/a/zhicheng@{COMMIT[:12]}", "", "没有写校验值或者完整的提交号"),
        (f"./requirements/x.whl --hash=sha256:{HASH}", "old", "要有 Python 3.11 以上版本"),
        (f"./requirements/x.whl --hash=sha256:{HASH}", "no-venv", "请装：apt-get install python3-venv"),
    ],
)
def test_what_make_install_takes(tmp_path: Path, line: str, python: str, said: str | None) -> None:
    """Only what a hash or a full commit names, by a Python that is new enough; nothing is fetched to build it with.

    A runner that has a private key installs by this.
    """
    root, log = tmp_path / "root", tmp_path / "log"
    for path in ("Makefile", "requirements/run.txt"):
        registries.write(root, path, shipped_files.shipped("none")[path])
    made = f'mkdir -p .venv/bin && ln -sf "$0" .venv/bin/python && exit {int(python == "no-venv")}'
    shell = f'case "$*" in -c*) exit {int(python == "old")};; "-m venv"*) {made};; *) echo "$*" >> {log};; esac\n'
    program = registries.write(tmp_path, "python", f"#!/bin/sh\n{shell}")
    program.chmod(0o755)
    registries.write(root, shipped_files.SOURCE, f"# 程序从哪里装\n{line}\n")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = ["make", "install", f"PYTHON={program}"]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=False, encoding="utf-8")
    if said is None:
        assert (done.returncode, done.stderr) == (0, "")
        assert log.read_text(encoding="utf-8").splitlines() == INSTALLS
    else:
        assert done.returncode == 2
        assert said in done.stderr
        assert not log.exists()
    assert (root / ".venv").exists() == (said is None)


@pytest.mark.slow
def test_from_a_wheel(tmp_path: Path) -> None:
    """`init` puts the wheel it was installed from and its hash into the repository; `make install` there installs it, a site is built."""
    bench = Bench(tmp_path)
    run, wheel = bench.run, bench.wheel
    run("zhicheng", "init", "gd", "--region", "440000", "--forge", "gitea")
    root = tmp_path / "gd"
    told = (root / "requirements/zhicheng.txt").read_text(encoding="utf-8").splitlines()[-1]
    assert told == f"./requirements/{wheel.name} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}"
    run("make", "install", f"PYTHON={sys.executable}", folder=root)
    run(".venv/bin/zhicheng", "validate", folder=root)
    run(".venv/bin/zhicheng", "build", "--out", "site", "--quiet", folder=root)
    assert "广东省" in (root / "site/index.html").read_text(encoding="utf-8")
