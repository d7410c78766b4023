"""Divisions that became others since a committee filed: forms name those of today, the record keeps the codes of the day of its filing."""

from __future__ import annotations

from datetime import date

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.areas import Areas
from zhicheng.registry.records.committee import Committee


def settle(areas: Areas, known: Committee, day: date, fields: Value, stated: Value) -> None:
    """Puts the registered codes into the fields of forms, for what these became, where they were in force on the day of the last filing.

    `fields` and `stated` are those of the forms, `day` that of the filing by which the record will be judged: one that comes later is of
    today's divisions.
    """
    former: dict[str, str] = {}
    for code in (known.area, *known.scope.areas):
        now = successors(areas, code)
        if len(now) == 1 and areas.on(code, day) is not None:
            former[now[0]] = code
    for values in (fields, stated):
        if "area" in values:
            values["area"] = former.get(values["area"], values["area"])
    scope = fields.get("scope") or {}
    if "areas" in scope:
        scope["areas"] = list(dict.fromkeys(former.get(code, code) for code in scope["areas"]))


def successors(areas: Areas, code: str) -> tuple[str, ...]:
    """The codes in force that a retired code went into; none of one that is in force."""
    return () if code in areas.current else tuple(area.code for area in areas.successors(code))
