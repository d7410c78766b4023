"""Further messy forms: rarer spellings and file formats. All people are invented (人物均为虚构)."""

from __future__ import annotations

import io
import zipfile

from helpers.forms.base import (
    CONTACTS,
    LABELS,
    PREFECTURE,
    REGION,
    Made,
    case,
    cell,
    expected,
    finding,
    form,
    prefecture,
    region,
    reviews,
    rows,
    workbook,
)
from helpers.forms.files import compound, refused
from helpers.forms.ooxml import Pen, X, docx, packed, sdt
from helpers.forms.tables import TITLE, item, scored, steps, with_scoring
from helpers.forms.values import of_prefecture, of_region

_STRICT = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def inside(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@case("108-strict", "存成“Strict Open XML 文档”：命名空间全是另一套")
def _() -> Made:
    parts = {}
    for name, content in inside(form(Pen("word"), PREFECTURE)).items():
        text = content.decode("utf-8")
        for loose, strict in _STRICT.items():
            text = text.replace(loose, strict)
        parts[name] = text
    return {"附件1.docx": packed(parts)}, prefecture()


@case("109-document2", "网页版 Word：正文不叫 document.xml，叫 document2.xml，前缀不是 w")
def _() -> Made:
    parts = {}
    for name, content in inside(form(Pen("word"), PREFECTURE)).items():
        text = content.decode("utf-8").replace("document.xml", "document2.xml")
        if name == "word/document.xml":
            text = text.replace("<w:", "<x:").replace("</w:", "</x:").replace(" w:", " x:").replace("xmlns:w=", "xmlns:x=")
        parts[name.replace("document.xml", "document2.xml")] = text
    return {"附件1.docx": packed(parts)}, prefecture()


@case("110-table-in-a-control", "整个表格在内容控件和自定义标记里，行首尾有空出的列，有旧式的横向合并")
def _() -> Made:
    pen = Pen("word")
    table = rows(pen, PREFECTURE)
    table[2] = pen.tr(
        *(pen.tc(text) for text in (LABELS["address"], PREFECTURE["address"], LABELS["phones"], PREFECTURE["phones"])),
        properties='<w:gridBefore w:val="1"/><w:wBefore w:w="100" w:type="dxa"/><w:gridAfter w:val="1"/><w:wAfter w:w="100" w:type="dxa"/>',
    )
    wide = [str(pen.tc(text)) for text in (LABELS["scope"], PREFECTURE["scope"], "", "")]
    for place, state in ((1, ' w:val="restart"'), (2, ""), (3, "")):
        wide[place] = wide[place].replace("<w:vAlign", f"<w:hMerge{state}/><w:vAlign", 1)
    table[7] = pen.tr(*wide)
    marked = f'<w:customXml w:uri="urn:zc" w:element="form">{pen.tbl(*table)}</w:customXml>'
    return {"附件1.docx": form(pen, PREFECTURE, [sdt(marked)])}, prefecture()


@case("111-unit-first", "名称一格先写单位，再写评审委员会，简称评委会")
def _() -> Made:
    files = of_prefecture(name="喀什地区住房和城乡建设局\n喀什地区工程系列高级职称评委会")
    return files, prefecture(name="喀什地区工程系列高级职称评委会")


@case("112-committee-only", "名称一格只写了评审委员会，没有写单位：要问组建单位")
def _() -> Made:
    return of_prefecture(name="喀什地区工程系列职称评审委员会"), prefecture(
        finding(["F002", "F003", "F004"], cell(1, "评审委员会名称"), severity=["error", "warning"], hints=["单位"]),
        organiser=None,
        authority=None,
        area=None,
        absent=["organiser"],
    )


@case("113-levels-ticked", "系列和层级用勾选框选；地域下面勾选面向社会")
def _() -> Made:
    files = of_prefecture(
        series="□卫生系列　☑工程系列　□经济系列",
        levels="☑初级　☑中级　☑副高级　☐正高级",
        scope="喀什地区\n☑面向社会　□本系统　□本单位",
    )
    return files, prefecture(scope=None, scope__areas=["653100"], scope__open_to="public")


@case("114-scope-with-exception", "地域后面有说明：不能丢")
def _() -> Made:
    files = of_prefecture(scope="喀什地区各县市。中级由各县市评审委员会评审的除外。")
    said = prefecture(scope=None, scope__areas=["653100"])
    said["contains"] = {"scope/note": "中级由各县市评审委员会评审的除外"}
    return files, said


@case("115-defence-scope-without-label", "答辩范围另起一行，没有写“答辩范围”四个字；“不答辩”两个字不能当成答辩")
def _() -> Made:
    return of_prefecture(defence="☑ 是　☐ 否\n副高级全部参加，中级破格的参加"), prefecture(
        defence={"required": True, "scope": "副高级全部参加，中级破格的参加"}
    )


@case("116-no-defence-in-words", "“不答辩”；专家库“无”，来源和方式在后面")
def _() -> Made:
    files = of_prefecture(defence="不答辩", pool="无\n会议专家来源：从有关高校聘请\n抽取方式：按专业协商确定")
    return files, prefecture(
        defence={"required": False}, expert_pool={"exists": False, "source": "从有关高校聘请", "draw": "按专业协商确定"}
    )


@case("117-people-with-posts", "领导一格写“姓名：…　职务：…”；电话用“办：”“手机号码：”；业务人员电话标签是“联系电话”")
def _() -> Made:
    files = of_prefecture(
        leader="姓名：赵示例　职务：党组成员、副局长",
        leader_phones="办：0998-0000011；手机号码：130 0000 0001",
        clerks="钱示例（职称科科长）　联系电话：0998-0000012，13000000002",
    )
    return files, prefecture()


@case("118-two-approvals", "批准文件号有两个，日期写到年月，批准单位换行")
def _() -> Made:
    files = of_prefecture(date="2018年03月", document="新人社函[2018]45号、新人社函（2019）3号", approved_by="自治区人力资源\n和社会保障厅")
    return files, prefecture(
        approval__date="2018-03",
        approval__document="新人社函〔2018〕45号、新人社函〔2019〕3号",
        approval__authority="自治区人力资源和社会保障厅",
    )


@case("119-scoring-full-width", "赋分表：全角数字、小数、带“分”字，分档一行一个，用冒号隔开；公式算出的合计")
def _() -> Made:
    lines = [
        [TITLE],
        ["评价维度", "评价内容", "满分", "分档"],
        ["学历", "国民教育学历", "１２．５分", "博士：12.5\n硕士：１０\n本科：8分"],
        ["业绩", "代表性工程", "87.5", None],
        ["合　计", None, 100, None],
    ]
    items = [
        item("学历", "国民教育学历", 12.5, steps=steps(("博士", 12.5), ("硕士", 10), ("本科", 8))),
        item("业绩", "代表性工程", 87.5),
    ]
    return with_scoring(workbook(("赋分表", lines, []))), prefecture(**scored(items))


@case("120-scoring-maximum-in-brackets", "赋分表：满分写在项目后面的括号里，一档一行，项目向下合并")
def _() -> Made:
    lines = [
        [TITLE],
        ["评价项目（满分）", "评价标准", "分值"],
        ["学历（40分）", "博士", 40],
        [None, "硕士", 35],
        ["业绩（60分）", "国家级", 60],
        [None, "省部级", 45],
    ]
    said = prefecture(scoring=None, scoring__0__title=TITLE, scoring__0__total=100)
    for place, (dimension, points, found) in enumerate(
        (("学历", 40, steps(("博士", 40), ("硕士", 35))), ("业绩", 60, steps(("国家级", 60), ("省部级", 45))))
    ):
        said["record"] |= {
            f"scoring/0/items/{place}/dimension": dimension,
            f"scoring/0/items/{place}/points": points,
            f"scoring/0/items/{place}/steps": found,
        }
    return with_scoring(workbook(("赋分表", lines, ["A1:C1", "A3:A4", "A5:A6"]))), said


@case("121-two-committees-in-one-file", "一个文件里两张登记表，是两个评审委员会：要分开交")
def _() -> Made:
    pen = Pen("word")
    other = pen.tbl(*rows(pen, REGION))
    return {"附件1.docx": form(pen, PREFECTURE, after=[pen.p("填表人：孙示例　联系电话：0998-0000013"), pen.p(), other])}, expected(
        None, finding("F006")
    )


@case("122-locked-workbook", "加了密码的 .xlsx 赋分表", kept_out=True)
def _() -> Made:
    locked = compound({"EncryptionInfo": b"\x04\0\x04\0", "EncryptedPackage": bytes(range(256)) * 20})
    return {"量化赋分表.xlsx": locked}, refused("F005", "密码")


@case("123-locked-archive", "加了密码的 .zip", kept_out=True)
def _() -> Made:
    content = bytearray(packed({"附件1.docx": form(Pen("word"), PREFECTURE)}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    return {"报送.zip": bytes(content)}, refused("F005", "密码")  # fmt: skip


@case("124-wps-file", "WPS 的 .wps 文件：说怎样另存为 .docx")
def _() -> Made:
    return {"附件1.wps": compound({"WordDocument": b"\xec\xa5\xc1\0" + bytes(4092), "1Table": b""})}, refused("F001", ".docx", "另存")


@case("125-rich-text", "扩展名是 .doc，其实是 RTF")
def _() -> Made:
    return {"附件1.doc": rb"{\rtf1\ansi\ansicpg936 {\trowd\cellx100\intbl \'c6\'c0\cell\row}}"}, refused("F001", ".docx")


@case("126-scan", "交的是 PDF 扫描件")
def _() -> Made:
    return {"附件1.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"}, refused("F001", ".docx")


@case("127-empty-archive", "空的压缩包")
def _() -> Made:
    return {"报送.zip": packed({})}, expected(None, finding(["F001", "F002"]))


@case("128-region-central-words", "自治区级单位写“初级、中级、高级（仅副高）”；正高另有说明")
def _() -> Made:
    return of_region(levels="初级、中级、高级（仅副高）"), region(reviews=reviews(["junior", "intermediate", "associate-senior"]))


@case("129-empty-rows-and-columns", "表格左边多一列序号，中间有空行")
def _() -> Made:
    pen = Pen("wps", 0.1, 129)
    lines = [X(str(row).replace("<w:tc>", f"{pen.tc(str(number))}<w:tc>", 1)) for number, row in enumerate(rows(pen, PREFECTURE), 1)]
    lines.insert(4, pen.row("", "", "", "", ""))
    return {"附件1.docx": form(pen, PREFECTURE, [pen.tbl(*lines, columns=5)])}, prefecture()


@case("130-contact-in-two-forms", "附件1 和附件2 都有填表人；附件2 的不是同一个人，不算矛盾")
def _() -> Made:
    pen = Pen("word")
    table = pen.tbl(pen.row("系列（专业）", "一级目录", "二级目录"), pen.row("工程系列", "建筑工程", "城市规划、建筑勘察设计"), columns=3)
    second = docx(
        [pen.p("附件 2"), pen.p("喀什地区工程系列职称评审委员会专业目录登记表"), table, pen.p("填表人：郑示例　联系电话：0998-0000019")]
    )
    files = {"附件1.docx": form(pen, PREFECTURE | {"catalog": "见附件2"}), "附件2.docx": second}
    return files, prefecture(contacts=CONTACTS)
