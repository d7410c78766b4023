"""A lock on a folder, so that only one process at a time writes there. The system releases it when the process ends, even if killed."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from zhicheng.errors import CannotWrite

try:
    import fcntl
except ImportError:  # on Windows, which locks in another way
    import msvcrt

    fcntl = None  # type: ignore[assignment]

FOLDER = ".zhicheng"  # holds the lock and the journal of atomic_files; removed when neither is needed
JOURNAL, _LOCK, _IGNORED = "journal", "lock", ".gitignore"
_PATIENCE = 3.0  # how many seconds to wait for another process
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}  # errors of a file system without locks


def take(root: Path, is_worth_waiting: Callable[[], bool]) -> int | None:
    """Takes the lock of the folder `root` and returns a handle for `release`.

    Returns None if another process holds it and `is_worth_waiting()` is false, or still holds it after a few seconds. Raises OSError, and
    CannotWrite if the lock's folder is a symbolic link.
    """
    until = time.monotonic() + _PATIENCE
    while True:
        handle = _try_lock(root)
        if handle is not None or not is_worth_waiting() or time.monotonic() > until:
            return handle
        time.sleep(0.02)


def _try_lock(root: Path) -> int | None:
    """One attempt to take the lock; None if another process holds it or has just released it."""
    folder = root / FOLDER
    if folder.is_symlink():
        raise CannotWrite(f"{folder} 是符号链接，没有写。请删去它，再运行一次。")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    except (FileExistsError, FileNotFoundError):  # the previous holder is just removing the folder
        if folder.is_file():
            raise
        return None
    try:
        hold(handle)
        if os.path.samestat(os.fstat(handle), os.stat(folder / _LOCK)):  # else the previous holder has just removed the file
            _have_git_ignore(folder)
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _have_git_ignore(folder: Path) -> None:
    """Has Git ignore the lock's folder; where that cannot be written, as on a full disk, nothing is left that could be committed."""
    try:
        (folder / _IGNORED).write_bytes(b"*\n")
    except OSError:
        with contextlib.suppress(OSError):
            if not (folder / JOURNAL).exists():
                (folder / _IGNORED).unlink(missing_ok=True)
                (folder / _LOCK).unlink()
                folder.rmdir()
        raise


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Lets one process at a time through the block, for a moment; nothing is written. Raises CannotWrite where another takes too long.

    On Windows, where a folder cannot be locked, and where the folder cannot be read, it lets all through.
    """
    handle = None
    if fcntl is not None:
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
    if handle is None:
        yield
        return
    try:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                hold(handle)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise CannotWrite(f"另一个命令正在用 {folder}，请等它结束再试。") from None
                time.sleep(0.02)
        yield
    finally:
        os.close(handle)


def hold(handle: int) -> None:
    """Locks an open file, which is writable, until it is closed. Raises BlockingIOError where another process holds it."""
    if fcntl is None:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError as error:
            raise BlockingIOError from error
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise


def release(root: Path, handle: int) -> None:
    """Releases the lock, and removes its folder unless a journal must be kept there."""
    folder = root / FOLDER
    if fcntl is None:  # Windows removes no file that is open, here or in a process that waits
        os.close(handle)
        with contextlib.suppress(OSError):
            if not (folder / JOURNAL).exists():
                (folder / _LOCK).unlink()
                (folder / _IGNORED).unlink(missing_ok=True)
                folder.rmdir()
        return
    try:
        with contextlib.suppress(OSError):
            if not (folder / JOURNAL).exists():
                (folder / _IGNORED).unlink()
                (folder / _LOCK).unlink()
                folder.rmdir()
    finally:
        os.close(handle)
