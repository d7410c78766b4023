"""Sealed files: any age tool opens what we seal and the other way round; who they are sealed to; a crash leaves a whole file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from helpers import registries

from zhicheng.errors import CannotOpen, UserError
from zhicheng.registry import registry
from zhicheng.registry.vault_listing import DEMONSTRATION_KEYS, list_vault
from zhicheng.system import atomic_files
from zhicheng.vault import cipher, store

pytestmark = pytest.mark.slow

IDENTITY = registries.HERE / "demonstration.identity"
DEMONSTRATION = sorted(DEMONSTRATION_KEYS)
CONTACTS = {
    "leader": {"name": "示例甲", "landline": "0991-0000001", "mobile": "10000000001"},
    "clerks": [{"name": "示例乙", "landline": "0991-0000002", "mobile": "10000000002"}],
    "preparer": {"name": "示例丙", "phone": "0991-0000003"},
}


def age() -> str:
    """Debian's age. In CI its absence is a failure."""
    found = shutil.which("age")
    if found is None and not os.environ.get("CI"):
        pytest.skip("age is not installed: apt-get install age")
    assert found, "age is not installed: apt-get install age"
    return found


def test_age_opens_what_we_seal(tmp_path: Path) -> None:
    sealed = tmp_path / "x.age"
    sealed.write_bytes(cipher.seal("买买提·示例".encode(), DEMONSTRATION))
    opened = subprocess.run([age(), "-d", "-i", str(IDENTITY), str(sealed)], capture_output=True, check=True)
    assert opened.stdout.decode() == "买买提·示例"


def test_we_open_what_age_seals(tmp_path: Path) -> None:
    plain = tmp_path / "x"
    plain.write_bytes("买买提·示例".encode())
    made = subprocess.run([age(), "-a", "-r", DEMONSTRATION[0], "-r", DEMONSTRATION[1], str(plain)], capture_output=True, check=True)
    assert cipher.is_sealed(made.stdout)
    assert cipher.unseal(made.stdout, store.keyring(IDENTITY).identities).decode() == "买买提·示例"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda sealed: sealed[:-30], "不是完整的 age 密封文件（可能被截断、改动，或者放错了文件）"),
        (lambda sealed: b"", "不是完整的 age 密封文件（可能被截断、改动，或者放错了文件）"),
        (lambda sealed: b'{"experts": []}', "不是完整的 age 密封文件（可能被截断、改动，或者放错了文件）"),
        (lambda sealed: sealed[:-80] + b"AAAA" + sealed[-76:], "密封文件已损坏，无法打开"),
    ],
    ids=["truncated", "empty", "plain", "altered"],
)
def test_what_is_not_whole_is_not_opened(change: object, words: str) -> None:
    sealed = cipher.seal(b"x" * 200, DEMONSTRATION)
    with pytest.raises(CannotOpen) as caught:
        cipher.unseal(change(sealed), store.keyring(IDENTITY).identities)  # type: ignore[operator]
    assert str(caught.value) == words


def test_wrong_key() -> None:
    secret, _ = cipher.new_identity()
    with pytest.raises(CannotOpen) as caught:
        cipher.unseal(cipher.seal(b"x", DEMONSTRATION), [cipher.identity(secret)])
    assert str(caught.value) == "这把密钥打不开它：它不是密封给这把密钥的"


def test_recipients_are_the_centres_the_prefectures_and_those_passed(small: Path) -> None:
    """The prefecture's key where reviewers.yaml gives one; a committee of the region has none."""
    _, theirs = cipher.new_identity()
    _, own = cipher.new_identity()
    team = f'"653100": {{office: 某地区人力资源和社会保障局, accounts: [ks-a], recipient: {theirs}}}'
    text = f"centre: {{accounts: [centre-a]}}\nmaintainers: {{accounts: [maintainer-a]}}\nareas: {{{team}}}\n"
    registries.write(small, "registry/reviewers.yaml", text)
    loaded = registry.load(small)
    assert sorted(store.recipients(loaded, "example-one")) == DEMONSTRATION
    for key in ("example-prefecture", "example-county", "employer-653100"):
        assert sorted(store.recipients(loaded, key)) == sorted([*DEMONSTRATION, theirs]), key
    assert sorted(store.recipients(loaded, "example-prefecture", [own])) == sorted([*DEMONSTRATION, theirs, own])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "读不到 registry/vault/recipients.txt。请中心先用 zhicheng keys new 生成密钥，把公钥写在里面，每行一把。"),
        (
            DEMONSTRATION[0] + "\n# " + DEMONSTRATION[1],
            "registry/vault/recipients.txt 里至少要有两把公钥，一把备用：只有一把时，它一丢失就谁也打不开了。",
        ),
        (
            "\n".join([DEMONSTRATION[0], DEMONSTRATION[1][:-1] + "z"]),
            f"不是有效的公钥：{DEMONSTRATION[1][:20]}…。公钥以 age1 开头，共 62 个字符，由 zhicheng keys new 生成。",
        ),
    ],
    ids=["missing", "only one", "mistyped"],
)
def test_recipients_that_will_not_do(small: Path, text: str | None, words: str) -> None:
    path = small / "registry/vault/recipients.txt"
    path.unlink()
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        store.recipients(registry.load(small), "example-one")
    assert str(caught.value) == words


def test_identity_inside_a_repository_is_refused(small: Path, tmp_path: Path) -> None:
    """Outside it is taken; the demonstration key may lie in tests/."""
    secret, _ = cipher.new_identity()
    for path in (small / "my.identity", small / "registry/vault/my.key"):
        path.write_text(secret, encoding="utf-8")
        with pytest.raises(UserError, match="放在 Git 仓库里，可能被提交出去，已拒绝使用"):
            store.keyring(path)
    outside = tmp_path / "my.identity"
    outside.write_text(f"# 我的\n{secret}\n", encoding="utf-8")
    assert len(store.keyring(outside).identities) == 1
    assert len(store.keyring(IDENTITY).identities) == 1


def test_identity_file_without_a_key(tmp_path: Path) -> None:
    path = tmp_path / "x.identity"
    path.write_text("age1public\n", encoding="utf-8")
    with pytest.raises(UserError, match="里没有私钥"):
        store.keyring(path)
    with pytest.raises(UserError, match="读不到密钥文件"):
        store.keyring(tmp_path / "absent")


def test_a_crash_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever happens while a file is replaced, the old one or the new one is there, and nothing else."""
    path = tmp_path / "x.roster.age"
    atomic_files.replace_file(path, b"old")

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    for moment in ("os.fsync", "pathlib.Path.replace"):
        with monkeypatch.context() as patch:
            patch.setattr(moment, fail)
            with pytest.raises(KeyboardInterrupt):
                atomic_files.replace_file(path, b"new")
        assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"x.roster.age": b"old"}
    atomic_files.replace_file(path, b"new")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"x.roster.age": b"new"}


def test_sealed_content_is_json_with_an_expert_a_line() -> None:
    """Any age tool and any JSON reader do; a diff of the opened text shows whose line changed."""
    value = {"committee": "example-one", "round": "2026", "experts": [{"id": "aaaaaa", "name": "示例"}, {"id": "bbbbbb"}]}
    packed = store.packed(value)
    assert json.loads(packed) == value
    assert packed.decode().splitlines()[1:3] == ['{"id": "aaaaaa", "name": "示例"},', '{"id": "bbbbbb"}']
    assert json.loads(store.packed({**value, "experts": []})) == {**value, "experts": []}
    assert json.loads(store.packed(CONTACTS)) == CONTACTS


def test_what_can_be_told_without_a_key(tmp_path: Path) -> None:
    """Links do not count as files of the vault; a folder that is not there is no vault."""
    assert list_vault(tmp_path / "vault", tmp_path) is None
    folder = tmp_path / "vault"
    folder.mkdir()
    sealed = cipher.seal(b"x", DEMONSTRATION)
    (folder / "a.roster.age").write_bytes(sealed)
    (folder / "b.roster.age").write_bytes(sealed[:40])
    (folder / "c.roster.age").symlink_to(folder / "a.roster.age")
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    found = list_vault(folder, tmp_path)
    assert found is not None
    assert {name: (file.size, file.whole) for name, file in found.files.items()} == {
        "a.roster.age": (len(sealed), True),
        "b.roster.age": (40, False),
    }
