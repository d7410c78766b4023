"""The files that a registry is made of, as they lie on disk; read one by one, with count of what was read and what was found."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, Generic, Protocol, TypeVar

from zhicheng.documents import yaml_reading
from zhicheng.documents.finding import Finding
from zhicheng.documents.loading import read_documents
from zhicheng.registry import vault_listing
from zhicheng.registry.vault_listing import Vault

Record = TypeVar("Record")
Made = TypeVar("Made")


class Files(Protocol):
    """Where the files of a registry come from. Paths are POSIX, relative to the registry's root."""

    def exists(self, path: str) -> bool:
        """Whether there is anything at a path."""

    def read(self, kind: str, paths: Sequence[str], make: Callable[[yaml_reading.Document], Made]) -> list[Made | list[Finding]]:
        """What `make` makes of each of `paths`, a document that fits its schema, or what is wrong with it."""

    def walk(self, folder: str) -> Iterator[tuple[str, Finding | None]]:
        """Every file below a folder, in order; with a finding what is no file that could be read."""

    def unknown_files(self, known: Collection[str], reference: Collection[str]) -> list[str]:
        """Files and folders of registry/, and of registry/reference/, that no kind of file is known for."""

    def sibling_text(self, path: str) -> str | None:
        """The text of a file that is made from the registry and lies beside it, or None where there is none."""

    def vault(self, folder: Path) -> Vault | None:
        """What can be told of the sealed files in a folder, or None where there is none."""


@dataclass(frozen=True, slots=True)
class Disk:
    """The files as they lie on disk below `root`. Links are not followed."""

    root: Path

    def exists(self, path: str) -> bool:
        return os.path.lexists(self.root / path)

    def read(self, kind: str, paths: Sequence[str], make: Callable[[yaml_reading.Document], Made]) -> list[Made | list[Finding]]:
        folder = str(PurePosixPath(paths[0]).parent) if len(paths) == 1 else ""
        if folder not in ("", "registry") and (self.root / folder).is_symlink():
            return [[yaml_reading.not_regular(paths[0], "符号链接里的文件")]]
        return read_documents(partial(yaml_reading.read, self.root), kind, paths, make)

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
            if entry.name.startswith(".") and not entry.name.endswith((".yaml", ".yml")):  # .gitkeep, .DS_Store; a record is none to hide
                continue
            if entry.is_dir(follow_symlinks=False):
                if entry.name.endswith(".yaml"):
                    yield path, yaml_reading.not_regular(path, "文件夹")
                yield from self.walk(path)
            elif entry.is_symlink() and os.path.isdir(entry.path):  # noqa: PTH112 - of a link in a circle it says no
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
        return vault_listing.look(folder, self.root)


@dataclass(frozen=True, slots=True)
class Entry(Generic[Record]):
    """A record and the document it came from."""

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
    """What lies in a folder: records with their documents, the names of all .yaml files, and the paths of other files."""

    entries: list[Entry[Any]]
    stems: set[str]
    stray: list[str]


class Reader:
    """Reads files one by one and keeps count of what was read and what was found."""

    def __init__(self, files: Files) -> None:
        self._from = files
        self.findings: list[Finding] = []
        self.files: list[str] = []
        self.documents: list[yaml_reading.Document] = []

    def one(self, kind: str, path: str) -> yaml_reading.Document | None:
        """The document at `path` if it exists and fits its schema; findings are kept."""
        if not self._from.exists(path):
            return None
        return self._kept(path, self._from.read(kind, [path], lambda document: document)[0])

    def folder(self, kind: str, folder: str, make: Callable[[yaml_reading.Document], Entry[Any]]) -> Folder:
        """Every .yaml file below a folder, in order of path, with the record made of it; other files are strays."""
        paths = []
        for path, finding in self._from.walk(folder):
            if finding is None:
                paths.append(path)
            else:
                self._kept(path, [finding])
        names = [path for path in paths if path.endswith(".yaml")]
        found = Folder([], {PurePosixPath(path).stem for path in names}, [path for path in paths if not path.endswith(".yaml")])
        for path, result in zip(names, self._from.read(kind, names, make), strict=True):
            if isinstance(result, Entry):
                found.entries.append(result)
            self._kept(path, result.document if isinstance(result, Entry) else result)
        return found

    def _kept(self, path: str, result: yaml_reading.Document | list[Finding]) -> yaml_reading.Document | None:
        self.files.append(path)
        if isinstance(result, yaml_reading.Document):
            self.documents.append(result)
            return result
        self.findings += result
        return None
