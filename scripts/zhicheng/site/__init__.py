"""The public pages, API and downloads: built in a folder next to the old site, which they replace when complete."""

__all__ = ["preview", "serve", "site"]
