"""The differences between two versions of a file of the registry, field by field, with the labels of its schema."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from zhicheng.documents.finding import Pointer, pointer_text
from zhicheng.documents.schemas import resolved, schema
from zhicheng.documents.sentences import Quote, Words, change, few, joined, plain, quote
from zhicheng.review.report import specialties
from zhicheng.review.report.conditions import conditions, rewritten
from zhicheng.review.report.difference import (
    MINOR,
    Difference,
    ReportNames,
    missing_from,
    places_by_key,
    reference_kind,
    reordered,
    weight_of,
)

Node = dict[str, Any]
Label = tuple[Words, ...]  # from the field at the top down
# The fields that identify the items of a list, so that items are matched by identity and not by position.
_KNOWN_BY = {
    "committee/entrusts": ("committee", "name", "series"),
    "committee/basis": ("title",),
    "committee/scoring": ("title",),
    "committee/scoring/items": ("dimension", "item"),
    "committee/scoring/items/steps": ("when",),
    "committee/filings": ("round",),
    "roster/history": ("round",),
    "waivers/waivers": ("committee", "rule", "expert"),
    "recipients/recipients": ("key", "role", "area", "committee"),
    "decisions/decisions": ("committee", "round", "role", "commit"),
    "series/series": ("id",),
    "series/series/tracks": ("track",),
    "areas/areas": ("code",),
    "areas/pending": ("code",),
    "areas/retired": ("code", "since"),
}
_NAMED = 40  # items of a list that are named; the rest is counted
_LONG = 600  # characters of a value that are shown
_OPAQUE = frozenset({"sha256"})  # fields of which only the fact of a change is shown


def differences(kind: str, old: Node, new: Node, names: ReportNames, part: Node | None = None) -> list[Difference]:
    """Every field that differs between two values of a kind, in the order of its schema (or the `part` of it). Both fit the schema."""
    return list(_Comparison(kind, names).compared((), (), part or schema(kind, names.codes), old, new))


def facts(kind: str, value: Node, names: ReportNames) -> list[Difference]:
    """Every field of a new value, as differences without a "before"."""
    return list(_Comparison(kind, names, whole=True).compared((), (), schema(kind, names.codes), {}, value))


class _Comparison:
    """Compares values of one kind of file. `names` gives the names of what they refer to."""

    def __init__(self, kind: str, names: ReportNames, whole: bool = False) -> None:
        self.kind = kind
        self.whole = whole  # there was no value before, so no field is labelled as new
        self.root = schema(kind, names.codes)
        self.names = names

    def compared(self, pointer: Pointer, label: Label, node: Node, old: Any, new: Any) -> Iterator[Difference]:
        """The differences at and below a pointer."""
        if old == new and type(old) is type(new):
            return
        node = resolved(self.root, node)
        own = self._of_committee(pointer, label, old, new) if self.kind == "committee" else self._new_items(pointer, label, node, new)
        if own is not None:
            yield from own
        elif isinstance(old, dict) and isinstance(new, dict):
            yield from self._mapping(pointer, label, node, old, new)
        elif isinstance(old, list) and isinstance(new, list):
            yield from self._list(pointer, label, node, old, new)
        elif old is None or new is None:
            yield self._one_sided(pointer, label, node, old, new)
        else:
            yield self._scalar(pointer, label, node, old, new)

    def _of_committee(self, pointer: Pointer, label: Label, old: Any, new: Any) -> Iterator[Difference] | None:
        """The differences in a committee's specialties and new scoring tables, which have their own form; None for any other field."""
        if said := rewritten(pointer, old, new):
            return iter((self._difference(pointer, label, (said,), None, None, weight=MINOR),))
        if pointer == ("reviews",) and (self.whole or (old and new)):
            return self._reviews(pointer, label, old or [], new or [])
        if pointer == ("scoring",) and self.whole:
            return (said for place, table in enumerate(new) for said in self._table((*pointer, place), label, table))
        if pointer[:1] == ("scoring",) and len(pointer) == 2 and old is None:
            return self._table(pointer, label[:1], new)
        return None

    def _new_items(self, pointer: Pointer, label: Label, node: Node, new: Any) -> Iterator[Difference] | None:
        """The items of a list in a file that is new as a whole, each as a difference of its own; None for any other value."""
        if self.whole and isinstance(new, list) and any(isinstance(item, dict) for item in new):
            return self._list(pointer, label, node, [], new)
        return None

    def _one_sided(self, pointer: Pointer, label: Label, node: Node, old: Any, new: Any) -> Difference:
        """A value that was added (`old` is None) or removed."""
        verb, value = ("新增", new) if old is None else ("删去", old)
        said = self.brief(pointer, node, self._without_keys(pointer, value))
        before, after = (None, plain(said)) if old is None else (plain(said), None)
        return self._difference(pointer, label, said if self.whole else (verb, " ", *said), before, after)

    def _scalar(self, pointer: Pointer, label: Label, node: Node, old: Any, new: Any) -> Difference:
        if pointer[-1:] and pointer[-1] in _OPAQUE:
            return self._difference(pointer, label, ("换成另一份",), str(old)[:12] + "…", str(new)[:12] + "…")
        if isinstance(old, str) and isinstance(new, str) and "enum" not in node and not reference_kind(pointer):
            return self._difference(pointer, label, change(old, new), plain((quote(old),)), plain((quote(new),)))
        before, after = self.brief(pointer, node, old), self.brief(pointer, node, new)
        if before == after:  # two codes with the same name
            before, after = (*before, "（", quote(old), "）"), (*after, "（", quote(new), "）")
        return self._difference(pointer, label, (*before, " → ", *after), plain(before), plain(after))

    def _mapping(self, pointer: Pointer, label: Label, node: Node, old: Node, new: Node) -> Iterator[Difference]:
        fixed = node.get("properties", {})
        for key in fixed:
            title = str(_field(self.root, node, key).get("title", key))
            yield from self.compared((*pointer, key), (*label, (title,)), fixed[key], old.get(key), new.get(key))
        for key in [key for key in {**old, **new} if key not in fixed]:
            inner = node.get("additionalProperties")
            named = (*label, self._key_name((*pointer, key), key, new.get(key, old.get(key))))
            yield from self.compared((*pointer, key), named, inner if isinstance(inner, dict) else {}, old.get(key), new.get(key))
        shared = [[key for key in value if key in old and key in new] for value in (old, new)]
        if shared[0] != shared[1] and not fixed:
            yield self._difference(pointer, label, ("次序调整",), None, None)

    def _key_name(self, pointer: Pointer, key: str, value: Any) -> Words:
        """The label of an entry of a mapping; a number of a rulebook has its clause and note too."""
        if self.kind == "rulebook" and pointer[0] == "numbers":
            said = "：".join(str(value[name]) for name in ("clause", "note") if name in value)
            return (quote(key), "（", quote(said, 60), "）")
        return (self.reference_name(pointer, key),)

    def _list(self, pointer: Pointer, label: Label, node: Node, old: list[Any], new: list[Any]) -> Iterator[Difference]:
        inner = node.get("items", {})
        if any(isinstance(item, dict) for item in (*old, *new)):
            yield from self._items(pointer, label, inner, old, new)
            return
        before, after = ([self.brief((*pointer, 0), inner, item) for item in items] for items in (old, new))
        texts = [plain(few(items, 40)) for items in (before, after)]
        came, went = missing_from(after, new, old), missing_from(before, old, new)
        if any(words in went for words in came):  # several codes with the same name
            came = [(quote(item),) for item in new if item not in old]
            went = [(quote(item),) for item in old if item not in new]
        if "enum" in resolved(self.root, inner):
            yield self._difference(pointer, label, (*joined(before), " → ", *joined(after)), *texts)
        elif len(came) == len(went) == 1 and not reference_kind((*pointer, 0)):
            gone, here = (next(iter(Counter(a) - Counter(b))) for a, b in ((old, new), (new, old)))
            moved: Words = ("；次序也有调整",) if old.index(gone) != new.index(here) or reordered(old, new) else ()
            yield self._difference(pointer, label, (*change(str(gone), str(here)), *moved), *texts)
        elif came or went:
            notes: list[Words] = [(verb, " ", *few(items, _NAMED)) for verb, items in (("新增", came), ("删去", went)) if items]
            yield self._difference(pointer, label, joined([*notes, *([("次序也有调整",)] if reordered(old, new) else [])], "；"), *texts)
        else:
            yield self._difference(pointer, label, ("次序调整为 ", *few(after, _NAMED)), *texts)

    def _items(self, pointer: Pointer, label: Label, inner: Node, old: list[Any], new: list[Any]) -> Iterator[Difference]:
        path = "/".join([self.kind, *(part for part in pointer if isinstance(part, str))])
        keys = _KNOWN_BY.get(path, ())
        olds, news = places_by_key(old, keys), places_by_key(new, keys)
        gone, came = [key for key in olds if key not in news], [key for key in news if key not in olds]
        pairs = {key: key for key in olds if key in news}
        for key in gone:  # an item at the same place was renamed
            other = next((new_key for new_key in came if news[new_key] == olds[key]), None)
            if other is not None:
                pairs[key] = other
        outer = label[:-1] if len(label) > 1 else label  # the label of the item replaces that of the list

        def named(place: int, item: Node) -> Label:
            return (*outer, self._item_name((*pointer, place), inner, item, keys))

        for old_key, old_place in olds.items():
            item = old[old_place]
            if old_key in pairs:
                place = news[pairs[old_key]]
                yield from self.compared((*pointer, place), named(place, new[place]), inner, item, new[place])
            else:
                yield from self.compared((*pointer, old_place), named(old_place, item), inner, item, None)
        for new_key in came:
            if new_key not in pairs.values():
                place = news[new_key]
                yield from self.compared((*pointer, place), named(place, new[place]), inner, None, new[place])
        places = [news[pairs[key]] for key in olds if key in pairs]
        if places != sorted(places):
            yield self._difference(pointer, label, ("次序调整",), None, None)

    def _without_keys(self, pointer: Pointer, value: Any) -> Any:
        """An item of a list without its identifying fields, which its label holds already; the whole item where it has no others."""
        keys = _KNOWN_BY.get("/".join([self.kind, *(part for part in pointer if isinstance(part, str))]), ())
        if (
            (self.whole and self.kind == "committee")
            or not keys
            or not isinstance(value, dict)
            or not isinstance(pointer[-1], int)
            or "items" in value
        ):
            return value
        return {key: item for key, item in value.items() if key not in keys} or value

    def _item_name(self, pointer: Pointer, node: Node, item: Node, keys: tuple[str, ...]) -> Words:
        parts: list[Words] = [self.brief((*pointer, key), _field(self.root, node, key), item[key]) for key in keys if key in item]
        return ("“", *joined(parts, "/"), "”") if parts else (f"第 {int(pointer[-1]) + 1} 项",)

    def _reviews(self, pointer: Pointer, label: Label, old: list[Node], new: list[Node]) -> Iterator[Difference]:
        node = self.root["$defs"]["level"]
        levels = dict(zip(node["enum"], node["enumDescriptions"], strict=True))

        def named(series: str) -> Quote:
            return self.reference_name((*pointer, 0, "series"), series)

        for what, note, before, after in (notes := list(specialties.notes(old, new, named, levels, self.whole))):
            yield self._difference(pointer, (what,), note, before, after)
        others, item = list[Difference](), self.root["properties"]["reviews"]["items"]
        for place, where, was, now in conditions(old, new, named, levels, self.names.tracks):
            if was is None or now is None:
                others.append(self._lone((*pointer, place), where, item, was, now))
            else:
                others += self._mapping((*pointer, place), where, item, was, now)
        yield from others
        if not notes and not others:
            yield self._difference(pointer, label, ("写法或次序调整，专业和层级没有变",), None, None, weight=MINOR)

    def _lone(self, pointer: Pointer, label: Label, node: Node, old: Node | None, new: Node | None) -> Difference:
        """One of several reviews of the same that came or went, by what it says besides."""
        said = self.brief(pointer, node, old or new) if old or new else ("没有另外的条件",)
        sides = (plain(said) if side is not None else None for side in (old, new))
        return self._difference(pointer, (*label, ("评审条件",)), ("新增一项：" if old is None else "删去一项：", *said), *sides)

    def _table(self, pointer: Pointer, label: Label, table: Node) -> Iterator[Difference]:
        """A new scoring table: a summary, then its items."""
        said = self.brief(pointer, {}, table)
        yield self._difference(pointer, label, said if self.whole else ("新增 ", *said), None, plain(said))
        node = _field(self.root, _field(self.root, self.root, "scoring")["items"], "items")["items"]
        named: Words = ("“", quote(table["title"]), "”")
        for row, item in enumerate(table["items"]):
            words = self.brief((*pointer, "items", row), node, item)
            yield self._difference(
                (*pointer, "items", row), (*label, named, (f"第 {row + 1} 项",)), words, None, plain(words), weight=MINOR
            )

    def brief(self, pointer: Pointer, node: Node, value: Any) -> Words:
        """A value as a short text."""
        node = resolved(self.root, node)
        if isinstance(value, bool):
            return ("是" if value else "否",)
        if (self.kind, pointer) == ("committee", ("authority",)) and isinstance(value, str) and self.names.unit is not None:
            return (self.names.unit(value),)
        if isinstance(value, str) and value in node.get("enum", ()) and "enumDescriptions" in node:
            return (str(node["enumDescriptions"][node["enum"].index(value)]),)
        if isinstance(value, str) and pointer and pointer[-1] in _OPAQUE:
            return (quote(value[:12]), "…")
        if isinstance(value, str) and reference_kind(pointer):
            return (self.reference_name(pointer, value),)
        if isinstance(value, list):
            items = [self.brief((*pointer, i), node.get("items", {}), item) for i, item in enumerate(value)]
            return few(items, _NAMED, "；" if any(isinstance(item, dict) for item in value) else "、") if items else ("（空）",)
        if isinstance(value, dict):
            return self._brief_mapping(pointer, node, value)
        return (quote(f"{value:g}" if isinstance(value, float) else value, _LONG),)

    def _brief_mapping(self, pointer: Pointer, node: Node, value: Node) -> Words:
        if "items" in value and "total" in value:  # a scoring table
            return (quote(value.get("title", "")), f"（总分 {value['total']:g}，{len(value['items'])} 项）")
        fixed = node.get("properties", {})
        parts: list[Words] = []
        for key, item in value.items():
            inner = _field(self.root, node, key)
            named: str | Quote = str(inner.get("title", key)) if key in fixed else self.reference_name((*pointer, key), key)
            parts.append((named, " ", *self.brief((*pointer, key), inner, item)))
        return few(parts, 12)

    def reference_name(self, pointer: Pointer, text: str) -> Quote:
        """The name of what a text refers to, of a committee with its id, in the table of divisions with the code that may change; the text
        itself where it refers to nothing.
        """
        kind = reference_kind(pointer)
        if not kind:
            return quote(text)
        own = {"area": self.names.area, "series": self.names.series, "committee": self.names.committee}
        name = (own | {"unit": self.names.unit_beside, "track": self.names.track})[kind](text)
        return quote(f"{name}（{text}）" if name != text and (kind == "committee" or pointer[-1] == "code") else name)

    def _difference(
        self, pointer: Pointer, label: Label, note: Words, before: str | None, after: str | None, *, weight: int | None = None
    ) -> Difference:
        weight = weight_of(self.kind, pointer) if weight is None else weight
        return Difference(pointer_text(pointer), joined(label, " · "), note, before, after, weight)


def _field(root: Node, node: Node, key: str) -> Node:
    node = resolved(root, node)
    inner = node.get("properties", {}).get(key, node.get("additionalProperties"))
    return resolved(root, inner) | {k: v for k, v in inner.items() if k != "$ref"} if isinstance(inner, dict) else {}
