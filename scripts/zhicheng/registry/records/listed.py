"""A committee that an office's list names and that has not filed (registry/listed/…/<id>.yaml): only what the list says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - as in the other records

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.committee import Approval
from zhicheng.registry.records.values import day, each, if_any, optional_document, optional_text
from zhicheng.text import narrow, plain


@dataclass(frozen=True, slots=True)
class ListedReview:
    """A series with its levels and specialties, each empty where the list does not say them."""

    series: str
    levels: tuple[str, ...]
    specialties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A committee of a list; what the list does not say is None or empty. `source` is the title of the list, `dated` its day.

    `valid_from` and `valid_until` are what the list says; nobody has confirmed them.
    """

    id: str
    name: str
    organiser: str | None
    authority: str
    area: str
    reviews: tuple[ListedReview, ...]
    scope: str | None
    approval: Approval | None
    valid_from: Day | None
    valid_until: Day | None
    address: str | None
    phones: tuple[str, ...]
    note: str | None
    source: str
    dated: Day | None

    @property
    def cited(self) -> str:
        """The list, as pages and messages name it: 《某省职称评审委员会一览表》（2025-12-31）."""
        title = self.source if self.source.startswith("《") else f"《{self.source}》"
        return title + (f"（{self.dated}）" if self.dated else "")


def listed(value: Value) -> Listed:
    """A committee of a list from a value that fits schemas/listed.schema.json."""
    valid = value.get("valid", {})
    return Listed(
        id=value["id"],
        name=plain(value["name"]),
        organiser=optional_text(value.get("organiser")),
        authority=value["authority"],
        area=value["area"],
        reviews=each(
            value.get("reviews"),
            lambda one: ListedReview(one["series"], tuple(one.get("levels", ())), each(one.get("specialties"), plain)),
        ),
        scope=optional_text(value.get("scope")),
        approval=if_any(
            value.get("approval"),
            lambda one: Approval(one.get("date"), optional_text(one.get("authority")), optional_document(one.get("document"))),
        ),
        valid_from=if_any(valid.get("from"), day),
        valid_until=if_any(valid.get("until"), day),
        address=optional_text(value.get("address")),
        phones=tuple(map(narrow, value.get("phones", ()))),
        note=optional_text(value.get("note")),
        source=plain(value["source"]["title"]),
        dated=if_any(value["source"].get("date"), day),
    )
