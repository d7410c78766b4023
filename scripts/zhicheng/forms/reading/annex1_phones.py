"""The labels of telephone numbers in Annex 1: whose numbers they are, and of which kind."""

from __future__ import annotations

import re

from zhicheng.forms.reading.annex3_columns import bare_name
from zhicheng.forms.reading.cells.lists import is_blank

# Labels of telephone numbers that belong to the person in the label before them.
NAMES = ("联系电话", "联系方式", "电话", "手机", "座机", "联系方式座机手机", "办公电话", "移动电话", "座机手机", "手机号码", "联系手机")
NUMBERS_OF = {"leader": "leader_phones", "clerks": "clerk_phones", "preparer": "preparer_phone"}
OF_NUMBERS = re.compile("联系方式|电话|手机")
_WORDS = {"座机": "座机|办公电话|固定电话|固话", "手机": "手机|移动电话"}
OTHER = "other"  # a label that Annex 1 does not have: its value is not read, and belongs to no other label
_BARE = {bare_name(name) for name in NAMES}


def after_label(text: str) -> str | None:
    """What stands after 联系电话： in a text; None where it does not begin so."""
    head, _, rest = text.replace("：", ":").partition(":")
    return rest.strip() if len(head) <= 30 and bare_name(head) in _BARE else None


def owner(before: str | None, above: str | None) -> str:
    """The field of a label that says no more than 联系电话 or 手机, by the fields of the labels before it in its row and above it."""
    owners = NUMBERS_OF | {"address": "phones"}
    numbers = next((one for one in (above, before) if one and one in NUMBERS_OF.values()), OTHER)
    return owners.get(before or "", "") or owners.get(above or "", "") or numbers


def together(*parts: tuple[str, str]) -> str | None:
    """Numbers of two cells, each a label and a text, as one text: 座机：… and 手机：… below; None where the labels are not both."""
    kinds = [[kind for kind, words in _WORDS.items() if re.search(words, name)] for name, _ in parts]
    if sorted(kinds) != sorted([kind] for kind in _WORDS):
        return None
    return "\n".join(f"{kind}：{text}" for (kind,), (_, text) in zip(kinds, parts, strict=True) if not is_blank(text))
