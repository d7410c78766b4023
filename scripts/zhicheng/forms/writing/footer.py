"""The footer of every page of a form: the committee's id, the digest, and a QR code for checking the form."""

from __future__ import annotations

import io

from zhicheng.forms import digest as digests
from zhicheng.forms.writing.layout import Form

ADVICE = "扫码可核对本表是否仍与公布的登记一致"
PAGES = ("第 ", " 页，共 ", " 页")


def marks(form: Form) -> tuple[str, ...]:
    """The committee's id and the digest as text, or what the form has in their place; nothing on a blank form."""
    if form.foot:
        return form.foot
    return (f"编号 {form.owner}　　登记摘要 {digests.shown(form.digest)}",) if form.owner else ()


def check_address(site_url: str | None, owner: str, digest: str) -> str:
    """The address in the QR code: the page /check/ of the site, which says whether a printed form is still current.

    Unlike the committee's page, /check/ compares the printed digest with the current record and lists what has changed. The address has the
    id too, for digests that the site does not know yet. "" where the registry has no site.
    """
    return f"{site_url.rstrip('/')}/check/?digest={digests.shown(digest)}&id={owner}" if site_url else ""


def qr_png(address: str) -> bytes:
    """The QR code of an address as PNG bytes. Raises ImportError without segno."""
    import segno  # imported here, since the rest of this package works without it

    made = io.BytesIO()
    segno.make(address, error="m", micro=False).save(made, kind="png", scale=6, border=2)
    return made.getvalue()
