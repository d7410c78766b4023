"""The pages about the site: what is said of the page for submissions, where there is one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from helpers import sites

from zhicheng.site.pages import about
from zhicheng.site.pages.overview import Overview

MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(("size", "said"), [(22 * MEGABYTE, 22), (int(22.49 * MEGABYTE), 22), (int(22.51 * MEGABYTE), 23)])
def test_how_large_the_page_for_submissions_is(small_template: Path, size: int, said: int) -> None:
    overview = Overview(replace(sites.view(small_template), submit=(size, "0" * 64)))
    (page,) = (page for page in about.pages(overview) if page.url == "about/submit/")
    shown = page.context()
    assert (shown["megabytes"], shown["sha256"], shown["guide"]) == (said, "0" * 64, True)
    assert (shown["centre"], shown["centre_phones"]) == ("示例自治区职称社会化评价中心", ("0991-0000900",))


def test_without_it_there_is_no_such_page(small_template: Path) -> None:
    assert [page.url for page in about.pages(Overview(sites.view(small_template)))] == ["about/", "about/map/"]
