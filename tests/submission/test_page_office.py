"""The office's side of the page for submissions: a folder of packets, the report, the opinion for the command line, and its way back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import packets, registries, submit_page
from helpers.page_checks import hard_to_read
from helpers.vault_commands import CONTACTS
from playwright.sync_api import Browser, Page

from zhicheng.commands.cli import main

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser-python")]
COUNTY, BRANCH = "example-county", "submit/example-county-2026"
HOSTILE = "示例县新路<img src=x onerror=alert(1)>2号"


def county_packet(office: Path, folder: Path, address: str) -> Path:
    """A packet of a county's committee with another address."""
    root = packets.sender(office, folder.parent / "county")
    path = root / f"registry/committees/653100/{COUNTY}.yaml"
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("address: "))
    path.write_text(text.replace(line, f"address: {address}"), encoding="utf-8")
    assert packets.pack(root, folder / f"{COUNTY}.zip", key=COUNTY) == 0
    return folder / f"{COUNTY}.zip"


@pytest.fixture
def folder(office: Path, tmp_path: Path) -> Path:
    """A folder of packets: of a county, of the region with a scan, with an error, one that is none; and a file of another kind."""
    found = tmp_path / "收到的"
    found.mkdir()
    county_packet(office, found, HOSTILE)
    (tmp_path / "扫描.pdf").write_bytes(packets.PDF)
    root = packets.sender(office, tmp_path / "sender")
    assert packets.pack(root, found / "one.zip", "--paper", tmp_path / "扫描.pdf") == 0
    entries = packets.opened((found / "one.zip").read_bytes())
    entries[packets.ONE] = entries[packets.ONE].replace(b"members: 25", b"members: 24")
    (found / "wrong.zip").write_bytes(packets.closed(packets.listed(entries, digest=None).items()))
    (found / "broken.zip").write_bytes((found / "one.zip").read_bytes()[:-100])
    (found / "readme.txt").write_text("x", encoding="utf-8")
    return found


def opened(office: Path, browser: Browser, tmp_path: Path, **options: Any) -> tuple[Page, list[str]]:
    context = browser.new_context(**options)
    page = context.new_page()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(f"dialog: {dialog.message}"))
    page.on("pageerror", lambda error: asked.append(f"error: {error}"))
    # The clock of a test is a script in every frame, and the frame of the preview lets none run: the browser says so.
    page.on("console", lambda one: submit_page.SANDBOXED in one.text or asked.append(f"console: {one.text}"))
    page.clock.set_fixed_time(submit_page.NOW)
    submit_page.ready(page, submit_page.saved(office, tmp_path / "submit.html"))
    page.click("#to-office")
    return page, asked


def rows(page: Page) -> dict[str, list[str]]:
    """The cells of the table by the name of the file."""
    found = [row.locator("th, td").all_inner_texts() for row in page.locator("#packet-rows tr").all()]
    return {cells[0].splitlines()[-1]: cells for cells in found}


def saved_as(page: Page, selector: str, target: Path) -> Path:
    with page.expect_download() as download:
        page.click(selector)
    download.value.save_as(target)
    return target


def test_an_office_decides_and_the_command_line_takes_it(office: Path, folder: Path, browser: Browser, tmp_path: Path) -> None:
    page, asked = opened(office, browser, tmp_path)
    page.set_input_files("#folder", folder)
    submit_page.status(page, "4 个文件看过了。表里只数包里文件的错误；")
    found = rows(page)
    assert found[f"{COUNTY}.zip"][0].startswith(f"莎车县中小学教师系列中级职称评审委员会（{COUNTY}）")
    assert found[f"{COUNTY}.zip"][1:] == ["2026", "莎车县教育局", "2026-11-23 00:00", "有改动", "0", "0"]
    assert [found[name][4:6] for name in ("one.zip", "wrong.zip")] == [["有改动", "0"], ["有改动", "2"]]
    assert found["broken.zip"][1].startswith("不能收：不完整，或者不是报送包")
    assert page.inner_text("#counted") == "看了 4 / 4 个：不能收 1 个，有改动 2 个，有错误 1 个。"
    # The report, in which nothing of a packet becomes markup.
    page.click(f"#packet-rows button:has-text('{COUNTY}')")
    report = page.locator("#opened article")
    report.wait_for(timeout=submit_page.PATIENCE)
    assert HOSTILE in report.inner_text()
    assert "收下以后还没有合并、正在审核的，这里看不到" in report.inner_text()
    assert page.locator("#opened img").count() == 0
    assert "路线：喀什地区人力资源和社会保障局 → 示例自治区职称社会化评价中心" in report.inner_text()
    # A return with a telephone number is not made, one without is.
    page.check("#opened input[value=returned]")
    page.get_by_label("审核账号：").fill("ks-reviewer-a")
    page.get_by_label("事由：").select_option("basis")
    mend = page.get_by_label("需要更正的内容：")
    mend.fill(f"请打 {CONTACTS['leader']['mobile']}")
    page.click("#opened button[type=submit]")
    alert = page.locator("#opened [role=alert]", has_text="需要更正的内容 里有手机号码")
    alert.wait_for(timeout=submit_page.PATIENCE)
    mend.fill("请改成批准文件上的地址")
    page.click("#opened button[type=submit]")
    page.locator("#opened a[download]").wait_for(timeout=submit_page.PATIENCE)
    back = saved_as(page, "#opened a[download]", tmp_path / "back.zip")
    # A paper is saved as it came.
    page.locator("#packet-rows button", has_text="example-one").first.click()
    page.locator("#opened h2", has_text="example-one").wait_for(timeout=submit_page.PATIENCE)
    assert saved_as(page, "#opened button:has-text('保存 扫描.pdf')", tmp_path / "x.pdf").read_bytes() == packets.PDF
    # What has errors cannot be approved.
    page.locator("#packet-rows tr.bad button", has_text="example-one").click()
    page.locator("#opened input[value=approved]:disabled").wait_for(timeout=submit_page.PATIENCE)
    # The clerk opens what he gets back.
    page.set_input_files("#look", back)
    page.locator("#opened h2", has_text="退回修改").wait_for(timeout=submit_page.PATIENCE)
    assert "请改成批准文件上的地址" in page.inner_text("#opened dl")
    assert [one for one in asked if not one.startswith(("file:", "blob:"))] == []
    page.context.close()
    assert packets.receive(office, folder / f"{COUNTY}.zip", "--decision", back) == 0
    assert main(["record", "--root", str(office), "--base", "main", "--decision", str(back)]) == 0
    (one,) = yaml.safe_load((office / "registry/decisions/2026.yaml").read_text(encoding="utf-8"))["decisions"]
    assert (one["outcome"], one["account"], one["mend"]) == ("returned", "ks-reviewer-a", "请改成批准文件上的地址")
    assert registries.findings(office) == []


def test_many_packets_are_looked_into_one_after_the_other_on_a_telephone_and_without_eyes(
    office: Path, folder: Path, browser: Browser, tmp_path: Path
) -> None:
    """Each gets a row as soon as it is looked into; of two of a committee the older is told; stopping leaves the rows that are there.

    In light and in dark colours.
    """
    content = (folder / "one.zip").read_bytes()
    later = packets.closed(packets.listed(packets.opened(content), made="2026-11-23T08:00:00+08:00").items())
    many = tmp_path / "many"
    many.mkdir()
    for number in range(60):
        (many / f"{number:02}.zip").write_bytes(later if number == 7 else content)
    (many / "60.zip").write_bytes(b"PK\x03\x04" + bytes(70_000_000))
    page, asked = opened(office, browser, tmp_path, viewport={"width": 360, "height": 740}, bypass_csp=True)  # axe is a script
    page.set_input_files("#folder", many)
    page.locator("#packet-rows tr").nth(5).wait_for(timeout=submit_page.PATIENCE)
    assert page.locator("#looking").is_visible()
    submit_page.status(page, "61 个文件看过了。")
    assert page.locator("#looking").is_hidden()
    found = rows(page)
    assert list(found) == [f"{number:02}.zip" for number in range(61)]
    assert found["07.zip"][4] == "有改动"
    assert {found[f"{number:02}.zip"][4] for number in range(60) if number != 7} == {"有改动（这一批里还有更晚的一份）"}
    assert found["60.zip"][1].startswith("不能收：超过 64 MiB，不像是一份报送包")
    assert page.inner_text("#counted") == "看了 61 / 61 个：有改动 60 个，不能收 1 个。"
    page.set_input_files("#folder", many)
    page.locator("#packet-rows tr").nth(3).wait_for(timeout=submit_page.PATIENCE)
    page.evaluate("document.getElementById('stop').click()")
    submit_page.status(page, "停下了，读过的已经忘掉。")
    assert 4 <= page.locator("#packet-rows tr").count() < 61
    assert page.locator("#looking").is_hidden()
    page.set_input_files("#folder", folder)
    submit_page.status(page, "4 个文件看过了。")
    page.focus(f"#packet-rows button:has-text('{COUNTY}')")
    page.keyboard.press("Enter")
    page.locator("#opened article").wait_for(timeout=submit_page.PATIENCE)
    assert page.evaluate("document.activeElement.id") == "opened"
    page.check("#opened input[value=returned]")
    assert hard_to_read(page) == []
    targets = "button, select, input:not([type=radio]), textarea, summary, .choice"
    every = f"[...document.querySelectorAll('#opened :is({targets}), #packet-rows button')]"
    assert page.evaluate(f"{every}.filter((one) => one.offsetHeight && one.offsetHeight < 44).map((one) => one.outerHTML)") == []
    assert [one for one in asked if not one.startswith(("file:", "blob:"))] == []
    page.context.close()
