"""Records at random, the same ones written in another way, and who may apply by them: found person by person, by no code of the program."""

from __future__ import annotations

import copy
import itertools
import json
import random
from typing import Any

from hypothesis import strategies as st

Value = dict[str, Any]
INNER = {("650000", "653100"), ("650000", "653101"), ("650000", "650200"), ("653100", "653101")}  # an area, and one inside it
TRACKS = {"health": frozenset({"physician", "nurse"}), "economics": frozenset({"economist"})}
SERIES, LEVELS, AREAS = tuple(TRACKS), ("junior", "intermediate"), ("650000", "653100", "653101", "650200")
_SPECIALTIES = (("护理", "内科"), ("护理", "外科"), ("药学", "中药"))
_WORDS = st.sampled_from(["除外", "另报"])


def covers(outer: str, inner: str) -> bool:
    return outer == inner or (outer, inner) in INNER


def tracks(series: str) -> frozenset[str]:
    return TRACKS.get(series, frozenset())


_EXCLUSION = st.one_of(
    st.fixed_dictionaries({"areas": st.lists(st.sampled_from(AREAS), min_size=1, max_size=2, unique=True), "words": _WORDS}),
    st.fixed_dictionaries({"systems": st.lists(st.sampled_from(["铁路", "民航"]), min_size=1, unique=True), "words": _WORDS}),
    st.fixed_dictionaries({"where": st.sampled_from(["own-committee", "own-unit-committee"]), "words": _WORDS}),
)
_EXCLUSIONS = st.lists(_EXCLUSION, min_size=1, max_size=2)
_OPEN = st.sampled_from(["public", "system", "unit"])


@st.composite
def _review(draw: st.DrawFn) -> Value:
    series = draw(st.sampled_from(SERIES))
    fields = _fields(series)
    required = {key: fields.pop(key) for key in ("levels", "catalog")}
    return {"series": series, **draw(st.fixed_dictionaries(required, optional=fields))}


def _fields(series: str) -> dict[str, st.SearchStrategy[Any]]:
    return {
        "levels": st.lists(st.sampled_from(LEVELS), min_size=1, unique=True),
        "catalog": st.one_of(st.just("all"), st.lists(st.sampled_from(_SPECIALTIES), min_size=1, unique=True).map(_catalog)),
        "method": st.sampled_from(["review", "exam", "exam-and-review", "recognition"]),
        "tracks": st.lists(st.sampled_from(sorted(TRACKS[series])), min_size=1, unique=True),
        "open_to": _OPEN,
        "excludes": _EXCLUSIONS,
        "valid_in": st.sampled_from(["everywhere", "targeted"]),
    }


_REVIEWS = st.lists(_review(), min_size=1, max_size=3)
_SCOPE = st.fixed_dictionaries(
    {"areas": st.lists(st.sampled_from(AREAS), min_size=1, max_size=2, unique=True)},
    optional={"open_to": _OPEN, "excludes": _EXCLUSIONS, "units": st.just(["unit-08"]), "note": st.just("说明")},
)
RECORDS = st.fixed_dictionaries({"reviews": _REVIEWS, "scope": _SCOPE})


@st.composite
def changed(draw: st.DrawFn, record: Value) -> Value:
    """The record with another scope, one field of a review changed, or one review left out or added."""
    kind, reviews = draw(st.sampled_from(["scope", "field", "fewer", "more"])), list(record["reviews"])
    if kind == "scope":
        return {**record, "scope": draw(_SCOPE)}
    place = draw(st.integers(0, len(reviews) - 1))
    if kind == "field":
        fields = _fields(reviews[place]["series"])
        key = draw(st.sampled_from(sorted(fields)))
        reviews[place] = {**reviews[place], key: draw(fields[key])}
    elif kind == "more":
        reviews.insert(place, draw(_review()))
    elif len(reviews) > 1:
        del reviews[place]
    return {**record, "reviews": reviews}


def _catalog(pairs: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for first, second in pairs:
        found.setdefault(first, []).append(second)
    return found


# --- the same in another way -----------------------------------------------------------------------------------------------


def rewritten(record: Value, chance: random.Random) -> Value:
    """The record divided into more reviews, by level, specialty or track, or put together, in another order."""
    reviews = [part for review in record["reviews"] for part in _divided(review, chance)]
    if chance.random() < 0.5:
        reviews = _put_together(reviews)
    return {**record, "reviews": _shuffled([_reordered(review, chance) for review in reviews], chance)}


def _divided(review: Value, chance: random.Random) -> list[Value]:
    parts = [review]
    if chance.random() < 0.6:
        parts = [{**one, "levels": [level]} for one in parts for level in one["levels"]]
    if chance.random() < 0.6:
        parts = [
            one if one["catalog"] == "all" else {**one, "catalog": {first: [second]}}
            for one in parts
            for first, second in ([("", "")] if one["catalog"] == "all" else _pairs(one["catalog"]))
        ]
    if chance.random() < 0.6:
        every = sorted(TRACKS[review["series"]])
        parts = [{**one, "tracks": [track]} for one in parts for track in one.get("tracks", every)]
    return copy.deepcopy(parts)


def _pairs(catalog: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(first, second) for first, seconds in catalog.items() for second in seconds]


def _put_together(reviews: list[Value]) -> list[Value]:
    """Those that differ in nothing but their levels as one."""
    found: dict[str, Value] = {}
    for review in reviews:
        key = json.dumps({name: item for name, item in review.items() if name != "levels"}, sort_keys=True)
        one = found.setdefault(key, {**review, "levels": []})
        one["levels"] += [level for level in review["levels"] if level not in one["levels"]]
    return list(found.values())


def _reordered(review: Value, chance: random.Random) -> Value:
    found = {key: _shuffled(item, chance) if isinstance(item, list) else item for key, item in review.items()}
    if found["catalog"] != "all":
        found["catalog"] = _catalog(_shuffled(_pairs(found["catalog"]), chance))
    if "excludes" in found:  # one item for each who is excluded
        found["excludes"] = [
            {key: [item], "words": one["words"]} if isinstance(one[key], list) else one
            for one in found["excludes"]
            for key in one
            if key != "words"
            for item in (one[key] if isinstance(one[key], list) else [one[key]])
        ]
    return dict(_shuffled(list(found.items()), chance))


def _shuffled(items: list[Any], chance: random.Random) -> list[Any]:
    return chance.sample(items, len(items))


def moved(record: Value) -> Value:
    """The record with what its scope says of all reviews written in each of them."""
    scope = {key: item for key, item in record["scope"].items() if key not in ("open_to", "excludes")}
    reviews = []
    for review in record["reviews"]:
        excludes = [*record["scope"].get("excludes", ()), *review.get("excludes", ())]
        open_to = review.get("open_to") or record["scope"].get("open_to")
        reviews.append({**review, **({"excludes": excludes} if excludes else {}), **({"open_to": open_to} if open_to else {})})
    return {**record, "scope": scope, "reviews": reviews}


# --- who may apply ---------------------------------------------------------------------------------------------------------

PEOPLE = [
    dict(zip(("series", "level", "specialty", "track", "area", "unit", "open", "system", "own"), chosen, strict=True))
    for chosen in itertools.product(
        SERIES,
        LEVELS,
        (*_SPECIALTIES, None),
        ("physician", "nurse", "economist"),
        AREAS,
        (None, "unit-08"),
        ("public", "system", "unit"),
        (None, "铁路", "民航"),
        (None, "unit", "place"),
    )
    if chosen[3] in TRACKS[chosen[0]]
]


def ways(record: Value) -> list[frozenset[str]]:
    """For each of PEOPLE: in which ways they may be evaluated; none: they may not apply."""
    kept = [(review, _open_to(record, review), _excludes(record, review)) for review in record["reviews"]]
    return [
        frozenset(
            f"{review.get('method', 'review')} {review.get('valid_in', 'everywhere')}"
            for review, open_to, excludes in kept
            if _meant(review, record["scope"], open_to, one) and not _excluded(excludes, one)
        )
        for one in PEOPLE
    ]


def _open_to(record: Value, review: Value) -> str:
    return str(review.get("open_to") or record["scope"].get("open_to") or "public")


def _excludes(record: Value, review: Value) -> list[Value]:
    return [*record["scope"].get("excludes", ()), *review.get("excludes", ())]


def _meant(review: Value, scope: Value, open_to: str, one: dict[str, Any]) -> bool:
    return (
        one["series"] == review["series"]
        and one["level"] in review["levels"]
        and (review["catalog"] == "all" or one["specialty"] in _pairs(review["catalog"]))
        and one["track"] in review.get("tracks", [one["track"]])
        and one["open"] in {"public": ("public", "system", "unit"), "system": ("system", "unit"), "unit": ("unit",)}[open_to]
        and (one["unit"] in scope.get("units", ()) or any(covers(area, one["area"]) for area in scope["areas"]))
    )


def _excluded(excludes: list[Value], one: dict[str, Any]) -> bool:
    own = {"own-committee": ("unit", "place"), "own-unit-committee": ("unit",)}
    return any(
        any(covers(area, one["area"]) for area in item.get("areas", ()))
        or one["system"] in item.get("systems", ())
        or one["own"] in own.get(item.get("where", ""), ())
        for item in excludes
    )
