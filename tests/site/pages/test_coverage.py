"""Who reviews what where: each state of a cell from the record that makes it, and the pages' sums."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from helpers import registries, sites

from zhicheng.site.pages import coverage, pages
from zhicheng.site.pages.overview import Overview
from zhicheng.site.site import renderer

REVIEW = "series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划]}"
TWO = "registry/committees/650000/example-two.yaml"
KASHGAR = 'authority: prefecture\narea: "653100"\n'
PARTS = ", ".join(f'"{code}"' for code in (653101, *range(653121, 653132)))  # the counties of 喀什
SCOPE = 'scope: {areas: ["653100"], open_to: public}\n'


def entrusting(*limits: str) -> str:
    """A record of 喀什 that entrusts engineering, once for each limit: `specialties: [建筑工程]`, or "" for all of it."""
    ways = "".join(f"  - {{committee: example-two, series: engineering, levels: [intermediate], {limit}}}\n" for limit in limits)
    return f"{KASHGAR}{SCOPE}reviews: [{{series: library, levels: [junior], catalog: {{图书: [编目]}}}}]\nentrusts:\n{ways}"


def state(root: Path, series: str = "engineering", level: str = "intermediate", area: str = "653100") -> tuple[str, list[str]]:
    cell = coverage.matrix(Overview(sites.view(root)))[level, series, area]
    return cell.state, [row.committee.id for row in cell.rows]


def page(root: Path, url: str) -> str:
    view = sites.view(root)
    listed = pages(view)
    return renderer(view, listed)(next(page for page in listed if page.url == url))


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param(f"{KASHGAR}{SCOPE}reviews: [{{{REVIEW}}}]\n", "own", id="own"),
        pytest.param(f"{KASHGAR}{SCOPE}reviews: [{{{REVIEW}, method: exam}}]\n", "exam", id="by-exam"),
        pytest.param(f"{KASHGAR}{SCOPE}reviews: [{{{REVIEW}, method: exam-and-review}}]\n", "own", id="after-an-exam"),
        pytest.param(f"{KASHGAR}{SCOPE}reviews: [{{{REVIEW}, open_to: system}}]\n", "none", id="for-a-system"),
        pytest.param(f'{KASHGAR}scope: {{areas: ["653125"], open_to: public}}\nreviews: [{{{REVIEW}}}]\n', "part", id="a-county-of-it"),
        pytest.param(f'{KASHGAR}scope: {{areas: ["653200"], open_to: public}}\nreviews: [{{{REVIEW}}}]\n', "none", id="elsewhere"),
        pytest.param(f"{SCOPE}reviews: [{{{REVIEW}}}]\n", "wide", id="of-the-region"),
        pytest.param(f'{KASHGAR}{SCOPE}reviews: [{{{REVIEW}, excludes: [{{areas: ["653100"], words: 除外}}]}}]\n', "none", id="left-out"),
        pytest.param(f"{SCOPE}reviews: [{{{REVIEW}, excludes: [{{areas: [{PARTS}], words: 除外}}]}}]\n", "none", id="all-parts-left-out"),
        pytest.param(f"{SCOPE}reviews: [{{{REVIEW}, excludes: [{{areas: [{PARTS[10:]}], words: 除外}}]}}]\n", "wide", id="but-one"),
        pytest.param(f'{KASHGAR}{SCOPE}reviews: [{{{REVIEW}}}]\nvalid: {{from: "2023-01-01", until: "2026-11-22"}}\n', "none", id="over"),
        pytest.param(
            f'{KASHGAR}{SCOPE}reviews: [{{{REVIEW}}}]\nvalid: {{from: "2023-01-01", until: "2026-11-23"}}\n', "own", id="last-day"
        ),
        pytest.param(entrusting(""), "entrusted", id="entrusted"),
        pytest.param(entrusting("specialties: [建筑工程]"), "some-entrusted", id="some-specialties-entrusted"),
        pytest.param(entrusting("tracks: [engineer]"), "some-entrusted", id="some-tracks-entrusted"),
        pytest.param(entrusting("specialties: [建筑工程]", ""), "entrusted", id="once-some-once-all"),
    ],
)
def test_the_state_of_a_cell(small: Path, record: str, expected: str) -> None:
    """What one record makes of engineering, intermediate, in 喀什 (653100)."""
    registries.write(small, registries.ONE, registries.record(record))
    assert state(small) == (expected, [] if expected == "none" else ["example-one"])


@pytest.mark.parametrize(("limit", "word"), [("", "委托"), ("specialties: [建筑工程]", "部分委托")])
def test_what_is_entrusted_in_part_is_called_that(small: Path, limit: str, word: str) -> None:
    """Nothing says of all of a series what holds for some of its specialties."""
    registries.write(small, registries.ONE, registries.record(entrusting(limit)))
    text = page(small, "coverage/intermediate/")
    assert re.findall(r'<span class="visually-hidden">喀什地区：(\S*委托)</span>', text) == [word]
    assert "某一格里有人评，不等于每个专业都有人评" in text
    assert "评审委员会评，不一定每个专业都评" in page(small, "coverage/")


def test_the_nearest_counts(small: Path) -> None:
    """Where both the region's and the place's own review, it is the place's own."""
    assert state(small, "health", "associate-senior") == ("own", ["example-prefecture"])
    assert state(small) == ("wide", ["example-one"])
    registries.write(small, TWO, registries.record(f"{KASHGAR}{SCOPE}reviews: [{{{REVIEW}}}]\n", base=TWO))
    assert state(small) == ("own", ["example-two"])
    assert state(small, area="653200") == ("wide", ["example-one"])


def test_a_national_examination(small: Path) -> None:
    """Levels that are obtained by an examination alone have nobody to review them, and no gap."""
    assert state(small, "accounting", "junior") == ("exam", [])
    assert state(small, "accounting", "full-senior") == ("none", [])


@pytest.mark.slow
def test_cells_of_the_sample_against_the_records() -> None:
    """What the YAML files say, read without any of the program: nobody reviews where a cell says so, and somebody where it does not."""
    today = registries.TODAY.isoformat()
    records = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(registries.REAL.glob("committees/*/*.yaml"))]
    there: set[tuple[str, str, str]] = set()
    for one in records:
        if one["status"] != "active" or not one.get("valid") or one["valid"]["until"] < today:
            continue
        for review in one["reviews"]:
            if review.get("open_to", one["scope"].get("open_to", "public")) == "public" and review.get("method") != "exam":
                there |= {(level, review["series"], code) for level in review["levels"] for code in one["scope"]["areas"]}
    matrix = coverage.matrix(Overview(sites.view(registries.REAL.parent)))
    assert Counter(cell.state for cell in matrix.values()).keys() >= {"own", "wide", "part", "exam", "none"}
    for (level, series, code), cell in matrix.items():
        if cell.state == "none":
            assert not {(level, series, code), (level, series, "650000")} & there, (level, series, code)
        if cell.state == "own":
            assert (level, series, code) in there or any((level, series, part) in there for part in _parts(code)), (level, series, code)
        if cell.state == "wide":
            assert (level, series, "650000") in there or (level, series, code) in there


def _parts(code: str) -> list[str]:
    table = yaml.safe_load((registries.REAL / "reference/areas.yaml").read_text(encoding="utf-8"))["areas"]
    return [one["code"] for one in table if one.get("parent") == code]


def test_sums_of_a_level_add_up(small: Path) -> None:
    """The line above the table, the counts, the bar and the last column and line say the same."""
    text = page(small, "coverage/associate-senior/")
    first = text[text.index("<h2") : text.index("</table>")]
    said = re.search(r"(\d+) 个系列 × 14 个地州市 = (\d+) 格，其中 (\d+) 格在登记册里找不到谁评", text)
    assert said
    series, cells, none = map(int, said.groups())
    assert cells == series * 14 == len(re.findall(r'<a class="state ', first))
    assert none == len(re.findall(r'<a class="state none"', first))
    assert sum(int(width) for width in re.findall(r'<rect class="[\w-]+" x="\d+" y="0" width="(\d+)"', first)) == cells
    rows = re.findall(r'<td class="num(?: hot)?"><span class="label">无人评 </span>(\d+)</td></tr>', first)
    foot = first[first.index("<tfoot") :]
    columns = re.findall(r'<td class="each(?: hot)?"><span class="place">[^<]+</span>(\d+)</td>', foot)
    assert (len(rows), len(columns)) == (series, 14)
    assert sum(map(int, rows)) == sum(map(int, columns)) == none == int(re.search(r'<td class="num">(\d+)</td></tr></tfoot>', foot)[1])  # type: ignore[index]


def test_a_cell_is_a_question(small: Path) -> None:
    """Place, level and series in words, for the page that finds."""
    question = quote("喀什 副高级 卫生技术人员")
    seen = '<span class="place" aria-hidden="true">喀什</span><span aria-hidden="true">本</span>'
    read = '<span class="visually-hidden">喀什地区：本地</span></a>'
    assert f'<a class="state own" href="../../find/?q={question}">{seen}{read}' in page(small, "coverage/associate-senior/")


FIVE = "中级、副高级（建筑工程/城市规划等 5 个专业）"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ("", FIVE),
        ("reviews: [{series: engineering, levels: [full-senior], catalog: {建筑工程: [城市规划]}}]\n", None),
        ("reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [别的]}}]\n", None),
        ("reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}]\n", "中级（建筑工程/城市规划）"),
        ('scope: {areas: ["653200"], open_to: public}\n', FIVE),
        ('scope: {areas: ["650000"], open_to: system}\n', None),
        ('valid: {from: "2023-01-01", until: "2026-11-22"}\n', None),
    ],
)
def test_who_else_reviews_the_same(small: Path, changes: str, named: str | None) -> None:
    """Two of the region with one specialty at one level in common; not where level, specialty or people differ."""
    path = "registry/committees/650000/example-three.yaml"
    registries.write(
        small, path, registries.record(changes).replace("id: example-one", "id: example-three").replace("name: ", "name: 第三")
    )
    text = page(small, "coverage/")
    assert ("compare/?a=example-one&amp;b=example-three" in text) is (named is not None)
    assert f"工程技术人员{named}" in text or named is None


@pytest.mark.parametrize(("other", "found"), [("652322", True), ("652323", False)])
def test_who_else_reviews_where_a_county_went_to_another_prefecture(small: Path, other: str, found: bool) -> None:
    """米泉市 became 米东区 of 乌鲁木齐市; 呼图壁县 is still of 昌吉州."""
    for name, code in (("one", "650109"), ("three", other)):
        fields = f'authority: prefecture\nscope: {{areas: ["{code}"], open_to: public}}\n'
        text = registries.record(fields).replace("id: example-one", f"id: example-{name}").replace("name: ", f"name: {name}")
        registries.write(small, f"registry/committees/650000/example-{name}.yaml", text)
    pairs = [{row.committee.id for row in (overlap.first, overlap.second)} for overlap in coverage._overlaps(Overview(sites.view(small)))]
    assert ({"example-one", "example-three"} in pairs) == found


def test_gaps_are_named_by_what_is_shorter(small: Path) -> None:
    """Nowhere at all, everywhere but there, or the places one by one."""
    text = page(small, "coverage/")
    senior = text[text.index('id="gaps-associate-senior"') : text.index('id="gaps-intermediate"')]
    assert '<dt><a href="../series/library/">图书资料专业人员</a></dt><dd>各地都没有登记</dd>' in senior
    assert '<dt><a href="../series/health/">卫生技术人员</a></dt><dd>除喀什以外，各地都没有登记</dd>' in senior
    assert "工程技术人员" not in senior
    scope = 'scope: {areas: ["650000"], open_to: public, excludes: [{areas: ["653200"], words: 和田除外}]}\n'
    registries.write(small, registries.ONE, registries.record(scope))
    text = page(small, "coverage/")
    assert '<dt><a href="../series/engineering/">工程技术人员</a></dt><dd><a href="../find/?q=' in text
