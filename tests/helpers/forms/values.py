"""Messy values in Annex 1: levels, series, areas, documents. All people are invented (人物均为虚构)."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.forms.base import PREFECTURE, REGION, Made, case, cell, finding, form, prefecture, region, reviews
from helpers.forms.ooxml import Pen

J, I, A, F = "junior", "intermediate", "associate-senior", "full-senior"  # noqa: E741


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
