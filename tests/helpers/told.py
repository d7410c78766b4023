"""What the checker says of forms, registries and packets, as text: the same functions run here and in a browser's Python.

It imports nothing but the checker, since this file is sent into the browser's Python as it is. Each takes a list of bytes.
"""

from __future__ import annotations

import atexit
import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from zhicheng.errors import UserError
from zhicheng.forms import reading
from zhicheng.forms.intake import read_back, record
from zhicheng.forms.reading import annex3
from zhicheng.registry import registry as registries
from zhicheng.registry.registry import BrokenSettings, Registry
from zhicheng.review.delivery import packet
from zhicheng.review.delivery.packet_zip import PacketRefused
from zhicheng.rules.engine import check

TODAY = date(2026, 11, 23)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)


@cache
def _registry(content: bytes) -> Registry:
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _unpack(content, folder)
    return registries.load(folder)


def _unpack(content: bytes, folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)


def forms(attached: Sequence[bytes]) -> str:
    """Of a .zip of a registry, the names of forms as a JSON list, and their contents: all that is read of them, and every finding."""
    registry = _registry(bytes(attached[0]))
    names, contents = json.loads(bytes(attached[1])), [bytes(one) for one in attached[2:]]
    tables = replace(record.tables(registry), contacts_required=True)
    read = reading.read(list(zip(names, contents, strict=True)), tables, TODAY.year)
    rosters = [annex3.read_roster(name, content, tables.series, tables.groups, TODAY.year) for name, content in read.rosters]
    return _text(
        {
            "record": read.record,
            "contacts": read.contacts,
            "stated": read.stated,
            "kinds": read.kinds,
            "passed": read.passed,
            "named": read.named,
            "rosters": [(name, form.experts) for (name, _), form in zip(read.rosters, rosters, strict=True)],
            "questions": [asdict(one) for one in read.questions],
            "findings": [asdict(one) for one in read.findings],
            "read back": read_back.as_html(read_back.read_back(registry, read, read.findings)),
        }
    )


def registry(attached: Sequence[bytes]) -> str:
    """Of a .zip of a registry: the findings on it, without a key."""
    with tempfile.TemporaryDirectory() as folder:
        _unpack(bytes(attached[0]), Path(folder))
        try:
            loaded = registries.load(Path(folder))
        except BrokenSettings as error:
            return _text([asdict(one) for one in error.findings])
        except UserError as error:
            return str(error).replace(folder, "")
        return _text([asdict(one) for one in check(loaded, TODAY).findings])


def a_packet(attached: Sequence[bytes]) -> str:
    """Of a packet: its manifest and what is in it, or why it is refused."""
    try:
        given = packet.read(bytes(attached[0]))
    except PacketRefused as refused:
        return _text([str(refused), refused.to_do, [asdict(one) for one in refused.findings]])
    return _text([given.name, given.manifest, sorted(given.files)])
