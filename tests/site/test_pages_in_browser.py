"""The pages in a real browser: what a visitor sees, on a wide and on a small screen, with and without JavaScript."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from helpers import registries, sites
from helpers.browsers import CONTRAST, OVERFLOW, WHOLE, served
from helpers.registries import TODAY
from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.slow

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pages")]

WIDE, PHONE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}, {"width": 320, "height": 640}
FULL = "committees/example-full/"
KASHGAR, REGION = "committees/ks-engineering-construction/", "committees/xj-engineering-construction/"
ONE_OF_EACH = [
    *("", "find/", "find/?ask=喀什+副高+建筑施工", "find/?ask=飞行器制导", "committees/", "committees/ks-health/", REGION, "series/"),
    *("series/health/", "areas/", "areas/653125/", "areas/650000/", "catalog/", "experts/", "draws/", "rounds/", "rounds/2026/", "rules/"),
    *("rules/E203/", "waivers/", "check/", "about/", "about/map/", "about/privacy/", "data/", "guide/public/"),
]
HOSTILE = "<script>window.ran=1</script><img src=x onerror=window.ran=1>{{ 7*7 }}{% x %}**粗**"
LONG = "字" * 60 + "W" * 400
LINK = "https://apply.example.org/" + "w" * 400

CUT = """(node) => [node, ...node.querySelectorAll("*")].map((part) => [part, getComputedStyle(part)])
  .filter(([part, style]) => part.scrollHeight > part.clientHeight + 2 && style.overflow === "hidden").map(([part]) => part.outerHTML)"""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


@contextmanager
def opened(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """A tab on the day of the build. Whatever it says in its console, fails at, or asks of another origin fails the test."""
    complaints: list[str] = []
    with browser.new_context(**{"viewport": WIDE, "locale": "zh-CN", **options}) as context:
        page = context.new_page()
        page.clock.install(time=TODAY.isoformat())
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("request", lambda request: None if request.url.startswith((address, "data:")) else complaints.append(request.url))
        page.on("response", lambda response: None if response.status < 400 else complaints.append(f"{response.status} {response.url}"))
        yield page
        assert complaints == []


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, address) as page:
        yield page


def visit(page: Page, address: str) -> None:
    """Goes to a page and waits until what it asks for has come."""
    page.goto(address)
    page.wait_for_function("!document.querySelector('#understood')?.textContent.includes('正在读取')")
    page.wait_for_function(WHOLE)


# The answer is there, whole: what takes long comes a moment later.
READY = "/条件查找|没有认出/.test(document.querySelector('#understood').textContent) && !document.querySelector('#found[aria-busy]')"


def names(tab: Page) -> list[str]:
    """The committees found, in order."""
    return [str(link.get_attribute("href")).removeprefix("../") for link in tab.locator("#found > .hit:not(.past) h3 a").all()]


def ask(tab: Page, address: str, question: str, **picked: str) -> list[str]:
    """Asks on the page /find/ and gives what is found."""
    tab.goto(address + "find/")
    for name, value in picked.items():
        tab.locator(f"select[name={name}]").select_option(value)
    tab.locator("form.ask input").fill(question)
    tab.locator("form.ask button").click()
    tab.wait_for_function(READY)
    return names(tab)


def test_what_is_typed_while_the_list_is_read_stays(tab: Page, address: str) -> None:
    """Who types before the list of committees has arrived finds the words still there, and an answer to them."""
    tab.route("**/search/data.js", lambda route: (tab.locator("form.ask input").fill("喀什 副高 建筑施工"), route.continue_())[1])
    tab.goto(address + "find/")
    tab.wait_for_function("!document.querySelector('#understood').textContent.includes('正在读取')")
    tab.locator("form.ask button").click()
    tab.wait_for_function(READY)
    assert names(tab) == [KASHGAR, REGION]


@pytest.mark.parametrize(
    ("path", "box", "shown"), [("rules/E101/", ".zc-search__input", ".zc-search__panel"), ("find/", "form.ask input", "#found")]
)
def test_what_guides_say_is_found_however_late_they_come(path: str, box: str, shown: str, tab: Page, address: str) -> None:
    """Beside committees too; and an answer that they add nothing to is left alone."""
    late: list[Route] = []
    tab.route("**/search/guides.js", lambda route: (late.append(route), None)[1])
    for question, guide in (("数据与接口", "/data/"), ("喀什 副高 建筑施工", None)):
        tab.goto(address + path, wait_until="domcontentloaded")  # which the guides keep from being loaded
        tab.locator(box).fill(question)
        tab.locator(f"{shown} .hit").first.wait_for()
        tab.wait_for_function(WHOLE)
        assert tab.locator(f"{shown} a[href$='/data/']").count() == 0
        tab.evaluate("shown => { document.querySelector(shown + ' .hit').id = 'the-same'; }", shown)
        with tab.expect_response("**/search/guides.js"):
            late.pop().continue_()
        if guide:
            tab.locator(f"{shown} a[href$='{guide}']").first.wait_for()
        else:
            tab.wait_for_function("zhichengSearch.complete")
            tab.wait_for_timeout(400)  # more than it waits for the end of typing
            assert tab.locator("#the-same").count() == 1


@pytest.mark.parametrize(
    ("path", "box", "shown"), [("rules/E101/", ".zc-search__input", ".zc-search__panel"), ("find/", "form.ask input", "#found")]
)
def test_what_comes_late_leaves_the_keyboard_where_it_is(path: str, box: str, shown: str, tab: Page, address: str) -> None:
    """Who has gone into the answer stays there, and has the rest of it when he comes back to the box. Pinyin is waited for, not unknown."""
    late: list[Route] = []
    tab.route("**/search/later.js", lambda route: (late.append(route), None)[1])
    tab.goto(address + path, wait_until="domcontentloaded")
    tab.locator(box).fill("喀什 副高")
    tab.locator(f"{shown} .hit a").first.wait_for()
    tab.locator(box).fill("kashi 副高 建筑施功")
    tab.get_by_text("正在读取名录").wait_for()
    assert tab.locator(f"{shown} .hit").count() == 0
    tab.locator(box).fill("喀什 副高 建筑施工")
    link = tab.locator(f"{shown} .hit a").first
    link.wait_for()
    link.focus()
    with tab.expect_response("**/search/later.js"):
        late.pop().continue_()
    tab.wait_for_function("!!zhichengSearch.last")
    tab.wait_for_timeout(400)  # more than it waits for the end of typing
    assert tab.evaluate("shown => document.querySelector(shown + ' .hit a') === document.activeElement", shown)
    tab.evaluate("shown => { document.querySelector(shown + ' .hit').id = 'the-same'; }", shown)
    tab.locator(box).focus()
    tab.locator("#the-same").wait_for(state="detached")
    tab.locator(f"{shown} .hit a").first.wait_for()
    tab.locator(box).fill("kashi 副高 建筑施功")
    tab.get_by_text("您要查的是“建筑施工”吗？").wait_for()


def test_arrows_wait_for_the_answer_to_what_is_written(tab: Page, address: str) -> None:
    """Not into the answer to what was written before, which goes the next moment."""
    tab.goto(address)
    tab.locator(".zc-search__input").fill("喀什 副高 建筑施工")
    tab.locator(".zc-search__panel .hit").first.wait_for()
    tab.locator(".zc-search__input").press("End")
    tab.evaluate(
        "() => { const box = document.querySelector('.zc-search__input'); box.value += '管理'; box.dispatchEvent(new Event('input')); }"
    )
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.matches('.zc-search__input')")


def test_home(tab: Page, address: str, site: Path) -> None:
    """The question first; then figures that agree with the API, and every prefecture on the map."""
    tab.goto(address)
    assert tab.locator("h1").inner_text() == "谁来评我的职称？"
    counts = json.loads((site / "api/v1/index.json").read_text(encoding="utf-8"))["counts"]
    figures = dict(zip(tab.locator(".figures dt").all_inner_texts(), tab.locator(".figures dd").all_inner_texts(), strict=True))
    assert figures["在册评审委员会"] == str(counts["active"])
    assert figures["二级专业"] == str(counts["specialties"])
    assert tab.locator("ul.tiles:not(.small) a").count() == 14
    assert tab.locator("ul.tiles.small a").count() == 12
    kashgar = tab.locator("ul.tiles a", has_text="喀什")
    assert (kashgar.get_attribute("href"), kashgar.locator("..").get_attribute("class")) == ("./areas/653100/", "column-1 row-5")
    assert tab.locator("table.changes a").count() > 0
    assert "示例数据" in tab.locator(".md-banner").inner_text()


def test_from_home_to_the_answer(tab: Page, address: str) -> None:
    """喀什 副高 建筑施工: the prefecture's committee, then the region's, and why."""
    tab.goto(address)
    tab.locator("form.ask input").fill("喀什 副高 建筑施工")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".hit")
    assert names(tab) == [KASHGAR, REGION]
    assert tab.locator("#understood .chip").all_inner_texts() == ["地区：喀什地区 ×", "层级：副高级 ×", "专业含“建筑施工” ×"]
    first = tab.locator(".hit").first
    assert first.locator(".verdict").inner_text() == "登记范围相符 能否申报以下方说明为准"
    assert first.locator(".reasons > li").all_inner_texts()[:2] == ["地区\n地域为喀什地区", "层级\n含副高级（高级工程师）"]
    assert "连续缴纳社保满一年" in first.locator(".note").inner_text()
    assert first.locator(".where dt").all_inner_texts() == ["什么时候", "在哪里报", "网上申报", "问谁", "怎么报"]
    assert first.locator("mark").inner_text() == "建筑施工"
    assert str(first.locator("a[href^=tel]").get_attribute("href")).startswith("tel:0998")
    first.locator("h3 a").click()
    assert tab.url == address + KASHGAR


@pytest.mark.parametrize(
    "question",
    ["喀什副高建筑施工", "建筑施工专业 副高级 喀什地区", "建筑施工管理，高级工程师，喀什", "疏勒县 副高 建筑施工"],
)
def test_other_ways_to_ask(tab: Page, address: str, question: str) -> None:
    """Without spaces, in another order, by the title, for a county of the prefecture: the same two committees."""
    assert ask(tab, address, question) == [KASHGAR, REGION]


# Question → the committees found, in order; whatever is no plain yes stands under a heading of its own, after a bar.
ANSWERS = {
    "克州 农艺师": "",
    "克州 兽医师": "kizilsu-agriculture",
    "阿克苏 兽医师": "",
    "阿克苏 农艺师": "aksu-agriculture",
    "二级飞行通信员": "| central-aviation",
    "喀什 建筑施工 中级": "ks-engineering-construction | xj-engineering-construction",
    "哈密 副高 煤矿开采": "hami-engineering",
    "博州 副高 儿童保健": "bortala-health xj-health",
    "克拉玛依 副高 钻井工程": "karamay-engineering | central-petroleum-engineering",
    "喀什 莎车 小学 中级": "shache-school-teacher ks-school-teacher",
    "喀什地区莎车县 小学 中级": "shache-school-teacher ks-school-teacher",
    "喀什 喀什地区 小学 中级": "ks-school-teacher | shache-school-teacher",
    "乌鲁木齐市米东区 小学 中级": "midong-school-teacher urumqi-school-teacher",
    "喀什 和田 副高 护理": "hotan-health ks-health xj-health",
    "塔城 农艺师": "tacheng-agriculture | ili-agriculture",
    "塔城 畜牧师": "tacheng-agriculture",
    "伊犁 畜牧师": "",
    "伊犁 农艺师": "ili-agriculture",
    "阿勒泰 讲师 中职": "ili-secondary-vocational",
    "和田 护士": "| hotan-health",
    "和田 护士 中级": "| hotan-health",
    "和田 护士 正高": "xj-health",
    "技校 老师 焊接": "xj-technical-college",
    "我是喀什的小学语文老师想评副高": "ks-school-teacher | xj-school-teacher",
    "幼儿园老师 和田市 中级": "hotan-city-school-teacher",
    "图书馆员 阿勒泰 副高": "altay-library xj-library |",
    "八师 建筑施工 中级": "shihezi-engineering | changji-engineering | xj-engineering-construction",
    "全区 会计 副高": "xj-accounting",
    "自治区 会计 副高": "xj-accounting",
    "喀什 副高 建筑施工 装配式": "ks-engineering-construction xj-engineering-construction",
    "大学讲师": "xj-agricultural-university xj-higher-education",
    "大学老师 副教授 乌鲁木齐": "xj-higher-education | xj-agricultural-university",
    "中专老师 喀什": "xj-secondary-vocational",
    "技校老师": "xj-technical-college",
    "大学 辅导员": "xj-higher-education",
    "兽医 喀什": "xj-agriculture | yecheng-agriculture",
    "公证员 二级": "xj-public-legal-service",
    "演员 二级": "xj-arts",
    "舞蹈演员 三级": "xj-arts",
    "播音 一级": "xj-broadcasting",
    "教练员 国家级": "xj-sports",
    "馆员 图书": "altay-library xj-library |",
    "文博 副研究馆员": "turpan-cultural-relics xj-cultural-relics",
    "国家电网 副高 继电保护": "| central-grid-engineering",
    "建设兵团 农艺师 塔城": "| ili-agriculture tacheng-agriculture",
    "铁路局 乌鲁木齐 隧道 副高": "| xj-engineering-transport",
    "铁路 隧道 副高": "aksu-engineering bayingolin-engineering | xj-engineering-transport",
    "第一师范 讲师": "ili-secondary-vocational xj-agricultural-university xj-higher-education xj-technical-college",
    "第二中学 老师 喀什": "ks-school-teacher xj-school-teacher | shache-school-teacher",
    "高工 石油": "bayingolin-engineering xj-engineering-petrochemical | karamay-engineering | central-petroleum-engineering",
    "正高工 水利": "xj-engineering-water",
    "正高级教师由哪个评委会评": "xj-school-teacher",
    "喀什地区副主任医师哪个单位评审": "ks-health xj-health",
    "主管护师到哪里报名": "| shanshan-health bortala-health ks-health | wujiaqu-health hotan-health urumqi-health",
    "会计师怎么报名": "",
    "我在喀什做施工员，想评工程师": "ks-engineering-construction | xj-engineering-construction",
    "喀什建筑高级工程师去哪评": "ks-engineering-construction xj-engineering-construction xj-engineering-water",
    "农技员 阿克苏": "aksu-agriculture xj-agriculture",
    "副高级教师 莎车": "ks-school-teacher xj-higher-education xj-school-teacher xj-secondary-vocational xj-technical-college | "
    "xj-agricultural-university",
    "人力资源 副高": "| central-railway-economics |",
    "新华社 记者": "xj-journalism",
    "报社编辑": "xj-journalism",
    "八师石河子市 水利 工程师": "shihezi-engineering | changji-engineering",
    "农一师 农艺师": "aral-agriculture | aksu-agriculture",
    "给排水 中级 喀什": "ks-engineering-construction | xj-engineering-construction",
    "电力 高工 国网": "changji-engineering | central-grid-engineering",
    "检验科 副高 和田": "hotan-health xj-health",
    "三级 医院 医生": "bortala-health hotan-health ks-health urumqi-health xj-health | shanshan-health wujiaqu-health",
    "大学 工程师 喀什 岩土": "ks-engineering-construction | xj-engineering-construction",
    "副主任中医师 喀什": "ks-health xj-health",
    "副主任口腔医师 喀什": "ks-health xj-health",
    "副主任检验技师 喀什": "ks-health xj-health",
    "主治中医师 鄯善": "| shanshan-health",
    "大学教师 副高 喀什": "xj-higher-education | xj-agricultural-university",
    "编辑 中级": "xj-journalism",
    "constructor": "",
    "__proto__": "",
    "toString 喀什": "",
}
ANSWER_ALL = """async (questions) => { const all = []; for (const question of questions) {
  const form = document.querySelector("form.ask");
  form.elements.ask.value = question;
  form.requestSubmit();
  while (document.querySelector("#found[aria-busy]")) await new Promise((done) => setTimeout(done, 5));
  const found = [];
  for (const node of document.querySelectorAll("#found > h2, #found > .hit:not(.past):not(.exam)")) {
    found.push(node.matches("h2") ? "|" : node.querySelector("h3 a").getAttribute("href").split("/").at(-2));
  }
  all.push(found.join(" "));
} return all; }"""


def test_answers(tab: Page, address: str) -> None:
    """Titles follow the specialties, the smaller place wins, everyday words are understood: the whole table on one page."""
    visit(tab, address + "find/")
    got = dict(zip(ANSWERS, tab.evaluate(ANSWER_ALL, list(ANSWERS)), strict=True))
    wrong = "\n".join(f"{k}: {v}" for k, v in got.items() if v != ANSWERS[k])
    assert not wrong, wrong


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("喀什 副高 建筑施工 装配式", "没有认出“装配式”，查找时没有用这个词"),
        ("喀什 和田 副高 护理", "地区：喀什地区或和田地区"),
        ("喀什 莎车 语文", "地区：莎车县"),
    ],
)
def test_says_how_it_understood(tab: Page, address: str, question: str, said: str) -> None:
    ask(tab, address, question)
    assert said in tab.locator("#understood").inner_text()


def test_what_cannot_be_picked_is_not_asked(tab: Page, address: str) -> None:
    visit(tab, address + "find/?level=zzz&area=999999&series=constructor")
    assert tab.locator("#understood").inner_text() == ""
    assert tab.locator("#hints").is_visible()
    visit(tab, address + "find/?ask=塔城+护理&level=zzz")
    assert names(tab) == ["committees/xj-health/"]


def test_administered_through_another(tab: Page, address: str) -> None:
    """塔城 and 伊犁: the page of the area says the same as the search, which is that 伊犁's record leaves 塔城 out."""
    tab.goto(address + "areas/654200/")
    assert tab.locator("article a[href*=tacheng]").count() > 0
    assert tab.locator("article a[href*=ili-agriculture]").count() == 0
    tab.goto(address + "areas/654000/")
    assert tab.locator("article a[href*=tacheng]").count() == 0
    assert ask(tab, address, "塔城 农艺师")[0] == "committees/tacheng-agriculture/"
    assert "登记写明不受理（“塔城地区、阿勒泰地区有自己的评审委员会，不经过本会”）。" in tab.locator(".hit.excluded").inner_text()


def test_every_part_is_the_whole(tab: Page, address: str) -> None:
    """A scope of all districts of 哈密 is 哈密, on its page too."""
    tab.goto(address + "areas/650500/")
    assert tab.locator("#own + * a[href*=hami-engineering]").count() == 1


def test_the_levels_of_a_series_stand_apart_on_a_phone(browser: Browser, address: str) -> None:
    """Each level has a line of its own, its name before its titles."""
    with opened(browser, address, viewport=PHONE) as page:
        page.goto(address + "series/")
        row = page.locator("table.title-levels tbody tr", has_text="卫生技术人员")
        boxes = [cell.bounding_box() for cell in row.locator("td:not(:empty)").all()]
        ends = [(box["y"], box["y"] + box["height"]) for box in boxes if box]
        assert len(ends) == 6
        assert all(start >= end - 1 for (_, end), (start, _) in pairwise(ends)), ends


@pytest.mark.parametrize("script", [False, True], ids=["elsewhere", "there"])
def test_a_missing_page_says_where_its_search_is_not_there(browser: Browser, address: str, site: Path, script: bool) -> None:
    """In another place than the one that the registry names, its script is not where the page looks for it, and it says what to do."""
    page = browser.new_page()
    if script:
        page.route("**/assets/search.js", lambda route: route.fulfill(path=site / "assets/search.js", content_type="text/javascript"))
    page.goto(address + "404.html")
    notice = page.locator(".search-off")
    assert notice.count() == (0 if script else 1)
    if not script:
        notice.wait_for(state="visible")
        assert "请把地址栏里的网址改成网站首页的" in notice.inner_text()
    page.close()


def test_closed_search_is_out_of_reach(browser: Browser, address: str) -> None:
    """Nothing of the answer takes the focus while it is closed; on a phone a link leads to the page of the search, into its box."""
    with opened(browser, address, viewport=WIDE) as page:
        page.goto(address + "rules/")
        panel = page.locator(".zc-search__panel")
        assert not panel.is_visible()
        page.locator(".zc-search__input").fill("喀什")
        panel.locator("a").first.wait_for()
        page.mouse.click(5, 700)  # beside it
        assert not panel.is_visible()
    with opened(browser, address, viewport=PHONE) as page:
        page.goto(address + "rules/")
        assert not page.locator(".zc-search__input").is_visible()
        page.locator(".zc-search__link").click()
        page.wait_for_url("**/find/#ask")
        page.wait_for_function("document.activeElement.name === 'ask'")


def test_picks_and_address(tab: Page, address: str) -> None:
    """Specialty, level and area from the selects; the address holds the question, reload and back keep it."""
    tab.goto(address + "find/")
    tab.locator("select[name=series]").select_option("engineering")
    tab.locator("select[name=level]").select_option("associate-senior")
    tab.locator("select[name=area]").select_option("653121")
    tab.locator("form.ask input").fill("建筑施工")
    tab.locator("form.ask button").click()
    tab.wait_for_selector(".hit")
    assert names(tab) == [KASHGAR, REGION]
    assert "包括疏附县" in tab.locator(".hit").first.inner_text()
    tab.reload()
    tab.wait_for_selector(".hit")
    assert names(tab) == [KASHGAR, REGION]
    assert tab.locator("select[name=area]").input_value() == "653121"
    tab.locator("select[name=level]").select_option("full-senior")
    tab.wait_for_function("document.querySelectorAll('.hit').length === 1")
    assert names(tab) == [REGION]
    tab.go_back()
    tab.wait_for_function("document.querySelectorAll('.hit').length === 2")
    assert tab.locator("select[name=level]").input_value() == "associate-senior"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("会计 中级", "会计人员中级：由全国考试取得，不由评审委员会评审。"),
        ("喀什 会计师", "会计人员中级：由全国考试取得，不由评审委员会评审。"),
        ("高级会计师", "会计人员副高级：先参加全国考试，合格后再申报评审。"),
        ("审计 初级", "审计专业人员初级：由全国考试取得，不由评审委员会评审。"),
        ("建筑施工 中级", ""),
        ("会计 正高", ""),
    ],
)
def test_examinations_are_named(tab: Page, address: str, question: str, said: str) -> None:
    """Whoever asks for a level that is obtained by a national examination is told which, and who holds it, and nobody reviews it."""
    ask(tab, address, question)
    notice = tab.locator("#found .exams")
    assert notice.count() == bool(said)
    if said:
        assert said in notice.inner_text()
        assert notice.locator("h3, .where dd").first.inner_text().endswith("考试")
        assert notice.locator(".where dt").first.inner_text() == "谁组织"
        assert "由全国考试取得" not in said or "有权评审" not in tab.locator("#found").inner_text()


def test_level_of_the_same_review(tab: Page, address: str) -> None:
    """A prefecture reviews no 正高: only the region's committee answers."""
    assert ask(tab, address, "喀什 正高 建筑施工") == [REGION]


def test_nothing_found_offers_the_nearest(tab: Page, address: str) -> None:
    assert ask(tab, address, "喀什 副高 建筑施工工艺") == []
    assert "没有认出“建筑施工工艺”" in tab.locator("#understood").inner_text()
    tab.get_by_role("link", name="专业：建筑施工管理").click()
    tab.wait_for_selector(".hit")
    assert names(tab) == [KASHGAR, REGION]


def test_what_is_like_by_two_halves_of_words_is_not_offered(tab: Page, address: str) -> None:
    """飞行器制导施工 and 乐器制作 share 器制, which is no word of either; the pair is a greater part of it than 施工 of 建筑施工管理."""
    assert ask(tab, address, "飞行器制导施工") == []
    tab.get_by_role("link", name="专业：建筑施工管理").wait_for()
    assert "乐器制作" not in tab.locator("#found").inner_text()


def test_taking_a_condition_away(tab: Page, address: str) -> None:
    before = len(ask(tab, address, "喀什 副高 建筑施工"))
    tab.get_by_role("button", name="去掉 地区：喀什地区").click()
    tab.wait_for_function("document.querySelectorAll('#understood .chip').length === 2")
    assert tab.locator("form.ask input").input_value() == "副高 建筑施工"
    assert len(names(tab)) > before


def test_withdrawn_and_over_are_apart(tab: Page, address: str) -> None:
    """They are found, marked, and come last; the page of the withdrawn one leads to its successor."""
    ask(tab, address, "图书资料 副高")
    past = tab.locator(".hit.past")
    assert past.count() == 1
    assert "已撤销登记" in past.inner_text()
    past.locator("h3 a").click()
    assert "不再受理申报" in tab.locator(".notice.bad").inner_text()
    tab.locator(".notice.bad a").first.click()
    assert "在册" in tab.locator(".chip").first.inner_text()


def test_validity_that_ended_after_the_build(browser: Browser, address: str) -> None:
    """A page kept for years does not say that a committee is in force when it is not."""
    with opened(browser, address) as page:
        page.clock.install(time="2035-01-01")
        page.goto(address + KASHGAR)
        assert page.locator(".chip").first.inner_text().startswith("有效期已满")
        verdicts = page.locator(".answer .verdict").all_inner_texts()
        assert verdicts
        assert "可评" not in verdicts
        page.goto(address + "find/?ask=建筑施工")
        page.wait_for_selector(".hit")
        assert names(page) == []


def test_committee_page_answers_above_the_fold(tab: Page, address: str) -> None:
    """In force? For whom? Which titles? Whom to call? All without scrolling, on a phone too."""
    for size in (WIDE, PHONE):
        tab.set_viewport_size(size)  # type: ignore[arg-type]
        tab.goto(address + REGION)
        for text in ("在册 · 有效期至 2028-12-31", "自治区住房和城乡建设厅", "0991-0000001", "全区", "正高级工程师"):
            box = tab.locator("article .web").get_by_text(text, exact=False).first.bounding_box()
            assert box is not None, text
            assert box["y"] + box["height"] < size["height"], text


def test_committee_page_says_everything(tab: Page, address: str, site: Path) -> None:
    """Every text of the public record stands on the page, sums are right, phones can be dialled."""
    record = json.loads((site / "api/v1/committees/xj-engineering-construction.json").read_text(encoding="utf-8"))
    tab.goto(address + REGION)
    shown = tab.locator("article").inner_text().replace("\n", "")
    texts = [record["name"], record["organiser"], record["address"], *record["phones"], *record["procedure"], record["defence"]["scope"]]
    texts += [record["expert_pool"]["source"], record["expert_pool"]["draw"], record["scope"]["note"], *record["approval"].values()]
    texts += [text for basis in record["basis"] for text in basis.values()] + [filing["date"] for filing in record["filings"]]
    texts += [name for review in record["reviews"] for first, seconds in review["catalog"].items() for name in (first, *seconds)]
    texts += [
        text for table in record["scoring"] for item in table["items"] for text in (item["dimension"], item["item"], item.get("note", ""))
    ]
    assert [text for text in texts if text not in shown] == []
    assert tab.locator("ol.steps li").count() == len(record["procedure"])
    sums = tab.locator("table.scoring tr.sum .num").all_inner_texts()
    assert sums == [str(table["total"]) for table in record["scoring"]]
    dialled = [link.get_attribute("href") for link in tab.locator(".answer a[href^=tel]").all()]
    assert dialled[0] == "tel:09910000001"
    correction = str(tab.get_by_role("link", name="我要纠错（用代码平台的账号）").get_attribute("href"))
    assert correction.startswith("https://forge.example.org/xinjiang/zhicheng/issues/new?title=")
    link = tab.get_by_role("link", name="本页的数据（JSON）").get_attribute("href")
    assert tab.request.get(f"{address}{REGION}{link}").json() == record


@pytest.fixture(scope="module")
def fields(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small registry, and in it a committee that uses every field that may be absent."""
    folder = tmp_path_factory.mktemp("fields")
    with served(sites.build(sites.with_every_field(registries.small(folder / "root")), folder / "site")) as address:
        yield address


@pytest.mark.parametrize(
    "options",
    [{}, {"color_scheme": "dark"}, {"viewport": PHONE}, {"viewport": PHONE, "color_scheme": "dark"}, {"viewport": NARROW}],
    ids=["wide", "wide dark", "phone", "phone dark", "narrow"],
)
def test_answer_of_a_committee_with_every_field(browser: Browser, fields: str, options: dict[str, Any]) -> None:
    """The answer stands above the details and within the page, the note is whole, every text can be read."""
    with opened(browser, fields, **options) as page:
        for path in (FULL, "committees/example-two/", "series/accounting/", "series/health/", "catalog/"):
            page.goto(fields + path)
            assert page.evaluate(OVERFLOW) == [0], path
            assert page.evaluate(CONTRAST) == [], path
        page.goto(fields + FULL)
        tops = [node.bounding_box() for node in page.locator(".notice.warn, .answer > div, #specialties").all()]
        assert len(tops) == 9
        heights = [(box["y"], box["y"] + box["height"]) for box in tops if box is not None]
        assert all(above[1] <= below[0] + 1 for above, below in pairwise(heights))
        note = page.locator(".who-may li").last
        assert note.inner_text().endswith("按当年申报通知办理，请先打电话问清。")
        assert note.evaluate(CUT) == []
        words = page.locator(".who-may li span").evaluate_all("(all) => all.map((node) => node.getBoundingClientRect().width)")
        assert min(words) > 180  # beside the word that judges, never squeezed into a column of single characters
        titles = page.locator(".offer tbody td:last-child").evaluate_all("(all) => all.map((node) => node.getBoundingClientRect().width)")
        assert min(titles) > 250


def test_windows_go_on_after_the_build(browser: Browser, fields: str) -> None:
    """What a page says of the time to apply is of the day it is read, not of the day it was built."""
    for day, said in (
        ("2026-10-31", ["未到", "未到"]),
        ("2026-11-30", ["正在受理", "未到"]),
        ("2026-12-01", ["已截止", "未到"]),
        ("2027-07-01", ["已截止", "正在受理"]),
        ("2027-08-16", ["已截止", "已截止"]),
    ):
        with opened(browser, fields) as page:
            page.clock.install(time=f"{day}T10:00:00")
            page.goto(fields + FULL)
            assert page.locator(".window .chip").all_inner_texts() == said, day


def test_long_pages_have_contents(tab: Page, address: str) -> None:
    """On a page longer than three screens there are links to its parts, near its beginning; each leads somewhere."""
    for path in (*ONE_OF_EACH, "series/engineering/"):
        visit(tab, address + path)
        if tab.evaluate("document.documentElement.scrollHeight") <= 3 * WIDE["height"] or path.startswith(("guide/", "data/")):
            continue
        links = tab.locator("article nav a[href^='#']")
        assert links.count() >= 2, path
        box = links.first.bounding_box()
        assert box is not None, path
        assert box["y"] < WIDE["height"], path
        assert links.evaluate_all("(all) => all.filter((link) => !document.getElementById(link.hash.slice(1))).length") == 0, path


def test_series_page_is_folded(tab: Page, address: str) -> None:
    """The longest catalog takes a line for each first level; a link to one opens it."""
    tab.goto(address + "series/engineering/")
    assert tab.evaluate("document.documentElement.scrollHeight") < 8 * WIDE["height"]
    fold = tab.locator("#c1")
    assert not fold.locator("table, ul").first.is_visible()
    tab.goto(address + "series/engineering/#c1")
    tab.reload()
    assert fold.locator("table, ul").first.is_visible()


@pytest.mark.parametrize(
    ("piece", "found"),
    [("建设工程专业高级", "喀什地区建设工程"), ("交通运输行业", "交通运输行业"), ("康养", ""), ("卫生系列", "喀什地区卫生系列")],
)
def test_header_search(tab: Page, address: str, piece: str, found: str) -> None:
    """The search of the header finds a committee by any piece of its name."""
    tab.goto(address + "rules/E101/")
    tab.locator(".zc-search__input").click()
    tab.keyboard.type(piece, delay=20)
    panel = tab.locator(".zc-search__panel")
    panel.locator("a").first.wait_for()
    if not found:
        assert f"没有认出“{piece}”" in panel.inner_text()
        return
    panel.locator("a", has_text=found).first.click()
    tab.wait_for_url("**/committees/**")
    assert found in tab.locator("h1").inner_text()


@pytest.mark.parametrize(
    "options",
    [{"viewport": PHONE, "has_touch": True}, {"viewport": NARROW, "color_scheme": "dark"}, {}],
    ids=["phone", "narrow dark", "wide"],
)
def test_no_sideways_scrolling_and_readable_text(browser: Browser, address: str, options: dict[str, Any]) -> None:
    """No page scrolls sideways, on a phone least of all; every text can be read, in light and in dark."""
    with opened(browser, address, **options) as page:
        for path in ONE_OF_EACH:
            visit(page, address + path)
            assert page.evaluate(OVERFLOW) == [0], path
            assert page.evaluate(CONTRAST) == [], path


def test_fingers_hit_what_stands_alone(browser: Browser, address: str) -> None:
    with opened(browser, address, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        page.goto(address + REGION)
        for selector in (".answer a[href^=tel]", ".contents a", ".md-tabs__link", ".actions a", ".crumbs a", ".zc-search__link"):
            box = page.locator(f"{selector}:visible").first.bounding_box()
            assert box is not None, selector
            assert box["height"] >= 43.5, selector
        page.goto(address + "data/")
        link = page.locator("h2 .headerlink").first.evaluate("(node) => node.getBoundingClientRect().toJSON()")
        assert min(link["width"], link["height"]) >= 43.5


def test_filter_of_the_list(tab: Page, address: str) -> None:
    tab.goto(address + "committees/")
    rows = tab.locator("table.rows tbody tr:not(.part):visible")
    every = rows.count()
    tab.locator("[data-filter] input").fill("喀什 教师")
    assert 0 < rows.count() < every
    assert all("喀什" in row for row in tab.locator("table.rows tr:not(.part):visible td:first-child").all_inner_texts())
    assert tab.locator("h2:visible").all_inner_texts() == ["地州市级"]
    tab.locator("[data-filter] input").fill("")
    assert rows.count() == every


def test_without_javascript(browser: Browser, address: str, site: Path) -> None:
    """Lists and pages stand by themselves; the search page says where to look instead."""
    active = json.loads((site / "api/v1/index.json").read_text(encoding="utf-8"))["counts"]["active"]
    with opened(browser, address, java_script_enabled=False) as page:
        page.goto(address + "committees/")
        assert page.locator("table.rows").locator("xpath=.//tbody//a[contains(@href, 'committees/')]").count() >= active
        assert not page.locator("[data-filter]").is_visible()
        page.get_by_role("link", name="喀什地区建设工程专业高级（副高）、中级、初级职称评审委员会").click()
        assert page.locator("ol.steps li").first.is_visible()
        page.goto(address + "find/")
        assert page.locator("noscript a, .notice a").first.is_visible()
        page.goto(address + "areas/653125/")
        assert page.locator("table.rows a").count() > 3


def test_on_paper(tab: Page, address: str) -> None:
    """Without chrome, nothing folded away, links spelled out, the sample mark kept."""
    tab.goto(address + "committees/ks-health/")
    tab.emulate_media(media="print")
    for hidden in (".md-header", ".md-tabs", ".md-search__inner"):
        assert not tab.locator(hidden).first.is_visible(), hidden
    assert tab.locator(".md-banner").is_visible()
    assert "https://zhicheng.example.org/committees/ks-health/" in tab.locator(".print-only").inner_text()
    spelled = tab.evaluate("getComputedStyle(document.querySelector('.actions a[href*=json]'), '::after').content")
    assert "https://zhicheng.example.org/api/v1/committees/ks-health.json" in spelled
    assert len(tab.pdf()) > 10_000


def test_colours_can_be_switched(tab: Page, address: str) -> None:
    tab.goto(address)
    paper = "getComputedStyle(document.body).backgroundColor"
    assert tab.evaluate(paper) == "rgb(255, 255, 255)"
    tab.get_by_title("换成深色").click()
    assert tab.evaluate(paper) == "rgb(18, 24, 31)"
    tab.goto(address + "committees/")
    assert tab.evaluate(paper) == "rgb(18, 24, 31)"


BARS = """(chart) => {
  const inside = chart.getBoundingClientRect(), texts = [...chart.querySelectorAll("text")];
  return {
    ink: [...new Set(texts.map((text) => getComputedStyle(text).fill))], around: getComputedStyle(chart.parentElement).color,
    whole: inside.width,
    widths: [...chart.querySelectorAll("rect")].map((rect) => rect.getBoundingClientRect().width),
    numbers: texts.filter((text) => text.getAttribute("text-anchor")).map((text) => Number(text.textContent.replace(/,/g, ""))),
    outside: [...texts, ...chart.querySelectorAll("rect")].filter((node) => {
      const box = node.getBoundingClientRect();
      return box.left < inside.left - 1 || box.right > inside.right + 1;
    }).map((node) => node.outerHTML),
    crossed: [...chart.querySelectorAll("rect")].filter((rect) => texts.some((text) => {
      const a = rect.getBoundingClientRect(), b = text.getBoundingClientRect();
      return Math.abs((a.top + a.bottom - b.top - b.bottom) / 2) < 4 && a.left < b.right && b.left < a.right;
    })).map((rect) => rect.outerHTML),
  };
}"""


@pytest.mark.parametrize(
    "options", [{}, {"viewport": PHONE, "color_scheme": "dark"}, {"viewport": NARROW}], ids=["wide", "phone dark", "narrow"]
)
def test_charts_of_experts(browser: Browser, address: str, options: dict[str, Any]) -> None:
    """Bars are as long as their numbers say, cross no text, stay in the page; their text has the page's colour; the table opens."""
    with opened(browser, address, **options) as page:
        for path in ("experts/", REGION):
            page.goto(address + path)
            pictures = page.get_by_role("img").and_(page.locator("svg.chart"))
            assert pictures.count() >= 2
            for chart in pictures.all():
                seen = chart.evaluate(BARS)
                assert seen["ink"] == [seen["around"]]
                assert (seen["outside"], seen["crossed"]) == ([], [])
            seen = page.get_by_role("img", name="在库专家按层级的人数").evaluate(BARS)
            largest = max(seen["numbers"])
            assert max(seen["widths"]) > seen["whole"] - 10 * 14  # the longest takes what the texts leave
            assert [width / max(seen["widths"]) for width in seen["widths"]] == pytest.approx(
                [number / largest for number in seen["numbers"]], abs=0.01
            )
            table = page.locator("details.behind").first
            assert not table.locator("table").is_visible()
            table.locator("summary").click()
            assert table.locator("table").is_visible()


def test_charts_on_paper(tab: Page, address: str) -> None:
    """In colours of paper, with every table under its chart."""
    tab.emulate_media(media="print", color_scheme="dark")
    tab.goto(address + "experts/")
    assert tab.locator("svg.chart text").first.evaluate("(text) => getComputedStyle(text).fill") == "rgb(0, 0, 0)"
    tables = tab.locator("details.behind table").all()
    assert tables
    assert all(table.is_visible() for table in tables)


def test_guides_keep_their_navigation(tab: Page, address: str) -> None:
    for path, section in (("guide/public/", "公众查询指南"), ("guide/committee/", "指南")):
        tab.goto(address + path)
        assert tab.locator(".md-nav--primary").is_visible()
        assert tab.locator(".md-tabs__item--active").inner_text() == section
    tab.goto(address + "committees/")
    assert not tab.locator(".md-nav--primary").is_visible()
    assert tab.locator(".md-tabs__item--active").inner_text() == "名录"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small registry with markup in every text of a committee, and words without an end in those of another."""
    folder = tmp_path_factory.mktemp("hostile")
    root = registries.small(folder / "root")
    settings = (root / "registry/registry.yaml").read_text(encoding="utf-8")
    registries.write(root, "registry/registry.yaml", re.sub("(?m)^name: .*", "name: 登记<i>&册", settings))
    registries.write(root, registries.ONE, registries.record(_spoiled(HOSTILE)))
    registries.write(root, registries.ONE.replace("example-one", "example-long"), registries.record(_spoiled(LONG) + "id: example-long\n"))
    for name, text in (("one", HOSTILE), ("long", LONG)):
        counts = {"active": 9, "removed": 0, "by_level": {"full-senior": 9}, "by_specialty": {"engineering": {text[:100]: {text[:100]: 9}}}}
        roster = f'committee: example-{name}\nround: "2026"\ncounts: {json.dumps(counts, ensure_ascii=False)}\n'
        registries.write(root, f"registry/rosters/example-{name}.yaml", roster)
    with served(sites.build(root, folder / "site")) as address:
        yield address


def _spoiled(text: str) -> str:
    """Fields of a record with `text`, as long as it may be, in every place where text may stand."""
    item = {"dimension": text[:200], "item": text, "points": 10, "note": text, "steps": [{"when": text[:200], "points": 5}]}
    item |= {"specialties": ["毒" + text[:80]], "items": [{"item": text, "points": 10, "note": text}], "cap": 10}
    fields = {
        "name": text[:90],
        "organiser": text[:90],
        "address": text,
        "phones": ["0991-0000001转5" + text[:30], "<b>0991-0000002</b>"],
        "approval": {"date": "2018-03-12", "authority": text[:100], "document": text[:90]},
        "reviews": [{"series": "engineering", "levels": ["associate-senior"], "catalog": {"毒" + text[:80]: ["毒" + text[:80]]}}],
        "scope": {
            **{"areas": ["650000"], "open_to": "public", "note": text, "places": [text[:90]]},
            "excludes": [{"systems": [text[:90]], "words": text}],
        },
        "basis": [{"title": text[:200], "document": text[:90]}],
        "scoring": [{"title": text[:200], "total": 10, "items": [item]}],
        "procedure": [text[:200], "又" + text[:199]],
        "defence": {"required": True, "scope": text},
        "expert_pool": {"exists": True, "source": text, "draw": text},
        "power": {"kind": "delegated", "document": text[:90]},
        "office": {
            **{"name": text[:90], "address": text, "hours": text[:90], "phones": ["0991-0000003" + text[:30]]},
            **{"platform": LINK[:300], "website": LINK[:300], "supervision": ["0991-0000004"]},
        },
        "applications": [{"year": "2026", "opens": "2026-12-01", "materials": text, "fee": text[:90], "notice": text}],
        "entrusts": [{"name": text[:90], "series": "library", "levels": ["full-senior"], "words": text}],
        "scoring_none": [{"level": "junior", "words": text}],
        "past": [{"from": "2020-01-01", "until": "2022-12-31", "document": text[:90]}],
        "notices": [{"date": "2026-03-02", "kind": "correction", "text": text}],
        "panel": {"members": 25, "formed_by": "series", "subgroups": [{"name": text[:90], "members": 5}]},
    }
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())


def test_markup_is_shown_as_text(browser: Browser, hostile: str) -> None:
    """On every page and in every search result: nothing runs, the signs stand there."""
    with opened(browser, hostile) as page:
        page.goto(hostile + "committees/example-one/")
        assert HOSTILE in page.locator("article").inner_text()
        for path in (
            "",
            "committees/",
            "series/engineering/",
            "catalog/",
            "areas/650000/",
            "experts/",
            "rounds/2026/",
            "find/?ask=毒",
            "find/?ask=<img src=x onerror=window.ran=1>",
        ):
            visit(page, hostile + path)
            assert page.locator("article img").count() == 0, path
            assert page.evaluate("window.ran") is None, path
        visit(page, hostile + "find/?ask=毒")
        assert "毒<script>window.ran=1</script>" in page.locator("#found").inner_text()
        page.locator(".zc-search__input").fill("<script>window")
        page.wait_for_selector(".zc-search__panel .by-name a")
        assert "<script>" in page.locator(".zc-search__panel").inner_text()
        assert page.locator(".zc-search__panel img").count() == 0
        assert page.evaluate("window.ran") is None


def test_name_of_the_site_is_escaped_once(browser: Browser, hostile: str) -> None:
    with opened(browser, hostile) as page:
        for path in ("", "committees/", "data/"):
            page.goto(hostile + path)
            logo = page.locator("a.md-logo").first
            assert [logo.get_attribute(name) for name in ("title", "aria-label")] == ["登记<i>&册"] * 2, path
            assert page.locator(".md-header__topic").first.inner_text() == "登记<i>&册", path
            assert page.locator("a.md-logo img").first.get_attribute("alt") == "标志"


def test_endless_words_do_not_break_the_layout(browser: Browser, hostile: str) -> None:
    with opened(browser, hostile, viewport=PHONE) as page:
        for path in (
            "committees/example-long/",
            "committees/",
            "series/engineering/",
            "catalog/",
            "areas/650000/",
            "experts/",
            "rounds/2026/",
            "find/?ask=毒字",
        ):
            visit(page, hostile + path)
            page.locator("details.behind").evaluate_all("(all) => all.forEach((fold) => { fold.open = true; })")
            assert page.evaluate(OVERFLOW) == [0], path


def test_what_one_is_and_what_one_wants(tab: Page, address: str) -> None:
    """Both titles of a question count, in either order."""
    for question in ("护士 副主任护师 石河子", "副主任护师 护士 石河子"):
        assert "committees/xj-health/" in ask(tab, address, question), question
    for question in ("讲师 副教授 喀什", "副教授 讲师 喀什"):
        assert "committees/xj-higher-education/" in ask(tab, address, question), question


def test_a_true_answer_is_not_replaced_by_a_lesser_question(tab: Page, address: str) -> None:
    """Who is excluded is told so; no word of the question is dropped to find somebody else."""
    ask(tab, address, "第一师 水利 高级工程师")
    assert tab.locator("#understood").inner_text().count("没有认出") == 0
    assert tab.locator(".hit.excluded").count() > 0
