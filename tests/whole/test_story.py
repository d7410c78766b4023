"""The story of docs/guide/roster.md, from a filled Annex 3 to the verified roster, with the real program and real files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from helpers import registries

from zhicheng.registry.records.sealed_roster import COLUMNS

pytestmark = pytest.mark.slow

TITLE = "某自治区工程系列建筑工程专业高级职称评审委员会推荐城市规划专业评委花名册"
PROGRAM = [sys.executable, "-m", "zhicheng"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(registries.HERE.parent / "scripts")}


def annex3(path: Path, people: int, title_since: str = "2016年12月") -> Path:
    """A filled Annex 3 as an office would send it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([TITLE])
    sheet.append(list(COLUMNS))
    for n in range(people):
        name = f"阿卜杜·示例{chr(0x9F20 + n)}" if n % 2 else f"示　{chr(0x9F20 + n)}"
        born, note = f"{1968 + n}.05", "享受国务院特殊津贴" if n == 3 else ""
        place = "某市示例设计院 总工程师"
        sheet.append([n + 1, name, "男", "维", born, place, "城市规划", "高级工程师", "副高级", title_since, "0991-0000123、0000124", note])
    book.save(path)
    return path


def test_from_annex_3_to_the_verified_roster(small: Path, tmp_path: Path) -> None:
    """Import, seal, validate, build, verify: each says what comes next, and nobody's name is published."""
    desk = tmp_path / "desk"
    desk.mkdir()
    done: list[str] = []

    def zhicheng(*arguments: str | Path, code: int = 0) -> str:
        command = [*PROGRAM, *map(str, arguments)]
        result = subprocess.run(command, cwd=small, env=ENVIRONMENT, capture_output=True, text=True, encoding="utf-8")
        assert result.returncode == code, result.stdout + result.stderr
        done.append(result.stdout + result.stderr)
        return result.stdout + result.stderr

    # The centre makes two keys, one in reserve, and seals the vault to them.
    keys = []
    for name in ("centre", "reserve"):
        keys.append(zhicheng("keys", "new", "--out", desk / f"{name}.identity").splitlines()[0])
    zhicheng("reseal", "--yes", "--identity", registries.HERE / "demonstration.identity")
    (small / "registry/vault/recipients.txt").write_text("\n".join(keys) + "\n", encoding="utf-8")
    zhicheng("reseal", "--yes", "--identity", registries.HERE / "demonstration.identity")

    # A committee's clerk: a first try with a title held too shortly is refused, and nothing was written.
    short = annex3(desk / "附件3.xlsx", 12, title_since="2024年1月")
    before = (small / "registry/rosters/example-one.yaml").read_bytes()
    said = zhicheng("import", short, "--committee", "example-one", "--signed-by", "示例负责人", "--signed-on", "2026-06-20")
    assert "R102 工作表“Sheet”第 3 行“取得职称时间”" in said, "told where the clerk looks"
    assert "按规则检查有 11 个错误，不改好不能密封" in said
    plain = desk / "example-one.roster.plain.json"
    said = zhicheng("seal", "example-one", plain, "--as-of", "2026-11-23", code=1)
    assert "registry/vault/example-one.roster.age:1:10: R102 第 1 行“取得职称时间”" in said
    assert (small / "registry/rosters/example-one.yaml").read_bytes() == before
    signed = ("--signed-by", "示例负责人", "--signed-on", "2026-06-20", "--consulted", "示例厅")
    said = zhicheng("import", annex3(desk / "附件3.xlsx", 12), "--committee", "example-one", "--yes", *signed)
    assert "读到 12 名评委" in said
    people = json.loads(plain.read_text(encoding="utf-8"))["experts"]
    assert [people[0]["name"], people[1]["name"]] == [f"示{chr(0x9F20)}", f"阿卜杜·示例{chr(0x9F21)}"]
    said = zhicheng("seal", "example-one", plain, "--yes", "--as-of", "2026-11-23")
    assert "registry/vault/example-one.roster.age\nregistry/rosters/example-one.yaml\n" in said
    plain.unlink()
    assert "0 个错误" in zhicheng("validate", "--as-of", "2026-11-23")
    zhicheng("build", "--out", tmp_path / "site", "--as-of", "2026-11-23")

    # The centre opens it in memory, and judges.
    said = zhicheng("verify", "example-one", "--identity", desk / "reserve.identity", "--as-of", "2026-11-23")
    assert "核对了 1 份花名册、12 名评委：0 个错误" in said

    published = [path.read_bytes() for folder in (tmp_path / "site", small) for path in folder.rglob("*") if path.is_file()]
    for person in people:
        for secret in (person["name"], person["phones"][0], person["unit"]):
            assert not any(secret.encode() in content for content in published)
            assert not any(secret in text for text in done)
    page = (tmp_path / "site/committees/example-one/index.html").read_text(encoding="utf-8")
    assert "<b>12</b> 人" in page
