"""Fixtures that several test modules share."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from helpers import registries, sites
from helpers.browsers import chromium
from helpers.judging import Judge, Judged
from helpers.registries import TODAY
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

settings.register_profile("suite", deadline=None)  # a test is not at fault where the machine is busy
settings.load_profile("suite")

# A module whose tests nearly all run Git, mkdocs, a browser or whole builds says so with this line.
SLOW = re.compile(r"^pytestmark = .*\bpytest\.mark\.slow\b", re.MULTILINE)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leaves the slow modules of `make test-fast` out before they are imported: that alone would take seconds in every worker."""
    if config.option.markexpr != "not slow" or collection_path.suffix != ".py":
        return None
    return True if SLOW.search(collection_path.read_text(encoding="utf-8")) else None


@pytest.fixture(scope="session")
def small_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small registry, made once: only to be copied."""
    return registries.small(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The registry without records, made once: only to be copied."""
    return registries.empty(tmp_path_factory.mktemp("empty"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample registry's site, built once a session as of 2026-11-23: only to be read."""
    return sites.build(registries.REAL.parent, tmp_path_factory.mktemp("sample") / "site")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of the page tests, one for all of them: Playwright cannot be started twice in a process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(playwright), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def small(small_template: Path, tmp_path: Path) -> Path:
    """The root of a small valid registry of the test's own; on 2026-11-23 it has no finding."""
    return Path(shutil.copytree(small_template, tmp_path / "small"))


@pytest.fixture
def empty(empty_template: Path, tmp_path: Path) -> Path:
    """The root of a registry of the test's own with reference tables, rulebooks and rounds, and no committee."""
    return Path(shutil.copytree(empty_template, tmp_path / "empty"))


@pytest.fixture
def judge(empty: Path) -> Judge:
    """Judges a record that differs from `example-one` in the given fields, among `others` (by path, whole texts)."""

    def judge(changes: str | None = "", today: date = TODAY, others: dict[str, str] | None = None) -> Judged:
        marks = []
        texts = dict(others or {})
        if changes is not None:
            text = registries.record(changes)
            texts[registries.home(text.replace(registries.MARK, ""))] = text
        for path, marked in texts.items():
            text, places = registries.unmark(marked)
            marks += [(path, *place) for place in places]
            registries.write(empty, path, text)
        return Judged(registries.findings(empty, today), marks)

    return judge
