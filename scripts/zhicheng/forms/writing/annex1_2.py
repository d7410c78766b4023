"""The cells of Annexes 1 and 2 and of the scoring tables: the one source of their wording for Word, Excel, PDF and the site.

The labels are those of the letter of 2019, line by line; `forms.reading` finds the cells of filled forms by them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.added_fields import ALL_SPECIALTIES
from zhicheng.forms.reading.cells import lists
from zhicheng.forms.writing import added_rows
from zhicheng.forms.writing.layout import Cell, Form, Line, Row, Table, cell, label
from zhicheng.registry.records.committee import Approval, Committee
from zhicheng.registry.records.competence import OPEN_TO, Competence
from zhicheng.registry.records.scoring import SCORED_BY, ScoringItem, ScoringTable
from zhicheng.registry.registry import Registry
from zhicheng.text import cells

GAP = "　　"
SIGN = f"单位负责人（签字）：{GAP * 3}单位（盖章）：{GAP * 3}年　　月　　日"
_SHORT = 24  # terminal cells of a line in half of the width of Annex 1
_BLANK_ROWS = {2: 14, "scoring": 10}
_WIDTHS_1 = (38.0, 51.0, 34.0, 47.0)
_ROOM_1 = 200.0  # millimetres of a page that are left to the table of Annex 1, between its heading and the signature
_WIDTHS_2 = (40.0, 50.0, 80.0)
_WIDTHS_SCORING = (22.0, 46.0, 18.0, 20.0, 38.0, 26.0)


def form1(registry: Registry, c: Committee, digest: str, address: str, contacts: Value | None = None) -> Form:
    """Annex 1 of a committee with its scoring tables. Without `contacts` (its opened sealed contacts), those cells stay blank."""
    blocks: list[Line | Table] = [
        Line("附件 1", "annex"),
        Line("评审委员会信息备案登记表", "title"),
        Line(f"单位级别：{authority(registry, c.authority)}{GAP}所在区划：{registry.areas.name(c.area)}（{c.area}）", "note"),
        annex1(registry, c, contacts),
        *_signed(contacts),
    ]
    for number, table in enumerate(c.scoring, 1):
        blocks += [*scoring_lines(registry, number, table), scoring(table)]
    return Form(1, c.id, digest, address, f"{c.name} 信息备案登记表", tuple(blocks), private=contacts is not None)


def authority(registry: Registry, code: str) -> str:
    """The level of a unit as on the printed form: 地、州、市级单位."""
    return registry.words.on_forms[code]


def annex1(registry: Registry, c: Committee, contacts: Value | None = None) -> Table:
    """The table of Annex 1, with its rows in the order of the letter; set so that it fits a page with the signature, if it can be."""
    approval = c.approval or Approval(None, None, None)
    leader = (contacts or {}).get("leader", {})
    clerks = [_clerk(clerk) for clerk in (contacts or {}).get("clerks", ())] or [_clerk({})]
    several = len(c.reviews) > 1
    series = [registry.series[r.series].name if r.series in registry.series else r.series for r in c.reviews]
    added = added_rows.rows(registry, c)
    cells_of = {
        "name": cell(c.name, f"组建单位：{c.organiser}"),
        "date": cell(written_date(approval.date) if approval.date else ""),
        "authority": cell(approval.authority or ""),
        "document": cell(approval.document or ""),
        "address": cell(c.address),
        "phones": cell(*c.phones),
        "leader": cell(leader.get("name", "")),
        "leader_phones": cell(f"座机：{leader.get('landline', '')}", f"手机：{leader.get('mobile', '')}"),
        "clerks": cell(*clerks),
        "series": cell(*_numbered(series, several)),
        "levels": cell(*_numbered((_levels(registry, r.levels) for r in c.reviews), several)),
        "catalog": cell(*_catalog_lines(c.reviews)),
        "scope": cell(
            "、".join([*map(registry.areas.name, c.scope.areas)] or [*map(registry.areas.unit_name, c.scope.units), *c.scope.places]),
            _answered("受理对象", OPEN_TO[c.scope.open_to] if c.scope.open_to else ""),
            _answered("说明", c.scope.note),
        ),
        "basis": cell(*(f"{i}. 《{b.title}》{f'（{b.document}）' if b.document else ''}" for i, b in enumerate(c.basis, 1))),
        "scoring": cell(*(f"见附表 {i}《{table.title}》，满分 {points(table.total)} 分" for i, table in enumerate(c.scoring, 1))),
        "procedure": cell(*(f"{i}. {step}" for i, step in enumerate(c.procedure, 1))),
        "defence": cell(_ticked("是", "否", c.defence.required), _answered("答辩范围", c.defence.scope)),
        "pool": cell(
            _ticked("有", "无", c.expert_pool.exists),
            _answered("会议专家来源", c.expert_pool.source),
            _answered("抽取方式", c.expert_pool.draw),
        ),
    }
    table = _annex1_table(cells_of, added)
    if table.fits(_ROOM_1):
        return table.fitted(_ROOM_1)
    in_one_line = GAP[0].join(cells_of["procedure"].lines)
    if lists.steps(in_one_line) == list(c.procedure):  # so that they are read back
        table = _annex1_table({**cells_of, "procedure": cell(in_one_line)}, added)
    return table.fitted(_ROOM_1)


def _answered(question: str, answer: str | None) -> str:
    """An answer after its question, "" where there is no answer."""
    return f"{question}：{answer}" if answer else ""


def _annex1_table(filled: dict[str, Cell], added: Sequence[tuple[str, Sequence[str]]] = ()) -> Table:
    def wide(text: str, key: str) -> Row:
        found = filled[key]
        return (label(text), Cell(found.lines, found.kind, across=3))

    rows: tuple[Row, ...] = (
        (label("评审委员会名称（单位名称）"), filled["name"], label("批准时间"), filled["date"]),
        (label("批准单位（部门）"), filled["authority"], label("批准文件号"), filled["document"]),
        (label("单位所在地点"), filled["address"], label("单位电话（咨询电话）"), filled["phones"]),
        (label("主管领导"), filled["leader"], label("主管领导联系方式（座机、手机）"), filled["leader_phones"]),
        wide("业务人员及联系方式", "clerks"),
        (label("评审系列（专业）"), filled["series"], label("评审层级"), filled["levels"]),
        wide("对应二级专业名称", "catalog"),
        wide("评审地域范围", "scope"),
        wide("评审依据", "basis"),
        wide("量化赋分表", "scoring"),
        wide("评审流程", "procedure"),
        wide("是否答辩", "defence"),
        wide("有无专家库（会议专家来源、抽取方式）", "pool"),
        *_added(added),
    )
    return Table(_WIDTHS_1, (), rows, least=10)


def _added(added: Sequence[tuple[str, Sequence[str]]]) -> Iterator[Row]:
    """The rows below those of the letter; two that follow one another and are short share one."""
    waiting: tuple[str, Sequence[str]] | None = None
    for name, lines in added:
        short = all(cells(line) <= _SHORT for line in lines)
        if waiting is not None and short:
            yield (label(waiting[0]), cell(*waiting[1]), label(name), cell(*lines))
            waiting = None
            continue
        if waiting is not None:
            yield (label(waiting[0]), cell(*waiting[1], across=3))
        waiting = (name, lines) if short else None
        if not short:
            yield (label(name), cell(*lines, across=3))
    if waiting is not None:
        yield (label(waiting[0]), cell(*waiting[1], across=3))


def blank1(scored: bool = True) -> Form:
    """A blank Annex 1 with a blank scoring table; `scored=False`: without, where no scoring tables are used."""
    empty = dict.fromkeys(
        ("date", "authority", "document", "address", "phones", "leader", "series", "levels", "catalog", "scoring"), cell()
    )
    table = _annex1_table(
        {
            **empty,
            "name": cell("　", "组建单位："),
            "leader_phones": cell("座机：", "手机："),
            "clerks": cell(_clerk({}), _clerk({})),
            "scope": cell("　", "受理对象：", "说明："),
            "basis": cell("1. ", "2. "),
            "procedure": cell("1. ", "2. ", "3. "),
            "defence": cell("☐ 是　☐ 否", "答辩范围："),
            "pool": cell("☐ 有　☐ 无", "会议专家来源：", "抽取方式："),
        }
    )
    lines = (
        Line("附件 1", "annex"),
        Line("评审委员会信息备案登记表", "title"),
        Line(f"单位级别：{GAP * 6}所在区划：{GAP * 4}", "note"),
    )
    rows = tuple(tuple(cell() for _ in _WIDTHS_SCORING) for _ in range(_BLANK_ROWS["scoring"]))
    scoring_head = (Line("附表 1　量化赋分表：", "heading"), Line(f"适用系列：{GAP * 4}适用层级：{GAP * 4}总分：", "note"))
    below = (*scoring_head, Table(_WIDTHS_SCORING, _SCORING_HEAD, rows)) if scored else ()
    blocks = (*lines, table, *_signed(None), *below)
    return Form(1, "", "", "", "评审委员会信息备案登记表", blocks)


def _signed(contacts: Value | None) -> tuple[Line, Line]:
    preparer = (contacts or {}).get("preparer", {})
    name, phone = preparer.get("name", GAP * 3), preparer.get("phone", "")
    return Line(f"填表人：{name}{GAP}联系电话：{phone}", "note"), Line(SIGN, "sign")


def _clerk(clerk: Value) -> str:
    """A contact on one line: 姓名　座机：…　手机：…, with gaps for what is missing."""
    return f"{clerk.get('name', GAP * 2)}　座机：{clerk.get('landline', GAP * 4)}　手机：{clerk.get('mobile', GAP * 4)}"


def _numbered(texts: Iterable[str], several: bool) -> Iterable[str]:
    return (f"（{i}）{text}" if several else text for i, text in enumerate(texts, 1))


def _levels(registry: Registry, levels: Iterable[str]) -> str:
    return "、".join(registry.levels[level] for level in levels)


def _catalog_lines(reviews: Sequence[Competence]) -> Iterable[str]:
    for number, review in enumerate(reviews, 1):
        if len(reviews) > 1:
            yield f"（{number}）"
        for first in review.catalog:
            yield f"{first.name}：{'、'.join(first.seconds)}"
        if review.all_specialties:
            yield ALL_SPECIALTIES


def _ticked(yes: str, no: str, holds: bool) -> str:
    return f"☑ {yes}　☐ {no}" if holds else f"☐ {yes}　☑ {no}"


def written_date(text: str) -> str:
    """A date (YYYY, YYYY-MM or YYYY-MM-DD) in Chinese: 2018年, 2018年3月, 2018年3月12日."""
    return "".join(f"{int(part)}{unit}" for part, unit in zip(text.split("-"), "年月日", strict=False))


def points(value: float) -> str:
    """Points as text, without a trailing .0: 15, 12.5."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


# --- scoring tables ----------------------------------------------------------------------------------------------------

_SCORING_LABELS = ("评价维度", "评价内容", "满分", "评分方式", "分档", "备注")
_SCORING_HEAD: tuple[Row, ...] = (tuple(label(text) for text in _SCORING_LABELS),)
_SCORING_WIDTHS = {  # of all columns, in their order
    **{"评价维度": 22.0, "评价内容": 46.0, "小项": 36.0, "满分": 18.0, "封顶": 14.0, "权重": 14.0},
    **{"评分方式": 20.0, "分档": 38.0, "适用专业": 26.0, "备注": 26.0},
}


def scoring_lines(registry: Registry, number: int, table: ScoringTable) -> tuple[Line, ...]:
    """The lines above a scoring table: its title; its series, levels and total; the specialties that it is for, where it names them."""
    series = "、".join(registry.series[key].name if key in registry.series else key for key in table.series) or "全部"
    scope = f"适用系列：{series}{GAP}适用层级：{_levels(registry, table.levels) or '全部'}{GAP}总分：{points(table.total)}"
    specialties = [Line(f"适用专业：{'；'.join(table.specialties)}", "note")] if table.specialties else []
    return (Line(f"附表 {number}　量化赋分表：{table.title}", "heading"), Line(scope, "note"), *specialties)


def scoring(table: ScoringTable) -> Table:
    """A scoring table with one row for each item. Columns that the form of 2019 does not have are there where an item fills them."""
    rows = [_scoring_row(item) for item in table.items]
    shown = [name for name in _SCORING_WIDTHS if name in _SCORING_LABELS or any(row[name].lines for row in rows)]
    scale = sum(_WIDTHS_SCORING) / sum(_SCORING_WIDTHS[name] for name in shown)
    widths = tuple(round(_SCORING_WIDTHS[name] * scale, 1) for name in shown)
    return Table(widths, (tuple(label(name) for name in shown),), tuple(tuple(row[name] for name in shown) for row in rows))


def _scoring_row(item: ScoringItem) -> dict[str, Cell]:
    marks = (("加分", item.bonus), ("扣分", item.deduction), ("不设上限", item.open_ended))
    most = points(item.points) + "".join(f"（{name}）" for name, holds in marks if holds)
    below = (line for one in item.items for line in (f"{one.item}：{points(one.points)}", _answered("注", one.note)))
    return {
        "评价维度": cell(item.dimension),
        "评价内容": cell(item.item),
        "小项": cell(*below),
        "满分": Cell((most,), "number"),
        "封顶": _number(item.cap),
        "权重": _number(item.weight, "%"),
        "评分方式": cell(SCORED_BY[item.scored_by] if item.scored_by else ""),
        "分档": cell(*(f"{step.when}：{points(step.points)}" for step in item.steps)),
        "适用专业": cell(*(f"{number}. {name}" for number, name in enumerate(item.specialties, 1))),
        "备注": cell(item.note or ""),
    }


def _number(value: float | None, unit: str = "") -> Cell:
    return cell() if value is None else Cell((points(value) + unit,), "number")


# --- Annex 2 -----------------------------------------------------------------------------------------------------------

_HEAD_2: tuple[Row, ...] = (tuple(label(text) for text in ("系列（专业）", "一级目录", "二级目录")),)
_WIDTHS_3 = (36.0, 40.0, 50.0, 44.0)
_HEAD_3: tuple[Row, ...] = ((*_HEAD_2[0], label("三级专业")),)  # where the industry has three


def form2(registry: Registry, c: Committee, digest: str, address: str, numbered: bool = True) -> Form:
    """Annex 2 of a committee, one row for each second-level specialty; `numbered` numbers them within their first level, as the letter."""
    title = f"{c.name}专业目录登记表"
    return Form(2, c.id, digest, address, title, (Line("附件 2", "annex"), Line(title, "title"), annex2(registry, c, numbered)))


def annex2(registry: Registry, c: Committee, numbered: bool = True) -> Table:
    """The table of Annex 2; the cells of series and first levels span the rows of their second levels. A third level has a column."""
    three = any(first.thirds for review in c.reviews for first in review.catalog)
    rows: list[Row] = []
    alike = Counter((review.series, review.levels) for review in c.reviews)
    for place, review in enumerate(c.reviews, 1):
        name = registry.series[review.series].name if review.series in registry.series else review.series
        levels = f"层级：{_levels(registry, review.levels)}" if len(c.reviews) > 1 else ""
        which = [f"第 {place} 项"] if alike[review.series, review.levels] > 1 else []  # as numbered in Annex 1
        starts: tuple[Cell, ...] = (cell(name, levels, *which, down=max(1, sum(len(first.seconds) for first in review.catalog))),)
        if review.all_specialties:
            rows.append((*starts, cell(ALL_SPECIALTIES), *(cell() for _ in range(1 + three))))
        for first in review.catalog:
            starts += (cell(first.name, down=len(first.seconds)),)
            for number, text in enumerate(first.seconds, 1):
                third = first.thirds[number - 1] if first.thirds else ()
                more = (cell(*(f"{i}. {one}" for i, one in enumerate(third, 1))),) if three else ()
                rows.append((*starts, cell(f"{number}. {text}" if numbered else text), *more))
                starts = ()
    return Table(_WIDTHS_3, _HEAD_3, tuple(rows)) if three else Table(_WIDTHS_2, _HEAD_2, tuple(rows))


def blank2() -> Form:
    """A blank Annex 2."""
    rows = tuple((cell(), cell(), cell()) for _ in range(int(_BLANK_ROWS[2])))
    title = "评审委员会专业目录登记表"
    blocks = (Line("附件 2", "annex"), Line(f"＿＿＿＿{title}", "title"), Table(_WIDTHS_2, _HEAD_2, rows))
    return Form(2, "", "", "", title, blocks)
