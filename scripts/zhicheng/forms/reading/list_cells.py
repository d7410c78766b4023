"""What cells of a list of committees hold besides a value: marks such as 同上, and words that something no longer holds, not yet, or only
in part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhicheng.forms.reading.annex3_lines import is_number
from zhicheng.forms.reading.cells import remains
from zhicheng.forms.reading.cells.nothing import is_ditto
from zhicheng.forms.reading.cells.values import cell_text, without_spaces
from zhicheng.forms.reading.grids import Box
from zhicheng.forms.reading.list_table import PRIVATE, Lines
from zhicheng.text import show

CLOSED = re.compile(  # in remarks
    "撤[销并]|注销|取消|废止|作废|失效|委托评审|停止|停评|暂停|暂缓|终止|不再|不评|合并|并入|更名|改名|已?到期|过期|届满|移交|收回|(?<!以考)代评|筹[建备]|待批|未批准?|拟(?:组建|成立)|[仅只]评"
)
_PART = re.compile("不含|不包括|除外")
_READ_ELSEWHERE = ("name", "organiser", "series", "levels", "series_levels")  # whose readers ask about marks
_MARKED = re.compile(r"^[*＊★☆※△▲#]+|[*＊★☆※△▲#]+$")
_ONCE = re.compile("原(?!州|平|阳|子|油|料|材|种)")
_BESIDES = re.compile(r"[(（][^()（）]*(?:新增|拟|筹|代|暂|主任|负责人|联系人|[0-9]{7})[^()（）]*[)）]|[0-9]{7}")
_SERIAL = re.compile(r"[34]\d{4}")

Doubt = tuple[Box, str, str, str]  # the cell, its field, message and hint


def doubts(lines: Lines) -> Iterator[Doubt]:
    """What has to be asked about the cells of one committee."""
    seen: set[int] = set()
    for boxes in lines.boxes:
        for key, box in boxes.items():
            if id(box) not in seen and key.split()[0] not in PRIVATE and cell_text(box.text):
                seen.add(id(box))
                yield from _of_cell(key, box)


def _of_cell(key: str, box: Box) -> Iterator[Doubt]:
    text = without_spaces(box.text)
    if (left := remains.found(text)) is not None:
        yield box, key, f"里面还有“{show(left, 20)}”，看不出是不是填的内容", remains.HINT
    elif key == "number" and not is_number(text):
        yield box, key, "序号里还有别的字或记号，看不出是什么意思", "与评审委员会有关的请写进备注，无关的请删去。"
    elif key not in _READ_ELSEWHERE and is_ditto(box.text):
        yield box, key, "写的是“同上”一类的记号，没有写内容", "请照上一行把内容写全，每一行都要完整。"
    elif key.startswith("valid") and _SERIAL.fullmatch(text):
        yield box, key, "像是电子表格里日期的序号，看不出是哪一天", "请写成“2026-12-31”这样的日期，并把单元格设为文本格式。"
    elif key in ("name", "organiser") and (_MARKED.search(text) or _ONCE.match(text) or _BESIDES.search(text)):
        yield box, key, "名称以外还写着别的话或记号", "请只写现在的全称；别的话请写进备注。"
    elif key not in ("name", "note", "levels", "approval_date") and CLOSED.search(text) and not key.startswith("valid"):
        yield box, key, "写着撤销、停止、筹建一类的话，看不出还评不评", "还在评审的请删去这句话；不评审了的请从表里删去。"
    elif key in ("series", "series_levels") and _PART.search(text):
        yield box, key, "写着“不含”“除外”一类的话，登记里写不下", "请只写系列的名称；不评的专业请写进备注。"
