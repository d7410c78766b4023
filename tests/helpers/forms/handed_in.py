"""What tests of the reader need: the sample registry, the header of Annex 3, a file read as it is handed in, and what is asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from helpers import registries

from zhicheng.documents.finding import Finding
from zhicheng.forms import reading
from zhicheng.forms.intake import record
from zhicheng.forms.reading.result import FilledForms
from zhicheng.registry import registry
from zhicheng.registry.registry import Registry

HEAD = (
    "序号",
    "姓名",
    "性别",
    "族别",
    "出生年月",
    "工作单位及行政职务",
    "现专业岗位",
    "现专业职称",
    "职称层级",
    "取得职称时间",
    "电话",
    "备注",
)


@cache
def loaded() -> Registry:
    """The sample registry."""
    return registry.load(registries.HERE.parent)


def read(name: str, content: bytes) -> FilledForms:
    """What is read of one file."""
    return reading.read([(name, content)], record.tables(loaded()), 2026)


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that stop an import: what is asked."""
    return [finding for finding in findings if finding.severity == "error"]
