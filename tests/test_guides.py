"""The guides: their pictures are there and light, and what they tell people to type and to write is understood."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import registries
import yaml

from zhicheng import cli

ROOT = registries.HERE.parent
GUIDES = sorted((ROOT / "docs").rglob("*.md"))
HANDED_OUT = [*GUIDES, ROOT / "README.md", ROOT / "README.zh.md"]
PICTURES = ROOT / "docs/assets/guide"
PICTURE = re.compile(r"!\[(?P<words>[^\]]*)\]\((?P<path>[^)]+)\)(?P<attributes>\{[^}]*\})?")
ENDING = re.compile(r"\s#.*")  # a comment
PATTERN = re.compile(r"…|\[|\|")  # says what may be typed, and is not typed itself
REDIRECTED = re.compile(r"\s[|>].*")
MENTIONED = {
    "zhicheng keys new",
    "zhicheng report --base",
    "zhicheng validate --base",
    "zhicheng record --returned",
}  # named as commands, without what must follow


def shown() -> list[tuple[Path, re.Match[str]]]:
    """Every picture in the guides, with the page it stands on."""
    return [(page, found) for page in GUIDES for found in PICTURE.finditer(page.read_text(encoding="utf-8"))]


def commands() -> list[str]:
    """Every command of ours that can be typed as it stands: in blocks of code, and in the guides in the midst of text."""
    found: dict[str, None] = {}
    for page in HANDED_OUT:
        text = page.read_text(encoding="utf-8")
        blocks = re.findall(r"(?ms)^ *```\w*\n(.*?)^ *```", text)
        lines = [line for block in blocks for line in re.sub(r"\\\n\s*", "", block).splitlines()]  # a line may go on in the next
        inline = re.findall(r"`(zhicheng [^`\n]+ [^`\n]+)`", text) if page in GUIDES else []
        for line in (*lines, *inline):
            typed = re.match(r"\s*(?:\.venv/bin/)?(zhicheng .*)", REDIRECTED.sub("", ENDING.sub("", line)))
            if typed and typed[1] not in MENTIONED and not PATTERN.search(typed[1]):
                found[typed[1].strip()] = None
    return list(found)


def test_pictures_of_the_guides() -> None:
    """Each is there, described in Chinese, fetched only when it comes into view, leads to itself at full size, and none is left over."""
    used = set()
    for page, found in shown():
        path = (page.parent / found["path"]).resolve()
        if path.parent != PICTURES:
            continue
        used.add(path.name)
        assert path.is_file(), f"{page.name}: {path.name}"
        assert len(re.findall("[\u4e00-\u9fff]", found["words"])) >= 10, f"{page.name}: {path.name} has no words in its place"
        assert "loading=lazy" in (found["attributes"] or ""), f"{page.name}: {path.name}"
        assert f"]({found['path']})" in found.string[found.end() :][: len(found["path"]) + 3], f"{page.name}: {path.name}"
    assert used
    assert {path.name for path in PICTURES.iterdir()} == used
    assert [path.name for path in PICTURES.iterdir() if path.stat().st_size >= 150_000] == []


@pytest.mark.parametrize("command", commands())
def test_commands_of_the_guides(command: str) -> None:
    """The command line knows the command, its options and their values."""
    cli._parser().parse_args(shlex.split(command, posix=False)[1:])


def test_the_filled_record_of_the_guide_has_no_finding(empty: Path) -> None:
    text = (ROOT / "docs/guide/committee.md").read_text(encoding="utf-8")
    block = re.search(r"(?ms)^    ```yaml\n(.*?)^    ```", text)
    assert block is not None
    record = re.sub("(?m)^ {4}", "", block[1])
    registries.write(empty, f"registry/committees/653100/{yaml.safe_load(record)['id']}.yaml", record)
    assert [f"{f.code} {f.message}" for f in registries.findings(empty) if f.code != "R205"] == []
