"""The cells of Annexes 1 and 2 and of the scoring tables: the one source of their wording for Word, Excel, PDF and the site.

Titles, labels and order are those of the registry's rulebooks, else of the letter of 2019; `forms.reading` finds filled cells by them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.added_fields import ALL_SPECIALTIES
from zhicheng.forms.reading.cells import lists
from zhicheng.forms.reading.cells.specialties import written
from zhicheng.forms.writing import added_rows, scoring_tables
from zhicheng.forms.writing.layout import DENSITIES, Cell, Form, Line, Row, Table, cell, label
from zhicheng.forms.writing.written_values import answered, level_names, points, written_date
from zhicheng.registry import required_fields
from zhicheng.registry.records.annex_layout import GAP, LETTER, NAME, PHONE, PREPARER, AnnexLayout
from zhicheng.registry.records.committee import Approval, Committee
from zhicheng.registry.records.competence import OPEN_TO, Competence
from zhicheng.registry.registry import Registry
from zhicheng.text import cells

_SHORT = 24  # terminal cells of a line in half of the width of Annex 1
_BLANK_ROWS = 14
_WIDTHS_1 = (38.0, 51.0, 34.0, 47.0)
_ROOM_1 = 200.0  # millimetres of a page that are left to the table of Annex 1, between its heading and the signature
_WIDTHS_2 = {"number": 12.0, "series": 40.0, "first": 50.0, "second": 80.0}
_WIDTHS_3 = {"number": 12.0, "series": 36.0, "first": 40.0, "second": 50.0, "third": 44.0}  # where the industry has three
_WIDE_2 = 170.0


def form1(registry: Registry, committee: Committee, digest: str, address: str, contacts: Value | None = None) -> Form:
    """Annex 1 of a committee with its scoring tables. Without `contacts` (its opened sealed contacts), those cells stay blank."""
    layout, area = registry.layout(1), registry.areas.name(committee.area)
    blocks: list[Line | Table] = [
        Line(layout.heading, "annex"),
        Line(titled(layout, committee.name), "title"),
        Line(f"单位级别：{authority(registry, committee.authority)}{GAP}所在区划：{area}（{committee.area}）", "note"),
        annex1(registry, committee, contacts),
        *below(layout, contacts),
    ]
    for number, table in enumerate(committee.scoring, 1):
        blocks += [*scoring_tables.lines(registry, number, table), scoring_tables.table(table)]
    return Form(1, committee.id, digest, address, f"{committee.name} 信息备案登记表", tuple(blocks), private=contacts is not None)


def authority(registry: Registry, code: str) -> str:
    """The level of a unit as on the printed form: 地、州、市级单位."""
    return registry.words.on_forms[code]


def annex1(registry: Registry, committee: Committee, contacts: Value | None = None) -> Table:
    """The table of Annex 1, with its rows in the order of the letter; set so that it fits a page with the signature, if it can be."""
    approval = committee.approval or Approval(None, None, None)
    leader = (contacts or {}).get("leader", {})
    clerks = [_clerk(clerk) for clerk in (contacts or {}).get("clerks", ())] or [_clerk({})]
    several = len(committee.reviews) > 1
    series = [registry.series[r.series].name if r.series in registry.series else r.series for r in committee.reviews]
    layout = registry.layout(1)
    more = added_rows.lines_of(registry, committee)
    required = required_fields.fields_of(registry.rulebooks_of(committee.filings[-1].round), "required")
    added = added_rows.rows(more, layout.labels, required)
    cells_of = {
        "name": cell(committee.name, f"组建单位：{committee.organiser}"),
        "approval_date": cell(written_date(approval.date) if approval.date else ""),
        "approval_authority": cell(approval.authority or ""),
        "approval_document": cell(approval.document or ""),
        "address": cell(committee.address),
        "phones": cell(*committee.phones),
        "leader": cell(leader.get("name", "")),
        "leader_phones": cell(f"座机：{leader.get('landline', '')}", f"手机：{leader.get('mobile', '')}"),
        "clerks": cell(*clerks),
        "series": cell(*_numbered(series, several)),
        "levels": cell(*_numbered((level_names(registry, r.levels) for r in committee.reviews), several)),
        "catalog": cell(*_catalog_lines(committee.reviews)),
        "scope": cell(
            "、".join(
                [*map(registry.areas.name, committee.scope.areas)]
                or [*map(registry.areas.unit_name, committee.scope.units), *committee.scope.places]
            ),
            answered("受理对象", OPEN_TO[committee.scope.open_to] if committee.scope.open_to else ""),
            answered("说明", committee.scope.note),
        ),
        "basis": cell(*(f"{i}. 《{b.title}》{f'（{b.document}）' if b.document else ''}" for i, b in enumerate(committee.basis, 1))),
        "scoring": cell(*(f"见附表 {i}《{table.title}》，满分 {points(table.total)} 分" for i, table in enumerate(committee.scoring, 1))),
        "procedure": cell(*(f"{i}. {step}" for i, step in enumerate(committee.procedure, 1))),
        "defence": cell(_ticked("是", "否", committee.defence.required), answered("答辩范围", committee.defence.scope)),
        "expert_pool": cell(
            _ticked("有", "无", committee.expert_pool.exists),
            answered("会议专家来源", committee.expert_pool.source),
            answered("抽取方式", committee.expert_pool.draw),
        ),
    }
    cells_of |= {key: cell(*lines) for key, lines in more.items()}
    table = _annex1_table(layout, cells_of, added)
    density = table.density_within(_ROOM_1, DENSITIES[:-1])
    if density is not None:
        return table.at(density)
    in_one_line = GAP[0].join(cells_of["procedure"].lines)
    if lists.steps(in_one_line) == list(committee.procedure):  # so that they are read back
        table = _annex1_table(layout, {**cells_of, "procedure": cell(in_one_line)}, added)
    return table.at(table.density_within(_ROOM_1))


def _annex1_table(layout: AnnexLayout, filled: Mapping[str, Cell], added: Sequence[tuple[str, Sequence[str]]] = ()) -> Table:
    """The rows of the layout, then those of fields that it has no row for."""
    rows: list[Row] = []
    for pairs in layout.rows:
        found = [(label(name), filled.get(key, cell())) for key, name in pairs]
        rows.append(tuple(one for named, value in found for one in (named, value if len(pairs) > 1 else value._replace(across=3))))
    return Table(_WIDTHS_1, (), (*rows, *_added(added)), least=10)


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


def blank1(layout: AnnexLayout = LETTER[1], scored: bool = True, required: Collection[str] = ()) -> Form:
    """A blank Annex 1 with a blank scoring table; `scored=False`: without, where no scoring tables are used.

    Fields that are `required` and for which the layout has no row have one below.
    """
    table = _annex1_table(
        layout,
        {
            "name": cell("　", "组建单位："),
            "leader_phones": cell("座机：", "手机："),
            "clerks": cell(_clerk({}), _clerk({})),
            "scope": cell("　", "受理对象：", "说明："),
            "basis": cell("1. ", "2. "),
            "procedure": cell("1. ", "2. ", "3. "),
            "defence": cell("☐ 是　☐ 否", "答辩范围："),
            "expert_pool": cell("☐ 有　☐ 无", "会议专家来源：", "抽取方式："),
        },
        added_rows.blank_rows(required, layout.labels),
    )
    title = titled(layout, "")
    above = (Line(layout.heading, "annex"), Line(title, "title"), Line(f"单位级别：{GAP * 6}所在区划：{GAP * 4}", "note"))
    blocks: tuple[Line | Table, ...] = (*above, table, *below(layout), *(scoring_tables.blank() if scored else ()))
    return Form(1, "", "", "", title, blocks)


def titled(layout: AnnexLayout, name: str) -> str:
    """The title of an annex of a committee; without the name on a blank form."""
    return layout.title.replace(NAME, name)


def below(layout: AnnexLayout, contacts: Value | None = None) -> tuple[Line, ...]:
    """The lines below an annex: the last is the signature; the preparer is filled in, or left to be."""
    preparer = (contacts or {}).get("preparer", {})
    filled = {PREPARER: preparer.get("name", GAP * 3), PHONE: preparer.get("phone", "")}
    texts = list(layout.below)
    for mark, value in filled.items():
        texts = [text.replace(mark, value) for text in texts]
    return tuple(Line(text, "sign" if number == len(texts) else "note") for number, text in enumerate(texts, 1))


def _clerk(clerk: Value) -> str:
    """A contact on one line: 姓名　座机：…　手机：…, with gaps for what is missing."""
    return f"{clerk.get('name', GAP * 2)}　座机：{clerk.get('landline', GAP * 4)}　手机：{clerk.get('mobile', GAP * 4)}"


def _numbered(texts: Iterable[str], several: bool) -> Iterable[str]:
    return (f"（{i}）{text}" if several else text for i, text in enumerate(texts, 1))


def _catalog_lines(reviews: Sequence[Competence]) -> Iterable[str]:
    for number, review in enumerate(reviews, 1):
        if len(reviews) > 1:
            yield f"（{number}）"
        for first in review.catalog:
            yield f"{written(first.name)}：{'、'.join(map(written, first.seconds))}"
        if review.all_specialties:
            yield ALL_SPECIALTIES


def _ticked(yes: str, no: str, holds: bool) -> str:
    return f"☑ {yes}　☐ {no}" if holds else f"☐ {yes}　☑ {no}"


# --- Annex 2 -----------------------------------------------------------------------------------------------------------

_SPANNED = (["series", "first", "second"], ["series", "first", "second", "third"])  # columns of which the first span rows


def form2(registry: Registry, committee: Committee, digest: str, address: str, numbered: bool = True) -> Form:
    """Annex 2 of a committee, one row for each second-level specialty; `numbered` numbers them within their first level, as the letter."""
    layout = registry.layout(2)
    title = titled(layout, committee.name)
    blocks: tuple[Line | Table, ...] = (
        Line(layout.heading, "annex"),
        Line(title, "title"),
        annex2(registry, committee, numbered),
        *below(layout),
    )
    return Form(2, committee.id, digest, address, title, blocks)


def annex2(registry: Registry, committee: Committee, numbered: bool = True) -> Table:
    """The table of Annex 2; the cells of series and first levels span the rows of their second levels, if they stand in this order. A third
    level has a column.
    """
    three = any(first.thirds for review in committee.reviews for first in review.catalog)
    columns = _columns_2(registry.layout(2), three)
    full: list[dict[str, Cell]] = []
    alike = Counter((review.series, review.levels) for review in committee.reviews)
    for place, review in enumerate(committee.reviews, 1):
        name = registry.series[review.series].name if review.series in registry.series else review.series
        levels = f"层级：{level_names(registry, review.levels)}" if len(committee.reviews) > 1 else ""
        which = [f"第 {place} 项"] if alike[review.series, review.levels] > 1 else []  # as numbered in Annex 1
        starts = {"series": cell(name, levels, *which, down=max(1, sum(len(first.seconds) for first in review.catalog)))}
        if review.all_specialties:
            full.append({**starts, "first": cell(ALL_SPECIALTIES), "second": cell(), "third": cell()})
        for first in review.catalog:
            starts["first"] = cell(written(first.name), down=len(first.seconds))
            for number, text in enumerate(map(written, first.seconds), 1):
                third = first.thirds[number - 1] if first.thirds else ()
                second = cell(f"{number}. {text}" if numbered else text)
                full.append({**starts, "second": second, "third": cell(*(f"{i}. {written(one)}" for i, one in enumerate(third, 1)))})
    return _table_2(columns, full)


def _columns_2(layout: AnnexLayout, three: bool) -> dict[str, str]:
    """The columns of Annex 2 with their labels; that of third levels only where there are any."""
    columns = {key: name for key, name in layout.columns if three or key != "third"}
    return {**columns, **({"third": LETTER[2].labels["third"]} if three and "third" not in columns else {})}


def _table_2(columns: Mapping[str, str], full: Sequence[Mapping[str, Cell]]) -> Table:
    """The table of rows with all their cells. A cell that is the same as in the row above is left out where it spans, else repeated."""
    rows: list[Row] = []
    before: Mapping[str, Cell] = {}
    for number, filled in enumerate(full, 1):
        if list(columns) in _SPANNED:
            rows.append(tuple(filled[key] for key in columns if key in ("second", "third") or filled[key] is not before.get(key)))
        else:
            own = {**filled, "number": Cell((str(number),), "number")}
            rows.append(tuple(own[key]._replace(down=1) for key in columns))
        before = filled
    widths = _WIDTHS_3 if "third" in columns else _WIDTHS_2
    scale = _WIDE_2 / sum(widths[key] for key in columns)
    return Table(tuple(round(widths[key] * scale, 1) for key in columns), (tuple(map(label, columns.values())),), tuple(rows))


def blank2(layout: AnnexLayout = LETTER[2]) -> Form:
    """A blank Annex 2."""
    columns = _columns_2(layout, three=False)
    full = [{key: cell() for key in columns} for _ in range(_BLANK_ROWS)]
    table = _table_2(columns, full)
    bare = titled(layout, "评审委员会")
    shown = titled(layout, "＿＿＿＿评审委员会")
    return Form(2, "", "", "", bare, (Line(layout.heading, "annex"), Line(shown, "title"), table, *below(layout)))
