"""`zhicheng build` where a waiver has ended: the site is published and says so; any other error leaves the old site as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import registries, sites

from zhicheng.commands.cli import main

pytestmark = pytest.mark.slow
NOTE = "例外已于 2028-12-31 到期，还没有办理"


def build(root: Path, out: Path, day: str) -> int:
    return main(["build", "--root", str(root), "--out", str(out), "--as-of", day])


def test_published_with_a_note(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the last day of the waiver nothing is said; a day later three pages say what, since when, and who is asked."""
    out = tmp_path / "site"
    assert build(small, out, "2028-12-31") == 0
    assert NOTE not in (out / "index.html").read_text(encoding="utf-8")
    capsys.readouterr()
    assert build(small, out, "2029-01-01") == 0
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
