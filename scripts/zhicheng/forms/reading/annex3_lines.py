"""Rows of Annex 3 that are no persons: titles, totals, notes, signatures; and which that begin like one are a person after all."""

from __future__ import annotations

import re
from collections.abc import Mapping

from zhicheng.forms.reading.annex3_columns import Header
from zhicheng.forms.reading.continued import is_signature

_TITLE_LIKE = re.compile(r"(?:附件|附表)[0-9一二三四]*[:：]?|.*花名册.{0,12}")
# Rows that are not persons: totals, the preparer, remarks, headings of groups.
_FOOTER = re.compile(
    r"(?:[合总小共]计|总人数|填[表报]人|制表人?|经办人|[审复]核人?|负责人|联系人|联系电话|[填推][报荐]单位|单位盖章|单位[(（]盖?章?|盖章|主管领导|日期|填[表报]日期)"
    r"(?:$|[:：(（0-9]|人数|签字)"
    r"|(?:备注|说明|注|填表说明)\d*[:：.、]|(?:本单位|我单位|以上|承诺|声明|(?:推荐|报送)单位(?:声明|承诺)|经[^,，]{0,8}(?:审核|公示))|共\d+[人名]|[(（][一二三四五六七八九十]+[)）]|单位[(（]盖|[一二三四五六七八九十]+[、.．]|[(（]?以下(?:空白|无正文)"
)
_NUMBER = re.compile(r"[(（第]?(?:[A-Za-z]{0,3}[0-9.．-]*|[〇零一二三四五六七八九十百]*|[①-⓿㈠-㈩])[号)）.、．]?|#.+|№.*")


def is_number(text: str) -> bool:
    """Whether a text without spaces numbers a row, or is nothing: 3, 3., （三）, ③, A3, #REF!."""
    return _NUMBER.fullmatch(text) is not None


def is_line(first: str, texts: Mapping[int, str], header: Header) -> bool:
    """Whether a row is such a line: by the first of its texts, which are by column and without spaces."""
    begins = _FOOTER.match(first) is not None or _TITLE_LIKE.fullmatch(first) is not None or is_signature([first])
    return begins and not _looks_like_a_person(texts, header)


def _looks_like_a_person(texts: Mapping[int, str], header: Header) -> bool:
    """Whether a row that begins like a footer is a person: at least two of gender, month of birth and level are filled."""
    return sum(bool(texts.get(column.number)) for field in ("gender", "born", "level") for column in header.known(field)) > 1
