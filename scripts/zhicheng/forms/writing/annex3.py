"""The cells of Annex 3: the active experts of an opened roster, one row each. Private: never part of the public output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.cells import remarks
from zhicheng.forms.reading.faults import Ambiguous
from zhicheng.forms.writing.annex1_2 import below, titled
from zhicheng.forms.writing.layout import Cell, Form, Line, Table, cell, label
from zhicheng.forms.writing.written_values import written_date
from zhicheng.registry.records.annex_layout import LETTER, SPECIALTIES, SPECIALTY, AnnexLayout
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.sealed_roster import GENDERS, HONOURS, IN_SERVICE
from zhicheng.registry.registry import Registry

# The widths of the columns, also where three more are asked for: by them an exported roster is imported again whatever the posts are.
_WIDTHS = dict(zip(LETTER[3].labels, (9.0, 18.0, 9.0, 16.0, 21.0, 58.0, 27.0, 26.0, 16.0, 21.0, 30.0, 24.0), strict=True))
_NARROW = dict(
    zip(
        (*LETTER[3].labels, "series", "first", "second"),
        (8.0, 15.0, 8.0, 13.0, 18.0, 40.0, 19.0, 19.0, 13.0, 18.0, 25.0, 21.0, 19.0, 19.0, 20.0),
        strict=True,
    )
)
_WIDE = 275.0
_DECLARED = "推荐单位声明："  # by which the reader knows the line
_BLANK_ROWS = 12


def form3(registry: Registry, committee: Committee, roster: Value, digest: str, address: str, with_specialties: bool = False) -> Form:
    """Annex 3 of a committee from the opened value of its sealed roster, with the columns of specialties if asked for."""
    active = [expert for expert in roster["experts"] if expert["state"] == "active"]
    seconds = {expert["specialty"][0] for expert in active}
    layout = registry.layout(3)
    title = _titled(layout, committee.name, seconds.pop() if len(seconds) == 1 else "各")
    rows = [_row(number, expert, registry) for number, expert in enumerate(active, 1)]
    declared = registry.declaration(roster.get("round", registry.settings.current_round))
    return Form(
        3, committee.id, digest, address, title, _blocks(layout, title, rows, declared, with_specialties), landscape=True, private=True
    )


def blank3(declared: str, with_specialties: bool = False, layout: AnnexLayout = LETTER[3]) -> Form:
    """A blank Annex 3 with the sentence that the unit declares, and with the columns of specialties if asked for."""
    rows = [{"number": Cell((str(number),), "number")} for number in range(1, _BLANK_ROWS + 1)]
    bare, shown = (_titled(layout, name, "＿＿＿＿") for name in ("评审委员会", "＿＿＿＿评审委员会"))
    return Form(3, "", "", "", bare, _blocks(layout, shown, rows, declared, with_specialties), landscape=True)


def _titled(layout: AnnexLayout, name: str, specialty: str) -> str:
    return titled(layout, name).replace(SPECIALTY, specialty)


def _blocks(
    layout: AnnexLayout, title: str, rows: Sequence[Mapping[str, Cell]], declared: str, with_specialties: bool
) -> tuple[Line | Table, ...]:
    """The lines and the table; of each row the cells of the columns that there are."""
    columns = layout.labels | ({key: name for key, name in SPECIALTIES if key not in layout.labels} if with_specialties else {})
    widths = _NARROW if columns.keys() - _WIDTHS.keys() else _WIDTHS
    scale = _WIDE / sum(widths[key] for key in columns)
    made = Table(
        tuple(round(widths[key] * scale, 1) for key in columns),
        (tuple(map(label, columns.values())),),
        tuple(tuple(row.get(key, cell()) for key in columns) for row in rows),
    )
    return (Line(layout.heading, "annex"), Line(title, "title"), made, Line(_DECLARED + declared, "note"), *below(layout))


def _row(number: int, expert: Value, registry: Registry) -> dict[str, Cell]:
    """The cells of an expert by column."""

    def month(key: str) -> Cell:
        return cell(written_date(expert[key]) if expert.get(key) else "")

    series = registry.series.get(expert["series"])
    return {
        "number": Cell((str(number),), "number"),
        "name": cell(expert.get("name", "")),
        "gender": cell(GENDERS.get(expert.get("gender", ""), "")),
        "ethnic_group": cell(expert.get("ethnic_group", "")),
        "born": month("born"),
        "unit": cell(expert.get("unit", "")),
        "post": cell(expert.get("post", "")),
        "title": cell(expert["title"]),
        "level": cell(registry.levels[expert["level"]]),
        "title_since": month("title_since"),
        "phones": cell(*expert.get("phones", ())),
        "note": cell(_note(expert, registry.words.kind)),
        "series": cell(expert["series"] if series is None else series.name),
        **dict(zip(("first", "second"), map(cell, expert["specialty"]), strict=True)),
    }


def _honour(code: str, kind: str) -> str:
    """The name of an honour; in an autonomous region, that of the region is called so."""
    return HONOURS[code].replace("省级", kind) if kind == "自治区" else HONOURS[code]


def _note(expert: Value, kind: str) -> str:
    """The remarks, completed with honours, retirement and 行政机关领导 where the record has them and the remarks do not mention them."""
    note: str = expert.get("note", "")
    mentioned = _mentioned(note)
    more = [_honour(code, kind) for code in expert.get("honours", ()) if code not in mentioned]
    if expert["in_service"] != "serving" and expert["in_service"] not in mentioned:
        more.append(IN_SERVICE[expert["in_service"]])
    if expert.get("leader") and "leader" not in mentioned:
        more.append("行政机关领导")
    return "；".join(part for part in (note, *more) if part)


def _mentioned(note: str) -> set[str]:
    try:
        return {*remarks.honours(note), remarks.in_service(note, 9999), *(["leader"] if remarks.is_leader(note) else [])}
    except Ambiguous:
        return set()
