"""The same irregularities with other data, so that a reader is not fitted to single cases. All people are invented (人物均为虚构)."""

from __future__ import annotations

from helpers.forms.base import (
    CONTACTS,
    LABELS,
    NAME,
    PREFECTURE,
    STEPS,
    Made,
    case,
    cell,
    finding,
    form,
    prefecture,
    region,
    reviews,
    rows,
    workbook,
)
from helpers.forms.ooxml import Pen, X, deleted, docx, inserted, packed, sdt
from helpers.forms.tables import TITLE, item, scored, steps, with_directory, with_scoring
from helpers.forms.values import of_prefecture, of_region

WINGDINGS_2 = '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2" w:cs="Wingdings 2"/>'
J, M, A, F = "junior", "intermediate", "associate-senior", "full-senior"


@case("131-continued-without-label", "流程一格手工断成两行，第二行的标签格空着")
def _() -> Made:
    pen = Pen("word")
    values = PREFECTURE | {"procedure": "\n".join(f"{number}、{step}" for number, step in enumerate(STEPS[:3], 1))}
    table = rows(pen, values)
    table.insert(11, pen.tr(pen.tc(""), pen.tc("\n".join(f"{number}、{step}" for number, step in enumerate(STEPS[3:], 4)), 3)))
    return {"附件1.docx": form(pen, values, [pen.tbl(*table)])}, prefecture()


@case("132-continued-in-second-table", "目录断在两个表格里，第二个表格的标签写“对应二级专业名称（接上页）”")
def _() -> Made:
    pen = Pen("wps", 0.1, 132)
    values = PREFECTURE | {"catalog": "建筑工程：城市规划、建筑勘察设计"}
    table = rows(pen, values)
    more = pen.tr(pen.tc("对应二级专业名称（接上页）"), pen.tc("市政工程：给水排水、道路与桥梁", 3))
    catalog = {"建筑工程": ["城市规划", "建筑勘察设计"], "市政工程": ["给水排水", "道路与桥梁"]}
    return {"附件1.docx": form(pen, values, [pen.tbl(*table[:7]), pen.p(), pen.tbl(more, *table[7:])])}, prefecture(
        reviews=reviews([J, M, A], catalog=catalog)
    )


@case("133-wingdings-2-letters", "Wingdings 2 字体的字母 R 是打勾，£ 是空框")
def _() -> Made:
    pen = Pen("word")

    def letter(text: str) -> str:
        return f"<w:r><w:rPr>{WINGDINGS_2}</w:rPr><w:t>{text}</w:t></w:r>"

    values = PREFECTURE | {
        "defence": pen.p(X(letter("£") + pen.run("是　") + letter("R") + pen.run("否"))),
        "pool": pen.p(X(pen.run("有") + letter("R") + pen.run("　无") + letter("£")))
        + pen.ps("会议专家来源：从地区评委专家库中选取\n抽取方式：会前三日随机抽取"),
    }
    return {"附件1.docx": form(pen, values)}, prefecture(defence={"required": False})


@case("134-tick-and-cross", "“√是 ×否”；“有☑无□”中间没有空格；框后面另有括号")
def _() -> Made:
    files = of_prefecture(
        defence="√是　×否（申报副高级的全部参加）",
        pool="有☑无□\n专家来源：从地区评委专家库中选取\n抽取方式：会前三日随机抽取",
    )
    return files, prefecture()


@case("135-brackets-in-steps", "流程用顿号隔开，步骤的括号里也有顿号；最后一步后面有句号")
def _() -> Made:
    found = ["个人申报（网上填报、上传材料）", "单位审核（含民主测评、公示）", "逐级审核", "评委会表决"]
    return of_prefecture(procedure="、".join(found) + "。"), prefecture(procedure=found)


@case("136-other-arrows", "流程的箭头有 ⇒ ➔ —> ＞ 几种，一行写不下换行再接")
def _() -> Made:
    text = f"{STEPS[0]}⇒{STEPS[1]}➔{STEPS[2]}—>{STEPS[3]}\n→{STEPS[4]}→{STEPS[5]}→\n{STEPS[6]}"
    return of_prefecture(procedure=text), prefecture()


@case("137-numbers-and-arrows", "流程又有编号又有箭头，一步一行，行尾是分号和句号")
def _() -> Made:
    text = "\n".join(f"第{number}步：{step}；" for number, step in zip("一二三四五六", STEPS, strict=False)) + f"\n第七步：{STEPS[6]}。"
    return of_prefecture(procedure=text), prefecture()


@case("138-preparer-without-colon", "填表人后面没有冒号，用下划线和空格空开")
def _() -> Made:
    pen = Pen("wps", 0.2, 138)
    return {"附件1.docx": form(pen, PREFECTURE, after=[pen.p("填表人 孙示例　　　　联系电话 0998-0000013")])}, prefecture()


@case("139-preparer-before-the-table", "填表单位、填表人和电话在表格前面；后面有填表日期")
def _() -> Made:
    pen = Pen("word")
    before = [pen.p("填表单位：喀什地区住房和城乡建设局"), pen.p("填表人：孙示例\t联系电话：0998-0000013\t填表日期：2019年6月18日")]
    return {"附件1.docx": form(pen, PREFECTURE, before=before, after=[pen.p("（盖章）")])}, prefecture()


@case("140-basis-without-brackets", "依据的文号不在括号里，一行两份；有的只写文号在前")
def _() -> Made:
    basis = "《甲办法》新人社发〔2012〕230号；《乙办法》，新人社发〔2013〕1号\n《丙条件（试行）》"
    return of_prefecture(basis=basis), prefecture(
        basis=[
            {"title": "甲办法", "document": "新人社发〔2012〕230号"},
            {"title": "乙办法", "document": "新人社发〔2013〕1号"},
            {"title": "丙条件（试行）"},
        ]
    )


@case("141-levels-and-below", "层级写“副高级及以下”；系列叫“工程技术系列”")
def _() -> Made:
    return of_prefecture(levels="副高级及以下", series="工程技术系列"), prefecture()


@case("142-levels-old-names", "层级写“员级、助理级、中级”：前两个都是初级")
def _() -> Made:
    return of_prefecture(levels="员级、助理级、中级"), prefecture(reviews=reviews([J, M]))


@case("143-levels-from-high-to-low", "层级由高到低，高级后面括号里写明两种")
def _() -> Made:
    return of_region(levels="高级（正高级、副高级）、中级"), region()


@case("144-levels-one-a-line", "层级一行一个，前面有编号，正高在前")
def _() -> Made:
    return of_region(levels="1.正高\n2.副高\n3.中级"), region()


@case("145-short-names-of-areas", "地域是几个州的简称，空格隔开")
def _() -> Made:
    return of_region(scope="巴州 克州 博州 伊犁州"), region(scope={"areas": ["652800", "653000", "652700", "654000"]})


@case("146-only-one-system", "地域后面另起一句：“只面向住建系统内人员”")
def _() -> Made:
    said = prefecture(scope=None, scope__areas=["653100"], scope__open_to="system")
    return of_prefecture(scope="喀什地区；只面向本系统人员"), said


@case("147-county-and-alias", "县一级：单位名称前有地区的名字")
def _() -> Made:
    files = of_prefecture(
        name="叶城县农业系列职称评审委员会\n组建单位：喀什地区叶城县农业农村局", series="农业系列", levels="初级、中级", scope="本县"
    )
    return files, prefecture(
        name="叶城县农业系列职称评审委员会",
        organiser="喀什地区叶城县农业农村局",
        authority="county",
        area="653126",
        reviews=reviews([J, M], "agriculture"),
        scope={"areas": ["653126"]},
    )


@case("148-phones-in-brackets", "区号在括号里，长横线，分机用短横线，几种写法在一格")
def _() -> Made:
    return of_prefecture(phones="（0998）0000001，0998—0000002-8001；0000003(传真)"), prefecture(
        phones=["0998-0000001", "0998-0000002转8001", "0998-0000003（传真）"]
    )


@case("149-clerks-by-enumeration-comma", "三名业务人员写在一行，用顿号隔开，后两位的座机省了区号")
def _() -> Made:
    clerks = [
        CONTACTS["clerks"][0],
        {"name": "李示例", "landline": "0998-0000014", "mobile": "13000000003"},
        {"name": "阿依努尔·示例", "landline": "0998-0000015", "mobile": "13000000004"},
    ]
    text = "钱示例 0998-0000012 13000000002、李示例 0000014 13000000003、阿依努尔•示例 0000015 13000000004"
    return of_prefecture(clerks=text), prefecture(contacts=CONTACTS | {"clerks": clerks})


@case("150-contacts-nested-other-order", "业务人员的小表格列的次序不同，有职务一列；领导的电话也是小表格")
def _() -> Made:
    pen = Pen("word")
    people = pen.tbl(
        pen.row("序号", "姓名", "职务", "移动电话", "办公电话"), pen.row("1", "钱示例", "科长", "13000000002", "0998-0000012"), columns=5
    )
    phones = pen.tbl(pen.row("座机", "0998-0000011"), pen.row("手机", "13000000001"), columns=2)
    return {"附件1.docx": form(pen, PREFECTURE | {"clerks": people + pen.p(), "leader_phones": phones + pen.p()})}, prefecture()


@case("151-prompts-typed", "格子里是照抄的提示语“请填写”“单击此处输入文字。”“（必填）”：等于没填")
def _() -> Made:
    files = of_prefecture(address="单击此处输入文字。", procedure="（必填）", basis="请填写", document="（选填）")
    return files, prefecture(
        finding("F003", cell(3, "单位所在地点”")),
        finding("F003", cell(9, "评审依据”")),
        finding("F003", cell(11, "评审流程”")),
        approval={"date": "2018-03-12", "authority": "自治区人力资源和社会保障厅"},
        address=None,
        basis=None,
        procedure=None,
        absent=["address", "basis", "procedure"],
    )


@case("152-soft-breaks-again", "软回车在地址、单位名称、地域和专业中间")
def _() -> Made:
    files = of_prefecture(
        name="喀什地区工程系列职称评审委员会\n组建单位：喀什地区住房\v和城乡建设局",
        address="喀什市示例路\v1号三楼",
        scope="喀什市、\v疏附县、疏勒县",
        catalog="建筑工程：城市规划、建筑\v勘察设计",
    )
    return files, prefecture(scope={"areas": ["653101", "653121", "653122"]})


@case("153-changes-in-a-row", "修订：新加的整行、整格、表格外的填表人也在修订里")
def _() -> Made:
    pen = Pen("word")
    table = rows(pen, PREFECTURE)
    table[10] = X(str(table[10]).replace("<w:trPr>", '<w:trPr><w:ins w:id="51" w:author="审核" w:date="2019-06-17T09:00:00Z"/>', 1))
    after = [pen.p(X(pen.run("填表人：") + deleted("周示例") + inserted(pen.run("孙示例")) + pen.run("　联系电话：0998-0000013")))]
    return {"附件1.docx": form(pen, PREFECTURE, [pen.tbl(*table)], after=after)}, prefecture()


@case("154-scoring-formulas-and-steps", "赋分表：“每年2分，最高10分”是算法，“优秀10分、合格6分”是分档；总分写在标题里")
def _() -> Made:
    lines = [
        ["工程系列量化赋分表（总分120分）"],
        ["序号", "评价维度", "评价内容", "分值", "赋分标准"],
        [1, "资历", "任职年限", 10, "每年2分，最高10分"],
        [2, "考核", "年度考核", 10, "优秀10分、合格6分"],
        [3, "业绩", "代表性业绩", 100, None],
    ]
    items = [
        item("资历", "任职年限", 10, note="每年2分，最高10分"),
        item("考核", "年度考核", 10, steps=steps(("优秀", 10), ("合格", 6))),
        item("业绩", "代表性业绩", 100),
    ]
    said = prefecture(**scored(items, total=120))
    del said["record"]["scoring/0/title"]
    said["contains"] = {"scoring/0/title": "工程系列量化赋分表"}
    return with_scoring(workbook(("Sheet1", lines, ["A1:E1"]))), said


@case("155-scoring-title-and-note-rows", "赋分表：标题、说明、单位几行在表头前，签字行在表后，项目有小计")
def _() -> Made:
    lines = [
        ["附件"],
        [TITLE],
        ["填报单位：喀什地区住房和城乡建设局", None, "总分：100分"],
        ["评价维度", "评价内容", "满分"],
        ["基本条件", "学历", 20],
        [None, "资历", 20],
        ["小计", None, 40],
        ["业绩成果", "工程业绩", 60],
        ["合计", None, 100],
        ["说明：同一项业绩不重复计分。"],
        ["审核人：", None, "日期："],
    ]
    items = [item("基本条件", "学历", 20), item("基本条件", "资历", 20), item("业绩成果", "工程业绩", 60)]
    return with_scoring(workbook(("Sheet1", lines, ["A5:A6", "A10:C10"]))), prefecture(**scored(items))


@case("156-scoring-bonus-words", "赋分表：加分项写“最高加5分”，附加分另起一段标题行；由谁评分写“评委打分”“职改办审核”")
def _() -> Made:
    lines = [
        [TITLE],
        ["评价维度", "评价内容", "满分", "打分人"],
        ["学历", "国民教育学历", 40, "办事机构"],
        ["业绩", "代表性业绩", 60, "评委打分"],
        ["附加分", "在县以下工作满两年", "5（加分）", "办事机构"],
        ["总分", None, 100, None],
    ]
    items = [
        item("学历", "国民教育学历", 40, scored_by="office"),
        item("业绩", "代表性业绩", 60, scored_by="experts"),
        item("附加分", "在县以下工作满两年", 5, scored_by="office", bonus=True),
    ]
    return with_scoring(workbook(("Sheet1", lines, []))), prefecture(**scored(items))


@case("157-annex2-etc", "附件2 的二级目录用空格隔开，最后写“等专业”：问；表头叫“一级专业”“二级专业”")
def _() -> Made:
    pen = Pen("word")
    table = pen.tbl(
        pen.row("职称系列", "一级专业", "二级专业（方向）"),
        pen.row("工程系列", "建筑工程", "城市规划　建筑勘察设计　建筑施工管理等专业"),
        columns=3,
    )
    content = docx([pen.p("附件2"), pen.p(f"{NAME}专业目录登记表"), table])
    said = prefecture(finding("F004", "“建筑施工管理等专业”后面写了“等”，看不出还有没有别的专业"))
    said["record"] = {key: value for key, value in said["record"].items() if not key.startswith("reviews")}
    return with_directory("附件2.docx", content), said


@case("158-annex2-name-shortened", "附件2 的标题把评审委员会写成评委会：同一个，不算矛盾")
def _() -> Made:
    pen = Pen("word")
    table = pen.tbl(pen.row("系列（专业）", "一级目录", "二级目录"), pen.row("工程系列", "建筑工程", "城市规划、建筑勘察设计"), columns=3)
    content = docx([pen.p("喀什地区工程系列职称评委会专业目录登记表"), table])
    return with_directory("附件2.docx", content, catalog="详见附件二"), prefecture()


@case("159-archive-in-archive", "压缩包里还有压缩包，一个表一个")
def _() -> Made:
    pen = Pen("word")
    table = pen.tbl(pen.row("系列（专业）", "一级目录", "二级目录"), pen.row("工程系列", "建筑工程", "城市规划、建筑勘察设计"), columns=3)
    second = docx([pen.p(f"{NAME}专业目录登记表"), table])
    inner = packed({"附件2/附件2.docx": second})
    said = prefecture()
    return {"报送.zip": packed({"附件1.docx": form(pen, PREFECTURE | {"catalog": "见附件2"}), "附件2.zip": inner})}, said


@case("160-roster-as-csv", "附件3 存成 GBK 编码的 .csv")
def _() -> Made:
    lines = [
        "序号,姓名,性别,族别,出生年月,工作单位及行政职务,现专业岗位,现专业职称,职称层级,取得职称时间,电话,备注",
        "1,周示例,男,汉族,1975-04,喀什示例设计院,建筑勘察设计,高级工程师,副高级,2014-12,0998-0000021,人物均为虚构",
    ]
    return {"附件1.docx": form(Pen("word"), PREFECTURE), "评委.csv": "\r\n".join(lines).encode("gbk")}, prefecture(experts=1)


@case("161-locked-controls", "控件里的下拉列表显示“选择一项。”，日期显示“单击此处输入日期。”：等于没填")
def _() -> Made:
    pen = Pen("word")
    options = '<w:dropDownList><w:listItem w:value="选择一项。"/><w:listItem w:displayText="卫生系列" w:value="4"/></w:dropDownList>'
    values = PREFECTURE | {
        "series": pen.p(sdt(pen.run("选择一项。"), options, placeholder=True)),
        "date": sdt(pen.p("单击此处输入日期。"), "<w:date><w:dateFormat w:val='yyyy-MM-dd'/></w:date>", placeholder=True),
    }
    return {"附件1.docx": form(pen, values)}, prefecture(
        finding("F003", cell(6, "评审系列")),
        approval={"authority": "自治区人力资源和社会保障厅", "document": "新人社函〔2018〕45号"},
        reviews=None,
    )


@case("162-labels-reworded", "标签换了常见的说法：单位地址、咨询电话、分管领导、评审范围不改，只改几个字")
def _() -> Made:
    labels = LABELS | {
        "name": "评审委员会名称",
        "address": "单位所在地址",
        "phones": "咨询电话",
        "leader": "主管领导姓名",
        "leader_phones": "联系方式\n（座机、手机）",
        "clerks": "业务人员及联系方式\n（座机、手机）",
        "catalog": "对应系列（专业）二级目录",
        "procedure": "评审流程\n（可另附页）",
        "defence": "是否答辩及答辩范围",
        "pool": "有无专家库\n（会议专家来源及抽取方式）",
    }
    return {"附件1.docx": form(Pen("word"), PREFECTURE, labels=labels)}, prefecture()


@case("163-last-rows-in-a-table-of-their-own", "最后两行（是否答辩、有无专家库）单独成了一个表格，在下一页")
def _() -> Made:
    pen = Pen("word")
    table = rows(pen, PREFECTURE)
    return {"附件1.docx": form(pen, PREFECTURE, [pen.tbl(*table[:11]), pen.p(), pen.tbl(*table[11:])])}, prefecture()


@case("164-first-row-in-a-table-of-its-own", "第一行（名称、批准时间）单独成了一个表格，名称里的地区后面要用")
def _() -> Made:
    pen = Pen("wps", 0.1, 164)
    values = PREFECTURE | {"levels": "高、中、初级", "scope": "全地区"}
    table = rows(pen, values)
    return {"附件1.docx": form(pen, values, [pen.tbl(*table[:1]), pen.p(), pen.tbl(*table[1:])])}, prefecture()
