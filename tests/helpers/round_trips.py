"""What the official forms print of a record, and what comes back of it, for tests of both ways. All people are invented (人物均为虚构)."""

from __future__ import annotations

from functools import cache
from typing import Any

from helpers import registries

from zhicheng.forms import reading
from zhicheng.forms.added_fields import OF_TODAY, ROWS
from zhicheng.forms.intake import record
from zhicheng.forms.reading.result import FilledForms
from zhicheng.forms.writing import annex1_2, excel, word
from zhicheng.registry import registry
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Registry

Value = dict[str, Any]
FIELDS = (
    "name", "organiser", "authority", "area", "approval", "address", "phones", "reviews", "scope", "basis", "scoring", "procedure",
    "defence", "expert_pool", *(key for key in ROWS if "." not in key and key != "excludes"),
)  # fmt: skip
CONTACTS: Value = {
    "leader": {"name": "赵示例", "landline": "0991-0000011", "mobile": "13000000001"},
    "clerks": [
        {"name": "阿卜杜热依木·示例", "landline": "0991-0000012转12", "mobile": "13000000002"},
        {"name": "钱示例", "landline": "0991-0000013", "mobile": "13000000003"},
    ],
    "preparer": {"name": "孙示例", "phone": "0991-0000014"},
}
DIGEST, ADDRESS = "0" * 12, "https://zhicheng.example.org/"


@cache
def loaded() -> Registry:
    return registry.load(registries.HERE.parent)


def forms_of(committee: Committee) -> dict[str, bytes]:
    """Annex 1 with contacts in Word and Annex 2 in Excel, by file name."""
    form1 = annex1_2.form1(loaded(), committee, DIGEST, ADDRESS, CONTACTS)
    return {"附件1.docx": word.written(form1), "附件2.xlsx": excel.written(annex1_2.form2(loaded(), committee, DIGEST, ADDRESS))}


def read_back(files: list[tuple[str, bytes]]) -> FilledForms:
    """What forms (name and content) say."""
    return reading.read(files, record.tables(loaded()), 2026)


def printed(value: Value, made: Value) -> Value:
    """The fields of a record that the forms print; of those that a form has only where it is asked for, the ones in `made`."""
    return {name: value[name] for name in FIELDS if name in value and (name in made or name not in OF_TODAY)}
