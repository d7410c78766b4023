"""docs/guide/tutorial.md, followed to the letter: each command of it is run, in its order, and each file is written as it says."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from helpers import registries
from helpers.repositories import ENVIRONMENT

pytestmark = pytest.mark.slow

TOP = registries.HERE.parent
TEXT = (TOP / "docs/guide/tutorial.md").read_text(encoding="utf-8")
STEP = re.compile(r"(?ms)^```(?P<kind>\w*)\n(?P<block>.*?)^```|用编辑器把 `(?P<old>[^`]+)` 改成 `(?P<new>[^`]+)`，存盘")
RECORD = "registry/committees/440100/gz-construction.yaml"
# What is printed where; every other command prints no error.
SAID = {
    "zhicheng new gz-construction --authority prefecture --area 440100": "已写好样张",
    "zhicheng explain E101": "E101",
    "zhicheng build": "网站已生成",
    "zhicheng report --base main": "020-0000124",
}


class Desk:
    """Somebody in front of a terminal, in an empty folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**ENVIRONMENT, "PYTHONPATH": str(TOP / "scripts"), "PATH": os.environ["PATH"]}

    def types(self, line: str, *more: str) -> subprocess.CompletedProcess[str]:
        words = shlex.split(line) + list(more)
        if words[0] == "cd":
            self.folder /= words[1]
            assert self.folder.is_dir()
            return subprocess.CompletedProcess(line, 0, "", "")
        if words[0] == "zhicheng":
            words[:1] = [sys.executable, "-m", "zhicheng"]
        return subprocess.run(words, cwd=self.folder, env=self.environment, capture_output=True, encoding="utf-8", check=False)

    def looks_at_the_site(self) -> None:
        """Starts `zhicheng serve` on some port, opens the address that it names, and ends it."""
        words = [sys.executable, "-m", "zhicheng", "serve", "--port", "0"]
        with subprocess.Popen(words, cwd=self.folder, env=self.environment, stderr=subprocess.PIPE, encoding="utf-8") as serving:
            try:
                assert serving.stderr is not None
                address = next(found[0] for line in serving.stderr if (found := re.search(r"http://127\.0\.0\.1:[0-9]+/", line)))
                with urllib.request.urlopen(f"{address}committees/gz-construction/", timeout=30) as answer:  # noqa: S310
                    assert "某某市工程系列建筑工程专业副高级职称评审委员会" in answer.read().decode()
            finally:
                serving.terminate()


def filled(block: str, template: str) -> str:
    """The record of the tutorial, with the line on this year's filing that stands in the template."""
    assert "只有 `filings` 下面的一行照样张原来的写" in TEXT
    (own,) = re.findall(r"(?m)^filings:\n(.*)$", template)
    made, number = re.subn(r"(?m)^(filings:\n).*$", rf"\g<1>{own}", block)
    assert number == 1
    return made


def test_tutorial(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    validated = []
    ran = []
    for step in STEP.finditer(TEXT):
        if step["old"]:
            path = desk.folder / RECORD
            text = path.read_text(encoding="utf-8")
            assert text.count(step["old"]) == 1
            path.write_text(text.replace(step["old"], step["new"]), encoding="utf-8")
        elif step["kind"] == "yaml":
            path = desk.folder / RECORD
            path.write_text(filled(step["block"], path.read_text(encoding="utf-8")), encoding="utf-8")
        for line in step["block"].splitlines() if step["block"] and not step["kind"] else ():
            ran.append(line)
            if line == "zhicheng serve":
                desk.looks_at_the_site()
                continue
            done = desk.types(line)
            if line == "zhicheng validate":
                validated.append(done)
                continue
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
            assert SAID.get(line, "") in done.stdout + done.stderr, line
    empty, complete = validated
    assert (empty.returncode, complete.returncode) == (1, 0), complete.stdout
    assert "“评审委员会名称”还没有填写" in empty.stdout
    assert "0 个错误" in complete.stderr
    assert set(SAID) <= set(ran)
    assert "020-0000124" in (desk.folder / RECORD).read_text(encoding="utf-8")


def test_what_the_tutorial_says_of_a_mistake(tmp_path: Path) -> None:
    """A level beyond the authority is an error that names the rule."""
    desk = Desk(tmp_path)
    for line in ("zhicheng init demo --region 440000", "cd demo", "zhicheng new gz-construction --authority prefecture --area 440100"):
        assert line in TEXT
        assert desk.types(line).returncode == 0
    (block,) = re.findall(r"(?ms)^```yaml\n(.*?)^```", TEXT)
    assert "把 `levels` 改成 `[full-senior]`" in TEXT
    record = filled(block, (desk.folder / RECORD).read_text(encoding="utf-8"))
    registries.write(desk.folder, RECORD, record.replace("levels: [associate-senior]", "levels: [full-senior]"))
    done = desk.types("zhicheng validate")
    assert done.returncode == 1
    assert "E101" in done.stdout
