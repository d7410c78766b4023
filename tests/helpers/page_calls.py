"""The door of the page for submissions, asked as the page asks it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from zhicheng.registry import registry
from zhicheng.submission import snapshot
from zhicheng.submission.calls import Visit, answered

Value = dict[str, Any]
Call = Callable[..., tuple[Value, list[bytes]]]
TIME = "2026-11-23T10:30:00+08:00"


def here(visit: Visit | None = None) -> Call:
    """The door in this Python."""
    visit = visit or Visit()

    def call(do: str, attached: Sequence[bytes] = (), **said: Any) -> tuple[Value, list[bytes]]:
        answer, more = answered(visit, json.dumps({"do": do, "time": TIME, **said}), attached)
        return json.loads(answer), more

    return call


def opened(call: Call, office: Path, commit: str = "") -> Value:
    said, _ = call("open", [snapshot.written(registry.load(office), commit)])
    return said


def read(call: Call, forms: Sequence[tuple[str, bytes]], **given: Any) -> Value:
    said, _ = call("read", [content for _, content in forms], files=[name for name, _ in forms], given=given)
    return said


class OpenPage:
    """A visit to the page in this Python, with the registry opened."""

    def __init__(self, root: Path) -> None:
        self.visit = Visit()
        self.call = here(self.visit)
        opened(self.call, root)

    def read(self, forms: Sequence[tuple[str, bytes]], **given: Any) -> Value:
        said = read(self.call, forms, **given)
        assert said["ok"], said
        return said

    @property
    def record(self) -> Value:
        assert self.visit.submission is not None
        assert self.visit.submission.read is not None
        return copy.deepcopy(self.visit.submission.read.record)

    @property
    def contacts(self) -> Value:
        assert self.visit.submission is not None
        assert self.visit.submission.read is not None
        return dict(self.visit.submission.read.contacts or {})
