"""X019: what is wrong with levels and authorities that rulebooks add, each beside the same without the fault."""

from __future__ import annotations

import pytest
from helpers.judging import Judge

LOCAL, OTHER, WORDING = "registry/rulebooks/local.yaml", "registry/rulebooks/other.yaml", "registry/wording.yaml"
LEVELS = "junior、intermediate、associate-senior、full-senior"
BELOW = "{code: technician, below: junior}"


def book(name: str, levels: str = "", authorities: str = "") -> str:
    lists = (f"levels: [{levels}]\n" if levels else "") + (f"authorities: [{authorities}]\n" if authorities else "")
    return (
        f'id: {name}\ntitle: 备案文件\nshort: 文件{name}\nissued: "2026-01-01"\nin_force: "2026-01-01"\nissuer: 某厅\n'
        f"{lists}rules: {{E201: 第一条}}\nnumbers: {{validity_years: {{number: 3, clause: 第一条}}}}\n"
    )


def told(
    judge: Judge, local: str, other: str = "", levels: str = "technician: 员级", authorities: str = ""
) -> list[tuple[str, str, str, str]]:
    words = f"authorities: {{central: 中央驻疆单位{', ' if authorities else ''}{authorities}}}\nshort: 新疆\n"
    files = {LOCAL: local, WORDING: words + (f"levels: {{{levels}}}\n" if levels else "")} | ({OTHER: other} if other else {})
    findings = judge(None, others=files).findings
    assert {f.code for f in findings} <= {"X019"}
    return [(f.file, f.pointer, f.message, f.hint) for f in findings]


@pytest.mark.parametrize("place", ["below: junior", "above: full-senior", "above: junior", "below: full-senior"])
def test_a_level_of_ones_own(judge: Judge, place: str) -> None:
    assert told(judge, book("local", f"{{code: technician, {place}}}")) == []


def test_levels_that_stand_beside_each_other(judge: Judge) -> None:
    levels = "{code: helper, below: technician}, {code: technician, below: junior}"
    assert told(judge, book("local", levels), levels="technician: 员级, helper: 见习") == []


@pytest.mark.parametrize("code", ["junior", "intermediate", "associate-senior", "full-senior"])
def test_a_level_of_every_registry(judge: Judge, code: str) -> None:
    label = {"junior": "初级", "intermediate": "中级", "associate-senior": "副高级", "full-senior": "正高级"}[code]
    found = told(judge, book("local", f"{BELOW}, {{code: {code}, above: technician}}"))
    assert found == [(LOCAL, "/levels/1/code", f"层级 {code}（{label}）每个登记册都有，不能再增加", "请删去这一项。")]


@pytest.mark.parametrize("code", ["region", "prefecture", "county", "central"])
def test_an_authority_of_every_registry(judge: Judge, code: str) -> None:
    label = {"region": "自治区级", "prefecture": "地州市级", "county": "区县级", "central": "中央驻疆单位"}[code]
    hint = "请删去这一项。本地区的叫法写在 registry/wording.yaml 的 authorities 里。"
    found = told(judge, book("local", authorities=f"{{code: {code}, after: region, areas: [region]}}"), levels="")
    assert found == [(LOCAL, "/authorities/0/code", f"单位级别 {code}（{label}）每个登记册都有，不能再增加", hint)]


@pytest.mark.parametrize(
    ("place", "field", "said", "near"),
    [
        ("below: beginner", "below", "beginner", ""),
        ("above: beginner", "above", "beginner", ""),
        ("below: juniors", "below", "juniors", "是否想写 junior？"),
        ("below: technician", "below", "technician", ""),
    ],
)
def test_a_level_beside_nothing(judge: Judge, place: str, field: str, said: str, near: str) -> None:
    """One that is not there, or itself; the rest is not judged then: a label is not asked for."""
    expected = (LOCAL, f"/levels/0/{field}", f"没有层级 {said}，technician 排不进去", f"{near}可以写：{LEVELS}。")
    assert told(judge, book("local", f"{{code: technician, {place}}}"), levels="technician: 员级") == [expected]


def test_an_authority_beside_nothing(judge: Judge) -> None:
    hint = "是否想写 county？可以写：region、prefecture、county、central。"
    found = told(judge, book("local", authorities="{code: unit, after: countys, areas: [county]}"), levels="")
    assert found == [(LOCAL, "/authorities/0/after", "没有单位级别 countys，unit 排不进去", hint)]


@pytest.mark.parametrize(
    ("field", "one", "two", "words"),
    [
        ("levels", BELOW, "{code: technician, above: junior}", ("排在 junior 之下", "排在 junior 之上")),
        ("levels", BELOW, "{code: technician, below: intermediate}", ("排在 junior 之下", "排在 intermediate 之下")),
        (
            "authorities",
            "{code: unit, after: county, areas: [county]}",
            "{code: unit, after: county, areas: [region, county]}",
            ("列在 county 之后、所属区划是 county", "列在 county 之后、所属区划是 region、county"),
        ),
    ],
)
def test_one_code_in_two_places(judge: Judge, field: str, one: str, two: str, words: tuple[str, str]) -> None:
    """Told where it stands the second time, in one rulebook or two; the same twice is one."""
    code = "technician" if field == "levels" else "unit"
    what = {"levels": "层级", "authorities": "单位级别"}[field]
    labels = {"levels": "technician: 员级" if field == "levels" else "", "authorities": "" if field == "levels" else "unit: 用人单位"}
    said = f"{what} {code} {words[1]}，“文件local”里写的是{words[0]}"
    hint = "一个代号只能有一种排法：请核对文件，改成一样的，或者另起一个代号。"
    assert told(judge, book("local", **{field: f"{one}, {two}"}), **labels) == [(LOCAL, f"/{field}/1/code", said, hint)]
    found = told(judge, book("local", **{field: one}), book("other", **{field: two}), **labels)
    assert found == [(OTHER, f"/{field}/0/code", said, hint)]
    assert told(judge, book("local", **{field: one}), book("other", **{field: one}), **labels) == []


def test_without_a_label(judge: Judge) -> None:
    """It is asked for in the part of the wording where it belongs."""
    hint = "请在 registry/wording.yaml 的 {0} 里写上，如 {0}: {{{1}: 名称}}。"
    assert told(judge, book("local", BELOW), levels="") == [
        (LOCAL, "/levels/0/code", "层级 technician 还没有叫法", hint.format("levels", "technician"))
    ]
    unit = "{code: unit, after: county, areas: [county]}"
    assert told(judge, book("local", authorities=unit), levels="") == [
        (LOCAL, "/authorities/0/code", "单位级别 unit 还没有叫法", hint.format("authorities", "unit"))
    ]
    assert told(judge, book("local", authorities=unit), levels="", authorities="unit: 用人单位") == []


def test_two_of_one_label(judge: Judge) -> None:
    """With one of every registry, and with each other."""
    hint = "读表时分不清：请在 registry/wording.yaml 里改用不同的叫法。"
    found = told(judge, book("local", BELOW), levels="technician: 正高级")
    assert found == [(LOCAL, "/levels/0/code", "层级 technician 和 full-senior 都叫“正高级”", hint)]
    found = told(judge, book("local", f"{BELOW}, {{code: helper, below: technician}}"), levels="technician: 员级, helper: 员级")
    assert found == [
        (LOCAL, "/levels/0/code", "层级 technician 和 helper 都叫“员级”", hint),
        (LOCAL, "/levels/1/code", "层级 helper 和 technician 都叫“员级”", hint),
    ]


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("technican", "是否想写 technician？"),
        ("zzz", "请删去；要增加这个层级的，先写进规则文件（registry/rulebooks/）的 levels。"),
        ("junior", "请删去；要增加这个层级的，先写进规则文件（registry/rulebooks/）的 levels。"),
    ],
)
def test_a_label_of_nothing(judge: Judge, code: str, hint: str) -> None:
    """Nor can a level of every registry be called otherwise, by whatever a rulebook adds."""
    said = f"没有一份规则文件增加层级 {code}，这个叫法用不上"
    found = told(judge, book("local", BELOW), levels=f"technician: 员级, {code}: 某级")
    assert found == [(WORDING, f"/levels/{code}", said, hint)]
