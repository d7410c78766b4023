"""Packets as the page shows them to the office: the report is that of the command line; how they stand to what is registered."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from helpers import packets, registries
from helpers.door import Door

from zhicheng.commands.cli import main
from zhicheng.registry import registry
from zhicheng.submission import snapshot

pytestmark = pytest.mark.slow

Value = dict[str, Any]


@pytest.fixture
def office(small: Path) -> Path:
    return packets.repository(small)


@pytest.fixture
def packet(office: Path, tmp_path: Path) -> Path:
    """A packet of example-one with another address."""
    out = tmp_path / "example-one-2026.zip"
    assert packets.pack(packets.sender(office, tmp_path / "sender"), out) == 0
    return out


def lines(report: Value) -> list[str]:
    """The lines of a report on the page as the terminal shows them."""
    found = [report["summary"], ""]
    for section in report["sections"]:
        found.append(f"【{section['title']}】")
        for number, block in enumerate(section["blocks"], 1):
            if block["heading"]:
                found.append(f"■ {block['heading']}")
            found += [f"{f'{number}.' if section['numbered'] else '-'} {line}" for line in block["lines"]]
            if block["folded"]:
                found.append(f"{block['fold']}：")
            found += [f"  - {line}" for line in block["folded"]]
        found.append("")
    return found


def test_the_report_is_that_of_the_command_line(office: Path, packet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """But for the accounts, which a page does not hold."""
    said = Door(office).ask("look", [packet.read_bytes()], full=True)
    assert packets.receive(office, packet) == 0
    shutil.copytree(office, tmp_path / "reviewer")
    packets.git(tmp_path / "reviewer", "switch", "-q", packets.BRANCH)
    capsys.readouterr()
    assert main(["report", "--base", "main", "--root", str(tmp_path / "reviewer"), "--as-of", packets.DAY]) == 0
    theirs = capsys.readouterr().out.splitlines()
    assert theirs[-1].startswith("与 ")
    assert [line.partition("（账号 ")[0] for line in theirs[:-1]] == lines(said["report"])
    assert any("示例市新路 2 号" in line for line in theirs)
    assert [(one["role"], one["turn"]) for one in said["report"]["offices"]] == [("centre", True)]


def test_how_a_packet_stands_to_what_is_registered(office: Path, packet: Path, tmp_path: Path) -> None:
    door = Door(office)
    said = door.ask("look", [packet.read_bytes()])
    assert (said["state"], said["basis"], said["errors"], "report" in said) == ("changed", "this", 0, False)
    same = tmp_path / "same.zip"
    assert packets.pack(office, same) == 0
    assert door.ask("look", [same.read_bytes()])["state"] == "same"
    # Registered meanwhile: the same content, then another one that is younger than the packet.
    assert packets.receive(office, packet) == 0
    packets.git(office, "merge", "-q", "--no-ff", "--no-edit", packets.BRANCH)
    said = Door(office).ask("look", [packet.read_bytes()])
    assert (said["state"], said["basis"], said["base_day"]) == ("same", "earlier", "2026-06-01")
    packets.commit(packets.moved(office, "示例市后来的路 3 号"), "registry: Move", "2026-11-25")
    said = Door(office).ask("look", [packet.read_bytes()])
    assert (said["state"], said["registered"][:10]) == ("older", "2026-11-25")


def test_a_paper_comes_out_as_it_went_in(office: Path, tmp_path: Path) -> None:
    (tmp_path / "扫描 1.pdf").write_bytes(packets.PDF)
    out = tmp_path / "one.zip"
    assert packets.pack(packets.sender(office, tmp_path / "sender"), out, "--paper", tmp_path / "扫描 1.pdf") == 0
    door, content = Door(office), out.read_bytes()
    said = door.ask("look", [content])
    assert (said["papers"], said["sealed"], said["unsearched"]) == (
        ["扫描 1.pdf"],
        ["example-one.contacts.age", "example-one.roster.age"],
        True,
    )
    assert door.call("paper", [content], name="扫描 1.pdf") == ({"ok": True}, [packets.PDF])
    for name in ("别的.pdf", "../manifest.json", ""):
        assert door.ask("paper", [content], name=name) == {"ok": False, "error": "报送包里没有这份打印的表。"}


def test_without_a_history_nothing_is_said_of_old_and_new(office: Path, packet: Path, tmp_path: Path) -> None:
    """Of a shallow clone it is not known when the files changed."""
    packets.commit(packets.moved(office, "示例市后来的路 3 号"), "registry: Move", "2026-11-25")
    said = Door(office).ask("look", [packet.read_bytes()])
    assert (said["state"], said["basis"]) == ("older", "earlier")
    packets.git(tmp_path, "clone", "-q", "--depth", "1", f"file://{office}", "shallow")
    said = Door(tmp_path / "shallow").ask("look", [packet.read_bytes()])
    assert (said["state"], said["registered"], said["basis"]) == ("changed", "", "other")


def test_a_version_that_the_page_does_not_know_is_told(office: Path, packet: Path, tmp_path: Path) -> None:
    entries = packets.opened(packet.read_bytes())
    other = packets.closed(packets.listed(entries, base="f" * 40).items())
    assert Door(office).ask("look", [other])["basis"] == "other"
    none = packets.closed(packets.listed(entries, base=None).items())
    assert Door(office).ask("look", [none])["basis"] == ""


def test_a_new_committee_and_its_errors(office: Path, packet: Path) -> None:
    """Findings in other files are told too, where the packet brings them: here two committees for the same."""
    entries = packets.opened(packet.read_bytes())
    text = entries.pop(packets.ONE).decode().replace("id: example-one", "id: example-new")
    text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith(("contacts:",)))
    made = {name: content for name, content in entries.items() if name == "manifest.json"}
    made["registry/committees/650000/example-new.yaml"] = text.encode()
    door, content = Door(office), packets.closed(packets.listed(made, committee="example-new", digest=None).items())
    said = door.ask("look", [content], full=True)
    assert (said["ok"], said["state"]) == (True, "new")
    assert {one["code"] for one in said["findings"]} >= {"X006"}
    assert said["report"]["sections"][0]["title"] == "需要您判断"
    own = [one for one in said["findings"] if one["file"].endswith("example-new.yaml")]
    assert door.ask("look", [content])["findings"] == own
    assert len(own) < len(said["findings"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"made": "2026-11-25T10:30:00+08:00"}, "打包时间 2026-11-25 10:30:00 还没有到。"),
        ({"digest": "0000-0000-0000"}, "内容摘要对不上"),
        ({"area": "650100"}, "的 area 与清单不同"),
    ],
)
def test_a_packet_that_would_not_be_taken_is_refused(office: Path, packet: Path, change: Value, said: str) -> None:
    forged = packets.closed(packets.listed(packets.opened(packet.read_bytes()), **change).items())
    assert said in Door(office).ask("look", [forged])["refused"]
    forged = packets.closed(packets.listed(packets.opened(packet.read_bytes()), made="2026-11-24T10:29:59+08:00").items())
    assert Door(office).ask("look", [forged])["ok"]


def test_earlier_returns_are_told_without_accounts(small: Path, tmp_path: Path) -> None:
    registries.write(
        small,
        "registry/decisions/2026.yaml",
        'year: "2026"\ndecisions:\n  - {committee: example-one, round: "2026", role: centre, account: somebody-known, commit: "'
        + "a" * 40
        + '", '
        'outcome: returned, date: "2026-05-01", reason_code: other, reason: 缺页, mend: 请补齐, appeal: 可以提出}\n',
    )
    office = packets.repository(small)
    out = tmp_path / "one.zip"
    assert packets.pack(packets.sender(office, tmp_path / "sender"), out) == 0
    made = snapshot.written(registry.load(office), "")
    assert b"somebody-known" not in b"".join(packets.opened(made).values())
    said = Door(office).ask("look", [out.read_bytes()], full=True)
    assert any("以往" in line and "2026-05-01" in line for line in lines(said["report"]))
