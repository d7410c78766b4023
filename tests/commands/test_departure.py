"""An employer reports that an expert left, and the centre accepts it: with real age; all people are invented (人物均为虚构)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers import vault_commands
from helpers.rosters import IDENTITY
from helpers.vault_commands import ROSTER, expert, opened, roster, run, write

from zhicheng.commands import cli
from zhicheng.vault import cipher, store

Capture = pytest.CaptureFixture[str]
KEY = ("--identity", IDENTITY)
OTHER = "registry/vault/example-prefecture.roster.age"
PERSON = expert(name="示例·买买提", born="1980-05")


@pytest.fixture
def sealed(small: Path, tmp_path: Path, capsys: Capture) -> Path:
    """A registry in whose two pools the person stands, in the second at another unit."""
    assert run(small, "seal", "example-one", write(tmp_path, roster(*vault_commands.pool(), PERSON)), "--yes") == 0
    other = {**PERSON, "series": "health", "specialty": ["医疗", "内科"], "title": "副主任医师", "unit": "另一个单位"}
    assert run(small, "seal", "example-prefecture", write(tmp_path, roster(expert(**other))), "--yes") == 0
    capsys.readouterr()
    return small


def report(root: Path, out: Path, **changes: str | None) -> int:
    given = {
        "name": "示例 买买提",
        "born": "1980-05",
        "unit": "某市示例设计院人事处",
        "reason": "left-post",
        "date": "2026-09-01",
        "by": "某市示例设计院",
    }
    options = [part for name, said in {**given, **changes}.items() if said is not None for part in (f"--{name}", said)]
    return run(root, "departure", "report", *options, "--out", out)


def states(root: Path, path: str = ROSTER) -> list[object]:
    """What stands of the person in a pool."""
    return [one.get("removed") for one in opened(root, path)["experts"] if one["name"] == "示例·买买提"]


def test_reported_and_accepted(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    """The report names nobody to who has no key; the centre takes the person out of both pools at once."""
    out = tmp_path / "离库.age"
    assert report(sealed, out, note="调到行政岗位") == 0
    assert capsys.readouterr().out == f"{out}\n"
    content = out.read_bytes()
    assert cipher.is_sealed(content)
    assert "买买提".encode() not in content
    plain = cipher.unseal(content, store.keyring(IDENTITY).identities)
    assert plain.strip().count(b"\n") == 0
    assert run(sealed, "departure", "accept", out, *KEY, "--yes") == 0
    said, talk = capsys.readouterr()
    lines = said.splitlines()
    assert lines[0].startswith("example-one  ")
    assert lines[0].endswith("  第 26 行")
    assert lines[1].startswith("example-prefecture  ")
    assert lines[1].endswith("  第 1 行  工作单位与报告的不同")
    assert "报告：调离原专业技术岗位，2026-09-01，由某市示例设计院报告。" in talk
    assert "买买提" not in said + talk
    gone = {"date": "2026-09-01", "reason": "left-post", "note": "由某市示例设计院报告：调到行政岗位"}
    assert (states(sealed), states(sealed, OTHER)) == ([gone], [gone])
    before = [(sealed / path).read_bytes() for path in (ROSTER, OTHER)]
    assert run(sealed, "departure", "accept", out, *KEY, "--yes") == 1
    assert "这个人已经调出了，没有改动。请与报告单位核对。" in capsys.readouterr().err
    assert [(sealed / path).read_bytes() for path in (ROSTER, OTHER)] == before


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"born": "1975-4"}, "出生年月要写年和月，如 1975-04。"),
        ({"born": "1975-13"}, "出生年月要写年和月，如 1975-04。"),
        ({"name": "示" * 51}, "姓名要写 1 到 50 个字，不能有控制字符。"),
        ({"name": " "}, "姓名要写 1 到 50 个字，不能有控制字符。"),
        ({"by": "示\u202e例"}, "报告单位要写 1 到 100 个字，不能有控制字符。"),
        ({"date": "2026-11-24"}, "2026-11-24 还没有到。"),
        ({"reason": None}, "report 还要写 --reason。"),
        ({"born": None, "unit": None}, "report 还要写 --born、--unit。"),
    ],
)
def test_reports_that_cannot_be(sealed: Path, tmp_path: Path, capsys: Capture, changes: dict[str, str | None], said: str) -> None:
    assert report(sealed, tmp_path / "x.age", **changes) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "x.age").exists()


def test_today_and_the_longest_name_can_be(sealed: Path, tmp_path: Path) -> None:
    assert report(sealed, tmp_path / "x.age", date="2026-11-23", name="示" * 50) == 0
    assert report(sealed, tmp_path / "x.age") == 2, "nothing is overwritten"


def test_options_of_the_other_action(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run(sealed, "departure", "accept", tmp_path / "x.age", *KEY, "--name", "示例") == 2
    assert "accept 不用 --name。" in capsys.readouterr().err
    assert run(sealed, "departure", "accept", *KEY) == 2
    assert "accept 还要写 文件。" in capsys.readouterr().err


def test_nobody_of_that_name_and_month(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    assert report(sealed, tmp_path / "x.age", born="1980-06") == 0
    assert run(sealed, "departure", "accept", tmp_path / "x.age", *KEY, "--yes") == 1
    assert "花名册里没有这个人（姓名、出生年月都相同的）。请与报告单位核对。" in capsys.readouterr().err


@pytest.mark.parametrize(("typed", "gone"), [("y", True), ("n", False), ("", False)])
def test_asked_before_anything_changes(
    sealed: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, typed: str, gone: bool
) -> None:
    assert report(sealed, tmp_path / "x.age") == 0
    assert run(sealed, "departure", "accept", tmp_path / "x.age", *KEY) == 2, "nobody there to ask"
    assert "没有改动：这里不能问您。核对以后加上 --yes 再运行。" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(cli, "_ask", lambda question: typed)
    assert run(sealed, "departure", "accept", tmp_path / "x.age", *KEY) == 0
    assert (states(sealed)[0] is not None) == gone


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"departure": {"name": "示例"}}, "里不是离库报告。"),
        ({"departure": {**dict.fromkeys(("name", "born", "unit", "reason", "date", "by"), "x"), "more": "x"}}, "里不是离库报告。"),
        ({"departure": {"name": 1}}, "里面不是离库报告。"),
        ({"departure": [], "experts": []}, "里面不是离库报告。"),
        ({"departure": dict.fromkeys(("name", "born", "unit", "reason", "date", "by"), "示例甲")}, "出生年月要写年和月"),
    ],
)
def test_sealed_files_that_are_no_report(sealed: Path, tmp_path: Path, capsys: Capture, value: dict[str, object], said: str) -> None:
    """Anybody can seal something to a public key. No message repeats what is in it."""
    content = json.dumps(value, ensure_ascii=False).encode()
    (tmp_path / "x.age").write_bytes(cipher.seal(content, sorted(store.DEMONSTRATION_KEYS)))
    assert run(sealed, "departure", "accept", tmp_path / "x.age", *KEY, "--yes") == 2
    err = capsys.readouterr().err
    assert said in err
    assert "示例甲" not in err


def test_what_is_not_sealed_or_too_large(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "x.age"
    for size, said in ((2, "不是完整的 age 密封文件"), (1 << 16, "不是完整的 age 密封文件"), ((1 << 16) + 1, "太大，不是一份报告")):
        path.write_bytes(b"x" * size)
        assert run(sealed, "departure", "accept", path, *KEY, "--yes") == 2
        assert f"打不开 x.age：{said}" in capsys.readouterr().err
    assert run(sealed, "departure", "accept", tmp_path / "y.age", *KEY, "--yes") == 2
    assert "读不到 y.age：没有这个文件。" in capsys.readouterr().err


def test_a_roster_that_cannot_be_opened_is_said(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    assert report(sealed, tmp_path / "x.age") == 0
    (sealed / OTHER).unlink()
    assert run(sealed, "departure", "accept", tmp_path / "x.age", *KEY, "--yes") == 0
    assert "1 份花名册打不开或者不在这里，没有查：example-prefecture。" in capsys.readouterr().err
    assert states(sealed)[0] is not None
