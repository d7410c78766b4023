"""Builds sites and reads their files."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from helpers.registries import HERE, TODAY

from zhicheng.forms import digest
from zhicheng.registry import registry
from zhicheng.registry.history import History
from zhicheng.site import site
from zhicheng.site.page import View

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}{% raw %}**粗**[x](javascript:alert(1))<img src=x onerror=alert(2)>"


FULL = "registry/committees/650000/example-full.yaml"  # where `with_every_field` puts its committee


def build(root: Path, out: Path, today: date = TODAY) -> Path:
    """Builds the site of a registry, even one with errors, and returns its folder."""
    assert site.build(root, today, out, lambda: registry.load(root))
    return out


def view(root: Path, history: History | None = None) -> View:
    """The view that pages are made from, without Git."""
    loaded = registry.load(root)
    return View(loaded, TODAY, None, "2026.11.23", history or History(), digest.digests(loaded))


def with_every_field(root: Path) -> Path:
    """Lays over a registry a committee that uses every field that may be absent, and a unit that no division covers.

    Returns the registry.
    """
    shutil.copytree(HERE / "data/fields", root, dirs_exist_ok=True)
    path = root / "registry/reference/areas.yaml"
    unit = "units:\n  - {code: bingtuan-08, name: 第八师, system: 兵团, city: '659001', regiments: ['654200']}\n"
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n" + unit, encoding="utf-8")
    return root


def contents(folder: Path) -> dict[str, bytes]:
    """The content of every file of a folder, by relative path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def leftovers(out: Path) -> list[str]:
    """The names of hidden files and folders next to a site: leftovers of builds."""
    return sorted(path.name for path in out.parent.iterdir() if path.name.startswith("."))
