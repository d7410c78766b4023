"""Python works in a worker of its own, from a disk and from a server, so that the page stays quick; and the browser lets nothing out of it.

All people are invented (人物均为虚构), and the telephone numbers ring nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from helpers import filled_forms
from helpers.browsers import served
from helpers.sending import IN_WORKER, WAYS, attempt, trap
from helpers.submit_page import LEFT, SANDBOXED, ready, saved, status
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser-python")]
# Counts from now on how long it takes from one frame to the next.
FRAMES = """() => { globalThis.gaps = []; let last = performance.now();
  const frame = () => { const now = performance.now(); gaps.push(now - last); last = now; requestAnimationFrame(frame); };
  requestAnimationFrame(frame); }"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()


def watched(page: Page, address: str) -> list[str]:
    """Opens the page, and gives what it asks for and says in the console, which grows."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.extend([] if SANDBOXED in message.text else [f"console: {message.text}"]))
    page.on("pageerror", lambda error: asked.append(f"error: {error}"))
    ready(page, address)
    return asked


def sent_nothing(page: Page, here: str, asked: list[str]) -> None:
    """Whatever is tried in the worker of a page that has just been opened is refused."""
    with trap() as (address, caught):
        (worker,) = page.workers
        assert worker.url.startswith("blob:")
        tried = {name: worker.evaluate(f"() => {attempt(way, address)}") for name, way in (WAYS | IN_WORKER).items()}
        assert tried == dict.fromkeys(tried, "refused")
        assert caught == []
    refused = "Content Security Policy"  # what the browser says of each attempt
    assert [one for one in asked if not one.startswith((here, "blob:")) and refused not in one and address not in one] == []


def test_from_a_server_nothing_leaves_the_worker(office: Path, page: Page, tmp_path: Path) -> None:
    (tmp_path / "site/submit").mkdir(parents=True)
    saved(office, tmp_path / "site/submit/index.html")
    with served(tmp_path / "site") as local:
        here = f"{local}submit/"
        sent_nothing(page, here, watched(page, here))


def test_the_trap_catches_what_a_page_without_a_policy_sends(page: Page, tmp_path: Path) -> None:
    """The other side of the test above: each way reaches the address where nothing forbids it."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
    with served(tmp_path / "site") as local, trap() as (address, caught):
        page.goto(local)
        with page.expect_event("worker") as made:
            page.evaluate("() => { globalThis.worker = new Worker(URL.createObjectURL(new Blob(['onmessage = () => {}']))); }")
        worker = made.value
        for number, way in enumerate((WAYS | IN_WORKER).values(), 1):
            worker.evaluate(f"() => {attempt(way, address)}")
            assert len(caught) >= number, way


def test_from_a_disk_nothing_leaves_the_worker_and_the_page_stays_quick_and_can_stop_it(office: Path, page: Page, tmp_path: Path) -> None:
    """A thousand experts are read meanwhile. Stopped, it forgets what it has read, and can be used again."""
    file = saved(office, tmp_path / "submit.html")
    sent_nothing(page, file, watched(page, file))
    page.evaluate(FRAMES)
    page.set_input_files("#files", filled_forms.saved(office, tmp_path, 1000))
    status(page, "读完了")
    page.click("#judge")
    status(page, "核对过了")
    assert page.is_hidden("#busy")
    gaps = page.evaluate("gaps")
    assert len(gaps) > 20, "it was read so fast that nothing was measured"
    assert median(gaps) < 100
    (tmp_path / "many").mkdir()
    many = filled_forms.saved(office, tmp_path / "many", 6000)
    page.set_input_files("#files", many)
    page.click("#stop")
    status(page, "停下了，读过的已经忘掉")
    assert page.is_hidden("#busy")
    assert [part for part in ("#read", "#judged", "#sealing") if page.is_visible(part)] == []  # what was read and judged before
    assert len(page.workers) == 1
    page.set_input_files("#files", many[:2])
    status(page, "读完了")


def test_without_a_worker_the_page_does_it_itself_and_without_storage_it_says_so(office: Path, page: Page, tmp_path: Path) -> None:
    file = saved(office, tmp_path / "submit.html")
    chosen = filled_forms.saved(office, tmp_path, 3)
    page.add_init_script("globalThis.Worker = function () { throw new DOMException('no', 'SecurityError'); }")
    page.add_init_script("Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } })")
    asked = watched(page, file)
    assert page.workers == []
    page.wait_for_function("document.getElementById('kept').textContent")
    assert page.inner_text("#kept").startswith("这个浏览器不能暂存做到一半的内容")
    assert page.evaluate(LEFT) is True
    page.set_input_files("#files", chosen)
    status(page, "读完了。请对照表核对读到的内容")
    assert page.is_hidden("#stop")
    page.wait_for_timeout(2500)
    assert page.evaluate(LEFT) is False  # on leaving it is asked
    assert [one for one in asked if not one.startswith((file, "blob:"))] == []


def test_a_worker_that_cannot_start_python_is_replaced_by_the_page(office: Path, page: Page, tmp_path: Path) -> None:
    """As in Firefox 113, whose workers import no modules."""
    file = saved(office, tmp_path / "submit.html")
    page.add_init_script(
        "const Real = Worker; globalThis.Worker = function () { return new Real(URL.createObjectURL(new Blob(["
        "'onmessage = ({data}) => postMessage({id: data.id, failed: \"TypeError\"})'], {type: 'text/javascript'}))); }"
    )
    ready(page, file)
    assert page.workers == []
    assert page.evaluate("typeof pythonInPage") == "object"
