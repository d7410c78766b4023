"""Files of answers: what is read of them, and that what is written can be read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhicheng.errors import UserError
from zhicheng.forms.intake import answer_file
from zhicheng.forms.intake.answering import Answering
from zhicheng.forms.reading.questions import Question


def test_a_blank_answer_is_none(tmp_path: Path) -> None:
    """Questions are written with blank answers, to be filled in: what is left blank is still asked."""
    path = tmp_path / "answers.yaml"
    path.write_text('"甲": "中级"\n"乙": ""\n"丙": "  "\n"丁": " 副高级 "\n', encoding="utf-8")
    assert answer_file.load(path) == {"甲": "中级", "丁": " 副高级 "}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    """The answers that were given; of the open questions nothing, though they stand there."""
    path = tmp_path / "answers.yaml"
    asked = Question("乙", "附件1.docx", "第 1 个表格", 6, 4, "看不出层级", "请写明。", ("中级",))
    path.write_text(answer_file.written([asked], Answering({"甲": '中"级'})), encoding="utf-8")
    assert '# 看不出层级\n# 建议：请写明。\n# 可填：“中级”\n"乙": ""\n' in path.read_text(encoding="utf-8")
    assert answer_file.load(path) == {"甲": '中"级'}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("甲: 2026\n", '不是回答的文件：请一行写一个，问题编号: "这一格应当写的内容"，数字和日期也要加引号。'),
        ("甲: [中级]\n", '不是回答的文件：请一行写一个，问题编号: "这一格应当写的内容"，数字和日期也要加引号。'),
        ("- 中级\n", "第 1 行读不出来：文件内容不是“字段: 值”的形式。"),
        ("中级\n", "第 1 行读不出来：文件内容不是“字段: 值”的形式。"),
    ],
)
def test_other_files_are_no_answers(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as found:
        answer_file.load(path)
    assert str(found.value) == f"{path} {said}"
