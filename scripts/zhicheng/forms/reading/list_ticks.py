"""Lists of committees with a column for each level (正高级, 副高级, 中级, 初级) and ticks in them: put together to one cell of levels."""

from __future__ import annotations

import re

from zhicheng.forms.reading.cells.lists import is_blank
from zhicheng.forms.reading.cells.values import cell_text
from zhicheng.forms.reading.grids import Box

_TICKS = re.compile("[√✓✔☑■●○◯vV是有]|可以?评?")
_NO_TICK = re.compile(r"[×✗✘☐□xX否无/\\—－-]+|不评|没有")


def with_ticks(boxes: dict[str, Box]) -> dict[str, Box]:
    """The boxes of a row with those below 正高级, 副高级, … put together to one of the levels, where they hold ticks.

    What is neither a tick nor blank is put behind the level, so that the reader of levels asks about it.
    """
    ticks = {key.split()[1]: box for key, box in boxes.items() if key.startswith("ticked ")}
    rest = {key: box for key, box in boxes.items() if not key.startswith("ticked ")}
    texts = {level: cell_text(box.text) for level, box in ticks.items()}
    said = {level: text for level, text in texts.items() if text and not _NO_TICK.fullmatch(text)}
    if not said:
        return rest
    first = ticks[next(iter(said))]
    lines = [level + ("" if _TICKS.fullmatch(text) else f" {text}") for level, text in said.items()]
    own = rest.get("levels")
    if own is not None and not is_blank(own.text):
        lines.insert(0, own.text)
    return {**rest, "levels": Box(["、".join(lines)], first.row, first.column)}
