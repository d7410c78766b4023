"""A file that is looked at several times is opened once, and nobody sees what another has changed in its sheets."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import people

from zhicheng.forms.reading import open_excel, open_sheets
from zhicheng.forms.reading.faults import FileFault
from zhicheng.forms.reading.set_aside import Aside
from zhicheng.forms.reading.sheets import Sheet


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What is parsed from now on."""
    found: list[bytes] = []

    def counted(content: bytes, real: object = open_excel.new_format) -> list[Sheet]:
        found.append(content)
        assert callable(real)
        return list(real(content))

    monkeypatch.setattr(open_excel, "new_format", counted)
    monkeypatch.setattr(open_sheets, "_opened", {})
    return found


def roster(folder: Path, experts: int, seed: int = 1) -> bytes:
    people.annex3_xlsx(people.bench_experts(experts, seed), folder / "附件3.xlsx")
    return (folder / "附件3.xlsx").read_bytes()


def test_it_is_parsed_once_and_each_has_it_for_itself(parsed: list[bytes], tmp_path: Path) -> None:
    content = roster(tmp_path, 3)
    (first, *_), (again, *_) = open_sheets.open_tables("附件3.xlsx", content), open_sheets.open_tables("附件3.xlsx", content)
    assert parsed == [content]
    assert first == again
    first.rows[0] = (1, ("改",))
    first.filled.add((9, 9))
    first.across[9, 9] = "改"
    first.uncalculated.add((9, 9))
    first.below.append("改")
    first.set_aside.rows.add(9)
    first.set_aside.beside.append(Aside("批注", "改"))
    assert open_sheets.open_tables("附件3.xlsx", content)[0] == again
    assert parsed == [content]


def test_another_file_is_another(parsed: list[bytes], tmp_path: Path) -> None:
    one, other = roster(tmp_path, 3, 1), roster(tmp_path, 3, 2)
    assert open_sheets.open_tables("附件3.xlsx", one) != open_sheets.open_tables("附件3.xlsx", other)
    with pytest.raises(FileFault):
        open_sheets.open_tables("附件3.docx", one)  # another name: what it claims is looked at again
    assert parsed == [one, other]


def test_only_a_few_are_kept(parsed: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_sheets, "_KEPT_FILES", 2)
    contents = [roster(tmp_path, 3, seed) for seed in range(3)]
    for content in (*contents, contents[2], contents[1], contents[0]):
        open_sheets.open_tables("附件3.xlsx", content)
    assert parsed == [*contents, contents[0]]


def test_a_huge_one_is_not_kept(parsed: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_sheets, "_KEPT_CELLS", 20)
    content = roster(tmp_path, 3)
    for _ in range(2):
        assert open_sheets.open_tables("附件3.xlsx", content)[0].rows
    assert parsed == [content, content]
