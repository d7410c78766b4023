"""The public pages, API and downloads, built beside the old site and swapped in when complete."""

__all__ = ["serve", "site"]
