"""Points and steps in the cells of a scoring table: 15分, 3（加分）, 5-8分; 博士：15, 硕士得10分."""

from __future__ import annotations

import re

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.cells.lists import bare, lines, split
from zhicheng.forms.reading.cells.values import cell_text
from zhicheng.forms.reading.grids import Box
from zhicheng.text import narrow

LONGEST = 300  # characters of a step
POINTS = re.compile(
    r"(?:(?:单项|累计|合计)?(?:最高|最多|满分|上限)?(?:不得?超过)?[得计记为]?|≤|<=)\s*(\d{1,4}(?:\.\d{1,2})?)\s*分?"
    r"(?:以内|封顶|为限|\s*[(（](?:封顶|上限|最高)[)）])?\s*([(（]?\s*(?:附加分?|加分项?|奖励分?|不计入总分)\s*[)）]?)?"
)
_STEP = re.compile(
    r"(.*?\S)\s*(?:[:：]|得|计|记|赋|[(（])\s*(\d{1,4}(?:\.\d{1,2})?)\s*分?\s*[)）]?|(.*?[^\d.\s])\s*(\d{1,4}(?:\.\d{1,2})?)\s*分"
)
_SPAN = re.compile(r"(\d{1,3}(?:\.\d)?)\s*[-–—~～至到]\s*(\d{1,3}(?:\.\d)?)\s*分?")
_COUNTING_WORDS = re.compile("每|最高|最多|不超过|上限|满分|累计|至多|封顶")  # words of a way to count, not of a step


def as_number(text: str) -> float:
    """A number as int where it is whole: 15.0 gives 15."""
    number = float(text)
    return int(number) if number.is_integer() else number


def ascii_digits(text: str) -> str:
    """A text with its numbers in ASCII: １２．５ gives 12.5."""
    return re.sub(r"(?<=\d)．(?=\d)", ".", narrow(text))


def all_numbers(text: str) -> list[float]:
    """All the numbers in a text."""
    return [as_number(number) for number in re.findall(r"\d{1,4}(?:\.\d{1,2})?", ascii_digits(text))]


def of_cell(box: Box) -> float | None:
    """The points in a cell, None where it holds something else."""
    if isinstance(box.value, (int, float)) and not isinstance(box.value, bool):
        return as_number(str(box.value))
    return of_text(box.text)


def of_text(text: str) -> float | None:
    """The points in a text, None where it holds something else."""
    found = POINTS.fullmatch(ascii_digits(cell_text(text)))
    return None if found is None else as_number(found[1])


def highest(text: str) -> tuple[float, bool] | None:
    """The maximum points in a text (8 for 5-8分), and whether they are extra points (加分); None where it holds something else."""
    text = ascii_digits(cell_text(text))
    if found := POINTS.fullmatch(text):
        return as_number(found[1]), bool(found[2])
    span = _SPAN.fullmatch(text)
    return None if span is None else (max(as_number(span[1]), as_number(span[2])), False)


def steps(text: str) -> list[Value]:
    """The steps in a cell, on lines or separated by semicolons: 博士：15; empty unless all of it is steps."""
    found = []
    for line in lines(text):
        if whole := _step(line):
            found.append(whole)
            continue
        pieces = split(line, "；;") if re.search("[；;]", line) else split(line, "，,、")
        for piece in pieces:
            step = _step(bare(piece))
            if step is None:
                return []
            found.append(step)
    return found


def _step(text: str) -> Value | None:
    if len(text) > LONGEST:
        return None
    match = _STEP.fullmatch(ascii_digits(text).rstrip("。；;，,"))
    if match is None or re.search(r"\d\s*[-–—~～至到]\s*$", match[1] or match[3] or ""):
        return None
    when, points = (match[1], match[2]) if match[1] else (match[3], match[4])
    ends_in_colon = re.match(r"\s*[:：]", ascii_digits(text)[len(when) :]) is not None
    if not ends_in_colon and (_COUNTING_WORDS.search(when) or re.search(r"[(（]\d+[)）]", when)):
        return None
    if (
        when.startswith("每")
        or re.search(r"[:：]\s*\d", when)
        or re.search(r"\d\s*分?\s*[；;，,、]\s*\S", when)
        or (re.search("[；;]", when) and not ends_in_colon)
    ):
        return None
    return {"when": when.strip(" :：，,"), "points": as_number(points)}
