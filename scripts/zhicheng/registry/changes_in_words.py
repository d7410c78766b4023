"""Describes in Chinese, for the public, how two versions of a committee's record differ.

Only public fields are compared. Old free text may have been deleted for a reason and must not reappear, so for such a field only its label
is given. Values are given for dates, levels, enumerations, series, areas, and specialties that the current record still has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from zhicheng.documents.schemas import field_at, field_label, fits, schema
from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.committee import LEVELS
from zhicheng.text import listed, private_values

_MAX_NAME = 60  # characters; longer names are counted, not shown
_MAX_NAMES = 6  # longer lists are cut
_SILENT = ("id", "contacts", "status", "withdrawn")  # not public, or expressed by the kind of the change

_ALL = "本系列全部专业"  # stands for the specialties of a review of all of them


@dataclass(frozen=True, slots=True)
class CodeNames:
    """Functions from a code of a series or area to its name, and the names of specialties that may be shown."""

    series: Callable[[str], str]
    area: Callable[[str], str]
    specialties: frozenset[str] = frozenset()


def describe(old: Value, new: Value, today: Value, names: CodeNames) -> tuple[str, ...]:
    """Notes on the public differences between two values of a record, one per subject; empty if there are none.

    `today` is the current value, or empty. `old` and `new` may have any shape; details are given if both fit the current schema.
    """
    still = {second for review in _by_series(today.get("reviews", [])).values() for _, second in review[1]}
    names = replace(names, specialties=frozenset(still))
    labels = schema("committee")["properties"]
    detailed = fits("committee", old) and fits("committee", new)
    notes: list[str] = []
    for key in labels:
        before, after = old.get(key), new.get(key)
        if before == after or key in _SILENT:
            continue
        label = field_label(schema("committee"), (key,))
        write = _WRITERS.get(key, _plain_change)
        notes += write(key, label, before, after, names) if detailed else [f"{label}变更"]
    return tuple(notes)


def _plain_change(key: str, label: str, before: Any, after: Any, names: CodeNames) -> list[str]:
    values = [_value_name(key, value, names) for value in (before, after)]
    if None not in values:
        return [f"{label}：{values[0]} → {values[1]}"]
    return [f"{label}{'（新增）' if before is None else '（删去）' if after is None else '变更'}"]


def _value_name(key: str, value: Any, names: CodeNames) -> str | None:
    """The Chinese name of an area or of a value of an enumeration; None for free text and absent values."""
    field = field_at(schema("committee"), (key,))
    if key == "area" and value is not None:
        return names.area(value)
    return str(field["enumDescriptions"][field["enum"].index(value)]) if value in field.get("enum", ()) else None


def _reviews(_key: str, _label: str, before: Any, after: Any, names: CodeNames) -> list[str]:
    notes = []
    olds, news = _by_series(before), _by_series(after)
    notes += _added_and_removed("评审系列", [names.series(s) for s in olds], [names.series(s) for s in news])
    for series in [series for series in olds if series in news]:
        (old_levels, old_catalog), (new_levels, new_catalog) = olds[series], news[series]
        where = f"（{names.series(series)}）" if len(news) > 1 else ""
        if old_levels != new_levels:
            notes.append(f"评审层级{where}：{_levels(old_levels)} → {_levels(new_levels)}")
        old_seconds, new_seconds = ([second for _, second in catalog] for catalog in (old_catalog, new_catalog))
        notes += _added_and_removed(f"二级专业{where}", old_seconds, new_seconds, names.specialties | {_ALL})
        if not notes and set(old_catalog) != set(new_catalog):
            notes.append(f"一级目录{where}调整")
    return notes or ["评审专业目录的写法调整"]


def _by_series(reviews: Any) -> dict[str, tuple[set[str], list[tuple[str, str]]]]:
    """The levels and specialties (first level, second level) of each series in the field `reviews`."""
    found: dict[str, tuple[set[str], list[tuple[str, str]]]] = {}
    for review in reviews:
        levels, catalog = found.setdefault(review["series"], (set(), []))
        levels.update(review["levels"])
        named = {"": [_ALL]} if review["catalog"] == "all" else review["catalog"]
        catalog += [(first, second) for first, seconds in named.items() for second in seconds]
    return found


def _levels(levels: set[str]) -> str:
    return listed(name for level, name in LEVELS.items() if level in levels)


def _scope(_key: str, label: str, before: Any, after: Any, names: CodeNames) -> list[str]:
    notes = _added_and_removed("受理地域", [names.area(code) for code in before["areas"]], [names.area(code) for code in after["areas"]])
    return notes or [f"{label}变更"]


def _valid(_key: str, label: str, before: Any, after: Any, _names: CodeNames) -> list[str]:
    if after is None:
        return [f"{label}（删去）"]
    if before is None or before["from"] != after["from"]:
        return [f"{label}：{after['from']} 至 {after['until']}"]
    return [f"{label}{'延' if after['until'] > before['until'] else '改'}至 {after['until']}"]


def _filings(_key: str, label: str, before: Any, after: Any, _names: CodeNames) -> list[str]:
    known = {item["round"] for item in before}
    return [f"{item['round']} 年度备案：{item['date']}" for item in after if item["round"] not in known] or [f"{label}变更"]


_WRITERS: dict[str, Callable[[str, str, Any, Any, CodeNames], list[str]]] = {
    "reviews": _reviews,
    "scope": _scope,
    "valid": _valid,
    "filings": _filings,
}


def _added_and_removed(what: str, before: Iterable[str], after: Iterable[str], showable: frozenset[str] | None = None) -> list[str]:
    """Notes on added and removed names. With `showable`, only names in it are shown and the others are counted."""
    olds, news = dict.fromkeys(before), dict.fromkeys(after)
    changes = (("新增", [x for x in news if x not in olds]), ("删去", [x for x in olds if x not in news]))
    return [f"{verb}{what}：{_shortened_list(items, showable)}" for verb, items in changes if items]


def _shortened_list(items: list[str], showable: frozenset[str] | None) -> str:
    shown = [item for item in items if showable is None or (item in showable and len(item) <= _MAX_NAME and not private_values(item))]
    shown = shown[:_MAX_NAMES]
    if not shown:
        return f"{len(items)} 项"
    return listed(shown) + (f"等 {len(items)} 项" if len(items) > len(shown) else "")
