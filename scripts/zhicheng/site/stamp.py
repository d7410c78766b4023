"""Renders pages and writes files in as many processes as there are cores; one after another in this process where the system cannot fork.

The workers are forked before the builder has made the frames of the pages. Until these arrive they write files and render the bodies of
pages; then they put the bodies into the frames. This process, which has other work first, takes its share of the pieces that are left.
"""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import os
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from zhicheng.errors import UserError
from zhicheng.site.page import Page
from zhicheng.site.page_frame import Frames
from zhicheng.system import processes

_CHUNK = 8  # pages and files that a process takes at a time


@dataclass(frozen=True, slots=True)
class File:
    """A file to be written. `content` is called in the process that writes it."""

    path: str
    content: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written. `size` is in bytes."""

    path: str
    size: int
    sha256: str


Work = Page | File
Render = Callable[[Page], str]


class Stamping:
    """The workers while they are running. `finish` gives them the frames and returns what was written."""

    def __init__(self, writer: _Writer, workers: dict[Any, Any]) -> None:
        self._writer, self._workers = writer, workers

    def finish(self, frames: Frames) -> list[Written]:
        """Takes this process's share of the work and waits for the workers. Returns all files that were written, sorted by path. Raises the
        error of a worker.
        """
        for connection in self._workers:
            _send(connection, frames)
        try:
            found = self._writer.share(frames)
        except Exception as error:
            raise (_with_name(error, self._writer) if self._workers else error) from None
        for connection, process in self._workers.items():
            try:
                result = connection.recv()
            except (EOFError, ConnectionError):
                process.join()
                if process.exitcode < 0:
                    raise UserError(
                        f"生成网页的一个进程被系统结束了（信号 {-process.exitcode}），多半是内存不足。请关掉一些程序，再试一次。"
                    ) from None
                raise RuntimeError(f"a worker ended with status {process.exitcode}") from None
            if isinstance(result, Exception):
                raise result
            found += result
        return sorted(found, key=lambda written: written.path)


@contextmanager
def stamping(site: Path, work: Sequence[Work], render: Render, cores: int | None = None) -> Iterator[Stamping]:
    """Starts to write the pages and files `work`, in their order, below the folder `site`; the end of the block ends all workers.

    `cores` is the number of processes; None: as many as there are cores. `render` gives the body of a page.
    """
    if cores is None:
        alone = threading.active_count() == 1  # forking beside other threads is not safe
        cores = (os.cpu_count() or 1) if alone else 1
    count = min(cores, len(work) // _CHUNK)
    if count < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield Stamping(_Writer(site, work, render, _Counter()), {})
        return
    writer = _Writer(site, work, render, multiprocessing.get_context("fork").Value("l", 0))
    gc.freeze()  # so that garbage collection in workers does not write to, and thereby copy, shared memory
    try:
        with processes.workers(count - 1, _work, (writer, os.getpid()), duplex=True) as workers, ExitStack() as busy:
            for worker in workers.values():
                busy.enter_context(processes.beside(worker.is_alive))
            yield Stamping(writer, workers)
    finally:
        gc.unfreeze()


def _work(connection: Connection, writer: _Writer, parent: int) -> None:
    """The function that a worker runs."""
    gc.enable()
    gc.set_threshold(100_000, 50, 100)  # a worker does not live long enough for frequent garbage collection to pay
    try:
        _send(connection, writer.share(None, connection, parent))
    except (EOFError, ConnectionError):  # the parent is gone
        pass
    except Exception as error:
        _send(connection, _with_name(error, writer))


def _with_name(error: Exception, writer: _Writer) -> Exception:
    """The error to report: one that a person can put right as it is, a bug with the name of the page or file it occurred in."""
    if isinstance(error, OSError | UserError):
        return error
    return RuntimeError(f"{writer.current}: {''.join(traceback.format_exception(error))}")


def _send(connection: Connection, message: object) -> None:
    with suppress(ConnectionError):  # the other process has failed, and reports that itself
        connection.send(message)


class _Counter:
    """Has the interface of a number shared between processes, for a single process."""

    def __init__(self) -> None:
        self.value = 0

    def get_lock(self) -> AbstractContextManager[object]:
        return nullcontext()


class _Writer:
    """Renders and writes pages and files. Bodies of pages are kept until the frames are there."""

    def __init__(self, site: Path, work: Sequence[Work], render: Render, next_piece: Any) -> None:
        self.current = ""
        self._site, self._work, self._render, self._next_piece = site, work, render, next_piece
        self._folders: set[str] = set()
        self._backlog: list[tuple[Page, str]] = []
        self._written: list[Written] = []

    def share(self, frames: Frames | None, connection: Connection | None = None, parent: int | None = None) -> list[Written]:
        """Takes pieces until none is left, and returns what was written. Where `frames` is None they are received over the connection.
        Raises EOFError when the process `parent` is gone.
        """
        while True:
            if parent is not None and os.getppid() != parent:
                raise EOFError
            with self._next_piece.get_lock():
                start = self._next_piece.value
                self._next_piece.value = start + _CHUNK
            for piece in self._work[start : start + _CHUNK]:
                self._do(piece)
            if frames is None and connection is not None and (connection.poll() or start >= len(self._work)):
                frames = connection.recv()
            if frames is not None:
                self._flush(frames)
            if start >= len(self._work):
                return self._written

    def _do(self, piece: Work) -> None:
        if isinstance(piece, Page):
            self.current = piece.url
            self._backlog.append((piece, self._render(piece)))
            return
        self.current = piece.path
        self._write(piece.path, piece.content())

    def _flush(self, frames: Frames) -> None:
        for page, body in self._backlog:
            self._write(f"{page.url}index.html", frames[page.section, page.depth].fill(page, body))
        self._backlog.clear()

    def _make(self, folder: str) -> None:
        """Makes a folder. Nearly always the folder above exists, so that is tried first: one call for each of thousands of pages."""
        with suppress(FileExistsError):
            try:
                os.mkdir(folder)  # noqa: PTH102 - as in the rest of this module, paths are text
            except FileNotFoundError:
                os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        self._folders.add(folder)

    def _write(self, path: str, content: bytes) -> None:
        full = f"{self._site}/{path}"
        folder = full.rpartition("/")[0]
        if folder not in self._folders:
            self._make(folder)
        with open(full, "wb", buffering=0) as file:
            left = memoryview(content)
            while left:  # one call may write only a part
                left = left[file.write(left) :]
        self._written.append(Written(path, len(content), hashlib.sha256(content).hexdigest()))
