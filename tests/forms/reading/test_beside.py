"""What stands beside the rows of a roster or a list: comments, footnotes, text boxes, headers and footers, lines above and below.

It is asked about where it bears on somebody, else said to be unread; never its text. All people are invented (人物均为虚构).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from helpers.forms import empty_word
from helpers.forms.handed_in import HEAD, loaded, read
from openpyxl.comments import Comment

from zhicheng.forms.reading import annex3
from zhicheng.forms.reading.annex3 import RosterForm
from zhicheng.forms.reading.cells import remarks
from zhicheng.forms.reading.set_aside import Aside

PEOPLE = [
    ("1", "乙示例", "男", "汉族", "1975.02", "示例院 总工程师", "城市规划", "高级工程师", "副高级", "2014.12", "0998-0000101", ""),
    ("2", "丙·示例", "女", "汉族", "1975.03", "示例院 总工程师", "城市规划", "高级工程师", "副高级", "2014.12", "0998-0000102", ""),
]
LEFT = "提到了调离、病故、不再担任一类的话，看不出还算不算评委"
OFFICE = "提到了职务，看不出是不是行政机关领导"
RETIRED = "提到了退休，看不出说的是哪一名评委"
NOT_READ = "，没有读，看不出要不要算"


def excel(change: Callable[[Any], object] = lambda sheet: None, *above: str) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "名册"
    for row in [*((line,) for line in above), HEAD, *PEOPLE]:
        book.active.append(row)
    change(book.active)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def word(change: Callable[[Any], object] = lambda made: None, above: tuple[str, ...] = (), below: tuple[str, ...] = ()) -> bytes:
    made = empty_word.document()
    for line in above:
        made.add_paragraph(line)
    table = made.add_table(0, len(HEAD))
    for texts in [HEAD, *PEOPLE]:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    for line in below:
        made.add_paragraph(line)
    change(made)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def added(content: bytes, **parts: str) -> bytes:
    """The document with more parts in word/."""
    changed = io.BytesIO(content)
    with zipfile.ZipFile(changed, "a") as archive:
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return changed.getvalue()


def roster(name: str, content: bytes) -> RosterForm:
    groups = loaded().document("registry/reference/ethnic-groups.yaml")
    assert groups is not None
    return annex3.read_roster(name, content, loaded().series, groups.value, 2026)


def said(form: RosterForm) -> list[str]:
    """What is asked and, after 提醒, what is only said; the people are read in any case."""
    assert len(form.experts) == 2
    texts = [("提醒 " if one.severity == "warning" else "") + one.message for one in form.findings]
    assert not any("示例" in text for text in texts)
    return texts


def comment(place: str, text: str) -> Callable[[Any], object]:
    return lambda sheet: sheet.__getitem__(place).__setattr__("comment", Comment(text, "示例"))


@pytest.mark.parametrize(
    ("place", "text", "wanted"),
    [
        ("B2", "已核对", f"第 2 行第 2 格有批注{NOT_READ}"),
        ("L3", "示例丙已调离", f"第 3 行第 12 格有批注{NOT_READ}"),
        ("E1", "格式：1975.04", "提醒 工作表“名册”：表头或表格以外有 1 处批注，没有读"),
        ("B1", "2号已调离", f"表头或表格以外的批注{LEFT}"),
    ],
)
def test_comments_of_excel(place: str, text: str, wanted: str) -> None:
    (found,) = said(roster("名册.xlsx", excel(comment(place, text))))
    assert found.endswith(wanted)


def test_threads_of_excel() -> None:
    """A thread has no place in the old comments where a program other than Excel wrote it."""
    content = io.BytesIO(excel(comment("B2", "示例")))
    changed = io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.namelist():
            raw = old.read(part)
            if part.endswith("sheet1.xml.rels"):
                raw = raw.replace(b"/relationships/comments", b"/relationships/threadedComment")
            if "comment" in part and part.endswith(".xml"):
                raw = '<ThreadedComments><threadedComment ref="C3"><text>已调离</text></threadedComment></ThreadedComments>'.encode()
            new.writestr(part, raw)
    assert said(roster("名册.xlsx", changed.getvalue())) == [f"工作表“名册”：第 3 行第 3 格有批注{NOT_READ}"]


def test_ends_of_pages_in_excel() -> None:
    def footer(text: str) -> Callable[[Any], object]:
        return lambda sheet: sheet.oddFooter.left.__setattr__("text", text)

    assert said(roster("名册.xlsx", excel(footer("第 &P 页")))) == []
    assert said(roster("名册.xlsx", excel(footer("注：2号已退休")))) == [f"工作表“名册”：表头或表格以外的页眉页脚{RETIRED}"]


def test_lines_above_in_excel() -> None:
    assert said(roster("名册.xlsx", excel(lambda sheet: None, "说明：2号已退休"))) == [f"工作表“名册”第 1 行：表上的说明{RETIRED}"]
    assert said(roster("名册.xlsx", excel(lambda sheet: None, "填报单位：示例局", "说明：一式三份"))) == []


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("以上共5人", "共 5 人，这张表读到 2 人"),
        ("合计：共5人，其中副高级5人", "共 5 人，这张表读到 2 人"),
        ("共2人，其中正高级1人、副高级1人。", "正高级 1 人，这张表读到 0 人"),
        ("合计：2人（其中女2人）", "女 2 人，这张表读到 1 人"),
        ("合计：2人（其中副高级2人，女性1人）", None),
        ("合计：2人", None),
        ("共2名评委", None),
        ("共2人，其中汉族5人", None),
    ],
)
def test_number_of_people_below_a_table_of_word(line: str, asked: str | None) -> None:
    assert said(roster("名册.docx", word(below=(line,)))) == ([] if asked is None else [f"第 1 个表格：写着{asked}"])


def _commented(made: Any) -> None:
    made.add_comment(made.tables[0].rows[2].cells[1].paragraphs[0].runs, text="已调离", author="示例")


def test_comments_of_word() -> None:
    assert said(roster("名册.docx", word(_commented))) == [f"第 1 个表格：第 3 行第 2 格有批注{NOT_READ}"]


FOOTNOTE = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="7"/></w:r>'
FOOTNOTES = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="7"><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:footnote></w:footnotes>'


@pytest.mark.parametrize(
    ("in_table", "text", "wanted"),
    [
        (True, "示例", [f"第 1 个表格：第 2 行第 2 格有脚注{NOT_READ}"]),
        (False, "见通知", ["提醒 第 1 个表格：表头或表格以外有 1 处脚注，没有读"]),
        (False, "2号是行政领导", [f"第 1 个表格：表头或表格以外的脚注{OFFICE}"]),
    ],
)
def test_footnotes_of_word(in_table: bool, text: str, wanted: list[str]) -> None:
    def note(made: Any) -> None:
        at = made.tables[0].rows[1].cells[1].paragraphs[0] if in_table else made.paragraphs[0]
        at._p.append(parse_xml(FOOTNOTE))

    assert said(roster("名册.docx", added(word(note, ("花名册",)), footnotes=FOOTNOTES % text))) == wanted


BOX = (
    f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
    "<w:p><w:r><w:t>%s</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("在此盖章", []),
        ("编号：____", []),
        ("请按时报送", ["提醒 第 1 个表格：表头或表格以外有 1 处文本框，没有读"]),
        ("注：2号不再担任评委", [f"第 1 个表格：表头或表格以外的文本框{LEFT}"]),
    ],
)
@pytest.mark.parametrize("in_table", [True, False])
def test_text_boxes_of_word(in_table: bool, text: str, wanted: list[str]) -> None:
    """A text box floats: in which row it is anchored says nothing."""

    def box(made: Any) -> None:
        at = made.tables[0].rows[1].cells[1].paragraphs[0] if in_table else made.paragraphs[-1]
        at._p.append(parse_xml(BOX % text))

    assert said(roster("名册.docx", word(box, below=("单位（盖章）：",)))) == wanted


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (("注：示例乙已调离",), [f"表下第 1 行文字的说明{LEFT}"]),
        (("", "填表人：示例", "※1号病故"), [f"表下第 2 行文字的说明{LEFT}"]),
        (("注：", "1.本表一式三份。", "2.乙示例为行政机关领导。"), [f"表下第 3 行文字的说明{OFFICE}"]),
        (("以下人员退出专家库",), [f"表下第 1 行文字的说明{LEFT}"]),
        (("以下无正文", "以上人员已公示，如下："), []),
        (("丙示例已调往外地",), [f"表下第 1 行文字的说明{LEFT}"]),
        (("其中一人已于2026年3月调离",), ["表下第 1 行文字的说明提到了有人已经离开"]),
        *(
            ((line,), ["表下第 1 行文字的说明提到了其中有人退休、离开或者没有同意，看不出是哪一个"])
            for line in ("共2人，其中退休1人", "审核意见：不同意2号")
        ),
        (("共2人，其中退休0人",), []),
        (("审核意见：同意推荐",), []),
        (("注：1-2号为正高级",), ["表下第 1 行文字的说明说的是几个人的层级，看不出与各行是不是一致"]),
        (("（黄色底纹为拟调出，其余为在库）",), [f"表下第 1 行文字的说明{LEFT}"]),
        (("带*号的为行政领导",), [f"表下第 1 行文字的说明{OFFICE}"]),
        (("候补评委名单",), [f"表下第 1 行文字的说明{LEFT}"]),
        (("标红的为新增",), []),
        (("注：备注栏填写是否退休、国务院特殊津贴等",), []),
        (("推荐单位声明：以上人员无违纪违法行为，如有调离的将及时报告。",), []),
        (("根据新人社发〔2019〕3号文件，调离的要报告",), []),
        (("主管领导签字：        乙示例",), []),
        (("注：以上人员均未退休",), []),
    ],
)
def test_lines_around_a_table_of_word(lines: tuple[str, ...], wanted: list[str]) -> None:
    assert said(roster("名册.docx", word(below=lines))) == [f"第 1 个表格：{one}" for one in wanted]
    above = [f"第 1 个表格：{one.replace('表下', '表上')}" for one in wanted]
    assert said(roster("名册.docx", word(above=("花名册", *(line for line in lines if line))))) == [
        one.replace(f"第 {n} 行文字", f"第 {n + 1} 行文字") for one in above for n in (int(one.split("第 ")[2][0]),)
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("示例兼评水利", "提到了另一个专业"),
        ("1号享受国务院特殊津贴", "提到了荣誉称号，看不出说的是哪一名评委"),
        ("凡调离的不再列入", None),
        ("均无处分", None),
        ("3号评审专业调整为建筑结构", "像是说哪一行的内容已经变了"),
        ("丙示例单位变更为示例院", "像是说哪一行的内容已经变了"),
        ("按专业适当调整", None),
        ("因未签承诺书移出", LEFT),
        ("身体不适退出", LEFT),
    ],
)
def test_what_a_note_says(text: str, wanted: str | None) -> None:
    assert remarks.of_note(text) == wanted


@pytest.mark.parametrize(
    ("text", "severity", "more"),
    [
        ("示例", "warning", ""),
        ("2026年起停评", "error", "，里面像是说填的内容要改"),
        ("应为水文", "error", "，里面像是说填的内容要改"),
        ("中级自2027年起由县市评审", "error", "，里面像是说填的内容要改"),
        ("自2012年起施行", "warning", ""),
    ],
)
def test_comments_of_other_forms_are_said_to_be_unread(text: str, severity: str, more: str) -> None:
    """They are asked about where they correct a cell."""
    book = openpyxl.Workbook()
    for row in [("系列（专业）", "一级目录", "二级目录"), ("工程", "水利工程", "灌溉排水"), ("", "", "水资源管理")]:
        book.active.append(row)
    book.active["C2"].comment = Comment(text, "示例")
    content = io.BytesIO()
    book.save(content)
    found = read("附件2.xlsx", content.getvalue()).findings
    assert [(one.severity, one.message) for one in found] == [(severity, f"工作表“Sheet”有 1 处批注，没有读（第 2 行第 3 格）{more}")]


@pytest.mark.parametrize(
    ("text", "quiet"),
    [
        ("盖章", True),
        ("（公章处）", True),
        ("（公章处）\n某地区水利局职称办", True),
        ("请在此处盖章", True),
        ("第 1 页，共 2 页", True),
        ("盖章 示例甲", False),
        ("（盖章）某厅，评审层级增加正高级", False),
        ("咨询电话改为 0991-0000002", False),
    ],
)
def test_a_box_for_the_seal_is_no_content(text: str, quiet: bool) -> None:
    """A place for a seal, with the office's name or without, says nothing; what says more is asked about."""
    assert Aside("文本框", text).is_quiet is quiet
