"""The pages of draws in a real browser: what they compute is what Python computes, what was changed is named, everybody can use them."""

from __future__ import annotations

import copy
import hashlib
import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import draws, page_checks, sites
from helpers.browsers import CONTRAST, OVERFLOW, served
from helpers.deep import DEEP
from playwright.sync_api import Browser, Page, Route, expect

from zhicheng.documents.yaml_reading import Value
from zhicheng.draws import commitments, files, public_file, ranking
from zhicheng.site import strict
from zhicheng.system.json_bytes import encoded

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pages")]

CLOSED = "draws/example-one-4/"
PAGES = ["draws/", *(f"draws/example-one-{number}/" for number in (1, 2, 3, 4, 5, 6, 8))]
# A function of a script of the site, called with what stands behind it.
CALL = "async ([script, name, ...rest]) => (await import(`../../assets/${script}.js`))[name](...rest)"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, small_template: Path) -> Path:
    """The site of the small registry with a draw in each state."""
    root = draws.lay(Path(shutil.copytree(small_template, tmp_path_factory.mktemp("draws") / "root")))
    return sites.build(root, tmp_path_factory.mktemp("out") / "site")


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    with served(built, strict.HEADERS) as found:
        yield found


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab that fails the test where a page says something in its console."""
    said: list[str] = []
    page = browser.new_page(viewport=WIDE, locale="zh-CN")  # type: ignore[arg-type]
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.close()
    assert said == []


def call(tab: Page, script: str, name: str, *rest: Any) -> Any:
    return tab.evaluate(CALL, [script, name, *rest])


def computed(tab: Page, tone: str) -> str:
    """Presses the button, and returns what is said, in which colour."""
    tab.get_by_role("button", name="重新计算").click()
    expect(tab.locator(f"#recompute.{tone}")).to_be_visible()
    return tab.locator("#recompute [role=status]").inner_text()


def api_file(made: Value) -> Value:
    return {"id": files.draw_id(made), "digest": public_file.digest(made), **made}


def answer_with(tab: Page, value: Value) -> None:
    """The public file that the page asks for is another one."""
    body = json.dumps(value)

    def fulfil(route: Route) -> None:
        route.fulfill(body=body, content_type="application/json")

    tab.unroute_all()
    tab.route("**/api/v1/draws/*.json", fulfil)


# --- the same as in Python -----------------------------------------------------------------------------------------------


def test_hashes(tab: Page, address: str) -> None:
    """SHA-256 of texts of every length around its blocks, of more than one alphabet, and of what was begun and copied."""
    tab.goto(address + CLOSED)
    texts = [*("a" * n for n in range(200)), "汉字·😀\n", "é" * 63, "x" * 100_000]
    wanted = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    many = "async (texts) => { const { sha256 } = await import('../../assets/sha256.js'); return texts.map(sha256); }"
    assert tab.evaluate(many, texts) == wanted
    twice = """async (texts) => { const { begun } = await import('../../assets/sha256.js');
      return texts.map((text) => { const head = begun(text.slice(0, 70)); head.of("other"); return head.of(text.slice(70)); }); }"""
    ascii_texts = texts[:200]
    assert tab.evaluate(twice, ascii_texts) == wanted[:200]


def test_one_line_of_json(tab: Page, address: str) -> None:
    """Keys sorted, nothing escaped that need not be: the bytes that Python hashes."""
    tab.goto(address + CLOSED)
    characters = [chr(code) for code in (*range(0x80), 0xA0, 0x2028, 0x2029, 0xFEFF, 0x4E2D, 0xFFFD, 0x1F600)]
    value = {
        "b": ["".join(characters), "“引号”\\"],
        "a_b": {"z": 0, "y": -1, "x": 2**53 - 1},
        "a": [],
        "draw_key": {},
        "A": True,
        "a-b": [[1], "1"],
    }
    assert call(tab, "draw_method", "canonical", value) == encoded(value, sort_keys=True).decode()


def test_digest_code_and_seed(tab: Page, address: str) -> None:
    tab.goto(address + CLOSED)
    for number in range(1, 20):
        made = draws.draw(number=number, groups=draws.THREE[: 1 + number % 3], meeting=f"2026-10-{number:02}")
        digest = public_file.digest(made)
        assert call(tab, "draw_method", "digestOf", made) == digest
        assert call(tab, "draw_method", "codeOf", digest) == made["code"]
        assert call(tab, "draw_method", "seedOf", made, digest, made["result"]["value"]) == made["result"]["seed"]
    for digest in ("0" * 64, "f" * 64, "0123456789abcdef" * 4):
        assert call(tab, "draw_method", "codeOf", digest) == commitments.short_code(digest)


@pytest.mark.parametrize("candidates", [1, 2, 3, 100, 10_000])
def test_the_order_of_a_group(tab: Page, address: str, candidates: int) -> None:
    """As zhicheng.draws.ranking has it, which refuses the numbers that would favour the first."""
    tab.goto(address + CLOSED)
    for group in ("design", "g" * 40):
        seed = draws.hexadecimal("seed", candidates, group)
        assert call(tab, "draw_method", "rankingOf", seed, group, candidates) == ranking.ranking(seed, group, candidates)


def test_numbers_that_would_favour_the_first_are_refused(tab: Page, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On both sides of the bound for each number of those left, in both programs. No hash that is known is so large."""
    tab.goto(address + CLOSED)
    whole = 16**12
    for n in (3, 5, 7, 60):
        numbers = []
        for left in range(n, 0, -1):
            bound = whole - whole % left
            numbers += [number for number in (bound + 1, bound, whole - 1) if bound <= number < whole] + [bound - 1]
        monkeypatch.setattr(ranking, "_numbers", lambda head, numbers=numbers: iter(numbers))
        wanted = ranking.ranking("", "", n)
        by_numbers = "async ([numbers, n]) => (await import('../../assets/draw_method.js')).orderBy((count) => numbers[count - 1], n)"
        assert tab.evaluate(by_numbers, [numbers, n]) == wanted == list(range(n, 0, -1))


# --- on the page -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "已在本浏览器复算：短码与公布的一致。没有公布先后，算不了别的。"),
        (2, "已在本浏览器复算：3 组 45 个位次，与公布的一致。"),
        (3, "已在本浏览器复算：3 组 45 个位次，与公布的一致。"),
        (4, "已在本浏览器复算：3 组 45 个位次，与公布的一致。"),
        (5, "已在本浏览器复算：3 组 45 个位次，与公布的一致。"),
        (6, "已在本浏览器复算：短码与公布的一致。没有公布先后，算不了别的。"),
        (8, "已在本浏览器复算：16 个位次，与公布的一致。"),
    ],
)
def test_a_draw_of_each_state_agrees(tab: Page, address: str, number: int, said: str) -> None:
    tab.goto(f"{address}draws/example-one-{number}/")
    assert tab.locator("#recompute [role=status]").inner_text() == "", "nothing is computed that nobody asked for"
    assert computed(tab, "ok") == said
    assert computed(tab, "ok") == said, "it can be asked again"


def test_ten_thousand_candidates(tab: Page, address: str) -> None:
    """Agrees; how long it took is written, not asserted."""
    made = draws.draw(groups=[draws.Group("all", "全部", 25, 50, 10_000)], number=4, state=public_file.DRAWN)
    answer_with(tab, api_file(made))
    tab.goto(address + CLOSED)
    tab.evaluate("(code) => { document.getElementById('recompute').dataset.code = code; }", made["code"])
    begun = time.perf_counter()
    assert computed(tab, "ok") == "已在本浏览器复算：10000 个位次，与公布的一致。"
    seconds = time.perf_counter() - begun
    measured = "async ([draw, code]) => { const { firstDifference } = await import('../../assets/draw_method.js');" + (
        "const begun = performance.now(), wrong = firstDifference(draw, code); return [wrong, performance.now() - begun]; }"
    )
    wrong, milliseconds = tab.evaluate(measured, [api_file(made), made["code"]])
    assert wrong is None
    sys.stdout.write(f"10,000 candidates: {milliseconds:.0f} ms to compute, {seconds:.2f} s from click to answer\n")


def flipped(text: str, place: int = 0) -> str:
    """A hexadecimal text with the lowest bit of one digit the other way."""
    return text[:place] + f"{int(text[place], 16) ^ 1:x}" + text[place + 1 :]


def _in_plan(value: Value) -> None:
    value["plan"]["groups"][2]["candidates"][10] = flipped(value["plan"]["groups"][2]["candidates"][10], 63)


def _members(value: Value) -> None:
    value["plan"]["groups"][0]["members"] += 1


def _committee(value: Value) -> None:
    value["committee"] = "example-two"


def _code(value: Value) -> None:
    value["code"] = value["code"][:-1] + ("0" if value["code"][-1] != "0" else "1")


def _code_of_another(value: Value) -> None:
    value["plan"]["as_of"] = "2026-09-13"
    digest = commitments.plan_digest(value["committee"], value["number"], value["plan"])
    value["code"], value["digest"] = commitments.short_code(digest), digest


def _digest(value: Value) -> None:
    value["digest"] = flipped(value["digest"], 63)


def _value(value: Value) -> None:
    value["result"]["value"] = ("2" if value["result"]["value"][0] != "2" else "3") + value["result"]["value"][1:]


def _spaced(value: Value) -> None:
    value["result"]["value"] = " ".join(value["result"]["value"])


def _seed(value: Value) -> None:
    value["result"]["seed"] = flipped(value["result"]["seed"])


def _swapped(value: Value) -> None:
    order = value["result"]["ranking"]["building"]
    order[16], order[17] = order[17], order[16]


def _shorter(value: Value) -> None:
    value["result"]["ranking"]["budget"].pop()


def _longer(value: Value) -> None:
    value["result"]["ranking"]["budget"].append(12)


def _no_group(value: Value) -> None:
    del value["result"]["ranking"]["design"]


def _more_groups(value: Value) -> None:
    value["result"]["ranking"]["other"] = [1]


def _algorithm(value: Value) -> None:
    value["plan"]["algorithm"] = "zhicheng-draw/2"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(_in_plan, "方案与短码不一致：由方案算出的短码是 ", id="one bit of a fingerprint"),
        pytest.param(_members, "方案与短码不一致：由方案算出的短码是 ", id="one more member"),
        pytest.param(_committee, "方案与短码不一致：由方案算出的短码是 ", id="another committee"),
        pytest.param(_code, "方案与短码不一致：由方案算出的短码是 ", id="one character of the code"),
        pytest.param(_code_of_another, "网页上的短码 ", id="another plan with its own code"),
        pytest.param(_digest, "方案的指纹不一致：", id="one bit of the digest"),
        pytest.param(_value, "种子不一致：由方案和随机数算出的是 ", id="one throw"),
        pytest.param(_spaced, "随机数的写法与方案说定的不符：", id="throws written in another way"),
        pytest.param(_seed, "种子不一致：由方案和随机数算出的是 ", id="one bit of the seed"),
        pytest.param(_swapped, "“施工与监理”组第 17 位不一致：算出来是 ", id="two places of an order"),
        pytest.param(_shorter, "“市政与造价”组第 11 位不一致：算出来是 ", id="one place too few"),
        pytest.param(_longer, "“市政与造价”组的先后太长：应是 11 位，公布的有 12 位。", id="one place too many"),
        pytest.param(_no_group, "“设计与结构”组没有公布先后。", id="a group without an order"),
        pytest.param(_more_groups, "公布的先后里有方案没有的组：other。", id="an order without a group"),
        pytest.param(_algorithm, "这次抽取用的办法是 zhicheng-draw/2，本页只会算 zhicheng-draw/1。", id="another method"),
    ],
)
def test_what_was_changed_is_named(tab: Page, address: str, change: Callable[[Value], None], said: str) -> None:
    value = copy.deepcopy(api_file(draws.of_every_state()[3]))
    change(value)
    answer_with(tab, value)
    tab.goto(address + CLOSED)
    assert computed(tab, "bad").startswith(said)


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        (2, lambda value: value.replace("双色球 2026107", "双色球 2026108")),
        (2, lambda value: value + "/3D 1 1"),
        (3, lambda value: value.upper() + "F"),
    ],
)
def test_the_randomness_is_that_of_the_plan(tab: Page, address: str, number: int, wrong: Callable[[str], str]) -> None:
    """A value of another draw, or written in another way, though seed and order were computed from it."""
    made = copy.deepcopy(draws.of_every_state()[number - 1])
    made["result"] = draws.result(made, wrong(made["result"]["value"]))
    answer_with(tab, api_file(made))
    tab.goto(f"{address}draws/example-one-{number}/")
    assert computed(tab, "bad").startswith("随机数的写法与方案说定的不符：")


def test_a_file_that_cannot_be_read(browser: Browser, address: str) -> None:
    """Said in words; once it can be read, the same button helps."""
    page = browser.new_page()
    page.goto(address + CLOSED)
    page.route("**/api/v1/draws/*.json", lambda route: route.abort())
    assert computed(page, "bad") == "没能读取公开文件。请检查网络，再点一次“重新计算”。"
    page.unroute_all()
    page.route("**/api/v1/draws/*.json", lambda route: route.fulfill(body='{"plan": {"algorithm": "zhicheng-draw/1"}}'))
    assert "方案与短码不一致" in computed(page, "bad")
    page.unroute_all()
    page.route("**/api/v1/draws/*.json", lambda route: route.fulfill(body="{}"))
    assert computed(page, "bad") == "公开文件不完整，不能计算。"
    page.unroute_all()
    assert "与公布的一致" in computed(page, "ok")
    page.close()


def test_names_of_groups_stay_text(tab: Page, address: str) -> None:
    value = api_file(draws.draw(number=4, groups=[draws.Group("design", "<img src=x onerror=alert(1)>")]))
    value["result"]["ranking"]["design"][:2] = reversed(value["result"]["ranking"]["design"][:2])
    answer_with(tab, value)
    tab.goto(address + CLOSED)
    tab.evaluate("(code) => { document.getElementById('recompute').dataset.code = code; }", value["code"])
    assert computed(tab, "bad").startswith("“<img src=x onerror=alert(1)>”组第 1 位不一致")


def test_without_scripts(browser: Browser, address: str) -> None:
    """There is no button that would do nothing, and the page says what can be done instead."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + CLOSED)
        assert not page.get_by_role("button", name="重新计算").is_visible()
        assert "不能在这里重新计算" in page.locator("noscript").inner_text()


def test_from_a_disk(browser: Browser, built: Path) -> None:
    page = browser.new_page()
    page.goto((built / CLOSED / "index.html").as_uri())
    assert not page.get_by_role("button", name="重新计算").is_visible()
    assert page.locator("article .notice.warn").inner_text() == (
        "本页是从磁盘上打开的，重新计算要用浏览器访问网站才能用；别的办法见“自己核对”。"
    )
    page.close()


def test_under_the_policy(browser: Browser, address: str) -> None:
    """The button works where only the site's own files may run."""
    with browser.new_context(bypass_csp=False) as context:
        page, said = context.new_page(), list[str]()
        page.on("console", lambda message: said.append(message.text))
        page.goto(address + CLOSED)
        page.get_by_role("button", name="重新计算").click()
        page.get_by_text("3 组 45 个位次，与公布的一致").wait_for()
        assert said == []


def test_by_keyboard(tab: Page, address: str) -> None:
    """The button keeps the focus, and the answer is read out."""
    tab.goto(address + CLOSED)
    button = tab.get_by_role("button", name="重新计算")
    button.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("#recompute.ok [role=status][aria-live=polite]")).to_contain_text("与公布的一致")
    assert button.evaluate("(node) => node === document.activeElement")


LOOKS: list[dict[str, Any]] = [{"viewport": WIDE}, {"viewport": PHONE, "has_touch": True, "is_mobile": True, "color_scheme": "dark"}]
if DEEP:
    LOOKS += [{**LOOKS[0], "color_scheme": "dark"}, {**LOOKS[1], "color_scheme": "light"}]


@pytest.mark.parametrize("options", LOOKS, ids=["wide light", "phone dark", "wide dark", "phone light"][: len(LOOKS)])
def test_everybody_can_use_them(browser: Browser, address: str, options: dict[str, Any]) -> None:
    """axe finds nothing, nothing stands out sideways, every text can be read; at 320 px too."""
    with browser.new_context(locale="zh-CN", **options) as context:
        page = context.new_page()
        for path in PAGES:
            page.goto(address + path)
            if path != "draws/":
                computed(page, "ok")
            assert page_checks.violations(page) == [], path
            assert page.evaluate(OVERFLOW) == [0], path
            assert page.evaluate(CONTRAST) == [], path
        page.set_viewport_size({"width": 320, "height": 640})
        for path in PAGES:
            page.goto(address + path)
            assert page.evaluate(OVERFLOW) == [0], path


@pytest.mark.parametrize(("width", "lines"), [(1280, 1), (390, 2), (320, 2)])
def test_the_short_code_breaks_in_its_middle(tab: Page, address: str, width: int, lines: int) -> None:
    """As it is read aloud; copied it is one text."""
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(address + CLOSED)
    code = tab.locator(".short-code")
    tops = code.locator("span").evaluate_all("(all) => all.map((one) => [one.getBoundingClientRect().top, one.getClientRects().length])")
    assert len({top for top, _ in tops}) == lines
    heights = code.locator("span").evaluate_all(
        "(all) => all.map((one) => Math.round(one.clientHeight / parseFloat(getComputedStyle(one).lineHeight)))"
    )
    assert heights == [1, 1]
    assert code.evaluate("(node) => node.textContent") == draws.of_every_state()[3]["code"]


def test_the_html_is_valid(built: Path) -> None:
    assert page_checks.html_errors(built / path / "index.html" for path in PAGES) == []


def test_states_differ_by_more_than_colour(tab: Page, address: str) -> None:
    """Fill, edge and line of any two states of the legend are not the same."""
    tab.goto(address + CLOSED)
    looks = tab.evaluate(
        """(states) => states.map((state) => {
      const node = document.createElement("li");
      node.className = state;
      document.querySelector(".ranks ol").append(node);
      const style = getComputedStyle(node);
      return [style.backgroundColor, style.backgroundImage, style.borderTopStyle, style.borderTopWidth, style.borderTopColor,
        style.textDecorationLine].join(" ");
    })""",
        list(public_file.RANKS),
    )
    assert len(set(looks)) == len(public_file.RANKS)


def test_printed_it_keeps_the_picture(tab: Page, address: str) -> None:
    tab.goto(address + CLOSED)
    tab.emulate_media(media="print")
    assert not tab.get_by_role("button", name="重新计算").is_visible()
    assert tab.locator(".ranks li.member").first.evaluate("(node) => getComputedStyle(node).printColorAdjust") == "exact"
