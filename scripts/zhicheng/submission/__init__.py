"""Checks and packs a submission where there is no Git, no Python and no account: in a browser, on a page into which forms are dropped."""

__all__ = ["page_making", "parts"]
