"""Where sealed files may go and where keys and plain files may not: beside the registry, in it, and in any repository."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import registries
from helpers.rosters import IDENTITY

from zhicheng.errors import CannotOpen, UserError
from zhicheng.registry import registry
from zhicheng.vault import cipher, store

ELSEWHERE = "这里没有密封库（{}），密封文件没有地方放，什么都没有写。"
IN_REGISTRY = "密封文件不放在公开登记册的仓库里：{}。请写仓库以外的文件夹，例如 U 盘，或者密封库的副本。"
HERE = "密封库就在这里（registry/vault），密封文件直接写在里面，不用另写文件夹。"


def apart(root: Path, folder: Path) -> None:
    """Has the vault lie in another folder, by the registry's settings."""
    path = root / "registry/registry.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"vault: {folder}\n", encoding="utf-8")


def test_in_the_vault(small: Path) -> None:
    loaded = registry.load(small)
    assert store.place(loaded, "a.roster.age") == small / "registry/vault/a.roster.age"
    assert store.shown(small / "registry/vault/a.roster.age", loaded) == "registry/vault/a.roster.age"
    assert store.shown(small.parent / "x/a.roster.age", loaded) == str(small.parent / "x/a.roster.age")


def test_a_vault_that_is_not_here(empty: Path, tmp_path: Path) -> None:
    """In the registry it is made; elsewhere somebody has to say where to put the file."""
    assert store.place(registry.load(empty), "a.age") == empty / "registry/vault/a.age"
    apart(empty, tmp_path / "elsewhere")
    loaded = registry.load(empty)
    with pytest.raises(UserError) as caught:
        store.place(loaded, "a.age")
    assert str(caught.value).startswith(ELSEWHERE.format(tmp_path / "elsewhere"))
    store.put_out(loaded, tmp_path / "out/deep")
    assert store.place(loaded, "a.age") == tmp_path / "out/deep/a.age"
    assert (tmp_path / "out/deep").is_dir()
    (tmp_path / "elsewhere").mkdir()
    assert store.place(registry.load(empty), "a.age") == tmp_path / "elsewhere/a.age"


def test_nowhere_is_as_before(small: Path) -> None:
    loaded = registry.load(small)
    store.put_out(loaded, None)
    assert loaded.sealed_out is None


@pytest.mark.parametrize("below", ["", "registry/vault/x", "x"])
def test_not_into_the_registry(empty: Path, tmp_path: Path, below: str) -> None:
    apart(empty, tmp_path / "elsewhere")
    loaded = registry.load(empty)
    with pytest.raises(UserError) as caught:
        store.put_out(loaded, empty / below)
    assert str(caught.value) == IN_REGISTRY.format(empty / below)
    assert loaded.sealed_out is None


@pytest.mark.parametrize("git", [False, True])
def test_not_into_the_repository_around_the_registry(empty: Path, tmp_path: Path, git: bool) -> None:
    """Beside the registry in the same repository a file is as public as in it; in a repository of its own there it is not."""
    around = tmp_path / "around"
    around.mkdir()
    empty.rename(around / "data")
    apart(around / "data", tmp_path / "elsewhere")
    if git:
        registries.write(around, ".git/config", "x")
        with pytest.raises(UserError) as caught:
            store.put_out(registry.load(around / "data"), around / "beside/deep")
        assert str(caught.value) == IN_REGISTRY.format(around / "beside/deep")
        registries.write(around, "beside/.git/config", "x")
    for folder in (around / "beside/deep", tmp_path / "outside"):
        loaded = registry.load(around / "data")
        store.put_out(loaded, folder)
        assert loaded.sealed_out == folder


def test_not_beside_a_vault_that_is_here(small: Path, tmp_path: Path) -> None:
    """Into it one may; and out of one that is a repository of its own, which may lack what is newest."""
    loaded = registry.load(small)
    with pytest.raises(UserError) as caught:
        store.put_out(loaded, tmp_path / "out")
    assert str(caught.value) == HERE
    assert not (tmp_path / "out").exists()
    (small / "registry/vault").rename(tmp_path / "vault")
    apart(small, tmp_path / "vault")
    loaded = registry.load(small)
    for folder in (tmp_path / "vault", tmp_path / "out"):
        store.put_out(loaded, folder)
        assert loaded.sealed_out == folder


@pytest.mark.parametrize(("key", "here"), [("example-one", True), ("example-two", False), ("employer-653100", True)])
def test_whether_a_roster_is_sealed_already(small: Path, tmp_path: Path, key: str, here: bool) -> None:
    """By its file; where the vault or a part of it is elsewhere, by the public file too."""
    assert store.is_sealed_already(registry.load(small), key) == here
    (small / "registry/vault").rename(tmp_path / "gone")
    assert store.is_sealed_already(registry.load(small), key) == here
    (tmp_path / "vault").mkdir()
    apart(small, tmp_path / "vault")
    assert store.is_sealed_already(registry.load(small), key) == here
    for path in (small / "registry/rosters").glob("*.yaml"):
        path.unlink()
    assert not store.is_sealed_already(registry.load(small), key)


def test_a_roster_that_is_missing_from_a_whole_vault_is_not_sealed(small: Path) -> None:
    (small / "registry/vault/example-one.roster.age").unlink()
    assert not store.is_sealed_already(registry.load(small), "example-one")


# --- keys and plain files ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [".git/config", ".git", "registry/registry.yaml"])
def test_inside_a_repository(tmp_path: Path, mark: str) -> None:
    """A folder with .git, which is a file in a work tree, and a registry without Git."""
    registries.write(tmp_path, f"top/{mark}", "x")
    inside, outside = tmp_path / "top/a/b/x.json", tmp_path / "other/x.json"
    assert store.is_inside(inside)
    assert not store.is_inside(outside)
    store.refuse_inside(outside, "明文")
    with pytest.raises(UserError) as caught:
        store.refuse_inside(inside, "明文")
    assert str(caught.value) == f"明文不能放在仓库里：{inside}。请放到仓库以外的文件夹，以免被提交出去。"


def test_inside_by_a_link(tmp_path: Path) -> None:
    registries.write(tmp_path, "top/.git/config", "x")
    (tmp_path / "link").symlink_to(tmp_path / "top")
    assert store.is_inside(tmp_path / "link/x.json")


@pytest.mark.parametrize(("size", "read"), [(1 << 20, True), ((1 << 20) + 1, False)])
def test_how_large_an_identity_file_may_be(tmp_path: Path, size: int, read: bool) -> None:
    secret, public = cipher.new_identity()
    path = tmp_path / "x.identity"
    path.write_bytes(f"{secret}\n".encode().ljust(size, b"#"))
    if read:
        assert store.keyring(path).public == (public,)
    else:
        with pytest.raises(UserError, match=r"里没有私钥。私钥一行，以 AGE-SECRET-KEY-1 开头，由 zhicheng keys new 生成。$"):
            store.keyring(path)


def test_an_identity_file_with_several(tmp_path: Path) -> None:
    """The public key of each is named once; text that is not UTF-8 is no identity file."""
    made = [cipher.new_identity() for _ in range(2)]
    path = tmp_path / "x.identity"
    path.write_text("\n".join([made[0][0], "# 备用", made[1][0], made[0][0]]), encoding="utf-8")
    assert store.keyring(path).public == (made[0][1], made[1][1])
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(UserError, match=r"^读不到密钥文件：.*。请核对路径和权限。$"):
        store.keyring(path)


@pytest.mark.parametrize("with_own", [False, True])
def test_the_demonstration_key_in_a_repository(tmp_path: Path, with_own: bool) -> None:
    """It opens samples only; beside a key of one's own it excuses nothing."""
    secret, _ = cipher.new_identity()
    registries.write(tmp_path, ".git/config", "x")
    path = registries.write(tmp_path, "x.identity", IDENTITY.read_bytes() + (f"\n{secret}\n".encode() if with_own else b""))
    if not with_own:
        assert len(store.keyring(path).identities) == 1
        return
    with pytest.raises(UserError) as caught:
        store.keyring(path)
    assert str(caught.value) == (
        f"密钥文件 {path} 放在 Git 仓库里，可能被提交出去，已拒绝使用。请移到仓库以外，例如 U 盘或用户目录；已经提交过的，按泄露处理。"
    )


# --- what is opened ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'{"a": 1}', {"a": 1}),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        ('{"a": "示\\n例"}'.encode(), None),
        (b'{"a": NaN}', None),
        (b"[1]", None),
        (b'{"a": 1', None),
        (b"\xff", None),
        (b'{"a": ' + b"[" * 100_000, None),
        ('{"a": "\u202e"}'.encode(), None),
        (b'{"a": "\\u202e"}', None),
        (b'{"a": "\\u0009"}', None),
        (b'{\n"a":\n"\\u4e00"}', {"a": "一"}),
    ],
    ids=[
        "plain",
        "with-a-mark",
        "escaped-break",
        "nan",
        "list",
        "cut-off",
        "no-utf-8",
        "deep",
        "bidi",
        "escaped-bidi",
        "escaped-tab",
        "lines",
    ],
)
def test_what_is_inside_has_to_be_ours(tmp_path: Path, content: bytes, found: dict[str, object] | None) -> None:
    path = tmp_path / "x.age"
    keys = store.keyring(IDENTITY)
    path.write_bytes(cipher.seal(content, sorted(store.DEMONSTRATION_KEYS)))
    if found is not None:
        assert store.opened(path, keys) == found
        return
    with pytest.raises(CannotOpen, match=r"^打开以后不是本工具写的内容$"):
        store.opened(path, keys)


@pytest.mark.parametrize("once", [False, True])
def test_names_that_stand_twice(once: bool) -> None:
    """Refused where it is asked for, at any depth."""
    for text in (b'{"a": 1, "a": 2}', b'{"b": [{"a": 1, "a": 2}]}'):
        if once:
            with pytest.raises(ValueError, match="a name twice"):
                store.decoded(text, once=True)
        else:
            assert store.decoded(text)
    assert store.decoded(b'{"a": {"a": 1}, "b": {"a": 2}}', once=once) == {"a": {"a": 1}, "b": {"a": 2}}


@pytest.mark.parametrize(("plain", "size"), [(b'{"experts": []}', 32768), (b'{"bans": []}', 32768), (b'{"leader": {}}', 4096)])
def test_the_smallest_size(plain: bytes, size: int) -> None:
    """Of rosters and of the list of bans that of some sixty people; of anything else a step of its own."""
    assert len(store.padded(plain)) == size
    assert len(store.padded(plain + b" " * size)) == size
