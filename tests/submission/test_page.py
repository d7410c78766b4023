"""The page for submissions in a real browser, opened from a disk as a clerk would: forms in, a packet out, and nothing sent anywhere.

All people are invented (人物均为虚构), and the telephone numbers ring nowhere.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from helpers import chromium_2019, filled_forms, packets, registries
from helpers.browser_python import FETCHED, made
from helpers.browsers import served
from helpers.filled_forms import filled
from helpers.page_checks import hard_to_read, html_errors
from helpers.rosters import IDENTITY
from helpers.submit_page import HOST, PATIENCE, SANDBOXED, given, page_of, saved, status
from playwright.sync_api import Browser, Page

from zhicheng.commands.cli import main
from zhicheng.errors import UserError
from zhicheng.registry import registry
from zhicheng.submission import page_making, parts
from zhicheng.submission.snapshot import zipped
from zhicheng.vault import cipher, store

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser-python")]
ATTEMPTS = [  # ways of a script to send something
    f"() => new Promise((go) => {{ addEventListener('securitypolicyviolation', () => go('refused'), {{once: true}}); {way} }})"
    for way in (
        "const x = new XMLHttpRequest(); x.onload = () => go('sent'); x.open('POST', 'http://127.0.0.1:9/'); x.send('x');",
        "const i = new Image(); i.onload = () => go('sent'); i.src = 'http://127.0.0.1:9/x.png';",
        "navigator.sendBeacon('http://127.0.0.1:9/', 'x');",
        "new WebSocket('ws://127.0.0.1:9/');",
        "const f = document.createElement('iframe'); f.src = 'http://127.0.0.1:9/'; document.body.append(f);",
        "const s = document.createElement('script'); s.textContent = 'go(1)'; document.body.append(s);",
    )
]


def ready(page: Page, address: str) -> list[str]:
    """Opens the page and waits until the checker is there. Returns the list of what is asked for, which grows."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.extend([] if SANDBOXED in message.text else [f"console: {message.text}"]))
    page.on("pageerror", lambda error: asked.append(f"error: {error}"))
    page.goto(address)
    page.wait_for_selector("#work:not([hidden])", timeout=PATIENCE)
    return asked


def test_a_clerk_submits_and_nothing_leaves_the_machine(office: Path, browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "网页报送.html"
    saved(office, file)
    forms = filled_forms.saved(office, tmp_path, 30, address="示例市示例路 9 号")
    page = browser.new_page(locale="zh-CN")
    page.clock.set_fixed_time("2026-11-23T02:30:00Z")
    asked = ready(page, file.as_uri())
    assert "登记内容为虚构" in page.inner_text(".sample")
    # What is meant for the office is one step away, and an address leads there.
    assert (page.is_visible("#clerk"), page.is_visible("#office")) == (True, False)
    page.click("#to-office")
    page.wait_for_selector("#look")
    assert (page.is_visible("#clerk"), page.get_attribute("#to-office", "aria-current")) == (False, "page")
    page.goto(f"{file.as_uri()}#clerk")
    page.wait_for_selector("#files")
    page.set_input_files("#files", forms)
    status(page, "读完了。请对照表核对读到的内容")
    assert "评委花名册 30 人" in page.inner_text("#people")
    address = page.locator("#rows .row[data-pointers='/address']")
    assert "附件1.docx · 第 1 个表格第 3 行" in address.inner_text()
    assert address.locator(".cell td").inner_text() == "示例市示例路 9 号"
    assert "评审委员会\n组建单位" in page.inner_text("#rows")  # a manual line break of Word
    assert page.evaluate("() => [...document.querySelectorAll('.val')].some((one) => one.value.includes('\\v'))") is False
    page.click("#judge")
    status(page, "核对过了。")
    assert "指纹" in page.inner_text("#holders")
    assert "示例市示例路 9 号" in page.inner_text("#changes")
    page.click("#finish")
    status(page, "打包好了，请保存。")
    with page.expect_download() as download:
        page.click("#packet")
    target = tmp_path / download.value.suggested_filename
    download.value.save_as(target)
    page.set_input_files("#look", target)
    status(page, "报送包看过了。")
    assert "0 个错误" in page.inner_text("#opened")
    outside = [one for one in asked if not one.startswith((file.as_uri(), "blob:"))]
    assert outside == []
    # Whatever a script tried, the browser would not let it out.
    assert [page.evaluate(attempt) for attempt in ATTEMPTS] == ["refused"] * len(ATTEMPTS)
    page.close()
    assert target.name == "example-one-2026.zip"
    assert packets.receive(office, target) == 0
    packets.git(office, "merge", "-q", packets.BRANCH)
    assert main(["verify", "example-one", "--root", str(office), "--as-of", packets.DAY, "--identity", str(IDENTITY)]) == 0
    assert yaml.safe_load((office / registries.ONE).read_text(encoding="utf-8"))["address"] == "示例市示例路 9 号"


def test_it_can_be_read_on_a_telephone_and_without_eyes(office: Path, browser: Browser, tmp_path: Path) -> None:
    """In light and in dark colours."""
    file = tmp_path / "submit.html"
    file.write_bytes(page_of(office))
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)  # for axe, which is a script
    page = context.new_page()
    ready(page, file.as_uri())
    filled_forms.saved(office, tmp_path, 3, name="某自治区工程系列水利专业高级职称评审委员会")
    page.set_input_files("#files", [tmp_path / "附件1.docx", tmp_path / "附件2.xlsx"])
    page.locator("[data-question='编号']").wait_for(timeout=PATIENCE)
    assert page.locator("#judge").is_disabled()
    assert page.inner_text("#still") == "还有 1 处没有答，或者要改：编号。"
    page.click("#contacts summary")
    page.locator("#contacts .row").first.wait_for(timeout=PATIENCE)
    page.locator("#list button").first.click()
    page.locator("#paper td button").first.wait_for(timeout=PATIENCE)
    assert hard_to_read(page) == []
    page.locator("[data-question='编号']").fill("example-water")
    page.locator("[data-question='编号']").press("Tab")
    page.locator("#judge:not([disabled])").wait_for(timeout=PATIENCE)
    page.click("#judge")
    status(page, "核对过了。")
    assert hard_to_read(page) == []
    context.close()
    assert html_errors([file]) == []


def goes_on_typing(page: Page) -> None:
    """A clerk goes on to the next field at once: what was typed there, its place and the focus stay, and no half of it is taken."""
    date, office_ = (page.locator(f".row[data-pointers='/approval/{key}']") for key in ("date", "authority"))
    told = date.locator(".fixed")
    date.locator(".val").fill("2019年4月5日")
    date.locator(".val").press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("示例甲厅")
    told.wait_for(timeout=PATIENCE)  # drawn anew
    here = office_.locator(".val")
    assert here.input_value() == "示例甲厅"
    assert page.evaluate("[document.activeElement.id.endsWith('R2C2'), document.activeElement.selectionStart]") == [True, 4]
    assert office_.locator(".fixed").count() == 0
    page.keyboard.press("Tab")
    office_.locator(".fixed", has_text="您改成“示例甲厅”").wait_for(timeout=PATIENCE)
    # Characters that an input method has not finished yet stay in their field.
    # All at once, as the forms may be read again before the next command of a test.
    page.evaluate(
        """([button, field]) => {
      field.id = "typing";
      button.click();
      field.focus();
      field.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
    }""",
        [date.locator(".fixed button").element_handle(), page.locator(".row[data-pointers='/address'] .val").element_handle()],
    )
    page.wait_for_timeout(1500)
    assert page.evaluate("document.activeElement.id") == "typing"
    page.evaluate("document.activeElement.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true}))")
    page.locator("#typing").wait_for(state="detached", timeout=PATIENCE)
    told.wait_for(state="detached", timeout=PATIENCE)
    office_.locator(".fixed button").click()
    office_.locator(".fixed").wait_for(state="detached", timeout=PATIENCE)


def test_what_was_read_is_put_right_on_the_page(office: Path, browser: Browser, tmp_path: Path) -> None:
    """Beside its cell, and in the table as on paper: told as corrected, asked about where it is not understood, and put back."""
    file = tmp_path / "submit.html"
    file.write_bytes(page_of(office))
    forms = filled_forms.saved(office, tmp_path, 3, address="示例市示例路 9 号")
    page = browser.new_page(locale="zh-CN")
    page.clock.set_fixed_time("2026-11-23T02:30:00Z")
    asked = ready(page, file.as_uri())
    page.set_input_files("#files", forms)
    status(page, "读完了。")
    goes_on_typing(page)

    def put(pointer: str, text: str) -> None:
        field = page.locator(f".row[data-pointers='{pointer}'] .val")
        field.fill(text)
        field.press("Tab")

    row = page.locator(".row[data-pointers='/approval/date']")
    assert (row.locator(".val").input_value(), row.locator(".cell td").inner_text()) == ("2018-03-12", "2018年3月12日")
    put("/approval/date", "2019年4月5日")
    row.locator(".fixed", has_text="表里写的“2018年3月12日”，您改成“2019年4月5日”。").wait_for(timeout=PATIENCE)
    assert row.locator(".read-as").inner_text() == "读作 2019-04-05"
    assert row.locator(".cell td").inner_text() == "2018年3月12日"
    put("/phones", "请打传真")
    box = page.locator(".ask-box", has_text="单位电话")
    box.wait_for(timeout=PATIENCE)
    assert page.locator("#judge").is_disabled()
    page.click("#still a")
    assert page.evaluate("document.activeElement.dataset.question").endswith("R3C4")
    box.locator("[data-question]").fill("0991-0000007")
    box.locator("[data-question]").press("Tab")
    page.locator(".row[data-pointers='/phones'] .fixed", has_text="您改成“0991-0000007”").wait_for(timeout=PATIENCE)
    row.locator(".fixed button").click()
    row.locator(".fixed").wait_for(state="detached", timeout=PATIENCE)
    assert row.locator(".val").input_value() == "2018-03-12"
    page.locator("#list li", has_text="附件3.xlsx").locator("button").click()
    cell = page.locator("#paper tr:nth-child(2) td:nth-child(2)")
    cell.locator("button").click()
    cell.locator("input").fill("周示例")
    cell.locator("input").press("Tab")
    page.locator("#paper td.fixed button", has_text="周示例").wait_for(timeout=PATIENCE)
    document = page.locator(".row[data-pointers='/approval/document']")
    put("/approval/document", "示人社函〔2026〕9号")
    document.locator(".fixed").wait_for(timeout=PATIENCE)
    put("/approval/date", "2026年12月1日")  # which has not come yet
    row.locator(".fixed").wait_for(timeout=PATIENCE)
    page.click("#judge")
    status(page, "1 个错误")
    page.click("#found li.error a")
    assert page.evaluate("document.activeElement.value") == "2026年12月1日"
    for one in (row, document):
        one.locator(".fixed button").click()
        one.locator(".fixed").wait_for(state="detached", timeout=PATIENCE)
    page.click("#contacts summary")
    leader = page.locator("#contacts .row", has_text="主管领导").first
    leader.locator(".val").fill("吴示例")
    leader.locator(".val").press("Tab")
    page.locator("#contacts li", has_text="主管领导：姓名 吴示例").wait_for(timeout=PATIENCE)
    page.click("#judge")
    status(page, "核对过了。")
    page.click("#finish")
    status(page, "打包好了，请保存。")
    with page.expect_download() as download:
        page.click("#packet")
    download.value.save_as(tmp_path / "packet.zip")
    page.close()
    assert [one for one in asked if not one.startswith((file.as_uri(), "blob:"))] == []
    packet = packets.opened((tmp_path / "packet.zip").read_bytes())
    assert yaml.safe_load(packet[registries.ONE])["phones"] == ["0991-0000007"]
    keys = store.keyring(IDENTITY).identities
    contacts, roster = (json.loads(cipher.unseal(packet[f"vault/example-one.{kind}.age"], keys)) for kind in ("contacts", "roster"))
    assert contacts["leader"]["name"] == "吴示例"
    assert next(one["name"] for one in roster["experts"]) == "周示例"


def test_the_page_of_a_real_registry_says_of_no_sample(office: Path) -> None:
    assert b'class="sample"' in page_of(office)
    real = office / "registry/registry.yaml"
    real.write_text(real.read_text(encoding="utf-8").replace("sample: true", "sample: false"), encoding="utf-8")
    assert b'class="sample"' not in page_of(office)


def test_a_browser_of_2019_is_told_what_to_do(office: Path, tmp_path: Path) -> None:
    """All of the page's own script is understood there, as far as it says so."""
    (tmp_path / "chromium").mkdir()
    shown = chromium_2019.dumped(tmp_path / "chromium")(saved(office, tmp_path / "submit.html"))
    said = re.search('<p id="status"[^>]*>(.*?)</p>', shown)
    assert said is not None
    assert said[1].startswith("这个浏览器太旧，读表的程序运行不了。请换 Edge、Chrome 96 以上")
    assert re.search('<div id="work"[^>]* hidden', shown)


def test_an_old_browser_is_told_what_to_do(office: Path, browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "submit.html"
    file.write_bytes(page_of(office))
    page = browser.new_page()
    page.add_init_script("WebAssembly.validate = () => false")
    page.goto(file.as_uri())
    status(page, "这个浏览器太旧，读表的程序运行不了。请换 Edge、Chrome 96 以上")
    assert page.is_hidden("#work")
    page.close()


def test_the_page_says_its_policy_and_has_the_same_bytes(office: Path) -> None:
    loaded = registry.load(office)
    content = page_making.page(loaded, "a" * 40, given())
    assert content == page_of(office, "a" * 40)
    text = content.decode()
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
    assert rules["default-src"] == "'none'"
    assert set(rules) == {"default-src", "script-src", "style-src", "base-uri", "form-action"}
    assert [one for one in rules["script-src"].split() if not one.startswith("'sha256-")] == ["blob:", "'wasm-unsafe-eval'"]
    assert re.findall(r"<(?:script|link|img|iframe)[^>]*\s(?:src|href)=", text) == []


def test_without_what_it_takes_nothing_is_made(office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UserError, match="请先运行 make submit"):
        parts.parts(tmp_path)
    out = tmp_path / "site"
    assert main(["build", "--submit", "--root", str(office), "--out", str(out)]) == 2
    assert "请先运行 make submit" in capsys.readouterr().err
    assert main(["build", "--submit", "parts.zip", "--root", str(office), "--out", str(out)]) == 2
    assert "parts.zip 打不开，或者坏了。请用发布里的 zhicheng-submit-" in capsys.readouterr().err
    assert not out.exists()
    assert main(["build", "--submit", "--revision", "HEAD", "--root", str(office)]) == 2
    assert "--submit 只用于现在的登记" in capsys.readouterr().err


@pytest.fixture(scope="module")
def released() -> dict[str, bytes]:
    """What the .zip of a release holds."""
    made()
    content = parts.packed(FETCHED)
    assert content == parts.packed(FETCHED)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_zip_of_a_release_makes_the_same_page(office: Path, released: dict[str, bytes], tmp_path: Path) -> None:
    (office / "requirements").mkdir()
    (office / "requirements/parts.zip").write_bytes(zipped(released))
    out = tmp_path / "site"
    arguments = ["--root", str(office), "--out", str(out), "--as-of", packets.DAY]
    assert main(["build", "--submit", str(office / "requirements/parts.zip"), *arguments]) == 0
    commit = packets.git(office, "rev-parse", "HEAD").strip()
    assert (out / page_making.PAGE).read_bytes() == page_of(office, commit)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda found: found.pop("age.js"), "parts.zip 里没有 age.js，不是网页报送用的。请用发布里的 zhicheng-submit-"),
        (lambda found: found.update(version=b"0.0.1"), "parts.zip 是与 zhicheng 0.0.1 一起发布的，这里的程序是 "),
        (lambda found: found.update({"checker.sha256": b"0" * 64}), "，或者改过。网页里要用同一个程序检查："),
        (lambda found: found.clear(), "parts.zip 里没有 pyodide.asm.wasm，"),
    ],
)
def test_a_zip_of_another_program_is_refused(
    change: Callable[[dict[str, bytes]], object], said: str, released: dict[str, bytes], tmp_path: Path
) -> None:
    found = dict(released)
    change(found)
    path = tmp_path / "parts.zip"
    path.write_bytes(zipped(found))
    with pytest.raises(UserError) as refused:
        parts.parts(path)
    assert said in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"x" * 100])
def test_a_damaged_zip_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "parts.zip"
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"parts\.zip 打不开，或者坏了"):
        parts.parts(path)


def test_the_site_has_the_page_and_its_hash(office: Path, browser: Browser, tmp_path: Path) -> None:
    """Beside the site; served without https it seals as well. What was answered stays answered, and can be changed."""
    (office / "build").mkdir()
    (office / "build/submit").symlink_to(FETCHED)
    out = tmp_path / "site"
    assert main(["build", "--submit", "--root", str(office), "--out", str(out), "--as-of", packets.DAY]) == 0
    content = (out / page_making.PAGE).read_bytes()
    assert f"{hashlib.sha256(content).hexdigest()}  {page_making.PAGE}" in (out / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    rules = (out / "_headers").read_text(encoding="utf-8")
    assert "/submit/" not in rules
    assert "\n/find/*\n  Content-Security-Policy: " in rules
    with served(out) as local:
        address = local.replace("127.0.0.1", HOST)
        page = browser.new_page()
        page.clock.set_fixed_time("2026-11-23T02:30:00Z")
        asked = ready(page, f"{address}submit/")
        assert not page.evaluate("isSecureContext")
        filled_forms.saved(office, tmp_path, name="某自治区工程系列水利专业高级职称评审委员会")
        page.set_input_files("#files", [tmp_path / "附件1.docx", tmp_path / "附件2.xlsx"])
        question = page.locator("[data-question='编号']")
        question.wait_for(timeout=PATIENCE)
        question.fill("example-water")
        question.press("Tab")
        page.locator(".ask-box.done", has_text="已答").wait_for(timeout=PATIENCE)
        assert question.input_value() == "example-water"
        page.click("#judge")
        page.wait_for_selector("#judged:not([hidden])", timeout=PATIENCE)
        assert "（example-water，新登记）" in page.inner_text("#changes")
        page.click("#finish")
        status(page, "打包好了，请保存。")
        assert "密封的联系人" in page.inner_text("#packed")
        assert [one for one in asked if not one.startswith((f"{address}submit/", "blob:"))] == []
        page.close()


def test_who_has_no_forms_fills_in_fields(office: Path, browser: Browser, tmp_path: Path) -> None:
    """They begin with what is registered; what is wrong stands at its field; the roster is pasted; the packet is that of forms."""
    file = tmp_path / "submit.html"
    file.write_bytes(page_of(office))
    context = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)  # for axe, which is a script
    page = context.new_page()
    page.clock.set_fixed_time("2026-11-23T02:30:00Z")
    asked = ready(page, file.as_uri())
    page.select_option("#committee", "example-one")
    page.click("#fill")
    status(page, "读完了。请对照表核对读到的内容")

    def field(pointer: str) -> Any:
        return page.locator(f"[id='f-{pointer}']")

    assert field("/name").input_value() == "示例自治区工程系列建筑工程专业高级职称评审委员会"
    assert field("/reviews/0/catalog/0/seconds").input_value().split("\n")[0] == "城市规划"
    field("/approval/date").fill("去年")
    field("/approval/date").press("Tab")
    page.locator("[id='e-/approval/date']", has_text="“去年”看不出是哪一天").wait_for(timeout=PATIENCE)
    assert page.evaluate("document.activeElement.id") == "f-/approval/authority"
    assert page.inner_text("#still") == "还有 1 处没有答，或者要改：批准时间。"
    assert page.locator("#judge").is_disabled()
    assert hard_to_read(page) == []
    page.click("#still a")
    assert page.evaluate("document.activeElement.id") == "f-/approval/date"
    field("/approval/date").fill("2019年4月5日")
    field("/approval/date").press("Tab")
    page.locator("#judge:not([disabled])").wait_for(timeout=PATIENCE)
    field("/procedure").get_by_role("button", name="加一项").click()
    page.wait_for_function("document.activeElement.id === 'f-/procedure/8'", timeout=PATIENCE)
    page.keyboard.type("发证")
    page.keyboard.press("Tab")
    for person in ("leader", "clerks/0"):
        if person == "clerks/0":
            field("/contacts/clerks").get_by_role("button", name="加一项").hover()
            page.mouse.down()  # what was typed before is read now, and what that gives is not drawn below the finger
            page.wait_for_timeout(1000)
            assert page.inner_text("#status") == "正在读……"
            page.mouse.up()
        for part, text in (("name", "赵示例"), ("landline", "0991-0000001"), ("mobile", "1300000" + "0001")):
            field(f"/contacts/{person}/{part}").fill(text)
    field("/contacts/preparer/name").fill("孙示例")
    field("/contacts/preparer/phone").fill("0991-0000007")
    rows = openpyxl.load_workbook(io.BytesIO(filled(office, tmp_path, 3)[2][1])).active.iter_rows(values_only=True)
    page.fill("#pasted", "\n".join("\t".join("" if cell is None else str(cell) for cell in row) for row in rows))
    page.locator("#pasted").press("Tab")
    page.locator("#fates li", has_text="评委花名册").wait_for(timeout=PATIENCE)
    page.click("#judge")
    status(page, "核对过了。")
    assert "2019-04-05" in page.inner_text("#changes")
    assert "发证" in page.inner_text("#changes")
    page.click("#finish")
    status(page, "打包好了，请保存。")
    with page.expect_download() as download:
        page.click("#packet")
    download.value.save_as(tmp_path / "packet.zip")
    context.close()
    assert [one for one in asked if not one.startswith((file.as_uri(), "blob:"))] == []
    packet = packets.opened((tmp_path / "packet.zip").read_bytes())
    record = yaml.safe_load(packet[registries.ONE])
    assert (record["approval"]["date"], record["procedure"][-1]) == ("2019-04-05", "发证")
    keys = store.keyring(IDENTITY).identities
    contacts, roster = (json.loads(cipher.unseal(packet[f"vault/example-one.{kind}.age"], keys)) for kind in ("contacts", "roster"))
    assert (contacts["clerks"][0]["name"], contacts["preparer"]["name"], len(roster["experts"])) == ("赵示例", "孙示例", 3)
