"""The files given to an import: forms and folders of forms with their content, and how messages name them."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from zhicheng.documents.finding import Finding
from zhicheng.errors import UserError
from zhicheng.forms.reading.zip_files import hidden, is_form
from zhicheng.registry.vault_listing import MAX_BYTES
from zhicheng.text import reason, show

Files = list[tuple[Path, bytes]]


def expanded(paths: Sequence[Path], passed: list[str]) -> Iterator[tuple[Path, bytes]]:
    """Yields path and content of the files given, and of the forms (.zip too) in the folders given.

    Other files in a folder are appended to `passed`. Raises UserError where a file cannot be used or a folder holds no form.
    """
    known: set[Path] = set()
    for path in paths:
        if not path.is_dir():
            yield from _once([path], known)
            continue
        found = sorted(file for file in path.rglob("*") if file.is_file() and not hidden(file.relative_to(path).as_posix()))
        inside: list[Path] = []
        for file in found:
            if is_form(file.name) or file.suffix.lower() == ".zip":
                inside.append(file)
            else:
                passed.append(file.name)
        if not inside:
            raise UserError(f"文件夹 {path} 里没有能读的表（.docx、.xlsx、.xls、.csv、.zip）。")
        yield from _once(inside, known)


def _once(paths: Sequence[Path], known: set[Path]) -> Iterator[tuple[Path, bytes]]:
    """The files that are not `known` yet, which then are: the same may be given by its name and in its folder."""
    for path in paths:
        if path.absolute() not in known:
            known.add(path.absolute())
            yield path, content(path)


def names(files: Files) -> list[tuple[str, bytes]]:
    """The files by the names that they are read and told by: without folders, but for those that tell files of one name apart."""
    parts = [tuple(map(readable, path.absolute().parts)) for path, _ in files]
    lengths = [1] * len(parts)
    while True:
        found = ["/".join(one[-length:]) for one, length in zip(parts, lengths, strict=True)]
        counts = Counter(found)
        same = [counts[name] > 1 and length < len(one) for name, one, length in zip(found, parts, lengths, strict=True)]
        if not any(same):
            return [(name, content) for name, (_, content) in zip(found, files, strict=True)]
        lengths = [length + more for length, more in zip(lengths, same, strict=True)]


def readable(name: str) -> str:
    """A name of a file that is not UTF-8 on this disk, as Windows wrote it (GB18030), or with marks for what cannot be read."""
    try:
        name.encode()
    except UnicodeEncodeError:
        raw = os.fsencode(name)
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError:
            return raw.decode("utf-8", "replace")
    return name


def content(path: Path) -> bytes:
    """The content of a file. Raises UserError where it cannot be read, is not a regular file, or is larger than MAX_BYTES."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UserError(f"{path} 不是文件。请写填好的表，或者装着它们的文件夹。")
        if status.st_size > MAX_BYTES:
            raise UserError(f"{path.name} 超过 {MAX_BYTES // 1024 // 1024} MiB，不像是填好的表。")
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"读不到 {path}：{reason(error)}。请核对路径和权限。") from None


def named(finding: Finding) -> Finding:
    """A finding with the name of its file as it can be shown."""
    return replace(finding, file=show(finding.file, 120))
