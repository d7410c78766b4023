"""The search and other scripts in Chromium 76 of June 2019, the oldest that a package brings whole (`make browser` fetches it)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from helpers import chromium_2019, draws
from helpers.browsers import served

from zhicheng.draws import files, public_file
from zhicheng.site import site as site_module

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pages")]


@pytest.fixture(scope="module")
def dumped(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    return chromium_2019.dumped(tmp_path_factory.mktemp("chromium"))


@pytest.fixture(scope="module")
def shown(site: Path, dumped: Callable[[str], str]) -> Iterator[Callable[[str], str]]:
    """What that browser makes of a page of the sample's site."""
    with served(site) as address:
        yield lambda path: dumped(address + path)


@pytest.mark.parametrize(
    ("question", "answer", "link"),
    [
        ("喀什 中级 建筑施工", "可以在喀什地区评：有 1 个评审委员会", "committees/ks-engineering-construction/"),
        ("kashi gaogong jianzhushigong", "可以在喀什地区评：有 2 个评审委员会", "committees/ks-engineering-construction/"),
        ("我是和田的中学老师，想评副高", "可以在和田地区评：有 1 个评审委员会", "committees/xj-school-teacher/"),
        ("和田 主管护师", "不用评审：考试合格就取得", "committees/hotan-health/"),
        ("律师", "不在职称评审范围内", ""),
        ("喀什 副高 煤矿开采", "登记册里没有评审委员会在喀什地区评这一项", "committees/hami-engineering/"),
    ],
)
def test_the_search_answers(question: str, answer: str, link: str, shown: Callable[[str], str]) -> None:
    page = shown(f"find/?ask={quote(question)}")
    assert re.findall('<p class="answer"[^>]*>(.*?)</p>', page) == [answer]
    assert link in page[page.index('id="found"') :]
    assert "search-off" not in page


def test_the_other_scripts_run(shown: Callable[[str], str]) -> None:
    """The filter of a list, and the page that checks printed forms."""
    assert 'data-filter=""' not in shown("committees/") or "hidden" not in re.findall("<[^>]*data-filter[^>]*>", shown("committees/"))[0]
    assert "没有找到登记摘要" in shown("check/?digest=k7q2-m9ab-03xz")


@pytest.mark.parametrize("changed", [False, True])
def test_a_draw_is_computed_again(tmp_path: Path, dumped: Callable[[str], str], changed: bool) -> None:
    """By the scripts of the page of a draw, called as its button calls them."""
    made = draws.draw()
    draw = {"id": files.draw_id(made), "digest": public_file.digest(made), **made}
    if changed:
        draw["result"]["ranking"]["building"].reverse()
    assets = Path(site_module.__file__).parent / "theme/assets"
    for name in ("draw_method.js", "sha256.js", "language.js"):
        (tmp_path / name).write_bytes((assets / name).read_bytes())
    script = 'import { firstDifference } from "./draw_method.js"; document.body.textContent = firstDifference(DRAW, DRAW.code) || "agreed";'
    page = f'<!doctype html><meta charset="utf-8"><script>DRAW = {json.dumps(draw)};</script><script type="module">{script}</script>'
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    with served(tmp_path) as address:
        said = dumped(f"{address}page.html")
    assert ("“施工与监理”组第 1 位不一致" if changed else ">agreed<") in said
