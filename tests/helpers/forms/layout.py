"""Messy Annex 1 in Word: output of different programs, layout, content controls and ticks. All people are invented (人物均为虚构)."""
# ruff: noqa: E501 -- raw XML and rows of tables stay on one line

from __future__ import annotations

from helpers.forms.base import CONTACTS, LABELS, LAYOUT, PREFECTURE, STEPS, Made, case, cell, finding, form, prefecture, reviews, rows
from helpers.forms.ooxml import Pen, X, checkbox, legacy_box, legacy_text, sdt, sym

WINGDINGS = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'


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
