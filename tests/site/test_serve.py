"""`zhicheng serve`, run as users run it: it looks at the files, builds again, and goes on whatever happens to them."""

from __future__ import annotations

import contextlib
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers import registries, sites

from zhicheng.errors import UserError
from zhicheng.site import serve, swap

pytestmark = pytest.mark.slow


class Server:
    """A running `zhicheng serve`; `said` is what it printed so far."""

    def __init__(self, root: Path, out: Path) -> None:
        self.log = out.parent / "serve.log"
        arguments = ["serve", "--root", str(root), "--out", str(out), "--port", "0", "--as-of", "2026-11-23"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen([sys.executable, "-m", "zhicheng", *arguments], stdout=log, stderr=log)
        self.address = ""

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def wait(self, condition: Callable[[], object], what: str) -> None:
        end = time.monotonic() + 40
        while not condition():
            assert time.monotonic() < end, f"{what}: {self.said}"
            assert self.process.poll() is None, self.said
            time.sleep(0.05)

    def start(self) -> None:
        self.wait(lambda: "http://" in self.said, "start")
        self.address = re.findall(r"http://127\.0\.0\.1:\d+/", self.said)[-1]

    def get(self, path: str = "") -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.address + path) as reply:  # noqa: S310 - http only
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def kind(self, path: str) -> str:
        """What the answer says it is."""
        with urllib.request.urlopen(self.address + path) as reply:  # noqa: S310 - http only
            return str(reply.headers["Content-Type"])

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=20)


@pytest.fixture
def start(small: Path, tmp_path: Path) -> Iterator[Callable[[], Server]]:
    """Starts the server; it is stopped at the end."""
    running: list[Server] = []

    def start() -> Server:
        running.append(Server(small, tmp_path / "site"))
        running[0].start()
        return running[0]

    yield start
    for server in running:
        server.stop()


def test_serving_while_working(start: Callable[[], Server], small: Path, tmp_path: Path) -> None:
    """From the first build over a change and a mistake to Ctrl-C."""
    server = start()
    status, page = server.get("committees/example-one/")
    assert (status, page.count('<script src="/__reload.js"></script>')) == (200, 1)
    assert "/__version" in server.get("__reload.js")[1]
    assert server.kind("__reload.js") == "text/javascript; charset=utf-8"
    assert "__reload" not in (tmp_path / "site/committees/example-one/index.html").read_text(encoding="utf-8")
    assert server.kind("committees/example-one/") == "text/html; charset=utf-8"
    assert server.kind("__version") == "text/plain; charset=utf-8"
    assert server.get("nowhere/")[0] == 404
    assert "没有这个页面" in server.get("nowhere/")[1]
    assert server.get("api/")[0] == 404
    assert server.get("../serve.log")[0] == 404
    assert server.get("api/v1/index.json")[1].startswith('{"version":1,')
    first = server.get("__version")[1]
    time.sleep(1.5)  # nothing has changed: nothing is made anew
    assert "重新生成" not in server.said
    assert server.get("__version")[1] == first

    record = small / registries.ONE
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace("示例路 1 号", "示例路 77 号"), encoding="utf-8")
    server.wait(lambda: server.get("__version")[1] != first, "rebuild")
    assert "示例路 77 号" in server.get("committees/example-one/")[1]

    record.write_text(text.replace("authority: region", "authority: [", 1), encoding="utf-8")
    server.wait(lambda: "网站没有更新" in server.said, "finding")
    assert "registry/committees/650000/example-one.yaml:" in server.said
    assert "示例路 77 号" in server.get("committees/example-one/")[1]

    assert server.stop() == 0
    assert "已停止。" in server.said
    assert [name for name in sites.leftovers(tmp_path / "site") if name.startswith(".site")] == []


def test_a_change_while_another_command_builds(start: Callable[[], Server], small: Path, tmp_path: Path) -> None:
    """It is seen when that build is done, which may have read the files before the change."""
    server = start()
    first = server.get("__version")[1]
    record = small / registries.ONE
    with swap.workplace(tmp_path / "site"):
        record.write_text(record.read_text(encoding="utf-8").replace("示例路 1 号", "示例路 77 号"), encoding="utf-8")
        time.sleep(1.5)
        assert "重新生成" not in server.said
    server.wait(lambda: server.get("__version")[1] != first, "rebuild")
    assert "示例路 77 号" in server.get("committees/example-one/")[1]
    assert "网站没有更新" not in server.said


def test_errors_from_the_start(start: Callable[[], Server], small: Path) -> None:
    """With errors and no old site there is a page that says so, and that becomes the site when they are mended."""
    record = small / registries.ONE
    text = record.read_text(encoding="utf-8")
    record.write_text("id: [", encoding="utf-8")
    server = start()
    status, page = server.get()
    assert (status, "还没有可看的网站" in page) == (503, True)
    record.write_text(text, encoding="utf-8")
    server.wait(lambda: server.get()[0] == 200, "rebuild")


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_stopped_in_the_middle_of_a_build(small: Path, tmp_path: Path, ending: signal.Signals) -> None:
    """By its own number, as `kill` does it: the build puts things in order and ends too; a second signal does not disturb it."""
    (tmp_path / "out").mkdir()
    server = Server(small, tmp_path / "out" / "site")
    server.wait(lambda: list((tmp_path / "out").glob(".site.building-*/chrome")), "build")
    for _ in range(2):
        server.process.send_signal(ending)
        time.sleep(0.02)
    assert server.process.wait(timeout=20) == 0
    assert list((tmp_path / "out").iterdir()) == [server.log]
    assert server.said.endswith("已中断，登记库和原有网站没有改动。\n已停止。\n")


def test_taken_port(small: Path, tmp_path: Path) -> None:
    """A port in use is said before anything is built."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=f"不能使用端口 {port}：.*--port 8001"):
            serve.serve(small, tmp_path / "site", port, lambda: True, lambda text: None)


def test_connections_wait_for_the_first_build(small: Path, tmp_path: Path) -> None:
    """More than a browser makes at once: none is dropped."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    made: list[socket.socket] = []

    def build() -> bool:
        with contextlib.suppress(OSError):
            made.extend(socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(40))
        raise KeyboardInterrupt

    announced: list[str] = []
    serve.serve(small, tmp_path / "site", port, build, announced.append)
    for connection in made:
        connection.close()
    assert (len(made), announced) == (40, ["已停止。"])


def test_foreign_folder_is_not_served(small: Path) -> None:
    registries.write(small, "private/diary.txt", "secret")
    with pytest.raises(UserError, match="那里有别的文件"):
        serve.serve(small, small / "private", 0, lambda: True, lambda text: None)


def test_every_kind_of_change_is_seen(small: Path) -> None:
    """New, changed, deleted and renamed files; hidden ones, and what is not watched, do not count."""
    seen = [serve.snapshot(small)]
    for path in ("docs/new.md", "mkdocs.yml", "registry/committees/650000/x.yaml", "schemas/a.json"):
        registries.write(small, path, "x")
        seen.append(serve.snapshot(small))
    (small / "docs/new.md").rename(small / "docs/other.md")
    seen.append(serve.snapshot(small))
    (small / "docs/other.md").unlink()
    seen.append(serve.snapshot(small))
    assert len({str(sorted(stamp.items())) for stamp in seen}) == len(seen)
    registries.write(small, "site/index.html", "x")
    before = {path for path in serve.snapshot(small) if not (small / "registry").samefile(path)}
    registries.write(small, "registry/.x.swp", "x")
    assert {path for path in serve.snapshot(small) if not (small / "registry").samefile(path)} == before
