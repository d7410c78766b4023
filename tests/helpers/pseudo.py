"""A language for tests, in which every text of the interface is the Chinese in brackets: what is Chinese outside is none of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from helpers import messages

from zhicheng.documents import yaml_reading
from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.registry import Registry
from zhicheng.rules.as_here import all_here
from zhicheng.site.language import DIRECTION, FILE, FOLDER
from zhicheng.site.pages.rules import blocks

CODE = "ug"  # written from right to left; Material has no texts in it
_VALUE = re.compile(r"(%\(\w+\)s|%%|<[^>]*>|\n)")
_BRACKETED = re.compile("⟦[^⟦⟧]*⟧")
# Characters of Chinese text, its punctuation included. U+3000 is a space.
CHINESE = re.compile("[\u3001-\u303f\u3400-\u9fff\uff00-\uffef]")
_SHOWN = ("title", "aria-label", "placeholder", "data-label", "alt")
_NUMBER = re.compile("[0-9][0-9 -]{4,}[0-9]")
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


def bracketed(text: str) -> str:
    """A text in brackets, its values and tags outside of them: ⟦逾期 ⟧%(n)s⟦ 天⟧."""
    return "".join(part if not part.strip() or _VALUE.fullmatch(part) else f"⟦{part}⟧" for part in _VALUE.split(text))


def lay(root: Path) -> None:
    """Lays the catalogue into the repository of a registry, and sets the language."""
    made = Catalog(locale=CODE, charset="utf-8", fuzzy=False)
    for message in messages.extracted():
        if message.id:
            found = bracketed(message.id if isinstance(message.id, str) else message.id[0])
            shown = "default:RTL" if message.id == DIRECTION else found
            made.add(message.id, shown if isinstance(message.id, str) else (shown,) * made.num_plurals, message.locations)
    path = root / FOLDER / CODE / FILE
    path.parent.mkdir(parents=True)
    written = BytesIO()
    write_po(written, made, include_lineno=False)
    path.write_bytes(written.getvalue())
    settings = root / "registry/registry.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").rstrip() + f"\nlanguage: {CODE}\n", encoding="utf-8")


class _Texts(HTMLParser):
    """Collects what a reader sees of a page and what is read out: texts and attributes; not what is `skipped`, by tag or class."""

    def __init__(self, skipped: Iterable[str]) -> None:
        super().__init__()
        self.found: list[str] = []
        self._skipped, self._open = frozenset(skipped), list[bool]()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        inside = bool(self._open and self._open[-1])
        skips = inside or not self._skipped.isdisjoint([tag, *values.get("class", "").split()])
        if not skips:
            self.found += [values[name] for name in _SHOWN if name in values]
            if tag == "meta" and values.get("name") == "description":
                self.found.append(values["content"])
        if tag not in _VOID:
            self._open.append(skips)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self._open and self._open[-1]):
            self.found.append(data)


def texts(page: str, skipped: Iterable[str] = ()) -> list[str]:
    """The texts of a page, without those in elements that are `skipped` by their tag or class."""
    parser = _Texts(skipped)
    parser.feed(page)
    parser.close()
    return parser.found


class Data:
    """The Chinese that is no text of the interface: what stands in the registry, the region's words, the rules."""

    def __init__(self, root: Path, registry: Registry, *more: str) -> None:
        found = set(more)
        for path in (root / "registry").rglob("*.yaml"):
            found.update(_scalars(yaml_reading.parse(path.name, path.read_bytes()).value))
        words = registry.words
        found |= {*words.authorities.values(), *words.on_forms.values(), words.whole, words.prefectures, words.counties, words.kind}
        found |= {label.removesuffix("单位") for label in words.authorities.values()}
        found |= {area.short for area in registry.areas} | {area.name for area in registry.areas}
        for here in all_here(registry).values():
            found |= {
                here.rule.title,
                here.clause,
                *(text for _, text in blocks(here.text)),
                *(document.clause for document in here.documents),
            }
            found |= {part for figure in here.figures for part in (figure.words, figure.cited)}
        found |= {_NUMBER.sub("", text) for text in found}  # what stands beside a number that can be dialled
        self._found = {text.strip() for text in found if CHINESE.search(text)}
        self._any = re.compile("|".join(map(re.escape, sorted(self._found, key=len, reverse=True))))

    def left(self, text: str) -> str:
        """What is left of a text without what is in brackets and without the data, "" where that is no Chinese."""
        rest = _BRACKETED.sub("⟦⟧", text)
        if rest.strip().endswith("…") and any(one.startswith(rest.strip()[:-1]) for one in self._found):
            return ""  # a label of a chart, cut
        rest = self._any.sub("", rest)
        return rest.strip() if CHINESE.search(rest) else ""


def _scalars(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield str(key)
            yield from _scalars(one)
    elif isinstance(value, list):
        for one in value:
            yield from _scalars(one)
