"""A rule against what `zhicheng init` left to be filled in (X013)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhicheng.documents.finding import Pointer, Problem
from zhicheng.documents.schemas import field_label, schema
from zhicheng.documents.yaml_reading import Document
from zhicheng.registry.paths import kind_of
from zhicheng.registry.records.rulebook import TO_FILL_IN
from zhicheng.rules.rule import Context, rule

_KINDS = ("registry", "round", "rulebook", "reviewers")


@rule("X013", on="document")
def placeholder_left(document: Document, context: Context) -> Iterator[Problem]:
    """正式的登记册里，还有没有填写的占位文字。

    zhicheng init 写的“请改为实际名称”“请填写条款”等，是等着填写的。登记册写着 sample: true 时可以先留着；改成正式的，就要全部填好。

    不合格：

        # registry/registry.yaml
        name: 某省职称评审委员会登记册
        region: "650000"
        current_round: "2026"
        centre: {name: 某省职称工作机构（请改为实际名称）, phones: ["0991-0000000"]}
        sample: false

    合格：

        # registry/registry.yaml
        name: 某省职称评审委员会登记册
        region: "650000"
        current_round: "2026"
        centre: {name: 某省职称社会化评价中心, phones: ["0991-0000000"]}
        sample: false
    """
    kind = kind_of(document.path)
    if context.registry.settings.sample or kind not in _KINDS or not TO_FILL_IN.search(document.text):
        return
    for pointer, text in _texts(document.value):
        if TO_FILL_IN.search(text):
            label = field_label(schema(kind), pointer)
            yield Problem(pointer, f"“{label}”还没有填写", "请填写实际的内容；本地没有规定的，整项删去。")


def _texts(value: Any, pointer: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from _texts(item, (*pointer, key))
