"""Traces of other programs in the cells of forms: fields of templates, markup, escapes, null and undefined, damaged characters."""

from __future__ import annotations

import re

from zhicheng.forms.reading.faults import Ambiguous
from zhicheng.text import show

_TAGS = "br|p|div|span|td|tr|th|table|ul|ol|li|b|i|u|strong|em|font|a|img|html|body"
PATTERN = (
    r"«[^»]{1,14}»|[$#]?\{+[^{}]*\}+|<%.*?%>"  # «名称», ${name}, {{ name }}
    r"|错误\s*[!！]\s*(?:未找到引用源|未定义书签|书签|文档|链接|引用|不能)[^。]{0,12}|(?:单击|点击)(?:或点[击按])?此处[^，。]{0,6}|^选择一项。?$"
    rf"|</?(?:{_TAGS})\b[^<>]{{0,80}}>|&(?:nbsp|amp|quot|lt|gt|apos|ldquo|rdquo|middot|#\d{{1,5}}|#x[0-9A-Fa-f]{{1,4}})(?:;|$|(?![A-Za-z]))"
    r"|\\[nrt](?![A-Za-z])|_x[0-9A-Fa-f]{4}_?"
    r"|(?<![A-Za-z])(?:null|NULL|undefined|NaN|nan|None|\[object Object\])(?![A-Za-z])"
    "|[?？]{2,}|\ufffd|锟斤拷|[锛銆鈥]"  # of a text that was read in the wrong encoding
)
_LEFT = re.compile(PATTERN)


HINT = "像是系统导出时留下的；请只留填的内容。"


def found(text: str) -> str | None:
    """The first trace of a program in a text; None where there is none."""
    match = _LEFT.search(text)
    return None if match is None else match[0]


def ask_about(text: str) -> None:
    """Raises Ambiguous where a text has a trace of a program in it: 某院 undefined, 某院<br>."""
    if (left := found(text)) is not None:
        raise Ambiguous(f"里面还有“{show(left, 20)}”，看不出是不是填的内容", HINT)
