"""Which of the answers given are used: those to a question that the forms, as they are now, still ask."""

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
    """The answers of a draft, a file and a terminal, by the ids of questions.

    `before` has the messages that the answers of a draft were given to, `name` the committee of that draft. `used` are the answers that
    were read into the forms, `stale` those that were given to another message, `first` the questions as they were asked without an answer.
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
    """Reads the forms with the answers to what they ask, step by step, since one answer may lead to the next question.

    A cell that is understood by itself is never overwritten by an answer given before the form was put right, and an answer is not used
    for another question that has come to stand at the same cell.
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
