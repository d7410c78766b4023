"""Sealed rosters in a report: without a key what was not checked, with one who came, went and changed; a reseal is one line.

With real age and real Git; all people are invented (人物均为虚构).
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers import registries
from helpers.repositories import Repository
from helpers.rosters import IDENTITY
from helpers.vault_commands import CONTACTS, ROSTER, expert, opened, roster, run, write

from zhicheng.vault import cipher, store

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
KEY = ("--identity", IDENTITY)
PUBLIC = "registry/rosters/example-one.yaml"
UNKNOWN = "谁进谁出、谁的内容变了、评委是否符合条件、公布的人数与花名册是否一致"


@pytest.fixture
def sealed(small: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry whose pool of example-one has 25 experts, committed."""
    monkeypatch.delenv("CI", raising=False)
    assert run(small, "seal", "example-one", write(tmp_path, roster()), "--yes") == 0
    Repository(small)
    capsys.readouterr()
    return small


def reseal(root: Path, change: Callable[[dict[str, Any]], object], path: str = ROSTER) -> None:
    """Another content of a sealed roster, with its hash in the public file, whatever rules say of it."""
    value = opened(root, path)
    change(value)
    content = cipher.seal(store.padded(store.packed(value)), sorted(store.DEMONSTRATION_KEYS))
    (root / path).write_bytes(content)
    public = f"registry/rosters/{Path(path).name.removesuffix('.roster.age')}.yaml"
    now = store.fingerprint(content)
    text = re.sub(
        "sha256: [^,]+, size: [0-9]+", f"sha256: {now['sha256']}, size: {now['size']}", (root / public).read_text(encoding="utf-8")
    )
    registries.write(root, public, text)


def reported(root: Path, capsys: Capture, *arguments: str | Path) -> str:
    assert run(root, "report", "--base", "HEAD", *arguments) in (0, 1), capsys.readouterr().err
    return capsys.readouterr().out


def section(report: str, title: str) -> list[str]:
    """The lines of a section of a report as text."""
    return report.split(f"【{title}】\n", 1)[1].split("\n\n")[0].splitlines() if f"【{title}】" in report else []


def test_without_a_key_it_is_said_what_was_not_checked(sealed: Path, capsys: Capture) -> None:
    reseal(sealed, lambda value: value["experts"].pop())
    said = (
        f"1. 1 份花名册（example-one）是新的，或者换了内容。这里没有密钥，没有核对{UNKNOWN}。请由持钥人运行 zhicheng verify example-one "
        "--identity 密钥文件；要看改了什么，给 zhicheng report 加 --identity 密钥文件"
    )
    report = reported(sealed, capsys)
    assert section(report, "需要您判断") == [said]
    assert section(report, "花名册里的人") == []


def test_of_contacts_nothing_is_said_about_experts(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    assert run(sealed, "seal", "example-one", write(tmp_path, CONTACTS), "--yes") == 0
    capsys.readouterr()
    (said,) = section(reported(sealed, capsys), "需要您判断")
    assert said.startswith("1. 1 份联系人（example-one）是新的，或者换了内容。这里没有密钥，没有核对里面的内容。")
    (said,) = section(reported(sealed, capsys, *KEY), "需要您判断")
    assert said == "1. example-one.contacts.age：联系人有变"


def test_who_came_went_and_changed(sealed: Path, capsys: Capture) -> None:
    """By name, for the holder of the key; the points to judge give numbers alone, and what the rules say."""

    def change(value: dict[str, Any]) -> None:
        rows = value["experts"]
        rows[0] |= {"state": "removed", "removed": {"date": "2026-09-01", "reason": "retired"}}
        rows[1] |= {"level": "full-senior", "title": "正高级工程师", "phones": ["0991-0000999"]}
        del rows[2]
        rows[2] = {**rows[2], "id": "zzzz99"}  # the same person under another id
        rows.append({**expert(name="示例新来", born="1990-05", title_since="2024-12"), "id": "newcom"})

    before = opened(sealed)["experts"]
    names = [row["name"] for row in before]
    reseal(sealed, change)
    report = reported(sealed, capsys, *KEY)
    (said,) = [line for line in section(report, "需要您判断") if "花名册：" in line]
    assert said.startswith("1. example-one的花名册：进 1 名、出 2 名、内容有变 2 名；单独按规则核对：R102 1 处")
    assert said.endswith("。逐条见 zhicheng verify example-one")
    assert not any(name in said for name in names)
    assert section(report, "花名册里的人") == [
        "（用密钥打开的，只供持钥人看：不要贴到评论、邮件里，看完请关闭窗口）",
        "■ 花名册 example-one",
        "- 进 第 25 行 示例新来（某市示例设计院）",
        f"- 出 第 1 行 {names[0]}（某市示例设计院）（2026-09-01 退休）",
        f"- 出 原来第 3 行 {names[2]}（某市示例设计院）（整行删去，没有写调出的日期和原因）",
        f"- 改 第 2 行 {names[1]}（某市示例设计院）：现专业职称：高级工程师 → 正高级工程师；职称层级：副高级 → 正高级；"
        "电话：0991-0000123 → 0991-0000999",
        f"- 改 第 3 行 {names[3]}（某市示例设计院）：评委编号：{before[3]['id']} → zzzz99",
    ]


def test_removed_experts_who_come_back_and_are_purged(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    first, second = (row["id"] for row in opened(sealed)["experts"][:2])
    remove = (
        "roster",
        "remove",
        "example-one",
        *KEY,
        "--reason",
        "left-post",
        "--date",
        "2026-01-01",
        "--expert",
        first,
        "--expert",
        second,
    )
    assert run(sealed, *remove) == 0
    Repository(sealed).commit()
    capsys.readouterr()

    def change(value: dict[str, Any]) -> None:
        value["experts"][0] = {**expert(name=value["experts"][0]["name"], born="1970-05"), "id": first}
        kept = ("id", "series", "specialty", "title", "level", "entry", "in_service", "state", "removed")
        value["experts"][1] = {name: value["experts"][1][name] for name in kept}

    reseal(sealed, change)
    lines = section(reported(sealed, capsys, *KEY), "花名册里的人")[2:]
    assert lines == [
        f"- 进 第 1 行 {opened(sealed)['experts'][0]['name']}（某市示例设计院）（原来已调出：2026-01-01 调离原专业技术岗位）",
        f"- 改 第 2 行 编号 {second}：个人信息已清除",
    ]


def test_a_new_roster_lists_everybody(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    row = expert(series="translation", specialty=["翻译", "英语"], title="副译审")
    assert run(sealed, "seal", "example-two", write(tmp_path, roster(row)), "--yes") == 0
    capsys.readouterr()
    report = reported(sealed, capsys, *KEY)
    assert any("example-two的花名册：新的一份，进 1 名、出 0 名、内容有变 0 名；" in line for line in section(report, "需要您判断"))
    assert section(report, "花名册里的人")[2:] == ["- 进 第 1 行 示例甲（某市示例设计院）"]


@pytest.mark.parametrize("form", ["markdown", "json"])
def test_no_names_where_others_read(sealed: Path, capsys: Capture, form: str) -> None:
    assert run(sealed, "report", "--base", "HEAD", "--format", form, *KEY) == 2
    assert "--identity 只和 --format text 一起用" in capsys.readouterr().err


def test_no_names_in_the_log_of_a_forge(sealed: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    assert run(sealed, "report", "--base", "HEAD", *KEY) == 2
    assert "这里是代码平台的任务（环境变量 CI）" in capsys.readouterr().err
    assert run(sealed, "report", "--base", "HEAD") == 0


def anew(root: Path, *exchanged: str) -> int:
    """Seals every file of the vault anew, with other people in those that are named; returns how many files there are."""
    paths = sorted((root / "registry/vault").glob("*.roster.age"))
    for path in paths:
        key = path.name.removesuffix(".roster.age")
        reseal(root, lambda value: value["experts"][0].update(name="示例调换") if key in exchanged else None, f"registry/vault/{path.name}")  # noqa: B023
    return len(paths)


def test_a_reseal_is_one_line(sealed: Path, capsys: Capture) -> None:
    number = anew(sealed)
    assert number == 3
    report = reported(sealed, capsys)
    assert report.startswith("3 份密封文件重新密封；没有带来新的错误和提醒；")
    assert section(report, "改了什么") == ["- 3 份密封文件换了公钥重新密封，公开的内容没有变"]
    assert section(report, "需要您判断") == [
        "1. 3 份密封文件换了公钥重新密封，公开的内容没有变。密封的内容有没有变，没有密钥看不出来：请由持钥人给 zhicheng report 加 "
        "--identity 密钥文件，逐份比较"
    ]
    assert section(report, "其他文件") == []
    report = reported(sealed, capsys, *KEY)
    assert section(report, "需要您判断") == ["1. 3 份密封文件只是重新密封，打开比较过，内容与原来一样"]
    assert run(sealed, "report", "--base", "HEAD", "--format", "json") == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["records"], made["other_files"], len(made["resealed"])) == ([], [], 6)


def test_what_is_exchanged_under_the_name_of_a_reseal(sealed: Path, capsys: Capture) -> None:
    anew(sealed, "example-one")
    assert section(reported(sealed, capsys, *KEY), "需要您判断") == [
        "1. 1 份密封文件说是重新密封，打开以后内容与原来不同：example-one.roster.age。先退回，查明原因，不要合并",
        "2. 2 份密封文件只是重新密封，打开比较过，内容与原来一样",
    ]


def test_a_vault_of_its_own(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    """The version before is found in the history of the vault's own repository; where it is not there, that is said."""
    vault = tmp_path / "vault"
    settings = (sealed / "registry/registry.yaml").read_text(encoding="utf-8")
    shutil.move(sealed / "registry/vault", vault)
    registries.write(sealed, "registry/registry.yaml", f"{settings}vault: ../../vault\n")
    assert (sealed / "../vault").resolve() == vault
    Repository(vault)
    Repository(sealed).commit()
    first = opened(sealed, "../vault/example-one.roster.age")["experts"][0]["id"]
    remove = ("roster", "remove", "example-one", *KEY, "--reason", "retired", "--date", "2026-09-01", "--expert", first)
    assert run(sealed, *remove) == 0
    capsys.readouterr()
    assert any("example-one的花名册：进 0 名、出 1 名、内容有变 0 名" in line for line in reported(sealed, capsys, *KEY).splitlines())
    shutil.rmtree(vault / ".git")
    assert "1. example-one.roster.age：原来的密封文件不在这里，没有比较" in reported(sealed, capsys, *KEY)


def test_sealed_files_that_cannot_be_opened(sealed: Path, capsys: Capture) -> None:
    reseal(sealed, lambda value: value["experts"].pop())
    path = sealed / ROSTER
    content = path.read_bytes()
    path.write_bytes(content + b"x")
    assert "example-one.roster.age：现在的密封文件与公开登记的校验值不同，没有比较" in reported(sealed, capsys, *KEY)
    path.unlink()
    assert "example-one.roster.age：现在的密封文件不在这里，没有比较" in reported(sealed, capsys, *KEY)
    text = (sealed / PUBLIC).read_text(encoding="utf-8")
    damaged = content[:-40] + bytes(40)
    path.write_bytes(damaged)
    was, now = (store.fingerprint(one)["sha256"] for one in (content, damaged))
    registries.write(sealed, PUBLIC, text.replace(was, now))
    assert "example-one.roster.age：现在的密封文件打不开（" in reported(sealed, capsys, *KEY)
