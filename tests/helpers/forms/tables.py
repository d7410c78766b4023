"""Messy Annex 2 and scoring tables, and forms that contradict each other. All people are invented (人物均为虚构)."""
# ruff: noqa: E501 -- rows of tables stay on one line

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from helpers.forms.base import (
    HEAD,
    NAME,
    PREFECTURE,
    Made,
    Value,
    case,
    directory,
    expected,
    finding,
    form,
    heading,
    prefecture,
    reviews,
    workbook,
)
from helpers.forms.ooxml import Pen, X, docx, numbered

J, I, A, F = "junior", "intermediate", "associate-senior", "full-senior"  # noqa: E741


# ---- Annex 2 ----------------------------------------------------------------------------------------------------------------------------

TWO = {"建筑工程": ["城市规划", "建筑勘察设计", "建筑施工管理"], "市政工程": ["给水排水", "道路与桥梁"]}


def with_directory(name: str, content: bytes, **changes: str) -> Mapping[str, bytes]:
    """Annex 1 with a reference to Annex 2, and Annex 2."""
    return {"附件1.docx": form(Pen("word"), PREFECTURE | {"catalog": "见附件2"} | changes), name: content}


@case("074-annex2-placeholder-rows", "附件2 里留着空表的“.....”行，上面的专业与空白表上的举例相同；二级目录一格一个，前面有编号")
def _() -> Made:
    lines = [
        ("工程系列", "建筑工程", "1. 城市规划"), ("", "", "2. 建筑勘察设计"), ("", "", "3.建筑施工管理"), ("", "", "....."),
        ("", "市政工程", "1、给水排水"), ("", "", "2、道路与桥梁"), ("", "", "……"), ("", ".....", ""),
    ]  # fmt: skip
    asked = finding("F004", "第 1 个表格第 5 行：表里还有省略号", hints=["请删去省略号"])
    return with_directory("附件2.docx", directory(Pen("wps", 0.2, 74), lines)), prefecture(asked, reviews=None)


@case("075-annex2-list-in-cell", "附件2 的二级目录全在一格里，自动编号；一级目录也带编号")
def _() -> Made:
    pen = Pen("word")
    table = pen.tbl(
        pen.row(*HEAD),
        pen.tr(pen.tc("工程系列", merge="restart"), pen.tc("（一）建筑工程"), pen.tc(numbered(pen, TWO["建筑工程"]))),
        pen.tr(pen.tc("", merge="continue"), pen.tc("（二）市政工程"), pen.tc("①给水排水②道路与桥梁")),
        columns=3,
    )
    content = docx([*heading(pen, "附件 2", f"{NAME}专业目录登记表"), table])
    return with_directory("附件2.docx", content), prefecture(reviews=reviews([J, I, A], catalog=TWO))


@case("076-annex2-first-level-merged-one-row", "附件2 每个一级目录一行，二级目录用顿号和换行隔开")
def _() -> Made:
    lines = [("工程技术人员", "建筑工程", "城市规划、建筑勘察设计\n建筑施工管理"), ("", "市政工程", "给水排水；道路与桥梁")]
    return with_directory("专业目录.docx", directory(Pen("word"), lines)), prefecture(reviews=reviews([J, I, A], catalog=TWO))


@case("077-annex2-xlsx-merged", "附件2 是 Excel，系列和一级目录纵向合并，标题合并三列")
def _() -> Made:
    lines = [
        [f"{NAME}专业目录登记表"], list(HEAD), ["工程系列", "建筑工程", "1. 城市规划"], [None, None, "2. 建筑勘察设计"], [None, None, "3. 建筑施工管理"],
        [None, "市政工程", "1. 给水排水"], [None, None, "2. 道路与桥梁"],
    ]  # fmt: skip
    content = workbook(("附件2", lines, ["A1:C1", "A3:A7", "B3:B5", "B6:B7"]))
    return with_directory("附件2.xlsx", content), prefecture(reviews=reviews([J, I, A], catalog=TWO))


@case("078-annex2-xlsx-first-row-only", "附件2 是 Excel，没有合并：系列、一级目录只在第一行写")
def _() -> Made:
    lines = [["附件 2"], [f"{NAME}专业目录登记表"], list(HEAD), ["工程系列", "建筑工程", "城市规划"], [None, None, "建筑勘察设计"], [None, None, "建筑施工管理"],
             [None, "市政工程", "给水排水"], [None, None, "道路与桥梁"]]  # fmt: skip
    return with_directory("附件2.xlsx", workbook(("Sheet1", lines, []), ("Sheet2", [], []))), prefecture(
        reviews=reviews([J, I, A], catalog=TWO)
    )


@case("079-annex2-xlsx-repeated", "附件2 是 Excel，每行都写系列和一级目录；有序号列和空行")
def _() -> Made:
    lines: list[list[Any]] = [[f"{NAME}专业目录登记表"], ["序号", "系列", "一级专业目录", "二级专业目录"]]
    lines += [[number, "工程系列", first, second] for number, (first, second) in enumerate(((f, s) for f in TWO for s in TWO[f]), 1)]
    lines.insert(5, [])
    return with_directory("附件2.xlsx", workbook(("专业目录", lines, []))), prefecture(reviews=reviews([J, I, A], catalog=TWO))


@case("080-annex2-two-series", "附件2 有两个系列；附件1 的层级写“工程系列：……；经济系列：……”")
def _() -> Made:
    lines = [("工程系列", "建筑工程", "城市规划、建筑勘察设计"), ("经济系列", "工商管理", "企业管理、市场营销")]
    files = with_directory(
        "附件2.docx",
        directory(Pen("word"), lines),
        series="工程系列、经济系列",
        levels="工程系列：初级、中级、副高级\n经济系列：初级、中级",
    )
    both = [*reviews([J, I, A]), {"series": "economics", "levels": [J, I], "catalog": {"工商管理": ["企业管理", "市场营销"]}}]
    return files, prefecture(reviews=both)


@case("081-annex2-alone", "只交附件2：只说目录")
def _() -> Made:
    lines = [("工程系列", "建筑工程", "城市规划、建筑勘察设计")]
    return {"附件2.docx": directory(Pen("word"), lines)}, expected(
        {"reviews/0/series": "engineering", "reviews/0/catalog": {"建筑工程": ["城市规划", "建筑勘察设计"]}},
        absent=["address", "phones", "procedure"],
    )


@case("082-annex2-unknown-series", "附件2（Excel）的系列写错了：说工作表和单元格")
def _() -> Made:
    lines = [[f"{NAME}专业目录登记表"], list(HEAD), ["工成系列", "建筑工程", "城市规划"]]
    return with_directory("附件2.xlsx", workbook(("目录", lines, []))), prefecture(
        finding("F003", "工作表“目录”第 3 行“系列", "（A3）", hints=["工程"]), reviews=None
    )


# ---- scoring ----------------------------------------------------------------------------------------------------------------------------

TITLE = "建筑工程专业副高级职称量化赋分表"


def with_scoring(content: bytes, name: str = "量化赋分表.xlsx") -> Mapping[str, bytes]:
    return {"附件1.docx": form(Pen("word"), PREFECTURE, with_scoring=False), name: content}


def scored(items: Sequence[Value], title: str = TITLE, total: float = 100) -> dict[str, Any]:
    return {"scoring__0__title": title, "scoring__0__total": total, "scoring__0__items": list(items)}


def item(dimension: str, what: str, points: float, **more: Any) -> Value:
    return {"dimension": dimension, "item": what, "points": points} | more


def steps(*pairs: tuple[str, float]) -> list[Value]:
    return [{"when": when, "points": points} for when, points in pairs]


@case("083-scoring-steps-in-cell", "赋分表（Excel）：一格里几档“博士15分；硕士13分”，区间，算法，“15分”，合计行，谁打分")
def _() -> Made:
    lines = [
        [f"{TITLE}（满分100分）"],
        ["序号", "评价维度", "评价内容", "满分", "评分标准", "评分方式"],
        [1, "学历", "国民教育学历，取最高一项", "15分", "博士15分；硕士13分；本科11分", "工作部门核定"],
        [2, "资历", "任中级职称年限", 15, "每满一年计1分", "工作部门核定"],
        [3, "业绩", "代表性工程", "50分", "8–50分", "专家评定"],
        [4, "答辩", "现场答辩", 20, None, "专家评定"],
        ["合计", None, None, 100],
    ]
    items = [
        item("学历", "国民教育学历，取最高一项", 15, scored_by="office", steps=steps(("博士", 15), ("硕士", 13), ("本科", 11))),
        item("资历", "任中级职称年限", 15, scored_by="office", note="每满一年计1分"),
        item("业绩", "代表性工程", 50, scored_by="experts", note="8–50分"),
        item("答辩", "现场答辩", 20, scored_by="experts"),
    ]
    return with_scoring(workbook(("赋分表", lines, ["A1:F1", "A7:C7"]))), prefecture(**scored(items))


@case("084-scoring-steps-as-rows", "赋分表（Word）：一档一行，维度和内容向下合并；总分在最后一行")
def _() -> Made:
    pen = Pen("wps", 0.1, 84)

    def line(first: str, second: str, step: str, points: str) -> X:
        merge = "restart" if first else "continue"
        return pen.tr(pen.tc(first, merge=merge), pen.tc(second, merge=merge), pen.tc(step), pen.tc(points))

    table = pen.tbl(
        pen.row("评价维度", "评价内容", "分档", "分值"),
        line("学历", "国民教育学历", "博士", "40"),
        line("", "", "硕士", "35"),
        line("", "", "本科", "30"),
        line("论文", "公开发表的论文", "核心期刊", "60"),
        line("", "", "省级期刊", "40"),
        pen.tr(pen.tc("总分", 3), pen.tc("100")),
    )
    items = [
        item("学历", "国民教育学历", 40, steps=steps(("博士", 40), ("硕士", 35), ("本科", 30))),
        item("论文", "公开发表的论文", 60, steps=steps(("核心期刊", 60), ("省级期刊", 40))),
    ]
    return with_scoring(docx([pen.p(TITLE), table], "wps"), "赋分表.docx"), prefecture(**scored(items))


@case("085-scoring-range-and-bonus", "赋分表：满分写成“8–20 分”，加分项不计入总分，维度向下合并")
def _() -> Made:
    lines = [
        [TITLE], ["总分：100分"],
        ["评价维度", "评价内容", "满分", "备注"],
        ["业绩", "代表性工程", "8–40 分", None],
        [None, "技术难题", "40", "限三项"],
        ["论文", "公开发表的论文", 20, None],
        ["加分项", "在县以下工作满两年", "3（加分）", None],
    ]  # fmt: skip
    items = [
        item("业绩", "代表性工程", 40, note="8–40 分"),
        item("业绩", "技术难题", 40, note="限三项"),
        item("论文", "公开发表的论文", 20),
        item("加分项", "在县以下工作满两年", 3, bonus=True),
    ]
    return with_scoring(workbook(("Sheet1", lines, ["A1:D1", "A4:A5"]))), prefecture(**scored(items))


@case("086-scoring-two-in-one-sheet", "一张工作表里上下两张赋分表，各有标题")
def _() -> Made:
    lines = [
        ["工程系列中级量化赋分表"], ["评价维度", "评价内容", "分值"], ["学历", "国民教育学历", 40], ["业绩", "代表性业绩", 60], ["合计", None, 100],
        [], ["工程系列副高级量化赋分表"], ["评价维度", "评价内容", "分值"], ["学历", "国民教育学历", 30.5], ["业绩", "代表性业绩", 69.5], ["合计", None, 100],
    ]  # fmt: skip
    changes = scored([item("学历", "国民教育学历", 40), item("业绩", "代表性业绩", 60)], "工程系列中级量化赋分表")
    second = {
        "scoring__1__title": "工程系列副高级量化赋分表",
        "scoring__1__total": 100,
        "scoring__1__items": [item("学历", "国民教育学历", 30.5), item("业绩", "代表性业绩", 69.5)],
    }
    return with_scoring(workbook(("赋分表", lines, []))), prefecture(**changes | second)


@case("087-scoring-two-in-one-file", "一个 Word 文件里两张赋分表，标题在表前的段落里，适用层级写在一行")
def _() -> Made:
    pen = Pen("word")
    body: list[str] = []
    for title, level, points in (("工程系列中级量化赋分表", "中级", "40"), ("工程系列副高级量化赋分表", "副高级", "30")):
        rest = str(100 - int(points))
        table = pen.tbl(
            pen.row("评价维度", "评价内容", "满分"), pen.row("学历", "国民教育学历", points), pen.row("业绩", "代表性业绩", rest), columns=3
        )
        body += [pen.p(f"附表　{title}"), pen.p(f"适用系列：工程系列　　适用层级：{level}　　总分：100"), table, pen.p()]
    changes = {
        "scoring": [
            {"title": title, "series": ["engineering"], "levels": [level], "total": 100,
             "items": [item("学历", "国民教育学历", points), item("业绩", "代表性业绩", 100 - points)]}
            for title, level, points in (("工程系列中级量化赋分表", I, 40), ("工程系列副高级量化赋分表", A, 30))
        ]
    }  # fmt: skip
    return with_scoring(docx(body), "赋分表.docx"), prefecture(**changes)


@case("088-scoring-does-not-add-up", "各项满分加起来不等于总分：问")
def _() -> Made:
    lines = [[TITLE], ["总分：100"], ["评价维度", "评价内容", "满分"], ["学历", "国民教育学历", 40], ["业绩", "代表性业绩", 70]]
    items = [item("学历", "国民教育学历", 40), item("业绩", "代表性业绩", 70)]
    said = finding("F006", "各项满分加起来是 110 分，写的总分是 100 分")
    return with_scoring(workbook(("Sheet1", lines, []))), prefecture(said, **scored(items))


@case("089-scoring-points-in-words", "一项的满分写成了“若干”：说工作表和单元格")
def _() -> Made:
    lines = [[TITLE], ["总分：100"], ["评价维度", "评价内容", "满分"], ["学历", "国民教育学历", 40], ["业绩", "代表性业绩", "若干"]]
    said = prefecture(finding("F003", "工作表“Sheet1”第 5 行“满分”（C5）"), **scored([]))
    said["record"] = {key: value for key, value in said["record"].items() if not key.startswith("scoring")}
    return with_scoring(workbook(("Sheet1", lines, []))), said


@case("090-scoring-real-table", "只有项目和分值两列的赋分表，共八项")
def _() -> Made:
    real = {"学历": 15, "年限": 15, "经历": 5, "考核": 5, "论文": 15, "获奖": 15, "业绩": 20, "答辩": 10}
    lines = [["工程系列量化赋分表"], ["项目", "分值"], *([name, points] for name, points in real.items()), ["总分", 100]]
    points = {f"scoring__0__items__{place}__points": value for place, value in enumerate(real.values())}
    names = {f"scoring__0__items__{place}__dimension": name for place, name in enumerate(real)}
    said = prefecture(scoring=None, scoring__0__total=100, **points, **names)
    return with_scoring(workbook(("Sheet1", lines, ["A1:B1"]))), said


# ---- contradictions -----------------------------------------------------------------------------------------------------------------------


@case("091-names-differ", "附件2 的标题是另一个评审委员会")
def _() -> Made:
    content = directory(
        Pen("word"), [("工程系列", "建筑工程", "城市规划、建筑勘察设计")], "喀什地区水利工程系列职称评审委员会专业目录登记表"
    )
    return with_directory("附件2.docx", content), prefecture(finding("F006"), name=None, reviews=None)


@case("092-directories-differ", "附件1 里写的目录和附件2 不一样")
def _() -> Made:
    content = directory(Pen("word"), [("工程系列", "建筑工程", "城市规划、建筑施工管理")])
    files = with_directory("附件2.docx", content, catalog="建筑工程：城市规划、建筑勘察设计")
    return files, prefecture(finding("F006"), reviews=None)


@case("093-two-forms", "一次交来两份附件1，地址不同")
def _() -> Made:
    pen = Pen("word")
    files = {
        "附件1.docx": form(pen, PREFECTURE),
        "附件1（新）.docx": form(pen, PREFECTURE | {"address": "喀什市示例路9号"}, with_scoring=False),
    }
    return files, prefecture(finding("F006"), address=None)
