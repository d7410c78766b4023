"""The door of the page for submissions, in this Python, with the registry of an office in Git."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from helpers import packets

from zhicheng.registry import registry
from zhicheng.submission import snapshot
from zhicheng.submission.calls import Visit, answered

Value = dict[str, Any]
TIME = f"{packets.DAY}T10:30:00+08:00"


class Door:
    """The door of a page with the registry of an office."""

    def __init__(self, office: Path, time: str = TIME) -> None:
        self.visit, self.time = Visit(), time
        commit = packets.git(office, "rev-parse", "HEAD").strip()
        assert self.ask("open", [snapshot.written(registry.load(office), commit)])["ok"]

    def ask(self, do: str, attached: Sequence[bytes] = (), **said: Any) -> Value:
        """The answer to a request."""
        return self.call(do, attached, **said)[0]

    def call(self, do: str, attached: Sequence[bytes] = (), **said: Any) -> tuple[Value, list[bytes]]:
        """The answer to a request, and the bytes attached to it."""
        answer, more = answered(self.visit, json.dumps({"do": do, "time": self.time, **said}), attached)
        return json.loads(answer), more
