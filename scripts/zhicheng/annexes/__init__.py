"""The official forms, Annexes 1 to 3, going out: what stands in each cell once, and Word, Excel, PDF and print made of it."""

from __future__ import annotations

from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"  # for PDF, and for the pages of the site, which print as Annexes 1 and 2
