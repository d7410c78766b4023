"""Messy Annex 1 in Word: layout, controls, ticks, lists, contacts. All people are invented (人物均为虚构)."""
# ruff: noqa: E501 -- raw XML and rows of tables stay on one line

from __future__ import annotations

from collections.abc import Mapping

from forms_base import (
    CONTACTS,
    LABELS,
    LAYOUT,
    PREFECTURE,
    PREPARER,
    REGION,
    REQUIRED,
    STEPS,
    Value,
    case,
    cell,
    expected,
    finding,
    form,
    prefecture,
    region,
    reviews,
    rows,
)
from forms_ooxml import Pen, X, checkbox, deleted, inserted, legacy_box, legacy_text, numbered, sdt, sym, text_box

Made = tuple[Mapping[str, bytes], Value]
WINGDINGS = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'


def with_label(label: str) -> dict[str, str]:
    return LABELS | {"name": label}


# ---- how programs write -------------------------------------------------------------------------------------------------------------


@case("001-word-plain", "Word 2016，照附件1 逐格填写，赋分表附在后面")
def _() -> Made:
    return {"附件1.docx": form(Pen("word"), PREFECTURE)}, prefecture()


@case("002-wps-many-runs", "WPS：标签和内容被切成许多小段，有空段；日期中间有空格")
def _() -> Made:
    pen = Pen("wps", 0.45, 2)
    return {"备案登记表.docx": form(pen, PREFECTURE | {"date": "2019 年 6 月 3 日"})}, prefecture(approval__date="2019-06-03")


@case("003-word-noise", "Word：校对标记、书签、智能标记切开文字；日期 2018.3.12")
def _() -> Made:
    pen = Pen("word", 0.3, 3)
    smart = X(
        '<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="chsdate"><w:smartTagPr><w:attr w:name="Year" w:val="2018"/>'
        '<w:attr w:name="Month" w:val="3"/></w:smartTagPr>' + pen.run("2018.3") + "</w:smartTag>" + pen.run(".12")
    )
    link = X(
        pen.run("喀什市")
        + '<w:hyperlink r:id="rId99" w:history="1">'
        + pen.run("示例路1号")
        + "</w:hyperlink><w:fldSimple w:instr=' DOCPROPERTY  Floor  \\* MERGEFORMAT '>"
        + pen.run("三楼")
        + "</w:fldSimple>"
    )
    return {"附件1.docx": form(pen, PREFECTURE | {"date": pen.p(smart), "address": pen.p(link)})}, prefecture()


@case("004-labels-marked", "标签里有星号、空格、换行、制表符、半角括号、必填选填和冒号；日期只有年月")
def _() -> Made:
    labels = {
        "name": "*评审委员会名称(单位名称)：",
        "date": "批准时间\v（选填）",
        "approved_by": "批准单位(部门)【选填】",
        "document": "批 准 文 件 号",
        "address": "单位所在地点（必填）",
        "phones": "单 位 电 话\n(咨询电话) 必填",
        "leader": "主　管　领　导",
        "leader_phones": "主管领导\n联系方式\n﹙座机、手机﹚＊",
        "clerks": "业务人员\v及联系方式*",
        "series": "评审系列（专业）：",
        "levels": "评审层级:",
        "catalog": "对应二级\t专业名称",
        "scope": "评审地域范围〔必填〕",
        "basis": "评\n审\n依\n据",
        "scoring": "量化赋分表 （必填）",
        "procedure": "评审\u00a0流程",
        "defence": "是否\u200b答辩",
        "pool": "有无专家库\n(会议专家来源、抽 取方式)",
    }
    return {"附件1.docx": form(Pen("wps", 0.1, 4), PREFECTURE | {"date": "2018-03"}, labels=labels)}, prefecture(approval__date="2018-03")


# ---- layout -------------------------------------------------------------------------------------------------------------------------


@case("005-merged-down", "业务人员一格纵向合并，两人各占一行，姓名、座机、手机分格；日期二〇一八年三月")
def _() -> Made:
    pen = Pen("word")
    values = PREFECTURE | {"date": "二〇一八年三月"}
    table = rows(pen, values)
    table[4:5] = [
        pen.tr(pen.tc(LABELS["clerks"], merge="restart"), pen.tc("钱示例"), pen.tc("座机：0998-0000012"), pen.tc("手机：13000000002")),
        pen.tr(pen.tc("", merge="continue"), pen.tc("李示例"), pen.tc("座机：0998-0000014"), pen.tc("手机：13000000003")),
    ]
    clerks = [*CONTACTS["clerks"], {"name": "李示例", "landline": "0998-0000014", "mobile": "13000000003"}]
    return {"附件1.docx": form(pen, values, [pen.tbl(*table)])}, prefecture(
        approval__date="2018-03", contacts=CONTACTS | {"clerks": clerks}
    )


@case("006-nested-tables", "业务人员和专业目录写在格子里面的小表格里；日期只有年份")
def _() -> Made:
    pen = Pen("word")
    people = pen.tbl(
        pen.row("姓名", "座机", "手机"),
        pen.row("钱示例", "0998-0000012", "13000000002"),
        pen.row("李示例", "0998-0000014", "13000000003"),
        columns=3,
    )
    directory = pen.tbl(
        pen.row("一级目录", "二级目录"),
        pen.row("建筑工程", "城市规划、建筑勘察设计"),
        pen.row("市政工程", "给水排水"),
        columns=2,
    )
    values = PREFECTURE | {"date": "2018年", "clerks": people + pen.p(), "catalog": directory + pen.p()}
    clerks = [*CONTACTS["clerks"], {"name": "李示例", "landline": "0998-0000014", "mobile": "13000000003"}]
    catalog = {"建筑工程": ["城市规划", "建筑勘察设计"], "市政工程": ["给水排水"]}
    return {"附件1.docx": form(pen, values)}, prefecture(
        approval__date="2018",
        reviews=reviews(["junior", "intermediate", "associate-senior"], catalog=catalog),
        contacts=CONTACTS | {"clerks": clerks},
    )


@case("007-split-in-two", "登记表被分成两个表格，中间有“（续表）”；第二个表格里的地名不存在")
def _() -> Made:
    pen = Pen("wps", 0.1, 7)
    values = PREFECTURE | {"scope": "喀拉喀什专区"}
    table = rows(pen, values)
    blocks = [pen.tbl(*table[:7]), pen.p("（续表）"), pen.tbl(*table[7:])]
    return {"附件1.docx": form(pen, values, blocks)}, prefecture(finding("F003", cell(1, "评审地域范围”", 2)), scope=None)


@case("008-value-below", "内容填在标签下面一格")
def _() -> Made:
    pen = Pen("word")
    lines = []
    for line in LAYOUT:
        span = 3 - len(line)
        lines.append(pen.tr(*(pen.tc(LABELS[key], span) for key in line)))
        lines.append(pen.tr(*(pen.tc(PREFECTURE[key], span) for key in line)))
    return {"附件1.docx": form(pen, PREFECTURE, [pen.tbl(*lines, columns=2)])}, prefecture()


@case("009-label-and-value-in-one-cell", "一格里先写标签，冒号以后是内容，有的另起一行")
def _() -> Made:
    pen = Pen("word")
    lines = []
    for line in LAYOUT:
        texts = [LABELS[key].replace("\n", "") + ("：" if key != "procedure" else "：\n") + PREFECTURE[key] for key in line]
        lines.append(pen.tr(*(pen.tc(text, 3 - len(line)) for text in texts)))
    return {"附件1.docx": form(pen, PREFECTURE, [pen.tbl(*lines, columns=2)])}, prefecture()


@case("010-six-columns", "六列的表格：一行三组，合并不齐，WPS 多出没有用到的列")
def _() -> Made:
    pen = Pen("wps", 0.05, 10)
    groups = [
        [("name", 3), ("date", 1)],
        [("approved_by", 1), ("document", 1), ("address", 1)],
        [("phones", 1), ("leader", 1), ("leader_phones", 1)],
        [("clerks", 5)],
        [("series", 2), ("levels", 2)],
        *([(line[0], 5)] for line in LAYOUT[6:]),
    ]
    lines = [pen.tr(*(part for key, span in group for part in (pen.tc(LABELS[key]), pen.tc(PREFECTURE[key], span)))) for group in groups]
    return {"附件1.docx": form(pen, PREFECTURE, [pen.tbl(*lines, columns=6)])}, prefecture()


@case("011-continued-on-next-page", "流程一格手工断成两行，第二行的标签写“评审流程（续）”；行里有分页符")
def _() -> Made:
    pen = Pen("word")
    values = PREFECTURE | {"procedure": "\n".join(f"{number}. {step}" for number, step in enumerate(STEPS[:4], 1))}
    table = rows(pen, values)
    rest = pen.p(X('<w:r><w:lastRenderedPageBreak/><w:br w:type="page"/></w:r>' + pen.run("5. 专业组评议"))) + pen.ps(
        "6. 评委会表决\n7. 结果公示"
    )
    table.insert(11, pen.tr(pen.tc("评审流程（续）"), pen.tc(rest, 3), properties="<w:cantSplit/><w:tblHeader/>"))
    return {"附件1.docx": form(pen, values, [pen.tbl(*table)])}, prefecture()


@case("012-section-rows", "表格里有“一、基本信息”这样的整行标题，行号照数")
def _() -> Made:
    pen = Pen("word")
    values = PREFECTURE | {"address": ""}
    table = rows(pen, values)
    table.insert(0, pen.tr(pen.tc("一、基本信息", 4)))
    table.insert(6, pen.tr(pen.tc("二、评审信息", 4)))
    return {"附件1.docx": form(pen, values, [pen.tbl(*table)])}, prefecture(
        finding("F003", cell(4, "单位所在地点”")), address=None, absent=["address"]
    )


# ---- controls and ticks ---------------------------------------------------------------------------------------------------------------


@case("013-content-controls", "内容控件：文本、日期、下拉、复选框、整格、整行；没填的控件显示提示语，等于没填")
def _() -> Made:
    pen = Pen("word")
    prompt = '<w:r><w:rPr><w:rStyle w:val="a6"/></w:rPr><w:t>单击或点击此处输入文字。</w:t></w:r>'
    series = '<w:dropDownList w:lastValue="5"><w:listItem w:displayText="工程系列" w:value="5"/><w:listItem w:displayText="卫生系列" w:value="4"/></w:dropDownList>'
    day = '<w:date w:fullDate="2018-03-12T00:00:00Z"><w:dateFormat w:val="yyyy年M月d日"/><w:lid w:val="zh-CN"/><w:calendar w:val="gregorian"/></w:date>'
    values = PREFECTURE | {
        "name": sdt(pen.ps(PREFECTURE["name"]), '<w15:appearance w15:val="boundingBox"/>'),
        "date": pen.p(sdt(pen.run("2018年3月12日"), day)),
        "document": pen.p(sdt(prompt, "<w:text/>", placeholder=True)),
        "series": pen.p(sdt(pen.run("工程系列"), series)),
        "levels": sdt(pen.p("初级、中级、副高级"), "<w:comboBox/>"),
        "defence": pen.p(X(checkbox(True) + pen.run(" 是　") + checkbox(False) + pen.run(" 否"))) + pen.p("答辩范围：申报副高级的全部参加"),
        "pool": pen.p(X(checkbox(True, "☑") + pen.run("有") + checkbox(False) + pen.run("无")))
        + sdt(pen.p("会议专家来源：从地区评委专家库中选取"))
        + pen.p(X(pen.run("抽取方式：") + sdt(pen.run("会前三日随机抽取")))),
    }
    table = rows(pen, values)
    table[2] = pen.tr(
        pen.tc(LABELS["address"]), sdt(pen.tc(PREFECTURE["address"]), "<w:text/>"), pen.tc(LABELS["phones"]), pen.tc(PREFECTURE["phones"])
    )
    table[7:9] = [sdt("".join(table[7:9]), "<w15:repeatingSection/>")]
    return {"附件1.docx": form(pen, values, [pen.tbl(*table)])}, prefecture(
        approval={"date": "2018-03-12", "authority": "自治区人力资源和社会保障厅"}
    )


@case("014-controls-not-filled", "必填的两格还显示内容控件的提示语")
def _() -> Made:
    pen = Pen("word")
    prompt = pen.p(sdt('<w:r><w:rPr><w:rStyle w:val="a6"/></w:rPr><w:t>请在此处填写</w:t></w:r>', placeholder=True))
    values = PREFECTURE | {"address": prompt, "procedure": prompt}
    return {"附件1.docx": form(pen, values)}, prefecture(
        finding("F003", cell(3, "单位所在地点”")),
        finding("F003", cell(11, "评审流程”")),
        address=None,
        procedure=None,
        absent=["address", "procedure"],
    )


@case("015-legacy-fields", "旧式窗体域：复选框（已选、默认已选）和文字域，选填的一个没填")
def _() -> Made:
    pen = Pen("word")
    values = PREFECTURE | {
        "document": pen.p(legacy_text("Text1", "")),
        "address": pen.p(legacy_text("Text2", PREFECTURE["address"])),
        "defence": pen.p(X(legacy_box("C1", False) + pen.run("是　") + legacy_box("C2", True) + pen.run("否"))),
        "pool": pen.p(X(legacy_box("C3", True, by_default=True) + pen.run("有　") + legacy_box("C4", False) + pen.run("无")))
        + pen.ps("会议专家来源：从地区评委专家库中选取\n抽取方式：会前三日随机抽取"),
    }
    return {"附件1.docx": form(pen, values)}, prefecture(
        approval={"date": "2018-03-12", "authority": "自治区人力资源和社会保障厅"}, defence={"required": False}
    )


@case("016-wingdings", "符号字体的勾选框：插入的符号（Wingdings 2 和 Wingdings）")
def _() -> Made:
    pen = Pen("wps")
    values = PREFECTURE | {
        "defence": pen.p(X(sym("Wingdings 2", "F052") + pen.run("是　") + sym("Wingdings 2", "F0A3") + pen.run("否")))
        + pen.p("答辩范围：申报副高级的全部参加"),
        "pool": pen.p(X(sym("Wingdings", "F0A8") + pen.run("有　") + sym("Wingdings", "F0FE") + pen.run("无")))
        + pen.ps("会议专家来源：从有关高校、设计院聘请\n抽取方式：按专业协商确定"),
    }
    return {"附件1.docx": form(pen, values)}, prefecture(
        expert_pool={"exists": False, "source": "从有关高校、设计院聘请", "draw": "按专业协商确定"}
    )


@case("017-wingdings-as-letters", "符号字体的勾选框：存成 Wingdings 字体的普通字符，或者专用区字符")
def _() -> Made:
    pen = Pen("word")
    values = PREFECTURE | {
        "defence": pen.p(X(pen.run("\uf0fe", WINGDINGS) + pen.run("是　") + pen.run("\uf0a8", WINGDINGS) + pen.run("否")))
        + pen.p("答辩范围：申报副高级的全部参加"),
        "pool": pen.p(
            X(
                f"<w:r><w:rPr>{WINGDINGS}</w:rPr><w:t>þ</w:t></w:r>{pen.run('有　')}"
                f"<w:r><w:rPr>{WINGDINGS}</w:rPr><w:t>¨</w:t></w:r>{pen.run('无')}"
            )
        )
        + pen.ps("会议专家来源：从地区评委专家库中选取\n抽取方式：会前三日随机抽取"),
    }
    return {"附件1.docx": form(pen, values)}, prefecture()


@case("018-ticks-in-brackets", "“是（√）否（ ）”和“有[√] 无[ ]”；日期 2018/3/12")
def _() -> Made:
    values = PREFECTURE | {
        "date": "2018/3/12",
        "defence": "是（√）否（ ）\n答辩范围：申报副高级的全部参加",
        "pool": "有[√]　无[　]\n会议专家来源：从地区评委专家库中选取\n抽取方式：会前三日随机抽取",
    }
    return {"附件1.docx": form(Pen("wps", 0.2, 18), values)}, prefecture()


@case("019-box-before-no", "“□是 ☑否”和“■有 □无”")
def _() -> Made:
    values = PREFECTURE | {
        "defence": "□是 ☑否",
        "pool": "■有 □无\n会议专家来源：从地区评委专家库中选取\n抽取方式：会前三日随机抽取",
    }
    return {"附件1.docx": form(Pen("word"), values)}, prefecture(defence={"required": False})


@case("020-box-after", "框在后面：“是■ 否□”；圆点：“●有 ○无”，来源和方式接着写")
def _() -> Made:
    values = PREFECTURE | {
        "defence": "是■　否□　答辩范围：申报副高级的全部参加",
        "pool": "●有　○无；会议专家来源：从地区评委专家库中选取；抽取方式：会前三日随机抽取",
    }
    return {"附件1.docx": form(Pen("word"), values)}, prefecture()


@case("021-crossed-boxes", "Word 的“☒是 ☐否”就是勾选；“有√ 无”")
def _() -> Made:
    values = PREFECTURE | {
        "defence": "☒是　☐否\n答辩范围：申报副高级的全部参加",
        "pool": "有√　无\n会议专家来源：从地区评委专家库中选取\n抽取方式：会前三日随机抽取",
    }
    return {"附件1.docx": form(Pen("word", 0.2, 21), values)}, prefecture()


@case("022-in-words", "不用框，用话写：“是，申报副高级的全部参加”“无。会议专家来源：……”")
def _() -> Made:
    values = PREFECTURE | {
        "defence": "是，申报副高级的全部参加",
        "pool": "无。会议专家来源：从有关高校聘请。抽取方式：按专业协商确定。",
    }
    return {"附件1.docx": form(Pen("wps"), values)}, prefecture(
        expert_pool__exists=False, expert_pool__source="从有关高校聘请", expert_pool__draw="按专业协商确定"
    )


@case("023-no-tick-or-both", "是否答辩一个也没勾，有无专家库两个都勾了：不猜")
def _() -> Made:
    values = PREFECTURE | {
        "defence": "□是　□否\n答辩范围：申报副高级的全部参加",
        "pool": "☑有　☑无\n会议专家来源：从地区评委专家库中选取\n抽取方式：会前三日随机抽取",
    }
    return {"附件1.docx": form(Pen("word"), values)}, prefecture(
        finding(["F003", "F004"], cell(12, "是否答辩”")),
        finding(["F003", "F004"], cell(13, "有无专家库")),
        defence=None,
        expert_pool=None,
        absent=["defence/required", "expert_pool/exists"],
    )


# ---- lists ----------------------------------------------------------------------------------------------------------------------------

DOCUMENTS = [
    {"title": "职称评审管理暂行规定", "document": "人社部令第40号"},
    {"title": "新疆维吾尔自治区专业技术职务任职资格管理暂行办法", "document": "新人社发〔2012〕230号"},
]


@case("024-automatic-numbers", "自动编号（数字、中文、带圈），编号不在文字里；目录是项目符号")
def _() -> Made:
    pen = Pen("word")
    values = PREFECTURE | {
        "procedure": numbered(pen, STEPS, 3),
        "basis": numbered(
            pen,
            ["《职称评审管理暂行规定》（人社部令第40号）", "《新疆维吾尔自治区专业技术职务任职资格管理暂行办法》（新人社发〔2012〕230号）"],
            2,
        ),
        "catalog": numbered(pen, ["建筑工程：城市规划、建筑勘察设计", "市政工程：给水排水、道路与桥梁"], 4),
    }
    catalog = {"建筑工程": ["城市规划", "建筑勘察设计"], "市政工程": ["给水排水", "道路与桥梁"]}
    return {"附件1.docx": form(pen, values)}, prefecture(
        basis=DOCUMENTS, reviews=reviews(["junior", "intermediate", "associate-senior"], catalog=catalog)
    )


@case("025-numbers-by-style", "编号来自段落样式；目录一级自动编号、二级一行一个手写编号")
def _() -> Made:
    pen = Pen("word")
    values = PREFECTURE | {
        "procedure": numbered(pen, STEPS, by_style=True),
        "catalog": "建筑工程\n1. 城市规划\n2. 建筑勘察设计\n市政工程\n1. 给水排水\n2. 道路与桥梁",
    }
    catalog = {"建筑工程": ["城市规划", "建筑勘察设计"], "市政工程": ["给水排水", "道路与桥梁"]}
    return {"附件1.docx": form(pen, values)}, prefecture(reviews=reviews(["junior", "intermediate", "associate-senior"], catalog=catalog))


@case("026-typed-numbers", "手写编号：一、 ① （1） 1．混用，几条写在一段里")
def _() -> Made:
    marks = "①②③④⑤⑥⑦"
    values = PREFECTURE | {
        "basis": "一、《职称评审管理暂行规定》（人社部令第40号）；二、《新疆维吾尔自治区专业技术职务任职资格管理暂行办法》（新人社发〔2012〕230号）。",
        "procedure": "".join(mark + step for mark, step in zip(marks, STEPS, strict=True)),
        "catalog": "（1）建筑工程：城市规划，建筑勘察设计；\n（2）市政工程：给水排水，道路与桥梁。",
    }
    catalog = {"建筑工程": ["城市规划", "建筑勘察设计"], "市政工程": ["给水排水", "道路与桥梁"]}
    return {"附件1.docx": form(Pen("wps", 0.1, 26), values)}, prefecture(
        basis=DOCUMENTS, reviews=reviews(["junior", "intermediate", "associate-senior"], catalog=catalog)
    )


@case("027-steps-with-arrows", "流程写成一段，步骤之间是箭头；手写编号 1． 在前")
def _() -> Made:
    values = PREFECTURE | {"procedure": "→".join(STEPS[:4]) + " → " + "-->".join(STEPS[4:]) + "。"}
    return {"附件1.docx": form(Pen("word"), values)}, prefecture()


@case("028-steps-with-dashes", "流程写成一段，步骤之间是破折号；日期带大写的零")
def _() -> Made:
    values = PREFECTURE | {"procedure": "——".join(STEPS), "date": "二○一八年三月十二日"}
    return {"附件1.docx": form(Pen("word"), values)}, prefecture()


@case("029-steps-with-commas", "流程写成一段，步骤之间是顿号；符号箭头是 Wingdings")
def _() -> Made:
    values = PREFECTURE | {"procedure": "、".join(STEPS) + "。"}
    return {"附件1.docx": form(Pen("wps"), values)}, prefecture()


@case("030-steps-with-symbol-arrows", "流程步骤之间的箭头是插入的 Wingdings 符号")
def _() -> Made:
    pen = Pen("word")
    arrow = sym("Wingdings", "F0E0")
    values = PREFECTURE | {"procedure": pen.p(X(arrow.join(pen.run(step) for step in STEPS)))}
    return {"附件1.docx": form(pen, values)}, prefecture()


# ---- phones and contacts --------------------------------------------------------------------------------------------------------------


@case("031-phones", "一格几个电话：第二个省了区号，注明兼传真；全角数字；转分机")
def _() -> Made:
    values = PREFECTURE | {"phones": "０９９８－０００００01、0000002（电话兼传真）\n0998-0000003转506，0000004"}
    return {"附件1.docx": form(Pen("word"), values)}, prefecture(
        phones=["0998-0000001", "0998-0000002（电话兼传真）", "0998-0000003转506", "0998-0000004"]
    )


@case("032-phones-or", "电话用“或”和斜线隔开，号码中间有空格，有窗口字样；领导电话没有标签")
def _() -> Made:
    values = REGION | {
        "phones": "0000525 (窗口)\n020-00000392或020-00000561转506/0755-0000 0155",
        "leader": "赵示例（副厅长）",
        "leader_phones": "0991-0000011　13000000001",
    }
    return {"附件1.docx": form(Pen("word"), values)}, region(
        phones=["0000525（窗口）", "020-00000392", "020-00000561转506", "0755-00000155"],
        contacts=CONTACTS | {"leader": {"name": "赵示例", "landline": "0991-0000011", "mobile": "13000000001"}},
    )


@case("033-phone-nonsense", "单位电话填成了一句话")
def _() -> Made:
    values = PREFECTURE | {"phones": "请拨打总机"}
    return {"附件1.docx": form(Pen("word"), values)}, prefecture(finding("F003", cell(3, "单位电话")), phones=None, absent=["phones"])


@case("034-leader-only-mobile", "主管领导只写了手机：不能当座机用，要说缺座机，但不重复号码")
def _() -> Made:
    values = PREFECTURE | {"leader": "阿卜杜热依木•示例江", "leader_phones": "13000000001"}
    return {"附件1.docx": form(Pen("wps"), values)}, prefecture(
        finding(["F002", "F003"], cell(4, "主管领导联系方式"), severity=["error", "warning"], hints=["座机"]),
        contacts=CONTACTS | {"leader": {"name": "阿卜杜热依木·示例江", "mobile": "13000000001"}},
    )


@case("035-clerks-without-labels", "业务人员一人一行，姓名后面直接是座机和手机，没有标签；姓名中间有空格")
def _() -> Made:
    values = PREFECTURE | {"clerks": "钱　示　例 0998-0000012 13000000002\n李示例：0000014／13000000003"}
    clerks = [CONTACTS["clerks"][0], {"name": "李示例", "landline": "0998-0000014", "mobile": "13000000003"}]
    return {"附件1.docx": form(Pen("word"), values)}, prefecture(contacts=CONTACTS | {"clerks": clerks})


@case("036-clerks-in-one-paragraph", "两名业务人员写在一段里，用分号隔开；标签“办公电话”“移动电话”")
def _() -> Made:
    values = PREFECTURE | {
        "clerks": "1.钱示例，办公电话：0998-0000012，移动电话：13000000002；2.古丽娜尔·示例，办公电话：0998-0000014，移动电话：13000000003。"
    }
    clerks = [CONTACTS["clerks"][0], {"name": "古丽娜尔·示例", "landline": "0998-0000014", "mobile": "13000000003"}]
    return {"附件1.docx": form(Pen("word"), values)}, prefecture(contacts=CONTACTS | {"clerks": clerks})


@case("037-clerks-name-and-numbers-on-lines", "业务人员的姓名、座机、手机各占一行")
def _() -> Made:
    values = PREFECTURE | {"clerks": "钱示例\n座机：0998-0000012\n手机：13000000002\n李示例\n座机：0998-0000014\n手机：13000000003"}
    clerks = [CONTACTS["clerks"][0], {"name": "李示例", "landline": "0998-0000014", "mobile": "13000000003"}]
    return {"附件1.docx": form(Pen("wps", 0.1, 37), values)}, prefecture(contacts=CONTACTS | {"clerks": clerks})


@case("038-preparer-in-the-table", "填表人和联系电话是表格最后一行")
def _() -> Made:
    pen = Pen("word")
    table = [*rows(pen, PREFECTURE), pen.row("填表人", "孙示例", "联系电话", "0998-0000013")]
    return {
        "附件1.docx": form(pen, PREFECTURE, [pen.tbl(*table)], after=[pen.p("单位负责人（签字）：　　　单位（盖章）：　　　年　月　日")])
    }, prefecture()


@case("039-preparer-on-two-lines", "填表人和联系电话分两行，号码是手机；表后有签字盖章的空行")
def _() -> Made:
    pen = Pen("wps", 0.3, 39)
    after = [pen.p("填 表 人：  孙 示 例"), pen.p("联系电话：13000000004"), pen.p("单位负责人（签字）："), pen.p("年　月　日")]
    return {"附件1.docx": form(pen, PREFECTURE, after=after)}, prefecture(
        contacts=CONTACTS | {"preparer": {"name": "孙示例", "phone": "13000000004"}}
    )


@case("040-no-preparer", "没有写填表人")
def _() -> Made:
    pen = Pen("word")
    said = prefecture(contacts={key: CONTACTS[key] for key in ("leader", "clerks")})
    said["may"] = [finding(["F002", "F003"], "填表人", severity=["error", "warning"])]
    return {"附件1.docx": form(pen, PREFECTURE, after=[pen.p("填表人：　　　　　联系电话：　　　　　")])}, said


# ---- what is there and does not count ---------------------------------------------------------------------------------------------------

_WN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@case("041-tracked-changes", "修订没有接受：删去的字、行、段不算，新加的算；批注、脚注、隐藏文字不算")
def _() -> Made:
    pen = Pen("word")
    name = pen.p(X(pen.run("喀什地区") + deleted("建设") + inserted(pen.run("工程")) + pen.run("系列职称评审委员会")))
    address = pen.p(
        X(
            pen.run("喀什市")
            + '<w:moveFrom w:id="41" w:author="审核"><w:r><w:t>人民路</w:t></w:r></w:moveFrom>'
            + '<w:commentRangeStart w:id="1"/>'
            + pen.run("示例路1号三楼")
            + '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        )
    )
    phones = pen.p(
        X(
            pen.run("0998-0000001")
            + pen.run("、0000009", "<w:vanish/>")
            + '<w:r><w:rPr><w:rStyle w:val="hid"/></w:rPr><w:t>内线</w:t></w:r>'
        )
    )
    gone = X('<w:p><w:pPr><w:rPr><w:del w:id="42" w:author="审核"/></w:rPr></w:pPr>' + deleted("8. 发文") + "</w:p>")
    steps = pen.ps("\n".join(f"{number}. {step}" for number, step in enumerate(STEPS, 1))) + gone + pen.p()
    values = PREFECTURE | {
        "name": name + pen.p("组建单位：喀什地区住房和城乡建设局"),
        "address": address,
        "phones": phones,
        "procedure": steps,
    }
    table = rows(pen, values)
    dead = pen.tr(
        pen.tc(pen.p(deleted("评审依据"))),
        pen.tc(pen.p(deleted("《作废的文件》")), 3),
        properties='<w:del w:id="43" w:author="审核" w:date="2019-06-17T09:00:00Z"/>',
    )
    parts = {
        "comments": f'<w:comments {_WN}><w:comment w:id="1" w:author="审核"><w:p><w:r><w:t>地址请核实</w:t></w:r></w:p></w:comment></w:comments>',
        "footnotes": f'<w:footnotes {_WN}><w:footnote w:id="2"><w:p><w:r><w:t>新址</w:t></w:r></w:p></w:footnote></w:footnotes>',
    }
    return {"附件1.docx": form(pen, values, [pen.tbl(*table, dead)], parts=parts)}, prefecture()


@case("042-text-boxes", "文本框（新旧两种写法各存一遍）不算格子里的内容；拼音指南只取正文")
def _() -> Made:
    pen = Pen("word")
    ruby = "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>qián</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>钱</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    values = PREFECTURE | {
        "address": pen.p(X(pen.run("喀什市示例路1号三楼") + text_box(pen, "在此盖章"))),
        "clerks": pen.p(X(ruby + pen.run("示例　座机：0998-0000012　手机：13000000002"))),
    }
    return {"附件1.docx": form(pen, values, before=[pen.p(text_box(pen, "编号：____"))])}, prefecture()


@case("043-odd-spaces", "软回车、制表符、不断行空格、零宽字符、全角空格")
def _() -> Made:
    values = PREFECTURE | {
        "name": "\u00a0喀什地区\u200b工程系列\v职称评审委员会\u3000\n组建单位：\t喀什地区住房和\u00ad城乡建设局\ufeff",
        "date": "2018\u00a0年\u30003 月 12 日",
        "levels": "初级\v中级\v副高级",
        "scope": "\u3000喀什\u200b地区\t",
        "procedure": "\v".join(f"{number}．{step}" for number, step in enumerate(STEPS, 1)),
        "catalog": "建筑工程：\t城市规划、\v建筑勘察设计",
    }
    return {"附件1.docx": form(Pen("wps", 0.1, 43), values)}, prefecture()


# ---- blank, missing ---------------------------------------------------------------------------------------------------------------------


_ROW_OF = {key: number for number, line in enumerate(LAYOUT, 1) for key in line}


def _blank_findings() -> list[Value]:
    return [finding("F003", cell(_ROW_OF[key], LABELS[key].split("\n")[0].split("（")[0])) for key in REQUIRED]


@case("044-blank", "空白的登记表：每个必填的格子一条")
def _() -> Made:
    pen = Pen("word")
    data = form(pen, dict.fromkeys(LABELS, ""), after=[pen.p("填表人："), pen.p("联系电话：")], with_scoring=False)
    said = expected(None, *_blank_findings(), absent=["name", "address", "phones", "reviews", "procedure", "defence", "expert_pool"])
    said["may"] = [finding(["F002", "F003"], "填表人", severity=["error", "warning"])]
    return {"附件1.docx": data}, said


@case("045-blank-with-marks", "空白的登记表，格子里还是函里印的“必填”“选填”")
def _() -> Made:
    pen = Pen("wps")
    values = {key: "必填" if key in REQUIRED else "选填" for key in LABELS}
    data = form(pen, values, after=[pen.p("填表人：　　　　联系电话：")], with_scoring=False)
    said = expected(None, *_blank_findings(), absent=["name", "approval", "address", "phones", "reviews", "procedure"])
    said["may"] = [finding(["F002", "F003"], "填表人", severity=["error", "warning"])]
    return {"附件1.docx": data}, said


@case("046-row-missing", "“评审依据”一行被删掉了，“评审地域范围”空着")
def _() -> Made:
    pen = Pen("word")
    values = PREFECTURE | {"scope": "　"}
    table = rows(pen, values, layout=tuple(line for line in LAYOUT if line != ("basis",)))
    return {"附件1.docx": form(pen, values, [pen.tbl(*table)])}, prefecture(
        finding("F002", "评审依据"), finding("F003", cell(8, "评审地域范围”")), scope=None, basis=None, absent=["scope", "basis"]
    )


@case("047-optional-left-out", "选填的三格写“无”“/”“——”：等于没填")
def _() -> Made:
    values = PREFECTURE | {"date": "无", "approved_by": "/", "document": "——"}
    return {"附件1.docx": form(Pen("word"), values)}, prefecture(approval=None, absent=["approval"])


@case("048-date-nonsense", "批准时间看不出是哪一天；发文字号用方头括号")
def _() -> Made:
    values = PREFECTURE | {"date": "机构改革那年", "document": "新人社函【2018】45号"}
    return {"附件1.docx": form(Pen("word"), values)}, prefecture(
        finding("F003", cell(1, "批准时间”")),
        approval={"authority": "自治区人力资源和社会保障厅", "document": "新人社函〔2018〕45号"},
    )


@case("049-no-form", "交来的 Word 文件里只有一篇说明，没有登记表")
def _() -> Made:
    from forms_ooxml import docx

    pen = Pen("word")
    body = [
        pen.p("关于报送职称评审委员会信息的说明"),
        pen.p("现将我单位有关材料报上，请审核。"),
        pen.tbl(pen.row("材料", "份数"), pen.row("说明", "1"), columns=2),
    ]
    return {"说明.docx": docx(body)}, expected(None, finding("F002"))


__all__ = ["PREPARER"]
