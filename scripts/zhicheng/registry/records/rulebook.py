"""A rulebook (registry/rulebooks/<name>.yaml): the rules and numbers that one official document sets, each with its clause."""

from __future__ import annotations

from dataclasses import dataclass

from zhicheng.documents.yaml_reading import Value
from zhicheng.text import plain


@dataclass(frozen=True, slots=True)
class Provision:
    """A value that a document sets, with its clause: a number, a list of levels, or a yes/no (`holds`). The other two are None or empty."""

    number: int | None
    levels: tuple[str, ...]
    holds: bool | None
    clause: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules and numbers of a document. `rules` maps the code of each rule in force to its clause.

    `form` is the clause on the content of a registration, which the schema findings (S001–S007) cite.
    """

    id: str
    title: str
    short: str
    rules: dict[str, str]
    numbers: dict[str, Provision]
    form: str | None

    def cite(self, clause: str) -> str:
        """A citation: the short title of the document and the clause."""
        return self.short + clause


def rulebook(value: Value) -> Rulebook:
    """A rulebook from a value that fits schemas/rulebook.schema.json."""
    numbers = {
        key: Provision(item.get("number"), tuple(item.get("levels", ())), item.get("holds"), item["clause"])
        for key, item in value["numbers"].items()
    }
    return Rulebook(value["id"], plain(value["title"]), plain(value["short"]), dict(value["rules"]), numbers, value.get("form"))
