"""A change in Git: its files and commits between base and head, and the stations it must pass, by the settings of the base."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from zhicheng.documents.codes import Codes
from zhicheng.documents.schemas import fits
from zhicheng.documents.yaml_reading import Value, value_or_none
from zhicheng.errors import UserError
from zhicheng.registry import own_codes
from zhicheng.registry.paths import SINGLE, committee_of
from zhicheng.registry.records.areas import Areas
from zhicheng.registry.records.reviewers import reviewers
from zhicheng.registry.records.wording import Wording, wording
from zhicheng.registry.registry import Registry
from zhicheng.review import resealing
from zhicheng.review.route import RecordPlace, Station, record_place, required_stations
from zhicheng.system import git
from zhicheng.text import show

_COMMITTEES = "registry/committees"
_SETTINGS = ("registry", "reviewers", "areas")


@dataclass(frozen=True, slots=True)
class Change:
    """A change between two commits.

    `base`, `head` and `commits` are full hashes. `files` are the changed paths relative to the registry's root (outside of it they begin
    with `../`), `stations` the offices that must approve.
    """

    base: str
    head: str
    commits: tuple[str, ...]
    files: tuple[str, ...]
    stations: tuple[Station, ...]


def read(root: Path, base: str, head: str = "HEAD") -> Change:
    """The change from the merge base of `base` and `head` to `head`, in the repository that holds `root`.

    Reviewers, areas and the vault's folder are read from `base`. A committee's place is read from `base`, from the merge bases and from
    `head`. Raises UserError where a revision is unknown, the two have no common history, or a settings file of the base is unusable.
    """
    base, head = commit(root, base), commit(root, head)
    forks = _lines(git.ask(root, "merge-base", "--all", base, head))
    if not forks:
        remedy = "这份副本的历史不完整，请先运行 git fetch --unshallow。" if git.is_shallow(root) else "请核对两个版本是不是同一个仓库的。"
        raise UserError(f"基础版本和要审核的版本没有共同的历史，无法比较。{remedy}")
    files = tuple(sorted({path for fork in forks for path in changed(root, fork, head)}))
    commits = tuple(_lines(git.ask(root, "rev-list", head, f"^{base}")))
    return Change(base, head, commits, files, stations(root, base, (*forks, head), files, after=values_at(root, head, files)))


def stations(
    root: Path,
    base: str,
    commits: Iterable[str],
    files: Iterable[str],
    working: Iterable[RecordPlace] = (),
    after: Mapping[str, Value] | None = None,
) -> tuple[Station, ...]:
    """The stations that changed files must pass, by the reviewers, areas and vault folder of the commit `base`.

    A committee's place is read from `base` and the other `commits`, of which the first is where the change began; `working` adds its
    places in the working tree. `after` are the values of the files after the change, by path: without them nothing counts as only sealed
    anew. Raises UserError where a settings file of the base is unusable.
    """
    files, commits = tuple(files), tuple(commits)
    ranks = own_codes.ranks_at(root, base)
    settings, reviewing, divisions = (_base_file(root, base, kind, f"registry/{SINGLE[kind]}", ranks.codes) for kind in _SETTINGS)
    team, areas = reviewers(reviewing, settings["centre"]["name"]), Areas(divisions)
    vault = posixpath.normpath(posixpath.join("registry", settings.get("vault", "vault")))
    wanted = {key for path in files if (key := committee_of(path, vault)) is not None}
    committees = _committees(root, (base, *commits), wanted)
    for version in working:
        committees.setdefault(PurePosixPath(version.path).stem, []).append(version)
    new = {} if after is None else after
    sealed = resealing.resealed(files, values_at(root, commits[0], new), new, vault, lambda: git.tree(root, base, "registry/rosters"))
    pools = {PurePosixPath(path).stem for path in git.tree(root, base, "registry/rosters")}
    words = _words(root, base, areas, ranks.codes)
    return required_stations(files, committees, team, areas, vault, words, ranks.areas, sealed, pools)


def stations_of(before: Registry, files: Iterable[str], after: Iterable[RecordPlace]) -> tuple[Station, ...] | None:
    """As `stations`, where there is no Git: by the registry `before` the change. `after` are the places of the committees after the change.
    None where it has no usable list of reviewers.
    """
    if before.reviewers is None:
        return None
    files = tuple(files)
    vault = posixpath.normpath(posixpath.join("registry", before.settings.vault))
    wanted = {key for path in files if (key := committee_of(path, vault)) is not None}
    committees: dict[str, list[RecordPlace]] = {}
    for path in before.files:
        if path.startswith(f"{_COMMITTEES}/") and PurePosixPath(path).stem in wanted:
            document = before.document(path)
            committees.setdefault(PurePosixPath(path).stem, []).append(record_place(path, None if document is None else document.value))
    for place in after:
        committees.setdefault(PurePosixPath(place.path).stem, []).append(place)
    team = reviewers(before.reviewers.record, before.settings.centre_name)
    pools = {entry.stem for entry in before.rosters}
    return required_stations(files, committees, team, before.areas, vault, before.words, before.ranks.areas, (), pools)


def values_at(root: Path, commit: str, paths: Iterable[str]) -> dict[str, Value]:
    """The values of the registry's files among `paths` at a commit, by path; without those that are missing there or no YAML."""
    wanted = [path for path in paths if path.startswith("registry/") and path.endswith(".yaml")]
    tree = git.tree(root, commit, *wanted) if wanted else {}
    texts = git.contents(root, (blob for blob in tree.values() if blob))
    found = {path: value_or_none(path, texts.get(blob)) for path, blob in tree.items() if blob}
    return {path: value for path, value in found.items() if value is not None}


def _words(root: Path, base: str, areas: Areas, codes: Codes) -> Wording:
    """The words of the region at the base; where they cannot be read there, what follows from the table of divisions."""
    path = f"registry/{SINGLE['wording']}"
    blob = git.tree(root, base, path).get(path)
    value = value_or_none(path, git.contents(root, [blob]).get(blob)) if blob else None
    return wording(value if value is not None and fits("wording", value, codes) else None, areas, codes)


def commit(root: Path, revision: str) -> str:
    """The full hash of the commit that a revision names. Raises UserError where there is no repository or no such commit."""
    if git.ask(root, "rev-parse", "--git-dir") is None:
        raise UserError("这里不是 Git 仓库，或者没有装 Git。请在登记册的仓库里运行。")
    found = git.resolve(root, revision) if revision else None
    if found is None:
        raise UserError(f"Git 里没有“{show(revision)}”这个版本。请核对写法，或先取来（git fetch），再试一次。")
    return found


def changed(root: Path, fork: str, head: str) -> list[str]:
    """The paths, relative to `root` (`../` for those outside of it), that differ between two commits: content, mode, links, submodules.

    A renamed file appears with both names.
    """
    prefix = os.fsdecode((git.ask(root, "rev-parse", "--show-prefix") or b"").rstrip(b"\n"))
    output = git.ask(root, "diff-tree", "-r", "-z", "--name-only", "--no-renames", "--no-relative", "--ignore-submodules=none", fork, head)
    if output is None:
        raise UserError("Git 不能比较这两个版本。请先取来完整的历史（git fetch --unshallow），再试一次。")
    names = [os.fsdecode(name) for name in output.split(b"\0")[:-1]]
    return [name.removeprefix(prefix) if name.startswith(prefix) else "../" * prefix.count("/") + name for name in names]


def _base_file(root: Path, base: str, kind: str, path: str, codes: Codes) -> Any:
    """The value of a settings file of the base. Raises UserError where it is missing or does not fit its schema."""
    blob = git.tree(root, base, path).get(path)
    value = None if not blob else value_or_none(path, git.contents(root, [blob]).get(blob))
    if value is None or not fits(kind, value, codes):
        raise UserError(f"基础版本里没有能用的 {path}。审核账号和区划只认基础版本，请先由管理员在主分支上改好。")
    return value


def _committees(root: Path, commits: Iterable[str], wanted: set[str]) -> dict[str, list[RecordPlace]]:
    """The place of each version of the records of some committees, by id; files in a wrong folder are included."""
    found = {
        (path, blob)
        for revision in dict.fromkeys(commits)
        for path, blob in (git.tree(root, revision, _COMMITTEES) if wanted else {}).items()
        if committee_of(path) in wanted
    }
    texts = git.contents(root, (blob for _, blob in found if blob))
    committees: dict[str, list[RecordPlace]] = {}
    for path, blob in sorted(found):
        committees.setdefault(PurePosixPath(path).stem, []).append(record_place(path, value_or_none(path, texts.get(blob))))
    return committees


def _lines(output: bytes | None) -> list[str]:
    return (output or b"").decode("ascii").split()
