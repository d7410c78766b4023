"""The result of a check: a problem, as a rule states it, and the finding that the engine makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Literal

from zhicheng.text import masked

Pointer = tuple[str | int, ...]
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault at a pointer into a document. `message` and `hint` (the remedy) are Chinese.

    `clause` overrides the clause of the rule. `key` places the finding at the key instead of the value. `at` (line and column, from 1)
    places it where no pointer leads, for example in a comment. `severity` overrides the severity of the rule, for a rule that gives an
    error in one case and a warning in another.
    """

    pointer: Pointer
    message: str
    hint: str = ""
    clause: str | None = None
    key: bool = False
    at: tuple[int, int] | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with its code, severity and place. `file` is relative to the root; `line` and `column` count from 1, in characters.

    `before`: it was there before the change that is judged, which did not bring it.
    """

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    pointer: str
    message: str
    hint: str
    clause: str
    before: bool = False

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """The sort key of a report: by file, then by place."""
        return (self.file, self.line, self.column, self.code, self.message)


# The fields of a finding as a tuple, to send it to another process, where `Finding(*values)` restores it.
finding_values = attrgetter(*(field.name for field in fields(Finding)))


def pointer_text(pointer: Sequence[str | int]) -> str:
    """A pointer in RFC 6901 form: `("reviews", 0, "a/b")` is `/reviews/0/a~1b`. A key that holds a private value is masked."""
    return "".join("/" + masked(str(part)).replace("~", "~0").replace("/", "~1") for part in pointer)
