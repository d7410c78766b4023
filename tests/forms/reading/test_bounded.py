"""What strangers send is read within a budget of time and memory, and the same comes of it as ever."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from helpers import registries
from helpers.forms.costly import COSTLY

from zhicheng.forms import reading
from zhicheng.forms.intake import record
from zhicheng.forms.reading import bounded
from zhicheng.forms.reading.result import ReferenceTables
from zhicheng.registry import registry
from zhicheng.review.delivery import packet
from zhicheng.review.delivery.packet_zip import PacketRefused
from zhicheng.system import budget

pytestmark = pytest.mark.slow


def tables() -> ReferenceTables:
    return record.tables(registry.load(registries.SMALL))


def test_an_ordinary_form_is_read_as_ever() -> None:
    """Whether in a process of its own or here: the same record, findings, questions and places."""
    known = tables()
    for name in ("names that share their cell", "every cell is wrong"):
        file = COSTLY[name](20)
        one, other = reading.read([file], known, 2026), bounded.read([file], known, 2026)
        assert (one.record, one.findings, one.questions, one.kinds) == (other.record, other.findings, other.questions, other.kinds)
        assert {pointer: origin.place for pointer, origin in one.origins.items()} == {p: o.place for p, o in other.origins.items()}


def test_over_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """One error for each file, and nothing of any; of a packet, that it is refused. Each file adds to the time."""
    asked: list[int] = []

    def refused(work: object, seconds: int, memory: int) -> object:
        asked.append(seconds)
        raise budget.OverBudget

    monkeypatch.setattr(budget, "within", refused)
    found = bounded.read([("附件1.docx", b""), ("附件2.xlsx", b"")], tables(), 2026)
    assert [(one.code, one.file, one.message) for one in found.findings] == [
        ("F001", "附件1.docx", "读这些文件要的时间或内存太多，没有读"),
        ("F001", "附件2.xlsx", "读这些文件要的时间或内存太多，没有读"),
    ]
    assert (found.record, found.rosters) == ({}, [])
    with pytest.raises(PacketRefused, match="读它要的时间或内存太多，没有读"):
        packet.read_bounded(b"")
    assert asked == [120, 60]


CODE = """
import sys, time
from zhicheng.commands.cli import main
from zhicheng.forms import reading
from zhicheng.forms.reading import bounded
bounded.SECONDS = 2
read = reading.read
def slow(files, *more):
    while any("费时" in name for name, _ in files):
        pass
    return read(files, *more)
bounded.reading.read = slow
sys.exit(main(sys.argv[1:]))
"""


def test_one_costly_file_does_not_stop_a_batch(small: Path, tmp_path: Path) -> None:
    """With real limits, in a program of its own: it is told, and the others are read."""
    for name in ("费时", "平常"):
        (tmp_path / "报送" / name).mkdir(parents=True)
        (tmp_path / "报送" / name / f"附件2{name}.docx").write_bytes(COSTLY["names that share their cell"](3)[1])
    command = [sys.executable, "-c", CODE, "import", "--batch", str(tmp_path / "报送"), "--root", str(small), "--as-of", "2026-11-23"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 1, done.stderr
    assert "附件2费时.docx:1:1: F001 读这些文件要的时间或内存太多，没有读" in done.stdout
    assert "—— 平常" in done.stdout
    assert "附件2平常.docx:1:1: F001" not in done.stdout
