"""Charts as SVG, drawn when the site is built. The functions are pure: the same title and numbers give the same bytes.

A chart is as wide as its surroundings, but its text keeps its size: horizontal positions are a percentage of the width, or em (the width of
a Chinese character). The text has the colour of the text around the chart, the bars the colour the style sheet sets. The texts
beside bars stand in the padding of the chart, which classes set (`before-4`: 4 em). Every page puts a table with the same numbers next to a
chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from unicodedata import east_asian_width

from markupsafe import Markup

Number = int | str  # a text stands where a number is not published
Numbers = Sequence[tuple[str, Number]]

_TEXT = 14  # px
_NARROWEST = 20  # widths of a Chinese character: a chart on a small phone
_LONGEST = 12  # the same unit: longer labels are put above their bars
_LINE, _BAR = 28, 10  # px: a row of bars, and the bar in it
_PLOT, _HEAD, _FOOT = 120, 22, 26  # px: height of the columns, and of the space above and below them
_SMALLEST_SHARE = 0.01  # of the largest number, so that every bar can be seen
_WIDEST_COLUMN = 16  # % of the width that a column takes with the space around it


def bars(title: str, numbers: Numbers) -> Markup:
    """A chart with a horizontal bar for each number, its label before it and the number after it. A text has no bar."""
    largest = max((number for _, number in numbers if isinstance(number, int)), default=0)
    widest = max((_em_width(label) for label, _ in numbers), default=0)
    stacked = widest > _LONGEST
    before = 0 if stacked else ceil(widest + 1)
    after = ceil(max((_em_width(_number(number)) for _, number in numbers), default=0) + 1)
    height = _LINE * (2 if stacked else 1)
    drawn = []
    for place, (label, number) in enumerate(numbers):
        middle = place * height + _LINE / 2
        drawn.append(_text(f"-{before}em" if before else "0", middle, _short(label)))
        middle += height - _LINE - (_BAR if stacked else 0) / 2
        if isinstance(number, int) and number > 0:
            shape = (_size(middle - _BAR / 2), _size(100 * max(number / largest, _SMALLEST_SHARE)), _BAR)
            drawn.append(Markup('<rect y="{}" width="{}%" height="{}"/>').format(*shape))
        drawn.append(_text("100%", middle, _number(number), "end", after))
    return _svg(title, len(numbers) * height, drawn, f" before-{before} after-{after}")


def columns(title: str, numbers: Numbers) -> Markup:
    """A chart with a column for each number, left to right, the number above it and its label below: for series in time."""
    largest = max((number for _, number in numbers if isinstance(number, int)), default=0)
    slot = min(100 / max(len(numbers), 1), _WIDEST_COLUMN)
    floor = _HEAD + _PLOT
    drawn = []
    for place, (label, number) in enumerate(numbers):
        tall = _PLOT * max(number / largest, _SMALLEST_SHARE) if isinstance(number, int) and number > 0 else 0
        middle = slot * (place + 0.5)
        if tall:
            shape = (_size(middle - slot / 4), _size(floor - tall), _size(slot / 2), _size(tall))
            drawn.append(Markup('<rect x="{}%" y="{}" width="{}%" height="{}"/>').format(*shape))
        drawn.append(_text(f"{_size(middle)}%", floor - tall - _HEAD / 2, _number(number), "middle"))
        drawn.append(_text(f"{_size(middle)}%", floor + _FOOT / 2, _short(label), "middle"))
    if numbers:
        end = _size(slot * len(numbers))
        drawn.append(
            Markup('<line x1="0" y1="{y}" x2="{end}%" y2="{y}" stroke="currentColor" stroke-opacity=".4"/>').format(y=floor, end=end)
        )
    return _svg(title, floor + _FOOT if numbers else 0, drawn)


def _number(number: Number) -> str:
    return number if isinstance(number, str) else f"{number:,}"


def _svg(title: str, height: float, drawn: Iterable[Markup], room: str = "") -> Markup:
    """The SVG element, or an empty text where nothing was drawn. `height` is in px, `room` are classes of the room beside what is drawn."""
    inside = Markup("").join(drawn)
    if not inside:
        return Markup("")
    opening = Markup('<svg class="chart{}" role="img" width="100%" height="{}" font-size="{}" fill="currentColor"><title>{}</title>')
    return opening.format(room, _size(height), _TEXT, title) + inside + Markup("</svg>")


def _text(x: str, middle: float, text: str, anchor: str = "start", after: int = 0) -> Markup:
    """A text at `x`, or `after` em behind it."""
    place = Markup(' dx="{}em"').format(after) if after else Markup("")
    place += Markup("") if anchor == "start" else Markup(' text-anchor="{}"').format(anchor)
    return Markup('<text x="{}" y="{}" dy=".35em"{}>{}</text>').format(x, _size(middle), place, text)


def _size(value: float) -> str:
    """A number with at most two decimals: 33.33, 50, 0.5."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _em_width(text: str) -> float:
    """About how wide a text is, in em (widths of a Chinese character)."""
    return sum(1 if east_asian_width(sign) in "WF" else 0.6 for sign in text)


def _short(label: str) -> str:
    """A label cut to fit the narrowest chart; the table has the whole label."""
    if _em_width(label) <= _NARROWEST:
        return label
    while _em_width(label) > _NARROWEST - 1:
        label = label[:-1]
    return label + "…"
