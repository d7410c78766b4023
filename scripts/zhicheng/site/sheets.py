"""What others show of a committee: a sheet to print or to embed (committees/<id>/sheet.html), and a badge (committees/<id>/badge.svg).

Both stand alone, without the frame of the pages: they are small, and what embeds them gets nothing but them. They are made where the
settings ask for them (`sheets`): with thousands of committees they take a tenth of the time of a build.
"""

from __future__ import annotations

from functools import partial
from html import escape

from zhicheng.forms import digest as digests
from zhicheng.site.environment import environment
from zhicheng.site.language import here, t
from zhicheng.site.pages.applying import scope, windows
from zhicheng.site.pages.offers import offers
from zhicheng.site.pages.overview import Overview, Row
from zhicheng.site.pages.standing import filings
from zhicheng.site.pages.words import authority_label
from zhicheng.site.stamp import File
from zhicheng.site.strict import POLICY
from zhicheng.text import cells

_COLOURS = {"ok": "#1b6b45", "warn": "#8a5a00", "bad": "#9b2226", "off": "#4a5560"}
_CELL, _MARGIN, _HEIGHT = 6.6, 8, 22  # pixels: half the width of a Chinese character, the space beside a text, a badge


def files(overview: Overview) -> list[File]:
    """The sheets and badges of every committee; none where the settings do not ask for them."""
    if not overview.registry.settings.sheets:
        return []
    return [
        file
        for row in overview.rows
        for file in (
            File(f"{row.url}sheet.html", partial(sheet, overview, row)),
            File(f"{row.url}badge.svg", partial(badge, row)),
        )
    ]


def sheet(overview: Overview, row: Row) -> bytes:
    """The sheet as an HTML page: whether the committee is in force, what it awards, where and for whom, and whom to call."""
    registry, committee = overview.registry, row.committee
    settings = registry.settings
    address = f"{settings.site_url.rstrip('/')}/{row.url}" if settings.site_url else ""
    made = (
        environment()
        .get_template("sheet.html")
        .render(
            language=here().code,
            policy=POLICY,
            c=committee,
            row=row,
            root="../../",
            authority=authority_label(registry, committee.authority),
            scope=scope(overview, committee),
            offers=offers(overview, row),
            windows=windows(committee, overview.view.as_of)[:1],
            filings=filings(committee, registry),
            digest=digests.shown(overview.view.digests[committee.id]),
            site_name=settings.name,
            centre=settings.centre_name,
            version=overview.view.data_version,
            address=address,
            code=_qr(address) if address else "",
        )
    )
    return made.encode("utf-8", "replace")


def badge(row: Row) -> bytes:
    """The state of a committee as a picture of one line: 在册 · 有效期至 2028-12-31."""
    left, right = t("职称评审委员会"), row.standing.text
    first, second = (round(cells(text) * _CELL + 2 * _MARGIN) for text in (left, right))
    colour, said = _COLOURS[row.standing.tone], escape(f"{row.committee.name}：{right}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{first + second}" height="{_HEIGHT}" role="img" aria-label="{said}">'
        f"<title>{said}</title>"
        f'<rect width="{first + second}" height="{_HEIGHT}" rx="3" fill="#3b4650"/>'
        f'<path d="M{first} 0h{second - 3}a3 3 0 0 1 3 3v{_HEIGHT - 6}a3 3 0 0 1-3 3h-{second - 3}z" fill="{colour}"/>'
        f'<g fill="#fff" font-family="PingFang SC,Microsoft YaHei,Noto Sans CJK SC,sans-serif" font-size="12" text-anchor="middle">'
        f'<text x="{first / 2:g}" y="15.5">{escape(left)}</text>'
        f'<text x="{first + second / 2:g}" y="15.5">{escape(right)}</text></g></svg>\n'
    ).encode()


def _qr(address: str) -> str:
    """The QR code of an address as a picture in the page. One mask, not the best of eight: a fifth of the time, and as easy to read."""
    import segno  # imported here: nothing else of the site needs it

    return segno.make_qr(address, error="m", mask=3, boost_error=False).svg_inline(border=4, omitsize=True)
