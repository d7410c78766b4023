"""Files put in place whole: one by itself, or several together, all of them or none, at whatever moment the process is killed.

Several files below (or beside) a folder `root` are written together like this:

1. `root`/.zhicheng/ is made, which Git ignores, and a lock in it is taken, which goes with the process, however that ends.
2. The journal there names the files and the hash of what each is to hold. Nothing else has been written yet.
3. Every content is written beside its place as .<name>.zhicheng, on the same file system as the file it is for.
4. A second line of the journal says that the write is decided. Before it nothing has changed; from it on the write will be finished.
5. The files are renamed to their places one after another; then the journal, the lock and the folder go.

Every step is on the disk before the next begins. Whoever comes after a kill calls `recover`: a journal that is not decided is undone, one
that is decided is finished. Contents lie on the disk as they are given: sealed or public, never private. A journal can only name files to
be renamed inside their own folder, so that one which came from elsewhere reaches nothing that lies elsewhere.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from zhicheng.errors import CannotWrite
from zhicheng.system import folder_lock
from zhicheng.system.folder_lock import FOLDER, JOURNAL
from zhicheng.text import listed, reason

_DECIDED = b"decided\n"
_NAMED = 10  # files that a message names
_BUSY = "另一个 zhicheng 命令正在改这个登记库，请等它结束，再运行一次。"
_held: set[Path] = set()  # folders that this process has the lock of


# --- one file ----------------------------------------------------------------------------------------------------------


def replace_file(path: Path, content: bytes) -> None:
    """Puts a file in place whole: a crash leaves the old one or the new one. For sealed and public content only, never for plain."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    made = Path(name)
    try:
        _fill(handle, content)
        made.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            made.unlink()
        raise


def write_private(path: Path, content: bytes, replace: bool = False) -> None:
    """Writes a file that only its owner can read. Raises CannotWrite where there is one already and it may not be replaced."""
    mode = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if replace else os.O_EXCL) | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(path, mode, 0o600)
    except FileExistsError:
        raise CannotWrite(f"{path} 已经有了，没有覆盖。请换一个文件名，或先移走它。") from None
    except FileNotFoundError:
        raise CannotWrite(f"没有文件夹 {path.parent}。") from None
    with open(handle, "wb") as stream:
        if hasattr(os, "fchmod"):
            os.fchmod(handle, 0o600)  # one that was there already may have been open to others
        stream.write(content)


# --- several files together --------------------------------------------------------------------------------------------


def replace_files(root: Path, files: Iterable[tuple[Path, bytes]]) -> None:
    """Puts files in place, all of them or none; the journal lies in `root`. For sealed and public content only, never for plain.

    Raises CannotWrite where another process is writing, and OSError; then no file has changed, unless a rename failed after another had
    been done: the next `recover` finishes that.
    """
    contents = {os.path.relpath(path, root): content for path, content in files}
    if not contents:
        return
    with locked(root):
        _settle(root)  # where the one before could not be finished
        journal = root / FOLDER / JOURNAL
        try:
            _note(journal, json.dumps({name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}).encode() + b"\n")
            for name, content in contents.items():
                _stage(_place(root, name), content)
            _sync_folders(root, contents)
        except BaseException:
            _undo(root, contents)
            raise
        with _uninterrupted():
            try:
                _note(journal, _DECIDED)
                _put_in_place(root, contents)
            except OSError:
                if all(_staged(_place(root, name)).exists() for name in contents):  # nothing has changed yet
                    _undo(root, contents)
                raise


def recover(root: Path) -> str | None:
    """Finishes or undoes what a killed process left in `root`, and says so in a Chinese sentence; None where there was nothing.

    What a running process is about to write is left alone. Raises CannotWrite where that one is just renaming files and takes too long, or
    where a decided write cannot be finished, for want of permission for example: what lies there now is neither old nor new.
    """
    if not (root / FOLDER).is_dir() or root.resolve() in _held:
        return None
    try:
        handle = folder_lock.take(root, lambda: _is_decided(root))
        if handle is None:
            if _is_decided(root):
                raise CannotWrite(_BUSY)
            return None
        try:
            return _settle(root)
        finally:
            folder_lock.release(root, handle)
    except OSError as error:
        if not _is_decided(root):
            return None
        where = f"（{error.filename}）" if error.filename else ""
        said = f"上一个命令写到一半中断了，现在也没法接着写完：{reason(error)}{where}。"
        raise CannotWrite(f"{said}请在可以写这些文件的地方再运行一次，或者检查磁盘空间和权限。") from None


@contextlib.contextmanager
def locked(root: Path) -> Iterator[str | None]:
    """Keeps other processes from writing in `root` inside the block; may be nested. Recovers first, and gives what there is to say of it.

    Raises CannotWrite where another process is writing already, and OSError.
    """
    key = root.resolve()
    if key in _held:
        yield None
        return
    handle = folder_lock.take(root, lambda: True)
    if handle is None:
        raise CannotWrite(_BUSY)
    _held.add(key)
    try:
        yield _settle(root)
    finally:
        _held.discard(key)
        folder_lock.release(root, handle)


# --- steps -------------------------------------------------------------------------------------------------------------


def _place(root: Path, name: str) -> Path:
    """The path that a journal in `root` names."""
    return Path(os.path.normpath(root / name))


def _staged(path: Path) -> Path:
    return path.with_name(f".{path.name}.zhicheng")


def _stage(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = _staged(path)
    made.unlink(missing_ok=True)
    _fill(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), content)


def _fill(handle: int, content: bytes) -> None:
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        if hasattr(os, "fchmod"):
            os.fchmod(handle, 0o644)
        os.fsync(handle)


def _note(journal: Path, line: bytes) -> None:
    """Adds a line to the journal."""
    with open(journal, "ab") as stream:
        stream.write(line)
        stream.flush()
        os.fsync(stream.fileno())
    _sync(journal.parent)


def _put_in_place(root: Path, names: Iterable[str]) -> None:
    """Renames what was decided and closes the journal."""
    for name in names:
        _staged(_place(root, name)).replace(_place(root, name))
    _sync_folders(root, names)
    (root / FOLDER / JOURNAL).unlink()


def _undo(root: Path, names: Iterable[str]) -> None:
    for name in names:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            _staged(_place(root, name)).unlink()
    (root / FOLDER / JOURNAL).unlink(missing_ok=True)


def _settle(root: Path) -> str | None:
    """Finishes or undoes what a journal tells of, and says which. To be called with the lock held."""
    try:
        files, decided = _read(root)
    except FileNotFoundError:
        return None
    waiting = [name for name, sha256 in files.items() if _hash(_staged(_place(root, name))) == sha256]
    done = [name for name, sha256 in files.items() if name not in waiting and _hash(_place(root, name)) == sha256]
    if not decided or not (waiting or done) or (len(waiting) + len(done) < len(files) and not done):
        _undo(root, files)
        return "上一个命令还没有写就中断了：登记库没有改动，它留下的临时文件已清理。"
    if len(waiting) + len(done) == len(files):
        _put_in_place(root, waiting)
        return f"上一个命令写到一半中断了，已接着写完：{_listed(files)}。"
    _undo(root, files)
    gone = [name for name in files if name not in done]
    return f"上一个命令写到一半中断了，{_listed(done)}已经写好，{_listed(gone)}要写的内容却不在了。请用 Git 恢复这些文件，再做一次。"


def _read(root: Path) -> tuple[dict[str, str], bool]:
    """The files that a journal names with the hash of what each is to hold, and whether the write is decided. Raises OSError."""
    line, _, rest = (root / FOLDER / JOURNAL).read_bytes().partition(b"\n")
    try:
        said = json.loads(line)
        good = isinstance(said, dict) and all(isinstance(sha256, str) and _is_usable(name) for name, sha256 in said.items())
    except (ValueError, RecursionError):  # killed as it was written, so that nothing was staged
        return {}, False
    return said if good else {}, rest == _DECIDED


def _is_usable(name: str) -> bool:
    return Path(name).name not in ("", "..") and b"\0" not in os.fsencode(name)


def _is_decided(root: Path) -> bool:
    try:
        return _read(root)[1]
    except OSError:
        return False


def _hash(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    return listed(every[:_NAMED]) + (f" 等 {len(every)} 个文件" if len(every) > _NAMED else "")


def _sync_folders(root: Path, names: Iterable[str]) -> None:
    for folder in {_place(root, name).parent for name in names}:
        _sync(folder)


def _sync(folder: Path) -> None:
    """Makes what was made, renamed and removed in a folder outlast a power cut, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C inside the block comes too late and is passed over: a command that says it was interrupted has changed nothing."""
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # not in the main thread, where no signal is answered anyway
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)
