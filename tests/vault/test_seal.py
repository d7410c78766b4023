"""What sealing writes into the public files, character by character, and what it says of rows and files that will not do.

All people are invented (人物均为虚构).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import registries
from helpers.vault_commands import CONTACTS as PEOPLE
from helpers.vault_commands import expert, pool, roster

from zhicheng.documents import yaml_reading
from zhicheng.errors import UserError
from zhicheng.registry import public_counts, registry
from zhicheng.registry.records import sealed_roster
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


@pytest.mark.parametrize(
    ("retired", "draw_key", "lines"),
    [
        (None, None, ["sealed: {sha256: ab, size: 3}"]),
        (None, "cd", ["sealed: {sha256: ab, size: 3}", "draw_key: cd"]),
        (date(2026, 11, 23), None, ['retired: "2026-11-23"']),
        (date(2026, 11, 23), "cd", ['retired: "2026-11-23"', "draw_key: cd"]),
    ],
)
def test_a_public_roster_of_what_is_sealed_or_was(retired: date | None, draw_key: str | None, lines: list[str]) -> None:
    """The key for draws has its hash beside it; what was deleted has the day in the place of its hash."""
    text = public_files.public_roster({"area": "653100"}, "2026", FINGERPRINT, COUNTS, retired=retired, draw_key=draw_key)
    assert text.splitlines()[2 : 4 + len(lines)] == ['round: "2026"', *lines, "counts:"]


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


@pytest.mark.parametrize(
    "text", ["id: a\ncontacts: {sha256: x, size: 1}\nstatus: a\n", "id: a\ncontacts:\n  sha256: x\n  size: 1\nstatus: a\n"]
)
def test_contacts_are_taken_out_of_a_record(text: str) -> None:
    assert public_files.without_contacts(yaml_reading.parse("a.yaml", text.encode())) == "id: a\nstatus: a\n"


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


# --- what is judged ----------------------------------------------------------------------------------------------------

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("example-ten", roster(), "没有编号是 example-ten 的评审委员会。单位直接报送的花名册，编号写成 employer-区划代码。"),
        ("employer-65310", roster(), "没有编号是 employer-65310 的评审委员会。单位直接报送的花名册，编号写成 employer-区划代码。"),
        ("employer-110101", roster(), "没有这个区划代码：110101。请核对编号里的六位代码。"),
        ("example-one", {"experts": []}, "花名册是空的：没有一名评委，没有密封。请核对文件。"),
        ("example-one", roster(committee="example-two"), "这份花名册是 example-two 的，不是 example-one 的。请核对编号。"),
        ("example-one", roster(committee="示例 甲"), "这份花名册是别人的，不是 example-one 的。请核对编号。"),
        ("example-one", roster(committee=7), "这份花名册是别人的，不是 example-one 的。请核对编号。"),
        ("employer-653100", roster(area="653125"), "这份花名册是 653125 的，不是 employer-653100 的。请核对编号。"),
        ("example-one", roster(round="2025"), "没有 2025 这个备案年度。请核对 round；已有的年度：2019、2026。"),
        ("example-one", PEOPLE | {"committee": "example-two"}, "这份联系人是 example-two 的，不是 example-one 的。请核对编号。"),
        ("example-one", {"phones": []}, "看不出这是花名册还是联系人：花名册要有 experts，联系人要有 leader、clerks、preparer。"),
    ],
)
def test_what_cannot_be_sealed(small: Path, key: str, value: dict[str, Any], said: str) -> None:
    """Only an id is repeated: anything else may be private."""
    with pytest.raises(UserError) as caught:
        seal.judge(registry.load(small), key, value, DAY)
    assert str(caught.value) == said


@pytest.mark.parametrize("part", ["leader", "clerks", "preparer"])
def test_contacts_are_known_by_each_of_their_parts(small: Path, part: str) -> None:
    """What else they must have the schema says."""
    found = seal.judge(registry.load(small), "example-one", {part: PEOPLE[part]}, DAY)
    assert {f.code for f in found.findings} == {"S002"}
    assert found.refused
    whole = seal.judge(registry.load(small), "example-one", dict(PEOPLE), DAY)
    assert (whole.findings, whole.refused, len(whole.recipients)) == ([], False, 2)
    assert whole.plain.startswith(b'{\n "committee": "example-one",')


@pytest.mark.parametrize("experts", [7, "示例甲", {"name": "示例甲"}, None, ["示例甲"]])
def test_rows_that_are_none(small: Path, experts: object) -> None:
    """They are told by the schema, and not repeated."""
    found = seal.judge(registry.load(small), "example-one", {"round": "2026", "experts": experts}, DAY)
    assert found.refused
    assert {f.code for f in found.findings} <= {"S003"}
    assert "示例甲" not in "".join(f.message + f.hint for f in found.findings)


def test_a_roster_that_is_right(small: Path) -> None:
    """It is of the current round where it does not say, and everybody gets an id."""
    value = roster()
    del value["round"]
    ready = seal.judge(registry.load(small), "example-one", value, DAY)
    assert (ready.findings, ready.refused) == ([], False)
    assert all(len(row["id"]) == 6 for row in value["experts"])
    assert b'"round": "2026"' in ready.plain
    assert b'"draw_key": "' in ready.plain


@pytest.mark.parametrize(("before", "kept"), [({"draw_key": "ab" * 32}, True), ({}, False), (None, False)])
def test_the_key_for_draws_stays(small: Path, before: dict[str, Any] | None, kept: bool) -> None:
    """Else a draw could not be worked out again."""
    ready = seal.judge(registry.load(small), "example-one", roster(), DAY, before=before)
    assert (b"ab" * 32 in ready.plain) == kept
    own = seal.judge(registry.load(small), "example-one", roster(draw_key="cd" * 32), DAY, before=before)
    assert b"cd" * 32 in own.plain


UNKNOWN = {"specialty": ["建筑工程", "随便写的"]}
GONE = "目录改了，他还留在原来的专业里：请用 zhicheng roster update 改到现在的专业，或者调出。这次照样密封。"
NEW = "请填评审委员会登记的一级、二级目录；人数按专业公布，这里不能写别的文字。"


@pytest.mark.parametrize(
    ("stood", "severity", "said", "hint"),
    [
        (None, "error", "不在登记的专业目录里", NEW),
        ({}, "warning", "已经不在登记的专业目录里", GONE),
        ({"id": "bbbbbb"}, "error", "不在登记的专业目录里", NEW),
        ({"specialty": ["建筑工程", "城市规划"]}, "error", "不在登记的专业目录里", NEW),
        ({"series": "library"}, "error", "不在登记的专业目录里", NEW),
    ],
    ids=["new", "as-before", "somebody-else", "in-another-specialty", "in-another-series"],
)
def test_specialties_that_no_committee_has(small: Path, stood: dict[str, Any] | None, severity: str, said: str, hint: str) -> None:
    """Who stands there since before it left the catalog may stay; the text itself is not repeated."""
    odd = expert(name="示例乙", **UNKNOWN) | {"id": "aaaaaa"}
    before = None if stood is None else {"experts": [odd | stood]}
    ready = seal.judge(registry.load(small), "example-one", roster(*pool(), odd), DAY, before=before)
    found = [(f.severity, f.line, f.message, f.hint) for f in ready.findings if f.code == "X003"]
    assert found == [(severity, 26, f"第 26 行“现专业岗位”：专业{said}", hint)]
    assert ready.refused == (severity == "error")


def test_specialties_of_who_has_left_do_not_matter(small: Path) -> None:
    left = expert(name="示例乙", **UNKNOWN) | {"state": "removed", "removed": {"date": "2026-03-01", "reason": "other"}}
    assert seal.judge(registry.load(small), "example-one", roster(*pool(), left), DAY).findings == []


@pytest.mark.parametrize(
    ("odd", "series", "said"),
    [
        (0, None, None),
        (1, None, "有 1 名评委的专业不在登记的专业目录里（第 1 行）"),
        (5, None, "有 5 名评委的专业不在登记的专业目录里（第 1、2、3、4、5 行）"),
        (6, None, "有 6 名评委的专业不在登记的专业目录里（第 1、2、3、4、5 行等）"),
        (1, {"engineering"}, "有 1 名评委的专业不在登记的专业目录里（第 1 行）"),
        (1, {"library"}, None),
    ],
)
def test_sealed_rosters_outside_of_the_catalog(small: Path, odd: int, series: set[str] | None, said: str | None) -> None:
    """At most five rows are named; those of another series than the committee's are told by R109."""
    rows = [{**row, "id": f"aaaaa{'abcdefgh'[i]}"} for i, row in enumerate([*[expert(**UNKNOWN)] * odd, *pool(2)])]
    known = seal.registered_specialties(registry.load(small))
    value = sealed_roster.roster(roster(*rows, committee="example-one"))
    found = [(f.severity, f.line, f.pointer, f.message) for f in seal.outside_catalog(known, value, series, "a.age")]
    assert found == ([("warning", 1, "/experts/0/specialty", said)] if said else [])
