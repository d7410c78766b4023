"""Swapping a finished site in: it is built in a folder beside the old one, which stays as it is until the new one is complete.

Beside `site` lie, while a build runs, `.site.building-N` (with a lock, so that leftovers of killed builds can be told from running ones)
and, for an instant, `.site.replaced`, the old site between the two renames. Whoever comes next puts things right.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zhicheng.errors import UserError
from zhicheng.system import signals

try:
    import fcntl
except ImportError:  # not on this system: running builds are then not told from killed ones
    fcntl = None  # type: ignore[assignment]

MARK = "api/v1/index.json"  # what shows that a folder is a site of ours
_PARTS = ("registry", "docs", "schemas", "scripts", "tests", ".git")
_LOCK = "lock"


def check(out: Path, root: Path) -> Path:
    """The real path of the folder to write to. Raises UserError where it may hold something else than a site of ours.

    `root` holds the registry. Neither it, nor what it is made of, nor a home directory may lie in `out`, nor `out` in what it is made of.
    """
    target = Path(os.path.realpath(out))
    root = Path(os.path.realpath(root))
    parts = [Path(os.path.realpath(root / name)) for name in _PARTS]
    home = Path(os.path.realpath(Path("~").expanduser()))
    for path in (root, *parts, home):
        if target == path or target in path.parents:
            raise UserError(f"不能把网站输出到 {out}：这会覆盖 {path}。请用 --out 换一个专用的空文件夹。")
    for path in parts:
        if path in target.parents:
            raise UserError(f"不能把网站输出到 {out}：它在 {path} 里面。请用 --out 换一个专用的空文件夹。")
    if target.exists() and not target.is_dir():
        raise UserError(f"不能把网站输出到 {out}：那里已经有一个同名的文件。请用 --out 换一个文件夹。")
    if target.is_dir() and any(target.iterdir()) and not _is_ours(target):
        raise UserError(f"不能把网站输出到 {out}：那里有别的文件，不是本工具生成的网站。请用 --out 换一个空文件夹，或自己先清空它。")
    hidden = sorted(path.name for path in target.iterdir() if path.name.startswith(".")) if target.is_dir() else []
    if hidden:
        raise UserError(f"不能把网站输出到 {out}：那里有 {hidden[0]}，更新网站会把它删掉。请先移走它，或用 --out 换一个空文件夹。")
    return target


def _is_ours(target: Path) -> bool:
    """Whether the folder holds a site that this program wrote, by the list of its files."""
    try:
        said = json.loads((target / MARK).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(said, dict) and {"version", "source", "files"} <= said.keys()


def recover(target: Path) -> None:
    """Puts right what a killed build left beside `target`: unfinished sites go, an old site moved away comes back.

    Raises UserError where another build for the same folder is running.
    """
    for leftover in sorted(target.parent.glob(f".{_escape(target.name)}.building-*")):
        if _in_use(leftover):
            raise UserError(f"另一次生成正在写 {target}，请等它结束再试。")
        shutil.rmtree(leftover, ignore_errors=True)
    old = _replaced(target)
    if old.is_dir() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _in_use(work: Path) -> bool:
    if fcntl is None:
        return False
    try:
        with open(work / _LOCK, "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


@contextmanager
def workplace(target: Path) -> Iterator[Path]:
    """A new folder beside `target` to build in, removed at the end whatever happens."""
    target.parent.mkdir(parents=True, exist_ok=True)
    recover(target)
    work = Path(tempfile.mkdtemp(prefix=f".{target.name}.building-", dir=target.parent))
    try:
        with open(work / _LOCK, "wb") as lock:
            if fcntl is not None:
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def swap_in(fresh: Path, target: Path) -> None:
    """Puts the complete site `fresh` in the place of `target`; both lie in the same file system."""
    old = _replaced(target)
    with signals.signals_blocked():  # no moment at which Ctrl-C could leave no site
        if target.exists():
            target.rename(old)
        try:
            fresh.rename(target)
        except BaseException:
            if old.exists() and not target.exists():
                old.rename(target)
            raise
    shutil.rmtree(old, ignore_errors=True)


def _replaced(target: Path) -> Path:
    return target.with_name(f".{target.name}.replaced")


def _escape(name: str) -> str:
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)
