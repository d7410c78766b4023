"""The sample registry's sealed people: invented, plausible, enough of them, and as many as the public files say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import people, registries, synthetic

from zhicheng.documents.schemas import fits
from zhicheng.forms.reading.annex3 import read_roster
from zhicheng.forms.reading.cells import values
from zhicheng.registry import registry
from zhicheng.registry.public_counts import public_counts
from zhicheng.registry.records import sealed_roster
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import CONTACTS, ROSTER
from zhicheng.rules.engine import check
from zhicheng.vault import store, verify

pytestmark = pytest.mark.slow

Value = dict[str, Any]
DEADLINE = sealed_roster.month_number("2026-06")
LANDLINE, MOBILE = re.compile(r"0\d{2,3}-000\d{4}"), re.compile(r"100\d{8}")


@pytest.fixture(scope="module")
def sample() -> Registry:
    return registry.load(registries.REAL.parent)


@pytest.fixture(scope="module")
def opened(sample: Registry) -> dict[str, Value]:
    """Every sealed roster of the sample registry, by key."""
    keys = store.keyring(people.IDENTITY)
    return {path.name.removesuffix(ROSTER): store.opened(path, keys) for path in sample.vault_folder.glob(f"*{ROSTER}")}


@pytest.fixture(scope="module")
def contacts(sample: Registry) -> dict[str, Value]:
    """The sealed contacts of every committee, by its id."""
    keys = store.keyring(people.IDENTITY)
    return {path.name.removesuffix(CONTACTS): store.opened(path, keys) for path in sample.vault_folder.glob(f"*{CONTACTS}")}


def known(opened: dict[str, Value]) -> Iterator[Value]:
    """The experts whose details have not been forgotten."""
    return (row for value in opened.values() for row in value["experts"] if "name" in row)


def test_sample_is_sealed_and_large_enough(sample: Registry, opened: dict[str, Value], contacts: dict[str, Value]) -> None:
    """Each public roster has a sealed one and each committee contacts; twenty rosters and 1,200 people at the least."""
    assert opened.keys() == {entry.record.key for entry in sample.rosters}
    assert contacts.keys() == sample.by_id.keys()
    assert len(opened) >= 20
    assert any(key.startswith("employer-") for key in opened)
    assert sum(len(value["experts"]) for value in opened.values()) >= 1200


def test_sealed_files_have_their_shape_and_their_owner(opened: dict[str, Value], contacts: dict[str, Value]) -> None:
    assert [key for key, value in opened.items() if not fits("sealed-roster", value) or sealed_roster.roster(value).key != key] == []
    assert [key for key, value in contacts.items() if not fits("contacts", value) or value["committee"] != key] == []


def test_public_counts_are_those_of_the_sealed_rosters(sample: Registry, opened: dict[str, Value]) -> None:
    public = {entry.record.key: entry.document.value["counts"] for entry in sample.rosters}
    assert {key: public_counts(sample, sealed_roster.roster(value)) for key, value in opened.items()} == public


def test_no_telephone_rings(opened: dict[str, Value], contacts: dict[str, Value]) -> None:
    """Landlines are area code + 000xxxx; mobile numbers begin as none does."""
    numbers = [number for row in known(opened) for number in row["phones"]]
    for value in contacts.values():
        numbers += [person[kind] for person in (value["leader"], *value["clerks"]) for kind in ("landline", "mobile")]
        numbers.append(value["preparer"]["phone"])
    assert [number for number in numbers if not LANDLINE.fullmatch(number) and not MOBILE.fullmatch(number)] == []
    assert not any(re.search("1[3-9][0-9]{9}", number) for number in numbers)


def test_people_are_plausible(opened: dict[str, Value]) -> None:
    """Of age, older than their titles, working at an employer that says it is none, and each only once but for one."""
    rows = list(known(opened))
    ages = {row["id"]: (DEADLINE - sealed_roster.month_number(row["born"])) // 12 for row in rows if row["state"] == "active"}
    assert all(28 <= age <= 63 for age in ages.values())
    assert {row["in_service"] for row in rows if ages.get(row["id"], 0) >= 60} == {"rehired", "retired"}
    assert all(sealed_roster.month_number(row["title_since"]) - sealed_roster.month_number(row["born"]) >= 24 * 12 for row in rows)
    assert all("示例" in row["employer"] and values.employer(row["unit"]) == row["employer"] for row in rows)
    assert len({row["ethnic_group"] for row in rows}) >= 10
    assert all(row["name"] == values.person_name(row["name"]) and row["phones"] == values.phones("、".join(row["phones"])) for row in rows)
    assert [n for n in Counter((row["name"], row["born"]) for row in rows).values() if n > 1] == [2]
    every = [row["id"] for value in opened.values() for row in value["experts"]]
    assert len(set(every)) == len(every)


def test_pools_have_young_experts(sample: Registry) -> None:
    counts = [entry.record for entry in sample.rosters]
    assert 0.25 <= sum(one.young or 0 for one in counts) / sum(one.active or 0 for one in counts) <= 0.35


def test_people_leave_for_each_of_the_reasons(opened: dict[str, Value]) -> None:
    gone = [row for value in opened.values() for row in value["experts"] if row["state"] == "removed"]
    assert {row["removed"]["reason"] for row in gone} == set(sealed_roster.REASONS)
    assert all("date" in row["removed"] for row in gone)
    assert any("name" not in row for row in gone)


def test_who_is_waived_is_in_the_sealed_roster_with_the_reason(sample: Registry, opened: dict[str, Value]) -> None:
    assert sample.waivers is not None
    waived = [waiver for waiver in sample.waivers.record if waiver.expert is not None]
    assert [waiver.rule for waiver in waived] == ["R104"]
    for waiver in waived:
        (row,) = [row for row in opened[waiver.committee]["experts"] if row["id"] == waiver.expert]
        assert row["in_service"] == "retired"
        assert row["note"] == people.REASON


def test_generator_agrees_with_what_is_sealed(sample: Registry, opened: dict[str, Value], contacts: dict[str, Value]) -> None:
    """Running it again leaves every sealed file alone."""
    without_keys = {key: {name: item for name, item in value.items() if name != "draw_key"} for key, value in opened.items()}
    assert people.rosters(sample) == without_keys  # the keys of draws are random
    assert people.contacts(sample) == contacts


def test_small_registry_is_sealed(small: Path) -> None:
    loaded = registry.load(small)
    assert verify.open_rosters(loaded, store.keyring(people.IDENTITY), registries.TODAY) == []
    assert len(loaded.opened) == len(loaded.rosters)
    assert [finding for finding in check(loaded, registries.TODAY).findings if finding.severity == "error"] == []


def test_sealing_again_writes_nothing(small: Path) -> None:
    before = {path: path.read_bytes() for path in small.rglob("*.*") if path.is_file()}
    assert people.seal_all(small) == []
    assert {path: path.read_bytes() for path in small.rglob("*.*") if path.is_file()} == before


def test_bench_vault_is_clean(tmp_path: Path) -> None:
    """No rule finds an error in the rosters a bench is made of."""
    synthetic.generate(tmp_path, 8)
    people.bench_vault(tmp_path, 8, 12)
    loaded = registry.load(tmp_path)
    keys = store.keyring(people.IDENTITY)
    assert verify.open_rosters(loaded, keys, registries.TODAY) == []
    assert verify.check_contacts(loaded, keys) == []
    assert [opened.members.record.rows for opened in loaded.opened] == [12] * 8
    assert [finding for finding in check(loaded, registries.TODAY).findings if finding.severity == "error"] == []


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_annex_3_is_read_back(sample: Registry, tmp_path: Path, name: str) -> None:
    wanted = people.bench_experts(40)
    content = people.annex3_xlsx(wanted, tmp_path / name).read_bytes()
    groups = sample.document("registry/reference/ethnic-groups.yaml")
    assert groups is not None
    form = read_roster(name, content, sample.series, groups.value, 2026)
    assert form.findings == []
    same = ("name", "gender", "ethnic_group", "born", "unit", "employer", "title", "level", "title_since", "phones")
    assert [[row.get(key) for key in same] for row in form.experts] == [[row.get(key) for key in same] for row in wanted]
