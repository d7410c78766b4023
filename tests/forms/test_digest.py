"""Digests of public records: what they cover, how they are typed, and what was published before, from real Git repositories."""

from __future__ import annotations

import copy
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from helpers import registries
from helpers.repositories import Repository
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.documents.schemas import schema
from zhicheng.forms import digest
from zhicheng.registry import history, public_record, registry

FULL: dict[str, Any] = {
    "id": "ks-health",
    "name": "喀什地区卫生系列评审委员会",
    "organiser": "喀什地区卫生健康委员会",
    "authority": "prefecture",
    "area": "653100",
    "approval": {"date": "2018-03", "authority": "地区人社局", "document": "喀人社发〔2018〕1号"},
    "address": "喀什市示例路 1 号",
    "phones": ["0998-0000001"],
    "reviews": [{"series": "health", "levels": ["intermediate"], "catalog": {"医": ["内科", "外科"], "护": ["护理"]}}],
    "scope": {"areas": ["653100"], "open_to": "public"},
    "basis": [{"title": "评价标准"}],
    "scoring": [{"title": "表", "total": 15, "items": [{"dimension": "学历", "item": "学历", "points": 15}]}],
    "procedure": ["个人申报"],
    "defence": {"required": False},
    "expert_pool": {"exists": True, "source": "库", "draw": "随机"},
    "panel": {"members": 25, "formed_by": "series"},
    "valid": {"from": "2026-01-01", "until": "2028-12-31"},
    "nature": "government",
    "power": {"kind": "delegated", "document": "喀人社发〔2018〕1号"},
    "seat": "653101",
    "office": {"name": "职改办", "phones": ["0998-0000002"]},
    "entrusts": [{"name": "某某大学", "series": "library", "levels": ["full-senior"]}],
    "scoring_none": [{"level": "junior", "words": "考核认定"}],
    "predecessors": ["ks-old-health"],
    "applications": [{"year": "2026"}],
    "notices": [{"date": "2026-03-02", "kind": "correction", "text": "更正"}],
    "past": [{"from": "2023-01-01", "until": "2025-12-31"}],
    "filings": [{"round": "2026", "date": "2026-05-01"}],
    "status": "active",
}
ADDED = ("nature", "power", "seat", "office", "entrusts", "scoring_none", "predecessors")  # in the second year
LEFT_OUT = ("filings", "contacts", "status", "withdrawn", "applications", "notices", "past")
COVERED = [key for key in FULL if key not in LEFT_OUT]


def changed(value: Any) -> Any:
    """A value like this one, but not this one."""
    if isinstance(value, dict):
        first = next(iter(value))
        return {**value, first: changed(value[first])}
    if isinstance(value, list):
        return [changed(value[0]), *value[1:]]
    return not value if isinstance(value, bool) else value + 1 if isinstance(value, int) else f"{value}改"


def test_digest_is_twelve_characters_and_stays() -> None:
    """The digest is printed on paper: it may never come out differently for the same record."""
    assert digest.digest({key: value for key, value in FULL.items() if key not in ADDED}) == "y03b623k0k4w"
    assert digest.digest(FULL) == "hp39xpkdv77d"
    assert digest.shown("k7q2m9ab03xz") == "k7q2-m9ab-03xz"


def test_digest_can_be_made_by_anybody() -> None:
    """The published recipe, in other words: sorted keys, no spaces, UTF-8, SHA-256, the first 60 bits in Crockford's base 32."""
    import hashlib

    covered = {key: FULL[key] for key in COVERED}
    text = json.dumps(covered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    bits = f"{int(hashlib.sha256(text.encode()).hexdigest(), 16):0256b}"[:60]
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    assert digest.digest(FULL) == "".join(alphabet[int(bits[at : at + 5], 2)] for at in range(0, 60, 5))


@pytest.mark.parametrize("key", COVERED)
def test_digest_covers_every_field(key: str) -> None:
    """A change in any field changes the digest, and so does a field that is gone."""
    other = {**copy.deepcopy(FULL), key: changed(FULL[key])}
    assert digest.digest(other) != digest.digest(FULL)
    less = {name: value for name, value in FULL.items() if name != key}
    assert digest.digest(less) != digest.digest(FULL)


@pytest.mark.parametrize(
    "other",
    [
        {"filings": []},
        {"status": "withdrawn", "withdrawn": {"date": "2026-01-01", "reason": "合并"}},
        {"contacts": {"sha256": "0" * 64, "size": 1}},
    ],
    ids=["filings", "status", "contacts"],
)
def test_digest_leaves_out_what_is_not_on_the_form(other: dict[str, Any]) -> None:
    assert digest.digest({**FULL, **other}) == digest.digest(FULL)


def test_order_of_fields_and_way_of_writing_numbers_do_not_matter() -> None:
    other = dict(reversed(copy.deepcopy(FULL).items()))
    other["scoring"][0]["items"][0]["points"] = 15.0
    assert digest.digest(other) == digest.digest(FULL)
    other["scoring"][0]["items"][0]["points"] = 15.5
    assert digest.digest(other) != digest.digest(FULL)
    assert digest.digest({**FULL, "procedure": ["b", "a"]}) != digest.digest({**FULL, "procedure": ["a", "b"]})


def test_every_field_of_the_schema_is_covered_or_left_out() -> None:
    """A field added to records has to be thought of."""
    assert set(digest.FIELDS) | set(LEFT_OUT) == set(schema("committee")["properties"])
    assert set(digest.FIELDS) == set(COVERED)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("k7q2m9ab03xz", "k7q2m9ab03xz"),
        ("k7q2-m9ab-03xz", "k7q2m9ab03xz"),
        (" K7Q2 m9ab—O3XZ\n", "k7q2m9ab03xz"),
        ("ｋ７ｑ２－m9ab－03xz", "k7q2m9ab03xz"),
        ("o0oi-l1il-k7q2", "00011111k7q2"),
        ("k7q2m9ab03x", None),
        ("k7q2m9ab03xzz", None),
        ("k7q2m9ab03xu", None),
        ("", None),
        ("摘要", None),
    ],
)
def test_digest_is_read_as_people_type_it(typed: str, read: str | None) -> None:
    assert digest.read(typed) == read


@given(st.text("0123456789abcdefghjkmnpqrstvwxyz", min_size=12, max_size=12))
def test_what_is_shown_can_be_read(code: str) -> None:
    assert digest.read(digest.shown(code)) == code
    assert digest.read(digest.shown(code).upper()) == code


# --- what was published before -------------------------------------------------------------------------------------------


@pytest.fixture
def repository(small: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return Repository(small)


def told(root: Path, most: int | None = digest.PAST) -> dict[str, digest.DigestVersions]:
    loaded = registry.load(root)
    return digest.versions(loaded, history.read(loaded), most)


def test_first_version_has_its_day_and_no_past(repository: Repository) -> None:
    found = told(repository.root)["example-one"]
    assert found.now.date == "2026-03-01"
    assert found.past == ()


def test_without_git_there_is_the_present_only(small: Path) -> None:
    loaded = registry.load(small)
    found = told(small)
    assert list(found) == sorted(loaded.by_id)
    assert {version.now.date for version in found.values()} == {None}
    assert found["example-one"].now.digest == digest.digest(public_record.committee(loaded.by_id["example-one"]))


def test_past_versions_come_from_git_with_their_days(repository: Repository) -> None:
    """Each version counts from the day it was merged; what has changed since is known by field."""
    first = told(repository.root)["example-one"].now
    repository.change(("0991-0000001", "0991-0000099"))
    second = told(repository.root)["example-one"].now
    repository.change(("示例路 1 号", "示例路 2 号"))
    found = told(repository.root)["example-one"]
    assert (found.now.date, [v.digest for v in found.past]) == ("2026-03-03", [second.digest, first.digest])
    assert [v.date for v in found.past] == ["2026-03-02", "2026-03-01"]
    assert digest.differing(found.past[0], found.now) == ("address",)
    assert digest.differing(found.past[1], found.now) == ("address", "phones")


def test_filing_again_leaves_the_form_as_it_was(repository: Repository) -> None:
    """A commit that changes only filings, comments or the status makes no new version: the form printed before still holds."""
    before = told(repository.root)["example-one"]
    repository.change(("status: active", "# 说明\nstatus: active"))
    repository.change(("filings:", 'filings:\n  - {round: "2019", date: "2019-06-20"}'))
    assert told(repository.root)["example-one"] == before


def test_going_back_to_an_old_version_makes_it_the_present_one(repository: Repository) -> None:
    first = told(repository.root)["example-one"].now
    repository.change(("0991-0000001", "0991-0000099"))
    repository.change(("0991-0000099", "0991-0000001"))
    found = told(repository.root)["example-one"]
    assert (found.now.digest, found.now.date, len(found.past)) == (first.digest, "2026-03-03", 1)


def test_uncommitted_change_is_the_present_without_a_day(repository: Repository) -> None:
    first = told(repository.root)["example-one"].now
    path = repository.root / registries.ONE
    path.write_text(path.read_text(encoding="utf-8").replace("0991-0000001", "0991-0000099"), encoding="utf-8")
    found = told(repository.root)["example-one"]
    assert found.now.date is None
    assert found.past == (first,)


def test_moved_and_unreadable_versions_do_no_harm(repository: Repository) -> None:
    """A file that moved keeps its past; a version that is no record by today's schema is passed over."""
    first = told(repository.root)["example-one"].now
    path = repository.root / registries.ONE
    text = path.read_text(encoding="utf-8")
    path.write_text("id: [", encoding="utf-8")
    repository.commit()
    path.unlink()
    registries.write(repository.root, registries.ONE.replace("650000", "653100"), text.replace("0991-0000001", "0991-0000099"))
    repository.commit()
    found = told(repository.root)["example-one"]
    assert [v.digest for v in found.past] == [first.digest]


@pytest.mark.slow
def test_reading_the_past_is_bounded(repository: Repository) -> None:
    """However often records changed, a build reads so many past versions and no more, the newest of all committees first."""
    for number in range(10, 34):
        repository.change((f"0991-00000{number - 1 if number > 10 else '01'}", f"0991-00000{number}"))
    assert len(told(repository.root)["example-one"].past) == 20
    assert len(told(repository.root, 3)["example-one"].past) == 3
    assert len(told(repository.root, None)["example-one"].past) == 24


def test_find_names_committee_and_version(repository: Repository) -> None:
    first = told(repository.root)["example-one"].now
    repository.change(("0991-0000001", "0991-0000099"))
    loaded = registry.load(repository.root)
    past = history.read(loaded)
    ((committee, all_of, meant),) = digest.find(loaded, past, first.digest)
    assert (committee.id, meant.digest, all_of.now.digest != first.digest) == ("example-one", first.digest, True)
    assert list(digest.find(loaded, past, first.digest, "example-two")) == []
    assert list(digest.find(loaded, past, "0" * 12)) == []


def test_a_content_is_known_by_gits_name(tmp_path: Path) -> None:
    """A file as Git has it need not be read again."""
    (tmp_path / "a").write_text("名称: 甲\n", encoding="utf-8")
    name = subprocess.run(
        ["git", "hash-object", "a"], cwd=tmp_path, capture_output=True, check=True, text=True, encoding="utf-8"
    ).stdout.strip()
    assert history.is_blob(name, "名称: 甲\n")
    assert not history.is_blob(name, "名称: 乙\n")
