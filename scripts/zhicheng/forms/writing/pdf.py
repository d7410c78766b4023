"""Forms as PDF, with WeasyPrint: the same cells as in Word, laid out by templates/form.html, with Chinese fonts embedded.

Nothing is fetched: only data: addresses are allowed.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from zhicheng.forms.writing.footer import ADVICE, PAGES, marks, qr_png
from zhicheng.forms.writing.html import table
from zhicheng.forms.writing.layout import DENSITIES, Form

FONT = "Noto Serif CJK SC"
# The others are for characters that FONT lacks: HanaMin (Debian's fonts-hanazono) has all Han characters up to Unicode's extension F.
_FONTS = (FONT, "HanaMinA", "HanaMinB", "Noto Sans CJK SC", "DejaVu Sans")


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF file, the characters that no font on this machine has, and whether FONT was used."""

    content: bytes
    missing: str
    in_its_font: bool


def page(form: Form) -> str:
    """The HTML that is made into a PDF file."""
    html: str = _template().render(
        form=form,
        marks=marks(form),
        advice=ADVICE if form.address else "",
        pages=PAGES,
        qr=f"data:image/png;base64,{base64.b64encode(qr_png(form.address)).decode('ascii')}" if form.address else "",
        densities=DENSITIES[1:],
        fonts=", ".join(f'"{name}"' for name in _FONTS),
    )
    return html


def written(form: Form) -> Pdf:
    """The form as a PDF file; the same bytes each time on the same machine. Raises ImportError or OSError without WeasyPrint or Pango."""
    weasyprint = _weasyprint()
    html = page(form)
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data",))
    document = weasyprint.HTML(string=html, url_fetcher=fetcher).render()
    content: bytes = document.write_pdf(pdf_identifier=hashlib.sha256(html.encode("utf-8")).digest()[:16])
    missing = sorted({code for font in document.fonts.values() for code in font.missing})
    names = [font.name for font in document.fonts.values()]
    return Pdf(content, "".join(map(chr, missing)), any(FONT.replace(" ", "-").encode("ascii") in name for name in names))


@cache
def _weasyprint() -> Any:
    """Imports WeasyPrint, which loads Pango, only when it is needed. Silences its EncodingWarning and its log."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", EncodingWarning)
        import weasyprint
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    return weasyprint


@cache
def _template() -> Any:
    folder = FileSystemLoader(Path(__file__).parent / "templates")
    made = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False)
    made.globals.update(table=table)
    return made.get_template("form.html")
