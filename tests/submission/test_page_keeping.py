"""Work in progress on the page for submissions: over a reload, in two tabs, as a file with a password, and discarded without a trace.

All people are invented (人物均为虚构), and the telephone numbers ring nowhere.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyrage
import pytest
from helpers import packets, registries, submit_page
from helpers.browsers import CONTRAST, served
from helpers.filled_forms import filled
from helpers.page_checks import violations
from helpers.vault_commands import CONTACTS
from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser-python")]
PASSWORD = "测试用的密码 8 位以上"  # noqa: S105 - of this test alone
PERSON = CONTACTS["leader"]["name"]
LATER = "2026-11-23T14:30:01Z"  # half a day after NOW
NEW = "某自治区工程系列水利专业高级职称评审委员会"
SCANS = "() => [...document.getElementById('papers').files].map((one) => [one.name, one.size])"
DROPPED = """(forms) => {
  const chosen = new DataTransfer(), input = document.getElementById("files");
  for (const [name, text] of forms) chosen.items.add(new File([Uint8Array.from(atob(text), (one) => one.charCodeAt(0))], name));
  input.files = chosen.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}"""
SWEPT = """() => new Promise((go) => {
  const asked = indexedDB.open("zhicheng-submit", 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction("kept", "readwrite");
    all.objectStore("kept").clear();
    all.oncomplete = () => { asked.result.close(); go(); };
  };
})"""
# What other tabs have left: by their ids, how many milliseconds ago they were last heard of.
LEAVE = """(tabs) => new Promise((go) => {
  const asked = indexedDB.open("zhicheng-submit", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
  asked.onsuccess = () => {
    const all = asked.result.transaction("kept", "readwrite"), sealed = new Uint8Array([120]);
    for (const [id, ago] of Object.entries(tabs)) {
      all.objectStore("kept").put({ holder: id, touched: Date.now() - ago, sealed }, id);
      all.objectStore("kept").put({ number: "1", sealed }, `${id}/1`);
    }
    all.oncomplete = () => { asked.result.close(); go(); };
  };
})"""
# What is stated beside the forms, and not kept in another way.
STATED = """() => [...document.querySelectorAll("#clerk input:not([type=file]), #clerk select, #clerk textarea")]
  .filter((one) => !one.closest("#rows, #private, #paper, form")).map((one) => one.id)"""


@pytest.fixture(scope="module")
def office(small_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("office") / "root"
    shutil.copytree(small_template, root)
    return submit_page.office(root)


@pytest.fixture(scope="module")
def address(office: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return submit_page.saved(office, tmp_path_factory.mktemp("page") / "网页报送.html")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(accept_downloads=True)
    asked: list[str] = []
    made.on("request", lambda request: asked.append(request.url))
    yield made
    made.close()
    assert [one for one in asked if not one.startswith(("file:", "blob:"))] == []


def begun(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.clock.set_fixed_time(submit_page.NOW)
    submit_page.ready(page, address)
    return page


def chosen(page: Page, office: Path, folder: Path) -> None:
    """Chooses forms of a new committee, answers the question for its id, puts a cell right, and writes what is stated."""
    folder.mkdir(exist_ok=True)
    for name, content in filled(office, folder, name=NEW):
        (folder / name).write_bytes(content)
    (folder / "扫描件.pdf").write_bytes(packets.PDF)
    page.set_input_files("#files", [folder / "附件1.docx", folder / "附件2.xlsx"])
    question = page.locator("[data-question='编号']")
    question.wait_for(timeout=submit_page.PATIENCE)
    question.fill("example-water")
    question.press("Tab")
    page.locator(".ask-box.done").wait_for(timeout=submit_page.PATIENCE)
    approved = page.locator(".row[data-pointers='/approval/date']")
    approved.locator(".val").fill("2019年4月5日")
    approved.locator(".val").press("Tab")
    approved.locator(".fixed").wait_for(timeout=submit_page.PATIENCE)
    page.evaluate("document.getElementById('sealing').hidden = false")  # judging would show it
    page.fill("#by", "示例报送局")
    page.fill("#signer", "示例负责人")
    page.fill("#signed", "2026-11-20")
    page.set_input_files("#papers", [folder / "扫描件.pdf"])


def state(page: Page) -> dict[str, Any]:
    """What the page shows of the work."""
    fields = {name: page.input_value(f"#{name}") for name in ("committee", "by", "signer", "signed")}
    papers = page.evaluate(
        "async () => (await Promise.all([...document.getElementById('papers').files].map(async (one) => [one.name, await one.text()])))"
    )
    approved = page.inner_text(".row[data-pointers='/approval/date'] .fixed")
    answer = page.input_value("[data-question='编号']")
    return {**fields, "papers": papers, "files": page.inner_text("#list"), "answer": answer, "approved": approved}


def goes_on(page: Page, was: dict[str, Any]) -> None:
    """Waits until the page is there, with what there was before it was loaded again."""
    submit_page.ready(page)
    page.locator(".ask-box.done").wait_for(timeout=submit_page.PATIENCE)
    assert page.inner_text("#kept").startswith("接着刷新以前的做：3 个文件。")
    assert state(page) == was


def settled(page: Page) -> None:
    """Waits until all is put down: leaving is not asked about, and nothing changes any more."""
    page.wait_for_timeout(600)
    page.wait_for_function(submit_page.LEFT, timeout=submit_page.PATIENCE)


def test_what_is_kept_comes_back_in_each_tab_and_nothing_lies_there_in_the_clear(
    context: BrowserContext, office: Path, address: str, tmp_path: Path
) -> None:
    """A tab that was duplicated has the same session: each goes on with its own from there, and what a closed one leaves goes."""
    page = begun(context, address)
    assert page.inner_text("#kept").startswith("做到一半的内容加密暂存在这个浏览器里")
    assert page.evaluate(submit_page.STORED) == ["[]", "[]", ""]
    chosen(page, office, tmp_path)
    assert set(page.evaluate(STATED)) == {"committee", "by", "signer", "signed"}, (
        "What is new here has to be kept, too: FIELDS in keeping.js"
    )
    settled(page)
    page.evaluate(SWEPT)  # as by another tab, half a day later: with the next change all of it is put down again
    page.fill("#signer", "示例主任")
    settled(page)
    was = state(page)
    assert was["papers"] == [["扫描件.pdf", packets.PDF.decode()]]
    stored = page.evaluate(submit_page.STORED)
    assert len(stored) == 3 + 1 + 3  # the work and three files
    for text in stored[3:]:
        assert "age-encryption.org/v1" in text
        for private in (PERSON, "example-water", "示例", "附件1", "PK\x03\x04"):
            assert private not in text
    with context.expect_page() as opened:
        page.evaluate("void window.open(location.href)")  # with a copy of the session
    twin = opened.value
    goes_on(twin, was)
    page.fill("#by", "第一个")
    twin.evaluate("document.getElementById('sealing').hidden = false")
    twin.fill("#by", "第二个")
    settled(page)
    settled(twin)
    twin.reload()
    goes_on(twin, {**was, "by": "第二个"})
    assert len(twin.evaluate(submit_page.STORED)) == 3 + 2 * (1 + 3)
    twin.close()
    page.clock.set_fixed_time(LATER)
    page.reload()
    goes_on(page, {**was, "by": "第一个"})
    assert len(page.evaluate(submit_page.STORED)) == 3 + 1 + 3  # what the closed tab left has not been heard of for half a day
    page.click("#judge")
    page.wait_for_selector("#judged:not([hidden])", timeout=submit_page.PATIENCE)
    assert "（example-water，新登记）" in page.inner_text("#changes")


def test_what_is_filled_in_is_kept_saved_with_a_password_discarded_and_opened(
    context: BrowserContext, office: Path, address: str, tmp_path: Path
) -> None:
    """Saved progress takes the place of what is there. What is discarded leaves nothing in any storage, on the page or after a reload."""
    page = context.new_page()
    page.clock.set_fixed_time(submit_page.NOW)
    (tmp_path / "other.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
    page.goto((tmp_path / "other.html").as_uri())  # of the same origin
    page.evaluate(LEAVE, {"open": 12 * 3600e3 - 1000, "closed": 12 * 3600e3 + 1000})
    submit_page.ready(page, f"{address}#example-two")  # as the page of a committee leads there
    assert page.input_value("#committee") == "example-two"
    # A tab with another session has none of it, and what a closed one has left goes when it has not been heard of for half a day.
    assert page.is_hidden("#read")
    others = page.evaluate(submit_page.STORED)
    assert [one.split(":")[0] for one in others] == ["[]", "[]", "", "open", "open/1"]
    page.select_option("#committee", "example-one")
    page.click("#fill")
    street = page.locator("[id='f-/address']")
    street.fill("示例市某路 1 号")
    street.press("Tab")
    submit_page.status(page, "读完了")
    settled(page)
    page.click("text=保存进度：")
    for first, second, said in (
        ("短", "短", "密码至少要 8 个字符"),
        (PASSWORD, f"{PASSWORD}.", "两次写的密码不一样"),
        (PASSWORD, PASSWORD, "加密好了"),
    ):
        save(page, first, second, said)
    with page.expect_download() as download:
        page.click("#saved a")
    download.value.save_as(tmp_path / "filled.zip.age")
    street.fill("示例市某路 2 号")
    street.press("Tab")
    submit_page.status(page, "读完了")
    settled(page)
    page.evaluate("location.hash = 'nobody'")  # there is no such committee
    page.reload()
    submit_page.ready(page)
    submit_page.status(page, "读完了")
    assert page.input_value("[id='f-/address']") == "示例市某路 2 号"
    assert page.input_value("#committee") == "example-one"
    page.click("text=打开进度：")
    open_file(page, tmp_path / "filled.zip.age", PASSWORD)
    page.locator("#kept", has_text="接着保存的进度做：0 个文件。").wait_for(timeout=submit_page.PATIENCE)
    assert page.input_value("[id='f-/address']") == "示例市某路 1 号"
    assert page.inner_text("#fill") == "不填了，改用表"
    page.click("#fill")
    page.select_option("#committee", "")

    chosen(page, office, tmp_path)
    was = state(page)
    page.click("text=保存进度：")
    save(page, PASSWORD, PASSWORD, "加密好了")
    assert (page.input_value("#save-password"), page.input_value("#save-again")) == ("", "")
    with page.expect_download() as download:
        page.click("#saved a")
    assert download.value.suggested_filename == "报送进度-2026-11-23.zip.age"
    file = tmp_path / "progress.zip.age"
    download.value.save_as(file)
    assert PERSON.encode() not in file.read_bytes()
    opened_by_age(file, tmp_path / "progress.zip")
    names = zipfile.ZipFile(tmp_path / "progress.zip").namelist()
    assert names == ["files/0000", "files/0001", "files/0002", "work.json"]

    settled(page)
    page.click("#discard")
    assert "不能恢复" in page.inner_text("#sure")
    page.set_viewport_size({"width": 360, "height": 740})
    page.evaluate("for (const one of document.querySelectorAll('#clerk details')) one.open = true")
    assert violations(page) == []
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    small = (
        "[...document.querySelectorAll('[aria-labelledby=h7] :is(button, input, summary)')].filter((one) => one.offsetHeight < 44).length"
    )
    assert page.evaluate(small) == page.locator("[autocomplete=username]").count()  # which are hidden
    page.click("#discard-no")
    assert page.is_hidden("#sure")
    assert len(page.evaluate(submit_page.STORED)) == len(others) + 1 + 3
    page.click("#discard")
    with page.expect_navigation():
        page.click("#discard-yes")
    submit_page.ready(page)
    page.wait_for_function(submit_page.KEPT)
    assert page.evaluate(submit_page.STORED) == others
    assert page.is_hidden("#read")
    assert {page.input_value(f"#{name}") for name in ("committee", "by", "signer", "signed", "papers", "files")} == {""}

    page.click("text=打开进度：")
    content = file.read_bytes()
    damaged, wrong = tmp_path / "damaged.age", tmp_path / "wrong.age"
    damaged.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    wrong.write_bytes(b"not at all")
    for path, password, said in (
        (file, f"{PASSWORD}x", "密码不对，没有打开。"),
        (damaged, PASSWORD, "这个进度损坏了，打不开。"),
        (wrong, PASSWORD, "这不是用密码保存的进度，没有打开。"),
        (file, PASSWORD, "读完了"),
    ):
        open_file(page, path, password)
        submit_page.status(page, said)
        assert page.is_hidden("#read") == (said != "读完了")
    page.locator(".ask-box.done").wait_for(timeout=submit_page.PATIENCE)
    assert state(page) == was
    assert page.inner_text("#kept") == "接着保存的进度做：3 个文件。"


def save(page: Page, first: str, second: str, said: str) -> None:
    """Saves progress with a password, written twice."""
    page.fill("#save-password", first)
    page.fill("#save-again", second)
    page.click("#saving button")
    submit_page.status(page, said)


def open_file(page: Page, file: Path, password: str) -> None:
    page.set_input_files("#open-file", file)
    page.fill("#open-password", password)
    page.click("#opening button")


def opened_by_age(file: Path, out: Path) -> None:
    """`age -d` opens it with the password, which it asks for on a terminal. Elsewhere another implementation of age does."""
    if shutil.which("age") and shutil.which("script"):  # `script` is a terminal for it
        command = shlex.join(["age", "-d", "-o", str(out), str(file)])
        subprocess.run(
            ["script", "-qec", command, "/dev/null"], input=f"{PASSWORD}\n".encode(), capture_output=True, check=True, timeout=120
        )
    else:
        out.write_bytes(pyrage.passphrase.decrypt(file.read_bytes(), PASSWORD))


def test_over_plain_http_as_well_and_a_registry_that_has_changed_is_told(browser: Browser, small: Path, tmp_path: Path) -> None:
    """There a browser has no cryptography of its own; 50 MB of scans are put down in slices, and come back.

    The page is a newer one after the reload; and that of another registry does not take the work.
    """
    office = submit_page.office(small)
    (tmp_path / "site/submit").mkdir(parents=True)
    (tmp_path / "site/index.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
    file = tmp_path / "site/submit/index.html"
    submit_page.saved(office, file)
    with served(tmp_path / "site") as local:
        page = browser.new_page()
        page.clock.set_fixed_time(submit_page.NOW)
        here = local.replace("127.0.0.1", submit_page.HOST)
        page.goto(here)
        page.evaluate("sessionStorage.setItem('zhicheng-submit', JSON.stringify({ id: 'gone', key: '' }))")
        submit_page.ready(page, f"{here}submit/")
        # Where the browser needed the space, it is said.
        assert page.inner_text("#kept") == "上次做到一半的内容打不开了，请重新选表。"
        assert page.evaluate("sessionStorage.length") == 0
        assert not page.evaluate("isSecureContext")
        chosen(page, office, tmp_path)
        scans = [tmp_path / f"扫描件{number}.pdf" for number in range(4)]
        for scan in scans:
            scan.write_bytes(packets.PDF + bytes(12_500_000))
        page.set_input_files("#papers", scans)
        settled(page)
        was = page.evaluate(SCANS)
        assert len(was) == 4
        packets.commit(packets.moved(office, "示例市新路 2 号"), "registry: Move")
        submit_page.saved(office, file)
        page.reload()
        submit_page.ready(page)
        page.locator(".ask-box.done").wait_for(timeout=submit_page.PATIENCE)
        assert re.search("登记册从 [0-9a-f]{12} 的版本更新到了 [0-9a-f]{12} 的版本：请重新对照、核对一遍。", page.inner_text("#kept"))
        assert page.evaluate(SCANS) == was
        assert page.input_value("#by") == "示例报送局"
        page.set_input_files("#papers", [])
        settled(page)
        assert len(page.evaluate(submit_page.STORED)) == 3 + 1 + 2
        text = (office / "registry/registry.yaml").read_text(encoding="utf-8")
        registries.write(office, "registry/registry.yaml", re.sub("(?m)^name: .*$", "name: 别处的登记册", text))
        submit_page.saved(office, file)
        page.reload()
        submit_page.ready(page)
        page.wait_for_function(submit_page.KEPT)
        assert page.inner_text("#kept").startswith("这个进度不是这个登记册的，没有打开。")
        assert page.is_hidden("#read")
        page.close()
