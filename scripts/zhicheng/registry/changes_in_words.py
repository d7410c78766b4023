"""Describes in Chinese, for the public, how two versions of a committee's record differ.

Only public fields are compared. Old free text may have been deleted for a reason and must not reappear, so for such a field only its label
is given. Values are given for dates, levels, enumerations, series, areas, and specialties that the current record still has.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from zhicheng.documents.codes import USUAL, Codes
from zhicheng.documents.schemas import field_at, field_label, fits, schema
from zhicheng.documents.yaml_reading import Value
from zhicheng.registry import eligibility
from zhicheng.registry.records.committee import RECEIPTS
from zhicheng.registry.records.series import track_ids
from zhicheng.registry.registry import Registry
from zhicheng.text import listed, private_values

_MAX_NAME = 60  # characters; longer names are counted, not shown
_MAX_NAMES = 6  # longer lists are cut
_ALL = "全部专业"
_SILENT = ("id", "contacts", "status", "withdrawn")  # not public, or expressed by the kind of the change


@dataclass(frozen=True, slots=True)
class CodeNames:
    """Functions from a code of a series, area or level of authority (`unit`) to its name, and the names of specialties that may be shown.

    `covers` says whether the first of two areas holds the second, `tracks` gives the ids of all tracks of a series, if they are known.
    `codes` are the levels and authorities of the registry.
    """

    series: Callable[[str], str]
    area: Callable[[str], str]
    unit: Callable[[str], str]
    specialties: frozenset[str] = frozenset()
    covers: Callable[[str, str], bool] = operator.eq
    tracks: Callable[[str], frozenset[str]] = eligibility.unknown_tracks
    codes: Codes = USUAL


def code_names(registry: Registry, unknown: Callable[[str], str]) -> CodeNames:
    """The names by the tables of a registry. `unknown` gives that of a series that is not in its table."""
    return CodeNames(
        lambda key: registry.series[key].name if key in registry.series else unknown(key),
        registry.areas.name,
        registry.words.unit,
        covers=registry.areas.covers,
        tracks=partial(track_ids, registry.series),
        codes=registry.ranks.codes,
    )


def describe(old: Value, new: Value, today: Value, names: CodeNames) -> tuple[str, ...]:
    """Notes on the public differences between two values of a record, one per subject; empty if there are none.

    `today` is the current value, or empty. `old` and `new` may have any shape; details are given if both fit the current schema.
    """
    still = {_ALL, *(second for review in _by_series(today.get("reviews", [])).values() for _, second in review[1])}
    names = replace(names, specialties=frozenset(still))
    labels = schema("committee")["properties"]
    detailed = fits("committee", old, names.codes) and fits("committee", new, names.codes)
    notes: list[str] = []
    for key in labels:
        before, after = old.get(key), new.get(key)
        if before == after or key in _SILENT:
            continue
        label = field_label(schema("committee"), (key,))
        write = _WRITERS.get(key, _plain_change)
        notes += write(key, label, before, after, names) if detailed else [f"{label}变更"]
    return (*notes, *(_eligibility(old, new, names) if detailed and notes else ()))


def _eligibility(old: Value, new: Value, names: CodeNames) -> tuple[str, ...]:
    """Whether more or fewer people may apply, as far as it is certain and other notes, which name levels and specialties, do not say it."""
    found = eligibility.change(old, new, names.covers, names.tracks)
    named = (eligibility.LEVELS, eligibility.SPECIALTIES)
    more, fewer = (tuple(label for label in labels if label not in named) for labels in (found.more, found.fewer))
    return eligibility.Effect(more, fewer).words


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
    if key == "authority" and value is not None:
        return names.unit(value)
    return str(field["enumDescriptions"][field["enum"].index(value)]) if value in field.get("enum", ()) else None


def _reviews(_key: str, _label: str, before: Any, after: Any, names: CodeNames) -> list[str]:
    notes = []
    olds, news = _by_series(before), _by_series(after)
    notes += _added_and_removed("评审系列", [names.series(s) for s in olds], [names.series(s) for s in news])
    for series in [series for series in olds if series in news]:
        (old_levels, old_catalog), (new_levels, new_catalog) = olds[series], news[series]
        where = f"（{names.series(series)}）" if len(news) > 1 else ""
        if old_levels != new_levels:
            notes.append(f"评审层级{where}：{_levels(old_levels, names)} → {_levels(new_levels, names)}")
        old_seconds, new_seconds = ([second for _, second in catalog] for catalog in (old_catalog, new_catalog))
        notes += _added_and_removed(f"二级专业{where}", old_seconds, new_seconds, names.specialties)
        if not notes and set(old_catalog) != set(new_catalog):
            notes.append(f"一级目录{where}调整")
    for key in ("method", "tracks", "open_to", "excludes", "valid_in"):
        notes += _of_each(field_label(schema("committee"), ("reviews", 0, key)), key, before, after)
    return notes or ["评审专业目录的写法调整"]


def _by_series(reviews: Any) -> dict[str, tuple[set[str], list[tuple[str, str]]]]:
    """The levels and specialties (first level, second level) of each series in the field `reviews`."""
    found: dict[str, tuple[set[str], list[tuple[str, str]]]] = {}
    for review in reviews:
        levels, catalog = found.setdefault(review["series"], (set(), []))
        levels.update(review["levels"])
        catalog += _pairs(review["catalog"])
    return found


def _pairs(catalog: Any) -> list[tuple[str, str]]:
    """The first and second levels of a directory; one pair for every specialty of the series."""
    return [("", _ALL)] if catalog == "all" else [(first, second) for first, seconds in catalog.items() for second in seconds]


def _of_each(label: str, key: str, before: Any, after: Any) -> list[str]:
    """A note on a field of the reviews, where it differs: its values if there is one review on each side and they are of a closed list."""
    olds, news = ([review.get(key) for review in reviews] for reviews in (before, after))
    if olds == news or (len(olds) != len(news) and not any((*olds, *news))):
        return []
    field = field_at(schema("committee"), ("reviews", 0, key))
    named = dict(zip(field.get("enum", ()), field.get("enumDescriptions", ()), strict=True))
    if named and len(olds) == len(news) == 1 and olds[0] in named and news[0] in named:
        return [f"{label}：{named[olds[0]]} → {named[news[0]]}"]
    return [f"{label}变更"]


def _levels(levels: set[str], names: CodeNames) -> str:
    return listed(name for level, name in names.codes.levels if level in levels)


def _scope(_key: str, label: str, before: Any, after: Any, names: CodeNames) -> list[str]:
    notes = _added_and_removed("受理地域", [names.area(code) for code in before["areas"]], [names.area(code) for code in after["areas"]])
    changed = [key for key in ("open_to", "note", "excludes", "units", "places") if before.get(key) != after.get(key)]
    if set(changed) & {"excludes", "units", "places"}:
        notes += [f"{field_label(schema('committee'), ('scope', key))}变更" for key in changed]
    return notes or [f"{label}变更"]


def _valid(_key: str, label: str, before: Any, after: Any, _names: CodeNames) -> list[str]:
    if after is None:
        return [f"{label}（删去）"]
    if before is None or before["from"] != after["from"]:
        return [f"{label}：{after['from']} 至 {after['until']}"]
    return [f"{label}{'延' if after['until'] > before['until'] else '改'}至 {after['until']}"]


def _filings(_key: str, label: str, before: Any, after: Any, _names: CodeNames) -> list[str]:
    known = {item["round"]: item for item in before}
    notes = [f"{item['round']} 年度备案：{item['date']}" for item in after if item["round"] not in known]
    for what, named in RECEIPTS.items():
        new = [item for item in after if what in item and item[what] != known.get(item["round"], {}).get(what)]
        notes += [f"{item['round']} 年度{named}：{item[what]['date']}" for item in new]
    return notes or [f"{label}变更"]


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
