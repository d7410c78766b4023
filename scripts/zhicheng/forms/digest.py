"""Digests: twelve characters printed on a form, by which it can be checked against the published record.

A digest covers the public fields of a committee except filings, status and withdrawal, the windows for applications, notices and validities
of the past, which can change while the form stays correct, and except the sealed contacts, about which nothing may be published.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from zhicheng.documents.codes import Codes
from zhicheng.documents.schemas import field_label, fits, schema
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.added_fields import OF_TODAY
from zhicheng.registry import history, public, public_record
from zhicheng.registry.records import committee as committee_records
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Registry
from zhicheng.system.json_bytes import encoded
from zhicheng.text import CROCKFORD

# The first recipe left out the first four. The second leaves out what else may change while the form stays correct; for a record without
# these the two give the same.
_LEFT_OUT = frozenset({"filings", "contacts", "status", "withdrawn", "applications", "notices", "past"})
FIELDS = tuple(key for key in schema("committee")["properties"] if key not in _LEFT_OUT)
# Fields that the digest covers although Annex 1 has no cell for them, unless the record has other fields that the letter does not know.
NOT_PRINTED = OF_TODAY
PAST = 500  # past versions that a build reads at most: at 0.5 ms each, a long history would take longer than the rest of the build
_PAST_OF_EACH = 20  # past versions of one committee that a build reads at most

_PAIRS = tuple(first + second for first in CROCKFORD for second in CROCKFORD)
_DIGEST_PAIRS = 6  # pairs of characters, ten bits each: 60 bits
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015_.·]")
_LOOKALIKES = str.maketrans("oil", "011")
_DIGEST = re.compile(f"[{CROCKFORD}]{{{2 * _DIGEST_PAIRS}}}")


@dataclass(frozen=True, slots=True)
class DigestVersion:
    """The published record of a committee from a day on, reduced to the fields that the digest covers.

    `date` is the first day (YYYY-MM-DD), None where Git does not know it. `value` is None where there is no other version to compare with.
    """

    digest: str
    date: str | None
    value: Value | None


@dataclass(frozen=True, slots=True)
class DigestVersions:
    """The current version of a committee's record (`now`) and its past versions, newest first, each digest once."""

    now: DigestVersion
    past: tuple[DigestVersion, ...]


def digest(value: Value) -> str:
    """The digest of a public record as `public.committee` gives it: 60 bits of SHA-256 over its canonical JSON, as twelve characters.

    Keys are sorted and whole numbers have no fraction, so that any program computes the same digest from the published JSON.
    """
    content = _canonical({key: value[key] for key in value.keys() - _LEFT_OUT})
    bits = int.from_bytes(hashlib.sha256(content).digest()[:8], "big") >> (64 - 10 * _DIGEST_PAIRS)
    return "".join([_PAIRS[bits >> 10 * place & 1023] for place in range(_DIGEST_PAIRS - 1, -1, -1)])


def of(committee: Committee) -> str:
    """The digest of a committee's record."""
    return digest(public_record.committee(committee))


def digests(registry: Registry) -> dict[str, str]:
    """The digest of each published committee's record, by id."""
    return {committee.id: of(committee) for committee in public.committees(registry)}


def shown(code: str) -> str:
    """A digest as it is printed: k7q2-m9ab-03xz."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read(text: str) -> str | None:
    """Parses a typed digest; None where the text is not a digest.

    Hyphens, spaces and capitals do not matter; o is read as 0, i and l as 1.
    """
    bare = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).lower().translate(_LOOKALIKES)
    return bare if _DIGEST.fullmatch(bare) else None


def label(key: str) -> str:
    """The Chinese name of a field, with a remark where some forms have no cell for it."""
    return field_label(schema("committee"), (key,)) + ("（表上不一定印）" if key in NOT_PRINTED else "")


def differing(old: DigestVersion, new: DigestVersion) -> tuple[str, ...]:
    """The fields in which two versions differ, in the order of the form."""
    before, after = old.value or {}, new.value or {}
    return tuple(key for key in FIELDS if before.get(key) != after.get(key))  # Python's ==: 15 equals 15.0, order of keys does not count


def versions(
    registry: Registry, git_history: history.History, limit: int | None = PAST, known: Mapping[str, str] | None = None
) -> dict[str, DigestVersions]:
    """The current and the past versions of each published committee, by id.

    `limit` is the number of past versions read in all, newest first, and then also twenty for each committee at most; None reads all.
    `known` are the digests of the current records by id, where the caller has computed them already.
    """
    wanted = _versions_to_read(registry, git_history, limit)
    names = {blob.name for blobs in wanted.values() for blob in blobs if blob.name}
    past = git_history.values | history.contents(registry.root, names - git_history.values.keys())
    found = {}
    for committee in public.committees(registry):
        blobs = wanted.get(committee.id, ())
        made = None if known is None or any(blob.name for blob in blobs) else known[committee.id]
        now = _version_of(committee) if made is None else DigestVersion(made, None, None)
        found[committee.id] = _merge_equal(now, blobs, past, registry.ranks.codes)
    return found


def _versions_to_read(registry: Registry, git_history: history.History, limit: int | None) -> dict[str, tuple[history.Blob, ...]]:
    """The versions of each committee to compare, newest first. One equal to the file on disk gets a blank name and is not read."""
    left = limit
    found: dict[str, list[history.Blob]] = {}
    today = {entry.record.id: entry.document for entry in registry.committees}
    for blob in git_history.blobs:
        if blob.committee not in registry.by_id:
            continue
        before = found.setdefault(blob.committee, [])
        if not before and history.is_blob(blob.name, today[blob.committee].text if blob.committee in today else ""):
            before.append(history.Blob(blob.committee, blob.date, ""))
        elif left is None or (left > 0 and len(before) <= _PAST_OF_EACH):
            before.append(blob)
            left = None if left is None else left - 1
    return {key: tuple(blobs) for key, blobs in found.items()}


def _merge_equal(now: DigestVersion, blobs: tuple[history.Blob, ...], contents: dict[str, Value], codes: Codes) -> DigestVersions:
    """Merges successive versions with the same digest into one, dated by its first day: only filings or status differed between them."""
    runs = [now]
    for blob in blobs:
        made = _version_of_value(contents.get(blob.name), codes) if blob.name else now
        if made is not None and made.digest != runs[-1].digest:
            runs.append(replace(made, date=blob.date))
        elif made is not None:
            runs[-1] = replace(runs[-1], date=blob.date)
    past = {version.digest: version for version in reversed(runs[1:]) if version.digest != now.digest}
    return DigestVersions(runs[0], tuple(past.values())[::-1])


def _version_of(committee: Committee) -> DigestVersion:
    value = {key: item for key, item in public_record.committee(committee).items() if key not in _LEFT_OUT}
    return DigestVersion(digest(value), None, value)


def _version_of_value(value: Value | None, codes: Codes) -> DigestVersion | None:
    """A version read from Git; None where it does not fit the current schema."""
    return None if value is None or not fits("committee", value, codes) else _version_of(committee_records.committee(value))


def find(
    registry: Registry, git_history: history.History, code: str, only: str | None = None
) -> Iterator[tuple[Committee, DigestVersions, DigestVersion]]:
    """The committees that have or had a digest: each with all its versions, and the version of this digest.

    `only` restricts the search to the committee of this id.
    """
    for key, all_of in versions(registry, git_history, None).items():
        if only is None or key == only:
            for version in (all_of.now, *all_of.past):
                if version.digest == code:
                    yield registry.by_id[key], all_of, version


def _canonical(value: Any) -> bytes:
    found = encoded(value, sort_keys=True)
    return encoded(_whole_numbers(value), sort_keys=True) if b".0" in found else found


def _whole_numbers(value: Any) -> Any:
    """A JSON value with whole floats as integers: 15.0 becomes 15, as JavaScript writes it."""
    if isinstance(value, dict):
        return {key: _whole_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole_numbers(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
