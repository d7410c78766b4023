"""Answers to questions about cells in a file: YAML, by the id of each question what its cell should say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from zhicheng.documents import yaml_reading
from zhicheng.errors import UserError
from zhicheng.forms.intake.answering import Answering
from zhicheng.forms.reading.questions import Question
from zhicheng.text import listed, reason, show

_HEAD = """\
# 填表时没有看懂的地方：在冒号后面的引号里写这一格应当写的全部内容，再用同样的命令导入一次。不写的仍算没有回答。
# 这里可能有姓名、电话，请不要放进仓库，也不要发给别人。
"""


def load(path: Path) -> dict[str, str]:
    """The answers in a file, without blank ones. Raises UserError where it cannot be read or is not of that form."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"读不到 {path}：{reason(error)}。请核对路径和权限。") from None
    if not any(line.strip() and not line.startswith(b"#") for line in content.splitlines()):
        return {}  # nothing was asked
    try:
        value: object = yaml_reading.parse(path.name, content).value
    except yaml_reading.Unreadable as error:
        first = error.findings[0]
        raise UserError(f"{path} 第 {first.line} 行读不出来：{first.message}。") from None
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise UserError(f'{path} 不是回答的文件：请一行写一个，问题编号: "这一格应当写的内容"，数字和日期也要加引号。')
    return {str(key): text for key, text in value.items() if text.strip()}


def written(questions: Sequence[Question], answers: Answering) -> str:
    """The text of a file with what was answered, and the questions to fill in: open ones, and those whose answer was not understood."""
    asked = {one.id: one for one in questions}
    lines = [_HEAD]
    lines += [f"{_quoted(key)}: {_quoted(text)}\n" for key, text in answers.given.items() if key not in asked]
    for one in asked.values():
        choices = one.choices or (answers.first[one.id].choices if one.id in answers.first else ())
        lines.append(f"\n# {show(one.message, 300)}\n")
        lines += [f"# 建议：{show(one.hint, 300)}\n"] if one.hint else []
        lines += [f"# 可填：{listed(f'“{show(choice, 60)}”' for choice in choices)}\n"] if choices else []
        lines += [f"# 以前回答的是{_quoted(answers.stale[one.id])}，那以后表改过，请重新回答。\n"] if one.id in answers.stale else []
        lines.append(f"{_quoted(one.id)}: {_quoted(answers.given.get(one.id, ''))}\n")
    return "".join(lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
