"""The checker as it runs in a browser: its payload in Pyodide, in Node. `make submit` fetches both."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from helpers import registries

from zhicheng.errors import UserError
from zhicheng.submission import payload

FETCHED = registries.HERE.parent / "build/submit"
RUNNER = registries.HERE / "submission/runner.mjs"
Value = dict[str, Any]


@cache
def made() -> Path:
    """The payload of the sources, which no test changes. Where what it takes is missing, the tests are left out; in CI they fail."""
    try:
        payload.payload(FETCHED)
    except UserError as error:
        if os.environ.get("CI"):
            return pytest.fail(f"There is no Python for browsers. `make submit` fetches it. {error}", pytrace=False)
        return pytest.skip(f"There is no Python for browsers: `make submit` fetches it. {error}")
    return max(FETCHED.glob("payload-*.zip.xz"), key=lambda path: path.stat().st_mtime)


class BrowserPython:
    """A process with Pyodide and the payload, which stays for many calls."""

    def __init__(self, content: Path) -> None:
        node = shutil.which("node", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
        assert node is not None
        self._process = subprocess.Popen(
            [node, RUNNER, FETCHED, content], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self.start = self._line()

    def _line(self) -> Value:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "Node has ended"
        return dict(json.loads(line))

    def ask(self, **said: Any) -> Value:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(said) + "\n")
        self._process.stdin.flush()
        answer = self._line()
        assert "fault" not in answer, answer["fault"]
        return answer

    def call(self, request: Value, attached: Sequence[bytes] = ()) -> tuple[Value, list[bytes], float]:
        """The answer of the door to a request, the bytes attached to it, and the milliseconds that it took."""
        done = self.ask(call=json.dumps(request), attached=[base64.b64encode(one).decode() for one in attached])
        return json.loads(done["answer"]), [base64.b64decode(one) for one in done["attached"]], done["ms"]

    def worked(self, request: Value, attached: Sequence[bytes] = ()) -> tuple[Value, list[bytes], float]:
        """The same as `call`, with the milliseconds of processor time of the whole process."""
        done = self.ask(call=json.dumps(request), attached=[base64.b64encode(one).decode() for one in attached])
        return json.loads(done["answer"]), [base64.b64decode(one) for one in done["attached"]], done["cpu"]

    def run(self, source: str, attached: Sequence[bytes] = ()) -> tuple[str, float]:
        """What the function `run` in a source gives for bytes, and the milliseconds that it took."""
        done = self.ask(run=source, attached=[base64.b64encode(one).decode() for one in attached])
        return done["result"], done["ms"]

    def seal(self, plain: bytes, recipients: Sequence[str]) -> bytes:
        """A plaintext sealed by age-encryption, armoured."""
        return base64.b64decode(self.ask(seal=base64.b64encode(plain).decode(), recipients=list(recipients))["sealed"])

    def close(self) -> None:
        self._process.communicate(timeout=60)
