"""`zhicheng retire`: what is sealed of a withdrawn committee goes. With real age; all people are invented (人物均为虚构)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import registries
from helpers.rosters import IDENTITY
from helpers.vault_commands import opened, roster, run, write

from zhicheng.commands import cli
from zhicheng.registry.vault_listing import BANS

Capture = pytest.CaptureFixture[str]
KEY = ("--identity", IDENTITY)
ROSTER, CONTACTS, LIST = "registry/vault/example-one.roster.age", "registry/vault/example-one.contacts.age", f"registry/vault/{BANS}"
COUNTS = "registry/rosters/example-one.yaml"
WITHDRAWN = 'status: withdrawn\nwithdrawn: {date: "2026-11-01", reason: 机构改革，评审工作并入其他评审委员会, successor: example-two}\n'


@pytest.fixture
def withdrawn(small: Path, tmp_path: Path, capsys: Capture) -> Path:
    """A registry whose example-one, with 25 experts of whom one was removed for breaking the rules, was withdrawn."""
    registries.bans_in_force(small)
    assert run(small, "seal", "example-one", write(tmp_path, roster()), "--yes") == 0
    gone = opened(small)["experts"][0]["id"]
    assert run(small, "roster", "remove", "example-one", *KEY, "--expert", gone, "--reason", "discipline", "--date", "2026-03-01") == 0
    (small / LIST).unlink()
    path = small / registries.ONE
    path.write_text(path.read_text(encoding="utf-8").replace("status: active\n", WITHDRAWN), encoding="utf-8")
    capsys.readouterr()
    return small


def snapshot(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (root / "registry").rglob("*") if path.is_file()}


def public(root: Path, path: str) -> Any:
    return yaml.safe_load((root / path).read_text(encoding="utf-8"))


def test_what_goes_and_what_stays(withdrawn: Path, tmp_path: Path, capsys: Capture) -> None:
    """The sealed files and their hashes go; the numbers stay with the day, and whoever is banned stays banned."""
    before, gone = public(withdrawn, COUNTS), opened(withdrawn)["experts"][0]
    record = (withdrawn / registries.ONE).read_text(encoding="utf-8")
    assert run(withdrawn, "retire", "example-one", *KEY, "--yes") == 0
    out, talk = capsys.readouterr()
    assert out.splitlines() == [COUNTS, LIST, registries.ONE, ROSTER, CONTACTS]
    assert not (withdrawn / ROSTER).exists()
    assert not (withdrawn / CONTACTS).exists()
    assert public(withdrawn, COUNTS) == {
        **{name: before[name] for name in before if name != "sealed"},
        "retired": "2026-11-23",
    }
    lines = [line for line in record.splitlines() if not line.startswith("contacts:")]
    assert (withdrawn / registries.ONE).read_text(encoding="utf-8").splitlines() == lines
    assert "花名册里在库 24 名、已调出 1 名，最近一次 2026-03-01。" in talk
    assert "接续的是 example-two：要转过去的人，请先用 zhicheng roster move。" in talk
    assert "密封库的 Git 历史和备份里还有" in talk
    assert registries.findings(withdrawn) == []
    capsys.readouterr()
    assert run(withdrawn, "verify", *KEY) == 0, capsys.readouterr().out
    assert [(ban["pool"], ban["expert"]) for ban in opened(withdrawn, LIST)["bans"]] == [("example-one", gone["id"])]
    health = {**gone, "series": "health", "specialty": ["医疗", "内科"], "title": "副主任医师", "state": "active"}
    back = write(tmp_path, roster({name: item for name, item in health.items() if name != "removed"}))
    assert run(withdrawn, "seal", "example-prefecture", back, "--yes", *KEY) == 1
    assert "R118 第 1 行“姓名”" in capsys.readouterr().out
    assert run(withdrawn, "retire", "example-one", *KEY) == 0
    assert "example-one 没有密封文件，没有要删的。" in capsys.readouterr().err


@pytest.mark.slow
def test_the_public_numbers_leave_it_out(withdrawn: Path, tmp_path: Path) -> None:
    """The sum of experts is of those who are sealed somewhere; the deleted pool says since when it is."""
    assert run(withdrawn, "build", "--out", tmp_path / "before") == 0
    assert run(withdrawn, "retire", "example-one", *KEY, "--yes") == 0
    assert run(withdrawn, "build", "--out", tmp_path / "after") == 0
    before, after = (json.loads((tmp_path / name / "api/v1/index.json").read_bytes())["counts"]["experts"] for name in ("before", "after"))
    assert before - after == 24
    listed = json.loads((tmp_path / "after/api/v1/experts.json").read_bytes())["committees"]
    assert [one["retired"] for one in listed if one["committee"] == "example-one"] == ["2026-11-23"]


def test_asks_first(withdrawn: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot(withdrawn)
    for answer, code in ((None, 2), ("n", 0)):
        monkeypatch.setattr(cli, "_ask", lambda question, answer=answer: answer)
        assert run(withdrawn, "retire", "example-one", *KEY) == code
        assert "没有删去，文件没有改动" in capsys.readouterr().err
        assert snapshot(withdrawn) == before
    monkeypatch.setattr(cli, "_ask", lambda question: "y")
    assert run(withdrawn, "retire", "example-one", *KEY) == 0
    assert not (withdrawn / ROSTER).exists()


def test_contacts_alone_need_no_key(small: Path, capsys: Capture) -> None:
    """A committee that never sent a roster."""
    assert run(small, "retire", "example-old", "--yes") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "registry/vault/example-old.contacts.age"
    assert registries.findings(small) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("example-two",), "example-two 没有撤销登记，密封文件还要用，没有删去。"),
        (("example-none",), "没有编号是 example-none 的评审委员会"),
        (("example-one",), "example-one 有密封的花名册，要先打开，把没有满期的违规记录留下。请写 --identity 中心的私钥文件。"),
    ],
)
def test_refused(withdrawn: Path, capsys: Capture, arguments: tuple[str, ...], said: str) -> None:
    before = snapshot(withdrawn)
    assert run(withdrawn, "retire", *arguments, "--yes") == 2
    assert said in capsys.readouterr().err
    assert snapshot(withdrawn) == before


def test_not_before_its_day_nor_what_is_not_here(withdrawn: Path, capsys: Capture) -> None:
    path = withdrawn / registries.ONE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('date: "2026-11-01"', 'date: "2026-11-24"'), encoding="utf-8")
    assert run(withdrawn, "retire", "example-one", *KEY, "--yes") == 2
    assert "example-one 到 2026-11-24 才撤销登记，没有删去。" in capsys.readouterr().err
    path.write_text(text, encoding="utf-8")
    vault = withdrawn.parent / "vault"
    (withdrawn / "registry/vault").rename(vault)
    settings = withdrawn / "registry/registry.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "vault: ../../vault\n", encoding="utf-8")
    (vault / ".git").mkdir()
    (vault / "example-one.contacts.age").unlink()
    assert run(withdrawn, "retire", "example-one", *KEY, "--yes") == 2
    assert "example-one.contacts.age 不在这里。请取来完整的密封库，再运行一次。" in capsys.readouterr().err
    assert (vault / "example-one.roster.age").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("active again", "写着花名册已经删去，评审委员会却没有撤销登记"),
        ("file still there", "写着花名册已经删去，密封的花名册却还在"),
        ("hash still there", "写着花名册已经删去，密封的花名册却还在"),
    ],
)
def test_r204_holds_it_to_what_was_done(withdrawn: Path, change: str, said: str) -> None:
    """Nobody gets rid of a roster by writing that it was deleted."""
    kept = (withdrawn / ROSTER).read_bytes()
    hashed = public(withdrawn, COUNTS)["sealed"]
    assert run(withdrawn, "retire", "example-one", *KEY, "--yes") == 0
    path, counts = withdrawn / registries.ONE, withdrawn / COUNTS
    if change == "active again":
        text = path.read_text(encoding="utf-8")
        contacts = 'contacts: {sha256: "' + "0" * 64 + '", size: 1}\n'
        path.write_text(text.replace(WITHDRAWN, f"{contacts}status: active\n"), encoding="utf-8")
    elif change == "file still there":
        (withdrawn / ROSTER).write_bytes(kept)
    else:
        text = counts.read_text(encoding="utf-8")
        counts.write_text(
            text.replace("retired:", f'sealed: {{sha256: "{hashed["sha256"]}", size: {hashed["size"]}}}\nretired:'), encoding="utf-8"
        )
        (withdrawn / ROSTER).write_bytes(kept)
    assert [(f.code, f.message) for f in registries.findings(withdrawn) if f.code == "R204"] == [("R204", said)]
