"""Firefox for the page tests, spoken to over WebDriver BiDi, which Debian's firefox-esr brings with it."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

_LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
_KEYS = {"Enter": "\ue006", "Tab": "\ue004", "ArrowDown": "\ue015", "ArrowUp": "\ue013", "Escape": "\ue00c"}
# The clock of a page stands on a day.
_ON_DAY = """() => {
  const Then = Date, now = Then.parse("DAYT04:00:00Z");
  globalThis.Date = class extends Then {
    constructor(...given) { super(...(given.length ? given : [now])); }
    static now() { return now; }
  };
}"""


def firefox() -> str | None:
    """The path of the browser; None where there is none."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class _CommandError(AssertionError):
    """A command that Firefox could not carry out."""


class Tab:
    """A tab of Firefox.

    `complaints`: what it said in its console of errors, uncaught ones too; `requests`: what was asked for after `watch`.
    """

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._numbers = itertools.count(1)
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=["log.entryAdded"])
        self._context = self._ask("browsingContext.getTree")["contexts"][0]["context"]

    def _ask(self, method: str, **params: object) -> Any:
        """What Firefox answers to a command; raises `_CommandError` where it fails."""
        number = next(self._numbers)
        self._connection.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            said = json.loads(self._connection.recv(timeout=120))
            if said.get("method") == "log.entryAdded" and said["params"]["level"] == "error":
                self.complaints.append(str(said["params"]["text"]))
            if said.get("method") == "network.beforeRequestSent":
                self.requests.append(str(said["params"]["request"]["url"]))
            if said.get("id") == number:
                if said["type"] != "success":
                    raise _CommandError(f"{method}: {said.get('message')}")
                return said["result"]

    def watch(self) -> None:
        """Notes from now on what the page and its workers ask for."""
        self._ask("session.subscribe", events=["network.beforeRequestSent"])

    def on_day(self, day: str) -> None:
        """Lets the clock of every page that is opened from now on stand on a day."""
        self._ask("script.addPreloadScript", functionDeclaration=_ON_DAY.replace("DAY", day))

    def resize(self, width: int, height: int) -> None:
        self._ask("browsingContext.setViewport", context=self._context, viewport={"width": width, "height": height})

    def open(self, address: str) -> None:
        """Opens a page and waits until it has loaded.

        The page is asked whether it has: Firefox at times gives no answer to a command that waits for a page where the one before was
        still loading, and leaves it undone where that one was just going elsewhere.
        """
        for _ in range(4):
            self.run("void (globalThis.zhichengLeft = true)")
            self._ask("browsingContext.navigate", context=self._context, url=address, wait="none")
            if self._comes_true("!globalThis.zhichengLeft && document.readyState === 'complete'", 30):
                return
        raise AssertionError(f"{address} does not load")

    def run(self, script: str) -> Any:
        """The value of an expression, awaited where it is a promise, which has to be text, a number or such a thing in JSON."""
        found = self._ask(
            "script.evaluate",
            expression=f"Promise.resolve({script}).then((value) => JSON.stringify(value === undefined ? null : value))",
            target={"context": self._context},
            awaitPromise=True,
        )
        assert found["type"] == "success", found["exceptionDetails"]["text"]
        return json.loads(found["result"]["value"])

    def choose(self, selector: str, *files: Path) -> None:
        """Chooses files in an input."""
        found = self._ask(
            "script.evaluate",
            expression=f"document.querySelector({json.dumps(selector)})",
            target={"context": self._context},
            awaitPromise=False,
        )
        element = {"sharedId": found["result"]["sharedId"]}
        self._ask("input.setFiles", context=self._context, element=element, files=[str(file) for file in files])

    def wait(self, condition: str) -> None:
        """Waits until an expression is true of a page that has loaded, two minutes at most."""
        assert self._comes_true(f"document.readyState === 'complete' && ({condition})", 120), condition

    def _comes_true(self, condition: str, seconds: int) -> bool:
        """Whether an expression becomes true in a time. It is asked again and again, as the page may be left meanwhile."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if self.run(f"Boolean({condition})"):
                    return True
            except _CommandError:
                pass  # the page it was put to is gone
            time.sleep(0.05)
        return False

    def texts(self, selector: str) -> list[str]:
        """The text of each element that a selector finds, as it is seen, in one line."""
        found = self.run(f"Array.from(document.querySelectorAll({json.dumps(selector)}), (node) => node.innerText)")
        return [" ".join(text.split()) for text in found]

    def press(self, *keys: str) -> None:
        """Presses keys, by name or as what they write."""
        actions = [{"type": kind, "value": _KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")]
        self._ask("input.performActions", context=self._context, actions=[{"type": "key", "id": "keys", "actions": actions}])


@contextmanager
def tab(folder: Path, program: str) -> Iterator[Tab]:
    """A tab of a Firefox of its own, whose profile lies in an empty folder."""
    command = [program, "--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port", "0", "about:blank"]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stderr is not None
        try:
            found = next((match for line in process.stderr if (match := _LISTENING.search(line))), None)
            assert found, "Firefox does not say where it listens"
            with connect(f"{found[1]}/session", max_size=None) as connection:
                yield Tab(connection)
        finally:
            process.terminate()
            process.wait(30)
