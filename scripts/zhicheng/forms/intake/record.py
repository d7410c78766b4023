"""From the fields of filled forms to a committee's record: a new one with comments, or a registered one changed field by field.

Nothing is written to disk.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field, replace
from datetime import date

from zhicheng.documents import yaml_reading
from zhicheng.documents.finding import Finding
from zhicheng.documents.loading import shape_findings
from zhicheng.documents.schemas import field_label, fits, schema
from zhicheng.documents.yaml_reading import Value
from zhicheng.documents.yaml_writing import CannotAmend, amended
from zhicheng.errors import UserError
from zhicheng.forms.added_fields import ROWS
from zhicheng.forms.intake import merged_reviews, replaced_validity
from zhicheng.forms.intake.given_files import named
from zhicheng.forms.reading import own_labels
from zhicheng.forms.reading.result import NO_CONTACTS, FilledForms, ReferenceTables
from zhicheng.registry import changes_in_words
from zhicheng.registry.authority_names import authority_label
from zhicheng.registry.new_record import check_identity, filled_text
from zhicheng.registry.records import committee as committee_records
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Entry, Registry
from zhicheng.registry.required_fields import fields_of, use
from zhicheng.rules import RULES
from zhicheng.rules.rule import in_force_by
from zhicheng.text import folded, listed, nearest, show

_GROUPS = "registry/reference/ethnic-groups.yaml"
FROM_FORMS = (
    "name", "organiser", "authority", "area", "approval", "address", "phones", "reviews", "scope", "basis", "scoring", "procedure",
    "defence", "expert_pool", *(key for key in ROWS if "." not in key and key != "excludes"),
)  # fmt: skip
_MAY_SAY_NONE = ("approval", "scope", "defence", "expert_pool")  # in their parts


@dataclass(slots=True)
class Draft:
    """A record to be written: its new document, its present one (`before`, None for a new record), and what does not fit the schema."""

    document: yaml_reading.Document
    before: yaml_reading.Document | None
    findings: list[Finding] = field(default_factory=list)

    @property
    def id(self) -> str:
        identifier: str = self.document.value["id"]
        return identifier

    @property
    def changed(self) -> bool:
        return self.before is None or self.before.text != self.document.text


def tables(registry: Registry) -> ReferenceTables:
    """The reference tables that reading forms needs. Raises UserError where the table of ethnic groups is missing."""
    groups = registry.document(_GROUPS)
    if groups is None:
        raise UserError(f"缺少 {_GROUPS}，没法认出民族。请从登记库的历史中恢复。")
    books = registry.rulebooks_of(registry.settings.current_round)
    needed = use(books, "scoring")[0] == "required"
    said, book = use(books, "contacts")
    contacts = book is None or said == "required" or in_force_by(RULES["R205"], books)
    own = own_labels.of({annex: registry.layout(annex) for annex in (1, 2, 3)})
    clauses, codes = registry.form_clauses, registry.ranks.codes
    return ReferenceTables(registry.areas, registry.series, groups.value, registry.words, needed, contacts, clauses, codes, own)


def match(registry: Registry, identifier: str | None, fields: Value) -> Committee | None:
    """The registered committee that forms belong to: by `identifier` where given, else by name (and unit where several share the name).

    None where no committee matches, or more than one. `fields` are the fields of the forms.
    """
    if identifier is not None:
        return registry.by_id.get(identifier)
    same = [entry.record for entry in registry.committees if entry.record.name == fields.get("name")]
    if len(same) > 1 and fields.get("organiser"):
        same = [committee for committee in same if committee.organiser == fields["organiser"]]
    return same[0] if len(same) == 1 else None


def findings_of(registry: Registry, identifier: str | None, read: FilledForms) -> list[Finding]:
    """The findings of the forms, with the short names of files. Contacts that are sealed already need not stand in the forms."""
    known = match(registry, identifier, read.record)
    kept = known is not None and known.contacts is not None
    return [
        replace(named(finding), severity="warning") if kept and finding.pointer == NO_CONTACTS else named(finding)
        for finding in read.findings
    ]


def find(registry: Registry, identifier: str | None, fields: Value) -> str:
    """The id of the committee that forms belong to: `identifier` where given, else by name. Raises UserError unless exactly one matches."""
    if identifier is not None:
        return identifier
    known = match(registry, None, fields)
    if known is not None:
        return known.id
    name = fields.get("name")
    how = "请用 --committee 写明编号：已登记的写原来的编号，新的起一个，例如 ks-health。"
    if not name:
        raise UserError(f"表里看不出是哪个评审委员会。{how}")
    if (listed_as := of_list(registry, name)) is not None:
        return listed_as
    near = nearest(name, [entry.record.name for entry in registry.committees])
    hint = next((f"名称最接近的是 {entry.record.id}。" for entry in registry.committees if entry.record.name == near), "")
    raise UserError(f"登记册里没有名称是“{show(name, 100)}”的评审委员会。{hint}{how}")


def of_list(registry: Registry, name: str) -> str | None:
    """The id of a committee that a list names and that has not filed, by its name; None where there is none."""
    return next((entry.record.id for entry in registry.listed if folded(entry.record.name) == folded(name)), None)


def contradictions(registry: Registry, committee: Committee, fields: Value, stated: Value) -> list[Finding]:
    """Findings (F006) where forms seem to belong to another committee: both name and unit differ, or the stated level or area differs.

    `fields` are those of the forms, `stated` the level and area that the forms or the user state outright.
    """
    found = []
    name, organiser = fields.get("name"), fields.get("organiser")
    if name and organiser and name != committee.name and organiser != committee.organiser:
        message = f"表里写的是“{show(name, 60)}”（{show(organiser, 40)}），与 {committee.id} 登记的名称和组建单位都不同"
        found.append((message, "请核对 --committee 后面的编号；确实既改名又换了单位的，请先在登记文件里改好其中一项。"))
    for key, names in (("authority", lambda code: authority_label(registry, code)), ("area", registry.areas.name)):
        if key in stated and stated[key] != getattr(committee, key):
            label = field_label(schema("committee"), (key,))
            message = f"表里的“{label}”是{names(stated[key])}，登记的是{names(getattr(committee, key))}"
            found.append((message, f"请核对编号和表；登记错了的，请先在登记文件里改好（{key}，文件夹也要相符）。"))
    return [Finding("F006", "error", "附件1", 1, 1, "", message, hint, "") for message, hint in found]


def draft(registry: Registry, identifier: str, fields: Value, today: date, filed: date | None = None) -> Draft:
    """The record of a committee after applying the fields of forms.

    `filed` adds a filing in the current round. Raises UserError where the committee is withdrawn, its file has errors or cannot be amended,
    or a new record lacks required fields.
    """
    entry = next((entry for entry in registry.committees if entry.record.id == identifier), None)
    if entry is not None and not entry.record.active:
        raise UserError(f"{identifier} 已经撤销登记，不能再改。重新组建的，请用 --committee 起一个新的编号。")
    if entry is None and registry.knows("committee", identifier):
        raise UserError(f"{identifier} 的登记文件还有错误，没法改写。请先用 zhicheng validate 检查，改好再导入。")
    if entry is None:
        return _new(registry, identifier, fields, filed or today)
    value = replaced_validity.kept(entry.document.value, merged_record(entry.document.value, fields), fields)
    if filed is not None:
        current = registry.settings.current_round
        before: Value = next((one for one in value["filings"] if one["round"] == current), {})  # what the centre wrote down of it stays
        value["filings"] = [one for one in value["filings"] if one["round"] != current]
        value["filings"].append({**before, "round": current, "date": filed.isoformat()})
    try:
        text = amended(entry.document, value, list(schema("committee")["properties"]))
    except CannotAmend:
        raise UserError(f"{entry.path} 的写法特殊，没法逐项改写。请照 zhicheng new 的样张整理一遍，再导入。") from None
    return _checked(registry, yaml_reading.Document(entry.path, text, value), entry.document)


def _new(registry: Registry, identifier: str, fields: Value, filed: date) -> Draft:
    missing = [key for key in ("authority", "area") if key not in fields and fields.get("name") is not None]
    if missing:
        labels = listed(f"“{field_label(schema('committee'), (key,))}”" for key in missing)
        raise UserError(f"从单位名称和评审地域范围看不准{labels}。请写明：--authority {_authorities(registry)}，--area 六位区划代码。")
    books = registry.rulebooks_of(registry.settings.current_round)
    needed = {*schema("committee")["required"], *fields_of(books, "required")}
    lacking = [key for key in FROM_FORMS if fields.get(key) is None and key in needed]
    if lacking:
        labels = listed(field_label(schema("committee"), (key,)) for key in lacking)
        raise UserError(f"这是新的评审委员会，表里还缺：{labels}。请把附件1、附件2和量化赋分表一起导入。")
    check_identity(registry, identifier, fields["authority"], fields["area"])
    filing = {"round": registry.settings.current_round, "date": filed.isoformat()}
    given = {"id": identifier, **merged_record({}, fields), "filings": [filing], "status": "active"}
    value = {key: given[key] for key in schema("committee")["properties"] if key in given}
    path = f"registry/committees/{registry.areas.folder(fields['authority'], fields['area'])}/{identifier}.yaml"
    text = filled_text(registry.words, value, books)
    return _checked(registry, yaml_reading.Document(path, text, value), None)


def _authorities(registry: Registry) -> str:
    """The levels of authority with their names: region（自治区级）、prefecture（地州市级）、… 或 …"""
    labels = registry.words.authorities.items()
    *others, last = (f"{code}（{label.removesuffix('单位')}）" for code, label in labels)
    return f"{'、'.join(others)}或 {last}"


def _checked(registry: Registry, document: yaml_reading.Document, before: yaml_reading.Document | None) -> Draft:
    """A draft whose value is parsed from its text, with findings for what does not fit the schema."""
    try:
        read = yaml_reading.parse(document.path, document.text.encode())
    except yaml_reading.Unreadable as error:
        return Draft(document, before, error.findings)
    codes = registry.ranks.codes
    return Draft(read, before, [] if fits("committee", read.value, codes) else shape_findings("committee", read, codes))


def merged_record(old: Value, fields: Value) -> Value:
    """A record with the fields of the forms replaced; fields that the forms do not contain stay, those of which they say none (None) go."""
    value = dict(old)
    for key in FROM_FORMS:
        if key not in fields:
            continue
        new, before = fields[key], old.get(key)
        if key == "reviews":
            new = merged_reviews.merged(before or [], new)
        elif key == "scoring" and new is not None:
            new = [merged_reviews.merged_table(before or [], table) for table in new]
            if "name" not in fields:  # scoring tables without Annex 1: tables of other titles stay
                sent = {table["title"]: table for table in new}
                new = [sent.pop(table["title"], table) for table in before or []] + [table for table in new if table["title"] in sent]
        elif before and (key in ("approval", "scope") or _same_answer(key, before, new)):
            new = {**before, **new}
        value[key] = merged_reviews.stated(new) if key in _MAY_SAY_NONE else new
    return {key: value[key] for key in (*old, *(key for key in value if key not in old)) if value[key] not in (None, {})}


def _same_answer(key: str, old: Value, new: Value) -> bool:
    """Whether a form gives the same yes or no (答辩, 专家库) as the record, so that the record's details stay."""
    question = {"defence": "required", "expert_pool": "exists"}.get(key)
    return question is not None and old[question] == new[question]


def entered(registry: Registry, made: Draft) -> None:
    """Puts a draft into the registry in memory, so that rosters and rules are checked against it."""
    entry = Entry(committee_records.committee(made.document.value, tuple(registry.levels)), made.document)
    registry.committees = sorted([*(one for one in registry.committees if one.path != entry.path), entry], key=lambda one: one.path)
    registry.documents = [*(one for one in registry.documents if one.path != entry.path), made.document]
    registry.present.setdefault("committee", set()).add(made.id)
    for name in ("by_id", "_by_path"):
        registry.__dict__.pop(name, None)


def refuse_changed(registry: Registry, made: Draft) -> None:
    """Raises UserError where the file of a record is no longer as it was when it was read: what somebody wrote since would be lost."""
    path = registry.root / made.document.path
    try:
        now = yaml_reading.read(registry.root, made.document.path).text if path.exists() else None
    except yaml_reading.Unreadable:
        now = ""
    if now != (None if made.before is None else made.before.text):
        raise UserError(f"{made.document.path} 刚才被别的程序改过，没有写任何文件。请核对改动，再运行一次。")


def specialties_of(reviews: list[Value]) -> tuple[int, bool]:
    """How many specialties of the second level reviews name, each once, and whether one is of all of its series."""
    catalogs = [(one.get("series"), one["catalog"]) for one in reviews if isinstance(one.get("catalog"), dict)]
    named = {(series, first, second) for series, catalog in catalogs for first, seconds in catalog.items() for second in seconds}
    return len(named), len(catalogs) < len(reviews)


def described(registry: Registry, made: Draft, contacts: Value | None = None) -> list[str]:
    """The lines shown to the user about a draft: its changes in words and as a diff; for a new record, a summary.

    `contacts` are those of the forms, of which the number is shown: they take the place of all that are sealed.
    """
    value = made.document.value
    if made.before is None:
        named, every = specialties_of(value["reviews"])
        seconds = "，另有".join([*([f"{named} 个"] if named else []), *(["系列的全部专业"] if every else [])])
        ids = dict.fromkeys(review["series"] for review in value["reviews"])
        reviews = listed(registry.series[series].name if series in registry.series else "" for series in ids)
        return [
            f"{show(value['name'], 100)}（{made.id}，新登记）",
            f"  组建单位：{show(value['organiser'], 100)}；单位所属行政区划：{registry.areas.name(value['area'])}",
            f"  评审系列：{reviews}；二级专业 {seconds}；赋分表 {len(value.get('scoring', ()))} 张；流程 {len(value['procedure'])} 步",
        ]
    notes = [*changes_in_words.describe(made.before.value, value, value, changes_in_words.code_names(registry, str))]
    if made.before.value.get("contacts") != value.get("contacts"):
        clerks = len((contacts or {}).get("clerks", ()))
        notes.append("联系人重新密封（不公开）" + (f"，整份换成表里的：业务人员 {clerks} 人" if clerks else ""))
    before, after = made.before.text.splitlines(), made.document.text.splitlines()
    lines = [line for line in difflib.unified_diff(before, after, lineterm="", n=0) if not re.match(r"---|\+\+\+|@@|[-+]contacts:", line)]
    return [
        f"{show(value['name'], 100)}（{made.id}）有 {len(notes)} 项改动：",
        *(f"  · {note}" for note in notes),
        *(f"    {_diff_line(line)}" for line in lines),
    ]


def _diff_line(line: str) -> str:
    """A line of a diff, cut to 160 characters."""
    return line[0] + show(line[1:], 160)
