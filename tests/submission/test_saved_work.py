"""Work in progress comes back as it was, or it is said why not; nothing that somebody puts into such a file ends the program."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhicheng.errors import UserError
from zhicheng.registry import registry
from zhicheng.submission import saved_work

THEN, NOW = "a" * 40, "b" * 40
VALUE = {"work": {"answers": {"编号": "example-water"}, "asked": {}}, "fields": {"by": "示例局"}}
FILES = [("附件1.docx", b"PK\x03\x04"), ("附件1.docx", b"another of this name"), ("空.csv", b"")]
DAMAGED = "这个进度损坏了，打不开。请用保存时的原件，或者重新选表。"


@pytest.fixture(scope="module")
def loaded(small_template: Path) -> registry.Registry:
    return registry.load(small_template)


def refused(loaded: registry.Registry, content: bytes) -> str:
    with pytest.raises(UserError) as error:
        saved_work.read(loaded, THEN, content)
    return str(error.value)


def test_it_comes_back_as_it_was(loaded: registry.Registry) -> None:
    content = saved_work.written(loaded, THEN, VALUE, FILES)
    assert saved_work.read(loaded, THEN, content) == (VALUE, [], FILES)
    assert content == saved_work.written(loaded, THEN, VALUE, FILES)


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        (THEN, THEN, []),
        (THEN, NOW, ["登记册从 aaaaaaaaaaaa 的版本更新到了 bbbbbbbbbbbb 的版本：请重新对照、核对一遍。"]),
        (THEN, "", ["登记册从 aaaaaaaaaaaa 的版本更新到了 没有编号 的版本：请重新对照、核对一遍。"]),
    ],
)
def test_a_registry_that_has_changed_is_told(loaded: registry.Registry, then: str, now: str, told: list[str]) -> None:
    assert saved_work.read(loaded, now, saved_work.written(loaded, then, VALUE, FILES))[1] == told
    assert saved_work.taken(loaded, now, {**saved_work.marked(loaded, then), "value": VALUE}) == (VALUE, told)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"version": 2}, "这个进度是用更新的网页保存的，这一页打不开。请用最新的网页。"),
        ({"registry": "别处"}, "这个进度不是这个登记册的，没有打开。请用保存它的那个登记册的网页。"),
        ({"region": "440000"}, "这个进度不是这个登记册的，没有打开。请用保存它的那个登记册的网页。"),
        ({"version": "1"}, DAMAGED),
        ({"value": []}, DAMAGED),
        ({"files": ["一", "二"]}, DAMAGED),
        ({"files": None}, DAMAGED),
    ],
)
def test_what_cannot_be_gone_on_with_is_told(loaded: registry.Registry, changes: dict[str, Any], message: str) -> None:
    work = {**saved_work.marked(loaded, THEN), "value": VALUE, "files": [], **changes}
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("work.json", json.dumps(work))
    assert refused(loaded, stream.getvalue()) == message


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06" + b"\0" * 18, b"{}" * 100], ids=["nothing", "begin", "empty", "text"])
def test_what_is_no_such_file_is_told(loaded: registry.Registry, content: bytes) -> None:
    assert refused(loaded, content) == DAMAGED


@pytest.mark.parametrize("text", ["[" * 100_000, "{", "1e999", "null"], ids=["deep", "cut", "large", "null"])
def test_a_hostile_value_is_told(loaded: registry.Registry, text: str) -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("work.json", text)
    assert refused(loaded, stream.getvalue()) == DAMAGED


def test_nothing_unpacks_to_more_than_it_is(loaded: registry.Registry) -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("work.json", " " * 1_000_000)
    assert refused(loaded, stream.getvalue()) == DAMAGED


@settings(max_examples=300)
@given(at=st.integers(0, 10_000), byte=st.integers(1, 255), cut=st.booleans())
def test_any_damage_is_told_or_does_not_matter(loaded: registry.Registry, at: int, byte: int, cut: bool) -> None:
    content = bytearray(saved_work.written(loaded, THEN, VALUE, FILES))
    at %= len(content)
    if cut:
        del content[at:]
    else:
        content[at] ^= byte
    try:
        value, _, files = saved_work.read(loaded, THEN, bytes(content))
    except UserError:
        return
    assert not cut
    assert value == VALUE
    assert [content for _, content in files] == [content for _, content in FILES]
