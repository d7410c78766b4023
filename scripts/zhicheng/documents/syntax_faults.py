"""YAML syntax errors explained in Chinese for users who do not know YAML."""

from __future__ import annotations

import re

import yaml

BAD_ESCAPE = "双引号里的反斜杠写法无效", "请改用单引号，或把 \\ 写成 \\\\。"
# Pattern of the error of libyaml or the pure Python parser → message, hint. The first match is used.
_EXPLANATIONS = [
    (r"expected a single document", "一个文件里只能有一份内容，这里又用 --- 开始了另一份", "请删去多余的 --- ，一份登记一个文件。"),
    (r"character '\\t' that cannot start|tab character|found a tab", "缩进里有制表符（Tab 键）", "请改用空格缩进，每层两个空格。"),
    (r"unexpected end of stream", "引号没有配对，一直到文件末尾也没有结束", "请在这个值的末尾补上引号。"),
    (r"unexpected document (indicator|separator)", "引号没有配对，里面出现了 --- 或 ...", "请在这个值的末尾补上引号。"),
    (r"mapping values are not allowed", "冒号的位置不对", "如果值里有英文冒号加空格，请给整个值加英文引号；否则请检查缩进。"),
    (r"could not find expected ':'", "这里应当是“字段: 值”，没有找到英文冒号", "请在字段名后写英文冒号和一个空格。"),
    (r"expected ',' or '\]'", "方括号列表没有写完整", "请用英文逗号分隔各项，并在末尾补上 ]。"),
    (r"expected ',' or '\}'", "花括号内容没有写完整", "请用英文逗号分隔各项，并在末尾补上 }。"),
    (
        r"expected '-' indicator|expected <block end>|did not find expected key|expected <block mapping",
        "缩进不一致，或者引号后面有多余的内容",
        "请检查这一行和上一行：同一层的内容要对齐，引号要成对。",
    ),
    (r"expected node content|expected the node content", "这里应当有一个值", "请检查这里和前面的逗号、方括号、花括号，补上缺少的部分。"),
    (r"cannot start any token", "值不能以这个符号开头", "请给整个值加英文引号。"),
    (r"escape|hexdecimal", *BAD_ESCAPE),  # libyaml's spelling
    (
        r"undefined alias|undefined tag|tag",
        "值以 ! 开头，会被当作标签",
        "请不要用标签；如果 ! 是文字的一部分，请给整个值加英文引号。",
    ),
    (
        r"while scanning a block scalar|block scalar|indentation indicator",
        "多行文字（| 或 >）的写法有误",
        "请检查 | 或 > 之后是否还有别的内容，以及下面几行的缩进。",
    ),
    (r"directive", "不支持以 % 开头的指令", "如果 % 是文字的一部分，请给整个值加英文引号。"),
    (
        r"anchor|alias",
        "值以 & 或 * 开头，会被当作锚点或引用",
        "请不要用它们；如果 & 或 * 是文字的一部分，请给整个值加英文引号。",
    ),
]
# Errors of an unclosed quote or bracket or a missing colon: the parser notices them only further down, so the place where the part began
# is reported.
_REPORTED_AT_START = r"end of stream|could not find expected ':'|expected ',' or"
_WIDE_COLON = re.compile(r"^\s*(?:- )?[A-Za-z_]+\s*：")
# The text of a key before its colon. YAML allows 1,024 characters; the errors of the parsers do not mention this limit.
_KEY = re.compile(r"""(?:^[ -]*+|[\[{,] *+)("(?:[^"\\]|\\.)*+"|'[^']*+'|[^"':,\[\]{}]++) *$""")
_MAX_KEY = 1024
_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?: .*)?|={7}")  # the lines that Git puts around what two people changed in the same place


def explain_syntax(text: str, error: yaml.MarkedYAMLError) -> tuple[str, int, int, str, str]:
    """Code, line and column (from 1), message and hint for a parser error: Y005 second document, Y004 tags and aliases, else Y002."""
    error_text = f"{error.context or ''} {error.problem or ''}"
    lines = re.split("\r\n|\r|\n", text)
    conflict = next((number for number, line in enumerate(lines, 1) if _CONFLICT.fullmatch(line)), None)
    if conflict is not None:
        hint = (
            "这里有两个人都改过：<<<<<<< 和 ======= 之间是一个人的，======= 和 >>>>>>> 之间是另一个人的。"
            "请留下对的（两边都要的，都留下），删去这几行标记，再用 git add 标明改好了。"
        )
        return "Y002", conflict, 1, "Git 合并时的冲突还没有改好，文件里留着冲突的标记", hint
    long_key = _long_key(error, lines)
    if long_key is not None:
        return long_key
    line, column, at_start = _place(error, error_text)
    for near in (line, line - 1):
        if 0 <= near < len(lines) and _WIDE_COLON.match(lines[near]):
            place = near + 1, lines[near].index("：") + 1
            return "Y002", *place, "字段名后用了全角冒号“：”", "请改成英文冒号加一个空格，例如 name: 某某评审委员会。"
    if 0 <= line < len(lines) and re.fullmatch(r" *\t", lines[line][: column + 1]):
        error_text = "found a tab"  # the error of libyaml does not mention it
    for pattern, message, hint in _EXPLANATIONS:
        if re.search(pattern, error_text):
            code = "Y005" if "single document" in pattern else "Y004" if pattern.startswith("undefined") else "Y002"
            return code, line + 1, column + 1, ("从这里开始的" if at_start and "没有写完整" in message else "") + message, hint
    return "Y002", line + 1, column + 1, "YAML 语法有误", "请对照样张检查这一行的缩进、冒号和引号。"


def _place(error: yaml.MarkedYAMLError, error_text: str) -> tuple[int, int, bool]:
    """Line and column of an error, from 0, and whether they are where the faulty part begins instead of where the parser stopped."""
    start, mark = error.context_mark, error.problem_mark or error.context_mark
    if mark is None:
        return 0, 0, False
    if start is not None and start.line < mark.line and re.search(_REPORTED_AT_START, error_text):
        return start.line, start.column, True
    return mark.line, mark.column - _beyond_backslash(error_text), False


def _beyond_backslash(error_text: str) -> int:
    """How many characters behind the backslash of a bad escape a parser stops: behind its letter, or, PyYAML's own, at its letter."""
    if re.search("hexa?decimal|invalid Unicode character escape", error_text):
        return 2
    return 1 if "escape character " in error_text else 0


def _long_key(error: yaml.MarkedYAMLError, lines: list[str]) -> tuple[str, int, int, str, str] | None:
    """The result of `explain_syntax` if the parser stopped at the colon of a key longer than YAML allows, else None."""
    mark = error.problem_mark or error.context_mark
    if mark is None or mark.line >= len(lines) or lines[mark.line][mark.column : mark.column + 1] != ":":
        return None
    key = _KEY.search(lines[mark.line][: mark.column])
    if key is None or mark.column - key.start(1) <= _MAX_KEY:
        return None
    hint = "请检查冒号前面的引号是否配对、内容是否写到了冒号前面；字段名确实很长的，请缩短。"
    return "Y002", mark.line + 1, mark.column + 1, f"冒号前面的字段名太长，超过 {_MAX_KEY:,} 个字符", hint
