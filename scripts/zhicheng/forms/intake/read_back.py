"""What an import has read, shown before anything is written: each file, its tables, and every field with its value beside its cell.

The record is public; of contacts and experts only the numbers are shown.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from zhicheng.documents.finding import Finding, Pointer, pointer_text
from zhicheng.documents.finding_reports import SEVERITIES
from zhicheng.documents.schemas import field_at, field_label, schema
from zhicheng.documents.yaml_reading import Document, Value
from zhicheng.forms.added_fields import ALL_SPECIALTIES
from zhicheng.forms.reading.origins import Origin, nearest
from zhicheng.forms.reading.questions import Question, cell_id
from zhicheng.forms.reading.result import FilledForms
from zhicheng.registry.registry import Registry
from zhicheng.text import listed, masked, show

_PARTS = {"reviews", "scoring"}  # fields shown item by item
_LONGEST = 400  # characters of a value


def read_back(
    registry: Registry, read: FilledForms, findings: Iterable[Finding], messages: Mapping[str, str] = MappingProxyType({})
) -> Value:
    """What was read, as JSON: `files` with their tables (`form` absent: not read), numbers of people, `fields` and `findings`.

    A finding that is a question about a cell has the `question`'s id, and `choices` where they are known. `messages` are what was asked, by
    the ids of the questions that are open or answered.
    """
    files: dict[str, Value] = {}
    for file, kind in read.kinds:
        files.setdefault(file, {"file": file, "forms": [], "tables": []})["forms"].append(kind)
    for seen in read.tables:
        here = files.setdefault(seen.file, {"file": seen.file, "forms": [], "tables": []})
        here["tables"].append({"table": seen.where, "rows": seen.rows, **({"form": seen.form} if seen.form else {})})
    contacts = {key: len(value) if isinstance(value, list) else 1 for key, value in (read.contacts or {}).items()}
    asked = {(one.file, one.message): one for one in read.questions}
    return {
        "version": 1,
        "files": list(files.values()),
        "not_read": list(read.passed),
        "experts": read.experts,
        "contacts": contacts,
        "fields": [field(registry, read, pointer, value) for pointer, value in fields(read.record)],
        "findings": [
            {
                **{key: getattr(one, key) for key in ("code", "severity", "line", "column", "message", "hint", "clause")},
                "file": one.file,
                **_asked(asked.get((one.file, one.message))),
            }
            for one in findings
        ],
        "asked": dict(messages),
    }


def _asked(question: Question | None) -> Value:
    if question is None:
        return {}
    return {"question": question.id, **({"choices": list(question.choices)} if question.choices else {})}


def fields(record: Value) -> Iterator[tuple[Pointer, Any]]:
    """The values that are shown, each with its pointer: of reviews and scoring tables each field on its own."""
    for key in schema("committee")["properties"]:
        if key not in record:
            continue
        if key not in _PARTS:
            yield (key,), record[key]
            continue
        for i, item in enumerate(record[key]):
            yield from (((key, i, name), value) for name, value in item.items() if value is not None)


def field(registry: Registry, read: FilledForms, pointer: Pointer, value: Any) -> Value:
    """A field of the record: its label, its value in words, and the cell that it was read from."""
    origin = nearest(read.origins, pointer)
    number = f"第 {pointer[1] + 1} 项" if len(pointer) > 1 and isinstance(pointer[1], int) else ""
    label = field_label(schema("committee"), pointer)
    found: Value = {"pointer": pointer_text(pointer), "label": number + label, "value": masked(words(registry, pointer, value))}
    if origin is not None:
        found |= {"file": origin.file, "place": origin.place}
        if origin.box is not None and origin.grid is not None:
            found["cell"] = cell_id(origin.file, origin.grid.where, origin.box.row, origin.box.column)
    return found


def words(registry: Registry, pointer: Pointer, value: Any) -> str:
    """A value of a record in words: names for codes, lists with 、, parts of an object with their labels, 无 for what is to go (None)."""
    if value is None:
        return "无"
    if pointer == ("authority",) and isinstance(value, str):
        return registry.words.unit(value)
    part = field_at(schema("committee", registry.ranks.codes), pointer)
    if isinstance(value, bool):
        return "是" if value else "否"
    if value in part.get("enum", ()) and "enumDescriptions" in part:
        return str(part["enumDescriptions"][part["enum"].index(value)])
    if isinstance(value, str):
        return _named(registry, pointer, value)
    if isinstance(value, list):
        simple = not any(isinstance(item, dict) for item in value)
        return ("、" if simple else "；").join(words(registry, (*pointer, i), item) for i, item in enumerate(value)) or "无"
    if isinstance(value, dict) and pointer[-1] == "catalog":
        return "；".join(f"{first}：{_specialties(seconds)}" for first, seconds in value.items())
    if isinstance(value, dict):
        parts = ((key, item) for key, item in value.items() if item is not None)
        said = (f"{field_label(schema('committee'), (*pointer, key))}：{words(registry, (*pointer, key), item)}" for key, item in parts)
        return "，".join(said) or "无"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _specialties(seconds: Any) -> str:
    """The second levels of a catalog, each with its third ones in brackets."""
    if not isinstance(seconds, dict):
        return "、".join(seconds)
    return "、".join(f"{second}（{'、'.join(thirds)}）" if thirds else second for second, thirds in seconds.items())


def _named(registry: Registry, pointer: Pointer, code: str) -> str:
    """The name that a code of an area, a unit, a series or a track stands for, or the text itself."""
    names = {str(part) for part in pointer}
    if pointer[-1] == "catalog" and code == "all":
        return ALL_SPECIALTIES
    if "series" in names and code in registry.series:
        return registry.series[code].name
    if "units" in names:
        return registry.areas.unit_name(code)
    if "tracks" in names:
        called = dict.fromkeys(track.name for one in registry.series.values() for track in one.tracks if track.id == code)
        return "／".join(called) or code  # of which most have one name in all series
    return registry.areas.name(code) if names & {"areas", "area", "seat"} else code


# --- as text, and as a page to print ---------------------------------------------------------------------------------------


def as_text(back: Value) -> str:
    """The read-back for a terminal."""
    return "".join(f"{line}\n" for line in _lines(back))


def _lines(back: Value) -> Iterator[str]:
    for one in back["files"]:
        yield f"{show(one['file'], 80)}：{listed(one['forms']) or '没有读'}"
        for table in one["tables"]:
            how = f"读作{table['form']}" if "form" in table else "没有读，不像附件1、附件2、附件3或赋分表"
            yield f"  {table['table']}：{table['rows']} 行，{how}"
    for label, count in _people(back):
        yield f"{label} {count} 名（不在这里显示）"
    for field in back["fields"]:
        place = f"　← {show(field['file'], 60)} {field['place']}" if "file" in field else ""
        yield f"  {field['label']}：{show(field['value'], _LONGEST)}{place}"


def _people(back: Value) -> Iterator[tuple[str, int]]:
    names = {"leader": "主管领导", "clerks": "业务人员", "preparer": "填表人"}
    yield from ((names.get(key, key), count) for key, count in back["contacts"].items())
    if back["experts"]:
        yield "评委花名册", back["experts"]


_STYLE = (
    "body{font:16px/1.6 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;width:100%;margin:1em 0}"
    "td,th{border:1px solid #999;padding:.3em .5em;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#eee}"
    "@media print{body{margin:0;font-size:11pt}tr{break-inside:avoid}}"
)


def as_html(back: Value) -> str:
    """The read-back as one page that needs nothing else, to print and to check against the forms."""
    seen = [
        (one["file"], table["table"], str(table["rows"]), table.get("form", "没有读")) for one in back["files"] for table in one["tables"]
    ]
    fields = [(one["label"], one["value"], f"{one.get('file', '')} {one.get('place', '')}".strip()) for one in back["fields"]]
    people = [(label, f"{count} 名") for label, count in _people(back)]
    findings = [
        (SEVERITIES[one["severity"]], f"{one['file']} {one['message']}", one["hint"], one.get("question", "")) for one in back["findings"]
    ]
    return page(
        "读到的内容",
        "请对照填好的表逐项核对，没有错再写入。姓名、电话不在这里显示。",
        [
            table("文件", ("文件", "表格", "有字的行", "读作"), seen),
            table("登记内容", ("项目", "读到的内容", "出自"), fields),
            table("不公开的内容", ("项目", "人数"), people),
            table("要核对的", ("", "问题", "建议", "问题编号"), findings),
        ],
    )


def page(title: str, said: str, body: Sequence[str]) -> str:
    """A page that needs nothing else: its title, what to do with it, and its tables."""
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style>'
    inside = "\n".join(filter(None, [f"<h1>{title}</h1><p>{said}</p>", *body]))
    return f'<!doctype html>\n<html lang="zh-CN"><head>{head}</head><body>\n{inside}\n</body></html>\n'


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table under its heading; "" without rows."""
    if not rows:
        return ""
    top = "".join(f"<th>{html.escape(head)}</th>" for head in heads)
    lines = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>\n" for row in rows)
    return f"<h2>{html.escape(title)}</h2>\n<table><tr>{top}</tr>\n{lines}</table>"


def as_json(back: Value) -> str:
    """The read-back as JSON."""
    return json.dumps(back, ensure_ascii=False, indent=2) + "\n"


# --- findings at the cell --------------------------------------------------------------------------------------------------


def at_cells(findings: Sequence[Finding], read: FilledForms, document: Document) -> list[Finding]:
    """Findings on a record, placed at the cells that it was read from; others, and what no form says, stay."""
    places = origins_of(read, document)
    return [_at_cell(one, _above(places, one.pointer)) if one.file == document.path else one for one in findings]


def cells(findings: Sequence[Finding], read: FilledForms, document: Document) -> Iterator[tuple[Finding, Origin]]:
    """The findings on a record for which a cell is known, each with it."""
    places = origins_of(read, document)
    for one in findings:
        origin = _above(places, one.pointer) if one.file == document.path else None
        if origin is not None and origin.box is not None and origin.grid is not None:
            yield one, origin


def origins_of(read: FilledForms, document: Document) -> dict[str, Origin]:
    """The origins by pointers of a record, in which reviews and tables that the forms do not hold may stand between those that they do."""
    found = {}
    for pointer, origin in read.origins.items():
        key = str(pointer[0])
        own = {"reviews": "series", "scoring": "title"}.get(key)
        if own is not None and len(pointer) > 1 and isinstance(pointer[1], int):
            theirs, ours = document.value.get(key, []), read.record.get(key, [])
            if [one.get(own) for one in theirs] != [one.get(own) for one in ours]:
                continue
        found[pointer_text(pointer)] = origin
    return found


def _above(places: dict[str, Origin], pointer: str) -> Origin | None:
    """The origin of a pointer, or of the nearest one above it."""
    while pointer:
        if pointer in places:
            return places[pointer]
        pointer = pointer.rpartition("/")[0]
    return None


def _at_cell(finding: Finding, origin: Origin | None) -> Finding:
    if origin is None:
        return finding
    row, column = (1, 1) if origin.box is None else (max(origin.box.row, 1), origin.box.column)
    return replace(finding, file=show(origin.file, 120), line=row, column=column, message=f"{origin.place}：{finding.message}")
