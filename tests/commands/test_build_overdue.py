"""`zhicheng build` where a waiver has ended: the site is published and says so; any other error leaves the old site as it was."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import registries, sites
from helpers.repositories import Repository

from zhicheng.commands.cli import main

pytestmark = pytest.mark.slow
NOTE = "例外已于 2028-12-31 到期，还没有办理"
BY_CHANGE = "例外最后一天的登记里没有这个错误，或者没有这一条例外"
UNKNOWN = "分不清错误是到期引起的，还是登记改出来的"
TWO = "registry/committees/650000/example-two.yaml"
WAIVERS = "registry/waivers.yaml"


def build(root: Path, out: Path, day: str, *more: str) -> int:
    return main(["build", "--root", str(root), "--out", str(out), "--as-of", day, *more])


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text, old
    registries.write(root, path, text.replace(old, new))


def ended_early(root: Path) -> None:
    """The waiver of example-two ends on 2026-03-10, within the history of a repository, whose commits are dated from 2026-03-01."""
    edit(root, WAIVERS, 'date: "2026-01-20"', 'date: "2026-01-02"')
    edit(root, WAIVERS, 'until: "2028-12-31"', 'until: "2026-03-10"')


def later(repository: Repository) -> None:
    """What is committed from now on is dated from 2026-03-20."""
    repository.day = 19


def test_published_with_a_note(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the last day of the waiver nothing is said; a day later three pages say what, since when, and who is asked."""
    out = tmp_path / "site"
    assert build(small, out, "2028-12-31") == 0
    assert NOTE not in (out / "index.html").read_text(encoding="utf-8")
    for day in ("2029-01-01", "2029-06-01"):
        capsys.readouterr()
        assert build(small, out, day) == 0
        assert "都是例外到期以后重新出现的" in capsys.readouterr().err
        for page in ("index.html", "waivers/index.html", "committees/example-two/index.html"):
            text = (out / page).read_text(encoding="utf-8")
            assert NOTE in text, page
            assert "E203" in text, page
        assert NOTE not in (out / "committees/example-one/index.html").read_text(encoding="utf-8")


def test_any_other_error_leaves_the_old_site(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert build(small, out, "2028-12-31") == 0
    old = sites.contents(out)
    path = small / registries.ONE
    path.write_text(path.read_text(encoding="utf-8").replace("members: 25", "members: 26"), encoding="utf-8")
    assert build(small, out, "2029-01-01") == 1
    assert sites.contents(out) == old


# --- with a history ----------------------------------------------------------------------------------------------------

Then = Callable[[Path], None]
TO_SEVEN: Then = lambda root: edit(root, TWO, "members: 9", "members: 7")  # noqa: E731
OTHER_PHONE: Then = lambda root: edit(root, TWO, "0991-0000021", "0991-0000022")  # noqa: E731
OTHER_WORDS: Then = lambda root: edit(root, WAIVERS, "reason: ", "reason: 改写以后的原因：")  # noqa: E731
EXTENDED_TO_THE_PAST: Then = lambda root: edit(root, WAIVERS, 'until: "2026-03-10"', 'until: "2026-03-15"')  # noqa: E731


def nothing(root: Path) -> None:
    """No change."""


@pytest.mark.parametrize(
    ("changed", "published"),
    [
        pytest.param(nothing, True, id="nothing-but-time"),
        pytest.param(OTHER_PHONE, True, id="another-field"),
        pytest.param(OTHER_WORDS, True, id="the-reason-in-other-words"),
        pytest.param(TO_SEVEN, False, id="the-value-itself"),
        pytest.param(EXTENDED_TO_THE_PAST, False, id="a-waiver-that-ended-before-it-was-registered"),
    ],
)
@pytest.mark.parametrize("committed", [True, False], ids=["committed", "not-committed"])
def test_only_time_lets_it_pass(
    changed: Then, published: bool, committed: bool, small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The history tells whether the same error was covered on the last day, also where there is no site yet."""
    ended_early(small)
    repository = Repository(small)
    later(repository)
    changed(small)
    if committed:
        repository.commit()
    out = tmp_path / "site"
    assert build(small, out, "2026-11-23") == (0 if published else 1)
    said = capsys.readouterr().err
    assert ("都是例外到期以后重新出现的" in said) == published == out.exists()
    assert (BY_CHANGE in said) == (not published)
    assert UNKNOWN not in said


def test_waiver_that_came_with_the_error_and_had_ended(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A waiver added with the error it would have covered is none, however the site before was."""
    edit(small, TWO, "members: 9", "members: 11")
    waivers = (small / WAIVERS).read_text(encoding="utf-8")
    registries.write(small, WAIVERS, "waivers: []\n")
    repository = Repository(small)
    out = tmp_path / "site"
    assert build(small, out, "2026-11-22") == 0
    later(repository)
    registries.write(small, WAIVERS, waivers)
    ended_early(small)
    edit(small, TWO, "members: 11", "members: 9")
    repository.commit()
    old = sites.contents(out)
    assert build(small, out, "2026-11-23") == 1
    assert BY_CHANGE in capsys.readouterr().err
    assert sites.contents(out) == old


def test_last_day_in_china(small: Path, tmp_path: Path) -> None:
    """What is committed at 23:30 of the last day (UTC+8) counts; what is committed at that time a day later does not."""
    ended_early(small)
    edit(small, TWO, "members: 9", "members: 11")
    for day, code in ((9, 0), (10, 1)):
        root = Path(shutil.copytree(small, tmp_path / str(day)))
        repository = Repository(root)
        repository.day = day
        edit(root, TWO, "members: 11", "members: 9")
        repository.commit()
        assert build(root, tmp_path / f"site{day}", "2026-11-23") == code


def test_history_that_does_not_reach_back(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A shallow copy cannot tell; the site that stands can, where it shows the same record."""
    ended_early(small)
    repository = Repository(small)
    later(repository)
    repository.commit()
    shallow, out = tmp_path / "shallow", tmp_path / "site"
    repository.git("clone", "--quiet", "--depth=1", f"file://{small}", str(shallow))
    assert build(shallow, out, "2026-11-23") == 1
    said = capsys.readouterr().err
    assert f"example-two 的 E203（例外到 2026-03-10 为止）：例外已经到期，{UNKNOWN}" in said
    assert "git fetch --unshallow" in said
    assert build(small, out, "2026-11-23") == 0
    assert build(shallow, out, "2026-11-24") == 0


# --- without Git -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [True, False], ids=["a-site-stands", "first-site"])
@pytest.mark.parametrize(
    ("changed", "same"), [(nothing, True), (TO_SEVEN, False), (OTHER_PHONE, False)], ids=["nothing", "value", "another-field"]
)
def test_without_git_the_site_that_stands_tells(
    changed: Then, same: bool, first: bool, small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "site"
    if first:
        assert build(small, out, "2028-12-31") == 0
    changed(small)
    published = first and same
    assert build(small, out, "2029-01-01") == (0 if published else 1)
    assert (UNKNOWN in capsys.readouterr().err) == (not published)
