"""What stands at the foot of every page of a form: the record, its digest, and a QR code by which anybody can check the form."""

from __future__ import annotations

import io

from zhicheng.forms import digest as digests
from zhicheng.forms.writing.layout import Form

ADVICE = "扫码可核对本表是否仍与公布的登记一致"
PAGES = ("第 ", " 页，共 ", " 页")


def marks(form: Form) -> tuple[str, ...]:
    """Whose record in which version, as text; nothing on a blank form."""
    return (f"编号 {form.owner}　　登记摘要 {digests.shown(form.digest)}",) if form.owner else ()


def check_address(site_url: str | None, owner: str, digest: str) -> str:
    """Where the QR code leads: the page that answers what somebody asks who holds a printed form, whether it still holds.

    The committee's page shows only what holds now; /check/ says whether that is what was printed, what has changed since, and leads on to
    the committee. The id is in it for a digest that the site does not know (yet). "" where the registry has no site.
    """
    return f"{site_url.rstrip('/')}/check/?digest={digests.shown(digest)}&id={owner}" if site_url else ""


def qr_png(address: str) -> bytes:
    """The QR code as PNG. Raises ImportError without segno."""
    import segno  # the rest of this package does without

    made = io.BytesIO()
    segno.make(address, error="m", micro=False).save(made, kind="png", scale=6, border=2)
    return made.getvalue()
