"""Reads the rows below those of Annex 1: the fields of a record for which the letter has no cell. What is not understood is a fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.added_fields import APPLIES, CONTINUED, ROWS, enum_names, kind_of, node_of, part
from zhicheng.forms.reading.cells import documents, levels, lists
from zhicheng.forms.reading.cells.nothing import is_none
from zhicheng.forms.reading.cells.validity import validity
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood, ValueFault
from zhicheng.forms.reading.result import ReferenceTables
from zhicheng.registry.records.committee import FORMED_BY
from zhicheng.text import listed, narrow, plain, show

_BLOCK = re.compile(r"[(（]\s*\d{1,3}\s*[)）]")  # on a line of its own
_NUMBERED = re.compile(r"[(（]\s*(\d{1,3})\s*[)）]\s*(.*)")
_CODE = re.compile(r"[(（]\s*([0-9a-z][0-9a-z-]*)\s*[)）]$")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_GROUP = re.compile(r"(.+?)\s*[(（]\s*(\d{1,4})\s*人?\s*[)）]")
_KEPT = "\ue000"  # in place of a 、 inside a name
_PANEL = re.compile(r"(不少于|至少)?\s*(\d{1,3})\s*[人名]?\s*[，,、；;\s]+(.+?)[。；;]?")
_LABEL = re.compile(r"[\u3400-\u9fff]{2,12}[:：]")  # what may be a label that is not known


def field(key: str, text: str, tables: ReferenceTables) -> Any:
    """The value of the field in the cell of a row, for those that are not about reviews. Raises a ValueFault."""
    if (brief := _brief(key, text)) is not None:
        return brief
    node = node_of(key)
    if node.get("type") == "object":
        found = [_object(node, lines, tables, ROWS[key]) for lines in _blocks(text)]
        return found if _is_list(key) else _only(found, ROWS[key])
    name = key.rsplit(".", 1)[-1]
    values = [_value(name, node, line, tables) for line in lists.lines(text)]
    return values if _is_list(key) else _only(values, ROWS[key])


def _brief(key: str, text: str) -> Value | None:
    """The validity or the panel where it is written in short: 2026年1月1日至2028年12月31日, 25 人，按专业组建; None where it is not.

    Raises Ambiguous where something of another row stands behind the days.
    """
    said, tab, behind = text.strip().partition("\t")
    if key == "valid" and (span := validity(said)) is not None:
        if tab:
            raise Ambiguous(f"“{show(behind, 40)}”不是有效期，没有读", "请写进它自己的一行；与登记无关的请删去。")
        return span
    panel = _PANEL.fullmatch(text.strip()) if key == "panel" else None
    formed = None if panel is None else next((code for code, label in FORMED_BY.items() if panel[3].strip() in (label, code)), None)
    if panel is None or formed is None:
        return None
    return {"at_least" if panel[1] else "members": int(panel[2]), "formed_by": formed}


def of_reviews(key: str, text: str, reviews: Sequence[Value], tables: ReferenceTables) -> dict[int, Any]:
    """The value of a row that has a line for each review, by the place of the review; None where it says 无. Raises a ValueFault."""
    node, name = node_of(key), key.removeprefix("reviews.")
    found: dict[int, Any] = {}
    for line in lists.lines(text):
        match = _NUMBERED.fullmatch(line)
        if match is None and len(reviews) > 1:
            raise NotUnderstood(f"“{show(line, 40)}”看不出是哪一个系列的", "请照评审系列一格的次序，在前面写（1）、（2）。")
        place, said = (int(match[1]) - 1, match[2]) if match else (0, line)
        if not 0 <= place < len(reviews) or place in found:
            raise NotUnderstood(f"“（{place + 1}）”与评审系列一格对不上", "请照评审系列一格的次序编号，一个系列一行。")
        read = _tracks if name == "tracks" else lambda said, _series, _tables: _value(name, node, said, tables)
        found[place] = None if is_none(said) else read(said, reviews[place]["series"], tables)
    return found


def exclusions(text: str, reviews: Sequence[Value], tables: ReferenceTables) -> tuple[list[Value], dict[int, list[Value]]]:
    """Who may not apply: those of the whole record, and those of each review by its place. Raises a ValueFault."""
    whole: list[Value] = []
    by_review: dict[int, list[Value]] = {}
    for lines in _blocks(text):
        about = [line for line in lines if re.match(rf"{APPLIES}\s*[:：]", line)]
        found = _object(node_of("excludes"), [line for line in lines if line not in about], tables, ROWS["excludes"])
        if not about:
            whole.append(found)
            continue
        number = re.fullmatch(rf"{APPLIES}\s*[:：]\s*第\s*(\d+)\s*项", about[0])
        if len(about) > 1 or number is None or not 1 <= int(number[1]) <= len(reviews):
            raise NotUnderstood(f"“{show(about[0], 40)}”与评审系列一格对不上", f"请写成“{APPLIES}：第 1 项”，照评审系列一格的次序。")
        by_review.setdefault(int(number[1]) - 1, []).append(found)
    return whole, by_review


def outside_divisions(text_of: Callable[[str], str]) -> list[str]:
    """The names in the rows of units and places without a code of a division. `text_of` gives the text of a row by its key."""
    return [_CODE.sub("", narrow(line)) for key in ("scope.units", "scope.places") for line in lists.lines(text_of(key))]


def _is_list(key: str) -> bool:
    return key in ("applications", "entrusts", "scoring_none", "past", "predecessors", "notices", "scope.units", "scope.places")


def _only(values: list[Any], label: str) -> Any:
    if len(values) != 1:
        raise NotUnderstood(f"写了 {len(values)} 项", f"“{label}”只写一项。")
    return values[0]


def _blocks(text: str) -> Iterator[list[str]]:
    """The lines of each item."""
    lines: list[str] = []
    for line in lists.lines(text):
        if _BLOCK.fullmatch(line):
            if lines:
                yield lines
            lines = []
        else:
            lines.append(line)
    if lines:
        yield lines


def _object(node: Value, lines: list[str], tables: ReferenceTables, label: str) -> Value:
    """An object from its lines. A line without a label continues the text above it."""
    parts = {key: part(inner) for key, inner in node["properties"].items()}
    titles = {inner["title"]: key for key, inner in parts.items()}
    how = f"请一行写一项，如“{next(iter(titles))}：…”；可以写：{listed(titles)}。"
    said: list[tuple[str, str]] = []
    for line in lines:
        head, colon, rest = _split(line)
        key = titles.get(lists.bare(head)) if colon else None
        if key is not None:
            said.append((key, rest.strip()))
        elif said and not _LABEL.match(line) and kind_of(said[-1][0], parts[said[-1][0]]) == "text":
            said[-1] = (said[-1][0], f"{said[-1][1]}\n{line.removeprefix(CONTINUED)}")
        else:
            raise NotUnderstood(f"“{show(head, 40)}”不是“{label}”里的项目" if colon else f"“{show(line, 40)}”前面没有项目名称", how)
    found: Value = {}
    for key, text in said:
        inner = parts[key]
        if inner.get("type") == "array" and key != "levels":
            each = part(inner["items"])
            found.setdefault(key, []).append(_subgroup(text) if key == "subgroups" else _value(key, each, text, tables))
        elif key in found:
            raise NotUnderstood(f"“{inner['title']}”写了两遍", "请只留一行；几项的，在每一项上面写（1）、（2）。")
        elif not lists.is_blank(text):
            found[key] = _value(key, inner, text, tables)
    if missing := [parts[key]["title"] for key in node.get("required", ()) if key not in found]:
        raise NotUnderstood(f"没有写{listed(f'“{title}”' for title in missing)}", how)
    if "tracks" in found:
        found["tracks"] = [code for text in found["tracks"] for code in _tracks(text, found["series"], tables)]
    return {key: found[key] for key in parts if key in found}


def _split(line: str) -> tuple[str, str, str]:
    """A line before and after its first colon, full-width or not, and the colon ("" where there is none)."""
    at = next((place for place, char in enumerate(line) if char in ":："), len(line))
    return line[:at], line[at : at + 1], line[at + 1 :]


def _subgroup(text: str) -> Value:
    match = _GROUP.fullmatch(text)
    if match is None:
        raise NotUnderstood(f"“{show(text, 40)}”看不出专业组有几人", "请写成“给水排水组（5 人）”。")
    return {"name": match[1], "members": int(match[2])}


def _value(key: str, node: Value, text: str, tables: ReferenceTables) -> Any:
    """A value from its words. Raises a ValueFault."""
    kind = kind_of(key, node)
    if kind == "text":
        return plain(text)
    return _READERS[kind](text, node, tables)


def _code(text: str, known: Callable[[str], bool], called: Callable[[str], str] | None = None) -> str | None:
    """The code in brackets at the end of a text, or the text itself where it is a code; None where it is not known.

    Raises Ambiguous where the name before the code is not what the code is `called`.
    """
    match = _CODE.search(narrow(text))
    code = match[1] if match else narrow(text)
    if not known(code):
        return None
    before = plain(text[: text.rindex(match[0][0])]) if match and match[0][0] in text else ""
    if called and before and before != called(code):
        raise Ambiguous(f"名称“{show(before, 40)}”和代号 {code}（{called(code)}）不是一个", "请核对，只写名称或者只写代号也可以。")
    return code


def _area(text: str, _node: Value, tables: ReferenceTables) -> str:
    found = _code(text, lambda code: tables.areas.known(code) is not None, tables.areas.name)
    found = found or tables.places.code(re.sub(r"\s+", "", text))
    if found is None:
        raise NotUnderstood(f"不认识地方“{show(text, 40)}”", f"请写行政区划的全称，如“{tables.words.example_prefecture}”。")
    return found


def _unit(text: str, _node: Value, tables: ReferenceTables) -> str:
    names = {unit.name: code for code, unit in tables.areas.units.items()}
    found = _code(text, tables.areas.units.__contains__, lambda code: tables.areas.units[code].name) or names.get(text)
    if found is None:
        raise NotUnderstood(f"不认识单位“{show(text, 40)}”", "请写 registry/reference/areas.yaml 里 units 的名称，或者代号。")
    return found


def _series(text: str, _node: Value, tables: ReferenceTables) -> str:
    return _code(text, tables.series.__contains__, lambda code: tables.series[code].name) or levels.series(text, tables.names)


def _committee(text: str, _node: Value, _tables: ReferenceTables) -> str:
    found = _code(text, lambda code: _ID.fullmatch(code) is not None)
    if found is None:
        raise NotUnderstood(f"“{show(text, 40)}”没有写编号", "请写评审委员会的编号，或者在名称后面的括号里写编号，如（ks-health）。")
    return found


def _levels(text: str, _node: Value, tables: ReferenceTables) -> list[str]:
    return list(levels.levels(text, None, tables.levels))


def _level(text: str, _node: Value, tables: ReferenceTables) -> str:
    return _of_list(text, tables.levels)


def _enum(text: str, node: Value, _tables: ReferenceTables) -> str:
    return _of_list(text, {code: code for code in node["enum"]} | enum_names(node))


def _of_list(text: str, names: Mapping[str, str]) -> str:
    """The code of which a text is the name, or which it is. `names` are by code."""
    codes = {name: code for code, name in names.items()} | {code: code for code in names}
    found = codes.get(lists.chosen(text).strip())
    if found is None:
        raise NotUnderstood(f"“{show(text, 40)}”不在可填的词里", f"可填：{listed(names.values())}。")
    return found


def _date(text: str, _node: Value, _tables: ReferenceTables) -> str:
    found = documents.day(text)
    if len(found) != 10:
        raise NotUnderstood(f"“{show(text, 40)}”没有写到日", "请写年、月、日，如 2026-07-01。")
    return found


def _number(text: str, _node: Value, _tables: ReferenceTables) -> int:
    match = re.fullmatch(r"(\d{1,4})\s*人?", narrow(text))
    if match is None:
        raise NotUnderstood(f"“{show(text, 40)}”不是人数", "请只写一个数，如 25。")
    return int(match[1])


def _tracks(text: str, series: str, tables: ReferenceTables) -> list[str]:
    known = {track.id: track.name for track in (tables.series[series].tracks if series in tables.series else ()) if track.id}
    for name in known.values():
        text = text.replace(name, name.replace("、", _KEPT))  # 文化课、专业课 is one name
    found = []
    for piece in (piece.replace(_KEPT, "、") for piece in lists.split(text, "、，,；;")):
        code = _code(piece, known.__contains__, known.__getitem__) or next((one for one, name in known.items() if name == piece), None)
        if code is None:
            raise NotUnderstood(
                f"这个系列没有类别“{show(piece, 40)}”", f"可填：{listed(known.values())}。" if known else "这个系列不分类别，请留空。"
            )
        found.append(code)
    return found


def with_tracks(reviews: list[Value], text: str, tables: ReferenceTables) -> list[Value]:
    """The reviews with the tracks that the cell of the series names in brackets, and nothing else: 卫生系列（医、护）."""
    found = list(reviews)
    for head, said in re.findall(r"([^、，,；;\n()（）]+)[(（]([^()（）]+)[)）]", text):
        try:
            series = levels.series(head, tables.names)
            tracks = _tracks(said, series, tables)
        except ValueFault:  # other words, such as those of specialties
            continue
        found = [{**review, "tracks": tracks} if review["series"] == series else review for review in found]
    return found


_READERS: dict[str, Callable[[str, Value, ReferenceTables], Any]] = {
    "area": _area,
    "unit": _unit,
    "series": _series,
    "committee": _committee,
    "levels": _levels,
    "level": _level,
    "enum": _enum,
    "date": _date,
    "number": _number,
}
