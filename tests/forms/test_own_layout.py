"""Annexes as a province lays them out by its rulebook: written so, read back whole, and named so in messages. All people are invented."""

from __future__ import annotations

import io
import itertools
from pathlib import Path

import docx
import pytest
import yaml
from helpers import people
from helpers.registries import TODAY
from helpers.vault_commands import CONTACTS

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms import reading
from zhicheng.forms.intake import record, roster
from zhicheng.forms.reading.result import FilledForms
from zhicheng.forms.writing import annex1_2, annex3, excel, html, pdf, word
from zhicheng.forms.writing.layout import Form, Line
from zhicheng.registry import registry
from zhicheng.registry.records.annex_layout import LETTER
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Registry

BOOK = "registry/rulebooks/letter-2019.yaml"
DIGEST, ADDRESS = "0" * 12, "https://zhicheng.example.org/"
LIKE_GUANGDONG: Value = {
    "annex-1": {
        "heading": "附件1",
        "title": "职称评审委员会核准备案表",
        "rows": [
            {"name": "评委会全名"},
            {"series": "所评系列", "levels": "可评级别"},
            {"catalog": "所评专业"},
            {"scope": "服务地域"},
            {"valid": "备案期限", "panel": "组成情况"},
            {"approval_authority": "核准机关", "approval_date": "核准日期"},
            {"approval_document": "核准文号"},
            {"address": "办公地方", "phones": "对外电话"},
            {"leader": "分管负责同志", "leader_phones": "分管负责同志电话"},
            {"clerks": "日常工作人员"},
            {"basis": "所依文件"},
            {"scoring": "打分办法"},
            {"procedure": "工作步骤"},
            {"defence": "要不要答辩"},
            {"expert_pool": "专家来历"},
        ],
        "below": ["经手人：{填表人}　　经手人电话：{联系电话}", "人力资源社会保障部门意见：", "组建单位（公章）　　　年　　月　　日"],
    },
    "annex-2": {
        "heading": "附件2",
        "title": "{评审委员会}专业设置表",
        "columns": {"number": "编号", "series": "所属系列", "first": "大类", "second": "小类"},
        "below": ["组建单位（公章）"],
    },
    "annex-3": {
        "heading": "附件3",
        "title": "{评审委员会}（{专业}）评审专家名册",
        "columns": {
            **{"number": "序", "name": "专家", "unit": "任职机构", "title": "资格", "level": "资格高低", "title_since": "何时取得"},
            **{"gender": "男女", "ethnic_group": "何族", "born": "生于", "post": "所从事专业", "phones": "怎样联系", "note": "附记"},
        },
        "below": ["推荐单位（公章）"],
    },
}


@pytest.fixture
def own(small: Path) -> Path:
    """The small registry, whose rulebook lays the annexes out."""
    path = small / BOOK
    said = yaml.safe_dump({"layout": LIKE_GUANGDONG}, allow_unicode=True, sort_keys=False)
    path.write_text(path.read_text(encoding="utf-8") + said, encoding="utf-8")
    value = yaml.safe_load((small / "registry/registry.yaml").read_text(encoding="utf-8"))
    round_ = small / f"registry/rounds/{value['current_round']}.yaml"
    books = yaml.safe_load(round_.read_text(encoding="utf-8"))["rulebooks"]
    assert "letter-2019" in books
    return small


def one(loaded: Registry) -> Committee:
    return loaded.by_id["example-one"]


def labels(form: Form) -> list[str]:
    """The labels of the first table, in order."""
    return ["".join(cell.lines) for row in (*form.tables[0].head, *form.tables[0].rows) for cell in row if cell.kind == "label"]


def test_written_as_laid_out(own: Path) -> None:
    loaded = registry.load(own)
    assert loaded.findings == []
    first, second = annex1_2.form1(loaded, one(loaded), DIGEST, ADDRESS, CONTACTS), annex1_2.form2(loaded, one(loaded), DIGEST, ADDRESS)
    rows = LIKE_GUANGDONG["annex-1"]["rows"]
    assert labels(first)[: sum(map(len, rows))] == [name for row in rows for name in row.values()]
    assert [line.text for line in first.blocks[:2] if isinstance(line, Line)] == ["附件1", "职称评审委员会核准备案表"]
    texts = [block.text for block in first.blocks if isinstance(block, Line)]
    assert f"经手人：{CONTACTS['preparer']['name']}　　经手人电话：{CONTACTS['preparer']['phone']}" in texts
    sign = next(block for block in first.blocks if isinstance(block, Line) and block.kind == "sign")
    assert sign.text == "组建单位（公章）　　　年　　月　　日"
    assert labels(second) == ["编号", "所属系列", "大类", "小类"]
    lines = [block.text for block in second.blocks if isinstance(block, Line)]
    assert lines == ["附件2", f"{one(loaded).name}专业设置表", "组建单位（公章）"]
    assert all(row[0].lines == (str(number),) for number, row in enumerate(second.tables[0].rows, 1))


def test_no_field_stands_twice(own: Path) -> None:
    """Fields that the layout has a row for are not among those below."""
    loaded = registry.load(own)
    found = labels(annex1_2.form1(loaded, one(loaded), DIGEST, ADDRESS))
    assert len(found) == len(set(found))
    assert "有效期" not in found


def test_blanks_as_laid_out(own: Path) -> None:
    loaded = registry.load(own)
    assert labels(annex1_2.blank1(loaded.layout(1)))[0] == "评委会全名"
    assert labels(annex1_2.blank2(loaded.layout(2))) == ["编号", "所属系列", "大类", "小类"]
    third = annex3.blank3("声明。", layout=loaded.layout(3))
    assert labels(third) == list(LIKE_GUANGDONG["annex-3"]["columns"].values())
    assert third.title == "评审委员会（＿＿＿＿）评审专家名册"


def read(root: Path, *files: tuple[str, bytes]) -> FilledForms:
    return reading.read(files, record.tables(registry.load(root)), TODAY.year)


@pytest.mark.parametrize("tables", ["docx", "xlsx"])
def test_read_back_whole(own: Path, tables: str) -> None:
    """Every field of the record, the contacts, and the name in the title of the directory."""
    loaded = registry.load(own)
    form1, form2 = annex1_2.form1(loaded, one(loaded), DIGEST, ADDRESS, CONTACTS), annex1_2.form2(loaded, one(loaded), DIGEST, ADDRESS)
    written = (word if tables == "docx" else excel).written(form2)
    found = read(own, ("一.docx", word.written(form1)), (f"二.{tables}", written))
    assert [finding for finding in found.findings if finding.severity == "error"] == []
    assert [kind for _, kind in found.kinds][:1] == ["附件1"]
    value = loaded.document(f"registry/committees/650000/{one(loaded).id}.yaml")
    assert value is not None
    before = {key: item for key, item in value.value.items() if key in found.record}
    made = record.merged_record(value.value, found.record)
    assert {key: made[key] for key in before} == before
    assert found.contacts == CONTACTS
    assert ("二." + tables, "附件2", one(loaded).name) in found.named


def test_blank_is_known_for_what_it_is(own: Path) -> None:
    loaded = registry.load(own)
    first, second = word.written(annex1_2.blank1(loaded.layout(1))), word.written(annex1_2.blank2(loaded.layout(2)))
    found = read(own, ("一.docx", first), ("二.docx", second))
    assert [kind for _, kind in found.kinds] == ["附件1", "赋分表", "附件2"]


def test_messages_name_the_labels_as_printed(own: Path) -> None:
    """Of cells, of what is missing, and in the questions that are answered."""
    loaded = registry.load(own)
    form = docx.Document(io.BytesIO(word.written(annex1_2.form1(loaded, one(loaded), DIGEST, ADDRESS, CONTACTS))))
    for label, text in (("可评级别", "高级"), ("服务地域", "")):
        (cell,) = [b for row in form.tables[0].rows for a, b in itertools.pairwise(dict.fromkeys(row.cells)) if a.text.startswith(label)]
        cell.text = text
    stream = io.BytesIO()
    form.save(stream)
    found = read(own, ("一.docx", stream.getvalue()))
    messages = [finding.message for finding in found.findings if finding.severity == "error"]
    assert any("“可评级别”" in message and "高级" in message for message in messages), messages
    assert any("“服务地域”" in message and "没有填写" in message for message in messages), messages
    assert not any("评审层级" in message for message in messages)
    assert {question.message for question in found.questions} <= set(messages)


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_rosters_as_laid_out(own: Path, kind: str) -> None:
    """Columns in another order with other labels; a fault names the label as printed."""
    loaded = registry.load(own)
    first = next(iter(one(loaded).specialties))
    experts = [
        {**person, "id": f"{number:06d}", "state": "active", "in_service": "serving", "series": first[0].series, "post": first[2]}
        | {"specialty": [first[1].name, first[2]], "unit": "示例单位"}
        for number, person in enumerate(people.bench_experts(3))
    ]
    form = annex3.form3(loaded, one(loaded), {"round": "2026", "experts": experts}, DIGEST, ADDRESS)
    assert labels(form) == list(LIKE_GUANGDONG["annex-3"]["columns"].values())
    content = (excel if kind == "xlsx" else word).written(form)
    value, findings, _ = roster.roster_and_rows(loaded, "example-one", [(f"三.{kind}", content)], TODAY)
    assert [finding for finding in findings if finding.severity == "error"] == []
    kept = ("name", "gender", "ethnic_group", "born", "title", "level", "title_since", "specialty")
    assert [{key: row[key] for key in kept} for row in value["experts"]] == [{key: row[key] for key in kept} for row in experts]
    found = read(own, (f"三.{kind}", content))
    assert [name for _, name in found.kinds] == ["附件3"]
    assert ("三." + kind, "附件3", one(loaded).name) in found.named


def test_the_letter_where_nothing_is_said(small: Path) -> None:
    loaded = registry.load(small)
    assert [loaded.layout(number) for number in (1, 2, 3)] == list(LETTER.values())
    assert not any(loaded.layout(number).own for number in (1, 2, 3))


def test_page_and_pdf_as_laid_out(own: Path) -> None:
    loaded = registry.load(own)
    form = annex1_2.form1(loaded, one(loaded), DIGEST, ADDRESS)
    assert "职称评审委员会核准备案表" in pdf.page(form)
    assert "可评级别" in html.table(annex1_2.annex1(loaded, one(loaded)))


def test_some_annexes_only(own: Path) -> None:
    """What a rulebook leaves out of an annex, and other annexes, are those of the letter."""
    path = own / BOOK
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("layout:")] + "layout:\n  annex-1: {title: 备案表}\n", encoding="utf-8")
    loaded = registry.load(own)
    assert loaded.layout(1).title == "备案表"
    assert loaded.layout(1).rows == LETTER[1].rows
    assert loaded.layout(2) == LETTER[2]
