"""The registry at a commit, read from Git without touching the working tree or the index, and without writing to disk.

Files may be overlaid on the commit, to load the registry that they would give. Documents that did not change can be reused from a
registry that is already loaded.
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
from zhicheng.documents.codes import USUAL, Codes
from zhicheng.documents.finding import Finding
from zhicheng.documents.loading import fitting, read_documents
from zhicheng.errors import NotFetched, UserError
from zhicheng.registry import vault_listing
from zhicheng.registry.files import Files, Made
from zhicheng.registry.paths import CODEOWNERS, SINGLE
from zhicheng.registry.records.specialties import specialties
from zhicheng.registry.registry import BrokenSettings, Registry, assemble
from zhicheng.registry.vault_listing import SealedFile, Vault
from zhicheng.system import git
from zhicheng.text import show

PUBLISHED = ("registry/committees", "registry/rosters", "registry/draws")  # files that may be withdrawn but not deleted (X004)
_PARTS = ("registry", CODEOWNERS)  # the paths that are read
_UPWARDS = re.compile(r"^(?:\.\./)+")  # leads to a vault outside the registry's root
_MOST_BYTES = 256 * 1024 * 1024  # of a registry, against a small push that expands to a huge one


@dataclass(frozen=True, slots=True)
class Base:
    """The base of a change: the commit from which it branched off, and the files that differ from it in the working tree."""

    commit: str
    changes: tuple[git.FileChange, ...]


def base(root: Path, revision: str) -> Base:
    """The base of the change in the working tree: the merge base with `revision`.

    Raises UserError as `git.fork_point` does, and where files of the registry are left out of the working tree.
    """
    commit = git.fork_point(root, revision)
    if missing := git.left_out(root, *_PARTS):
        remedy = "请先运行 git sparse-checkout disable，把文件取全，再试一次。"
        raise UserError(
            f"这里只取出了一部分文件（sparse-checkout），少了 {show(missing[0], 200)} 等 {len(missing)} 个，看不出改了什么。{remedy}"
        )
    return Base(commit, tuple(git.changes(root, commit)))


def published(root: Path, commit: str) -> dict[str, str]:
    """What is public at a commit. Keys and values: `committees/<id>`, `rosters/<key>` and `draws/<id>` with the path of the file;
    `specialties/<code>` with the names of the specialty, joined by slashes.
    """
    paths = git.tree(root, commit, *PUBLISHED)
    found = {f"{PurePosixPath(path).parts[1]}/{PurePosixPath(path).stem}": path for path in sorted(paths) if path.endswith(".yaml")}
    table = f"registry/{SINGLE['specialties']}"
    for content in git.blobs(root, git.tree(root, commit, table).values()):
        document = fitting("specialties", table, lambda path, content=content: yaml_reading.parse(path, content or b""))  # type: ignore[misc]
        if isinstance(document, yaml_reading.Document):
            found |= {f"specialties/{one.code}": "/".join(one.names) for one in specialties(document.value)}
    return found


def put_published(head: Registry, commit: str, before: Registry | None) -> None:
    """Sets in `head` what was public at the base of its change: at `commit`; `before` is the registry there, None where it cannot be
    read.
    """
    head.published = published(head.root, commit)
    _put_recorded(head, before)


def put_published_without_git(head: Registry, before: Registry) -> None:
    """As `put_published`, where there is no Git: from the registry before the change."""
    paths = sorted(path for path in before.files if path.startswith(tuple(f"{one}/" for one in PUBLISHED)) and path.endswith(".yaml"))
    head.published = {f"{PurePosixPath(path).parts[1]}/{PurePosixPath(path).stem}": path for path in paths}
    if before.specialties is not None:
        head.published |= {f"specialties/{one.code}": "/".join(one.names) for one in before.specialties.record}
    _put_recorded(head, before)


def _put_recorded(head: Registry, before: Registry | None) -> None:
    if before is not None:
        head.recorded = {entry.path: entry.document.value["decisions"] for entry in before.decisions}
        head.recorded |= {} if before.waivers is None else {before.waivers.path: before.waivers.document.value["waivers"]}
    head.published_counts = {} if before is None else {entry.record.key: entry.record for entry in before.rosters}


def load(root: Path, commit: str) -> Registry:
    """The registry in `root` as it is at a commit. Raises UserError or BrokenSettings."""
    return assemble(root, AtCommit(root, commit))


def load_base(head: Registry, compared: Base) -> Registry | None:
    """The registry at the base, reusing documents of `head`, the registry on disk; None if it cannot be loaded."""
    changed = {change.path for change in compared.changes}
    try:
        return assemble(head.root, AtCommit(head.root, compared.commit, reuse_from=head, changed=changed), head)
    except NotFetched:
        raise
    except (BrokenSettings, UserError):
        return None


class _Everything(frozenset[str]):
    """A set that contains every path: all files count as changed."""

    def __contains__(self, path: object) -> bool:
        return True


class AtCommit:
    """The files of a registry at a commit; implements `files.Files`. Paths are POSIX, relative to the registry's root, where Git runs.

    `overlay` maps paths to contents that replace or add files. With `reuse_from`, only the paths in `changed` are read, and the documents
    of the others are taken from that registry. The commit is untrusted: raises UserError if it has no registry, or one with abnormal paths,
    too large or incomplete.
    """

    def __init__(
        self,
        root: Path,
        commit: str,
        overlay: Mapping[str, bytes] | None = None,
        reuse_from: Registry | None = None,
        changed: Collection[str] = (),
    ) -> None:
        self.root = root
        self.commit = commit
        self._reuse_from = reuse_from
        self._changed = changed
        self._regular: dict[str, bool] = {}  # every path that is not a folder: whether it is a regular file, not a link or submodule
        self._overlay = dict(overlay or {})
        self._contents = dict(self._overlay)
        self._add_files(git.tree(root, commit, *_PARTS), _PARTS)
        self._regular |= dict.fromkeys(self._contents, True)
        if "registry/registry.yaml" not in self._regular:
            raise UserError(f"{commit[:12]} 这个版本里没有登记库（registry/registry.yaml）。请换一个版本。")
        last = {path.rpartition("/")[0] for path in self._regular}
        self._folders = {str(folder) for name in last for folder in (PurePosixPath(name), *PurePosixPath(name).parents)}
        self._findings: dict[str, list[Finding]] = {}
        for finding in [] if reuse_from is None else reuse_from.findings:
            self._findings.setdefault(finding.file, []).append(finding)

    def _add_files(self, listed: Mapping[str, str], parts: Sequence[str]) -> None:
        """Adds the files in `listed` (blob hash by path) and reads those that are not reused. `parts` are the paths that were listed."""
        for path in listed:
            if {part.lower() for part in _UPWARDS.sub("", path).split("/")} & {"", ".", "..", ".git"}:
                raise UserError(f"{self.commit[:12]} 这个版本里有不正常的路径：{show(path, 200)}")
        if git.size(self.root, self.commit, *parts) > _MOST_BYTES:
            raise UserError(f"{self.commit[:12]} 这个版本的 registry/ 展开以后超过 {_MOST_BYTES // 1024 // 1024} MiB，太大了。")
        self._regular |= {path: bool(blob) for path, blob in listed.items()}
        wanted = {path: blob for path, blob in listed.items() if blob and path not in self._contents and not self._is_reused(path)}
        for path, content in zip(wanted, git.blobs(self.root, wanted.values()), strict=True):
            if content is None:
                raise NotFetched(f"Git 里缺少 {show(path, 200)} 的内容。请先取来完整的历史（git fetch --unshallow），再试一次。")
            self._contents[path] = content

    def _is_reused(self, path: str) -> bool:
        return self._reuse_from is not None and path not in self._changed

    def anew(self) -> Files:
        return AtCommit(self.root, self.commit, self._overlay, self._reuse_from, _Everything())

    def exists(self, path: str) -> bool:
        return path in self._regular or path in self._folders

    def read(
        self, kind: str, paths: Sequence[str], make: Callable[[yaml_reading.Document], Made], codes: Codes | None = USUAL
    ) -> list[Made | list[Finding]]:
        if self._reuse_from is None:
            return read_documents(self._parsed, kind, paths, make, codes)
        results = (self._reused(kind, path, codes) for path in paths)
        return [make(result) if isinstance(result, yaml_reading.Document) else result for result in results]

    def _reused(self, kind: str, path: str, codes: Codes | None) -> yaml_reading.Document | list[Finding]:
        if self._reuse_from is not None and self._is_reused(path):
            return self._reuse_from.document(path) or self._findings.get(path, [])
        return fitting(kind, path, self._parsed, codes)

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
        if self._is_reused(path):
            return None if self._reuse_from is None else self._reuse_from.codeowners
        return self._contents[path].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")

    def vault(self, folder: Path) -> Vault | None:
        """The vault at the commit if it is in the same repository, else the vault of `reuse_from`, if any."""
        reused = None if self._reuse_from is None else self._reuse_from.vault
        names = self._vault_paths(folder)
        if not names:
            return reused
        files = {}
        for name, path in names.items():
            if name.endswith(".age") and self._regular[path]:
                known = reused.files.get(name) if reused is not None and self._is_reused(path) else None
                files[name] = known or _sealed_file(self._contents.get(path, b""))
        recipients = names.get(vault_listing.RECIPIENTS)
        if recipients is None or not self._regular[recipients]:
            keys: tuple[tuple[str, int, str], ...] = ()
        elif self._is_reused(recipients):
            keys = () if reused is None else reused.recipients
        else:
            keys = vault_listing.public_keys(self._contents[recipients].decode("utf-8", "replace"))
        name = os.path.relpath(folder, self.root) if folder.is_relative_to(self.root) else str(folder)
        return Vault(folder, name, dict(sorted(files.items())), keys)

    def _vault_paths(self, folder: Path) -> dict[str, str]:
        """The paths of the files in a vault's folder, by file name."""
        try:
            inside = os.path.relpath(folder, self.root).replace(os.sep, "/")
        except ValueError:  # on another drive of Windows, which no commit holds
            return {}
        if not inside.startswith("registry/") and inside.rpartition("/")[2] not in (".", ".."):
            self._add_files(git.tree(self.root, self.commit, inside), (inside,))
        return {path.rpartition("/")[2]: path for path in self._regular if path.rpartition("/")[0] == inside}

    def put_vault(self, registry: Registry, folder: Path) -> None:
        """Writes the sealed files of the commit to disk below `folder`, and makes it the root of `registry`, so that they can be opened."""
        for path in self._vault_paths(registry.vault_folder).values():
            if self._regular[path] and not path.startswith("../"):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(self._contents[path])
        registry.root = folder


def _sealed_file(content: bytes) -> SealedFile:
    """The listing entry of a sealed file. A file over MAX_BYTES gets the hash of no bytes."""
    size = len(content)
    checked = content if size <= vault_listing.MAX_BYTES else b""
    return SealedFile(hashlib.sha256(checked).hexdigest(), size, vault_listing.is_whole(checked))
