"""The content of a filled Annex 3, as its reader gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zhicheng.documents.finding import Finding
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.cells.values import without_spaces
from zhicheng.forms.reading.questions import Question

_STATED = re.compile(r"(?:合计|总计|共计|总人数|以上共?计?|共)[:：]?(?:共|为)?(\d{1,4})(?:[人名位](?:评委|专家|委员)?)?[。.]?")
_PLACEHOLDER = re.compile(r"[XxＸｘ×*＊_＿…\s]*")


@dataclass(slots=True)
class RosterForm:
    """The content of a filled Annex 3. `experts` are those of rows without a fault; `rows` has the sheet and row number of each.

    `committee_name` is the one in the title. `specialty_titles` has, for each expert, the specialty in the title of the sheet, if any;
    `specialty_title` is the one that all sheets share.
    """

    committee_name: str | None = None
    specialty_title: str | None = None
    experts: list[Value] = field(default_factory=list)
    rows: list[tuple[str, int]] = field(default_factory=list)
    specialty_titles: list[str | None] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    people: int = 0  # rows of persons, those with a fault too


def miscount(rows: Iterable[tuple[int, Sequence[object]]], after: int, here: int, in_all: int) -> tuple[int, int] | None:
    """The last row after row `after` that states a number of people (合计 5 人), and that number; None where it is right or none is stated.

    `here` people were read in this table, `in_all` in it and those before it; sums of groups count together.
    """
    filled = ((number, [cell for cell in row if cell is not None and cell != ""]) for number, row in rows if number > after)
    texts = (
        (number, "".join(map(without_spaces, cells))) for number, cells in filled if len(cells) <= 2
    )  # with more a sum of other things
    stated = [(number, int(match[1])) for number, text in texts if (match := _STATED.fullmatch(text)) is not None]
    if not stated or {stated[-1][1], sum(one for _, one in stated)} & {here, in_all}:
        return None
    return stated[-1]


def name_in_title(text: str, *endings: str) -> str | None:
    """A name from a title, None where it is left blank."""
    text = text.strip('“”"')
    bare = text
    for ending in endings:
        bare = bare.removesuffix(ending)
    return None if _PLACEHOLDER.fullmatch(bare) else text
