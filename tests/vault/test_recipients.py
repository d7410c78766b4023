"""To whom files are sealed: the keys of registry/recipients.yaml by role and day; what is refused before anything is sealed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from helpers import registries
from helpers.rosters import IDENTITY

from zhicheng.errors import UserError
from zhicheng.registry import registry
from zhicheng.registry.key_holders import fingerprint
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import DEMONSTRATION_KEYS, list_vault
from zhicheng.vault import cipher, store
from zhicheng.vault.recipients import of_file, recipients, refuse_unnamed, unlike

DAY = date(2026, 11, 26)
DEMONSTRATION = sorted(DEMONSTRATION_KEYS)
Listed = Callable[..., Registry]


@pytest.fixture
def keys() -> dict[str, str]:
    """Public keys by a name for each."""
    return {name: cipher.new_identity()[1] for name in ("daily", "reserve", "prefecture", "county", "own", "other", "audit", "stranger")}


@pytest.fixture
def listed(small: Path, keys: dict[str, str]) -> Listed:
    """Writes recipients.yaml with the two keys of the centre and more items, and loads the registry, which is no sample."""

    def write(*more: str, centre: tuple[str, ...] = ("daily", "reserve")) -> Registry:
        items = [f"{{key: {keys[name]}, holder: 中心（{name}）, role: centre, since: '2026-01-01'}}" for name in centre]
        items += [one.format(**keys) for one in more]
        text = "recipients:\n" + "".join(f"  - {one}\n" for one in items) if items else "recipients: []\n"
        registries.write(small, "registry/recipients.yaml", text)
        path = small / "registry/registry.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("sample: true", "sample: false"), encoding="utf-8")
        return registry.load(small)

    return write


PREFECTURE = "{{key: {prefecture}, holder: 某地区人社局, role: prefecture, area: '653100', since: '2026-01-01'}}"
COUNTY = "{{key: {county}, holder: 某县人社局, role: prefecture, area: '653121', since: '2026-01-01'}}"
OWN = "{{key: {own}, holder: 评审委员会办公室, role: committee, committee: example-one, since: '2026-01-01'}}"
OTHER = "{{key: {other}, holder: 另一个办公室, role: committee, committee: example-county, since: '2026-01-01'}}"
AUDIT = "{{key: {audit}, holder: 监督处, role: supervisor, since: '2026-01-01'}}"
AUDIT_THERE = "{{key: {audit}, holder: 监督处, role: supervisor, area: '653100', since: '2026-01-01'}}"


@pytest.mark.parametrize(
    ("items", "file", "beside"),
    [
        ([], "example-one", []),
        ([PREFECTURE, COUNTY], "example-one", []),
        ([PREFECTURE, COUNTY], "example-prefecture", ["prefecture"]),
        ([PREFECTURE], "example-county", ["prefecture"]),
        ([PREFECTURE], "employer-653121", ["prefecture"]),
        ([PREFECTURE, COUNTY], "employer-653121", ["county"]),
        ([OWN, OTHER], "example-one", ["own"]),
        ([OWN, OTHER], "example-county", ["other"]),
        ([OWN, OTHER], "example-prefecture", []),
        ([AUDIT], "example-one", ["audit"]),
        ([AUDIT_THERE], "example-one", []),
        ([AUDIT_THERE], "example-county", ["audit"]),
        ([OWN, PREFECTURE, AUDIT], "example-one", ["audit", "own"]),
        ([PREFECTURE.replace("653100", "654200")], "employer-654223", ["prefecture"]),  # a county that became a city
        ([PREFECTURE.replace("653100", "652300")], "employer-652322", []),  # that went to another prefecture
        ([PREFECTURE.replace("653100", "650100")], "employer-652322", ["prefecture"]),
    ],
)
def test_by_role(listed: Listed, keys: dict[str, str], items: list[str], file: str, beside: list[str]) -> None:
    """A committee's own key opens its own files and no others."""
    assert recipients(listed(*items), file, DAY) == [keys[name] for name in ("daily", "reserve", *beside)]


@pytest.mark.parametrize(
    ("since", "until", "today", "used"),
    [
        ("2026-11-26", None, DAY, True),
        ("2026-11-27", None, DAY, False),
        ("2026-01-01", "2026-11-26", DAY, True),
        ("2026-01-01", "2026-11-25", DAY, False),
    ],
)
def test_by_day(listed: Listed, keys: dict[str, str], since: str, until: str | None, today: date, used: bool) -> None:
    item = f"{{{{key: {{stranger}}, holder: 接手的岗位, role: centre, since: '{since}'{f', until: {until!r}' if until else ''}}}}}"
    assert (keys["stranger"] in recipients(listed(item), "example-one", today)) == used


def test_of_the_list_and_of_reviewers(small: Path, listed: Listed, keys: dict[str, str]) -> None:
    """`recipient` in reviewers.yaml stays valid; the keys of recipients.txt do not count any more."""
    team = f'"653100": {{office: 某地区人社局, accounts: [ks-a], recipient: {keys["prefecture"]}}}'
    registries.write(
        small,
        "registry/reviewers.yaml",
        f"centre: {{accounts: [centre-a]}}\nmaintainers: {{accounts: [maintainer-a]}}\nareas: {{{team}}}\n",
    )
    found = of_file(listed(), "example-prefecture", DAY)
    assert [(one.key, one.holder) for one in found] == [
        (keys["daily"], "中心（daily）"),
        (keys["reserve"], "中心（reserve）"),
        (keys["prefecture"], "某地区人社局"),
    ]
    assert not set(DEMONSTRATION) & {one.key for one in found}


@pytest.mark.parametrize(
    ("centre", "more", "number"),
    [
        (("daily",), (), 1),
        ((), (), 0),
        (("daily",), ("{{key: {reserve}, holder: 中心, role: centre, since: '2027-01-01'}}",), 1),
        (("daily",), ("{{key: {reserve}, holder: 中心, role: centre, area: '653100', since: '2026-01-01'}}",), 1),
        (("daily",), (OWN,), 1),
    ],
)
def test_the_centre_needs_two(listed: Listed, centre: tuple[str, ...], more: tuple[str, ...], number: int) -> None:
    """Two keys in use, for everything."""
    with pytest.raises(UserError, match=f"至少要有两把，一把备用，现在是 {number} 把"):
        recipients(listed(*more, centre=centre), "example-one", DAY)


def test_a_list_that_cannot_be_read(small: Path) -> None:
    """The keys of recipients.txt must not come back by breaking the list."""
    registries.write(small, "registry/recipients.yaml", "recipients: none\n")
    with pytest.raises(UserError, match=r"^registry/recipients.yaml 读不出来，不知道密封给谁。"):
        recipients(registry.load(small), "example-one", DAY)


def test_the_demonstration_key(small: Path, listed: Listed) -> None:
    """In a registry that is no sample it is refused before anything is sealed, wherever it comes from."""
    held = f"{{{{key: {DEMONSTRATION[0]}, holder: 某岗位, role: centre, since: '2026-01-01'}}}}"
    words = f"没有密封：“某岗位”的公钥是演示密钥（指纹 {fingerprint(DEMONSTRATION[0])}），它的私钥人人都有，密封给它等于公开。"
    with pytest.raises(UserError) as caught:
        recipients(listed(held), "example-one", DAY)
    assert str(caught.value).startswith(words)
    (small / "registry/recipients.yaml").unlink()
    loaded = registry.load(small)
    assert not loaded.settings.sample
    fresh = "".join(f"{cipher.new_identity()[1]}\n" for _ in range(2))
    registries.write(small, "registry/vault/recipients.txt", fresh)
    with pytest.raises(UserError, match="“--also 写的公钥”的公钥是演示密钥"):
        recipients(registry.load(small), "example-one", DAY, [DEMONSTRATION[0]])


def test_a_key_that_is_not_named(listed: Listed, keys: dict[str, str]) -> None:
    """Neither a stranger's nor another committee's; its own may be passed, and changes nothing."""
    loaded = listed(OWN, OTHER)
    assert recipients(loaded, "example-one", DAY, [keys["own"]]) == [keys["daily"], keys["reserve"], keys["own"]]
    for name in ("stranger", "other"):
        with pytest.raises(UserError) as caught:
            recipients(loaded, "example-one", DAY, [keys[name]])
        assert str(caught.value) == (
            f"没有密封：--also 的公钥（指纹 {fingerprint(keys[name])}）"
            "没有在 registry/recipients.yaml 里登记给 example-one 用，或者已经停用。"
            "评审委员会自己的，请先登记：role: committee，committee: example-one；登记以后不用再写 --also。"
        )


def test_an_identity_that_is_not_named(small: Path, tmp_path: Path, listed: Listed) -> None:
    """One that is out of use is named; a stranger's and the demonstration key are not; without a list there is only a remark."""
    secret, public = cipher.new_identity()
    path = tmp_path / "一把.identity"
    path.write_text(secret, encoding="utf-8")
    loaded = listed()
    with pytest.raises(UserError) as caught:
        refuse_unnamed(loaded, store.keyring(path), "核对")
    assert str(caught.value) == (
        f"没有核对：这把私钥的公钥（指纹 {fingerprint(public)}）没有在 registry/recipients.yaml 里登记。"
        "请换登记过的私钥；已经换下的，请在登记里写 until，不要删去那一项。"
    )
    with pytest.raises(UserError, match="这是演示密钥，人人都有。"):
        refuse_unnamed(loaded, store.keyring(IDENTITY), "核对")
    former = f"{{{{key: {public}, holder: 前任, role: centre, since: '2026-01-01', until: '2026-02-01'}}}}"
    assert refuse_unnamed(listed(former), store.keyring(path), "核对") == ""
    (small / "registry/recipients.yaml").unlink()
    assert refuse_unnamed(registry.load(small), store.keyring(path), "核对") == (
        f"提醒：这把私钥的公钥（指纹 {fingerprint(public)}）没有写在登记册里，请核对是谁的。"
    )
    assert refuse_unnamed(registry.load(small), store.keyring(IDENTITY), "核对") == ""


def test_recipients_txt_is_read_only_where_it_is_a_file(tmp_path: Path) -> None:
    """A link could lead anywhere, and some files never end."""
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "recipients.txt").symlink_to("/dev/zero")
    found = list_vault(folder, tmp_path)
    assert found is not None
    assert found.recipients == ()
    (folder / "recipients.txt").unlink()
    (folder / "recipients.txt").write_text("# 说明\nage1x # 备用\n\nage1y\n", encoding="utf-8")
    found = list_vault(folder, tmp_path)
    assert found is not None
    assert found.recipients == (("age1x", 2, "备用"), ("age1y", 4, ""))


def test_files_that_are_sealed_to_another_number_of_keys(tmp_path: Path, listed: Listed, keys: dict[str, str]) -> None:
    """Told for each; not of what is not here, or is no file of age, nor where nobody knows to whom it ought to be sealed."""
    loaded = listed(PREFECTURE)
    right, fewer, more = (tmp_path / name for name in ("right.age", "fewer.age", "more.age"))
    right.write_bytes(cipher.seal(b"x", [keys["daily"], keys["reserve"]]))
    fewer.write_bytes(cipher.seal(b"x", [keys["daily"]]))
    more.write_bytes(cipher.seal(b"x", [keys["daily"], keys["reserve"], keys["prefecture"], keys["own"]]))
    (tmp_path / "plain.age").write_text("x", encoding="utf-8")
    files = [(right, "example-one"), (tmp_path / "absent.age", "example-one"), (tmp_path / "plain.age", "example-one")]
    assert unlike(loaded, files, DAY) == []
    assert unlike(loaded, [(fewer, "example-one"), *files, (more, "example-prefecture")], DAY) == [
        "fewer.age（密封给 1 把，按登记是 2 把）",
        "more.age（密封给 4 把，按登记是 3 把）",
    ]
    assert unlike(listed(centre=("daily",)), [(fewer, "example-one")], DAY) == []
