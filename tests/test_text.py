"""Text: normalised in one place, shown safely, and private values found wherever they hide."""

from __future__ import annotations

import errno
import os
import re

import pytest
import yaml
from helpers.deep import examples
from hypothesis import example, given, settings
from hypothesis import strategies as st

from zhicheng import text
from zhicheng.documents.yaml_reading import parse
from zhicheng.text import document_number, is_identity_number, listed, may_hold_private_values, narrow, nearest, plain, private_values, show


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        pytest.param(" 某会\n", "某会", id="trimmed"),
        pytest.param("\u3000某会\u3000", "某会", id="wide-spaces-at-the-ends"),
        pytest.param("某 会", "某 会", id="spaces-inside-stay"),
        pytest.param("cafe\u0301", "café", id="composed"),
        pytest.param("ＡＢＣ１２３（电话）", "ＡＢＣ１２３（电话）", id="full-width-stays-in-free-text"),
        pytest.param("ئۈرۈمچى", "ئۈرۈمچى", id="arabic-script"),
        pytest.param("⾼级⼯程师，⼥", "高级工程师，女", id="radicals-as-copied-from-a-pdf"),
        pytest.param("行⻓、⻩⻰⻢", "行长、黄龙马", id="short-radicals"),
        pytest.param("⺀丨", "⺀丨", id="strokes-that-are-no-characters"),
    ],
)
def test_plain(given_text: str, kept: str) -> None:
    """Free text is kept as given, but for its ends, its composition, and radicals, by which nobody would find it."""
    assert plain(given_text) == kept
    assert plain(plain(given_text)) == plain(given_text)


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("０９９１-0000001", "0991-0000001"),
        ("０９９１－００００００１", "0991－0000001"),
        ("ＡＢ（电话兼传真）", "AB（电话兼传真）"),
        (" 0991-0000001 ", "0991-0000001"),
    ],
)
def test_narrow(given_text: str, kept: str) -> None:
    """Full-width digits and letters become ASCII; Chinese punctuation stays."""
    assert narrow(given_text) == kept


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("新人社发〔2012〕230号", "新人社发〔2012〕230号"),
        ("职改字[1988]10号", "职改字〔1988〕10号"),
        ("云人职发(1995)27号", "云人职发〔1995〕27号"),
        ("云人职发（1995）27号", "云人职发〔1995〕27号"),
        ("桂职办【2011】63号", "桂职办〔2011〕63号"),
        ("民委发﹝2016﹞33号", "民委发〔2016〕33号"),
        ("人社部发〔201916号", "人社部发〔2019〕16号"),
        ("新人社发〔２０１２〕２３０号", "新人社发〔2012〕230号"),
        ("人社部令第40号", "人社部令第40号"),
        ("某文（试行）〔2012〕1号", "某文（试行）〔2012〕1号"),
    ],
)
def test_document_number(given_text: str, kept: str) -> None:
    """〔〕 around the year, whatever stood there; a lost bracket is put back."""
    assert document_number(given_text) == kept
    assert document_number(kept) == kept


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "（空）"),
        (True, "true"),
        (False, "false"),
        (5, "5"),
        (0.5, "0.5"),
        ("某会", "某会"),
        ("一\n二\t三", "一 二 三"),
        ("a\x1b[31mb", "a [31mb"),
        ("a\u202eb", "a b"),
        ("某" * 41, "某" * 40 + "…"),
        ("某" * 40, "某" * 40),
        ("电话 13800001234", "（涉及个人信息，已隐去）"),
        (13800001234, "（涉及个人信息，已隐去）"),
        ("某" * 100 + "13800001234", "（涉及个人信息，已隐去）"),
        (["13800001234"], "（涉及个人信息，已隐去）"),
    ],
)
def test_show(value: object, shown: str) -> None:
    """On one line, cut, and never a private value, nor a part of one."""
    assert show(value) == shown


@pytest.mark.parametrize(
    ("value", "found"),
    [("enginering", "engineering"), ("Engineering", "engineering"), ("helth", "health"), ("zzz", None), ("", None), ("a" * 61, None)],
)
def test_nearest(value: str, found: str | None) -> None:
    assert nearest(value, ["engineering", "health", "arts"]) == found


def test_listed() -> None:
    assert listed(["甲", "乙", "丙"]) == "甲、乙、丙"
    assert listed([]) == ""


@pytest.mark.parametrize(
    ("number", "right"),
    [("110101199003070310", True), ("11010519491231002X", True), ("11010519491231002x", True), ("110101199003070311", False)],
)
def test_identity_number(number: str, right: bool) -> None:
    """The checksum of GB 11643, with the standard's own example."""
    assert is_identity_number(number) is right


# What numbers are grouped with, and what stands around them.
DIGITS = st.sampled_from(["1", "3", "8", "0", "9", "１", "３", "８", "０"])
GAPS = st.sampled_from(["", "", "", " ", "-", "－", "\u3000", "\u00a0", "–", "+86", "86 ", "x", "电话", "、"])
PIECES = st.one_of(
    DIGITS,
    GAPS,
    st.sampled_from(
        ["13800001234", "138 0000 1234", "１３８００００１２３４", "110101199003070310", "11010519491231002Ｘ", "a@b.cn", "甲＠ｂ．ｃｎ"]
    ),
)


@settings(max_examples=examples(300), deadline=None)
@given(pieces=st.lists(PIECES, max_size=24))
@example(["138", "\u3000", "0000", "\u2212", "1234"])
@example(["138", "‐", "0000", "―", "1234"])
def test_the_net_over_a_file_is_never_too_coarse(pieces: list[str]) -> None:
    """Where a value holds something private, the quick look at the whole file says that it may."""
    text = "".join(pieces)
    assert not list(private_values(text)) or may_hold_private_values(f"address: {text}\n")


@settings(max_examples=examples(150), deadline=None)
@given(pieces=st.lists(PIECES, min_size=1, max_size=12), width=st.integers(1, 40))
def test_nor_where_yaml_breaks_the_value_over_lines(pieces: list[str], width: int) -> None:
    """However the value is written: folded, quoted, escaped."""
    text = "".join(pieces)
    for style in (None, '"', "'", ">", "|"):
        file = yaml.safe_dump({"address": [text]}, allow_unicode=style != '"', width=width, default_style=style)
        value = parse("x.yaml", file.encode()).value["address"][0]
        assert not list(private_values(str(value))) or may_hold_private_values(file), file


def test_positions_are_those_of_the_text() -> None:
    """A finding in a comment stands at the number."""
    assert list(private_values("甲 １３８００００１２３４ 乙 110101199003070310")) == [("P002", 16), ("P001", 2)]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "a"), "磁盘已满"),
        (FileNotFoundError(errno.ENOENT, "No such file or directory"), "没有这个文件"),
        (PermissionError(errno.EACCES, ""), "没有权限"),
        (OSError(errno.EADDRINUSE, ""), "已被别的程序占用"),
        (OSError(errno.EXDEV, ""), os.strerror(errno.EXDEV)),
        (OSError("no number"), "no number"),
        (OSError(99999, "odd"), os.strerror(99999)),
    ],
)
def test_why_the_system_refused(error: OSError, said: str) -> None:
    """In Chinese for what happens to people; what is rare stays in the words of the system."""
    assert text.reason(error) == said


def test_reasons_have_names_that_the_system_knows() -> None:
    known = set(errno.errorcode.values())
    assert set(text._REASONS) <= known
    assert all(re.search("[\u4e00-\u9fff]", said) for said in text._REASONS.values())
