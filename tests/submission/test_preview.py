"""The public page that is shown before it is published is the one that the site then has; it shows nobody.

All people are invented (人物均为虚构), and the telephone numbers ring nowhere.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from helpers import packets, registries
from helpers.browser_python import BrowserPython
from helpers.filled_forms import filled
from helpers.vault_commands import CONTACTS

from zhicheng.commands.cli import main
from zhicheng.registry import registry
from zhicheng.submission import snapshot
from zhicheng.submission.calls import Visit, answered
from zhicheng.vault import cipher

Value = dict[str, Any]
TIME = "2026-11-23T10:30:00+08:00"


@pytest.fixture
def office(small: Path) -> Path:
    (small / packets.ROSTER).unlink()
    (small / "registry/vault/example-one.roster.age").unlink()
    (small / "registry/vault/recipients.txt").unlink()
    registries.write(small, "registry/recipients.yaml", registries.keys_of_centre())
    return small


def call(visit: Visit, do: str, attached: Sequence[bytes] = (), **said: Any) -> tuple[Value, list[bytes]]:
    answer, more = answered(visit, json.dumps({"do": do, "time": TIME, **said}), attached)
    value = json.loads(answer)
    assert value.pop("ok"), value
    return value, more


def judged(office: Path, forms: Sequence[tuple[str, bytes]]) -> tuple[Visit, Value, list[bytes]]:
    visit = Visit()
    call(visit, "open", [snapshot.written(registry.load(office))])
    call(visit, "read", [content for _, content in forms], files=[name for name, _ in forms])
    said, plain = call(visit, "judge")
    assert said["stopped"] == ""
    return visit, said, plain


@pytest.mark.slow
def test_it_is_the_article_of_the_site(office: Path, tmp_path: Path) -> None:
    forms = filled(office, tmp_path, 30, address="示例市示例路 9 号")
    visit, said, plain = judged(office, forms)
    shown, _ = call(visit, "preview")
    assert call(visit, "preview")[0] == shown
    sealed = [cipher.seal(one, of["recipients"]) for one, of in zip(plain, said["to_seal"], strict=True)]
    _, (packet,) = call(visit, "finish", sealed)
    after = tmp_path / "after"
    shutil.copytree(office, after)
    for path, content in packets.opened(packet).items():
        if path.startswith("registry/"):
            (after / path).parent.mkdir(parents=True, exist_ok=True)
            (after / path).write_bytes(content)
        elif path.startswith("vault/"):
            (after / "registry" / path).write_bytes(content)
    assert main(["build", "--root", str(after), "--out", str(tmp_path / "site"), "--as-of", packets.DAY]) == 0
    page = (tmp_path / "site/committees/example-one/index.html").read_text(encoding="utf-8")
    assert shown["article"] in page
    assert "示例市示例路 9 号" in shown["article"]
    assert f"<title>{shown['title']}" in page


def test_it_shows_nobody(office: Path, tmp_path: Path) -> None:
    forms = filled(office, tmp_path, 30)
    visit, _, plain = judged(office, forms)
    article = call(visit, "preview")[0]["article"]
    people = [one["name"] for one in json.loads(plain[1])["experts"]]
    private = [*people, CONTACTS["leader"]["name"], CONTACTS["leader"]["mobile"], *(one["name"] for one in CONTACTS["clerks"])]
    assert len(private) > 30
    assert [one for one in private if one in article] == []


def test_without_judging_there_is_none(office: Path) -> None:
    visit = Visit()
    call(visit, "open", [snapshot.written(registry.load(office))])
    said, _ = answered(visit, json.dumps({"do": "preview", "time": TIME}), [])
    assert json.loads(said) == {"ok": False, "error": "还没有核对过，没有可以看、可以打印的。请先核对。"}


@pytest.mark.slow
@pytest.mark.xdist_group("browser-python")
def test_it_is_the_same_in_a_browser(office: Path, browser_python: BrowserPython, tmp_path: Path) -> None:
    forms = filled(office, tmp_path, 30)
    visit, _, _ = judged(office, forms)
    browser_python.call({"do": "open", "time": TIME}, [snapshot.written(registry.load(office))])
    browser_python.call({"do": "read", "time": TIME, "files": [name for name, _ in forms]}, [content for _, content in forms])
    browser_python.call({"do": "judge", "time": TIME})
    said, _, _ = browser_python.call({"do": "preview", "time": TIME})
    assert {**said, "ok": True} == {**call(visit, "preview")[0], "ok": True}
