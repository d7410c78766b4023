"""Every text of the interface goes through the catalogue, and the catalogues are complete and up to date."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from helpers import messages, pseudo, questions, registries, sites
from helpers.browsers import served
from playwright.sync_api import Browser

from zhicheng.registry import registry
from zhicheng.site.language import DIRECTION

SITE = messages.TOP / messages.SITE
# By tag or class: scripts and styles; what is printed is the official form, in Chinese; examples of records, and of questions that are
# asked in Chinese; the navigation of the hand-written pages.
SKIPPED = ("script", "style", "on-paper", "pre", "code", "examples", "md-nav", "hand-written")
HAND_WRITTEN = ("guide/", "developers/", "data/")
_CALL = re.compile(r"""\b(?:t|tn|N_|tNodes)\(\s*("(?:[^"\\\n]|\\.)*"|'[^'\n]*')""")
TAKEN_FOR = ("口腔", "教师", "超声", "二级编导")  # what words of the questions are taken for: 牙医, 老师, B超, 编导 二级
_WITH_DOCSTRING = (ast.Module, ast.FunctionDef, ast.ClassDef)
CODES = pytest.mark.parametrize("code", sorted(messages.catalogues()))


@pytest.fixture(scope="module")
def texts() -> Catalog:
    return messages.extracted()


def forms(message: Message) -> tuple[str, ...]:
    """The Chinese of a message, or its translations."""
    return (message,) if isinstance(message, str) else tuple(message)


@CODES
def test_a_catalogue_is_up_to_date(code: str, texts: Catalog) -> None:
    path = messages.catalogues()[code]
    assert messages.updated(code, path, texts) == path.read_bytes(), "run `make messages`, and translate what is new"


@CODES
def test_a_catalogue_is_complete(code: str) -> None:
    """Each text has a translation that nobody has to look at again, with the same values and tags; without Chinese in English."""
    for message in messages.read(messages.catalogues()[code], code):
        if not message.id:
            continue
        source, shown = forms(message.id)[0], forms(message.string)
        assert all(text.strip() or not source.strip("　，、") for text in shown), f"{source!r} has no translation"
        assert not message.fuzzy, f"{source!r} is marked as fuzzy"
        for place, text in enumerate(shown):
            values, wanted = (sorted(re.findall(r"%\(\w+\)s|%%", one)) for one in (text, source))
            assert values == wanted or (len(shown) > 1 and place == 0 and values == [one for one in wanted if one != "%(n)s"]), text
            assert sorted(re.findall("<[^>]*>", text)) == sorted(re.findall("<[^>]*>", source)), text
            if code == "en":
                assert not pseudo.CHINESE.search(text.replace("“铁路系统”", "")), text  # an example of what is asked


def test_every_call_is_gathered(texts: Catalog) -> None:
    """One inside of an f-string would not be."""
    known = {forms(message.id)[0] for message in texts if message.id}
    for path in sorted(SITE.rglob("*")):
        if path.suffix in (".py", ".js", ".html") and path.name not in ("language.py", "language.js"):
            for text in _CALL.findall(path.read_text(encoding="utf-8")):
                said = json.loads(text) if text[0] == '"' else text[1:-1]
                assert said in known or not re.search("[一-鿿]", said), f"{path.name}: {said!r}"


_CHINESE = re.compile("[\u3001-\u303f\u4e00-\u9fff\uff00-\uffef“”]+")
_TEMPLATE = re.compile(
    r"\{#.*?#\}|\{% trans.*?endtrans %\}|<section class=.on-paper.*?</section>|<span class=.on-paper.*?</span>|\btn?\(\"[^\"]*\"", re.DOTALL
)
_SCRIPT = re.compile(r"/\*.*?\*/|//[^\n]*|" + _CALL.pattern, re.DOTALL)
# What is Chinese in the code of pages and is shown to nobody, or is asked in Chinese.
NOT_SHOWN = {
    "pages/experts.py": {"单位"},  # an end of the region's words
    "pages/home.py": {"副高", "正高", "副高 建筑施工", "(?<=..)(地区|市|县|区)$"},  # example questions
    "pages/rounds.py": {"单位"},  # the end of a region's word
    "pages/rules.py": {"：", "不合格", "合格", "不"},  # headings in the text of rules
    "pages/words.py": {r"\s*转\s*([0-9]{1,6})"},  # an extension of a telephone number
    "hits": {"转"},
    "lookup": {"规则", "审查规则", "电话", "号码", "联系方式", "在哪里", "怎么样", "转", "评委会"},
    "answers": set(),
    "directory": {
        "专业",
        "技术",
        "人员",
        "局厅委部办",
        "委员会",
        "办公室",
        "政府",
        "初中副正高",
        "级",
        "职称",
        "任职",
        "资格",
        "职务",
        "评审委员会",
        "第",
        "师",
        "地方",
        "一二三四",
        "一",
        "二",
        "三",
        "四",
    },
}


@pytest.mark.parametrize(
    "path", sorted((SITE / "templates").glob("*.html")) + sorted(SITE.glob("theme*/**/*.html")), ids=lambda path: path.name
)
def test_templates_say_nothing_else(path: Path) -> None:
    assert _CHINESE.findall(_TEMPLATE.sub("", path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "name",
    [
        "hits",
        "page",
        "brief",
        "box",
        "lookup",
        "verdicts",
        "answers",
        "directory",
        "../check",
        "../compare",
        "../draw",
        "../draw_method",
        "../sha256",
        "../zhicheng",
    ],
)
def test_scripts_say_nothing_else(name: str) -> None:
    """Beside these there is the grammar of questions, in words.js, vocabulary.js and understanding.js."""
    path = SITE / f"theme/assets/search/{name}.js"
    assert set(re.findall("[\u4e00-\u9fff]+", _SCRIPT.sub("", path.read_text(encoding="utf-8")))) == NOT_SHOWN.get(name, set())


@pytest.mark.parametrize("path", [*sorted((SITE / "pages").glob("*.py")), SITE / "markup.py"], ids=lambda path: path.name)
def test_the_code_of_pages_says_nothing_else(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("t", "tn", "N_")
        for part in node.args
    }
    said |= {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, _WITH_DOCSTRING) and isinstance(node.body[0], ast.Expr)}
    texts = {
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    }
    assert {text for text in texts if _CHINESE.search(text)} == NOT_SHOWN.get(path.relative_to(SITE).as_posix(), set())


def test_the_brackets_of_the_language_for_tests() -> None:
    assert pseudo.bracketed("占 %(n)s%%：<b>%(name)s</b>。") == "⟦占 ⟧%(n)s%%⟦：⟧<b>%(name)s</b>⟦。⟧"


@pytest.fixture(scope="module")
def small_in_brackets(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pseudo.Data]:
    """The site of the small registry, with every field, in the language for tests; and its data."""
    folder = tmp_path_factory.mktemp("brackets")
    root = sites.with_every_field(registries.small(folder / "root"))
    pseudo.lay(root)
    return sites.build(root, folder / "site"), pseudo.Data(root, registry.load(root))


@pytest.mark.slow
def test_pages_have_no_text_outside_of_the_catalogue(small_in_brackets: tuple[Path, pseudo.Data]) -> None:
    site, data = small_in_brackets
    forgotten: dict[str, str] = {}
    pages = [path for path in site.rglob("*.html") if not path.relative_to(site).as_posix().startswith(HAND_WRITTEN)]
    assert len(pages) > 100
    for path in pages:
        for text in pseudo.texts(path.read_text(encoding="utf-8"), SKIPPED):
            if not text.startswith("⟦例如：⟧") and (left := data.left(text)):  # an example of a question, asked in Chinese
                forgotten.setdefault(left, f"{path.relative_to(site)}: {text.strip()[:100]}")
    assert not forgotten


@pytest.mark.slow
def test_pages_are_marked_as_right_to_left(small_in_brackets: tuple[Path, pseudo.Data]) -> None:
    site, _ = small_in_brackets
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert '<html lang="ug"' in page
        assert '<body dir="rtl"' in page


ABOUT_EXPERTS = ("experts/", "draws/", "draws/example-one-4/")
SIDEWAYS = """() => [document.documentElement.scrollWidth - innerWidth, ...[...document.querySelectorAll("article *")]
  .filter((node) => node.checkVisibility() && !node.closest(".visually-hidden, thead, pre"))
  .filter((node) => node.getBoundingClientRect().left < -1 || node.getBoundingClientRect().right > innerWidth + 1)
  .map((node) => node.outerHTML.slice(0, 80))]"""


@pytest.mark.slow
@pytest.mark.xdist_group("pages")
def test_pages_from_right_to_left_stay_inside(small_in_brackets: tuple[Path, pseudo.Data], browser: Browser) -> None:
    """Nothing stands out on either side; the name of the site begins at the right, and what comes first stands there."""
    site, _ = small_in_brackets
    with served(site) as address:
        for width in (1280, 390):
            page = browser.new_page(viewport={"width": width, "height": 900})
            for path in (
                "",
                "committees/example-full/",
                "experts/",
                "draws/",
                "draws/example-one-4/",
                "rounds/2026/",
                "about/",
                "series/health/",
            ):
                page.goto(address + path)
                assert page.evaluate(SIDEWAYS) == [0], path
            page.goto(address + "committees/example-full/")
            boxes = [page.locator(one).first.bounding_box() for one in (".md-logo", "h1", ".qa dt", ".notice.warn")]
            assert all(box is not None and box["x"] + box["width"] > 0.9 * width for box in boxes)
            assert page.locator(".notice.warn").first.evaluate("(node) => getComputedStyle(node).borderRightWidth") == "4px"
            page.close()


@pytest.fixture(scope="module")
def answering_in_brackets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, pseudo.Data]]:
    """The address of the sample's site with the committees of the table of answers, in the language for tests; and its data."""
    folder = tmp_path_factory.mktemp("answers")
    root = folder / "root"
    questions.lay(root)
    pseudo.lay(root)
    with served(sites.build(root, folder / "site")) as address:
        yield address, pseudo.Data(root, registry.load(root), *TAKEN_FOR)


ANSWERS = """(questions) => {
  const form = document.querySelector("form.ask"), html = (id) => document.getElementById(id).innerHTML;
  const answer = (question) => {
    form.elements.ask.value = question; form.requestSubmit();
    for (const guide of document.querySelectorAll("#found .by-name a[href*='/guide/']")) guide.closest("li").remove();  // written by hand
    return html("understood") + html("found");
  };
  return questions.map(answer);
}"""


@pytest.mark.slow
@pytest.mark.xdist_group("pages")
def test_answers_have_no_text_outside_of_the_catalogue(answering_in_brackets: tuple[str, pseudo.Data], browser: Browser) -> None:
    """All questions of the table, and some that nobody answers."""
    address, data = answering_in_brackets
    asked = [*map(questions.in_words, questions.QUESTIONS), "飞行器制导", "铁路 建筑施工 飞行器", "和田 建筑 副高 飞行器制导", "，"]
    page = browser.new_page()
    page.goto(address + "find/")
    page.wait_for_function("!document.querySelector('#understood').textContent.includes('正在读取')")
    answers = page.evaluate(ANSWERS, asked)
    page.close()
    forgotten: dict[str, str] = {}
    for question, answer in zip(asked, answers, strict=True):
        for text in pseudo.texts(re.sub("</?mark>", "", answer)):
            left = [part for part in re.split(r"⟦[^⟦⟧]*⟧|\s", text) if part not in question and data.left(part)]
            if left and data.left(text):
                forgotten.setdefault(" ".join(left), f"{question}: {text[:100]}")
    assert not forgotten
    said = set(re.findall("⟦([^⟦⟧]+)⟧", "".join(answers)))
    assert len(said) > 100


@pytest.mark.slow
@pytest.mark.xdist_group("pages")
def test_a_check_has_no_text_outside_of_the_catalogue(small_in_brackets: tuple[Path, pseudo.Data], browser: Browser) -> None:
    """A digest that is none, an unknown one, the present one."""
    site, data = small_in_brackets
    known = json.loads((site / "api/v1/digests.json").read_text(encoding="utf-8"))["committees"][0]
    with served(site) as address:
        page = browser.new_page()
        for digest in ("u", "000000000000&id=" + known["id"], known["digest"]):
            page.goto(f"{address}check/?digest={digest}")
            page.wait_for_selector("#answer .notice")
            assert [left for text in pseudo.texts(page.locator("#answer").inner_html(), ["code"]) if (left := data.left(text))] == []
        page.close()


def test_the_direction_is_a_text_of_the_catalogue(texts: Catalog) -> None:
    assert DIRECTION in texts
