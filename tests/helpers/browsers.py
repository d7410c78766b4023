"""The browser for the page tests, and a local web server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Playwright


def chromium(playwright: Playwright) -> str:
    """The path of the browser: the one on the PATH (Debian's chromium), else Playwright's own. Fails the test where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    own = playwright.chromium.executable_path
    if Path(own).exists():
        return own
    return pytest.fail("There is no browser for the page tests. `make browser` installs one, or says what to do.", pytrace=False)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serves a folder below the root of a local server, so that links from the root fail; yields the address of the site."""
    handler = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder.parent))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/{folder.name}/"
        finally:
            server.shutdown()
            thread.join()
