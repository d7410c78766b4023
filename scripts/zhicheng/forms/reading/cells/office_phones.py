"""Telephone numbers: the words of a cell (单位电话, 联系方式) to office lines, or to the landline and mobile of a person.

Each function returns the value, or raises a ValueFault with what is wrong.
"""

from __future__ import annotations

import re

from zhicheng.forms.reading.cells.lists import lines, split
from zhicheng.forms.reading.cells.phones import phones
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood

_REMARK = re.compile(r"\s*[(（]\s*([^()（）\d]{1,20})\s*[)）]\s*$")
_KNOWN_REMARK = re.compile("传真|电话|窗口|值班|总机|前台|大厅|夜间|白天|工作日|节假日|咨询|热线|人工|办公|[科处室部组股]$")
_PHONE_WORDS = re.compile("内线|外线|直线|转|分机号?|区号|号码|电话|传真|座机|办公室?|咨询|联系|单位|总机")
_NEXT_LABEL = re.compile(r"(?<=\d)[\s\u3000]+(?=(?:传真|电话|咨询|联系|办公|座机|值班)[\u4e00-\u9fff]{0,4}\s*[:：]?\s*[(（]?\d)")
_AREA_CODE = re.compile(r"(0\d{2,3})-")
# Words before a person's number, the longer ones first.
MARKS = r"(?:办公电话|移动电话|固定电话|联系电话|联系方式|手机号码?|座机号?|办公室?|手机|座机|固话|电话|移动|办|宅)"


def office_phones(text: str) -> list[str]:
    """Office telephone numbers with their remarks: 0991-0000003（电话兼传真）. The area code of one holds for those after it."""
    found: list[str] = []
    area = ""
    for piece in (part for line in lines(text) for part in _phone_pieces(line)):
        remark = _REMARK.search(piece)
        number = piece[: remark.start()] if remark else piece
        if (remark and not _KNOWN_REMARK.search(remark[1])) or re.search("[\u3400-\u9fff]", _PHONE_WORDS.sub("", number)):
            raise NotUnderstood("号码以外还有别的文字", "请只写号码；号码后面可以注明“电话兼传真”“窗口”，不要写人名。")
        numbers = phones(number)
        for one in numbers:
            if code := _AREA_CODE.match(one):
                area = code[1]
            elif area and len(re.sub(r"\D", "", one.split("转")[0])) in (7, 8):
                one = f"{area}-{one}"  # noqa: PLW2901 - the same number, in full
            whole = one + (f"（{remark[1].strip()}）" if remark else "")
            if whole not in found:
                found.append(whole)
    if not found:
        raise NotUnderstood("没有填写", "请填办公电话，带区号。")
    return found


def _phone_pieces(line: str) -> list[str]:
    """The numbers of a line, each with its remark after it: 传真：… gives …（传真）."""
    line = re.sub(r"电话\s*[/／、兼]\s*传真", "电话兼传真", line)
    line = _NEXT_LABEL.sub("、", line)  # 电话：… 传真：…
    pieces = [piece for part in split(line, "、，,；;/／") for piece in re.split(r"或者?", part) if piece.strip()]
    plain = (re.sub(r"^(?:电话|联系电话|咨询电话|办公电话|座机)\s*[:：]\s*", "", piece) for piece in pieces)
    return [re.sub(r"^(传真|电话兼传真)(?:号码?)?\s*[:：]?\s*(.+)$", r"\2（\1）", piece) for piece in plain]


def contact_numbers(text: str) -> tuple[list[str], list[str]]:
    """The landline and the mobile numbers in a cell. Raises a ValueFault, which does not repeat a value."""
    plain = re.sub(rf"{MARKS}\s*[:：]?", "、", text)
    if re.search("[\u3400-\u9fff]", re.sub("转|分机号?|本人|或者?|和|及", "", plain)):
        raise Ambiguous("电话号码以外还有别的文字，分不清是谁的号码", "请只写座机和手机号码。")
    numbers = phones(plain)
    mobiles = [number for number in numbers if re.fullmatch(r"1\d{10}", number)]
    return [number for number in numbers if number not in mobiles], mobiles
