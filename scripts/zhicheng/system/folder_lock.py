"""A lock on a folder: one process at a time writes there. It goes with the process, however that ends."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Callable
from pathlib import Path

from zhicheng.errors import CannotWrite

try:
    import fcntl
except ImportError:  # not on this system: two commands at once are then not kept apart
    fcntl = None  # type: ignore[assignment]

FOLDER = ".zhicheng"  # holds the lock and the journal of atomic_files, while there is one of them
JOURNAL, _LOCK, _IGNORED = "journal", "lock", ".gitignore"
_PATIENCE = 3.0  # seconds that another process is waited for
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}  # of a file system that has none


def take(root: Path, is_worth_waiting: Callable[[], bool]) -> int | None:
    """Takes the lock of a folder; None where another process has it and is not worth waiting for, or for too long. Raises OSError."""
    until = time.monotonic() + _PATIENCE
    while True:
        handle = _try_lock(root)
        if handle is not None or not is_worth_waiting() or time.monotonic() > until:
            return handle
        time.sleep(0.02)


def _try_lock(root: Path) -> int | None:
    folder = root / FOLDER
    if folder.is_symlink():
        raise CannotWrite(f"{folder} 是符号链接，没有写。请删去它，再运行一次。")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    except FileNotFoundError:  # whoever had it has just removed the folder
        return None
    try:
        _flock(handle)
        if os.path.samestat(os.fstat(handle), os.stat(folder / _LOCK)):  # not one that has just been removed
            (folder / _IGNORED).write_bytes(b"*\n")
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _flock(handle: int) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise


def release(root: Path, handle: int) -> None:
    """Gives the lock back, and removes the folder unless a journal has to stay."""
    folder = root / FOLDER
    try:
        with contextlib.suppress(OSError):
            if not (folder / JOURNAL).exists():
                (folder / _IGNORED).unlink()
                (folder / _LOCK).unlink()
                folder.rmdir()
    finally:
        os.close(handle)
