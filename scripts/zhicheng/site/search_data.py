"""What the search of the site is made of: its one script, put together from the parts in theme/assets/search, and its data, as scripts too.

As scripts they are loaded from a folder as well as from a server, and no policy has to allow more than the site's own scripts. `data.js`
is what an answer needs; `later.js` has numbers, addresses and notes for its cards, how characters are read for words in pinyin and
misspelt ones, and which are the traditional ones; `guides.js` has the text of the hand-written pages.
"""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from zhicheng.documents import yaml_reading
from zhicheng.documents.scripts import joined
from zhicheng.documents.yaml_reading import Value
from zhicheng.registry import public, public_record
from zhicheng.registry.authority_names import authority_label
from zhicheng.registry.public_record import given
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.vocabulary import WordEntry, vocabulary
from zhicheng.registry.registry import Registry
from zhicheng.site.page import Page, View
from zhicheng.site.pinyin import readings
from zhicheng.site.search_packing import packed, packed_later
from zhicheng.site.traditional import SIMPLIFIED, TRADITIONAL
from zhicheng.system.json_bytes import encoded
from zhicheng.system.packaged import resource

DATA, LATER, GUIDES = "search/data.js", "search/later.js", "search/guides.js"
# In the order in which they are put together; each is a module of its own that imports from those before it (and some from one after).
PARTS = (
    *(
        "../language",
        "../nodes",
        "words",
        "typed",
        "vocabulary",
        "unpacking",
        "directory",
        "spelling",
        "understanding",
        "exams",
        "entrusting",
        "verdicts",
        "answers",
    ),
    *("lookup", "hits", "brief", "page", "box"),
)
_PARTS, _SCRIPT = "assets/search", "assets/search.js"
_TAG, _SPACES = re.compile("<[^>]*>"), re.compile(r"\s+")


def assemble(site: Path) -> None:
    """Puts the script of the search into the site, and takes its parts away, which the builder has copied there."""
    (site / _SCRIPT).write_text(joined(site / _PARTS, PARTS), encoding="utf-8", newline="\n")
    shutil.rmtree(site / _PARTS)


def data(view: View, pages: Sequence[Page]) -> bytes:
    """The data of the search: committees, divisions, series, words, and the pages that are found by their title."""
    registry = view.registry
    settings = registry.settings
    compact = public.compact(public.committees(registry), registry.series)
    divisions = public.areas(registry.areas, registry.words.public)
    series = [_asked_about(public.series(one)) for one in registry.series.values()]
    entries = [_entry(one) for one in words(registry)]
    names = {area["code"]: area["name"] for area in (*divisions["retired"], *divisions["areas"])}
    levels = [{"code": code, "name": name} for code, name in registry.levels.items()] if registry.ranks.codes.added_levels else None
    table = {
        "as_of": view.as_of.isoformat(),
        **packed(compact, names, {one["id"]: one["name"] for one in series}),
        "areas": {**divisions, "areas": [_asked_for(area) for area in divisions["areas"]]},
        "series": series,
        **given(levels=levels),
        "listed": [public_record.listed(one) for one in registry.unfiled],
        "words": entries,
        "pages": [[page.url, page.title, page.description] for page in pages if page.url and _is_found(page)],
        "authorities": {name: authority_label(registry, name) for name in registry.ranks.order},
        "whole": registry.words.whole,
        "centre": given(
            name=settings.centre_name, phones=list(settings.centre_phones), supervision=list(settings.official.supervision) or None
        ),
    }
    return _script(table, "data")


def _is_found(page: Page) -> bool:
    """Whether a page is found by its title: those of committees are found by the names of these, their list by its own."""
    return page.section != "committees" or page.url == "committees/"


def later(view: View) -> bytes:
    """What only the cards of an answer and the search for names need of the committees, and how the words of the search are read."""
    registry = view.registry
    compact = public.compact(public.committees(registry), registry.series)
    series = [public.series(one) for one in registry.series.values()]
    spoken = _spoken(compact["strings"], public.areas(registry.areas, registry.words.public), series, words(registry))
    committees = packed_later(compact, {one.id: _documents(one) for one in public.committees(registry)})
    return _script({"committees": committees, "pinyin": readings(spoken), "simple": [TRADITIONAL, SIMPLIFIED]}, "later")


def _documents(committee: Committee) -> list[str]:
    """The numbers of the documents by which a committee is there: its approval, the grant of its power, its validities in the past."""
    return [one.document for one in (committee.approval, committee.power, *committee.past) if one is not None and one.document]


def guides(index: str) -> bytes:
    """The texts of the hand-written pages, from the builder's index: [address, title, text], the public's first, developers' last."""
    docs = json.loads(index)["docs"]
    found = [[one["location"], _plain(one["title"]), _plain(one["text"])] for one in docs if one["location"]]
    rank = {"guide/public/": 0, "developers/": 2}
    found.sort(key=lambda one: next((value for start, value in rank.items() if one[0].startswith(start)), 1))
    return _script({"guides": found}, "guides")


def words(registry: Registry) -> tuple[WordEntry, ...]:
    """The words that the public asks with: those of the registry, else those of the country that come with the program."""
    if registry.vocabulary is not None:
        return registry.vocabulary.record.of(registry.settings.region)
    path = "registry/reference/words.yaml"
    return vocabulary(yaml_reading.parse(path, resource(path).read_bytes()).value).country


def _asked_for(area: Value) -> Value:
    """A division without what the search never asks for: since when it is there, and other names where it has none."""
    return {key: value for key, value in area.items() if key != "since" and value != []}


def _asked_about(series: Value) -> Value:
    """A series without what the search never asks for: its number, and exams that decide about nothing (see assets/search/exams.js)."""
    exams = [
        {key: value for key, value in exam.items() if key != "document"}
        for exam in series.get("exams", ())
        if exam["route"] != "one-of" and exam["certainty"]
    ]
    left_out = {"number", "exams", *(["titles"] if "tracks" in series else [])}  # the titles of tracks are those of the series
    return {key: value for key, value in series.items() if key not in left_out} | given(exams=exams or None)


def _entry(one: WordEntry) -> Value:
    return given(
        words=list(one.words),
        kind=one.kind,
        means=[given(series=means.series, level=means.level, track=means.track) for means in one.means] or None,
        names=list(one.names) or None,
        also=one.also or None,
        levels=list(one.levels) or None,
        areas=list(one.areas) or None,
        unit=one.unit,
        name=one.name,
        about=one.about,
        misspelt=one.misspelt or None,
    )


def _spoken(names: Iterable[str], divisions: Any, series: Any, entries: Iterable[WordEntry]) -> Iterator[str]:
    """All the words that somebody may type in pinyin."""
    yield from names
    for area in (*divisions["areas"], *divisions["retired"], *divisions["units"], *divisions["systems"]):
        yield area["name"]
        yield from area.get("aliases", ())
    for one in series:
        yield one["name"]
        for table in (one.get("former", {}), one.get("titles", {}), *(track["titles"] for track in one.get("tracks", ()))):
            for titles in table.values():
                yield from titles
    for entry in entries:
        yield from entry.words


def _plain(text: str) -> str:
    return _SPACES.sub(" ", html.unescape(_TAG.sub(" ", text))).strip()


def _script(value: Value, name: str) -> bytes:
    """A value as a script that hands it over to the search. Line separators of JavaScript are written out."""
    text = encoded(value).decode().replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"zhichengSearch.{name}({text});\n".encode()
