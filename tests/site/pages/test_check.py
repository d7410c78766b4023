"""The page /check/ in a real browser, the digests it asks, the forms a site offers, and a committee's page on paper."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from helpers import pdfs, registries, sites
from helpers.browsers import served
from helpers.repositories import Repository
from playwright.sync_api import Browser, Page

from zhicheng.forms import digest as digests
from zhicheng.forms import writing
from zhicheng.forms.writing import annex1_2
from zhicheng.forms.writing.footer import check_address
from zhicheng.registry import registry

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pages")]


class Published:
    """A site whose records have a past: `old` and `now` are digests of example-one, `withdrawn` is one of example-old, and `added_old` and
    `added_now` are those of a committee with every field that the letter's forms have no cell for."""

    def __init__(self, root: Path, out: Path) -> None:
        repository = Repository(sites.with_every_field(root))
        self.root, self.out = root, out
        self.old, self.added_old = self.digest("example-one"), self.digest("example-full")
        self.edit(sites.FULL, ("12 号窗口", "14 号窗口"), ("tracks: [nurse]", "tracks: [pharmacist]"))
        repository.change(("0991-0000001", "0991-0000099"), ("示例路 1 号", "示例路 2 号"))
        self.quiet, self.added_now = self.digest("example-one"), self.digest("example-full")
        self.edit(sites.FULL, ("fee: 不收费", "fee: 每人 100 元"), ("新人社函〔2022〕88号", "新人社函〔2022〕89号"), ("应为", "实为"))
        text = (root / registries.ONE).read_text(encoding="utf-8")
        (root / registries.ONE).write_text(re.sub(r"(?m)^panel:.*\n", "", text), encoding="utf-8")
        repository.commit()
        self.now, self.withdrawn = self.digest("example-one"), self.digest("example-old")
        folder = root / "exports"
        folder.mkdir()
        for name in ("form-1", "form-2"):
            for code in (self.old, self.now):
                (folder / writing.file_name("example-one", name, code, "docx")).write_bytes(b"docx " + code.encode())
        (folder / "nobody.form-1.000000000000.docx").write_bytes(b"")
        (folder / f"example-two.form-1.{self.digest('example-two')}.pdf").symlink_to("/etc/hostname")
        sites.build(root, out)

    def edit(self, path: str, *replaced: tuple[str, str]) -> None:
        """Replaces texts in a file, to be committed with what else has changed."""
        text = (self.root / path).read_text(encoding="utf-8")
        for old, new in replaced:
            assert old in text, old
            text = text.replace(old, new)
        registries.write(self.root, path, text)

    def digest(self, key: str) -> str:
        return digests.of(registry.load(self.root).by_id[key])


@pytest.fixture(scope="module")
def published(small_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    root = registries.small(tmp_path_factory.mktemp("published") / "root")
    return Published(root, tmp_path_factory.mktemp("built") / "site")


@pytest.fixture(scope="module")
def address(published: Published) -> Iterator[str]:
    with served(published.out) as address:
        yield address


@contextmanager
def opened(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page in which an error of a script fails the test."""
    context = browser.new_context(**options)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def answer(page: Page) -> list[str]:
    """What the page answers, a line each."""
    page.wait_for_selector("#answer .notice")
    return [line for line in page.inner_text("#answer").splitlines() if line.strip()]


def test_qr_code_of_a_form_gets_its_answer(browser: Browser, address: str, published: Published) -> None:
    """Who scans a form that still holds reads so at once, and is led to the committee."""
    query = urlsplit(check_address("https://a.example", "example-one", published.now)).query
    with opened(browser) as page:
        page.goto(f"{address}check/?{query}")
        name = registry.load(published.root).by_id["example-one"].name
        assert answer(page) == [
            "一致：表格导出以后，登记没有改过。",
            f"{name}（example-one）",
            "现在的内容从 2026-03-03 起公布。",
        ]
        page.click("#answer a")
        assert page.url == f"{address}committees/example-one/"
        assert page.inner_text("#forms ~ p code") == digests.shown(published.now)


def test_outdated_form(browser: Browser, address: str, published: Published) -> None:
    """What has changed since is named by the labels of the form, and the time in which it held."""
    with opened(browser) as page:
        page.goto(f"{address}check/?digest={published.old}")
        name = registry.load(published.root).by_id["example-one"].name
        assert answer(page) == [
            "不一致：表格导出以后，登记改过。",
            f"{name}（example-one）",
            "表格出自以前的内容（从 2026-03-01 起，到 2026-03-02 为止）。从那以后改过：",
            "单位所在地址",
            "咨询电话",
            "评委会组成（表上不一定印）",
            f"现在的内容见评审委员会的页面，新的登记摘要是 {digests.shown(published.now)}。",
        ]
        page.goto(f"{address}check/?digest={published.quiet}")
        assert "这几项有的表格不印：表上没有印的，表上的内容就没有变。" in answer(page)


def test_form_with_fields_that_the_letter_has_no_cell_for(browser: Browser, address: str, published: Published) -> None:
    """They are named as others are. What is only of the day of printing (applications, notices, past) makes no form outdated."""
    assert published.added_now == published.digest("example-full") != published.added_old
    with opened(browser) as page:
        page.goto(f"{address}check/?digest={published.added_old}")
        assert answer(page)[3:-1] == ["办事机构", "评审系列（专业）及层级"]
        page.goto(f"{address}check/?digest={published.added_now}")
        assert answer(page)[0] == "一致：表格导出以后，登记没有改过。"


def test_unknown_and_mistyped_digests(browser: Browser, address: str, published: Published) -> None:
    with opened(browser) as page:
        page.goto(f"{address}check/?digest=0000-0000-0000&id=example-one")
        lines = answer(page)
        assert lines[0] == "没有找到登记摘要 0000-0000-0000。"
        assert lines[-1].endswith(f"它现在的登记摘要是 {digests.shown(published.now)}。")
        page.goto(f"{address}check/?digest=0000-0000-0000&id=nobody")
        assert len(answer(page)) == 2
        page.goto(f"{address}check/?digest=k7q2")
        assert answer(page)[0] == "这不是登记摘要。"
        page.goto(f"{address}check/")
        assert page.inner_text("#answer") == ""


def test_withdrawn_committee(browser: Browser, address: str, published: Published) -> None:
    with opened(browser) as page:
        page.goto(f"{address}check/?digest={published.withdrawn}")
        assert answer(page)[-1] == "但这个评审委员会已撤销登记，不再受理申报。"


@pytest.mark.parametrize("way", ["upper", "spaced", "wide", "mistaken"])
def test_digests_are_typed_as_people_do(browser: Browser, address: str, published: Published, way: str) -> None:
    """The page reads what `zhicheng check-paper` reads."""
    code = digests.shown(published.now)
    typed = {
        "upper": code.upper(),
        "spaced": f" {code.replace('-', ' — ')} ",
        "wide": "".join(chr(ord(char) + 0xFEE0) if char.isalnum() else char for char in code),
        "mistaken": code.replace("0", "o").replace("1", "l"),
    }[way]
    assert digests.read(typed) == published.now
    with opened(browser) as page:
        page.goto(f"{address}check/")
        page.fill("input[name=digest]", typed)
        page.press("input[name=digest]", "Enter")
        assert answer(page)[0].startswith("一致")
        assert parse_qs(urlsplit(page.url).query)["digest"] == [typed.strip()]


def test_offline_once_loaded(browser: Browser, address: str, published: Published) -> None:
    """The list is fetched when the page opens; then the network may go."""
    with opened(browser) as page:
        page.goto(f"{address}check/", wait_until="networkidle")
        page.context.set_offline(True)
        page.fill("input[name=digest]", published.old)
        page.click("#check button")
        assert answer(page)[0].startswith("不一致")


def test_list_that_cannot_be_fetched(browser: Browser, address: str, published: Published) -> None:
    """It says so, and the next try asks again."""
    with opened(browser) as page:
        page.route("**/digests.json", lambda route: route.abort())
        page.goto(f"{address}check/?digest={published.now}")
        assert answer(page) == ["没能读取登记摘要的清单。", "请检查网络，再点一次“核对”。"]
        page.unroute("**/digests.json")
        page.click("#check button")
        page.wait_for_selector("#answer .notice.ok")


def test_no_request_leaves_the_site(browser: Browser, address: str, published: Published) -> None:
    with opened(browser) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}check/?digest={published.now}", wait_until="networkidle")
        assert all(url.startswith(address) for url in asked), asked


def test_hostile_address_does_nothing(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.goto(f"{address}check/?digest=<img src=x onerror=window.ran=1>&id=<script>window.ran=1</script>")
        assert answer(page)[0] == "这不是登记摘要。"
        assert page.evaluate("window.ran") is None


def test_without_scripts_it_says_how_to_compare(browser: Browser, address: str, published: Published) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(f"{address}check/?digest={published.now}")
        steps = page.locator("#check noscript li, #check .notice li")
        assert steps.count() == 3
        page.locator("#check .notice a").click()
        assert page.url == f"{address}committees/"


# --- what is published ---------------------------------------------------------------------------------------------------


def test_digests_json(published: Published) -> None:
    """Present and past, with days and the fields that have changed since; listed in index.json; no digest of a field."""
    found = json.loads((published.out / "api/v1/digests.json").read_text(encoding="utf-8"))
    one = next(item for item in found["committees"] if item["id"] == "example-one")
    assert one["digest"] == published.now
    assert one["date"] == "2026-03-03"
    assert one["past"] == [
        {"digest": published.quiet, "date": "2026-03-02", "until": "2026-03-03", "changed": ["panel"]},
        {"digest": published.old, "date": "2026-03-01", "until": "2026-03-02", "changed": ["address", "phones", "panel"]},
    ]
    assert {tuple(item)[:4] for item in found["committees"]} == {("id", "name", "status", "digest")}
    index = json.loads((published.out / "api/v1/index.json").read_text(encoding="utf-8"))
    assert "api/v1/digests.json" in {item["path"] for item in index["files"]}
    assert "0991-0000001" not in json.dumps(found)


def test_only_forms_that_still_hold_are_published(published: Published) -> None:
    """Of what lies in exports/, the site has what shows the record as it is; a link out of it is nobody's form."""
    names = {path.name for path in (published.out / "forms").iterdir()}
    exported = {name for name in names if not name.startswith(("blank", "example."))}
    assert exported == {writing.file_name("example-one", f"form-{number}", published.now, "docx") for number in (1, 2)}
    assert {"blank.form-1.docx", "example.form-1.docx"} <= names


def test_committee_page_links_to_its_forms(browser: Browser, address: str, published: Published) -> None:
    with opened(browser) as page:
        page.goto(f"{address}committees/example-one/")
        links = {link.inner_text(): link.get_attribute("href") for link in page.locator("ul.forms a").all()}
        assert links == {
            f"{words}（Word）": f"../../forms/{writing.file_name('example-one', f'form-{number}', published.now, 'docx')}"
            for number, words in ((1, "附件1 信息备案登记表"), (2, "附件2 专业目录登记表"))
        }
        page.goto(f"{address}committees/example-two/")
        assert page.locator("ul.forms").count() == 0
        assert page.get_by_role("link", name="空白的附件1 信息备案登记表").is_visible()
        for link in page.locator("a[href*='forms/']").all():
            assert page.request.get(page.evaluate("(node) => node.href", link.element_handle())).ok


def test_committee_page_prints_as_the_annexes(browser: Browser, address: str, published: Published) -> None:
    """From the browser, on A4: Annex 1 with every cell as in Word, then Annex 2, then each scoring table on a page of its own."""
    with opened(browser) as page:
        page.goto(f"{address}committees/example-one/")
        assert not page.locator(".on-paper").first.is_visible()
        content = page.pdf(prefer_css_page_size=True)
    bare = [re.sub(r"\s", "", text) for text in pdfs.texts(content)]
    loaded = registry.load(published.root)
    committee = loaded.by_id["example-one"]
    first = "".join(bare)
    for row in annex1_2.annex1(loaded, committee).rows:
        for cell in row:
            for line in cell.lines:
                assert re.sub(r"\s", "", line) in first, line
    second = next(number for number, text in enumerate(bare) if "附件2" in text and "专业目录登记表" in text)
    assert "系列（专业）一级目录二级目录" in bare[second].replace("\u2f00", "一")
    assert "单位负责人（签字）" in "".join(bare[:second])
    starts = [number for number, text in enumerate(bare) if re.search("附表[0-9]量化赋分表", text)]
    assert len(starts) == len(committee.scoring)
    assert min(starts) > second
    assert all(f"登记摘要{digests.shown(published.now)}" in text for text in bare)
    for hidden in ("变更记录", "可评什么", "我要纠错（"):
        assert hidden not in first
    width, height = pdfs.opened(content)[0].get_size()
    assert (round(width), round(height)) in ((595, 842), (595, 841), (594, 842), (596, 842))


def test_registry_without_exports_still_offers_blank_forms(site: Path) -> None:
    """The sample registry: nothing need be exported for a site to be built."""
    page = (site / "check/index.html").read_text(encoding="utf-8")
    assert 'href="../forms/blank.form-1.docx"' in page
