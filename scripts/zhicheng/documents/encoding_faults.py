"""Guesses the encoding of a file that is not UTF-8, and words the finding with how to save it as UTF-8."""

from __future__ import annotations

import codecs

_SAVE = (
    "请另存为 UTF-8：记事本“文件 → 另存为 → 编码选 UTF-8”；"
    "VS Code 点右下角的编码名称，选“通过编码重新打开”再“通过编码保存 → UTF-8”；WPS 请不要用来编辑本文件。"
)
_DAMAGED = "请从原处重新复制这份文件，或从登记库的历史中恢复。"
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def encoding_problem(content: bytes) -> tuple[int, int, str, str] | None:
    """Line and column (from 1), message and hint for bytes that are not UTF-8 text; None if they are UTF-8 without NULs."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return 1, 1, f"文件不是 UTF-8 编码，像是 {name} 编码", _SAVE
    if b"\x00" in content:
        if _is_utf16(content):
            return 1, 1, "文件不是 UTF-8 编码，像是 UTF-16 编码（没有 BOM）", _SAVE
        return 1, 1, "这不是文本文件", "请确认放进来的是 .yaml 文本，不是 Word、Excel 或压缩文件。"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        if not any(char > "\u07ff" for char in before):  # Chinese in UTF-8 before the fault means a damaged file, not another encoding
            try:
                content.decode("gb18030")
            except UnicodeDecodeError:
                pass
            else:
                first = next(i for i, byte in enumerate(content) if byte > 0x7F)  # not error.start: some GBK characters are valid UTF-8
                line, column = content[:first].count(b"\n") + 1, first - content[:first].rfind(b"\n")
                return line, column, "文件不是 UTF-8 编码，像是 GB18030（GBK）编码", _SAVE
        return line, column, "此处的字节不是 UTF-8 文字，文件可能已经损坏，或者没有复制完整", _DAMAGED
    return None


def _is_utf16(content: bytes) -> bool:
    """Whether NULs are mostly at every other byte, as in UTF-16 text with ASCII in it. Chinese in UTF-16 has a few at the other bytes."""
    even, odd = content[0:2000:2], content[1:2000:2]
    few, many = sorted((even.count(0), odd.count(0)))
    return many > len(odd) * 0.3 and few < many * 0.2
