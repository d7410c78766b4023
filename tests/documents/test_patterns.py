"""The patterns of the schemas: each takes time in proportion to the text, and those of one-line fields take no line breaks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from helpers.judging import Judge

from zhicheng.documents import schemas

ONE_LINE = r"^(?!\s*$)[^\n\r\t]*$"


def patterns(here: Any, pointer: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema with a pattern in a schema, with its pointer."""
    if isinstance(here, dict):
        if isinstance(here.get("pattern"), str):
            yield pointer, here
        for key, inner in here.items():
            yield from patterns(inner, f"{pointer}/{key}")
    elif isinstance(here, list):
        for inner in here:
            yield from patterns(inner, pointer)


ALL = [(kind, pointer, here) for kind in schemas.KINDS for pointer, here in patterns(schemas.schema(kind))]
DISTINCT = sorted({here["pattern"] for _, _, here in ALL})
PIECES = ("a", "A", "0", "1", "-", "—", ".", " ", "　", "_", "/", "字", "-a", "a-", ".a", "1.", "(1", "（", "a1-", "->", "- ", "\t")
ENDS = ("", "!", "\n", "→", "->", " ", ".", "-", "%")


def seconds(pattern: str, text: str) -> float:
    judged = jsonschema_rs.validator_for({"type": "string", "pattern": pattern})
    start = time.process_time()
    schemas.matches(pattern, text)
    judged.is_valid(text)
    return time.process_time() - start


@pytest.mark.slow
@pytest.mark.parametrize("pattern", DISTINCT)
def test_time_grows_with_the_text(pattern: str) -> None:
    """Four times the text takes about four times as long: 128 kB of dashes once took 70 seconds."""
    start = "https://" if pattern.startswith("^https") else ""
    for piece in PIECES:
        for end in ENDS:
            short, long = (start + piece * (size // len(piece)) + end for size in (5_000, 20_000))
            spent = seconds(pattern, long)
            assert spent < 0.1 or spent < 10 * seconds(pattern, short), (piece, end)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        *(("a", True), (" a", True), ("　名 称 ", True), ("a" * 300, True), ("", False), (" ", False), ("　", False)),
        *(("a\n", False), ("\na", False), ("a\nb", False), ("a\rb", False), ("a\tb", False), ("\n", False)),
    ],
)
def test_one_line(text: str, fits: bool) -> None:
    assert schemas.matches(ONE_LINE, text) == fits
    assert jsonschema_rs.validator_for({"type": "string", "pattern": ONE_LINE}).is_valid(text) == fits


def test_short_public_texts_are_one_line() -> None:
    """Whatever is at most 200 characters long stands in a line of a table, a letter or a page. Sealed files keep what was typed."""
    for kind, pointer, here in ALL:
        if here["pattern"] in (r"\S", ONE_LINE):
            short = here["maxLength"] <= 200 or (kind, pointer) == ("registry", "/properties/centre/properties/address")
            sealed = kind in ("sealed-roster", "contacts", "bans", "sealed-draw", "sealed-calls", "draw-people")
            assert (here["pattern"] == ONE_LINE) == (short and not sealed), (kind, pointer)


@pytest.mark.parametrize("line_break", ["\\n", "\\r", "\\t"])
def test_line_breaks_are_told(judge: Judge, line_break: str) -> None:
    judge(f'organiser: ▶"某局{line_break}办公室"').says(
        "S005", "“组建单位”里有换行或制表符", hints=["请写在一行里；两段之间用逗号或空格隔开。"]
    )
    assert judge(f'address: "某市某路{line_break}1 号"').findings == []


@pytest.mark.parametrize(
    ("step", "fits"),
    [
        ("个人申报", True),
        ("申报—审核", True),
        ("申报-审核", True),
        ("申报->审核", False),
        ("申报—＞审核", False),
        ("申报-->审核", False),
        ("a → b", False),
        ("5 > 3", True),
    ],
)
def test_arrows_in_a_step(step: str, fits: bool) -> None:
    """A step of the procedure is one step."""
    (pattern,) = (pattern for pattern in DISTINCT if "→" in pattern)
    assert schemas.matches(pattern, step) == fits
