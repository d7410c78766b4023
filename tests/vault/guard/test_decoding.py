"""Bytes to text in every encoding, text hidden in binary files, and what escapes stand for: both sides of each."""

from __future__ import annotations

import pytest

from zhicheng.vault.guard import decoding
from zhicheng.vault.guard.decoding import strings, text_of, variants

SAID = "示例甲，女"


@pytest.mark.parametrize(
    "content",
    [
        SAID.encode(),
        SAID.encode("utf-8-sig"),
        *(mark + SAID.encode(encoding) for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))),
        *(mark + SAID.encode(encoding) for mark, encoding in ((b"\xff\xfe\0\0", "utf-32-le"), (b"\0\0\xfe\xff", "utf-32-be"))),
        *(SAID.encode(encoding) for encoding in ("utf-32-le", "utf-32-be")),
    ],
    ids=["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-32-le-unmarked", "utf-32-be-unmarked"],
)
def test_texts(content: bytes) -> None:
    found = text_of(content)
    assert found is not None
    assert found.removeprefix("\ufeff").split("\n")[0] == SAID


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("end", [b"", b"\0", b"\0\0\0"])
def test_a_mark_before_text_in_another_encoding(mark: bytes, encoding: str, end: bytes) -> None:
    text = text_of(mark + SAID.encode(encoding) + end)
    assert text is not None
    assert all(line in text for line in SAID.split("\n"))


def test_neither_encoding_is_left_out() -> None:
    """What is no UTF-8 is told as GB18030 and as what can be read of it."""
    assert text_of("示例甲".encode("gb18030")) == "示例甲\n" + "示例甲".encode("gb18030").decode("utf-8", "replace")


@pytest.mark.parametrize(
    "content",
    [b"a\0b", b"\0" * 4, b"\1\0\0\1", "一".encode("utf-32-le") + b"\0\0\x11\0", "一".encode("utf-32-be") + b"\0\x11\0\0", b"\0\1"],
    ids=["zero", "zeros", "mixed", "beyond-unicode-le", "beyond-unicode-be", "short"],
)
def test_what_is_binary(content: bytes) -> None:
    """Zeros alone are text of four bytes a character; what has none in 8 KiB is text."""
    assert (text_of(content) is None) == (content != b"\0" * 4)
    assert text_of(b"x" * 8192 + b"\0") is not None
    assert text_of(b"x" * 8191 + b"\0") is None


def test_the_highest_character_of_four_bytes() -> None:
    assert text_of("\U0010ffff一".encode("utf-32-le")) == "\U0010ffff一"
    assert text_of("\U0010ffff一".encode("utf-32-be")) == "\U0010ffff一"


@pytest.mark.parametrize("before", [b"", b"\1"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8", "gb18030"])
def test_text_in_a_binary_file(encoding: str, before: bytes) -> None:
    """At even and at odd places."""
    content = b"\0\0" + before + SAID.encode(encoding) + b"\0\0"
    assert any(SAID in found for found in strings(content))


@pytest.mark.parametrize(("text", "found"), [("男", True), ("女", True), ("甲", False), ("甲乙", True)])
@pytest.mark.parametrize("encoding", ["utf-16-le", "gb18030"])
def test_one_character_alone(text: str, found: bool, encoding: str) -> None:
    """Is chance, but for a gender, which has a cell of its own."""
    assert any(text in one.split("\n") for one in strings(b"\0\0\1\0" + text.encode(encoding) + b"\0\0")) == found


def test_pieces_overlap(monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies across two of them is found in the first; each piece begins where the one before ended."""
    monkeypatch.setattr(decoding, "_CHUNK", 100)
    monkeypatch.setattr(decoding, "_OVERLAP", 20)
    for start in range(80, 125):
        content = b"\0" * start + b"0123456789" + b"\0" * 60
        found = [one for one in strings(content) if "0123456789" in one]
        assert found, start
    assert len(list(strings(b"\0" * 200))) == 2
    assert len(list(strings(b"\0" * 201))) == 3
    assert len(list(strings(b""))) == 1


def counted(*texts: str, wide: bool = False) -> bytes:
    """Strings after their length and the flag for two bytes a character."""
    return b"".join(bytes([len(text), 0, int(wide)]) + (text.encode("utf-16-le") if wide else text.encode("latin-1")) for text in texts)


def of_table(content: bytes) -> list[str]:
    whole = "\n".join(strings(content, with_lengths=True))
    return whole.removeprefix("\n".join(strings(content))).strip("\n").split("\n")


def test_strings_after_their_length() -> None:
    """Of one character too, one after the other, in one byte or two."""
    assert of_table(counted("甲", "男", "汉族", wide=True)) == ["甲", "男", "汉族"]
    assert of_table(counted("A", "1975-04")) == ["A", "1975-04"]
    assert of_table(b"\xff\xff" + counted("甲", wide=True) + b"\xff" + counted("乙丙", wide=True)) == ["甲", "乙丙"]


def test_a_length_that_does_not_fit_is_none() -> None:
    """Cut off at the end, or with characters that are none; what follows is looked at."""
    assert of_table(counted("甲乙", wide=True)[:-1]) == [""]
    assert of_table(b"\2\0\0\1\1" + counted("甲", wide=True)) == ["甲"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("\\u7537", "男"),
        ("a \\u7537\\u5973 b \\u5973", "a 男女 b 女"),
        ("\\ud83d\\ude00", "\U0001f600"),
        ("{\\rtf1 \\'c4\\'d0 x}", "{\\rtf1 男\n"),
        ("{\\rtf1 \\u30007?\\u-10000?}", "{\\rtf1 男\ud8f0}"),
        ("=E7=94=B7", "男"),
        ("%E7%94%B7", "男"),
        ("&#30007;&#x5973;", "男女"),
        ("\\u0025E7%94%B7", "男"),
        ("\\U00007537 \\U00020000", "男 \U00020000"),  # YAML writes these two
        ("\\u7537\\xB7\\u5973", "男\xb7女"),
        ("b'\\xe7\\x94\\xb7,\\xc4'", "b'男,\xc4'"),
        ("\\xc4\\xd0", "男\n"),  # GB18030
        ("\\347\\224\\267.yaml", "男.yaml"),  # as Git shows paths
        ("\\u{7537}", "男"),
    ],
)
def test_escapes(text: str, plain: str) -> None:
    """The text as it stands comes first; what it stands for, once, after it."""
    first, *others = variants(text)
    assert first == text
    assert len(others) == 1
    assert others[0].startswith(plain)


@pytest.mark.parametrize(
    "text",
    ["", "男", "\\u753", "=E7=94", "%E7%94", "a & b", "\\'c4\\'d0", "\\u", "\\x4", "\\347", "\\400\\401", "\\U00110000", "C:\\x\\u{}"],
)
def test_what_is_no_escape(text: str) -> None:
    """Too short, or of a kind of file that this is not."""
    assert list(variants(text)) == [text]
