"""What becomes of what was read, in numbers without names: what will be published, what will be sealed, what stays on this machine."""

from __future__ import annotations

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.intake.record import specialties_of
from zhicheng.forms.reading.annex1 import NOT_READ as ITEMS_NOT_READ
from zhicheng.forms.reading.annex3_columns import NOT_READ as COLUMNS_NOT_READ
from zhicheng.forms.reading.result import FilledForms

_PEOPLE = {"leader": "主管领导姓名、手机", "clerks": "业务人员姓名、手机", "preparer": "填表人姓名、电话"}
_NAMES = ("name", "organiser", "authority", "area", "address", "approval")


def fates(read: FilledForms, taken: FilledForms, why: str = "") -> Value:
    """Lists of what and how much of it: `public`, `sealed`, `here`. `taken` is what was read without what cannot be sealed here, for the
    reason `why`.
    """
    left = [[what, why] for what, _ in _sealed(read)[len(_sealed(taken)) :]]  # the roster goes first, contacts never alone
    return {"public": _public(taken), "sealed": _sealed(taken), "here": [*left, *_here(read)]}


def _public(read: FilledForms) -> list[list[str]]:
    record = {key: value for key, value in read.record.items() if value is not None}
    found: list[list[str]] = []
    if names := sum(key in record for key in _NAMES):
        found.append(["名称、组建单位、地址", f"{names} 项"])
    if record.get("phones"):
        found.append(["咨询电话", f"{len(record['phones'])} 个"])
    if record.get("reviews"):
        found.append(["层级、专业、地域", _specialties(record["reviews"])])
    if record.get("procedure") or record.get("scoring"):
        found.append(["流程、赋分表", f"{len(record.get('procedure', ()))} 步 {len(record.get('scoring', ()))} 张"])
    rest = [key for key in record if key not in (*_NAMES, "phones", "reviews", "scope", "procedure", "scoring")]
    if rest:
        found.append(["依据、答辩、专家库等", f"{len(rest)} 项"])
    if read.experts:
        found.append(["专家库人数", "只有人数"])
    return found


def _specialties(reviews: list[Value]) -> str:
    """How many specialties of the second level there are; a review of all of a series counts none."""
    named, every = specialties_of(reviews)
    return "，".join([*([f"{named} 个专业"] if named or not every else []), *(["全部专业"] if every else [])])


def _sealed(read: FilledForms) -> list[list[str]]:
    contacts = read.contacts or {}
    counted = ((key, len(value) if isinstance(value, list) else 1) for key, value in contacts.items())
    people = [[_PEOPLE[key], f"{number} 人"] for key, number in counted if key in _PEOPLE]
    return [*people, *([["评委花名册", f"{read.experts} 人"]] if read.experts else [])]


def _here(read: FilledForms) -> list[list[str]]:
    """What stays on this machine: columns and items that our forms do not have (identity numbers, e-mail addresses), tables and files not
    read.
    """
    found = []
    for one in read.findings:
        for start in (ITEMS_NOT_READ, COLUMNS_NOT_READ):
            at = one.message.find(start)
            if at >= 0:
                found += [[name, one.file] for name in one.message[at + len(start) :].split("、")]
    found += [[one.where, one.file] for one in read.tables if one.form is None]
    return [*found, *([name, "不是表"] for name in read.passed)]
