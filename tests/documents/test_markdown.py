"""Nothing of a text acts, whatever it is and wherever it stands, and all of it is shown: judged by the forge's own renderer."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from helpers.markdowns import HOSTILE, html_of, outside_code, shown
from hypothesis import example, given
from hypothesis import strategies as st

from zhicheng.documents.markdown import code, in_cell, own, own_html, prose, prose_html, quoted, quoted_html

FORMS = (quoted, prose, code)
MORE = [
    "甲|乙",
    "|",
    "\\|`@a`|\\",
    "`|`|``|@maintainer-a",
    "a\n\n# 标题\n| 一 | 二 |",
    "a@evil|evil.example",
    "&#64;maintainer-a &#124; &lt;img&gt;",
    "www.evil.example|http://evil.example",
    "  ",
    "\u202e甲\u200b@a",
    "maintainer-1 ABC-12 gh-3",
    "甲：<b>乙</b>。请找 @a，见 #1；或 [丙](javascript:x)！",
]
TEXTS = [*HOSTILE, *MORE]
# What a forge would read something into, outside of code.
_READ = re.compile(r"@|#[0-9]|https?:|www\.|:\+1:|\$|(?i:gh-[0-9]|(?<![0-9a-z])[a-z]+-[0-9]|(?<![0-9a-z])[0-9a-f]{7,}(?![0-9a-z]))")


def line(text: str) -> str:
    """A text on one line."""
    return "".join(char if char.isprintable() else " " for char in text)


def in_code(text: str) -> str:
    """A text as Markdown shows it: on one line, and of very many backticks only the first."""
    return re.sub("(`{40})`+", r"\1…", line(text))


def is_still(html: str, elements: set[str]) -> bool:
    """Whether HTML has only these elements, without attributes, and nothing outside of code that a forge would act on."""
    outside = outside_code(html)
    names = set(re.findall(r"<([a-zA-Z0-9]+)", outside))
    return names <= elements and not re.search(r"<[a-zA-Z0-9]+ (?!/>)|<!--", outside) and not _READ.search(shown(outside))


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", TEXTS)
def test_in_a_paragraph_and_a_list(text: str, form: Callable[[str], str]) -> None:
    for around in ("甲{}乙", "- {}", "1. 甲：{}，乙"):
        html = html_of(around.format(form(text)))
        assert is_still(html, {"p", "ul", "ol", "li"}), html
        if text.strip():
            assert squeezed(in_code(text)) in squeezed(shown(html)), html


def _row(*cells: str) -> str:
    return html_of("| 一 | 二 | 三 |\n|---|---|---|\n| " + " | ".join(cells) + " |\n")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", TEXTS)
def test_in_a_cell_of_a_table(text: str, form: Callable[[str], str]) -> None:
    """The row keeps its cells, and what stands in the others is what was put there."""
    html = _row("前", in_cell(form, text), "后")
    assert is_still(html, {"table", "thead", "tbody", "tr", "th", "td"}), html
    cells = re.findall(r"<td>(.*?)</td>", html, re.DOTALL)
    assert [cells[0], cells[2], len(cells)] == ["前", "后", 3]
    assert squeezed(shown(cells[1])) == squeezed(in_code(text))


@pytest.mark.parametrize("form", [quoted_html, prose_html])
@pytest.mark.parametrize("text", TEXTS)
def test_in_a_heading_that_folds(text: str, form: Callable[[str], str]) -> None:
    html = html_of(f"<details><summary>甲{form(text)}乙</summary>\n\n丙\n\n</details>\n")
    assert is_still(html, {"details", "summary", "p"}), html
    assert squeezed(line(text)) in squeezed(shown(html))


@pytest.mark.parametrize("text", ["a_b_c", "*甲*", "[甲](x)", "<b>", "a|b", "~~甲~~", "`a`", "\\*"])
def test_words_of_ours_are_no_markup(text: str) -> None:
    html = html_of(own(text))
    assert is_still(html, {"p"})
    assert shown(html).strip() == text
    assert shown(own_html(text)) == text


plain = st.text(st.sampled_from("甲乙，。（）；aA1-_.:/@#|`\\*[]()<>!&;~$ \n"), max_size=40)


@given(plain, st.sampled_from(FORMS))
@example("a`|`", code)
def test_any_text_in_a_table(text: str, form: Callable[[str], str]) -> None:
    html = _row("前", in_cell(form, text), "后")
    cells = re.findall(r"<td>(.*?)</td>", html, re.DOTALL)
    assert [cells[0], cells[2], len(cells)] == ["前", "后", 3]
    assert is_still(html, {"table", "thead", "tbody", "tr", "th", "td"})
    assert squeezed(shown(cells[1])) == squeezed(in_code(text))
