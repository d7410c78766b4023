"""The location of files shipped with the program: next to the code in a wheel, at the top of the repository in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_CHECKOUT = _PACKAGE.parents[1]


def resource(name: str) -> Path:
    """The path of a file or folder shipped with the program, by its name in the repository: `schemas`, `mkdocs.yml` …"""
    packed = _PACKAGE / "resources" / name
    return packed if packed.exists() else _CHECKOUT / name
