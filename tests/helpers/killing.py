"""Runs commands in real processes that are killed (SIGKILL) before their n-th step of writing.

A step is a call that changes the disk: a file opened for writing, synced, renamed or removed, a folder made or removed, a Git command that
writes. Before a file is synced there is one more step, at which only half of its new content has been written.

As a program, this module loads zhicheng once and forks for every command; the test process may have threads and must not fork.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ALL = 10**6  # more steps than any command has
_GIT = ("hash-object", "write-tree", "commit-tree", "update-ref")  # subcommands that write


@dataclass(frozen=True)
class Ended:
    """How a command ended: with a code, or None where it was killed; what it printed; and how many steps it took, if they were counted."""

    code: int | None
    out: str
    err: str
    steps: int | None = None


Run = Callable[..., Ended]


@contextmanager
def commands(scratch: Path) -> Iterator[Run]:
    """Yields `run(*arguments, before=n)`, which runs zhicheng in a separate process and kills it before its n-th step; `ALL`: counts them.

    `scratch` is the commands' folder for temporary files; steps in it are not counted.
    """
    environment = {**os.environ, "TMPDIR": str(scratch), "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, encoding="utf-8"
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None

        def run(*arguments: str | Path, before: int | None = None) -> Ended:
            assert server.stdin is not None
            assert server.stdout is not None
            server.stdin.write(json.dumps({"arguments": [*map(str, arguments)], "before": before}) + "\n")
            server.stdin.flush()
            return Ended(**json.loads(server.stdout.readline()))

        yield run
        server.stdin.close()


def _serve() -> None:
    from zhicheng.commands import cli
    from zhicheng.documents import schema_faults  # noqa: F401 - loaded once, and not by every command
    from zhicheng.vault import cipher

    cli.parser()  # loads every command once

    cipher.new_identity()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        cli.main(["validate", "--root", str(Path(__file__).parents[2])])
        cli.main(["help", "--none"])
    os.fsync = lambda handle: None  # power cuts are not simulated, and waiting for the disk takes most of the time
    for line in sys.stdin:
        asked = json.loads(line)
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile(buffering=0) as steps:
            child = os.fork()
            if child == 0:
                try:
                    os.dup2(out.fileno(), 1)
                    os.dup2(err.fileno(), 2)
                    taken = None
                    if asked["before"] is not None:
                        taken = count(asked["before"], lambda: os.kill(os.getpid(), signal.SIGKILL), setattr)
                    code = cli.main(asked["arguments"])
                    if taken is not None:
                        steps.write(str(taken()).encode())
                    sys.stdout.flush()
                    sys.stderr.flush()
                finally:
                    os._exit(code)
            _, status = os.waitpid(child, 0)
            said = [(stream.seek(0), stream.read().decode())[1] for stream in (out, err, steps)]
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        code = None if killed else os.waitstatus_to_exitcode(status)
        answer = {"code": code, "out": said[0], "err": said[1], "steps": int(said[2]) if said[2] else None}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def count(before: int, die: Callable[[], object], patch: Callable[[Any, str, Any], None]) -> Callable[[], int]:
    """Counts steps from now on, and calls `die` before the n-th (`before`) and every later one. `patch` sets attributes.

    Gives a function that says how many there were.
    """
    left = before
    scratch = tempfile.gettempdir() if __name__ == "__main__" else "/none"
    safe: dict[int, int] = {}  # the synced length of each file in bytes, by inode

    def step(first: Callable[[], object] = lambda: None) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            first()
        if left <= 0:
            die()

    def counted(module: Any, name: str, writes: Callable[..., bool] = lambda *_, **__: True) -> None:
        real = getattr(module, name)

        def call(*given: Any, **named: Any) -> Any:
            inside = isinstance(given[0], str | Path) and str(given[0]).startswith(scratch)
            if writes(*given, **named) and not inside:
                step()
            return real(*given, **named)

        patch(module, name, call)

    sync = os.fsync

    def synced(handle: int) -> None:
        status = os.fstat(handle)

        def cut() -> None:
            if stat.S_ISREG(status.st_mode):
                os.ftruncate(handle, (safe.get(status.st_ino, 0) + status.st_size) // 2)

        step(cut)
        step()
        sync(handle)
        safe[status.st_ino] = status.st_size

    def opens(_: object, mode: str = "r", *__: object, **___: object) -> bool:
        return mode[0] in "wxa"

    for name in ("replace", "rename", "unlink", "mkdir", "rmdir", "fchmod"):
        counted(os, name)
    counted(os, "open", lambda _, flags, *__, **___: bool(flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR)))
    counted(builtins, "open", opens)
    counted(io, "open", opens)
    counted(subprocess, "run", lambda command, **_: any(word in command for word in _GIT))
    patch(os, "fsync", synced)
    return lambda: before - left


if __name__ == "__main__":
    _serve()
