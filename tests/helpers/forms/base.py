"""The common parts of the messy forms: two committees, Annex 1 line by line, a small scoring table, and the expected results.

All people are invented (人物均为虚构), and the telephone numbers ring nowhere.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
from helpers.forms.ooxml import INVENTED, Pen, X, docx, packed

Value = dict[str, Any]
Made = tuple[Mapping[str, bytes], Value]
NAME = "喀什地区工程系列职称评审委员会"
HEAD = ("系列（专业）", "一级目录", "二级目录")
LABELS = {
    "name": "评审委员会名称\n（单位名称）",
    "date": "批准时间",
    "approved_by": "批准单位（部门）",
    "document": "批准文件号",
    "address": "单位所在地点",
    "phones": "单位电话\n（咨询电话）",
    "leader": "主管领导",
    "leader_phones": "主管领导联系方式（座机、手机）",
    "clerks": "业务人员及\n联系方式",
    "series": "评审系列（专业）",
    "levels": "评审层级",
    "catalog": "对应二级专业名称",
    "scope": "评审地域范围",
    "basis": "评审依据",
    "scoring": "量化赋分表",
    "procedure": "评审流程",
    "defence": "是否答辩",
    "pool": "有无专家库\n（会议专家来源、抽取方式）",
}
LAYOUT = (
    ("name", "date"),
    ("approved_by", "document"),
    ("address", "phones"),
    ("leader", "leader_phones"),
    ("clerks",),
    ("series", "levels"),
    ("catalog",),
    ("scope",),
    ("basis",),
    ("scoring",),
    ("procedure",),
    ("defence",),
    ("pool",),
)
REQUIRED = tuple(key for key in LABELS if key not in ("date", "approved_by", "document"))
STEPS = ["个人申报", "单位审核推荐", "单位公示", "逐级审核", "专业组评议", "评委会表决", "结果公示"]

PREFECTURE = {
    "name": "喀什地区工程系列职称评审委员会\n组建单位：喀什地区住房和城乡建设局",
    "date": "2018年3月12日",
    "approved_by": "自治区人力资源和社会保障厅",
    "document": "新人社函〔2018〕45号",
    "address": "喀什市示例路1号三楼",
    "phones": "0998-0000001",
    "leader": "赵示例",
    "leader_phones": "座机：0998-0000011\n手机：13000000001",
    "clerks": "钱示例　座机：0998-0000012　手机：13000000002",
    "series": "工程系列",
    "levels": "初级、中级、副高级",
    "catalog": "建筑工程：城市规划、建筑勘察设计",
    "scope": "喀什地区",
    "basis": "《新疆维吾尔自治区专业技术职务任职资格管理暂行办法》（新人社发〔2012〕230号）",
    "scoring": "见附表",
    "procedure": "\n".join(f"{number}. {step}" for number, step in enumerate(STEPS, 1)),
    "defence": "☑ 是　☐ 否\n答辩范围：申报副高级的全部参加",
    "pool": "☑ 有　☐ 无\n会议专家来源：从地区评委专家库中选取\n抽取方式：会前三日随机抽取",
}
SCORING_TITLE = "工程系列职称量化赋分表"
PREFECTURE_RECORD: Value = {
    "name": "喀什地区工程系列职称评审委员会",
    "organiser": "喀什地区住房和城乡建设局",
    "authority": "prefecture",
    "area": "653100",
    "approval": {"date": "2018-03-12", "authority": "自治区人力资源和社会保障厅", "document": "新人社函〔2018〕45号"},
    "address": "喀什市示例路1号三楼",
    "phones": ["0998-0000001"],
    "reviews": [
        {
            "series": "engineering",
            "levels": ["junior", "intermediate", "associate-senior"],
            "catalog": {"建筑工程": ["城市规划", "建筑勘察设计"]},
        }
    ],
    "scope": {"areas": ["653100"]},
    "basis": [{"title": "新疆维吾尔自治区专业技术职务任职资格管理暂行办法", "document": "新人社发〔2012〕230号"}],
    "scoring/0/title": SCORING_TITLE,
    "scoring/0/total": 100,
    "scoring/0/items": [
        {"dimension": "学历", "item": "国民教育学历", "points": 40},
        {"dimension": "业绩", "item": "代表性业绩", "points": 60},
    ],
    "procedure": STEPS,
    "defence": {"required": True, "scope": "申报副高级的全部参加"},
    "expert_pool": {"exists": True, "source": "从地区评委专家库中选取", "draw": "会前三日随机抽取"},
}
CONTACTS: Value = {
    "leader": {"name": "赵示例", "landline": "0998-0000011", "mobile": "13000000001"},
    "clerks": [{"name": "钱示例", "landline": "0998-0000012", "mobile": "13000000002"}],
    "preparer": {"name": "孙示例", "phone": "0998-0000013"},
}
PREPARER = "填表人：孙示例　　联系电话：0998-0000013"

REGION = PREFECTURE | {
    "name": "新疆维吾尔自治区工程系列建筑工程专业职称评审委员会\n组建单位：自治区住房和城乡建设厅",
    "address": "乌鲁木齐市示例路2号",
    "phones": "0991-0000001",
    "levels": "中级、副高级、正高级",
    "scope": "全区",
}
REGION_RECORD: Value = PREFECTURE_RECORD | {
    "name": "新疆维吾尔自治区工程系列建筑工程专业职称评审委员会",
    "organiser": "自治区住房和城乡建设厅",
    "authority": "region",
    "area": "650000",
    "address": "乌鲁木齐市示例路2号",
    "phones": ["0991-0000001"],
    "reviews": [
        {
            "series": "engineering",
            "levels": ["intermediate", "associate-senior", "full-senior"],
            "catalog": {"建筑工程": ["城市规划", "建筑勘察设计"]},
        }
    ],
    "scope": {"areas": ["650000"]},
}


@dataclass(frozen=True, slots=True)
class Case:
    """A submission: its subject, its files and its expected result. `kept_out`: the files should not be in a repository (locked, damaged,
    too large) and are made whenever they are needed."""

    slug: str
    about: str
    make: Callable[[], Made]
    kept_out: bool = False


CASES: list[Case] = []


def case(slug: str, about: str, kept_out: bool = False) -> Callable[[Callable[[], Made]], None]:
    """A decorator that adds the result of a function to the corpus."""

    def add(make: Callable[[], Made]) -> None:
        CASES.append(Case(slug, about, make, kept_out))

    return add


def expected(
    record: Value | None = None,
    *findings: Value,
    contacts: Value | None = None,
    experts: int | None = None,
    absent: Sequence[str] = (),
) -> Value:
    """The expected result of a form. Fields that are None are not compared; `absent` ones must be missing."""
    said = {key: value for key, value in (record or {}).items() if value is not None}
    out: Value = {"record": copy.deepcopy(said)} if said else {}
    if absent:
        out["absent"] = list(absent)
    if contacts is not None:
        out["contacts"] = copy.deepcopy(contacts)
    if experts is not None:
        out["experts"] = experts
    return out | {"findings": list(findings)}


def prefecture(
    *findings: Value, contacts: Value | None = CONTACTS, absent: Sequence[str] = (), experts: int | None = None, **changes: Any
) -> Value:
    """The expected result of the prefecture's form with some fields changed (`a__b` is field b of a); None: not compared."""
    return expected(_changed(PREFECTURE_RECORD, changes), *findings, contacts=contacts, absent=absent, experts=experts)


def region(*findings: Value, contacts: Value | None = CONTACTS, absent: Sequence[str] = (), **changes: Any) -> Value:
    """The expected result of the region's form with some fields changed."""
    return expected(_changed(REGION_RECORD, changes), *findings, contacts=contacts, absent=absent)


def _changed(record: Value, changes: Value) -> Value:
    changed = {key.replace("__", "/"): value for key, value in changes.items()}
    kept = {key: value for key, value in record.items() if not any(new.startswith(f"{key}/") for new in changed)}
    if "scoring" in changed:
        kept = {key: value for key, value in kept.items() if not key.startswith("scoring/")}
    return kept | changed


def reviews(levels: Sequence[str], series: str = "engineering", catalog: Value | None = None) -> list[Value]:
    """One review, with the usual directory."""
    return [{"series": series, "levels": list(levels), "catalog": catalog or {"建筑工程": ["城市规划", "建筑勘察设计"]}}]


def finding(code: str | list[str], *says: str, severity: str | list[str] = "error", hints: Sequence[str] = ()) -> Value:
    """An expected finding. Its message holds the texts `says`; its message or hint holds `hints`."""
    out: Value = {"code": code, "severity": severity}
    if says:
        out["says"] = list(says)
    if hints:
        out["hints"] = list(hints)
    return out


def cell(row: int, label: str, table: int = 1) -> str:
    """The beginning of a message about a cell of a Word table."""
    return f"第 {table} 个表格第 {row} 行“{label}"


def rows(pen: Pen, values: Mapping[str, str], labels: Mapping[str, str] = LABELS, layout: Sequence[tuple[str, ...]] = LAYOUT) -> list[X]:
    """The rows of Annex 1; a single pair is merged over three columns."""
    out = []
    for line in layout:
        cells = []
        for key in line:
            cells += [pen.tc(labels[key]), pen.tc(values[key], 1 if len(line) == 2 else 3)]
        out.append(pen.tr(*cells))
    return out


def heading(pen: Pen, number: str, title: str) -> list[X]:
    return [pen.p(number), pen.p(title, '<w:jc w:val="center"/>')]


def scoring(pen: Pen, title: str = SCORING_TITLE) -> list[X]:
    """A small scoring table, on a page of its own."""
    page = X('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
    table = pen.tbl(
        pen.row("评价维度", "评价内容", "满分"),
        pen.row("学历", "国民教育学历", "40"),
        pen.row("业绩", "代表性业绩", "60"),
        columns=3,
    )
    return [page, pen.p(title), pen.p("总分：100"), table]


def form(
    pen: Pen,
    values: Mapping[str, str],
    table: Sequence[str] | None = None,
    labels: Mapping[str, str] = LABELS,
    after: Sequence[str] | None = None,
    before: Sequence[str] = (),
    with_scoring: bool = True,
    parts: Mapping[str, str] | None = None,
) -> bytes:
    """A filled Annex 1. `table` are blocks that replace its table, `after` paragraphs that replace the line of the preparer."""
    blocks = [
        *heading(pen, "附件 1", "评审委员会信息备案登记表"),
        *before,
        *(table if table is not None else [pen.tbl(*rows(pen, values, labels))]),
        *(after if after is not None else [pen.p(PREPARER)]),
        *(scoring(pen) if with_scoring else []),
    ]
    return docx(blocks, pen.kind, parts)


def directory(pen: Pen, lines: Sequence[Sequence[str]], title: str = f"{NAME}专业目录登记表") -> bytes:
    """Annex 2 in Word; an empty text continues the cell above."""
    rows = [pen.row(*HEAD)]
    for line in lines:
        rows.append(
            pen.tr(*(pen.tc(text, merge="" if place == 2 else "restart" if text else "continue") for place, text in enumerate(line)))
        )
    return docx([*heading(pen, "附件 2", title), pen.tbl(*rows, columns=3)], pen.kind)


def workbook(*sheets: tuple[str, Sequence[Sequence[Any]], Sequence[str]]) -> bytes:
    """An .xlsx of sheets: name, rows, merged ranges. Cells given as None stay out of the file."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.description = INVENTED
    for name, lines, merges in sheets:
        sheet = book.create_sheet(name)
        for row, line in enumerate(lines, 1):
            for column, value in enumerate(line, 1):
                if value is not None:
                    sheet.cell(row, column, value)
        for merge in merges:
            sheet.merge_cells(merge)
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    core = files["docProps/core.xml"].decode("utf-8")
    for tag in ("created", "modified"):
        start, end = core.index(f"<dcterms:{tag}"), core.index(f"</dcterms:{tag}>")
        core = core[: core.index(">", start) + 1] + "2019-06-18T10:30:00Z" + core[end:]
    return packed(files | {"docProps/core.xml": core})
