"""Finds the record of a committee by its id, and changes single fields of its file, leaving the rest as it is."""

from __future__ import annotations

from zhicheng.documents import yaml_writing
from zhicheng.documents.schemas import schema
from zhicheng.documents.yaml_reading import Document, Value
from zhicheng.errors import UserError
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Entry, Registry
from zhicheng.text import show


def committee_entry(registry: Registry, identifier: str) -> Entry[Committee]:
    """The record of a committee. Raises UserError where there is none of this id that can be read."""
    found = next((entry for entry in registry.committees if entry.record.id == identifier), None)
    if found is None:
        raise UserError(f"没有编号是 {show(identifier)} 的评审委员会，或者它的登记文件还有错误。请先用 zhicheng validate 检查。")
    return found


def amended_record(document: Document, value: Value, by_hand: str) -> str:
    """The text of a committee's file changed so that it holds `value`. Raises UserError where the file is written in a way that cannot be
    changed so; `by_hand` completes that message, in Chinese, with what to do by hand: 在 notices 里加上：….
    """
    try:
        return yaml_writing.amended(document, value, list(schema("committee")["properties"]))
    except yaml_writing.CannotAmend:
        raise UserError(f"{document.path} 的写法特殊，没法自动写入。请自己{by_hand}") from None
