"""The content of a filled Annex 3, as its reader gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zhicheng.documents.finding import Finding
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.cells.values import without_spaces
from zhicheng.forms.reading.questions import Question

_SUM = r"(?:合计|总计|共计|总人数|以上共?计?|共)[:：]?(?:共计?|为)?"
_OF_PEOPLE = re.compile("[人名位男女]")
_STATED = re.compile(rf"{_SUM}(\d{{1,4}})[。.]?|{_SUM}(\d{{1,4}})[人名位](?:评委|专家|委员)?(?:[,，;；。(（](.{{0,80}}))?[。.]?")
_PARTS = {
    "正高级": ("level", "full-senior"),
    "副高级": ("level", "associate-senior"),
    "中级": ("level", "intermediate"),
    "男": ("gender", "male"),
    "女": ("gender", "female"),
}
_PART = re.compile(rf"(?:^|[,，、;；:：(（和]|其中)({'|'.join(_PARTS)})(?:职称|评委|专家|性|人员)?[:：]?(?:有|共|为)?(\d{{1,4}})[人名位]")
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


def miscount(
    rows: Iterable[tuple[int, Sequence[object]]], after: int, here: int, in_all: int, experts: Sequence[Value] = ()
) -> tuple[int, str] | None:
    """The last row after row `after` that states a number of people (合计 5 人，其中女 2 人), and what is wrong with it; None where it is
    right or none is stated.

    `here` people were read in this table, `in_all` in it and those before it; sums of groups count together. `experts` are those of this
    table without a fault.
    """
    filled = ((number, [without_spaces(cell) for cell in row if cell is not None and cell != ""]) for number, row in rows if number > after)
    texts = (
        (number, "".join(cells[:1]) + "，".join(cells[1:]))
        for number, cells in filled
        if len(cells) <= 2 or all(map(_OF_PEOPLE.search, cells[1:]))  # else it is a sum of other things
    )
    stated = [(number, int(match[1] or match[2]), match[3]) for number, text in texts if (match := _STATED.fullmatch(text)) is not None]
    if not stated:
        return None
    row, number, parts = stated[-1]
    if not {number, sum(one for _, one, _ in stated)} & {here, in_all}:
        return row, f"写着共 {number} 人，这张表读到 {here} 人"
    if parts and len(stated) == 1 and number == here == len(experts):
        for name, said in _PART.findall(parts):
            key, code = _PARTS[name]
            if (read := sum(one.get(key) == code for one in experts)) != int(said):
                return row, f"写着{name} {int(said)} 人，这张表读到 {read} 人"
    return None


def name_in_title(text: str, *endings: str) -> str | None:
    """A name from a title, None where it is left blank."""
    text = text.strip('“”"')
    bare = text
    for ending in endings:
        bare = bare.removesuffix(ending)
    return None if _PLACEHOLDER.fullmatch(bare) else text
