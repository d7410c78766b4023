"""Messy values, Annex 2, scoring tables, contradictions, files that cannot be used, and packets. All people are invented (人物均为虚构)."""
# ruff: noqa: E501 -- rows of tables stay on one line

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from forms_base import (
    CONTACTS,
    PREFECTURE,
    PREFECTURE_RECORD,
    REGION,
    Value,
    case,
    cell,
    expected,
    finding,
    form,
    heading,
    prefecture,
    region,
    reviews,
    workbook,
)
from forms_ooxml import Pen, X, docx, docx_parts, packed

Made = tuple[Mapping[str, bytes], Value]
J, I, A, F = "junior", "intermediate", "associate-senior", "full-senior"  # noqa: E741
NAME = "喀什地区工程系列职称评审委员会"


def of_prefecture(**changes: str) -> Mapping[str, bytes]:
    return {"附件1.docx": form(Pen("word"), PREFECTURE | changes)}


def of_region(**changes: str) -> Mapping[str, bytes]:
    return {"附件1.docx": form(Pen("wps", 0.1), REGION | changes)}


# ---- levels ---------------------------------------------------------------------------------------------------------------------------


@case("050-levels-short", "层级写“高、中、初级”：地区一级的高级只能是副高")
def _() -> Made:
    return of_prefecture(levels="高、中、初级"), prefecture()


@case("051-levels-associate", "层级写“副高、中、初级”")
def _() -> Made:
    return of_prefecture(levels="副高、中、初级"), prefecture()


@case("052-levels-senior-explained", "层级写“初、中、高级（副高、正高）”")
def _() -> Made:
    return of_region(levels="初、中、高级（副高、正高）"), region(reviews=reviews([J, I, A, F]))


@case("053-levels-in-brackets", "层级写“(含初级、中级、高级)”，地区一级")
def _() -> Made:
    return of_prefecture(levels="(含初级、中级、高级)"), prefecture()


@case("054-levels-with-full", "层级写“高级(含正高级)评委会”")
def _() -> Made:
    return of_region(levels="高级(含正高级)评委会"), region(reviews=reviews([A, F]))


@case("055-levels-groups", "层级写“正高组 / 副高组”")
def _() -> Made:
    return of_region(levels="正高组 / 副高组"), region(reviews=reviews([A, F]))


@case("056-levels-bare-senior-region", "自治区级单位只写“中、高级”：分不清副高、正高，要问")
def _() -> Made:
    return of_region(levels="中、高级"), region(finding("F004", cell(6, "评审层级”")), reviews=None)


@case("057-levels-bare-senior-prefecture", "地区一级只写“高级”：就是副高")
def _() -> Made:
    return of_prefecture(levels="高级"), prefecture(reviews=reviews([A]))


@case("058-levels-unknown", "层级写“特级”")
def _() -> Made:
    return of_prefecture(levels="特级"), prefecture(finding("F003", cell(6, "评审层级”")), reviews=None)


# ---- series ---------------------------------------------------------------------------------------------------------------------------


@case("059-county-teachers", "县级单位：中小学教师系列，“初、中级”，地域写“全县”")
def _() -> Made:
    files = of_prefecture(
        name="莎车县中小学教师系列职称评审委员会\n（莎车县教育局）",
        series="中小学教师系列",
        levels="初、中级",
        catalog="小学：语文、数学；\n初中：语文、物理",
        scope="全县",
    )
    return files, prefecture(
        name="莎车县中小学教师系列职称评审委员会",
        organiser="莎车县教育局",
        authority="county",
        area="653125",
        reviews=reviews([J, I], "school-teacher", {"小学": ["语文", "数学"], "初中": ["语文", "物理"]}),
        scope={"areas": ["653125"]},
    )


@case("060-two-series", "两个系列，各格里都用（1）（2）对应，编号有全角有半角")
def _() -> Made:
    files = of_prefecture(
        name="喀什地区工程、经济系列职称评审委员会\n组建单位：喀什地区人力资源和社会保障局",
        series="（1）工程系列\n（2）经济系列",
        levels="（1）初级、中级、副高级\n(2)初、中级",
        catalog="（1）\n建筑工程：城市规划、建筑勘察设计\n(2)\n工商管理：企业管理、市场营销",
    )
    both = [*reviews([J, I, A]), {"series": "economics", "levels": [J, I], "catalog": {"工商管理": ["企业管理", "市场营销"]}}]
    return files, prefecture(name="喀什地区工程、经济系列职称评审委员会", organiser="喀什地区人力资源和社会保障局", reviews=both)


@case("061-health", "卫生系列；单位名称在同一段的括号里；地域是一串县市，用“及”")
def _() -> Made:
    files = of_prefecture(
        name="喀什地区卫生系列职称评审委员会（喀什地区卫生健康委员会）",
        series="卫生系列",
        catalog="临床医学：普通外科、妇产科\n护理：社区护理",
        scope="喀什市、疏附县、疏勒县及英吉沙县",
    )
    return files, prefecture(
        name="喀什地区卫生系列职称评审委员会",
        organiser="喀什地区卫生健康委员会",
        reviews=reviews([J, I, A], "health", {"临床医学": ["普通外科", "妇产科"], "护理": ["社区护理"]}),
        scope={"areas": ["653101", "653121", "653122", "653123"]},
    )


@case("062-university", "高校只评本校的人：级别和区划不能肯定，不猜；高校教师系列")
def _() -> Made:
    files = of_region(
        name="示例大学高校教师系列职称评审委员会\n单位名称：示例大学",
        series="高校教师系列",
        levels="初级、中级、副高级、正高级",
        catalog="工学：土木工程、水利工程",
        scope="自治区（仅限本校教职工）",
    )
    return files, region(
        name="示例大学高校教师系列职称评审委员会",
        organiser="示例大学",
        authority=None,
        area=None,
        reviews=reviews([J, I, A, F], "higher-education-teacher", {"工学": ["土木工程", "水利工程"]}),
        scope=None,
        scope__areas=["650000"],
        scope__open_to="unit",
        absent=["authority", "area"],
    )


@case("063-own-system", "只受理本系统；系列写“工程系列（水利水电专业）”；高级写明")
def _() -> Made:
    files = of_region(
        name="自治区工程系列水利水电专业职称评审委员会\n组建单位：自治区水利厅",
        series="工程系列（水利水电专业）",
        levels="中级、高级（副高、正高）",
        scope="全区，仅限本系统职工",
    )
    return files, region(
        name="自治区工程系列水利水电专业职称评审委员会",
        organiser="自治区水利厅",
        reviews=reviews([I, A, F]),
        scope=None,
        scope__areas=["650000"],
        scope__open_to="system",
    )


@case("064-series-unknown", "系列名称写错了：提示最接近的")
def _() -> Made:
    return of_prefecture(series="工成系列"), prefecture(finding("F003", cell(6, "评审系列"), hints=["工程"]), reviews=None)


@case("065-national-names", "系列用国家的全称，前面有编号；层级加“职称”“评审”")
def _() -> Made:
    return of_prefecture(series="5. 工程技术人员", levels="初级职称、中级职称、副高级职称评审"), prefecture()


# ---- areas ------------------------------------------------------------------------------------------------------------------------------


@case("066-short-name", "地名用简称：昌吉州；单位名称也是简称")
def _() -> Made:
    files = of_prefecture(name="昌吉州工程系列职称评审委员会\n组建单位：昌吉州住房和城乡建设局", scope="昌吉州")
    return files, prefecture(
        name="昌吉州工程系列职称评审委员会", organiser="昌吉州住房和城乡建设局", area="652300", scope={"areas": ["652300"]}
    )


@case("067-former-names", "地名是从前的：吐鲁番地区、米泉市、库车县")
def _() -> Made:
    return of_region(scope="吐鲁番地区、米泉市、库车县"), region(scope={"areas": ["650400", "650109", "652902"]})


@case("068-former-name-of-two", "从前的东山区现在分属两个区：要问")
def _() -> Made:
    return of_region(scope="东山区"), region(finding(["F003", "F004"], cell(8, "评审地域范围”")), scope=None)


@case("069-whole-prefecture", "地域写“全地区”，面向社会")
def _() -> Made:
    return of_prefecture(scope="全地区\n受理对象：面向社会"), prefecture(scope={"areas": ["653100"], "open_to": "public"})


@case("070-whole-region", "地域写“全疆范围内”；单位名称写全称")
def _() -> Made:
    files = of_region(name="新疆维吾尔自治区工程系列建筑工程专业职称评审委员会\n新疆维吾尔自治区住房和城乡建设厅", scope="全疆范围内")
    return files, region(organiser="新疆维吾尔自治区住房和城乡建设厅")


@case("071-central", "中央驻疆单位只写“高级”：要问；级别不猜")
def _() -> Made:
    files = of_region(
        name="示例集团新疆分公司工程系列职称评审委员会\n组建单位：示例集团有限公司新疆分公司",
        levels="高级",
        scope="新疆维吾尔自治区（仅限本单位职工）",
    )
    return files, region(
        finding("F004", cell(6, "评审层级”")),
        name="示例集团新疆分公司工程系列职称评审委员会",
        organiser="示例集团有限公司新疆分公司",
        authority=None,
        area=None,
        reviews=None,
        scope=None,
        scope__areas=["650000"],
        scope__open_to="unit",
        absent=["authority", "area"],
    )


# ---- documents --------------------------------------------------------------------------------------------------------------------------


@case("072-document-brackets", "文号用各种括号，一个丢了半边括号；一份没有文号；《》里还有《》")
def _() -> Made:
    basis = (
        "《甲办法》（新人社发[2012]230号）\n《乙办法》（云人职发(1995)27号）\n《丙办法》（桂职办【2011】63号）\n《丁办法》（民委发﹝2016﹞33号）\n"
        "《关于印发〈戊办法〉的通知》（人社部发〔201916号）\n《己条件》\n庚办法（新职改字〔1988〕10号）\n《辛办法》新人社函〔２０１８〕４５号"
    )
    return of_prefecture(document="新人社函(2018)45号", basis=basis), prefecture(
        basis=[
            {"title": "甲办法", "document": "新人社发〔2012〕230号"},
            {"title": "乙办法", "document": "云人职发〔1995〕27号"},
            {"title": "丙办法", "document": "桂职办〔2011〕63号"},
            {"title": "丁办法", "document": "民委发〔2016〕33号"},
            {"title": "关于印发〈戊办法〉的通知", "document": "人社部发〔2019〕16号"},
            {"title": "己条件"},
            {"title": "庚办法", "document": "新职改字〔1988〕10号"},
            {"title": "辛办法", "document": "新人社函〔2018〕45号"},
        ]
    )


@case("073-basis-in-one-paragraph", "评审依据写成一段话，文件之间是顿号和“和”")
def _() -> Made:
    basis = "《甲办法》（新人社发〔2012〕230号）、《乙办法》（人社部令第40号）和《丙条件》。"
    return of_prefecture(basis=basis), prefecture(
        basis=[
            {"title": "甲办法", "document": "新人社发〔2012〕230号"},
            {"title": "乙办法", "document": "人社部令第40号"},
            {"title": "丙条件"},
        ]
    )


# ---- Annex 2 ----------------------------------------------------------------------------------------------------------------------------

HEAD = ("系列（专业）", "一级目录", "二级目录")
TWO = {"建筑工程": ["城市规划", "建筑勘察设计", "建筑施工管理"], "市政工程": ["给水排水", "道路与桥梁"]}


def with_directory(name: str, content: bytes, **changes: str) -> Mapping[str, bytes]:
    """Annex 1 that points to Annex 2, and Annex 2."""
    return {"附件1.docx": form(Pen("word"), PREFECTURE | {"catalog": "见附件2"} | changes), name: content}


def directory(pen: Pen, lines: Sequence[Sequence[str]], title: str = f"{NAME}专业目录登记表") -> bytes:
    """Annex 2 in Word; an empty text continues the cell above."""
    rows = [pen.row(*HEAD)]
    for line in lines:
        rows.append(
            pen.tr(*(pen.tc(text, merge="" if place == 2 else "restart" if text else "continue") for place, text in enumerate(line)))
        )
    return docx([*heading(pen, "附件 2", title), pen.tbl(*rows, columns=3)], pen.kind)


@case("074-annex2-placeholder-rows", "附件2 里留着空表的“.....”行；二级目录一格一个，前面有编号")
def _() -> Made:
    lines = [
        ("工程系列", "建筑工程", "1. 城市规划"), ("", "", "2. 建筑勘察设计"), ("", "", "3.建筑施工管理"), ("", "", "....."),
        ("", "市政工程", "1、给水排水"), ("", "", "2、道路与桥梁"), ("", "", "……"), ("", ".....", ""),
    ]  # fmt: skip
    return with_directory("附件2.docx", directory(Pen("wps", 0.2, 74), lines)), prefecture(reviews=reviews([J, I, A], catalog=TWO))


@case("075-annex2-list-in-cell", "附件2 的二级目录全在一格里，自动编号；一级目录也带编号")
def _() -> Made:
    from forms_ooxml import numbered

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
    lines = [("工程技术人员", "建筑工程", "城市规划、建筑勘察设计\n建筑施工管理等"), ("", "市政工程", "给水排水；道路与桥梁")]
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


@case("088-scoring-does-not-add-up", "各项满分加起来不等于总分：照读，由 E106 去判")
def _() -> Made:
    lines = [[TITLE], ["总分：100"], ["评价维度", "评价内容", "满分"], ["学历", "国民教育学历", 40], ["业绩", "代表性业绩", 70]]
    items = [item("学历", "国民教育学历", 40), item("业绩", "代表性业绩", 70)]
    return with_scoring(workbook(("Sheet1", lines, []))), prefecture(**scored(items))


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


# ---- files that cannot be used --------------------------------------------------------------------------------------------------------------


def compound(streams: Mapping[str, bytes]) -> bytes:
    """An OLE2 compound file of a few streams, each long enough for sectors of its own."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    names = list(streams)
    directory_sectors = (len(names) + 1 + 3) // 4
    chain = [table] + [place + 2 for place in range(directory_sectors)]
    chain[-1] = end
    content, starts = b"", {}
    for name in names:
        padded = streams[name].ljust(4096, b"\0")
        padded += b"\0" * (-len(padded) % 512)
        starts[name] = len(chain)
        chain += [len(chain) + place + 1 for place in range(len(padded) // 512)]
        chain[-1] = end
        content += padded

    def entry(name: str, kind: int, start: int, size: int, child: int = free, right: int = free) -> bytes:
        raw = (name + "\0").encode("utf-16-le")
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(raw), kind, 1, free, right, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    entries = entry("Root Entry", 5, end, 0, child=1)
    for place, name in enumerate(names, 1):
        entries += entry(name, 2, starts[name], max(4096, len(streams[name])), right=place + 1 if place < len(names) else free)
    entries = entries.ljust(directory_sectors * 512, b"\0")
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    )
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    return header + fat + entries + content


def refused(code: str, *hints: str) -> Value:
    return expected(None, finding(code, hints=hints))


@case("094-old-doc", "旧的 .doc：按文件头认出来，说怎样另存为 .docx")
def _() -> Made:
    text = struct.pack("<HH", 0xA5EC, 0x00C1) + bytes(2044) + "评审委员会信息备案登记表".encode("utf-16-le")
    return {"附件1.doc": compound({"WordDocument": text, "1Table": b"", "Data": b""})}, refused("F001", ".docx", "另存")


@case("095-old-doc-renamed", "旧的 .doc 改名成 .docx：照样认出来")
def _() -> Made:
    text = struct.pack("<HH", 0xA5EC, 0x00C1) + bytes(2044) + "评审委员会信息备案登记表".encode("utf-16-le")
    return {"附件1.docx": compound({"WordDocument": text, "1Table": b""})}, refused("F001", ".docx", "另存")


@case("096-password", "加了密码的 .docx", kept_out=True)
def _() -> Made:
    return {"附件1.docx": compound({"EncryptionInfo": b"\x04\0\x04\0", "EncryptedPackage": bytes(range(256)) * 20})}, refused(
        "F005", "密码"
    )


@case("097-macros", "带宏的 .docm")
def _() -> Made:
    parts = docx_parts([Pen("word").p("评审委员会信息备案登记表")])
    types = str(parts["[Content_Types].xml"])
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = types.replace(main, "application/vnd.ms-word.document.macroEnabled.main+xml")
    parts["[Content_Types].xml"] = types.replace(
        "<Override", '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override', 1
    )
    parts["word/vbaProject.bin"] = compound({"PROJECT": b"ID=1", "dir": b""})
    return {"附件1.docm": packed(parts)}, refused("F005", "宏")


@case("098-other-zip", "扩展名是 .docx，其实是别的压缩包")
def _() -> Made:
    return {"附件1.docx": packed({"说明.txt": "请查收", "图片/封面.svg": "<svg/>"})}, refused("F001")


@case("099-cut-short", "没有传完的 .docx", kept_out=True)
def _() -> Made:
    content = form(Pen("word"), PREFECTURE)
    return {"附件1.docx": content[: len(content) * 2 // 3]}, refused("F001")


@case("100-entities", "document.xml 里有 DOCTYPE 和层层引用的实体")
def _() -> Made:
    parts = docx_parts([Pen("word").p("&lol9;")])
    entities = '<!ENTITY lol "哈">' + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1 or str()};" * 10}">' for n in range(1, 10))
    document = str(parts["word/document.xml"]).replace("&amp;lol9;", "&lol9;")
    parts["word/document.xml"] = document.replace("<w:document", f"<!DOCTYPE w:document [{entities}]><w:document", 1)
    return {"附件1.docx": packed(parts)}, refused("F001")


@case("101-bomb", "展开以后有几百 MiB 的 .docx", kept_out=True)
def _() -> Made:
    stream = io.BytesIO()
    parts = docx_parts([Pen("word").p("评审委员会信息备案登记表")])
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            if name == "word/document.xml":
                with archive.open(name, "w", force_zip64=True) as out:
                    for _ in range(300):
                        out.write(b" " * (1 << 20))
            else:
                archive.writestr(name, content)
    return {"附件1.docx": stream.getvalue()}, refused("F001")


@case("102-not-word", "扩展名是 .docx，其实是网页")
def _() -> Made:
    page = "<html><body><table><tr><td>评审委员会名称</td><td>某评审委员会</td></tr></table></body></html>"
    return {"附件1.docx": page.encode("utf-8")}, refused("F001", ".docx")


# ---- packets --------------------------------------------------------------------------------------------------------------------------------

ROSTER_HEAD = [
    "序号",
    "姓名",
    "性别",
    "族别",
    "出生年月",
    "工作单位及行政职务",
    "现专业岗位",
    "现专业职称",
    "职称层级",
    "取得职称时间",
    "电话",
    "备注",
]
PEOPLE = [
    [1, "周示例", "男", "汉族", "1975-04", "喀什示例设计院", "建筑勘察设计", "高级工程师", "副高级", "2014-12", "0998-0000021", None],
    [
        2,
        "古丽娜尔·示例",
        "女",
        "维吾尔族",
        "1980.05",
        "喀什示例规划院",
        "城市规划",
        "高级工程师",
        "副高",
        "2015年12月",
        "0998-0000022",
        None,
    ],
    [3, "吴示例", "男", "汉", "1978年9月", "喀什示例建设公司", "城市规划", "高级工程师", "副高级", "2013.11", "0998-0000023", None],
]
ROSTER_TITLE = f"{NAME}推荐建筑工程专业评委花名册"


@case("103-packet-from-windows", "Windows 打的压缩包：文件名是 GBK，里面有文件夹、__MACOSX、~$ 和 Thumbs.db")
def _() -> Made:
    pen = Pen("wps", 0.1, 103)
    lines = [
        ["工程系列职称量化赋分表"], ["总分：100"], ["评价维度", "评价内容", "满分"], ["学历", "国民教育学历", 40], ["业绩", "代表性业绩", 60],
    ]  # fmt: skip
    inside = {
        "喀什地区报送材料/附件1 信息备案登记表.docx": form(pen, PREFECTURE | {"catalog": "见附件2"}, with_scoring=False),
        "喀什地区报送材料/附件2 专业目录登记表.docx": directory(pen, [("工程系列", "建筑工程", "城市规划、建筑勘察设计")]),
        "喀什地区报送材料/量化赋分表.xlsx": workbook(("赋分表", lines, ["A1:C1"])),
        "喀什地区报送材料/附件3 花名册.xlsx": workbook(("附件3", [["附件 3"], [ROSTER_TITLE], ROSTER_HEAD, *PEOPLE], ["A2:L2"])),
        "喀什地区报送材料/~$件1 信息备案登记表.docx": b"\x0bWPS" + bytes(158),
        "喀什地区报送材料/Thumbs.db": b"\xd0\xcf\x11\xe0" + bytes(60),
        "__MACOSX/喀什地区报送材料/._附件1 信息备案登记表.docx": b"\0\x05\x16\x07\0\x02\0\0Mac OS X        " + bytes(60),
        ".DS_Store": b"\0\0\0\x01Bud1" + bytes(60),
    }
    return {"喀什地区报送材料.zip": packed(inside, gbk=True)}, prefecture(experts=3)


@case("104-roster-in-word", "附件1 和 Word 的附件3 一起交")
def _() -> Made:
    pen = Pen("word")
    table = pen.tbl(
        pen.row(*ROSTER_HEAD), *(pen.row(*("" if text is None else str(text) for text in line)) for line in PEOPLE[:2]), columns=12
    )
    roster = docx([*heading(pen, "附件 3", ROSTER_TITLE), table])
    return {"附件1.docx": form(pen, PREFECTURE), "评委.docx": roster}, prefecture(experts=2)


@case("105-all-in-one-document", "三张表都在一个 Word 文件里，前面还有函的正文")
def _() -> Made:
    pen = Pen("word")
    letter = [
        pen.p("关于报送职称评审委员会信息的函"),
        pen.p("自治区职称社会化评价中心："),
        pen.p("现将我单位评审委员会信息备案登记表报上。"),
    ]
    second = pen.tbl(pen.row(*HEAD), pen.row("工程系列", "建筑工程", "城市规划、建筑勘察设计"), columns=3)
    after = [pen.p("填表人：孙示例　联系电话：0998-0000013"), *heading(pen, "附件 2", f"{NAME}专业目录登记表"), second]
    return {"报送.docx": form(pen, PREFECTURE | {"catalog": "见附件 2"}, before=letter, after=after)}, prefecture()


@case("106-packet-with-a-bad-file", "压缩包里一个文件没有用：说是哪一个，别的照读")
def _() -> Made:
    inside = {"附件1.docx": form(Pen("word"), PREFECTURE), "附件2.docx": b"<html><table></table></html>"}
    return {"报送.zip": packed(inside)}, prefecture(finding("F001"))


@case("107-every-quirk", "很多毛病在一起：WPS 乱段、改过的标签、续表、几处看不懂，一次全说出来")
def _() -> Made:
    pen = Pen("wps", 0.3, 107)
    values = PREFECTURE | {
        "date": "第三季度", "phones": "总机", "series": "卫声系列", "scope": "乌有县", "defence": "□是　□否", "leader": "", "catalog": "……",
    }  # fmt: skip
    from forms_base import rows

    table = rows(pen, values)
    return {"附件1.docx": form(pen, values, [pen.tbl(*table[:7]), pen.p("续表"), pen.tbl(*table[7:])])}, prefecture(
        finding("F003", cell(1, "批准时间”")),
        finding("F003", cell(3, "单位电话")),
        finding("F003", cell(4, "主管领导”")),
        finding("F003", cell(6, "评审系列"), hints=["卫生"]),
        finding("F003", cell(7, "对应二级专业名称”")),
        finding("F003", cell(1, "评审地域范围”", 2)),
        finding(["F003", "F004"], cell(5, "是否答辩”", 2)),
        approval=None, phones=None, reviews=None, scope=None, defence=None, contacts={key: CONTACTS[key] for key in ("clerks", "preparer")},
    )  # fmt: skip


__all__ = ["PREFECTURE_RECORD"]
