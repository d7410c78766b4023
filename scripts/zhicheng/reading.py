"""Files to documents: the source and schema stages together, in several processes where there are many files."""

from __future__ import annotations

import marshal
import multiprocessing
import os
from collections.abc import Sequence
from dataclasses import astuple
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from zhicheng import signals, source
from zhicheng.problem import Finding, pointer_text
from zhicheng.schema import fits
from zhicheng.source import Document

_MANY = 300  # files from which on a second process is worth starting


def read_document(root: Path, kind: str, path: str) -> Document | list[Finding]:
    """The document at `path` (POSIX, relative to `root`) if it fits the schema of its kind, else what is wrong with it."""
    try:
        document = source.read(root, path)
    except source.Unreadable as error:
        return error.findings
    return fitting(kind, document)


def fitting(kind: str, document: Document) -> Document | list[Finding]:
    """The document if it fits the schema of its kind, else what is wrong with it."""
    return document if fits(kind, document.value) else shape_findings(kind, document)


def read_documents(root: Path, kind: str, paths: Sequence[str]) -> list[Document | list[Finding]]:
    """Each of `paths` in turn, as `read_document` gives it. Every process takes each n-th path, this one too."""
    processes = os.cpu_count() or 1
    if len(paths) < _MANY or processes < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return [read_document(root, kind, path) for path in paths]
    context = multiprocessing.get_context("fork")
    found: list[Document | list[Finding]] = [[] for _ in paths]
    workers: list[tuple[Any, Connection]] = []
    try:
        for first in range(1, processes):
            ours, theirs = context.Pipe(duplex=False)
            worker = context.Process(target=_send_share, args=(theirs, root, kind, paths[first::processes]), daemon=True)
            with signals.held():
                worker.start()
                workers.append((worker, ours))
            theirs.close()
        found[::processes] = [read_document(root, kind, path) for path in paths[::processes]]
        for first, (_, connection) in enumerate(workers, 1):
            found[first::processes] = _received_share(connection, root, kind, paths[first::processes])
    finally:
        for worker, connection in workers:
            connection.close()
            worker.terminate()
        for worker, _ in workers:
            worker.join()
    return found


def _send_share(connection: Connection, root: Path, kind: str, paths: Sequence[str]) -> None:
    """Runs in a worker. Sends plain values: marshal takes a third of the time of pickle."""
    signals.as_worker()
    packed: list[tuple[str, dict[str, Any], list[tuple[Any, ...]]]] = []
    for path in paths:
        result = read_document(root, kind, path)
        if isinstance(result, Document):
            packed.append((result.text, result.value, []))
        else:
            packed.append(("", {}, [astuple(finding) for finding in result]))
    connection.send_bytes(marshal.dumps(packed))


def _received_share(connection: Connection, root: Path, kind: str, paths: Sequence[str]) -> list[Document | list[Finding]]:
    try:
        packed = marshal.loads(connection.recv_bytes())  # noqa: S302 - from a process of ours
    except EOFError:  # the worker was killed, for want of memory perhaps: its share is done here
        return [read_document(root, kind, path) for path in paths]
    return [
        [Finding(*fields) for fields in findings] if findings else Document(path, text, value)
        for path, (text, value, findings) in zip(paths, packed, strict=True)
    ]


def shape_findings(kind: str, document: Document) -> list[Finding]:
    """The findings S001–S007 of a document, with their places."""
    from zhicheng.wording import problems  # loads jsonschema, which a registry without faults does not need

    found = []
    for code, problem in problems(kind, document.value):
        line, column = document.place(problem.pointer, problem.key)
        pointer = pointer_text(problem.pointer)
        found.append(Finding(code, "error", document.path, line, column, pointer, problem.message, problem.hint, ""))
    return found
