"""The table of specialties with their stable codes (专业代码表, registry/reference/specialties.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.series import title_key
from zhicheng.registry.records.values import day, optional_text
from zhicheng.text import plain

Names = tuple[str, str, str, str]  # of a specialty, to compare it with others: series, first, second and third level ("" for none)


@dataclass(frozen=True, slots=True)
class Specialty:
    """A specialty and its code. `canonical`: the industry's department has settled the name. `predecessors` are codes."""

    series: str
    first: str
    second: str
    third: str | None
    code: str
    canonical: bool
    since: date
    predecessors: tuple[str, ...]

    @property
    def names(self) -> Names:
        return names_key(self.series, self.first, self.second, self.third)


def names_key(series: str, first: str, second: str, third: str | None = None) -> Names:
    """The names of a specialty in the form in which they are compared: without spaces, full-width brackets and letters as ASCII."""
    return series, title_key(first), title_key(second), title_key(third or "")


def specialties(value: Value) -> tuple[Specialty, ...]:
    """The specialties, in the order of the file, from a value that fits schemas/specialties.schema.json."""
    return tuple(
        Specialty(
            item["series"],
            plain(item["first"]),
            plain(item["second"]),
            optional_text(item.get("third")),
            item["code"],
            item.get("canonical", False),
            day(item["since"]),
            tuple(item.get("predecessors", ())),
        )
        for item in value["specialties"]
    )
