"""Runs Git. This is the only module that does. Commands are lists of arguments, never a shell line.

Variables that point Git at another repository (GIT_DIR and the like) are removed from the environment; settings (GIT_CONFIG_*) and the
identity of the committer (GIT_AUTHOR_*, GIT_COMMITTER_*) are kept. Git fetches no missing objects, takes no optional locks, reads paths
literally, not as patterns, and shows every object as it is, even where `git replace` or a graft names another in its place.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

from zhicheng.errors import NotFetched, UserError
from zhicheng.system import git_refusals
from zhicheng.text import day_in_china, show

# Options of a comparison of two trees file by file. A renamed file is one deleted and one added file.
RAW = ("--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules=dirty")
Status = Literal["added", "modified", "deleted"]
_STATUS: dict[str, Status] = {"A": "added", "D": "deleted"}
HASH, _SHORT_HASH = re.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?"), re.compile("[0-9a-f]{4,39}")  # of SHA-1 or SHA-256
_KEPT_PREFIXES = ("GIT_CONFIG_", "GIT_AUTHOR_", "GIT_COMMITTER_")
_FIXED = {"GIT_LITERAL_PATHSPECS": "1", "GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull, "LC_ALL": "C"}
# What a person may have set otherwise, to see signatures or no merges in a log.
_SETTINGS = ("core.quotePath=false", "core.fsmonitor=false", "log.showSignature=false", "log.diffMerges=separate")
_ISOLATED = {**_FIXED, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that differs between two versions. `path` is from the registry's root; `blob` is the hash of the old content, or "".

    `is_module`: it is another repository now (a submodule), of which Git keeps the commit alone.
    """

    path: str
    status: Status
    blob: str = ""
    is_module: bool = False


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit. `revision` is its full hash, `time` is in seconds since 1970, `day` is YYYY-MM-DD in China's time zone."""

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
    """Runs Git in the folder `root` and returns its standard output; None if it fails, takes longer than `seconds`, or is not installed.

    `sent` is its standard input; `extra` is added to its environment. `inherit` keeps this program's whole environment: in a Git hook it
    names the index being committed and the folder of new objects, in a workflow it says how to reach the server. Raises GitError where Git
    does not read the repository that is there.
    """
    environment = {**_environment(inherit), **(extra or {})}
    try:
        result = subprocess.run(_command(root, arguments), input=sent, capture_output=True, env=environment, check=False, timeout=seconds)
    except (OSError, subprocess.TimeoutExpired):
        return None
    git_refusals.check(root, result.returncode, result.stderr, refuse_partial)
    return None if result.returncode else result.stdout


def version() -> str | None:
    """The version of Git, as in 2.39.5; None where there is no Git."""
    said = ask(Path.cwd(), "version")
    return None if said is None else said.decode("utf-8", "replace").removeprefix("git version ").strip()


def blobs(root: Path, names: Iterable[str], most: int | None = None, inherit: bool = False, kind: str = "blob") -> Iterator[bytes | None]:
    """Yields the content of each blob in the order of `names`, at most `most` bytes of each; None for one that Git does not have.
    Raises NotFetched where a clone with a filter has left it out.

    `kind` may name another kind of object: commit, tag.
    """
    wanted = list(names)
    if not wanted:
        return
    with tempfile.TemporaryFile() as requests:  # not a pipe: two full pipes would block each other
        requests.write("".join(f"{name}\n" for name in wanted).encode())
        requests.seek(0)
        command = _command(root, ("cat-file", "--batch", "--buffer"))
        try:
            git = subprocess.Popen(command, stdin=requests, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment(inherit))
        except OSError:
            yield from (None for _ in wanted)
            return
        with git:
            output = cast(IO[bytes], git.stdout)
            for _ in wanted:
                header = output.readline().split()
                if len(header) != 3:  # "<name> missing", or nothing if Git has ended
                    if not header:
                        refuse_partial(root)
                    yield None
                    continue
                size = int(header[2])
                content = output.read(size if most is None else min(size, most))
                left = size - len(content) + 1  # Git adds a line end after the content
                while left > 0 and (rest := output.read(min(left, 1 << 20))):
                    left -= len(rest)
                yield content if header[1] == kind.encode() and not left else None


def _command(root: Path, arguments: Sequence[str]) -> list[str]:
    settings = (part for setting in _SETTINGS for part in ("-c", setting))
    return ["git", "-C", str(root), *settings, *arguments]


def _environment(inherit: bool) -> dict[str, str]:
    if inherit:
        return {**os.environ, **_FIXED}
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(_KEPT_PREFIXES)}
    return {**own, **_ISOLATED}


# --- commits and files ---------------------------------------------------------------------------------------------------


def resolve(root: Path, revision: str, inherit: bool = False) -> str | None:
    """The full hash of the commit that a revision (a hash, branch or tag) names; None if there is none.

    A branch is meant before a tag. Raises UserError where a name stands for different commits: a tag called `main` or `origin/main` would
    otherwise be taken for the branch, as Git does it.
    """
    name, operators = _name_of(revision)
    if name and not HASH.fullmatch(name):
        known = _refs_called(root, name, inherit)
        if len({commit for _, commit in known}) > 1:
            there = "、".join(show(ref, 100) for ref, _ in known)
            raise UserError(f"“{show(name)}”在这里有不止一个意思（{there}），不知道是哪一个版本。请删去或改掉重名的标签、分支，再试一次。")
        revision = f"{known[0][0]}{operators}" if known else revision
    output = ask(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", inherit=inherit)
    return output.decode("ascii").strip() if output else None


def _name_of(revision: str) -> tuple[str, str]:
    """The name in a revision and the operators after it (`main`, `~2`); the name is "" for what Git does not look up as a ref."""
    end = next((place for place, char in enumerate(revision) if char in "~^:@{"), len(revision))
    name = revision[:end]
    return ("" if name in ("", "HEAD") or name.startswith(("-", "refs/")) else name), revision[end:]


def _refs_called(root: Path, name: str, inherit: bool) -> list[tuple[str, str]]:
    """The refs that a short name may mean, branches first, each with its commit; for a short hash also the object so called."""
    found = []
    for ref in (f"refs/heads/{name}", f"refs/remotes/{name}", f"refs/remotes/{name}/HEAD", f"refs/tags/{name}", f"refs/{name}"):
        output = ask(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}", inherit=inherit)
        if output:
            found.append((ref, output.decode("ascii").strip()))
    if found and _SHORT_HASH.fullmatch(name):
        objects = (ask(root, "rev-parse", f"--disambiguate={name}", inherit=inherit) or b"").decode("ascii").split()
        found += [(one, one) for one in objects if ask(root, "cat-file", "-e", f"{one}^{{commit}}", inherit=inherit) is not None]
    return found


def commit(root: Path, revision: str) -> Commit | None:
    """The commit that a revision names, or None if there is none."""
    known = resolve(root, revision)
    output = known and ask(root, "log", "-1", "--no-show-signature", "--format=%H %ct %P", known, "--")
    if not output:
        return None
    full_hash, time, *parents = output.decode().split()
    return Commit(full_hash, int(time), day_in_china(int(time)).isoformat(), tuple(parents))


def contains(root: Path, commit: str, older: str) -> bool:
    """Whether `older` is `commit` or one of its ancestors."""
    return ask(root, "merge-base", "--is-ancestor", older, commit) is not None


def is_shallow(root: Path) -> bool:
    """Whether the repository is a shallow clone; False also where Git cannot be run."""
    return ask(root, "rev-parse", "--is-shallow-repository") == b"true\n"


def refuse_partial(root: Path) -> None:
    """Raises NotFetched in a clone that was made with a filter: what is not there would pass for something that never was."""
    if ask(root, "config", "--get-regexp", r"^remote\..*\.promisor$") is not None:
        raise NotFetched("这份副本是用 git clone --filter 取的，缺少要用的内容。请先运行 git fetch --refetch --no-filter，再试一次。")


def contents(root: Path, names: Iterable[str]) -> dict[str, bytes]:
    """The contents of blobs by hash. Blobs that Git does not have are left out."""
    wanted = sorted(set(names))
    return {name: content for name, content in zip(wanted, blobs(root, wanted), strict=True) if content is not None}


def tree(root: Path, commit: str, *paths: str) -> dict[str, str]:
    """The files of a commit below `root` (or below `paths` in it): blob hash by path. Links and submodules have the hash ""."""
    return {path: blob if mode.startswith("100") else "" for path, (mode, _, blob) in _ls_tree(root, commit, paths)}


def size(root: Path, commit: str, *paths: str) -> int:
    """The total size, in bytes, of the files of a commit below `root` (or below `paths` in it)."""
    sizes = (fields[3] for _, fields in _ls_tree(root, commit, paths, "-l"))
    return sum(int(size) for size in sizes if size.isdigit())


def _ls_tree(root: Path, commit: str, paths: Iterable[str], *options: str) -> Iterator[tuple[str, list[str]]]:
    """Every file of a commit below `paths`, with its fields in `git ls-tree`: mode, type, hash, and with -l the size in bytes."""
    output = ask(root, "ls-tree", "-r", "-z", *options, commit, "--", *paths)
    if output is None:
        refuse_partial(root)
    for entry in (output or b"").split(b"\0")[:-1]:
        fields, _, path = entry.partition(b"\t")
        yield os.fsdecode(path), fields.decode("ascii").split()


# --- differences ---------------------------------------------------------------------------------------------------------


def fork_point(root: Path, revision: str) -> str:
    """The merge base of HEAD and `revision`, with which a change is compared.

    Raises UserError outside a repository, for an unknown revision, without a commit, or where the two have no common history.
    """
    if ask(root, "rev-parse", "--git-dir") is None:
        raise UserError("这里不是 Git 仓库，或者没有装 Git，不能与别的版本比较。请在仓库里运行。")
    commit = resolve(root, revision)
    if commit is None:
        how = "git fetch --unshallow" if is_shallow(root) else "git fetch"
        raise UserError(f"Git 里没有“{show(revision)}”这个版本。请核对写法，或先取来（{how}），再试一次。")
    if resolve(root, "HEAD") is None:
        raise UserError("这个仓库还没有提交，没有可以比较的版本。")
    point = ask(root, "merge-base", commit, "HEAD")
    if point is None:
        remedy = "这份副本的历史不完整，请先运行 git fetch --unshallow。" if is_shallow(root) else "请换一个版本。"
        raise UserError(f"“{show(revision)}”和现在的版本没有共同的历史，无法比较。{remedy}")
    return point.decode("ascii").strip()


def has_sparse_patterns(root: Path) -> bool:
    """Whether the working tree around `root` has patterns for a sparse checkout, in force or not. Quick, as it does not run Git."""
    for folder in (root, *root.absolute().parents):
        dot_git = folder / ".git"
        if dot_git.is_dir():
            return (dot_git / "info/sparse-checkout").exists()
        if dot_git.is_file():  # of a worktree, or a submodule: gitdir: …
            named = dot_git.read_text(encoding="utf-8", errors="replace").removeprefix("gitdir:").strip()
            return (folder / named / "info/sparse-checkout").exists()
    return False


def left_out(root: Path, *paths: str) -> list[str]:
    """The files below `paths` that a sparse checkout leaves out of the working tree, where Git takes them for unchanged."""
    output = ask(root, "ls-files", "-t", "-z", "--", *paths) or b""
    return [os.fsdecode(entry[2:]) for entry in output.split(b"\0") if entry.startswith(b"S ")]


def changes(root: Path, commit: str) -> list[FileChange]:
    """The files that differ between a commit and the working tree, in order of path. Untracked files count as added.

    Paths are relative to `root`; those of files outside it in the same repository begin with `../`. Ignored files in registry/ count too,
    because they are read as part of the registry.
    """
    prefix = os.fsdecode((ask(root, "rev-parse", "--show-prefix") or b"").rstrip(b"\n"))
    if (tracked := ask(root, "diff", *RAW, commit, "--")) is None:
        refuse_partial(root)
    found = {change.path: change for change in _parse_raw_diff(tracked or b"", prefix)}
    untracked = [ask(root, "ls-files", "--others", "-z", *which) or b"" for which in (("--exclude-standard",), ("--", "registry"))]
    for name in b"".join(untracked).split(b"\0")[:-1]:
        path = os.fsdecode(name)
        before = found.get(path)
        if before is None:
            found[path] = FileChange(path, "added")
        elif before.status == "deleted":  # removed from the index only; the file still exists
            found[path] = FileChange(path, "modified", before.blob)
    return [found[path] for path in sorted(found)]


def _parse_raw_diff(output: bytes, prefix: str) -> Iterator[FileChange]:
    """The changes in the output of `git diff --raw -z`. `prefix` is the path from the top of the repository to the root of the paths."""
    words = iter(output.split(b"\0"))
    for word in words:
        fields = word.decode("ascii", "replace").lstrip(":").split()
        name = os.fsdecode(next(words, b""))
        if len(fields) == 5 and name:
            path = name.removeprefix(prefix) if name.startswith(prefix) else "../" * prefix.count("/") + name
            yield FileChange(path, _STATUS.get(fields[4][0], "modified"), fields[2].strip("0") and fields[2], fields[1] == "160000")
