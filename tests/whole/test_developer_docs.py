"""The papers for developers name what there is: packages, modules, files of the recipes, decisions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import registries

TOP = registries.HERE.parent
DOCS = TOP / "docs/developers"
PACKAGE = TOP / "scripts/zhicheng"
ARCHITECTURE = (DOCS / "architecture.md").read_text(encoding="utf-8")
PACKAGES = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()} - {"__init__", "__main__"}
WITH_MODULES = sorted(name for name in PACKAGES if (PACKAGE / name).is_dir())
# A path of a recipe begins with one of these, in the checkout or in the package; `<name>` and `…` are for whoever adds something.
BEGINNINGS = {path.name for path in (*TOP.iterdir(), *PACKAGE.iterdir()) if path.is_dir()}


def section(heading: str) -> str:
    """What stands under a heading, up to the next of the same depth or above."""
    found = re.search(rf"(?ms)^{heading}\n(.*?)(?=^#{{1,{heading.index(' ')}}} |\Z)", ARCHITECTURE)
    assert found is not None, heading
    return found[1]


def first_cells(table: str) -> list[str]:
    """The names in backquotes in the first column of a table."""
    return [name for line in table.splitlines() if line.startswith("| `") for name in re.findall("`([^`]+)`", line.split("|")[1])]


def test_the_picture_and_the_first_table_show_every_package() -> None:
    picture = (TOP / "docs/assets/architecture.svg").read_text(encoding="utf-8")
    assert set(re.findall(r'<text class="n"[^>]*>([^<]+)<', picture)) == PACKAGES
    listed = first_cells(ARCHITECTURE[: ARCHITECTURE.index("\n## ")])
    assert sorted(listed) == sorted(PACKAGES)


@pytest.mark.parametrize("package", WITH_MODULES)
def test_tables_of_modules(package: str) -> None:
    """Each module of a package stands in its table once: by its name, or by the folder it lies in."""
    listed = first_cells(section(f"### {package}"))
    modules = [path.relative_to(PACKAGE / package) for path in (PACKAGE / package).rglob("*.py")]
    here = [path.stem for path in modules if len(path.parts) == 1 and path.stem != "__init__"]
    folders = {f"{path.parts[0]}/" for path in modules if len(path.parts) > 1}
    assert sorted(listed) == sorted([*here, *folders])


@pytest.mark.parametrize("page", ["architecture.md", "adding.md", "workflows.md", "decisions/index.md", "../../CONTRIBUTING.md"])
def test_files_that_are_named_exist(page: str) -> None:
    """Paths in backquotes, as they lie in the checkout or in the package."""
    text = re.sub(r"(?ms)^ *```.*?^ *```", "", (DOCS / page).read_text(encoding="utf-8"))
    for path in re.findall(r"`([\w.]+/[\w./-]*)`", text):
        if path.split("/")[0] in BEGINNINGS:
            assert (TOP / path).exists() or (PACKAGE / path).exists(), path


def test_decisions() -> None:
    """One file each, numbered without a gap, all in the index; each with question, choice, what speaks against it, and consequence."""
    files = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    assert [int(path.name[:4]) for path in files] == list(range(1, len(files) + 1))
    index = (DOCS / "decisions/index.md").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^\| \d+ \| \[[^\]]+\]\(([^)]+)\)", index) == [path.name for path in files]
    for path in files:
        assert_half_a_page(path)


def assert_half_a_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    parts = re.findall(r"(?m)^\*\*([A-Z][a-z ]+)\.\*\*", text)
    assert parts[:4] == ["Question", "Choice", "Against it", "Consequence"], path.name
    assert len(text) < 4000, path.name
