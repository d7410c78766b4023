"""The action draw papers: the papers of a draw to print, sign and file."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from zhicheng.commands.arguments import UsageError
from zhicheng.commands.console import OK, Console
from zhicheng.documents.yaml_reading import Value
from zhicheng.drawing import balance, steps
from zhicheng.draws import files, public_checks
from zhicheng.errors import UserError
from zhicheng.registry.registry import Entry, Registry
from zhicheng.vault import store

if TYPE_CHECKING:  # imported where it is needed, so that other commands start fast
    from zhicheng.forms import writing

_SUFFIXES = ("docx", "pdf")


def written(arguments: argparse.Namespace, console: Console, registry: Registry) -> int:
    """Writes the plan and, after the ranking, the record, as Word and, where that can be written here, PDF."""
    from zhicheng.forms import writing

    out: Path = arguments.out
    store.refuse_inside(out / "x", "抽取的纸张")
    if not out.is_dir():
        raise UserError(f"没有文件夹 {out}。请先建立，或换一个。")
    value = files.draw(registry, arguments.ids[0])
    _refuse_wrong(registry, value)
    remarks: list[str] = []
    private = 0
    for file in _files(arguments, registry, value):
        try:
            content, remark = file.make()
        except UserError as error:
            if not file.name.endswith(".pdf"):
                raise
            remark = f"没有写 PDF：{error}"
        else:
            console.write(f"{store.shown(writing.write(out, file, content), registry)}\n")
            private += file.private
        if remark:
            remarks.append(remark)
    for remark in dict.fromkeys(remarks):
        console.say(f"提醒：{remark}")
    if "result" not in value:
        console.say("还没有排出先后，只写了抽取方案。")
    if private:
        console.say("含姓名的只有本人能读，用完请删去。")
    return OK


def _entry(registry: Registry, value: Value) -> Entry[Value]:
    return next(one for one in registry.draws if files.draw_id(one.record) == files.draw_id(value))


def _refuse_wrong(registry: Registry, value: Value) -> None:
    """Raises UserError where the public file is not right: nobody is to sign a paper of it."""
    found = [one for one in public_checks.of_draw(registry, _entry(registry, value)) if one.severity == "error"]
    if found:
        raise UserError(
            f"{files.draw_id(value)} 的公开文件有 {len(found)} 个错误（{found[0].code} {found[0].message}），没有写。"
            f"请先用 zhicheng draw verify {files.draw_id(value)} 查明原因。"
        )


def _files(arguments: argparse.Namespace, registry: Registry, value: Value) -> Iterator[writing.FormFile]:
    """The files of the papers."""
    from zhicheng.forms import writing
    from zhicheng.forms.writing import draw_papers

    if arguments.public_balance and arguments.identity is None:
        raise UsageError("用法有误：--public-balance 要打开那天的花名册，请用 --identity 写明私钥。")
    name, place = files.draw_id(value), arguments.place or ""
    closed = "closed" in value.get("calls", {})
    if arguments.public_balance and not closed:
        raise UserError(f"{name} 还没有封存，不能写可以公布的构成：先后两次的数相减，就看得出个人。")
    if arguments.identity is not None and "cancelled" in value:
        raise UserError(f"{name} 已经取消，没有含姓名的记录表。请不写 --identity。")
    known = made = None
    if arguments.identity is not None and "result" in value:
        keys = store.keyring(arguments.identity)
        known = steps.calls(registry, keys, value)
        made = balance.balance(registry, keys, _entry(registry, value), known) if closed else None
    forms = {f"{name}.{draw_papers.PLAN}": draw_papers.plan(registry, value)}
    if "result" in value:
        shown = made if arguments.public_balance else None
        forms[f"{name}.{draw_papers.RECORD}"] = draw_papers.record(registry, value, place, balance=shown)
    if known is not None:
        forms[f"{name}.{draw_papers.RECORD}-private"] = draw_papers.record(registry, value, place, known, made)
    for title, form in forms.items():
        yield from (writing.of_form(title, form, suffix) for suffix in _SUFFIXES)
