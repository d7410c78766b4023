"""The title of Annex 2: the committee it names, and whether it is still that of the blank form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhicheng.forms.reading.faults import Ambiguous, ValueFault
from zhicheng.forms.reading.grids import Box

_TITLE = re.compile(r"(?:附件[0-9一二三四]*[:：]?)?(.*?(?:评审委员会|评委会))(?:的)?(?:各?系列)?(?:评审)?专业目录(?:登记)?表?")
_UNFILLED = re.compile(r"[XxＸｘ×*＊_＿…]*(?:评审委员会|评委会)")
_EXAMPLES = {"建筑工程", "城市规划", "建筑勘察设计", "建筑施工管理"}  # printed in the blank form
_PRINTED = {*_EXAMPLES, "工程系列"}
_DOTS = re.compile(r"[.．…·。]{2,}|…")


def title(text: Sequence[str]) -> str | None:
    """The committee named in the title of the form; None where there is no title, or the name is left blank."""
    return next((name for name in _names(text) if not _UNFILLED.fullmatch(name)), None)


def of_the_blank_form(rows: Sequence[list[Box]], above: Sequence[str]) -> Iterator[tuple[Box, ValueFault]]:
    """A fault where dots of the blank form are left, and the title is not filled in (XXXX评审委员会) or all its examples stand there.

    `rows` are those below the header, `above` the lines of text above it.
    """
    dots = next((box for row in rows for box in row if _DOTS.fullmatch(box.text.strip())), None)
    named = {re.sub(r"^\d+[.．、]", "", re.sub(r"\s+", "", line)) for row in rows for box in row for line in box.lines}
    if dots is not None and named >= _EXAMPLES:
        message = "表里还有省略号，上面的专业与空白表上的举例相同，看不出是填的，还是举例"
        yield dots, Ambiguous(message, "请删去省略号；不评的举例也请删去。")
    elif dots is not None and any(_UNFILLED.fullmatch(name) for name in _names(above)):
        message = "标题里的名称没有填，表里还有省略号，看不出这些专业是填的，还是空白表上的举例"
        yield dots, Ambiguous(message, "请在标题里写上评审委员会的名称，删去省略号和举例。")


def is_the_blank_form(rows: Sequence[list[Box]], above: Sequence[str]) -> bool:
    """Whether an Annex 2 is the blank form with its examples: its title has no name, the dots are left, and the rest is printed."""
    texts = {re.sub(r"^\d+[.．、]", "", re.sub(r"\s+", "", line)) for row in rows for box in row for line in box.lines}
    names = list(_names(above))
    unfilled = bool(names) and all(_UNFILLED.fullmatch(name) for name in names)
    others = texts - _PRINTED - {""}
    return unfilled and texts >= _EXAMPLES and bool(others) and all(map(_DOTS.fullmatch, others))


def _names(text: Sequence[str]) -> Iterator[str]:
    """What stands in each title in the place of the committee."""
    yield from (found[1] for line in text if (found := _TITLE.fullmatch(re.sub(r"\s+", "", line))))
