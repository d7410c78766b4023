"""Forms of strangers, read within a budget of time and memory: a small file can ask for much work."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from zhicheng.documents.finding import Finding
from zhicheng.forms import reading
from zhicheng.forms.reading.questions import Answers
from zhicheng.forms.reading.result import FilledForms, ReferenceTables
from zhicheng.system import budget

SECONDS = 60  # of processor time for each file; a roster of 19,000 people takes a tenth of it
MEMORY = 1024 * 1024 * 1024  # bytes


def read(
    files: Sequence[tuple[str, bytes]],
    tables: ReferenceTables,
    year: int,
    authority: str | None = None,
    area: str | None = None,
    answers: Answers = MappingProxyType({}),
) -> FilledForms:
    """As `reading.read`. Beyond the budget nothing is read, and one error (F001) for each file says so."""

    def work() -> FilledForms:
        made = reading.read(files, tables, year, authority, area, answers)
        made.answers, made.tables_of = dict(made.answers), {}  # what the way back would not keep: it was for the reading alone
        return made

    try:
        return budget.within(work, SECONDS * max(1, len(files)), MEMORY)
    except budget.OverBudget:
        message, hint = "读这些文件要的时间或内存太多，没有读", "请核对是不是填好的表；内容确实很多的，请拆成几份，一份一份单独导入。"
        return FilledForms(findings=[Finding("F001", "error", name, 1, 1, "", message, hint, "") for name, _ in files])
