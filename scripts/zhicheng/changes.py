"""What differs between two versions of a committee's record, in words the public understands.

Only public fields are compared, and a text that holds a private value, as an old mistake may, is never repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from zhicheng.records import LEVELS, Value
from zhicheng.schema import field_at, field_label, fits, schema
from zhicheng.text import listed, private_values

_SHORT = 30  # longer texts are named, not shown
_MANY = 6  # longer lists are cut
_SILENT = ("id", "contacts", "status", "withdrawn")  # said by the kind of the change, or not public


@dataclass(frozen=True, slots=True)
class Names:
    """How series and areas are called."""

    series: Callable[[str], str]
    area: Callable[[str], str]


def describe(old: Value, new: Value, names: Names) -> tuple[str, ...]:
    """What a reader of the page would see change from `old` to `new`, one note per matter; empty where nothing public differs.

    Values of any shape are compared; details are given where both fit the schema of today.
    """
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


def withdrawal(new: Value) -> tuple[str, ...]:
    """The reason a record was withdrawn for, if it is given and short enough."""
    details = new.get("withdrawn")
    reason = details.get("reason") if isinstance(details, dict) else None
    return (f"原因：{reason}",) if isinstance(reason, str) and _showable(reason) else ()


def _plain_change(key: str, label: str, before: Any, after: Any, names: Names) -> list[str]:
    values = [_worded(key, value, names) for value in (before, after)]
    if all(value is not None and _showable(value) for value in values):
        return [f"{label}：{values[0]} → {values[1]}"]
    return [f"{label}{'（新增）' if before is None else '（删去）' if after is None else '变更'}"]


def _worded(key: str, value: Any, names: Names) -> str | None:
    if key == "area":
        return names.area(value)
    if key == "phones":
        return listed(value)
    field = field_at(schema("committee"), (key,))
    if value in field.get("enum", ()):
        return str(field["enumDescriptions"][field["enum"].index(value)])
    return value if isinstance(value, str) else None


def _reviews(_key: str, _label: str, before: Any, after: Any, names: Names) -> list[str]:
    notes = []
    olds, news = _by_series(before), _by_series(after)
    notes += _more_and_less("评审系列", [names.series(s) for s in olds], [names.series(s) for s in news])
    for series in [series for series in olds if series in news]:
        (old_levels, old_catalog), (new_levels, new_catalog) = olds[series], news[series]
        where = f"（{names.series(series)}）" if len(news) > 1 else ""
        if old_levels != new_levels:
            notes.append(f"评审层级{where}：{_levels(old_levels)} → {_levels(new_levels)}")
        notes += _more_and_less(f"二级专业{where}", [second for _, second in old_catalog], [second for _, second in new_catalog])
        if not notes and set(old_catalog) != set(new_catalog):
            notes.append(f"一级目录{where}调整")
    return notes or ["评审专业目录的写法调整"]


def _by_series(reviews: Any) -> dict[str, tuple[set[str], list[tuple[str, str]]]]:
    found: dict[str, tuple[set[str], list[tuple[str, str]]]] = {}
    for review in reviews:
        levels, catalog = found.setdefault(review["series"], (set(), []))
        levels.update(review["levels"])
        catalog += [(first, second) for first, seconds in review["catalog"].items() for second in seconds]
    return found


def _levels(levels: set[str]) -> str:
    return listed(name for level, name in LEVELS.items() if level in levels)


def _scope(_key: str, label: str, before: Any, after: Any, names: Names) -> list[str]:
    notes = _more_and_less("受理地域", [names.area(code) for code in before["areas"]], [names.area(code) for code in after["areas"]])
    return notes or [f"{label}变更"]


def _basis(_key: str, label: str, before: Any, after: Any, _names: Names) -> list[str]:
    return _more_and_less(label, [item["title"] for item in before], [item["title"] for item in after]) or [f"{label}变更"]


def _valid(_key: str, label: str, before: Any, after: Any, _names: Names) -> list[str]:
    if after is None:
        return [f"{label}（删去）"]
    if before is None or before["from"] != after["from"]:
        return [f"{label}：{after['from']} 至 {after['until']}"]
    return [f"{label}{'延' if after['until'] > before['until'] else '改'}至 {after['until']}"]


def _filings(_key: str, label: str, before: Any, after: Any, _names: Names) -> list[str]:
    known = {item["round"] for item in before}
    return [f"{item['round']} 年度备案：{item['date']}" for item in after if item["round"] not in known] or [f"{label}变更"]


_WRITERS: dict[str, Callable[[str, str, Any, Any, Names], list[str]]] = {
    "reviews": _reviews,
    "scope": _scope,
    "basis": _basis,
    "valid": _valid,
    "filings": _filings,
}


def _more_and_less(what: str, before: Iterable[str], after: Iterable[str]) -> list[str]:
    olds, news = dict.fromkeys(before), dict.fromkeys(after)
    changes = (("新增", [x for x in news if x not in olds]), ("删去", [x for x in olds if x not in news]))
    return [f"{verb}{what}：{_cut(items)}" for verb, items in changes if items]


def _cut(items: list[str]) -> str:
    shown = [item for item in items if _showable(item)][:_MANY]
    if not shown:
        return f"{len(items)} 项"
    return listed(shown) + (f"等 {len(items)} 项" if len(items) > len(shown) else "")


def _showable(text: str) -> bool:
    return len(text) <= 2 * _SHORT and not any(private_values(text))
