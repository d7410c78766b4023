"""The levels and authorities of a registry, from its rulebooks and words alone, before any other file is read."""

from __future__ import annotations

from pathlib import Path

from zhicheng.documents.yaml_reading import Document, Value, value_or_none
from zhicheng.registry.files import Files
from zhicheng.registry.paths import FOLDERS, SINGLE
from zhicheng.registry.records.added_codes import Ranks, ranks
from zhicheng.system import git


def ranks_of(files: Files) -> Ranks:
    """The levels and authorities of a registry. Files that do not fit their schemas count too, as far as they can be understood."""
    paths = [path for path, finding in files.walk(f"registry/{FOLDERS['rulebook']}") if finding is None and path.endswith(".yaml")]
    words = f"registry/{SINGLE['wording']}"
    read = _values(files, "rulebook", paths)
    return ranks((read[path] for path in sorted(read)), next(iter(_values(files, "wording", [words]).values()), None))


def _values(files: Files, kind: str, paths: list[str]) -> dict[str, Value]:
    """The values of the files that are YAML, by path."""
    present = [path for path in paths if files.exists(path)]
    found = zip(present, files.read(kind, present, lambda document: document, None), strict=True) if present else ()
    return {path: document.value for path, document in found if isinstance(document, Document)}


def ranks_at(root: Path, commit: str) -> Ranks:
    """The levels and authorities of the registry at a commit, from the few files that say so."""
    folder, words = f"registry/{FOLDERS['rulebook']}", f"registry/{SINGLE['wording']}"
    listed = {path: blob for path, blob in git.tree(root, commit, folder, words).items() if blob and path.endswith(".yaml")}
    texts = git.contents(root, listed.values())
    values = {path: value for path, blob in sorted(listed.items()) if (value := value_or_none(path, texts.get(blob))) is not None}
    return ranks((value for path, value in values.items() if path != words), values.get(words))
