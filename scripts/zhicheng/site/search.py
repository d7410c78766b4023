"""sitemap.xml and robots.txt: the pages the builder made, and the stamped ones."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Sequence

from zhicheng.registry.records.settings import Settings
from zhicheng.site.page import Page, View

SITEMAP = "sitemap.xml"
_MOST = 50_000  # addresses that a file may hold, by the protocol (sitemaps.org)
_LOCATION = re.compile("<loc>(.*?)</loc>")


def sitemaps(built: str, view: View, pages: Sequence[Page], placeholders: set[str]) -> dict[str, str]:
    """The sitemap by file name: the hand-written pages of the one the builder `built` (not the `placeholders`), and the stamped pages.

    Where there are more than one file may hold, sitemap.xml names the others. Without an address it is empty.
    """
    base = view.registry.settings.site_url
    found: dict[str, str] = {}
    base = "" if base is None else base.rstrip("/") + "/"
    if base:
        for location in _LOCATION.findall(built):
            url = html.unescape(location)
            if url.removeprefix(base).rstrip("/") not in placeholders:
                found[url] = ""
        for page in pages:
            versions = view.history.by_committee.get(page.url.split("/")[1], ()) if page.section == "committees" and page.depth == 2 else ()
            found[base + page.url] = versions[0].date if versions else ""
    rows = [f"<loc>{html.escape(url)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}" for url, day in sorted(found.items())]
    if len(rows) <= _MOST:
        return {SITEMAP: _xml("urlset", "url", rows)}
    parts = {f"sitemap-{number}.xml": rows[start : start + _MOST] for number, start in enumerate(range(0, len(rows), _MOST), 1)}
    index = _xml("sitemapindex", "sitemap", [f"<loc>{html.escape(base + name)}</loc>" for name in parts])
    return {SITEMAP: index} | {name: _xml("urlset", "url", part) for name, part in parts.items()}


def _xml(root: str, each: str, rows: Sequence[str]) -> str:
    lines = "".join([f"<{each}>{row}</{each}>\n" for row in rows])
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</{root}>\n'


def robots(settings: Settings) -> str:
    """robots.txt: everything is for everybody, and where the sitemap is. Crawlers look for it at the top of a host only."""
    address = "" if settings.site_url is None else f"Sitemap: {settings.site_url.rstrip('/')}/{SITEMAP}\n"
    return f"User-agent: *\nAllow: /\n{address}"


def zipped(text: str) -> bytes:
    """`text` as gzip, without a timestamp and the name of the system, so that the bytes are the same everywhere."""
    made = gzip.compress(text.encode("utf-8"), mtime=0)
    return made[:9] + b"\xff" + made[10:]  # the tenth byte: which system; 255 is “unknown”
