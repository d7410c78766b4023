"""How long the checker takes in a browser's Python beside this one, and how large it is: `PYTHONPATH=tests python` runs it.

Every case of the forms' corpus is read three times by each, and the fastest counts.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from pathlib import Path
from statistics import median

import yaml
from helpers import packets, registries, told
from helpers.browser_python import FETCHED, BrowserPython, made
from helpers.forms import maker as forms_maker

from zhicheng.registry import registry
from zhicheng.submission import snapshot

FORMS = registries.HERE / "data/forms"


def cases() -> list[list[bytes]]:
    small = packets.closed(
        (path.relative_to(registries.SMALL).as_posix(), path.read_bytes())
        for path in sorted(registries.SMALL.rglob("*"))
        if path.is_file() and path.stat().st_size
    )
    found = []
    for folder in sorted(path for path in FORMS.iterdir() if path.is_dir() and path.name != "101-bomb"):
        if yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8")).get("made"):
            files = sorted(forms_maker.files_of(folder.name).items())
        else:
            files = [(path.name, path.read_bytes()) for path in sorted(folder.iterdir()) if path.name != "expected.yaml"]
        found.append([small, json.dumps([name for name, _ in files]).encode(), *(content for _, content in files)])
    return found


def here(case: list[bytes]) -> float:
    begun = time.perf_counter()
    told.forms(case)
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    content = made()
    browser = BrowserPython(content)
    put = "def run(attached):\n    open('/checker/told.py', 'wb').write(bytes(attached[0]))\n    return ''"
    browser.run(put, [Path(told.__file__).read_bytes()])
    ours, theirs = [], []
    for case in cases():
        ours.append(min(here(case) for _ in range(3)))
        theirs.append(min(browser.run("from told import forms as run", case)[1] for _ in range(3)))
    sample = snapshot.written(registry.load(registries.REAL.parent))
    opening = browser.call({"do": "open", "time": "2026-11-23T09:00:00"}, [sample])[2]
    heap = browser.ask(heap=True)["heap"]
    browser.close()
    pyodide = FETCHED / "node_modules/pyodide"
    parts = [pyodide / name for name in ("pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide.mjs", "pyodide-lock.json")]
    zipped = sum(len(gzip.compress(path.read_bytes(), 9)) for path in parts)
    sys.stdout.write(
        f"{len(ours)} folders of forms: median {median(ours):.1f} ms here, {median(theirs):.1f} ms in Pyodide\n"
        f"start of Python {browser.start['python'] / 1000:.1f} s, of the checker {browser.start['checker'] / 1000:.1f} s, "
        f"sample registry {opening / 1000:.1f} s\n"
        f"memory {heap / 1024 / 1024:.0f} MB; payload {content.stat().st_size / 1e6:.2f} MB, registry {len(sample) / 1e6:.2f} MB, "
        f"Pyodide {zipped / 1e6:.1f} MB gzipped\n"
    )


if __name__ == "__main__":
    main()
