"""The page that checks whether a printed form still equals the record. Its script reads the digests; QR codes link here."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from zhicheng.forms import digest, writing
from zhicheng.site.language import t
from zhicheng.site.page import Context, Page
from zhicheng.site.pages.overview import Overview


def pages(overview: Overview) -> Iterator[Page]:
    """The one page of this section."""
    yield Page(
        url="check/",
        title=t("核对纸质表格"),
        description=t("扫描表格上的二维码，或输入登记摘要，核对打印的登记表是否仍与公布的登记一致，哪些内容已经改过。"),
        section="check",
        template="check.html",
        context=partial(_check, overview),
    )


def _check(overview: Overview) -> Context:
    settings = overview.registry.settings
    return {
        "labels": {key: t(digest.label(key)) for key in digest.FIELDS},
        "not_printed": sorted(digest.NOT_PRINTED),
        "blanks": [(name, t(words)) for name, words in writing.offered_blanks(overview.view.forms)],
        "centre": settings.centre_name,
        "centre_phones": settings.centre_phones,
    }
