"""The titles of rosters: the committee, the specialty and the year that each names, and where those of one file are not of one roster."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhicheng.forms.reading.cells.values import without_spaces
from zhicheng.forms.reading.roster_form import name_in_title
from zhicheng.forms.reading.sheets import EXAMPLE, Sheet
from zhicheng.text import show

_TITLE = re.compile(
    r"(?:附件[0-9一二三四]*[:：]?)?(.*?(?:评审委员会|评委会))(?:推荐|推举)(.*?)(?:专业)?(?:评审专家|评委|专家)(?:信息)?花名册.*"
)
_NOT_A_NAME = re.compile(
    r"(?i)sheet|工作表|附件|评委|专家|花?名[册单]|[续表第页\d\s()（）_·.-]"
)  # parts of names of sheets that name no committee
_PEOPLE = re.compile(r"[(（]共?(\d{1,4})[人名位][)）]")
_LONGEST = 400  # characters
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Title:
    """What the title above a roster says, or else the name of its sheet; None for what it does not say."""

    committee: str | None = None
    specialty: str | None = None
    year: str | None = None
    people: int | None = None  # the stated number of people


def title(sheet: Sheet, first: int) -> Title:
    """The title above row `first`, that of the header."""
    own = "" if sheet.in_document else sheet.name
    for number, row in sheet.rows:
        if number >= first:
            break
        for cell in row:
            if isinstance(cell, str) and (found := of_text(cell)) is not None:
                year = _YEAR.search(own) or _YEAR.search(cell)
                stated = _PEOPLE.search(without_spaces(cell))
                return Title(found.committee, found.specialty, year[0] if year else None, int(stated[1]) if stated else None)
    named, year = re.match("(.{2,}?(?:评审委员会|评委会))", own), _YEAR.search(own)
    return Title(named[1] if named else None, None, year[0] if year else None)


def of_text(text: str) -> Title | None:
    """The title in a line, None where the line is not a title."""
    found = _TITLE.fullmatch(without_spaces(text)) if len(text) < _LONGEST else None
    return None if found is None else Title(name_in_title(found[1], "评审委员会", "评委会"), name_in_title(found[2]))


def differing(titles: Sequence[tuple[Sheet, Title]]) -> Iterator[tuple[int, str, str]]:
    """What shows, by their titles, that the tables of a file belong to different rosters: index of the table, message and hint."""
    named = [(index, sheet, one.committee) for index, (sheet, one) in enumerate(titles) if one.committee]
    for index, _, committee in named[1:]:
        if committee != named[0][2]:
            message = f"标题里的评审委员会与工作表“{show(named[0][1].name)}”的不同"
            yield index, message, "一个文件只交一个评审委员会的花名册；是同一个的，请把标题写成一样。"
    names = {bare for sheet, one in titles if not one.committee and (bare := _NOT_A_NAME.sub("", sheet.name))}
    if len(names) > 1 and not titles[0][0].in_document:
        message = f"和另外 {len(titles) - 1} 张工作表都是花名册，标题没有写评审委员会，看不出是不是同一个的"
        hint = "是同一个的，请在每张表上面写同样的标题，如“×××评审委员会推荐×××专业评委花名册”；不是的，请分成几个文件。"
        yield 1, message, hint
    examples = [index for index, (sheet, _) in enumerate(titles) if EXAMPLE.search(sheet.name) and not sheet.in_document]
    if 0 < len(examples) < len(titles):
        yield examples[0], "从工作表的名称看，这里是填写的例子，看不出算不算", "不算的请删去这张工作表；算的请改工作表的名称。"
    dated = [(index, one.year) for index, (_, one) in enumerate(titles) if one.year]
    if len({year for _, year in dated}) > 1:
        index = next(index for index, year in dated if year != dated[0][1])
        yield index, "写的年份与前面一张表的不同，看不出是不是同一次报送的", "请只留这一次报送的；都是的，请把年份写成一样，或者删去。"
