"""Checks of pages that others wrote: axe for accessibility, the W3C's Nu checker for HTML. `make browser` fetches both.

Where one is missing the test that needs it is skipped with what to install; in CI it fails.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from helpers.browsers import CONTRAST
from playwright.sync_api import Page

_FOLDER = Path(sys.prefix) / "page-checks/node_modules"


def _missing(what: str) -> Any:
    (pytest.fail if os.environ.get("CI") else pytest.skip)(what)


@cache
def _axe() -> str:
    path = _FOLDER / "axe-core/axe.min.js"
    if not path.exists():
        _missing("axe is missing: `make browser` fetches it from npm.")
    return path.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What axe finds at an open page, of every impact."""
    page.evaluate(_axe())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{one['id']} ({one['impact']}): {' '.join(node['html'].split())[:150]}" for one in found for node in one["nodes"]]


def hard_to_read(page: Page) -> list[Any]:
    """What axe finds at a page and texts of too little contrast, in light and in dark colours; how far it can be scrolled sideways."""
    found: list[Any] = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += violations(page) + page.evaluate(CONTRAST)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, *([wide] if wide > 0 else [])]


def html_errors(paths: Iterable[Path]) -> list[str]:
    """The errors that the Nu checker finds in HTML files."""
    jar = _FOLDER / "vnu-jar/build/dist/vnu.jar"
    if not jar.exists():
        _missing("The Nu HTML checker is missing: `make browser` fetches it from npm.")
    if shutil.which("java") is None:
        _missing("The Nu HTML checker needs Java. As an administrator: apt-get install default-jre-headless")
    command = ["java", "-Xss4m", "-jar", str(jar), "--errors-only", "--format", "json", *map(str, paths)]
    said = subprocess.run(command, capture_output=True, check=False, encoding="utf-8").stderr
    return [f"{one['url'].rpartition('/site/')[2]}: {one['message']}" for one in json.loads(said)["messages"]]
