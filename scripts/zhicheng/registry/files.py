"""Access to the files of a registry: the interface, its implementation for files on disk, and a reader that collects the findings."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from posixpath import basename, splitext
from typing import Any, Generic, Protocol, TypeVar

from zhicheng.documents import yaml_reading
from zhicheng.documents.codes import USUAL, Codes
from zhicheng.documents.finding import Finding
from zhicheng.documents.loading import read_documents
from zhicheng.errors import UserError
from zhicheng.registry import vault_listing
from zhicheng.registry.vault_listing import Vault
from zhicheng.system import git
from zhicheng.text import show

Record = TypeVar("Record")
Made = TypeVar("Made")


class Files(Protocol):
    """Where the files of a registry come from. Paths are POSIX, relative to the registry's root."""

    def exists(self, path: str) -> bool:
        """Whether a file, folder or link exists at a path."""

    def read(
        self, kind: str, paths: Sequence[str], make: Callable[[yaml_reading.Document], Made], codes: Codes | None = USUAL
    ) -> list[Made | list[Finding]]:
        """For each of `paths`, in order: `make(document)` if it fits the schema of `kind`, else its findings.

        `codes` are the levels and authorities of the registry; None: documents of any shape.
        """

    def walk(self, folder: str) -> Iterator[tuple[str, Finding | None]]:
        """Every file below a folder, in order of path, with a finding if it is a link, a special file or unreadable."""

    def unknown_files(self, known: Collection[str], reference: Collection[str]) -> list[str]:
        """The paths in registry/ whose names are not in `known`, and in registry/reference/ not in `reference`, sorted."""

    def sibling_text(self, path: str) -> str | None:
        """The text of a generated file outside registry/ (such as CODEOWNERS), or None if there is none."""

    def vault(self, folder: Path) -> Vault | None:
        """The listing of the sealed files in a folder, or None if there is no such folder."""

    def anew(self) -> Files:
        """The same files, no document of which is taken from a registry that is already loaded."""


@dataclass(frozen=True, slots=True)
class Disk:
    """The files on disk below `root`. Links are not followed."""

    root: Path

    def exists(self, path: str) -> bool:
        return os.path.lexists(self.root / path)

    def read(
        self, kind: str, paths: Sequence[str], make: Callable[[yaml_reading.Document], Made], codes: Codes | None = USUAL
    ) -> list[Made | list[Finding]]:
        folder = str(PurePosixPath(paths[0]).parent) if len(paths) == 1 else ""
        if folder not in ("", "registry") and (self.root / folder).is_symlink():
            return [[yaml_reading.not_regular(paths[0], "符号链接里的文件")]]
        return read_documents(partial(yaml_reading.read, self.root), kind, paths, make, codes)

    def walk(self, folder: str) -> Iterator[tuple[str, Finding | None]]:
        if (self.root / folder).is_symlink():
            yield folder, yaml_reading.not_regular(folder, "符号链接")
            return
        try:
            entries = sorted(os.scandir(self.root / folder), key=lambda entry: entry.name)
        except FileNotFoundError:
            return
        except OSError as error:
            yield folder, yaml_reading.unreadable(folder, error)
            return
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.name.startswith(".") and not entry.name.endswith(
                (".yaml", ".yml")
            ):  # skip .gitkeep, .DS_Store and the like, but never a record
                continue
            if entry.is_dir(follow_symlinks=False):
                if entry.name.endswith(".yaml"):
                    yield path, yaml_reading.not_regular(path, "文件夹")
                if os.path.lexists(f"{entry.path}/.git"):
                    yield path, yaml_reading.other_repository(path)
                yield from self.walk(path)
            elif entry.is_symlink() and os.path.isdir(entry.path):  # noqa: PTH112 - False for a link to itself, where Path raises
                yield path, yaml_reading.not_regular(path, "符号链接")
            else:
                yield path, None

    def unknown_files(self, known: Collection[str], reference: Collection[str]) -> list[str]:
        base = self.root / "registry"
        names = [e.name for e in os.scandir(base) if not e.name.startswith(".") and e.name not in known]
        names += [f"reference/{e.name}" for e in os.scandir(base / "reference") if not e.name.startswith(".") and e.name not in reference]
        return sorted(f"registry/{name}" for name in names)

    def sibling_text(self, path: str) -> str | None:
        full = self.root / path
        try:
            return full.read_text(encoding="utf-8", errors="replace") if full.is_file() else None
        except OSError:
            return None

    def vault(self, folder: Path) -> Vault | None:
        return vault_listing.list_vault(folder, self.root)

    def anew(self) -> Files:
        return self


def on_disk(root: Path) -> Disk:
    """The files below `root`. Raises UserError where a sparse checkout leaves out some: the registry would be judged without them."""
    if not git.has_sparse_patterns(root):
        return Disk(root)
    missing = [path for path in git.left_out(root, "registry") if not os.path.lexists(root / path)]
    if missing:
        remedy = "请先运行 git sparse-checkout disable，把文件取全，再试一次。"
        raise UserError(
            f"这里只取出了一部分文件（sparse-checkout），少了 {show(missing[0], 200)} 等 {len(missing)} 个，登记册不全。{remedy}"
        )
    return Disk(root)


@dataclass(frozen=True, slots=True)
class Entry(Generic[Record]):
    """A record and the document it was made from."""

    record: Record
    document: yaml_reading.Document

    @property
    def path(self) -> str:
        return self.document.path

    @property
    def stem(self) -> str:
        return self.path.rpartition("/")[2].removesuffix(".yaml")


@dataclass(slots=True)
class Folder:
    """The content of a folder: the readable records, the stems of all .yaml files, and the paths of other files (`stray`)."""

    entries: list[Entry[Any]]
    stems: set[str]
    stray: list[str]


class Reader:
    """Reads files, and collects the paths, documents and findings of all of them. `codes` are the registry's levels and authorities."""

    def __init__(self, files: Files, codes: Codes = USUAL) -> None:
        self._source = files
        self._codes = codes
        self.findings: list[Finding] = []
        self.files: list[str] = []
        self.documents: list[yaml_reading.Document] = []

    def one(self, kind: str, path: str) -> yaml_reading.Document | None:
        """The document at `path`, or None if it does not exist or does not fit the schema of `kind`."""
        if not self._source.exists(path):
            return None
        return self._collect(path, self._source.read(kind, [path], lambda document: document, self._codes)[0])

    def folder(self, kind: str, folder: str, make: Callable[[yaml_reading.Document], Entry[Any]]) -> Folder:
        """The files below a folder; `make` turns the document of each .yaml file into an entry. The entries are in order of path."""
        paths = []
        for path, finding in self._source.walk(folder):
            if finding is None:
                paths.append(path)
            else:
                self._collect(path, [finding])
        records = [path for path in paths if path.endswith(".yaml")]
        found = Folder([], {splitext(basename(path))[0] for path in records}, [path for path in paths if not path.endswith(".yaml")])
        for path, result in zip(records, self._source.read(kind, records, make, self._codes), strict=True):
            if isinstance(result, Entry):
                found.entries.append(result)
            self._collect(path, result.document if isinstance(result, Entry) else result)
        return found

    def _collect(self, path: str, result: yaml_reading.Document | list[Finding]) -> yaml_reading.Document | None:
        self.files.append(path)
        if isinstance(result, yaml_reading.Document):
            self.documents.append(result)
            return result
        self.findings += result
        return None
