"""Scripts for browsers: small modules put together to one, which needs no module loader and works from a folder."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

_MODULE = re.compile(r'^(?:import \{[^}]*\} from "[^"]*";\n|export (?=const|let|function|class|async))', re.MULTILINE)


def joined(folder: Path, parts: Iterable[str]) -> str:
    """One script of the parts in a folder, each a module `part.js`, each after those that it uses while it is read.

    Imports and exports begin a line and rename nothing, so a name is the same in all parts.
    """
    texts = [_MODULE.sub("", (folder / f"{name}.js").read_text(encoding="utf-8")) for name in parts]
    return '(function () {\n"use strict";\n' + "\n".join(texts) + "})();\n"
