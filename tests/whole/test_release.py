"""Releases: what `make release-files` makes, what it refuses, and what `make release` sends to a forge."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from helpers import registries

from zhicheng import __version__

TOP = registries.HERE.parent
SCRIPT = TOP / ".ci/release.py"
CHANGELOG = (
    "# Changelog\n\n## What is promised\n\nx\n\n## Unreleased\n\n- Next.\n\n## 0.2.0 – 2026-12-01\n\n- Second.\n\n## 0.1.0\n\n- First.\n"
)


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


release = script()


def test_version_is_one_and_that_of_the_tag() -> None:
    assert release.version(None) == __version__
    assert release.version(f"v{__version__}") == __version__
    for tag in (__version__, f"v{__version__}.1", "v"):
        with pytest.raises(release.Refused, match=re.escape(f"it has to be v{__version__}")):
            release.version(tag)


@pytest.mark.parametrize(
    ("number", "tagged", "found"),
    [("0.2.0", True, "- Second.\n"), ("0.1.0", True, "- First.\n"), ("0.3.0", False, "- Next.\n"), ("0.3.0", True, None)],
)
def test_notes_are_the_section_of_the_changelog(number: str, tagged: bool, found: str | None) -> None:
    if found is None:
        with pytest.raises(release.Refused, match=re.escape(f"no section “## {number}”")):
            release.notes(CHANGELOG, number, tagged)
    else:
        assert release.notes(CHANGELOG, number, tagged) == found


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    """That of the site has a SHA256SUMS too."""
    for name in ("SHA256SUMS", "index.html"):
        (tmp_path / name).touch()
    with pytest.raises(release.Refused, match=r"also holds index\.html"):
        release.make_files(tmp_path, None)
    assert (tmp_path / "index.html").exists()


@pytest.mark.slow
def test_files_of_a_release(tmp_path: Path) -> None:
    """All are there, the sums are right, each pinned package stands in the SBOM; the script itself installed the wheel and started it."""
    out = tmp_path / "dist"
    environment = {name: value for name, value in os.environ.items() if name != "TAG"}
    done = subprocess.run(
        [sys.executable, SCRIPT, "files", "--out", out], env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    name = f"zhicheng-{__version__}"
    files = [f"{name}-py3-none-any.whl", f"{name}-requirements.txt", f"{name}.cdx.json", f"zhicheng-submit-{__version__}.zip"]
    files += ["notes.md", "SHA256SUMS"]
    assert [Path(line).name for line in done.stdout.splitlines()] == files
    assert {path.name for path in out.iterdir()} == set(files)
    sums = dict(line.split("  ")[::-1] for line in (out / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    assert sums == {one: hashlib.sha256((out / one).read_bytes()).hexdigest() for one in files[:4]}
    pins = (TOP / "requirements/run.txt").read_text(encoding="utf-8")
    assert (out / files[1]).read_text(encoding="utf-8") == pins
    bill = json.loads((out / files[2]).read_text(encoding="utf-8"))
    assert (bill["metadata"]["component"]["name"], bill["metadata"]["component"]["version"]) == ("zhicheng", __version__)
    assert {f"{one['name']}=={one['version']}" for one in bill["components"]} == set(re.findall(r"(?m)^[\w.-]+==[^ ;]+", pins))
    assert str(TOP) not in (out / files[2]).read_text(encoding="utf-8")
    again = release.build(tmp_path)
    assert again.read_bytes() == (out / files[0]).read_bytes(), "the wheel of one commit has the same bytes"


@contextmanager
def forge(kind: str) -> Iterator[tuple[str, list[tuple[str, str, str, bytes]]]]:
    """A forge that takes releases: its address, and what it was asked (method, path, kind of content, content)."""
    asked: list[tuple[str, str, str, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append((self.command, self.path, self.headers["Content-Type"], content))
            assert self.headers["Authorization"] == "token secret"
            here = f"http://127.0.0.1:{self.server.server_address[1]}"
            uploads = {"upload_url": f"{here}/uploads/7/assets{{?name,label}}"} if kind == "github" else {}
            answer = json.dumps({"id": 7, "html_url": f"{here}/releases/v", **uploads}).encode()
            self.send_response(201)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_POST = do_PATCH = answer  # noqa: N815

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("kind", ["github", "gitea"])
def test_release_on_a_forge(tmp_path: Path, kind: str) -> None:
    """A draft, each file but the notes, then no draft any more; GitHub takes the bytes, the others a form."""
    for name, content in (("notes.md", "- 说明\n"), ("SHA256SUMS", "abc"), ("zhicheng-1.whl", "PK\r\n--")):
        (tmp_path / name).write_bytes(content.encode())
    with forge(kind) as (address, asked):
        environment = {"GITHUB_API_URL": f"{address}/api/", "GITHUB_REPOSITORY": "a/b", "GITHUB_TOKEN": "secret"}
        assert release.publish(tmp_path, f"v{__version__}", environment) == f"{address}/releases/v"
    tag = f"v{__version__}"
    assets = "/uploads/7/assets" if kind == "github" else "/api/repos/a/b/releases/7/assets"
    assert [(method, path) for method, path, _, _ in asked] == [
        ("POST", "/api/repos/a/b/releases"),
        ("POST", f"{assets}?name=SHA256SUMS"),
        ("POST", f"{assets}?name=zhicheng-1.whl"),
        ("PATCH", "/api/repos/a/b/releases/7"),
    ]
    assert json.loads(asked[0][3]) == {"tag_name": tag, "name": tag, "body": "- 说明\n", "draft": True}
    assert json.loads(asked[3][3]) == {"draft": False}
    sent_as, sent = asked[2][2:]
    if kind == "github":
        assert (sent_as, sent) == ("application/octet-stream", b"PK\r\n--")
    else:
        assert sent_as.startswith("multipart/form-data; boundary=")
        assert b'name="attachment"; filename="zhicheng-1.whl"' in sent
        assert b"\r\n\r\nPK\r\n--\r\n--" in sent


def test_nothing_is_sent_for_another_tag(tmp_path: Path) -> None:
    with pytest.raises(release.Refused, match="it has to be"):
        release.publish(tmp_path, "v9", {})
