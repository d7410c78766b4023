"""The public file beside a sealed one: its text with the hash and size of what is sealed, and whether both still agree."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date

from zhicheng.documents import yaml_reading, yaml_writing
from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.amending import amended_record
from zhicheng.registry.records import small_numbers
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import ROSTER
from zhicheng.vault import store

_COUNTS = ("active", "removed", "by_level", "by_first", "by_specialty", "young", "under_five", "withheld")  # the order in the file
_ROUND = ("round", "active", "removed", "under_five", "withheld")
_COUNTS_STYLE = yaml_writing.Style(width=math.inf)  # the specialties of one first level on one line, however many


def public_roster(
    owner: Mapping[str, str],
    round_: str,
    fingerprint: Value | None,
    counts: Value,
    history: Iterable[Value] = (),
    retired: date | None = None,
    draw_key: str | None = None,
) -> str:
    """The text of registry/rosters/<key>.yaml: with the hash and size of the sealed roster, or the day on which that was deleted.

    `draw_key` is the SHA-256 of the key in it from which the salts of draws come.
    """
    sealed: Value = {"sealed": fingerprint} if retired is None else {"retired": retired.isoformat()}
    if draw_key is not None:
        sealed["draw_key"] = draw_key
    public: Value = {**owner, "round": round_, **sealed, "counts": {name: counts[name] for name in _COUNTS if name in counts}}
    if past := list(history):
        public["history"] = [{name: one[name] for name in _ROUND if name in one} for one in past]
    lines = [line for key, given in public.items() for line in yaml_writing.entry(key, given, 0, (key,), _COUNTS_STYLE)]
    return "\n".join(("# yaml-language-server: $schema=../../schemas/roster.schema.json", *lines, ""))


def with_contacts(document: yaml_reading.Document, fingerprint: Value) -> str:
    """The text of a committee's file with the hash of its sealed contacts, and nothing else changed.

    Raises UserError where the file is written in a way that cannot be amended.
    """
    by_hand = f"加上一行：contacts: {yaml_writing.flow(fingerprint)}"
    return amended_record(document, {**document.value, "contacts": fingerprint}, by_hand)


def differs(public: yaml_reading.Document, suffix: str, content: bytes) -> bool:
    """Whether a sealed file differs from the hash and size in its public file.

    Such a file must not be resealed: the difference is the only sign that it was exchanged.
    """
    return bool(public.value.get("sealed" if suffix == ROSTER else "contacts") != store.fingerprint(content))


def public_document(registry: Registry, key: str, suffix: str) -> yaml_reading.Document | None:
    """The public file that holds the hash of a sealed file: the counts of a roster or a committee's record. None where there is none."""
    if suffix == ROSTER:
        return registry.document(f"registry/rosters/{key}.yaml")
    return next((entry.document for entry in registry.committees if entry.record.id == key), None)


def without_contacts(document: yaml_reading.Document) -> str:
    """The text of a committee's file without the hash of its sealed contacts. Raises UserError where it cannot be amended."""
    left = {name: given for name, given in document.value.items() if name != "contacts"}
    return amended_record(document, left, "去掉 contacts 一项，再试。")


def retired_roster(document: yaml_reading.Document, day: date) -> str:
    """The text of the public file of a roster that was deleted on a day, with its last numbers."""
    return _with_seal(document, None, day)


def roster_with_fingerprint(document: yaml_reading.Document, fingerprint: Value) -> str:
    """The text of the public file of a roster with another hash and size, without small numbers that it may have from before."""
    return _with_seal(document, fingerprint, None)


def _with_seal(document: yaml_reading.Document, fingerprint: Value | None, retired: date | None) -> str:
    value = document.value
    owner: dict[str, str] = {name: value[name] for name in ("committee", "area") if name in value}
    past = small_numbers.history(value.get("history", ()))
    counts = small_numbers.published(value["counts"], past)
    return public_roster(owner, value["round"], fingerprint, counts, past, retired, value.get("draw_key"))
