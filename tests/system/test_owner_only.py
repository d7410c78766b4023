"""Private files: mode 600, or on Windows an access list, set before anything is in them; where neither can be, nothing is written."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from helpers import registries

from zhicheng.errors import CannotWrite
from zhicheng.forms import writing
from zhicheng.system import owner_only
from zhicheng.system.atomic_files import write_private

REFUSED = "没能用 icacls 把它设成只有您自己能读"


class Windows:
    """A Windows whose icacls ends with `code`, or is not there; `calls` are the commands, and what each file held when it was asked."""

    def __init__(self, code: int | None) -> None:
        self.code = code
        self.calls: list[tuple[list[str], bytes]] = []

    def run(self, command: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        self.calls.append((command, Path(command[1]).read_bytes()))
        if self.code is None:
            raise FileNotFoundError("icacls")
        return subprocess.CompletedProcess(command, self.code)


def on_windows(monkeypatch: pytest.MonkeyPatch, code: int | None) -> Windows:
    system = Windows(code)
    monkeypatch.setattr(owner_only, "WINDOWS", True)
    monkeypatch.setattr(owner_only.subprocess, "run", system.run)
    return system


@pytest.mark.parametrize("before", [None, 0o644])
def test_mode_600(tmp_path: Path, before: int | None) -> None:
    """Of a new file, and of one that others could read before."""
    path = tmp_path / "a"
    if before is not None:
        path.write_text("older and longer", encoding="utf-8")
        path.chmod(before)
    write_private(path, b"new", replace=True)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o600)


def test_on_windows_an_access_list_comes_before_the_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = on_windows(monkeypatch, 0)
    path = tmp_path / "私钥.identity"
    write_private(path, b"secret")
    assert system.calls == [(["icacls", str(path), "/inheritance:r", "/grant:r", "*S-1-3-4:F"], b"")]
    assert path.read_bytes() == b"secret"


@pytest.mark.parametrize("code", [5, None], ids=["no access lists on this disk", "no icacls"])
def test_on_windows_nothing_is_written_that_others_could_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int | None) -> None:
    on_windows(monkeypatch, code)
    with pytest.raises(CannotWrite, match=REFUSED) as refused:
        write_private(tmp_path / "a", b"secret")
    assert "NTFS" in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_before_stays_where_it_cannot_be_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_windows(monkeypatch, 5)
    path = tmp_path / "a"
    path.write_bytes(b"before")
    with pytest.raises(CannotWrite, match=REFUSED):
        write_private(path, b"secret", replace=True)
    assert path.read_bytes() == b"before"


@pytest.mark.parametrize("private", [True, False])
def test_forms_with_private_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, private: bool) -> None:
    """Those are kept to their owner too; public ones are for everybody."""
    on_windows(monkeypatch, 5)
    file = writing.FormFile("a.docx", private, lambda: b"")
    if private:
        with pytest.raises(CannotWrite, match=REFUSED):
            writing.write(tmp_path, file, b"secret")
        assert list(tmp_path.iterdir()) == []
    else:
        assert writing.write(tmp_path, file, b"public").read_bytes() == b"public"


@pytest.mark.skipif(owner_only.WINDOWS, reason="there are no such limits")
def test_what_is_opened_is_in_no_core_dump(tmp_path: Path) -> None:
    """From the moment at which an identity is read, and in the processes that are started then."""
    ask = "import resource; print(resource.getrlimit(resource.RLIMIT_CORE))"
    script = (
        "import subprocess, sys\nfrom pathlib import Path\nfrom zhicheng.vault import store\n"
        f"store.keyring(Path({str(registries.HERE / 'demonstration.identity')!r}))\n"
        f"sys.stdout.write(subprocess.run([sys.executable, '-c', {ask!r}], capture_output=True, encoding='utf-8').stdout)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True, cwd=tmp_path)
    assert done.stdout == "(0, 0)\n"
