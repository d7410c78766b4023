"""The page for submissions in Firefox, from a disk and from a server: forms in, a packet out that the office takes, and nothing sent.

All people are invented (人物均为虚构), and the telephone numbers ring nowhere.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import filled_forms, packets
from helpers.browsers import served
from helpers.firefox import Tab, firefox, tab
from helpers.rosters import IDENTITY
from helpers.sending import IN_WORKER, WAYS, attempt, trap
from helpers.submit_page import KEPT, STORED, saved

from zhicheng.commands.cli import main

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("firefox")]
PREFERENCES = {
    "browser.download.folderList": 2,
    "browser.download.useDownloadDir": True,
    "browser.download.always_ask_before_handling_new_types": False,
}


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def fox(tmp_path_factory: pytest.TempPathFactory, downloads: Path) -> Iterator[Tab]:
    program = firefox()
    if program is None:
        said = "There is no Firefox. `make browser` installs Debian's firefox-esr where it may, else says what to do."
        debian = sys.platform == "linux" and platform.freedesktop_os_release().get("ID") == "debian"
        (pytest.fail if os.environ.get("CI") and debian and os.geteuid() == 0 else pytest.skip)(said)
    profile = tmp_path_factory.mktemp("profile")
    values = {**PREFERENCES, "browser.download.dir": str(downloads)}
    (profile / "user.js").write_text(
        "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in values.items()), encoding="utf-8"
    )
    with tab(profile, program) as found:
        found.on_day(packets.DAY)
        found.watch()
        yield found


def in_worker(expression: str) -> str:
    """The value of an expression in a worker made as the page makes its own, which BiDi does not reach."""
    script = json.dumps(f"Promise.resolve({expression}).then(postMessage)")
    return f"new Promise((go) => {{ new Worker(URL.createObjectURL(new Blob([{script}]))).onmessage = ({{data}}) => go(data); }})"


def says(fox: Tab, text: str) -> None:
    fox.wait(f"document.getElementById('status').textContent.startsWith({json.dumps(text)})")


def goes_on_after_a_reload(fox: Tab) -> None:
    """With the three forms that were chosen, and what was stated beside them."""
    fox.run("document.getElementById('by').value = '示例报送局'")
    fox.run("new Promise((go) => setTimeout(go, 3000))")
    fox.run("void setTimeout(() => location.reload(), 100)")
    fox.wait(f"!document.getElementById('work').hidden && {KEPT}.startsWith('接着刷新以前的做：3 个文件。')")
    assert fox.run("document.getElementById('by').value") == "示例报送局"


def leaves_nothing(fox: Tab) -> None:
    """Where all of it is discarded."""
    fox.run("document.getElementById('discard').click(), document.getElementById('discard-yes').click()")
    fox.wait(f"!document.getElementById('work').hidden && {KEPT}.startsWith('做到一半的内容加密暂存')")
    assert fox.run(STORED.replace("async () =>", "(async () =>", 1) + ")()") == ["[]", "[]", ""]
    assert fox.run("document.getElementById('by').value") == ""


@pytest.mark.parametrize("place", ["disk", "server"])
def test_from_forms_to_a_packet_that_is_taken(place: str, fox: Tab, downloads: Path, office: Path, tmp_path: Path) -> None:
    (tmp_path / "site/submit").mkdir(parents=True)
    file = saved(office, tmp_path / "site/submit/index.html")
    fox.requests.clear()
    fox.complaints.clear()
    with served(tmp_path / "site") as local, trap() as (address, caught):
        here = file if place == "disk" else f"{local}submit/"
        fox.open(here)
        fox.wait("!document.getElementById('work').hidden")
        assert fox.run("typeof pythonInPage") == "undefined"
        complaints = [one for one in fox.complaints if "favicon.ico" not in one]  # which the policy does not let it fetch
        assert complaints == []
        fox.choose("#files", *filled_forms.saved(office, tmp_path, 3, address="示例市示例路 9 号"))
        says(fox, "读完了。请对照表核对读到的内容")
        if place == "disk":
            goes_on_after_a_reload(fox)
        fox.run("document.getElementById('judge').click()")
        says(fox, "核对过了。")
        fox.wait("!document.getElementById('public').hidden")
        assert [one for one in fox.complaints if "favicon.ico" not in one] == []
        fox.run("document.getElementById('finish').click()")
        says(fox, "打包好了")
        fox.run("document.getElementById('packet').click()")
        target = downloads / "example-one-2026.zip"
        for _ in range(300):
            if target.exists() and target.stat().st_size:
                break
            time.sleep(0.1)
        if place == "disk":
            leaves_nothing(fox)
            assert fox.complaints == []
        assert [one for one in fox.requests if not one.startswith((here, "blob:", "data:"))] == []
        # Whatever a script tried, the browser would not let it out of the page, or of the worker.
        tried = [fox.run(in_worker(attempt(way, address))) for way in (WAYS | IN_WORKER).values()]
        tried += [fox.run(attempt(way, address)) for way in WAYS.values()]
        assert "sent" not in tried
        assert caught == []
        fox.open("about:blank")
    assert packets.receive(office, target) == 0
    packets.git(office, "merge", "-q", packets.BRANCH)
    assert main(["verify", "example-one", "--root", str(office), "--as-of", packets.DAY, "--identity", str(IDENTITY)]) == 0
    target.unlink()


def test_the_trap_catches_what_a_page_without_a_policy_sends(fox: Tab, tmp_path: Path) -> None:
    """The other side of the test above."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
    with served(tmp_path / "site") as local, trap() as (address, caught):
        fox.open(local)
        for number, way in enumerate((WAYS | IN_WORKER).values(), 1):
            fox.run(in_worker(attempt(way, address)))
            assert len(caught) >= number, way
        fox.open("about:blank")
