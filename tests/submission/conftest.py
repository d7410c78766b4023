"""The registry of an office, and a browser, for the tests of the page for submissions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import submit_page
from helpers.browser_python import BrowserPython, made
from helpers.browsers import started
from playwright.sync_api import Browser


@pytest.fixture
def office(small: Path) -> Path:
    return submit_page.office(small)


@pytest.fixture(scope="session")
def browser_python() -> Iterator[BrowserPython]:
    """The checker in the Python of browsers, started once a process: `open` begins anew."""
    started = BrowserPython(made())
    yield started
    started.close()


@pytest.fixture(scope="session")
def browser(browser: Browser) -> Iterator[Browser]:
    """A browser of its own, which finds HOST and obeys the policy of a page; Playwright cannot be started twice in a process."""
    own = started(browser.browser_type, f"--host-resolver-rules=MAP {submit_page.HOST} 127.0.0.1", strict=True)
    yield own
    own.close()
