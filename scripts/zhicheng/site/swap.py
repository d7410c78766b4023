"""Swaps a finished site in: it is built in a folder next to the old site, which stays as it is until the new one is complete.

While a build runs, there are next to `site` the folder `.site.building-N` (with a lock, by which the leftovers of killed builds are told
from running builds) and, between the two renames, `.site.replaced`, the old site. The next build cleans up what a killed one has left.
"""

from __future__ import annotations

import glob
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from zhicheng.errors import CannotWrite, UserError
from zhicheng.system import folder_lock, signals

MARK = "api/v1/index.json"  # the file that shows that this program built the site in a folder
_PARTS = ("registry", "docs", "schemas", "scripts", "tests", ".git")
_LOCK = "lock"


def check(out: Path, root: Path) -> Path:
    """The real path of the folder to write to. Raises UserError where it may hold anything but a site built by this program.

    `root` holds the registry. `out` must not contain it, its parts (registry/, docs/ …) or the home directory, nor lie in one of the parts.
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
    """Whether the folder holds a site that this program built, by its index.json."""
    try:
        index = json.loads((target / MARK).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(index, dict) and {"version", "source", "files"} <= index.keys()


def recover(target: Path) -> None:
    """Cleans up what a killed build left next to `target`: deletes unfinished sites, and moves the old site back where there is none.

    Raises UserError where another build for the same folder is running.
    """
    with folder_lock.alone(target.parent):
        _clean_up(target)


def is_being_built(target: Path) -> bool:
    """Whether a build for the same folder is running."""
    try:
        with folder_lock.alone(target.parent):
            return any(map(_in_use, _workplaces(target)))
    except CannotWrite:  # it is being begun
        return True


def _workplaces(target: Path) -> list[Path]:
    return sorted(target.parent.glob(f".{glob.escape(target.name)}.building-*"))


def _clean_up(target: Path) -> None:
    for leftover in _workplaces(target):
        if _in_use(leftover):
            raise UserError(f"另一次生成正在写 {target}，请等它结束再试。")
        shutil.rmtree(leftover, ignore_errors=True)
    old = _old_site(target)
    if old.is_dir() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _in_use(work: Path) -> bool:
    """Whether a running build holds the lock of a build folder."""
    try:
        with open(work / _LOCK, "r+b") as lock:
            folder_lock.hold(lock.fileno())
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


@contextmanager
def workplace(target: Path) -> Iterator[Path]:
    """A new folder next to `target` to build in, removed at the end in any case. Raises UserError as `recover` does."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as at_end:
        with folder_lock.alone(target.parent):  # two that begin at once would each find that nobody builds
            _clean_up(target)
            work = Path(tempfile.mkdtemp(prefix=f".{target.name}.building-", dir=target.parent))
            at_end.callback(shutil.rmtree, work, ignore_errors=True)
            folder_lock.hold(at_end.enter_context(open(work / _LOCK, "wb")).fileno())
        yield work


def swap_in(fresh: Path, target: Path) -> None:
    """Puts the complete site `fresh` in the place of `target`. Both must be on the same file system."""
    old = _old_site(target)
    with signals.signals_blocked():  # so that Ctrl-C cannot leave the folder without a site
        if target.exists():
            target.rename(old)
        try:
            fresh.rename(target)
        except BaseException:
            if old.exists() and not target.exists():
                old.rename(target)
            raise
    shutil.rmtree(old, ignore_errors=True)


def _old_site(target: Path) -> Path:
    return target.with_name(f".{target.name}.replaced")
