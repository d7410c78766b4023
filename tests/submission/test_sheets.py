"""The forms to sign and stamp, as the page for submissions prints them: what was judged, its digest on every page, and gone afterwards.

All people are invented (人物均为虚构), and the telephone numbers ring nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from helpers import filled_forms
from helpers.pdfs import opened, texts
from helpers.submit_page import NOW, ready, saved, status
from helpers.vault_commands import CONTACTS
from playwright.sync_api import Browser

from zhicheng.forms import digest as digests
from zhicheng.registry import registry
from zhicheng.submission import snapshot
from zhicheng.submission.calls import Visit, answered

Value = dict[str, Any]
TIME = "2026-11-23T10:30:00+08:00"


def call(visit: Visit, do: str, attached: Sequence[bytes] = (), **said: Any) -> Value:
    answer, _ = answered(visit, json.dumps({"do": do, "time": TIME, **said}), attached)
    return dict(json.loads(answer))


def sheets(office: Path, folder: Path, experts: int) -> list[Value]:
    visit = Visit()
    forms = filled_forms.filled(office, folder, experts)
    call(visit, "open", [snapshot.written(registry.load(office))])
    call(visit, "read", [content for _, content in forms], files=[name for name, _ in forms])
    assert call(visit, "judge")["stopped"] == ""
    return list(call(visit, "sheets")["sheets"])


def text(sheet: Value) -> str:
    return "\n".join(one.get("text") or one["html"] for one in sheet["blocks"])


def test_they_hold_what_was_judged(office: Path, tmp_path: Path) -> None:
    first, second, third = sheets(office, tmp_path, 5)
    committee = registry.load(office).by_id["example-one"]
    assert [one["number"] for one in (first, second, third)] == [1, 2, 3]
    assert [one["landscape"] for one in (first, second, third)] == [False, False, True]
    for sheet in (first, second, third):
        assert sheet["foot"] == [f"编号 example-one　　登记摘要 {digests.shown(digests.of(committee))}"]
        assert all(99.8 < sum(one["widths"]) < 100.2 for one in sheet["blocks"] if "html" in one)
        assert "style=" not in text(sheet)
    assert CONTACTS["leader"]["name"] in text(first)
    assert CONTACTS["leader"]["mobile"] in text(first)
    assert text(third).count("<tr>") == 6  # with the header
    assert CONTACTS["leader"]["name"] not in text(second)


def test_without_a_roster_there_is_no_third(office: Path, tmp_path: Path) -> None:
    assert [one["number"] for one in sheets(office, tmp_path, 0)] == [1, 2]


def test_a_form_that_the_round_does_not_have_is_none(office: Path, tmp_path: Path) -> None:
    book = office / "registry/rulebooks/letter-2019.yaml"
    book.write_text(book.read_text(encoding="utf-8") + "\nannexes: [1]\n", encoding="utf-8")
    assert [one["number"] for one in sheets(office, tmp_path, 0)] == [1]


def test_before_anything_is_judged_there_are_none(office: Path) -> None:
    visit = Visit()
    call(visit, "open", [snapshot.written(registry.load(office))])
    assert call(visit, "sheets") == {"ok": False, "error": "还没有核对过，没有可以看、可以打印的。请先核对。"}


@pytest.mark.slow
@pytest.mark.xdist_group("browser-python")
def test_printed_each_page_has_the_digest_and_nothing_stays(office: Path, browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    page.clock.set_fixed_time(NOW)
    page.add_init_script("print = () => { globalThis.printed = [document.title, document.getElementById('sheet').cloneNode(true)]; }")
    ready(page, saved(office, tmp_path / "submit.html"))
    page.set_input_files("#files", filled_forms.saved(office, tmp_path, 30))
    status(page, "读完了")
    page.click("#judge")
    status(page, "核对过了。")
    digest = digests.shown(digests.of(registry.load(office).by_id["example-one"]))
    for number, pages, size in ((1, 2, [595, 842]), (2, 1, [595, 842]), (3, 3, [842, 595])):
        page.click(f"#print-{number}")
        status(page, f"附件 {number} 排好了")
        assert page.evaluate("document.getElementById('sheet').childElementCount") == 0
        assert not page.evaluate("document.body.classList.contains('printing')")
        assert page.title().startswith("网页报送")
        page.evaluate("() => { document.body.classList.add('printing'); document.getElementById('sheet').replaceWith(printed[1]); }")
        file = tmp_path / f"{number}.pdf"
        page.pdf(path=file, prefer_css_page_size=True)
        page.evaluate("() => { document.body.classList.remove('printing'); document.getElementById('sheet').replaceChildren(); }")
        said = texts(file.read_bytes())
        assert len(said) == pages
        assert [one for one in said if digest not in one] == []
        assert "选填好的表" not in "".join(said)  # of the page itself nothing is printed
        assert [round(one) for one in opened(file.read_bytes())[0].get_size()] == size
        assert (CONTACTS["leader"]["name"] in said[0]) is (number == 1)
    page.close()
