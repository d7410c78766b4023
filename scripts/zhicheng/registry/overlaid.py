"""A loaded registry with other files laid over it in memory, as it would be with a change; for places without Git."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from zhicheng.documents import yaml_reading
from zhicheng.documents.codes import USUAL, Codes
from zhicheng.documents.finding import Finding
from zhicheng.documents.loading import fitting, read_documents
from zhicheng.registry.files import Disk, Files
from zhicheng.registry.registry import Registry, assemble
from zhicheng.registry.vault_listing import Vault

Made = TypeVar("Made")


def overlaid(base: Registry, files: Mapping[str, bytes], vault: Vault | None) -> Registry:
    """The registry on disk with `files` (by path from its root) over it and another vault; other documents are those of `base`.

    Raises BrokenSettings or UserError where the files make it unusable.
    """
    return assemble(base.root, _Overlay(base, dict(files), vault), base)


@dataclass(frozen=True, slots=True)
class _Overlay:
    """The files; implements `files.Files`."""

    base: Registry
    over: Mapping[str, bytes]
    sealed: Vault | None
    reuse: bool = True

    @property
    def _disk(self) -> Disk:
        return Disk(self.base.root)

    def exists(self, path: str) -> bool:
        return path in self.over or any(one.startswith(f"{path}/") for one in self.over) or self._disk.exists(path)

    def read(
        self, kind: str, paths: Sequence[str], make: Callable[[yaml_reading.Document], Made], codes: Codes | None = USUAL
    ) -> list[Made | list[Finding]]:
        if not self.reuse:
            return read_documents(self._parsed, kind, paths, make, codes)
        known: dict[str, list[Finding]] = {}
        for finding in self.base.findings:
            known.setdefault(finding.file, []).append(finding)
        found = ((self._reused(path, known) or fitting(kind, path, self._parsed, codes)) for path in paths)
        return [make(one) if isinstance(one, yaml_reading.Document) else one for one in found]

    def _reused(self, path: str, known: Mapping[str, list[Finding]]) -> yaml_reading.Document | list[Finding] | None:
        return None if path in self.over else self.base.document(path) or known.get(path)

    def _parsed(self, path: str) -> yaml_reading.Document:
        return yaml_reading.parse(path, self.over[path]) if path in self.over else yaml_reading.read(self.base.root, path)

    def walk(self, folder: str) -> Iterator[tuple[str, Finding | None]]:
        found = dict(self._disk.walk(folder)) | {path: None for path in self.over if path.startswith(f"{folder}/")}
        yield from sorted(found.items(), key=lambda item: item[0].split("/"))

    def unknown_files(self, known: Collection[str], reference: Collection[str]) -> list[str]:
        return self._disk.unknown_files(known, reference)

    def sibling_text(self, path: str) -> str | None:
        return self._disk.sibling_text(path)

    def vault(self, folder: Path) -> Vault | None:
        return self.sealed

    def anew(self) -> Files:
        return _Overlay(self.base, self.over, self.sealed, reuse=False)
