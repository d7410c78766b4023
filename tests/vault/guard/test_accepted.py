"""guard.yaml: what it accepts, how it is written, and that nothing else is an exemption."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from helpers import registries

from zhicheng.errors import UserError
from zhicheng.vault.guard import accepted, refusals

REPOSITORY = registries.HERE.parent
PEOPLE = "name: 示例甲\nborn: '1975-04'\n"


def read(entry: str) -> accepted.Accepted:
    return accepted.read(f"accepted:\n  - {{{entry}, reason: r}}\n".encode())


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("tests/**/*.py", "tests/a.py", True),
        ("tests/**/*.py", "tests/a/b/c.py", True),
        ("tests/**/*.py", "tests/a.pyc", False),
        ("tests/**/*.py", "other/tests/a.py", False),
        ("tests/**", "tests/a/b", True),
        ("tests/**", "tests2/a", False),
        ("rules/*.py", "rules/a.py", True),
        ("rules/*.py", "rules/a/b.py", False),
        ("a.b", "axb", False),
        ("a[1].md", "a[1].md", True),
    ],
)
def test_patterns(pattern: str, path: str, expected: bool) -> None:
    assert read(f"paths: ['{pattern}'], kinds: [mobile]").has(path, "mobile") == expected
    assert not read(f"paths: ['{pattern}'], kinds: [mobile]").has(path, "person")


def test_words_in_the_file() -> None:
    with_words = read("paths: [a], kinds: [person], says: 人物均为虚构")
    assert with_words.words == {"人物均为虚构"}
    assert not with_words.has("a", "person")
    assert with_words.has("a", "person", {"人物均为虚构"})


def test_an_identity_passes_by_its_own_hash_alone() -> None:
    """Listing its path is not enough."""
    secret = "AGE-SECRET-KEY-1" + "Q" * 58
    known = "4e2c4ba9e08e0f4a0a9a7a2bd2c8ee8f8e4d5d0a3d1f3f0d0c1c8d6a7b9e5f10"
    assert not read(f"paths: [a], kinds: [identity], sha256: ['{known}']").has("a", "identity", (), [secret])
    with pytest.raises(UserError, match="要用 sha256 写明是哪一把"):
        read("paths: [a], kinds: [identity]")


@pytest.mark.parametrize(("secrets", "passes"), [(["a"], True), (["a", "b"], True), (["a", "c"], False), (["c"], False), ([], True)])
def test_each_identity_of_a_file_has_to_be_known(secrets: list[str], passes: bool) -> None:
    """By the hash of each; another kind of the same file needs none."""
    known = ", ".join(f"'{hashlib.sha256(one.encode()).hexdigest()}'" for one in "ab")
    found = read(f"paths: [x], kinds: [identity, mobile], sha256: [{known}]")
    assert found.has("x", "identity", (), secrets) == passes
    assert found.has("x", "mobile", (), secrets)


def test_a_version_of_before() -> None:
    content = f"history:\n  - {{hash: {'a' * 40}, kinds: [person], reason: r}}\n  - {{hash: {'a' * 40}, kinds: [mobile], reason: r}}\n"
    found = accepted.read(content.encode())
    assert found.has("x", "person", version="a" * 40)
    assert found.has("x", "mobile", version="a" * 40)
    assert not found.has("x", "roster", version="a" * 40)
    assert not found.has("x", "person", version="b" * 40)
    assert not found.has("x", "person")


@pytest.mark.parametrize("content", [None, b"", b"\n", b"accepted: []\nhistory: []\n"])
def test_without_entries_nothing_is_accepted(content: bytes | None) -> None:
    assert not accepted.read(content).has("tests/a.py", "person", {"人物均为虚构"})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("accepted: [", "guard.yaml 读不出来"),
        ("other: []", "guard.yaml 里不能有 other：只有 accepted 和 history 两项。"),
        ("accepted: {a: b}", "guard.yaml 的 accepted 要是一列"),
        ("accepted: [a]", "guard.yaml 的 accepted 要是一列"),
        ("accepted: [{paths: [a], kinds: [mobile]}]", "accepted 第 1 项：要写 reason（为什么可以）。请改好再试。"),
        ("accepted: [{paths: [a], kinds: [mobile], reason: ' '}]", "要写 reason"),
        ("accepted: [{paths: [a], kinds: [all], reason: r}]", "要写 kinds，一列 identity、roster、"),
        ("accepted: [{paths: [a], kinds: mobile, reason: r}]", "accepted 第 1 项：要写 kinds"),
        ("accepted: [{paths: [a], kinds: [], reason: r}]", "accepted 第 1 项：要写 kinds"),
        ("accepted: [{paths: [a], kinds: [mobile, 7], reason: r}]", "accepted 第 1 项：要写 kinds"),
        ("accepted: [{paths: [a], kinds: [mobile, all], reason: r}]", "accepted 第 1 项：要写 kinds"),
        ("accepted: [{paths: [a], kinds: [mobile], reason: r}, {paths: [a], reason: r}]", "accepted 第 2 项：要写 kinds"),
        ("accepted: [{paths: [a], kinds: [mobile], reason: 7}]", "要写 reason"),
        ("accepted: [{paths: [a, 7], kinds: [mobile], reason: r}]", "paths、sha256 要是一列文字"),
        ("accepted: [{paths: [a], kinds: [mobile], reason: r, says: 7}]", "paths、sha256 要是一列文字，says 要是文字"),
        ("accepted: [{paths: [a], kinds: [mobile], reason: r, sha256: x}]", "paths、sha256 要是一列文字"),
        ("accepted: [{kinds: [mobile], reason: r}]", "paths、sha256 要是一列文字"),
        ("accepted: [{paths: [a], kinds: [mobile], reason: r, hash: x}]", "不能有 hash"),
        (f"accepted: [{{paths: [a], kinds: [mobile], reason: r, {'x' * 50}: x}}]", f"不能有 {'x' * 40}。"),
        ("history: [{kinds: [mobile], reason: r}]", "hash 要写完整的校验值（40 位，SHA-256 的仓库 64 位）"),
        (f"history: [{{hash: {'a' * 41}, kinds: [mobile], reason: r}}]", "hash 要写完整的校验值（40 位，SHA-256 的仓库 64 位）"),
        (f"history: [{{hash: {'A' * 40}, kinds: [mobile], reason: r}}]", "hash 要写完整的校验值（40 位，SHA-256 的仓库 64 位）"),
        (f"history: [{{hash: {'a' * 40}, kinds: [mobile]}}]", "history 第 1 项：要写 reason"),
        (f"history: [{{hash: {'a' * 40}, kinds: [mobile], reason: r, paths: [a]}}]", "不能有 paths"),
        (f"{'x' * 50}: []", f"不能有 {'x' * 40}：只有"),
        ("accepted: [{paths: [], kinds: [mobile], reason: r}]", "paths、sha256 要是一列文字"),
        ("accepted: [{paths: a, kinds: [mobile], reason: r}]", "paths、sha256 要是一列文字"),
        ("accepted: [{paths: [a], kinds: [mobile], reason: r, until: x}]", "不能有 until"),
        ("history: [{hash: abc, kinds: [mobile], reason: r}]", "history 第 1 项：hash 要写完整的校验值（40 位，SHA-256 的仓库 64 位）"),
    ],
)
def test_what_cannot_be_used_is_said(content: str, words: str) -> None:
    with pytest.raises(UserError) as error:
        accepted.read(content.encode())
    assert words in str(error.value)


def test_without_a_list_tests_are_as_any_folder(tmp_path: Path) -> None:
    """In a registry of data alone there is none, and no path is an exemption."""
    paths = ["tests/a.py", "tests/a.yaml", "scripts/zhicheng/rules/a.py"]
    for path in paths:
        registries.write(tmp_path, path, f"# 人物均为虚构\n{PEOPLE}")
    assert [refusal.path for refusal in refusals(tmp_path, [tmp_path / path for path in paths])] == paths
    registries.write(tmp_path, "guard.yaml", (REPOSITORY / "guard.yaml").read_bytes())
    assert refusals(tmp_path, [tmp_path / path for path in paths]) == []


def test_every_entry_of_this_repository_is_needed() -> None:
    """The patterns name files that are there; what is listed of history is no file of today."""
    value = accepted.read((REPOSITORY / "guard.yaml").read_bytes())
    files = [
        path.relative_to(REPOSITORY).as_posix() for top in ("tests", "scripts") for path in (REPOSITORY / top).rglob("*") if path.is_file()
    ]
    assert [pattern.paths.pattern for pattern in value.patterns if not any(map(pattern.paths.fullmatch, files))] == []
