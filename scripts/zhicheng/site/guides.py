"""The hand-written pages that come with the program, in the words of the registry's own region.

They are written for the region of the sample, whose divisions and words come with the program too. For a registry that has no pages of its
own, each of those words is replaced by what is said in its region.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from zhicheng.documents import yaml_reading
from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.areas import Areas
from zhicheng.registry.records.wording import Wording, wording
from zhicheng.site.language import FOLDER
from zhicheng.system import dependencies
from zhicheng.system.packaged import resource

_ENDING = "(?<=..)(?:地区|自治州|盟|市|区|县)$"
_OF_OTHERS = ("adopt.md", "one-day.md")
_SAMPLE_BOOK = "letter-2019"
_TRANSLATED = Path(__file__).parent / FOLDER

# Clauses of the sample's rulebook, which are none of another document's: in brackets they go, elsewhere its name stays.
_NUMBER = "[一二三](?:（[一二三四五六]）)?[0-9]*(?:[–、][0-9]+)*"
_BRACKETED = re.compile(f"（函{_NUMBER}）")
_CLAUSE = re.compile(f"(?<![人来公信案醒发])函{_NUMBER}|备案登记的函(?:（[0-9]{{4}}）)?(?:{_NUMBER})?")


# What only a region with units that no division covers has; examples of documents and telephone numbers of the sample's region.
_OF_UNITS = {"或者各师": "", "“八师”": "", ", or for a division,": ",", " or “八师”": ""}
_OF_ANY = {"新人社": "某人社"}
_AREA_CODE = re.compile(r"(?<![0-9])099[0-9](?=-0)")


def in_words_of(areas: Areas, words: Wording, book: Value | None) -> Callable[[str], str]:
    """A function that gives a page in the words of a region; `book` is the first of its rulebooks, None where there is none.

    For the region of the sample it changes nothing.
    """
    short, name = ("备案文件", "local") if book is None else (book["short"], book["id"])
    sample = Areas(_read("registry/reference/areas.yaml"))
    was = wording(_read("registry/wording.yaml"), sample)
    if sample.region is None or areas.region is None or sample.region.code == areas.region.code:
        return str
    pairs = {
        sample.region.name: areas.region.name,
        sample.region.code: areas.region.code,
        **{old: words.on_forms[code] for code, old in was.on_forms.items()},
        **{old: words.authorities[code] for code, old in was.authorities.items()},
        was.itself: words.itself,
        was.prefectures: words.prefectures,
        was.kind: words.kind,
        was.short: words.short,
        was.example_county: words.example_county,
        **_of_place(was.example_prefecture, words.example_prefecture, sample, areas),
    }
    pairs |= _OF_ANY if areas.units else _OF_ANY | _OF_UNITS
    found = re.compile("|".join(map(re.escape, sorted(pairs, key=len, reverse=True))))
    read = _readings(was, words)
    in_letters = re.compile("|".join(rf"(?<![a-z-]){old}(?![a-z])" for old in read))

    def reworded(text: str) -> str:
        text = _CLAUSE.sub(short, _BRACKETED.sub("", text)).replace(_SAMPLE_BOOK, name)
        text = found.sub(lambda match: pairs[match[0]], _AREA_CODE.sub("010", text))
        return in_letters.sub(lambda match: read[match[0]], text)

    return reworded


def translate(docs: Path, code: str, root: Path, packed: Path) -> None:
    """Puts translations in the place of the pages below a folder: first those that come with the program, of pages that are as they
    came with it, below `packed`; then those of the registry, in `locale/<code>/docs` under `root`.
    """
    for folder in (_TRANSLATED / code / "docs", root / FOLDER / code / "docs"):
        for path in sorted(folder.rglob("*.md")):
            name = path.relative_to(folder)
            page, as_it_came = docs / name, packed / name
            if page.is_file() and (folder.is_relative_to(root / FOLDER) or _same(page, as_it_came)):
                shutil.copyfile(path, page)


def _same(page: Path, other: Path) -> bool:
    return other.is_file() and page.read_bytes() == other.read_bytes()


def rewrite(docs: Path, reworded: Callable[[str], str]) -> None:
    """Rewrites every page below a folder, but those that are about other regions anyway."""
    for path in (one for one in docs.rglob("*.md") if one.name not in _OF_OTHERS):
        text = path.read_text(encoding="utf-8")
        path.write_text(reworded(text), encoding="utf-8", newline="\n")


def _of_place(old: str, new: str, sample: Areas, areas: Areas) -> dict[str, str]:
    """The name of a division of the sample, with its code and without its ending, and what takes their place."""
    code_of = {area.name: area.code for area in [*areas, *sample]}
    return {old: new, re.sub(_ENDING, "", old): re.sub(_ENDING, "", new), code_of[old]: code_of.get(new, code_of[old])}


def _readings(was: Wording, words: Wording) -> dict[str, str]:
    """How ids and questions of the guides begin, in letters: initials of the region and of the example (xj, ks) and its reading (kashi)."""
    dependencies.check("pypinyin")
    from pypinyin import lazy_pinyin

    syllables = [[lazy_pinyin(re.sub(_ENDING, "", one)) for one in (of.short, of.example_prefecture)] for of in (was, words)]
    olds, news = ([*("".join(one[0] for one in place) for place in both), "".join(both[1])] for both in syllables)
    return dict(zip(olds, news, strict=True))


def _read(name: str) -> Value:
    value: Value = yaml_reading.parse(name, resource(name).read_bytes()).value
    return value
