"""Gathers the texts of the interface and brings the catalogues up to date: `make messages`, with `LANGUAGE=ug` for a new language."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from helpers.registries import HERE

from zhicheng.site.labels import labels
from zhicheng.site.language import DIRECTION

TOP = HERE.parent
SITE = "scripts/zhicheng/site"
KEYWORDS = {"t": (1,), "tn": (1, 1), "N_": (1,), "tNodes": (1,), "gettext": (1,)}  # gettext: what {% trans %} becomes
_CALL = re.compile(r'\b(t|tn|N_|tNodes)\(("(?:[^"\\]|\\.)*")')
_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)


def javascript(file: IO[bytes], *_: object, **options: object) -> Iterator[tuple[int, str, list[str], list[str]]]:
    """The texts of a script; Babel's own reader of JavaScript does not see a call inside of another one."""
    for function, text in _CALL.findall(_REMARK.sub("", file.read().decode())):
        yield 0, function, [json.loads(text)], []


METHODS: dict[str, Any] = {
    "*.py": "python",
    "templates/*.html": "jinja2.ext:babel_extract",
    "theme*/**/*.html": "jinja2.ext:babel_extract",
    "*.js": javascript,
}
LEAST = {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}


def extracted() -> Catalog:
    """Every text of the interface, with the files it stands in."""
    found = Catalog(project="zhicheng", charset="utf-8", fuzzy=False)
    for pattern, method in METHODS.items():
        for path in sorted((TOP / SITE).rglob(pattern)):
            options = LEAST if "html" in pattern else {}
            for _, message, _, _ in extract_from_file(method, path, keywords=KEYWORDS, options=options):
                if not str(message).isascii() or message == DIRECTION:  # else a key: t(METHODS["exam"])
                    found.add(message, locations=[(path.relative_to(TOP).as_posix(), 0)])
    for text in labels():
        found.add(text, locations=[(f"{SITE}/labels.py", 0)])
    return found


def catalogues() -> dict[str, Path]:
    """The catalogue of each language, by its code."""
    return {path.parts[-3]: path for path in sorted((TOP / SITE / "locale").glob("*/LC_MESSAGES/zhicheng.po"))}


def read(path: Path, code: str) -> Catalog:
    """A catalogue as Babel reads it."""
    with path.open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def updated(code: str, path: Path, texts: Catalog) -> bytes:
    """A catalogue with all texts there are and no others; what is new has no translation, and no guess at one."""
    made = read(path, code) if path.exists() else Catalog(locale=code, project="zhicheng", charset="utf-8", fuzzy=False)
    made.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    made.header_comment = f"# Texts of the site in the language {code}. See docs/developers/adding.md."
    made.creation_date = made.revision_date = datetime(2026, 1, 1, tzinfo=UTC)  # Git knows better; so the same texts give the same bytes
    written = BytesIO()
    write_po(written, made, width=100, ignore_obsolete=True, include_lineno=False, sort_by_file=True)
    return written.getvalue()


def main(codes: list[str]) -> None:
    texts = extracted()
    places = {code: TOP / SITE / f"locale/{code}/LC_MESSAGES/zhicheng.po" for code in codes} | catalogues()
    for code, path in places.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(updated(code, path, texts))
        missing = sum(not message.string or message.string == ("",) * len(message.string) for message in read(path, code) if message.id)
        sys.stdout.write(f"{path.relative_to(TOP)}: {len(texts)} texts, {missing} without a translation\n")


if __name__ == "__main__":
    main(sys.argv[1:])
