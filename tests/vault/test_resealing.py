"""What is sealed anew when keys change, what is left alone and why, and the contacts of another. All people are invented (人物均为虚构)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from helpers import registries
from helpers.rosters import IDENTITY
from helpers.vault_commands import CONTACTS as PEOPLE

from zhicheng.errors import UserError
from zhicheng.registry import registry
from zhicheng.registry.vault_listing import BANS, CONTACTS, DEMONSTRATION_KEYS, ROSTER
from zhicheng.vault import cipher, public_files, store, verify
from zhicheng.vault.resealing import affected, prepared, to_reseal

DAY = date(2026, 11, 23)
ALL = [
    ("employer-653100", ROSTER),
    *((f"example-{name}", CONTACTS) for name in ("central", "county", "old", "one")),
    ("example-one", ROSTER),
    ("example-prefecture", CONTACTS),
    ("example-prefecture", ROSTER),
    ("example-two", CONTACTS),
]


def names(found: list[tuple[Path, str, str]]) -> list[tuple[str, str]]:
    assert all(path.name == (BANS if key == BANS else f"{key}{suffix}") for path, key, suffix in found)
    return [(key, suffix) for _, key, suffix in found]


def test_which_files(small: Path) -> None:
    """All, with the list of bans last; those of some keys, without it; a key that has none is told."""
    (small / "registry/vault" / BANS).write_bytes(b"x")
    loaded = registry.load(small)
    assert names(to_reseal(loaded)) == [*ALL, (BANS, BANS)]
    assert names(to_reseal(loaded, ["example-one"])) == [("example-one", CONTACTS), ("example-one", ROSTER)]
    assert names(to_reseal(loaded, ["example-two", "employer-653100"])) == [("employer-653100", ROSTER), ("example-two", CONTACTS)]
    with pytest.raises(UserError, match=r"^密封库里没有 example-ten 的密封文件。请核对编号。$"):
        to_reseal(loaded, ["example-one", "example-ten"])


def test_sealed_anew(small: Path) -> None:
    """The sealed file and the public one beside it; the content is the same, and padded."""
    loaded, keys = registry.load(small), store.keyring(IDENTITY)
    wanted = to_reseal(loaded, ["example-one"])
    made = prepared(loaded, keys, DAY, wanted)
    assert (made.written, made.failed) == (("example-one.contacts.age", "example-one.roster.age"), ())
    paths = [path.relative_to(small).as_posix() for path, _ in made.files]
    assert paths == [
        "registry/vault/example-one.contacts.age",
        registries.ONE,
        "registry/vault/example-one.roster.age",
        "registry/rosters/example-one.yaml",
    ]
    for (sealed_path, sealed), (public_path, public) in (made.files[:2], made.files[2:]):
        assert sealed != sealed_path.read_bytes()
        assert cipher.unseal(sealed, keys.identities) == cipher.unseal(sealed_path.read_bytes(), keys.identities)
        assert store.fingerprint(sealed)["sha256"] in public.decode()
        before, after = (text.splitlines() for text in (public_path.read_text(encoding="utf-8"), public.decode()))
        assert len([line for line in after if line not in before and not line.startswith("#")]) == 1


OPENED_BY_ANOTHER = "这把密钥打不开它：它不是密封给这把密钥的"


@pytest.mark.parametrize("fault", ["not-registered", "exchanged", "another-key", "cut-off"])
def test_what_is_left_alone(small: Path, fault: str) -> None:
    """Each failure is told by its file; the others are sealed all the same."""
    path = small / "registry/vault/example-one.roster.age"
    public = small / "registry/rosters/example-one.yaml"
    secret, _ = cipher.new_identity()
    keys = store.Keyring((cipher.identity(secret),)) if fault == "another-key" else store.keyring(IDENTITY)
    if fault == "not-registered":
        public.unlink()
    elif fault == "exchanged":
        path.write_bytes((small / "registry/vault/example-prefecture.roster.age").read_bytes())
    elif fault == "cut-off":
        path.write_bytes(path.read_bytes()[:-40])
        record = registry.load(small).document("registry/rosters/example-one.yaml")
        assert record is not None
        public.write_text(public_files.roster_with_fingerprint(record, store.fingerprint(path.read_bytes())), encoding="utf-8")
    loaded = registry.load(small)
    made = prepared(loaded, keys, DAY, to_reseal(loaded, ["example-one", "example-two"]))
    said = {
        "not-registered": "没有对应的公开登记，没有动它",
        "exchanged": "与公开登记的大小或校验值不同，没有动它；请先查明原因，由报送单位用 zhicheng seal 重新密封",
        "another-key": OPENED_BY_ANOTHER,
        "cut-off": "不是完整的 age 密封文件（可能被截断、改动，或者放错了文件）",
    }[fault]
    failed = [f"example-one.roster.age：{said}"]
    written = ["example-one.contacts.age", "example-two.contacts.age"]
    if fault == "another-key":
        failed, written = [f"{name}：{said}" for name in (written[0], "example-one.roster.age", written[1])], []
    assert ([*made.failed], [*made.written]) == (failed, written)
    assert len(made.files) == 2 * len(written)


def test_whom_a_new_key_concerns(small: Path) -> None:
    """The files of its area and no others; a list that says the same concerns none."""
    before = registry.load(small)
    team = f'"653125": {{office: 某局, accounts: [ks-a], recipient: {cipher.new_identity()[1]}}}'
    text = f"centre: {{accounts: [centre-a]}}\nmaintainers: {{accounts: [maintainer-a]}}\nareas: {{{team}}}\n"
    registries.write(small, "registry/reviewers.yaml", text)
    after = registry.load(small)
    assert names(affected(before, after, DAY)) == [("example-county", CONTACTS)]
    assert affected(before, before, DAY) == affected(after, after, DAY) == []
    assert names(affected(after, before, DAY)) == [("example-county", CONTACTS)]


# --- contacts, opened ----------------------------------------------------------------------------------------------------


def seal_contacts(root: Path, value: dict[str, object], key: str = "example-one") -> None:
    """Puts contacts into the vault as they are, with their hash in the committee's record."""
    sealed = cipher.seal(store.padded(json.dumps(value, ensure_ascii=False).encode()), sorted(DEMONSTRATION_KEYS))
    (root / f"registry/vault/{key}{CONTACTS}").write_bytes(sealed)
    document = next(entry.document for entry in registry.load(root).committees if entry.record.id == key)
    registries.write(root, document.path, public_files.with_contacts(document, store.fingerprint(sealed)))


def faults(root: Path, wanted: list[str] | None = None) -> list[tuple[str, str, str, str]]:
    found = verify.check_contacts(registry.load(root), store.keyring(IDENTITY), wanted)
    return [(f.code, f.file, f.message, f.hint) for f in found]


def test_contacts_that_are_right(small: Path) -> None:
    seal_contacts(small, {"committee": "example-one", **PEOPLE})
    assert faults(small) == []


@pytest.mark.parametrize(
    ("value", "code", "said"),
    [
        ({"committee": "example-two", **PEOPLE}, "R202", "里面是另一个评审委员会（example-two）的联系人"),
        ({"committee": "example-one", **PEOPLE, "leader": 7}, "S003", "“主管领导”的类型不对"),
    ],
)
def test_contacts_of_another_or_of_another_shape(small: Path, value: dict[str, object], code: str, said: str) -> None:
    """Told at the file; where others are asked for, this one is not opened."""
    seal_contacts(small, value)
    path = "registry/vault/example-one.contacts.age"
    assert [one[:3] for one in faults(small)] == [(code, path, said)]
    assert faults(small, ["example-two"]) == []
    assert [one[0] for one in faults(small, ["example-one"])] == [code]


def test_contacts_that_cannot_be_opened(small: Path) -> None:
    """A file that is not there is told by its hash, not here."""
    path = small / "registry/vault/example-one.contacts.age"
    path.write_bytes(path.read_bytes()[:-40])
    said = "不是完整的 age 密封文件（可能被截断、改动，或者放错了文件）"
    hint = "请核对密钥；文件损坏的，请报送单位重新密封。"
    assert faults(small) == [("R203", "registry/vault/example-one.contacts.age", said, hint)]
    path.unlink()
    assert faults(small) == []
