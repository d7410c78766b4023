"""The registry as a commit has it, read from Git: neither the working tree nor the index is touched, and nothing is written to disk.

Files may be laid over the commit, to see what the registry would be with them. What did not change is shared with another registry,
document for document, where there is one.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from zhicheng.documents import yaml_reading
from zhicheng.documents.finding import Finding
from zhicheng.documents.loading import fitting, read_documents
from zhicheng.errors import UserError
from zhicheng.registry import vault_listing
from zhicheng.registry.files import Made
from zhicheng.registry.paths import CODEOWNERS
from zhicheng.registry.registry import BrokenSettings, Registry, assemble
from zhicheng.registry.vault_listing import SealedFile, Vault
from zhicheng.system import git
from zhicheng.text import show

PUBLISHED = ("registry/committees", "registry/rosters")  # what is withdrawn and never deleted (X004)
_PARTS = ("registry", CODEOWNERS)  # what the registry is made of, and what is judged with it
_UPWARDS = re.compile(r"^(?:\.\./)+")  # to a vault outside of the registry's folder
_MOST_BYTES = 256 * 1024 * 1024  # of a registry: what a small push may blow up to


@dataclass(frozen=True, slots=True)
class Base:
    """What a change is compared with: the commit where its history began, and every file that differs from it now."""

    commit: str
    changes: tuple[git.FileChange, ...]


def base(root: Path, revision: str) -> Base:
    """The base of the change that lies in the working tree, as seen from `revision`. Raises UserError."""
    commit = git.fork_point(root, revision)
    return Base(commit, tuple(git.changes(root, commit)))


def published(root: Path, commit: str) -> dict[str, str]:
    """The path of every committee's and roster's public file at a commit, by its path from registry/ without folders: `committees/<id>`."""
    paths = git.tree(root, commit, *PUBLISHED)
    return {f"{PurePosixPath(path).parts[1]}/{PurePosixPath(path).stem}": path for path in sorted(paths) if path.endswith(".yaml")}


def found(root: Path, revision: str) -> git.Commit | None:
    """The commit that a revision names. None where the registry lies in no Git repository, so that a revision can only be a label.

    Raises UserError where there is a repository, and the revision is none of it.
    """
    if revision.startswith("-") or not revision.strip():
        raise UserError(f"--revision 后面写提交号或标签，不能是“{show(revision)}”。")
    if not git.ask(root, "ls-files", "--", "registry/registry.yaml"):
        return None
    commit = git.commit(root, revision)
    if commit is None:
        raise UserError(f"Git 里没有“{show(revision)}”这个版本。请核对写法，或先取来（git fetch --tags），再试一次。")
    return commit


def load(root: Path, commit: str) -> Registry:
    """The registry under `root` as a commit has it. Raises UserError or BrokenSettings where it cannot be read."""
    return assemble(root, AtCommit(root, commit))


def load_base(head: Registry, compared: Base) -> Registry | None:
    """The registry of the base, sharing with the one on disk; None where there was none that could be read."""
    changed = {change.path for change in compared.changes}
    try:
        return assemble(head.root, AtCommit(head.root, compared.commit, like=head, changed=changed), head)
    except (BrokenSettings, UserError):
        return None


class AtCommit:
    """The files of a commit (`files.Files`). Paths are POSIX, from the registry's root, which is also where Git is asked.

    `over` are files laid over the commit. With `like`, only the paths in `changed` are read; of the others `like` has the documents.
    Raises UserError where the commit has no registry, or one that is too large or not whole: it may be anybody's.
    """

    def __init__(
        self,
        root: Path,
        commit: str,
        over: Mapping[str, bytes] | None = None,
        like: Registry | None = None,
        changed: Collection[str] = (),
    ) -> None:
        self.root = root
        self.commit = commit
        self._like = like
        self._changed = changed
        self._regular: dict[str, bool] = {}  # every path that is not a folder; False for links and submodules
        self._contents = dict(over or {})
        self._take(git.tree(root, commit, *_PARTS), _PARTS)
        self._regular |= dict.fromkeys(self._contents, True)
        if "registry/registry.yaml" not in self._regular:
            raise UserError(f"{commit[:12]} 这个版本里没有登记库（registry/registry.yaml）。请换一个版本。")
        self._folders = {str(folder) for path in self._regular for folder in PurePosixPath(path).parents}
        self._unread: dict[str, list[Finding]] = {}
        for finding in [] if like is None else like.findings:
            self._unread.setdefault(finding.file, []).append(finding)

    def _take(self, listed: Mapping[str, str], parts: Sequence[str]) -> None:
        """Adds files by path and blob, and reads those that are not shared."""
        for path in listed:
            if {part.lower() for part in _UPWARDS.sub("", path).split("/")} & {"", ".", "..", ".git"}:
                raise UserError(f"{self.commit[:12]} 这个版本里有不正常的路径：{show(path, 200)}")
        if git.size(self.root, self.commit, *parts) > _MOST_BYTES:
            raise UserError(f"{self.commit[:12]} 这个版本的 registry/ 展开以后超过 {_MOST_BYTES // 1024 // 1024} MiB，太大了。")
        self._regular |= {path: bool(blob) for path, blob in listed.items()}
        wanted = {path: blob for path, blob in listed.items() if blob and path not in self._contents and not self._is_shared(path)}
        for path, content in zip(wanted, git.blobs(self.root, wanted.values()), strict=True):
            if content is None:
                raise UserError(f"Git 里缺少 {show(path, 200)} 的内容。请先取来完整的历史（git fetch --unshallow），再试一次。")
            self._contents[path] = content

    def _is_shared(self, path: str) -> bool:
        return self._like is not None and path not in self._changed

    def exists(self, path: str) -> bool:
        return path in self._regular or path in self._folders

    def read(self, kind: str, paths: Sequence[str], make: Callable[[yaml_reading.Document], Made]) -> list[Made | list[Finding]]:
        if self._like is None:
            return read_documents(self._parsed, kind, paths, make)
        results = (self._shared(kind, path) for path in paths)
        return [make(result) if isinstance(result, yaml_reading.Document) else result for result in results]

    def _shared(self, kind: str, path: str) -> yaml_reading.Document | list[Finding]:
        if self._like is not None and self._is_shared(path):
            return self._like.document(path) or self._unread.get(path, [])
        return fitting(kind, path, self._parsed)

    def _parsed(self, path: str) -> yaml_reading.Document:
        if not self._regular.get(path):
            raise yaml_reading.Unreadable([yaml_reading.not_regular(path, "符号链接" if path in self._regular else "特殊文件")])
        return yaml_reading.parse(path, self._contents[path])

    def walk(self, folder: str) -> Iterator[tuple[str, Finding | None]]:
        if self._regular.get(folder) is False:
            yield folder, yaml_reading.not_regular(folder, "符号链接")
        elif folder in self._regular:
            yield folder, yaml_reading.unreadable(folder, NotADirectoryError(errno.ENOTDIR, ""))
        start = f"{folder}/"
        inside = [path for path in (*self._regular, *self._folders) if path.startswith(start)]
        for path in sorted(inside, key=lambda path: path.split("/")):
            if any(part.startswith(".") and not part.endswith((".yaml", ".yml")) for part in path.removeprefix(start).split("/")):
                continue
            if path in self._regular:
                yield path, None
            elif path.endswith(".yaml"):
                yield path, yaml_reading.not_regular(path, "文件夹")

    def unknown_files(self, known: Collection[str], reference: Collection[str]) -> list[str]:
        parts = [path.split("/") for path in self._regular if path.startswith("registry/")]
        names = {f"registry/{name}" for _, name, *_ in parts if name not in known}
        names |= {f"registry/reference/{rest[0]}" for _, name, *rest in parts if name == "reference" and rest and rest[0] not in reference}
        return sorted(path for path in names if not path.rpartition("/")[2].startswith("."))

    def sibling_text(self, path: str) -> str | None:
        if not self._regular.get(path):
            return None
        if self._is_shared(path):
            return None if self._like is None else self._like.codeowners
        return self._contents[path].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")

    def vault(self, folder: Path) -> Vault | None:
        """The vault as it was, where it is kept in the same repository; else as `like` has it."""
        now = None if self._like is None else self._like.vault
        names = self._vault_paths(folder)
        if not names:
            return now
        files = {}
        for name, path in names.items():
            if name.endswith(".age") and self._regular[path]:
                same = now.files.get(name) if now is not None and self._is_shared(path) else None
                files[name] = same or _sealed_file(self._contents.get(path, b""))
        recipients = names.get(vault_listing.RECIPIENTS)
        if recipients is None or not self._regular[recipients]:
            keys: tuple[tuple[str, int], ...] = ()
        elif self._is_shared(recipients):
            keys = () if now is None else now.recipients
        else:
            keys = vault_listing.public_keys(self._contents[recipients].decode("utf-8", "replace"))
        name = os.path.relpath(folder, self.root) if folder.is_relative_to(self.root) else str(folder)
        return Vault(folder, name, dict(sorted(files.items())), keys)

    def _vault_paths(self, folder: Path) -> dict[str, str]:
        """The path of each file in a vault's folder, by its name."""
        inside = os.path.relpath(folder, self.root).replace(os.sep, "/")
        if not inside.startswith("registry/") and inside.rpartition("/")[2] not in (".", ".."):
            self._take(git.tree(self.root, self.commit, inside), (inside,))
        return {path.rpartition("/")[2]: path for path in self._regular if path.rpartition("/")[0] == inside}

    def put_vault(self, registry: Registry, folder: Path) -> None:
        """Writes the sealed files below `folder`, where `registry` then lies, so that they can be opened."""
        for path in self._vault_paths(registry.vault_folder).values():
            if self._regular[path] and not path.startswith("../"):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(self._contents[path])
        registry.root = folder


def _sealed_file(content: bytes) -> SealedFile:
    """What can be told of a sealed file; one that is too large is not looked into."""
    size = len(content)
    looked = content if size <= vault_listing.MAX_BYTES else b""
    return SealedFile(hashlib.sha256(looked).hexdigest(), size, vault_listing.is_whole(looked))
