"""X011: codes of specialties stay what they are; E119: names that the industry's department has settled. Both sides of each."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import registries, repositories
from helpers.judging import Judge

PATH = "registry/reference/specialties.yaml"
STAYS = "代码一经公布不改、不删，也不给别的专业：证书上印着它。"


def item(second: str = "城市规划", code: str = "05-001-001", more: str = "", series: str = "engineering", first: str = "建筑工程") -> str:
    return f'{{series: {series}, first: {first}, second: {second}, code: "{code}", since: "2026-01-01"{more}}}'


def table(*items: str) -> str:
    return "specialties:\n" + "".join(f"  - {one}\n" for one in items)


def told(judge: Judge, *items: str) -> list[tuple[str, str, str]]:
    findings = judge(None, others={PATH: table(*items)}).findings
    assert {f.code for f in findings} <= {"X011"}
    return [(f.pointer, f.message, f.hint) for f in findings]


@pytest.mark.parametrize(
    ("items", "found"),
    [
        pytest.param([item(), item("建筑结构", "05-001-002")], [], id="two"),
        pytest.param(
            [item(), item("建筑结构", "05-001-002"), item("建筑设计"), item("建筑施工")],
            [
                ("/specialties/2/code", "代码 05-001-001 用了两次", "请删去后写的一项，再运行 zhicheng codes 分配。"),
                ("/specialties/3/code", "代码 05-001-001 用了两次", "请删去后写的一项，再运行 zhicheng codes 分配。"),
            ],
            id="one-code-three-times",
        ),
        pytest.param(
            [item("建筑结构", "05-001-002"), item(), item("城市 规划", "05-001-003")],
            [("/specialties/2", "专业“城市 规划”已经有代码 05-001-001", "一个专业只有一个代码，请删去后写的一项。")],
            id="one-specialty-twice",
        ),
        pytest.param(
            [item(), item(more=", third: 详细规划", code="05-001-001-001"), item(more=", third: 详细 规划", code="05-001-001-002")],
            [("/specialties/2", "专业“详细 规划”已经有代码 05-001-001-001", "一个专业只有一个代码，请删去后写的一项。")],
            id="one-of-the-third-level-twice",
        ),
        pytest.param([item(), item(code="05-002-001", first="市政工程")], [], id="one-name-of-two-first-levels"),
        pytest.param(
            [item(series="enginering")],
            [("/specialties/0/series", "没有这个职称系列：enginering", "是否想写 engineering？")],
            id="a-series-that-is-not-there",
        ),
        pytest.param([item(series="wushu")], [("/specialties/0/series", "没有这个职称系列：wushu", "")], id="one-that-is-like-no-other"),
        pytest.param(
            [item(code="15-001-001")],
            [("/specialties/0/code", "代码 15-001-001 不是工程技术人员系列的", "这个系列的代码以 05- 开头。")],
            id="the-code-of-another-series",
        ),
        pytest.param([item(), item("建筑结构", "05-001-002", ', predecessors: ["05-001-001"]')], [], id="a-predecessor"),
        pytest.param([item("建筑结构", "05-001-002", ', predecessors: ["05-001-001"]'), item()], [], id="a-predecessor-that-follows"),
        pytest.param(
            [item(more=', predecessors: ["05-001-001"]')],
            [("/specialties/0/predecessors/0", "表里没有这个前身：05-001-001", "前身写表里另一个专业的代码；停用的专业也留在表里。")],
            id="its-own-predecessor",
        ),
        pytest.param(
            [item(), item("建筑结构", "05-001-002", ', predecessors: ["05-001-001", "05-001-009"]')],
            [("/specialties/1/predecessors/1", "表里没有这个前身：05-001-009", "前身写表里另一个专业的代码；停用的专业也留在表里。")],
            id="a-predecessor-that-is-not-there",
        ),
    ],
)
def test_x011_of_one_table(judge: Judge, items: list[str], found: list[tuple[str, str, str]]) -> None:
    assert told(judge, *items) == found


TWO = (item(), item("建筑结构", "05-001-002"))


@pytest.mark.parametrize(
    ("after", "found"),
    [
        pytest.param(TWO, [], id="the-same"),
        pytest.param((TWO[1], TWO[0]), [], id="in-another-order"),
        pytest.param((*TWO, item("建筑设计", "05-001-003")), [], id="one-more"),
        pytest.param((item("城市 规划"), TWO[1]), [], id="but-for-a-space"),
        pytest.param((TWO[0],), [("/specialties", "已经公布的代码 05-001-002 被删去", STAYS + "请恢复这一项。")], id="the-last-is-gone"),
        pytest.param(
            (item("建筑设计", "05-001-003"),),
            [
                ("/specialties", "已经公布的代码 05-001-001 被删去", STAYS + "请恢复这一项。"),
                ("/specialties", "已经公布的代码 05-001-002 被删去", STAYS + "请恢复这一项。"),
            ],
            id="both-are-gone",
        ),
        pytest.param(
            (TWO[0], item("建筑设计", "05-001-002")),
            [
                (
                    "/specialties/1/code",
                    "已经公布的代码 05-001-002 改给了别的专业",
                    f"{STAYS}改名的专业请恢复这一项，另用 zhicheng codes 分配新代码，在新的一项的 predecessors 里写原来的代码。",
                )
            ],
            id="given-to-another",
        ),
    ],
)
def test_x011_against_what_was_published(judge: Judge, empty: Path, after: tuple[str, ...], found: list[tuple[str, str, str]]) -> None:
    repositories.publish(empty, {PATH: table(*TWO).encode()})
    assert told(judge, *after) == found


@pytest.mark.parametrize(
    ("content", "codes"),
    [(None, ["X011"]), ("specialties: [\n", ["Y002"]), ("specialties: none\n", ["S003"])],
    ids=["deleted", "no-yaml", "of-another-shape"],
)
def test_x011_of_a_table_that_is_gone(empty: Path, content: str | None, codes: list[str]) -> None:
    """Where it only cannot be read that is told, and not that it was deleted."""
    repositories.publish(empty, {PATH: table(*TWO).encode()})
    if content is not None:
        registries.write(empty, PATH, content)
    found = registries.findings(empty)
    assert [f.code for f in found] == codes
    if content is None:
        said = ("已经公布的专业代码表被删除，有 2 个代码", STAYS + "请恢复这个文件。")
        assert [(f.file, f.message, f.hint) for f in found] == [(PATH, *said)]


SETTLED = ", canonical: true"
NEW = "新设的专业，请行业主管部门明确以后由中心在专业代码表里标明。"


@pytest.mark.parametrize(
    ("catalog", "found"),
    [
        pytest.param("{建筑工程: [城市规划]}", [], id="settled"),
        pytest.param("{建筑工程: [城市 规划]}", [], id="but-for-a-space"),
        pytest.param("{建 筑工程: [城市 规划]}", [], id="the-first-level-too"),
        pytest.param(
            "{建筑工程: [城市规划, 城市计划]}",
            [("/reviews/0/catalog/建筑工程/1", "“城市计划”不是“建筑工程”下行业主管部门明确的名称", f"是否应为“城市规划”？{NEW}")],
            id="nearly",
        ),
        pytest.param(
            "{建筑工程: [道路]}",
            [("/reviews/0/catalog/建筑工程/0", "“道路”不是“建筑工程”下行业主管部门明确的名称", NEW)],
            id="like-no-other",
        ),
        pytest.param(
            "{建筑工程: [建筑结构]}",
            [("/reviews/0/catalog/建筑工程/0", "“建筑结构”不是“建筑工程”下行业主管部门明确的名称", NEW)],
            id="in-the-table-and-not-settled",
        ),
        pytest.param("{市政工程: [给水排水]}", [], id="of-a-first-level-without-settled-names"),
    ],
)
def test_e119(judge: Judge, catalog: str, found: list[tuple[str, str, str]]) -> None:
    """Where a first level has names that are settled, others of it are told."""
    items = (item(more=SETTLED), item("建筑结构", "05-001-002"), item("给水排水", "05-002-001", first="市政工程"))
    fields = f"reviews: [{{series: engineering, levels: [intermediate], catalog: {catalog}}}]\n"
    findings = judge(fields, others={PATH: table(*items)}).findings
    assert [(f.pointer, f.message, f.hint) for f in findings if f.code == "E119"] == found
    assert {f.code for f in findings} <= {"E119"}


def test_e119_where_nothing_is_settled(judge: Judge) -> None:
    fields = "reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [道路]}}]\n"
    assert judge(fields, others={PATH: table(*TWO)}).findings == []


def test_e119_of_each_review(judge: Judge) -> None:
    """The table of another series says nothing."""
    fields = (
        "reviews: [{series: engineering, levels: [junior], catalog: {建筑工程: [城市规划]}},"
        " {series: engineering, levels: [intermediate], catalog: {建筑工程: {道路: [路面]}}}]\n"
    )
    found = judge(fields, others={PATH: table(item(more=SETTLED))}).findings
    assert [f.pointer for f in found if f.code == "E119"] == ["/reviews/1/catalog/建筑工程/道路"]
    other = item(more=SETTLED, series="library", code="15-001-001")
    assert [f.code for f in judge(fields, others={PATH: table(other)}).findings if f.code == "E119"] == []
