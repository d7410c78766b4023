"""What was read of a list of committees, shown before it is written: each committee with its cells, columns and rows not read, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhicheng.documents.finding_reports import SEVERITIES
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.intake.listed import ListPlan, label
from zhicheng.forms.intake.read_back import page, table
from zhicheng.forms.reading.committee_list import CommitteeList
from zhicheng.registry.registry import Registry

_SHOWN = ("organiser", "authority", "area", "reviews", "scope", "approval", "valid", "address", "phones", "note", "source")


def read_back(registry: Registry, found: CommitteeList, planned: ListPlan) -> Value:
    """What was read, as JSON: columns, committees, rows left out, the number of cells with people, findings and questions."""
    asked = {(one.file, one.message): one for one in found.forms.questions}
    return {
        "version": 1,
        "columns": [
            {"file": file, "table": where, "column": name, "read": key is not None, **({"field": key} if key else {})}
            for file, where, name, key in found.columns
        ],
        "committees": [
            {
                "name": one.row.value["name"],
                "committee": one.id or None,
                "result": one.result,
                "file": one.row.file,
                "table": one.row.grid.where,
                "rows": one.row.rows,
                "fields": [
                    {
                        "field": key,
                        "label": label(key),
                        "value": words(registry, key, one.row.value[key]),
                        **_place(one.row.cells.get((key,))),
                    }
                    for key in _SHOWN
                    if key in one.row.value
                ],
            }
            for one in planned.judged
        ],
        "left_out": [
            {"file": file, "table": where, "row": row, "text": text[:60], "why": why} for file, where, row, text, why in found.left_out
        ],
        "people_not_taken": found.people,
        "findings": [
            {
                **{key: getattr(one, key) for key in ("code", "severity", "line", "column", "message", "hint")},
                "file": one.file,
                **(
                    {"question": question.id, "choices": list(question.choices)} if (question := asked.get((one.file, one.message))) else {}
                ),
            }
            for one in planned.findings
        ],
    }


def _place(origin: Any) -> Value:
    return {} if origin is None else {"place": origin.place}


def words(registry: Registry, key: str, value: Any) -> str:
    """A value of such a record in words."""
    if key == "authority":
        return registry.words.unit(value)
    if key == "area":
        return registry.areas.name(value)
    if key == "reviews":
        return "；".join(_review(registry, one) for one in value)
    if key == "valid":
        return " 至 ".join(value.get(end, "？") for end in ("from", "until"))
    if isinstance(value, dict):
        return "，".join(value.values())
    return "、".join(value) if isinstance(value, list) else str(value)


def _review(registry: Registry, one: Value) -> str:
    series = registry.series[one["series"]].name if one["series"] in registry.series else one["series"]
    levels = "、".join(registry.levels[level] for level in one.get("levels", ())) or "层级没有写"
    return f"{series}（{levels}）" + (f"：{'、'.join(one['specialties'])}" if "specialties" in one else "")


def as_html(back: Value) -> str:
    """The read-back as one page that needs nothing else, to print and to check against the list."""
    columns = [(one["file"], one["table"], one["column"], "" if one["read"] else "没有读") for one in back["columns"]]
    rows = [
        (f"{one['name']}\n{one['committee'] or '编号还没有定'}", field["label"], field["value"], field.get("place", ""))
        for one in back["committees"]
        for field in one["fields"]
    ]
    left = [(one["table"], f"第 {one['row']} 行", one["text"], one["why"]) for one in back["left_out"]]
    findings = [
        (SEVERITIES[one["severity"]], f"{one['file']} {one['message']}", one["hint"], one.get("question", "")) for one in back["findings"]
    ]
    return page(
        "一览表里读到的内容",
        "请对照一览表逐项核对，没有错再写入。联系人和手机没有写进登记，也不在这里显示。",
        [
            table("列", ("文件", "表格", "列名", ""), columns),
            table("评审委员会", ("名称和编号", "项目", "读到的内容", "出自"), rows),
            table("没有列入的行", ("表格", "行", "文字", "为什么"), left),
            table("要核对的", ("", "问题", "建议", "问题编号"), findings),
        ],
    )


def lines(back: Value) -> Iterator[str]:
    """What the terminal shows besides the table of committees: columns and rows that were not read, and people."""
    unread = [one["column"] for one in back["columns"] if not one["read"]]
    if unread:
        yield f"没有读的列：{'、'.join(dict.fromkeys(unread))}"
    for one in back["left_out"]:
        text = f"“{one['text']}”" if one["text"] else ""
        yield f"没有列入：{one['table']}第 {one['row']} 行{text}，{one['why']}"
    if back["people_not_taken"]:
        yield f"联系人、手机等 {back['people_not_taken']} 格没有写进登记（登记是公开的）"
