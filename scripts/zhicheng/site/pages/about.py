"""What the site says of itself: who keeps it, whom to ask, how to have an error put right without an account; its map and its statements.

What a registry does not set in `official` is shown nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from zhicheng.site.language import t
from zhicheng.site.page import Context, Page
from zhicheng.site.pages.overview import Overview
from zhicheng.site.pages.words import correction_link, letter, letter_link
from zhicheng.system.packaged import resource

_TITLE = re.compile(r"^(?:title: *|# +)(.+?) *$", re.MULTILINE)


def pages(overview: Overview) -> Iterator[Page]:
    """The page about the site, its map, and the statements that there are."""
    official = overview.registry.settings.official
    about = t("关于本站")
    yield Page("about/", about, t("谁主办本站、怎样联系、发现错误怎样告诉我们。"), "about", "about.html", partial(_about, overview))
    yield Page("about/map/", t("网站地图"), t("本站的全部栏目。"), "about", "map.html", partial(_map, overview))
    if overview.view.submit is not None:
        said = t("不用装程序，在浏览器里读填好的表、核对、密封、打成报送包。")
        yield Page("about/submit/", t("网页报送"), said, "about", "submit.html", partial(_submit, overview))
    for name, title, description, paragraphs in (
        ("privacy", t("隐私说明"), t("看本站的网页会留下什么，公布的内容里没有什么。"), official.privacy),
        ("accessibility", t("无障碍说明"), t("不用鼠标、放大文字、用读屏软件，怎样使用本站。"), official.accessibility),
    ):
        if paragraphs:
            context: Context = {"paragraphs": paragraphs}
            yield Page(f"about/{name}/", title, description, "about", "statement.html", partial(dict, context))


def _about(overview: Overview) -> Context:
    settings = overview.registry.settings
    return {
        "settings": settings,
        "official": settings.official,
        "mail": letter_link(settings),
        "letter": letter(settings),
        "correct": correction_link(settings),
    }


def _submit(overview: Overview) -> Context:
    size, sha256 = overview.view.submit or (0, "")
    return {
        "megabytes": round(size / 1024 / 1024),
        "sha256": sha256,
        "guide": (guides_folder(overview.registry.root) / "guide/submit.md").is_file(),
        "centre": overview.registry.settings.centre_name,
        "centre_phones": overview.registry.settings.centre_phones,
    }


def _map(overview: Overview) -> Context:
    registry = overview.registry
    return {
        "series": overview.series(),
        "areas": overview.top_areas(),
        "rounds": [entry.record for _, entry in sorted(registry.rounds.items(), reverse=True)],
        "guides": list(_guides(registry.root)),
        "official": registry.settings.official,
    }


def guides_folder(root: Path) -> Path:
    """Where the hand-written pages lie: the registry's own, else those that come with the program."""
    return root / "docs" if (root / "docs").exists() else resource("docs")


def _guides(root: Path) -> Iterator[tuple[str, str]]:
    """The addresses and titles of the hand-written guides."""
    for path in sorted((guides_folder(root) / "guide").glob("*.md"), key=lambda path: (path.stem != "public", path.stem)):
        title = _TITLE.search(path.read_text(encoding="utf-8"))
        if title and path.stem != "index":
            yield f"guide/{path.stem}/", title[1]
