"""The cells of Annex 3: the active experts of an opened roster, one row each. Private: never part of the public output."""

from __future__ import annotations

from collections.abc import Mapping

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.cells import remarks
from zhicheng.forms.reading.faults import Ambiguous
from zhicheng.forms.writing.annex1_2 import SIGN, written_date
from zhicheng.forms.writing.layout import Cell, Form, Line, Row, Table, cell, label
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.sealed_roster import COLUMNS, GENDERS, HONOURS, IN_SERVICE
from zhicheng.registry.registry import Registry

# Three columns more than the annex, if asked for: by them an exported roster is imported again whatever the posts are.
_OF_SPECIALTIES = ("系列", "一级专业", "二级专业")
_WIDTHS = (9.0, 18.0, 9.0, 16.0, 21.0, 58.0, 27.0, 26.0, 16.0, 21.0, 30.0, 24.0)
_WIDTHS_WITH_SPECIALTIES = (8.0, 15.0, 8.0, 13.0, 18.0, 40.0, 19.0, 19.0, 13.0, 18.0, 25.0, 21.0, 19.0, 19.0, 20.0)
_DECLARED = "推荐单位声明："  # by which the reader knows the line
_BLANK_ROWS = 12


def form3(registry: Registry, c: Committee, roster: Value, digest: str, address: str, with_specialties: bool = False) -> Form:
    """Annex 3 of a committee from the opened value of its sealed roster, with the columns of specialties if asked for."""
    active = [expert for expert in roster["experts"] if expert["state"] == "active"]
    names = {key: series.name for key, series in registry.series.items()}
    seconds = {expert["specialty"][0] for expert in active}
    title = f"{c.name}推荐{seconds.pop() if len(seconds) == 1 else '各'}专业评委花名册"
    rows = tuple(_row(number, expert, registry) for number, expert in enumerate(active, 1))
    if with_specialties:
        rows = tuple((*row, *_specialty(expert, names)) for row, expert in zip(rows, active, strict=True))
    declared = registry.declaration(roster.get("round", registry.settings.current_round))
    return Form(3, c.id, digest, address, title, _blocks(title, rows, declared, with_specialties), landscape=True, private=True)


def blank3(declared: str, with_specialties: bool = False) -> Form:
    """A blank Annex 3 with the sentence that the unit declares, and with the columns of specialties if asked for."""
    title = "评审委员会推荐＿＿＿＿专业评委花名册"
    columns = len(_WIDTHS_WITH_SPECIALTIES if with_specialties else _WIDTHS)
    rows = tuple((Cell((str(number),), "number"), *(cell() for _ in range(1, columns))) for number in range(1, _BLANK_ROWS + 1))
    return Form(3, "", "", "", title, _blocks(f"＿＿＿＿{title}", rows, declared, with_specialties), landscape=True)


def _blocks(title: str, rows: tuple[Row, ...], declared: str, with_specialties: bool) -> tuple[Line | Table, ...]:
    below = (Line(_DECLARED + declared, "note"), Line(SIGN, "sign"))
    head: Row = tuple(label(name) for name in (*COLUMNS, *(_OF_SPECIALTIES if with_specialties else ())))
    table = Table(_WIDTHS_WITH_SPECIALTIES if with_specialties else _WIDTHS, (head,), rows)
    return (Line("附件 3", "annex"), Line(title, "title"), table, *below)


def _row(number: int, expert: Value, registry: Registry) -> Row:
    def month(key: str) -> str:
        return written_date(expert[key]) if expert.get(key) else ""

    return (
        Cell((str(number),), "number"),
        cell(expert.get("name", "")),
        cell(GENDERS.get(expert.get("gender", ""), "")),
        cell(expert.get("ethnic_group", "")),
        cell(month("born")),
        cell(expert.get("unit", "")),
        cell(expert.get("post", "")),
        cell(expert["title"]),
        cell(registry.levels[expert["level"]]),
        cell(month("title_since")),
        cell(*expert.get("phones", ())),
        cell(_note(expert, registry.words.kind)),
    )


def _specialty(expert: Value, series: Mapping[str, str]) -> Row:
    return (cell(series.get(expert["series"], expert["series"])), *(cell(name) for name in expert["specialty"]))


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
