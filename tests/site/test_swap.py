"""The old site stays until the new one is complete, and nothing but a site of ours is ever replaced."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

import pytest
from helpers import registries, sites

from zhicheng.errors import UserError
from zhicheng.site import site, swap
from zhicheng.system import folder_lock

pytestmark = pytest.mark.slow

MADE = '{"version":1,"source":{},"files":[]}'


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder that looks like a site built earlier."""
    out = tmp_path / "out" / "site"
    registries.write(out, swap.MARK, MADE)
    registries.write(out, "index.html", "old")
    return out


def assert_untouched(out: Path) -> None:
    """The old site is there, whole, and nothing lies beside it."""
    assert sites.contents(out) == {swap.MARK: MADE.encode(), "index.html": b"old"}
    assert [path.name for path in out.parent.iterdir()] == ["site"]


# --- where a site may be written ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("out", "message"),
    [
        (".", "这会覆盖"),
        ("..", "这会覆盖"),
        ("/", "这会覆盖"),
        ("registry", "这会覆盖"),
        ("docs", "这会覆盖"),
        ("schemas", "这会覆盖"),
        ("scripts", "这会覆盖"),
        ("tests", "这会覆盖"),
        (".git", "这会覆盖"),
        ("registry/site", "在 .*registry 里面"),
        ("docs/site", "在 .*docs 里面"),
        ("schemas/site", "在 .*schemas 里面"),
        ("scripts/site", "在 .*scripts 里面"),
        ("tests/site", "在 .*tests 里面"),
        (".git/site", "在 .*git 里面"),
        ("link", "这会覆盖"),
        ("mine", "那里有别的文件"),
        ("another", "那里有别的文件"),
        ("broken", "那里有别的文件"),
        ("checkout", "那里有 .git，更新网站会把它删掉。请先移走它"),
        ("file", "已经有一个同名的文件"),
    ],
)
def test_foreign_folders_are_refused(out: str, message: str, small: Path) -> None:
    """A folder that holds something else is never replaced, nor is the registry or what contains it."""
    registries.write(small, "mine/thesis.txt", "precious")
    registries.write(small, "file", "precious")
    registries.write(small, f"another/{swap.MARK}", '{"name": "somebody else\'s API"}')
    registries.write(small, f"broken/{swap.MARK}", "[")
    registries.write(small, f"checkout/{swap.MARK}", MADE)
    registries.write(small, "checkout/.git/HEAD", "precious")
    (small / "link").symlink_to("registry")
    before = sites.contents(small)
    with pytest.raises(UserError, match=message):
        sites.build(small, small / out)
    assert sites.contents(small) == before


def test_home_is_refused(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the home directory, though it looks like a site, nor a folder that holds it."""
    registries.write(tmp_path, "people/me/api/v1/index.json", MADE)
    monkeypatch.setenv("HOME", str(tmp_path / "people/me"))
    for out in ("people/me", "people"):
        with pytest.raises(UserError, match="这会覆盖"):
            swap.check(tmp_path / out, small)


@pytest.mark.parametrize("out", ["site", "build/new/site", "empty", "link", "地方 名录"])
def test_folders_that_may_be_written(out: str, small: Path) -> None:
    """A new folder, an empty one, an old site, also through a link."""
    (small / "empty").mkdir()
    registries.write(small, "real/api/v1/index.json", MADE)
    (small / "link").symlink_to("real")
    assert swap.check(small / out, small) == (small / ("real" if out == "link" else out))


def test_link_to_a_site_is_followed(small: Path, old: Path) -> None:
    """The link stays a link; the site behind it is the new one."""
    link = small / "site"
    link.symlink_to(old)
    sites.build(small, link)
    assert link.is_symlink()
    assert (old / "index.html").read_text(encoding="utf-8") != "old"
    assert sites.leftovers(old) == []


# --- failures ------------------------------------------------------------------------------------------------------------------


def _raise(error: BaseException) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise error

    return fail


@pytest.mark.parametrize(
    ("target", "name", "error"),
    [
        (site, "pages", RuntimeError("bug")),
        (site.history, "read", KeyboardInterrupt()),
        (site.api, "index", OSError(errno.ENOSPC, "full")),
        (site.search, "sitemaps", OSError(errno.ENOSPC, "full")),
        (site.swap, "swap_in", KeyboardInterrupt()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_failure_leaves_the_old_site(
    target: object, name: str, error: BaseException, small: Path, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever fails, and at whichever step, the old site is untouched and the new one is gone."""
    monkeypatch.setattr(target, name, _raise(error))
    with pytest.raises(type(error)):
        sites.build(small, old)
    assert_untouched(old)


def test_swap_that_fails_half_way_is_undone(old: Path, tmp_path: Path) -> None:
    """The old site has been moved away and the new one cannot be moved in: the old one comes back."""
    with pytest.raises(FileNotFoundError):
        swap.swap_in(tmp_path / "nothing", old)
    assert_untouched(old)


def test_signal_during_the_swap_waits(old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C between the two renames is answered when the new site is in place, never before."""
    registries.write(tmp_path / "fresh", "index.html", "new")
    rename = Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)  # pytest-xdist has other threads, a build has none
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        swap.swap_in(tmp_path / "fresh", old)
    assert (old / "index.html").read_text(encoding="utf-8") == "new"


# --- being killed -----------------------------------------------------------------------------------------------------------------

SLOW = """
import sys, time
from pathlib import Path
sys.path[:0] = [{tests!r}, {scripts!r}]
from zhicheng.commands import cli
from zhicheng.site import site
whole = site.api.index
def index(*given):
    print("almost done", flush=True)
    time.sleep(60)
    return whole(*given)
site.api.index = index
sys.exit(cli.main(["build", "--root", {root!r}, "--out", {out!r}, "--as-of", "2026-11-23"]))
"""


@pytest.mark.parametrize(
    ("number", "status", "leftovers"),
    [(signal.SIGINT, 130, 0), (signal.SIGTERM, 130, 0), (signal.SIGKILL, -9, 1)],
    ids=str,
)
def test_killed_build(number: signal.Signals, status: int, leftovers: int, small: Path, old: Path) -> None:
    """Ctrl-C and SIGTERM clean up; what SIGKILL leaves behind goes with the next build, and the old site is untouched until then."""
    here = Path(__file__).parents[1]
    script = SLOW.format(tests=str(here), scripts=str(here.parent / "scripts"), root=str(small), out=str(old))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line == "almost done\n":
                break
        process.send_signal(number)
        _, said = process.communicate(timeout=20)
    assert process.returncode == status
    assert (old / "index.html").read_text(encoding="utf-8") == "old"
    assert len(sites.leftovers(old)) == leftovers
    if number != signal.SIGKILL:
        assert "已中断，登记库和原有网站没有改动。" in said
        assert "Traceback" not in said
    else:
        sites.build(small, old)
        assert sites.leftovers(old) == []
        assert (old / "committees/example-one/index.html").is_file()


def test_killed_between_two_renames(old: Path) -> None:
    """The old site was moved away and nobody moved the new one in: the next build begins by putting it back."""
    old.rename(old.with_name(".site.replaced"))
    swap.recover(old)
    assert_untouched(old)


def test_killed_after_the_swap(old: Path) -> None:
    """The new site is in place and the old one was not yet deleted: it goes."""
    registries.write(old.with_name(".site.replaced"), "index.html", "older")
    swap.recover(old)
    assert_untouched(old)


def test_two_builds_at_once(small: Path, old: Path) -> None:
    """The second build for the same folder is refused and does the first no harm."""
    with swap.workplace(old) as work:
        registries.write(work, "site/index.html", "half")
        with pytest.raises(UserError, match="另一次生成正在写"):
            sites.build(small, old)
        assert (work / "site/index.html").is_file()
    assert_untouched(old)


def test_builds_that_begin_at_the_same_moment(old: Path) -> None:
    """One builds, the others are refused: two did, and the later swap found a folder that it did not know."""
    begin, end = threading.Barrier(8), threading.Barrier(8)

    def build(_: int) -> str:
        begin.wait()
        try:
            with swap.workplace(old):
                end.wait()
                return "built"
        except UserError as error:
            end.wait()
            return str(error)

    with ThreadPoolExecutor(8) as pool:
        results = sorted(pool.map(build, range(8)))
    assert results == ["built", *[f"另一次生成正在写 {old}，请等它结束再试。"] * 7]
    assert_untouched(old)


def test_a_build_that_is_being_begun_is_one(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who holds the folder's lock for longer than anybody waits is about to build there."""
    assert not swap.is_being_built(old)
    monkeypatch.setattr(folder_lock, "_PATIENCE", 0.0)
    with folder_lock.alone(old.parent):
        assert swap.is_being_built(old)
    assert not swap.is_being_built(old)


def test_two_builds_at_once_on_windows(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which locks in another way: a running build did look like a killed one, and was deleted."""

    class Msvcrt:
        LK_NBLCK = 2
        held: ClassVar[set[int]] = set()

        @classmethod
        def locking(cls, handle: int, _mode: int, _size: int) -> None:
            if (file := os.fstat(handle).st_ino) in cls.held:
                raise PermissionError(errno.EACCES, "locked")
            cls.held.add(file)

    monkeypatch.setattr(folder_lock, "fcntl", None)
    monkeypatch.setattr(folder_lock, "msvcrt", Msvcrt, raising=False)
    with swap.workplace(old) as work:
        with pytest.raises(UserError, match="另一次生成正在写"):
            swap.recover(old)
        assert work.is_dir()
        Msvcrt.held.clear()  # as when its process ends
        swap.recover(old)
        assert not work.exists()


def test_others_files_beside_the_site_are_left_alone(small: Path, old: Path) -> None:
    """Names that only look a little like ours are not ours."""
    for name in (".site.building.txt", ".site2.building-x", "site.building-x", ".hidden"):
        (old.parent / name).mkdir()
    swap.recover(old)
    assert len(list(old.parent.iterdir())) == 5
