"""Where the files that come with the tool lie: beside the code in a wheel, at the top of the checkout otherwise."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_CHECKOUT = _PACKAGE.parents[1]


def resource(name: str) -> Path:
    """The path of a file or folder that comes with the tool: `schemas`, `mkdocs.yml`, `docs`, `registry/reference` …"""
    packed = _PACKAGE / "resources" / name
    return packed if packed.exists() else _CHECKOUT / name
