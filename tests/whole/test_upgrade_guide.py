"""docs/guide/upgrade.md, followed on a registry whose shipped files are of an earlier version: forward, merged, and back."""

from __future__ import annotations

import hashlib
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import registries
from helpers.repositories import ENVIRONMENT

from zhicheng.registry import shipped_files

TOP = registries.HERE.parent
TEXT = (TOP / "docs/guide/upgrade.md").read_text(encoding="utf-8")
OLD = b'{"title": "of an earlier version"}\n'
SHIPPED = "schemas/round.schema.json"
OWN = ("registry", "README.md", "requirements/zhicheng.txt", ".github/pull_request_template.md")  # what an upgrade leaves alone


def steps(anchor: str) -> list[str]:
    """The command lines of a section, in order; the site is built by the test of the tutorial."""
    found = re.search(rf"(?ms)^## [^\n]*{{#{anchor}}}\n(.*?)(?=^## |\Z)", TEXT)
    assert found is not None
    lines = [line for block in re.findall(r"(?ms)^```\n(.*?)^```", found[1]) for line in block.splitlines()]
    return [line for line in lines if line != "zhicheng build"]


def run(root: Path, line: str) -> str:
    words = shlex.split(line)
    if words[0] == "zhicheng":
        words[:1] = [sys.executable, "-m", "zhicheng"]
    environment = {**ENVIRONMENT, "PYTHONPATH": str(TOP / "scripts")}
    done = subprocess.run(words, cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout


def contents(root: Path) -> dict[str, bytes]:
    files = [path for name in OWN for path in ((root / name).rglob("*") if (root / name).is_dir() else [root / name]) if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


@pytest.mark.slow
def test_forward_and_back(tmp_path: Path) -> None:
    root = tmp_path / "gd"
    run(tmp_path, f"zhicheng init {shlex.quote(str(root))} --region 440000 --forge github")
    (root / SHIPPED).write_bytes(OLD)
    record = root / shipped_files.RECORD
    known = shipped_files.recorded(record.read_text(encoding="utf-8"))
    known[SHIPPED] = hashlib.sha256(OLD).hexdigest()
    record.write_text(shipped_files.record(known), encoding="utf-8")
    for line in ("git init --initial-branch main", "git add --all", "git commit --message Begin"):
        run(root, line)
    before = contents(root)
    said = {line: run(root, line) for line in steps("steps")}
    assert said["zhicheng upgrade"] == f"更新  {SHIPPED}\n"
    assert OLD.decode().strip() in said["git diff"]
    assert contents(root) == before
    assert (root / SHIPPED).read_bytes() == (TOP / SHIPPED).read_bytes()
    back, revert = steps("back")
    run(root, back)
    assert (root / SHIPPED).read_bytes() == OLD
    run(root, "git merge --no-ff --message Merge upgrade")
    registries.write(root, "registry/later.txt", "登记的内容")
    for line in ("git add --all", "git commit --message Later"):
        run(root, line)
    assert "合并的提交号" in revert
    run(root, revert.replace("合并的提交号", "HEAD^"))
    assert (root / SHIPPED).read_bytes() == OLD
    assert (root / "registry/later.txt").exists()


def test_steps_are_numbered() -> None:
    """The steps are numbered in order, and each that is a command has its block."""
    assert re.findall(r"(?m)^\*\*(\d)\.", TEXT) == ["1", "2", "3", "4", "5", "6", "7"]
    assert {"zhicheng upgrade", "zhicheng validate", "git diff"} <= set(steps("steps"))
