"""Files to documents: the source and schema stages together, in several processes where there are many files."""

from __future__ import annotations

import marshal
import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

from zhicheng import source
from zhicheng.problem import Finding, pointer_text
from zhicheng.schema import fits
from zhicheng.source import Document

_MANY = 300  # files from which on a second process is worth starting
_CHUNK = 64


def read_document(root: Path, kind: str, path: str) -> Document | list[Finding]:
    """The document at `path` (POSIX, relative to `root`) if it fits the schema of its kind, else what is wrong with it."""
    try:
        document = source.read(root, path)
    except source.Unreadable as error:
        return error.findings
    return document if fits(kind, document.value) else shape_findings(kind, document)


def read_documents(root: Path, kind: str, paths: Sequence[str]) -> Iterator[Document | list[Finding]]:
    """Each of `paths` in turn, as `read_document` gives it."""
    processes = os.cpu_count() or 1
    if len(paths) < _MANY or processes < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from (read_document(root, kind, path) for path in paths)
        return
    chunks = [(root, kind, paths[i : i + _CHUNK]) for i in range(0, len(paths), _CHUNK)]
    with multiprocessing.get_context("fork").Pool(processes, _leave_interrupts) as pool:
        for (_, _, names), packed in zip(chunks, pool.imap(_read_chunk, chunks), strict=True):
            for path, (text, value, findings) in zip(names, marshal.loads(packed), strict=True):  # noqa: S302 - our own process's
                yield [Finding(*fields) for fields in findings] if findings else Document(path, text, value)


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; only the first one answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read_chunk(chunk: tuple[Path, str, Sequence[str]]) -> bytes:
    """What `read_document` gives for each path of a chunk, as plain values: marshal takes a third of the time of pickle."""
    root, kind, paths = chunk
    packed: list[tuple[str, dict[str, Any], list[tuple[Any, ...]]]] = []
    for path in paths:
        result = read_document(root, kind, path)
        if isinstance(result, Document):
            packed.append((result.text, result.value, []))
        else:
            packed.append(("", {}, [astuple(finding) for finding in result]))
    return marshal.dumps(packed)


def shape_findings(kind: str, document: Document) -> list[Finding]:
    """The findings S001–S007 of a document, with their places."""
    from zhicheng.wording import problems  # loads jsonschema, which a registry without faults does not need

    found = []
    for code, problem in problems(kind, document.value):
        line, column = document.place(problem.pointer, problem.key)
        pointer = pointer_text(problem.pointer)
        found.append(Finding(code, "error", document.path, line, column, pointer, problem.message, problem.hint, ""))
    return found
