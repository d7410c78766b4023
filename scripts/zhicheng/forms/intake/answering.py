"""Applies answers to the questions about forms, and finds those that no question asks for any more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from zhicheng.forms.reading.questions import Question


class Asking(Protocol):
    """What was read, with the questions about it."""

    @property
    def questions(self) -> list[Question]: ...


Read = TypeVar("Read", bound=Asking)


@dataclass(slots=True)
class Answering:
    """The answers of a draft, a file and a terminal, by the id of the question.

    `before` has the messages that the answers of the draft were given to, `name` the committee of the draft. Reading sets `used` (the
    answers that were read into the forms), `stale` (answers given to another message than that of today) and `first` (the questions as they
    were asked without answers).
    """

    given: dict[str, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    used: dict[str, str] = field(default_factory=dict)
    stale: dict[str, str] = field(default_factory=dict)
    first: dict[str, Question] = field(default_factory=dict)

    @property
    def unused(self) -> list[str]:
        """The ids of answers to which no question was found."""
        return [key for key in self.given if key not in self.used]

    @property
    def asked(self) -> dict[str, str]:
        """The message of each question that is open or answered."""
        kept = {key: text for key, text in self.before.items() if key in self.given}
        return kept | {key: one.asked for key, one in self.first.items()}

    def take(self, said: Mapping[str, str]) -> None:
        """Uses answers that were just typed in."""
        self.given |= said
        self.used |= said


def settled(read: Callable[[dict[str, str]], Read], answers: Answering) -> Read:
    """The forms, read by `read` with the answers to their questions, step by step, since one answer may lead to the next question.

    An answer is not used where the cell is understood without it, as after the form was corrected, nor for another question at the same
    cell than the one that it was given to.
    """
    while True:
        forms = read(dict(answers.used))
        new: dict[str, str] = {}
        for one in forms.questions:
            answers.first.setdefault(one.id, one)
            if one.id not in answers.given or one.id in answers.used:
                continue
            if answers.before.get(one.id, one.asked) != one.asked:
                answers.stale[one.id] = answers.given.pop(one.id)
            else:
                new[one.id] = answers.given[one.id]
        if not new:
            return forms
        answers.used |= new
