"""Tables of a Word document: how deep they may stand in each other, and what merged cells hold."""

from __future__ import annotations

import pytest
from helpers.forms.ooxml import Pen, docx

from zhicheng.forms.reading import open_word
from zhicheng.forms.reading.faults import FileFault


def nested(tables: int) -> bytes:
    """A document with that many tables, each in the cell of the one before, and a word in the innermost."""
    inside = "<w:p><w:r><w:t>里面</w:t></w:r></w:p>"
    for _ in range(tables):
        inside = f"<w:tbl><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl><w:p/>"
    return docx([inside])


def test_tables_in_tables_are_read_six_deep() -> None:
    (part,) = open_word.parts(nested(6))
    grid = part.grid
    for number in range(2, 7):
        ((box,),) = grid.rows
        (grid,) = box.grids
        assert grid.where == f"第 {number} 个表格"
    ((box,),) = grid.rows
    assert (box.text, box.grids) == ("里面", [])


@pytest.mark.parametrize("tables", [7, 20])
def test_deeper_tables_are_refused(tables: int) -> None:
    with pytest.raises(FileFault) as found:
        open_word.parts(nested(tables))
    assert (found.value.code, found.value.message) == ("F001", "表格里套表格，套得太深")


EMBEDDED = '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="{}"/></w:object></w:r></w:p>'.format


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<w:altChunk/>", "文档里嵌着别的文件的内容，这里读不到"),
        ("<w:p><w:subDoc/></w:p>", "文档里嵌着别的文件的内容，这里读不到"),
        (EMBEDDED("Excel.Sheet.12"), "文档里嵌着一张表（Excel 或 Word 对象），这里读不到"),
        (EMBEDDED("ET.Xlsx.6"), "文档里嵌着一张表（Excel 或 Word 对象），这里读不到"),
        (EMBEDDED("Equation.3"), ""),
    ],
)
def test_what_another_file_holds_is_not_passed_over(content: str, said: str) -> None:
    """Word shows it among the rest."""
    document = docx([f"<w:tbl><w:tr><w:tc><w:p>{run('甲')}</w:p></w:tc></w:tr></w:tbl>{content}"])
    if not said:
        assert len(open_word.parts(document)) == 1
        return
    with pytest.raises(FileFault) as found:
        open_word.parts(document)
    assert (found.value.code, found.value.message) == ("F001", said)


W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def boxed(text: str) -> str:
    return f"<w:r><w:pict><w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent></w:pict></w:r>"


def control(settings: str, content: str) -> str:
    return f"<w:sdt><w:sdtPr>{settings}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def tick(on: bool) -> str:
    settings = f'<w14:checkbox {W14}><w14:checked w14:val="{int(on)}"/></w14:checkbox>'
    return control(settings, run("☒" if on else "☐"))


def field(on: bool) -> str:
    data = f'<w:ffData><w:checkBox><w:default w:val="{int(on)}"/></w:checkBox></w:ffData>'
    return f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>'


def code(inside: str, result: str, end: str = "end") -> str:
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "separate", end))
    return f"{begin}<w:r><w:instrText> IF </w:instrText></w:r>{inside}{middle}{run(result)}{end}"


RAISED = '<w:vertAlign w:val="superscript"/>'
INSERTED = '<w:ins w:id="1" w:author="示例">{}</w:ins>'.format
DELETED = '<w:del w:id="2" w:author="示例"><w:r><w:delText>{}</w:delText></w:r></w:del>'.format


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (control("<w:dropDownList/>", run("副高级")), "副高级"),
        (control("<w:showingPlcHdr/><w:dropDownList/>", run("选择一项。")), ""),
        (tick(True) + run("是 ") + tick(False) + run("否"), "☑是 ☐否"),
        (field(False) + run("是 ") + field(True) + run("否"), "☐是 ☑否"),
        (run("甲") + INSERTED(run("乙")), "甲乙"),
        (run("甲") + DELETED("乙"), "甲"),
        (run("城市规划") + run("12", RAISED), "城市规划¹²"),
        (run("是") + run("√", RAISED), "是√"),
        (run("3") + run("2", '<w:vertAlign w:val="baseline"/>'), "32"),
        (run("甲") + boxed("乙"), "甲"),
        (code("", "甲"), "甲"),
        (code(code("", "乙"), "甲") + run("丙"), "甲丙"),
        (code("", "甲" + "乙") + code(code(code("", "丁"), "戊"), "丙"), "甲乙丙"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("甲"), "甲"),  # never closed
    ],
)
def test_special_content_of_a_cell(content: str, text: str) -> None:
    (part,) = open_word.parts(docx([f"<w:tbl><w:tr><w:tc><w:p>{content}</w:p></w:tc></w:tr></w:tbl>"]))
    ((box,),) = part.grid.rows
    assert box.text == text


def test_tables_in_the_cells_of_a_roster_are_text() -> None:
    def table(*cells: str) -> str:
        return "<w:tbl>" + "".join(f"<w:tr><w:tc>{one}<w:p/></w:tc></w:tr>" for one in cells) + "</w:tbl>"

    inner = table(f"<w:p>{run('退休')}</w:p>", f"<w:p>{run('返聘')}</w:p>")
    (sheet,) = open_word.sheets(docx([table(f"<w:p>{run('2025 年')}</w:p>{inner}", inner, f"<w:p>{run('甲')}</w:p>")]))
    assert sheet.rows == [(1, ("2025 年\n退休\n返聘",)), (2, ("退休\n返聘",)), (3, ("甲",))]


@pytest.mark.parametrize(
    ("text", "asked"), [("乙", True), ("、副高级", True), ("（盖章）", False), ("此处盖章", False), ("单位公章", False), ("", False)]
)
def test_text_in_text_boxes_is_asked_about(text: str, asked: bool) -> None:
    """It is not part of the cell, and words for a seal do not matter."""
    (part,) = open_word.parts(docx([f"<w:tbl><w:tr><w:tc><w:p>{run('甲')}{boxed(text)}</w:p></w:tc></w:tr></w:tbl>"]))
    said = [message for _, message, _ in part.grid.questions()]
    assert said == (["第 1 个表格第 1 行有文本框，里面的字没有读"] if asked else [])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([run("甲")], None),
        ([run("甲"), run("乙") + INSERTED(run("丙"))], "第 2 行有未接受的修订：按接受以后的样子读，删去的不算，新加的算"),
        ([run("乙") + DELETED("丙"), INSERTED(run("丁"))], "第 1、2 行有未接受的修订：按接受以后的样子读，删去的不算，新加的算"),
        ([INSERTED("")], None),
    ],
)
def test_tracked_changes_are_told(rows: list[str], said: str | None) -> None:
    body = "".join(f"<w:tr><w:tc><w:p>{content}</w:p></w:tc></w:tr>" for content in rows)
    (part,) = open_word.parts(docx([f"<w:tbl>{body}</w:tbl>"]))
    notice = part.grid.set_aside.notice()
    assert (notice and notice[0]) == said
    assert notice is None or "接受或者拒绝修订" in notice[1]


def test_merged_cells_hold_their_value_as_far_as_they_reach() -> None:
    """And not in the cell beside them."""
    pen = Pen("word")
    over = pen.tr(pen.tc("甲", 2), pen.tc("乙"))
    down = [pen.tr(pen.tc(text, merge=merge), pen.tc(""), pen.tc("丁")) for text, merge in (("丙", "restart"), ("", "continue"))]
    (found,) = open_word.sheets(docx([pen.tbl(over, *down)]))
    assert found.rows == [(1, ("甲", None, "乙")), (2, ("丙", None, "丁")), (3, ("丙", None, "丁"))]
    assert found.across == {(1, 2): "甲"}
    assert found.filled == {(3, 1)}
