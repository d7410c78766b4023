"""Every bad file (see bad_files.py) gives its code and no other, and word for word the report beside it, which `make bless` writes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from helpers import bad_files, registries, rosters, sites
from helpers.bad_files import BAD, CASES, lay
from helpers.deep import sample

from zhicheng.documents.finding_reports import text_report
from zhicheng.documents.yaml_reading import MAX_BYTES
from zhicheng.registry.registry import BrokenSettings
from zhicheng.rules import RULES
from zhicheng.site import api
from zhicheng.site.pages import pages


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_bad_file_gives_its_code_and_this_report(case: Path, empty: Path) -> None:
    """Exactly the code of its folder, and word for word the report beside it."""
    registries.put_in_force(empty, case.parent.name)
    lay(case, empty)
    found = rosters.all_findings(empty)
    report = text_report(found)
    assert {finding.code for finding in found} == {case.parent.name}, report
    expected = bad_files.report(case)
    if os.environ.get("ZHICHENG_BLESS"):
        expected.write_text(report, encoding="utf-8", newline="\n")
    assert expected.exists(), f"run `make bless` and read {expected}"
    assert report == expected.read_text(encoding="utf-8")


def test_every_rule_has_a_bad_file() -> None:
    """What can be said of a registry is shown by example, and nothing else has a folder.

    Forms (F) are in tests/data/annex3/, draws (D) in tests/draws/.
    """
    assert {case.parent.name for case in CASES} == {code for code in RULES if code[0] not in "FD"}


def test_no_report_is_left_over() -> None:
    """Each expected report belongs to a case."""
    cases = {bad_files.report(case) for case in CASES}
    assert sorted(path for path in BAD.glob("*/*.expected") if path not in cases) == []


def test_file_above_256_kib(empty: Path) -> None:
    """A file that is too large is refused before it is read; one of just the size is not."""
    path = registries.ONE
    registries.write(empty, path, registries.record() + "#" * (MAX_BYTES - len(registries.record().encode())))
    assert registries.findings(empty) == []
    registries.write(empty, path, registries.record() + "#" * (MAX_BYTES - len(registries.record().encode()) + 1))
    assert text_report(registries.findings(empty)) == (
        f"{path}:1:1: Y006 文件有 262,145 字节，超过 262,144 字节（256 KiB）\n    建议：请检查是否贴进了不属于登记表的内容。\n"
    )


def test_pipe(empty: Path) -> None:
    """A named pipe is a finding; reading it would wait for ever."""
    (empty / registries.ONE).parent.mkdir(parents=True)
    os.mkfifo(empty / registries.ONE)
    assert [(f.code, f.message) for f in registries.findings(empty)] == [("Y008", "这是特殊文件，不是登记库里的普通文件")]


@pytest.mark.parametrize("git", ["folder", "file"])
def test_a_repository_inside_the_registry(empty: Path, git: str) -> None:
    """Git commits none of its files: who looks at them here must not think that they are in the registry. One around it is as usual."""
    registries.write(empty, registries.ONE, registries.record())
    (empty / ".git").mkdir()
    (empty / "docs/.git").mkdir(parents=True)
    assert [f.code for f in registries.findings(empty)] == []
    inside = empty / registries.ONE
    if git == "folder":
        (inside.parent / ".git").mkdir()
    else:
        (inside.parent / ".git").write_text("gitdir: ../../../.git/modules/x\n", encoding="utf-8")
    (found,) = registries.findings(empty)
    assert (found.code, found.file, found.message) == (
        "Y008", "registry/committees/650000", "这个文件夹是另外一个 Git 仓库，里面的文件提交不进登记册，别人看不到"
    )  # fmt: skip
    assert found.hint.startswith("请删去里面的 .git，")


@pytest.mark.parametrize("case", sample(CASES, 4), ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_pages_of_a_bad_registry_can_be_listed(case: Path, empty: Path) -> None:
    """Pages are on their way before the rules are asked, so that a faulty record must not be in their way; they are thrown away then."""
    lay(case, empty)
    try:
        view = sites.view(empty)
    except BrokenSettings:
        return
    assert pages(view)
    assert api.files(view)
