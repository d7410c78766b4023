"""A rulebook (registry/rulebooks/<name>.yaml): the rules and figures of one document, each with its clause."""

from __future__ import annotations

from dataclasses import dataclass

from zhicheng.documents.yaml_reading import Value
from zhicheng.text import plain


@dataclass(frozen=True, slots=True)
class Provision:
    """A figure of a document (a number, a list of levels, or whether something holds: the others are empty) with its clause."""

    number: int | None
    levels: tuple[str, ...]
    holds: bool | None
    clause: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A document's rules and numbers. `rules` maps each rule it brings into force to the clause the rule rests on.

    `form` is the clause that says what a registration contains, which every finding of shape (S) rests on.
    """

    id: str
    title: str
    short: str
    rules: dict[str, str]
    numbers: dict[str, Provision]
    form: str | None

    def cite(self, clause: str) -> str:
        return self.short + clause


def rulebook(value: Value) -> Rulebook:
    """A rulebook from a value that fits schemas/rulebook.schema.json."""
    numbers = {
        key: Provision(item.get("number"), tuple(item.get("levels", ())), item.get("holds"), item["clause"])
        for key, item in value["numbers"].items()
    }
    return Rulebook(value["id"], plain(value["title"]), plain(value["short"]), dict(value["rules"]), numbers, value.get("form"))
