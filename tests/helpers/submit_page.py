"""The page for submissions in a browser: made for a registry, opened, waited for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from helpers import packets, registries
from helpers.browser_python import FETCHED, made
from playwright.sync_api import Page

from zhicheng.registry import registry
from zhicheng.submission import page_making, parts

PATIENCE = 240_000  # milliseconds; a start takes a few seconds where nothing else runs
SANDBOXED = "because the document's frame is sandboxed"  # what Playwright itself would run in the frame of the public page
NOW = "2026-11-23T02:30:00Z"
# Whether the page can be left without being asked.
LEFT = "() => { const event = new Event('beforeunload', {cancelable: true}); dispatchEvent(event); return event.returnValue; }"
KEPT = "document.getElementById('kept').textContent"
# All that lies in any storage of the page, as text in which what is ASCII or UTF-8 can be found.
STORED = """async () => {
  const texts = [JSON.stringify(Object.entries(localStorage)), JSON.stringify(Object.entries(sessionStorage)), document.cookie];
  for (const { name, version } of await indexedDB.databases()) {
    const base = await new Promise((go) => { const asked = indexedDB.open(name, version); asked.onsuccess = () => go(asked.result); });
    for (const store of base.objectStoreNames) {
      const all = base.transaction(store).objectStore(store);
      const asked = [all.getAllKeys(), all.getAll()].map((one) => new Promise((go) => { one.onsuccess = () => go(one.result); }));
      const [keys, values] = await Promise.all(asked);
      keys.forEach((key, i) => texts.push(`${key}: ${Object.keys(values[i])} ${new TextDecoder().decode(values[i].sealed)}`));
    }
    base.close();
  }
  return texts;
}"""
HOST = "office.example"  # a server without https


def office(small: Path) -> Path:
    """The small registry in Git with its keys in the public list, without a roster of example-one."""
    (small / packets.ROSTER).unlink()
    (small / "registry/vault/example-one.roster.age").unlink()
    (small / "registry/vault/recipients.txt").unlink()
    registries.write(small, "registry/recipients.yaml", registries.keys_of_centre())
    return packets.repository(small)


@cache
def given() -> dict[str, bytes]:
    """The parts of the page."""
    return parts.parts(FETCHED)


def page_of(root: Path, commit: str = "") -> bytes:
    made()
    return page_making.page(registry.load(root), commit, given())


def saved(root: Path, file: Path) -> str:
    """Saves the page of a registry, as it is committed, and gives its address."""
    file.write_bytes(page_of(root, packets.git(root, "rev-parse", "HEAD").strip()))
    return file.as_uri()


def ready(page: Page, address: str = "") -> None:
    """Opens an address, unless it is open, and waits until the checker is there."""
    if address:
        page.goto(address)
    page.wait_for_selector("#work:not([hidden])", timeout=PATIENCE)


def status(page: Page, text: str) -> None:
    """Waits until the line that says what goes on begins with a text."""
    page.wait_for_function("text => document.getElementById('status').textContent.startsWith(text)", arg=text, timeout=PATIENCE)
