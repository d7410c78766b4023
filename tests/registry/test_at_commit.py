"""A commit is read as its checkout would be: whatever lies in it, with files laid over it, and sharing documents with another registry."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from helpers import registries
from helpers.registries import ONE, write
from helpers.repositories import Repository

from zhicheng.errors import UserError
from zhicheng.registry import at_commit, registry
from zhicheng.registry.at_commit import AtCommit
from zhicheng.registry.registry import BrokenSettings, Registry, assemble
from zhicheng.rules.engine import check
from zhicheng.system import git

pytestmark = pytest.mark.slow

ODD = {
    "hidden": ("registry/committees/650000/.hidden.yaml", "id: [\n"),
    "hidden-folder": ("registry/committees/.x/example.yaml", "id: [\n"),
    "hidden-yaml-folder": ("registry/committees/.x.yaml/example.yaml", "id: [\n"),
    "folder-like-a-record": ("registry/committees/650000/folder.yaml/inner.yaml", "id: [\n"),
    "stray": ("registry/committees/650000/notes.txt", "x"),
    "stranger": ("registry/odd/file.yaml", "x"),
    "stranger-in-reference": ("registry/reference/odd.yaml", "x"),
    "hidden-stranger": ("registry/.odd", "x"),
    "not-utf8": ("registry/committees/650000/gbk.yaml", "名称: 乌鲁木齐\n".encode("gb18030")),
    "too-large": ("registry/committees/650000/large.yaml", b"#" * (2 * 1024 * 1024)),
    "empty": ("registry/rounds/2031.yaml", ""),
    "name-not-utf8": (os.fsdecode(b"registry/committees/650000/\xff.yaml"), "id: x\n"),
    "codeowners-with-crlf": (".github/CODEOWNERS", b"* @a\r\n/registry/ @b\r\n"),
    "sealed": ("registry/vault/odd.roster.age", b"-----BEGIN AGE ENCRYPTED FILE-----\nx"),
    "recipients": ("registry/vault/recipients.txt", "# none\nage1x # of nobody\n"),
    "waivers-as-a-folder": ("registry/waivers.yaml/x.yaml", "x"),
}


def outline(loaded: Registry) -> dict[str, Any]:
    """All that a registry says of itself, with every finding of every rule."""
    return {
        "files": loaded.files,
        "stray": loaded.stray,
        "present": loaded.present,
        "unread": loaded.findings,
        "documents": [(document.path, document.text, document.value) for document in loaded.documents],
        "vault": loaded.vault,
        "codeowners": loaded.codeowners,
        "findings": check(loaded, registries.TODAY).findings,
    }


def put(root: Path, path: str, content: str | bytes) -> None:
    """Writes a file, in the place of a file that its folder takes."""
    folder = (root / path).parent
    if folder.is_file():
        folder.unlink()
    write(root, path, content)


@pytest.fixture
def repository(small: Path) -> Repository:
    return Repository(small)


@pytest.mark.parametrize("name", ODD)
def test_a_commit_says_what_its_checkout_says(repository: Repository, name: str) -> None:
    """Read whole; and read beside the registry on disk, before and after the file was there."""
    root = repository.root
    clean = outline(registry.load(root))
    put(root, *ODD[name])
    odd = registry.load(root)
    before = at_commit.load_base(odd, at_commit.base(root, "HEAD"))
    assert before is not None
    assert outline(before) == clean
    repository.commit()
    assert outline(at_commit.load(root, "HEAD")) == outline(odd) != clean or name.startswith("hidden")
    repository.git("checkout", "--quiet", "-b", "without", "HEAD~1")
    main = repository.git("rev-parse", "main")
    after = at_commit.load_base(registry.load(root), at_commit.Base(main, tuple(git.changes(root, main))))
    assert after is not None
    assert outline(after) == outline(odd)


@pytest.mark.parametrize("name", [name for name in ODD if name not in ("waivers-as-a-folder", "codeowners-with-crlf")])
def test_files_laid_over_a_commit(repository: Repository, name: str) -> None:
    """The registry is the same as with the files on disk; documents that stay are the very same."""
    root = repository.root
    base = at_commit.load(root, "HEAD")
    path, content = ODD[name]
    over = {path: content.encode() if isinstance(content, str) else content, ONE: registries.record("address: 别处\n").encode()}
    proposed = assemble(root, AtCommit(root, "HEAD", over, base, over), base)
    for each, text in over.items():
        put(root, each, text)
    assert outline(proposed) == outline(registry.load(root))
    shared = {id(document) for document in base.documents} & {id(document) for document in proposed.documents}
    assert len(shared) == len(base.documents) - 1 - (path in {document.path for document in base.documents})


@pytest.mark.parametrize("path", ["registry/committees", "registry/committees/650000", "registry/rounds/2026.yaml", "registry/vault"])
def test_a_link_is_no_file_of_a_commit(repository: Repository, tmp_path: Path, path: str) -> None:
    """What it leads to on this machine is not read; only that it is a link is said, as of the link on disk."""
    elsewhere = tmp_path / "elsewhere"
    (repository.root / path).rename(elsewhere)
    (repository.root / path).symlink_to(elsewhere)
    repository.commit()
    found = at_commit.load(repository.root, "HEAD")
    elsewhere.rename(tmp_path / "gone")
    told = [finding.file for finding in found.findings if finding.code == "Y008"] + found.stray
    assert told == ([] if path == "registry/vault" else [path])
    assert found.vault is None if path == "registry/vault" else found.vault is not None


def test_a_vault_beside_the_registry_in_its_repository(repository: Repository) -> None:
    """It is as it was at the commit, though it lies outside of registry/."""
    root = repository.root
    settings = (root / "registry/registry.yaml").read_text(encoding="utf-8")
    write(root, "registry/registry.yaml", settings + "vault: ../vault\n")
    (root / "registry/vault").rename(root / "vault")
    repository.commit()
    wanted = registry.load(root).vault
    assert wanted is not None
    assert wanted.files
    write(root, f"vault/{next(iter(wanted.files))}", "changed")
    assert at_commit.load(root, "HEAD").vault == wanted
    before = at_commit.load_base(registry.load(root), at_commit.base(root, "HEAD"))
    assert before is not None
    assert before.vault == wanted


def test_settings_that_cannot_be_read(repository: Repository) -> None:
    repository.change(("name:", "name: ["), path="registry/registry.yaml")
    with pytest.raises(BrokenSettings) as caught:
        at_commit.load(repository.root, "HEAD")
    assert caught.value.findings[0].file == "registry/registry.yaml"


def test_a_blob_that_is_missing(repository: Repository) -> None:
    """A history that is not whole is said to be so, and nothing is taken for empty."""
    repository.change(("address: ", "address: 新"))
    blob = repository.git("rev-parse", f"HEAD:{ONE}")
    (repository.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(UserError, match=f"Git 里缺少 {ONE} 的内容"):
        at_commit.load(repository.root, "HEAD")
