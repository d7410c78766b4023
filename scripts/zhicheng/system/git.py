"""Runs Git: the only module that does, always with a list of arguments, in any folder, and with one environment.

What the environment says of another repository (GIT_DIR and the like) is left out; settings (GIT_CONFIG_*) and who writes commits
(GIT_AUTHOR_*, GIT_COMMITTER_*) stay. Nothing is fetched unasked, no lock is taken for a mere look, and a path is only a path.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

from zhicheng.errors import UserError
from zhicheng.text import show

# How two trees are compared file by file: as bytes, a renamed file as one that went and one that came.
RAW = ("--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules=all")
Status = Literal["added", "modified", "deleted"]
_STATUS: dict[str, Status] = {"A": "added", "D": "deleted"}
_KEPT = ("GIT_CONFIG_", "GIT_AUTHOR_", "GIT_COMMITTER_")
_PLAIN = {"GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"}
_QUIET = {**_PLAIN, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that differs between two versions: its path from the registry's root, and how; `blob` is what was there before, or ""."""

    path: str
    status: Status
    blob: str = ""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its full hash, its time in seconds since 1970, its day in its own time zone, and its parents."""

    revision: str
    time: int
    day: str
    parents: tuple[str, ...] = ()


# --- running Git ---------------------------------------------------------------------------------------------------------


def ask(
    root: Path,
    *arguments: str,
    sent: bytes = b"",
    extra: Mapping[str, str] | None = None,
    inherit: bool = False,
    seconds: float | None = None,
) -> bytes | None:
    """What Git prints in the folder `root`, or None where it fails, takes longer than `seconds`, or there is no Git.

    `sent` goes to its standard input, `extra` into its environment. `inherit` leaves all of this program's own environment as it is: in a
    hook of Git's it names the index that is being committed and where new objects lie, and in a workflow how to reach the server.
    """
    environment = {**_environment(inherit), **(extra or {})}
    try:
        done = subprocess.run(_command(root, arguments), input=sent, capture_output=True, env=environment, check=False, timeout=seconds)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if done.returncode else done.stdout


def blobs(root: Path, names: Iterable[str], most: int | None = None, inherit: bool = False) -> Iterator[bytes | None]:
    """The content of each blob in turn, one at a time, of a longer one the first `most` bytes; None for what Git does not have."""
    wanted = list(names)
    if not wanted:
        return
    with tempfile.TemporaryFile() as asked:  # not a pipe: two full pipes would wait for each other
        asked.write("".join(f"{name}\n" for name in wanted).encode())
        asked.seek(0)
        command, nowhere = _command(root, ("cat-file", "--batch", "--buffer")), subprocess.DEVNULL
        try:
            git = subprocess.Popen(command, stdin=asked, stdout=subprocess.PIPE, stderr=nowhere, env=_environment(inherit))
        except OSError:
            yield from (None for _ in wanted)
            return
        with git:
            answer = cast(IO[bytes], git.stdout)
            for _ in wanted:
                about = answer.readline().split()
                if len(about) != 3:  # <name> missing; or nothing, where Git has ended
                    yield None
                    continue
                size = int(about[2])
                content = answer.read(size if most is None else min(size, most))
                left = size - len(content) + 1  # the content, then a line end
                while left > 0 and (rest := answer.read(min(left, 1 << 20))):
                    left -= len(rest)
                yield content if about[1] == b"blob" and not left else None


def _command(root: Path, arguments: Sequence[str]) -> list[str]:
    return ["git", "-C", str(root), "-c", "core.quotePath=false", "-c", "core.fsmonitor=false", *arguments]


def _environment(inherit: bool) -> dict[str, str]:
    if inherit:
        return {**os.environ, **_PLAIN}
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(_KEPT)}
    return {**own, **_QUIET}


# --- commits and files ---------------------------------------------------------------------------------------------------


def resolve(root: Path, revision: str) -> str | None:
    """The full hash of the commit that a revision names, a tag or a hash for instance; None where Git knows none of that name."""
    said = ask(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return said.decode("ascii").strip() if said else None


def commit(root: Path, revision: str) -> Commit | None:
    """The commit that a revision names, or None where there is none."""
    known = resolve(root, revision)
    said = known and ask(root, "log", "-1", "--no-show-signature", "--format=%H %ct %cs %P", known, "--")
    if not said:
        return None
    found, time, day, *parents = said.decode().split()
    return Commit(found, int(time), day, tuple(parents))


def contains(root: Path, commit: str, older: str) -> bool:
    """Whether a commit has `older` in its history, or is it."""
    return ask(root, "merge-base", "--is-ancestor", older, commit) is not None


def is_shallow(root: Path) -> bool:
    """Whether the history is known to have been cut off."""
    return ask(root, "rev-parse", "--is-shallow-repository") == b"true\n"


def contents(root: Path, names: Iterable[str]) -> dict[str, bytes]:
    """The contents of blobs by name, as far as Git has them."""
    wanted = sorted(set(names))
    return {name: content for name, content in zip(wanted, blobs(root, wanted), strict=True) if content is not None}


def tree(root: Path, commit: str, *paths: str) -> dict[str, str]:
    """The files of a commit below `root` (or below `paths` in it): path and blob. Links and submodules have the blob ""."""
    listed = _listed(root, commit, paths)
    return {path: blob if mode.startswith("100") else "" for path, (mode, _, blob) in listed}


def size(root: Path, commit: str, *paths: str) -> int:
    """How many bytes the files of a commit below `root` (or below `paths` in it) have."""
    sizes = (fields[3] for _, fields in _listed(root, commit, paths, "-l"))
    return sum(int(size) for size in sizes if size.isdigit())


def _listed(root: Path, commit: str, paths: Iterable[str], *options: str) -> Iterator[tuple[str, list[str]]]:
    """Every file of a commit below `paths`, and what Git says of it: mode, kind, hash, and with -l the size."""
    said = ask(root, "ls-tree", "-r", "-z", *options, commit, "--", *paths) or b""
    for entry in said.split(b"\0")[:-1]:
        fields, _, path = entry.partition(b"\t")
        yield os.fsdecode(path), fields.decode("ascii").split()


# --- what differs --------------------------------------------------------------------------------------------------------


def fork_point(root: Path, revision: str) -> str:
    """The commit at which the history of HEAD left that of `revision`: what a change is compared with. Raises UserError."""
    if ask(root, "rev-parse", "--git-dir") is None:
        raise UserError("这里不是 Git 仓库，或者没有装 Git，不能与别的版本比较。请在仓库里运行。")
    commit = resolve(root, revision)
    if commit is None:
        raise UserError(f"Git 里没有“{show(revision)}”这个版本。请核对写法，或先取来（git fetch），再试一次。")
    if resolve(root, "HEAD") is None:
        raise UserError("这个仓库还没有提交，没有可以比较的版本。")
    point = ask(root, "merge-base", commit, "HEAD")
    if point is None:
        remedy = "这份副本的历史不完整，请先运行 git fetch --unshallow。" if is_shallow(root) else "请换一个版本。"
        raise UserError(f"“{show(revision)}”和现在的版本没有共同的历史，无法比较。{remedy}")
    return point.decode("ascii").strip()


def changes(root: Path, commit: str) -> list[FileChange]:
    """The files that differ between a commit and the working tree, by path; those Git does not know yet are new ones.

    Paths are from `root`; what lies outside it in the same repository begins with `../`. In registry/ files count even where Git is told
    to ignore them, because the registry is read with them.
    """
    prefix = os.fsdecode((ask(root, "rev-parse", "--show-prefix") or b"").rstrip(b"\n"))
    found = {change.path: change for change in _changed(ask(root, "diff", *RAW, commit, "--") or b"", prefix)}
    strangers = (ask(root, "ls-files", "--others", "-z", "--exclude-standard") or b"") + (
        ask(root, "ls-files", "--others", "-z", "--", "registry") or b""
    )
    for name in strangers.split(b"\0")[:-1]:
        path = os.fsdecode(name)
        before = found.get(path)
        if before is None:
            found[path] = FileChange(path, "added")
        elif before.status == "deleted":  # taken out of the index only: the file is there
            found[path] = FileChange(path, "modified", before.blob)
    return [found[path] for path in sorted(found)]


def _changed(said: bytes, prefix: str) -> Iterator[FileChange]:
    """The changes in Git's raw output; `prefix` leads from the top of the repository to the folder they are seen from."""
    words = iter(said.split(b"\0"))
    for word in words:
        fields = word.decode("ascii", "replace").lstrip(":").split()
        name = os.fsdecode(next(words, b""))
        if len(fields) == 5 and name:
            path = name.removeprefix(prefix) if name.startswith(prefix) else "../" * prefix.count("/") + name
            yield FileChange(path, _STATUS.get(fields[4][0], "modified"), fields[2].strip("0") and fields[2])
