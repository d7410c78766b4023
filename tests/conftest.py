"""Fixtures that several test modules share, and the rule that leaves slow modules out."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from helpers import builder_once, read_once, registries, sites
from helpers.browsers import started
from helpers.deep import DEEP
from helpers.distribution import ByModule, is_slow
from helpers.judging import Judge, Judged
from helpers.registries import TODAY
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from zhicheng.documents import loading, yaml_reading
from zhicheng.site import page_frame

settings.register_profile("suite", deadline=None, derandomize=not DEEP)  # a test is not at fault where the machine is busy
settings.load_profile("suite")

# New repositories have no sample hooks, which are most of their files. Set before any module of tests takes over the environment.
os.environ["GIT_TEMPLATE_DIR"] = str(registries.HERE / "data/git-template")

_MEMORY = "/dev/shm"  # noqa: S108 - a disk in memory, of Linux


def _has_room(folder: str) -> bool:
    """Whether the folders of tests may stand there: it takes programs, and has 8 GiB left."""
    try:
        found = os.statvfs(folder)
    except (OSError, AttributeError):
        return False
    return os.access(folder, os.W_OK) and not found.f_flag & os.ST_NOEXEC and found.f_bavail * found.f_frsize >= 8 * 1024**3


if _has_room(_MEMORY):  # tests write some hundred thousand small files, which takes a disk as long as the quick part itself
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", _MEMORY)

gc.disable()  # until everything is collected: what is made until then stays to the end


def pytest_collection_finish() -> None:
    """Looks no more for garbage among the thousands of collected tests, and seldom among what tests leave behind."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Skips slow modules before they are imported under `-m "not slow"`: importing them takes seconds in every worker."""
    if config.option.markexpr != "not slow" or collection_path.suffix != ".py":
        return None
    return True if is_slow(collection_path) else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByModule | None:
    """Deals out whole modules and groups where pytest-xdist is asked for groups."""
    return ByModule(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture(scope="session", autouse=True)
def frames_built_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The builder of the site's frame works once for the same pages and settings, for all workers of a run."""
    base = tmp_path_factory.getbasetemp()
    builder_once.keep_in((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "frames")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_frame, "subprocess", builder_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def texts_read_once() -> Iterator[None]:
    """What a YAML text holds, and that it fits its schema, is worked out once in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_reading, "value_of", read_once.value_of)
        patch.setattr(loading, "fitting", read_once.fitting)
        yield


@pytest.fixture(scope="session")
def small_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small registry, made once a session. Tests must not change it; `small` is a copy."""
    return registries.small(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The registry without records, made once a session. Tests must not change it; `empty` is a copy."""
    return registries.empty(tmp_path_factory.mktemp("empty"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample registry's site, built once a session as of 2026-11-23. Tests must not change it."""
    return sites.build(registries.REAL.parent, tmp_path_factory.mktemp("sample") / "site")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of the page tests, one for all of them: Playwright cannot be started twice in a process."""
    with sync_playwright() as playwright:
        browser = started(playwright.chromium)
        yield browser
        browser.close()


@pytest.fixture
def small(small_template: Path, tmp_path: Path) -> Path:
    """The root of a copy of the small valid registry, for one test; on 2026-11-23 it has no finding."""
    return registries.copied(small_template, tmp_path / "small")


@pytest.fixture
def empty(empty_template: Path, tmp_path: Path) -> Path:
    """The root of a copy, for one test, of the registry with reference tables, rulebooks and rounds, but no committee."""
    return registries.copied(empty_template, tmp_path / "empty")


@pytest.fixture
def judge(empty: Path) -> Judge:
    """Returns a function that checks a record that differs from `example-one` in given fields, with `others` (whole texts by path)."""

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
