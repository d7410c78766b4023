"""The content security policy of the pages: nothing but the site's own files, and no script or style inside of a page.

The builders put scripts, styles and pictures (`data:`) into pages and style sheets. Before record pages are made from the frames, each of
these is moved into a file of its own in assets/inline/, named by its content. Every page states the policy in its head, for hosts that
cannot send headers; for the others there are files with the headers, each in the language of a server.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote_to_bytes

from zhicheng.site import mending

POLICY = "default-src 'self'; object-src 'none'; base-uri 'self'"
FOLDER = "assets/inline"
# Two headers go beyond what a page itself can state: files are taken as the type they are sent with; other sites get only our host.
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}

_META = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
_CHARSET = re.compile(r"<meta charset=[^>]*>")
_TAG = re.compile(r"""<([a-zA-Z][a-zA-Z0-9]*)((?:\s(?:[^"'<>]|"[^"]*"|'[^']*')*)?)>""")
_SCRIPT = re.compile(r"<script((?:\s[^>]*)?)>(.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style(?:\s[^>]*)?>(.*?)</style>", re.DOTALL)
_STYLED = re.compile(r'\sstyle="([^"]*)"')
_CLASS = re.compile(r'\sclass="([^"]*)"')
_HANDLER = re.compile(r"""\s(on[a-z]+)=["']|\s(?:href|src|action)=["'](javascript):""", re.IGNORECASE)
_RUNS = re.compile(r"""\stype=["']?(?:module|(?:text|application)/(?:javascript|ecmascript))""")
_ROOT = re.compile(r'="([^"]*)assets/')
_DATA = re.compile(r"""url\((?:"(data:[^"]*)"|'(data:[^']*)'|(data:[^)"']*))\)""")
_ENDINGS = {"image/svg+xml": "svg", "image/png": "png", "image/gif": "gif", "image/jpeg": "jpg", "font/woff2": "woff2", "font/woff": "woff"}


def tidy(built: Path, announce: Callable[[str], None]) -> None:
    """Makes the pages and style sheets below a folder fit the policy, and applies the corrections of `mending`.

    `announce` is called, in Chinese, with what will not work under the policy.
    """
    for path in sorted(built.rglob("*.css")):
        text = path.read_text(encoding="utf-8")
        if "data:" in text:
            up = "../" * (len(path.relative_to(built).parts) - 1)
            path.write_text(_DATA.sub(lambda found, up=up: _picture(built, up, found), text), encoding="utf-8", newline="\n")  # type: ignore[misc]
    for path in sorted(built.rglob("*.html")):
        text = page(built, mending.mended(path.read_text(encoding="utf-8")))
        path.write_text(text, encoding="utf-8", newline="\n")
        for what in sorted(set(_handlers(text))):
            announce(f"{path.relative_to(built).as_posix()} 里有 {what}，网页的内容安全策略不让它运行。请改用脚本文件。")


def page(built: Path, text: str) -> str:
    """The HTML of a page made to fit the policy. The scripts and styles that were inside it are written to files below `built`."""
    found = _ROOT.search(text)
    root = found[1] if found else ""
    text = _SCRIPT.sub(lambda found: _script(built, root, found), text)
    text = _STYLE.sub(lambda found: f'<link rel="stylesheet" href="{root}{_written(built, found[1], "css")}">', text)
    if " style=" in text:
        rules: dict[str, str] = {}
        text = _TAG.sub(lambda found: _unstyled(rules, found), text)
        if rules:
            sheet = "".join(f".{name}.{name}.{name} {{ {rule} }}\n" for name, rule in sorted(rules.items()))
            text = text.replace("</head>", f'<link rel="stylesheet" href="{root}{_written(built, sheet, "css")}"></head>', 1)
    return _CHARSET.sub(lambda found: f"{found[0]}{_META}", text, count=1)


def _script(built: Path, root: str, found: re.Match[str]) -> str:
    """A script inside of a page as a file; data and what is a file already stay."""
    attributes, content = found[1], found[2]
    if " src=" in attributes or not content.strip() or (" type=" in attributes and not _RUNS.search(attributes)):
        return found[0]
    return f'<script{attributes} src="{root}{_written(built, content, "js")}"></script>'


def _unstyled(rules: dict[str, str], found: re.Match[str]) -> str:
    """A tag with a class in the place of its style, which is added to the rules; three times a class weighs more than any of the theme."""
    name, attributes = found[1], found[2]
    style = _STYLED.search(attributes)
    if style is None:
        return found[0]
    own = f"s-{_digest(style[1].encode())}"
    rules[own] = style[1].replace("&quot;", '"').replace("&#34;", '"').replace("&amp;", "&")
    attributes = _STYLED.sub("", attributes, count=1)
    classes = _CLASS.search(attributes)
    if classes:
        return f'<{name}{attributes[: classes.start()]} class="{classes[1]} {own}"{attributes[classes.end() :]}>'
    return f'<{name} class="{own}"{attributes}>'


def _handlers(text: str) -> Iterator[str]:
    """What runs a script from an attribute, in a page."""
    for found in _TAG.finditer(text):
        handler = _HANDLER.search(found[2])
        if handler:
            yield f"{handler[1]}=" if handler[1] else "javascript:"


def _picture(built: Path, up: str, found: re.Match[str]) -> str:
    """A picture or font inside of a style sheet as a file. `up` leads from the style sheet to the root of the site."""
    kind, _, content = (found[1] or found[2] or found[3]).removeprefix("data:").partition(",")
    kind, *more = kind.split(";")
    ending = _ENDINGS.get(kind)
    if ending is None:
        return found[0]
    raw = base64.b64decode(content) if "base64" in more else unquote_to_bytes(content)
    return f"url({up}{_written(built, raw, ending)})"


def _written(built: Path, content: str | bytes, ending: str) -> str:
    """The path of a file with a content, from the root of the site."""
    raw = content.encode("utf-8") if isinstance(content, str) else content
    path = f"{FOLDER}/{_digest(raw)}.{ending}"
    file = built / path
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(raw)
    return path


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:12]


def header_files(apart: Sequence[str] = (), places: Sequence[str] = ()) -> dict[str, str]:
    """The files that say the policy to servers, by their paths in the site: for Netlify, Cloudflare and alike; nginx; Apache; Caddy.

    `apart` are the folders whose pages say a policy of their own, which is not sent there; `places` are the patterns of all others.
    """
    policy = {name: value for name, value in HEADERS.items() if name == _CSP}
    others = {name: value for name, value in HEADERS.items() if name != _CSP}
    everywhere = others if apart else HEADERS
    netlify = "/*\n" + _lines(_NETLIFY, everywhere)
    caddy = f"header {{\n{_lines(_CADDY, everywhere)}}}\n"
    if apart:
        netlify += "".join(f"{place}\n{_lines(_NETLIFY, policy)}" for place in ("/", *places))
        caddy += f"@others not path {' '.join(f'*/{one}/*' for one in apart)}\nheader @others {{\n{_lines(_CADDY, policy)}}}\n"
    nginx = "".join(f"location ~ /{one}/ {{\n{_lines(_NGINX, others)}}}\n" for one in apart)
    apache = "".join(f'<If "%{{REQUEST_URI}} =~ m#/{one}/#">\nHeader always unset {_CSP}\n</If>\n' for one in apart)
    how = (
        "include，写在 server 或 location 里：include …/headers/nginx.conf;",
        "Include，写在 <VirtualHost> 或 <Directory> 里，要开 mod_headers",
    )
    return {
        "_headers": netlify,
        "headers/nginx.conf": _HOW.format(how[0]) + _lines(_NGINX, HEADERS) + nginx,
        "headers/apache.conf": _HOW.format(how[1]) + _lines(_APACHE, HEADERS) + apache,
        "headers/Caddyfile": _HOW.format("import，写在站点里") + caddy,
    }


def _lines(form: str, headers: dict[str, str]) -> str:
    return "".join(form.format(name, value) for name, value in headers.items())


_NETLIFY, _NGINX, _APACHE, _CADDY = "  {}: {}\n", 'add_header {} "{}" always;\n', 'Header always set {} "{}"\n', '\t{} "{}"\n'
_CSP = "Content-Security-Policy"
_HOW = "# 网站的安全响应头，生成网站时写成。用法：{}\n"
