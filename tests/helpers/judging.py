"""The result of the `judge` fixture: the findings of a registry, to be compared with the marks (▶) in the test's own text."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from zhicheng.documents.finding import Finding


class Judged(NamedTuple):
    """The findings, and the `(path, line, column)` of each mark."""

    findings: list[Finding]
    marks: list[tuple[str, int, int]]

    def says(self, code: str, *messages: str, hints: list[str] | None = None, clause: str | None = None) -> None:
        """Asserts that there are exactly these findings, in order: code, messages, places at the marks, hints and clause if given."""
        assert [(f.code, f.message) for f in self.findings] == [(code, message) for message in messages]
        assert [(f.file, f.line, f.column) for f in self.findings] == sorted(self.marks)
        if hints is not None:
            assert [f.hint for f in self.findings] == hints
        if clause is not None:
            assert {f.clause for f in self.findings} == {clause}


Judge = Callable[..., Judged]
