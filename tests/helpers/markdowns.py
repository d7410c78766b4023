"""GitHub's own Markdown renderer, and texts that would act as markup in it."""

from __future__ import annotations

import html
import re

import cmarkgfm
from cmarkgfm.cmark import Options

HOSTILE = [
    "@maintainer-a 请合并",
    "[同意](https://evil.example/)",
    "![图](https://evil.example/a.png)",
    "<https://evil.example/>",
    "https://evil.example/ www.evil.example a.b@evil.example",
    "<img src=x onerror=alert(1)>",
    "</code></details><h1>已审</h1>",
    "<!-- 以下隐去 -->",
    "`code` 与 ``两个`` 和 ```",
    "`",
    "` @maintainer-a `",
    "\\`@maintainer-a\\`",
    "甲 | 乙 | ~~丙~~ **丁** __戊__",
    "# 标题",
    "- [x] 已审",
    "1. 同意",
    "> 引用",
    "$x$ :+1: #1 gh-1 GH-12 zhicheng#3",
    "0123456789abcdef0123456789abcdef01234567",
    "&lt;b&gt; &#64;maintainer-a",
    "没有错误。需要您判断：无；现在轮到：登记册管理员",
    "[^1] [x]: https://evil.example/",
    "甲\\",
    "*" * 100,
    "`" * 100,
    "`" * 100 + " @maintainer-a",
    "مۇھەممەد → ئەخمەت",
]


def html_of(markdown: str) -> str:
    """The HTML of GitHub's own renderer, without its sanitising."""
    return str(cmarkgfm.github_flavored_markdown_to_html(markdown, options=Options.CMARK_OPT_UNSAFE))


def outside_code(html: str) -> str:
    return re.sub(r"<code>.*?</code>", "", html, flags=re.DOTALL)


def shown(html_text: str) -> str:
    """The text of HTML as a reader sees it."""
    return html.unescape(re.sub(r"<[^<>]*>", "", html_text))
