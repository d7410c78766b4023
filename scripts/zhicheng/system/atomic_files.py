"""Atomic file writes: one file, or several together so that all or none are written, even if the process is killed at any moment.

Several files below (or next to) a folder `root` are written together in these steps:

1. Make `root`/.zhicheng/, which Git ignores, and take a lock in it; the system releases the lock when the process ends.
2. Write a journal there: the files and the SHA-256 of the content of each. Nothing else has been written yet.
3. Write each content next to its file as .<name>.zhicheng (the staging file), on the same file system.
4. Add a second line to the journal: the write is decided. Until then no file has changed; from then on the write will be finished.
5. Rename the staging files to their names one after another, and remove the sealed files that are to go; then remove the journal, the
   lock and the folder.

Each step is synced to disk before the next begins. After a kill, `recover` undoes a journal that is not decided and finishes one that is.
Contents are written to disk as given: sealed or public, never private. A journal only leads to renames within the folder of each file, so
a journal from elsewhere cannot move files between folders, and removes only sealed files.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from zhicheng.errors import CannotWrite
from zhicheng.system import folder_lock, owner_only, temporary_files
from zhicheng.system.folder_lock import FOLDER, JOURNAL
from zhicheng.system.signals import interrupt_ignored
from zhicheng.system.temporary_files import staging_path
from zhicheng.text import listed, reason

_DECIDED = b"decided\n"
_GONE, _SEALED = "", ".age"  # in the place of a hash: the file is removed; only files with this ending are
_MOST_NAMED = 10  # how many files a message names
_BUSY = "另一个 zhicheng 命令正在改这个登记库，请等它结束，再运行一次。"
_locked: set[Path] = set()  # folders whose lock this process holds


# --- one file ----------------------------------------------------------------------------------------------------------


def replace_file(path: Path, content: bytes) -> None:
    """Replaces a file atomically: a crash leaves the old or the new content. For sealed or public content only, never private."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=temporary_files.ENDING, dir=path.parent)
    staging = Path(name)
    try:
        _write_and_sync(handle, content)
        staging.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            staging.unlink()
        raise


def write_private(path: Path, content: bytes, replace: bool = False) -> None:
    """Writes a file that only its owner can read. Raises CannotWrite if it exists and `replace` is false, if its folder does not exist, or
    if others could read it; then nothing was written. A file that is replaced has the old or the new content, whatever happens.
    """
    if replace:
        staging = path.with_name(f".{os.getpid()}{temporary_files.ENDING}")  # beside it; short: the file's name may be as long as can be
        try:
            write_private(staging, content)
            staging.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                staging.unlink()
            raise
        return
    mode = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(path, mode, 0o600)
    except FileExistsError:
        raise CannotWrite(f"{path} 已经有了，没有覆盖。请换一个文件名，或先移走它。") from None
    except FileNotFoundError:
        raise CannotWrite(f"没有文件夹 {path.parent}。") from None
    try:
        with open(handle, "wb") as stream:
            owner_only.restrict(path, handle)
            stream.write(content)
    except BaseException:  # a full disk, too: half of it is of no use, and would stand in the way of the next attempt
        path.unlink(missing_ok=True)
        raise


# --- several files together --------------------------------------------------------------------------------------------


def replace_files(root: Path, files: Iterable[tuple[Path, bytes]], gone: Iterable[Path] = ()) -> None:
    """Writes files (path and content), all or none; the journal is in `root`. For sealed or public content only, never private.

    `gone` are sealed files that are removed with them; nothing is removed where nothing is written.

    Raises CannotWrite if another process is writing, and OSError. In both cases no file has changed, except if a rename failed after
    another had succeeded: the next `recover` then finishes the write.
    """
    contents = {_name(path, root): content for path, content in files}
    if not contents:
        return
    leaving = [_name(path, root) for path in gone if path.suffix == _SEALED]
    with locked(root):
        _finish_or_undo(root)  # a write that failed earlier inside the same lock
        journal = root / FOLDER / JOURNAL
        try:
            hashes = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
            _append_to_journal(journal, json.dumps({**hashes, **dict.fromkeys(leaving, _GONE)}).encode() + b"\n")
            for name, content in contents.items():
                _stage(_target(root, name), content)
            _sync_folders(root, contents)
        except BaseException:
            _undo(root, contents)
            raise
        with interrupt_ignored():
            try:
                _append_to_journal(journal, _DECIDED)
                _put_in_place(root, contents, leaving)
            except OSError:
                if all(staging_path(_target(root, name)).exists() for name in contents):  # nothing has changed yet
                    _undo(root, contents)
                raise


def recover(root: Path) -> str | None:
    """Finishes or undoes the write of a killed process in `root`. Returns a Chinese sentence about it, or None if there was none.

    The undecided write of a running process is left alone. Raises CannotWrite if another process is renaming files and takes too long, or
    if a decided write cannot be finished, for example without permission; some files are then old and some new.
    """
    if not (root / FOLDER).is_dir() or root.resolve() in _locked:
        return None
    try:
        handle = folder_lock.take(root, lambda: _is_decided(root))
        if handle is None:
            if _is_decided(root):
                raise CannotWrite(_BUSY)
            return None
        try:
            return _finish_or_undo(root)
        finally:
            folder_lock.release(root, handle)
    except OSError as error:
        if not _is_decided(root):
            return None
        where = f"（{error.filename}）" if error.filename else ""
        message = f"上一个命令写到一半中断了，现在也没法接着写完：{reason(error)}{where}。"
        raise CannotWrite(f"{message}请在可以写这些文件的地方再运行一次，或者检查磁盘空间和权限。") from None


@contextlib.contextmanager
def locked(root: Path) -> Iterator[str | None]:
    """Holds the lock of `root` inside the block, so that no other process writes there; may be nested.

    First finishes or undoes an interrupted write; yields the sentence about it, as `recover` returns it. Raises CannotWrite if another
    process holds the lock, and OSError.
    """
    key = root.resolve()
    if key in _locked:
        yield None
        return
    handle = folder_lock.take(root, lambda: True)
    if handle is None:
        raise CannotWrite(_BUSY)
    _locked.add(key)
    try:
        yield _finish_or_undo(root)
    finally:
        _locked.discard(key)
        folder_lock.release(root, handle)


# --- steps -------------------------------------------------------------------------------------------------------------


def _name(path: Path, root: Path) -> str:
    """What the journal in `root` calls a file: its path from there, or on another drive of Windows the whole path."""
    try:
        return os.path.relpath(path, root)
    except ValueError:
        return os.path.abspath(path)


def _target(root: Path, name: str) -> Path:
    """The path of the file that the journal in `root` calls `name`."""
    return Path(os.path.normpath(root / name))


def _stage(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    staging = staging_path(path)
    staging.unlink(missing_ok=True)
    _write_and_sync(os.open(staging, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), content)


def _write_and_sync(handle: int, content: bytes) -> None:
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        if hasattr(os, "fchmod"):
            os.fchmod(handle, 0o644)
        os.fsync(handle)


def _append_to_journal(journal: Path, line: bytes) -> None:
    with open(journal, "ab") as stream:
        stream.write(line)
        stream.flush()
        os.fsync(stream.fileno())
    _sync_folder(journal.parent)


def _put_in_place(root: Path, names: Collection[str], gone: Sequence[str]) -> None:
    """Renames the staging files to their names, removes what is to go, then the journal."""
    for name in names:
        staging_path(_target(root, name)).replace(_target(root, name))
    for name in gone:
        _target(root, name).unlink(missing_ok=True)
    _sync_folders(root, [*names, *gone])
    (root / FOLDER / JOURNAL).unlink()


def _undo(root: Path, names: Iterable[str]) -> None:
    """Removes the staging files and the journal."""
    for name in names:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            staging_path(_target(root, name)).unlink()
    (root / FOLDER / JOURNAL).unlink(missing_ok=True)


def _finish_or_undo(root: Path) -> str | None:
    """Finishes or undoes the write of the journal, and returns a Chinese sentence about it. The caller holds the lock."""
    try:
        journal, decided = _read_journal(root)
    except FileNotFoundError:
        return None
    files = {name: sha256 for name, sha256 in journal.items() if sha256 != _GONE}
    staged = [name for name, sha256 in files.items() if _hash(staging_path(_target(root, name))) == sha256]
    done = [name for name, sha256 in files.items() if name not in staged and _hash(_target(root, name)) == sha256]
    if not decided or not (staged or done) or (len(staged) + len(done) < len(files) and not done):
        _undo(root, files)
        return "上一个命令还没有写就中断了：登记库没有改动，它留下的临时文件已清理。"
    if len(staged) + len(done) == len(files):
        _put_in_place(root, staged, [name for name in journal if name not in files])
        return f"上一个命令写到一半中断了，已接着写完：{_name_list(files)}。"
    _undo(root, files)
    gone = [name for name in files if name not in done]
    return f"上一个命令写到一半中断了，{_name_list(done)}已经写好，{_name_list(gone)}要写的内容却不在了。请用 Git 恢复这些文件，再做一次。"


def _read_journal(root: Path) -> tuple[dict[str, str], bool]:
    """The SHA-256 of each file by its name in the journal, and whether the write is decided. Raises OSError."""
    line, _, rest = (root / FOLDER / JOURNAL).read_bytes().partition(b"\n")
    try:
        files = json.loads(line)
        is_valid = isinstance(files, dict) and all(_is_usable(name, sha256) for name, sha256 in files.items())
    except (ValueError, RecursionError):  # the process was killed while writing this line, so nothing was staged
        return {}, False
    return files if is_valid else {}, rest == _DECIDED


def _is_usable(name: str, sha256: object) -> bool:
    is_name = Path(name).name not in ("", "..") and b"\0" not in os.fsencode(name)
    return is_name and isinstance(sha256, str) and (sha256 != _GONE or name.endswith(_SEALED))


def _is_decided(root: Path) -> bool:
    try:
        return _read_journal(root)[1]
    except OSError:
        return False


def _hash(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _name_list(names: Iterable[str]) -> str:
    every = list(names)
    return listed(every[:_MOST_NAMED]) + (f" 等 {len(every)} 个文件" if len(every) > _MOST_NAMED else "")


def _sync_folders(root: Path, names: Iterable[str]) -> None:
    for folder in {_target(root, name).parent for name in names}:
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    """Syncs a folder to disk, so that files made, renamed and removed in it survive a power cut; errors are ignored."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
