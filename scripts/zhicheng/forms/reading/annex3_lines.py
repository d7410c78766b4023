"""Rows of Annex 3 that are not persons (titles, totals, notes, signatures), and rows that look like one but are a person after all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from zhicheng.forms.reading.annex3_columns import Header
from zhicheng.forms.reading.continued import counts_columns, is_signature

_TITLE_LIKE = re.compile(r"(?:附件|附表)[0-9一二三四]*[:：]?|.*花名册.{0,12}")
# Rows that are not persons: totals, the preparer, remarks, headings of groups.
_FOOTER = re.compile(
    r"(?:[合总小共]计|汇总|总人数|填[表报]人|制表人?|经办人|[审复]核人?|负责人|联系人|联系电话|[填推][报荐]单位|单位盖章|单位[(（]盖?章?|盖章|主管领导|日期|填[表报]日期)"
    r"(?:$|[:：(（0-9]|人数|签字)"
    r"|(?:备注|说明|注|填表说明)\d*[:：.、]|(?:本单位|我单位|以上|承诺|声明|(?:推荐|报送)单位(?:声明|承诺)|经[^,，]{0,8}(?:审核|公示))|共\d+[人名]|[(（][一二三四五六七八九十]+[)）]|单位[(（]盖|[一二三四五六七八九十]+[、.．]|[(（]?以下(?:空白|无正文)|平均年龄|[-—]*第?[0-9]*页?[,，/]?共?[0-9]+页[-—]*$"
)
_NUMBER = re.compile(r"[(（第]?(?:[A-Za-z]{0,3}[0-9.．-]*|[〇零一二三四五六七八九十百]*|[①-⓿㈠-㈩])[号)）.、．]?|#.+|№.*")
_LEVELS = (("正高", "full-senior"), ("副高", "associate-senior"), ("中级", "intermediate"), ("初级", "junior"))
_ITEM = re.compile(r"[(（]?[0-9①-⑳]{1,2}[)）.、．]?(?![0-9]).{4,}")
_LONGEST_HEADING = 16
_PLAIN = re.compile(r"[(（第]?(\d{1,5})(?:\.0+)?[号)）.、．]?")


def is_number(text: str) -> bool:
    """Whether a text without spaces numbers a row, or is nothing: 3, 3., （三）, ③, A3, #REF!."""
    return _NUMBER.fullmatch(text) is not None


def says_nothing(texts: Mapping[int, str], numbers: Collection[int]) -> bool:
    """Whether a row has nothing but its number, or only counts the columns. `texts` are by column, `numbers` the columns 序号."""
    alone = next(iter(texts.values()), "0").isdecimal() and not texts.keys() - set(numbers)
    return alone or counts_columns(text for _, text in sorted(texts.items()))


def level_of_group(text: str) -> str | None:
    """The code of the level that a heading of rows names (一、正高级); None where it names none or several."""
    found = {code for words, code in _LEVELS if words in text}
    return found.pop() if len(found) == 1 and len(text) <= _LONGEST_HEADING else None


def jumps(numbers: Iterable[tuple[int, str]]) -> list[int]:
    """The rows whose number does not follow on the one before, given rows with their numbers as text without spaces.

    A row without a number may count or not; numbers may begin again at 1, as they do for each group.
    """
    found: list[int] = []
    last: int | None = None
    without = 0  # rows since then
    for row, text in numbers:
        match = _PLAIN.fullmatch(text)
        if match is None:
            without += 1
            continue
        now = int(match[1])
        if last is not None and now not in (1, last + 1, last + 1 + without):
            found.append(row)
        last, without = now, 0
    return found


def is_item(texts: Mapping[int, str]) -> bool:
    """Whether a row is nothing but a numbered sentence, as they stand below 注: 2.按姓氏排序。"""
    return len(texts) == 1 and all(_ITEM.fullmatch(text) for text in texts.values())


def is_line(first: str, texts: Mapping[int, str], header: Header) -> bool:
    """Whether a row is a title, a total, a note or a signature. `first` is its first text; `texts` are all of them by column, without
    spaces.
    """
    begins = _FOOTER.match(first) is not None or _TITLE_LIKE.fullmatch(first) is not None or is_signature([first])
    return begins and not _looks_like_a_person(texts, header)


def _looks_like_a_person(texts: Mapping[int, str], header: Header) -> bool:
    """Whether a row that begins like a footer is a person: at least two of gender, month of birth and level are filled,
    and not with what is signed below a form.
    """
    filled = [texts.get(column.number) for field in ("gender", "born", "level") for column in header.known(field)]
    return sum(bool(text) and not is_signature([text]) for text in filled if text) > 1
