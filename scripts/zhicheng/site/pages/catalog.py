"""The catalog of all committees: series, first level, second level, and how many committees review each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from zhicheng.site.language import t, tn
from zhicheng.site.page import Context, Page
from zhicheng.site.pages.overview import Overview, in_force

_OPEN_UP_TO = 400  # a longer catalog starts folded
_NAMED_UP_TO = 4000  # a still longer one shows first levels only; the pages of the series show the rest


def pages(overview: Overview) -> Iterator[Page]:
    """The one page of this section."""
    yield Page(
        url="catalog/",
        title=t("专业目录"),
        description=tn("%(n)s 个二级专业，按职称系列和一级目录排列，附登记了这些专业的委员会数。", overview.specialty_count),
        section="catalog",
        template="catalog.html",
        context=partial(_catalog, overview),
    )


def _catalog(overview: Overview) -> Context:
    return {
        "catalogs": [
            (series, overview.series_name(series), catalog, in_force(overview.by_series[series]))
            for series, catalog in overview.catalogs.items()
        ],
        "without": [series for series in overview.series() if series.id not in overview.catalogs],
        "count": overview.specialty_count,
        "brief": overview.specialty_count > _NAMED_UP_TO,
        "folded": overview.specialty_count > _OPEN_UP_TO,
    }
