"""A committee's page, without a browser: the answer first, and nothing promised that the record does not say."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from helpers import registries, sites

from zhicheng.registry import registry
from zhicheng.registry.records.office import Application
from zhicheng.site import site
from zhicheng.site.environment import environment
from zhicheng.site.markup import validity_bar
from zhicheng.site.pages import pages
from zhicheng.site.pages.applying import window_state, windows
from zhicheng.site.pages.overview import Overview
from zhicheng.site.pages.proceedings import proceedings
from zhicheng.site.pages.standing import judged

FULL = "committees/example-full/"


@pytest.fixture
def full(small: Path) -> Path:
    """The small registry, and in it a committee that uses every field that may be absent."""
    return sites.with_every_field(small)


def text(html: str) -> str:
    """HTML as one line of text."""
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


def body(root: Path, url: str) -> str:
    """The content of one page of a registry."""
    view = sites.view(root)
    page = next(page for page in pages(view) if page.url == url)
    return environment().get_template(page.template).render(**page.context(), page=page, view=view, root=page.root)


def answers(root: Path, url: str = FULL) -> dict[str, str]:
    """The answers of a committee's page by their questions, as text, without the spaces that the markup leaves."""
    html = body(root, url)
    block = html[html.index('<dl class="qa answer">') : html.index('<aside class="side"')]
    pairs = re.findall("<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", block, re.DOTALL)
    return {question: re.sub(r"\s+", "", unescape(re.sub("<[^>]+>", "", answer))) for question, answer in pairs}


def offered(root: Path, changes: str) -> list[tuple[str, str, str]]:
    """Level, verdict and the rest of each line of what can be obtained, for `example-one` with other fields."""
    registries.write(root, registries.ONE, registries.record(changes))
    html = body(root, "committees/example-one/")
    rows = re.findall(r'<tr><th scope="row">(.{2,3})</th><td class="verdict">(.*?)</td><td>(.*?)</td></tr>', html, re.DOTALL)
    return [(level, text(verdict), text(rest)) for level, verdict, rest in rows]


@pytest.mark.parametrize(
    ("differs", "lists"),
    [
        ("excludes: [{where: own-committee, words: 已设中级评委会的由当地评审}]", 1),
        ("open_to: unit", 1),
        ("valid_in: grassroots", 2),
        ("method: exam-and-review", 2),
    ],
)
def test_reviews_that_differ_in_levels_and_applicants_are_one_list(small: Path, differs: str, lists: int) -> None:
    """Specialties of several reviews are counted once."""
    catalog = "catalog: {建筑工程: [城市规划, 建筑结构], 市政工程: [给水排水]}"
    lower = f"{{series: engineering, levels: [intermediate], {differs}, {catalog}}}"
    rows = offered(small, f"reviews: [{{series: engineering, levels: [associate-senior], {catalog}}}, {lower}]")
    html = body(small, "committees/example-one/")
    assert [level for level, *_ in rows] == ["副高级", "中级"]
    assert html.count('<table class="plain offer">') == html.count('<table class="plain catalog">') == lists
    assert (html.count("<h3>工程技术人员 · 副高级</h3>"), html.count("<h3>工程技术人员 · 中级</h3>")) == ((0, 0) if lists == 1 else (1, 1))
    assert '<a href="#specialties">评审专业</a><small>3 个</small>' in html


def test_the_record_with_every_field_has_no_fault(full: Path) -> None:
    loaded = registry.load(full)
    assert loaded.findings == []
    assert "example-full" in loaded.by_id


@pytest.mark.parametrize(("kind", "said"), [("correction", "更正"), ("suspension", "暂停评审"), ("resumption", "恢复评审")])
def test_a_notice_is_headed_by_what_it_is(small: Path, kind: str, said: str) -> None:
    notice = f'notices: [{{date: "2026-03-02", kind: {kind}, text: 依据某文件。}}]\nvalid: {{from: "2026-01-01", until: "2026-03-01"}}\n'
    registries.write(small, registries.ONE, registries.record(notice))
    assert f"<strong>{said}（2026-03-02）</strong>依据某文件。" in body(small, "committees/example-one/")


def test_answer_first(full: Path) -> None:
    """What, who, when, where, whom to ask and what it costs, in this order, before any detail; a correction before all."""
    html = body(full, FULL)
    assert list(answers(full)) == ["可评什么", "谁可以报", "什么时候", "在哪里报", "收费和材料", "怎么办", "问谁"]
    assert (
        html.index("更正（2026-03-02）")
        < html.index("可评什么")
        < html.index('<h2 id="guide">办事指南</h2>')
        < html.index("收费和材料")
        < html.index('id="specialties"')
    )


def test_the_guide_for_who_applies(full: Path) -> None:
    """When, where, with what, in which steps and whom to ask are under one heading, whatever is registered; a link leads to all steps."""
    said = answers(full)
    first = registry.load(full).by_id["example-full"].procedure[0]
    assert re.fullmatch(rf"第一步：{re.escape(first)}。看全部\d+步", said["怎么办"])
    assert said["问谁"].startswith("咨询电话：")
    for url in (FULL, "committees/example-one/"):
        html = body(full, url)
        guide = html[html.index('<h2 id="guide">办事指南</h2>') : html.index('<aside class="side"')]
        questions = re.findall("<div><dt>(.*?)</dt>", guide)
        assert questions == ["什么时候", "在哪里报", "收费和材料", "怎么办", "问谁"], url
        assert 'href="#procedure"' in guide
        assert '<li><a href="#guide">办事指南</a>' in html


def test_nobody_applies_to_a_withdrawn_committee(full: Path) -> None:
    """It says so where others say who may, and has no guide for it: only whom to ask."""
    said = answers(full, "committees/example-old/")
    assert list(said) == ["可评什么", "谁可以报", "问谁"]
    assert "不可以已撤销登记，不再受理申报" in said["谁可以报"]
    assert "可以面向社会" not in said["谁可以报"]
    assert "guide" not in body(full, "committees/example-old/")


@pytest.mark.parametrize(
    ("day", "past", "over"),
    [
        ("2025-12-31", "0", False),
        ("2026-01-01", "0", False),
        ("2028-12-30", "99.8", False),
        ("2028-12-31", "99.9", False),
        ("2029-01-01", "100", True),
    ],
)
def test_the_bar_of_a_validity(day: str, past: str, over: bool) -> None:
    """Nothing of it is over on the first day, all of it on the day after the last."""
    drawn = validity_bar(date(2026, 1, 1), date(2028, 12, 31), date.fromisoformat(day))
    assert f'class="past" width="{past}' in drawn
    assert ('class="validity over"' in drawn) is over


def test_who_may_apply(full: Path) -> None:
    """For whom each review is open, who may not in the document's words, and the note to its last word."""
    who = answers(full)["谁可以报"]
    record = (full / registries.ONE.replace("one", "full")).read_text(encoding="utf-8")
    note = re.search("note: (克拉玛依市.*)", record)
    assert note is not None
    assert note[1] in who
    for said in (
        "地域克拉玛依市、第八师、自治区本级",
        "卫生技术人员副高级、正高级：只受理本单位的人员",
        "会计人员中级、副高级：只受理本系统的人员",
        "不可以不含新疆生产建设兵团所属单位（克拉玛依区、兵团）",
        "另办卫生技术人员副高级、正高级：各地州市已有本专业副高级评审委员会的除外",
    ):
        assert said in who, said


@pytest.mark.parametrize(
    ("second", "said"),
    [
        pytest.param("levels: [intermediate], catalog: {土木: [桥梁]}", "工程技术人员中级（桥梁）：只受理本单位的人员", id="same-level"),
        pytest.param(
            "levels: [junior, intermediate], catalog: {土木: [甲, 乙, 丙, 丁, 戊]}",
            "工程技术人员初级、中级（甲、乙、丙、丁等5个专业）：只受理本单位的人员",
            id="many",
        ),
        pytest.param("levels: [intermediate], catalog: all", "工程技术人员中级（全部专业）：只受理本单位的人员", id="all"),
        pytest.param("levels: [junior], catalog: {土木: [桥梁]}", "工程技术人员初级：只受理本单位的人员", id="another-level"),
    ],
)
def test_reviews_of_the_same_level_are_told_apart(small: Path, second: str, said: str) -> None:
    """Where one level is open for some specialties and closed for others, each is said."""
    first = "{series: engineering, levels: [intermediate], catalog: {土木: [道路]}}"
    reviews = f"{first}, {{series: engineering, {second}, open_to: unit}}"
    registries.write(small, registries.ONE, registries.record(f"reviews: [{reviews}]\nscope: {{areas: ['650000'], open_to: public}}\n"))
    who = answers(small, "committees/example-one/")["谁可以报"]
    open_one = "工程技术人员中级：" if said.startswith("工程技术人员初级：") else "工程技术人员中级（道路）："
    assert said in who
    assert open_one + "面向社会" in who


def test_where_and_whom(full: Path) -> None:
    found = answers(full)
    for said in ("https://apply.example.org/nursing", "示例大学附属医院职改办：门诊楼四楼12号窗口（邮编834000）", "工作日10:00–14:00"):
        assert said in found["在哪里报"], said
    assert found["问谁"] == "咨询电话：0990-0000021办事机构：0990-0000022监督电话：0990-0000023"


def test_when(full: Path) -> None:
    """This year's window and the next one; last year's only where nothing is to come, and then it is said."""
    assert answers(full)["什么时候"] == "2026年度2026-11-01至2026-11-30正在受理2027年度2027-07-01至2027-08-15未到按2026-11-23的登记。"
    assert "不收费" in answers(full)["收费和材料"]
    path = full / registries.ONE.replace("one", "full")
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not re.match('  - {year: "202[67]"', line)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = answers(full)["什么时候"]
    assert said.startswith("2025年度2025-07-01至2025-08-15已截止下一年度的申报时间还没有登记，上面是2025年度的。")


@pytest.mark.parametrize("more", ["", ', opens: "2025-07-01"'])
def test_a_year_without_a_last_day_is_not_still_to_come(small: Path, more: str) -> None:
    """What is known of last year only is called last year's."""
    registries.write(small, registries.ONE, registries.record(f'applications: [{{year: "2025"{more}}}]\n'))
    assert "下一年度的申报时间还没有登记，上面是2025年度的。" in answers(small, "committees/example-one/")["什么时候"]


def test_nothing_registered_is_said(small: Path) -> None:
    """A record of today, which knows no window, office or fee, says so."""
    found = answers(small, "committees/example-one/")
    assert found["什么时候"] == "申报时间没有登记，请打电话问。"
    assert found["在哪里报"] == "没有登记办事机构。单位地址：乌鲁木齐市天山区示例路1号三楼"
    assert found["收费和材料"] == "没有登记，请打电话问。"


@pytest.mark.parametrize(
    ("opens", "closes", "day", "state"),
    [
        ("2026-07-01", "2026-08-15", "2026-06-30", "未到"),
        ("2026-07-01", "2026-08-15", "2026-07-01", "正在受理"),
        ("2026-07-01", "2026-08-15", "2026-08-15", "正在受理"),
        ("2026-07-01", "2026-08-15", "2026-08-16", "已截止"),
        ("2026-07-01", None, "2026-06-30", "未到"),
        ("2026-07-01", None, "2026-07-01", ""),
        (None, "2026-08-15", "2026-08-15", ""),
        (None, "2026-08-15", "2026-08-16", "已截止"),
        ("2026-07-01", None, "2027-01-01", ""),
        (None, None, "2027-01-01", ""),
    ],
)
def test_state_of_a_window(opens: str | None, closes: str | None, day: str, state: str) -> None:
    """The first and the last day are within; where a day is not given nothing is said that would need it."""
    first, last = (None if value is None else date.fromisoformat(value) for value in (opens, closes))
    assert window_state(Application("2026", first, last, None, None, None), date.fromisoformat(day))[0] == state


@pytest.mark.parametrize(
    ("opens", "closes", "dates"),
    [
        ("2026-07-01", "2026-08-15", "2026-07-01 至 2026-08-15"),
        ("2026-07-01", None, "2026-07-01 开始，截止日期没有登记"),
        (None, "2026-08-15", "2026-08-15 截止，开始日期没有登记"),
        (None, None, "起止日期没有登记"),
    ],
)
def test_days_of_a_window(opens: str | None, closes: str | None, dates: str) -> None:
    first, last = (None if value is None else date.fromisoformat(value) for value in (opens, closes))
    committee = SimpleNamespace(applications=(Application("2026", first, last, None, None, None),))
    assert [window.dates for window in windows(committee, date(2026, 7, 1))] == [dates]


def test_each_round_has_its_own_decisions(small: Path) -> None:
    """Newest first; the steps of another round are not among them."""
    rest = 'account: a, commit: "' + "a" * 40 + '", '
    refused = 'outcome: returned, reason_code: incomplete, mend: 请补, appeal: 可以申诉, date: "2019-06-10"'
    for year, said in (("2026", 'outcome: approved, date: "2026-06-12"'), ("2019", refused)):
        line = f'{{committee: example-one, round: "{year}", role: centre, {rest}{said}}}'
        registries.write(small, f"registry/decisions/{year}.yaml", f'year: "{year}"\ndecisions:\n  - {line}\n')
    overview = Overview(sites.view(small))
    found = proceedings(overview, overview.registry.by_id["example-one"])
    steps = [(one.round, [(str(step.date), step.stage) for step in one.steps if step.stage]) for one in found]
    assert steps == [("2026", [("2026-06-12", "centre")]), ("2019", [("2019-06-10", "centre")])]


MAINLY, ONLY = "这一层级主要通过全国考试取得；", "这一层级只能通过全国考试取得；"
REVIEW = "reviews: [{{series: {}, levels: [{}], {}catalog: {{一级: [二级]}}}}]\n"


@pytest.mark.parametrize(
    ("series", "level", "method", "found"),
    [
        ("engineering", "associate-senior", "", "副高级 可评 高级工程师"),
        ("engineering", "associate-senior", "recognition", "副高级 考核认定 高级工程师 考核合格即认定，不用评审。"),
        ("accounting", "intermediate", "", f"中级 先问清 会计师 {MAINLY}是否还评审，请先问清。 考试：会计专业技术资格考试，由财政部"),
        ("accounting", "intermediate", "review", f"中级 先问清 会计师 {MAINLY}登记为评审，是否还评审，请先问清。 考试：会计专业"),
        ("accounting", "intermediate", "exam", "中级 以考代评 会计师 考试合格即取得，不评审。 考试：会计专业技术资格考试，由财政部"),
        ("accounting", "associate-senior", "", "副高级 考评结合 高级会计师 先通过考试，再申报评审。 考试：高级会计专业技术资格考试"),
        ("publishing", "junior", "", f"初级 先问清 助理编辑 {ONLY}是否还评审，请先问清。 考试：出版专业技术人员职业资格考试，由"),
        ("library", "intermediate", "exam", "中级 以考代评 馆员 考试合格即取得，不评审。考试的名称没有登记，请先问清。"),
        ("translation", "associate-senior", "exam-and-review", "副高级 考评结合 一级翻译 先通过考试，再申报评审。是哪一种考试，以"),
    ],
)
def test_way_to_a_level(small: Path, series: str, level: str, method: str, found: str) -> None:
    """An examination is named with who holds it, and a level that is obtained by one is never said to be reviewed."""
    lines = offered(small, REVIEW.format(series, level, f"method: {method}, " if method else ""))
    assert " ".join(lines[0]).startswith(found)
    assert len(lines) == 1


@pytest.mark.parametrize("tracks", ["", "tracks: [nurse], "])
def test_titles_only_from_registered_tracks(small: Path, tracks: str) -> None:
    """Without a track the titles are what is possible; with one they are those of it and no others."""
    changes = f"reviews: [{{series: health, levels: [full-senior], {tracks}catalog: {{护理: [护理学]}}}}]\n"
    said = offered(small, changes)[0][2]
    assert said == ("主任护师" if tracks else "可能的职称：主任护师，以评审委员会答复为准")


@pytest.mark.parametrize(
    ("catalog", "level", "shown"),
    [
        ("{兽医: [动物防疫], 农业技术推广: [农技推广]}", "intermediate", "农艺师、畜牧师、兽医师"),
        ("{农业技术推广: [农技推广]}", "intermediate", "农艺师、畜牧师、兽医师"),
        ("{兽医: [动物防疫], 农业技术推广: [农技推广]}", "full-senior", "正高级兽医师、农业技术推广研究员"),
        ("{农艺: [农学, 农业技术推广]}", "intermediate", "农艺师"),
        ("{兽医: [动物防疫]}", "intermediate", "兽医师"),
    ],
)
def test_titles_below_the_only_level_of_a_track(small: Path, catalog: str, level: str, shown: str) -> None:
    """Those whom a specialty means hold one of the other titles where its track has none; 兽医师 alone would turn them away."""
    changes = f"reviews: [{{series: agriculture, levels: [{level}], catalog: {catalog}}}]\n"
    assert offered(small, changes)[0][2] == f"可能的职称：{shown}，以评审委员会答复为准"


@pytest.mark.parametrize(
    ("specialty", "shown"),
    [("声乐演员", "可能的职称：一级演员，以评审委员会答复为准"), ("群众文化", "职称名称没有登记，请问评审委员会")],
)
def test_titles_of_a_list_that_lacks_some(small: Path, specialty: str, shown: str) -> None:
    """What is none of those listed may be any other: none of them is named."""
    found = offered(small, f"reviews: [{{series: arts, levels: [full-senior], catalog: {{{specialty}: [{specialty}]}}}}]\n")
    assert found[0][2] == shown


def test_examinations_of_some_specialties(small: Path) -> None:
    """A level that is reviewed but for specialties with an examination says so beside it."""
    registries.write(small, registries.ONE, registries.record(REVIEW.format("translation", "intermediate", "")))
    said = answers(small, "committees/example-one/")["可评什么"]
    assert "中级考试设有的专业只能通过考试取得：全国翻译专业资格（水平）考试三级、二级，由人力资源社会保障部、中国外文局组织。" in said
    assert "少数民族语文" in said


@pytest.mark.parametrize(
    ("catalog", "told"),
    [
        ("{外语: [英语]}", True),
        ("{英语: [口译]}", True),
        ("{外语: {口译: [商务英语, 法语]}}", True),
        ("all", True),
        ("{外语: [法语]}", False),
    ],
)
def test_an_examination_is_told_where_a_specialty_may_be_one_of_its_own(small: Path, catalog: str, told: bool) -> None:
    """As the search does: one of 软件 is none of a committee for 水利."""
    review = f"reviews: [{{series: translation, levels: [intermediate], catalog: {catalog}}}]\n"
    registries.write(small, registries.ONE, registries.record(review))
    path = small / "registry/reference/series.yaml"
    before, series, after = path.read_text(encoding="utf-8").partition("  - id: translation\n")
    after = after.replace("        covers: some\n", "        covers: some\n        about: [英语]\n", 1)
    path.write_text(before + series + after, encoding="utf-8")
    assert ("考试设有的专业" in answers(small, "committees/example-one/")["可评什么"]) is told


@pytest.mark.parametrize(
    ("route", "method", "said"),
    [
        ("only", "exam", "只能通过考试取得"),
        ("main", "exam", "主要通过考试取得"),
        ("only", "exam-and-review", "须先通过考试，再申报评审"),
        ("main", "exam-and-review", "一般先通过考试，再申报评审"),
        ("one-of", "exam", None),
        ("one-of", "exam-and-review", None),
    ],
)
def test_ways_that_an_examination_of_some_specialties_may_be(small: Path, route: str, method: str, said: str | None) -> None:
    """Each in its own words; where it is one way among others, the specialties are not told to take it."""
    registries.write(small, registries.ONE, registries.record(REVIEW.format("translation", "intermediate", "")))
    path = small / "registry/reference/series.yaml"
    before, series, after = path.read_text(encoding="utf-8").partition("  - id: translation\n")
    after = after.replace("method: exam\n", f"method: {method}\n", 1).replace("route: only\n", f"route: {route}\n", 1)
    path.write_text(before + series + after, encoding="utf-8")
    told = answers(small, "committees/example-one/")["可评什么"]
    assert re.findall("中级考试设有的专业([^：]+)：全国翻译专业资格（水平）考试三级、二级，", told) == ([said] if said else [])


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ('status: withdrawn\nwithdrawn: {date: "2026-01-05", reason: 合并, successors: [example-two, example-central]}\n', "不再受理"),
        ('valid: {from: "2023-01-01", until: "2025-12-31"}\n', "先问清"),
        ('valid: {from: "2027-01-01", until: "2029-12-31"}\n', "尚未生效"),
    ],
)
def test_out_of_force_nothing_can_be_obtained(small: Path, changes: str, verdict: str) -> None:
    """Neither a level nor a window is offered by a committee that is not in force."""
    windows = 'applications: [{year: "2026", opens: "2026-11-01", closes: "2026-12-01"}]\n'
    assert {line[1] for line in offered(small, changes + windows)} == {verdict}
    if verdict != "尚未生效":
        assert "正在受理" not in "".join(answers(small, "committees/example-one/").values())


def test_several_successors_are_linked(small: Path) -> None:
    changes = 'status: withdrawn\nwithdrawn: {date: "2026-01-05", reason: 拆分, successors: [example-two, example-central]}\n'
    registries.write(small, registries.ONE, registries.record(changes))
    html = body(small, "committees/example-one/")
    notice = html[html.index("承接的评审委员会") : html.index("</div>", html.index("承接的评审委员会"))]
    assert re.findall('href="../../committees/(.*?)/"', notice) == ["example-two", "example-central"]
    assert "前身" in body(small, "committees/example-two/")


def linked(root: Path, committee: str, label: str) -> list[str]:
    """The committees that a page names as predecessors (前身) or successors (承接的评审委员会), in order."""
    html = body(root, f"committees/{committee}/")
    part = html[html.rindex(label) :] if label in html else ""  # the first 前身 is that of the printed form
    return re.findall('href="../../committees/([^"]*?)/"', part[: re.search("</p>|</div>", part).start()]) if part else []  # type: ignore[union-attr]


def test_predecessors_of_both_sides_are_linked_once(small: Path) -> None:
    """A committee's own record and that of a withdrawn one count alike, whichever of the two says who came after whom."""
    withdrawn = 'status: withdrawn\nwithdrawn: {{date: "2026-01-05", reason: 合并, successors: [{}]}}\n'
    two, central = (f"registry/committees/650000/example-{name}.yaml" for name in ("two", "central"))
    registries.write(small, registries.ONE, registries.record("predecessors: [example-two, example-old]\n"))
    for path, successors in ((two, "example-one, example-prefecture"), (central, "example-one")):
        text = (small / path).read_text(encoding="utf-8")
        registries.write(small, path, text.replace("status: active\n", withdrawn.format(successors)))
    assert linked(small, "example-one", "前身") == ["example-two", "example-old", "example-central"]
    assert linked(small, "example-prefecture", "前身") == ["example-two"]
    assert linked(small, "example-two", "承接的评审委员会") == ["example-one", "example-prefecture"]
    assert linked(small, "example-old", "承接的评审委员会")[-1] == "example-one"
    assert linked(small, "example-one", "承接的评审委员会") == []


def test_an_active_committee_has_no_successor(small: Path) -> None:
    """Nothing was taken over from a committee that still reviews, though another came out of it."""
    registries.write(small, registries.ONE, registries.record("predecessors: [example-two]\n"))
    assert linked(small, "example-two", "承接的评审委员会") == []
    assert linked(small, "example-one", "前身") == ["example-two", "example-old"]


@pytest.mark.parametrize(
    ("items", "said"),
    [
        (["points: 60", "points: 40"], "100"),
        (["points: 60", "points: 40", "points: 10, bonus: true"], "100"),
        (["points: 100, weight: 60", "points: 100, weight: 40"], "100"),
        (["points: 60", "points: 20"], "80"),
    ],
)
def test_what_the_items_of_a_scoring_table_make(small: Path, items: list[str], said: str) -> None:
    """The total where each item has a weight, for their points then make more; else the points, without what is added on top."""
    made = ", ".join(f"{{dimension: 业绩, item: 项目{number}, {item}}}" for number, item in enumerate(items))
    registries.write(small, registries.ONE, registries.record(f"scoring: [{{title: 赋分表, total: 100, items: [{made}]}}]\n"))
    rows = re.findall('<tr class="sum"><th scope="row">合计</th>.*?<td class="num">(.*?)</td></tr>', body(small, "committees/example-one/"))
    assert rows == [said]


def test_entrusting_is_said_on_both_sides(full: Path) -> None:
    out, back = answers(full)["可评什么"], answers(full, "committees/example-two/")["可评什么"]
    assert "委托翻译专业人员正高级委托示例自治区翻译系列高级职称评审委员会评审：“本院翻译人员由外事办公室评审”" in out
    assert "委托图书资料专业人员副高级委托某某大学评审" in out
    assert "委托卫生技术人员（医、药、临床医学）正高级委托某某医院评审" in out
    assert "受托受示例自治区卫生系列护理和会计专业职称评审委员会委托，评审翻译专业人员正高级：“本院翻译人员由外事办公室评审”" in back


@pytest.mark.parametrize(
    "said",
    [
        "基层有效",
        "职称类别：护",
        "会计人员 全部专业",
        "护理学（内科护理、外科护理）、社区护理",
        "评审会计人员系列的全部专业",
        "各小项合计最多 15 分；权重 15%；只用于：护理学",
        "发表论文 10 每篇 5 分",
        "扣分，不计入合计",
        "不设上限",
        "只用于护理学",
        "中级没有量化赋分表：以考代评，不赋分",
        "不少于 11 人，几个系列或专业合并组建 其中主任委员 1 人、副主任委员 2 人 专业组：护理组 7 人、会计组 5 人",
        "单位性质 医疗卫生机构",
        "评审权 自主评审（新人社函〔2020〕12号）",
        "单位驻地 克拉玛依市",
        "2026-01-01 至 2028-12-31 现在登记的有效期 2023-01-01 至 2025-12-31 以往的有效期，新人社函〔2022〕88号 2022-12-31 及以前 没有登记",
        "前身 示例自治区工程系列市政专业职称评审委员会",
    ],
)
def test_details(full: Path, said: str) -> None:
    assert said in text(body(full, FULL))


VALID = 'valid: {from: "2026-01-01", until: "2028-12-31"}\n'


@pytest.mark.parametrize(
    ("changes", "spans"),
    [
        pytest.param("valid:\n", [], id="nothing-registered"),
        pytest.param(VALID, ["2026-01-01 2028-12-31 now", "- 2025-12-31 none"], id="only-the-present"),
        pytest.param(
            VALID + 'past: [{from: "2020-01-01", until: "2022-12-31"}, {from: "2023-01-01", until: "2025-12-31", document: 某号}]\n',
            ["2026-01-01 2028-12-31 now", "2023-01-01 2025-12-31 past 某号", "2020-01-01 2022-12-31 past", "- 2019-12-31 none"],
            id="newest-first",
        ),
        pytest.param(
            VALID + 'past: [{from: "2022-01-01", until: "2024-12-31"}]\n',
            ["2026-01-01 2028-12-31 now", "2025-01-01 2025-12-31 none", "2022-01-01 2024-12-31 past", "- 2021-12-31 none"],
            id="a-year-between",
        ),
        pytest.param(
            VALID + 'past: [{from: "2022-01-02", until: "2025-12-30"}]\n',
            ["2026-01-01 2028-12-31 now", "2025-12-31 2025-12-31 none", "2022-01-02 2025-12-30 past", "- 2022-01-01 none"],
            id="one-day-between",
        ),
        pytest.param(
            'valid:\npast: [{from: "2020-01-01", until: "2022-12-31"}]\n',
            ["2023-01-01 - none", "2020-01-01 2022-12-31 past", "- 2019-12-31 none"],
            id="only-the-past",
        ),
        pytest.param(
            'valid: {from: "2020-01-01", until: "2026-11-22"}\n',
            ["2026-11-23 - none", "2020-01-01 2026-11-22 now", "- 2019-12-31 none"],
            id="over-since-today",
        ),
        pytest.param(
            'valid: {from: "2020-01-01", until: "2026-11-23"}\n', ["2020-01-01 2026-11-23 now", "- 2019-12-31 none"], id="last-day"
        ),
        pytest.param(
            'status: withdrawn\nwithdrawn: {date: "2026-06-30", reason: 合并}\n' + VALID,
            ["2026-07-01 - withdrawn", "2026-01-01 2026-06-30 now", "- 2025-12-31 none"],
            id="withdrawn-within",
        ),
        pytest.param(
            'status: withdrawn\nwithdrawn: {date: "2025-06-30", reason: 合并}\n' + VALID,
            ["2025-07-01 - withdrawn", "- 2025-06-30 none"],
            id="withdrawn-before",
        ),
        pytest.param(
            'status: withdrawn\nwithdrawn: {date: "2026-06-30", reason: 合并}\nvalid: {from: "2020-01-01", until: "2022-12-31"}\n',
            ["2026-07-01 - withdrawn", "2023-01-01 2026-06-30 none", "2020-01-01 2022-12-31 now", "- 2019-12-31 none"],
            id="withdrawn-after",
        ),
        pytest.param(
            VALID + 'past: [{from: "2023-01-01", until: "2026-06-30"}]\n',
            ["2026-01-01 2028-12-31 now", "2023-01-01 2026-06-30 past", "- 2022-12-31 none"],
            id="overlapping",
        ),
        pytest.param(
            VALID + 'past: [{from: "2020-01-01", until: "2019-01-01"}]\n',
            ["2026-01-01 2028-12-31 now", "- 2025-12-31 none"],
            id="ended-before-it-began",
        ),
        pytest.param('valid: {from: "0001-01-01", until: "9999-12-31"}\n', ["0001-01-01 9999-12-31 now"], id="always"),
    ],
)
def test_by_which_validity_a_certificate_is_judged(small: Path, changes: str, spans: list[str]) -> None:
    """By that of the day on which it was issued; no day is left out, and none is given to a later validity."""
    registries.write(small, registries.ONE, registries.record(changes))
    found = judged(registry.load(small).by_id["example-one"], registries.TODAY)
    said = [" ".join(filter(None, [str(one.start or "-"), str(one.until or "-"), one.kind, one.document])) for one in found]
    assert said == spans
    page = text(body(small, "committees/example-one/"))
    assert ("看发证的那天，不看现在。" in page) == bool(spans)
    assert page.count("没有登记有效期，请向评审委员会核实") == sum(one.endswith("none") for one in spans)
    assert ("起 已撤销登记，不再评审" in page) == any(one.endswith("withdrawn") for one in spans)


def test_certificates_of_before_lead_to_predecessors(full: Path) -> None:
    said = "2022-12-31 及以前 没有登记有效期，请向评审委员会核实；可能由前身评审： 示例自治区工程系列市政专业职称评审委员会"
    assert said in text(body(full, FULL))


def test_contents_lead_to_what_is_there(full: Path) -> None:
    html = body(full, FULL)
    nav = html[html.index('<nav class="contents') :]
    anchors = re.findall('href="#(.*?)"', nav[: nav.index("</nav>")])
    assert len(anchors) >= 7
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in html] == []


def test_series_page_names_its_examinations(small: Path) -> None:
    """At the level and in a table, with who holds it; a level obtained by one is not missing a committee."""
    page = text(body(small, "series/accounting/"))
    assert "主要通过考试取得 ：会计专业技术资格考试，由财政部" in page
    assert "中级 会计师 主要通过考试取得" in page
    assert "有权评审" not in page
    assert "审计专业技术资格考试，由审计署、人力资源社会保障部组织" in text(body(small, "series/audit/"))


def test_nobody_is_said_to_review_what_may_be_examined(full: Path) -> None:
    """No page that names committees without a series and a level says that they have the power to review."""
    view = sites.view(full)
    found = [page for page in pages(view) if page.url.split("/")[0] in ("", "find", "areas", "committees", "series", "catalog")]
    assert {"", "find/", "areas/", "areas/653100/", "areas/650000/"} <= {page.url for page in found}
    for page in found:
        html = environment().get_template(page.template).render(**page.context(), page=page, view=view, root=page.root)
        assert "有权" not in page.title + page.description + html, page.url


def test_series_page_folds_a_large_catalog(small: Path) -> None:
    """By first level; a small catalog stands open."""
    before = body(small, "series/engineering/")
    assert before.count('<details class="group" id="c') == before.count(" open><summary>") > 1
    seconds = ", ".join(f"专业{number}" for number in range(50))
    changes = f"reviews: [{{series: engineering, levels: [junior], catalog: {{大类: [{seconds}]}}}}]\n"
    registries.write(small, registries.ONE, registries.record(changes))
    after = body(small, "series/engineering/")
    assert " open><summary>" not in after
    assert '<summary>大类 <span class="count">50 个专业</span></summary>' in after


def test_committee_of_all_specialties_is_on_the_series_page(full: Path) -> None:
    assert "登记评审全部专业的： 示例自治区卫生系列护理和会计专业职称评审委员会" in text(body(full, "series/accounting/"))


def test_a_registry_without_scoring_tables_shows_no_section_of_them(small: Path) -> None:
    """Where the rulebooks do not use them; the section is there for other records."""
    path = small / "registry/rulebooks/letter-2019.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("rules:\n", "fields: {scoring: unused}\nrules:\n", 1), encoding="utf-8")
    record = small / "registry/committees/650000/example-one.yaml"
    value = yaml.safe_load(record.read_text(encoding="utf-8"))
    value.pop("scoring")
    record.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")
    view = sites.view(small)
    pages = site.pages(view)
    shown = {page.url: page for page in pages}
    render = site.renderer(view, pages)
    assert 'id="scoring"' not in render(shown["committees/example-one/"])
    assert '<h2 id="scoring">量化赋分表</h2>' in render(shown["committees/example-two/"])
