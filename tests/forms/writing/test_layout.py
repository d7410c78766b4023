"""How forms are laid out: what a page says word for word, and which rows may break.

All people are invented (人物均为虚构).
"""

from __future__ import annotations

import dataclasses
import itertools
import os
import re
import zipfile
from io import BytesIO

import pytest
from helpers import pdfs, registries, sites
from helpers.forms.ooxml import INVENTED

from zhicheng.documents import yaml_reading
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.writing import annex1_2, annex3, excel, html, pdf, word
from zhicheng.forms.writing.layout import DENSITIES, Cell, Form, Line, Row, Table, cell, label
from zhicheng.registry import registry
from zhicheng.registry.records import committee as committee_records
from zhicheng.registry.records.annex_layout import SIGN

GOLDEN = registries.HERE / "data/golden/forms"
DIGEST, ADDRESS = "k7q2m9ab03xz", "https://zhicheng.example.org/check/?digest=k7q2-m9ab-03xz&id=example-full"
CONTACTS: Value = {
    "leader": {"name": "赵示例", "landline": "0990-0000011", "mobile": "13000000001"},
    "clerks": [{"name": "钱示例", "landline": "0990-0000012", "mobile": "13000000002"}],
    "preparer": {"name": "孙示例", "phone": "0990-0000014"},
}
PEOPLE: list[Value] = [
    {
        "name": "示例甲",
        "gender": "female",
        "ethnic_group": "维吾尔族",
        "born": "1975-04",
        "unit": "示例医院 主任",
        "post": "护理",
        "series": "health",
        "specialty": ["护理", "护理学"],
        "title": "主任护师",
        "level": "full-senior",
        "title_since": "2014-12",
        "phones": ["0990-0000021", "13000000021"],
        "in_service": "rehired",
        "honours": ["state-allowance"],
        "leader": True,
        "state": "active",
    },
    {"series": "nowhere", "specialty": ["甲", "乙"], "title": "无", "level": "junior", "in_service": "serving", "state": "active"},
]


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Form]:
    """Annexes 1 to 3 of a committee with every field, each with a QR code."""
    root = sites.with_every_field(registries.small(tmp_path_factory.mktemp("every-field")))
    loaded = registry.load(root)
    full = loaded.by_id["example-full"]
    return {
        "form-1": annex1_2.form1(loaded, full, DIGEST, ADDRESS, CONTACTS),
        "form-2": annex1_2.form2(loaded, full, DIGEST, ADDRESS),
        "form-3": annex3.form3(loaded, full, {"experts": PEOPLE}, DIGEST, ADDRESS),
    }


def golden(name: str, text: str) -> None:
    """A text is what it was when last blessed; the file says that its people are invented, for the guard."""
    text = f"{INVENTED}\n{text}"
    if os.environ.get("ZHICHENG_BLESS"):
        (GOLDEN / name).write_text(text, encoding="utf-8", newline="\n")
    assert text == (GOLDEN / name).read_text(encoding="utf-8"), f"{name} has changed; if so it should be, run `make bless`"


def part(content: bytes, name: str, broken_before: str) -> str:
    """A part of an Office file, with line breaks before some elements."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode().replace(broken_before, f"\n{broken_before}") + "\n"


@pytest.mark.parametrize("name", ["form-1", "form-2", "form-3"])
def test_html_of_a_pdf_is_the_golden_one(forms: dict[str, Form], name: str) -> None:
    golden(f"{name}.html", pdf.page(forms[name]) + "\n")


@pytest.mark.parametrize("name", ["form-1", "form-2", "form-3"])
def test_sheets_are_the_golden_ones(forms: dict[str, Form], name: str) -> None:
    golden(f"{name}.sheet1.xml", part(excel.written(forms[name]), "xl/worksheets/sheet1.xml", "<row "))


@pytest.mark.parametrize("name", ["form-2", "form-3"])
def test_documents_are_the_golden_ones(forms: dict[str, Form], name: str) -> None:
    """Upright and across: paragraphs, widths, cells that are merged down, sizes of text; what is said of the file; its fonts."""
    made = word.written(forms[name])
    parts = ("word/document.xml", "docProps/core.xml", "word/fontTable.xml")
    said = "".join(part(made, one, "<w:tr>").replace("<w:p>", "\n<w:p>") for one in parts)
    golden(f"{name}.document.xml", re.sub(r"<w:document [^>]*>", "<w:document>", said))


@pytest.mark.parametrize("name", ["form-1", "form-3"])
def test_footer_with_a_qr_code_is_the_golden_one(forms: dict[str, Form], name: str) -> None:
    """Upright and across; the footer without one is that of the blank forms."""
    golden(f"{name}.footer.xml", part(word.written(forms[name]), "word/footer1.xml", "<w:p>"))


def test_a_blank_form_has_nothing_to_check() -> None:
    """No QR code, no id, and no words about them; its pages are numbered."""
    foot = next(line for line in pdf.page(annex1_2.blank1()).split("\n") if line.startswith('<div id="foot">'))
    assert re.sub("<[^>]*>", "", foot) == "第  页，共  页"
    assert "<img" not in foot


def test_one_review_has_no_number() -> None:
    """In the rows below those of the letter; of several, each has its own."""
    value = yaml_reading.parse("", (registries.HERE / "data/fields" / sites.FULL).read_bytes()).value
    loaded = registry.load(registries.SMALL)
    for reviews, lines in ((value["reviews"][1:2], ("以考代评",)), (value["reviews"][1:], ("（1）以考代评", "（3）考核认定"))):
        made = committee_records.committee({**value, "reviews": reviews})
        pairs = (pair for row in annex1_2.annex1(loaded, made).rows for pair in itertools.pairwise(row))
        rows = {label.lines[0]: filled.lines for label, filled in pairs if label.kind == "label"}
        assert rows["评价方式"] == lines


def test_no_golden_file_is_left_over() -> None:
    kinds = {"html": (1, 2, 3), "sheet1.xml": (1, 2, 3), "footer.xml": (1, 3), "document.xml": (2, 3)}
    assert {path.name for path in GOLDEN.iterdir()} == {f"form-{number}.{kind}" for kind, numbers in kinds.items() for number in numbers}


# --- rows ----------------------------------------------------------------------------------------------------------------


def row(lines: int, **spans: int) -> Row:
    return (label("名称"), cell(*["行"] * lines, **spans))


@pytest.mark.parametrize(("lines", "may_break"), [(1, False), (14, False), (15, True)])
def test_only_a_tall_row_may_break(lines: int, may_break: bool) -> None:
    table = Table((20.0, 40.0), (), (row(lines),))
    assert (table.lines(row(lines)), table.may_break(row(lines))) == (lines, may_break)
    assert ('<tr class="tall">' in html.table(table, True)) is may_break
    assert '<tr class="tall">' not in html.table(table)  # on the screen there are no pages
    broken = part(word.written(Form(1, "", "", "", "", (table,))), "word/document.xml", "<w:tr>")
    assert ("<w:cantSplit/>" not in broken) is may_break


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        ((cell("字" * 9), cell("")), 1),
        ((cell("字" * 10), cell("")), 2),  # 4 mm each, in 40 mm
        ((cell("字" * 19), cell("")), 2),
        ((cell("字" * 20, "字"), cell("")), 4),
        ((cell("字"), cell("字" * 20)), 2),
        ((cell("字" * 29, across=2),), 1),  # in 120 mm
        ((cell("字" * 30, across=2),), 2),
        ((cell("字" * 90, down=2), cell("字")), 1),  # has room below
        ((cell("字" * 19),), 1),  # the first column is covered by a cell from above: this is the second, of 80 mm
        ((cell("字" * 20),), 2),
        ((), 1),
    ],
)
def test_lines_of_a_row(cells: Row, lines: int) -> None:
    assert Table((40.0, 80.0), (), ()).lines(cells) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("批准单位（部门）好", ("批准单位（部门）好",)),
        ("批准的单位（部门）好", ("批准的单位", "（部门）好")),
    ],
)
def test_a_long_label_has_two_lines(text: str, lines: tuple[str, ...]) -> None:
    """More than nine characters."""
    assert label(text) == Cell(lines, "label")


def test_a_blank_form_is_for_everyone() -> None:
    """What a form is where nothing else is said: upright, with nothing private, in rows of 8 mm."""
    blank = Form(1, "", "", "", "", (Line("附件 1", "annex"), Table((40.0,), (), ())))
    assert (blank.landscape, blank.private, [table.least for table in blank.tables]) == (False, False, [8])


# --- Annex 1 on one page -----------------------------------------------------------------------------------------------

ONE_PAGE = {  # of the sample: short, with many rows of its own, and as long as a page holds
    **dict.fromkeys(("xj-engineering-communication", "xj-broadcasting", "xj-library", "xj-archives", "yecheng-agriculture"), 1),
    **dict.fromkeys(("xj-agriculture", "xj-health"), 2),  # flow on
}


def _pages_of_annex_1(key: str) -> int:
    """The pages that Annex 1 takes as PDF, up to its signature."""
    sample = registry.load(registries.HERE.parent)
    form = annex1_2.form1(sample, sample.by_id[key], DIGEST, ADDRESS, CONTACTS)
    end = next(i for i, block in enumerate(form.blocks) if isinstance(block, Line) and block.kind == "heading")
    assert form.blocks[end - 1].text == SIGN
    made = pdf.written(dataclasses.replace(form, blocks=form.blocks[:end]))
    return len(pdfs.texts(made.content))


@pytest.mark.slow
@pytest.mark.parametrize(("key", "pages"), list(ONE_PAGE.items()))
def test_ordinary_records_print_annex_1_on_one_page(key: str, pages: int) -> None:
    """With signature and stamp below; a long one flows on, in the ordinary size of text."""
    if pages == 1:
        assert _pages_of_annex_1(key) == 1
    else:
        assert _pages_of_annex_1(key) >= pages


def test_density() -> None:
    """The widest at which a table fits; as it is where it fits at none. Both sides of each bound."""
    row = (label("评审依据"), cell("某某文件"))
    ten = Table((38.0, 132.0), (), (row,) * 10, least=10)
    for room, name in ((100.0, ""), (99.9, "tight"), (80.0, "tight"), (79.9, "dense"), (60.0, "dense"), (59.9, None)):
        density = ten.density_within(room)
        assert (density and density.name) == name
        assert ten.at(density).density.name == (name or "")
    assert ten.at(None) is ten


@pytest.mark.parametrize(
    ("lines", "height"),
    [(["字" * 33], 1), (["字" * 34], 2), (["a" * 67], 1), (["a" * 68], 2), (["字" * 67], 2), (["字" * 68], 3), (["短", "字" * 34, "a"], 4)],
)
def test_density_counts_the_lines_of_a_cell(lines: list[str], height: int) -> None:
    """33 full-width characters, or twice as many narrow ones, fit in 132 millimetres, with one to spare."""
    size = 10.5 * 25.4 / 72
    table = Table((38.0, 132.0), (), ((label("说明"), cell(*lines)),), least=1)
    tall = max(DENSITIES[0].least, height * size * 1.5 + 2)
    assert table.density_within(tall + 0.01, DENSITIES[:1]) is DENSITIES[0]
    assert table.density_within(tall - 0.01, DENSITIES[:1]) is None


def test_short_rows_share_one() -> None:
    """Two of the rows below those of the letter that follow one another; a long one stands alone, as does the last."""
    long = "很长的一行" * 6
    made = list(annex1_2._added([("甲", ["短"]), ("乙", ["短"]), ("丙", [long]), ("丁", ["短"]), ("戊", [long]), ("己", ["短"])]))
    assert [[one.lines[0] for one in row if one.kind == "label"] for row in made] == [["甲", "乙"], ["丙"], ["丁"], ["戊"], ["己"]]
    assert [sum(one.across for one in row) for row in made] == [4] * 5


def test_steps_are_in_one_line_only_where_they_are_read_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that holds a number of its own keeps a line each."""
    value = yaml_reading.parse("", (registries.HERE / "data/fields" / sites.FULL).read_bytes()).value
    loaded = registry.load(registries.SMALL)
    monkeypatch.setattr(annex1_2, "_ROOM_1", 1.0)
    for steps, lines in ((["个人申报", "单位审核"], 1), (["提交（1. 身份证 2. 学历）", "审核"], 2)):
        made = committee_records.committee({**value, "procedure": steps})
        row = next(row for row in annex1_2.annex1(loaded, made).rows if row[0].lines == ("评审流程",))
        assert len(row[1].lines) == lines
