"""Building sites of other registries and with other settings, and what is said where that cannot work."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from helpers import registries, sites

from zhicheng.errors import UserError
from zhicheng.registry import public_counts, registry
from zhicheng.site import page_frame, site, stamp
from zhicheng.site.builders import BUILDERS
from zhicheng.site.page import Page
from zhicheng.site.page_frame import Frame

pytestmark = pytest.mark.slow

forks = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")  # pytest-xdist has threads of its own


@forks
@pytest.mark.parametrize("processes", [1, 3])
def test_number_of_processes_does_not_matter(processes: int, tmp_path: Path) -> None:
    """Whether work is shared out or not, all of it is done, and files are listed in order."""
    work = [stamp.File(f"{n % 7}/{n}.txt", lambda n=n: f"文{n}\n".encode()) for n in range(50)]  # type: ignore[misc]
    with stamp.stamping(tmp_path, work, lambda page: "", processes) as stamps:
        written = stamps.finish({})
    assert [w.path for w in written] == sorted(f"{n % 7}/{n}.txt" for n in range(50))
    assert (tmp_path / "3/3.txt").read_text(encoding="utf-8") == "文3\n"


@pytest.mark.parametrize(("active", "young", "shown"), [(31, 4, None), (31, 5, 5), (4, 2, None)])
def test_no_small_count_by_age(small: Path, active: int, young: int, shown: int | None) -> None:
    """Fewer than five are not published, whatever somebody writes into the file."""
    path = small / "registry/rosters/example-one.yaml"
    roster = yaml.safe_load(path.read_text(encoding="utf-8"))
    roster["counts"] |= {"active": active, "young": young}
    path.write_text(yaml.safe_dump(roster, allow_unicode=True), encoding="utf-8")
    counts = {entry.record.committee: public_counts.experts(entry.record) for entry in registry.load(small).rosters}
    assert counts["example-one"].get("young") == shown


def test_without_an_address_and_without_records(empty: Path, tmp_path: Path) -> None:
    """A new registry builds: no site address means no canonical links and an empty sitemap; no sample, no banner."""
    path = empty / "registry/registry.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^(site_url|forge|sample):.*\n", "", text), encoding="utf-8")
    out = sites.build(empty, tmp_path / "site")
    home = (out / "index.html").read_text(encoding="utf-8")
    assert "canonical" not in home
    assert "示例数据" not in home
    assert "<loc>" not in (out / "sitemap.xml").read_text(encoding="utf-8")
    assert json.loads((out / "api/v1/committees.json").read_bytes()) == {"version": 1, "strings": [], "committees": []}


def test_name_of_the_registry_is_text(empty: Path, tmp_path: Path) -> None:
    """Even the centre's own settings cannot put markup on a page."""
    path = empty / "registry/registry.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: 示例", "name: <i>示例"), encoding="utf-8")
    out = sites.build(empty, tmp_path / "site")
    assert [path for path, content in sites.contents(out).items() if path.endswith(".html") and b"<i>" in content] == []


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"docs/rules/E101/index.md": "# 我的\n"}, "docs/ 里有一页的网址是 rules/E101/，与自动生成的“E101 "),
        ({"docs/api/v1/index.json": "{}"}, "docs/ 里有文件会成为网站的 api/v1/index.json，而 api/ 和 schemas/ 由本工具生成"),
        ({"docs/schemas.md": "# 我的\n"}, "docs/ 里有文件会成为网站的 schemas/index.html，"),
        ({"docs/rounds/2026.ics": "x"}, "docs/ 里有文件会成为网站的 rounds/2026.ics，与自动生成的文件相同。请给它换个文件名。"),
        ({"mkdocs.yml": "site_name: x\ntheme: {name: nothing-like-this}\n"}, "mkdocs 没有生成网页，请检查 mkdocs.yml 和 docs/"),
        ({"mkdocs.yml": "site_name: [\n"}, "mkdocs 没有生成网页，请检查 mkdocs.yml 和 docs/"),
    ],
)
def test_settings_that_cannot_work_are_said(files: dict[str, str], message: str, small: Path, tmp_path: Path) -> None:
    """What stands in the way of a build is said in Chinese, and no half site stays."""
    for path, text in files.items():
        registries.write(small, path, text)
    with pytest.raises(UserError, match=re.escape(message)):
        sites.build(small, tmp_path / "site")
    assert not (tmp_path / "site").exists()
    assert sites.leftovers(tmp_path / "site") == []


def test_page_that_cannot_be_copied_is_named(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up, or a page that may not be read, while docs/ is copied is said in one line."""

    def fail(source: str, to: str, **_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(page_frame.shutil, "copytree", partial(shutil.copytree, copy_function=fail))
    registries.write(small, "docs/only.md", "# 一页\n")
    with pytest.raises(UserError, match=r"^不能复制 docs/.*：磁盘已满。请检查磁盘空间和权限。$"):
        sites.build(small, tmp_path / "site")
    assert sites.leftovers(tmp_path / "site") == []


def test_page_in_another_encoding_is_named(small: Path, tmp_path: Path) -> None:
    """A page saved by an old editor is named, and nothing is said about Python."""
    registries.write(small, "docs/guide/old.md", "")
    (small / "docs/guide/old.md").write_bytes("# 指南\n".encode("gbk"))
    with pytest.raises(UserError, match=r"^docs/guide/old\.md 不是 UTF-8 编码。请用编辑器另存为 UTF-8 再试。$"):
        sites.build(small, tmp_path / "site")


@pytest.mark.parametrize(
    ("log", "free", "message"),
    [
        ("Traceback (most recent call last):\n  File x\nOSError: [Errno 28] No space left on device: 'a'", 1, "磁盘已满"),
        ("", 0, "磁盘已满"),
        ("INFO    -  Building\nERROR   -  odd\nTraceback (most recent call last):\n  File x\nKeyError: 'y'", 1, "odd\nKeyError: 'y'"),
    ],
)
def test_why_mkdocs_failed(log: str, free: int, message: str, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is said to be one, though the log may be empty then, and a Python traceback is never shown."""
    monkeypatch.setattr(page_frame.shutil, "disk_usage", lambda path: SimpleNamespace(free=free))
    settings = registry.load(small).settings
    with page_frame.running_builder(BUILDERS["mkdocs"], tmp_path, small, settings, {"data_version": "2026.11.23"}, 0) as running:
        running._process.wait()
        running._process.returncode = 1
        registries.write(tmp_path, "builder.log", log)
        with pytest.raises(UserError, match=re.escape(message)) as caught:
            running.finish(lambda text: None)
    assert "Traceback" not in str(caught.value)
    assert "File x" not in str(caught.value)


def test_mkdocs_that_is_killed(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For want of memory, say: it is a mkdocs that failed."""

    def start(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(command, **options)
        process.kill()
        return process

    monkeypatch.setattr(page_frame, "subprocess", SimpleNamespace(Popen=start, DEVNULL=subprocess.DEVNULL))
    with pytest.raises(UserError, match=r"^mkdocs 没有生成网页：它被系统结束了（信号 9），多半是内存不足。请关掉一些程序，再试一次。$"):
        sites.build(small, tmp_path / "site")
    assert sites.leftovers(tmp_path / "site") == []


def test_a_registry_keeps_the_blank_forms_of_its_own_docs(small: Path, tmp_path: Path) -> None:
    """They are made for registries that have none; what an office puts into docs/forms is published as it is."""
    registries.write(small, "docs/index.md", "# 首页\n")
    registries.write(small, "docs/forms/blank.form-1.docx", "本地的表")
    sites.build(small, tmp_path / "site")
    assert [path.name for path in (tmp_path / "site/forms").iterdir()] == ["blank.form-1.docx"]
    assert (tmp_path / "site/forms/blank.form-1.docx").read_text(encoding="utf-8") == "本地的表"


def test_warnings_of_mkdocs_are_passed_on(small: Path, tmp_path: Path) -> None:
    registries.write(small, "docs/guide/broken.md", "# 坏链接\n\n[去哪里](nowhere.md)\n")
    said: list[str] = []
    site.build(small, registries.TODAY, tmp_path / "site", lambda: registry.load(small), announce=said.append)
    assert [text for text in said if "nowhere.md" in text]


def test_links_in_docs_are_not_followed(small: Path, tmp_path: Path) -> None:
    """A link among the hand-written pages must not bring a file from elsewhere to the public."""
    registries.write(tmp_path, "private/secret.md", "# 秘密\n")
    registries.write(small, "docs/open.md", "# 公开\n")
    (small / "docs/secret.md").symlink_to(tmp_path / "private/secret.md")
    (small / "docs/all").symlink_to(tmp_path / "private")
    registries.write(small, "docs/.hidden.md", "# 秘密\n")
    out = sites.build(small, tmp_path / "site")
    assert (out / "open/index.html").is_file()
    assert [path for path, content in sites.contents(out).items() if "秘密".encode() in content or "secret" in path] == []


def test_revision_can_be_given(small: Path, tmp_path: Path) -> None:
    site.build(small, registries.TODAY, tmp_path / "site", lambda: registry.load(small), revision="abc123")
    assert json.loads((tmp_path / "site/api/v1/index.json").read_bytes())["source"]["revision"] == "abc123"


@forks
def test_failing_page_names_itself(tmp_path: Path) -> None:
    """A bug in one page of many, met in a worker, comes out with the address of the page."""
    work = [Page(f"find/{n}/", "", "", "find", "", dict) for n in range(40)]

    def render(page: Page) -> str:
        return str(1 // (page.url != "find/30/"))

    with (
        pytest.raises(RuntimeError, match=r"(?s)^find/30/: Traceback.*ZeroDivisionError"),
        stamp.stamping(tmp_path, work, render, 2) as stamps,
    ):
        stamps.finish({("find", 2): Frame(("",))})


@forks
@pytest.mark.parametrize(
    ("cores", "said"), [(1, "^integer division or modulo by zero$"), (2, r"(?s)^find/\d+/: Traceback.*ZeroDivisionError")]
)
def test_failing_page_names_itself_in_the_first_process_too(tmp_path: Path, cores: int, said: str) -> None:
    """Where several processes share the pages. Where there is one, the bug comes out as it is."""
    here = os.getpid()

    def render(page: Page) -> str:
        time.sleep(0.05)  # leaves some to the first process
        return str(1 // (os.getpid() != here))

    work = [Page(f"find/{n}/", "", "", "find", "", dict) for n in range(40)]
    with pytest.raises((RuntimeError, ZeroDivisionError), match=said), stamp.stamping(tmp_path, work, render, cores) as stamps:
        stamps.finish({("find", 2): Frame(("",))})


@forks
def test_worker_that_dies(tmp_path: Path) -> None:
    """A worker killed by the system, for want of memory say, fails the build; it does not hang it."""

    here = os.getpid()

    def die(n: int) -> bytes:
        if os.getpid() != here:
            os._exit(9)
        time.sleep(0.05)  # leaves some to the worker
        return b""

    work = [stamp.File(str(n), partial(die, n)) for n in range(40)]
    with pytest.raises(RuntimeError, match="a worker ended with status 9"), stamp.stamping(tmp_path, work, lambda page: "", 2) as stamps:
        stamps.finish({})


@forks
def test_worker_that_the_system_kills(tmp_path: Path) -> None:
    """That is no bug of ours, and is not told as one."""
    here = os.getpid()

    def die(n: int) -> bytes:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.05)  # leaves some to the worker
        return b""

    work = [stamp.File(str(n), partial(die, n)) for n in range(40)]
    said = r"^生成网页的一个进程被系统结束了（信号 9），多半是内存不足。请关掉一些程序，再试一次。$"
    with pytest.raises(UserError, match=said), stamp.stamping(tmp_path, work, lambda page: "", 2) as stamps:
        stamps.finish({})


def test_without_another_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system lets us start none, all is written by this one."""
    monkeypatch.setattr(os, "fork", refused)
    work = [stamp.File(str(n), lambda n=n: f"{n}".encode()) for n in range(40)]  # type: ignore[misc]
    with stamp.stamping(tmp_path, work, lambda page: "", 3) as stamps:
        assert len(stamps.finish({})) == 40


def refused() -> int:
    raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")


ORPHANS = """
import os, sys, time
from pathlib import Path
from zhicheng.site import stamp
def piece():
    os.write(1, f"{os.getpid()}\\n".encode())
    time.sleep(0.02)
    return b""
with stamp.stamping(Path(sys.argv[1]), [stamp.File(str(n), piece) for n in range(4000)], lambda page: "", 2) as stamps:
    stamps.finish({})
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_workers_do_not_outlive_a_build_that_is_killed(tmp_path: Path) -> None:
    """They hold its lock: the next build would be refused."""
    with subprocess.Popen([sys.executable, "-c", ORPHANS, str(tmp_path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        seen = {process.pid}
        while len(seen) < 2:
            seen.add(int(process.stdout.readline()))
        process.kill()
        process.wait(timeout=20)
        until = time.monotonic() + 5
        while any(Path(f"/proc/{worker}").exists() for worker in seen):
            assert time.monotonic() < until
            time.sleep(0.05)


@forks
def test_full_disk_in_a_worker(tmp_path: Path) -> None:
    """A disk that is full while the workers write comes out as the OSError it is."""

    def fail() -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device", "somewhere")

    work = [stamp.File(str(n), fail) for n in range(40)]
    with pytest.raises(OSError, match="No space left") as caught, stamp.stamping(tmp_path, work, lambda page: "", 2) as stamps:
        stamps.finish({})
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, "somewhere")


@forks
def test_what_a_person_can_put_right_in_a_worker(tmp_path: Path) -> None:
    """A package that is missing, say: its message comes out, wherever the piece of work was done, and not a report of a bug."""

    def fail() -> bytes:
        raise UserError("没有装好组件。")

    work = [stamp.File(str(n), fail) for n in range(40)]
    with pytest.raises(UserError, match=r"^没有装好组件。$"), stamp.stamping(tmp_path, work, lambda page: "", 2) as stamps:
        stamps.finish({})


def test_nothing_is_built_of_a_registry_with_errors(small: Path, tmp_path: Path) -> None:
    """Where the registry is judged not fit, mkdocs and the workers, which were running already, are stopped, and no site appears."""
    assert not site.build(small, registries.TODAY, tmp_path / "site", lambda: registry.load(small), passes=lambda loaded: False)
    assert not site.build(small, registries.TODAY, tmp_path / "site", lambda: None)
    assert not (tmp_path / "site").exists()
    assert sites.leftovers(tmp_path / "site") == []


@pytest.mark.parametrize("text", [None, "name: [", "name: 只有名称\n"])
def test_broken_settings_are_left_to_the_judge(text: str | None, small: Path, tmp_path: Path) -> None:
    """registry.yaml is read before all else; where it is missing or broken, loading the registry says so, and nothing is built."""
    if text is None:
        (small / "registry/registry.yaml").unlink()
    else:
        registries.write(small, "registry/registry.yaml", text)
    asked: list[None] = []
    assert not site.build(small, registries.TODAY, tmp_path / "site", lambda: asked.append(None))
    assert asked == [None]
    assert not (tmp_path / "site").exists()
