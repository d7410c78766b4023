"""What the foot of every page says of an official website: lines and links, each only where the registry sets it."""

from __future__ import annotations

from html import escape

from zhicheng.registry.records.settings import Settings
from zhicheng.site.language import t

Line = list[tuple[str, str]]  # texts, each with the address it links to, or ""


def footer(settings: Settings) -> dict[str, bool | list[tuple[str, str]] | list[Line]]:
    """The values that main.html shows, as escaped text: `links` (address and name), `lines`, and which statements there are."""
    official = settings.official
    who = [
        (t("主办单位：%(who)s", who=official.host) if official.host else "", ""),
        (t("承办单位：%(who)s", who=official.undertaker) if official.undertaker else "", ""),
        (t("监督电话：%(numbers)s", numbers=t("、").join(official.supervision)) if official.supervision else "", ""),
    ]
    filed = [
        *((one["number"], one.get("url", "")) for one in (official.icp, official.police) if one),
        (t("网站标识码 %(code)s", code=official.site_code) if official.site_code else "", ""),
        (official.copyright or "", ""),
        (t("数据许可：%(title)s", title=settings.licence["title"]), settings.licence["url"]) if settings.licence else ("", ""),
    ]
    lines = [[(escape(text), escape(url)) for text, url in line if text] for line in (who, filed)]
    links = [(escape(one["url"]), escape(one["title"])) for one in (official.platform, official.results) if one]
    return {
        "links": links,
        "lines": [line for line in lines if line],
        "privacy": bool(official.privacy),
        "accessibility": bool(official.accessibility),
    }
