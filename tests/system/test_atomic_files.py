"""Files that belong together: whenever a process dies, all of them are old or all of them are new once the next one has looked."""

from __future__ import annotations

import errno
import hashlib
import json
import ntpath
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from helpers import killing
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.errors import CannotWrite
from zhicheng.system import folder_lock, owner_only
from zhicheng.system.atomic_files import locked, recover, replace_files, write_private

UNDONE = "上一个命令还没有写就中断了：登记库没有改动，它留下的临时文件已清理。"
BUSY = "另一个 zhicheng 命令正在改这个登记库，请等它结束，再运行一次。"
NAMES = ("root/a", "root/sub/b", "root/new/c", "vault/d", "vault/new/e")
HOLD = "import sys, time, pathlib; from zhicheng.system.atomic_files import locked\n"
HOLD += "with locked(pathlib.Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"


@pytest.fixture(autouse=True, scope="module")
def _no_power_cuts() -> Iterator[None]:
    """What a power cut would leave cannot be tried; waiting for the disk takes most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: None)
        yield


class Dead(BaseException):
    """What a process that was killed goes on with: nothing."""


def die() -> None:
    raise Dead


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def lay(folder: Path, texts: dict[str, bytes]) -> None:
    for name, content in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def killed(before: int, folder: Path, new: dict[str, bytes]) -> bool:
    """Replaces files, and dies before a step; whether it did."""
    with pytest.MonkeyPatch.context() as patch:
        killing.count(before, die, patch.setattr)
        try:
            replace_files(folder / "root", [(folder / name, content) for name, content in new.items()])
        except Dead:
            return True
    return False


def recovered(before: int, root: Path) -> str | None:
    """Recovers, and dies before a step; what it said if it did not."""
    with pytest.MonkeyPatch.context() as patch:
        killing.count(before, die, patch.setattr)
        try:
            return recover(root)
        except Dead:
            return None


def journal(folder: Path, new: dict[str, bytes], decided: bool = True, staged: bool = True) -> None:
    """What a process left that was killed when it had staged everything."""
    root = folder / "root"
    names = {os.path.relpath(folder / name, root): hashlib.sha256(content).hexdigest() for name, content in new.items()}
    lay(root / ".zhicheng", {"lock": b"", ".gitignore": b"*\n", "journal": json.dumps(names).encode() + b"\n" + b"decided\n" * decided})
    if staged:
        lay(folder, {str(Path(name).with_name(f".{Path(name).name}.zhicheng")): content for name, content in new.items()})


@contextmanager
def another(root: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that is writing."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_own_path(), encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


contents = st.dictionaries(st.sampled_from(NAMES), st.binary(max_size=12))


@given(contents, contents.filter(bool), st.integers(1, 120), st.integers(1, 60))
def test_all_old_or_all_new(old: dict[str, bytes], new: dict[str, bytes], first: int, second: int) -> None:
    """Killed at any step, and the one that puts things right at any step too."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "root").mkdir()
        lay(folder, old)
        died = killed(first, folder, new)
        for _ in range(3):
            recovered(second, folder / "root")
        recover(folder / "root")
        assert files(folder) in ([old, {**old, **new}] if died else [{**old, **new}])
        assert recover(folder / "root") is None
        replace_files(folder / "root", [(folder / name, content) for name, content in new.items()])
        assert files(folder) == {**old, **new}


def test_every_step_counts(tmp_path: Path) -> None:
    """The steps before the decision leave the old files, those after it the new ones; each is said once."""
    old, new = {"root/a": b"1", "vault/d": b"1"}, {"root/a": b"2", "vault/d": b"2"}
    said = []
    for step in range(1, 200):
        lay(tmp_path, old)
        (tmp_path / "root").mkdir(exist_ok=True)
        died = killed(step, tmp_path, new)
        told = recover(tmp_path / "root")
        now = files(tmp_path)
        assert told is None or now == (old if told == UNDONE else new)
        said.append((now == new, told))
        if not died:
            break
    states = [state for state, _ in said]
    assert states == sorted(states), "once it is decided it stays so"
    assert {told for _, told in said} == {None, UNDONE, "上一个命令写到一半中断了，已接着写完：a、../vault/d。"}
    assert len(said) > 30


def test_a_sealed_file_goes_with_what_is_written(tmp_path: Path) -> None:
    """Killed at any step there is the old state or the new one; what is not sealed is never removed."""
    old = {"root/a": b"1", "vault/d.age": b"1", "vault/e.txt": b"1"}
    new = {"root/a": b"2", "vault/e.txt": b"1"}
    seen = set()
    for step in range(1, 200):
        for path in sorted(tmp_path.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        lay(tmp_path, old)
        with pytest.MonkeyPatch.context() as patch:
            killing.count(step, die, patch.setattr)
            try:
                replace_files(tmp_path / "root", [(tmp_path / "root/a", b"2")], [tmp_path / "vault/d.age", tmp_path / "vault/e.txt"])
                died = False
            except Dead:
                died = True
        told = recover(tmp_path / "root")
        assert files(tmp_path) == (old if told == UNDONE or (died and told is None and files(tmp_path) == old) else new), step
        seen.add(told)
        if not died:
            break
    assert seen == {None, UNDONE, "上一个命令写到一半中断了，已接着写完：a。"}


def test_a_journal_removes_nothing_else(tmp_path: Path) -> None:
    """One that came from elsewhere, which names another file to be removed, is not followed at all."""
    lay(tmp_path, {"root/a": b"1", "root/b.yaml": b"1"})
    names = {"a": hashlib.sha256(b"1").hexdigest(), "b.yaml": ""}
    lay(tmp_path / "root/.zhicheng", {"lock": b"", ".gitignore": b"*\n", "journal": json.dumps(names).encode() + b"\ndecided\n"})
    assert recover(tmp_path / "root") == UNDONE
    assert files(tmp_path) == {"root/a": b"1", "root/b.yaml": b"1"}


def test_nothing_is_left_and_nothing_is_to_do(tmp_path: Path) -> None:
    assert recover(tmp_path) is None
    replace_files(tmp_path, [])
    assert list(tmp_path.iterdir()) == []
    replace_files(tmp_path, [(tmp_path / "a/b", b"x")])
    assert files(tmp_path) == {"a/b": b"x"}
    assert (tmp_path / "a/b").stat().st_mode & 0o777 == 0o644


def test_what_cannot_be_staged_changes_nothing(tmp_path: Path) -> None:
    lay(tmp_path, {"a": b"1", "file": b"1"})
    with pytest.raises(OSError, match="file"):
        replace_files(tmp_path, [(tmp_path / "a", b"2"), (tmp_path / "file/b", b"2")])
    assert files(tmp_path) == {"a": b"1", "file": b"1"}


def test_what_cannot_be_renamed_first_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(IsADirectoryError):
        replace_files(tmp_path, [(tmp_path / "a", b"2"), (tmp_path / "b", b"2")])
    assert files(tmp_path) == {}


def test_what_cannot_be_renamed_later_is_finished_when_it_can(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(IsADirectoryError):
        replace_files(tmp_path, [(tmp_path / "a", b"2"), (tmp_path / "b", b"2")])
    with pytest.raises(CannotWrite, match=r"^上一个命令写到一半中断了，现在也没法接着写完：这是文件夹，不是文件（.*）。请在可以写"):
        recover(tmp_path)
    (tmp_path / "b").rmdir()
    assert recover(tmp_path) == "上一个命令写到一半中断了，已接着写完：a、b。"
    assert files(tmp_path) == {"a": b"2", "b": b"2"}


def test_what_could_not_be_finished_is_finished_first(tmp_path: Path) -> None:
    """In the same process, too."""
    (tmp_path / "b").mkdir()
    with locked(tmp_path):
        with pytest.raises(IsADirectoryError):
            replace_files(tmp_path, [(tmp_path / "a", b"2"), (tmp_path / "b", b"2")])
        with pytest.raises(IsADirectoryError):
            replace_files(tmp_path, [(tmp_path / "c", b"3")])
        (tmp_path / "b").rmdir()
        replace_files(tmp_path, [(tmp_path / "c", b"3")])
    assert files(tmp_path) == {"a": b"2", "b": b"2", "c": b"3"}


def test_a_staged_link_is_not_written_through(tmp_path: Path) -> None:
    """One that came with a commit leads nowhere."""
    lay(tmp_path, {"outside": b"1"})
    (tmp_path / "root").mkdir()
    (tmp_path / "root/.a.zhicheng").symlink_to(tmp_path / "outside")
    replace_files(tmp_path / "root", [(tmp_path / "root/a", b"2")])
    assert files(tmp_path) == {"outside": b"1", "root/a": b"2"}


def test_the_folder_is_no_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "root").mkdir()
    (tmp_path / "root/.zhicheng").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotWrite, match="是符号链接，没有写"):
        replace_files(tmp_path / "root", [(tmp_path / "root/a", b"2")])
    assert files(tmp_path) == {}


# --- what a killed process left ----------------------------------------------------------------------------------------


NEW = {"root/a": b"2", "root/b": b"2", "vault/c": b"2"}
LOST = "上一个命令写到一半中断了，{}已经写好，{}要写的内容却不在了。请用 Git 恢复这些文件，再做一次。"


def test_many_files_are_not_all_named(tmp_path: Path) -> None:
    journal(tmp_path, {f"root/{number}": b"2" for number in range(11)})
    assert recover(tmp_path / "root") == "上一个命令写到一半中断了，已接着写完：0、1、2、3、4、5、6、7、8、9 等 11 个文件。"


def test_staged_contents_that_were_removed(tmp_path: Path) -> None:
    """As by `git clean`: where nothing is new yet, all stays old; else it is said what is."""
    lay(tmp_path, dict.fromkeys(NEW, b"1"))
    journal(tmp_path, NEW)
    (tmp_path / "root/.b.zhicheng").write_bytes(b"x")  # not what was to be written
    assert recover(tmp_path / "root") == UNDONE
    assert files(tmp_path) == dict.fromkeys(NEW, b"1")
    journal(tmp_path, NEW)
    (tmp_path / "root/.a.zhicheng").replace(tmp_path / "root/a")
    (tmp_path / "root/.b.zhicheng").unlink()
    assert recover(tmp_path / "root") == LOST.format("a", "b、../vault/c")
    assert files(tmp_path) == {**dict.fromkeys(NEW, b"1"), "root/a": b"2"}
    assert recover(tmp_path / "root") is None


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]\n",
        b'{"a": 1}\n',
        b"\xff\n",
        b'{"a\\u0000": "x"}\n',
        b'{"": "x"}\n',
        b'{"a/..": "x"}\n',
        b'{"\\ud800": "x"}\n',
        b"[" * 9**5,
    ],
)
@pytest.mark.parametrize("decided", [b"", b"decided\n"])
def test_a_journal_that_says_nothing(tmp_path: Path, text: bytes, decided: bytes) -> None:
    lay(tmp_path, {".zhicheng/journal": text + decided, "a": b"1"})
    assert recover(tmp_path) == UNDONE
    assert files(tmp_path) == {"a": b"1"}


def test_what_was_interrupted_cannot_be_written_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a read-only disk: what is decided is half old and half new, what is not is old."""
    lay(tmp_path, dict.fromkeys(NEW, b"1"))
    real = os.open

    def refuse(path: str | Path, flags: int, *more: int) -> int:
        if flags & (os.O_RDWR | os.O_CREAT):
            raise OSError(errno.EROFS, "read-only", str(path))
        return real(path, flags, *more)

    monkeypatch.setattr(os, "open", refuse)
    journal(tmp_path, NEW, decided=False)
    before = files(tmp_path)
    assert recover(tmp_path / "root") is None
    journal(tmp_path, NEW)
    with pytest.raises(CannotWrite) as caught:
        recover(tmp_path / "root")
    lock = tmp_path / "root/.zhicheng/lock"
    assert str(caught.value) == (
        f"上一个命令写到一半中断了，现在也没法接着写完：磁盘是只读的（{lock}）。请在可以写这些文件的地方再运行一次，或者检查磁盘空间和权限。"
    )
    assert {**files(tmp_path), "root/.zhicheng/journal": b""} == {**before, "root/.zhicheng/journal": b""}


# --- two at once -------------------------------------------------------------------------------------------------------


def test_one_process_writes_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_lock, "_PATIENCE", 0.1)
    with another(tmp_path) as process:
        with pytest.raises(CannotWrite) as caught:
            replace_files(tmp_path, [(tmp_path / "a", b"x")])
        assert str(caught.value) == BUSY
        assert recover(tmp_path) is None, "what is not decided yet is nobody's concern"
        lay(tmp_path, {".zhicheng/journal": b'{"a": "x"}\ndecided\n'})
        with pytest.raises(CannotWrite, match=BUSY):
            recover(tmp_path)
        process.kill()
        process.wait()
    assert recover(tmp_path) == UNDONE, "the lock goes with the process"
    replace_files(tmp_path, [(tmp_path / "a", b"x")])
    assert files(tmp_path) == {"a": b"x"}


def test_the_other_is_waited_for(tmp_path: Path) -> None:
    with another(tmp_path) as process:
        assert process.stdin is not None
        process.stdin.close()
        replace_files(tmp_path, [(tmp_path / "a", b"x")])
    assert files(tmp_path) == {"a": b"x"}


def test_writing_may_be_kept_for_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nested, too; Git is not shown what lies there meanwhile."""
    monkeypatch.setattr(folder_lock, "_PATIENCE", 0.1)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    with locked(tmp_path), locked(tmp_path / "."):
        replace_files(tmp_path, [(tmp_path / "a", b"x")])
        assert (tmp_path / ".zhicheng").is_dir()
        shown = subprocess.run(["git", "-C", str(tmp_path), "status", "--porcelain"], capture_output=True, check=True)
        assert shown.stdout == b"?? a\n"
        taken = subprocess.run([sys.executable, "-c", HOLD, str(tmp_path)], capture_output=True, check=False, input=b"", env=_own_path())
        assert b"CannotWrite" in taken.stderr
    assert not (tmp_path / ".zhicheng").exists()


def _own_path() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def test_a_folder_that_somebody_is_just_removing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made again; a file in its place is another matter."""
    real, calls = Path.mkdir, []

    def mkdir(path: Path, *_: object, **__: object) -> None:
        calls.append(path)
        if len(calls) == 1:
            raise FileExistsError(errno.EEXIST, "was there", str(path))
        real(path)

    monkeypatch.setattr(Path, "mkdir", mkdir)
    with locked(tmp_path):
        assert len(calls) == 2
    monkeypatch.undo()
    (tmp_path / ".zhicheng").touch()
    with pytest.raises(FileExistsError):
        replace_files(tmp_path, [(tmp_path / "a", b"x")])


def test_a_lock_that_somebody_has_just_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between opening and locking: it keeps out nobody any more, so that the one in its place is taken."""
    real, lock = folder_lock.hold, tmp_path / ".zhicheng/lock"
    calls = []

    def flock(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 1:
            lock.unlink()
            lock.touch()
        real(handle)

    monkeypatch.setattr(folder_lock, "hold", flock)
    with locked(tmp_path):
        assert len(calls) == 2
        assert os.path.samestat(os.fstat(calls[1]), lock.stat())


@pytest.mark.slow
def test_many_at_once(tmp_path: Path) -> None:
    """Each writes a pair again and again; whoever comes between sees no leftovers at the end, and one of the pairs whole."""
    code = (
        "import sys, pathlib; from zhicheng.system import folder_lock; from zhicheng.system.atomic_files import replace_files\n"
        "folder_lock._PATIENCE = 60; root = pathlib.Path(sys.argv[1])\n"
        "for n in range(40): replace_files(root, [(root / name, f'{sys.argv[2]} {n}'.encode()) for name in 'ab'])"
    )
    started = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name], env=_own_path()) for name in "xyz"]
    assert [process.wait() for process in started] == [0, 0, 0]
    found = files(tmp_path)
    assert set(found) == {"a", "b"}
    assert found["a"] == found["b"]


def test_ctrl_c_comes_too_late_once_it_is_decided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that says it was interrupted has changed nothing."""
    real = Path.replace

    def interrupted(path: Path, target: Path) -> Path:
        signal.raise_signal(signal.SIGINT)
        return real(path, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    replace_files(tmp_path, [(tmp_path / "a", b"x"), (tmp_path / "b", b"x")])
    assert files(tmp_path) == {"a": b"x", "b": b"x"}
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> set[tuple[int, int]]:
    """Locks as Windows has them, where no file is removed that is open; the locked files."""
    held: set[tuple[int, int]] = set()
    opened: dict[int, tuple[int, int]] = {}
    real_close, real_unlink = os.close, Path.unlink

    def place(status: os.stat_result) -> tuple[int, int]:
        return status.st_dev, status.st_ino

    class Msvcrt:
        LK_NBLCK = 2

        @staticmethod
        def locking(handle: int, mode: int, size: int) -> None:
            assert (mode, size) == (2, 1)
            opened[handle] = place(os.fstat(handle))
            if opened[handle] in held:
                raise PermissionError(errno.EACCES, "locked")
            held.add(opened[handle])

    def close(handle: int) -> None:
        real_close(handle)
        if (file := opened.pop(handle, None)) is not None and file not in opened.values():
            held.discard(file)

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path.name == "lock" and path.exists() and place(path.stat()) in opened.values():
            raise PermissionError(errno.EACCES, "open")
        real_unlink(path, missing_ok)

    monkeypatch.setattr(folder_lock, "fcntl", None)
    monkeypatch.setattr(folder_lock, "msvcrt", Msvcrt, raising=False)
    monkeypatch.setattr(folder_lock, "_PATIENCE", 0.05)
    monkeypatch.setattr(os, "close", close)
    monkeypatch.setattr(Path, "unlink", unlink)
    return held


def test_on_windows_nothing_is_left_of_the_lock(tmp_path: Path, windows: set[tuple[int, int]]) -> None:
    with locked(tmp_path):
        assert len(windows) == 1
        assert folder_lock.take(tmp_path, lambda: False) is None
        assert (tmp_path / ".zhicheng/.gitignore").exists()
        replace_files(tmp_path, [(tmp_path / "a", b"x")])
    assert windows == set()
    assert files(tmp_path) == {"a": b"x"}
    assert not (tmp_path / ".zhicheng").exists()


def test_on_windows_a_lock_that_another_waits_for_stays(tmp_path: Path, windows: set[tuple[int, int]]) -> None:
    """With what keeps it out of Git."""
    handle = folder_lock.take(tmp_path, lambda: False)
    assert handle is not None
    waiting = os.open(tmp_path / ".zhicheng/lock", os.O_RDWR)
    with pytest.raises(BlockingIOError):
        folder_lock.hold(waiting)
    folder_lock.release(tmp_path, handle)
    assert {path.name for path in (tmp_path / ".zhicheng").iterdir()} == {"lock", ".gitignore"}
    os.close(waiting)


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_where_files_cannot_be_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """On some network disks: writing goes on without."""

    class Flock:
        LOCK_EX = LOCK_NB = 0

        @staticmethod
        def flock(*_: int) -> None:
            raise OSError(number, "no locks")

    monkeypatch.setattr(folder_lock, "fcntl", Flock)
    with locked(tmp_path):
        assert recover(tmp_path) is None
        replace_files(tmp_path, [(tmp_path / "a", b"x")])
    assert files(tmp_path) == {"a": b"x"}
    journal(tmp_path, {"root/a": b"y"})
    assert recover(tmp_path / "root") == "上一个命令写到一半中断了，已接着写完：a。"


def test_on_windows_files_on_another_drive_are_written_with_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no path from one drive to the other; after a kill they are finished too."""
    vault, root = tmp_path / "D", tmp_path / "C"
    root.mkdir()
    vault.mkdir()
    real = os.path.relpath

    def relpath(path: Path, start: Path) -> str:
        if Path(path).is_relative_to(vault):
            ntpath.relpath("D:\\vault\\x.age", "C:\\registry")  # raises ValueError, as there
        return real(path, start)

    monkeypatch.setattr(os.path, "relpath", relpath)
    (vault / "old.age").write_bytes(b"old")
    replace_files(root, [(root / "a", b"x"), (vault / "b.age", b"y")], [vault / "old.age"])
    assert (files(root), files(vault)) == ({"a": b"x"}, {"b.age": b"y"})
    interrupted = Path.replace

    def replace(path: Path, target: Path) -> Path:
        if target.name == "b.age":
            raise OSError(errno.EIO, "gone")
        return interrupted(path, target)

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", replace)
        with pytest.raises(OSError, match="gone"):
            replace_files(root, [(root / "a", b"2"), (vault / "b.age", b"2")])
    assert recover(root) is not None
    assert (files(root), files(vault)) == ({"a": b"2"}, {"b.age": b"2"})


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), CannotWrite("x"), KeyboardInterrupt()])
def test_half_of_a_private_file_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException) -> None:
    """Whatever stopped it; its name is free for the next attempt."""

    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(owner_only, "restrict", fail)
    with pytest.raises(type(failure)):
        write_private(tmp_path / "key", b"x")
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    write_private(tmp_path / "key", b"x")
    assert (tmp_path / "key").read_bytes() == b"x"


def test_a_full_disk_leaves_no_lock_for_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the file that has Git ignore it, the lock would be committed with the rest."""

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OSError, match="No space"):
        replace_files(tmp_path, [(tmp_path / "a", b"1")])
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    replace_files(tmp_path, [(tmp_path / "a", b"1")])
    assert files(tmp_path) == {"a": b"1"}
