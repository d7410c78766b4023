"""Builds sites and reads their files."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

from helpers import draws
from helpers.registries import HERE, TODAY

from zhicheng.forms import digest
from zhicheng.registry import registry
from zhicheng.registry.history import History
from zhicheng.site import site
from zhicheng.site.page import View

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}{% raw %}**粗**[x](javascript:alert(1))<img src=x onerror=alert(2)>"


FULL = "registry/committees/650000/example-full.yaml"  # where `with_every_field` puts its committee


def build(root: Path, out: Path, today: date = TODAY, builder: str | None = None) -> Path:
    """Builds the site of a registry, even one with errors, and returns its folder."""
    assert site.build(root, today, out, lambda: registry.load(root), builder=builder)
    return out


def view(root: Path, history: History | None = None) -> View:
    """The view that pages are made from, without Git."""
    loaded = registry.load(root)
    return View(loaded, TODAY, None, "2026.11.23", history or History(), digest.digests(loaded))


def with_every_field(root: Path) -> Path:
    """Lays over a registry a committee that uses every field that may be absent, draws in every state, and a unit that no division covers.

    Returns the registry.
    """
    shutil.copytree(HERE / "data/fields", root, dirs_exist_ok=True)
    path = root / "registry/reference/areas.yaml"
    unit = "units:\n  - {code: bingtuan-08, name: 第八师, system: 兵团, city: '659001', regiments: ['654200']}\n"
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n" + unit, encoding="utf-8")
    return draws.lay(root)


def bad_links(built: Path) -> tuple[list[tuple[str, str]], list[str]]:
    """The relative links and assets of all pages but 404 that lead to no file of the site, with the first folder of their page; and what
    pages load from another origin.
    """
    missing, foreign = set[tuple[str, str]](), set[str]()
    for path in contents(built):
        if not path.endswith(".html") or path == "404.html":
            continue
        text = (built / path).read_text(encoding="utf-8")
        for attribute, link in re.findall(r'<[a-z][^<>]*?\s(href|src)="([^"]*)"', text):
            target = link.split("#")[0].split("?")[0]
            if re.match(r"[a-z]+:|//", link):
                if attribute == "src" or "stylesheet" in text[max(0, text.find(link) - 60) : text.find(link)]:
                    foreign.add(link)
            elif target:
                full = ((built / path).parent / target).resolve()
                if not (full.is_file() or (full / "index.html").is_file()):
                    missing.add((path.split("/")[0], link))
    return sorted(missing), sorted(foreign)


def contents(folder: Path) -> dict[str, bytes]:
    """The content of every file of a folder, by relative path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def leftovers(out: Path) -> list[str]:
    """The names of hidden files and folders next to a site: leftovers of builds."""
    return sorted(path.name for path in out.parent.iterdir() if path.name.startswith("."))
