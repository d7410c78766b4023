"""What sealing writes into the public files, character by character, and what it says of rows and files that will not do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import registries

from zhicheng.documents import yaml_reading
from zhicheng.errors import UserError
from zhicheng.registry import public_counts, registry
from zhicheng.vault import public_files, seal

FINGERPRINT = {"sha256": "ab", "size": 3}
COUNTS: dict[str, Any] = {
    "active": 3,
    "removed": 1,
    "by_level": {"full-senior": 2, "associate-senior": 1},
    "by_specialty": {"engineering": {"建筑 工程": {"城市规划": 2, "1": 1}}},
}


def test_a_public_roster_with_everything() -> None:
    past = [{"round": "2019", "active": 1, "removed": 2}, {"round": "2025", "active": 3, "removed": 4}]
    assert public_files.public_roster({"area": "653100"}, "2026", FINGERPRINT, COUNTS | {"young": 0}, past) == (
        "# yaml-language-server: $schema=../../schemas/roster.schema.json\n"
        'area: "653100"\n'
        'round: "2026"\n'
        "sealed: {sha256: ab, size: 3}\n"
        "counts:\n"
        "  active: 3\n"
        "  removed: 1\n"
        "  by_level: {full-senior: 2, associate-senior: 1}\n"
        "  by_specialty:\n"
        "    engineering:\n"
        '      建筑 工程: {城市规划: 2, "1": 1}\n'
        "  young: 0\n"
        "history:\n"
        '  - {round: "2019", active: 1, removed: 2}\n'
        '  - {round: "2025", active: 3, removed: 4}\n'
    )


def test_a_public_roster_with_nothing() -> None:
    counts = {"active": 0, "removed": 0, "by_level": {}, "by_specialty": {}}
    assert public_files.public_roster({"committee": "example-one"}, "2026", FINGERPRINT, counts) == (
        "# yaml-language-server: $schema=../../schemas/roster.schema.json\n"
        "committee: example-one\n"
        'round: "2026"\n'
        "sealed: {sha256: ab, size: 3}\n"
        "counts:\n"
        "  active: 0\n"
        "  removed: 0\n"
        "  by_level: {}\n"
        "  by_specialty: {}\n"
    )


@pytest.mark.parametrize("text", ["null", "True", "false", "yes", "No", "甲:乙", "1a", "甲#", "-a", ""])
def test_names_that_yaml_would_read_otherwise_are_quoted(text: str) -> None:
    told = public_files.public_roster({}, "2026", FINGERPRINT, COUNTS | {"by_specialty": {"engineering": {text: {text: 1}}}})
    assert f'"{text}": {{"{text}": 1}}' in told
    assert yaml.safe_load(told)["counts"]["by_specialty"] == {"engineering": {text: {text: 1}}}


@pytest.mark.parametrize("text", ["nullable", "a1", "a b", "甲（乙）", "族·甲", "甲、乙—丙-丁(戊)"])
def test_other_names_stand_bare(text: str) -> None:
    told = public_files.public_roster({}, "2026", FINGERPRINT, COUNTS | {"by_specialty": {"engineering": {text: {"甲": 1}}}})
    assert f"      {text}: {{甲: 1}}\n" in told
    assert yaml.safe_load(told)["counts"]["by_specialty"] == {"engineering": {text: {"甲": 1}}}


# --- contacts ----------------------------------------------------------------------------------------------------------


def with_contacts(text: str) -> str:
    return public_files.with_contacts(yaml_reading.parse("a.yaml", text.encode()), FINGERPRINT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("id: a\nname: b\nstatus: active\n", "id: a\nname: b\ncontacts: {sha256: ab, size: 3}\nstatus: active\n", id="new"),
        pytest.param("contacts: {sha256: x}\nstatus: a\n", "contacts: {sha256: ab, size: 3}\nstatus: a\n", id="in-its-place"),
        pytest.param(
            "id: a\ncontacts:\n  sha256: x\n\n  size: 1\nname: b\nstatus: a\n",
            "id: a\ncontacts:\n  sha256: ab\n\n  size: 3\nname: b\nstatus: a\n",
            id="of-several-lines",
        ),
    ],
)
def test_contacts_go_into_the_record_and_nothing_else_changes(text: str, expected: str) -> None:
    assert with_contacts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id: a\n", "id: a\ncontacts: {sha256: ab, size: 3}\n"),
        ('"contacts": {sha256: x}\nstatus: a\n', "contacts: {sha256: ab, size: 3}\nstatus: a\n"),
    ],
)
def test_a_record_that_is_written_otherwise_gets_them_too(text: str, expected: str) -> None:
    assert with_contacts(text) == expected


# --- plain files -------------------------------------------------------------------------------------------------------


def test_how_large_a_plain_file_may_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = 2 << 20
    monkeypatch.setattr(seal, "MAX_BYTES", size)
    path = tmp_path / "x.json"
    path.write_bytes(b'{"a": 1}'.ljust(size))
    assert seal.read_plain(path) == {"a": 1}
    path.write_bytes(b'{"a": 1}'.ljust(size + 1))
    with pytest.raises(UserError) as caught:
        seal.read_plain(path)
    assert str(caught.value) == "x.json 超过 2 MiB，不像是一份花名册。"


def test_where_json_breaks_off_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('\n{"a": 1,\n  "b" 2}', encoding="utf-8")
    with pytest.raises(UserError) as caught:
        seal.read_plain(path)
    assert str(caught.value) == "x.json 不是完整的 JSON（第 3 行第 7 列）。请重新导入，或核对后再试。"


# --- rows --------------------------------------------------------------------------------------------------------------


def test_an_id_twice_is_told_at_the_later_row() -> None:
    rows = [{"id": "aaaaaa"}, {"id": "bbbbbb"}, {"id": "aaaaaa"}, {"id": "bbbbbb"}]
    found = seal._repeated_ids({"experts": rows}, "a.age")
    assert [(fault.code, fault.severity, fault.file, fault.line, fault.column, fault.pointer) for fault in found] == [
        ("S007", "error", "a.age", 3, 1, "/experts/2/id"),
        ("S007", "error", "a.age", 4, 1, "/experts/3/id"),
    ]
    assert [fault.message for fault in found] == [
        "第 3 行的评委编号 aaaaaa 与前面的重复",
        "第 4 行的评委编号 bbbbbb 与前面的重复",
    ]


def test_earlier_rounds_are_those_before_this_one(small: Path) -> None:
    """Those the public file lists and the one it was about, in order, each once; this round and later ones are left out."""
    owner, counts = {"committee": "example-one"}, COUNTS | {"by_specialty": {}}
    past = [{"round": "2026", "active": 9, "removed": 9}, {"round": "2019", "active": 11, "removed": 2}]
    counts |= {"active": 13, "removed": 6}
    text = public_files.public_roster(owner, "2025", {"sha256": "ab" * 32, "size": 300}, counts, past)
    registries.write(small, "registry/rosters/example-one.yaml", text)
    loaded = registry.load(small)
    earlier = [{"round": "2019", "active": 11, "under_five": ["removed"]}, {"round": "2025", "active": 13, "removed": 6}]
    assert public_counts.past_rounds(loaded, "example-one", "2026") == earlier
    assert public_counts.past_rounds(loaded, "example-one", "2025") == earlier[:1]
    assert public_counts.past_rounds(loaded, "example-one", "2027") == [*earlier, past[0]]
    assert public_counts.past_rounds(loaded, "example-two", "2026") == []
