"""From the documents of a registry to its records, by kind of file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from zhicheng.documents import yaml_reading
from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.files import Entry
from zhicheng.registry.records import committee as committee_records
from zhicheng.registry.records.added_codes import Ranks
from zhicheng.registry.records.decision import decisions
from zhicheng.registry.records.listed import listed
from zhicheng.registry.records.recipients import recipients
from zhicheng.registry.records.roster_counts import roster_counts
from zhicheng.registry.records.round import filing_round
from zhicheng.registry.records.rulebook import rulebook
from zhicheng.registry.records.specialties import specialties
from zhicheng.registry.records.vocabulary import vocabulary
from zhicheng.registry.records.waiver import waivers

_RECORD_MAKERS: dict[str, Callable[[Value], Any]] = {
    "rulebook": rulebook,
    "round": filing_round,
    "roster": roster_counts,
    "decisions": decisions,
    "listed": listed,
    "draw": lambda value: value,
}
# What single files become, by the field of the registry that has it: their kind, and what makes it of their value.
SINGLE_RECORDS: dict[str, tuple[str, Callable[[Value], Any]]] = {
    "waivers": ("waivers", waivers),
    "reviewers": ("reviewers", lambda value: value),
    "recipients": ("recipients", recipients),
    "specialties": ("specialties", specialties),
    "wording": ("wording", lambda value: value),
    "vocabulary": ("words", vocabulary),
    "randomness": ("randomness", lambda value: value),
}


def maker(kind: str, ranks: Ranks) -> Callable[[yaml_reading.Document], Entry[Any]]:
    """A function that makes the entry of a document of a kind, in a registry with these levels."""
    make = partial(committee_records.committee, ladder=tuple(ranks.levels)) if kind == "committee" else _RECORD_MAKERS[kind]
    return lambda document: Entry(make(document.value), document)


def in_order_of_precedence(entries: list[Entry[Any]]) -> list[Entry[Any]]:
    """Entries sorted so that, of several with the same id, the one in its proper place is last and wins. The others get findings (X001)."""
    return sorted(entries, key=lambda entry: (-entry.path.count("/"), entry.path.endswith(f"/{entry.record.id}.yaml")))


def single(document: yaml_reading.Document | None, make: Callable[[Value], Any]) -> Entry[Any] | None:
    """The entry of a single file, None where there is none."""
    return None if document is None else Entry(make(document.value), document)
