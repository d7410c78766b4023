"""X013: what `init` left to be filled in, in a registry that is no sample."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import registries

from zhicheng.commands.cli import main


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    assert main(["init", str(tmp_path / "gd"), "--region", "440000"]) == 0
    return tmp_path / "gd"


def found(root: Path) -> list[tuple[str, str]]:
    return [(finding.file, finding.message) for finding in registries.findings(root) if finding.code == "X013"]


def test_a_new_registry_is_a_sample_and_may_wait(fresh: Path) -> None:
    assert found(fresh) == []


def test_what_is_left_when_it_is_no_sample_any_more(fresh: Path) -> None:
    """The centre, its telephone, and the name and every clause of the rulebook."""
    path = fresh / "registry/registry.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("sample: true\n", ""), encoding="utf-8")
    told = found(fresh)
    assert ("registry/registry.yaml", "“中心名称”还没有填写") in told
    assert {file for file, _ in told} == {"registry/registry.yaml", "registry/rulebooks/local.yaml"}
    book = (fresh / "registry/rulebooks/local.yaml").read_text(encoding="utf-8")
    assert len([file for file, _ in told if file.endswith("local.yaml")]) == book.count("请填写")


def test_a_clause_that_is_not_filled_in_is_no_part_of_the_name(fresh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor is the placeholder, where a clause is cited: it says that there is none yet."""
    capsys.readouterr()
    for filled in (False, True):
        assert main(["explain", "E101", "--root", str(fresh)]) == 0
        said = capsys.readouterr().out
        assert ("依据：本地区备案文件（条款还没有填写）\n" in said) is not filled
        assert ("依据：本地区备案文件第三条\n" in said) is filled
        assert "请填写" not in said
        path = fresh / "registry/rulebooks/local.yaml"
        text = (
            path.read_text(encoding="utf-8").replace("  E101: 请填写条款", "  E101: 第三条").replace("clause: 请填写条款", "clause: 第三条")
        )
        path.write_text(text, encoding="utf-8")
