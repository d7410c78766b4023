"""A level (员级) and an authority (用人单位级) that a province adds by data alone, in everything that reads or writes them.

The provinces are those of helpers/provinces.py. All people are invented (人物均为虚构).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import packets, provinces, registries

from zhicheng.commands.cli import main
from zhicheng.registry import at_commit, registry
from zhicheng.registry.registry import Registry

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("added-levels")]

DAY = "2026-07-01"
Capture = pytest.CaptureFixture[str]
LOCAL = "registry/rulebooks/local.yaml"
DONGGUAN = "registry/committees/441900/dg-engineering.yaml"
WORKS = "registry/committees/310000/pudong-works.yaml"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both provinces, which tests must not change."""
    folder = tmp_path_factory.mktemp("provinces")
    for name in ("guangdong", "shanghai"):
        getattr(provinces, name)(folder / name)
    return {name: folder / name for name in ("guangdong", "shanghai")}


@pytest.fixture
def guangdong(made: dict[str, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(made["guangdong"], tmp_path / "guangdong"))


@pytest.fixture
def shanghai(made: dict[str, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(made["shanghai"], tmp_path / "shanghai"))


def run(root: Path, *arguments: str | Path, day: str | None = DAY) -> int:
    return main([*map(str, arguments), "--root", str(root), *(["--as-of", day] if day else [])])


def edit(root: Path, path: str, change: Callable[[dict[str, Any]], object]) -> None:
    value = yaml.safe_load((root / path).read_text(encoding="utf-8"))
    change(value)
    (root / path).write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")


def findings(root: Path) -> list[tuple[str, str, str]]:
    return [(f.code, f.message, f.hint) for f in registries.findings(root, date.fromisoformat(DAY))]


# --- rules -----------------------------------------------------------------------------------------------------------------


def test_a_misspelt_code_is_told_with_what_is_possible(guangdong: Path, shanghai: Path) -> None:
    edit(guangdong, DONGGUAN, lambda value: value["reviews"][0].update(levels=["tecnician", "junior"]))
    edit(shanghai, WORKS, lambda value: value.update(authority="company"))
    [(code, message, hint)] = findings(guangdong)
    assert (code, message) == ("S004", "“评审层级”不能是“tecnician”")
    every = "technician（员级）、junior（初级）、intermediate（中级）、associate-senior（副高级）、full-senior（正高级）"
    assert hint == f"是否想写 technician（员级）？可以填写：{every}。"
    [(code, message, hint)] = findings(shanghai)
    assert (code, message) == ("S004", "“单位级别”不能是“company”")
    every = "region（省级单位）、prefecture（地市级单位）、county（区县级单位）、central（中央驻地方单位）、unit（用人单位级）"
    more = "另有规定的单位级别，先写进规则文件（registry/rulebooks/）的 authorities。"  # it may be one that is missing
    assert hint == f"是否想写 county（区县级单位）？可以填写：{every}。{more}"


@pytest.mark.parametrize("wanted", ["levels", "authorities"])
def test_without_the_rulebook_the_code_is_unknown(guangdong: Path, shanghai: Path, wanted: str) -> None:
    """Each record that uses it is told, with the remedy, and so is the label that nothing uses."""
    root = guangdong if wanted == "levels" else shanghai
    edit(root, LOCAL, lambda value: value.pop(wanted))
    told = findings(root)
    remedy = f"先写进规则文件（registry/rulebooks/）的 {wanted}。"
    assert told
    assert all(remedy in hint for code, _, hint in told if code in ("S001", "S004"))


@pytest.mark.parametrize(
    ("levels", "message"),
    [(["intermediate", "associate-senior"], None), (["associate-senior", "full-senior"], "评审层级“正高级”超出用人单位级单位的承接范围")],
)
def test_what_an_added_authority_may_review(shanghai: Path, levels: list[str], message: str | None) -> None:
    edit(shanghai, WORKS, lambda value: value["reviews"][0].update(levels=levels))
    assert [(code, said) for code, said, _ in findings(shanghai)] == ([("E101", message)] if message else [])
    edit(shanghai, LOCAL, lambda value: value["numbers"].pop("levels_unit"))  # then nothing limits it
    assert findings(shanghai) == []


@pytest.mark.parametrize(("areas", "right"), [(["region", "county"], True), (["county"], False)])
def test_where_an_added_authority_may_be(shanghai: Path, areas: list[str], right: bool) -> None:
    edit(shanghai, LOCAL, lambda value: value["authorities"][0].update(areas=areas))
    assert [(code, said) for code, said, _ in findings(shanghai)] == ([] if right else [("E102", "区划“上海市”不是用人单位级单位的区划")])


def test_the_pages_of_rules_name_what_is_added(made: dict[str, Path], capsys: Capture) -> None:
    assert run(made["shanghai"], "explain", "E101", day=None) == 0
    said = capsys.readouterr().out
    assert "数字：levels_unit = 初级、中级、副高级（示例市备案办法第九条）" in said
    assert "区县级单位承接初级、中级、副高级，用人单位级单位承接初级、中级、副高级。" in said
    assert run(made["guangdong"], "explain", "E101", day=None) == 0
    assert "区县级单位承接员级、初级、中级。" in capsys.readouterr().out


@pytest.mark.parametrize("given", [True, False])
def test_a_figure_of_an_added_authority_is_read(shanghai: Path, given: bool) -> None:
    """`levels_unit` is a figure that a rule reads only where there is such an authority."""
    if not given:
        edit(shanghai, LOCAL, lambda value: value["numbers"].update(levels_units=value["numbers"].pop("levels_unit")))
    said = [] if given else [("X010", "没有规则使用数字 levels_units", "是否想写 levels_unit？只是说给人看的，请移到 facts 里。")]
    assert findings(shanghai) == said


# --- versions --------------------------------------------------------------------------------------------------------------


def base_of(root: Path) -> tuple[Registry, Registry]:
    """The registry on disk, and that of the last commit."""
    head = registry.load(root)
    before = at_commit.load_base(head, at_commit.base(root, "main"))
    assert before is not None
    return head, before


@pytest.mark.parametrize("taken_away", [True, False])
@pytest.mark.parametrize("name", ["guangdong", "shanghai"])
def test_each_version_of_a_registry_is_read_by_its_own_codes(name: str, taken_away: bool, request: pytest.FixtureRequest) -> None:
    """Records that did not change are right in one version and wrong in the other, where the rulebook between them changed."""
    root: Path = request.getfixturevalue(name)
    table = root / "registry/reference/series.yaml"
    table.write_text(table.read_text(encoding="utf-8").replace("technician: ", "entry: "), encoding="utf-8")  # else nothing can be read
    code = "technician" if name == "guangdong" else "unit"
    text = (root / LOCAL).read_text(encoding="utf-8")
    edit(root, LOCAL, lambda value: value.pop("levels" if name == "guangdong" else "authorities"))
    without = (root / LOCAL).read_text(encoding="utf-8")
    (root / LOCAL).write_text(text if taken_away else without, encoding="utf-8")
    packets.repository(root)
    (root / LOCAL).write_text(without if taken_away else text, encoding="utf-8")
    head, before = base_of(root)
    right, wrong = (before, head) if taken_away else (head, before)
    assert right.findings == []
    assert code in {*right.levels, *right.ranks.order}
    assert code not in {*wrong.levels, *wrong.ranks.order}
    assert {finding.code for finding in wrong.findings} >= {"S004"}
    assert len(wrong.committees) < len(right.committees) == (10 if name == "guangdong" else 12)
