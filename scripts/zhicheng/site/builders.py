"""The two programs that can build the hand-written pages and the frame of all pages: mkdocs with Material, and Zensical. All that differs
between them is here.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SEARCH_INDEX = "search/search_index.json"  # where the site has it, whichever builder made it

_HERE = Path(__file__).parent
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_MKDOCS_WARNING = re.compile(r"^WARNING[ -]*(.*)$", re.M)
_ZENSICAL_WARNING = re.compile(r"^Warning: (.*)(?:\n.*\[ (.*) \])?$", re.M)
_CLIMBING = re.compile(r'(\s(?:href|src)=")((?:\.\./)+)')
_IN_CHINESE = {"page does not exist": "链接的页面不存在", "anchor does not exist": "链接的位置不存在"}


@dataclass(frozen=True, slots=True)
class Builder:
    """A program that builds Markdown pages by the settings of mkdocs.yml.

    `name`: its name in messages. `packages`: the packages it needs, by the names they are imported by. `command`: how it is run, without
    the file of settings. `theme`: puts our theme for it into a folder, and returns the theme settings. `warnings`: the warnings in its
    output. `tidy`: brings what it built into the form that mkdocs gives it.
    """

    name: str
    packages: tuple[str, ...]
    command: tuple[str, ...]
    theme: Callable[[Path], dict[str, Any]]
    warnings: Callable[[str], Iterator[str]]
    tidy: Callable[[Path], None]


def _theme_of_mkdocs(folder: Path) -> dict[str, Any]:
    return {"custom_dir": str(_HERE / "theme")}


def _warnings_of_mkdocs(said: str) -> Iterator[str]:
    return (match[1] for match in _MKDOCS_WARNING.finditer(said))


def _theme_of_zensical(folder: Path) -> dict[str, Any]:
    """A copy of our theme that makes Zensical look like Material."""
    shutil.copytree(_HERE / "theme", folder, dirs_exist_ok=True)
    return {"custom_dir": str(folder), "variant": "classic"}  # the look of Material, which our styles are written for


def _warnings_of_zensical(said: str) -> Iterator[str]:
    for what, where in _ZENSICAL_WARNING.findall(said):
        yield _IN_CHINESE.get(what, what) + (f"（docs/{where.strip()}）" if where else "")


def _tidy_after_zensical(built: Path) -> None:
    """Moves the search index of Zensical to where mkdocs has it, in the form of mkdocs, and corrects links that lead above the top of the
    site.

    A link from a hand-written page to a page made from the registry (`../check/` in data.md) is relative to the address of the page, and
    mkdocs leaves it so. Zensical takes it as relative to the file, and adds one `../` too many.
    """
    for path in built.rglob("*.html"):
        steps = "../" * (len(path.relative_to(built).parts) - 1)
        parts = _CLIMBING.split(path.read_text(encoding="utf-8"))
        parts[2::3] = [min(climbed, steps, key=len) for climbed in parts[2::3]]
        path.write_text("".join(parts), encoding="utf-8", newline="\n")
    own = built / "search.json"
    if own.exists():
        found = json.loads(own.read_bytes())
        docs = [{key: item[key] for key in ("location", "title", "text")} for item in found["items"]]
        index = built / SEARCH_INDEX
        index.parent.mkdir(exist_ok=True)
        index.write_text(json.dumps({"config": found["config"], "docs": docs}, ensure_ascii=False), encoding="utf-8")
        own.unlink()


BUILDERS = {
    "mkdocs": Builder(
        "mkdocs",
        ("mkdocs", "material"),
        ("mkdocs", "build", "--config-file"),
        _theme_of_mkdocs,
        _warnings_of_mkdocs,
        lambda built: None,
    ),
    "zensical": Builder(
        "Zensical",
        ("zensical",),
        ("zensical", "build", "--config-file"),
        _theme_of_zensical,
        _warnings_of_zensical,
        _tidy_after_zensical,
    ),
}


def plain(said: str) -> list[str]:
    """The lines of a builder's output, without colours and empty lines."""
    return [line for line in _COLOUR.sub("", said).splitlines() if line.strip()]
