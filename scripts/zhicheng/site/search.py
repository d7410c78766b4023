"""The search index of the header's search field, sitemap.xml and robots.txt: the entries the builder made, and those of the stamped pages.

The index keeps Material's format, with text as HTML. It is searched by theme/assets/search-worker.js, not by Material's worker, which
splits text into tokens and so misses the last character of a Chinese query and every piece that does not start a token.
"""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Sequence

from zhicheng.registry.records.settings import Settings
from zhicheng.site.api import as_json
from zhicheng.site.builders import SEARCH_INDEX
from zhicheng.site.page import Page, View

INDEX, SITEMAP = SEARCH_INDEX, "sitemap.xml"
_LOCATION = re.compile("<loc>(.*?)</loc>")


def index(built: str, pages: Sequence[Page]) -> bytes:
    """The search index: the one the builder `built`, with an entry of title and description added for each page but home."""
    found = json.loads(built)
    own = [
        {"location": page.url, "title": html.escape(page.title, quote=False), "text": html.escape(page.description, quote=False)}
        for page in pages
        if page.url
    ]
    return as_json({"config": found["config"], "docs": found["docs"] + own})


def sitemap(built: str, view: View, pages: Sequence[Page], placeholders: set[str]) -> str:
    """sitemap.xml: the hand-written pages of the one the builder `built` (not the `placeholders`), and the stamped pages."""
    base = view.registry.settings.site_url
    found: dict[str, str] = {}
    if base:
        base = base.rstrip("/") + "/"
        for location in _LOCATION.findall(built):
            url = html.unescape(location)
            if url.removeprefix(base).rstrip("/") not in placeholders:
                found[url] = ""
        for page in pages:
            versions = view.history.by_committee.get(page.url.split("/")[1], ()) if page.section == "committees" and page.depth == 2 else ()
            found[base + page.url] = versions[0].date if versions else ""
    rows = [f"<url><loc>{html.escape(url)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n" for url, day in sorted(found.items())]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return head + "".join(rows) + "</urlset>\n"


def robots(settings: Settings) -> str:
    """robots.txt: everything is for everybody, and where the sitemap is. Crawlers look for it at the top of a host only."""
    address = "" if settings.site_url is None else f"Sitemap: {settings.site_url.rstrip('/')}/{SITEMAP}\n"
    return f"User-agent: *\nAllow: /\n{address}"


def zipped(text: str) -> bytes:
    """`text` as gzip, without a timestamp and the name of the system, so that the bytes are the same everywhere."""
    made = gzip.compress(text.encode("utf-8"), mtime=0)
    return made[:9] + b"\xff" + made[10:]  # the tenth byte: which system; 255 is “unknown”
