"""docs/guide/one-day.md, followed to the letter from a wheel in an empty folder that is the home too: each command and edit, in order."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import registries
from helpers.wheels import Bench

pytestmark = pytest.mark.slow

TOP = registries.HERE.parent
TEXT = (TOP / "docs/guide/one-day.md").read_text(encoding="utf-8")
TUTORIAL = (TOP / "docs/guide/tutorial.md").read_text(encoding="utf-8")
# What is to be done, in the order of the page: a block of commands, a file to write, or an edit of the file that was named last.
STEP = re.compile(
    r"(?ms)^```\n(?P<commands>.*?)^```"
    r"|(?P<way>新建|把|在) ?`(?P<path>registry/[^`]+)` ?(?:，内容是|末尾加上|的全部内容换成)[^\n]*\n\n```yaml\n(?P<content>.*?)^```"
    r"|(?:用编辑器)?打开 `(?P<opened>registry/[^`]+)`"
    r"|把 `(?P<old>[^`]+)` 改成 `(?P<new>[^`]+)`，存盘"
    r"|把 `(?P<gone>[^`]+)` (?:一行和它上面的说明|开头的一行)整行删去，存盘"
)
RECORD = "registry/committees/440100/gz-construction.yaml"


class Clerk:
    """Who follows the page."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.folder = bench.folder
        self.file = Path()  # the one that is open in the editor
        self.public_keys: list[str] = []
        self.typed: list[str] = []

    def follows(self, step: re.Match[str]) -> None:
        if step["commands"]:
            for line in step["commands"].splitlines():
                self.types(line)
        elif step["path"]:
            self.writes(self.folder / step["path"], step["way"], step["content"])
        elif step["opened"]:
            self.file = self.folder / step["opened"]
        elif step["old"]:
            text = self.file.read_text(encoding="utf-8")
            assert text.count(step["old"]) == 1, step["old"]
            self.file.write_text(text.replace(step["old"], step["new"]), encoding="utf-8")
        else:
            self.deletes(step["gone"], "上面的说明" in step[0])

    def writes(self, path: Path, way: str, content: str) -> None:
        assert path.exists() == (way != "新建"), path
        before = path.read_text(encoding="utf-8") if way == "在" else ""
        path.write_text(before + content, encoding="utf-8")

    def deletes(self, beginning: str, with_remark: bool) -> None:
        """Deletes a line of the open file; of the file of the year where it is about the line of a deadline."""
        path = next((self.folder / "registry/rounds").glob("*.yaml")) if beginning == "platform" else self.file
        remark = r"(?:^ *#.*\n)" if with_remark else ""
        text, number = re.subn(rf"(?m){remark}^ *{beginning}.*\n", "", path.read_text(encoding="utf-8"))
        assert number == 1, beginning
        path.write_text(text, encoding="utf-8")

    def types(self, line: str) -> None:
        self.typed.append(line)
        for named, key in zip(("第一把公钥", "第二把公钥"), self.public_keys, strict=False):
            line = line.replace(named, key)
        words = [word.replace("~", str(self.bench.folder)) if word.startswith("~") else word for word in shlex.split(line)]
        if words[0] == "cd":
            self.folder /= words[1]
            return
        if words[:3] == ["git", "remote", "add"]:  # the address of one's own
            self.bench.run("git", "init", "-q", "--bare", "--initial-branch", "main", "platform.git")
            words[-1] = str(self.bench.folder / "platform.git")
        if words[:2] == ["zhicheng", "import"]:
            self.fills_in_forms(Path(words[2]))
            words.append("--yes")  # in place of the y that is typed
        said = self.bench.run(*words, folder=self.folder)
        if words[:3] == ["zhicheng", "keys", "new"]:
            self.public_keys += re.findall(r"^age1[a-z0-9]+$", said, re.M)

    def fills_in_forms(self, folder: Path) -> None:
        """Puts filled Annexes 1 and 2 into a folder: those of the committee of the tutorial, which is not registered yet."""
        folder.mkdir()
        self.bench.run("zhicheng", "new", "gz-construction", "--authority", "prefecture", "--area", "440100", folder=self.folder)
        path = self.folder / RECORD
        (filed,) = re.findall(r"(?m)^filings:\n(.*)$", path.read_text(encoding="utf-8"))
        (record,) = re.findall(r"(?ms)^```yaml\n(.*?)^```", TUTORIAL)
        registries.write(self.folder, RECORD, re.sub(r"(?m)^(filings:\n).*$", rf"\g<1>{filed}", record).replace("某某市", "广州市"))
        self.bench.run("zhicheng", "export", "gz-construction", "--out", folder, folder=self.folder)
        path.unlink()
        path.parent.rmdir()


def steps() -> Iterator[re.Match[str]]:
    return STEP.finditer(TEXT)


def test_one_day(tmp_path: Path) -> None:
    clerk = Clerk(Bench(tmp_path))
    for step in steps():
        clerk.follows(step)
    root = clerk.folder
    assert clerk.typed[-2:] == ["git switch main", "git branch --delete --force trial"]
    assert "020-0000123" in (root / RECORD).read_text(encoding="utf-8")
    assert "广州市工程系列建筑工程专业副高级" in (root / "site/committees/gz-construction/index.html").read_text(encoding="utf-8")
    home = (root / "site/index.html").read_text(encoding="utf-8")
    assert "广东省职称示例中心 · 020-80000001" in home
    assert "示例数据" not in home
    assert "示例省备案办法" in (root / "site/rules/E101/index.html").read_text(encoding="utf-8")
    assert clerk.bench.run("git", "log", "--format=%s", "main", folder=tmp_path / "platform.git").count("\n") == 4
    assert len(clerk.public_keys) == 2
    done = clerk.bench.tries(["zhicheng", "validate", "--strict"], root)
    assert re.findall(r" ([A-Z][0-9]{3}) ", done.stdout) == ["E110"], done.stdout
    assert clerk.bench.run("git", "status", "--short", folder=root) == ""


def test_every_step_is_followed() -> None:
    """No block of the page, and no sentence on an edit, is of a kind that the test does not know."""
    found = [step[0] for step in steps()]
    assert sum(text.startswith("```\n") for text in found) == len(re.findall(r"(?m)^```\n(?=.)", TEXT))
    assert sum("```yaml" in text for text in found) == TEXT.count("```yaml")
    assert sum(text.endswith("存盘") for text in found) + 3 == len(re.findall("存盘", TEXT))  # three are of blocks


def test_the_table_of_hours_leads_to_every_section() -> None:
    """In the order of the page, with the same hours, which only go on."""
    rows = re.findall(r"(?m)^\| ([^|]+?) \| \[[^\]]+\]\(#([a-z]+)\)", TEXT)
    headings = re.findall(r"(?m)^## ([0-9:]+|前一天)[^{\n]* \{#([a-z]+)\}", TEXT)
    assert rows == [("前一天" if hour == "前一天" else hour, anchor) for hour, anchor in headings]
    hours = [int(hour.replace(":", "")) for hour, _ in rows[1:]]
    assert hours == sorted(hours)
