"""Files that only another program reads (.doc, .wps, RTF, HTML): converted by LibreOffice where it is installed, and only if asked for.

What was converted is named in a warning, and is written after a question only.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from zhicheng.documents.finding import Finding
from zhicheng.forms import reading
from zhicheng.forms.reading.open_any import fault_of, without_zip
from zhicheng.forms.reading.questions import Answers, Question
from zhicheng.forms.reading.result import FilledForms, ReferenceTables
from zhicheng.system import libreoffice

CONVERT = "转换"
_ASKED = f"本机有 LibreOffice：回答“{CONVERT}”就转换以后再读，转换会丢掉一些格式，读到的要逐项核对；不转换的，请照上面的建议另存。"


def reader(
    files: Sequence[tuple[str, bytes]],
    tables: ReferenceTables,
    year: int,
    arguments: argparse.Namespace,
    read_forms: Callable[..., FilledForms] = reading.read,
) -> Callable[[Answers], FilledForms]:
    """A function that reads the files (name and content) with the answers given so far; `arguments` have level and area of the unit.
    `read_forms` reads what was opened.

    A file that could be converted is a question, by its name; it is converted where the answer says so.
    """
    made: dict[str, bytes | None] = {}
    passed: list[str] = []
    opened = without_zip(files, passed)

    def read(answers: Answers) -> FilledForms:
        given: list[tuple[str, bytes]] = []
        findings: list[Finding] = []
        asked: list[Question] = []
        for name, content in opened:
            fault = fault_of(name, content)
            if fault is None or not fault.target or libreoffice.installed() is None:
                given.append((name, content))
            elif answers.get(name) != CONVERT:
                given.append((name, content))
                asked.append(Question(name, name, "", 1, 1, fault.message, _ASKED, (CONVERT,)))
            else:
                if name not in made:
                    made[name] = libreoffice.converted(content, fault.target)
                new = made[name]
                given.append((name, content) if new is None else (f"{name}.{fault.target}", new))
                hint = "请对照原件逐项核对读到的内容。" if new is not None else "请照上面的建议另存，再交。"
                said = "这是用 LibreOffice 转换以后读的，可能丢了内容" if new is not None else "LibreOffice 转换不了这个文件"
                findings.append(Finding("F001", "warning", name, 1, 1, "", said, hint, ""))
        forms = read_forms(given, tables, year, arguments.authority, arguments.area, answers)
        forms.passed += passed
        forms.findings += findings
        forms.questions += asked
        forms.converted = [name for name, new in made.items() if new is not None]
        return forms

    return read
