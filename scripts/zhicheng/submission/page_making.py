"""Makes the page for submissions: one HTML file with everything in it, served beside the site or opened from a disk.

Its policy allows it neither to fetch nor to send anything: the browser itself makes sure that what is read stays on the machine.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from zhicheng import __version__
from zhicheng.documents.scripts import joined
from zhicheng.errors import UserError
from zhicheng.registry.registry import Registry
from zhicheng.site import preview
from zhicheng.submission import parts, snapshot

PAGE = "submit/index.html"
_SOURCES = Path(__file__).parent / "page"
# The parts of its script, in an order in which each stands after those that it uses while it is read, and of its styles.
SCRIPTS = (
    *("state", "nodes", "waiting", "limits", "checker", "layout", "fates", "questions", "rows", "paper", "contacts"),
    *("fields", "filling", "commented", "reading", "preview", "papers", "judging", "online", "sealing", "deciding", "office"),
    *("storage", "keeping", "progress", "starting"),
)
STYLES = ("page", "steps", "rows", "office", "preview", "papers")
_SAMPLE = '<div class="sample"><div class="wrap"><b>示例数据</b>：登记内容为虚构，仅供试用，请不要用来报送。</div></div>'
_IN_WORKER = ("python", "worker")  # the parts of the script that runs Python


def page(registry: Registry, commit: str, given: Mapping[str, bytes]) -> bytes:
    """The page for a registry at a commit ("": unknown), made of the parts given (see `parts`). The same gives the same bytes."""
    lock = json.loads(given["pyodide-lock.json"])
    lock["packages"] = {}  # none is loaded from elsewhere
    inside = {
        "wasm": _packed(given["pyodide.asm.wasm"]),
        "script": _packed(given["pyodide.asm.mjs"]),
        "stdlib": _text(given["python_stdlib.zip"]),
        "checker": _text(given[parts.CHECKER]),
        "registry": _text(snapshot.written(registry, commit)),
        "lock": json.dumps(lock),
        "style": _inside(preview.style()),
        "python": _inside(worker_script() + given["pyodide.js"].decode()),
    }
    style = "\n".join((_SOURCES / f"{name}.css").read_text(encoding="utf-8") for name in STYLES)
    scripts = [_inside(text) for text in (given[parts.AGE].decode(), script())]
    policy = (
        f"default-src 'none'; script-src {' '.join(map(_hash, scripts))} blob: 'wasm-unsafe-eval'; "
        f"style-src {_hash(style)} {_hash(inside['style'])}; base-uri 'none'; form-action 'none'"
    )
    values = {
        "policy": policy,
        "style": style,
        "name": html.escape(registry.settings.name),
        "sample": _SAMPLE if registry.settings.sample else "",
        "round": html.escape(registry.settings.current_round),
        "commit": html.escape(commit[:12] or "没有"),
        "version": __version__,
        "parts": "\n".join(f'<script type="text/plain" id="part-{name}">{text}</script>' for name, text in inside.items()),
        "scripts": "\n".join(f"<script>{text}</script>" for text in scripts),
    }
    text, *rest = (_SOURCES / "page.html").read_text(encoding="utf-8").split("{{")
    for piece in rest:
        name, _, after = piece.partition("}}")
        text += values[name] + after
    return text.encode()


def script() -> str:
    """The page's own script, put together from its parts."""
    return joined(_SOURCES, SCRIPTS)


def worker_script() -> str:
    """The script that runs Python, put together from its parts; Pyodide's own stands after it."""
    return joined(_SOURCES, _IN_WORKER)


@lru_cache(maxsize=2)  # `serve` makes the page of a registry again and again
def _packed(content: bytes) -> str:
    return _text(gzip.compress(content, 9, mtime=0))


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _inside(script: str) -> str:
    """A script that stands inside of a page. Raises UserError where something in it would end it there."""
    if "</script" in script.lower() or "<!--" in script:
        raise UserError("有一个脚本不能放进网页里：里面有 </script 或者 <!--。请告诉开发的人。")
    return script


def _hash(content: str) -> str:
    """The source expression of a policy that lets just this content in."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
