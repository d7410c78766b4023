"""The browser for the page tests, and a local web server."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, Playwright, expect

Opened = TypeVar("Opened", BrowserContext, Page)

# Milliseconds. What a page does in one may take very long where all cores are at other tests; what never comes is waited for in vain.
PATIENCE = 90_000

# Contrast of every text with what lies behind it, by WCAG; the worst below 4.5 are given.
CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255];
  };
  const over = (top, below) => below.map((value, i) => top[i] * top[3] + value * (1 - top[3]));
  const light = (colour) => colour.map((v) => v / 255).map((v) => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = (node) => {
    const layers = [];
    for (; node; node = node.parentElement) {
      const colour = rgba(getComputedStyle(node).backgroundColor);
      if (colour[3] > 0) layers.unshift(colour);
      if (colour[3] === 1) break;
    }
    return layers.reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), bad = [];
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || node.closest("script, style, noscript, .visually-hidden, .md-search__output")) continue;
    if (!node.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    const back = behind(node), [a, b] = [light(over(rgba(getComputedStyle(node).color), back)), light(back)].sort();
    if ((b + .05) / (a + .05) < 4.5) bad.push(`${node.tagName}.${node.className}: ${walker.currentNode.data.trim().slice(0, 20)}`);
  }
  return bad;
}"""
# The answer of the search is there, whole: what takes long comes a moment later.
WHOLE = "() => !document.querySelector('#found[aria-busy]')"
# How far a page can be scrolled sideways, and what stands out of it.
OVERFLOW = """() => [document.documentElement.scrollWidth - innerWidth, ...[...document.querySelectorAll("article *")]
  .filter((node) => node.checkVisibility() && !node.closest(".md-typeset__scrollwrap, pre, thead, .visually-hidden"))
  .filter((node) => node.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map((node) => node.outerHTML.slice(0, 80))]"""


def chromium(playwright: Playwright | BrowserType) -> str:
    """The path of the browser: the one on the PATH (Debian's), else Playwright's own. Fails the test where there is none.

    Chromium without a window of its own comes first: the same pages take it half of the processor time, as it draws no tabs and menus.
    """
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    own = (playwright if isinstance(playwright, BrowserType) else playwright.chromium).executable_path
    if Path(own).exists():
        return own
    return pytest.fail("There is no browser for the page tests. `make browser` installs one, or says what to do.", pytrace=False)


def started(kind: BrowserType, *arguments: str, strict: bool = False) -> Browser:
    """A browser whose pages are waited for with patience.

    What a test waits for or asks is itself a script, which the policy of the pages lets no one run: tests of the policy ask for
    `bypass_csp=False`, or for a browser that is `strict`, where that is what a page has unless it asks for `bypass_csp=True`.
    """
    browser = kind.launch(executable_path=chromium(kind), args=["--no-sandbox", *arguments])
    expect.set_options(timeout=PATIENCE)
    browser.new_context = _patient(browser.new_context, not strict)  # type: ignore[method-assign]
    browser.new_page = _patient(browser.new_page, not strict)  # type: ignore[method-assign]
    return browser


def _patient(opening: Callable[..., Opened], bypassing: bool) -> Callable[..., Opened]:
    def opened(bypass_csp: bool = bypassing, **options: object) -> Opened:
        found = opening(bypass_csp=bypass_csp, **options)
        found.set_default_timeout(PATIENCE)
        return found

    return opened


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # else five, and what the system drops of more connections at once keeps Firefox waiting for 90 seconds


@contextmanager
def answering(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    """Runs a local server; yields the address of its root."""
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))  # it looks so often whether it is to stop, each half second else
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def served(folder: Path, headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serves a folder below the root of a local server, so that links from the root fail; yields the address of the site.

    `headers` are sent with every file.
    """

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def end_headers(self) -> None:
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            super().end_headers()

    with answering(partial(Handler, directory=str(folder.parent))) as top:
        yield f"{top}{folder.name}/"
