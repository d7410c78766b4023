"""What the pages are made of, without a browser: standing, phones, links, examples of rules, numbers of experts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from helpers import registries, sites

from zhicheng.documents.yaml_reading import read
from zhicheng.registry import named_tracks
from zhicheng.registry.history import History, RecordVersion
from zhicheng.registry.records.committee import committee
from zhicheng.registry.records.competence import Competence, FirstLevel
from zhicheng.registry.records.series import series_table
from zhicheng.registry.records.settings import Settings
from zhicheng.site import preview
from zhicheng.site.environment import environment
from zhicheng.site.pages import offers, pages, pool, proceedings
from zhicheng.site.pages.committee_groups import groups
from zhicheng.site.pages.overview import Overview
from zhicheng.site.pages.rules import blocks
from zhicheng.site.pages.standing import expiring_days, standing
from zhicheng.site.pages.words import commit_link, correction_link, percent, phone, points, share, source_link


def body(root: Path, url: str) -> str:
    """The content of one page of a registry."""
    view = sites.view(root)
    page = next(page for page in pages(view) if page.url == url)
    return environment().get_template(page.template).render(**page.context(), page=page, view=view, root=page.root)


@pytest.mark.parametrize(
    ("valid", "day", "kind", "text"),
    [
        ('{from: "2026-01-01", until: "2028-12-31"}', date(2026, 11, 23), "valid", "在册 · 有效期至 2028-12-31"),
        ('{from: "2026-01-01", until: "2027-02-22"}', date(2026, 11, 23), "valid", "在册 · 有效期至 2027-02-22"),
        ('{from: "2026-01-01", until: "2027-02-21"}', date(2026, 11, 23), "soon", "在册 · 有效期将满 2027-02-21"),
        ('{from: "2026-01-01", until: "2026-11-23"}', date(2026, 11, 23), "soon", "在册 · 有效期将满 2026-11-23"),
        ('{from: "2026-01-01", until: "2026-11-22"}', date(2026, 11, 23), "over", "有效期已满 · 2026-11-22"),
        ('{from: "2026-11-24", until: "2028-12-31"}', date(2026, 11, 23), "early", "在册 · 自 2026-11-24 起有效"),
        ("", date(2026, 11, 23), "open", "在册 · 未登记有效期"),
    ],
)
def test_standing(empty: Path, valid: str, day: date, kind: str, text: str) -> None:
    """The last day still counts; 90 days before it begins the warning."""
    registries.write(empty, registries.ONE, registries.record(f"valid: {valid}\n"))
    found = standing(committee(read(empty, registries.ONE).value), day, 90)
    assert (found.kind, found.text, found.past) == (kind, text, kind == "over")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0991-0000001", '<a class="nowrap" href="tel:09910000001">0991-0000001</a>'),
        ("0991-0000002转506", '<a class="nowrap" href="tel:09910000002,506">0991-0000002转506</a>'),
        ("0991-0000003（电话兼传真）", '<a class="nowrap" href="tel:09910000003">0991-0000003</a>（电话兼传真）'),
        ("0755-0000 8155", '<a class="nowrap" href="tel:075500008155">0755-0000 8155</a>'),
        ("人事处<b>", "人事处&lt;b&gt;"),
    ],
)
def test_phone(text: str, shown: str) -> None:
    assert str(phone(text)) == shown


def test_numbers() -> None:
    assert [points(value) for value in (15, 15.0, 2.5, 0)] == ["15", "15", "2.5", "0"]
    assert [share(*pair) for pair in ((1, 3), (5, 5), (0, 7), (1, 0))] == ["33.33%", "100%", "0%", "0%"]


def test_links_to_the_forge() -> None:
    """GitHub and Gitea name their pages differently; without a forge there is no link."""
    path = "registry/committees/650000/a b.yaml"
    links = {
        kind: Settings(
            "登记册",
            "650000",
            "2026",
            "中心",
            (),
            None,
            None,
            {"kind": kind, "url": "https://f.example/o/r/", "branch": "main"},
            False,
            "vault",
        )
        for kind in ("github", "gitea")
    }
    assert source_link(links["github"], path) == "https://f.example/o/r/blob/main/registry/committees/650000/a%20b.yaml"
    assert source_link(links["gitea"], path) == "https://f.example/o/r/src/branch/main/registry/committees/650000/a%20b.yaml"
    assert commit_link(links["gitea"], "abc") == "https://f.example/o/r/commit/abc"
    assert str(correction_link(links["github"], "名称&x", path)).startswith("https://f.example/o/r/issues/new?title=%E6%9B%B4%E6%AD%A3")
    none = Settings("登记册", "650000", "2026", "中心", (), None, None, None, False, "vault")
    assert (source_link(none, path), commit_link(none, "abc"), correction_link(none, "名称", path)) == (None, None, None)


def test_blocks_of_a_rule() -> None:
    text = "标题。\n\n第一段，\n分两行。\n\n第二段。\n\n不合格：\n\n    a: 1\n\n    b: 2\n\n合格：\n\n    a: 2"
    assert blocks(text) == [("paragraph", "第一段，分两行。"), ("paragraph", "第二段。"), ("failing", "a: 1\n\nb: 2"), ("passing", "a: 2")]


def test_shares_in_words() -> None:
    """What is not nothing is not called 0%, what is not everything not 100%."""
    shares = [percent(*pair) for pair in ((0, 0), (0, 9), (1, 1000), (11, 31), (999, 1000), (5, 5))]
    assert shares == ["0%", "0%", "1%", "35%", "99%", "100%"]


ROSTER = "registry/rosters/example-one.yaml"


def change(root: Path, path: str, pattern: str, text: str) -> None:
    """Replaces the first place of a pattern in a file; it has to be there."""
    changed, times = re.subn(pattern, text, (root / path).read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    assert times == 1
    (root / path).write_text(changed, encoding="utf-8")


@pytest.mark.parametrize(("young", "shown"), [(0, None), (4, None), (5, "5（16%）"), (11, "11（35%）")])
def test_no_small_number_of_the_young(small: Path, young: int, shown: str | None) -> None:
    """Neither the list of pools nor the committee's page shows a small number, even where a file was edited by hand; nor do the sums."""
    change(small, ROSTER, r"young: \d+", f"young: {young}")
    page, listed = body(small, "committees/example-one/"), body(small, "experts/")
    row = next(line for line in listed.splitlines() if 'committees/example-one/"' in line)
    assert f'data-label="45 岁以下">{shown or "—"}<' in row
    assert ("45 岁以下" in page) == (shown is not None)
    assert ("45 岁以下，31 人中的" in listed) == (shown is not None)  # those of the employers are not published
    assert "少于 5 人的数不公布" in listed
    assert "少于 5 人的数不公布" in page


def test_the_largest_specialties_come_first(small: Path) -> None:
    change(small, ROSTER, r"\{建筑工程: 31\}", "{市政工程: 9, 建筑工程: 22}")
    change(small, ROSTER, r"totals: \[removed\]", "totals: [removed]\n    by_first: {engineering: [交通工程]}")
    pool = body(small, "committees/example-one/").split('id="experts"')[1]
    assert re.findall(r'<th scope="row">(.*?工程)</th>', pool) == ["建筑工程", "市政工程", "交通工程"]


def test_a_small_pool_shows_that_it_is_small(small: Path) -> None:
    page, listed = body(small, "committees/example-prefecture/"), body(small, "experts/")
    row = next(line for line in listed.splitlines() if 'committees/example-prefecture/"' in line)
    assert 'data-label="在库">少于 5 人<' in row
    assert "专家库在库<b>少于 5 人</b>（2026 年度）" in page
    assert "<dd>37</dd>" in listed  # 31 and 6: the small pool is in no sum


@pytest.mark.parametrize(
    ("by_level", "hidden", "shown"),
    [
        ("  by_level: {full-senior: 12, associate-senior: 19}\n", "", "12"),
        ("  by_level: {associate-senior: 29}\n", "    by_level: [full-senior]\n", "少于 5 人"),
        ("  by_level: {associate-senior: 29}\n", "    by_level: [intermediate]\n  withheld:\n    by_level: [full-senior]\n", "不公布"),
        ("  by_level: {associate-senior: 31}\n", "", "0"),
        ("  by_level: {}\n", "", "—"),
    ],
)
def test_the_number_at_a_level(small: Path, by_level: str, hidden: str, shown: str) -> None:
    """What is hidden is not said to be none, and a pool that is not divided by level says so."""
    change(small, "registry/rosters/employer-653100.yaml", "by_level: {associate-senior", "by_level: {full-senior")
    change(small, ROSTER, r"  by_level: .*\n", by_level)
    change(small, ROSTER, r"    totals: \[removed\]\n", f"    totals: [removed]\n{hidden}")
    row = next(line for line in body(small, "experts/").splitlines() if 'committees/example-one/"' in line)
    assert f'data-label="正高级">{shown}<' in row


def test_a_chart_of_specialties_names_the_series_where_there_are_several(small: Path) -> None:
    overview = Overview(sites.view(small))
    one: pool.Specialties = {"engineering": {"建筑工程": (31, {})}}
    assert "工程技术人员" not in pool.specialty_chart(overview, one)
    both = pool.specialty_chart(overview, {**one, "health": {"护理": (9, {})}})
    assert "工程技术人员 · 建筑工程" in both
    assert "卫生技术人员 · 护理" in both


@pytest.mark.parametrize(
    ("number", "said"), [("active: 6", "在库专家，含单位直接报送的 6 人<"), ("active: 0", "在库专家<"), ("", "在库专家<")]
)
def test_how_many_experts_employers_sent(small: Path, number: str, said: str) -> None:
    """A number that is not published counts as none."""
    change(small, "registry/rosters/employer-653100.yaml", r"  active: 6\n", f"  {number}\n" if number else "")
    assert f"<dt>{said}/dt>" in body(small, "experts/")


def test_the_round_that_goes_on_is_marked(small: Path) -> None:
    marked = re.findall(r'<h2><a href="../rounds/(\d+)/">[^\n]*</a> <span class="chip">进行中的年度</span>', body(small, "rounds/"))
    assert marked == ["2026"]


def test_what_was_returned_is_not_published(small: Path) -> None:
    """Also where the version that was returned came to the main line later."""
    decision = 'committee: example-one, round: "2026", role: centre, account: centre-a, commit: "{}", date: "2026-06-0{}"'
    returned, approved = decision.format("1" * 40, 2), decision.format("2" * 40, 5)
    text = 'year: "2026"\ndecisions:\n'
    text += f"  - {{{returned}, outcome: returned, reason_code: incomplete, reason: 请补正, mend: 地址, appeal: 向中心提出}}\n"
    registries.write(small, "registry/decisions/2026.yaml", text + f"  - {{{approved}, outcome: approved}}\n")
    versions = [RecordVersion("example-one", f"2026-06-0{day}", commit * 40, "changed", ()) for day, commit in ((6, "2"), (4, "1"))]
    overview = Overview(sites.view(small, History(tuple(versions), {"example-one": tuple(versions)})))
    (one,) = proceedings.proceedings(overview, overview.registry.by_id["example-one"])
    assert [(step.date.day, step.stage) for step in one.steps][-3:] == [(2, "centre"), (5, "centre"), (6, "published")]


def test_when_a_validity_runs_out_without_a_rulebook_that_is_named(small: Path) -> None:
    """The others say it: that one is not there is for X003."""
    change(small, "registry/rounds/2026.yaml", r"^rulebooks: \[", "rulebooks: [none-2020, ")
    assert expiring_days(sites.view(small).registry) == 90


def test_committees_of_the_region_stand_by_series_in_the_order_of_the_table(small: Path) -> None:
    registries.write(
        small, registries.ONE, registries.record("reviews: [{series: accounting, levels: [junior], catalog: {会计: [财务会计]}}]\n")
    )
    overview = Overview(sites.view(small))
    (region,) = (group for group in groups(overview) if group.id == "region")
    order = [key for key, *_ in region.parts]
    assert order == ["translation", "accounting"]


def test_a_preview_offers_the_blank_forms(small: Path) -> None:
    _, html = preview.article(sites.view(small).registry, "example-one", registries.TODAY)
    assert {"blank.form-1.docx", "blank.form-3.xlsx"} <= set(re.findall(r'forms/([\w.-]+)"', html))


def test_whom_an_entrusting_names(small: Path) -> None:
    """A registered committee by its name; any other as it is written, or not at all."""
    ways = "committee: example-two", "committee: example-none", "name: 某大学", "words: 另有规定"
    items = ", ".join(f"{{{way}, series: health, levels: [junior]}}" for way in ways)
    registries.write(small, registries.ONE, registries.record(f"entrusts: [{items}]\n"))
    overview = Overview(sites.view(small))
    two = overview.registry.by_id["example-two"].name
    shown = [one.name for one in offers.entrusted_out(overview, overview.registry.by_id["example-one"])]
    assert shown == [two, "example-none", "某大学", ""]


def test_rules_that_no_rulebook_brings_into_force_stand_apart(small: Path) -> None:
    """Those alone, in order of their codes; no other is listed twice."""
    change(small, "registry/rulebooks/order-40.yaml", r"^  E20[12]:.*\n", "")
    change(small, "registry/rulebooks/order-40.yaml", r"^  E20[12]:.*\n", "")
    listed, unused = body(small, "rules/").split('<details class="unused-rules">')
    assert re.findall(r'href="[./]*rules/(\w+)/"', unused) == ["E201", "E202", "R117", "R118"]
    assert not {"E201", "E202", "R117", "R118"} & set(re.findall(r'href="[./]*rules/(\w+)/"', listed))


def test_the_figure_for_the_young_is_said_with_its_clause(small: Path) -> None:
    """On both pages, out of the rulebook of the round; with another figure there, another number here."""
    said = "每个专家库至少有 1 名 45 岁以下专家，依据备案登记的函（2019）二（五）2"
    for url in ("committees/example-one/", "experts/"):
        assert said in body(small, url)
    book = "registry/rulebooks/letter-2019.yaml"
    change(small, book, r"young_minimum: \{number: 1", "young_minimum: {number: 3")
    change(small, book, r"young_age: \{number: 45", "young_age: {number: 50")
    for url in ("committees/example-one/", "experts/"):
        page = body(small, url)
        assert said.replace("1 名 45", "3 名 50") in page
        assert "50 岁以下" in page
        assert "45 岁以下" not in page


@pytest.mark.parametrize(("share", "words"), [("1/3", "三分之一"), ("30%", "30%")])
def test_a_share_of_the_young_is_said_as_the_document_prints_it(small: Path, share: str, words: str) -> None:
    change(small, "registry/rulebooks/letter-2019.yaml", r"young_minimum: \{number: 1", f"young_minimum: {{share: {share}")
    assert f"每个专家库 45 岁以下的专家不少于{words}，依据备案登记的函（2019）二（五）2" in body(small, "experts/")


def test_nothing_of_age_where_no_rulebook_says_who_is_young(small: Path) -> None:
    change(small, "registry/rulebooks/letter-2019.yaml", r"^  young_age:.*\n", "")
    for url in ("committees/example-one/", "experts/"):
        assert "岁以" not in body(small, url)


def test_how_many_committees_have_a_pool(small: Path) -> None:
    """Of those that may recommend experts, by the letter the region's and the prefectures'; of all where no rulebook says so."""
    rows = sites.view(small).registry.committees
    active = [entry.record.authority for entry in rows if entry.record.active]
    senders = sum(authority in ("region", "prefecture") for authority in active)
    page = body(small, "experts/")
    assert f"评审委员会有专家库（可以推荐评委的共 {senders} 个）</dt><dd>2<" in page
    assert "依据备案登记的函（2019）二（一）" in page
    change(small, "registry/rulebooks/letter-2019.yaml", r"^  R101:.*\n", "")
    assert f"评审委员会有专家库（在册的共 {len(active)} 个）</dt><dd>2<" in body(small, "experts/")


def test_trend_where_more_than_one_round_is_known(small: Path) -> None:
    """What was sent in each round, in order; with one round known there is no trend."""
    page, listed = body(small, "committees/example-one/"), body(small, "experts/")
    row = '<tr><th scope="row">{}</th>{}<td class="num">{}</td><td class="num">{}</td></tr>'
    few, hidden = "少于 5 人", "不公布"
    assert row.format(2026, "", 31, few) + row.format(2019, "", 24, few) in page
    sent = '<td class="num">{} 份</td>'
    assert row.format(2026, sent.format(3), 37, hidden) + row.format(2019, sent.format(1), 24, few) in listed
    assert page.count('<svg class="chart') == 3
    change(small, ROSTER, r"^history:\n(?:  .*\n)+", "")
    for url in ("committees/example-one/", "experts/"):
        page = body(small, url)
        assert "各年度" not in page
        assert '<svg class="chart' in page


def test_every_chart_has_its_numbers_in_a_table(small: Path) -> None:
    for url, known in (
        ("committees/example-one/", ("正高级 12", "副高级 19", "建筑工程 31", "2019 24")),
        ("experts/", ("正高级 12", "副高级 25")),
    ):
        page = body(small, url)
        drawn = re.findall('<svg class="chart.*?<title>', page)
        assert drawn
        assert all('role="img"' in chart for chart in drawn)
        rows = [" ".join(re.sub("<[^>]*>", " ", row).replace(" 份", "份").split()) for row in re.findall("<tr.*?</tr>", page, re.DOTALL)]
        for text in known:
            name, number = text.split()
            assert any(row.split()[:1] == [name] and number in row.split() for row in rows), text


def test_without_rosters(empty: Path) -> None:
    assert "还没有登记评委花名册的人数" in body(empty, "experts/")


def test_waived_expert_is_not_described(small: Path) -> None:
    """A waiver for an expert is listed without its reason, which lies in the vault."""
    granted = 'granted_by: 示例厅, date: "2026-01-20", until: "2027-01-20"'
    entry = f"waivers:\n  - {{committee: example-one, rule: R104, expert: k7q2m9, reason: 不应当出现的原因, {granted}}}\n"
    registries.write(small, "registry/waivers.yaml", entry)
    for url in ("waivers/", "committees/example-one/"):
        page = body(small, url)
        assert "R104" in page
        assert "不应当出现的原因" not in page
        assert "k7q2m9" not in page


def test_map_of_tiles_only_where_every_place_is_known(small: Path) -> None:
    """Xinjiang has its tiles; a region with other prefectures gets a plain list."""
    assert body(small, "").count('<li class="column-') == 14
    path = small / "registry/reference/areas.yaml"
    text = path.read_text(encoding="utf-8")
    extra = "  - {code: '659900', name: 新设地区, level: prefecture, kind: 地区, parent: '650000', since: 2026}\npending:"
    path.write_text(text.replace("\npending:", "\n" + extra, 1), encoding="utf-8")
    page = body(small, "")
    assert "column-" not in page
    assert "新设地区" in page


COUNTY = "  - {code: '659021', name: 丁县, level: county, kind: 县, parent: '650000'}\n"


@pytest.mark.parametrize(
    ("kept", "more", "below", "mapped"),
    [
        (lambda row: True, "", "直辖县级市", True),
        (lambda row: True, COUNTY, "直辖县市", True),
        (lambda row: "level: county" not in row or "parent: '650000'" in row or "'653" in row, COUNTY, "直辖县市", True),
        (lambda row: "level: region" in row or "parent: '650000', since: 1985" in row, COUNTY, "各地", False),
    ],
)
def test_name_of_what_lies_directly_below_the_region(empty: Path, kept: Callable[[str], bool], more: str, below: str, mapped: bool) -> None:
    """Counties are no cities, and those of a municipality stand on no map of prefectures."""
    path = empty / "registry/reference/areas.yaml"
    head, _, rest = path.read_text(encoding="utf-8").partition("areas:\n")
    rows, _, _ = rest.partition("pending:\n")
    tiles = rest[rest.index("map:\n") : rest.index("retired:\n")]
    chosen = "".join(f"{row}\n" for row in rows.splitlines() if kept(row))
    path.write_text(f"{head}areas:\n{chosen}{more}{tiles if mapped else ''}", encoding="utf-8")
    assert f'<h2 id="direct">{below}</h2>' in body(empty, "areas/")
    home = body(empty, "")
    assert (f"；下方为自治区{below}。" in home, "方格示意" in home) == (mapped, mapped)


@pytest.mark.parametrize(
    ("series", "catalog", "found"),
    [
        ("agriculture", {"畜牧": ["畜禽养殖"], "兽医": ["兽医临床"]}, "畜牧 兽医"),
        ("agriculture", {"棉花": ["棉花栽培"]}, "农艺"),
        ("agriculture", {"水产": ["水产养殖"]}, "农艺 畜牧 兽医 农业技术推广"),
        ("agriculture", {"水产": ["水产养殖"], "畜牧": ["畜禽养殖"]}, "农艺 畜牧 兽医 农业技术推广"),
        ("agriculture", {"农学": ["作物栽培"], "畜牧兽医": ["家畜繁育"]}, "农艺 畜牧 兽医"),
        ("agriculture", {"棉花": ["棉花栽培"], "农艺": ["农学", "农业技术推广"]}, "农艺 农业技术推广"),
        ("health", {"护理": ["中医护理"]}, "护"),
        ("health", {"药学": ["医院药学"], "医学技术": ["临床医学检验技术"]}, "药 技"),
        ("health", {"公共卫生": ["职业卫生"]}, "医"),
        ("health", {"公共卫生": ["职业健康监护", "理化检验技术"]}, "医 技"),
        ("health", {"医学检验": ["临床检验", "微生物检验"]}, "技"),
        ("health", {"临床医学": ["内科", "临床医学检验"]}, "医"),
        ("health", {"基层卫生": ["护理"]}, "护"),
        ("health", {"基层卫生": ["全科医学", "社区护理", "康复"]}, "医 护"),
        ("health", {"医院药学": ["静脉配置"]}, "药"),
        ("health", {"临床药学": ["临床药学"], "口腔医学技术": ["义齿"], "口腔医学": ["口腔修复"]}, "医 药 技"),
        ("health", {"中医药": ["炮制"]}, "医 药"),
        ("health", {"康复医学治疗技术": ["康复"]}, "技"),
        ("health", {"疾病控制": ["流行病"]}, "医"),
        ("health", {"护理": ["护理"], "营养": ["营养"]}, "医 药 护 技"),
        ("arts", {"艺术表演": ["声乐演员"], "艺术创作": ["编剧", "作曲"]}, "演员 编剧"),
        ("economics", {"人力资源管理": ["社会保险"]}, "人力资源管理"),
        ("economics", {"铁路经营": ["客运营销"], "知识产权": ["商标"]}, "经济 知识产权"),
        ("public-legal-service", {"法医类": ["法医物证鉴定"]}, "法医类"),
        ("public-legal-service", {"司法鉴定": ["文书鉴定"]}, "物证/声像资料/环境损害类"),
        ("public-legal-service", {"声像资料类": ["录音鉴定"]}, "物证/声像资料/环境损害类"),
        ("civil-aviation-flight", {"飞行机械": ["飞行机械"], "飞行通信": ["飞行通信", "领航"]}, "领航员 飞行通信员 飞行机械员"),
        ("engineering", {"建筑工程": ["建筑结构"]}, "工程技术人员"),
    ],
)
def test_tracks(small_template: Path, series: str, catalog: dict[str, list[str]], found: str) -> None:
    """The titles a committee awards are those of the tracks its specialties name; where a first-level one names none, all."""
    table = sites.view(small_template).registry.series[series]
    review = Competence(series, ("intermediate",), tuple(FirstLevel(name, name, tuple(seconds)) for name, seconds in catalog.items()))
    assert [track.name for track in named_tracks.tracks(table, review)] == found.split()


@pytest.mark.parametrize(
    ("catalog", "found"),
    [
        ({"器乐": ["二胡", "钢琴"]}, "演奏员"),
        ({"艺术表演": ["舞蹈演员", "民族乐器演奏员"]}, "演员 演奏员"),
        ({"美术": ["国画", "书法"]}, "美术"),
        ({"舞台美术": ["灯光设计", "服装设计"]}, "舞美设计"),
        ({"技术保障": ["灯光音响", "道具制作"]}, "舞台技术"),
        ({"影视": ["摄影", "剪辑", "录音"]}, "摄影(摄像) 录音 剪辑"),
        ({"艺术管理": ["舞台监督", "剧目制作"]}, "演出监督"),
        ({"舞蹈编导": ["舞蹈编导"]}, "导演(编导)"),
        ({"文艺创作": ["作曲", "作词", "文学创作"]}, "文学创作 作曲 作词"),
        ({"群众文化": ["群众文化"]}, ""),
        ({"曲艺": ["评书"]}, ""),
    ],
)
def test_tracks_of_the_arts(catalog: dict[str, list[str]], found: str) -> None:
    """Those of the national table; none where the specialties name none: the table may lack some."""
    text = (registries.HERE.parent / "registry/reference/series.yaml").read_text(encoding="utf-8")
    table = series_table(yaml.safe_load(text))["arts"]
    review = Competence("arts", ("intermediate",), tuple(FirstLevel(name, name, tuple(seconds)) for name, seconds in catalog.items()))
    assert [track.name for track in named_tracks.named_tracks(table, review)] == found.split()


def test_the_page_of_a_division_that_is_no_more(small: Path) -> None:
    """It leads to those that took its place; who was gone before the first round never had a page."""
    page = body(small, "areas/652923/")
    assert "<h1>库车县（652923）</h1>" in page
    assert "这个区划代码用到 2019 年为止" in page
    assert '<a href="../../areas/652902/">库车市</a>' in page
    urls = {page.url for page in pages(sites.view(small))}
    assert {"areas/654223/", "areas/652902/"} < urls
    assert not {"areas/652222/", "areas/652200/"} & urls  # until 2016; without a successor


def test_over_is_not_counted_as_competent(small: Path) -> None:
    """Where a validity is over the committee stays in the list, and is no longer counted."""
    before = body(small, "areas/650000/"), body(small, "series/engineering/")
    registries.write(small, registries.ONE, registries.record('valid: {from: "2020-01-01", until: "2022-12-31"}\n'))
    after = body(small, "areas/650000/"), body(small, "series/engineering/")
    counts = [
        [int(re.search(pattern, text)[1]) for pattern, text in zip(("委员会 (\\d+) 个", "(\\d+) 个评审委员会登记了"), texts, strict=True)]
        for texts in (before, after)
    ]
    assert counts[1] == [count - 1 for count in counts[0]]
    assert all("committees/example-one/" in text for text in after)
    assert [set(re.findall('class="(date[^"]*)"', texts[1])) for texts in (before, after)] == [{"date"}, {"date", "date over"}]
    assert ["另有 1 个有效期已满，也列在下面。" in text[0] for text in (before, after)] == [False, True]


def test_late_filing_is_marked(small: Path) -> None:
    """2026's form was due on 06-19: the day itself is in time, the next is a day late."""
    for day, said in (("2026-06-19", "按时"), ("2026-06-20", "逾期 1 天")):
        registries.write(small, registries.ONE, registries.record(f'filings: [{{round: "2026", date: "{day}"}}]\n'))
        assert said in body(small, "committees/example-one/")
    assert "逾期备案（1）" in body(small, "rounds/2026/")
