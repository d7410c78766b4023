"""Digests: twelve characters on a printed form that tell whether it still says what is published.

A digest covers what the public may have of a committee, without filings, status and withdrawal, which change while the form stays
right, and without the sealed contacts, of which nothing may be told.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from zhicheng.documents.schemas import field_label, fits, schema
from zhicheng.documents.yaml_reading import Value
from zhicheng.registry import history, public
from zhicheng.registry.records import committee as committee_records
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Registry
from zhicheng.system.json_bytes import encoded

_LEFT_OUT = frozenset({"filings", "contacts", "status", "withdrawn"})
FIELDS = tuple(key for key in schema("committee")["properties"] if key not in _LEFT_OUT)
NOT_PRINTED = frozenset({"panel", "valid"})  # covered by the digest, though Annex 1 has no cell for them
PAST = 500  # how many past versions a build reads: at 0.5 ms each, all of a long history would take longer than the rest of it
_EACH = 20

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no letter in it is mistaken for a digit
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
_LENGTH, _FIELD_LENGTH = 6, 2  # in pairs
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015_.·]")
_MISTAKEN = str.maketrans("oil", "011")
_DIGEST = re.compile(f"[{_ALPHABET}]{{{2 * _LENGTH}}}")


@dataclass(frozen=True, slots=True)
class DigestVersion:
    """What was published of a committee from a day on, as far as the digest covers it. `date` is None where Git does not know it.

    `value` is left out where there is no other version to compare it with.
    """

    digest: str
    date: str | None
    value: Value | None


@dataclass(frozen=True, slots=True)
class DigestVersions:
    """The version in force of a committee and those before it, newest first, each digest once."""

    now: DigestVersion
    past: tuple[DigestVersion, ...]


def digest(value: Value) -> str:
    """Twelve characters that stand for a public record, as `public.committee` gives it: 60 bits of SHA-256 over its canonical JSON.

    Keys are sorted and whole numbers have no fraction, so that any program gets the same from the published JSON.
    """
    return _short(_canonical({key: value[key] for key in value.keys() - _LEFT_OUT}), _LENGTH)


def field_digests(value: Value) -> dict[str, str]:
    """Four characters (20 bits) for each field a record has: enough to see which differ, too few to find out what stood there."""
    return {key: _short(_canonical({key: item}), _FIELD_LENGTH) for key, item in value.items() if key not in _LEFT_OUT}


def of(committee: Committee) -> str:
    """The digest of a committee's record."""
    return digest(public.committee(committee))


def digests(registry: Registry) -> dict[str, str]:
    """The digest of each published committee's record, by id."""
    return {committee.id: of(committee) for committee in public.committees(registry)}


def shown(code: str) -> str:
    """A digest as it is printed: k7q2-m9ab-03xz."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read(text: str) -> str | None:
    """The digest that somebody typed, with or without hyphens, spaces and capitals, o for 0 and i or l for 1; None where it is none."""
    bare = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).lower().translate(_MISTAKEN)
    return bare if _DIGEST.fullmatch(bare) else None


def label(key: str) -> str:
    """A field by its Chinese name, and whether the forms have a cell for it at all."""
    return field_label(schema("committee"), (key,)) + ("（表上不印）" if key in NOT_PRINTED else "")


def differing(old: DigestVersion, new: DigestVersion) -> tuple[str, ...]:
    """The fields in which two versions differ, in the order of the form."""
    before, after = old.value or {}, new.value or {}
    return tuple(key for key in FIELDS if before.get(key) != after.get(key))  # 15 is 15.0, and order in a mapping does not matter


def versions(
    registry: Registry, told: history.History, most: int | None = PAST, known: Mapping[str, str] | None = None
) -> dict[str, DigestVersions]:
    """The version in force and the past ones of each published committee, by id.

    `most` past versions are read in all, the newest, and twenty of each committee; None: every one there is. `known` are the digests of
    today's records, where they have been made.
    """
    wanted = _wanted(registry, told, most)
    names = {blob.name for blobs in wanted.values() for blob in blobs if blob.name}
    past = told.values | history.contents(registry.root, names - told.values.keys())
    found = {}
    for committee in public.committees(registry):
        blobs = wanted.get(committee.id, ())
        made = None if known is None or any(blob.name for blob in blobs) else known[committee.id]
        now = _version_of(committee) if made is None else DigestVersion(made, None, None)
        found[committee.id] = _in_turn(now, blobs, past)
    return found


def _wanted(registry: Registry, told: history.History, most: int | None) -> dict[str, tuple[history.Blob, ...]]:
    """The versions of each committee that are to be looked at, newest first. What is on disk now need not be read from Git."""
    left = most
    found: dict[str, list[history.Blob]] = {}
    today = {entry.record.id: entry.document.text for entry in registry.committees}
    for blob in told.blobs:
        if blob.committee not in registry.by_id:
            continue
        before = found.setdefault(blob.committee, [])
        if not before and history.is_blob(blob.name, today.get(blob.committee, "")):
            before.append(history.Blob(blob.committee, blob.date, ""))
        elif left is None or (left > 0 and len(before) <= _EACH):
            before.append(blob)
            left = None if left is None else left - 1
    return {key: tuple(blobs) for key, blobs in found.items()}


def _in_turn(now: DigestVersion, blobs: tuple[history.Blob, ...], contents: dict[str, Value]) -> DigestVersions:
    """Versions by digest. One that stayed as it was while filings or status changed counts from its first day."""
    runs = [now]
    for blob in blobs:
        made = _version(contents.get(blob.name)) if blob.name else now
        if made is not None and made.digest != runs[-1].digest:
            runs.append(replace(made, date=blob.date))
        elif made is not None:
            runs[-1] = replace(runs[-1], date=blob.date)
    past = {version.digest: version for version in reversed(runs[1:]) if version.digest != now.digest}
    return DigestVersions(runs[0], tuple(past.values())[::-1])


def _version_of(committee: Committee) -> DigestVersion:
    value = {key: item for key, item in public.committee(committee).items() if key not in _LEFT_OUT}
    return DigestVersion(digest(value), None, value)


def _version(value: Value | None) -> DigestVersion | None:
    """A version as Git has it; None where it is not a record by today's schema."""
    return None if value is None or not fits("committee", value) else _version_of(committee_records.committee(value))


def find(
    registry: Registry, told: history.History, code: str, only: str | None = None
) -> Iterator[tuple[Committee, DigestVersions, DigestVersion]]:
    """The committees that have or had a digest, with all their versions and the one meant. `only`: looks at that committee alone."""
    for key, all_of in versions(registry, told, None).items():
        if only is None or key == only:
            for version in (all_of.now, *all_of.past):
                if version.digest == code:
                    yield registry.by_id[key], all_of, version


def _canonical(value: Any) -> bytes:
    found = encoded(value, sort_keys=True)
    return encoded(_whole(value), sort_keys=True) if b".0" in found else found


def _whole(value: Any) -> Any:
    """A value with 15 for 15.0, as JavaScript and everybody's eyes have it."""
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _short(content: bytes, pairs: int) -> str:
    """The first bits of a hash, two characters for ten of them."""
    bits = int.from_bytes(hashlib.sha256(content).digest()[:8], "big") >> (64 - 10 * pairs)
    return "".join([_PAIRS[bits >> 10 * place & 1023] for place in range(pairs - 1, -1, -1)])
