"""Messy Annex 1 in Word: lists, telephones and people, text to be ignored, missing values. All people are invented (人物均为虚构)."""
# ruff: noqa: E501 -- raw XML and rows of tables stay on one line

from __future__ import annotations

from helpers.forms.base import (
    CONTACTS,
    LABELS,
    LAYOUT,
    PREFECTURE,
    REGION,
    REQUIRED,
    STEPS,
    Made,
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
from helpers.forms.ooxml import Pen, X, deleted, docx, inserted, numbered, sym, text_box

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
        finding(["F002", "F003"], cell(4, "主管领导"), severity=["error", "warning"], hints=["座机"]),
        contacts={key: CONTACTS[key] for key in ("clerks", "preparer")},
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


@case("041-tracked-changes", "修订没有接受：删去的字、行、段不算，新加的算；批注、脚注不算；隐藏的文字要问")
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
    """One finding for each required cell. A leader without name and telephone may give one or two; scoring tables have a general one."""
    found = [
        finding("F003", cell(_ROW_OF[key], LABELS[key].split("\n")[0].split("（")[0]))
        for key in REQUIRED
        if key not in ("leader_phones", "scoring")
    ]
    return [*found, finding(["F002", "F003"], "量化赋分表")]


_BLANK_MAY = [
    finding("F003", cell(_ROW_OF["leader_phones"], "主管领导联系方式")),
    finding(["F002", "F003"], "填表人", severity=["error", "warning"]),
]


@case("044-blank", "空白的登记表：每个必填的格子一条")
def _() -> Made:
    pen = Pen("word")
    data = form(pen, dict.fromkeys(LABELS, ""), after=[pen.p("填表人："), pen.p("联系电话：")], with_scoring=False)
    said = expected(None, *_blank_findings(), absent=["name", "address", "phones", "reviews", "procedure", "defence", "expert_pool"])
    said["may"] = _BLANK_MAY
    return {"附件1.docx": data}, said


@case("045-blank-with-marks", "空白的登记表，格子里还是函里印的“必填”“选填”")
def _() -> Made:
    pen = Pen("wps")
    values = {key: "必填" if key in REQUIRED else "选填" for key in LABELS}
    data = form(pen, values, after=[pen.p("填表人：　　　　联系电话：")], with_scoring=False)
    said = expected(None, *_blank_findings(), absent=["name", "approval", "address", "phones", "reviews", "procedure"])
    said["may"] = _BLANK_MAY
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
    pen = Pen("word")
    body = [
        pen.p("关于报送职称评审委员会信息的说明"),
        pen.p("现将我单位有关材料报上，请审核。"),
        pen.tbl(pen.row("材料", "份数"), pen.row("说明", "1"), columns=2),
    ]
    return {"说明.docx": docx(body)}, expected(None, finding("F002"))
