"""Who may be drawn: each reason that keeps somebody out with both sides of it, one person in several rows, what is asked. All invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from helpers import registries
from helpers.draw_world import expert, people_of_committee, people_of_employers

from zhicheng.documents.schemas import fits
from zhicheng.drawing.eligible import Selection, selected
from zhicheng.errors import UserError
from zhicheng.registry import registry
from zhicheng.registry.records.bans import Ban, Bans
from zhicheng.registry.records.sealed_roster import month_number
from zhicheng.text import name_key

Value = dict[str, Any]
DAY = date(2026, 9, 14)
ONE, OTHER = "example-one", "employer-653100"
GROUP: Value = {
    "id": "design", "name": "规划", "series": "engineering", "specialties": [["建筑工程", "城市规划"]],
    "levels": ["associate-senior", "full-senior"], "members": 1, "alternates": 0,
}  # fmt: skip
PERSON = (name_key("示例甲甲"), month_number("1966-05"))


def roster(*rows: Value, key: str = ONE) -> Value:
    """A sealed roster; rows without a specialty of their own are of the group's."""
    owner = {"area": key[9:]} if key.startswith("employer-") else {"committee": key}
    own = [{**one, "specialty": one.get("specialty", ["建筑工程", "城市规划"])} for one in rows]
    signed = {"by": "示例甲", "date": "2026-06-20", "declares": []}
    value = {**owner, "round": "2026", "signed": signed, "experts": own, "draw_key": "0" * 64}
    assert fits("sealed-roster", value)
    return value


def row(number: int = 0, **changes: Any) -> Value:
    """An expert of the group's specialty."""
    return expert(number, **{"specialty": ["建筑工程", "城市规划"], **changes})


class Asking:
    """A registry that is asked who may be drawn."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.registry = registry.load(root)
        self.registry.bans = Bans("5a" * 32)

    def ban(self, since: str, until: str, person: tuple[str, int] = PERSON) -> None:
        bans = Bans("5a" * 32)
        made = Ban(bans.hashed(person), "discipline", date.fromisoformat(since), date.fromisoformat(until), "某条", ONE, "p000")
        self.registry.bans = Bans("5a" * 32, (made,))

    def waive(self, text: str) -> None:
        registries.write(self.root, "registry/waivers.yaml", f"waivers:\n  - {{{text}}}\n")
        bans = self.registry.bans
        self.registry = registry.load(self.root)
        assert self.registry.waivers is not None
        self.registry.bans = bans

    def __call__(
        self,
        *rows: Value,
        group: Value | None = None,
        people: Value | None = None,
        plan: Value | None = None,
        others: Any = (),
        **more: Any,
    ) -> Selection:
        rosters = {ONE: roster(*rows), **({OTHER: roster(*others, key=OTHER)} if others else {})}
        made = {"groups": [{**GROUP, **(group or {})}], **(plan or {})}
        return selected(self.registry, ONE, rosters, made, people or {}, more.get("day", DAY), more.get("sat", frozenset()))

    def reason(self, one: Value, **more: Any) -> str:
        """Why an expert does not take part; "" who does."""
        found = self(row(1), one, **more)
        return next((out.reason for out in found.excluded if out.expert == one["id"]), "")


@pytest.fixture
def asking(empty: Path) -> Asking:
    return Asking(empty)


def me(**changes: Any) -> Value:
    return row(0, **changes)


# --- reasons -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "group", "reason"),
    [
        ({}, {}, ""),
        ({"level": "intermediate", "title": "工程师"}, {}, "level"),
        ({"level": "full-senior", "title": "正高级工程师"}, {}, ""),
        ({"level": "full-senior", "title": "正高级工程师"}, {"levels": ["associate-senior"]}, "level"),
        ({"leader": True}, {}, "leader"),
        ({"leader": False}, {}, ""),
        ({"leader": True, "level": "intermediate", "title": "工程师"}, {"levels": ["intermediate"]}, ""),  # only of senior groups
        ({"leader": True, "level": "intermediate", "title": "工程师"}, {"levels": ["intermediate", "full-senior"]}, "leader"),
        ({"in_service": "retired"}, {}, "retired"),
        ({"in_service": "rehired"}, {}, ""),
    ],
)
def test_level_post_and_retirement(asking: Asking, changes: Value, group: Value, reason: str) -> None:
    assert asking.reason(me(**changes), group=group) == reason


@pytest.mark.parametrize(("rule", "changes"), [("R103", {"leader": True}), ("R104", {"in_service": "retired"})])
@pytest.mark.parametrize(
    ("waiver", "waived"),
    [
        ('date: "2026-09-14", until: "2026-12-31"', True),
        ('date: "2026-09-15", until: "2026-12-31"', False),  # granted the day after
        ('date: "2026-01-01", until: "2026-09-14"', True),
        ('date: "2026-01-01", until: "2026-09-13"', False),  # over the day before
        ('date: "2026-01-01", until: "2026-12-31", expert: p000', True),
        ('date: "2026-01-01", until: "2026-12-31", expert: p001', False),
    ],
)
def test_waivers_of_the_day(asking: Asking, rule: str, changes: Value, waiver: str, waived: bool) -> None:
    assert asking.reason(me(**changes)) != ""
    asking.waive(f"committee: example-one, rule: {rule}, reason: 示例, granted_by: 示例厅, {waiver}")
    assert (asking.reason(me(**changes)) == "") == waived


def test_a_waiver_of_another_rule_or_committee_is_none(asking: Asking) -> None:
    dated = 'reason: 示例, granted_by: 示例厅, date: "2026-01-01", until: "2026-12-31"'
    for waiver in (f"committee: example-one, rule: R104, {dated}", f"committee: example-two, rule: R103, {dated}"):
        asking.waive(waiver)
        assert asking.reason(me(leader=True)) == "leader"


@pytest.mark.parametrize(
    ("since", "until", "reason"),
    [
        ("2026-09-14", "2026-09-14", "banned"),
        ("2026-09-15", "2027-01-01", ""),
        ("2020-01-01", "2026-09-13", ""),
        ("2020-01-01", "2026-09-14", "banned"),
    ],
)
def test_bans_of_the_day(asking: Asking, since: str, until: str, reason: str) -> None:
    asking.ban(since, until)
    assert asking.reason(me()) == reason


def test_a_ban_is_on_the_person_however_the_name_is_written(asking: Asking) -> None:
    asking.ban("2026-01-01", "2026-12-31", (name_key("示例甲·甲"), month_number("1966-05")))
    assert asking.reason(me(name="示例甲·甲")) == "banned"
    assert asking.reason(me(name="示例甲·甲", born="1966-06")) == ""
    assert asking.reason(me(name="示例甲·乙")) == ""


@pytest.mark.parametrize(("roster_", "expert_", "reason"), [(ONE, "p000", "recused"), (ONE, "p001", ""), (OTHER, "p000", "")])
def test_recusals(asking: Asking, roster_: str, expert_: str, reason: str) -> None:
    people = {"recused": [{"roster": roster_, "expert": expert_, "reason": "示例"}]}
    found = asking(row(1), me(), people=people)
    assert {out.expert: (out.reason, out.note) for out in found.excluded}.get("p000", ("", ""))[0] == reason


@pytest.mark.parametrize(
    ("changes", "applicants", "reason"),
    [
        ({"employer": "某市示例院"}, ["某市示例院"], "employer"),
        ({"employer": "某市示例院"}, ["某市示例院 "], "employer"),
        ({"employer": "某市示例院(总院)"}, ["某市示例院（总院）"], "employer"),  # width does not matter
        ({"employer": "某市示例院"}, ["某市示例院分院"], ""),
        ({"employer": "某市示例院分院"}, ["某市示例院"], ""),
        ({"employer": "某市示例院"}, ["别的院", "某市示例院"], "employer"),
        ({"employer": None, "unit": "某市示例院工程师"}, ["某市示例院"], "employer"),  # no employer of its own: the unit begins so
        ({"employer": None, "unit": "原某市示例院工程师"}, ["某市示例院"], ""),
        ({"employer": "别的院", "unit": "某市示例院工程师"}, ["某市示例院"], ""),
        ({"employer": "某市示例院"}, [], ""),
    ],
)
def test_the_applicants_employers(asking: Asking, changes: Value, applicants: list[str], reason: str) -> None:
    assert asking.reason(me(**changes), people={"applicants": applicants}) == reason


def test_notes_of_exclusions_name_nobody(asking: Asking) -> None:
    asking.ban("2026-01-01", "2026-12-31")
    found = asking(row(1), me(), row(2, employer="某市示例院"), people={"applicants": ["别的院", "某市示例院"]})
    assert [(out.reason, out.note) for out in found.excluded] == [
        ("banned", f"{ONE} p000，至 2026-12-31"), ("employer", "申报人单位第 2 项"),
    ]  # fmt: skip


def test_who_sat_before_rests(asking: Asking) -> None:
    assert asking.reason(me(), sat=frozenset({PERSON})) == "drawn-before"
    assert asking.reason(me(), sat=frozenset({(PERSON[0], PERSON[1] + 1)})) == ""


def test_the_first_reason_counts(asking: Asking) -> None:
    """In the order of the page: level, leader, retired, banned, recused, employer, drawn before."""
    asking.ban("2026-01-01", "2026-12-31")
    changes: Value = {"level": "intermediate", "title": "工程师", "leader": True, "in_service": "retired", "employer": "某市示例院"}
    people: Value = {"recused": [{"roster": ONE, "expert": "p000", "reason": "示例"}], "applicants": ["某市示例院"]}
    sat = frozenset({PERSON})
    found = []
    for name in ("level", "leader", "in_service", "ban", "recused", "employer", "sat"):
        found.append(asking.reason(me(**changes), people=people, sat=sat))
        if name == "ban":
            asking.registry.bans = Bans("5a" * 32)
        elif name == "sat":
            sat = frozenset()
        elif name == "recused":
            people.pop("recused")
        else:
            changes.pop("title", None)
            changes.pop(name)
    assert found == ["level", "leader", "retired", "banned", "recused", "employer", "drawn-before"]
    assert asking.reason(me(**changes), people=people, sat=sat) == ""


# --- groups ------------------------------------------------------------------------------------------------------------


def test_specialties_by_first_and_second_level(asking: Asking) -> None:
    rows = (row(0), row(1, specialty=["建筑工程", "建筑施工管理"]), row(2, specialty=["市政工程", "给水排水"]))
    narrow = asking(*rows)
    assert ([one.expert for one in narrow.people], narrow.pool, narrow.elsewhere) == (["p000"], {"design": 1}, 2)
    wide = asking(*rows, group={"specialties": [["建筑工程"]]})
    assert ([one.expert for one in wide.people], wide.pool, wide.elsewhere) == (["p000", "p001"], {"design": 2}, 1)


def test_who_was_removed_is_not_of_the_pool(asking: Asking) -> None:
    gone = row(1, state="removed", removed={"date": "2026-03-01", "reason": "other"})
    found = asking(row(0), gone)
    assert (found.pool, found.excluded, found.elsewhere) == ({"design": 1}, [], 0)


def test_groups_by_level(asking: Asking) -> None:
    """Two groups of one specialty: each takes its level; whose level is of none is left out of the first."""
    plan = {"groups": [GROUP | {"levels": ["full-senior"]}, GROUP | {"id": "more", "levels": ["associate-senior"]}]}
    rows = (row(0), row(1, level="full-senior", title="正高级工程师"), row(2, level="intermediate", title="工程师"))
    found = asking(*rows, plan=plan)
    assert {one.expert: one.person.group for one in found.people} == {"p000": "more", "p001": "design"}
    assert [(out.expert, out.group, out.reason) for out in found.excluded] == [("p002", "design", "level")]
    assert found.pool == {"design": 2, "more": 1}


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ({"specialties": [["建筑工程"]]}, {"specialties": [["建筑工程", "城市规划"]]}, True),
        ({"specialties": [["建筑工程", "城市规划"]]}, {"specialties": [["建筑工程"]]}, True),
        ({"specialties": [["建筑工程", "城市规划"]]}, {"specialties": [["建筑工程", "建筑施工管理"]]}, False),
        ({"specialties": [["建筑工程"]]}, {"specialties": [["建筑工程"]], "levels": ["intermediate"]}, False),
        ({"specialties": [["建筑工程"]]}, {"specialties": [["建筑工程"]], "levels": ["intermediate", "full-senior"]}, True),
        ({"specialties": [["建筑工程"]]}, {"specialties": [["建筑工程"]], "series": "health"}, False),
    ],
)
def test_groups_that_overlap(asking: Asking, one: Value, other: Value, overlap: bool) -> None:
    plan = {"groups": [GROUP | one, GROUP | other | {"id": "more"}]}
    if overlap:
        with pytest.raises(UserError, match=r"^design 组和 more 组有相同的专业和层级：一个人会在两个组里。请把专业或者层级分开。$"):
            asking(row(0), plan=plan)
    else:
        asking(row(0), plan=plan)


def test_groups_of_one_id(asking: Asking) -> None:
    plan = {"groups": [GROUP, GROUP | {"specialties": [["市政工程"]]}]}
    with pytest.raises(UserError, match=r"^方案里有两个组的代号都是 design。请改掉一个。$"):
        asking(row(0), plan=plan)


# --- one person in several rows ----------------------------------------------------------------------------------------


def test_one_person_in_two_rosters_takes_part_once(asking: Asking) -> None:
    """The committee's row counts; of the same employer nothing is asked."""
    again = row(0, id="again")
    found = asking(row(0), row(1), others=[again])
    assert [one.expert for one in found.people] == ["p000", "p001"]
    assert [(out.roster, out.expert, out.reason, out.note) for out in found.excluded] == [(OTHER, "again", "duplicate", f"{ONE} 第 1 行")]
    assert (found.findings, found.pool) == ([], {"design": 3})


def test_one_name_with_two_employers_is_asked(asking: Asking) -> None:
    found = asking(row(0), row(1), others=[row(0, id="again", employer="别的院")])
    [asked] = found.findings
    assert (asked.code, asked.severity, asked.file, asked.line, asked.column) == ("D103", "error", f"{OTHER}.roster.age", 1, 2)
    assert asked.message == f"与 {ONE} 第 1 行的姓名、出生年月相同，工作单位不同，不知道是不是同一个人"
    assert asked.hint == "请核实：是的，请用 zhicheng roster 改正单位；不是的，请把两人的评委编号都写进人员文件的 different。"


def test_two_people_of_one_name_are_two(asking: Asking) -> None:
    both = {"different": [{"roster": ONE, "expert": "p000"}, {"roster": OTHER, "expert": "again"}]}
    found = asking(row(0), others=[row(0, id="again", employer="别的院")], people=both)
    assert ([one.expert for one in found.people], found.findings) == (["p000", "again"], [])
    half = {"different": both["different"][:1]}
    assert len(asking(row(0), others=[row(0, id="again", employer="别的院")], people=half).findings) == 1


def test_who_is_recused_is_recused_in_every_row(asking: Asking) -> None:
    """Whichever row the recusal names, unless it is said that these are two people."""
    rows: Value = {"others": [row(0, id="again")]}
    for named in ({"roster": ONE, "expert": "p000"}, {"roster": OTHER, "expert": "again"}):
        people = {"recused": [{**named, "reason": "示例"}]}
        found = asking(row(0), row(1), people=people, **rows)
        assert [one.expert for one in found.people] == ["p001"]
        assert {out.expert: out.reason for out in found.excluded} == {"p000": "recused", "again": "recused"}
        people["different"] = [{"roster": ONE, "expert": "p000"}, {"roster": OTHER, "expert": "again"}]
        assert len(asking(row(0), row(1), people=people, **rows).people) == 2


@pytest.mark.parametrize(
    ("changes", "more"),
    [
        ({"leader": True}, {}),
        ({"in_service": "retired"}, {}),
        ({"level": "intermediate", "title": "工程师"}, {}),
        ({"employer": "某市示例院"}, {"people": {"applicants": ["某市示例院"]}}),
    ],
)
def test_who_may_not_be_drawn_by_one_row_is_asked_before_being_drawn_by_another(asking: Asking, changes: Value, more: Value) -> None:
    found = asking(row(0, **changes), others=[row(0, id="again", employer="别的院")], **more)
    assert messages(found) == [("D103", "error", f"与 {ONE} 第 1 行的姓名、出生年月相同，照那一行不能参加，照这一行能")]
    both = [{"roster": ONE, "expert": "p000"}, {"roster": OTHER, "expert": "again"}]
    people = {**more.get("people", {}), "different": both}
    assert messages(asking(row(0, **changes), others=[row(0, id="again", employer="别的院")], people=people)) == []


# --- what is asked -----------------------------------------------------------------------------------------------------


def messages(found: Selection) -> list[tuple[str, str, str]]:
    return [(one.code, one.severity, one.message) for one in found.findings]


@pytest.mark.parametrize(("field", "label"), [("recused", "回避"), ("outside", "外地的"), ("different", "同名的两个人")])
def test_whoever_is_named_must_be_there(asking: Asking, field: str, label: str) -> None:
    reason = {"reason": "示例"} if field == "recused" else {}
    people = {field: [{"roster": ONE, "expert": "p000", **reason}, {"roster": ONE, "expert": "nobody", **reason}]}
    [asked] = asking(row(0), row(1), people=people).findings
    assert (asked.code, asked.file, asked.line) == ("D103", "人员文件", 2)
    assert asked.message == f"“{label}”第 2 项指明的评委不在用来抽取的花名册里"
    people[field][1]["roster"] = "nowhere"
    assert len(asking(row(0), row(1), people=people).findings) == 1


def test_a_specialty_of_nobody_is_asked(asking: Asking) -> None:
    [asked] = asking(row(0), group={"specialties": [["建筑工程", "城市规划"], ["城市规划"]]}).findings
    assert (asked.code, asked.severity) == ("D103", "error")
    assert asked.message == "design 组的专业“城市规划”在花名册里一个人也没有"
    assert asked.hint == "请照登记的专业目录写；花名册里的一级目录有：建筑工程。没有人的专业请去掉。"


def test_limits_ask_for_what_they_need(asking: Asking) -> None:
    missing = {"employer": None, "unit": "某市示例院"}
    found = asking(row(0, **missing), row(1), plan={"limits": {"per_employer": 1}})
    assert messages(found) == [
        ("D103", "error", f"方案限制一个单位的人数，{ONE} 第 1 行没有单独写工作单位（employer），看不出是不是同一个单位")
    ]
    many = asking(*(row(n, **missing) for n in range(6)), plan={"limits": {"per_employer": 1}})
    assert f"{ONE} 第 5 行等 6 人没有单独写工作单位" in many.findings[0].message
    assert messages(asking(row(0), plan={"limits": {"outside": 1}})) == [("D103", "error", "方案要求有外地的评委，没有写明谁是外地的")]
    assert messages(asking(row(0), plan={"limits": {"outside": 1}}, people={"outside": []})) == []
    assert messages(asking(row(0, **missing))) == []


def test_young_people_need_a_figure(asking: Asking) -> None:
    assert messages(asking(row(0), plan={"limits": {"young": 1}})) == []
    asking.registry.rulebooks["letter-2019"].record.numbers.pop("young_age")
    with pytest.raises(
        UserError, match=r"^方案要求有年轻的评委，本年度的审查依据里没有 young_age，不知道多少岁算年轻。请先在审查依据里写明。$"
    ):
        asking(row(0), plan={"limits": {"young": 1}})


@pytest.mark.parametrize(("born", "young"), [("1980-10", True), ("1980-09", False), ("1981-09", True)])
def test_young_as_of_the_day(asking: Asking, born: str, young: bool) -> None:
    """Up to 45 whole years in the month of the plan: born 1980-10 is 45 in 2026-09, born 1980-09 is 46."""
    assert [one.facts.young for one in asking(row(0, born=born)).people] == [young]


@pytest.mark.parametrize(
    "names",
    [
        ("某市示例勘察设计研究院", "某市示例勘察设计研究院有限公司"),
        ("示例大学", "示例大学数学与信息学院"),
        ("某某自治区示例人民医院", "示例人民医院"),
        ("水利厅", "某自治区水利厅"),
    ],
)
def test_employers_that_are_written_nearly_alike_are_told(asking: Asking, names: tuple[str, str]) -> None:
    rows = (row(0, employer=names[0]), row(1, employer=names[1]))
    found = asking(*rows, plan={"limits": {"per_employer": 1}})
    assert messages(found) == [("D104", "warning", f"工作单位与 {ONE} 第 1 行的相近，算作两个单位")]
    assert messages(asking(*rows)) == []  # nothing depends on it
    near = asking(rows[1], people={"applicants": [names[0]]})
    assert messages(near) == [("D104", "warning", "工作单位与人员文件里申报人的第 1 个单位相近，没有当作同一个单位")]


@pytest.mark.parametrize(
    ("one", "other"),
    [("某地区第一人民医院", "某地区第二人民医院"), ("示例第1中学", "示例第12中学"), ("示例甲院", "毫不相干的公司"), ("某院", "某院分院")],
)
def test_employers_of_different_numbers_are_not_alike(asking: Asking, one: str, other: str) -> None:
    assert messages(asking(row(0, employer=one), row(1, employer=other), plan={"limits": {"per_employer": 1}})) == []


NEAR = ("某市示例勘察设计研究院", "某市示例勘察设计研究院有限公司")


def test_no_message_names_anybody(asking: Asking) -> None:
    rows = (row(0, employer=NEAR[0]), row(1, employer=NEAR[1]), row(2, employer=None))
    people = {"applicants": [NEAR[0] + "所"], "recused": [{"roster": ONE, "expert": "nobody", "reason": "亲属"}]}
    others = [row(0, id="again", employer="别的院")]
    found = asking(*rows, others=others, people=people, plan={"limits": {"per_employer": 1, "outside": 1}})
    said = "".join(f"{one.message}{one.hint}{one.file}" for one in found.findings)
    assert len(found.findings) >= 5
    for private in (*(one["name"] for one in (*rows, *others)), *NEAR, "别的院", "亲属", "nobody"):
        assert private not in said


def test_the_people_of_the_world_are_as_they_are_meant() -> None:
    assert fits("sealed-roster", roster(*people_of_committee()))
    assert fits("sealed-roster", roster(*people_of_employers(), key=OTHER))
