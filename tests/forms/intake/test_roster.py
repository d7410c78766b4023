"""Rows of Annex 3 become experts of a committee: their specialty, their ids, who stays."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers.registries import TODAY

from zhicheng.documents.finding import Finding
from zhicheng.errors import UserError
from zhicheng.forms.intake import roster
from zhicheng.registry import registry
from zhicheng.registry.records.sealed_roster import COLUMNS
from zhicheng.registry.registry import Registry

HEADER = list(COLUMNS)
TITLE = "某自治区工程系列建筑工程专业高级职称评审委员会推荐{}专业评委花名册"
Value = dict[str, Any]


def book(*posts: str, title: str = TITLE.format("建筑工程"), extra: tuple[list[str], ...] = ()) -> tuple[str, bytes]:
    """A filled Annex 3 with an expert for each post."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "评委"
    sheet.append([title])
    sheet.append([*HEADER, *(names[0] for names in extra)])
    for n, post in enumerate(posts):
        row = [
            n + 1,
            f"示例{chr(0x4E00 + n)}",
            "女",
            "哈萨克族",
            "1975.04",
            "某市示例设计院",
            post,
            "高级工程师",
            "副高级",
            "2014.12",
            "0991-0000123",
            "",
        ]
        sheet.append([*row, *(names[1] for names in extra)])
    stream = BytesIO()
    made.save(stream)
    return "附件3.xlsx", stream.getvalue()


@pytest.fixture
def loaded(small: Path) -> Registry:
    return registry.load(small)


def imported(
    loaded: Registry, *files: tuple[str, bytes], key: str = "example-one", before: Value | None = None
) -> tuple[list[Value], list[str]]:
    value, findings = roster.roster(loaded, key, files, TODAY, before)
    return value["experts"], [f"{f.line}:{f.column} {f.code} {f.message}" for f in findings]


@pytest.mark.parametrize("post", ["城市规划", "城市规划专业", "从事城市规划工作"])
def test_specialty_by_the_post(loaded: Registry, post: str) -> None:
    (expert,), said = imported(loaded, book(post))
    assert (expert["series"], expert["specialty"], said) == ("engineering", ["建筑工程", "城市规划"], [])


def test_specialty_by_the_title_of_the_sheet(loaded: Registry) -> None:
    (expert,), said = imported(loaded, book("设计", title=TITLE.format("城市规划")))
    assert (expert["specialty"], said) == (["建筑工程", "城市规划"], [])


def test_specialty_that_cannot_be_told(loaded: Registry) -> None:
    """Nothing is guessed: the row is named, and what it may be."""
    _, said = imported(loaded, book("城市规划", "园艺"))
    assert said == ["4:7 F003 工作表“评委”第 4 行“现专业岗位”：看不出属于登记的哪个二级专业"]


def test_employer_rosters_name_series_and_specialty(loaded: Registry) -> None:
    extra = (["系列", "工程"], ["一级专业", "机械"], ["二级专业", "农业机械"])
    (expert,), said = imported(loaded, book("机械", title="花名册", extra=extra), key="employer-653100")
    assert (expert["series"], expert["specialty"], expert["entry"], said) == ("engineering", ["机械", "农业机械"], "employer", [])
    _, said = imported(loaded, book("机械", title="花名册"), key="employer-653100")
    assert said == ["3:7 F003 工作表“评委”第 3 行“现专业岗位”：没有写明系列和一级、二级专业"]


def test_the_same_person_keeps_the_id_and_who_is_missing_stays(loaded: Registry) -> None:
    """Leaving a pool takes a reason and a date, so that nobody is lost by being left out of a list."""
    first, _ = imported(loaded, book("城市规划", "城市规划", "城市规划"))
    before = {"experts": first}
    second, said = imported(loaded, book("城市规划", "城市规划"), before=before)
    assert [row["id"] for row in second] == [row["id"] for row in first]
    assert said == ["1:1 F006 原来在库的有 1 人不在这份表里，仍留在库里"]


def test_several_files_are_one_roster(loaded: Registry) -> None:
    rows, said = imported(loaded, book("城市规划"), book("建筑施工管理"))
    assert ([row["specialty"][1] for row in rows], said) == (["城市规划", "建筑施工管理"], [])


def test_a_form_of_another_committee(loaded: Registry) -> None:
    _, said = imported(loaded, book("城市规划", title="示例地区卫生系列临床医学中级评审委员会推荐内科专业评委花名册"))
    assert [line[:8] for line in said] == ["1:1 F006"]


@pytest.mark.parametrize("key", ["example-none", "employer-999999", "employer-1"])
def test_unknown_key(loaded: Registry, key: str) -> None:
    with pytest.raises(UserError):
        roster.roster(loaded, key, [book("城市规划")], TODAY)


def test_an_empty_form(loaded: Registry) -> None:
    rows, said = imported(loaded, book())
    assert rows == []
    assert [line.split()[1] for line in said] == ["F002"]


def test_nothing_private_is_said(loaded: Registry) -> None:
    _, findings = roster.roster(loaded, "example-one", [book("园艺")], TODAY)
    assert not any("示例" in f.message + f.hint or "园艺" in f.message + f.hint for f in findings)


def test_who_was_removed_stays_removed(loaded: Registry) -> None:
    """Coming back is a decision, and no line of a list; what a form does not say is kept for the others."""
    first, _ = imported(loaded, book("城市规划", "城市规划"))
    removed = {**first[0], "state": "removed", "removed": {"date": "2026-06-30", "reason": "discipline"}}
    rows, said = imported(loaded, book("城市规划", "城市规划"), before={"experts": [removed, {**first[1], "leader": True}]})
    assert rows == [removed, {**first[1], "leader": True}]
    assert said == ["3:1 F006 工作表“评委”第 3 行：这名评委已经调出，仍按调出保留"]


@pytest.mark.parametrize(
    ("pointer", "message", "file", "line", "said"),
    [
        (
            "/experts/1/title",
            "第 2 行“职称”：不对",
            "乙.xlsx",
            7,
            "工作表“评委”第 7 行“职称”：不对",
        ),
        ("/experts/0", "第 1 行：与第 2 行重复", "甲.xlsx", 4, "工作表“评委”第 4 行：与第 2 行重复"),
        (
            "/experts/2/title",
            "第 3 行“职称”：不对",
            "sealed",
            1,
            "第 3 行“职称”：不对",
        ),  # of before
        ("/signed", "没有签字", "甲.xlsx", 1, "没有签字"),
    ],
)
def test_findings_of_rules_name_the_row_of_the_sheet(pointer: str, message: str, file: str, line: int, said: str) -> None:
    rows = [("甲.xlsx", "评委", 4), ("乙.xlsx", "评委", 7)]
    (found,) = roster.at_rows([Finding("R105", "error", "sealed", 1, 1, pointer, message, "请核对。", "")], rows)
    assert (found.file, found.line, found.message, found.hint) == (file, line, said, "请核对。")


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("R115", "请由推荐单位的负责人签字，导入时加上 --signed-by 和 --signed-on。"),
        ("R119", "请向报送单位核实，签字声明了的，导入时再加上 --declares own-application 和 --declares no-department。"),
    ],
)
def test_a_missing_declaration_names_the_option(code: str, hint: str) -> None:
    (found,) = roster.at_rows([Finding(code, "warning", "sealed", 1, 1, "/signed/declares", "没有声明", "填在 declares 里。", "")], [])
    assert found.hint == hint
