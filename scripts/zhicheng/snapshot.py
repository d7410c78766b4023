"""The registry as it was at a commit, read from Git beside the one on disk: what did not change since is shared, document for document."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from zhicheng import git, sealed, source
from zhicheng.errors import UserError
from zhicheng.files import Made
from zhicheng.problem import Finding
from zhicheng.reading import fitting
from zhicheng.registry import BrokenSettings, Registry, assemble
from zhicheng.sealed import SealedFile, Vault

PUBLISHED = ("registry/committees", "registry/rosters")  # what is withdrawn and never deleted (X004)


@dataclass(frozen=True, slots=True)
class Base:
    """What a change is compared with: the commit where its history began, and every file that differs from it now."""

    commit: str
    changes: tuple[git.FileChange, ...]

    @property
    def status(self) -> dict[str, git.Status]:
        return {change.path: change.status for change in self.changes}


def published(root: Path, commit: str) -> dict[str, str]:
    """The path of every committee's and roster's public file at a commit, by its path from registry/ without folders: `committees/<id>`."""
    paths = git.tree(root, commit, *PUBLISHED)
    return {f"{PurePosixPath(path).parts[1]}/{PurePosixPath(path).stem}": path for path in sorted(paths) if path.endswith(".yaml")}


def base(root: Path, revision: str) -> Base:
    """The base of the change that lies in the working tree, as seen from `revision`. Raises UserError."""
    commit = git.fork_point(root, revision)
    return Base(commit, tuple(git.changes(root, commit)))


def load(head: Registry, compared: Base) -> Registry | None:
    """The registry of the base, or None where there was none that could be read."""
    try:
        return assemble(head.root, _Snapshot(head, compared), head)
    except (BrokenSettings, UserError):
        return None


class _Snapshot:
    """The files of the base: those that changed from Git, the others as the registry on disk has them."""

    def __init__(self, head: Registry, compared: Base) -> None:
        self._head = head
        self._commit = compared.commit
        self._tree = git.tree(head.root, compared.commit, "registry")
        self._folders = {str(folder) for path in self._tree for folder in PurePosixPath(path).parents}
        self._changed = {change.path for change in compared.changes}
        wanted = [self._tree[path] for path in self._changed & self._tree.keys() if self._tree[path]]
        self._texts = git.contents(head.root, wanted)
        self._unread: dict[str, list[Finding]] = {}
        for finding in head.findings:
            self._unread.setdefault(finding.file, []).append(finding)

    def exists(self, path: str) -> bool:
        return path in self._tree or path in self._folders

    def read(self, kind: str, paths: Sequence[str], make: Callable[[source.Document], Made]) -> list[Made | list[Finding]]:
        found = (self._read(kind, path) for path in paths)
        return [make(result) if isinstance(result, source.Document) else result for result in found]

    def _read(self, kind: str, path: str) -> source.Document | list[Finding]:
        if path not in self._changed:
            return self._head.document(path) or self._unread.get(path, [])
        blob = self._tree.get(path, "")
        if not blob:
            return [source.not_regular(path, "符号链接")]
        try:
            return fitting(kind, source.parse(path, self._texts.get(blob, b"")))
        except source.Unreadable as error:
            return error.findings

    def below(self, folder: str) -> Iterator[tuple[str, Finding | None]]:
        inside = [path for path in self._tree if path.startswith(f"{folder}/")]
        for path in sorted(inside, key=lambda path: path.split("/")):
            *folders, name = path.split("/")
            hidden = name.startswith(".") and not name.endswith((".yaml", ".yml"))
            if not hidden and not any(part.startswith(".") for part in folders):
                yield path, None

    def strangers(self, known: Collection[str], reference: Collection[str]) -> list[str]:
        names = {path.split("/")[1] for path in self._tree} - set(known)
        inner = {path.split("/")[2] for path in self._tree if path.startswith("registry/reference/")} - set(reference)
        found = [f"registry/{name}" for name in names] + [f"registry/reference/{name}" for name in inner]
        return sorted(path for path in found if not path.rpartition("/")[2].startswith("."))

    def beside(self, path: str) -> str | None:
        blob = git.tree(self._head.root, self._commit, path).get(path)
        return git.contents(self._head.root, [blob]).get(blob, b"").decode("utf-8", "replace") if blob else None

    def vault(self, folder: Path) -> Vault | None:
        """The vault as it was, where it is kept in the same repository; else as it is."""
        now = self._head.vault
        inside = os.path.relpath(folder, self._head.root).replace(os.sep, "/")
        names = {path.rpartition("/")[2]: path for path in self._tree if path.rpartition("/")[0] == inside}
        if not names:
            return now
        files = {}
        for name, path in names.items():
            if name.endswith(".age") and self._tree[path]:
                same = None if now is None or path in self._changed else now.files.get(name)
                files[name] = same or _sealed_file(self._texts.get(self._tree[path], b""))
        recipients = names.get(sealed.RECIPIENTS)
        if recipients is None:
            keys: tuple[tuple[str, int], ...] = ()
        elif recipients in self._changed:
            keys = sealed.public_keys(self._texts.get(self._tree[recipients], b"").decode("utf-8", "replace"))
        else:
            keys = () if now is None else now.recipients
        return Vault(folder, inside, dict(sorted(files.items())), keys)


def _sealed_file(content: bytes) -> SealedFile:
    return SealedFile(hashlib.sha256(content).hexdigest(), len(content), sealed.is_whole(content))
