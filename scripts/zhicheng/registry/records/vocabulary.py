"""The words that the public asks with (查询用的词, registry/reference/words.yaml): old and everyday names, misspellings, English."""

from __future__ import annotations

from dataclasses import dataclass

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.values import each, optional_text
from zhicheng.text import plain


@dataclass(frozen=True, slots=True)
class Meaning:
    """A series that a word is about, with the level and the track (by its id) where it says them."""

    series: str
    level: str | None
    track: str | None


@dataclass(frozen=True, slots=True)
class WordEntry:
    """Words of one meaning. Which fields are given depends on `kind`; `place` is where the entry stands in the file, `certainty` 0 to 2.

    `names` are words that catalogues have in their place (`also`: beside them), `about` says what something is that nobody reviews,
    or what holds for it (`page`).
    """

    words: tuple[str, ...]
    kind: str
    means: tuple[Meaning, ...]
    names: tuple[str, ...]
    also: bool
    levels: tuple[str, ...]
    areas: tuple[str, ...]
    unit: str | None
    name: str | None
    about: str | None
    misspelt: bool
    source: str
    certainty: int
    place: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of the whole country, and those of each region by its code."""

    country: tuple[WordEntry, ...]
    regions: dict[str, tuple[WordEntry, ...]]

    def of(self, region: str) -> tuple[WordEntry, ...]:
        """The words for the registry of a region: its own first, so that they count where both know a word."""
        return (*self.regions.get(region, ()), *self.country)


def vocabulary(value: Value) -> Vocabulary:
    """The vocabulary from a value that fits schemas/words.schema.json."""
    return Vocabulary(
        _entries(value["country"], ("country",)),
        {code: _entries(entries, ("regions", code)) for code, entries in value.get("regions", {}).items()},
    )


def _entries(values: list[Value], at: tuple[str, ...]) -> tuple[WordEntry, ...]:
    return tuple(_entry(value, (*at, i)) for i, value in enumerate(values))


def _entry(value: Value, place: tuple[str | int, ...]) -> WordEntry:
    return WordEntry(
        each(value["words"], plain),
        value["kind"],
        tuple(Meaning(one["series"], one.get("level"), one.get("track")) for one in value.get("means", ())),
        each(value.get("names"), plain),
        value.get("also", False),
        tuple(value.get("levels", ())),
        tuple(value.get("areas", ())),
        value.get("unit"),
        optional_text(value.get("name")),
        optional_text(value.get("about")),
        value.get("misspelt", False),
        plain(value["source"]),
        value["certainty"],
        place,
    )
