"""The reviews and scoring tables of a registered record after filled forms were applied: what the forms do not mention stays."""

from __future__ import annotations

from collections.abc import Sequence

from zhicheng.documents.schemas import schema
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError


def stated(value: Value) -> Value:
    """A scope or a review without the fields of which the forms say that there are none (None)."""
    return {key: item for key, item in value.items() if item is not None}


def merged(old: Sequence[Value], new: Sequence[Value]) -> list[Value]:
    """The reviews after applying those of the forms.

    Annex 1 replaces them all. Annex 2 alone has no levels: it replaces the directory of the one review that fits, the others stay. Raises
    UserError where none or several fit.
    """
    if all("levels" in review for review in new):
        return [_merged_review(registered(old, review), review) for review in new]
    made = [dict(one) for one in old]
    for review in new:
        same = [one for one in made if one["series"] == review["series"] and set(review.get("levels", one["levels"])) == set(one["levels"])]
        if len(same) != 1:
            raise UserError("只有附件2，看不出它的专业目录属于登记的哪一组系列和层级。请把附件1一起导入，或者在附件2的系列一格写明层级。")
        same[0]["catalog"] = _with_thirds(same[0]["catalog"], review["catalog"])
    return made


def registered(old: Sequence[Value], new: Value) -> Value:
    """The registered review of the same series and levels; of several, that of the same tracks or directory. Empty where there is none.

    Raises UserError where several fit, and the form does not say all that is registered of them.
    """
    same = [one for one in old if one["series"] == new["series"] and set(one["levels"]) == set(new["levels"])]
    if len(same) > 1 and "tracks" in new:
        same = [one for one in same if one.get("tracks") == new["tracks"]] or same
    if len(same) > 1:
        same = [one for one in same if _seconds(one["catalog"]) == _seconds(new["catalog"])] or same
    if len(same) > 1 and any(key not in new for one in same for key in one):
        raise UserError(
            "登记的评审系列里，有几项系列和层级都相同，表里没有写明各项的职称类别、评价方式等，看不出哪一项是哪一项。"
            "请用 zhicheng export 重新导出附件1，在上面改好再导入。"
        )
    return same[0] if len(same) == 1 else {}


def _seconds(catalog: Value | str) -> Value | str:
    """A directory without its third levels."""
    return {first: list(seconds) for first, seconds in catalog.items()} if isinstance(catalog, dict) else catalog


def _merged_review(own: Value, new: Value) -> Value:
    """A review of the forms; what these do not say of it stays as in the registered one, with the levels in its order."""
    merged = stated({**own, **new, "levels": own.get("levels", new["levels"])})
    catalog = _with_thirds(own.get("catalog"), new["catalog"])
    order = schema("committee")["properties"]["reviews"]["items"]["properties"]
    return {key: catalog if key == "catalog" else merged[key] for key in order if key in merged}


def _with_thirds(old: Value | str | None, new: Value | str) -> Value | str:
    """The directory of the forms; the third levels of a first level stay where the forms give its second levels only, and the same ones.

    They go where the forms give the second levels with none below any of them.
    """
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    return {
        first: old[first]
        if isinstance(seconds, list) and isinstance(old.get(first), dict) and list(old[first]) == seconds
        else list(seconds)
        if isinstance(seconds, dict) and not any(seconds.values())
        else seconds
        for first, seconds in new.items()
    }


def merged_table(old: Sequence[Value], new: Value) -> Value:
    """A scoring table of the forms; where it names no series or levels, those of the registered table with the same title stay."""
    own: Value = next((one for one in old if one["title"] == new["title"]), {})
    merged: Value = {**{key: own[key] for key in ("series", "levels", "specialties") if key in own}, **new}
    if merged.get("levels") and "levels" in own and set(own["levels"]) == set(merged["levels"]):  # a form lists them from low to high
        merged["levels"] = own["levels"]
    return {key: merged[key] for key in ("title", "series", "levels", "specialties", "total", "items") if merged.get(key) is not None}
