"""Reads PDF files: their text, and their pages as pictures."""

from __future__ import annotations

import warnings
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", EncodingWarning)  # pypdfium2 reads its version file in the locale's encoding
    import pypdfium2


def opened(content: bytes) -> Any:
    """The document; its items are the pages, from 0."""
    return pypdfium2.PdfDocument(content)


def texts(content: bytes) -> list[str]:
    """The text of each page."""
    return [page.get_textpage().get_text_range() for page in opened(content)]


def pictures(content: bytes, scale: float = 1) -> list[Any]:
    """Each page as a grey Pillow picture, with `scale` pixels for each point."""
    return [page.render(scale=scale).to_pil().convert("L") for page in opened(content)]
