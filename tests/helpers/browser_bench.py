"""How long the checker takes in a browser's Python beside this one, and how large it is: `PYTHONPATH=tests python` runs it.

Every case of the forms' corpus is read three times by each, and the fastest counts. 1,000 experts go from their forms to a packet, in
processor time (sealing by the clock).
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import yaml
from helpers import packets, registries, told
from helpers.browser_python import FETCHED, BrowserPython, made
from helpers.filled_forms import filled
from helpers.forms import maker as forms_maker

from zhicheng.registry import registry
from zhicheng.submission import page_making, parts, snapshot
from zhicheng.submission.calls import Visit, answered
from zhicheng.vault import cipher

Value = dict[str, Any]
Call = Callable[..., tuple[Value, list[bytes], float]]
TIME = "2026-11-23T09:00:00+08:00"
HEAD = "| the page for submissions | here | in Pyodide |\n|---|---:|---:|"
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


def door(visit: Visit) -> Call:
    """The door in this Python: answer, bytes attached, and the milliseconds of processor time."""

    def call(request: Value, attached: Sequence[bytes] = ()) -> tuple[Value, list[bytes], float]:
        begun = time.process_time()
        said, more = answered(visit, json.dumps(request), attached)
        return json.loads(said), more, (time.process_time() - begun) * 1000

    return call


def many(call: Call, seal: Callable[[bytes, Sequence[str]], bytes], folder: Path, experts: int = 1000) -> dict[str, float]:
    """What so many experts take from Annexes 1 to 3 to a packet: the milliseconds of each step, the second time, when all is loaded."""
    root = folder / "registry-of-bench"
    if not root.exists():
        shutil.copytree(registries.SMALL, root)
        for name in (packets.ROSTER, "registry/vault/example-one.roster.age", "registry/vault/recipients.txt"):
            (root / name).unlink()
        registries.write(root, "registry/recipients.yaml", registries.keys_of_centre())
    forms = filled(root, folder, experts)
    took: dict[str, float] = {}
    for _ in range(2):
        call({"do": "open", "time": TIME}, [snapshot.written(registry.load(root))])
        _, _, took["read"] = call({"do": "read", "time": TIME, "files": [name for name, _ in forms]}, [content for _, content in forms])
        said, plain, took["judged"] = call({"do": "judge", "time": TIME})
        begun = time.perf_counter()
        sealed = [seal(one, of["recipients"]) for one, of in zip(plain, said["to_seal"], strict=True)]
        took["sealed"] = (time.perf_counter() - begun) * 1000
        packed, _, took["packed"] = call({"do": "finish", "time": TIME}, sealed)
        assert packed["ok"], packed
    return took


def rows() -> list[str]:
    """The rows of a table: what, here, in Pyodide."""
    content = made()
    browser = BrowserPython(content)
    put = "def run(attached):\n    open('/checker/told.py', 'wb').write(bytes(attached[0]))\n    return ''"
    browser.run(put, [Path(told.__file__).read_bytes()])
    ours, theirs = [], []
    for case in cases():
        ours.append(min(here(case) for _ in range(3)))
        theirs.append(min(browser.run("from told import forms as run", case)[1] for _ in range(3)))
    found = [f"| a folder of forms read, median of {len(ours)} | {median(ours):.0f} ms | {median(theirs):.0f} ms |"]
    with tempfile.TemporaryDirectory(prefix="zhicheng-bench-") as name:
        mine, its = many(door(Visit()), cipher.seal, Path(name)), many(browser.worked, browser.seal, Path(name))
    heap = browser.ask(heap=True)["heap"] / 1024 / 1024
    for step, words in (("read", "read"), ("judged", "judged"), ("sealed", "sealed"), ("packed", "packed")):
        found.append(f"| 1,000 experts {words} | {mine[step]:.0f} ms | {its[step]:.0f} ms |")
    found.append(f"| 1,000 experts, all of it | {sum(mine.values()):.0f} ms | {sum(its.values()):.0f} ms |")
    sample = snapshot.written(registry.load(registries.REAL.parent))
    opening = min(browser.call({"do": "open", "time": TIME}, [sample])[2] for _ in range(3))
    browser.close()
    found.append(
        f"| start of Python, then of the checker | | {browser.start['python'] / 1000:.1f} s, {browser.start['checker'] / 1000:.1f} s |"
    )
    found.append(f"| the sample registry unpacked and loaded | | {opening / 1000:.2f} s |")
    found.append(f"| memory of WebAssembly after 1,000 experts | | {heap:.0f} MiB |")
    page = len(page_making.page(registry.load(registries.REAL.parent), "", parts.parts(FETCHED)))
    sizes = [f"{size / 1e6:.1f} MB" for size in (page, content.stat().st_size, len(sample))]
    found.append(f"| the page; of it the checker and the registry, before Base64 | | {sizes[0]}; {sizes[1]}, {sizes[2]} |")
    return found


if __name__ == "__main__":
    sys.stdout.write("\n".join([HEAD, *rows(), ""]))
