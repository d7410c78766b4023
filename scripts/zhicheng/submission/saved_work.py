"""Work in progress, kept over a reload or saved as a file: what the clerk chose and wrote, and the files that were dropped in.

Whoever calls encrypts it, and opens what was encrypted: none of it is to be trusted on that account.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence

from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.registry.registry import Registry
from zhicheng.submission.snapshot import zipped

VERSION = 1
_WORK = "work.json"
_NUMBERED = "files/{:04}"
_DAMAGED = "这个进度损坏了，打不开。请用保存时的原件，或者重新选表。"
_CHANGED = "登记册从{then}的版本更新到了{now}的版本：请重新对照、核对一遍。"


def marked(registry: Registry, commit: str) -> Value:
    """What stands beside the `value` of the page's: the registry that it is about, and its commit."""
    return {"version": VERSION, "registry": registry.settings.name, "region": registry.settings.region, "commit": commit}


def taken(registry: Registry, commit: str, work: Value) -> tuple[Value, list[str]]:
    """The page's value in marked work, and what is to be said of it.

    Raises UserError where it is not of this registry, or from a later program.
    """
    if not isinstance(work, dict) or not isinstance(work.get("version"), int) or not isinstance(work.get("value"), dict):
        raise UserError(_DAMAGED)
    if work["version"] > VERSION:
        raise UserError("这个进度是用更新的网页保存的，这一页打不开。请用最新的网页。")
    if (work.get("region"), work.get("registry")) != (registry.settings.region, registry.settings.name):
        raise UserError("这个进度不是这个登记册的，没有打开。请用保存它的那个登记册的网页。")
    told = []
    then, now = (str(one)[:12] or "没有编号" for one in (work.get("commit", ""), commit))
    if then != now:
        told.append(_CHANGED.format(then=f" {then} ", now=f" {now} "))
    return work["value"], told


def written(registry: Registry, commit: str, value: Value, files: Sequence[tuple[str, bytes]]) -> bytes:
    """The work as one .zip: the value, and files by name and content."""
    work = {**marked(registry, commit), "value": value, "files": [name for name, _ in files]}
    parts = {_NUMBERED.format(i): content for i, (_, content) in enumerate(files)}
    text = json.dumps(work, ensure_ascii=False).encode()
    return zipped({_WORK: text, **parts}, zipfile.ZIP_STORED)


def read(registry: Registry, commit: str, content: bytes) -> tuple[Value, list[str], list[tuple[str, bytes]]]:
    """The value, what is to be said of it, and the files, of work that `written` made.

    Raises UserError as `taken`, or where it is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if any(one.compress_type != zipfile.ZIP_STORED for one in archive.infolist()):
                raise UserError(_DAMAGED)  # what is not compressed cannot become larger than it is
            work = json.loads(archive.read(_WORK))
            value, told = taken(registry, commit, work)
            return value, told, [(str(name), archive.read(_NUMBERED.format(i))) for i, name in enumerate(work["files"])]
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, RecursionError, NotImplementedError, RuntimeError, EOFError, OSError):
        raise UserError(_DAMAGED) from None
