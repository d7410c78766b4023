"""Serves the site to this machine while the registry is being edited: builds it anew on every change, and open pages reload."""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from zhicheng.errors import UserError
from zhicheng.site import swap
from zhicheng.text import reason

_WATCHED = ("registry", "docs", "schemas", "mkdocs.yml")
_PAUSE = 0.5  # seconds between two snapshots
_VERSION = "/__version"
_RELOADER = "/__reload.js"
_RELOAD = b'<script src="' + _RELOADER.encode() + b'"></script>\n'  # a file: the policy of the pages lets no script inside of them run
_RELOAD_SCRIPT = b"""(seen => setInterval(() => fetch("/__version").then(reply => reply.text())
  .then(now => { if (seen && now && now !== seen) location.reload(); seen = now || seen }).catch(() => {}), 1000))()
"""
_FIRST = b"<script>" + _RELOAD_SCRIPT.replace(b"seen && ", b"") + b"</script>"  # on a page of its own, without a policy
_NOTHING_YET = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>还没有网站</title>
<body><p>登记库里有错误，还没有可看的网站。改好以后，这一页会自动换成网站。</p></body></html>
"""

Snapshot = dict[str, tuple[int, int]]


class _Server(ThreadingHTTPServer):
    # A page asks for a dozen files at once. Of connections that wait for the server the system keeps five unless it gets another number,
    # and drops the rest; Firefox then waits 90 seconds before it tries again.
    request_queue_size = 128


def serve(root: Path, out: Path, port: int, build_once: Callable[[], bool], announce: Callable[[str], None]) -> None:
    """Builds into `out`, serves it on 127.0.0.1, and builds again whenever registry/, docs/, schemas/ or mkdocs.yml change, until Ctrl-C.

    `build_once` returns whether it built; where it did not, or raises UserError or OSError, the last site is still served. `announce` gets
    messages in Chinese. Raises UserError where `out` or `port` cannot be used.
    """
    target = swap.check(out, root)
    swap.recover(target)
    try:
        server = _Server(("127.0.0.1", port), partial(_Handler, directory=str(target)))
    except OSError as error:
        raise UserError(f"不能使用端口 {port}：{reason(error)}。请用 --port 换一个，例如 --port 8001。") from None
    server.daemon_threads = True
    try:
        seen = snapshot(root)
        _build(build_once, announce)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        announce(f"请用浏览器打开 http://127.0.0.1:{server.server_port}/ ，按 Ctrl-C 结束。")
        while True:
            time.sleep(_PAUSE)
            now = snapshot(root)
            if now != seen and not swap.is_being_built(target):  # by another command; what it read may be older than the change
                seen = _settled(root, now)
                announce("文件有改动，重新生成……")
                _build(build_once, announce)
    except KeyboardInterrupt:
        announce("已停止。")
    finally:
        server.server_close()


def snapshot(root: Path) -> Snapshot:
    """The time of change and the size of every watched file, by path; hidden files are left out."""
    found: Snapshot = {}
    for name in _WATCHED:
        _add_to_snapshot(str(root / name), found)
    return found


def _add_to_snapshot(path: str, found: Snapshot) -> None:
    try:
        status = os.stat(path)
        found[path] = (status.st_mtime_ns, status.st_size)
        if stat.S_ISDIR(status.st_mode):
            for entry in os.scandir(path):
                if not entry.name.startswith("."):
                    _add_to_snapshot(entry.path, found)
    except OSError:  # deleted meanwhile, or not readable: the build reports it
        return


def _settled(root: Path, now: Snapshot) -> Snapshot:
    """Waits until nothing changes any more, as saving many files or a checkout takes a moment. Returns the snapshot then."""
    while True:
        time.sleep(_PAUSE)
        before, now = now, snapshot(root)
        if now == before:
            return now


def _build(build_once: Callable[[], bool], announce: Callable[[str], None]) -> None:
    try:
        if not build_once():
            announce("网站没有更新，仍是上一次的样子。")
    except UserError as error:
        announce(f"错误：{error}")
    except OSError as error:
        announce(f"错误：{reason(error)}（{error.filename}）。请检查磁盘空间和权限。")


class _Handler(SimpleHTTPRequestHandler):
    """Serves the folder of the site; HTML gets a link to the script that reloads it, which is never in the files."""

    def do_GET(self) -> None:
        address = self.path.partition("?")[0]
        path = Path(self.translate_path(self.path))
        if address == _VERSION:
            self._send(HTTPStatus.OK, "text/plain", self._version().encode())
        elif address == _RELOADER:
            self._send(HTTPStatus.OK, "text/javascript", _RELOAD_SCRIPT)
        elif address.endswith("/") and (path / "index.html").is_file():
            self._page(HTTPStatus.OK, path / "index.html")
        elif path.suffix == ".html" and path.is_file():
            self._page(HTTPStatus.OK, path)
        elif path.is_file() or (path.is_dir() and not address.endswith("/")):
            super().do_GET()
        elif self._version():
            self._page(HTTPStatus.NOT_FOUND, Path(self.directory) / "404.html")
        else:
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, "text/html", _NOTHING_YET.encode() + _FIRST)

    def _page(self, status: HTTPStatus, path: Path) -> None:
        try:
            html = path.read_bytes()
        except OSError:
            html = b""
        before, end, after = html.rpartition(b"</body>")
        self._send(status, "text/html", before + _RELOAD + end + after)

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _version(self) -> str:
        """A text that changes with every build, or "" where there is no site."""
        try:
            status = (Path(self.directory) / swap.MARK).stat()
        except OSError:
            return ""
        return f"{status.st_ino}-{status.st_mtime_ns}"

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Says nothing: the terminal is for findings."""
