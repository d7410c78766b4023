"""`zhicheng validate --base`: only what a change brings makes it fail; what was there before stays reported, and marked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers.registries import ONE, write
from helpers.repositories import Repository

from zhicheng.commands.cli import main

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
AS_OF = ("--as-of", "2026-11-23")
EVEN = ("members: 25", "members: 26")  # E202, an error


def validate(root: Path, *arguments: str) -> int:
    return main(["validate", "--root", str(root), *AS_OF, *arguments])


@pytest.fixture
def faulty(small: Path) -> Repository:
    """A registry whose base has an error."""
    repository = Repository(small)
    repository.change(EVEN)
    return repository


def edit(root: Path, old: str, new: str, path: str = ONE) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    write(root, path, text.replace(old, new, 1))


def test_what_was_there_does_not_fail(faulty: Repository, capsys: Capture) -> None:
    """Though its line moved; without --base it does fail, and says nothing of a change."""
    edit(faulty.root, "id: example-one\n", "# 说明\nid: example-one\n")
    assert validate(faulty.root) == 1
    assert "不是这次修改带来的" not in "".join(capsys.readouterr())
    assert validate(faulty.root, "--base", "main") == 0
    told = capsys.readouterr()
    assert "E202 （不是这次修改带来的）" in told.out
    assert "其中 1 个错误、0 个提醒不是这次修改带来的" in told.err


def test_each_format_marks_it(faulty: Repository, capsys: Capture) -> None:
    edit(faulty.root, "address: ", "address: 新")
    assert validate(faulty.root, "--base", "main", "--format", "json") == 0
    (row,) = [row for row in json.loads(capsys.readouterr().out)["findings"] if row["code"] == "E202"]
    assert row["before"] is True
    assert validate(faulty.root, "--base", "main", "--format", "github") == 0
    assert "title=E202::（不是这次修改带来的）" in capsys.readouterr().out


def test_what_the_change_brings_fails(faulty: Repository, capsys: Capture) -> None:
    """Beside what was there, and where the same place gets another wrong value."""
    edit(faulty.root, "members: 26", "members: 28")
    assert validate(faulty.root, "--base", "main", "--format", "json") == 1
    found = [row for row in json.loads(capsys.readouterr().out)["findings"] if row["code"] == "E202"]
    assert ["before" in row for row in found] == [False]


@pytest.mark.parametrize(("line", "code"), [("address: 13800000001 室", 0), ("address: 13800000002 室", 1)])
def test_another_private_value_is_brought(small: Path, line: str, code: int) -> None:
    """The message does not repeat a mobile number, so the line is compared."""
    repository = Repository(small)
    text = (small / ONE).read_text(encoding="utf-8")
    old = next(row for row in text.splitlines() if row.startswith("address: "))
    repository.change((old, "address: 13800000001 室"))
    edit(small, "address: 13800000001 室", line)
    edit(small, "id: example-one\n", "# 说明\nid: example-one\n")
    assert validate(small) == 1
    assert validate(small, "--base", "main") == code


def test_strict_counts_what_the_change_brings(small: Path) -> None:
    """A warning that was there does not fail; one that is brought does."""
    repository = Repository(small)
    unused = "  - {{committee: example-one, rule: {}, reason: 试点, granted_by: 示例厅, date: '2026-01-20', until: '2028-12-31'}}\n"
    text = (small / "registry/waivers.yaml").read_text(encoding="utf-8")
    repository.change((text, text + unused.format("E203")), path="registry/waivers.yaml")
    assert validate(small) == 0
    assert validate(small, "--strict") == 1
    assert validate(small, "--strict", "--base", "main") == 0
    write(small, "registry/waivers.yaml", text + unused.format("E104") + unused.format("E203"))
    assert validate(small, "--base", "main") == 0
    assert validate(small, "--strict", "--base", "main") == 1


def test_time_is_not_of_the_change(small: Path) -> None:
    """A waiver that ends, with nothing changed; and one that the change takes away."""
    Repository(small)
    late = ["validate", "--root", str(small), "--as-of", "2029-01-01"]
    assert main(late) == 1
    assert main([*late, "--base", "main"]) == 0
    write(small, "registry/waivers.yaml", "waivers: []\n")
    assert main([*late, "--base", "main"]) == 0
    assert validate(small, "--base", "main") == 1


def test_deleted_record_fails(small: Path, capsys: Capture) -> None:
    Repository(small)
    (small / "registry/rosters/example-one.yaml").unlink()
    assert validate(small, "--base", "main") == 1
    assert "X004" in capsys.readouterr().out
