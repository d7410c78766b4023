"""A registry, packets and forms of an earlier version: they read the same in this one.

tests/data/earlier holds the sample registry as it was before records could say how a level is obtained (all records, the smallest nine
rosters), and what that version made of it: its findings, its codes, digests, printed forms and what it read from them, and a packet with
a changed address. None of these files is ever regenerated: a difference is a fault of the program. All people in them are invented.
"""

from __future__ import annotations

import json
import shutil
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from helpers import packets, registries

from zhicheng.commands.cli import main
from zhicheng.documents import finding_reports
from zhicheng.forms import digest, reading
from zhicheng.forms.intake import record
from zhicheng.registry import public_record, registry
from zhicheng.registry.registry import Registry
from zhicheng.rules.engine import check

pytestmark = pytest.mark.slow

EARLIER = registries.HERE / "data/earlier"
DAY = date(2026, 11, 23)


@cache
def loaded() -> Registry:
    return registry.load(EARLIER)


def recorded(name: str) -> Any:
    return json.loads((EARLIER / name).read_text(encoding="utf-8"))


def test_findings_are_those_of_then() -> None:
    """Every finding of then is there, word for word; what is more is a warning of a rule that is new."""
    then = recorded("findings.json")["findings"]
    now = json.loads(finding_reports.FORMATS["json"](check(loaded(), DAY).findings, 0))["findings"]
    assert [finding for finding in then if finding not in now] == []
    more = [finding for finding in now if finding not in then]
    assert [f for f in more if f["severity"] == "error" or f["code"] in recorded("codes.json")] == []


def test_digests_are_those_of_then() -> None:
    """What is printed on paper stays right."""
    now = {entry.record.id: digest.digest(public_record.committee(entry.record)) for entry in loaded().committees}
    assert now == recorded("digests.json")
    assert len(now) == 74


@pytest.mark.parametrize("committee", ["central-aviation", "ks-health", "shanshan-health"])
def test_printed_forms_are_read_as_then(committee: str) -> None:
    files = [(path.name, path.read_bytes()) for path in sorted((EARLIER / "forms").glob(f"{committee}.*.docx"))]
    read = reading.read(files, record.tables(loaded()), DAY.year)
    then = recorded("forms.json")[committee]
    assert len(files) == 2
    assert read.record == then["record"]
    assert [str(finding) for finding in read.findings] == then["findings"]


def test_a_packet_of_then_is_received(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """It comes on a branch with its files byte for byte: the record with the address of the packet, and nothing else changed."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, packets.GIT[name])
    office = tmp_path / "office"
    for part in ("registry", ".github"):
        shutil.copytree(EARLIER / part, office / part)
    packets.repository(office)
    packet = shutil.copy(EARLIER / "packets/xj-archives-2026.zip", tmp_path)
    assert main(["receive", str(packet), "--root", str(office), "--as-of", DAY.isoformat()]) == 0
    assert "submit/xj-archives-2026" in capsys.readouterr().out
    path = "registry/committees/650000/xj-archives.yaml"
    changed = packets.git(office, "diff", "--name-only", "main", "submit/xj-archives-2026").split()
    expected = (EARLIER / path).read_text(encoding="utf-8").replace("北楼 208 室", "北楼 308 室")
    assert changed == [path]
    assert packets.git(office, "show", f"submit/xj-archives-2026:{path}") == expected
